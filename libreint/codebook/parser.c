/* parser.c -- what all parts of the codebook's parser use: memory, names, findings about unknown names. */
#include <config.h>

#include <string.h>

#include "codebook/parser.h"

void *
reinti_parser_alloc(reinti_parser *p, size_t n, size_t size)
{
    void *piece = n <= PTRDIFF_MAX / size ? reinti_arena_alloc(p->cb->arena, n * size) : NULL;

    if (!piece)
        p->no_memory = true;
    return piece;
}

static bool
is_name(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_");

    return n && !text[n] && n <= 64 && text[0] >= 'a' && !strstr(text, "__");
}

bool
reinti_check_name(reinti_parser *p, const reinti_yaml *node, const char *text, const char *what)
{
    if (is_name(text))
        return true;
    reinti_yaml_find(p->file, node, REINT_ERROR, "bad_name",
                     "\"%.80s\" cannot name %s; use a-z, 0-9 and single _, a letter first, at most 64", text,
                     what);
    return false;
}

bool
reinti_check_id(reinti_parser *p, const reinti_yaml *node, const char *text, const char *what)
{
    size_t n = strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-");

    if (n && !text[n] && n <= 64)
        return true;
    reinti_yaml_find(p->file, node, REINT_ERROR, "bad_id",
                     "\"%.80s\" cannot be the id of %s; use letters, digits and _ . -, at most 64", text,
                     what);
    return false;
}

void
reinti_unknown(reinti_parser *p, const reinti_yaml *node, const char *code, const char *what,
               const char *word, reinti_name_fn name, const void *of, size_t n)
{
    enum {
        MOST_HINTS = 100
    }; /* each compares a word with every name: a file full of slips must not take minutes */
    reinti_str hint = REINTI_STR_EMPTY;
    const char **names = p->n_hints < MOST_HINTS ? reinti_parser_alloc(p, n, sizeof *names) : NULL;

    for (size_t i = 0; names && i < n; i++)
        names[i] = name(of, i);
    if (names) {
        reinti_did_you_mean(&hint, word, names, n);
        p->n_hints++;
    }
    reinti_yaml_find(p->file, node, REINT_ERROR, code, "there is no %s \"%.80s\"%s", what, word, hint.text);
    reinti_str_free(&hint);
}

const char *
reinti_name_of_list(const void *cb, size_t i)
{
    return ((const reint_codebook *)cb)->list[i].name;
}

const char *
reinti_name_of_form(const void *cb, size_t i)
{
    return ((const reint_codebook *)cb)->form[i].name;
}

const char *
reinti_name_of_missing(const void *cb, size_t i)
{
    return ((const reint_codebook *)cb)->missing[i].name;
}

const char *
reinti_name_of_wave(const void *cb, size_t i)
{
    return ((const reint_codebook *)cb)->wave[i].id;
}

const char *
reinti_name_of_code(const void *list, size_t i)
{
    return ((const reinti_list *)list)->code[i].name;
}

const char *
reinti_name_of_variable(const void *form, size_t i)
{
    return ((const reinti_form *)form)->variable[i].name;
}

const char *
reinti_name_at(const void *names, size_t i)
{
    return ((const char *const *)names)[i];
}

const reinti_yaml *
reinti_yaml_item_at(const reinti_yaml *node, size_t i)
{
    return node && node->kind == REINTI_YAML_LIST && i < node->n ? node->item[i] : node;
}

reinti_label
reinti_plain_label(reinti_parser *p, const char *text)
{
    reinti_label label = { 1, reinti_parser_alloc(p, 1, sizeof *label.language),
                           reinti_parser_alloc(p, 1, sizeof *label.text) };

    if (!label.language || !label.text)
        return (reinti_label){ 0 };
    label.language[0] = "";
    label.text[0] = text;
    return label;
}

reinti_label
reinti_parser_label(reinti_parser *p, const reinti_yaml *node, const char *what)
{
    return reinti_label_in_languages(p->file, p->cb, node, what);
}
