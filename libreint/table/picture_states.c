/* picture_states.c -- states at each wave as bars, and the sequences of states one under another.
 *
 * States:  a table of `follow-states` (rows states and a total, columns waves, counts and column shares).  Where a share may
 *          not be shown, because too few people stand behind it, the bar is not drawn and the counts are written.
 * Index:   a table of `follow-sequences`: a row a sequence of codes joined by ">", "-" where there is none.  A line a person:
 *          never for release. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double index_left = 44; /* where the lines of persons begin */

/* ---- states at waves -------------------------------------------------------------------------------------- */

typedef struct bars {
    const reinti_table *t;
    reinti_picture *p;
    size_t rows, share;
    double top, height, width; /* of a bar */
} bars;

static bool
has_shares(const bars *b, size_t column)
{
    for (size_t r = 0; r < b->rows; r++)
        if (!reinti_cell_drawn(reinti_table_cell(b->t, 0, r, column, b->share)))
            return false;
    return b->rows > 0;
}

/* A bar of shares, from the bottom up in the order of the rows. */
static void
draw_shares(const bars *b, size_t column, double x)
{
    double y = b->top + b->height;

    for (size_t r = 0; r < b->rows; r++) {
        const reinti_cell *cell = reinti_table_cell(b->t, 0, r, column, b->share);
        double height = reinti_cell_height(cell) * b->height;
        const char *text = reinti_picture_number(b->p, b->t, cell, b->share);
        if (height <= 0)
            continue;
        y -= height;
        reinti_shape *s = reinti_draw_rect(b->p, x, y, b->width, height, 0);
        reinti_paint(s, &b->t->row[r], r);
        s->stroke = 0xFFFFFF;
        s->stroke_width = 0.8;
        s->title =
            reinti_picture_format(b->p, "%s, %s: %s", b->t->column[column].label, b->t->row[r].label, text);
        uint32_t ink = reinti_ink_on(s->fill);
        if (height >= SIZE + 1 && !s->hatched && reinti_text_width(text, 8.5, false) < b->width)
            reinti_draw_text(b->p, x + b->width / 2, y + height / 2 + 3, 8.5, REINTI_ANCHOR_MIDDLE, text)
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
            b->p, "%s: %s", b->t->row[r].label,
            reinti_picture_number(b->p, b->t, reinti_table_cell(b->t, 0, r, column, 0), 0));
        line += reinti_draw_paragraph(b->p, x + 4, b->top + 12 + line * 10, b->width - 8, 7.5,
                                      REINTI_ANCHOR_START, REINTI_COLOR_TEXT, false, text, 2, true);
        reinti_str_format(&b->p->words, "; %s, %s", b->t->column[column].label, text);
    }
}

static void
draw_foot(const bars *b, size_t column, double x, unsigned *most)
{
    const reinti_cell *total = reinti_table_cell(b->t, 0, b->rows, column, 0);
    unsigned lines = reinti_draw_paragraph(b->p, x + b->width / 2, b->top + b->height + 13, b->width + 14,
                                           SIZE, REINTI_ANCHOR_MIDDLE, REINTI_COLOR_TEXT, false,
                                           b->t->column[column].label, 2, true);
    const char *n = reinti_picture_format(b->p, "n = %s", reinti_picture_number(b->p, b->t, total, 0));

    reinti_draw_text(b->p, x + b->width / 2, b->top + b->height + 13 + lines * REINTI_LINE * SIZE, 8,
                     REINTI_ANCHOR_MIDDLE, n)
        ->fill = REINTI_COLOR_QUIET;
    reinti_str_format(&b->p->words, "; %s, %s", b->t->column[column].label, n);
    *most = lines > *most ? lines : *most;
}

void
reinti_picture_states(const reinti_table *t, reinti_picture *p)
{
    bars b = { .t = t,
               .p = p,
               .rows = reinti_table_plain_rows(t),
               .share = reinti_table_stat(t, "column_share"),
               .height = 210 };
    unsigned most = 1;

    if (!b.rows || !t->n_columns || b.share == t->n_stats || b.rows == t->n_rows) {
        reinti_picture_nobody(p);
        return;
    }
    b.top = reinti_draw_legend(p, 0, 0, p->width, t->row, b.rows) + 8;
    double step = fmax(70, fmin(150, p->width / (double)t->n_columns));
    p->width = fmax(p->width, step * (double)t->n_columns);
    b.width = step - 22;
    for (size_t c = 0; c < t->n_columns; c++) {
        double x = (double)c * step + 11;
        if (has_shares(&b, c))
            draw_shares(&b, c, x);
        else
            write_counts(&b, c, x);
        draw_foot(&b, c, x, &most);
    }
    p->height = b.top + b.height + 16 + (most + 1) * REINTI_LINE * SIZE;
}

/* ---- sequences -------------------------------------------------------------------------------------------- */

/* The state of CODE (LENGTH bytes) among those of the table; their number if it is none. */
static size_t
state_of(const reinti_table *t, const char *code, size_t length)
{
    size_t k = 0;

    while (k < t->picture.n_states &&
           (strncmp(t->picture.state[k].code, code, length) || t->picture.state[k].code[length]))
        k++;
    return k;
}

static size_t
count_waves(const char *path)
{
    size_t n = 1;

    for (; *path; path++)
        n += *path == '>';
    return n;
}

static void
draw_sequence(const reinti_table *t, reinti_picture *p, const char *path, double x, double y, double width,
              double height)
{
    while (*path) {
        size_t length = strcspn(path, ">"), k = state_of(t, path, length);
        if (k < t->picture.n_states)
            reinti_paint(reinti_draw_rect(p, x, y, width - 1.5, height, 0), &t->picture.state[k], k);
        x += width;
        path += length + (path[length] != '\0');
    }
}

/* Sequences in the order of their states, wave by wave, so that those who began alike lie together. */
typedef struct line {
    size_t row;
    unsigned char state[64]; /* as many waves as a panel has */
} line;

static int
by_states(const void *a, const void *b)
{
    const line *x = a, *y = b;
    int order = memcmp(x->state, y->state, sizeof x->state);

    return order ? order : (x->row > y->row) - (x->row < y->row);
}

static line *
sort_rows(const reinti_table *t, size_t rows)
{
    line *l = calloc(rows + 1, sizeof *l);

    for (size_t r = 0; l && r < rows; r++) {
        const char *path = t->row[r].code;
        l[r].row = r;
        for (size_t w = 0; *path && w < sizeof l[r].state; w++) {
            size_t length = strcspn(path, ">");
            l[r].state[w] = (unsigned char)state_of(t, path, length);
            path += length + (path[length] != '\0');
        }
    }
    if (l)
        qsort(l, rows, sizeof *l, by_states);
    return l;
}

static void
draw_lines(const reinti_table *t, reinti_picture *p, const line *l, size_t rows, double top, double one)
{
    double width = (p->width - index_left) / (double)count_waves(t->row[0].code), y = top;

    for (size_t i = 0; i < rows; i++) {
        const reinti_cell *cell = reinti_table_cell(t, 0, l[i].row, 0, 0);
        const char *number = reinti_picture_number(p, t, cell, 0), *path = t->row[l[i].row].code;
        double n = reinti_cell_height(cell);
        if (n * one >= 8)
            reinti_draw_text(p, index_left - 6, y + n * one / 2 + 3, 8, REINTI_ANCHOR_END, number)->fill =
                REINTI_COLOR_QUIET;
        reinti_str_format(&p->words, "%s%s: %s", p->words.length ? "; " : "", t->row[l[i].row].label, number);
        if (one >= 2) /* line by line, as far as lines can be told apart */
            for (double k = 0; k < n; k++)
                draw_sequence(t, p, path, index_left, y + k * one, width, one - 0.4);
        else
            draw_sequence(t, p, path, index_left, y, width, n * one);
        y += n * one;
    }
    p->height = y + 2;
}

void
reinti_picture_index(const reinti_table *t, reinti_picture *p)
{
    size_t rows = reinti_table_plain_rows(t);
    double persons = 0;

    for (size_t r = 0; r < rows; r++)
        persons += reinti_cell_height(reinti_table_cell(t, 0, r, 0, 0));
    if (persons <= 0) {
        reinti_picture_nobody(p);
        return;
    }
    line *l = sort_rows(t, rows);
    if (!l) {
        p->failed = true;
        return;
    }
    size_t waves = count_waves(t->row[0].code);
    double top = reinti_draw_legend(p, 0, 0, p->width, t->picture.state, t->picture.n_states) + 8,
           width = (p->width - index_left) / (double)waves;
    for (size_t w = 0; w < waves && w < t->picture.n_waves; w++)
        reinti_draw_paragraph(p, index_left + (double)w * width, top + 8, width - 4, SIZE,
                              REINTI_ANCHOR_START, REINTI_COLOR_TEXT, false, t->picture.wave[w], 1, true);
    reinti_draw_text(p, index_left - 6, top + 8, 7.5, REINTI_ANCHOR_END, reinti_text_or(t->unit, ""))->fill =
        REINTI_COLOR_QUIET;
    draw_lines(t, p, l, rows, top + 14, fmin(10, fmax(320 / persons, 0.25)));
    free(l);
}
