/* density.h -- what the tails of tail.c and tail_count.c are a density times something of.  Private to stats/. */
#ifndef REINTI_STATS_DENSITY_H
#define REINTI_STATS_DENSITY_H

#include <stdbool.h>

/* Gamma(n+1) / (Gamma(x+1) Gamma(n-x+1)) p^x q^(n-x), x and n real, p + q = 1. */
double reinti_binomial_density(double x, double n, double p, double q);
/* x^a e^-x / Gamma(a+1), a and x real. */
double reinti_poisson_density(double a, double x);

/* I_x(a,b), or its complement, where Y = 1 - X is given apart so that neither end loses digits.  In tail.c. */
double reinti_beta_tail(double x, double y, double a, double b, bool upper);

#endif
