/* forms.c -- forms with their keys and variables, and the rules between them. */
#include <config.h>

#include <regex.h>
#include <string.h>

#include "codebook/parser.h"

static const char *const type_words[] = {
    "code", "integer", "decimal", "date", "age", "text", "person", NULL
};

static const char *const variable_keys[] = { "label",     "question", "note",       "type",      "list",
                                             "multiple",  "ordered",  "repeats",    "separator", "min_codes",
                                             "max_codes", "required", "late",       "sensitive", "min",
                                             "max",       "pattern",  "asked_when", "missing",   "waves",
                                             NULL };

static size_t
find_list(reinti_parser *p, const reinti_yaml *node, const char *name)
{
    size_t found = reinti_codebook_find_list(p->cb, name);

    if (found == REINTI_NONE) {
        const char **names = reinti_arena_alloc(p->cb->arena, (p->cb->n_lists + 1) * sizeof *names);
        for (size_t i = 0; names && i < p->cb->n_lists; i++)
            names[i] = p->cb->list[i].name;
        reinti_unknown(p, node, "unknown_list", "list", name, names, names ? p->cb->n_lists : 0);
        return 0;
    }
    return found;
}

/* min or max: a number, for dates a day. */
static bool
bind_limit(reinti_parser *p, const reinti_yaml *node, const char *what, reinti_variable *v, double *out)
{
    reinti_interval day;

    if (!node)
        return false;
    if (v->type != REINTI_DATE)
        return reinti_yaml_decimal(p->file, node, what, out);
    const char *text = reinti_yaml_text(p->file, node, what);
    if (!text)
        return false;
    if (reinti_parse_date(text, strlen(text), &day) != REINTI_PARSED) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "bad_date", "%s is \"%s\"; a date is expected", what,
                         text);
        return false;
    }
    *out = !strcmp(what, "min") ? day.low : day.high;
    return true;
}

static void
bind_variable_missing(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    if (!node || !reinti_yaml_is_map(p->file, node, "missing"))
        return;
    reinti_variable_missing *m = reinti_arena_alloc(p->cb->arena, (node->n + 1) * sizeof *m);
    for (size_t i = 0; m && i < node->n; i++) {
        size_t reason = reinti_codebook_find_missing(p->cb, node->key[i]->text);
        if (reason == REINTI_NONE) {
            const char **names = reinti_arena_alloc(p->cb->arena, p->cb->n_missing * sizeof *names);
            for (size_t k = 0; names && k < p->cb->n_missing; k++)
                names[k] = p->cb->missing[k].name;
            reinti_unknown(p, node->key[i], "unknown_missing", "missing reason", node->key[i]->text, names,
                           names ? p->cb->n_missing : 0);
            continue;
        }
        m[v->n_missing].reason = reason;
        m[v->n_missing].n_raw =
            reinti_yaml_texts(p->file, node->item[i], "missing codes", &m[v->n_missing].raw);
        v->n_missing++;
    }
    v->missing = m;
}

static void
bind_variable_waves(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    const char *const *name = NULL;
    size_t n = node ? reinti_yaml_texts(p->file, node, "waves", &name) : 0;
    size_t *wave = n ? reinti_arena_alloc(p->cb->arena, n * sizeof *wave) : NULL;

    for (size_t i = 0; wave && i < n; i++) {
        size_t found = reinti_codebook_find_wave(p->cb, name[i]);
        if (found == REINTI_NONE)
            reinti_yaml_find(p->file, node, REINT_ERROR, "unknown_wave", "there is no wave \"%s\"", name[i]);
        else
            wave[v->n_waves++] = found;
    }
    v->wave = wave;
}

static void
bind_set(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    static const char *const only_sets[] = { "ordered", "repeats", "separator", "min_codes", "max_codes" };
    int64_t n = 0;

    v->separator = ';';
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "multiple"), "multiple", &v->multiple);
    for (size_t i = 0; !v->multiple && i < REINTI_LENGTH(only_sets); i++)
        if (reinti_yaml_get(node, only_sets[i]))
            reinti_yaml_find(p->file, reinti_yaml_get(node, only_sets[i]), REINT_ERROR, "not_multiple",
                             "%s is for multiple-response sets only; say `multiple: true`", only_sets[i]);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "ordered"), "ordered", &v->ordered);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "repeats"), "repeats", &v->repeats);
    if (reinti_yaml_integer(p->file, reinti_yaml_get(node, "min_codes"), "min_codes", 0, 1000, &n))
        v->min_codes = (size_t)n;
    if (reinti_yaml_integer(p->file, reinti_yaml_get(node, "max_codes"), "max_codes", 1, 1000, &n))
        v->max_codes = (size_t)n;
    const reinti_yaml *separator = reinti_yaml_get(node, "separator");
    const char *text = separator ? reinti_yaml_text(p->file, separator, "separator") : NULL;
    if (text && strlen(text) == 1 && strchr(";|, /+&", text[0]))
        v->separator = text[0];
    else if (text)
        reinti_yaml_find(p->file, separator, REINT_ERROR, "bad_separator",
                         "separator is \"%s\"; allowed are ; | , / + & and a blank", text);
}

static void
bind_variable(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node, reinti_variable *v)
{
    v->name = key->text;
    v->line = key->line;
    v->type = REINTI_TEXT;
    if (!reinti_is_name(v->name))
        reinti_yaml_find(
            p->file, key, REINT_ERROR, "bad_name",
            "\"%s\" cannot name a variable; use a-z, 0-9 and single _, a letter first, at most 64", v->name);
    if (!node || !reinti_yaml_keys(p->file, node, "a variable", variable_keys))
        return;
    v->label = reinti_yaml_label(p->file, reinti_yaml_get(node, "label"), "label");
    v->question = reinti_yaml_label(p->file, reinti_yaml_get(node, "question"), "question");
    v->note = reinti_yaml_label(p->file, reinti_yaml_get(node, "note"), "note");
    const reinti_yaml *type = reinti_yaml_get(node, "type"), *list = reinti_yaml_get(node, "list");
    int word = type ? reinti_yaml_word(p->file, type, "type", type_words) : -1;
    if (word >= 0)
        v->type = (reinti_type)word;
    if (list) {
        if (word > 0)
            reinti_yaml_find(p->file, type, REINT_ERROR, "type_and_list",
                             "a variable has a type or a list, not both");
        const char *name = reinti_yaml_text(p->file, list, "list");
        v->type = REINTI_CODE;
        v->list = name ? find_list(p, list, name) : 0;
    } else if (!type || word == 0) {
        reinti_yaml_find(p->file, key, REINT_ERROR, "no_type",
                         "variable \"%s\" has neither a type nor a list", v->name);
    }
    bind_set(p, node, v);
    if (v->multiple && v->type != REINTI_CODE)
        reinti_yaml_find(p->file, key, REINT_ERROR, "not_coded",
                         "only a variable with a list can be multiple");
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "required"), "required", &v->required);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "late"), "late", &v->late);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "sensitive"), "sensitive", &v->sensitive);
    v->has_min = bind_limit(p, reinti_yaml_get(node, "min"), "min", v, &v->min);
    v->has_max = bind_limit(p, reinti_yaml_get(node, "max"), "max", v, &v->max);
    if ((v->has_min || v->has_max) &&
        (v->type == REINTI_CODE || v->type == REINTI_TEXT || v->type == REINTI_PERSON))
        reinti_yaml_find(p->file, key, REINT_ERROR, "no_range",
                         "min and max are for numbers, dates and ages");
    if (v->has_min && v->has_max && v->min > v->max)
        reinti_yaml_find(p->file, reinti_yaml_get(node, "min"), REINT_ERROR, "bad_range", "min is above max");
    const reinti_yaml *pattern = reinti_yaml_get(node, "pattern");
    regex_t compiled;
    v->pattern = reinti_yaml_text(p->file, pattern, "pattern");
    if (v->pattern && v->type != REINTI_TEXT && v->type != REINTI_PERSON)
        reinti_yaml_find(p->file, pattern, REINT_ERROR, "no_pattern",
                         "a pattern is for text and person variables");
    else if (v->pattern && regcomp(&compiled, v->pattern, REG_EXTENDED | REG_NOSUB))
        reinti_yaml_find(p->file, pattern, REINT_ERROR, "bad_pattern",
                         "\"%s\" is no extended regular expression", v->pattern);
    else if (v->pattern)
        regfree(&compiled);
    v->asked_when = reinti_yaml_text(p->file, reinti_yaml_get(node, "asked_when"), "asked_when");
    bind_variable_missing(p, reinti_yaml_get(node, "missing"), v);
    bind_variable_waves(p, reinti_yaml_get(node, "waves"), v);
}

/* A key component that the form does not declare itself: the respondent, the wave, or as another form
 * declares it. */
static bool
borrow_variable(reinti_parser *p, const char *name, const reinti_yaml *forms, reinti_variable *v)
{
    if (!strcmp(name, p->person)) {
        v->type = REINTI_PERSON;
        return true;
    }
    if (!strcmp(name, p->wave)) {
        v->type = REINTI_CODE;
        v->list = p->cb->wave_list;
        v->separator = ';';
        return true;
    }
    for (size_t i = 0; i < forms->n; i++) {
        const reinti_yaml *variables = reinti_yaml_get(forms->item[i], "variables");
        const reinti_yaml *other = reinti_yaml_get(variables, name);
        for (size_t k = 0; other && k < variables->n; k++)
            if (variables->item[k] == other) {
                bind_variable(p, variables->key[k], other, v);
                return true;
            }
    }
    return false;
}

static void
add_variable(reinti_form *form, const reinti_variable *v)
{
    reinti_map_put(form->index, v->name, strlen(v->name), (int64_t)form->n, NULL);
    form->variable[form->n++] = *v;
}

static void
bind_key(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *variables, const reinti_yaml *forms,
         const char *const *key, size_t n_key, reinti_form *form)
{
    const reinti_yaml *key_node = reinti_yaml_get(node, "key");

    if (n_key > 8)
        reinti_yaml_find(p->file, key_node, REINT_ERROR, "long_key",
                         "a key has at most 8 variables; this one has %zu", n_key);
    for (size_t i = 0; i < n_key && i < 8; i++) {
        reinti_variable v = { .name = key[i], .separator = ';', .line = key_node->line };
        const reinti_yaml *declared = reinti_yaml_get(variables, key[i]);
        if (reinti_form_find(form, key[i]) != REINTI_NONE) {
            reinti_yaml_find(p->file, key_node, REINT_ERROR, "duplicate_key_variable",
                             "\"%s\" is twice in the key", key[i]);
            continue;
        }
        if (declared) {
            for (size_t k = 0; k < variables->n; k++)
                if (variables->item[k] == declared && !(strcmp(key[i], p->wave) == 0 && !declared->n))
                    bind_variable(p, variables->key[k], declared, &v);
        } else if (!borrow_variable(p, key[i], forms, &v)) {
            reinti_yaml_find(p->file, key_node, REINT_ERROR, "unknown_key_variable",
                             "key variable \"%s\" is not declared in this form or another", key[i]);
        }
        if (!strcmp(key[i], p->person)) {
            v.type = REINTI_PERSON;
            form->person = form->n;
        }
        if (!strcmp(key[i], p->wave)) {
            v.type = REINTI_CODE;
            v.list = p->cb->wave_list;
            form->wave = form->n;
        }
        if (v.multiple || v.type == REINTI_DECIMAL || v.type == REINTI_AGE)
            reinti_yaml_find(p->file, key_node, REINT_ERROR, "bad_key_type",
                             "\"%s\" cannot be part of a key: it is a set, a decimal or an age", key[i]);
        if (v.asked_when)
            reinti_yaml_find(p->file, key_node, REINT_ERROR, "bad_key_type",
                             "\"%s\" is part of the key and is always asked", key[i]);
        v.key = v.required = true;
        v.name = key[i];
        add_variable(form, &v);
    }
    form->n_key = form->n;
}

static void
bind_form(reinti_parser *p, const reinti_yaml *name, const reinti_yaml *node, const reinti_yaml *forms,
          reinti_form *form)
{
    static const char *const keys[] = { "label", "key", "persons", "variables", NULL };
    const char *const *key = NULL;
    reinti_variable v;

    form->persons = true;
    if (!reinti_yaml_keys(p->file, node, "a form", keys))
        return;
    const reinti_yaml *variables = reinti_yaml_get(node, "variables");
    size_t n_key = reinti_yaml_texts(p->file, reinti_yaml_need(p->file, node, "key"), "key", &key);
    if (variables && !reinti_yaml_is_map(p->file, variables, "variables"))
        variables = NULL;
    form->label = reinti_yaml_label(p->file, reinti_yaml_get(node, "label"), "label");
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "persons"), "persons", &form->persons);
    form->variable = reinti_arena_alloc(p->cb->arena, (n_key + (variables ? variables->n : 0) + 1) *
                                                          sizeof *form->variable);
    if (!form->variable)
        return;
    if (!n_key && reinti_yaml_get(node, "key"))
        reinti_yaml_find(p->file, name, REINT_ERROR, "no_key", "form \"%s\" has no key", form->name);
    bind_key(p, node, variables, forms, key, n_key, form);
    for (size_t i = 0; variables && i < variables->n; i++) {
        if (reinti_form_find(form, variables->key[i]->text) != REINTI_NONE)
            continue; /* a key variable */
        v = (reinti_variable){ 0 };
        bind_variable(p, variables->key[i], variables->item[i], &v);
        add_variable(form, &v);
    }
    form->persons = form->persons && form->person != REINTI_NONE;
}

void
reinti_parse_forms(reinti_parser *p, const reinti_yaml *node)
{
    reint_codebook *cb = p->cb;

    if (!node || !reinti_yaml_is_map(p->file, node, "forms"))
        return;
    cb->form = reinti_arena_alloc(cb->arena, (node->n + 1) * sizeof *cb->form);
    for (size_t i = 0; cb->form && i < node->n; i++) {
        reinti_form *form = &cb->form[cb->n_forms];
        *form = (reinti_form){ .name = node->key[i]->text,
                               .line = node->key[i]->line,
                               .person = REINTI_NONE,
                               .wave = REINTI_NONE,
                               .parent = REINTI_NONE,
                               .index = reinti_map_create() };
        if (!form->index)
            return;
        cb->n_forms++;
        if (!reinti_is_name(form->name))
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "bad_name",
                             "\"%s\" cannot name a form; use a-z, 0-9 and single _", form->name);
        bind_form(p, node->key[i], node->item[i], node, form);
    }
}

void
reinti_parse_rules(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "id", "form", "when", "require", "severity", "message", NULL };
    static const char *const severities[] = { "note", "warning", "error", NULL };
    reint_codebook *cb = p->cb;

    if (!node || !reinti_yaml_is_list(p->file, node, "rules"))
        return;
    cb->rule = reinti_arena_alloc(cb->arena, (node->n + 1) * sizeof *cb->rule);
    for (size_t i = 0; cb->rule && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        if (!reinti_yaml_keys(p->file, item, "a rule", keys))
            continue;
        reinti_rule rule = {
            .id = reinti_yaml_text(p->file, reinti_yaml_need(p->file, item, "id"), "id"),
            .when = reinti_yaml_text(p->file, reinti_yaml_get(item, "when"), "when"),
            .require = reinti_yaml_text(p->file, reinti_yaml_need(p->file, item, "require"), "require"),
            .severity = REINT_ERROR,
            .message = reinti_yaml_label(p->file, reinti_yaml_get(item, "message"), "message"),
            .line = item->line
        };
        const reinti_yaml *form = reinti_yaml_need(p->file, item, "form");
        const char *name = form ? reinti_yaml_text(p->file, form, "form") : NULL;
        int severity =
            reinti_yaml_get(item, "severity")
                ? reinti_yaml_word(p->file, reinti_yaml_get(item, "severity"), "severity", severities)
                : REINT_ERROR;
        rule.form = name ? reinti_codebook_find_form(cb, name) : REINTI_NONE;
        if (name && rule.form == REINTI_NONE) {
            const char **names = reinti_arena_alloc(cb->arena, (cb->n_forms + 1) * sizeof *names);
            for (size_t k = 0; names && k < cb->n_forms; k++)
                names[k] = cb->form[k].name;
            reinti_unknown(p, form, "unknown_form", "form", name, names, names ? cb->n_forms : 0);
        }
        for (size_t k = 0; rule.id && k < cb->n_rules; k++)
            if (!strcmp(cb->rule[k].id, rule.id))
                reinti_yaml_find(p->file, item, REINT_ERROR, "duplicate_id", "there are two rules \"%s\"",
                                 rule.id);
        if (severity >= 0)
            rule.severity = (reint_severity)severity;
        if (rule.id && rule.require && rule.form != REINTI_NONE)
            cb->rule[cb->n_rules++] = rule;
    }
}
