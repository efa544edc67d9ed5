/* model.h -- logistic regression and estimating equations.  Public, installed as reint/stats/model.h.
 *
 * X is the n x p model matrix, row-major, its column of ones (if any) included; Y is 0 or 1.  No NaN:
 * the caller drops incomplete cases.  BETA, SE and so on have room for p each and may be NULL but BETA.
 * Status: OK; ARGUMENT, a Y that is not 0 or 1, an X not finite; NO_MEMORY.  Undefined results are NaN. */
#ifndef REINT_STATS_MODEL_H
#define REINT_STATS_MODEL_H

#include <stddef.h>

#include "base/error.h"

/* Maximum likelihood by Newton's method to machine precision, or Firth's penalised likelihood.
 *   SE from the inverse information; ROBUST sandwich HC0, no small-sample factor;  FITTED (n) probabilities
 *   loglik (of Firth: penalised, + 1/2 log det I); null_loglik of the model with the mean alone
 * Undefined: Y constant, collinear X, estimates that do not exist (separation; Firth's always do).
 * Firth, Biometrika 80 (1993) 27; Heinze & Schemper, Stat. Med. 21 (2002) 2409.
 * R: glm(y ~ x, binomial); sandwich::vcovHC(f, "HC0"); logistf::logistf(y ~ x). */
typedef struct reint_logit {
    double n, loglik, null_loglik, iterations;
    const char *undefined;
} reint_logit;
reint_status reint_logit_fit(const double *x, const double *y, size_t n, size_t p, int firth, double *beta,
                             double *se, double *robust_se, double *fitted, reint_logit *out);

/* Generalised estimating equations for a 0/1 answer, logit link, CLUSTER[i] in 0..m-1 in any order;
 * working correlation independent or exchangeable.  Scale phi = sum r^2/N, alpha = sum_{j<k} r_j
 * r_k/(phi pairs), neither corrected for the number of parameters (geepack; SAS subtracts p).  ROBUST:
 * sandwich; NAIVE: model-based.
 * Undefined: no convergence, collinear X, no pair within a cluster (exchangeable).
 * Liang & Zeger, Biometrika 73 (1986) 13.  R: geepack::geese(y ~ x, id, family = binomial, corstr =
 * ...). */
typedef struct reint_gee {
    double n, clusters, phi, alpha;
    const char *undefined;
} reint_gee;
reint_status reint_gee_fit(const double *x, const double *y, const size_t *cluster, size_t n, size_t p,
                           int exchangeable, double *beta, double *robust_se, double *naive_se,
                           reint_gee *out);

#endif
