/* sheet_chart.c -- the native chart of a table below it, on its sheet: the numbers of the cells above. */
#include <config.h>

#include "write/sheet_columns.h"

#include <string.h>

/* Rows of the table that a chart shows: the first run of entries that are neither totals nor missing. */
static size_t
chart_rows(const reinti_table *t)
{
    size_t n = 0;

    while (n < t->n_rows && !t->row[n].total && !t->row[n].missing && t->row[n].depth == 0 &&
           reinti_equal(t->row[n].group, t->row[0].group))
        n++;
    return n;
}

/* A curve has an end: the last of the rows of LAYER in which it is shown. */
static size_t
curve_rows(const reinti_table *t, size_t layer, size_t stat, size_t n_rows)
{
    size_t n = 0;

    while (n < n_rows && reinti_table_cell(t, layer, n, 0, stat)->state == REINTI_CELL_SHOWN)
        n++;
    return n;
}

/* Curves of a table with one column: one a layer, under the layer's name. */
static size_t
chart_curves(const reinti_columns *c, unsigned head_row, const unsigned *first, size_t stat, size_t n_rows,
             reinti_chart_series *series)
{
    const reinti_table *t = c->table;
    size_t n = 0;

    for (size_t l = 0; l < t->n_layers && n < REINTI_MOST_SERIES; l++) {
        size_t rows = curve_rows(t, l, stat, n_rows);
        unsigned at = reinti_columns_place(c, 0, stat);
        bool named = t->layer[l].label && *t->layer[l].label;
        if (rows > 1)
            series[n++] = (reinti_chart_series){ first[l], first[l] + (unsigned)rows - 1,   0,
                                                 at,       named ? first[l] - 1 : head_row, named ? 0 : at };
    }
    return n;
}

void
reinti_columns_chart(reinti_sheet *sheet, const reinti_columns *c, unsigned head_row, const unsigned *first,
                     unsigned *row)
{
    const reinti_table *t = c->table;
    reinti_chart_series series[REINTI_MOST_SERIES];
    size_t n_rows = chart_rows(t), n = 0, stat = t->chart.stat < c->n_stats ? t->chart.stat : 0;
    unsigned from = first[0] + (t->row[0].group && *t->row[0].group ? 1 : 0),
             to = from + (unsigned)n_rows - 1;
    bool curves = !strcmp(t->chart.kind, "line") && t->n_columns == 1 && from == first[0];

    if (n_rows < 2)
        return;
    if (curves)
        n = chart_curves(c, head_row, first, stat, n_rows, series);
    for (size_t k = 0; !curves && k < t->n_columns && n < REINTI_MOST_SERIES; k++) {
        unsigned at = reinti_columns_place(c, k, stat);
        if (!t->column[k].total && !t->column[k].missing &&
            !(reinti_columns_beside(c, k, stat) & REINTI_LEFT_OUT))
            series[n++] = (reinti_chart_series){ from, to, 0, at, head_row, at };
    }
    if (!n && !curves && t->n_columns) { /* nothing but a total: that is the one series */
        unsigned at = reinti_columns_place(c, 0, stat);
        series[n++] = (reinti_chart_series){ from, to, 0, at, head_row, at };
    }
    if (!n)
        return;
    reinti_str words = REINTI_STR_EMPTY;
    reinti_str_format(&words, "%s: %s", reinti_word_text(t->language, REINTI_WORD_CHART), t->title);
    reinti_sheet_chart(sheet, *row + 1, reinti_sheet_lines_from(sheet), t->chart.kind, t->title, words.text,
                       t->stat[stat].kind == REINTI_CELL_SHARE, t->chart.most, series, n);
    reinti_str_free(&words);
    *row += 20; /* height of a chart in rows */
}
