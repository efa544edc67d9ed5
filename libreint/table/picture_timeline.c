/* picture_timeline.c -- who was seen when: a line a person from the first sign of them to the last.
 *
 * Reads a table of `follow-timeline`: a row a person; for each wave a column with the months from their first interview to
 * that one, columns "contact.1" ... with those to each informal contact, "last" to the last sign.  The marks that the
 * picture has are its `state`: a square for each wave, a ring for contacts, so that they differ in shape and not only in
 * colour.  Lines have no keys: those seen longest stand first.  Where there are too many people for a line each, lines
 * lie on each other's edges; who has no month is left out, and counted. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double tallest = 420, row_most = 11, row_least = 0.35;

typedef struct timeline {
    const reinti_table *t;
    reinti_picture *p;
    double low, high;        /* months at the edges */
    double top, row, bottom; /* of the lines */
} timeline;

typedef struct line {
    size_t row;
    double last, first;
    unsigned seen; /* interviews */
} line;

static double
x_of(const timeline *l, double months)
{
    return 8 + (l->p->width - 16) * (months - l->low) / (l->high - l->low);
}

/* Months in the column; NaN where the table shows none. */
static double
months_at(const timeline *l, size_t row, size_t column)
{
    const reinti_cell *cell = reinti_table_cell(l->t, 0, row, column, 0);

    return reinti_cell_drawn(cell) ? cell->value : (double)NAN;
}

/* Which mark stands for the column: a wave, the contacts (the last mark), or none (their number). */
static size_t
mark_of(const reinti_table *t, size_t column)
{
    size_t k = 0, n = t->picture.n_states;

    if (!strncmp(t->column[column].code, "contact.", 8))
        return n - 1;
    while (k + 1 < n && !reinti_equal(t->picture.state[k].code, t->column[column].code))
        k++;
    return k + 1 < n ? k : n;
}

static int
by_length(const void *a, const void *b)
{
    const line *x = a, *y = b;

    if (x->seen != y->seen)
        return x->seen > y->seen ? -1 : 1;
    if (x->last != y->last)
        return x->last > y->last ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* The people with any month, in the order of their lines; sets the edges. */
static size_t
read_lines(timeline *l, line *out)
{
    size_t n = 0;

    for (size_t r = 0; r < l->t->n_rows; r++) {
        line one = { r, -INFINITY, INFINITY, 0 };
        for (size_t c = 0; c < l->t->n_columns; c++) {
            size_t mark = mark_of(l->t, c);
            double months = months_at(l, r, c);
            if (mark == l->t->picture.n_states || isnan(months))
                continue;
            one.first = fmin(one.first, months);
            one.last = fmax(one.last, months);
            one.seen += mark + 1 < l->t->picture.n_states;
        }
        if (one.first > one.last)
            continue;
        l->low = fmin(l->low, one.first);
        l->high = fmax(l->high, one.last);
        out[n++] = one;
    }
    return n;
}

static void
draw_mark(const timeline *l, size_t mark, double x, double y, double size)
{
    reinti_shape *s;

    if (mark + 1 < l->t->picture.n_states) {
        s = reinti_draw_rect(l->p, x - size / 2, y - size / 2, size, size, reinti_color(mark));
        return;
    }
    s = reinti_draw_dot(l->p, x, y, size, 0xFFFFFF);
    s->stroke = REINTI_COLOR_TEXT;
    s->stroke_width = fmin(0.9, size / 4);
}

static double
draw_legend(const timeline *l)
{
    const reinti_table *t = l->t;
    double x = 0, y = 0;

    for (size_t k = 0; k < t->picture.n_states; k++) {
        const char *label = t->picture.state[k].label;
        double wide = fmin(reinti_text_width(label, SIZE, false), l->p->width - 16) + 30;
        if (x > 0 && x + wide > l->p->width) {
            x = 0;
            y += 15;
        }
        draw_mark(l, k, x + 4.5, y + 4.5, k + 1 < t->picture.n_states ? 8 : 6);
        reinti_draw_paragraph(l->p, x + 14, y + 8, wide - 29, SIZE, REINTI_ANCHOR_START, REINTI_COLOR_TEXT,
                              false, label, 1, true);
        x += wide;
    }
    return y + 22;
}

static void
draw_axis(const timeline *l)
{
    double tick = reinti_month_ticks(l->high - l->low);

    for (double months = tick * ceil(l->low / tick); months <= l->high; months += tick) {
        const double grid[] = { x_of(l, months), l->top - 2, x_of(l, months), l->bottom + 4 };
        reinti_draw_line(l->p, grid, 2, months == 0 ? REINTI_COLOR_RULE : REINTI_COLOR_GRID, 0.6);
        reinti_draw_text(l->p, x_of(l, months), l->bottom + 14, 8, REINTI_ANCHOR_MIDDLE,
                         reinti_picture_format(l->p, "%.0f", months))
            ->fill = REINTI_COLOR_QUIET;
    }
    reinti_draw_text(
        l->p, l->p->width / 2, l->bottom + 28, SIZE, REINTI_ANCHOR_MIDDLE,
        reinti_say(l->p->language, "Months since the first interview", "Bulan sejak wawancara pertama"));
}

static void
draw_line(const timeline *l, const line *one, double y)
{
    size_t contacts = l->t->picture.n_states - 1;
    const double ends[] = { x_of(l, one->first), y, x_of(l, one->last), y };

    reinti_draw_line(l->p, ends, 2, REINTI_COLOR_RULE, fmin(1, l->row / 2));
    for (int rings = 0; rings < 2; rings++) /* on top, so that none is hidden by a square */
        for (size_t c = 0; c < l->t->n_columns; c++) {
            size_t mark = mark_of(l->t, c);
            double months = months_at(l, one->row, c);
            if (mark <= contacts && !isnan(months) && (mark == contacts) == rings)
                draw_mark(l, mark, x_of(l, months), y, fmin(rings ? 4 : 6, l->row * (rings ? 0.75 : 0.95)));
        }
}

/* How many were seen how often, for those who do not see the lines. */
static void
say_lines(const timeline *l, const line *one, size_t n)
{
    reinti_picture *p = l->p;

    reinti_str_format(&p->words, reinti_say(p->language, "%zu people", "%zu orang"), n);
    for (size_t i = 0, from = 0; i < n; i++)
        if (i + 1 == n || one[i + 1].seen != one[i].seen) {
            reinti_str_format(
                &p->words,
                reinti_say(p->language, "; number of interviews %u: %zu", "; jumlah wawancara %u: %zu"),
                one[i].seen, i + 1 - from);
            from = i + 1;
        }
}

static void
draw_all(timeline *l, const line *one, size_t n)
{
    reinti_picture *p = l->p;

    if (!(l->high > l->low))
        l->high = l->low + 1; /* everybody once: all at one place */
    l->row = fmin(row_most, fmax(tallest / (double)n, row_least));
    l->top = draw_legend(l);
    l->bottom = l->top + l->row * (double)n;
    draw_axis(l);
    for (size_t i = 0; i < n; i++)
        draw_line(l, &one[i], l->top + ((double)i + 0.5) * l->row);
    say_lines(l, one, n);
    p->height = l->bottom + 34;
    if (n < l->t->n_rows)
        p->height += REINTI_LINE * 8 *
                     reinti_draw_paragraph(
                         p, 0, p->height + 6, p->width, 8, REINTI_ANCHOR_START, REINTI_COLOR_QUIET, false,
                         reinti_picture_format(
                             p,
                             reinti_say(p->language, "%zu people were not interviewed, or nobody knows when.",
                                        "%zu orang tidak diwawancarai, atau tanggalnya tidak diketahui."),
                             l->t->n_rows - n),
                         1, true);
}

void
reinti_picture_timeline(const reinti_table *t, reinti_picture *p)
{
    timeline l = { .t = t, .p = p, .low = INFINITY, .high = -INFINITY };
    line *one = calloc(t->n_rows + 1, sizeof *one);
    size_t n = one && t->picture.n_states ? read_lines(&l, one) : 0;

    if (!one)
        p->failed = true;
    else if (!n)
        reinti_picture_nobody(p);
    else {
        qsort(one, n, sizeof *one, by_length);
        draw_all(&l, one, n);
    }
    free(one);
}
