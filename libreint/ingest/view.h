/* view.h -- what a condition sees of a row that is on its way into the study: its own values, those of its
 * parents, and those of other waves.  Private. */
#ifndef REINTI_VIEW_H
#define REINTI_VIEW_H

#include "ingest/decode.h"
#include "study/expr.h"

typedef enum reinti_view_part {
    REINTI_VIEW_VALUE,
    REINTI_VIEW_WHY,
    REINTI_VIEW_LOW,
    REINTI_VIEW_HIGH
} reinti_view_part;
typedef enum reinti_view_via {
    REINTI_VIEW_OWN,     /* the row itself */
    REINTI_VIEW_KEY,     /* the record of another form, by the same components */
    REINTI_VIEW_WAVE,    /* the same key in a named wave */
    REINTI_VIEW_PREVIOUS /* the same key in the latest wave before that has a record */
} reinti_view_via;

typedef struct reinti_view_name {
    const char *name;
    size_t form, variable;
    const reinti_variable *v;
    const char *attribute; /* x.region */
    reinti_view_part part;
    reinti_view_via via;
    size_t wave;
} reinti_view_name;

/* Records of a form as they were before this file. */
typedef struct reinti_view_stored {
    bool loaded, copied;
    size_t n, cursor;
    const int64_t *key;
    reinti_raw *slot;        /* per slot; data NULL until asked for */
    const uint32_t **offset; /* per variable, sets */
    const int16_t **code;
} reinti_view_stored;

typedef struct reinti_view_order {
    int64_t key;
    size_t row;
} reinti_view_order;

typedef struct reinti_view {
    reinti_decoding *d;
    reinti_arena *arena;
    size_t n_names;
    const char **text; /* the names, as reinti_expr_compile wants them */
    reinti_view_name *name;
    reinti_view_stored *stored;    /* per form */
    reinti_rows *file;             /* the rows of this file, when conditions look across waves; NULL */
    reinti_view_order *file_order; /* by key, then by row */
    reinti_rows *rows;             /* the block being checked */
    reinti_str buffer;
} reinti_view;

/* Where a value is found for a row. */
typedef struct reinti_view_record {
    const reinti_rows *rows;          /* in memory, or */
    const reinti_view_stored *stored; /* in the study, or neither: there is none */
    size_t at, form;
    int64_t key;
} reinti_view_record;

reint_status reinti_view_create(reinti_decoding *d, reinti_view **out, reint_error *err);
void reinti_view_free(reinti_view *v);
/* Makes sure that the values of name I can be had (before anything is written). */
reint_status reinti_view_load(reinti_view *v, size_t i, reint_error *err);
/* Takes the rows of the whole file. */
bool reinti_view_set_file(reinti_view *v, reinti_rows *file);

reinti_view_record reinti_view_find(reinti_view *v, size_t row, size_t i);
/* value, high, written, why as stored; of a coded variable the value alone.  All NULL without a record. */
void reinti_view_slots(const reinti_view *v, const reinti_view_record *r, size_t i, int64_t slot[4]);
/* The codes of a set. */
const int16_t *reinti_view_codes(const reinti_view *v, const reinti_view_record *r, size_t i, size_t *n);
/* AT: which value of an interval to show.  The text lives until the next call. */
void reinti_view_value(reinti_view *v, size_t row, size_t i, int64_t at, reinti_expr_value *out);
/* A date or age that is no key, asked for by its value. */
bool reinti_view_is_interval(const reinti_view *v, size_t i);

#endif
