/* parts.c -- an input and its parts: a CSV file is one, a workbook has one a sheet (sheets.c), an archive one a CSV file.
 *
 * Decides  by the first bytes, not by the name, what a file is; in which order the files of an archive are read: that of
 *          persons first, then as they stand in it.  Each is the input that it is when it is unpacked by hand.
 * Tells    that a text has the name of a workbook; how many files of an archive are no data. */
#include <config.h>

#include "ingest/parts.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

reint_status
reinti_input_load(reinti_input *in, const reinti_source *source, const reint_ingest_options *options,
                  reint_error *err)
{
    reint_batch batch;
    reint_status status = reinti_load_source(in->study, source, options, &batch, in->findings, err);

    in->stopped = in->fn && in->fn(&batch, status, in->user);
    return status;
}

/* ---- CSV ------------------------------------------------------------------------------------------- */

static bool
is_named_workbook(const char *name)
{
    static const char *const endings[] = { ".xlsx", ".xlsm", ".xls", ".ods" };
    const char *dot = strrchr(reinti_path_last(name), '.');

    for (size_t i = 0; dot && i < REINTI_LENGTH(endings); i++)
        if (!strcasecmp(dot, endings[i]))
            return true;
    return false;
}

static reint_status
read_text(reinti_input *in, reint_error *err)
{
    reinti_source source = { .name = in->name,
                             .input = in->options.input ? in->options.input : reinti_path_last(in->name),
                             .file = in->data,
                             .file_size = in->size,
                             .text = in->data,
                             .text_size = in->size };

    if (in->options.sheet)
        return reinti_fail(err, REINT_INPUT, in->name, 0, "this is no workbook: it has no sheet \"%.64s\"",
                           in->options.sheet);
    if (is_named_workbook(in->name))
        reinti_find(in->findings, REINT_NOTE, "no_workbook", in->name, NULL, 0, 0,
                    "the name is that of a workbook, but the file is a text; it is read as CSV");
    return reinti_input_load(in, &source, &in->options, err);
}

/* ---- an archive ------------------------------------------------------------------------------------ */

reint_status
reinti_input_worse(reint_status status, reint_status one, const reint_error *of_part, reint_error *err)
{
    if (one <= status)
        return status;
    *err = *of_part;
    return one;
}

bool
reinti_input_goes_on(const reinti_input *in, reint_status status)
{
    return (status == REINT_OK || status == REINT_DATA) && !in->stopped;
}

/* Whether the file is called like the form of persons: all records refer to them. */
static bool
is_of_persons(const reinti_input *in, const char *file)
{
    const char *form = in->cb->form[in->cb->person_form].name;
    size_t n = strlen(form);

    return !strncasecmp(file, form, n) && !strcasecmp(file + n, ".csv");
}

static reint_status
read_file(const reinti_input *of, reinti_archive *a, size_t i, bool *stopped, reint_error *err)
{
    reinti_bytes bytes;
    reinti_input in = *of;
    reint_status status = reinti_archive_read(a, i, in.folder, &bytes, err);

    if (status)
        return status;
    in.name = reinti_archive_file(a, i);
    in.data = bytes.data;
    in.size = bytes.size;
    status = in.options.map ? reinti_input_map(&in, err) : read_text(&in, err);
    *stopped = in.stopped;
    reinti_bytes_free(&bytes);
    return status;
}

void
reinti_input_tell_others(const reinti_archive *a, const char *name, reint_findings *findings)
{
    size_t n = reinti_archive_n_others(a);

    if (n)
        reinti_find(
            findings, REINT_NOTE, "archive_left_out", name, NULL, 0, 0,
            reinti_words_n("%zu file of the archive is no data (a picture, a recording) and is not read",
                           "%zu files of the archive are no data (pictures, recordings) and are not read", n),
            n);
}

static reint_status
read_archive(reinti_input *in, reint_error *err)
{
    reinti_archive *a = NULL;
    reint_error of_part = { .status = REINT_OK };
    reint_status status = reinti_archive_open(in->name, in->data, in->size, &a, err);
    size_t n = status ? 0 : reinti_archive_n(a);

    if (!status && n > 1 && (in->one || in->options.map || in->options.input || in->options.form))
        status =
            reinti_fail(err, REINT_INPUT, in->name, 0,
                        "the archive holds %zu CSV files, and what was said is about one; unpack it and name "
                        "that one",
                        n);
    if (!status)
        reinti_input_tell_others(a, in->name, in->findings);
    for (size_t pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < n && reinti_input_goes_on(in, status); i++)
            if (is_of_persons(in, reinti_archive_file(a, i)) == !pass)
                status =
                    reinti_input_worse(status, read_file(in, a, i, &in->stopped, &of_part), &of_part, err);
    reinti_archive_free(a);
    return status;
}

char *
reinti_input_folder(const reint_study *study)
{
    const char *path = reint_study_path(study), *last = reinti_path_last(path);
    size_t n = (size_t)(last - path);
    char *folder = malloc(n + 2);

    if (folder && n)
        memcpy(folder, path, n), folder[n] = '\0';
    else if (folder)
        strcpy(folder, ".");
    return folder;
}

/* ---- public ---------------------------------------------------------------------------------------- */

static reint_status
read_input(reint_study *study, const char *name, const char *data, size_t size,
           const reint_ingest_options *options, reinti_input *in, reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reint_error local;
    reint_status status;
    char *folder;

    if (!err)
        err = &local;
    memset(err, 0, sizeof *err);
    in->study = study;
    in->cb = reint_study_codebook(study);
    in->name = name;
    in->data = data;
    in->size = size;
    in->findings = findings ? findings : own;
    if (options && options->size) /* a caller built with another version may know fewer options */
        memcpy(&in->options, options,
               options->size < sizeof in->options ? options->size : sizeof in->options);
    else if (options)
        in->options = *options;
    folder = reinti_input_folder(study);
    in->folder = folder;
    if (!in->findings || !folder)
        status = reinti_no_memory(err);
    else if (reinti_archive_is(data, size))
        status = read_archive(in, err);
    else if (in->options.map)
        status = reinti_input_map(in, err);
    else
        status = reinti_workbook_is(data, size) ? reinti_input_sheets(in, err) : read_text(in, err);
    free(folder);
    reint_findings_free(own);
    return status;
}

static int
keep_batch(const reint_batch *batch, reint_status status, void *user)
{
    (void)status;
    *(reint_batch *)user = *batch;
    return 0;
}

reint_status
reint_ingest_memory(reint_study *study, const char *name, const char *data, size_t n,
                    const reint_ingest_options *options, reint_batch *batch, reint_findings *findings,
                    reint_error *err)
{
    reint_batch local = { 0 };
    reinti_input in = { .fn = keep_batch, .user = batch ? batch : &local, .one = true };

    if (batch)
        *batch = (reint_batch){ 0 };
    return read_input(study, name, data, n, options, &in, findings, err);
}

reint_status
reint_ingest_file(reint_study *study, const char *path, const reint_ingest_options *options,
                  reint_batch *batch, reint_findings *findings, reint_error *err)
{
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    if (batch)
        *batch = (reint_batch){ 0 };
    if (status)
        return status;
    status = reint_ingest_memory(study, path, bytes.data, bytes.size, options, batch, findings, err);
    reinti_bytes_free(&bytes);
    return status;
}

reint_status
reint_ingest_each(reint_study *study, const char *path, const reint_ingest_options *options, reint_part_fn fn,
                  void *fn_user, reint_findings *findings, reint_error *err)
{
    reinti_input in = { .fn = fn, .user = fn_user };
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    if (status)
        return status;
    status = read_input(study, path, bytes.data, bytes.size, options, &in, findings, err);
    reinti_bytes_free(&bytes);
    return status;
}

reint_status
reint_ingest_preview(reint_study *study, const char *path, const reint_ingest_options *options, size_t n,
                     reint_preview_fn fn, void *fn_user, reint_findings *findings, reint_error *err)
{
    reinti_input in = { .preview = fn, .preview_user = fn_user, .n_shown = n };
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    if (status)
        return status;
    if (!options || !options->map)
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a preview shows what a map makes; there is no map");
    else
        status = read_input(study, path, bytes.data, bytes.size, options, &in, findings, err);
    reinti_bytes_free(&bytes);
    return status;
}
