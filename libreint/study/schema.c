/* schema.c -- the tables, views and triggers of a study file.
 *
 * Form tables hold integers, so that they are small and fast; the views beside them hold what the integers
 * mean, so that anyone with any SQLite tool reads the study, and no average can count a refusal: a missing
 * value is NULL in a view and its reason stands beside it in x__why.  Triggers keep what is changed or
 * deleted, by whatever program; none runs on insert (it would make reading a file seven times slower). */
#include <config.h>

#include <string.h>

#include "study/internal.h"

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
    return result ? reinti_sql_fail(s, err, "the study could not be made") : REINT_OK;
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
    for (size_t m = 0; !status && m < cb->n_missing; m++)
        status =
            reinti_sql_exec(s, err,
                            "INSERT INTO reint_missing VALUES (%lld, %Q, %Q) ON CONFLICT (id) DO UPDATE SET "
                            "label = excluded.label",
                            -(long long)(m + 1), cb->missing[m].name, label_of(cb, &cb->missing[m].label));
    return status;
}

/* ---- form tables
 * ----------------------------------------------------------------------------------------------------------
 */

static const char *const sql_type[] = {
    [REINTI_STORE_INTEGER] = "INTEGER", [REINTI_STORE_REAL] = "REAL", [REINTI_STORE_TEXT] = "TEXT"
};

reint_status
reinti_schema_set(reint_study *s, size_t form, size_t variable, reint_error *err)
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
        status = reinti_schema_set(s, form, variable, err);
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
                  s, err, "CREATE TABLE \"%w\" (id INTEGER PRIMARY KEY%s, _source INTEGER NOT NULL) STRICT",
                  s->form[form].table, columns.text);
    for (size_t v = 0; !status && v < layout->form->n; v++)
        if (layout->form->variable[v].multiple)
            status = reinti_schema_set(s, form, v, err);
    if (!status)
        status = reinti_sql_exec(s, err, "INSERT INTO reint_digest VALUES (%Q, 0, 0)", layout->form->name);
    if (!status)
        status = reinti_schema_triggers(s, form, err);
    if (!status)
        status = reinti_schema_views(s, form, err);
    reinti_str_free(&columns);
    return status;
}

/* ---- history
 * ------------------------------------------------------------------------------------------------------------------
 */

#define HISTORY_COLUMNS                                                                                      \
    "INSERT INTO reint_history (form, record, variable, before, after, who, why, at) SELECT "
#define HISTORY_CONTEXT                                                                                      \
    "coalesce((SELECT who FROM reint_context), 'outside reint'), coalesce((SELECT why FROM reint_context), " \
    "''),"                                                                                                   \
    " strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now') WHERE coalesce((SELECT quiet FROM reint_context), 0) = 0"

reint_status
reinti_schema_triggers(reint_study *s, size_t form, reint_error *err)
{
    const reinti_layout *layout = &s->form[form].layout;
    const char *table = s->form[form].table, *name = layout->form->name;
    reinti_str row = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < layout->n_slots; i++) {
        const char *column = layout->slot[i].name;
        reinti_str_format(&row, "%s'%s', OLD.\"%s\"", i ? ", " : "", column, column);
        status = reinti_sql_exec(
            s, err,
            "DROP TRIGGER IF EXISTS \"h_%w_%w\"; CREATE TRIGGER \"h_%w_%w\" AFTER UPDATE OF \"%w\" ON \"%w\""
            " WHEN OLD.\"%w\" IS NOT NEW.\"%w\" BEGIN " HISTORY_COLUMNS
            "%Q, OLD.id, %Q, OLD.\"%w\", NEW.\"%w\", " HISTORY_CONTEXT "; END",
            name, column, name, column, column, table, column, column, name, column, column, column);
    }
    if (!status)
        status = reinti_sql_exec(s, err,
                                 "DROP TRIGGER IF EXISTS \"d_%w\"; CREATE TRIGGER \"d_%w\" AFTER DELETE ON "
                                 "\"%w\" BEGIN " HISTORY_COLUMNS
                                 "%Q, OLD.id, '(record)', json_object(%s), NULL, " HISTORY_CONTEXT "; END",
                                 name, name, table, name, row.text);
    for (size_t v = 0; !status && v < layout->form->n; v++)
        if (layout->form->variable[v].multiple)
            status = reinti_sql_exec(
                s, err,
                "DROP TRIGGER IF EXISTS \"d_%w__%w\"; CREATE TRIGGER \"d_%w__%w\" AFTER DELETE ON \"%w__%w\" "
                "BEGIN " HISTORY_COLUMNS "%Q, OLD.record, %Q, OLD.code, NULL, " HISTORY_CONTEXT "; END",
                name, layout->form->variable[v].name, name, layout->form->variable[v].name, table,
                layout->form->variable[v].name, name, layout->form->variable[v].name);
    reinti_str_free(&row);
    return status;
}

/* ---- views
 * ----------------------------------------------------------------------------------------------------------------------
 */

/* The code with id EXPRESSION of a list, as name or label. */
static void
add_code(reinti_str *sql, const reint_codebook *cb, size_t list, const char *expression, bool labels)
{
    reinti_str_format(
        sql,
        "(SELECT %s FROM reint_code c JOIN reint_list l ON l.id = c.list WHERE l.name = '%s' AND c.id = %s)",
        labels ? "coalesce(c.label, c.name)" : "c.name", cb->list[list].name, expression);
}

static void
add_why(reinti_str *sql, const char *expression, const char *name)
{
    reinti_str_format(sql, ", (SELECT name FROM reint_missing WHERE id = %s) AS \"%s__why\"", expression,
                      name);
}

static void
add_key(reinti_str *sql, const reint_codebook *cb, const reinti_layout *layout, size_t k, bool labels)
{
    const reinti_variable *v = &layout->form->variable[k];
    char part[96];

    snprintf(part, sizeof part, "(t.id >> %u & %lld)", layout->key_shift[k],
             (1LL << layout->key_bits[k]) - 1);
    reinti_str_add(sql, k ? ", " : "");
    if (v->type == REINTI_PERSON)
        reinti_str_format(sql, "(SELECT key FROM reint_person WHERE id = %s)", part);
    else if (v->type == REINTI_CODE)
        add_code(sql, cb, v->list, part, labels);
    else if (v->type == REINTI_TEXT)
        reinti_str_format(sql, "(SELECT text FROM reint_word WHERE id = %s)", part);
    else if (v->type == REINTI_DATE)
        reinti_str_format(sql, "date(%s * 86400, 'unixepoch')", part);
    else
        reinti_str_add(sql, part);
    reinti_str_format(sql, " AS \"%s\"", v->name);
}

static void
add_variable(reinti_str *sql, const reint_codebook *cb, const reinti_form_store *store, size_t variable,
             bool labels)
{
    const reinti_variable *v = &store->layout.form->variable[variable];
    char column[160], why[160];

    snprintf(column, sizeof column, "t.\"%s\"", v->name);
    snprintf(why, sizeof why, "t.\"%s__why\"", v->name);
    reinti_str_add(sql, ", ");
    if (v->type == REINTI_CODE && v->multiple) {
        reinti_str_format(sql, "CASE WHEN %s >= 0 THEN coalesce((SELECT group_concat(n, '%c') FROM (SELECT ",
                          column, v->separator);
        add_code(sql, cb, v->list, "x.code", labels);
        reinti_str_format(
            sql, " AS n FROM \"%s__%s\" x WHERE x.record = t.id ORDER BY x.position)), '') END AS \"%s\"",
            store->table, v->name, v->name);
        add_why(sql, column, v->name);
    } else if (v->type == REINTI_CODE) {
        add_code(sql, cb, v->list, column, labels);
        reinti_str_format(sql, " AS \"%s\"", v->name);
        add_why(sql, column, v->name);
    } else if (v->type == REINTI_DATE) {
        reinti_str_format(sql,
                          "coalesce(t.\"%s__written\", CASE WHEN t.\"%s__high\" IS NULL THEN date(%s * "
                          "86400, 'unixepoch') ELSE"
                          " date(%s * 86400, 'unixepoch') || '..' || date(t.\"%s__high\" * 86400, "
                          "'unixepoch') END) AS \"%s\"",
                          v->name, v->name, column, column, v->name, v->name);
        add_why(sql, why, v->name);
    } else if (v->type == REINTI_AGE) {
        reinti_str_format(sql,
                          "coalesce(t.\"%s__written\", CASE WHEN t.\"%s__high\" IS NULL THEN CAST(%s AS "
                          "TEXT) ELSE %s || '-' ||"
                          " t.\"%s__high\" END) AS \"%s\"",
                          v->name, v->name, column, column, v->name, v->name);
        add_why(sql, why, v->name);
    } else if (v->type == REINTI_PERSON) {
        reinti_str_format(sql, "(SELECT key FROM reint_person WHERE id = %s) AS \"%s\"", column, v->name);
        add_why(sql, why, v->name);
    } else {
        reinti_str_format(sql, "%s AS \"%s\"", column, v->name);
        add_why(sql, why, v->name);
    }
}

reint_status
reinti_schema_views(reint_study *s, size_t form, reint_error *err)
{
    const reinti_form_store *store = &s->form[form];
    const reinti_form *f = store->layout.form;
    reint_status status = REINT_OK;

    for (int labels = 0; !status && labels < 2; labels++) {
        reinti_str sql = REINTI_STR_EMPTY;
        for (size_t v = 0; v < f->n; v++)
            if (v < f->n_key)
                add_key(&sql, s->cb, &store->layout, v, labels);
            else
                add_variable(&sql, s->cb, store, v, labels);
        status =
            sql.failed
                ? reinti_no_memory(err)
                : reinti_sql_exec(
                      s, err, "DROP VIEW IF EXISTS \"%w%s\"; CREATE VIEW \"%w%s\" AS SELECT %s FROM \"%w\" t",
                      f->name, labels ? "_labels" : "", f->name, labels ? "_labels" : "", sql.text,
                      store->table);
        reinti_str_free(&sql);
    }
    return status;
}
