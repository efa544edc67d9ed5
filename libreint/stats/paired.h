/* paired.h -- two or more answers of the same persons.  Public, installed as reint/stats/paired.h.
 *
 * A square table has the categories of the first occasion in its rows and the same categories of the second
 * in its columns, row-major, counts >= 0. Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY.  OUT
 * is filled (NaN) whatever the status. */
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

#endif
