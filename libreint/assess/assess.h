/* assess.h -- assisted, under-assisted, unassisted or undetermined, and the domains; with their explanations.
 * Public part, installed as reint/assess/assess.h. */
#ifndef REINT_ASSESS_H
#define REINT_ASSESS_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_assessment reint_assessment;

/* RULESET NULL: the codebook's default.  VIEW "told" (each interview, as told by then) or "now" (each stage,
 * as known now); NULL = "told".  Rule sets whose unit is the interview have the first view only. */
reint_status reint_assess(reint_study *study, const char *ruleset, const char *view, reint_assessment **out,
                          reint_error *err);
void reint_assessment_free(reint_assessment *a);

const char *reint_assessment_ruleset(const reint_assessment *a); /* its id */
const char *reint_assessment_title(const reint_assessment *a, const char *language);
const char *reint_assessment_note(const reint_assessment *a, const char *language); /* NULL if it has none */
const char *reint_assessment_digest(const reint_assessment *a);                     /* SHA-256 of its file */
size_t reint_assessment_n_classes(const reint_assessment *a);
const char *reint_assessment_class_id(const reint_assessment *a, size_t class_index);
const char *reint_assessment_class_label(const reint_assessment *a, size_t class_index, const char *language);
/* What row ROW of the decision table says; label of reason REASON.  NULL when there is none. */
const char *reint_assessment_row_note(const reint_assessment *a, const char *row, const char *language);
const char *reint_assessment_reason_label(const reint_assessment *a, const char *reason,
                                          const char *language);

/* One classified unit: a person at a stage, or at an interview. */
typedef struct reint_assessed {
    const char *person, *wave, *stage; /* codes; "" where the unit has none */
    long episode;                      /* 0 where units have none */
    unsigned possible; /* bit I: class I is still possible.  One bit: settled; none: no class at all */
    int computed;      /* class index, or -1 undetermined */
    int final;         /* after an override; -1 undetermined */
    int overridden;
    const char *missing; /* possible is 0: the reason (name), "" otherwise */
    const char *reasons; /* ids joined by ' ' that surely hold; "" = none known */
    const char *row;     /* id of the row of the decision table that held; "" when undetermined */
} reint_assessed;
size_t reint_assessment_n(const reint_assessment *a);
void reint_assessment_get(const reint_assessment *a, size_t i, reint_assessed *out);

/* Records the team's judgement: CLASS for the stage (or, for rule sets of interviews, the wave STAGE) of
 * PERSON.  WHO (initials) and WHY are required.  EPISODE 0: the person's only one. */
reint_status reint_judge(reint_study *study, const char *ruleset, const char *person, long episode,
                         const char *stage, const char *class_id, const char *who, const char *why,
                         reint_error *err);

/* Sentences with sources, in LANGUAGE ("en", "id"): one paragraph a unit of PERSON.  malloc'ed. */
reint_status reint_explain(reint_study *study, const char *ruleset, const char *person, const char *language,
                           char **text, reint_error *err);
/* The unknown facts that would settle the classes of PERSON (NULL: everybody), one question a line. */
reint_status reint_ask(reint_study *study, const char *ruleset, const char *person, const char *language,
                       char **text, reint_error *err);

/* ---- domain indicators ----------------------------------------------------------------------------------
 */

typedef struct reint_scores reint_scores;

/* The domains of PACK (NULL: the first) for every record of its form (states: of every interview). */
reint_status reint_score(reint_study *study, const char *pack, reint_scores **out, reint_error *err);
void reint_scores_free(reint_scores *s);
const char *reint_scores_title(const reint_scores *s, const char *language);
int reint_scores_invented(const reint_scores *s);   /* an example, nobody's instrument */
int reint_scores_are_states(const reint_scores *s); /* recorded, without any number */
size_t reint_scores_n(const reint_scores *s);
size_t reint_scores_n_columns(const reint_scores *s);
const char *reint_scores_column(const reint_scores *s, size_t column); /* name */
const char *reint_scores_label(const reint_scores *s, size_t column, const char *language);
/* "SYN-014 w2": the record. */
const char *reint_scores_key(const reint_scores *s, size_t i);
/* The number (NaN if there is none) and the code of its band, state or reason why not ("" where bands are not
 * defined). */
void reint_scores_get(const reint_scores *s, size_t i, size_t column, double *score, const char **code);

#endif
