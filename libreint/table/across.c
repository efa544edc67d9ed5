/* across.c -- a table that would count, under one label, codes that meant different things at different waves, is refused.
 *
 * Looks at the variables of the table that stand on the unit's own form and whose list has codes with `changed`; at the
 * records in the base only.  A code that was merely reworded (`before: same`) is fine; so is a table of one side of the
 * change, and one of x.aligned (frame/crosswalk.c). */
#include <config.h>

#include <string.h>

#include "table/build.h"

/* Code K changed at wave CHANGED: whether the base has it from before then, and anything from then on. */
static bool
is_on_both_sides(const reinti_build *b, const reinti_column *c, const reinti_column *wave, size_t k,
                 size_t changed)
{
    bool before = false, after = false;

    for (size_t i = 0; i < b->n_rows && !(before && after); i++) {
        size_t w = reinti_column_category(wave, i);
        if (!b->filter[i] || w >= wave->n_valid)
            continue;
        after = after || w >= changed;
        before = before || (w < changed && reinti_column_category(c, i) == k);
    }
    return before && after;
}

static reint_status
check_variable(reinti_build *b, const char *name, reint_error *err)
{
    const reinti_form *form = &b->cb->form[reinti_frame_form(b->frame)];
    const reinti_column *c = NULL, *wave = NULL;
    reint_status status = reinti_frame_column(b->frame, name, &c, err);

    if (!status)
        status = reinti_frame_column(b->frame, form->variable[form->wave].name, &wave, err);
    if (status)
        return status;
    const reinti_list *list = &b->cb->list[c->variable->list];
    for (size_t k = 0; k < list->n; k++) {
        reinti_change change[REINTI_MOST_CHANGES];
        size_t n_said, n = reinti_code_changes(b->cb, list, k, change, &n_said);
        for (size_t i = 0; i < n; i++)
            if (!reinti_change_is_same(&change[i], k) && is_on_both_sides(b, c, wave, k, change[i].wave))
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                   "code \"%s\" of \"%s\" changed its meaning at wave \"%s\", and the table "
                                   "has records of both "
                                   "sides: take \"%s.aligned\", or keep to one side (base)",
                                   list->code[k].name, name, b->cb->wave[change[i].wave].id, name);
    }
    return REINT_OK;
}

/* NAME as the table has it: "x", "x.region". */
static reint_status
check_name(reinti_build *b, const char *name, reint_error *err)
{
    const char *dot = strchr(name, '.');
    const char *base = dot ? reinti_arena_text_n(b->arena, name, (size_t)(dot - name)) : name;

    if (!base)
        return reinti_no_memory(err);
    return (dot && !strncmp(dot, ".aligned", 8)) || !reinti_frame_changes(b->frame, base)
               ? REINT_OK
               : check_variable(b, base, err);
}

static reint_status
check_parts(reinti_build *b, const reinti_parts *parts, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t p = 0; p < parts->n; p++)
        for (size_t d = 0; !status && d < parts->part[p].n; d++)
            status = check_name(b, parts->part[p].name[d], err);
    return status;
}

reint_status
reinti_table_across(reinti_build *b, reint_error *err)
{
    reint_status status = check_parts(b, &b->plan->rows, err);

    if (!status)
        status = check_parts(b, &b->plan->columns, err);
    for (size_t d = 0; !status && d < b->plan->by.n; d++)
        status = check_name(b, b->plan->by.name[d], err);
    for (size_t d = 0; !status && d < b->plan->strata.n; d++)
        status = check_name(b, b->plan->strata.name[d], err);
    for (size_t i = 0; !status && i < b->plan->n_grid; i++)
        status = check_name(b, b->plan->grid[i], err);
    return status;
}
