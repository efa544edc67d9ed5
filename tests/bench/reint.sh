#!/bin/sh
# The benchmark job of JOB.md with reint: a codebook, a job and a plan (codebooks/bench), no special C.
#
# usage: reint.sh ingest|tables|all CSVDIR WORKDIR OUTDIR       ($REINT: the command; default build/bin/reint)
set -eu

[ $# -eq 4 ] || { sed -n '4p' "$0" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
books=$here/../../codebooks/bench
reint=${REINT:-$here/../../build/bin/reint}
program=$(dirname "$reint")/.libs/$(basename "$reint")
if [ -x "$program" ]; then # in a build folder: what is installed later, not the script that libtool puts before it
    LD_LIBRARY_PATH=$(cd "$(dirname "$reint")/../libreint/.libs" && pwd)${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
    export LD_LIBRARY_PATH
    reint=$program
fi
stage=$1 csv=$(cd "$2" && pwd)
mkdir -p "$3" "$4"
work=$(cd "$3" && pwd) out=$(cd "$4" && pwd)

job() { # job INPUTS? OUTPUTS?
    printf 'reint: 1\nstudy: %s\ncodebook: %s\nplan: %s\n' "$work/study.reint" "$books/codebook.yaml" "$books/plan.yaml"
    if [ "$1" = 1 ]; then
        printf 'inputs:\n  - {file: %s/people.csv, form: people}\n  - {file: %s/interviews.csv, form: interviews}\n' "$csv" "$csv"
        printf '  - {file: %s/services.csv, form: services}\n' "$csv"
    fi
    if [ "$2" = 1 ]; then
        printf 'outputs:\n  - %s/tables.xlsx\n  - {file: %s/cells.csv, format: cells}\n' "$out" "$out"
    fi
}

case $stage in
ingest) job 1 0 ;;
tables) job 0 1 ;;
all) job 1 1 ;;
*) sed -n '4p' "$0" >&2; exit 2 ;;
esac >"$work/job.yaml"
[ "$stage" = tables ] || rm -f "$work/study.reint" "$work/study.reint-cache"
status=0
"$reint" run -q "$work/job.yaml" >"$work/log" 2>&1 || status=$?
[ "$status" -le 1 ] || { cat "$work/log" >&2; exit "$status"; } # 1: rows were rejected, as the job wants it
for name in tables.xlsx cells.csv; do
    marked=$out/${name%.*}-INTERNAL.${name##*.}
    [ ! -f "$marked" ] || mv "$marked" "$out/$name"
done
