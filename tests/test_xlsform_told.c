/* test_xlsform_told.c -- what a form says and a codebook cannot hold, and what is wrong with a form: each is told, at its
 * sheet and row. */
#include <config.h>

#include "folder.h"

#include <unistd.h>

#include "codebook/model.h"
#include "reint.h"
#include "write/book.h"

/* A workbook of SHEETS: "name" and rows of cells by '|', ended by NULL; the last one by two.  Its path. */
static const char *
write_form(const char *const *text)
{
    static char path[4400];
    const reinti_book_options options = { "t", "t", "t", NULL };
    reinti_book *book = NULL;

    snprintf(path, sizeof path, "%s/form.xlsx", folder);
    assert_int_equal(reinti_book_create(path, &options, &book, NULL), REINT_OK);
    for (; *text; text++) {
        reinti_sheet *sheet = reinti_sheet_add(book, *text++);
        for (unsigned row = 0; *text; text++, row++) {
            const char *at = *text;
            for (unsigned column = 0; at; column++) {
                char cell[256];
                snprintf(cell, sizeof cell, "%.*s", (int)strcspn(at, "|"), at);
                if (*cell)
                    reinti_sheet_text(sheet, row, column, cell, REINTI_LOOK_TEXT);
                at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL;
            }
        }
    }
    assert_int_equal(reinti_book_close(book, true, NULL), REINT_OK);
    return path;
}

/* The codebook of the form and what was told of it. */
static char *
text_of(const char *const *sheets, reint_findings *findings)
{
    const char *path = write_form(sheets);
    reint_error err = { .status = REINT_OK };
    char *text = NULL;

    reint_xlsform_codebook(path, NULL, &text, findings, &err);
    return text;
}

static bool
is_told(const reint_findings *findings, reint_severity severity, const char *code, const char *text)
{
    for (size_t i = 0; i < reint_findings_count(findings); i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        if (f->severity == severity && !strcmp(f->code, code) && strstr(f->text, text))
            return true;
    }
    return false;
}

static void
the_default_language_of_a_form_is_the_first_of_its_codebook(void **state)
{
    const char *named[] = { "survey",
                            "type|name|label::English (en)|label::Bahasa Indonesia (id)",
                            "integer|age|Age|Umur",
                            NULL,
                            "settings",
                            "form_title|default_language",
                            "T|Bahasa Indonesia (id)",
                            NULL,
                            NULL };
    const char *plain[] = {
        "survey",   "type|name|label|label::English (en)", "integer|age|Umur|Age",    NULL,
        "settings", "form_title|default_language",         "T|Bahasa Indonesia (id)", NULL,
        NULL
    };
    const char *nowhere[] = { "survey",   "type|name|label::English (en)", "integer|age|Age", NULL,
                              "settings", "form_title|default_language",   "T|French (fr)",   NULL,
                              NULL };
    reint_findings *findings = reint_findings_create();

    (void)state;
    char *text = text_of(named, findings);
    assert_non_null(strstr(text, "languages: [id, en]"));
    free(text);
    text = text_of(plain, findings); /* a label without a language is in the default one */
    assert_non_null(strstr(text, "languages: [id, en]"));
    assert_non_null(strstr(text, "age: {label: {id: \"Umur\", en: \"Age\"}"));
    free(text);
    assert_int_equal(reint_findings_count_severity(findings, REINT_WARNING), 0);
    text = text_of(nowhere, findings);
    assert_non_null(strstr(text, "languages: [en]"));
    assert_true(is_told(findings, REINT_WARNING, "no_language", "\"fr\""));
    free(text);
    reint_findings_free(findings);
}

static void
a_choice_that_stands_twice_is_told_as_allowed_or_as_a_fault(void **state)
{
    const char *allowed[] = { "survey",
                              "type|name|label|choice_filter",
                              "select_one town|t|Town|region = ${r}",
                              NULL,
                              "choices",
                              "list_name|name|label|region",
                              "town|a|A|n",
                              "town|b|B|n",
                              "town|a|A|s",
                              "town|b|B|s",
                              NULL,
                              "settings",
                              "form_title|allow_choice_duplicates",
                              "T|yes",
                              NULL,
                              NULL };
    const char *silent[] = { "survey",   "type|name|label", "select_one town|t|Town",
                             NULL,       "choices",         "list_name|name|label",
                             "town|a|A", "town|a|Other",    NULL,
                             NULL };
    reint_findings *findings = reint_findings_create();

    (void)state;
    char *text = text_of(allowed, findings);
    assert_true(is_told(findings, REINT_NOTE, "repeated_choice", "2 choices of the list \"town\""));
    assert_true(is_told(findings, REINT_NOTE, "filter_left_out", "\"t\""));
    assert_true(is_told(findings, REINT_NOTE, "column_left_out", "\"region\""));
    assert_int_equal(reint_findings_count_severity(findings, REINT_WARNING), 0);
    assert_non_null(strstr(text, "#   choices, row 4: 2 choices"));
    free(text);
    reint_findings_free(findings);
    findings = reint_findings_create();
    text = text_of(silent, findings);
    assert_true(is_told(findings, REINT_WARNING, "repeated_choice", "allow_choice_duplicates"));
    assert_non_null(strstr(text, "\"a\": \"A\""));
    assert_null(strstr(text, "Other"));
    free(text);
    reint_findings_free(findings);
}

static void
all_that_a_form_says_and_a_codebook_cannot_hold_is_told(void **state)
{
    const char *sheets[] = {
        "survey",
        "type|name|label|default|calculation|repeat_count|appearance|required|constraint|shape",
        "integer|age|Age|30|||minimal||. >= 0 and . <= 120 and . mod 2.5 = 0|x",
        "text|why|Why|||||${age} > 3||",
        "text|sum|Sum||1 + 1|||||",
        "begin_repeat|child|Child|||3||||",
        "integer|c|C|||||||",
        "end_repeat||||||||",
        NULL,
        NULL
    };
    reint_findings *findings = reint_findings_create();
    char *text;

    (void)state;
    text = text_of(sheets, findings);
    assert_true(is_told(findings, REINT_NOTE, "default_left_out", "\"age\""));
    assert_true(is_told(findings, REINT_NOTE, "calculation_left_out", "\"sum\""));
    assert_true(is_told(findings, REINT_NOTE, "count_left_out", "\"child\""));
    assert_true(is_told(findings, REINT_NOTE, "required_left_out", "\"why\""));
    assert_true(is_told(findings, REINT_NOTE, "constraint_left_out", "\"age\""));
    assert_true(is_told(findings, REINT_NOTE, "column_left_out", "\"shape\""));
    assert_false(is_told(findings, REINT_NOTE, "column_left_out", "\"appearance\""));
    assert_non_null(
        strstr(text, "age: {label: \"Age\", type: integer, min: 0, max: 120,")); /* the rest of it is kept */
    free(text);
    reint_findings_free(findings);
}

static void
a_condition_that_is_left_out_is_told_at_its_row_as_it_stands_there(void **state)
{
    const char *sheets[] = { "survey",
                             "type|name|label|relevant|constraint|required",
                             "integer|n|N||. > 0 and regex(., '^[0-9]$')|",
                             "integer|day|Day|${n} < \ntoday()||",
                             "begin_group|g|G|pulldata('a', 'b', 'c', ${n}) = 1||",
                             "integer|inner|Inner|||${n} > 3",
                             "end_group||||",
                             NULL,
                             NULL };
    static const struct {
        const char *code, *text, *comment;
    } cases[] = {
        { "constraint_left_out", ": regex(., '^[0-9]$')", "#   survey, row 2: question \"n\"" },
        { "condition_left_out", ": ${n} <  today()", "#   survey, row 3: question \"day\"" },
        { "condition_left_out", ": pulldata('a', 'b', 'c', ${n}) = 1",
          "#   survey, row 5: question \"inner\"" },
        { "required_left_out", ": ${n} > 3", "#   survey, row 5: question \"inner\"" },
    };
    reint_findings *findings = reint_findings_create();

    (void)state;
    char *text = text_of(sheets, findings);
    assert_non_null(text);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        assert_true(is_told(findings, REINT_NOTE, cases[i].code, cases[i].text));
        assert_non_null(strstr(text, cases[i].comment));
        assert_non_null(strstr(text, cases[i].text));
    }
    free(text);
    reint_findings_free(findings);
}

static void
what_is_wrong_with_a_form_is_told_at_its_cell(void **state)
{
    static const struct {
        const char *row, *more, *code;
        long line;
    } cases[] = {
        { "integr|age|Age", NULL, "unknown_type", 2 },
        { "integer||Age", NULL, "no_name", 2 },
        { "select_one nowhere|q|Q", NULL, "unknown_list", 2 },
        { "begin_group|g|G", "integer|a|A", "not_closed", 2 },
        { "end_group||", NULL, "not_open", 2 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const char *sheets[] = { "survey",     "type|name|label",
                                 cases[i].row, cases[i].more ? cases[i].more : "||",
                                 NULL,         NULL };
        reint_findings *findings = reint_findings_create();
        assert_null(text_of(sheets, findings));
        assert_true(is_told(findings, REINT_ERROR, cases[i].code, ""));
        assert_int_equal(reint_findings_get(findings, 0)->line, cases[i].line);
        assert_string_equal(reint_findings_get(findings, 0)->sheet, "survey");
        reint_findings_free(findings);
    }
    const char *twice[] = { "survey", "type|name|label|label", "integer|a|A|B", NULL, NULL };
    reint_findings *findings = reint_findings_create();
    assert_null(text_of(twice, findings));
    assert_true(is_told(findings, REINT_ERROR, "duplicate_column", "\"label\""));
    reint_findings_free(findings);
}

static void
questions_of_one_name_and_conditions_in_a_circle_make_a_codebook_all_the_same(void **state)
{
    const char *sheets[] = { "survey",
                             "type|name|label|relevant",
                             "integer|a|A|${b} > 1",
                             "integer|b|B|${a} > 1",
                             "integer|d|D|${b} > 1",
                             "begin_group|g|G|",
                             "integer|a|A2|",
                             "end_group|||",
                             "begin_repeat|child|C|",
                             "integer|a|A3|",
                             "end_repeat|||",
                             "begin_group|h|H|",
                             "begin_repeat|child|C2|",
                             "integer|a|A4|",
                             "end_repeat|||",
                             "end_group|||",
                             NULL,
                             NULL };
    reint_findings *findings = reint_findings_create();
    char *text = text_of(sheets, findings);

    (void)state;
    reinti_codebook_file file = { "made", "codebook", text, strlen(text) };
    reint_codebook *cb = NULL;
    reint_error err = { .status = REINT_OK };
    if (reinti_codebook_parse(&file, 1, &cb, NULL, &err))
        fail_msg("%ld: %s", err.line, err.text);
    assert_int_equal(cb->n_forms, 3);
    assert_true(is_told(findings, REINT_WARNING, "circular", "\"a\""));
    assert_true(is_told(findings, REINT_WARNING, "circular", "\"b\""));
    assert_int_equal(reint_findings_count_severity(findings, REINT_WARNING), 2); /* "d" only follows them */
    assert_int_not_equal(reinti_form_find(&cb->form[0], "g_a"), REINTI_NONE);
    assert_int_not_equal(reinti_codebook_find_form(cb, "h_child"), REINTI_NONE);
    reint_codebook_free(cb);
    free(text);
    reint_findings_free(findings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_default_language_of_a_form_is_the_first_of_its_codebook),
        cmocka_unit_test(a_choice_that_stands_twice_is_told_as_allowed_or_as_a_fault),
        cmocka_unit_test(all_that_a_form_says_and_a_codebook_cannot_hold_is_told),
        cmocka_unit_test(a_condition_that_is_left_out_is_told_at_its_row_as_it_stands_there),
        cmocka_unit_test(what_is_wrong_with_a_form_is_told_at_its_cell),
        cmocka_unit_test(questions_of_one_name_and_conditions_in_a_circle_make_a_codebook_all_the_same),
    };

    return cmocka_run_group_tests_name("xlsform_told", tests, make_folder, remove_folder);
}
