/* picture.c -- what stands around a picture, and the pictures of a report on one page. */
#include <config.h>

#include "write/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/workbook.h"

#define PICTURE_WIDTH 620.0 /* points that a picture has, unless it needs more */
#define MARGIN        16.0
#define TITLE_SIZE    12.0
#define MARK_SIZE     8.5
#define FOOT_SIZE     7.5
#define INK_MARK      0xB00020u

/* Shapes of ONE, moved down and to the right. */
static void
place(reinti_picture *page, const reinti_picture *one, double dx, double dy)
{
    for (size_t i = 0; i < one->n; i++) {
        const reinti_shape *from = &one->shape[i];
        double *moved = from->n ? reinti_arena_alloc(page->arena, 2 * from->n * sizeof *moved) : NULL;
        if (from->n && !moved) {
            page->failed = true;
            return;
        }
        for (size_t k = 0; k < from->n; k++) {
            moved[2 * k] = from->point[2 * k] + dx;
            moved[2 * k + 1] = from->point[2 * k + 1] + dy;
        }
        reinti_shape *s = reinti_draw_rect(page, 0, 0, 0, 0, 0);
        *s = *from;
        s->x += dx;
        s->y += dy;
        s->y2 += dy;
        s->point = moved;
    }
}

/* A paragraph over the page at *Y. */
static void
put(reinti_picture *page, double *y, double width, double size, uint32_t color, bool bold, unsigned lines,
    const char *text)
{
    if (text && *text)
        *y += REINTI_LINE * size *
              reinti_draw_paragraph(page, MARGIN, *y + size, width, size, REINTI_ANCHOR_START, color, bold,
                                    text, lines, true);
}

static reint_status
add_picture(const reint_report *r, const reinti_table *t, reinti_picture *page, reint_error *err)
{
    reinti_picture one;
    double y = page->height + MARGIN;

    reinti_picture_begin(&one, page->arena, t->language, PICTURE_WIDTH);
    reint_status status = reinti_picture_draw(t, &one, err);
    if (!status) {
        const char *title = reinti_picture_title(t);
        put(page, &y, one.width, TITLE_SIZE, REINTI_COLOR_TEXT, true, 3, title);
        if (r->internal)
            put(page, &y, one.width, MARK_SIZE, INK_MARK, true, 2,
                reinti_word_text(r->language, REINTI_WORD_INTERNAL_LONG));
        if (one.personal)
            put(page, &y, one.width, MARK_SIZE, INK_MARK, true, 2,
                reinti_word_text(r->language, REINTI_WORD_PERSONAL));
        y += 8;
        place(page, &one, MARGIN, y);
        y += one.height + 8;
        if (t->base && *t->base)
            put(page, &y, one.width, FOOT_SIZE, REINTI_COLOR_QUIET, false, 4,
                reinti_picture_format(page, "%s: %s", reinti_word_text(r->language, REINTI_WORD_BASE),
                                      t->base));
        put(page, &y, one.width, FOOT_SIZE, REINTI_COLOR_QUIET, false, 2, r->notice);
        reinti_str_format(&page->words, "%s%s. %s.", page->words.length ? " " : "", title, one.words.text);
        page->width = fmax(page->width, one.width + 2 * MARGIN);
        page->height = ceil(y + MARGIN / 2);
    }
    reinti_picture_end(&one);
    return status;
}

reint_status
reinti_picture_page(const reint_report *r, const reinti_table *only, reinti_arena *arena,
                    reinti_picture *page, const char **title, reint_error *err)
{
    size_t n = 0;
    reint_status status = REINT_OK;

    reinti_picture_begin(page, arena, r->language, 0);
    *title = "";
    for (size_t i = 0; !status && i < r->n_tables; i++) {
        const reinti_table *t = r->table[i];
        if (!t->picture.kind || (only && only != t))
            continue;
        *title = n++ ? reinti_text_or(r->title, "") : reinti_picture_title(t);
        status = add_picture(r, t, page, err);
    }
    if (!status && !n)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "none of these tables has a picture; see `picture` in reint-plan(5)");
    if (!status && (page->failed || page->words.failed))
        status = reinti_no_memory(err);
    return status;
}

void
reinti_band_points(const reinti_shape *s, double *way)
{
    double middle = s->x + s->width / 2, end = s->x + s->width, low = s->y + s->height,
           low2 = s->y2 + s->height2;
    const double point[2 * REINTI_BAND_POINTS] = { s->x, s->y, middle, s->y, middle, s->y2, end,  s->y2,
                                                   end,  low2, middle, low2, middle, low,   s->x, low };

    memcpy(way, point, sizeof point);
}

/* The pictures of R, below each other, as SAY writes a page. */
static reint_status
write_page(const reint_report *r, FILE *stream, reint_error *err,
           reint_status (*say)(const reinti_picture *page, const char *title, FILE *stream, reint_error *err))
{
    reinti_arena *arena = reinti_arena_create();
    reinti_picture page;
    const char *title;

    if (!arena)
        return reinti_no_memory(err);
    reint_status status = reinti_picture_page(r, NULL, arena, &page, &title, err);
    if (!status)
        status = say(&page, title, stream, err);
    reinti_picture_end(&page);
    reinti_arena_free(arena);
    return status;
}

static reint_status
say_svg(const reinti_picture *page, const char *title, FILE *stream, reint_error *err)
{
    (void)err;
    reinti_svg_write(page, title, stream);
    return REINT_OK;
}

static reint_status
say_png(const reinti_picture *page, const char *title, FILE *stream, reint_error *err)
{
    unsigned char *data = NULL;
    size_t size = 0;
    reint_status status = reinti_png_make(page, &data, &size, err);

    (void)title;
    if (!status)
        fwrite(data, 1, size, stream);
    free(data);
    return status;
}

reint_status
reinti_write_svg(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    (void)options;
    return write_page(r, stream, err, say_svg);
}

reint_status
reinti_write_png(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    (void)options;
    return write_page(r, stream, err, say_png);
}
