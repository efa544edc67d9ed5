/* book_private.h -- what the files of the layer over libxlsxwriter share.  Private to write/book*.c. */
#ifndef REINTI_BOOK_PRIVATE_H
#define REINTI_BOOK_PRIVATE_H

#include <locale.h>
#include <xlsxwriter.h>

#include "write/book.h"

#define TEXT_LIMIT 32767 /* characters a cell can hold */
#define ROW_HEIGHT SHEET_ROW_HEIGHT
#define NAME_LIMIT 31 /* characters of a sheet's name */

/* Of a native chart, in EMU (9525 a pixel): the library's 480 x 288 pixels, made larger. */
#define CHART_WIDER  1.35
#define CHART_HIGHER 1.15
#define CHART_WIDTH  ((int64_t)(480 * CHART_WIDER * 9525 + 0.5))
#define CHART_HEIGHT ((int64_t)(288 * CHART_HIGHER * 9525 + 0.5))

#define IMAGE_STAND_IN 70 /* bytes that the library has of a picture */

typedef struct reinti_book_image {
    const unsigned char *png;
    size_t size;
} reinti_book_image;

struct reinti_sheet {
    reinti_book *book;
    lxw_worksheet *sheet;
    char name[4 * NAME_LIMIT + 1];
    double higher;       /* points of rows above their own height */
    double repeated;     /* points of the rows that are repeated on each page */
    double picture;      /* points that a picture may be wide, so that no page ends within it */
    unsigned lines_from; /* column where lines of text and pictures begin */
    double columns;      /* points of columns that a page has, where it is divided between columns; else 0 */
    double page, at;     /* points a page has, and are used of the one that is being filled */
    size_t n_breaks, breaks_capacity;
    uint32_t *page_break; /* ends with 0 */
};

struct reinti_book {
    lxw_workbook *book;
    lxw_format *format[2][REINTI_LOOKS]; /* plain, bold */
    char *path, *footer;
    reinti_output out; /* the file appears whole and readable by its owner only, or not at all */
    locale_t c_locale;
    size_t n, capacity;
    reinti_sheet **sheet;
    size_t n_images, images_capacity;
    reinti_book_image *image; /* that the library has a stand-in of */
    lxw_error failed;
    bool no_memory, drawn; /* there is a picture or a chart */
};

/* Remembers the first failure. */
void reinti_book_note(reinti_book *book, lxw_error result);
/* Keeps PNG until the book is closed and makes what is given to the library in its place.  False: the library must
 * have the PNG itself. */
bool reinti_book_stand_in(reinti_book *book, const void *png, size_t size, unsigned char out[IMAGE_STAND_IN]);
/* After the library has written the file: pictures put where their stand-ins are, each tied to one cell. */
reint_status reinti_book_finish_package(reinti_book *book, reint_error *err);
lxw_format *reinti_sheet_format(const reinti_sheet *s, unsigned look);

#endif
