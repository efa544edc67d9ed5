/* format.c -- which writer writes what, and that a file appears whole or not at all.
 *
 * Files are readable by their owner only: a table of a small study can name a person.  A workbook needs a
 * file to be made in; written to a stream it is made in the folder for temporary files first. */
#include <config.h>

#include "write/write.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "write/picture.h"
#include "write/workbook.h"
#include "write/writer.h"

typedef reint_status (*writer_fn)(const reint_report *r, FILE *stream, const reint_write_options *options,
                                  reint_error *err);

static const struct {
    const char *word, *ending; /* NULL: only by name */
    writer_fn write;           /* NULL: needs a file of its own */
} formats[] = {
    [REINT_TEXT] = { "text", ".txt", reinti_write_text },
    [REINT_CSV] = { "csv", ".csv", reinti_write_csv },
    [REINT_JSON] = { "json", ".json", reinti_write_json },
    [REINT_CELLS] = { "cells", NULL, reinti_write_cells },
    [REINT_XLSX] = { "xlsx", ".xlsx", NULL },
    [REINT_SVG] = { "svg", ".svg", reinti_write_svg },
    [REINT_PNG] = { "png", ".png", reinti_write_png },
};

reint_status
reint_format_of_path(const char *path, reint_format *format, reint_error *err)
{
    const char *last = reinti_path_last(path), *dot = strrchr(last, '.');

    for (size_t i = 0; dot && i < REINTI_LENGTH(formats); i++)
        if (formats[i].ending && !strcmp(dot, formats[i].ending)) {
            *format = (reint_format)i;
            return REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, path, 0,
                       "the ending tells no format; known are .xlsx, .csv, .json, .txt, .svg and .png");
}

reint_status
reint_format_of_word(const char *word, reint_format *format, reint_error *err)
{
    for (size_t i = 0; i < REINTI_LENGTH(formats); i++)
        if (!strcmp(formats[i].word, word)) {
            *format = (reint_format)i;
            return REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                       "the format is text, csv, json, cells, xlsx, svg or png, not \"%.40s\"", word);
}

static reint_write_options
with_defaults(const reint_write_options *given)
{
    reint_write_options o = { .size = sizeof o };

    if (given)
        memcpy(&o, given, given->size && given->size < sizeof o ? given->size : sizeof o);
    o.width = o.width ? o.width : 80;
    return o;
}

static reint_status
check_stream(FILE *stream, const char *path, reint_error *err)
{
    if (fflush(stream) || ferror(stream))
        return reinti_fail(err, REINT_OUTPUT, path, 0, "cannot write: %s", strerror(errno));
    return REINT_OK;
}

static reint_status
copy_file(const char *path, FILE *stream, reint_error *err)
{
    reinti_bytes bytes;
    reint_status status = reinti_bytes_read(path, 0, &bytes, err);

    if (status)
        return status;
    if (fwrite(bytes.data, 1, bytes.size, stream) != bytes.size)
        status = reinti_fail(err, REINT_OUTPUT, NULL, 0, "cannot write: %s", strerror(errno));
    reinti_bytes_free(&bytes);
    return status;
}

static reint_status
workbook_to_stream(const reint_report *r, FILE *stream, reint_error *err)
{
    const char *folder = getenv("TMPDIR");
    reinti_str path = REINTI_STR_EMPTY;
    reint_status status;

    reinti_str_format(&path, "%s/reint-XXXXXX", folder && *folder ? folder : "/tmp");
    if (path.failed)
        return reinti_no_memory(err);
    int fd = mkstemp(path.text); /* 0600 */
    if (fd < 0) {
        status =
            reinti_fail(err, REINT_OUTPUT, path.text, 0, "cannot make a temporary file: %s", strerror(errno));
    } else {
        close(fd);
        status = reinti_write_xlsx(r, path.text, err);
        if (!status)
            status = copy_file(path.text, stream, err);
        unlink(path.text);
    }
    reinti_str_free(&path);
    return status;
}

reint_status
reint_write_stream(const reint_report *r, reint_format format, FILE *stream,
                   const reint_write_options *options, reint_error *err)
{
    reint_write_options o = with_defaults(options);

    if ((size_t)format >= REINTI_LENGTH(formats))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no such format");
    reint_status status = formats[format].write ? formats[format].write(r, stream, &o, err)
                                                : workbook_to_stream(r, stream, err);
    return status ? status : check_stream(stream, NULL, err);
}

reint_status
reint_write_file(const reint_report *r, reint_format format, const char *path,
                 const reint_write_options *options, reint_error *err)
{
    reinti_output out;

    if (!strcmp(path, "-"))
        return reint_write_stream(r, format, stdout, options, err);
    if (format == REINT_XLSX)
        return reinti_write_xlsx(r, path, err);
    reint_status status = reinti_output_begin(&out, path, 0600, err);
    if (status)
        return status;
    status = reint_write_stream(r, format, out.stream, options, err);
    if (!status)
        return reinti_output_commit(&out, err);
    reinti_output_abort(&out);
    if (err && !err->file[0]) /* the stream has no name */
        snprintf(err->file, sizeof err->file, "%s", path);
    return status;
}
