/* dict.c -- permanent ids: of codes within their list, of respondents, of words in keys.
 *
 * An id is never used again.  The dictionaries of respondents and words are read whole on first use: looking
 * up a million keys one by one in the file would cost more than everything else.  New ones are written before
 * the commit, all at once; a transaction that is rolled back takes them along. */
#include <config.h>

#include "study/internal.h"

#include <stdlib.h>
#include <string.h>

/* ---- codes
 * ----------------------------------------------------------------------------------------------------------
 */

static reint_status
load_list(reint_study *s, size_t l, sqlite3_stmt *statement, reint_error *err)
{
    const reinti_list *list = &s->cb->list[l];
    reinti_list_ids *ids = &s->list[l];
    int64_t largest = 0;
    int result;

    if ((size_t)reinti_sql_integer(s, &largest, err,
                                   "SELECT coalesce(max(c.id), 0) FROM reint_code c JOIN reint_list l ON "
                                   "l.id = c.list WHERE l.name = %Q",
                                   list->name))
        return err ? err->status : REINT_STUDY;
    ids->n_codes = list->n;
    ids->n_ids = (size_t)largest + 1;
    ids->id_of = calloc(list->n + 1, sizeof *ids->id_of);
    ids->code_of = malloc(ids->n_ids * sizeof *ids->code_of);
    if (!ids->id_of || !ids->code_of)
        return reinti_no_memory(err);
    for (size_t i = 0; i < ids->n_ids; i++)
        ids->code_of[i] = REINTI_NONE;
    sqlite3_reset(statement);
    sqlite3_bind_text(statement, 1, list->name, -1, SQLITE_STATIC);
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        size_t id = (size_t)sqlite3_column_int64(statement, 0);
        size_t code = reinti_list_find(list, (const char *)sqlite3_column_text(statement, 1));
        if (code != REINTI_NONE && id < ids->n_ids) {
            ids->id_of[code] = (int64_t)id;
            ids->code_of[id] = code;
        }
    }
    return result == SQLITE_DONE ? REINT_OK : reinti_sql_fail(s, err, "the codes could not be read");
}

void
reinti_dict_free_codes(reinti_list_ids *list, size_t n)
{
    for (size_t l = 0; list && l < n; l++) {
        free(list[l].id_of);
        free(list[l].code_of);
    }
    free(list);
}

reint_status
reinti_dict_load_codes(reint_study *s, reint_error *err)
{
    sqlite3_stmt *statement = NULL;

    s->list = calloc(s->cb->n_lists + 1, sizeof *s->list);
    if (!s->list)
        return reinti_no_memory(err);
    reint_status status = reinti_sql_prepare(
        s, &statement, err,
        "SELECT c.id, c.name FROM reint_code c JOIN reint_list l ON l.id = c.list WHERE l.name = ?1");
    for (size_t l = 0; !status && l < s->cb->n_lists; l++)
        status = load_list(s, l, statement, err);
    sqlite3_finalize(statement);
    return status;
}

int64_t
reinti_store_code_id(const reint_study *s, size_t list, size_t code)
{
    return code < s->list[list].n_codes ? s->list[list].id_of[code] : 0;
}

size_t
reinti_store_code_of(const reint_study *s, size_t list, int64_t id)
{
    return id > 0 && (size_t)id < s->list[list].n_ids ? s->list[list].code_of[id] : REINTI_NONE;
}

/* ---- texts with ids ------------------------------------------------------------------------------------ */

/* An entry that no text can be found by: in place of an id that is not there, or of a text that another
 * program has put in twice, so that the I-th entry always has id I + 1. */
static bool
hold_place(reinti_map *map)
{
    char none[24] = { 0 };
    size_t n = reinti_map_count(map);

    memcpy(none + 1, &n, sizeof n); /* begins with a NUL, which no key does */
    return reinti_map_put(map, none, 1 + sizeof n, (int64_t)n + 1, NULL) == (int64_t)n + 1;
}

static bool
take_entry(reinti_map *map, sqlite3_stmt *statement)
{
    int64_t id = sqlite3_column_int64(statement, 0);
    bool good = id > 0 && id <= INT32_MAX, added = false;

    while (good && (int64_t)reinti_map_count(map) < id - 1)
        good = hold_place(map);
    if (!good)
        return false;
    const char *text = (const char *)sqlite3_column_text(statement, 1);
    size_t n = (size_t)sqlite3_column_bytes(statement, 1);
    return text && reinti_map_put(map, text, n, id, &added) > 0 && (added || hold_place(map));
}

/* All of it or nothing: half a dictionary would give a known respondent a second id. */
static bool
load(reint_study *s, reinti_dictionary *d)
{
    sqlite3_stmt *statement = NULL;
    int result = SQLITE_ERROR;
    bool good = true;

    if (d->map)
        return true;
    if (reinti_read_begin(s, NULL))
        return false;
    reinti_map *map = reinti_map_create();
    if (map &&
        !reinti_sql_prepare(s, &statement, NULL, "SELECT id, %s FROM %s ORDER BY id", d->column, d->table))
        while (good && (result = sqlite3_step(statement)) == SQLITE_ROW)
            good = take_entry(map, statement);
    sqlite3_finalize(statement);
    reinti_read_end(s);
    if (!good || result != SQLITE_DONE) {
        reinti_map_free(map);
        return false;
    }
    d->map = map;
    d->n_stored = reinti_map_count(map);
    return true;
}

static int64_t
find(reint_study *s, reinti_dictionary *d, const char *text, size_t n)
{
    int64_t id = load(s, d) ? reinti_map_find(d->map, text, n) : -1;
    return id < 0 ? 0 : id;
}

/* Written to the file before the commit, all at once. */
static int64_t
add(reint_study *s, reinti_dictionary *d, const char *text, size_t n, int64_t most)
{
    bool added;

    if (!s->in_transaction || !load(s, d))
        return 0;
    int64_t next = (int64_t)reinti_map_count(d->map) + 1;
    if (next > most)
        return find(s, d, text, n);
    int64_t id = reinti_map_put(d->map, text, n, next, &added);
    return id < 0 ? 0 : id;
}

static const char *
text_of(reint_study *s, reinti_dictionary *d, int64_t id)
{
    size_t n;

    if (!load(s, d) || id < 1 || (size_t)id > reinti_map_count(d->map))
        return NULL;
    const char *text = reinti_map_key(d->map, (size_t)id - 1, &n, NULL);
    return n && !text[0] ? NULL : text;
}

static reint_status
flush(reint_study *s, reinti_dictionary *d, reint_error *err)
{
    sqlite3_stmt *statement = NULL;
    size_t n = reinti_map_count(d->map);

    if (!d->map || n == d->n_stored)
        return REINT_OK;
    reint_status status = reinti_feed_prepare_dictionary(s, d, &statement, err);
    s->feed = (reinti_feed){ .map = d->map, .first = d->n_stored, .n = n - d->n_stored };
    if (!status)
        status = reinti_sql_run(s, statement, err);
    sqlite3_finalize(statement);
    if (!status)
        d->n_stored = n;
    return status;
}

reint_status
reinti_dict_flush(reint_study *s, reint_error *err)
{
    reint_status status = flush(s, &s->person, err);
    return status ? status : flush(s, &s->word, err);
}

void
reinti_dict_forget(reint_study *s)
{
    reinti_map_free(s->person.map);
    reinti_map_free(s->word.map);
    s->person.map = s->word.map = NULL;
}

/* ---- respondents, and words in keys -------------------------------------------------------------------- */

#define MOST_PERSONS ((1 << 24) - 1) /* what the key of a record has room for */
#define MOST_WORDS   ((1 << 20) - 1)

size_t
reinti_store_n_persons(const reint_study *s)
{
    int64_t n = 0;

    if (s->person.map)
        return reinti_map_count(s->person.map);
    reinti_sql_integer((reint_study *)(uintptr_t)s, &n, NULL,
                       "SELECT coalesce(max(id), 0) FROM reint_person");
    return (size_t)n;
}

int64_t
reinti_store_person(reint_study *s, const char *key, size_t n)
{
    return find(s, &s->person, key, n);
}

int64_t
reinti_store_add_person(reint_study *s, const char *key, size_t n)
{
    return add(s, &s->person, key, n, MOST_PERSONS);
}

const char *
reinti_store_person_key(reint_study *s, int64_t id)
{
    return text_of(s, &s->person, id);
}

int64_t
reinti_store_word(reint_study *s, const char *text, size_t n, bool may_add)
{
    return may_add ? add(s, &s->word, text, n, MOST_WORDS) : find(s, &s->word, text, n);
}

const char *
reinti_store_word_text(reint_study *s, int64_t id)
{
    return text_of(s, &s->word, id);
}
