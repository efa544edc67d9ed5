/* picture_flow.c -- the flow of people: approached, consented, interviewed in each wave; who came back and who did not.
 *
 * Reads the rows of a table of `follow-flow`: "approached", "consented" (if the study records it), a row a wave by its id,
 * and "<wave>.<part>".  In the middle a box a step, each with a bar as long as its share of those approached; on the right
 * who was not interviewed and why, on the left who came back.  A part of nobody is not drawn. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"
#include "table/picture.h"

enum { SIZE = 9 };
static const double box_x = 196, box_width = 208, left_width = 166, side_width = 176, line = 12.5, pad = 7,
                    between = 22;

typedef struct flow {
    const reinti_table *t;
    reinti_picture *p;
    double y; /* free from here */
    double approached;
} flow;

static const reinti_cell *
find(const flow *f, const char *wave, const char *part, const char **label)
{
    for (size_t i = 0; i < f->t->n_rows; i++) {
        const char *code = f->t->row[i].code;
        size_t n = strlen(wave);
        if (strncmp(code, wave, n) || (part ? code[n] != '.' || strcmp(code + n + 1, part) : code[n] != '\0'))
            continue;
        *label = f->t->row[i].label;
        return reinti_table_cell(f->t, 0, i, 0, 0);
    }
    return NULL;
}

typedef struct lines {
    size_t n;
    const char *text[8];
} lines;

/* "Label: 12"; three dots say that it is part of what stands above. */
static const char *
line_of(flow *f, const char *label, const reinti_cell *cell)
{
    bool part = !strncmp(label, "... ", 4);

    return reinti_picture_format(f->p, "%s%s: %s", part ? "… " : "", part ? label + 4 : label,
                                 reinti_picture_number(f->p, f->t, cell, 0));
}

/* Of the parts that have anybody. */
static void
add_parts(flow *f, const char *wave, const char *const *part, lines *out)
{
    for (; *part; part++) {
        const char *label;
        const reinti_cell *cell = find(f, wave, *part, &label);
        if (!cell || (reinti_cell_drawn(cell) && cell->value <= 0) || out->n == REINTI_LENGTH(out->text))
            continue;
        out->text[out->n] = line_of(f, label, cell);
        reinti_str_format(&f->p->words, "%s%s", f->p->words.length ? "; " : "", out->text[out->n]);
        out->n++;
    }
}

static double
height_of(flow *f, const lines *l, double width)
{
    double n = 0;

    for (size_t i = 0; i < l->n; i++)
        n += reinti_draw_paragraph(f->p, 0, 0, width - 2 * pad, SIZE, REINTI_ANCHOR_START, 0, false,
                                   l->text[i], 3, false);
    return n * line + 2 * pad - 2;
}

static void
draw_box(flow *f, const lines *l, double x, double y, double width, double height, bool main)
{
    reinti_shape *box = reinti_draw_rect(f->p, x, y, width, height, main ? 0xF3F6FB : 0xFFFFFF);
    unsigned n = 0;

    box->stroke = main ? reinti_color(0) : REINTI_COLOR_RULE;
    box->stroke_width = main ? 1.2 : 0.8;
    for (size_t i = 0; i < l->n; i++)
        n += reinti_draw_paragraph(f->p, x + pad, y + pad + 8 + n * line, width - 2 * pad, SIZE,
                                   REINTI_ANCHOR_START, REINTI_COLOR_TEXT, main && !i, l->text[i], 3, true);
}

/* A step: its box, what stands on the left of it, and the bar of its share. */
static void
draw_step(flow *f, const reinti_cell *cell, const char *label, const char *wave)
{
    static const char *const within[] = { "first", "again", NULL }, *const back[] = { "returned", NULL };
    lines own = { 1, { line_of(f, label, cell) } }, left = { 0 };

    reinti_str_format(&f->p->words, "%s%s", f->p->words.length ? "; " : "", own.text[0]);
    if (wave) {
        add_parts(f, wave, within, &own);
        add_parts(f, wave, back, &left);
    }
    double height = height_of(f, &own, box_width) + 6, side = left.n ? height_of(f, &left, left_width) : 0;
    double top = f->y + fmax(0, (side - height) / 2);
    draw_box(f, &own, box_x, top, box_width, height, true);
    double share = f->approached > 0 ? fmin(reinti_cell_height(cell) / f->approached, 1) : 0;
    reinti_draw_rect(f->p, box_x + 1, top + height - 5, (box_width - 2) * share, 4, reinti_color(2));
    if (left.n) {
        double middle = top + height / 2;
        draw_box(f, &left, 0, middle - side / 2, left_width, side, false);
        reinti_draw_arrow(f->p, left_width, middle, box_x, middle);
    }
    f->y = fmax(top + height, f->y + side);
}

/* From the box above to the next one; on the right who goes no further. */
static void
draw_way(flow *f, const lines *out)
{
    double x = box_x + box_width / 2, height = out->n ? height_of(f, out, side_width) : 0;
    double gap = fmax(between, height + 14);

    if (out->n) {
        double middle = f->y + gap / 2 - 2, right = box_x + box_width + 30;
        draw_box(f, out, right, middle - height / 2, side_width, height, false);
        reinti_draw_arrow(f->p, x, middle, right, middle);
    }
    reinti_draw_arrow(f->p, x, f->y, x, f->y + gap);
    f->y += gap;
}

static void
draw_waves(flow *f)
{
    static const char *const out[] = { "missed", "lost", "not_due", "not_yet", NULL };
    const reinti_table *t = f->t;

    for (size_t i = 0; i < t->n_rows; i++) {
        const char *code = t->row[i].code, *label;
        lines gone = { 0 };
        if (strchr(code, '.') || !find(f, code, "interviewed", &label)) /* no wave */
            continue;
        add_parts(f, code, out, &gone);
        draw_way(f, &gone);
        draw_step(f, reinti_table_cell(t, 0, i, 0, 0), t->row[i].label, code);
    }
}

void
reinti_picture_flow(const reinti_table *t, reinti_picture *p)
{
    flow f = { .t = t, .p = p };
    const char *label, *agreed;
    const reinti_cell *approached = find(&f, "approached", NULL, &label),
                      *consented = find(&f, "consented", NULL, &agreed);

    if (!approached || !t->n_columns || (reinti_cell_drawn(approached) && approached->value <= 0)) {
        reinti_picture_nobody(p);
        return;
    }
    f.approached = reinti_cell_height(approached);
    draw_step(&f, approached, label, NULL);
    if (consented) {
        lines gone = { 0 };
        double n = approached->value - consented->value;
        if (reinti_cell_drawn(approached) && reinti_cell_drawn(consented) && n > 0)
            gone.text[gone.n++] =
                reinti_picture_format(p,
                                      reinti_say(p->language, "No consent, or none recorded: %.0f",
                                                 "Tanpa persetujuan tercatat: %.0f"),
                                      n);
        draw_way(&f, &gone);
        draw_step(&f, consented, agreed, NULL);
    }
    draw_waves(&f);
    p->height = f.y + 2;
}
