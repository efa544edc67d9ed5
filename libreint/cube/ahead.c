/* ahead.c -- the cubes of a plan, counted together before its tables are made.
 *
 * Only what bundle.c puts together is noted: plain counts of codes over many rows.  The cubes of all tables lie
 * in memory at once, so no more than MOST_CELLS cells of them are noted; the rest of the tables count for
 * themselves. */
#include <config.h>

#include "cube/ahead.h"

#include <stdlib.h>
#include <string.h>

#define MOST_CELLS ((size_t)1 << 23)

struct reinti_ahead {
    reinti_cube_spec *spec;
    size_t n, capacity, n_cells;
    reinti_cube *cube; /* n_counted of them */
    size_t n_counted;
    reinti_map *at; /* what tells specs apart -> position */
};

reinti_ahead *
reinti_ahead_create(void)
{
    reinti_ahead *a = calloc(1, sizeof *a);

    if (a && !(a->at = reinti_map_create())) {
        free(a);
        return NULL;
    }
    return a;
}

void
reinti_ahead_free(reinti_ahead *a)
{
    if (!a)
        return;
    for (size_t i = 0; i < a->n_counted; i++)
        reinti_cube_free(&a->cube[i]);
    free(a->cube);
    free(a->spec);
    reinti_map_free(a->at);
    free(a);
}

/* Addresses serve as a key within one run only: nothing depends on their order. */
typedef struct spec_key {
    const void *filter, *column[REINTI_MOST_DIMENSIONS];
    size_t n_rows, n_dimensions;
} spec_key;

static bool
key_of(const reinti_cube_spec *spec, spec_key *key)
{
    memset(key, 0, sizeof *key);
    if (spec->weight || spec->x || spec->bounded != REINTI_NONE || spec->n_rows < REINTI_AHEAD_ROWS ||
        spec->n_dimensions > REINTI_MOST_DIMENSIONS)
        return false;
    key->filter = spec->filter;
    key->n_rows = spec->n_rows;
    key->n_dimensions = spec->n_dimensions;
    for (size_t d = 0; d < spec->n_dimensions; d++) {
        if (spec->dimension[d].column->kind != REINTI_COLUMN_CODED)
            return false;
        key->column[d] = spec->dimension[d].column;
    }
    return true;
}

/* False: more than can be noted. */
static bool
count_cells(const reinti_cube_spec *spec, size_t *n)
{
    *n = 1;
    for (size_t d = 0; d < spec->n_dimensions; d++) {
        *n *= spec->dimension[d].column->n_categories;
        if (*n == 0 || *n > MOST_CELLS)
            return false;
    }
    return true;
}

reint_status
reinti_ahead_ask(reinti_ahead *a, const reinti_cube_spec *spec, reint_error *err)
{
    spec_key key;
    size_t n_cells;
    bool added;

    if (!key_of(spec, &key) || !count_cells(spec, &n_cells) || a->n_cells + n_cells > MOST_CELLS)
        return REINT_OK;
    if (!reinti_grow(&a->spec, &a->capacity, a->n, sizeof *a->spec) ||
        reinti_map_put(a->at, (const char *)&key, sizeof key, (int64_t)a->n, &added) < 0)
        return reinti_no_memory(err);
    if (added) {
        a->spec[a->n++] = *spec;
        a->n_cells += n_cells;
    }
    return REINT_OK;
}

reint_status
reinti_ahead_count(reinti_ahead *a, reint_error *err)
{
    if (a->n < 2)
        return REINT_OK;
    a->cube = calloc(a->n, sizeof *a->cube);
    if (!a->cube)
        return reinti_no_memory(err);
    reint_status status = reinti_cubes_count(a->spec, a->n, a->cube, err);
    a->n_counted = status == REINT_OK ? a->n : 0;
    return status;
}

const reinti_cube *
reinti_ahead_find(const reinti_ahead *a, const reinti_cube_spec *spec)
{
    spec_key key;
    int64_t at = key_of(spec, &key) ? reinti_map_find(a->at, (const char *)&key, sizeof key) : -1;

    return at >= 0 && (size_t)at < a->n_counted ? &a->cube[at] : NULL;
}
