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

/* Two groups compared: A less B.  NaN with a reason: a group without cases, no degrees of freedom, no variance, a
 * lonely PSU that is not provided for. */
typedef struct reint_contrast {
    double difference, se, df, t, p; /* p two-sided */
    const char *undefined;
} reint_contrast;
/* Means of X in two groups of the sample, which may overlap; each is a domain of the whole design.
 *   df  PSUs less strata that hold cases of either group, less 1
 * X is n; NaN leaves a case out.  R: svyttest(x ~ in_a, subset(design, in_a | in_b)) where they do not overlap. */
reint_status reint_survey_difference(const reint_design *d, const double *x, const bool *a, const bool *b,
                                     reint_contrast *out);
/* Two independent samples by Welch, from their moments.  Undefined: fewer than two cases, no variance.
 * Welch, Biometrika 34 (1947) 28.  R: t.test(x, y). */
reint_status reint_two_means(double n1, double mean1, double sd1, double n2, double mean2, double sd2,
                             reint_contrast *out);

/* Answers with several codes: independence of every code from the columns ("simultaneous marginal independence").
 *   row      n x n_row, row-major: the case chose the code
 *   col      n x n_col: the case is in the column; SINGLE: each case with a weight is in exactly one
 *   simple   D's weights are frequencies of a simple random sample, nothing else of D is looked at
 *   chisq    sum of the Pearson chi-squares of all pairs of a code and the columns (SINGLE), or a column
 *   df       sum of their df;  deff: mean generalised design effect (1 for a simple sample)
 *   first_p  of chisq/deff by df: first order
 *   adjusted, adjusted_df, p   second order: chi-square for a simple sample, else F with ddf
 * Left out: codes that nobody or everybody chose, columns that nobody or everybody is in.
 * Time n (codes of a case)^2, of two sets n (codes of a case in both)^2; where PSUs hold several cases
 * n_psu (n_row n_col)^2; beyond about 1e10 it is undefined.
 * Bilder & Loughin, Biometrics 60 (2004) 241; Thomas & Decady, Int. J. Testing 4 (2004) 43; Rao & Scott,
 * Ann. Stat. 12 (1984) 46.  R: MRCV::MI.test(type = "rs2", add.constant = FALSE). */
typedef struct reint_marginal {
    double chisq, df, deff, first_p, adjusted, adjusted_df, ddf, p;
    const char *undefined;
} reint_marginal;
reint_status reint_survey_marginal(const reint_design *d, bool simple, const bool *row, size_t n_row,
                                   const bool *col, size_t n_col, bool single, reint_marginal *out);

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
