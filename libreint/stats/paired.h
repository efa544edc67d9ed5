/* paired.h -- two or more answers of the same persons.  Public, installed as reint/stats/paired.h.
 *
 * A square table has the categories of the first occasion in its rows and the same categories of the
 * second in its columns, row-major, counts >= 0.
 * Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY.  OUT is filled (NaN) whatever the
 * status. */
#ifndef REINT_STATS_PAIRED_H
#define REINT_STATS_PAIRED_H

#include <stddef.h>

#include "base/error.h"

/* Bowker's test of symmetry of a k x k table: sum over i < j of (n_ij - n_ji)^2 / (n_ij + n_ji).
 *   df_full, p_full          k(k-1)/2, as mcnemar.test (which is NaN where a pair is empty)
 *   df_nonempty, p_nonempty  the pairs that hold a case
 * Undefined when nobody changed.  Bowker, JASA 43 (1948) 572. */
typedef struct reint_bowker {
    double chisq, df_full, p_full, df_nonempty, p_nonempty;
    const char *undefined;
} reint_bowker;
reint_status reint_bowker_test(const double *count, size_t k, reint_bowker *out);

/* McNemar's test of a 2 x 2 table {a, b, c, d}: b and c changed, m = b + c.
 *   chisq (b-c)^2/m, 1 df; chisq_cc with max(0, |b-c|-1); both NaN when nobody changed
 *   exact min(1, 2 P(X <= min(b,c))), X binomial(m, 1/2); mid 2 P(X < min) + P(X = min); both 1 when m = 0
 *   mid_fagerland  the same, but 1 - P(X = b)/2 when b = c; NaN when m = 0
 *   difference     share of row 1 less share of column 1, (b-c)/n, with Wald limits; NaN when n = 0
 *   odds ratio     b/c, 0..Inf, with exact limits (Clopper-Pearson, transformed); 0/0 NaN
 * R: mcnemar.test(t, correct = FALSE or TRUE), binom.test(b, b + c).  Fagerland, Lydersen & Laake (2013). */
typedef struct reint_mcnemar {
    double b, c, chisq, p, chisq_cc, p_cc, exact_p, mid_p, mid_p_fagerland;
    double difference, se, lower, upper, odds_ratio, odds_lower, odds_upper;
    const char *undefined;
} reint_mcnemar;
reint_status reint_mcnemar_test(const double count[4], double confidence, reint_mcnemar *out);

/* Stuart-Maxwell test of equal margins of a k x k table, over the categories used on either side, and
 * Bhapkar's, W/(1-W/n).  df: categories used less 1.
 * Undefined: fewer than two categories, a singular covariance.
 * Stuart, Biometrika 42 (1955) 412; Bhapkar, JASA 61 (1966) 228.  R: coin::mh_test. */
typedef struct reint_margins {
    double chisq, df, p, bhapkar, bhapkar_df, bhapkar_p;
    const char *undefined;
} reint_margins;
reint_status reint_margins_test(const double *count, size_t k, reint_margins *out);

/* Repeated measures: X is n x k row-major, a person a row, an occasion a column; rows with a NaN are dropped.
 * Cochran's Q for 0/1 answers (others: ARGUMENT), k-1 df.  Undefined when nobody changes.
 * Cochran, Biometrika 37 (1950) 256.  R: friedman.test gives the same number for 0/1. */
typedef struct reint_cochran {
    double n, q, df, p;
    const char *undefined;
} reint_cochran;
reint_status reint_cochran_test(const double *x, size_t n, size_t k, reint_cochran *out);

/* Friedman's test on mid-ranks within persons, tie-corrected (and not); Kendall's W 0..1; Iman &
 * Davenport's F with k-1 and (k-1)(n-1) df.  MEAN_RANK has room for k.  Undefined when every row is
 * constant.
 * Friedman, JASA 32 (1937) 675; Iman & Davenport (1980).  R: friedman.test(x). */
typedef struct reint_friedman {
    double n, chisq, df, p, chisq_uncorrected, kendall_w, f, f_p;
    const char *undefined;
} reint_friedman;
reint_status reint_friedman_test(const double *x, size_t n, size_t k, double *mean_rank, reint_friedman *out);

/* Differences d = x - y of pairs (pairs with a NaN are dropped), rounded to 10 decimals so that
 * differences of decimal fractions that are equal tie.
 * t: mean d / (sd/sqrt n), n-1 df; cohen_dz = mean/sd.  Undefined: n < 2; t and dz also when sd = 0.
 * R: t.test(x, y, paired = TRUE). */
typedef struct reint_paired_t {
    double n, mean, sd, se, t, df, p, lower, upper, cohen_dz;
    const char *undefined;
} reint_paired_t;
reint_status reint_paired_t_test(const double *x, const double *y, size_t n, double confidence,
                                 reint_paired_t *out);

/* Wilcoxon's signed-rank test and the sign test of the same differences.
 *   zeros dropped, mid-ranks; z without (SPSS) and with continuity correction (R), tie-corrected variance
 *   exact p by the permutation distribution of the mid-ranks (up to 1000 pairs, else NaN): two-sided
 *   min(1, 2 min(less, greater)), less P(W+ <= w), greater, point
 *   pratt: zeros are ranked, then dropped;  sign: two-sided binomial
 * No difference but 0: exact p is 1, z does not exist.
 * Wilcoxon (1945); Pratt, JASA 54 (1959) 655.  R: wilcox.test(d), coin::wilcoxsign_test, binom.test. */
typedef struct reint_wilcoxon {
    double n, w_plus, w_minus, z, p, z_cc, p_cc, exact_p, exact_less, exact_greater, exact_point;
    double pratt_w_plus, pratt_z, pratt_p, n_positive, n_negative, sign_p;
    const char *undefined;
} reint_wilcoxon;
reint_status reint_wilcoxon_test(const double *x, const double *y, size_t n, reint_wilcoxon *out);

#endif
