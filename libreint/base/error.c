/* error.c -- status texts, the error object, the list of findings.
 *
 * Texts longer than their field are cut at a whole character; a file name that is too long keeps its end,
 * which tells more than its beginning.  When memory runs out while a finding is added, the list ends with one
 * finding "no_memory", so that a check that lost a problem can never look clean. */
#include <config.h>

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

const char *
reint_status_text(reint_status status)
{
    static const char *const text[] = {
#define X(name, value, words) [value] = words,
        REINT_STATUS_LIST(X)
#undef X
    };
    return reinti_words((size_t)status < REINTI_LENGTH(text) ? text[status] : REINTI_WORDS("unknown status"));
}

/* ---- the error object ---------------------------------------------------------------------------------- */

/* Takes away what a cut left of the last character of TEXT. */
static void
trim_half_character(char *text)
{
    size_t n = strlen(text), bad_at;

    if (n && !reinti_utf8_valid(text, n, &bad_at) && n - bad_at < 4)
        text[bad_at] = '\0';
}

static void
copy_field(char *field, size_t size, const char *text)
{
    size_t n = text ? strlen(text) : 0;

    if (n >= size) {
        n = size - 1;
        memcpy(field, text, n);
        field[n] = '\0';
        trim_half_character(field);
        return;
    }
    if (n)
        memcpy(field, text, n);
    field[n] = '\0';
}

/* A path that does not fit keeps its end, from a whole character on. */
static void
copy_file(reint_error *err, const char *file)
{
    size_t n = file ? strlen(file) : 0;

    if (n >= sizeof err->file) {
        file += n - (sizeof err->file - 1);
        while (((unsigned char)*file & 0xC0) == 0x80)
            file++;
    }
    copy_field(err->file, sizeof err->file, file);
}

static void
fill(reint_error *err, reint_status status, const char *file, const char *form, long line, long column,
     const char *format, va_list ap)
{
    int needed;

    err->status = status;
    copy_file(err, file);
    copy_field(err->form, sizeof err->form, form);
    err->line = line > 0 ? line : 0;
    err->column = column > 0 ? column : 0;
    err->sheet[0] = '\0';
    needed = vsnprintf(err->text, sizeof err->text, reinti_words(format), ap);
    if (needed < 0)
        copy_field(err->text, sizeof err->text, reint_status_text(status));
    else if ((size_t)needed >= sizeof err->text)
        trim_half_character(err->text);
}

reint_status
reinti_fail(reint_error *err, reint_status status, const char *file, long line, const char *format, ...)
{
    va_list ap;

    if (err) {
        va_start(ap, format);
        fill(err, status, file, NULL, line, 0, format, ap);
        va_end(ap);
    }
    return status;
}

reint_status
reinti_fail_at(reint_error *err, reint_status status, const char *file, const char *form, long line,
               long column, const char *format, ...)
{
    va_list ap;

    if (err) {
        va_start(ap, format);
        fill(err, status, file, form, line, column, format, ap);
        va_end(ap);
    }
    return status;
}

void
reinti_fail_sheet(reint_error *err, const char *sheet)
{
    if (err)
        copy_field(err->sheet, sizeof err->sheet, sheet);
}

reint_status
reinti_no_memory(reint_error *err)
{
    return reinti_fail(err, REINT_NO_MEMORY, NULL, 0, "%s", reint_status_text(REINT_NO_MEMORY));
}

/* ---- places -------------------------------------------------------------------------------------------- */

const char *
reinti_cell_name(char out[REINTI_CELL_NAME], long row, size_t column)
{
    char letters[16];
    size_t n = sizeof letters;

    letters[--n] = '\0';
    for (column++; column && n; column = (column - 1) / 26)
        letters[--n] = (char)('A' + (column - 1) % 26);
    if (row > 0)
        snprintf(out, REINTI_CELL_NAME, "%s%ld", letters + n, row);
    else
        snprintf(out, REINTI_CELL_NAME, "%s", letters + n);
    return out;
}

void
reint_place_format(char *buf, size_t size, const char *sheet, long line, long column)
{
    char cell[REINTI_CELL_NAME];

    if (size)
        buf[0] = '\0';
    if (sheet && *sheet) {
        if (line > 0 && column > 0)
            snprintf(buf, size, "%s!%s", sheet, reinti_cell_name(cell, line, (size_t)column - 1));
        else if (line > 0)
            snprintf(buf, size, "%s!%ld", sheet, line);
        else
            snprintf(buf, size, "%s", sheet);
    } else if (line > 0 && column > 0) {
        snprintf(buf, size, "%ld:%ld", line, column);
    } else if (line > 0) {
        snprintf(buf, size, "%ld", line);
    }
    if (size && strlen(buf) == size - 1)
        trim_half_character(buf);
}

/* Appends to BUF what fits after *USED bytes and counts what was needed. */
static void REINTI_PRINTF(4, 5) append(char *buf, size_t size, size_t *used, const char *format, ...)
{
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(*used < size ? buf + *used : NULL, *used < size ? size - *used : 0, format, ap);
    va_end(ap);
    if (n > 0)
        *used += (size_t)n;
}

size_t
reint_error_format(const reint_error *err, char *buf, size_t size)
{
    char place[sizeof err->sheet + 64];
    const char *between = "";
    size_t used = 0;

    if (size)
        buf[0] = '\0';
    if (err->file[0]) {
        append(buf, size, &used, "%s", err->file);
        between = ":";
    }
    if (err->form[0]) {
        append(buf, size, &used, "%s%s", between, err->form);
        between = ":";
    }
    reint_place_format(place, sizeof place, err->sheet, err->line, err->column);
    if (*place) {
        append(buf, size, &used, "%s%s", *between ? between : err->sheet[0] ? "" : "line ", place);
        between = ":";
    }
    append(buf, size, &used, "%s%s", *between ? ": " : "",
           err->text[0] ? err->text : reint_status_text(err->status));
    if (size && used >= size)
        trim_half_character(buf);
    return used;
}

/* ---- the list of findings ------------------------------------------------------------------------------ */

struct reint_findings {
    reinti_arena *arena;
    reint_finding *item;
    size_t n, capacity;
    size_t n_severity[3];
    const char *sheet;                              /* of findings that are added now; the caller's */
    const char *last_file, *last_form, *last_sheet; /* most findings of a run share them: one copy serves */
    bool lost;                                      /* memory ran out: the list ends with `no_memory` */
};

static const reint_finding no_memory_finding = {
    REINT_ERROR, "no_memory", "", "", 0, 0, "memory ran out: there may be more findings than are listed here",
    "",
};

reint_findings *
reint_findings_create(void)
{
    reint_findings *f = calloc(1, sizeof *f);

    if (f && !(f->arena = reinti_arena_create())) {
        free(f);
        return NULL;
    }
    return f;
}

void
reint_findings_free(reint_findings *f)
{
    if (!f)
        return;
    reinti_arena_free(f->arena);
    free(f->item);
    free(f);
}

size_t
reint_findings_count(const reint_findings *f)
{
    return f ? f->n + f->lost : 0;
}

size_t
reint_findings_count_severity(const reint_findings *f, reint_severity severity)
{
    if (!f || (size_t)severity >= REINTI_LENGTH(f->n_severity))
        return 0;
    return f->n_severity[severity] + (severity == REINT_ERROR && f->lost);
}

const reint_finding *
reint_findings_get(const reint_findings *f, size_t i)
{
    if (!f || i >= reint_findings_count(f))
        return NULL;
    return i < f->n ? &f->item[i] : &no_memory_finding;
}

/* TEXT in the arena, or *LAST when it says the same; NULL when memory runs out. */
static const char *
keep(reint_findings *f, const char *text, const char **last)
{
    text = reinti_text_or(text, "");
    if (!*text)
        return "";
    if (!*last || strcmp(*last, text))
        *last = reinti_arena_text(f->arena, text);
    return *last;
}

static char *
format_text(reinti_arena *arena, const char *format, va_list ap)
{
    va_list again;
    char *text;
    int n;

    format = reinti_words(format);
    va_copy(again, ap);
    n = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (n < 0)
        return NULL;
    text = reinti_arena_alloc(arena, (size_t)n + 1);
    if (text)
        vsnprintf(text, (size_t)n + 1, format, ap);
    return text;
}

void
reinti_find(reint_findings *f, reint_severity severity, const char *code, const char *file, const char *form,
            long line, long column, const char *format, ...)
{
    reint_finding finding = { severity, code, NULL, NULL, line > 0 ? line : 0, column > 0 ? column : 0,
                              NULL,     NULL };
    va_list ap;

    if (!f)
        return;
    finding.file = keep(f, file, &f->last_file);
    finding.form = keep(f, form, &f->last_form);
    finding.sheet = keep(f, f->sheet, &f->last_sheet);
    va_start(ap, format);
    finding.text = format_text(f->arena, format, ap);
    va_end(ap);
    if (!finding.file || !finding.form || !finding.text || !finding.sheet ||
        !reinti_grow(&f->item, &f->capacity, f->n, sizeof *f->item)) {
        f->lost = true;
        return;
    }
    f->item[f->n++] = finding;
    if ((size_t)severity < REINTI_LENGTH(f->n_severity))
        f->n_severity[severity]++;
}

void
reinti_findings_sheet(reint_findings *f, const char *sheet)
{
    if (f)
        f->sheet = sheet;
}

reint_status
reinti_fail_findings(reint_error *err, reint_status status, const reint_findings *f, size_t from)
{
    const reint_finding *first = NULL;
    size_t n_more = 0;

    for (size_t i = from; i < reint_findings_count(f); i++) {
        const reint_finding *at = reint_findings_get(f, i);
        if (at->severity != REINT_ERROR)
            continue;
        if (first)
            n_more++;
        else
            first = at;
    }
    if (!first)
        return reinti_fail(err, status, NULL, 0, "%s", reint_status_text(status));
    if (first == &no_memory_finding)
        return reinti_no_memory(err);
    if (!n_more)
        reinti_fail_at(err, status, first->file, first->form, first->line, first->column, "%s", first->text);
    else /* the precision leaves room for the count, whatever the length of the first text */
        reinti_fail_at(err, status, first->file, first->form, first->line, first->column,
                       "%.450s (and %zu more)", first->text, n_more);
    reinti_fail_sheet(err, first->sheet);
    return status;
}
