/* network_list.c -- lists of values with their probabilities: sorted, merged, made ready to be looked up. */
#include <config.h>

#include "stats/network_list.h"

#include <stdlib.h>

#include "base/base.h"
#include "stats/internal.h"

/* Values this near are the same but for rounding; far below the slack of ties. */
#define MERGE_SLACK 1e-11

void
reinti_list_push(reinti_network *w, reinti_list *l, double value, double mass)
{
    if (!reinti_grow(&l->item, &l->capacity, l->n, sizeof *l->item)) {
        w->failed = true;
        return;
    }
    l->item[l->n++] = (reinti_atom){ value, mass };
}

/* One pass of a natural merge sort: neighbouring ascending runs of FROM become one in TO.  Answers the runs
 * left. */
static size_t
merge_runs(const reinti_atom *from, reinti_atom *to, size_t n)
{
    size_t runs = 0;

    for (size_t a = 0; a < n; runs++) {
        size_t b = a + 1, c, i, j, k = a;
        while (b < n && from[b - 1].value <= from[b].value)
            b++;
        c = b < n ? b + 1 : b;
        while (c < n && from[c - 1].value <= from[c].value)
            c++;
        for (i = a, j = b; i < b || j < c; k++)
            to[k] = j == c || (i < b && from[i].value <= from[j].value) ? from[i++] : from[j++];
        a = c;
    }
    return runs;
}

/* Sorts, and adds up what has the same value.  A list is made of ascending runs, one a visit: merging them
 * takes a fraction of the time of a general sort. */
void
reinti_list_merge(reinti_network *w, reinti_list *l)
{
    size_t k = 0;

    if (!l->n)
        return;
    if (w->spare_size < l->n) {
        size_t size = l->capacity;
        reinti_atom *spare = realloc(w->spare, size * sizeof *spare);
        if (!spare) {
            w->failed = true;
            return;
        }
        w->spare = spare;
        w->spare_size = size;
    }
    for (size_t runs = 2; runs > 1;) {
        reinti_atom *sorted = w->spare;
        size_t capacity = w->spare_size;
        runs = merge_runs(l->item, sorted, l->n);
        w->spare = l->item; /* the two change places */
        w->spare_size = l->capacity;
        l->item = sorted;
        l->capacity = capacity;
    }
    for (size_t i = 1; i < l->n; i++) {
        if (l->item[i].value - l->item[k].value <= MERGE_SLACK * (1 + fabs(l->item[k].value)))
            l->item[k].mass += l->item[i].mass;
        else
            l->item[++k] = l->item[i];
    }
    l->n = k + 1;
}

/* Makes an ascending list ready: masses become sums from the largest value down, and an index in equal steps tells
 * where to begin to look.  A mass is then a difference of two sums, as exact as they are, beside which it stands in
 * the result. */
void
reinti_list_ready(reinti_network *w, reinti_list *l)
{
    size_t at = 0, n_buckets = REINTI_LIST_STEPS * l->n + 1;

    if (!l->n)
        return;
    for (size_t k = l->n; k-- > 1;)
        l->item[k - 1].mass += l->item[k].mass;
    l->scale = l->n > 1 ? REINTI_LIST_STEPS * (double)l->n / (l->item[l->n - 1].value - l->item[0].value) : 0;
    l->start = l->n < UINT32_MAX / REINTI_LIST_STEPS ? reinti_room(n_buckets, sizeof *l->start) : NULL;
    if (!l->start) {
        w->failed = true;
        return;
    }
    for (size_t b = 0; b < n_buckets; b++) {
        while (at < l->n && reinti_bucket_of(l, l->item[at].value) < b)
            at++;
        l->start[b] = (uint32_t)at;
    }
}

void
reinti_list_free(reinti_list *l)
{
    free(l->item);
    free(l->start);
    *l = (reinti_list){ .n = 0 };
}
