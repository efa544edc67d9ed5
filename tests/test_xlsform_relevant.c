/* test_xlsform_relevant.c -- conditions of a form say in the codebook what they say in the form.
 *
 * tests/data/xlsform/relevant.csv tells for some conditions and records whether the condition holds; it was worked out
 * by relevant.py beside it, an evaluator of XPath of its own.  Each condition is translated and asked of the same
 * records in SQLite: where SQL says yes or no the form says the same; where it says neither (NULL), a question that the
 * condition names was not answered. */
#include <config.h>

#include "check.h"

#include <sqlite3.h>

#include "reint.h"
#include "xlsform/xlsform.h"

#define QUESTION(kind_, name_, list_)                                                                        \
    {                                                                                                        \
        .kind = (kind_), .name = (name_), .variable = (name_), .list = (list_), .parent = REINTI_TOP,        \
        .repeat = REINTI_TOP, .section = REINTI_TOP                                                          \
    }

enum { QUESTIONS = 10, TEXT = 400 };

static reinti_item items[QUESTIONS] = {
    QUESTION(REINTI_ITEM_ONE, "q", 0),
    QUESTION(REINTI_ITEM_ONE, "q2", 0),
    QUESTION(REINTI_ITEM_INTEGER, "n", REINTI_NO_LIST),
    QUESTION(REINTI_ITEM_DECIMAL, "dec", REINTI_NO_LIST),
    QUESTION(REINTI_ITEM_DATE, "d", REINTI_NO_LIST),
    QUESTION(REINTI_ITEM_DATE, "e", REINTI_NO_LIST),
    QUESTION(REINTI_ITEM_TEXT, "t", REINTI_NO_LIST),
    QUESTION(REINTI_ITEM_MULTIPLE, "m", 1),
    QUESTION(REINTI_ITEM_ONE, "r", 2), /* of these two an answer stands for a missing reason */
    QUESTION(REINTI_ITEM_MULTIPLE, "s", 3),
};
static reinti_choice numbers[] = {
    { .name = "1" }, { .name = "2" }, { .name = "3" }, { .name = "5" }, { .name = "10" }
};
static reinti_choice letters[] = { { .name = "a" }, { .name = "b" } };
static reinti_choice levels[] = { { .name = "1" }, { .name = "4" }, { .name = "97", .missing = "refused" } };
static reinti_choice some[] = { { .name = "a" }, { .name = "b" }, { .name = "97", .missing = "refused" } };
static reinti_choices lists[] = {
    { .name = "l", .n = REINTI_LENGTH(numbers), .choice = numbers },
    { .name = "ab", .n = REINTI_LENGTH(letters), .choice = letters },
    { .name = "levels", .n = REINTI_LENGTH(levels), .choice = levels },
    { .name = "some", .n = REINTI_LENGTH(some), .choice = some },
};
static reinti_xlsform form = { .n = QUESTIONS,
                               .item = items,
                               .n_lists = REINTI_LENGTH(lists),
                               .list = lists,
                               .person = REINTI_TOP,
                               .wave = REINTI_TOP };

static void
sql_has(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const char *set = (const char *)sqlite3_value_text(argv[0]);
    char padded[TEXT], wanted[TEXT];

    (void)argc;
    if (!set)
        return;
    snprintf(padded, sizeof padded, " %s ", set);
    snprintf(wanted, sizeof wanted, " %s ", (const char *)sqlite3_value_text(argv[1]));
    sqlite3_result_int(context, strstr(padded, wanted) != NULL);
}

static void
sql_chosen(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const char *set = (const char *)sqlite3_value_text(argv[0]);
    int n = 1;

    (void)argc;
    for (; set && *set; set++)
        n += *set == ' ';
    if (set)
        sqlite3_result_int(context, n);
}

/* SQL of a record with these ANSWERS: 1 true, 0 false, -1 NULL. */
static int
sql_value(sqlite3 *db, char *const *answer, const char *condition)
{
    sqlite3_stmt *s;
    char sql[4 * TEXT];

    snprintf(
        sql, sizeof sql,
        "SELECT %s FROM (SELECT ?1 AS q, ?2 AS q2, ?3 + 0 AS n, ?4 + 0.0 AS dec, ?5 AS d, ?6 AS e, ?7 AS t, "
        "?8 AS m, nullif(?9, '97') AS r, nullif(?10, '97') AS s, "
        "iif(?9 IS '97', 'refused', 'not_stated') AS r__why, iif(?10 IS '97', 'refused', 'not_stated') AS "
        "s__why)",
        condition);
    if (sqlite3_prepare_v2(db, sql, -1, &s, NULL))
        fail_msg("%s: %s", condition, sqlite3_errmsg(db));
    for (int i = 0; i < QUESTIONS; i++)
        if (*answer[i])
            sqlite3_bind_text(s, i + 1, answer[i], -1, SQLITE_STATIC);
    assert_int_equal(sqlite3_step(s), SQLITE_ROW);
    int value = sqlite3_column_type(s, 0) == SQLITE_NULL ? -1 : sqlite3_column_int(s, 0) != 0;
    sqlite3_finalize(s);
    return value;
}

/* Whether the condition names a question without an answer. */
static bool
names_an_empty_one(const char *xpath, char *const *answer)
{
    char name[20];

    for (int i = 0; i < QUESTIONS; i++) {
        snprintf(name, sizeof name, "${%s}", items[i].name);
        if (!*answer[i] && strstr(xpath, name))
            return true;
    }
    return false;
}

static void
a_condition_is_true_of_the_records_of_which_the_form_says_so(void **state)
{
    FILE *f = fopen(source_path("tests/data/xlsform/relevant.csv"), "r");
    char line[2 * TEXT];
    size_t n = 0, unknown = 0;
    sqlite3 *db;

    (void)state;
    assert_non_null(f);
    assert_int_equal(sqlite3_open(":memory:", &db), SQLITE_OK);
    sqlite3_create_function(db, "has", 2, SQLITE_UTF8, NULL, sql_has, NULL, NULL);
    sqlite3_create_function(db, "chosen", 1, SQLITE_UTF8, NULL, sql_chosen, NULL, NULL);
    assert_non_null(fgets(line, sizeof line, f)); /* the head */
    for (; fgets(line, sizeof line, f); n++) {
        char *field[QUESTIONS + 2], *at = line;
        reinti_str sql = REINTI_STR_EMPTY;
        const char *why = NULL;
        line[strcspn(line, "\r\n")] = '\0';
        for (size_t i = 0; i < REINTI_LENGTH(field); i++)
            assert_non_null(field[i] = strsep(&at, ";"));
        if (!reinti_xlsform_condition(&form, 0, field[0], NULL, &sql, &why))
            fail_msg("%s: %s", field[0], why);
        int value = sql_value(db, field + 1, sql.text);
        unknown += value < 0;
        if (value < 0 ? !names_an_empty_one(field[0], field + 1) : value != (*field[QUESTIONS + 1] == '1'))
            fail_msg("row %zu: %s is %d, and of the form %s: %s", n + 2, sql.text, value,
                     field[QUESTIONS + 1], field[0]);
        reinti_str_free(&sql);
    }
    assert_int_equal(n, 776);
    assert_true(unknown < n / 4);
    sqlite3_close(db);
    fclose(f);
}

static void
numbers_of_choices_are_compared_as_numbers_and_reasons_stay_reasons(void **state)
{
    static const struct {
        const char *xpath, *sql; /* NULL: refused */
    } cases[] = {
        { "${q} > 3", "q IN ('5', '10')" },
        { "3 > ${q}", "q IN ('1', '2')" },
        { "${q} > 5", "q = '10'" },
        { "${q} = 1.0", "q = '1'" },
        { "${q2} > 3", "(q2 IN ('4') OR q2__why IS 'refused')" },
        { "${q2} > 50", "(q2__why IS 'refused')" },
        { "${q2} = 97", "q2__why IS 'refused'" },
        { "selected(${q2}, '97')", "q2__why IS 'refused'" },
        { "${q} > 10", NULL },
        { "${q} = 4", NULL },
        { "${q} = 'x'", NULL },
        { "selected(${q}, 'x')", NULL },
        { "selected(${m}, 'c')", NULL },
        { "${q} > 'x'", NULL },
        { "${q} = ${q2}", NULL }, /* of different lists */
        { "${q} = ${n}", NULL },
        { "${n} > ${d}", NULL },
        { "${t} = ${n}", NULL },
        { "${t} > 3", NULL },
        { "${t} < ${t}", NULL },
        { "${d} > 3", NULL },
        { "${d} > '2015-02-30'", NULL },
        { "${d} = 'x'", NULL },
        { "${e} < date('2015-03-01')", "e < '2015-03-01'" }, /* a moment, of which the date is kept */
        { "date('2015-03-01') <= ${e}", "'2015-03-01' <= e" },
        { "${e} > date('2015-03-01')", NULL },
        { "${e} = ${d}", NULL },
        { "count-selected(${m}) >= 2", "coalesce(chosen(m), 0) >= 2" },
        { "count-selected(${s}) >= 2", "coalesce(chosen(s), s__why IN ('refused')) >= 2" },
        { "count-selected(${q}) >= 2", NULL },
        { "count-selected('a b') >= 2", NULL },
        { "${n} + 1 > ${dec} * 2", "(n + 1) > (dec * 2)" },
        { "${n} div 2 = 1", "(1.0 * n / 2) = 1" },
        { "${n} div ${dec} = 1", NULL }, /* which may be 0 */
        { "${n} div 0 = 1", NULL },
        { "${n} div (1 - 1) = 1", NULL },
        { "${dec} mod 2 = 1", NULL }, /* SQL's is of whole numbers */
        { "${n} mod 2.5 = 1", NULL },
        { "${q} + 1 = 2", NULL },
        { "${t} + 1 = 2", NULL },
        { "${d} + 1 > ${e}", NULL },
        { "${n} + 1 = ${q}", NULL },
        { "${n} + 1 = 'x'", NULL },
        { "${n} + true() = 1", NULL },
        { "${n} + 1", NULL }, /* a value and no condition */
        { "${n} + ", NULL },
        { "${n} * * 2 = 1", NULL },
        { "-${t} = 1", NULL },
        { "if(${n} > 3, 1, 2) = 1", "(CASE WHEN ((n > 3) IS 1) THEN 1 ELSE 2 END) = 1" },
        { "if(${r} = '1', 1, 2) = 1", NULL }, /* refused is a choice in the form, and no value here */
        { "if(${n} > 3, 'a', 'b') = 'a'", NULL },
        { "if(${n}, 1, 2) = 1", NULL },
        { "if(${n} > 3, 1) = 1", NULL },
        { "if(${n} > 3, 1, ${q} = 1)", NULL },
        { "int(${t}) = 1", NULL },
        { "today() > ${d}", NULL },
        { "now() > ${d}", NULL },
        { "pulldata('a', 'b', 'c', ${n}) = 1", NULL },
        { "${r} = ''", "(r IS NULL AND r__why NOT IN ('refused'))" },
        { "${r} != ''", "(r IS NOT NULL OR r__why IN ('refused'))" },
        { "${r} != '' and ${r} != '97'", "r IS NOT NULL" },
    };

    (void)state;
    items[1].list = 2;
    items[5].kind = REINTI_ITEM_MOMENT;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str sql = REINTI_STR_EMPTY;
        const char *why = NULL;
        bool good = reinti_xlsform_condition(&form, 0, cases[i].xpath, NULL, &sql, &why);
        if (good != (cases[i].sql != NULL) || (good && strcmp(sql.text, cases[i].sql) != 0) ||
            (!good && !why))
            fail_msg("%s: %s", cases[i].xpath, good ? sql.text : why);
        reinti_str_free(&sql);
    }
    items[1].list = 0;
    items[5].kind = REINTI_ITEM_DATE;
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_is_true_of_the_records_of_which_the_form_says_so),
        cmocka_unit_test(numbers_of_choices_are_compared_as_numbers_and_reasons_stay_reasons),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
