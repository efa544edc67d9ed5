/* test_table_strata.c -- tests over strata in tables: numbers are R's (tests/data/table-golden.R: mantelhaen.test; Breslow-Day with
 * Tarone's correction by the search for a root), where they stand, when they are not made. */
#include <config.h>

#include "table_study.h"

#include "table/build.h"

static const reinti_test *
find_test(const reint_report *r, const char *id)
{
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        if (!strcmp(r->table[0]->test[i].id, id))
            return &r->table[0]->test[i];
    fail_msg("no test %s", id);
    return NULL;
}

static void
assert_reason(const table_study *x, const char *keys, const char *id, const char *words)
{
    reint_report *r = make(x, keys);
    const reinti_test *t = find_test(r, id);

    print_message("  %s: %s\n", keys, t->reason ? t->reason : "no reason");
    assert_close(t->value, NAN, 0);
    assert_non_null(t->reason);
    assert_non_null(strstr(t->reason, words));
    reint_report_free(r);
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void
assert_sex_by_region_within_work(const reint_report *r)
{
    assert_close(test_value(r, "cmh"), 0.228174272539968, 1e-13);
    assert_close(test_value(r, "cmh_p"), 0.632880894681780, 1e-13);
    assert_close(test_value(r, "cmh_cc"), 0.00827106814221617, 1e-13);
    assert_close(test_value(r, "cmh_cc_p"), 0.92753596534214211, 1e-12);
    assert_close(test_value(r, "common_or"), 0.679772079772080, 1e-13);
    assert_close(test_value(r, "common_or_low"), 0.145023215809162, 1e-13);
    assert_close(test_value(r, "common_or_high"), 3.186317982672032, 1e-12);
    assert_close(test_value(r, "breslow_day"), 1.540911999867409, 1e-10);
    assert_close(test_value(r, "breslow_day_p"), 0.672860555877377, 1e-10);
    assert_close(test_value(r, "tarone"), 1.540780723190254, 1e-10);
    assert_close(test_value(r, "tarone_p"), 0.672890643423819, 1e-10);
    assert_close(test_value(r, "breslow_day_df"), 3, 0);
    assert_close(test_value(r, "strata"), 4, 0);
    assert_close(test_value(r, "strata_n"), 50, 0);
}

static void
two_by_two_tables_in_strata_are_tested_as_R_does(void **state)
{
    reint_report *r = make(*state, "rows: sex, columns: region, strata: work, tests: [cmh, breslow_day]");

    assert_sex_by_region_within_work(r);
    assert_int_equal(r->table[0]->n_layers, 1);
    assert_null(find_test(r, "cmh")->over);
    reint_report_free(r);
    /* R takes no correction where the difference is below 1/2: only what is the same everywhere is compared */
    r = make(
        *state,
        "rows: sex, columns: region, strata: work, tests: [cmh, breslow_day], base: \"work <> 'factory'\"");
    assert_close(test_value(r, "cmh"), 0.140071781938113, 1e-13);
    assert_close(test_value(r, "common_or"), 0.707692307692308, 1e-13);
    assert_close(test_value(r, "tarone_p"), 0.464285596930264, 1e-10);
    assert_close(test_value(r, "strata"), 3, 0);
    reint_report_free(r);
}

static void
layers_are_the_strata_where_none_are_named_and_each_keeps_its_own_test(void **state)
{
    reint_report *r = make(*state, "rows: sex, columns: region, by: work, tests: [chi2, cmh, breslow_day]");
    const reinti_table *t = r->table[0];
    const reinti_test *cmh = find_test(r, "cmh");
    reinti_str s = REINTI_STR_EMPTY;
    size_t n_chi2 = 0;

    assert_sex_by_region_within_work(r);
    assert_string_equal(cmh->over, "");
    assert_string_equal(reinti_test_layer(t, cmh).code, "");
    assert_int_equal(cmh->layer, t->n_layers - 1);
    assert_true(cmh->heads);
    for (size_t i = 0; i < t->n_tests; i++)
        n_chi2 += !strcmp(t->test[i].id, "chi2");
    assert_int_equal(n_chi2, 4);
    reinti_test_line(&s, t, cmh->layer, (size_t)(cmh - t->test));
    print_message("  %s\n", s.text);
    assert_non_null(strstr(s.text,
                           "Within Work: Cochran-Mantel-Haenszel chi-square 0.23; df 1; p 0.633; "
                           "with continuity correction 0.01; p 0.928; common odds ratio 0.68; 95% limits "
                           "from 0.15; to 3.19; strata that tell 4; n in them 50; Breslow-Day chi-square, "
                           "Tarone's correction 1.54; df 3; p 0.673; uncorrected 1.54; p 0.673"));
    reinti_str_free(&s);
    reint_report_free(r);
}

static void
larger_tables_have_the_test_of_general_association_without_what_nobody_is_in(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, strata: region, tests: [cmh, breslow_day, cmh_general]");

    assert_close(test_value(r, "cmh"), 19.7853965464415, 1e-12);
    assert_close(test_value(r, "cmh_df"), 3, 0);
    assert_close(test_value(r, "cmh_p"), 1.88041796834278e-04, 1e-11);
    assert_close(test_value(r, "cmh_general.chisq"), 19.7853965464415, 1e-12);
    assert_string_equal(find_test(r, "tarone")->reason, "it is of 2 x 2 tables");
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, strata: region, tests: [cmh], base: \"work <> 'factory'\"");
    assert_close(test_value(r, "cmh"), 16.9807309285679, 1e-12);
    assert_close(test_value(r, "cmh_df"), 2, 0);
    assert_close(test_value(r, "cmh_p"), 2.05438166082021e-04, 1e-11);
    reint_report_free(r);
}

static void
weights_that_are_frequencies_are_so_many_cases(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, columns: region, strata: work, tests: cmh, weight: times, assume: "
                     "frequency_weights");

    assert_close(test_value(r, "cmh"), 0.362006563781252, 1e-12);
    assert_close(test_value(r, "cmh_p"), 0.547393947808435, 1e-12);
    assert_close(test_value(r, "common_or"), 0.652294051023961, 1e-12);
    reint_report_free(r);
}

static void
their_p_counts_once_among_the_tests(void **state)
{
    reint_report *r = NULL;

    assert_int_equal(
        try_plan(
            *state,
            "reint: 1\nplan: {adjust: {method: holm, family: plan}}\ntables:\n"
            " - {id: a, rows: sex, columns: region, by: work, tests: cmh}\n"
            " - {id: b, rows: work, columns: sex, strata: region, tests: cmh, base: \"work <> 'factory'\"}\n",
            &r),
        REINT_OK);
    assert_close(test_value(r, "cmh_p_holm"), 0.632880894681780, 1e-12);
    assert_string_equal(find_test(r, "cmh_p_holm")->over, "");
    assert_true(has_note(r, "adjusted by Holm over 2 tests"));
    for (size_t i = 0; i < r->table[1]->n_tests; i++)
        if (!strcmp(r->table[1]->test[i].id, "cmh_p_holm"))
            assert_close(r->table[1]->test[i].value, 0.000410876332164042, 1e-11);
    reint_report_free(r);
    r = make(*state, "rows: sex, columns: region, strata: work, tests: [chi2, cmh, breslow_day]");
    assert_true(has_note(r, "3 tests; their p-values are not adjusted"));
    reint_report_free(r);
}

static void
several_stubs_and_breaks_have_a_test_each(void **state)
{
    reint_report *r = make(*state, "rows: work + sex, columns: region, strata: kind, tests: cmh");

    assert_non_null(find_test(r, "work:region.cmh")->reason); /* nobody has a kind */
    assert_non_null(strstr(find_test(r, "sex:region.cmh")->label, "Sex by Region, within Kind: "));
    reint_report_free(r);
}

static void
the_layers_of_each_item_of_a_grid_are_strata_of_their_own(void **state)
{
    reint_report *r =
        make(*state, "unit: interview, rows: item, columns: sex, by: wave, grid: {item: {a: agrees, h: "
                     "helped}}, tests: cmh, assume: independent_records");
    const reinti_table *t = r->table[0];
    size_t n = 0;

    for (size_t i = 0; i < t->n_tests; i++)
        if (!strcmp(t->test[i].id, "cmh")) {
            assert_string_equal(t->test[i].over, n ? "item=h" : "item=a");
            assert_int_equal(t->test[i].layer, n ? 3 : 1);
            n++;
        }
    assert_int_equal(n, 2);
    reint_report_free(r);
}

/* ---- not made, not defined ----------------------------------------------------------------------------- */

static void
they_are_not_made_where_counts_are_not_enough_and_say_why(void **state)
{
    assert_reason(*state, "rows: sex, columns: region, by: work, tests: cmh, weight: w", "cmh",
                  "not made for weighted or clustered records");
    assert_reason(*state,
                  "rows: sex, columns: region, strata: work, tests: [chi2, cmh], design: {psu: village}",
                  "cmh", "not made for weighted or clustered records");
    assert_reason(*state, "rows: places, columns: sex, strata: region, tests: [chi2, breslow_day]",
                  "breslow_day", "not made for answers with several codes");
    reint_report *r = make(*state, "unit: interview, rows: agrees, columns: helped, by: wave, tests: cmh");
    assert_true(has_note(r, "the same person can be in the table several times"));
    assert_int_equal(r->table[0]->n_tests, 0);
    reint_report_free(r);
}

static void
what_strata_do_not_tell_is_undefined_with_its_reason(void **state)
{
    assert_reason(*state, "rows: sex, columns: region, strata: work, tests: cmh, base: \"sex = 'male'\"",
                  "cmh", "fewer than two rows or columns");
    assert_reason(
        *state,
        "rows: sex, columns: region, strata: work, tests: cmh, base: \"sex = 'male' AND sex = 'female'\"",
        "cmh", "fewer than two rows or columns");
    assert_reason(*state, "rows: sex, columns: region, strata: kind, tests: cmh", "cmh",
                  "fewer than two rows or columns");
    assert_reason(*state,
                  "rows: sex, columns: region, strata: work, tests: breslow_day, base: \"work = 'farm'\"",
                  "tarone", "fewer than two strata tell");
    assert_reason(*state, "rows: sex, columns: region, strata: sex, tests: cmh", "cmh", "no stratum");
    /* one fishing woman, in the north: b c is 0 with her and the men of the south left out */
    assert_reason(
        *state,
        "rows: sex, columns: region, strata: work, tests: [cmh], base: \"work IN ('fishing', 'farm') AND NOT "
        "(sex = 'male' AND region = 'south')\"",
        "common_or", "0 or infinite");
}

static void
strata_that_do_not_fit_are_refused(void **state)
{
    static const struct {
        const char *keys, *words;
    } cases[] = {
        { "strata: wrok, tests: cmh", "did you mean \"work\"" },
        { "strata: places, tests: cmh", "cannot make strata" },
        { "strata: income, tests: cmh", "cannot make strata" },
        { "tests: cmh", "a test over strata needs strata, or layers (by)" },
        { "strata: work, tests: chi2", "no test over strata" },
        { "strata: "
          "[sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,sex,"
          "sex,sex,sex,sex], tests: cmh",
          "at most 27 variables make strata" },
        { "strata: [kind, kind, kind, kind], tests: cmh", "4096000000 cells" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char text[300];
        reint_report *r = NULL;
        snprintf(text, sizeof text, "reint: 1\ntables: [{id: t, rows: kind, columns: kind, %s}]\n",
                 cases[i].keys);
        print_message("  %s\n", cases[i].keys);
        assert_int_equal(try_plan(*state, text, &r), REINT_INPUT);
        if (!strstr(study_error.text, cases[i].words))
            fail_msg("\"%s\" has not \"%s\"", study_error.text, cases[i].words);
    }
}

int
main(void)
{
    const struct CMUnitTest random_sample[] = {
        cmocka_unit_test(two_by_two_tables_in_strata_are_tested_as_R_does),
        cmocka_unit_test(layers_are_the_strata_where_none_are_named_and_each_keeps_its_own_test),
        cmocka_unit_test(larger_tables_have_the_test_of_general_association_without_what_nobody_is_in),
        cmocka_unit_test(weights_that_are_frequencies_are_so_many_cases),
        cmocka_unit_test(their_p_counts_once_among_the_tests),
        cmocka_unit_test(several_stubs_and_breaks_have_a_test_each),
        cmocka_unit_test(the_layers_of_each_item_of_a_grid_are_strata_of_their_own),
        cmocka_unit_test(they_are_not_made_where_counts_are_not_enough_and_say_why),
        cmocka_unit_test(what_strata_do_not_tell_is_undefined_with_its_reason),
        cmocka_unit_test(strata_that_do_not_fit_are_refused),
    };
    int failed = cmocka_run_group_tests(random_sample, setup, teardown);

    reint_findings_free(findings);
    return failed;
}
