/* check.c -- is the study file sound, was it changed outside reint, who may read it, and does it fit its
 * codebook. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "study/internal.h"

static reint_status
check_file(reint_study *s, reint_findings *findings, reint_error *err)
{
    sqlite3_stmt *statement;
    struct stat st;
    reint_status status = reinti_sql_prepare(s, &statement, err, "PRAGMA quick_check(20)");

    if (status)
        return status;
    while (sqlite3_step(statement) == SQLITE_ROW) {
        const char *text = (const char *)sqlite3_column_text(statement, 0);
        if (text && strcmp(text, "ok"))
            reinti_find(findings, REINT_ERROR, "damaged", s->path, NULL, 0, 0, "the file is damaged: %s",
                        text);
    }
    sqlite3_finalize(statement);
    if (!stat(s->path, &st) && (st.st_mode & 077))
        reinti_find(findings, REINT_WARNING, "readable_by_others", s->path, NULL, 0, 0,
                    "others than the owner may use the file (mode %03o); say: chmod 600 %s",
                    (unsigned)st.st_mode & 0777, reinti_path_last(s->path));
    return REINT_OK;
}

/* ---- digests
 * -------------------------------------------------------------------------------------------------------------
 */

static uint64_t
column_digest_value(sqlite3_stmt *statement, int column, const reinti_slot *slot, const char **text,
                    uint32_t *length)
{
    int64_t value = REINTI_NULL;

    if (sqlite3_column_type(statement, column) == SQLITE_NULL)
        return (uint64_t)value;
    if (slot->storage == REINTI_STORE_TEXT) {
        *text = (const char *)sqlite3_column_text(statement, column);
        *length = (uint32_t)sqlite3_column_bytes(statement, column);
        return 0; /* index of the one text of this slot is set by the caller */
    }
    value = sqlite3_column_int64(statement, column);
    if (slot->storage == REINTI_STORE_REAL) {
        double real = sqlite3_column_double(statement, column);
        memcpy(&value, &real, sizeof value);
    }
    return (uint64_t)value;
}

/* Adds the codes of the sets of record KEY; each statement walks its table in step with the records. */
static uint64_t
add_sets(reint_study *s, size_t f, sqlite3_stmt **codes, int *state, int64_t key, uint64_t digest)
{
    for (size_t k = 0; k < s->form[f].columns.n_sets; k++) {
        while (state[k] == SQLITE_ROW && sqlite3_column_int64(codes[k], 0) < key)
            state[k] = sqlite3_step(codes[k]);
        while (state[k] == SQLITE_ROW && sqlite3_column_int64(codes[k], 0) == key) {
            digest = reinti_set_digest(digest, (int16_t)sqlite3_column_int(codes[k], 1));
            state[k] = sqlite3_step(codes[k]);
        }
    }
    return digest;
}

reint_status
reinti_digest_sum(reint_study *s, size_t f, uint64_t *sum, int64_t *n, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    reinti_arena *arena = reinti_arena_create();
    int64_t *slot = arena ? reinti_arena_alloc(arena, (layout->n_slots + 1) * sizeof *slot) : NULL;
    const char **text = arena ? reinti_arena_alloc(arena, (layout->n_slots + 1) * sizeof *text) : NULL;
    uint32_t *length = arena ? reinti_arena_alloc(arena, (layout->n_slots + 1) * sizeof *length) : NULL;
    sqlite3_stmt **codes =
        arena ? reinti_arena_alloc(arena, (s->form[f].columns.n_sets + 1) * sizeof *codes) : NULL;
    int *state = arena ? reinti_arena_alloc(arena, (s->form[f].columns.n_sets + 1) * sizeof *state) : NULL;
    reinti_str names = REINTI_STR_EMPTY;
    sqlite3_stmt *rows = NULL;
    reint_status status = slot && text && length && codes && state ? REINT_OK : reinti_no_memory(err);
    int result = SQLITE_DONE;

    for (size_t i = 0; i < layout->n_slots; i++)
        reinti_str_format(&names, ", \"%s\"", layout->slot[i].name);
    if (!status)
        status = reinti_sql_prepare(s, &rows, err, "SELECT id%s FROM \"%w\" ORDER BY id", names.text,
                                    s->form[f].table);
    for (size_t k = 0; !status && k < s->form[f].columns.n_sets; k++) {
        status = reinti_sql_prepare(
            s, &codes[k], err, "SELECT record, code FROM \"%w__%w\" ORDER BY record, position",
            s->form[f].table, layout->form->variable[s->form[f].columns.set[k].variable].name);
        state[k] = status ? SQLITE_DONE : sqlite3_step(codes[k]);
    }
    *sum = 0;
    *n = 0;
    while (!status && (result = sqlite3_step(rows)) == SQLITE_ROW) {
        int64_t key = sqlite3_column_int64(rows, 0);
        for (size_t i = 0; i < layout->n_slots; i++) {
            slot[i] = (int64_t)column_digest_value(rows, (int)i + 1, &layout->slot[i], &text[i], &length[i]);
            if (layout->slot[i].storage == REINTI_STORE_TEXT && slot[i] != REINTI_NULL)
                slot[i] = (int64_t)i;
        }
        *sum += add_sets(s, f, codes, state, key, reinti_row_digest(layout, key, slot, text, length));
        ++*n;
    }
    if (!status && result != SQLITE_DONE)
        status = reinti_sql_fail(s, err, "the records could not be read");
    sqlite3_finalize(rows);
    for (size_t k = 0; codes && k < s->form[f].columns.n_sets; k++)
        sqlite3_finalize(codes[k]);
    reinti_str_free(&names);
    reinti_arena_free(arena);
    return status;
}

static reint_status
check_form(reint_study *s, size_t f, reint_findings *findings, reint_error *err)
{
    uint64_t sum;
    int64_t n, outside = 0, lost = 0;
    const char *name = s->cb->form[f].name;
    reint_status status = reinti_digest_sum(s, f, &sum, &n, err);

    if (!status)
        status = reinti_sql_integer(
            s, &outside, err, "SELECT count(*) FROM reint_history WHERE form = %Q AND who = 'outside reint'",
            name);
    if (status)
        return status;
    if (sum != s->form[f].digest || n != s->form[f].n_rows)
        reinti_find(findings, REINT_ERROR, "changed_outside", s->path, name, 0, 0,
                    "records of form \"%s\" were changed by another program (%lld stored, %lld known to "
                    "reint; %lld changes are in the"
                    " history as \"outside reint\")",
                    name, (long long)n, (long long)s->form[f].n_rows, (long long)outside);
    if (s->cb->form[f].person == REINTI_NONE || f == s->cb->person_form)
        return REINT_OK;
    const reinti_layout *layout = &s->form[f].layout;
    size_t k = s->cb->form[f].person;
    status = reinti_sql_integer(
        s, &lost, err, "SELECT count(*) FROM \"%w\" WHERE (id >> %d & %lld) NOT IN (SELECT id FROM \"%w\")",
        s->form[f].table, (int)layout->key_shift[k], ((long long)1 << layout->key_bits[k]) - 1,
        s->form[s->cb->person_form].table);
    if (!status && lost)
        reinti_find(findings, REINT_WARNING, "no_person_record", s->path, name, 0, 0,
                    "%lld records of form \"%s\" belong to respondents without a record of their own; they "
                    "are in no base",
                    (long long)lost, name);
    return status;
}

reint_status
reint_study_check(reint_study *s, reint_findings *findings, reint_error *err)
{
    size_t errors = reint_findings_count_severity(findings, REINT_ERROR);
    reint_status status = check_file(s, findings, err);

    for (size_t f = 0; !status && f < s->cb->n_forms; f++)
        status = check_form(s, f, findings, err);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_DATA, findings, 0);
    return status;
}
