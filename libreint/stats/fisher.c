/* fisher.c -- Fisher's exact test of a 2 x 2 table and the conditional odds ratio.
 *
 * Reads:    whole counts a, b, c, d; both margins are taken as fixed.
 * Gives:    p-values from the hypergeometric distribution; the odds ratio and its limits from the noncentral
 *           one, by bisection to the last digit (its mean and tails are monotone in the odds ratio).
 * Missing:  an empty row or column leaves nothing to test: NaN.  Margins that allow one table only: p = 1,
 *           odds ratio NaN, limits 0 and Inf.
 * Source:   Fisher, Statistical Methods for Research Workers (1935); Cornfield (1956) for the limits. */
#include <config.h>

#include "stats/crosstab.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

/* The support of cell a, and the logs of its probabilities at odds ratio 1, but for a constant.  Of a support too wide to hold
 * only what lies around the observed value: 12 standard deviations, beyond which less than 1e-30 is lost at every odds ratio
 * that is asked for. */
struct support {
    double low, high, at;
    double from; /* the value of log_p[0] */
    size_t n;
    double *log_p;
};
enum { WHOLE = 1 << 17, MOST = 1 << 22 };

/* What a solver aims at: the mean of a, the tail from `at` upwards or up to `at`. */
enum aim { MEAN, TAIL_UP, TAIL_DOWN };

static double
under(const struct support *s, double log_or, enum aim aim)
{
    double most = -INFINITY, all = 0, sum = 0;

    for (size_t i = 0; i < s->n; i++)
        most = fmax(most, s->log_p[i] + log_or * (double)i);
    for (size_t i = 0; i < s->n; i++) {
        double p = exp(s->log_p[i] + log_or * (double)i - most), a = s->from + (double)i;
        all += p;
        if (aim == MEAN)
            sum += p * a;
        else if (aim == TAIL_UP ? a >= s->at : a <= s->at)
            sum += p;
    }
    return sum / all;
}

/* The odds ratio at which AIM is TARGET; MEAN and TAIL_UP rise with it, TAIL_DOWN falls. */
static double
solve(const struct support *s, enum aim aim, double target)
{
    double low = -1, high = 1;

    while (low > -1024 && (under(s, low, aim) < target) == (aim == TAIL_DOWN))
        low *= 2;
    while (high < 1024 && (under(s, high, aim) < target) != (aim == TAIL_DOWN))
        high *= 2;
    for (;;) {
        double mid = 0.5 * (low + high);
        if (mid <= low || mid >= high || high - low < 1e-15 * fabs(mid))
            return exp(mid);
        if ((under(s, mid, aim) < target) != (aim == TAIL_DOWN))
            low = mid;
        else
            high = mid;
    }
}

static void
odds_ratios(const struct support *s, double confidence, reint_fisher *out)
{
    double alpha = 1 - confidence;

    out->lower = out->one_sided_lower = 0;
    out->upper = out->one_sided_upper = INFINITY;
    if (s->low == s->high)
        return;
    out->odds_ratio = s->at == s->low ? 0 : s->at == s->high ? INFINITY : solve(s, MEAN, s->at);
    if (s->at > s->low) {
        out->lower = solve(s, TAIL_UP, alpha / 2);
        out->one_sided_lower = solve(s, TAIL_UP, alpha);
    }
    if (s->at < s->high) {
        out->upper = solve(s, TAIL_DOWN, alpha / 2);
        out->one_sided_upper = solve(s, TAIL_DOWN, alpha);
    }
}

reint_status
reint_fisher_test(const double count[4], double confidence, reint_fisher *out)
{
    double a = count[0], row1 = a + count[1], col1 = a + count[2], col2 = count[1] + count[3], spread = 0;
    struct support s = { .at = a };

    *out = (reint_fisher){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, 4, true) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    out->undefined = NULL;
    if (row1 == 0 || count[2] + count[3] == 0 || col1 == 0 || col2 == 0) {
        out->undefined = "a row or a column is empty";
        return REINT_OK;
    }
    s.low = fmax(0, row1 - col2);
    s.high = fmin(row1, col1);
    out->p_two_sided = reint_hypergeometric_two_sided(a, col1, col2, row1);
    out->p_less = reint_hypergeometric_lower(a, col1, col2, row1);
    out->p_greater = reint_hypergeometric_upper(a, col1, col2, row1);
    out->p_observed = reint_hypergeometric_point(a, col1, col2, row1);
    for (size_t i = 0; i < 4; i++)
        spread += 1 / (count[i] + 1);
    spread = s.high - s.low < WHOLE ? WHOLE : ceil(12 / sqrt(spread)) + 1000;
    s.from = fmax(s.low, a - spread);
    spread = fmin(s.high, a + spread) - s.from;
    if (spread >= MOST) {
        out->undefined = "the counts are too large for exact limits";
        return REINT_OK;
    }
    s.n = (size_t)spread + 1;
    s.log_p = reinti_room(s.n, sizeof *s.log_p);
    if (!s.log_p)
        return REINT_NO_MEMORY;
    /* by the exact ratio of neighbours, from the observed table outwards */
    for (size_t i = (size_t)(a - s.from); i + 1 < s.n; i++) {
        double k = s.from + (double)i;
        s.log_p[i + 1] = s.log_p[i] + log((col1 - k) * (row1 - k) / ((k + 1) * (col2 - row1 + k + 1)));
    }
    for (size_t i = (size_t)(a - s.from); i > 0; i--) {
        double k = s.from + (double)i;
        s.log_p[i - 1] = s.log_p[i] + log(k * (col2 - row1 + k) / ((col1 - k + 1) * (row1 - k + 1)));
    }
    odds_ratios(&s, confidence, out);
    free(s.log_p);
    return REINT_OK;
}
