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
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

typedef struct counts { /* k x k each */
    size_t k;
    double *count, *low, *high, *may_other, *must_other, *share_low, *share_high;
    uint32_t *gap; /* pairs by the half days between their interviews, from -GAPS on */
    double *far;   /* months of those farther apart */
    size_t n_gaps, n_far, far_capacity;
} counts;

/* Half days, since the middle of an interval may be half a day; 44 years.  Millions of pairs have a few hundred
 * different gaps: counted, they need not be sorted. */
#define GAPS ((int64_t)1 << 15)

static bool
make_counts(reint_follow *f, size_t k, counts *c)
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
    c->gap = calloc((size_t)(2 * GAPS), sizeof *c->gap);
    return c->count && c->low && c->high && c->may_other && c->must_other && c->share_low && c->share_high &&
           c->gap;
}

static void
free_counts(counts *c)
{
    free(c->gap);
    free(c->far);
    c->gap = NULL;
    c->far = NULL;
}

static bool
add_gap(counts *c, double months)
{
    double half_days = months * REINTI_MONTH * 2;
    int64_t at = half_days > -(double)GAPS && half_days < (double)GAPS ? (int64_t)nearbyint(half_days) : GAPS;

    c->n_gaps++;
    if (at > -GAPS && at < GAPS) {
        c->gap[at + GAPS]++;
        return true;
    }
    if (!reinti_grow(&c->far, &c->far_capacity, c->n_far, sizeof *c->far))
        return false;
    c->far[c->n_far++] = months;
    return true;
}

/* Least, median and greatest gap; NaN without any.  False: no memory. */
static bool
summarise_gaps(const counts *c, double q[3])
{
    static const double points[] = { 0, 0.5, 1 };
    size_t n = 0, most = c->n_far + (c->n_gaps < (size_t)(2 * GAPS) ? c->n_gaps : (size_t)(2 * GAPS));
    double *x = malloc((most + 1) * sizeof *x), *times = malloc((most + 1) * sizeof *times);

    q[0] = q[1] = q[2] = NAN;
    for (int64_t at = -GAPS; x && times && at < GAPS && c->n_gaps > c->n_far; at++)
        if (c->gap[at + GAPS]) {
            x[n] = (double)at / 2 / REINTI_MONTH;
            times[n++] = c->gap[at + GAPS];
        }
    for (size_t i = 0; x && times && i < c->n_far; i++) {
        x[n] = c->far[i];
        times[n++] = 1;
    }
    bool ready = x && times;
    if (ready && n)
        reint_quantiles(x, times, n, 7, points, 3, q);
    free(x);
    free(times);
    return ready;
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

/* Gives back what C holds.  False: no memory. */
static bool
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
    double q[3];
    bool ready = summarise_gaps(c, q);
    out->n_gaps = c->n_gaps;
    out->gap_min = q[0];
    out->gap_median = q[1];
    out->gap_max = q[2];
    free_counts(c);
    return ready;
}

typedef struct comparison {
    const reinti_states *from, *to;
    const size_t *map;
    const uint8_t *group;
    uint8_t wanted;
    const double *band; /* [2] months: from, to below; NULL: however far apart */
} comparison;

/* The pair of PERSON at the waves of STEP.  False: no memory. */
static inline bool
add_pair(const reint_follow *f, const comparison *q, size_t person, size_t a, size_t b, counts *c,
         reint_follow_step *step)
{
    size_t k = c->k, k_from = q->from->column->n_valid;
    bool reversed;

    if (!reinti_follow_is_seen(f, person, a) || !reinti_follow_is_seen(f, person, b))
        return true;
    const reinti_state_at *x = &q->from->at[person * f->n_waves + a],
                          *y = &q->to->at[person * f->n_waves + b];
    double months = reinti_follow_gap(f, person, a, b, &reversed);
    if (q->band && !(months >= q->band[0] && months < q->band[1])) /* undated pairs are in none */
        return true;
    if (reversed || x->code == REINTI_STATE_NONE || y->code == REINTI_STATE_NONE) {
        ++*(reversed ? &step->reversed : &step->missing);
        return true;
    }
    step->n++;
    if (!isnan(months) && !add_gap(c, months))
        return false;
    size_t row = x->code >= k_from ? k : q->map ? q->map[x->code] : x->code;
    c->count[row * (k + 1) + y->code]++;
    if (x->code >= k_from || y->code >= k) {
        uint32_t from = bits_of(x, q->map, k_from), to = bits_of(y, NULL, k);
        count_open(c, from, to);
        step->stayed_high += (from & to) != 0;
    }
    return true;
}

static bool
add_pairs(const reint_follow *f, const comparison *q, size_t a, size_t b, counts *c, reint_follow_step *out)
{
    for (size_t i = 0; i < f->n; i++)
        if ((!q->group || q->group[i] == q->wanted) && !add_pair(f, q, i, a, b, c, out))
            return false;
    return true;
}

reint_status
reinti_follow_count_step(reint_follow *f, const reinti_states *from, const reinti_states *to,
                         const size_t *map, size_t a, size_t b, const uint8_t *group, uint8_t wanted,
                         reint_follow_step *out, reint_error *err)
{
    comparison q = { from, to, map, group, wanted, NULL };
    counts c;

    *out = (reint_follow_step){ .from = a, .to = b, .band_low = NAN, .band_high = NAN };
    bool ready =
        make_counts(f, to->column->n_valid, &c) && add_pairs(f, &q, a, b, &c, out) && finish(&c, out);
    free_counts(&c);
    return ready ? REINT_OK : reinti_no_memory(err);
}

static bool
add_counts(counts *total, const counts *c)
{
    size_t k = c->k;

    for (size_t i = 0; i < (k + 1) * (k + 1); i++)
        total->count[i] += c->count[i];
    for (size_t i = 0; i < k * k; i++) {
        total->high[i] += c->high[i];
        total->may_other[i] += c->may_other[i];
        total->must_other[i] += c->must_other[i];
    }
    for (int64_t i = 0; i < 2 * GAPS; i++)
        total->gap[i] += c->gap[i];
    for (size_t i = 0; i < c->n_far; i++) {
        if (!reinti_grow(&total->far, &total->far_capacity, total->n_far, sizeof *total->far))
            return false;
        total->far[total->n_far++] = c->far[i];
    }
    total->n_gaps += c->n_gaps;
    return true;
}

/* All steps of a person before the next one: what is known of a person lies together.  Threads share the persons; each
 * piece counts by itself, and sums do not depend on who counted. */
typedef struct stepping {
    const reint_follow *f;
    const comparison *q;
    size_t n_steps, piece;
    counts *c;               /* [piece][step] */
    reint_follow_step *step; /* [piece][step] */
    atomic_bool failed;
} stepping;

enum { MOST_PIECES = 16 };

static void
add_persons(void *user, size_t from, size_t to)
{
    stepping *s = user;
    size_t at = from / s->piece * s->n_steps;
    bool ready = true;

    for (size_t i = from; i < to && ready; i++)
        for (size_t w = 0; w < s->n_steps && ready; w++)
            ready = add_pair(s->f, s->q, i, s->step[at + w].from, s->step[at + w].to, &s->c[at + w],
                             &s->step[at + w]);
    if (!ready)
        s->failed = true;
}

static void
add_step(reint_follow_step *all, const reint_follow_step *step)
{
    all->n += step->n;
    all->missing += step->missing;
    all->reversed += step->reversed;
    all->stayed_high += step->stayed_high;
}

static reint_follow_step
empty_step(size_t from, size_t to)
{
    return (reint_follow_step){ .from = from, .to = to, .band_low = NAN, .band_high = NAN };
}

/* Counts every step of every person into C and STEP, N of them and behind them room for the other pieces. */
static bool
count_pieces(const reint_follow *f, const comparison *q, size_t n, size_t pieces, counts *c,
             reint_follow_step *step)
{
    stepping s = { f, q, n, f->n / pieces + 1, c, step, false };

    reinti_parallel_pieces(f->n, s.piece, add_persons, &s);
    for (size_t i = n; i < pieces * n && !s.failed; i++) {
        if (!add_counts(&c[i % n], &c[i]))
            return false;
        add_step(&step[i % n], &step[i]);
    }
    return !s.failed;
}

/* Every pair of waves STEPS apart, and all of them together. */
static reint_status
count_steps(reint_follow *f, const comparison *q, size_t steps, reint_follow_transitions *out,
            reint_error *err)
{
    size_t n = f->n_waves - steps, few = f->n / 65536 + 1, pieces = reinti_processors();
    pieces = pieces < MOST_PIECES ? pieces : MOST_PIECES;
    pieces = pieces < few ? pieces : few;
    size_t total = pieces * n;
    reint_follow_step *step = reinti_arena_alloc(f->arena, (total + 1) * sizeof *step), *all;
    counts *c = calloc(total + 1, sizeof *c);
    double least = NAN, most = NAN;
    bool ready = step && c;

    for (size_t i = 0; i <= total && ready; i++) {
        step[i] = i < total ? empty_step(i % n, i % n + steps) : empty_step(SIZE_MAX, SIZE_MAX);
        ready = make_counts(f, out->k, &c[i]);
    }
    ready = ready && count_pieces(f, q, n, pieces, c, step);
    all = ready ? &step[n] : NULL; /* the other pieces are in the first by now */
    if (ready)
        *all = step[total];
    for (size_t w = 0; w < n && ready; w++) {
        add_step(all, &step[w]); /* before its sums are made bounds */
        ready = add_counts(&c[total], &c[w]) && finish(&c[w], &step[w]);
        least = isnan(least) || step[w].gap_median < least ? step[w].gap_median : least;
        most = isnan(most) || step[w].gap_median > most ? step[w].gap_median : most;
        out->no_gaps = out->no_gaps || (step[w].n && !step[w].n_gaps);
    }
    ready = ready && finish(&c[total], all);
    for (size_t i = 0; i <= total && c; i++)
        free_counts(&c[i]);
    free(c);
    if (!ready)
        return reinti_no_memory(err);
    out->step = step;
    out->n_steps = n < 2 ? n : n + 1;
    out->uneven = n >= 2 && most > 1.5 * least;
    return REINT_OK;
}

/* Pairs without the date of one of the two interviews: how far apart they are is not known. */
static size_t
count_undated(const reint_follow *f, size_t steps)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++)
        for (size_t w = 0; w + steps < f->n_waves; w++) {
            bool reversed;
            n += reinti_follow_is_seen(f, i, w) && reinti_follow_is_seen(f, i, w + steps) &&
                 isnan(reinti_follow_gap(f, i, w, w + steps, &reversed));
        }
    return n;
}

/* The pairs of all steps, by how far apart they are: a step a band.  The first band begins before 0: in it the pairs
 * that are dated the wrong way round are counted, and left out. */
static reint_status
count_bands(reint_follow *f, comparison *q, size_t steps, const double *gap, size_t n_gaps,
            reint_follow_transitions *out, reint_error *err)
{
    reint_follow_step *step = reinti_arena_alloc(f->arena, (n_gaps + 1) * sizeof *step);
    bool ready = step;

    for (size_t i = 0; ready && i <= n_gaps; i++) {
        const double band[] = { i ? gap[i - 1] : -INFINITY, i < n_gaps ? gap[i] : INFINITY };
        counts c;
        q->band = band;
        step[i] = (reint_follow_step){
            .from = SIZE_MAX, .to = SIZE_MAX, .band_low = i ? band[0] : 0, .band_high = band[1]
        };
        ready = make_counts(f, out->k, &c);
        for (size_t w = 0; ready && w + steps < f->n_waves; w++)
            ready = add_pairs(f, q, w, w + steps, &c, &step[i]);
        ready = ready && finish(&c, &step[i]);
        free_counts(&c);
    }
    q->band = NULL;
    if (!ready)
        return reinti_no_memory(err);
    out->step = step;
    out->n_steps = n_gaps + 1;
    out->undated = count_undated(f, steps);
    return REINT_OK;
}

reint_status
reint_follow_move_by_gap(reint_follow *f, const char *variable, const char *second, size_t steps,
                         const double *gap, size_t n_gaps, reint_follow_transitions *out, reint_error *err)
{
    reinti_states from, to;
    size_t *map = NULL;

    *out = (reint_follow_transitions){ 0 };
    for (size_t i = 0; i < n_gaps; i++)
        if (!(gap[i] > (i ? gap[i - 1] : 0)) || !isfinite(gap[i]))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "gaps are months above 0 that rise");
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
    comparison q = { &from, &to, map, NULL, 0, NULL };
    return n_gaps ? count_bands(f, &q, steps, gap, n_gaps, out, err) : count_steps(f, &q, steps, out, err);
}

reint_status
reint_follow_move(reint_follow *f, const char *variable, const char *second, size_t steps,
                  reint_follow_transitions *out, reint_error *err)
{
    return reint_follow_move_by_gap(f, variable, second, steps, NULL, 0, out, err);
}
