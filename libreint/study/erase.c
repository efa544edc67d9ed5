/* erase.c -- removes a person from the study.
 *
 * Gone are: all records whose key holds the person, the person as a value of other records, history, notes about
 * batches, judgements, rejected rows that name the person (by their id or by their bytes), words of keys that nothing
 * else uses, the cache.  What was freed is overwritten (secure_delete), and the file is then written anew, so that no
 * page keeps a copy.  What stays: the counts of batches, one line of the history that somebody was erased, and a hash by
 * which the key is known again when a file brings it back.
 * What cannot be decided here is told: texts of other people in which the key stands, backups that are known.  Out of
 * reach: what the file system or the disk itself keeps of files that were overwritten or removed. */
#include <config.h>

#include <ctype.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "study/merge.h"

typedef struct erasure {
    reint_study *s;
    const char *key;
    int64_t person; /* 0: known from rejected rows only */
    bool
        telling; /* the key has a letter: where it stands as a word, it means the person; "12" may be any number */
    reint_erased *out;
    reint_findings *findings;
} erasure;

/* ---- keys --------------------------------------------------------------------------------------------------------- */

/* Whether KEY stands in TEXT as a word of its own: SYN-01 is not in SYN-014. */
static bool
names(const char *text, size_t n, const char *key)
{
    size_t length = strlen(key);

    for (size_t i = 0; i + length <= n; i++) {
        bool begins =
            !i || !(isalnum((unsigned char)text[i - 1]) || text[i - 1] == '_' || text[i - 1] == '-');
        char after = i + length < n ? text[i + length] : ' ';
        bool ends = !(isalnum((unsigned char)after) || after == '_' || after == '-');
        if (begins && ends && !memcmp(text + i, key, length))
            return true;
    }
    return false;
}

/* "(COLUMN >> 38 & 16777215) = 7" for each place that a key of form F has for a person. */
static bool
is_of_person(const erasure *e, size_t f, const char *column, reinti_str *out)
{
    const reinti_layout *layout = &e->s->form[f].layout;
    bool any = false;

    for (size_t k = 0; k < layout->form->n_key; k++)
        if (layout->form->variable[k].type == REINTI_PERSON) {
            reinti_str_format(out, "%s(%s >> %u & %lld) = %lld", any ? " OR " : "", column,
                              layout->key_shift[k], (1LL << layout->key_bits[k]) - 1, (long long)e->person);
            any = true;
        }
    return any;
}

static reint_status
list_keys(erasure *e, char *query, int64_t **list, size_t *n, reint_error *err)
{
    size_t capacity = 0;
    sqlite3_stmt *statement = NULL;
    int result = SQLITE_DONE;
    reint_status status =
        query ? reinti_sql_prepare(e->s, &statement, err, "%s", query) : reinti_no_memory(err);

    *list = NULL;
    *n = 0;
    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW)
        if (reinti_grow(list, &capacity, *n, sizeof **list))
            (*list)[(*n)++] = sqlite3_column_int64(statement, 0);
        else
            status = reinti_no_memory(err);
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(e->s, err, "the records could not be read");
    sqlite3_finalize(statement);
    sqlite3_free(query);
    return status;
}

/* ---- records ------------------------------------------------------------------------------------------------------ */

static reint_status
erase_records(erasure *e, size_t f, reint_error *err)
{
    const char *table = e->s->form[f].table;
    reinti_str where = REINTI_STR_EMPTY;
    int64_t *key = NULL;
    size_t n = 0;
    reint_status status = REINT_OK;

    if (is_of_person(e, f, "_id", &where))
        status = where.failed
                     ? reinti_no_memory(err)
                     : list_keys(e, sqlite3_mprintf("SELECT _id FROM \"%w\" WHERE %s", table, where.text),
                                 &key, &n, err);
    for (size_t i = 0; !status && i < n; i++)
        status = reinti_remove_one(e->s, f, key[i], true, err);
    e->out->records += (int64_t)n;
    free(key);
    reinti_str_free(&where);
    return status;
}

/* A record of somebody else that names the person as a value: the value goes. */
static reint_status
clear_value(erasure *e, size_t f, size_t variable, int64_t key, reint_error *err)
{
    const reinti_form_store *store = &e->s->form[f];
    const reinti_block *old = NULL;
    reinti_merged m;
    reint_status status =
        reinti_merged_make(&m, store) ? reinti_insert_prepare(e->s, f, err) : reinti_no_memory(err);

    if (!status)
        status = reinti_read_one(e->s, f, key, &old, err);
    if (!status) {
        reinti_merged_copy(&m, &store->layout, old);
        for (size_t i = store->layout.first_slot[variable];
             i < store->layout.n_slots && store->layout.slot[i].variable == variable; i++)
            m.slot[i] = REINTI_NULL;
        m.block.key = &old->key[0];
        m.block.source = &old->source[0];
        status = reinti_merged_write(e->s, f, old, &m, err);
        e->out->values++;
    }
    reinti_merged_free(&m);
    return status;
}

static reint_status
clear_values(erasure *e, size_t f, reint_error *err)
{
    const reinti_form *form = &e->s->cb->form[f];
    reint_status status = REINT_OK;

    for (size_t v = form->n_key; !status && v < form->n; v++) {
        int64_t *key = NULL;
        size_t n = 0;
        if (form->variable[v].type != REINTI_PERSON)
            continue;
        status = list_keys(e,
                           sqlite3_mprintf("SELECT _id FROM \"%w\" WHERE \"%w\" = %lld", e->s->form[f].table,
                                           form->variable[v].name, (long long)e->person),
                           &key, &n, err);
        for (size_t i = 0; !status && i < n; i++)
            status = clear_value(e, f, v, key[i], err);
        free(key);
        if (!status) /* the history of it holds the person's id */
            status = reinti_sql_exec(
                e->s, err,
                "DELETE FROM reint_history WHERE form = %Q AND variable = %Q AND (before = %lld OR"
                " after = %lld)",
                form->name, form->variable[v].name, (long long)e->person, (long long)e->person);
    }
    return status;
}

static reint_status
erase_traces(erasure *e, size_t f, reint_error *err)
{
    const char *form = e->s->cb->form[f].name;
    reinti_str record = REINTI_STR_EMPTY, moved = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    if (is_of_person(e, f, "record", &record) && is_of_person(e, f, "after", &moved))
        status =
            record.failed || moved.failed
                ? reinti_no_memory(err)
                : reinti_sql_exec(
                      e->s, err,
                      "DELETE FROM reint_history WHERE form = %Q AND (%s OR (variable = '(key)' AND (%s)));"
                      "DELETE FROM reint_override WHERE form = %Q AND (%s);"
                      "DELETE FROM reint_touched WHERE batch IN (SELECT id FROM reint_batch WHERE form ="
                      " %Q) AND (%s)",
                      form, record.text, moved.text, form, record.text, form, record.text);
    reinti_str_free(&record);
    reinti_str_free(&moved);
    return status;
}

/* ---- what names the person in bytes ------------------------------------------------------------------------------- */

static reint_status
erase_rejected(erasure *e, reint_error *err)
{
    sqlite3_stmt *statement;
    int64_t *id = NULL;
    size_t n = 0, capacity = 0;
    int result = SQLITE_DONE;
    reint_status status =
        reinti_sql_prepare(e->s, &statement, err, "SELECT id, person, row, text FROM reint_rejected");

    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW) {
        const char *row = sqlite3_column_blob(statement, 2), *text = reinti_sql_text(statement, 3);
        int64_t person = sqlite3_column_int64(statement, 1);
        bool named = names(text, strlen(text), e->key) ||
                     (row && names(row, (size_t)sqlite3_column_bytes(statement, 2), e->key));
        bool goes = (e->person && person == e->person) || (named && (e->telling || !person));
        if (goes && !reinti_grow(&id, &capacity, n, sizeof *id))
            status = reinti_no_memory(err);
        else if (goes)
            id[n++] = sqlite3_column_int64(statement, 0);
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(e->s, err, "the rejected rows could not be read");
    sqlite3_finalize(statement);
    for (size_t i = 0; !status && i < n; i++)
        status = reinti_sql_exec(e->s, err, "DELETE FROM reint_rejected WHERE id = %lld", (long long)id[i]);
    e->out->rejected = (int64_t)n;
    free(id);
    return status;
}

/* reinti_names(text, key) */
static void
sql_names(sqlite3_context *context, int argc, sqlite3_value **argv)
{
    const char *text = (const char *)sqlite3_value_text(argv[0]),
               *key = (const char *)sqlite3_value_text(argv[1]);

    (void)argc;
    sqlite3_result_int(context, text && key && names(text, strlen(text), key));
}

/* Names of files, notes about changes and earlier texts of others in which the key stands.  (Texts as they are now are
 * read by people, see below; what they were is of no use to anybody.) */
static reint_status
erase_notes(erasure *e, reint_error *err)
{
    static const struct {
        const char *table, *column;
    } note[] = {
        { "reint_batch", "input" },    { "reint_history", "why" },   { "reint_history", "who" },
        { "reint_history", "before" }, { "reint_history", "after" }, { "reint_override", "reason" }
    };
    reint_status status = REINT_OK;

    if (!e->telling)
        return REINT_OK;
    if (sqlite3_create_function(e->s->db, "reinti_names", 2, SQLITE_UTF8, NULL, sql_names, NULL, NULL))
        return reinti_sql_fail(e->s, err, "the notes could not be read");
    for (size_t i = 0; !status && i < REINTI_LENGTH(note); i++)
        status = reinti_sql_exec(
            e->s, err, "UPDATE %s SET %s = '(erased)' WHERE typeof(%s) = 'text' AND reinti_names(%s, %Q)",
            note[i].table, note[i].column, note[i].column, note[i].column, e->key);
    return status;
}

/* Texts of other people are read by people: they are told where the key stands. */
static reint_status
find_in_texts(erasure *e, size_t f, reint_error *err)
{
    const reinti_layout *layout = &e->s->form[f].layout;
    reinti_str key = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < layout->n_slots; i++) {
        sqlite3_stmt *statement;
        if (layout->slot[i].storage != REINTI_STORE_TEXT)
            continue;
        status = reinti_sql_prepare(e->s, &statement, err,
                                    "SELECT _id, \"%w\" FROM \"%w\" WHERE instr(\"%w\", %Q)",
                                    layout->slot[i].name, e->s->form[f].table, layout->slot[i].name, e->key);
        while (!status && sqlite3_step(statement) == SQLITE_ROW) {
            const char *text = reinti_sql_text(statement, 1);
            if (!names(text, strlen(text), e->key))
                continue;
            reinti_str_clear(&key);
            reinti_store_key_text(e->s, f, sqlite3_column_int64(statement, 0), &key);
            reinti_find(e->findings, REINT_WARNING, "named_in_text", NULL, layout->form->name, 0, 0,
                        "the key stands in a text of somebody else: form %s, record %s, variable %s; read it "
                        "and correct it",
                        layout->form->name, reinti_text_or(key.text, ""),
                        layout->form->variable[layout->slot[i].variable].name);
        }
        sqlite3_finalize(statement);
    }
    reinti_str_free(&key);
    return status;
}

/* Words that stand in no key any more, and in no history of one. */
static reint_status
erase_words(erasure *e, reint_error *err)
{
    reinti_str used = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    reinti_str_add(&used, "SELECT NULL WHERE false");
    for (size_t f = 0; f < e->s->n_forms; f++) {
        const reinti_layout *layout = &e->s->form[f].layout;
        for (size_t k = 0; k < layout->form->n_key; k++)
            if (layout->form->variable[k].type == REINTI_TEXT) {
                unsigned shift = layout->key_shift[k];
                long long mask = (1LL << layout->key_bits[k]) - 1;
                reinti_str_format(&used, " UNION SELECT _id >> %u & %lld FROM \"%s\"", shift, mask,
                                  e->s->form[f].table);
                reinti_str_format(&used,
                                  " UNION SELECT record >> %u & %lld FROM reint_history WHERE form = '%s'",
                                  shift, mask, layout->form->name);
            }
    }
    status = used.failed
                 ? reinti_no_memory(err)
                 : reinti_sql_exec(e->s, err, "DELETE FROM reint_word WHERE id NOT IN (%s)", used.text);
    reinti_str_free(&used);
    return status;
}

/* ---- the transaction ---------------------------------------------------------------------------------------------- */

/* Its number is higher than any before, although the last ones may be gone: numbers of changes are never used again. */
static reint_status
leave_mark(erasure *e, int64_t last, const char *who, const char *why, reint_error *err)
{
    return reinti_sql_exec(
        e->s, err,
        "INSERT INTO reint_history (id, form, record, variable, before, after, who, why, at) VALUES"
        " (%lld, '', 0, '(a person was erased)', NULL, NULL, %Q, %Q,"
        " strftime('%%Y-%%m-%%dT%%H:%%M:%%SZ', 'now'))",
        (long long)last + 1, reinti_text_or(who, ""), reinti_text_or(why, ""));
}

static reint_status
erase(erasure *e, const char *who, const char *why, reint_error *err)
{
    reint_study *s = e->s;
    int64_t last = 0, left = 0;
    reint_status status = reinti_sql_integer(s, &last, err, "SELECT coalesce(max(id), 0) FROM reint_history");

    e->person = reinti_store_person(s, e->key, strlen(e->key));
    if (!status)
        status = reinti_sql_integer(s, &left, err, "SELECT count(*) FROM reint_history");
    e->out->changes = left;
    for (size_t f = 0; !status && e->person && f < s->n_forms; f++) {
        status = erase_records(e, f, err);
        if (!status)
            status = erase_traces(e, f, err);
        if (!status)
            status = clear_values(e, f, err);
    }
    if (!status)
        status = erase_rejected(e, err);
    if (!status && !e->person && !e->out->rejected)
        status = reinti_fail(err, REINT_DATA, s->path, 0, "nothing is known of a person with this key");
    if (!status)
        status = erase_notes(e, err);
    if (!status)
        status = reinti_sql_integer(s, &left, err, "SELECT count(*) FROM reint_history");
    e->out->changes -= left;
    if (!status)
        status = erase_words(e, err);
    if (!status)
        status = reinti_sql_exec(s, err, "DELETE FROM reint_person WHERE key = %Q", e->key);
    for (size_t f = 0; !status && f < s->n_forms; f++)
        status = find_in_texts(e, f, err);
    if (!status)
        status = reinti_tombstone_put(s, e->key, err);
    if (!status)
        status = leave_mark(e, last, who, why, err);
    reinti_dict_forget(s); /* the key is no longer in it */
    return status;
}

/* ---- the files ---------------------------------------------------------------------------------------------------- */

/* The cache is written anew, from what is left, when the study is closed. */
static void
destroy_cache(reint_study *s)
{
    static const char zero[65536];
    reinti_str path = REINTI_STR_EMPTY;
    struct stat st;
    int fd;

    for (size_t f = 0; f < s->n_forms; f++)
        reinti_columns_drop(s, f);
    reinti_cache_unmap(s);
    reinti_str_format(&path, "%s-cache", s->path);
    fd = path.failed ? -1 : open(path.text, O_WRONLY | O_CLOEXEC);
    if (fd >= 0) {
        off_t left = fstat(fd, &st) ? 0 : st.st_size;
        while (left > 0) {
            ssize_t n = write(fd, zero, left < (off_t)sizeof zero ? (size_t)left : sizeof zero);
            if (n <= 0)
                break;
            left -= n;
        }
        fsync(fd);
        close(fd);
        unlink(path.text);
    }
    reinti_str_free(&path);
}

/* The file is written anew, without the pages that were given back. */
static reint_status
write_anew(reint_study *s, reint_error *err)
{
    int64_t any;
    reint_status status = reinti_sql_exec(s, err, "VACUUM");

    if (status)
        return reinti_fail(
            err, REINT_OUTPUT, s->path, 0,
            "the person is erased, but the file could not be written anew; make room and erase once more");
    status = reinti_sql_exec(s, err, "BEGIN");
    if (!status)
        status = reinti_sql_integer(s, &any, err, "SELECT count(*) FROM reint_codebook");
    reinti_counter_read(s, &s->counted, &s->counter);
    sqlite3_exec(s->db, "COMMIT", NULL, NULL, NULL);
    return status;
}

static int
find_backup(const char *path, const char *at, void *user)
{
    struct stat st;

    if (!stat(path, &st))
        reinti_find(user, REINT_WARNING, "backup", path, NULL, 0, 0,
                    "this backup of %s may hold the person still: destroy it, or erase there, too", at);
    return 0;
}

reint_status
reint_study_erase(reint_study *s, const char *key, const char *who, const char *why, reint_erased *out,
                  reint_findings *findings, reint_error *err)
{
    reint_erased local = { 0 };
    erasure e = { .s = s, .key = key, .out = out ? out : &local, .findings = findings };
    reint_status status;

    *e.out = (reint_erased){ 0 };
    for (const char *c = key; *c; c++)
        e.telling = e.telling || !isdigit((unsigned char)*c);
    if (!*key || strlen(key) > 64)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a key has 1 to 64 characters");
    if ((who && names(who, strlen(who), key)) || (why && names(why, strlen(why), key)))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the reason is kept, so the key may not stand in it");
    status = reinti_store_begin(s, "", "", err);
    if (status)
        return status;
    status = erase(&e, who, why, err);
    if (status) {
        reinti_store_rollback(s);
        return status;
    }
    status = reinti_store_commit(s, err);
    if (!status && !s->rehearsing) {
        destroy_cache(s);
        status = s->in_memory ? REINT_OK : write_anew(s, err);
    }
    if (!status && findings)
        status = reint_study_backups(s, find_backup, findings, err);
    return status;
}
