#!/bin/sh
# What the README says is typed works: the commands of its first two chapters, one by one, in a copy of what they need.
# A job with rejected rows would exit with 1; these have none.
set -u
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT
mkdir "$work/bin" && ln -s "$REINT" "$work/bin/reint" && PATH="$work/bin:$PATH"
cp -r "$src/codebooks" "$src/examples" "$work/" || exit 99
chmod -R u+w "$work"
rm -rf "$work"/examples/*/out
cd "$work" || exit 99

# the first block of shell of a chapter
block() { sed -n "/^## $1/,/^## /p" "$src/README.md" | sed -n '/^```sh/,/^```/p' | sed '/^```sh/d; /^```/,$d'; }
n=0 failed=0
for chapter in 'The main job' 'A first afternoon'; do
    block "$chapter" >commands
    [ "$(grep -c '^reint ' commands)" -ge 7 ] || { echo "FAIL: $chapter: too few commands"; failed=1; }
    while read -r command; do
        n=$((n + 1))
        eval "$command" >"$work/log" 2>&1 </dev/null || { echo "FAIL: $command"; cat "$work/log"; failed=1; }
    done <commands
    cd "$work" || exit 99
done
[ -f afternoon/entry-w2.xlsx ] && [ -n "$(ls examples/going-home/out/*.xlsx)" ] || { echo 'FAIL: a workbook is missing'; failed=1; }
[ $failed -eq 0 ] && echo "$n commands of the README"
exit $failed
