/* book_package.c -- what libxlsxwriter has no call for, done to the package that it wrote.
 *
 * Anchors   it ties a picture to two cells, so that its size is that of the columns between them: where the workbook's font is
 *           not there, columns become wider and pictures with them.  Ours are tied to one cell and have their own size.
 * Pictures  it deflates a PNG once more, which takes long and gains nothing.  It is given the head of the PNG and its number
 *           instead; the PNG is put in its place as it is. */
#include <config.h>

#include "write/book_private.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sheet/repack.h"

#define PNG_HEAD 54 /* magic, IHDR, pHYs */
#define PNG_END  12 /* IEND */

/* What goes to the library for picture NUMBER: its head, an end, and the number behind it. */
static void
stand_in(const reinti_book_image *image, uint32_t number, unsigned char out[IMAGE_STAND_IN])
{
    memcpy(out, image->png, PNG_HEAD);
    memcpy(out + PNG_HEAD, image->png + image->size - PNG_END, PNG_END);
    memcpy(out + PNG_HEAD + PNG_END, &number, sizeof number);
}

bool
reinti_book_stand_in(reinti_book *b, const void *png, size_t size, unsigned char out[IMAGE_STAND_IN])
{
    static const char head[] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";
    const char *data = png;

    if (!b->out.temporary || size < PNG_HEAD + PNG_END || memcmp(data, head, sizeof head - 1) ||
        memcmp(data + 37, "pHYs", 4))
        return false;
    if (!reinti_grow(&b->image, &b->images_capacity, b->n_images, sizeof *b->image)) {
        b->no_memory = true;
        return false;
    }
    b->image[b->n_images] = (reinti_book_image){ png, size };
    stand_in(&b->image[b->n_images], (uint32_t)b->n_images, out);
    b->n_images++;
    return true;
}

static void
put_image(void *user, const char *part, size_t size, reinti_str *out)
{
    const reinti_book *b = user;
    unsigned char expected[IMAGE_STAND_IN];
    uint32_t number;

    if (size != IMAGE_STAND_IN)
        return;
    memcpy(&number, part + PNG_HEAD + PNG_END, sizeof number);
    if (number >= b->n_images)
        return;
    stand_in(&b->image[number], number, expected);
    if (!memcmp(part, expected, sizeof expected))
        reinti_str_add_n(out, (const char *)b->image[number].png, b->image[number].size);
}

/* ---- anchors -------------------------------------------------------------------------------------------- */

/* The size that a picture says it has; a native chart says 0 and has that of all charts. */
static bool
find_size(const char *object, const char *end, int64_t size[2])
{
    const char *ext = strstr(object, "<a:ext cx=\"");

    if (!ext || ext > end ||
        sscanf(ext, "<a:ext cx=\"%" SCNd64 "\" cy=\"%" SCNd64 "\"/>", &size[0], &size[1]) != 2)
        return false;
    if (!size[0] && !size[1] && !strncmp(object, "<xdr:graphicFrame", 17)) {
        size[0] = CHART_WIDTH;
        size[1] = CHART_HEIGHT;
    }
    return size[0] > 0 && size[1] > 0;
}

/* <twoCellAnchor editAs> from, to, object, clientData  becomes  <oneCellAnchor> from, ext, object, clientData. */
static const char *
change_anchor(const char *at, reinti_str *out)
{
    static const char ends[] = "</xdr:twoCellAnchor>", to_end[] = "</xdr:to>";
    const char *from = strstr(at, "<xdr:from>"), *to = strstr(at, "<xdr:to>"), *object = strstr(at, to_end),
               *end = strstr(at, ends);
    int64_t size[2];

    if (!from || !to || !object || !end || from > to || to > object || object > end ||
        !find_size(object + strlen(to_end), end, size))
        return NULL;
    object += strlen(to_end);
    reinti_str_add(out, "<xdr:oneCellAnchor>");
    reinti_str_add_n(out, from, (size_t)(to - from));
    reinti_str_format(out, "<xdr:ext cx=\"%" PRId64 "\" cy=\"%" PRId64 "\"/>", size[0], size[1]);
    reinti_str_add_n(out, object, (size_t)(end - object));
    reinti_str_add(out, "</xdr:oneCellAnchor>");
    return end + strlen(ends);
}

static void
put_anchors(void *user, const char *part, size_t size, reinti_str *out)
{
    const char *at = part, *next;

    (void)user;
    while ((next = strstr(at, "<xdr:twoCellAnchor"))) {
        reinti_str_add_n(out, at, (size_t)(next - at));
        at = change_anchor(next, out);
        if (!at) { /* no drawing as we know it */
            reinti_str_clear(out);
            return;
        }
    }
    reinti_str_add_n(out, at, (size_t)(part + size - at));
}

/* ---- the package ---------------------------------------------------------------------------------------- */

/* What the library wrote to the file of STREAM; malloc'ed. */
static char *
read_back(FILE *stream, size_t *size)
{
    off_t end = lseek(fileno(stream), 0, SEEK_END);
    char *data = end > 0 ? malloc((size_t)end) : NULL;

    *size = 0;
    while (data && *size < (size_t)end) {
        ssize_t n = pread(fileno(stream), data + *size, (size_t)end - *size, (off_t)*size);
        if (n <= 0) {
            free(data);
            return NULL;
        }
        *size += (size_t)n;
    }
    return data;
}

reint_status
reinti_book_finish_package(reinti_book *b, reint_error *err)
{
    static const reinti_repack_rule rules[] = { { "xl/media/image", true, put_image },
                                                { "xl/drawings/drawing", false, put_anchors } };
    reinti_str package = REINTI_STR_EMPTY;
    size_t size;

    if (!b->out.temporary || !b->drawn)
        return REINT_OK;
    char *data = read_back(b->out.stream, &size);
    reint_status status =
        data ? reinti_repack(data, size, rules, REINTI_LENGTH(rules), b, &package, err)
             : reinti_fail(err, REINT_OUTPUT, b->path, 0, "the workbook could not be read again");
    if (!status && (lseek(fileno(b->out.stream), 0, SEEK_SET) || ftruncate(fileno(b->out.stream), 0) ||
                    fwrite(package.text, 1, package.length, b->out.stream) != package.length))
        status = reinti_fail(err, REINT_OUTPUT, b->path, 0, "cannot be written: %s", strerror(errno));
    reinti_str_free(&package);
    return status;
}
