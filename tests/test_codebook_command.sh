#!/bin/sh
# reint codebook: documents with counts, differences, spreadsheets, first drafts, through the command.
set -u
. "${REINT_SRCDIR:-.}/tests/command.sh"
sed -i 's/^      note: .*/      told: {label: Told, list: answer, sensitive: true}/' codebook.yaml
printf 'person,sex,children,told\nSYN-001,male,1,1\nSYN-002,female,,2\nSYN-003,male,3,97\n' >person.csv
printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\ninputs: [person.csv, interview.csv]\n' >job.yaml
run "the study is made" 0 'accepted 3' "$REINT" run job.yaml
has() { # FILE PATTERN
    grep -qe "$2" "$1" || fail "$1 has no line like: $2"
}

# ---- doc --------------------------------------------------------------------------------------------------------------
same "a page without a study has no counts" 0 '^## person' "$REINT" codebook doc codebook.yaml
if grep -q Records out; then fail "there are counts"; fi
same "a page of a study has counts" 0 '^3 records' "$REINT" codebook doc study.reint
has out 'INTERNAL'
has out '^| male | Male | 2 |'
has out '^|  | a value | 2 |'
has out '^| not.*stated | Not stated | 1 |'
if grep -q '^| told | Told | Records' out; then fail "a sensitive variable is counted"; fi
same "HTML by the name of the file" 0 '' "$REINT" codebook doc study.reint -o page.html
has page.html '^<!DOCTYPE html>'
has page.html '<td>male</td><td>Male</td><td class="n">2</td>'
same "a workbook" 0 '' "$REINT" codebook doc study.reint -o page.xlsx
[ -s page.xlsx ] || fail "there is no workbook"
same "a workbook is no stream" 2 '--output' "$REINT" codebook doc study.reint --format xlsx
same "an unknown format" 2 'markdown, html or xlsx' "$REINT" codebook doc study.reint --format pdf

# ---- diff -------------------------------------------------------------------------------------------------------------
same "nothing has changed" 0 '' "$REINT" codebook diff study.reint codebook.yaml
[ ! -s out ] || fail "something is told"
sed 's/male: Male, /male: Man, /; s/max: 20/max: 10/; s/"3": c/"4": d/' codebook.yaml >new.yaml
same "what needs a crosswalk comes first, and the exit code tells" 1 '^crosswalk needed' "$REINT" codebook diff study.reint new.yaml
[ "$(head -1 out)" = "crosswalk needed" ] || fail "the worst is not first"
has out '  list answer, code 3: the code is gone'
has out '  form person, variable children: range: 0..20 becomes 0..10, which is narrower'
has out '  list sex, code male: label: "Male" becomes "Man"'
run "as JSON" 1 '"effect": "crosswalk needed", "kind": "removed", "where": "list answer, code 3"' \
    "$REINT" codebook diff --json codebook.yaml new.yaml
run "two codebooks are needed" 2 'takes two codebooks' "$REINT" codebook diff codebook.yaml

# ---- spreadsheets -----------------------------------------------------------------------------------------------------
run "to a spreadsheet" 0 '' "$REINT" codebook to-xlsx codebook.yaml -o book.xlsx
run "the spreadsheet is a codebook" 0 'all is well' "$REINT" check book.xlsx
run "and the same one" 0 '' "$REINT" codebook diff codebook.yaml book.xlsx
run "back to YAML" 0 '' "$REINT" codebook to-yaml book.xlsx -o back.yaml
run "which is the same as YAML made at once" 0 '' "$REINT" codebook to-yaml codebook.yaml -o straight.yaml
cmp -s back.yaml straight.yaml || fail "they differ"
printf 'reint: 1\nstudy: other.reint\ncodebook: book.xlsx\ninputs: [person.csv, interview.csv]\n' >other.yaml
run "a job can name the spreadsheet" 0 'accepted 3' "$REINT" run other.yaml
run "and its study is like any other" 0 'Male *2 ' "$REINT" tab other.reint sex
run "no such work" 2 'doc, diff' "$REINT" codebook convert codebook.yaml
run "no such file" 3 'nowhere.yaml' "$REINT" codebook doc nowhere.yaml
finish
