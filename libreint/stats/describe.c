/* describe.c -- moments and quantiles of one variable, each case once or as often as its frequency says.
 *
 * Reads:    values and whole frequencies; the replicated cases are never written out.
 * Missing:  a value that is NaN, a frequency of 0 or NaN drop the case; none left: NaN with a reason.
 * Sources:  at each function in descriptive.h. */
#include <config.h>

#include "stats/descriptive.h"

#include <float.h>
#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

/* Sorted values with the number of cases up to and including each. */
struct sorted {
    struct sorted_case {
        double x, up_to;
    } * item;
    size_t k;
    double n; /* all cases */
    double missing, used;
};

static int
by_x(const void *a, const void *b)
{
    double x = ((const struct sorted_case *)a)->x, y = ((const struct sorted_case *)b)->x;

    return (x > y) - (x < y);
}

/* W are frequencies if WHOLE, else sampling weights. */
static reint_status
sort_cases(const double *x, const double *w, size_t n, bool whole, struct sorted *s)
{
    *s = (struct sorted){ NULL, 0, 0, 0, 0 };
    for (size_t i = 0; i < n; i++)
        if (isinf(x[i]) || (w && (w[i] < 0 || isinf(w[i]) || (whole && w[i] != floor(w[i]) && !isnan(w[i])))))
            return REINT_ARGUMENT;
    s->item = reinti_room(n, sizeof *s->item);
    if (!s->item)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        double weight = w ? w[i] : 1;
        s->missing += isnan(x[i]);
        if (!isnan(x[i]) && weight > 0)
            s->item[s->k++] = (struct sorted_case){ x[i], weight };
    }
    qsort(s->item, s->k, sizeof *s->item, by_x);
    for (size_t i = 0; i < s->k; i++) {
        s->n += s->item[i].up_to;
        s->item[i].up_to = s->n;
    }
    return REINT_OK;
}

/* The J-th smallest case, from 1; beyond the ends the ends. */
static double
order(const struct sorted *s, double j)
{
    size_t low = 0, high = s->k - 1;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (s->item[mid].up_to < j)
            low = mid + 1;
        else
            high = mid;
    }
    return s->item[low].x;
}

static double
quantile(const struct sorted *s, int type, double p)
{
    double fuzz = 4 * DBL_EPSILON, at = type == 7 ? 1 + (s->n - 1) * p : p * (s->n + 1);
    double j = floor(at + fuzz), h = at - j, low;

    if (fabs(h) < fuzz)
        h = 0;
    low = order(s, j);
    return h == 0 ? low : (1 - h) * low + h * order(s, j + 1);
}

static double
cases_of(const struct sorted *s, size_t i)
{
    return s->item[i].up_to - (i ? s->item[i - 1].up_to : 0);
}

/* Mean of the cases after N x SHARE at each end are cut. */
static double
trimmed(const struct sorted *s, double share)
{
    double cut = floor(s->n * share), from = cut, until = s->n - cut, sum = 0, base = s->item[0].x;

    for (size_t i = 0; i < s->k; i++) {
        double before = i ? s->item[i - 1].up_to : 0;
        double inside = fmin(s->item[i].up_to, until) - fmax(before, from);
        if (inside > 0)
            sum += inside * (s->item[i].x - base);
    }
    return base + sum / (until - from);
}

static reint_status
absolute_deviations(const struct sorted *s, double median, double *mad)
{
    struct sorted d = { reinti_room(s->k, sizeof *d.item), s->k, 0, 0, 0 };

    if (!d.item)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < s->k; i++)
        d.item[i] = (struct sorted_case){ fabs(s->item[i].x - median), cases_of(s, i) };
    qsort(d.item, d.k, sizeof *d.item, by_x);
    for (size_t i = 0; i < d.k; i++) {
        d.n += d.item[i].up_to;
        d.item[i].up_to = d.n;
    }
    *mad = 0.5 * (order(&d, floor((d.n + 1) / 2)) + order(&d, ceil((d.n + 1) / 2)));
    free(d.item);
    return REINT_OK;
}

static void
moments(const struct sorted *s, double confidence, reint_descriptive *out)
{
    double n = s->n, base = s->item[0].x, sum = 0, m2 = 0, m3 = 0, m4 = 0, logs = 0, half;

    for (size_t i = 0; i < s->k; i++)
        sum += cases_of(s, i) * (s->item[i].x - base);
    out->mean = base + sum / n;
    out->sum = base * n + sum;
    for (size_t i = 0; i < s->k; i++) {
        double d = s->item[i].x - base - sum / n, w = cases_of(s, i);
        m2 += w * d * d;
        m3 += w * d * d * d;
        m4 += w * d * d * d * d;
        logs += w * log(s->item[i].x);
    }
    if (base > 0)
        out->geometric_mean = exp(logs / n);
    if (!(n > 1))
        return;
    out->variance = m2 / (n - 1);
    out->sd = sqrt(out->variance);
    out->se = out->sd / sqrt(n);
    half = reint_t_quantile(1 - (1 - confidence) / 2, n - 1) * out->se;
    out->lower = out->mean - half;
    out->upper = out->mean + half;
    out->cv = reinti_ratio(out->sd, fabs(out->mean));
    if (!(n > 2))
        return;
    out->skewness = reinti_ratio(n * m3, (n - 1) * (n - 2) * out->sd * out->variance);
    out->skewness_se = sqrt(6 * n * (n - 1) / ((n - 2) * (n + 1) * (n + 3)));
    if (!(n > 3))
        return;
    out->kurtosis = reinti_ratio(n * (n + 1) * m4 - 3 * m2 * m2 * (n - 1),
                                 (n - 1) * (n - 2) * (n - 3) * out->variance * out->variance);
    out->kurtosis_se = sqrt(4 * (n * n - 1) * reinti_square(out->skewness_se) / ((n - 3) * (n + 5)));
}

reint_status
reint_describe(const double *x, const double *frequency, size_t n, double confidence, reint_descriptive *out)
{
    struct sorted s;
    double depth;
    reint_status status = sort_cases(x, frequency, n, true, &s);

    *out = (reint_descriptive){ (double)s.k, s.missing, s.n, NAN, NAN, NAN, NAN, NAN, NAN,
                                NAN,         NAN,       NAN, NAN, NAN, NAN, NAN, NAN, NAN,
                                NAN,         NAN,       NAN, NAN, NAN, NAN, NAN, NAN, "no case" };
    if (!status && !(confidence > 0 && confidence < 1))
        status = REINT_ARGUMENT;
    if (status || !s.k)
        goto done;
    out->undefined = s.n > 1 ? NULL : "one case only";
    moments(&s, confidence, out);
    out->min = s.item[0].x;
    out->max = s.item[s.k - 1].x;
    out->median = 0.5 * (order(&s, floor((s.n + 1) / 2)) + order(&s, ceil((s.n + 1) / 2)));
    out->trimmed_10 = trimmed(&s, 0.1);
    out->trimmed_20 = trimmed(&s, 0.2);
    out->iqr = quantile(&s, 7, 0.75) - quantile(&s, 7, 0.25);
    depth = floor((s.n + 3) / 2) / 2;
    out->hinge_lower = 0.5 * (order(&s, floor(depth)) + order(&s, ceil(depth)));
    out->hinge_upper = 0.5 * (order(&s, floor(s.n + 1 - depth)) + order(&s, ceil(s.n + 1 - depth)));
    status = absolute_deviations(&s, out->median, &out->mad);
    out->mad_normal = 1.4826 * out->mad;
done:
    free(s.item);
    return status;
}

reint_status
reint_quantiles(const double *x, const double *frequency, size_t n, int type, const double *p, size_t n_p,
                double *out)
{
    struct sorted s;
    reint_status status = sort_cases(x, frequency, n, true, &s);

    for (size_t i = 0; i < n_p; i++) {
        out[i] = NAN;
        if (!(p[i] >= 0 && p[i] <= 1) || (type != 6 && type != 7))
            status = REINT_ARGUMENT;
    }
    for (size_t i = 0; i < n_p && !status && s.k; i++)
        out[i] = quantile(&s, type, p[i]);
    free(s.item);
    return status;
}

reint_status
reint_weighted_quantiles(const double *x, const double *w, size_t n, const double *p, size_t n_p, double *out)
{
    struct sorted s;
    reint_status status = sort_cases(x, w, n, false, &s);

    for (size_t i = 0; i < n_p; i++) {
        out[i] = NAN;
        if (!(p[i] >= 0 && p[i] <= 1))
            status = REINT_ARGUMENT;
    }
    for (size_t i = 0; i < n_p && !status && s.k; i++) {
        size_t k = 0;
        while (k + 1 < s.k && s.item[k].up_to / s.n < p[i] - 1e-12)
            k++;
        out[i] = s.item[k].x;
    }
    free(s.item);
    return status;
}
