#!/bin/sh
# What a changed codebook means for records that are stored: patterns, sets, routing, rules within a record, across forms
# and across waves, windows of waves.  Counts and places are counted by hand from the three files below.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
most=20
cat >codebook.yaml <<'X'
reint: 1
study: {id: small, sampling: purposive}
waves: [{id: w1}, {id: w2}]
missing: {refused: [97], not_asked: [99], not_stated: [""]}
lists:
  sex: {male: Male, female: Female}
  place: {north: North, south: South, east: East}
  work: {"1": Works, "2": Does not}
forms:
  person:
    key: [person]
    variables:
      person: {type: person, pattern: "SYN-[0-9]{3,4}"}
      sex: {label: Sex, list: sex, required: true}
      seen: {list: place, multiple: true}
      note: {type: text, missing: {not_stated: [""]}}
  interview:
    key: [person, wave]
    variables:
      date: {type: date, missing: {not_stated: [""]}}
      work: {list: work}
      wage: {type: integer, min: 0, max: 500, missing: {not_stated: [""], refused: [-1]}}
  visit: {key: [person, place], variables: {place: {list: place}, what: {type: text, missing: {not_stated: [""]}}}}
rules:
  - {id: W1, form: interview, require: "work = '1'", severity: warning}
X
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\ninputs: [person.csv, interview.csv, visit.csv]\n' >job.yaml
cat >person.csv <<'X'
person,sex,seen,note
SYN-001,male,north,A-1
SYN-002,female,north;south,B-2
SYN-003,male,north;south;east,b 3
SYN-0004,female,,A-12
X
cat >interview.csv <<'X'
person,wave,date,work,wage
SYN-001,w1,2015-02-01,1,100
SYN-001,w2,2015-09-01,2,50
SYN-002,w1,2015-03-01,2,
SYN-002,w2,2015-10-01,1,
SYN-003,w1,2015-03-01,1,-1
SYN-003,w2,2015-01-15,97,20
X
printf 'person,place,what\nSYN-001,north,A-1\nSYN-001,east,zz\n' >visit.csv
run "the study is made" 0 'accepted 6' "$REINT" run job.yaml

change "a pattern lists what does not fit it" 0 'warning: 1 stored record: "note" does not fit the pattern .*(SYN-003)$' \
    's/note: {type: text,/note: {type: text, pattern: "[A-Z]-[0-9]+",/'
never 'rule W1' # its warnings were there all along
change "a pattern of keys, too" 0 'warning: 1 stored record: "person" does not fit the pattern .*(SYN-0004)$' 's/{3,4}/{3}/'
never '"note"'
change "a set that may hold fewer codes" 0 'warning: 1 stored record: "seen" is a set of codes .*(SYN-003)$' \
    's/multiple: true/multiple: true, max_codes: 2/'
change "routing lists answers that should not be there" 0 \
    'warning: 1 stored record: "wage" is answered, though routed past now (SYN-001 w2)$' \
    's/wage: {type: integer,/wage: {type: integer, asked_when: "work = '"'1'"'",/'
also 'warning: 1 stored record: "wage" is missing for another reason than the routing now gives (SYN-002 w1)$'
also 'note: 1 stored record: whether "wage" was to be asked cannot be told (SYN-003 w2)$'
change "routing the other way round" 0 \
    'warning: 2 stored records: "wage" is answered, though routed past now (SYN-001 w1, SYN-003 w1)$' \
    's/asked_when: "work = .1.",/asked_when: "work = '"'2'"'",/'
also 'warning: 1 stored record: "wage" is missing for another reason than the routing now gives (SYN-002 w2)$'
change "a rule across fields" 0 \
    'warning: 2 stored records: rule R1 does not hold: a wage is 60 or more (SYN-001 w2, SYN-003 w2)$' \
    '$a\  - {id: R1, form: interview, require: "wage >= 60", severity: error, message: a wage is 60 or more}'
also 'note: 3 stored records: rule R1 could not be checked.*(SYN-002 w1, SYN-002 w2, SYN-003 w1)$'
change "a rule across forms" 0 'warning: 1 stored record: rule R2 does not hold (SYN-002 w1)$' \
    '$a\  - {id: R2, form: interview, require: "sex = '"'male' OR work = '1'"'", severity: warning}'
never 'rule R1'
change "a rule across waves" 0 'warning: 1 stored record: rule R3 does not hold (SYN-003 w2)$' \
    '$a\  - {id: R3, form: interview, when: "wave = '"'w2'"'", require: "date >= prev_date", severity: error}'
change "a window of a wave" 0 'warning: 1 stored record: "date" is outside the window of its wave now (SYN-003 w2)$' \
    's/{id: w2}/{id: w2, from: 2015-07}/'
change "a number that is a missing code now" 0 \
    'warning: 1 stored record: "wage" is a value that the codebook now reads as missing (SYN-001 w1)$' \
    's/max: 500/max: 99/; s/refused: \[-1\]/refused: [-1, 100]/'
change "a question of another wave" 0 \
    'warning: 3 stored records: "work" is answered, but is not asked in this wave now (SYN-001 w2, SYN-002 w2, SYN-003 w2)$' \
    's/work: {list: work}/work: {list: work, waves: [w1]}/'
change "a weaker rule tells who is left" 0 'warning: 1 stored record: rule R1 does not hold.* (SYN-003 w2)$' \
    's/wage >= 60/wage >= 30/'
change "another label tells nothing of records" 0 'takes the changed codebook' 's/label: Sex/label: Gender/'
never 'stored record'

# the same rows as files, by the same codebook: rejected are those that were listed (not those of warnings)
printf 'reint: 1\nstudy: again.reint\ncodebook: codebook.yaml\ninputs: [person.csv, interview.csv]\n' >again.yaml
run "the same rows, read by it, are rejected" 1 'person.csv: read 4 = accepted 2 .* rejected 2$' "$REINT" run again.yaml
also 'interview.csv: read 6 = accepted 1 .* rejected 5$' # SYN-001 w1 w2, SYN-002 w2, SYN-003 w1 w2
run "the records are as they were" 0 'all is well' "$REINT" check study.reint
records "all of them" interview 6

refused "a code of a key in use may not go" 'error: 1 stored record: "place" has a code that is gone from its list' \
    's/, east: East//; s/SYN/SYN/'
cp study.reint before.reint
change "nor may a rule come that cannot be worked out" 4 'nosuch' \
    '$a\  - {id: R9, form: interview, require: "nosuch > 1", severity: error}'
cmp -s study.reint before.reint || fail "the study has changed"

# keys that may be names: records are told by the lines that they came from
cat >named.yaml <<'X'
reint: 1
study: {id: named, sampling: purposive}
missing: {not_stated: [""]}
lists: {sex: {male: Male, female: Female}}
forms: {person: {key: [person], variables: {person: {type: person}, sex: {list: sex}, age: {type: integer, min: 0}}}}
X
printf 'person,sex,age\nMaria,female,20\nAnton,male,60\n' >named.csv
printf 'reint: 1\nstudy: named.reint\ncodebook: named.yaml\ninputs: [{file: named.csv, form: person}]\n' >named-job.yaml
run "a study whose keys have no pattern" 0 'accepted 2' "$REINT" run named-job.yaml
sed -i 's/min: 0/min: 0, max: 50/' named.yaml
run "no key of it is told" 0 '"age" is outside the range.*(line 3 of batch 1)$' "$REINT" run named-job.yaml
never 'Anton'
finish
