/* check.c -- checks any file of a study, recognised by its content: a study by its first bytes, everything
 * else by the keys at its top. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "codebook/model.h"
#include "codebook/ruleset.h"
#include "run/job.h"
#include "study/expr.h"

/* ---- codebooks
 * ------------------------------------------------------------------------------------------------------- */

/* The names that a condition on records of FORM may use, each once: its own variables, its parents', and
 * those of other waves. */
static size_t
names_for(const reint_codebook *cb, size_t form, reinti_arena *arena, const char *const **out)
{
    reinti_map *seen = reinti_map_create();
    const char **name = NULL;
    size_t n = 0, capacity = 0;

    for (size_t f = 0; f < cb->n_forms; f++) {
        bool own = f == form;
        for (size_t at = form; at != REINTI_NONE && !own; at = cb->form[at].parent)
            own = at == f;
        own = own || f == cb->person_form;
        for (size_t v = 0; v < cb->form[f].n; v++) {
            const char *variable = cb->form[f].variable[v].name;
            size_t n_prefixed = cb->form[f].wave == REINTI_NONE ? 0 : cb->n_waves + 1;
            for (size_t p = 0; p <= n_prefixed; p++) {
                if (!p && !own)
                    continue;
                const char *one = !p ? variable
                                  : p <= cb->n_waves
                                      ? reinti_arena_format(arena, "%s_%s", cb->wave[p - 1].id, variable)
                                      : reinti_arena_format(arena, "prev_%s", variable);
                bool added = false;
                if (one && seen && reinti_map_put(seen, one, strlen(one), 0, &added) >= 0 && added &&
                    reinti_arena_grow(arena, &name, &capacity, n, sizeof *name))
                    name[n++] = one;
            }
        }
    }
    reinti_map_free(seen);
    *out = name;
    return n;
}

static void
check_condition_of(const reint_codebook *cb, const char *file, size_t form, const char *condition,
                   reinti_place at, reinti_arena *arena, reint_findings *findings)
{
    const char *const *name = NULL;
    reinti_expr *e = NULL;
    reint_error err = { .status = REINT_OK };
    size_t n = names_for(cb, form, arena, &name);

    if (condition && reinti_expr_compile(condition, name, n, &e, &err))
        reinti_find(findings, REINT_ERROR, "bad_condition", reinti_path_last(file), cb->form[form].name,
                    at.line, at.column, "%s", err.text);
    reinti_expr_free(e);
}

static void
check_condition(const reint_codebook *cb, size_t form, const char *condition, reinti_place at,
                reinti_arena *arena, reint_findings *findings)
{
    check_condition_of(cb, cb->file[0].name, form, condition, at, arena, findings);
}

/* Which records count, and whom the rule set is about. */
static reint_status
check_rulesets(const reint_codebook *cb, reinti_arena *arena, reint_findings *findings, reint_error *err)
{
    const char *const *id = NULL;
    size_t n = 0;
    reint_status status = reinti_ruleset_ids(cb, arena, &id, &n, err);

    for (size_t i = 0; !status && i < n; i++) {
        reinti_ruleset *r = NULL;
        status = reinti_ruleset_open(cb, id[i], arena, &r, err);
        if (status)
            continue;
        const reinti_readings *readings[] = { &r->need, &r->due, &r->support };
        for (size_t k = 0; k < REINTI_LENGTH(readings); k++)
            for (size_t j = 0; j < readings[k]->n; j++)
                check_condition_of(cb, r->file, readings[k]->item[j].form, readings[k]->item[j].when,
                                   (reinti_place){ readings[k]->item[j].line, 0 }, arena, findings);
        if (r->base && r->base != cb->base && cb->person_form != REINTI_NONE)
            check_condition_of(cb, r->file, cb->person_form, r->base, r->base_at, arena, findings);
    }
    return status;
}

/* Conditions: the codebook's own parser has no SQL to read them with.  (It does read rule sets, packs and entitlements.) */
static reint_status
check_conditions(const reint_codebook *cb, reint_findings *findings, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    size_t errors = reint_findings_count_severity(findings, REINT_ERROR),
           from = reint_findings_count(findings);
    reint_status status = arena ? REINT_OK : reinti_no_memory(err);

    for (size_t f = 0; !status && f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++)
            check_condition(cb, f, cb->form[f].variable[v].asked_when, cb->form[f].variable[v].asked_at,
                            arena, findings);
    for (size_t r = 0; !status && r < cb->n_rules; r++) {
        check_condition(cb, cb->rule[r].form, cb->rule[r].when, cb->rule[r].when_at, arena, findings);
        check_condition(cb, cb->rule[r].form, cb->rule[r].require, cb->rule[r].require_at, arena, findings);
    }
    if (!status && cb->base && cb->person_form != REINTI_NONE)
        check_condition(cb, cb->person_form, cb->base, (reinti_place){ 0, 0 }, arena, findings);
    if (!status)
        status = check_rulesets(cb, arena, findings, err);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    reinti_arena_free(arena);
    return status;
}

static reint_status
check_codebook(const char *path, reint_findings *findings, reint_error *err)
{
    reint_codebook *cb = NULL;
    reint_status status = reint_codebook_open(path, &cb, findings, err);

    if (!status)
        status = check_conditions(cb, findings, err);
    reint_codebook_free(cb);
    return status;
}

/* ---- the other kinds
 * -------------------------------------------------------------------------------------------------- */

/* A job is sound when it and its codebook are, and its inputs can be read. */
static reint_status
check_job(const char *path, reint_findings *findings, reint_error *err)
{
    reinti_job job;
    size_t from = reint_findings_count(findings),
           errors = reint_findings_count_severity(findings, REINT_ERROR);
    reint_status status = reinti_job_read(path, &job, findings, err);

    if (status)
        return status;
    for (size_t i = 0; i < job.n_inputs; i++)
        if (access(job.input[i].file, R_OK))
            reinti_find(findings, REINT_ERROR, "unreadable", reinti_path_last(path), NULL, job.input[i].line,
                        0, "the input \"%s\" cannot be read", reinti_path_last(job.input[i].file));
    status = check_codebook(job.codebook, findings, err);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    reinti_job_free(&job);
    return status;
}

static reint_status
check_study(const char *path, reint_findings *findings, reint_error *err)
{
    reint_study *study = NULL;
    reint_status status = reint_study_open(path, 0, &study, err);

    if (!status)
        status = reint_study_check(study, findings, err);
    reint_study_free(study);
    return status;
}

static reint_status
check_plan(const char *path, reint_findings *findings, reint_error *err)
{
    return reint_plan_check(path, findings, err);
}

/* A part of a codebook means nothing without it. */
static reint_status
check_part(const char *path, reint_findings *findings, reint_error *err)
{
    (void)findings;
    return reinti_fail(err, REINT_INPUT, path, 0,
                       "this is a part of a codebook; check the codebook that names it");
}

static const struct {
    const char *key; /* at the top of the file */
    reint_status (*check)(const char *path, reint_findings *findings, reint_error *err);
} kinds[] = {
    { "forms", check_codebook },   { "inputs", check_job },        { "codebook", check_job },
    { "tables", check_plan },      { "plan", check_plan },         { "ruleset", check_part },
    { "pack", check_part },        { "entitlements", check_part }, { "lists", check_part },
    { "populations", check_part },
};

reint_status
reint_check(const char *path, reint_findings *findings, reint_error *err)
{
    static const char database[] = "SQLite format 3";
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_yaml_file file = { reinti_path_last(path), reinti_arena_create(), findings ? findings : own };
    reinti_yaml *root = NULL;
    reinti_bytes bytes = { 0 };
    reint_status status =
        file.arena && file.findings ? reinti_bytes_read(path, 0, &bytes, err) : reinti_no_memory(err);

    if (!status && bytes.size >= sizeof database && !memcmp(bytes.data, database, sizeof database)) {
        status = check_study(path, file.findings, err);
    } else if (!status) {
        status = reinti_yaml_parse(&file, bytes.data, bytes.size, &root, err);
        size_t k = REINTI_LENGTH(kinds);
        for (size_t i = 0; !status && k == REINTI_LENGTH(kinds) && i < REINTI_LENGTH(kinds); i++)
            if (reinti_yaml_get(root, kinds[i].key))
                k = i;
        if (!status)
            status = k < REINTI_LENGTH(kinds) ? kinds[k].check(path, file.findings, err)
                                              : reinti_fail(err, REINT_INPUT, path, 0,
                                                            "this is neither a study nor a codebook, plan or "
                                                            "job: none of the keys forms, tables, codebook "
                                                            "stands at its top");
    }
    reinti_bytes_free(&bytes);
    reinti_arena_free(file.arena);
    reint_findings_free(own);
    return status;
}
