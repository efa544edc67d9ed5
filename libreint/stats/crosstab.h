/* crosstab.h -- statistics of one table of counts.  Public, installed as reint/stats/crosstab.h.
 *
 * COUNT is row-major, n_rows x n_cols, every count >= 0 and finite; fractions (weighted counts) are allowed
 * unless said otherwise, but a p-value of weighted counts is none: see survey.h.
 * Rows and columns that are all zero are dropped first: df, min(R, C) and corrections use the others.  With
 * fewer than two rows or columns left nothing is defined: every number is NaN and `undefined` says why.
 * Status: OK; ARGUMENT, a count outside its domain; NO_MEMORY.  OUT is filled (NaN) whatever the status. */
#ifndef REINT_STATS_CROSSTAB_H
#define REINT_STATS_CROSSTAB_H

#include <stddef.h>

#include "base/error.h"

/* Chi-square tests of independence and the measures built on chi-square.
 *   chisq   sum (O-E)^2/E;  g2  2 sum O log(O/E);  df (R-1)(C-1)
 *   yates   2 x 2 only: n max(0, |ad-bc| - n/2)^2 / product of margins (continuity correction; 1 df)
 *   phi     sqrt(chisq/n), >= 0;  phi_signed, 2 x 2 only, -1..1: (ad-bc)/sqrt(product of margins)
 *   cramers_v            sqrt(chisq / (n (min(R,C)-1))), 0 independent .. 1 determined
 *   cramers_v_corrected  Bergsma, J. Korean Stat. Soc. 42 (2013) 323: bias-corrected; NaN if its denominator
 * is 0 contingency          Pearson's sqrt(chisq/(chisq+n)), 0 .. below 1 R: chisq.test(t, correct = FALSE);
 * vcd::assocstats(t). */
typedef struct reint_chisq {
    size_t rows, cols; /* used */
    double n, chisq, df, p, g2, g2_p, yates, yates_p, min_expected, n_expected_below_5;
    double phi, phi_signed, cramers_v, cramers_v_corrected, contingency;
    const char *undefined; /* NULL when defined */
} reint_chisq;
reint_status reint_chisq_test(const double *count, size_t n_rows, size_t n_cols, reint_chisq *out);

/* Fisher's exact test of a 2 x 2 table of whole counts, margins fixed.
 *   p_two_sided  all tables at most as probable as this one (relative slack 1e-7); p_less, p_greater: by cell
 * a odds_ratio   conditional maximum likelihood estimate, 0..Inf; NaN if the margins allow this table only
 *   lower, upper exact (Clopper-Pearson type) limits at CONFIDENCE (0..1); one-sided limits likewise
 * Undefined when a row or column is empty.  R: fisher.test(t), whose odds ratio is solved to about 1e-4 only.
 */
typedef struct reint_fisher {
    double p_two_sided, p_less, p_greater, p_observed;
    double odds_ratio, lower, upper, one_sided_lower, one_sided_upper;
    const char *undefined;
} reint_fisher;
reint_status reint_fisher_test(const double count[4], double confidence, reint_fisher *out);

#endif
