#!/bin/sh
# Consent through the command: what is recorded, what is not, and who leaves the tables.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"

cat >consent.yaml <<'X'
reint: 1
study: {id: small, sampling: purposive, consent: {require: {analysis: given}}}
waves: [{id: w1}, {id: w2}]
missing: {refused: [97], not_stated: [""]}
lists:
  sex: {male: Male, female: Female}
  purpose: {analysis: Analysis, publication: Publication}
  consent: {given: Given, withdrawn: Withdrawn}
forms:
  person: {key: [person], variables: {person: {type: person, pattern: "SYN-[0-9]{3}"}, sex: {list: sex}}}
  interview: {key: [person, wave], variables: {q: {list: sex}}}
  consent: {key: [person, purpose, date], variables: {purpose: {list: purpose}, date: {type: date}, state: {list: consent}}}
X
printf 'reint: 1\nstudy: study.reint\ncodebook: consent.yaml\n' >consent-job.yaml
printf 'person,sex\nSYN-001,male\nSYN-002,male\nSYN-003,female\nSYN-004,female\n' >person.csv
printf 'person,wave,q\nSYN-001,w1,male\nSYN-002,w1,male\nSYN-003,w1,female\nSYN-004,w1,female\n' >interview.csv
cat >answers.csv <<'X'
person,purpose,date,state
SYN-001,analysis,2015-01-01,given
SYN-002,analysis,2015-03-01,withdrawn
SYN-002,analysis,2015-01-01,given
SYN-003,analysis,2015-01-01,given
SYN-003,publication,2015-01-01,withdrawn
X
run "the study is made" 0 made "$REINT" run consent-job.yaml
run "records" 0 . "$REINT" ingest study.reint person.csv interview.csv
run "answers" 0 'accepted 5' "$REINT" ingest --form consent study.reint answers.csv

counts() { # NAME PURPOSE LINE...
    run "$1" 0 '' "$REINT" consent study.reint
    awk -v p="$2" '/^[a-z]/ { on = $1 == p } on && /^ / { $1 = $1; print }' out >got
    shift 2
    printf '%s\n' "$@" >wanted
    diff wanted got || fail "other counts"
}
counted() { # NAME N: persons, and records of theirs, in tables
    name=$1
    for row in sex q; do
        "$REINT" tab study.reint $row >out 2>err
        grep -q "^Base: $2 " out || fail "$row: not $2"
    done
}
counts "of several answers the latest holds, whatever their order in the file" analysis "2 given" "1 withdrawn" "1 not recorded"
counts "each purpose by itself" publication "1 withdrawn" "3 not recorded"
counted "who withdrew or was never asked is in no table" 2
run "a note says so" 0 '^2 people who did not consent to analysis are left out' "$REINT" tab study.reint sex
run "one person" 0 '^analysis  *withdrawn  *2015-03-01$' "$REINT" consent study.reint SYN-002
run "not recorded is told" 0 '^publication  *not recorded$' "$REINT" consent study.reint SYN-002
run "as JSON" 0 '"purpose": "analysis", "state": "withdrawn", "date": "2015-03-01"' "$REINT" consent --json study.reint SYN-002
same "a dry run" 0 'leave the person out' "$REINT" consent -n -d 2015-05-01 --by AB study.reint SYN-001 analysis withdrawn
run "a withdrawal" 0 'leave the person out' "$REINT" consent -d 2015-05-01 --by AB --reason call study.reint SYN-001 analysis withdrawn
counted "she leaves the tables" 1
counts "and is counted so" analysis "2 withdrawn" "1 given" "1 not recorded"
run "the same day, corrected" 0 '' "$REINT" consent -d 2015-05-01 --by AB --reason misheard study.reint SYN-001 analysis given
counted "she is back" 2
run "the history tells both" 0 'SYN-001 analysis 2015-05-01 state: withdrawn -> given, by AB: misheard' "$REINT" history study.reint
run "another purpose changes no table" 0 'Tables count by the consent to analysis' \
    "$REINT" consent -d 2015-05-02 --by AB study.reint SYN-001 publication withdrawn
counted "as before" 2
same "an impossible day" 1 'no such day' "$REINT" consent -d 2015-02-29 --by AB study.reint SYN-001 analysis withdrawn
same "no day" 2 'day of the answer is missing' "$REINT" consent --by AB study.reint SYN-001 analysis withdrawn
same "a misspelt purpose" 1 'did you mean "analysis"' "$REINT" consent -d 2015-05-03 --by AB study.reint SYN-001 analysi withdrawn
same "a misspelt answer" 1 'did you mean "withdrawn"' "$REINT" consent -d 2015-05-03 --by AB study.reint SYN-001 analysis withdrawnn
same "an unknown person" 1 'SYN-009' "$REINT" consent -d 2015-05-03 --by AB study.reint SYN-009 analysis withdrawn
same "nobody with this key" 1 'nobody with this key' "$REINT" consent study.reint SYN-009
same "half an answer" 2 'PERSON PURPOSE STATE' "$REINT" consent -d 2015-05-03 --by AB study.reint SYN-001 analysis
same "by nobody" 2 'by is missing' "$REINT" consent -d 2015-05-03 study.reint SYN-001 analysis withdrawn
run "the study is sound" 0 'all is well' "$REINT" check study.reint

# a codebook that requires nothing, and one without the form
sed 's/, consent: {require: {analysis: given}}//' consent.yaml >free.yaml
printf 'reint: 1\nstudy: free.reint\ncodebook: free.yaml\n' >free-job.yaml
run "a study that requires none" 0 made "$REINT" run free-job.yaml
run "its respondents" 0 . "$REINT" ingest free.reint person.csv
run "says that everybody is counted" 0 'tables count everybody' \
    "$REINT" consent -d 2015-05-01 --by AB free.reint SYN-001 analysis withdrawn
printf 'reint: 1\nstudy: none.reint\ncodebook: codebook.yaml\n' >none-job.yaml
run "a study without the form" 0 made "$REINT" run none-job.yaml
run "has no consents" 4 'no form consent' "$REINT" consent none.reint
finish
