/* picture_balance.c -- how far apart two groups are in each attribute, in standard deviations.
 *
 * Reads a table of `follow-attrition` (a column "difference": the kept against the lost) or `follow-weights` ("before" and
 * "after": the kept against all, without and with the weights), by their statistic "difference".  A row an attribute; the
 * distance from 0 is drawn without its sign, and the line at 0.25 is the one the tables name. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9, MOST_COLUMNS = 2 };
static const double names = 250, row = 16, limit = 0.25;

typedef struct balance {
    const reinti_table *t;
    reinti_picture *p;
    size_t stat, n, column[MOST_COLUMNS];
    double most, width; /* standard deviations, and points, to the right edge */
} balance;

static double
distance(const balance *b, size_t r, size_t i)
{
    const reinti_cell *cell = reinti_table_cell(b->t, 0, r, b->column[i], b->stat);

    return reinti_cell_drawn(cell) ? fabs(cell->value) : (double)NAN;
}

static double
x_of(const balance *b, double d)
{
    return names + b->width * d / b->most;
}

static void
draw_scale(const balance *b, double top, double bottom)
{
    double step = b->most > 1.25 ? 0.5 : b->most > 0.6 ? 0.25 : 0.1;
    const double mark[] = { x_of(b, limit), top, x_of(b, limit), bottom };

    for (int i = 0; i * step <= b->most + 1e-9; i++) {
        const double grid[] = { x_of(b, i * step), top, x_of(b, i * step), bottom };
        reinti_str s = REINTI_STR_EMPTY;
        reinti_format_fixed(&s, i * step, 2);
        reinti_draw_line(b->p, grid, 2, i ? REINTI_COLOR_GRID : REINTI_COLOR_RULE, i ? 0.5 : 0.8);
        reinti_draw_text(b->p, grid[0], bottom + 12, 8, REINTI_ANCHOR_MIDDLE,
                         reinti_picture_format(b->p, "%s", s.text))
            ->fill = REINTI_COLOR_QUIET;
        reinti_str_free(&s);
    }
    reinti_draw_line(b->p, mark, 2, reinti_color(1), 1)->dashed = true;
    reinti_draw_text(b->p, names + b->width / 2, bottom + 26, SIZE, REINTI_ANCHOR_MIDDLE,
                     reinti_say(b->p->language, "standardised difference, without its sign (dashed: 0.25)",
                                "selisih baku, tanpa tanda (garis putus: 0,25)"));
}

/* A group's name stands with its only row, and above several. */
static const char *
name_of(const balance *b, size_t r)
{
    const reinti_entry *e = &b->t->row[r];

    return e->group && *e->group ? reinti_picture_format(b->p, "%s: %s", e->group, e->label) : e->label;
}

static void
draw_row(const balance *b, size_t r, double y)
{
    const char *name = name_of(b, r);

    reinti_draw_paragraph(b->p, 0, y + 3, names - 12, SIZE, REINTI_ANCHOR_START, REINTI_COLOR_TEXT, false,
                          name, 1, true);
    for (size_t i = 0; i < b->n; i++) {
        double d = distance(b, r, i);
        const reinti_cell *cell = reinti_table_cell(b->t, 0, r, b->column[i], b->stat);
        if (isnan(d))
            continue;
        reinti_shape *dot = reinti_draw_dot(b->p, x_of(b, d), y, 8, i ? 0xFFFFFF : reinti_color(0));
        dot->stroke = reinti_color(0);
        dot->stroke_width = 1.4;
        dot->title = reinti_picture_format(b->p, "%s, %s: %s", name, b->t->column[b->column[i]].label,
                                           reinti_picture_number(b->p, b->t, cell, b->stat));
        reinti_str_format(&b->p->words, "%s%s", b->p->words.length ? "; " : "", dot->title);
    }
}

static double
draw_key(const balance *b)
{
    double x = names;

    for (size_t i = 0; i < b->n; i++) {
        const char *label = b->t->column[b->column[i]].label;
        reinti_shape *dot = reinti_draw_dot(b->p, x + 4, 5, 8, i ? 0xFFFFFF : reinti_color(0));
        dot->stroke = reinti_color(0);
        dot->stroke_width = 1.4;
        reinti_draw_text(b->p, x + 12, 8, SIZE, REINTI_ANCHOR_START, label);
        x += 28 + reinti_text_width(label, SIZE, false);
    }
    return 20;
}

void
reinti_picture_balance(const reinti_table *t, reinti_picture *p)
{
    static const char *const codes[] = { "difference", "before", "after" };
    balance b = { .t = t, .p = p, .stat = reinti_table_stat(t, "difference"), .most = 0.3 };
    bool any = false;

    for (size_t c = 0; c < t->n_columns; c++)
        for (size_t i = 0; i < REINTI_LENGTH(codes); i++)
            if (b.n < MOST_COLUMNS && !strcmp(t->column[c].code, codes[i]))
                b.column[b.n++] = c;
    for (size_t r = 0; b.stat < t->n_stats && r < t->n_rows; r++)
        for (size_t i = 0; i < b.n; i++) {
            any = any || !isnan(distance(&b, r, i));
            b.most = fmax(b.most, distance(&b, r, i));
        }
    if (!any) {
        reinti_picture_nobody(p);
        return;
    }
    b.width = p->width - names - 20;
    double top = draw_key(&b), y = top + row / 2;
    draw_scale(&b, top, top + row * (double)t->n_rows);
    for (size_t r = 0; r < t->n_rows; r++, y += row)
        draw_row(&b, r, y);
    p->height = top + row * (double)t->n_rows + 32;
}
