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

#endif
