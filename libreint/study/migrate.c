/* migrate.c -- brings the tables of an older study to those of this version, when it is opened for writing.
 *
 * One step a version, all of them in one transaction: a study is at its old version or at the new one.  A study that
 * can only be read stays as it is, and so does what it cannot tell (study->schema). */
#include <config.h>

#include "study/internal.h"

/* Also what a new study gets after its first tables: there is one description of each version. */
static const char *const step[REINTI_SCHEMA_VERSION] = {
    [1] = "ALTER TABLE reint_batch ADD COLUMN first_change INTEGER;" /* the history before it, and with it */
          "ALTER TABLE reint_batch ADD COLUMN last_change INTEGER;"
          "ALTER TABLE reint_batch ADD COLUMN undone TEXT;" /* when; and the history of it */
          "ALTER TABLE reint_batch ADD COLUMN undo_first INTEGER;"
          "ALTER TABLE reint_batch ADD COLUMN undo_last INTEGER;"
          /* records that a batch found there already, with the source that they had */
          "CREATE TABLE reint_touched (batch INTEGER NOT NULL, record INTEGER NOT NULL, source INTEGER NOT "
          "NULL,"
          " PRIMARY KEY (batch, record)) STRICT, WITHOUT ROWID",
};

reint_status
reinti_schema_step(reint_study *s, int64_t from, reint_error *err)
{
    reint_status status = REINT_OK;

    for (int64_t version = from; !status && version < REINTI_SCHEMA_VERSION; version++)
        status = reinti_sql_exec(s, err, "%s", step[version]);
    return status;
}

static reint_status
read_version(reint_study *s, int64_t *version, reint_error *err)
{
    int64_t application = 0;
    reint_status status = reinti_sql_integer(s, &application, err, "PRAGMA application_id");

    *version = 0;
    if (!status && application == REINTI_APPLICATION_ID)
        status = reinti_sql_integer(s, version, err, "PRAGMA user_version");
    return status;
}

reint_status
reinti_schema_migrate(reint_study *s, reint_error *err)
{
    int64_t version = 0;
    reint_status status = read_version(s, &version, err);

    if (status || version < 1 || version >= REINTI_SCHEMA_VERSION)
        return status; /* what is no study of ours is said elsewhere */
    status = reinti_sql_exec(s, err, "BEGIN IMMEDIATE");
    if (status)
        return status;
    status = read_version(s, &version, err); /* another program may have been quicker */
    if (!status && version >= 1)
        status = reinti_schema_step(s, version, err);
    if (!status)
        status = reinti_sql_exec(s, err, "PRAGMA user_version = %d; COMMIT", REINTI_SCHEMA_VERSION);
    if (status)
        sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
    return status;
}
