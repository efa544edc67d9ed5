#!/bin/sh
# Workbooks and forms that are wrong or meant to hurt, through every command that takes one: the exit code that is
# documented, one message that says what to do, and the study as it was.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
make=$(dirname "$REINT")/../tests/bad_workbook
run "a study" 0 '' "$REINT" run -q job.yaml

# every NAME FILE PATTERN: each command that reads a workbook refuses it so
every() {
    same "$1: ingest" 3 "$3" "$REINT" ingest --form person study.reint "$2"
    same "$1: collect, as the form" 3 "$3" "$REINT" collect study.reint "$2" person.csv
    same "$1: collect, as the export" 3 "$3" "$REINT" collect study.reint good.xlsx "$2"
    same "$1: draft" 3 "$3" "$REINT" codebook draft "$2"
    same "$1: from-xlsform" 3 "$3" "$REINT" codebook from-xlsform "$2"
    same "$1: as a codebook" 3 "$3" "$REINT" codebook to-yaml "$2"
}
"$make" form >good.xlsx <<'X'
# survey
type|name|label
select_one sex|sex|Sex
integer|children|Children
# choices
list_name|name|label
sex|male|Male
sex|female|Female
X
run "a good form is one" 0 'select_one\|lists:' "$REINT" codebook from-xlsform good.xlsx

head -c 600 good.xlsx >cut.xlsx
every "a workbook cut short" cut.xlsx 'cut.xlsx: the workbook is damaged or cut short'
printf 'PK\003\004 this is no archive' >magic.xlsx
every "the first bytes of a workbook and nothing of one" magic.xlsx 'magic.xlsx: the workbook is damaged or cut short'
printf '\320\317\021\340\241\261\032\341 Workbook' >old.xls
every "an old workbook" old.xls 'old.xls: this is an old workbook (.xls)'
cp old.xls old.xlsx
every "an old workbook under a new name" old.xlsx 'old.xlsx: this is an old workbook (.xls)'
bad() { # KIND NAME PATTERN
    "$make" "$1" >"$1.xlsx" || fail "no workbook of kind $1"
    every "$2" "$1.xlsx" "$3"
}
bad numbers "a file of Numbers" 'this is a file of Numbers'
bad xlsb "a binary workbook" 'this is a binary workbook (.xlsb)'
bad docx "a text document" 'this is a text document (.docx)'
bad archive "another archive" 'the file is a ZIP archive, but no workbook'
bad traversal "a name that leads out" 'has a name that leads out of it'
bad entities "entities" 'the workbook declares a document type'
for kind in bomb columns strings; do # sheets that are read only by who reads all of them
    case $kind in
    bomb) says='unpacks to more than it can honestly hold' ;;
    columns) says='beyond the last column' ;;
    strings) says='more than 256 MiB of text' ;;
    esac
    "$make" $kind >$kind.xlsx || fail "no workbook of kind $kind"
    same "$kind: ingest" 3 "$says" "$REINT" ingest --form person study.reint $kind.xlsx
    same "$kind: collect" 3 "$says" "$REINT" collect study.reint good.xlsx $kind.xlsx
    same "$kind: draft" 3 "$says" "$REINT" codebook draft $kind.xlsx
done

# ---- forms ------------------------------------------------------------------------------------------------------------
form() { # NAME CODE PATTERN, rows of the survey on standard input
    {
        printf '# survey\ntype|name|label|relevant\n'
        cat
        printf '# choices\nlist_name|name|label\nsex|male|Male\nsex|female|Female\n'
    } | "$make" form >form.xlsx
    most=20
    same "$1" "$2" "$3" "$REINT" codebook from-xlsform form.xlsx
    most=3
}
form "a type that is not known" 3 '^form.xlsx:survey!A3: .*"integr" is no type of question' <<'X'
integer|age|Age
integr|years|Years
X
form "a question without a name" 3 '^form.xlsx:survey!A2: .*has no name' <<'X'
integer||Age
X
form "a list that is not there" 3 '^form.xlsx:survey!A2: .*no list of choices' <<'X'
select_one town|town|Town
X
form "a group that is never ended" 3 '^form.xlsx:survey!A2: .*"g" is never ended' <<'X'
begin_group|g|G
integer|age|Age
X
form "an end without a beginning" 3 '^form.xlsx:survey!A3: .*ends what was never begun' <<'X'
integer|age|Age
end_repeat||
X
form "conditions in a circle" 0 '^form.xlsx:survey!2: warning: question "a": .*leads back to itself' <<'X'
integer|a|A|${b} > 1
integer|b|B|${a} > 1
X
form "questions of one name" 0 '^      g_age: ' <<'X'
integer|age|Age
begin_group|g|G
integer|age|Age again
end_group||
X
printf '# survey\ntype|name|label|label\ninteger|a|A|B\n' | "$make" form >twice.xlsx
same "a column twice" 3 'twice.xlsx:survey!D1: .*"label" stands twice' "$REINT" codebook from-xlsform twice.xlsx
printf '# Sheet1\na|b\n1|2\n' | "$make" form >noform.xlsx
same "a workbook that is no form" 3 'noform.xlsx: the workbook has no sheet "survey"' "$REINT" codebook from-xlsform noform.xlsx

# ---- exports that cannot be told apart --------------------------------------------------------------------------------
"$make" form >several.xlsx <<'X'
# survey
type|name|label
select_multiple faith|faith|Faith
begin_group|g|G
text|note|Note
end_group||
begin_group|h|H
text|note|Note
end_group||
# choices
list_name|name|label
faith|rc|Roman Catholic
faith|r|Roman
faith|none|None
X
run "the form's codebook" 0 '' "$REINT" codebook from-xlsform several.xlsx -o several.yaml
printf 'reint: 1\nstudy: several.reint\ncodebook: several.yaml\n' >several-job.yaml
run "its study" 0 '' "$REINT" run -q several-job.yaml
printf '_uuid,Faith\na,Roman Catholic None\nb,Catholic Roman\n' >labels.csv
run "labels that cannot be split are rejected, the others kept" 1 'accepted 1 .* rejected 1' \
    "$REINT" collect several.reint several.xlsx labels.csv
printf '_uuid,note\na,x\n' >note.csv
run "a head that two questions have" 3 'several questions are called "note": export it anew with the names of groups' \
    "$REINT" collect several.reint several.xlsx note.csv
printf '_uuid,faith[1]\na,x\n' >numbered.csv
run "repeats in columns that no path spells" 3 'each repeat as a table or sheet of its own' \
    "$REINT" collect several.reint several.xlsx numbered.csv
printf '_uuid,nobody\na,x\n' >nothing.csv
run "an export of another form" 3 'has no column of a question of the form' "$REINT" collect several.reint several.xlsx nothing.csv
printf '# survey\ntype|name|label\ninteger|x|X\n' | "$make" form >foreign.xlsx
printf '_uuid,x\na,1\n' >foreign.csv
same "an export of a study of another form" 4 'was not made from this form' "$REINT" collect study.reint foreign.xlsx foreign.csv
finish
