/* check.c -- checks any file of a study, recognised by its content: a study by its first bytes, everything
 * else by the keys at its top. */
#include <config.h>

#include <string.h>
#include <unistd.h>

#include "run/check.h"
#include "run/job.h"
#include "sheet/sheet.h"
#include "study/store.h"

/* A job is sound when it and its codebook are, and its inputs can be read; where its study lies is told as of a study. */
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
    reinti_study_check_place(job.study, findings);
    status = reinti_check_codebook(job.codebook, findings, err);
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
    { "forms", reinti_check_codebook },
    { "inputs", check_job },
    { "codebook", check_job },
    { "tables", check_plan },
    { "plan", check_plan },
    { "ruleset", check_part },
    { "pack", check_part },
    { "entitlements", check_part },
    { "lists", check_part },
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
    } else if (!status && reinti_workbook_is(bytes.data, bytes.size)) {
        status = reinti_check_codebook(path, file.findings, err);
    } else if (!status) {
        /* what kind of file it is; a tree with keys said twice is told by the check of its kind */
        reinti_yaml_file look = { file.name, file.arena, NULL };
        status = reinti_yaml_parse(&look, bytes.data, bytes.size, &root, NULL);
        if (root)
            status = REINT_OK;
        else
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
