/* follow_curves.h -- curves of the time to an event, as the tables of it share them.  Private to table/. */
#ifndef REINTI_FOLLOW_CURVES_H
#define REINTI_FOLLOW_CURVES_H

#include "table/follow.h"

typedef struct reinti_curves {
    reint_follow_times t;
    size_t n_groups;        /* layers */
    size_t *n, *events;     /* per group */
    double **left, **right; /* per group */
    reint_km *km;           /* per group, where all times are exact; else */
    reint_turnbull *turnbull;
    bool limits; /* may be given */
    reint_survival_limit kind;
} reinti_curves;

/* What the plan asks for; a layer of the table for each group.  Give it back whatever it answers. */
reint_status reinti_curves_read(reinti_grid *g, reinti_curves *out, reint_error *err);
void reinti_curves_free(reinti_curves *c);
/* The longest time that GROUP is watched. */
double reinti_curves_longest(const reinti_curves *c, size_t group);
/* 1 for each person of GROUP with the event; NULL: no memory. */
const double *reinti_curves_status(reinti_grid *g, const reinti_curves *c, size_t group);
/* 0 and further round times, to the end of the longest curve; NULL: no memory. */
const double *reinti_curves_round_times(reinti_grid *g, const reinti_curves *c, size_t *n);
const char *reinti_curves_event(const reinti_grid *g); /* in words */
/* How it was estimated, by what limits, who was left out. */
void reinti_curves_note(reinti_grid *g, const reinti_curves *c);

#endif
