/* load.h -- one file on its way into the study: what the parts of the loader share.  Private. */
#ifndef REINTI_LOAD_H
#define REINTI_LOAD_H

#include "ingest/bind.h"
#include "ingest/decode.h"
#include "ingest/ingest.h"
#include "ingest/origin.h"
#include "ingest/reject.h"
#include "ingest/rules.h"

typedef enum reinti_load_mode {
    REINTI_LOAD_PLAIN,   /* a known key is a duplicate */
    REINTI_LOAD_CORRECT, /* a known key with other values is a correction */
    REINTI_LOAD_RESUME   /* the same bytes again, since rows of them were rejected: what is stored stays as it
                            is */
} reinti_load_mode;

/* What one load reads: the bytes of the user's file, and the text that the records are read from. */
typedef struct reinti_source {
    const char *name;  /* in messages */
    const char *input; /* id in the study */
    const char *file;  /* for the checksum: the user's own bytes */
    size_t file_size;
    const char *map; /* and the text of the map by which they were read; NULL: none */
    size_t map_size;
    const char *text; /* CSV, the user's or made by us; then ORIGIN tells where it comes from */
    size_t text_size;
    const reinti_origin *origin;
} reinti_source;

reint_status reinti_load_source(reint_study *study, const reinti_source *source,
                                const reint_ingest_options *options, reint_batch *batch,
                                reint_findings *findings, reint_error *err);

typedef struct reinti_load {
    reint_study *study;
    const reint_codebook *cb;
    reint_ingest_options options;
    const reinti_source *source;
    const char *name;  /* in messages */
    const char *input; /* id in the study */
    const char *form;
    reint_findings *findings;
    reinti_arena *arena;

    char *decoded; /* Windows-1252 as UTF-8 */
    reinti_csv csv;
    reinti_csv look;  /* goes back to rows that were read before */
    const char *body; /* behind the header */
    long body_line;
    reinti_ingest_columns columns;
    reinti_decoding decoding;
    reinti_rules *rules;
    reinti_rows file; /* all rows, when rules look across waves */

    reinti_load_mode mode;
    int64_t earlier; /* last batch of the same input and form; 0 */
    reint_batch batch;
    const char *key_name; /* "person+wave" */
    bool key_may_be_shown;
    reinti_remarks by_decoder, remarks;
    reinti_map *keys; /* RESUME: of all rows of the file */
    reinti_map *held; /* CORRECT, RESUME: of rows that a rule rejected */
    int64_t *removal; /* keys of rows that a rule rejects, to be taken back */
    size_t n_removals, removal_capacity;
    uint8_t *outcome;
    reinti_block_set *sets;
    size_t shown; /* percent of the progress last told */
} reinti_load;

/* ---- load_rows.c: blocks of rows into the form ----------------------------------------------------- */

/* What must be known before the first row is checked: the persons of a person form, the rows of other waves.
 */
reint_status reinti_load_prepare(reinti_load *l, reint_error *err);
reint_status reinti_load_rows(reinti_load *l, size_t size, reint_error *err);
/* Takes back what a rule rejected. */
reint_status reinti_load_remove(reinti_load *l, reint_error *err);
/* Rows that `reint rejects --csv` gave out and that come back settle what they correct. */
reint_status reinti_load_settle(reinti_load *l, reint_error *err);
/* CORRECT: the records of the earlier file that this one does not have. */
reint_status reinti_load_find_missing(reinti_load *l, reint_error *err);

#endif
