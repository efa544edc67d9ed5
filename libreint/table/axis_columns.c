/* axis_columns.c -- the columns that stub and banner name, and how many categories will stand there. */
#include <config.h>

#include <string.h>

#include "table/build.h"

reint_status
reinti_axis_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out,
                   reint_error *err)
{
    reint_status status = reinti_table_column(b, name, is_rows, out, err);

    if (!status && (*out)->kind != REINTI_COLUMN_CODED && (*out)->kind != REINTI_COLUMN_SET)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" has no categories; cut it into bands (plan: derive) or ask for its mean",
                           name);
    return status;
}

/* "sex>age": as the plan names them, so that a grid is called by its own name. */
static reint_status
name_variables(reinti_build *b, const reinti_part *names, reinti_axis_part *part, reint_error *err)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t d = 0; d < names->n; d++)
        reinti_str_format(&s, "%s%s", d ? ">" : "", names->name[d]);
    part->variable = s.failed ? NULL : reinti_arena_text(b->arena, s.text);
    reinti_str_free(&s);
    return part->variable ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_axis_find(reinti_build *b, const reinti_parts *parts, const char *item, bool is_rows, reinti_axis *out,
                 reint_error *err)
{
    *out = (reinti_axis){ .n_shown = parts->n ? parts->n : 1 };
    out->n_parts = out->part_capacity = out->n_shown;
    out->part = reinti_arena_alloc(b->arena, out->n_parts * sizeof *out->part);
    if (!out->part)
        return reinti_no_memory(err);
    for (size_t p = 0; p < out->n_shown; p++)
        out->part[p].shown = p;
    for (size_t p = 0; p < parts->n; p++) {
        reint_status status = name_variables(b, &parts->part[p], &out->part[p], err);
        if (status)
            return status;
        for (size_t d = 0; d < parts->part[p].n; d++) {
            const char *name = parts->part[p].name[d];
            if (item && b->plan->grid_name && !strcmp(name, b->plan->grid_name))
                name = item;
            const reinti_column *c;
            status = reinti_axis_column(b, name, is_rows, &c, err);
            if (status)
                return status;
            out->part[p].column[out->part[p].n++] = c;
            out->sets = out->sets || c->kind == REINTI_COLUMN_SET;
        }
    }
    return REINT_OK;
}

double
reinti_axis_size(const reinti_axis *axis)
{
    double sum = 0;

    for (size_t p = 0; p < axis->n_shown; p++) {
        double n = 1;
        for (size_t d = 0; d < axis->part[p].n; d++)
            n *= (double)axis->part[p].column[d]->n_valid;
        sum += n;
    }
    return sum;
}
