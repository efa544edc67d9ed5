/* undo.c -- takes a batch back.
 *
 * Decides from three things: the source that each record carries (the last batch that had a good row for it),
 * reint_touched (records that a batch found there, with the source they had), and the part of the history that the
 * batch wrote.  A record whose source is the batch, and which it did not find there, goes; one that it found there gets
 * its values and its source back.  What came later stands in the way and is named: a later batch of the same records,
 * a change by another program, records of other forms that belong to those that would go, a judgement on one of them.
 * A batch read before version 2 of the tables has no such notes; it can be undone if it brought new records only. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/merge.h"

typedef struct undo {
    reint_study *s;
    size_t f;
    const reinti_form *form;
    const char *table;
    int64_t batch, first, last; /* the history that it wrote: FIRST + 1 .. LAST */
    reint_findings *findings;
} undo;

/* Records that would go; those whose values would change as well. */
#define GOING                                                                                                \
    "SELECT _id FROM \"%w\" WHERE _source >> 32 = %lld AND _id NOT IN (SELECT record FROM reint_touched"     \
    " WHERE batch = %lld)"
#define TOUCHED "SELECT record FROM reint_touched WHERE batch = %lld"

/* ---- what stands in the way --------------------------------------------------------------------------------------- */

static reint_status
find_batch(undo *u, reint_undo *out, reint_error *err)
{
    reint_study *s = u->s;
    sqlite3_stmt *statement;
    bool found, undone, noted;
    int64_t others;
    reint_status status =
        reinti_sql_prepare(s, &statement, err,
                           "SELECT form, input, undone IS NOT NULL, first_change, last_change,"
                           " changed + unchanged FROM reint_batch WHERE id = %lld AND read IS NOT NULL",
                           (long long)u->batch);

    if (status)
        return status;
    found = sqlite3_step(statement) == SQLITE_ROW;
    u->f = found ? reinti_codebook_find_form(s->cb, reinti_sql_text(statement, 0)) : REINTI_NONE;
    out->input = found ? reinti_arena_text(s->cb->arena, reinti_sql_text(statement, 1)) : NULL;
    undone = sqlite3_column_int(statement, 2);
    noted = sqlite3_column_type(statement, 4) != SQLITE_NULL;
    u->first = sqlite3_column_int64(statement, 3);
    u->last = sqlite3_column_int64(statement, 4);
    others = sqlite3_column_int64(statement, 5);
    sqlite3_finalize(statement);
    if (!found || u->f == REINTI_NONE)
        return reinti_fail(err, REINT_DATA, s->path, 0, "there is no batch %lld; see: reint status --files",
                           (long long)u->batch);
    if (undone)
        return reinti_fail(err, REINT_DATA, s->path, 0, "batch %lld is undone already", (long long)u->batch);
    if (!noted && others)
        return reinti_fail(err, REINT_DATA, s->path, 0,
                           "batch %lld was read by an older reint, which did not keep what it changed",
                           (long long)u->batch);
    u->form = &s->cb->form[u->f];
    u->table = s->form[u->f].table;
    out->form = u->form->name;
    return out->input ? REINT_OK : reinti_no_memory(err);
}

static reint_status
find_later_batches(undo *u, reint_error *err)
{
    sqlite3_stmt *statement;
    int result;
    reint_status status = reinti_sql_prepare(
        u->s, &statement, err,
        "SELECT b.id, b.input, b.imported_at, count(*) FROM reint_touched t JOIN reint_batch b"
        " ON b.id = t.batch WHERE t.source >> 32 = %lld AND b.form = %Q AND b.undone IS NULL"
        " GROUP BY b.id ORDER BY b.id DESC",
        (long long)u->batch, u->form->name);

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        reinti_find(u->findings, REINT_ERROR, "changed_later", NULL, u->form->name, 0, 0,
                    "batch %lld (%s, %s) has %lld of its records; undo that one first",
                    sqlite3_column_int64(statement, 0), reinti_sql_text(statement, 1),
                    reinti_sql_text(statement, 2), sqlite3_column_int64(statement, 3));
    if (result != SQLITE_DONE)
        status = reinti_sql_fail(u->s, err, "the batches could not be read");
    sqlite3_finalize(statement);
    return status;
}

static reint_status
find_count(undo *u, const char *code, const char *text, char *query, reint_error *err)
{
    int64_t n = 0;
    reint_status status = query ? reinti_sql_integer(u->s, &n, err, "%s", query) : reinti_no_memory(err);

    sqlite3_free(query);
    if (!status && n)
        reinti_find(u->findings, REINT_ERROR, code, NULL, u->form->name, 0, 0, "%lld %s", (long long)n, text);
    return status;
}

/* The key that a record of form G has in form F, as SQL over G's _id; "" when G's key does not hold that of F. */
static bool
parent_key(const reint_study *s, size_t g, size_t f, reinti_str *out)
{
    const reinti_layout *child = &s->form[g].layout, *parent = &s->form[f].layout;

    for (size_t k = 0; k < parent->form->n_key; k++) {
        size_t at = 0;
        while (at < child->form->n_key &&
               strcmp(child->form->variable[at].name, parent->form->variable[k].name))
            at++;
        if (at == child->form->n_key)
            return false;
        reinti_str_format(out, "%s((_id >> %u & %lld) << %u)", k ? " | " : "", child->key_shift[at],
                          (1LL << child->key_bits[at]) - 1, parent->key_shift[k]);
    }
    return true;
}

static reint_status
find_dependents(undo *u, reint_error *err)
{
    reint_study *s = u->s;
    reint_status status = REINT_OK;

    for (size_t g = 0; !status && g < s->n_forms; g++) {
        reinti_str key = REINTI_STR_EMPTY, text = REINTI_STR_EMPTY;
        if (g != u->f && parent_key(s, g, u->f, &key)) {
            reinti_str_format(&text,
                              "records of form %s belong to records that would go; undo their batches first",
                              s->cb->form[g].name);
            status = key.failed || text.failed
                         ? reinti_no_memory(err)
                         : find_count(u, "has_children", text.text,
                                      sqlite3_mprintf("SELECT count(*) FROM \"%w\" WHERE %s IN (" GOING ")",
                                                      s->form[g].table, key.text, u->table,
                                                      (long long)u->batch, (long long)u->batch),
                                      err);
        }
        reinti_str_free(&key);
        reinti_str_free(&text);
    }
    return status;
}

static reint_status
find_obstacles(undo *u, reint_error *err)
{
    long long b = (long long)u->batch;
    reint_status status = find_later_batches(u, err);

    if (!status) /* what later batches wrote is told above */
        status = find_count(
            u, "changed_outside", "changes of its records were made later, outside any batch",
            sqlite3_mprintf(
                "SELECT count(*) FROM reint_history h WHERE form = %Q AND id > %lld"
                " AND variable NOT LIKE '(judgement %%' AND record IN"
                " (SELECT _id FROM \"%w\" WHERE _source >> 32 = %lld UNION " TOUCHED ") AND NOT EXISTS"
                " (SELECT 1 FROM reint_batch b WHERE b.id > %lld AND (h.id > b.first_change AND h.id <="
                " b.last_change OR h.id > b.undo_first AND h.id <= b.undo_last))",
                u->form->name, (long long)u->last, u->table, b, b, b),
            err);
    if (!status)
        status = find_dependents(u, err);
    if (!status)
        status = find_count(
            u, "is_judged", "records that would go carry a judgement of the team",
            sqlite3_mprintf("SELECT count(*) FROM reint_override WHERE form = %Q AND record IN (" GOING ")",
                            u->form->name, u->table, b, b),
            err);
    return status;
}

/* ---- back to what it was ------------------------------------------------------------------------------------------ */

/* The codes that TEXT ("a;c") names, in place of those of set K. */
static reint_status
restore_set(undo *u, size_t k, const char *text, const reinti_block *old, reinti_merged *m, int16_t **codes,
            reint_error *err)
{
    size_t variable = old->set[k].variable, n = 0;
    const reinti_variable *v = &u->form->variable[variable];
    const reinti_list *list = &u->s->cb->list[v->list];
    int64_t count = m->slot[u->s->form[u->f].layout.first_slot[variable]];
    int16_t *code = calloc(strlen(text) + 1, sizeof *code);

    if (!code)
        return reinti_no_memory(err);
    codes[k] = code;
    while (count > 0 && *text) {
        char name[128];
        size_t length = strcspn(text, (char[]){ v->separator, '\0' });
        snprintf(name, sizeof name, "%.*s", (int)(length < sizeof name ? length : 0), text);
        size_t at = reinti_list_find(list, name);
        int64_t id = at == REINTI_NONE ? 0 : reinti_store_code_id(u->s, v->list, at);
        if (id <= 0 || id > INT16_MAX)
            return reinti_fail(err, REINT_DATA, u->s->path, 0,
                               "%s: a code that stood there before is no longer in the codebook", v->name);
        code[n++] = (int16_t)id;
        text += length + (text[length] != '\0');
    }
    m->offset[k][0] = 0;
    m->offset[k][1] = (uint32_t)n;
    m->set[k] = (reinti_block_set){ variable, m->offset[k], code };
    m->set_changed[k] = true;
    return REINT_OK;
}

static size_t
slot_of(const reinti_layout *layout, const char *column)
{
    for (size_t i = 0; i < layout->n_slots; i++)
        if (!strcmp(layout->slot[i].name, column))
            return i;
    return REINTI_NONE;
}

static void
restore_slot(const reinti_layout *layout, size_t slot, sqlite3_stmt *statement, reinti_merged *m,
             reinti_arena *arena)
{
    double real;

    if (sqlite3_column_type(statement, 1) == SQLITE_NULL) {
        m->slot[slot] = REINTI_NULL;
    } else if (layout->slot[slot].storage == REINTI_STORE_TEXT) {
        m->text[slot] = reinti_arena_text(arena, reinti_sql_text(statement, 1));
        m->text_length[slot] = (uint32_t)strlen(m->text[slot]);
        m->slot[slot] = (int64_t)slot;
    } else if (layout->slot[slot].storage == REINTI_STORE_REAL) {
        real = sqlite3_column_double(statement, 1);
        memcpy(&m->slot[slot], &real, sizeof real);
    } else {
        m->slot[slot] = sqlite3_column_int64(statement, 1);
    }
}

/* The history backwards: of several changes the first one has the value that was there before.  A set's number of codes
 * comes with the slots, its codes as one text; they are read when the number is known. */
static reint_status
read_history(undo *u, int64_t record, const reinti_block *old, reinti_merged *m, int16_t **codes,
             reinti_arena *arena, reint_error *err)
{
    const reinti_layout *layout = &u->s->form[u->f].layout;
    const char **answer = reinti_arena_alloc(arena, (old->n_sets + 1) * sizeof *answer);
    sqlite3_stmt *statement;
    int result;
    reint_status status = reinti_sql_prepare(
        u->s, &statement, err,
        "SELECT variable, before FROM reint_history WHERE form = %Q AND record = %lld AND id > %lld"
        " AND id <= %lld ORDER BY id DESC",
        u->form->name, (long long)record, (long long)u->first, (long long)u->last);

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t slot = slot_of(layout, reinti_sql_text(statement, 0)), k = 0;
        if (slot == REINTI_NONE)
            continue;
        while (k < old->n_sets && old->set[k].variable != layout->slot[slot].variable)
            k++;
        if (k < old->n_sets && sqlite3_column_type(statement, 1) == SQLITE_TEXT)
            answer[k] = reinti_arena_text(arena, reinti_sql_text(statement, 1));
        else
            restore_slot(layout, slot, statement, m, arena);
    }
    if (result != SQLITE_DONE)
        status = reinti_sql_fail(u->s, err, "the history could not be read");
    sqlite3_finalize(statement);
    for (size_t k = 0; !status && k < old->n_sets; k++)
        if (answer[k])
            status = restore_set(u, k, answer[k], old, m, codes, err);
    return status;
}

static reint_status
restore(undo *u, int64_t record, int64_t source, reint_error *err)
{
    const reinti_form_store *store = &u->s->form[u->f];
    const reinti_block *old = NULL;
    reinti_arena *arena = reinti_arena_create();
    int16_t **codes = calloc(store->columns.n_sets + 1, sizeof *codes);
    reinti_merged m = { 0 };
    reint_status status = arena && codes && reinti_merged_make(&m, store) ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reinti_read_one(u->s, u->f, record, &old, err);
    if (!status) {
        reinti_merged_copy(&m, &store->layout, old);
        status = read_history(u, record, old, &m, codes, arena, err);
    }
    if (!status) {
        m.block.key = &record;
        m.block.source = &source;
        status = reinti_merged_write(u->s, u->f, old, &m, err);
    }
    for (size_t k = 0; codes && k < store->columns.n_sets; k++)
        free(codes[k]);
    free(codes);
    reinti_merged_free(&m);
    reinti_arena_free(arena);
    return status;
}

/* ---- all of it ---------------------------------------------------------------------------------------------------- */

/* The records first, then the changes: a statement that reads them must not run beside. */
static reint_status
list_records(undo *u, bool going, int64_t (**list)[2], size_t *n, reint_error *err)
{
    long long b = (long long)u->batch;
    size_t capacity = 0;
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status =
        going ? reinti_sql_prepare(u->s, &statement, err, GOING " ORDER BY _id", u->table, b, b)
              : reinti_sql_prepare(
                    u->s, &statement, err,
                    "SELECT record, source FROM reint_touched WHERE batch = %lld ORDER BY record", b);

    *list = NULL;
    *n = 0;
    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!reinti_grow(list, &capacity, *n, sizeof **list)) {
            status = reinti_no_memory(err);
            break;
        }
        (*list)[*n][0] = sqlite3_column_int64(statement, 0);
        (*list)[(*n)++][1] = going ? 0 : sqlite3_column_int64(statement, 1);
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(u->s, err, "the records could not be read");
    sqlite3_finalize(statement);
    return status;
}

static reint_status
take_back(undo *u, reint_undo *out, reint_error *err)
{
    long long b = (long long)u->batch;
    int64_t(*going)[2] = NULL, (*touched)[2] = NULL;
    size_t n_going = 0, n_touched = 0;
    int64_t before = 0;
    reint_status status = reinti_insert_prepare(u->s, u->f, err);

    if (!status)
        status = reinti_sql_integer(u->s, &before, err, "SELECT coalesce(max(id), 0) FROM reint_history");
    if (!status)
        status = list_records(u, true, &going, &n_going, err);
    if (!status)
        status = list_records(u, false, &touched, &n_touched, err);
    for (size_t i = 0; !status && i < n_going; i++)
        status = reinti_remove_one(u->s, u->f, going[i][0], false, err);
    for (size_t i = 0; !status && i < n_touched; i++)
        status = restore(u, touched[i][0], touched[i][1], err);
    if (!status)
        status =
            reinti_sql_exec(u->s, err,
                            "DELETE FROM reint_touched WHERE batch = %lld;"
                            "DELETE FROM reint_rejected WHERE batch = %lld;"
                            "UPDATE reint_rejected SET settled = NULL WHERE settled = %lld;"
                            "UPDATE reint_batch SET undone = strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now'),"
                            " undo_first = %lld, undo_last = (SELECT coalesce(max(id), 0) FROM reint_history)"
                            " WHERE id = %lld",
                            b, b, b, (long long)before, b);
    out->removed = (int64_t)n_going;
    out->restored = (int64_t)n_touched;
    free(going);
    free(touched);
    return status;
}

reint_status
reint_study_undo(reint_study *s, int64_t batch, const char *who, const char *why, reint_undo *out,
                 reint_findings *findings, reint_error *err)
{
    reint_undo local = { 0 };
    reint_findings *own = findings ? NULL : reint_findings_create();
    undo u = { .s = s, .batch = batch, .findings = findings ? findings : own };
    reinti_str reason = REINTI_STR_EMPTY;
    reint_status status;

    out = out ? out : &local;
    *out = (reint_undo){ 0 };
    reinti_str_format(&reason, "undo of batch %lld%s%s", (long long)batch, why && *why ? ": " : "",
                      reinti_text_or(why, ""));
    status =
        u.findings && !reason.failed ? reinti_store_begin(s, who, reason.text, err) : reinti_no_memory(err);
    reinti_str_free(&reason);
    if (!status) {
        size_t from = reint_findings_count(u.findings);
        status = find_batch(&u, out, err);
        if (!status)
            status = find_obstacles(&u, err);
        if (!status && reint_findings_count(u.findings) > from)
            status = reinti_fail(err, REINT_DATA, s->path, 0, "batch %lld cannot be undone as things stand",
                                 (long long)batch);
        if (!status)
            status = take_back(&u, out, err);
        if (!status)
            status = reinti_store_commit(s, err);
        else
            reinti_store_rollback(s);
    }
    reint_findings_free(own);
    return status;
}
