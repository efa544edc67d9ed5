/* correct.c -- a stored record takes the values of a newer row, or is taken back.
 *
 * A variable that the newer row does not have (its file lacks the column: all its slots are NULL) keeps what
 * is stored. Triggers write the history of everything but sets, whose codes stand in tables of their own:
 * theirs is written here, the whole answer before and after.  A row of the same batch is never a correction:
 * the file has the key twice. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/merge.h"

void
reinti_merged_free(reinti_merged *m)
{
    free(m->slot);
    free(m->text);
    free(m->text_length);
    free(m->set);
    free(m->offset);
    free(m->set_changed);
}

bool
reinti_merged_make(reinti_merged *m, const reinti_form_store *store)
{
    size_t n = store->layout.n_slots + 1, n_sets = store->columns.n_sets + 1;

    *m = (reinti_merged){ .slot = malloc(n * sizeof *m->slot),
                          .text = calloc(n, sizeof *m->text),
                          .text_length = calloc(n, sizeof *m->text_length),
                          .set = calloc(n_sets, sizeof *m->set),
                          .offset = calloc(n_sets, sizeof *m->offset),
                          .same = true,
                          .set_changed = calloc(n_sets, sizeof *m->set_changed) };
    return m->slot && m->text && m->text_length && m->set && m->offset && m->set_changed;
}

void
reinti_merged_copy(reinti_merged *m, const reinti_layout *layout, const reinti_block *old)
{
    for (size_t i = 0; i < layout->n_slots; i++) {
        m->slot[i] = old->slot[i];
        if (layout->slot[i].storage == REINTI_STORE_TEXT && old->slot[i] != REINTI_NULL) {
            m->text[i] = old->text[old->slot[i]];
            m->text_length[i] = old->text_length[old->slot[i]];
            m->slot[i] = (int64_t)i;
        }
    }
    for (size_t k = 0; k < old->n_sets; k++)
        m->set[k] = old->set[k];
    m->same = false;
    m->block = (reinti_block){ .n_rows = 1,
                               .slot = m->slot,
                               .text = m->text,
                               .text_length = m->text_length,
                               .n_sets = old->n_sets,
                               .set = m->set };
}

static bool
same_value(const reinti_slot *slot, const reinti_block *a, int64_t x, const reinti_block *b, int64_t y)
{
    if (x == REINTI_NULL || y == REINTI_NULL || slot->storage != REINTI_STORE_TEXT)
        return x == y;
    return a->text_length[x] == b->text_length[y] && !memcmp(a->text[x], b->text[y], a->text_length[x]);
}

static bool
is_absent(const reinti_layout *layout, const int64_t *slot, size_t variable)
{
    for (size_t i = layout->first_slot[variable]; i < layout->n_slots && layout->slot[i].variable == variable;
         i++)
        if (slot[i] != REINTI_NULL)
            return false;
    return true;
}

static void
merge_slots(reinti_merged *m, const reinti_layout *layout, const reinti_block *old, const reinti_block *b,
            size_t row)
{
    const int64_t *slot = b->slot + row * layout->n_slots;

    for (size_t i = 0; i < layout->n_slots; i++) {
        bool keep = is_absent(layout, slot, layout->slot[i].variable);
        const reinti_block *from = keep ? old : b;
        int64_t value = keep ? old->slot[i] : slot[i];
        m->same = m->same && (keep || same_value(&layout->slot[i], old, old->slot[i], b, value));
        if (layout->slot[i].storage == REINTI_STORE_TEXT && value != REINTI_NULL) {
            m->text[m->n_texts] = from->text[value];
            m->text_length[m->n_texts] = from->text_length[value];
            value = m->n_texts++;
        }
        m->slot[i] = value;
    }
}

static void
merge_sets(reinti_merged *m, const reinti_layout *layout, const reinti_block *old, const reinti_block *b,
           size_t row)
{
    for (size_t k = 0; k < b->n_sets; k++) {
        size_t variable = b->set[k].variable, first = layout->first_slot[variable];
        bool keep = b->slot[row * layout->n_slots + first] == REINTI_NULL;
        const reinti_block_set *set = keep ? &old->set[k] : &b->set[k];
        size_t at = keep ? 0 : row;
        uint32_t n = set->offset[at + 1] - set->offset[at], n_old = old->set[k].offset[1];
        m->offset[k][0] = set->offset[at];
        m->offset[k][1] = set->offset[at + 1];
        m->set[k] = (reinti_block_set){ variable, m->offset[k], set->code };
        m->set_changed[k] =
            n != n_old ||
            (n && memcmp(set->code + m->offset[k][0], old->set[k].code, n * sizeof *set->code)) ||
            m->slot[first] != old->slot[first];
        m->same = m->same && !m->set_changed[k];
    }
}

/* ---- writing ------------------------------------------------------------------------------------------- */

/* Triggers are silent about what we write down ourselves, and about rows that are taken back. */
static reint_status
be_quiet(reint_study *s, bool quiet, reint_error *err)
{
    reint_status status =
        s->quiet == quiet ? REINT_OK : reinti_sql_exec(s, err, "UPDATE reint_context SET quiet = %d", quiet);

    if (!status)
        s->quiet = quiet;
    return status;
}

static void
answer_text(const reint_study *s, const reinti_variable *v, int64_t count, const reinti_block_set *set,
            reinti_str *out)
{
    if (count < 0 && count != REINTI_NULL && (size_t)-count <= s->cb->n_missing)
        reinti_str_add(out, s->cb->missing[-count - 1].name);
    for (uint32_t i = set->offset[0]; i < set->offset[1]; i++) {
        size_t code = reinti_store_code_of(s, v->list, set->code[i]);
        if (i > set->offset[0])
            reinti_str_add_char(out, v->separator);
        reinti_str_add(out, code == REINTI_NONE ? "?" : s->cb->list[v->list].code[code].name);
    }
}

static reint_status
set_history(reint_study *s, size_t f, const reinti_block *old, const reinti_merged *m, size_t k,
            reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    size_t variable = m->set[k].variable, first = layout->first_slot[variable];
    const reinti_variable *v = &layout->form->variable[variable];
    reinti_str before = REINTI_STR_EMPTY, after = REINTI_STR_EMPTY;
    reint_status status;

    answer_text(s, v, old->slot[first], &old->set[k], &before);
    answer_text(s, v, m->slot[first], &m->set[k], &after);
    status = before.failed || after.failed
                 ? reinti_no_memory(err)
                 : reinti_sql_exec(s, err,
                                   "INSERT INTO reint_history (form, record, variable, before, after, who, "
                                   "why, at) SELECT %Q, "
                                   "%lld, %Q, %Q, %Q, who, why, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now') "
                                   "FROM reint_context",
                                   layout->form->name, (long long)m->block.key[0], v->name, before.text,
                                   after.text);
    reinti_str_free(&before);
    reinti_str_free(&after);
    return status;
}

static reint_status
write_sets(reint_study *s, size_t f, const reinti_block *old, const reinti_merged *m, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reint_status status = REINT_OK;

    for (size_t k = 0; !status && k < m->block.n_sets; k++) {
        if (!m->set_changed[k])
            continue;
        status = be_quiet(s, true, err);
        sqlite3_bind_int64(store->delete_set[k], 1, m->block.key[0]);
        if (!status)
            status = reinti_sql_run(s, store->delete_set[k], err);
        s->feed = (reinti_feed){ .block = &m->block, .layout = &store->layout, .n = 1, .set = &m->set[k] };
        if (!status)
            status = reinti_sql_run(s, store->insert_set[k], err);
        if (!status)
            status = set_history(s, f, old, m, k, err);
    }
    return status ? status : be_quiet(s, false, err);
}

static void
bind_row(sqlite3_stmt *statement, const reinti_layout *layout, const reinti_block *b)
{
    int at = 1;

    for (size_t i = 0; i < layout->n_slots; i++, at++) {
        if (b->slot[i] == REINTI_NULL) {
            sqlite3_bind_null(statement, at);
        } else if (layout->slot[i].storage == REINTI_STORE_INTEGER) {
            sqlite3_bind_int64(statement, at, b->slot[i]);
        } else if (layout->slot[i].storage == REINTI_STORE_TEXT) {
            sqlite3_bind_text(statement, at, b->text[b->slot[i]], (int)b->text_length[b->slot[i]],
                              SQLITE_STATIC);
        } else {
            double real;
            memcpy(&real, &b->slot[i], sizeof real);
            sqlite3_bind_double(statement, at, real);
        }
    }
    sqlite3_bind_int64(statement, at++, b->source[0]);
    sqlite3_bind_int64(statement, at, b->key[0]);
}

/* The one record with KEY, as a block of one row. */
reint_status
reinti_read_one(reint_study *s, size_t f, int64_t key, const reinti_block **old, reint_error *err)
{
    reinti_scan_range(s->form[f].one, key, key);
    reint_status status = reinti_scan_next(s->form[f].one, old, err);
    reinti_scan_reset(s->form[f].one);
    if (!status && (*old)->n_rows != 1)
        status = reinti_fail(err, REINT_ARGUMENT, s->path, 0, "there is no such record");
    return status;
}

reint_status
reinti_merged_write(reint_study *s, size_t f, const reinti_block *old, const reinti_merged *m,
                    reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    reint_status status = be_quiet(s, false, err);

    bind_row(store->update, &store->layout,
             &m->block); /* an unchanged record takes the new source, no history */
    if (!status)
        status = reinti_sql_run(s, store->update, err);
    sqlite3_clear_bindings(store->update);
    if (!status && !m->same)
        status = write_sets(s, f, old, m, err);
    if (status)
        return status;
    store->digest += reinti_digest_row(store, &m->block, 0) - reinti_digest_row(store, old, 0);
    free(store->columns.source);
    store->columns.source = NULL;
    if (!m->same)
        reinti_columns_drop(s, f);
    return REINT_OK;
}

/* What undoing the batch gives back to the record. */
static reint_status
remember_source(reint_study *s, int64_t batch, int64_t key, int64_t source, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!s->touch)
        status = reinti_sql_prepare(s, &s->touch, err, "INSERT INTO reint_touched VALUES (?1, ?2, ?3)");
    if (status)
        return status;
    sqlite3_bind_int64(s->touch, 1, batch);
    sqlite3_bind_int64(s->touch, 2, key);
    sqlite3_bind_int64(s->touch, 3, source);
    return reinti_sql_run(s, s->touch, err);
}

reint_status
reinti_correct_row(reint_study *s, size_t f, const reinti_block *b, size_t row, uint8_t *outcome,
                   reint_error *err)
{
    const reinti_block *old = NULL;
    reinti_merged m;
    reint_status status = reinti_read_one(s, f, b->key[row], &old, err);

    if (status)
        return status;
    if (old->source[0] >> 32 == b->source[row] >> 32) {
        *outcome = REINTI_DUPLICATE;
        return REINT_OK;
    }
    if (!reinti_merged_make(&m, &s->form[f])) {
        reinti_merged_free(&m);
        return reinti_no_memory(err);
    }
    merge_slots(&m, &s->form[f].layout, old, b, row);
    merge_sets(&m, &s->form[f].layout, old, b, row);
    m.block = (reinti_block){ .n_rows = 1,
                              .key = &b->key[row],
                              .slot = m.slot,
                              .source = &b->source[row],
                              .text = m.text,
                              .text_length = m.text_length,
                              .n_sets = b->n_sets,
                              .set = m.set };
    *outcome = m.same ? REINTI_UNCHANGED : REINTI_CHANGED;
    status = remember_source(s, b->source[row] >> 32, b->key[row], old->source[0], err);
    if (!status)
        status = reinti_merged_write(s, f, old, &m, err);
    reinti_merged_free(&m);
    return status;
}

reint_status
reinti_remove_one(reint_study *s, size_t f, int64_t key, bool quiet, reint_error *err)
{
    reinti_form_store *store = &s->form[f];
    const reinti_block *old = NULL;
    reint_status status = reinti_insert_prepare(s, f, err);
    uint64_t digest = 0;

    if (!status)
        status = reinti_read_one(s, f, key, &old, err);
    if (!status) {
        digest = reinti_digest_row(store, old, 0);
        status = be_quiet(s, quiet, err);
    }
    if (status)
        return status;
    sqlite3_bind_int64(store->remove, 1, key);
    status = reinti_sql_run(s, store->remove, err);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++) {
        sqlite3_bind_int64(store->delete_set[k], 1, key);
        status = reinti_sql_run(s, store->delete_set[k], err);
    }
    store->digest -= digest;
    store->n_rows--;
    reinti_columns_drop(s, f);
    return status;
}

reint_status
reinti_store_remove(reint_study *s, size_t f, int64_t key, reint_error *err)
{
    return reinti_remove_one(s, f, key, true, err);
}
