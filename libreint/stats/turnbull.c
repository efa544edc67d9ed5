/* turnbull.c -- the survival curve when only intervals are known in which the event came.
 *
 * Reads:    (left, right] of each person.
 * Gives:    the intervals that can hold probability, and how much is in each.
 * How:      self-consistency (EM) first, then Newton steps on the intervals that keep probability, until
 *           the conditions of the maximum hold to rounding: EM alone stops at 4 digits or so.
 * Missing:  nobody, or nobody with an event: no curve, with the reason.
 * Sources:  Turnbull (1976); Peto (1973); conditions of the maximum: Gentleman & Geyer, Biometrika 81 (1994)
 *           618. */
#include <config.h>

#include "stats/survival.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"

enum { EM_STEPS = 2000, ROUNDS = 200 };

/* An end on the line: after VALUE (SIDE 1) or at it (0).  KIND: left ends come first where they are equal. */
struct end {
    double value;
    int side, kind;
};

/* Persons with the same intervals FROM .. TO (places among the intervals that can hold probability). */
struct sort {
    size_t from, to;
    double count;
};

struct fit {
    struct sort *sort;
    size_t n_sorts, m;
    double n;
    double *p, *d, *sum, *f, *trial; /* m each, sum m + 1; f: one a sort */
    double *h, *step;                /* active x active, active */
    size_t *active, n_active;
};

static int
by_end(const void *a, const void *b)
{
    const struct end *x = a, *y = b;

    if (x->value != y->value)
        return (x->value > y->value) - (x->value < y->value);
    return x->side != y->side ? x->side - y->side : x->kind - y->kind;
}

static int
by_range(const void *a, const void *b)
{
    const struct sort *x = a, *y = b;

    if (x->from != y->from)
        return (x->from > y->from) - (x->from < y->from);
    return (x->to > y->to) - (x->to < y->to);
}

/* ---- likelihood ---------------------------------------------------------------------------------------- */

/* Probabilities F of the sorts at P, and the log-likelihood less n times the sum of P: its maximum without any
 * condition on the sum is that of the likelihood, where the sum is 1. */
static double
evaluate(struct fit *t, const double *p)
{
    double value = 0;

    t->sum[0] = 0;
    for (size_t j = 0; j < t->m; j++)
        t->sum[j + 1] = t->sum[j] + p[j];
    for (size_t i = 0; i < t->n_sorts; i++) {
        const struct sort *s = &t->sort[i];
        double f = 0;
        if (s->to - s->from < 64) /* a difference of sums would lose digits where little is left */
            for (size_t j = s->from; j <= s->to; j++)
                f += p[j];
        else
            f = t->sum[s->to + 1] - t->sum[s->from];
        t->f[i] = f;
        value += s->count * log(f);
    }
    return value - t->n * t->sum[t->m];
}

/* D: derivative of the log-likelihood by each mass; n at the maximum where there is mass, at most n elsewhere. */
static void
derivatives(struct fit *t)
{
    memset(t->d, 0, t->m * sizeof *t->d);
    for (size_t i = 0; i < t->n_sorts; i++)
        for (size_t j = t->sort[i].from; j <= t->sort[i].to; j++)
            t->d[j] += t->sort[i].count / t->f[i];
}

static void
self_consistency(struct fit *t)
{
    for (int k = 0; k < EM_STEPS; k++) {
        double change = 0;
        evaluate(t, t->p);
        derivatives(t);
        for (size_t j = 0; j < t->m; j++) {
            double next = t->p[j] * t->d[j] / t->n;
            change = fmax(change, fabs(next - t->p[j]));
            t->p[j] = next;
        }
        if (change < 1e-7)
            break;
    }
}

/* ---- Newton on the intervals with mass ------------------------------------------------------------------ */

/* The second derivatives between active intervals, negative.  At F of the last evaluation. */
static void
curvature(struct fit *t)
{
    size_t a = t->n_active;

    memset(t->h, 0, a * a * sizeof *t->h);
    for (size_t i = 0; i < t->n_sorts; i++) {
        const struct sort *s = &t->sort[i];
        double w = s->count / reinti_square(t->f[i]);
        size_t first = 0, last;
        while (first < a && t->active[first] < s->from)
            first++;
        for (last = first; last < a && t->active[last] <= s->to; last++)
            ;
        for (size_t j = first; j < last; j++)
            for (size_t k = first; k < last; k++)
                t->h[j * a + k] += w;
    }
}

/* One step; false when it cannot be taken (masses that the data do not tell apart).  *SIZE: how far. */
static bool
newton(struct fit *t, double *size)
{
    size_t a = t->n_active, blocking = a, kept = 0;
    double before = evaluate(t, t->p), factor = 1;

    derivatives(t);
    curvature(t);
    for (size_t j = 0; j < a; j++)
        t->step[j] = t->d[t->active[j]] - t->n;
    if (!reinti_solve_spd(t->h, t->step, a, 1, 1e-13))
        return false;
    for (size_t j = 0; j < a; j++)
        if (t->step[j] < 0 && -t->p[t->active[j]] / t->step[j] < factor) {
            factor = -t->p[t->active[j]] / t->step[j];
            blocking = j;
        }
    for (int halving = 0; halving < 40; halving++, factor /= 2, blocking = a) {
        memcpy(t->trial, t->p, t->m * sizeof *t->p);
        for (size_t j = 0; j < a; j++)
            t->trial[t->active[j]] = fmax(0, t->p[t->active[j]] + factor * t->step[j]);
        if (blocking < a)
            t->trial[t->active[blocking]] = 0;
        if (evaluate(t, t->trial) >= before - 1e-12 * fabs(before))
            break;
    }
    *size = 0;
    for (size_t j = 0; j < t->m; j++)
        *size = fmax(*size, fabs(t->trial[j] - t->p[j]));
    memcpy(t->p, t->trial, t->m * sizeof *t->p);
    for (size_t j = 0; j < a; j++) /* the one that reached 0 leaves */
        if (t->p[t->active[j]] > 0)
            t->active[kept++] = t->active[j];
    t->n_active = kept;
    return true;
}

static void
activate(struct fit *t)
{
    t->n_active = 0;
    for (size_t j = 0; j < t->m; j++)
        if (t->p[j] > 0)
            t->active[t->n_active++] = j;
}

/* Until no interval without mass would gain from some: answers the largest relative excess left. */
static double
maximise(struct fit *t)
{
    double gap = INFINITY;

    self_consistency(t);
    for (size_t j = 0; j < t->m; j++)
        if (t->p[j] * (double)t->m < 1e-7) /* together less than anybody's share of the maximum, 1/n */
            t->p[j] = 0;                   /* comes back below if it should not have gone */
    activate(t);
    for (int round = 0; round < ROUNDS; round++) {
        size_t best = 0;
        double size = 1;
        for (int k = 0; k < 100 && size > 1e-15; k++)
            if (!newton(t, &size)) {
                self_consistency(t);
                break;
            }
        evaluate(t, t->p);
        derivatives(t);
        for (size_t j = 1; j < t->m; j++)
            if (t->d[j] > t->d[best])
                best = j;
        gap = t->d[best] / t->n - 1;
        if (gap < 1e-11 || t->p[best] > 0)
            break;
        t->p[best] = 1e-4;
        activate(t);
    }
    return fmax(0, gap);
}

/* ---- intervals ----------------------------------------------------------------------------------------- */

/* (LEFT, RIGHT] of a person as ends; false when the person says nothing. */
static bool
ends_of(double left, double right, struct end *from, struct end *to)
{
    if (isnan(left) && isnan(right))
        return false;
    *from = (struct end){ isnan(left) ? 0 : left, left != right, 0 };
    *to = (struct end){ isnan(right) ? INFINITY : right, 0, 1 };
    return true;
}

/* A left end directly before a right end bounds an interval that can hold probability. */
static size_t
innermost(struct end *end, size_t n, struct end *low, struct end *high)
{
    size_t m = 0;

    qsort(end, n, sizeof *end, by_end);
    for (size_t i = 0; i + 1 < n; i++)
        if (end[i].kind == 0 && end[i + 1].kind == 1) {
            low[m] = end[i];
            high[m++] = end[i + 1];
        }
    return m;
}

/* The first of M ends that is not before X. */
static size_t
first_not_before(const struct end *list, size_t m, struct end x)
{
    size_t low = 0, high = m;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (by_end(&list[middle], &x) < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void
gather(const double *left, const double *right, size_t n, const struct end *low, const struct end *high,
       struct fit *t)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++) {
        struct end from, to;
        if (!ends_of(left[i], right[i], &from, &to))
            continue;
        t->sort[m].from = first_not_before(low, t->m, from);
        t->sort[m].to = first_not_before(high, t->m, to);
        if (t->sort[m].to == t->m || by_end(&high[t->sort[m].to], &to) > 0)
            t->sort[m].to--;
        t->sort[m++].count = 1;
        t->n++;
    }
    qsort(t->sort, m, sizeof *t->sort, by_range);
    for (size_t i = 0; i < m; i++)
        if (t->n_sorts && by_range(&t->sort[t->n_sorts - 1], &t->sort[i]) == 0)
            t->sort[t->n_sorts - 1].count++;
        else
            t->sort[t->n_sorts++] = t->sort[i];
}

static void
report(const struct fit *t, const struct end *low, const struct end *high, reint_turnbull *out)
{
    double surv = 1, all = 0;

    for (size_t j = 0; j < t->m; j++)
        all += t->p[j]; /* 1 but for rounding */
    for (size_t j = 0; j < t->m; j++) {
        if (!(t->p[j] > 0))
            continue;
        surv -= t->p[j] / all;
        if (fabs(surv) < 1e-13)
            surv = 0;
        out->step[out->n_steps++] = (reint_turnbull_step){ low[j].value, high[j].value, t->p[j] / all, surv };
        if (isnan(out->median_left) && surv <= 0.5 + 1e-13) {
            out->median_left = low[j].value;
            out->median_right = high[j].value;
        }
    }
}

static bool
intervals_valid(const double *left, const double *right, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (left[i] < 0 || right[i] < 0 || isinf(left[i]) || left[i] > right[i])
            return false;
    return true;
}

reint_status
reint_turnbull_estimate(const double *left, const double *right, size_t n, reint_turnbull *out)
{
    struct fit t = { .n = 0 };
    struct end *end = NULL, *low, *high;
    size_t ends = 0;
    reint_status status = REINT_NO_MEMORY;

    *out = (reint_turnbull){ NULL, 0, 0, 0, NAN, NAN, NAN, NAN, "no case" };
    if (!intervals_valid(left, right, n))
        return REINT_ARGUMENT;
    end = reinti_room(n, 4 * sizeof *end);
    t.sort = reinti_room(n, sizeof *t.sort);
    if (!end || !t.sort)
        goto done;
    low = end + 2 * n;
    high = low + n;
    for (size_t i = 0; i < n; i++) {
        if (!ends_of(left[i], right[i], &end[ends], &end[ends + 1]))
            continue;
        out->n_events += isfinite(end[ends + 1].value);
        ends += 2;
    }
    t.m = innermost(end, ends, low, high);
    gather(left, right, n, low, high, &t);
    out->n = t.n;
    status = REINT_OK;
    if (!t.m || !(out->n_events > 0)) {
        out->undefined = t.m ? "nobody had the event" : "no case";
        goto done;
    }
    t.p = reinti_room(5 * t.m + 1 + t.n_sorts, sizeof *t.p);
    t.h =
        reinti_room(t.m * t.m, sizeof *t.h); /* m is at most n, which has an array: no overflow below 2^32 */
    t.active = reinti_room(t.m, sizeof *t.active);
    out->step = reinti_room(t.m, sizeof *out->step);
    status = t.m < 1u << 30 && t.p && t.h && t.active && out->step ? REINT_OK : REINT_NO_MEMORY;
    if (status)
        goto done;
    t.d = t.p + t.m;
    t.trial = t.d + t.m;
    t.step = t.trial + t.m;
    t.sum = t.step + t.m;
    t.f = t.sum + t.m + 1;
    for (size_t j = 0; j < t.m; j++)
        t.p[j] = 1 / (double)t.m;
    out->gap = maximise(&t);
    out->loglik = evaluate(&t, t.p) + t.n * t.sum[t.m];
    out->undefined = NULL;
    report(&t, low, high, out);
done:
    if (status)
        reint_turnbull_free(out);
    free(end);
    free(t.sort);
    free(t.p);
    free(t.h);
    free(t.active);
    return status;
}

void
reint_turnbull_free(reint_turnbull *t)
{
    free(t->step);
    t->step = NULL;
    t->n_steps = 0;
}
