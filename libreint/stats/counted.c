/* counted.c -- a table of counts from the records of an input.
 *
 * Reads:    row, col and count (table layouts) or one pair a record (micro).
 * Gives:    the counts over the codes in ascending order; the scores are the codes.
 * Missing:  a record that lacks its row or column is counted as missing; in the micro layout codes that occur
 *           only beside a missing value make no row or column. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"

reint_status
reinti_calc_fail(reint_status status, reint_error *err)
{
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    return reinti_fail(err, status == REINT_ARGUMENT ? REINT_INPUT : status, NULL, 0,
                       "a value lies outside the domain of the statistic");
}

static bool
same_labels(const reinti_column *a, const reinti_column *b)
{
    if (!a->label && !b->label)
        return true;
    if (!a->label || !b->label || a->n_labels != b->n_labels)
        return false;
    for (size_t i = 0; i < a->n_labels; i++)
        if (strcmp(a->label[i], b->label[i]) != 0)
            return false;
    return true;
}

/* One ascending list of codes for both sides. */
static reint_status
unite(reinti_counted *t)
{
    double *both = reinti_room(t->rows + t->cols, sizeof *both), *again = NULL;
    size_t n = t->rows + t->cols, m;
    reint_status status;

    if (!both)
        return REINT_NO_MEMORY;
    memcpy(both, t->row_code, t->rows * sizeof *both);
    memcpy(both + t->rows, t->col_code, t->cols * sizeof *both);
    free(t->row_code);
    free(t->col_code);
    t->row_code = t->col_code = NULL;
    status = reinti_distinct(both, NULL, n, &t->row_code, &m);
    if (!status)
        status = reinti_distinct(both, NULL, n, &again, &m);
    t->col_code = again;
    t->rows = t->cols = m;
    free(both);
    return status;
}

reint_status
reinti_counted_read(const reint_input *in, const bool *keep, bool square, reinti_counted *t, reint_error *err)
{
    const double *w = strcmp(in->layout, "micro") ? reinti_input_values(in, "count") : NULL;
    bool *use = reinti_room(in->n, sizeof *use);
    reint_status status = use ? REINT_OK : REINT_NO_MEMORY;

    memset(t, 0, sizeof *t);
    t->row = reinti_input_column(in, "row");
    t->col = reinti_input_column(in, "col");
    if (status)
        goto done;
    if (square && !same_labels(t->row, t->col)) {
        free(use);
        return reinti_fail(err, REINT_INPUT, NULL, 0, "rows and columns must use the same categories");
    }
    for (size_t i = 0; i < in->n; i++) {
        if (keep && !keep[i])
            continue;
        use[i] = !isnan(t->row->value[i]) && !isnan(t->col->value[i]);
        if (w && !(w[i] >= 0 && isfinite(w[i])))
            status = REINT_ARGUMENT;
        if (!use[i])
            t->missing += w ? w[i] : 1;
    }
    if (!status)
        status = reinti_distinct(t->row->value, use, in->n, &t->row_code, &t->rows);
    if (!status)
        status = reinti_distinct(t->col->value, use, in->n, &t->col_code, &t->cols);
    if (!status && square)
        status = unite(t);
    if (!status) {
        /* codes are at most as many as records: the product is checked by the room */
        t->count =
            t->cols && t->rows > SIZE_MAX / t->cols ? NULL : reinti_room(t->rows * t->cols, sizeof *t->count);
        status = t->count ? REINT_OK : REINT_NO_MEMORY;
    }
    for (size_t i = 0; i < in->n && !status; i++) {
        size_t r, c;
        if (!use[i])
            continue;
        r = reinti_place(t->row_code, t->rows, t->row->value[i]);
        c = reinti_place(t->col_code, t->cols, t->col->value[i]);
        t->count[r * t->cols + c] += w ? w[i] : 1;
        t->valid += w ? w[i] : 1;
    }
done:
    free(use);
    if (!status)
        return REINT_OK;
    reinti_counted_free(t);
    return reinti_calc_fail(status, err);
}

void
reinti_counted_free(reinti_counted *t)
{
    free(t->count);
    free(t->row_code);
    free(t->col_code);
    t->count = t->row_code = t->col_code = NULL;
}
