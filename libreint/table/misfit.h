/* misfit.h -- what of a plan does not fit the study, all of it told in one run.  Private to table/. */
#ifndef REINTI_MISFIT_H
#define REINTI_MISFIT_H

#include "frame/frame.h"
#include "table/plan.h"

typedef struct reinti_misfits {
    const reinti_plan *plan;
    reinti_arena *arena;
    reint_findings *findings; /* NULL: nothing is told, what goes wrong is answered */
    size_t n_broken, capacity;
    const char **broken; /* what the plan declares and could not be made: whoever uses it is not told again */
} reinti_misfits;

/* STATUS, and OK where it is an ARGUMENT of a plan's file: ERR became a finding at NODE.  MAKES: the name of what NODE
 * would have made (NULL = nothing). */
reint_status reinti_misfit(reinti_misfits *m, const reinti_yaml *node, const char *makes, reint_status status,
                           reint_error *err);
/* The same for a table that could not be made; beside ERR (NULL: it was not tried) everything else in it that does not fit:
 * names, codes and conditions that the study does not have, weights below nothing, a size beyond what is made. */
reint_status reinti_misfits_of_table(reinti_misfits *m, reinti_frames *frames, const reinti_plan_table *t,
                                     const char *language, reint_status status, reint_error *err);
/* Names of the plan's file that were declared and could not be read as columns or weights: they are told already. */
void reinti_misfits_declared(reinti_misfits *m);

#endif
