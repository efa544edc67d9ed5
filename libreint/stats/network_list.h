/* network_list.h -- the lists at the nodes of the network: made by network_list.c, looked up from its innermost
 * loop.  Private to stats/. */
#ifndef REINTI_STATS_NETWORK_LIST_H
#define REINTI_STATS_NETWORK_LIST_H

#include "stats/network.h"

/* All three say `failed` of the network where there is no memory. */
void reinti_list_push(reinti_network *w, reinti_list *l, double value, double mass);
/* Sorts, and adds up what has the same value. */
void reinti_list_merge(reinti_network *w, reinti_list *l);
/* Makes a merged list ready to be looked up: masses become sums from the largest value down. */
void reinti_list_ready(reinti_network *w, reinti_list *l);
void reinti_list_free(reinti_list *l);

/* Steps of the index a value. */
enum { REINTI_LIST_STEPS = 8 };

static inline size_t
reinti_bucket_of(const reinti_list *l, double value)
{
    return (size_t)((value - l->item[0].value) * l->scale);
}

/* The mass of the items from I on. */
static inline double
reinti_mass_from(const reinti_list *l, size_t i)
{
    return i < l->n ? l->item[i].mass : 0;
}

/* The first place from which on the values are at least LEAST, n if there is none.  Steps of the index are as many as
 * values: what is left to look through is short. */
static inline size_t
reinti_place_of(const reinti_list *l, double least)
{
    size_t at;

    if (!(least > l->item[0].value))
        return 0;
    if (least > l->item[l->n - 1].value)
        return l->n;
    for (at = l->start[reinti_bucket_of(l, least)]; l->item[at].value < least; at++)
        ;
    return at;
}

/* The mass of the item at I itself. */
static inline double
reinti_mass_of(const reinti_list *l, size_t i)
{
    return l->item[i].mass - reinti_mass_from(l, i + 1);
}

#endif
