/* run.c -- does a whole job: makes or opens the study, takes a changed codebook, reads the inputs, writes the
 * outputs.
 *
 * Repeatable: an input that has not changed is not read again, and the outputs of unchanged data are the same
 * bytes. Rejected rows do not stop a job (unless strict): the good ones are used, and the status is DATA. */
#include <config.h>

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ingest/ingest.h"
#include "ingest/recheck.h"
#include "run/job.h"
#include "study/store.h"
#include "table/table.h"

static void say(const reint_job_options *options, const char *format, ...) REINTI_PRINTF(2, 3);

static void
say(const reint_job_options *options, const char *format, ...)
{
    reinti_str text = REINTI_STR_EMPTY;
    char line[512];
    va_list args;

    if (!options->step)
        return;
    va_start(args, format);
    vsnprintf(line, sizeof line, reinti_words(format), args);
    va_end(args);
    reinti_str_add(&text, line);
    options->step(text.text, options->user);
    reinti_str_free(&text);
}

/* The folder that PATH stands in is made if only it is missing, for the owner alone.  A missing parent is a
 * mistake in the path, not a wish. */
static reint_status
make_folder(const char *path, reint_error *err)
{
    const char *last = strrchr(path, '/');
    struct stat st;
    reint_status status = REINT_OK;

    if (!last || last == path)
        return REINT_OK;
    char *folder = malloc((size_t)(last - path) + 1);
    if (!folder)
        return reinti_no_memory(err);
    memcpy(folder, path, (size_t)(last - path));
    folder[last - path] = '\0';
    if (stat(folder, &st) && mkdir(folder, 0700) && errno != EEXIST)
        status = reinti_fail(err, REINT_OUTPUT, folder, 0, "cannot make the folder: %s", strerror(errno));
    free(folder);
    return status;
}

static reint_status
open_study(const reinti_job *job, const reint_codebook *cb, const reint_job_options *options,
           reint_findings *findings, reint_study **out, reint_error *err)
{
    reint_study *study = NULL;
    reint_status status;

    if (access(job->study, F_OK) && options->dry_run) {
        status = reint_study_create(NULL, cb, &study, err);
    } else if (access(job->study, F_OK)) {
        status = make_folder(job->study, err);
        if (!status)
            status = reint_study_create(job->study, cb, &study, err);
        if (!status)
            say(options, "study %s: made", reinti_path_last(job->study));
    } else {
        status = reint_study_open(job->study, 1, &study, err);
        if (!status && options->dry_run)
            status = reint_study_rehearse(study, err);
        if (!status &&
            strcmp(reint_codebook_digest(reint_study_codebook(study)), reint_codebook_digest(cb))) {
            status = reint_study_update_codebook(study, cb, findings, err);
            if (!status)
                say(options, "study %s: takes the changed codebook", reinti_path_last(job->study));
        }
    }
    if (status) {
        reint_study_free(study);
        study = NULL;
    }
    *out = study;
    return status;
}

/* What one input brings, part by part, and how it is told. */
struct parts {
    const reint_job_options *options;
    const char *file;
};

static int
tell_part(const reint_batch *b, reint_status status, void *user)
{
    const struct parts *p = user;
    const char *id = b->input ? b->input : "", *sheet = strrchr(id, '!'),
               *part = sheet ? sheet : strrchr(id, '>');

    if ((status == REINT_OK || status == REINT_DATA) &&
        (b->read || !sheet)) /* empty sheets: in one finding */
        say(p->options,
            "%s%s: read %" PRId64 " = accepted %" PRId64 " + changed %" PRId64 " + unchanged %" PRId64
            " + rejected %" PRId64,
            reinti_path_last(p->file), part ? part : "", b->read, b->accepted, b->changed, b->unchanged,
            b->rejected);
    return 0;
}

/* *REJECTED is raised when rows were; only what stops the job is answered. */
static reint_status
read_input(reint_study *study, const reinti_job_input *in, const reint_job_options *options, bool *rejected,
           reint_findings *findings, reint_error *err)
{
    reint_ingest_options how = {
        .size = sizeof how,
        .form = in->form,
        .input = in->id,
        .encoding = in->encoding,
        .separator = in->separator,
        .strict = options->strict || in->strict,
        /* the same input read again replaces what it brought before: its changed rows are corrections */
        .correct = in->correct ? 1 : 2,
        .who = options->who,
        .why = "job",
        .rename = in->rename,
        .ignore = in->ignore,
        .progress = options->progress,
        .user = options->user,
        .sheet = in->sheet,
        .header_row = in->header_row,
    };
    struct parts parts = { options, in->file };
    reint_map *map = NULL;
    reint_status status = in->map ? reint_map_open(in->map, &map, findings, err) : REINT_OK;

    how.map = map;
    if (!status)
        status = reint_ingest_each(study, in->file, &how, tell_part, &parts, findings, err);
    reint_map_free(map);

    if (status == REINT_DATA) {
        *rejected = true;
        if (!how.strict && err) /* the job goes on: what was wrong stands among the findings */
            *err = (reint_error){ .status = REINT_OK };
        return how.strict ? status : REINT_OK;
    }
    return status;
}

static reint_status
write_outputs(reint_study *study, const reinti_job *job, const reint_job_options *options,
              reint_findings *findings, reint_error *err)
{
    reint_report *report = NULL;
    reint_write_options how = { .size = sizeof how, .width = 100 };
    reint_status status = reint_tables(study, job->plan, job->language, &report, findings, err);

    const char *notice = reinti_label_text(&job->notice, job->language ? job->language : "en");
    if (!status && notice)
        status = reint_report_set_notice(report, notice, err);
    for (size_t i = 0; !status && i < job->n_outputs; i++) {
        char *name = reint_write_name(report, job->output[i].file);
        status = name ? make_folder(name, err) : reinti_no_memory(err);
        if (!status)
            status = reint_write_file(report, job->output[i].format, name, &how, err);
        if (!status)
            say(options, "written: %s", name);
        free(name);
    }
    reint_report_free(report);
    return status;
}

reint_status
reint_run(const char *path, const reint_job_options *given, reint_findings *findings, reint_error *err)
{
    reint_job_options options = { .size = sizeof options };
    reinti_job job;
    reint_codebook *cb = NULL;
    reint_study *study = NULL;
    bool rejected = false;

    if (given)
        options = *given;
    reint_status status = reinti_job_read(path, &job, findings, err);
    if (status)
        return status;
    status = reint_codebook_open(job.codebook, &cb, findings, err);
    if (!status)
        status = open_study(&job, cb, &options, findings, &study, err);
    for (size_t i = 0; !status && i < job.n_inputs; i++)
        status = read_input(study, &job.input[i], &options, &rejected, findings, err);
    if (!status && !reinti_store_n_persons(study))
        say(&options,
            job.n_inputs
                ? "no record is stored yet, and no tables are written: fill in %s, then run the job again"
                : "no record is stored yet, and no tables are written: read files into %s with reint "
                  "ingest, or name them under `inputs`",
            job.n_inputs ? job.input[0].file : job.study);
    else if (!status && job.n_outputs && !options.dry_run)
        status = write_outputs(study, &job, &options, findings, err);
    reint_study_free(study);
    reint_codebook_free(cb);
    reinti_job_free(&job);
    return status ? status : rejected ? REINT_DATA : REINT_OK;
}
