/* picture.c -- what pictures are drawn with: shapes, text and its width, colours, legends.
 *
 * The width of a text is reckoned from the widths of DejaVu Sans, which the writers use; the fonts that viewers of SVG put
 * in its place are narrower or as wide.  Letters beyond ASCII count as wide ones.  Nothing here depends on what fonts a
 * machine has, so that the layout is the same everywhere. */
#include <config.h>

#include "table/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

/* ---- shapes --------------------------------------------------------------------------------------------- */

void
reinti_picture_begin(reinti_picture *p, reinti_arena *arena, const char *language, double width)
{
    *p = (reinti_picture){ .arena = arena, .language = language, .width = width, .words = REINTI_STR_EMPTY };
}

void
reinti_picture_end(reinti_picture *p)
{
    reinti_str_free(&p->words);
}

static reinti_shape *
add(reinti_picture *p, reinti_shape shape)
{
    reinti_shape *s = &p->lost;

    if (reinti_arena_grow(p->arena, &p->shape, &p->capacity, p->n, sizeof *p->shape))
        s = &p->shape[p->n++];
    else
        p->failed = true;
    *s = shape;
    return s;
}

reinti_shape *
reinti_draw_rect(reinti_picture *p, double x, double y, double width, double height, uint32_t fill)
{
    return add(p, (reinti_shape){ .kind = REINTI_SHAPE_RECT,
                                  .x = x,
                                  .y = y,
                                  .width = width,
                                  .height = height,
                                  .fill = fill,
                                  .stroke = REINTI_NO_INK,
                                  .opacity = 1 });
}

reinti_shape *
reinti_draw_band(reinti_picture *p, double x, double width, double y, double y2, double height, uint32_t fill)
{
    reinti_shape *s = reinti_draw_rect(p, x, y, width, height, fill);

    s->kind = REINTI_SHAPE_BAND;
    s->y2 = y2;
    s->height2 = height;
    return s;
}

static const double *
copy_points(reinti_picture *p, const double *point, size_t n)
{
    double *copy = reinti_arena_alloc(p->arena, (2 * n + 1) * sizeof *copy);

    if (copy)
        memcpy(copy, point, 2 * n * sizeof *copy);
    p->failed = p->failed || !copy;
    return copy;
}

reinti_shape *
reinti_draw_line(reinti_picture *p, const double *point, size_t n, uint32_t stroke, double stroke_width)
{
    const double *copy = copy_points(p, point, n);

    return add(p, (reinti_shape){ .kind = REINTI_SHAPE_LINE,
                                  .n = copy ? n : 0,
                                  .point = copy,
                                  .fill = REINTI_NO_INK,
                                  .stroke = stroke,
                                  .stroke_width = stroke_width,
                                  .opacity = 1 });
}

reinti_shape *
reinti_draw_area(reinti_picture *p, const double *point, size_t n, uint32_t fill)
{
    reinti_shape *s = reinti_draw_line(p, point, n, REINTI_NO_INK, 0);

    s->kind = REINTI_SHAPE_AREA;
    s->fill = fill;
    return s;
}

reinti_shape *
reinti_draw_dot(reinti_picture *p, double x, double y, double width, uint32_t fill)
{
    reinti_shape *s = reinti_draw_rect(p, x, y, width, width, fill);

    s->kind = REINTI_SHAPE_DOT;
    return s;
}

reinti_shape *
reinti_draw_text(reinti_picture *p, double x, double y, double size, reinti_anchor anchor, const char *text)
{
    return add(p, (reinti_shape){ .kind = REINTI_SHAPE_TEXT,
                                  .x = x,
                                  .y = y,
                                  .size = size,
                                  .anchor = anchor,
                                  .text = text,
                                  .fill = REINTI_COLOR_TEXT,
                                  .stroke = REINTI_NO_INK,
                                  .opacity = 1 });
}

void
reinti_draw_arrow(reinti_picture *p, double x, double y, double x2, double y2)
{
    const double head = 6, half = 3, length = hypot(x2 - x, y2 - y);
    double dx = length > 0 ? (x2 - x) / length : 0, dy = length > 0 ? (y2 - y) / length : 1;
    const double line[] = { x, y, x2 - dx * head * 0.8, y2 - dy * head * 0.8 };
    const double tip[] = { x2,
                           y2,
                           x2 - dx * head - dy * half,
                           y2 - dy * head + dx * half,
                           x2 - dx * head + dy * half,
                           y2 - dy * head - dx * half };

    reinti_draw_line(p, line, 2, REINTI_COLOR_RULE, 1);
    reinti_draw_area(p, tip, 3, REINTI_COLOR_RULE);
}

/* ---- text ----------------------------------------------------------------------------------------------- */

const char *
reinti_picture_format(reinti_picture *p, const char *format, ...)
{
    char text[1024];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    for (size_t n = strlen(text); n && !reinti_utf8_valid(text, n, NULL);)
        text[--n] = '\0'; /* cut within a letter */
    const char *copy = reinti_arena_text(p->arena, text);
    p->failed = p->failed || !copy;
    return copy ? copy : "";
}

/* Thousandths of the size, from the blank to "~": advance widths of DejaVu Sans 2.37 (its table hmtx). */
static const short advance[] = { 318, 401, 460, 838, 636,  950, 780, 275, 390, 390, 500, 838, 318, 361,
                                 318, 337, 636, 636, 636,  636, 636, 636, 636, 636, 636, 636, 337, 337,
                                 838, 838, 838, 531, 1000, 684, 686, 698, 770, 632, 575, 775, 752, 295,
                                 295, 656, 557, 863, 748,  787, 603, 787, 695, 635, 611, 732, 684, 989,
                                 685, 611, 685, 390, 337,  390, 838, 500, 500, 613, 635, 550, 635, 615,
                                 352, 635, 634, 278, 278,  579, 278, 974, 634, 612, 635, 635, 411, 521,
                                 392, 634, 592, 818, 592,  592, 525, 636, 337, 636, 838 };
#define ADVANCE_OTHER 0.7
#define ADVANCE_BOLD  1.12 /* of bold letters, to plain ones */

static double
width_of(const char *text, size_t n, double size, bool bold)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 0x20 && c < 0x7f)
            sum += advance[c - 0x20] / 1000.0;
        else if (c >= 0xe3 && c < 0xf0) /* the wide ones of East Asia begin so */
            sum += 1;
        else if (c >= 0x80 && (c & 0xc0) != 0x80)
            sum += ADVANCE_OTHER;
    }
    return sum * size * (bold ? ADVANCE_BOLD : 1);
}

double
reinti_text_width(const char *text, double size, bool bold)
{
    return width_of(text, strlen(text), size, bold);
}

/* Bytes of TEXT that fit into WIDTH: whole words, or letters of a word that is longer; at least one letter. */
static size_t
fit(const char *text, double width, double size, bool bold)
{
    size_t n = strlen(text), fits = 0, blank = 0;

    if (width_of(text, n, size, bold) <= width)
        return n;
    for (size_t i = 0; i < n; i++) {
        size_t end = i + 1;
        while (end < n && ((unsigned char)text[end] & 0xc0) == 0x80)
            end++;
        if (width_of(text, end, size, bold) > width)
            break;
        fits = end;
        if (text[i] == ' ')
            blank = i;
        i = end - 1;
    }
    if (text[fits] == ' ')
        return fits;
    if (blank)
        return blank;
    for (fits = fits ? fits : 1; fits < n && ((unsigned char)text[fits] & 0xc0) == 0x80;)
        fits++;
    return fits;
}

/* The last line that there is room for: as much of TEXT as fits, and "…". */
static const char *
cut(reinti_picture *p, const char *text, double width, double size, bool bold)
{
    size_t n = strlen(text);

    if (width_of(text, n, size, bold) <= width)
        return reinti_picture_format(p, "%s", text);
    while (n && (((unsigned char)text[n] & 0xc0) == 0x80 || text[n - 1] == ' ' ||
                 width_of(text, n, size, bold) + size > width))
        n--;
    return reinti_picture_format(p, "%.*s…", (int)n, text);
}

unsigned
reinti_draw_paragraph(reinti_picture *p, double x, double y, double width, double size, reinti_anchor anchor,
                      uint32_t color, bool bold, const char *text, unsigned lines, bool draw)
{
    unsigned n = 0;

    while (*text && n < lines) {
        size_t length = fit(text, width, size, bold);
        bool last = n + 1 == lines;
        if (draw) {
            const char *line =
                last ? cut(p, text, width, size, bold) : reinti_picture_format(p, "%.*s", (int)length, text);
            reinti_shape *s = reinti_draw_text(p, x, y + n * REINTI_LINE * size, size, anchor, line);
            s->fill = color;
            s->bold = bold;
        }
        n++;
        text += length;
        text += strspn(text, " ");
    }
    return n;
}

/* ---- colours -------------------------------------------------------------------------------------------- */

static const uint32_t colors[REINTI_COLORS] = { 0x1F3864, 0xC55A11, 0x7F9FC9, 0xE2B36B, 0x5B6770, 0x9DC3A5,
                                                0x8E5572, 0xCFCFCF, 0x2E7D6B, 0xE3A7B5, 0x9A8430, 0x3A3A3A };

uint32_t
reinti_color(size_t k)
{
    return colors[k % REINTI_COLORS];
}

uint32_t
reinti_ink_on(uint32_t color)
{
    double light = 0.2126 * (color >> 16 & 0xff) + 0.7152 * (color >> 8 & 0xff) + 0.0722 * (color & 0xff);

    return light < 140 ? 0xFFFFFF : 0x111111;
}

void
reinti_paint(reinti_shape *s, const reinti_entry *entry, size_t k)
{
    static const struct {
        const char *code;
        uint32_t color;
    } away[] = { /* greys, for what is no state: no code begins so */
                 { "-", REINTI_COLOR_GAP },
                 { "-not_yet", REINTI_COLOR_GAP },
                 { "-missed", 0xC4C4C4 },
                 { "-lost", 0x8C8C8C }
    };

    for (size_t i = 0; i < REINTI_LENGTH(away); i++)
        if (!strcmp(away[i].code, entry->code)) {
            s->fill = away[i].color;
            s->hatched = false;
            return;
        }
    s->fill = entry->missing ? REINTI_COLOR_OPEN : reinti_color(k);
    s->hatched = entry->missing || k >= REINTI_COLORS;
}

/* ---- legends and labels ----------------------------------------------------------------------------------- */

double
reinti_draw_legend(reinti_picture *p, double x, double y, double width, const reinti_entry *entry, size_t n)
{
    const double size = 9, square = 9, row = 15;
    double at = x, top = y;

    for (size_t k = 0; k < n; k++) {
        double text = fmin(reinti_text_width(entry[k].label, size, false), width - square - 5);
        if (at > x && at + square + 5 + text > x + width) {
            at = x;
            y += row;
        }
        reinti_paint(reinti_draw_rect(p, at, y, square, square, 0), &entry[k], k);
        reinti_draw_paragraph(p, at + square + 5, y + 8, text + 1, size, REINTI_ANCHOR_START,
                              REINTI_COLOR_TEXT, false, entry[k].label, 1, true);
        at += square + 5 + text + 16;
    }
    return n ? y + row - top : 0;
}

void
reinti_spread_labels(double *at, const double *height, size_t n, double low, double high)
{
    double edge = low;

    for (size_t i = 0; i < n; i++) { /* down, so that none lies on the one before */
        at[i] = fmax(at[i], edge + height[i] / 2);
        edge = at[i] + height[i] / 2;
    }
    edge = high;
    for (size_t i = n; i-- > 0;) { /* and up again, those that went beyond the end */
        at[i] = fmin(at[i], edge - height[i] / 2);
        edge = at[i] - height[i] / 2;
    }
}

double
reinti_month_ticks(double months)
{
    static const double ticks[] = { 1, 2, 3, 6, 12, 24, 36, 60, 120 };
    size_t i = 0;

    while (i + 1 < REINTI_LENGTH(ticks) && months / ticks[i] > 10)
        i++;
    return fmax(ticks[i], ceil(months / 10 / ticks[i]) * ticks[i]);
}

/* ---- cells ---------------------------------------------------------------------------------------------- */

size_t
reinti_table_stat(const reinti_table *t, const char *id)
{
    size_t s = 0;

    while (s < t->n_stats && strcmp(t->stat[s].id, id))
        s++;
    return s;
}

size_t
reinti_table_plain_rows(const reinti_table *t)
{
    size_t n = 0;

    while (n < t->n_rows && !t->row[n].total)
        n++;
    return n;
}

const char *
reinti_picture_number(reinti_picture *p, const reinti_table *t, const reinti_cell *cell, size_t stat)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_cell_text(&s, t, cell, &t->stat[stat]);
    const char *text = reinti_picture_format(p, "%s", s.text);
    p->failed = p->failed || s.failed;
    reinti_str_free(&s);
    return text;
}

bool
reinti_cell_drawn(const reinti_cell *cell)
{
    return (cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED) && isfinite(cell->value);
}

double
reinti_cell_height(const reinti_cell *cell)
{
    return reinti_cell_drawn(cell) ? fmax(cell->value, 0) : 0;
}

void
reinti_picture_nobody(reinti_picture *p)
{
    const char *text =
        reinti_say(p->language, "There is nobody to be shown.", "Tidak ada orang untuk ditampilkan.");

    p->height = 60;
    reinti_draw_rect(p, 0, 0, p->width, p->height, 0xF5F5F5);
    reinti_draw_text(p, p->width / 2, 34, 10, REINTI_ANCHOR_MIDDLE, text)->fill = REINTI_COLOR_QUIET;
    reinti_str_add(&p->words, text);
}

/* ---- which one ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    void (*draw)(const reinti_table *t, reinti_picture *p);
} pictures[] = {
    { "flow", reinti_picture_flow },       { "alluvial", reinti_picture_alluvial },
    { "states", reinti_picture_states },   { "multiples", reinti_picture_multiples },
    { "profile", reinti_picture_profile }, { "index", reinti_picture_index },
    { "curve", reinti_picture_curve },     { "changes", reinti_picture_changes },
    { "balance", reinti_picture_balance }, { "timeline", reinti_picture_timeline },
};

reint_status
reinti_picture_draw(const reinti_table *t, reinti_picture *p, reint_error *err)
{
    for (size_t i = 0; i < REINTI_LENGTH(pictures); i++)
        if (reinti_equal(pictures[i].word, t->picture.kind)) {
            p->personal = t->picture.personal;
            pictures[i].draw(t->picture.of ? t->picture.of : t, p);
            return p->failed || p->words.failed ? reinti_no_memory(err) : REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "table \"%s\" has no picture",
                       reinti_text_or(t->id, ""));
}
