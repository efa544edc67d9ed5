/* proportion.h -- shares and their intervals.  Public, installed as reint/stats/proportion.h.
 *
 * X of N, 0 <= X <= N; fractions (weighted or effective counts) are allowed.  CONFIDENCE is 0..1, such
 * as 0.95.
 * N = 0: no share exists, the limits are NaN.  ARGUMENT: X or N outside their domain, or CONFIDENCE. */
#ifndef REINT_STATS_PROPORTION_H
#define REINT_STATS_PROPORTION_H

#include <stddef.h>

#include "base/error.h"

typedef struct reint_limits {
    double lower, upper;
    const char *undefined; /* NULL when defined */
} reint_limits;

/* The usual intervals of one share, each with its source:
 *   wald             p +- z sqrt(p(1-p)/n), not clipped to 0..1
 *   wilson           score, within 0..1; exactly 0 at X = 0 and 1 at X = N.  Wilson, JASA 22 (1927) 209
 *   wilson_cc        with continuity correction 0.5/n.  Newcombe, Stat. Med. 17 (1998) 857, method 4
 *   clopper_pearson  exact, never too narrow.  Biometrika 26 (1934) 404
 *   agresti_coull    Wald with z^2/2 added to X and z^2 to N, not clipped.  Am. Stat. 52 (1998) 119
 *   jeffreys         quantiles of Beta(X+1/2, N-X+1/2); jeffreys_bcd sets the end 0 at X = 0 and 1 at X = N.
 *                    Brown, Cai & DasGupta, Stat. Sci. 16 (2001) 101
 * R: prop.test(x, n, correct = FALSE or TRUE)$conf.int, binom.test(x, n)$conf.int, qbeta. */
reint_status reint_wald_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_wilson_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_wilson_cc_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_clopper_pearson_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_agresti_coull_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_jeffreys_interval(double x, double n, double confidence, reint_limits *out);
reint_status reint_jeffreys_bcd_interval(double x, double n, double confidence, reint_limits *out);

/* Limits of X1/N1 - X2/N2, the samples independent.
 *   newcombe             from the Wilson limits of each (method 10); CORRECTED: with continuity
 *                        correction (method 11)
 *   wald, agresti_caffo  the second adds one event and one non-event to each sample; neither is clipped
 * Newcombe, Stat. Med. 17 (1998) 873; Agresti & Caffo, Am. Stat. 54 (2000) 280. */
reint_status reint_newcombe_difference(double x1, double n1, double x2, double n2, double confidence,
                                       int corrected, reint_limits *out);
reint_status reint_wald_difference(double x1, double n1, double x2, double n2, double confidence,
                                   reint_limits *out);
reint_status reint_agresti_caffo_difference(double x1, double n1, double x2, double n2, double confidence,
                                            reint_limits *out);

/* z of two independent shares, p two-sided; POOLED: variance under equality.  No variance: NaN.
 * R: prop.test(c(x1, x2), c(n1, n2), correct = FALSE), statistic = z^2. */
typedef struct reint_z {
    double z, p;
    const char *undefined;
} reint_z;
reint_status reint_two_proportions(double x1, double n1, double x2, double n2, int pooled, reint_z *out);

/* Adjusted p-values of a family; NaN among P is a test not made, is not counted and stays NaN.
 * OUT may be P.  R: p.adjust(p, "bonferroni"), "holm", "BH". */
typedef enum reint_adjustment { REINT_BONFERRONI, REINT_HOLM, REINT_BENJAMINI_HOCHBERG } reint_adjustment;
reint_status reint_adjust_p(const double *p, size_t n, reint_adjustment how, double *out);

/* Two columns of a table compared within row ROW: pooled z of their column shares.  Undefined: an empty
 * column, a share of 0 or 1 (as SPSS CTABLES leaves such a pair out). */
reint_status reint_column_pair(const double *count, size_t n_rows, size_t n_cols, size_t row, size_t a,
                               size_t b, reint_z *out);

/* Cochran-Armitage test for a linear trend of shares X/N over SCORE, K groups.
 *   z  sum x s - p sum n s over sqrt(p(1-p) [sum n s^2 - (sum n s)^2/N]); z_permutation: variance with N-1
 * p two-sided, p_increasing P(Z > z), p_decreasing P(Z < z).  Undefined without variation in events or
 * scores. Armitage, Biometrics 11 (1955) 375.  R: prop.trend.test(x, n, score), statistic = z^2. */
typedef struct reint_trend {
    double z, p, p_increasing, p_decreasing, z_permutation, p_permutation;
    const char *undefined;
} reint_trend;
reint_status reint_trend_test(const double *score, const double *x, const double *n, size_t k,
                              reint_trend *out);

#endif
