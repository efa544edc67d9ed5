/* picture_curve.c -- the share still without an event, in steps, a curve a group.
 *
 * Reads a table of `follow-curve`: a layer a group, a row a time at which the curve falls (its code is the number of months),
 * the statistic "without" with what is known of it (low and high: between the ends of an interval), and limits ("lower",
 * "upper") where there are any.  "at_risk" and "had" give the numbers that are still watched, under the ticks of the axis, and a
 * stroke on the curve where somebody is watched no longer.  A curve ends where nobody is watched any more.  Groups differ in colour and in how
 * their line is broken, and their names stand at the end of it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double left = 40, tall = 230, label_width = 130;

typedef struct curve {
    const reinti_table *t;
    reinti_picture *p;
    size_t without, lower, upper, at_risk, had;
    double months; /* at the right edge */
    double width;
    bool marked; /* somebody is not watched to the end */
} curve;

static double
x_of(const curve *c, double months)
{
    return left + c->width * months / c->months;
}

static double
y_of(double share)
{
    return 6 + tall * (1 - fmin(fmax(share, 0), 1));
}

static double
time_of(const curve *c, size_t row)
{
    double months = NAN;

    return reinti_parse_decimal(c->t->row[row].code, strlen(c->t->row[row].code), &months) ? months
                                                                                           : (double)NAN;
}

static void
draw_axes(const curve *c)
{
    reinti_picture *p = c->p;
    double tick = reinti_month_ticks(c->months), bottom = y_of(0);

    for (int i = 0; i <= 4; i++) {
        double y = y_of(i / 4.0);
        const double grid[] = { left, y, left + c->width, y };
        reinti_draw_line(p, grid, 2, i ? REINTI_COLOR_GRID : REINTI_COLOR_RULE, i ? 0.5 : 0.8);
        reinti_draw_text(p, left - 5, y + 3, 8, REINTI_ANCHOR_END, reinti_picture_format(p, "%d%%", 25 * i))
            ->fill = REINTI_COLOR_QUIET;
    }
    for (double months = 0; months <= c->months * (1 + 1e-9); months += tick) {
        const double mark[] = { x_of(c, months), bottom, x_of(c, months), bottom + 4 };
        reinti_draw_line(p, mark, 2, REINTI_COLOR_RULE, 0.8);
        reinti_draw_text(p, x_of(c, months), bottom + 14, 8, REINTI_ANCHOR_MIDDLE,
                         reinti_picture_format(p, "%.0f", months))
            ->fill = REINTI_COLOR_QUIET;
    }
    reinti_draw_text(p, left + c->width / 2, bottom + 28, SIZE, REINTI_ANCHOR_MIDDLE,
                     reinti_text_or(c->t->row_title, ""));
    p->height = bottom + 34;
}

/* A stat of LAYER as steps: at each row down to its value.  HIGH: the higher end of what is known.  Answers points. */
static size_t
steps_of(const curve *c, size_t layer, size_t stat, bool high, double *point)
{
    double y = y_of(1);
    size_t n = 0;

    point[2 * n] = x_of(c, 0);
    point[2 * n++ + 1] = y;
    for (size_t r = 0; r < c->t->n_rows; r++) {
        const reinti_cell *cell = reinti_table_cell(c->t, layer, r, 0, stat);
        double time = time_of(c, r);
        if (isnan(time) || !reinti_cell_drawn(cell))
            continue;
        double value = high ? cell->high : cell->low;
        point[2 * n] = x_of(c, time);
        point[2 * n++ + 1] = y;
        y = y_of(isfinite(value) ? value : cell->value);
        point[2 * n] = x_of(c, time);
        point[2 * n++ + 1] = y;
    }
    return n;
}

/* The room between the steps of LOW and those of HIGH. */
static void
shade(const curve *c, size_t layer, size_t low, size_t high, double *point, uint32_t color)
{
    size_t n = steps_of(c, layer, high, true, point), m = steps_of(c, layer, low, false, point + 2 * n);

    for (size_t i = 0; i < m / 2; i++) /* back again */
        for (size_t k = 0; k < 2; k++) {
            double *a = &point[2 * (n + i) + k], *b = &point[2 * (n + m - 1 - i) + k], swap = *a;
            *a = *b;
            *b = swap;
        }
    reinti_draw_area(c->p, point, n + m, color)->opacity = 0.18;
}

static const char *
name_of(const curve *c, size_t layer)
{
    const reinti_table *t = c->t;
    const char *persons = "", *events = "";

    for (size_t i = 0; i < t->n_tests; i++) {
        if (t->test[i].layer != layer || isnan(t->test[i].value))
            continue;
        if (!strcmp(t->test[i].id, "persons"))
            persons = reinti_picture_format(c->p, "n = %.0f", t->test[i].value);
        if (!strcmp(t->test[i].id, "events"))
            events = reinti_picture_format(c->p, ", %s: %.0f", t->test[i].label, t->test[i].value);
    }
    return reinti_picture_format(c->p, "%s%s%s%s", reinti_text_or(t->layer[layer].label, ""),
                                 t->layer[layer].label && *t->layer[layer].label ? ": " : "", persons,
                                 events);
}

static void
mark(curve *c, size_t layer, size_t row, uint32_t color)
{
    const reinti_cell *without = reinti_table_cell(c->t, layer, row, 0, c->without);

    if (!reinti_cell_drawn(without))
        return;
    double x = x_of(c, time_of(c, row)), y = y_of(isfinite(without->low) ? without->low : without->value);
    const double stroke[] = { x, y - 3.5, x, y + 3.5 };
    reinti_draw_line(c->p, stroke, 2, color, 0.8);
    c->marked = true;
}

/* A stroke on the curve wherever somebody is watched no longer without having had the event: who is still watched at a row
 * and neither watched nor had it at the next one left at its time. */
static void
mark_leaving(curve *c, size_t layer, uint32_t color)
{
    double watched = 0, had = 0;

    if (c->at_risk == c->t->n_stats || c->had == c->t->n_stats)
        return;
    for (size_t r = 0; r < c->t->n_rows; r++) {
        const reinti_cell *now = reinti_table_cell(c->t, layer, r, 0, c->at_risk),
                          *by_now = reinti_table_cell(c->t, layer, r, 0, c->had);
        if (!reinti_cell_drawn(now) || !reinti_cell_drawn(by_now))
            return; /* hidden: nothing can be told from the next one either */
        if (r && watched - now->value > by_now->value - had)
            mark(c, layer, r - 1, color);
        watched = now->value;
        had = by_now->value;
    }
    if (watched > 0)
        mark(c, layer, c->t->n_rows - 1, color);
}

/* Under each tick how many are still watched, a row a group. */
static void
draw_at_risk(const curve *c)
{
    reinti_picture *p = c->p;
    double tick = reinti_month_ticks(c->months), y = p->height + SIZE + 4, last = -INFINITY;

    if (c->at_risk == c->t->n_stats)
        return;
    reinti_draw_text(
        p, 0, y, 8, REINTI_ANCHOR_START,
        reinti_say(p->language, "Still watched after so many months", "Masih diamati setelah sekian bulan"))
        ->fill = REINTI_COLOR_QUIET;
    for (size_t g = 0; g < c->t->n_layers; g++) {
        const double sample[] = { 2, y + 10, 18, y + 10 };
        y += 13;
        last = -INFINITY;
        reinti_draw_line(p, sample, 2, reinti_color(g), 1.8)->dashed = g % 2;
        for (size_t r = 0; r < c->t->n_rows; r++) {
            double months = time_of(c, r), step = months / tick;
            if (isnan(months) || fabs(step - round(step)) > 1e-6 || months <= last)
                continue;
            const reinti_cell *cell = reinti_table_cell(c->t, g, r, 0, c->at_risk);
            last = months;
            reinti_draw_text(p, x_of(c, months), y, 8, REINTI_ANCHOR_MIDDLE,
                             reinti_picture_number(p, c->t, cell, c->at_risk));
        }
        reinti_draw_paragraph(p, left + c->width + 12, y, label_width - 4, 8, REINTI_ANCHOR_START,
                              REINTI_COLOR_TEXT, false, reinti_text_or(c->t->layer[g].label, ""), 1, true);
    }
    p->height = y + 6;
}

/* What the strokes and the shades are. */
static void
draw_key(const curve *c)
{
    bool limits = c->lower < c->t->n_stats;
    const char *marks = c->marked ? reinti_say(c->p->language,
                                               "A small stroke: somebody is not watched any longer. ",
                                               "Garis kecil: seseorang tidak lagi diamati. ")
                                  : "",
               *shade = limits ? reinti_say(c->p->language, "Shaded: 95% limits.", "Bayangan: batas 95%.")
                        : c->t->show_bounds
                            ? reinti_say(c->p->language, "Shaded: where the curve runs is not known.",
                                         "Bayangan: letak kurva tidak diketahui.")
                            : "";

    if (*marks || *shade)
        c->p->height +=
            6 + REINTI_LINE * 8 *
                    reinti_draw_paragraph(c->p, 0, c->p->height + 12, c->p->width, 8, REINTI_ANCHOR_START,
                                          REINTI_COLOR_QUIET, false,
                                          reinti_picture_format(c->p, "%s%s", marks, shade), 2, true);
}

static void
say_curve(const curve *c, size_t layer, const char *name)
{
    double before = NAN;

    reinti_str_format(&c->p->words, "%s%s", c->p->words.length ? ". " : "", name);
    for (size_t r = 0; r < c->t->n_rows && c->p->words.length < 2000; r++) {
        const reinti_cell *cell = reinti_table_cell(c->t, layer, r, 0, c->without);
        if (!reinti_cell_drawn(cell) || cell->value == before)
            continue;
        before = cell->value;
        reinti_str_format(&c->p->words, "; %s: %s", c->t->row[r].label,
                          reinti_picture_number(c->p, c->t, cell, c->without));
    }
}

typedef struct tail {
    double y, height;
    size_t group;
    const char *name;
} tail;

static int
by_height(const void *a, const void *b)
{
    const tail *x = a, *y = b;

    return x->y != y->y ? (x->y < y->y ? -1 : 1) : (x->group > y->group) - (x->group < y->group);
}

/* Names to the right of the ends of the curves, each in the colour of its curve. */
static void
draw_names(const curve *c, tail *t, size_t n, double *at, double *height)
{
    double x = left + c->width + 12;

    qsort(t, n, sizeof *t, by_height);
    for (size_t i = 0; i < n; i++) {
        height[i] = 1 + REINTI_LINE * SIZE *
                            reinti_draw_paragraph(c->p, 0, 0, label_width - 4, SIZE, REINTI_ANCHOR_START, 0,
                                                  false, t[i].name, 3, false);
        at[i] = t[i].y;
    }
    reinti_spread_labels(at, height, n, 0, y_of(0));
    for (size_t i = 0; i < n; i++) {
        uint32_t color = reinti_color(t[i].group);
        const double sample[] = { x - 9, at[i], x - 1, at[i] };
        reinti_draw_line(c->p, sample, 2, color, 1.8)->dashed = t[i].group % 2;
        reinti_draw_paragraph(c->p, x + 3, at[i] - height[i] / 2 + SIZE, label_width - 4, SIZE,
                              REINTI_ANCHOR_START, REINTI_COLOR_TEXT, false, t[i].name, 3, true);
    }
}

static void
draw_group(curve *c, size_t group, double *point, tail *out)
{
    uint32_t color = reinti_color(group);
    bool broken = group % 2;

    if (c->lower < c->t->n_stats && c->upper < c->t->n_stats)
        shade(c, group, c->lower, c->upper, point, color);
    if (c->t->show_bounds) {
        shade(c, group, c->without, c->without, point, color);
        reinti_draw_line(c->p, point, steps_of(c, group, c->without, true, point), color, 0.9)->dashed =
            broken;
    }
    size_t n = steps_of(c, group, c->without, false, point);
    reinti_shape *s = reinti_draw_line(c->p, point, n, color, 1.8);
    const char *name = name_of(c, group);
    s->dashed = broken;
    s->title = name;
    mark_leaving(c, group, color);
    *out = (tail){ point[2 * n - 1], 0, group, name };
    say_curve(c, group, name);
}

static void
draw_all(curve *c, double *point, tail *end, double *at, double *height)
{
    c->width = c->p->width - left - label_width - 10;
    draw_axes(c);
    for (size_t g = 0; g < c->t->n_layers; g++)
        draw_group(c, g, point, &end[g]);
    draw_names(c, end, c->t->n_layers, at, height);
    draw_at_risk(c);
    draw_key(c);
}

void
reinti_picture_curve(const reinti_table *t, reinti_picture *p)
{
    curve c = { .t = t,
                .p = p,
                .without = reinti_table_stat(t, "without"),
                .lower = reinti_table_stat(t, "lower"),
                .upper = reinti_table_stat(t, "upper"),
                .at_risk = reinti_table_stat(t, "at_risk"),
                .had = reinti_table_stat(t, "had") };
    double *point = malloc((8 * t->n_rows + 8) * sizeof *point),
           *at = calloc(2 * t->n_layers + 1, sizeof *at);
    tail *end = calloc(t->n_layers + 1, sizeof *end);

    for (size_t r = 0; r < t->n_rows; r++)
        c.months = fmax(c.months, time_of(&c, r));
    if (!point || !at || !end)
        p->failed = true;
    else if (c.without == t->n_stats || !t->n_columns || !(c.months > 0))
        reinti_picture_nobody(p);
    else
        draw_all(&c, point, end, at, at + t->n_layers);
    free(point);
    free(at);
    free(end);
}
