/* frame.h -- typed columns in memory: what analysis sees of a study.  Private.
 *
 * A frame holds the records of one form in key order.  Columns are asked for by name and made on first use:
 *   x          a variable of the form; components of its key are columns too
 *   x.region   recode by an attribute of the codes of x's list; also written x_region, as SQL likes it
 *   w1_x       x of the record of wave w1 (a wave id; "w" precedes one that begins with a digit), on a
 *              form whose key has no wave, from the form with that key and the wave: on the person
 *              frame from the interview
 *   prev_x     on a form with a wave in its key: x of the same key in the latest earlier wave that has
 *              a record
 *   x.period   the codebook's period in which the date x lies (also x_period), or "outside"; period: of the
 *              form's own date
 *   x.told     x, a variable marked `late`, as told by the wave or in the source of the record; x.told_w1 as told by
 *              wave w1 (also x_told, x_told_w1)
 *   x.aligned  x of a form with waves, whose list has codes that changed their meaning, in the codes of today
 *   class ...  derived columns, from providers (assess) or added by hand
 *   x          of a parent form, joined by key, the nearest first.  A parent is any form whose key is
 *              part of this form's: a stage's parents are the episode and the person
 * The first of these that exists is taken.  Text and person variables are no columns: they can stand in
 * conditions only.
 *
 * Coded columns.  raw[i] (u8, or u16 for lists beyond 250 codes) stands for category map[raw[i]].  Categories
 * are in the order of the codebook: n_valid valid ones, then every missing reason of the codebook in its
 * order, then last "absent" (no such question, or no such parent record).  So the category of a value never
 * depends on permanent ids, counting needs one table look-up a value, and every base can be read off the
 * counts.
 *
 * Bounds.  A derived column with `possible` (a class) holds for each row the set of valid categories that the
 * unknown facts leave open, as bits; a settled row has one bit, a missing one none.  Rows with several are
 * counted as category "undetermined", the missing reason of that name.
 *
 * Life.  What a frame hands out lives until _frames_free, and no longer than the next write to the study. */
#ifndef REINTI_FRAME_H
#define REINTI_FRAME_H

#include "codebook/model.h"
#include "study/store.h"

typedef struct reinti_frames reinti_frames; /* all frames of one study, opened on demand */
typedef struct reinti_frame reinti_frame;

typedef enum reinti_column_kind {
    REINTI_COLUMN_CODED,
    REINTI_COLUMN_SET, /* multiple response: any number of categories a row */
    REINTI_COLUMN_NUMBER,
    REINTI_COLUMN_INTERVAL /* dates and ages */
} reinti_column_kind;

typedef struct reinti_category {
    const char *code; /* as in the data; a missing reason's name; "absent" */
    reinti_label label;
} reinti_category;

typedef struct reinti_column {
    const char *name;
    reinti_label label;
    reinti_column_kind kind;
    size_t n;                        /* rows */
    const reinti_variable *variable; /* NULL for derived columns */
    /* CODED; for SET: raw/map give the state of the answer (category n_valid.. = missing; 0 = answered), and
     * the codes follow in offset/code; for NUMBER and INTERVAL: why it is missing (0 = valid, else category
     * n_valid..) */
    size_t n_valid, n_categories; /* NUMBER, INTERVAL: n_valid = 1 */
    const reinti_category *category;
    const uint8_t *raw8; /* one of raw8, raw16 */
    const uint16_t *raw16;
    const uint16_t *map;          /* raw value -> category; 256 or 65536 entries */
    uint32_t raw_bias, raw_limit; /* (raw + bias), cut to 8 or 16 bits, is below limit: counting can number
                                     cells without a look-up.  0, 0 = not known, the cube looks for itself */
    const uint16_t *possible;     /* bits, one a row; NULL for almost every column.  n_valid <= 16 then */
    const uint32_t *offset;       /* SET: n + 1 */
    const uint16_t *code;         /* SET: categories (already mapped) */
    const double *number;         /* NUMBER: NaN where missing */
    const int32_t *low, *high;    /* INTERVAL: REINTI_OPEN_LOW..REINTI_OPEN_HIGH where missing */
} reinti_column;

/* The category of CODE among the answers (no missing reason); REINTI_NONE: it is none of them. */
size_t reinti_column_find(const reinti_column *c, const char *code);

static inline size_t
reinti_column_category(const reinti_column *c, size_t row)
{
    return c->map[c->raw8 ? c->raw8[row] : c->raw16[row]];
}

reint_status reinti_frames_open(reint_study *study, reinti_frames **out, reint_error *err);
void reinti_frames_free(reinti_frames *f);
reint_study *reinti_frames_study(const reinti_frames *f);

/* Asked for a column that is none of the form's own: fills COLUMN (all memory from the frame's arena, see
 * below) and answers OK, or *found = false. */
typedef reint_status (*reinti_provider_fn)(void *user, reinti_frame *frame, const char *name,
                                           reinti_column *column, bool *found, reint_error *err);
/* Names of the columns a provider can give on a frame of FORM, for did-you-mean and for conditions. */
typedef size_t (*reinti_provider_names_fn)(void *user, size_t form, const char *const **names);
reint_status reinti_frames_provide(reinti_frames *f, reinti_provider_fn fn, reinti_provider_names_fn names,
                                   void *user, reint_error *err);

/* Hands WHAT over to the frames: RELEASE is called on it by _frames_free. */
reint_status reinti_frames_keep(reinti_frames *f, void *what, void (*release)(void *), reint_error *err);

reint_status reinti_frames_get(reinti_frames *f, size_t form, reinti_frame **out, reint_error *err);
reinti_frames *reinti_frame_owner(const reinti_frame *frame);
reinti_arena *reinti_frame_arena(const reinti_frame *frame);
size_t reinti_frame_form(const reinti_frame *frame);
size_t reinti_frame_n(const reinti_frame *frame);
const int64_t *reinti_frame_keys(const reinti_frame *frame);

/* For derived coded columns: N_VALID categories to be filled in, then the missing reasons and "absent"; in the frame's
 * arena.  NULL = no memory. */
reinti_category *reinti_frame_categories(reinti_frame *frame, size_t n_valid, size_t *n_categories);
/* What a room above works out once for a frame: kept under a name of its choice until the frame goes; NULL:
 * nothing there.  WHAT lives in the frame's arena. */
const void *reinti_frame_recall(const reinti_frame *frame, const char *name);
reint_status reinti_frame_remember(reinti_frame *frame, const char *name, const void *what, reint_error *err);
/* ARGUMENT with did-you-mean for an unknown name. */
reint_status reinti_frame_column(reinti_frame *frame, const char *name, const reinti_column **out,
                                 reint_error *err);
/* Is COLUMN one that the frame has handed out (and keeps)? */
bool reinti_frame_keeps(const reinti_frame *frame, const reinti_column *column);
/* Adds a derived column under a new name. */
reint_status reinti_frame_add(reinti_frame *frame, const reinti_column *column, reint_error *err);
/* The names of the derived columns that providers give on the frame's own form, in the frame's arena. */
reint_status reinti_frame_provided(reinti_frame *frame, const char *const **name, size_t *n,
                                   reint_error *err);
/* For each row the row of the parent form FORM, or UINT32_MAX. */
reint_status reinti_frame_parent(reinti_frame *frame, size_t form, const uint32_t **row, reint_error *err);
/* For each row I the rows first[i] .. end[i] - 1 of CHILD (a frame whose key begins with this frame's key).
 * end[i] is not first[i + 1] where records of CHILD between them belong to no record here. */
reint_status reinti_frame_children(reinti_frame *frame, reinti_frame *child, const uint32_t **first,
                                   const uint32_t **end, reint_error *err);
/* The same a stretch of rows at a time, without an array for all of them.  Copy what _brood gives for each
 * piece of the rows, then ask for the piece's stretches in their order. */
typedef struct reinti_brood {
    const int64_t *parent, *child;
    size_t n_children;
    unsigned down, up;
    size_t at; /* the next child; SIZE_MAX: to be looked for */
} reinti_brood;
reint_status reinti_frame_brood(reinti_frame *frame, reinti_frame *child, reinti_brood *out,
                                reint_error *err);
/* Rows FROM .. FROM + N - 1. */
void reinti_brood_next(reinti_brood *b, size_t from, size_t n, uint32_t *first, uint32_t *end);
/* For each row its person id (0: not about a person). */
reint_status reinti_frame_persons(reinti_frame *frame, const uint32_t **person, reint_error *err);
/* For each row: 1 if its person has a record in the person frame, 0 if that was never accepted: such rows
 * belong in no base.  1 for rows that are not about a person. */
reint_status reinti_frame_recorded(reinti_frame *frame, const int8_t **recorded, reint_error *err);
/* For each row: 1 if its person may be counted; -1 if the latest record of the form "consent" for the purpose
 * `analysis` says `withdrawn` or `not_given`; 0 if the codebook requires a consent that was not given.
 * *CONSENT is NULL where everybody may be.  *N_LEFT_OUT: persons of this frame who may not.  Rows that are not
 * about a person need none. */
reint_status reinti_frame_consent(reinti_frame *frame, const int8_t **consent, size_t *n_left_out,
                                  reint_error *err);
/* The latest record of each person in the form "consent" for PURPOSE, by person id: 1 it says ANSWER, 0 it says something
 * else, -1 there is none.  *OUT is NULL where the codebook has no such form, purpose or answer. */
reint_status reinti_frames_consents(reinti_frames *f, const char *purpose, const char *answer,
                                    const int8_t **out, reint_error *err);
/* Who may be counted, as _frame_consent says, by person id; *N of them. */
reint_status reinti_frames_counted(reinti_frames *f, const int8_t **out, size_t *n, reint_error *err);
/* Who told each record of a frame, by its coded variable "source" (telling.c). */
typedef struct reinti_tellers {
    const reinti_column *column; /* NULL: the frame has none; every record is the person's own statement */
    const reinti_list *list;
    const size_t
        *place; /* of each source in the order of telling; REINTI_NONE: not the person's own statement */
} reinti_tellers;
reint_status reinti_frame_tellers(reinti_frame *frame, reinti_tellers *out, reint_error *err);
/* Whether record ROW was told later than THAN: of those at one place by the order of the list, then of the records. */
bool reinti_tellers_later(const reinti_tellers *s, size_t row, size_t than);
/* Whether record ROW is the person's own statement; one without a source is. */
bool reinti_tellers_own(const reinti_tellers *s, size_t row);
/* PLACE of reinti_tellers for a list of sources: interview w is at 2 w, what follows it at 2 w + 1; what has no place
 * comes last.  NULL: no memory. */
const size_t *reinti_source_places(const reint_codebook *cb, const reinti_list *sources, reinti_arena *arena);
/* The form "told": what people told of late (telling.c).  Lives as long as its frame. */
typedef struct reinti_telling {
    reinti_frame *frame;
    const reinti_column *variable, *value;
    reinti_tellers source;
    size_t silent; /* category not_raised of VALUE, or REINTI_NONE */
} reinti_telling;
/* ARGUMENT: the codebook has no such form. */
reint_status reinti_frames_telling(reinti_frames *f, const reinti_telling **out, reint_error *err);
/* Whether record ROW says anything of VARIABLE (a category) in a statement of the person up to PLACE. */
bool reinti_telling_says(const reinti_telling *t, size_t row, size_t variable, size_t place);
/* What follows "ID_" in NAME, or "wID_" for an id that no SQL name can begin with; NULL if it begins
 * otherwise. */
const char *reinti_after_wave(const char *name, const char *id);
/* Whether VARIABLE of the frame's own form has codes that changed their meaning between waves: then VARIABLE.aligned has
 * them in the codes of today (crosswalk.c). */
bool reinti_frame_changes(const reinti_frame *frame, const char *variable);
/* Row of the person frame by person id (UINT32_MAX: no record); *N ids, 0 among them. */
reint_status reinti_frames_person_rows(reinti_frames *f, const uint32_t **row, size_t *n, reint_error *err);

/* The condition for each row: 1 true, 0 false, -1 cannot be told.  Computed once per text; owned by the
 * frame. In it a coded column is the text of its code, a set its codes joined by ";", a number a number, an
 * exact date ISO text, a person or text the text; missing is NULL and x__why the reason. An interval
 * ("16-20") has x_low and x_high; x itself stands for every value it may have: the condition is tried at both
 * ends and at and beside every constant and other interval in between, and is -1 where the answers differ.
 * This is exact for comparisons with constants and with other dates or ages. */
reint_status reinti_frame_condition(reinti_frame *frame, const char *condition, const int8_t **trit,
                                    reint_error *err);

/* A numeric column cut into bands: category 0 below CUT[0], 1 from CUT[0] to below CUT[1], ...  Dates are cut
 * by days.  An interval that reaches over a cut is undetermined, with its bands as `possible`. */
reint_status reinti_frame_bands(reinti_frame *frame, const char *name, const char *source, const double *cut,
                                size_t n_cuts, const char *const *code, const reinti_label *label,
                                reint_error *err);
/* A set from N coded variables, SOURCE, of which each says whether its name is a code of the set: where it has one of
 * the codes CHOSEN.  Answered: with an answer to one of them; else missing for the reason of the first. */
reint_status reinti_frame_dichotomies(reinti_frame *frame, const char *name, const char *const *source,
                                      size_t n, const char *const *chosen, size_t n_chosen, reint_error *err);
/* Another label for a column that a plan made (bands, recode). */
reint_status reinti_frame_relabel(reinti_frame *frame, const char *name, const reinti_label *label,
                                  reint_error *err);
/* A coded column or set with categories joined (a net or recode): group[valid category of SOURCE] = new
 * category. REINTI_NONE drops a code of a set; of a coded column it is refused: the rest needs a category of
 * its own. */
reint_status reinti_frame_recode(reinti_frame *frame, const char *name, const char *source,
                                 const size_t *group, size_t n_groups, const char *const *code,
                                 const reinti_label *label, reint_error *err);

#endif
