/* panel.h -- persons at waves, as all of follow/ sees them.  Private. */
#ifndef REINTI_PANEL_H
#define REINTI_PANEL_H

#include <math.h>

#include "assess/dossier.h"
#include "codebook/pack.h"
#include "follow/follow.h"
#include "frame/frame.h"

#define REINTI_NO_RECORD UINT32_MAX
#define REINTI_MONTH     30.4375 /* days: 365.25 / 12 */

typedef enum reinti_presence {
    REINTI_ABSENT,  /* no record of the wave */
    REINTI_SEEN,    /* interviewed */
    REINTI_MISSED,  /* a record says that it was not held */
    REINTI_NOT_DUE, /* a record says that it is not yet time */
    REINTI_UNSURE   /* whether it was held cannot be told: taken as not held, and counted */
} reinti_presence;

struct reint_follow {
    reinti_frames *frames;
    bool owns_frames;
    const reint_codebook *cb;
    reinti_arena *arena;
    size_t form; /* keyed by person and wave */
    reinti_frame *records, *persons;
    const reinti_column *result; /* coded status of the record, or NULL */
    const char *seen;            /* the condition, or NULL: every record */
    bool same_people;
    size_t n_waves;
    size_t wave[64]; /* positions in the codebook */

    size_t n;      /* persons of the analysis */
    size_t n_base; /* before `same people` */
    size_t no_consent, cannot_be_told, unsure;
    uint32_t *person;        /* ids, in the order of the person frame */
    uint32_t *person_row;    /* in the person frame */
    uint32_t *row;           /* [n][n_waves], in RECORDS or REINTI_NO_RECORD */
    uint8_t *presence;       /* [n][n_waves] */
    int32_t *low, *high;     /* [n][n_waves]: date of the interview; both open when unknown */
    reinti_dossier *dossier; /* of the rule set last asked for */
};

static inline bool
reinti_follow_is_seen(const reint_follow *f, size_t person, size_t wave)
{
    return f->presence[person * f->n_waves + wave] == REINTI_SEEN;
}

/* fill.c: the persons and records that OPTIONS ask for, into F, which has frames, codebook and arena. */
reint_status reinti_follow_fill(reint_follow *f, const reint_follow_options *options, reint_error *err);

/* On frames that the caller keeps. */
reint_status reinti_follow_on(reinti_frames *frames, const reint_follow_options *options, reint_follow **out,
                              reint_error *err);

/* The same, one for all who ask for the same people and waves: it goes with the frames. */
reint_status reinti_follow_shared(reinti_frames *frames, const reint_follow_options *options,
                                  reint_follow **out, reint_error *err);

/* Middle of the interval in days, NaN when an end is open. */
static inline double
reinti_middle(int32_t low, int32_t high)
{
    return low == REINTI_OPEN_LOW || high == REINTI_OPEN_HIGH ? (double)NAN : low + (high - (double)low) / 2;
}
/* Months between the interviews of PERSON at waves A and B; NaN when a date is unknown.  *REVERSED: the second is
 * surely dated before the first. */
static inline double
reinti_follow_gap(const reint_follow *f, size_t person, size_t a, size_t b, bool *reversed)
{
    size_t i = person * f->n_waves + a, k = person * f->n_waves + b;

    *reversed = f->high[k] != REINTI_OPEN_HIGH && f->low[i] != REINTI_OPEN_LOW && f->high[k] < f->low[i];
    return (reinti_middle(f->low[k], f->high[k]) - reinti_middle(f->low[i], f->high[i])) / REINTI_MONTH;
}
/* Are any two interviews of PERSON surely dated against the order of the waves? */
bool reinti_follow_is_reversed(const reint_follow *f, size_t person);

/* What was learnt between interviews: rows of a form with person and date but no wave, one called "contact". */
typedef struct reinti_contacts {
    reinti_frame *frame; /* NULL: the study has no such form */
    const reinti_column *date;
    const reinti_column *kind; /* NULL: none */
    const uint32_t *person;
} reinti_contacts;
reint_status reinti_follow_contacts(reint_follow *f, reinti_contacts *out, reint_error *err);

/* Reasons for not being interviewed at a wave: [reason][wave] persons.  Reasons are the codes of the status, then
 * its missing reasons, then "no record"; codes that mean an interview are all 0. */
typedef struct reinti_reasons {
    size_t n;
    const reinti_category *category; /* the last one has code "no_record" */
    const size_t *count;
} reinti_reasons;
reint_status reinti_follow_reasons(reint_follow *f, reinti_reasons *out, reint_error *err);

/* ---- states of a coded variable -------------------------------------------------------------------------- */

#define REINTI_STATE_NONE UINT16_MAX /* missing, or not interviewed */

typedef struct reinti_state_at {
    uint16_t code;     /* n_valid: undetermined; REINTI_STATE_NONE */
    uint16_t possible; /* bits of the codes that are possible, where the column has bounds; else 0 */
} reinti_state_at;

typedef struct reinti_states {
    const reinti_column *column;
    reinti_state_at *at; /* [n][n_waves] */
} reinti_states;
/* A column of the records; where the waves of the analysis lie on both sides of a change of meaning, in the codes of today.
 * ARGUMENT: what was recorded before cannot be compared. */
reint_status reinti_follow_column(reint_follow *f, const char *variable, const reinti_column **out,
                                  reint_error *err);
reint_status reinti_follow_states(reint_follow *f, const char *variable, reinti_states *out,
                                  reint_error *err);
/* MAP[code of A] = code of B by name.  ARGUMENT when the lists differ and nothing says how they correspond. */
reint_status reinti_states_align(reint_follow *f, const reinti_column *a, const reinti_column *b, size_t *map,
                                 reint_error *err);

/* reint_follow_walk as known by WAVE of the codebook; the number of waves: now. */
reint_status reinti_follow_walk_by(reint_follow *f, const char *ruleset, size_t wave, reint_follow_paths *out,
                                   reint_error *err);

/* The same with each person in a group: GROUP[person] counts where it is WANTED; NULL = everybody.  */
reint_status reinti_follow_count_step(reint_follow *f, const reinti_states *from, const reinti_states *to,
                                      const size_t *map, size_t a, size_t b, const uint8_t *group,
                                      uint8_t wanted, reint_follow_step *out, reint_error *err);

/* What became of each person by WAVE (NULL: the last): REINT_KEPT, REINT_LOST, REINT_NOT_DUE_YET, or REINT_NOT_THERE
 * who was not interviewed at the first wave.  ARGUMENT: WAVE is no later one of the analysis. */
reint_status reinti_follow_fates(reint_follow *f, const char *wave, size_t *target, uint8_t **fate,
                                 reint_error *err);

/* What those lost could change, of some of the persons: reint_follow_sensitive as a table declares it. */
typedef struct reinti_what_if {
    const reinti_states *states;
    const reint_follow_model *model; /* its wave is the target */
    const size_t *group;             /* [n]: N_GROUPS and above: none; NULL: all in one */
    size_t n_groups;
    const int8_t *base;   /* [n]: 1 in the base, 0 not, -1 cannot be told; NULL: all are */
    const double *weight; /* [n]: known of those lost, too; NULL: 1 each */
    double reference;
} reinti_what_if;
reint_status reinti_follow_what_if(reint_follow *f, const reinti_what_if *q, reint_follow_sensitivity *out,
                                   reint_error *err);

/* Adds the weights as the column "attrition" of the persons; records of a person see it as they see any of theirs. */
reint_status reinti_follow_weight_column(reint_follow *f, const reint_follow_attrition *a, reint_error *err);

/* The person with KEY.  ARGUMENT: there is none in the analysis. */
reint_status reinti_follow_find(reint_follow *f, const char *key, size_t *out, reint_error *err);

/* The wave ID of the analysis; its number of waves if it has none such. */
size_t reinti_follow_find_wave(const reint_follow *f, const char *id);
/* Places of persons by id: UINT32_MAX for those who are not in the analysis; *N_IDS of them. */
reint_status reinti_follow_places(reint_follow *f, const uint32_t **place, size_t *n_ids, reint_error *err);
/* The pack PACK (NULL: the first) whose domains are columns of the records. */
reint_status reinti_follow_pack(reint_follow *f, const char *pack, const reinti_pack **out, reint_error *err);
/* A variable of FORM by name, else the first of TYPE; NULL. */
const reinti_variable *reinti_follow_variable(const reinti_form *form, const char *name, reinti_type type);

#endif
