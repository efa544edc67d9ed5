/* writer.h -- one function a format: each writes a whole report to a stream.  Private to write/.
 *
 * A writer does not look whether the stream took everything: write.c asks once at the end. */
#ifndef REINTI_WRITER_H
#define REINTI_WRITER_H

#include <stdio.h>

#include "table/cells.h"
#include "write/write.h"

/* For people: tables as text of a given width. */
reint_status reinti_write_text(const reint_report *r, FILE *stream, const reint_write_options *options,
                               reint_error *err);
/* For other programs, one line a cell, with codes, labels, bounds, bases and states. */
reint_status reinti_write_csv(const reint_report *r, FILE *stream, const reint_write_options *options,
                              reint_error *err);
/* Everything there is of a report. */
reint_status reinti_write_json(const reint_report *r, FILE *stream, const reint_write_options *options,
                               reint_error *err);
/* table,layer,row,col,stat,value: codes and full values only, for comparison with other tools. */
reint_status reinti_write_cells(const reint_report *r, FILE *stream, const reint_write_options *options,
                                reint_error *err);

/* One CSV field (RFC 4180), quoted where it must be; NULL is an empty field. */
void reinti_put_csv(FILE *stream, const char *text);
/* A number as the shortest text that reads back the same; what is no number is an empty field. */
void reinti_put_number(FILE *stream, double value);

#endif
