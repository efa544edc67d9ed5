/* balance.h -- how far two groups differ, in standard deviations: kept and lost, before and after weighting.
 * Public, installed as reint/stats/balance.h.
 *
 * Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY. */
#ifndef REINT_STATS_BALANCE_H
#define REINT_STATS_BALANCE_H

#include <stddef.h>

#include "base/error.h"

/* A number X of N cases, GROUP[i] 0 or 1 (NaN in either: the case is left out), weights W >= 0 or NULL.
 *   d     (mean1 - mean0) / sqrt((sd1^2 + sd0^2)/2): does not grow with n, as a test does; 0.1 or 0.25 are usual
 *         bounds of what is called balanced
 *   sd    root of sum w d^2 sum w / ((sum w)^2 - sum w^2): n - 1 without weights
 * Undefined: a group with fewer than two cases, no variation in both.
 * Austin, Stat. Med. 28 (2009) 3083; Austin, Multivar. Behav. Res. 46 (2011) 399. */
typedef struct reint_balance {
    double n1, n0, mean1, mean0, sd1, sd0, d;
    const char *undefined;
} reint_balance;
reint_status reint_standardised_difference(const double *x, const double *group, const double *w, size_t n,
                                           reint_balance *out);

/* Shares of K categories in the two groups, COUNT1 and COUNT0 (weighted or not): with two categories
 * (p1 - p0)/sqrt((p1 q1 + p0 q0)/2), signed, of the second; with more sqrt(D' S^-1 D) >= 0, D the differences
 * of the shares but one, S the mean of both multinomial covariances.  Categories empty in both are dropped.
 * Undefined: an empty group, fewer than two categories, a singular S (both groups each in categories of its own).
 * Yang & Dalton, SAS Global Forum (2012) 335. */
reint_status reint_standardised_shares(const double *count1, const double *count0, size_t k, double *d,
                                       const char **undefined);

#endif
