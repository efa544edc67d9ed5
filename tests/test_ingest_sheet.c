/* Sheets go through the checks and the loader of CSV, and every finding names sheet and cell. */
#include <config.h>

#include "check.h"

#include "ingest_study.h"
#include "sheet_file.h"
#include "write/write.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, sampling: purposive}\n"
    "waves: [{id: w1, label: One}, {id: w2, label: Two}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  service: {S01: Housing, S02: Medical}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      sex: {label: Sex, list: sex}\n"
    "      born: {label: Born, type: date, missing: {not_stated: [\"\"]}}\n"
    "  need:\n"
    "    key: [person, wave, service]\n"
    "    variables:\n"
    "      service: {label: Service, list: service}\n"
    "      hours: {label: Hours, type: integer, min: 0, max: 100, missing: {not_stated: [\"\"]}}\n"
    "      note: {label: Note, type: text, missing: {not_stated: [\"\"]}}\n";

static int
setup(void **state)
{
    *state = test_study_create(codebook);
    return *state ? 0 : -1;
}

static int
teardown(void **state)
{
    test_study_free(*state);
    return 0;
}

#define T(place, text) "<c r=\"" place "\" t=\"inlineStr\"><is><t>" text "</t></is></c>"
#define N(place, n)    "<c r=\"" place "\"><v>" n "</v></c>"
#define ROWS(rows)     "<sheetData>" rows "</sheetData>"

static reint_status
ingest_sheet(test_study *t, const char *name, const char *sheet, const reint_ingest_options *options)
{
    size_t size;
    char *bytes = test_xlsx(sheet, "", &size);
    reint_status status = test_ingest_n(t, name, bytes, size, options);

    free(bytes);
    return status;
}

static void
add_persons(test_study *t)
{
    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nP1,male\nP2,female\n", NULL), REINT_OK);
}

/* The findings as "place code". */
static void
assert_places(const test_study *t, const char *want)
{
    reinti_str out = REINTI_STR_EMPTY;

    for (size_t i = 0; i < reint_findings_count(t->findings); i++) {
        const reint_finding *f = reint_findings_get(t->findings, i);
        char place[200];
        reint_place_format(place, sizeof place, f->sheet, f->line, f->column);
        reinti_str_format(&out, "%s %s\n", place, f->code);
    }
    if (strcmp(out.text, want))
        fail_msg("findings are\n%swant\n%s", out.text, want);
    reinti_str_free(&out);
}

static void
good_rows_are_stored_and_bad_ones_named_by_cell(void **state)
{
    test_study *t = *state;

    add_persons(t);
    assert_int_equal(
        ingest_sheet(
            t, "entry.xlsx",
            ROWS("<row r=\"3\">" T("B3", "person") T("C3", "wave") T("D3", "service") T("E3", "hours") T(
                "F3", "note") "</row><row r=\"4\">" T("B4", "P1") T("C4", "w1") T("D4", "S01") N("E4", "7")
                     T("F4", "a, \"b\"\nc") "</row><row r=\"6\">" T("B6", "P1") T("C6", "w1")
                         T("D6", "S9") "</row><row r=\"7\">" T("B7", "P2") T("C7", "w2") T("D7", "S02")
                             N("E7", "101") "</row><row r=\"8\">" T("B8", "P1") T("C8", "w1") T(
                                 "D8", "S01") "</row><row r=\"9\">" T("B9", "P2") T("C9", "w2")
                                 T("D9", "S02") "<c r=\"F9\" t=\"e\"><v>#N/A</v></c></row><row r=\"10\">" T(
                                     "B10", "P2") T("C10", "w1") T("D10", "S02") T("H10", "x") "</row>"),
            NULL),
        REINT_DATA);
    assert_int_equal(t->batch.read, 6);
    assert_int_equal(t->batch.accepted, 1);
    assert_string_equal(t->batch.input, "entry.xlsx!need");
    assert_string_equal(t->batch.form, "need");
    assert_places(t, "need!D6 illegal_code\nneed!E7 illegal_code\nneed!B8 duplicate_key\n"
                     "need!F9 error_value\nneed!H10 wrong_field_count\nneed!5 blank_lines\n");
    assert_query(t, "SELECT hours, note FROM need", "7|a, \"b\"\nc");
}

static int
keep_rejected(const reint_rejected *r, void *user)
{
    reinti_str_format(user, "%s %ld %ld %s|%s\n", r->input, r->line, r->column, r->header, r->row);
    return 0;
}

static void
rejected_rows_are_kept_with_row_and_column_and_can_be_fed_back(void **state)
{
    test_study *t = *state;
    reinti_str out = REINTI_STR_EMPTY;
    reint_ingest_options options = { .size = sizeof options, .input = "e.xlsx!need", .form = "need" };

    add_persons(t);
    assert_int_equal(ingest_sheet(t, "e.xlsx",
                                  ROWS("<row r=\"1\">" T("A1", "person") T("B1", "wave") T("C1", "service")
                                           T("D1", "hours") "</row><row r=\"2\">" T("A2", "P1") T("B2", "w1")
                                               T("C2", "S01") N("D2", "700") "</row>"),
                                  NULL),
                     REINT_DATA);
    reint_study_rejected(t->study, keep_rejected, &out, NULL);
    assert_string_equal(out.text, "e.xlsx!need 2 4 person,wave,service,hours|P1,w1,S01,700\n");
    assert_int_equal(test_ingest(t, "fix.csv",
                                 "person,wave,service,hours,reint_reason,reint_line\nP1,w1,S01,70,x,2\n",
                                 &options),
                     REINT_OK);
    assert_int_equal(test_n_rejected(t), 0);
    reinti_str_free(&out);
}

static void
the_same_workbook_is_not_read_twice_and_a_changed_one_corrects(void **state)
{
    test_study *t = *state;
    reint_ingest_options again = { .size = sizeof again, .correct = 2 };
    static const char head[] = "<sheetData><row r=\"1\">" T("A1", "person") T("B1", "wave") T("C1", "service")
        T("D1", "hours") "</row>";
    reinti_str sheet = REINTI_STR_EMPTY;

    add_persons(t);
    reinti_str_format(
        &sheet,
        "%s<row r=\"2\">" T("A2", "P1") T("B2", "w1") T("C2", "S01") N("D2", "7") "</row></sheetData>", head);
    assert_int_equal(ingest_sheet(t, "e.xlsx", sheet.text, &again), REINT_OK);
    assert_int_equal(t->batch.accepted, 1);
    assert_int_equal(ingest_sheet(t, "e.xlsx", sheet.text, &again), REINT_OK);
    assert_places(t, "need unchanged_input\n");
    reinti_str_clear(&sheet);
    reinti_str_format(
        &sheet,
        "%s<row r=\"2\">" T("A2", "P1") T("B2", "w1") T("C2", "S01") N("D2", "8") "</row></sheetData>", head);
    assert_int_equal(ingest_sheet(t, "e.xlsx", sheet.text, &again), REINT_OK);
    assert_int_equal(t->batch.changed, 1);
    reinti_str_free(&sheet);
}

static void
merged_hidden_and_percent_cells_are_told(void **state)
{
    test_study *t = *state;

    add_persons(t);
    assert_int_equal(
        ingest_sheet(t, "e.xlsx",
                     "<cols><col min=\"4\" max=\"4\" hidden=\"1\"/></cols>"
                     "<sheetData><row r=\"1\">" T("A1", "Needs of wave one") "</row><row r=\"2\">" T(
                         "A2", "person") T("B2", "wave") T("C2", "service")
                         T("D2", "hours") "</row><row r=\"3\" hidden=\"1\">" T("A3", "P1") T("B3", "w1")
                             T("C3", "S01") "</row></sheetData><mergeCells><mergeCell "
                                            "ref=\"A1:D1\"/><mergeCell ref=\"C2:D2\"/>"
                                            "<mergeCell ref=\"A3:A4\"/></mergeCells>",
                     NULL),
        REINT_OK);
    assert_places(t, "need!C2 merged_header\nneed!A3 merged_cells\nneed!3 hidden_rows\n"
                     "need hidden_columns\n");
}

static void
a_column_without_name_is_left_out_only_when_it_is_empty(void **state)
{
    test_study *t = *state;
    static const char head[] =
        "<sheetData><row r=\"1\">" T("A1", "person") T("B1", "wave") T("D1", "service") "</row>";
    reinti_str sheet = REINTI_STR_EMPTY;

    add_persons(t);
    reinti_str_format(
        &sheet, "%s<row r=\"2\">" T("A2", "P1") T("B2", "w1") T("D2", "S01") "</row></sheetData>", head);
    assert_int_equal(ingest_sheet(t, "e.xlsx", sheet.text, NULL), REINT_OK);
    reinti_str_clear(&sheet);
    reinti_str_format(
        &sheet,
        "%s<row r=\"2\">" T("A2", "P1") T("B2", "w1") T("C2", "?") T("D2", "S01") "</row></sheetData>", head);
    assert_int_equal(ingest_sheet(t, "f.xlsx", sheet.text, NULL), REINT_INPUT);
    assert_places(t, "need!C1 unnamed_column\n");
    assert_string_equal(t->err.sheet, "need");
    reinti_str_free(&sheet);
}

typedef struct told {
    reinti_str text;
} told;

static int
tell(const reint_batch *b, reint_status status, void *user)
{
    told *o = user;

    reinti_str_format(&o->text, "%s %s %d+%d %d\n", b->input, b->form, (int)b->accepted, (int)b->rejected,
                      (int)status);
    return 0;
}

static const char visit_book[] = "reint: 1\n"
                                 "study: {id: t, title: T, sampling: purposive}\n"
                                 "waves: [{id: w1}, {id: w2}]\n"
                                 "missing: {not_stated: [\"\"]}\n"
                                 "lists: {sex: {male: Male, female: Female}}\n"
                                 "forms:\n"
                                 "  person: {key: [person], variables: {sex: {list: sex}}}\n"
                                 "  interview:\n"
                                 "    key: [person, wave]\n"
                                 "    variables: {date: {type: date, required: true}, works: {list: sex}}\n";

static int
setup_visits(void **state)
{
    *state = test_study_create(visit_book);
    return *state ? 0 : -1;
}

/* As `reint entry --wave` lays it out: labels, names, rows of those who are due. */
static void
rows_prepared_and_not_filled_in_are_passed_over(void **state)
{
    test_study *t = *state;
    size_t size;
    static const char sheet[] =
        "<sheetData><row r=\"1\">" T("A1", "Respondent") T("B1", "Wave") T("C1", "Date")
            T("D1",
              "Works") "</row>"
                       "<row r=\"2\">" T("A2", "person") T("B2", "wave") T("C2", "date")
                           T("D2",
                             "works") "</row>"
                                      "<row r=\"3\">" T("A3", "P1")
                                          T("B3",
                                            "w2") "</row>"
                                                  "<row r=\"4\">" T("A4", "P2") T("B4", "w2")
                                                      T("C4",
                                                        "2015-03") "</row>"
                                                                   "<row r=\"5\">" T("A5", "P1") T("B5", "w1")
                                                                       T("D5", "male") "</row></sheetData>";
    reint_ingest_options options = { .size = sizeof options, .form = "interview" };
    char *bytes = test_xlsx(sheet, "", &size);

    add_persons(t);
    assert_int_equal(test_ingest_n(t, "e.xlsx", bytes, size, &options), REINT_DATA);
    assert_int_equal(t->batch.read, 2);
    assert_places(t, "need!C5 empty_cell\nneed!3 unfilled_rows\n");
    assert_query(t, "SELECT person, wave FROM interview", "P2|w2");
    /* in a CSV file the same row is a record, and a wrong one */
    assert_int_equal(test_ingest(t, "interview.csv", "person,wave,date,works\nP1,w2,,\n", NULL), REINT_DATA);
    free(bytes);
}

/* Adds ROWS below those of a sheet's PART in the workbook at PATH, as a spreadsheet program would. */
static void
fill_in(const char *path, const char *part, const char *rows)
{
    static const char end[] = "</sheetData>";
    zip_t *zip = zip_open(path, 0, NULL);
    char text[1 << 16];
    reinti_str filled = REINTI_STR_EMPTY;

    assert_non_null(zip);
    zip_int64_t at = zip_name_locate(zip, part, 0);
    zip_file_t *f = zip_fopen_index(zip, (zip_uint64_t)at, 0);
    assert_non_null(f);
    zip_int64_t n = zip_fread(f, text, sizeof text - 1);
    assert_true(n > 0);
    text[n] = '\0';
    zip_fclose(f);
    char *cut = strstr(text, end);
    assert_non_null(cut);
    reinti_str_add_n(&filled, text, (size_t)(cut - text));
    reinti_str_add(&filled, rows);
    reinti_str_add(&filled, cut);
    assert_int_equal(
        zip_file_replace(zip, (zip_uint64_t)at, zip_source_buffer(zip, filled.text, filled.length, 0), 0), 0);
    assert_int_equal(zip_close(zip), 0);
    reinti_str_free(&filled);
}

/* The workbook of `reint entry`, filled in, goes in as it is: its sheets of help, people, codes and paper are no forms,
 * its header stands in the second row, and whoever is due has a prepared row. */
static void
the_workbook_of_reint_entry_is_read_as_it_is_filled_in(void **state)
{
    test_study *t = *state;
    reint_entry_options options = { .size = sizeof options, .wave = "w2", .rows = 20 };
    reint_findings *findings = reint_findings_create();
    told o = { REINTI_STR_EMPTY };
    char path[128];

    snprintf(path, sizeof path, "%s/entry.xlsx", t->folder);
    add_persons(t);
    assert_int_equal(test_ingest(t, "interview.csv",
                                 "person,wave,date,works\nP1,w1,2014-03,male\nP2,w1,2014,female\n", NULL),
                     REINT_OK);
    assert_int_equal(reint_write_entry(t->cb, t->study, &options, path, &t->err), REINT_OK);
    fill_in(path, "xl/worksheets/sheet2.xml", "<row r=\"3\">" T("A3", "P3") T("B3", "female") "</row>");
    /* P1 and P2 are due and stand in rows 3 and 4; a third person is added below */
    fill_in(path, "xl/worksheets/sheet3.xml",
            "<row r=\"5\">" T("A5", "P3") T("B5", "w2") T("C5", "2015-04-01") "</row>");
    assert_int_equal(reint_ingest_each(t->study, path, NULL, tell, &o, findings, &t->err), REINT_OK);
    assert_string_equal(o.text.text,
                        "entry.xlsx!person person 1+0 0\nentry.xlsx!interview interview 1+0 0\n");
    reint_findings_free(t->findings);
    t->findings = findings;
    assert_places(t, "interview!3 unfilled_rows\n");
    assert_query(t, "SELECT person, wave FROM interview ORDER BY 2, 1", "P1|w1/P2|w1/P3|w2");
    reinti_str_free(&o.text);
    unlink(path);
}

/* ---- several sheets -------------------------------------------------------------------------------- */

/* A workbook on disk, sheets "need", "Person " and "notes". */
static char *
write_workbook(test_study *t, const char *second_name)
{
    static const char first[] = "<worksheet><sheetData><row>" T("A1", "person") T("B1", "wave")
        T("C1", "service") "</row><row>" T("A2", "P1") T("B2", "w1")
            T("C2", "S01") "</row></sheetData></worksheet>";
    static const char second[] = "<worksheet><sheetData><row>" T("A1", "person")
        T("B1", "sex") "</row><row>" T("A2", "P1") T("B2", "male") "</row></sheetData></worksheet>";
    reinti_str book = REINTI_STR_EMPTY;
    size_t size;
    char *path = malloc(sizeof t->folder + 16), *bytes;

    reinti_str_format(&book,
                      "<workbook xmlns:r=\"" TEST_DOC
                      "\"><sheets><sheet name=\"need\" r:id=\"a\"/><sheet name=\"%s\" "
                      "r:id=\"b\"/><sheet name=\"notes\" r:id=\"a\"/></sheets></workbook>",
                      second_name);
    const test_part part[] = {
        { "_rels/.rels",
          TEST_RELS "<Relationship Id=\"a\" Type=\"" TEST_DOC
                    "/officeDocument\" Target=\"book.xml\"/></Relationships>",
          0 },
        { "book.xml", book.text, 0 },
        { "_rels/book.xml.rels",
          TEST_RELS "<Relationship Id=\"a\" Type=\"" TEST_DOC
                    "/worksheet\" Target=\"a.xml\"/><Relationship Id=\"b\" Type=\"" TEST_DOC
                    "/worksheet\" Target=\"./b.xml\"/></Relationships>",
          0 },
        { "a.xml", first, 0 },
        { "b.xml", second, 0 },
    };
    bytes = test_zip(part, REINTI_LENGTH(part), &size);
    sprintf(path, "%s/book.xlsx", t->folder);
    FILE *f = fopen(path, "wb");
    assert_int_equal(fwrite(bytes, 1, size, f), size);
    fclose(f);
    free(bytes);
    reinti_str_free(&book);
    return path;
}

static void
sheets_named_like_forms_are_read_persons_first(void **state)
{
    test_study *t = *state;
    told o = { REINTI_STR_EMPTY };
    char *path = write_workbook(t, "Person ");
    reint_findings *f = reint_findings_create();

    assert_int_equal(reint_ingest_each(t->study, path, NULL, tell, &o, f, &t->err), REINT_OK);
    assert_string_equal(o.text.text, "book.xlsx!Person  person 1+0 0\nbook.xlsx!need need 1+0 0\n");
    assert_int_equal(reint_findings_count(f), 1);
    assert_string_equal(reint_findings_get(f, 0)->text, "one sheet is not read: \"notes\"");
    reint_findings_free(f);
    reinti_str_free(&o.text);
    unlink(path);
    free(path);
}

static void
a_sheet_can_be_named_and_several_are_not_guessed_at(void **state)
{
    test_study *t = *state;
    char *path = write_workbook(t, "Sheet2");
    reint_ingest_options options = { .size = sizeof options, .sheet = "Sheet2" };

    assert_int_equal(reint_ingest_file(t->study, path, &options, &t->batch, NULL, &t->err), REINT_OK);
    assert_string_equal(t->batch.form, "person");
    options.sheet = "Sheet9";
    assert_int_equal(reint_ingest_file(t->study, path, &options, NULL, NULL, &t->err), REINT_INPUT);
    assert_string_equal(t->err.text,
                        "there is no sheet \"Sheet9\"; the workbook has the sheets \"need\", \"Sheet2\", "
                        "\"notes\"");
    options.sheet = NULL;
    options.form = "person";
    assert_int_equal(reint_ingest_file(t->study, path, &options, NULL, NULL, &t->err), REINT_INPUT);
    unlink(path);
    free(path);
    path = write_workbook(t, "person");
    assert_int_equal(reint_ingest_file(t->study, path, NULL, NULL, NULL, &t->err), REINT_INPUT);
    assert_non_null(strstr(t->err.text, "several sheets are named like forms"));
    unlink(path);
    free(path);
}

static void
the_content_and_not_the_name_tells_a_workbook(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "person.xlsx", "person,sex\nP1,male\n", NULL), REINT_OK);
    assert_places(t, " no_workbook\n");
    assert_string_equal(t->batch.form, "person");
    assert_int_equal(test_ingest(t, "old.csv", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 Workbook", NULL),
                     REINT_INPUT);
    assert_non_null(strstr(t->err.text, "old workbook (.xls)"));
    assert_int_equal(ingest_sheet(t, "need.csv", ROWS("<row><c t=\"s\"><v>1</v></c></row>"), NULL),
                     REINT_INPUT);
    assert_string_equal(t->err.sheet, "need");
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(good_rows_are_stored_and_bad_ones_named_by_cell, setup, teardown),
        cmocka_unit_test_setup_teardown(rejected_rows_are_kept_with_row_and_column_and_can_be_fed_back, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_same_workbook_is_not_read_twice_and_a_changed_one_corrects, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(merged_hidden_and_percent_cells_are_told, setup, teardown),
        cmocka_unit_test_setup_teardown(a_column_without_name_is_left_out_only_when_it_is_empty, setup,
                                        teardown),
        cmocka_unit_test_setup_teardown(the_workbook_of_reint_entry_is_read_as_it_is_filled_in, setup_visits,
                                        teardown),
        cmocka_unit_test_setup_teardown(rows_prepared_and_not_filled_in_are_passed_over, setup_visits,
                                        teardown),
        cmocka_unit_test_setup_teardown(sheets_named_like_forms_are_read_persons_first, setup, teardown),
        cmocka_unit_test_setup_teardown(a_sheet_can_be_named_and_several_are_not_guessed_at, setup, teardown),
        cmocka_unit_test_setup_teardown(the_content_and_not_the_name_tells_a_workbook, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
