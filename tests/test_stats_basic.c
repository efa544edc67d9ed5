/* Tests of the statistics that other rooms call: chi-square, Fisher, Bowker, Wilson, weighted moments.
 * Values from R 4.2.2; the call stands beside each.  The full comparison with R is `make check-oracle`. */
#include <config.h>

#include "check.h"

#include "stats/stats.h"

static void
cramers_v_drops_empty_rows_and_columns(void **state)
{
    static const struct {
        const char *label;
        size_t r, c;
        double count[6], want;
    } cases[] = {
        { "2x2: |ad-bc| / sqrt(product of margins)", 2, 2, { 10, 20, 30, 5 }, 0.53674504012169333 },
        { "a column nobody used changes nothing", 2, 3, { 10, 0, 20, 30, 0, 5 }, 0.53674504012169333 },
        { "a row nobody used changes nothing", 3, 2, { 10, 20, 0, 0, 30, 5 }, 0.53674504012169333 },
        { "one row: undefined", 1, 2, { 4, 9 }, NAN },
        { "no case: undefined", 2, 2, { 0, 0, 0, 0 }, NAN },
        { "no cell: undefined", 0, 0, { 0 }, NAN },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reint_chisq x;
        print_message("  %s\n", cases[i].label);
        assert_int_equal(reint_chisq_test(cases[i].count, cases[i].r, cases[i].c, &x), REINT_OK);
        assert_close(x.cramers_v, cases[i].want, 1e-12);
        assert_int_equal(x.undefined == NULL, !isnan(cases[i].want));
    }
}

static void
chi_square_of_the_job_satisfaction_table(void **state)
{
    /* vcdExtra::JobSat, Agresti (1990): chisq.test gives X-squared 5.9655, df 9, p 0.7434; G2 6.7641 */
    static const double count[] = { 1, 3, 10, 6, 2, 3, 10, 7, 1, 6, 14, 12, 0, 1, 9, 11 };
    reint_chisq x;

    (void)state;
    assert_int_equal(reint_chisq_test(count, 4, 4, &x), REINT_OK);
    assert_close(x.n, 96, 0);
    assert_close(x.df, 9, 0);
    assert_close(x.chisq, 5.9655, 1e-5);
    assert_close(x.p, 0.7434, 1e-4);
    assert_close(x.yates, NAN, 0);
}

static void
chi_square_refuses_counts_that_are_none(void **state)
{
    static const double bad[][4] = { { 1, 2, -1, 3 }, { 1, NAN, 1, 1 }, { 1, INFINITY, 1, 1 } };

    (void)state;
    for (size_t i = 0; i < 3; i++) {
        reint_chisq x = { .chisq = 5 };
        assert_int_equal(reint_chisq_test(bad[i], 2, 2, &x), REINT_ARGUMENT);
        assert_close(x.chisq, NAN, 0);
        assert_non_null(x.undefined);
    }
}

static void
fisher_judges_the_tea_taster(void **state)
{
    static const double tea[4] = { 3, 1, 1, 3 }, diagonal[4] = { 7, 0, 0, 9 }, empty[4] = { 5, 7, 0, 0 },
                        half[4] = { 1.5, 1, 1, 1 };
    reint_fisher f;

    (void)state;
    assert_int_equal(reint_fisher_test(tea, 0.95, &f), REINT_OK);
    assert_close(f.p_two_sided, 34.0 / 70, 1e-13);
    assert_close(f.p_greater, 17.0 / 70, 1e-13);
    assert_close(f.p_observed, 16.0 / 70, 1e-13);
    /* noncentral hypergeometric equations solved by uniroot to 1e-15; fisher.test itself stops near 1 % */
    assert_close(f.odds_ratio, 6.4083196581996678, 1e-12);
    assert_close(f.lower, 0.21173559544657869, 1e-12);
    assert_close(f.upper, 626.24353058881275, 1e-12);
    assert_close(f.one_sided_lower, 0.31357376750498522, 1e-12);

    assert_int_equal(reint_fisher_test(diagonal, 0.95, &f), REINT_OK);
    assert_close(f.odds_ratio, INFINITY, 0);
    assert_close(f.upper, INFINITY, 0);
    assert_true(f.lower > 1);

    assert_int_equal(reint_fisher_test(empty, 0.95, &f), REINT_OK);
    assert_close(f.p_two_sided, NAN, 0);
    assert_string_equal(f.undefined, "a row or a column is empty");
    assert_int_equal(reint_fisher_test(half, 0.95, &f), REINT_ARGUMENT);
    assert_int_equal(reint_fisher_test(tea, 1, &f), REINT_ARGUMENT);
}

static void
bowker_counts_only_pairs_that_hold_a_case(void **state)
{
    static const double sparse[] = { 5, 2, 0, 1, 8, 0, 3, 0, 4 }, still[] = { 5, 0, 0, 6 };
    reint_bowker b;

    (void)state;
    assert_int_equal(reint_bowker_test(sparse, 3, &b), REINT_OK);
    assert_close(b.chisq, 1.0 / 3 + 3, 1e-14);
    assert_close(b.df_full, 3, 0);
    assert_close(b.df_nonempty, 2, 0);
    assert_close(b.p_nonempty, exp(-(1.0 / 3 + 3) / 2), 1e-13); /* pchisq(x, 2, lower = FALSE) = exp(-x/2) */
    assert_int_equal(reint_bowker_test(still, 2, &b), REINT_OK);
    assert_close(b.chisq, NAN, 0);
    assert_string_equal(b.undefined, "nobody changed");
}

static void
wilson_keeps_inside_zero_and_one(void **state)
{
    reint_limits w;

    (void)state;
    /* Newcombe (1998), 81 of 263: 0.2553 to 0.3662 */
    assert_int_equal(reint_wilson_interval(81, 263, 0.95, &w), REINT_OK);
    assert_close(w.lower, 0.2553, 1e-4);
    assert_close(w.upper, 0.3662, 1e-4);
    assert_int_equal(reint_wilson_interval(0, 20, 0.95, &w), REINT_OK);
    assert_close(w.lower, 0, 0);
    assert_close(w.upper, 0.1611, 1e-4);
    assert_int_equal(reint_wilson_interval(0, 0, 0.95, &w), REINT_OK);
    assert_close(w.lower, NAN, 0);
    assert_string_equal(w.undefined, "no case");
    assert_int_equal(reint_wilson_interval(3, 2, 0.95, &w), REINT_ARGUMENT);
    assert_int_equal(reint_wilson_interval(1, 2, 0, &w), REINT_ARGUMENT);
}

static void
weighted_moments_drop_missing_and_weightless_cases(void **state)
{
    static const double x[] = { 1, NAN, 4, 100, 9 }, w[] = { 1, 5, 2, 0, 1 };
    static const double large[] = { 1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16 }, negative[] = { 1, -1, 1, 1 };
    reint_weighted m;

    (void)state;
    assert_int_equal(reint_weighted_moments(x, w, 5, &m), REINT_OK);
    assert_int_equal(m.n, 3);
    assert_close(m.mean, 4.5, 1e-15);
    assert_close(m.sd_population, sqrt((3.5 * 3.5 + 2 * 0.25 + 4.5 * 4.5) / 4), 1e-14);
    assert_close(m.effective_n, 16.0 / 6, 1e-14);
    assert_int_equal(reint_weighted_moments(large, NULL, 4, &m), REINT_OK);
    assert_close(m.sd * m.sd, 30, 1e-12);
    assert_int_equal(reint_weighted_moments(x, w, 1, &m), REINT_OK);
    assert_close(m.sd, NAN, 0);
    assert_int_equal(reint_weighted_moments(x + 1, w, 1, &m), REINT_OK);
    assert_close(m.mean, NAN, 0);
    assert_string_equal(m.undefined, "no case");
    assert_int_equal(reint_weighted_moments(large, negative, 4, &m), REINT_ARGUMENT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cramers_v_drops_empty_rows_and_columns),
        cmocka_unit_test(chi_square_of_the_job_satisfaction_table),
        cmocka_unit_test(chi_square_refuses_counts_that_are_none),
        cmocka_unit_test(fisher_judges_the_tea_taster),
        cmocka_unit_test(bowker_counts_only_pairs_that_hold_a_case),
        cmocka_unit_test(wilson_keeps_inside_zero_and_one),
        cmocka_unit_test(weighted_moments_drop_missing_and_weightless_cases),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
