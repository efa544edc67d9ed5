/* picture_alluvial.c -- who moved from which state to which, from wave to wave.
 *
 * Reads a table of `follow-transitions`: a layer a pair of waves, rows and columns of states, "undetermined" (a missing entry)
 * and totals; the layer of all steps together is left out.  A panel a layer: its states at the first wave on the left, at
 * the second on the right, bands between them as thick as the persons who moved so, in the colour of where they come
 * from.  Where all panels have the same people, the second side of each is the first of the next, and is drawn once: strands
 * through all waves.  Else each has bars of its own, with its own number. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9, MOST = 64 };
static const double line_height = REINTI_LINE * SIZE + 1, label_width = 134, number_width = 24, own_bar = 13,
                    apart = 3, full = 250, thickest = 24, gap = 56, least_panel = 96, shared_bar = 26;

typedef struct alluvial {
    const reinti_table *t;
    reinti_picture *p;
    size_t k; /* states, undetermined among them: the first rows and columns */
    size_t n, layer[MOST];
    double person;      /* points a person */
    double top, height; /* of all bars */
    double panel;       /* width from bar to bar, bars included */
    bool joined;        /* the same people in all panels: one bar a wave, strands through all */
    double bar;         /* its width */
    double between;     /* from panel to panel; -bar where they share one */
} alluvial;

static const reinti_cell *
cell_at(const alluvial *a, size_t layer, size_t from, size_t to)
{
    return reinti_table_cell(a->t, layer, from, to, 0);
}

/* Persons of state K at the first wave, at the second one. */
static double
sum_of(const alluvial *a, size_t layer, size_t k, bool second)
{
    double sum = 0;

    for (size_t i = 0; i < a->k; i++)
        sum += reinti_cell_height(second ? cell_at(a, layer, i, k) : cell_at(a, layer, k, i));
    return sum;
}

static size_t
count_states(const reinti_table *t)
{
    size_t k = 0;

    while (k < t->n_rows && k < t->n_columns && !t->row[k].total && !t->column[k].total &&
           !strcmp(t->row[k].code, t->column[k].code))
        k++;
    return k;
}

/* The value alone: what is undetermined has a band of its own. */
static const char *
plain(const alluvial *a, const reinti_cell *cell)
{
    reinti_cell c = *cell;

    c.low = c.high = c.value;
    return reinti_picture_number(a->p, a->t, &c, 0);
}

static void
place_bars(const alluvial *a, size_t layer, bool second, double *y)
{
    double at = a->top;

    for (size_t k = 0; k < a->k; k++) {
        double n = sum_of(a, layer, k, second);
        y[k] = at;
        at += n * a->person + (n > 0 ? apart : 0);
    }
}

static void
draw_bars(const alluvial *a, size_t layer, bool second, double x, const double *y)
{
    const reinti_entry *entry = second ? a->t->column : a->t->row;

    for (size_t k = 0; k < a->k; k++) {
        double n = sum_of(a, layer, k, second);
        if (n <= 0)
            continue;
        const reinti_cell *total = second ? cell_at(a, layer, a->k, k) : cell_at(a, layer, k, a->k);
        const char *number = plain(a, total);
        reinti_shape *s = reinti_draw_rect(a->p, x, y[k], a->bar, n * a->person, 0);
        reinti_paint(s, &entry[k], k);
        s->title = reinti_picture_format(a->p, "%s: %s", entry[k].label, number);
        if (a->joined && !s->hatched && n * a->person >= SIZE) {
            uint32_t ink = reinti_ink_on(s->fill);
            reinti_draw_text(a->p, x + a->bar / 2, y[k] + n * a->person / 2 + SIZE * 0.36, SIZE - 1,
                             REINTI_ANCHOR_MIDDLE, number)
                ->fill = ink;
        }
    }
}

static double
label_height(const alluvial *a, const reinti_entry *entry)
{
    return line_height * reinti_draw_paragraph(a->p, 0, 0, label_width - number_width, SIZE,
                                               REINTI_ANCHOR_START, 0, false, entry->label, 2, false);
}

/* Beside a bar the number of each state, and beside the outer ones what the state is called. */
static void
draw_labels(const alluvial *a, size_t layer, bool second, bool names, double x, const double *y)
{
    const reinti_entry *entry = second ? a->t->column : a->t->row;
    reinti_anchor anchor = second ? REINTI_ANCHOR_START : REINTI_ANCHOR_END;
    double at[MOST] = { 0 }, own[MOST] = { 0 }, height[MOST] = { 0 }, side = second ? 1 : -1;
    const char *number[MOST] = { NULL };
    size_t n = 0, which[MOST];

    for (size_t k = 0; k < a->k; k++) {
        double persons = sum_of(a, layer, k, second);
        if (persons <= 0)
            continue;
        number[n] = plain(a, second ? cell_at(a, layer, a->k, k) : cell_at(a, layer, k, a->k));
        height[n] = names ? label_height(a, &entry[k]) : line_height;
        at[n] = own[n] = y[k] + persons * a->person / 2;
        which[n++] = k;
    }
    reinti_spread_labels(at, height, n, a->top - 6, a->top + a->height + 12);
    for (size_t i = 0; i < n; i++) {
        double edge = x + side * 5, wide = reinti_text_width(number[i], SIZE, true);
        const double lead[] = { x, own[i], x + side * 4, at[i] };
        if (fabs(own[i] - at[i]) > 3)
            reinti_draw_line(a->p, lead, 2, REINTI_COLOR_RULE, 0.6);
        reinti_draw_text(a->p, edge, at[i] + SIZE * 0.36, SIZE, anchor, number[i])->bold = true;
        if (names)
            reinti_draw_paragraph(a->p, edge + side * (wide + 5), at[i] - height[i] / 2 + SIZE,
                                  label_width - number_width, SIZE, anchor, REINTI_COLOR_TEXT, false,
                                  entry[which[i]].label, 2, true);
    }
}

static void
draw_band(const alluvial *a, size_t layer, size_t from, size_t to, double x, double y, double y2)
{
    const reinti_cell *cell = cell_at(a, layer, from, to);
    const reinti_entry *row = &a->t->row[from], *column = &a->t->column[to];
    double thick = reinti_cell_height(cell) * a->person;
    const char *number = plain(a, cell);
    reinti_shape *s = reinti_draw_band(a->p, x + a->bar, a->panel - 2 * a->bar, y, y2, thick, 0);

    reinti_paint(s, row, from);
    s->opacity = 0.45;
    s->hatched = false;
    s->title = reinti_picture_format(a->p, "%s → %s: %s", row->label, column->label, number);
    reinti_str_format(&a->p->words, "; %s", s->title);
    if (thick >= SIZE - 1) {
        reinti_shape *text =
            reinti_draw_text(a->p, x + a->bar + 5, y + thick / 2 + 2.8, 7.5, REINTI_ANCHOR_START, number);
        text->fill = 0x111111;
    }
}

static void
draw_panel(const alluvial *a, size_t i, double x)
{
    double left[MOST], right[MOST], from[MOST], to[MOST];
    size_t layer = a->layer[i];

    place_bars(a, layer, false, left);
    place_bars(a, layer, true, right);
    memcpy(from, left, sizeof from);
    memcpy(to, right, sizeof to);
    reinti_str_format(&a->p->words, "%s%s", a->p->words.length ? ". " : "", a->t->layer[layer].label);
    for (size_t r = 0; r < a->k; r++)
        for (size_t c = 0; c < a->k; c++) {
            double thick = reinti_cell_height(cell_at(a, layer, r, c)) * a->person;
            if (thick <= 0)
                continue;
            draw_band(a, layer, r, c, x, from[r], to[c]);
            from[r] += thick;
            to[c] += thick;
        }
    if (!i || !a->joined) {
        draw_bars(a, layer, false, x, left);
        draw_labels(a, layer, false, !i, x, left);
    }
    draw_bars(a, layer, true, x + a->panel - a->bar, right);
    if (i + 1 == a->n || !a->joined)
        draw_labels(a, layer, true, i + 1 == a->n, x + a->panel, right);
}

/* The wave over each bar that panels share. */
static double
draw_waves(const alluvial *a, double x, bool draw)
{
    unsigned most = 1;

    for (size_t w = 0; w <= a->n; w++) {
        double at = x + (double)w * (a->panel + a->between) + a->bar / 2;
        unsigned lines =
            reinti_draw_paragraph(a->p, at, SIZE, a->panel - a->bar - 4, SIZE, REINTI_ANCHOR_MIDDLE,
                                  REINTI_COLOR_QUIET, true, a->t->picture.wave[w], 3, draw);
        most = lines > most ? lines : most;
    }
    return most * REINTI_LINE * SIZE + 8;
}

/* "First interview → Second interview" over each panel, and how many they are. */
static double
draw_heads(const alluvial *a, double x, bool draw)
{
    unsigned most = 1;

    if (a->joined)
        return draw_waves(a, x, draw);
    for (size_t i = 0; i < a->n; i++, x += a->panel + a->between) {
        const reinti_cell *total = cell_at(a, a->layer[i], a->k, a->k);
        double middle = x + a->panel / 2;
        const char *n = reinti_picture_format(a->p, "%s %s", plain(a, total), reinti_text_or(a->t->unit, ""));
        unsigned lines =
            reinti_draw_paragraph(a->p, middle, SIZE, a->panel + a->between - 8, SIZE, REINTI_ANCHOR_MIDDLE,
                                  REINTI_COLOR_QUIET, true, a->t->layer[a->layer[i]].label, 4, draw);
        if (draw)
            reinti_draw_text(a->p, middle, SIZE * (1 + REINTI_LINE * lines), SIZE, REINTI_ANCHOR_MIDDLE, n)
                ->fill = REINTI_COLOR_QUIET;
        most = lines > most ? lines : most;
    }
    return (most + 1) * REINTI_LINE * SIZE + 6;
}

/* Whether the second wave of each panel looks as the first of the next one. */
static bool
same_at_both_sides(const alluvial *a)
{
    for (size_t i = 0; i + 1 < a->n; i++)
        for (size_t k = 0; k < a->k; k++)
            if (sum_of(a, a->layer[i], k, true) != sum_of(a, a->layer[i + 1], k, false))
                return false;
    return true;
}

void
reinti_picture_alluvial(const reinti_table *t, reinti_picture *p)
{
    alluvial a = { .t = t, .p = p, .k = count_states(t) };
    double most = 0;

    for (size_t layer = 0; layer < t->n_layers && a.n < MOST; layer++)
        if (strcmp(t->layer[layer].code, "all"))
            a.layer[a.n++] = layer;
    if (!a.k || a.k > MOST || a.k >= t->n_rows || a.k >= t->n_columns) {
        reinti_picture_nobody(p);
        return;
    }
    for (size_t i = 0; i < a.n; i++) {
        double sum = 0;
        for (size_t k = 0; k < a.k; k++)
            sum += sum_of(&a, a.layer[i], k, false);
        most = fmax(most, sum);
    }
    if (most <= 0) {
        reinti_picture_nobody(p);
        return;
    }
    double room = full, names = 0;
    double widest = 0; /* name */
    for (size_t k = 0; k < a.k; k++) {
        names += label_height(&a, &t->row[k]);
        widest = fmax(widest, reinti_text_width(t->row[k].label, SIZE, false));
    }
    room = fmax(room, names);
    a.person = fmin(thickest, (room - apart * (double)(a.k - 1)) / most);
    a.height = fmin(room, most * a.person + apart * (double)(a.k - 1));
    a.height = fmax(a.height, names);
    a.joined = a.n > 1 && t->picture.n_waves == a.n + 1;
    a.bar = a.joined ? shared_bar : own_bar;
    a.between = a.joined ? -a.bar : gap;
    double side = fmin(label_width, widest + number_width) + 12, inner = (double)(a.n - 1) * a.between;
    p->width = fmax(p->width, (double)a.n * least_panel + inner + 2 * side);
    a.panel = (p->width - 2 * side - inner) / (double)a.n;
    a.top = draw_heads(&a, side, false);
    draw_heads(&a, side, true);
    for (size_t i = 0; i < a.n; i++)
        draw_panel(&a, i, side + (double)i * (a.panel + a.between));
    p->height = a.top + a.height + 14; /* a label may reach beyond its bar */
    if (a.n > 1)                       /* a state may be in the middle only */
        p->height += 10 + reinti_draw_legend(p, 0, p->height + 10, p->width, t->row, a.k);
    if (!a.joined && !same_at_both_sides(&a))
        p->height += REINTI_LINE * 8 *
                     reinti_draw_paragraph(
                         p, 0, p->height + 8, p->width, 8, REINTI_ANCHOR_START, REINTI_COLOR_QUIET, false,
                         reinti_say(p->language,
                                    "Each pair of waves has its own people: whoever was interviewed at both.",
                                    "Tiap pasangan gelombang memuat orangnya sendiri: yang diwawancarai pada "
                                    "keduanya."),
                         2, true);
}
