/* transaction.c -- all or nothing: begins, commits and rolls back what is written to a study.
 *
 * Who and why stand in reint_context while a transaction of ours lasts, and only then: the triggers that
 * write the history read them, and take every other change for one from outside reint.  What is in memory
 * (columns, dictionaries, digests) always belongs to one state of the file; it is given up when the file has
 * moved on or the transaction is taken back.
 *
 * A rehearsal is one long transaction that is never committed: what would be transactions are savepoints in it, so that
 * several files can be tried on each other's top. */
#include <config.h>

#include "study/internal.h"

#define BUSY_MILLISECONDS 3000
#define COMMIT_MILLISECONDS                                                                                  \
    60000 /* readers are soon done; a long import is not thrown away for one of them */

/* Another program has written since we last looked: nothing in memory is good any more. */
static reint_status
catch_up(reint_study *s, reint_error *err)
{
    int64_t version;
    reint_status status = reinti_sql_integer(s, &version, err, "SELECT max(version) FROM reint_codebook");

    if (!status && version != s->codebook_version)
        status = reinti_fail(err, REINT_STUDY, s->path, 0,
                             "another program has given the study a new codebook; open it again");
    reinti_dict_forget(s);
    for (size_t f = 0; f < s->n_forms; f++) {
        reinti_columns_drop(s, f);
        s->form[f].largest_known = false;
    }
    reinti_cache_unmap(s);
    return status ? status : reinti_digest_load(s, err);
}

/* The write lock, with what is in memory as the file is. */
static reint_status
take_lock(reint_study *s, reint_error *err)
{
    bool counted;
    uint32_t counter;
    reint_status status = reinti_sql_exec(s, err, "BEGIN IMMEDIATE");

    if (status)
        return status;
    reinti_counter_read(s, &counted, &counter);
    if (!counted || !s->counted || counter != s->counter)
        status = catch_up(s, err);
    s->counted = counted;
    s->counter = counter;
    for (size_t f = 0; !status && f < s->n_forms; f++) /* forms that do not change keep their columns */
        if (!s->form[f].columns.complete)
            reinti_cache_load(s, f);
    return status;
}

static reint_status
check_writable(const reint_study *s, reint_error *err)
{
    if (!s->writable)
        return reinti_fail(err, REINT_STUDY, s->path, 0, "the study was opened for reading only");
    if (s->in_transaction)
        return reinti_fail(err, REINT_ARGUMENT, s->path, 0, "a transaction is open already");
    return REINT_OK;
}

/* SQLite takes everything back by itself when the disk is full; a savepoint would then begin a transaction of its own, and
 * its end would keep what must not be kept. */
static reint_status
begin_in_rehearsal(reint_study *s, reint_error *err)
{
    if (sqlite3_get_autocommit(s->db))
        return reinti_fail(err, REINT_STUDY, s->path, 0, "the rehearsal has ended after an error");
    return reinti_sql_exec(s, err, "SAVEPOINT reinti_rehearsal");
}

reint_status
reinti_store_begin(reint_study *s, const char *who, const char *why, reint_error *err)
{
    reint_status status = check_writable(s, err);

    if (!status)
        status = s->rehearsing ? begin_in_rehearsal(s, err) : take_lock(s, err);
    if (status) {
        if (!s->rehearsing && !s->in_transaction && !sqlite3_get_autocommit(s->db))
            sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
        return status;
    }
    s->in_transaction = true;
    s->quiet = false;
    status =
        reinti_sql_exec(s, err, "DELETE FROM reint_context; INSERT INTO reint_context VALUES (%Q, %Q, 0)",
                        reinti_text_or(who, ""), reinti_text_or(why, ""));
    if (status)
        reinti_store_rollback(s);
    return status;
}

reint_status
reint_study_rehearse(reint_study *s, reint_error *err)
{
    reint_status status = check_writable(s, err);

    if (status || s->rehearsing)
        return status;
    status = take_lock(s, err);
    if (status && !sqlite3_get_autocommit(s->db))
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    s->rehearsing = !status;
    return status;
}

static reint_status
commit(reint_study *s, reint_error *err)
{
    if (s->rehearsing)
        return reinti_sql_exec(s, err, "RELEASE reinti_rehearsal");
    sqlite3_busy_timeout(s->db, COMMIT_MILLISECONDS);
    reint_status status = reinti_sql_exec(s, err, "COMMIT");
    sqlite3_busy_timeout(s->db, BUSY_MILLISECONDS);
    return status;
}

reint_status
reinti_store_commit(reint_study *s, reint_error *err)
{
    reint_status status;

    if (!s->in_transaction)
        return reinti_fail(err, REINT_ARGUMENT, s->path, 0, "no transaction is open");
    status = reinti_dict_flush(s, err);
    if (!status)
        status = reinti_digest_store(s, err);
    if (!status)
        status = reinti_sql_exec(s, err, "DELETE FROM reint_context");
    if (!status)
        status = commit(s, err);
    if (status) {
        reinti_store_rollback(s);
        return status;
    }
    s->in_transaction = false;
    if (s->rehearsing)
        return REINT_OK;
    s->changed = true;
    s->counter++; /* each write raises it by one; were that not so, the next read would say "changed" */
    return REINT_OK;
}

void
reinti_store_rollback(reint_study *s)
{
    if (!s->in_transaction)
        return;
    sqlite3_exec(s->db, s->rehearsing ? "ROLLBACK TO reinti_rehearsal; RELEASE reinti_rehearsal" : "ROLLBACK",
                 NULL, NULL, NULL);
    s->in_transaction = false;
    reinti_dict_forget(s);
    for (size_t f = 0; f < s->n_forms; f++) {
        reinti_columns_drop(s, f);
        s->form[f].largest_known = false;
    }
    reinti_digest_load(s, NULL);
}
