/* chisq.c -- chi-square tests of one table of counts and the measures that are functions of chi-square.
 *
 * Reads:    counts; fractions allowed.
 * Missing:  rows and columns without a case are dropped; fewer than two left: everything is NaN with a reason
 *           (a 1 x k table is never silently tested for goodness of fit).
 * Sources:  at each member in crosstab.h. */
#include <config.h>

#include "stats/crosstab.h"

#include "stats/internal.h"
#include "stats/tail.h"

static void
sums(const reinti_table *t, reint_chisq *out)
{
    double x2 = 0, g2 = 0;

    out->min_expected = INFINITY;
    out->n_expected_below_5 = 0;
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double o = REINTI_AT(t, i, j), e = t->row[i] * t->col[j] / t->n;
            x2 += (o - e) * (o - e) / e;
            g2 += reinti_divergence(o, e); /* the o - e add up to 0 */
            out->min_expected = fmin(out->min_expected, e);
            out->n_expected_below_5 += e < 5;
        }
    out->chisq = x2;
    out->g2 = 2 * g2;
}

static void
two_by_two(const reinti_table *t, reint_chisq *out)
{
    double cross = t->count[0] * t->count[3] - t->count[1] * t->count[2];
    double product = t->row[0] * t->row[1] * t->col[0] * t->col[1];

    out->phi_signed = cross / sqrt(product);
    out->yates = t->n * reinti_square(fmax(0, fabs(cross) - t->n / 2)) / product;
    out->yates_p = reint_chi2_upper(out->yates, 1);
}

static double
corrected_v(const reinti_table *t, double x2, double df)
{
    double r = (double)t->rows, c = (double)t->cols, n1 = t->n - 1;
    double phi2 = fmax(0, x2 / t->n - df / n1);
    double rt = r - (r - 1) * (r - 1) / n1, ct = c - (c - 1) * (c - 1) / n1;

    return reinti_ratio(sqrt(phi2), reinti_root(fmin(rt, ct) - 1));
}

reint_status
reint_chisq_test(const double *count, size_t n_rows, size_t n_cols, reint_chisq *out)
{
    reinti_table t;
    reint_status status = reinti_table_keep(count, n_rows, n_cols, NULL, NULL, &t);
    double least;

    *out = (reint_chisq){ .rows = t.rows,
                          .cols = t.cols,
                          .n = t.n,
                          .chisq = NAN,
                          .df = NAN,
                          .p = NAN,
                          .g2 = NAN,
                          .g2_p = NAN,
                          .yates = NAN,
                          .yates_p = NAN,
                          .min_expected = NAN,
                          .n_expected_below_5 = NAN,
                          .phi = NAN,
                          .phi_signed = NAN,
                          .cramers_v = NAN,
                          .cramers_v_corrected = NAN,
                          .contingency = NAN,
                          .undefined = "no valid table" };
    if (status)
        goto done;
    out->undefined = reinti_table_degenerate(&t);
    if (out->undefined)
        goto done;
    sums(&t, out);
    least = (double)(t.rows < t.cols ? t.rows : t.cols);
    out->df = (double)(t.rows - 1) * (double)(t.cols - 1);
    out->p = reint_chi2_upper(out->chisq, out->df);
    out->g2_p = reint_chi2_upper(out->g2, out->df);
    out->phi = sqrt(out->chisq / t.n);
    out->cramers_v = sqrt(out->chisq / (t.n * (least - 1)));
    out->cramers_v_corrected = corrected_v(&t, out->chisq, out->df);
    out->contingency = sqrt(out->chisq / (out->chisq + t.n));
    if (t.rows == 2 && t.cols == 2)
        two_by_two(&t, out);
done:
    reinti_table_free(&t);
    return status;
}
