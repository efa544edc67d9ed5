/* agreement.h -- how far raters, coders and items agree.  Public, installed as reint/stats/agreement.h.
 *
 * Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY.  OUT is filled (NaN) whatever the status. */
#ifndef REINT_STATS_AGREEMENT_H
#define REINT_STATS_AGREEMENT_H

#include <stddef.h>

#include "base/error.h"

/* Cohen's kappa of a k x k table (rows: first rater, columns: second, the same categories, none
 * dropped).
 * Weights: none (agreement only), linear 1-|i-j|/(k-1), quadratic 1-((i-j)/(k-1))^2.
 *   po, pe  observed and expected (weighted) agreement;  value (po-pe)/(1-pe), at most 1
 *   ase1    for limits;  ase0 for the test, z = value / ase0: Fleiss, Cohen & Everitt, Psych. Bull. 72
 *           (1969) 323
 * pe = 1: undefined.  Weighted kappa needs at least two categories.  R: vcd::Kappa(t). */
typedef enum reint_kappa_weights {
    REINT_KAPPA_PLAIN,
    REINT_KAPPA_LINEAR,
    REINT_KAPPA_QUADRATIC
} reint_kappa_weights;
typedef struct reint_kappa {
    double po, pe, value, ase1, ase0, z;
    const char *undefined;
} reint_kappa;
reint_status reint_kappa_table(const double *count, size_t k, reint_kappa_weights weights, reint_kappa *out);

/* Scott's pi of the same table: chance agreement from the pooled margins.
 * Scott, Public Opin. Q. 19 (1955) 321. */
typedef struct reint_scott {
    double po, pe, value;
    const char *undefined;
} reint_scott;
reint_status reint_scott_pi(const double *count, size_t k, reint_scott *out);

/* Krippendorff's alpha of N units by K raters (X row-major, NaN = not rated), at most 1, by the
 * coincidence matrix.
 * The ordinal metric uses the pooled marginals; ratio takes two zeros as equal.
 * Units rated once are not pairable.  Undefined: no pairable unit, no variation.
 * Krippendorff (2011).  R: irr::kripp.alpha. */
typedef enum reint_metric { REINT_NOMINAL, REINT_ORDINAL, REINT_INTERVAL, REINT_RATIO } reint_metric;
typedef struct reint_alpha {
    double alpha, values, units; /* pairable */
    const char *undefined;
} reint_alpha;
reint_status reint_krippendorff(const double *x, size_t n, size_t k, reint_metric metric, reint_alpha *out);

/* Agreement of N units in Q categories: COUNT n x q raters of each unit in each category.
 *   pairwise  mean over units rated twice or more of the share of agreeing pairs of raters
 *   ac1       Gwet (2008), chance agreement pe = sum pi(1-pi)/(Q-1); pi averages the shares of units
 *             rated at least once.  A scale has at least two categories: with Q = 1 pe is 0
 *   kappa     Fleiss (1971) and per category (CATEGORY, room for q, may be NULL); only where every unit
 *             has the same number of ratings, two or more; se0, z, p of Fleiss, Nee & Landis (1979);
 *             se_1971
 * R: irr::kappam.fleiss, irrCAC::gwet.ac1.raw. */
typedef struct reint_ratings {
    double pairwise, ac1, ac1_pe, kappa, kappa_po, kappa_pe, se0, z, p, se_1971;
    const char *undefined;
} reint_ratings;
reint_status reint_rating_agreement(const double *count, size_t n, size_t q, double *category,
                                    reint_ratings *out);

/* Intraclass correlations of N targets by K judges (X row-major; rows with a NaN are dropped), Shrout &
 * Fleiss (1979): single and mean of k ratings for the models 1 (one-way), 2 (two-way random), 3 (two-way
 * mixed); limits at CONFIDENCE of McGraw & Wong (1996).  R: psych::ICC(x, lmer = FALSE). */
typedef struct reint_icc {
    double single[3], single_lower[3], single_upper[3], average[3], average_lower[3], average_upper[3];
    double n, msr, msw, msc, mse, f1, f1_df1, f1_df2, f1_p, f3, f3_df1, f3_df2, f3_p;
    const char *undefined;
} reint_icc;
reint_status reint_icc_measures(const double *x, size_t n, size_t k, double confidence, reint_icc *out);

/* A scale of K items (X n x k row-major; rows with a NaN are dropped), sample variances.
 *   alpha      Cronbach's; standardised from the mean inter-item r; Feldt's 95 per cent limits;
 *              Guttman's lambda 6
 *   each item  mean, sd, correlation with the total of the others (corrected) and with the whole total,
 *              alpha without it (NaN with two items), squared multiple correlation; ITEM has room for k
 * Undefined: fewer than two items or cases, a constant item or total.  R: psych::alpha. */
typedef struct reint_scale {
    double n, k, alpha, alpha_standardised, mean_r, lambda6, lower, upper, mean, variance;
    const char *undefined;
} reint_scale;
typedef struct reint_item {
    double mean, sd, corrected_r, uncorrected_r, alpha_if_deleted, smc;
} reint_item;
reint_status reint_scale_analysis(const double *x, size_t n, size_t k, reint_item *item, reint_scale *out);

#endif
