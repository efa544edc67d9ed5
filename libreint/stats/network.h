/* network.h -- the network of the exact test.  Private to stats/. */
#ifndef REINTI_STATS_NETWORK_H
#define REINTI_STATS_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Numbers of nodes, of all stages, up to which each that is met is kept with its node; only those that are met touch
 * memory. */
enum { REINTI_MOST_COLUMNS = 16, REINTI_MOST_CASES = 1000, REINTI_MOST_KEYS = 1 << 26 };

typedef struct reinti_atom {
    double value, mass;
} reinti_atom;

/* Ascending once it is merged; then, made ready, masses are sums from the largest value down. */
typedef struct reinti_list {
    reinti_atom *item;
    size_t n, capacity;
    uint32_t *start; /* of each of the steps of the values: the first place that is not below it */
    double scale;    /* steps a unit of value */
} reinti_list;

typedef struct reinti_node {
    uint64_t key;
    int left[REINTI_MOST_COLUMNS];
    double low, high; /* least and largest sum of the rows to come */
    reinti_list past; /* stages up to R-3: what may have been; stage R-2: the last two rows */
} reinti_node;

typedef struct reinti_stage {
    reinti_node *item;
    size_t n, capacity;
    uint32_t *slot; /* open addressing by key; 0 = free, else index + 1 */
    size_t n_slots;
    uint32_t *met; /* index + 1 of the node of each key that was met; NULL: too many keys */
} reinti_stage;

typedef struct reinti_network {
    size_t rows, cols;
    int row[REINTI_MOST_CASES], group[REINTI_MOST_COLUMNS];
    uint64_t radix[REINTI_MOST_COLUMNS], n_keys; /* n_keys: of a stage; 0: too many to be kept */
    double *term;                                /* [row][col][x], x up to n */
    double *choose;                              /* [n][k] */
    size_t n;
    int largest; /* of the first column's cases */
    reinti_stage *stage;
    double threshold, p, work, limit;
    reinti_atom *spare; /* room to sort in */
    size_t spare_size;
    bool failed; /* no memory */
} reinti_network;

/* The node of KEY, canonical or not, at stage S, added if new; NULL, and failed, without memory.  In network_node.c,
 * as are the two that begin and free. */
reinti_node *reinti_network_node(reinti_network *w, reinti_stage *s, uint64_t key);
/* Adds the first node: LEFT is the column margins.  False without memory. */
bool reinti_network_begin(reinti_network *w, int *left);
/* From the first node to p; stops early when `failed`, or when `work` exceeds `limit`. */
void reinti_network_run(reinti_network *w);
void reinti_network_free(reinti_network *w);

#endif
