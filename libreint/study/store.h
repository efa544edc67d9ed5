/* store.h -- the study file as the rooms above see it: storage layout, writing, columns.  Private.
 *
 * Storage.  Form F is the STRICT table "f_F"; rowid `_id` is the packed key, so uniqueness is free.  After it
 * one or more columns (slots) a variable that is not part of the key:
 *   code             x          permanent id of the code (> 0), -(reason + 1) when missing
 *   code, multiple   x          number of codes, or -(reason + 1);  codes in table "f_F__x"
 *   integer          x, x__why
 *   decimal          x (REAL), x__why
 *   date, age        x (low), x__high (NULL when exact), x__written (TEXT, NULL when it says no more), x__why
 *   text             x (TEXT), x__why
 *   person           x (person id), x__why
 * and last `_source` = batch * 2^32 + physical line.  x__why is -(reason + 1) or NULL.  NULL in both: no such
 * question in this record's instrument.  Views "F" and "F_labels" decode all of it, key included.
 *
 * Keys.  Components from left to right, most significant first, so that the key order is person first.  Width of a
 * component: person 24 bits, list 8, wave 6, date 20; integer and text share what is left of 62 bits equally
 * (4 at least, 20 at most).  List and wave components hold the permanent id of the code, integers themselves
 * (1..), text the id of an interned string (table "reint_word").  A codebook whose key does not fit is refused. */
#ifndef REINTI_STORE_H
#define REINTI_STORE_H

#include "codebook/model.h"
#include "study/study.h"

#define REINTI_NULL INT64_MIN

typedef enum reinti_storage { REINTI_STORE_INTEGER, REINTI_STORE_REAL, REINTI_STORE_TEXT } reinti_storage;

typedef struct reinti_slot {
    const char *name; /* column name in SQL */
    size_t variable;  /* position in the form */
    reinti_storage storage;
} reinti_slot;

typedef struct reinti_layout {
    const reinti_form *form;
    size_t n_slots; /* without id and _source */
    const reinti_slot *slot;
    const size_t *first_slot;             /* per variable; REINTI_NONE for key variables */
    unsigned key_shift[16], key_bits[16]; /* per key component */
} reinti_layout;

const reinti_layout *reinti_store_layout(const reint_study *study, size_t form);

/* ---- dictionaries -------------------------------------------------------------------------------------- */

int64_t reinti_store_code_id(const reint_study *study, size_t list, size_t code); /* permanent, > 0 */
size_t reinti_store_code_of(const reint_study *study, size_t list, int64_t id);   /* REINTI_NONE if unknown */
size_t reinti_store_n_persons(const reint_study *study);                          /* ids are 1..n */
/* 0 when unknown.  Loads the dictionary on first use. */
int64_t reinti_store_person(reint_study *study, const char *key, size_t n);
int64_t reinti_store_add_person(reint_study *study, const char *key,
                                size_t n); /* in a transaction; 0 = failed */
const char *reinti_store_person_key(reint_study *study, int64_t id);
/* Keys of erased persons are known by their hash: loads what _is_erased looks at, which may then be asked from any
 * thread until the next write. */
reint_status reinti_store_load_erased(reint_study *study, reint_error *err);
bool reinti_store_is_erased(const reint_study *study, const char *key, size_t n);
int64_t reinti_store_word(reint_study *study, const char *text, size_t n,
                          bool add); /* 0 when unknown / failed */
const char *reinti_store_word_text(reint_study *study, int64_t id);
/* "SYN-014 w2 early_home": the key of a record in words, for messages and explanations */
void reinti_store_key_text(reint_study *study, size_t form, int64_t key, reinti_str *out);
int64_t reinti_store_key_part(const reinti_layout *layout, int64_t key, size_t component);

/* ---- writing ------------------------------------------------------------------------------------------- */

/* One transaction; WHO (initials, may be "") and WHY stand in the history of whatever changes inside. */
reint_status reinti_store_begin(reint_study *study, const char *who, const char *why, reint_error *err);
reint_status reinti_store_commit(reint_study *study, reint_error *err);
void reinti_store_rollback(reint_study *study); /* nothing open: nothing done */

/* A batch row; counts are filled in by _batch_end, and the checksum if COUNTS has one (a loader may compute
 * it while it reads). */
reint_status reinti_store_batch_begin(reint_study *study, const char *input, size_t form, const char *sha256,
                                      int64_t *batch, reint_error *err);
reint_status reinti_store_batch_end(reint_study *study, const reint_batch *counts, reint_error *err);
/* The last batch of INPUT x FORM and its SHA-256 (malloc'ed), or *batch = 0. */
reint_status reinti_store_batch_find(reint_study *study, const char *input, size_t form, int64_t *batch,
                                     char **sha256, reint_error *err);

/* Rows on their way into a form, row-major.  Integer slots hold the value or REINTI_NULL; REAL slots the bits
 * of the double; TEXT slots an index into text[] or REINTI_NULL.  Sets: set[v] for the K-th multiple variable
 * of the form (in variable order) concatenated codes; offsets per row. */
typedef struct reinti_block_set {
    size_t variable;
    const uint32_t *offset; /* n_rows + 1 */
    const int16_t *code;    /* permanent ids */
} reinti_block_set;

typedef struct reinti_block {
    size_t n_rows;
    const int64_t *key;
    const int64_t *slot;   /* n_rows x n_slots */
    const int64_t *source; /* batch * 2^32 + line */
    const char *const *text;
    const uint32_t *text_length;
    size_t n_sets;
    const reinti_block_set *set;
} reinti_block;

typedef enum reinti_outcome {
    REINTI_ACCEPTED,
    REINTI_DUPLICATE,
    REINTI_CHANGED,
    REINTI_UNCHANGED
} reinti_outcome;

/* Inserts the rows of BLOCK.  OUTCOME[i] tells; a key that is there already is DUPLICATE and not touched, or,
 * when CORRECT is set, compared and updated (history by triggers): CHANGED or UNCHANGED.  Keys that come in
 * ascending order are fastest. */
reint_status reinti_store_insert(reint_study *study, size_t form, const reinti_block *block, bool correct,
                                 uint8_t *outcome, reint_error *err);
/* Takes back a row inserted in this transaction (a cross-field rule rejected it). */
reint_status reinti_store_remove(reint_study *study, size_t form, int64_t key, reint_error *err);

/* Person ids that are known only from a row that was rejected. */
reint_status reinti_store_reject(reint_study *study, const reint_rejected *row, int64_t person,
                                 reint_error *err);
reint_status reinti_store_reject_header(reint_study *study, int64_t batch, const char *header, size_t n,
                                        reint_error *err);
/* Rows rejected in earlier batches of INPUT x FORM are settled by a newer batch of it. */
reint_status reinti_store_settle(reint_study *study, const char *input, size_t form, int64_t batch,
                                 reint_error *err);

/* The rejection ID of FORM, if it still waits and is the one of LINE for REASON, is settled by BATCH. */
reint_status reinti_store_settle_row(reint_study *study, size_t form, int64_t id, int64_t line,
                                     const char *reason, int64_t batch, reint_error *err);

/* ---- a changed codebook ---------------------------------------------------------------------------------- */

/* Called twice in the transaction of the change: before it, with the study as it was, and AFTER, when the study has the
 * new codebook. */
typedef reint_status (*reinti_store_check_fn)(reint_study *study, bool after, void *user, reint_error *err);
/* The work of reint_study_update_codebook (ingest/recheck.h) but for CHECK. */
reint_status reinti_store_update(reint_study *study, const reint_codebook *cb, reinti_store_check_fn check,
                                 void *user, reint_findings *findings, reint_error *err);

/* ---- many records ---------------------------------------------------------------------------------------- */

/* Reads records in key order, in blocks.  Without TEXTS text slots are NULL.  Where nothing is written meanwhile. */
typedef struct reinti_scan reinti_scan;
reint_status reinti_scan_open(reint_study *study, size_t form, bool texts, reinti_scan **out,
                              reint_error *err);
void reinti_scan_range(reinti_scan *scan, int64_t low, int64_t high); /* keys, both ends included */
/* The next block, valid until the next call; n_rows 0 at the end. */
reint_status reinti_scan_next(reinti_scan *scan, const reinti_block **block, reint_error *err);
void reinti_scan_reset(reinti_scan *scan); /* done with this range; gives the lock back */
void reinti_scan_free(reinti_scan *scan);

/* ---- one record ---------------------------------------------------------------------------------------- */

/* The key that WORDS name, as messages do ("SYN-014 w2").  ARGUMENT when their number is wrong, DATA when nothing is
 * known by them. */
reint_status reinti_store_find_record(reint_study *study, size_t form, const char *words, int64_t *key,
                                      reint_error *err);
/* The record as a block of one row, which lives until *SCAN is freed; DATA when there is none. */
reint_status reinti_store_read(reint_study *study, size_t form, int64_t key, reinti_scan **scan,
                               const reinti_block **record, reint_error *err);
/* ---- columns ------------------------------------------------------------------------------------------- */

typedef enum reinti_width { REINTI_I8, REINTI_I16, REINTI_I32, REINTI_I64, REINTI_F64 } reinti_width;

/* One slot of a form for all its records, in key order.  NULL is 0 in I8/I16 (ids and counts are never 0
 * there: the count of a set is stored plus one), INT32_MIN, INT64_MIN, NaN. */
typedef struct reinti_raw {
    reinti_width width;
    size_t n;
    const void *data; /* owned by the study until it is freed or written to */
} reinti_raw;

/* Loaded from the column cache when that is valid, else from the table (and the cache is written anew). */
reint_status reinti_store_n_rows(reint_study *study, size_t form, size_t *n, reint_error *err);
reint_status reinti_store_keys(reint_study *study, size_t form, const int64_t **key, size_t *n,
                               reint_error *err);
reint_status reinti_store_column(reint_study *study, size_t form, size_t slot, reinti_raw *out,
                                 reint_error *err);
reint_status reinti_store_sources(reint_study *study, size_t form, const int64_t **source, reint_error *err);
/* A multiple-response set: offset[n + 1] and the codes' permanent ids in the order of the answer. */
reint_status reinti_store_set(reint_study *study, size_t form, size_t variable, const uint32_t **offset,
                              const int16_t **code, reint_error *err);
/* Text slots come one at a time (never cached): malloc'ed, NULL when missing. */
reint_status reinti_store_text(reint_study *study, size_t form, int64_t key, size_t slot, char **out,
                               reint_error *err);

/* ---- judgement ----------------------------------------------------------------------------------------- */

/* The team's own class that overrides a computed one: for a rule set and a record of its unit. */
typedef struct reinti_override {
    int64_t key;
    const char *ruleset, *class_id, *reason, *who;
} reinti_override;
reint_status reinti_store_override(reint_study *study, size_t form, const reinti_override *o,
                                   reint_error *err);
reint_status reinti_store_overrides(reint_study *study, size_t form, const char *ruleset, reinti_arena *arena,
                                    reinti_override **out, size_t *n, reint_error *err);

/* Warnings about where the study file NAME lies, or will lie once it is made, and who may use it (place.c). */
void reinti_study_check_place(const char *name, reint_findings *findings);

/* Sums over batches per form and reason of rejection, for the table "ingest". */
reint_status reinti_store_reject_counts(reint_study *study, size_t form,
                                        int (*fn)(const char *reason, int64_t n, void *user), void *user,
                                        reint_error *err);

#endif
