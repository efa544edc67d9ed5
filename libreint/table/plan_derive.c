/* plan_derive.c -- columns that a plan makes: bands of a number, categories joined, sets of variables. */
#include <config.h>

#include "table/plan_parse.h"

#include <string.h>

/* "under 18", "18 to under 30", "30 and over". */
static void
name_bands(reinti_yaml_file *file, reinti_derived *d)
{
    enum { CODE, EN, ID, FORMS };
    static const char *languages[] = { "en", "id" };
    static const struct {
        const char *before, *between;
    } words[][FORMS] = { { { "under_", "" }, { "under ", "" }, { "di bawah ", "" } },
                         { { "", "_to_" }, { "", " to under " }, { "", " sampai di bawah " } },
                         { { "from_", "" }, { "", " and over" }, { "", " ke atas" } } };

    d->code = reinti_arena_alloc(file->arena, (d->n_cuts + 1) * sizeof *d->code);
    d->group_label = reinti_arena_alloc(file->arena, (d->n_cuts + 1) * sizeof *d->group_label);
    for (size_t i = 0; d->n_cuts && d->code && d->group_label && i <= d->n_cuts; i++) {
        size_t kind = i == 0 ? 0 : i < d->n_cuts ? 1 : 2;
        const char **text = reinti_arena_alloc(file->arena, FORMS * sizeof *text);
        reinti_str from = REINTI_STR_EMPTY, to = REINTI_STR_EMPTY;
        reinti_format_shortest(&from, d->cut[i ? i - 1 : 0]);
        if (kind == 1)
            reinti_format_shortest(&to, d->cut[i]);
        for (size_t f = 0; text && f < FORMS; f++)
            text[f] = reinti_arena_format(file->arena, "%s%s%s%s", words[kind][f].before, from.text,
                                          words[kind][f].between, to.length ? to.text : "");
        d->code[i] = text && text[CODE] ? text[CODE] : "";
        if (text)
            d->group_label[i] = (reinti_label){ REINTI_LENGTH(languages), languages, text + EN };
        d->n_groups = i + 1;
        reinti_str_free(&from);
        reinti_str_free(&to);
    }
}

static void
bind_bands(reinti_yaml_file *file, const reinti_yaml *node, reinti_derived *d)
{
    const reinti_yaml *cuts = reinti_yaml_need(file, node, "cuts");

    if (!cuts || !reinti_yaml_is_list(file, cuts, "cuts"))
        return;
    d->cut = reinti_arena_alloc(file->arena, (cuts->n + 1) * sizeof *d->cut);
    for (size_t i = 0; d->cut && i < cuts->n; i++)
        if (reinti_yaml_decimal(file, cuts->item[i], "a cut", &d->cut[d->n_cuts])) {
            if (d->n_cuts && d->cut[d->n_cuts] <= d->cut[d->n_cuts - 1])
                reinti_yaml_find(file, cuts->item[i], REINT_ERROR, "bad_cuts", "cuts must rise");
            d->n_cuts++;
        }
    if (!d->n_cuts && !cuts->n)
        reinti_yaml_find(file, cuts, REINT_ERROR, "bad_cuts", "bands need at least one cut");
    const reinti_yaml *bands = reinti_yaml_get(node, "bands");
    if (!bands)
        name_bands(file, d);
    if (!bands || !reinti_yaml_is_map(file, bands, "bands"))
        return;
    if (bands->n != cuts->n + 1)
        reinti_yaml_find(file, bands, REINT_ERROR, "bad_bands", "%zu cuts make %zu bands; %zu are named",
                         cuts->n, cuts->n + 1, bands->n);
    d->code = reinti_arena_alloc(file->arena, (bands->n + 1) * sizeof *d->code);
    d->group_label = reinti_arena_alloc(file->arena, (bands->n + 1) * sizeof *d->group_label);
    for (size_t i = 0; d->code && d->group_label && i < bands->n; i++) {
        d->code[i] = bands->key[i]->text;
        d->group_label[i] = reinti_yaml_label(file, bands->item[i], "a band's label");
    }
    d->n_groups = bands->n;
}

static void
bind_groups(reinti_yaml_file *file, const reinti_yaml *node, reinti_derived *d)
{
    static const char *const keys[] = { "label", "codes", NULL };
    const reinti_yaml *groups = reinti_yaml_need(file, node, "groups");

    if (!groups || !reinti_yaml_is_map(file, groups, "groups"))
        return;
    d->code = reinti_arena_alloc(file->arena, (groups->n + 1) * sizeof *d->code);
    d->group_label = reinti_arena_alloc(file->arena, (groups->n + 1) * sizeof *d->group_label);
    d->n_members = reinti_arena_alloc(file->arena, (groups->n + 1) * sizeof *d->n_members);
    d->member = reinti_arena_alloc(file->arena, (groups->n + 1) * sizeof *d->member);
    if (!d->code || !d->group_label || !d->n_members || !d->member)
        return;
    for (size_t i = 0; i < groups->n; i++) {
        const reinti_yaml *codes = groups->item[i];
        d->code[i] = groups->key[i]->text;
        if (codes->kind == REINTI_YAML_MAP && reinti_yaml_keys(file, codes, "a group", keys)) {
            d->group_label[i] = reinti_yaml_label(file, reinti_yaml_get(codes, "label"), "label");
            codes = reinti_yaml_need(file, codes, "codes");
        }
        d->n_members[i] = codes ? reinti_yaml_texts(file, codes, "codes of a group", &d->member[i]) : 0;
    }
    d->n_groups = groups->n;
}

/* Variables that were asked one by one, yes or no, as a set. */
static void
bind_set(reinti_yaml_file *file, const reinti_yaml *node, reinti_derived *d)
{
    const reinti_yaml *set = reinti_yaml_get(node, "set"), *chosen = reinti_yaml_need(file, node, "chosen");

    d->n_set = reinti_yaml_texts(file, set, "variables of a set", &d->set);
    d->n_chosen = chosen ? reinti_yaml_texts(file, chosen, "codes that mean chosen", &d->chosen) : 0;
    for (size_t i = 1; i < d->n_set; i++)
        for (size_t k = 0; k < i; k++)
            if (!strcmp(d->set[i], d->set[k]))
                reinti_yaml_find(file, set, REINT_ERROR, "repeated", "\"%s\" is in the set twice", d->set[i]);
    if (!d->n_set)
        reinti_yaml_find(file, set, REINT_ERROR, "empty", "a set needs at least one variable");
    d->source = d->n_set ? d->set[0] : NULL;
}

/* How a column is made: one of these keys, bands where there is none. */
static const struct {
    const char *key;
    void (*bind)(reinti_yaml_file *file, const reinti_yaml *node, reinti_derived *d);
} ways[] = { { "cuts", bind_bands }, { "groups", bind_groups }, { "set", bind_set } };

static void
bind_way(reinti_yaml_file *file, const reinti_yaml *item, reinti_derived *d)
{
    size_t way = 0, n = 0;

    for (size_t k = 0; k < REINTI_LENGTH(ways); k++)
        if (reinti_yaml_get(item, ways[k].key)) {
            way = k;
            n++;
        }
    if (n > 1)
        reinti_yaml_find(file, item, REINT_ERROR, "contradiction",
                         "derived column \"%s\" has several of cuts, groups and set; it is one of them",
                         d->name);
    if (ways[way].bind != bind_set) {
        d->source = reinti_yaml_text(file, reinti_yaml_need(file, item, "from"), "from");
        if (reinti_yaml_get(item, "chosen"))
            reinti_yaml_find(file, item, REINT_ERROR, "contradiction",
                             "derived column \"%s\": chosen goes with set", d->name);
    } else if (reinti_yaml_get(item, "from")) {
        reinti_yaml_find(file, item, REINT_ERROR, "contradiction",
                         "derived column \"%s\" is a set of variables and from another one; it is either",
                         d->name);
    }
    ways[way].bind(file, item, d);
}

void
reinti_plan_derive(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan *plan)
{
    static const char *const keys[] = { "label",  "from", "unit",   "cuts", "bands",
                                        "groups", "set",  "chosen", NULL };

    if (!node || !reinti_yaml_is_map(file, node, "derive"))
        return;
    plan->derived = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *plan->derived);
    for (size_t i = 0; plan->derived && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_derived *d = &plan->derived[plan->n_derived];
        size_t errors = reint_findings_count_severity(file->findings, REINT_ERROR);
        if (!reinti_yaml_keys(file, item, "a derived column", keys))
            continue;
        *d = (reinti_derived){ .name = node->key[i]->text, .node = item };
        d->unit = reinti_plan_text(file, item, "unit");
        d->label = reinti_yaml_label(file, reinti_yaml_get(item, "label"), "label");
        bind_way(file, item, d);
        if (d->source && reint_findings_count_severity(file->findings, REINT_ERROR) == errors)
            plan->n_derived++;
    }
}
