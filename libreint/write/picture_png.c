/* picture_png.c -- a page of pictures as PNG: filled outlines and text by FreeType, deflated by zlib.
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
#include <zlib.h>

#define SCALE       REINTI_PNG_SCALE
#define MOST_PIXELS 60000000.0
#define STRIPE      (5.0 * SCALE) /* as in picture_svg.c, along the diagonal */
#define STRIPE_OPEN (2.0 * SCALE)
#define STRIPE_MIX  0.75
#define DASH        5.0
#define DASH_GAP    3.0

typedef struct canvas {
    unsigned width, height; /* pixels */
    unsigned char *rgb;
    FT_Library library;
    FT_Face face[2]; /* plain, bold */
    uint32_t color;
    double opacity;
    bool hatched;
    FT_Error failed;
} canvas;

/* ---- ink ------------------------------------------------------------------------------------------------ */

static void
mix(unsigned char *at, uint32_t color, double share)
{
    if (share >= 1) {
        at[0] = (unsigned char)(color >> 16);
        at[1] = (unsigned char)(color >> 8);
        at[2] = (unsigned char)color;
        return;
    }
    for (unsigned i = 0; i < 3; i++) {
        double ink = color >> (16 - 8 * i) & 0xff;
        at[i] = (unsigned char)(at[i] + (ink - at[i]) * share + 0.5);
    }
}

/* FreeType counts rows from below. */
static void
draw_spans(int y, int count, const FT_Span *spans, void *user)
{
    canvas *c = user;
    long row = (long)c->height - 1 - y;

    if (row < 0 || row >= (long)c->height)
        return;
    for (int i = 0; i < count; i++)
        for (long x = spans[i].x; x < spans[i].x + spans[i].len; x++) {
            unsigned char *at;
            double covered = spans[i].coverage / 255.0 * c->opacity;
            if (x < 0 || x >= (long)c->width)
                continue;
            at = c->rgb + 3 * ((size_t)row * c->width + (size_t)x);
            mix(at, c->color, covered);
            if (c->hatched && fmod((double)(x + row) * M_SQRT1_2, STRIPE) < STRIPE_OPEN)
                mix(at, 0xFFFFFF, covered * STRIPE_MIX);
        }
}

static void
fill(canvas *c, FT_Outline *outline)
{
    FT_Raster_Params how = { .flags = FT_RASTER_FLAG_AA | FT_RASTER_FLAG_DIRECT | FT_RASTER_FLAG_CLIP,
                             .gray_spans = draw_spans,
                             .user = c,
                             .clip_box = { 0, 0, (FT_Pos)c->width, (FT_Pos)c->height } };
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

/* ---- the file ------------------------------------------------------------------------------------------- */

static unsigned char *
put_u32(unsigned char *at, uint32_t x)
{
    for (int shift = 24; shift >= 0; shift -= 8)
        *at++ = (unsigned char)(x >> shift);
    return at;
}

/* Its length and name stand before DATA already (8 bytes); answers what comes after its checksum. */
static unsigned char *
end_chunk(unsigned char *start, const char *name, size_t n)
{
    put_u32(start, (uint32_t)n);
    memcpy(start + 4, name, 4);
    return put_u32(start + 8 + n, (uint32_t)crc32(0, start + 4, (uInt)(n + 4)));
}

/* The rows of C, each after a 0 ("no filter"), deflated into a PNG; fast rather than as small as can be. */
static reint_status
pack(const canvas *c, unsigned char **data, size_t *size, reint_error *err)
{
    static const unsigned char magic[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };
    size_t row = 3 * (size_t)c->width, n = (row + 1) * c->height;
    uLongf packed = compressBound((uLong)n);
    unsigned char *rows = malloc(n), *out = malloc(sizeof magic + 25 + 21 + 12 + packed + 12), *at;

    if (!rows || !out) {
        free(rows);
        free(out);
        return reinti_no_memory(err);
    }
    for (size_t y = 0; y < c->height; y++) {
        rows[y * (row + 1)] = 0;
        memcpy(rows + y * (row + 1) + 1, c->rgb + y * row, row);
    }
    memcpy(out, magic, sizeof magic);
    at = out + sizeof magic;
    put_u32(put_u32(at + 8, c->width), c->height);
    memcpy(at + 16, "\10\2\0\0\0", 5); /* eight bits, colours, the usual methods, not interlaced */
    at = end_chunk(at, "IHDR", 13);
    uint32_t per_metre = (uint32_t)lround(72 * SCALE / 0.0254);
    put_u32(put_u32(at + 8, per_metre), per_metre);
    at[16] = 1;
    at = end_chunk(at, "pHYs", 9);
    int failed = compress2(at + 8, &packed, rows, (uLong)n, 1);
    free(rows);
    if (failed) {
        free(out);
        return reinti_no_memory(err);
    }
    at = end_chunk(at, "IDAT", packed);
    at = end_chunk(at, "IEND", 0);
    *data = out;
    *size = (size_t)(at - out);
    return REINT_OK;
}

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

static void
close_canvas(canvas *c)
{
    if (c->library)
        FT_Done_FreeType(c->library); /* and its faces */
    free(c->rgb);
}

reint_status
reinti_png_make(const reinti_picture *page, unsigned char **data, size_t *size, reint_error *err)
{
    canvas c = { .opacity = 1 };
    double pixels = page->width * page->height * SCALE * SCALE;
    reint_status status;

    *data = NULL;
    if (!(pixels > 0 && pixels <= MOST_PIXELS))
        return reinti_fail(err, REINT_OUTPUT, NULL, 0,
                           "the picture is too large for a PNG: write an SVG, or fewer pictures at once");
    c.width = (unsigned)ceil(page->width * SCALE);
    c.height = (unsigned)ceil(page->height * SCALE);
    c.rgb = malloc(3 * (size_t)c.width * c.height);
    status = c.rgb ? open_font(&c, err) : reinti_no_memory(err);
    if (!status) {
        memset(c.rgb, 0xff, 3 * (size_t)c.width * c.height);
        for (size_t i = 0; i < page->n && !c.failed; i++)
            draw_shape(&c, &page->shape[i]);
        status = c.failed ? reinti_fail(err, REINT_OUTPUT, NULL, 0,
                                        "the picture cannot be drawn (FreeType error %d)", c.failed)
                          : pack(&c, data, size, err);
    }
    close_canvas(&c);
    return status;
}
