/* scan.c -- reads records out of a form's tables, block by block, in the shape in which they came in.
 *
 * Used wherever stored records are looked at again: to make the columns of analysis, to sum up digests, to
 * compare a record with its correction.  The codes of sets come from tables of their own, walked in step with
 * the records; codes that belong to no record are passed over (`reint check` tells of them). */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

enum { BLOCK_ROWS = 1024 };

typedef struct scan_set {
    sqlite3_stmt *codes;
    int state; /* what the last step answered */
    uint32_t offset[BLOCK_ROWS + 1];
    int16_t *code;
    size_t capacity;
} scan_set;

struct reinti_scan {
    reint_study *study;
    const reinti_form_store *store;
    sqlite3_stmt *rows;
    int state;
    size_t n_sets;
    scan_set *set;
    reinti_block_set *block_set;
    int64_t key[BLOCK_ROWS], source[BLOCK_ROWS], *slot;
    reinti_str texts; /* of the block, one after another */
    size_t n_texts, *text_at;
    const char **text;
    uint32_t *text_length;
    reinti_block block;
};

void
reinti_scan_free(reinti_scan *scan)
{
    if (!scan)
        return;
    sqlite3_finalize(scan->rows);
    for (size_t k = 0; scan->set && k < scan->n_sets; k++) {
        sqlite3_finalize(scan->set[k].codes);
        free(scan->set[k].code);
    }
    free(scan->set);
    free(scan->block_set);
    free(scan->slot);
    free(scan->text_at);
    free(scan->text);
    free(scan->text_length);
    reinti_str_free(&scan->texts);
    free(scan);
}

static bool
make_room(reinti_scan *scan, size_t n_texts)
{
    scan->slot = malloc((scan->store->layout.n_slots + 1) * BLOCK_ROWS * sizeof *scan->slot);
    scan->set = calloc(scan->n_sets + 1, sizeof *scan->set);
    scan->block_set = calloc(scan->n_sets + 1, sizeof *scan->block_set);
    scan->text_at = calloc(n_texts * BLOCK_ROWS + 1, sizeof *scan->text_at);
    scan->text = calloc(n_texts * BLOCK_ROWS + 1, sizeof *scan->text);
    scan->text_length = calloc(n_texts * BLOCK_ROWS + 1, sizeof *scan->text_length);
    return scan->slot && scan->set && scan->block_set && scan->text_at && scan->text && scan->text_length;
}

static reint_status
prepare_sets(reinti_scan *scan, reint_error *err)
{
    const reinti_form_columns *c = &scan->store->columns;
    reint_status status = REINT_OK;

    for (size_t k = 0; !status && k < scan->n_sets; k++) {
        status = reinti_sql_prepare(
            scan->study, &scan->set[k].codes, err,
            "SELECT record, code FROM \"%w__%w\" WHERE record BETWEEN ?1 AND ?2 ORDER BY record, position",
            scan->store->table, scan->store->layout.form->variable[c->set[k].variable].name);
        scan->block_set[k].variable = c->set[k].variable;
    }
    return status;
}

reint_status
reinti_scan_open(reint_study *s, size_t f, bool texts, reinti_scan **out, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    reinti_scan *scan = calloc(1, sizeof *scan);
    reinti_str names = REINTI_STR_EMPTY;
    size_t n_texts = 0;
    reint_status status = REINT_OK;

    *out = NULL;
    if (!scan)
        return reinti_no_memory(err);
    scan->texts = (reinti_str)REINTI_STR_EMPTY;
    scan->study = s;
    scan->store = &s->form[f];
    scan->n_sets = s->form[f].columns.n_sets;
    scan->state = SQLITE_DONE;
    for (size_t i = 0; i < layout->n_slots; i++) {
        bool is_text = layout->slot[i].storage == REINTI_STORE_TEXT;
        n_texts += is_text && texts;
        if (is_text && !texts)
            reinti_str_add(&names, ", NULL");
        else
            reinti_str_format(&names, ", \"%s\"", layout->slot[i].name);
    }
    if (names.failed || !make_room(scan, n_texts))
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_sql_prepare(
            s, &scan->rows, err, "SELECT _id, _source%s FROM \"%w\" WHERE _id BETWEEN ?1 AND ?2 ORDER BY _id",
            names.text, s->form[f].table);
    if (!status)
        status = prepare_sets(scan, err);
    reinti_str_free(&names);
    if (status)
        reinti_scan_free(scan);
    else
        *out = scan;
    return status;
}

void
reinti_scan_reset(reinti_scan *scan)
{
    if (!scan)
        return;
    sqlite3_reset(scan->rows);
    scan->state = SQLITE_DONE;
    for (size_t k = 0; k < scan->n_sets; k++)
        sqlite3_reset(scan->set[k].codes);
}

static void
restart(sqlite3_stmt *statement, int64_t low, int64_t high, int *state)
{
    sqlite3_reset(statement);
    sqlite3_bind_int64(statement, 1, low);
    sqlite3_bind_int64(statement, 2, high);
    *state = sqlite3_step(statement);
}

void
reinti_scan_range(reinti_scan *scan, int64_t low, int64_t high)
{
    restart(scan->rows, low, high, &scan->state);
    for (size_t k = 0; k < scan->n_sets; k++)
        restart(scan->set[k].codes, low, high, &scan->set[k].state);
}

static int64_t
read_text(reinti_scan *scan, int column)
{
    size_t n = (size_t)sqlite3_column_bytes(scan->rows, column);

    scan->text_at[scan->n_texts] = scan->texts.length;
    scan->text_length[scan->n_texts] = (uint32_t)n;
    reinti_str_add_n(&scan->texts, (const char *)sqlite3_column_text(scan->rows, column), n);
    reinti_str_add_char(&scan->texts, '\0');
    return (int64_t)scan->n_texts++;
}

static void
read_row(reinti_scan *scan, size_t row)
{
    const reinti_layout *layout = &scan->store->layout;
    int64_t *slot = scan->slot + row * layout->n_slots;

    scan->key[row] = sqlite3_column_int64(scan->rows, 0);
    scan->source[row] = sqlite3_column_int64(scan->rows, 1);
    for (size_t i = 0; i < layout->n_slots; i++) {
        int at = (int)i + 2;
        if (sqlite3_column_type(scan->rows, at) == SQLITE_NULL) {
            slot[i] = REINTI_NULL;
        } else if (layout->slot[i].storage == REINTI_STORE_INTEGER) {
            slot[i] = sqlite3_column_int64(scan->rows, at);
        } else if (layout->slot[i].storage == REINTI_STORE_TEXT) {
            slot[i] = read_text(scan, at);
        } else {
            double real = sqlite3_column_double(scan->rows, at);
            memcpy(&slot[i], &real, sizeof real);
        }
    }
}

/* The codes of the block's records; the last code read waits for the next block. */
static reint_status
read_set(reinti_scan *scan, size_t k, size_t n_rows, reint_error *err)
{
    scan_set *set = &scan->set[k];
    size_t n = 0;

    for (size_t row = 0; row < n_rows; row++) {
        set->offset[row] = (uint32_t)n;
        while (set->state == SQLITE_ROW && sqlite3_column_int64(set->codes, 0) < scan->key[row])
            set->state = sqlite3_step(set->codes);
        for (; set->state == SQLITE_ROW && sqlite3_column_int64(set->codes, 0) == scan->key[row];
             set->state = sqlite3_step(set->codes)) {
            int64_t code = sqlite3_column_int64(set->codes, 1);
            if (!reinti_grow(&set->code, &set->capacity, n, sizeof *set->code))
                return reinti_no_memory(err);
            set->code[n++] = code > 0 && code <= INT16_MAX ? (int16_t)code : 0;
        }
    }
    set->offset[n_rows] = (uint32_t)n;
    scan->block_set[k].offset = set->offset;
    scan->block_set[k].code = set->code;
    return set->state == SQLITE_ROW || set->state == SQLITE_DONE
               ? REINT_OK
               : reinti_sql_fail(scan->study, err, "the records could not be read");
}

reint_status
reinti_scan_next(reinti_scan *scan, const reinti_block **block, reint_error *err)
{
    size_t n = 0;
    reint_status status = REINT_OK;

    scan->n_texts = 0;
    reinti_str_clear(&scan->texts);
    for (; scan->state == SQLITE_ROW && n < BLOCK_ROWS; scan->state = sqlite3_step(scan->rows))
        read_row(scan, n++);
    if (scan->state != SQLITE_ROW && scan->state != SQLITE_DONE)
        return reinti_sql_fail(scan->study, err, "the records could not be read");
    if (scan->texts.failed)
        return reinti_no_memory(err);
    for (size_t i = 0; i < scan->n_texts; i++)
        scan->text[i] = scan->texts.text + scan->text_at[i];
    for (size_t k = 0; !status && k < scan->n_sets; k++)
        status = read_set(scan, k, n, err);
    scan->block = (reinti_block){ .n_rows = n,
                                  .key = scan->key,
                                  .slot = scan->slot,
                                  .source = scan->source,
                                  .text = scan->text,
                                  .text_length = scan->text_length,
                                  .n_sets = scan->n_sets,
                                  .set = scan->block_set };
    *block = &scan->block;
    return status;
}
