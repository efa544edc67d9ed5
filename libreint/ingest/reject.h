/* reject.h -- what is to be said about rows: those that are rejected, and warnings about others.  Private. */
#ifndef REINTI_REJECT_H
#define REINTI_REJECT_H

#include "ingest/decode.h"

typedef struct reinti_remark {
    reint_severity severity; /* REINT_ERROR: the row is rejected */
    const char *reason;      /* stable code, of the study's memory or static: kept by pointer */
    const char *code;        /* of the finding; static */
    const char *record;      /* the raw row */
    size_t length;
    long row_line;        /* where the row begins */
    long line, column;    /* of the cell */
    const char *variable; /* NULL: the whole row */
    int64_t person;
    char *text;   /* in the language of messages */
    char *kept;   /* the same in English, as the study keeps it; NULL: it is the text */
    size_t order; /* of remarks about one row */
} reinti_remark;

typedef struct reinti_remarks {
    reinti_remark *remark;
    size_t n, capacity;
    bool failed; /* memory ran out */
} reinti_remarks;

/* Adds to OUT what is to be said about ABOUT.  It is called a second time where messages are not in English: what a
 * study keeps does not depend on the language of who read the file. */
typedef void (*reinti_tell_fn)(reinti_str *out, const void *about);
void reinti_remark_add(reinti_remarks *r, const reinti_remark *remark, reinti_tell_fn tell,
                       const void *about);
void reinti_remarks_free(reinti_remarks *r);
/* All of FROM to the end of R; then R by line. */
void reinti_remarks_join(reinti_remarks *r, reinti_remarks *from);

/* The faults of the row decoded last. */
void reinti_remark_faults(reinti_remarks *r, const reinti_decoding *d, const reinti_csv *csv);

/* Adds them to FINDINGS, and the rejected rows to the study. */
void reinti_remarks_find(const reinti_remarks *r, const char *file, const char *form,
                         reint_findings *findings);
reint_status reinti_remarks_store(const reinti_remarks *r, reint_study *study, int64_t batch,
                                  const char *input, const char *form, reint_error *err);

#endif
