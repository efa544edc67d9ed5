# command.sh -- what the tests of the command line share, to be read with `.`: a temporary folder to stand in, a small
# study, `run` and its like.  Each ends with `finish`.
set -u
other=$(dirname "$REINT")/../tests/other_program
work=$(mktemp -d)
trap 'umount "$work/small" 2>/dev/null; chmod -R u+w "$work"; rm -rf "$work"' EXIT
cd "$work" || exit 99
failed=0 n=0 most=3 # lines of a message

fail() {
    failed=$((failed + 1))
    echo "FAIL: $name: $*"
    sed 's/^/    /' out err 2>/dev/null | head -20
}

# run NAME CODE PATTERN COMMAND...: the exit code is CODE, and stdout or stderr have a line that fits PATTERN (if any).  Where
# CODE is above 1 there is one message, on stderr, and nothing on stdout.
run() {
    name=$1 want=$2 pattern=$3
    shift 3
    n=$((n + 1))
    timeout 120 "$@" >out 2>err </dev/null
    got=$?
    [ "$got" -eq "$want" ] || fail "exit code $got, want $want"
    cat out err >both
    [ -z "$pattern" ] || grep -qe "$pattern" both || fail "no line like: $pattern"
    if grep -qi 'sanitizer\|runtime error' err; then fail "a sanitizer spoke"; fi
    if [ "$want" -gt 1 ]; then
        [ ! -s out ] || fail "something on standard output"
        [ "$(grep -c . err)" -ge 1 ] && [ "$(grep -v '^Usage: \|^Try: ' err | grep -c .)" -le $most ] || fail "not one message"
    fi
}

# same NAME COMMAND...: COMMAND leaves study.reint as it is, byte for byte, and nothing beside it.
same() {
    cp study.reint before.reint
    run "$@"
    cmp -s study.reint before.reint || fail "the study has changed"
    [ ! -e study.reint-journal ] || fail "a journal was left"
}

ingest() { "$REINT" ingest study.reint "$@"; }
count() { "$REINT" status --json study.reint | sed -n "s/.*\"form\": \"$1\".*\"records\": \([0-9]*\).*/\1/p" | head -1; }
records() { # NAME FORM N
    name=$1
    [ "$(count "$2")" = "$3" ] || fail "$(count "$2") records of $2, want $3"
}
leftovers() { # NAME PATTERN: no temporary file
    name=$1
    [ -z "$(find . -name "$2")" ] || fail "left over: $(find . -name "$2")"
}

# change NAME CODE PATTERN EXPRESSION: the job with the codebook of the step before, changed by sed.
change() {
    cp codebook.yaml step.yaml
    sed "$4" step.yaml >codebook.yaml
    name=$1
    if cmp -s step.yaml codebook.yaml; then fail "the expression changes nothing"; fi
    run "$1" "$2" "$3" "$REINT" run job.yaml
}
# refused NAME PATTERN EXPRESSION: nothing happens, and the next step starts from the codebook before.
refused() {
    cp study.reint before.reint
    change "$1" 1 "$2" "$3"
    cmp -s study.reint before.reint || fail "the study has changed"
    grep -q 'rows were rejected' both && fail "it speaks of rejected rows"
    cp step.yaml codebook.yaml
}
also() { # PATTERN: a line that stands there, too
    grep -qe "$1" both || fail "no line like: $1"
}
never() { # PATTERN: no such line stands there
    if grep -qe "$1" both; then fail "a line like: $1"; fi
}

# little KILOBYTES COMMAND...: no file may grow beyond it; a write fails as on a full disk
cat >little <<'X'
trap '' XFSZ
ulimit -f $(($1 * 2)) || exit 99
shift
exec "$@"
X

cat >codebook.yaml <<'X'
reint: 1
study: {id: small, sampling: purposive}
waves: [{id: w1}, {id: w2}]
missing: {refused: [97], not_stated: [""]}
lists:
  sex: {male: Male, female: Female}
  answer: {"1": a, "2": b, "3": c}
forms:
  person:
    key: [person]
    variables:
      person: {type: person, pattern: "SYN-[0-9]{3,6}"}
      sex: {list: sex, required: true}
      children: {type: integer, min: 0, max: 20, missing: {not_stated: [""]}}
      note: {type: text, missing: {not_stated: [""]}}
  interview:
    key: [person, wave]
    variables:
      date: {type: date, missing: {not_stated: [""]}}
      q1: {list: answer}
X
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\n' >job.yaml
printf 'person,sex,children\nSYN-001,male,1\nSYN-002,female,\nSYN-003,male,3\n' >person.csv
printf 'person,wave,q1\nSYN-001,w1,1\nSYN-002,w1,2\n' >interview.csv

finish() {
    echo "$n commands, $failed failures"
    [ $failed -eq 0 ]
}
