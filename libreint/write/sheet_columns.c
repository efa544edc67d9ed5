/* sheet_columns.c -- which sheet columns a table takes: for each column and statistic the value, and beside it what
 * any of its cells needs: the lowest and highest possible value where they differ from it, letters and marks. */
#include <config.h>

#include "write/sheet_columns.h"

#include <stdlib.h>

static unsigned
width_of(uint8_t beside)
{
    return beside & REINTI_LEFT_OUT ? 0 : 1u + (beside & 1) + (beside >> 1 & 1) + (beside >> 2 & 1);
}

static uint8_t
find_beside(const reinti_table *t, size_t column, size_t stat)
{
    bool bounds = t->show_bounds && t->stat[stat].kind <= REINTI_CELL_SHARE;
    uint8_t beside = 0;

    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++) {
            const reinti_cell *cell = reinti_table_cell(t, l, r, column, stat);
            if (cell->flag || (cell->letters && *cell->letters))
                beside |= REINTI_BESIDE_MARKS;
            if (cell->state != REINTI_CELL_SHOWN || !bounds)
                continue;
            beside |= cell->low < cell->value ? REINTI_BESIDE_LOW : 0;
            beside |= cell->high > cell->value ? REINTI_BESIDE_HIGH : 0;
        }
    return beside;
}

bool
reinti_columns_make(const reinti_table *t, reinti_columns *c)
{
    *c = (reinti_columns){ .table = t, .n_stats = (unsigned)t->n_stats };
    c->in_rows = t->stats_in_rows && t->n_stats > 1;
    c->beside = calloc(t->n_columns * t->n_stats + 1, sizeof *c->beside);
    c->first = calloc(t->n_columns + 1, sizeof *c->first);
    if (!c->beside || !c->first)
        return false;
    c->first[0] = 1;
    for (size_t k = 0; k < t->n_columns; k++) {
        unsigned width = 0;
        for (size_t s = 0; s < t->n_stats; s++) {
            bool needed = c->in_rows || reinti_table_applies(t, k, s) || (!width && s + 1 == t->n_stats);
            uint8_t *beside = &c->beside[k * t->n_stats + s];
            *beside = needed ? find_beside(t, k, s) : REINTI_LEFT_OUT;
            unsigned own = width_of(*beside);
            width = !c->in_rows ? width + own : own > width ? own : width;
        }
        c->first[k + 1] = c->first[k] + width;
        c->sub = c->sub || ((width > 1 || t->n_stats > 1) && !c->in_rows);
    }
    c->line = c->first[t->n_columns];
    c->characters = STUB_WIDTH + CELL_WIDTH * (c->line - 1.0);
    return true;
}

double
reinti_workbook_points(unsigned columns)
{
    return 0.75 * (7 * STUB_WIDTH + 5 + (columns - 1) * (7 * CELL_WIDTH + 5));
}

uint16_t *
reinti_columns_part(reinti_columns *c, double room)
{
    size_t n = c->table->n_columns, parts = 0;
    uint16_t *first = calloc(n + 1, sizeof *first);
    unsigned from = 1; /* the column that began this page */

    for (size_t k = 1; first && k < n; k++) {
        if (reinti_workbook_points(1 + c->first[k + 1] - from) <= room)
            continue;
        first[parts++] = (uint16_t)(from = c->first[k]);
    }
    if (parts) {
        c->line = first[0];
        c->characters = CELL_WIDTH * (c->line - 1.0);
    }
    return first;
}

void
reinti_columns_free(reinti_columns *c)
{
    free(c->beside);
    free(c->first);
}

unsigned
reinti_columns_place(const reinti_columns *c, size_t column, size_t stat)
{
    unsigned at = c->first[column];

    for (size_t s = 0; !c->in_rows && s < stat; s++)
        at += width_of(reinti_columns_beside(c, column, s));
    return at;
}

unsigned
reinti_workbook_width(const reinti_table *t)
{
    reinti_columns c;
    unsigned width = reinti_columns_make(t, &c) ? c.first[t->n_columns] : 1;

    reinti_columns_free(&c);
    return width;
}
