/* ratings.c -- agreement of several raters: Krippendorff's alpha, Gwet's AC1, Fleiss' kappa.
 *
 * Reads:    ratings of units, or counts of raters by unit and category.
 * Missing:  a rating not given is NaN; a unit rated once forms no pair; no pair, no variation: NaN with
 *           a reason.
 * Sources:  at the declarations in agreement.h. */
#include <config.h>

#include "stats/agreement.h"

#include <stdlib.h>
#include <string.h>

#include "stats/input.h"
#include "stats/internal.h"
#include "stats/tail.h"

/* ---- Krippendorff -------------------------------------------------------------------------------------- */

/* The squared distance of values A and B of the ascending list V with pooled marginals NC. */
static double
distance(reint_metric metric, const double *v, const double *nc, size_t a, size_t b)
{
    double sum = 0;

    if (a == b)
        return 0;
    switch (metric) {
    case REINT_NOMINAL:
        return 1;
    case REINT_INTERVAL:
        return reinti_square(v[a] - v[b]);
    case REINT_RATIO:
        return v[a] + v[b] == 0 ? 0 : reinti_square((v[a] - v[b]) / (v[a] + v[b]));
    default:
        for (size_t i = a < b ? a : b; i <= (a < b ? b : a); i++)
            sum += nc[i];
        return reinti_square(sum - (nc[a] + nc[b]) / 2);
    }
}

/* Adds the coincidences of one unit, whose values have COUNT each and M in all. */
static void
coincide(const double *count, size_t q, double m, double *o)
{
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q && count[a] > 0; b++)
            o[a * q + b] += count[a] * (count[b] - (a == b)) / (m - 1);
}

reint_status
reint_krippendorff(const double *x, size_t n, size_t k, reint_metric metric, reint_alpha *out)
{
    double *v = NULL, *o = NULL, *nc, *count, observed = 0, expected = 0;
    size_t q = 0;
    reint_status status = reinti_distinct(x, NULL, n * k, &v, &q);

    *out = (reint_alpha){ NAN, 0, 0, "no unit is rated twice" };
    if (!status && q > 10000)
        status = REINT_ARGUMENT;
    if (!status) {
        o = reinti_room(q * q + 2 * q, sizeof *o);
        status = o ? REINT_OK : REINT_NO_MEMORY;
    }
    if (status)
        goto done;
    nc = o + q * q;
    count = nc + q;
    for (size_t i = 0; i < n; i++) {
        double m = 0;
        memset(count, 0, q * sizeof *count);
        for (size_t j = 0; j < k; j++)
            if (!isnan(x[i * k + j])) {
                count[reinti_place(v, q, x[i * k + j])]++;
                m++;
            }
        if (m < 2)
            continue;
        out->units++;
        out->values += m;
        coincide(count, q, m, o);
        for (size_t a = 0; a < q; a++)
            nc[a] += count[a];
    }
    if (!(out->units > 0))
        goto done;
    for (size_t a = 0; a < q; a++)
        for (size_t b = 0; b < q; b++) {
            double d = distance(metric, v, nc, a, b);
            observed += o[a * q + b] * d;
            expected += nc[a] * nc[b] * d;
        }
    expected /= out->values - 1;
    out->undefined = expected > 0 ? NULL : "no variation";
    if (expected > 0)
        out->alpha = 1 - observed / expected;
done:
    free(o);
    free(v);
    return status;
}

/* ---- counts of raters ---------------------------------------------------------------------------------- */

static double
unit_ratings(const double *count, size_t q)
{
    double r = 0;

    for (size_t j = 0; j < q; j++)
        r += count[j];
    return r;
}

/* Share of agreeing pairs, and Gwet's chance agreement; PI has room for q. */
static void
pairwise(const double *count, size_t n, size_t q, double *pi, reint_ratings *out)
{
    double agree = 0, units = 0, rated = 0, pe = 0;

    for (size_t i = 0; i < n; i++) {
        const double *c = count + i * q;
        double r = unit_ratings(c, q), pairs = 0;
        if (!(r > 0))
            continue;
        rated++;
        for (size_t j = 0; j < q; j++) {
            pi[j] += c[j] / r;
            pairs += c[j] * (c[j] - 1);
        }
        if (r >= 2) {
            units++;
            agree += pairs / (r * (r - 1));
        }
    }
    out->pairwise = reinti_ratio(agree, units);
    for (size_t j = 0; j < q; j++)
        pe += pi[j] / rated * (1 - pi[j] / rated);
    out->ac1_pe = rated > 0 ? pe / (double)(q > 2 ? q - 1 : 1) : NAN;
    out->ac1 = reinti_ratio(out->pairwise - out->ac1_pe, 1 - out->ac1_pe);
}

static void
fleiss(const double *count, size_t n, size_t q, double r, double *p, double *category, reint_ratings *out)
{
    double units = (double)n, pe = 0, pq = 0, pqq = 0, cubes = 0;

    for (size_t j = 0; j < q; j++) {
        double split = 0;
        p[j] = 0;
        for (size_t i = 0; i < n; i++) {
            p[j] += count[i * q + j] / (units * r);
            split += count[i * q + j] * (r - count[i * q + j]);
        }
        pe += p[j] * p[j];
        cubes += p[j] * p[j] * p[j];
        pq += p[j] * (1 - p[j]);
        pqq += p[j] * (1 - p[j]) * (1 - 2 * p[j]);
        if (category)
            category[j] = 1 - reinti_ratio(split, units * r * (r - 1) * p[j] * (1 - p[j]));
    }
    out->kappa_po = out->pairwise;
    out->kappa_pe = pe;
    if (!(pq > 1e-15)) {
        out->undefined = "every rating is the same";
        return;
    }
    out->kappa = (out->pairwise - pe) / (1 - pe);
    out->se0 = sqrt(2) * reinti_root(pq * pq - pqq) / (pq * sqrt(units * r * (r - 1)));
    out->z = reinti_ratio(out->kappa, out->se0);
    out->p = reint_normal_two_sided(out->z);
    out->se_1971 = sqrt(2 / (units * r * (r - 1))) *
                   reinti_root(pe - (2 * r - 3) * pe * pe + 2 * (r - 2) * cubes) / (1 - pe);
}

reint_status
reint_rating_agreement(const double *count, size_t n, size_t q, double *category, reint_ratings *out)
{
    double *room = reinti_room(2 * q, sizeof *room), r = n ? unit_ratings(count, q) : 0;

    *out = (reint_ratings){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL };
    if (!room)
        return REINT_NO_MEMORY;
    if (!reinti_counts_valid(count, n * q, true)) {
        free(room);
        return REINT_ARGUMENT;
    }
    for (size_t j = 0; category && j < q; j++)
        category[j] = NAN;
    pairwise(count, n, q, room, out);
    for (size_t i = 0; i < n; i++)
        if (unit_ratings(count + i * q, q) != r)
            out->undefined = "the units have not the same number of ratings";
    if (!(r >= 2) && !out->undefined)
        out->undefined = "no unit is rated twice";
    if (!out->undefined)
        fleiss(count, n, q, r, room + q, category, out);
    free(room);
    return REINT_OK;
}
