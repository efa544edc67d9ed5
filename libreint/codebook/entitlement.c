/* entitlement.c -- reads a table of entitlements.
 *
 * A conditional row must name its conditions.  A condition that a study does not record must say what is
 * assumed: there is no silent default.  Every row is one reading of one law for one population; a row that
 * says `no` keeps apart what the table denies from what it does not mention. */
#include <config.h>

#include "codebook/entitlement.h"
#include "codebook/part.h"

#include <string.h>

typedef struct parser {
    reinti_part part;
    reinti_entitlements *e;
} parser;

/* Codes of LIST that NODE names, one or several. */
static size_t
bind_codes(parser *p, const reinti_yaml *node, const char *what, size_t list, const size_t **out)
{
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->part.file, node, what, &text), n_found = 0;
    size_t *code = n ? reinti_part_room(&p->part, n, sizeof *code) : NULL;

    *out = code;
    for (size_t i = 0; code && list != REINTI_NONE && i < n; i++) {
        size_t c = reinti_part_code(&p->part, reinti_yaml_item_at(node, i), text[i], list);
        if (c != REINTI_NONE)
            code[n_found++] = c;
    }
    return n_found;
}

static void
bind_populations(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "when", NULL };

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "populations"))
        return;
    p->e->population = reinti_part_room(&p->part, node->n, sizeof *p->e->population);
    for (size_t i = 0; p->e->population && i < node->n; i++) {
        reinti_population *q = &p->e->population[p->e->n_populations++];
        q->id = node->key[i]->text;
        if (!reinti_yaml_keys(&p->part.file, node->item[i], "a population", keys))
            continue;
        q->label =
            reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, node->item[i], "label"), "label");
        q->at = reinti_part_place(reinti_yaml_get(node->item[i], "when"));
        q->when =
            reinti_yaml_text(&p->part.file, reinti_yaml_need(&p->part.file, node->item[i], "when"), "when");
    }
}

static void
bind_assistances(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "services", NULL };

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "assistance"))
        return;
    p->e->assistance = reinti_part_room(&p->part, node->n, sizeof *p->e->assistance);
    for (size_t i = 0; p->e->assistance && i < node->n; i++) {
        reinti_assistance *a = &p->e->assistance[p->e->n_assistances++];
        a->id = node->key[i]->text;
        a->line = node->key[i]->line;
        if (!reinti_yaml_keys(&p->part.file, node->item[i], "a form of assistance", keys))
            continue;
        a->label =
            reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, node->item[i], "label"), "label");
        a->n_services = bind_codes(p, reinti_yaml_need(&p->part.file, node->item[i], "services"), "service",
                                   p->e->service_list, &a->service);
    }
}

static void
bind_conditions(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "when", "assume", NULL };
    static const char *const words[] = { "unmet", "met", "unknown", NULL };

    if (!node || !reinti_yaml_is_map(&p->part.file, node, "conditions"))
        return;
    p->e->condition = reinti_part_room(&p->part, node->n, sizeof *p->e->condition);
    for (size_t i = 0; p->e->condition && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_legal_condition *c = &p->e->condition[p->e->n_conditions++];
        c->id = node->key[i]->text;
        if (!reinti_yaml_keys(&p->part.file, item, "a condition of a law", keys))
            continue;
        c->label = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, item, "label"), "label");
        c->at = reinti_part_place(reinti_yaml_get(item, "when"));
        c->when = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "when"), "when");
        const reinti_yaml *assume = reinti_yaml_get(item, "assume");
        int w = assume ? reinti_yaml_word(&p->part.file, assume, "assume", words) : -1;
        c->assumed = w == 2 ? -1 : (int8_t)w;
        if (!c->when == !assume)
            reinti_yaml_find(
                &p->part.file, item, REINT_ERROR, "when_or_assume",
                "a condition says either when it is met (`when`) or, if that is not recorded, what is "
                "assumed (`assume`)");
    }
}

static const char *
name_of_population(const void *e, size_t i)
{
    return ((const reinti_entitlements *)e)->population[i].id;
}

static const char *
name_of_assistance(const void *e, size_t i)
{
    return ((const reinti_entitlements *)e)->assistance[i].id;
}

static const char *
name_of_condition(const void *e, size_t i)
{
    return ((const reinti_entitlements *)e)->condition[i].id;
}

/* Index of NAME among the N that NAME_OF answers; REINTI_NONE, with a finding, if it is none of them. */
static size_t
find(parser *p, const reinti_yaml *node, const char *what, const char *name, reinti_name_fn name_of, size_t n)
{
    for (size_t i = 0; name && i < n; i++)
        if (!strcmp(name_of(p->e, i), name))
            return i;
    if (name)
        reinti_part_unknown(&p->part, node, "unknown_name", what, name, name_of, p->e, n);
    return REINTI_NONE;
}

static void
bind_row_conditions(parser *p, const reinti_yaml *node, reinti_entitlement *row)
{
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->part.file, node, "only_if", &text);
    size_t *index = n ? reinti_part_room(&p->part, n, sizeof *index) : NULL;

    for (size_t i = 0; index && i < n; i++) {
        size_t c = find(p, reinti_yaml_item_at(node, i), "condition", text[i], name_of_condition,
                        p->e->n_conditions);
        if (c != REINTI_NONE)
            index[row->n_conditions++] = c;
    }
    row->condition = index;
}

static void
bind_row(parser *p, const reinti_yaml *item)
{
    static const char *const keys[] = { "assistance", "services", "population", "entitled",  "law",
                                        "providers",  "only_if",  "stages",     "territory", "from",
                                        "to",         "page",     "confidence", "note",      NULL };
    static const char *const entitled[] = { "no", "yes", "conditional", NULL };
    static const char *const confidence[] = { "high", "medium", "low", NULL };
    reinti_entitlement *row = &p->e->row[p->e->n];
    int w;

    if (!reinti_yaml_keys(&p->part.file, item, "a row of rights", keys))
        return;
    *row = (reinti_entitlement){ .line = item->line };
    const reinti_yaml *assistance = reinti_yaml_need(&p->part.file, item, "assistance");
    const reinti_yaml *population = reinti_yaml_need(&p->part.file, item, "population");
    const reinti_yaml *says = reinti_yaml_need(&p->part.file, item, "entitled");
    const reinti_yaml *trust = reinti_yaml_need(&p->part.file, item, "confidence");
    row->assistance =
        find(p, assistance, "form of assistance", reinti_yaml_text(&p->part.file, assistance, "assistance"),
             name_of_assistance, p->e->n_assistances);
    row->population =
        find(p, population, "population", reinti_yaml_text(&p->part.file, population, "population"),
             name_of_population, p->e->n_populations);
    w = says ? reinti_yaml_word(&p->part.file, says, "entitled", entitled) : -1;
    row->entitled = w < 0 ? REINTI_NOT_ENTITLED : (reinti_entitled)w;
    w = trust ? reinti_yaml_word(&p->part.file, trust, "confidence", confidence) : -1;
    row->confidence = w < 0 ? REINTI_LOW : (reinti_confidence)w;
    row->law = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "law"), "law");
    row->n_providers =
        reinti_yaml_texts(&p->part.file, reinti_yaml_get(item, "providers"), "providers", &row->provider);
    bind_row_conditions(p, reinti_yaml_get(item, "only_if"), row);
    row->n_services =
        bind_codes(p, reinti_yaml_get(item, "services"), "services", p->e->service_list, &row->service);
    row->n_stages = bind_codes(p, reinti_yaml_get(item, "stages"), "stages", p->e->stage_list, &row->stage);
    row->territory = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "territory"), "territory");
    row->from = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "from"), "from");
    row->to = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "to"), "to");
    row->page = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "page"), "page");
    row->note = reinti_yaml_text(&p->part.file, reinti_yaml_get(item, "note"), "note");
    if (reinti_yaml_get(item, "stages") && p->e->stage_list == REINTI_NONE)
        reinti_yaml_find(&p->part.file, item, REINT_ERROR, "no_stages",
                         "a row names stages, but the table names no stage list");
    if (row->entitled == REINTI_CONDITIONAL && !row->n_conditions)
        reinti_yaml_find(&p->part.file, item, REINT_ERROR, "no_condition",
                         "a conditional row must say only_if");
    if (row->assistance == REINTI_NONE || row->population == REINTI_NONE)
        return;
    if (!reinti_yaml_get(item, "services")) {
        row->n_services = p->e->assistance[row->assistance].n_services;
        row->service = p->e->assistance[row->assistance].service;
    }
    p->e->n++;
}

static void
bind_rows(parser *p, const reinti_yaml *node)
{
    if (!node || !reinti_yaml_is_list(&p->part.file, node, "rows"))
        return;
    p->e->row = reinti_part_room(&p->part, node->n, sizeof *p->e->row);
    for (size_t i = 0; p->e->row && i < node->n; i++)
        bind_row(p, node->item[i]);
}

static void
bind_entitlements(reinti_part *part, const reinti_yaml *root)
{
    static const char *const keys[] = { "reint",      "entitlements", "populations", "assistance",
                                        "conditions", "rows",         NULL };
    static const char *const head_keys[] = { "id",   "version",      "title",      "citation",
                                             "note", "service_list", "stage_list", NULL };
    parser *p = (parser *)part;
    reinti_entitlements *e = p->e;
    int64_t format = 0;

    e->service_list = e->stage_list = REINTI_NONE;
    if (!reinti_yaml_keys(&p->part.file, root, "a table of entitlements", keys))
        return;
    reinti_yaml_integer(&p->part.file, reinti_yaml_need(&p->part.file, root, "reint"), "reint", 1, 1,
                        &format);
    const reinti_yaml *head = reinti_yaml_need(&p->part.file, root, "entitlements");
    if (!head || !reinti_yaml_keys(&p->part.file, head, "entitlements", head_keys))
        return;
    e->id = reinti_text_or(reinti_yaml_text(&p->part.file, reinti_yaml_need(&p->part.file, head, "id"), "id"),
                           "");
    e->version = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "version"), "version");
    e->citation = reinti_yaml_text(&p->part.file, reinti_yaml_get(head, "citation"), "citation");
    e->title = reinti_part_label(&p->part, reinti_yaml_need(&p->part.file, head, "title"), "title");
    e->note = reinti_part_label(&p->part, reinti_yaml_get(head, "note"), "note");
    e->service_list =
        reinti_part_list(&p->part, reinti_yaml_need(&p->part.file, head, "service_list"), "service_list");
    e->stage_list = reinti_part_list(&p->part, reinti_yaml_get(head, "stage_list"), "stage_list");
    if (e->service_list == REINTI_NONE)
        return;
    bind_populations(p, reinti_yaml_need(&p->part.file, root, "populations"));
    bind_assistances(p, reinti_yaml_need(&p->part.file, root, "assistance"));
    bind_conditions(p, reinti_yaml_get(root, "conditions"));
    bind_rows(p, reinti_yaml_need(&p->part.file, root, "rows"));
}

reint_status
reinti_entitlements_parse(const reint_codebook *cb, const reinti_codebook_file *file, reinti_arena *arena,
                          reinti_entitlements **out, reint_findings *findings, reint_error *err)
{
    reinti_entitlements *e = reinti_arena_alloc(arena, sizeof *e);
    parser p = { .e = e };

    *out = NULL;
    if (!e)
        return reinti_no_memory(err);
    reint_status status =
        reinti_part_parse(&p.part, cb, file, arena, bind_entitlements, e->digest, &e->file, findings, err);
    if (!status)
        *out = e;
    return status;
}

reint_status
reinti_entitlements_open(const reint_codebook *cb, reinti_arena *arena, reinti_entitlements **out,
                         reint_error *err)
{
    *out = NULL;
    for (size_t i = 0; i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, "entitlements"))
            return reinti_entitlements_parse(cb, &cb->file[i], arena, out, NULL, err);
    return REINT_OK;
}
