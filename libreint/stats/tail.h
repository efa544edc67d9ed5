/* tail.h -- tail probabilities and quantiles of the distributions behind the tests.  Public, installed as
 * reint/stats/tail.h.
 *
 * _upper is P(X > x), for counts P(X >= x); _lower is P(X <= x).  Each is computed on its own side, so that a
 * p-value of 1e-200 keeps its digits.  Relative error below 1e-12 for parameters up to about 1e6.
 * Outside the domain (a parameter not positive, not finite, a probability outside 0..1, anything NaN) the
 * answer is NaN; x outside the support is no error: the tail is 0 or 1.
 * Pure functions: no state, no error handler, safe from any thread. */
#ifndef REINT_STATS_TAIL_H
#define REINT_STATS_TAIL_H

double reint_normal_lower(double z);
double reint_normal_upper(double z);
double reint_normal_two_sided(double z);          /* P(|Z| > |z|) */
double reint_normal_quantile(double probability); /* lower; -Inf at 0, Inf at 1 */

double reint_gamma_lower(double x, double shape); /* scale 1 */
double reint_gamma_upper(double x, double shape);
double reint_chi2_lower(double x, double df); /* df > 0, need not be whole */
double reint_chi2_upper(double x, double df);

double reint_beta_lower(double x, double a, double b);
double reint_beta_upper(double x, double a, double b);
double reint_beta_quantile(double probability, double a, double b); /* lower */

double reint_t_lower(double t, double df);
double reint_t_upper(double t, double df);
double reint_t_two_sided(double t, double df);
double reint_t_quantile(double probability, double df); /* lower */

double reint_f_lower(double f, double df1, double df2);
double reint_f_upper(double f, double df1, double df2);
double reint_f_quantile(double probability, double df1, double df2); /* lower */

/* X successes in N trials; X and N whole numbers >= 0. */
double reint_binomial_point(double x, double n, double share);
double reint_binomial_lower(double x, double n, double share);
double reint_binomial_upper(double x, double n, double share);
/* Two-sided: the sum over all outcomes at most as probable as X (relative slack 1e-7, as R's binom.test). */
double reint_binomial_two_sided(double x, double n, double share);

/* X white balls among DRAWN from WHITE + BLACK; whole numbers >= 0, DRAWN <= WHITE + BLACK. */
double reint_hypergeometric_point(double x, double white, double black, double drawn);
double reint_hypergeometric_lower(double x, double white, double black, double drawn);
double reint_hypergeometric_upper(double x, double white, double black, double drawn);
/* Two-sided: the sum over all outcomes at most as probable as X (relative slack 1e-7, as R's fisher.test). */
double reint_hypergeometric_two_sided(double x, double white, double black, double drawn);

#endif
