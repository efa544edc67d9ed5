/* sql.c -- SQLite's answers as statuses and texts. */
#include <config.h>

#include "study/internal.h"

#include <stdlib.h>
#include <string.h>

reint_status
reinti_sql_fail(reint_study *s, reint_error *err, const char *what)
{
    static const struct {
        int code;
        reint_status status;
        const char *text;
    } known[] = {
        { SQLITE_BUSY, REINT_STUDY,
          "the study is in use by another program; try again when it has finished" },
        { SQLITE_LOCKED, REINT_STUDY,
          "the study is in use by another program; try again when it has finished" },
        { SQLITE_NOTADB, REINT_STUDY, "this is not a study file" },
        { SQLITE_CORRUPT, REINT_STUDY, "the study file is damaged; take the last backup" },
        { SQLITE_READONLY, REINT_STUDY,
          "the study can only be read: the file or its folder is write-protected" },
        { SQLITE_FULL, REINT_OUTPUT, "the disk is full; nothing was changed" },
        { SQLITE_IOERR, REINT_OUTPUT,
          "the study could not be read or written (disk full or failing?); nothing was changed" },
        { SQLITE_CANTOPEN, REINT_STUDY, "the study cannot be opened" },
        { SQLITE_NOMEM, REINT_NO_MEMORY, "out of memory" },
    };
    int code = sqlite3_errcode(s->db) & 0xFF;

    for (size_t i = 0; i < REINTI_LENGTH(known); i++)
        if (known[i].code == code)
            return reinti_fail(err, known[i].status, s->path, 0, "%s", known[i].text);
    return reinti_fail(err, REINT_STUDY, s->path, 0, "%s: %s", what, sqlite3_errmsg(s->db));
}

reint_status
reinti_sql_exec(reint_study *s, reint_error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    char *sql = sqlite3_vmprintf(format, args);
    va_end(args);
    if (!sql)
        return reinti_no_memory(err);
    int result = sqlite3_exec(s->db, sql, NULL, NULL, NULL);
    sqlite3_free(sql);
    return result ? reinti_sql_fail(s, err, "the study could not be changed") : REINT_OK;
}

static reint_status
prepare(reint_study *s, sqlite3_stmt **out, reint_error *err, const char *format, va_list args)
{
    char *sql = sqlite3_vmprintf(format, args);

    *out = NULL;
    if (!sql)
        return reinti_no_memory(err);
    int result = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    sqlite3_free(sql);
    return result ? reinti_sql_fail(s, err, "the study could not be read") : REINT_OK;
}

reint_status
reinti_sql_prepare(reint_study *s, sqlite3_stmt **out, reint_error *err, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    reint_status status = prepare(s, out, err, format, args);
    va_end(args);
    return status;
}

reint_status
reinti_sql_run(reint_study *s, sqlite3_stmt *statement, reint_error *err)
{
    int result = sqlite3_step(statement);
    reint_status status = result == SQLITE_DONE || result == SQLITE_ROW
                              ? REINT_OK
                              : reinti_sql_fail(s, err, "the study could not be changed");
    sqlite3_reset(statement);
    return status;
}

reint_status
reinti_sql_integer(reint_study *s, int64_t *out, reint_error *err, const char *format, ...)
{
    sqlite3_stmt *statement;
    va_list args;

    *out = 0;
    va_start(args, format);
    reint_status status = prepare(s, &statement, err, format, args);
    va_end(args);
    if (status)
        return status;
    int result = sqlite3_step(statement);
    if (result == SQLITE_ROW)
        *out = sqlite3_column_int64(statement, 0);
    else if (result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the study could not be read");
    sqlite3_finalize(statement);
    return status;
}

const char *
reinti_sql_text(sqlite3_stmt *statement, int column)
{
    return reinti_text_or((const char *)sqlite3_column_text(statement, column), "");
}

/* ---- one state of the file ----------------------------------------------------------------------------- */

/* The header is read through SQLite: to open the file a second time and close it again would give up all of
 * SQLite's locks on it (POSIX), in the middle of a transaction.  Bytes 18 and 19 are 1 with a rollback
 * journal; with a write-ahead log the counter stands still. */
void
reinti_counter_read(reint_study *s, bool *counted, uint32_t *counter)
{
    unsigned char head[28];
    sqlite3_file *file = NULL;

    *counted = !sqlite3_file_control(s->db, "main", SQLITE_FCNTL_FILE_POINTER, &file) && file &&
               file->pMethods && !file->pMethods->xRead(file, head, sizeof head, 0) && head[18] == 1 &&
               head[19] == 1;
    *counter = *counted
                   ? (uint32_t)head[24] << 24 | (uint32_t)head[25] << 16 | (uint32_t)head[26] << 8 | head[27]
                   : 0;
}

reint_status
reinti_read_begin(reint_study *s, reint_error *err)
{
    bool counted;
    uint32_t counter;
    int64_t any;
    reint_status status;

    if (s->in_transaction || s->rehearsing)
        return REINT_OK;
    status = reinti_sql_exec(s, err, "BEGIN");
    if (status)
        return status;
    status = reinti_sql_integer(s, &any, err, "SELECT count(*) FROM reint_codebook"); /* takes the lock */
    reinti_counter_read(s, &counted, &counter);
    if (!status && s->counted && (!counted || counter != s->counter))
        status = reinti_fail(err, REINT_STUDY, s->path, 0,
                             "another program has changed the study while it was open; open it again");
    if (status)
        reinti_read_end(s);
    return status;
}

void
reinti_read_end(reint_study *s)
{
    if (!s->in_transaction && !s->rehearsing)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
}
