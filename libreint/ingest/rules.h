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

/* What can be wrong with a row in itself. */
typedef enum reinti_misfit {
    REINTI_MISFIT_NOT_ASKED, /* not_asked, though it had to be asked */
    REINTI_MISFIT_EMPTY,     /* the same of an empty cell without a meaning of its own */
    REINTI_MISFIT_REQUIRED,
    REINTI_MISFIT_PAST,     /* answered, though routed past */
    REINTI_MISFIT_NOT_TOLD, /* whether it was to be asked cannot be told: nothing wrong */
    REINTI_MISFIT_WINDOW,   /* a date outside the window of its wave */
    REINTI_MISFIT_RULE,
    REINTI_MISFIT_RULE_NOT_TOLD
} reinti_misfit;

/* For rows that are not on their way in: FN is told of everything, with the variable or, of rules, RULE; nothing is held,
 * dropped or remarked upon, and each rule is tried on each row. */
typedef void (*reinti_rules_fn)(void *user, size_t row, const reinti_decoder *v, const reinti_rule *rule,
                                reinti_misfit what);
void reinti_rules_watch(reinti_rules *r, reinti_rules_fn fn, void *user);

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
