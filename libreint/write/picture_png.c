/* picture_png.c -- a page of pictures as PNG: filled outlines and text by FreeType.
 *
 * The font is one file, named when the program was built (DejaVu Sans, configure --with-font-dir): what a picture looks like does
 * not depend on the fonts, settings and screens of a machine, and two runs give the same bytes.  FreeType draws the shapes,
 * too: they are outlines as letters are, so that no other library is needed.  Letters are placed without hints, as wide
 * as they are in the font. */
#include <config.h>

#include "write/picture.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include FT_STROKER_H

#include "write/picture_ink.h"

#define SCALE       REINTI_PNG_SCALE
#define MOST_PIXELS 60000000.0
#define STRIPE      (5.0 * SCALE) /* as in picture_svg.c, along the diagonal */
#define STRIPE_OPEN (2.0 * SCALE)
#define DASH        5.0
#define DASH_GAP    3.0

typedef struct canvas {
    unsigned width, height; /* pixels */
    uint8_t *pixel;
    reinti_inks inks;
    FT_Library library;
    FT_Face face[2]; /* plain, bold */
    uint32_t color;
    double opacity;
    bool hatched;
    FT_Error failed;
} canvas;

/* ---- ink ------------------------------------------------------------------------------------------------ */

static bool
is_stripe(long x, long row)
{
    return fmod((double)(x + row) * M_SQRT1_2, STRIPE) < STRIPE_OPEN;
}

/* FreeType counts rows from below. */
static void
draw_spans(int y, int count, const FT_Span *spans, void *user)
{
    canvas *c = user;
    long row = (long)c->height - 1 - y;

    if (row < 0 || row >= (long)c->height)
        return;
    uint8_t *pixel = c->pixel + (size_t)row * c->width;
    for (int i = 0; i < count; i++) {
        unsigned step = (spans[i].coverage * REINTI_INK_STEPS + 127u) / 255;
        long first = spans[i].x > 0 ? spans[i].x : 0, end = spans[i].x + spans[i].len;
        end = end < (long)c->width ? end : (long)c->width;
        if (!step || first >= end)
            continue;
        if (!c->hatched)
            reinti_ink_run(&c->inks, pixel + first, (size_t)(end - first), step);
        for (long x = first; c->hatched && x < end; x++)
            pixel[x] = reinti_ink_over(&c->inks, pixel[x], step, is_stripe(x, row));
    }
}

static void
fill(canvas *c, FT_Outline *outline)
{
    FT_Raster_Params how = { .flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                             .gray_spans = draw_spans,
                             .user = c,
                             .clip_box = { 0, 0, (FT_Pos)c->width, (FT_Pos)c->height } };
    reinti_inks_take(&c->inks, c->color, c->opacity);
    FT_Error failed = FT_Outline_Render(c->library, outline, &how);

    c->failed = c->failed ? c->failed : failed;
}

static FT_Vector
vector(const canvas *c, double x, double y)
{
    return (FT_Vector){ lround(x * SCALE * 64), lround((c->height - y * SCALE) * 64) };
}

/* ---- shapes --------------------------------------------------------------------------------------------- */

/* N points of one contour; TAGS as FreeType has them: 1 on it, 2 a control point of a cubic curve. */
static void
fill_points(canvas *c, const double *point, const char *tags, size_t n)
{
    FT_Outline outline;

    if (n < 3 || n > INT16_MAX || c->failed)
        return;
    c->failed = FT_Outline_New(c->library, (FT_UInt)n, 1, &outline);
    if (c->failed)
        return;
    for (size_t i = 0; i < n; i++) {
        outline.points[i] = vector(c, point[2 * i], point[2 * i + 1]);
        outline.tags[i] = tags ? tags[i] : FT_CURVE_TAG_ON;
    }
    outline.contours[0] = (short)(n - 1);
    fill(c, &outline);
    FT_Outline_Done(c->library, &outline);
}

static void
fill_band(canvas *c, const reinti_shape *s)
{
    static const char tags[] = { 1, 2, 2, 1, 1, 2, 2, 1 };
    double point[2 * REINTI_BAND_POINTS];

    reinti_band_points(s, point);
    fill_points(c, point, tags, REINTI_BAND_POINTS);
}

/* Four curves; the constant makes them nearly a circle. */
static void
fill_dot(canvas *c, const reinti_shape *s, double width)
{
    static const char tags[] = { 1, 2, 2, 1, 2, 2, 1, 2, 2, 1, 2, 2 };
    double r = width / 2, k = 0.5522847498 * r, x = s->x, y = s->y;
    const double point[] = { x + r, y, x + r, y + k, x + k, y + r, x, y + r, x - k, y + r, x - r, y + k,
                             x - r, y, x - r, y - k, x - k, y - r, x, y - r, x + k, y - r, x + r, y - k };

    fill_points(c, point, tags, REINTI_LENGTH(tags));
}

/* A rim is the difference of two discs. */
static void
draw_dot(canvas *c, const reinti_shape *s)
{
    double rim = s->stroke != REINTI_NO_INK ? s->stroke_width : 0;

    if (rim > 0) {
        c->color = s->stroke;
        fill_dot(c, s, s->width + rim);
        c->color = s->fill;
    }
    fill_dot(c, s, s->width - rim);
}

/* A way through N points.  Points that are one for FreeType are given to it once, and a way that has but one place not
 * at all: it cannot end one. */
static void
stroke_way(const canvas *c, FT_Stroker pen, const double *point, size_t n)
{
    FT_Vector at = vector(c, point[0], point[1]);
    bool open = false;

    for (size_t i = 1; i < n; i++) {
        FT_Vector to = vector(c, point[2 * i], point[2 * i + 1]);
        if (to.x == at.x && to.y == at.y)
            continue;
        if (!open && FT_Stroker_BeginSubPath(pen, &at, 1))
            return;
        open = true;
        FT_Stroker_LineTo(pen, &to);
        at = to;
    }
    if (open)
        FT_Stroker_EndSubPath(pen);
}

/* The pieces of a broken line; the pattern goes on round corners. */
static void
stroke_dashes(const canvas *c, FT_Stroker pen, const double *point, size_t n)
{
    double at = 0; /* in the pattern */

    for (size_t i = 0; i + 1 < n; i++) {
        const double *a = point + 2 * i, *b = a + 2;
        double length = hypot(b[0] - a[0], b[1] - a[1]), done = 0;
        while (done < length) {
            bool ink = at < DASH;
            double step = fmin(length - done, (ink ? DASH : DASH + DASH_GAP) - at);
            const double dash[] = { a[0] + (b[0] - a[0]) * done / length,
                                    a[1] + (b[1] - a[1]) * done / length,
                                    a[0] + (b[0] - a[0]) * (done + step) / length,
                                    a[1] + (b[1] - a[1]) * (done + step) / length };
            if (ink)
                stroke_way(c, pen, dash, 2);
            done += step;
            at = fmod(at + step, DASH + DASH_GAP);
            if (step < 1e-9)
                break;
        }
    }
}

static void
stroke(canvas *c, const double *point, size_t n, double width, bool dashed)
{
    FT_Stroker pen = NULL;
    FT_Outline outline;
    FT_UInt points = 0, contours = 0;

    if (n < 2 || c->failed)
        return;
    c->failed = FT_Stroker_New(c->library, &pen);
    if (c->failed)
        return;
    FT_Stroker_Set(pen, lround(width * SCALE * 32), FT_STROKER_LINECAP_BUTT, FT_STROKER_LINEJOIN_MITER_FIXED,
                   4 << 16);
    if (dashed)
        stroke_dashes(c, pen, point, n);
    else
        stroke_way(c, pen, point, n);
    c->failed = FT_Stroker_GetCounts(pen, &points, &contours);
    if (!c->failed && points && points <= INT16_MAX &&
        !FT_Outline_New(c->library, points, (FT_Int)contours, &outline)) {
        outline.n_points = outline.n_contours = 0;
        FT_Stroker_Export(pen, &outline);
        fill(c, &outline);
        outline.n_points = (short)points; /* as they were made, to be given back */
        outline.n_contours = (short)contours;
        FT_Outline_Done(c->library, &outline);
    }
    FT_Stroker_Done(pen);
}

static void
draw_rect(canvas *c, const reinti_shape *s)
{
    double x2 = s->x + s->width, y2 = s->y + s->height;
    const double point[] = { s->x, s->y, x2, s->y, x2, y2, s->x, y2, s->x, s->y, x2, s->y };

    if (s->fill != REINTI_NO_INK && s->width > 0 && s->height > 0)
        fill_points(c, point, NULL, 4);
    if (s->stroke == REINTI_NO_INK || s->stroke_width <= 0)
        return;
    c->color = s->stroke;
    c->opacity = 1;
    c->hatched = false;
    stroke(c, point, 6, s->stroke_width, s->dashed); /* once round and one side more: a whole corner */
}

/* ---- text ----------------------------------------------------------------------------------------------- */

/* The next letter of valid UTF-8; 0 at the end. */
static FT_ULong
next_letter(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    unsigned n = *at < 0x80 ? 0 : *at < 0xe0 ? 1 : *at < 0xf0 ? 2 : 3;
    FT_ULong letter = n ? *at & (0x3fu >> n) : *at;

    for (; n; n--)
        letter = letter << 6 | (*++at & 0x3f);
    *text = (const char *)at + (letter != 0);
    return letter;
}

/* Draws at X (26.6), or only measures; answers where the text ends. */
static FT_Pos
set_text(canvas *c, FT_Face face, const char *text, FT_Pos x, FT_Pos y, bool draw)
{
    for (FT_ULong letter; (letter = next_letter(&text)) && !c->failed;) {
        c->failed = FT_Load_Char(face, letter, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
        if (c->failed)
            break;
        if (draw) {
            FT_Outline_Translate(&face->glyph->outline, x, y);
            fill(c, &face->glyph->outline);
        }
        x += (face->glyph->linearHoriAdvance + 512) >> 10; /* 16.16 to 26.6, not rounded to pixels */
    }
    return x;
}

static void
draw_text(canvas *c, const reinti_shape *s)
{
    FT_Face face = c->face[s->bold];
    FT_Vector at = vector(c, s->x, s->y);

    if (c->failed || !reinti_utf8_valid(s->text, strlen(s->text), NULL))
        return;
    c->failed = FT_Set_Char_Size(face, lround(s->size * 64), 0, 72 * SCALE, 72 * SCALE);
    if (s->anchor != REINTI_ANCHOR_START) {
        FT_Pos width = set_text(c, face, s->text, 0, 0, false);
        at.x -= s->anchor == REINTI_ANCHOR_END ? width : width / 2;
    }
    set_text(c, face, s->text, at.x, at.y, true);
}

static void
draw_shape(canvas *c, const reinti_shape *s)
{
    c->color = s->fill;
    c->opacity = s->opacity;
    c->hatched = s->hatched;
    switch (s->kind) {
    case REINTI_SHAPE_RECT:
        draw_rect(c, s);
        break;
    case REINTI_SHAPE_BAND:
        fill_band(c, s);
        break;
    case REINTI_SHAPE_LINE:
        c->color = s->stroke;
        stroke(c, s->point, s->n, s->stroke_width, s->dashed);
        break;
    case REINTI_SHAPE_AREA:
        fill_points(c, s->point, NULL, s->n);
        break;
    case REINTI_SHAPE_DOT:
        draw_dot(c, s);
        break;
    case REINTI_SHAPE_TEXT:
        draw_text(c, s);
        break;
    }
}

/* ---- the picture ---------------------------------------------------------------------------------------- */

static reint_status
open_font(canvas *c, reint_error *err)
{
    static const char *const file[] = { REINT_FONT_DIR "/DejaVuSans.ttf",
                                        REINT_FONT_DIR "/DejaVuSans-Bold.ttf" };

    if (FT_Init_FreeType(&c->library))
        return reinti_no_memory(err);
    for (size_t i = 0; i < REINTI_LENGTH(file); i++)
        if (FT_New_Face(c->library, file[i], 0, &c->face[i]))
            return reinti_fail(
                err, REINT_OUTPUT, file[i], 0,
                "the font of pictures cannot be read (Debian package fonts-dejavu-core); an SVG "
                "needs none");
    return REINT_OK;
}

static reint_status
draw(canvas *c, const reinti_picture *page, reint_error *err)
{
    reint_status status = open_font(c, err);

    for (size_t i = 0; !status && i < page->n && !c->failed; i++)
        draw_shape(c, &page->shape[i]);
    if (!status && c->failed)
        status = reinti_fail(err, REINT_OUTPUT, NULL, 0, "the picture cannot be drawn (FreeType error %d)",
                             c->failed);
    if (c->library)
        FT_Done_FreeType(c->library); /* and its faces */
    return status;
}

reint_status
reinti_png_make(const reinti_picture *page, unsigned char **data, size_t *size, reint_error *err)
{
    double pixels = page->width * page->height * SCALE * SCALE;

    *data = NULL;
    if (!(pixels > 0 && pixels <= MOST_PIXELS))
        return reinti_fail(err, REINT_OUTPUT, NULL, 0,
                           "the picture is too large for a PNG: write an SVG, or fewer pictures at once");
    canvas *c = calloc(1, sizeof *c);
    if (!c)
        return reinti_no_memory(err);
    c->opacity = 1;
    c->width = (unsigned)ceil(page->width * SCALE);
    c->height = (unsigned)ceil(page->height * SCALE);
    c->pixel = calloc(c->width, c->height); /* white */
    reinti_inks_begin(&c->inks);
    reint_status status = c->pixel ? draw(c, page, err) : reinti_no_memory(err);
    if (!status)
        status = reinti_ink_png(&c->inks, c->pixel, c->width, c->height,
                                (uint32_t)lround(72 * SCALE / 0.0254), data, size, err);
    free(c->pixel);
    free(c);
    return status;
}
