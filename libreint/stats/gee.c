/* gee.c -- generalised estimating equations for repeated answers: yes/no, or numbers.
 *
 * Reads:    a model matrix, answers, the cluster of each.
 * Gives:    coefficients; model-based, sandwich and small-sample errors (gee_errors.c).
 * Missing:  no convergence, collinear columns, no pair within a cluster: NaN with a reason.
 * Source:   Liang & Zeger, Biometrika 73 (1986) 13; moment estimates as geepack. */
#include <config.h>

#include "stats/model.h"

#include <stdlib.h>
#include <string.h>

#include "stats/gee.h"
#include "stats/internal.h"
#include "stats/linear.h"

enum { MOST_STEPS = 200 };

/* Cases by cluster (counting sort keeps their order). */
static void
sort_cases(struct reinti_gee *g, const size_t *cluster)
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

/* Pearson residuals, and roots of the variances; the scale. */
static void
residuals(struct reinti_gee *g, const double *beta)
{
    g->phi = 0;
    for (size_t i = 0; i < g->n; i++) {
        double eta = 0, mu;
        for (size_t a = 0; a < g->p; a++)
            eta += g->x[i * g->p + a] * beta[a];
        mu = g->gaussian ? eta : 1 / (1 + exp(-eta));
        g->a[i] = g->gaussian ? 1 : sqrt(mu * (1 - mu));
        g->r[i] = (g->y[i] - mu) / g->a[i];
        g->phi += g->r[i] * g->r[i] / (double)g->n;
    }
}

/* The correlation within clusters; false when no cluster has a pair. */
static bool
correlation(struct reinti_gee *g)
{
    double pairs = 0, products = 0;

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

/* V^-1 is A^-1/2 R^-1 A^-1/2 / phi, D = A X, and the inverse of an exchangeable R is
 * (I - alpha/(1+(k-1)alpha) J) / (1-alpha). */
bool
reinti_gee_cluster(struct reinti_gee *g, size_t c, double *s, double *u)
{
    size_t p = g->p;
    double k = (double)(g->start[c + 1] - g->start[c]), shared, sum_r = 0,
           scale = 1 / (g->phi * (1 - g->alpha));

    if (!(1 + (k - 1) * g->alpha > 0) || !(g->alpha < 1))
        return false;
    shared = g->alpha / (1 + (k - 1) * g->alpha);
    memset(s, 0, p * p * sizeof *s);
    memset(u, 0, p * sizeof *u);
    memset(g->sum_x, 0, p * sizeof *g->sum_x);
    for (size_t j = g->start[c]; j < g->start[c + 1]; j++) {
        size_t i = g->order[j];
        const double *x = g->x + i * p;
        sum_r += g->r[i];
        for (size_t a = 0; a < p; a++) {
            g->sum_x[a] += g->a[i] * x[a];
            u[a] += scale * g->a[i] * x[a] * g->r[i];
            for (size_t b = 0; b < p; b++)
                s[a * p + b] += scale * g->a[i] * g->a[i] * x[a] * x[b];
        }
    }
    for (size_t a = 0; a < p; a++) {
        u[a] -= scale * shared * g->sum_x[a] * sum_r;
        for (size_t b = 0; b < p; b++)
            s[a * p + b] -= scale * shared * g->sum_x[a] * g->sum_x[b];
    }
    return true;
}

/* The sums over all clusters; false when the working correlation is not positive definite. */
static bool
add_up(struct reinti_gee *g)
{
    size_t p = g->p;

    memset(g->u, 0, p * sizeof *g->u);
    memset(g->h, 0, p * p * sizeof *g->h);
    for (size_t c = 0; c < g->m; c++) {
        if (!reinti_gee_cluster(g, c, g->s, g->one))
            return false;
        for (size_t a = 0; a < p; a++)
            g->u[a] += g->one[a];
        for (size_t a = 0; a < p * p; a++)
            g->h[a] += g->s[a];
    }
    return true;
}

/* BETA moves by the inverse of H times the score; answers how far, NaN when H is singular. */
static double
move(struct reinti_gee *g, double *beta)
{
    double size = 0;

    memcpy(g->total, g->h, g->p * g->p * sizeof *g->h);
    if (!reinti_invert_spd(g->h, g->p, g->room, 1e-12))
        return NAN;
    for (size_t a = 0; a < g->p; a++) {
        double step = 0;
        for (size_t b = 0; b < g->p; b++)
            step += g->h[a * g->p + b] * g->u[b];
        beta[a] += step;
        size = fmax(size, fabs(step) / (1 + fabs(beta[a])));
    }
    return size;
}

static const char *
iterate(struct reinti_gee *g, double *beta, bool exchangeable)
{
    for (int k = 0; k < MOST_STEPS; k++) {
        double size;
        residuals(g, beta);
        if (!(g->phi > 1e-300))
            return "no residual is left: the answers are fitted exactly";
        g->alpha = 0;
        /* numbers begin with least squares: the residuals of beta = 0 say nothing of the correlation */
        if (exchangeable && !(g->gaussian && k == 0) && !correlation(g))
            return "no cluster has two answers";
        if (!add_up(g))
            return "the working correlation is not positive definite";
        size = move(g, beta);
        if (isnan(size))
            return "the columns are collinear";
        if (size < 1e-13 || (k > 50 && size < 1e-11))
            return NULL;
    }
    return "no convergence";
}

static reint_status
start_values(struct reinti_gee *g, double *beta, const char **undefined)
{
    reint_logit start;
    reint_status status = REINT_OK;

    if (!g->gaussian) {
        status = reint_logit_fit(g->x, g->y, g->n, g->p, 0, beta, NULL, NULL, NULL, &start);
        *undefined = start.undefined;
        return status;
    }
    memset(beta, 0, g->p * sizeof *beta);
    for (size_t i = 0; i < g->n * g->p; i++)
        if (!isfinite(g->x[i]))
            return REINT_ARGUMENT;
    for (size_t i = 0; i < g->n; i++)
        if (!isfinite(g->y[i]))
            return REINT_ARGUMENT;
    *undefined = g->n ? NULL : "no case";
    return REINT_OK;
}

static bool
room(struct reinti_gee *g)
{
    size_t n = g->n, p = g->p;

    g->order = reinti_room(n + g->m + 1, sizeof *g->order);
    g->r = reinti_room(2 * n + 7 * p * p + 6 * p, sizeof *g->r);
    if (!g->order || !g->r)
        return false;
    g->start = g->order + n;
    g->a = g->r + n;
    g->h = g->a + n;
    g->total = g->h + p * p;
    g->room = g->total + p * p;
    g->s = g->room + p * p;
    g->root = g->s + p * p;
    g->kernel = g->root + p * p;
    g->vector = g->kernel + p * p;
    g->u = g->vector + p * p;
    g->one = g->u + p;
    g->sum_x = g->one + p;
    g->v = g->sum_x + p;
    g->value = g->v + p;
    g->beta = g->value + p;
    return true;
}

reint_status
reint_gee_fit(const double *x, const double *y, const size_t *cluster, size_t n, size_t p,
              const reint_gee_model *model, reint_gee_term *term, reint_gee *out)
{
    struct reinti_gee g = { .x = x, .y = y, .n = n, .p = p };
    reint_status status = REINT_NO_MEMORY;

    *out = (reint_gee){ (double)n, 0, NAN, NAN, NAN, NULL };
    for (size_t a = 0; a < p; a++)
        term[a] = (reint_gee_term){ NAN, NAN, NAN, NAN, NAN };
    if (model->size != sizeof *model)
        return REINT_ARGUMENT;
    g.gaussian = model->gaussian != 0;
    for (size_t i = 0; i < n; i++)
        g.m = cluster[i] >= g.m ? cluster[i] + 1 : g.m;
    out->clusters = (double)g.m;
    if (!room(&g))
        goto done;
    status = start_values(&g, g.beta, &out->undefined);
    if (status || out->undefined)
        goto done;
    sort_cases(&g, cluster);
    out->undefined = iterate(&g, g.beta, model->exchangeable != 0);
    if (out->undefined)
        goto done;
    reinti_gee_errors(&g, term);
    out->phi = g.phi;
    out->alpha = model->exchangeable ? g.alpha : NAN;
    out->df = g.m > p ? (double)(g.m - p) : NAN;
done:
    free(g.r);
    free(g.order);
    return status;
}
