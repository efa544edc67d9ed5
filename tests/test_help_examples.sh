#!/bin/sh
# The examples of `reint VERB --help` run: every command of every verb on a copy of the example study, in the order of the
# page.  A row or a rule may say no (exit code 1); an example that is refused (2 or more) is wrong.  Those below need a
# file or a variable of the reader's own; each of them is matched by an example of another test.
set -u
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
# a small machine has no pager; what it would have shown goes to the log
mkdir "$work/bin" && ln -s "$REINT" "$work/bin/reint" && ln -s "$(command -v cat)" "$work/bin/less" && PATH="$work/bin:$PATH"
cp -r "$src/codebooks" "$src/examples" "$work/" || exit 99
chmod -R u+w "$work"
home=$work/examples/going-home
rm -rf "$work"/examples/*/out
cd "$home" || exit 99
reint run -q job.yaml || exit 99
cp "$work"/codebooks/going-home/* .
cp out/going-home.reint study.reint && cp study.reint going-home.reint
cp interview-w1.csv interview.csv
reint entry -q codebook.yaml -o entry.xlsx || exit 99
ln -s ../../examples examples
printf 'person,name\nSYN-013,A\n' >names.csv
printf 'row,col,count\na,x,10\na,y,20\nb,x,15\nb,y,5\n' >table.csv
cp "$work/examples/afternoon/team.xlsx" .

own='from-xlsform|^reint collect|svymean|calc logit|team.xlsx|resp_no|q3=refused|-p example|codebook to-yaml|ingest .*fix.csv|--steps 2'
n=0 left=0 failed=0
for verb in $(reint --help | sed -n '/^Verbs$/,/^$/p' | sed -n 's/^  \([a-z]*\) .*/\1/p'); do
    rm -rf "$work/examples/made" && cp -r "$home" "$work/examples/made" && cd "$work/examples/made" || exit 99
    ln -sfn ../../examples examples
    # the commands of the page, with the lines that a backslash joins put together
    reint "$verb" --help | sed -n '3,/^$/p' | sed -e ':a' -e '/\\$/{N;s/ *\\\n */ /;ba' -e '}' | sed -n 's/^  \(reint .*\)/\1/p' >"$work/commands"
    [ -s "$work/commands" ] || { echo "FAIL: reint $verb --help has no example"; failed=1; }
    while read -r command; do
        if echo "$command" | grep -qE -e "$own"; then
            left=$((left + 1))
            continue
        fi
        n=$((n + 1))
        rm -rf our-study
        eval "$command" >"$work/log" 2>&1 </dev/null
        code=$?
        [ $code -le 1 ] || { echo "FAIL ($code): $command"; head -3 "$work/log"; failed=1; }
    done <"$work/commands"
done
echo "$n examples, $left left out"
[ $n -ge 40 ] || { echo 'FAIL: too few'; failed=1; }
exit $failed
