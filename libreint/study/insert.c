/* insert.c -- records into form tables: the hot path of reading a file.
 *
 * A block whose keys ascend beyond all stored ones is appended in one step (feed.c) without a look-up.  Any
 * other block is put in key order first, the first of equal keys winning, and only keys that may be there
 * already are looked up.  While a form has only ever grown in key order its columns are kept in memory as
 * well, so that the column cache costs nothing extra.  A key that is there already is a duplicate, or a
 * correction (correct.c). */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

typedef struct reinti_row_order {
    int64_t key;
    uint32_t row;
} row_order;

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
    finish(&store->update);
    finish(&store->remove);
    finish(&store->exists);
    for (size_t k = 0; k < store->columns.n_sets; k++) {
        finish(&store->insert_set[k]);
        finish(&store->delete_set[k]);
    }
    reinti_scan_free(store->one);
    store->one = NULL;
}

/* What the table holds when it is written to for the first time. */
static reint_status
find_largest(reint_study *s, size_t f, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    int64_t any = 0;
    reint_status status =
        reinti_sql_integer(s, &any, err, "SELECT EXISTS (SELECT 1 FROM \"%w\")", store->table);

    store->largest_key = INT64_MIN;
    if (!status && any)
        status = reinti_sql_integer(s, &store->largest_key, err, "SELECT max(_id) FROM \"%w\"", store->table);
    store->largest_known = !status;
    if (!status && !any) { /* nothing there: what is in memory, which is nothing, is complete */
        reinti_columns_drop(s, f);
        store->columns.complete = true;
    }
    return status;
}

/* UPDATE: the slots, then _source, then _id. */
static reint_status
prepare_changes(reint_study *s, size_t f, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reinti_str changes = REINTI_STR_EMPTY;
    size_t n = store->layout.n_slots;
    reint_status status;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&changes, "\"%s\" = ?%zu, ", store->layout.slot[i].name, i + 1);
    status = changes.failed ? reinti_no_memory(err)
                            : reinti_sql_prepare(s, &store->update, err,
                                                 "UPDATE \"%w\" SET %s_source = ?%d WHERE _id = ?%d",
                                                 store->table, changes.text, (int)n + 1, (int)n + 2);
    reinti_str_free(&changes);
    if (!status)
        status =
            reinti_sql_prepare(s, &store->remove, err, "DELETE FROM \"%w\" WHERE _id = ?1", store->table);
    if (!status)
        status =
            reinti_sql_prepare(s, &store->exists, err, "SELECT 1 FROM \"%w\" WHERE _id = ?1", store->table);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++)
        status = reinti_sql_prepare(s, &store->delete_set[k], err, "DELETE FROM \"%w__%w\" WHERE record = ?1",
                                    store->table,
                                    store->layout.form->variable[store->columns.set[k].variable].name);
    return status ? status : reinti_scan_open(s, f, true, &store->one, err);
}

reint_status
reinti_insert_prepare(reint_study *s, size_t f, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!s->in_transaction)
        return reinti_fail(err, REINT_ARGUMENT, s->path, 0, "records are written inside a transaction only");
    if (!s->form[f].one) {
        status = reinti_feed_prepare(s, f, err);
        if (!status)
            status = prepare_changes(s, f, err);
        if (status)
            reinti_insert_finish(s, f);
    }
    if (!status && !s->form[f].largest_known)
        status = find_largest(s, f, err);
    return status;
}

/* ---- which rows are new -------------------------------------------------------------------------------- */

static int
compare_rows(const void *a, const void *b)
{
    const row_order *x = a, *y = b;

    return x->key != y->key ? (x->key > y->key) - (x->key < y->key) : (x->row > y->row) - (x->row < y->row);
}

static bool
make_order_room(reint_study *s, size_t n)
{
    if (n <= s->order_capacity)
        return true;
    row_order *order = realloc(s->order, n * sizeof *order);
    if (order)
        s->order = order;
    uint32_t *picked = realloc(s->picked, n * sizeof *picked);
    if (picked)
        s->picked = picked;
    if (!order || !picked)
        return false;
    s->order_capacity = n;
    return true;
}

static reint_status
is_stored(reint_study *s, size_t f, int64_t key, bool *stored, reint_error *err)
{
    sqlite3_stmt *exists = s->form[f].exists;

    sqlite3_bind_int64(exists, 1, key);
    int result = sqlite3_step(exists);
    sqlite3_reset(exists);
    *stored = result == SQLITE_ROW;
    return result == SQLITE_ROW || result == SQLITE_DONE
               ? REINT_OK
               : reinti_sql_fail(s, err, "a record could not be looked up");
}

/* s->picked: the rows to add, in key order; OUTCOME of all others is DUPLICATE, but rows that are stored
 * already and the first of their key in the block stay for the caller to correct: UNCHANGED for now. */
static reint_status
pick_new(reint_study *s, size_t f, const reinti_block *b, uint8_t *outcome, size_t *n_picked,
         reint_error *err)
{
    reint_status status = REINT_OK;
    bool stored;

    *n_picked = 0;
    if (!make_order_room(s, b->n_rows))
        return reinti_no_memory(err);
    for (size_t row = 0; row < b->n_rows; row++)
        s->order[row] = (row_order){ b->key[row], (uint32_t)row };
    qsort(s->order, b->n_rows, sizeof *s->order, compare_rows);
    for (size_t i = 0; !status && i < b->n_rows; i++) {
        uint32_t row = s->order[i].row;
        if (i && s->order[i].key == s->order[i - 1].key) {
            outcome[row] = REINTI_DUPLICATE;
            continue;
        }
        stored = false;
        if (s->order[i].key <= s->form[f].largest_key)
            status = is_stored(s, f, s->order[i].key, &stored, err);
        outcome[row] = stored ? REINTI_UNCHANGED : REINTI_ACCEPTED;
        if (!stored)
            s->picked[(*n_picked)++] = row;
    }
    return status;
}

static bool
ascends(const reinti_block *b, int64_t after)
{
    for (size_t row = 0; row < b->n_rows; after = b->key[row++])
        if (b->key[row] <= after)
            return false;
    return true;
}

/* ---- adding -------------------------------------------------------------------------------------------- */

/* N rows of the block, in key order, none of them stored. */
static reint_status
add_rows(reint_study *s, size_t f, const reinti_block *b, const uint32_t *order, size_t n, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    size_t first = order ? order[0] : 0, last = order ? order[n - 1] : n - 1;
    bool at_the_end = b->key[first] > store->largest_key;
    reint_status status;

    s->feed = (reinti_feed){ .block = b, .layout = &store->layout, .order = order, .n = n };
    status = reinti_sql_run(s, store->insert, err);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++) {
        s->feed.set = &b->set[k];
        status = reinti_sql_run(s, store->insert_set[k], err);
    }
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        store->digest += reinti_digest_row(store, b, order ? order[i] : i);
    store->n_rows += (int64_t)n;
    if (b->key[last] > store->largest_key)
        store->largest_key = b->key[last];
    if (store->columns.complete &&
        (store->columns.mapped || !at_the_end || /* the cache's memory cannot grow */
         reinti_columns_append(s, f, b, order, n) != REINTI_APPENDED))
        reinti_columns_drop(s, f);
    free(store->columns.source);
    store->columns.source = NULL;
    return REINT_OK;
}

reint_status
reinti_store_insert(reint_study *s, size_t f, const reinti_block *b, bool correct, uint8_t *outcome,
                    reint_error *err)
{
    size_t n = 0;
    reint_status status = reinti_insert_prepare(s, f, err);

    if (status || !b->n_rows)
        return status;
    if (b->n_sets != s->form[f].columns.n_sets)
        return reinti_fail(err, REINT_ARGUMENT, s->path, 0, "%zu sets given, the form has %zu", b->n_sets,
                           s->form[f].columns.n_sets);
    if (ascends(b, s->form[f].largest_key)) {
        memset(outcome, REINTI_ACCEPTED, b->n_rows);
        return add_rows(s, f, b, NULL, b->n_rows, err);
    }
    status = pick_new(s, f, b, outcome, &n, err);
    if (!status && n)
        status = add_rows(s, f, b, s->picked, n, err);
    for (size_t row = 0; !status && row < b->n_rows; row++)
        if (outcome[row] == REINTI_UNCHANGED) {
            outcome[row] = REINTI_DUPLICATE;
            if (correct)
                status = reinti_correct_row(s, f, b, row, &outcome[row], err);
        }
    return status;
}
