/* entitlement.c -- reads a table of entitlements.
 *
 * A conditional row must name its conditions.  A condition that a study does not record must say what is
 * assumed: there is no silent default.  Every row is one reading of one law for one population; a row that
 * says `no` keeps apart what the table denies from what it does not mention. */
#include <config.h>

#include "codebook/entitlement.h"

#include <string.h>

typedef struct parser {
    const reint_codebook *cb;
    reinti_yaml_file file;
    reinti_entitlements *e;
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

/* Codes of LIST that NODE names, one or several. */
static size_t
bind_codes(parser *p, const reinti_yaml *node, const char *what, size_t list, const size_t **out)
{
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->file, node, what, &text), n_found = 0;
    size_t *code = n ? room(p, n * sizeof *code) : NULL;
    const reinti_list *l = list == REINTI_NONE ? NULL : &p->cb->list[list];

    *out = code;
    for (size_t i = 0; code && l && i < n; i++) {
        size_t c = reinti_list_find(l, text[i]);
        if (c != REINTI_NONE) {
            code[n_found++] = c;
            continue;
        }
        const char **candidate = room(p, (l->n + 1) * sizeof *candidate);
        for (size_t j = 0; candidate && j < l->n; j++)
            candidate[j] = l->code[j].name;
        if (candidate)
            unknown(p, node, what, text[i], candidate, l->n);
    }
    return n_found;
}

static size_t
bind_list(parser *p, const reinti_yaml *node, const char *what)
{
    const char *name = reinti_yaml_text(&p->file, node, what);
    size_t list = name ? reinti_codebook_find_list(p->cb, name) : REINTI_NONE;

    if (name && list == REINTI_NONE)
        unknown(p, node, "list", name, NULL, 0);
    return list;
}

static void
bind_populations(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "when", NULL };

    if (!node || !reinti_yaml_is_map(&p->file, node, "populations"))
        return;
    p->e->population = room(p, node->n * sizeof *p->e->population);
    for (size_t i = 0; p->e->population && i < node->n; i++) {
        reinti_population *q = &p->e->population[p->e->n_populations++];
        q->id = node->key[i]->text;
        q->line = node->key[i]->line;
        if (!reinti_yaml_keys(&p->file, node->item[i], "a population", keys))
            continue;
        q->label = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, node->item[i], "label"), "label");
        q->when = reinti_yaml_text(&p->file, reinti_yaml_need(&p->file, node->item[i], "when"), "when");
    }
}

static void
bind_assistances(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "services", NULL };

    if (!node || !reinti_yaml_is_map(&p->file, node, "assistance"))
        return;
    p->e->assistance = room(p, node->n * sizeof *p->e->assistance);
    for (size_t i = 0; p->e->assistance && i < node->n; i++) {
        reinti_assistance *a = &p->e->assistance[p->e->n_assistances++];
        a->id = node->key[i]->text;
        a->line = node->key[i]->line;
        if (!reinti_yaml_keys(&p->file, node->item[i], "a form of assistance", keys))
            continue;
        a->label = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, node->item[i], "label"), "label");
        a->n_services = bind_codes(p, reinti_yaml_need(&p->file, node->item[i], "services"), "service",
                                   p->e->service_list, &a->service);
    }
}

static void
bind_conditions(parser *p, const reinti_yaml *node)
{
    static const char *const keys[] = { "label", "when", "assume", NULL };
    static const char *const words[] = { "unmet", "met", "unknown", NULL };

    if (!node || !reinti_yaml_is_map(&p->file, node, "conditions"))
        return;
    p->e->condition = room(p, node->n * sizeof *p->e->condition);
    for (size_t i = 0; p->e->condition && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_legal_condition *c = &p->e->condition[p->e->n_conditions++];
        c->id = node->key[i]->text;
        c->line = node->key[i]->line;
        if (!reinti_yaml_keys(&p->file, item, "a condition", keys))
            continue;
        c->label = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, item, "label"), "label");
        c->when = reinti_yaml_text(&p->file, reinti_yaml_get(item, "when"), "when");
        const reinti_yaml *assume = reinti_yaml_get(item, "assume");
        int w = assume ? reinti_yaml_word(&p->file, assume, "assume", words) : -1;
        c->assumed = w == 2 ? -1 : (int8_t)w;
        if (!c->when == !assume)
            reinti_yaml_find(
                &p->file, item, REINT_ERROR, "when_or_assume",
                "a condition says either when it is met (`when`) or, if that is not recorded, what is "
                "assumed (`assume`)");
    }
}

static size_t
find_population(parser *p, const reinti_yaml *node, const char *name)
{
    const char **candidate = room(p, (p->e->n_populations + 1) * sizeof *candidate);
    size_t i = 0;

    for (; candidate && i < p->e->n_populations; i++) {
        candidate[i] = p->e->population[i].id;
        if (!strcmp(candidate[i], name))
            return i;
    }
    if (candidate)
        unknown(p, node, "population", name, candidate, i);
    return REINTI_NONE;
}

static size_t
find_assistance(parser *p, const reinti_yaml *node, const char *name)
{
    const char **candidate = room(p, (p->e->n_assistances + 1) * sizeof *candidate);
    size_t i = 0;

    for (; candidate && i < p->e->n_assistances; i++) {
        candidate[i] = p->e->assistance[i].id;
        if (!strcmp(candidate[i], name))
            return i;
    }
    if (candidate)
        unknown(p, node, "form of assistance", name, candidate, i);
    return REINTI_NONE;
}

static void
bind_row_conditions(parser *p, const reinti_yaml *node, reinti_entitlement *row)
{
    const char *const *text = NULL;
    size_t n = reinti_yaml_texts(&p->file, node, "only_if", &text);
    size_t *index = n ? room(p, n * sizeof *index) : NULL;
    const char **candidate = n ? room(p, (p->e->n_conditions + 1) * sizeof *candidate) : NULL;

    for (size_t i = 0; index && candidate && i < n; i++) {
        size_t c = 0;
        for (; c < p->e->n_conditions; c++) {
            candidate[c] = p->e->condition[c].id;
            if (!strcmp(candidate[c], text[i]))
                break;
        }
        if (c < p->e->n_conditions)
            index[row->n_conditions++] = c;
        else
            unknown(p, node, "condition", text[i], candidate, c);
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

    if (!reinti_yaml_keys(&p->file, item, "a row", keys))
        return;
    *row = (reinti_entitlement){ .line = item->line };
    const reinti_yaml *assistance = reinti_yaml_need(&p->file, item, "assistance");
    const reinti_yaml *population = reinti_yaml_need(&p->file, item, "population");
    const reinti_yaml *says = reinti_yaml_need(&p->file, item, "entitled");
    const reinti_yaml *trust = reinti_yaml_need(&p->file, item, "confidence");
    const char *a = reinti_yaml_text(&p->file, assistance, "assistance");
    const char *q = reinti_yaml_text(&p->file, population, "population");
    row->assistance = a ? find_assistance(p, assistance, a) : REINTI_NONE;
    row->population = q ? find_population(p, population, q) : REINTI_NONE;
    w = says ? reinti_yaml_word(&p->file, says, "entitled", entitled) : -1;
    row->entitled = w < 0 ? REINTI_NOT_ENTITLED : (reinti_entitled)w;
    w = trust ? reinti_yaml_word(&p->file, trust, "confidence", confidence) : -1;
    row->confidence = w < 0 ? REINTI_LOW : (reinti_confidence)w;
    row->law = reinti_yaml_text(&p->file, reinti_yaml_get(item, "law"), "law");
    row->n_providers =
        reinti_yaml_texts(&p->file, reinti_yaml_get(item, "providers"), "providers", &row->provider);
    bind_row_conditions(p, reinti_yaml_get(item, "only_if"), row);
    row->n_services =
        bind_codes(p, reinti_yaml_get(item, "services"), "service", p->e->service_list, &row->service);
    row->n_stages = bind_codes(p, reinti_yaml_get(item, "stages"), "stage", p->e->stage_list, &row->stage);
    row->territory = reinti_yaml_text(&p->file, reinti_yaml_get(item, "territory"), "territory");
    row->from = reinti_yaml_text(&p->file, reinti_yaml_get(item, "from"), "from");
    row->to = reinti_yaml_text(&p->file, reinti_yaml_get(item, "to"), "to");
    row->page = reinti_yaml_text(&p->file, reinti_yaml_get(item, "page"), "page");
    row->note = reinti_yaml_text(&p->file, reinti_yaml_get(item, "note"), "note");
    if (reinti_yaml_get(item, "stages") && p->e->stage_list == REINTI_NONE)
        reinti_yaml_find(&p->file, item, REINT_ERROR, "no_stages",
                         "a row names stages, but the table names no stage list");
    if (row->entitled == REINTI_CONDITIONAL && !row->n_conditions)
        reinti_yaml_find(&p->file, item, REINT_ERROR, "no_condition", "a conditional row must say only_if");
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
    if (!node || !reinti_yaml_is_list(&p->file, node, "rows"))
        return;
    p->e->row = room(p, node->n * sizeof *p->e->row);
    for (size_t i = 0; p->e->row && i < node->n; i++)
        bind_row(p, node->item[i]);
}

static void
bind_entitlements(parser *p, const reinti_yaml *root)
{
    static const char *const keys[] = { "reint",      "entitlements", "populations", "assistance",
                                        "conditions", "rows",         NULL };
    static const char *const head_keys[] = { "id",   "version",      "title",      "citation",
                                             "note", "service_list", "stage_list", NULL };
    reinti_entitlements *e = p->e;
    int64_t format = 0;

    e->service_list = e->stage_list = REINTI_NONE;
    if (!reinti_yaml_keys(&p->file, root, "entitlements", keys))
        return;
    reinti_yaml_integer(&p->file, reinti_yaml_need(&p->file, root, "reint"), "reint", 1, 1, &format);
    const reinti_yaml *head = reinti_yaml_need(&p->file, root, "entitlements");
    if (!head || !reinti_yaml_keys(&p->file, head, "entitlements", head_keys))
        return;
    e->id = reinti_text_or(reinti_yaml_text(&p->file, reinti_yaml_need(&p->file, head, "id"), "id"), "");
    e->version = reinti_yaml_text(&p->file, reinti_yaml_get(head, "version"), "version");
    e->citation = reinti_yaml_text(&p->file, reinti_yaml_get(head, "citation"), "citation");
    e->title = reinti_yaml_label(&p->file, reinti_yaml_need(&p->file, head, "title"), "title");
    e->note = reinti_yaml_label(&p->file, reinti_yaml_get(head, "note"), "note");
    e->service_list = bind_list(p, reinti_yaml_need(&p->file, head, "service_list"), "service_list");
    e->stage_list = bind_list(p, reinti_yaml_get(head, "stage_list"), "stage_list");
    if (e->service_list == REINTI_NONE)
        return;
    bind_populations(p, reinti_yaml_need(&p->file, root, "populations"));
    bind_assistances(p, reinti_yaml_need(&p->file, root, "assistance"));
    bind_conditions(p, reinti_yaml_get(root, "conditions"));
    bind_rows(p, reinti_yaml_need(&p->file, root, "rows"));
}

reint_status
reinti_entitlements_parse(const reint_codebook *cb, const reinti_codebook_file *file, reinti_arena *arena,
                          reinti_entitlements **out, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    parser p = { .cb = cb, .file = { file->name, arena, findings ? findings : own } };
    reinti_yaml *root = NULL;

    *out = NULL;
    p.e = room(&p, sizeof *p.e);
    if (!p.e || !p.file.findings) {
        reint_findings_free(own);
        return reinti_no_memory(err);
    }
    size_t from = reint_findings_count(p.file.findings);
    size_t errors = reint_findings_count_severity(p.file.findings, REINT_ERROR);
    p.e->file = reinti_text_or(reinti_arena_text(arena, file->name), "");
    reinti_sha256(file->data, file->size, p.e->digest);
    reint_status status = reinti_yaml_parse(&p.file, file->data, file->size, &root, err);
    if (!status)
        bind_entitlements(&p, root);
    if (!status && p.no_memory)
        status = reinti_no_memory(err);
    else if (!status && reint_findings_count_severity(p.file.findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, p.file.findings, from);
    if (!status)
        *out = p.e;
    reint_findings_free(own);
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
