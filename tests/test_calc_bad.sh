#!/bin/sh
# Bad files for every statistic of `reint calc`, in each of its layouts: an empty file, a header alone, one row, all missing, one
# category, text, huge and negative numbers, too few fields.  Each ends with a value, with "undefined" and its reason, or with a
# message and exit code 2 or 3: never by a signal, never in silence, never with nan or inf in lower case.
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

columns() { # LAYOUT: the columns of a file in it
    case $1 in
    table | square_table) echo row,col,count ;;
    micro) echo row,col,w ;;
    stratified_table) echo stratum,row,col,count ;;
    trend) echo score,x,n ;;
    proportions) echo x,n ;;
    two_proportions) echo x1,n1,x2,n2 ;;
    wide) echo id,a,b,c ;;
    long) echo id,time,state ;;
    survival) echo time,status,group ;;
    interval) echo left,right,group ;;
    gee) echo id,y,a ;;
    glm) echo y,a ;;
    survey) echo h,p,w,x,y,domain ;;
    ratings) echo unit,r1,r2 ;;
    rating_counts) echo unit,c1,c2 ;;
    descriptive) echo x,w ;;
    mrset_dichotomy) echo id,a,b,w ;;
    mrset_category) echo id,m1,m2,w ;;
    records) echo estimate,se,x,n,missing,p,group,w ;;
    *) echo "unknown layout $1" >&2; exit 1 ;;
    esac
}
options() {
    case $1 in
    gee | glm) echo 'y ~ a' ;;
    survey) echo 'strata=h psu=p weights=w' ;;
    records) echo 'weights=w margins=group:1=5,2=5 categories=x' ;;
    descriptive) echo 'weights=sampling' ;;
    *) echo 'draws=50' ;;
    esac
}
rows() { # HEADER VALUE N: N rows of VALUE in every column
    awk -v h="$1" -v v="$2" -v n="$3" 'BEGIN { k = split(h, c, ","); print h
        for (i = 1; i <= n; i++) { line = ""; for (j = 1; j <= k; j++) line = line (j > 1 ? "," : "") v; print line } }'
}
for layout in table square_table micro stratified_table trend proportions two_proportions wide long survival interval gee glm \
    survey ratings rating_counts descriptive mrset_dichotomy mrset_category records; do
    header=$(columns $layout)
    mkdir "$work/$layout"
    : >"$work/$layout/empty.csv"
    echo "$header" >"$work/$layout/header.csv"
    rows "$header" 1 1 >"$work/$layout/one.csv"
    rows "$header" '' 4 >"$work/$layout/missing.csv"
    rows "$header" 1 6 >"$work/$layout/category.csv"
    rows "$header" abc 3 >"$work/$layout/text.csv"
    rows "$header" 1e308 4 >"$work/$layout/huge.csv"
    rows "$header" -1 4 >"$work/$layout/negative.csv"
    { echo "$header"; echo 1; } >"$work/$layout/short.csv"
done

bad=0 runs=0
complain() {
    echo "$1 $2 $3: $4"
    head -n 3 "$work/err"
    bad=$((bad + 1))
    [ "$bad" -lt 20 ] || exit 1
}
try() { # STATISTIC LAYOUT KIND
    code=0
    "$REINT" calc "$1" "$work/$2/$3.csv" --layout "$2" --options "$(options "$2")" >"$work/out" 2>"$work/err" </dev/null || code=$?
    runs=$((runs + 1))
    case $code in
    0) [ -s "$work/out" ] || complain "$1" "$2" "$3" 'nothing at all' ;;
    1 | 2 | 3) [ -s "$work/err" ] || complain "$1" "$2" "$3" "exit $code without a word" ;;
    *) complain "$1" "$2" "$3" "exit $code" ;;
    esac
    if grep -q ',undefined$' "$work/out" && ! grep -q undefined "$work/err"; then complain "$1" "$2" "$3" 'undefined without a reason'; fi
    if grep -qE ',-?(nan|inf)' "$work/out"; then complain "$1" "$2" "$3" 'a number that is none'; fi
    case $3 in
    empty | short) [ $code = 3 ] || complain "$1" "$2" "$3" "exit $code" ;;
    esac
}
# all statistics of the layout in one run, each with its own message
for layout in $(cd "$work" && echo *); do
    [ -d "$work/$layout" ] || continue
    for file in "$work/$layout"/*.csv; do
        try all "$layout" "$(basename "$file" .csv)"
    done
done
# and each by itself on a file without a record
"$REINT" calc --list --json | tr -d '\n' | sed 's/}, *{/}\n{/g' |
    sed 's/.*"key": "\([^"]*\)", "layouts": "\([^"]*\)".*/\1 \2/' >"$work/list"
while read -r key layouts; do
    try "$key" "${layouts%% *}" header
done <"$work/list"
[ "$runs" -gt 340 ]
[ "$bad" = 0 ]
echo "$runs bad files, each answered"

# no such statistic, layout, option, file
for words in 'no_such FILE' 'cramer_v FILE --layout no_such' 'all FILE' 'cramer_v /no/such/file' 'km FILE'; do
    code=0
    # shellcheck disable=SC2046,SC2086
    "$REINT" calc $(echo $words | sed "s#FILE#$work/table/one.csv#") >"$work/out" 2>"$work/err" || code=$?
    case $code in 2 | 3) ;; *) echo "$words: exit $code"; exit 1 ;; esac
    [ -s "$work/err" ] && [ ! -s "$work/out" ]
done

# what is wrong is said where it is, and an undefined number with its own reason
say() { # EXIT-CODE PATTERN STATISTIC: of the file on standard input
    code=0
    cat >"$work/file.csv"
    "$REINT" calc "$3" "$work/file.csv" >"$work/out" 2>"$work/err" || code=$?
    [ "$code" = "$1" ] && { [ -z "$2" ] || grep -q "$2" "$work/err"; } || { echo "$3: exit $code"; cat "$work/err"; exit 1; }
}
printf 'row,col,count\n1,1,5\n1,2,-3\n' | say 3 'file.csv:3: column 3 holds a number below 0' cramer_v
printf 'row;col;count\n1;1;5\n' | say 3 'file.csv:1: the fields must stand apart by commas' cramer_v
printf 'a,b\n1,2\n' | say 3 'layouts of cronbach: wide (id, numbers)$' cronbach
printf 'id,a,b\n1,.1,.1\n2,.2,.2\n3,.7,.7\n' | say 0 'no residual variation' icc
grep -q '^icc,MSE,0$' "$work/out" # not what rounding leaves
printf 'row,col,count\n1,1,5\n1,2,5\n2,1,5\n2,2,5\n' | say 0 'uncertainty: undefined: its standard error is 0' uncertainty
printf 'x,n\n2,5\n5,3\n' | say 3 'file.csv:3: x is more than n$' wilson
printf 'x1,n1,x2,n2\n2,5,9,7\n' | say 3 'file.csv:2: x2 is more than n2$' newcombe_diff
printf 'left,right\n5,3\n' | say 3 'file.csv:2: left is more than right$' turnbull
printf 'time,status,group\n-1,1,a\n' | say 3 'file.csv:2: column 1 holds a number below 0' km
printf 'p\n0.1\n1.5\n' | say 3 'a p-value lies outside' adjust_p
printf 'row,col,count\n1,1,5\n1,2,0\n2,1,3\n2,2,4\n' | say 0 'odds_ratio: undefined: a count is 0$' odds_ratio
printf 'time,status,group\n5,1,a\n6,0,a\n7,0,a\n' | say 0 'km: undefined: the curve does not fall that far$' km
# a thousand million cases a cell
printf 'row,col,count\n1,1,1e9\n1,2,1e9\n2,1,1e9\n2,2,1000000007\n' | say 0 '' exact_rxc
if grep -q undefined "$work/out"; then exit 1; fi
printf 'x,n,missing\n20,60,15\n' | say 0 'missing_bounds: undefined: no share of the missing reaches the target$' missing_bounds
