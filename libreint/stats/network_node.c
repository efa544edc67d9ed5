/* network_node.c -- the nodes of the network, found by what is left of the columns.
 *
 * Columns that the statistic cannot tell apart are sorted, so that few nodes remain; a node is found by the number
 * that what is left spells. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/network_list.h"

/* Sorts what is left within groups of columns that are alike, and numbers it. */
static uint64_t
canonical(const reinti_network *w, int *left)
{
    uint64_t key = 0;

    for (size_t j = 1; j < w->cols; j++)
        for (size_t k = j; k > 0 && w->group[k] == w->group[k - 1] && left[k] > left[k - 1]; k--) {
            int x = left[k];
            left[k] = left[k - 1];
            left[k - 1] = x;
        }
    for (size_t j = 0; j < w->cols; j++)
        key += w->radix[j] * (uint64_t)left[j];
    return key;
}

/* What is left by its number. */
static void
spell(const reinti_network *w, uint64_t key, int *left)
{
    for (size_t j = w->cols; j-- > 0; key %= w->radix[j])
        left[j] = (int)(key / w->radix[j]);
}

static size_t
slot_of(const reinti_stage *s, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (s->n_slots - 1);

    while (s->slot[at] && s->item[s->slot[at] - 1].key != key)
        at = (at + 1) & (s->n_slots - 1);
    return at;
}

static bool
widen(reinti_stage *s)
{
    reinti_stage wider = *s;

    wider.n_slots = s->n_slots ? 2 * s->n_slots : 256;
    wider.slot = reinti_room(wider.n_slots, sizeof *wider.slot);
    if (!wider.slot)
        return false;
    for (size_t i = 0; i < s->n; i++)
        wider.slot[slot_of(&wider, s->item[i].key)] = (uint32_t)i + 1;
    free(s->slot);
    *s = wider;
    return true;
}

/* The node of LEFT (made canonical) at stage S, added if new: its index, SIZE_MAX without memory. */
static size_t
place_node(reinti_network *w, reinti_stage *s, int *left)
{
    uint64_t key = canonical(w, left);
    size_t at;

    if (2 * s->n >= s->n_slots && !widen(s))
        return SIZE_MAX;
    at = slot_of(s, key);
    if (!s->slot[at]) {
        if (s->n >= UINT32_MAX - 1 || !reinti_grow(&s->item, &s->capacity, s->n, sizeof *s->item))
            return SIZE_MAX;
        s->item[s->n] = (reinti_node){ .key = key };
        memcpy(s->item[s->n].left, left, sizeof s->item[s->n].left);
        s->slot[at] = (uint32_t)++s->n;
    }
    return s->slot[at] - 1;
}

/* Millions of ways lead to thousands of nodes: where they fit, the keys that were met are kept with their nodes. */
reinti_node *
reinti_network_node(reinti_network *w, reinti_stage *s, uint64_t key)
{
    int left[REINTI_MOST_COLUMNS] = { 0 };
    size_t at;

    if (s->met && s->met[key])
        return &s->item[s->met[key] - 1];
    if (!s->met && w->n_keys)
        s->met = reinti_room((size_t)w->n_keys, sizeof *s->met);
    spell(w, key, left);
    at = w->n_keys && !s->met ? SIZE_MAX : place_node(w, s, left);
    if (at == SIZE_MAX) {
        w->failed = true;
        return NULL;
    }
    if (s->met)
        s->met[key] = (uint32_t)at + 1;
    return &s->item[at];
}

bool
reinti_network_begin(reinti_network *w, int *left)
{
    return place_node(w, &w->stage[0], left) != SIZE_MAX;
}

void
reinti_network_free(reinti_network *w)
{
    for (size_t s = 0; w->stage && s < w->rows; s++) {
        for (size_t i = 0; i < w->stage[s].n; i++)
            reinti_list_free(&w->stage[s].item[i].past);
        free(w->stage[s].item);
        free(w->stage[s].slot);
        free(w->stage[s].met);
    }
    free(w->stage);
    free(w->spare);
    free(w->term);
    free(w->choose);
    free(w);
}
