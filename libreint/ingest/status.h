/* status.h -- what a study holds so far.  Public, installed as reint/ingest/status.h. */
#ifndef REINT_INGEST_STATUS_H
#define REINT_INGEST_STATUS_H

#include "study/study.h"

typedef struct reint_form_status {
    const char *form, *label;
    int64_t records;
    size_t n_waves;          /* 0: records of this form do not belong to waves */
    const char *const *wave; /* ids, in the codebook's order */
    const int64_t *by_wave;  /* records */
    int64_t rejected;        /* rows that wait for correction */
} reint_form_status;

/* Calls FN for every form of the codebook, in its order; stops when it answers non-zero.  LANGUAGE of labels;
 * NULL is the codebook's first. */
reint_status reint_study_status(reint_study *study, const char *language,
                                int (*fn)(const reint_form_status *status, void *user), void *user,
                                reint_error *err);

#endif
