/* risk.c -- odds ratio, risk ratio and risk difference of a 2 x 2 table: rows are groups, column 1 the event.
 *
 * Reads:    the four counts as given; nothing is dropped.
 * Missing:  an empty row has no share: ratios of shares and their difference are NaN; a zero cell leaves the
 *           Wald limits of a ratio undefined, not the ratio.
 * Sources:  Woolf (1955); Haldane (1956); Katz et al. (1978); Newcombe, Stat. Med. 17 (1998) 873. */
#include <config.h>

#include "stats/crosstab.h"

#include "stats/internal.h"
#include "stats/proportion.h"
#include "stats/tail.h"

#define NOTHING                                                                                              \
    {                                                                                                        \
        NAN, NAN, NAN, NAN                                                                                   \
    }

/* A ratio and its limits by the standard error of its logarithm; SE2 NaN: no limits. */
static reint_estimate
on_log_scale(double value, double se2, double z)
{
    double se = sqrt(se2);

    return (reint_estimate){ value, se, exp(log(value) - z * se), exp(log(value) + z * se) };
}

/* A quotient where something over nothing is infinite and nothing over nothing is not a number. */
static double
quotient(double a, double b)
{
    return b != 0 ? a / b : a != 0 ? INFINITY : NAN;
}

static reint_estimate
share_ratio(double x1, double n1, double x2, double n2, double z)
{
    double se2 = x1 > 0 && x2 > 0 ? 1 / x1 - 1 / n1 + 1 / x2 - 1 / n2 : NAN;

    return on_log_scale(quotient(x1 / n1, x2 / n2), se2, z);
}

reint_status
reint_risk_measures(const double count[4], double confidence, reint_risk *out)
{
    double a = count[0], b = count[1], c = count[2], d = count[3], n1 = a + b, n2 = c + d, z, p1, p2, se;
    bool full = a > 0 && b > 0 && c > 0 && d > 0;
    reint_limits newcombe;

    *out = (reint_risk){ NOTHING, NOTHING, { NOTHING, NOTHING }, NOTHING, NAN, NAN, "no valid table" };
    if (!reinti_counts_valid(count, 4, false) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    out->undefined = n1 + n2 > 0 ? NULL : "no case";
    if (out->undefined)
        return REINT_OK;
    z = -reint_normal_quantile((1 - confidence) / 2);
    out->odds_ratio = on_log_scale(quotient(a * d, b * c), full ? 1 / a + 1 / b + 1 / c + 1 / d : NAN, z);
    out->haldane = on_log_scale((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)),
                                1 / (a + 0.5) + 1 / (b + 0.5) + 1 / (c + 0.5) + 1 / (d + 0.5), z);
    if (n1 == 0 || n2 == 0) {
        out->undefined = "a row is empty";
        return REINT_OK;
    }
    out->ratio[0] = share_ratio(a, n1, c, n2, z);
    out->ratio[1] = share_ratio(b, n1, d, n2, z);
    p1 = a / n1;
    p2 = c / n2;
    se = sqrt(p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2);
    out->difference = (reint_estimate){ p1 - p2, se, p1 - p2 - z * se, p1 - p2 + z * se };
    if (reint_newcombe_difference(a, n1, c, n2, confidence, 0, &newcombe) == REINT_OK) {
        out->newcombe_lower = newcombe.lower;
        out->newcombe_upper = newcombe.upper;
    }
    return REINT_OK;
}
