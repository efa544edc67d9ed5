/* insert.c -- rows into form tables: the hot path of reading a file.
 *
 * One prepared statement a form; keys that ascend are appended at the right edge of the table.  While a form
 * has only ever grown in key order, its columns are kept in memory too, so that the column cache costs
 * nothing extra.  A digest of every row is summed up per form: a change by another program, which no trigger
 * may have seen, shows in `reint check`. */
#include <config.h>

#include "study/internal.h"

#include <string.h>

/* ---- digest
 * -------------------------------------------------------------------------------------------------------------
 */

static inline uint64_t
mix(uint64_t h, uint64_t x)
{
    h = (h ^ x) * 0x9E3779B97F4A7C15u;
    return h ^ h >> 29;
}

static uint64_t
text_digest(const char *text, size_t n)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)text[i]) * 0x100000001b3u;
    return h;
}

uint64_t
reinti_row_digest(const reinti_layout *layout, int64_t key, const int64_t *slot, const char *const *text,
                  const uint32_t *text_length)
{
    uint64_t h = mix(0x5265696e74u, (uint64_t)key);

    for (size_t i = 0; i < layout->n_slots; i++)
        if (layout->slot[i].storage == REINTI_STORE_TEXT && slot[i] != REINTI_NULL)
            h = mix(h, text_digest(text[slot[i]], text_length[slot[i]]));
        else
            h = mix(h, (uint64_t)slot[i]);
    return h;
}

uint64_t
reinti_set_digest(uint64_t digest, int16_t code)
{
    return mix(digest, (uint64_t)(int64_t)code);
}

/* With the codes of its sets. */
static uint64_t
block_row_digest(const reinti_layout *layout, const reinti_block *b, size_t row)
{
    uint64_t h =
        reinti_row_digest(layout, b->key[row], b->slot + row * layout->n_slots, b->text, b->text_length);

    for (size_t k = 0; k < b->n_sets; k++)
        for (uint32_t i = b->set[k].offset[row]; i < b->set[k].offset[row + 1]; i++)
            h = reinti_set_digest(h, b->set[k].code[i]);
    return h;
}

reint_status
reinti_digest_store(reint_study *s, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < s->cb->n_forms; f++)
        status =
            reinti_sql_exec(s, err, "UPDATE reint_digest SET n = %lld, digest = %lld WHERE form = %Q",
                            (long long)s->form[f].n_rows, (long long)s->form[f].digest, s->cb->form[f].name);
    return status;
}

reint_status
reinti_digest_load(reint_study *s, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < s->cb->n_forms; f++) {
        int64_t digest = 0;
        status = reinti_sql_integer(s, &s->form[f].n_rows, err, "SELECT n FROM reint_digest WHERE form = %Q",
                                    s->cb->form[f].name);
        if (!status)
            status = reinti_sql_integer(s, &digest, err, "SELECT digest FROM reint_digest WHERE form = %Q",
                                        s->cb->form[f].name);
        s->form[f].digest = (uint64_t)digest;
    }
    return status;
}

/* ---- statements
 * ------------------------------------------------------------------------------------------------------------
 */

static void
finish(sqlite3_stmt **statement)
{
    sqlite3_finalize(*statement);
    *statement = NULL;
}

void
reinti_insert_finish(reint_study *s, size_t f)
{
    reinti_form_store *store = &s->form[f];

    finish(&store->insert);
    finish(&store->lookup);
    finish(&store->update);
    finish(&store->remove);
    for (size_t k = 0; k < store->columns.n_sets; k++) {
        finish(&store->insert_set[k]);
        finish(&store->delete_set[k]);
    }
}

static const char *
set_name(const reint_study *s, size_t f, size_t k)
{
    return s->cb->form[f].variable[s->form[f].columns.set[k].variable].name;
}

/* Parameters: the slots, then _source, then id. */
static reint_status
prepare_form(reint_study *s, size_t f, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reinti_str names = REINTI_STR_EMPTY, values = REINTI_STR_EMPTY, changes = REINTI_STR_EMPTY;
    size_t n = store->layout.n_slots;
    reint_status status;

    if (store->insert)
        return REINT_OK;
    for (size_t i = 0; i < n; i++) {
        reinti_str_format(&names, "\"%s\", ", store->layout.slot[i].name);
        reinti_str_format(&values, "?%zu, ", i + 1);
        reinti_str_format(&changes, "\"%s\" = ?%zu, ", store->layout.slot[i].name, i + 1);
    }
    status = names.failed || values.failed || changes.failed ? reinti_no_memory(err) : REINT_OK;
    if (!status)
        status = reinti_sql_prepare(s, &store->insert, err,
                                    "INSERT OR IGNORE INTO \"%w\" (%s_source, id) VALUES (%s?%d, ?%d)",
                                    store->table, names.text, values.text, (int)n + 1, (int)n + 2);
    if (!status)
        status =
            reinti_sql_prepare(s, &store->update, err, "UPDATE \"%w\" SET %s_source = ?%d WHERE id = ?%d",
                               store->table, changes.text, (int)n + 1, (int)n + 2);
    if (!status)
        status = reinti_sql_prepare(s, &store->lookup, err, "SELECT %s_source FROM \"%w\" WHERE id = ?1",
                                    names.text, store->table);
    if (!status)
        status = reinti_sql_prepare(s, &store->remove, err, "DELETE FROM \"%w\" WHERE id = ?1", store->table);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++) {
        status =
            reinti_sql_prepare(s, &store->insert_set[k], err, "INSERT INTO \"%w__%w\" VALUES (?1, ?2, ?3)",
                               store->table, set_name(s, f, k));
        if (!status)
            status =
                reinti_sql_prepare(s, &store->delete_set[k], err, "DELETE FROM \"%w__%w\" WHERE record = ?1",
                                   store->table, set_name(s, f, k));
    }
    if (!status && !store->largest_known) {
        int64_t any = 0;
        status = reinti_sql_integer(s, &any, err, "SELECT EXISTS (SELECT 1 FROM \"%w\")", store->table);
        if (!status && any)
            status =
                reinti_sql_integer(s, &store->largest_key, err, "SELECT max(id) FROM \"%w\"", store->table);
        else
            store->largest_key = INT64_MIN;
        store->largest_known = !status;
        if (!status && !any) {
            reinti_columns_drop(s, f);
            store->columns.complete = true;
        }
    }
    reinti_str_free(&names);
    reinti_str_free(&values);
    reinti_str_free(&changes);
    return status;
}

/* ---- one row
 * ------------------------------------------------------------------------------------------------------------------
 */

static void
bind_row(sqlite3_stmt *statement, const reinti_layout *layout, const reinti_block *b, size_t row)
{
    const int64_t *slot = b->slot + row * layout->n_slots;
    int at = 1;

    for (size_t i = 0; i < layout->n_slots; i++, at++) {
        if (slot[i] == REINTI_NULL) {
            sqlite3_bind_null(statement, at);
        } else if (layout->slot[i].storage == REINTI_STORE_INTEGER) {
            sqlite3_bind_int64(statement, at, slot[i]);
        } else if (layout->slot[i].storage == REINTI_STORE_TEXT) {
            sqlite3_bind_text(statement, at, b->text[slot[i]], (int)b->text_length[slot[i]], SQLITE_STATIC);
        } else {
            double real;
            memcpy(&real, &slot[i], sizeof real);
            sqlite3_bind_double(statement, at, real);
        }
    }
    sqlite3_bind_int64(statement, at++, b->source[row]);
    sqlite3_bind_int64(statement, at, b->key[row]);
}

static reint_status
insert_sets(reint_study *s, size_t f, const reinti_block *b, size_t row, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t k = 0; k < b->n_sets; k++) {
        sqlite3_stmt *statement = s->form[f].insert_set[k];
        uint32_t from = b->set[k].offset[row], to = b->set[k].offset[row + 1];
        if (from == to)
            continue;
        sqlite3_bind_int64(statement, 1, b->key[row]);
        for (uint32_t i = from; !status && i < to; i++) {
            sqlite3_bind_int64(statement, 2, i - from + 1);
            sqlite3_bind_int64(statement, 3, b->set[k].code[i]);
            status = reinti_sql_run(s, statement, err);
        }
    }
    return status;
}

static bool
same_slot(sqlite3_stmt *statement, int column, const reinti_slot *slot, int64_t value, const reinti_block *b)
{
    if (sqlite3_column_type(statement, column) == SQLITE_NULL || value == REINTI_NULL)
        return sqlite3_column_type(statement, column) == SQLITE_NULL && value == REINTI_NULL;
    if (slot->storage == REINTI_STORE_INTEGER)
        return sqlite3_column_int64(statement, column) == value;
    if (slot->storage == REINTI_STORE_REAL) {
        double real;
        memcpy(&real, &value, sizeof real);
        return sqlite3_column_double(statement, column) == real;
    }
    return (size_t)sqlite3_column_bytes(statement, column) == b->text_length[value] &&
           !memcmp(sqlite3_column_text(statement, column), b->text[value], b->text_length[value]);
}

/* What is stored under the row's key: its digest, and whether it equals the row. */
static reint_status
compare_row(reint_study *s, size_t f, const reinti_block *b, size_t row, bool *same, uint64_t *digest,
            int64_t *source, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    sqlite3_stmt *lookup = s->form[f].lookup;
    reint_status status = REINT_OK;

    *same = true;
    *digest = mix(0x5265696e74u, (uint64_t)b->key[row]);
    sqlite3_bind_int64(lookup, 1, b->key[row]);
    if (sqlite3_step(lookup) != SQLITE_ROW) {
        sqlite3_reset(lookup);
        return reinti_sql_fail(s, err, "a record could not be read");
    }
    for (size_t i = 0; i < layout->n_slots; i++) {
        int c = (int)i;
        uint64_t x = (uint64_t)REINTI_NULL;
        if (sqlite3_column_type(lookup, c) == SQLITE_INTEGER &&
            layout->slot[i].storage == REINTI_STORE_INTEGER)
            x = (uint64_t)sqlite3_column_int64(lookup, c);
        else if (layout->slot[i].storage == REINTI_STORE_REAL &&
                 sqlite3_column_type(lookup, c) != SQLITE_NULL) {
            double real = sqlite3_column_double(lookup, c);
            memcpy(&x, &real, sizeof x);
        } else if (sqlite3_column_type(lookup, c) == SQLITE_TEXT)
            x = text_digest((const char *)sqlite3_column_text(lookup, c),
                            (size_t)sqlite3_column_bytes(lookup, c));
        *digest = mix(*digest, x);
        *same = *same && same_slot(lookup, c, &layout->slot[i], b->slot[row * layout->n_slots + i], b);
    }
    *source = sqlite3_column_int64(lookup, (int)layout->n_slots);
    sqlite3_reset(lookup);
    for (size_t k = 0; !status && k < b->n_sets; k++) {
        sqlite3_stmt *codes = NULL;
        uint32_t at = b->set[k].offset[row], to = b->set[k].offset[row + 1];
        status = reinti_sql_prepare(s, &codes, err,
                                    "SELECT code FROM \"%w__%w\" WHERE record = %lld ORDER BY position",
                                    s->form[f].table, set_name(s, f, k), (long long)b->key[row]);
        while (!status && sqlite3_step(codes) == SQLITE_ROW) {
            int16_t code = (int16_t)sqlite3_column_int(codes, 0);
            *digest = reinti_set_digest(*digest, code);
            *same = *same && at < to && b->set[k].code[at] == code;
            at++;
        }
        *same = *same && at == to;
        sqlite3_finalize(codes);
    }
    return status;
}

static reint_status
correct_row(reint_study *s, size_t f, const reinti_block *b, size_t row, uint8_t *outcome, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    bool same;
    uint64_t before;
    int64_t source;
    reint_status status = compare_row(s, f, b, row, &same, &before, &source, err);

    if (status)
        return status;
    if (source >> 32 == b->source[row] >> 32) { /* from this very batch: the file has the key twice */
        *outcome = REINTI_DUPLICATE;
        return REINT_OK;
    }
    *outcome = same ? REINTI_UNCHANGED : REINTI_CHANGED;
    bind_row(store->update, &store->layout, b,
             row); /* an unchanged row takes the new source, without history */
    status = reinti_sql_run(s, store->update, err);
    if (status || same)
        return status;
    reinti_columns_drop(s, f);
    for (size_t k = 0; !status && k < b->n_sets; k++) {
        sqlite3_bind_int64(store->delete_set[k], 1, b->key[row]);
        status = reinti_sql_run(s, store->delete_set[k], err);
    }
    if (!status)
        status = insert_sets(s, f, b, row, err);
    store->digest += block_row_digest(&store->layout, b, row) - before;
    return status;
}

reint_status
reinti_store_insert(reint_study *s, size_t f, const reinti_block *b, bool correct, uint8_t *outcome,
                    reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reint_status status = prepare_form(s, f, err);

    if (store->columns.mapped) /* the cache's memory cannot grow */
        reinti_columns_drop(s, f);
    for (size_t row = 0; !status && row < b->n_rows; row++) {
        bool ascends = b->key[row] > store->largest_key;
        bind_row(store->insert, &store->layout, b, row);
        int result = sqlite3_step(store->insert);
        sqlite3_reset(store->insert);
        if (result != SQLITE_DONE)
            return reinti_sql_fail(s, err, "a record could not be stored");
        if (!ascends && !sqlite3_changes(s->db)) {
            outcome[row] = REINTI_DUPLICATE;
            if (correct)
                status = correct_row(s, f, b, row, &outcome[row], err);
            continue;
        }
        outcome[row] = REINTI_ACCEPTED;
        status = insert_sets(s, f, b, row, err);
        store->digest += block_row_digest(&store->layout, b, row);
        store->n_rows++;
        if (ascends)
            store->largest_key = b->key[row];
        if (store->columns.complete && (!ascends || !reinti_columns_append(s, f, b, row)))
            reinti_columns_drop(s, f);
    }
    return status;
}

reint_status
reinti_store_remove(reint_study *s, size_t f, int64_t key, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reinti_block nothing = { .n_rows = 1, .key = &key };
    reint_status status = prepare_form(s, f, err);
    uint64_t digest = 0;
    int64_t source;
    bool same;

    if (status)
        return status;
    /* compare_row needs a row to compare with: an empty one, whose result does not matter */
    int64_t *slot = sqlite3_malloc64((store->layout.n_slots + 1) * sizeof *slot);
    uint32_t zero[2] = { 0, 0 };
    reinti_block_set *set = sqlite3_malloc64((store->columns.n_sets + 1) * sizeof *set);
    if (!slot || !set) {
        sqlite3_free(slot);
        sqlite3_free(set);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < store->layout.n_slots; i++)
        slot[i] = REINTI_NULL;
    for (size_t k = 0; k < store->columns.n_sets; k++)
        set[k] = (reinti_block_set){ store->columns.set[k].variable, zero, NULL };
    nothing.slot = slot;
    nothing.n_sets = store->columns.n_sets;
    nothing.set = set;
    status = compare_row(s, f, &nothing, 0, &same, &digest, &source, err);
    sqlite3_free(slot);
    sqlite3_free(set);
    if (!status)
        status = reinti_sql_exec(s, err, "UPDATE reint_context SET quiet = 1");
    sqlite3_bind_int64(store->remove, 1, key);
    if (!status)
        status = reinti_sql_run(s, store->remove, err);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++) {
        sqlite3_bind_int64(store->delete_set[k], 1, key);
        status = reinti_sql_run(s, store->delete_set[k], err);
    }
    if (!status)
        status = reinti_sql_exec(s, err, "UPDATE reint_context SET quiet = 0");
    store->digest -= digest;
    store->n_rows--;
    store->largest_known = false;
    reinti_insert_finish(s, f);
    reinti_columns_drop(s, f);
    return status;
}
