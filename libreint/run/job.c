/* job.c -- reads a job file: codebook, study, inputs, plan, outputs.  The format is specified in
 * reint-job(5).
 *
 * Relative paths are taken from the folder of the job file, so that a study's folder can be moved as a whole.
 */
#include <config.h>

#include "run/job.h"

#include <stdlib.h>
#include <string.h>

#include "yaml/yaml.h"

static const char *const format_words[] = { "text", "csv", "json", "cells", "xlsx", NULL };
static const reint_format format_of[] = { REINT_TEXT, REINT_CSV, REINT_JSON, REINT_CELLS, REINT_XLSX };

/* A path of the job as it can be opened, in the job's arena; NULL when the node is absent or no text. */
static const char *
path_of(reinti_yaml_file *file, const char *job, const reinti_yaml *node, const char *what)
{
    const char *name = reinti_yaml_text(file, node, what);
    char *path = name ? reinti_path_beside(job, name) : NULL;
    const char *kept = reinti_arena_text(file->arena, path);

    if (name && !*name) {
        reinti_yaml_find(file, node, REINT_ERROR, "empty_path", "%s is empty; a file name is expected", what);
        kept = NULL;
    }
    free(path);
    return kept;
}

static char
separator_of(reinti_yaml_file *file, const reinti_yaml *node)
{
    static const char *const words[] = { "comma", "semicolon", "tab", ",", ";", "\t", NULL };
    static const char character[] = { ',', ';', '\t', ',', ';', '\t' };
    int i = node ? reinti_yaml_word(file, node, "separator", words) : -1;

    return i < 0 ? '\0' : character[i];
}

/* `rename: {column in the file: variable}` as pairs that end with NULL. */
static void
bind_rename(reinti_yaml_file *file, const reinti_yaml *node, reinti_job_input *in)
{
    if (!node || !reinti_yaml_is_map(file, node, "rename"))
        return;
    const char *(*pair)[2] = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *pair);
    if (!pair)
        return;
    for (size_t i = 0; i < node->n; i++) {
        const char *to = reinti_yaml_text(file, node->item[i], "the variable in rename");
        pair[i][0] = node->key[i]->text;
        pair[i][1] = to ? to : "";
    }
    in->rename = (const char *const(*)[2])pair;
}

static void
bind_ignore(reinti_yaml_file *file, const reinti_yaml *node, reinti_job_input *in)
{
    const char *const *text = NULL;
    size_t n = node ? reinti_yaml_texts(file, node, "ignore", &text) : 0;
    const char **list = n ? reinti_arena_alloc(file->arena, (n + 1) * sizeof *list) : NULL;

    if (list) {
        memcpy(list, text, n * sizeof *list);
        in->ignore = list;
    }
}

static void
bind_inputs(reinti_yaml_file *file, const char *path, const reinti_yaml *node, reinti_job *job)
{
    static const char *const keys[] = { "file",    "form",   "id",     "encoding", "separator",
                                        "correct", "strict", "rename", "ignore",   "sheet",
                                        "header",  "map",    NULL };
    static const char *const encodings[] = { "utf-8", "windows-1252", NULL };

    if (!node || !reinti_yaml_is_list(file, node, "inputs"))
        return;
    reinti_job_input *input = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *input);
    if (!input)
        return;
    for (size_t i = 0; i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_job_input *in = &input[job->n_inputs];
        in->line = item->line;
        if (item->kind == REINTI_YAML_SCALAR) {
            in->file = path_of(file, path, item, "inputs");
        } else if (reinti_yaml_keys(file, item, "an input", keys)) {
            in->file = path_of(file, path, reinti_yaml_need(file, item, "file"), "file");
            in->form = reinti_yaml_text(file, reinti_yaml_get(item, "form"), "form");
            in->id = reinti_yaml_text(file, reinti_yaml_get(item, "id"), "id");
            const reinti_yaml *encoding = reinti_yaml_get(item, "encoding");
            int e = encoding ? reinti_yaml_word(file, encoding, "encoding", encodings) : -1;
            in->encoding = e < 0 ? NULL : encodings[e];
            in->separator = separator_of(file, reinti_yaml_get(item, "separator"));
            reinti_yaml_flag(file, reinti_yaml_get(item, "correct"), "correct", &in->correct);
            reinti_yaml_flag(file, reinti_yaml_get(item, "strict"), "strict", &in->strict);
            in->map = path_of(file, path, reinti_yaml_get(item, "map"), "map");
            in->sheet = reinti_yaml_text(file, reinti_yaml_get(item, "sheet"), "sheet");
            int64_t header = 0;
            if (reinti_yaml_integer(file, reinti_yaml_get(item, "header"), "header", 1, 1048576, &header))
                in->header_row = (long)header;
            bind_rename(file, reinti_yaml_get(item, "rename"), in);
            bind_ignore(file, reinti_yaml_get(item, "ignore"), in);
        }
        if (in->file)
            job->n_inputs++;
    }
    job->input = input;
}

static void
bind_outputs(reinti_yaml_file *file, const char *path, const reinti_yaml *node, reinti_job *job)
{
    static const char *const keys[] = { "file", "format", NULL };

    if (!node || !reinti_yaml_is_list(file, node, "outputs"))
        return;
    reinti_job_output *output = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *output);
    if (!output)
        return;
    for (size_t i = 0; i < node->n; i++) {
        const reinti_yaml *item = node->item[i], *name = item, *format = NULL;
        if (item->kind != REINTI_YAML_SCALAR) {
            if (!reinti_yaml_keys(file, item, "an output", keys))
                continue;
            name = reinti_yaml_need(file, item, "file");
            format = reinti_yaml_get(item, "format");
        }
        reinti_job_output *out = &output[job->n_outputs];
        out->file = path_of(file, path, name, "file");
        if (!out->file)
            continue;
        int word = format ? reinti_yaml_word(file, format, "format", format_words) : -1;
        if (word >= 0)
            out->format = format_of[word];
        else if (!format && reint_format_of_path(out->file, &out->format, NULL)) {
            reinti_yaml_find(
                file, name, REINT_ERROR, "unknown_format",
                "the ending of \"%s\" names no format; allowed are .xlsx .csv .json .txt, or say `format:`",
                reinti_path_last(out->file));
            continue;
        }
        job->n_outputs++;
    }
    job->output = output;
}

static void
bind_job(reinti_yaml_file *file, const char *path, const reinti_yaml *root, reinti_job *job)
{
    static const char *const keys[] = { "reint", "job",      "study",  "codebook", "inputs",
                                        "plan",  "language", "notice", "outputs",  NULL };
    static const char *const job_keys[] = { "title", "notes", NULL };
    int64_t version = 0;

    if (!reinti_yaml_keys(file, root, "a job", keys))
        return;
    if (reinti_yaml_integer(file, reinti_yaml_need(file, root, "reint"), "reint", 1, 1, &version) &&
        reinti_yaml_get(root, "job"))
        reinti_yaml_keys(file, reinti_yaml_get(root, "job"), "job", job_keys);
    job->study = path_of(file, path, reinti_yaml_need(file, root, "study"), "study");
    job->codebook = path_of(file, path, reinti_yaml_need(file, root, "codebook"), "codebook");
    job->plan = path_of(file, path, reinti_yaml_get(root, "plan"), "plan");
    job->language = reinti_yaml_text(file, reinti_yaml_get(root, "language"), "language");
    job->notice = reinti_yaml_label(file, reinti_yaml_get(root, "notice"), "notice");
    bind_inputs(file, path, reinti_yaml_get(root, "inputs"), job);
    bind_outputs(file, path, reinti_yaml_get(root, "outputs"), job);
}

/* Of the file PATH, or of DATA (NULL: none) as if it stood there. */
static reint_status
read_job(const char *path, const char *data, size_t size, reinti_job *job, reint_findings *findings,
         reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_yaml_file file = { reinti_path_last(path), reinti_arena_create(), findings ? findings : own };
    reinti_yaml *root = NULL;
    size_t from = reint_findings_count(file.findings), errors;

    *job = (reinti_job){ .arena = file.arena };
    reint_status status = file.arena && file.findings ? REINT_OK : reinti_no_memory(err);
    if (!status) {
        errors = reint_findings_count_severity(file.findings, REINT_ERROR);
        status = data ? reinti_yaml_parse(&file, data, size, &root, err)
                      : reinti_yaml_read(&file, path, &root, err);
        if (root)
            bind_job(&file, path, root, job);
        if (!status && reint_findings_count_severity(file.findings, REINT_ERROR) > errors)
            status = reinti_fail_findings(err, REINT_INPUT, file.findings, from);
    }
    if (status)
        reinti_job_free(job);
    reint_findings_free(own);
    return status;
}

reint_status
reinti_job_read(const char *path, reinti_job *job, reint_findings *findings, reint_error *err)
{
    return read_job(path, NULL, 0, job, findings, err);
}

reint_status
reinti_job_parse(const char *path, const char *data, size_t size, reinti_job *job, reint_findings *findings,
                 reint_error *err)
{
    return read_job(path, data, size, job, findings, err);
}

void
reinti_job_free(reinti_job *job)
{
    reinti_arena_free(job->arena);
    *job = (reinti_job){ 0 };
}

reint_status
reint_job_study(const char *path, char **study, reint_error *err)
{
    reinti_job job;
    reint_status status = reinti_job_read(path, &job, NULL, err);

    *study = NULL;
    if (status)
        return status;
    *study = malloc(strlen(job.study) + 1);
    if (*study)
        strcpy(*study, job.study);
    reinti_job_free(&job);
    return *study ? REINT_OK : reinti_no_memory(err);
}
