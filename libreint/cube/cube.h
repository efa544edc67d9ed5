/* cube.h -- counting: the narrow waist of the house.  Private.
 *
 * A cube holds, for each combination of categories of its dimensions, a few sums over the rows of one frame
 * that pass a filter.  Dense, row-major with the last dimension fastest.  The numbers do not depend on the
 * number of threads. */
#ifndef REINTI_CUBE_H
#define REINTI_CUBE_H

#include "frame/frame.h"

/* A cube has at most so many cells.  A dimension has two categories at least, a code and "absent", so that more
 * dimensions than this would be more cells. */
#define REINTI_CUBE_BITS       27
#define REINTI_CUBE_CELLS      ((size_t)1 << REINTI_CUBE_BITS)
#define REINTI_MOST_DIMENSIONS REINTI_CUBE_BITS

typedef struct reinti_dimension {
    const reinti_column *column; /* CODED or SET; all its categories are counted, the missing ones too.
                    A SET adds a row to each category it holds (once each); rows that hold none are in the
                    category of their missing reason, or in none if they are answered but empty.
                    One category more, the last (n_categories), counts each row once: "cases". */
} reinti_dimension;

typedef enum reinti_bound { REINTI_AS_IS, REINTI_LOWEST, REINTI_HIGHEST } reinti_bound;

typedef struct reinti_cube_spec {
    size_t n_rows;
    const int8_t *filter; /* counted where 1; NULL = all */
    size_t n_dimensions;
    reinti_dimension dimension[REINTI_MOST_DIMENSIONS];
    const double *weight; /* NULL = unweighted; NaN = row left out (counted in n_unweighted_left_out) */
    const double *x;      /* variable to sum; NULL = none; NaN rows are counted in n but not in nx */
    size_t bounded;       /* dimension whose `possible` gives low and high counts; REINTI_NONE = none */
    unsigned threads;     /* 0 = as many as there are processors */
} reinti_cube_spec;

typedef struct reinti_cube {
    size_t n_dimensions, size[REINTI_MOST_DIMENSIONS], n_cells;
    /* NULL: categories stand in their order.  Else the place of each; REINTI_NONE: of nobody, it has no cells. */
    size_t *place[REINTI_MOST_DIMENSIONS];
    uint64_t *n;            /* rows */
    double *w, *w2;         /* sums of weights and their squares; NULL when unweighted */
    uint64_t *nx;           /* rows with x */
    double *wx, *wx2, *sw;  /* sums over rows with x of w*x, w*x^2, w; sums are compensated (Neumaier) */
    uint64_t *low, *high;   /* with `bounded`: rows surely / possibly in the cell */
    double *low_w, *high_w; /* the same, weighted */
    uint64_t left_out;      /* rows whose weight is missing */
} reinti_cube;

/* Where all categories would be more than REINTI_CUBE_CELLS, only those that a row is in have a place.  ARGUMENT with the
 * size when these are too many, too. */
reint_status reinti_cube_count(const reinti_cube_spec *spec, reinti_cube *out, reint_error *err);
/* N cubes in one pass over the rows, as for the tables of a plan: those that ask for columns in common are counted
 * together where few enough combinations come of it.  The numbers are those of _cube_count.  All or none in OUT. */
reint_status reinti_cubes_count(const reinti_cube_spec *spec, size_t n, reinti_cube *out, reint_error *err);
void reinti_cube_free(reinti_cube *cube);
/* The offset of a cell; REINTI_NONE: of nobody. */
size_t reinti_cube_at(const reinti_cube *cube, const size_t *category);

#endif
