/* surveytest.c -- limits of shares and tests of independence in complex samples.
 *
 * Reads:    the design; a 0/1 variable, or the row and column of each case.
 * Missing:  a share of 0 or 1 has limits by no method but the plain one; an empty row or column, a singular
 *           covariance: NaN with a reason.
 * Sources:  at the declarations in survey.h. */
#include <config.h>

#include "stats/survey.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/profile.h"
#include "stats/tail.h"

/* ---- shares -------------------------------------------------------------------------------------------- */

static double
expit(double x)
{
    return 1 / (1 + exp(-x));
}

reint_status
reint_survey_share(const reint_design *d, const double *x, reint_share_method method, double confidence,
                   double *lower, double *upper, const char **undefined)
{
    double tail = (1 - confidence) / 2, t, n = 0, p, se, half, effective;
    reint_survey m;
    reint_status status = reint_survey_mean(d, x, NULL, &m);

    *lower = *upper = NAN;
    for (size_t i = 0; i < d->n; i++) {
        n += d->weight[i] > 0 && !isnan(x[i]);
        if (!isnan(x[i]) && x[i] != 0 && x[i] != 1)
            status = REINT_ARGUMENT;
    }
    *undefined = m.undefined;
    if (status || m.undefined)
        return status;
    p = m.value;
    se = m.se;
    t = -reint_t_quantile(tail, m.df);
    if (isnan(t))
        *undefined = "no degrees of freedom";
    else if (method != REINT_SHARE_MEAN && (!(p > 0) || !(p < 1)))
        *undefined = "the share is 0 or 1";
    if (*undefined)
        return REINT_OK;
    switch (method) {
    case REINT_SHARE_MEAN:
        *lower = p - t * se;
        *upper = p + t * se;
        break;
    case REINT_SHARE_ASIN:
        half = t * se / (2 * sqrt(p * (1 - p)));
        *lower = reinti_square(sin(asin(sqrt(p)) - half));
        *upper = reinti_square(sin(asin(sqrt(p)) + half));
        break;
    case REINT_SHARE_LOGIT:
        half = t * se / (p * (1 - p));
        *lower = expit(log(p / (1 - p)) - half);
        *upper = expit(log(p / (1 - p)) + half);
        break;
    case REINT_SHARE_BETA:
        effective = p * (1 - p) / (se * se) * reinti_square(reint_t_quantile(tail, n - 1) / t);
        if (!(effective < 1e15)) {
            /* the design fixes the share (a stratum's, say): its variance is 0 but for rounding.  R's qbeta
             * gives 1/2 for infinite parameters, and so does svyciprop: kept, so that the numbers agree */
            *lower = *upper = 0.5;
            break;
        }
        *lower = reint_beta_quantile(tail, effective * p, effective * (1 - p) + 1);
        *upper = reint_beta_quantile(1 - tail, effective * p + 1, effective * (1 - p));
        break;
    default:
        reinti_profile_share(p, se, n, t, lower, upper);
        break;
    }
    return REINT_OK;
}

/* ---- independence -------------------------------------------------------------------------------------- */

/* A weighted table of shares with its margins. */
struct shares {
    size_t rows, cols;
    double n, sum;         /* cases, sum of the weights */
    double *p, *row, *col; /* p: rows x cols */
    double *z, *v;         /* linearised values and their covariance, over all cells */
    double *c, *delta, *half;
};

static void
fill(const reint_design *d, const size_t *row, const size_t *col, struct shares *s)
{
    for (size_t i = 0; i < d->n; i++)
        s->sum += d->weight[i];
    s->n = (double)d->n;
    for (size_t i = 0; i < d->n; i++) {
        double w = d->weight[i] / s->sum;
        s->p[row[i] * s->cols + col[i]] += w;
        s->row[row[i]] += w;
        s->col[col[i]] += w;
    }
}

/* M becomes C' M C for the (rows-1)(cols-1) interaction contrasts C: indicators of a cell, centred over rows
 * and columns.  OUT is m x m. */
static void
contrast(const struct shares *s, const double *matrix, double *half, double *out)
{
    size_t cells = s->rows * s->cols, m = (s->rows - 1) * (s->cols - 1);
    double r = (double)s->rows, c = (double)s->cols;

#define CONTRAST(k, cell)                                                                                    \
    ((((cell) / s->cols == (k) / (s->cols - 1) + 1) - 1 / r) *                                               \
     (((cell) % s->cols == (k) % (s->cols - 1) + 1) - 1 / c))
    for (size_t k = 0; k < m; k++)
        for (size_t b = 0; b < cells; b++) {
            half[k * cells + b] = 0;
            for (size_t a = 0; a < cells; a++)
                half[k * cells + b] += CONTRAST(k, a) * matrix[a * cells + b];
        }
    for (size_t k = 0; k < m; k++)
        for (size_t l = 0; l < m; l++) {
            out[k * m + l] = 0;
            for (size_t b = 0; b < cells; b++)
                out[k * m + l] += half[k * cells + b] * CONTRAST(l, b);
        }
#undef CONTRAST
}

/* Rao-Scott: X2 and the trace of the generalised design effects. */
static reint_status
rao_scott(const reint_design *d, const size_t *row, const size_t *col, struct shares *s, double nu,
          reint_survey_test *out)
{
    size_t cells = s->rows * s->cols, m = (s->rows - 1) * (s->cols - 1);
    double x2 = 0, trace = 0, trace2 = 0;
    const char *undefined;
    reint_status status;

    for (size_t i = 0; i < d->n; i++)
        for (size_t k = 0; k < cells; k++)
            s->z[i * cells + k] = d->weight[i] / s->sum * ((row[i] * s->cols + col[i] == k) - s->p[k]);
    status = reint_design_covariance(d, s->z, cells, s->v, &undefined);
    out->undefined = undefined;
    if (status || undefined)
        return status;
    for (size_t k = 0; k < cells; k++) {
        double e = s->row[k / s->cols] * s->col[k % s->cols];
        x2 += s->n * reinti_square(s->p[k] - e) / e;
    }
    for (size_t a = 0; a < cells; a++)
        for (size_t b = 0; b < cells; b++) {
            double ia = s->p[a] > 0 ? 1 / s->p[a] : 0, ib = s->p[b] > 0 ? 1 / s->p[b] : 0;
            s->v[a * cells + b] *= ia * ib;
        }
    contrast(s, s->v, s->half, s->delta);
    memset(s->v, 0, cells * cells * sizeof *s->v);
    for (size_t a = 0; a < cells; a++)
        s->v[a * cells + a] = s->p[a] > 0 ? 1 / s->p[a] / s->n : 0;
    contrast(s, s->v, s->half, s->c);
    if (!reinti_solve(s->c, s->delta, m, m)) {
        out->undefined = "the covariance is singular";
        return REINT_OK;
    }
    for (size_t k = 0; k < m; k++) {
        trace += s->delta[k * m + k];
        for (size_t l = 0; l < m; l++)
            trace2 += s->delta[k * m + l] * s->delta[l * m + k];
    }
    out->f = x2 / trace;
    out->f_ndf = trace * trace / trace2;
    out->f_ddf = out->f_ndf * nu;
    out->f_p = reint_f_upper(out->f, out->f_ndf, out->f_ddf);
    out->chisq = x2;
    out->chisq_df = (double)m;
    out->chisq_p = reint_chi2_upper(x2 * (double)m / trace, (double)m);
    return REINT_OK;
}

/* Wald tests of n_ij - r_i c_j / N over all but the first row and column. */
static reint_status
wald(const reint_design *d, const size_t *row, const size_t *col, struct shares *s, double nu,
     reint_survey_test *out)
{
    size_t m = (s->rows - 1) * (s->cols - 1), nc = s->cols - 1;
    double *y = s->delta, *x = s->c, w = 0, mm = (double)m;
    const char *undefined;
    reint_status status;

    for (size_t k = 0; k < m; k++) {
        size_t a = k / nc + 1, b = k % nc + 1;
        double r = s->row[a], c = s->col[b];
        y[k] = x[k] = s->sum * (s->p[a * s->cols + b] - r * c);
        for (size_t i = 0; i < d->n; i++) {
            double in_row = row[i] == a, in_col = col[i] == b;
            s->z[i * m + k] = d->weight[i] * (in_row * in_col - in_row * c - in_col * r + r * c);
        }
    }
    status = reint_design_covariance(d, s->z, m, s->v, &undefined);
    if (status || undefined || !reinti_solve_spd(s->v, x, m, 1, 1e-10)) {
        out->undefined = undefined ? undefined : "the covariance is singular";
        return status;
    }
    for (size_t k = 0; k < m; k++)
        w += y[k] * x[k];
    out->wald = w / mm;
    out->wald_ndf = mm;
    out->wald_ddf = nu;
    out->wald_p = reint_f_upper(out->wald, mm, nu);
    out->adjusted_ddf = nu - mm + 1;
    out->adjusted = w * out->adjusted_ddf / (mm * nu);
    out->adjusted_p = reint_f_upper(out->adjusted, mm, out->adjusted_ddf);
    return REINT_OK;
}

reint_status
reint_survey_chisq(const reint_design *d, const size_t *row, const size_t *col, size_t n_rows, size_t n_cols,
                   reint_survey_test *out)
{
    struct shares s = { .rows = n_rows, .cols = n_cols };
    size_t cells = n_rows * n_cols, m = n_rows && n_cols ? (n_rows - 1) * (n_cols - 1) : 0;
    double nu = reint_design_df(d, NULL);
    reint_status status = REINT_OK;

    *out = (reint_survey_test){ NAN, NAN, NAN, NAN, NAN,
                                NAN, NAN, NAN, NAN, NAN,
                                NAN, NAN, NAN, NAN, "fewer than two rows or columns are used" };
    if (n_rows > 100 || n_cols > 100)
        return REINT_ARGUMENT;
    for (size_t i = 0; i < d->n; i++)
        if (row[i] >= n_rows || col[i] >= n_cols || !(d->weight[i] >= 0))
            return REINT_ARGUMENT;
    if (m == 0)
        return REINT_OK;
    if (isnan(nu))
        return REINT_NO_MEMORY;
    s.p = reinti_room(d->n * cells + cells + n_rows + n_cols + cells * cells + 2 * m * m + m * cells,
                      sizeof *s.p);
    if (!s.p)
        return REINT_NO_MEMORY;
    s.row = s.p + cells;
    s.col = s.row + n_rows;
    s.v = s.col + n_cols;
    s.c = s.v + cells * cells;
    s.delta = s.c + m * m;
    s.half = s.delta + m * m;
    s.z = s.half + m * cells;
    fill(d, row, col, &s);
    out->undefined = NULL;
    for (size_t i = 0; i < n_rows + n_cols; i++)
        if (!(s.row[i] > 0)) /* the columns follow the rows */
            out->undefined = "a row or a column is empty";
    if (!out->undefined)
        status = rao_scott(d, row, col, &s, nu, out);
    if (!status && !isnan(out->f))
        status = wald(d, row, col, &s, nu, out);
    free(s.p);
    return status;
}
