/* write.h -- reports into files.  Public, installed as reint/write/write.h.
 *
 * A path of "-" and the _stream forms write to a stream; files appear whole or not at all. */
#ifndef REINT_WRITE_H
#define REINT_WRITE_H

#include <stdio.h>

#include "base/error.h"
#include "table/table.h"

typedef enum reint_format { REINT_TEXT, REINT_CSV, REINT_JSON, REINT_CELLS, REINT_XLSX } reint_format;

typedef struct reint_write_options {
    size_t size;
    unsigned width; /* text: terminal columns; 0 = 80 */
    int color;      /* text: ANSI bold and dim */
    int ascii;      /* text: no box drawing */
} reint_write_options;

/* By the ending of PATH: .xlsx .csv .json .txt; `cells` only by name. */
reint_status reint_format_of_path(const char *path, reint_format *format, reint_error *err);
/* The name under which a report is to be written: unless it is a release, "-INTERNAL" stands before the
 * ending. malloc'ed; NULL when memory runs out. */
char *reint_write_name(const reint_report *r, const char *path);
reint_status reint_write_file(const reint_report *r, reint_format format, const char *path,
                              const reint_write_options *options, reint_error *err);
reint_status reint_write_stream(const reint_report *r, reint_format format, FILE *stream,
                                const reint_write_options *options, reint_error *err);

#endif
