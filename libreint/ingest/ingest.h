/* ingest.h -- files of records into the study.  Public, installed as reint/ingest/ingest.h. */
#ifndef REINT_INGEST_H
#define REINT_INGEST_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_map reint_map;

/* A map (reint-map(5)): how records are made of somebody else's sheet.  All that is wrong with the file is
 * added to FINDINGS; then INPUT. */
reint_status reint_map_open(const char *path, reint_map **out, reint_findings *findings, reint_error *err);
reint_status reint_map_parse(const char *name, const char *data, size_t size, reint_map **out,
                             reint_findings *findings, reint_error *err);
void reint_map_free(reint_map *map);

typedef struct reint_ingest_options {
    size_t size;          /* sizeof of this struct, for later versions */
    const char *form;     /* NULL: the form whose name is the file's name without ending, else whose variables
                             are the file's columns */
    const char *input;    /* id of the input; NULL: file name without folder */
    const char *encoding; /* NULL or "utf-8"; "windows-1252" */
    char separator;       /* 0: found from the header (',' ';' or tab) */
    int strict;           /* all rows or none */
    int correct; /* a known key with other values is a correction, not a duplicate; 2: only of an input that
                             was read before */
    int dry_run; /* check only: everything is rolled back */
    const char *who, *why; /* for the history of corrections; NULL = "" */
    const char *const (
        *rename)[2];           /* pairs {column in the file, variable}, last pair {NULL, NULL}; NULL = none */
    const char *const *ignore; /* columns to leave out, ends with NULL; NULL = none */
    reint_progress_fn progress;
    void *user;
    const char *sheet; /* of a workbook (.xlsx, .ods); NULL: see reint_ingest_each */
    long header_row;   /* of a sheet; 0: the row that names most variables */
    int by_hand; /* with correct: the rows are no file that replaces an earlier one; their records must be there, and
                    columns may be wanting but for the key's */
    /* NULL: the file's columns are variables.  Else form, sheet, header_row, rename and ignore are the map's
     * business */
    const reint_map *map;
} reint_ingest_options;

/* Reads the file PATH: CSV, or one sheet of a workbook (INPUT when several could be meant).  *BATCH (may be
 * NULL) counts: read = accepted + changed + unchanged + rejected; its strings live as long as the study.
 * Each rejected row has a finding (ERROR) with line, column and what the codebook allows, and is kept whole
 * in the study.  Answers OK when nothing was rejected, DATA when rows were (good rows are stored, unless
 * strict: then nothing is and every row counts as rejected), INPUT when the file cannot be read or its form
 * is wrong (nothing is stored), STUDY when a condition of the codebook cannot be worked out or the study
 * cannot be written.
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

/* ROW's message in the language of messages, in which it was said when the file was read; ROW->text is English, whatever
 * the language.  To be freed by free(); NULL: no memory. */
char *reint_rejected_text(const reint_rejected *row);

/* A part of an input that was read, or stopped the reading: STATUS is its own.  Its findings are those since
 * the part before.  Non-zero: read no more parts. */
typedef int (*reint_part_fn)(const reint_batch *batch, reint_status status, void *user);

/* Reads PATH part by part.  CSV is one part.  Of a workbook: the sheet of OPTIONS; else the sheet named like
 * the form of OPTIONS; else every sheet that is named like a form, that of persons first, then in the order
 * of the codebook; else its only sheet.  A sheet's input id is that of the file, '!' and its name.  The worst
 * status is answered; what is wrong in form (INPUT and above) stops at that part, those before it are
 * stored. */
reint_status reint_ingest_each(reint_study *study, const char *path, const reint_ingest_options *options,
                               reint_part_fn fn, void *fn_user, reint_findings *findings, reint_error *err);

/* One record as a map makes it, before any check. */
typedef struct reint_preview {
    const char *name, *form; /* of the map's records */
    const char *place;       /* in the user's file: "12" or "Sheet1!12" */
    size_t i, n;             /* the I-th, from 0, of N records that the map makes of the file */
    size_t n_variables;
    const char *const *variable, *const *value;
} reint_preview;
typedef int (*reint_preview_fn)(const reint_preview *record, void *user);

/* The first N records of each form that the map of OPTIONS makes of PATH; nothing is stored. */
reint_status reint_ingest_preview(reint_study *study, const char *path, const reint_ingest_options *options,
                                  size_t n, reint_preview_fn fn, void *fn_user, reint_findings *findings,
                                  reint_error *err);

/* A first map for PATH, to be looked through: columns that are named like variables or their labels are
 * mapped, columns named like "medical_needed_w1" become an unpivot where their parts are codes, the others
 * are listed. *OUT is malloc'ed. */
reint_status reint_map_propose(const reint_codebook *cb, const char *path,
                               const reint_ingest_options *options, char **out, reint_error *err);

#endif
