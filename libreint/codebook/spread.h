/* spread.h -- a codebook kept as a spreadsheet.  Private.
 *
 * The workbook has the sheets settings, survey and choices, and waves, periods, missing and rules where there is
 * something to say (reint-codebook(5)).  It is turned into YAML, one cell a line, and that is parsed: so the two
 * forms of a codebook can never differ in what they allow, and a finding about a line is one about its cell. */
#ifndef REINTI_SPREAD_H
#define REINTI_SPREAD_H

#include "codebook/model.h"

/* Where a line of the YAML came from. */
typedef struct reinti_spread_origin {
    const char *sheet; /* NULL: nowhere */
    long row, column;  /* both from 1 */
} reinti_spread_origin;

typedef struct reinti_spread {
    reinti_arena *arena;
    reinti_str yaml;
    size_t n, capacity;
    reinti_spread_origin *origin; /* of line I + 1 */
} reinti_spread;

/* DATA is a workbook.  What is wrong with its sheets goes to FINDINGS, each at its cell; INPUT then.  Free *OUT
 * whatever the answer. */
reint_status reinti_spread_read(const char *name, const char *data, size_t size, reinti_spread *out,
                                reint_findings *findings, reint_error *err);
void reinti_spread_free(reinti_spread *s);

/* Copies FROM, findings about the YAML of N lines as the file NAME, to TO as findings about its cells; those about
 * other files as they are. */
void reinti_spread_tell(const reinti_spread_origin *origin, size_t n, const char *name,
                        const reint_findings *from, reint_findings *to);

/* One text in a cell: "" is written `""`, and a text that begins with a quote gets one more. */
void reinti_spread_cell(reinti_str *out, const char *text);
/* Several texts in a cell: a | b, in quotes where need be. */
void reinti_spread_list(reinti_str *out, const char *const *text, size_t n);

#endif
