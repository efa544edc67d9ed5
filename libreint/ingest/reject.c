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

void
reinti_remark_add(reinti_remarks *r, const reinti_remark *remark, reinti_str *text)
{
    if (text->failed || !reinti_grow(&r->remark, &r->capacity, r->n, sizeof *r->remark)) {
        r->failed = true;
        reinti_str_free(text);
        return;
    }
    r->remark[r->n] = *remark;
    r->remark[r->n].order = r->n;
    r->remark[r->n].text = text->capacity ? text->text : NULL;
    if (!r->remark[r->n].text) { /* nothing was ever added: the static empty text */
        r->remark[r->n].text = calloc(1, 1);
        if (!r->remark[r->n].text) {
            r->failed = true;
            return;
        }
    }
    r->n++;
    *text = (reinti_str)REINTI_STR_EMPTY;
}

void
reinti_remarks_free(reinti_remarks *r)
{
    for (size_t i = 0; i < r->n; i++)
        free(r->remark[i].text);
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

static void
add_text(const reinti_decoding *d, const reinti_csv *csv, size_t first, reinti_str *text)
{
    size_t others = 0;

    reinti_decode_message(d, d->row_fault[first].decoder, d->row_fault[first].fault,
                          &csv->field[d->row_fault[first].decoder->column], text);
    for (size_t i = 0; i < d->n_faults; i++) {
        const reinti_decoder *v = d->row_fault[i].decoder;
        if (i == first)
            continue;
        if (others++ == OTHERS_SHOWN) {
            reinti_str_format(text, "; and %zu more%s", d->n_faults - 1 - OTHERS_SHOWN,
                              d->n_faults == REINTI_FAULTS_KEPT ? " at least" : "");
            break;
        }
        reinti_str_add(text, others == 1 ? "; also: " : "; ");
        reinti_decode_message(d, v, d->row_fault[i].fault, &csv->field[v->column], text);
    }
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
remark_erased(reinti_remarks *r, const reinti_csv *csv)
{
    reinti_str text = REINTI_STR_EMPTY;
    reinti_remark remark = { .severity = REINT_ERROR, .reason = erased, .code = erased, .record = "" };

    reinti_csv_place(csv, SIZE_MAX, &remark.row_line, &remark.column);
    remark.line = remark.row_line;
    reinti_str_add(&text, "the row names a person who was erased from the study; nothing of it is kept: take "
                          "it out of the file");
    reinti_remark_add(r, &remark, &text);
}

void
reinti_remark_faults(reinti_remarks *r, const reinti_decoding *d, const reinti_csv *csv)
{
    size_t first = first_fault(d);
    reinti_fault fault = d->row_fault[first].fault;
    const reinti_csv_field *person = reinti_decode_person_field(d, csv);
    reinti_str text = REINTI_STR_EMPTY;
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
    if (fault == REINTI_FAULT_FIELDS && csv->origin && csv->n_fields > d->n_columns) {
        reinti_csv_place(csv, csv->n_fields - 1, &remark.line, &remark.column);
        reinti_str_add(&text, "a cell stands right of the last column that the header names");
    } else if (fault == REINTI_FAULT_FIELDS) {
        reinti_str_format(&text, "%zu field%s; the header has %zu", csv->n_fields,
                          csv->n_fields == 1 ? "" : "s", d->n_columns);
    } else {
        const reinti_decoder *v = d->row_fault[first].decoder;
        remark.variable = v->variable->name;
        reinti_csv_place(csv, v->column, &remark.line, &remark.column);
        add_text(d, csv, first, &text);
    }
    if (person)
        remark.person = reinti_store_person(d->study, person->text, person->length);
    reinti_remark_add(r, &remark, &text);
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
                                    .text = m->text };
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
