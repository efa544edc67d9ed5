/* engine_private.h -- the tabulated decision table and the sets of bit vectors.  Private to engine.c and engine_table.c. */
#ifndef REINTI_ENGINE_PRIVATE_H
#define REINTI_ENGINE_PRIVATE_H

#include "assess/engine.h"

enum { REINTI_ENGINE_MAX_BITS = 16, REINTI_ENGINE_NO_ROW = 255 };

typedef struct reinti_reached { /* an interned set of bit vectors, ascending */
    size_t n;
    uint16_t *bits;
} reinti_reached;

struct reinti_engine {
    const reinti_ruleset *r;
    uint32_t asked; /* properties the table or a reason asks for */
    size_t n_bits;
    uint8_t property[REINTI_ENGINE_MAX_BITS]; /* bit -> property */
    bool uses[REINTI_MAX_CIRCUMSTANCES];
    size_t radix[REINTI_MAX_CIRCUMSTANCES]; /* distance of the circumstance's values in the table */
    size_t n_vectors, n_combinations;
    uint8_t *row; /* per combination */
    uint32_t *reasons;
    uint8_t *class_of; /* per bit vector, when no circumstance is asked for */
    bool *occurs;      /* per bit vector */

    reinti_reached *set;
    size_t n_sets, set_capacity;
    reinti_map *set_index;    /* bytes of the vectors -> set */
    reinti_map *option_index; /* packed state -> set (its possibilities) */
    reinti_map *step;         /* (set, options) -> set */
    bool *mark;               /* scratch: one a vector */
    uint16_t *scratch;
};

/* Only the properties asked for, packed together. */
static inline uint16_t
reinti_engine_pack(const reinti_engine *e, uint32_t properties)
{
    uint16_t bits = 0;

    for (size_t i = 0; i < e->n_bits; i++)
        bits |= (uint16_t)((properties >> e->property[i] & 1) << i);
    return bits;
}

/* What the table asks for and how large it becomes; refused where that is too much. */
reint_status reinti_engine_lay_out(reinti_engine *e, reint_error *err);
/* Every combination that can occur; refused where none of the rows matches it. */
reint_status reinti_engine_tabulate(reinti_engine *e, reint_error *err);

#endif
