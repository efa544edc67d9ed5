/* tombstone.c -- whom the study must not take in again: a hash of each erased key, with a secret of this study.
 *
 * The secret stands in the study itself.  So a hash tells nothing outside of it and cannot be compared between
 * studies; but who holds the study can try keys one by one, as with any list of short keys. */
#include <config.h>

#include <string.h>

#include "study/internal.h"

enum { SECRET_BYTES = 32 };

static reint_status
read_secret(reint_study *s, reinti_str *secret, reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status =
        reinti_sql_prepare(s, &statement, err, "SELECT value FROM reint_meta WHERE name = 'erasure_secret'");

    if (!status && sqlite3_step(statement) == SQLITE_ROW)
        reinti_str_add(secret, reinti_sql_text(statement, 0));
    sqlite3_finalize(statement);
    return status;
}

static reint_status
make_secret(reint_study *s, reinti_str *secret, reint_error *err)
{
    unsigned char byte[SECRET_BYTES];

    sqlite3_randomness(sizeof byte, byte);
    for (size_t i = 0; i < sizeof byte; i++)
        reinti_str_format(secret, "%02x", byte[i]);
    return reinti_sql_exec(s, err, "INSERT INTO reint_meta VALUES ('erasure_secret', %Q)", secret->text);
}

static bool
hash(const reinti_str *secret, const char *key, size_t n, char out[REINTI_SHA256_TEXT])
{
    reinti_str text = REINTI_STR_EMPTY;
    bool good;

    reinti_str_format(&text,
                      "%s:", secret->text); /* before and after: nothing can be put in front or behind */
    reinti_str_add_n(&text, key, n);
    reinti_str_format(&text, ":%s", secret->text);
    good = !text.failed;
    if (good)
        reinti_sha256(text.text, text.length, out);
    reinti_str_free(&text);
    return good;
}

reint_status
reinti_tombstone_put(reint_study *s, const char *key, reint_error *err)
{
    reinti_str secret = REINTI_STR_EMPTY;
    char text[REINTI_SHA256_TEXT];
    reint_status status = read_secret(s, &secret, err);

    if (!status && !secret.length)
        status = make_secret(s, &secret, err);
    if (!status && (secret.failed || !hash(&secret, key, strlen(key), text)))
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_sql_exec(s, err, "INSERT OR IGNORE INTO reint_meta VALUES ('erased:%s', date('now'))",
                                 text);
    reinti_str_free(&secret);
    reinti_tombstones_forget(s);
    return status;
}

void
reinti_tombstones_forget(reint_study *s)
{
    reinti_map_free(s->erased);
    s->erased = NULL;
    reinti_str_free(&s->erasure_secret);
    s->erasure_secret = (reinti_str)REINTI_STR_EMPTY;
}

reint_status
reinti_store_load_erased(reint_study *s, reint_error *err)
{
    sqlite3_stmt *statement = NULL;
    int result = SQLITE_DONE;
    reint_status status;

    reinti_tombstones_forget(s);
    s->erased = reinti_map_create();
    status = s->erased ? read_secret(s, &s->erasure_secret, err) : reinti_no_memory(err);
    if (!status)
        status = reinti_sql_prepare(s, &statement, err,
                                    "SELECT substr(name, 8) FROM reint_meta WHERE name LIKE 'erased:%%'");
    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW)
        if (reinti_map_put(s->erased, (const char *)sqlite3_column_text(statement, 0),
                           (size_t)sqlite3_column_bytes(statement, 0), 0, NULL) < 0)
            status = reinti_no_memory(err);
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the erased respondents could not be read");
    sqlite3_finalize(statement);
    return status;
}

bool
reinti_store_is_erased(const reint_study *s, const char *key, size_t n)
{
    char text[REINTI_SHA256_TEXT];

    if (!s->erased || !reinti_map_count(s->erased) || !n || n > 64)
        return false;
    return hash(&s->erasure_secret, key, n, text) && reinti_map_find(s->erased, text, strlen(text)) >= 0;
}
