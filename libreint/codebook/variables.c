/* variables.c -- one variable: its type or list, what it may hold, which raw codes say why it is missing.
 *
 * Properties that only some types have stand in one table; a property in the wrong place is an error, since
 * whoever wrote it expects it to do something.  A raw missing code that would also be a good value is an
 * error, too: a number without a range leaves no room for -1. */
#include <config.h>

#include <regex.h>
#include <stdlib.h>
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

enum {
    CODES = 1 << REINTI_CODE,
    RANGES = 1 << REINTI_INTEGER | 1 << REINTI_DECIMAL | 1 << REINTI_DATE | 1 << REINTI_AGE,
    TEXTS = 1 << REINTI_TEXT | 1 << REINTI_PERSON
};

/* Properties that not every variable has. */
static const struct {
    const char *key;
    unsigned types; /* that have it */
    bool of_sets;   /* with `multiple: true` only */
    const char *code, *text;
} particular[] = {
    { "multiple", CODES, false, "not_coded", "only a variable with a list can be multiple" },
    { "ordered", CODES, true, "not_multiple", "ordered is for multiple-response sets only" },
    { "repeats", CODES, true, "not_multiple", "repeats is for multiple-response sets only" },
    { "separator", CODES, true, "not_multiple", "separator is for multiple-response sets only" },
    { "min_codes", CODES, true, "not_multiple", "min_codes is for multiple-response sets only" },
    { "max_codes", CODES, true, "not_multiple", "max_codes is for multiple-response sets only" },
    { "min", RANGES, false, "no_range", "min and max are for numbers, dates and ages" },
    { "max", RANGES, false, "no_range", "min and max are for numbers, dates and ages" },
    { "pattern", TEXTS, false, "no_pattern", "a pattern is for text and person variables" },
};

static void
check_particular(reinti_parser *p, const reinti_yaml *node, const reinti_variable *v)
{
    for (size_t i = 0; i < REINTI_LENGTH(particular); i++) {
        const reinti_yaml *here = reinti_yaml_get(node, particular[i].key);
        if (!here)
            continue;
        if (!(particular[i].types & 1u << v->type))
            reinti_yaml_find(p->file, here, REINT_ERROR, particular[i].code, "%s", particular[i].text);
        else if (particular[i].of_sets && !v->multiple)
            reinti_yaml_find(p->file, here, REINT_ERROR, particular[i].code, "%s; say `multiple: true`",
                             particular[i].text);
    }
}

/* ---- type ---------------------------------------------------------------------------------------------- */

/* False when it cannot be told what V is: then nothing else about it can be judged. */
static bool
bind_type(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node, reinti_variable *v, bool implied)
{
    const reinti_yaml *type = reinti_yaml_get(node, "type"), *list = reinti_yaml_get(node, "list");
    int word = type ? reinti_yaml_word(p->file, type, "type", type_words) : -1;

    if (!type && !list) {
        if (!implied)
            reinti_yaml_find(p->file, key, REINT_ERROR, "no_type",
                             "variable \"%s\" has neither a type nor a list", v->name);
        return implied;
    }
    if (!list) {
        if (word == REINTI_CODE)
            reinti_yaml_find(p->file, type, REINT_ERROR, "no_type",
                             "a coded variable names its codes: list: NAME");
        v->type = word > 0 ? (reinti_type)word : REINTI_TEXT;
        return word > 0;
    }
    if (word > 0)
        reinti_yaml_find(p->file, type, REINT_ERROR, "type_and_list",
                         "a variable has a type or a list, not both");
    const char *name = reinti_yaml_text(p->file, list, "list");
    v->type = REINTI_CODE;
    v->list = name ? reinti_codebook_find_list(p->cb, name) : REINTI_NONE;
    if (name && v->list == REINTI_NONE)
        reinti_unknown(p, list, "unknown_list", "list", name, reinti_name_of_list, p->cb, p->cb->n_lists);
    return v->list != REINTI_NONE && word <= 0;
}

/* ---- sets ---------------------------------------------------------------------------------------------- */

static void
bind_separator(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    const char *text = reinti_yaml_text(p->file, node, "separator");
    const reinti_list *list = &p->cb->list[v->list];

    if (!text)
        return;
    if (strlen(text) != 1 || !strchr(";|, /+&", text[0])) {
        reinti_yaml_find(p->file, node, REINT_ERROR, "bad_separator",
                         "separator is \"%s\"; allowed are ; | , / + & and a blank", text);
        return;
    }
    v->separator = text[0];
    for (size_t i = 0; i < list->n; i++)
        if (strchr(list->code[i].name, text[0])) {
            reinti_yaml_find(p->file, node, REINT_ERROR, "separator_in_code",
                             "\"%s\" is part of code \"%s\" of list \"%s\"", text, list->code[i].name,
                             list->name);
            return;
        }
}

static void
bind_set(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    const reinti_yaml *most = reinti_yaml_get(node, "max_codes"), *repeats = reinti_yaml_get(node, "repeats");
    int64_t n = 0;

    v->separator = ';';
    if (v->type != REINTI_CODE)
        return;
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "multiple"), "multiple", &v->multiple);
    if (!v->multiple)
        return;
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "ordered"), "ordered", &v->ordered);
    reinti_yaml_flag(p->file, repeats, "repeats", &v->repeats);
    if (v->repeats && !v->ordered)
        reinti_yaml_find(p->file, repeats, REINT_ERROR, "not_ordered",
                         "a code can repeat in an ordered set only; say `ordered: true`");
    if (reinti_yaml_integer(p->file, reinti_yaml_get(node, "min_codes"), "min_codes", 0, 1000, &n))
        v->min_codes = (size_t)n;
    if (reinti_yaml_integer(p->file, most, "max_codes", 1, 1000, &n))
        v->max_codes = (size_t)n;
    if (v->max_codes && v->min_codes > v->max_codes)
        reinti_yaml_find(p->file, most, REINT_ERROR, "bad_range", "min_codes is above max_codes");
    if (!v->repeats && v->min_codes > p->cb->list[v->list].n)
        reinti_yaml_find(p->file, reinti_yaml_get(node, "min_codes"), REINT_ERROR, "bad_range",
                         "min_codes is above the number of codes of list \"%s\"", p->cb->list[v->list].name);
    bind_separator(p, reinti_yaml_get(node, "separator"), v);
}

/* ---- ranges and patterns ------------------------------------------------------------------------------- */

/* min or max: a number, for dates a day, for ages whole years. */
static bool
bind_limit(reinti_parser *p, const reinti_yaml *node, const char *what, reinti_variable *v, double *out)
{
    reinti_interval day;
    int64_t whole;

    if (!node || !(RANGES & 1u << v->type))
        return false;
    if (v->type == REINTI_DECIMAL)
        return reinti_yaml_decimal(p->file, node, what, out);
    if (v->type != REINTI_DATE) { /* both ends are exact as doubles */
        int64_t most = v->type == REINTI_AGE ? 150 : INT64_C(1) << 53;
        if (!reinti_yaml_integer(p->file, node, what, v->type == REINTI_AGE ? 0 : -most, most, &whole))
            return false;
        *out = (double)whole;
        return true;
    }
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
bind_range(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    const reinti_yaml *min = reinti_yaml_get(node, "min"), *max = reinti_yaml_get(node, "max");

    v->has_min = bind_limit(p, min, "min", v, &v->min);
    v->has_max = bind_limit(p, max, "max", v, &v->max);
    if (v->has_min && v->has_max && v->min > v->max)
        reinti_yaml_find(p->file, min, REINT_ERROR, "bad_range", "min is above max");
}

/* Compiles PATTERN as ingest will: for the whole value. */
static bool
compile(reinti_parser *p, const char *pattern, regex_t *out)
{
    const char *whole = reinti_arena_format(p->cb->arena, "^(%s)$", pattern);

    if (!whole)
        p->no_memory = true;
    return whole && !regcomp(out, whole, REG_EXTENDED | REG_NOSUB);
}

static void
bind_pattern(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    regex_t compiled;

    if (!node || !(TEXTS & 1u << v->type))
        return;
    v->pattern = reinti_yaml_text(p->file, node, "pattern");
    if (!v->pattern)
        return;
    if (compile(p, v->pattern, &compiled)) {
        regfree(&compiled);
        return;
    }
    reinti_yaml_find(p->file, node, REINT_ERROR, "bad_pattern", "\"%s\" is no extended regular expression",
                     v->pattern);
    v->pattern = NULL;
}

/* ---- missing ------------------------------------------------------------------------------------------- */

static bool
overlaps(const reinti_variable *v, double low, double high)
{
    return (!v->has_min || high >= v->min) && (!v->has_max || low <= v->max);
}

static bool
fits_pattern(reinti_parser *p, const char *pattern, const char *text)
{
    regex_t compiled;

    if (!pattern || !compile(p, pattern, &compiled))
        return false;
    bool fits = !regexec(&compiled, text, 0, NULL, 0);
    regfree(&compiled);
    return fits;
}

/* Whether raw TEXT would also be a good value of V.  A text without a pattern may be anything: there the
 * declared code wins. */
static bool
is_value(reinti_parser *p, const reinti_variable *v, const char *text)
{
    reinti_interval i;
    int64_t whole;
    double number;
    size_t n = strlen(text);

    switch (v->type) {
    case REINTI_CODE:
        return reinti_list_find(&p->cb->list[v->list], text) != REINTI_NONE;
    case REINTI_INTEGER:
        return reinti_parse_integer(text, n, false, &whole) && overlaps(v, (double)whole, (double)whole);
    case REINTI_DECIMAL:
        return reinti_parse_decimal(text, n, &number) && overlaps(v, number, number);
    case REINTI_DATE:
        return reinti_parse_date(text, n, &i) == REINTI_PARSED && overlaps(v, i.low, i.high);
    case REINTI_AGE:
        return reinti_parse_age(text, n, &i) == REINTI_PARSED && overlaps(v, i.low, i.high);
    case REINTI_TEXT:
    case REINTI_PERSON:
        return fits_pattern(p, v->pattern, text);
    }
    return false;
}

static void
check_raw(reinti_parser *p, const reinti_yaml *node, const reinti_variable *v,
          const reinti_variable_missing *m, reinti_map *seen)
{
    const reinti_missing *reason = p->cb->missing;

    for (size_t i = 0; i < m->n_raw; i++) {
        bool added = false;
        int64_t first = reinti_map_put(seen, m->raw[i], strlen(m->raw[i]), (int64_t)m->reason, &added);
        if (first == -2)
            p->no_memory = true;
        else if (!added)
            reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "ambiguous_missing",
                             "\"%s\" means both %s and %s; a raw code means one thing", m->raw[i],
                             reason[first].name, reason[m->reason].name);
        if (is_value(p, v, m->raw[i]))
            reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "missing_is_value",
                             "\"%s\" of variable \"%s\" is both a value and the missing reason %s%s",
                             m->raw[i], v->name, reason[m->reason].name,
                             RANGES & 1u << v->type ? "; give the variable a range (min, max) without it"
                                                    : "");
    }
}

static void
bind_missing(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    if (!node || !reinti_yaml_is_map(p->file, node, "missing"))
        return;
    reinti_variable_missing *m = reinti_parser_alloc(p, node->n, sizeof *m);
    reinti_map *seen = reinti_map_create();
    if (!seen)
        p->no_memory = true;
    for (size_t i = 0; m && seen && i < node->n; i++) {
        const char *name = node->key[i]->text;
        size_t reason = reinti_codebook_find_missing(p->cb, name);
        if (reason == REINTI_NONE) {
            reinti_unknown(p, node->key[i], "unknown_missing", "missing reason", name, reinti_name_of_missing,
                           p->cb, p->cb->n_missing);
            continue;
        }
        reinti_variable_missing *one = &m[v->n_missing++];
        one->reason = reason;
        one->n_raw = reinti_yaml_texts(p->file, node->item[i], "missing codes", &one->raw);
        check_raw(p, node->item[i], v, one, seen);
    }
    v->missing = m;
    reinti_map_free(seen);
}

/* ---- the rest ------------------------------------------------------------------------------------------ */

static void
bind_asked_waves(reinti_parser *p, const reinti_yaml *node, reinti_variable *v)
{
    const char *const *name = NULL;
    size_t n = reinti_yaml_texts(p->file, node, "waves", &name);
    size_t *wave = n ? reinti_parser_alloc(p, n, sizeof *wave) : NULL;

    for (size_t i = 0; wave && i < n; i++) {
        size_t found = reinti_codebook_find_wave(p->cb, name[i]), k = 0;
        while (k < v->n_waves && wave[k] != found)
            k++;
        if (found == REINTI_NONE)
            reinti_unknown(p, reinti_yaml_item_at(node, i), "unknown_wave", "wave", name[i],
                           reinti_name_of_wave, p->cb, p->cb->n_waves);
        else if (k < v->n_waves)
            reinti_yaml_find(p->file, reinti_yaml_item_at(node, i), REINT_ERROR, "duplicate_wave",
                             "wave \"%s\" is named twice", name[i]);
        else
            wave[v->n_waves++] = found;
    }
    v->wave = wave;
}

void
reinti_parse_variable(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node, reinti_variable *v,
                      bool implied)
{
    v->name = key->text;
    v->line = key->line;
    v->separator = ';';
    reinti_check_name(p, key, v->name, "a variable");
    if (!reinti_yaml_keys(p->file, node, "a variable", variable_keys))
        return;
    v->label = reinti_parser_label(p, reinti_yaml_get(node, "label"), "label");
    v->question = reinti_parser_label(p, reinti_yaml_get(node, "question"), "question");
    v->note = reinti_parser_label(p, reinti_yaml_get(node, "note"), "note");
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "required"), "required", &v->required);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "late"), "late", &v->late);
    reinti_yaml_flag(p->file, reinti_yaml_get(node, "sensitive"), "sensitive", &v->sensitive);
    v->asked_when = reinti_yaml_text(p->file, reinti_yaml_get(node, "asked_when"), "asked_when");
    if (v->asked_when && !v->asked_when[strspn(v->asked_when, " \t\r\n")])
        reinti_yaml_find(p->file, reinti_yaml_get(node, "asked_when"), REINT_ERROR, "empty_condition",
                         "asked_when holds no condition");
    if (v->asked_when)
        v->asked_at = (reinti_place){ reinti_yaml_get(node, "asked_when")->line,
                                      reinti_yaml_get(node, "asked_when")->column };
    bind_asked_waves(p, reinti_yaml_get(node, "waves"), v);
    if (!bind_type(p, key, node, v, implied))
        return;
    bind_set(p, node, v);
    check_particular(p, node, v);
    bind_range(p, node, v);
    bind_pattern(p, reinti_yaml_get(node, "pattern"), v);
    bind_missing(p, reinti_yaml_get(node, "missing"), v);
}
