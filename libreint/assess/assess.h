/* assess.h -- assisted, under-assisted, unassisted or undetermined, and the domains; with their explanations.
 * Public part, installed as reint/assess/assess.h. */
#ifndef REINT_ASSESS_H
#define REINT_ASSESS_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_assessment reint_assessment;

/* RULESET NULL: the codebook's default.  VIEW "told" (as told then) or "now" (as known now); NULL = "told".
 */
reint_status reint_assess(reint_study *study, const char *ruleset, const char *view, reint_assessment **out,
                          reint_error *err);
void reint_assessment_free(reint_assessment *a);

size_t reint_assessment_n_classes(const reint_assessment *a);
const char *reint_assessment_class_id(const reint_assessment *a, size_t class_index);
const char *reint_assessment_class_label(const reint_assessment *a, size_t class_index, const char *language);

/* One classified unit: a person at a stage, or at an interview. */
typedef struct reint_assessed {
    const char *person, *wave, *stage; /* codes; "" where the unit has none */
    unsigned possible;                 /* bit I: class I is still possible.  One bit: settled */
    int computed;                      /* class index, or -1 undetermined */
    int final;                         /* after an override; -1 undetermined */
    int overridden;
    const char *reasons; /* ids joined by ' '; "" = none known */
    const char *row;     /* id of the row of the decision table that held; "" when undetermined */
} reint_assessed;
size_t reint_assessment_n(const reint_assessment *a);
void reint_assessment_get(const reint_assessment *a, size_t i, reint_assessed *out);

/* Sentences with sources, in LANGUAGE ("en", "id"): one paragraph a unit of PERSON.  malloc'ed. */
reint_status reint_explain(reint_study *study, const char *ruleset, const char *person, const char *language,
                           char **text, reint_error *err);
/* The unknown facts that would settle the classes of PERSON (NULL: everybody), one question a line. */
reint_status reint_ask(reint_study *study, const char *ruleset, const char *person, const char *language,
                       char **text, reint_error *err);

#endif
