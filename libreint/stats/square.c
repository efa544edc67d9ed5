/* square.c -- tests of a square table: first occasion in the rows, second in the columns.
 *
 * Reads:    counts.
 * Missing:  pairs of two empty cells say nothing about change and contribute 0; nobody changed: NaN.
 * Sources:  at each function in paired.h. */
#include <config.h>

#include "stats/paired.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/proportion.h"
#include "stats/tail.h"

reint_status
reint_bowker_test(const double *count, size_t k, reint_bowker *out)
{
    double chisq = 0, pairs = 0;

    *out = (reint_bowker){ NAN, NAN, NAN, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, k * k, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k; i++)
        for (size_t j = i + 1; j < k; j++) {
            double u = count[i * k + j], l = count[j * k + i];
            if (u + l > 0) {
                chisq += (u - l) * (u - l) / (u + l);
                pairs++;
            }
        }
    out->df_full = (double)k * ((double)k - 1) / 2;
    out->df_nonempty = pairs;
    out->undefined = pairs > 0 ? NULL : "nobody changed";
    if (pairs > 0) {
        out->chisq = chisq;
        out->p_full = reint_chi2_upper(chisq, out->df_full);
        out->p_nonempty = reint_chi2_upper(chisq, pairs);
    }
    return REINT_OK;
}

static void
mcnemar_exact(double b, double c, reint_mcnemar *out)
{
    double least = fmin(b, c), m = b + c, point = reint_binomial_point(least, m, 0.5);

    out->exact_p = fmin(1, 2 * reint_binomial_lower(least, m, 0.5));
    out->mid_p = fmin(1, 2 * reint_binomial_lower(least - 1, m, 0.5) + point);
    out->mid_p_fagerland = b == c ? 1 - point / 2 : out->mid_p;
}

reint_status
reint_mcnemar_test(const double count[4], double confidence, reint_mcnemar *out)
{
    double b = count[1], c = count[2], m = b + c, n = m + count[0] + count[3], z;
    reint_limits share;

    *out = (reint_mcnemar){
        NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "no valid table"
    };
    if (!reinti_counts_valid(count, 4, false) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    out->undefined = n > 0 ? m > 0 ? NULL : "nobody changed" : "no case";
    out->b = b;
    out->c = c;
    out->exact_p = out->mid_p = 1;
    if (n > 0) {
        z = -reint_normal_quantile((1 - confidence) / 2);
        out->difference = (b - c) / n;
        out->se = reinti_root(m - (b - c) * (b - c) / n) / n;
        out->lower = out->difference - z * out->se;
        out->upper = out->difference + z * out->se;
    }
    if (m == 0)
        return REINT_OK;
    out->chisq = (b - c) * (b - c) / m;
    out->p = reint_chi2_upper(out->chisq, 1);
    out->chisq_cc = reinti_square(fmax(0, fabs(b - c) - 1)) / m;
    out->p_cc = reint_chi2_upper(out->chisq_cc, 1);
    mcnemar_exact(b, c, out);
    out->odds_ratio = c > 0 ? b / c : INFINITY;
    if (reint_clopper_pearson_interval(b, m, confidence, &share) == REINT_OK) {
        out->odds_lower = share.lower / (1 - share.lower);
        out->odds_upper = c == 0 ? INFINITY : share.upper / (1 - share.upper);
    }
    return REINT_OK;
}

/* D and V of the first q-1 of the q categories in use (their places in USED). */
static void
margin_differences(const double *count, size_t k, const size_t *used, size_t q, double *d, double *v)
{
    for (size_t i = 0; i + 1 < q; i++) {
        double row = 0, col = 0;
        for (size_t j = 0; j < k; j++) {
            row += count[used[i] * k + j];
            col += count[j * k + used[i]];
        }
        d[i] = row - col;
        for (size_t j = 0; j + 1 < q; j++)
            v[i * (q - 1) + j] = -(count[used[i] * k + used[j]] + count[used[j] * k + used[i]]);
        v[i * (q - 1) + i] = row + col - 2 * count[used[i] * k + used[i]];
    }
}

reint_status
reint_margins_test(const double *count, size_t k, reint_margins *out)
{
    size_t *used = reinti_room(k, sizeof *used), q = 0;
    double *v = reinti_room(k * k + 2 * k, sizeof *v), *d = v ? v + k * k : NULL, *x = d ? d + k : NULL;
    double n = 0, w = 0;
    reint_status status = REINT_NO_MEMORY;

    *out = (reint_margins){ NAN, NAN, NAN, NAN, NAN, NAN, "no valid table" };
    if (!used || !v)
        goto done;
    status = reinti_counts_valid(count, k * k, false) ? REINT_OK : REINT_ARGUMENT;
    if (status)
        goto done;
    for (size_t i = 0; i < k; i++) {
        double both = 0;
        for (size_t j = 0; j < k; j++) {
            both += count[i * k + j] + count[j * k + i];
            n += count[i * k + j];
        }
        if (both > 0)
            used[q++] = i;
    }
    out->undefined = "fewer than two categories are used";
    if (q < 2)
        goto done;
    margin_differences(count, k, used, q, d, v);
    for (size_t i = 0; i + 1 < q; i++)
        x[i] = d[i];
    out->undefined = "nobody changed, or the change does not reach some category: the covariance is singular";
    if (!reinti_solve_spd(v, x, q - 1, 1, 1e-10))
        goto done;
    out->undefined = NULL;
    for (size_t i = 0; i + 1 < q; i++)
        w += d[i] * x[i];
    out->chisq = w;
    out->df = (double)(q - 1);
    out->p = reint_chi2_upper(w, out->df);
    if (w < n) {
        out->bhapkar = w / (1 - w / n);
        out->bhapkar_df = out->df;
        out->bhapkar_p = reint_chi2_upper(out->bhapkar, out->df);
    }
done:
    free(v);
    free(used);
    return status;
}
