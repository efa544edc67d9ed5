/* pair.c -- sums over cells of a cube.
 *
 * A total, a base or "cases" is a sum of cells of the same cube: each dimension contributes a few categories with a
 * factor (the respondents of a set are its "cases" less those who did not answer), so that no number is counted
 * twice in different ways. */
#include <config.h>

#include "table/pair.h"

#include <math.h>
#include <stdlib.h>
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

typedef struct summing {
    const reinti_cube *cube;
    const reinti_column *const *column;
    const uint16_t *key;
    reinti_field field;
    size_t stride[REINTI_MOST_DIMENSIONS];
} summing;

static double sum_key(const summing *s, size_t d, size_t offset);

/* What CATEGORY of dimension D adds. */
static double
sum_category(const summing *s, size_t d, size_t offset, size_t category)
{
    const size_t *place = s->cube->place[d];
    size_t at = place ? place[category] : category;

    return at == REINTI_NONE ? 0 : sum_key(s, d + 1, offset + at * s->stride[d]);
}

static double
sum_range(const summing *s, size_t d, size_t offset, size_t from, size_t to)
{
    double sum = 0;

    for (size_t k = from; k < to; k++)
        sum += sum_category(s, d, offset, k);
    return sum;
}

/* The sum over the categories that the key stands for, from dimension D on. */
static double
sum_key(const summing *s, size_t d, size_t offset)
{
    if (d == s->cube->n_dimensions)
        return cell_at(s->cube, offset, s->field);
    const reinti_column *c = s->column[d];
    bool set = c->kind == REINTI_COLUMN_SET;
    size_t open = reinti_undetermined(c);
    switch (set && s->key[d] == REINTI_ALL ? REINTI_CASES : s->key[d]) {
    case REINTI_ALL:
        return (open == REINTI_NONE ? 0 : sum_category(s, d, offset, open)) +
               sum_range(s, d, offset, 0, c->n_valid);
    case REINTI_CASES: /* everybody who answered, with or without a code */
        return sum_category(s, d, offset, c->n_categories) -
               sum_range(s, d, offset, c->n_valid, c->n_categories);
    case REINTI_RESPONSES:
        return sum_range(s, d, offset, 0, c->n_valid);
    case REINTI_MISSING:
        return sum_range(s, d, offset, c->n_valid, c->n_categories);
    case REINTI_ANY:
        return set ? sum_category(s, d, offset, c->n_categories)
                   : sum_range(s, d, offset, 0, c->n_categories);
    default:
        return sum_category(s, d, offset, s->key[d]);
    }
}

static double
sum_field(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key, reinti_field f)
{
    summing s = { .cube = cube, .column = column, .key = key, .field = f };
    size_t stride = 1;

    for (size_t d = cube->n_dimensions; d-- > 0; stride *= cube->size[d])
        s.stride[d] = stride;
    return sum_key(&s, 0, 0);
}

double
reinti_cube_sum_n(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_field(cube, column, key, REINTI_FIELD_N);
}

double
reinti_cube_sum_w2(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_field(cube, column, key, REINTI_FIELD_W2);
}

double
reinti_cube_sum_w(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_field(cube, column, key, REINTI_FIELD_W);
}

double
reinti_cube_sum_nx(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_field(cube, column, key, REINTI_FIELD_NX);
}

double
reinti_cube_sum_sw(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_field(cube, column, key, REINTI_FIELD_SW);
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
    return sum_field(p->cube, p->column, key, f);
}

/* Without memory for it a base is summed again. */
reinti_base_sums
reinti_pair_base(const reinti_pair *p, const uint16_t *key)
{
    reinti_bases *known = p->bases;
    size_t size = (p->n_by + p->n_rows + p->n_columns) * sizeof *key;
    int64_t at = known && known->at ? reinti_map_find(known->at, (const char *)key, size) : -1;

    if (at >= 0)
        return known->sums[at];
    reinti_base_sums sums = { reinti_pair_sum(p, key, REINTI_FIELD_N),
                              reinti_pair_sum(p, key, REINTI_FIELD_W),
                              reinti_pair_sum(p, key, REINTI_FIELD_W2) };
    if (known && known->at && reinti_grow(&known->sums, &known->capacity, known->n, sizeof sums) &&
        reinti_map_put(known->at, (const char *)key, size, (int64_t)known->n, NULL) >= 0)
        known->sums[known->n++] = sums;
    return sums;
}

void
reinti_bases_free(reinti_bases *bases)
{
    reinti_map_free(bases->at);
    free(bases->sums);
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
