/* picture_ink.c -- colours of a picture, mixed, and its pixels deflated into a PNG. */
#include <config.h>

#include "write/picture_ink.h"

#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define WHITE      0xFFFFFFu
#define STRIPE_MIX 0.75
/* Shades of edges take no more colours than these: the rest is for what is filled. */
#define MOST_SHADES 208

void
reinti_inks_begin(reinti_inks *inks)
{
    *inks = (reinti_inks){ .n = 1, .color = { WHITE }, .opacity = 1, .turn = 1 };
}

void
reinti_inks_take(reinti_inks *inks, uint32_t ink, double opacity)
{
    if (inks->ink == ink && !(inks->opacity < opacity) && !(inks->opacity > opacity))
        return;
    inks->ink = ink;
    inks->opacity = opacity;
    if (++inks->turn >= 1u << 24) {
        memset(inks->mixed, 0, sizeof inks->mixed);
        inks->turn = 1;
    }
}

static uint32_t
mix(uint32_t under, uint32_t ink, double share)
{
    uint32_t color = 0;

    for (unsigned shift = 0; shift < 24; shift += 8) {
        double a = under >> shift & 0xff, b = ink >> shift & 0xff;
        color |= (uint32_t)(a + (b - a) * share + 0.5) << shift;
    }
    return color;
}

static unsigned
distance(uint32_t a, uint32_t b)
{
    unsigned sum = 0;

    for (unsigned shift = 0; shift < 24; shift += 8) {
        int d = (int)(a >> shift & 0xff) - (int)(b >> shift & 0xff);
        sum += (unsigned)(d * d);
    }
    return sum;
}

/* The number of COLOR, or, if there may be no more than MOST, of what is nearest to it. */
static uint8_t
number_of(reinti_inks *inks, uint32_t color, unsigned most)
{
    unsigned best = 0, least = distance(inks->color[0], color);

    for (unsigned i = 1; i < inks->n && least; i++) {
        unsigned d = distance(inks->color[i], color);
        if (d < least) {
            least = d;
            best = i;
        }
    }
    if (!least || inks->n >= most)
        return (uint8_t)best;
    inks->color[inks->n] = color;
    return (uint8_t)inks->n++;
}

uint8_t
reinti_ink_over(reinti_inks *inks, uint8_t under, unsigned step, bool stripe)
{
    uint32_t *known = &inks->mixed[stripe][under][step];

    if (*known >> 8 != inks->turn) {
        double share = inks->opacity * step / REINTI_INK_STEPS;
        uint32_t color = mix(inks->color[under], inks->ink, share);
        if (stripe)
            color = mix(color, WHITE, share * STRIPE_MIX);
        unsigned most = step == REINTI_INK_STEPS ? REINTI_INK_COLORS : MOST_SHADES;
        *known = inks->turn << 8 | number_of(inks, color, most);
    }
    return (uint8_t)*known;
}

void
reinti_ink_run(reinti_inks *inks, uint8_t *pixel, size_t n, unsigned step)
{
    for (size_t i = 0; i < n;) {
        uint8_t under = pixel[i], becomes = reinti_ink_over(inks, under, step, false);
        for (; i < n && pixel[i] == under; i++)
            pixel[i] = becomes;
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

/* Magic, size, pixels a metre, colours. */
static unsigned char *
put_head(unsigned char *at, const reinti_inks *inks, unsigned width, unsigned height, uint32_t per_metre)
{
    static const unsigned char magic[] = { 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n' };

    memcpy(at, magic, sizeof magic);
    at += sizeof magic;
    put_u32(put_u32(at + 8, width), height);
    memcpy(at + 16, "\10\3\0\0\0", 5); /* eight bits, numbers of colours, the usual methods, not interlaced */
    at = end_chunk(at, "IHDR", 13);
    put_u32(put_u32(at + 8, per_metre), per_metre);
    at[16] = 1;
    at = end_chunk(at, "pHYs", 9);
    for (unsigned i = 0; i < inks->n; i++)
        for (unsigned k = 0; k < 3; k++)
            at[8 + 3 * i + k] = (unsigned char)(inks->color[i] >> (16 - 8 * k));
    return end_chunk(at, "PLTE", 3 * (size_t)inks->n);
}

/* The rows, each after a 0 ("no filter"), deflated; fast rather than as small as can be. */
static bool
put_rows(unsigned char *out, uLongf *packed, const uint8_t *pixel, unsigned width, unsigned height)
{
    z_stream z = { .next_out = out, .avail_out = (uInt)*packed };
    int state = deflateInit2(&z, 1, Z_DEFLATED, 15, 9, Z_DEFAULT_STRATEGY);
    Bytef no_filter = 0;

    if (state != Z_OK)
        return false;
    for (unsigned y = 0; y < height && state == Z_OK; y++) {
        z.next_in = &no_filter;
        z.avail_in = 1;
        state = deflate(&z, Z_NO_FLUSH);
        z.next_in = (Bytef *)(uintptr_t)(pixel + (size_t)y * width);
        z.avail_in = width;
        if (state == Z_OK)
            state = deflate(&z, Z_NO_FLUSH);
    }
    if (state == Z_OK)
        state = deflate(&z, Z_FINISH);
    *packed = z.total_out;
    deflateEnd(&z);
    return state == Z_STREAM_END;
}

reint_status
reinti_ink_png(const reinti_inks *inks, const uint8_t *pixel, unsigned width, unsigned height,
               uint32_t per_metre, unsigned char **data, size_t *size, reint_error *err)
{
    enum { HEAD = 8 + 25 + 21 + 12 + 3 * REINTI_INK_COLORS };
    uLongf packed = compressBound((uLong)(((size_t)width + 1) * height)) + 64;
    unsigned char *out = malloc(HEAD + 12 + packed + 12), *at;

    if (!out)
        return reinti_no_memory(err);
    at = put_head(out, inks, width, height, per_metre);
    if (!put_rows(at + 8, &packed, pixel, width, height)) {
        free(out);
        return reinti_no_memory(err);
    }
    at = end_chunk(at, "IDAT", packed);
    at = end_chunk(at, "IEND", 0);
    *data = out;
    *size = (size_t)(at - out);
    return REINT_OK;
}
