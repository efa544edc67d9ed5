/* attributes.c -- what the codes of a list say by an attribute becomes a list of its own, so that
 * `destinations.region` is a recode without further ado.
 *
 * The values are the codes of the list that `attributes: {country.region: ...}` names; without it they name
 * themselves, in the order of first use.  Three attributes mean something to the engine: in a list of sources
 * `wave` and `after` say when a thing was told, `own: no` that somebody else told it; they are checked here,
 * because a misspelt one would move facts to another time without a word. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

/* Where code I of list L says ATTRIBUTE. */
static const reinti_yaml *
place_of(const reinti_parser *p, size_t l, size_t i, const char *attribute)
{
    const reinti_yaml *codes = p->place[l].codes;

    return codes && i < codes->n ? reinti_yaml_get(codes->item[i], attribute) : NULL;
}

/* Findings about list L stand in the file that declares it. */
static reinti_yaml_file *
enter_file(reinti_parser *p, size_t l)
{
    reinti_yaml_file *before = p->file;

    p->file = p->place[l].file;
    return before;
}

/* ---- the lists of values ------------------------------------------------------------------------------- */

/* The declared list of the values of ATTRIBUTE of LIST, or REINTI_NONE; a wrong name was reported before. */
static size_t
declared_values(reinti_parser *p, const char *list, const char *attribute)
{
    const char *key = reinti_arena_format(p->cb->arena, "%s.%s", list, attribute);
    const reinti_yaml *node = key ? reinti_yaml_get(p->attributes, key) : NULL;

    if (!key)
        p->no_memory = true;
    return node ? reinti_codebook_find_list(p->cb, node->text) : REINTI_NONE;
}

static void
check_values(reinti_parser *p, size_t l, const char *attribute, size_t values)
{
    const reinti_list *list = &p->cb->list[l], *allowed = &p->cb->list[values];
    reinti_yaml_file *before = enter_file(p, l);

    for (size_t i = 0; i < list->n; i++) {
        const char *value = reinti_code_attribute(&list->code[i], attribute);
        if (value && reinti_list_find(allowed, value) == REINTI_NONE) {
            const char *what = reinti_arena_format(p->cb->arena, "code of list \"%s\" called", allowed->name);
            reinti_unknown(p, place_of(p, l, i, attribute), "unknown_code", reinti_text_or(what, "code"),
                           value, reinti_name_of_code, allowed, allowed->n);
        }
    }
    p->file = before;
}

/* A new list "LIST.ATTRIBUTE" of the values in use. */
static size_t
collect_values(reinti_parser *p, size_t l, const char *attribute)
{
    reint_codebook *cb = p->cb;
    const char *name = reinti_arena_format(cb->arena, "%s.%s", cb->list[l].name, attribute);
    reinti_list *values = name ? reinti_new_list(p, name, cb->list[l].n) : NULL;

    if (!values) {
        p->no_memory = true;
        return REINTI_NONE;
    }
    const reinti_list *list = &cb->list[l]; /* after _new_list, which may have moved it */
    for (size_t i = 0; i < list->n; i++) {
        const char *value = reinti_code_attribute(&list->code[i], attribute);
        if (value && reinti_list_find(values, value) == REINTI_NONE)
            reinti_add_code(p, values,
                            &(reinti_code){ .name = value,
                                            .label = reinti_plain_label(p, value),
                                            .parent = REINTI_NONE,
                                            .line = list->code[i].line });
    }
    return cb->n_lists - 1;
}

static void
add_attribute(reinti_parser *p, size_t l, const char *attribute, size_t *capacity)
{
    reint_codebook *cb = p->cb;
    size_t values = declared_values(p, cb->list[l].name, attribute);

    if (values != REINTI_NONE)
        check_values(p, l, attribute, values);
    else
        values = collect_values(p, l, attribute);
    reinti_list *list = &cb->list[l];
    if (values == REINTI_NONE)
        return;
    if (!reinti_arena_grow(cb->arena, &list->attribute_list, capacity, list->n_attribute_lists,
                           sizeof *list->attribute_list)) {
        p->no_memory = true;
        return;
    }
    list->attribute_list[list->n_attribute_lists].name = attribute;
    list->attribute_list[list->n_attribute_lists++].list = values;
}

static bool
has_attribute(const reinti_list *list, const char *name)
{
    for (size_t k = 0; k < list->n_attribute_lists; k++)
        if (!strcmp(list->attribute_list[k].name, name))
            return true;
    return false;
}

static void
find_attributes(reinti_parser *p, size_t l)
{
    enum { MOST = 50 };
    size_t capacity = 0;

    for (size_t i = 0; i < p->cb->list[l].n; i++)
        for (size_t a = 0; a < p->cb->list[l].code[i].n_attributes; a++) {
            const char *name = p->cb->list[l].code[i].attribute[a].name;
            if (has_attribute(&p->cb->list[l], name))
                continue;
            if (p->cb->list[l].n_attribute_lists == MOST) {
                reinti_yaml_file *before = enter_file(p, l);
                reinti_yaml_find(p->file, place_of(p, l, i, name), REINT_ERROR, "too_many",
                                 "the codes of list \"%s\" have more than %d different attributes",
                                 p->cb->list[l].name, MOST);
                p->file = before;
                return;
            }
            add_attribute(p, l, name, &capacity); /* may move cb->list */
        }
}

/* ---- sources ------------------------------------------------------------------------------------------- */

/* Code I of a list of sources. */
static void
check_source(reinti_parser *p, size_t l, size_t i)
{
    static const char *const times[] = { "wave", "after" };
    const reint_codebook *cb = p->cb;
    const reinti_code *code = &cb->list[l].code[i];
    const char *own = reinti_code_attribute(code, "own");

    for (size_t t = 0; t < REINTI_LENGTH(times); t++) {
        const char *wave = reinti_code_attribute(code, times[t]);
        if (wave && reinti_codebook_find_wave(cb, wave) == REINTI_NONE)
            reinti_unknown(p, place_of(p, l, i, times[t]), "unknown_wave", "wave", wave, reinti_name_of_wave,
                           cb, cb->n_waves);
    }
    if (reinti_code_attribute(code, "wave") && reinti_code_attribute(code, "after"))
        reinti_yaml_find(p->file, place_of(p, l, i, "after"), REINT_ERROR, "bad_source",
                         "source \"%s\" is told either in a wave or after one, not both", code->name);
    if (own && strcmp(own, "yes") && strcmp(own, "no"))
        reinti_yaml_find(p->file, place_of(p, l, i, "own"), REINT_ERROR, "bad_source",
                         "own is yes or no, not \"%s\"", own);
}

/* Code I of a list of which some code changed its meaning. */
static void
check_change(reinti_parser *p, size_t l, size_t i)
{
    const reint_codebook *cb = p->cb;
    const reinti_list *list = &cb->list[l];
    const char *changed = reinti_code_attribute(&list->code[i], "changed"),
               *before = reinti_code_attribute(&list->code[i], "before");
    reinti_change change[REINTI_MOST_CHANGES];
    size_t n_said, n = reinti_code_changes(cb, list, i, change, &n_said);

    for (size_t c = 0; c < n; c++) {
        if (change[c].wave == REINTI_NONE)
            reinti_unknown(p, place_of(p, l, i, "changed"), "unknown_wave", "wave", changed,
                           reinti_name_of_wave, cb, cb->n_waves);
        else if (!change[c].wave)
            reinti_yaml_find(
                p->file, place_of(p, l, i, "changed"), REINT_ERROR, "bad_change",
                "nothing is recorded before the first wave: code \"%s\" cannot have changed there",
                list->code[i].name);
        else if (c && change[c - 1].wave != REINTI_NONE && change[c].wave <= change[c - 1].wave)
            reinti_yaml_find(p->file, place_of(p, l, i, "changed"), REINT_ERROR, "bad_change",
                             "the waves at which code \"%s\" changed follow one another: \"%s\" do not",
                             list->code[i].name, changed);
        for (size_t k = 0; k < change[c].n; k++)
            if (change[c].code[k] == REINTI_NONE)
                reinti_yaml_find(p->file, place_of(p, l, i, "before"), REINT_ERROR, "unknown_code",
                                 "before is same, not_comparable or codes of list \"%s\", not \"%s\"",
                                 list->name, before);
    }
    if (before && !changed)
        reinti_yaml_find(
            p->file, place_of(p, l, i, "before"), REINT_ERROR, "bad_change",
            "code \"%s\" says what it meant before, and not from which wave on it changed (changed: ...)",
            list->code[i].name);
    else if (before && n_said != n)
        reinti_yaml_find(
            p->file, place_of(p, l, i, "before"), REINT_ERROR, "bad_change",
            "code \"%s\" changed at %zu waves, and before tells of %zu (a | b: one for each wave)",
            list->code[i].name, n, n_said);
}

static void
check_changes(reinti_parser *p, size_t l)
{
    const reinti_list *list = &p->cb->list[l];
    reinti_yaml_file *file = enter_file(p, l);

    if (has_attribute(list, "changed") || has_attribute(list, "before"))
        for (size_t i = 0; i < list->n; i++)
            check_change(p, l, i);
    p->file = file;
}

static void
check_sources(reinti_parser *p, size_t l)
{
    const reinti_list *list = &p->cb->list[l];
    reinti_yaml_file *before = enter_file(p, l);

    if (has_attribute(list, "wave") || has_attribute(list, "after"))
        for (size_t i = 0; i < list->n; i++)
            check_source(p, l, i);
    p->file = before;
}

/* ---- `attributes:` ------------------------------------------------------------------------------------- */

/* Every key is LIST.ATTRIBUTE of a list that is there, every value a list. */
static void
check_declarations(reinti_parser *p)
{
    const reint_codebook *cb = p->cb;

    for (size_t i = 0; p->attributes && i < p->attributes->n; i++) {
        const reinti_yaml *key = p->attributes->key[i], *value = p->attributes->item[i];
        const char *dot = strchr(key->text, '.');
        const char *list = reinti_arena_text_n(cb->arena, key->text, dot ? (size_t)(dot - key->text) : 0);
        const char *name = reinti_yaml_text(p->file, value, "a list of values");
        if (!list)
            p->no_memory = true;
        else if (!dot || !dot[1])
            reinti_yaml_find(p->file, key, REINT_ERROR, "bad_attribute",
                             "\"%.80s\" is not LIST.ATTRIBUTE, such as country.region", key->text);
        else if (reinti_codebook_find_list(cb, list) == REINTI_NONE)
            reinti_unknown(p, key, "unknown_list", "list", list, reinti_name_of_list, cb, cb->n_lists);
        if (name && reinti_codebook_find_list(cb, name) == REINTI_NONE)
            reinti_unknown(p, value, "unknown_list", "list", name, reinti_name_of_list, cb, cb->n_lists);
    }
}

/* A declaration for an attribute that no code has is a slip of the pen. */
static void
check_used(reinti_parser *p)
{
    const reint_codebook *cb = p->cb;

    for (size_t i = 0; p->attributes && i < p->attributes->n; i++) {
        const char *key = p->attributes->key[i]->text, *dot = strchr(key, '.');
        const char *name = reinti_arena_text_n(cb->arena, key, dot ? (size_t)(dot - key) : 0);
        size_t l = name && dot ? reinti_codebook_find_list(cb, name) : REINTI_NONE;
        if (l != REINTI_NONE && dot[1] && !has_attribute(&cb->list[l], dot + 1))
            reinti_yaml_find(p->file, p->attributes->key[i], REINT_ERROR, "unused_attribute",
                             "no code of list \"%s\" has an attribute \"%s\"", cb->list[l].name, dot + 1);
    }
}

void
reinti_parse_attributes(reinti_parser *p)
{
    size_t n = p->cb->n_lists;

    check_declarations(p);
    for (size_t l = 0; l < n; l++)
        find_attributes(p, l);
    for (size_t l = 0; l < n; l++)
        check_sources(p, l);
    for (size_t l = 0; l < n; l++)
        check_changes(p, l);
    check_used(p);
}
