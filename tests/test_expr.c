/* test_expr.c -- conditions: three-valued, pure, and with helpful errors. */
#include <config.h>

#include "check.h"

#include "study/expr.h"

static const char *const names[] = { "sex", "age", "places", "w1_sex" };

static void
value(void *user, size_t row, size_t column, reinti_expr_value *out)
{
    static const char *const sex[] = { "male", "female", NULL }, *const places[] = { "a;b", "", NULL };
    static const int64_t age[] = { 17, 30, 50 };
    const char *text = column == 0 ? sex[row] : column == 2 ? places[row] : "x";

    (void)user;
    if (column == 1)
        *out = (reinti_expr_value){ .kind = REINTI_EXPR_INTEGER, .integer = age[row] };
    else if (text)
        *out = (reinti_expr_value){ .kind = REINTI_EXPR_TEXT, .text = text, .length = strlen(text) };
}

static void
run(const char *condition, int a, int b, int c)
{
    reinti_expr *e = NULL;
    reint_error err = { .status = REINT_OK };
    int8_t got[3];

    if (reinti_expr_compile(condition, names, 4, &e, &err))
        fail_msg("%s: %s", condition, err.text);
    assert_int_equal(reinti_expr_run(e, 3, value, NULL, got, &err), REINT_OK);
    assert_int_equal(got[0], a);
    assert_int_equal(got[1], b);
    assert_int_equal(got[2], c);
    reinti_expr_free(e);
}

static void
conditions_are_three_valued(void **state)
{
    (void)state;
    run("sex = 'female'", 0, 1, -1);
    run("sex IS NOT NULL AND age >= 18", 0, 1, 0);
    run("age < 18 OR sex = 'female'", 1, 1, -1);
    run("has(places, 'b')", 1, 0, -1);
    run("chosen(places) = 2", 1, 0, -1);
    run("coalesce(chosen(places), 0) = 0", 0, 1, 1);
    run("age < 40 -- the young", 1, 1, 0);
    run("sex IN ('male', 'female')", 1, 1, -1);
}

static void
refused(const char *condition, const char *part)
{
    reinti_expr *e = NULL;
    reint_error err = { .status = REINT_OK };

    assert_int_equal(reinti_expr_compile(condition, names, 4, &e, &err), REINT_ARGUMENT);
    assert_null(e);
    if (!strstr(err.text, part))
        fail_msg("%s: \"%s\" does not hold \"%s\"", condition, err.text, part);
}

static void
what_is_not_a_pure_condition_is_refused(void **state)
{
    (void)state;
    refused("sax = 'male'", "did you mean \"sex\"");
    refused("age > random()", "random");
    refused("date('now') > '2015'", "date");
    refused("age = (SELECT count(*) FROM sqlite_master)", "count()");
    refused("1), (2", "");
    refused("1); DROP TABLE x; SELECT (1", "");
    refused("sex = \"male\"", "no variable");
    refused("rowid < 3", "the number of a row"); /* the order of records means nothing */
    refused("sex = :x", "given later (:x)");
    refused("sex = ?", "given later (?)");
    refused("", "ends too early");
}

static void
a_condition_is_about_one_record(void **state)
{
    (void)state;
    refused("age = (SELECT max(age) FROM reinti_rows)", "a sub-query");
    refused("EXISTS (SELECT 1 FROM reinti_rows WHERE age > 3)", "a sub-query");
    refused("age IN (SELECT 3)", "a sub-query");
    refused("age IN (VALUES (3), (4))", "a sub-query");
    refused("age = (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)", "");
    refused("age = max(age)", "about one record");
    refused("min(age) < 18", "about one record");
    refused("age = count(*)", "");
    refused("age > max(age) OVER ()", "");
    run("max(age, 18) = 18", 1, 0, 0); /* of two values they are pure functions */
    run("min(age, 30, 40) = 30", 0, 1, 1);
}

/* No message may speak of the parentheses that we put around a condition. */
static void
a_condition_that_cannot_be_read_is_told_in_words_of_who_wrote_it(void **state)
{
    static const struct {
        const char *condition, *words;
    } cases[] = {
        { "sex =", "ends too early" },
        { "age >", "ends too early" },
        { "sex = 'male' AND -- to be gone on with", "ends too early" },
        { "age BETWEEN 3 AND", "ends too early" },
        { "NOT", "ends too early" },
        { "and sex = 'male'", "\"and\" cannot stand where it does" },
        { "sex = 'male' or or age > 3", "\"or\" cannot stand" },
        { "sex IN ('male',)", "\")\" cannot stand" },
        { "age => 18", "\">\" cannot stand" },
        { "age 18", "\"18\" cannot stand" },
        { "sex = 'male' LIMIT 1", "\"LIMIT\" cannot stand" },
        { "sex = 'male' UNION SELECT 1", "\"UNION\" cannot stand" },
        { "sex := 'male'", "\":\" cannot stand" },
        { "sex # 3", "\"#\" cannot stand" },
        { "lenght(sex) = 4", "no function \"lenght\" (did you mean \"length\"?)" },
        { "length(sex, 1) = 4", "length() is given too many values, or too few" },
        { "sex = male", "no variable \"male\" (a text stands in straight quotes: 'so')" },
        { "sex = \xe2\x80\x98male\xe2\x80\x99", "straight quotes" },
        { "sex IN male", "in parentheses: IN ('a', 'b')" },
        { "sex = 'male', age > 3", "not by commas" },
        { "(sex = 'male'", "a parenthesis is opened and not closed" },
        { "sex = 'male')", "closed that was not opened" },
        { "sex = \"male", "the quote \" is opened and never closed" },
        { "sex = 'male'; DROP TABLE reinti_rows", "no semicolon" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++)
        refused(cases[i].condition, cases[i].words);
}

static void
what_stands_around_a_condition_is_out_of_its_reach(void **state)
{
    (void)state;
    refused("1) FROM reinti_rows ORDER BY (age", "closed that was not opened");
    refused("1) FROM reinti_rows LIMIT (1", "closed that was not opened");
    refused("1) FROM reinti_rows a JOIN reinti_rows b ON (1", "closed that was not opened");
    refused("age > 3 /* and so on", "never closed");
    refused("age > 3; age < 4", "semicolon");
    refused("sex = 'male", "the quote ' is opened and never closed");
    run("sex = ')' OR age = 17 -- )", 1, 0, -1);
    run("sex = 'it''s (' OR age = 17 /* ( */", 1, 0, -1);
}

static void
the_work_of_a_condition_is_bounded(void **state)
{
    char *deep = calloc(1, 20001), *longer = calloc(1, 20001), growing[1000] = "'0123456789'", next[1100];
    reinti_expr *e = NULL;
    reint_error err = { .status = REINT_OK };
    int8_t got[3];

    (void)state;
    for (size_t i = 0; i < 5000; i++)
        deep[i] = '(', deep[5001 + i] = ')';
    deep[5000] = '1';
    refused(deep, "");
    memset(longer, ' ', 20000);
    longer[0] = '1';
    refused(longer, "longer than");
    for (size_t i = 0; i < 12; i++) { /* each replace() would make the text ten times longer */
        snprintf(next, sizeof next, "replace(%.3900s, '0', '0000000000')", growing);
        strcpy(growing, next);
    }
    snprintf(next, sizeof next, "length(replace(%.3900s, '0', '0000000000')) > 1", growing);
    if (reinti_expr_compile(next, names, 4, &e, &err) == REINT_OK)
        assert_int_equal(reinti_expr_run(e, 3, value, NULL, got, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "too big"));
    reinti_expr_free(e);
    free(deep);
    free(longer);
}

static void
only_the_columns_read_are_used(void **state)
{
    reinti_expr *e = NULL;
    const size_t *column;

    (void)state;
    assert_int_equal(reinti_expr_compile("age > 3 AND w1_sex = 'sex'", names, 4, &e, NULL), REINT_OK);
    assert_int_equal(reinti_expr_used(e, &column), 2);
    assert_int_equal(column[0], 1);
    assert_int_equal(column[1], 3);
    reinti_expr_free(e);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_are_three_valued),
        cmocka_unit_test(what_is_not_a_pure_condition_is_refused),
        cmocka_unit_test(a_condition_is_about_one_record),
        cmocka_unit_test(a_condition_that_cannot_be_read_is_told_in_words_of_who_wrote_it),
        cmocka_unit_test(what_stands_around_a_condition_is_out_of_its_reach),
        cmocka_unit_test(the_work_of_a_condition_is_bounded),
        cmocka_unit_test(only_the_columns_read_are_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
