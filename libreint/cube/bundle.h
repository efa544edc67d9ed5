/* bundle.h -- which of many tables are counted together.  Private to cube/. */
#ifndef REINTI_BUNDLE_H
#define REINTI_BUNDLE_H

#include "cube/count.h"

#define REINTI_BUNDLE_COLUMNS 8

typedef struct reinti_used_column {
    const reinti_column *column;
    uint32_t bias, limit;
    size_t n_uses;
} reinti_used_column;

/* Columns whose raw values are numbered together: the last one fastest. */
typedef struct reinti_pack_of {
    size_t n, column[REINTI_BUNDLE_COLUMNS], n_raw;
    size_t spare; /* number of rows that do not pass: no bundle with this pack has a combination there */
} reinti_pack_of;

typedef struct reinti_bundle {
    size_t n, column[REINTI_BUNDLE_COLUMNS]; /* the first is numbered by itself, the others are the pack */
    size_t n_raw, pack, n_lanes, n_cells;    /* cells of a lane: combinations, and the spare ones */
    size_t n_members;
} reinti_bundle;

typedef struct reinti_batch {
    const reinti_cube_spec *spec;
    const reinti_counting *counting;
    size_t n_specs;
    const int8_t *filter;
    size_t n_rows, most_raw;
    reinti_used_column *column;
    size_t n_columns, column_capacity;
    reinti_bundle *bundle;
    size_t n_bundles, bundle_capacity;
    reinti_pack_of *pack;
    size_t n_packs, pack_capacity;
    size_t *bundle_of; /* per spec; REINTI_NONE: counted by itself */
} reinti_batch;

/* Puts the specs that share rows and filter with FIRST, and are not DONE, into bundles; marks them in DONE.  False: no
 * memory.  B has spec, counting, n_specs and room for bundle_of; it may be used again and is freed by _free. */
bool reinti_batch_plan(reinti_batch *b, size_t first, bool *done);
void reinti_batch_free(reinti_batch *b);

#endif
