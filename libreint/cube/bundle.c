/* bundle.c -- which of many tables are counted together.
 *
 * Fifty questions against ten banners are five hundred tables: {question, sex}, {question, age} and {question,
 * form} are margins of {question, sex, age, form}, and as long as that has few combinations of raw values the
 * three are one bundle and cost a row one increment.  The columns that bundles have in common (sex, age, form,
 * for every question) are a pack, which is numbered once for all of them. */
#include <config.h>

#include "cube/bundle.h"

#include <stdlib.h>
#include <string.h>

/* Combinations of a bundle: its counts stay in the first-level cache. */
#define MOST_RAW 4096

static bool
use_column(reinti_batch *b, const reinti_axis *axis, size_t *at)
{
    for (*at = 0; *at < b->n_columns; ++*at)
        if (b->column[*at].column == axis->column) {
            b->column[*at].n_uses++;
            return true;
        }
    if (!reinti_grow(&b->column, &b->column_capacity, b->n_columns, sizeof *b->column))
        return false;
    b->column[b->n_columns++] = (reinti_used_column){ axis->column, axis->bias, axis->limit, 1 };
    return true;
}

static bool
holds(const size_t *column, size_t n, size_t which)
{
    for (size_t i = 0; i < n; i++)
        if (column[i] == which)
            return true;
    return false;
}

/* Combinations of a bundle if COLUMN[0 .. N) join it; 0: too many. */
static size_t
joined_raw(const reinti_batch *b, const reinti_bundle *to, const size_t *column, size_t n)
{
    size_t raw = to->n_raw, n_columns = to->n;

    for (size_t i = 0; i < n; i++)
        if (!holds(to->column, to->n, column[i]) && !holds(column, i, column[i])) {
            raw *= b->column[column[i]].limit;
            if (raw > b->most_raw || ++n_columns > REINTI_BUNDLE_COLUMNS)
                return 0;
        }
    return raw;
}

/* Into the bundle that grows least by it, or one of its own. */
static bool
place_spec(reinti_batch *b, size_t spec)
{
    const reinti_counting *c = &b->counting[spec];
    static const reinti_bundle empty = { .n_raw = 1 };
    size_t column[REINTI_BUNDLE_COLUMNS], best = REINTI_NONE;
    double least = 0;

    if (c->n_axes > REINTI_BUNDLE_COLUMNS)
        return true; /* by itself */
    for (size_t d = 0; d < c->n_axes; d++)
        if (!use_column(b, &c->axis[d], &column[d]))
            return false;
    if (!c->n_axes || !joined_raw(b, &empty, column, c->n_axes))
        return true; /* by itself */
    for (size_t i = 0; i < b->n_bundles; i++) {
        size_t raw = joined_raw(b, &b->bundle[i], column, c->n_axes);
        double grows = (double)raw / (double)b->bundle[i].n_raw;
        if (raw && (best == REINTI_NONE || grows < least)) {
            best = i;
            least = grows;
        }
    }
    if (best == REINTI_NONE) {
        if (!reinti_grow(&b->bundle, &b->bundle_capacity, b->n_bundles, sizeof *b->bundle))
            return false;
        best = b->n_bundles++;
        b->bundle[best] = empty;
    }
    reinti_bundle *to = &b->bundle[best];
    for (size_t d = 0; d < c->n_axes; d++)
        if (!holds(to->column, to->n, column[d])) {
            to->column[to->n++] = column[d];
            to->n_raw *= b->column[column[d]].limit;
        }
    to->n_members++;
    b->bundle_of[spec] = best;
    return true;
}

static bool
same_pack(const reinti_pack_of *p, const size_t *column, size_t n)
{
    return p->n == n && (n == 0 || !memcmp(p->column, column, n * sizeof *column));
}

/* The column that fewest tables use stands by itself: the others are most likely a pack that other bundles
 * have, too. */
static bool
choose_pack(reinti_batch *b, reinti_bundle *of)
{
    size_t rare = 0, at = 0, n = of->n - 1, raw = 1;

    for (size_t i = 1; i < of->n; i++)
        if (b->column[of->column[i]].n_uses < b->column[of->column[rare]].n_uses)
            rare = i;
    size_t first = of->column[rare];
    memmove(of->column + 1, of->column, rare * sizeof *of->column);
    of->column[0] = first;
    for (size_t i = 2; i <= n; i++) /* in one order */
        for (size_t k = i; k > 1 && of->column[k] < of->column[k - 1]; k--) {
            size_t swap = of->column[k];
            of->column[k] = of->column[k - 1];
            of->column[k - 1] = swap;
        }
    while (at < b->n_packs && !same_pack(&b->pack[at], of->column + 1, n))
        at++;
    if (at == b->n_packs) {
        if (!reinti_grow(&b->pack, &b->pack_capacity, b->n_packs, sizeof *b->pack))
            return false;
        for (size_t i = 1; i <= n; i++)
            raw *= b->column[of->column[i]].limit;
        b->pack[b->n_packs] = (reinti_pack_of){ .n = n, .n_raw = raw };
        memcpy(b->pack[b->n_packs++].column, of->column + 1, n * sizeof *of->column);
    }
    of->pack = at;
    if (b->filter && b->pack[at].spare < of->n_raw)
        b->pack[at].spare = of->n_raw;
    return true;
}

/* Neighbouring rows often fall into the same cell: they count into different copies of it (histogram.c). */
static void
lay_out(reinti_batch *b)
{
    for (size_t i = 0; i < b->n_bundles; i++) {
        reinti_bundle *of = &b->bundle[i];
        of->n_cells = of->n_raw + b->pack[of->pack].spare;
        of->n_lanes = of->n_cells <= 1024 ? 4 : 2;
    }
}

/* Bundles in the order of their packs; the specs follow them. */
static bool
order_bundles(reinti_batch *b)
{
    reinti_bundle *sorted = malloc((b->n_bundles + 1) * sizeof *sorted);
    size_t *to = malloc((b->n_bundles + 1) * sizeof *to), n = 0;

    for (size_t p = 0; sorted && to && p < b->n_packs; p++)
        for (size_t i = 0; i < b->n_bundles; i++)
            if (b->bundle[i].pack == p) {
                to[i] = n;
                sorted[n++] = b->bundle[i];
            }
    for (size_t s = 0; sorted && to && s < b->n_specs; s++)
        if (b->bundle_of[s] != REINTI_NONE)
            b->bundle_of[s] = to[b->bundle_of[s]];
    bool ready = sorted && to;
    if (ready && n)
        memcpy(b->bundle, sorted, n * sizeof *sorted);
    free(sorted);
    free(to);
    return ready;
}

bool
reinti_batch_plan(reinti_batch *b, size_t first, bool *done)
{
    bool ready = true;

    b->filter = b->spec[first].filter;
    b->n_rows = b->spec[first].n_rows;
    b->most_raw = b->n_rows / 4 < MOST_RAW ? b->n_rows / 4 : MOST_RAW;
    b->n_columns = b->n_bundles = b->n_packs = 0;
    for (size_t s = 0; s < b->n_specs; s++)
        b->bundle_of[s] = REINTI_NONE;
    for (size_t s = first; s < b->n_specs && ready; s++)
        if (!done[s] && b->counting[s].n_raw && b->spec[s].filter == b->filter &&
            b->spec[s].n_rows == b->n_rows) {
            ready = place_spec(b, s);
            done[s] = b->bundle_of[s] != REINTI_NONE;
        }
    for (size_t i = 0; i < b->n_bundles && ready; i++)
        ready = choose_pack(b, &b->bundle[i]);
    ready = ready && order_bundles(b);
    if (ready)
        lay_out(b);
    return ready;
}

void
reinti_batch_free(reinti_batch *b)
{
    free(b->column);
    free(b->bundle);
    free(b->pack);
    free(b->bundle_of);
}
