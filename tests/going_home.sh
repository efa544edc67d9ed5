# going_home.sh -- to be read with `.`: stands in a copy of the example study whose job has run; $work is removed at the end.
set -eu
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/examples"
cp -R "$src/examples/going-home" "$src/examples/recompute" "$work/examples/"
cp -R "$src/codebooks" "$work/"
chmod -R u+w "$work"
cd "$work/examples/going-home"
rm -rf out
"$REINT" run -q job.yaml >/dev/null
