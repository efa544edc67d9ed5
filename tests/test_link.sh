#!/bin/sh
# The program that links the library, on the example study: its 75 trafficked people, and nobody else, as the study's
# README says.
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
cat >"$work/expected" <<'EOF'
Needed nothing that is due               0
Other assisted, undefined                15
Under-assisted                           25
Unassisted                               35
undetermined                             0
without a class                          0
EOF
diff "$work/expected" "$work/counts"
