#!/bin/sh
# The program that links the library, on the example study: every unit is in a class or undetermined.
set -eu
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/codebooks" "$work/examples"
cp -r "$src/codebooks/going-home" "$work/codebooks/"
cp -r "$src/examples/going-home" "$work/examples/"
chmod -R u+w "$work"
rm -rf "$work/examples/going-home/out"
"$REINT" run -q "$work/examples/going-home/job.yaml"
"$(dirname "$REINT")/../examples/link/class_counts" "$work/examples/going-home/out/going-home.reint" >"$work/counts"
cat "$work/counts"
grep -q '^undetermined' "$work/counts"
[ "$(wc -l <"$work/counts")" -ge 4 ]
