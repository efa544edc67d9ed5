#!/bin/sh
# Messages in Indonesian: the catalogue is whole (same conversions as its sources, nothing fuzzy, nothing obsolete), and
# the command speaks it in help, ingest, status and errors, by LANGUAGE alone and without an installed locale.  What
# programs read and what a study keeps is the same in every language.
. "$(dirname "$0")/command.sh"
src=${REINT_SRCDIR:-.}
po=$src/po/id.po
command -v msgfmt >/dev/null && [ -f "$TEXTDOMAINDIR/id/LC_MESSAGES/reint.mo" ] || { echo 'no gettext'; exit 77; }
printf '#!/bin/sh\nexec env -u LC_ALL -u LC_MESSAGES -u LANG LANGUAGE=id "$@"\n' >indonesian
chmod +x indonesian

# ---- the catalogue
name='the catalogue'
msgfmt -c --check-format -o id.mo "$po" 2>err || fail "msgfmt"
[ ! -s err ] || fail "msgfmt warns"
if grep -qE '^#, .*fuzzy|^#~' "$po"; then fail "a fuzzy or obsolete entry"; fi
# what ends in a blank is followed by more on the line
msgcat --no-wrap "$po" | grep -A2 '^msgid ".* "$' | grep '^msgstr.*[^ "]"$' >ends && fail "no blank at the end: $(head -3 ends)"

# no message is forgotten: the texts of the sources and of the help as they are now, against the catalogue
name='the share that is translated'
if command -v xgettext >/dev/null; then
    "$REINT" --messages >help.po
    (cd "$src" && sh po/extract.sh "$work/help.po" "$work/now.pot") && msgmerge -q --no-fuzzy-matching -o now.po "$po" now.pot
    most_left=25 # of more than a thousand, between two make po-update
    untranslated=$(msgattrib --untranslated --no-obsolete now.po | grep -c '^msgid "')
    [ -s now.po ] && [ "$(grep -c '^msgid "' now.po)" -gt 1000 ] || fail "no catalogue was made"
    [ "$untranslated" -le $most_left ] || fail "$untranslated messages are not translated: make po-update, then fill in po/id.po"
fi

# ---- the command
run 'help' 0 '^Pemakaian: reint PERINTAH' ./indonesian "$REINT" --help
for verb in $("$REINT" --help | sed -n '/^Verbs$/,/^$/p' | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    run "help of $verb" 0 '^Pemakaian: reint' ./indonesian "$REINT" "$verb" --help
    sed 's/[^ -~][^ -~]*/x/g' out | grep -qE '.{81}' && fail 'a line of more than 80 columns'
done
run 'help of a verb' 0 '^Kode keluar' ./indonesian "$REINT" ingest --help
run 'a usage error' 2 'opsi --hlep tidak dikenal; maksudnya --help?' ./indonesian "$REINT" tab --hlep
run 'a study that is not there' 4 '^reint: missing.reint: tidak ada studi seperti itu; .*reint run JOB' ./indonesian "$REINT" status missing.reint
run 'the study' 0 '' "$REINT" run -q job.yaml
printf 'person,sex,children\nSYN-001,male,1\nSYN-002,femal,2\nSYN-003,female,21\n' >person.csv
run 'ingest' 1 '^person.csv:3:9: galat: sex berisi "femal" (maksudnya "female"?); yang boleh menurut buku kode: male, female, ' \
    ./indonesian "$REINT" ingest study.reint person.csv
grep -q '^person.csv: person: dibaca 3 = diterima 1 + diubah 0 + tetap 0 + ditolak 2$' out || fail "the line of counts"
run 'what the study keeps of it' 0 '^person.csv:3:9: illegal_code: sex is "femal" (did you mean "female"?); the codebook allows male, female, ' \
    "$REINT" rejects study.reint
run 'the same, asked in Indonesian' 0 '^person.csv:3:9: illegal_code: sex berisi "femal" (maksudnya "female"?); yang boleh menurut buku kode: male, female, ' \
    ./indonesian "$REINT" rejects study.reint
run 'status' 0 '^  person                   1 catatan *2 baris perlu diperbaiki$' ./indonesian "$REINT" status study.reint
run 'status by --language' 0 '^Catatan$' "$REINT" status study.reint --language id
run 'status by --language against the user'"'"'s' 0 '^Records$' ./indonesian "$REINT" status study.reint --language en
run 'an empty variable is none' 0 '^Records$' env LC_ALL=C.UTF-8 LANGUAGE= "$REINT" status study.reint
run 'the language of LANG, its locale not installed' 0 '^Catatan$' env -u LC_ALL -u LANGUAGE LANG=id_ID.UTF-8 "$REINT" status study.reint
run 'the C locale is English' 0 '^Records$' env LC_ALL=C LANGUAGE=id "$REINT" status study.reint
run 'a language that there is not' 0 '^Records$' env LC_ALL=C.UTF-8 LANGUAGE=tlh "$REINT" status study.reint

# ---- what is kept in English reads as it did when the file was read: every kind of fault, in both languages
mkdir -p faults && cd faults || exit 99
cat >codebook.yaml <<'X'
reint: 1
study: {id: faults, sampling: purposive}
waves: [{id: w1}, {id: w2}]
missing: {refused: [97], not_asked: [99], not_stated: [""]}
lists:
  sex: {male: Male, female: Female, old: {label: Old, retired: true}}
  many: {a01: x, a02: x, a03: x, a04: x, a05: x, a06: x, a07: x, a08: x, a09: x, a10: x, a11: x, a12: x, a13: x, a14: x, a15: x}
  answer: {"1": a, "2": b, "3": c}
forms:
  person:
    key: [person]
    variables:
      person: {type: person, pattern: "SYN-[0-9]{3,6}"}
      sex: {list: sex, required: true}
      many: {list: many}
      children: {type: integer, min: 0, max: 20, missing: {refused: [97]}}
      income: {type: decimal, min: 1.5, missing: {not_stated: [""]}}
      height: {type: decimal, missing: {not_stated: [""]}}
      born: {type: date, min: 1930-01-01, max: 2010-12-31, missing: {not_stated: [""]}}
      seen: {type: date, missing: {not_stated: [""]}}
      age: {type: age, min: 1, max: 99, missing: {not_stated: [""]}}
      initials: {type: text, pattern: "[A-Z]{2}", missing: {not_stated: [""]}}
      needs: {list: answer, multiple: true, min_codes: 2, max_codes: 2}
  interview:
    key: [person, wave]
    variables:
      held: {list: sex, required: true}
      q1: {list: answer, asked_when: "held = 'male'"}
      q2: {list: answer, waves: [w1]}
rules:
  - {id: R1, form: interview, when: "held = 'female'", require: "q2 IS NULL", severity: error, message: {en: No such answer}}
  - {id: R2, form: interview, when: "held = 'male'", require: "q1 <> '3'", severity: error}
X
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\n' >job.yaml
cat >person.csv <<'X'
person,sex,many,children,income,height,born,seen,age,initials,needs
SYN-001,male,a01,1,2,1.7,1980,2014,17,AB,1;2
SYN-002,femal,a01,1,2,1.7,1980,2014,17,AB,1;2
SYN-003,old,a01,1,2,1.7,1980,2014,17,AB,1;2
SYN-004,97,a01,1,2,1.7,1980,2014,17,AB,1;2
SYN-005,male,b99,1,2,1.7,1980,2014,17,AB,1;2
SYN-006,male,a01,21,2,1.7,1980,2014,17,AB,1;2
SYN-007,male,a01,,2,1.7,1980,2014,17,AB,1;2
SYN-008,male,a01,1,0.5,1.7,1980,2014,17,AB,1;2
SYN-009,male,a01,1,2,tall,1980,2014,17,AB,1;2
SYN-010,male,a01,1,2,1.7,1920,2014,17,AB,1;2
SYN-011,male,a01,1,2,1.7,1980,2014-02-31,17,AB,1;2
SYN-012,male,a01,1,2,1.7,1980,14 to 3,17,AB,1;2
SYN-013,male,a01,1,2,1.7,1980,2014,old,AB,1;2
SYN-014,male,a01,1,2,1.7,1980,2014,17,a name,1;2
SYN-015,male,a01,1,2,1.7,1980,2014,17,AB,1
SYN-016,male,a01,1,2,1.7,1980,2014,17,AB,1;2;3
SYN-017,male,a01,1,2,1.7,1980,2014,17,AB,1;1
SYN-018,male,a01,1,2,1.7,1980,2014,17,AB,1;97
SYN-019,male,a01,1,2,1.7,1980,2014,17,AB,1;7
SYN-020,femal,b99,21,0.5,tall,1920,2014-02-31,old,a name,1
SYN-021,male
SYN-022,male,a01,1,2,1.7,1980,2014,17,AB,2
SYN-023,male,a01,1,2,1.7,1980,2014,17,AB,3
no name,male,a01,1,2,1.7,1980,2014,17,AB,1;2
SYN-001,male,a01,1,2,1.7,1980,2014,17,AB,1;2
X
cat >interview.csv <<'X'
person,wave,held,q1,q2
SYN-001,w1,male,1,1
SYN-001,w2,male,1,2
SYN-099,w1,male,1,1
SYN-002,w1,male,,1
SYN-003,w1,male,99,1
SYN-004,w1,female,1,1
SYN-005,w1,female,,1
SYN-006,w1,male,3,1
X
run 'the study of faults' 0 '' "$REINT" run -q job.yaml
mkdir english && cp study.reint english
told() { grep -h ': \(galat\|error\): ' err | sed 's/: \(galat\|error\): /: /' | sort; }
kept() { sed -E 's/^([^ ]*:) (rule:)?[a-z_A-Z0-9]+: /\1 /' out | sort; }
run 'all faults, in Indonesian' 1 'ditolak' ../indonesian "$REINT" ingest --all study.reint person.csv interview.csv
told >as_told
run 'all faults as they are kept' 0 '' ../indonesian "$REINT" rejects --all study.reint
kept >as_kept
cmp as_told as_kept >/dev/null || fail "$(diff as_told as_kept | head -6)"
[ "$(grep -c . as_told)" -eq 30 ] || fail "$(grep -c . as_told) faults are told"
run 'all faults, in English' 1 'rejected' "$REINT" ingest --all english/study.reint person.csv interview.csv
told >in_english
run 'and kept' 0 '' "$REINT" rejects --all english/study.reint
kept | cmp -s - in_english || fail "$(kept | diff in_english - | head -6)"
run 'whoever read the file' 0 '' "$REINT" rejects --all study.reint
kept | cmp -s - in_english || fail "what is kept depends on the language"
[ -z "$(comm -12 as_kept in_english)" ] || fail "not translated: $(comm -12 as_kept in_english | head -3)"
run 'the first of each kind' 0 'dan 2 lagi seperti ini (illegal_code)' ../indonesian "$REINT" rejects study.reint
cd ..

# ---- what does not depend on it
for verb_and_more in 'status --json' 'rejects --json' 'rejects --csv' 'tab --format csv' 'tab --json'; do
    verb=${verb_and_more%% *} more=${verb_and_more#* } row=
    [ "$verb" != tab ] || row=sex
    # shellcheck disable=SC2086
    run "$verb_and_more" 0 '' "$REINT" $verb study.reint $row $more
    cp out in_english
    # shellcheck disable=SC2086
    run "$verb_and_more in Indonesian" 0 '' ./indonesian "$REINT" $verb study.reint $row $more
    cmp -s out in_english || fail "results depend on the language"
done
run 'ingest --json in Indonesian' 1 '"text": "sex is \\"femal\\"' ./indonesian "$REINT" ingest --json study.reint person.csv
finish
