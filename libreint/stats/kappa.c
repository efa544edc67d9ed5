/* kappa.c -- Cohen's kappa of a square table, plain and weighted.
 *
 * Reads:    counts of pairs of ratings; every category is kept, used or not.
 * Missing:  no pair, or both raters in one category throughout (expected agreement 1): NaN with a reason.
 * Source:   Fleiss, Cohen & Everitt, Psychological Bulletin 72 (1969) 323. */
#include <config.h>

#include "stats/agreement.h"

#include <stdlib.h>

#include "stats/internal.h"

static double
weight(size_t i, size_t j, size_t k, reint_kappa_weights weights)
{
    double d = i > j ? (double)(i - j) : (double)(j - i);

    if (weights == REINT_KAPPA_PLAIN)
        return i == j;
    d /= (double)(k - 1);
    return weights == REINT_KAPPA_LINEAR ? 1 - d : 1 - d * d;
}

/* R, C: the margins as shares; WR, WC: mean weights of a row under the other rater's margins. */
static void
measure(const double *count, size_t k, double n, reint_kappa_weights weights, double *room, reint_kappa *out)
{
    double *r = room, *c = r + k, *wr = c + k, *wc = wr + k, po = 0, pe = 0, s1 = 0, s0 = 0;

    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            r[i] += count[i * k + j] / n;
            c[j] += count[i * k + j] / n;
        }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double w = weight(i, j, k, weights);
            po += w * count[i * k + j] / n;
            pe += w * r[i] * c[j];
            wr[i] += w * c[j];
            wc[j] += w * r[i];
        }
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < k; j++) {
            double w = weight(i, j, k, weights), both = wr[i] + wc[j];
            s1 += count[i * k + j] / n * reinti_square(w * (1 - pe) - both * (1 - po));
            s0 += r[i] * c[j] * reinti_square(w - both);
        }
    out->po = po;
    out->pe = pe;
    if (1 - pe < 1e-15) { /* shares that add up to 1 but for rounding */
        out->undefined = "the expected agreement is 1";
        return;
    }
    out->value = (po - pe) / (1 - pe);
    out->ase1 = reinti_root(s1 - reinti_square(po * pe - 2 * pe + po)) / (reinti_square(1 - pe) * sqrt(n));
    out->ase0 = reinti_root(s0 - pe * pe) / ((1 - pe) * sqrt(n));
    out->ase1 = out->ase1 < REINTI_ASE_RESIDUE ? 0 : out->ase1;
    out->ase0 = out->ase0 < REINTI_ASE_RESIDUE ? 0 : out->ase0;
    out->z = reinti_ratio(out->value, out->ase0);
}

reint_status
reint_kappa_table(const double *count, size_t k, reint_kappa_weights weights, reint_kappa *out)
{
    double n = 0, *room;

    *out = (reint_kappa){ NAN, NAN, NAN, NAN, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, k * k, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k * k; i++)
        n += count[i];
    out->undefined = !(n > 0)                                ? "no pair of ratings"
                     : k < 2 && weights != REINT_KAPPA_PLAIN ? "weights need two categories"
                                                             : NULL;
    if (out->undefined)
        return REINT_OK;
    room = reinti_room(4 * k, sizeof *room);
    if (!room)
        return REINT_NO_MEMORY;
    measure(count, k, n, weights, room, out);
    free(room);
    return REINT_OK;
}

reint_status
reint_scott_pi(const double *count, size_t k, reint_scott *out)
{
    double n = 0, agree = 0, pe = 0;

    *out = (reint_scott){ NAN, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, k * k, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k * k; i++) {
        n += count[i];
        agree += i / k == i % k ? count[i] : 0;
    }
    out->undefined = "no pair of ratings";
    if (!(n > 0))
        return REINT_OK;
    for (size_t i = 0; i < k; i++) {
        double both = 0;
        for (size_t j = 0; j < k; j++)
            both += count[i * k + j] + count[j * k + i];
        pe += reinti_square(both / (2 * n));
    }
    out->po = agree / n;
    out->pe = pe;
    out->undefined = 1 - pe < 1e-15 ? "the expected agreement is 1" : NULL;
    if (!out->undefined)
        out->value = (out->po - pe) / (1 - pe);
    return REINT_OK;
}
