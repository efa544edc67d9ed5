#!/bin/sh
# The benchmark job: every cell equal to the expected ones on clean files; on dirty files every rejected row is the planted
# one, line by line.  No time is measured here.
set -eu
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
${CC:-cc} -std=c99 -O2 -o "$work/generate" "$src/tests/bench/generate.c"
mkdir "$work/clean" "$work/dirty"
"$work/generate" 2000 7 "$work/clean" >/dev/null
"$work/generate" 2000 7 "$work/dirty" --dirty 0.02 >/dev/null
sh "$src/tests/bench/reint.sh" all "$work/clean" "$work/w" "$work/o"
sed 1d "$src/tests/bench/expected/n2000-seed7/cells.csv" | sort >"$work/want"
sed 1d "$work/o/cells.csv" | sort >"$work/got"
# the cells are the same, and their numbers to 1e-9
awk -F, 'NR == FNR { k = $1 "," $2 "," $3 "," $4 "," $5; want[k] = $6; n++; next }
    { k = $1 "," $2 "," $3 "," $4 "," $5; if (!(k in want)) { print "not expected: " k; bad++; next }
      d = want[k] - $6; if (d < 0) d = -d; m = want[k] < 0 ? -want[k] : want[k]; if (m < 1) m = 1
      if (d > 1e-9 * m) { print k ": " $6 ", expected " want[k]; bad++ } seen++ }
    END { print seen + 0 " of " n " cells compared"; exit bad > 0 || seen != n }' "$work/want" "$work/got"
sh "$src/tests/bench/reint.sh" ingest "$work/dirty" "$work/wd" "$work/od"
sed 1d "$work/dirty/errors.csv" | tr -d '\r' | awk -F, '{ print $1 "," $2 "," $4 }' | sort >"$work/planted"
"$REINT" rejects --json "$work/wd/study.reint" |
    sed -n 's/.*"input": "\([^"]*\)".*"line": \([0-9]*\),.*"reason": "\([a-z_]*\)".*/\1,\2,\3/p' |
    sed 's/unknown_person/unknown_respondent/' | sort >"$work/rejected"
[ "$(wc -l <"$work/planted")" -gt 100 ]
diff "$work/planted" "$work/rejected"
echo "$(wc -l <"$work/rejected") rejected rows are the planted ones"
