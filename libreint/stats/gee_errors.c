/* gee_errors.c -- standard errors of estimating equations: sandwich, and its corrections for few clusters.
 *
 * With S_i = D_i' V_i^-1 D_i and u_i the score of cluster i, M = sum S_i, the corrected contribution
 * M^-1 D_i' V_i^-1 (I - H_i)^-e r_i needs only matrices of the number of coefficients:
 *   e = 1 (Mancl & DeRouen)       (M - S_i)^-1 u_i
 *   e = 1/2 (Kauermann & Carroll) C'^-1 (I - K_i)^-1/2 C^-1 u_i,  M = C C', K_i = C^-1 S_i C'^-1.
 * Missing:  a cluster without which a coefficient cannot be estimated (an eigenvalue 1 of K_i): NaN. */
#include <config.h>

#include "stats/gee.h"

#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"

#define ALONE 1e-10 /* 1 - eigenvalue of K_i below this: the cluster determines a coefficient by itself */

/* V := C^-1 V, C lower triangular. */
static void
forward(const double *c, double *v, size_t p)
{
    for (size_t i = 0; i < p; i++) {
        for (size_t k = 0; k < i; k++)
            v[i] -= c[i * p + k] * v[k];
        v[i] /= c[i * p + i];
    }
}

/* V := C'^-1 V. */
static void
backward(const double *c, double *v, size_t p)
{
    for (size_t i = p; i-- > 0;) {
        for (size_t k = i + 1; k < p; k++)
            v[i] -= c[k * p + i] * v[k];
        v[i] /= c[i * p + i];
    }
}

/* K = C^-1 S C'^-1: eigenvalues and vectors.  Forward substitution on the rows of S, twice, by symmetry. */
static void
spectrum(struct reinti_gee *g)
{
    size_t p = g->p;

    memcpy(g->kernel, g->s, p * p * sizeof *g->kernel);
    for (int pass = 0; pass < 2; pass++) {
        for (size_t a = 0; a < p; a++)
            forward(g->root, g->kernel + a * p, p); /* rows of S C'^-1, then of C^-1 S C'^-1 transposed */
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < a; b++) {
                double x = g->kernel[a * p + b];
                g->kernel[a * p + b] = g->kernel[b * p + a];
                g->kernel[b * p + a] = x;
            }
    }
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < a; b++)
            g->kernel[a * p + b] = g->kernel[b * p + a] = (g->kernel[a * p + b] + g->kernel[b * p + a]) / 2;
    reinti_eigen(g->kernel, p, g->value, g->vector);
}

/* V = C'^-1 (I - K)^-EXPONENT C^-1 u; NaN where an eigenvalue is 1. */
static void
contribution(struct reinti_gee *g, double exponent)
{
    size_t p = g->p;
    double *turned = g->room;

    memcpy(g->v, g->one, p * sizeof *g->v);
    forward(g->root, g->v, p);
    for (size_t k = 0; k < p; k++) {
        double rest = 1 - g->value[k], sum = 0;
        for (size_t a = 0; a < p; a++)
            sum += g->vector[a * p + k] * g->v[a];
        turned[k] = exponent == 0 ? sum : rest > ALONE ? sum * pow(rest, -exponent) : NAN;
    }
    for (size_t a = 0; a < p; a++) {
        g->v[a] = 0;
        for (size_t k = 0; k < p; k++)
            g->v[a] += g->vector[a * p + k] * turned[k];
    }
    backward(g->root, g->v, p);
}

void
reinti_gee_errors(struct reinti_gee *g, reint_gee_term *term)
{
    size_t p = g->p;

    memcpy(g->root, g->total, p * p * sizeof *g->root);
    reinti_solve_spd(g->root, NULL, p, 0, 1e-14); /* leaves C; M was inverted before, so it is regular */
    for (size_t a = 0; a < p; a++)
        term[a] = (reint_gee_term){ g->beta[a], sqrt(g->h[a * p + a]), 0, 0, 0 };
    for (size_t c = 0; c < g->m; c++) {
        if (g->start[c] == g->start[c + 1])
            continue;
        reinti_gee_cluster(g, c, g->s, g->one);
        spectrum(g);
        contribution(g, 0);
        for (size_t a = 0; a < p; a++)
            term[a].robust_se += reinti_square(g->v[a]);
        contribution(g, 1);
        for (size_t a = 0; a < p; a++)
            term[a].mancl_derouen_se += reinti_square(g->v[a]);
        contribution(g, 0.5);
        for (size_t a = 0; a < p; a++)
            term[a].kauermann_carroll_se += reinti_square(g->v[a]);
    }
    for (size_t a = 0; a < p; a++) {
        term[a].robust_se = sqrt(term[a].robust_se);
        term[a].mancl_derouen_se = sqrt(term[a].mancl_derouen_se);
        term[a].kauermann_carroll_se = sqrt(term[a].kauermann_carroll_se);
    }
}
