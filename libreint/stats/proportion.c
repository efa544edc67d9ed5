/* proportion.c -- intervals of one share.
 *
 * Reads:    X of N and the confidence.
 * Missing:  N = 0: there is no share, both limits are NaN with a reason.
 * Sources:  at each function in proportion.h. */
#include <config.h>

#include "stats/proportion.h"

#include "stats/internal.h"
#include "stats/tail.h"

static reint_status
begin(double x, double n, double confidence, reint_limits *out)
{
    *out = (reint_limits){ NAN, NAN, "not a share" };
    if (!(x >= 0 && x <= n) || !isfinite(n) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    out->undefined = n > 0 ? NULL : "no case";
    return REINT_OK;
}

reint_status
reint_wilson_interval(double x, double n, double confidence, reint_limits *out)
{
    reint_status status = begin(x, n, confidence, out);
    double z, p, mid, half;

    if (status || out->undefined)
        return status;
    z = -reint_normal_quantile((1 - confidence) / 2);
    p = x / n;
    mid = (p + z * z / (2 * n)) / (1 + z * z / n);
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    out->lower = x == 0 ? 0 : mid - half;
    out->upper = x == n ? 1 : mid + half;
    return REINT_OK;
}
