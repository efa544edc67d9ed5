/* pack.c -- reads a pack of domain indicators, scored or of recorded states.
 *
 * Every code of an item must have a value or be said to be `none`; a code added later is an error here, not a
 * silent gap.  Reversal, weights and the rule for unanswered items hold for every domain of the pack. */
#include <config.h>

#include "codebook/pack.h"
#include "codebook/part.h"

#include <math.h>
#include <string.h>

typedef struct parser {
    reinti_part part;
    reinti_pack *k;
    const reinti_yaml *values; /* the named maps from answers to values */
    const char *default_values;
    size_t default_minimum;
} parser;

static bool
is_column_name(parser *p, const reinti_yaml *node, const char *name)
{
    size_t n = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_");

    if (n && !name[n] && n <= 60 && name[0] >= 'a' && name[0] <= 'z' && !strstr(name, "__") &&
        reinti_form_find(&p->part.cb->form[p->k->form], name) == REINTI_NONE)
        return true;
    reinti_yaml_find(
        &p->part.file, node, REINT_ERROR, "bad_id",
        "an id of a domain or composite is the name of a column: lower-case letters, digits and '_', "
        "and no variable of the form");
    return false;
}

/* ---- items --------------------------------------------------------------------------------------------- */

static void
bind_value_map(parser *p, const reinti_yaml *node, const reinti_yaml *map, const reinti_list *list,
               reinti_item *item)
{
    double *value = reinti_part_room(&p->part, list->n, sizeof *value);
    bool *covered = reinti_part_room(&p->part, list->n, sizeof *covered);

    if (!value || !covered || !reinti_yaml_is_map(&p->part.file, map, "values"))
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
        if (!reinti_yaml_decimal(&p->part.file, map->item[i], "a value", &value[c]))
            continue;
        item->low = fmin(item->low, value[c]);
        item->high = fmax(item->high, value[c]);
    }
    for (size_t c = 0; c < list->n; c++)
        if (!covered[c]) {
            reinti_yaml_find(
                &p->part.file, node, REINT_ERROR, "code_without_value",
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
        if (!reinti_yaml_keys(&p->part.file, node, "an item", keys))
            return false;
        name = reinti_yaml_need(&p->part.file, node, "item");
        reinti_yaml_decimal(&p->part.file, reinti_yaml_get(node, "weight"), "weight", &item->weight);
        reinti_yaml_flag(&p->part.file, reinti_yaml_get(node, "reverse"), "reverse", &item->reversed);
        reinti_yaml_decimal(&p->part.file, reinti_yaml_get(node, "low"), "low", &item->low);
        reinti_yaml_decimal(&p->part.file, reinti_yaml_get(node, "high"), "high", &item->high);
        if (reinti_yaml_get(node, "values"))
            values = reinti_yaml_text(&p->part.file, reinti_yaml_get(node, "values"), "values");
    }
    item->variable = reinti_part_variable(&p->part, name, "item", p->k->form);
    if (item->variable == REINTI_NONE)
        return false;
    if (!(item->weight > 0) || isinf(item->weight)) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "bad_weight", "a weight must be above 0");
        return false;
    }
    const reinti_variable *v = &p->part.cb->form[p->k->form].variable[item->variable];
    if (v->type == REINTI_CODE && !v->multiple) {
        const reinti_yaml *map = values ? reinti_yaml_get(p->values, values) : NULL;
        item->coded = true;
        if (!map)
            reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_values",
                             "no map of values is named for %s", v->name);
        else
            bind_value_map(p, node, map, &p->part.cb->list[v->list], item);
        return item->value != NULL;
    }
    if (v->type != REINTI_INTEGER && v->type != REINTI_DECIMAL) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "not_an_item",
                         "%s is neither a single code nor a number", v->name);
        return false;
    }
    if (v->has_min && isinf(item->low))
        item->low = v->min;
    if (v->has_max && isinf(item->high))
        item->high = v->max;
    if (item->reversed && (isinf(item->low) || isinf(item->high))) {
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "no_range",
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

    if (!is_column_name(p, key, key->text) || !reinti_yaml_keys(&p->part.file, node, "a domain", keys))
        return;
    *d = (reinti_domain){ .id = key->text, .line = key->line, .code = REINTI_NONE };
    d->label = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, node, "label"), "label");
    d->note = reinti_part_label(&p->part, reinti_yaml_get(node, "note"), "note");
    if (reinti_yaml_get(node, "values"))
        values = reinti_yaml_text(&p->part.file, reinti_yaml_get(node, "values"), "values");
    const reinti_yaml *items = reinti_yaml_need(&p->part.file, node, "items");
    if (!items || !reinti_yaml_is_list(&p->part.file, items, "items"))
        return;
    d->item = reinti_part_room(&p->part, items->n, sizeof *d->item);
    for (size_t i = 0; d->item && i < items->n; i++)
        if (bind_item(p, items->item[i], values, &d->item[d->n_items]))
            d->n_items++;
    reinti_yaml_integer(&p->part.file, reinti_yaml_get(node, "minimum"), "minimum", 1, (int64_t)items->n,
                        &minimum);
    if (minimum > (int64_t)items->n)
        reinti_yaml_find(&p->part.file, node, REINT_ERROR, "bad_minimum",
                         "minimum is %lld, but there are %zu items", (long long)minimum, items->n);
    d->minimum = (size_t)minimum;
    p->k->n_domains++;
}

static void
bind_state_domain(parser *p, const reinti_yaml *key, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "note", "code", NULL };
    reinti_domain *d = &p->k->domain[p->k->n_domains];

    if (!is_column_name(p, key, key->text) ||
        !reinti_yaml_keys(&p->part.file, node, "a domain with states", keys))
        return;
    *d = (reinti_domain){ .id = key->text, .line = key->line };
    const reinti_yaml *code = reinti_yaml_need(&p->part.file, node, "code");
    const char *name = reinti_yaml_text(&p->part.file, code, "code");
    size_t domains = p->part.cb->form[p->k->form].variable[p->k->domain_variable].list;
    const reinti_list *list = &p->part.cb->list[domains];
    d->code = name ? reinti_part_code(&p->part, code, name, domains) : REINTI_NONE;
    if (d->code == REINTI_NONE)
        return;
    d->label = reinti_yaml_get(node, "label")
                   ? reinti_part_label(&p->part, reinti_yaml_get(node, "label"), "label")
                   : list->code[d->code].label;
    d->note = reinti_part_label(&p->part, reinti_yaml_get(node, "note"), "note");
    p->k->n_domains++;
}

static void
bind_domains(parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(&p->part.file, node, "domains"))
        return;
    p->k->domain = reinti_part_room(&p->part, node->n, sizeof *p->k->domain);
    for (size_t i = 0; p->k->domain && i < node->n; i++)
        (p->k->states ? bind_state_domain : bind_scored_domain)(p, node->key[i], node->item[i]);
}

/* ---- bands, composites --------------------------------------------------------------------------------- */

static void
bind_bands(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "id", "label", "below", NULL };

    if (!node || !reinti_yaml_is_list(&p->part.file, node, "bands"))
        return;
    reinti_band *band = reinti_part_room(&p->part, node->n, sizeof *band);
    double last = -INFINITY;
    for (size_t i = 0; band && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_band *b = &band[p->k->n_bands];
        if (!reinti_yaml_keys(&p->part.file, item, "a band", keys))
            continue;
        b->id = reinti_text_or(
            reinti_yaml_text(&p->part.file, reinti_yaml_need(&p->part.file, item, "id"), "id"), "");
        b->label = reinti_part_label(&p->part, reinti_yaml_get(item, "label"), "label");
        b->below = INFINITY;
        const reinti_yaml *below = reinti_yaml_get(item, "below");
        reinti_yaml_decimal(&p->part.file, below, "below", &b->below);
        if ((i + 1 < node->n) != (below != NULL))
            reinti_yaml_find(&p->part.file, item, REINT_ERROR, "bad_band",
                             "every band but the last says where it ends (`below`)");
        else if (!(b->below > last))
            reinti_yaml_find(&p->part.file, item, REINT_ERROR, "bad_band", "bands must ascend");
        last = b->below;
        p->k->n_bands++;
    }
    p->k->band = band;
}

static const char *
name_of_domain(const void *pack, size_t i)
{
    return ((const reinti_pack *)pack)->domain[i].id;
}

/* A weight for what is no part of the composite would be lost. */
static void
check_weights(parser *p, const reinti_yaml *weights, const char *const *name, size_t n)
{
    if (!weights || !reinti_yaml_is_map(&p->part.file, weights, "weights"))
        return;
    for (size_t i = 0; i < weights->n; i++) {
        size_t k = 0;
        while (k < n && strcmp(name[k], weights->key[i]->text))
            k++;
        if (k == n)
            reinti_part_unknown(&p->part, weights->key[i], "unknown_name", "domain of this composite called",
                                weights->key[i]->text, reinti_name_at, name, n);
    }
}

static void
bind_composite(parser *p, const reinti_yaml *key, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "domains", "weights", "minimum", NULL };
    reinti_composite *c = &p->k->composite[p->k->n_composites];
    const char *const *name = NULL;
    int64_t minimum = 0;

    if (!is_column_name(p, key, key->text) || !reinti_yaml_keys(&p->part.file, node, "a composite", keys))
        return;
    *c = (reinti_composite){ .id = key->text, .line = key->line };
    c->label = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, node, "label"), "label");
    const reinti_yaml *domains = reinti_yaml_need(&p->part.file, node, "domains"),
                      *weights = reinti_yaml_get(node, "weights");
    size_t n = reinti_yaml_texts(&p->part.file, domains, "domains", &name);
    check_weights(p, weights, name, n);
    size_t *domain = reinti_part_room(&p->part, n, sizeof *domain);
    double *weight = reinti_part_room(&p->part, n, sizeof *weight);
    for (size_t i = 0; domain && weight && i < n; i++) {
        size_t d = 0;
        while (d < p->k->n_domains && strcmp(p->k->domain[d].id, name[i]))
            d++;
        if (d == p->k->n_domains) {
            reinti_part_unknown(&p->part, reinti_yaml_item_at(domains, i), "unknown_name", "domain", name[i],
                                name_of_domain, p->k, p->k->n_domains);
            continue;
        }
        weight[c->n_domains] = 1;
        if (weights)
            reinti_yaml_decimal(&p->part.file, reinti_yaml_get(weights, name[i]), "a weight",
                                &weight[c->n_domains]);
        domain[c->n_domains++] = d;
    }
    minimum = (int64_t)n;
    reinti_yaml_integer(&p->part.file, reinti_yaml_get(node, "minimum"), "minimum", 1, (int64_t)n, &minimum);
    c->minimum = (size_t)minimum;
    c->domain = domain;
    c->weight = weight;
    p->k->n_composites++;
}

static void
bind_composites(parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_map(&p->part.file, node, "composites"))
        return;
    p->k->composite = reinti_part_room(&p->part, node->n, sizeof *p->k->composite);
    for (size_t i = 0; p->k->composite && i < node->n; i++)
        bind_composite(p, node->key[i], node->item[i]);
}

/* ---- head ---------------------------------------------------------------------------------------------- */

/* `direction: {problem: 1, mixed: 2, success: 3}`; a state that is not named cannot be compared. */
static void
bind_ranks(parser *p, const reinti_yaml *node)
{
    size_t states = p->part.cb->form[p->k->form].variable[p->k->state_variable].list;
    const reinti_list *list = &p->part.cb->list[states];
    int8_t *rank = reinti_part_room(&p->part, list->n, 1);

    if (!rank || !node || !reinti_yaml_is_map(&p->part.file, node, "direction"))
        return;
    memset(rank, INT8_MIN, list->n);
    for (size_t i = 0; i < node->n; i++) {
        size_t c = reinti_part_code(&p->part, node->key[i], node->key[i]->text, states);
        int64_t value = 0;
        if (c != REINTI_NONE &&
            reinti_yaml_integer(&p->part.file, node->item[i], "direction", -100, 100, &value))
            rank[c] = (int8_t)value;
    }
    p->k->rank = rank;
}

static bool
coded_variable(parser *p, const reinti_yaml *head, const char *key, size_t *out)
{
    const reinti_yaml *node = reinti_yaml_need(&p->part.file, head, key);

    *out = reinti_part_variable(&p->part, node, key, p->k->form);
    if (*out == REINTI_NONE)
        return false;
    const reinti_variable *v = &p->part.cb->form[p->k->form].variable[*out];
    if (v->type == REINTI_CODE && !v->multiple)
        return true;
    reinti_yaml_find(&p->part.file, node, REINT_ERROR, "not_coded", "%s is not a single coded variable",
                     v->name);
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
    bind_ranks(p, reinti_yaml_need(&p->part.file, head, "direction"));
    const reinti_form *f = &p->part.cb->form[p->k->form];
    if (f->person != REINTI_NONE && f->wave != REINTI_NONE)
        return true;
    reinti_yaml_find(&p->part.file, head, REINT_ERROR, "bad_form",
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

    const reinti_yaml *rule = reinti_yaml_need(&p->part.file, head, "missing_rule");
    int w = rule ? reinti_yaml_word(&p->part.file, rule, "missing_rule", rules) : -1;
    k->missing_rule = w < 0 ? REINTI_NO_SCORE : (reinti_missing_rule)w;
    if (k->missing_rule == REINTI_FIXED)
        reinti_yaml_decimal(&p->part.file, reinti_yaml_need(&p->part.file, head, "missing_value"),
                            "missing_value", &k->missing_value);
    const reinti_yaml *direction = reinti_yaml_need(&p->part.file, head, "direction");
    k->higher_is_better =
        direction && reinti_yaml_word(&p->part.file, direction, "direction", directions) == 1;
    reinti_yaml_integer(&p->part.file, reinti_yaml_get(head, "minimum"), "minimum", 1, 1000, &minimum);
    p->default_minimum = (size_t)minimum;
    reinti_yaml_decimal(&p->part.file, reinti_yaml_get(head, "subtract"), "subtract", &k->subtract);
    k->times = 1;
    reinti_yaml_decimal(&p->part.file, reinti_yaml_get(head, "times"), "times", &k->times);
    if (reinti_yaml_get(head, "values"))
        p->default_values = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "values"), "values");
}

static void
bind_pack(reinti_part *part, const reinti_yaml *root)
{
    static const char *const keys[] = { "reint", "pack", "values", "bands", "domains", "composites", NULL };
    static const char *const head_keys[] = {
        "id",           "version", "title",    "citation",      "note",  "perspective", "verification",
        "invented",     "kind",    "form",     "domain",        "state", "stage",       "direction",
        "missing_rule", "minimum", "subtract", "missing_value", "times", "values",      NULL
    };
    static const char *const kinds[] = { "scores", "states", NULL };
    parser *p = (parser *)part;
    reinti_pack *k = p->k;
    int64_t format = 0;

    if (!reinti_yaml_keys(&p->part.file, root, "a pack", keys))
        return;
    reinti_yaml_integer(&p->part.file, reinti_yaml_need(&p->part.file, root, "reint"), "reint", 1, 1,
                        &format);
    const reinti_yaml *head = reinti_yaml_need(&p->part.file, root, "pack");
    if (!head || !reinti_yaml_keys(&p->part.file, head, "pack", head_keys))
        return;
    k->id = reinti_text_or(reinti_yaml_text(&p->part.file, reinti_yaml_need(&p->part.file, head, "id"), "id"),
                           "");
    k->version = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "version"), "version");
    k->citation = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "citation"), "citation");
    k->perspective = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "perspective"), "perspective");
    k->verification = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "verification"), "verification");
    k->title = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, head, "title"), "title");
    k->note = reinti_part_label(&p->part, reinti_yaml_get(head, "note"), "note");
    reinti_yaml_flag(&p->part.file, reinti_yaml_get(head, "invented"), "invented", &k->invented);
    const reinti_yaml *kind = reinti_yaml_need(&p->part.file, head, "kind");
    k->states = kind && reinti_yaml_word(&p->part.file, kind, "kind", kinds) == 1;
    const reinti_yaml *form = reinti_yaml_need(&p->part.file, head, "form");
    k->form = reinti_part_form(&p->part, form);
    if (k->form == REINTI_NONE)
        return;
    if (k->states) {
        if (!bind_state_head(p, head))
            return;
    } else {
        bind_scored_head(p, head);
        p->values = reinti_yaml_get(root, "values");
        if (p->values)
            reinti_yaml_is_map(&p->part.file, p->values, "values");
        bind_bands(p, reinti_yaml_get(root, "bands"));
    }
    bind_domains(p, reinti_yaml_need(&p->part.file, root, "domains"));
    if (!k->states)
        bind_composites(p, reinti_yaml_get(root, "composites"));
}

reint_status
reinti_pack_parse(const reint_codebook *cb, const reinti_codebook_file *file, reinti_arena *arena,
                  reinti_pack **out, reint_findings *findings, reint_error *err)
{
    reinti_pack *k = reinti_arena_alloc(arena, sizeof *k);
    parser p = { .k = k };

    *out = NULL;
    if (!k)
        return reinti_no_memory(err);
    reint_status status =
        reinti_part_parse(&p.part, cb, file, arena, bind_pack, k->digest, &k->file, findings, err);
    if (!status)
        *out = k;
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
