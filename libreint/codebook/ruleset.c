/* ruleset.c -- reads a rule set: its head, classes, decision table and reasons (the facts: ruleset_facts.c).
 *
 * What a rule set names (forms, variables, codes, classes, properties) must exist in the codebook or the rule
 * set itself; each miss is a finding with did-you-mean, and all of a file are reported in one run.  Whether
 * every combination of facts matches a row is for the engine to prove (assess/engine.c), when the rule set is
 * used. */
#include <config.h>

#include "codebook/ruleset.h"

#include <string.h>

#include "codebook/ruleset_parse.h"

#define BIT(property) (UINT32_C(1) << REINTI_IS_##property)

/* Words for `received`, beside yes and no. */
static const struct {
    const char *word;
    uint32_t yes, no;
} received_words[] = {
    { "yes", BIT(received), 0 },
    { "some", BIT(received), 0 },
    { "no", 0, BIT(received) },
    { "none", 0, BIT(received) },
    { "all_needed", 0, BIT(needed_short) },
    { "all_required", 0, BIT(required_short) },
};

/* ---- conditions ---------------------------------------------------------------------------------------- */

static bool
bind_received(reinti_ruleset_parser *p, const reinti_yaml *node, reinti_rule_condition *c)
{
    static const char *const words[] = { "yes", "some", "no", "none", "all_needed", "all_required", NULL };
    int w = reinti_yaml_word(&p->part.file, node, "received", words);

    if (w < 0)
        return false;
    for (size_t i = 0; i < REINTI_LENGTH(received_words); i++)
        if (!strcmp(received_words[i].word, words[w])) {
            c->yes |= received_words[i].yes;
            c->no |= received_words[i].no;
        }
    return true;
}

static void
bind_circumstance_condition(reinti_ruleset_parser *p, const reinti_yaml *node, size_t k,
                            reinti_rule_condition *c)
{
    const reinti_circumstance *fact = &p->r->circumstance[k];
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->part.file, node, fact->id, &text);
    uint8_t allowed = 0;

    for (size_t i = 0; i < n; i++) {
        size_t v = 0;
        while (v < fact->n_values && strcmp(fact->value[v], text[i]))
            v++;
        if (v < fact->n_values) {
            allowed |= (uint8_t)(1u << v);
            continue;
        }
        reinti_str hint = REINTI_STR_EMPTY;
        reinti_did_you_mean(&hint, text[i], fact->value, fact->n_values);
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "unknown_value", "%s has no value \"%s\"%s",
                         fact->id, text[i], hint.text);
        reinti_str_free(&hint);
    }
    c->allowed[k] = allowed;
}

static size_t
find_circumstance(const reinti_ruleset *r, const char *id)
{
    for (size_t k = 0; k < r->n_circumstances; k++)
        if (!strcmp(r->circumstance[k].id, id))
            return k;
    return REINTI_NONE;
}

static void
unknown_condition(reinti_ruleset_parser *p, const reinti_yaml *key)
{
    const char *candidate[REINTI_N_PROPERTIES + REINTI_MAX_CIRCUMSTANCES];
    size_t n = 0;
    reinti_str hint = REINTI_STR_EMPTY;

    for (; n < REINTI_N_PROPERTIES; n++)
        candidate[n] = reinti_property_names[n];
    for (size_t k = 0; k < p->r->n_circumstances; k++)
        candidate[n++] = p->r->circumstance[k].id;
    reinti_did_you_mean(&hint, key->text, candidate, n);
    reinti_yaml_find(&p->part.file, key, REINT_ERROR, "unknown_condition",
                     "\"%s\" is neither a property of services nor a circumstance%s", key->text, hint.text);
    reinti_str_free(&hint);
}

/* `if:` of a row or reason; absent: always. */
static void
bind_condition(reinti_ruleset_parser *p, const reinti_yaml *node, reinti_rule_condition *c)
{
    memset(c->allowed, 0xff, sizeof c->allowed);
    if (!node || !reinti_yaml_is_map(&p->part.file, node, "if"))
        return;
    for (size_t i = 0; i < node->n; i++) {
        const char *key = node->key[i]->text;
        size_t property = 0, k = find_circumstance(p->r, key);
        bool holds = false;
        if (!strcmp(key, "received")) {
            bind_received(p, node->item[i], c);
            continue;
        }
        if (k != REINTI_NONE) {
            bind_circumstance_condition(p, node->item[i], k, c);
            continue;
        }
        while (property < REINTI_N_PROPERTIES && strcmp(reinti_property_names[property], key))
            property++;
        if (property == REINTI_N_PROPERTIES)
            unknown_condition(p, node->key[i]);
        else if (reinti_yaml_flag(&p->part.file, node->item[i], key, &holds))
            *(holds ? &c->yes : &c->no) |= UINT32_C(1) << property;
    }
    if (c->yes & c->no)
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "contradiction", "this condition can never hold");
}

/* ---- classes, rows, reasons ---------------------------------------------------------------------------- */

static bool
valid_id(reinti_ruleset_parser *p, const reinti_yaml *node, const char *id)
{
    size_t n = strspn(id, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-");

    if (*id && !id[n] && n <= 64)
        return true;
    reinti_yaml_find(&p->part.file, node, REINT_ERROR, "bad_id",
                     "an id has 1 to 64 letters, digits, '_', '.' and '-'; this one does not");
    return false;
}

static void
bind_classes(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "note", "group", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "classes"))
        return;
    if (!node->n || node->n > REINTI_MAX_CLASSES) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many", "a rule set has 1 to %d classes",
                         REINTI_MAX_CLASSES);
        return;
    }
    r->class_ = reinti_part_room(&p->part, node->n, sizeof *r->class_);
    for (size_t i = 0; r->class_ && i < node->n; i++) {
        reinti_class *c = &r->class_[r->n_classes];
        c->id = node->key[i]->text;
        c->line = node->key[i]->line;
        if (!valid_id(p, node->key[i], c->id))
            continue;
        r->n_classes++;
        if (node->item[i]->kind == REINTI_YAML_SCALAR) {
            c->label = reinti_part_label(&p->part, node->item[i], "label");
        } else if (reinti_yaml_keys(&p->part.file, node->item[i], "a class", keys)) {
            c->label = reinti_yaml_label(&p->part.file,
                                         reinti_yaml_need(&p->part.file, node->item[i], "label"), "label");
            c->note = reinti_part_label(&p->part, reinti_yaml_get(node->item[i], "note"), "note");
            c->group = reinti_yaml_text(&p->part.file, reinti_yaml_get(node->item[i], "group"), "group");
        }
    }
}

static const char *
name_of_class(const void *ruleset, size_t i)
{
    return ((const reinti_ruleset *)ruleset)->class_[i].id;
}

static size_t
class_of(reinti_ruleset_parser *p, const reinti_yaml *node, const char *id)
{
    for (size_t i = 0; i < p->r->n_classes; i++)
        if (!strcmp(p->r->class_[i].id, id))
            return i;
    reinti_part_unknown(&p->part, node, "unknown_class", "class", id, name_of_class, p->r, p->r->n_classes);
    return REINTI_NONE;
}

static void
bind_decisions(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "id", "if", "class", "note", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_is_list(&p->part.file, node, "decisions"))
        return;
    if (!node->n || node->n > REINTI_MAX_ROWS) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many", "a decision table has 1 to %d rows",
                         REINTI_MAX_ROWS);
        return;
    }
    r->decision = reinti_part_room(&p->part, node->n, sizeof *r->decision);
    for (size_t i = 0; r->decision && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_decision *d = &r->decision[r->n_decisions];
        if (!reinti_yaml_keys(&p->part.file, item, "a row", keys))
            continue;
        const reinti_yaml *class_node = reinti_yaml_need(&p->part.file, item, "class");
        const reinti_yaml *id_node = reinti_yaml_need(&p->part.file, item, "id");
        const char *class_id = reinti_yaml_text(&p->part.file, class_node, "class");
        d->id = reinti_yaml_text(&p->part.file, id_node, "id");
        d->at = reinti_part_place(item);
        d->note = reinti_part_label(&p->part, reinti_yaml_get(item, "note"), "note");
        bind_condition(p, reinti_yaml_get(item, "if"), &d->when);
        if (!class_id || !d->id || !valid_id(p, id_node, d->id))
            continue;
        d->class_index = class_of(p, class_node, class_id);
        for (size_t j = 0; j < r->n_decisions; j++)
            if (!strcmp(r->decision[j].id, d->id))
                reinti_yaml_find(&p->part.file, item, REINT_ERROR, "duplicate_id",
                                 "two rows are called \"%s\"", d->id);
        if (d->class_index != REINTI_NONE)
            r->n_decisions++;
    }
}

static void
bind_reasons(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "note", "if", "class", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "reasons"))
        return;
    if (node->n > REINTI_MAX_REASONS) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "too_many", "a rule set has at most %d reasons",
                         REINTI_MAX_REASONS);
        return;
    }
    r->reason = reinti_part_room(&p->part, node->n, sizeof *r->reason);
    for (size_t i = 0; r->reason && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_reason *reason = &r->reason[r->n_reasons];
        if (!valid_id(p, node->key[i], node->key[i]->text) ||
            !reinti_yaml_keys(&p->part.file, item, "a reason", keys))
            continue;
        reason->id = node->key[i]->text;
        reason->at = reinti_part_place(node->key[i]);
        reason->label = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, item, "label"), "label");
        reason->note = reinti_part_label(&p->part, reinti_yaml_get(item, "note"), "note");
        bind_condition(p, reinti_yaml_get(item, "if"), &reason->when);
        const reinti_yaml *class_node = reinti_yaml_get(item, "class");
        const char *const *id = NULL;
        size_t n = class_node ? reinti_yaml_texts(&p->part.file, class_node, "class", &id) : 0;
        reason->classes = class_node ? 0 : UINT32_MAX;
        for (size_t j = 0; j < n; j++) {
            size_t c = class_of(p, class_node, id[j]);
            reason->classes |= c == REINTI_NONE ? 0 : UINT32_C(1) << c;
        }
        r->n_reasons++;
    }
}

/* ---- head ---------------------------------------------------------------------------------------------- */

char *
reinti_ruleset_column(const char *id, reinti_arena *arena)
{
    char *name = reinti_arena_format(arena, "class_%s", id);

    for (char *c = name; c && *c; c++) {
        if (*c == '-' || *c == '.')
            *c = '_';
        else if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    }
    return name;
}

static void
bind_head(reinti_ruleset_parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = {
        "id",    "version",         "title",          "citation", "note",       "unit",        "base",
        "carry", "one_off_is_full", "person_summary", "internal", "absent_row", "home_stages", NULL
    };
    static const char *const units[] = { "stage", "interview", NULL };
    static const char *const absent[] = { "unknown", "no", NULL };
    static const char *const carry[] = { "none", "cumulative", NULL };
    static const char *const summaries[] = { "latest", "home_stages", "worst", "ever", NULL };
    reinti_ruleset *r = p->r;

    if (!node || !reinti_yaml_keys(&p->part.file, node, "ruleset", keys))
        return;
    const reinti_yaml *id = reinti_yaml_need(&p->part.file, node, "id"), *item;
    r->id = reinti_yaml_text(&p->part.file, id, "id");
    if (!r->id || !valid_id(p, id, r->id))
        r->id = "";
    r->column = reinti_ruleset_column(r->id, p->part.file.arena);
    if (!r->column)
        p->part.no_memory = true;
    r->version = reinti_yaml_text(&p->part.file, reinti_yaml_get(node, "version"), "version");
    r->citation = reinti_yaml_text(&p->part.file, reinti_yaml_get(node, "citation"), "citation");
    r->title = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, node, "title"), "title");
    r->note = reinti_part_label(&p->part, reinti_yaml_get(node, "note"), "note");
    r->base =
        p->part.cb->base; /* a study's classes are of the people it is about, unless the rule set says whom */
    if ((item = reinti_yaml_get(node, "base"))) {
        r->base = reinti_yaml_text(&p->part.file, item, "base");
        r->base = r->base && *r->base ? r->base : NULL;
        r->base_at = reinti_part_place(item);
    }
    if ((item = reinti_yaml_need(&p->part.file, node, "unit")))
        r->unit = reinti_yaml_word(&p->part.file, item, "unit", units) == 1 ? REINTI_UNIT_INTERVIEW
                                                                            : REINTI_UNIT_STAGE;
    if ((item =
             reinti_yaml_need(&p->part.file, node, "absent_row"))) /* silence is too weighty for a default */
        r->absent_is_no = reinti_yaml_word(&p->part.file, item, "absent_row", absent) == 1;
    if ((item = reinti_yaml_get(node, "carry")))
        r->cumulative = reinti_yaml_word(&p->part.file, item, "carry", carry) == 1;
    if ((item = reinti_yaml_get(node, "person_summary"))) {
        int w = reinti_yaml_word(&p->part.file, item, "person_summary", summaries);
        r->person_summary = w < 0 ? REINTI_LATEST : (reinti_summary)w;
    }
    reinti_yaml_flag(&p->part.file, reinti_yaml_get(node, "one_off_is_full"), "one_off_is_full",
                     &r->one_off_is_full);
    reinti_yaml_flag(&p->part.file, reinti_yaml_get(node, "internal"), "internal", &r->internal);
}

/* `home_stages` needs the list of stages, which the facts name. */
static void
bind_home_stages(reinti_ruleset_parser *p, const reinti_yaml *head)
{
    const reinti_yaml *node = reinti_yaml_get(head, "home_stages");
    reinti_ruleset *r = p->r;

    if (!node) {
        if (r->person_summary == REINTI_HOME_STAGES)
            reinti_yaml_find(&p->part.file, head, REINT_ERROR, "missing_key",
                             "person_summary: home_stages needs the key home_stages, a list of stages");
        return;
    }
    if (r->stage_list == REINTI_NONE || !reinti_yaml_is_list(&p->part.file, node, "home_stages"))
        return;
    size_t *code = reinti_part_room(&p->part, node->n, sizeof *code);
    for (size_t i = 0; code && i < node->n; i++) {
        const char *text = reinti_yaml_text(&p->part.file, node->item[i], "home_stages");
        size_t c = text ? reinti_part_code(&p->part, node->item[i], text, r->stage_list) : REINTI_NONE;
        if (c != REINTI_NONE)
            code[r->n_home_stages++] = c;
    }
    r->home_stage = code;
}

static void
bind_ruleset(reinti_part *part, const reinti_yaml *root)
{
    static const char *const keys[] = {
        "reint", "ruleset", "facts", "classes", "decisions", "reasons", NULL
    };
    reinti_ruleset_parser *p = (reinti_ruleset_parser *)part;
    int64_t format = 0;

    if (!reinti_yaml_keys(&p->part.file, root, "a rule set", keys))
        return;
    reinti_yaml_integer(&p->part.file, reinti_yaml_need(&p->part.file, root, "reint"), "reint", 1, 1,
                        &format);
    const reinti_yaml *head = reinti_yaml_need(&p->part.file, root, "ruleset");
    bind_head(p, head);
    reinti_ruleset_facts(p, reinti_yaml_need(&p->part.file, root, "facts"));
    bind_home_stages(p, head);
    bind_classes(p, reinti_yaml_need(&p->part.file, root, "classes"));
    bind_decisions(p, reinti_yaml_need(&p->part.file, root, "decisions"));
    bind_reasons(p, reinti_yaml_get(root, "reasons"));
}

reint_status
reinti_ruleset_parse(const reint_codebook *cb, const reinti_codebook_file *file, reinti_arena *arena,
                     reinti_ruleset **out, reint_findings *findings, reint_error *err)
{
    reinti_ruleset *r = reinti_arena_alloc(arena, sizeof *r);
    reinti_ruleset_parser p = { .r = r };

    *out = NULL;
    if (!r)
        return reinti_no_memory(err);
    reint_status status =
        reinti_part_parse(&p.part, cb, file, arena, bind_ruleset, r->digest, &r->file, findings, err);
    if (!status)
        *out = r;
    return status;
}
