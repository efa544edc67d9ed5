/* text_layout.h -- how wide the columns of a table as text are, and the lines made of them.  Private to text_*.c. */
#ifndef REINTI_TEXT_LAYOUT_H
#define REINTI_TEXT_LAYOUT_H

#include "write/textual.h"

#define REINTI_TEXT_GAP 2 /* blanks between columns */

typedef struct reinti_layout {
    reinti_page *page;
    const reinti_table *t;
    size_t stub;
    bool in_rows;   /* statistics under each other */
    size_t n_stats; /* side by side; 1 when they stand in rows */
    size_t *
        number; /* [column][stat]: width of the numbers; 0 beside others: it applies to no row and is left out */
    size_t *column; /* [column]: width of all of it */
    reinti_str line, text;
} reinti_layout;

static inline size_t
reinti_larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* text_widths.c: all widths, with the statistics under each other or side by side.  False when a column is too wide for the page
 * with its statistics side by side. */
bool reinti_layout_measure(reinti_layout *l, bool in_rows);
/* LABEL in LINES of at most WIDTH columns, ended by '\n' each; how many. */
size_t reinti_layout_lines(reinti_str *lines, const char *label, size_t width);
/* How far the label of a row stands from the edge. */
size_t reinti_layout_indent(const reinti_entry *e);
/* All columns from FROM to TO with the gaps between them. */
size_t reinti_layout_span(const reinti_layout *l, size_t from, size_t to);
/* Blanks on the line that is being made. */
void reinti_layout_pad(reinti_layout *l, size_t n);
/* N bytes of TEXT in a field of WIDTH, cut if need be. */
void reinti_layout_field(reinti_layout *l, const char *text, size_t n, size_t width, bool right);
void reinti_layout_end_line(reinti_layout *l, reinti_tone tone);
/* text_heads.c: the names of the columns from FROM to TO, what spans them, their statistics, and a rule. */
void reinti_layout_heads(reinti_layout *l, size_t from, size_t to);

#endif
