/* reliability.c -- intraclass correlations of judges and the consistency of a scale's items.
 *
 * Reads:    n x k numbers, a target or person a row.
 * Missing:  a row with a missing number is left out (listwise).
 * Sources:  at the declarations in agreement.h. */
#include <config.h>

#include "stats/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/tail.h"

/* The complete rows, malloc'ed. */
static reint_status
complete_rows(const double *x, size_t n, size_t k, double **out, size_t *m)
{
    double *y = k && n > (size_t)-1 / sizeof *y / k ? NULL : reinti_room(n * k, sizeof *y);

    *out = y;
    *m = 0;
    if (!y)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        bool complete = true;
        for (size_t j = 0; j < k; j++) {
            if (isinf(x[i * k + j]))
                return REINT_ARGUMENT;
            complete = complete && !isnan(x[i * k + j]);
        }
        if (complete)
            memcpy(y + (*m)++ * k, x + i * k, k * sizeof *y);
    }
    return REINT_OK;
}

/* ---- intraclass correlation ---------------------------------------------------------------------------- */

/* A sum of squares that is only what rounding leaves of 0 is 0; SCALE: the sum of the squared numbers. */
static double
tidy(double squares, double scale)
{
    return squares > 1e-26 * scale ? squares : 0;
}

/* ROW has room for the means of the N targets. */
static void
mean_squares(const double *x, size_t n, size_t k, double *row, reint_icc *out)
{
    double nn = (double)n, kk = (double)k, all = 0, between = 0, within = 0, judges = 0, rest = 0, scale = 0;

    for (size_t i = 0; i < n; i++) {
        row[i] = 0;
        for (size_t j = 0; j < k; j++) {
            row[i] += x[i * k + j] / kk;
            scale += reinti_square(x[i * k + j]);
        }
        all += row[i] / nn;
    }
    for (size_t j = 0; j < k; j++) {
        double mean = 0;
        for (size_t i = 0; i < n; i++)
            mean += x[i * k + j] / nn;
        judges += reinti_square(mean - all);
        for (size_t i = 0; i < n; i++) {
            within += reinti_square(x[i * k + j] - row[i]);
            rest += reinti_square(x[i * k + j] - row[i] - mean + all);
        }
    }
    for (size_t i = 0; i < n; i++)
        between += reinti_square(row[i] - all);
    out->msr = kk * tidy(between, scale) / (nn - 1);
    out->msw = tidy(within, scale) / (nn * (kk - 1));
    out->msc = nn * tidy(judges, scale) / (kk - 1);
    out->mse = tidy(rest, scale) / ((nn - 1) * (kk - 1));
}

static void
set_model(reint_icc *out, int model, double k, double single, double average, double lower, double upper)
{
    out->single[model] = single;
    out->average[model] = average;
    out->single_lower[model] = lower;
    out->single_upper[model] = upper;
    out->average_lower[model] = lower * k / (1 + lower * (k - 1));
    out->average_upper[model] = upper * k / (1 + upper * (k - 1));
}

/* Limits of the two-way random model: Satterthwaite's df of McGraw & Wong. */
static void
two_way_random(reint_icc *o, double n, double k, double q)
{
    double icc = (o->msr - o->mse) / (o->msr + (k - 1) * o->mse + k * (o->msc - o->mse) / n);
    double fj = o->msc / o->mse, part = n * (1 + (k - 1) * icc) - k * icc, v, f1, f2;

    v = (k - 1) * (n - 1) * reinti_square(k * icc * fj + part) /
        ((n - 1) * k * k * icc * icc * fj * fj + part * part);
    f1 = reint_f_quantile(q, n - 1, v);
    f2 = reint_f_quantile(q, v, n - 1);
    set_model(o, 1, k, icc, (o->msr - o->mse) / (o->msr + (o->msc - o->mse) / n),
              n * (o->msr - f1 * o->mse) / (f1 * (k * o->msc + (k * n - k - n) * o->mse) + n * o->msr),
              n * (f2 * o->msr - o->mse) / (k * o->msc + (k * n - k - n) * o->mse + n * f2 * o->msr));
}

reint_status
reint_icc_measures(const double *x, size_t n, size_t k, double confidence, reint_icc *out)
{
    double *y, *row = NULL, kk = (double)k, nn, q = 1 - (1 - confidence) / 2, low, high;
    size_t m;
    reint_status status = complete_rows(x, n, k, &y, &m);

    for (size_t i = 0; i < sizeof *out / sizeof(double) - 1; i++)
        ((double *)out)[i] = NAN; /* all members but the last are numbers */
    out->undefined = "fewer than two complete targets or judges";
    out->n = nn = (double)m;
    if (!status && !(confidence > 0 && confidence < 1))
        status = REINT_ARGUMENT;
    if (status || m < 2 || k < 2)
        goto done;
    row = reinti_room(m, sizeof *row);
    if (!row) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    mean_squares(y, m, k, row, out);
    out->undefined = "the targets do not differ";
    if (!(out->msr > 0))
        goto done;
    out->undefined = NULL;
    out->f1 = out->msr / out->msw;
    out->f1_df1 = nn - 1;
    out->f1_df2 = nn * (kk - 1);
    out->f1_p = reint_f_upper(out->f1, out->f1_df1, out->f1_df2);
    out->f3 = out->msr / out->mse;
    out->f3_df1 = nn - 1;
    out->f3_df2 = (nn - 1) * (kk - 1);
    out->f3_p = reint_f_upper(out->f3, out->f3_df1, out->f3_df2);
    low = out->f1 / reint_f_quantile(q, out->f1_df1, out->f1_df2);
    high = out->f1 * reint_f_quantile(q, out->f1_df2, out->f1_df1);
    set_model(out, 0, kk, (out->msr - out->msw) / (out->msr + (kk - 1) * out->msw),
              (out->msr - out->msw) / out->msr, (low - 1) / (low + kk - 1), (high - 1) / (high + kk - 1));
    two_way_random(out, nn, kk, q);
    low = out->f3 / reint_f_quantile(q, out->f3_df1, out->f3_df2);
    high = out->f3 * reint_f_quantile(q, out->f3_df2, out->f3_df1);
    set_model(out, 2, kk, (out->msr - out->mse) / (out->msr + (kk - 1) * out->mse),
              (out->msr - out->mse) / out->msr, (low - 1) / (low + kk - 1), (high - 1) / (high + kk - 1));
done:
    free(row);
    free(y);
    return status;
}

/* ---- scales -------------------------------------------------------------------------------------------- */

/* Sample covariances of M rows of K items into V, the means into MEAN. */
static void
covariances(const double *x, size_t m, size_t k, double *mean, double *v)
{
    for (size_t j = 0; j < k; j++) {
        mean[j] = 0;
        for (size_t i = 0; i < m; i++)
            mean[j] += x[i * k + j] / (double)m;
    }
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b <= a; b++) {
            double sum = 0;
            for (size_t i = 0; i < m; i++)
                sum += (x[i * k + a] - mean[a]) * (x[i * k + b] - mean[b]);
            v[a * k + b] = v[b * k + a] = sum / (double)(m - 1);
        }
}

/* Alpha of the items but LEFT_OUT (k: none). */
static double
alpha(const double *v, size_t k, size_t left_out)
{
    double own = 0, total = 0, m = (double)k - (left_out < k);

    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++) {
            if (a == left_out || b == left_out)
                continue;
            total += v[a * k + b];
            own += a == b ? v[a * k + b] : 0;
        }
    return m < 2 ? NAN : m / (m - 1) * (1 - reinti_ratio(own, total));
}

static void
item_correlations(const double *v, size_t k, double total, reint_item *item, reint_scale *out)
{
    double sum_r = 0;

    for (size_t a = 0; a < k; a++) {
        double with = 0, own = v[a * k + a];
        for (size_t b = 0; b < k; b++) {
            with += v[a * k + b];
            if (b < a)
                sum_r += v[a * k + b] / sqrt(own * v[b * k + b]);
        }
        item[a].sd = sqrt(own);
        item[a].uncorrected_r = reinti_ratio(with, sqrt(own * total));
        item[a].corrected_r = reinti_ratio(with - own, sqrt(own * (total - 2 * with + own)));
        item[a].alpha_if_deleted = alpha(v, k, a);
    }
    out->mean_r = sum_r / ((double)k * ((double)k - 1) / 2);
}

static void
squared_multiples(const double *v, size_t k, double total, double *r, double *room, reint_item *item,
                  reint_scale *out)
{
    double unexplained = 0;

    for (size_t i = 0; i < k * k; i++)
        r[i] = v[i] / sqrt(v[i / k * k + i / k] * v[i % k * k + i % k]);
    if (!reinti_invert_spd(r, k, room, 1e-12))
        return;
    for (size_t a = 0; a < k; a++) {
        item[a].smc = 1 - 1 / r[a * k + a];
        unexplained += v[a * k + a] * (1 - item[a].smc);
    }
    out->lambda6 = 1 - unexplained / total;
}

reint_status
reint_scale_analysis(const double *x, size_t n, size_t k, reint_item *item, reint_scale *out)
{
    double *y = NULL, *v = NULL, kk = (double)k, total = 0, df1, df2;
    size_t m = 0;
    bool constant = false;
    reint_status status = complete_rows(x, n, k, &y, &m);

    *out = (reint_scale){
        (double)m, kk, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "fewer than two items or cases"
    };
    for (size_t j = 0; j < k; j++)
        item[j] = (reint_item){ NAN, NAN, NAN, NAN, NAN, NAN };
    if (status || m < 2 || k < 2)
        goto done;
    v = reinti_room(3 * k * k + k, sizeof *v);
    if (!v) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    covariances(y, m, k, v + 3 * k * k, v);
    out->mean = 0;
    for (size_t j = 0; j < k; j++) {
        item[j].mean = v[3 * k * k + j];
        out->mean += item[j].mean;
        constant = constant || !(v[j * k + j] > 0);
    }
    for (size_t i = 0; i < k * k; i++)
        total += v[i];
    out->variance = total;
    out->undefined = "an item or the total does not vary";
    if (constant || !(total > 0))
        goto done;
    out->undefined = NULL;
    item_correlations(v, k, total, item, out);
    squared_multiples(v, k, total, v + k * k, v + 2 * k * k, item, out);
    out->alpha = alpha(v, k, k);
    out->alpha_standardised = kk * out->mean_r / (1 + (kk - 1) * out->mean_r);
    df1 = (double)m - 1;
    df2 = df1 * (kk - 1);
    out->lower = 1 - (1 - out->alpha) * reint_f_quantile(0.975, df1, df2);
    out->upper = 1 - (1 - out->alpha) * reint_f_quantile(0.025, df1, df2);
done:
    free(v);
    free(y);
    return status;
}
