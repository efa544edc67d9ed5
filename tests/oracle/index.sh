#!/bin/sh
# Writes libreint/stats/oracle.def: which cases of tests/oracle and tests/oracle/more hold values of each statistic.
#
# usage: sh tests/oracle/index.sh [SOURCE-FOLDER] >libreint/stats/oracle.def
set -eu
cd "${1:-.}/tests/oracle"
cat <<'HEAD'
/* oracle.def -- the reference values of each statistic: ORACLE(key, number of values, "group: cases ...").
 * Written by tests/oracle/index.sh; do not edit. */
HEAD
for file in expected/*.csv more/expected/*.csv; do
    group=$(basename "$file" .csv)
    case $file in more/*) group=more/$group ;; esac
    tr -d '"' <"$file" | awk -F, -v g="$group" 'NR > 1 { print $2 "," g "," $1 }'
done | LC_ALL=C sort | awk -F, '
    function flush() { if (key != "") printf "ORACLE(\"%s\", %d, \"%s\")\n", key, n, text (more ? " and " more " more" : "") }
    $1 != key { flush(); key = $1; n = 0; text = ""; group = ""; last = ""; more = 0 }
    { n++ }
    $2 != group { if (more) text = text " and " more " more"; more = 0; shown = 0
                  text = text (group == "" ? "" : "; ") $2 ":"; group = $2; last = "" }
    $3 != last { last = $3; if (shown < 6) { text = text " " $3; shown++ } else more++ }
    END { flush() }'
