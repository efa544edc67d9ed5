/* book.h -- the one checked layer over libxlsxwriter.  Private.
 *
 * It keeps what the library does not: numbers in the C locale, no NaN or infinity, valid UTF-8 only, sheet
 * names that Excel accepts and that differ, texts of at most 32,767 characters, a fixed creation date so that
 * two runs give the same bytes, and every return code looked at.  The first failure is remembered; later
 * calls do nothing. */
#ifndef REINTI_BOOK_H
#define REINTI_BOOK_H

#include "base/base.h"

typedef struct reinti_book reinti_book;
typedef struct reinti_sheet reinti_sheet;

typedef enum reinti_look {
    REINTI_LOOK_TEXT,  /* wrapped text */
    REINTI_LOOK_COVER, /* title of the whole */
    REINTI_LOOK_TITLE,
    REINTI_LOOK_TITLE_LONG, /* in lines */
    REINTI_LOOK_SUBTITLE,
    REINTI_LOOK_QUIET,    /* an id beside a title */
    REINTI_LOOK_HEADING,  /* of a section on a page of text */
    REINTI_LOOK_INTERNAL, /* the mark INTERNAL */
    REINTI_LOOK_BANNER,   /* column heads */
    REINTI_LOOK_BANNER_GROUP,
    REINTI_LOOK_BANNER_STUB, /* head of the row labels */
    REINTI_LOOK_STUB,        /* row labels */
    REINTI_LOOK_STUB_1,      /* indented once, twice ... */
    REINTI_LOOK_STUB_2,
    REINTI_LOOK_STUB_3,
    REINTI_LOOK_STUB_4,
    REINTI_LOOK_STUB_5,
    REINTI_LOOK_STUB_6,
    REINTI_LOOK_STUB_GROUP,
    REINTI_LOOK_STUB_TOTAL,
    REINTI_LOOK_LAYER,
    REINTI_LOOK_MARK, /* why a cell is empty */
    REINTI_LOOK_NOTE,
    REINTI_LOOK_NOTE_LONG, /* over several lines */
    REINTI_LOOK_LINK,
    REINTI_LOOK_LABEL, /* left column of a page of pairs */
    REINTI_LOOK_INTEGER,
    REINTI_LOOK_DECIMAL_1,
    REINTI_LOOK_DECIMAL_2,
    REINTI_LOOK_DECIMAL_3,
    REINTI_LOOK_PROBABILITY, /* "< 0.001" below that */
    REINTI_LOOK_PERCENT,
    REINTI_LOOK_PERCENT_1,
    REINTI_LOOK_ENTRY_NAME,  /* head of a column to be filled in: what the computer reads */
    REINTI_LOOK_ENTRY_TEXT,  /* a cell to be filled in, kept as it is typed */
    REINTI_LOOK_ENTRY_GIVEN, /* filled in beforehand */
    REINTI_LOOK_BOX,         /* a ruled cell on paper */
    REINTI_LOOKS
} reinti_look;

/* All numbers of a total row or column are bold: LOOK | REINTI_LOOK_BOLD. */
#define REINTI_LOOK_BOLD 0x100u

typedef struct reinti_book_options {
    const char *title, *subject, *footer; /* footer stands on every printed page */
    const char *language;                 /* of "Page 1 of 3" beside it; NULL: English */
} reinti_book_options;

reint_status reinti_book_create(const char *path, const reinti_book_options *options, reinti_book **out,
                                reint_error *err);
/* Writes the file (KEEP), which appears whole and with mode 0600 or not at all, or leaves what was there; frees the
 * book either way. */
reint_status reinti_book_close(reinti_book *book, bool keep, reint_error *err);

/* The sheet's real name (shortened, made unique) stands in reinti_sheet_name. */
reinti_sheet *reinti_sheet_add(reinti_book *book, const char *name);
const char *reinti_sheet_name(const reinti_sheet *sheet);

/* Rows and columns from 0.  A sheet of NULL (after a failure) is fine. */
void reinti_sheet_text(reinti_sheet *sheet, unsigned row, unsigned column, const char *text, unsigned look);
void reinti_sheet_number(reinti_sheet *sheet, unsigned row, unsigned column, double value, unsigned look);
/* Memory ran out while something for this sheet was made: the book will not be written. */
void reinti_sheet_no_memory(reinti_sheet *sheet);
void reinti_sheet_blank(reinti_sheet *sheet, unsigned row, unsigned column, unsigned look);
/* Text over columns FROM..TO of one row. */
void reinti_sheet_merge(reinti_sheet *sheet, unsigned row, unsigned from, unsigned to, const char *text,
                        unsigned look);
void reinti_sheet_link(reinti_sheet *sheet, unsigned row, unsigned column, const reinti_sheet *target,
                       unsigned target_row, const char *text);
void reinti_sheet_width(reinti_sheet *sheet, unsigned from, unsigned to, double characters);
void reinti_sheet_height(reinti_sheet *sheet, unsigned row, double points);
void reinti_sheet_freeze(reinti_sheet *sheet, unsigned row, unsigned column);
/* One page wide, landscape or portrait, the rows FROM..TO repeated on each page (FROM > TO: none). */
void reinti_sheet_print(reinti_sheet *sheet, bool landscape, unsigned from, unsigned to);
/* A sheet of tables, landscape, whose columns take WIDTH points.  If that is surely one page wide, pages are divided
 * between tables; else it is made smaller until it is, and Excel divides where it likes (it heeds no break on a sheet
 * that is fitted to pages).  What would become too small to be read takes several pages beside each other. */
void reinti_sheet_print_tables(reinti_sheet *sheet, double width);
/* Points of columns, the first one with them, that a page of such a sheet has; 0: all columns are on one page. */
double reinti_sheet_columns_room(const reinti_sheet *sheet);
/* Each of the columns FIRST (ends with 0) begins a page, on which the sheet's first column is repeated, with all that begins in
 * it: lines of text and pictures begin in the second one, and have ROOM points there on the first page. */
void reinti_sheet_part_columns(reinti_sheet *sheet, const uint16_t *first, double room);
unsigned reinti_sheet_lines_from(const reinti_sheet *sheet); /* the column */
/* Points that a picture on the sheet may be wide so that it stays on a page. */
double reinti_sheet_picture_room(const reinti_sheet *sheet);
/* Rows FROM..TO are repeated at the top of each page. */
void reinti_sheet_repeat(reinti_sheet *sheet, unsigned from, unsigned to);
bool reinti_sheet_fits_width(double width); /* points; surely one page wide */
bool reinti_sheet_fits(const reinti_sheet *sheet, unsigned rows, double higher); /* on one page */
/* Rows FIRST.. up to END belong together, and are so much HIGHER in sum than rows are by themselves: they begin a
 * page if the one before has no room for them. */
void reinti_sheet_together(reinti_sheet *sheet, unsigned first, unsigned end, double higher);
/* What all rows so far are higher than rows are by themselves, in points. */
double reinti_sheet_higher(const reinti_sheet *sheet);
/* Lines that TEXT takes in a column of so many CHARACTERS, broken at blanks; 1 at least. */
unsigned reinti_text_lines(const char *text, double characters);

/* KIND "bar", "stacked", "stacked100" or "line".  A series: values in its column, called by the text of a cell.  MOST:
 * where the axis of values ends; 0: where they do. */
typedef struct reinti_chart_series {
    unsigned first_row, last_row, label_column, value_column, name_row, name_column;
} reinti_chart_series;
void reinti_sheet_chart(reinti_sheet *sheet, unsigned row, unsigned column, const char *kind,
                        const char *title, const char *description, bool percent, double most,
                        const reinti_chart_series *series, size_t n);

/* A PNG (which must stay until the book is closed), SCALE times as large as it says it is.  DESCRIPTION: what it shows, for those who do not see it. */
void reinti_sheet_image(reinti_sheet *sheet, unsigned row, unsigned column, const void *png, size_t size,
                        double scale, const char *description);
/* Points of a row by itself, and those that a picture may be high on a printed page. */
#define SHEET_ROW_HEIGHT    15.0
#define PICTURE_MOST_HEIGHT 420.0

/* ---- sheets to be filled in ------------------------------------------------------------------------------ */

/* How cells ROW..LAST of COLUMN are to look when somebody types into them. */
void reinti_sheet_column_look(reinti_sheet *sheet, unsigned column, double width, unsigned look);
/* What stands in a little window when the cell is pointed at (1,000 characters are shown well). */
void reinti_sheet_comment(reinti_sheet *sheet, unsigned row, unsigned column, const char *text);
/* A drop-down list for cells FIRST..LAST of COLUMN, its values in SOURCE_FIRST..SOURCE_LAST of a column of
 * SOURCE.  STRICT: nothing else may be typed; else a question is asked first. */
void reinti_sheet_choose(reinti_sheet *sheet, unsigned first, unsigned last, unsigned column,
                         const reinti_sheet *source, unsigned source_first, unsigned source_last,
                         unsigned source_column, bool strict, const char *message);
/* A number (WHOLE: a whole one) from LOW to HIGH. */
void reinti_sheet_limit(reinti_sheet *sheet, unsigned first, unsigned last, unsigned column, bool whole,
                        double low, double high, bool strict, const char *message);
/* A date, kept as it is typed, since it may be known in part: 2014-10-31, 2014-10, 2014, a range, before, after. */
void reinti_sheet_date(reinti_sheet *sheet, unsigned first, unsigned last, unsigned column,
                       const char *message);

#endif
