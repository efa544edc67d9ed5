/* plan.c -- reads a plan of tables.  The format is specified in reint-plan(5). */
#include <config.h>

#include "table/plan.h"

#include <string.h>

#include "table/follow.h"

#include "table/plan_parse.h"

static void
bind_head(reinti_plan_reader *r, const reinti_yaml *head, reinti_plan *plan)
{
    static const char *const keys[] = { "title",  "language", "ruleset",   "inference", "assume", "letters",
                                        "adjust", "weight",   "precision", "design",    NULL };

    if (!head || !reinti_yaml_keys(r->file, head, "plan", keys))
        return;
    plan->language = plan->language ? plan->language : reinti_plan_text(r->file, head, "language");
    reinti_label title = reinti_yaml_label(r->file, reinti_yaml_get(head, "title"), "title");
    plan->title = reinti_label_text(&title, plan->language);
    plan->ruleset = reinti_plan_text(r->file, head, "ruleset");
    reinti_plan_bind_common(r, head, &r->defaults);
}

static void
bind_tables(reinti_plan_reader *r, const reinti_yaml *tables, reinti_plan *plan)
{
    reinti_yaml_file *file = r->file;

    if (!tables || !reinti_yaml_is_list(file, tables, "tables"))
        return;
    if (!tables->n)
        reinti_yaml_find(file, tables, REINT_ERROR, "empty", "a plan needs a table");
    plan->table = reinti_arena_alloc(file->arena, (2 * tables->n + 1) * sizeof *plan->table);
    for (size_t i = 0; plan->table && i < tables->n; i++) {
        reinti_plan_table *t = &plan->table[plan->n_tables];
        reinti_plan_bind_table(r, tables->item[i], t);
        for (size_t k = 0; t->id && k < plan->n_tables; k++)
            if (!strcmp(plan->table[k].id, t->id))
                reinti_yaml_find(file, reinti_yaml_get(tables->item[i], "id"), REINT_ERROR, "duplicate_id",
                                 "there are two tables \"%s\"", t->id);
        if (!t->id)
            continue;
        plan->n_tables++;
        if (t->sensitivity)
            reinti_follow_sensitivity_of(file, t, &plan->table[plan->n_tables++]);
    }
}

static void
bind_plan(reinti_yaml_file *file, const reinti_yaml *root, reinti_plan *plan)
{
    static const char *const keys[] = { "reint",   "plan", "derive", "attrition", "raking",
                                        "banners", "nets", "tables", NULL };
    reinti_plan_reader r = { .file = file, .plan = plan };
    int64_t version;

    if (!reinti_yaml_keys(file, root, "a plan", keys))
        return;
    reinti_yaml_integer(file, reinti_yaml_need(file, root, "reint"), "reint", 1, 1, &version);
    bind_head(&r, reinti_yaml_get(root, "plan"), plan);
    const reinti_yaml *banners = reinti_yaml_get(root, "banners");
    if (banners && reinti_yaml_is_map(file, banners, "banners"))
        r.banners = banners;
    reinti_plan_derive(file, reinti_yaml_get(root, "derive"), plan);
    reinti_plan_raking(file, reinti_yaml_get(root, "raking"), plan);
    plan->attrition = r.defaults.attrition =
        reinti_follow_weights_bind(file, reinti_yaml_get(root, "attrition"));
    reinti_plan_bind_nets(file, reinti_yaml_get(root, "nets"), &r.defaults);
    bind_tables(&r, reinti_yaml_need(file, root, "tables"), plan);
}

/* ---- where in the file --------------------------------------------------------------------------------- */

/* Where WORD stands as a whole word in the texts of NODE; false if nowhere. */
static bool
find_word(const reinti_yaml *node, const char *word, long *line, long *column)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t n = strlen(word);

    if (node->kind == REINTI_YAML_SCALAR) {
        for (const char *p = strstr(node->text, word); p; p = strstr(p + 1, word)) {
            if ((p > node->text && strchr(letters, p[-1])) || (p[n] && strchr(letters, p[n])))
                continue;
            *line = node->line;
            *column = node->column + (node->quoted ? 1 : 0) + (long)(p - node->text);
            return true;
        }
        return false;
    }
    for (size_t i = 0; i < node->n; i++)
        if (find_word(node->item[i], word, line, column))
            return true;
    for (size_t i = 0; node->kind == REINTI_YAML_MAP && i < node->n; i++)
        if (find_word(node->key[i], word, line, column))
            return true;
    return false;
}

/* The place in NODE of what TEXT quotes, in turn, but for NOT; false if nothing of it is there. */
static bool
find_quoted(const reinti_yaml *node, reinti_arena *arena, const char *text, const char * not, long *line,
            long *column)
{
    for (const char *p = strchr(text, '"'); node && p;) {
        const char *end = strchr(p + 1, '"');
        const char *word = end ? reinti_arena_text_n(arena, p + 1, (size_t)(end - p) - 1) : NULL;
        if (word && *word && !reinti_equal(word, not ) && find_word(node, word, line, column))
            return true;
        p = end ? strchr(end + 1, '"') : NULL;
    }
    return false;
}

void
reinti_plan_find(const reinti_plan *plan, reinti_arena *arena, reint_findings *findings,
                 const reinti_yaml *node, const char * not, const reint_error *err)
{
    long line = node ? node->line : 0, column = node ? node->column : 0;

    if (!find_quoted(node, arena, err->text, not, &line, &column)) /* what holds for the whole plan */
        find_quoted(plan->root, arena, err->text, not, &line, &column);
    reinti_find(findings, REINT_ERROR, "does_not_fit", plan->name, NULL, line, column, "%s", err->text);
}

/* Of the file PATH, or, where it is NULL, of DATA. */
static reint_status
read_plan(const char *name, const char *path, const char *data, size_t size, reinti_arena *arena,
          reinti_plan *plan, reint_findings *findings, reint_error *err)
{
    const char *language = plan->language;
    reinti_yaml_file file = { reinti_arena_text(arena, name), arena, findings };
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    reinti_yaml *root = NULL;

    *plan = (reinti_plan){ .name = file.name, .language = language };
    reint_status status =
        path ? reinti_yaml_read(&file, path, &root, err) : reinti_yaml_parse(&file, data, size, &root, err);
    plan->root = root;
    if (root)
        bind_plan(&file, root, plan);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    return status;
}

reint_status
reinti_plan_read(const char *path, reinti_arena *arena, reinti_plan *plan, reint_findings *findings,
                 reint_error *err)
{
    return read_plan(reinti_path_last(path), path, NULL, 0, arena, plan, findings, err);
}

reint_status
reinti_plan_parse(const char *name, const char *data, size_t size, reinti_arena *arena, reinti_plan *plan,
                  reint_findings *findings, reint_error *err)
{
    return read_plan(name, NULL, data, size, arena, plan, findings, err);
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
