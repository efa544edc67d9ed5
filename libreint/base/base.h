/* base.h -- what every room stands on: errors, memory, strings, maps, dates, files, rounding.
 * Private to the library (reinti_*); the public part is error.h. */
#ifndef REINTI_BASE_H
#define REINTI_BASE_H

#include <locale.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "base/error.h"

#define REINTI_LENGTH(a) (sizeof(a) / sizeof *(a))
#if defined __GNUC__
#define REINTI_PRINTF(f, a) __attribute__((format(printf, f, a)))
#else
#define REINTI_PRINTF(f, a)
#endif

/* ---- messages in the user's language (words.c) --------------------------------------------------------- */

#if defined __GNUC__
#define REINTI_FORMAT_OF(a) __attribute__((format_arg(a)))
#else
#define REINTI_FORMAT_OF(a)
#endif

/* TEXT in the language of messages, or as it is.  The functions that make errors and findings ask it for their formats
 * themselves: only the parts that are put into them have to be asked for.  Marks TEXT for the catalogue. */
const char *reinti_words(const char *text) REINTI_FORMAT_OF(1);
const char *reinti_words_n(const char *one, const char *many, size_t n) REINTI_FORMAT_OF(1)
    REINTI_FORMAT_OF(2);
bool reinti_words_translate(void); /* whether messages are in another language than the source's */
/* Marks a text of a table for the catalogue; it is asked for where it is used. */
#define REINTI_WORDS(text) text

/* What is made between the two on this thread is in English: texts that a study keeps. */
typedef struct reinti_english {
    locale_t plain, before;
} reinti_english;
void reinti_english_begin(reinti_english *e);
void reinti_english_end(reinti_english *e);

/* ---- errors (error.c) ---------------------------------------------------------------------------------- */

/* Fills ERR (may be NULL) and answers STATUS, so that a caller can write `return reinti_fail(...)`.
 * FILE may be NULL or "". */
reint_status reinti_fail(reint_error *err, reint_status status, const char *file, long line,
                         const char *format, ...) REINTI_PRINTF(5, 6);
reint_status reinti_fail_at(reint_error *err, reint_status status, const char *file, const char *form,
                            long line, long column, const char *format, ...) REINTI_PRINTF(7, 8);
reint_status reinti_no_memory(reint_error *err);
/* The sheet of a workbook in which the error stands; ERR may be NULL. */
void reinti_fail_sheet(reint_error *err, const char *sheet);

/* Adds a finding; F may be NULL.  CODE is a string constant (kept by pointer). */
void reinti_find(reint_findings *f, reint_severity severity, const char *code, const char *file,
                 const char *form, long line, long column, const char *format, ...) REINTI_PRINTF(8, 9);

/* All findings that are added from now on stand in SHEET of a workbook; NULL: in no sheet.  SHEET must live until
 * then.  F may be NULL. */
void reinti_findings_sheet(reint_findings *f, const char *sheet);

/* "D14": COLUMN from 0, ROW from 1; ROW 0: the column alone. */
#define REINTI_CELL_NAME 32
const char *reinti_cell_name(char out[REINTI_CELL_NAME], long row, size_t column);

/* ERR from the first error among findings[FROM..], the number of further ones appended to its text. */
reint_status reinti_fail_findings(reint_error *err, reint_status status, const reint_findings *f,
                                  size_t from);

/* ---- memory (memory.c) --------------------------------------------------------------------------------- */

/* An arena: everything of a codebook, plan or table is given back at once.  Allocation failure jumps nowhere:
 * it answers NULL.  Memory is zeroed and aligned for any type. */
typedef struct reinti_arena reinti_arena;
reinti_arena *reinti_arena_create(void);
void reinti_arena_free(reinti_arena *a);
void *reinti_arena_alloc(reinti_arena *a, size_t size);
char *reinti_arena_text(reinti_arena *a, const char *text);             /* copy; NULL stays NULL */
char *reinti_arena_text_n(reinti_arena *a, const char *text, size_t n); /* copy of N bytes + NUL */
char *reinti_arena_format(reinti_arena *a, const char *format, ...) REINTI_PRINTF(2, 3);
char *reinti_arena_vformat(reinti_arena *a, const char *format, va_list ap) REINTI_PRINTF(2, 0);

/* Makes room for one more element in a growing array held by malloc: doubles *CAPACITY when *N has reached it.
 * Answers false when memory runs out (array untouched).
 *     if (!reinti_grow(&item, &capacity, n, sizeof *item)) return reinti_no_memory(err); item[n++] = ...; */
bool reinti_grow(void *array_pointer, size_t *capacity, size_t n, size_t size);

/* The same for an array that lives in an arena (old room is left to the arena). */
bool reinti_arena_grow(reinti_arena *a, void *array_pointer, size_t *capacity, size_t n, size_t size);

/* ---- processors (parallel.c) --------------------------------------------------------------------------- */

size_t reinti_processors(void); /* that this process may use; at least 1 */
/* Calls WORK for the rows 0 .. N - 1, piece by piece, on several threads when there are many.  A piece may write to its
 * own rows only, and WORK may not allocate from a shared arena. */
typedef void (*reinti_rows_fn)(void *user, size_t from, size_t to);
void reinti_parallel(size_t n, reinti_rows_fn work, void *user);
/* The same in pieces of PIECE rows. */
void reinti_parallel_pieces(size_t n, size_t piece, reinti_rows_fn work, void *user);

/* ---- strings (string.c) -------------------------------------------------------------------------------- */

/* A growing text.  After a failed allocation it stays valid, `failed` is set and further text is dropped:
 * check once at the end. */
typedef struct reinti_str {
    char *text; /* NUL-terminated; "" (static) when empty */
    size_t length, capacity;
    bool failed;
} reinti_str;
#define REINTI_STR_EMPTY                                                                                     \
    {                                                                                                        \
        (char *)"", 0, 0, false                                                                              \
    }
void reinti_str_free(reinti_str *s);
void reinti_str_clear(reinti_str *s);
void reinti_str_add(reinti_str *s, const char *text);
void reinti_str_add_n(reinti_str *s, const char *text, size_t n);
void reinti_str_add_char(reinti_str *s, char c);
void reinti_str_format(reinti_str *s, const char *format, ...) REINTI_PRINTF(2, 3);

bool reinti_equal(const char *a, const char *b); /* NULL equals NULL only */
const char *reinti_text_or(const char *text, const char *otherwise);

bool reinti_utf8_valid(const char *text, size_t n,
                       size_t *bad_at);     /* *bad_at: byte offset of the first fault */
size_t reinti_utf8_width(const char *text); /* terminal columns (wide = 2, combining = 0) */
/* Copies at most WIDTH terminal columns, never half a character; "…" ends a cut text. */
void reinti_utf8_cut(reinti_str *out, const char *text, size_t width);

/* The candidate nearest to WORD (optimal string alignment, case folded), or NULL if none is near enough
 * (distance <= 1 up to 4 letters, 2 up to 8, else 3).  First wins among equals. */
const char *reinti_nearest(const char *word, const char *const *candidates, size_t n);
/* " (did you mean \"x\"?)" or "" */
void reinti_did_you_mean(reinti_str *out, const char *word, const char *const *candidates, size_t n);

/* Whole text as a decimal integer: optional '-', digits, no blanks, no leading zero but "0" itself unless
 * ALLOW_ZEROS; false otherwise or when it does not fit. */
bool reinti_parse_integer(const char *text, size_t n, bool allow_zeros, int64_t *out);
/* Whole text as a decimal number with '.', optional exponent; never inf/nan/hex; independent of the locale. */
bool reinti_parse_decimal(const char *text, size_t n, double *out);

/* ---- maps (map.c) -------------------------------------------------------------------------------------- */

/* From bytes to a number >= 0, in insertion order; iteration never depends on hashes.  Keys are copied. */
typedef struct reinti_map reinti_map;
reinti_map *reinti_map_create(void);
void reinti_map_free(reinti_map *m);
size_t reinti_map_count(const reinti_map *m);
int64_t reinti_map_find(const reinti_map *m, const char *key, size_t n); /* -1 = absent */
/* The value of KEY, adding it with VALUE if absent (*added tells; may be NULL).  -2 = no memory. */
int64_t reinti_map_put(reinti_map *m, const char *key, size_t n, int64_t value, bool *added);
const char *reinti_map_key(const reinti_map *m, size_t i, size_t *n, int64_t *value); /* the I-th inserted */

/* ---- numbers (number.c) -------------------------------------------------------------------------------- */

/* X rounded to DIGITS decimals, half away from zero on the decimal value: the shortest decimal that reads back
 * as X is rounded, so 0.125 -> 0.13, 2.675 -> 2.68 and 0.15 -> 0.2.  The one rounding function of the house.
 * NaN and infinity come back as they are; DIGITS -15..15. */
double reinti_round(double x, int digits);
/* "1234.5" with exactly DIGITS decimals after reinti_round; '.' whatever the locale; "-0" is "0".  Both: what is no
 * number is "nan", "inf" or "-inf", for the caller to keep out. */
void reinti_format_fixed(reinti_str *out, double x, int digits);
/* Shortest text that reads back as X (for CSV and JSON): integers below 2^53 without point or exponent. */
void reinti_format_shortest(reinti_str *out, double x);

/* ---- dates and ages as intervals (date.c) -------------------------------------------------------------- */

/* Days since 1970-01-01 in the proleptic Gregorian calendar. */
bool reinti_date_valid(int year, int month, int day);
int32_t reinti_date_days(int year, int month, int day);
void reinti_date_civil(int32_t days, int *year, int *month, int *day);

typedef struct reinti_interval {
    int32_t low, high; /* inclusive; equal when exact.  Dates in days, ages in whole years */
} reinti_interval;
#define REINTI_OPEN_LOW  INT32_MIN
#define REINTI_OPEN_HIGH INT32_MAX

typedef enum reinti_parsed { REINTI_PARSED, REINTI_MALFORMED, REINTI_IMPOSSIBLE } reinti_parsed;

/* "2015-03-14", "2015-03", "2015", "2014..2015", "2014-10..2015-02", "before 2015", "after 2015-02".
 * IMPOSSIBLE: well formed but no such day ("2015-02-29").  One calendar only; no two-digit years. */
reinti_parsed reinti_parse_date(const char *text, size_t n, reinti_interval *out);
/* "17", "16-18", "16..18", "under 18", "<18", "over 60", "60+", "child" (0-17), "adult" (18-120),
 * "teens" (13-19), "twenties"/"20s" (20-29), "early twenties" (20-23), "mid twenties" (24-26), "late twenties" (27-29),
 * and so for thirties .. seventies, each also with a leading "in his/her/their".  IMPOSSIBLE: "18-16", over 120. */
reinti_parsed reinti_parse_age(const char *text, size_t n, reinti_interval *out);
/* A short text that reads back as the interval: "2015-03-14", "2015-03", "2015", "2014-10..2015-02",
 * "2014-10-05..2015-02-28", "before 2015", "after 2015-02"; "" when both ends are open.  Ages: "17", "16-18", "<18",
 * "60+" (ages end at 120). */
void reinti_format_date(reinti_str *out, reinti_interval date);
void reinti_format_age(reinti_str *out, reinti_interval age);

/* ---- files (file.c) ------------------------------------------------------------------------------------ */

/* A whole file read-only: mapped where possible, read into memory otherwise (pipes).  LIMIT 0 = none. */
typedef struct reinti_bytes {
    const char *data;
    size_t size;
    bool mapped;
} reinti_bytes;
reint_status reinti_bytes_read(const char *path, size_t limit, reinti_bytes *out, reint_error *err);
void reinti_bytes_free(reinti_bytes *b);

/* An output that appears whole or not at all: written beside PATH as a temporary file with MODE, synced,
 * renamed by _commit; _abort removes it.  Umask and the mode of a replaced file narrow MODE.  A device or pipe is
 * written directly: then `temporary` is NULL.  Both _commit (whatever it answers) and _abort give all back. */
typedef struct reinti_output {
    FILE *stream;
    char *path, *temporary;
} reinti_output;
reint_status reinti_output_begin(reinti_output *o, const char *path, unsigned mode, reint_error *err);
reint_status reinti_output_commit(reinti_output *o, reint_error *err);
void reinti_output_abort(reinti_output *o); /* after _commit: does nothing */

/* ---- CSV that we make ourselves (spool.c) --------------------------------------------------------------- */

typedef struct reinti_spool {
    const char *folder; /* where it goes when it is large; NULL: in memory only */
    int fd;             /* -1: all is in memory */
    reinti_str text;    /* what was added last; separators and line ends are added to it directly */
    uint64_t written, limit;
} reinti_spool;
#define REINTI_SPOOL(folder_, limit_)                                                                        \
    {                                                                                                        \
        .folder = (folder_), .fd = -1, .text = REINTI_STR_EMPTY, .limit = (limit_)                           \
    }
/* A field, in quotes where it needs them (the separator is a comma). */
void reinti_spool_field(reinti_spool *s, const char *text, size_t n);
/* After each record: INPUT when it is more than the limit, OUTPUT when the disk is full.  NAME is for the message. */
reint_status reinti_spool_check(reinti_spool *s, const char *name, reint_error *err);
/* All of it; *OUT is given back with reinti_bytes_free, the spool still with _free. */
reint_status reinti_spool_end(reinti_spool *s, const char *name, reinti_bytes *out, reint_error *err);
void reinti_spool_free(reinti_spool *s);

/* "<folder of BASE>/<NAME>", or NAME if it is absolute; malloc'ed. */
char *reinti_path_beside(const char *base, const char *name);
const char *reinti_path_last(const char *path); /* part after the last '/' */

#define REINTI_SHA256_TEXT 65
void reinti_sha256(const void *data, size_t size, char out[REINTI_SHA256_TEXT]); /* lower-case hex */

#endif
