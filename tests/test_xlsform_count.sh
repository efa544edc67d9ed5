#!/bin/sh
# Every sample form with each of its exports, taken in by the command and counted again by other programs: count.py reads
# forms and workbooks with openpyxl, CSV with Python's csv, the study with sqlite3.  Skipped where there is no openpyxl.
set -u
python=
for at in python3 /usr/bin/python3; do
    "$at" -c 'import openpyxl' 2>/dev/null && python=$at && break
done
[ -n "$python" ] || exit 77
data=$(cd "${REINT_SRCDIR:-.}" && pwd)/tests/data/xlsform
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 99
failed=0 n=0

# counted COUNTS FORM EXPORT...: as many records and answers in the study as in the exports, which are COUNTS
counted() {
    n=$((n + 1))
    folder=$work/$n counts=$1 form=$2
    mkdir "$folder"
    shift 2
    (
        cd "$data" || exit 99
        "$REINT" codebook from-xlsform "$form" -o "$folder/codebook.yaml" &&
            printf 'reint: 1\nstudy: study.reint\ncodebook: codebook.yaml\n' >"$folder/job.yaml" &&
            "$REINT" run -q "$folder/job.yaml" &&
            "$REINT" collect "$folder/study.reint" "$form" "$@" &&
            "$python" "$data/count.py" "$form" "$folder/study.reint" "$@"
    ) >"$folder/out" 2>&1 || {
        failed=$((failed + 1))
        echo "FAIL: $form: $*"
        sed 's/^/    /' "$folder/out"
        return
    }
    [ "$(tail -1 "$folder/out")" = "$counts, 0 differences" ] || {
        failed=$((failed + 1))
        echo "FAIL: $*: $(tail -1 "$folder/out"), want $counts"
    }
}

counted "9 records, 2 questions, 4 answers" childrens_survey_sw.xlsx childrens_survey.csv children.csv children_cartoons.csv
counted "4 records, 1 questions, 5 answers" transportation.xlsx transportation_all.csv
counted "18 records, 4 questions, 14 answers" nested_repeats.xlsx nested_repeats.csv
counted "9 records, 4 questions, 11 answers" nested_repeats.xlsx odk/nested_repeats.csv odk/nested_repeats-kids_details.csv odk/nested_repeats-kids_immunization.csv
counted "3 records, 4 questions, 11 answers" kobo/grouped_translated__form.xlsx kobo/grouped_translated__export_xml_both.csv
counted "3 records, 4 questions, 11 answers" kobo/grouped_translated__form.xlsx kobo/grouped_translated__export_english_both_hier.csv
counted "3 records, 4 questions, 11 answers" kobo/grouped_translated__form.xlsx kobo/grouped_translated__export_espanol_details.csv
counted "3 records, 4 questions, 11 answers" kobo/grouped_translated__form.xlsx kobo/grouped_translated__export_xml_summary.xlsx
counted "19 records, 0 questions, 0 answers" kobo/grouped_repeatable__form.xlsx kobo/grouped_repeatable__export_xml.xlsx
counted "19 records, 0 questions, 0 answers" kobo/grouped_repeatable__form.xlsx kobo/grouped_repeatable__export_english.xlsx
counted "1 records, 1 questions, 0 answers" transportation.xlsx transportation_labels_only.csv
counted "3 records, 2 questions, 9 answers" kobo/or_other__form.xlsx kobo/or_other__export_xml_both.csv
echo "$n exports, $failed failures"
[ "$failed" -eq 0 ]
