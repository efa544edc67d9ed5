/* separation.h -- what the fits of logistic models share to tell whether estimates exist.  Private to stats/. */
#ifndef REINTI_STATS_SEPARATION_H
#define REINTI_STATS_SEPARATION_H

#include "stats/model.h"

/* ROW n x p, finite: an estimate exists unless some direction d has row'd >= 0 for every row and more for one.
 * TOWARD (p): -1, 0 or 1, where each coefficient runs; APART: rows with more.  Rows of zeros count as on the border.
 * NO_MEMORY. */
reint_status reinti_separate(const double *row, size_t n, size_t p, int *toward, size_t *apart,
                             reint_separation *out);
/* Why there are no estimates; NULL for OVERLAP. */
const char *reinti_separation_reason(reint_separation s);

#endif
