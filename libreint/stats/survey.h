/* survey.h -- estimates from weighted, stratified and clustered samples.  Public, reint/stats/survey.h.
 *
 * Variances by Taylor linearisation: one stage of primary sampling units (PSUs) within strata, with
 * replacement unless a population size is given.  A domain is analysed within the whole design (weights
 * 0 outside), never in a design made anew.  Limits by t with PSUs less strata degrees of freedom; of a
 * domain, those that hold its cases.
 * Status: OK; ARGUMENT, a weight negative or not finite, an index out of range; NO_MEMORY.
 * R: the package survey, version 4.1. */
#ifndef REINT_STATS_SURVEY_H
#define REINT_STATS_SURVEY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

/* What to do about a stratum with a single PSU: no variance at all (FAIL), its distance from the grand mean
 * (ADJUST), or no contribution (REMOVE; CERTAINTY: the PSU was certain to be in the sample). */
typedef enum reint_lonely {
    REINT_LONELY_FAIL,
    REINT_LONELY_ADJUST,
    REINT_LONELY_REMOVE,
    REINT_LONELY_CERTAINTY
} reint_lonely;

typedef struct reint_design {
    size_t n, n_strata, n_psu;
    const double *weight;  /* n; sampling weights */
    const size_t *stratum; /* n; 0..n_strata-1, NULL = one stratum */
    const size_t *psu;     /* n; 0..n_psu-1, each within one stratum; NULL = every case is one (n_psu = n) */
    const double
        *population; /* per stratum: PSUs in the population, Inf = with replacement; NULL = all Inf */
    reint_lonely lonely;
} reint_design;

/* PSUs less strata, counted over cases with a weight inside DOMAIN (NULL = all); NaN without memory. */
double reint_design_df(const reint_design *d, const bool *domain);

/* Covariance matrix V (q x q) of the totals of Z (n x q, row-major, weighted linearised values). *UNDEFINED
 * is set when a stratum has one PSU and the policy is FAIL; V is then NaN. */
reint_status reint_design_covariance(const reint_design *d, const double *z, size_t q, double *v,
                                     const char **undefined);

/*   deff          variance over that of a simple random sample without replacement of this size, from N
 *                 = sum of weights; NaN when N is below n
 *   deff_replace  the same with replacement */
typedef struct reint_survey {
    double value, se, df, lower, upper, deff, deff_replace;
    const char *undefined;
} reint_survey;

/* X is n; NaN leaves a case out as DOMAIN does (NULL = all in).  Undefined: no case with a weight.
 * R: svymean, svytotal, svyvar, svyratio of the subset of the design. */
reint_status reint_survey_mean(const reint_design *d, const double *x, const bool *domain, reint_survey *out);
reint_status reint_survey_total(const reint_design *d, const double *x, const bool *domain,
                                reint_survey *out);
reint_status reint_survey_variance(const reint_design *d, const double *x, const bool *domain,
                                   reint_survey *out);
reint_status reint_survey_ratio(const reint_design *d, const double *numerator, const double *denominator,
                                const bool *domain, reint_survey *out);

/* Limits of a share by the methods of R's svyciprop:
 *   MEAN        p +- t se                    ASIN, LOGIT  on the transformed scale (xlogit is the same)
 *   BETA        Clopper-Pearson at the effective sample size (Korn & Graubard 1998)
 *   LIKELIHOOD  Rao-Scott scaled profile likelihood
 * X is 0/1.  NaN where the share is 0 or 1, but by MEAN. */
typedef enum reint_share_method {
    REINT_SHARE_MEAN,
    REINT_SHARE_ASIN,
    REINT_SHARE_LOGIT,
    REINT_SHARE_BETA,
    REINT_SHARE_LIKELIHOOD
} reint_share_method;
reint_status reint_survey_share(const reint_design *d, const double *x, reint_share_method method,
                                double confidence, double *lower, double *upper, const char **undefined);

/* Independence of ROW (0..n_rows-1) and COL.
 *   f      Rao-Scott second order: X2 / trace, ndf and ddf = ndf x df of the design
 *   chisq  X2 with its p at the mean generalised design effect
 *   wald   and adjusted: Wald tests of the differences n_ij - r_i c_j / N
 * Undefined: an empty row or column, a singular covariance, too few PSUs.
 * Rao & Scott, Ann. Stat. 12 (1984) 46; Thomas & Rao, JASA 82 (1987) 630.  R: svychisq. */
typedef struct reint_survey_test {
    double f, f_ndf, f_ddf, f_p, chisq, chisq_df, chisq_p, wald, wald_ndf, wald_ddf, wald_p, adjusted,
        adjusted_ddf, adjusted_p;
    const char *undefined;
} reint_survey_test;
reint_status reint_survey_chisq(const reint_design *d, const size_t *row, const size_t *col, size_t n_rows,
                                size_t n_cols, reint_survey_test *out);

/* Raking (iterative proportional fitting): weights that meet the targets of every margin, from the
 * weights W.
 *   category  n; 0..k-1 of each case;  target  k; wanted sum of the weights of each category, >= 0
 *   out       n; the new weights, the start's times one factor a category of each margin
 *   gap       largest |sum - target| / target in the last round; converged: gap <= TOLERANCE
 *   deff      Kish's 1 + variance of the weights over their mean squared
 * Undefined: targets of the margins that do not add up to the same total (1e-6), a category wanted that
 * has no case.
 * Not converged after MOST rounds is a result (`converged` 0), and the weights are as near as they came.
 * Deming & Stephan, Ann. Math. Stat. 11 (1940) 427.  R: survey::rake. */
typedef struct reint_margin {
    const size_t *category;
    size_t k;
    const double *target;
} reint_margin;
typedef struct reint_raking {
    double converged, rounds, gap, deff;
    const char *undefined;
} reint_raking;
reint_status reint_rake(const double *w, size_t n, const reint_margin *margin, size_t n_margins,
                        double tolerance, size_t most, double *out, reint_raking *result);

#endif
