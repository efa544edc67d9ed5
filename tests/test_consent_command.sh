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
same "a dry run" 0 'leaves the person out' "$REINT" consent -n -d 2015-05-01 --who AB study.reint SYN-001 analysis withdrawn
run "a withdrawal" 0 'leaves the person out' "$REINT" consent -d 2015-05-01 --who AB --why call study.reint SYN-001 analysis withdrawn
counted "she leaves the tables" 1
counts "and is counted so" analysis "2 withdrawn" "1 given" "1 not recorded"
run "the same day, corrected" 0 '' "$REINT" consent -d 2015-05-01 --who AB --why misheard study.reint SYN-001 analysis given
counted "she is back" 2
run "the history tells both" 0 'SYN-001 analysis 2015-05-01 state: withdrawn -> given, by AB: misheard' "$REINT" history study.reint
run "another purpose changes no table" 0 'Who is counted depends on the consent to analysis' \
    "$REINT" consent -d 2015-05-02 --who AB study.reint SYN-001 publication withdrawn
counted "as before" 2
same "an impossible day" 1 'no such day' "$REINT" consent -d 2015-02-29 --who AB study.reint SYN-001 analysis withdrawn
same "no day" 2 'day of the answer is missing' "$REINT" consent --who AB study.reint SYN-001 analysis withdrawn
same "a misspelt purpose" 1 'did you mean "analysis"' "$REINT" consent -d 2015-05-03 --who AB study.reint SYN-001 analysi withdrawn
same "a misspelt answer" 1 'did you mean "withdrawn"' "$REINT" consent -d 2015-05-03 --who AB study.reint SYN-001 analysis withdrawnn
same "an unknown person" 1 'SYN-009' "$REINT" consent -d 2015-05-03 --who AB study.reint SYN-009 analysis withdrawn
same "nobody with this key" 1 'nobody with this key' "$REINT" consent study.reint SYN-009
same "half an answer" 2 'PERSON PURPOSE STATE' "$REINT" consent -d 2015-05-03 --who AB study.reint SYN-001 analysis
same "by nobody" 2 'who is missing' "$REINT" consent -d 2015-05-03 study.reint SYN-001 analysis withdrawn
run "the study is sound" 0 'all is well' "$REINT" check study.reint

# a codebook that requires nothing, and one without the form
sed 's/, consent: {require: {analysis: given}}//' consent.yaml >free.yaml
printf 'reint: 1\nstudy: free.reint\ncodebook: free.yaml\n' >free-job.yaml
run "a study that requires none" 0 made "$REINT" run free-job.yaml
run "its respondents" 0 . "$REINT" ingest free.reint person.csv interview.csv
free() { # NAME N: persons in tables
    run "$1" 0 "^Base: $2 " "$REINT" tab free.reint sex
}
free "counts everybody of whom nothing is recorded" 4
run "a withdrawal leaves its tables, too" 0 'leaves the person out' \
    "$REINT" consent -d 2015-05-01 --who AB free.reint SYN-001 analysis withdrawn
free "without her" 3
also '^1 person who did not consent to analysis is left out'
run "another purpose decides nothing" 0 'requires no consent' \
    "$REINT" consent -d 2015-05-01 --who AB free.reint SYN-002 publication withdrawn
free "as before" 3
run "she thinks better of it" 0 '' "$REINT" consent -d 2015-06-01 --who AB free.reint SYN-001 analysis given
free "she is back" 4
never 'consent to analysis'
run "due at the next wave are all four" 0 '4  without a record of this wave' "$REINT" status -w w2 free.reint
run "withdrawn again" 0 '' "$REINT" consent -d 2015-07-01 --who AB free.reint SYN-001 analysis withdrawn
run "she is due no more" 0 '3  without a record of this wave' "$REINT" status -w w2 free.reint
run "nor where consent is required" 0 '3  without a record of this wave' "$REINT" status -w w2 study.reint # SYN-002 said no
run "who was never asked is to be interviewed all the same" 0 'SYN-004  *To be interviewed' "$REINT" status -p -w w2 study.reint
run "the next form knows them, also without a rule set" 0 '^person,wave,last_wave,last_date,result,stage,episode,class.$' \
    "$REINT" ask -w w2 --csv free.reint
[ "$(grep -c '^SYN-00[234],w2,w1,' out)" -eq 3 ] && [ "$(wc -l <out)" -eq 4 ] || fail "not a line each"
run "and a sheet to take along" 0 '^SYN-004   last interviewed w1' "$REINT" ask -w w2 free.reint
for of in free study; do
    run "a workbook for the wave" 0 '' "$REINT" entry -w w2 -o $of.xlsx $of.reint
    run "has a row for each who is due" 0 '3 rows hold only the key' "$REINT" ingest -n $of.reint $of.xlsx
done

printf 'reint: 1\nstudy: none.reint\ncodebook: codebook.yaml\n' >none-job.yaml
run "a study without the form" 0 made "$REINT" run none-job.yaml
run "has no consents" 4 'no form consent' "$REINT" consent none.reint

# everything that says something of people: SYN-014 of the model study, whose codebook requires nothing
study() { # ANSWER: gh.reint with it
    rm -f gh.reint gh.reint-cache
    {
        printf 'reint: 1\nstudy: gh.reint\ncodebook: %s/codebooks/going-home/codebook.yaml\ninputs:\n' "$REINT_SRCDIR"
        for f in person consent episode interview-w1 interview-w2 stage need support referral domain told; do
            printf '  - {file: %s/examples/going-home/%s.csv, form: %s}\n' "$REINT_SRCDIR" $f ${f%-w?}
        done
    } >gh.yaml
    "$REINT" run -q gh.yaml && "$REINT" consent -q -d 2016-01-01 --who AB gh.reint SYN-014 analysis "$1"
}
units() { "$REINT" classify --json "$@" gh.reint 2>/dev/null | grep -c '"person"'; }
# what each says with her answer GIVEN and WITHDRAWN; interviews, people and stages of hers from the committed records
look() {
    "$REINT" tab gh.reint sex | sed -n 's/^Base: \([0-9]*\) .*/people \1/p'
    "$REINT" tab --unit stage gh.reint stage | sed -n 's/^Base: \([0-9]*\) .*/stages \1/p'
    echo "told $(units) latest $(units --view latest) compared $("$REINT" classify --compare strict gh.reint 2>/dev/null |
        sed -n 's/^[0-9]* of \([0-9]*\) units.*/\1/p')"
    echo "named $("$REINT" classify --view now gh.reint 2>/dev/null | grep -c SYN-014) $("$REINT" ask --all gh.reint 2>/dev/null |
        grep -c SYN-014) $("$REINT" score gh.reint 2>/dev/null | grep -c SYN-014) $("$REINT" status -p gh.reint | grep -c SYN-014)"
    "$REINT" follow participation --format csv gh.reint | grep -i 'approached' | head -1
    rm -rf r && "$REINT" export --r r gh.reint 2>/dev/null
    echo "exported $(grep -l SYN-014 r/*.csv r/*.R 2>/dev/null | wc -l)"
}
name="every result leaves her out"
study given && look >given
study withdrawn && look >withdrawn
stages=$(grep -c '^SYN-014,' "$REINT_SRCDIR/examples/going-home/stage.csv")
visits=$(cat "$REINT_SRCDIR"/examples/going-home/interview-w?.csv | grep -c '^SYN-014,')
number() { sed -n "s/.*$2 \([0-9]*\).*/\1/p" "$1" | head -1; }
for what in people:1 latest:1 "stages:$stages" "told:$visits" "compared:$visits"; do
    [ $(($(number given "${what%:*}") - $(number withdrawn "${what%:*}"))) -eq "${what#*:}" ] || fail "$what"
done
grep -q '^named [1-9]' given || fail "she was nowhere before"
grep -q '^named 0 0 0 0$' withdrawn || fail "$(grep named withdrawn)"
grep -q '^exported 0$' withdrawn || fail "$(grep exported withdrawn)"
n=$((n + 1))
run "who is not yet due has a row, too" 0 '' "$REINT" entry -w w2 -o gh.xlsx gh.reint
run "three of them, as status says" 0 '3 rows hold only the key' "$REINT" ingest -n gh.reint gh.xlsx
run "and ask" 0 ': 3$' "$REINT" ask -w w2 gh.reint
run "a form can ask about each stage" 0 ',ask_receipt,.*,ask_receipt_exit,.*,told_sexual_violence.$' \
    "$REINT" ask -w w2 --csv --missed gh.reint
[ "$(awk -F, '{ print NF }' out | sort -u | wc -l)" -eq 1 ] || fail "lines of different length"
grep -q ',told.$' out || fail "nothing was told"
never '\(rape\|attempted\|abuse\)' # a sensitive value stays in the study
run "nothing is said of her" 1 'did not consent to analysis' "$REINT" explain gh.reint SYN-014
run "nor asked" 1 'did not consent to analysis' "$REINT" ask gh.reint SYN-014
run "nor classified" 1 'did not consent to analysis' "$REINT" classify gh.reint SYN-014
run "nor scored" 1 'did not consent to analysis' "$REINT" score gh.reint SYN-014
run "a note tells how many" 0 '^1 person is left out: no consent' "$REINT" classify --counts gh.reint
run "as JSON" 0 '"no_consent": 1' "$REINT" ask --json gh.reint

# who did not agree to be interviewed again is not due; silence about that is not "no"
run "due" 0 '^SYN-013 ' "$REINT" ask --wave w2 gh.reint
run "no to another interview" 0 '' "$REINT" consent -d 2016-12-01 --who AB gh.reint SYN-013 repeat withdrawn
run "told apart" 0 '^ *1  did not agree to be interviewed again' "$REINT" status --wave w2 gh.reint
run "by person" 0 '^  SYN-013 *Declined another one' "$REINT" status --people --wave w2 gh.reint
run "in JSON" 0 '"SYN-013", "is": "declined"' "$REINT" status --json --wave w2 gh.reint
run "not on the sheet" 0 '^SYN-070 ' "$REINT" ask --wave w2 --missed gh.reint
never 'SYN-013'
run "yes again" 0 '' "$REINT" consent -d 2016-12-02 --who AB gh.reint SYN-013 repeat given
run "due again" 0 '^SYN-013 ' "$REINT" ask --wave w2 gh.reint
finish
