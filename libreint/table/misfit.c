/* misfit.c -- what of a table does not fit the study.
 *
 * A table is made until something is wrong.  Only then everything that it names is looked at, in the order in which a table
 * is made, and all that does not fit is told with its place: whoever writes a plan mends it once.
 * What follows from something told already is not told: a column of the plan's own that could not be made, rows and columns
 * of a table whose variables are not known. */
#include <config.h>

#include "table/misfit.h"

#include <string.h>

#include "table/build.h"

/* ---- a plan -------------------------------------------------------------------------------------------- */

static bool
tells(const reinti_misfits *m)
{
    return m->plan->name && m->findings;
}

static void
add_broken(reinti_misfits *m, const char *name)
{
    if (name && reinti_arena_grow(m->arena, &m->broken, &m->capacity, m->n_broken, sizeof *m->broken))
        m->broken[m->n_broken++] = name;
}

/* Whether TEXT, a name or a condition, holds the name of something that could not be made. */
static bool
is_of_broken(const reinti_misfits *m, const char *text)
{
    for (size_t i = 0; i < m->n_broken; i++)
        if (strstr(text, m->broken[i]))
            return true;
    return false;
}

reint_status
reinti_misfit(reinti_misfits *m, const reinti_yaml *node, const char *makes, reint_status status,
              reint_error *err)
{
    if (status != REINT_ARGUMENT || !tells(m) || !err)
        return status;
    reinti_plan_find(m->plan, m->arena, m->findings, node, NULL, err);
    add_broken(m, makes);
    *err = (reint_error){ .status = REINT_OK };
    return REINT_OK;
}

void
reinti_misfits_declared(reinti_misfits *m)
{
    static const char *const keys[] = { "derive", "raking" };
    const reinti_plan *plan = m->plan;

    for (size_t k = 0; k < REINTI_LENGTH(keys); k++) {
        const reinti_yaml *map = reinti_yaml_get(plan->root, keys[k]);
        for (size_t i = 0; map && map->kind == REINTI_YAML_MAP && i < map->n; i++) {
            bool made = false;
            for (size_t d = 0; k == 0 && d < plan->n_derived; d++)
                made = made || !strcmp(plan->derived[d].name, map->key[i]->text);
            for (size_t d = 0; k == 1 && d < plan->n_raking; d++)
                made = made || !strcmp(plan->raking[d].name, map->key[i]->text);
            if (!made)
                add_broken(m, map->key[i]->text);
        }
    }
    if (reinti_yaml_get(plan->root, "attrition") && !plan->attrition)
        add_broken(m, "attrition");
}

/* ---- a table ------------------------------------------------------------------------------------------- */

typedef struct looker {
    reinti_misfits *m;
    const reinti_plan_table *t;
    reinti_build b;
    size_t n_told, capacity;
    const char **told;
    reint_error err;
    reint_status status; /* what stops everything, such as no memory */
} looker;

static bool
is_told(const looker *l, const char *text)
{
    for (size_t i = 0; i < l->n_told; i++)
        if (!strcmp(l->told[i], text))
            return true;
    return false;
}

/* Where KEY stands: in the table, else in what holds for all tables of the plan, else the table. */
static const reinti_yaml *
node_of(const looker *l, const char *key)
{
    const reinti_yaml *root = l->m->plan->root;
    const reinti_yaml *place[] = { l->t->node, reinti_yaml_get(root, "plan"), root };

    for (size_t i = 0; key && i < REINTI_LENGTH(place); i++)
        if (reinti_yaml_get(place[i], key))
            return reinti_yaml_get(place[i], key);
    return l->t->node;
}

/* L->err, or nothing where STATUS is none; QUIETLY: it follows from what is told already.  Answers whether all is well. */
static bool
look(looker *l, const char *key, bool quietly, reint_status status)
{
    if (!status)
        return true;
    if (status != REINT_ARGUMENT) {
        l->status = l->status ? l->status : status;
        return false;
    }
    const char *text = reinti_arena_text(l->m->arena, l->err.text);
    if (text && !is_told(l, text)) {
        if (reinti_arena_grow(l->m->arena, &l->told, &l->capacity, l->n_told, sizeof *l->told))
            l->told[l->n_told++] = text;
        if (!quietly) {
            reint_error named = l->err;
            reinti_table_named(l->t, &named);
            reinti_plan_find(l->m->plan, l->m->arena, l->m->findings, node_of(l, key), l->t->id, &named);
        }
    }
    l->err = (reint_error){ .status = REINT_OK };
    return false;
}

typedef reint_status (*column_of)(reinti_build *b, const char *name, bool is_rows, const reinti_column **out,
                                  reint_error *err);

static reint_status
layer_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out, reint_error *err)
{
    (void)is_rows;
    return reinti_layer_column(b, name, out, err);
}

static reint_status
strata_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out, reint_error *err)
{
    (void)is_rows;
    return reinti_strata_column(b, name, out, err);
}

static reint_status
number_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out, reint_error *err)
{
    (void)is_rows;
    return reinti_number_column(b, name, out, err);
}

static reint_status
any_column(reinti_build *b, const char *name, bool is_rows, const reinti_column **out, reint_error *err)
{
    (void)is_rows;
    return reinti_frame_column(b->frame, name, out, err);
}

static bool
look_at_name(looker *l, const char *key, const char *name, column_of find)
{
    const reinti_column *c = NULL;

    return !name || look(l, key, is_of_broken(l->m, name),
                         find(&l->b, name, !strcmp(key, "rows") || !strcmp(key, "grid"), &c, &l->err));
}

static bool
look_at_parts(looker *l, const char *key, const reinti_parts *parts)
{
    bool fits = true;

    for (size_t p = 0; p < parts->n; p++)
        for (size_t d = 0; d < parts->part[p].n; d++) {
            const char *name = parts->part[p].name[d];
            if (!l->t->grid_name || strcmp(name, l->t->grid_name))
                fits = look_at_name(l, key, name, reinti_axis_column) && fits;
        }
    return fits;
}

/* The variables of rows, columns and layers. */
static bool
look_at_variables(looker *l)
{
    const reinti_plan_table *t = l->b.plan;
    bool fits = look_at_parts(l, "rows", &t->rows);

    fits = look_at_parts(l, "columns", &t->columns) && fits;
    for (size_t d = 0; d < t->by.n; d++)
        fits = look_at_name(l, "by", t->by.name[d], layer_column) && fits;
    for (size_t d = 0; d < t->strata.n; d++)
        fits = look_at_name(l, "strata", t->strata.name[d], strata_column) && fits;
    for (size_t i = 0; i < t->n_grid; i++)
        fits = look_at_name(l, "grid", t->grid[i], reinti_axis_column) && fits;
    return fits;
}

static bool
is_in(const reinti_parts *parts, const char *variable)
{
    for (size_t p = 0; p < parts->n; p++)
        for (size_t d = 0; d < parts->part[p].n; d++)
            if (!strcmp(parts->part[p].name[d], variable))
                return true;
    return false;
}

/* Whether an earlier net than I has CODE, too: as a net within a net has. */
static bool
is_in_earlier_net(const reinti_plan_table *t, size_t i, const char *code)
{
    for (size_t j = 0; j < i; j++)
        for (size_t k = 0; !strcmp(t->net[j].variable, t->net[i].variable) && k < t->net[j].n_members; k++)
            if (!strcmp(t->net[j].member[k], code))
                return true;
    return false;
}

/* Each code of each net that the table shows. */
static bool
look_at_nets(looker *l)
{
    const reinti_plan_table *t = l->b.plan;
    bool fits = true;

    for (size_t i = 0; i < t->n_nets; i++) {
        const reinti_column *c = NULL, *made = NULL;
        if ((!is_in(&t->rows, t->net[i].variable) && !is_in(&t->columns, t->net[i].variable)) ||
            reinti_table_column(&l->b, t->net[i].variable, false, &c, NULL))
            continue;
        for (size_t k = 0; k < t->net[i].n_members; k++) {
            reinti_net one = t->net[i];
            one.n_members = 1;
            one.member = &t->net[i].member[k];
            if (reinti_column_find(c, one.member[0]) == REINTI_NONE &&
                !is_in_earlier_net(t, i, one.member[0]))
                fits = look(l, "nets", false, reinti_net_column(&l->b, c, &one, &made, &l->err)) && fits;
        }
    }
    return fits;
}

/* Whether the base can be told; without it nobody is in it. */
static bool
look_at_base(looker *l)
{
    const char *base = l->b.plan->base;

    if (look(l, "base", base && is_of_broken(l->m, base), reinti_table_filter(&l->b, &l->err)))
        return true;
    l->b.n_rows = reinti_frame_n(l->b.frame);
    l->b.filter = reinti_arena_alloc(l->b.arena, l->b.n_rows + 1);
    return false;
}

static void
look_at_numbers(looker *l, bool based)
{
    const reinti_plan_table *t = l->b.plan;

    bool weighted = look_at_name(l, "weight", t->weight, number_column) && based;

    for (size_t i = 0; i < t->n_measures; i++)
        look_at_name(l, "mean", t->measure[i].name, number_column);
    if (reinti_table_numbers(&l->b, NULL) == REINT_NO_MEMORY)
        l->status = REINT_NO_MEMORY;
    if (weighted)
        look(l, "weight", false, reinti_table_weights(&l->b, &l->err));
    for (size_t i = 0; i < t->n_missing; i++)
        look(l, "missing", false, reinti_table_reason(&l->b, t->missing_reason[i], &l->err));
    for (size_t i = 0; i < t->n_counted; i++)
        look(l, "in_base", false, reinti_table_reason(&l->b, t->counted[i], &l->err));
}

static void
look_at_design(looker *l)
{
    const reinti_design_plan *d = &l->b.plan->design;
    bool known = look_at_name(l, "design", d->strata, any_column);

    known = look_at_name(l, "design", d->psu, any_column) && known;
    known = look_at_name(l, "design", d->population, any_column) && known;
    if (known)
        look(l, "design", false, reinti_design_make(&l->b, &l->err));
}

/* A row or column as it would be computed: others may be computed from it. */
static void
add_entry(looker *l, bool of_rows, const char *code)
{
    reinti_table *t = l->b.table;
    reinti_entry **entry = of_rows ? &t->row : &t->column;
    size_t *n = of_rows ? &t->n_rows : &t->n_columns;
    reinti_entry *more = reinti_arena_alloc(l->b.arena, (*n + 1) * sizeof *more);

    if (!more) {
        l->status = REINT_NO_MEMORY;
        return;
    }
    memcpy(more, *entry, *n * sizeof *more);
    more[(*n)++] = (reinti_entry){ .code = code, .computed = true };
    *entry = more;
}

/* Of rows and columns that are known, before anything is counted: computed ones, sorting, letters, other codes, the size. */
static void
look_at_layout(looker *l, bool based)
{
    reinti_build *b = &l->b;
    const reinti_plan_table *t = b->plan;
    size_t cells, share, mean, column, stat;
    reint_status status = reinti_table_layers(b, &l->err);

    if (!look(l, status ? "by" : "rows", false, status ? status : reinti_table_axes(b, 0, &l->err)))
        return;
    look(l, "cells", false, reinti_table_size(b, &cells, &l->err));
    if (t->letters.on && b->table->n_stats)
        look(l, "letters", false, reinti_letters_stats(b, &share, &mean, &l->err));
    for (size_t i = 0; i < t->n_computed; i++) {
        const reinti_computed *k = &t->computed[i];
        size_t *at = reinti_arena_alloc(b->arena, k->n * sizeof *at);
        bool of_rows = false;
        look(l, "computed", false,
             at ? reinti_computed_parts(b, k, &of_rows, at, &l->err) : reinti_no_memory(&l->err));
        add_entry(l, of_rows, k->code);
    }
    if (t->sort_stat)
        look(l, "sort", false, reinti_sort_place(b, &column, &stat, &l->err));
    for (size_t i = 0; based && i < t->n_renamed; i++)
        look(l, "rename", false, reinti_rename_code(t, i, b->arena, b->table, &l->err));
}

static void
look_at_cross(looker *l)
{
    if (!look(l, "unit", false, reinti_table_frame(&l->b, &l->err)))
        return;
    bool based = look_at_base(l), fits;

    if (!l->b.filter) {
        l->status = l->status ? l->status : reinti_no_memory(&l->err);
        return;
    }
    look_at_numbers(l, based);
    fits = look_at_variables(l);
    if (fits && based)
        fits = look(l, "rows", false, reinti_table_across(&l->b, &l->err));
    fits = look_at_nets(l) && fits;
    look_at_design(l);
    if (fits)
        look_at_layout(l, based);
}

/* A base of people over time is asked of the persons. */
static void
look_at_follow(looker *l)
{
    const char *base = l->b.plan->base;
    const int8_t *rows;
    reint_status status = reinti_frames_get(l->b.frames, l->b.cb->person_form, &l->b.frame, &l->err);

    if (!status && base && *base)
        status = reinti_frame_condition(l->b.frame, base, &rows, &l->err);
    look(l, "base", base && is_of_broken(l->m, base), status);
}

reint_status
reinti_misfits_of_table(reinti_misfits *m, reinti_frames *frames, const reinti_plan_table *t,
                        const char *language, reint_status status, reint_error *err)
{
    reinti_plan_table own = *t;
    looker l = { .m = m,
                 .t = t,
                 .b = { .frames = frames,
                        .cb = reint_study_codebook(reinti_frames_study(frames)),
                        .plan = &own,
                        .language = language } };

    if ((status && status != REINT_ARGUMENT) || !tells(m) || !err || t->optional)
        return status;
    l.b.table = reinti_cells_create();
    if (!l.b.table)
        return reinti_no_memory(err);
    l.b.arena = l.b.table->arena;
    look(&l, "view", false, reinti_view_apply(l.b.cb, l.b.arena, &own, &l.err));
    look(&l, "ruleset", false, reinti_rename_classes(l.b.cb, l.b.arena, &own, &l.err));
    if (!own.content && own.rows.n)
        look_at_cross(&l);
    else if (own.content && !strncmp(own.content, "follow-", 7))
        look_at_follow(&l);
    l.err = *err;
    look(&l, NULL, false, status); /* what is not looked at here */
    reinti_cells_free(l.b.table);
    *err = (reint_error){ .status = REINT_OK };
    return l.status == REINT_NO_MEMORY ? reinti_no_memory(err) : l.status;
}
