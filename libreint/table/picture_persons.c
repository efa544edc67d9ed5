/* picture_persons.c -- pictures in which single people can be seen: never for release, and they say so.
 *
 * Index:    a table of `follow-sequences`: a row a sequence of codes joined by ">", "-" where there is none.  A line a person.
 * Profile:  a table of `follow-profile`: a group of rows a domain, its states and a total; columns waves; 1 where the person
 *           was in that state.  A tile a domain and wave. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double index_left = 44; /* where the lines of persons begin */

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

/* ---- one person ------------------------------------------------------------------------------------------- */

static const double tile_names = 170, tile_row = 20;

/* Where the group that begins at row FIRST ends: behind its total. */
static size_t
end_of_group(const reinti_table *t, size_t first)
{
    while (first < t->n_rows && !t->row[first].total)
        first++;
    return first < t->n_rows ? first + 1 : first;
}

/* The row of the state that the person was in; END: none is recorded. */
static size_t
state_at(const reinti_table *t, size_t first, size_t end, size_t wave)
{
    while (first + 1 < end && reinti_cell_height(reinti_table_cell(t, 0, first, wave, 0)) <= 0)
        first++;
    return first + 1 < end ? first : end;
}

static void
draw_tile(const reinti_table *t, reinti_picture *p, size_t first, size_t end, size_t wave, double x, double y,
          double width)
{
    size_t row = state_at(t, first, end, wave);
    const char *label =
        row < end ? t->row[row].label : reinti_say(p->language, "no record", "tidak ada catatan");
    reinti_shape *s = reinti_draw_rect(p, x, y, width - 3, tile_row - 3, REINTI_COLOR_GAP);
    uint32_t ink = REINTI_COLOR_QUIET;

    if (row < end) {
        reinti_paint(s, &t->row[row], row - first);
        s->opacity = s->hatched ? 0.5 : 1;
        ink = s->hatched ? 0x111111 : reinti_ink_on(s->fill);
    }
    reinti_draw_paragraph(p, x + (width - 3) / 2, y + tile_row / 2 + 1.5, width - 9, 8.5,
                          REINTI_ANCHOR_MIDDLE, ink, false, label, 1, true);
    reinti_str_format(&p->words, "; %s: %s", t->column[wave].label, label);
}

void
reinti_picture_profile(const reinti_table *t, reinti_picture *p)
{
    double y = 16,
           width = t->n_columns ? fmax(96, fmin(150, (p->width - tile_names) / (double)t->n_columns)) : 0;

    if (!t->n_columns || end_of_group(t, 0) >= t->n_rows + 1 || t->n_rows < 2 ||
        !t->row[end_of_group(t, 0) - 1].total) {
        reinti_picture_nobody(p);
        return;
    }
    p->width = fmax(p->width, tile_names + width * (double)t->n_columns);
    for (size_t w = 0; w < t->n_columns; w++)
        reinti_draw_paragraph(p, tile_names + ((double)w + 0.5) * width - 1.5, 9, width - 6, SIZE,
                              REINTI_ANCHOR_MIDDLE, REINTI_COLOR_TEXT, true, t->column[w].label, 1, true);
    for (size_t first = 0, end; first < t->n_rows; first = end, y += tile_row) {
        const char *name = reinti_text_or(t->row[first].group, "");
        end = end_of_group(t, first);
        reinti_str_format(&p->words, "%s%s", p->words.length ? ". " : "", name);
        reinti_draw_paragraph(p, 0, y + tile_row / 2 + 1.5, tile_names - 10, SIZE, REINTI_ANCHOR_START,
                              REINTI_COLOR_TEXT, false, name, 1, true);
        for (size_t w = 0; w < t->n_columns; w++)
            draw_tile(t, p, first, end, w, tile_names + (double)w * width, y, width);
    }
    p->height = y + 2;
}
