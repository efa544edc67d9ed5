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
    char *text;
    size_t order; /* of remarks about one row */
} reinti_remark;

typedef struct reinti_remarks {
    reinti_remark *remark;
    size_t n, capacity;
    bool failed; /* memory ran out */
} reinti_remarks;

/* Takes the text out of TEXT. */
void reinti_remark_add(reinti_remarks *r, const reinti_remark *remark, reinti_str *text);
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
