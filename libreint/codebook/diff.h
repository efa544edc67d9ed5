/* diff.h -- what changes from one codebook to another.  Public, installed as reint/codebook/diff.h. */
#ifndef REINT_CODEBOOK_DIFF_H
#define REINT_CODEBOOK_DIFF_H

#include "codebook/codebook.h"

/* What a change asks of a study that has records. */
typedef enum reint_effect {
    REINT_HARMLESS, /* nothing: new things, labels, wider ranges */
    REINT_RECHECK,  /* stored records, or results, are to be looked at again */
    REINT_CROSSWALK /* stored records would mean something else: refused without saying how old becomes new */
} reint_effect;

const char *reint_effect_text(reint_effect effect); /* "harmless", "re-check", "crosswalk needed" */

typedef struct reint_codebook_change {
    reint_effect effect;
    const char *kind;  /* "added", "removed", "renamed", "changed" */
    const char *where; /* "list sex", "form person, variable age" */
    const char *what;  /* one sentence; lives until the function returns */
} reint_codebook_change;

/* Calls FN for each change, in the order of AFTER, what is gone last in each part; stops when it answers
 * non-zero.  A thing that is gone while one of the same label and kind is new is told as renamed. */
reint_status reint_codebook_diff(const reint_codebook *before, const reint_codebook *after,
                                 int (*fn)(const reint_codebook_change *change, void *user), void *user,
                                 reint_error *err);

#endif
