/* missing.h -- what missing answers can do to an estimate.  Public, installed as reint/stats/missing.h.
 *
 * Status: OK; ARGUMENT, an input outside its domain.  OUT is filled (NaN) whatever the status. */
#ifndef REINT_STATS_MISSING_H
#define REINT_STATS_MISSING_H

#include <stddef.h>

#include "base/error.h"

/* Rubin's rules for M analyses of data imputed elsewhere: ESTIMATE and SE of each.  DF_COMPLETE: degrees of
 * freedom of the complete data, Inf for a large sample.
 *   value    mean of the estimates;  se  sqrt(within + (1 + 1/m) between);  limits by t at CONFIDENCE
 *   df       (m-1)(1 + 1/r)^2, r = (1 + 1/m) between/within; Barnard & Rubin's for a finite DF_COMPLETE; without
 *            between-variance DF_COMPLETE's
 *   missing  fraction of missing information, (r + 2/(df+3))/(r + 1), 0..1
 * Undefined: fewer than two analyses.
 * Rubin, Multiple Imputation for Nonresponse in Surveys (1987); Barnard & Rubin, Biometrika 86 (1999) 948.
 * R: mitools::MIcombine, mice::pool.scalar. */
typedef struct reint_pooled {
    double m, value, se, within, between, df, lower, upper, missing;
    const char *undefined;
} reint_pooled;
reint_status reint_pool(const double *estimate, const double *se, size_t m, double df_complete,
                        double confidence, reint_pooled *out);

/* A share X of N answers, and MISSING persons who gave none.
 *   lower, upper  worst cases: none of the missing, all of the missing (Manski 1989)
 *   shifted       the missing have the share of the others plus DELTA, kept within 0..1
 *   flip          the DELTA at which SHIFTED reaches TARGET; NaN when no share of the missing reaches it
 * Undefined: nobody at all; shifted and flip also when nobody answered. */
typedef struct reint_bounds {
    double lower, observed, upper, shifted, flip;
    const char *undefined;
} reint_bounds;
reint_status reint_missing_bounds(double x, double n, double missing, double delta, double target,
                                  reint_bounds *out);

#endif
