/* axis.c -- the entries of stub and banner, from the columns that a table names. */
#include <config.h>

#include <string.h>

#include "table/build.h"

typedef struct axis_maker {
    reinti_build *b;
    reinti_axis *axis;
    size_t entry_capacity, key_capacity;
    bool is_rows, failed;
} axis_maker;

static const char *
category_label(const reinti_build *b, const reinti_column *c, size_t category)
{
    const char *label = reinti_label_text(&c->category[category].label, b->language);
    return reinti_arena_text(b->arena,
                             label ? label : c->category[category].code); /* outlives plan and frames */
}

static const char *
column_label(const reinti_build *b, const reinti_column *c)
{
    const char *label = reinti_label_text(&c->label, b->language);
    return reinti_arena_text(b->arena, label ? label : c->name);
}

static void
add(axis_maker *m, reinti_entry entry, reinti_key key)
{
    reinti_axis *a = m->axis;

    if (!reinti_arena_grow(m->b->arena, &a->entry, &m->entry_capacity, a->n, sizeof *a->entry) ||
        !reinti_arena_grow(m->b->arena, &a->key, &m->key_capacity, a->n, sizeof *a->key)) {
        m->failed = true;
        return;
    }
    entry.first_of_group = a->part[key.part].n_entries == 0;
    a->part[key.part].n_entries++;
    a->entry[a->n] = entry;
    a->key[a->n++] = key;
}

/* "female>fishing" */
static const char *
joined_code(axis_maker *m, const reinti_axis_part *part, const reinti_key *key)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t d = 0; d < part->n; d++)
        reinti_str_format(&s, "%s%s", d ? ">" : "", part->column[d]->category[key->category[d]].code);
    const char *code = reinti_arena_text(m->b->arena, s.text);
    reinti_str_free(&s);
    return code;
}

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
occurs(const axis_maker *m, const reinti_column *c, size_t category)
{
    const reinti_plan_table *t = m->b->plan;
    bool of_grid = false;

    for (size_t i = 0; i < t->n_grid; i++)
        of_grid = of_grid || !strcmp(t->grid[i], c->name);
    for (size_t i = 0; of_grid && i < t->n_grid; i++) {
        const reinti_column *item = NULL;
        if (!reinti_frame_column(m->b->frame, t->grid[i], &item, NULL) && item->n_valid == c->n_valid &&
            occurs_in(m->b, item, category))
            return true;
    }
    return !of_grid && occurs_in(m->b, c, category);
}

/* Those of whom it cannot be told stand in a row of their own: they are in every base. */
static void
add_undetermined(axis_maker *m, size_t p, const char *group)
{
    const reinti_column *c = m->axis->part[p].column[0];
    size_t k = reinti_undetermined(c);
    reinti_key key = { .category = { (uint16_t)k }, .part = p };

    if (k != REINTI_NONE && occurs(m, c, k))
        add(m,
            (reinti_entry){ .code = reinti_arena_text(m->b->arena, c->category[k].code),
                            .label = category_label(m->b, c, k),
                            .group = group,
                            .missing = true },
            key);
}

/* Innermost level: one entry a valid category, then the missing ones that are shown. */
static void
add_level(axis_maker *m, size_t p, size_t depth, reinti_key *key, const char **path)
{
    const reinti_axis_part *part = &m->axis->part[p];
    const reinti_column *c = part->column[depth];

    for (size_t k = 0; k < c->n_valid; k++) {
        key->category[depth] = (uint16_t)k;
        if (depth + 1 < part->n) {
            path[depth] = category_label(m->b, c, k);
            add_level(m, p, depth + 1, key, path);
            continue;
        }
        const char **own = reinti_arena_alloc(m->b->arena, (depth + 1) * sizeof *own);
        if (!own) {
            m->failed = true;
            return;
        }
        memcpy(own, path, depth * sizeof *own);
        add(m,
            (reinti_entry){ .code = joined_code(m, part, key),
                            .label = category_label(m->b, c, k),
                            .depth = (unsigned)depth,
                            .path = own,
                            .group = m->axis->n_parts > 1 ? column_label(m->b, part->column[0]) : NULL },
            *key);
    }
}

static void
add_missing(axis_maker *m, size_t p, const char *group)
{
    const reinti_column *c = m->axis->part[p].column[0];
    const reinti_plan_table *t = m->b->plan;
    reinti_key key = { .part = p };

    if (t->missing == REINTI_MISSING_TOGETHER) {
        key.category[0] = REINTI_MISSING;
        add(m,
            (reinti_entry){ .code = "missing",
                            .label = reinti_say(m->b->language, "Missing", "Data kosong"),
                            .group = group,
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
            add(m,
                (reinti_entry){
                    .code = code, .label = category_label(m->b, c, k), .group = group, .missing = true },
                key);
    }
}

static void
add_totals(axis_maker *m, size_t p, const char *group)
{
    const reinti_axis_part *part = &m->axis->part[p];
    const char *language = m->b->language;
    reinti_key key = { .part = p };
    bool set = false;

    for (size_t d = 0; d < part->n; d++) {
        key.category[d] = REINTI_ALL;
        if (part->column[d]->kind == REINTI_COLUMN_SET) {
            set = true;
            key.category[d] = REINTI_CASES;
        }
    }
    if (!set) {
        add(m,
            (reinti_entry){ .code = "total",
                            .label = reinti_say(language, "Total", "Jumlah"),
                            .group = group,
                            .total = true },
            key);
        return;
    }
    add(m,
        (reinti_entry){
            .code = "cases", .label = reinti_say(language, "Cases", "Kasus"), .group = group, .total = true },
        key);
    for (size_t d = 0; d < part->n; d++)
        if (key.category[d] == REINTI_CASES)
            key.category[d] = REINTI_RESPONSES;
    add(m,
        (reinti_entry){ .code = "responses",
                        .label = reinti_say(language, "Responses", "Jawaban"),
                        .group = group,
                        .total = true },
        key);
}

reint_status
reinti_axis_make(reinti_build *b, const reinti_parts *parts, const char *item, bool is_rows, reinti_axis *out,
                 reint_error *err)
{
    axis_maker m = { .b = b, .axis = out, .is_rows = is_rows };
    bool total = is_rows ? b->plan->total_row : b->plan->total_column;

    *out = (reinti_axis){ .n_parts = parts->n ? parts->n : 1 };
    out->part = reinti_arena_alloc(b->arena, out->n_parts * sizeof *out->part);
    if (!out->part)
        return reinti_no_memory(err);
    for (size_t p = 0; p < parts->n; p++)
        for (size_t d = 0; d < parts->part[p].n; d++) {
            const char *name = parts->part[p].name[d];
            if (item && b->plan->grid_name && !strcmp(name, b->plan->grid_name))
                name = item;
            const reinti_column *c;
            reint_status status = reinti_frame_column(b->frame, name, &c, err);
            if (status)
                return status;
            if (c->kind != REINTI_COLUMN_CODED && c->kind != REINTI_COLUMN_SET)
                return reinti_fail(
                    err, REINT_ARGUMENT, NULL, 0,
                    "\"%s\" has no categories; cut it into bands (plan: derive) or ask for its mean", name);
            out->part[p].column[out->part[p].n++] = c;
            out->sets = out->sets || c->kind == REINTI_COLUMN_SET;
        }
    for (size_t p = 0; p < out->n_parts; p++) {
        reinti_axis_part *part = &out->part[p];
        const char *path[REINTI_MAX_DEPTH],
            *group = out->n_parts > 1 ? column_label(b, part->column[0]) : NULL;
        reinti_key key = { .part = p };
        part->first_entry = out->n;
        if (!part->n) { /* no columns asked for: one, of everybody */
            add(&m,
                (reinti_entry){
                    .code = "total", .label = reinti_say(b->language, "Total", "Jumlah"), .total = true },
                key);
            continue;
        }
        add_level(&m, p, 0, &key, path);
        if (part->n == 1)
            add_undetermined(&m, p, group);
        if (b->plan->missing && part->n == 1 && is_rows)
            add_missing(&m, p, group);
        if (total && (is_rows || p + 1 == out->n_parts))
            add_totals(&m, p, is_rows ? group : NULL);
    }
    return m.failed ? reinti_no_memory(err) : REINT_OK;
}
