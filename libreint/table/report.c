/* report.c -- life of a report. */
#include <config.h>

#include "table/cells.h"

void
reint_report_free(reint_report *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_tables; i++)
        reinti_cells_free(r->table[i]);
    reinti_arena_free(r->arena); /* R itself lives there */
}
