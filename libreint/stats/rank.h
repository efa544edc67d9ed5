/* rank.h -- mid-ranks.  Private to stats/. */
#ifndef REINTI_STATS_RANK_H
#define REINTI_STATS_RANK_H

#include <stdbool.h>
#include <stddef.h>

typedef struct reinti_place_of {
    double x;
    size_t at;
} reinti_place_of;

/* RANK[i]: mid-rank of X[i] among the N, from 1.  ROOM holds N.  Answers sum (t^3 - t) over groups of ties.
 */
double reinti_mid_ranks(const double *x, size_t n, double *rank, reinti_place_of *room);

#endif
