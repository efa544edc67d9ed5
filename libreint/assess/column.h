/* column.h -- derived columns of a frame as assess/ makes them.  Private to assess/. */
#ifndef REINTI_ASSESS_COLUMN_H
#define REINTI_ASSESS_COLUMN_H

#include "assess/dossier.h"

/* What a class column shows of a case. */
typedef enum reinti_shows {
    REINTI_SHOWS_FINAL,    /* the class, overridden where the team judged otherwise */
    REINTI_SHOWS_COMPUTED, /* without overrides */
    REINTI_SHOWS_GROUP,    /* the wider class */
    REINTI_SHOWS_REASON    /* set of reasons that hold */
} reinti_shows;

/* A coded column whose raw values are its categories; RAW is given back to be filled.  Labels of the N_VALID
 * categories are to be filled in, too.  False: no memory. */
bool reinti_column_make(reinti_frame *frame, reinti_column *c, size_t n_valid, uint8_t **raw,
                        reinti_category **category);
/* Category of the missing reason "undetermined" and of "absent" in a column of N_VALID categories. */
size_t reinti_column_undetermined(const reint_codebook *cb, size_t n_valid);
size_t reinti_column_absent(const reint_codebook *cb, size_t n_valid);

/* The case of each row of a frame, as the column needs it. */
typedef struct reinti_row_case {
    const reinti_case *item; /* NULL: none; then REASON is the category offset behind the valid ones */
    uint16_t missing;        /* which missing reason, n_missing = absent */
    bool open;               /* item NULL, yet nothing is excluded: undetermined */
} reinti_row_case;

/* Units as known by a wave (the number of waves: now), or each as known by the source of its own record. */
#define REINTI_AS_TOLD SIZE_MAX

/* Cases of the rows of FRAME: interviews (as told by then) or units (as known by VIEW). */
reint_status reinti_cases_of_interviews(reinti_dossier *d, reinti_frame *frame, reinti_row_case *out,
                                        reint_error *err);
reint_status reinti_cases_of_units(reinti_dossier *d, reinti_frame *frame, size_t view, reinti_row_case *out,
                                   reint_error *err);
/* Classes that CASE may be in, after an override if FINAL. */
uint16_t reinti_case_possible(const reinti_dossier *d, const reinti_case *c, bool final);

reint_status reinti_class_column(reinti_dossier *d, reinti_frame *frame, const reinti_row_case *cases,
                                 reinti_shows shows, reinti_column *out, reint_error *err);

/* fast.c: the class of interviews straight from the columns of one form of services.  *DONE = false where the
 * rule set or the form are not of that kind. */
reint_status reinti_class_fast(reinti_dossier *d, reinti_frame *frame, reinti_column *out, bool *done,
                               reint_error *err);

/* help.c: whether a person had any formal help at home by the last interview. */
reint_status reinti_help_column(reinti_dossier *d, reinti_frame *persons, reinti_column *out,
                                reint_error *err);

/* summary.c: one class a person. */
reint_status reinti_class_summary(reinti_dossier *d, reinti_frame *persons, reinti_summary summary,
                                  bool final, reinti_column *out, reint_error *err);

#endif
