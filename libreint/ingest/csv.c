/* csv.c -- one reader of CSV: where records and fields begin and end.
 *
 * It decides the separator (from the first line, unless given), the records and their physical lines.
 *
 * It refuses, with line and column: bytes that are no UTF-8 text (csv_text.c); a quote that is not closed,
 * with the line where it was opened; text after a closing quote; a field over 1 MiB or a record over 8 MiB.
 *
 * It leaves out a byte-order mark, and records without any text: empty lines, and the lines of separators
 * that spreadsheets write below a table.  Those between records are counted.
 *
 * How many fields a record should have, and what they mean, is not decided here.
 *
 * Fields of survey files are so short that a plain loop over bytes, stopped by a table, is as fast as vector
 * code (600 MB/s).  Where the file ends with a line end, that byte stops every scan and no bound needs
 * checking. */
#include <config.h>

#include "ingest/csv.h"
#include "ingest/origin.h"

#include <stdlib.h>
#include <string.h>

/* ---- opening --------------------------------------------------------------------------------------- */

/* The candidate that stands most often in the first line outside quotes; the first wins among equals. */
static char
find_separator(const char *p, const char *end)
{
    static const char candidates[] = ",;\t";
    size_t count[3] = { 0 }, best = 0;
    bool quoted = false;

    for (; p < end && (quoted || (*p != '\n' && *p != '\r')); p++) {
        if (*p == '"')
            quoted = !quoted;
        for (size_t i = 0; i < 3 && !quoted; i++)
            count[i] += *p == candidates[i];
    }
    for (size_t i = 1; i < 3; i++)
        if (count[i] > count[best])
            best = i;
    return candidates[best];
}

reint_status
reinti_csv_open(reinti_csv *csv, const char *name, const char *data, size_t size, char separator,
                reint_error *err)
{
    reint_status status = reinti_csv_check(name, data, size, err);

    memset(csv, 0, sizeof *csv);
    if (status)
        return status;
    if (size >= 3 && !memcmp(data, "\xEF\xBB\xBF", 3)) {
        data += 3;
        size -= 3;
    }
    csv->name = name;
    csv->data = csv->next = data;
    csv->end = data + size;
    csv->line = 1;
    while (csv->next < csv->end &&
           (*csv->next == '\n' || *csv->next == '\r')) { /* empty lines above the header */
        csv->line += *csv->next == '\n' || csv->next + 1 == csv->end || csv->next[1] != '\n';
        csv->next++;
    }
    if (csv->next == csv->end)
        return reinti_fail(err, REINT_INPUT, name, 0,
                           "the file is empty; its first line must name the columns");
    csv->separator = separator ? separator : find_separator(csv->next, csv->end);
    csv->stop[(unsigned char)csv->separator] = csv->stop['\n'] = csv->stop['\r'] = true;
    csv->closed = csv->end[-1] == '\n' || csv->end[-1] == '\r';
    return REINT_OK;
}

void
reinti_csv_close(reinti_csv *csv)
{
    free(csv->field);
    free(csv->scratch);
    memset(csv, 0, sizeof *csv);
}

/* ---- fields that do not stand in the file as they are ---------------------------------------------- */

/* Room for N more bytes and their padding; moves the fields that lie there already. */
static char *
scratch_room(reinti_csv *csv, size_t n_fields, size_t n)
{
    size_t size = csv->scratch_size ? csv->scratch_size : 4096;
    char *old = csv->scratch, *moved;

    csv->owned = true;
    if (csv->scratch_size - csv->used >= n + REINTI_CSV_PADDING)
        return old + csv->used;
    while (size - csv->used < n + REINTI_CSV_PADDING)
        size *= 2;
    moved = calloc(size, 1);
    if (!moved)
        return NULL;
    if (csv->used)
        memcpy(moved, old, csv->used);
    for (size_t i = 0; i < n_fields; i++) {
        const char *text = csv->field[i].text;
        if (text >= old && text < old + csv->scratch_size)
            csv->field[i].text = moved + (text - old);
    }
    free(old);
    csv->scratch = moved;
    csv->scratch_size = size;
    return moved + csv->used;
}

/* The text between FROM and TO with its doubled quotes made single. */
static bool
unescape(reinti_csv *csv, reinti_csv_field *f, size_t n_fields, const char *from, const char *to)
{
    char *out = scratch_room(csv, n_fields, (size_t)(to - from)), *p = out;

    if (!out)
        return false;
    for (; from < to; from++) {
        *p++ = *from;
        from += *from == '"';
    }
    f->text = out;
    f->length = (uint32_t)(p - out);
    csv->used += f->length;
    return true;
}

/* Fields so near to the end of the file that their padding would reach beyond it. */
static bool
pad_fields(reinti_csv *csv, size_t n_fields)
{
    for (size_t i = 0; i < n_fields; i++) {
        reinti_csv_field *f = &csv->field[i];
        bool inside = f->text >= csv->data && f->text <= csv->end;
        char *copy;
        if (!inside || csv->end - f->text >= REINTI_CSV_PADDING)
            continue;
        copy = scratch_room(csv, n_fields, f->length);
        if (!copy)
            return false;
        if (f->length)
            memcpy(copy, f->text, f->length);
        f->text = copy;
        csv->used += f->length;
    }
    return true;
}

/* ---- records --------------------------------------------------------------------------------------- */

/* Line ends from P up to END, a CRLF being one. */
static long
line_ends(const char *p, const char *end)
{
    long n = 0;

    for (; p < end; p++)
        n += *p == '\n' || (*p == '\r' && (p + 1 == end || p[1] != '\n'));
    return n;
}

static const char *
fail_quoted(const reinti_csv *csv, const char *at, const char *open, const char *what, reint_error *err)
{
    long line = csv->record_line + line_ends(csv->record, at), column = 1;
    long opened = csv->record_line + line_ends(csv->record, open);
    const char *begin = at;

    while (begin > csv->record && begin[-1] != '\n' && begin[-1] != '\r')
        begin--;
    for (; begin < at; begin++)
        column += ((unsigned char)*begin & 0xC0) != 0x80;
    reinti_fail_at(err, REINT_INPUT, csv->name, NULL, line, column, "%s (opened in line %ld)", what, opened);
    return NULL;
}

/* The field that opens at P, the N-th of its record.  Answers where it ends, or NULL. */
static const char *
quoted_field(reinti_csv *csv, size_t n, const char *p, reint_error *err)
{
    const char *open = p,
               *limit = csv->end - p > REINTI_CSV_FIELD_LIMIT ? p + REINTI_CSV_FIELD_LIMIT : csv->end;
    reinti_csv_field *f = &csv->field[n];
    bool doubled = false;

    csv->has_quotes = true;
    for (p++;; p += 2) {
        const char *quote = p < limit ? memchr(p, '"', (size_t)(limit - p)) : NULL;
        if (!quote)
            return fail_quoted(csv, open, open,
                               limit == csv->end ? "a field's quote is never closed"
                                                 : "a field's quote is not closed within 1 MiB",
                               err);
        p = quote;
        if (p + 1 == csv->end || p[1] != '"')
            break;
        doubled = true;
    }
    f->at = (uint32_t)(open - csv->record);
    f->text = open + 1;
    f->length = (uint32_t)(p - open - 1);
    if (doubled && !unescape(csv, f, n, open + 1, p)) {
        reinti_no_memory(err);
        return NULL;
    }
    p++;
    if (p < csv->end && !csv->stop[(unsigned char)*p])
        return fail_quoted(csv, p, open,
                           "text after the closing quote of a field; a quote inside a field is written twice",
                           err);
    return p;
}

/* More room for fields, up to the limit; the last place is used again and again beyond it. */
static bool
grow_fields(reinti_csv *csv, size_t n)
{
    return n > REINTI_CSV_COLUMNS_LIMIT || reinti_grow(&csv->field, &csv->capacity, n, sizeof *csv->field);
}

/* Splits the record at csv->next; BOUNDED: the end of the data must be looked for.  Answers where it ends. */
static inline const char *
split(reinti_csv *csv, bool bounded, size_t *n_fields, reint_error *err)
{
    const bool *stop = csv->stop;
    const char *p = csv->next, *end = csv->end, *begin = p;
    const char separator = csv->separator;
    size_t n = 0, keep = 0;

    for (;;) {
        if (n >= csv->capacity && !grow_fields(csv, n)) {
            reinti_no_memory(err);
            return NULL;
        }
        keep = n <= REINTI_CSV_COLUMNS_LIMIT ? n : REINTI_CSV_COLUMNS_LIMIT;
        if ((!bounded || p < end) && *p == '"') {
            p = quoted_field(csv, keep, p, err);
            if (!p)
                return NULL;
        } else {
            reinti_csv_field *f = &csv->field[keep];
            const char *start = p;
            while ((!bounded || p < end) && !stop[(unsigned char)*p])
                p++;
            f->text = start;
            f->length = (uint32_t)(p - start);
            f->at = (uint32_t)(start - begin);
        }
        n++;
        if ((bounded && p == end) || *p != separator)
            break;
        p++;
    }
    *n_fields = n;
    return p;
}

static const char *
split_bounded(reinti_csv *csv, size_t *n, reint_error *err)
{
    return split(csv, true, n, err);
}

static const char *
split_closed(reinti_csv *csv, size_t *n, reint_error *err)
{
    return split(csv, false, n, err);
}

static bool
has_text(const reinti_csv *csv, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (csv->field[i].length)
            return true;
    return false;
}

static bool
check_lengths(const reinti_csv *csv, const char *p, size_t n, reint_error *err)
{
    static const char text[] =
        "%s of more than %d MiB; this is no table of records, or a line end is missing";

    if (p - csv->record > REINTI_CSV_RECORD_LIMIT) {
        reinti_fail(err, REINT_INPUT, csv->name, csv->record_line, text, "a line",
                    REINTI_CSV_RECORD_LIMIT >> 20);
        return false;
    }
    for (size_t i = 0; i < n; i++)
        if (csv->field[i].length > REINTI_CSV_FIELD_LIMIT) {
            reinti_fail(err, REINT_INPUT, csv->name, csv->record_line, text, "a field",
                        REINTI_CSV_FIELD_LIMIT >> 20);
            return false;
        }
    return true;
}

reinti_csv_result
reinti_csv_next(reinti_csv *csv, reint_error *err)
{
    size_t n = 0, kept;

    while (csv->next < csv->end) {
        const char *p;
        csv->record = csv->next;
        csv->record_line = csv->line;
        csv->owned = csv->has_quotes = false;
        csv->used = 0;
        p = csv->closed ? split_closed(csv, &n, err) : split_bounded(csv, &n, err);
        if (!p)
            return REINTI_CSV_FAILED;
        kept = n <= REINTI_CSV_COLUMNS_LIMIT ? n : REINTI_CSV_COLUMNS_LIMIT;
        if (p - csv->record > REINTI_CSV_FIELD_LIMIT && !check_lengths(csv, p, kept, err))
            return REINTI_CSV_FAILED;
        csv->record_length = (size_t)(p - csv->record);
        csv->next = p < csv->end ? p + 1 + (*p == '\r' && p + 1 < csv->end && p[1] == '\n') : p;
        csv->line += 1 + (csv->has_quotes && !csv->origin ? line_ends(csv->record, p) : 0);
        if (!csv->field[0].length && !has_text(csv, kept)) {
            if (!csv->pending_blank++)
                csv->pending_line = csv->record_line;
            continue;
        }
        if (csv->pending_blank) {
            if (!csv->n_blank)
                csv->blank_line = csv->pending_line;
            csv->n_blank += csv->pending_blank;
            csv->pending_blank = 0;
        }
        if (csv->end - p < REINTI_CSV_PADDING && !pad_fields(csv, kept)) {
            reinti_no_memory(err);
            return REINTI_CSV_FAILED;
        }
        csv->n_fields = n;
        return REINTI_CSV_RECORD;
    }
    return REINTI_CSV_END;
}

reinti_csv_result
reinti_csv_seek(reinti_csv *csv, const char *record, long line, reint_error *err)
{
    csv->next = record;
    csv->line = line;
    csv->pending_blank = 0;
    return reinti_csv_next(csv, err);
}

long
reinti_csv_line(const reinti_csv *csv)
{
    return csv->origin ? reinti_origin_line(csv) : csv->record_line;
}

void
reinti_csv_place(const reinti_csv *csv, size_t i, long *line, long *column)
{
    const char *at = csv->record + (i == SIZE_MAX ? 0 : csv->field[i].at), *begin = at;

    if (csv->origin) {
        reinti_origin_place(csv, i, line, column);
        return;
    }
    *line = csv->record_line + line_ends(csv->record, at);
    while (begin > csv->record && begin[-1] != '\n' && begin[-1] != '\r')
        begin--;
    *column = 1;
    for (; begin < at; begin++)
        *column += ((unsigned char)*begin & 0xC0) != 0x80;
}

void
reinti_csv_view(const reinti_csv *csv, reinti_csv *out)
{
    *out = *csv;
    out->field = NULL;
    out->scratch = NULL;
    out->capacity = out->scratch_size = out->used = out->n_fields = 0;
    out->n_blank = out->pending_blank = 0;
}
