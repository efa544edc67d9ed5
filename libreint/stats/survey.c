/* survey.c -- means, totals, ratios and variances of a complex sample by linearisation.
 *
 * Reads:    the design and one or two variables.
 * Missing:  a case with a NaN is outside the domain; a stratum with one PSU is treated by the declared
 *           policy.
 * Sources:  Lumley, Complex Surveys (2010); Saerndal, Swensson & Wretman (1992), ch. 5. */
#include <config.h>

#include "stats/survey.h"

#include <stdlib.h>
#include <string.h>

#include "stats/design.h"
#include "stats/internal.h"
#include "stats/tail.h"

/* ---- the design ---------------------------------------------------------------------------------------- */

static size_t
stratum_of(const reint_design *d, size_t i)
{
    return d->stratum ? d->stratum[i] : 0;
}

static size_t
psu_of(const reint_design *d, size_t i)
{
    return d->psu ? d->psu[i] : i;
}

bool
reinti_design_valid(const reint_design *d)
{
    if (!reinti_counts_valid(d->weight, d->n, false) || (!d->psu && d->n_psu != d->n))
        return false;
    for (size_t i = 0; i < d->n; i++)
        if (stratum_of(d, i) >= d->n_strata || psu_of(d, i) >= d->n_psu)
            return false;
    return true;
}

double
reint_design_df(const reint_design *d, const bool *domain)
{
    bool *seen = reinti_room(d->n_psu + d->n_strata, sizeof *seen);
    double df = 0;

    if (!seen)
        return NAN;
    for (size_t i = 0; i < d->n; i++) {
        bool *psu = &seen[psu_of(d, i)], *stratum = &seen[d->n_psu + stratum_of(d, i)];
        if (!(d->weight[i] > 0) || (domain && !domain[i]))
            continue;
        df += !*psu;
        df -= !*stratum;
        *psu = *stratum = true;
    }
    free(seen);
    return df;
}

/* The rest of each stratum, whose size is known. */
static void
describe_strata(const reint_design *d, reinti_stratum *s, const char **undefined)
{
    for (size_t h = 0; h < d->n_strata; h++) {
        double population = d->population ? d->population[h] : INFINITY, size = s[h].size;
        double rest = isinf(population) ? 1 : (population - size) / population;

        s[h].factor = size > 1 ? rest * size / (size - 1) : rest;
        /* a single unit is its own mean: its distance from 0, the mean of linearised values, if adjusted */
        s[h].centred = size > 1 || d->lonely != REINT_LONELY_ADJUST;
        if (size == 1 && d->lonely == REINT_LONELY_FAIL)
            *undefined = "a stratum has a single sampling unit: declare what to do";
    }
}

void
reinti_design_strata(const reint_design *d, reinti_stratum *s, const char **undefined)
{
    for (size_t i = 0; i < d->n; i++)
        s[stratum_of(d, i)].size++;
    describe_strata(d, s, undefined);
}

/* Totals by PSU, and what the strata hold. */
struct totals {
    double *t;          /* n_psu x q */
    size_t *stratum;    /* of each PSU; n_strata where the PSU has no case */
    double *mean;       /* n_strata x q */
    reinti_stratum *of; /* n_strata */
};

static void
sum_psus(const reint_design *d, const double *z, size_t q, struct totals *s)
{
    for (size_t k = 0; k < d->n_psu; k++)
        s->stratum[k] = d->n_strata;
    for (size_t i = 0; i < d->n; i++) {
        size_t k = psu_of(d, i), h = stratum_of(d, i);
        if (s->stratum[k] == d->n_strata) {
            s->stratum[k] = h;
            s->of[h].size++;
        }
        for (size_t a = 0; a < q; a++)
            s->t[k * q + a] += z[i * q + a];
    }
    for (size_t k = 0; k < d->n_psu; k++)
        for (size_t a = 0; a < q && s->stratum[k] < d->n_strata; a++)
            s->mean[s->stratum[k] * q + a] += s->t[k * q + a] / s->of[s->stratum[k]].size;
}

reint_status
reint_design_covariance(const reint_design *d, const double *z, size_t q, double *v, const char **undefined)
{
    struct totals s = { NULL, NULL, NULL, NULL };
    size_t rows = d->n_psu + d->n_strata;
    reint_status status = REINT_NO_MEMORY;

    *undefined = NULL;
    for (size_t i = 0; i < q * q; i++)
        v[i] = 0;
    if (!reinti_design_valid(d))
        return REINT_ARGUMENT;
    if (q && rows > (size_t)-1 / sizeof *s.t / q)
        return REINT_NO_MEMORY;
    s.t = reinti_room(rows * q, sizeof *s.t);
    s.stratum = reinti_room(d->n_psu, sizeof *s.stratum);
    s.of = reinti_room(d->n_strata, sizeof *s.of);
    if (!s.t || !s.stratum || !s.of)
        goto done;
    s.mean = s.t + d->n_psu * q;
    sum_psus(d, z, q, &s);
    describe_strata(d, s.of, undefined);
    for (size_t k = 0; k < d->n_psu; k++) {
        size_t h = s.stratum[k];
        if (h == d->n_strata)
            continue;
        bool centred = s.of[h].centred;
        for (size_t a = 0; a < q; a++) {
            double x = s.t[k * q + a] - (centred ? s.mean[h * q + a] : 0);
            for (size_t b = 0; b <= a; b++)
                v[a * q + b] += s.of[h].factor * x * (s.t[k * q + b] - (centred ? s.mean[h * q + b] : 0));
        }
    }
    for (size_t a = 0; a < q; a++) /* the other half */
        for (size_t b = a + 1; b < q; b++)
            v[a * q + b] = v[b * q + a];
    for (size_t i = 0; i < q * q && *undefined; i++)
        v[i] = NAN;
    status = REINT_OK;
done:
    free(s.t);
    free(s.stratum);
    free(s.of);
    return status;
}

/* ---- estimates ----------------------------------------------------------------------------------------- */

/* The cases of a domain with all values, their weights, and room for linearised values. */
struct part {
    bool *in;
    double *z;
    double n, sum; /* cases with a weight; sum of the weights */
};

static reint_status
part_begin(const reint_design *d, const double *x, const double *y, const bool *domain, struct part *p,
           reint_survey *out)
{
    *p = (struct part){ reinti_room(d->n, sizeof *p->in), reinti_room(d->n, sizeof *p->z), 0, 0 };
    *out = (reint_survey){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, "no case with a weight" };
    if (!p->in || !p->z)
        return REINT_NO_MEMORY;
    if (!reinti_design_valid(d))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < d->n; i++) {
        if (isinf(x[i]) || (y && isinf(y[i])))
            return REINT_ARGUMENT;
        p->in[i] = !isnan(x[i]) && !(y && isnan(y[i])) && !(domain && !domain[i]) && d->weight[i] > 0;
        p->n += p->in[i];
        p->sum += p->in[i] ? d->weight[i] : 0;
    }
    return REINT_OK;
}

static void
part_end(struct part *p)
{
    free(p->in);
    free(p->z);
}

/* Standard error and limits from the linearised values. */
static reint_status
finish(const reint_design *d, const struct part *p, double value, reint_survey *out)
{
    double variance, half;
    const char *undefined;
    reint_status status = reint_design_covariance(d, p->z, 1, &variance, &undefined);

    if (status)
        return status;
    out->undefined = undefined;
    out->value = value;
    out->se = sqrt(variance);
    out->df = reint_design_df(d, p->in);
    if (isnan(out->df))
        return REINT_NO_MEMORY;
    half = reint_t_quantile(0.975, out->df) * out->se;
    out->lower = value - half;
    out->upper = value + half;
    return REINT_OK;
}

/* Mean, and the element variance n/(n-1) sum w d^2 / sum w.  What is the same for all is that mean exactly: a share of
 * 1 that rounding took something off would have limits. */
static double
moments(const reint_design *d, const double *x, const struct part *p, double *variance)
{
    double mean = 0, squares = 0, least = INFINITY, most = -INFINITY;

    for (size_t i = 0; i < d->n; i++)
        if (p->in[i]) {
            mean += d->weight[i] * x[i] / p->sum;
            least = fmin(least, x[i]);
            most = fmax(most, x[i]);
        }
    if (least == most)
        mean = least;
    for (size_t i = 0; i < d->n; i++)
        if (p->in[i])
            squares += d->weight[i] * reinti_square(x[i] - mean) / p->sum;
    *variance = reinti_ratio(p->n * squares, p->n - 1);
    return mean;
}

/* SCALE 1 for a mean, the sum of weights for a total. */
static void
design_effects(const struct part *p, double element_variance, double scale, reint_survey *out)
{
    double srs = element_variance * scale * scale / p->n, v = out->se * out->se;

    out->deff_replace = reinti_ratio(v, srs);
    out->deff = p->sum < p->n ? NAN : reinti_ratio(v, srs * (1 - p->n / p->sum));
}

reint_status
reint_survey_mean(const reint_design *d, const double *x, const bool *domain, reint_survey *out)
{
    struct part p;
    double mean, variance;
    reint_status status = part_begin(d, x, NULL, domain, &p, out);

    if (!status && p.n > 0) {
        mean = moments(d, x, &p, &variance);
        for (size_t i = 0; i < d->n; i++)
            p.z[i] = p.in[i] ? d->weight[i] * (x[i] - mean) / p.sum : 0;
        status = finish(d, &p, mean, out);
        design_effects(&p, variance, 1, out);
    }
    part_end(&p);
    return status;
}

reint_status
reint_survey_total(const reint_design *d, const double *x, const bool *domain, reint_survey *out)
{
    struct part p;
    double mean, variance;
    reint_status status = part_begin(d, x, NULL, domain, &p, out);

    if (!status && p.n > 0) {
        mean = moments(d, x, &p, &variance);
        for (size_t i = 0; i < d->n; i++)
            p.z[i] = p.in[i] ? d->weight[i] * x[i] : 0;
        status = finish(d, &p, mean * p.sum, out);
        design_effects(&p, variance, p.sum, out);
    }
    part_end(&p);
    return status;
}

reint_status
reint_survey_variance(const reint_design *d, const double *x, const bool *domain, reint_survey *out)
{
    struct part p;
    double mean, variance;
    reint_status status = part_begin(d, x, NULL, domain, &p, out);

    if (!status && p.n > 1) {
        mean = moments(d, x, &p, &variance);
        for (size_t i = 0; i < d->n; i++)
            p.z[i] = p.in[i]
                         ? d->weight[i] * (reinti_square(x[i] - mean) * p.n / (p.n - 1) - variance) / p.sum
                         : 0;
        status = finish(d, &p, variance, out);
    }
    part_end(&p);
    return status;
}

reint_status
reint_survey_ratio(const reint_design *d, const double *numerator, const double *denominator,
                   const bool *domain, reint_survey *out)
{
    struct part p;
    double num = 0, den = 0;
    reint_status status = part_begin(d, numerator, denominator, domain, &p, out);

    for (size_t i = 0; i < d->n && !status; i++)
        if (p.in[i]) {
            num += d->weight[i] * numerator[i];
            den += d->weight[i] * denominator[i];
        }
    if (!status && p.n > 0 && den == 0)
        out->undefined = "the denominator is 0";
    if (!status && den != 0) {
        for (size_t i = 0; i < d->n; i++)
            p.z[i] = p.in[i] ? d->weight[i] * (numerator[i] - num / den * denominator[i]) / den : 0;
        status = finish(d, &p, num / den, out);
    }
    part_end(&p);
    return status;
}
