/* dossier.h -- the facts of every person as one rule set sees them, and the verdicts on them.  Private.
 *
 * Evidence is what single records say: a service was needed, received ..., the person was identified ...;
 * each piece knows where it stands (person, episode, stage; or person and wave) and from which wave on it is
 * known.  A cut is all that was known at a wave: its cases (the units of the rule set) with the states of
 * their services and the verdict. */
#ifndef REINTI_DOSSIER_H
#define REINTI_DOSSIER_H

#include "assess/engine.h"
#include "codebook/entitlement.h"
#include "frame/frame.h"

typedef enum reinti_evidence_kind {
    REINTI_ABOUT_UNIT, /* circumstances; which services were asked about */
    REINTI_ABOUT_NEED,
    REINTI_ABOUT_DUE,
    REINTI_ABOUT_SUPPORT,
    REINTI_STANDING /* an interview says that the person is at this stage */
} reinti_evidence_kind;

typedef struct reinti_evidence {
    uint32_t person;
    int32_t episode;     /* -1 unknown; 0 where units have none */
    int16_t stage;       /* position in the list of stages, or of the wave; -1 unknown */
    uint16_t told;       /* order of telling: what was told later revises what was told earlier */
    uint8_t known;       /* first wave at which it is known; n_waves: only now */
    uint8_t kind, index; /* index: of the reading among those of its kind */
    uint8_t service;     /* position in the rule set's services */
    bool maybe;          /* whether the record counts cannot be told */
    bool floating;       /* episode or stage unknown: may stand at any of the person's */
    uint8_t mask;        /* need, due or receipt values left open */
    uint8_t marks, open_marks;
    bool asked_all;
    uint8_t value[REINTI_MAX_CIRCUMSTANCES];
    uint32_t row; /* in the frame of the form */
} reinti_evidence;

typedef struct reinti_case {
    uint32_t person;
    int32_t episode;
    int16_t stage;
    bool asked_all; /* silence is "no" */
    uint8_t circumstance[REINTI_MAX_CIRCUMSTANCES];
    size_t first, n;                   /* its evidence, whether known by now or not */
    size_t floating_first, n_floating; /* evidence that may be its */
    reinti_verdict verdict;
    const reinti_override *override; /* NULL: none */
} reinti_case;

typedef struct reinti_cut {
    bool made;
    size_t n;
    reinti_case *item;   /* by person, episode, stage */
    reinti_state *state; /* n x services of the rule set */
} reinti_cut;

/* Laws at work: conditions of the entitlements for each row of the units' frame. */
typedef struct reinti_law {
    const reinti_entitlements *table;
    const int8_t **any;                     /* per service: does any row give it? NULL: no row speaks of it */
    const int8_t **population, **condition; /* NULL entries: the condition is assumed */
    uint8_t *speaks;                        /* per service: does the table speak of it at all? */
    uint8_t **answers;                      /* per service: which rows answer it (one byte a row) */
} reinti_law;

typedef struct reinti_dossier {
    reinti_frames *frames;
    bool owns_frames;
    const reint_codebook *cb;
    reinti_arena *arena; /* its own */
    reinti_ruleset *r;
    reinti_engine *engine;
    reinti_law law;
    bool collected;
    bool based;
    int8_t
        *about; /* per person id: 1 if the rule set is about them and they may be counted; NULL: everybody */
    const int8_t *counted;          /* per person id (frame.h); NULL: everybody may be counted */
    size_t n_persons, n_no_consent; /* those whom it would be about */
    size_t n_about,
        n_outside; /* recorded people whom it is about, and whom it is not about; 0 where ABOUT is NULL */
    size_t n_evidence;
    reinti_evidence *evidence; /* by person, floating first, then episode, stage, told */
    size_t n_cuts;             /* waves + 1; the last one: as known now */
    reinti_cut *cut;
    size_t n_overrides;
    reinti_override *override;
    size_t n_unplaced; /* records whose episode or stage is unknown */
} reinti_dossier;

/* Opens RULESET (NULL: the default) on FRAMES; nothing is read yet. */
reint_status reinti_dossier_open(reinti_frames *frames, const char *ruleset, reinti_dossier **out,
                                 reint_error *err);
/* The same with frames of its own, which go with it. */
reint_status reinti_dossier_open_study(reint_study *study, const char *ruleset, reinti_dossier **out,
                                       reint_error *err);
void reinti_dossier_free(reinti_dossier *d);
/* The one of RULESET on FRAMES, opened when first asked for; it goes with the frames. */
reint_status reinti_dossier_of(reinti_frames *frames, const char *ruleset, reinti_dossier **out,
                               reint_error *err);

/* What was known at WAVE (n_waves: now).  Made on first use. */
reint_status reinti_dossier_cut(reinti_dossier *d, size_t wave, const reinti_cut **out, reint_error *err);
const reinti_case *reinti_cut_find(const reinti_cut *cut, uint32_t person, int32_t episode, int stage);
/* The cases of PERSON: *N of them from the answer on. */
const reinti_case *reinti_cut_person(const reinti_cut *cut, uint32_t person, size_t *n);

/* Whom the rule set is about: read on first use, for _is_about. */
reint_status reinti_dossier_base(reinti_dossier *d, reint_error *err);
bool reinti_dossier_is_about(const reinti_dossier *d, uint32_t person);
/* The id of the person with this key; ARGUMENT, without the key in the text, if there is none or if the rule set is
 * not about them; DATA if they may not be counted for want of consent to analysis. */
reint_status reinti_dossier_person(reinti_dossier *d, const char *key, uint32_t *id, reint_error *err);

/* ---- parts of the work --------------------------------------------------------------------------------- */

/* evidence.c */
reint_status reinti_evidence_collect(reinti_dossier *d, reint_error *err);

/* due.c */
reint_status reinti_law_open(reinti_dossier *d, reint_error *err);
/* What is due to the case as known at WAVE: fills the due of each of its states. */
void reinti_law_apply(const reinti_dossier *d, const reinti_case *c, size_t wave, reinti_state *state);
/* The laws that give SERVICE to the case, joined by "; ", each once; if none alone is certain, those that may. */
void reinti_law_grounds(const reinti_dossier *d, const reinti_case *c, size_t wave, size_t service,
                        reinti_str *out);

/* Labels of the population and conditions of row ROW that are not known for the case, if nothing else keeps
 * the row from giving; their number, at most ROOM. */
size_t reinti_law_open_facts(const reinti_dossier *d, const reinti_case *c, size_t wave, size_t row,
                             const char *language, const char **out, size_t room);

/* explain.c: appended to OUT. */
reint_status reinti_explain(reinti_dossier *d, uint32_t person, const char *language, reinti_str *out,
                            reint_error *err);

/* state.c: one service of a case from its evidence, and how states of several stages become one. */
void reinti_state_of(const reinti_dossier *d, const reinti_case *c, size_t wave, reinti_state *state);
void reinti_state_merge(reinti_state *earlier, const reinti_state *later);
uint8_t reinti_receipt_join(uint8_t a, uint8_t b);

#endif
