#!/bin/sh
# The example "panel" in R: every number of its tables counted again from the exported records (examples/panel/recompute.R).
# Without R, survival or geepack: skipped, and said so.
set -eu
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if ! Rscript -e 'library(survival); library(geepack); library(cluster)' >/dev/null 2>&1; then
    echo 'SKIPPED: Rscript with survival, geepack and cluster is not here, so no number was counted again'
    exit 77
fi
cp -R "$src/examples" "$work/"
chmod -R u+w "$work"
cd "$work/examples/panel"
"$REINT" run -q job.yaml >/dev/null
"$REINT" export -q --r "$work/r" job.yaml
"$REINT" tables -q job.yaml plan.yaml -f csv >"$work/tables.csv"
Rscript --vanilla recompute.R "$work/r" "$work/tables.csv" >"$work/said" || { cat "$work/said"; exit 1; }
cat "$work/said"
# all that is printed, and it is a lot
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" = "$(grep -c -v -e '^table,' -e ',not_applicable,' "$work/tables.csv")" ]
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" -gt 2000 ]

# one wrong number of each table is seen
awk -F, '!done[$1] && match($0, /,-?[0-9.]+,-?[0-9.]*,-?[0-9.]*,[0-9.]*,[0-9.]*,shown,/) {
        done[$1] = 1; split(substr($0, RSTART + 1), rest, ",")
        $0 = substr($0, 1, RSTART) rest[1] + 0.001 substr($0, RSTART + 1 + length(rest[1])) }
    { print }' "$work/tables.csv" >"$work/wrong.csv"
if Rscript --vanilla recompute.R "$work/r" "$work/wrong.csv" >"$work/said"; then exit 1; fi
tables=$(cut -d, -f1 "$work/tables.csv" | tail -n +2 | uniq | wc -l)
[ "$(sed -n '$s/ numbers,.*//p' "$work/said")" = "$(($(sed -n '$s/.*numbers, \(.*\) equal/\1/p' "$work/said") + tables))" ]
