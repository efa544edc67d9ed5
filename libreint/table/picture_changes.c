/* picture_changes.c -- who improved and who fell back in each domain, in persons.
 *
 * Reads a table of `follow-domains`: a layer a pair of waves, a row a domain, columns "fell_back", "same", "improved",
 * "not_compared" and a total, counts with the least and the greatest number possible.  A panel a layer: from a line in
 * the middle to the left who fell back, to the right who improved; striped what is possible beyond what is sure.  Who
 * stayed the same and who cannot be compared stand as numbers beside. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double names = 168, row = 17, bar = 11, column_width = 80;

typedef struct changes {
    const reinti_table *t;
    reinti_picture *p;
    size_t fell, same, improved, not_compared; /* columns */
    double middle, person;                     /* x of the line; points a person */
} changes;

static size_t
column_of(const reinti_table *t, const char *code)
{
    size_t c = 0;

    while (c < t->n_columns && strcmp(t->column[c].code, code))
        c++;
    return c;
}

static double
most_of(const reinti_table *t, const reinti_cell *cell)
{
    if (!reinti_cell_drawn(cell))
        return 0;
    return t->show_bounds && isfinite(cell->high) ? fmax(cell->high, cell->value) : cell->value;
}

/* A bar from the middle to the side SIGN, its number at its end. */
static void
draw_bar(const changes *c, size_t layer, size_t r, size_t column, double sign, uint32_t color, double y)
{
    const reinti_cell *cell = reinti_table_cell(c->t, layer, r, column, 0);
    double sure = reinti_cell_height(cell) * c->person, most = most_of(c->t, cell) * c->person;
    const char *number = reinti_picture_number(c->p, c->t, cell, 0);
    const char *title =
        reinti_picture_format(c->p, "%s, %s: %s", c->t->row[r].label, c->t->column[column].label, number);

    if (most > sure) {
        reinti_shape *open = reinti_draw_rect(c->p, sign > 0 ? c->middle + sure : c->middle - most, y,
                                              most - sure, bar, color);
        open->hatched = true;
        open->opacity = 0.6;
    }
    reinti_draw_rect(c->p, sign > 0 ? c->middle : c->middle - sure, y, sure, bar, color)->title = title;
    reinti_draw_text(c->p, c->middle + sign * (most + 4), y + bar - 2, 8.5,
                     sign > 0 ? REINTI_ANCHOR_START : REINTI_ANCHOR_END, number);
    reinti_str_format(&c->p->words, "; %s", title);
}

static void
draw_number(const changes *c, size_t layer, size_t r, size_t column, double x, double y)
{
    const char *number = reinti_picture_number(c->p, c->t, reinti_table_cell(c->t, layer, r, column, 0), 0);

    reinti_draw_text(c->p, x, y + bar - 2, 8.5, REINTI_ANCHOR_MIDDLE, number)->fill = REINTI_COLOR_QUIET;
    reinti_str_format(&c->p->words, "; %s, %s: %s", c->t->row[r].label, c->t->column[column].label, number);
}

static void
head(const changes *c, double x, double y, double width, reinti_anchor anchor, const char *text)
{
    reinti_draw_paragraph(c->p, x, y, width, 8.5, anchor, REINTI_COLOR_TEXT, true, text, 2, true);
}

/* The panel of LAYER from Y on; answers where it ends. */
static double
draw_panel(const changes *c, size_t layer, double y)
{
    const reinti_table *t = c->t;
    double right = c->p->width, top;
    const char *label = reinti_text_or(t->layer[layer].label, "");

    if (*label)
        y += REINTI_LINE * SIZE *
                 reinti_draw_paragraph(c->p, 0, y + SIZE, right, SIZE, REINTI_ANCHOR_START,
                                       REINTI_COLOR_QUIET, true, label, 2, true) +
             4;
    reinti_str_format(&c->p->words, "%s%s", c->p->words.length ? ". " : "", label);
    head(c, c->middle - 6, y + SIZE, 90, REINTI_ANCHOR_END, t->column[c->fell].label);
    head(c, c->middle + 6, y + SIZE, 90, REINTI_ANCHOR_START, t->column[c->improved].label);
    head(c, right - 1.5 * column_width, y + SIZE, column_width - 4, REINTI_ANCHOR_MIDDLE,
         t->column[c->same].label);
    head(c, right - 0.5 * column_width, y + SIZE, column_width - 2, REINTI_ANCHOR_MIDDLE,
         t->column[c->not_compared].label);
    top = y += 2 * REINTI_LINE * 8.5 + 6;
    for (size_t r = 0; r < t->n_rows; r++, y += row) {
        reinti_draw_paragraph(c->p, 0, y + bar - 2, names - 8, SIZE, REINTI_ANCHOR_START, REINTI_COLOR_TEXT,
                              false, t->row[r].label, 1, true);
        draw_bar(c, layer, r, c->fell, -1, reinti_color(1), y);
        draw_bar(c, layer, r, c->improved, 1, reinti_color(0), y);
        draw_number(c, layer, r, c->same, right - 1.5 * column_width, y);
        draw_number(c, layer, r, c->not_compared, right - 0.5 * column_width, y);
    }
    const double line[] = { c->middle, top - 3, c->middle, y - 3 };
    reinti_draw_line(c->p, line, 2, REINTI_COLOR_RULE, 0.8);
    return y + 8;
}

void
reinti_picture_changes(const reinti_table *t, reinti_picture *p)
{
    changes c = { .t = t,
                  .p = p,
                  .fell = column_of(t, "fell_back"),
                  .same = column_of(t, "same"),
                  .improved = column_of(t, "improved"),
                  .not_compared = column_of(t, "not_compared") };
    double left = 0, right = 0, y = 0;

    if (c.fell == t->n_columns || c.same == t->n_columns || c.improved == t->n_columns ||
        c.not_compared == t->n_columns || !t->n_rows || !t->n_layers) {
        reinti_picture_nobody(p);
        return;
    }
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++) {
            left = fmax(left, most_of(t, reinti_table_cell(t, l, r, c.fell, 0)));
            right = fmax(right, most_of(t, reinti_table_cell(t, l, r, c.improved, 0)));
        }
    double room = p->width - names - 2 * column_width - 2 * 52; /* numbers stand at the ends of the bars */
    c.person = left + right > 0 ? fmin(16, room / (left + right)) : 0;
    c.middle = names + 52 + fmax(left * c.person, 40);
    for (size_t l = 0; l < t->n_layers; l++)
        y = draw_panel(&c, l, y);
    p->height = y;
}
