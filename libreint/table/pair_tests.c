/* pair_tests.c -- which counts the tests of a table are of: the plan's own first part of rows and columns, valid
 * categories only; sets code by code; weighted and clustered samples from their rows. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "stats/stats.h"
#include "table/pair.h"

/* Entries that a test is of: the plan's own first part, valid categories only. */
static bool
is_tested(const reinti_axis *axis, size_t i)
{
    const reinti_entry *e = &axis->entry[i];

    return !axis->key[i].part && !e->total && !e->missing && !e->net;
}

static reint_status
test_pair(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;
    uint16_t key[8];
    double *count = reinti_arena_alloc(b->arena, (b->rows.n * b->columns.n + 1) * sizeof *count);

    if (!count)
        return reinti_no_memory(err);
    for (size_t l = 0; !status && l < b->layers_per_item; l++) {
        size_t n = 0, n_rows = 0, n_columns = 0;
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            if (!is_tested(&b->rows, r))
                continue;
            n_rows++;
            n_columns = 0;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (!is_tested(&b->columns, c))
                    continue;
                n_columns++;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                count[n++] = reinti_pair_sum(p, key, REINTI_FIELD_W);
            }
        }
        status = reinti_tests_add(b, first_layer + l, count, n_rows, n_columns, err);
    }
    return status;
}

/* Two columns of a 2 x 2 table, or of 2 x C: a code of a set chosen or not against CHOSEN of all of MARGIN. */
static void
test_code(const double *chosen, const double *margin, size_t n, double *chisq, double *df, double *p,
          size_t *made)
{
    double count[2 * 256];
    reint_chisq r;

    if (n > 256)
        return;
    for (size_t c = 0; c < n; c++) {
        count[c] = chosen[c];
        count[n + c] = margin[c] - chosen[c];
    }
    if (reint_chisq_test(count, 2, n, &r) || r.undefined)
        return;
    (*made)++;
    if (!(r.p >= *p)) {
        *p = r.p;
        *chisq = r.chisq;
        *df = r.df;
    }
}

/* Each code of a set against the columns; where the columns are a set, too, each pair of codes. */
static reint_status
test_sets(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    double *chosen = reinti_arena_alloc(b->arena, (b->columns.n + 2) * sizeof *chosen),
           *margin = reinti_arena_alloc(b->arena, (b->columns.n + 2) * sizeof *margin);
    uint16_t key[8], wide[8];

    if (!chosen || !margin)
        return reinti_no_memory(err);
    for (size_t l = 0; l < b->layers_per_item; l++) {
        double chisq = NAN, df = NAN, least = NAN;
        size_t made = 0;
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            size_t n = 0;
            if (!is_tested(&b->rows, r))
                continue;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (!is_tested(&b->columns, c))
                    continue;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                chosen[n] = reinti_pair_sum(p, key, REINTI_FIELD_W);
                reinti_pair_widen(p, key, true, false, false, wide);
                margin[n++] = reinti_pair_sum(p, wide, REINTI_FIELD_W);
                if (!b->columns.sets)
                    continue;
                /* in the column or not, in the row or not */
                double in[2] = { chosen[n - 1], 0 }, all[2] = { margin[n - 1], 0 };
                reinti_pair_widen(p, key, false, true, false, wide);
                in[1] = reinti_pair_sum(p, wide, REINTI_FIELD_W) - in[0];
                reinti_pair_widen(p, key, true, true, false, wide);
                all[1] = reinti_pair_sum(p, wide, REINTI_FIELD_W) - all[0];
                test_code(in, all, 2, &chisq, &df, &least, &made);
            }
            if (!b->columns.sets)
                test_code(chosen, margin, n, &chisq, &df, &least, &made);
        }
        reinti_tests_add_overlapping(b, first_layer + l, chisq, df, least, made);
    }
    return b->failed ? reinti_no_memory(err) : REINT_OK;
}

reint_status
reinti_pair_tests(const reinti_pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;

    if (b->design) {
        for (size_t l = 0; !status && l < b->layers_per_item; l++)
            status = reinti_tests_add_survey(b, first_layer + l, err);
        return status;
    }
    return b->rows.sets || b->columns.sets ? test_sets(p, first_layer, err) : test_pair(p, first_layer, err);
}
