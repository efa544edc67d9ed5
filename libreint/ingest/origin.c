/* origin.c -- from a record that we made back to the user's own file, row and column.
 *
 * Nothing of this runs for rows that are right (but for error values, which are looked up by row).  A place
 * in a text file is found by reading its record again, on a reader of its own: the loader's threads may ask
 * at once. */
#include <config.h>

#include "ingest/origin.h"

#include <stdlib.h>
#include <string.h>

/* The source record of the current one; NULL: none (the header of a map's records). */
static const reinti_made *
made_of(const reinti_csv *csv)
{
    const reinti_origin *o = csv->origin;
    long i = csv->record_line - 2; /* the header is line 1 */

    return o->made && i >= 0 && (size_t)i < o->n_made ? &o->made[i] : NULL;
}

static size_t
source_column(const reinti_csv *csv, const reinti_made *m, size_t i)
{
    const reinti_origin *o = csv->origin;

    return i < o->n_columns ? o->from[m->variant * o->n_columns + i] : SIZE_MAX;
}

long
reinti_origin_line(const reinti_csv *csv)
{
    const reinti_made *m = made_of(csv);

    return m ? m->line : csv->record_line;
}

void
reinti_origin_place(const reinti_csv *csv, size_t i, long *line, long *column)
{
    const reinti_origin *o = csv->origin;
    const reinti_made *m = made_of(csv);
    size_t c = m && i != SIZE_MAX ? source_column(csv, m, i) : i;
    reinti_csv look;

    *line = reinti_origin_line(csv);
    if (o->sheet) {
        *column = (long)o->first_column + 1 + (c == SIZE_MAX ? 0 : (long)c);
        return;
    }
    *column = 1;
    if (!m || c == SIZE_MAX)
        return;
    reinti_csv_view(o->source, &look);
    if (reinti_csv_seek(&look, look.data + m->at, m->line, NULL) == REINTI_CSV_RECORD && c < look.n_fields)
        reinti_csv_place(&look, c, line, column);
    reinti_csv_close(&look);
}

/* ---- error values ---------------------------------------------------------------------------------- */

static const reinti_sheet_fault *
first_fault(const reinti_flat *flat, long row)
{
    size_t low = 0, high = flat->n_faults;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (flat->fault[middle].row < row)
            low = middle + 1;
        else
            high = middle;
    }
    return low < flat->n_faults && flat->fault[low].row == row ? &flat->fault[low] : NULL;
}

bool
reinti_origin_has_fault(const reinti_csv *csv)
{
    const reinti_flat *flat = csv->origin->flat;

    return flat && flat->n_faults && first_fault(flat, reinti_origin_line(csv));
}

bool
reinti_origin_is_fault(const reinti_csv *csv, size_t i)
{
    const reinti_flat *flat = csv->origin->flat;
    const reinti_made *m = made_of(csv);
    long row = reinti_origin_line(csv);
    size_t c = m ? source_column(csv, m, i) : i;
    const reinti_sheet_fault *f = flat ? first_fault(flat, row) : NULL;

    for (; f && f < flat->fault + flat->n_faults && f->row == row; f++)
        if (c != SIZE_MAX && f->column == csv->origin->first_column + c)
            return true;
    return false;
}
