/* internal.h -- what the files of stats/ share and nobody else sees. */
#ifndef REINTI_STATS_INTERNAL_H
#define REINTI_STATS_INTERNAL_H

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"
#include "stats/crosstab.h"

/* A table of counts without its empty rows and columns: every test and measure of association works on this.
 */
typedef struct reinti_table {
    size_t rows, cols;
    double n;
    double *count;                 /* row-major */
    double *row, *col;             /* margins, all > 0 */
    double *row_score, *col_score; /* given, or 1, 2, 3 ... by place in the full table */
    void *block;
} reinti_table;

/* Scores may be NULL.  ARGUMENT: a count that is negative, infinite or NaN, a score that is not finite. */
reint_status reinti_table_keep(const double *count, size_t n_rows, size_t n_cols, const double *row_score,
                               const double *col_score, reinti_table *t);
void reinti_table_free(reinti_table *t);

#define REINTI_AT(t, i, j) ((t)->count[(i) * (t)->cols + (j)])

/* NaN where the denominator is 0 or not finite: a ratio that does not exist. */
static inline double
reinti_ratio(double numerator, double denominator)
{
    return denominator != 0 && isfinite(denominator) ? numerator / denominator : NAN;
}

static inline double
reinti_square(double x)
{
    return x * x;
}

/* sqrt of something that is >= 0 but for rounding. */
static inline double
reinti_root(double x)
{
    return sqrt(fmax(0, x));
}

/* o log(o/e) - (o - e), the part of a cell in G2 / 2: never negative, and without cancellation where o is close to e. */
double reinti_divergence(double o, double e);

/* log Gamma(x), x > 0, without the process-wide sign that lgamma() writes. */
double reinti_log_gamma(double x);

/* calloc that knows overflow of the product, and never answers NULL for an empty array. */
void *reinti_room(size_t n, size_t size);

/* Every number finite and >= 0; WHOLE: also without fraction and below 2^53. */
bool reinti_counts_valid(const double *count, size_t n, bool whole);

/* Every outcome 0 or 1 and every covariate ([case][covariate]) finite. */
bool reinti_binary_valid(const double *x, const double *y, size_t n, size_t p);

/* The first reason why the tests of a table do not exist, or NULL: no case, one row, one column. */
const char *reinti_table_degenerate(const reinti_table *t);

/* Below this a standard error is what rounding leaves of the root of an exact 0. */
#define REINTI_ASE_RESIDUE 1e-7

/* Rounding residues become the exact 0 that they are: standard errors below 1e-7, values below 1e-14. */
static inline reint_measure
reinti_measure_tidy(reint_measure m)
{
    if (fabs(m.value) < 1e-14)
        m.value = 0;
    if (m.ase1 < REINTI_ASE_RESIDUE)
        m.ase1 = 0;
    if (m.ase0 < REINTI_ASE_RESIDUE)
        m.ase0 = 0;
    return m;
}

#endif
