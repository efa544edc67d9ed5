/* tail.c -- tail probabilities and quantiles of the continuous distributions, without the process-wide error
 * handler that GSL would call.
 *
 * The incomplete gamma and beta functions are a density times a series or a continued fraction (modified
 * Lentz).  The side with the quick expansion is computed, the other is its complement; the complement is only
 * taken where both sides are of comparable size.
 * Sources:  W. J. Lentz, Appl. Opt. 15 (1976) 668; Abramowitz & Stegun 26.2.23 for the start of the normal
 *           quantile.
 * Outside the domain every function answers NaN. */
#include <config.h>

#include "stats/tail.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/density.h"

#define LN_SQRT_2PI 0.918938533204672741780329736406

/* More terms than this are needed only for parameters beyond 1e10; the answer is then NaN. */
enum { MAX_TERMS = 1000000 };

/* ---- incomplete gamma ---------------------------------------------------------------------------------- */

static double
gamma_tail(double x, double shape, bool upper)
{
    if (!(shape > 0) || !isfinite(shape) || isnan(x))
        return NAN;
    if (x <= 0)
        return upper ? 1 : 0;
    if (isinf(x))
        return upper ? 0 : 1;
    if (x < shape + 1) {
        double term = 1, sum = 1;
        for (int k = 1; k < MAX_TERMS && term > sum * DBL_EPSILON * 0.1; k++) {
            term *= x / (shape + k);
            sum += term;
        }
        sum *= reinti_poisson_density(shape, x);
        return upper ? 1 - sum : sum;
    } else { /* modified Lentz */
        double tiny = DBL_MIN / DBL_EPSILON, b = x + 1 - shape, c = 1 / tiny, d = 1 / b, h = d;
        for (int k = 1; k < MAX_TERMS; k++) {
            double an = -k * (k - shape), step;
            b += 2;
            d = an * d + b;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = b + an / c;
            c = fabs(c) < tiny ? tiny : c;
            step = d * c;
            h *= step;
            if (fabs(step - 1) < DBL_EPSILON)
                break;
        }
        h *= shape * reinti_poisson_density(shape, x);
        return upper ? h : 1 - h;
    }
}

double
reint_gamma_lower(double x, double shape)
{
    return gamma_tail(x, shape, false);
}

double
reint_gamma_upper(double x, double shape)
{
    return gamma_tail(x, shape, true);
}

double
reint_chi2_lower(double x, double df)
{
    return gamma_tail(x / 2, df / 2, false);
}

double
reint_chi2_upper(double x, double df)
{
    return gamma_tail(x / 2, df / 2, true);
}

/* ---- normal -------------------------------------------------------------------------------------------- */

double
reint_normal_lower(double z)
{
    return 0.5 * erfc(-z * M_SQRT1_2);
}

double
reint_normal_upper(double z)
{
    return 0.5 * erfc(z * M_SQRT1_2);
}

double
reint_normal_two_sided(double z)
{
    return erfc(fabs(z) * M_SQRT1_2);
}

/* Halley steps on the smaller tail from a rational start (Abramowitz & Stegun 26.2.23, error 4.5e-4). */
double
reint_normal_quantile(double probability)
{
    bool upper = probability > 0.5;
    double p = upper ? 1 - probability : probability, t, z;

    if (!(probability >= 0 && probability <= 1))
        return NAN;
    t = sqrt(-2 * log(p));
    if (p == 0)
        return upper ? t : -t;
    z = -(t -
          (2.515517 + t * (0.802853 + t * 0.010328)) / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308))));
    for (int k = 0; k < 4; k++) {
        double e = (reint_normal_lower(z) - p) / exp(-0.5 * z * z - LN_SQRT_2PI);
        z -= e / (1 + 0.5 * z * e);
    }
    return upper ? -z : z;
}

/* ---- incomplete beta ----------------------------------------------------------------------------------- */

/* Continued fraction of I_x(a,b) without its factor; quick for x < (a+1)/(a+b+2). */
static double
beta_fraction(double x, double a, double b)
{
    double tiny = DBL_MIN / DBL_EPSILON, c = 1, d = 1 - (a + b) * x / (a + 1), h;

    d = 1 / (fabs(d) < tiny ? tiny : d);
    h = d;
    for (int m = 1; m < MAX_TERMS; m++) {
        double m2 = 2.0 * m, step;
        double even = m * (b - m) * x / ((a + m2 - 1) * (a + m2));
        double odd = -(a + m) * (a + b + m) * x / ((a + m2) * (a + m2 + 1));
        d = 1 + even * d;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = 1 + even / c;
        c = fabs(c) < tiny ? tiny : c;
        h *= d * c;
        d = 1 + odd * d;
        d = 1 / (fabs(d) < tiny ? tiny : d);
        c = 1 + odd / c;
        c = fabs(c) < tiny ? tiny : c;
        step = d * c;
        h *= step;
        if (fabs(step - 1) < DBL_EPSILON)
            return h;
    }
    return NAN;
}

double
reinti_beta_tail(double x, double y, double a, double b, bool upper)
{
    double factor, value;

    if (!(a > 0) || !(b > 0) || !isfinite(a) || !isfinite(b) || isnan(x) || isnan(y))
        return NAN;
    if (x <= 0 || y >= 1)
        return upper ? 1 : 0;
    if (y <= 0 || x >= 1)
        return upper ? 0 : 1;
    factor = a * b / (a + b) * reinti_binomial_density(a, a + b, x, y);
    if (x < (a + 1) / (a + b + 2)) {
        value = factor / a * beta_fraction(x, a, b);
        return upper ? 1 - value : value;
    }
    value = factor / b * beta_fraction(y, b, a);
    return upper ? value : 1 - value;
}

double
reint_beta_lower(double x, double a, double b)
{
    return reinti_beta_tail(x, 1 - x, a, b, false);
}

double
reint_beta_upper(double x, double a, double b)
{
    return reinti_beta_tail(x, 1 - x, a, b, true);
}

/* log(x / (1-x)) of the quantile: the scale on which both ends of 0..1 keep their digits.  Bisection that
 * Newton's steps speed up; PROBABILITY is of the upper tail if UPPER. */
static double
beta_logit_quantile(double probability, double a, double b, bool upper)
{
    double low = -745, high = 745, u = log(a / b);

    if (!(probability >= 0 && probability <= 1) || !(a > 0) || !(b > 0) || !isfinite(a) || !isfinite(b))
        return NAN;
    if (probability == 0 || probability == 1)
        return (probability == 0) != upper ? -INFINITY : INFINITY;
    for (int k = 0; k < 400; k++) {
        double x = 1 / (1 + exp(-u)), y = 1 / (1 + exp(u));
        double lower = reinti_beta_tail(x, y, a, b, false), gap = lower - probability, slope, next;
        if (upper || lower > 0.5) /* work on the tail that has the digits */
            gap = upper ? probability - reinti_beta_tail(x, y, a, b, true)
                        : (1 - probability) - reinti_beta_tail(x, y, a, b, true);
        if (gap > 0)
            high = u;
        else
            low = u;
        slope = a * b / (a + b) * reinti_binomial_density(a, a + b, x, y); /* dI/du = x^a y^b / B(a,b) */
        next = u - gap / slope;
        if (!(next > low && next < high))
            next = 0.5 * (low + high);
        if (fabs(next - u) <= 4 * DBL_EPSILON * fmax(1, fabs(u)))
            return next;
        u = next;
    }
    return u;
}

double
reint_beta_quantile(double probability, double a, double b)
{
    return 1 / (1 + exp(-beta_logit_quantile(probability, a, b, false)));
}

/* ---- t and F ------------------------------------------------------------------------------------------- */

double
reint_t_two_sided(double t, double df)
{
    double t2 = t * t;

    if (!(df > 0) || isnan(t))
        return NAN;
    if (isinf(df))
        return reint_normal_two_sided(t);
    if (isinf(t2))
        return 0;
    return reinti_beta_tail(df / (df + t2), t2 / (df + t2), df / 2, 0.5, false);
}

double
reint_t_upper(double t, double df)
{
    double two = reint_t_two_sided(t, df);

    return t >= 0 ? two / 2 : 1 - two / 2;
}

double
reint_t_lower(double t, double df)
{
    return reint_t_upper(-t, df);
}

double
reint_t_quantile(double probability, double df)
{
    double tail = probability < 0.5 ? probability : 1 - probability, t;

    if (!(df > 0) || !(probability >= 0 && probability <= 1))
        return NAN;
    if (isinf(df))
        return reint_normal_quantile(probability);
    /* t^2 is F with 1 and df: df times the odds of a beta variable with parameters 1/2, df/2 */
    t = probability == 0.5 ? 0 : sqrt(df * exp(beta_logit_quantile(2 * tail, 0.5, df / 2, true)));
    return probability < 0.5 ? -t : t;
}

double
reint_f_lower(double f, double df1, double df2)
{
    double a = df1 * f;

    if (!(df1 > 0) || !(df2 > 0) || isnan(f))
        return NAN;
    if (f <= 0)
        return 0;
    return isinf(a) ? 1 : reinti_beta_tail(a / (a + df2), df2 / (a + df2), df1 / 2, df2 / 2, false);
}

double
reint_f_upper(double f, double df1, double df2)
{
    double a = df1 * f;

    if (!(df1 > 0) || !(df2 > 0) || isnan(f))
        return NAN;
    if (f <= 0)
        return 1;
    return isinf(a) ? 0 : reinti_beta_tail(a / (a + df2), df2 / (a + df2), df1 / 2, df2 / 2, true);
}

double
reint_f_quantile(double probability, double df1, double df2)
{
    return df2 / df1 * exp(beta_logit_quantile(probability, df1 / 2, df2 / 2, false));
}
