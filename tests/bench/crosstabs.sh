#!/bin/sh
# 500 cross-tables (10 banner columns x 50 items) by reint, R data.table and pandas on the same columns in memory: seconds of
# counting, seconds of testing apart, every cell compared.
#
# usage: crosstabs.sh BUILDDIR [RECORDS]      default 3000000; needs GNU time for nothing, R and pandas where they are
set -eu
build=$(cd "$1" && pwd)
n=${2:-3000000}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bench=$build/tests/bench/crosstabs_bench
python=/usr/bin/python3

"$bench" make "$n" "$work/columns"
: >"$work/results"
run() { # NAME COMMAND...: its two lines of seconds, under its name
    name=$1
    shift
    "$@" >"$work/said"
    awk -v name="$name" '{ print name, $0 }' "$work/said" >>"$work/results"
}
run reint "$bench" count "$n" "$work/columns" "$work/reint.csv"
run reint-1 "$bench" count "$n" "$work/columns" "$work/reint-1.csv" 1
same() { # FILE WITH: whether the cells are the same
    sort "$1" >"$work/a"
    sort "$work/reint.csv" >"$work/b"
    if cmp -s "$work/a" "$work/b"; then
        echo "cells of $2: $(wc -l <"$work/a"), all equal"
    else
        echo "cells of $2 DIFFER"
        exit 1
    fi
}
same "$work/reint-1.csv" 'one thread'
if Rscript -e 'library(data.table)' >/dev/null 2>&1; then
    run data.table Rscript --vanilla "$here/peers/crosstabs.R" "$n" "$work/columns" "$work/r.csv"
    same "$work/r.csv" 'R data.table'
else
    echo 'R data.table: not installed'
fi
if $python -c 'import pandas, scipy' >/dev/null 2>&1; then
    run pandas $python "$here/peers/crosstabs.py" "$n" "$work/columns" "$work/py.csv"
    same "$work/py.csv" 'pandas'
else
    echo 'pandas: not installed'
fi
awk -v n="$n" '
    $2 == "count" { wall[$1] = $3; cpu[$1] = $4; order[++k] = $1 }
    $2 == "test" { test[$1] = $3; chisq[$1] = $4 }
    END {
        printf "500 cross-tables of %d records\n%-12s %10s %12s %24s %12s\n", n, "", "count s", "processor s", "ns a record and table", "500 tests s"
        for (i = 1; i <= k; i++) {
            t = order[i]
            printf "%-12s %10.3f %12.3f %24.3f %12.4f\n", t, wall[t], cpu[t], 1e9 * wall[t] / n / 500, test[t]
            if (t !~ /^reint/ && (!best || wall[t] < best)) best = wall[t]
            d = chisq[t] / chisq["reint"] - 1
            if (d > 1e-9 || d < -1e-9) { print "the tests of " t " differ"; bad = 1 }
        }
        if (best) printf "counting: reint is %.1f times as fast as the faster peer (one core: %.1f times)\n", best / wall["reint"], best / wall["reint-1"]
        exit bad
    }' "$work/results"
echo "tests of sets of 10 codes against 6 groups or a set of 6, with what the codes have in common:"
"$bench" sets "$n"
