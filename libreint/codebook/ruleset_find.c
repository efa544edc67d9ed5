/* ruleset_find.c -- finds the rule set that a codebook names by its id, and checks all files beside the
 * codebook. */
#include <config.h>

#include <string.h>

#include "codebook/entitlement.h"
#include "codebook/pack.h"
#include "codebook/ruleset.h"

const char *
reinti_ruleset_id(const reinti_codebook_file *file, reinti_arena *arena)
{
    reinti_arena *own = reinti_arena_create(); /* of its tree, which nobody needs again */
    reint_findings *findings = reint_findings_create();
    reinti_yaml_file yaml = { file->name, own, findings };
    reinti_yaml *root = NULL;
    const char *id = "";

    if (!own || !findings ||
        reinti_yaml_parse(&yaml, file->data, file->size, &root, NULL) == REINT_NO_MEMORY) {
        id = NULL;
    } else {
        const reinti_yaml *node = reinti_yaml_get(reinti_yaml_get(root, "ruleset"), "id");
        if (node && node->kind == REINTI_YAML_SCALAR)
            id = reinti_arena_text(arena, node->text);
    }
    reint_findings_free(findings);
    reinti_arena_free(own);
    return id;
}

static reint_status
unknown_ruleset(const reint_codebook *cb, const char *id, reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, id, cb->ruleset, cb->n_rulesets);
    for (size_t i = 0; i < cb->n_rulesets; i++)
        reinti_str_format(&hint, "%s%s", i ? ", " : "; there are ", cb->ruleset[i]);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no rule set \"%s\"%s", id, hint.text);
    reinti_str_free(&hint);
    return status;
}

reint_status
reinti_ruleset_open(const reint_codebook *cb, const char *id, reinti_arena *arena, reinti_ruleset **out,
                    reint_error *err)
{
    size_t k = 0;

    *out = NULL;
    id = id ? id : cb->default_ruleset;
    if (!cb->n_rulesets)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the codebook names no rule set to classify people by (its key rulesets)");
    if (!id)
        id = cb->ruleset[0];
    for (size_t i = 0; i < cb->n_files; i++) {
        if (strcmp(cb->file[i].kind, "ruleset"))
            continue;
        if (!strcmp(cb->ruleset[k++], id))
            return reinti_ruleset_parse(cb, &cb->file[i], arena, out, NULL, err);
    }
    return unknown_ruleset(cb, id, err);
}

/* ---- all files beside the codebook --------------------------------------------------------------------- */

/* Columns that rule sets and packs make, each once: two of one name would hide each other. */
typedef struct columns {
    reinti_map *seen; /* name -> file that makes it */
    const reint_codebook *cb;
    reint_findings *findings;
    bool no_memory;
} columns;

static void
add_column(columns *c, size_t file, const char *name, long line)
{
    bool added = true;
    int64_t first = c->seen ? reinti_map_put(c->seen, name, strlen(name), (int64_t)file, &added) : -2;

    if (first == -2)
        c->no_memory = true;
    else if (!added)
        reinti_find(c->findings, REINT_ERROR, "duplicate_id", c->cb->file[file].name, NULL, line, 0,
                    "the column \"%s\" is made twice: here and in \"%s\"", name, c->cb->file[first].name);
}

static reint_status
check_file(columns *c, size_t file, reinti_arena *arena, reint_error *err)
{
    const reinti_codebook_file *f = &c->cb->file[file];
    reinti_ruleset *ruleset = NULL;
    reinti_pack *pack = NULL;
    reinti_entitlements *entitlements = NULL;
    reint_status status = REINT_OK;

    if (!strcmp(f->kind, "ruleset"))
        status = reinti_ruleset_parse(c->cb, f, arena, &ruleset, c->findings, err);
    else if (!strcmp(f->kind, "pack"))
        status = reinti_pack_parse(c->cb, f, arena, &pack, c->findings, err);
    else if (!strcmp(f->kind, "entitlements"))
        status = reinti_entitlements_parse(c->cb, f, arena, &entitlements, c->findings, err);
    if (ruleset)
        add_column(c, file, ruleset->column, 0);
    for (size_t i = 0; pack && i < pack->n_domains; i++)
        add_column(c, file, pack->domain[i].id, pack->domain[i].line);
    for (size_t i = 0; pack && i < pack->n_composites; i++)
        add_column(c, file, pack->composite[i].id, pack->composite[i].line);
    return status;
}

reint_status
reinti_codebook_check_files(const reint_codebook *cb, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_arena *arena = reinti_arena_create();
    columns c = { reinti_map_create(), cb, findings ? findings : own, false };
    size_t from = reint_findings_count(c.findings),
           errors = reint_findings_count_severity(c.findings, REINT_ERROR);
    reint_status first = arena && c.findings && c.seen ? REINT_OK : reinti_no_memory(err);
    bool ready = !first;

    for (size_t i = 0; ready && i < cb->n_files; i++) {
        reint_error mine = { .status = REINT_OK };
        reint_status status = check_file(&c, i, arena, &mine);
        if (status && !first) {
            first = status;
            if (err)
                *err = mine;
        }
    }
    if (!first && c.no_memory)
        first = reinti_no_memory(err);
    else if (!first && reint_findings_count_severity(c.findings, REINT_ERROR) > errors)
        first = reinti_fail_findings(err, REINT_INPUT, c.findings, from);
    reinti_map_free(c.seen);
    reinti_arena_free(arena);
    reint_findings_free(own);
    return first;
}
