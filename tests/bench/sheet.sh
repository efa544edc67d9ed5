#!/bin/sh
# A workbook of 100,000 rows and 45 columns, read by reint (down to the CSV its loader takes), openpyxl (read-only) and
# R's openxlsx: the same counts and sums, and the seconds of each whole process.
#
# usage: sheet.sh BUILDDIR [ROWS [COLUMNS]]      median of RUNS (default 3); needs GNU time
set -eu

build=$(cd "$1" && pwd)
rows=${2:-100000} columns=${3:-45}
here=$(cd "$(dirname "$0")" && pwd)
runs=${RUNS:-3}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=/usr/bin/python3
bench=$build/tests/bench/sheet_bench
[ -x "$bench" ] || make -s -C "$build" tests/bench/sheet_bench
"$bench" make "$work/sheet.xlsx" "$rows" "$columns"

tools='reint flatten'
if $python -c 'import openpyxl' 2>/dev/null; then tools="$tools openpyxl"; else echo 'openpyxl: not installed'; fi
if Rscript -e 'library(openxlsx)' >/dev/null 2>&1; then tools="$tools openxlsx"; else echo 'R openxlsx: not installed'; fi

command_of() {
    case $1 in
    reint) echo "$bench read" ;;
    flatten) echo "$bench flatten" ;;
    openpyxl) echo "$python $here/peers/sheet.py" ;;
    openxlsx) echo "Rscript $here/peers/sheet.R" ;;
    esac
}

cd "$work"
for tool in $tools; do
    run=0
    while [ $run -lt "$runs" ]; do
        # shellcheck disable=SC2046
        /usr/bin/time -f '%e %M' -a -o "times-$tool" $(command_of "$tool") sheet.xlsx >"answer-$tool"
        run=$((run + 1))
    done
    sort -n "times-$tool" | awk -v tool="$tool" '{ t[NR] = $1; if ($2 > m) m = $2 }
        END { printf "%-9s %7.2f s %6d MB\n", tool, t[int((NR + 1) / 2)], m / 1024 }' | tee -a results
done
cat answer-reint
status=0
for tool in $tools; do
    [ "$tool" != flatten ] || continue
    cmp -s answer-reint "answer-$tool" || { echo "$tool differs: $(cat "answer-$tool")"; status=1; }
done
awk '{ s[$1] = $2 } END { for (t in s) if (t ~ /^open/) printf "reint (flatten) is %.1f times as fast as %s\n", s[t] / s["flatten"], t }' results
exit $status
