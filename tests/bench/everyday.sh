#!/bin/sh
# What is done many times a day, and must not make anybody wait: a new study, a first codebook from a file, the whole job of
# the example (75 people), a table of 5,000 people.  Whole processes, the median of RUNS (default 5).
#
# usage: everyday.sh BUILDDIR
set -eu
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
runs=${RUNS:-5}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
. "$here/built.sh"

timed() { # LABEL MOST COMMAND...: its median, beside the seconds that it may take; $work/fresh is empty before each run
    label=$1 most=$2
    shift 2
    run=0
    : >"$work/times"
    while [ $run -lt "$runs" ]; do
        rm -rf "$work/fresh"
        mkdir "$work/fresh"
        start=$(date +%s%N)
        "$@" >"$work/said" 2>&1 || { cat "$work/said"; exit 1; }
        echo $((($(date +%s%N) - start) / 1000)) >>"$work/times"
        run=$((run + 1))
    done
    sort -n "$work/times" | awk -v label="$label" -v most="$most" '{ t[NR] = $1 / 1e6 }
        END { s = t[int((NR + 1) / 2)]; printf "%-44s %6.3f s (wanted: %s s or less%s)\n", label, s, most, (s > most + 0) ? ": MISSED" : "" }'
}

cp -R "$here/../../examples" "$here/../../codebooks" "$work/"
chmod -R u+w "$work"
cd "$work/examples/going-home"
timed 'reint new' 0.25 "$reint" new "$work/fresh/study"
timed 'reint codebook draft, a file of 75 people' 0.25 "$reint" codebook draft person.csv interview-w1.csv -o "$work/fresh/codebook.yaml"
job() {
    rm -rf out
    "$reint" run -q job.yaml
}
timed 'reint run, the example of 75 people' 0.25 job
timed 'reint follow, the same people' 0.1 "$reint" follow participation out/going-home.reint

mkdir "$work/data" "$work/small"
${CC:-cc} -std=c99 -O2 -o "$work/generate" "$here/generate.c"
"$work/generate" 75 7 "$work/small" >/dev/null
whole() {
    REINT=$reint sh "$here/reint.sh" all "$work/small" "$work/fresh/w" "$work/fresh/o"
}
timed 'the whole job of JOB.md, 75 people' 0.25 whole
"$work/generate" 5000 7 "$work/data" >/dev/null
REINT=$reint sh "$here/reint.sh" ingest "$work/data" "$work/w" "$work/o" >/dev/null
"$reint" tab "$work/w/study.reint" sex >/dev/null # the column cache is there from the first time on
timed 'reint tab sex class, 5,000 people' 0.1 "$reint" tab "$work/w/study.reint" sex class
