/* internal.h -- what the parts of sheet/ share.  Private to sheet/. */
#ifndef REINTI_SHEET_INTERNAL_H
#define REINTI_SHEET_INTERNAL_H

#include <libxml/parser.h>
#include <zip.h>

#include "sheet/sheet.h"

typedef struct reinti_sheet_style {
    uint8_t kind; /* reinti_sheet_kind of a number shown so */
    uint8_t pad;  /* shown with at least so many digits */
    bool clock;   /* DATE, TIME: the time of day is shown */
    bool elapsed; /* TIME: hours may go over 24 */
} reinti_sheet_style;

typedef struct reinti_sheet {
    const char *name;
    const char *part; /* xlsx: where in the package */
    bool hidden;
} reinti_sheet;

/* The texts that cells of an xlsx refer to: read once, bounded. */
typedef struct reinti_shared {
    bool loaded;
    char *text;
    size_t length, capacity;
    size_t *end; /* where text I ends */
    size_t n, n_capacity;
} reinti_shared;

struct reinti_workbook {
    const char *name;
    reinti_arena *arena;
    zip_t *zip;
    size_t size; /* of the file */
    bool ods;
    size_t n;
    reinti_sheet *sheet;
    bool from_1904;
    size_t n_styles, style_capacity;
    reinti_sheet_style *style;
    const char *strings_part; /* NULL: none */
    reinti_shared shared;
};

/* ---- package.c: parts of the ZIP ----------------------------------------------------------------------- */

/* The archive in DATA, none of whose parts has a name that leads out of it; NAME is for messages. */
reint_status reinti_zip_open(const char *name, const char *data, size_t size, zip_t **out, reint_error *err);
reint_status reinti_package_open(reinti_workbook *w, const char *data, size_t size, reint_error *err);
/* Whether there is a part of that name. */
bool reinti_package_has(const reinti_workbook *w, const char *part);

/* ---- xml.c: one part as events ------------------------------------------------------------------------- */

typedef struct reinti_xml reinti_xml;

/* Five pointers an attribute, as libxml2 hands them: name, prefix, namespace, value, its end. */
typedef struct reinti_attributes {
    int n;
    const xmlChar **at;
} reinti_attributes;

typedef struct reinti_xml_handler {
    void (*start)(reinti_xml *x, const char *name, const reinti_attributes *a);
    void (*end)(reinti_xml *x, const char *name);
    void (*text)(reinti_xml *x, const char *text, size_t n);
} reinti_xml_handler;

struct reinti_xml {
    void *user;
    const reinti_workbook *workbook;
    const char *sheet; /* in messages; NULL: none */
    unsigned depth;    /* of the element that begins or ends; the root is 1 */
    /* inside */
    const reinti_xml_handler *handler;
    const char *part;
    zip_file_t *file;
    uint64_t left;
    xmlParserCtxtPtr parser;
    reint_status status;
    reint_error *err;
    bool stopped;
    bool reading; /* inside the parser's own read, where it must not be stopped */
};

/* PART from its first byte to its end, or until a handler stops it.  LIMIT: of bytes unpacked. */
reint_status reinti_xml_parse(const reinti_workbook *w, const char *part, const char *sheet, uint64_t limit,
                              const reinti_xml_handler *handler, void *user, reint_error *err);
/* No further events; the answer stays OK. */
void reinti_xml_stop(reinti_xml *x);
/* The same, with an error. */
void reinti_xml_fail(reinti_xml *x, reint_status status, const char *format, ...) REINTI_PRINTF(3, 4);
/* The error at a cell, "need!D14". */
void reinti_xml_fail_cell(reinti_xml *x, long row, size_t column, const char *format, ...)
    REINTI_PRINTF(4, 5);
/* The value of an attribute by its local name; NULL without. */
const char *reinti_attribute(const reinti_attributes *a, const char *name, size_t *n);
/* Whether it is there and says VALUE. */
bool reinti_attribute_is(const reinti_attributes *a, const char *name, const char *value);
/* A whole number from 0 to LIMIT; OTHERWISE when it is absent, -1 when it is none. */
int64_t reinti_attribute_number(const reinti_attributes *a, const char *name, int64_t limit,
                                int64_t otherwise);

/* ---- value.c: what a stored value is as text ----------------------------------------------------------- */

reinti_sheet_style reinti_style_of_code(const char *code, size_t n);
reinti_sheet_style reinti_style_of_id(unsigned id);
/* A number as its style shows what it is.  Answers the kind: a number that is no date of the calendar stays a
 * number.  Fails (EMPTY) when the text is no number. */
reinti_sheet_kind reinti_value_text(reinti_str *out, const char *text, size_t n, reinti_sheet_style style,
                                    bool from_1904);
/* "2015-03-14T10:30:00.000" as "2015-03-14 10:30"; what is no such text stays as it is. */
void reinti_value_iso_date(reinti_str *out, const char *text, size_t n);
/* "PT10H30M00S" as "10:30" */
void reinti_value_duration(reinti_str *out, const char *text, size_t n);

/* ---- row.c: a row being made --------------------------------------------------------------------------- */

typedef struct reinti_row {
    reinti_xml *x;
    reinti_sheet_row_fn fn;
    void *user;
    long number; /* of the row being made; 0: none */
    bool hidden;
    size_t n, capacity;
    reinti_sheet_cell *cell;
    reinti_str text;
    size_t *at; /* per cell: where its text begins in TEXT; SIZE_MAX: it lasts */
    size_t at_capacity;
    reinti_sheet_facts *facts;
} reinti_row;

void reinti_row_free(reinti_row *r);
void reinti_row_begin(reinti_row *r, long number, bool hidden);
/* LASTING: the text outlives the row. */
bool reinti_row_add(reinti_row *r, uint32_t column, reinti_sheet_kind kind, const char *text, size_t n,
                    bool lasting);
/* Hands the row out, if it has cells; TIMES: so often, with rising numbers. */
void reinti_row_end(reinti_row *r, long times);
bool reinti_facts_create(reinti_sheet_facts *facts);
bool reinti_facts_merge(reinti_sheet_facts *facts, reinti_sheet_merge merge);

/* ---- the two formats ----------------------------------------------------------------------------------- */

reint_status reinti_xlsx_open(reinti_workbook *w, reint_error *err);
reint_status reinti_xlsx_read(reinti_workbook *w, size_t sheet, reinti_row *row, reint_error *err);
reint_status reinti_xlsx_strings(reinti_workbook *w, reint_error *err);
void reinti_shared_free(reinti_shared *s);
reint_status reinti_ods_open(reinti_workbook *w, reint_error *err);
reint_status reinti_ods_read(reinti_workbook *w, size_t sheet, reinti_row *row, reint_error *err);

/* "AB12" as row and column; false when it is no such name.  Without digits *ROW is 0. */
bool reinti_cell_place(const char *text, size_t n, long *row, uint32_t *column);

enum {
    REINTI_PART_SMALL = 64 << 20,     /* bytes of a part that describes others */
    REINTI_STRINGS_LIMIT = 256 << 20, /* bytes of all shared texts */
    REINTI_STRINGS_COUNT = 16 << 20,
    REINTI_REPEATS_LIMIT = 64 << 20 /* cells that a sheet may have by repetition */
};
#define REINTI_PART_LARGE (UINT64_C(4) << 30)

#endif
