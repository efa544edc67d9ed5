/* targets.h -- what the fuzz targets do with an input; tests/test_fuzz.c replays the seeds and some thousand
 * mutations of them through the same functions.  Each answers a sum over every byte it was told of: reading beyond a
 * field is found by the sanitizer. */
#ifndef REINT_FUZZ_TARGETS_H
#define REINT_FUZZ_TARGETS_H

#include "codebook/condition.h"
#include "codebook/emit.h"
#include "ingest/csv.h"
#include "sheet/sheet.h"

static inline size_t
fuzz_csv(const char *data, size_t size)
{
    reint_error err = { 0 };
    reinti_csv csv;
    size_t sum = 0;

    if (reinti_csv_open(&csv, "input", data, size, 0, &err))
        return 0;
    while (reinti_csv_next(&csv, &err) == REINTI_CSV_RECORD) {
        long line, column;
        for (size_t i = 0; i < csv.n_fields && i <= REINTI_CSV_COLUMNS_LIMIT; i++) {
            for (size_t k = 0; k < csv.field[i].length || k < REINTI_CSV_PADDING; k++)
                sum += (unsigned char)csv.field[i].text[k];
            reinti_csv_place(&csv, i, &line, &column);
            sum += (size_t)(line + column);
        }
    }
    reinti_csv_close(&csv);
    return sum;
}

/* A codebook that can be read can be written, and what is written can be read and says the same; else SIZE_MAX. */
static inline size_t
fuzz_codebook(const char *data, size_t size)
{
    reinti_codebook_file file = { "input", "codebook", data, size };
    reint_findings *findings = reint_findings_create();
    reint_codebook *cb = NULL, *again = NULL;
    reinti_str first = REINTI_STR_EMPTY, second = REINTI_STR_EMPTY;
    size_t sum = 0;

    if (!reinti_codebook_parse(&file, 1, &cb, findings, NULL)) {
        if (cb->base)
            reinti_condition_check(cb, cb->person_form, cb->base, "input", cb->base_at, findings);
        for (size_t i = 0; i < cb->n_rules; i++) {
            reinti_condition_check(cb, cb->rule[i].form, cb->rule[i].when, "input", cb->rule[i].when_at,
                                   findings);
            reinti_condition_check(cb, cb->rule[i].form, cb->rule[i].require, "input", cb->rule[i].require_at,
                                   findings);
        }
        reinti_codebook_emit(cb, &first);
        file = (reinti_codebook_file){ "input", "codebook", first.text, first.length };
        if (!reinti_codebook_parse(&file, 1, &again, NULL, NULL))
            reinti_codebook_emit(again, &second);
        sum = again && !strcmp(first.text, second.text) ? first.length : SIZE_MAX;
    }
    for (size_t i = 0; i < reint_findings_count(findings); i++)
        sum += !cb && strlen(reint_findings_get(findings, i)->text);
    reint_codebook_free(cb);
    reint_codebook_free(again);
    reint_findings_free(findings);
    reinti_str_free(&first);
    reinti_str_free(&second);
    return sum;
}

static inline size_t
fuzz_sheet(const char *data, size_t size)
{
    reinti_flat_options options = { 0 };
    reinti_workbook *w = NULL;
    reint_error err = { 0 };
    size_t sum = 0;

    if (reinti_workbook_open("input", data, size, &w, &err))
        return 0;
    for (size_t i = 0; i < reinti_workbook_n(w); i++) {
        reinti_flat flat;
        if (reinti_sheet_flatten(w, i, &options, &flat, &err))
            continue;
        for (size_t k = 0; k < flat.bytes.size; k++)
            sum += (unsigned char)flat.bytes.data[k];
        for (size_t k = 0; k < flat.n_columns; k++)
            sum += flat.without_data[k];
        for (size_t k = 0; k < flat.n_faults; k++)
            sum += flat.fault[k].column;
        sum += fuzz_csv(flat.bytes.data, flat.bytes.size);
        reinti_flat_free(&flat);
    }
    reinti_workbook_free(w);
    return sum;
}

#endif
