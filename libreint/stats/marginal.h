/* marginal.h -- what the test of answers with several codes and its covariance share.  Private to stats/. */
#ifndef REINTI_STATS_MARGINAL_H
#define REINTI_STATS_MARGINAL_H

#include "stats/survey.h"

/* Codes and columns that take part, and what they have in common. */
typedef struct reinti_sides {
    size_t k, c;
    size_t *code, *column; /* their places in what was given */
    double n, sum;         /* cases with a weight; sum of the weights */
    double *p, *a;         /* shares of the codes, of the columns */
    double *both;          /* k x c: share of the cases that are in both */
    bool single;           /* a case is in one column */
} reinti_sides;

typedef struct reinti_marginal {
    const reint_design *d;
    const bool *row, *col;
    size_t n_row, n_col;
    reinti_sides s;
    double *v; /* covariance of the linearised values, q x q */
} reinti_marginal;

/* Fills V: n times the covariance of the differences "both - product of the shares".  SIMPLE: the weights are
 * frequencies.  *UNDEFINED is set where there is none, or where it would take too long. */
reint_status reinti_marginal_covariance(const reinti_marginal *w, bool simple, const char **undefined);

#endif
