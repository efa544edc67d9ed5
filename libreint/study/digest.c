/* digest.c -- one number for all records of a form, to see changes that no trigger saw.
 *
 * A record's digest is made of its key and of each value with the place it stands at; the form's is the sum
 * over its records, so that it follows every insert, correction and removal without reading anything again.
 * A value that is NULL adds nothing, and a place is known by its name: a variable added by a new codebook, or
 * another order of the variables, changes no digest.  It finds accidents and edits by other programs; it is
 * no signature. */
#include <config.h>

#include <string.h>

#include "study/internal.h"

#define MULTIPLIER UINT64_C(0x9E3779B97F4A7C15)

static inline uint64_t
fold(uint64_t x)
{
    __extension__ typedef unsigned __int128 wide;
    wide product = (wide)x * MULTIPLIER;

    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

uint64_t
reinti_digest_text(const char *text, size_t n)
{
    uint64_t h = n + 1, x;

    for (; n >= sizeof x; n -= sizeof x, text += sizeof x) {
        memcpy(&x, text, sizeof x);
        h = fold(h ^ x) + MULTIPLIER;
    }
    x = 0;
    if (n)
        memcpy(&x, text, n);
    return fold(h ^ x);
}

uint64_t
reinti_digest_row(const reinti_form_store *store, const reinti_block *b, size_t row)
{
    const reinti_layout *layout = &store->layout;
    const int64_t *slot = b->slot + row * layout->n_slots;
    uint64_t h = 0;

    for (size_t i = 0; i < layout->n_slots; i++) {
        if (slot[i] == REINTI_NULL)
            continue;
        uint64_t value = layout->slot[i].storage == REINTI_STORE_TEXT
                             ? reinti_digest_text(b->text[slot[i]], b->text_length[slot[i]])
                             : (uint64_t)slot[i];
        h += fold(value ^ store->seed[i]);
    }
    for (size_t k = 0; k < b->n_sets; k++) {
        uint32_t from = b->set[k].offset[row], to = b->set[k].offset[row + 1];
        for (uint32_t i = from; i < to; i++)
            h += fold(((uint64_t)(i - from) << 16 | (uint16_t)b->set[k].code[i]) ^
                      store->seed[layout->n_slots + k]);
    }
    return fold(h ^ fold((uint64_t)b->key[row] ^ MULTIPLIER));
}

reint_status
reinti_digest_store(reint_study *s, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < s->n_forms; f++)
        status =
            reinti_sql_exec(s, err, "UPDATE reint_digest SET n = %lld, digest = %lld WHERE form = %Q",
                            (long long)s->form[f].n_rows, (long long)s->form[f].digest, s->cb->form[f].name);
    return status;
}

reint_status
reinti_digest_load(reint_study *s, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t f = 0; !status && f < s->n_forms; f++) {
        int64_t digest = 0;
        status = reinti_sql_integer(s, &s->form[f].n_rows, err, "SELECT n FROM reint_digest WHERE form = %Q",
                                    s->cb->form[f].name);
        if (!status)
            status = reinti_sql_integer(s, &digest, err, "SELECT digest FROM reint_digest WHERE form = %Q",
                                        s->cb->form[f].name);
        s->form[f].digest = (uint64_t)digest;
    }
    return status;
}

reint_status
reinti_digest_sum(reint_study *s, size_t f, uint64_t *sum, int64_t *n, reint_error *err)
{
    reinti_scan *scan = NULL;
    const reinti_block *b = NULL;
    reint_status status = reinti_scan_open(s, f, true, &scan, err);

    *sum = 0;
    *n = 0;
    if (!status)
        reinti_scan_range(scan, INT64_MIN, INT64_MAX);
    while (!status && !(status = reinti_scan_next(scan, &b, err)) && b->n_rows) {
        for (size_t row = 0; row < b->n_rows; row++)
            *sum += reinti_digest_row(&s->form[f], b, row);
        *n += (int64_t)b->n_rows;
    }
    reinti_scan_free(scan);
    return status;
}
