/* ahead.h -- the cubes of a plan, counted together before its tables are made.  Private.
 *
 * Each table is asked first what it is going to count; then all of it is counted in one pass (reinti_cubes_count);
 * then the tables are made and find their cubes.  What was not asked for, or would not be counted faster together, is
 * not found: the table counts it itself. */
#ifndef REINTI_AHEAD_H
#define REINTI_AHEAD_H

#include "cube/cube.h"

/* Fewer rows are counted before a thread is up. */
#define REINTI_AHEAD_ROWS ((size_t)1 << 14)

typedef struct reinti_ahead reinti_ahead;

reinti_ahead *reinti_ahead_create(void); /* NULL: no memory */
void reinti_ahead_free(reinti_ahead *a);
/* Notes SPEC.  Its columns, filter and weight must outlive A. */
reint_status reinti_ahead_ask(reinti_ahead *a, const reinti_cube_spec *spec, reint_error *err);
/* Counts what was noted. */
reint_status reinti_ahead_count(reinti_ahead *a, reint_error *err);
/* The cube of SPEC, A's; or NULL. */
const reinti_cube *reinti_ahead_find(const reinti_ahead *a, const reinti_cube_spec *spec);

#endif
