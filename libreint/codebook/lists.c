/* lists.c -- missing reasons, waves and code lists.
 *
 * Every key of a code other than label, parent and retired is an attribute; what the codes of a list say by
 * an attribute becomes a list of its own, so that `destinations.region` is a recode without further ado. */
#include <config.h>

#include <ctype.h>
#include <string.h>

#include "codebook/parser.h"

static const struct {
    const char *name, *en, *id;
} well_known[] = {
    { "refused", "Refused", "Menolak menjawab" },
    { "dont_know", "Does not know", "Tidak tahu" },
    { "not_asked", "Not asked", "Tidak ditanyakan" },
    { "not_stated", "Not stated", "Tidak disebutkan" },
    { "not_applicable", "Does not apply", "Tidak berlaku" },
    { "undetermined", "Cannot be determined", "Tidak dapat ditentukan" },
    { "lost", "Lost", "Hilang" },
    { "illegible", "Illegible", "Tidak terbaca" },
    { "not_reached", "Not reached", "Tidak terjangkau" },
};

static reinti_label
well_known_label(reinti_arena *arena, const char *name)
{
    reinti_label label = { 0 };

    for (size_t i = 0; i < REINTI_LENGTH(well_known); i++)
        if (!strcmp(well_known[i].name, name)) {
            label.language = reinti_arena_alloc(arena, 2 * sizeof(char *));
            label.text = reinti_arena_alloc(arena, 2 * sizeof(char *));
            if (!label.language || !label.text)
                return (reinti_label){ 0 };
            label.language[0] = "en";
            label.text[0] = well_known[i].en;
            label.language[1] = "id";
            label.text[1] = well_known[i].id;
            label.n = 2;
        }
    return label;
}

static reinti_label
plain_label(reinti_arena *arena, const char *text)
{
    reinti_label label = { 1, reinti_arena_alloc(arena, sizeof(char *)),
                           reinti_arena_alloc(arena, sizeof(char *)) };

    if (!label.language || !label.text)
        return (reinti_label){ 0 };
    label.language[0] = "";
    label.text[0] = text;
    return label;
}

/* ---- missing reasons
 * ----------------------------------------------------------------------------------------------- */

static void
bind_missing(reinti_parser *p, const char *name, const reinti_yaml *node, reinti_missing *m)
{
    static const char *const keys[] = { "label", "codes", NULL };

    m->name = name;
    if (node && node->kind == REINTI_YAML_MAP) {
        reinti_yaml_keys(p->file, node, "a missing reason", keys);
        m->label = reinti_yaml_label(p->file, reinti_yaml_get(node, "label"), "label");
        node = reinti_yaml_get(node, "codes");
    }
    if (!m->label.n)
        m->label = well_known_label(p->cb->arena, name);
    if (!m->label.n)
        m->label = plain_label(p->cb->arena, name);
    m->n_raw = reinti_yaml_texts(p->file, node, "the codes of a missing reason", &m->raw);
}

void
reinti_parse_missing(reinti_parser *p, const reinti_yaml *node)
{
    static const char *const always[] = { "not_asked", "not_stated", "undetermined" };
    reint_codebook *cb = p->cb;
    size_t declared = node && reinti_yaml_is_map(p->file, node, "missing") ? node->n : 0;

    cb->missing = reinti_arena_alloc(cb->arena, (declared + REINTI_LENGTH(always)) * sizeof *cb->missing);
    if (!cb->missing)
        return;
    for (size_t i = 0; i < declared; i++) {
        if (!reinti_is_name(node->key[i]->text))
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "bad_name",
                             "\"%s\" cannot name a missing reason; use a-z, 0-9 and single _",
                             node->key[i]->text);
        bind_missing(p, node->key[i]->text, node->item[i], &cb->missing[cb->n_missing++]);
    }
    for (size_t i = 0; i < REINTI_LENGTH(always); i++)
        if (reinti_codebook_find_missing(cb, always[i]) == REINTI_NONE)
            bind_missing(p, always[i], NULL, &cb->missing[cb->n_missing++]);
    if (cb->n_missing > 100)
        reinti_yaml_find(p->file, node, REINT_ERROR, "too_many",
                         "%zu missing reasons; at most 100 are allowed", cb->n_missing);
    for (size_t a = 0; a < cb->n_missing; a++)
        for (size_t b = 0; b < a; b++)
            for (size_t i = 0; i < cb->missing[a].n_raw; i++)
                for (size_t k = 0; k < cb->missing[b].n_raw; k++)
                    if (!strcmp(cb->missing[a].raw[i], cb->missing[b].raw[k]))
                        reinti_yaml_find(p->file, node->item[a], REINT_ERROR, "ambiguous_missing",
                                         "\"%s\" means both %s and %s; a raw code means one thing",
                                         cb->missing[a].raw[i], cb->missing[b].name, cb->missing[a].name);
}

/* ---- lists
 * ------------------------------------------------------------------------------------------------------------
 */

/* Codes appear in CSV cells and in conditions: printable, no separator characters, no blanks at the ends. */
static bool
is_code(const char *text)
{
    size_t n = strlen(text);

    if (!n || n > 64 || text[0] == ' ' || text[n - 1] == ' ' || !reinti_utf8_valid(text, n, NULL))
        return false;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (iscntrl(*c) || strchr(";,|>'\"", *c))
            return false;
    return true;
}

/* `{en: Male, id: Laki-laki}` is a label; `{label: ..., region: ...}` a code with more to say. */
static bool
is_label_map(const reinti_parser *p, const reinti_yaml *node)
{
    if (node->kind != REINTI_YAML_MAP || reinti_yaml_get(node, "label"))
        return false;
    for (size_t i = 0; i < p->cb->n_languages; i++)
        if (reinti_yaml_get(node, p->cb->language[i]))
            return true;
    return false;
}

static void
bind_code(reinti_parser *p, const reinti_yaml *key, const reinti_yaml *node, reinti_code *code)
{
    reinti_attribute *attribute;

    code->name = key->text;
    code->line = key->line;
    code->parent = REINTI_NONE;
    if (!is_code(key->text))
        reinti_yaml_find(
            p->file, key, REINT_ERROR, "bad_code",
            "\"%s\" cannot be a code: at most 64 bytes, none of ; , | > ' \" and no blank at either end",
            key->text);
    if (node->kind == REINTI_YAML_SCALAR || is_label_map(p, node)) {
        code->label = reinti_yaml_label(p->file, node, "a code's label");
    } else if (reinti_yaml_is_map(p->file, node, "a code")) {
        code->label = reinti_yaml_label(p->file, reinti_yaml_get(node, "label"), "label");
        reinti_yaml_flag(p->file, reinti_yaml_get(node, "retired"), "retired", &code->retired);
        attribute = reinti_arena_alloc(p->cb->arena, (node->n + 1) * sizeof *attribute);
        for (size_t i = 0; attribute && i < node->n; i++) {
            const char *name = node->key[i]->text;
            if (!strcmp(name, "label") || !strcmp(name, "retired") || !strcmp(name, "parent"))
                continue;
            const char *value = reinti_yaml_text(p->file, node->item[i], name);
            if (value)
                attribute[code->n_attributes++] = (reinti_attribute){ name, value };
        }
        code->attribute = attribute;
    }
    if (!code->label.n)
        code->label = plain_label(p->cb->arena, code->name);
}

static void
bind_parents(reinti_parser *p, const reinti_yaml *node, reinti_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const reinti_yaml *parent =
            node->item[i]->kind == REINTI_YAML_MAP ? reinti_yaml_get(node->item[i], "parent") : NULL;
        const char *name = parent ? reinti_yaml_text(p->file, parent, "parent") : NULL;
        if (!name)
            continue;
        list->code[i].parent = reinti_list_find(list, name);
        if (list->code[i].parent == REINTI_NONE) {
            const char **names = reinti_arena_alloc(p->cb->arena, list->n * sizeof *names);
            for (size_t k = 0; names && k < list->n; k++)
                names[k] = list->code[k].name;
            reinti_unknown(p, parent, "unknown_parent", "code of this list", name, names,
                           names ? list->n : 0);
        }
    }
    for (size_t i = 0; i < list->n; i++) { /* a chain longer than the list goes round in a circle */
        size_t steps = 0, at = i;
        while (at != REINTI_NONE && steps++ <= list->n)
            at = list->code[at].parent;
        if (at != REINTI_NONE) {
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "circle",
                             "the parents of code \"%s\" go round in a circle", list->code[i].name);
            list->code[i].parent = REINTI_NONE;
        }
    }
}

static reinti_list *
new_list(reinti_parser *p, const char *name, size_t n)
{
    reint_codebook *cb = p->cb;

    if (!reinti_arena_grow(cb->arena, &cb->list, &p->list_capacity, cb->n_lists, sizeof *cb->list))
        return NULL;
    reinti_list *list = &cb->list[cb->n_lists];
    *list = (reinti_list){ .name = name,
                           .code = reinti_arena_alloc(cb->arena, (n + 1) * sizeof *list->code),
                           .index = reinti_map_create() };
    if (!list->code || !list->index) {
        reinti_map_free(list->index);
        return NULL;
    }
    cb->n_lists++;
    return list;
}

static void
add_code(reinti_list *list, reinti_code code)
{
    reinti_map_put(list->index, code.name, strlen(code.name), (int64_t)list->n, NULL);
    list->code[list->n++] = code;
}

void
reinti_parse_lists(reinti_parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(p->file, node, "lists"))
        return;
    for (size_t i = 0; i < node->n; i++) {
        const reinti_yaml *codes = node->item[i];
        const char *name = node->key[i]->text;
        if (!reinti_is_name(name))
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "bad_name",
                             "\"%s\" cannot name a list; use a-z, 0-9 and single _", name);
        if (reinti_codebook_find_list(p->cb, name) != REINTI_NONE)
            reinti_yaml_find(p->file, node->key[i], REINT_ERROR, "duplicate_list",
                             "there is already a list \"%s\"", name);
        if (!reinti_yaml_is_map(p->file, codes, "a list"))
            continue;
        if (!codes->n)
            reinti_yaml_find(p->file, codes, REINT_ERROR, "empty_list", "list \"%s\" has no codes", name);
        reinti_list *list = new_list(p, name, codes->n);
        if (!list)
            return;
        list->line = node->key[i]->line;
        for (size_t k = 0; k < codes->n; k++) {
            reinti_code code = { 0 };
            bind_code(p, codes->key[k], codes->item[k], &code);
            add_code(list, code);
        }
        bind_parents(p, codes, list);
    }
}

/* ---- waves
 * ---------------------------------------------------------------------------------------------------------------
 */

static bool
bind_day(reinti_parser *p, const reinti_yaml *node, const char *what, const char **text, reinti_interval *out)
{
    *text = reinti_yaml_text(p->file, node, what);
    if (!*text)
        return false;
    if (reinti_parse_date(*text, strlen(*text), out) == REINTI_PARSED)
        return true;
    reinti_yaml_find(p->file, node, REINT_ERROR, "bad_date",
                     "%s is \"%s\"; a date such as 2015, 2015-03 or 2015-03-14 is expected", what, *text);
    return false;
}

static size_t
bind_waves(reinti_parser *p, const reinti_yaml *node, const char *what, reinti_wave **out)
{
    static const char *const keys[] = { "id", "label", "from", "to", NULL };
    size_t n = 0;

    if (!node || !reinti_yaml_is_list(p->file, node, what))
        return 0;
    reinti_wave *wave = reinti_arena_alloc(p->cb->arena, (node->n + 1) * sizeof *wave);
    for (size_t i = 0; wave && i < node->n; i++) {
        reinti_interval day;
        const reinti_yaml *item = node->item[i];
        if (!reinti_yaml_keys(p->file, item, what, keys))
            continue;
        reinti_wave w = { .id = reinti_yaml_text(p->file, reinti_yaml_need(p->file, item, "id"), "id"),
                          .label = reinti_yaml_label(p->file, reinti_yaml_get(item, "label"), "label"),
                          .window = { REINTI_OPEN_LOW, REINTI_OPEN_HIGH } };
        if (bind_day(p, reinti_yaml_get(item, "from"), "from", &w.from, &day))
            w.window.low = day.low;
        if (bind_day(p, reinti_yaml_get(item, "to"), "to", &w.to, &day))
            w.window.high = day.high;
        if (w.window.low > w.window.high)
            reinti_yaml_find(p->file, item, REINT_ERROR, "bad_window", "it ends (%s) before it begins (%s)",
                             w.to, w.from);
        for (size_t k = 0; w.id && k < n; k++)
            if (!strcmp(wave[k].id, w.id))
                reinti_yaml_find(p->file, item, REINT_ERROR, "duplicate_id", "\"%s\" is there twice", w.id);
        if (w.id)
            wave[n++] = w;
    }
    *out = wave;
    return wave ? n : 0;
}

void
reinti_parse_waves(reinti_parser *p, const reinti_yaml *node, const reinti_yaml *periods)
{
    reint_codebook *cb = p->cb;

    cb->n_waves = bind_waves(p, node, "waves", &cb->wave);
    cb->n_periods = bind_waves(p, periods, "periods", &cb->period);
    reinti_list *list = new_list(p, p->wave, cb->n_waves);
    if (!list)
        return;
    cb->wave_list = (size_t)(list - cb->list);
    for (size_t i = 0; i < cb->n_waves; i++) {
        reinti_code code = { .name = cb->wave[i].id, .label = cb->wave[i].label, .parent = REINTI_NONE };
        if (!code.label.n)
            code.label = cb->wave[i].label = plain_label(cb->arena, code.name);
        if (!is_code(code.name))
            reinti_yaml_find(p->file, node->item[i], REINT_ERROR, "bad_code",
                             "\"%s\" cannot be the id of a wave", code.name);
        add_code(list, code);
    }
}

/* ---- when all lists are there
 * ------------------------------------------------------------------------------------------ */

/* The declared list of the values of ATTRIBUTE of LIST, or REINTI_NONE. */
static size_t
declared_values(reinti_parser *p, const char *list, const char *attribute)
{
    const char *key = reinti_arena_format(p->cb->arena, "%s.%s", list, attribute);
    const reinti_yaml *node = key ? reinti_yaml_get(p->attributes, key) : NULL;
    const char *name = node ? reinti_yaml_text(p->file, node, "a list of values") : NULL;
    size_t found = name ? reinti_codebook_find_list(p->cb, name) : REINTI_NONE;

    if (name && found == REINTI_NONE) {
        const char **names = reinti_arena_alloc(p->cb->arena, p->cb->n_lists * sizeof *names);
        for (size_t i = 0; names && i < p->cb->n_lists; i++)
            names[i] = p->cb->list[i].name;
        reinti_unknown(p, node, "unknown_list", "list", name, names, names ? p->cb->n_lists : 0);
    }
    return found;
}

/* Makes or finds the list of the values of ATTRIBUTE among the codes of list L. */
static size_t
values_of(reinti_parser *p, size_t l, const char *attribute)
{
    reint_codebook *cb = p->cb;
    size_t at = declared_values(p, cb->list[l].name, attribute);
    bool declared = at != REINTI_NONE;

    if (!declared) {
        const char *name = reinti_arena_format(cb->arena, "%s.%s", cb->list[l].name, attribute);
        reinti_list *made = name ? new_list(p, name, cb->list[l].n) : NULL;
        if (!made)
            return REINTI_NONE;
        at = (size_t)(made - cb->list);
    }
    for (size_t i = 0; i < cb->list[l].n; i++) {
        const char *value = reinti_code_attribute(&cb->list[l].code[i], attribute);
        if (!value || reinti_list_find(&cb->list[at], value) != REINTI_NONE)
            continue;
        if (declared)
            reinti_find(p->file->findings, REINT_ERROR, "unknown_code", p->file->name, NULL,
                        cb->list[l].code[i].line, 0,
                        "%s of code \"%s\" is \"%s\", which is no code of list \"%s\"", attribute,
                        cb->list[l].code[i].name, value, cb->list[at].name);
        else
            add_code(&cb->list[at], (reinti_code){ .name = value,
                                                   .label = plain_label(cb->arena, value),
                                                   .parent = REINTI_NONE });
    }
    return at;
}

static void
find_attributes(reinti_parser *p, size_t l)
{
    reint_codebook *cb = p->cb;
    size_t capacity = 0;

    for (size_t i = 0; i < cb->list[l].n; i++)
        for (size_t a = 0; a < cb->list[l].code[i].n_attributes; a++) {
            const char *name = cb->list[l].code[i].attribute[a].name;
            size_t k = 0;
            while (k < cb->list[l].n_attribute_lists && strcmp(cb->list[l].attribute_list[k].name, name))
                k++;
            if (k < cb->list[l].n_attribute_lists)
                continue;
            size_t values = values_of(p, l, name); /* may move cb->list */
            if (values == REINTI_NONE ||
                !reinti_arena_grow(cb->arena, &cb->list[l].attribute_list, &capacity,
                                   cb->list[l].n_attribute_lists, sizeof *cb->list[l].attribute_list))
                return;
            cb->list[l].attribute_list[cb->list[l].n_attribute_lists].name = name;
            cb->list[l].attribute_list[cb->list[l].n_attribute_lists++].list = values;
        }
}

void
reinti_finish_lists(reinti_parser *p)
{
    size_t n = p->cb->n_lists;

    for (size_t l = 0; l < n; l++)
        find_attributes(p, l);
    for (size_t i = 0; p->attributes && i < p->attributes->n; i++) {
        const char *key = p->attributes->key[i]->text, *dot = strchr(key, '.');
        char name[128];
        snprintf(name, sizeof name, "%.*s", (int)(dot ? dot - key : (long)strlen(key)), key);
        if (!dot || reinti_codebook_find_list(p->cb, name) == REINTI_NONE)
            reinti_yaml_find(p->file, p->attributes->key[i], REINT_ERROR, "unknown_list",
                             "\"%s\" is not LIST.ATTRIBUTE of a list of this codebook", key);
    }
}
