/* batch.c -- what was read when, and the rows that were rejected. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "study/internal.h"

reint_status
reinti_store_batch_begin(reint_study *s, const char *input, size_t form, const char *sha256, int64_t *batch,
                         reint_error *err)
{
    reint_status status = reinti_sql_exec(
        s, err,
        "INSERT INTO reint_batch (input, form, sha256, imported_at, first_change) VALUES (%Q, %Q, %Q,"
        " strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now'),"
        " (SELECT coalesce(max(id), 0) FROM reint_history))",
        input, s->cb->form[form].name, sha256);
    *batch = sqlite3_last_insert_rowid(s->db);
    return status;
}

reint_status
reinti_store_batch_end(reint_study *s, const reint_batch *b, reint_error *err)
{
    return reinti_sql_exec(s, err,
                           "UPDATE reint_batch SET read = %lld, accepted = %lld, changed = %lld, unchanged = "
                           "%lld, rejected = %lld, sha256 = coalesce(%Q, sha256),"
                           " last_change = (SELECT coalesce(max(id), 0) FROM reint_history) WHERE id = %lld",
                           (long long)b->read, (long long)b->accepted, (long long)b->changed,
                           (long long)b->unchanged, (long long)b->rejected, b->sha256, (long long)b->id);
}

reint_status
reinti_store_batch_find(reint_study *s, const char *input, size_t form, int64_t *batch, char **sha256,
                        reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT id, sha256 FROM reint_batch WHERE input = %Q AND form = %Q%s ORDER BY id DESC LIMIT 1", input,
        s->cb->form[form].name, s->schema > 1 ? " AND undone IS NULL" : "");

    *batch = 0;
    *sha256 = NULL;
    if (status)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW) {
        *batch = sqlite3_column_int64(statement, 0);
        *sha256 = strdup((const char *)sqlite3_column_text(statement, 1));
        if (!*sha256)
            status = reinti_no_memory(err);
    }
    sqlite3_finalize(statement);
    return status;
}

reint_status
reint_study_batches(reint_study *s, int (*fn)(const reint_batch *batch, void *user), void *user,
                    reint_error *err)
{
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status =
        reinti_sql_prepare(s, &statement, err,
                           "SELECT id, input, form, sha256, read, accepted, changed, unchanged, rejected,"
                           " imported_at, %s FROM reint_batch ORDER BY id",
                           s->schema > 1 ? "undone IS NOT NULL" : "0");

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        reint_batch b = {
            .id = sqlite3_column_int64(statement, 0),
            .input = reinti_sql_text(statement, 1),
            .form = reinti_sql_text(statement, 2),
            .sha256 = reinti_sql_text(statement, 3),
            .read = sqlite3_column_int64(statement, 4),
            .accepted = sqlite3_column_int64(statement, 5),
            .changed = sqlite3_column_int64(statement, 6),
            .unchanged = sqlite3_column_int64(statement, 7),
            .rejected = sqlite3_column_int64(statement, 8),
            .imported_at = reinti_sql_text(statement, 9),
            .undone = sqlite3_column_int(statement, 10),
        };
        if (fn(&b, user)) {
            result = SQLITE_DONE;
            break;
        }
    }
    if (result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the batches could not be read");
    sqlite3_finalize(statement);
    return status;
}

/* ---- rejected rows
 * -------------------------------------------------------------------------------------------------------- */

reint_status
reinti_store_reject_header(reint_study *s, int64_t batch, const char *header, size_t n, reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status = reinti_sql_prepare(
        s, &statement, err, "UPDATE reint_batch SET header = ?1 WHERE id = %lld", (long long)batch);

    if (status)
        return status;
    sqlite3_bind_blob64(statement, 1, header, n, SQLITE_STATIC);
    status = reinti_sql_run(s, statement, err);
    sqlite3_finalize(statement);
    return status;
}

reint_status
reinti_store_reject(reint_study *s, const reint_rejected *r, int64_t person, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!s->reject)
        status = reinti_sql_prepare(
            s, &s->reject, err,
            "INSERT INTO reint_rejected (batch, line, col, variable, reason, text, row, person)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, nullif(?8, 0))");
    if (status)
        return status;
    sqlite3_bind_int64(s->reject, 1, r->batch);
    sqlite3_bind_int64(s->reject, 2, r->line);
    sqlite3_bind_int64(s->reject, 3, r->column);
    sqlite3_bind_text(s->reject, 4, r->variable, -1, SQLITE_STATIC);
    sqlite3_bind_text(s->reject, 5, r->reason, -1, SQLITE_STATIC);
    sqlite3_bind_text(s->reject, 6, r->text, -1, SQLITE_STATIC);
    sqlite3_bind_blob64(s->reject, 7, r->row, strlen(r->row), SQLITE_STATIC);
    sqlite3_bind_int64(s->reject, 8, person);
    status = reinti_sql_run(s, s->reject, err);
    sqlite3_clear_bindings(s->reject);
    return status;
}

reint_status
reinti_store_settle(reint_study *s, const char *input, size_t form, int64_t batch, reint_error *err)
{
    return reinti_sql_exec(
        s, err,
        "UPDATE reint_rejected SET settled = %lld WHERE settled IS NULL AND batch <> %lld AND batch IN"
        " (SELECT id FROM reint_batch WHERE input = %Q AND form = %Q)",
        (long long)batch, (long long)batch, input, s->cb->form[form].name);
}

reint_status
reinti_store_settle_row(reint_study *s, size_t form, int64_t id, int64_t line, const char *reason,
                        int64_t batch, reint_error *err)
{
    return reinti_sql_exec(s, err,
                           "UPDATE reint_rejected SET settled = %lld WHERE id = %lld AND settled IS NULL"
                           " AND batch <> %lld AND line = %lld AND reason = %Q"
                           " AND batch IN (SELECT id FROM reint_batch WHERE form = %Q)",
                           (long long)batch, (long long)id, (long long)batch, (long long)line, reason,
                           s->cb->form[form].name);
}

reint_status
reint_study_rejected(reint_study *s, int (*fn)(const reint_rejected *row, void *user), void *user,
                     reint_error *err)
{
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT r.batch, b.input, b.form, r.line, r.col, r.variable, r.reason, r.text,"
        " CAST(b.header AS TEXT), CAST(r.row AS TEXT), r.id FROM reint_rejected r JOIN reint_batch b"
        " ON b.id = r.batch WHERE r.settled IS NULL ORDER BY r.batch, r.line, r.id");

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        reint_rejected r = {
            .batch = sqlite3_column_int64(statement, 0),
            .input = reinti_sql_text(statement, 1),
            .form = reinti_sql_text(statement, 2),
            .line = (long)sqlite3_column_int64(statement, 3),
            .column = (long)sqlite3_column_int64(statement, 4),
            .variable = reinti_sql_text(statement, 5),
            .reason = reinti_sql_text(statement, 6),
            .text = reinti_sql_text(statement, 7),
            .header = reinti_sql_text(statement, 8),
            .row = reinti_sql_text(statement, 9),
            .id = sqlite3_column_int64(statement, 10),
        };
        if (fn(&r, user)) {
            result = SQLITE_DONE;
            break;
        }
    }
    if (result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the rejected rows could not be read");
    sqlite3_finalize(statement);
    return status;
}

reint_status
reinti_store_reject_counts(reint_study *s, size_t form, int (*fn)(const char *reason, int64_t n, void *user),
                           void *user, reint_error *err)
{
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT r.reason, count(*) FROM reint_rejected r JOIN reint_batch b ON b.id = r.batch"
        " WHERE b.form = %Q AND r.settled IS NULL GROUP BY r.reason ORDER BY r.reason",
        s->cb->form[form].name);

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW &&
           !fn(reinti_sql_text(statement, 0), sqlite3_column_int64(statement, 1), user))
        continue;
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        status = reinti_sql_fail(s, err, "the rejected rows could not be read");
    sqlite3_finalize(statement);
    return status;
}
