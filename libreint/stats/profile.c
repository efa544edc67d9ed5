/* profile.c -- limits of a share by the profile of its binomial likelihood, scaled for the design.
 *
 * The limits are where tau, the signed root of the rise of the deviance over the dispersion n/(n-1),
 * reaches T times the root of the ratio of the robust to the model variance.  tau could be solved
 * exactly; R's confint() reads it off a cubic spline through at most 19 profile points, linearly between
 * 3 points a knot, and is up to 4e-4 off.  The same reading is done here, so that the numbers agree with
 * R's to 1e-4 and better.
 * Missing:  limits beyond the profile are NaN.
 * Sources:  Rao & Scott, Ann. Stat. 12 (1984) 46; Venables & Ripley (2002) 7.2; the spline: Forsythe,
 *           Malcolm & Moler, Computer Methods for Mathematical Computations (1977). */
#include <config.h>

#include "stats/profile.h"

#include <math.h>
#include <stddef.h>

#include "stats/internal.h"
#include "stats/tail.h"

enum { MOST_STEPS = 9, MOST_KNOTS = 2 * MOST_STEPS + 1 };

struct profile {
    double par[MOST_KNOTS], tau[MOST_KNOTS]; /* ascending */
    size_t n;
};

static double
deviance(double p, double n, double b)
{
    double q = 1 / (1 + exp(-b));

    return -2 * n * (p * log(q) + (1 - p) * log1p(-q));
}

/* Steps of a fifth of TAU_MAX standard errors to both sides of the estimate, until tau passes TAU_MAX. */
static void
walk(double p, double se, double n, double tau_max, struct profile *f)
{
    double b = log(p / (1 - p)), step = tau_max / 5 * se, least = deviance(p, n, b), below[MOST_STEPS], tau;
    size_t down = 0;

    tau = 0;
    while (down < MOST_STEPS && fabs(tau) < tau_max) {
        tau = -sqrt(fmax(0, (deviance(p, n, b - (double)(down + 1) * step) - least) * (n - 1) / n));
        below[down++] = tau;
    }
    f->n = 0;
    for (size_t k = down; k > 0; k--) {
        f->par[f->n] = b - (double)k * step;
        f->tau[f->n++] = below[k - 1];
    }
    f->par[f->n] = b;
    f->tau[f->n++] = tau = 0;
    for (size_t k = 1; k <= MOST_STEPS && tau < tau_max; k++) {
        f->par[f->n] = b + (double)k * step;
        f->tau[f->n++] = tau = sqrt(fmax(0, (deviance(p, n, b + (double)k * step) - least) * (n - 1) / n));
    }
}

/* Coefficients b, c, d of the cubic spline through (x, y), n >= 4, with Forsythe, Malcolm & Moler's ends. */
static void
spline(const double *x, const double *y, size_t n, double *b, double *c, double *d)
{
    d[0] = x[1] - x[0];
    c[1] = (y[1] - y[0]) / d[0];
    for (size_t i = 1; i + 1 < n; i++) {
        d[i] = x[i + 1] - x[i];
        b[i] = 2 * (d[i - 1] + d[i]);
        c[i + 1] = (y[i + 1] - y[i]) / d[i];
        c[i] = c[i + 1] - c[i];
    }
    b[0] = -d[0];
    b[n - 1] = -d[n - 2];
    c[0] = c[2] / (x[3] - x[1]) - c[1] / (x[2] - x[0]);
    c[n - 1] = c[n - 2] / (x[n - 1] - x[n - 3]) - c[n - 3] / (x[n - 2] - x[n - 4]);
    c[0] *= d[0] * d[0] / (x[3] - x[0]);
    c[n - 1] *= -d[n - 2] * d[n - 2] / (x[n - 1] - x[n - 4]);
    for (size_t i = 1; i < n; i++) {
        double t = d[i - 1] / b[i - 1];
        b[i] -= t * d[i - 1];
        c[i] -= t * c[i - 1];
    }
    c[n - 1] /= b[n - 1];
    for (size_t i = n - 1; i-- > 0;)
        c[i] = (c[i] - d[i] * c[i + 1]) / b[i];
    for (size_t i = 0; i + 1 < n; i++) {
        b[i] = (y[i + 1] - y[i]) / d[i] - d[i] * (c[i + 1] + 2 * c[i]);
        d[i] = (c[i + 1] - c[i]) / d[i];
        c[i] *= 3;
    }
}

/* The parameter at which the profile reaches TAU. */
static double
read_off(const struct profile *f, double tau)
{
    double b[MOST_KNOTS], c[MOST_KNOTS], d[MOST_KNOTS], last_x = NAN, last_y = NAN;
    size_t n = f->n, readings = 3 * n, k = 0;

    spline(f->par, f->tau, n, b, c, d);
    for (size_t i = 0; i < readings; i++) {
        double x = f->par[0] + (f->par[n - 1] - f->par[0]) * (double)i / (double)(readings - 1), h, y;
        while (k + 2 < n && x >= f->par[k + 1])
            k++;
        h = x - f->par[k];
        y = f->tau[k] + h * (b[k] + h * (c[k] + h * d[k]));
        if (i && last_y <= tau && y >= tau)
            return last_x + (x - last_x) * (tau - last_y) / (y - last_y);
        last_x = x;
        last_y = y;
    }
    return NAN;
}

void
reinti_profile_share(double p, double se, double n, double t, double *lower, double *upper)
{
    double b_se = se / (p * (1 - p)), cut = t * sqrt(b_se * b_se * n * p * (1 - p));
    double alpha = reint_normal_upper(cut) / 2;
    struct profile f;

    *lower = *upper = NAN;
    /* sqrt of the F quantile with 1 and n-1 df is the t quantile */
    walk(p, b_se, n, -reint_t_quantile(alpha / 2, n - 1), &f);
    if (f.n < 4 || !isfinite(f.par[0]) || !isfinite(f.par[f.n - 1]))
        return;
    *lower = 1 / (1 + exp(-read_off(&f, -cut)));
    *upper = 1 / (1 + exp(-read_off(&f, cut)));
}
