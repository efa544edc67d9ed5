/* codes.h -- from the raw text of a cell to a permanent id or a missing reason.  Private. */
#ifndef REINTI_CODES_H
#define REINTI_CODES_H

#include <string.h>

#include "base/base.h"

/* Texts up to 16 bytes are compared as two words: their first and their last eight bytes. */
typedef struct reinti_code_entry {
    uint64_t first, last;
    const char *text;
    uint32_t length;
    int32_t id;        /* > 0 permanent id of a code, < 0 -(reason + 1); 0: the place is free */
    uint32_t position; /* of the code in its list */
} reinti_code_entry;

typedef struct reinti_codes {
    reinti_code_entry *entry;
    uint32_t mask;
    unsigned shift;
    size_t n, capacity;
    reinti_code_entry *added; /* in the order of adding, before the table is made */
} reinti_codes;

/* TEXT must live as long as the table.  A text that is there already keeps its first meaning. */
bool reinti_codes_add(reinti_codes *c, const char *text, int32_t id, size_t position);
bool reinti_codes_build(reinti_codes *c);
void reinti_codes_free(reinti_codes *c);
/* For texts of which not even eight bytes may be read. */
const reinti_code_entry *reinti_codes_find_short(const reinti_codes *c, const char *text, size_t n);

/* ---- the hot path ---------------------------------------------------------------------------------- */

static inline uint64_t
reinti_codes_word(const char *text, size_t n)
{
    uint64_t word;

    memcpy(&word, text, sizeof word);
    if (n >= sizeof word)
        return word;
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    return n ? word & ~UINT64_C(0) << (64 - 8 * n) : 0;
#else
    return word & ((UINT64_C(1) << 8 * n) - 1);
#endif
}

static inline const reinti_code_entry *
reinti_codes_probe(const reinti_codes *c, uint64_t first, uint64_t last, const char *text, size_t n)
{
    uint64_t hash = (first ^ last * UINT64_C(0xD6E8FEB86659FD93) ^ n) * UINT64_C(0x9E3779B97F4A7C15);

    for (uint32_t i = (uint32_t)(hash >> c->shift);; i = (i + 1) & c->mask) {
        const reinti_code_entry *e = &c->entry[i];
        if (!e->id)
            return NULL;
        if (e->first == first && e->last == last && e->length == n && (n <= 16 || !memcmp(e->text, text, n)))
            return e;
    }
}

/* NULL when the text means nothing.  Eight bytes from TEXT are read whatever N is. */
static inline const reinti_code_entry *
reinti_codes_find(const reinti_codes *c, const char *text, size_t n)
{
    uint64_t last = 0;

    if (n > 8)
        memcpy(&last, text + n - 8, sizeof last);
    return reinti_codes_probe(c, reinti_codes_word(text, n), last, text, n);
}

#endif
