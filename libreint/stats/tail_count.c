/* tail_count.c -- tail probabilities of counts: binomial and hypergeometric.
 *
 * Binomial tails are those of a beta distribution.  Hypergeometric ones are summed outwards from one density, by the
 * exact ratio of neighbouring terms.  Where the two-sided ones begin on the other side is found by halving.
 * Outside the domain every function answers NaN. */
#include <config.h>

#include <math.h>
#include <stdbool.h>

#include "stats/density.h"
#include "stats/tail.h"
#include "stats/tail_count.h"

double
reinti_first_extreme(double in, double out, bool (*extreme)(const void *of, double x), const void *of)
{
    while (fabs(out - in) > 1) {
        double mid = floor(0.5 * (in + out));
        if (extreme(of, mid))
            out = mid;
        else
            in = mid;
    }
    return out;
}

/* What a two-sided tail is of: outcomes that are at most so probable; n and share, or white, black and drawn. */
struct rare {
    double most, of[3];
};

static bool
binomial_rare(const void *of, double x)
{
    const struct rare *r = of;

    return !(reint_binomial_point(x, r->of[0], r->of[1]) > r->most);
}

static bool
hypergeometric_rare(const void *of, double x)
{
    const struct rare *r = of;

    return !(reint_hypergeometric_point(x, r->of[0], r->of[1], r->of[2]) > r->most);
}

static bool
whole(double x)
{
    return x >= 0 && x < 9007199254740992.0 && x == floor(x);
}

static bool
binomial_domain(double x, double n, double share)
{
    return !isnan(x) && whole(n) && share >= 0 && share <= 1;
}

double
reint_binomial_point(double x, double n, double share)
{
    if (!binomial_domain(x, n, share))
        return NAN;
    return x < 0 || x > n || x != floor(x) ? 0 : reinti_binomial_density(x, n, share, 1 - share);
}

double
reint_binomial_lower(double x, double n, double share)
{
    if (!binomial_domain(x, n, share))
        return NAN;
    x = floor(x);
    if (x < 0 || x >= n)
        return x < 0 ? 0 : 1;
    return reinti_beta_tail(share, 1 - share, x + 1, n - x, true);
}

double
reint_binomial_upper(double x, double n, double share)
{
    if (!binomial_domain(x, n, share))
        return NAN;
    x = ceil(x);
    if (x <= 0 || x > n)
        return x <= 0 ? 1 : 0;
    return reinti_beta_tail(share, 1 - share, x, n - x + 1, false);
}

double
reint_binomial_two_sided(double x, double n, double share)
{
    struct rare r = { reint_binomial_point(x, n, share) * (1 + 1e-7), { n, share, NAN } };
    double middle = n * share, other;

    if (!binomial_domain(x, n, share) || !whole(x) || x > n)
        return NAN;
    if (x <= middle) {
        other = reinti_first_extreme(ceil(middle) - 1, n + 1, binomial_rare, &r);
        return x >= other
                   ? 1
                   : fmin(1, reint_binomial_lower(x, n, share) + reint_binomial_upper(other, n, share));
    }
    other = reinti_first_extreme(floor(middle) + 1, -1, binomial_rare, &r);
    return x <= other ? 1
                      : fmin(1, reint_binomial_upper(x, n, share) + reint_binomial_lower(other, n, share));
}

static bool
hypergeometric_domain(double x, double white, double black, double drawn)
{
    return !isnan(x) && whole(white) && whole(black) && whole(drawn) && drawn <= white + black;
}

double
reint_hypergeometric_point(double x, double white, double black, double drawn)
{
    double p, q, all = white + black;

    if (!hypergeometric_domain(x, white, black, drawn))
        return NAN;
    if (x != floor(x) || x < 0 || x > drawn || x > white || drawn - x > black)
        return 0;
    if (drawn == 0)
        return 1;
    p = drawn / all;
    q = (all - drawn) / all;
    return reinti_binomial_density(x, white, p, q) * reinti_binomial_density(drawn - x, black, p, q) /
           reinti_binomial_density(drawn, all, p, q);
}

/* From X outwards the terms fall by a ratio that is exact, so one density and products give the tail. */
double
reint_hypergeometric_lower(double x, double white, double black, double drawn)
{
    double term, sum = 0, low = fmax(0, drawn - black), high = fmin(drawn, white);

    if (!hypergeometric_domain(x, white, black, drawn))
        return NAN;
    x = floor(x);
    if (x < low || x >= high)
        return x < low ? 0 : 1;
    if (x * (white + black) > drawn * white)
        return 1 - reint_hypergeometric_upper(x + 1, white, black, drawn);
    term = reint_hypergeometric_point(x, white, black, drawn);
    for (double k = x; k >= low && term > sum * 1e-18; k--) {
        sum += term;
        term *= k * (black - drawn + k) / ((white - k + 1) * (drawn - k + 1));
    }
    return fmin(1, sum);
}

double
reint_hypergeometric_upper(double x, double white, double black, double drawn)
{
    if (!hypergeometric_domain(x, white, black, drawn))
        return NAN;
    /* the black balls among the drawn ones are DRAWN - X */
    x = ceil(x);
    if (x * (white + black) < drawn * white)
        return 1 - reint_hypergeometric_lower(x - 1, white, black, drawn);
    return reint_hypergeometric_lower(drawn - x, black, white, drawn);
}

/* The probabilities rise to the mode and fall from it: the other tail begins where they are down at X's again. */
double
reint_hypergeometric_two_sided(double x, double white, double black, double drawn)
{
    double low = fmax(0, drawn - black), high = fmin(drawn, white), mode, other;
    struct rare r = { NAN, { white, black, drawn } };

    if (!hypergeometric_domain(x, white, black, drawn) || x != floor(x) || x < low || x > high)
        return NAN;
    if (low == high)
        return 1;
    r.most = reint_hypergeometric_point(x, white, black, drawn) * (1 + 1e-7);
    mode = fmin(high, fmax(low, floor((drawn + 1) * (white + 1) / (white + black + 2))));
    if (hypergeometric_rare(&r, mode))
        return 1;
    if (x < mode) {
        other = reinti_first_extreme(mode, high + 1, hypergeometric_rare, &r);
        return fmin(1, reint_hypergeometric_lower(x, white, black, drawn) +
                           reint_hypergeometric_upper(other, white, black, drawn));
    }
    other = reinti_first_extreme(mode, low - 1, hypergeometric_rare, &r);
    return fmin(1, reint_hypergeometric_upper(x, white, black, drawn) +
                       reint_hypergeometric_lower(other, white, black, drawn));
}
