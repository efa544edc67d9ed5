/* diff_parts.h -- what the parts of the comparison of codebooks share.  Private to codebook/. */
#ifndef REINTI_DIFF_PARTS_H
#define REINTI_DIFF_PARTS_H

#include "codebook/diff.h"
#include "codebook/model.h"

typedef struct reinti_differ {
    const reint_codebook *old, *new;
    int (*fn)(const reint_codebook_change *change, void *user);
    void *user;
    reinti_str where;
    bool stopped, no_memory;
} reinti_differ;

/* One change at the place named last. */
void reinti_diff_tell(reinti_differ *d, reint_effect effect, const char *kind, const char *format, ...)
    REINTI_PRINTF(4, 5);
void reinti_diff_at(reinti_differ *d, const char *format, ...) REINTI_PRINTF(2, 3);

void reinti_diff_label(reinti_differ *d, reint_effect effect, const char *what, const reinti_label *a,
                       const reinti_label *b);
void reinti_diff_text(reinti_differ *d, reint_effect effect, const char *what, const char *a, const char *b);
void reinti_diff_flag(reinti_differ *d, reint_effect gained, reint_effect lost, const char *what, bool a,
                      bool b);
/* Both say the same in some language. */
bool reinti_diff_share_text(const reinti_label *a, const reinti_label *b);

/* diff_forms.c */
void reinti_diff_forms(reinti_differ *d);

#endif
