/* scorer.h -- how the rows of a frame are scored in one domain of a pack.  Private to assess/.
 *
 * All that can come of a row has a place in a table, which is small where rows share it.  A scorer is never
 * changed after it was opened: threads may use it together. */
#ifndef REINTI_SCORER_H
#define REINTI_SCORER_H

#include "codebook/pack.h"
#include "frame/frame.h"

#define REINTI_SCORE_BLOCK 1024

typedef enum reinti_scored { REINTI_SCORED, REINTI_NO_SCORE_MADE, REINTI_NO_RECORD } reinti_scored;
typedef struct reinti_answers reinti_answers;

typedef struct reinti_scorer {
    const reinti_pack *pack;
    const reinti_domain *domain;
    reinti_answers *item;
    size_t n_places; /* 0: rows have no places, each is worked out by _row */
    double *score;   /* by place; NaN = none */
    uint8_t *scored; /* reinti_scored */
    uint8_t *band;   /* where there is a score */
    uint16_t *place; /* of every combination of raw values; NULL: by packed sums */
    uint32_t (*packed)[256];
    size_t n_sums;
} reinti_scorer;

/* Everything is in the frame's arena. */
reint_status reinti_scorer_open(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                                reinti_scorer *out, reint_error *err);
/* Places of the rows FROM .. FROM + N - 1, N at most a block; only if there are places. */
void reinti_scorer_places(const reinti_scorer *s, size_t from, size_t n, uint16_t *place);
reinti_scored reinti_scorer_row(const reinti_scorer *s, size_t row, double *score);
size_t reinti_score_band_of(const reinti_pack *k, double score);

#endif
