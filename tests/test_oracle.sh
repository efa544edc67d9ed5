#!/bin/sh
# make check-oracle ORACLE=DIR: its closing line and exit code; a damaged value, a statistic or parameter that nobody knows, a
# case without data, a folder that cannot be read.  Nothing is skipped.
set -eu
src=${REINT_SRCDIR:-.}
build=${REINT%/bin/reint}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cp -R "$src/tests/oracle/more" "$work/whole"
chmod -R u+w "$work/whole"
n=$(cat "$work"/whole/expected/*.csv | grep -vc '^"case"\|^case,')
fresh() {
    rm -rf "$work/oracle"
    cp -R "$work/whole" "$work/oracle"
}
check() { # EXIT-CODE CLOSING-LINE [PATTERN]
    code=0
    LC_ALL=C "$build/tests/oracle/run" "$work/oracle" >"$work/out" 2>"$work/err" || code=$?
    [ "$code" = "$1" ] || { echo "exit $code, not $1"; cat "$work/out" "$work/err"; exit 1; }
    [ "$(tail -n 1 "$work/out")" = "$2" ] || { echo "last line: $(tail -n 1 "$work/out")"; exit 1; }
    [ -z "${3-}" ] || grep -q "$3" "$work/out" || { echo "no line $3"; cat "$work/out"; exit 1; }
    [ "$(wc -l <"$work/out")" = "${4:-1}" ] || { echo 'more or fewer lines than values'; cat "$work/out"; exit 1; }
}

fresh
check 0 "$n values, $n equal, 0 different, 0 not implemented"

# one digit of one value
sed -i 's/^\("mi_large","rubin","estimate",\)"0.4172/\1"0.4173/' "$work/oracle/expected/missing.csv"
check 1 "$n values, $((n - 1)) equal, 1 different, 0 not implemented" '^mi_large rubin estimate: want 0.4173.*, got 0.4172' 2

# undefined where there is a number, and the reverse
fresh
sed -i 's/^\("mi_large","rubin","df",\)"[^"]*"/\1"undefined"/' "$work/oracle/expected/missing.csv"
check 1 "$n values, $((n - 1)) equal, 1 different, 0 not implemented" '^mi_large rubin df: want undefined, got ' 2

# a statistic and a parameter that nobody knows
fresh
echo '"mi_large","no_such_statistic","estimate","1","made up"' >>"$work/oracle/expected/missing.csv"
echo '"mi_large","rubin","no_such_parameter","1","made up"' >>"$work/oracle/expected/missing.csv"
check 1 "$((n + 2)) values, $n equal, 0 different, 2 not implemented" '^mi_large no_such_statistic estimate: not implemented$' 3

# a case that is not declared, data that are not there
fresh
echo '"no_such_case","rubin","estimate","1","made up"' >>"$work/oracle/expected/missing.csv"
check 1 "$((n + 1)) values, $n equal, 1 different, 0 not implemented" '^no_such_case .*the case is not in cases.csv' 2
fresh
rm "$work/oracle/data/mi_bounds.csv"
lost=$(grep -c mi_bounds "$work/oracle/expected/missing.csv")
check 1 "$n values, $((n - lost)) equal, $lost different, 0 not implemented" '^mi_bounds .*cannot be read' "$((lost + 1))"

# a value that is no number; a file without the columns; an empty one
fresh
sed -i 's/^\("mi_large","rubin","df",\)"[^"]*"/\1"12x"/' "$work/oracle/expected/missing.csv"
check 1 "$n values, $((n - 1)) equal, 1 different, 0 not implemented" '^mi_large rubin df: want 12x, which is not a number$' 2
fresh
echo 'a,b' >"$work/oracle/expected/other.csv"
check 2 "$n values, $n equal, 0 different, 0 not implemented"
grep -q 'other.csv: the column case is missing$' "$work/err"
: >"$work/oracle/expected/other.csv"
check 2 "$n values, $n equal, 0 different, 0 not implemented"
grep -q 'other.csv: the text is empty' "$work/err"

# what another program printed: equal as far as it prints, else a line; what it is known to compute otherwise is not compared
fresh
mkdir "$work/oracle/pspp"
cat >"$work/oracle/cases.csv" <<'CASES'
case,group,data,layout,columns,options,description,origin
two,crosstab,data/two.csv,table,"row,col,count",,made up,made up
CASES
printf 'row,col,count\n1,1,10\n1,2,5\n2,1,3\n2,2,12\n' >"$work/oracle/data/two.csv"
rm "$work"/oracle/expected/*
printf 'case,statistic,parameter,value,source\ntwo,pearson_chisq,df,1,by hand\n' >"$work/oracle/expected/crosstab.csv"
printf 'case,statistic,parameter,value,pspp_value,abs_diff,agree\ntwo,pearson_chisq,value,,6.652,,yes\ntwo,kappa,,,9,,NO\n' >"$work/oracle/pspp/compare.csv"
check 0 '1 values, 1 equal, 0 different, 0 not implemented' '^PSPP: 1 numbers compared, 1 equal; 1 lines' 2
sed -i 's/6.652/6.653/' "$work/oracle/pspp/compare.csv"
check 1 '1 values, 1 equal, 0 different, 0 not implemented' '^two pearson_chisq value: PSPP prints 6.653, got 6.6515837' 3

# a folder without an oracle
rm -rf "$work/oracle"
mkdir "$work/oracle"
check 2 '0 values, 0 equal, 0 different, 0 not implemented'

# by make: the same, and an exit code that is not 0
fresh
${MAKE:-make} -s --no-print-directory -C "$build" check-oracle ORACLE="$work/oracle" >"$work/out" 2>"$work/err"
[ "$(tail -n 1 "$work/out")" = "$n values, $n equal, 0 different, 0 not implemented" ]
echo '"mi_large","no_such_statistic","estimate","1","made up"' >>"$work/oracle/expected/missing.csv"
if ${MAKE:-make} -s --no-print-directory -C "$build" check-oracle ORACLE="$work/oracle" >"$work/out" 2>"$work/err"; then exit 1; fi
grep -q "^$((n + 1)) values, $n equal, 0 different, 1 not implemented$" "$work/out"
echo "$n values, damaged and whole"
