/* simulate.c -- the exact test of a table by random tables with the same margins.
 *
 * Reads:    whole counts, the number of draws, the seed.
 * How:      cell after cell, each from the hypergeometric distribution that the margins leave, by inversion
 * from its mode outwards.  Random bits: xoshiro256** seeded by splitmix64 (Blackman & Vigna 2018), the same
 *           on every machine.
 * Missing:  fewer than two rows or columns: NaN with a reason. */
#include <config.h>

#include "stats/exact.h"

#include <stdint.h>
#include <stdlib.h>

#include "stats/proportion.h"
#include "stats/tail.h"

typedef struct bits {
    uint64_t s[4];
} bits;

static void
seed_bits(bits *b, uint64_t seed)
{
    for (int i = 0; i < 4; i++) {
        uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
        z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
        z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
        b->s[i] = z ^ (z >> 31);
    }
}

static uint64_t
turn_left(uint64_t x, int k)
{
    return (x << k) | (x >> (64 - k));
}

/* Uniform on [0, 1). */
static double
uniform(bits *b)
{
    uint64_t out = turn_left(b->s[1] * 5, 7) * 9, t = b->s[1] << 17;

    b->s[2] ^= b->s[0];
    b->s[3] ^= b->s[1];
    b->s[1] ^= b->s[2];
    b->s[0] ^= b->s[3];
    b->s[2] ^= t;
    b->s[3] = turn_left(b->s[3], 45);
    return (double)(out >> 11) * 0x1p-53;
}

/* White balls among DRAWN.  The terms are visited from the mode outwards, the nearer side first. */
static double
draw_hypergeometric(bits *b, double white, double black, double drawn)
{
    double low = fmax(0, drawn - black), high = fmin(drawn, white), mode, left, right, pl, pr, u;

    if (low == high)
        return low;
    mode = fmin(high, fmax(low, floor((drawn + 1) * (white + 1) / (white + black + 2))));
    left = right = mode;
    pl = pr = reint_hypergeometric_point(mode, white, black, drawn);
    u = uniform(b) - pl;
    while (u >= 0 && (left > low || right < high)) {
        if (right < high) {
            pr *= (white - right) * (drawn - right) / ((right + 1) * (black - drawn + right + 1));
            right++;
            u -= pr;
            if (u < 0)
                return right;
        }
        if (left > low) {
            pl *= left * (black - drawn + left) / ((white - left + 1) * (drawn - left + 1));
            left--;
            u -= pl;
            if (u < 0)
                return left;
        }
        if (pl + pr < 1e-300) /* what is left of u is rounding */
            break;
    }
    return mode;
}

/* The statistic of one random table; LEFT has room for the columns. */
static double
draw_table(bits *b, const reinti_table *t, reint_exact_kind kind, double *left)
{
    double sum = 0, n = t->n;

    for (size_t j = 0; j < t->cols; j++)
        left[j] = t->col[j];
    for (size_t i = 0; i < t->rows; i++) {
        double rest = t->row[i], all = n;
        for (size_t j = 0; j < t->cols; j++) {
            double x = j + 1 < t->cols && i + 1 < t->rows
                           ? draw_hypergeometric(b, left[j], all - left[j], rest)
                       : i + 1 < t->rows ? rest
                                         : left[j];
            sum += reinti_exact_term(kind, x, t->row[i] * t->col[j] / t->n);
            all -= left[j];
            left[j] -= x;
            rest -= x;
        }
        n -= t->row[i];
    }
    return sum;
}

reint_status
reint_simulated_test(const double *count, size_t n_rows, size_t n_cols, reint_exact_kind kind, size_t draws,
                     unsigned long long seed, reint_simulated *out)
{
    reinti_table t;
    reint_limits limits;
    double threshold, extreme = 0, *left = NULL;
    bits b;
    reint_status status = reinti_table_keep(count, n_rows, n_cols, NULL, NULL, &t);

    *out = (reint_simulated){ NAN, NAN, NAN, (double)draws, "no valid table" };
    if (status)
        goto done;
    out->undefined = draws ? reinti_exact_degenerate(&t) : "no draw";
    if (out->undefined)
        goto done;
    left = reinti_room(t.cols, sizeof *left);
    if (!left) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    seed_bits(&b, seed);
    threshold = reinti_exact_threshold(&t, kind);
    for (size_t i = 0; i < draws; i++)
        extreme += draw_table(&b, &t, kind, left) >= threshold;
    status = reint_clopper_pearson_interval(extreme, (double)draws, 0.99, &limits);
    out->p = (1 + extreme) / ((double)draws + 1);
    out->lower = limits.lower;
    out->upper = limits.upper;
done:
    free(left);
    reinti_table_free(&t);
    return status;
}
