/* engine.h -- the decision table at work, on plain structs: states of services in, possible classes out.
 * Private.
 *
 * The state of each service is a set of possibilities (one when all is known).  Every condition of the table
 * asks whether some service has a property, so all that matters of a unit is one bit a property: the bits of
 * its services joined by OR.  The reachable bit vectors are found exactly by adding one service after the
 * other, reach := { r | p : r in reach, p in possible bits of the service }, and the table, evaluated once
 * for every bit vector when the rule set is loaded, gives the class of each.  Reached sets are interned and
 * steps between them remembered: units that look alike cost one look-up a service. */
#ifndef REINTI_ENGINE_H
#define REINTI_ENGINE_H

#include "codebook/ruleset.h"

typedef struct reinti_state { /* of one service; bits of ruleset.h, each set not empty */
    uint8_t need, due, receipt;
    uint8_t marks, open_marks; /* what happened; what may have happened */
} reinti_state;

typedef struct reinti_verdict {
    uint16_t possible; /* classes, as bits; one: settled */
    uint32_t sure;     /* reasons that hold whatever the unknown facts are */
    uint32_t maybe;    /* reasons that hold for some of it, the sure ones included */
    size_t row;        /* the one row that holds, or REINTI_NONE */
} reinti_verdict;

typedef struct reinti_engine reinti_engine;

/* INPUT, with the combination spelt out, if a combination that can occur matches no row; if the table needs
 * more conditions than can be tabulated.  R must outlive the engine. */
reint_status reinti_engine_create(const reinti_ruleset *r, reinti_engine **out, reint_error *err);
void reinti_engine_free(reinti_engine *e);

/* Whether some combination of facts that can occur comes to ROW; whether REASON holds in one. */
bool reinti_engine_reaches_row(const reinti_engine *e, size_t row);
bool reinti_engine_reaches_reason(const reinti_engine *e, size_t reason);

/* CIRCUMSTANCE: for each of the rule set's, the values that are possible, as bits. */
reint_status reinti_engine_judge(reinti_engine *e, const reinti_state *service, size_t n,
                                 const uint8_t *circumstance, reinti_verdict *out, reint_error *err);

/* All that the table asks of one service, when its state is known: to be joined by OR, then given to _class.
 * Answers false when the state leaves several possibilities open. */
bool reinti_engine_bits(const reinti_engine *e, const reinti_state *service, uint16_t *bits);
size_t reinti_engine_n_bits(const reinti_engine *e);
/* For rule sets that ask for no circumstance: class of each bit vector (255: cannot occur), 2^n_bits long. */
const uint8_t *reinti_engine_classes(const reinti_engine *e);
bool reinti_engine_uses_circumstances(const reinti_engine *e);
bool reinti_engine_uses_circumstance(const reinti_engine *e, size_t k);

/* Properties of a service with one known state (each of NEED, DUE, RECEIPT one bit). */
uint32_t reinti_state_properties(const reinti_ruleset *r, unsigned need, unsigned due, unsigned receipt,
                                 unsigned marks);

/* The whole truth table, for tests and documentation: combination I. */
typedef struct reinti_combination {
    uint32_t properties, asked; /* those that hold, among those that the rule set asks for */
    uint8_t value[REINTI_MAX_CIRCUMSTANCES];
    bool can_occur;
    size_t row; /* REINTI_NONE: no row (only where it cannot occur) */
    uint32_t reasons;
} reinti_combination;
size_t reinti_engine_n_combinations(const reinti_engine *e);
void reinti_engine_combination(const reinti_engine *e, size_t i, reinti_combination *out);

#endif
