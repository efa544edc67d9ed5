#!/bin/sh
# The manual reint-methods(7): every registered statistic has an entry there with a formula and its reference cases, every
# statistic that the oracle names is one of them, and the index of cases is the one that the files give.
set -eu
src=${REINT_SRCDIR:-.}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$REINT" calc --list | awk '{ print $1 }' | LC_ALL=C sort >"$work/registered"
[ "$(wc -l <"$work/registered")" -gt 150 ]

sed -n 's/^METHOD("\([^"]*\)".*/\1/p' "$src/libreint/stats/methods.def" | LC_ALL=C sort >"$work/described"
diff "$work/registered" "$work/described" || { echo 'registry and methods.def name different statistics'; exit 1; }

for file in "$src"/tests/oracle/expected/*.csv "$src"/tests/oracle/more/expected/*.csv; do
    tr -d '"' <"$file" | awk -F, 'NR > 1 { print $2 }'
done | LC_ALL=C sort -u >"$work/compared"
diff "$work/registered" "$work/compared" || { echo 'a statistic without reference values, or values without a statistic'; exit 1; }

sh "$src/tests/oracle/index.sh" "$src" >"$work/oracle.def"
diff "$src/libreint/stats/oracle.def" "$work/oracle.def" || { echo 'run make oracle-index'; exit 1; }

"$REINT" calc --manual >"$work/page"
while read -r key; do
    "$REINT" calc --about "$key" --json >"$work/one"
    for field in formula undefined layouts cases; do
        ! grep -q "\"$field\": \"\"" "$work/one" || { echo "$key says nothing of $field"; exit 1; }
    done
    grep -Fxq ".B $key" "$work/page" || { echo "$key is not in the manual"; exit 1; }
done <"$work/registered"

if command -v groff >/dev/null 2>&1; then
    groff -t -man -k -Tutf8 -ww "$work/page" >"$work/text" 2>"$work/warnings"
    [ ! -s "$work/warnings" ] || { cat "$work/warnings"; exit 1; }
    grep -q 'X2 = sum (O - E)^2 / E' "$work/text" # no character became another one
    # as make manual makes them; a groff without these devices says so and is left alone
    for device in html pdf; do
        if echo | groff -T$device >/dev/null 2>&1; then
            groff -t -man -k -T$device "$work/page" >"$work/page.$device" 2>/dev/null
            [ "$(wc -c <"$work/page.$device")" -gt 50000 ]
            # every statistic is in what is read there, too
            case $device in
            html) sed 's/<[^>]*>//g' "$work/page.html" >"$work/read" ;;
            pdf) pdftotext "$work/page.pdf" "$work/read" 2>/dev/null || continue ;;
            esac
            tr -s '[:space:]' '\n' <"$work/read" | LC_ALL=C sort -u >"$work/words"
            LC_ALL=C comm -23 "$work/registered" "$work/words" >"$work/lost"
            [ ! -s "$work/lost" ] || { echo "not in the manual as $device:"; cat "$work/lost"; exit 1; }
        fi
    done
fi
"$REINT" calc --about mcnemar >"$work/one"
grep -q '(b-c)^2/(b+c)' "$work/one"
echo "$(wc -l <"$work/registered") statistics described and compared"
