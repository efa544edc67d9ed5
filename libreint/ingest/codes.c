/* codes.c -- the table behind coded cells: raw text to permanent id or missing reason.
 *
 * An open hash table at most a quarter full: the hash of a short text is one multiplication, and since texts
 * up to 16 bytes are held as two words, a hit costs two comparisons and touches one line of memory. */
#include <config.h>

#include "ingest/codes.h"

#include <stdlib.h>

bool
reinti_codes_add(reinti_codes *c, const char *text, int32_t id, size_t position)
{
    size_t n = strlen(text);
    char padded[8] = { 0 };
    reinti_code_entry e = { .text = text, .length = (uint32_t)n, .id = id, .position = (uint32_t)position };

    for (size_t i = 0; i < c->n; i++)
        if (c->added[i].length == n && !memcmp(c->added[i].text, text, n))
            return true;
    memcpy(padded, text, n < 8 ? n : 8);
    e.first = reinti_codes_word(padded, n);
    if (n > 8)
        memcpy(&e.last, text + n - 8, sizeof e.last);
    if (!reinti_grow(&c->added, &c->capacity, c->n, sizeof *c->added))
        return false;
    c->added[c->n++] = e;
    return true;
}

bool
reinti_codes_build(reinti_codes *c)
{
    size_t size = 16;
    unsigned bits = 4;

    while (size < 4 * c->n) {
        size *= 2;
        bits++;
    }
    c->entry = calloc(size, sizeof *c->entry);
    if (!c->entry)
        return false;
    c->mask = (uint32_t)(size - 1);
    c->shift = 64 - bits;
    for (size_t i = 0; i < c->n; i++) {
        const reinti_code_entry *e = &c->added[i];
        uint64_t hash =
            (e->first ^ e->last * UINT64_C(0xD6E8FEB86659FD93) ^ e->length) * UINT64_C(0x9E3779B97F4A7C15);
        uint32_t at = (uint32_t)(hash >> c->shift);
        while (c->entry[at].id)
            at = (at + 1) & c->mask;
        c->entry[at] = *e;
    }
    return true;
}

void
reinti_codes_free(reinti_codes *c)
{
    free(c->entry);
    free(c->added);
    memset(c, 0, sizeof *c);
}

const reinti_code_entry *
reinti_codes_find_short(const reinti_codes *c, const char *text, size_t n)
{
    char padded[8] = { 0 };
    uint64_t last = 0;

    if (n)
        memcpy(padded, text, n < 8 ? n : 8);
    if (n > 8)
        memcpy(&last, text + n - 8, sizeof last);
    return reinti_codes_probe(c, reinti_codes_word(padded, n), last, text, n);
}
