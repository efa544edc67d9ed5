/* history.c -- what was changed, by whom and why; and the team's own judgement over a computed class. */
#include <config.h>

#include <string.h>

#include "study/internal.h"

/* The variable that COLUMN belongs to ("date__high": date), REINTI_NONE for "(record)" and the like; *WHY:
 * the column is the reason why it is missing. */
static size_t
variable_of(const reinti_form *form, const char *column, bool *why)
{
    const char *suffix = strstr(column, "__");
    char name[80];

    *why = suffix && !strcmp(suffix, "__why");
    if (!suffix)
        return reinti_form_find(form, column);
    snprintf(name, sizeof name, "%.*s", (int)(suffix - column), column);
    return reinti_form_find(form, name);
}

/* A stored integer as people read it: the code's name, the missing reason, the date, else the number. */
static void
value_text(reint_study *s, size_t f, const char *column, sqlite3_stmt *statement, int at, reinti_str *out)
{
    const reint_codebook *cb = s->cb;
    bool why;
    size_t v = variable_of(&cb->form[f], column, &why);

    reinti_str_clear(out);
    if (v == REINTI_NONE || sqlite3_column_type(statement, at) != SQLITE_INTEGER) {
        reinti_str_add(out, reinti_sql_text(statement, at));
        return;
    }
    const reinti_variable *variable = &cb->form[f].variable[v];
    int64_t value = sqlite3_column_int64(statement, at);
    size_t code =
        variable->type == REINTI_CODE ? reinti_store_code_of(s, variable->list, value) : REINTI_NONE;
    if ((why || variable->type == REINTI_CODE) && value < 0 && value >= -(int64_t)cb->n_missing)
        reinti_str_add(out, cb->missing[-value - 1].name);
    else if (code != REINTI_NONE)
        reinti_str_add(out, cb->list[variable->list].code[code].name);
    else if (variable->type == REINTI_DATE)
        reinti_format_date(out, (reinti_interval){ (int32_t)value, (int32_t)value });
    else if (variable->type == REINTI_PERSON)
        reinti_str_add(out, reinti_text_or(reinti_store_person_key(s, value), "?"));
    else
        reinti_str_format(out, "%lld", (long long)value);
}

reint_status
reint_study_history(reint_study *s, int (*fn)(const reint_change *change, void *user), void *user,
                    reint_error *err)
{
    reinti_str key = REINTI_STR_EMPTY, before = REINTI_STR_EMPTY, after = REINTI_STR_EMPTY;
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT id, form, record, variable, before, after, who, why, at FROM reint_history ORDER BY id");

    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t f = reinti_codebook_find_form(s->cb, reinti_sql_text(statement, 1));
        reinti_str_clear(&key);
        reinti_str_clear(&before);
        reinti_str_clear(&after);
        if (f != REINTI_NONE) {
            reinti_store_key_text(s, f, sqlite3_column_int64(statement, 2), &key);
            value_text(s, f, reinti_sql_text(statement, 3), statement, 4, &before);
            value_text(s, f, reinti_sql_text(statement, 3), statement, 5, &after);
        }
        reint_change change = {
            .id = sqlite3_column_int64(statement, 0),
            .form = reinti_sql_text(statement, 1),
            .key = key.text,
            .variable = reinti_sql_text(statement, 3),
            .before = before.text,
            .after = after.text,
            .who = reinti_sql_text(statement, 6),
            .why = reinti_sql_text(statement, 7),
            .at = reinti_sql_text(statement, 8),
        };
        if (fn(&change, user)) {
            result = SQLITE_DONE;
            break;
        }
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the history could not be read");
    sqlite3_finalize(statement);
    reinti_str_free(&key);
    reinti_str_free(&before);
    reinti_str_free(&after);
    return status;
}

/* ---- judgement
 * --------------------------------------------------------------------------------------------------------------
 */

/* A judgement stands in the history, the one that it replaces as well. */
reint_status
reinti_store_override(reint_study *s, size_t form, const reinti_override *o, reint_error *err)
{
    const char *name = s->cb->form[form].name;
    reint_status status = reinti_sql_exec(
        s, err,
        "INSERT INTO reint_history (form, record, variable, before, after, who, why, at) SELECT %Q, %lld,"
        " '(judgement ' || %Q || ')', (SELECT class FROM reint_override WHERE form = %Q AND record = %lld"
        " AND ruleset = %Q), %Q, who, why, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now') FROM reint_context",
        name, (long long)o->key, o->ruleset, name, (long long)o->key, o->ruleset, o->class_id);

    if (status)
        return status;
    return reinti_sql_exec(
        s, err,
        "INSERT INTO reint_override VALUES (%Q, %lld, %Q, %Q, %Q, %Q, strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', "
        "'now'))"
        " ON CONFLICT (form, record, ruleset) DO UPDATE SET class = excluded.class, reason = excluded.reason,"
        " who = excluded.who, at = excluded.at",
        name, (long long)o->key, o->ruleset, o->class_id, o->reason, o->who);
}

reint_status
reinti_store_overrides(reint_study *s, size_t form, const char *ruleset, reinti_arena *arena,
                       reinti_override **out, size_t *n, reint_error *err)
{
    reinti_override *list = NULL;
    size_t count = 0, capacity = 0;
    sqlite3_stmt *statement;
    int result = SQLITE_DONE;
    reint_status status = reinti_sql_prepare(s, &statement, err,
                                             "SELECT record, class, reason, who FROM reint_override WHERE "
                                             "form = %Q AND ruleset = %Q ORDER BY record",
                                             s->cb->form[form].name, ruleset);

    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        if (!reinti_arena_grow(arena, &list, &capacity, count, sizeof *list)) {
            status = reinti_no_memory(err);
            break;
        }
        list[count++] = (reinti_override){
            .key = sqlite3_column_int64(statement, 0),
            .ruleset = reinti_arena_text(arena, ruleset),
            .class_id = reinti_arena_text(arena, reinti_sql_text(statement, 1)),
            .reason = reinti_arena_text(arena, reinti_sql_text(statement, 2)),
            .who = reinti_arena_text(arena, reinti_sql_text(statement, 3)),
        };
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the judgements could not be read");
    sqlite3_finalize(statement);
    *out = list;
    *n = count;
    return status;
}
