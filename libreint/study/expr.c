/* expr.c -- conditions: an SQL expression over named columns, evaluated by SQLite on a virtual table.
 *
 * The table lives in a private in-memory connection.  An authorizer lets a condition read that table and call
 * pure functions; everything else, the clock, random numbers and other tables among them, is refused.  We
 * write no expression language of our own. */
#include <config.h>

#include <ctype.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#include "study/expr_wrong.h"

#define TABLE "reinti_rows"

enum {
    MOST_TEXT = 4 << 20, /* bytes of any text: several times the longest cell that ingest takes */
    MOST_CONDITION = 16384
};

struct reinti_expr {
    sqlite3 *db;
    sqlite3_stmt *statement;
    const char *const *names; /* the caller's */
    size_t n_names;
    size_t n_declared, *declared; /* columns of the table: indices of names that the condition mentions */
    bool *is_read;                /* per declared column: the authorizer saw it */
    size_t n_used, *used;
    size_t n_rows;
    reinti_expr_fn value;
    void *user;
    size_t n_selects;  /* that the authorizer saw in the statement being read */
    char refused[128]; /* what it said no to */
};

/* ---- the virtual table
 * --------------------------------------------------------------------------------------------------- */

typedef struct rows_table {
    sqlite3_vtab base;
    reinti_expr *e;
} rows_table;

typedef struct rows_cursor {
    sqlite3_vtab_cursor base;
    size_t row;
} rows_cursor;

static int
rows_connect(sqlite3 *db, void *aux, int argc, const char *const *argv, sqlite3_vtab **out, char **error)
{
    reinti_expr *e = aux;
    sqlite3_str *sql = sqlite3_str_new(db);
    rows_table *table = sqlite3_malloc(sizeof *table);

    (void)argc;
    (void)argv;
    (void)error;
    sqlite3_str_appendall(sql, "CREATE TABLE x(");
    for (size_t i = 0; i < e->n_declared; i++)
        sqlite3_str_appendf(sql, "%s\"%w\"", i ? "," : "", e->names[e->declared[i]]);
    sqlite3_str_appendall(sql, e->n_declared ? ")" : "\"\")");
    char *text = sqlite3_str_finish(sql);
    int result = text && table ? sqlite3_declare_vtab(db, text) : SQLITE_NOMEM;
    sqlite3_free(text);
    if (result) {
        sqlite3_free(table);
        return result;
    }
    *table = (rows_table){ .e = e };
    *out = &table->base;
    return SQLITE_OK;
}

static int
rows_disconnect(sqlite3_vtab *table)
{
    sqlite3_free(table);
    return SQLITE_OK;
}

static int
rows_best_index(sqlite3_vtab *table, sqlite3_index_info *info)
{
    (void)table;
    info->estimatedCost = 1e6;
    return SQLITE_OK;
}

static int
rows_open(sqlite3_vtab *table, sqlite3_vtab_cursor **out)
{
    rows_cursor *cursor = sqlite3_malloc(sizeof *cursor);

    (void)table;
    if (!cursor)
        return SQLITE_NOMEM;
    *cursor = (rows_cursor){ .row = 0 };
    *out = &cursor->base;
    return SQLITE_OK;
}

static int
rows_close(sqlite3_vtab_cursor *cursor)
{
    sqlite3_free(cursor);
    return SQLITE_OK;
}

static int
rows_filter(sqlite3_vtab_cursor *cursor, int number, const char *text, int argc, sqlite3_value **argv)
{
    (void)number;
    (void)text;
    (void)argc;
    (void)argv;
    ((rows_cursor *)cursor)->row = 0;
    return SQLITE_OK;
}

static int
rows_next(sqlite3_vtab_cursor *cursor)
{
    ((rows_cursor *)cursor)->row++;
    return SQLITE_OK;
}

static int
rows_eof(sqlite3_vtab_cursor *cursor)
{
    return ((rows_cursor *)cursor)->row >= ((rows_table *)cursor->pVtab)->e->n_rows;
}

static int
rows_column(sqlite3_vtab_cursor *cursor, sqlite3_context *context, int column)
{
    reinti_expr *e = ((rows_table *)cursor->pVtab)->e;
    reinti_expr_value v = { .kind = REINTI_EXPR_NULL };

    if (e->value && (size_t)column < e->n_declared)
        e->value(e->user, ((rows_cursor *)cursor)->row, e->declared[column], &v);
    switch (v.kind) {
    case REINTI_EXPR_NULL:
        sqlite3_result_null(context);
        break;
    case REINTI_EXPR_INTEGER:
        sqlite3_result_int64(context, v.integer);
        break;
    case REINTI_EXPR_REAL:
        sqlite3_result_double(context, v.real);
        break;
    case REINTI_EXPR_TEXT:
        sqlite3_result_text(context, v.text, (int)v.length, SQLITE_TRANSIENT);
        break;
    }
    return SQLITE_OK;
}

static int
rows_rowid(sqlite3_vtab_cursor *cursor, sqlite3_int64 *id)
{
    *id = (sqlite3_int64)((rows_cursor *)cursor)->row;
    return SQLITE_OK;
}

static const sqlite3_module rows_module = {
    .iVersion = 1,
    .xConnect = rows_connect, /* no xCreate: the table is there by its own name */
    .xBestIndex = rows_best_index,
    .xDisconnect = rows_disconnect,
    .xOpen = rows_open,
    .xClose = rows_close,
    .xFilter = rows_filter,
    .xNext = rows_next,
    .xEof = rows_eof,
    .xColumn = rows_column,
    .xRowid = rows_rowid,
};

/* ---- what a condition may do
 * -------------------------------------------------------------------------------------------- */

static const char *const pure[] = { "abs",    "chosen",    "coalesce", "glob",    "has",   "ifnull",
                                    "iif",    "instr",     "length",   "like",    "lower", "ltrim",
                                    "max",    "min",       "nullif",   "replace", "round", "rtrim",
                                    "substr", "substring", "trim",     "typeof",  "upper" };

static int
authorize(void *user, int action, const char *a, const char *b, const char *database, const char *inner)
{
    reinti_expr *e = user;

    (void)database;
    (void)inner;
    if (action == SQLITE_SELECT && !e->n_selects++) /* ours */
        return SQLITE_OK;
    if (action == SQLITE_SELECT || action == SQLITE_RECURSIVE) {
        snprintf(e->refused, sizeof e->refused, "a sub-query");
        return SQLITE_DENY;
    }
    if (action == SQLITE_READ) {
        if (strcmp(a, TABLE)) {
            snprintf(e->refused, sizeof e->refused, "table \"%.80s\"", a);
            return SQLITE_DENY;
        }
        bool found = false;
        for (size_t i = 0; i < e->n_declared; i++)
            if (!sqlite3_stricmp(e->names[e->declared[i]], b))
                e->is_read[i] = found = true;
        if (found || sqlite3_stricmp(b, "ROWID"))
            return SQLITE_OK;
        snprintf(e->refused, sizeof e->refused, "the number of a row");
        return SQLITE_DENY;
    }
    if (action == SQLITE_FUNCTION)
        for (size_t i = 0; i < REINTI_LENGTH(pure); i++)
            if (!sqlite3_stricmp(b, pure[i]))
                return SQLITE_OK;
    snprintf(e->refused, sizeof e->refused, action == SQLITE_FUNCTION ? "function %.80s()" : "this",
             b ? b : "");
    return SQLITE_DENY;
}

/* has(set, 'code'): whether CODE is one of the codes of a ';'-joined SET; NULL for a missing set. */
static void
has(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL || sqlite3_value_type(argv[1]) == SQLITE_NULL)
        return;
    const char *set = (const char *)sqlite3_value_text(argv[0]),
               *code = (const char *)sqlite3_value_text(argv[1]);
    size_t n = code ? strlen(code) : 0;
    while (set && *set) {
        size_t length = strcspn(set, ";");
        if (length == n && !memcmp(set, code, n)) {
            sqlite3_result_int(context, 1);
            return;
        }
        set += length + (set[length] == ';');
    }
    sqlite3_result_int(context, 0);
}

/* chosen(set): how many codes the ';'-joined SET has; NULL for a missing set. */
static void
chosen(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    (void)argc;
    if (sqlite3_value_type(argv[0]) == SQLITE_NULL)
        return;
    const char *set = (const char *)sqlite3_value_text(argv[0]);
    int n = set && *set;
    for (; set && *set; set++)
        n += *set == ';';
    sqlite3_result_int(context, n);
}

/* ---- compiling
 * -------------------------------------------------------------------------------------------------------------
 */

/* Whether WORD stands in TEXT as an identifier of its own. */
static bool
mentions(const char *text, const char *word)
{
    size_t n = strlen(word);

    for (const char *p = text; *p; p++) {
        bool starts = p == text || !(isalnum((unsigned char)p[-1]) || p[-1] == '_' || p[-1] == '.');
        if (starts && !sqlite3_strnicmp(p, word, (int)n) && !(isalnum((unsigned char)p[n]) || p[n] == '_'))
            return true;
    }
    return false;
}

static bool
declare(reinti_expr *e, const char *condition)
{
    e->declared = calloc(e->n_names + 1, sizeof *e->declared);
    e->is_read = calloc(e->n_names + 1, sizeof *e->is_read);
    e->used = calloc(e->n_names + 1, sizeof *e->used);
    if (!e->declared || !e->is_read || !e->used)
        return false;
    for (size_t i = 0; i < e->n_names; i++)
        if (mentions(condition, e->names[i]))
            e->declared[e->n_declared++] = i;
    return true;
}

/* FORMAT has one %s, for the condition. */
static reint_status
prepare(reinti_expr *e, const char *format, const char *condition, reint_error *err)
{
    const char *rest = NULL;
    char *sql = sqlite3_mprintf(format, condition);
    reint_status status = REINT_OK;

    if (!sql)
        return reinti_no_memory(err);
    sqlite3_finalize(e->statement);
    e->statement = NULL;
    e->n_selects = 0;
    if (sqlite3_prepare_v2(e->db, sql, -1, &e->statement, &rest))
        status = reinti_expr_wrong(e->db, condition, e->refused, e->names, e->n_names, pure,
                                   REINTI_LENGTH(pure), err);
    else if ((rest && *rest) || sqlite3_column_count(e->statement) != 1)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "that is more than one condition: %s", condition);
    else if (sqlite3_bind_parameter_count(e->statement))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "a condition has no values that are given later (%s); texts stand in quotes: %s",
                             reinti_text_or(sqlite3_bind_parameter_name(e->statement, 1), "?"), condition);
    sqlite3_free(sql);
    return status;
}

/* A connection that knows the rows and nothing else.  The limits keep what one record can cost small: no text
 * can be made long, no statement large. */
static bool
connect(reinti_expr *e)
{
    if (sqlite3_open_v2(":memory:", &e->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL) ||
        sqlite3_create_module(e->db, TABLE, &rows_module, e) ||
        sqlite3_create_function(e->db, "has", 2, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, has, NULL, NULL) ||
        sqlite3_create_function(e->db, "chosen", 1, SQLITE_UTF8 | SQLITE_DETERMINISTIC, NULL, chosen, NULL,
                                NULL))
        return false;
    /* the table is connected before the authorizer looks: declaring its columns is not the condition's doing
     */
    sqlite3_exec(e->db, "SELECT 1 FROM " TABLE " LIMIT 0", NULL, NULL, NULL);
    sqlite3_db_config(e->db, SQLITE_DBCONFIG_DQS_DML, 0, NULL); /* "x" is a name, never a text */
    sqlite3_limit(e->db, SQLITE_LIMIT_EXPR_DEPTH, 200);
    sqlite3_limit(e->db, SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 200);
    sqlite3_limit(e->db, SQLITE_LIMIT_LENGTH, MOST_TEXT);
    sqlite3_limit(e->db, SQLITE_LIMIT_SQL_LENGTH, MOST_CONDITION + 100);
    sqlite3_set_authorizer(e->db, authorize, e);
    return true;
}

reint_status
reinti_expr_compile(const char *condition, const char *const *names, size_t n_names, reinti_expr **out,
                    reint_error *err)
{
    reinti_expr *e = calloc(1, sizeof *e);
    reint_status status = REINT_OK;

    *out = NULL;
    if (!e)
        return reinti_no_memory(err);
    e->names = names;
    e->n_names = n_names;
    if (strlen(condition) > MOST_CONDITION)
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the condition is longer than %d characters: %.60s...",
                        MOST_CONDITION, condition);
    else
        status = reinti_expr_open(condition, err);
    if (!status && (!declare(e, condition) || !connect(e)))
        status = reinti_no_memory(err);
    /* first where SQLite takes no aggregate; a comment in the condition ends with its line */
    if (!status)
        status = prepare(e, "SELECT 1 FROM " TABLE " WHERE (\n%s\n)", condition, err);
    if (!status)
        status = prepare(e, "SELECT (\n%s\n) FROM " TABLE, condition, err);
    if (status) {
        reinti_expr_free(e);
        return status;
    }
    for (size_t i = 0; i < e->n_declared; i++)
        if (e->is_read[i])
            e->used[e->n_used++] = e->declared[i];
    *out = e;
    return REINT_OK;
}

void
reinti_expr_free(reinti_expr *e)
{
    if (!e)
        return;
    sqlite3_finalize(e->statement);
    sqlite3_close(e->db);
    free(e->declared);
    free(e->is_read);
    free(e->used);
    free(e);
}

size_t
reinti_expr_used(const reinti_expr *e, const size_t **columns)
{
    *columns = e->used;
    return e->n_used;
}

reint_status
reinti_expr_run(reinti_expr *e, size_t n_rows, reinti_expr_fn value, void *user, int8_t *result,
                reint_error *err)
{
    size_t row = 0;
    int step = SQLITE_DONE;

    e->n_rows = n_rows;
    e->value = value;
    e->user = user;
    while (row < n_rows && (step = sqlite3_step(e->statement)) == SQLITE_ROW)
        result[row++] = sqlite3_column_type(e->statement, 0) == SQLITE_NULL ? -1
                        : sqlite3_column_double(e->statement, 0) != 0       ? 1
                                                                            : 0;
    reint_status status = row == n_rows
                              ? REINT_OK
                              : reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                            "the condition cannot be evaluated: %s", sqlite3_errmsg(e->db));
    (void)step;
    sqlite3_reset(e->statement);
    e->value = NULL;
    return status;
}
