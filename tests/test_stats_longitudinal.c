/* What the oracle's tables cannot show of the longitudinal statistics: arguments that are refused, results that do not
 * exist, and the same answer when a case is told in another way. */
#include <config.h>

#include "check.h"

#include "stats/stats.h"

/* ---- estimating equations ------------------------------------------------------------------------------ */

static const double one[8] = { 1, 1, 1, 1, 1, 1, 1, 1 };

static void
errors_of_clusters_of_one_are_the_classical_ones(void **state)
{
    /* Clusters of one, a mean alone: with H = 1/n Mancl & DeRouen's variance is sum (r n/(n-1))^2 / n^2, and
     * Kauermann & Carroll's sum r^2 n/(n-1) / n^2 = s^2/n, the variance of a mean. */
    const double y[8] = { 3, 5, 4, 8, 9, 2, 7, 6 };
    const size_t cluster[8] = { 0, 1, 2, 3, 4, 5, 6, 7 };
    const reint_gee_model model = { sizeof model, 1, 0 };
    reint_gee_term t;
    reint_gee x;
    double squares = 42;

    (void)state;
    assert_int_equal(reint_gee_fit(one, y, cluster, 8, 1, &model, &t, &x), REINT_OK);
    assert_null(x.undefined);
    assert_close(t.beta, 5.5, 1e-14);
    assert_close(t.robust_se, sqrt(squares / 64), 1e-12);
    assert_close(t.mancl_derouen_se, sqrt(squares * 64 / 49 / 64), 1e-12);
    assert_close(t.kauermann_carroll_se, sqrt(squares / 7 / 8), 1e-12);
    assert_close(x.df, 7, 0);
}

static void
a_coefficient_of_one_cluster_has_no_corrected_error(void **state)
{
    /* the second column is 1 in the last cluster only: without it there is nothing to estimate */
    const double x[] = { 1, 0, 1, 0, 1, 0, 1, 0, 1, 1, 1, 1 }, y[] = { 1, 2, 4, 3, 9, 7 };
    const size_t cluster[] = { 0, 0, 1, 1, 2, 2 };
    const reint_gee_model model = { sizeof model, 1, 1 };
    reint_gee_term t[2];
    reint_gee out;

    (void)state;
    assert_int_equal(reint_gee_fit(x, y, cluster, 6, 2, &model, t, &out), REINT_OK);
    assert_null(out.undefined);
    assert_true(isfinite(t[1].robust_se));
    assert_close(t[1].mancl_derouen_se, NAN, 0);
    assert_close(t[1].kauermann_carroll_se, NAN, 0);
}

static void
models_that_do_not_exist_say_why(void **state)
{
    const double same[4] = { 2, 2, 2, 2 }, y[4] = { 0, 1, 0, 1 }, odd[4] = { 0, 1, 2, 1 },
                 nan[4] = { 0, NAN, 1, 1 };
    const size_t apart[4] = { 0, 1, 2, 3 }, pairs[4] = { 0, 0, 1, 1 };
    reint_gee_model numbers = { sizeof numbers, 1, 0 }, shares = { sizeof shares, 0, 1 },
                    odd_size = { 4, 0, 0 };
    reint_gee_term t;
    reint_gee x;

    (void)state;
    assert_int_equal(reint_gee_fit(one, same, pairs, 4, 1, &numbers, &t, &x), REINT_OK);
    assert_string_equal(x.undefined, "no residual is left: the answers are fitted exactly");
    assert_close(t.beta, NAN, 0);
    assert_int_equal(reint_gee_fit(one, y, apart, 4, 1, &shares, &t, &x), REINT_OK);
    assert_string_equal(x.undefined, "no cluster has two answers");
    assert_int_equal(reint_gee_fit(one, odd, pairs, 4, 1, &shares, &t, &x), REINT_ARGUMENT);
    assert_int_equal(reint_gee_fit(one, nan, pairs, 4, 1, &numbers, &t, &x), REINT_ARGUMENT);
    assert_int_equal(reint_gee_fit(one, y, pairs, 4, 1, &odd_size, &t, &x), REINT_ARGUMENT);
    assert_int_equal(reint_gee_fit(NULL, NULL, NULL, 0, 1, &numbers, &t, &x), REINT_OK);
    assert_string_equal(x.undefined, "no case");
}

/* ---- matched sets -------------------------------------------------------------------------------------- */

static void
one_pair_concordant_pairs_and_pairs_in_one_direction_have_no_estimate(void **state)
{
    static const struct {
        const char *label;
        double y[6], x[6];
        size_t n;
        double informative;
    } cases[] = {
        { "one pair", { 0, 1 }, { 0, 1 }, 2, 1 },
        { "all concordant", { 0, 0, 1, 1 }, { 0, 1, 1, 0 }, 4, 0 },
        { "all discordant in one direction", { 0, 1, 0, 1, 0, 1 }, { 0, 1, 0, 1, 0, 1 }, 6, 3 },
        { "nothing varies within the pairs", { 0, 1, 0, 1, 0, 1 }, { 1, 1, 0, 0, 1, 1 }, 6, 3 },
        { "nobody", { 0 }, { 0 }, 0, 0 },
    };
    const size_t set[] = { 0, 0, 1, 1, 2, 2 };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double beta = 1, se = 1;
        reint_clogit out;
        print_message("  %s\n", cases[i].label);
        assert_int_equal(reint_clogit_fit(cases[i].x, cases[i].y, set, cases[i].n, 1, &beta, &se, &out),
                         REINT_OK);
        assert_non_null(out.undefined);
        assert_close(out.informative, cases[i].informative, 0);
        assert_close(beta, NAN, 0);
        assert_close(se, NAN, 0);
    }
}

static void
the_odds_ratio_of_pairs_is_that_of_mcnemar(void **state)
{
    /* 7 pairs with the exposed as the case, 3 the other way */
    double x[20], y[20], beta, se;
    size_t set[20];
    reint_clogit out;
    reint_mcnemar m;

    (void)state;
    for (size_t i = 0; i < 20; i++) {
        set[i] = i / 2;
        y[i] = i % 2;
        x[i] = i / 2 < 7 ? y[i] : 1 - y[i];
    }
    assert_int_equal(reint_clogit_fit(x, y, set, 20, 1, &beta, &se, &out), REINT_OK);
    assert_int_equal(reint_mcnemar_test((const double[]){ 0, 7, 3, 0 }, 0.95, &m), REINT_OK);
    assert_close(exp(beta), m.odds_ratio, 1e-12);
    assert_close(se, sqrt(1.0 / 7 + 1.0 / 3), 1e-12);
}

/* ---- separation ---------------------------------------------------------------------------------------- */

static void
a_steep_slope_is_no_separation_but_a_border_is(void **state)
{
    double x[2 * 80], y[80], beta[2], se[2], fitted[80];
    int toward[2];
    size_t apart, n = 0;
    reint_separation kind;
    reint_logit fit;

    (void)state;
    for (int v = -40; v <= 40; v++)
        if (v) {
            x[2 * n] = 1;
            x[2 * n + 1] = v;
            y[n++] = v == -1 || v > 1; /* -1 and 1 the wrong way round: they overlap */
        }
    assert_int_equal(reint_logit_separation(x, y, n, 2, toward, &apart, &kind), REINT_OK);
    assert_int_equal(kind, REINT_OVERLAP);
    assert_int_equal(apart, 0);
    assert_int_equal(reint_logit_fit(x, y, n, 2, 0, beta, se, NULL, fitted, &fit), REINT_OK);
    assert_null(fit.undefined);
    assert_true(fitted[0] < 1e-9 && beta[1] > 0.5);

    for (size_t i = 0; i < n; i++) /* now both answers at 1 only */
        y[i] = x[2 * i + 1] > 0;
    x[1] = 1; /* the first case: 0 at x = 1 */
    assert_int_equal(reint_logit_fit(x, y, n, 2, 0, beta, se, NULL, NULL, &fit), REINT_OK);
    assert_int_equal(fit.separation, REINT_QUASI_SEPARATION);
    assert_non_null(strstr(fit.undefined, "quasi-complete"));
    assert_close(beta[1], NAN, 0);
    assert_int_equal(reint_logit_separation(x, y, n, 2, toward, &apart, &kind), REINT_OK);
    assert_int_equal(toward[1], 1);
    assert_int_equal(toward[0], -1);
    assert_int_equal(apart, n - 2); /* all but the two at 1 */

    x[1] = -40;
    assert_int_equal(reint_logit_fit(x, y, n, 2, 1, beta, se, NULL, NULL, &fit), REINT_OK);
    assert_int_equal(fit.separation, REINT_SEPARATION); /* told, though Firth's estimates exist */
    assert_null(fit.undefined);
    assert_true(isfinite(beta[1]));
}

static void
what_cannot_be_separated_says_so(void **state)
{
    const double x[] = { 1, 2, 1, 3, 1, 4, 1, 5 }, y[] = { 0, 0, 1, 1 }, two[] = { 0, 2, 1, 1 },
                 twice[] = { 1, 1, 2, 2, 3, 3, 4, 4 }, endless[] = { 1, INFINITY, 1, 3, 1, 4, 1, 5 };
    reint_separation kind = REINT_SEPARATION;

    (void)state;
    assert_int_equal(reint_logit_separation(x, two, 4, 2, NULL, NULL, &kind), REINT_ARGUMENT);
    assert_int_equal(reint_logit_separation(endless, y, 4, 2, NULL, NULL, &kind), REINT_ARGUMENT);
    assert_int_equal(reint_logit_separation(twice, y, 4, 2, NULL, NULL, &kind), REINT_OK); /* collinear */
    assert_int_equal(kind, REINT_OVERLAP);
    assert_int_equal(reint_logit_separation(x, y, 0, 2, NULL, NULL, &kind), REINT_OK);
    assert_int_equal(kind, REINT_OVERLAP);
    assert_int_equal(reint_logit_separation(x, y, 4, 2, NULL, NULL, &kind), REINT_OK);
    assert_int_equal(kind, REINT_SEPARATION);
}

/* ---- durations ----------------------------------------------------------------------------------------- */

static void
exact_times_give_the_kaplan_meier_curve(void **state)
{
    const double time[] = { 6, 6, 6, 6, 7, 9, 10, 10, 11, 13 }, event[] = { 1, 1, 1, 0, 1, 0, 1, 0, 0, 1 };
    double left[10], right[10];
    reint_turnbull t;
    reint_km km;

    (void)state;
    for (size_t i = 0; i < 10; i++) {
        left[i] = time[i];
        right[i] = event[i] == 1 ? time[i] : NAN;
    }
    assert_int_equal(reint_turnbull_estimate(left, right, 10, &t), REINT_OK);
    assert_int_equal(reint_km_estimate(time, event, 10, 0.95, &km), REINT_OK);
    assert_int_equal(t.n_steps, km.n_points);
    for (size_t i = 0; i < t.n_steps; i++) {
        assert_close(t.step[i].left, km.point[i].time, 0);
        assert_close(t.step[i].surv, km.point[i].surv, 1e-10);
    }
    assert_close(t.median_right, km.quantile[1], 0);
    assert_true(t.gap < 1e-9);
    reint_turnbull_free(&t);
    reint_km_free(&km);
}

static void
intervals_that_contradict_themselves_are_refused(void **state)
{
    static const double bad[][2] = { { 3, 2 }, { -1, 2 }, { 0, -1 }, { INFINITY, INFINITY } };
    reint_turnbull t;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(reint_turnbull_estimate(&bad[i][0], &bad[i][1], 1, &t), REINT_ARGUMENT);
        assert_null(t.step);
    }
    assert_int_equal(reint_turnbull_estimate(NULL, NULL, 0, &t), REINT_OK);
    assert_string_equal(t.undefined, "no case");
}

static void
a_thousand_different_intervals_reach_the_maximum(void **state)
{
    double left[1000], right[1000], mass = 0;
    uint32_t seed = 1;
    reint_turnbull t;

    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        seed = seed * 1664525u + 1013904223u;
        left[i] = (double)(seed >> 8) / 1e4;
        seed = seed * 1664525u + 1013904223u;
        right[i] = seed % 5 == 0 ? NAN : left[i] + (double)(seed >> 10) / 1e4;
    }
    assert_int_equal(reint_turnbull_estimate(left, right, 1000, &t), REINT_OK);
    assert_null(t.undefined);
    for (size_t i = 0; i < t.n_steps; i++)
        mass += t.step[i].mass;
    assert_close(mass, 1, 1e-12);
    if (!(t.gap < 1e-8))
        fail_msg("the gap is %g", t.gap);
    reint_turnbull_free(&t);
}

static void
a_mean_beyond_the_known_curve_does_not_exist(void **state)
{
    const double time[] = { 1, 2, 3 }, censored[] = { 1, 0, 0 }, gone[] = { 1, 1, 1 };
    reint_rmean r;

    (void)state;
    assert_int_equal(reint_restricted_mean(time, censored, 3, 4, 0.95, &r), REINT_OK);
    assert_non_null(r.undefined);
    assert_close(r.value, NAN, 0);
    assert_int_equal(reint_restricted_mean(time, gone, 3, 4, 0.95, &r), REINT_OK); /* 0 from 3 on: known */
    assert_close(r.value, 2, 1e-14);
    assert_int_equal(reint_restricted_mean(time, censored, 3, 2, 0.95, &r), REINT_OK);
    assert_close(r.value, 1 + 2.0 / 3, 1e-14);
    assert_int_equal(reint_restricted_mean(time, gone, 3, -1, 0.95, &r), REINT_ARGUMENT);
    assert_int_equal(reint_restricted_mean(NULL, NULL, 0, NAN, 0.95, &r), REINT_OK);
    assert_string_equal(r.undefined, "no case");
}

static void
a_life_table_wants_ascending_breaks_from_zero(void **state)
{
    const double time[] = { 1, 5 }, event[] = { 1, 0 }, good[] = { 0, 2, 4 }, falling[] = { 0, 4, 2 },
                 late[] = { 1, 2, 3 };
    reint_life_row row[3];

    (void)state;
    assert_int_equal(reint_life_table(time, event, 2, falling, 3, row), REINT_ARGUMENT);
    assert_int_equal(reint_life_table(time, event, 2, late, 3, row), REINT_ARGUMENT);
    assert_int_equal(reint_life_table(time, event, 2, good, 0, row), REINT_ARGUMENT);
    assert_int_equal(reint_life_table(time, event, 2, good, 3, row), REINT_OK);
    assert_close(row[0].q, 0.5, 0);
    assert_close(row[2].withdrawn, 1, 0);
    assert_close(row[2].hazard, NAN, 0);
}

/* ---- sequences ----------------------------------------------------------------------------------------- */

#define GAP REINT_SEQUENCE_GAP

static void
a_gap_within_is_no_state_and_no_transition(void **state)
{
    static const struct {
        size_t s[6], n;
        double length, transitions;
        bool complete;
    } cases[] = {
        { { 0, 1, 1, 0, 0, 1 }, 6, 6, 3, true },
        { { GAP, 0, 1, GAP, GAP, GAP }, 6, 2, 1, true },
        { { 0, GAP, 1, 0, 0, 1 }, 6, 5, NAN, false },
        { { GAP, GAP, GAP, GAP, GAP, GAP }, 6, 0, NAN, false },
        { { GAP, GAP, 1, GAP, GAP, GAP }, 6, 1, 0, false },
    };
    const size_t bad[] = { 0, 2 };
    reint_sequence m;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_int_equal(reint_sequence_measure(cases[i].s, cases[i].n, 2, &m), REINT_OK);
        assert_close(m.length, cases[i].length, 0);
        assert_close(m.transitions, cases[i].transitions, 0);
        assert_int_equal(m.undefined == NULL, cases[i].complete);
        assert_int_equal(isnan(m.complexity), !cases[i].complete);
    }
    assert_int_equal(reint_sequence_measure(bad, 2, 2, &m), REINT_ARGUMENT);
}

/* R: hclust(as.dist(d), "single")$merge; a cluster that comes as near as a neighbour does not take its place. */
static void
where_many_distances_tie_the_tree_is_that_of_hclust(void **state)
{
    static const double
        five[] = { 0, 1, 4, 2, 2, 1, 0, 3, 2, 2, 4, 3, 0, 4, 1, 2, 2, 4, 0, 2, 2, 2, 1, 2, 0 },
        seven[] = { 0, 4, 4, 3, 2, 2, 4, 4, 0, 3, 1, 4, 2, 4, 4, 3, 0, 4, 2, 1, 4, 3, 1, 4, 0,
                    3, 1, 3, 2, 4, 2, 3, 0, 3, 4, 2, 2, 1, 1, 3, 0, 1, 4, 4, 4, 3, 4, 1, 0 };
    static const long of_five[] = { -1, -2, -3, -5, -4, 1, 2, 3 },
                      of_seven[] = { -2, -4, -6, 1, -3, 2, -7, 3, -1, -5, 4, 5 };
    long merge[12];
    double height[6];

    (void)state;
    assert_int_equal(reint_cluster_join(five, 5, REINT_LINKAGE_SINGLE, merge, height), REINT_OK);
    assert_memory_equal(merge, of_five, sizeof of_five);
    assert_int_equal(reint_cluster_join(seven, 7, REINT_LINKAGE_SINGLE, merge, height), REINT_OK);
    assert_memory_equal(merge, of_seven, sizeof of_seven);
}

static void
distances_and_groups_refuse_what_is_no_distance(void **state)
{
    const size_t a[] = { 0, 1 }, b[] = { 1, GAP };
    const double cost[] = { 0, 2, 2, 0 }, skew[] = { 0, 1, 2, 0 }, nan[] = { 0, NAN, NAN, 0 };
    double d, height[1], silhouette;
    long merge[2] = { 5, 5 };
    size_t cluster[2];

    (void)state;
    assert_int_equal(reint_sequence_distance(a, 2, a, 2, cost, 2, 0, &d), REINT_ARGUMENT);
    assert_int_equal(reint_sequence_distance(a, 2, b, 2, cost, 2, 1, &d), REINT_OK);
    assert_close(d, NAN, 0);
    assert_int_equal(reint_sequence_distance(a, 2, a, 0, cost, 2, 1, &d), REINT_OK);
    assert_close(d, 2, 0);
    assert_int_equal(reint_cluster_join(skew, 2, REINT_LINKAGE_WARD, merge, height), REINT_ARGUMENT);
    assert_int_equal(reint_cluster_join(nan, 2, REINT_LINKAGE_WARD, merge, height), REINT_ARGUMENT);
    assert_int_equal(reint_cluster_cut(merge, 2, 1, cluster), REINT_ARGUMENT); /* a step that is not there */
    assert_int_equal(reint_cluster_cut(merge, 2, 3, cluster), REINT_ARGUMENT);
    assert_int_equal(reint_cluster_join(cost, 2, REINT_LINKAGE_WARD, merge, height), REINT_OK);
    assert_int_equal(reint_cluster_cut(merge, 2, 1, cluster), REINT_OK);
    assert_int_equal(reint_cluster_silhouette(cost, 2, cluster, 1, NULL, &silhouette), REINT_OK);
    assert_close(silhouette, NAN, 0);
}

static void
powers_of_a_matrix_begin_with_nobody_moving(void **state)
{
    const double p[] = { 0.5, 0.5, 0.25, 0.75 }, never[] = { 0.5, 0.5, NAN, NAN };
    double q[4];

    (void)state;
    assert_int_equal(reint_transition_power(p, 2, 0, q), REINT_OK);
    assert_close(q[0], 1, 0);
    assert_close(q[1], 0, 0);
    assert_int_equal(reint_transition_power(p, 2, 1000, q), REINT_OK);
    assert_close(q[0], 1.0 / 3, 1e-12); /* the stationary shares: 1/3, 2/3 */
    assert_close(q[3], 2.0 / 3, 1e-12);
    assert_int_equal(reint_transition_power(never, 2, 2, q), REINT_OK);
    assert_close(q[0], NAN, 0);
}

/* ---- balance ------------------------------------------------------------------------------------------- */

static void
differences_without_variation_or_with_an_empty_group_say_why(void **state)
{
    const double x[] = { 1, 1, 1, 1 }, group[] = { 0, 0, 1, 1 }, all[] = { 1, 1, 1, 1 },
                 odd[] = { 0, 0, 1, 2 };
    const double left[] = { 5, 0 }, right[] = { 0, 7 }, none[] = { 0, 0 }, three[] = { 1, 2, 3 },
                 other[] = { 2, 2, 2 };
    reint_balance b;
    double d;
    const char *why;

    (void)state;
    assert_int_equal(reint_standardised_difference(x, group, NULL, 4, &b), REINT_OK);
    assert_string_equal(b.undefined, "no variation");
    assert_int_equal(reint_standardised_difference(x, all, NULL, 4, &b), REINT_OK);
    assert_string_equal(b.undefined, "a group with fewer than two cases");
    assert_close(b.mean0, NAN, 0);
    assert_int_equal(reint_standardised_difference(x, odd, NULL, 4, &b), REINT_ARGUMENT);
    assert_int_equal(reint_standardised_shares(left, right, 2, &d, &why), REINT_OK);
    assert_string_equal(why, "no variation within the groups");
    assert_int_equal(reint_standardised_shares(left, none, 2, &d, &why), REINT_OK);
    assert_string_equal(why, "an empty group");
    assert_int_equal(reint_standardised_shares(three, other, 3, &d, &why), REINT_OK);
    assert_null(why);
    assert_true(d > 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_of_clusters_of_one_are_the_classical_ones),
        cmocka_unit_test(a_coefficient_of_one_cluster_has_no_corrected_error),
        cmocka_unit_test(models_that_do_not_exist_say_why),
        cmocka_unit_test(one_pair_concordant_pairs_and_pairs_in_one_direction_have_no_estimate),
        cmocka_unit_test(the_odds_ratio_of_pairs_is_that_of_mcnemar),
        cmocka_unit_test(a_steep_slope_is_no_separation_but_a_border_is),
        cmocka_unit_test(what_cannot_be_separated_says_so),
        cmocka_unit_test(exact_times_give_the_kaplan_meier_curve),
        cmocka_unit_test(intervals_that_contradict_themselves_are_refused),
        cmocka_unit_test(a_thousand_different_intervals_reach_the_maximum),
        cmocka_unit_test(a_mean_beyond_the_known_curve_does_not_exist),
        cmocka_unit_test(a_life_table_wants_ascending_breaks_from_zero),
        cmocka_unit_test(a_gap_within_is_no_state_and_no_transition),
        cmocka_unit_test(where_many_distances_tie_the_tree_is_that_of_hclust),
        cmocka_unit_test(distances_and_groups_refuse_what_is_no_distance),
        cmocka_unit_test(powers_of_a_matrix_begin_with_nobody_moving),
        cmocka_unit_test(differences_without_variation_or_with_an_empty_group_say_why),
    };

    return cmocka_run_group_tests_name("longitudinal statistics", tests, NULL, NULL);
}
