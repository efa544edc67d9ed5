/* flat.c -- a sheet as CSV, so that one reader, one set of checks and one loader serve sheets and CSV alike.
 *
 * Decides  which row is the header: the one of the first 30 rows with cells that holds most of the names that
 *          are known, the first among equals, but the last of rows that say the same; where none is known,
 *          the first with two texts.  What stands above it (a title, a note) is left out.
 * Gives    one line for each row of the sheet from the header on, empty lines for empty rows, so that a line
 *          number tells the row; all cells from the first column of the header to its last one, and further
 *          cells to the right where a row has them, which the checks then refuse.
 * Keeps    where error values stood, and which columns have no cell below the header.
 * Memory   up to 4 MiB, then a file (base/spool.c).  Limited to 4 GiB, and to 256 MiB or 1000 times the
 *          workbook's size, whichever is more: a text may be referred to very often. */
#include <config.h>

#include "sheet/sheet.h"

#include <stdlib.h>
#include <string.h>

enum { HEADER_LOOKED_AT = 30, FAULTS_LIMIT = 1 << 20, FREE_BYTES = 256 << 20, RATIO_LIMIT = 1000 };
#define BYTES_LIMIT (UINT64_C(4) << 30)

/* ---- the header ---------------------------------------------------------------------------------------- */

typedef struct scan {
    const reinti_flat_options *options;
    size_t n_rows;
    long best_row, two_texts;
    size_t best;
    uint64_t digest; /* of the best row's texts */
    size_t n_texts;  /* in the row TWO_TEXTS */
    bool gaps;       /* and empty cells before or between them */
} scan;

static size_t
trim(const char **text, size_t n)
{
    while (n && (**text == ' ' || **text == '\t')) {
        ++*text;
        n--;
    }
    while (n && ((*text)[n - 1] == ' ' || (*text)[n - 1] == '\t'))
        n--;
    return n;
}

static bool
look_for_header(const reinti_sheet_row *row, void *user)
{
    scan *s = user;
    size_t known = 0, texts = 0;
    uint64_t digest = UINT64_C(14695981039346656037); /* FNV-1a: equal rows are all that it has to tell */

    for (size_t i = 0; i < row->n; i++) {
        const char *text = row->cell[i].text;
        size_t n = trim(&text, row->cell[i].length);
        texts += row->cell[i].kind == REINTI_SHEET_TEXT;
        known += s->options->known && n && s->options->known(text, n, s->options->user);
        for (size_t k = 0; k <= n; k++)
            digest = (digest ^ (k < n ? (unsigned char)text[k] : row->cell[i].column << 8)) *
                     UINT64_C(1099511628211);
    }
    /* labels that are the names themselves stand above them in the workbooks of `reint entry` */
    if (known > s->best || (known && known == s->best && digest == s->digest)) {
        s->best = known;
        s->best_row = row->number;
        s->digest = digest;
    }
    bool above = s->two_texts && row->number == s->two_texts + 1 && s->gaps; /* names of groups, of columns */
    if (texts >= 2 && (!s->two_texts || (above && texts == row->n && texts > s->n_texts))) {
        s->two_texts = row->number;
        s->n_texts = texts;
        s->gaps = row->cell[0].column > 0 || row->cell[row->n - 1].column >= row->n;
    }
    return ++s->n_rows < HEADER_LOOKED_AT;
}

static reint_status
find_header(reinti_workbook *w, size_t sheet, const reinti_flat_options *options, long *row, bool *known,
            reint_error *err)
{
    scan s = { .options = options };
    reint_status status;

    *row = options->header_row;
    if (*row > 0)
        return REINT_OK;
    status = reinti_sheet_read(w, sheet, look_for_header, &s, NULL, err);
    *known = s.best_row > 0;
    *row = s.best_row ? s.best_row : s.two_texts ? s.two_texts : 1;
    return status;
}

/* ---- the rows ------------------------------------------------------------------------------------------ */

typedef struct flattening {
    const char *name;
    reinti_flat *out;
    reinti_spool spool;
    long next; /* row whose line comes next; 0: before the header */
    size_t fault_capacity;
    uint8_t *percent; /* per column */
    reint_status status;
    reint_error *err;
} flattening;

static reint_status
take_header(flattening *f, const reinti_sheet_row *row)
{
    reinti_flat *out = f->out;

    out->first_column = row->cell[0].column;
    out->n_columns = row->cell[row->n - 1].column - out->first_column + 1;
    out->without_data = malloc(out->n_columns);
    f->percent = calloc(out->n_columns, 1);
    if (!out->without_data || !f->percent)
        return reinti_no_memory(f->err);
    memset(out->without_data, true, out->n_columns);
    f->next = row->number;
    return REINT_OK;
}

static reint_status
note_cell(flattening *f, long row, const reinti_sheet_cell *c)
{
    reinti_flat *out = f->out;
    size_t i = c->column - out->first_column;

    if (i < out->n_columns) {
        out->without_data[i] = false;
        if (c->kind == REINTI_SHEET_PERCENT && !f->percent[i]) {
            f->percent[i] = 1;
            if (!out->n_percent++ || c->column < out->first_percent)
                out->first_percent = c->column;
        }
    }
    if (c->kind != REINTI_SHEET_ERROR)
        return REINT_OK;
    if (out->n_faults == FAULTS_LIMIT)
        return reinti_fail(f->err, REINT_INPUT, f->name, row, "the sheet holds more than %d error values",
                           FAULTS_LIMIT);
    if (!reinti_grow(&out->fault, &f->fault_capacity, out->n_faults, sizeof *out->fault))
        return reinti_no_memory(f->err);
    out->fault[out->n_faults++] = (reinti_sheet_fault){ row, c->column };
    return REINT_OK;
}

static bool
take_row(const reinti_sheet_row *row, void *user)
{
    flattening *f = user;
    reinti_flat *out = f->out;
    reinti_str *text = &f->spool.text;
    bool header = row->number == out->header_row;
    uint32_t at;

    if (row->number < out->header_row)
        return true;
    if (header)
        f->status = take_header(f, row);
    else if (!f->next)
        return false; /* the header's row is empty */
    for (; !f->status && f->next < row->number; f->next++)
        reinti_str_add_char(text, '\n');
    at = out->first_column;
    for (size_t i = 0; i < row->n && !f->status; i++) {
        const reinti_sheet_cell *c = &row->cell[i];
        if (c->column < out->first_column) {
            f->status = reinti_fail_at(
                f->err, REINT_INPUT, f->name, NULL, row->number, (long)c->column + 1,
                "a cell stands left of the header's first column; is row %ld the header?", out->header_row);
            break;
        }
        for (; at < c->column; at++)
            reinti_str_add_char(text, ',');
        reinti_spool_field(&f->spool, c->text, c->length);
        if (!header)
            f->status = note_cell(f, row->number, c);
    }
    for (; !f->status && at + 1 < out->first_column + out->n_columns; at++)
        reinti_str_add_char(text, ',');
    reinti_str_add_char(text, '\n');
    f->next = row->number + 1;
    if (!f->status)
        f->status = reinti_spool_check(&f->spool, f->name, f->err);
    return !f->status;
}

uint64_t
reinti_unpacked_limit(size_t size)
{
    uint64_t limit = size > BYTES_LIMIT / RATIO_LIMIT ? BYTES_LIMIT : (uint64_t)size * RATIO_LIMIT;

    return limit < FREE_BYTES ? FREE_BYTES : limit;
}

reint_status
reinti_sheet_flatten(reinti_workbook *w, size_t sheet, const reinti_flat_options *options, reinti_flat *out,
                     reint_error *err)
{
    flattening f = { .name = reinti_workbook_name(w),
                     .out = out,
                     .err = err,
                     .spool = REINTI_SPOOL(options->folder, reinti_unpacked_limit(reinti_workbook_size(w))) };
    reint_status status;

    memset(out, 0, sizeof *out);
    status = find_header(w, sheet, options, &out->header_row, &out->header_known, err);
    if (!status)
        status = reinti_sheet_read(w, sheet, take_row, &f, &out->facts, err);
    if (!status)
        status = f.status;
    if (!status && !f.next)
        status = reinti_fail(err, REINT_INPUT, f.name, out->header_row,
                             "the row is empty; it must name the columns");
    if (!status)
        status = reinti_spool_end(&f.spool, f.name, &out->bytes, err);
    reinti_spool_free(&f.spool);
    free(f.percent);
    if (status) {
        if (err && status != REINT_NO_MEMORY)
            reinti_fail_sheet(err, reinti_workbook_sheet(w, sheet));
        reinti_flat_free(out);
    }
    return status;
}

void
reinti_flat_free(reinti_flat *flat)
{
    reinti_bytes_free(&flat->bytes);
    free(flat->without_data);
    free(flat->fault);
    reinti_sheet_facts_free(&flat->facts);
    memset(flat, 0, sizeof *flat);
}
