/* agreement.h -- how far raters, coders and items agree.  Public, installed as reint/stats/agreement.h.
 *
 * Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY.  OUT is filled (NaN) whatever the status. */
#ifndef REINT_STATS_AGREEMENT_H
#define REINT_STATS_AGREEMENT_H

#include <stddef.h>

#include "base/error.h"

/* Cohen's kappa of a k x k table (rows: first rater, columns: second, the same categories, none dropped).
 * Weights: none (agreement only), linear 1-|i-j|/(k-1), quadratic 1-((i-j)/(k-1))^2.
 *   po, pe  observed and expected (weighted) agreement;  value (po-pe)/(1-pe), at most 1
 *   ase1 (for limits), ase0 (for the test), z = value / ase0: Fleiss, Cohen & Everitt, Psych. Bull. 72 (1969)
 * 323 pe = 1: undefined.  Weighted kappa needs at least two categories.  R: vcd::Kappa(t). */
typedef enum reint_kappa_weights {
    REINT_KAPPA_PLAIN,
    REINT_KAPPA_LINEAR,
    REINT_KAPPA_QUADRATIC
} reint_kappa_weights;
typedef struct reint_kappa {
    double po, pe, value, ase1, ase0, z;
    const char *undefined;
} reint_kappa;
reint_status reint_kappa_table(const double *count, size_t k, reint_kappa_weights weights, reint_kappa *out);

#endif
