/* design.c -- model matrices from columns: a column of ones, a number as it is, a code as indicators of its categories
 * against the first one that occurs.
 *
 * Missing:  a row that lacks any attribute is left out and counted; nothing is guessed. */
#include <config.h>

#include "follow/design.h"

#include <math.h>

double
reinti_covariate_value(const reinti_covariate *a, size_t row)
{
    size_t category = reinti_column_category(a->column, row);

    if (category >= a->column->n_valid)
        return NAN;
    if (a->coded)
        return (double)category;
    return a->column->kind == REINTI_COLUMN_NUMBER ? a->column->number[row]
                                                   : reinti_middle(a->column->low[row], a->column->high[row]);
}

reint_status
reinti_covariates_open(reint_follow *f, reinti_frame *frame, const char *const *name, size_t n,
                       reinti_covariate **out, reint_error *err)
{
    reinti_covariate *a = *out = reinti_arena_alloc(f->arena, (n + 1) * sizeof *a);

    if (!a)
        return reinti_no_memory(err);
    if (!n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "no attribute is named to compare people by");
    for (size_t i = 0; i < n; i++) {
        reint_status status = reinti_frame_column(frame, name[i], &a[i].column, err);
        if (status)
            return status;
        if (a[i].column->kind == REINTI_COLUMN_SET)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "\"%s\" holds several codes at once: name one of them by a derived column",
                               name[i]);
        a[i].coded = a[i].column->kind == REINTI_COLUMN_CODED;
        a[i].k = a[i].coded ? a[i].column->n_valid : 1;
    }
    return REINT_OK;
}

/* ---- the matrix ------------------------------------------------------------------------------------------ */

typedef struct plan {
    const reinti_covariate *a;
    size_t n;
    uint8_t **used; /* per attribute and category: a complete row has it */
} plan;

static bool
is_complete(const plan *p, size_t row)
{
    for (size_t i = 0; i < p->n; i++)
        if (isnan(reinti_covariate_value(&p->a[i], row)))
            return false;
    return true;
}

static reint_status
open_plan(reint_follow *f, plan *p, reint_error *err)
{
    p->used = reinti_arena_alloc(f->arena, (p->n + 1) * sizeof *p->used);
    for (size_t i = 0; p->used && i < p->n; i++)
        if (!(p->used[i] = reinti_arena_alloc(f->arena, p->a[i].k + 1)))
            return reinti_no_memory(err);
    return p->used ? REINT_OK : reinti_no_memory(err);
}

/* Marks what the complete rows have, and keeps their places. */
static void
choose_rows(const plan *p, const size_t *row, size_t n, reinti_design *out)
{
    for (size_t i = 0; i < n; i++) {
        if (!is_complete(p, row[i])) {
            out->incomplete++;
            continue;
        }
        out->at[out->n++] = i;
        for (size_t k = 0; k < p->n; k++)
            if (p->a[k].coded)
                p->used[k][(size_t)reinti_covariate_value(&p->a[k], row[i])] = 1;
    }
}

static void
choose_terms(const plan *p, bool constant, reinti_design *out)
{
    if (constant)
        out->term[out->p++] = (reinti_model_term){ SIZE_MAX, 0, 0 };
    for (size_t i = 0; i < p->n; i++) {
        const reinti_covariate *a = &p->a[i];
        size_t reference = 0;
        if (!a->coded) {
            out->term[out->p++] = (reinti_model_term){ i, 0, 0 };
            continue;
        }
        while (reference < a->k && !p->used[i][reference])
            reference++;
        for (size_t k = reference + 1; k < a->k; k++)
            if (p->used[i][k])
                out->term[out->p++] = (reinti_model_term){ i, k, reference };
    }
}

reint_status
reinti_design_matrix(reint_follow *f, const reinti_covariate *a, size_t n_attributes, const size_t *row,
                     size_t n, bool constant, reinti_design *out, reint_error *err)
{
    plan p = { a, n_attributes, NULL };
    size_t most = 1, cells;
    reint_status status = open_plan(f, &p, err);

    *out = (reinti_design){ 0 };
    for (size_t i = 0; i < n_attributes; i++)
        most += a[i].k;
    out->at = reinti_arena_alloc(f->arena, (n + 1) * sizeof *out->at);
    out->term = reinti_arena_alloc(f->arena, most * sizeof *out->term);
    if (status || !out->at || !out->term)
        return status ? status : reinti_no_memory(err);
    choose_rows(&p, row, n, out);
    choose_terms(&p, constant, out);
    if (__builtin_mul_overflow(out->n + 1, (out->p + 1) * sizeof *out->x, &cells))
        return reinti_no_memory(err);
    out->x = reinti_arena_alloc(f->arena, cells);
    if (!out->x)
        return reinti_no_memory(err);
    for (size_t i = 0; i < out->n; i++)
        for (size_t j = 0; j < out->p; j++) {
            const reinti_model_term *t = &out->term[j];
            double value =
                t->attribute == SIZE_MAX ? 1 : reinti_covariate_value(&a[t->attribute], row[out->at[i]]);
            bool category = t->attribute != SIZE_MAX && a[t->attribute].coded;
            out->x[i * out->p + j] = category ? value == (double)t->category : value;
        }
    return REINT_OK;
}
