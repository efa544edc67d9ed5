/* internal.h -- what the files of study/ share.  Private to study/. */
#ifndef REINTI_STUDY_INTERNAL_H
#define REINTI_STUDY_INTERNAL_H

#include <sqlite3.h>

#include "codebook/keys.h"
#include "study/store.h"

#define REINTI_APPLICATION_ID 0x5265496e /* "ReIn" */
#define REINTI_SCHEMA_VERSION 2

/* ---- columns in memory (column.c) ---------------------------------------------------------------------- */

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
    bool mapped;   /* their memory is the cache's: NULL until they are asked for */
    size_t n;
    int64_t *key;
    size_t key_capacity;
    reinti_vector *slot; /* n_slots; TEXT slots have no data */
    size_t n_sets;
    reinti_set_columns *set;
    int64_t *source; /* read from the table when it is asked for; NULL before */
} reinti_form_columns;

typedef struct reinti_form_store {
    reinti_layout layout;
    char *table;    /* "f_person" */
    uint64_t *seed; /* per slot, then per set: where a value stands, for the digest */
    sqlite3_stmt *insert, *update, *remove, *exists;
    sqlite3_stmt **insert_set, **delete_set; /* n_sets */
    reinti_scan *one;                        /* reads one record */
    int64_t largest_key; /* no stored key is greater; INT64_MIN when empty; valid if known */
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

/* Texts with ids 1, 2, 3 ... (respondents, words in keys); read whole on first use. */
typedef struct reinti_dictionary {
    const char *table, *column;
    reinti_map *map; /* NULL until first use; the I-th inserted has id I + 1 */
    size_t n_stored; /* the others are written before the commit */
} reinti_dictionary;

/* Rows on their way into a table (feed.c): what the virtual tables hand to SQLite. */
typedef struct reinti_feed {
    const reinti_block *block;
    const reinti_layout *layout;
    const uint32_t *order; /* rows of the block; NULL: as they stand */
    size_t n;
    const reinti_block_set *set;
    const reinti_map *map; /* dictionary: entries FIRST .. FIRST + n - 1 */
    size_t first;
} reinti_feed;

struct reint_study {
    char *path;
    bool writable, in_transaction, changed, quiet;
    bool in_memory;  /* there is no file */
    bool rehearsing; /* inside a transaction that will never be committed */
    sqlite3 *db;
    reint_codebook *cb;
    int64_t codebook_version;
    size_t n_forms; /* of `form` */
    reinti_form_store *form;
    reinti_list_ids *list;
    reinti_dictionary person, word;
    reinti_map *erased; /* hashes of erased keys; NULL: not loaded */
    reinti_str erasure_secret;
    sqlite3_stmt *reject, *touch;
    int64_t schema; /* version of the file's tables: an older one when it can only be read */
    reinti_feed feed;
    struct reinti_row_order *order; /* room to sort a block in (insert.c) */
    uint32_t *picked;
    size_t order_capacity;
    bool counted;     /* the file has a change counter that can be trusted (rollback journal) */
    uint32_t counter; /* at which everything in memory was read or written */
    void *cache;      /* mapped sidecar file */
    size_t cache_size;
};

/* ---- SQL (sql.c) --------------------------------------------------------------------------------------- */

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
const char *reinti_sql_text(sqlite3_stmt *statement, int column); /* "" for NULL */

/* A read of several steps sees one state of the file, the one that is in memory already: STUDY if another
 * program has changed it since.  Inside a transaction of ours both do nothing. */
reint_status reinti_read_begin(reint_study *s, reint_error *err);
void reinti_read_end(reint_study *s);
/* Reads the change counter; to be called under a lock. */
void reinti_counter_read(reint_study *s, bool *counted, uint32_t *counter);

/* ---- open (open.c) ------------------------------------------------------------------------------------- */

/* The codebook kept in the study, newest version, its missing reasons in the order of their permanent ids. */
reint_status reinti_codebook_load(reint_study *s, reint_codebook **out, reint_error *err);

/* ---- schema (schema.c, view.c) ------------------------------------------------------------------------- */

reint_status reinti_schema_create(reint_study *s, reint_error *err); /* tables of the study itself */
/* Table, sets, triggers, views. */
reint_status reinti_schema_form(reint_study *s, size_t form, reint_error *err);
reint_status reinti_schema_views(reint_study *s, size_t form, reint_error *err);
reint_status reinti_schema_triggers(reint_study *s, size_t form, reint_error *err);
/* Columns of a variable that is new in a form. */
reint_status reinti_schema_add_variable(reint_study *s, size_t form, size_t variable, reint_error *err);
reint_status reinti_schema_store_codebook(reint_study *s, const reint_codebook *cb, reint_error *err);
reint_status reinti_schema_store_codes(reint_study *s, const reint_codebook *cb, reint_error *err);

/* ---- migration (migrate.c) ----------------------------------------------------------------------------- */

/* The steps from version FROM to this one. */
reint_status reinti_schema_step(reint_study *s, int64_t from, reint_error *err);
/* Nothing to do: nothing done. */
reint_status reinti_schema_migrate(reint_study *s, reint_error *err);

/* ---- layout (layout.c) --------------------------------------------------------------------------------- */

reint_status reinti_layout_build(reint_study *s, reint_error *err); /* for every form of s->cb */
void reinti_layout_free(reint_study *s);

/* ---- dictionaries (dict.c) ----------------------------------------------------------------------------- */

reint_status reinti_dict_load_codes(reint_study *s, reint_error *err);
void reinti_dict_free_codes(reinti_list_ids *list, size_t n);
void reinti_dict_forget(reint_study *s); /* persons and words may have been rolled back */
reint_status reinti_dict_flush(reint_study *s, reint_error *err);

/* ---- erased persons (tombstone.c) ---------------------------------------------------------------------- */

reint_status reinti_tombstone_put(reint_study *s, const char *key, reint_error *err);
void reinti_tombstones_forget(reint_study *s);

/* ---- digests (digest.c) -------------------------------------------------------------------------------- */

uint64_t reinti_digest_text(const char *text, size_t n);
uint64_t reinti_digest_row(const reinti_form_store *store, const reinti_block *b, size_t row);
reint_status reinti_digest_store(reint_study *s, reint_error *err); /* all forms, before a commit */
reint_status reinti_digest_load(reint_study *s, reint_error *err);
/* As the table is now. */
reint_status reinti_digest_sum(reint_study *s, size_t form, uint64_t *sum, int64_t *n, reint_error *err);

/* ---- rows (scan.c, feed.c, insert.c, correct.c) -------------------------------------------------------- */

/* The statements that fill form F's tables from s->feed. */
reint_status reinti_feed_prepare(reint_study *s, size_t form, reint_error *err);
reint_status reinti_feed_prepare_dictionary(reint_study *s, const reinti_dictionary *d, sqlite3_stmt **out,
                                            reint_error *err);
reint_status reinti_insert_prepare(reint_study *s, size_t form, reint_error *err);
void reinti_insert_finish(reint_study *s, size_t form); /* gives back the prepared statements */
/* The record with the row's key takes the row's values (correct.c). */
reint_status reinti_correct_row(reint_study *s, size_t form, const reinti_block *b, size_t row,
                                uint8_t *outcome, reint_error *err);

/* ---- columns (column.c), cache (cache.c) --------------------------------------------------------------- */

reinti_width reinti_slot_width(const reint_study *s, size_t form, size_t slot);
size_t reinti_width_size(reinti_width width);
typedef enum reinti_append { REINTI_APPENDED, REINTI_APPEND_MEMORY, REINTI_APPEND_MISFIT } reinti_append;
/* Rows of a block, ORDER as in reinti_feed. */
reinti_append reinti_columns_append(reint_study *s, size_t form, const reinti_block *block,
                                    const uint32_t *order, size_t n);
void reinti_columns_drop(reint_study *s, size_t form);

/* Kinds of columns in the cache besides a slot's number.  OFFSET stands for both parts of the INDEX-th set. */
enum { REINTI_PART_KEY = -1, REINTI_PART_OFFSET = -2, REINTI_PART_CODE = -3 };

bool reinti_cache_load(reint_study *s, size_t form); /* false: nothing valid there; under a lock */
/* A column of a mapped form, when it is first asked for.  False: it is damaged. */
bool reinti_cache_fetch(reint_study *s, size_t form, int32_t kind, size_t index);
void reinti_cache_unmap(reint_study *s);
void reinti_cache_write(reint_study *s); /* what is complete in memory; failures leave no cache */

#endif
