/* test_follow_attrition.c -- kept against lost, and weights.
 *
 * A model with one attribute of two categories reproduces the shares kept in each: weights have a closed form.  Firth's
 * estimate of the same model is the share with half a person added to each of the kept and the lost. */
#include <config.h>

#include "follow_study.h"

#include "table/cells.h"

typedef struct group {
    const char *sex;
    int kept, lost, not_due;
} group;

static void
make_study(struct study *s, const group *groups, size_t n_groups)
{
    static char person[200][24], row[400][64];
    const char *persons[200], *rows[400];
    size_t n = 0, n_rows = 0;

    for (size_t g = 0; g < n_groups; g++)
        for (int i = 0; i < groups[g].kept + groups[g].lost + groups[g].not_due; i++, n++) {
            const char *status = i < groups[g].kept                    ? "complete|2020-07-01"
                                 : i < groups[g].kept + groups[g].lost ? "lost|~"
                                                                       : "not_due|~";
            snprintf(person[n], sizeof person[n], "P%03zu|%s", n, groups[g].sex);
            snprintf(row[n_rows], sizeof row[0], "P%03zu|w1|complete|2020-01-01|~|~|~|%zu|~", n, 10 + n % 3);
            snprintf(row[n_rows + 1], sizeof row[0], "P%03zu|w2|%s|~|~|%s|~|~", n, status,
                     i % 2 ? "yes" : "no");
            persons[n] = person[n];
            rows[n_rows] = row[n_rows];
            rows[n_rows + 1] = row[n_rows + 1];
            n_rows += 2;
        }
    study_create(s, follow_codebook);
    study_fill(s, "person", persons, n);
    study_fill(s, "interview", rows, n_rows);
    study_frames(s);
}

static const char *const sex[] = { "sex" };
static const reint_follow_model by_sex = { .size = sizeof by_sex, .n_variables = 1, .variable = sex };

static const reint_follow_attribute *
row_of(const reint_follow_attrition *a, const char *code)
{
    for (size_t i = 0; i < a->n_rows; i++)
        if (a->row[i].code && !strcmp(a->row[i].code, code))
            return &a->row[i];
    fail_msg("no row %s", code);
    return NULL;
}

static void
the_kept_are_compared_with_the_lost_and_weighted_to_be_like_all(void **state)
{
    static const group groups[] = { { "male", 8, 2, 1 }, { "female", 5, 5, 0 } };
    struct study s;
    reint_follow_attrition a;
    (void)state;

    make_study(&s, groups, 2);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_attrit(f, &by_sex, &a, ERR));
    assert_int_equal(a.kept, 13);
    assert_int_equal(a.lost, 7);
    assert_int_equal(a.not_due, 1);
    assert_null(a.refused);
    assert_int_equal(a.firth, 0);
    assert_close(a.events_per_parameter, 7, 0);
    /* 1/0.8 and 1/0.5, scaled by 13/20 */
    assert_close(a.weight[0], 0.8125, 1e-10);
    assert_close(a.weight[11], 1.3, 1e-10);
    assert_close(a.weight[8], NAN, 0); /* lost */
    assert_close(a.smallest, 0.8125, 1e-10);
    assert_close(a.largest, 1.3, 1e-10);
    assert_close(a.effective_n, 169 / (8 * 0.8125 * 0.8125 + 5 * 1.3 * 1.3), 1e-10);
    const reint_follow_attribute *male = row_of(&a, "male");
    assert_close(male->kept, 8, 0);
    assert_close(male->lost, 2, 0);
    assert_close(male->baseline, 10, 0);
    assert_close(male->weighted, 6.5, 1e-10);
    double p = 8.0 / 13, q = 2.0 / 7;
    assert_close(male->d, (p - q) / sqrt((p * (1 - p) + q * (1 - q)) / 2), 1e-12);
    assert_close(male->before, (p - 0.5) / sqrt((p * (1 - p) + 0.25) / 2), 1e-12);
    assert_close(male->after, 0, 1e-9);
    reint_follow_free(f);
    study_free(&s);
}

static void
weights_are_cut_at_a_quantile(void **state)
{
    static const group groups[] = { { "male", 18, 2, 0 }, { "female", 2, 8, 0 } };
    struct study s;
    reint_follow_attrition a;
    reint_follow_model m = by_sex;
    (void)state;

    make_study(&s, groups, 2);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    m.trim = 0.9; /* type 7 of 18 x 10/9 and 2 x 5: at 0.9 x 19 = 17.1, a tenth of the way */
    assert_ok(reint_follow_attrit(f, &m, &a, ERR));
    double cut = 10.0 / 9 + 0.1 * (5 - 10.0 / 9), sum = 18 * 10.0 / 9 + 2 * cut;
    assert_int_equal(a.n_trimmed, 2);
    assert_close(a.largest, cut * 20 / sum, 1e-10);
    reint_follow_free(f);
    study_free(&s);
}

static void
where_an_attribute_tells_kept_from_lost_firths_estimates_are_taken(void **state)
{
    static const group groups[] = { { "male", 6, 0, 0 }, { "female", 5, 6, 0 } };
    struct study s;
    reint_follow_attrition a;
    (void)state;

    make_study(&s, groups, 2);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_attrit(f, &by_sex, &a, ERR));
    assert_int_equal(a.firth, 1);
    double male = 7 / 6.5, female = 12 / 5.5, scale = 11 / (6 * male + 5 * female);
    assert_close(a.weight[0], male * scale, 1e-8);
    assert_close(a.weight[6], female * scale, 1e-8);
    reint_follow_free(f);
    study_free(&s);
}

static void
too_few_everyone_and_nobody_lost_give_no_weights_and_say_why(void **state)
{
    static const struct {
        group groups[2];
        const char *why;
    } cases[] = {
        { { { "male", 20, 2, 0 }, { "female", 20, 2, 0 } }, "too few" },
        { { { "male", 9, 0, 0 }, { "female", 9, 0, 0 } }, "nobody was lost" },
        { { { "male", 0, 9, 0 }, { "female", 0, 9, 0 } }, "everyone was lost" },
        { { { "male", 9, 9, 0 }, { "male", 5, 5, 0 } }, "do not vary" },
    };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        struct study s;
        reint_follow_attrition a;
        print_message("  %s\n", cases[i].why);
        make_study(&s, cases[i].groups, 2);
        reint_follow *f = follow_open(&s, "w1,w2", 0);
        assert_ok(reint_follow_attrit(f, &by_sex, &a, ERR));
        assert_non_null(a.refused);
        assert_non_null(strstr(a.refused, cases[i].why));
        assert_null(a.weight);
        assert_close(a.effective_n, NAN, 0);
        assert_int_equal(reinti_follow_weight_column(f, &a, ERR), REINT_ARGUMENT);
        assert_non_null(strstr(ERR->text, cases[i].why));
        reint_follow_free(f);
        study_free(&s);
    }
}

static void
a_missing_attribute_gives_no_weight_and_a_number_is_compared_by_its_mean(void **state)
{
    static const group groups[] = { { "male", 8, 6, 0 }, { "female", 6, 6, 0 }, { "!refused", 2, 1, 0 } };
    static const char *const names[] = { "sex", "w1_years" };
    struct study s;
    reint_follow_attrition a;
    reint_follow_model m = { .size = sizeof m, .n_variables = 2, .variable = names };
    (void)state;

    make_study(&s, groups, 3);
    reint_follow *f = follow_open(&s, "w1,w2", 0);
    assert_ok(reint_follow_attrit(f, &m, &a, ERR));
    assert_null(a.refused);
    assert_int_equal(a.incomplete, 3);
    assert_int_equal(a.parameters, 2);
    assert_close(a.weight[26], NAN, 0);
    const reint_follow_attribute *years = &a.row[a.n_rows - 1];
    assert_null(years->code);
    double kept = 0, lost = 0; /* persons 0-7, 14-19, 26-27 are kept; years are 10 + person % 3 */
    for (int i = 0; i < 29; i++)
        *(i < 8 || (i >= 14 && i < 20) || i == 26 || i == 27 ? &kept : &lost) += 10 + i % 3;
    assert_close(years->kept, kept / 16, 1e-12);
    assert_close(years->lost, lost / 13, 1e-12);
    static const char *const set[] = { "w1_harms" };
    m = (reint_follow_model){ .size = sizeof m, .n_variables = 1, .variable = set };
    assert_int_equal(reint_follow_attrit(f, &m, &a, ERR), REINT_ARGUMENT);
    m.n_variables = 0;
    assert_int_equal(reint_follow_attrit(f, &m, &a, ERR), REINT_ARGUMENT);
    m = by_sex;
    m.wave = "w1"; /* the first is no later one */
    assert_int_equal(reint_follow_attrit(f, &m, &a, ERR), REINT_ARGUMENT);
    reint_follow_free(f);
    study_free(&s);
}

/* ---- plans ---------------------------------------------------------------------------------------------- */

static void
any_table_can_be_weighted_for_attrition(void **state)
{
    static const group groups[] = { { "male", 8, 2, 0 }, { "female", 5, 5, 0 } };
    static const char plan[] =
        "reint: 1\n"
        "attrition: {variables: [sex], waves: [w1, w2]}\n"
        "tables:\n"
        "  - {id: T1, unit: interview, rows: yes, base: \"wave = 'w2'\", weight: attrition}\n"
        "  - {id: T2, content: follow-weights, follow: {waves: [w1, w2]}}\n"
        "  - {id: T3, content: follow-attrition, rows: sex, follow: {waves: [w1, w2]}}\n";
    struct study s;
    reint_report *r = NULL;
    (void)state;

    make_study(&s, groups, 2);
    assert_ok(tables_of(&s, plan, &r));
    const reinti_table *t = r->table[0];
    /* yes: every second of the kept, 4 of 8 men and 2 of 5 women */
    assert_string_equal(t->row[1].code, "yes");
    assert_close(reinti_table_cell(t, 0, 1, 0, 0)->weighted, 4 * 0.8125 + 2 * 1.3, 1e-9);
    assert_non_null(strstr(t->note[t->n_notes - 1], "Weighted for attrition by sex: 13 persons"));
    assert_non_null(strstr(t->note[t->n_notes - 1], "largest weight is 1.30"));
    assert_int_equal(r->table[1]->n_columns, 5);
    assert_int_equal(r->table[2]->n_columns, 3);
    reint_report_free(r);
    study_free(&s);
}

static void
weights_that_cannot_be_made_stop_the_table_that_asks_for_them(void **state)
{
    static const group groups[] = { { "male", 20, 2, 0 }, { "female", 20, 2, 0 } };
    static const char head[] = "reint: 1\n"
                               "attrition: {variables: [sex], waves: [w1, w2]%s}\n"
                               "tables:\n"
                               "  - {id: T1, unit: interview, rows: yes, weight: attrition}\n";
    static const struct {
        const char *more;
        reint_status want;
    } cases[] = { { "", REINT_INPUT },
                  { ", min_events: 4", REINT_OK }, /* declared, and four are lost */
                  { ", min_events: 0", REINT_INPUT },
                  { ", trim: 2", REINT_INPUT },
                  { ", variable: sex", REINT_INPUT } };
    struct study s;
    (void)state;

    make_study(&s, groups, 2);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char plan[400];
        reint_report *r = NULL;
        print_message("  %s\n", cases[i].more);
        snprintf(plan, sizeof plan, head, cases[i].more);
        assert_int_equal(tables_of(&s, plan, &r), cases[i].want);
        reint_report_free(r);
    }
    study_free(&s);
}

static void
tab_weighs_for_attrition_by_declared_attributes(void **state)
{
    static const group groups[] = { { "male", 8, 2, 0 }, { "female", 5, 5, 0 } };
    struct study s;
    reint_report *r = NULL;
    reint_table_request q = { .size = sizeof q,
                              .rows = "yes",
                              .unit = "interview",
                              .base = "wave = 'w2'",
                              .attrition = "sex",
                              .attrition_wave = "w2" };
    (void)state;

    make_study(&s, groups, 2);
    assert_ok(reint_tabulate(s.study, &q, &r, ERR));
    const reinti_table *t = r->table[0];
    assert_close(reinti_table_cell(t, 0, 1, 0, 0)->weighted, 4 * 0.8125 + 2 * 1.3, 1e-9);
    assert_non_null(strstr(t->note[t->n_notes - 1], "Weighted for attrition by sex"));
    reint_report_free(r);
    q.attrition = "nothing";
    assert_int_equal(reint_tabulate(s.study, &q, &r, ERR), REINT_ARGUMENT);
    q.attrition = "sex";
    q.attrition_wave = "w9";
    assert_int_equal(reint_tabulate(s.study, &q, &r, ERR), REINT_ARGUMENT);
    study_free(&s);
}

static void
a_table_can_be_followed_by_what_the_lost_could_change(void **state)
{
    static const group groups[] = { { "male", 8, 2, 0 }, { "female", 5, 5, 0 } };
    static const char plan[] =
        "reint: 1\n"
        "attrition: {variables: [sex], waves: [w1, w2]}\n"
        "tables:\n"
        "  - {id: T1, unit: interview, rows: yes, columns: sex, base: \"wave = 'w2'\", weight: attrition, "
        "sensitivity: true}\n"
        "  - {id: T2, unit: interview, rows: yes, sensitivity: false}\n";
    static const char bad[] = "reint: 1\n"
                              "tables:\n"
                              "  - {id: T1, unit: interview, rows: yes > work, sensitivity: true}\n";
    struct study s;
    reint_report *r = NULL;
    (void)state;

    make_study(&s, groups, 2);
    assert_ok(tables_of(&s, plan, &r));
    assert_int_equal(r->n_tables, 3);
    const reinti_table *t = r->table[1];
    assert_string_equal(t->id, "T1_sensitivity");
    assert_int_equal(t->n_layers, 2); /* men: 4 of 8 yes, 2 lost */
    assert_close(reinti_table_cell(t, 0, 2, 1, 0)->value, 0.4, 1e-12);
    assert_close(reinti_table_cell(t, 0, 3, 1, 0)->value, 0.6, 1e-12);
    reint_report_free(r);
    assert_int_equal(tables_of(&s, bad, &r), REINT_INPUT);
    study_free(&s);
}

static void
what_a_plan_says_of_people_over_time_is_checked(void **state)
{
    static const group groups[] = { { "male", 8, 2, 0 }, { "female", 5, 5, 0 } };
    static const struct {
        const char *table, *follow;
        reint_status want;
    } cases[] = {
        { "follow-model, rows: yes", "on: [wave], errors: robust, waves: [w1, w2]", REINT_OK },
        { "follow-model, rows: yes", "on: [wave], errors: sandwich", REINT_INPUT },
        { "follow-model, rows: yes", "on: [wave], model: glm", REINT_INPUT },
        { "follow-model, rows: yes", "on: [wave], correlation: ar1", REINT_INPUT },
        { "follow-model, rows: yes", "on: [wave], min_persons: 0", REINT_INPUT },
        { "follow-model, rows: yes", "on: [wave], min_events: 0.5", REINT_INPUT },
        { "follow-model, rows: yes", "waves: [w1, w2]", REINT_INPUT }, /* on what? */
        { "follow-probabilities, rows: yes", "gaps: [4, 8], waves: [w1, w2]", REINT_OK },
        { "follow-probabilities, rows: yes", "gaps: [8, 4]", REINT_INPUT },
        { "follow-probabilities, rows: yes", "gaps: [0, 4]", REINT_INPUT },
        { "follow-lifetable", "event: loss, waves: [w1, w2]", REINT_INPUT }, /* known by intervals only */
        { "follow-lifetable", "event: loss, breaks: [6, 12]", REINT_INPUT },
        { "follow-time", "event: loss, limits: logit", REINT_INPUT },
        { "follow-time", "event: loss, horizon: -1", REINT_INPUT },
        { "follow-sensitivity, rows: yes", "reference: 0.5, waves: [w1, w2]", REINT_OK },
        { "follow-sensitivity, rows: yes", "reference: 50", REINT_INPUT },
        { "follow-clusters, rows: yes", "groups: 1", REINT_INPUT },
        { "follow-clusters, rows: yes", "groups: 2, waves: [w1, w2]", REINT_OK }, /* refused in the table */
    };
    struct study s;
    (void)state;

    make_study(&s, groups, 2);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char plan[400];
        reint_report *r = NULL;
        print_message("  %s: %s\n", cases[i].table, cases[i].follow);
        snprintf(plan, sizeof plan, "reint: 1\ntables:\n  - {id: T1, content: %s, follow: {%s}}\n",
                 cases[i].table, cases[i].follow);
        assert_int_equal(tables_of(&s, plan, &r), cases[i].want);
        reint_report_free(r);
    }
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kept_are_compared_with_the_lost_and_weighted_to_be_like_all),
        cmocka_unit_test(weights_are_cut_at_a_quantile),
        cmocka_unit_test(where_an_attribute_tells_kept_from_lost_firths_estimates_are_taken),
        cmocka_unit_test(too_few_everyone_and_nobody_lost_give_no_weights_and_say_why),
        cmocka_unit_test(a_missing_attribute_gives_no_weight_and_a_number_is_compared_by_its_mean),
        cmocka_unit_test(any_table_can_be_weighted_for_attrition),
        cmocka_unit_test(weights_that_cannot_be_made_stop_the_table_that_asks_for_them),
        cmocka_unit_test(tab_weighs_for_attrition_by_declared_attributes),
        cmocka_unit_test(a_table_can_be_followed_by_what_the_lost_could_change),
        cmocka_unit_test(what_a_plan_says_of_people_over_time_is_checked),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
