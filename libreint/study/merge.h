/* merge.h -- a stored record and what it becomes.  Private to study/. */
#ifndef REINTI_MERGE_H
#define REINTI_MERGE_H

#include "study/internal.h"

/* A block of one row, with room of its own for all it holds. */
typedef struct reinti_merged {
    int64_t *slot;
    const char **text;
    uint32_t *text_length, n_texts;
    reinti_block_set *set;
    uint32_t (*offset)[2];
    bool same, *set_changed;
    reinti_block block;
} reinti_merged;

bool reinti_merged_make(reinti_merged *m, const reinti_form_store *store);
void reinti_merged_free(reinti_merged *m);
/* What is stored, as the start of something else; key and source of the block are the caller's to set.  Texts stand at
 * the number of their slot. */
void reinti_merged_copy(reinti_merged *m, const reinti_layout *layout, const reinti_block *old);
/* In place of OLD, with history, digest and columns. */
reint_status reinti_merged_write(reint_study *s, size_t f, const reinti_block *old, const reinti_merged *m,
                                 reint_error *err);
/* The one record with KEY, as a block of one row that lives until the next call; inside a transaction. */
reint_status reinti_read_one(reint_study *s, size_t f, int64_t key, const reinti_block **old,
                             reint_error *err);
/* Takes a record out; QUIET: as if it had never been there, else with history. */
reint_status reinti_remove_one(reint_study *s, size_t f, int64_t key, bool quiet, reint_error *err);

#endif
