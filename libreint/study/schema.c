/* schema.c -- the tables and triggers of a study file.
 *
 * Names that begin with reint_ or f_ are the file's own, and so are columns that begin with _: no form, no
 * variable is called so.  Triggers keep what is changed or deleted, by whatever program; none runs on insert
 * (it would make reading a file seven times slower). */
#include <config.h>

#include <string.h>

#include "study/internal.h"

/* Of version 1; migrate.c has what came later. */
static const char study_tables[] =
    "CREATE TABLE reint_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;"
    "CREATE TABLE reint_codebook (version INTEGER PRIMARY KEY, digest TEXT NOT NULL) STRICT;"
    "CREATE TABLE reint_codebook_file (version INTEGER NOT NULL, position INTEGER NOT NULL, name TEXT NOT "
    "NULL,"
    " kind TEXT NOT NULL, data BLOB NOT NULL, PRIMARY KEY (version, position)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE reint_list (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE reint_code (list INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, position "
    "INTEGER NOT NULL,"
    " label TEXT, PRIMARY KEY (list, id)) STRICT, WITHOUT ROWID;"
    "CREATE TABLE reint_missing (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, label TEXT) STRICT;"
    "CREATE TABLE reint_person (id INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT;"
    "CREATE TABLE reint_word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE reint_batch (id INTEGER PRIMARY KEY, input TEXT NOT NULL, form TEXT NOT NULL, sha256 TEXT "
    "NOT NULL,"
    " read INTEGER, accepted INTEGER, changed INTEGER, unchanged INTEGER, rejected INTEGER, imported_at TEXT "
    "NOT NULL,"
    " header BLOB) STRICT;"
    "CREATE TABLE reint_rejected (id INTEGER PRIMARY KEY, batch INTEGER NOT NULL, line INTEGER, col INTEGER, "
    "variable TEXT,"
    " reason TEXT NOT NULL, text TEXT NOT NULL, row BLOB NOT NULL, person INTEGER, settled INTEGER) STRICT;"
    "CREATE TABLE reint_context (who TEXT NOT NULL, why TEXT NOT NULL, quiet INTEGER NOT NULL) STRICT;"
    "CREATE TABLE reint_history (id INTEGER PRIMARY KEY, form TEXT NOT NULL, record INTEGER NOT NULL, "
    "variable TEXT NOT NULL,"
    " before ANY, after ANY, who TEXT NOT NULL, why TEXT NOT NULL, at TEXT NOT NULL) STRICT;"
    "CREATE TABLE reint_override (form TEXT NOT NULL, record INTEGER NOT NULL, ruleset TEXT NOT NULL, class "
    "TEXT NOT NULL,"
    " reason TEXT NOT NULL, who TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (form, record, ruleset)) "
    "STRICT, WITHOUT ROWID;"
    "CREATE TABLE reint_digest (form TEXT PRIMARY KEY, n INTEGER NOT NULL, digest INTEGER NOT NULL) STRICT, "
    "WITHOUT ROWID;";

reint_status
reinti_schema_create(reint_study *s, reint_error *err)
{
    int result = sqlite3_exec(s->db, study_tables, NULL, NULL, NULL);
    return result ? reinti_sql_fail(s, err, "the study could not be made") : reinti_schema_step(s, 1, err);
}

/* ---- codebook
 * ---------------------------------------------------------------------------------------------------------
 */

static const char *
label_of(const reint_codebook *cb, const reinti_label *label)
{
    return reinti_label_text(label, cb->language[0]);
}

reint_status
reinti_schema_store_codebook(reint_study *s, const reint_codebook *cb, reint_error *err)
{
    sqlite3_stmt *statement = NULL;
    int64_t version = 0;
    reint_status status =
        reinti_sql_integer(s, &version, err, "SELECT coalesce(max(version), 0) + 1 FROM reint_codebook");

    if (!status)
        status = reinti_sql_exec(s, err, "INSERT INTO reint_codebook VALUES (%lld, %Q)", (long long)version,
                                 cb->digest);
    if (!status)
        status = reinti_sql_prepare(s, &statement, err,
                                    "INSERT INTO reint_codebook_file VALUES (?1, ?2, ?3, ?4, ?5)");
    for (size_t i = 0; !status && i < cb->n_files; i++) {
        sqlite3_bind_int64(statement, 1, version);
        sqlite3_bind_int64(statement, 2, (int64_t)i);
        sqlite3_bind_text(statement, 3, cb->file[i].name, -1, SQLITE_STATIC);
        sqlite3_bind_text(statement, 4, cb->file[i].kind, -1, SQLITE_STATIC);
        sqlite3_bind_blob64(statement, 5, cb->file[i].data, cb->file[i].size, SQLITE_STATIC);
        status = reinti_sql_run(s, statement, err);
    }
    sqlite3_finalize(statement);
    return status;
}

static reint_status
store_list(reint_study *s, const reint_codebook *cb, const reinti_list *list, reint_error *err)
{
    int64_t id = 0, known = 0, next = 0;
    reint_status status = reinti_sql_exec(
        s, err,
        "INSERT OR IGNORE INTO reint_list (id, name) SELECT coalesce(max(id), 0) + 1, %Q FROM reint_list",
        list->name);

    if (!status)
        status = reinti_sql_integer(s, &id, err, "SELECT id FROM reint_list WHERE name = %Q", list->name);
    if (!status)
        status = reinti_sql_integer(
            s, &next, err, "SELECT coalesce(max(id), 0) FROM reint_code WHERE list = %lld", (long long)id);
    for (size_t i = 0; !status && i < list->n; i++) {
        const char *label = label_of(cb, &list->code[i].label);
        status =
            reinti_sql_integer(s, &known, err, "SELECT id FROM reint_code WHERE list = %lld AND name = %Q",
                               (long long)id, list->code[i].name);
        if (!status && known)
            status = reinti_sql_exec(
                s, err, "UPDATE reint_code SET position = %lld, label = %Q WHERE list = %lld AND id = %lld",
                (long long)i, label, (long long)id, (long long)known);
        else if (!status)
            status =
                reinti_sql_exec(s, err, "INSERT INTO reint_code VALUES (%lld, %lld, %Q, %lld, %Q)",
                                (long long)id, (long long)++next, list->code[i].name, (long long)i, label);
    }
    return status;
}

reint_status
reinti_schema_store_codes(reint_study *s, const reint_codebook *cb, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t l = 0; !status && l < cb->n_lists; l++)
        status = store_list(s, cb, &cb->list[l], err);
    for (size_t m = 0; !status && m < cb->n_missing; m++) /* new reasons come after all others */
        status = reinti_sql_exec(
            s, err,
            "INSERT INTO reint_missing SELECT coalesce(min(id), 0) - 1, %Q, %Q FROM reint_missing WHERE true"
            " ON CONFLICT (name) DO UPDATE SET label = excluded.label",
            cb->missing[m].name, label_of(cb, &cb->missing[m].label));
    return status;
}

/* ---- form tables
 * ----------------------------------------------------------------------------------------------------------
 */

static const char *const sql_type[] = {
    [REINTI_STORE_INTEGER] = "INTEGER", [REINTI_STORE_REAL] = "REAL", [REINTI_STORE_TEXT] = "TEXT"
};

static reint_status
create_set(reint_study *s, size_t form, size_t variable, reint_error *err)
{
    const char *table = s->form[form].table, *name = s->cb->form[form].variable[variable].name;

    return reinti_sql_exec(
        s, err,
        "CREATE TABLE \"%w__%w\" (record INTEGER NOT NULL, position INTEGER NOT NULL, code INTEGER NOT NULL,"
        " PRIMARY KEY (record, position)) STRICT, WITHOUT ROWID",
        table, name);
}

reint_status
reinti_schema_add_variable(reint_study *s, size_t form, size_t variable, reint_error *err)
{
    const reinti_layout *layout = &s->form[form].layout;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < layout->n_slots; i++)
        if (layout->slot[i].variable == variable)
            status = reinti_sql_exec(s, err, "ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s", s->form[form].table,
                                     layout->slot[i].name, sql_type[layout->slot[i].storage]);
    if (!status && layout->form->variable[variable].multiple)
        status = create_set(s, form, variable, err);
    return status;
}

reint_status
reinti_schema_form(reint_study *s, size_t form, reint_error *err)
{
    const reinti_layout *layout = &s->form[form].layout;
    reinti_str columns = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < layout->n_slots; i++)
        reinti_str_format(&columns, ", \"%s\" %s", layout->slot[i].name, sql_type[layout->slot[i].storage]);
    status =
        columns.failed
            ? reinti_no_memory(err)
            : reinti_sql_exec(
                  s, err, "CREATE TABLE \"%w\" (_id INTEGER PRIMARY KEY%s, _source INTEGER NOT NULL) STRICT",
                  s->form[form].table, columns.text);
    for (size_t v = 0; !status && v < layout->form->n; v++)
        if (layout->form->variable[v].multiple)
            status = create_set(s, form, v, err);
    if (!status)
        status = reinti_sql_exec(s, err, "INSERT INTO reint_digest VALUES (%Q, 0, 0)", layout->form->name);
    if (!status)
        status = reinti_schema_triggers(s, form, err);
    if (!status)
        status = reinti_schema_views(s, form, err);
    reinti_str_free(&columns);
    return status;
}

/* ---- history ------------------------------------------------------------------------------------------- */

#define HISTORY "INSERT INTO reint_history (form, record, variable, before, after, who, why, at) SELECT "
#define CONTEXT                                                                                              \
    "coalesce((SELECT who FROM reint_context), 'outside reint'), coalesce((SELECT why FROM reint_context), " \
    "''), strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now') WHERE coalesce((SELECT quiet FROM reint_context), 0) " \
    "= 0"

/* Form names have no "__": it keeps the names of triggers apart. */
static reint_status
trigger(reint_study *s, reint_error *err, const char *kind, const char *form, const char *column,
        const char *table, const char *when, const char *body)
{
    return reinti_sql_exec(
        s, err,
        "DROP TRIGGER IF EXISTS \"%s_%w__%w\"; CREATE TRIGGER \"%s_%w__%w\" AFTER %s ON \"%w\" BEGIN %s; END",
        kind, form, column, kind, form, column, when, table, body);
}

static reint_status
slot_trigger(reint_study *s, const reinti_form_store *store, const char *column, reint_error *err)
{
    const char *form = store->layout.form->name;
    char *when = sqlite3_mprintf("UPDATE OF \"%w\"", column);
    char *body = sqlite3_mprintf(HISTORY "%Q, OLD._id, %Q, OLD.\"%w\", NEW.\"%w\", " CONTEXT
                                         " AND OLD.\"%w\" IS NOT NEW.\"%w\"",
                                 form, column, column, column, column, column);
    reint_status status =
        when && body ? trigger(s, err, "h", form, column, store->table, when, body) : reinti_no_memory(err);
    sqlite3_free(when);
    sqlite3_free(body);
    return status;
}

/* The codes of a set; what reint itself changes there it writes down as a whole (correct.c). */
static reint_status
set_triggers(reint_study *s, const reinti_form_store *store, const char *variable, reint_error *err)
{
    const char *form = store->layout.form->name;
    char *table = sqlite3_mprintf("%s__%s", store->table, variable);
    char *gone = sqlite3_mprintf(HISTORY "%Q, OLD.record, %Q, OLD.code, NULL, " CONTEXT, form, variable);
    char *other = sqlite3_mprintf(HISTORY "%Q, OLD.record, %Q, OLD.code, NEW.code, " CONTEXT, form, variable);
    reint_status status = table && gone && other ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = trigger(s, err, "d", form, variable, table, "DELETE", gone);
    if (!status)
        status = trigger(s, err, "u", form, variable, table, "UPDATE", other);
    sqlite3_free(table);
    sqlite3_free(gone);
    sqlite3_free(other);
    return status;
}

/* A deleted record is kept whole, as slot=literal for all that was not NULL.  (SQLite holds its JSON
 * functions for unsafe in a trigger, and programs may refuse to run them.) */
static reint_status
record_triggers(reint_study *s, const reinti_form_store *store, reint_error *err)
{
    const reinti_layout *layout = &store->layout;
    reinti_str row = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < layout->n_slots; i++)
        reinti_str_format(&row, "%s('%s', OLD.\"%s\")", i ? ", " : "", layout->slot[i].name,
                          layout->slot[i].name);
    char *gone =
        sqlite3_mprintf(HISTORY "%Q, OLD._id, '(record)', (SELECT coalesce(group_concat(slot || '=' ||"
                                " quote(value), ', '), '') FROM"
                                " (SELECT NULL AS slot, NULL AS value WHERE false UNION ALL VALUES %s) WHERE"
                                " value IS NOT NULL), NULL, " CONTEXT,
                        layout->form->name, layout->n_slots ? row.text : "('', NULL)");
    char *moved = sqlite3_mprintf(HISTORY "%Q, OLD._id, '(key)', OLD._id, NEW._id, " CONTEXT
                                          " AND OLD._id IS NOT NEW._id",
                                  layout->form->name);
    if (row.failed || !gone || !moved)
        status = reinti_no_memory(err);
    if (!status)
        status = trigger(s, err, "d", layout->form->name, "", store->table, "DELETE", gone);
    if (!status)
        status = trigger(s, err, "k", layout->form->name, "", store->table, "UPDATE OF _id", moved);
    sqlite3_free(gone);
    sqlite3_free(moved);
    reinti_str_free(&row);
    return status;
}

reint_status
reinti_schema_triggers(reint_study *s, size_t form, reint_error *err)
{
    const reinti_form_store *store = &s->form[form];
    reint_status status = record_triggers(s, store, err);

    for (size_t i = 0; !status && i < store->layout.n_slots; i++)
        status = slot_trigger(s, store, store->layout.slot[i].name, err);
    for (size_t k = 0; !status && k < store->columns.n_sets; k++)
        status =
            set_triggers(s, store, store->layout.form->variable[store->columns.set[k].variable].name, err);
    return status;
}
