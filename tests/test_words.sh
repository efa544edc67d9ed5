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
cp out in_english
run 'the same, asked in Indonesian' 0 '' ./indonesian "$REINT" rejects study.reint
cmp -s out in_english || fail "results depend on the language"
run 'status' 0 '^  person                   1 catatan *2 baris perlu diperbaiki$' ./indonesian "$REINT" status study.reint
run 'status by --language' 0 '^Catatan$' "$REINT" status study.reint --language id
run 'status by --language against the user'"'"'s' 0 '^Records$' ./indonesian "$REINT" status study.reint --language en
run 'an empty variable is none' 0 '^Records$' env LC_ALL=C.UTF-8 LANGUAGE= "$REINT" status study.reint
run 'the language of LANG, its locale not installed' 0 '^Catatan$' env -u LC_ALL -u LANGUAGE LANG=id_ID.UTF-8 "$REINT" status study.reint
run 'the C locale is English' 0 '^Records$' env LC_ALL=C LANGUAGE=id "$REINT" status study.reint
run 'a language that there is not' 0 '^Records$' env LC_ALL=C.UTF-8 LANGUAGE=tlh "$REINT" status study.reint

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
