/* pack.c -- reads a pack of domain indicators, scored or of recorded states.
 *
 * Every code of an item must have a value or be said to be `none`; a code added later is an error here, not a
 * silent gap.  Reversal, weights and the rule for unanswered items hold for every domain of the pack. */
#include <config.h>

#include "codebook/pack.h"

#include <math.h>
#include <string.h>

typedef struct parser {
    const reint_codebook *cb;
    reinti_yaml_file file;
    reinti_pack *k;
    const reinti_yaml *values; /* the named maps from answers to values */
    const char *default_values;
    size_t default_minimum;
    bool no_memory;
} parser;

static void *
room(parser *p, size_t size)
{
    void *r = reinti_arena_alloc(p->file.arena, size ? size : 1);

    if (!r)
        p->no_memory = true;
    return r;
}

static void
unknown(parser *p, const reinti_yaml *node, const char *what, const char *name, const char *const *candidate,
        size_t n)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, name, candidate, n);
    reinti_yaml_find(&p->file, node, REINT_ERROR, "unknown_name", "there is no %s \"%s\"%s", what, name,
                     hint.text);
    reinti_str_free(&hint);
}

static size_t
find_variable(parser *p, const reinti_yaml *node, const char *name)
{
    const reinti_form *f = &p->cb->form[p->k->form];
    size_t v = name ? reinti_form_find(f, name) : REINTI_NONE;
    const char **candidate = name && v == REINTI_NONE ? room(p, (f->n + 1) * sizeof *candidate) : NULL;

    for (size_t i = 0; candidate && i < f->n; i++)
        candidate[i] = f->variable[i].name;
    if (candidate)
        unknown(p, node, "variable", name, candidate, f->n);
    return v;
}

static bool
is_column_name(parser *p, const reinti_yaml *node, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    if (n && !name[n] && n <= 60 && name[0] >= 'a' && name[0] <= 'z' && !strstr(name, "__") &&
        reinti_form_find(&p->cb->form[p->k->form], name) == REINTI_NONE)
        return true;
    reinti_yaml_find(
        &p->file, node, REINT_ERROR, "bad_id",
        "an id of a domain or composite is the name of a column: lower-case letters, digits and '_', "
        "and no variable of the form");
    return false;
}

/* ---- items --------------------------------------------------------------------------------------------- */

static void
bind_value_map(parser *p, const reinti_yaml *node, const reinti_yaml *map, const reinti_list *list,
               reinti_item *item)
{
    double *value = room(p, list->n * sizeof *value);
    bool *covered = room(p, list->n * sizeof *covered);

    if (!value || !covered || !reinti_yaml_is_map(&p->file, map, "values"))
        return;
    for (size_t c = 0; c < list->n; c++)
        value[c] = NAN;
    for (size_t i = 0; i < map->n; i++) {
        size_t c = reinti_list_find(list, map->key[i]->text);
        if (c == REINTI_NONE)
            continue; /* one map may serve items of several lists */
        covered[c] = true;
        if (map->item[i]->kind == REINTI_YAML_SCALAR && !strcmp(map->item[i]->text, "none"))
            continue;
        if (!reinti_yaml_decimal(&p->file, map->item[i], "a value", &value[c]))
            continue;
        item->low = fmin(item->low, value[c]);
        item->high = fmax(item->high, value[c]);
    }
    for (size_t c = 0; c < list->n; c++)
        if (!covered[c]) {
            reinti_yaml_find(
                &p->file, node, REINT_ERROR, "code_without_value",
                "code \"%s\" of list %s has no value in the map (say \"none\" if it is no answer)",
                list->code[c].name, list->name);
            break;
        }
    item->value = value;
}

static bool
bind_item(parser *p, const reinti_yaml *node, const char *values, reinti_item *item)
{
    static const char *const keys[] = { "item", "weight", "reverse", "values", "low", "high", NULL };
    const reinti_yaml *name = node;

    *item = (reinti_item){ .weight = 1, .low = INFINITY, .high = -INFINITY };
    if (node->kind == REINTI_YAML_MAP) {
        if (!reinti_yaml_keys(&p->file, node, "an item", keys))
            return false;
        name = reinti_yaml_need(&p->file, node, "item");
        reinti_yaml_decimal(&p->file, reinti_yaml_get(node, "weight"), "weight", &item->weight);
        reinti_yaml_flag(&p->file, reinti_yaml_get(node, "reverse"), "reverse", &item->reversed);
        reinti_yaml_decimal(&p->file, reinti_yaml_get(node, "low"), "low", &item->low);
        reinti_yaml_decimal(&p->file, reinti_yaml_get(node, "high"), "high", &item->high);
        if (reinti_yaml_get(node, "values"))
            values = reinti_yaml_text(&p->file, reinti_yaml_get(node, "values"), "values");
    }
    item->variable = find_variable(p, name, reinti_yaml_text(&p->file, name, "item"));
    if (item->variable == REINTI_NONE)
        return false;
    if (!(item->weight > 0) || isinf(item->weight)) {
        reinti_yaml_find(&p->file, node, REINT_ERROR, "bad_weight", "a weight must be above 0");
        return false;
    }
    const reinti_variable *v = &p->cb->form[p->k->form].variable[item->variable];
    if (v->type == REINTI_CODE && !v->multiple) {
        const reinti_yaml *map = values ? reinti_yaml_get(p->values, values) : NULL;
        item->coded = true;
        if (!map)
            reinti_yaml_find(&p->file, node, REINT_ERROR, "no_values", "no map of values is named for %s",
                             v->name);
        else
            bind_value_map(p, node, map, &p->cb->list[v->list], item);
        return item->value != NULL;
    }
    if (v->type != REINTI_INTEGER && v->type != REINTI_DECIMAL) {
        reinti_yaml_find(&p->file, node, REINT_ERROR, "not_an_item",
                         "%s is neither a single code nor a number", v->name);
        return false;
    }
    if (v->has_min && isinf(item->low))
        item->low = v->min;
    if (v->has_max && isinf(item->high))
        item->high = v->max;
    if (item->reversed && (isinf(item->low) || isinf(item->high))) {
        reinti_yaml_find(&p->file, node, REINT_ERROR, "no_range",
                         "%s is reversed: its range must be known (low, high)", v->name);
        return false;
    }
    return true;
}

static void
bind_scored_domain(parser *p, const reinti_yaml *key, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "note", "items", "values", "minimum", NULL };
    reinti_domain *d = &p->k->domain[p->k->n_domains];
    const char *values = p->default_values;
    int64_t minimum = (int64_t)p->default_minimum;

    if (!is_column_name(p, key, key->text) || !reinti_yaml_keys(&p->file, node, "a domain", keys))
        return;
    *d = (reinti_domain){ .id = key->text, .line = key->line, .code = REINTI_NONE };
    d->label = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, node, "label"), "label");
    d->note = reinti_yaml_label(&p->file, reinti_yaml_get(node, "note"), "note");
    if (reinti_yaml_get(node, "values"))
        values = reinti_yaml_text(&p->file, reinti_yaml_get(node, "values"), "values");
    const reinti_yaml *items = reinti_yaml_need(&p->file, node, "items");
    if (!items || !reinti_yaml_is_list(&p->file, items, "items"))
        return;
    d->item = room(p, items->n * sizeof *d->item);
    for (size_t i = 0; d->item && i < items->n; i++)
        if (bind_item(p, items->item[i], values, &d->item[d->n_items]))
            d->n_items++;
    reinti_yaml_integer(&p->file, reinti_yaml_get(node, "minimum"), "minimum", 1, (int64_t)items->n,
                        &minimum);
    if (minimum > (int64_t)items->n)
        reinti_yaml_find(&p->file, node, REINT_ERROR, "bad_minimum",
                         "minimum is %lld, but there are %zu items", (long long)minimum, items->n);
    d->minimum = (size_t)minimum;
    p->k->n_domains++;
}

static void
bind_state_domain(parser *p, const reinti_yaml *key, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "note", "code", NULL };
    reinti_domain *d = &p->k->domain[p->k->n_domains];

    if (!is_column_name(p, key, key->text) || !reinti_yaml_keys(&p->file, node, "a domain", keys))
        return;
    *d = (reinti_domain){ .id = key->text, .line = key->line };
    const reinti_yaml *code = reinti_yaml_need(&p->file, node, "code");
    const char *name = reinti_yaml_text(&p->file, code, "code");
    const reinti_list *list = &p->cb->list[p->cb->form[p->k->form].variable[p->k->domain_variable].list];
    d->code = name ? reinti_list_find(list, name) : REINTI_NONE;
    if (name && d->code == REINTI_NONE)
        unknown(p, code, "domain", name, NULL, 0);
    if (d->code == REINTI_NONE)
        return;
    d->label = reinti_yaml_get(node, "label")
                   ? reinti_yaml_label(&p->file, reinti_yaml_get(node, "label"), "label")
                   : list->code[d->code].label;
    d->note = reinti_yaml_label(&p->file, reinti_yaml_get(node, "note"), "note");
    p->k->n_domains++;
}

static void
bind_domains(parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(&p->file, node, "domains"))
        return;
    p->k->domain = room(p, node->n * sizeof *p->k->domain);
    for (size_t i = 0; p->k->domain && i < node->n; i++)
        (p->k->states ? bind_state_domain : bind_scored_domain)(p, node->key[i], node->item[i]);
}

/* ---- bands, composites --------------------------------------------------------------------------------- */

static void
bind_bands(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "id", "label", "below", NULL };

    if (!node || !reinti_yaml_is_list(&p->file, node, "bands"))
        return;
    reinti_band *band = room(p, node->n * sizeof *band);
    double last = -INFINITY;
    for (size_t i = 0; band && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_band *b = &band[p->k->n_bands];
        if (!reinti_yaml_keys(&p->file, item, "a band", keys))
            continue;
        b->id = reinti_text_or(reinti_yaml_text(&p->file, reinti_yaml_need(&p->file, item, "id"), "id"), "");
        b->label = reinti_yaml_label(&p->file, reinti_yaml_get(item, "label"), "label");
        b->below = INFINITY;
        const reinti_yaml *below = reinti_yaml_get(item, "below");
        reinti_yaml_decimal(&p->file, below, "below", &b->below);
        if ((i + 1 < node->n) != (below != NULL))
            reinti_yaml_find(&p->file, item, REINT_ERROR, "bad_band",
                             "every band but the last says where it ends (`below`)");
        else if (!(b->below > last))
            reinti_yaml_find(&p->file, item, REINT_ERROR, "bad_band", "bands must ascend");
        last = b->below;
        p->k->n_bands++;
    }
    p->k->band = band;
}

static void
bind_composite(parser *p, const reinti_yaml *key, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "domains", "weights", "minimum", NULL };
    reinti_composite *c = &p->k->composite[p->k->n_composites];
    const char *const *name = NULL;
    int64_t minimum = 0;

    if (!is_column_name(p, key, key->text) || !reinti_yaml_keys(&p->file, node, "a composite", keys))
        return;
    *c = (reinti_composite){ .id = key->text, .line = key->line };
    c->label = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, node, "label"), "label");
    const reinti_yaml *domains = reinti_yaml_need(&p->file, node, "domains"),
                      *weights = reinti_yaml_get(node, "weights");
    size_t n = reinti_yaml_texts(&p->file, domains, "domains", &name);
    size_t *domain = room(p, n * sizeof *domain);
    double *weight = room(p, n * sizeof *weight);
    for (size_t i = 0; domain && weight && i < n; i++) {
        size_t d = 0;
        while (d < p->k->n_domains && strcmp(p->k->domain[d].id, name[i]))
            d++;
        if (d == p->k->n_domains) {
            unknown(p, domains, "domain", name[i], NULL, 0);
            continue;
        }
        weight[c->n_domains] = 1;
        if (weights)
            reinti_yaml_decimal(&p->file, reinti_yaml_get(weights, name[i]), "a weight",
                                &weight[c->n_domains]);
        domain[c->n_domains++] = d;
    }
    minimum = (int64_t)n;
    reinti_yaml_integer(&p->file, reinti_yaml_get(node, "minimum"), "minimum", 1, (int64_t)n, &minimum);
    c->minimum = (size_t)minimum;
    c->domain = domain;
    c->weight = weight;
    p->k->n_composites++;
}

static void
bind_composites(parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(&p->file, node, "composites"))
        return;
    p->k->composite = room(p, node->n * sizeof *p->k->composite);
    for (size_t i = 0; p->k->composite && i < node->n; i++)
        bind_composite(p, node->key[i], node->item[i]);
}

/* ---- head ---------------------------------------------------------------------------------------------- */

/* `direction: {problem: 1, mixed: 2, success: 3}`; a state that is not named cannot be compared. */
static void
bind_ranks(parser *p, const reinti_yaml *node)
{
    const reinti_list *list = &p->cb->list[p->cb->form[p->k->form].variable[p->k->state_variable].list];
    int8_t *rank = room(p, list->n);

    if (!rank || !node || !reinti_yaml_is_map(&p->file, node, "direction"))
        return;
    memset(rank, INT8_MIN, list->n);
    for (size_t i = 0; i < node->n; i++) {
        size_t c = reinti_list_find(list, node->key[i]->text);
        int64_t value = 0;
        if (c == REINTI_NONE)
            unknown(p, node->key[i], "state", node->key[i]->text, NULL, 0);
        else if (reinti_yaml_integer(&p->file, node->item[i], "direction", -100, 100, &value))
            rank[c] = (int8_t)value;
    }
    p->k->rank = rank;
}

static bool
coded_variable(parser *p, const reinti_yaml *head, const char *key, size_t *out)
{
    const reinti_yaml *node = reinti_yaml_need(&p->file, head, key);

    *out = find_variable(p, node, node ? reinti_yaml_text(&p->file, node, key) : NULL);
    if (*out == REINTI_NONE)
        return false;
    const reinti_variable *v = &p->cb->form[p->k->form].variable[*out];
    if (v->type == REINTI_CODE && !v->multiple)
        return true;
    reinti_yaml_find(&p->file, node, REINT_ERROR, "not_coded", "%s is not a single coded variable", v->name);
    return false;
}

static bool
bind_state_head(parser *p, const reinti_yaml *head)
{
    bool domain = coded_variable(p, head, "domain", &p->k->domain_variable);
    bool state = coded_variable(p, head, "state", &p->k->state_variable);
    const reinti_yaml *stage = reinti_yaml_get(head, "stage");

    p->k->stage_variable = REINTI_NONE;
    if (stage && !coded_variable(p, head, "stage", &p->k->stage_variable))
        return false;
    if (!domain || !state)
        return false;
    bind_ranks(p, reinti_yaml_need(&p->file, head, "direction"));
    const reinti_form *f = &p->cb->form[p->k->form];
    if (f->person != REINTI_NONE && f->wave != REINTI_NONE)
        return true;
    reinti_yaml_find(&p->file, head, REINT_ERROR, "bad_form",
                     "states are recorded by person and wave; form %s is not", f->name);
    return false;
}

static void
bind_scored_head(parser *p, const reinti_yaml *head)
{
    static const char *const rules[] = { "drop_and_reweight", "fixed", "no_score", NULL };
    static const char *const directions[] = { "lower_is_better", "higher_is_better", NULL };
    reinti_pack *k = p->k;
    int64_t minimum = 1;

    const reinti_yaml *rule = reinti_yaml_need(&p->file, head, "missing_rule");
    int w = rule ? reinti_yaml_word(&p->file, rule, "missing_rule", rules) : -1;
    k->missing_rule = w < 0 ? REINTI_NO_SCORE : (reinti_missing_rule)w;
    if (k->missing_rule == REINTI_FIXED)
        reinti_yaml_decimal(&p->file, reinti_yaml_need(&p->file, head, "missing_value"), "missing_value",
                            &k->missing_value);
    const reinti_yaml *direction = reinti_yaml_need(&p->file, head, "direction");
    k->higher_is_better = direction && reinti_yaml_word(&p->file, direction, "direction", directions) == 1;
    reinti_yaml_integer(&p->file, reinti_yaml_get(head, "minimum"), "minimum", 1, 1000, &minimum);
    p->default_minimum = (size_t)minimum;
    reinti_yaml_decimal(&p->file, reinti_yaml_get(head, "subtract"), "subtract", &k->subtract);
    k->times = 1;
    reinti_yaml_decimal(&p->file, reinti_yaml_get(head, "times"), "times", &k->times);
    if (reinti_yaml_get(head, "values"))
        p->default_values = reinti_yaml_text(&p->file, reinti_yaml_get(head, "values"), "values");
}

static void
bind_pack(parser *p, const reinti_yaml *root)
{
    static const char *const keys[] = { "reint", "pack", "values", "bands", "domains", "composites", NULL };
    static const char *const head_keys[] = {
        "id",           "version", "title",    "citation",      "note",  "perspective", "verification",
        "invented",     "kind",    "form",     "domain",        "state", "stage",       "direction",
        "missing_rule", "minimum", "subtract", "missing_value", "times", "values",      NULL
    };
    static const char *const kinds[] = { "scores", "states", NULL };
    reinti_pack *k = p->k;
    int64_t format = 0;

    if (!reinti_yaml_keys(&p->file, root, "a pack", keys))
        return;
    reinti_yaml_integer(&p->file, reinti_yaml_need(&p->file, root, "reint"), "reint", 1, 1, &format);
    const reinti_yaml *head = reinti_yaml_need(&p->file, root, "pack");
    if (!head || !reinti_yaml_keys(&p->file, head, "pack", head_keys))
        return;
    k->id = reinti_text_or(reinti_yaml_text(&p->file, reinti_yaml_need(&p->file, head, "id"), "id"), "");
    k->version = reinti_yaml_text(&p->file, reinti_yaml_get(head, "version"), "version");
    k->citation = reinti_yaml_text(&p->file, reinti_yaml_get(head, "citation"), "citation");
    k->perspective = reinti_yaml_text(&p->file, reinti_yaml_get(head, "perspective"), "perspective");
    k->verification = reinti_yaml_text(&p->file, reinti_yaml_get(head, "verification"), "verification");
    k->title = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, head, "title"), "title");
    k->note = reinti_yaml_label(&p->file, reinti_yaml_get(head, "note"), "note");
    reinti_yaml_flag(&p->file, reinti_yaml_get(head, "invented"), "invented", &k->invented);
    const reinti_yaml *kind = reinti_yaml_need(&p->file, head, "kind");
    k->states = kind && reinti_yaml_word(&p->file, kind, "kind", kinds) == 1;
    const reinti_yaml *form = reinti_yaml_need(&p->file, head, "form");
    const char *name = reinti_yaml_text(&p->file, form, "form");
    k->form = name ? reinti_codebook_find_form(p->cb, name) : REINTI_NONE;
    if (name && k->form == REINTI_NONE)
        unknown(p, form, "form", name, NULL, 0);
    if (k->form == REINTI_NONE)
        return;
    if (k->states) {
        if (!bind_state_head(p, head))
            return;
    } else {
        bind_scored_head(p, head);
        p->values = reinti_yaml_get(root, "values");
        if (p->values)
            reinti_yaml_is_map(&p->file, p->values, "values");
        bind_bands(p, reinti_yaml_get(root, "bands"));
    }
    bind_domains(p, reinti_yaml_need(&p->file, root, "domains"));
    if (!k->states)
        bind_composites(p, reinti_yaml_get(root, "composites"));
}

reint_status
reinti_pack_parse(const reint_codebook *cb, const reinti_codebook_file *file, reinti_arena *arena,
                  reinti_pack **out, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    parser p = { .cb = cb, .file = { file->name, arena, findings ? findings : own } };
    reinti_yaml *root = NULL;

    *out = NULL;
    p.k = room(&p, sizeof *p.k);
    if (!p.k || !p.file.findings) {
        reint_findings_free(own);
        return reinti_no_memory(err);
    }
    size_t from = reint_findings_count(p.file.findings);
    size_t errors = reint_findings_count_severity(p.file.findings, REINT_ERROR);
    p.k->file = reinti_text_or(reinti_arena_text(arena, file->name), "");
    reinti_sha256(file->data, file->size, p.k->digest);
    reint_status status = reinti_yaml_parse(&p.file, file->data, file->size, &root, err);
    if (!status)
        bind_pack(&p, root);
    if (!status && p.no_memory)
        status = reinti_no_memory(err);
    else if (!status && reint_findings_count_severity(p.file.findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, p.file.findings, from);
    if (!status)
        *out = p.k;
    reint_findings_free(own);
    return status;
}

reint_status
reinti_packs_open(const reint_codebook *cb, reinti_arena *arena, reinti_pack ***out, size_t *n,
                  reint_error *err)
{
    reinti_pack **pack = reinti_arena_alloc(arena, (cb->n_files + 1) * sizeof *pack);
    reint_status status = pack ? REINT_OK : reinti_no_memory(err);

    *n = 0;
    for (size_t i = 0; !status && i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, "pack")) {
            status = reinti_pack_parse(cb, &cb->file[i], arena, &pack[*n], NULL, err);
            *n += !status;
        }
    *out = pack;
    return status;
}
