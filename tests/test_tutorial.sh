#!/bin/sh
# The afternoon of reint-tutorial(7), command by command: each line of the page that begins with $ is run in a copy of
# examples/afternoon; what they print is examples/afternoon/tutorial.txt.  With an argument, writes that log anew.
# The numbers of records are those of make.py: 12 people, 17 answers about help, 20 interviews with one bad date.
set -u
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$REINT" "$work/bin/reint" && PATH="$work/bin:$PATH"
cp "$src"/examples/afternoon/*.xlsx "$src"/examples/afternoon/*.csv "$src"/examples/afternoon/*.yaml "$work/" || exit 99
chmod -R u+w "$work"
cd "$work" || exit 99
failed=0

fail() {
    echo "FAIL: $*"
    failed=1
}

# Day and machine are no part of a result.
clean() { sed 's/on [0-9]\{4\}-[0-9][0-9]-[0-9][0-9]/on DAY/'; }

sed -n 's/^\$ //p' "$src/man/reint-tutorial.7" | sed 's/\\-/-/g; s/\\e/\\/g' >commands
[ "$(wc -l <commands)" -ge 14 ] || fail "the page has too few commands"
n=0
while read -r command; do
    n=$((n + 1))
    want=0
    case $command in
    *'interviews.csv') case $command in *--correct*) ;; *--map*) want=1 ;; esac ;; # the row with the bad day
    esac
    echo "\$ $command" >>log
    sh -c "$command" >out 2>&1 </dev/null
    got=$?
    clean <out >>log
    [ $got -eq $want ] || { fail "exit code $got, want $want: $command"; cat out; }
done <commands

grep -q 'team.xlsx!Respondents>person: person: read 12 = accepted 12 ' log || fail "not all 12 people are in"
grep -q 'team.xlsx!Help>support: support: read 17 = accepted 17 ' log || fail "not all 17 answers about help are in"
grep -q 'interviews.csv>interview: interview: read 20 = accepted 19 .* rejected 1$' log || fail "not 19 of 20 interviews"
grep -q 'accepted 1 + changed 0 + unchanged 19 + rejected 0$' log || fail "the corrected row is not in"
[ -f first-INTERNAL.xlsx ] && [ -f entry-w2.xlsx ] || fail "a workbook is missing"
if [ $# -gt 0 ]; then
    cp log "$1"
elif ! cmp -s log "$src/examples/afternoon/tutorial.txt"; then
    fail "what is printed is not examples/afternoon/tutorial.txt"
    diff "$src/examples/afternoon/tutorial.txt" log | head -40
fi
[ $failed -eq 0 ] && echo "$n commands of the tutorial"
exit $failed
