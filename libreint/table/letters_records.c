/* letters_records.c -- comparisons for which sums are not enough: means, samples with weights, strata or clusters, means of
 * columns that overlap.  The records behind each column of a row are gone through once. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/letters.h"
#include "stats/stats.h"
#include "table/letters.h"

/* Who is in which column, and the value of each: of a share whether the record is in ROW. */
static void
mark_records(reinti_comparer *k, size_t row)
{
    const reinti_build *b = k->b;
    size_t n = b->n_rows;

    for (size_t i = 0; i < n; i++) {
        bool based = reinti_layer_holds(b, k->layer, i) &&
                     reinti_entry_holds(&b->rows, k->row[row], !k->of_means, i) &&
                     !(k->of_means && isnan(b->x[i]));
        k->x[i] = !based ? NAN : k->of_means ? b->x[i] : reinti_entry_holds(&b->rows, k->row[row], false, i);
        for (size_t c = 0; c < k->n_columns; c++)
            k->in[c * n + i] = based && reinti_entry_holds(&b->columns, k->column[c], false, i);
    }
}

/* As in stats/letters.h: a share of 0 or 1 has no variance of its own. */
static bool
is_fit(const reinti_comparer *k, const reinti_moments *m)
{
    return m->n > 0 && m->n >= k->b->plan->letters.min_base && (k->of_means || (m->mean > 0 && m->mean < 1));
}

typedef struct side {
    const bool *in; /* records */
    reinti_moments moments;
} side;

static side
side_of(const reinti_comparer *k, const bool *in)
{
    return (side){ in, reinti_moments_of(k->b, k->x, in) };
}

static reint_status
compare_sides(reinti_comparer *k, size_t row, size_t a, size_t b, const side *one, const side *two,
              size_t family, reint_error *err)
{
    const reinti_moments *m = &one->moments, *n = &two->moments;
    reint_contrast r = { .p = NAN };
    reint_status status = REINT_OK;

    if (!is_fit(k, m) || !is_fit(k, n))
        return REINT_OK;
    if (k->of_means && !k->b->design && !k->overlap)
        status = reint_two_means(m->n, m->mean, m->sd, n->n, n->mean, n->sd, &r);
    else
        status = reint_survey_difference(k->design, k->x, one->in, two->in, &r);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    if (status)
        return reinti_fail(err, status, NULL, 0, "letters: the columns cannot be compared");
    if (r.undefined)
        k->out->reason = r.undefined;
    reinti_letters_add(k, row, a, b, r.t, r.p, family);
    return REINT_OK;
}

/* Whoever of the break is not in column A, but in another one. */
static void
mark_rest(reinti_comparer *k, size_t a)
{
    size_t n = k->b->n_rows;

    memset(k->rest, 0, n);
    for (size_t c = 0; c < k->n_columns; c++)
        for (size_t i = 0; c != a && k->group[c] == k->group[a] && i < n; i++)
            k->rest[i] = k->rest[i] || (k->in[c * n + i] && !k->in[a * n + i]);
}

static reint_status
compare_row(reinti_comparer *k, size_t row, size_t first, side *column, reint_error *err)
{
    const reinti_letters_plan *plan = &k->b->plan->letters;
    size_t n = k->b->n_rows;
    reint_status status = REINT_OK;

    mark_records(k, row);
    memset(k->letters, 0, k->n_columns * sizeof(char *));
    for (size_t a = 0; a < k->n_columns; a++) {
        column[a] = side_of(k, k->in + a * n);
        if (!(column[a].moments.n > 0) || column[a].moments.n < plan->min_base)
            k->left_out[k->column[a]] = true;
    }
    for (size_t a = 0; !status && a < k->n_columns; a++) {
        size_t family = reinti_letters_family(k, first, k->group[a]);
        if (plan->against_rest) {
            mark_rest(k, a);
            side rest = side_of(k, k->rest);
            status = compare_sides(k, row, a, REINTI_NONE, &column[a], &rest, family, err);
        }
        for (size_t b = a + 1; !plan->against_rest && !status && b < k->n_columns; b++)
            if (k->group[a] == k->group[b])
                status = compare_sides(k, row, a, b, &column[a], &column[b], family, err);
    }
    return status;
}

reint_status
reinti_letters_by_records(reinti_comparer *k, reint_error *err)
{
    size_t first = k->out->n_families;
    side *column = malloc((k->n_columns + 1) * sizeof *column);
    reint_status status = column ? REINT_OK : reinti_no_memory(err);

    for (size_t r = 0; !status && r < k->n_rows; r++, first += k->n_groups)
        status = compare_row(k, r, first, column, err);
    free(column);
    return status;
}

reint_status
reinti_letters_prepare_records(reinti_comparer *k, reint_error *err)
{
    size_t n = k->b->n_rows, room;

    if (__builtin_mul_overflow(n + 1, k->n_columns + 1, &room))
        return reinti_no_memory(err);
    k->design = k->b->design;
    k->x = malloc((n + 1) * sizeof *k->x);
    k->in = malloc(room);
    k->rest = malloc(n + 1);
    if (!k->x || !k->in || !k->rest)
        return reinti_no_memory(err);
    return k->design ? REINT_OK : reinti_simple_design(k->b, &k->design, err);
}
