/* lists.c -- code lists: codes with labels, trees of codes, attributes of codes.
 *
 * A code is `code: Label`, `code: {en: ..., id: ...}` or `code: {label: ..., parent: ..., retired: ...,
 * ...}`; every further key of the long form is an attribute (attributes.c).  A map without `label` whose keys
 * name a language of the study is a label; one that mixes languages and attributes is an error, since one of
 * the two would get lost. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "codebook/parser.h"

/* Codes stand in cells and in conditions: printable, no separators or quotes, no blanks at the ends. */
bool
reinti_is_code(const char *text)
{
    size_t n = strlen(text);

    if (!n || n > 64 || text[0] == ' ' || text[n - 1] == ' ')
        return false;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (iscntrl(*c) || strchr(";,|>'\"", *c))
            return false;
    return true;
}

static bool
is_language(const reint_codebook *cb, const char *key)
{
    if (!cb->n_languages) /* none are named: English gives a label away */
        return !strcmp(key, "en");
    for (size_t i = 0; i < cb->n_languages; i++)
        if (!strcmp(cb->language[i], key))
            return true;
    return false;
}

/* `{en: Male, id: Laki-laki}` is a label; `{label: ..., region: ...}` a code with more to say. */
static bool
is_label_map(const reint_codebook *cb, const reinti_yaml *node)
{
    if (node->kind != REINTI_YAML_MAP || reinti_yaml_get(node, "label"))
        return false;
    for (size_t i = 0; i < node->n; i++)
        if (is_language(cb, node->key[i]->text))
            return true;
    return false;
}

/* Every key of the label NODE is a language that the study has; where it names none, label.c judges. */
static bool
check_label_map(reinti_parser *p, const reinti_yaml *node)
{
    const reint_codebook *cb = p->cb;

    for (size_t i = 0; cb->n_languages && node->kind == REINTI_YAML_MAP && i < node->n; i++)
        if (!is_language(cb, node->key[i]->text)) {
            reinti_yaml_find(
                p->file, node->key[i], REINT_ERROR, "label_mixed",
                "\"%.64s\" is no language of the study; where a code has more keys its texts stand "
                "under label: {%s: ...}",
                node->key[i]->text, cb->language[0]);
            return false;
        }
    return true;
}

static void
bind_attributes(reinti_parser *p, const reinti_yaml *node, reinti_code *code)
{
    static const char *const own_keys[] = { "label", "retired", "parent" };
    reinti_attribute *attribute = reinti_parser_alloc(p, node->n, sizeof *attribute);

    for (size_t i = 0; attribute && i < node->n; i++) {
        const char *name = node->key[i]->text;
        size_t k = 0;
        while (k < REINTI_LENGTH(own_keys) && strcmp(name, own_keys[k]))
            k++;
        if (k < REINTI_LENGTH(own_keys))
            continue;
        if (is_language(p->cb, name)) {
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "label_mixed",
                             "\"%s\" is a language; put the texts of this code under label: {%s: ...}", name,
                             name);
            continue;
        }
        if (!reinti_check_name(p, node->key[i], name, "an attribute"))
            continue;
        const char *value = reinti_yaml_text(p->file, node->item[i], name);
        if (value)
            attribute[code->n_attributes++] = (reinti_attribute){ name, value };
    }
    code->attribute = attribute;
}

static void
bind_code(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node, reinti_code *code)
{
    *code = (reinti_code){ .name = key->text, .line = key->line, .parent = REINTI_NONE };
    if (!reinti_is_code(key->text))
        reinti_yaml_find(
            p->file, key, REINT_ERROR, "bad_code",
            "\"%.64s\" cannot be a code: at most 64 bytes, none of ; , | > ' \" and no blank at either end",
            key->text);
    if (node->kind == REINTI_YAML_SCALAR || is_label_map(p->cb, node)) {
        if (check_label_map(p, node))
            code->label = reinti_parser_label(p, node, "a code's label");
    } else if (reinti_yaml_is_map(p->file, node, "a code")) {
        code->label = reinti_parser_label(p, reinti_yaml_get(node, "label"), "label");
        reinti_yaml_flag(p->file, reinti_yaml_get(node, "retired"), "retired", &code->retired);
        bind_attributes(p, node, code);
    }
    if (!code->label.n)
        code->label = reinti_plain_label(p, code->name);
}

/* ---- trees --------------------------------------------------------------------------------------------- */

/* Walks up from every code once: STATE 1 is the walk under way, 2 is done.  A walk that meets itself has
 * found a circle, which is reported at the code that closes it and cut there. */
static void
check_circles(reinti_parser *p, const reinti_yaml *codes, reinti_list *list)
{
    unsigned char *state = reinti_parser_alloc(p, list->n, 1);

    for (size_t i = 0; state && i < list->n; i++) {
        size_t at = i, next;
        while (at != REINTI_NONE && !state[at]) {
            state[at] = 1;
            next = list->code[at].parent;
            if (next != REINTI_NONE && state[next] == 1) {
                reinti_yaml_find(p->file, reinti_yaml_get(codes->item[at], "parent"), REINT_ERROR, "circle",
                                 "the parents of code \"%s\" go round in a circle", list->code[at].name);
                list->code[at].parent = next = REINTI_NONE;
            }
            at = next;
        }
        for (at = i; at != REINTI_NONE && state[at] == 1; at = list->code[at].parent)
            state[at] = 2;
    }
}

static void
bind_parents(reinti_parser *p, const reinti_yaml *codes, reinti_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const reinti_yaml *parent = reinti_yaml_get(codes->item[i], "parent");
        const char *name = reinti_yaml_text(p->file, parent, "parent");
        if (!name)
            continue;
        list->code[i].parent = reinti_list_find(list, name);
        if (list->code[i].parent == REINTI_NONE)
            reinti_unknown(p, parent, "unknown_parent", "code of this list", name, reinti_name_of_code, list,
                           list->n);
    }
    check_circles(p, codes, list);
}

/* ---- lists --------------------------------------------------------------------------------------------- */

reinti_list *
reinti_new_list(reinti_parser *p, const char *name, size_t n)
{
    reint_codebook *cb = p->cb;
    reinti_code *code = reinti_parser_alloc(p, n, sizeof *code);
    reinti_map *index = code ? reinti_map_create() : NULL;

    if (!index ||
        !reinti_arena_grow(cb->arena, &cb->list, &p->list_capacity, cb->n_lists, sizeof *cb->list) ||
        !reinti_arena_grow(cb->arena, &p->place, &p->place_capacity, cb->n_lists, sizeof *p->place)) {
        reinti_map_free(index);
        p->no_memory = true;
        return NULL;
    }
    cb->list[cb->n_lists] = (reinti_list){ .name = name, .code = code, .index = index };
    p->place[cb->n_lists] = (reinti_list_place){ p->file, NULL };
    return &cb->list[cb->n_lists++];
}

void
reinti_add_code(reinti_parser *p, reinti_list *list, const reinti_code *code)
{
    if (reinti_map_put(list->index, code->name, strlen(code->name), (int64_t)list->n, NULL) == -2)
        p->no_memory = true;
    list->code[list->n++] = *code;
}

static void
bind_list(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *codes)
{
    const char *name = key->text;

    reinti_check_name(p, key, name, "a list");
    if (reinti_codebook_find_list(p->cb, name) != REINTI_NONE)
        reinti_yaml_find(p->file, key, REINT_ERROR, "duplicate_list", "there is already a list \"%s\"%s",
                         name, strcmp(name, p->wave) ? "" : ": the one made from the waves");
    if (!reinti_yaml_is_map(p->file, codes, "a list"))
        return;
    if (!codes->n)
        reinti_yaml_find(p->file, key, REINT_ERROR, "empty_list", "list \"%s\" has no codes", name);
    if (codes->n > REINTI_MOST_CODES) {
        reinti_yaml_find(p->file, key, REINT_ERROR, "too_many",
                         "list \"%s\" has %zu codes; at most %d are allowed", name, codes->n,
                         REINTI_MOST_CODES);
        return;
    }
    reinti_list *list = reinti_new_list(p, name, codes->n);
    if (!list)
        return;
    list->line = key->line;
    p->place[p->cb->n_lists - 1].codes = codes;
    for (size_t i = 0; i < codes->n; i++) {
        reinti_code code;
        bind_code(p, codes->key[i], codes->item[i], &code);
        reinti_add_code(p, list, &code);
    }
    bind_parents(p, codes, list);
}

void
reinti_parse_lists(reinti_parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(p->file, node, "lists"))
        return;
    if (node->n + p->cb->n_lists > REINTI_MOST_LISTS) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many", "more than %d lists", REINTI_MOST_LISTS);
        return;
    }
    for (size_t i = 0; i < node->n; i++)
        bind_list(p, node->key[i], node->item[i]);
}
