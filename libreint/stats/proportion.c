/* proportion.c -- intervals of one share and of the difference of two.
 *
 * Reads:    X of N and the confidence.
 * Missing:  N = 0: there is no share, the limits are NaN with a reason.
 * Sources:  at each function in proportion.h. */
#include <config.h>

#include "stats/proportion.h"

#include "stats/internal.h"
#include "stats/tail.h"

/* Checks the arguments; on success with a case OUT is empty and *z the normal quantile. */
static reint_status
begin(double x, double n, double confidence, double *z, reint_limits *out)
{
    *out = (reint_limits){ NAN, NAN, "not a share" };
    if (!(x >= 0 && x <= n) || !isfinite(n) || !(confidence > 0 && confidence < 1))
        return REINT_ARGUMENT;
    out->undefined = n > 0 ? NULL : "no case";
    *z = -reint_normal_quantile((1 - confidence) / 2);
    return REINT_OK;
}

reint_status
reint_wald_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, p = x / n, half;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    half = z * sqrt(p * (1 - p) / n);
    out->lower = p - half;
    out->upper = p + half;
    return REINT_OK;
}

reint_status
reint_wilson_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, p = x / n, mid, half;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    mid = (p + z * z / (2 * n)) / (1 + z * z / n);
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n));
    out->lower = x == 0 ? 0 : mid - half;
    out->upper = x == n ? 1 : mid + half;
    return REINT_OK;
}

reint_status
reint_wilson_cc_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, p = x / n, low, high;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    low = reinti_root(z * z - 2 - 1 / n + 4 * p * (n * (1 - p) + 1));
    high = reinti_root(z * z + 2 - 1 / n + 4 * p * (n * (1 - p) - 1));
    out->lower = x == 0 ? 0 : fmax(0, (2 * x + z * z - 1 - z * low) / (2 * (n + z * z)));
    out->upper = x == n ? 1 : fmin(1, (2 * x + z * z + 1 + z * high) / (2 * (n + z * z)));
    return REINT_OK;
}

reint_status
reint_clopper_pearson_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, tail = (1 - confidence) / 2;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    out->lower = x == 0 ? 0 : reint_beta_quantile(tail, x, n - x + 1);
    out->upper = x == n ? 1 : reint_beta_quantile(1 - tail, x + 1, n - x);
    return REINT_OK;
}

reint_status
reint_agresti_coull_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, p, half;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    p = (x + z * z / 2) / (n + z * z);
    half = z * sqrt(p * (1 - p) / (n + z * z));
    out->lower = p - half;
    out->upper = p + half;
    return REINT_OK;
}

reint_status
reint_jeffreys_interval(double x, double n, double confidence, reint_limits *out)
{
    double z, tail = (1 - confidence) / 2;
    reint_status status = begin(x, n, confidence, &z, out);

    if (status || out->undefined)
        return status;
    out->lower = reint_beta_quantile(tail, x + 0.5, n - x + 0.5);
    out->upper = reint_beta_quantile(1 - tail, x + 0.5, n - x + 0.5);
    return REINT_OK;
}

reint_status
reint_jeffreys_bcd_interval(double x, double n, double confidence, reint_limits *out)
{
    reint_status status = reint_jeffreys_interval(x, n, confidence, out);

    if (status || out->undefined)
        return status;
    if (x == 0)
        out->lower = 0;
    if (x == n)
        out->upper = 1;
    return REINT_OK;
}

reint_status
reint_newcombe_difference(double x1, double n1, double x2, double n2, double confidence, int corrected,
                          reint_limits *out)
{
    reint_status (*interval)(double, double, double, reint_limits *) =
        corrected ? reint_wilson_cc_interval : reint_wilson_interval;
    double p1 = x1 / n1, p2 = x2 / n2, d = p1 - p2;
    reint_limits a, b;
    reint_status status = interval(x1, n1, confidence, &a);

    if (!status)
        status = interval(x2, n2, confidence, &b);
    *out = (reint_limits){ NAN, NAN, "not two shares" };
    if (status)
        return status;
    out->undefined = a.undefined ? a.undefined : b.undefined;
    if (out->undefined)
        return REINT_OK;
    out->lower = d - sqrt(reinti_square(p1 - a.lower) + reinti_square(b.upper - p2));
    out->upper = d + sqrt(reinti_square(a.upper - p1) + reinti_square(p2 - b.lower));
    return REINT_OK;
}

reint_status
reint_wald_difference(double x1, double n1, double x2, double n2, double confidence, reint_limits *out)
{
    double z, p = x1 / n1, q = x2 / n2, half;
    reint_status status = begin(x1, n1, confidence, &z, out);

    if (!status && !out->undefined)
        status = begin(x2, n2, confidence, &z, out);
    if (status || out->undefined)
        return status;
    half = z * sqrt(p * (1 - p) / n1 + q * (1 - q) / n2);
    out->lower = p - q - half;
    out->upper = p - q + half;
    return REINT_OK;
}

reint_status
reint_agresti_caffo_difference(double x1, double n1, double x2, double n2, double confidence,
                               reint_limits *out)
{
    double z;
    reint_status status = begin(x1, n1, confidence, &z, out);

    if (!status)
        status = begin(x2, n2, confidence, &z, out);
    if (status)
        return status;
    /* one success and one failure more in each sample: the interval exists even for an empty one */
    return reint_wald_difference(x1 + 1, n1 + 2, x2 + 1, n2 + 2, confidence, out);
}
