/* engine.c -- judges units with unknown facts by a tabulated decision table.  See engine.h.
 *
 * Judging is one look-up a service once a step is known; a new step costs |reach| x |possibilities|. */
#include <config.h>

#include "assess/engine_private.h"

#include <stdlib.h>
#include <string.h>

reint_status
reinti_engine_create(const reinti_ruleset *r, reinti_engine **out, reint_error *err)
{
    reinti_engine *e = calloc(1, sizeof *e);
    reint_status status;

    *out = NULL;
    if (!e)
        return reinti_no_memory(err);
    e->r = r;
    status = reinti_engine_lay_out(e, err);
    if (!status) {
        e->row = malloc(e->n_combinations);
        e->reasons = calloc(e->n_combinations, sizeof *e->reasons);
        e->class_of = malloc(e->n_vectors);
        e->occurs = calloc(e->n_vectors, sizeof *e->occurs);
        e->mark = calloc(e->n_vectors, sizeof *e->mark);
        e->scratch = malloc(e->n_vectors * sizeof *e->scratch);
        e->set_index = reinti_map_create();
        e->option_index = reinti_map_create();
        e->step = reinti_map_create();
        if (!e->row || !e->reasons || !e->class_of || !e->occurs || !e->mark || !e->scratch ||
            !e->set_index || !e->option_index || !e->step)
            status = reinti_no_memory(err);
    }
    if (!status)
        status = reinti_engine_tabulate(e, err);
    if (status)
        reinti_engine_free(e);
    else
        *out = e;
    return status;
}

void
reinti_engine_free(reinti_engine *e)
{
    if (!e)
        return;
    for (size_t i = 0; i < e->n_sets; i++)
        free(e->set[i].bits);
    free(e->set);
    reinti_map_free(e->set_index);
    reinti_map_free(e->option_index);
    reinti_map_free(e->step);
    free(e->row);
    free(e->reasons);
    free(e->class_of);
    free(e->occurs);
    free(e->mark);
    free(e->scratch);
    free(e);
}

/* ---- sets of bit vectors ------------------------------------------------------------------------------- */

static int
ascending(const void *a, const void *b)
{
    return (int)*(const uint16_t *)a - (int)*(const uint16_t *)b;
}

/* The set of the N vectors in e->scratch (unsorted, distinct); -1 = no memory. */
static int64_t
intern(reinti_engine *e, size_t n)
{
    bool added;

    qsort(e->scratch, n, sizeof *e->scratch, ascending);
    int64_t found = reinti_map_put(e->set_index, (const char *)e->scratch, n * sizeof *e->scratch,
                                   (int64_t)e->n_sets, &added);
    if (found < 0 || !added)
        return found < 0 ? -1 : found;
    uint16_t *bits = malloc(n * sizeof *bits);
    if (!bits || !reinti_grow(&e->set, &e->set_capacity, e->n_sets, sizeof *e->set)) {
        free(bits);
        return -1;
    }
    memcpy(bits, e->scratch, n * sizeof *bits);
    e->set[e->n_sets] = (reinti_reached){ n, bits };
    /* cppcheck-suppress memleak ; the set keeps BITS */
    return (int64_t)e->n_sets++;
}

static void
collect(reinti_engine *e, size_t *n, uint16_t bits)
{
    if (!e->mark[bits]) {
        e->mark[bits] = true;
        e->scratch[(*n)++] = bits;
    }
}

static void
unmark(reinti_engine *e, size_t n)
{
    for (size_t i = 0; i < n; i++)
        e->mark[e->scratch[i]] = false;
}

/* The possible bits of one service. */
static int64_t
options(reinti_engine *e, const reinti_state *s)
{
    const uint8_t key[5] = { s->need, s->due, s->receipt, s->marks, s->open_marks };
    int64_t found = reinti_map_find(e->option_index, (const char *)key, sizeof key);
    unsigned open = s->open_marks & ~s->marks;
    size_t n = 0;

    if (found >= 0)
        return found;
    for (unsigned need = 1; need <= 4; need <<= 1)
        for (unsigned due = 1; due <= 4; due <<= 1)
            for (unsigned receipt = 1; receipt <= 16; receipt <<= 1) {
                if (!(s->need & need) || !(s->due & due) || !(s->receipt & receipt))
                    continue;
                unsigned some = 0;
                do { /* every subset of the open marks */
                    collect(e, &n,
                            reinti_engine_pack(
                                e, reinti_state_properties(e->r, need, due, receipt, s->marks | some)));
                    some = (some - open) & open;
                } while (some);
            }
    unmark(e, n);
    found = intern(e, n);
    if (found >= 0 && reinti_map_put(e->option_index, (const char *)key, sizeof key, found, NULL) < 0)
        return -1;
    return found;
}

static int64_t
step(reinti_engine *e, int64_t set, int64_t option)
{
    const uint32_t key[2] = { (uint32_t)set, (uint32_t)option };
    int64_t found = reinti_map_find(e->step, (const char *)key, sizeof key);
    size_t n = 0;

    if (found >= 0)
        return found;
    for (size_t i = 0; i < e->set[set].n; i++)
        for (size_t j = 0; j < e->set[option].n; j++)
            collect(e, &n, e->set[set].bits[i] | e->set[option].bits[j]);
    unmark(e, n);
    found = intern(e, n);
    if (found >= 0 && reinti_map_put(e->step, (const char *)key, sizeof key, found, NULL) < 0)
        return -1;
    return found;
}

/* ---- judging ------------------------------------------------------------------------------------------- */

typedef struct tally {
    reinti_verdict *v;
    size_t row;
    bool rows_differ;
} tally;

static void
count_combination(const reinti_engine *e, size_t i, tally *t)
{
    uint8_t row = e->row[i];

    if (row == REINTI_ENGINE_NO_ROW)
        return; /* proved not to occur */
    t->v->possible |= (uint16_t)(1u << e->r->decision[row].class_index);
    t->v->sure &= e->reasons[i];
    t->v->maybe |= e->reasons[i];
    t->rows_differ |= t->row != REINTI_NONE && t->row != row;
    t->row = row;
}

/* Every combination of the values that the circumstances from K on leave open. */
static void
count_circumstances(const reinti_engine *e, size_t k, size_t base, const uint8_t *circumstance,
                    const reinti_reached *set, tally *t)
{
    while (k < e->r->n_circumstances && !e->uses[k])
        k++;
    if (k == e->r->n_circumstances) {
        for (size_t i = 0; i < set->n; i++)
            count_combination(e, base + set->bits[i], t);
        return;
    }
    for (size_t v = 0; v < e->r->circumstance[k].n_values; v++)
        if (circumstance[k] >> v & 1)
            count_circumstances(e, k + 1, base + v * e->radix[k], circumstance, set, t);
}

reint_status
reinti_engine_judge(reinti_engine *e, const reinti_state *service, size_t n, const uint8_t *circumstance,
                    reinti_verdict *out, reint_error *err)
{
    /* cppcheck-suppress ctuuninitvar ; *OUT is filled before T is used */
    tally t = { out, REINTI_NONE, false };
    int64_t set, option;

    *out = (reinti_verdict){ 0, UINT32_MAX, 0, REINTI_NONE };
    e->scratch[0] = 0;
    set = intern(e, 1);
    for (size_t i = 0; i < n && set >= 0; i++) {
        option = options(e, &service[i]);
        set = option < 0 ? -1 : step(e, set, option);
    }
    if (set < 0)
        return reinti_no_memory(err);
    count_circumstances(e, 0, 0, circumstance, &e->set[set], &t);
    out->sure &= out->maybe;
    out->row = t.rows_differ ? REINTI_NONE : t.row;
    return REINT_OK;
}

bool
reinti_engine_bits(const reinti_engine *e, const reinti_state *s, uint16_t *bits)
{
    unsigned one = (s->need & (s->need - 1)) | (s->due & (s->due - 1)) | (s->receipt & (s->receipt - 1));

    if (one || (s->open_marks & ~s->marks)) { /* open, but perhaps nothing that is asked for differs */
        bool first = true;
        for (unsigned need = 1; need <= 4; need <<= 1)
            for (unsigned due = 1; due <= 4; due <<= 1)
                for (unsigned receipt = 1; receipt <= 16; receipt <<= 1)
                    for (unsigned m = 0; m < 1u << REINTI_N_MARKS; m++) {
                        if (!(s->need & need) || !(s->due & due) || !(s->receipt & receipt) ||
                            (m & ~(unsigned)(s->marks | s->open_marks)) || (s->marks & ~m))
                            continue;
                        uint16_t b =
                            reinti_engine_pack(e, reinti_state_properties(e->r, need, due, receipt, m));
                        if (!first && b != *bits)
                            return false;
                        *bits = b;
                        first = false;
                    }
        return !first;
    }
    *bits = reinti_engine_pack(e, reinti_state_properties(e->r, s->need, s->due, s->receipt, s->marks));
    return true;
}
