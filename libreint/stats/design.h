/* design.h -- what a stratum puts into a variance.  Private to stats/. */
#ifndef REINTI_STATS_DESIGN_H
#define REINTI_STATS_DESIGN_H

#include "stats/survey.h"

typedef struct reinti_stratum {
    double size, factor; /* primary units; (1-f) n/(n-1), of a single unit 1-f */
    bool centred;        /* values count from the mean of the stratum, else from 0 */
} reinti_stratum;

/* Weights and indices are what they must be. */
bool reinti_design_valid(const reint_design *d);
/* S (n_strata, all 0), where every case is a primary unit, whatever D says of units.  *UNDEFINED is set as by
 * reint_design_covariance. */
void reinti_design_strata(const reint_design *d, reinti_stratum *s, const char **undefined);

#endif
