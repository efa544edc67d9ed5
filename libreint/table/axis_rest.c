/* axis_rest.c -- the entries of who is in no category of a variable. */
#include <config.h>

#include <string.h>

#include "table/axis_maker.h"

/* Whether any row of the base is in CATEGORY of C. */
static bool
occurs_in(const reinti_build *b, const reinti_column *c, size_t category)
{
    for (size_t i = 0; i < b->n_rows; i++)
        if (b->filter[i] && reinti_column_category(c, i) == category)
            return true;
    return false;
}

/* The same; where C is an item of a grid, of any item: all have the same rows. */
static bool
occurs(const reinti_axis_maker *m, const reinti_column *c, size_t category)
{
    const reinti_plan_table *t = m->b->plan;
    bool of_grid = false;

    for (size_t i = 0; i < t->n_grid; i++)
        of_grid = of_grid || !strcmp(t->grid[i], c->name);
    for (size_t i = 0; of_grid && i < t->n_grid; i++) {
        const reinti_column *item = NULL;
        if (!reinti_table_column(m->b, t->grid[i], m->is_rows, &item, NULL) && item->n_valid == c->n_valid &&
            occurs_in(m->b, item, category))
            return true;
    }
    return !of_grid && occurs_in(m->b, c, category);
}

/* Answered, and none of the codes: not the same as no answer. */
void
reinti_axis_add_none(reinti_axis_maker *m, size_t p)
{
    const reinti_column *c = m->axis->part[p].column[0], *in = NULL;
    reinti_axis_place at = { .shown = p };

    if (c->kind != REINTI_COLUMN_SET)
        return;
    bool any = false;
    for (size_t i = 0; i < m->b->n_rows && !any; i++)
        any =
            m->b->filter[i] && reinti_column_category(c, i) < c->n_valid && c->offset[i] == c->offset[i + 1];
    if (!any)
        return;
    m->status = reinti_net_column(m->b, c, NULL, &in, m->err);
    if (m->status)
        return;
    at.column[0] = in;
    reinti_key key = { .category = { 1 }, .part = reinti_axis_part_of(m, p, at.column) };
    reinti_axis_add(m,
                    (reinti_entry){ .code = "none",
                                    .label = reinti_say(m->b->language, "None of these", "Tidak satu pun"),
                                    .group = reinti_axis_group(m, p) },
                    key);
}

/* Those of whom it cannot be told stand in a row of their own: they are in every base. */
void
reinti_axis_add_undetermined(reinti_axis_maker *m, size_t p)
{
    const reinti_column *c = m->axis->part[p].column[0];
    size_t k = reinti_undetermined(c);
    reinti_key key = { .category = { (uint16_t)k }, .part = p };

    if (k != REINTI_NONE && occurs(m, c, k))
        reinti_axis_add(m,
                        (reinti_entry){ .code = reinti_arena_text(m->b->arena, c->category[k].code),
                                        .label = reinti_axis_label(m->b, c, k),
                                        .group = reinti_axis_group(m, p),
                                        .missing = true },
                        key);
}

void
reinti_axis_add_missing(reinti_axis_maker *m, size_t p)
{
    const reinti_column *c = m->axis->part[p].column[0];
    const reinti_plan_table *t = m->b->plan;
    reinti_key key = { .part = p };

    if (t->missing == REINTI_MISSING_TOGETHER) {
        key.category[0] = REINTI_MISSING;
        reinti_axis_add(m,
                        (reinti_entry){ .code = "missing",
                                        .label = reinti_say(m->b->language, "Missing", "Data kosong"),
                                        .group = reinti_axis_group(m, p),
                                        .missing = true },
                        key);
        return;
    }
    for (size_t k = c->n_valid; k < c->n_categories; k++) {
        key.category[0] = (uint16_t)k;
        const char *code = reinti_arena_text(m->b->arena, c->category[k].code);
        bool shown = t->missing == REINTI_MISSING_EACH && strcmp(code, "absent") != 0 &&
                     k != reinti_undetermined(c) && occurs(m, c, k);
        for (size_t i = 0; t->missing == REINTI_MISSING_NAMED && i < t->n_missing; i++)
            if (!strcmp(t->missing_reason[i], code)) {
                code = reinti_arena_text(m->b->arena, t->missing_code[i]); /* outlives the plan */
                shown = true;
                break;
            }
        if (shown)
            reinti_axis_add(m,
                            (reinti_entry){ .code = code,
                                            .label = reinti_axis_label(m->b, c, k),
                                            .group = reinti_axis_group(m, p),
                                            .missing = true },
                            key);
    }
}
