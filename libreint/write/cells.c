/* cells.c -- codes and full values only: table,layer,row,col,stat,value, for comparison with other tools.
 *
 * A share is written as a percentage (its name ends in _pct).  Cells that show no value have no line;
 * statistics of a whole table have an empty row and column. */
#include <config.h>

#include "write/writer.h"

#include <math.h>

static void
put_line(FILE *stream, const char *const *field, const char *stat, double value)
{
    for (size_t i = 0; i < 4; i++) {
        reinti_put_csv(stream, field[i]);
        fputc(',', stream);
    }
    reinti_put_csv(stream, stat);
    fputc(',', stream);
    reinti_put_number(stream, value);
    fputc('\n', stream);
}

static void
put_table(FILE *stream, const reinti_table *t)
{
    const reinti_cell *cell = t->cell;

    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++)
            for (size_t c = 0; c < t->n_columns; c++)
                for (size_t s = 0; s < t->n_stats; s++, cell++) {
                    bool shown = cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED;
                    const char *field[] = { t->id, t->layer[l].code, t->row[r].code, t->column[c].code };
                    if (shown && !cell->whole && isfinite(cell->value)) /* the share of a total is no news */
                        put_line(stream, field, reinti_text_or(t->stat[s].cells_id, t->stat[s].id),
                                 t->stat[s].kind == REINTI_CELL_SHARE ? 100.0 * cell->value : cell->value);
                }
    for (size_t i = 0; i < t->n_tests; i++) {
        const char *field[] = { t->id, reinti_test_layer(t, &t->test[i]).code, "", "" };
        if (isfinite(t->test[i].value) && !t->test[i].beside)
            put_line(stream, field, t->test[i].id, t->test[i].value);
    }
}

reint_status
reinti_write_cells(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    (void)options;
    (void)err;
    fputs("table,layer,row,col,stat,value\n", stream);
    for (size_t i = 0; i < r->n_tables; i++)
        put_table(stream, r->table[i]);
    return REINT_OK;
}
