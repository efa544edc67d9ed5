#!/bin/sh
# What the command does to a study after its files were read: corrections by hand.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"

cat >rich.yaml <<'X'
reint: 1
study: {id: rich, sampling: purposive}
waves: [{id: w1}, {id: w2}]
missing: {refused: [97], not_asked: {}, not_stated: [""], dont_know: {}}
lists:
  sex: {male: Male, female: Female}
  yesno: {"yes": "Yes", "no": "No"}
  place: {a: A, b: B, c: C}
forms:
  person:
    key: [person]
    variables:
      person: {type: person, pattern: "SYN-[0-9]{3}"}
      sex: {list: sex, required: true}
      children: {type: integer, min: 0, max: 20, missing: {not_stated: [""], dont_know: [-8]}}
      income: {type: decimal, missing: {not_stated: [""]}}
      born: {type: date, missing: {not_stated: [""]}}
      age: {type: age, missing: {not_stated: [""]}}
      places: {list: place, multiple: true, ordered: true}
      sister: {type: person, missing: {not_stated: [""]}}
      note: {type: text, missing: {not_stated: [""]}}
  interview:
    key: [person, wave]
    variables:
      helped: {list: yesno}
      how: {list: place, asked_when: "helped = 'yes'"}
      later: {list: yesno, waves: [w2]}
      n: {type: integer, min: 0, max: 99, missing: {not_stated: [""]}}
  coding:
    key: [person, rater, day]
    variables:
      rater: {type: text}
      day: {type: date}
      code: {list: place}
rules:
  - {id: R1, form: interview, require: "n < 50 OR helped = 'yes'"}
X
printf 'reint: 1\nstudy: study.reint\ncodebook: rich.yaml\n' >rich-job.yaml
cat >person.csv <<'X'
person,sex,children,income,born,age,places,sister,note
SYN-001,male,1,0.1,1980-05,"in her twenties",c;a,SYN-002,"said ""no"", and
more"
SYN-002,female,-8,1e3,before 1990,17,97,,
SYN-003,female,,,,,b,,
X
cat >interview.csv <<'X'
person,wave,helped,how,later,n
SYN-001,w1,yes,a,,60
SYN-001,w2,no,,yes,7
SYN-002,w1,97,,,3
X
printf 'person,rater,day,code\nSYN-001,A. Coder two,2015-03-14,a\n' >coding.csv
run "the study is made" 0 made "$REINT" run rich-job.yaml
run "records" 0 . "$REINT" ingest study.reint person.csv interview.csv coding.csv
[ "$(grep -c 'rejected 0' out)" = 3 ] || fail "not all were taken"

# ---- correct -------------------------------------------------------------------------------------------------------------
correct() { # NAME CODE PATTERN FORM KEY VARIABLE=VALUE
    name=$1 code=$2 pattern=$3
    shift 3
    run "$name" "$code" "$pattern" "$REINT" correct --form "$1" --key "$2" --set "$3" --who AB --why "paper form" study.reint
}
changes() { # NAME N
    "$REINT" history --json study.reint | grep -c '"id"' >changes
    name=$1
    [ "$(cat changes)" = "$2" ] || fail "$(cat changes) changes, want $2"
}
correct "a number" 0 '^person SYN-001 children: 1 -> 2$' person SYN-001 children=2
changes "of all the kinds of value in the record only one has changed" 1
correct "a missing reason by its name" 0 '^person SYN-001 children: 2 -> (nothing)' person SYN-001 children=dont_know
"$REINT" history study.reint >out
grep -q 'children__why: (nothing) -> dont_know, by AB: paper form' out || fail "no reason in the history"
correct "a set" 0 'places: c;a -> b' person SYN-001 places=b
correct "the same value again" 0 'nothing was changed' person SYN-001 places=b
correct "a value in a record whose other values are missing" 0 'sex: female -> male' person SYN-003 sex=male
correct "a key of several parts" 0 '^interview SYN-001 w2 n: 7 -> 8' interview 'SYN-001 w2' n=8
correct "a text with blanks in a key" 0 'A. Coder two 2015-03-14 code: a -> b' coding 'SYN-001 A. Coder two 2015-03-14' code=b
run "two values at once" 0 'how: a -> not_asked' "$REINT" correct --form interview --key 'SYN-001 w1' --set helped=no --set how= \
    --set n=5 --who AB --why x study.reint
same "a range" 1 'children is "21"; the codebook allows 0 to 20' \
    "$REINT" correct --form person --key SYN-001 --set children=21 --who AB --why x study.reint
same "a routing" 1 'how' "$REINT" correct --form interview --key 'SYN-001 w2' --set how=a --who AB --why x study.reint
same "a rule" 1 'R1' "$REINT" correct --form interview --key 'SYN-001 w2' --set n=60 --who AB --why x study.reint
same "a required value" 1 'sex is missing' "$REINT" correct --form person --key SYN-001 --set sex=97 --who AB --why x study.reint
same "a variable of another wave" 1 'later' "$REINT" correct --form interview --key 'SYN-001 w1' --set later=yes --who AB --why x study.reint
same "an unknown respondent as a value" 1 'sister' "$REINT" correct --form person --key SYN-001 --set sister=SYN-009 --who AB --why x study.reint
same "a record that is not there" 1 'no record with this key' \
    "$REINT" correct --form interview --key 'SYN-003 w2' --set n=1 --who AB --why x study.reint
same "a respondent who is not there" 1 'no record with this key' \
    "$REINT" correct --form person --key SYN-009 --set children=1 --who AB --why x study.reint
same "a part of the key" 2 'part of the key' "$REINT" correct --form person --key SYN-001 --set person=SYN-009 --who AB --why x study.reint
same "a misspelt variable" 2 'did you mean "children"' \
    "$REINT" correct --form person --key SYN-001 --set childern=1 --who AB --why x study.reint
same "half a key" 2 'has 2 parts: "person wave"' "$REINT" correct --form interview --key SYN-001 --set n=1 --who AB --why x study.reint
same "no reason" 2 'why is missing' "$REINT" correct --form person --key SYN-001 --set children=1 --who AB study.reint
same "a dry run" 0 'children: (nothing) -> 3' "$REINT" correct -n --form person --key SYN-001 --set children=3 --who AB --why x study.reint
run "the study is sound" 0 'all is well' "$REINT" check study.reint
run "what was not corrected is as it came" 0 '' "$other" study.reint \
    "CREATE TEMP TABLE t (x CHECK (x)); INSERT INTO t SELECT count(*) = 1 FROM f_person WHERE _id = 1 AND income = 0.1
     AND born = 3773 AND born__high = 3803 AND age__written = 'in her twenties' AND sister = 2 AND note LIKE 'said \"no\", and%more'"

# ---- backup --------------------------------------------------------------------------------------------------------------
run "a backup" 0 '' "$REINT" backup study.reint copy.reint
[ "$(stat -c %a copy.reint)" = 600 ] || fail "others may read it"
run "it is a study" 0 'all is well' "$REINT" check copy.reint
"$REINT" status --json study.reint | sed 1d >one
"$REINT" status --json copy.reint | sed 1d >two
diff one two || fail "it holds something else"
cp copy.reint before.reint
run "a backup in the place of another one" 5 'not overwritten' "$REINT" backup study.reint copy.reint
cmp -s copy.reint before.reint || fail "it was touched"
ln -s study.reint link.reint
run "a backup in the place of a link" 5 'not overwritten' "$REINT" backup study.reint link.reint
run "a backup in a folder that is not there" 5 'no/where' "$REINT" backup study.reint no/where/copy.reint
run "no room for a backup" 5 'copy2.reint: .*disk is full' sh little 100 "$REINT" backup study.reint copy2.reint
leftovers "no part of a backup is left" 'copy2*'
run "the study remembers where its backup is" 0 "T.*Z  .*/copy.reint\$" "$REINT" backup study.reint
[ "$(grep -c . out)" = 1 ] || fail "not one backup"
run "and tells programs" 0 '"path": ".*/copy.reint"}' "$REINT" backup --json study.reint
cp study.reint before.reint
rm -f ready fifo && mkfifo fifo
"$other" study.reint 'BEGIN IMMEDIATE; UPDATE f_person SET children = 9' ready <fifo &
exec 9>fifo
while [ ! -e ready ]; do sleep 0.1; done
run "a study that another program is writing to cannot remember" 4 'in use' "$REINT" backup study.reint copy3.reint
exec 9>&-
wait
run "the backup was made all the same, of what was stored" 0 'all is well' "$REINT" check copy3.reint
run "a text file has no backup" 4 'not a study file' "$REINT" backup person.csv copy4.reint

# ---- undo ----------------------------------------------------------------------------------------------------------------
# dump FILE: what the study holds, as another program sees it, without sources and times
dump() {
    "$REINT" status --json study.reint | sed -n 's/.*"form": "\([a-z]*\)".*"records": \([0-9]*\), "rejected": \([0-9]*\).*/\1 \2 \3/p'
    for form in person interview coding; do
        "$other" study.reint "SELECT * FROM $form ORDER BY 1, 2, 3"
    done
}
undo() { # NAME CODE PATTERN BATCH
    run "$1" "$2" "$3" "$REINT" history --undo "$4" --who AB --why "wrong file" study.reint
}
rm -f study.reint study.reint-cache
run "a new study" 0 made "$REINT" run rich-job.yaml
run "batches 1, 2" 0 . "$REINT" ingest study.reint person.csv interview.csv
dump >before
cat >second.csv <<'X'
person,sex,children,income,born,age,places,sister,note
SYN-001,female,2,0.2,1981,18,b;c;a,,other
SYN-002,female,-8,1e3,before 1990,17,97,,
SYN-004,male,,,,,a,,
X
printf 'person,sex\nSYN-005,mael\n' >third.csv
run "batch 3 changes, leaves and adds" 0 'accepted 1 + changed 1 + unchanged 1' "$REINT" ingest --correct --form person study.reint second.csv
run "batch 4 is rejected" 1 'rejected 1' "$REINT" ingest --form person study.reint third.csv
dump >between
run "batch 5 is a correction" 0 'children: 2 -> 5' "$REINT" correct --form person --key SYN-001 --set children=5 --who AB --why x study.reint
same "undo says what came later" 1 'batch 5 (correction, .*) has 1 of its records; undo that one first' \
    "$REINT" history --undo 3 study.reint
same "a dry run of undo" 0 'batch 5, correction (person): 0 records taken out, 1 as before' "$REINT" history --undo 5 -n study.reint
undo "the correction is undone" 0 '0 records taken out, 1 as before' 5
dump >now
diff between now || fail "it is not as before"
undo "twice is once too often" 1 'undone already' 5
undo "the rejected file is undone" 0 '0 records taken out, 0 as before' 4
run "its rows wait no more" 0 'No row waits' "$REINT" rejects study.reint
undo "the replacement is undone" 0 '1 record taken out, 2 as before' 3
dump >now
diff before now || fail "it is not as before"
run "the study is sound" 0 'all is well' "$REINT" check study.reint
run "the history tells it" 0 'person SYN-001 places: b;c;a -> c;a, by AB: undo of batch 3: wrong file' "$REINT" history study.reint
run "what was undone can be read again" 0 'accepted 1 + changed 1 + unchanged 1' \
    "$REINT" ingest --correct --form person study.reint second.csv
undo "batch 6 is undone" 0 '1 record taken out, 2 as before' 6
same "respondents with records cannot go" 1 '3 records of form interview belong to records that would go' "$REINT" history --undo 1 study.reint
undo "their interviews go first" 0 '3 records taken out' 2
"$other" study.reint "UPDATE f_person SET children = 4 WHERE _id = 1"
same "another program's change stands in the way" 1 '1 changes of its records were made later, outside any batch' \
    "$REINT" history --undo 1 study.reint
same "a batch that never was" 1 'there is no batch 77' "$REINT" history --undo 77 study.reint
same "no number" 2 'undo takes a whole number' "$REINT" history --undo one study.reint
run "status shows what was undone" 0 'second.csv .*undone$' "$REINT" status --files study.reint

# ---- a study of an older version ------------------------------------------------------------------------------------------
rm -f study.reint study.reint-cache
run "a new study" 0 made "$REINT" run rich-job.yaml
run "batches 1, 2" 0 . "$REINT" ingest study.reint person.csv interview.csv
"$other" study.reint 'ALTER TABLE reint_batch DROP COLUMN first_change; ALTER TABLE reint_batch DROP COLUMN last_change;
    ALTER TABLE reint_batch DROP COLUMN undone; ALTER TABLE reint_batch DROP COLUMN undo_first;
    ALTER TABLE reint_batch DROP COLUMN undo_last; DROP TABLE reint_touched; PRAGMA user_version = 1'
same "is read as it is" 0 'interview.csv' "$REINT" status --files study.reint
same "and checked" 0 'all is well' "$REINT" check study.reint
run "takes files" 0 'changed 1' "$REINT" ingest --correct --form person study.reint second.csv
undo "which can be undone" 0 '1 record taken out, 2 as before' 3
undo "older ones that brought new records only, too" 0 '3 records taken out' 2

# ---- erase ---------------------------------------------------------------------------------------------------------------
erase() { # NAME CODE PATTERN PERSON
    run "$1" "$2" "$3" "$REINT" erase --yes --who AB --why "asked to be erased" study.reint "$4"
}
holds() { # FILE WORD
    grep -aqF "$2" "$1"
}
contents() {
    for form in person interview coding; do "$other" study.reint "SELECT * FROM $form ORDER BY 1, 2, 3"; done
}
make_study() {
    rm -f study.reint study.reint-cache
    "$REINT" run -q rich-job.yaml && "$REINT" ingest -q study.reint person.csv interview.csv coding.csv >out 2>err
}
cp person.csv all.csv && cp interview.csv all-interviews.csv
# what it would be, had the person never been there
grep -v '^SYN-002' all.csv | sed 's/,SYN-002,/,,/' >person.csv
grep -v '^SYN-002' all-interviews.csv >interview.csv
name="a study without the person"
make_study
contents | sed '/^SYN-001|male/s/|not_stated/|-/' >without
cp all.csv person.csv && cp all-interviews.csv interview.csv
printf 'person,rater,day,code\nSYN-001,A. Coder two,2015-03-14,a\nSYN-002,Hers alone,2015-03-15,a\n' >coding.csv
name="a study with the person"
make_study
for i in 1 2 3; do
    "$REINT" correct -q --form person --key SYN-002 --set "note=a long note about SYN-002, to be found in free pages $i" --who AB \
        --why "SYN-002 said so" study.reint || fail "no correction"
done
run "a note of her sister's" 0 . "$REINT" correct --form person --key SYN-001 --set "note=lives with SYN-002" --who AB --why x study.reint
run "and what it was" 0 . "$REINT" correct --form person --key SYN-001 --set "note=see SYN-002 and
SYN-0021" --who AB --why "SYN-002 says so" study.reint
run "and is" 0 . "$REINT" correct --form person --key SYN-001 --set 'note=said "no", and
more' --who AB --why x study.reint
printf 'person,sex,note\nSYN-002,mael,unmistakable\nSYN-0021,male,not hers\nSYN-009,x,with SYN-002\n' >bad.csv
run "rejected rows name the person" 1 'rejected 3' "$REINT" ingest --form person study.reint bad.csv
run "a table makes the cache" 0 . "$REINT" tab study.reint sex
run "a backup holds the person" 0 '' "$REINT" backup study.reint old.reint
holds study.reint SYN-002 && holds study.reint unmistakable && holds study.reint 'Hers alone' || fail "nothing to erase"
same "a dry run of an erasure" 0 'would be erased: 3 records, 1 values of other records, 2 rejected rows, ' \
    "$REINT" erase --dry-run --who AB --why x study.reint SYN-002
same "an erasure needs a yes" 2 'say --yes' "$REINT" erase --who AB --why x study.reint SYN-002
same "and a reason" 2 'why is missing' "$REINT" erase --yes --who AB study.reint SYN-002
same "without the key in it" 2 'may not stand in it' "$REINT" erase --yes --who AB --why "SYN-002 asked" study.reint SYN-002
same "a person that nobody knows" 1 'nothing is known of a person' "$REINT" erase --yes --who AB --why x study.reint SYN-777
erase "an erasure" 0 '^erased: 3 records, 1 values of other records, 2 rejected rows' SYN-002
grep -q 'old.reint: .*destroy it' err || fail "the backup is not named"
for file in study.reint study.reint-cache; do
    [ ! -e $file ] || for word in unmistakable 'Hers alone' 'a long note' 'before 1990'; do
        if holds $file "$word"; then fail "$file holds \"$word\""; fi
    done
    [ ! -e $file ] || if grep -aoE 'SYN-002[^0-9]' $file | grep -q .; then fail "$file holds the key"; fi
done
holds study.reint SYN-0021 || fail "somebody else's rejected row went, too"
contents >now
diff without now || fail "it is not what it would be without the person"
run "the study is sound" 0 'all is well' "$REINT" check study.reint
run "the history says that somebody was erased" 0 'a person was erased.* by AB: asked to be erased' "$REINT" history study.reint
run "the file that brings the person back" 1 'read 3 = accepted 0 + changed 0 + unchanged 1 + rejected 2' \
    "$REINT" ingest --correct --input again --form person study.reint all.csv
grep -q 'all.csv:2:1: .*names a person who was erased' err || fail "no word of it"
run "the interviews" 1 'unchanged 2 + rejected 1' "$REINT" ingest --correct --form interview --input again study.reint all-interviews.csv
for word in ',1e3,' 'SYN-002,'; do if holds study.reint "$word"; then fail "the study holds \"$word\" again"; fi; done
run "the row is not kept" 0 '' "$REINT" rejects study.reint
if grep -q erased_person out; then fail "it is"; fi
run "the sister's name does not come back as a value" 0 '' "$other" study.reint "SELECT 1/count(*) FROM person WHERE person = 'SYN-001' AND sister IS NULL"
erase "erased once more: nothing there" 1 'nothing is known' SYN-002

# a key of digits is like any other number: only what is known to be the person's goes
sed 's/, pattern: "SYN-.0-9..3."//' rich.yaml >digits.yaml
grep -q pattern digits.yaml && fail "a pattern is left"
printf 'reint: 1\nstudy: digits.reint\ncodebook: digits.yaml\n' >digits-job.yaml
run "a study with keys of digits" 0 made "$REINT" run digits-job.yaml
printf 'person,sex,children,note\n12,male,1,x\n13,female,12,12 times\n' >digits.csv
printf 'person,sex,children\n12,male,99\n13,male,12\n' >digits-bad.csv
run "its respondents" 0 . "$REINT" ingest --form person digits.reint digits.csv
run "and rejected rows" 1 'rejected 2' "$REINT" ingest --form person digits.reint digits-bad.csv
run "one is erased" 0 'erased: 1 records, 0 values of other records, 1 rejected rows' \
    "$REINT" erase --yes --who AB --why x digits.reint 12
run "the other one's rejected row waits still" 0 '^digits-bad.csv:3:' "$REINT" rejects digits.reint
# ---- where the study lies, told of a job before its study is made, too -----------------------------------------------------
mkdir -m 700 'OneDrive - Office'
sed 's/^study: .*/study: "OneDrive - Office\/s.reint"/' job.yaml >elsewhere.yaml
run "a job whose study will lie in a synchronised folder" 0 'copies to other machines ("OneDrive - Office")' "$REINT" check elsewhere.yaml
also '^elsewhere.yaml: no error, 1 warning$'
run "the study is made" 0 'made$' "$REINT" run elsewhere.yaml
also 'read files into .*s.reint with reint ingest, or name them under `inputs`$'
chmod 755 'OneDrive - Office'
run "a job whose study lies there, for all to see" 0 'chmod 700 ' "$REINT" check elsewhere.yaml
also '^elsewhere.yaml: no error, 2 warnings$'
never 'all is well'

# ---- what to do next ---------------------------------------------------------------------------------------------------
printf 'person,sex\nSYN-001,male\nSYN-002,male\n' >person.csv
printf 'person,wave,q1\nSYN-001,w1,1\n' >interview.csv
rm -f next.reint
sed 's/^study: .*/study: next.reint/' job.yaml >next.yaml
run "a study for two waves" 0 '' "$REINT" run -q next.yaml
run "one of two was seen" 0 '' "$REINT" ingest -q next.reint person.csv interview.csv
run "the sheets of this wave" 0 '^    reint entry --wave w1 -o w1.xlsx next.reint$' "$REINT" status next.reint
also '^2 files read,'
printf 'person,wave,q1\nSYN-002,w1,1\n' >more.csv
run "the other one is seen" 0 '' "$REINT" ingest -q --form interview next.reint more.csv
run "the sheets of the next wave" 0 '^    reint entry --wave w2 -o w2.xlsx next.reint$' "$REINT" status next.reint
run "which can be pasted" 0 'written: entry-w2.xlsx' "$REINT" entry --wave w2 -o entry-w2.xlsx next.reint
run "the last wave has no next" 0 '' "$REINT" status --wave w2 next.reint
never 'entry-w3'
cat >names.csv <<'X'
person,name
SYN-001,Zebulon
X
run "names for the interviewer" 0 'written: private.xlsx' "$REINT" entry --wave w2 --names names.csv -o private.xlsx next.reint
printf 'ID,Gender\nK01,f\n' >other.csv
run "of nobody" 3 'nobody in this list of names is known' "$REINT" entry --wave w2 --names other.csv -o private.xlsx next.reint
run "names on the sheet of questions" 0 '' "$REINT" ask --wave w2 --names names.csv -o private.txt next.reint
grep -q '^SYN-001   Zebulon   ' private.txt || fail "no name beside the id"
grep -q 'holds names: never send it' private.txt || fail "no warning on the sheet"
[ "$(stat -c %a private.txt)" = 600 ] || fail "others can read the names"
run "names are for a file" 2 'only you can read: --output' "$REINT" ask --wave w2 --names names.csv next.reint
run "and not for telephones" 2 'holds no names' "$REINT" ask --wave w2 --names names.csv --csv -o p.csv next.reint
run "nor without a wave" 2 'say which with --wave' "$REINT" ask --names names.csv -o p.txt next.reint
run "of nobody, on that sheet" 3 'nobody in this list of names is known' "$REINT" ask --wave w2 --names other.csv -o p.txt next.reint
[ ! -e p.txt ] && [ ! -e p.csv ] || fail "something was written"
# what preloads a form (pulldata of ODK and KoboToolbox): commas, a head of short names without blanks that all differ, a line
# a person, ids as they were typed
cat >any.yaml <<'X'
reint: 1
study: {id: any, title: Any ids, sampling: purposive, consent: not_recorded, person: case_id}
waves: [{id: w1}, {id: w2}]
forms:
  people: {key: [case_id], variables: {case_id: {type: person}}}
  visit: {key: [case_id, wave], variables: {}}
X
printf 'reint: 1\nstudy: any.reint\ncodebook: any.yaml\n' >any-job.yaml
printf 'case_id\n"A,1"\n007\n"B""2"\n' >people.csv
run "a study whose ids are anything" 0 '' "$REINT" run -q any-job.yaml
run "with three people" 0 'accepted 3' "$REINT" ingest any.reint people.csv
run "what preloads their form" 0 '' "$REINT" ask --wave w1 --csv -o preload.csv any.reint
tr -d '\r' <preload.csv | sed -n '2,$s/,w1,.*//p' | sort >ids
printf '"A,1"\n"B""2"\n007\n' | sort | cmp -s - ids || fail "not a line a person, with the id as it was typed"
head -n 1 preload.csv | tr -d '\r' | tr , '\n' >heads
if grep -qv '^[a-z][a-z0-9_]*$' heads || [ "$(sort heads | uniq -d | grep -c .)" -gt 0 ]; then fail "a head that pulldata cannot name"; fi
run "columns of another team" 3 '--propose-map writes a first map' "$REINT" ingest --form person next.reint other.csv

finish
