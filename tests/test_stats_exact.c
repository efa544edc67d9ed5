/* The exact test of a table against the enumeration of all tables, its limits, and the simulation. */
#include <config.h>

#include "check.h"

#include "stats/stats.h"

#define CELLS 20

/* Enumerates all tables with the margins of T, one cell after the other: a different road to the same p. */
struct enumeration {
    const double *t;
    size_t rows, cols;
    double row[CELLS], col[CELLS], n, observed, p, all;
    reint_exact_kind kind;
};

static double
statistic(const struct enumeration *e, const double *x)
{
    double sum = 0;

    for (size_t k = 0; k < e->rows * e->cols; k++) {
        double expected = e->row[k / e->cols] * e->col[k % e->cols] / e->n;
        if (e->kind == REINT_EXACT_PROBABILITY)
            sum += lgamma(x[k] + 1);
        else if (e->kind == REINT_EXACT_PEARSON)
            sum += (x[k] - expected) * (x[k] - expected) / expected;
        else
            sum += x[k] > 0 ? 2 * x[k] * log(x[k] / expected) : 0;
    }
    return sum;
}

static void
enumerate(struct enumeration *e, double *x, size_t k)
{
    size_t i = k / e->cols, j = k % e->cols;
    double row = e->row[i], col = e->col[j], mass = 0;

    if (k == e->rows * e->cols) {
        for (size_t c = 0; c < k; c++)
            mass -= lgamma(x[c] + 1);
        e->all += exp(mass);
        if (statistic(e, x) >= e->observed - 1e-7)
            e->p += exp(mass);
        return;
    }
    for (size_t c = 0; c < j; c++)
        row -= x[i * e->cols + c];
    for (size_t r = 0; r < i; r++)
        col -= x[r * e->cols + j];
    for (x[k] = 0; x[k] <= row && x[k] <= col; x[k]++) {
        if ((j + 1 == e->cols && x[k] != row) || (i + 1 == e->rows && x[k] != col))
            continue;
        enumerate(e, x, k + 1);
    }
    x[k] = 0;
}

static double
enumerated_p(const double *t, size_t rows, size_t cols, reint_exact_kind kind)
{
    struct enumeration e = { .t = t, .rows = rows, .cols = cols, .kind = kind };
    double x[CELLS] = { 0 };

    for (size_t k = 0; k < rows * cols; k++) {
        e.row[k / cols] += t[k];
        e.col[k % cols] += t[k];
        e.n += t[k];
    }
    e.observed = statistic(&e, t);
    enumerate(&e, x, 0);
    return e.p / e.all;
}

static const struct {
    size_t rows, cols;
    double t[CELLS];
} tables[] = {
    { 2, 2, { 3, 1, 1, 3 } },
    { 2, 3, { 3, 1, 4, 1, 5, 0 } },
    { 3, 2, { 3, 1, 4, 1, 5, 0 } },
    { 3, 3, { 4, 0, 1, 2, 3, 0, 1, 1, 5 } },
    { 4, 2, { 2, 0, 3, 1, 0, 4, 1, 2 } },
    { 2, 5, { 1, 2, 0, 3, 1, 4, 0, 2, 0, 1 } },
    { 4, 3, { 2, 0, 1, 0, 3, 1, 1, 1, 2, 3, 0, 0 } },
    { 3, 4, { 1, 2, 3, 0, 2, 2, 0, 1, 0, 1, 1, 4 } },
    { 4, 4, { 3, 1, 0, 1, 0, 2, 2, 0, 1, 0, 3, 1, 1, 2, 0, 3 } },
    { 5, 3, { 2, 0, 1, 0, 3, 1, 1, 1, 2, 3, 0, 0, 0, 1, 3 } },
    { 5, 4, { 1, 0, 1, 0, 0, 2, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 0, 1, 1 } },
    { 6, 3, { 2, 0, 0, 0, 2, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 1 } },
};

static void
the_network_sums_what_enumeration_finds(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (int kind = 0; kind < 3; kind++) {
            reint_exact x;
            assert_int_equal(
                reint_exact_test(tables[i].t, tables[i].rows, tables[i].cols, (reint_exact_kind)kind, 0, &x),
                REINT_OK);
            assert_null(x.undefined);
            assert_close(x.p,
                         enumerated_p(tables[i].t, tables[i].rows, tables[i].cols, (reint_exact_kind)kind),
                         1e-11);
        }
}

static void
a_hundred_cases_in_five_by_four_stay_within_the_usual_work(void **state)
{
    static const double t[][20] = {
        { 6, 3, 5, 4, 4, 7, 5, 6, 3, 6, 8, 5, 7, 4, 2, 6, 5, 5, 6, 3 },
        { 9, 2, 3, 5, 2, 8, 4, 7, 1, 6, 9, 3, 8, 3, 2, 7, 6, 5, 7, 3 },
        { 10, 2, 1, 0, 3, 9, 4, 2, 4, 5, 12, 6, 2, 4, 7, 8, 1, 3, 8, 9 },
        { 14, 3, 5, 5, 2, 9, 2, 2, 2, 5, 11, 2, 3, 1, 3, 18, 3, 3, 3, 4 }, /* hardest: margins that differ, */
        { 1, 2, 3, 12, 3, 11, 3, 2, 9, 11, 4, 1, 7, 4, 4, 4, 11, 3, 4, 1 }, /* and a small p */
    };
    /* fisher.test(t, workspace = 2e8)$p.value, R 4.2.2 */
    static const double want[] = { 0.755282561, 0.01569586381, 0.000128005835, 3.927215055e-07,
                                   2.851355157e-05 };

    (void)state;
    for (size_t i = 0; i < sizeof want / sizeof *want; i++) {
        reint_exact x;
        assert_int_equal(reint_exact_test(t[i], 5, 4, REINT_EXACT_PROBABILITY, 0, &x), REINT_OK);
        assert_null(x.undefined);
        assert_true(fabs(x.p / want[i] - 1) < 1e-6);
    }
}

static void
so_do_their_orderings_by_chi_square_and_likelihood(void **state)
{
    static const double t[][20] = {
        { 6, 3, 5, 4, 4, 7, 5, 6, 3, 6, 8, 5, 7, 4, 2, 6, 5, 5, 6, 3 },
        { 9, 2, 3, 5, 2, 8, 4, 7, 1, 6, 9, 3, 8, 3, 2, 7, 6, 5, 7, 3 },
        { 2, 9, 4, 5, 7, 3, 6, 4, 5, 5, 9, 1, 3, 8, 2, 7, 6, 4, 1, 4 },
    };
    /* R 4.2.2, set.seed(7): shares of 1e6 tables of r2dtable() with a statistic at least as large, and their errors */
    static const double pearson[] = { 0.775215, 0.014921, 0.049037 }, g2[] = { 0.753798, 0.018409, 0.053605 },
                        error[] = { 0.00043, 0.000135, 0.00023 };

    (void)state;
    for (size_t i = 0; i < 3; i++)
        for (int kind = REINT_EXACT_PEARSON; kind <= REINT_EXACT_G2; kind++) {
            reint_exact x;
            assert_int_equal(reint_exact_test(t[i], 5, 4, (reint_exact_kind)kind, 0, &x), REINT_OK);
            assert_null(x.undefined);
            assert_true(x.work < 6e7); /* of the 1.2e8 that take about a second */
            assert_true(fabs(x.p - (kind == REINT_EXACT_G2 ? g2[i] : pearson[i])) < 3.5 * error[i]);
        }
}

/* Values: R 4.2.2, fisher.test (p) and phyper; G2 and tau by 60-digit decimals. */
static void
two_by_two_tables_of_any_size_are_answered(void **state)
{
    static const double some[4] = { 100000, 100800, 101000, 100100 }, rare[4] = { 3, 2000, 1000000, 4000000 },
                        vast[4] = { 1e8, 1e8, 1e8, 100000007 }, vaster[4] = { 1e15, 1e15, 1e15, 1e15 };
    reint_fisher f;
    reint_exact x;
    reint_chisq c;
    reint_nominal m;

    (void)state;
    assert_int_equal(reint_fisher_test(some, 0.95, &f), REINT_OK);
    assert_close(f.p_two_sided, 0.00739694587945622, 1e-12);
    assert_close(f.p_less, 0.00369977327654832, 1e-12);
    assert_close(f.lower, 0.971129675268252, 2e-5); /* fisher.test solves to about 1e-4 */
    assert_close(f.upper, 0.995483342592792, 2e-5);
    for (int k = 0; k < 3; k++) {
        assert_int_equal(reint_exact_test(some, 2, 2, (reint_exact_kind)k, 0, &x), REINT_OK);
        assert_close(x.p, 0.00739694587945622, 1e-12);
    }
    assert_int_equal(reint_fisher_test(rare, 0.95, &f), REINT_OK);
    assert_close(f.p_two_sided / 3.694386693886851e-187, 1, 1e-10);
    assert_int_equal(reint_fisher_test(vast, 0.95, &f), REINT_OK);
    assert_close(f.p_less, 0.5001795240162439, 1e-11);
    assert_close(f.p_greater, 0.4999002644341006, 1e-11);
    assert_true(f.lower < f.odds_ratio && f.odds_ratio < f.upper);
    assert_close(log(f.upper / f.lower), 2 * 1.959963984540054 * sqrt(4e-8), 1e-7); /* as Wald's, there */
    assert_int_equal(reint_exact_test(vast, 2, 2, REINT_EXACT_PEARSON, 0, &x), REINT_OK);
    assert_close(x.p, 1, 1e-3);
    assert_int_equal(reint_chisq_test(vast, 2, 2, &c), REINT_OK);
    assert_close(c.g2 / 1.224999935687503e-7, 1, 1e-7);
    assert_int_equal(reint_nominal_measures(vast, 2, 2, &m), REINT_OK);
    assert_close(m.tau_col_chisq / 1.224999932625003e-7, 1, 1e-7);
    assert_int_equal(reint_fisher_test(vaster, 0.95, &f), REINT_OK);
    assert_true(isnan(f.lower) && f.undefined); /* said, not guessed, and no gigabytes */
}

static void
too_much_work_is_said_not_guessed(void **state)
{
    static const double t[] = { 10, 2, 1, 0, 3, 9, 4, 2, 4, 5, 12, 6, 2, 4, 7, 8, 1, 3, 8, 9 };
    static const double large[] = { 900, 800, 700, 600, 500, 400 };
    reint_exact x;

    (void)state;
    assert_int_equal(reint_exact_test(t, 5, 4, REINT_EXACT_PROBABILITY, 1000, &x), REINT_OK);
    assert_close(x.p, NAN, 0);
    assert_non_null(strstr(x.undefined, "simulation"));
    assert_int_equal(x.too_large, 1);
    assert_int_equal(reint_exact_test(large, 3, 2, REINT_EXACT_PEARSON, 0, &x), REINT_OK);
    assert_close(x.p, NAN, 0);
    assert_int_equal(x.too_large, 1);
    assert_int_equal(reint_exact_test(large, 2, 2, REINT_EXACT_PEARSON, 0, &x), REINT_OK);
    assert_true(x.p > 0 && x.p <= 1);
}

static void
halves_and_single_rows_have_no_exact_p(void **state)
{
    static const double half[] = { 1.5, 1, 2, 3 }, bad[] = { -1, 1, 2, 3 };
    reint_exact x;
    reint_simulated s;

    (void)state;
    assert_int_equal(reint_exact_test(half, 2, 2, REINT_EXACT_PROBABILITY, 0, &x), REINT_OK);
    assert_string_equal(x.undefined, "the counts are not whole numbers");
    assert_int_equal(x.too_large, 0);
    assert_int_equal(reint_exact_test(half + 1, 1, 3, REINT_EXACT_PROBABILITY, 0, &x), REINT_OK);
    assert_string_equal(x.undefined, "fewer than two rows are used");
    assert_int_equal(reint_exact_test(bad, 2, 2, REINT_EXACT_PROBABILITY, 0, &x), REINT_ARGUMENT);
    assert_int_equal(reint_simulated_test(half, 2, 2, REINT_EXACT_PEARSON, 100, 1, &s), REINT_OK);
    assert_close(s.p, NAN, 0);
    assert_int_equal(reint_simulated_test(tables[0].t, 2, 2, REINT_EXACT_PEARSON, 0, 1, &s), REINT_OK);
    assert_string_equal(s.undefined, "no draw");
}

static void
simulations_repeat_and_surround_the_exact_p(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (int kind = 0; kind < 3; kind++) {
            reint_simulated a, b, c;
            double p = enumerated_p(tables[i].t, tables[i].rows, tables[i].cols, (reint_exact_kind)kind);
            size_t r = tables[i].rows, k = tables[i].cols;
            assert_int_equal(reint_simulated_test(tables[i].t, r, k, (reint_exact_kind)kind, 20000, 7, &a),
                             REINT_OK);
            assert_int_equal(reint_simulated_test(tables[i].t, r, k, (reint_exact_kind)kind, 20000, 7, &b),
                             REINT_OK);
            assert_int_equal(reint_simulated_test(tables[i].t, r, k, (reint_exact_kind)kind, 20000, 8, &c),
                             REINT_OK);
            assert_close(a.p, b.p, 0);
            assert_true(a.p != c.p || p == 1);
            /* 5 standard errors: one seed in 1.7 million tables would miss */
            assert_true(fabs(a.p - p) < 5 * sqrt(p * (1 - p) / 20000) + 1e-4);
            assert_true(a.lower <= a.p && a.p <= a.upper);
        }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_network_sums_what_enumeration_finds),
        cmocka_unit_test(a_hundred_cases_in_five_by_four_stay_within_the_usual_work),
        cmocka_unit_test(so_do_their_orderings_by_chi_square_and_likelihood),
        cmocka_unit_test(two_by_two_tables_of_any_size_are_answered),
        cmocka_unit_test(too_much_work_is_said_not_guessed),
        cmocka_unit_test(halves_and_single_rows_have_no_exact_p),
        cmocka_unit_test(simulations_repeat_and_surround_the_exact_p),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
