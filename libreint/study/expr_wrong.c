/* expr_wrong.c -- what is wrong with a condition, in the words of who writes it. */
#include <config.h>

#include <string.h>

#include "study/expr_wrong.h"

/* ---- what does not close ------------------------------------------------------------------------------- */

/* Behind the text, name in quotes or comment that begins at P, as SQLite passes over it; NULL: it never ends.  A doubled quote
 * begins another text: the same here. */
static const char *
skip_closed(const char *p)
{
    const char *end;

    if (*p == '-')
        return p + strcspn(p, "\n");
    if (*p == '/') {
        end = strstr(p + 2, "*/");
        return end ? end + 2 : NULL;
    }
    end = strchr(p + 1, *p == '[' ? ']' : *p);
    return end ? end + 1 : NULL;
}

static reint_status
not_closed(const char *from, const char *condition, reint_error *err)
{
    return *from == '/' ? reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                      "the comment that begins with /* is never closed in the condition: %s",
                                      condition)
                        : reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                      "the quote %c is opened and never closed in the condition: %s", *from,
                                      condition);
}

reint_status
reinti_expr_open(const char *condition, reint_error *err)
{
    size_t depth = 0;

    for (const char *p = condition; *p;) {
        if (strchr("'\"`[", *p) || !strncmp(p, "--", 2) || !strncmp(p, "/*", 2)) {
            const char *from = p;
            p = skip_closed(p);
            if (!p)
                return not_closed(from, condition, err);
            continue;
        }
        if (*p == ';')
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "a condition has no semicolon; parts are joined by AND and OR: %s", condition);
        if (*p == ')' && !depth)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "a parenthesis is closed that was not opened in the condition: %s", condition);
        depth += *p == '(';
        depth -= *p == ')';
        p++;
    }
    return depth ? reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "a parenthesis is opened and not closed in the condition: %s", condition)
                 : REINT_OK;
}

/* ---- what SQLite does not read ------------------------------------------------------------------------- */

/* MESSAGE behind PREFIX, or NULL. */
static const char *
behind(const char *message, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(message, prefix, n) ? NULL : message + n;
}

/* Where a variable is unknown a text without its quotes may have been meant, or with those of a word processor. */
static reint_status
no_variable(const char *word, const char *condition, const char *const *names, size_t n_names,
            reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, word, names, n_names);
    if (!hint.length)
        reinti_str_format(&hint, " %s", reinti_words("(a text stands in straight quotes: 'so')"));
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no variable \"%s\"%s in the condition: %s", word,
                    hint.text, condition);
    reinti_str_free(&hint);
    return status;
}

static reint_status
no_function(const char *word, const char *condition, const char *const *names, size_t n_names,
            reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;

    reinti_did_you_mean(&hint, word, names, n_names);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no function \"%s\"%s in the condition: %s", word,
                    hint.text, condition);
    reinti_str_free(&hint);
    return status;
}

/* SQLite stumbles over the parenthesis that we put behind CONDITION: without it, it would read on. */
static bool
ends_too_early(sqlite3 *db, const char *condition)
{
    sqlite3_stmt *statement = NULL;
    char *sql = sqlite3_mprintf("SELECT (\n%s\n", condition);

    if (sql)
        sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    return !strcmp(sqlite3_errmsg(db), "incomplete input");
}

/* MESSAGE is one of a syntax error. */
static reint_status
not_read(sqlite3 *db, const char *message, const char *condition, reint_error *err)
{
    const char *near = behind(message, "near \""), *end = near ? strstr(near, "\": syntax error") : NULL;

    if (!near)
        near = behind(message, "unrecognized token: \""), end = near ? strrchr(near, '"') : NULL;
    if (!end)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the condition cannot be read (%s): %s", message,
                           condition);
    if (*near == ')' && ends_too_early(db, condition))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the condition ends too early; something is missing at its end: %s", condition);
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                       "the condition cannot be read: \"%.*s\" cannot stand where it does: %s",
                       (int)(end - near), near, condition);
}

reint_status
reinti_expr_wrong(sqlite3 *db, const char *condition, const char *refused, const char *const *names,
                  size_t n_names, const char *const *functions, size_t n_functions, reint_error *err)
{
    char *message = sqlite3_mprintf("%s", sqlite3_errmsg(db)); /* ends_too_early() asks DB again */
    const char *word;
    reint_status status;

    if (!message)
        return reinti_no_memory(err);
    if (*refused)
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a condition may not use %s: %s", refused, condition);
    else if ((word = behind(message, "no such column: ")))
        status = no_variable(word, condition, names, n_names, err);
    else if ((word = behind(message, "no such function: ")))
        status = no_function(word, condition, functions, n_functions, err);
    else if ((word = behind(message, "wrong number of arguments to function ")))
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                        "%s is given too many values, or too few, in the condition: %s", word, condition);
    else if (behind(message, "no such table: "))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "values behind IN stand in parentheses: IN ('a', 'b'): %s", condition);
    else if (behind(message, "row value misused"))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "parts of a condition are joined by AND and OR, not by commas: %s", condition);
    else if (behind(message, "misuse of aggregate"))
        status = reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "a condition is about one record: max() and min() compare two values or more: %s", condition);
    else
        status = not_read(db, message, condition, err);
    sqlite3_free(message);
    return status;
}
