/* descriptive.h -- one variable: moments, quantiles, weights.  Public, installed as
 * reint/stats/descriptive.h. */
#ifndef REINT_STATS_DESCRIPTIVE_H
#define REINT_STATS_DESCRIPTIVE_H

#include <stddef.h>

#include "base/error.h"

/* Mean, standard deviation and effective n under sampling weights.
 * X: NaN is a missing value.  W: >= 0 and finite, NULL = all 1; a weight of 0 or NaN drops the case.
 *   mean          sum w x / sum w
 *   sd_population sqrt(sum w (x-mean)^2 / sum w);  sd: times sqrt(n/(n-1)), NaN at n = 1
 *   effective_n   Kish: (sum w)^2 / sum w^2
 * Undefined (NaN) when no case is left.  ARGUMENT: a weight negative or infinite, an infinite X.
 * R: weighted.mean(x, w). */
typedef struct reint_weighted {
    size_t n;
    double sum_weights, mean, sd_population, sd, effective_n;
    const char *undefined;
} reint_weighted;
reint_status reint_weighted_moments(const double *x, const double *w, size_t n, reint_weighted *out);

/* One variable.  X: NaN is a missing value.  FREQUENCY: how often each case counts, whole numbers (0 or
 * NaN drops the case), NULL = once.  CONFIDENCE for the mean, by t with n-1 df.
 *   skewness, kurtosis  G1 and G2 of SPSS and SAS with their standard errors; G1 needs n >= 3, G2 n >=
 *                       4, sd > 0
 *   mad                 median of |x - median|, mad_normal times 1.4826
 *   trimmed             means without 10 or 20 per cent of the cases at each end
 *   geometric_mean      for x > 0;  iqr by type 7; Tukey's hinges; cv = sd / |mean|
 * sd, se and limits need n >= 2.  ARGUMENT: an infinite X, a frequency negative or not whole.
 * R: mean, sd, e1071::skewness(x, type = 2), mad, mean(x, trim = .1), fivenum. */
typedef struct reint_descriptive {
    double n, missing, weighted_n, mean, se, lower, upper, sd, variance, min, max, sum;
    double skewness, skewness_se, kurtosis, kurtosis_se, median, mad, mad_normal, trimmed_10, trimmed_20;
    double geometric_mean, iqr, hinge_lower, hinge_upper, cv;
    const char *undefined;
} reint_descriptive;
reint_status reint_describe(const double *x, const double *frequency, size_t n, double confidence,
                            reint_descriptive *out);

/* Quantiles at the N_P probabilities P (0..1) into OUT, with frequencies; NaN when no case is left.
 * Types 6 (SPSS HAVERAGE) and 7 (R, PSPP FREQUENCIES) of Hyndman & Fan, Am. Stat. 50 (1996) 361.
 * R: quantile(x, p, type = 6). */
reint_status reint_quantiles(const double *x, const double *frequency, size_t n, int type, const double *p,
                             size_t n_p, double *out);
/* Smallest x whose share of the weights up to it is at least P (slack 1e-12 for sums of weights). */
reint_status reint_weighted_quantiles(const double *x, const double *w, size_t n, const double *p, size_t n_p,
                                      double *out);

/* Multiple response.  Dichotomies: X is n x k, 1 = chosen, another number = not chosen, NaN = missing; W
 * weights (NULL = 1).  COUNT (k) takes the cases that chose each option.
 *   cases      at least one option chosen (base of SPSS MULT RESPONSE)
 *   answered   at least one item not missing
 *   responses  all choices; the mean is responses / cases
 * Categories: X is n x k mentions; COUNT_CASES (m) counts a category named twice by a person once,
 * COUNT_RESPONSES twice; cases: at least one mention. */
typedef struct reint_multiple {
    double cases, answered, responses;
} reint_multiple;
reint_status reint_multiple_dichotomies(const double *x, size_t n, size_t k, const double *w, double *count,
                                        reint_multiple *out);
reint_status reint_multiple_categories(const double *x, size_t n, size_t k, const double *w,
                                       const double *category, size_t m, double *count_cases,
                                       double *count_responses, reint_multiple *out);

#endif
