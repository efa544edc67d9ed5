/* ruleset_find.c -- finds the rule set that a codebook names by its id, and checks all files beside the
 * codebook. */
#include <config.h>

#include <string.h>

#include "codebook/entitlement.h"
#include "codebook/pack.h"
#include "codebook/ruleset.h"

/* The id alone; a file that is no rule set has none. */
static const char *
id_of(const reinti_codebook_file *file, reinti_arena *arena)
{
    reint_findings *findings = reint_findings_create();
    reinti_yaml_file yaml = { file->name, arena, findings };
    reinti_yaml *root = NULL;
    const char *id = NULL;

    if (findings && !reinti_yaml_parse(&yaml, file->data, file->size, &root, NULL)) {
        const reinti_yaml *node = reinti_yaml_get(reinti_yaml_get(root, "ruleset"), "id");
        id = node && node->kind == REINTI_YAML_SCALAR ? node->text : NULL;
    }
    reint_findings_free(findings);
    return id;
}

reint_status
reinti_ruleset_ids(const reint_codebook *cb, reinti_arena *arena, const char *const **ids, size_t *n,
                   reint_error *err)
{
    const char **list = reinti_arena_alloc(arena, (cb->n_files + 1) * sizeof *list);

    *n = 0;
    *ids = list;
    if (!list)
        return reinti_no_memory(err);
    for (size_t i = 0; i < cb->n_files; i++)
        if (!strcmp(cb->file[i].kind, "ruleset")) {
            const char *id = id_of(&cb->file[i], arena);
            list[(*n)++] = reinti_text_or(id, "");
        }
    return REINT_OK;
}

static reint_status
unknown_ruleset(const char *id, const char *const *ids, size_t n, reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, id, ids, n);
    for (size_t i = 0; i < n; i++)
        reinti_str_format(&hint, "%s%s", i ? ", " : "; there are ", ids[i]);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no rule set \"%s\"%s", id, hint.text);
    reinti_str_free(&hint);
    return status;
}

reint_status
reinti_ruleset_open(const reint_codebook *cb, const char *id, reinti_arena *arena, reinti_ruleset **out,
                    reint_error *err)
{
    const char *const *ids = NULL;
    size_t n = 0, k = 0;

    *out = NULL;
    id = id ? id : cb->default_ruleset;
    reint_status status = reinti_ruleset_ids(cb, arena, &ids, &n, err);
    if (status)
        return status;
    if (!n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook names no rule set");
    if (!id)
        id = ids[0];
    for (size_t i = 0; i < cb->n_files; i++) {
        if (strcmp(cb->file[i].kind, "ruleset"))
            continue;
        if (!strcmp(ids[k++], id))
            return reinti_ruleset_parse(cb, &cb->file[i], arena, out, NULL, err);
    }
    return unknown_ruleset(id, ids, n, err);
}

reint_status
reinti_codebook_check_files(const reint_codebook *cb, reint_findings *findings, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reint_status first = arena ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; arena && i < cb->n_files; i++) {
        const reinti_codebook_file *f = &cb->file[i];
        reinti_ruleset *ruleset;
        reinti_pack *pack;
        reinti_entitlements *entitlements;
        reint_error own = { .status = REINT_OK };
        reint_status status = REINT_OK;
        if (!strcmp(f->kind, "ruleset"))
            status = reinti_ruleset_parse(cb, f, arena, &ruleset, findings, &own);
        else if (!strcmp(f->kind, "pack"))
            status = reinti_pack_parse(cb, f, arena, &pack, findings, &own);
        else if (!strcmp(f->kind, "entitlements"))
            status = reinti_entitlements_parse(cb, f, arena, &entitlements, findings, &own);
        if (status && !first) {
            first = status;
            if (err)
                *err = own;
        }
    }
    reinti_arena_free(arena);
    return first;
}
