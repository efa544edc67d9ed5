/* open.c -- makes, opens and closes study files; transactions. */
#include <config.h>

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/internal.h"

#define BUSY_MILLISECONDS 3000 /* a second writer is told after this */

void
reint_study_free(reint_study *s)
{
    if (!s)
        return;
    reinti_store_rollback(s);
    if (s->cb && s->form) {
        for (size_t f = 0; f < s->cb->n_forms; f++)
            reinti_insert_finish(s, f);
        if (s->db)
            reinti_cache_write(s);
        reinti_layout_free(s);
    }
    sqlite3_finalize(s->add_person);
    s->add_person = NULL;
    sqlite3_close(s->db);
    s->db = NULL;
    if (s->cb)
        reinti_dict_forget(s);
    reinti_cache_unmap(s);
    reint_codebook_free(s->cb);
    free(s->path);
    free(s);
}

const char *
reint_study_path(const reint_study *s)
{
    return s->path;
}

const reint_codebook *
reint_study_codebook(const reint_study *s)
{
    return s->cb;
}

/* The codebook's own copy in the study, of the newest version. */
static reint_status
load_codebook(reint_study *s, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reinti_codebook_file *file = NULL;
    sqlite3_stmt *statement = NULL;
    size_t n = 0, capacity = 0;
    int result = SQLITE_DONE;
    reint_status status = arena ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reinti_sql_prepare(s, &statement, err,
                                    "SELECT name, kind, data FROM reint_codebook_file WHERE version ="
                                    " (SELECT max(version) FROM reint_codebook) ORDER BY position");
    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!reinti_arena_grow(arena, &file, &capacity, n, sizeof *file)) {
            status = reinti_no_memory(err);
            break;
        }
        size_t size = (size_t)sqlite3_column_bytes(statement, 2);
        file[n++] = (reinti_codebook_file){
            .name = reinti_arena_text(arena, (const char *)sqlite3_column_text(statement, 0)),
            .kind = reinti_arena_text(arena, (const char *)sqlite3_column_text(statement, 1)),
            .data = reinti_arena_text_n(arena, sqlite3_column_blob(statement, 2), size),
            .size = size,
        };
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the codebook of the study could not be read");
    sqlite3_finalize(statement);
    if (!status && !n)
        status = reinti_fail(err, REINT_STUDY, s->path, 0, "the study holds no codebook");
    if (!status && reinti_codebook_parse(file, n, &s->cb, NULL, err))
        status =
            reinti_fail(err, REINT_STUDY, s->path, 0,
                        "the codebook in the study cannot be read by this version: %s", err ? err->text : "");
    reinti_arena_free(arena);
    return status;
}

static reint_status
open_database(reint_study *s, int flags, reint_error *err)
{
    int result = sqlite3_open_v2(s->path, &s->db, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_NOFOLLOW, NULL);

    if (result && (result & 0xFF) == SQLITE_CANTOPEN &&
        s->db) { /* a link is fine after all: only its target counts */
        sqlite3_close(s->db);
        result = sqlite3_open_v2(s->path, &s->db, flags | SQLITE_OPEN_NOMUTEX, NULL);
    }
    if (result)
        return s->db ? reinti_sql_fail(s, err, "the study cannot be opened") : reinti_no_memory(err);
    sqlite3_busy_timeout(s->db, BUSY_MILLISECONDS);
    sqlite3_extended_result_codes(s->db, 0);
    return reinti_sql_exec(
        s, err, "PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF");
}

static reint_study *
new_study(const char *path, bool writable)
{
    reint_study *s = calloc(1, sizeof *s);

    if (s && !(s->path = strdup(path))) {
        free(s);
        return NULL;
    }
    if (s)
        s->writable = writable;
    return s;
}

/* ---- create
 * -----------------------------------------------------------------------------------------------------------
 */

static reint_status
fill_new(reint_study *s, const reint_codebook *cb, reint_error *err)
{
    reint_status status = reinti_sql_exec(
        s, err,
        "PRAGMA page_size = 16384; PRAGMA journal_mode = DELETE; PRAGMA application_id = %d; BEGIN EXCLUSIVE",
        REINTI_APPLICATION_ID);

    if (!status)
        status = reinti_schema_create(s, err);
    if (!status)
        status = reinti_schema_store_codebook(s, cb, err);
    if (!status)
        status = reinti_schema_store_codes(s, cb, err);
    if (!status)
        status = load_codebook(s, err); /* a copy of its own, whatever becomes of CB */
    if (!status)
        status = reinti_dict_load_codes(s, err);
    if (!status)
        status = reinti_layout_build(s, err);
    for (size_t f = 0; !status && f < s->cb->n_forms; f++) {
        status = reinti_schema_form(s, f, err);
        s->form[f].columns.complete = true; /* nothing is there yet */
        s->form[f].largest_key = INT64_MIN;
        s->form[f].largest_known = true;
    }
    if (!status)
        status = reinti_sql_exec(s, err, "PRAGMA user_version = %d; COMMIT", REINTI_SCHEMA_VERSION);
    return status;
}

reint_status
reint_study_create(const char *path, const reint_codebook *cb, reint_study **out, reint_error *err)
{
    reint_study *s = new_study(path, true);
    reint_status status = s ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (status)
        return status;
    /* made by us, so that nobody else could read it for a moment, and only if there is none */
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) {
        status = errno == EEXIST
                     ? reinti_fail(err, REINT_OUTPUT, path, 0,
                                   "there is already such a file; it is not overwritten")
                     : reinti_fail(err, REINT_OUTPUT, path, 0, "cannot make the study: %s", strerror(errno));
        reint_study_free(s);
        return status;
    }
    close(fd);
    status = open_database(s, SQLITE_OPEN_READWRITE, err);
    if (!status)
        status = fill_new(s, cb, err);
    if (status) {
        s->writable = false; /* no cache of a study that is not there */
        reint_study_free(s);
        unlink(path);
        return status;
    }
    s->changed = true;
    *out = s;
    return REINT_OK;
}

/* ---- open
 * ---------------------------------------------------------------------------------------------------------------
 */

static reint_status
check_header(reint_study *s, reint_error *err)
{
    int64_t application = 0, version = 0;
    reint_status status = reinti_sql_integer(s, &application, err, "PRAGMA application_id");

    if (!status)
        status = reinti_sql_integer(s, &version, err, "PRAGMA user_version");
    if (status)
        return status;
    if (application != REINTI_APPLICATION_ID)
        return reinti_fail(err, REINT_STUDY, s->path, 0,
                           "this is a database of another program, not a study");
    if (version > REINTI_SCHEMA_VERSION)
        return reinti_fail(err, REINT_STUDY, s->path, 0,
                           "the study was made by a newer reint (schema %lld, this one knows %d)",
                           (long long)version, REINTI_SCHEMA_VERSION);
    if (version < 1)
        return reinti_fail(err, REINT_STUDY, s->path, 0, "the study was never finished; make it anew");
    return REINT_OK;
}

reint_status
reint_study_open(const char *path, int write, reint_study **out, reint_error *err)
{
    struct stat st;
    reint_study *s = new_study(path, write != 0);
    reint_status status = s ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (status)
        return status;
    if (stat(path, &st))
        status = reinti_fail(err, REINT_STUDY, path, 0, "cannot open the study: %s", strerror(errno));
    else if (!S_ISREG(st.st_mode) || st.st_size < 512)
        status = reinti_fail(err, REINT_STUDY, path, 0, "this is not a study file");
    else if (write && access(path, W_OK))
        status = reinti_fail(err, REINT_STUDY, path, 0, "the study can only be read: %s", strerror(errno));
    if (!status)
        status = open_database(s, write ? SQLITE_OPEN_READWRITE : SQLITE_OPEN_READONLY, err);
    if (!status)
        status = check_header(s, err);
    if (!status)
        status = load_codebook(s, err);
    if (!status)
        status = reinti_dict_load_codes(s, err);
    if (!status)
        status = reinti_layout_build(s, err);
    if (!status)
        status = reinti_digest_load(s, err);
    if (status) {
        s->writable = false;
        reint_study_free(s);
        return status;
    }
    *out = s;
    return REINT_OK;
}

/* ---- transactions
 * ---------------------------------------------------------------------------------------------------------
 */

reint_status
reinti_store_begin(reint_study *s, const char *who, const char *why, reint_error *err)
{
    if (!s->writable)
        return reinti_fail(err, REINT_STUDY, s->path, 0, "the study was opened for reading only");
    reint_status status = reinti_sql_exec(s, err, "BEGIN IMMEDIATE");
    if (status)
        return status;
    for (size_t f = 0; f < s->cb->n_forms;
         f++) /* while the cache still fits: forms that do not change keep their columns */
        if (!s->form[f].columns.complete)
            reinti_cache_load(s, f);
    s->in_transaction = true;
    status = reinti_sql_exec(s, err, "INSERT INTO reint_context VALUES (%Q, %Q, 0)", who ? who : "",
                             why ? why : "");
    if (status)
        reinti_store_rollback(s);
    return status;
}

reint_status
reinti_store_commit(reint_study *s, reint_error *err)
{
    reint_status status = reinti_digest_store(s, err);

    if (!status)
        status = reinti_sql_exec(s, err, "DELETE FROM reint_context");
    if (!status)
        status = reinti_sql_exec(s, err, "COMMIT");
    if (status) {
        reinti_store_rollback(s);
        return status;
    }
    s->in_transaction = false;
    s->changed = true;
    s->cache_valid = false;
    return REINT_OK;
}

void
reinti_store_rollback(reint_study *s)
{
    if (!s->in_transaction)
        return;
    sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->in_transaction = false;
    reinti_dict_forget(s);
    for (size_t f = 0; f < s->cb->n_forms; f++) {
        reinti_columns_drop(s, f);
        s->form[f].largest_known = false;
    }
    reinti_digest_load(s, NULL);
}
