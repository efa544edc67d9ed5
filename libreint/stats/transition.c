/* transition.c -- changes of state between consecutive occasions.
 *
 * Reads:    counts of (from, to) in every period.
 * Missing:  a state never left has no probabilities: NaN; nor is there then a two-step or stationary
 *           distribution.
 * Source:   Anderson & Goodman, Ann. Math. Stat. 28 (1957) 89. */
#include <config.h>

#include "stats/survival.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/tail.h"

/* Periods by destinations for one state of origin, tested for homogeneity. */
static reint_status
add_origin(const double *count, size_t p, size_t k, size_t from, double *g2, double *chisq, double *df)
{
    double *m = reinti_room(p * k, sizeof *m);
    reinti_table t;
    reint_status status;

    if (!m)
        return REINT_NO_MEMORY;
    for (size_t q = 0; q < p; q++)
        memcpy(m + q * k, count + (q * k + from) * k, k * sizeof *m);
    status = reinti_table_keep(m, p, k, NULL, NULL, &t);
    for (size_t i = 0; i < t.rows && t.rows > 1 && t.cols > 1; i++)
        for (size_t j = 0; j < t.cols; j++) {
            double o = REINTI_AT(&t, i, j), e = t.row[i] * t.col[j] / t.n;
            *g2 += o > 0 ? 2 * o * log(o / e) : 0;
            *chisq += (o - e) * (o - e) / e;
        }
    if (t.rows > 1 && t.cols > 1)
        *df += (double)(t.rows - 1) * (double)(t.cols - 1);
    reinti_table_free(&t);
    free(m);
    return status;
}

/* pi P = pi with sum 1: the last equation is replaced by the sum.  Not the only solution: singular. */
static reint_status
solve_stationary(const double *p, size_t k, double *pi)
{
    double *a = reinti_room(k * k, sizeof *a);

    if (!a)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < k; i++) {
        pi[i] = i + 1 == k;
        for (size_t j = 0; j < k; j++)
            a[i * k + j] = i + 1 == k ? 1 : p[j * k + i] - (i == j);
    }
    if (!reinti_solve(a, pi, k, 1))
        for (size_t i = 0; i < k; i++)
            pi[i] = NAN;
    free(a);
    return REINT_OK;
}

static void
shares(const double *pooled, size_t k, double *p, bool *all_left)
{
    *all_left = k > 0;
    for (size_t i = 0; i < k; i++) {
        double sum = 0;
        for (size_t j = 0; j < k; j++)
            sum += pooled[i * k + j];
        *all_left = *all_left && sum > 0;
        for (size_t j = 0; j < k; j++)
            p[i * k + j] = reinti_ratio(pooled[i * k + j], sum);
    }
}

reint_status
reint_transition_analysis(const double *count, size_t p, size_t k, double *pooled, double *probability,
                          double *two_step, double *stationary, reint_transitions *out)
{
    double *share = reinti_room(k * k, sizeof *share), g2 = 0, chisq = 0, df = 0;
    bool all_left;
    reint_status status = share ? REINT_OK : REINT_NO_MEMORY;

    *out = (reint_transitions){ NAN, NAN, NAN, NAN, 0, "fewer than two periods with changes to compare" };
    if (!status && !reinti_counts_valid(count, p * k * k, false))
        status = REINT_ARGUMENT;
    if (status)
        goto done;
    memset(pooled, 0, k * k * sizeof *pooled);
    for (size_t i = 0; i < p * k * k; i++)
        pooled[i % (k * k)] += count[i];
    shares(pooled, k, share, &all_left);
    if (probability)
        memcpy(probability, share, k * k * sizeof *share);
    for (size_t i = 0; two_step && i < k * k; i++) {
        two_step[i] = all_left ? 0 : NAN;
        for (size_t j = 0; j < k; j++)
            two_step[i] += share[i / k * k + j] * share[j * k + i % k];
    }
    for (size_t i = 0; stationary && i < k; i++)
        stationary[i] = NAN;
    if (stationary && all_left)
        status = solve_stationary(share, k, stationary);
    for (size_t i = 0; i < k && !status; i++)
        status = add_origin(count, p, k, i, &g2, &chisq, &df);
    out->df = df;
    if (!status && df > 0)
        *out =
            (reint_transitions){ g2, reint_chi2_upper(g2, df), chisq, reint_chi2_upper(chisq, df), df, NULL };
done:
    free(share);
    return status;
}

/* OUT = A B, all k x k and apart. */
static void
multiply(const double *a, const double *b, size_t k, double *out)
{
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double sum = 0;
            for (size_t m = 0; m < k; m++)
                sum += a[i * k + m] * b[m * k + j];
            out[i * k + j] = sum;
        }
}

reint_status
reint_transition_power(const double *probability, size_t k, size_t steps, double *out)
{
    double *square = reinti_room(k * k, 2 * sizeof *square), *room = square ? square + k * k : NULL;
    bool known = true;

    if (!square)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < k * k; i++) {
        known = known && isfinite(probability[i]);
        square[i] = probability[i];
        out[i] = i / k == i % k;
    }
    for (; steps && known; steps /= 2) {
        if (steps % 2) {
            multiply(out, square, k, room);
            memcpy(out, room, k * k * sizeof *out);
        }
        multiply(square, square, k, room);
        memcpy(square, room, k * k * sizeof *square);
    }
    for (size_t i = 0; i < k * k && !known; i++)
        out[i] = NAN;
    free(square);
    return REINT_OK;
}
