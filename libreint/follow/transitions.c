/* transitions.c -- from one wave to another: who stayed, who moved where.
 *
 * A pair is a person interviewed at both waves, with a state at both (or one of several possible), whose interviews
 * are not dated against the order of the waves.  The others are counted beside the table.
 * Bounds:  each open pair takes, cell by cell, the states that make the number least or greatest.  The least share of
 *          a row puts into the cell only who surely moved so, and into the rest of the row whoever may be there; the
 *          greatest the other way round.
 * Pooled:  all steps together count a person once a step: no test is made of that. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

typedef struct counts { /* k x k each */
    size_t k;
    double *count, *low, *high, *may_other, *must_other, *share_low, *share_high;
    double *gap;
    size_t n_gaps;
} counts;

static bool
make_counts(reint_follow *f, size_t k, size_t n_pairs, counts *c)
{
    size_t cells = k * k + 1;

    *c = (counts){ .k = k };
    c->count = reinti_arena_alloc(f->arena, (k + 1) * (k + 1) * sizeof *c->count);
    c->low = reinti_arena_alloc(f->arena, cells * sizeof *c->low);
    c->high = reinti_arena_alloc(f->arena, cells * sizeof *c->high);
    c->may_other = reinti_arena_alloc(f->arena, cells * sizeof *c->may_other);
    c->must_other = reinti_arena_alloc(f->arena, cells * sizeof *c->must_other);
    c->share_low = reinti_arena_alloc(f->arena, cells * sizeof *c->share_low);
    c->share_high = reinti_arena_alloc(f->arena, cells * sizeof *c->share_high);
    c->gap = reinti_arena_alloc(f->arena, (n_pairs + 1) * sizeof *c->gap);
    return c->count && c->low && c->high && c->may_other && c->must_other && c->share_low && c->share_high &&
           c->gap;
}

/* The codes that a state may be, as bits in the codes of the second variable. */
static uint32_t
bits_of(const reinti_state_at *s, const size_t *map, size_t n_valid)
{
    uint32_t bits = 0;

    if (s->code < n_valid)
        return 1u << (map ? map[s->code] : s->code);
    for (size_t k = 0; k < n_valid && k < 16; k++)
        if (s->possible >> k & 1)
            bits |= 1u << (map ? map[k] : k);
    return bits;
}

/* A pair with at least one open side. */
static void
count_open(counts *c, uint32_t from, uint32_t to)
{
    for (size_t a = 0; a < c->k; a++)
        for (size_t b = 0; b < c->k; b++) {
            bool in_row = from >> a & 1, only_row = from == 1u << a, in_column = to >> b & 1,
                 other = to & ~(1u << b);
            size_t at = a * c->k + b;
            c->high[at] += in_row && in_column;
            c->may_other[at] += in_row && other;
            c->must_other[at] += only_row && !in_column;
        }
}

static void
finish(counts *c, reint_follow_step *out)
{
    size_t k = c->k;
    double moved = 0;

    for (size_t a = 0; a < k; a++) {
        double settled = 0, into = 0;
        for (size_t b = 0; b < k; b++) {
            settled += c->count[a * (k + 1) + b];
            into += c->count[b * (k + 1) + a];
        }
        moved += fabs(settled - into);
        for (size_t b = 0; b < k; b++) {
            size_t at = a * k + b;
            double sure = c->count[a * (k + 1) + b], others = settled - sure;
            c->low[at] = sure;
            c->high[at] += sure;
            double least_of = sure + others + c->may_other[at],
                   most_of = c->high[at] + others + c->must_other[at];
            /* whoever is left can only be in this cell or in another row: then it is all of its row */
            c->share_low[at] = least_of > 0 ? sure / least_of : c->high[at] > 0 ? 1 : NAN;
            c->share_high[at] = most_of > 0 ? c->high[at] / most_of : NAN;
        }
    }
    out->net = moved / 2;
    out->count = c->count;
    out->low = c->low;
    out->high = c->high;
    out->share_low = c->share_low;
    out->share_high = c->share_high;
    for (size_t a = 0; a < k; a++)
        out->stayed += c->count[a * (k + 1) + a];
    out->stayed_low = out->stayed;
    out->stayed_high += out->stayed;
    static const double points[] = { 0, 0.5, 1 };
    double q[3] = { NAN, NAN, NAN };
    reint_quantiles(c->gap, NULL, c->n_gaps, 7, points, 3, q);
    out->n_gaps = c->n_gaps;
    out->gap_min = q[0];
    out->gap_median = q[1];
    out->gap_max = q[2];
}

typedef struct comparison {
    const reinti_states *from, *to;
    const size_t *map;
    const uint8_t *group;
    uint8_t wanted;
} comparison;

static void
add_pairs(const reint_follow *f, const comparison *q, size_t a, size_t b, counts *c, reint_follow_step *out)
{
    size_t k = c->k, k_from = q->from->column->n_valid;

    for (size_t i = 0; i < f->n; i++) {
        bool reversed;
        if (!reinti_follow_is_seen(f, i, a) || !reinti_follow_is_seen(f, i, b) ||
            (q->group && q->group[i] != q->wanted))
            continue;
        const reinti_state_at *x = &q->from->at[i * f->n_waves + a], *y = &q->to->at[i * f->n_waves + b];
        double months = reinti_follow_gap(f, i, a, b, &reversed);
        if (reversed || x->code == REINTI_STATE_NONE || y->code == REINTI_STATE_NONE) {
            ++*(reversed ? &out->reversed : &out->missing);
            continue;
        }
        out->n++;
        if (!isnan(months))
            c->gap[c->n_gaps++] = months;
        bool open = x->code >= k_from || y->code >= k;
        size_t row = x->code >= k_from ? k : q->map ? q->map[x->code] : x->code;
        c->count[row * (k + 1) + y->code]++;
        if (open) {
            uint32_t from = bits_of(x, q->map, k_from), to = bits_of(y, NULL, k);
            count_open(c, from, to);
            out->stayed_high += (from & to) != 0;
        }
    }
}

reint_status
reinti_follow_count_step(reint_follow *f, const reinti_states *from, const reinti_states *to,
                         const size_t *map, size_t a, size_t b, const uint8_t *group, uint8_t wanted,
                         reint_follow_step *out, reint_error *err)
{
    comparison q = { from, to, map, group, wanted };
    counts c;

    if (!make_counts(f, to->column->n_valid, f->n, &c))
        return reinti_no_memory(err);
    *out = (reint_follow_step){ .from = a, .to = b };
    add_pairs(f, &q, a, b, &c, out);
    finish(&c, out);
    return REINT_OK;
}

/* Every pair of waves STEPS apart, and all of them together. */
static reint_status
count_steps(reint_follow *f, const comparison *q, size_t steps, reint_follow_transitions *out,
            reint_error *err)
{
    size_t n = f->n_waves - steps;
    reint_follow_step *step = reinti_arena_alloc(f->arena, (n + 1) * sizeof *step), *all = step + n;
    counts c;
    double least = NAN, most = NAN;

    if (!step || !make_counts(f, out->k, f->n * n, &c))
        return reinti_no_memory(err);
    for (size_t w = 0; w < n; w++) {
        reint_status status =
            reinti_follow_count_step(f, q->from, q->to, q->map, w, w + steps, NULL, 0, &step[w], err);
        if (status)
            return status;
        least = isnan(least) || step[w].gap_median < least ? step[w].gap_median : least;
        most = isnan(most) || step[w].gap_median > most ? step[w].gap_median : most;
    }
    out->step = step;
    out->n_steps = n;
    if (n < 2)
        return REINT_OK;
    *all = (reint_follow_step){ .from = SIZE_MAX, .to = SIZE_MAX };
    for (size_t w = 0; w < n; w++)
        add_pairs(f, q, w, w + steps, &c, all);
    finish(&c, all);
    out->n_steps = n + 1;
    out->uneven = most > 1.5 * least;
    return REINT_OK;
}

reint_status
reint_follow_move(reint_follow *f, const char *variable, const char *second, size_t steps,
                  reint_follow_transitions *out, reint_error *err)
{
    reinti_states from, to;
    size_t *map = NULL;

    *out = (reint_follow_transitions){ 0 };
    if (steps < 1 || steps >= f->n_waves)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%zu waves are no two that are %zu apart",
                           f->n_waves, steps);
    reint_status status = reinti_follow_states(f, variable, &from, err);
    to = from;
    if (!status && second && strcmp(second, variable)) {
        status = reinti_follow_states(f, second, &to, err);
        map = status ? NULL : reinti_arena_alloc(f->arena, (from.column->n_valid + 1) * sizeof *map);
        if (!status)
            status = map ? reinti_states_align(f, from.column, to.column, map, err) : reinti_no_memory(err);
    }
    if (status)
        return status;
    out->k = to.column->n_valid;
    if (from.column->possible && out->k > 32)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" has too many codes for bounds", second);
    const char **code = reinti_arena_alloc(f->arena, (out->k + 1) * sizeof *code);
    if (!code)
        return reinti_no_memory(err);
    for (size_t k = 0; k < out->k; k++)
        code[k] = to.column->category[k].code;
    out->code = code;
    comparison q = { &from, &to, map, NULL, 0 };
    return count_steps(f, &q, steps, out, err);
}
