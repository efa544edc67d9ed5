/* compare.c -- tests of shares: two samples, pairs of columns, families of adjusted p-values, trend over
 * scores.
 *
 * Reads:    counts.
 * Missing:  no variance, an empty sample: no z, NaN with a reason; such a test does not count in a family.
 * Sources:  at each function in proportion.h. */
#include <config.h>

#include "stats/proportion.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

reint_status
reint_two_proportions(double x1, double n1, double x2, double n2, int pooled, reint_z *out)
{
    double p = x1 / n1, q = x2 / n2, both = (x1 + x2) / (n1 + n2), variance;

    *out = (reint_z){ NAN, NAN, "not two shares" };
    if (!(x1 >= 0 && x1 <= n1 && isfinite(n1)) || !(x2 >= 0 && x2 <= n2 && isfinite(n2)))
        return REINT_ARGUMENT;
    out->undefined = "an empty sample";
    if (n1 == 0 || n2 == 0)
        return REINT_OK;
    variance = pooled ? both * (1 - both) * (1 / n1 + 1 / n2) : p * (1 - p) / n1 + q * (1 - q) / n2;
    out->undefined = "no variance";
    if (!(variance > 0))
        return REINT_OK;
    out->undefined = NULL;
    out->z = (p - q) / sqrt(variance);
    out->p = reint_normal_two_sided(out->z);
    return REINT_OK;
}

reint_status
reint_column_pair(const double *count, size_t n_rows, size_t n_cols, size_t row, size_t a, size_t b,
                  reint_z *out)
{
    double na = 0, nb = 0, xa, xb;

    *out = (reint_z){ NAN, NAN, "not two columns" };
    if (row >= n_rows || a >= n_cols || b >= n_cols || !reinti_counts_valid(count, n_rows * n_cols, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < n_rows; i++) {
        na += count[i * n_cols + a];
        nb += count[i * n_cols + b];
    }
    xa = count[row * n_cols + a];
    xb = count[row * n_cols + b];
    out->undefined = "an empty column";
    if (na == 0 || nb == 0)
        return REINT_OK;
    out->undefined = "a share of 0 or 1";
    if (xa == 0 || xb == 0 || xa == na || xb == nb)
        return REINT_OK;
    return reint_two_proportions(xa, na, xb, nb, 1, out);
}

struct ranked {
    double p;
    size_t at;
};

static int
by_p(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;

    return x->p != y->p ? (x->p > y->p) - (x->p < y->p) : (x->at > y->at) - (x->at < y->at);
}

reint_status
reint_adjust_p(const double *p, size_t n, reint_adjustment how, double *out)
{
    struct ranked *r = reinti_room(n, sizeof *r);
    size_t m = 0;
    double so_far;

    if (!r)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < 0 || p[i] > 1) {
            free(r);
            return REINT_ARGUMENT;
        }
        if (!isnan(p[i]))
            r[m++] = (struct ranked){ p[i], i };
    }
    for (size_t i = 0; i < n; i++)
        if (isnan(p[i]))
            out[i] = NAN;
    qsort(r, m, sizeof *r, by_p);
    so_far = how == REINT_BENJAMINI_HOCHBERG ? 1 : 0;
    for (size_t i = 0; i < m; i++) {
        size_t k = how == REINT_BENJAMINI_HOCHBERG ? m - 1 - i
                                                   : i; /* from the largest down, or from the smallest up */
        if (how == REINT_BONFERRONI)
            so_far = fmin(1, r[k].p * (double)m);
        else if (how == REINT_HOLM)
            so_far = fmin(1, fmax(so_far, r[k].p * (double)(m - k)));
        else
            so_far = fmin(so_far, r[k].p * (double)m / (double)(k + 1));
        out[r[k].at] = so_far;
    }
    free(r);
    return REINT_OK;
}

reint_status
reint_trend_test(const double *score, const double *x, const double *n, size_t k, reint_trend *out)
{
    double sx = 0, sn = 0, sxs = 0, sns = 0, sns2 = 0, p, variance;

    *out = (reint_trend){ NAN, NAN, NAN, NAN, NAN, NAN, "not shares over scores" };
    for (size_t i = 0; i < k; i++)
        if (!isfinite(score[i]) || !(x[i] >= 0 && x[i] <= n[i]) || !isfinite(n[i]))
            return REINT_ARGUMENT;
    for (size_t i = 0; i < k; i++) {
        sx += x[i];
        sn += n[i];
        sns += n[i] * (score[i] - score[0]);
    }
    out->undefined = "no case, or no variation in events or scores";
    if (!(sn > 0))
        return REINT_OK;
    p = sx / sn;
    for (size_t i = 0; i < k; i++) {
        double s =
            score[i] - score[0] - sns / sn; /* about the mean: T = sum x s, variance p(1-p) sum n s^2 */
        sxs += x[i] * s;
        sns2 += n[i] * s * s;
    }
    variance = p * (1 - p) * sns2;
    if (!(variance > 0))
        return REINT_OK;
    out->undefined = NULL;
    out->z = sxs / sqrt(variance);
    out->p = reint_normal_two_sided(out->z);
    out->p_increasing = reint_normal_upper(out->z);
    out->p_decreasing = reint_normal_lower(out->z);
    out->z_permutation = out->z * sqrt((sn - 1) / sn);
    out->p_permutation = reint_normal_two_sided(out->z_permutation);
    return REINT_OK;
}
