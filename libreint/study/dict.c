/* dict.c -- permanent ids: of codes within their list, of respondents, of words in keys.
 *
 * An id is never used again.  The respondents' dictionary is read whole on first use: looking up a million
 * keys one by one in the file would cost more than everything else. */
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

static void
free_lists(reint_study *s)
{
    for (size_t l = 0; s->list && l < s->cb->n_lists; l++) {
        free(s->list[l].id_of);
        free(s->list[l].code_of);
    }
    free(s->list);
    s->list = NULL;
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

/* ---- respondents
 * -------------------------------------------------------------------------------------------------------- */

static bool
load_persons(reint_study *s)
{
    sqlite3_stmt *statement;
    int result;

    if (s->person)
        return true;
    s->person = reinti_map_create();
    if (!s->person || reinti_sql_prepare(s, &statement, NULL, "SELECT key FROM reint_person ORDER BY id"))
        return false;
    s->n_persons = 0;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW) /* ids are 1, 2, 3 ... */
        reinti_map_put(s->person, (const char *)sqlite3_column_text(statement, 0),
                       (size_t)sqlite3_column_bytes(statement, 0), (int64_t)++s->n_persons, NULL);
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

void
reinti_dict_forget(reint_study *s)
{
    reinti_map_free(s->person);
    reinti_map_free(s->word);
    s->person = s->word = NULL;
    sqlite3_finalize(s->add_person);
    s->add_person = NULL;
    s->n_persons = 0;
    if (!s->db)
        free_lists(s);
}

size_t
reinti_store_n_persons(const reint_study *s)
{
    int64_t n = 0;

    if (s->person)
        return s->n_persons;
    reinti_sql_integer((reint_study *)(uintptr_t)s, &n, NULL, "SELECT count(*) FROM reint_person");
    return (size_t)n;
}

int64_t
reinti_store_person(reint_study *s, const char *key, size_t n)
{
    int64_t id = load_persons(s) ? reinti_map_find(s->person, key, n) : -1;
    return id < 0 ? 0 : id;
}

int64_t
reinti_store_add_person(reint_study *s, const char *key, size_t n)
{
    bool added;

    if (!load_persons(s))
        return 0;
    int64_t id = reinti_map_put(s->person, key, n, (int64_t)s->n_persons + 1, &added);
    if (id < 0 || !added)
        return id < 0 ? 0 : id;
    if (!s->add_person &&
        reinti_sql_prepare(s, &s->add_person, NULL, "INSERT INTO reint_person (id, key) VALUES (?1, ?2)"))
        return 0;
    sqlite3_bind_int64(s->add_person, 1, id);
    sqlite3_bind_text(s->add_person, 2, key, (int)n, SQLITE_STATIC);
    if (reinti_sql_run(s, s->add_person, NULL))
        return 0;
    s->n_persons++;
    return id;
}

const char *
reinti_store_person_key(reint_study *s, int64_t id)
{
    size_t n;
    int64_t value;

    if (!load_persons(s) || id < 1 || (size_t)id > s->n_persons)
        return NULL;
    return reinti_map_key(s->person, (size_t)id - 1, &n, &value);
}

/* ---- words in keys
 * -------------------------------------------------------------------------------------------------------- */

static bool
load_words(reint_study *s)
{
    sqlite3_stmt *statement;
    int result;

    if (s->word)
        return true;
    s->word = reinti_map_create();
    if (!s->word || reinti_sql_prepare(s, &statement, NULL, "SELECT text FROM reint_word ORDER BY id"))
        return false;
    while ((result = sqlite3_step(statement)) == SQLITE_ROW)
        reinti_map_put(s->word, (const char *)sqlite3_column_text(statement, 0),
                       (size_t)sqlite3_column_bytes(statement, 0), (int64_t)reinti_map_count(s->word) + 1,
                       NULL);
    sqlite3_finalize(statement);
    return result == SQLITE_DONE;
}

int64_t
reinti_store_word(reint_study *s, const char *text, size_t n, bool add)
{
    sqlite3_stmt *statement;
    bool added;

    if (!load_words(s))
        return 0;
    int64_t id = reinti_map_find(s->word, text, n);
    if (id > 0 || !add)
        return id < 0 ? 0 : id;
    id = reinti_map_put(s->word, text, n, (int64_t)reinti_map_count(s->word) + 1, &added);
    if (id < 0 ||
        reinti_sql_prepare(s, &statement, NULL, "INSERT INTO reint_word (id, text) VALUES (?1, ?2)"))
        return 0;
    sqlite3_bind_int64(statement, 1, id);
    sqlite3_bind_text(statement, 2, text, (int)n, SQLITE_STATIC);
    reint_status status = reinti_sql_run(s, statement, NULL);
    sqlite3_finalize(statement);
    return status ? 0 : id;
}

const char *
reinti_store_word_text(reint_study *s, int64_t id)
{
    size_t n;
    int64_t value;

    if (!load_words(s) || id < 1 || (size_t)id > reinti_map_count(s->word))
        return NULL;
    return reinti_map_key(s->word, (size_t)id - 1, &n, &value);
}
