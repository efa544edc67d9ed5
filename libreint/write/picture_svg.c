/* picture_svg.c -- a page of pictures as SVG 1.1, readable without a font of ours and by a screen reader.
 *
 * Text stays text.  The whole has a title and, in words, what it shows; a shape that stands for a number says which when it
 * is pointed at.  No identifiers but three, no clock, no locale: the same page gives the same bytes. */
#include <config.h>

#include "write/picture.h"

#include <string.h>

static const char *const element[] = {
    [REINTI_SHAPE_RECT] = "rect",    [REINTI_SHAPE_BAND] = "path",  [REINTI_SHAPE_LINE] = "polyline",
    [REINTI_SHAPE_AREA] = "polygon", [REINTI_SHAPE_DOT] = "circle", [REINTI_SHAPE_TEXT] = "text",
};

static void
put_number(FILE *stream, double x)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_format_shortest(&s, reinti_round(x, 2));
    fputs(s.text, stream);
    reinti_str_free(&s);
}

/* Text of an element or of an attribute.  What no XML may hold is left out. */
static void
put_text(FILE *stream, const char *text)
{
    static const char *const escape[128] = {
        ['&'] = "&amp;", ['<'] = "&lt;", ['>'] = "&gt;", ['"'] = "&quot;"
    };

    if (!reinti_utf8_valid(text, strlen(text), NULL))
        return;
    for (const unsigned char *c = (const unsigned char *)text; *c; c++)
        if (*c < 128 && escape[*c])
            fputs(escape[*c], stream);
        else if (*c >= 0x20)
            putc(*c, stream);
        else
            putc(' ', stream);
}

static void
put_attribute(FILE *stream, const char *name, double x)
{
    fprintf(stream, " %s=\"", name);
    put_number(stream, x);
    putc('"', stream);
}

static void
put_color(FILE *stream, const char *name, uint32_t color)
{
    if (color == REINTI_NO_INK)
        fprintf(stream, " %s=\"none\"", name);
    else
        fprintf(stream, " %s=\"#%06x\"", name, (unsigned)(color & 0xffffff));
}

static void
put_points(FILE *stream, const reinti_shape *s)
{
    fputs(" points=\"", stream);
    for (size_t i = 0; i < s->n; i++) {
        if (i)
            putc(' ', stream);
        put_number(stream, s->point[2 * i]);
        putc(',', stream);
        put_number(stream, s->point[2 * i + 1]);
    }
    putc('"', stream);
}

static void
put_band(FILE *stream, const reinti_shape *s)
{
    static const char *const before[REINTI_BAND_POINTS] = { "M", " C", " ", " ", " L", " C", " ", " " };
    double way[2 * REINTI_BAND_POINTS];

    reinti_band_points(s, way);
    fputs(" d=\"", stream);
    for (size_t i = 0; i < REINTI_BAND_POINTS; i++) {
        fputs(before[i], stream);
        put_number(stream, way[2 * i]);
        putc(',', stream);
        put_number(stream, way[2 * i + 1]);
    }
    fputs(" Z\"", stream);
}

static void
put_form(FILE *stream, const reinti_shape *s)
{
    fprintf(stream, "<%s", element[s->kind]);
    switch (s->kind) {
    case REINTI_SHAPE_RECT:
        put_attribute(stream, "x", s->x);
        put_attribute(stream, "y", s->y);
        put_attribute(stream, "width", s->width);
        put_attribute(stream, "height", s->height);
        break;
    case REINTI_SHAPE_BAND:
        put_band(stream, s);
        break;
    case REINTI_SHAPE_LINE:
    case REINTI_SHAPE_AREA:
        put_points(stream, s);
        break;
    case REINTI_SHAPE_DOT:
        put_attribute(stream, "cx", s->x);
        put_attribute(stream, "cy", s->y);
        put_attribute(stream, "r", s->width / 2);
        break;
    case REINTI_SHAPE_TEXT:
        put_attribute(stream, "x", s->x);
        put_attribute(stream, "y", s->y);
        put_attribute(stream, "font-size", s->size);
        break;
    }
}

static void
put_ink(FILE *stream, const reinti_shape *s)
{
    static const char *const anchor[] = { NULL, "middle", "end" };

    put_color(stream, "fill", s->fill);
    if (s->opacity < 1)
        put_attribute(stream, "fill-opacity", s->opacity);
    if (s->stroke != REINTI_NO_INK && s->stroke_width > 0) {
        put_color(stream, "stroke", s->stroke);
        put_attribute(stream, "stroke-width", s->stroke_width);
    }
    if (s->dashed)
        fputs(" stroke-dasharray=\"5 3\"", stream);
    if (s->kind == REINTI_SHAPE_TEXT && anchor[s->anchor])
        fprintf(stream, " text-anchor=\"%s\"", anchor[s->anchor]);
    if (s->kind == REINTI_SHAPE_TEXT && s->bold)
        fputs(" font-weight=\"bold\"", stream);
}

static void
put_shape(FILE *stream, const reinti_shape *s)
{
    put_form(stream, s);
    put_ink(stream, s);
    if (s->kind == REINTI_SHAPE_TEXT) {
        putc('>', stream);
        put_text(stream, s->text);
        fputs("</text>\n", stream);
        return;
    }
    if (s->title) {
        fputs("><title>", stream);
        put_text(stream, s->title);
        fprintf(stream, "</title></%s>\n", element[s->kind]);
    } else {
        fputs("/>\n", stream);
    }
    if (s->hatched) {
        put_form(stream, s);
        fputs(" fill=\"url(#stripes)\"/>\n", stream);
    }
}

void
reinti_svg_write(const reinti_picture *page, const char *title, FILE *stream)
{
    fputs(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" "
        "aria-labelledby=\"title description\"",
        stream);
    fprintf(stream, " width=\"%.0fpt\" height=\"%.0fpt\" viewBox=\"0 0 %.0f %.0f\"", page->width,
            page->height, page->width, page->height);
    fputs(" font-family=\"'DejaVu Sans', Verdana, Arial, sans-serif\">\n<title id=\"title\">", stream);
    put_text(stream, title);
    fputs("</title>\n<desc id=\"description\">", stream);
    put_text(stream, page->words.text);
    fputs("</desc>\n<defs><pattern id=\"stripes\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\" "
          "patternTransform=\"rotate(45)\"><rect width=\"2\" height=\"5\" fill=\"#ffffff\" "
          "fill-opacity=\"0.75\"/></pattern></defs>\n",
          stream);
    reinti_shape paper = { .kind = REINTI_SHAPE_RECT,
                           .width = page->width,
                           .height = page->height,
                           .fill = 0xFFFFFF,
                           .stroke = REINTI_NO_INK,
                           .opacity = 1 };
    put_shape(stream, &paper);
    for (size_t i = 0; i < page->n; i++)
        put_shape(stream, &page->shape[i]);
    fputs("</svg>\n", stream);
}
