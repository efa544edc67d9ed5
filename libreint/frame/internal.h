/* internal.h -- what the parts of frame/ share.  Private to frame/. */
#ifndef REINTI_FRAME_INTERNAL_H
#define REINTI_FRAME_INTERNAL_H

#include "frame/frame.h"

#define REINTI_NO_ROW        UINT32_MAX
#define REINTI_MOST_POSSIBLE 16 /* categories of a column that keeps what is possible */

/* A column and what its users need not know. */
typedef struct reinti_entry {
    reinti_column column;
    size_t list; /* whose codes the valid categories are; REINTI_NONE */
    bool joined; /* a parent's column: no column of this frame for its own children */
} reinti_entry;

/* What is the same for every variable of a list. */
typedef struct reinti_list_cache {
    const reinti_category *category;
    size_t n_categories;
    uint32_t max_id; /* largest permanent id */
    const uint16_t *map8, *map16;
} reinti_list_cache;

typedef struct reinti_provider {
    reinti_provider_fn fn;
    reinti_provider_names_fn names;
    void *user;
} reinti_provider;

typedef struct reinti_kept {
    void *what;
    void (*release)(void *);
} reinti_kept;

struct reinti_frames {
    reint_study *study;
    const reint_codebook *cb;
    reinti_arena *arena;
    reinti_frame **frame; /* by form */
    reinti_list_cache *list;
    reinti_provider *provider;
    size_t n_providers, capacity;
    reinti_kept *kept; /* given back with the frames, the last first */
    size_t n_kept, kept_capacity;
    size_t depth;          /* columns being made, one for the other */
    uint32_t *person_row;  /* by person id */
    const int8_t *counted; /* by person id; NULL: everybody, once it is known */
    bool counted_known;
};

struct reinti_frame {
    reinti_frames *owner;
    size_t form;
    const reinti_layout *layout;
    reinti_arena *arena;
    size_t n;
    const int64_t *key;
    reinti_map *index; /* name -> position in entry */
    reinti_entry **entry;
    size_t n_entries, capacity;
    size_t n_parents;
    const size_t *parent_form; /* the nearest first */
    const uint32_t **parent;   /* by form; made when asked for */
    const uint32_t **children; /* by form */
    const uint32_t **of_wave;  /* by form and wave: row of the same key and the wave */
    const uint32_t *previous;  /* row of the same key in the wave before */
    const uint32_t *person;
    const int8_t *recorded, *consent;
    size_t n_left_out;
    reinti_map *remembered; /* name -> position in memory */
    const void **memory;
    size_t n_memories, memory_capacity;
    reinti_map *condition; /* text -> position in trit */
    const int8_t **trit;
    size_t n_trits, trit_capacity;
};

/* Makes column NAME of FRAME if it is of the maker's kind. */
typedef reint_status (*reinti_maker_fn)(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                                        reint_error *err);

/* ---- frames.c ------------------------------------------------------------------------------------------ */

/* *FOUND = false when there is no such column; an error when there is but it cannot be made. */
reint_status reinti_frame_find(reinti_frame *frame, const char *name, const reinti_entry **out, bool *found,
                               reint_error *err);
/* The same without the parents' columns. */
reint_status reinti_frame_find_here(reinti_frame *frame, const char *name, const reinti_entry **out,
                                    bool *found, reint_error *err);
/* Names of columns, for messages and conditions: own, parents', provided.  In the frame's arena; NULL = no
 * memory. */
const char *const *reinti_frame_names(reinti_frame *frame, size_t *n);
reint_status reinti_frame_unknown(reinti_frame *frame, const char *name, reint_error *err);
reint_status reinti_frame_put(reinti_frame *frame, const reinti_entry *entry, const reinti_entry **out,
                              reint_error *err);
static inline const reinti_form *
reinti_frame_of(const reinti_frame *frame)
{
    return &frame->owner->cb->form[frame->form];
}

/* ---- column.c ------------------------------------------------------------------------------------------ */

reint_status reinti_make_own(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                             reint_error *err);
const reinti_list_cache *reinti_list_categories(reinti_frames *f, size_t list); /* NULL = no memory */
/* N_VALID categories to be filled in, then the missing reasons and "absent". */
reinti_category *reinti_categories(reinti_frames *f, reinti_arena *a, size_t n_valid, size_t *n_categories);
/* Room for a column whose raw values are its categories.  CODED (or states), n_categories set. */
bool reinti_plain(reinti_frame *frame, reinti_column *c, uint8_t **raw8, uint16_t **raw16);
/* Entries of a map for what the store keeps of missing values: -(reason + 1), and 0 for nothing. */
void reinti_map_missing(const reinti_frames *f, uint16_t *map, size_t width, size_t n_valid);
bool reinti_column_within(const reinti_column *c); /* every raw value below its limit */
reint_status reinti_column_damaged(const reinti_frame *frame, const reinti_variable *v, reint_error *err);

/* ---- number.c ------------------------------------------------------------------------------------------ */

reint_status reinti_key_number(reinti_frame *frame, size_t component, reinti_entry *out, reint_error *err);
reint_status reinti_key_date(reinti_frame *frame, size_t component, reinti_entry *out, reint_error *err);
reint_status reinti_own_number(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err);
reint_status reinti_own_interval(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err);
/* The reasons of a text or person variable, as a column that has no values. */
reint_status reinti_why_column(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err);

/* ---- join.c -------------------------------------------------------------------------------------------- */

/* Where each component of a key comes from: a component of another form's key, or a fixed part. */
typedef struct reinti_route {
    size_t component[16]; /* REINTI_NONE = fixed */
    int64_t fixed[16];
} reinti_route;

/* Components of FROM that make a key of TO; false if one is missing.  The wave of TO may be left out:
 * NO_WAVE. */
bool reinti_route_find(const reint_codebook *cb, size_t from, size_t to, bool no_wave, reinti_route *out);
/* Row of TO for each row of FROM, in FROM's arena. */
reint_status reinti_locate(reinti_frame *from, reinti_frame *to, const reinti_route *route,
                           const uint32_t **row, reint_error *err);
/* Index of TARGET in the ascending KEY, or SIZE_MAX; fast if near the last one, *CURSOR. */
size_t reinti_gallop(const int64_t *key, size_t n, size_t *cursor, int64_t target);
/* gather.c: SOURCE at ROW[i], absent where that is REINTI_NO_ROW, as a column NAME of FRAME. */
reint_status reinti_gather(reinti_frame *frame, const char *name, const reinti_entry *source,
                           const uint32_t *row, reinti_entry *out, reint_error *err);
reint_status reinti_make_joined(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                                reint_error *err);
reint_status reinti_find_parents(reinti_frame *frame, reint_error *err);

/* ---- wave.c, period.c, told.c, recode.c ---------------------------------------------------------------------------------- */

reint_status reinti_make_wave(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                              reint_error *err);
reint_status reinti_wave_text(reinti_frame *frame, const char *name, reinti_frame **home, size_t *variable,
                              const uint32_t **row, bool *found, reint_error *err);
/* The next form from FROM on whose key is FRAME's and the wave; REINTI_NONE. */
size_t reinti_wave_form(const reinti_frame *frame, size_t from);
/* x of "x.SUFFIX" or "x_SUFFIX"; NULL when NAME is not of the kind. */
const char *reinti_before_suffix(const reinti_frame *frame, const char *name, const char *suffix);
reint_status reinti_make_aligned(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                                 reint_error *err);
/* The column NAME of FRAME itself, for whoever carries it to another wave: in the codes of today. */
reint_status reinti_frame_find_across(reinti_frame *frame, const char *name, const reinti_entry **out,
                                      bool *found, reint_error *err);
reint_status reinti_make_told(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                              reint_error *err);
reint_status reinti_make_period(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                                reint_error *err);
reint_status reinti_make_attribute(reinti_frame *frame, const char *name, reinti_entry *out, bool *found,
                                   reint_error *err);

/* ---- words.c ------------------------------------------------------------------------------------------- */

/* The next identifier at *AT, lower-case, without quotes; NULL at the end.  Texts in single quotes are passed over. */
char *reinti_condition_name(reinti_arena *a, const char **at);
typedef struct reinti_constants { /* numbers, and days of dates; VALUE by malloc */
    int64_t *value;
    size_t n, capacity;
} reinti_constants;
bool reinti_condition_constants(const char *condition, reinti_constants *out); /* false: no memory */

/* ---- binding.c ----------------------------------------------------------------------------------------- */

#include "study/expr.h"

typedef enum reinti_part {
    REINTI_PART_VALUE,
    REINTI_PART_WHY,
    REINTI_PART_LOW,
    REINTI_PART_HIGH,
    REINTI_PART_TEXT, /* variables that are no columns */
    REINTI_PART_PERSON
} reinti_part;

/* A name in a condition. */
typedef struct reinti_binding {
    const char *name;
    reinti_part part;
    const reinti_column *column; /* NULL for TEXT and PERSON */
    bool date;                   /* of an interval: days, not years */
    bool integer;
    reinti_frame *home;  /* TEXT, PERSON: the frame that has the variable */
    const uint32_t *row; /* and its row for each row, NULL = itself */
    size_t variable;
    reinti_raw raw; /* PERSON: ids */
    /* Rows with the same value share a state, if there are few enough of them; else n_states = 0.  Coded
     * columns have their categories as states and need no list. */
    size_t n_states;
    uint16_t *state;
    uint32_t *first; /* a row that has it */
} reinti_binding;

reint_status reinti_bind(reinti_frame *frame, const char *name, reinti_binding *out, bool *found,
                         reint_error *err);
bool reinti_binding_coded(const reinti_binding *b);
bool reinti_binding_interval(const reinti_binding *b); /* the value of a date or an age */
/* Finds the states, at most MOST.  False: no memory. */
bool reinti_binding_states(reinti_binding *b, size_t n_rows, size_t most);
void reinti_binding_free(reinti_binding *b);
/* The value at ROW, or of CATEGORY if coded; of an interval AT, one of its values.  BUFFER holds text until
 * the next call. */
void reinti_binding_value(const reinti_binding *b, size_t row, size_t category, int64_t at,
                          reinti_str *buffer, reinti_expr_value *out);

#endif
