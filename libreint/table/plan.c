/* plan.c -- reads a plan of tables.  The format is specified in reint-plan(5). */
#include <config.h>

#include "table/plan.h"

#include <ctype.h>
#include <string.h>

#include "table/follow.h"

const char *const reinti_cell_words[] = { "count",     "row_pct",       "col_pct", "total_pct", "valid_pct",
                                          "pct_cases", "pct_responses", "n",       "mean",      "sd",
                                          NULL };
const char *const reinti_test_words[] = { "chi2", "fisher", "bowker", NULL };

/* ---- expressions
 * ----------------------------------------------------------------------------------------------------- */

static size_t
word_length(const char *text)
{
    size_t n = 0;
    while (isalnum((unsigned char)text[n]) || text[n] == '_' || text[n] == '.' || text[n] == '-')
        n++;
    return n;
}

static reint_status
bad_expression(reint_error *err, const char *text, const char *at)
{
    return reinti_fail(
        err, REINT_ARGUMENT, NULL, 0,
        "\"%s\" cannot be read at \"%s\"; variables are joined by + (side by side) and > (nested)", text, at);
}

static reint_status
parse_parts(reinti_arena *arena, const char *text, const reinti_yaml *banners, reinti_parts *out,
            size_t *capacity, unsigned depth, reint_error *err)
{
    const char *p = text;
    bool new_part = true;

    for (;;) {
        p += strspn(p, " \t");
        if (*p == '@' && new_part) {
            size_t n = word_length(p + 1);
            char *name = reinti_arena_text_n(arena, p + 1, n);
            const reinti_yaml *banner = name ? reinti_yaml_get(banners, name) : NULL;
            if (!banner || banner->kind != REINTI_YAML_SCALAR || depth > 4)
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no banner \"%s\"",
                                   name ? name : "");
            reint_status status = parse_parts(arena, banner->text, banners, out, capacity, depth + 1, err);
            if (status)
                return status;
            p += n + 1;
        } else {
            size_t n = word_length(p);
            if (!n)
                return bad_expression(err, text, p);
            if (new_part) {
                if (!reinti_arena_grow(arena, &out->part, capacity, out->n, sizeof *out->part))
                    return reinti_no_memory(err);
                out->part[out->n++] = (reinti_part){ 0 };
            }
            reinti_part *part = &out->part[out->n - 1];
            if (part->n == REINTI_MAX_DEPTH)
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" nests more than %d variables", text,
                                   REINTI_MAX_DEPTH);
            part->name[part->n] = reinti_arena_text_n(arena, p, n);
            if (!part->name[part->n++])
                return reinti_no_memory(err);
            p += n;
        }
        p += strspn(p, " \t");
        if (!*p)
            return REINT_OK;
        if (*p != '+' && *p != '>')
            return bad_expression(err, text, p);
        new_part = *p++ == '+';
    }
}

reint_status
reinti_parts_parse(reinti_arena *arena, const char *text, const reinti_yaml *banners, reinti_parts *out,
                   reint_error *err)
{
    size_t capacity = 0;

    *out = (reinti_parts){ 0 };
    return parse_parts(arena, text, banners, out, &capacity, 0, err);
}

/* ---- tables
 * --------------------------------------------------------------------------------------------------------------
 */

static void
bind_parts(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const reinti_yaml *banners,
           reinti_parts *out)
{
    const char *text = node ? reinti_yaml_text(file, node, what) : NULL;
    reint_error err = { .status = REINT_OK };

    if (text && reinti_parts_parse(file->arena, text, banners, out, &err))
        reinti_yaml_find(file, node, REINT_ERROR, "bad_expression", "%s: %s", what, err.text);
}

/* Words of a list, each one of ALLOWED. */
static size_t
bind_words(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const char *const *allowed,
           const char *const **out)
{
    size_t n = node ? reinti_yaml_texts(file, node, what, out) : 0;

    for (size_t i = 0; i < n; i++) {
        const reinti_yaml *item = node->kind == REINTI_YAML_LIST ? node->item[i] : node;
        reinti_yaml_word(file, item, what, allowed);
    }
    return n;
}

/* A map from texts to texts. */
static size_t
bind_pairs(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const char *const **from,
           const char *const **to)
{
    if (!node || !reinti_yaml_is_map(file, node, what))
        return 0;
    const char **key = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *key);
    const char **value = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *value);
    for (size_t i = 0; key && value && i < node->n; i++) {
        key[i] = node->key[i]->text;
        value[i] = reinti_text_or(reinti_yaml_text(file, node->item[i], what), "");
    }
    *from = key;
    *to = value;
    return key && value ? node->n : 0;
}

static void
bind_missing(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const words[] = { "hidden", "each", "together", NULL };

    if (!node)
        return;
    if (node->kind == REINTI_YAML_SCALAR) {
        int word = reinti_yaml_word(file, node, "missing", words);
        t->missing = word < 0 ? REINTI_MISSING_HIDDEN : (reinti_show_missing)word;
        return;
    }
    t->n_missing = bind_pairs(file, node, "missing", &t->missing_reason, &t->missing_code);
    t->missing = REINTI_MISSING_NAMED;
}

static void
bind_totals(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const words[] = { "row", "column", "both", "none", NULL };
    const char *const *text = NULL;
    size_t n = node ? bind_words(file, node, "totals", words, &text) : 0;

    t->total_row = !node;
    t->total_column = !node;
    for (size_t i = 0; i < n; i++) {
        t->total_row = t->total_row || !strcmp(text[i], "row") || !strcmp(text[i], "both");
        t->total_column = t->total_column || !strcmp(text[i], "column") || !strcmp(text[i], "both");
    }
}

/* "q01..q40": the names between, counted in the digits at their end. */
static size_t
expand_range(reinti_yaml_file *file, const reinti_yaml *node, const char *text, const char **out, size_t room)
{
    const char *dots = strstr(text, ".."), *end = dots ? dots + 2 : NULL;
    size_t stem, n = 0, digits;
    int64_t from, to;

    if (!dots) {
        out[0] = text;
        return room > 0;
    }
    for (stem = (size_t)(dots - text); stem > 0 && isdigit((unsigned char)text[stem - 1]); stem--)
        ;
    digits = (size_t)(dots - text) - stem;
    if (strlen(end) != stem + digits || strncmp(text, end, stem) ||
        !reinti_parse_integer(text + stem, digits, true, &from) ||
        !reinti_parse_integer(end + stem, digits, true, &to) || from > to) {
        reinti_yaml_find(file, node, REINT_ERROR, "bad_grid",
                         "\"%s\" is no range; it would be written like q01..q40", text);
        return 0;
    }
    for (; from <= to && n < room; from++)
        out[n++] = reinti_arena_format(file->arena, "%.*s%0*d", (int)stem, text, (int)digits, (int)from);
    return n;
}

/* A name, a list of names and ranges, or a map from codes to names. */
static void
bind_grid(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    enum { MOST = 1000 };

    if (!node || !reinti_yaml_is_map(file, node, "grid"))
        return;
    if (node->n != 1) {
        reinti_yaml_find(file, node, REINT_ERROR, "bad_grid",
                         "a grid is one name with its variables, such as item: [q01, q02]");
        return;
    }
    const reinti_yaml *items = node->item[0];
    const char **column = reinti_arena_alloc(file->arena, MOST * sizeof *column), **code = column;
    size_t n = 0;
    if (!column)
        return;
    if (items->kind == REINTI_YAML_MAP) {
        code = reinti_arena_alloc(file->arena, MOST * sizeof *code);
        for (size_t i = 0; code && i < items->n && n < MOST; i++) {
            column[n] = reinti_yaml_text(file, items->item[i], "a variable of a grid");
            code[n] = items->key[i]->text;
            n += column[n] != NULL;
        }
    } else {
        const char *const *text = NULL;
        size_t n_texts = reinti_yaml_texts(file, items, "the variables of a grid", &text);
        for (size_t i = 0; i < n_texts; i++)
            n += expand_range(file, items, text[i], column + n, MOST - n);
    }
    if (n == MOST)
        reinti_yaml_find(file, items, REINT_ERROR, "bad_grid", "a grid has fewer than %d variables", MOST);
    t->grid_name = node->key[0]->text;
    t->grid = column;
    t->grid_code = code;
    t->n_grid = code ? n : 0;
}

/* `assume`, of a table or of the whole plan. */
static void
bind_assume(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const words[] = { "independent_records", "frequency_weights", NULL };
    const char *const *text = NULL;
    size_t n = node ? bind_words(file, node, "assume", words, &text) : 0;

    for (size_t i = 0; i < n; i++) {
        t->independent = t->independent || !strcmp(text[i], words[0]);
        t->frequencies = t->frequencies || !strcmp(text[i], words[1]);
    }
}

static const char *
text_of(reinti_yaml_file *file, const reinti_yaml *node, const char *key)
{
    return reinti_yaml_text(file, reinti_yaml_get(node, key), key);
}

static const char *
label_of(reinti_yaml_file *file, const reinti_yaml *node, const char *key, const char *language)
{
    reinti_label label = reinti_yaml_label(file, reinti_yaml_get(node, key), key);
    return reinti_label_text(&label, language);
}

/* What is said of people over time. */
static void
bind_follow(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    reinti_follow_plan *follow = node ? reinti_arena_alloc(file->arena, sizeof *follow) : NULL;

    if (follow)
        reinti_follow_plan_bind(file, node, follow);
    t->follow = follow;
}

static void
bind_table(reinti_yaml_file *file, const reinti_yaml *node, const reinti_yaml *banners,
           const reinti_plan *plan, const reinti_plan_table *defaults, reinti_plan_table *t)
{
    static const char *const keys[] = { "id",     "title",   "subtitle", "group",      "unit",   "base",
                                        "rows",   "columns", "by",       "weight",     "mean",   "cells",
                                        "tests",  "totals",  "missing",  "hide_empty", "grid",   "chart",
                                        "notes",  "ruleset", "content",  "inference",  "assume", "everybody",
                                        "rename", "follow", NULL };
    static const char *const charts[] = { "bar", "column", "stacked", "stacked100", "line", NULL };
    static const char *const contents[] = { "ingest", "missing", "gap", NULL };
    static const char *const inferences[] = { "exploratory", NULL };

    *t = *defaults;
    t->line = node->line;
    if (!reinti_yaml_keys(file, node, "a table", keys))
        return;
    t->id = reinti_yaml_text(file, reinti_yaml_need(file, node, "id"), "id");
    t->title = label_of(file, node, "title", plan->language);
    t->subtitle = label_of(file, node, "subtitle", plan->language);
    t->group = text_of(file, node, "group");
    t->unit = text_of(file, node, "unit");
    t->base = text_of(file, node, "base");
    t->weight = text_of(file, node, "weight");
    t->mean = text_of(file, node, "mean");
    t->ruleset = reinti_text_or(text_of(file, node, "ruleset"), plan->ruleset);
    bind_parts(file, reinti_yaml_get(node, "rows"), "rows", banners, &t->rows);
    bind_parts(file, reinti_yaml_get(node, "columns"), "columns", banners, &t->columns);
    const char *const *by = NULL;
    size_t n_by = reinti_yaml_texts(file, reinti_yaml_get(node, "by"), "by", &by);
    if (n_by > REINTI_MAX_DEPTH)
        reinti_yaml_find(file, reinti_yaml_get(node, "by"), REINT_ERROR, "too_many",
                         "at most %d variables make layers", REINTI_MAX_DEPTH);
    for (size_t i = 0; i < n_by && i < REINTI_MAX_DEPTH; i++)
        t->by.name[t->by.n++] = by[i];
    bind_grid(file, reinti_yaml_get(node, "grid"), t);
    t->n_cells = bind_words(file, reinti_yaml_get(node, "cells"), "cells", reinti_cell_words, &t->cells);
    t->n_tests = bind_words(file, reinti_yaml_get(node, "tests"), "tests", reinti_test_words, &t->tests);
    bind_totals(file, reinti_yaml_get(node, "totals"), t);
    bind_missing(file, reinti_yaml_get(node, "missing"), t);
    reinti_yaml_flag(file, reinti_yaml_get(node, "hide_empty"), "hide_empty", &t->hide_empty);
    reinti_yaml_flag(file, reinti_yaml_get(node, "everybody"), "everybody", &t->everybody);
    const reinti_yaml *chart = reinti_yaml_get(node, "chart"), *content = reinti_yaml_get(node, "content");
    if (chart && reinti_yaml_word(file, chart, "chart", charts) >= 0)
        t->chart = chart->text;
    bool followed = content && content->kind == REINTI_YAML_SCALAR && !strncmp(content->text, "follow-", 7);
    if (content &&
        reinti_yaml_word(file, content, "content", followed ? reinti_follow_contents : contents) >= 0)
        t->content = content->text;
    bind_follow(file, reinti_yaml_get(node, "follow"), t);
    if (reinti_yaml_get(node, "inference"))
        t->exploratory =
            reinti_yaml_word(file, reinti_yaml_get(node, "inference"), "inference", inferences) == 0;
    bind_assume(file, reinti_yaml_get(node, "assume"), t);
    t->n_renamed = bind_pairs(file, reinti_yaml_get(node, "rename"), "rename", &t->renamed, &t->new_code);
    t->n_notes = reinti_yaml_texts(file, reinti_yaml_get(node, "notes"), "notes", &t->notes);
    if (!t->rows.n && !t->content)
        reinti_yaml_find(file, node, REINT_ERROR, "no_rows", "a table needs rows");
}

/* ---- derived columns
 * ---------------------------------------------------------------------------------------------------------
 */

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
    const reinti_yaml *bands = reinti_yaml_need(file, node, "bands");
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

static void
bind_derived(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan *plan)
{
    static const char *const keys[] = { "label", "from", "unit", "cuts", "bands", "groups", NULL };

    if (!node || !reinti_yaml_is_map(file, node, "derive"))
        return;
    plan->derived = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *plan->derived);
    for (size_t i = 0; plan->derived && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_derived *d = &plan->derived[plan->n_derived];
        if (!reinti_yaml_keys(file, item, "a derived column", keys))
            continue;
        *d = (reinti_derived){ .name = node->key[i]->text, .line = item->line };
        d->source = reinti_yaml_text(file, reinti_yaml_need(file, item, "from"), "from");
        d->unit = text_of(file, item, "unit");
        d->label = reinti_yaml_label(file, reinti_yaml_get(item, "label"), "label");
        if (reinti_yaml_get(item, "groups"))
            bind_groups(file, item, d);
        else
            bind_bands(file, item, d);
        if (d->source)
            plan->n_derived++;
    }
}

/* ---- the file
 * ------------------------------------------------------------------------------------------------------------------
 */

static void
bind_plan(reinti_yaml_file *file, const reinti_yaml *root, reinti_plan *plan)
{
    static const char *const keys[] = { "reint", "plan", "derive", "banners", "tables", NULL };
    static const char *const plan_keys[] = { "title", "language", "ruleset", "inference", "assume", NULL };
    static const char *const inferences[] = { "exploratory", NULL };
    reinti_plan_table defaults = { 0 };
    int64_t version;

    if (!reinti_yaml_keys(file, root, "a plan", keys))
        return;
    reinti_yaml_integer(file, reinti_yaml_need(file, root, "reint"), "reint", 1, 1, &version);
    const reinti_yaml *head = reinti_yaml_get(root, "plan"), *banners = reinti_yaml_get(root, "banners");
    if (head && reinti_yaml_keys(file, head, "plan", plan_keys)) {
        plan->language = plan->language ? plan->language : text_of(file, head, "language");
        plan->title = label_of(file, head, "title", plan->language);
        plan->ruleset = text_of(file, head, "ruleset");
        if (reinti_yaml_get(head, "inference"))
            defaults.exploratory =
                reinti_yaml_word(file, reinti_yaml_get(head, "inference"), "inference", inferences) == 0;
        bind_assume(file, reinti_yaml_get(head, "assume"), &defaults);
    }
    if (banners && !reinti_yaml_is_map(file, banners, "banners"))
        banners = NULL;
    bind_derived(file, reinti_yaml_get(root, "derive"), plan);
    const reinti_yaml *tables = reinti_yaml_need(file, root, "tables");
    if (!tables || !reinti_yaml_is_list(file, tables, "tables"))
        return;
    plan->table = reinti_arena_alloc(file->arena, (tables->n + 1) * sizeof *plan->table);
    for (size_t i = 0; plan->table && i < tables->n; i++) {
        reinti_plan_table *t = &plan->table[plan->n_tables];
        bind_table(file, tables->item[i], banners, plan, &defaults, t);
        for (size_t k = 0; t->id && k < plan->n_tables; k++)
            if (!strcmp(plan->table[k].id, t->id))
                reinti_yaml_find(file, tables->item[i], REINT_ERROR, "duplicate_id",
                                 "there are two tables \"%s\"", t->id);
        if (t->id)
            plan->n_tables++;
    }
}

reint_status
reinti_plan_read(const char *path, reinti_arena *arena, reinti_plan *plan, reint_findings *findings,
                 reint_error *err)
{
    const char *language = plan->language;
    reinti_yaml_file file = { reinti_arena_text(arena, reinti_path_last(path)), arena, findings };
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    reinti_yaml *root = NULL;

    *plan = (reinti_plan){ .name = file.name, .language = language };
    reint_status status = reinti_yaml_read(&file, path, &root, err);
    if (!status)
        bind_plan(&file, root, plan);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    return status;
}

reint_status
reint_plan_check(const char *path, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_arena *arena = reinti_arena_create();
    reinti_plan plan = { 0 };
    reint_status status = arena && (findings || own)
                              ? reinti_plan_read(path, arena, &plan, findings ? findings : own, err)
                              : reinti_no_memory(err);

    reinti_arena_free(arena);
    reint_findings_free(own);
    return status;
}
