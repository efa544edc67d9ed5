/* picture_states.c -- states at each wave as bars.
 *
 * States:     a table of `follow-states`: rows states and a total, columns waves, counts and column shares.
 * Multiples:  a table of `follow-domain-states`: the same for each domain, a group of rows; a small panel each.
 * Where a share may not be shown, because too few people stand behind it, no bar is drawn and the counts are written. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };

/* ---- states at waves -------------------------------------------------------------------------------------- */

typedef struct bars {
    const reinti_table *t;
    reinti_picture *p;
    size_t from, rows, share;  /* ROWS states from row FROM on; behind them their total */
    double top, height, width; /* of a bar */
    double size;               /* of what is written on it */
} bars;

static bool
has_shares(const bars *b, size_t column)
{
    for (size_t r = 0; r < b->rows; r++)
        if (!reinti_cell_drawn(reinti_table_cell(b->t, 0, b->from + r, column, b->share)))
            return false;
    return b->rows > 0;
}

/* A bar of shares, from the bottom up in the order of the rows. */
static void
draw_shares(const bars *b, size_t column, double x)
{
    double y = b->top + b->height;

    for (size_t r = 0; r < b->rows; r++) {
        const reinti_entry *entry = &b->t->row[b->from + r];
        const reinti_cell *cell = reinti_table_cell(b->t, 0, b->from + r, column, b->share);
        double height = reinti_cell_height(cell) * b->height;
        const char *text = reinti_picture_number(b->p, b->t, cell, b->share);
        if (height <= 0)
            continue;
        y -= height;
        reinti_shape *s = reinti_draw_rect(b->p, x, y, b->width, height, 0);
        reinti_paint(s, entry, r);
        s->stroke = 0xFFFFFF;
        s->stroke_width = 0.8;
        s->title = reinti_picture_format(b->p, "%s, %s: %s", b->t->column[column].label, entry->label, text);
        uint32_t ink = reinti_ink_on(s->fill);
        if (height >= b->size + 1 && !s->hatched && reinti_text_width(text, b->size, false) < b->width)
            reinti_draw_text(b->p, x + b->width / 2, y + height / 2 + 0.36 * b->size, b->size,
                             REINTI_ANCHOR_MIDDLE, text)
                ->fill = ink;
        reinti_str_format(&b->p->words, "; %s", s->title);
    }
}

/* Too few for shares: the counts, in words. */
static void
write_counts(const bars *b, size_t column, double x)
{
    reinti_shape *s = reinti_draw_rect(b->p, x, b->top, b->width, b->height, 0xFAFAFA);
    unsigned line = 0;

    s->stroke = REINTI_COLOR_GRID;
    s->stroke_width = 0.8;
    for (size_t r = b->rows; r-- > 0;) {
        const char *text = reinti_picture_format(
            b->p, "%s: %s", b->t->row[b->from + r].label,
            reinti_picture_number(b->p, b->t, reinti_table_cell(b->t, 0, b->from + r, column, 0), 0));
        line += reinti_draw_paragraph(b->p, x + 4, b->top + 12 + line * 10, b->width - 8, 7.5,
                                      REINTI_ANCHOR_START, REINTI_COLOR_TEXT, false, text,
                                      b->rows > 10 ? 1 : 2, true);
        reinti_str_format(&b->p->words, "; %s, %s", b->t->column[column].label, text);
    }
}

static void
draw_foot(const bars *b, size_t column, double x, unsigned *most)
{
    const reinti_cell *total = reinti_table_cell(b->t, 0, b->from + b->rows, column, 0);
    double middle = x + b->width / 2, y = b->top + b->height + b->size + 4;
    unsigned lines =
        reinti_draw_paragraph(b->p, middle, y, b->width + 14, b->size + 0.5, REINTI_ANCHOR_MIDDLE,
                              REINTI_COLOR_TEXT, false, b->t->column[column].label, 2, true);
    const char *n = reinti_picture_format(b->p, "n = %s", reinti_picture_number(b->p, b->t, total, 0));

    reinti_draw_text(b->p, middle, y + lines * REINTI_LINE * (b->size + 0.5), b->size - 0.5,
                     REINTI_ANCHOR_MIDDLE, n)
        ->fill = REINTI_COLOR_QUIET;
    reinti_str_format(&b->p->words, "; %s, %s", b->t->column[column].label, n);
    *most = lines > *most ? lines : *most;
}

/* A bar a wave from X on, STEP apart; answers the height of what stands below them. */
static double
draw_waves(const bars *b, double x, double step)
{
    unsigned most = 1;

    for (size_t c = 0; c < b->t->n_columns; c++, x += step) {
        if (has_shares(b, c))
            draw_shares(b, c, x);
        else
            write_counts(b, c, x);
        draw_foot(b, c, x, &most);
    }
    return 7 + (most + 1) * REINTI_LINE * (b->size + 0.5);
}

void
reinti_picture_states(const reinti_table *t, reinti_picture *p)
{
    bars b = { .t = t,
               .p = p,
               .rows = reinti_table_plain_rows(t),
               .share = reinti_table_stat(t, "column_share"),
               .height = 210,
               .size = 8.5 };

    if (!b.rows || !t->n_columns || b.share == t->n_stats || b.rows == t->n_rows) {
        reinti_picture_nobody(p);
        return;
    }
    b.top = reinti_draw_legend(p, 0, 0, p->width, t->row, b.rows) + 8;
    double step = fmax(70, fmin(150, p->width / (double)t->n_columns));
    p->width = fmax(p->width, step * (double)t->n_columns);
    b.width = step - 22;
    p->height = b.top + b.height + draw_waves(&b, 11, step);
}

void
reinti_picture_multiples(const reinti_table *t, reinti_picture *p)
{
    bars b = { .t = t, .p = p, .share = reinti_table_stat(t, "column_share"), .height = 96, .size = 7 };
    const double step = 54, between = 18, title = 2 * REINTI_LINE * SIZE;
    size_t widest = 0; /* group: its states are in the legend, and undetermined if anybody is */

    for (size_t r = 0, from = 0; r < t->n_rows; r++)
        if (t->row[r].total) {
            widest = r - from > b.rows ? from : widest;
            b.rows = r - from > b.rows ? r - from : b.rows;
            from = r + 1;
        }
    if (!b.rows || !t->n_columns || b.share == t->n_stats) {
        reinti_picture_nobody(p);
        return;
    }
    double panel = step * (double)t->n_columns, x = 0, low = 0;
    p->width = fmax(p->width, panel);
    b.width = step - 14;
    double top = reinti_draw_legend(p, 0, 0, p->width, &t->row[widest], b.rows) + 8;
    for (size_t r = 0; r < t->n_rows; r++) {
        if (!t->row[r].total)
            continue;
        b.rows = r - b.from;
        if (x > 0 && x + panel > p->width + 1) {
            x = 0;
            top = low + 8;
        }
        const char *name = reinti_text_or(t->row[r].group, "");
        reinti_str_format(&p->words, "%s%s", p->words.length ? ". " : "", name);
        reinti_draw_paragraph(p, x + 4, top + SIZE, panel - 8, SIZE, REINTI_ANCHOR_START, REINTI_COLOR_TEXT,
                              true, name, 2, true);
        b.top = top + title + 4;
        low = fmax(low, b.top + b.height + draw_waves(&b, x + 7, step));
        x += panel + between;
        b.from = r + 1;
    }
    p->height = low;
}
