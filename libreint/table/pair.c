/* pair.c -- sums over cells of a cube.
 *
 * A total, a base or "cases" is a sum of cells of the same cube: each dimension contributes a few categories with a
 * factor (the respondents of a set are its "cases" less those who did not answer), so that no number is counted
 * twice in different ways. */
#include <config.h>

#include "table/pair.h"

#include <math.h>
#include <string.h>

static double
cell_at(const reinti_cube *c, size_t at, reinti_field f)
{
    switch (f) {
    case REINTI_FIELD_N:
        return (double)c->n[at];
    case REINTI_FIELD_W:
        return c->w ? c->w[at] : (double)c->n[at];
    case REINTI_FIELD_W2:
        return c->w2 ? c->w2[at] : (double)c->n[at];
    case REINTI_FIELD_NX:
        return c->nx ? (double)c->nx[at] : 0;
    case REINTI_FIELD_WX:
        return c->wx ? c->wx[at] : 0;
    case REINTI_FIELD_WX2:
        return c->wx2 ? c->wx2[at] : 0;
    case REINTI_FIELD_SW:
        return c->sw ? c->sw[at] : 0;
    case REINTI_FIELD_LOW:
        return c->low_w ? c->low_w[at] : c->low ? (double)c->low[at] : 0;
    case REINTI_FIELD_HIGH:
        return c->high_w ? c->high_w[at] : c->high ? (double)c->high[at] : 0;
    }
    return NAN;
}

size_t
reinti_undetermined(const reinti_column *c)
{
    for (size_t k = c->n_valid; c->possible && k < c->n_categories; k++)
        if (!strcmp(c->category[k].code, "undetermined"))
            return k;
    return REINTI_NONE;
}

/* The sum of F over the categories that KEY stands for, from dimension D on. */
static double
sum_from(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key, size_t d,
         size_t offset, reinti_field f)
{
    double sum = 0;

    if (d == cube->n_dimensions)
        return cell_at(cube, offset, f);
    const reinti_column *c = column[d];
    size_t stride = 1, from = key[d], to = from + 1;
    for (size_t i = d + 1; i < cube->n_dimensions; i++)
        stride *= cube->size[i];
    switch (key[d]) {
    case REINTI_ALL:
        if (c->kind == REINTI_COLUMN_SET)
            goto cases;
        from = 0;
        to = c->n_valid;
        if (reinti_undetermined(c) != REINTI_NONE)
            sum = sum_from(cube, column, key, d + 1, offset + reinti_undetermined(c) * stride, f);
        break;
    case REINTI_CASES:
    cases: /* everybody who answered, with or without a code */
        sum = sum_from(cube, column, key, d + 1, offset + c->n_categories * stride, f);
        for (size_t k = c->n_valid; k < c->n_categories; k++)
            sum -= sum_from(cube, column, key, d + 1, offset + k * stride, f);
        return sum;
    case REINTI_RESPONSES:
        from = 0;
        to = c->n_valid;
        break;
    case REINTI_MISSING:
        from = c->n_valid;
        to = c->n_categories;
        break;
    case REINTI_ANY:
        if (c->kind == REINTI_COLUMN_SET)
            return sum_from(cube, column, key, d + 1, offset + c->n_categories * stride, f);
        from = 0;
        to = c->n_categories;
        break;
    }
    for (size_t k = from; k < to; k++)
        sum += sum_from(cube, column, key, d + 1, offset + k * stride, f);
    return sum;
}

double
reinti_cube_sum_n(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, REINTI_FIELD_N);
}

double
reinti_cube_sum_w2(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, REINTI_FIELD_W2);
}

double
reinti_cube_sum_w(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, REINTI_FIELD_W);
}

/* Weights that are frequencies say how many there were: there are as many cases, and each has weight 1. */
static reinti_field
counted_as(const reinti_build *b, reinti_field f)
{
    if (!b->weight || !b->plan->frequencies)
        return f;
    return f == REINTI_FIELD_N || f == REINTI_FIELD_W2 ? REINTI_FIELD_W
           : f == REINTI_FIELD_NX                      ? REINTI_FIELD_SW
                                                       : f;
}

double
reinti_pair_sum(const reinti_pair *p, const uint16_t *key, reinti_field f)
{
    f = counted_as(p->b, f);
    return sum_from(p->cube, p->column, key, 0, 0, f);
}

void
reinti_pair_widen(const reinti_pair *p, const uint16_t *key, bool rows, bool columns, bool responses,
                  uint16_t *out)
{
    size_t n = p->n_by + p->n_rows + p->n_columns;

    memcpy(out, key, n * sizeof *out);
    for (size_t d = p->n_by; d < n; d++) {
        bool is_row = d < p->n_by + p->n_rows;
        if ((is_row && rows) || (!is_row && columns))
            out[d] = p->column[d]->kind == REINTI_COLUMN_SET && responses ? REINTI_RESPONSES : REINTI_ALL;
    }
}
