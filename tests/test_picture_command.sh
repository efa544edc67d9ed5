#!/bin/sh
# Pictures at the shell: of the example study, as SVG and PNG, named INTERNAL, the same bytes twice; what has none.
. "${REINT_SRCDIR:-.}/tests/going_home.sh"

for what in participation transitions "sequences class" domains attrition "time --event loss"; do
    set -- $what
    word=$1
    shift
    variable=
    [ "$word" != sequences ] || { variable=class; shift; }
    [ "$word" != attrition ] || variable='sex + education'
    for ending in svg png; do
        "$REINT" follow -q "$word" job.yaml ${variable:+"$variable"} "$@" -o "$work/$word.$ending"
        "$REINT" follow -q "$word" job.yaml ${variable:+"$variable"} "$@" -o "$work/again.$ending"
        cmp "$work/$word-INTERNAL.$ending" "$work/again-INTERNAL.$ending"
        [ "$(stat -c %a "$work/$word-INTERNAL.$ending")" = 600 ]
    done
    grep -q '</svg>' "$work/$word-INTERNAL.svg"
done

# what the table says is what the picture says
"$REINT" follow -q participation job.yaml -f csv >"$work/flow.csv"
n=$(grep '^follow-flow,.*,w2,Second interview,.*,count,' "$work/flow.csv" | sed 's/.*,count,n,\([0-9]*\),.*/\1/')
grep -q ">Second interview: $n<" "$work/participation-INTERNAL.svg"

# one person: lines, or a picture that says for whom it is not; a key that nobody has is not printed
"$REINT" follow -q person job.yaml SYN-014 -o "$work/person.svg"
grep -q 'Shows individual people: never for release' "$work/person-INTERNAL.svg"
code=0
"$REINT" follow person job.yaml SYN-999 -o "$work/nobody.svg" 2>"$work/err" || code=$?
[ "$code" = 2 ] && ! grep -q SYN-999 "$work/err"
[ ! -e "$work/nobody-INTERNAL.svg" ]

# tables without a picture, and a format that there is not
code=0
"$REINT" tab job.yaml sex -o "$work/sex.svg" 2>"$work/err" || code=$?
[ "$code" = 2 ] && grep -q 'none of these tables has a picture' "$work/err"
[ ! -e "$work/sex-INTERNAL.svg" ]
code=0
"$REINT" follow participation job.yaml -f bmp 2>"$work/err" || code=$?
[ "$code" = 2 ] && grep -q 'svg or png' "$work/err"
code=0
"$REINT" follow -q participation job.yaml -o "$work/no-such/flow.png" 2>"$work/err" || code=$?
[ "$code" = 5 ]
