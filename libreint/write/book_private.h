/* book_private.h -- what the files of the layer over libxlsxwriter share.  Private to write/book*.c. */
#ifndef REINTI_BOOK_PRIVATE_H
#define REINTI_BOOK_PRIVATE_H

#include <locale.h>
#include <xlsxwriter.h>

#include "write/book.h"

#define TEXT_LIMIT 32767 /* characters a cell can hold */
#define ROW_HEIGHT SHEET_ROW_HEIGHT
#define NAME_LIMIT 31 /* characters of a sheet's name */

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
    lxw_error failed;
    bool no_memory;
};

/* Remembers the first failure. */
void reinti_book_note(reinti_book *book, lxw_error result);
lxw_format *reinti_sheet_format(const reinti_sheet *s, unsigned look);

#endif
