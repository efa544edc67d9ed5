/* values.c -- numbers of persons at waves, and sequences of states over all of them.
 *
 * Missing:   not interviewed, no answer, a date or age with an open end: no number.  A state that cannot be told is a gap
 *            in a sequence; a person without any state has none.
 * Sequences: what was not seen before the first and after the last state is no state; a gap within leaves the measures of
 *            neighbours undefined, and the person out of their means. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

reint_status
reint_follow_values(reint_follow *f, const char *variable, const double **out, reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_frame_column(f->records, variable, &c, err);
    double *value;

    *out = NULL;
    if (status)
        return status;
    if (c->kind != REINTI_COLUMN_NUMBER && c->kind != REINTI_COLUMN_INTERVAL)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" is no number: follow its codes by transitions", variable);
    value = reinti_arena_alloc(f->arena, (f->n * f->n_waves + 1) * sizeof *value);
    if (!value)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n * f->n_waves; i++) {
        size_t row = f->row[i];
        bool has = f->presence[i] == REINTI_SEEN && reinti_column_category(c, row) < c->n_valid;
        value[i] = !has                              ? (double)NAN
                   : c->kind == REINTI_COLUMN_NUMBER ? c->number[row]
                                                     : reinti_middle(c->low[row], c->high[row]);
    }
    *out = value;
    return REINT_OK;
}

/* ---- sequences ------------------------------------------------------------------------------------------- */

static int
by_count(const void *a, const void *b)
{
    const reint_follow_path *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->path, y->path);
}

typedef struct listing {
    reinti_map *map;
    reint_follow_path *item;
    size_t n, capacity;
} listing;

static reint_status
list_sequence(reint_follow *f, const reinti_states *s, const size_t *state, listing *l, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;
    bool added = false;

    for (size_t w = 0; w < f->n_waves; w++)
        reinti_str_format(&text, "%s%s", w ? ">" : "",
                          state[w] == REINT_SEQUENCE_GAP ? "-" : s->column->category[state[w]].code);
    int64_t at = text.failed ? -2 : reinti_map_put(l->map, text.text, text.length, (int64_t)l->n, &added);
    bool ok =
        at >= 0 && (!added || reinti_arena_grow(f->arena, &l->item, &l->capacity, l->n, sizeof *l->item));
    if (ok && added) {
        l->item[l->n] = (reint_follow_path){ reinti_arena_text(f->arena, text.text), 1 };
        ok = l->item[l->n++].path != NULL;
    } else if (ok) {
        l->item[at].n++;
    }
    reinti_str_free(&text);
    return ok ? REINT_OK : reinti_no_memory(err);
}

static reint_status
measure_all(reint_follow *f, const reinti_states *s, size_t *count, listing *l, reint_follow_sequences *out,
            reint_error *err)
{
    size_t k = out->k, state[64];
    double sum[4] = { 0 };
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < f->n; i++) {
        bool any = false;
        for (size_t w = 0; w < f->n_waves; w++) {
            uint16_t code = s->at[i * f->n_waves + w].code;
            state[w] = code < k ? code : REINT_SEQUENCE_GAP;
            any = any || code < k;
        }
        if (!any)
            continue;
        if (reinti_follow_is_reversed(f, i)) {
            out->reversed++;
            continue;
        }
        for (size_t w = 0; w < f->n_waves; w++)
            if (state[w] < k)
                count[state[w] * f->n_waves + w]++;
        reint_sequence q;
        out->n++;
        if (reint_sequence_measure(state, f->n_waves, k, &q))
            return reinti_no_memory(err);
        if (!q.undefined) { /* who was seen once had no chance to change */
            out->whole++;
            sum[0] += q.transitions;
            sum[1] += q.entropy;
            sum[2] += q.complexity;
            sum[3] += q.turbulence;
        }
        status = list_sequence(f, s, state, l, err);
    }
    double *const mean[] = { &out->transitions, &out->entropy, &out->complexity, &out->turbulence };
    for (size_t m = 0; m < REINTI_LENGTH(mean); m++)
        *mean[m] = out->whole ? sum[m] / (double)out->whole : (double)NAN;
    return status;
}

/* The most frequent state at each wave, and how mixed they are there. */
static reint_status
measure_waves(reint_follow *f, reint_follow_sequences *out, reint_error *err)
{
    size_t *modal = reinti_arena_alloc(f->arena, f->n_waves * sizeof *modal);
    double *entropy = reinti_arena_alloc(f->arena, f->n_waves * sizeof *entropy);

    if (!modal || !entropy)
        return reinti_no_memory(err);
    for (size_t w = 0; w < f->n_waves; w++) {
        size_t total = 0, most = 0;
        double sum = 0;
        modal[w] = SIZE_MAX;
        for (size_t k = 0; k < out->k; k++) {
            size_t n = out->count[k * f->n_waves + w];
            total += n;
            modal[w] = n > most ? k : n == most ? SIZE_MAX : modal[w];
            most = n > most ? n : most;
        }
        for (size_t k = 0; total && k < out->k; k++) {
            double p = (double)out->count[k * f->n_waves + w] / (double)total;
            sum -= p > 0 ? p * log(p) : 0;
        }
        entropy[w] = total && out->k > 1 ? sum / log((double)out->k) : (double)NAN;
    }
    out->modal = modal;
    out->wave_entropy = entropy;
    return REINT_OK;
}

reint_status
reint_follow_sequence(reint_follow *f, const char *variable, reint_follow_sequences *out, reint_error *err)
{
    reinti_states s;
    listing l = { .map = reinti_map_create() };
    *out = (reint_follow_sequences){ 0 };
    reint_status status = l.map ? reinti_follow_states(f, variable, &s, err) : reinti_no_memory(err);

    if (!status) {
        out->k = s.column->n_valid;
        size_t *count = reinti_arena_alloc(f->arena, (out->k * f->n_waves + 1) * sizeof *count);
        status = count ? measure_all(f, &s, count, &l, out, err) : reinti_no_memory(err);
        out->count = count;
    }
    if (!status)
        status = measure_waves(f, out, err);
    reinti_map_free(l.map);
    if (status)
        return status;
    if (l.n)
        qsort(l.item, l.n, sizeof *l.item, by_count);
    out->sequence = l.item;
    out->n_sequences = l.n;
    return REINT_OK;
}
