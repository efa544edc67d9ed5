/* pairs.c -- two numbers of the same persons: paired t, Wilcoxon's signed ranks, the sign test.
 *
 * Reads:    x and y; the differences are rounded to 10 decimals, so that 0.3 - 0.1 and 0.5 - 0.3 tie.
 * Missing:  a pair with a missing value is left out; no difference but 0: NaN, the exact p is 1.
 * Sources:  at each function in paired.h. */
#include <config.h>

#include "stats/paired.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/rank.h"
#include "stats/tail.h"

enum { MOST_EXACT = 1000 };

static double
difference(double x, double y)
{
    double d = x - y;

    return fabs(d) < 1e5 ? nearbyint(d * 1e10) / 1e10 : d;
}

/* The differences of complete pairs, malloc'ed. */
static reint_status
differences(const double *x, const double *y, size_t n, double **out, size_t *m)
{
    double *d = reinti_room(n, sizeof *d);

    *out = d;
    *m = 0;
    if (!d)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (isinf(x[i]) || isinf(y[i]))
            return REINT_ARGUMENT;
        if (!isnan(x[i]) && !isnan(y[i]))
            d[(*m)++] = difference(x[i], y[i]);
    }
    return REINT_OK;
}

reint_status
reint_paired_t_test(const double *x, const double *y, size_t n, double confidence, reint_paired_t *out)
{
    double *d, half, squares = 0;
    size_t m;
    reint_status status = differences(x, y, n, &d, &m);

    *out = (reint_paired_t){
        (double)m, NAN, NAN, NAN, NAN, (double)m - 1, NAN, NAN, NAN, NAN, "fewer than two pairs"
    };
    if (!(confidence > 0 && confidence < 1))
        status = REINT_ARGUMENT;
    if (status || m == 0)
        goto done;
    out->mean = 0;
    for (size_t i = 0; i < m; i++)
        out->mean += d[i] / (double)m;
    if (m < 2)
        goto done;
    for (size_t i = 0; i < m; i++)
        squares += reinti_square(d[i] - out->mean);
    out->sd = sqrt(squares / (double)(m - 1));
    out->se = out->sd / sqrt((double)m);
    half = reint_t_quantile(1 - (1 - confidence) / 2, out->df) * out->se;
    out->lower = out->mean - half;
    out->upper = out->mean + half;
    out->t = reinti_ratio(out->mean, out->se);
    out->p = reint_t_two_sided(out->t, out->df);
    out->cohen_dz = reinti_ratio(out->mean, out->sd);
    out->undefined = out->sd > 0 ? NULL : "every difference is the same";
done:
    free(d);
    return status;
}

/* P(W+ <= w), P(W+ >= w) and P(W+ = w) when every rank is + or - with probability 1/2: the distribution of
 * twice the mid-ranks, which are whole, built rank by rank. */
static reint_status
exact(const double *rank, size_t n, double w, reint_wilcoxon *out)
{
    size_t total = 0, reach = 0, at = (size_t)nearbyint(2 * w);
    double *f;

    for (size_t i = 0; i < n; i++)
        total += (size_t)nearbyint(2 * rank[i]);
    f = reinti_room(total + 1, sizeof *f);
    if (!f)
        return REINT_NO_MEMORY;
    f[0] = 1;
    for (size_t i = 0; i < n; i++) {
        size_t step = (size_t)nearbyint(2 * rank[i]);
        reach += step;
        for (size_t k = reach + 1; k-- > 0;)
            f[k] = 0.5 * (f[k] + (k >= step ? f[k - step] : 0));
    }
    out->exact_less = out->exact_greater = 0;
    for (size_t k = 0; k <= total; k++) {
        if (k <= at)
            out->exact_less += f[k];
        if (k >= at)
            out->exact_greater += f[k];
    }
    out->exact_point = f[at];
    out->exact_p = fmin(1, 2 * fmin(out->exact_less, out->exact_greater));
    free(f);
    return REINT_OK;
}

/* Ranks of |d|, the zeros included (Pratt). */
static void
pratt(const double *d, const double *rank, size_t m, reint_wilcoxon *out)
{
    double plus = 0, all = 0, squares = 0;

    for (size_t i = 0; i < m; i++) {
        if (d[i] == 0)
            continue;
        plus += d[i] > 0 ? rank[i] : 0;
        all += rank[i];
        squares += rank[i] * rank[i];
    }
    out->pratt_w_plus = plus;
    out->pratt_z = (plus - all / 2) / sqrt(squares / 4);
    out->pratt_p = reint_normal_two_sided(out->pratt_z);
}

static reint_status
signed_ranks(const double *d, size_t m, double *size, double *rank, reinti_place_of *room,
             reint_wilcoxon *out)
{
    size_t n = 0;
    double ties, mean, variance, gap, nn;

    for (size_t i = 0; i < m; i++)
        size[i] = fabs(d[i]);
    reinti_mid_ranks(size, m, rank, room);
    pratt(d, rank, m, out);
    for (size_t i = 0; i < m; i++)
        if (d[i] != 0)
            size[n++] = fabs(d[i]);
    ties = reinti_mid_ranks(size, n, rank, room);
    for (size_t i = 0, k = 0; i < m; i++)
        if (d[i] != 0)
            *(d[i] > 0 ? &out->w_plus : &out->w_minus) += rank[k++];
    nn = (double)n;
    mean = nn * (nn + 1) / 4;
    variance = nn * (nn + 1) * (2 * nn + 1) / 24 - ties / 48;
    gap = out->w_plus - mean;
    out->z = gap / sqrt(variance);
    out->p = reint_normal_two_sided(out->z);
    out->z_cc = gap == 0 ? 0 : (gap - copysign(0.5, gap)) / sqrt(variance);
    out->p_cc = reint_normal_two_sided(out->z_cc);
    return n <= MOST_EXACT ? exact(rank, n, out->w_plus, out) : REINT_OK;
}

reint_status
reint_wilcoxon_test(const double *x, const double *y, size_t n, reint_wilcoxon *out)
{
    double *d, *size = NULL;
    reinti_place_of *room = NULL;
    size_t m;
    reint_status status = differences(x, y, n, &d, &m);

    *out = (reint_wilcoxon){ 0,   0,   0,   NAN, NAN, NAN, NAN, NAN, NAN,
                             NAN, NAN, NAN, NAN, NAN, 0,   0,   NAN, "no valid pairs" };
    if (status)
        goto done;
    for (size_t i = 0; i < m; i++)
        *(d[i] > 0 ? &out->n_positive : &out->n_negative) += d[i] != 0;
    out->n = out->n_positive + out->n_negative;
    out->undefined = out->n > 0 ? NULL : "no difference but 0";
    out->exact_p = out->n > 0 ? NAN : 1;
    if (out->n == 0)
        goto done;
    out->sign_p = reint_binomial_two_sided(out->n_positive, out->n, 0.5);
    size = reinti_room(m, 2 * sizeof *size);
    room = reinti_room(m, sizeof *room);
    status = size && room ? signed_ranks(d, m, size, size + m, room, out) : REINT_NO_MEMORY;
done:
    free(room);
    free(size);
    free(d);
    return status;
}
