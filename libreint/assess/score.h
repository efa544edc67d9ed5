/* score.h -- domain indicators of packs as columns.  Private to assess/. */
#ifndef REINTI_SCORE_H
#define REINTI_SCORE_H

#include "codebook/pack.h"
#include "frame/frame.h"

/* A domain's score as a number. */
reint_status reinti_score_domain(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                                 reinti_column *out, reint_error *err);
/* The band of a domain's score. */
reint_status reinti_score_band(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                               reinti_column *out, reint_error *err);
reint_status reinti_score_composite(const reinti_pack *k, const reinti_composite *c, reinti_frame *frame,
                                    reinti_column *out, reint_error *err);
reint_status reinti_score_composite_band(const reinti_pack *k, const reinti_composite *c, reinti_frame *frame,
                                         reinti_column *out, reint_error *err);

/* State packs, on a form keyed by person and wave: the state at that wave, and its change since the wave
 * before. */
reint_status reinti_domain_state(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                                 reinti_column *out, reint_error *err);
reint_status reinti_domain_change(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                                  reinti_column *out, reint_error *err);

#endif
