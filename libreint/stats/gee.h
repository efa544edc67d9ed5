/* gee.h -- what the two files of the estimating equations share.  Private to stats/. */
#ifndef REINTI_STATS_GEE_H
#define REINTI_STATS_GEE_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/model.h"

struct reinti_gee {
    const double *x, *y;
    bool gaussian;
    size_t n, p, m;
    size_t *order, *start; /* the cases by cluster; where each of the m clusters begins, and the end */
    double *r, *a;         /* Pearson residuals; square roots of the variances */
    double *h, *total;     /* inverse of M = sum D' V^-1 D; M itself */
    double *s, *one;       /* of one cluster: D' V^-1 D and its score */
    double *u, *sum_x, *beta;
    double *room, *root, *kernel, *vector, *v, *value; /* p x p, then p each */
    double phi, alpha;
};

/* D' V^-1 D of cluster C into S (p x p) and its score into U, at the last residuals.  False when the working
 * correlation is not positive definite. */
bool reinti_gee_cluster(struct reinti_gee *g, size_t c, double *s, double *u);

/* Coefficients and the four standard errors, after convergence. */
void reinti_gee_errors(struct reinti_gee *g, reint_gee_term *term);

#endif
