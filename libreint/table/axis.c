/* axis.c -- the entries of stub and banner, from the columns that a table names.
 *
 * A part is a chain of variables; its entries are the combinations of their categories, nets above their members,
 * a subtotal for each outer category, then who cannot be told, the missing reasons that the plan shows, and the
 * total.  Each entry knows what it counts: a column and a category for each level. */
#include <config.h>

#include <string.h>

#include "table/axis_maker.h"

const char *
reinti_axis_label(const reinti_build *b, const reinti_column *c, size_t category)
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

const char *
reinti_axis_group(const reinti_axis_maker *m, size_t shown)
{
    return m->axis->n_shown > 1 && m->axis->part[shown].n ? column_label(m->b, m->axis->part[shown].column[0])
                                                          : NULL;
}

void
reinti_axis_add(reinti_axis_maker *m, reinti_entry entry, reinti_key key)
{
    reinti_axis *a = m->axis;

    if (!reinti_arena_grow(m->b->arena, &a->entry, &m->entry_capacity, a->n, sizeof *a->entry) ||
        !reinti_arena_grow(m->b->arena, &a->key, &m->key_capacity, a->n, sizeof *a->key)) {
        m->failed = true;
        return;
    }
    reinti_axis_part *shown = &a->part[a->part[key.part].shown];
    entry.first_of_group = shown->n_entries == 0;
    entry.variable = shown->variable;
    shown->n_entries++;
    a->entry[a->n] = entry;
    a->key[a->n++] = key;
}

size_t
reinti_axis_part_of(reinti_axis_maker *m, size_t shown, const reinti_column *const *column)
{
    reinti_axis *a = m->axis;
    size_t n = a->part[shown].n;

    for (size_t p = 0; p < a->n_parts; p++) {
        size_t d = 0;
        while (d < n && a->part[p].column[d] == column[d])
            d++;
        if (a->part[p].shown == shown && d == n)
            return p;
    }
    if (!reinti_arena_grow(m->b->arena, &a->part, &a->part_capacity, a->n_parts, sizeof *a->part)) {
        m->failed = true;
        return shown;
    }
    reinti_axis_part made = { .n = n, .shown = shown };
    for (size_t d = 0; d < n; d++)
        made.column[d] = column[d];
    a->part[a->n_parts] = made;
    return a->n_parts++;
}

/* "female>fishing": the codes of N levels, and LAST in place of a further one. */
static const char *
joined_code(reinti_axis_maker *m, const reinti_axis_place *at, size_t n, const char *last)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t d = 0; d < n; d++)
        reinti_str_format(&s, "%s%s", d ? ">" : "", at->code[d]);
    if (last)
        reinti_str_format(&s, ">%s", last);
    const char *code = s.failed ? NULL : reinti_arena_text(m->b->arena, s.text);
    reinti_str_free(&s);
    m->failed = m->failed || !code;
    return code;
}

static const char *const *
copy_path(reinti_axis_maker *m, const reinti_axis_place *at, size_t depth)
{
    const char **path = reinti_arena_alloc(m->b->arena, (depth + 1) * sizeof *path);

    if (!path) {
        m->failed = true;
        return NULL;
    }
    memcpy(path, at->label, depth * sizeof *path);
    return path;
}

/* ---- categories and nets ------------------------------------------------------------------------------- */

static void add_level(reinti_axis_maker *m, reinti_axis_place *at, size_t depth);

/* One choice at DEPTH: deeper levels below it, or an entry. */
static void
add_choice(reinti_axis_maker *m, reinti_axis_place *at, size_t depth, bool net, unsigned indent)
{
    size_t n = m->axis->part[at->shown].n;

    if (depth + 1 < n) {
        add_level(m, at, depth + 1);
        return;
    }
    reinti_key key = { .part = reinti_axis_part_of(m, at->shown, at->column) };
    memcpy(key.category, at->category, sizeof key.category);
    reinti_axis_add(m,
                    (reinti_entry){ .code = joined_code(m, at, n, NULL),
                                    .label = at->label[depth],
                                    .depth = (unsigned)depth,
                                    .indent = indent,
                                    .path = copy_path(m, at, depth),
                                    .group = reinti_axis_group(m, at->shown),
                                    .net = net },
                    key);
}

static void
choose_category(reinti_axis_maker *m, reinti_axis_place *at, size_t depth, const reinti_column *c, size_t k,
                unsigned indent)
{
    at->column[depth] = c;
    at->category[depth] = (uint16_t)k;
    at->code[depth] = c->category[k].code;
    at->label[depth] = reinti_axis_label(m->b, c, k);
    add_choice(m, at, depth, false, indent);
}

static bool
is_of(const reinti_net *net, const reinti_column *c)
{
    return !strcmp(net->variable, c->name);
}

static bool
holds(const reinti_net *net, const char *code)
{
    for (size_t i = 0; i < net->n_members; i++)
        if (!strcmp(net->member[i], code))
            return true;
    return false;
}

static void
choose_net(reinti_axis_maker *m, reinti_axis_place *at, size_t depth, const reinti_column *c,
           const reinti_net *net)
{
    const reinti_column *in = NULL;
    const char *label = reinti_label_text(&net->label, m->b->language);

    m->status = reinti_net_column(m->b, c, net, &in, m->err);
    if (m->status)
        return;
    at->column[depth] = in;
    at->category[depth] = 0;
    at->code[depth] = reinti_arena_text(m->b->arena, net->code);
    at->label[depth] = reinti_arena_text(m->b->arena, label ? label : net->code);
    add_choice(m, at, depth, true, 0);
    at->column[depth] = c;
}

/* Nets in the order of the plan, each above its members; a member of several stands below the first that shows
 * it.  Then what is in no net, in the order of the list. */
static void
add_categories(reinti_axis_maker *m, reinti_axis_place *at, size_t depth, const reinti_column *c)
{
    const reinti_plan_table *t = m->b->plan;
    bool *done = reinti_arena_alloc(m->b->arena, c->n_valid + 1);

    if (!done) {
        m->failed = true;
        return;
    }
    for (size_t i = 0; !m->status && i < t->n_nets; i++) {
        if (!is_of(&t->net[i], c))
            continue;
        choose_net(m, at, depth, c, &t->net[i]);
        for (size_t k = 0; !m->status && k < c->n_valid; k++) {
            if (done[k] || !holds(&t->net[i], c->category[k].code))
                continue;
            done[k] = true;
            if (!t->net[i].hide_members)
                choose_category(m, at, depth, c, k, 1);
        }
    }
    for (size_t k = 0; !m->status && k < c->n_valid; k++)
        if (!done[k])
            choose_category(m, at, depth, c, k, 0);
}

/* ---- totals -------------------------------------------------------------------------------------------- */

bool
reinti_part_has_set(const reinti_axis_part *part)
{
    for (size_t d = 0; d < part->n; d++)
        if (part->column[d]->kind == REINTI_COLUMN_SET)
            return true;
    return false;
}

/* Everybody below the levels that are chosen already (DEPTH of them): a subtotal, or the total at depth 0. */
static void
add_total(reinti_axis_maker *m, reinti_axis_place *at, size_t depth)
{
    const reinti_axis_part *part = &m->axis->part[at->shown];
    const char *language = m->b->language,
               *group = m->is_rows || depth ? reinti_axis_group(m, at->shown) : NULL;
    bool set = reinti_part_has_set(part);
    reinti_key key = { .part = at->shown };
    reinti_entry entry = { .depth = (unsigned)depth, .group = group, .total = true };

    for (size_t d = 0; d < part->n; d++)
        key.category[d] = d < depth                                    ? at->category[d]
                          : part->column[d]->kind == REINTI_COLUMN_SET ? REINTI_CASES
                                                                       : REINTI_ALL;
    if (depth) {
        key.part = reinti_axis_part_of(m, at->shown, at->column);
        entry.path = copy_path(m, at, depth);
        entry.code = joined_code(m, at, depth, "total");
        entry.label = reinti_say(language, "Subtotal", "Subjumlah");
        reinti_axis_add(m, entry, key);
        return;
    }
    entry.code = set ? "cases" : "total";
    entry.label = set ? reinti_say(language, "Cases", "Kasus") : reinti_say(language, "Total", "Jumlah");
    reinti_axis_add(m, entry, key);
    for (size_t d = 0; set && d < part->n; d++)
        if (key.category[d] == REINTI_CASES)
            key.category[d] = REINTI_RESPONSES;
    entry.code = "responses";
    entry.label = reinti_say(language, "Responses", "Jawaban");
    if (set)
        reinti_axis_add(m, entry, key);
}

static void
add_level(reinti_axis_maker *m, reinti_axis_place *at, size_t depth)
{
    const reinti_column *c = m->axis->part[at->shown].column[depth];
    bool subtotal = depth && (m->is_rows ? m->b->plan->subtotal_rows : m->b->plan->subtotal_columns);

    for (size_t d = depth; d < m->axis->part[at->shown].n; d++)
        at->column[d] = m->axis->part[at->shown].column[d];
    if (subtotal && m->b->plan->totals_first)
        add_total(m, at, depth);
    add_categories(m, at, depth, c);
    for (size_t d = depth; d < m->axis->part[at->shown].n; d++) /* a net may stand there yet */
        at->column[d] = m->axis->part[at->shown].column[d];
    if (subtotal && !m->b->plan->totals_first)
        add_total(m, at, depth);
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static void
add_part(reinti_axis_maker *m, size_t p)
{
    const reinti_plan_table *t = m->b->plan;
    bool total = m->is_rows ? t->total_row : t->total_column && p + 1 == m->axis->n_shown;
    reinti_axis_place at = { .shown = p };

    if (!m->axis->part[p].n) { /* no columns asked for: one, of everybody */
        reinti_axis_add(m,
                        (reinti_entry){ .code = "total",
                                        .label = reinti_say(m->b->language, "Total", "Jumlah"),
                                        .total = true },
                        (reinti_key){ .part = p });
        return;
    }
    if (total && t->totals_first)
        add_total(m, &at, 0);
    add_level(m, &at, 0);
    if (m->axis->part[p].n == 1) {
        reinti_axis_add_none(m, p);
        reinti_axis_add_undetermined(m, p);
        if (t->missing && m->is_rows)
            reinti_axis_add_missing(m, p);
    }
    if (total && !t->totals_first)
        add_total(m, &at, 0);
}

reint_status
reinti_axis_fill(reinti_build *b, bool is_rows, reinti_axis *axis, reint_error *err)
{
    reinti_axis_maker m = { .b = b, .axis = axis, .is_rows = is_rows, .err = err };

    for (size_t p = 0; !m.status && p < axis->n_shown; p++)
        add_part(&m, p);
    return m.status || !m.failed ? m.status : reinti_no_memory(err);
}
