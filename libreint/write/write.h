/* write.h -- reports into files.  Public, installed as reint/write/write.h.
 *
 * A path of "-" and the _stream forms write to a stream; files appear whole or not at all. */
#ifndef REINT_WRITE_H
#define REINT_WRITE_H

#include <stdio.h>

#include "base/error.h"
#include "study/study.h"
#include "table/table.h"

typedef enum reint_format {
    REINT_TEXT,
    REINT_CSV,
    REINT_JSON,
    REINT_CELLS,
    REINT_XLSX,
    REINT_SVG,
    REINT_PNG
} reint_format;

typedef struct reint_write_options {
    size_t size;
    unsigned width; /* text: terminal columns; 0 = 80 */
    int color;      /* text: ANSI bold and dim */
    int ascii;      /* text: no box drawing */
} reint_write_options;

/* By its name: text, csv, json, cells, xlsx; svg and png: the pictures of the tables that have one, below each other. */
reint_status reint_format_of_word(const char *word, reint_format *format, reint_error *err);
/* By the ending of PATH: .xlsx .csv .json .txt .svg .png; `cells` only by name. */
reint_status reint_format_of_path(const char *path, reint_format *format, reint_error *err);
/* The name under which a report is to be written: unless it is a release, "-INTERNAL" stands before the
 * ending. malloc'ed; NULL when memory runs out. */
char *reint_write_name(const reint_report *r, const char *path);
reint_status reint_write_file(const reint_report *r, reint_format format, const char *path,
                              const reint_write_options *options, reint_error *err);
reint_status reint_write_stream(const reint_report *r, reint_format format, FILE *stream,
                                const reint_write_options *options, reint_error *err);

/* ---- a workbook to be filled in ------------------------------------------------------------------------- */

typedef struct reint_entry_options {
    size_t size;
    const char *language; /* of labels and explanations; NULL: the codebook's first */
    const char *wave;     /* the wave that is to be interviewed; NULL: the sheets serve any */
    unsigned rows;        /* to be filled in, on every sheet: 1..100000; 0 = 500 */
    const char *names;    /* the team's own list of names, a CSV (id, name); NULL: no name stands anywhere */
} reint_entry_options;

/* Writes a workbook with one sheet a form: what a column means and may hold as a comment, codes as lists to
 * choose from, numbers with their limits; further a page of help, all codes, and the interview on paper.  It
 * is read by ingest as it is filled in.  With a STUDY (of that codebook; may be NULL) the ids of the people it
 * knows can be chosen, and with a wave the sheet of its interviews (the forms whose key is person and wave)
 * has one row for each person of the codebook's base who has a record in an earlier wave and none yet in this
 * one; in the first wave, for each who has none.  Holds pseudonymous ids only; names stand on the sheet of known people and
 * over the ids in those rows if a list of them is given, and only there: ingest never reads them.  The file can be
 * read by its owner only and appears whole or not at all.  Takes time linear in codebook and people.
 * ARGUMENT: no such wave, names without a study; INPUT: the list of names cannot be read, has no second column, or none of
 * its ids is known; OUTPUT: cannot be written. */
reint_status reint_write_entry(const reint_codebook *cb, reint_study *study,
                               const reint_entry_options *options, const char *path, reint_error *err);

#endif
