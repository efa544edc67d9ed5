/* bind.c -- the strict binder: what a schema asks a node for, or a finding at its place.
 *
 * A scalar is text; only the question makes it a number or a flag, so `no` stays a code and `010` is never 8.
 * An absent node (NULL) answers the neutral value silently: whether it may be absent is asked by
 * reinti_yaml_need. A key with nothing after it is a forgotten value, not an empty text: that is written "".
 */
#include <config.h>

#include "yaml/yaml.h"

#include <inttypes.h>
#include <string.h>

enum { SHOWN = 40 }; /* terminal columns of a value shown in a message */

void
reinti_yaml_find(reinti_yaml_file *file, const reinti_yaml *node, reint_severity severity, const char *code,
                 const char *format, ...)
{
    reinti_str text = REINTI_STR_EMPTY;
    va_list ap;
    char small[512];
    int n;

    va_start(ap, format);
    n = vsnprintf(small, sizeof small, reinti_words(format), ap);
    va_end(ap);
    if (n >= (int)sizeof small) { /* a list of what is allowed can be long: it is not cut */
        char *large = reinti_arena_alloc(file->arena, (size_t)n + 1);
        if (large) {
            va_start(ap, format);
            vsnprintf(large, (size_t)n + 1, reinti_words(format), ap);
            va_end(ap);
            reinti_str_add(&text, large);
        }
    }
    reinti_find(file->findings, severity, code, file->name, NULL, node ? node->line : 0,
                node ? node->column : 0, "%s", text.length ? text.text : small);
    reinti_str_free(&text);
}

/* ---- words for messages -------------------------------------------------------------------------------- */

static const char *
kind_name(const reinti_yaml *node)
{
    static const char *const names[] = { "a single value", "a list", "a map" };

    return names[node->kind];
}

/* The start of a scalar's text, in the arena. */
static const char *
shown(reinti_yaml_file *file, const reinti_yaml *node)
{
    reinti_str s = REINTI_STR_EMPTY;
    const char *text;

    reinti_utf8_cut(&s, node->text, SHOWN);
    text = reinti_arena_text(file->arena, s.text);
    reinti_str_free(&s);
    return reinti_text_or(text, "");
}

static size_t
count_words(const char *const *words)
{
    size_t n = 0;

    while (words[n])
        n++;
    return n;
}

/* " (did you mean "x"?); allowed: a, b, c" in the arena. */
static const char *
allowed_words(reinti_yaml_file *file, const char *word, const char *const *words)
{
    reinti_str s = REINTI_STR_EMPTY;
    const char *text;

    reinti_did_you_mean(&s, word, words, count_words(words));
    reinti_str_add(&s, "; allowed: ");
    for (size_t i = 0; words[i]; i++)
        reinti_str_format(&s, "%s%s", i ? ", " : "", words[i]);
    text = reinti_arena_text(file->arena, s.text);
    reinti_str_free(&s);
    return reinti_text_or(text, "");
}

/* ---- kinds --------------------------------------------------------------------------------------------- */

bool
reinti_yaml_is_map(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    if (!node || node->kind == REINTI_YAML_MAP)
        return node != NULL;
    reinti_yaml_find(file, node, REINT_ERROR, "not_a_map", "%s must be a map (key: value), not %s", what,
                     kind_name(node));
    return false;
}

bool
reinti_yaml_is_list(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    if (!node || node->kind == REINTI_YAML_LIST)
        return node != NULL;
    reinti_yaml_find(file, node, REINT_ERROR, "not_a_list", "%s must be a list ([a, b]), not %s", what,
                     kind_name(node));
    return false;
}

/* The text of a scalar that says something; NULL and a finding otherwise. */
static const char *
scalar_text(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    if (!node)
        return NULL;
    if (node->kind != REINTI_YAML_SCALAR) {
        reinti_yaml_find(file, node, REINT_ERROR, "not_a_scalar", "%s must be a single value, not %s", what,
                         kind_name(node));
        return NULL;
    }
    if (!node->text[0] && !node->quoted) {
        reinti_yaml_find(file, node, REINT_ERROR, "empty_value", "%s has no value (an empty text is \"\")",
                         what);
        return NULL;
    }
    return node->text;
}

/* ---- maps ---------------------------------------------------------------------------------------------- */

reinti_yaml *
reinti_yaml_get(const reinti_yaml *map, const char *key)
{
    if (!map || map->kind != REINTI_YAML_MAP)
        return NULL;
    for (size_t i = 0; i < map->n; i++)
        if (!strcmp(map->key[i]->text, key))
            return map->item[i];
    return NULL;
}

reinti_yaml *
reinti_yaml_need(reinti_yaml_file *file, const reinti_yaml *map, const char *key)
{
    reinti_yaml *node = reinti_yaml_get(map, key);

    if (!node && map && map->kind == REINTI_YAML_MAP) /* what is no map was reported as that */
        reinti_yaml_find(file, map, REINT_ERROR, "missing_key", "key \"%s\" is missing here", key);
    return node;
}

bool
reinti_yaml_keys(reinti_yaml_file *file, const reinti_yaml *map, const char *what, const char *const *allowed)
{
    if (!reinti_yaml_is_map(file, map, what))
        return false;
    for (size_t i = 0; i < map->n; i++) {
        size_t j = 0;
        while (allowed[j] && strcmp(allowed[j], map->key[i]->text))
            j++;
        if (!allowed[j])
            reinti_yaml_find(file, map->key[i], REINT_ERROR, "unknown_key", "unknown key \"%s\" in %s%s",
                             shown(file, map->key[i]), what, allowed_words(file, map->key[i]->text, allowed));
    }
    return true;
}

/* ---- scalars ------------------------------------------------------------------------------------------- */

const char *
reinti_yaml_text(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    return scalar_text(file, node, what);
}

bool
reinti_yaml_integer(reinti_yaml_file *file, const reinti_yaml *node, const char *what, int64_t low,
                    int64_t high, int64_t *out)
{
    const char *text = scalar_text(file, node, what);
    int64_t value;

    if (!text)
        return false;
    if (reinti_parse_integer(text, strlen(text), false, &value) && value >= low && value <= high) {
        *out = value;
        return true;
    }
    if (low == INT64_MIN && high == INT64_MAX)
        reinti_yaml_find(file, node, REINT_ERROR, "not_an_integer", "%s must be a whole number, not \"%s\"",
                         what, shown(file, node));
    else if (low == INT64_MIN)
        reinti_yaml_find(file, node, REINT_ERROR, "not_an_integer",
                         "%s must be a whole number, %" PRId64 " or less, not \"%s\"", what, high,
                         shown(file, node));
    else if (high == INT64_MAX)
        reinti_yaml_find(file, node, REINT_ERROR, "not_an_integer",
                         "%s must be a whole number, %" PRId64 " or more, not \"%s\"", what, low,
                         shown(file, node));
    else
        reinti_yaml_find(file, node, REINT_ERROR, "not_an_integer",
                         "%s must be a whole number from %" PRId64 " to %" PRId64 ", not \"%s\"", what, low,
                         high, shown(file, node));
    return false;
}

bool
reinti_yaml_decimal(reinti_yaml_file *file, const reinti_yaml *node, const char *what, double *out)
{
    const char *text = scalar_text(file, node, what);

    if (!text)
        return false;
    if (reinti_parse_decimal(text, strlen(text), out))
        return true;
    reinti_yaml_find(file, node, REINT_ERROR, "not_a_number", "%s must be a number such as 0.5, not \"%s\"",
                     what, shown(file, node));
    return false;
}

bool
reinti_yaml_flag(reinti_yaml_file *file, const reinti_yaml *node, const char *what, bool *out)
{
    static const struct {
        const char *word;
        bool value;
    } flags[] = { { "true", true }, { "false", false }, { "yes", true }, { "no", false } };
    const char *text = scalar_text(file, node, what);

    if (!text)
        return false;
    for (size_t i = 0; i < REINTI_LENGTH(flags); i++)
        if (!strcmp(text, flags[i].word)) {
            *out = flags[i].value;
            return true;
        }
    reinti_yaml_find(file, node, REINT_ERROR, "not_a_flag", "%s must be true or false, not \"%s\"", what,
                     shown(file, node));
    return false;
}

int
reinti_yaml_word(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const char *const *words)
{
    const char *text = scalar_text(file, node, what);

    if (!text)
        return -1;
    for (int i = 0; words[i]; i++)
        if (!strcmp(text, words[i]))
            return i;
    reinti_yaml_find(file, node, REINT_ERROR, "unknown_word", "%s cannot be \"%s\"%s", what,
                     shown(file, node), allowed_words(file, text, words));
    return -1;
}

size_t
reinti_yaml_texts(reinti_yaml_file *file, const reinti_yaml *node, const char *what, const char *const **out)
{
    const reinti_yaml *const *item;
    size_t n_items, n = 0;
    const char **texts;

    *out = NULL;
    if (!node)
        return 0;
    if (node->kind == REINTI_YAML_MAP) {
        reinti_yaml_find(file, node, REINT_ERROR, "not_a_list",
                         "%s must be a value or a list of values, not a map", what);
        return 0;
    }
    item = node->kind == REINTI_YAML_LIST ? (const reinti_yaml *const *)node->item : &node;
    n_items = node->kind == REINTI_YAML_LIST ? node->n : 1;
    texts = reinti_arena_alloc(file->arena, n_items * sizeof *texts);
    if (!texts) {
        reinti_yaml_find(file, node, REINT_ERROR, "no_memory", "%s", reint_status_text(REINT_NO_MEMORY));
        return 0;
    }
    for (size_t i = 0; i < n_items; i++) {
        const char *text = scalar_text(file, item[i], what);
        if (text)
            texts[n++] = text;
    }
    *out = texts;
    return n;
}
