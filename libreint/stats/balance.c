/* balance.c -- standardised differences of two groups.
 *
 * Reads:    a number or counts of categories in two groups, weights.
 * Missing:  a NaN leaves the case out; no variation, an empty group: NaN with a reason.
 * Sources:  at the declarations in balance.h. */
#include <config.h>

#include "stats/balance.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/linear.h"

/* Sums of one group. */
struct group {
    double n, w, w2, mean, squares;
};

static void
add(struct group *g, double x, double w)
{
    double d = x - g->mean;

    if (w == 0)
        return;
    g->n++;
    g->w += w;
    g->w2 += w * w;
    g->mean += d * w / g->w;
    g->squares += w * d * (x - g->mean);
}

static double
variance(const struct group *g)
{
    return g->n < 2 ? NAN : g->squares * g->w / (g->w * g->w - g->w2);
}

reint_status
reint_standardised_difference(const double *x, const double *group, const double *w, size_t n,
                              reint_balance *out)
{
    struct group g[2] = { { .n = 0 }, { .n = 0 } };
    double v;

    *out = (reint_balance){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, "not a number in two groups" };
    for (size_t i = 0; i < n; i++)
        if ((!isnan(group[i]) && group[i] != 0 && group[i] != 1) || isinf(x[i]) ||
            (w && !(w[i] >= 0 && isfinite(w[i]))))
            return REINT_ARGUMENT;
    for (size_t i = 0; i < n; i++)
        if (!isnan(x[i]) && !isnan(group[i]))
            add(&g[group[i] == 1], x[i], w ? w[i] : 1);
    out->n1 = g[1].n;
    out->n0 = g[0].n;
    out->mean1 = g[1].n > 0 ? g[1].mean : NAN;
    out->mean0 = g[0].n > 0 ? g[0].mean : NAN;
    out->sd1 = sqrt(variance(&g[1]));
    out->sd0 = sqrt(variance(&g[0]));
    v = (variance(&g[1]) + variance(&g[0])) / 2;
    out->undefined = isnan(v) ? "a group with fewer than two cases" : "no variation";
    if (!(v > 0))
        return REINT_OK;
    out->undefined = NULL;
    out->d = (out->mean1 - out->mean0) / sqrt(v);
    return REINT_OK;
}

/* S of the shares P and Q of M categories, without the last; true when it could be solved for D. */
static bool
mahalanobis(const double *p, const double *q, size_t m, double *s, double *d, double *out)
{
    size_t k = m - 1;
    double sum = 0;

    for (size_t a = 0; a < k; a++) {
        d[a] = p[a] - q[a];
        for (size_t b = 0; b < k; b++)
            s[a * k + b] = ((a == b ? p[a] + q[a] : 0) - p[a] * p[b] - q[a] * q[b]) / 2;
    }
    if (!reinti_solve_spd(s, d, k, 1, 1e-12))
        return false;
    for (size_t a = 0; a < k; a++)
        sum += (p[a] - q[a]) * d[a];
    *out = reinti_root(sum);
    return true;
}

reint_status
reint_standardised_shares(const double *count1, const double *count0, size_t k, double *d,
                          const char **undefined)
{
    double n1 = 0, n0 = 0, *room;
    size_t m = 0;

    *d = NAN;
    *undefined = "an empty group";
    if (k > 10000 || !reinti_counts_valid(count1, k, false) || !reinti_counts_valid(count0, k, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; i < k; i++) {
        n1 += count1[i];
        n0 += count0[i];
    }
    if (!(n1 > 0) || !(n0 > 0))
        return REINT_OK;
    room = reinti_room(k * k + 3 * k, sizeof *room);
    if (!room)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < k; i++) {
        if (count1[i] == 0 && count0[i] == 0)
            continue;
        room[m] = count1[i] / n1;
        room[k + m++] = count0[i] / n0;
    }
    *undefined = "fewer than two categories are used";
    if (m >= 2) {
        double v = (room[1] * (1 - room[1]) + room[k + 1] * (1 - room[k + 1])) / 2;
        *undefined = "no variation within the groups";
        if (m == 2 && v > 0)
            *d = (room[1] - room[k + 1]) / sqrt(v);
        else if (m > 2)
            mahalanobis(room, room + k, m, room + 3 * k, room + 2 * k, d);
        if (!isnan(*d))
            *undefined = NULL;
    }
    free(room);
    return REINT_OK;
}
