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
    refused("age = (SELECT count(*) FROM sqlite_master)", "");
    refused("1), (2", "");
    refused("1); DROP TABLE x; SELECT (1", "");
    refused("sex = \"male\"", "no variable");
    refused("age >", "cannot be read");
    refused("", "");
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
        cmocka_unit_test(only_the_columns_read_are_used),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
