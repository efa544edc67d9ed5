/* ruleset_codes.c -- from the codes of a variable to what they mean to a rule set.
 *
 * Every code of a variable that is read must be given a meaning (by itself, by an ancestor in its tree, or by
 * `otherwise`), so that a code added to the codebook later is an error here and not a silent "no".  A missing
 * value leaves everything open unless its reason is named. */
#include <config.h>

#include <string.h>

#include "codebook/ruleset_parse.h"

/* ---- names of the codebook ----------------------------------------------------------------------------- */

size_t
reinti_ruleset_variable(reinti_ruleset_parser *p, size_t form, const reinti_yaml *node, const char *what,
                        const char *otherwise)
{
    return node ? reinti_part_variable(&p->part, node, what, form)
                : reinti_form_find(&p->part.cb->form[form], otherwise);
}

/* A coded variable; a finding if it is none. */
bool
reinti_ruleset_is_coded(reinti_ruleset_parser *p, const reinti_yaml *node, size_t form, size_t variable)
{
    if (variable == REINTI_NONE)
        return false;
    if (p->part.cb->form[form].variable[variable].type == REINTI_CODE)
        return true;
    reinti_yaml_find(&p->part.file, node, REINT_ERROR, "not_coded", "%s is not a coded variable",
                     p->part.cb->form[form].variable[variable].name);
    return false;
}

/* ---- from codes to meanings ---------------------------------------------------------------------------- */

typedef struct meaning {
    uint8_t mask, marks, open_marks;
} meaning;

typedef struct word {
    const char *text;
    meaning means;
} word;

static const word need_words[] = { { "no", { REINTI_NEED_NO, 0, 0 } },
                                   { "yes", { REINTI_NEED_YES, 0, 0 } },
                                   { "continuing", { REINTI_NEED_CONTINUING, 0, 0 } },
                                   { "unknown", { REINTI_NEED_ANY, 0, 0 } } };
static const word due_words[] = { { "no", { REINTI_DUE_NO, 0, 0 } },
                                  { "yes", { REINTI_DUE_YES, 0, 0 } },
                                  { "silent", { REINTI_DUE_SILENT, 0, 0 } },
                                  { "unknown", { REINTI_DUE_NO | REINTI_DUE_YES, 0, 0 } } };
enum {
    RECEIPT_ANY = REINTI_RECEIPT_NONE | REINTI_RECEIPT_PART | REINTI_RECEIPT_FULL,
    MARKS_ANY = (1 << REINTI_N_MARKS) - 1
};
#define MARK(name) (1 << REINTI_MARK_##name)
static const word support_words[] = {
    { "none", { REINTI_RECEIPT_NONE, 0, 0 } },    { "part", { REINTI_RECEIPT_PART, 0, 0 } },
    { "full", { REINTI_RECEIPT_FULL, 0, 0 } },    { "offered", { 0, MARK(OFFERED), 0 } },
    { "declined", { 0, MARK(DECLINED), 0 } },     { "refused", { 0, MARK(REFUSED), 0 } },
    { "promised", { 0, MARK(PROMISED), 0 } },     { "withdrawn", { 0, MARK(WITHDRAWN), 0 } },
    { "unknown", { RECEIPT_ANY, 0, MARKS_ANY } },
};
static const word often_words[] = { { "once", { 1, 0, 0 } },
                                    { "repeated", { 2, 0, 0 } },
                                    { "unknown", { 3, 0, 0 } } };
static const word asked_words[] = { { "all", { 1, 0, 0 } },
                                    { "some", { 2, 0, 0 } },
                                    { "none", { 2, 0, 0 } } };

typedef struct vocabulary {
    const char *what;
    const word *words;
    size_t n;
    meaning missing;        /* of a missing value whose reason is not named */
    uint8_t mask_otherwise; /* added when the words give no mask at all: marks alone mean "not received" */
} vocabulary;

static const vocabulary vocabularies[] = {
    { "need", need_words, REINTI_LENGTH(need_words), { REINTI_NEED_YES | REINTI_NEED_CONTINUING, 0, 0 }, 0 },
    { "due", due_words, REINTI_LENGTH(due_words), { REINTI_DUE_NO | REINTI_DUE_YES, 0, 0 }, 0 },
    { "support",
      support_words,
      REINTI_LENGTH(support_words),
      { RECEIPT_ANY, 0, MARKS_ANY },
      REINTI_RECEIPT_NONE },
    { "often", often_words, REINTI_LENGTH(often_words), { 3, 0, 0 }, 0 },
    { "asked", asked_words, REINTI_LENGTH(asked_words), { 2, 0, 0 }, 0 },
};

static bool
bind_words(reinti_ruleset_parser *p, const reinti_yaml *node, const vocabulary *v, meaning *out)
{
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->part.file, node, v->what, &text);
    const char *allowed[REINTI_LENGTH(support_words) + 1] = { NULL };

    *out = (meaning){ 0, 0, 0 };
    for (size_t i = 0; i < n; i++) {
        size_t w = 0;
        while (w < v->n && strcmp(v->words[w].text, text[i]))
            w++;
        if (w < v->n) {
            out->mask |= v->words[w].means.mask;
            out->marks |= v->words[w].means.marks;
            out->open_marks |= v->words[w].means.open_marks;
            continue;
        }
        reinti_str hint = REINTI_STR_EMPTY;
        for (w = 0; w < v->n; w++)
            allowed[w] = v->words[w].text;
        reinti_did_you_mean(&hint, text[i], allowed, v->n);
        reinti_str_add(&hint, "; allowed:");
        for (w = 0; w < v->n; w++)
            reinti_str_format(&hint, "%s %s", w ? "," : "", allowed[w]);
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "unknown_word", "%s cannot be \"%s\"%s", v->what,
                         text[i], hint.text);
        reinti_str_free(&hint);
        return false;
    }
    out->mask |= out->mask ? 0 : v->mask_otherwise;
    return n > 0;
}

/* A list of findings would drown the reader: the first few codes without a meaning are named together. */
static void
report_uncovered(reinti_ruleset_parser *p, const reinti_yaml *node, const reinti_list *list,
                 const bool *covered)
{
    reinti_str names = REINTI_STR_EMPTY;
    size_t n = 0;

    for (size_t c = 0; c < list->n; c++)
        if (!covered[c] && ++n <= 5)
            reinti_str_format(&names, "%s%s", n > 1 ? ", " : "", list->code[c].name);
    if (n)
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "code_without_meaning",
                         "%zu code%s of list %s without a meaning here: %s%s", n, n > 1 ? "s are" : " is",
                         list->name, names.text, n > 5 ? ", ..." : "");
    reinti_str_free(&names);
}

/* Codes without a meaning of their own take that of their nearest ancestor with one. */
static void
inherit(const reinti_list *list, bool *covered, size_t (*copy)(void *user, size_t to, size_t from),
        void *user)
{
    for (size_t c = 0; c < list->n; c++) {
        size_t from = c, steps = 0;
        while (from != REINTI_NONE && !covered[from] && steps++ <= list->n)
            from = list->code[from].parent;
        if (from != REINTI_NONE && from != c && covered[from])
            copy(user, c, from);
    }
    for (size_t c = 0; c < list->n; c++) /* after all are found: a copy is no ancestor to copy from */
        for (size_t a = list->code[c].parent, steps = 0; !covered[c] && a != REINTI_NONE && steps <= list->n;
             a = list->code[a].parent, steps++)
            covered[c] = covered[a];
}

static size_t
copy_meaning(void *user, size_t to, size_t from)
{
    ((meaning *)user)[to] = ((meaning *)user)[from];
    return to;
}

/* `codes: {code or missing reason: word(s)}`, `otherwise` for the rest; per code, then per missing reason,
 * then "absent". */
static meaning *
bind_codes(reinti_ruleset_parser *p, const reinti_yaml *at, const reinti_yaml *node,
           const reinti_yaml *otherwise, size_t list_index, const vocabulary *v)
{
    const reint_codebook *cb = p->part.cb;
    const reinti_list *list = &cb->list[list_index];
    size_t n = list->n + cb->n_missing + 1;
    meaning *out = reinti_part_room(&p->part, n, sizeof *out), m;
    bool *covered = reinti_part_room(&p->part, n, sizeof *covered);

    if (!out || !covered)
        return NULL;
    for (size_t i = list->n; i < n; i++)
        out[i] = v->missing;
    if (node && !reinti_yaml_is_map(&p->part.file, node, "codes"))
        return out;
    for (size_t i = 0; node && i < node->n; i++) {
        size_t c = reinti_list_find(list, node->key[i]->text);
        size_t reason = c == REINTI_NONE ? reinti_codebook_find_missing(cb, node->key[i]->text) : REINTI_NONE;
        if (!bind_words(p, node->item[i], v, &m))
            continue;
        if (reason != REINTI_NONE)
            c = list->n + reason;
        else if (c == REINTI_NONE)
            c = reinti_part_code(&p->part, node->key[i], node->key[i]->text, list_index);
        if (c != REINTI_NONE) {
            out[c] = m;
            covered[c] = true;
        }
    }
    inherit(list, covered, copy_meaning, out);
    if (otherwise && bind_words(p, otherwise, v, &m)) {
        for (size_t c = 0; c < list->n; c++)
            if (!covered[c])
                out[c] = m;
    } else if (!otherwise) {
        report_uncovered(p, node ? node : at, list, covered);
    }
    return out;
}

/* One byte of each meaning as an array of its own: what the hot loops read. */
static uint8_t *
bytes_of(reinti_ruleset_parser *p, const meaning *m, size_t n, int which)
{
    uint8_t *out = m ? reinti_part_room(&p->part, n, 1) : NULL;

    for (size_t i = 0; out && i < n; i++)
        out[i] = which == 0 ? m[i].mask : which == 1 ? m[i].marks : m[i].open_marks;
    return out;
}

void
reinti_ruleset_meanings(reinti_ruleset_parser *p, const reinti_yaml *node, size_t list,
                        reinti_vocabulary words, uint8_t **mask, uint8_t **marks, uint8_t **open_marks)
{
    size_t n = p->part.cb->list[list].n + p->part.cb->n_missing + 1;
    const meaning *m = bind_codes(p, node, reinti_yaml_get(node, "codes"), reinti_yaml_get(node, "otherwise"),
                                  list, &vocabularies[words]);

    *mask = bytes_of(p, m, n, 0);
    if (marks)
        *marks = bytes_of(p, m, n, 1);
    if (open_marks)
        *open_marks = bytes_of(p, m, n, 2);
}

/* ---- circumstances ------------------------------------------------------------------------------------- */

static size_t
copy_byte(void *user, size_t to, size_t from)
{
    ((uint8_t *)user)[to] = ((uint8_t *)user)[from];
    return to;
}

/* `values: {value: [codes and missing reasons]}` */
static void
bind_values(reinti_ruleset_parser *p, const reinti_yaml *node, size_t list_index, bool multiple,
            reinti_circumstance *c)
{
    const reint_codebook *cb = p->part.cb;
    const reinti_list *list = &cb->list[list_index];
    size_t n = list->n + cb->n_missing + 1;
    bool *covered = reinti_part_room(&p->part, n, sizeof *covered);

    c->mask = reinti_part_room(&p->part, n, 1);
    if (!node || !covered || !c->mask || !reinti_yaml_is_map(&p->part.file, node, "values"))
        return;
    if (node->n < 2 || node->n > REINTI_MAX_VALUES) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many", "a circumstance has 2 to %d values",
                         REINTI_MAX_VALUES);
        return;
    }
    uint8_t all = (uint8_t)((1u << node->n) - 1);
    for (size_t i = 0; i < node->n; i++) {
        const char *const *text = NULL;
        size_t k = reinti_yaml_texts(&p->part.file, node->item[i], node->key[i]->text, &text);
        c->value[c->n_values++] = node->key[i]->text;
        for (size_t j = 0; j < k; j++) {
            size_t code = reinti_list_find(list, text[j]);
            size_t reason = code == REINTI_NONE ? reinti_codebook_find_missing(cb, text[j]) : REINTI_NONE;
            if (reason != REINTI_NONE)
                code = list->n + reason;
            else if (code == REINTI_NONE)
                code = reinti_part_code(&p->part, node->item[i], text[j], list_index);
            if (code == REINTI_NONE)
                continue;
            c->mask[code] |= (uint8_t)(1u << i); /* a code in several values leaves these open */
            covered[code] = true;
        }
    }
    inherit(list, covered, copy_byte, c->mask);
    for (size_t i = list->n; i < n; i++)
        c->mask[i] = covered[i] ? c->mask[i] : all;
    c->none = (uint8_t)(1u << (node->n - 1)); /* "none of these" is the last value */
    if (!multiple)
        report_uncovered(p, node, list, covered);
}

void
reinti_ruleset_circumstances(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "variable", "label", "values", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "circumstances"))
        return;
    if (node->n > REINTI_MAX_CIRCUMSTANCES) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many",
                         "a rule set has at most %d circumstances", REINTI_MAX_CIRCUMSTANCES);
        return;
    }
    for (size_t i = 0; i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_circumstance *c = &r->circumstance[r->n_circumstances];
        *c = (reinti_circumstance){ .id = node->key[i]->text, .line = node->key[i]->line };
        for (size_t k = 0; k < REINTI_N_PROPERTIES; k++)
            if (!strcmp(reinti_property_names[k], c->id))
                reinti_yaml_find(&p->part.file, node->key[i], REINT_ERROR, "reserved_name",
                                 "\"%s\" is a property of services; call this circumstance otherwise", c->id);
        if (!reinti_yaml_keys(&p->part.file, item, "a circumstance", keys))
            continue;
        const reinti_yaml *name = reinti_yaml_need(&p->part.file, item, "variable");
        c->label = reinti_part_label(&p->part, reinti_yaml_get(item, "label"), "label");
        c->variable = reinti_ruleset_variable(p, r->unit_form, name, "variable", NULL);
        if (!reinti_ruleset_is_coded(p, name, r->unit_form, c->variable))
            continue;
        const reinti_variable *v = &p->part.cb->form[r->unit_form].variable[c->variable];
        bind_values(p, reinti_yaml_need(&p->part.file, item, "values"), v->list, v->multiple, c);
        r->n_circumstances++;
    }
}
