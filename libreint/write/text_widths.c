/* text_widths.c -- how wide the columns of a table as text are.
 *
 * The stub takes what its labels need, at most two fifths of the page; a column takes what its numbers, its statistics' names
 * and the longest word of its label need. */
#include <config.h>

#include <string.h>

#include "write/text_layout.h"
#include "write/workbook.h"

#define MOST_LABEL_LINES 4  /* a column is widened until its label fits in so many lines */
#define WIDEST_LABEL     18 /* but not beyond this */

static size_t
longest_word(const char *text)
{
    reinti_str word = REINTI_STR_EMPTY;
    size_t widest = 0;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        reinti_str_clear(&word);
        reinti_str_add_n(&word, text, n);
        widest = reinti_larger(widest, reinti_utf8_width(word.text));
        text += n;
    }
    reinti_str_free(&word);
    return widest;
}

size_t
reinti_layout_lines(reinti_str *lines, const char *label, size_t width)
{
    size_t n = 0;

    reinti_str_clear(lines);
    reinti_wrap(lines, label, width);
    for (const char *c = lines->text; *c; c++)
        n += *c == '\n';
    return n;
}

static size_t
label_width(reinti_layout *l, const char *label, size_t at_least)
{
    size_t width = reinti_larger(at_least, longest_word(label));

    width = reinti_larger(at_least, width < WIDEST_LABEL ? width : WIDEST_LABEL);
    while (width < WIDEST_LABEL && reinti_layout_lines(&l->text, label, width) > MOST_LABEL_LINES)
        width++;
    return width;
}

static size_t
cell_width(reinti_layout *l, size_t layer, size_t row, size_t column, size_t stat)
{
    reinti_str_clear(&l->text);
    reinti_cell_text(&l->text, l->t, reinti_table_cell(l->t, layer, row, column, stat), &l->t->stat[stat]);
    return reinti_utf8_width(l->text.text);
}

/* The first of the column's statistics that has anything to show. */
static size_t
first_shown(const reinti_layout *l, size_t c)
{
    size_t s = 0;

    while (s < l->n_stats && !l->number[c * l->n_stats + s])
        s++;
    return s < l->n_stats ? s : 0;
}

static void
measure_column(reinti_layout *l, size_t c)
{
    const reinti_table *t = l->t;
    size_t total = 0;
    bool any = false;

    for (size_t s = 0; s < l->n_stats; s++) {
        size_t *width = &l->number[c * l->n_stats + s];
        bool last = s + 1 == l->n_stats;
        if (l->n_stats > 1 && !reinti_table_applies(t, c, s) && (any || !last))
            continue;
        if (l->n_stats > 1)
            *width = reinti_utf8_width(t->stat[s].label);
        for (size_t a = 0; a < t->n_layers; a++)
            for (size_t r = 0; r < t->n_rows; r++)
                for (size_t k = s; k < t->n_stats; k += l->n_stats)
                    *width = reinti_larger(*width, cell_width(l, a, r, c, k));
        total += *width + (any ? REINTI_TEXT_GAP : 0);
        any = true;
    }
    l->column[c] = label_width(l, t->column[c].label, total);
    l->number[c * l->n_stats + first_shown(l, c)] += l->column[c] - total; /* spare room */
}

size_t
reinti_layout_indent(const reinti_entry *e)
{
    return 2 * (e->depth + e->indent + (e->group && *e->group && !e->total ? 1 : 0));
}

static void
measure_stub(reinti_layout *l)
{
    const reinti_table *t = l->t;
    size_t wish = reinti_utf8_width(reinti_text_or(t->row_title, "")), most = 2 * l->page->width / 5;

    for (size_t r = 0; r < t->n_rows; r++) {
        const reinti_entry *e = &t->row[r];
        wish = reinti_larger(wish, reinti_layout_indent(e) + reinti_utf8_width(e->label));
        if (e->group)
            wish = reinti_larger(wish, reinti_utf8_width(e->group));
        for (unsigned k = 0; k < e->depth; k++)
            wish = reinti_larger(wish, 2 * (k + 1) + reinti_utf8_width(e->path[k]));
    }
    for (size_t s = 0; l->in_rows && s < t->n_stats; s++)
        wish = reinti_larger(wish, 6 + reinti_utf8_width(t->stat[s].label));
    l->stub = wish < most ? reinti_larger(wish, 8) : most;
}

/* False when a column is too wide for the page with its statistics side by side. */
bool
reinti_layout_measure(reinti_layout *l, bool in_rows)
{
    bool fits = true;

    l->in_rows = in_rows;
    l->n_stats = in_rows || !l->t->n_stats ? 1 : l->t->n_stats;
    memset(l->number, 0, l->t->n_columns * l->n_stats * sizeof *l->number);
    measure_stub(l);
    for (size_t c = 0; c < l->t->n_columns; c++) {
        measure_column(l, c);
        fits = fits && l->stub + REINTI_TEXT_GAP + l->column[c] <= l->page->width;
    }
    return fits;
}

size_t
reinti_layout_span(const reinti_layout *l, size_t from, size_t to)
{
    size_t width = 0;
    for (size_t c = from; c < to; c++)
        width += l->column[c] + (c > from ? REINTI_TEXT_GAP : 0);
    return width;
}
