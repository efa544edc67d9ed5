/* map.c -- from bytes to a number, in insertion order.
 *
 * Two parts: entries in blocks that are never moved (so a key handed out stays where it is), in the order of
 * insertion, and a table of 4-byte slots searched linearly.  With 2^k slots an entry's number takes the low k
 * bits of its slot and the upper bits of its hash the others: few wrong entries are ever looked at, and the
 * table of a million keys (8 MiB) stays near the processor, which is what the time of a large map consists
 * of.  A key of up to 15 bytes lies inside its entry. The hash is seeded with the map's address, so no file
 * can be written to make all its keys collide; no result depends on it, since iteration is by insertion. When
 * memory runs out _put answers -2 and the map stays as it was. */
#include <config.h>

#include "base/base.h"

#include <stdlib.h>
#include <string.h>

enum { INSIDE = 16, FIRST_ENTRIES = 16, N_BLOCKS = 28, FIRST_SLOTS = 32, MOST_SLOTS = 1 << 30 };

typedef struct entry {
    union {
        char inside[INSIDE]; /* keys shorter than INSIDE, with their NUL */
        char *outside;
    } key;
    int64_t value;
    uint32_t n;
    uint32_t hash; /* to grow the slots without reading long keys again */
} entry;

struct reinti_map {
    uint32_t *slots; /* hash & ~mask | number of the entry, from 1; number 0 = free */
    uint32_t mask;   /* number of slots - 1 */
    size_t n;
    entry *block[N_BLOCKS]; /* block 0 holds FIRST_ENTRIES, each further one as many as all before it */
    reinti_arena *long_keys;
    uint64_t seed;
};

/* ---- hashing ------------------------------------------------------------------------------------------- */

static uint64_t
fold_product(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)a * b;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t
load(const char *p, size_t n)
{
    uint64_t value = 0;

    memcpy(&value, p, n);
    return value;
}

static uint32_t
hash_key(uint64_t seed, const char *key, size_t n)
{
    uint64_t h = seed ^ (n * UINT64_C(0x9E3779B97F4A7C15));

    for (; n > 8; key += 8, n -= 8)
        h = fold_product(h ^ load(key, 8), UINT64_C(0xA0761D6478BD642F)) + UINT64_C(0xE7037ED1A0B428DB);
    h = fold_product(h ^ (n == 8 ? load(key, 8) : load(key, n)), UINT64_C(0x8EBC6AF09C88C6E3));
    return (uint32_t)(h ^ (h >> 32));
}

/* ---- entries ------------------------------------------------------------------------------------------- */

/* Block of the I-th entry and, in *BEGIN, the number of its first one: 0-15, 16-31, 32-63, 64-127, ... */
static size_t
block_of(size_t i, size_t *begin)
{
    size_t b = 0;

    *begin = 0;
    if (i >= FIRST_ENTRIES) {
        b = (size_t)(63 - __builtin_clzll((unsigned long long)i)) - 3; /* 16 -> 1, 32 -> 2 */
        *begin = (size_t)1 << (b + 3);
    }
    return b;
}

static entry *
entry_at(const reinti_map *m, size_t i)
{
    size_t begin, b = block_of(i, &begin);

    return &m->block[b][i - begin];
}

static const char *
entry_key(const entry *e)
{
    return e->n < INSIDE ? e->key.inside : e->key.outside;
}

/* The place for one more entry; NULL when memory runs out or numbers do. */
static entry *
next_entry(reinti_map *m)
{
    size_t begin, b = block_of(m->n, &begin);

    if (b >= N_BLOCKS)
        return NULL;
    if (!m->block[b])
        m->block[b] = calloc(b ? begin : FIRST_ENTRIES, sizeof(entry));
    return m->block[b] ? &m->block[b][m->n - begin] : NULL;
}

/* ---- slots --------------------------------------------------------------------------------------------- */

static bool
grow_slots(reinti_map *m)
{
    size_t n_slots = m->slots ? ((size_t)m->mask + 1) * 2 : FIRST_SLOTS;
    uint32_t mask = (uint32_t)(n_slots - 1), *slots;

    if (n_slots > MOST_SLOTS || !(slots = calloc(n_slots, sizeof *slots)))
        return false;
    for (size_t i = 0; i < m->n; i++) {
        uint32_t hash = entry_at(m, i)->hash, at = hash & mask;
        while (slots[at] & mask)
            at = (at + 1) & mask;
        slots[at] = (hash & ~mask) | (uint32_t)(i + 1);
    }
    free(m->slots);
    m->slots = slots;
    m->mask = mask;
    return true;
}

/* The entry of KEY, or NULL; *FREE_SLOT is then where it belongs. */
static entry *
find_entry(const reinti_map *m, uint32_t hash, const char *key, size_t n, uint32_t *free_slot)
{
    const uint32_t mask = m->mask;
    uint32_t at = hash & mask, slot;

    for (; (slot = m->slots[at]) & mask; at = (at + 1) & mask) {
        entry *e;
        if ((slot ^ hash) & ~mask)
            continue;
        e = entry_at(m, (slot & mask) - 1);
        if (e->n == n && (!n || !memcmp(entry_key(e), key, n)))
            return e;
    }
    *free_slot = at;
    return NULL;
}

/* ---- the map ------------------------------------------------------------------------------------------- */

reinti_map *
reinti_map_create(void)
{
    reinti_map *m = calloc(1, sizeof *m);

    if (!m)
        return NULL;
    m->seed =
        fold_product((uint64_t)(uintptr_t)m ^ UINT64_C(0x589965CC75374CC3), UINT64_C(0xEB44ACCAB455D165));
    if (!grow_slots(m)) {
        free(m);
        return NULL;
    }
    return m;
}

void
reinti_map_free(reinti_map *m)
{
    if (!m)
        return;
    for (size_t b = 0; b < N_BLOCKS; b++)
        free(m->block[b]);
    reinti_arena_free(m->long_keys);
    free(m->slots);
    free(m);
}

size_t
reinti_map_count(const reinti_map *m)
{
    return m ? m->n : 0;
}

int64_t
reinti_map_find(const reinti_map *m, const char *key, size_t n)
{
    const entry *e;
    uint32_t at;

    if (!m || n > UINT32_MAX)
        return -1;
    e = find_entry(m, hash_key(m->seed, key, n), key, n, &at);
    return e ? e->value : -1;
}

static bool
set_key(reinti_map *m, entry *e, const char *key, size_t n)
{
    if (n < INSIDE) {
        if (n)
            memcpy(e->key.inside, key, n);
        e->key.inside[n] = '\0';
    } else {
        if (!m->long_keys && !(m->long_keys = reinti_arena_create()))
            return false;
        e->key.outside = reinti_arena_text_n(m->long_keys, key, n);
        if (!e->key.outside)
            return false;
    }
    e->n = (uint32_t)n;
    return true;
}

int64_t
reinti_map_put(reinti_map *m, const char *key, size_t n, int64_t value, bool *added)
{
    uint32_t hash, at;
    entry *e;

    if (added)
        *added = false;
    if (n > UINT32_MAX)
        return -2;
    hash = hash_key(m->seed, key, n);
    e = find_entry(m, hash, key, n, &at);
    if (e)
        return e->value;
    if (m->n >=
        ((size_t)m->mask + 1) / 4 * 3) { /* at three quarters linear search still looks at few slots */
        if (!grow_slots(m))
            return -2;
        find_entry(m, hash, key, n, &at);
    }
    e = next_entry(m);
    if (!e || !set_key(m, e, key, n))
        return -2;
    e->value = value;
    e->hash = hash;
    m->slots[at] = (hash & ~m->mask) | (uint32_t)++m->n;
    if (added)
        *added = true;
    return value;
}

const char *
reinti_map_key(const reinti_map *m, size_t i, size_t *n, int64_t *value)
{
    const entry *e;

    if (i >= reinti_map_count(m))
        return NULL;
    e = entry_at(m, i);
    if (n)
        *n = e->n;
    if (value)
        *value = e->value;
    return entry_key(e);
}
