/* condition.h -- one condition over the rows of a block.  Private. */
#ifndef REINTI_CONDITION_H
#define REINTI_CONDITION_H

#include "ingest/view.h"

typedef struct reinti_condition {
    reinti_view *view;
    reinti_expr *expr;
    size_t n_used;
    const size_t *used; /* names that it reads */
    bool plain; /* reads no text or person: rows that agree in the stored values agree in the answer */
    bool across_waves;
    int64_t *constant; /* days and numbers that its text mentions */
    size_t n_constants;
    reinti_map *known; /* values -> position in answer */
    int8_t *answer;
    size_t n_answers, capacity;
} reinti_condition;

/* WHERE ("rule R12") is named in the error: the codebook is wrong, so the status is STUDY. */
reint_status reinti_condition_create(reinti_view *view, const char *text, const char *where,
                                     reinti_condition *out, reint_error *err);
void reinti_condition_free(reinti_condition *c);
/* RESULT[row]: 1, 0, -1 (cannot be told), for the rows of view->rows whose ACTIVE is set. */
reint_status reinti_condition_run(reinti_condition *c, const bool *active, int8_t *result, reint_error *err);

#endif
