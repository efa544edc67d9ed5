/* csv.h -- one reader of CSV over bytes in memory.  Private.
 *
 * RFC 4180 and what programs make of it: lines end in CRLF, LF or CR; fields are separated by ',' ';' or tab;
 * a field in quotes may hold separators, line ends and doubled quotes.  A quote inside a field that does not
 * begin with one is an ordinary character.  Lines are physical lines of the file, columns characters of that
 * line, both from 1. */
#ifndef REINTI_CSV_H
#define REINTI_CSV_H

#include "base/base.h"

enum {
    REINTI_CSV_FIELD_LIMIT = 1 << 20, /* bytes; longer ones are a quote that was never closed, or no CSV */
    REINTI_CSV_RECORD_LIMIT =
        8 << 20, /* keeps offsets inside a record in 32 bits, and rejected rows storable */
    REINTI_CSV_COLUMNS_LIMIT = 32767,
    REINTI_CSV_PADDING = 8 /* bytes that can be read from the start of every field */
};

typedef struct reinti_csv_field {
    const char *text; /* without quotes; not terminated; REINTI_CSV_PADDING bytes from here may be read */
    uint32_t length;
    uint32_t at; /* where it begins (with its quote), in bytes from the start of the record */
} reinti_csv_field;

struct reinti_origin;

typedef struct reinti_csv {
    const char *name;                   /* in messages */
    const struct reinti_origin *origin; /* of bytes that we made (origin.h); NULL: the user's own */
    const char *data, *end;
    char separator;

    /* the record read last */
    const char *record; /* raw, without its line end */
    size_t record_length;
    long record_line; /* with an origin: its number in our bytes, whatever line ends its fields hold */
    size_t n_fields;  /* may be more than are kept in field[]: those over REINTI_CSV_COLUMNS_LIMIT are counted
                        only */
    reinti_csv_field *field;
    bool owned; /* some fields lie in memory that the next record overwrites */

    size_t n_blank;  /* records without any text that stood between others: left out */
    long blank_line; /* of the first of them */

    /* inside */
    const char *next;
    long line;
    size_t capacity, pending_blank, used, scratch_size;
    long pending_line;
    char *scratch;
    bool has_quotes;
    bool closed; /* the last byte ends a line, so that it stops every scan */
    bool stop[256];
} reinti_csv;

typedef enum reinti_csv_result { REINTI_CSV_RECORD, REINTI_CSV_END, REINTI_CSV_FAILED } reinti_csv_result;

/* DATA must live until _close.  SEPARATOR 0: the candidate that divides the first line into most fields.  A
 * byte-order mark is left out.  INPUT if the bytes are no UTF-8 text, or empty. */
reint_status reinti_csv_open(reinti_csv *csv, const char *name, const char *data, size_t size, char separator,
                             reint_error *err);
void reinti_csv_close(reinti_csv *csv);

/* The next record that holds any text.  FAILED: the quotes do not match, a field or record is too long. */
reinti_csv_result reinti_csv_next(reinti_csv *csv, reint_error *err);
/* Reads the record again that began at RECORD on LINE. */
reinti_csv_result reinti_csv_seek(reinti_csv *csv, const char *record, long line, reint_error *err);
/* A second reader of the same bytes, at the same place; to be closed on its own. */
void reinti_csv_view(const reinti_csv *csv, reinti_csv *out);
/* The line of the user's file in which the current record begins. */
long reinti_csv_line(const reinti_csv *csv);
/* Where field I of the current record stands; SIZE_MAX: the record itself. */
void reinti_csv_place(const reinti_csv *csv, size_t i, long *line, long *column);

/* INPUT, with line and column, for what is no UTF-8 text. */
reint_status reinti_csv_check(const char *name, const char *data, size_t size, reint_error *err);
/* *DATA of that ENCODING ("utf-8", "windows-1252"; NULL: utf-8) as UTF-8; *DECODED, where it had to be made,
 * is malloc'ed.  ARGUMENT for an encoding that is not known. */
reint_status reinti_csv_decode(const char *name, const char *encoding, const char **data, size_t *size,
                               char **decoded, reint_error *err);
/* Windows-1252 as UTF-8, malloc'ed; INPUT for one of the five bytes that are no character there. */
reint_status reinti_csv_from_1252(const char *name, const char *data, size_t size, char **out,
                                  size_t *out_size, reint_error *err);

#endif
