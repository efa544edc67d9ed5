/* rules.c -- what must hold between the variables of a record.  Conditions are taken as text: whether they
 * are sound SQL over known columns is for the study room to say. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

static const char *
bind_condition(reinti_parser *p, const reinti_yaml *node, const char *what)
{
    const char *text = reinti_yaml_text(p->file, node, what);

    if (text && !text[strspn(text, " \t\r\n")]) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "empty_condition", "%s holds no condition", what);
        return NULL;
    }
    return text;
}

static size_t
bind_rule_form(reinti_parser *p, const reinti_yaml *node)
{
    const char *name = reinti_yaml_text(p->file, node, "form");
    size_t form = name ? reinti_codebook_find_form(p->cb, name) : REINTI_NONE;

    if (name && form == REINTI_NONE)
        reinti_unknown(p, node, "unknown_form", "form", name, reinti_name_of_form, p->cb, p->cb->n_forms);
    return form;
}

static reinti_place
place_of(const reinti_yaml *node)
{
    return node ? (reinti_place){ node->line, node->column } : (reinti_place){ 0, 0 };
}

static void
bind_rule(reinti_parser *p, const reinti_yaml *node, reinti_map *seen)
{
    static const char *const keys[] = { "id", "form", "when", "require", "severity", "message", NULL };
    static const char *const severities[] = { "note", "warning", "error", NULL };
    reint_codebook *cb = p->cb;
    bool added = true;

    if (!reinti_yaml_keys(p->file, node, "a rule", keys))
        return;
    const reinti_yaml *id = reinti_yaml_need(p->file, node, "id"), *how = reinti_yaml_get(node, "severity");
    int severity = how ? reinti_yaml_word(p->file, how, "severity", severities) : REINT_ERROR;
    reinti_rule rule = { .id = reinti_yaml_text(p->file, id, "id"),
                         .form = bind_rule_form(p, reinti_yaml_need(p->file, node, "form")),
                         .when = bind_condition(p, reinti_yaml_get(node, "when"), "when"),
                         .require = bind_condition(p, reinti_yaml_need(p->file, node, "require"), "require"),
                         .when_at = place_of(reinti_yaml_get(node, "when")),
                         .require_at = place_of(reinti_yaml_get(node, "require")),
                         .severity = severity < 0 ? REINT_ERROR : (reint_severity)severity,
                         .message = reinti_parser_label(p, reinti_yaml_get(node, "message"), "message"),
                         .line = node->line };
    if (!rule.id || !reinti_check_id(p, id, rule.id, "a rule"))
        return;
    if (reinti_map_put(seen, rule.id, strlen(rule.id), 0, &added) == -2)
        p->no_memory = true;
    if (!added)
        reinti_yaml_find(p->file, id, REINT_ERROR, "duplicate_id", "there are two rules \"%s\"", rule.id);
    if (rule.require && rule.form != REINTI_NONE)
        cb->rule[cb->n_rules++] = rule;
}

void
reinti_parse_rules(reinti_parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_list(p->file, node, "rules"))
        return;
    if (node->n > REINTI_MOST_RULES) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many", "%zu rules; at most %d are allowed", node->n,
                         REINTI_MOST_RULES);
        return;
    }
    p->cb->rule = reinti_parser_alloc(p, node->n, sizeof *p->cb->rule);
    reinti_map *seen = reinti_map_create();
    if (!seen)
        p->no_memory = true;
    for (size_t i = 0; seen && p->cb->rule && i < node->n; i++)
        bind_rule(p, node->item[i], seen);
    reinti_map_free(seen);
}
