/* picture.h -- pictures of finished tables: a list of shapes.  Private; read by the writers of pictures.
 *
 * A picture is drawn from the cells of its table and from nothing else: what is in it is in the table, what a table does
 * not show is not drawn, and whatever hides a cell hides it in the picture.  Lengths are points (1/72 inch), y grows
 * downwards.  Shapes lie in the order in which they were added. */
#ifndef REINTI_PICTURE_H
#define REINTI_PICTURE_H

#include "base/base.h"
#include "table/cells.h"

typedef enum reinti_shape_kind {
    REINTI_SHAPE_RECT,
    REINTI_SHAPE_BAND, /* from the edge y..y + height at x to y2..y2 + height2 at x + width, in two smooth curves */
    REINTI_SHAPE_LINE, /* through N points */
    REINTI_SHAPE_AREA, /* within N points */
    REINTI_SHAPE_DOT,  /* round x, y: width across */
    REINTI_SHAPE_TEXT
} reinti_shape_kind;

typedef enum reinti_anchor { REINTI_ANCHOR_START, REINTI_ANCHOR_MIDDLE, REINTI_ANCHOR_END } reinti_anchor;

#define REINTI_NO_INK UINT32_MAX
typedef struct reinti_shape {
    reinti_shape_kind kind;
    double x, y, width, height, y2, height2;
    uint32_t fill, stroke; /* 0xRRGGBB or REINTI_NO_INK; a text's colour is its fill */
    double stroke_width;
    double opacity;       /* of the fill, 0..1 */
    bool hatched, dashed; /* white stripes over the fill; a broken line */
    size_t n;
    const double *point; /* x, y, x, y ... */
    const char *text;    /* y is its base line */
    double size;
    bool bold;
    reinti_anchor anchor;
    const char *title; /* what the shape stands for, with its number: "A → B: 3"; NULL = nothing by itself */
} reinti_shape;

typedef struct reinti_picture {
    reinti_arena *arena;
    const char *language;
    double width, height;
    reinti_str words; /* the same said in words, for those who do not see it */
    bool personal;    /* shows individual people: never for release */
    size_t n, capacity;
    reinti_shape *shape;
    reinti_shape lost; /* what is drawn after memory ran out */
    bool failed;
} reinti_picture;

void reinti_picture_begin(reinti_picture *p, reinti_arena *arena, const char *language, double width);
void reinti_picture_end(reinti_picture *p); /* gives back WORDS; the rest is the arena's */

/* Each answers the shape, so that more can be said of it.  Texts and titles are kept by pointer, points are copied. */
reinti_shape *reinti_draw_rect(reinti_picture *p, double x, double y, double width, double height,
                               uint32_t fill);
reinti_shape *reinti_draw_band(reinti_picture *p, double x, double width, double y, double y2, double height,
                               uint32_t fill);
reinti_shape *reinti_draw_line(reinti_picture *p, const double *point, size_t n, uint32_t stroke,
                               double stroke_width);
reinti_shape *reinti_draw_area(reinti_picture *p, const double *point, size_t n, uint32_t fill);
reinti_shape *reinti_draw_dot(reinti_picture *p, double x, double y, double width, uint32_t fill);
reinti_shape *reinti_draw_text(reinti_picture *p, double x, double y, double size, reinti_anchor anchor,
                               const char *text);
/* From X, Y to X2, Y2 with a head at its end. */
void reinti_draw_arrow(reinti_picture *p, double x, double y, double x2, double y2);

/* Text kept with the picture; "" when memory runs out. */
const char *reinti_picture_format(reinti_picture *p, const char *format, ...) REINTI_PRINTF(2, 3);
/* Points that TEXT takes; a little more than it does in the fonts that viewers put in place of ours. */
double reinti_text_width(const char *text, double size, bool bold);
/* TEXT in lines of at most WIDTH points, broken at blanks, the last of LINES cut with "…"; answers how many there are.
 * Y is the base line of the first; lines are REINTI_LINE times SIZE apart.  DRAW false: only how many. */
#define REINTI_LINE 1.25
unsigned reinti_draw_paragraph(reinti_picture *p, double x, double y, double width, double size,
                               reinti_anchor anchor, uint32_t color, bool bold, const char *text,
                               unsigned lines, bool draw);

/* Colours that stay apart in grey and for the colour-blind, in pictures and native charts; the K-th of a list.  Beyond their number they begin again
 * and are to be hatched. */
#define REINTI_COLORS 12
uint32_t reinti_color(size_t k);
#define REINTI_COLOR_OPEN  0xB8B8B8u /* of what cannot be told; always hatched */
#define REINTI_COLOR_GAP   0xEDEDEDu /* of what is not there: the code "-" */
#define REINTI_COLOR_TEXT  0x222222u
#define REINTI_COLOR_QUIET 0x666666u
#define REINTI_COLOR_RULE  0x8A8A8Au
#define REINTI_COLOR_GRID  0xD9D9D9u
/* White or black, whichever is read better on COLOR. */
uint32_t reinti_ink_on(uint32_t color);

/* The colours of the categories of a table, in the order of its rows: a fill, or a hatched one. */
void reinti_paint(reinti_shape *s, const reinti_entry *entry, size_t k);

/* Names of categories with a square of their colour, in rows of at most WIDTH from X, Y on; answers the height. */
double reinti_draw_legend(reinti_picture *p, double x, double y, double width, const reinti_entry *entry,
                          size_t n);

/* Places N labels of HEIGHT[i], wanted around AT[i] (rising), between LOW and HIGH so that none lies on another:
 * AT becomes their middles. */
void reinti_spread_labels(double *at, const double *height, size_t n, double low, double high);

/* Months between the ticks of an axis of MONTHS: at most ten of them. */
double reinti_month_ticks(double months);

static inline const char *
reinti_picture_title(const reinti_table *t)
{
    return reinti_text_or(t->picture.title, reinti_text_or(t->title, ""));
}

/* Draws the picture of T (its `picture`) on P, which has begun.  A table without numbers gives a picture that says so.
 * NO_MEMORY, or ARGUMENT: T has not the rows and columns that its picture needs. */
reint_status reinti_picture_draw(const reinti_table *t, reinti_picture *p, reint_error *err);

/* ---- one file each ------------------------------------------------------------------------------------------ */

void reinti_picture_flow(const reinti_table *t, reinti_picture *p);
void reinti_picture_alluvial(const reinti_table *t, reinti_picture *p);
void reinti_picture_multiples(const reinti_table *t, reinti_picture *p);
void reinti_picture_profile(const reinti_table *t, reinti_picture *p);
void reinti_picture_states(const reinti_table *t, reinti_picture *p);
void reinti_picture_balance(const reinti_table *t, reinti_picture *p);
void reinti_picture_changes(const reinti_table *t, reinti_picture *p);
void reinti_picture_curve(const reinti_table *t, reinti_picture *p);
void reinti_picture_timeline(const reinti_table *t, reinti_picture *p);
void reinti_picture_index(const reinti_table *t, reinti_picture *p);

/* Where the statistic ID of T is; n_stats if it has none.  How many rows stand before the first total. */
size_t reinti_table_stat(const reinti_table *t, const char *id);
size_t reinti_table_plain_rows(const reinti_table *t);
/* The number of CELL as the table shows it, kept with the picture. */
const char *reinti_picture_number(reinti_picture *p, const reinti_table *t, const reinti_cell *cell,
                                  size_t stat);
/* Whether the cell's value may be drawn; its value, or 0. */
bool reinti_cell_drawn(const reinti_cell *cell);
double reinti_cell_height(const reinti_cell *cell);
/* In place of a picture of nobody. */
void reinti_picture_nobody(reinti_picture *p);

#endif
