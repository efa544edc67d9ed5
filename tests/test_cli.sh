#!/bin/sh
# The command line: for every verb the help, what is refused and a good run; exit codes, standard output and standard
# error, widths; the manual page and the completion.  What every verb must do is asked of every verb that the command
# lists, so a new one is tested from its first day; its good run is to be added below.
set -u
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset NO_COLOR
failed=0 n=0 esc=$(printf '\033')

fail() {
    failed=$((failed + 1))
    echo "FAIL: $name: $*"
    sed 's/^/    /' "$work/out" "$work/err" 2>/dev/null | head -12
}

# run NAME CODE COMMAND...: into the files out and err; the exit code is CODE.
run() {
    name=$1 want=$2
    shift 2
    n=$((n + 1))
    timeout 300 "$@" >"$work/out" 2>"$work/err" </dev/null
    got=$?
    [ "$got" -eq "$want" ] || fail "exit code $got, want $want"
    if grep -qi 'sanitizer\|runtime error' "$work/err"; then fail "a sanitizer spoke"; fi
    if [ -n "$(find "$work" -name '*.??????' -newer "$work/start" -not -name '*.reint*' 2>/dev/null)" ]; then fail "a temporary file was left"; fi
}
out() { grep -qe "$1" "$work/out" || fail "no line on standard output like: $1"; }
err() { grep -qe "$1" "$work/err" || fail "no line on standard error like: $1"; }
no_out() { [ ! -s "$work/out" ] || fail "something on standard output"; }
no_err() { [ ! -s "$work/err" ] || fail "something on standard error"; }
narrow() { # FILE: at most 80 columns; locale C counts bytes, so what is not ASCII is made one byte first
    if sed 's/[^ -~][^ -~]*/x/g' "$work/$1" | grep -qE '.{81}'; then fail "a line of more than 80 columns on $1"; fi
}
plain() { if grep -q "$esc" "$work/out" "$work/err"; then fail "colour although this is no terminal"; fi; }

cd "$work" || exit 99
: >start
mkdir -p codebooks examples
cp -r "$src/codebooks/going-home" codebooks/
cp -r "$src/examples/going-home" examples/
chmod -R u+w .
rm -rf examples/going-home/out
job=examples/going-home/job.yaml
S=examples/going-home/out/going-home.reint
run 'the example' 0 "$REINT" run -q $job
no_out
no_err

# ---- the command itself
run 'no verb' 2 "$REINT"
no_out
err '^Usage: reint VERB'
run 'version' 0 "$REINT" --version
out '^reint [0-9]\.[0-9]'
no_err
for word in help --help -h; do
    run "reint $word" 0 "$REINT" $word
    out '^Usage: reint VERB'
    no_err
    narrow out
done
run 'an unknown verb' 2 "$REINT" clasify
no_out
err 'there is no verb "clasify"; did you mean classify?'
run 'two letters swapped' 2 "$REINT" tba
err 'did you mean tab?'
run 'a verb like no other' 2 "$REINT" frobnicate
if grep -q 'did you mean' err; then fail "a guess that is none"; fi
run 'an unknown option without a verb' 2 "$REINT" --verzion
err 'unknown option --verzion'
run 'help of an unknown verb' 2 "$REINT" help tbales
no_out
err 'did you mean tables?'

# ---- every verb
"$REINT" --man >man
"$REINT" --completion >completion
verbs=$("$REINT" --help | sed -n '/^Verbs$/,/^$/p' | sed -n 's/^  \([a-z]*\) .*/\1/p')
[ "$(echo "$verbs" | wc -w)" -ge 13 ] || { name=verbs; fail "the list of verbs is not read"; }
for verb in $verbs; do
    run "reint $verb --help" 0 "$REINT" "$verb" --help
    no_err
    narrow out
    sed -n 1p out | grep -q "^Usage: reint $verb " || fail "the first line is no usage"
    sed -n 3p out | grep -q '^[A-Z]' && sed -n 4p out | grep -q "^  reint $verb" || fail "examples do not come first"
    out '^Exit codes'
    cp out help
    run "reint help $verb" 0 "$REINT" help "$verb"
    cmp -s out help || fail "reint help VERB is not reint VERB --help"
    sed -n "s/^    $verb) options='\(.*\)'.*/\1/p" completion >of_completion
    sed -n "/^\.SS reint $verb /,/^\.S[SH] /p" man >of_man
    for option in $(sed -n '/^Options/,/^Exit codes/s/^  \(-.\|  \) --\([a-z-]*\).*/\2/p' help); do
        grep -qe "--$option\b" of_completion || fail "--$option is not in the completion"
        case $option in help | quiet) continue ;; esac # told once, for all verbs
        grep -q "^\(\\\\fB\\\\-.\\\\fR, \)*\\\\fB\\\\-\\\\-$(echo "$option" | sed 's/-/\\\\-/g')\\\\fR" of_man || fail "--$option is not in the manual page"
    done
    run "reint $verb --no-such" 2 "$REINT" "$verb" --no-such
    no_out
    err "reint $verb: unknown option --no-such"
    err "^Try: reint $verb --help"
    run "reint $verb --hlep" 2 "$REINT" "$verb" --hlep
    err 'unknown option --hlep; did you mean --help?'
    run "reint $verb without arguments" 2 "$REINT" "$verb"
    no_out
    err "^Usage: reint $verb"
    run "reint $verb with too many" 2 "$REINT" "$verb" a b c d e f g h --no-such
    no_out
    # a study that is not there, in each verb that begins with one
    if sed -n 1p help | grep -q '\] STUDY'; then
        more=$(sed -n '1s/.*\] STUDY//p' help | sed 's/\[[^]]*\]*//g; s/]//g; s/\.\.\.//g; s/|[A-Z]*//' | tr 'A-Z' 'a-z')
        # shellcheck disable=SC2086
        timeout 60 "$REINT" "$verb" missing.reint $more >out 2>err </dev/null
        if [ $? -ne 2 ] || ! grep -q "^reint $verb: .*--" err; then # some want an option first
            # shellcheck disable=SC2086
            run "reint $verb without the study" 4 "$REINT" "$verb" missing.reint $more
            err '^reint: missing.reint: '
            [ "$(wc -l <err)" -eq 1 ] || fail "not one message"
        fi
        no_out
    fi
done
name='the manual page'
if grep -q '^\(\\fB\)*\\-\\-' man && ! grep -q '^\.SS reint tab ' man; then fail "not a section a verb"; fi
if command -v man >/dev/null && command -v groff >/dev/null; then
    [ -z "$(groff -man -Tutf8 -ww -z man 2>&1)" ] || fail "groff finds faults: $(groff -man -Tutf8 -ww -z man 2>&1 | head -3)"
fi
name='the completion'
if command -v bash >/dev/null; then
    bash -c '. ./completion; COMP_WORDS=(reint classify --ju); COMP_CWORD=2; _reint; [ "${COMPREPLY[*]}" = --judge ]
        COMP_WORDS=(reint cl); COMP_CWORD=1; _reint; [ "${COMPREPLY[*]}" = classify ]' || fail "it does not complete"
fi

# ---- good runs: results on standard output, quiet when told so, no wider than the terminal
good() { # PATTERN VERB ARGUMENT...
    pattern=$1
    shift
    run "reint $*" 0 "$REINT" "$@" -q
    out "$pattern"
    no_err
    case " $* " in *' --json '* | *' --csv '* | ' score '* | *' --list '*) ;; *) narrow out ;; esac # those are for programs
    plain
    run "reint $* (with messages)" 0 "$REINT" "$@"
    narrow err
    plain
}
good 'Base: 75' tab $S sex
good 'Unassisted' tab $S class sex
good 'Unassisted' tab $S class sex -r nexus-tree
good '^Second interview (w2): 75 people' status $S
good '^  SYN-013 ' status $S --people
good 'person.csv' status $S --files
good '"forms"' status $S --json
good 'SYN-001' classify $S
good '  35  Unassisted' classify $S --view latest --counts
good 'of 150 ' classify $S -r nexus-tree --compare strict
good 'Class: ' explain $S SYN-014
good '^  Place to live: .* → ' explain $S SYN-012 --waves
good 'tidak diwawancarai' explain $S SYN-006 -w -l id
good 'Kelas: ' explain $S SYN-014 SYN-002 -l id
good 'What formal help came' ask $S --all
good 'Bantuan formal apa' ask $S --all -l id
good '^INTERNAL' ask $S --wave w2
good '^SYN-013,w2,w1,' ask $S --wave w2 --csv
good '^record,' score $S
good 'INTERNAL' tables $S
good 'interviewed' follow participation $S
good 'nassisted' follow transitions $S class
# each table of people over time names its base, all available or the same people, and never both
while read -r what rest; do
    for people in all same; do
        case "$what $people" in 'relatives same' | 'periods same' | 'attrition same') continue ;; esac # these are refused
        # shellcheck disable=SC2086 # words apart
        run "reint follow $what, $people" 0 "$REINT" follow "$what" $S $rest --people "$people" --exploratory -f json
        case $people in all) base='all available: ' other='the same people' ;; *) base='the same people: ' other='all available' ;; esac
        grep -o '"base":"[^"]*' "$work/out" >bases
        grep -q . bases && ! grep -qv "^.base.:.$base" bases && ! grep -q "$other" bases || fail "a base is not named: $people"
    done
done <<'ALL'
participation
timeline
transitions class
change class
model work_now --on sex --codes casual,farming
referral class
paths
domains
told
time --form support --origin episode.ended --event formal='formal'
attrition sex
numbers months_since_return
sequences work_now
clusters work_now
periods support
relatives
ALL
good '^pearson_chisq ' calc --list
run 'reint check, of everything' 0 "$REINT" check -q codebooks/going-home/codebook.yaml $job $S examples/going-home/plan.yaml
no_out
no_err
run 'a part of a codebook alone' 3 "$REINT" check codebooks/going-home/strict.yaml
err 'check the codebook that names it'
run 'reint check says that all is well' 0 "$REINT" check $job
err 'all is well'
run 'reint history of what was not changed' 0 "$REINT" history $S
no_out
err 'Nothing was changed'
run 'reint rejects without any' 0 "$REINT" rejects $S
no_out
err 'No row waits'
run 'reint run again' 0 "$REINT" run $job
out 'written: '
run 'reint ingest of what is known' 0 "$REINT" ingest --form person $S examples/going-home/person.csv
out 'unchanged'

run 'reint export for R' 0 "$REINT" export -q --r for-r $S
no_out
no_err
[ -s for-r/going-home-INTERNAL-read.R ] || fail 'no script'

# ---- somebody else's sheet
printf 'Id,S02_state_w1,S03_state_w1,Name\nSYN-001,met,?,X\nSYN-002,,wrong,X\n' >wide.csv
cat >map.yaml <<'END'
reint: 1
records:
  - form: need
    unpivot: "{service}_{fact}_{source}"
    columns:
      person: Id
      episode: {constant: 1}
      stage: {constant: return}
      service: {part: service}
      source: {part: source}
      state: {fact: state, recode: {"?": "98"}}
ignore: [Name]
END
run 'a first map' 0 "$REINT" ingest --propose-map $S wide.csv
out 'unpivot: "{service}_{fact}_{source}"'
no_err
run 'a preview' 0 "$REINT" ingest --map map.yaml --preview $S wide.csv
out '^wide.csv: need: 3 records'
out '^  3: person=SYN-002 .* state=wrong'
run 'ingest by a map' 1 "$REINT" ingest --map map.yaml $S wide.csv
out '^wide.csv>need: need: read 3 = '
err '^wide.csv:3:10: error: state is "wrong"'
run 'reint rejects of a map' 0 "$REINT" rejects $S
out '^wide.csv:3:10: illegal_code: '
run 'a preview without a map' 2 "$REINT" ingest --preview $S wide.csv
sed 's/Id$/Idd/' map.yaml >wrong.yaml
run 'a map that does not fit' 3 "$REINT" ingest --map wrong.yaml $S wide.csv
err '^wrong.yaml:6:15: error: the file has no column "Idd" (did you mean "Id"?)'
run 'a sheet of what is no workbook' 3 "$REINT" ingest --sheet need $S wide.csv

# ---- outputs
for verb_and_more in "tab $S sex" "ask $S --wave w2" "rejects $S --csv" "tables $S"; do
    # shellcheck disable=SC2086
    run "$verb_and_more to standard output" 0 "$REINT" $verb_and_more -q
    cp out by_default
    # shellcheck disable=SC2086
    run "$verb_and_more -o -" 0 "$REINT" $verb_and_more -q -o -
    cmp -s out by_default || fail "-o - is not the default"
    # shellcheck disable=SC2086
    run "$verb_and_more into a folder that is not there" 5 "$REINT" $verb_and_more -o nowhere/file.txt
    no_out
    err 'nowhere'
done
run 'a private sheet' 0 "$REINT" ask $S --wave w2 -o sheet.txt
no_out
name='the sheet'
[ "$(stat -c %a sheet.txt)" = 600 ] || fail "others may read it"
head -1 sheet.txt | grep -q '^INTERNAL' || fail "it does not say INTERNAL"
for options in '--csv' '--missed' '-o x.txt' '--wave w2 --all' '--wave w2 --json' '--wave w2 --stage return' 'SYN-014 --wave w2'; do
    # shellcheck disable=SC2086
    run "ask $options" 2 "$REINT" ask $S $options
    no_out
done
run 'a wave that is none' 2 "$REINT" ask $S --wave w9
err 'w1, w2'
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
    run 'colour on a terminal' 0 script -qec "'$REINT' tab $S sex" /dev/null
    if ! grep -q "$esc" out; then fail "no bold on a terminal"; fi
    run 'NO_COLOR' 0 env NO_COLOR=1 script -qec "'$REINT' tab $S sex" /dev/null
    plain
fi
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
    printf '#!/bin/sh\n(sleep 2; cat examples/going-home/person.csv) | "$REINT" ingest "$@" --correct --form person %s /dev/stdin\n' $S >slow.sh
    run 'progress after a second, on a terminal' 0 script -qec "sh slow.sh" /dev/null
    out '/dev/stdin: 1 s'
    grep -q 'unchanged 87\|unchanged' out || fail "no result after it"
    run 'no progress when quiet' 0 script -qec "sh slow.sh -q" /dev/null
    if grep -q '1 s' out; then fail "progress although quiet"; fi
    run 'no progress into a file' 0 sh slow.sh
    if grep -q '1 s' err; then fail "progress although this is no terminal"; fi
fi

# ---- whom questions are about, and whom they are not
run 'ask says whom it is not about' 0 "$REINT" ask $S
tr '\n' ' ' <err >joined # 75 trafficked people of 210: person.csv has 12 relatives and 123 key informants
grep -q "75 stages of 75 people.* Not asked about: 135 other people of the study; .* people with type = 'trafficked'" joined ||
    fail "not: 135 others"
run 'of one person nothing is said of others' 0 "$REINT" ask $S SYN-014
if grep -q 'other people' err; then fail "others are told of"; fi
run 'ask as JSON' 0 "$REINT" ask $S --json
out '"outside": 135, "without_stage": 0}'

# ---- what says the same of many files is one line; at a terminal lines are 80 columns wide, for a program a finding is a line
again='the file is the one that was read before; it was not read again'
sed 's,^outputs:,outputs: [],; /^  - out/d; /^plan:/d' examples/going-home/job.yaml >examples/going-home/again.yaml
run 'a job' 0 "$REINT" run examples/going-home/again.yaml
run 'a job of files that were read' 0 "$REINT" run examples/going-home/again.yaml
err "^note: $again (14 files: person.csv, consent.csv, episode.csv, interview-w1.csv, interview-w2.csv, contact.csv, ...)"
[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
run 'each of them' 0 "$REINT" run --all examples/going-home/again.yaml
[ "$(grep -c "csv: note: $again" err)" -eq 14 ] || fail "not each of the 14"
if command -v script >/dev/null && script -qec true /dev/null >/dev/null 2>&1; then
    run 'long lines at a terminal' 0 script -qec "'$REINT' run examples/going-home/again.yaml" /dev/null
    tr -d '\r' <out | grep -v ' = accepted ' >message
    grep -q '^note: the file is' message && grep -q '^    files: person.csv' message || fail "the note is not in lines"
    awk 'length($0) > 80 { exit 1 }' message || fail "wider than 80 columns"
fi

# ---- what says the same of many sheets is one line, and a study without records makes no tables
mkdir fresh && chmod 700 fresh
run 'reint new' 0 "$REINT" new fresh
out 'Next: fill in fresh/entry.xlsx'
run 'the job of a new study' 0 "$REINT" run fresh/job.yaml
out '^no record is stored yet, and no tables are written: fill in fresh/entry.xlsx'
err '^fresh/entry.xlsx: note: there is a header and no record yet (13 sheets: person, '
[ "$(wc -l <err)" -eq 1 ] || fail "more than one line"
[ ! -e fresh/out ] || fail "a workbook of empty tables"
run 'the job once more' 0 "$REINT" run fresh/job.yaml
err '^fresh/entry.xlsx: note: the file is the one that was read before; .* (13 sheets: person, '
run 'tables of a study without records' 0 "$REINT" tables fresh/study.reint
out 'The study holds no record yet: every table is empty'
printf 'person,type,sex\nSYN-001,trafficked,femal\n' >fresh/person.csv
sed -i 's/- entry.xlsx.*/- person.csv/' fresh/job.yaml
run 'a job with a rejected row says where it is' 1 "$REINT" run fresh/job.yaml
err '^reint: rows were rejected; see: reint rejects fresh/job.yaml$'
run 'and the command it names lists it' 0 "$REINT" rejects fresh/job.yaml
out '^person.csv:2:20: illegal_code: sex is "femal"'

if [ -e /dev/full ]; then
    name='a full disk' && n=$((n + 1))
    "$REINT" tab $S sex >/dev/full 2>err
    [ $? -eq 5 ] || fail "exit code is not 5"
    err 'cannot write'
fi

# ---- Table 1 of the report (2.2, p. 24), cell by cell
cat >table1 <<'X'
construction,female,0
construction,male,2
construction,total,2
domestic_work,female,31
domestic_work,male,0
domestic_work,total,31
factory,female,0
factory,male,4
factory,total,4
fishing,female,0
fishing,male,15
fishing,total,15
other_labour,female,0
other_labour,male,2
other_labour,total,2
plantation,female,0
plantation,male,6
plantation,total,6
sexual,female,15
sexual,male,0
sexual,total,15
total,female,46
total,male,29
total,total,75
X
run 'Table 1' 0 "$REINT" tab $S main_form sex --unit episode --format csv
sed -n 's/^tab,[^,]*,,,[a-z_]*,\([a-z_]*\),[^,]*,[a-z_]*,\([a-z]*\),[A-Za-z]*,count,n,\([0-9]*\),.*/\1,\2,\3/p' out | LC_ALL=C sort >got
cmp -s got table1 || fail "not the report's: $(diff table1 got | head -5)"

# ---- classify: judgements, JSON, comparison
cp $S judged.reint
chmod u+w judged.reint
J=judged.reint
for bad in '--judge early_home=unassisted' \
    '--judge early_home=unassisted --who RS' '--judge early_home=unassisted --why because' \
    '--judge early_home=unassisted --who RS --why' '--judge early_home --who RS --why because' \
    '--judge early_home=unasisted --who RS --why because' '--judge erly_home=unassisted --who RS --why because' \
    '--judge return=unassisted --who RS --why because --episode 9' '--judge early_home=unassisted --who RS --why because --episode x'; do
    # shellcheck disable=SC2086
    run "judge: $bad" 2 "$REINT" classify $J SYN-014 $bad
    no_out
done
run 'judge nobody' 2 "$REINT" classify $J --judge early_home=unassisted --who RS --why because
err 'name the person'
run 'judge an unknown person' 2 "$REINT" classify $J SYN-999 --judge early_home=unassisted --who RS --why because
err 'no respondent'
if grep -q SYN-999 err; then fail "a key that is nobody's is shown"; fi
run 'judge a relative' 2 "$REINT" classify $J SYN-R011 --judge early_home=unassisted --who RS --why because
err "type = 'trafficked'"
run 'judge with an empty reason' 2 "$REINT" classify $J SYN-014 --judge early_home=unassisted --who RS --why ''
err 'a reason'
cmp -s $S $J || { name='what was refused'; fail "the study has changed"; }
run 'a judgement' 0 "$REINT" classify $J SYN-014 --judge early_home=unassisted --who RS --why 'the shelter was closed'
no_out
no_err
run 'it is told' 0 "$REINT" explain $J SYN-014
out "The team's own judgement: Unassisted (the shelter was closed; RS)"
run 'it is marked' 0 "$REINT" classify $J SYN-014 --view now
out 'early_home  *unassisted \*'
run 'it is not asked about' 0 "$REINT" ask $J SYN-014 --stage early_home
no_out
err '1 judged by the team, 0 undetermined'
run 'it is in JSON beside the computed class' 0 "$REINT" classify $J SYN-014 --view now --json
out '"stage": "early_home", "class": "unassisted", "computed": null, "overridden": true'
run 'another rule set does not have it' 0 "$REINT" classify $J SYN-014 --view now -r strict
if grep -q ' \*$' out; then fail "a judgement of one rule set in another"; fi
run 'an unknown rule set' 2 "$REINT" classify $S -r nexus-tre
err 'did you mean "*nexus-tree'
run 'an unknown view' 2 "$REINT" classify $S --view latets
err 'told, latest, now'
run 'a comparison of a rule set with itself' 0 "$REINT" classify $S -r strict --compare strict
out '^0 of 150 units'
for two in 'nexus-tree strict' 'nexus-tree,strict' 'strict --ruleset nexus-tree'; do
    # shellcheck disable=SC2086
    run "compare $two" 0 "$REINT" classify $S --compare $two
    out '^44 of 150 units are in another class by strict than by nexus-tree'
done
run 'compare for one person' 0 "$REINT" classify $S SYN-004 --compare strict
out '^2 of 2 units are in another class by strict than by nexus-chapter5'
run 'compare with what is neither' 2 "$REINT" classify $S --compare nexus-tree strct
err 'neither a rule set nor a respondent'
run 'compare three' 2 "$REINT" classify $S --compare nexus-tree,strict -r strict
for verb in classify explain ask score; do
    run "$verb of an unknown person" 2 "$REINT" "$verb" $S SYN-0O4
    no_out
    err 'did you mean "SYN-004"?'
    run "$verb of a name" 2 "$REINT" "$verb" $S 'Some Body'
    if grep -q Body err; then fail "a name is repeated"; fi
done
run 'the compared row says why' 0 "$REINT" classify $S -r nexus-tree --compare strict
out '^SYN-0[0-9]* .*fully_assisted -> assisted'
out '    nexus-tree: help was received and no need was left unmet (row F)'
run 'a study that cannot be written' 0 chmod a-w $J
if [ "$(id -u)" -ne 0 ]; then
    run 'a judgement without the right to write' 4 "$REINT" classify $J SYN-014 --judge early_home=unassisted --who RS --why x
fi
run 'score of a pack that is not there' 2 "$REINT" score $S -p domain
err 'domains'

# ---- JSON is JSON
if command -v python3 >/dev/null; then
    for verb_and_more in "classify $S" "classify $J SYN-014 --view now" "ask $S --all" "status $S" "score $S" "rejects $S" \
        "history $J" "tab $S class sex" "tables $S"; do
        # shellcheck disable=SC2086
        run "$verb_and_more --json" 0 "$REINT" $verb_and_more --json -q
        no_err
        python3 -c 'import json, sys; json.load(open(sys.argv[1]))' out 2>/dev/null || fail "no JSON"
    done
fi

echo "$n commands, $failed failed"
[ "$failed" -eq 0 ]
