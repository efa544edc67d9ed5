#include <config.h>

#include "check.h"

#include "base/base.h"

static void
every_status_has_a_text(void **state)
{
    (void)state;
#define X(name, value, text) assert_string_equal(reint_status_text(REINT_##name), text);
    REINT_STATUS_LIST(X)
#undef X
    assert_string_equal(reint_status_text((reint_status)99), "unknown status");
    assert_string_equal(reint_status_text((reint_status)-1), "unknown status");
}

static void
fail_fills_the_error_and_answers_the_status(void **state)
{
    reint_error err;

    (void)state;
    memset(&err, 'x', sizeof err);
    assert_int_equal(reinti_fail(&err, REINT_INPUT, "w2.csv", 118, "q14 is %d", 8), REINT_INPUT);
    assert_int_equal(err.status, REINT_INPUT);
    assert_string_equal(err.file, "w2.csv");
    assert_string_equal(err.form, "");
    assert_int_equal(err.line, 118);
    assert_int_equal(err.column, 0);
    assert_string_equal(err.text, "q14 is 8");
}

static void
fail_takes_no_error_object_and_no_file(void **state)
{
    reint_error err;

    (void)state;
    assert_int_equal(reinti_fail(NULL, REINT_OUTPUT, NULL, 0, "x"), REINT_OUTPUT);
    assert_int_equal(reinti_fail_at(NULL, REINT_DATA, NULL, NULL, 0, 0, "x"), REINT_DATA);
    assert_int_equal(reinti_no_memory(NULL), REINT_NO_MEMORY);
    assert_int_equal(reinti_fail_at(&err, REINT_DATA, NULL, NULL, -3, -4, "x"), REINT_DATA);
    assert_string_equal(err.file, "");
    assert_int_equal(err.line, 0);
    assert_int_equal(err.column, 0);
}

static void
long_texts_are_cut_at_a_whole_character(void **state)
{
    char text[2000];
    reint_error err;

    (void)state;
    for (size_t pad = 0; pad < 4; pad++) {
        memset(text, 'a', pad);
        for (size_t i = pad; i + 3 < sizeof text; i += 3)
            memcpy(text + i, "\xE2\x82\xAC", 4); /* the euro sign, three bytes */
        reinti_fail_at(&err, REINT_INPUT, text, text, 1, 1, "%s", text);
        assert_true(reinti_utf8_valid(err.text, strlen(err.text), NULL));
        assert_true(reinti_utf8_valid(err.file, strlen(err.file), NULL));
        assert_true(reinti_utf8_valid(err.form, strlen(err.form), NULL));
        assert_in_range(strlen(err.text), sizeof err.text - 4, sizeof err.text - 1);
        assert_in_range(strlen(err.file), sizeof err.file - 4, sizeof err.file - 1);
        assert_in_range(strlen(err.form), sizeof err.form - 4, sizeof err.form - 1);
    }
}

static void
a_long_path_keeps_its_end(void **state)
{
    char path[600];
    reint_error err;

    (void)state;
    memset(path, 'd', sizeof path);
    strcpy(path + sizeof path - 10, "/here.csv");
    reinti_fail(&err, REINT_INPUT, path, 3, "x");
    assert_string_equal(err.file + strlen(err.file) - 9, "/here.csv");
}

static void
a_path_is_never_cut_within_a_character(void **state)
{
    reint_error err;

    (void)state;
    for (size_t extra = 0; extra < 3; extra++) {
        char path[400] = "";
        while (strlen(path) < 300)
            strcat(path, "\xE2\x82\xAC");
        strcat(path, &"ab"[2 - extra]);
        reinti_fail(&err, REINT_INPUT, path, 3, "x");
        assert_true(reinti_utf8_valid(err.file, strlen(err.file), NULL));
        assert_in_range(strlen(err.file), sizeof err.file - 3, sizeof err.file - 1);
        assert_string_equal(err.file, path + strlen(path) - strlen(err.file));
    }
}

static void
an_error_is_written_as_compilers_write_theirs(void **state)
{
    static const struct {
        const char *file, *form;
        long line, column;
        const char *text, *want;
    } cases[] = {
        { "w2.csv", "", 118, 4, "bad", "w2.csv:118:4: bad" },
        { "w2.csv", "", 118, 0, "bad", "w2.csv:118: bad" },
        { "w2.csv", "", 0, 4, "bad", "w2.csv: bad" },
        { "w2.xlsx", "person", 7, 2, "bad", "w2.xlsx:person:7:2: bad" },
        { "", "person", 0, 0, "bad", "person: bad" },
        { "", "", 7, 0, "bad", "line 7: bad" },
        { "", "", 0, 0, "bad", "bad" },
        { "a.yaml", "", 0, 0, "", "a.yaml: an input cannot be read or is wrong in form" },
    };
    char buf[200], small[9];

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_error err;
        size_t n;
        reinti_fail_at(&err, REINT_INPUT, cases[i].file, cases[i].form, cases[i].line, cases[i].column, "%s",
                       cases[i].text);
        n = reint_error_format(&err, buf, sizeof buf);
        assert_string_equal(buf, cases[i].want);
        assert_int_equal(n, strlen(cases[i].want));
        /* a buffer that is too small is filled, terminated and told about */
        assert_int_equal(reint_error_format(&err, small, sizeof small), n);
        assert_int_equal(strncmp(small, cases[i].want, 8), 0);
        assert_int_equal(strlen(small), n < 8 ? n : 8);
        assert_int_equal(reint_error_format(&err, NULL, 0), n);
    }
}

static void
findings_come_back_in_order_and_counted(void **state)
{
    reint_findings *f = reint_findings_create();
    char file[] = "a.csv";

    (void)state;
    assert_int_equal(reint_findings_count(f), 0);
    assert_null(reint_findings_get(f, 0));
    for (long i = 0; i < 1000; i++)
        reinti_find(f, (reint_severity)(i % 3), "some_code", file, i % 2 ? "person" : NULL, i, i + 1,
                    "number %ld", i);
    strcpy(file, "xxxxx"); /* names are copied */
    assert_int_equal(reint_findings_count(f), 1000);
    assert_int_equal(reint_findings_count_severity(f, REINT_NOTE), 334);
    assert_int_equal(reint_findings_count_severity(f, REINT_WARNING), 333);
    assert_int_equal(reint_findings_count_severity(f, REINT_ERROR), 333);
    assert_int_equal(reint_findings_count_severity(f, (reint_severity)7), 0);
    for (long i = 0; i < 1000; i++) {
        const reint_finding *at = reint_findings_get(f, (size_t)i);
        char want[32];
        snprintf(want, sizeof want, "number %ld", i);
        assert_string_equal(at->text, want);
        assert_string_equal(at->file, "a.csv");
        assert_string_equal(at->form, i % 2 ? "person" : "");
        assert_string_equal(at->code, "some_code");
        assert_int_equal(at->line, i);
        assert_int_equal(at->column, i + 1);
        assert_int_equal(at->severity, i % 3);
    }
    assert_null(reint_findings_get(f, 1000));
    reint_findings_free(f);
}

static void
nobody_listening_is_no_error(void **state)
{
    (void)state;
    reinti_find(NULL, REINT_ERROR, "c", "f", NULL, 1, 1, "x");
    assert_int_equal(reint_findings_count(NULL), 0);
    assert_int_equal(reint_findings_count_severity(NULL, REINT_ERROR), 0);
    assert_null(reint_findings_get(NULL, 0));
    reint_findings_free(NULL);
}

static void
the_first_error_stands_for_all_further_ones(void **state)
{
    reint_findings *f = reint_findings_create();
    char long_text[1000];
    reint_error err;

    (void)state;
    reinti_find(f, REINT_ERROR, "c", "old.csv", NULL, 1, 1, "before FROM");
    reinti_find(f, REINT_WARNING, "c", "a.csv", NULL, 2, 1, "only a warning");
    reinti_find(f, REINT_ERROR, "c", "a.csv", "person", 3, 4, "first");
    assert_int_equal(reinti_fail_findings(&err, REINT_INPUT, f, 1), REINT_INPUT);
    assert_string_equal(err.text, "first");
    assert_string_equal(err.file, "a.csv");
    assert_string_equal(err.form, "person");
    assert_int_equal(err.line, 3);
    assert_int_equal(err.column, 4);
    reinti_find(f, REINT_ERROR, "c", "a.csv", NULL, 5, 1, "second");
    reinti_find(f, REINT_NOTE, "c", "a.csv", NULL, 5, 1, "note");
    reinti_find(f, REINT_ERROR, "c", "a.csv", NULL, 6, 1, "third");
    assert_int_equal(reinti_fail_findings(&err, REINT_DATA, f, 1), REINT_DATA);
    assert_string_equal(err.text, "first (and 2 more)");
    assert_int_equal(reinti_fail_findings(&err, REINT_DATA, f, 6), REINT_DATA);
    assert_string_equal(err.text, reint_status_text(REINT_DATA)); /* no error among them */

    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = '\0';
    reinti_find(f, REINT_ERROR, "c", "a.csv", NULL, 7, 1, "%s", long_text);
    reinti_find(f, REINT_ERROR, "c", "a.csv", NULL, 8, 1, "last");
    reinti_fail_findings(&err, REINT_DATA, f, 6);
    assert_non_null(strstr(err.text, "aa (and 1 more)")); /* the count is never what is cut */
    assert_int_equal(strlen(reint_findings_get(f, 6)->text), sizeof long_text - 1);
    reint_findings_free(f);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_status_has_a_text),
        cmocka_unit_test(fail_fills_the_error_and_answers_the_status),
        cmocka_unit_test(fail_takes_no_error_object_and_no_file),
        cmocka_unit_test(long_texts_are_cut_at_a_whole_character),
        cmocka_unit_test(a_long_path_keeps_its_end),
        cmocka_unit_test(a_path_is_never_cut_within_a_character),
        cmocka_unit_test(an_error_is_written_as_compilers_write_theirs),
        cmocka_unit_test(findings_come_back_in_order_and_counted),
        cmocka_unit_test(nobody_listening_is_no_error),
        cmocka_unit_test(the_first_error_stands_for_all_further_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
