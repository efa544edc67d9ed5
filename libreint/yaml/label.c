/* label.c -- texts in several languages.
 *
 * A label is one text for all languages or a map from language codes (en, id, pt-BR) to texts.  Which text is
 * shown depends on the label alone, never on the machine's language.  An entry that is wrong is reported and
 * left out; a label whose entries are all wrong is an empty label. */
#include <config.h>

#include "yaml/yaml.h"

#include <string.h>

/* Two or three small letters, then parts of letters and digits behind "-" (as in BCP 47). */
static bool
is_language(const char *text)
{
    size_t n = strspn(text, "abcdefghijklmnopqrstuvwxyz");

    if (n < 2 || n > 3)
        return false;
    for (text += n; *text; text += n) {
        if (*text++ != '-')
            return false;
        n = strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
        if (n < 1 || n > 8)
            return false;
    }
    return true;
}

reinti_label
reinti_yaml_label(reinti_yaml_file *file, const reinti_yaml *node, const char *what)
{
    reinti_label label = { 0, NULL, NULL };
    size_t n;

    if (!node)
        return label;
    if (node->kind == REINTI_YAML_LIST) {
        reinti_yaml_find(file, node, REINT_ERROR, "not_a_label",
                         "%s must be a text or a map of languages ({en: ..., id: ...}), not a list", what);
        return label;
    }
    n = node->kind == REINTI_YAML_MAP ? node->n : 1;
    label.language = reinti_arena_alloc(file->arena, n * sizeof *label.language);
    label.text = reinti_arena_alloc(file->arena, n * sizeof *label.text);
    if (!label.language || !label.text) {
        reinti_yaml_find(file, node, REINT_ERROR, "no_memory", "%s", reint_status_text(REINT_NO_MEMORY));
        return label;
    }
    for (size_t i = 0; i < n; i++) {
        const reinti_yaml *key = node->kind == REINTI_YAML_MAP ? node->key[i] : NULL;
        const char *text = reinti_yaml_text(file, key ? node->item[i] : node, what);
        if (key && !is_language(key->text)) {
            reinti_yaml_find(file, key, REINT_ERROR, "not_a_language",
                             "in %s each key must be a language code such as en or id", what);
            continue;
        }
        if (!text)
            continue;
        label.language[label.n] = key ? key->text : "";
        label.text[label.n++] = text;
    }
    return label;
}

const char *
reinti_label_text(const reinti_label *label, const char *language)
{
    const char *const wanted[] = { reinti_text_or(language, ""), "", "en" };

    for (size_t w = 0; w < REINTI_LENGTH(wanted); w++)
        for (size_t i = 0; i < label->n; i++)
            if (!strcmp(label->language[i], wanted[w]))
                return label->text[i];
    return label->n ? label->text[0] : NULL;
}
