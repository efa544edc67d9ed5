/* correct.h -- one stored record takes other values.  Public, installed as reint/ingest/correct.h. */
#ifndef REINT_CORRECT_H
#define REINT_CORRECT_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_correction {
    size_t size; /* sizeof of this struct, for later versions */
    const char *form;
    const char *key; /* as messages name the record: "SYN-014 w2" */
    const char *const (
        *set)[2]; /* pairs {variable, value as a file would have it, or the name of a missing reason};
                                    last pair {NULL, NULL} */
    const char *who, *why; /* for the history; NULL = "" */
} reint_correction;

/* The record is checked with its new values as a row of a file would be, routing and rules included; what is wrong is
 * added to FINDINGS and nothing is stored (DATA).  DATA as well when there is no such record, ARGUMENT for an unknown
 * form or variable, or one that is part of the key.  The old values stand in the history.  *CHANGED (may be NULL): how
 * many values are others now. */
reint_status reint_study_correct(reint_study *study, const reint_correction *correction, size_t *changed,
                                 reint_findings *findings, reint_error *err);

#endif
