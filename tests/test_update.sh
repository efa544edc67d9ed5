#!/bin/sh
# A codebook that changes after records were stored: what is new is added and told, what is stored is checked again and
# what no longer fits is listed; a change that would give stored records another meaning is refused, and then the study is
# byte for byte what it was.  The job is run as its user would run it.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
most=20
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\ninputs: [person.csv, interview.csv]\n' >job.yaml
printf 'person,sex,children,seen\nSYN-001,male,1,north\nSYN-002,female,9,north;south\nSYN-003,97,,south\n' >person.csv
sed -i 's/^  sex: .*/  sex: {male: Male, female: Female, other: Other}\n  place: {north: North, south: South, east: East}/
s/^      sex: .*/      sex: {list: sex}/; s/^      note: .*/      seen: {list: place, multiple: true}/' codebook.yaml
cp codebook.yaml first.yaml
run "the study is made" 0 'accepted 3' "$REINT" run job.yaml

# ---- what is new ------------------------------------------------------------------------------------------------------
change "a new code and a new variable are told" 0 'takes the changed codebook' \
    's/other: Other/other: Other, none: None of these/; s/^      seen:/      work: {label: Work, list: answer}\n      seen:/'
also 'codebook.yaml:.* note: list "sex": new codes none'
also 'codebook.yaml:.* note: variable "work" is new: 3 stored records have no answer to it'
also 'person.csv: note: the file is the one that was read before'
printf 'person,sex,children,seen,work\nSYN-004,none,2,north,3\n' >new.csv
run "the new code and variable are taken" 0 'accepted 1' "$REINT" ingest --form person study.reint new.csv
run "the new code is counted with the old ones" 0 'None of these *1 ' "$REINT" tab study.reint sex
run "old records were not asked" 0 'Base: 4 persons; asked 1, answered 1' "$REINT" tab study.reint work
change "a new form is told" 0 'note: form "contact" is new' \
    '$a\  contact: {key: [person, contact], variables: {contact: {type: integer}, how: {list: answer}}}'

# ---- what no longer fits ------------------------------------------------------------------------------------------------
change "a narrower range lists what is outside" 0 'codebook.yaml:.* warning: 1 stored record: "children" is outside the range' \
    's/max: 20/max: 5/'
run "a row outside the new range is rejected" 1 'rejected 1' sh -c \
    'printf "person,sex,children,seen,work\nSYN-005,male,7,north,3\n" >new.csv; "$0" ingest --form person study.reint new.csv' "$REINT"
change "a retired code lists who has it" 0 'warning: 1 stored record: "sex" has a code that is now retired' \
    's/female: Female/female: {label: Female, retired: true}/'
run "a retired code is still counted" 0 'Female *1 ' "$REINT" tab study.reint sex
change "a variable that is now required lists who lacks it" 0 'warning: 1 stored record: "children" is missing, and' \
    's/children: {type: integer,/children: {type: integer, required: true,/'
change "a code of nobody may go, and is told" 0 'note: list "place": gone, and in no stored record: east' 's/, east: East//'

# ---- what is refused ----------------------------------------------------------------------------------------------------
refused "a code in use may not go" 'error: 1 stored record: "sex" has a code that is gone from its list' \
    's/male: Male, //'
refused "nor one that stands in a set" 'error: 3 stored records: "seen" has a code that is gone from its list' 's/north: North, //'
refused "nor a variable" 'variable "work" is gone' '/^      work:/d'
refused "nor a form" 'form "contact" is gone' '/^  contact:/d'
refused "nor a missing reason" 'missing reason "refused" is gone' 's/refused: \[97\], //'
refused "a type stays" 'variable "children" has another type or list' 's/type: integer, required/type: decimal, required/'
refused "a set stays a set" 'variable "seen" has another type or list' 's/list: place, multiple: true/list: place/'
refused "a key stays" 'the key of form "contact" has changed' 's/contact: {type: integer}/contact: {type: text}/'

# ---- what is harmless ---------------------------------------------------------------------------------------------------
"$REINT" tab --format csv study.reint seen >seen.before
change "labels and the order of codes and reasons are free" 0 'takes the changed codebook' \
    's/{male: Male,/{other: Another, male: Man,/; s/, other: Other//; s/{refused: \[97\], not_stated: \[""\]}/{not_stated: [""], refused: [97]}/'
run "the code means what it meant" 0 'Man *1 ' "$REINT" tab study.reint sex
run "the reason means what it meant" 0 '1 refused' "$REINT" tab study.reint sex
"$REINT" tab --format csv study.reint seen >seen.after
name="a variable that did not change has the same table"
cmp -s seen.before seen.after || fail "it differs"
run "the study is sound" 0 '' "$REINT" check study.reint
records "all records are there" person 4
finish
