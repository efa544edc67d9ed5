/* origin.h -- where records come from that we made ourselves: the rows of a sheet, the records of a map.
 * Private.
 *
 * Both reach the loader as CSV.  What is said about a cell must name the user's own file, row and column. */
#ifndef REINTI_ORIGIN_H
#define REINTI_ORIGIN_H

#include "ingest/csv.h"
#include "sheet/sheet.h"

/* The record of a user's file that one of ours was made of. */
typedef struct reinti_made {
    size_t at; /* where it begins, in bytes of the source */
    long line;
    uint32_t variant; /* which row of from[] tells the columns */
} reinti_made;

typedef struct reinti_origin {
    const char *sheet; /* of a workbook: places are its cells; NULL: lines and characters of a text */

    /* a sheet as it is: line N is row N */
    long header_row;
    uint32_t first_column;
    const reinti_flat *flat;

    /* records that a map made, record by record; NULL otherwise */
    const reinti_csv *source;
    const reinti_made *made;
    size_t n_made, n_columns;
    const size_t *from; /* per variant and column: the column of the source, SIZE_MAX: a constant */
} reinti_origin;

/* The line (row) of the user's file in which the current record stands. */
long reinti_origin_line(const reinti_csv *csv);
/* Where field I of it stands; SIZE_MAX: the record as a whole. */
void reinti_origin_place(const reinti_csv *csv, size_t i, long *line, long *column);
/* Whether the current record holds error values at all, and whether its field I is one. */
bool reinti_origin_has_fault(const reinti_csv *csv);
bool reinti_origin_is_fault(const reinti_csv *csv, size_t i);

#endif
