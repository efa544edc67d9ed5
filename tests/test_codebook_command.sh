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
[ "$(stat -c %a page.xlsx)" = 600 ] || fail "others than the owner can read the workbook"
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

# ---- forms of KoboToolbox and ODK -------------------------------------------------------------------------------------
run "a form of the codebook" 0 '' "$REINT" codebook to-xlsform codebook.yaml -o form.xlsx
run "comes back as a codebook" 0 '' "$REINT" codebook from-xlsform form.xlsx --person person --wave wave -o made.yaml
run "that is sound" 0 'all is well' "$REINT" check made.yaml
has made.yaml '^      children: {label: "children", type: integer, min: 0, max: 20, missing: {not_stated: \[""\]}}$'
run "one form of it" 0 '' "$REINT" codebook to-xlsform codebook.yaml --form person -o one.xlsx
run "a form that is not there" 2 '"persn" (did you mean "person"?)' "$REINT" codebook to-xlsform codebook.yaml --form persn -o no.xlsx
[ ! -e no.xlsx ] || fail "a workbook was written"
same "a form is no stream" 2 '--output' "$REINT" codebook to-xlsform codebook.yaml
run "a study to collect for" 0 '' "$REINT" run -q job.yaml
printf 'person,wave,sex,children,_id\nSYN-010,w1,female,2,5\nSYN-011,w1,male,,6\n' >collected.csv
run "what was collected with it" 0 'person: read 2 = accepted 2' "$REINT" collect study.reint form.xlsx collected.csv --person person --wave wave

# ---- a first draft ----------------------------------------------------------------------------------------------------
{
    printf '\357\273\277Person ID;Full Name;Sex;Age (years);Region;Score;Started;Services;q1\r\n'
    i=0
    while [ $i -lt 40 ]; do
        i=$((i + 1))
        case $((i % 4)) in
        0) echo "P$i;Aa $i;male;$((20 + i));North;1.$i;2014-03-0$((1 + i % 9));food;1" ;;
        1) echo "P$i;Bb $i;female;999;north;2.5;2014-04-01;food|shelter;2" ;;
        2) echo "P$i;Cc $i;N/A;$((15 + i));South-East;3;;shelter;97" ;;
        3) echo "P$i;Dd $i;female;;Sout-East;0.$i;2015-12-3$((i % 2));;5" ;;
        esac
    done
} >people.csv
{
    echo 'Person ID,wave,income,note'
    for i in 1 2 3 4 5 6; do
        echo "P$i,w1,$((i * 100)),said something $i"
        echo "P$i,w2,$((i * 110)),said more $i"
    done
} >talks.csv
run "a draft of two files" 0 '' "$REINT" codebook draft people.csv talks.csv -o draft.yaml
run "is a codebook" 0 'all is well' "$REINT" check draft.yaml
has draft.yaml '^  person: person_id$'
has draft.yaml '^  wave: wave$'
has draft.yaml '^    key: \[person_id\]$'
has draft.yaml '^    key: \[person_id, wave\]$'
has draft.yaml '^      sex: {label: Sex, list: sex, missing: {not_stated: \["N/A"\]}}$'
has draft.yaml '^      age_years: {label: "Age (years)", type: integer, min: 17, max: 60, missing: {not_stated: \[999, ""\]}}$'
has draft.yaml '^      score: {label: Score, type: decimal, min: "0.11", max: 3}$'
has draft.yaml '^      started: {label: Started, type: date, min: "2014-03-01", max: "2015-12-31", missing: {not_stated: \[""\]}}$'
has draft.yaml '^      services: {label: Services, list: services, multiple: true, separator: "|", missing: {not_stated: \[""\]}}$'
has draft.yaml '^      q1: {label: q1, list: q1, missing: {refused: \[97\]}}$'
has draft.yaml '^      income: {label: income, type: integer, min: 100, max: 660}$'
has draft.yaml '^      note: {label: note, type: text, sensitive: true}$'
has draft.yaml 'seem to point at a person.*: "Full Name"'
has draft.yaml 'age_years: likely missing codes, check what they mean: "999" (not_stated, 10 times)'
has draft.yaml 'list region: spelt nearly alike.*"north" and "North"'
has draft.yaml '"South-East" and "Sout-East"'
if grep -q 'Aa 4\|said' draft.yaml; then fail "texts of people are in the draft"; fi
has draft-people-map.yaml '^    ignore: \["Full Name"\]$'
run "the draft takes the data it was made of" 0 'people.csv>people: read 40 = accepted 40' "$REINT" run draft-job.yaml
has out 'talks.csv>talks: read 12 = accepted 12'
[ "$(stat -c %a draft-job.yaml draft-people-map.yaml draft.yaml | sort -u)" = 600 ] || fail "others can read what was written"
most=40
run "what was written with a draft is not written over" 2 'draft-job.yaml: this file is there already' "$REINT" codebook draft people.csv -o draft.yaml
most=3
run "a draft elsewhere finds its files" 0 '' mkdir there
run "beside its codebook" 0 '' "$REINT" codebook draft people.csv -o there/x.yaml
run "from wherever" 0 'people.csv>people: read 40 = accepted 40' "$REINT" run there/x-job.yaml
# respondents that no file lists, sums under two names, a column without a name, dates as in America, nothing that tells rows apart
printf 'Case,Round,When,,Work\nA1,r1,3/14/2015,x,yes\nA1,r2,4/15/2015,y,no\nB2,r1,3/16/2015,z,yes\nB2,r2,5/17/2015,,yes\nTotal,,,,4\n total ,,,,4\n' >rounds.csv
printf 'what,much\nrent,5\nrent,5\nfood,6\n' >spent.csv
run "people of whom there is no list" 0 '1 column without a name' "$REINT" codebook draft spent.csv rounds.csv -o rounds.yaml
run "are taken from their records" 0 'rounds.csv>respondent: read 2 = accepted 2' "$REINT" run rounds-job.yaml
has out 'rounds.csv>rounds: read 4 = accepted 4'
has out 'spent.csv>spent: read 3 = accepted 3'
has rounds.yaml '^    key: \[row\]$'
run "each known by its line" 0 '' "$REINT" export -q --texts --r rounds rounds.reint
has rounds/*spent.csv '^4,food,'
has rounds-rounds-map.yaml 'when: {from: When, dates: mdy}'
has rounds-rounds-map.yaml '^    ignore: \["\*"\]$'
run "a draft of a workbook" 0 '' "$REINT" codebook draft page.xlsx -o sheet.yaml
run "is a codebook, too" 0 'all is well' "$REINT" check sheet.yaml
# the team's own sheets, as they are: two header rows, sums, dates as in Excel, records side by side, another encoding
cp "${REINT_SRCDIR:-.}/examples/afternoon/team.xlsx" "${REINT_SRCDIR:-.}/examples/afternoon/interviews.csv" .
run "a draft of messy sheets" 0 '' "$REINT" codebook draft team.xlsx interviews.csv -o raw.yaml
run "is a codebook" 0 'all is well' "$REINT" check raw.yaml
has raw.yaml '^    key: \[no, item, gelombang\]$'
has raw.yaml '^      date_of_birth: {label: "Date of birth", type: date, missing: {not_stated: \[""\]}}$'
has raw.yaml '^#   1 row of totals left out'
run "and takes them in" 1 'team.xlsx!Respondents>respondents: read 12 = accepted 12' "$REINT" run raw-job.yaml
# 17 cells with help in them, counted with python3-openpyxl; of 20 interviews one is of 31 February
has out 'team.xlsx!Help>help: read 17 = accepted 17'
has out 'interviews.csv>interviews: read 20 = accepted 19 .* rejected 1'
has raw.yaml '^#   date_of_birth: 7 dates are written as 14/3/1985 (in a map: dates: dmy)$'
has raw.yaml '^#   the file is no UTF-8 and was read as windows-1252'
has raw.yaml '^#   list village: spelt nearly alike, one code or two? "Ci.*njur" and "Cianjur"'
has raw.yaml 'unpivot: "{item} {gelombang}"'
mv raw-job.yaml their-job.yaml && rm -f raw.reint raw.reint-cache
printf 'reint: 1\nstudy: raw.reint\ncodebook: raw.yaml\n' >raw-job.yaml
run "its study" 0 '' "$REINT" run -q raw-job.yaml
run "a map for the sheets" 0 'unpivot: "{item} {gelombang}"' "$REINT" ingest --propose-map raw.reint team.xlsx
cp out raw-map.yaml
has raw-map.yaml 'skip: {"No": \["Total"\]}'
# 12 people and 17 cells with help in them, counted with python3-openpyxl
run "takes all of them in" 0 'read 12 = accepted 12' "$REINT" ingest --map raw-map.yaml raw.reint team.xlsx
has out 'read 17 = accepted 17'
run "and a table comes of it" 0 'Base: 17 records of "help"; asked 17, answered 16' "$REINT" tab raw.reint value item
printf 'case,income w1,income w2,rent w1,rent w2,note\nA1,10,20,5,\nA2,11,,6,7,\n' | sed '2s/$/,/' >sums.csv
run "records beside other columns" 0 '' "$REINT" codebook draft sums.csv -o sums.yaml
has sums.yaml '^    key: \[case, item, wave\]$'
has sums.yaml '^  sums_long:$'
has sums.yaml '^      value: {label: value, type: integer, min: 5, max: 20}$'
printf 'Case,income w1,income w2,rent w1,rent w2,Note\nA1,10,20,5,,caf\351\nA2,11,,6,7,x\nTotal,21,20,11,7,\n' >again.csv
run "a draft of a sheet of two forms" 0 '' "$REINT" codebook draft again.csv -o again.yaml
for said in '1 row of totals left out' 'read as windows-1252' '"Case": case'; do
    [ "$(grep -c "^#   .*$said" again.yaml)" = 1 ] || fail "not once: $said"
done
printf 'case,a b,c d,a d\nA1,1,2,3\nA2,2,3,4\n' >partial.csv
run "words that are not all combined stay columns" 0 '' "$REINT" codebook draft partial.csv -o partial.yaml
has partial.yaml '^    key: \[case\]$'
printf 'id,rowid,1st,,sex,sex\na,b,c,d,e,f\na,b,c,d,e,f\n' >odd.csv
run "columns with hard names, and no key" 0 'no column, nor two of the first eight' "$REINT" codebook draft odd.csv -o odd.yaml
run "make a codebook" 0 'all is well' "$REINT" check odd.yaml
printf 'row,much\n5,rent\n5,rent\n6,food\n' >row.csv
run "a column that is called row" 0 '' "$REINT" codebook draft row.csv -o row.yaml
run "is not the number of the row" 0 'row.csv>row: read 3 = accepted 3' "$REINT" run row-job.yaml
printf 'name,visit,age\nAa 1,1,20\nAa 1,2,20\nBb 2,1,30\n' >named.csv
run "a name is no key, even where nothing else is one" 0 'no column, nor two of the first eight' "$REINT" codebook draft named.csv -o named.yaml
if grep -q 'Aa 1' named.yaml; then fail "names of people are in the draft"; fi
printf 'faith,faith_other,work\nx,,1\ny,,2\nx,,3\n' >few.csv
run "of three rows any two columns tell one from the other" 0 'no column, nor two of the first eight' "$REINT" codebook draft few.csv -o few.yaml
# what spreadsheet programs show in place of values; numbers that begin with 0; reasons among words
printf 'case,site,months,total,score,answer,year\nA1,0812,3,#REF!,7,yes,0\nA2,007,#DIV/0!,#REF!,8,no,0.5\n' >errors.csv
printf 'A3,0812,5,#NAME?,#N/A,99,2\nA4,0812,6,Err:502,Err:508,yes,4\nA5,007,9,#VALUE!,9,no,5\n' >>errors.csv
run "a draft of formulas that failed" 0 '' "$REINT" codebook draft errors.csv -o errors.yaml
has err 'left out, since nothing but error values of a spreadsheet.*: "total"$'
has err 'months: 1 cell holds an error value (#DIV/0!): its row is rejected until an answer is typed in its place$'
has err 'score: 2 cells hold error values (#N/A): their rows are rejected until answers are typed in their place$'
has err 'answer: likely missing codes, check what they mean: "99" (not_stated, 1 time)$'
has errors-errors-map.yaml '^    ignore: \[total\]$'
has errors.yaml '^      months: {label: months, type: integer, min: 3, max: 9}$'
has errors.yaml '^      score: {label: score, type: integer, min: 7, max: 9}$'
has errors.yaml '^      answer: {label: answer, list: answer, missing: {not_stated: \[99\]}}$'
has errors.yaml '^      site: {label: site, list: site}$'
for code in 0812 007; do has errors.yaml "^    \"$code\": \"$code\"\$"; done
has errors.yaml '^      year: {label: year, type: decimal, min: 0, max: 5}$'
run "takes the rows that have values" 1 'errors.csv>errors: read 5 = accepted 2 .* rejected 3' "$REINT" run errors-job.yaml
run "codes keep their zeros" 0 '' "$REINT" export -q --r zeros errors.reint
has zeros/*errors.csv '^A1,.*0812'
cp errors.yaml english.yaml && rm errors*.yaml
run "a draft is the same in every language" 0 'months: 1 sel berisi nilai galat (#DIV/0!)' env LC_ALL=C.UTF-8 LANGUAGE=id \
    "$REINT" codebook draft errors.csv -o errors.yaml
cmp -s errors.yaml english.yaml || fail "the drafts differ"
printf '_uuid,q/other,q_other,q\na,1,Aceh,2\nb,0,,3\nc,0,,1\n' >split.csv
# a form as a codebook: comments in English whoever makes it, notes in the reader's language
form=$(cd "$REINT_SRCDIR" && pwd)/tests/data/xlsform/childrens_survey_sw.xlsx
run "a form as a codebook" 0 'question "name": left out: it seems to ask for a name' "$REINT" codebook from-xlsform "$form" -o en.yaml
run "notes of it in Indonesian" 0 'pertanyaan "name": tidak diikutkan: tampaknya menanyakan nama' env LC_ALL=C.UTF-8 LANGUAGE=id \
    "$REINT" codebook from-xlsform "$form" -o id.yaml
has en.yaml '^# .*"name": left out: it seems to ask for a name'
cmp -s en.yaml id.yaml || fail "the codebooks differ"
run "two columns of nearly one name" 0 '' "$REINT" codebook draft split.csv -o split.yaml
printf 'reint: 1\nstudy: split.reint\ncodebook: split.yaml\n' >split-job.yaml
run "their study" 0 '' "$REINT" run -q split-job.yaml
run "a map takes each from its own" 0 'q_other_2: {from: "q_other"' "$REINT" ingest --propose-map -o - split.reint split.csv
run "and is written" 0 '' "$REINT" ingest --propose-map -o split-map.yaml split.reint split.csv
run "and read" 0 'read 3 = accepted 3' "$REINT" ingest --map split-map.yaml split.reint split.csv
# every export of the samples of which there is no form: a draft, a map of it, and as many records as Python's csv counts
dots=$(cd "${REINT_SRCDIR:-.}" && pwd)/tests/data/xlsform/userone_with_dot_name_fields.csv
run "a draft of heads with dots" 0 '' "$REINT" codebook draft "$dots" -o dots.yaml
printf 'reint: 1\nstudy: dots.reint\ncodebook: dots.yaml\n' >dots-job.yaml
run "its study" 0 '' "$REINT" run -q dots-job.yaml
run "its map" 0 '' "$REINT" ingest --propose-map -o dots-map.yaml dots.reint "$dots"
run "takes its only record" 0 'read 1 = accepted 1' "$REINT" ingest --map dots-map.yaml dots.reint "$dots"
printf 'a,b\n' >head.csv
run "a file without rows" 0 '' "$REINT" codebook draft head.csv -o head.yaml
run "makes one as well" 0 'all is well' "$REINT" check head.yaml
: >empty.csv
run "an empty file" 3 'empty.csv' "$REINT" codebook draft empty.csv
printf 'a,b\n1,2,3\n' >ragged.csv
run "a row of another length" 3 'ragged.csv:2: 3 fields, but the first line has 2' "$REINT" codebook draft ragged.csv
run "no such work" 2 'draft, doc, diff' "$REINT" codebook convert codebook.yaml
run "no such file" 3 'nowhere.yaml' "$REINT" codebook doc nowhere.yaml
finish
