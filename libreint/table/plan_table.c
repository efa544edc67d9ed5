/* plan_table.c -- one table of a plan: every key. */
#include <config.h>

#include "table/follow.h"
#include "table/plan_parse.h"

#include <ctype.h>
#include <string.h>

const char *const reinti_cell_words[] = {
    "count",   "row_pct",  "col_pct",  "total_pct", "valid_pct",    "pct_cases",  "pct_responses", "n",
    "mean",    "sd",       "se",       "median",    "min",          "max",        "q05",           "q10",
    "q25",     "q75",      "q90",      "q95",       "unweighted_n", "weighted_n", "effective_n",   "pct_se",
    "pct_low", "pct_high", "mean_low", "mean_high", "deff",         NULL
};

static void
bind_parts(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const reinti_yaml *banners,
           reinti_parts *out)
{
    const char *text = node ? reinti_yaml_text(file, node, what) : NULL;
    reint_error err = { .status = REINT_OK };

    if (text && reinti_parts_parse(file->arena, text, banners, out, &err))
        reinti_yaml_find(file, node, REINT_ERROR, "bad_expression", "%s: %s", what, err.text);
}

size_t
reinti_plan_words(reinti_yaml_file *file, const reinti_yaml *node, const char *what,
                  const char *const *allowed, const char *const **out)
{
    size_t n = node ? reinti_yaml_texts(file, node, what, out) : 0;

    for (size_t i = 0; i < n; i++) {
        const reinti_yaml *item = node->kind == REINTI_YAML_LIST ? node->item[i] : node;
        reinti_yaml_word(file, item, what, allowed);
        for (size_t k = 0; k < i; k++)
            if (!strcmp((*out)[k], (*out)[i]))
                reinti_yaml_find(file, item, REINT_ERROR, "duplicate_word", "\"%s\" stands twice in %s",
                                 (*out)[i], what);
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
    static const char *const words[] = { "row", "column", "both", "none", "first", NULL };
    const char *const *text = NULL;
    size_t n = node ? reinti_plan_words(file, node, "totals", words, &text) : 0;
    bool none = false, some = false;

    for (size_t i = 0; i < n; i++) {
        none = none || !strcmp(text[i], "none");
        t->totals_first = t->totals_first || !strcmp(text[i], "first");
        t->total_row = t->total_row || !strcmp(text[i], "row") || !strcmp(text[i], "both");
        t->total_column = t->total_column || !strcmp(text[i], "column") || !strcmp(text[i], "both");
    }
    some = t->total_row || t->total_column;
    if (!none && !some) /* nothing said of which, perhaps of where */
        t->total_row = t->total_column = true;
    if (none && (some || t->totals_first))
        reinti_yaml_find(file, node, REINT_ERROR, "contradiction", "totals are \"none\" and something else");
}

/* A flag, or on which side: rows, columns, both. */
static void
bind_sides(reinti_yaml_file *file, const reinti_yaml *node, const char *what, bool flag_rows, bool *rows,
           bool *columns)
{
    static const char *const words[] = {
        "rows", "columns", "both", "none", "true", "yes", "false", "no", NULL
    };
    int word = node ? reinti_yaml_word(file, node, what, words) : -1;

    if (word < 0)
        return;
    *rows = word == 0 || word == 2 || word == 4 || word == 5;
    *columns = word == 1 || word == 2 || (!flag_rows && (word == 4 || word == 5));
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
    static const char *const words[] = { "independent_records", "frequency_weights", "clustered_records",
                                         NULL };
    const char *const *text = NULL;
    size_t n = node ? reinti_plan_words(file, node, "assume", words, &text) : 0;

    for (size_t i = 0; i < n; i++) {
        t->independent = t->independent || !strcmp(text[i], words[0]);
        t->frequencies = t->frequencies || !strcmp(text[i], words[1]);
        t->clustered = t->clustered || !strcmp(text[i], words[2]);
    }
}

/* ---- what a table shares with the plan ----------------------------------------------------------------- */

void
reinti_plan_bind_common(const reinti_plan_reader *r, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const inferences[] = { "exploratory", NULL };
    reinti_yaml_file *file = r->file;
    const reinti_yaml *inference = reinti_yaml_get(node, "inference"),
                      *weight = reinti_yaml_get(node, "weight");

    if (inference)
        t->exploratory = reinti_yaml_word(file, inference, "inference", inferences) == 0;
    if (weight)
        t->weight = reinti_yaml_text(file, weight, "weight");
    bind_assume(file, reinti_yaml_get(node, "assume"), t);
    reinti_plan_bind_letters(file, reinti_yaml_get(node, "letters"), &t->letters);
    reinti_plan_bind_adjust(file, reinti_yaml_get(node, "adjust"), t);
    reinti_plan_bind_precision(file, reinti_yaml_get(node, "precision"), &t->precision);
    reinti_plan_bind_design(file, reinti_yaml_get(node, "design"), &t->design);
}

/* ---- a table ------------------------------------------------------------------------------------------- */

static const char *
label_of(reinti_yaml_file *file, const reinti_yaml *node, const char *key, const char *language)
{
    reinti_label label = reinti_yaml_label(file, reinti_yaml_get(node, key), key);
    return reinti_label_text(&label, language);
}

/* Variables whose categories are taken together. */
static void
bind_joint(reinti_yaml_file *file, const reinti_yaml *node, const char *key, const char *what,
           reinti_part *out)
{
    const char *const *name = NULL;
    size_t n = reinti_yaml_texts(file, node, key, &name);

    if (n > REINTI_MOST_DIMENSIONS)
        reinti_yaml_find(file, node, REINT_ERROR, "too_many",
                         "at most %d variables make %s: of more, no table could have all cells",
                         REINTI_MOST_DIMENSIONS, what);
    for (size_t i = 0; i < n && i < REINTI_MOST_DIMENSIONS; i++)
        out->name[out->n++] = name[i];
}

/* Statistics of the number NAME: there is one at least, and each is of a number. */
static void
bind_own_cells(reinti_yaml_file *file, const reinti_yaml *node, reinti_measure *m)
{
    m->n_cells = reinti_plan_words(file, node, m->name, reinti_cell_words, &m->cells);
    if (node->kind == REINTI_YAML_LIST && !node->n)
        reinti_yaml_find(file, node, REINT_ERROR, "empty", "mean: \"%s\" has no statistic", m->name);
    for (size_t i = 0; i < m->n_cells; i++)
        if (!reinti_is_of_number(m->cells[i]) && strcmp(m->cells[i], "deff") != 0)
            reinti_yaml_find(file, node, REINT_ERROR, "bad_word",
                             "\"%s\" is no statistic of a number: it stands in cells", m->cells[i]);
}

/* A name, a list of names, or a map from name to its statistics. */
static void
bind_measures(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    const char *const *name = NULL;
    bool map = node && node->kind == REINTI_YAML_MAP;
    size_t n = !node ? 0 : map ? node->n : reinti_yaml_texts(file, node, "mean", &name);
    reinti_measure *m = reinti_arena_alloc(file->arena, (n + 1) * sizeof *m);

    for (size_t i = 0; m && i < n; i++) {
        m[i] = (reinti_measure){ .name = map ? node->key[i]->text : name[i] };
        if (map)
            bind_own_cells(file, node->item[i], &m[i]);
        for (size_t k = 0; k < i; k++)
            if (!strcmp(m[k].name, m[i].name))
                reinti_yaml_find(file, node, REINT_ERROR, "duplicate", "mean: \"%s\" is named twice",
                                 m[i].name);
    }
    t->measure = m;
    t->n_measures = m ? n : 0;
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

/* Whether the picture that some tables of people over time have is drawn. */
static void
bind_picture(reinti_yaml_file *file, const reinti_yaml *node, bool followed, reinti_plan_table *t)
{
    bool wanted = true;

    if (node && reinti_yaml_flag(file, node, "picture", &wanted) && wanted && !followed)
        reinti_yaml_find(
            file, node, REINT_ERROR, "contradiction",
            "picture: only tables of people over time (content: follow-...) have pictures; others "
            "have a chart");
    t->no_picture = !wanted;
}

static void
bind_looks(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const charts[] = { "bar", "column", "stacked", "stacked100", "line", NULL };
    static const char *const contents[] = { "ingest", "missing", "gap", NULL };
    static const char *const sides[] = { "columns", "rows", NULL };
    const reinti_yaml *chart = reinti_yaml_get(node, "chart"), *content = reinti_yaml_get(node, "content"),
                      *in = reinti_yaml_get(node, "cells_in");

    bind_totals(file, reinti_yaml_get(node, "totals"), t);
    bind_sides(file, reinti_yaml_get(node, "hide_empty"), "hide_empty", true, &t->hide_empty_rows,
               &t->hide_empty_columns);
    bind_sides(file, reinti_yaml_get(node, "subtotals"), "subtotals", false, &t->subtotal_rows,
               &t->subtotal_columns);
    bind_missing(file, reinti_yaml_get(node, "missing"), t);
    if (chart && reinti_yaml_word(file, chart, "chart", charts) >= 0)
        t->chart = chart->text;
    bool followed = content && content->kind == REINTI_YAML_SCALAR && !strncmp(content->text, "follow-", 7);
    if (content &&
        reinti_yaml_word(file, content, "content", followed ? reinti_follow_contents : contents) >= 0)
        t->content = content->text;
    bind_follow(file, reinti_yaml_get(node, "follow"), t);
    bind_picture(file, reinti_yaml_get(node, "picture"), followed, t);
    t->stats_in_rows = in && reinti_yaml_word(file, in, "cells_in", sides) == 1;
}

void
reinti_plan_bind_table(const reinti_plan_reader *r, const reinti_yaml *node, reinti_plan_table *t)
{
    static const char *const keys[] = {
        "id",        "title",      "subtitle",  "group",       "unit",   "base",     "rows",
        "columns",   "by",         "weight",    "mean",        "cells",  "tests",    "totals",
        "missing",   "hide_empty", "grid",      "chart",       "notes",  "ruleset",  "content",
        "inference", "assume",     "everybody", "rename",      "nets",   "computed", "sort",
        "subtotals", "letters",    "adjust",    "precision",   "design", "cells_in", "in_base",
        "follow",    "picture",    "view",      "sensitivity", "strata", NULL
    };
    reinti_yaml_file *file = r->file;

    *t = r->defaults;
    t->node = node;
    if (!reinti_yaml_keys(file, node, "a table", keys))
        return;
    t->id = reinti_yaml_text(file, reinti_yaml_need(file, node, "id"), "id");
    t->title = label_of(file, node, "title", r->plan->language);
    t->subtitle = label_of(file, node, "subtitle", r->plan->language);
    t->group = reinti_plan_text(file, node, "group");
    t->unit = reinti_plan_text(file, node, "unit");
    t->base = reinti_plan_text(file, node, "base");
    bind_measures(file, reinti_yaml_get(node, "mean"), t);
    t->view = reinti_plan_text(file, node, "view");
    t->ruleset = reinti_text_or(reinti_plan_text(file, node, "ruleset"), r->plan->ruleset);
    bind_parts(file, reinti_yaml_get(node, "rows"), "rows", r->banners, &t->rows);
    bind_parts(file, reinti_yaml_get(node, "columns"), "columns", r->banners, &t->columns);
    bind_joint(file, reinti_yaml_get(node, "by"), "by", reinti_words("layers"), &t->by);
    bind_joint(file, reinti_yaml_get(node, "strata"), "strata", reinti_words("strata"), &t->strata);
    bind_grid(file, reinti_yaml_get(node, "grid"), t);
    t->n_cells =
        reinti_plan_words(file, reinti_yaml_get(node, "cells"), "cells", reinti_cell_words, &t->cells);
    if (reinti_yaml_get(node, "tests"))
        t->n_tests = reinti_plan_words(file, reinti_yaml_get(node, "tests"), "tests",
                                       reinti_test_names(file->arena), &t->tests);
    bind_looks(file, node, t);
    reinti_yaml_flag(file, reinti_yaml_get(node, "everybody"), "everybody", &t->everybody);
    reinti_yaml_flag(file, reinti_yaml_get(node, "sensitivity"), "sensitivity", &t->sensitivity);
    reinti_plan_bind_common(r, node, t);
    reinti_plan_bind_nets(file, reinti_yaml_get(node, "nets"), t);
    reinti_plan_bind_computed(file, reinti_yaml_get(node, "computed"), t);
    reinti_plan_bind_sort(file, reinti_yaml_get(node, "sort"), t);
    t->n_counted = reinti_yaml_texts(file, reinti_yaml_get(node, "in_base"), "in_base", &t->counted);
    t->n_renamed = bind_pairs(file, reinti_yaml_get(node, "rename"), "rename", &t->renamed, &t->new_code);
    t->n_notes = reinti_yaml_texts(file, reinti_yaml_get(node, "notes"), "notes", &t->notes);
    reinti_plan_check_table(r, node, t);
}
