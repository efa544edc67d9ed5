/* count.h -- what the two ways of counting share.  Private to cube/.
 *
 * Both count a range of rows into a partial: integers, which any order of adding gives alike, and compensated
 * sums, which cube.c takes over block by block in the order of the rows. */
#ifndef REINTI_COUNT_H
#define REINTI_COUNT_H

#include "cube/cube.h"

/* Rows handled at a time: the cell numbers of a chunk stay in the first-level cache. */
#define REINTI_CHUNK 4096

typedef struct reinti_sum {
    double value, carry; /* what VALUE lost to rounding is kept in CARRY */
} reinti_sum;

/* Knuth's branch-free two-sum; as exact as Neumaier's and without its comparison. */
static inline void
reinti_sum_add(reinti_sum *s, double x)
{
    double t = s->value + x, part = t - s->value;

    s->carry += (s->value - (t - part)) + (x - part);
    s->value = t;
}

/* The sums of a cube, in the order of its members. */
typedef enum reinti_sum_kind {
    REINTI_SUM_W,
    REINTI_SUM_W2,
    REINTI_SUM_WX,
    REINTI_SUM_WX2,
    REINTI_SUM_SW,
    REINTI_SUM_LOW_W,
    REINTI_SUM_HIGH_W,
    REINTI_N_SUMS
} reinti_sum_kind;

typedef struct reinti_axis {
    const reinti_column *column;
    size_t stride;        /* cells from one category to the next */
    uint32_t bias, limit; /* (raw + bias) cut to the width of raw is below limit */
    uint32_t *offset;     /* [limit]: category x stride; for a SET the category alone */
} reinti_axis;

typedef struct reinti_counting {
    const reinti_cube_spec *spec;
    size_t n_cells;
    size_t n_axes;
    reinti_axis axis[REINTI_MOST_DIMENSIONS];
    size_t n_raw; /* cells of the histogram over raw values; 0 = count row by row */
    size_t n_lanes;
    bool sums[REINTI_N_SUMS]; /* which are wanted */
} reinti_counting;

typedef struct reinti_partial {
    uint32_t *lane; /* histogram: n_lanes x (n_raw + 1) */
    uint64_t *n, *nx, *low, *high;
    reinti_sum *sum[REINTI_N_SUMS];
    uint64_t left_out;
    uint32_t *cell, *row; /* row by row: hits on their way, REINTI_CHUNK each */
} reinti_partial;

/* What stays in a core's cache while all the tables of a plan are counted over it. */
#define REINTI_BLOCK ((size_t)1 << 16)

/* Checks SPEC, prepares C for it and makes an empty cube.  C is to be freed whatever the answer, CUBE only by who got
 * OK. */
reint_status reinti_counting_prepare(reinti_counting *c, const reinti_cube_spec *spec, reinti_cube *cube,
                                     reint_error *err);
void reinti_counting_free(reinti_counting *c);
/* Counts what C was prepared for. */
reint_status reinti_counting_run(const reinti_counting *c, reinti_cube *cube, reint_error *err);

void reinti_count_histogram(const reinti_counting *c, reinti_partial *p, size_t from, size_t to);
void reinti_count_fold(const reinti_counting *c, const reinti_partial *p, uint64_t *n);
void reinti_count_rows(const reinti_counting *c, reinti_partial *p, size_t from, size_t to);

#endif
