/* sequence.c -- measures of one sequence of states, costs and distances of two.
 *
 * Reads:    states by place, gaps where nothing was seen.
 * Missing:  a gap within, too short a sequence, one possible state: NaN, with the reason.
 * Sources:  at the declarations in sequence.h. */
#include <config.h>

#include "stats/sequence.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"

/* ---- measures ------------------------------------------------------------------------------------------ */

/* Entropy of the times spent in the states, as a share of the largest possible. */
static double
entropy(const double *spent, size_t k, double length)
{
    double sum = 0;

    for (size_t s = 0; s < k; s++)
        if (spent[s] > 0)
            sum -= spent[s] / length * log(spent[s] / length);
    return k > 1 ? sum / log((double)k) : NAN;
}

/* Spells of one state: BEFORE[s] counts the distinct subsequences before the last spell in s (0: none yet). */
struct spells {
    double *before;
    double n, subsequences, sum, squares;
};

static void
end_spell(struct spells *s, size_t state, double duration)
{
    double distinct = 2 * s->subsequences - s->before[state];

    s->before[state] = s->subsequences;
    s->subsequences = distinct;
    s->n++;
    s->sum += duration;
    s->squares += duration * duration;
}

static double
turbulence(const struct spells *s)
{
    double mean = s->sum / s->n, variance = fmax(0, s->squares / s->n - mean * mean);
    double largest = (s->n - 1) * reinti_square(1 - mean);
    double value = log2(s->subsequences * (largest + 1) / (variance + 1));

    return isfinite(value) ? value : NAN;
}

static const char *
measure(const size_t *state, size_t n, size_t k, double *room, reint_sequence *out)
{
    struct spells s = { .before = room + k, .subsequences = 1 };
    double *spent = room, duration = 0;
    size_t gaps = 0;

    for (size_t i = 0; i < n; i++) {
        if (state[i] == REINT_SEQUENCE_GAP) {
            gaps++;
            continue;
        }
        spent[state[i]]++;
        out->length++;
    }
    out->entropy = entropy(spent, k, out->length);
    if (gaps)
        return "the person was not seen at an occasion in between";
    out->transitions = 0;
    for (size_t i = 0; i < n; i++) {
        duration++;
        if (i + 1 < n && state[i + 1] == state[i])
            continue;
        out->transitions += i + 1 < n;
        end_spell(&s, state[i], duration);
        duration = 0;
    }
    out->turbulence = turbulence(&s);
    if (n < 2 || k < 2)
        return n < 2 ? "seen once only" : "one possible state";
    out->complexity = sqrt(out->transitions / (out->length - 1) * out->entropy);
    return NULL;
}

reint_status
reint_sequence_measure(const size_t *state, size_t n, size_t k, reint_sequence *out)
{
    double *room;

    *out = (reint_sequence){ 0, NAN, NAN, NAN, NAN, "never seen" };
    for (size_t i = 0; i < n; i++)
        if (state[i] >= k && state[i] != REINT_SEQUENCE_GAP)
            return REINT_ARGUMENT;
    while (n && state[0] == REINT_SEQUENCE_GAP) {
        state++;
        n--;
    }
    while (n && state[n - 1] == REINT_SEQUENCE_GAP)
        n--;
    if (!n)
        return REINT_OK;
    room = reinti_room(k, 2 * sizeof *room);
    if (!room)
        return REINT_NO_MEMORY;
    out->undefined = measure(state, n, k, room, out);
    free(room);
    return REINT_OK;
}

/* ---- distances ----------------------------------------------------------------------------------------- */

reint_status
reint_sequence_costs(const double *probability, size_t k, double *cost)
{
    for (size_t i = 0; i < k * k; i++)
        if (!isnan(probability[i]) && !(probability[i] >= 0 && probability[i] <= 1))
            return REINT_ARGUMENT;
    for (size_t a = 0; a < k; a++)
        for (size_t b = 0; b < k; b++) {
            double there = probability[a * k + b], back = probability[b * k + a];
            cost[a * k + b] = a == b ? 0 : 2 - (isnan(there) ? 0 : there) - (isnan(back) ? 0 : back);
        }
    return REINT_OK;
}

static bool
has_gap(const size_t *s, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] == REINT_SEQUENCE_GAP)
            return true;
    return false;
}

static bool
below(const size_t *s, size_t n, size_t k)
{
    for (size_t i = 0; i < n; i++)
        if (s[i] >= k && s[i] != REINT_SEQUENCE_GAP)
            return false;
    return true;
}

reint_status
reint_sequence_distance(const size_t *a, size_t na, const size_t *b, size_t nb, const double *cost, size_t k,
                        double indel, double *out)
{
    double *row;

    *out = NAN;
    if (!(indel > 0 && isfinite(indel)) || !reinti_counts_valid(cost, k * k, false) || !below(a, na, k) ||
        !below(b, nb, k))
        return REINT_ARGUMENT;
    if (has_gap(a, na) || has_gap(b, nb))
        return REINT_OK;
    row = reinti_room(nb + 1, sizeof *row);
    if (!row)
        return REINT_NO_MEMORY;
    for (size_t j = 0; j <= nb; j++)
        row[j] = indel * (double)j;
    for (size_t i = 0; i < na; i++) {
        double diagonal = row[0]; /* cheapest of the first i states of A and j of B */
        row[0] = indel * (double)(i + 1);
        for (size_t j = 0; j < nb; j++) {
            double best = fmin(diagonal + cost[a[i] * k + b[j]], fmin(row[j + 1], row[j]) + indel);
            diagonal = row[j + 1];
            row[j + 1] = best;
        }
    }
    *out = row[nb];
    free(row);
    return REINT_OK;
}

/* ---- the modal sequence --------------------------------------------------------------------------------- */

reint_status
reint_sequence_modal(const size_t *state, size_t n, size_t t, size_t k, size_t *modal, double *share)
{
    double *count;

    for (size_t i = 0; i < n; i++)
        if (!below(state + i * t, t, k))
            return REINT_ARGUMENT;
    count = reinti_room(k, sizeof *count);
    if (!count)
        return REINT_NO_MEMORY;
    for (size_t at = 0; at < t; at++) {
        double seen = 0, most = 0;
        memset(count, 0, k * sizeof *count);
        modal[at] = REINT_SEQUENCE_GAP;
        for (size_t i = 0; i < n; i++)
            if (state[i * t + at] != REINT_SEQUENCE_GAP) {
                count[state[i * t + at]]++;
                seen++;
            }
        for (size_t s = 0; s < k; s++)
            if (count[s] > most) {
                most = count[s];
                modal[at] = s;
            }
        if (share)
            share[at] = reinti_ratio(most, seen);
    }
    free(count);
    return REINT_OK;
}
