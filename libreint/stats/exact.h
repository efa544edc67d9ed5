/* exact.h -- what the exact and the simulated test of a table share.  Private to stats/. */
#ifndef REINTI_STATS_EXACT_H
#define REINTI_STATS_EXACT_H

#include "stats/crosstab.h"
#include "stats/internal.h"

/* The additive form of a statistic: its value is the sum of terms of the cells, larger = more extreme.
 *   PROBABILITY  log x!        PEARSON  x^2/E (= chi-square + n)        G2  2 x log(x/E) */
double reinti_exact_term(reint_exact_kind kind, double x, double expected);
/* The value from which on a table counts as extreme as T: with the slack for ties. */
double reinti_exact_threshold(const reinti_table *t, reint_exact_kind kind);
/* "counts are not whole" and the like, or NULL. */
const char *reinti_exact_degenerate(const reinti_table *t);

#endif
