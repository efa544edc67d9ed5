/* internal.h -- what the files of study/ share.  Private to study/. */
#ifndef REINTI_STUDY_INTERNAL_H
#define REINTI_STUDY_INTERNAL_H

#include <sqlite3.h>

#include "codebook/keys.h"
#include "study/store.h"

#define REINTI_APPLICATION_ID 0x5265496e /* "ReIn" */
#define REINTI_SCHEMA_VERSION 1

/* ---- columns in memory (column.c)
 * ---------------------------------------------------------------------------------- */

typedef struct reinti_vector { /* one slot of one form, compact */
    reinti_width width;
    void *data;      /* by malloc, or inside the mapped cache */
    size_t capacity; /* elements; 0: mapped */
} reinti_vector;

typedef struct reinti_set_columns {
    size_t variable;
    uint32_t *offset; /* n + 1 */
    int16_t *code;
    size_t offset_capacity, code_capacity, n_codes;
} reinti_set_columns;

typedef struct reinti_form_columns {
    bool complete; /* they hold exactly what the table holds, in key order */
    bool mapped;   /* their memory is the cache's */
    size_t n;
    int64_t *key, *source;
    size_t key_capacity, source_capacity;
    reinti_vector *slot; /* n_slots; TEXT slots have no data */
    size_t n_sets;
    reinti_set_columns *set;
} reinti_form_columns;

typedef struct reinti_form_store {
    reinti_layout layout;
    char *table; /* "f_person" */
    sqlite3_stmt *insert, *lookup, *update, *remove;
    sqlite3_stmt **insert_set, **delete_set; /* n_sets */
    int64_t largest_key;                     /* of the table; INT64_MIN when empty; valid if known */
    bool largest_known;
    uint64_t digest; /* sum of the digests of all rows */
    int64_t n_rows;
    reinti_form_columns columns;
} reinti_form_store;

typedef struct reinti_list_ids {
    size_t n_codes, n_ids;
    int64_t *id_of;  /* per code of the codebook */
    size_t *code_of; /* per id; REINTI_NONE: no longer in the codebook */
} reinti_list_ids;

struct reint_study {
    char *path;
    bool writable, in_transaction, changed;
    sqlite3 *db;
    reint_codebook *cb;
    reinti_form_store *form;
    reinti_list_ids *list;
    reinti_map *person; /* key -> id; NULL until first use */
    size_t n_persons;
    bool persons_known;
    sqlite3_stmt *add_person;
    reinti_map *word;
    void *cache; /* mapped sidecar file */
    size_t cache_size;
    bool cache_valid; /* the file on disk is right for the study as it is */
};

/* ---- SQL (sql.c)
 * ------------------------------------------------------------------------------------------------------- */

/* Status and text for what SQLite last answered. */
reint_status reinti_sql_fail(reint_study *s, reint_error *err, const char *what);
reint_status reinti_sql_exec(reint_study *s, reint_error *err, const char *format, ...);
/* FORMAT with %s, %w (identifier inside quotes) and %Q as in sqlite3_mprintf. */
reint_status reinti_sql_prepare(reint_study *s, sqlite3_stmt **out, reint_error *err, const char *format,
                                ...);
/* Steps and resets a statement that gives no rows. */
reint_status reinti_sql_run(reint_study *s, sqlite3_stmt *statement, reint_error *err);
/* One integer; 0 if there is no row. */
reint_status reinti_sql_integer(reint_study *s, int64_t *out, reint_error *err, const char *format, ...);

/* ---- schema (schema.c)
 * ---------------------------------------------------------------------------------------------------- */

reint_status reinti_schema_create(reint_study *s, reint_error *err); /* tables of the study itself */
reint_status reinti_schema_form(reint_study *s, size_t form,
                                reint_error *err); /* table, sets, views, triggers */
reint_status reinti_schema_views(reint_study *s, size_t form, reint_error *err);
reint_status reinti_schema_triggers(reint_study *s, size_t form, reint_error *err);
/* Columns of a variable as SQL, for CREATE TABLE and ALTER TABLE. */
reint_status reinti_schema_add_variable(reint_study *s, size_t form, size_t variable, reint_error *err);
reint_status reinti_schema_store_codebook(reint_study *s, const reint_codebook *cb, reint_error *err);
reint_status reinti_schema_store_codes(reint_study *s, const reint_codebook *cb, reint_error *err);
reint_status reinti_schema_set(reint_study *s, size_t form, size_t variable, reint_error *err);

/* ---- layout (layout.c)
 * ---------------------------------------------------------------------------------------------------- */

reint_status reinti_layout_build(reint_study *s, reint_error *err); /* for every form of s->cb */
void reinti_layout_free(reint_study *s);

/* ---- dictionaries (dict.c)
 * ---------------------------------------------------------------------------------------------- */

reint_status reinti_dict_load_codes(reint_study *s, reint_error *err);
void reinti_dict_forget(reint_study *s); /* persons and words may have been rolled back */

/* ---- rows (insert.c)
 * ----------------------------------------------------------------------------------------------------------
 */

void reinti_insert_finish(reint_study *s, size_t form); /* gives back the prepared statements */
uint64_t reinti_row_digest(const reinti_layout *layout, int64_t key, const int64_t *slot,
                           const char *const *text, const uint32_t *text_length);
uint64_t reinti_set_digest(uint64_t digest, int16_t code);
reint_status reinti_digest_store(reint_study *s, reint_error *err); /* all forms, before a commit */
/* As the table is now (check.c). */
reint_status reinti_digest_sum(reint_study *s, size_t form, uint64_t *sum, int64_t *n, reint_error *err);
reint_status reinti_digest_load(reint_study *s, reint_error *err);

/* ---- columns (column.c), cache (cache.c)
 * ------------------------------------------------------------------------------------- */

reinti_width reinti_slot_width(const reint_study *s, size_t form, size_t slot);
size_t reinti_width_size(reinti_width width);
bool reinti_columns_append(reint_study *s, size_t form, const reinti_block *block,
                           size_t row); /* false: no memory */
void reinti_columns_drop(reint_study *s, size_t form);
reint_status reinti_columns_need(reint_study *s, size_t form, reint_error *err);
reint_status reinti_columns_scan(reint_study *s, size_t form, reint_error *err);

bool reinti_cache_load(reint_study *s, size_t form); /* false: nothing valid there */
void reinti_cache_unmap(reint_study *s);
void reinti_cache_write(reint_study *s); /* what is complete in memory; failures leave no cache */
char *reinti_cache_path(const reint_study *s);

#endif
