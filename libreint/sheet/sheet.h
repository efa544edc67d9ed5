/* sheet.h -- reading workbooks: the sheets of an .xlsx or .ods file as rows of typed cells; archives of CSV files.
 * Private.
 *
 * The one user of libzip and libxml2.  It knows nothing of studies or codebooks, so that ingest and whatever
 * else is kept in a spreadsheet (a codebook, an XLSForm) read through one door.  Everything comes from
 * memory: who has a path maps it first.  Nothing is ever unpacked to disk, nothing is fetched, no entity is
 * expanded.
 *
 * A cell is handed out as the text that a CSV file would hold: a date as 2015-03-14, a number in the shortest
 * form that reads back, a truth value as true or false, a text as it stands (so "007" stays "007"), the
 * cached value of a formula.  What kind of cell it was is kept beside it. */
#ifndef REINTI_SHEET_H
#define REINTI_SHEET_H

#include "base/base.h"

#define REINTI_NO_SHEET SIZE_MAX

enum {
    REINTI_SHEET_ROWS = 1048576,       /* of a sheet; what the common programs can hold */
    REINTI_SHEET_COLUMNS = 16384,      /* XFD */
    REINTI_SHEET_CELL_LIMIT = 1 << 20, /* bytes of one cell */
    REINTI_SHEET_MERGES_KEPT = 1000
};

typedef enum reinti_sheet_kind {
    REINTI_SHEET_EMPTY,
    REINTI_SHEET_TEXT,
    REINTI_SHEET_NUMBER,
    REINTI_SHEET_DATE, /* with a time of day, if there is one: "2015-03-14 10:30" */
    REINTI_SHEET_TIME,
    REINTI_SHEET_PERCENT, /* the stored value: 0.5 where 50 % is shown */
    REINTI_SHEET_BOOLEAN,
    REINTI_SHEET_ERROR /* "#DIV/0!", or a formula whose value was never stored: "#NO-VALUE!" */
} reinti_sheet_kind;

typedef struct reinti_sheet_cell {
    uint32_t column; /* from 0 */
    reinti_sheet_kind kind;
    const char *text; /* lives until the next row; not terminated */
    size_t length;
} reinti_sheet_cell;

typedef struct reinti_sheet_row {
    long number; /* from 1 */
    bool hidden;
    size_t n; /* cells that are not empty, from left to right */
    const reinti_sheet_cell *cell;
} reinti_sheet_row;

/* A rectangle of cells that is shown as one: rows from 1, columns from 0, ends included. */
typedef struct reinti_sheet_merge {
    long first_row, last_row;
    uint32_t first_column, last_column;
} reinti_sheet_merge;

/* What a sheet has beside its cells; complete once it was read. */
typedef struct reinti_sheet_facts {
    size_t n_hidden_rows; /* with cells in them */
    long first_hidden_row;
    size_t n_merges; /* all; REINTI_SHEET_MERGES_KEPT of them are in merge[] */
    reinti_sheet_merge *merge;
    uint8_t *hidden_column; /* bits; REINTI_SHEET_COLUMNS of them */
} reinti_sheet_facts;

typedef struct reinti_workbook reinti_workbook;

/* Whether the bytes are those of a spreadsheet program (or another ZIP or OLE file), and none of CSV. */
bool reinti_workbook_is(const char *data, size_t size);

/* DATA must live until _free; NAME is shown in messages and must live as long.  INPUT for whatever cannot be
 * read, with advice where a file of a known other kind was given. */
reint_status reinti_workbook_open(const char *name, const char *data, size_t size, reinti_workbook **out,
                                  reint_error *err);
void reinti_workbook_free(reinti_workbook *w);

const char *reinti_workbook_name(const reinti_workbook *w);
size_t reinti_workbook_size(const reinti_workbook *w); /* bytes of the file */
size_t reinti_workbook_n(const reinti_workbook *w);
const char *reinti_workbook_sheet(const reinti_workbook *w, size_t i);
bool reinti_workbook_hidden(const reinti_workbook *w, size_t i);
/* By name, exactly, else without regard to case and to blanks around it; REINTI_NO_SHEET. */
size_t reinti_workbook_find(const reinti_workbook *w, const char *name);

/* FN answers whether to go on.  Rows without any cell are not told.  FACTS may be NULL, else belongs to the
 * caller and is given back to _facts_free, whatever the answer. */
typedef bool (*reinti_sheet_row_fn)(const reinti_sheet_row *row, void *user);
reint_status reinti_sheet_read(reinti_workbook *w, size_t sheet, reinti_sheet_row_fn fn, void *user,
                               reinti_sheet_facts *facts, reint_error *err);
void reinti_sheet_facts_free(reinti_sheet_facts *facts);

/* ---- flat.c: a sheet as CSV ---------------------------------------------------------------------------- */

/* Where an error value stood. */
typedef struct reinti_sheet_fault {
    long row;
    uint32_t column;
} reinti_sheet_fault;

/* A sheet as bytes of CSV, a line a row from the header on (empty lines for empty rows), so that one reader
 * and one loader serve all.  Line breaks inside cells are kept, in quotes. */
typedef struct reinti_flat {
    reinti_bytes bytes;
    long header_row;
    bool header_known; /* it was found by names that are known */
    uint32_t first_column;
    size_t n_columns;
    bool *without_data; /* per column: no cell below the header holds anything */
    size_t n_percent;   /* columns that hold percentages */
    uint32_t first_percent;
    size_t n_faults;
    reinti_sheet_fault *fault; /* by row, then column */
    reinti_sheet_facts facts;
} reinti_flat;

typedef struct reinti_flat_options {
    long header_row; /* 0: the first row that names most of KNOWN, else the first with two texts */
    bool (*known)(const char *name, size_t n, void *user); /* NULL: no name is known */
    void *user;
    const char *folder; /* where a large sheet is spooled, in a file without a name; NULL: in memory only */
} reinti_flat_options;

reint_status reinti_sheet_flatten(reinti_workbook *w, size_t sheet, const reinti_flat_options *options,
                                  reinti_flat *out, reint_error *err);
void reinti_flat_free(reinti_flat *flat);
/* How many bytes may come out of a file of SIZE bytes before it is taken for a bomb. */
uint64_t reinti_unpacked_limit(size_t size);

/* ---- archive.c: CSV files in a ZIP, as ODK Central exports them ------------------------------------------ */

typedef struct reinti_archive reinti_archive;

/* Whether DATA is a ZIP that is no workbook or document and holds a CSV file. */
bool reinti_archive_is(const char *data, size_t size);
/* The CSV files of the archive, in its order; those under media/ are what people sent, and no data.  DATA and NAME must
 * live until _free.  INPUT: it is damaged, a name in it leads out of it, or two files have one name. */
reint_status reinti_archive_open(const char *name, const char *data, size_t size, reinti_archive **out,
                                 reint_error *err);
void reinti_archive_free(reinti_archive *a);
size_t reinti_archive_n(const reinti_archive *a);
const char *reinti_archive_file(const reinti_archive *a, size_t i); /* its name, without folders */
size_t reinti_archive_n_others(const reinti_archive *a);            /* files that are no CSV */
/* File I, unpacked; FOLDER as for a flat sheet.  *OUT is given back with reinti_bytes_free.  INPUT: it is under a
 * password, packed in a way that is not known, damaged, or a bomb. */
reint_status reinti_archive_read(reinti_archive *a, size_t i, const char *folder, reinti_bytes *out,
                                 reint_error *err);

#endif
