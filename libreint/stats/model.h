/* model.h -- logistic regression and estimating equations.  Public, installed as reint/stats/model.h.
 *
 * X is the n x p model matrix, row-major, its column of ones (if any) included; Y is 0 or 1 (but where a
 * function says otherwise).  No NaN:
 * the caller drops incomplete cases.  BETA, SE and so on have room for p each and may be NULL but BETA.
 * Status: OK; ARGUMENT, a Y that is not 0 or 1, an X not finite; NO_MEMORY.  Undefined results are NaN. */
#ifndef REINT_STATS_MODEL_H
#define REINT_STATS_MODEL_H

#include <stddef.h>

#include "base/error.h"

/* Maximum likelihood by Newton's method to machine precision, or Firth's penalised likelihood.
 *   SE from the inverse information; ROBUST sandwich HC0, no small-sample factor;  FITTED (n) probabilities
 *   loglik (of Firth: penalised, + 1/2 log det I); null_loglik of the model with the mean alone
 *   separation   why estimates of maximum likelihood do not exist (also told of Firth's, which always do)
 * Undefined: Y constant, collinear X, estimates that do not exist (separation), numbers beyond a double.
 * Firth, Biometrika 80 (1993) 27; Heinze & Schemper, Stat. Med. 21 (2002) 2409.
 * R: glm(y ~ x, binomial); sandwich::vcovHC(f, "HC0"); logistf::logistf(y ~ x). */
typedef enum reint_separation {
    REINT_OVERLAP,          /* estimates exist */
    REINT_QUASI_SEPARATION, /* some direction of X tells the answers apart, but for cases on the border */
    REINT_SEPARATION        /* without exception */
} reint_separation;
typedef struct reint_logit {
    double n, loglik, null_loglik, iterations;
    const char *undefined;
    reint_separation separation;
} reint_logit;
reint_status reint_logit_fit(const double *x, const double *y, size_t n, size_t p, int firth, double *beta,
                             double *se, double *robust_se, double *fitted, reint_logit *out);

/* Whether the estimates of maximum likelihood exist: they do unless some d has x'd >= 0 wherever Y is 1, <= 0
 * wherever it is 0, and not 0 for all.  Told from the data alone, before any fit.
 *   TOWARD (p, may be NULL)  -1 or 1: this coefficient runs to -Inf or Inf; 0: it does not
 *   N_SEPARATED (may be NULL)  cases that are told apart; the others are on the border
 * Collinear X: REINT_OVERLAP.  O(n p^2) and about p passes over the cases.
 * Albert & Anderson, Biometrika 71 (1984) 1; Konis (2007), Linear programming algorithms for detecting separated
 * data.  R: detectseparation::detect_separation. */
reint_status reint_logit_separation(const double *x, const double *y, size_t n, size_t p, int *toward,
                                    size_t *n_separated, reint_separation *out);

/* Generalised estimating equations, CLUSTER[i] in 0..m-1 in any order; a 0/1 answer with logit link, or any
 * number with identity link (GAUSSIAN); working correlation independent or exchangeable.  Scale phi = sum
 * r^2/N, alpha = sum_{j<k} r_j r_k/(phi pairs), neither corrected for the number of parameters (geepack; SAS
 * subtracts p).
 *   naive_se    model-based;  robust_se  sandwich, too small with few clusters (under 40 or so)
 *   mancl_derouen_se, kauermann_carroll_se   the sandwich with residuals r_i replaced by (I - H_i)^-1 r_i and
 *               (I - H_i)^-1/2 r_i, H_i = D_i M^-1 D_i' V_i^-1; test them by t with m - p df.  NaN where one
 *               cluster alone determines a coefficient
 * Undefined: no convergence, collinear X, separation, no pair within a cluster (exchangeable), no residual.
 * Liang & Zeger, Biometrika 73 (1986) 13; Mancl & DeRouen, Biometrics 57 (2001) 126; Kauermann & Carroll, JASA
 * 96 (2001) 1387.  R: geepack::geese(y ~ x, id, family = binomial or gaussian, corstr = ...);
 * geesmv::GEE.var.md, GEE.var.kc for the corrections. */
typedef struct reint_gee_model {
    size_t size; /* sizeof(reint_gee_model) */
    int gaussian, exchangeable;
} reint_gee_model;
typedef struct reint_gee_term {
    double beta, naive_se, robust_se, mancl_derouen_se, kauermann_carroll_se;
} reint_gee_term;
typedef struct reint_gee {
    double n, clusters, phi, alpha, df; /* df: clusters - p, for the corrected errors */
    const char *undefined;
} reint_gee;
/* TERM has room for p. */
reint_status reint_gee_fit(const double *x, const double *y, const size_t *cluster, size_t n, size_t p,
                           const reint_gee_model *model, reint_gee_term *term, reint_gee *out);

/* Conditional logistic regression: within each SET (0..k-1, in any order) the number of answers 1 is taken as
 * given, exactly (no approximation for ties); X has no column of ones.  Pairs are sets of two: the persons of
 * a matched pair, or one person at two occasions.  For pairs and one 0/1 column exp(beta) is b/c of McNemar.
 *   informative  sets with both answers: the others say nothing
 *   loglik at beta, null_loglik at 0
 *   separation   as reint_logit_separation, of every answer 1 less every answer 0 of its set
 * Undefined: no informative set, X that does not vary within sets or is collinear there, separation (all
 * discordant sets in one direction), numbers beyond a double (sets of many hundreds).
 * Breslow & Day (1980) ch. 7; recursion of Gail, Lubin & Rubinstein, Biometrika 68 (1981) 703.
 * R: survival::clogit(y ~ x + strata(set), method = "exact"). */
typedef struct reint_clogit {
    double n, sets, informative, loglik, null_loglik, iterations;
    const char *undefined;
    reint_separation separation;
} reint_clogit;
reint_status reint_clogit_fit(const double *x, const double *y, const size_t *set, size_t n, size_t p,
                              double *beta, double *se, reint_clogit *out);

#endif
