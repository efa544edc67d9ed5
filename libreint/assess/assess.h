/* assess.h -- assisted, under-assisted, unassisted or undetermined, and the domains; with their explanations.
 * Public part, installed as reint/assess/assess.h.
 *
 * A class is of one unit: a person at a stage, or at an interview.  A rule set is about some of the people of a
 * study only (its `base`, else the study's: the trafficked people); nobody else has a class, whatever is recorded
 * of them.  What is not known leaves several classes possible: such a unit is undetermined, which is neither "no
 * class" nor a class of its own.
 *
 * Texts that are handed out are UTF-8 and live as long as the object they came from.  LANGUAGE is a code of the
 * codebook ("en", "id"); NULL or one that a label does not have: the codebook's first. */
#ifndef REINT_ASSESS_H
#define REINT_ASSESS_H

#include <stddef.h>

#include "base/error.h"
#include "study/study.h"

typedef struct reint_assessment reint_assessment;

/* Classifies a whole study.
 *
 * RULESET  its id; NULL: the codebook's default.
 * VIEW     which units, and how much is taken as known:
 *            "told"    (NULL, too) each interview, with what was told by its wave;
 *            "latest"  each person once: the latest interview at which a stage was told, or, where there is none,
 *                      the latest interview of all, which then has no class;
 *            "now"     each stage at which something is recorded, with all that is known by now, told late or not.
 *          Rule sets whose unit is the interview have "told" and "latest" only.
 * Errors   ARGUMENT: no such rule set or view, with what there is; INPUT: a combination of facts matches no row.
 * Cost     linear in the records of the forms that the rule set names. */
reint_status reint_assess(reint_study *study, const char *ruleset, const char *view, reint_assessment **out,
                          reint_error *err);
void reint_assessment_free(reint_assessment *a); /* NULL is fine */

/* OK if RULESET (NULL: the default) is about PERSON.  ARGUMENT: no such person (the nearest key is named, PERSON itself
 * is not repeated), or one whom the rule set is not about.  DATA, here and wherever a person is named: one who did not
 * consent to analysis, or took that back. */
reint_status reint_assess_person(reint_study *study, const char *ruleset, const char *person,
                                 reint_error *err);

const char *reint_assessment_ruleset(const reint_assessment *a); /* its id */
const char *reint_assessment_title(const reint_assessment *a, const char *language);
const char *reint_assessment_note(const reint_assessment *a, const char *language); /* NULL if it has none */
const char *
reint_assessment_digest(const reint_assessment *a);           /* SHA-256 of its file: 64 hexadecimal digits */
const char *reint_assessment_base(const reint_assessment *a); /* whom it is about, as SQL; NULL: everybody */

/* The classes run from best to worst.  CLASS_INDEX is below _n_classes, which is 16 at most. */
size_t reint_assessment_n_classes(const reint_assessment *a);
const char *reint_assessment_class_id(const reint_assessment *a, size_t class_index);
const char *reint_assessment_class_label(const reint_assessment *a, size_t class_index, const char *language);
/* What row ROW of the decision table says; label of reason REASON.  NULL when there is none. */
const char *reint_assessment_row_note(const reint_assessment *a, const char *row, const char *language);
const char *reint_assessment_reason_label(const reint_assessment *a, const char *reason,
                                          const char *language);

enum {
    REINT_UNDETERMINED = -1, /* several classes are possible */
    REINT_NO_CLASS = -2      /* nothing to classify: no stage was told (refused, lost ...) */
};

/* One classified unit. */
typedef struct reint_assessed {
    const char *person, *wave, *stage; /* codes; "" where the unit has none */
    long episode;                      /* from 1; 0 where units have none */
    unsigned possible;   /* bit I: class I is still possible.  One bit: settled; none: no class at all */
    int computed;        /* class index, REINT_UNDETERMINED or REINT_NO_CLASS */
    int final;           /* the same after an override by the team */
    int overridden;      /* 0 or 1 */
    const char *missing; /* why there is no class: the reason's name; "" where there is one */
    const char *reasons; /* ids joined by ' ' that surely hold; "" = none known */
    const char *row;     /* id of the row of the decision table that held; "" when undetermined */
} reint_assessed;

/* In the order of persons' ids in the study, then waves or stages; I is below _n. */
size_t reint_assessment_n(const reint_assessment *a);
void reint_assessment_get(const reint_assessment *a, size_t i, reint_assessed *out);
/* Interviews of people whom the rule set is not about: in no unit.  0 in the view "now". */
size_t reint_assessment_n_outside(const reint_assessment *a);
/* People whom it would be about, but who did not consent to analysis or took that back: in no unit either. */
size_t reint_assessment_n_no_consent(const reint_assessment *a);

/* Records the team's judgement: CLASS for the stage (or, for rule sets of interviews, the wave STAGE) of PERSON,
 * beside the computed class, which stays.  A later judgement replaces an earlier one; both are in the history.
 * WHO (initials) and WHY are required.  EPISODE 0: the person's only one.
 * Errors  ARGUMENT: unknown person, stage or class, no such record, several episodes, no WHO or WHY, a person whom
 *         the rule set is not about; STUDY: opened for reading only, or locked by another writer. */
reint_status reint_judge(reint_study *study, const char *ruleset, const char *person, long episode,
                         const char *stage, const char *class_id, const char *who, const char *why,
                         reint_error *err);

/* Sentences with sources: a paragraph for each stage of PERSON as known now, then the class at each interview as told
 * then.  In LANGUAGE ("id", else English).  *TEXT is malloc'ed and ends with a line end; the caller frees it. */
reint_status reint_explain(reint_study *study, const char *ruleset, const char *person, const char *language,
                           char **text, reint_error *err);

/* ---- questions ------------------------------------------------------------------------------------------ */

/* What to ask next: the unknown facts that would settle a class, as known now. */
typedef struct reint_ask_request {
    size_t size;          /* sizeof (reint_ask_request) */
    const char *ruleset;  /* NULL: the codebook's default */
    const char *language; /* of the questions */
    const char *person;   /* NULL: everybody whom the rule set is about */
    const char *stage; /* only units at this stage (of rule sets of interviews: this wave); NULL: see ALL */
    int all; /* 0: of each person the stage of the latest interview; else every stage.  PERSON or STAGE
                           * set: every one anyway */
} reint_ask_request;

typedef struct reint_question {
    const char *person, *stage, *stage_label;
    long episode;
    unsigned possible;   /* classes that are open, as bits */
    const char *classes; /* the same in words: "Under-assisted or Unassisted" */
    const char
        *about; /* receipt, need, goes_on, due, circumstance; everything: nothing is known of the stage */
    const char *services; /* codes joined by ' '; "" where the question is not about services */
    const char *text;     /* the question, in the language asked for */
} reint_question;

/* What the questions cover, in units. */
typedef struct reint_ask_coverage {
    size_t units, settled, judged, open; /* looked at: units = settled + judged + open */
    size_t people, people_open;          /* of these units */
    size_t others, others_open;          /* stages of the same people that were not looked at */
    size_t no_consent;                   /* people left out: no consent to analysis */
    size_t
        outside; /* people of the study whom the rule set is not about; of these and the next only where everybody is asked about */
    size_t unplaced; /* people whom it is about and of whom no stage is recorded: nothing was looked at */
} reint_ask_coverage;

typedef struct reint_questions reint_questions;

/* ARGUMENT: no such rule set, person or stage; a person whom the rule set is not about. */
reint_status reint_ask(reint_study *study, const reint_ask_request *request, reint_questions **out,
                       reint_error *err);
void reint_questions_free(reint_questions *q);                 /* NULL is fine */
const char *reint_questions_ruleset(const reint_questions *q); /* its id */
const char *reint_questions_unit(const reint_questions *q);    /* "stage" or "interview" */
const char *reint_questions_base(const reint_questions *q);    /* whom it is about, as SQL; NULL: everybody */
void reint_questions_coverage(const reint_questions *q, reint_ask_coverage *out);
/* The stages (of rule sets of interviews: the waves) that there can be questions about, in their order. */
size_t reint_questions_n_places(const reint_questions *q);
const char *reint_questions_place(const reint_questions *q, size_t i);
size_t reint_questions_n(const reint_questions *q);
void reint_questions_get(const reint_questions *q, size_t i,
                         reint_question *out); /* by person, episode, stage */

/* ---- domain indicators ---------------------------------------------------------------------------------- */

typedef struct reint_scores reint_scores;

/* The domains of PACK (NULL: the first) for every record of its form (states: of every interview) of the people in the
 * codebook's base.
 * ARGUMENT: no such pack, with what there is. */
reint_status reint_score(reint_study *study, const char *pack, reint_scores **out, reint_error *err);
void reint_scores_free(reint_scores *s); /* NULL is fine */
const char *reint_scores_title(const reint_scores *s, const char *language);
int reint_scores_invented(const reint_scores *s);        /* an example, nobody's instrument */
int reint_scores_are_states(const reint_scores *s);      /* recorded, without any number */
size_t reint_scores_n(const reint_scores *s);            /* records */
size_t reint_scores_n_no_consent(const reint_scores *s); /* people left out for want of consent to analysis */
size_t reint_scores_n_columns(const reint_scores *s);
const char *reint_scores_column(const reint_scores *s, size_t column); /* name */
const char *reint_scores_label(const reint_scores *s, size_t column, const char *language);
/* "SYN-014 w2": the record. */
const char *reint_scores_key(const reint_scores *s, size_t i);
/* The number, in the pack's own units (NaN if there is none), and the code of its band, state or reason why not (""
 * where bands are not defined). */
void reint_scores_get(const reint_scores *s, size_t i, size_t column, double *score, const char **code);

#endif
