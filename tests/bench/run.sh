#!/bin/sh
# make bench: the job of JOB.md done by reint and by its peers on the same files, cell by cell and second by second.
#
# usage: run.sh BUILDDIR [N...]      respondents; default 100000, then 1000000 when BENCH_FULL=1
#
# Each figure is a whole process, start-up included, the median of RUNS (default 3); memory is the peak of the whole job.
# A peer that is not installed is left out and said so.  Needs GNU time.  Files go to a temporary folder.
set -eu

build=$(cd "$1" && pwd)
shift
here=$(cd "$(dirname "$0")" && pwd)
runs=${RUNS:-3}
[ $# -gt 0 ] || set -- 100000 ${BENCH_FULL:+1000000}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export REINT="$build/bin/reint"
${CC:-cc} -std=c99 -O2 -o "$work/generate" "$here/generate.c"

tools=reint
if Rscript -e 'library(data.table); library(openxlsx)' >/dev/null 2>&1; then tools="$tools R"; else echo 'R data.table: not installed'; fi
python=/usr/bin/python3
if $python -c 'import pandas, scipy, xlsxwriter' >/dev/null 2>&1; then tools="$tools pandas"; else echo 'pandas: not installed'; fi

command_of() { # TOOL STAGE DATA
    case $1 in
    reint) echo "sh $here/reint.sh" ;;
    R) echo "Rscript $here/peers/job.R" ;;
    pandas) echo "$python $here/peers/job.py" ;;
    esac
}

# measure TOOL STAGE DATA: median seconds and largest KiB, appended to the results
measure() {
    run=0
    : >"$work/times"
    while [ $run -lt "$runs" ]; do
        mkdir -p "$work/$1"
        if [ "$2" != tables ]; then rm -rf "$work/$1/work"; fi
        mkdir -p "$work/$1/work" "$work/$1/out"
        # shellcheck disable=SC2046
        /usr/bin/time -f '%e %M' -a -o "$work/times" \
            $(command_of "$1") "$2" "$3" "$work/$1/work" "$work/$1/out" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
        run=$((run + 1))
    done
    sort -n "$work/times" | awk -v tool="$1" -v stage="$2" '{ t[NR] = $1; if ($2 > m) m = $2 }
        END { printf "%s %s %.2f %d\n", tool, stage, t[int((NR + 1) / 2)], m / 1024 }' >>"$work/results"
}

for n; do
    mkdir -p "$work/data"
    "$work/generate" "$n" 42 "$work/data" >/dev/null
    : >"$work/results"
    for stage in ingest tables all; do
        for tool in $tools; do
            measure "$tool" $stage "$work/data"
        done
    done
    echo
    echo "$n respondents, $(cat "$work"/data/people.csv "$work"/data/interviews.csv "$work"/data/services.csv | wc -l) lines, median of $runs runs"
    awk '{ s[$1, $2] = $3; m[$1, $2] = $4; if (!($1 in seen)) { seen[$1]; order[++k] = $1 } }
        END {
            printf "%-8s %9s %9s %9s %12s\n", "", "ingest s", "tables s", "all s", "all MB"
            for (i = 1; i <= k; i++)
                printf "%-8s %9.2f %9.2f %9.2f %12d\n", order[i], s[order[i], "ingest"], s[order[i], "tables"], s[order[i], "all"], m[order[i], "all"]
            split("ingest tables all", stage, " ")
            for (j = 1; j <= 3 && k > 1; j++) {
                best = 0
                for (i = 2; i <= k; i++) { v = s[order[i], stage[j]]; if (!best || v < best) best = v }
                printf "%s: reint is %.2f times as fast as the faster peer\n", stage[j], best / (s["reint", stage[j]] + 1e-9)
            }
        }' "$work/results"
    for tool in $tools; do
        [ "$tool" = reint ] || { printf 'cells against %s: ' "$tool"; $python "$here/compare.py" "$work/$tool/out/cells.csv" "$work/reint/out/cells.csv" | tail -n 1; }
    done
    rm -rf "$work/data" "$work"/R "$work"/pandas "$work"/reint
done
