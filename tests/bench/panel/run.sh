#!/bin/sh
# People over time: transitions and paths of N people at six waves, reint against R data.table, each from its own store.
#
# usage: run.sh BUILDDIR [N]       default 1000000; RUNS (default 3)
#
# Times are whole processes, start-up included: seconds on the clock and of processor time, the least of RUNS.  The
# ingest is timed once and is not what is compared.  Needs GNU time; files go to a temporary folder.
set -eu

build=$(cd "$1" && pwd)
n=${2:-1000000} runs=${RUNS:-3}
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$here/../built.sh"
${CC:-cc} -std=c99 -O2 -o "$work/generate" "$here/generate.c"
mkdir "$work/data" "$work/R" "$work/reint"
"$work/generate" "$n" 5 "$work/data"

job() { # job WHAT: the job file's lines
    printf 'reint: 1\nstudy: %s/reint/panel.reint\ncodebook: %s/codebook.yaml\nplan: %s/plan.yaml\n' "$work" "$here" "$here"
    if [ "$1" = ingest ]; then
        printf 'inputs:\n'
        for form in people interviews services; do
            printf '  - {file: %s/data/%s.csv, form: %s}\n' "$work" $form $form
        done
    else
        printf 'outputs:\n  - {file: %s/reint/cells.csv, format: cells}\n' "$work"
    fi
}

timed() { # timed LABEL TIMES COMMAND...: the least of TIMES runs
    label=$1 times=$2 run=0
    shift 2
    : >"$work/times"
    while [ $run -lt "$times" ]; do
        /usr/bin/time -f '%e %U %S %M' -a -o "$work/times" "$@" >"$work/log" 2>&1 || { cat "$work/log"; exit 1; }
        run=$((run + 1))
    done
    awk -v label="$label" '{ cpu = $2 + $3; if (!n++ || $1 < least) least = $1; if (n == 1 || cpu < used) used = cpu; if ($4 > most) most = $4 }
        END { printf "%-16s %8.2f s, processors %8.2f s, %6d MB\n", label, least, used, most / 1024 }' "$work/times" | tee -a "$work/result"
}

job ingest >"$work/ingest.yaml"
job tables >"$work/tables.yaml"
echo "$n people, $(wc -l <"$work/data/interviews.csv") interviews, $(wc -l <"$work/data/services.csv") services"
timed 'reint ingest' 1 "$reint" run -q "$work/ingest.yaml"
timed 'reint tables' "$runs" "$reint" run -q "$work/tables.yaml"
if Rscript -e 'library(data.table)' >/dev/null 2>&1; then
    timed 'R ingest' 1 Rscript "$here/peer.R" ingest "$work/data" "$work/R" "$work/R"
    timed 'R tables' "$runs" Rscript "$here/peer.R" tables "$work/data" "$work/R" "$work/R"
    awk '/ tables/ { t[$1] = $3; c[$1] = $6 }
        END { printf "reint is %.1f times as fast as R data.table (%.1f times by processor time)\n", t["R"] / (t["reint"] + 1e-9), c["R"] / (c["reint"] + 1e-9) }' "$work/result"
    awk -f "$here/compare.awk" "$work/R/cells.csv" "$work/reint/cells-INTERNAL.csv"
else
    echo 'R data.table: not installed'
fi
