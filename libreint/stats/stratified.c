/* stratified.c -- 2 x 2 tables in strata, and the generalised Cochran-Mantel-Haenszel tests.
 *
 * Reads:    counts.
 * Missing:  strata without information are left out; none left, or a singular covariance: NaN with a reason.
 * Sources:  at the declarations in crosstab.h. */
#include <config.h>

#include "stats/crosstab.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/tail.h"

#define NOTHING                                                                                              \
    {                                                                                                        \
        NAN, NAN, NAN, NAN                                                                                   \
    }

static bool
informative(const double *t)
{
    double a = t[0], b = t[1], c = t[2], d = t[3];

    return a + b + c + d > 1 && a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0;
}

static reint_estimate
log_limits(double value, double variance, double z)
{
    double se = sqrt(variance);

    return (reint_estimate){ value, se, exp(log(value) - z * se), exp(log(value) + z * se) };
}

static void
common_ratios(const double *count, size_t k, double z, reint_stratified *out)
{
    double r = 0, s = 0, pr = 0, mixed = 0, qs = 0, num = 0, den = 0, v = 0;

    for (size_t i = 0; i < k; i++) {
        const double *t = count + 4 * i;
        double a = t[0], b = t[1], c = t[2], d = t[3], n = a + b + c + d, p, q, n1 = a + b, n0 = c + d;
        if (!(n > 0))
            continue;
        p = (a + d) / n;
        q = (b + c) / n;
        r += a * d / n;
        s += b * c / n;
        pr += p * a * d / n;
        mixed += p * b * c / n + q * a * d / n;
        qs += q * b * c / n;
        num += a * n0 / n;
        den += c * n1 / n;
        v += (n1 * n0 * (a + c) - a * c * n) / (n * n);
    }
    out->odds_ratio =
        log_limits(reinti_ratio(r, s), pr / (2 * r * r) + mixed / (2 * r * s) + qs / (2 * s * s), z);
    out->risk_ratio = log_limits(reinti_ratio(num, den), reinti_ratio(v, num * den), z);
}

static void
mantel_haenszel(const double *count, size_t k, reint_stratified *out)
{
    double gap = 0, vh = 0, vc = 0;

    for (size_t i = 0; i < k; i++) {
        const double *t = count + 4 * i;
        double n = t[0] + t[1] + t[2] + t[3], product;
        if (!informative(t))
            continue;
        product = (t[0] + t[1]) * (t[2] + t[3]) * (t[0] + t[2]) * (t[1] + t[3]);
        gap += t[0] - (t[0] + t[1]) * (t[0] + t[2]) / n;
        vh += product / (n * n * (n - 1));
        vc += product / (n * n * n);
    }
    out->cmh = reinti_ratio(gap * gap, vh);
    out->cmh_cc = reinti_ratio(reinti_square(fmax(0, fabs(gap) - 0.5)), vh);
    out->cochran = reinti_ratio(gap * gap, vc);
    out->cmh_p = reint_chi2_upper(out->cmh, 1);
    out->cmh_cc_p = reint_chi2_upper(out->cmh_cc, 1);
    out->cochran_p = reint_chi2_upper(out->cochran, 1);
}

/* The count a that a stratum would have with the common odds ratio and its own margins. */
static double
fitted(const double *t, double odds)
{
    double r1 = t[0] + t[1], c1 = t[0] + t[2], n = r1 + t[2] + t[3], qa, qb, qc, root, x;

    if (!isfinite(odds) || fabs(odds - 1) <= 1e-12)
        return r1 * c1 / n;
    qa = 1 - odds;
    qb = n - r1 - c1 + odds * (r1 + c1);
    qc = -odds * r1 * c1;
    root = reinti_root(qb * qb - 4 * qa * qc);
    x = (-qb + root) / (2 * qa);
    return x >= fmax(0, r1 + c1 - n) - 1e-9 && x <= fmin(r1, c1) + 1e-9 ? x : (-qb - root) / (2 * qa);
}

static void
breslow_day(const double *count, size_t k, reint_stratified *out)
{
    double bd = 0, gap = 0, v = 0, strata = 0;

    for (size_t i = 0; i < k; i++) {
        const double *t = count + 4 * i;
        double r1 = t[0] + t[1], c1 = t[0] + t[2], n = r1 + t[2] + t[3], x, one;
        if (!informative(t))
            continue;
        x = fitted(t, out->odds_ratio.value);
        one = 1 / (1 / x + 1 / (r1 - x) + 1 / (c1 - x) + 1 / (n - r1 - c1 + x));
        bd += reinti_square(t[0] - x) / one;
        gap += t[0] - x;
        v += one;
        strata++;
    }
    out->breslow_day_df = strata - 1;
    if (strata < 2 || !isfinite(bd))
        return;
    out->breslow_day = bd;
    out->tarone = bd - gap * gap / v;
    out->breslow_day_p = reint_chi2_upper(bd, strata - 1);
    out->tarone_p = reint_chi2_upper(out->tarone, strata - 1);
}

static void
woolf(const double *count, size_t k, reint_stratified *out)
{
    double sw = 0, swl = 0, q = 0, mean;

    for (size_t i = 0; i < 4 * k; i++)
        if (!(count[i] > 0))
            return;
    if (k < 2)
        return;
    for (int turn = 0; turn < 2; turn++) {
        mean = swl / sw;
        for (size_t i = 0; i < k; i++) {
            const double *t = count + 4 * i;
            double w = 1 / (1 / t[0] + 1 / t[1] + 1 / t[2] + 1 / t[3]), l = log(t[0] * t[3] / (t[1] * t[2]));
            if (turn)
                q += w * (l - mean) * (l - mean);
            else {
                sw += w;
                swl += w * l;
            }
        }
    }
    out->woolf = q;
    out->woolf_df = (double)(k - 1);
    out->woolf_p = reint_chi2_upper(q, out->woolf_df);
}

reint_status
reint_stratified_2x2(const double *count, size_t k, double confidence, reint_stratified *out)
{
    bool any = false;

    *out = (reint_stratified){
        NOTHING, NOTHING,          NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN,
        NAN,     "no valid tables"
    };
    if (!reinti_counts_valid(count, 4 * k, false) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k; i++)
        any = any || informative(count + 4 * i);
    out->undefined = any ? NULL : "no stratum carries information";
    common_ratios(count, k, -reint_normal_quantile((1 - confidence) / 2), out);
    mantel_haenszel(count, k, out);
    breslow_day(count, k, out);
    woolf(count, k, out);
    return REINT_OK;
}

/* ---- r x c --------------------------------------------------------------------------------------------- */

/* Sums over strata for one choice of scores.  A ROW score takes each of the first R-1 rows by itself, or all
 * rows with their numbers; likewise for columns.  Q has the differences, V their covariance. */
struct scores {
    bool row_numbers, col_numbers;
};

static double
score(bool numbers, size_t which, size_t i)
{
    return numbers ? (double)(i + 1) : i == which;
}

/* The covariance of two weighted sums over a margin: sum a b m n - (sum a m)(sum b m). */
static double
margin_covariance(const double *margin, size_t m, double n, bool numbers, size_t u, size_t v)
{
    double ab = 0, a = 0, b = 0;

    for (size_t i = 0; i < m; i++) {
        double x = score(numbers, u, i), y = score(numbers, v, i);
        ab += x * y * margin[i];
        a += x * margin[i];
        b += y * margin[i];
    }
    return ab * n - a * b;
}

static void
add_stratum(const double *t, size_t r, size_t c, const double *row, const double *col, double n,
            struct scores how, double *q, double *v)
{
    size_t nr = how.row_numbers ? 1 : r - 1, nc = how.col_numbers ? 1 : c - 1, m = nr * nc;

    for (size_t a = 0; a < m; a++) {
        for (size_t i = 0; i < r; i++)
            for (size_t j = 0; j < c; j++)
                q[a] += score(how.row_numbers, a / nc, i) * score(how.col_numbers, a % nc, j) *
                        (t[i * c + j] - row[i] * col[j] / n);
        for (size_t b = 0; b < m; b++)
            v[a * m + b] += margin_covariance(row, r, n, how.row_numbers, a / nc, b / nc) *
                            margin_covariance(col, c, n, how.col_numbers, a % nc, b % nc) / (n * n * (n - 1));
    }
}

static reint_status
one_cmh(const double *count, size_t k, size_t r, size_t c, struct scores how, double *value, double *df,
        double *p)
{
    size_t m = (how.row_numbers ? 1 : r - 1) * (how.col_numbers ? 1 : c - 1);
    double *q = reinti_room(m * m + 2 * m + r + c, sizeof *q), *x, *v, *row, *col, sum = 0;

    if (!q)
        return REINT_NO_MEMORY;
    x = q + m;
    v = x + m;
    row = v + m * m;
    col = row + r;
    for (size_t s = 0; s < k; s++) {
        const double *t = count + s * r * c;
        double n = 0;
        memset(row, 0, (r + c) * sizeof *row);
        for (size_t i = 0; i < r * c; i++) {
            row[i / c] += t[i];
            col[i % c] += t[i];
            n += t[i];
        }
        if (n >= 2)
            add_stratum(t, r, c, row, col, n, how, q, v);
    }
    memcpy(x, q, m * sizeof *x);
    if (reinti_solve_spd(v, x, m, 1, 1e-10)) {
        for (size_t i = 0; i < m; i++)
            sum += q[i] * x[i];
        *value = sum;
        *df = (double)m;
        *p = reint_chi2_upper(sum, *df);
    }
    free(q);
    return REINT_OK;
}

reint_status
reint_cmh_tests(const double *count, size_t k, size_t n_rows, size_t n_cols, reint_cmh *out)
{
    reint_status status;

    *out = (reint_cmh){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "no valid tables" };
    if (!reinti_counts_valid(count, k * n_rows * n_cols, false))
        return REINT_ARGUMENT;
    out->undefined = "fewer than two rows or columns";
    if (n_rows < 2 || n_cols < 2)
        return REINT_OK;
    status = one_cmh(count, k, n_rows, n_cols, (struct scores){ false, false }, &out->general,
                     &out->general_df, &out->general_p);
    if (!status)
        status = one_cmh(count, k, n_rows, n_cols, (struct scores){ false, true }, &out->row_mean,
                         &out->row_mean_df, &out->row_mean_p);
    if (!status)
        status = one_cmh(count, k, n_rows, n_cols, (struct scores){ true, true }, &out->correlation,
                         &out->correlation_df, &out->correlation_p);
    out->undefined = isnan(out->general) || isnan(out->row_mean) || isnan(out->correlation)
                         ? "the covariance is singular: an empty category, or no stratum with two cases"
                         : NULL;
    return status;
}
