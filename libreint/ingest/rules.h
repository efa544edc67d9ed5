/* rules.h -- routing, cross-field and cross-wave rules, plausibility.  Private. */
#ifndef REINTI_RULES_H
#define REINTI_RULES_H

#include "ingest/decode.h"
#include "ingest/reject.h"

typedef struct reinti_rules reinti_rules;

/* *OUT is NULL when there is nothing to check. */
reint_status reinti_rules_create(reinti_decoding *d, reinti_rules **out, reint_error *err);
void reinti_rules_free(reinti_rules *r);
/* Some condition reads the same form in another wave: it wants to see all rows of the file before the first
 * is checked. */
bool reinti_rules_across_waves(const reinti_rules *r);
bool reinti_rules_set_file(reinti_rules *r, reinti_rows *file);

/* Checks the rows of ROWS.  Routing first: state[] becomes DROPPED, with a remark; empty cells that waited
 * for it get their reason.  Then the rules: state[] becomes HELD, and the remark waits until it is known
 * whether the row's key was there before, which is the reason that goes first. */
reint_status reinti_rules_check(reinti_rules *r, reinti_rows *rows, reinti_csv *look, reinti_remarks *remarks,
                                reint_error *err);
/* The remark on row ROW that is HELD. */
void reinti_rules_remark(reinti_rules *r, const reinti_rows *rows, size_t row, reinti_csv *look,
                         reinti_remarks *remarks);
/* How often a rule could not be checked, and warnings beyond those that were listed. */
void reinti_rules_notes(const reinti_rules *r, const char *file, reint_findings *findings);

#endif
