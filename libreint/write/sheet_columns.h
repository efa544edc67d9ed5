/* sheet_columns.h -- which sheet columns a table takes.  Private to write/. */
#ifndef REINTI_SHEET_COLUMNS_H
#define REINTI_SHEET_COLUMNS_H

#include "write/workbook.h"

/* What stands beside a value: the lowest and the highest possible one, letters and marks; or LEFT_OUT: nothing
 * stands there, not even the value, since the statistic is of no row. */
enum { REINTI_BESIDE_LOW = 1, REINTI_BESIDE_HIGH = 2, REINTI_BESIDE_MARKS = 4, REINTI_LEFT_OUT = 8 };

typedef struct reinti_columns {
    const reinti_table *table;
    uint8_t *beside; /* [column][stat] */
    unsigned *first; /* sheet column of each column of the table; the last one: after all of them */
    unsigned n_stats;
    double
        characters; /* how wide they are, with the stub; of a table on several pages beside each other: those of the
                        * first page, without it */
    unsigned line; /* sheet columns that a line of text may take: those of the first page */
    bool in_rows;  /* statistics under each other */
    bool sub;      /* a second line of heads: statistics, "at most" */
} reinti_columns;

/* False when memory runs out; free in any case. */
bool reinti_columns_make(const reinti_table *t, reinti_columns *out);
void reinti_columns_free(reinti_columns *c);
/* Where the sheet columns of (COLUMN, STAT) begin. */
unsigned reinti_columns_place(const reinti_columns *c, size_t column, size_t stat);
static inline uint8_t
reinti_columns_beside(const reinti_columns *c, size_t column, size_t stat)
{
    return c->beside[column * c->n_stats + stat];
}

/* Where pages that have room for ROOM points are divided between the columns of the table: the sheet columns that begin a
 * page, ending with 0; malloc'ed, NULL when memory runs out. */
uint16_t *reinti_columns_part(reinti_columns *c, double room);

/* The rows of the column heads (sheet_heads.c); answers the first row after them. */
unsigned reinti_columns_heads(reinti_sheet *sheet, const reinti_columns *c, const char *language,
                              unsigned row);

/* The table's native chart below *ROW, which moves below it (sheet_chart.c).  HEAD_ROW has the labels of columns, FIRST the first
 * row of each layer, as many as a chart has series. */
enum { REINTI_MOST_SERIES = 8 };
void reinti_columns_chart(reinti_sheet *sheet, const reinti_columns *c, unsigned head_row,
                          const unsigned *first, unsigned *row);

#endif
