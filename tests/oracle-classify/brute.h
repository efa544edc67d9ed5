/* brute.h -- the oracle of the classifier: tries every completion of the unknown facts, one after the other.
 *
 * Shares no code with the engine: it reads a condition word by word and asks the whole unit each time.  Slow
 * on purpose; BRUTE_TOO_MANY completions are not tried. */
#ifndef REINT_BRUTE_H
#define REINT_BRUTE_H

#include "assess/engine.h"

enum { BRUTE_MAX_SERVICES = 6, BRUTE_TOO_MANY = 300000 };

/* Completions of a unit, 0 if BRUTE_TOO_MANY or more. */
size_t brute_completions(const reinti_ruleset *r, const reinti_state *service, size_t n,
                         const uint8_t *circumstance);

/* The verdict; false when some completion matches no row. */
bool brute_judge(const reinti_ruleset *r, const reinti_state *service, size_t n, const uint8_t *circumstance,
                 reinti_verdict *out);

#endif
