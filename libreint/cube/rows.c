/* rows.c -- counting row by row: weights, sums of a variable, multiple-response sets, bounds, very large
 * cubes.
 *
 * Rows first become hits (cell, row): one a row, or one for each combination of the codes of its sets.  Then
 * every quantity wanted runs over the hits.
 *
 * Missing: a row whose weight is missing (NaN) makes no hit and is counted as left out; a row whose x is
 * missing is counted in n, not in nx; a set that is missing hits the category of its reason, and like every
 * row the category "cases"; one that is answered but empty hits "cases" only. */
#include <config.h>

#include <math.h>

#include "cube/count.h"

static inline uint32_t
raw_number(const reinti_axis *axis, size_t row)
{
    return axis->column->raw8 ? (uint8_t)(axis->column->raw8[row] + axis->bias)
                              : (uint16_t)(axis->column->raw16[row] + axis->bias);
}

static void
add_n(const reinti_partial *p, size_t n_hits)
{
    for (size_t i = 0; i < n_hits; i++)
        p->n[p->cell[i]]++;
}

static void
add_weights(const reinti_counting *c, const reinti_partial *p, size_t n_hits)
{
    for (size_t i = 0; i < n_hits; i++) {
        double w = c->spec->weight[p->row[i]];
        reinti_sum_add(&p->sum[REINTI_SUM_W][p->cell[i]], w);
        reinti_sum_add(&p->sum[REINTI_SUM_W2][p->cell[i]], w * w);
    }
}

static void
add_x(const reinti_counting *c, const reinti_partial *p, size_t n_hits)
{
    for (size_t i = 0; i < n_hits; i++) {
        double x = c->spec->x[p->row[i]], w = c->spec->weight ? c->spec->weight[p->row[i]] : 1;
        if (isnan(x))
            continue;
        p->nx[p->cell[i]]++;
        reinti_sum_add(&p->sum[REINTI_SUM_WX][p->cell[i]], w * x);
        reinti_sum_add(&p->sum[REINTI_SUM_WX2][p->cell[i]], w * x * x);
        reinti_sum_add(&p->sum[REINTI_SUM_SW][p->cell[i]], w);
    }
}

static inline void
add_bound(uint64_t *n, reinti_sum *sum, size_t cell, const double *weight)
{
    n[cell]++;
    if (weight)
        reinti_sum_add(&sum[cell], *weight);
}

/* A settled row is surely and possibly where it is counted.  An open one is possibly in each category left
 * open; in its own category, undetermined, it is surely counted, so that low, n and high agree for missing
 * categories. */
static void
add_bounds(const reinti_counting *c, const reinti_partial *p, size_t n_hits)
{
    const reinti_axis *axis = &c->axis[c->spec->bounded];
    const uint16_t *possible = axis->column->possible;

    for (size_t i = 0; i < n_hits; i++) {
        size_t row = p->row[i], cell = p->cell[i];
        const double *w = c->spec->weight ? &c->spec->weight[row] : NULL;
        unsigned bits = possible ? possible[row] : 0;
        add_bound(p->low, p->sum[REINTI_SUM_LOW_W], cell, w);
        add_bound(p->high, p->sum[REINTI_SUM_HIGH_W], cell, w);
        if ((bits & (bits - 1)) == 0)
            continue;
        size_t other = cell - axis->offset[raw_number(axis, row)];
        for (size_t v = 0; bits >> v; v++)
            if (bits >> v & 1 && other + v * axis->stride != cell)
                add_bound(p->high, p->sum[REINTI_SUM_HIGH_W], other + v * axis->stride, w);
    }
}

static void
flush(const reinti_counting *c, const reinti_partial *p, size_t *n_hits)
{
    add_n(p, *n_hits);
    if (c->spec->weight)
        add_weights(c, p, *n_hits);
    if (c->spec->x)
        add_x(c, p, *n_hits);
    if (c->spec->bounded != REINTI_NONE)
        add_bounds(c, p, *n_hits);
    *n_hits = 0;
}

/* Hits of ROW over the dimensions from D on: CELL is what the earlier ones add up to. */
static void
hit_sets(const reinti_counting *c, reinti_partial *p, size_t row, size_t d, size_t cell, size_t *n_hits)
{
    const reinti_axis *axis = &c->axis[d];

    while (d < c->n_axes && axis->column->kind != REINTI_COLUMN_SET) {
        cell += axis->offset[raw_number(axis, row)];
        axis = &c->axis[++d];
    }
    if (d == c->n_axes) {
        if (*n_hits == REINTI_CHUNK)
            flush(c, p, n_hits);
        p->cell[*n_hits] = (uint32_t)cell;
        p->row[(*n_hits)++] = (uint32_t)row;
        return;
    }
    const reinti_column *set = axis->column;
    size_t state = axis->offset[raw_number(axis, row)];
    if (state >= set->n_valid) {
        hit_sets(c, p, row, d + 1, cell + state * axis->stride, n_hits);
    } else {
        const uint16_t *code = set->code + set->offset[row];
        size_t n = set->offset[row + 1] - set->offset[row];
        for (size_t i = 0; i < n; i++) {
            size_t before = 0;
            while (code[before] != code[i])
                before++;
            if (before == i) /* a code that stands twice counts once */
                hit_sets(c, p, row, d + 1, cell + code[i] * axis->stride, n_hits);
        }
    }
    hit_sets(c, p, row, d + 1, cell + set->n_categories * axis->stride, n_hits);
}

/* The rows of FROM .. TO - 1 that pass filter and weight, into ROW; at most a chunk of them. */
static size_t
pass(const reinti_counting *c, reinti_partial *p, size_t from, size_t to, uint32_t *row)
{
    const int8_t *filter = c->spec->filter;
    const double *weight = c->spec->weight;
    size_t n = 0;

    for (size_t i = from; i < to; i++) {
        row[n] = (uint32_t)i;
        n += !filter || filter[i] == 1;
    }
    if (weight) {
        size_t kept = 0;
        for (size_t i = 0; i < n; i++) {
            row[kept] = row[i];
            kept += !isnan(weight[row[i]]);
        }
        p->left_out += n - kept;
        n = kept;
    }
    return n;
}

/* Adds dimension AXIS to the cells of N rows. */
static void
number_rows(const reinti_axis *axis, const uint32_t *row, size_t n, uint32_t *cell)
{
    if (axis->column->raw8)
        for (size_t i = 0; i < n; i++)
            cell[i] += axis->offset[(uint8_t)(axis->column->raw8[row[i]] + axis->bias)];
    else
        for (size_t i = 0; i < n; i++)
            cell[i] += axis->offset[(uint16_t)(axis->column->raw16[row[i]] + axis->bias)];
}

void
reinti_count_rows(const reinti_counting *c, reinti_partial *p, size_t from, size_t to)
{
    uint32_t row[REINTI_CHUNK + 1]; /* the last one is written before it is known to pass */
    bool sets = false;
    size_t n_hits = 0;

    for (size_t d = 0; d < c->n_axes; d++)
        sets |= c->axis[d].column->kind == REINTI_COLUMN_SET;
    for (size_t i = from; i < to; i += REINTI_CHUNK) {
        size_t n = pass(c, p, i, to - i < REINTI_CHUNK ? to : i + REINTI_CHUNK, row);
        if (sets) {
            for (size_t k = 0; k < n; k++)
                hit_sets(c, p, row[k], 0, 0, &n_hits);
            continue;
        }
        for (size_t k = 0; k < n; k++) {
            p->cell[k] = 0;
            p->row[k] = row[k];
        }
        for (size_t d = 0; d < c->n_axes; d++)
            number_rows(&c->axis[d], p->row, n, p->cell);
        n_hits = n;
        flush(c, p, &n_hits);
    }
    if (n_hits > 0)
        flush(c, p, &n_hits);
}
