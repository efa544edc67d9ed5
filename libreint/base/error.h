/* error.h -- status codes, the error object and the list of findings.  Public, installed as reint/error.h.
 *
 * A call that stops at the first problem reports it in a reint_error.  A check that goes on (a codebook,
 * a file of records) adds each problem to reint_findings, so that a researcher sees all of them at once.
 * Texts never hold a value of a text variable, a malformed key or an unmapped column: a name that was
 * typed in the wrong place must not be printed. */
#ifndef REINT_ERROR_H
#define REINT_ERROR_H

#include <stddef.h>

#define REINT_STATUS_LIST(X)                                                                                 \
    X(OK, 0, "no error")                                                                                     \
    X(DATA, 1, "the data or a disclosure rule said no")                                                      \
    X(ARGUMENT, 2, "an argument is outside its documented range")                                            \
    X(INPUT, 3, "an input cannot be read or is wrong in form")                                               \
    X(STUDY, 4, "the study does not fit (version, lock, codebook)")                                          \
    X(OUTPUT, 5, "an output could not be written")                                                           \
    X(NO_MEMORY, 6, "out of memory")                                                                         \
    X(CANCELLED, 7, "stopped by the progress callback")

/* The first five are also the exit codes of the command `reint`. */
typedef enum reint_status {
#define X(name, value, text) REINT_##name = value,
    REINT_STATUS_LIST(X)
#undef X
} reint_status;

const char *reint_status_text(reint_status status); /* in words; "unknown status" for any other number */

typedef struct reint_error {
    reint_status status;
    char file[256];  /* base name or path as the caller gave it; "" when no file is involved */
    char form[64];   /* sheet or form; "" when none */
    long line;       /* 1-based physical line; 0 = unknown */
    long column;     /* 1-based; 0 = unknown */
    char text[512];  /* what was found, what is allowed */
    char sheet[128]; /* of a workbook: LINE is its row and COLUMN its column then; "" when none */
} reint_error;

/* "wave2.csv:118:4: ..." or "entry.xlsx:need!D14: ..." into BUF (always terminated); returns the length that
 * was needed. */
size_t reint_error_format(const reint_error *err, char *buf, size_t size);

typedef enum reint_severity { REINT_NOTE, REINT_WARNING, REINT_ERROR } reint_severity;

typedef struct reint_finding {
    reint_severity severity;
    const char *code; /* short stable name of the kind: "unknown_code", "duplicate_key" ... */
    const char *file; /* "" when none */
    const char *form; /* "" when none */
    long line, column;
    const char *text;
    const char *sheet; /* of a workbook, as in reint_error; "" when none */
} reint_finding;

/* "118:4" (CSV) or "need!D14" (a sheet) into BUF, always terminated; "" when LINE is 0 and there is no
 * sheet. */
void reint_place_format(char *buf, size_t size, const char *sheet, long line, long column);

typedef struct reint_findings reint_findings;

/* An empty list, to be handed to one check or to several one after the other, which add to it.  NULL: no memory. */
reint_findings *reint_findings_create(void);
void reint_findings_free(reint_findings *f); /* NULL is fine */
size_t reint_findings_count(const reint_findings *f);
size_t reint_findings_count_severity(const reint_findings *f,
                                     reint_severity severity); /* of exactly this one */
/* In the order found; lives until the list is freed or added to. */
const reint_finding *reint_findings_get(const reint_findings *f, size_t i);

/* DONE of TOTAL steps; TOTAL is 0 when unknown.  Called on the caller's thread, about a hundred times at
 * most.  Non-zero stops the run: it is rolled back and returns REINT_CANCELLED. */
typedef int (*reint_progress_fn)(size_t done, size_t total, void *user);

#endif
