/* gee.c -- generalised estimating equations for repeated yes/no answers.
 *
 * Reads:    a model matrix, answers of 0 and 1, the cluster of each.
 * Missing:  no convergence, collinear columns, no pair within a cluster: NaN with a reason.
 * Source:   Liang & Zeger, Biometrika 73 (1986) 13; moment estimates as geepack. */
#include <config.h>

#include "stats/model.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"

enum { MOST_STEPS = 200 };

struct gee {
    const double *x, *y;
    size_t n, p, m;
    size_t *order, *start; /* the cases by cluster; where each of the m clusters begins, and the end */
    double *r, *a;         /* Pearson residuals; square roots of the variances */
    double *u, *h, *meat, *one, *room, *sum_x;
    double phi, alpha;
};

/* Cases by cluster (counting sort keeps their order). */
static void
sort_cases(struct gee *g, const size_t *cluster)
{
    for (size_t i = 0; i < g->n; i++)
        g->start[cluster[i] + 1]++;
    for (size_t c = 0; c < g->m; c++)
        g->start[c + 1] += g->start[c];
    for (size_t i = 0; i < g->n; i++)
        g->order[g->start[cluster[i]]++] = i;
    for (size_t c = g->m; c > 0; c--)
        g->start[c] = g->start[c - 1];
    g->start[0] = 0;
}

/* Residuals, scale and correlation at BETA; false when no cluster has a pair. */
static bool
moments(struct gee *g, const double *beta, bool exchangeable)
{
    double pairs = 0, products = 0;

    g->phi = 0;
    for (size_t i = 0; i < g->n; i++) {
        double eta = 0, mu;
        for (size_t a = 0; a < g->p; a++)
            eta += g->x[i * g->p + a] * beta[a];
        mu = 1 / (1 + exp(-eta));
        g->a[i] = sqrt(mu * (1 - mu));
        g->r[i] = (g->y[i] - mu) / g->a[i];
        g->phi += g->r[i] * g->r[i] / (double)g->n;
    }
    g->alpha = 0;
    if (!exchangeable)
        return true;
    for (size_t c = 0; c < g->m; c++) {
        double sum = 0, squares = 0, k = (double)(g->start[c + 1] - g->start[c]);
        for (size_t j = g->start[c]; j < g->start[c + 1]; j++) {
            sum += g->r[g->order[j]];
            squares += reinti_square(g->r[g->order[j]]);
        }
        products += (sum * sum - squares) / 2;
        pairs += k * (k - 1) / 2;
    }
    g->alpha = products / pairs / g->phi;
    return pairs > 0;
}

/* Adds cluster C to the score U, its H and the MEAT: V^-1 is A^-1/2 R^-1 A^-1/2 / phi, D = A X, and the
 * inverse of an exchangeable R is (I - alpha/(1+(k-1)alpha) J) / (1-alpha).  False when R is not positive
 * definite. */
static bool
add_cluster(struct gee *g, size_t c)
{
    size_t p = g->p;
    double k = (double)(g->start[c + 1] - g->start[c]), shared, sum_r = 0,
           scale = 1 / (g->phi * (1 - g->alpha));

    if (!(1 + (k - 1) * g->alpha > 0) || !(g->alpha < 1))
        return false;
    shared = g->alpha / (1 + (k - 1) * g->alpha);
    memset(g->one, 0, p * sizeof *g->one);
    memset(g->sum_x, 0, p * sizeof *g->sum_x);
    for (size_t j = g->start[c]; j < g->start[c + 1]; j++) {
        size_t i = g->order[j];
        const double *x = g->x + i * p;
        sum_r += g->r[i];
        for (size_t a = 0; a < p; a++) {
            g->sum_x[a] += g->a[i] * x[a];
            g->one[a] += scale * g->a[i] * x[a] * g->r[i];
            for (size_t b = 0; b < p; b++)
                g->h[a * p + b] += scale * g->a[i] * g->a[i] * x[a] * x[b];
        }
    }
    for (size_t a = 0; a < p; a++) {
        g->one[a] -= scale * shared * g->sum_x[a] * sum_r;
        g->u[a] += g->one[a];
        for (size_t b = 0; b < p; b++)
            g->h[a * p + b] -= scale * shared * g->sum_x[a] * g->sum_x[b];
    }
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < p; b++)
            g->meat[a * p + b] += g->one[a] * g->one[b];
    return true;
}

static const char *
iterate(struct gee *g, double *beta, bool exchangeable)
{
    size_t p = g->p;

    for (int k = 0; k < MOST_STEPS; k++) {
        double size = 0;
        if (!moments(g, beta, exchangeable))
            return "no cluster has two answers";
        memset(g->u, 0, p * sizeof *g->u);
        memset(g->h, 0, p * p * sizeof *g->h);
        memset(g->meat, 0, p * p * sizeof *g->meat);
        for (size_t c = 0; c < g->m; c++)
            if (!add_cluster(g, c))
                return "the working correlation is not positive definite";
        if (!reinti_invert_spd(g->h, p, g->room, 1e-12))
            return "the columns are collinear, or the answers are separated";
        for (size_t a = 0; a < p; a++) {
            double step = 0;
            for (size_t b = 0; b < p; b++)
                step += g->h[a * p + b] * g->u[b];
            beta[a] += step;
            size = fmax(size, fabs(step) / (1 + fabs(beta[a])));
        }
        if (size < 1e-13)
            return NULL;
    }
    return "no convergence";
}

static void
standard_errors(const struct gee *g, double *robust_se, double *naive_se)
{
    size_t p = g->p;

    for (size_t a = 0; a < p; a++) {
        double sum = 0;
        for (size_t b = 0; b < p; b++)
            for (size_t c = 0; c < p; c++)
                sum += g->h[a * p + b] * g->meat[b * p + c] * g->h[c * p + a];
        if (robust_se)
            robust_se[a] = sqrt(sum);
        if (naive_se)
            naive_se[a] = sqrt(g->h[a * p + a]);
    }
}

reint_status
reint_gee_fit(const double *x, const double *y, const size_t *cluster, size_t n, size_t p, int exchangeable,
              double *beta, double *robust_se, double *naive_se, reint_gee *out)
{
    struct gee g = { .x = x, .y = y, .n = n, .p = p };
    reint_logit start;
    reint_status status = reint_logit_fit(x, y, n, p, 0, beta, NULL, NULL, NULL, &start);

    for (size_t i = 0; i < n; i++)
        g.m = cluster[i] >= g.m ? cluster[i] + 1 : g.m;
    *out = (reint_gee){ (double)n, (double)g.m, NAN, NAN, start.undefined };
    for (size_t a = 0; a < p; a++) {
        if (robust_se)
            robust_se[a] = NAN;
        if (naive_se)
            naive_se[a] = NAN;
    }
    if (status || start.undefined)
        return status;
    g.order = reinti_room(n + g.m + 1, sizeof *g.order);
    g.r = reinti_room(2 * n + 3 * p * p + 3 * p, sizeof *g.r);
    if (!g.order || !g.r) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    g.start = g.order + n;
    g.a = g.r + n;
    g.h = g.a + n;
    g.meat = g.h + p * p;
    g.room = g.meat + p * p;
    g.u = g.room + p * p;
    g.one = g.u + p;
    g.sum_x = g.one + p;
    sort_cases(&g, cluster);
    out->undefined = iterate(&g, beta, exchangeable != 0);
    if (out->undefined) {
        for (size_t a = 0; a < p; a++)
            beta[a] = NAN;
    } else {
        standard_errors(&g, robust_se, naive_se);
        out->phi = g.phi;
        out->alpha = exchangeable ? g.alpha : NAN;
    }
done:
    free(g.r);
    free(g.order);
    return status;
}
