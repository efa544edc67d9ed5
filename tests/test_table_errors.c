/* test_table_errors.c -- plans that do not fit the study, and tables of nobody. */
#include <config.h>

#include "table_study.h"

/* ---- what does not fit --------------------------------------------------------------------------------- */

/* What a plan gets wrong, in the order in which it is told: where it stands, and words of the finding. */
typedef struct wrong {
    long line;
    const char *place, *words;
} wrong;

static void
assert_wrong(const table_study *x, const char *plan, const wrong *want, size_t n)
{
    reint_report *r = NULL;

    assert_int_equal(try_plan(x, plan, &r), REINT_INPUT);
    assert_null(r);
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        print_message("  %ld:%ld %s\n", reint_findings_get(findings, i)->line,
                      reint_findings_get(findings, i)->column, reint_findings_get(findings, i)->text);
    assert_int_equal(reint_findings_count(findings), n);
    for (size_t i = 0; i < n; i++) {
        const reint_finding *f = reint_findings_get(findings, i);
        const char *p = plan;
        assert_int_equal(f->line, want[i].line);
        for (long k = 1; k < f->line; k++)
            p = strchr(p, '\n') + 1;
        assert_memory_equal(p + f->column - 1, want[i].place, strlen(want[i].place));
        assert_non_null(strstr(f->text, want[i].words));
    }
}

static void
what_a_plan_gets_wrong_is_told_for_all_tables_with_its_place(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "tables:\n"
                               " - {id: a, rows: wrok, columns: sex}\n"
                               " - {id: b, rows: work, columns: \"sex > regoin\"}\n"
                               " - {id: c, rows: work, base: \"sexx = 'male'\"}\n"
                               " - {id: d, unit: persn, rows: work}\n"
                               " - {id: e, rows: income}\n"
                               " - {id: f, rows: work, weight: sex}\n"
                               " - {id: g, rows: work, missing: {refusd: x}}\n"
                               " - {id: h, rows: work, in_base: [dontknow]}\n"
                               " - {id: i, rows: work, nets: {work: {n: [fishin]}}}\n"
                               " - {id: j, rows: work, computed: {d: {difference: [male, female]}}}\n"
                               " - {id: k, rows: work, sort: {by: count, column: men}}\n"
                               " - {id: l, rows: work, columns: sex, ruleset: none_such}\n"
                               " - {id: m, rows: work, columns: sex}\n";
    static const wrong want[] = {
        { 3, "wrok", "did you mean \"work\"" },        { 4, "regoin", "did you mean \"region\"" },
        { 5, "sexx", "did you mean \"sex\"" },         { 6, "persn", "did you mean \"person\"" },
        { 7, "income", "has no categories" },          { 8, "sex}", "is not a number" },
        { 9, "refusd", "did you mean \"refused\"" },   { 10, "dontknow", "did you mean \"dont_know\"" },
        { 11, "fishin]", "did you mean \"fishing\"" }, { 12, "male", "no column \"male\"" },
        { 13, "men}", "no column \"men\"" },           { 14, "none_such", "no rule set \"none_such\"" },
    };

    assert_wrong(*state, plan, want, REINTI_LENGTH(want));
}

static void
all_that_one_table_gets_wrong_is_told(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "plan: {weight: wieght}\n"
                               "nets: {work: {land: [farm, fram], all: [land, factry]}}\n"
                               "tables:\n"
                               " - id: a\n"
                               "   rows: work + wrok + income\n"
                               "   columns: sex > regoin\n"
                               "   by: places\n"
                               "   base: \"sexx = 'male'\"\n"
                               "   mean: sex\n"
                               "   in_base: [dontknow, refused, refusd]\n"
                               "   missing: {asked_not: x}\n"
                               "   design: {strata: regon, psu: vilage}\n"
                               "   ruleset: none_such\n"
                               "   view: then\n"
                               " - id: b\n"
                               "   weight: w\n"
                               "   nets: none\n"
                               "   rows: work\n"
                               "   columns: sex\n"
                               "   cells: [count]\n"
                               "   letters: true\n"
                               "   computed: {d: {difference: [men, female]}, e: {sum: [d, women]}}\n"
                               "   sort: {by: col_pct, column: total}\n"
                               "   rename: {fshing: f}\n"
                               " - {id: c, content: follow-flow, base: \"sexx = 'male'\"}\n";
    static const wrong want[] = {
        { 15, "then", "a view is now, told" },
        { 14, "none_such", "no rule set \"none_such\"" },
        { 9, "sexx", "did you mean \"sex\"" },
        { 2, "wieght", "\"wieght\"" },
        { 10, "sex", "\"sex\" is not a number" },
        { 12, "asked_not", "no missing reason" },
        { 11, "dontknow", "did you mean \"dont_know\"" },
        { 11, "refusd", "did you mean \"refused\"" },
        { 6, "wrok", "did you mean \"work\"" },
        { 6, "income", "has no categories" },
        { 7, "regoin", "did you mean \"region\"" },
        { 8, "places", "cannot make layers" },
        { 3, "fram", "did you mean \"farm\"" },
        { 3, "factry", "did you mean \"factory\"" },
        { 13, "regon", "did you mean \"region\"" },
        { 13, "vilage", "did you mean \"village\"" },
        { 22, "letters", "\"letters\" compare" },
        { 23, "men", "no column \"men\"" },
        { 23, "women", "no column \"women\"" },
        { 24, "col_pct", "no cell statistic \"col_pct\"" },
        { 25, "fshing", "the code \"fshing\"" },
        { 26, "sexx", "did you mean \"sex\"" },
    };

    assert_wrong(*state, plan, want, REINTI_LENGTH(want));
}

static void
what_a_form_gets_wrong_hides_nothing_that_the_study_does_not_have(void **state)
{
    static const char plan[] =
        "reint: 1\n"
        "derive:\n"
        "  half: {from: income, cuts: [500, 400]}\n"
        "  side: {from: wrok, groups: {a: [fishing]}}\n"
        "  thing: [x]\n"
        "raking: {raked: {margins: {sex: {man: 1}}}}\n"
        "tables:\n"
        " - {id: a, rwos: sex, rows: wrok, columns: side, totals: [none, row]}\n"
        " - {id: b, rows: thing + half, base: \"thing = 'x' OR side = 'a'\", weight: raked}\n"
        " - {id: c, rows: sex, base: \"sexx = 'male'\", chart: pie}\n";
    static const wrong want[] = {
        { 3, "400", "cuts must rise" },
        { 5, "[x]", "a derived column" },
        { 8, "rwos", "did you mean \"rows\"" },
        { 8, "[none", "totals" },
        { 10, "pie", "chart" },
        { 4, "wrok", "there is no variable \"wrok\"" },
        { 6, "man", "\"man\" is no code of \"sex\"" },
        { 8, "wrok", "did you mean \"work\"" },
        { 10, "sexx", "did you mean \"sex\"" },
    };

    assert_wrong(*state, plan, want, REINTI_LENGTH(want));
}

static void
what_follows_from_a_column_that_could_not_be_made_is_not_told_again(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "derive: {side: {from: wrok, groups: {a: [fishing]}}}\n"
                               "tables:\n"
                               " - {id: a, rows: side, columns: sex}\n"
                               " - {id: b, rows: sex, base: \"side = 'a'\"}\n";
    static const wrong want[] = { { 2, "wrok", "there is no variable \"wrok\"" } };

    assert_wrong(*state, plan, want, REINTI_LENGTH(want));
}

/* SQLite answers such a comparison for every record, without a word. */
static void
a_base_that_can_never_be_meant_is_refused_with_the_reason(void **state)
{
    static const struct {
        const char *base, *words;
    } cases[] = {
        { "work > 3", "codes are texts" },
        { "sex = 'mail'", "which is no code of list" },
        { "income = 'abc'", "income is a number" },
        { "person = 3", "person is a text" },
        { "work__why = 'refusd'", "no missing reason" },
        { "work = ", "the condition ends too early" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char text[300];
        reint_report *r = NULL;
        snprintf(text, sizeof text, "reint: 1\ntables: [{id: t, rows: sex, base: \"%s\"}]\n", cases[i].base);
        print_message("  %s\n", cases[i].base);
        assert_int_equal(try_plan(*state, text, &r), REINT_INPUT);
        print_message("  %s\n", study_error.text);
        assert_non_null(strstr(study_error.text, cases[i].words));
    }
}

static void
names_that_a_table_has_already_are_refused(void **state)
{
    static const char plan[] = "reint: 1\n"
                               "nets: {work: {land: [farm]}}\n"
                               "tables:\n"
                               " - {id: a, rows: work, nets: {work: {land: [factory]}}}\n";
    static const wrong want[] = { { 4, "land", "two nets \"land\"" } };

    assert_wrong(*state, plan, want, REINTI_LENGTH(want));
}

static void
a_table_of_a_thousand_million_cells_is_refused_with_its_size(void **state)
{
    reint_report *r = NULL;

    /* 40^3 x 40^3, but for totals: nothing of it is held in memory */
    assert_int_equal(
        try_plan(*state,
                 "reint: 1\ntables: [{id: t, rows: \"kind > kind > kind\", columns: \"kind > kind > kind\", "
                 "cells: [count]}]\n",
                 &r),
        REINT_INPUT);
    print_message("  %s\n", study_error.text);
    assert_non_null(strstr(study_error.text, "4096000000 cells; at most"));
}

static void
an_empty_base_gives_a_table_of_zeros_and_undefined_shares(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, base: \"work = 'fishing' AND work = 'farm'\", tests: chi2, "
                     "letters: true");

    assert_close(value(r, "total", "total", "count"), 0, 0);
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(test_value(r, "chi2"), NAN, 0);
    assert_string_equal(r->table[0]->base, "0 persons (Work: Fishing; Work: Farm); asked 0, answered 0");
    assert_true(has_note(r, "the base condition holds for no record"));
    reint_report_free(r);
}

/* A condition of any length, in any script, stands whole in a note; a message is cut between characters. */
static void
long_conditions_are_never_cut_inside_a_character(void **state)
{
    char e[1201] = "", plan[1400];
    reint_report *r = NULL;
    size_t bad_at;

    for (size_t i = 0; i < 600; i++)
        strcat(e, "\u00e9");
    snprintf(plan, sizeof plan, "rows: sex, base: \"length('%s') < 0\"", e);
    r = make(*state, plan);
    const char *note = r->table[0]->note[0];
    assert_non_null(strstr(note, e));
    assert_string_equal(strstr(note, "\u00e9') < 0"), "\u00e9') < 0).");
    reint_report_free(r);
    for (size_t shift = 0; shift < 2; shift++) {
        snprintf(plan, sizeof plan, "reint: 1\ntables: [{id: t, rows: sex, base: \"none = '%s%s'\"}]\n",
                 shift ? "x" : "", e);
        assert_int_equal(try_plan(*state, plan, &r), REINT_INPUT);
        assert_true(strlen(study_error.text) > 400);
        assert_true(reinti_utf8_valid(study_error.text, strlen(study_error.text), &bad_at));
    }
}

static void
a_base_is_told_in_words_of_the_codebook_also_of_other_waves(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, base: \"w1_helped IS NULL AND (w2_helped = 'yes' OR has(places, 'oman'))\"");

    assert_non_null(strstr(
        r->table[0]->base,
        " persons (First: Helped: without a value; (Second: Helped: Yes, or Places: with Oman)); asked"));
    reint_report_free(r);
    r = make(*state, "rows: sex, base: \"work__why = 'refused' AND work = 'farm'\"");
    assert_true(has_note(r, "holds for no record (Work: Refused; Work: Farm)."));
    reint_report_free(r);
}

static void
weights_below_nothing_are_refused_and_missing_ones_left_out(void **state)
{
    const table_study *x = *state;
    reint_report *r = NULL;

    assert_int_equal(try_plan(x, "reint: 1\ntables: [{id: t, rows: sex, weight: debt}]\n", &r), REINT_INPUT);
    assert_non_null(strstr(study_error.text, "\"debt\" is negative in 1 records"));
    r = make(x, "rows: sex, weight: share");
    assert_close(value(r, "total", "total", "count"), 2.5, 0); /* two records have one */
    assert_true(has_note(r, "58 records without a weight are left out"));
    reint_report_free(r);
}

static void
weights_of_nothing_count_nobody(void **state)
{
    /* men have weight 0: they are in no number, and no test is of them */
    reint_report *r = make_with(*state, "raking: {raked: {margins: {sex: {male: 0, female: 100}}}}\n",
                                "rows: work, columns: sex, weight: raked, tests: chi2, letters: true");

    assert_close(value(r, "total", "male", "count"), 0, 0);
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_true(value(r, "total", "female", "count") > 0);
    assert_true(has_note(r, "24 records have the weight 0"));
    assert_close(test_value(r, "rao_scott_f"), NAN, 0);
    reint_report_free(r);
    /* nobody has a weight */
    r = make(*state,
             "rows: work, columns: sex, weight: share, base: \"person > 'P10'\", tests: chi2, cells: [count, "
             "col_pct, pct_low], design: {strata: region, psu: village}, letters: true, precision: {max_rse: "
             "0.3}");
    assert_close(value(r, "total", "total", "count"), 0, 0);
    assert_int_equal(at(r, 0, "fishing", "male", "pct_low")->state, REINTI_CELL_UNDEFINED);
    assert_close(test_value(r, "rao_scott_f"), NAN, 0);
    assert_non_null(r->table[0]->test[0].reason);
    reint_report_free(r);
}

static void
a_number_that_nobody_gave_has_undefined_statistics(void **state)
{
    static const char *const stats[] = { "mean", "sd", "se", "median", "min", "q90", "mean_low", "deff" };
    reint_report *r = make(*state, "rows: sex, mean: debt, base: \"person > 'P10'\", letters: {min_base: 1}, "
                                   "columns: region, cells: [n, "
                                   "mean, sd, se, median, min, q90, mean_low, deff]");

    assert_close(value(r, "male", "total", "n"), 0, 0);
    for (size_t i = 0; i < REINTI_LENGTH(stats); i++) {
        print_message("  %s\n", stats[i]);
        assert_int_equal(at(r, 0, "male", "total", stats[i])->state, REINTI_CELL_UNDEFINED);
        assert_non_null(at(r, 0, "male", "total", stats[i])->reason);
        assert_close(value(r, "male", "total", stats[i]), NAN, 0);
    }
    assert_true(has_note(r, "0 tests"));
    reint_report_free(r);
}

static void
designs_that_do_not_fit_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *keys, *words;
    } cases[] = {
        { "design: {strata: regoin}", "did you mean \"region\"" },
        { "design: {strata: places}", "has neither categories nor numbers" },
        { "design: {strata: work}", "10 records have no \"work\"" },
        { "design: {psu: village, population: sex}", "\"sex\" is not a number" },
        { "design: {strata: sex, psu: village, population: units}", "\"units\" differs within a stratum" },
        { "design: {strata: region, psu: village, population: income}", "has no \"income\"" },
        { "weight: nothing", "there is no column \"nothing\"" },
        { "letters: true, cells: [row_pct]", "\"letters\" compare shares of columns, or means" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char text[300];
        reint_report *r = NULL;
        snprintf(text, sizeof text, "reint: 1\ntables: [{id: t, rows: sex, columns: region, %s}]\n",
                 cases[i].keys);
        print_message("  %s\n", cases[i].keys);
        assert_int_equal(try_plan(*state, text, &r), REINT_INPUT);
        if (!strstr(study_error.text, cases[i].words))
            fail_msg("\"%s\" has not \"%s\"", study_error.text, cases[i].words);
    }
}

static void
margins_that_cannot_be_met_are_refused_with_the_reason(void **state)
{
    static const struct {
        const char *raking, *words;
    } cases[] = {
        { "margins: {sxe: {male: 1}}", "did you mean \"sex\"" },
        { "margins: {sex: {male: 1, femal: 1}}", "\"femal\" is no code of \"sex\"" },
        { "margins: {sex: {male: 1}}", "\"female\" of \"sex\" has records and no target" },
        { "margins: {sex: {male: 1, female: 1}, region: {north: 1, south: 2}}", "do not add up" },
        { "margins: {places: {oman: 1}}", "no single category" },
        { "margins: {income: {x: 1}}", "no single category" },
        { "from: sex, margins: {sex: {male: 1, female: 1}}", "is not a number" },
        { "from: debt, margins: {sex: {male: 1, female: 1}}", "\"debt\" is negative" },
        { "unit: persn, margins: {sex: {male: 1, female: 1}}", "no form \"persn\"" },
        { "margins: {kind: {k00: 1}}", "has no case" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char text[300];
        reint_report *r = NULL;
        snprintf(text, sizeof text,
                 "reint: 1\nraking: {raked: {%s}}\ntables: [{id: t, rows: sex, weight: raked}]\n",
                 cases[i].raking);
        print_message("  %s\n", cases[i].raking);
        assert_int_equal(try_plan(*state, text, &r), REINT_INPUT);
        assert_null(r);
        const reint_finding *f = reint_findings_get(findings, 0);
        if (!strstr(f->text, cases[i].words))
            fail_msg("\"%s\" has not \"%s\"", f->text, cases[i].words);
        assert_int_equal(f->line, 2);
    }
}

static void
a_variable_that_nobody_answered_makes_a_table_of_nobody(void **state)
{
    reint_report *r = make(*state, "rows: kind, columns: sex, tests: chi2, missing: each");

    assert_close(value(r, "total", "total", "count"), 0, 0);
    assert_int_equal(at(r, 0, "k00", "male", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(test_value(r, "chi2"), NAN, 0);
    reint_report_free(r);
}

static void
a_table_of_one_category_is_no_test(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"work = 'fishing'\", tests: chi2");

    assert_close(test_value(r, "chi2"), NAN, 0);
    assert_non_null(r->table[0]->test[0].reason);
    reint_report_free(r);
}

int
main(void)
{
    const struct CMUnitTest random_sample[] = {
        cmocka_unit_test(what_a_plan_gets_wrong_is_told_for_all_tables_with_its_place),
        cmocka_unit_test(all_that_one_table_gets_wrong_is_told),
        cmocka_unit_test(what_a_form_gets_wrong_hides_nothing_that_the_study_does_not_have),
        cmocka_unit_test(what_follows_from_a_column_that_could_not_be_made_is_not_told_again),
        cmocka_unit_test(a_base_that_can_never_be_meant_is_refused_with_the_reason),
        cmocka_unit_test(names_that_a_table_has_already_are_refused),
        cmocka_unit_test(a_table_of_a_thousand_million_cells_is_refused_with_its_size),
        cmocka_unit_test(an_empty_base_gives_a_table_of_zeros_and_undefined_shares),
        cmocka_unit_test(long_conditions_are_never_cut_inside_a_character),
        cmocka_unit_test(a_base_is_told_in_words_of_the_codebook_also_of_other_waves),
        cmocka_unit_test(weights_below_nothing_are_refused_and_missing_ones_left_out),
        cmocka_unit_test(weights_of_nothing_count_nobody),
        cmocka_unit_test(a_number_that_nobody_gave_has_undefined_statistics),
        cmocka_unit_test(designs_that_do_not_fit_are_refused_with_the_reason),
        cmocka_unit_test(margins_that_cannot_be_met_are_refused_with_the_reason),
        cmocka_unit_test(a_variable_that_nobody_answered_makes_a_table_of_nobody),
        cmocka_unit_test(a_table_of_one_category_is_no_test),
    };
    int failed = cmocka_run_group_tests(random_sample, setup, teardown);

    reint_findings_free(findings);
    return failed;
}
