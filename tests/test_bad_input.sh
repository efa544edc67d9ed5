#!/bin/sh
# Bad input of every kind through the command: one clear message, the exit code that is documented, nothing half-written
# and nothing lost.  Exit codes: 0 done; 1 the data said no; 2 usage; 3 input; 4 the study does not fit; 5 output.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
run "a job makes the study" 0 made "$REINT" run job.yaml
run "good files are stored" 0 'accepted 3' "$REINT" ingest study.reint person.csv interview.csv

# ---- files that are no table of records: 3, and nothing is stored ------------------------------------------------------
bad() { # NAME FILE PATTERN
    same "$1" 3 "$3" "$REINT" ingest --form person study.reint "$2"
}
: >empty.csv
bad "an empty file" empty.csv 'empty.csv: the file is empty'
printf '\n\n\n' >blank.csv
bad "a file of empty lines" blank.csv 'blank.csv.*empty'
printf '\357\273\277' >bom.csv
bad "a byte-order mark and nothing else" bom.csv 'bom.csv: the file is empty'
head -c 10000 "$other" >binary.csv
bad "a program" binary.csv 'binary.csv:1:.*byte 0x'
head -c 65536 /dev/urandom >random.csv
bad "random bytes" random.csv 'random.csv:'
head -c 10485760 /dev/zero | tr '\0' x >line.csv
bad "a line of 10 MB" line.csv 'line.csv:1: a line of more than 8 MiB'
{
    printf 'person,sex,note\nSYN-009,male,'
    cat line.csv
} >cell.csv
bad "a record of 10 MB" cell.csv 'cell.csv:2: a line of more than 8 MiB'
printf 'person,sex,note\nSYN-008,male,x\nSYN-009,male,"never closed\nSYN-010,male,x\n' >quote.csv
bad "a quote that is never closed" quote.csv 'quote.csv:3:14: .*never closed'
printf 'person,sex,note\nSYN-008,male,x\nSYN-009,male,caf\351\n' >latin.csv
bad "bytes that are no UTF-8" latin.csv 'latin.csv:3:17: byte 0xE9 is no UTF-8.*windows-1252'
printf 'person,sex,note\nSYN-008,male,x\nSYN-009,male,\300\200\n' >overlong.csv
bad "an overlong form of UTF-8" overlong.csv 'overlong.csv:3:14: byte 0xC0'
printf 'person,sex,note,sex\nSYN-009,male,x,male\n' >columns.csv
bad "a column twice" columns.csv 'columns.csv:1:17: .*"sex" stands twice'
printf 'person,sex,childern\nSYN-009,male,1\n' >unknown.csv
bad "an unknown column" unknown.csv 'unknown.csv:1:12: .*"childern".*children'
printf 'person,sex\n' >header.csv
run "a header and no record" 0 'there is a header and no record yet' "$REINT" ingest --form person study.reint header.csv
run "its sum" 0 'read 0 = accepted 0 + changed 0 + unchanged 0 + rejected 0' "$REINT" ingest --form person study.reint header.csv
same "a file that is not there" 3 'nowhere.csv: .*No such file' "$REINT" ingest study.reint nowhere.csv
mkdir folder
same "a folder for a file" 3 'folder: is a folder' "$REINT" ingest study.reint folder
same "an unknown form" 2 '"persn".*person' "$REINT" ingest --form persn study.reint person.csv
same "an unknown encoding" 2 '"latin-9"' "$REINT" ingest --form person --encoding latin-9 study.reint person.csv
same "an unknown option" 2 '--strictly' "$REINT" ingest --strictly study.reint person.csv

# ---- rows that the codebook does not allow: 1, the good ones are stored ------------------------------------------------
printf 'person,sex,children\nSYN-004,male,1\nSYN-005,male,21\nSYN-006,male,x\nSYN-004,female,2\nSYN-001,male,1\nSYN-007,,1\n' >rows.csv
run "bad rows" 1 'read 6 = accepted 1 + changed 0 + unchanged 0 + rejected 5' "$REINT" ingest --form person study.reint rows.csv
records "the good row is stored" person 4
rejected() { # NAME PATTERN
    run "$1" 0 "$2" "$REINT" rejects study.reint
}
rejected "a number out of range" '^rows.csv:3:14: illegal_code: children is "21"; the codebook allows 0 to 20'
rejected "no number" '^rows.csv:4:14: illegal_code: children is "x"'
rejected "a key twice in one file" '^rows.csv:5:1: duplicate_key: .*SYN-004'
rejected "a key of an earlier file" '^rows.csv:6:1: duplicate_key: .*SYN-001'
rejected "a required cell that is empty" '^rows.csv:7:9: '
cat >wrong.csv <<'X'
person,wave,q1,date
SYN-001,w2,1,2015-02-29
SYN-077,w2,1,2015-02-28
SYN-002,w3,1,
SYN-002,w2,7,
Budi Santoso,w2,1,
,w2,1,
SYN-003,w2,1
SYN-003,w2,1,2016-02-29
X
run "wrong records" 1 'read 8 = accepted 1 + changed 0 + unchanged 0 + rejected 7' "$REINT" ingest --form interview study.reint wrong.csv
rejected "29 February 2015" '^wrong.csv:2:14: bad_date: date is "2015-02-29"; there is no such day'
rejected "an unknown person" '^wrong.csv:3:1: unknown_person: '
rejected "an unknown wave" '^wrong.csv:4:9: illegal_code: wave is "w3"; the codebook allows w1, w2'
rejected "an unknown code" '^wrong.csv:5:12: illegal_code: q1 is "7"; the codebook allows 1-3'
rejected "a key that is none" '^wrong.csv:6:1: illegal_code: person is not as the codebook allows'
rejected "an empty key" '^wrong.csv:7:1: '
rejected "a row that is too short" '^wrong.csv:8:1: .*3 fields; the header has 4'
name="a name in the place of a key is not shown"
if grep -q Budi out err; then fail "it is"; fi
same "--strict keeps nothing of a file with a bad row" 1 'nothing of the file was stored' \
    "$REINT" ingest --strict --form person study.reint rows.csv

# ---- YAML that is meant to hurt: 3 -------------------------------------------------------------------------------------
yaml() { # NAME FILE PATTERN
    most=20
    run "$1" 3 "$3" "$REINT" check "$2"
    most=3
}
p=a
{
    printf 'reint: 1\nstudy: {id: x}\na: &a [x, x, x, x, x, x, x, x, x]\n'
    for i in b c d e f g h i j; do
        printf '%s: &%s [*%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s, *%s]\n' $i $i $p $p $p $p $p $p $p $p $p
        p=$i
    done
} >laughs.yaml
yaml "a billion laughs" laughs.yaml 'laughs.yaml:3:'
{
    printf 'reint: 1\nstudy: '
    head -c 100000 /dev/zero | tr '\0' '['
} >deep.yaml
yaml "100,000 brackets" deep.yaml 'deep.yaml:2:'
{
    printf 'reint: 1\nstudy:\n'
    i=1
    while [ $i -le 300 ]; do
        printf '%*sa:\n' $i ''
        i=$((i + 1))
    done
} >indent.yaml
yaml "300 levels" indent.yaml 'indent.yaml:[0-9]*:'
cat codebook.yaml - >conditions.yaml <<'X'
rules:
  - {id: R1, form: person, when: "childern > 1", require: "children = max(children)"}
  - {id: R2, form: person, require: "children IN (SELECT children FROM reinti_rows)"}
X
yaml "a condition on a variable that is not there" conditions.yaml '^conditions.yaml:22:34: .*"childern" (did you mean "children"?)'
yaml "a condition on all records" conditions.yaml '^conditions.yaml:22:59: .*about one record'
yaml "a condition with a sub-query" conditions.yaml '^conditions.yaml:23:37: .*a sub-query'
yaml "bytes that are no YAML" random.csv 'random.csv'
yaml "an empty codebook" empty.csv 'empty.csv'

# ---- studies that are none, or not ours: 4 -----------------------------------------------------------------------------
printf 'reint: 1\n%0600d\n' 0 >text.reint
head -c 40000 /dev/urandom >noise.reint
"$other" foreign.reint 'CREATE TABLE t (x); INSERT INTO t VALUES (1)'
cp study.reint newer.reint && "$other" newer.reint 'PRAGMA user_version = 99'
cp study.reint truncated.reint && head -c 60000 study.reint >truncated.reint
cp study.reint bare.reint && "$other" bare.reint 'DELETE FROM reint_codebook_file; DELETE FROM reint_codebook'
: >nothing.reint
for verb in status ingest; do
    with=
    [ $verb = status ] || with=person.csv
    study() { # NAME FILE PATTERN
        rm -rf before.reint
        [ ! -e "$2" ] || cp -r "$2" before.reint
        # shellcheck disable=SC2086
        run "$1 ($verb)" 4 "$3" "$REINT" $verb "$2" $with
        [ ! -e "$2" ] || diff -r "$2" before.reint >/dev/null || fail "the file has changed"
    }
    study "a study that is not there" absent.reint 'absent.reint: there is no such study; .*reint run JOB'
    study "an empty study" nothing.reint 'this is not a study file'
    study "a text file for a study" text.reint 'this is not a study file'
    study "random bytes for a study" noise.reint 'this is not a study file'
    study "a folder for a study" folder 'this is not a study file'
    study "the database of another program" foreign.reint 'a database of another program, not a study'
    study "a study of a newer reint" newer.reint 'made by a newer reint (schema 99'
    study "a study without its codebook" bare.reint 'holds no codebook'
done
name="nothing appears where there was no study"
[ ! -e absent.reint ] || fail "absent.reint was made"
run "a study that was cut off" 4 'damaged\|not a study' "$REINT" status truncated.reint

# read only: by its mode (root may write all the same), and by its folder
cp study.reint frozen.reint && chmod 400 frozen.reint
run "a study that can only be read is read" 0 'Records' "$REINT" status frozen.reint
if [ ! -w frozen.reint ]; then
    run "a study that can only be read takes nothing" 4 'can only be read' "$REINT" ingest frozen.reint rows.csv
fi

# locked: by a writer, and by a writer that is about to commit
lock() { # NAME BEGIN
    rm -f ready fifo && mkfifo fifo
    "$other" study.reint "$2" ready <fifo &
    exec 9>fifo
    i=0
    while [ ! -e ready ] && [ $i -lt 100 ]; do
        sleep 0.1
        i=$((i + 1))
    done
    run "$1" 4 'in use by another program' "$REINT" ingest --form person study.reint rows.csv
    exec 9>&-
    wait
}
cp study.reint before.reint
lock "a study that another program writes to" 'BEGIN IMMEDIATE'
lock "a study that another program has locked" 'BEGIN EXCLUSIVE'
name="nothing is written to a study in use"
cmp -s study.reint before.reint || fail "it is"
run "when it has finished all is well" 1 'rejected' "$REINT" ingest --form person study.reint rows.csv

# changed by another tool: the history says so, and the check finds it
cp study.reint touched.reint
"$other" touched.reint "UPDATE f_person SET children = 7 WHERE children = 1"
run "a change from outside is in the history" 0 'outside reint' "$REINT" history touched.reint
run "a change from outside is found" 1 'outside reint\|changed' "$REINT" check touched.reint
"$other" touched.reint 'DROP TABLE f_person'
run "a study that lost a table" 4 'touched.reint' "$REINT" ingest --form person touched.reint rows.csv

# ---- no room: 5, nothing half-written ----------------------------------------------------------------------------------
awk 'BEGIN { print "person,sex,note"; for (i = 1000; i < 61000; i++) printf "SYN-%06d,male,a note of some length %d\n", i, i }' >many.csv
awk 'BEGIN { print "person,sex"; for (i = 1; i < 20000; i++) printf "SYN-%06d,mael\n", i }' >dirty.csv
room=$(($(wc -c <study.reint) / 1024 + 100))
same "no room for the study" 5 'study.reint: .*nothing was changed' sh little $room "$REINT" ingest --form person study.reint many.csv
records "no row was kept" person 4
most=20
same "no room for rejected rows" 5 'nothing was changed' sh little $room "$REINT" ingest --form person study.reint dirty.csv
most=3
cp study.reint full.reint
run "(there is room)" 1 'rejected 19999' "$REINT" ingest --form person full.reint dirty.csv
run "no room for the rejected rows' file" 5 'fix.csv: cannot write' sh little 100 "$REINT" rejects --csv --input dirty.csv -o fix.csv full.reint
name="no rejects file"
[ ! -e fix.csv ] || fail "it is there"
printf 'old\n' >fix.csv
run "no room to replace a file" 5 'fix.csv: cannot write' sh little 100 "$REINT" rejects --csv --input dirty.csv -o fix.csv full.reint
name="the old file stays"
[ "$(cat fix.csv)" = old ] || fail "it does not"
cat >out.yaml <<'X'
reint: 1
study: study.reint
codebook: codebook.yaml
outputs: [out.xlsx]
X
run "no room for a workbook" 5 'out-INTERNAL.xlsx: ' sh little 4 "$REINT" run -q out.yaml
name="no workbook"
[ -z "$(ls ./*.xlsx 2>/dev/null)" ] || fail "$(ls ./*.xlsx)"
run "no room for tables" 5 't-INTERNAL.csv: ' sh little 1 "$REINT" tables -o t.csv study.reint
printf 'reint: 1\nstudy: new.reint\ncodebook: codebook.yaml\n' >new.yaml
run "no room for a new study" 5 'new.reint: ' sh little 32 "$REINT" run -q new.yaml
name="no new study"
[ ! -e new.reint ] || fail "half a study is there"
leftovers "no temporary file is left" '*.??????'
if [ -w /dev/full ]; then
    run "a terminal that is full" 5 'cannot write to standard output' sh -c '"$REINT" rejects full.reint >/dev/full'
fi
# a real file system without room, where we may make one
mkdir small
if mount -t tmpfs -o size=1m none small 2>/dev/null; then
    cp study.reint small/study.reint
    cp small/study.reint before.reint
    run "a full disk" 5 'disk is full\|nothing was changed' "$REINT" ingest --form person small/study.reint many.csv
    cmp -s small/study.reint before.reint || fail "the study has changed"
    run "a full disk and a workbook" 5 'INTERNAL.xlsx' sh -c 'head -c 2000000 /dev/zero >small/fill 2>/dev/null; "$REINT" tables -o small/t.xlsx study.reint'
    name="no workbook on a full disk"
    [ -z "$(ls small/*.xlsx 2>/dev/null)" ] || fail "it is there"
    umount small
else
    echo "(no file system of our own to fill up: tried with file size limits only)"
fi

# ---- no such place: 5 --------------------------------------------------------------------------------------------------
run "an output folder that is not there" 5 'no/where/t-INTERNAL.csv: ' "$REINT" tab study.reint sex -o no/where/t.csv
run "a workbook's folder that is not there" 5 'no/where' "$REINT" tables -o no/where/t.xlsx study.reint
run "a rejects folder that is not there" 5 'no/where/fix.csv' "$REINT" rejects --csv -o no/where/fix.csv study.reint
printf 'reint: 1\nstudy: no/where/s.reint\ncodebook: codebook.yaml\n' >far.yaml
run "a study's folder that is not there" 5 'no/where' "$REINT" run far.yaml
name="no folder is made"
[ ! -e no ] || fail "it is"

# ---- killed in the middle ----------------------------------------------------------------------------------------------
awk 'BEGIN { print "person,sex,note"; for (i = 1000; i < 301000; i++) printf "SYN-%06d,male,a note of some length, so that pages spill %d\n", i, i }' |
    sed 's/, so/ so/' >huge.csv
stored=$(count person)
hit=0
for attempt in 1 2 3; do
    "$REINT" ingest -q --form person study.reint huge.csv >out 2>err &
    pid=$!
    while [ ! -s study.reint-journal ] && kill -0 $pid 2>/dev/null; do :; done
    [ $attempt -eq 1 ] || sleep 0.$attempt
    kill -9 $pid 2>/dev/null
    wait $pid 2>/dev/null
    [ ! -s study.reint-journal ] || hit=$((hit + 1))
    run "a study opens after a kill" 0 'Records' "$REINT" status study.reint
    if [ "$(count person)" != "$stored" ]; then
        [ "$(count person)" = $((stored + 300000)) ] || fail "$(count person) records: neither none nor all of the file"
        break # it was done before it was killed
    fi
done
name="a kill in the middle"
[ $hit -gt 0 ] || fail "none of them came in the middle"
run "what was stored is whole" 0 . "$REINT" check study.reint
run "the file can be read again" 0 'read 300000 = ' "$REINT" ingest --form person study.reint huge.csv
records "all of it" person $((stored + 300000))

finish
