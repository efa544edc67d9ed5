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
 *   chisq                sum (O-E)^2/E;  g2  2 sum O log(O/E);  df (R-1)(C-1)
 *   yates                2 x 2 only: n max(0, |ad-bc| - n/2)^2 / product of margins (continuity
 *                        correction; 1 df)
 *   phi                  sqrt(chisq/n), >= 0;  phi_signed, 2 x 2 only, -1..1: (ad-bc)/sqrt(product of
 *                        margins)
 *   cramers_v            sqrt(chisq / (n (min(R,C)-1))), 0 independent .. 1 determined
 *   cramers_v_corrected  Bergsma, J. Korean Stat. Soc. 42 (2013) 323: bias-corrected; NaN if its
 *                        denominator is 0
 *   contingency          Pearson's sqrt(chisq/(chisq+n)), 0 .. below 1
 * R: chisq.test(t, correct = FALSE); vcd::assocstats(t). */
typedef struct reint_chisq {
    size_t rows, cols; /* used */
    double n, chisq, df, p, g2, g2_p, yates, yates_p, min_expected, n_expected_below_5;
    double phi, phi_signed, cramers_v, cramers_v_corrected, contingency;
    const char *undefined; /* NULL when defined */
} reint_chisq;
reint_status reint_chisq_test(const double *count, size_t n_rows, size_t n_cols, reint_chisq *out);

/* Fisher's exact test of a 2 x 2 table of whole counts, margins fixed.
 *   p_two_sided   all tables at most as probable as this one (relative slack 1e-7); p_less, p_greater:
 *                 by cell a
 *   odds_ratio    conditional maximum likelihood estimate, 0..Inf; NaN if the margins allow this table
 *                 only
 *   lower, upper  exact (Clopper-Pearson type) limits at CONFIDENCE (0..1); one-sided limits likewise
 * Undefined when a row or column is empty.
 * R: fisher.test(t), whose odds ratio is solved to about 1e-4 only. */
typedef struct reint_fisher {
    double p_two_sided, p_less, p_greater, p_observed;
    double odds_ratio, lower, upper, one_sided_lower, one_sided_upper;
    const char *undefined;
} reint_fisher;
reint_status reint_fisher_test(const double count[4], double confidence, reint_fisher *out);

/* A measure of association: ase1 is the asymptotic standard error not assuming independence (for limits:
 * value +- z ase1), ase0 the one under independence (for the test: value / ase0 is about normal).
 * A standard error below 1e-7 is the rounding residue of an exact 0 and is given as 0. */
typedef struct reint_measure {
    double value, ase1, ase0;
} reint_measure;

/* Measures for nominal categories; sym = symmetric, col = column variable dependent (the row predicts
 * it).
 *   lambda       Goodman & Kruskal, share of errors saved by predicting the largest category, 0..1;
 *                among equal maxima the first is taken, lambda_ties then says that other programs may
 *                show another ASE
 *   tau          Goodman & Kruskal (ase0 NaN), 0..1; tau_chisq = (n-1)(C-1) tau with (R-1)(C-1) df, and
 *                its p
 *   uncertainty  Theil's share of entropy explained, 0..1
 * Goodman & Kruskal, JASA 58 (1963) 310 and 67 (1972) 415; Brown & Benedetti, JASA 72 (1977) 309. */
typedef struct reint_nominal {
    reint_measure lambda_sym, lambda_col, lambda_row, tau_col, tau_row;
    reint_measure uncertainty_sym, uncertainty_col, uncertainty_row;
    double lambda_ties, tau_col_chisq, tau_col_p, tau_row_chisq, tau_row_p, df;
    const char *undefined;
} reint_nominal;
reint_status reint_nominal_measures(const double *count, size_t n_rows, size_t n_cols, reint_nominal *out);

/* Measures for ordered categories, ROW_SCORE and COL_SCORE ascending (NULL: 1, 2, 3 ...).
 *   concordant, discordant  P and Q, every pair counted twice
 *   gamma                   (P-Q)/(P+Q); tau_b; tau_c; Somers' d sym, col, row; all -1..1.
 *                           somers_sym.ase1 by the delta method, somers_sym_ase1_spss = 2 ASE1(tau-b)
 *                           sqrt(Dr Dc)/(Dr+Dc), as SPSS and PSPP print it
 *   pearson                 on the scores; spearman: the same on mid-ranks (SPSS, PSPP), spearman_delta
 *                           its standard errors when the ranks vary with the counts (SAS); t = r
 *                           sqrt(n-2)/sqrt(1-r^2), p two-sided with n-2 df: |r| = 1 gives t infinite and
 *                           p 0, n <= 2 NaN
 *   linear                  Mantel-Haenszel linear-by-linear association (n-1) r^2, 1 df
 *   eta_col                 correlation ratio of the column scores by row groups, 0..1; eta_row the
 *                           reverse
 * Brown & Benedetti (1977); Agresti, Categorical Data Analysis (2002) 2.4, 3.4. */
typedef struct reint_ordinal {
    double concordant, discordant;
    reint_measure gamma, tau_b, tau_c, somers_sym, somers_col, somers_row, pearson, spearman, spearman_delta;
    double somers_sym_ase1_spss, pearson_t, pearson_p, spearman_t, spearman_p, linear, linear_p, eta_col,
        eta_row;
    const char *undefined;
} reint_ordinal;
reint_status reint_ordinal_measures(const double *count, size_t n_rows, size_t n_cols,
                                    const double *row_score, const double *col_score, reint_ordinal *out);

/* Two groups (rows) and an event (first column) of a 2 x 2 table as given, nothing dropped; limits at
 * CONFIDENCE.
 *   odds_ratio  ad/bc, 0..Inf; 0/0 NaN; log_se and Wald limits only when no cell is 0
 *   haldane     the same with 0.5 added to every cell
 *   ratio[0]    share of column 1 in row 1 over that in row 2 (risk ratio); ratio[1] of column 2
 *   difference  the difference of the two shares: Wald limits and Newcombe's (method 10)
 * Undefined shares when a row is empty.  R: vcd::oddsratio, epitools::riskratio.wald. */
typedef struct reint_estimate {
    double value, se, lower, upper; /* se of a ratio: of its logarithm */
} reint_estimate;
typedef struct reint_risk {
    reint_estimate odds_ratio, haldane, ratio[2], difference;
    double newcombe_lower, newcombe_upper;
    const char *undefined;
} reint_risk;
reint_status reint_risk_measures(const double count[4], double confidence, reint_risk *out);

/* Exact test of an r x c table of whole counts, both margins fixed: the probability of all tables with these
 * margins whose statistic is at least that of the observed one.
 *   PROBABILITY  Freeman-Halton (Fisher): tables at most as probable;  PEARSON, G2: chi-square as large
 * Ties are counted with a relative slack of 1e-7.  Computed by a network over the rows (Mehta & Patel, JASA
 * 78 (1983) 427): nothing is left out.  WORK limits the steps, 0 = about a second; beyond it, and beyond 1000
 * cases of a table that is not 2 x 2, `p` is NaN and TOO_LARGE is 1: reint_simulated_test can tell then.
 * R: fisher.test(t)$p.value. */
typedef enum reint_exact_kind {
    REINT_EXACT_PROBABILITY,
    REINT_EXACT_PEARSON,
    REINT_EXACT_G2
} reint_exact_kind;
typedef struct reint_exact {
    double p, work; /* work: steps used */
    const char *undefined;
    int too_large; /* undefined for the number of tables only */
} reint_exact;
reint_status reint_exact_test(const double *count, size_t n_rows, size_t n_cols, reint_exact_kind kind,
                              double work, reint_exact *out);

/* The same p-value by DRAWS random tables with these margins: (1 + tables as extreme) / (DRAWS + 1), and 99
 * per cent limits for the exact one (Clopper-Pearson).  The same SEED gives the same answer everywhere. */
typedef struct reint_simulated {
    double p, lower, upper, draws;
    const char *undefined;
} reint_simulated;
reint_status reint_simulated_test(const double *count, size_t n_rows, size_t n_cols, reint_exact_kind kind,
                                  size_t draws, unsigned long long seed, reint_simulated *out);

/* K strata of 2 x 2 tables, COUNT k x 4 row-major {a, b, c, d}; limits at CONFIDENCE.
 *   odds_ratio   Mantel-Haenszel, variance of Robins, Breslow & Greenland (1986);  risk_ratio likewise,
 *                variance of Greenland & Robins (1985); over strata with a case
 *   cmh          (sum (a - E))^2 / sum of hypergeometric variances (n-1); cmh_cc: 0.5 less; cochran:
 *                variances with n.  Strata with n <= 1 or an empty margin carry no information and are
 *                left out
 *   breslow_day  homogeneity of the odds ratio, df = informative strata - 1 (0: NaN), and Tarone's
 *                correction
 *   woolf        homogeneity by log odds ratios; only where no cell is 0
 * R: mantelhaen.test(a, correct = FALSE), vcd::woolf_test, DescTools::BreslowDayTest. */
typedef struct reint_stratified {
    reint_estimate odds_ratio, risk_ratio;
    double cmh, cmh_p, cmh_cc, cmh_cc_p, cochran, cochran_p;
    double breslow_day, breslow_day_df, breslow_day_p, tarone, tarone_p, woolf, woolf_df, woolf_p;
    const char *undefined;
} reint_stratified;
reint_status reint_stratified_2x2(const double *count, size_t k, double confidence, reint_stratified *out);

/* Generalised Cochran-Mantel-Haenszel tests of K strata of R x C tables, COUNT k x r x c row-major: general
 * association, df (R-1)(C-1); row mean scores differ, R-1; correlation, 1.  Scores 1..R, 1..C.
 * Strata with fewer than two cases are left out.  Undefined: a singular covariance.
 * Landis, Heyman & Koch, Int. Stat. Rev. 46 (1978) 237.  R: mantelhaen.test(a), vcdExtra::CMHtest. */
typedef struct reint_cmh {
    double general, general_df, general_p, row_mean, row_mean_df, row_mean_p, correlation, correlation_df,
        correlation_p;
    const char *undefined;
} reint_cmh;
reint_status reint_cmh_tests(const double *count, size_t k, size_t n_rows, size_t n_cols, reint_cmh *out);

#endif
