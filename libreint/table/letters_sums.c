/* letters_sums.c -- comparisons of shares from the sums that the cells hold: columns of a row by z, less what columns share,
 * or each cell against the rest of its row (stats/letters.h). */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "stats/stats.h"
#include "table/letters.h"

/* Sums of squared weights of the cases that two columns share. */
static reint_status
find_shared(reinti_comparer *k, size_t shown, reint_error *err)
{
    reinti_build *b = k->b;
    const reinti_axis_part *rows = &b->rows.part[shown];
    bool *in = reinti_arena_alloc(b->arena, k->n_columns + 1);

    memset(k->shared, 0, k->n_columns * k->n_columns * sizeof *k->shared);
    if (!in)
        return reinti_no_memory(err);
    for (size_t i = 0; i < b->n_rows; i++) {
        double w = b->weight ? b->weight[i] : 1; /* weights that are frequencies: so many cases of weight 1 */
        if (!reinti_layer_holds(b, k->layer, i) || !reinti_row_matches(rows->column, NULL, rows->n, i))
            continue;
        for (size_t c = 0; c < k->n_columns; c++)
            in[c] = reinti_entry_holds(&b->columns, k->column[c], false, i);
        for (size_t c = 0; c < k->n_columns; c++)
            for (size_t e = 0; in[c] && e < k->n_columns; e++)
                k->shared[c * k->n_columns + e] += in[e] && e != c ? w : 0;
    }
    return REINT_OK;
}

static reint_status
compare_sums(reinti_comparer *k, const reint_shares *s, reint_error *err)
{
    reint_letters_rule rule = reint_letters_rule_usual();
    size_t first = k->out->n_families;
    reint_letters *l = NULL;

    rule.adjust = REINT_LETTERS_PLAIN;
    rule.min_base = k->b->plan->letters.min_base;
    reint_status status = reint_letters_compare(s, &rule, &l, err);
    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups) {
        memset(k->letters, 0, k->n_columns * sizeof(char *));
        for (size_t x = 0; x < k->n_columns; x++)
            for (size_t y = x + 1; y < k->n_columns; y++) {
                reint_letters_pair pair = reint_letters_pair_at(l, r, x, y);
                reinti_letters_add(k, r, x, y, pair.z, pair.p, reinti_letters_family(k, first, k->group[x]));
            }
    }
    for (size_t c = 0; !status && c < k->n_columns; c++)
        if (reint_letters_left_out(l, c))
            k->left_out[k->column[c]] = true;
    reint_letters_free(l);
    return status;
}

static reint_status
compare_sums_with_rest(reinti_comparer *k, const reint_shares *s, reint_error *err)
{
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters_pair *pair = reinti_arena_alloc(k->b->arena, (k->n_rows * k->n_columns + 1) * sizeof *pair);
    size_t n = 0, first = k->out->n_families;

    rule.adjust = REINT_LETTERS_PLAIN;
    rule.min_base = k->b->plan->letters.min_base;
    reint_status status = pair ? reint_cells_against_rest(s, &rule, pair, &n, err) : reinti_no_memory(err);
    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups) {
        memset(k->letters, 0, k->n_columns * sizeof(char *));
        for (size_t c = 0; c < k->n_columns; c++) {
            const reint_letters_pair *p = &pair[r * k->n_columns + c];
            reinti_letters_add(k, r, c, REINTI_NONE, p->z, p->p,
                               reinti_letters_family(k, first, k->group[c]));
        }
    }
    return status;
}

reint_status
reinti_letters_by_sums(reinti_comparer *k, size_t shown, reint_error *err)
{
    reinti_build *b = k->b;

    for (size_t c = 0; c < k->n_columns; c++)
        for (size_t r = 0; r < k->n_rows; r++) {
            const reinti_cell *cell = reinti_table_cell(b->table, k->layer, k->row[r], k->column[c], k->stat);
            bool based = cell->base > 0;
            k->count[r * k->n_columns + c] = based ? cell->weighted : 0;
            k->w[c] = based ? cell->base : 0;
            k->w2[c] = based ? cell->base_w2 : 0;
            k->n[c] = based ? cell->base_n : 0;
        }
    reint_status status = k->overlap ? find_shared(k, shown, err) : REINT_OK;
    reint_shares s = { .rows = k->n_rows,
                       .cols = k->n_columns,
                       .count = k->count,
                       .w = k->w,
                       .w2 = k->w2,
                       .n = k->n,
                       .group = k->group,
                       .shared = k->overlap ? k->shared : NULL };
    if (status)
        return status;
    return b->plan->letters.against_rest ? compare_sums_with_rest(k, &s, err) : compare_sums(k, &s, err);
}
