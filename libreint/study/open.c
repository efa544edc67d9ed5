/* open.c -- makes, opens and closes study files.
 *
 * Nothing is held open that could keep another program from writing: each read of several steps takes a short
 * lock and checks that the file is still in the state that is in memory (sql.c).  A database that SQLite
 * calls sound but that is not ours, or of a newer schema, is refused with the reason. */
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
    if (s->db && s->cb)
        reinti_cache_write(s);
    reinti_layout_free(s);
    sqlite3_finalize(s->reject);
    sqlite3_finalize(s->touch);
    sqlite3_close(s->db);
    reinti_dict_forget(s);
    reinti_tombstones_forget(s);
    if (s->cb)
        reinti_dict_free_codes(s->list, s->cb->n_lists);
    reinti_cache_unmap(s);
    reint_codebook_free(s->cb);
    free(s->order);
    free(s->picked);
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

/* ---- the codebook in the study ------------------------------------------------------------------------- */

/* Stored values of missing variables are -(reason + 1): the reasons of the parsed codebook take the order of
 * their permanent ids, whatever their order in its file is. */
static reint_status
order_missing(reint_study *s, reint_codebook *cb, reint_error *err)
{
    reinti_missing *missing = reinti_arena_alloc(cb->arena, (cb->n_missing + 1) * sizeof *missing);
    size_t *to = reinti_arena_alloc(cb->arena, (cb->n_missing + 1) * sizeof *to);
    reint_status status = missing && to ? REINT_OK : reinti_no_memory(err);

    for (size_t m = 0; !status && m < cb->n_missing; m++) {
        int64_t id = 0;
        status = reinti_sql_integer(s, &id, err, "SELECT id FROM reint_missing WHERE name = %Q",
                                    cb->missing[m].name);
        to[m] = (size_t)(-id - 1);
        if (!status && (id >= 0 || to[m] >= cb->n_missing || missing[to[m]].name))
            status = reinti_fail(err, REINT_STUDY, s->path, 0,
                                 "missing reason \"%s\" has no place in the study", cb->missing[m].name);
        else if (!status)
            missing[to[m]] = cb->missing[m];
    }
    if (status)
        return status;
    cb->missing = missing;
    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++) {
            reinti_variable *variable = &cb->form[f].variable[v];
            reinti_variable_missing *own =
                reinti_arena_alloc(cb->arena, (variable->n_missing + 1) * sizeof *own);
            if (!own)
                return reinti_no_memory(err);
            for (size_t m = 0; m < variable->n_missing; m++) {
                own[m] = variable->missing[m];
                own[m].reason = to[own[m].reason];
            }
            variable->missing = own;
        }
    return REINT_OK;
}

static reint_status
read_files(reint_study *s, reinti_arena *arena, reinti_codebook_file **file, size_t *n, reint_error *err)
{
    sqlite3_stmt *statement = NULL;
    size_t capacity = 0;
    int result = SQLITE_DONE;
    reint_status status =
        reinti_sql_prepare(s, &statement, err,
                           "SELECT name, kind, data FROM reint_codebook_file WHERE version ="
                           " (SELECT max(version) FROM reint_codebook) ORDER BY position");

    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!reinti_arena_grow(arena, file, &capacity, *n, sizeof **file)) {
            status = reinti_no_memory(err);
            break;
        }
        const char *data = sqlite3_column_blob(statement, 2);
        size_t size = (size_t)sqlite3_column_bytes(statement, 2);
        (*file)[(*n)++] = (reinti_codebook_file){
            .name = reinti_arena_text(arena, reinti_sql_text(statement, 0)),
            .kind = reinti_arena_text(arena, reinti_sql_text(statement, 1)),
            .data = reinti_arena_text_n(arena, data ? data : "", size),
            .size = size,
        };
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the codebook of the study could not be read");
    sqlite3_finalize(statement);
    return status;
}

reint_status
reinti_codebook_load(reint_study *s, reint_codebook **out, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reinti_codebook_file *file = NULL;
    reint_error why = { .status = REINT_OK };
    size_t n = 0;
    reint_status status = arena ? read_files(s, arena, &file, &n, err) : reinti_no_memory(err);

    *out = NULL;
    if (!status)
        status = reinti_sql_integer(s, &s->codebook_version, err, "SELECT max(version) FROM reint_codebook");
    if (!status && !n)
        status = reinti_fail(err, REINT_STUDY, s->path, 0, "the study holds no codebook");
    if (!status && reinti_codebook_parse(file, n, out, NULL, &why))
        status = reinti_fail(err, REINT_STUDY, s->path, 0,
                             "the codebook in the study cannot be read by this version: %s", why.text);
    reinti_arena_free(arena);
    if (!status)
        status = order_missing(s, *out, err);
    if (status) {
        reint_codebook_free(*out);
        *out = NULL;
    }
    return status;
}

/* ---- the database -------------------------------------------------------------------------------------- */

/* Always for reading and writing, as far as the file allows it: what a killed writer left behind can be put
 * right even when we only mean to read.  A study comes from somewhere: its views and triggers may call pure
 * functions only, and nothing may write to SQLite's own tables.  What is deleted is overwritten. */
static reint_status
open_database(reint_study *s, reint_error *err)
{
    /* SQLite takes ":memory:" and the like for something else than a file */
    char *path = s->in_memory ? sqlite3_mprintf(":memory:")
                              : sqlite3_mprintf("%s%s", s->path[0] == ':' ? "./" : "", s->path);
    int result = path ? sqlite3_open_v2(path, &s->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL)
                      : SQLITE_NOMEM;

    sqlite3_free(path);
    if (result)
        return s->db ? reinti_sql_fail(s, err, "the study cannot be opened") : reinti_no_memory(err);
    sqlite3_busy_timeout(s->db, BUSY_MILLISECONDS);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    sqlite3_db_config(s->db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    return reinti_sql_exec(
        s, err,
        "PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY; PRAGMA foreign_keys = OFF;"
        " PRAGMA secure_delete = ON; PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;%s",
        s->writable ? "" : " PRAGMA query_only = ON");
}

static reint_study *
new_study(const char *path, bool writable)
{
    reint_study *s = calloc(1, sizeof *s);

    if (s && !(s->path = strdup(path))) {
        free(s);
        return NULL;
    }
    if (s) {
        s->writable = writable;
        s->person = (reinti_dictionary){ .table = "reint_person", .column = "key" };
        s->erasure_secret = (reinti_str)REINTI_STR_EMPTY;
        s->word = (reinti_dictionary){ .table = "reint_word", .column = "text" };
    }
    return s;
}

/* ---- create
 * -----------------------------------------------------------------------------------------------------------
 */

/* Notes the state that the file is in; the transaction that is open ends. */
static reint_status
look(reint_study *s, reint_error *err)
{
    int64_t any;
    reint_status status = reinti_sql_integer(s, &any, err, "SELECT count(*) FROM reint_codebook");

    reinti_counter_read(s, &s->counted, &s->counter);
    return status ? status : reinti_sql_exec(s, err, "COMMIT");
}

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
        status = reinti_codebook_load(s, &s->cb, err); /* a copy of its own, whatever becomes of CB */
    if (!status)
        status = reinti_dict_load_codes(s, err);
    if (!status)
        status = reinti_layout_build(s, err);
    for (size_t f = 0; !status && f < s->cb->n_forms; f++) {
        status = reinti_schema_form(s, f, err);
    }
    if (!status)
        status = reinti_sql_exec(s, err, "PRAGMA user_version = %d; COMMIT; BEGIN", REINTI_SCHEMA_VERSION);
    return status ? status : look(s, err);
}

/* Made by us, so that nobody else could read it for a moment, and only if there is none. */
static reint_status
make_file(const char *path, reint_error *err)
{
    int fd = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

    if (fd >= 0)
        close(fd);
    else if (errno == EEXIST)
        return reinti_fail(err, REINT_OUTPUT, path, 0, "there is already such a file; it is not overwritten");
    else
        return reinti_fail(err, REINT_OUTPUT, path, 0, "cannot make the study: %s", strerror(errno));
    return REINT_OK;
}

reint_status
reint_study_create(const char *path, const reint_codebook *cb, reint_study **out, reint_error *err)
{
    reint_study *s = new_study(reinti_text_or(path, "(study in memory)"), true);
    reint_status status = s ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (status)
        return status;
    s->in_memory = !path;
    status = path ? make_file(path, err) : REINT_OK;
    if (status) {
        reint_study_free(s);
        return status;
    }
    status = open_database(s, err);
    if (!status)
        status = fill_new(s, cb, err);
    if (status) {
        reint_study_free(s);
        if (path)
            unlink(path);
        return status;
    }
    s->changed = true;
    s->schema = REINTI_SCHEMA_VERSION;
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
    s->schema = version;
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
        status = errno == ENOENT
                     ? reinti_fail(err, REINT_STUDY, path, 0,
                                   "there is no such study; the job that names it makes it: reint run JOB")
                     : reinti_fail(err, REINT_STUDY, path, 0, "cannot open the study: %s", strerror(errno));
    else if (!S_ISREG(st.st_mode) || st.st_size < 512)
        status = reinti_fail(err, REINT_STUDY, path, 0, "this is not a study file");
    else if (write && access(path, W_OK))
        status = reinti_fail(err, REINT_STUDY, path, 0, "the study can only be read: %s", strerror(errno));
    if (!status)
        status = open_database(s, err);
    if (!status && write && !sqlite3_db_readonly(s->db, "main"))
        status = reinti_schema_migrate(s, err);
    if (!status)
        status = reinti_sql_exec(s, err, "BEGIN");
    if (!status)
        status = check_header(s, err);
    if (!status && write && sqlite3_db_readonly(s->db, "main"))
        status = reinti_fail(err, REINT_STUDY, s->path, 0, "the study can only be read");
    if (!status)
        status = reinti_codebook_load(s, &s->cb, err);
    if (!status)
        status = reinti_dict_load_codes(s, err);
    if (!status)
        status = reinti_layout_build(s, err);
    if (!status)
        status = reinti_digest_load(s, err);
    if (!status)
        status = look(s, err);
    if (status) {
        reint_study_free(s);
        return status;
    }
    *out = s;
    return REINT_OK;
}
