/* backup.c -- a copy of the study that stands alone.
 *
 * SQLite copies the pages under a read lock, so the copy is one state of the study whatever else goes on.  It is made
 * under another name beside its place, looked through, synced, and only then given its name, which nothing else may
 * have: half a backup, or one in the place of an older one, is worse than none.  The study remembers where its
 * backups are, since an erasure has to reach them too. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/internal.h"

static reint_status
fail_copy(sqlite3 *db, const char *path, reint_error *err)
{
    int code = sqlite3_errcode(db) & 0xFF;

    return reinti_fail(err, REINT_OUTPUT, path, 0, "the backup could not be written: %s",
                       code == SQLITE_FULL || code == SQLITE_IOERR ? "the disk is full or failing"
                                                                   : sqlite3_errmsg(db));
}

/* What was written can be read again. */
static reint_status
look_through(sqlite3 *db, const char *path, reint_error *err)
{
    sqlite3_stmt *statement = NULL;
    reint_status status = REINT_OK;

    if (sqlite3_prepare_v2(db, "PRAGMA quick_check(1)", -1, &statement, NULL) ||
        sqlite3_step(statement) != SQLITE_ROW || strcmp(reinti_sql_text(statement, 0), "ok"))
        status = reinti_fail(err, REINT_OUTPUT, path, 0, "the backup cannot be read again: %s",
                             sqlite3_errmsg(db));
    sqlite3_finalize(statement);
    return status;
}

static reint_status
copy_pages(reint_study *s, const char *temporary, const char *path, reint_error *err)
{
    sqlite3 *db = NULL;
    sqlite3_backup *copy = NULL;
    reint_status status = reinti_read_begin(s, err);

    if (status)
        return status;
    if (sqlite3_open_v2(temporary, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL))
        status = db ? fail_copy(db, path, err) : reinti_no_memory(err);
    if (!status) {
        /* nobody else knows the file: a journal would protect nothing */
        sqlite3_exec(db, "PRAGMA journal_mode = MEMORY; PRAGMA synchronous = FULL", NULL, NULL, NULL);
        copy = sqlite3_backup_init(db, "main", s->db, "main");
        if (!copy || sqlite3_backup_step(copy, -1) != SQLITE_DONE)
            status = REINT_OUTPUT;
        if (sqlite3_backup_finish(copy) || status)
            status = fail_copy(db, path, err);
    }
    reinti_read_end(s);
    if (!status)
        status = look_through(db, path, err);
    if (sqlite3_close(db) && !status)
        status = reinti_fail(err, REINT_OUTPUT, path, 0, "the backup could not be closed");
    return status;
}

/* A second name for the file, which fails where there is such a file already; then the first one goes.  File systems
 * without second names get a rename, after a look. */
static reint_status
give_name(const char *temporary, const char *path, reint_error *err)
{
    struct stat st;
    int fd = open(temporary, O_RDWR | O_CLOEXEC);
    bool synced = fd >= 0 && !fsync(fd);

    if (fd >= 0)
        synced = !close(fd) && synced;
    if (!synced)
        return reinti_fail(err, REINT_OUTPUT, path, 0, "the backup could not be written: %s",
                           strerror(errno));
    if (!link(temporary, path)) {
        unlink(temporary);
        return REINT_OK;
    }
    if (errno != EEXIST && lstat(path, &st) && !rename(temporary, path))
        return REINT_OK;
    return reinti_fail(err, REINT_OUTPUT, path, 0, "the backup could not be given its name: %s",
                       strerror(errno));
}

static reint_status
remember(reint_study *s, const char *path, reint_error *err)
{
    char *whole = realpath(path, NULL);
    reint_status status = reinti_store_begin(s, "", "", err);

    if (!status)
        status = reinti_sql_exec(s, err,
                                 "INSERT OR REPLACE INTO reint_meta VALUES ('backup:' || %Q,"
                                 " strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now'))",
                                 whole ? whole : path);
    if (!status)
        status = reinti_store_commit(s, err);
    else
        reinti_store_rollback(s);
    free(whole);
    return status;
}

reint_status
reint_study_backup(reint_study *s, const char *path, reint_error *err)
{
    reinti_str temporary = REINTI_STR_EMPTY;
    struct stat st;
    reint_status status = REINT_OK;
    int fd;

    if (!lstat(path, &st))
        return reinti_fail(err, REINT_OUTPUT, path, 0, "there is already such a file; it is not overwritten");
    reinti_str_format(&temporary, "%s.XXXXXX", path);
    if (temporary.failed)
        return reinti_no_memory(err);
    fd = mkstemp(temporary.text); /* mode 0600 */
    if (fd < 0) {
        status = reinti_fail(err, REINT_OUTPUT, path, 0, "the backup cannot be made: %s", strerror(errno));
    } else {
        close(fd);
        status = copy_pages(s, temporary.text, path, err);
        if (!status)
            status = give_name(temporary.text, path, err);
        if (status)
            unlink(temporary.text);
    }
    reinti_str_free(&temporary);
    return status || !s->writable ? status : remember(s, path, err);
}

reint_status
reint_study_backups(reint_study *s, int (*fn)(const char *path, const char *at, void *user), void *user,
                    reint_error *err)
{
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT substr(name, 8), value FROM reint_meta WHERE name LIKE 'backup:%%' ORDER BY value, name");

    if (status)
        return status;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW &&
           !fn(reinti_sql_text(statement, 0), reinti_sql_text(statement, 1), user))
        continue;
    if (result != SQLITE_DONE && result != SQLITE_ROW)
        status = reinti_sql_fail(s, err, "the list of backups could not be read");
    sqlite3_finalize(statement);
    return status;
}
