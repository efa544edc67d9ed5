/* records.c -- which records stand behind a cell, for what sums cannot give: standard errors and tests of a
 * sample with strata, clusters or weights, comparisons of means, of columns that overlap.
 *
 * Reads:   the base, weights, layers, the entries of stub and banner.
 * Covers:  all records of the unit; whoever is outside is outside, and keeps a place in the design. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"

bool
reinti_entry_holds(const reinti_axis *axis, size_t entry, bool wide, size_t row)
{
    const reinti_key *key = &axis->key[entry];
    const reinti_axis_part *part = &axis->part[key->part];

    return reinti_row_matches(part->column, wide ? NULL : key->category, part->n, row);
}

bool
reinti_layer_holds(const reinti_build *b, size_t layer, size_t row)
{
    const size_t *category = &b->layer_category[(layer % b->layers_per_item) * b->n_by];

    if (b->filter[row] != 1 || (b->weight && !(b->weight[row] > 0)))
        return false;
    for (size_t d = 0; d < b->n_by; d++)
        if (reinti_column_category(b->by[d], row) != category[d])
            return false;
    return true;
}

reint_status
reinti_simple_design(reinti_build *b, const reint_design **out, reint_error *err)
{
    reint_design *d = reinti_arena_alloc(b->arena, sizeof *d);
    double *weight = reinti_arena_alloc(b->arena, (b->n_rows + 1) * sizeof *weight);

    if (!d || !weight)
        return reinti_no_memory(err);
    for (size_t i = 0; i < b->n_rows; i++)
        weight[i] = b->filter[i] != 1 ? 0 : b->weight ? fmax(0, b->weight[i]) : 1;
    *d = (reint_design){ .n = b->n_rows, .n_strata = 1, .n_psu = b->n_rows, .weight = weight };
    *out = d;
    return REINT_OK;
}

/* What a share is of: everybody in its column, its row, or all. */
static const struct {
    const char *id;
    bool any_row, any_column;
} shares[] = { { "col_pct", true, false },
               { "valid_pct", true, false },
               { "pct_cases", true, false },
               { "row_pct", false, true },
               { "total_pct", true, true } };

bool
reinti_mark_records(const reinti_build *b, size_t layer, size_t row, size_t column, const char *stat,
                    double *x, bool *domain)
{
    bool mean = !strcmp(stat, "mean");
    size_t k = 0;

    while (k < REINTI_LENGTH(shares) && strcmp(shares[k].id, stat))
        k++;
    if (!mean && k == REINTI_LENGTH(shares))
        return false;
    for (size_t i = 0; i < b->n_rows; i++) {
        bool in_row = reinti_entry_holds(&b->rows, row, false, i),
             in_column = reinti_entry_holds(&b->columns, column, false, i);
        x[i] = mean ? b->x[i] : in_row && in_column;
        domain[i] = reinti_layer_holds(b, layer, i) &&
                    (in_row || (!mean && shares[k].any_row && reinti_entry_holds(&b->rows, row, true, i))) &&
                    (in_column ||
                     (!mean && shares[k].any_column && reinti_entry_holds(&b->columns, column, true, i)));
    }
    return true;
}

/* West, Communications of the ACM 22 (1979) 532. */
reinti_moments
reinti_moments_of(const reinti_build *b, const double *x, const bool *in)
{
    double n = 0, mean = 0, squares = 0;

    for (size_t i = 0; i < b->n_rows; i++) {
        double w = b->weight && b->plan->frequencies ? b->weight[i] : 1;
        if (!in[i] || isnan(x[i]) || !(w > 0))
            continue;
        double gap = x[i] - mean;
        n += w;
        mean += gap * w / n;
        squares += w * gap * (x[i] - mean);
    }
    return (reinti_moments){ n, n > 0 ? mean : NAN, n > 1 ? sqrt(squares / (n - 1)) : NAN };
}
