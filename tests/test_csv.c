/* What a CSV file is split into, where its parts stand, and which files are refused. */
#include <config.h>

#include "check.h"

#include "ingest/csv.h"

/* All records of TEXT as "a|b|c/d|e|f", or the error as "!line:column text". */
static char *
read_text(const char *text, size_t size, char separator)
{
    reinti_str out = REINTI_STR_EMPTY;
    char *exact = malloc(size ? size : 1); /* exact size: reading beyond it is found by the sanitizer */
    reinti_csv_result result = REINTI_CSV_END;
    reint_error err = { 0 };
    reinti_csv csv;

    memcpy(exact, text, size);
    if (!reinti_csv_open(&csv, "t.csv", exact, size, separator, &err)) {
        while ((result = reinti_csv_next(&csv, &err)) == REINTI_CSV_RECORD) {
            if (out.length)
                reinti_str_add_char(&out, '/');
            for (size_t i = 0; i < csv.n_fields; i++) {
                char pad[REINTI_CSV_PADDING];
                memcpy(pad, csv.field[i].text, sizeof pad); /* promised to be readable */
                if (i)
                    reinti_str_add_char(&out, '|');
                reinti_str_add_n(&out, csv.field[i].text, csv.field[i].length);
            }
        }
        reinti_csv_close(&csv);
    }
    if (err.status) {
        assert_int_equal(err.status, REINT_INPUT);
        assert_string_equal(err.file, "t.csv");
        reinti_str_format(&out, "!%ld:%ld %s", err.line, err.column, err.text);
    }
    free(exact);
    return out.length ? out.text : strdup("");
}

static void
check_text(const char *text, const char *want)
{
    char *got = read_text(text, strlen(text), 0);
    assert_string_equal(got, want);
    free(got);
}

static void
fields_are_split_as_rfc_4180_says(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "a,b\r\n1,2\r\n", "a|b/1|2" },
        { "a,b\n1,2\n", "a|b/1|2" },
        { "a,b\r1,2\r", "a|b/1|2" },
        { "a,b\n1,2", "a|b/1|2" },
        { "a,b\n1,", "a|b/1|" },
        { "a\n1", "a/1" },
        { "a", "a" },
        { "\xEF\xBB\xBF"
          "a,b\n1,2\n",
          "a|b/1|2" },
        { "a;b\n1,5;2\n", "a|b/1,5|2" },
        { "a\tb\n1;5\t2,0\n", "a|b/1;5|2,0" },
        { "a,b;c,d\n1,2;3,4\n", "a|b;c|d/1|2;3|4" },
        { "\"a;x;y\",b\n1,2\n", "a;x;y|b/1|2" },
        { "a,b\n\"1,5\",\"say \"\"yes\"\"\"\n", "a|b/1,5|say \"yes\"" },
        { "a,b\n\"\"\"\",\"\"\n", "a|b/\"|" },
        { "a,b\n\"two\r\nlines\",2\n", "a|b/two\r\nlines|2" },
        { "a,b\n5\" pipe,2\n", "a|b/5\" pipe|2" },
        { "a,b\n\"1\",\"2\"", "a|b/1|2" },
        { "a,b\n ,  \n", "a|b/ |  " },
        { "a,b\n1,2,3\n4\n", "a|b/1|2|3/4" },
        { "a,b\nse\xC3\xB1or,2\n", "a|b/se\xC3\xB1or|2" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        print_message("  case %zu\n", i);
        check_text(cases[i].text, cases[i].want);
    }
}

static void
a_given_separator_is_taken_as_it_is(void **state)
{
    (void)state;
    char *got = read_text("a,b;c\n1,2;3\n", 12, ';');
    assert_string_equal(got, "a,b|c/1,2|3");
    free(got);
}

static void
records_without_text_are_left_out(void **state)
{
    (void)state;
    reint_error err;
    reinti_csv csv;
    static const char text[] = "\r\na,b\n\n,\n1,2\n,\n\n\n";

    check_text("a,b\n1,2\n\n\n", "a|b/1|2");
    check_text("a,b\n1,2\n,\n,,,\n", "a|b/1|2");
    check_text(text, "a|b/1|2");
    assert_int_equal(reinti_csv_open(&csv, "t.csv", text, strlen(text), 0, &err), REINT_OK);
    assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_RECORD);
    assert_int_equal(csv.record_line, 2);
    assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_RECORD);
    assert_int_equal(csv.record_line, 5);
    assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_END);
    assert_int_equal(csv.n_blank, 2); /* those at the end are not counted */
    assert_int_equal(csv.blank_line, 3);
    reinti_csv_close(&csv);
}

static void
places_are_physical_lines_and_characters(void **state)
{
    (void)state;
    static const char text[] = "a,b,c\r\n\"one\r\ntwo \xC3\xA9\",\xC3\xA9,x\r\n1,22,3\r\n";
    static const long want[3][3][2] = { { { 1, 1 }, { 1, 3 }, { 1, 5 } },
                                        { { 2, 1 }, { 3, 8 }, { 3, 10 } },
                                        { { 4, 1 }, { 4, 3 }, { 4, 6 } } };
    const char *record[3];
    long record_line[3];
    reint_error err;
    reinti_csv csv;

    assert_int_equal(reinti_csv_open(&csv, "t.csv", text, strlen(text), 0, &err), REINT_OK);
    for (size_t r = 0; r < 3; r++) {
        assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_RECORD);
        record[r] = csv.record;
        record_line[r] = csv.record_line;
        for (size_t i = 0; i < 3; i++) {
            long line, column;
            reinti_csv_place(&csv, i, &line, &column);
            assert_int_equal(line, want[r][i][0]);
            assert_int_equal(column, want[r][i][1]);
        }
    }
    assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_END);
    assert_int_equal(reinti_csv_seek(&csv, record[1], record_line[1], &err), REINTI_CSV_RECORD);
    assert_int_equal(csv.record_line, 2);
    assert_int_equal(csv.record_length, strlen("\"one\r\ntwo \xC3\xA9\",\xC3\xA9,x"));
    assert_memory_equal(csv.field[1].text, "\xC3\xA9", 2);
    reinti_csv_close(&csv);
}

static void
what_is_no_csv_is_refused_with_its_place(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t size;
        const char *want;
    } cases[] = {
#define T(text) text, sizeof text - 1
        { T(""), "!0:0 the file is empty; its first line must name the columns" },
        { T("\xEF\xBB\xBF\r\n\r\n"), "!0:0 the file is empty; its first line must name the columns" },
        { T("a,b\n1,\"2\n3,4\n"), "a|b!2:3 a field's quote is never closed (opened in line 2)" },
        { T("a,b\n1,\""), "a|b!2:3 a field's quote is never closed (opened in line 2)" },
        { T("a,b\n\"1\n2\"x,4\n"),
          "a|b!3:3 text after the closing quote of a field; a quote inside a field is "
          "written twice (opened in line 2)" },
        { T("a,b\n\"1\" ,4\n"), "a|b!2:4 text after the closing quote of a field; a quote inside a field is "
                                "written twice (opened in line 2)" },
        { T("a,b\n1,\0\n"), "!2:3 byte 0x00 is none of a text file" },
        { T("a,b\r\n\xC3\xA9,\xE9t\xE9\n"),
          "!2:3 byte 0xE9 is no UTF-8; a file saved by a spreadsheet program "
          "under Windows may need the encoding \"windows-1252\"" },
        { T("PK\003\004..."),
          "!0:0 this is a spreadsheet (or another ZIP file); save the sheet as \"CSV UTF-8\"" },
        { T("\xFF\xFE"
            "a\0,\0"),
          "!0:0 this is UTF-16 text; save it as UTF-8" },
        /* the first bytes of files that SPSS, Stata and SAS wrote */
        { T("$FL2@(#) IBM SPSS ST"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("$FL3@(#) IBM SPSS ST"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("\xC1\xE2\xC3\xC9\xC9\x40\xE2\xD7\xE2\xE2\x40\xD7\xD6\xD9\xE3\x40\xC6"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("<stata_dta><header><release>118"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("\x73\x02\x01\x00\x01\x00"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("\x71\x01\x01\x00\x00\x1c"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
        { T("\0\0\0\0\0\0\0\0\0\0\0\0\xC2\xEA\x81\x60"),
          "!0:0 this is a file of SPSS, Stata or SAS; save it there as CSV or .xlsx" },
#undef T
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char *got = read_text(cases[i].text, cases[i].size, 0);
        print_message("  case %zu\n", i);
        assert_string_equal(got, cases[i].want);
        free(got);
    }
}

static void
a_line_of_ten_megabytes_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *fill, *want;
    } cases[] = {
        { "x", "a|b!2:0 a line of more than 8 MiB; this is no table of records, or a line end is missing" },
        { "1,", "a|b!2:0 a line of more than 8 MiB; this is no table of records, or a line end is missing" },
        { "\n", "a|b!2:1 a field's quote is not closed within 1 MiB (opened in line 2)" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        size_t n = strlen(cases[i].fill), size = 10 << 20;
        char *text = malloc(size + 8), *got;
        size_t at = (size_t)sprintf(text, "a,b\n%s", i == 2 ? "\"" : "");
        while (at + n < size) {
            memcpy(text + at, cases[i].fill, n);
            at += n;
        }
        text[at++] = '\n';
        got = read_text(text, at, 0);
        assert_string_equal(got, cases[i].want);
        free(got);
        free(text);
    }
}

static void
a_field_over_one_mebibyte_is_refused(void **state)
{
    (void)state;
    size_t size = (2 << 20) + 8;
    char *text = malloc(size), *got;

    memset(text, 'x', size);
    memcpy(text, "a,b\n1,", 6);
    text[size - 1] = '\n';
    got = read_text(text, size, 0);
    assert_string_equal(
        got, "a|b!2:0 a field of more than 1 MiB; this is no table of records, or a line end is missing");
    free(got);
    free(text);
}

static void
columns_beyond_the_limit_are_counted_only(void **state)
{
    (void)state;
    size_t n = 100000;
    char *text = malloc(2 * n);
    reint_error err;
    reinti_csv csv;

    for (size_t i = 0; i < n; i++) {
        text[2 * i] = 'x';
        text[2 * i + 1] = i + 1 < n ? ',' : '\n';
    }
    assert_int_equal(reinti_csv_open(&csv, "t.csv", text, 2 * n, 0, &err), REINT_OK);
    assert_int_equal(reinti_csv_next(&csv, &err), REINTI_CSV_RECORD);
    assert_int_equal(csv.n_fields, n);
    assert_true(csv.capacity <= REINTI_CSV_COLUMNS_LIMIT + 1);
    reinti_csv_close(&csv);
    free(text);
}

static void
windows_1252_becomes_utf_8(void **state)
{
    (void)state;
    static const char text[] = "caf\xE9 \x80 5\x96"
                               "6 \x9F";
    reint_error err;
    char *out;
    size_t n;

    assert_int_equal(reinti_csv_from_1252("t.csv", text, strlen(text), &out, &n, &err), REINT_OK);
    assert_string_equal(out, "caf\xC3\xA9 \xE2\x82\xAC 5\xE2\x80\x93"
                             "6 \xC5\xB8");
    assert_int_equal(n, strlen(out));
    free(out);
    assert_int_equal(reinti_csv_from_1252("t.csv", "a\nb\x81", 4, &out, &n, &err), REINT_INPUT);
    assert_string_equal(err.text, "byte 0x81 is no character of Windows-1252");
    assert_int_equal(err.line, 2);
    assert_int_equal(err.column, 2);
    assert_null(out);
}

/* Splits again by the definition, one byte at a time, without tables or shortcuts. */
static char *
split_plainly(const char *text, size_t n, char separator)
{
    reinti_str out = REINTI_STR_EMPTY, record = REINTI_STR_EMPTY;
    bool any = false;

    for (size_t i = 0; i <= n;) {
        bool quoted = i < n && text[i] == '"';
        if (quoted)
            i++;
        while (i < n && (quoted || (text[i] != separator && text[i] != '\n' && text[i] != '\r'))) {
            if (quoted && text[i] == '"') {
                if (i + 1 < n && text[i + 1] == '"')
                    i++;
                else
                    break;
            }
            reinti_str_add_char(&record, text[i++]);
            any = true;
        }
        if (quoted) {
            if (i >= n ||
                (i + 1 < n && text[i + 1] != separator && text[i + 1] != '\n' && text[i + 1] != '\r')) {
                reinti_str_free(&record);
                return out.length ? out.text : strdup("");
            }
            i++;
        }
        if (i < n && text[i] == separator) {
            reinti_str_add_char(&record, '|');
            i++;
            continue;
        }
        if (any) {
            if (out.length)
                reinti_str_add_char(&out, '/');
            reinti_str_add_n(&out, record.text, record.length);
        }
        reinti_str_clear(&record);
        any = false;
        if (i >= n)
            break;
        i += text[i] == '\r' && i + 1 < n && text[i + 1] == '\n' ? 2 : 1;
    }
    reinti_str_free(&record);
    return out.length ? out.text : strdup("");
}

static void
random_text_is_split_as_a_plain_reader_splits_it(void **state)
{
    (void)state;
    static const char letters[] = "aab1,,,\"\"\"\n\r\n ;";
    uint64_t seed = 88172645463325252u;

    for (size_t round = 0; round < 20000; round++) {
        char text[40], *got, *want, *mark;
        size_t n = 1 + (size_t)(seed % sizeof text);
        for (size_t i = 0; i < n; i++) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            text[i] = letters[seed % (sizeof letters - 1)];
        }
        want = split_plainly(text, n, ',');
        got = read_text(text, n, ',');
        mark = strchr(got, '!'); /* no letter of ours: an error begins here */
        if (mark)
            *mark = '\0';
        if (strcmp(got, want))
            fail_msg("round %zu: \"%.*s\" gave \"%s\", want \"%s\"", round, (int)n, text, got, want);
        free(got);
        free(want);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(fields_are_split_as_rfc_4180_says),
        cmocka_unit_test(a_given_separator_is_taken_as_it_is),
        cmocka_unit_test(records_without_text_are_left_out),
        cmocka_unit_test(places_are_physical_lines_and_characters),
        cmocka_unit_test(what_is_no_csv_is_refused_with_its_place),
        cmocka_unit_test(a_line_of_ten_megabytes_is_refused),
        cmocka_unit_test(a_field_over_one_mebibyte_is_refused),
        cmocka_unit_test(columns_beyond_the_limit_are_counted_only),
        cmocka_unit_test(windows_1252_becomes_utf_8),
        cmocka_unit_test(random_text_is_split_as_a_plain_reader_splits_it),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
