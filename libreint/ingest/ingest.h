/* ingest.h -- files of records into the study.  Public, installed as reint/ingest/ingest.h. */
#ifndef REINT_INGEST_H
#define REINT_INGEST_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_ingest_options {
    size_t size;          /* sizeof of this struct, for later versions */
    const char *form;     /* NULL: the form whose name is the file's name without ending, else whose variables
                             are the file's columns */
    const char *input;    /* id of the input; NULL: file name without folder */
    const char *encoding; /* NULL or "utf-8"; "windows-1252" */
    char separator;       /* 0: found from the header (',' ';' or tab) */
    int strict;           /* all rows or none */
    int correct;          /* a known key with other values is a correction, not a duplicate */
    int dry_run;          /* check only: everything is rolled back */
    const char *who, *why; /* for the history of corrections; NULL = "" */
    const char *const (
        *rename)[2];           /* pairs {column in the file, variable}, last pair {NULL, NULL}; NULL = none */
    const char *const *ignore; /* columns to leave out, ends with NULL; NULL = none */
    reint_progress_fn progress;
    void *user;
} reint_ingest_options;

/* Reads the CSV file PATH.  *BATCH (may be NULL) counts: read = accepted + changed + unchanged + rejected;
 * its strings live as long as the study.  Each rejected row has a finding (ERROR) with line, column and what
 * the codebook allows, and is kept whole in the study.  Answers OK when nothing was rejected, DATA when rows
 * were (good rows are stored, unless strict: then nothing is and every row counts as rejected), INPUT when
 * the file cannot be read or its form is wrong (nothing is stored), STUDY when a condition of the codebook
 * cannot be worked out or the study cannot be written.
 *
 * An unchanged input (same name and SHA-256 as its last batch) of which no row was rejected is not read
 * again: OK with all counts of that batch and a NOTE.  If rows were rejected they are tried once more, since
 * a code or respondent may be known by now; what is stored stays as it is, corrections by hand included. */
reint_status reint_ingest_file(reint_study *study, const char *path, const reint_ingest_options *options,
                               reint_batch *batch, reint_findings *findings, reint_error *err);
/* The same from memory; NAME is shown in messages. */
reint_status reint_ingest_memory(reint_study *study, const char *name, const char *data, size_t n,
                                 const reint_ingest_options *options, reint_batch *batch,
                                 reint_findings *findings, reint_error *err);

#endif
