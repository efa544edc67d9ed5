/* reject.c -- rejected rows: for which reason, with which text, kept whole.
 *
 * A row counts once, for the first reason in the order of decode.h; the other wrong cells stand in its text.
 * Its person is known nevertheless if the key is well formed: one error gives one message, and not another
 * one for each record that refers to this row. */
#include <config.h>

#include "ingest/reject.h"

#include <stdlib.h>
#include <string.h>

enum { OTHERS_SHOWN = 4 };

static const char erased[] = "erased_person"; /* the one reason whose rows are not kept */

static char *
told(reinti_tell_fn tell, const void *about)
{
    reinti_str text = REINTI_STR_EMPTY;

    tell(&text, about);
    if (text.failed) {
        reinti_str_free(&text);
        return NULL;
    }
    return text.capacity ? text.text : calloc(1, 1); /* nothing was ever added: the static empty text */
}

void
reinti_remark_add(reinti_remarks *r, const reinti_remark *remark, reinti_tell_fn tell, const void *about)
{
    reinti_remark m = *remark;
    reinti_english english;

    m.order = r->n;
    m.text = told(tell, about);
    if (reinti_words_translate() && m.severity == REINT_ERROR) {
        reinti_english_begin(&english);
        m.kept = told(tell, about);
        reinti_english_end(&english);
        r->failed |= !m.kept;
    }
    if (!m.text || !reinti_grow(&r->remark, &r->capacity, r->n, sizeof *r->remark)) {
        r->failed = true;
        free(m.text);
        free(m.kept);
        return;
    }
    r->remark[r->n++] = m;
}

void
reinti_remarks_free(reinti_remarks *r)
{
    for (size_t i = 0; i < r->n; i++) {
        free(r->remark[i].text);
        free(r->remark[i].kept);
    }
    free(r->remark);
    memset(r, 0, sizeof *r);
}

static int
by_line(const void *a, const void *b)
{
    const reinti_remark *x = a, *y = b;

    if (x->row_line != y->row_line)
        return x->row_line < y->row_line ? -1 : 1;
    return x->order < y->order ? -1 : x->order > y->order;
}

void
reinti_remarks_join(reinti_remarks *r, reinti_remarks *from)
{
    r->failed |= from->failed;
    for (size_t i = 0; i < from->n; i++) {
        if (!reinti_grow(&r->remark, &r->capacity, r->n, sizeof *r->remark)) {
            r->failed = true;
            free(from->remark[i].text);
            free(from->remark[i].kept);
            continue;
        }
        r->remark[r->n] = from->remark[i];
        r->remark[r->n].order = r->n;
        r->n++;
    }
    from->n = 0;
    if (r->n)
        qsort(r->remark, r->n, sizeof *r->remark, by_line);
}

/* ---- the faults of a row --------------------------------------------------------------------------- */

/* The fault to report: the first by rank, then by column. */
static size_t
first_fault(const reinti_decoding *d)
{
    size_t best = 0;

    for (size_t i = 1; i < d->n_faults; i++)
        if (reinti_fault_rank(d->row_fault[i].fault) < reinti_fault_rank(d->row_fault[best].fault))
            best = i;
    return best;
}

/* The row decoded last. */
struct faulty {
    const reinti_decoding *d;
    const reinti_csv *csv;
    size_t first; /* the fault to report */
};

static void
tell_faults(reinti_str *out, const void *about)
{
    const struct faulty *row = about;
    const reinti_decoding *d = row->d;
    size_t others = 0;

    reinti_decode_message(d, d->row_fault[row->first].decoder, d->row_fault[row->first].fault,
                          &row->csv->field[d->row_fault[row->first].decoder->column], out);
    for (size_t i = 0; i < d->n_faults; i++) {
        const reinti_decoder *v = d->row_fault[i].decoder;
        if (i == row->first)
            continue;
        if (others++ == OTHERS_SHOWN) {
            size_t more = d->n_faults - 1 - OTHERS_SHOWN;
            if (d->n_faults == REINTI_FAULTS_KEPT)
                reinti_str_format(out, reinti_words("; and %zu more at least"), more);
            else
                reinti_str_format(out, reinti_words("; and %zu more"), more);
            break;
        }
        reinti_str_add(out, others == 1 ? reinti_words("; also: ") : "; ");
        reinti_decode_message(d, v, d->row_fault[i].fault, &row->csv->field[v->column], out);
    }
}

static void
tell_width(reinti_str *out, const void *about)
{
    const struct faulty *row = about;
    size_t n = row->csv->n_fields;

    if (row->csv->origin && n > row->d->n_columns)
        reinti_str_add(out, reinti_words("a cell stands right of the last column that the header names"));
    else
        reinti_str_format(
            out, reinti_words_n("%zu field; the header has %zu", "%zu fields; the header has %zu", n), n,
            row->d->n_columns);
}

/* Of a row that names an erased person nothing may be kept, wherever in it the key stands. */
static bool
names_erased(const reinti_decoding *d, const reinti_csv *csv)
{
    size_t n = csv->n_fields < REINTI_CSV_COLUMNS_LIMIT ? csv->n_fields : REINTI_CSV_COLUMNS_LIMIT;

    for (size_t i = 0; i < n; i++)
        if (reinti_store_is_erased(d->study, csv->field[i].text, csv->field[i].length))
            return true;
    return false;
}

static void
tell_erased(reinti_str *out, const void *about)
{
    (void)about;
    reinti_str_add(
        out, reinti_words("the row names a person who was erased from the study; nothing of it is kept: "
                          "take it out of the file"));
}

static void
remark_erased(reinti_remarks *r, const reinti_csv *csv)
{
    reinti_remark remark = { .severity = REINT_ERROR, .reason = erased, .code = erased, .record = "" };

    reinti_csv_place(csv, SIZE_MAX, &remark.row_line, &remark.column);
    remark.line = remark.row_line;
    reinti_remark_add(r, &remark, tell_erased, NULL);
}

void
reinti_remark_faults(reinti_remarks *r, const reinti_decoding *d, const reinti_csv *csv)
{
    struct faulty row = { d, csv, first_fault(d) };
    const reinti_decoder *v = d->row_fault[row.first].decoder;
    reinti_fault fault = d->row_fault[row.first].fault;
    const reinti_csv_field *person = reinti_decode_person_field(d, csv);
    bool width = fault == REINTI_FAULT_FIELDS;
    reinti_remark remark = { .severity = REINT_ERROR,
                             .reason = reinti_fault_reason(fault),
                             .code = reinti_fault_code(fault),
                             .record = csv->record,
                             .length = csv->record_length };

    if (names_erased(d, csv)) {
        remark_erased(r, csv);
        return;
    }
    reinti_csv_place(csv, SIZE_MAX, &remark.row_line, &remark.column);
    remark.line = remark.row_line;
    if (!width) {
        remark.variable = v->variable->name;
        reinti_csv_place(csv, v->column, &remark.line, &remark.column);
    } else if (csv->origin && csv->n_fields > d->n_columns) {
        reinti_csv_place(csv, csv->n_fields - 1, &remark.line, &remark.column);
    }
    if (person)
        remark.person = reinti_store_person(d->study, person->text, person->length);
    reinti_remark_add(r, &remark, width ? tell_width : tell_faults, &row);
}

/* ---- where they go --------------------------------------------------------------------------------- */

void
reinti_remarks_find(const reinti_remarks *r, const char *file, const char *form, reint_findings *findings)
{
    for (size_t i = 0; i < r->n; i++)
        reinti_find(findings, r->remark[i].severity, r->remark[i].code, file, form, r->remark[i].line,
                    r->remark[i].column, "%s", r->remark[i].text);
}

reint_status
reinti_remarks_store(const reinti_remarks *r, reint_study *study, int64_t batch, const char *input,
                     const char *form, reint_error *err)
{
    reint_status status = REINT_OK;
    reinti_str row = REINTI_STR_EMPTY;

    for (size_t i = 0; i < r->n && !status; i++) {
        const reinti_remark *m = &r->remark[i];
        reint_rejected rejected = { .batch = batch,
                                    .input = input,
                                    .form = form,
                                    .line = m->row_line,
                                    .column = m->column,
                                    .variable = reinti_text_or(m->variable, ""),
                                    .reason = m->reason,
                                    .text = reinti_text_or(m->kept, m->text) };
        if (m->severity != REINT_ERROR || m->reason == erased)
            continue;
        reinti_str_clear(&row);
        reinti_str_add_n(&row, m->record, m->length);
        if (row.failed)
            status = reinti_no_memory(err);
        rejected.row = row.text;
        if (!status)
            status = reinti_store_reject(study, &rejected, m->person, err);
    }
    reinti_str_free(&row);
    return status;
}
