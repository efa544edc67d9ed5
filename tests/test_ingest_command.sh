#!/bin/sh
# Files of records through the command: what is counted, what a dry run tells, how rejected rows come back corrected.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"

# ---- a dry run ---------------------------------------------------------------------------------------------------------
run "a dry run of a job makes no study" 0 '' "$REINT" run --dry-run job.yaml
[ ! -e study.reint ] || fail "study.reint was made"
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\ninputs: [person.csv, interview.csv]\n' >whole.yaml
run "a dry run of a whole job sees its own respondents" 0 'interview.csv: read 2 = accepted 2' "$REINT" run --dry-run whole.yaml
[ ! -e study.reint ] || fail "study.reint was made"
run "the study is made" 0 made "$REINT" run job.yaml
same "a dry run sees respondents of an earlier file of the call" 0 'interview.csv: interview: read 2 = accepted 2' \
    "$REINT" ingest --dry-run study.reint person.csv interview.csv
same "a dry run of the later file alone says what is missing" 1 'the file of the form person comes first' \
    "$REINT" ingest --dry-run study.reint interview.csv
records "nothing is there" person 0
cp person.csv again.csv
same "a dry run sees keys of an earlier file of the call" 1 'again.csv: person: read 3 = accepted 0 + changed 0 + unchanged 0 + rejected 3' \
    "$REINT" ingest --dry-run --form person study.reint person.csv again.csv
name="a dry run leaves no cache"
[ ! -e study.reint-cache ] || fail "it does"

# ---- rejected rows come back corrected ---------------------------------------------------------------------------------
run "respondents" 0 'read 3 = accepted 3' "$REINT" ingest study.reint person.csv
printf '\357\273\277person;wave;q1;date\r\nSYN-001;w1;1;2015\r\nSYN-001;w2;9;"2015-02-29"\r\nSYN-009;w1;2;\r\nSYN-002;w1;3;2015-03\r\n' >interview.csv
run "a file with bad rows" 1 'read 4 = accepted 2 + changed 0 + unchanged 0 + rejected 2' "$REINT" ingest study.reint interview.csv
run "they come back" 0 '' "$REINT" rejects --csv --input interview.csv -o fix.csv study.reint
name="as they were, with the reason"
printf 'person;wave;q1;date;reint_reason;reint_line;reint_row\r\nSYN-001;w2;9;"2015-02-29";illegal_code;3;1\r\nSYN-009;w1;2;;unknown_person;4;2\r\n' >want.csv
cmp fix.csv want.csv || fail "$(cat fix.csv)"
sed 's/;9;"2015-02-29"/;3;"2015-02-28"/' fix.csv >half.csv
run "one of them corrected" 1 'read 2 = accepted 1 + changed 0 + unchanged 0 + rejected 1' \
    "$REINT" ingest --form interview --input interview.csv study.reint half.csv
run "the other one waits" 0 'unknown_person: person "SYN-009"' "$REINT" rejects study.reint
[ "$(grep -c . out)" = 1 ] || fail "not one row"
run "it comes back once more" 0 '' "$REINT" rejects --csv --input interview.csv -o fix.csv study.reint
[ "$(head -1 fix.csv | tr -cd ';' | wc -c)" -eq 6 ] || fail "our columns stand there twice: $(head -1 fix.csv)"
sed 's/SYN-009/SYN-003/' fix.csv >rest.csv
run "the other one corrected" 0 'read 1 = accepted 1 + changed 0 + unchanged 0 + rejected 0' \
    "$REINT" ingest --form interview --input interview.csv study.reint rest.csv
run "no row waits" 0 'No row waits' "$REINT" rejects study.reint
records "all four are stored" interview 4

# ---- and settle what they were, under another name as well -------------------------------------------------------------
printf 'person,wave,q1,date\nSYN-003,w2,9,2015\nSYN-002,w2,8,2015\nSYN-001,w2,1,2015\n' >third.csv
run "three bad rows" 1 'accepted 0 + changed 0 + unchanged 0 + rejected 3' "$REINT" ingest --form interview study.reint third.csv
run "they come back" 0 '' "$REINT" rejects --csv -o fix.csv study.reint
sed -e 's/w2,9,/w2,1,/' -e '/^SYN-001/d' fix.csv >back.csv
run "a dry run settles nothing" 1 'accepted 1 .* rejected 1' "$REINT" ingest --dry-run --form interview study.reint back.csv
run "all wait on" 0 '' "$REINT" rejects study.reint
[ "$(grep -c . out)" = 3 ] || fail "not three rows: $(cat out)"
run "one corrected, one still wrong, one left out" 1 'read 2 = accepted 1 .* rejected 1' \
    "$REINT" ingest --form interview study.reint back.csv
run "the wrong one waits as it is now, the one left out as it was" 0 'back.csv:3' "$REINT" rejects study.reint
[ "$(grep -c . out)" = 2 ] && grep -q 'third.csv:4' out || fail "not those two rows: $(cat out)"
printf 'person,wave,q1,date,reint_reason,reint_line,reint_row\nSYN-003,w1,1,2015,duplicate_key,99,5\n' >other.csv
"$REINT" ingest --form interview study.reint other.csv >/dev/null 2>&1
run "numbers that a spreadsheet counted on settle nothing" 0 'third.csv:4' "$REINT" rejects study.reint
"$REINT" rejects --csv --input back.csv study.reint >fix.csv
sed 's/w2,8,/w2,1,/' fix.csv >once.csv
run "what comes back twice" 0 'read 1 = accepted 1' "$REINT" ingest --form interview study.reint once.csv
run "is settled" 0 'third.csv:4' "$REINT" rejects study.reint
! grep -q 'back.csv' out || fail "it waits: $(cat out)"
printf 'person,wave,q1,date\nSYN-009,w1,1,2015\n' >third.csv
"$REINT" ingest --form interview study.reint third.csv >/dev/null 2>&1
for f in third.csv other.csv; do # a later file of the same name settles the rest; the next part begins with none
    printf 'person,wave,q1,date\n' >"$f"
    "$REINT" ingest --form interview study.reint "$f" >/dev/null 2>&1
done

# ---- corrections, unchanged rows, all or nothing -----------------------------------------------------------------------
printf 'person,sex,children\nSYN-001,male,2\nSYN-002,female,\nSYN-003,male,3\nSYN-004,male,99\n' >person.csv
run "a replacement counts every row once" 1 'read 4 = accepted 0 + changed 1 + unchanged 2 + rejected 1' \
    "$REINT" ingest --correct --who AB --why "double entry" study.reint person.csv
run "the history says who and why" 0 'person SYN-001 children: 1 -> 2, by AB: double entry' "$REINT" history study.reint
printf 'person,sex\nSYN-005,male\nSYN-006,mael\n' >more.csv
same "--strict stores nothing of a file with a bad row" 1 'read 2 = accepted 0 + changed 0 + unchanged 0 + rejected 2' \
    "$REINT" ingest --strict --form person study.reint more.csv
printf 'person,sex\nSYN-005,male\nSYN-006,male\n' >more.csv
run "--strict stores a file without one" 0 'read 2 = accepted 2' "$REINT" ingest --strict --form person study.reint more.csv
same "the same file again is not read" 0 'it was not read again' "$REINT" ingest --form person study.reint more.csv

# ---- encodings ---------------------------------------------------------------------------------------------------------
printf 'person\tsex\tnote\r\nSYN-011\tmale\t"caf\351, and\r\na second line"\r\n' >latin.csv
run "Windows-1252, tabs, CRLF and a line end in quotes" 0 'read 1 = accepted 1' \
    "$REINT" ingest --form person --encoding windows-1252 study.reint latin.csv
printf '\357\273\277person;sex;note\nSYN-012;female;"says ""no""; twice"\n' >bom.csv
run "a byte-order mark, semicolons and doubled quotes" 0 'read 1 = accepted 1' "$REINT" ingest --form person study.reint bom.csv
printf 'person,sex,note\rSYN-013,male,old Mac\r' >cr.csv
run "line ends of CR alone" 0 'read 1 = accepted 1' "$REINT" ingest --form person study.reint cr.csv
finish
