/* tail.c -- tail probabilities and quantiles, without the process-wide error handler that GSL would
 * call.
 *
 * The incomplete gamma and beta functions are a density times a series or a continued fraction (modified
 * Lentz).  The density is computed by Loader's saddle-point form, which keeps full relative accuracy
 * where a difference of lgamma() would lose it (n = 1e6).  The side with the quick expansion is
 * computed, the other is its complement; the complement is only taken where both sides are of comparable
 * size.
 * Sources:  C. Loader, Fast and accurate computation of binomial probabilities (2000); W. J. Lentz,
 *           Appl. Opt. 15 (1976) 668; Abramowitz & Stegun 26.2.23 for the start of the normal quantile.
 * Outside the domain every function answers NaN. */
#include <config.h>

#include "stats/tail.h"

#include <float.h>
#include <math.h>
#include <stdbool.h>

#include "stats/internal.h"

#define LN_SQRT_2PI 0.918938533204672741780329736406
#define LN_2PI      1.837877066409345483560659472811

/* More terms than this are needed only for parameters beyond 1e10; the answer is then NaN. */
enum { MAX_TERMS = 1000000 };

/* ---- densities ----------------------------------------------------------------------------------------- */

/* log(n!) - log(sqrt(2 pi n) (n/e)^n), the error of Stirling's formula, n > 0. */
static double
stirling_error(double n)
{
    double nn = n * n;

    if (n <= 15)
        return reinti_log_gamma(n + 1) - (n + 0.5) * log(n) + n - LN_SQRT_2PI;
    return (1.0 / 12 - (1.0 / 360 - (1.0 / 1260 - (1.0 / 1680 - 1.0 / 1188 / nn) / nn) / nn) / nn) / n;
}

/* x log(x / m) + m - x >= 0, the deviance part; by series where x is near m. */
static double
deviance(double x, double m)
{
    if (fabs(x - m) < 0.1 * (x + m)) {
        double v = (x - m) / (x + m), s = (x - m) * v, ej = 2 * x * v;
        for (int j = 1; j < 1000; j++) {
            double s1;
            ej *= v * v;
            s1 = s + ej / (2 * j + 1);
            if (s1 == s)
                return s1;
            s = s1;
        }
    }
    return x * log(x / m) + m - x;
}

/* Gamma(n+1) / (Gamma(x+1) Gamma(n-x+1)) p^x q^(n-x), x and n real, p + q = 1. */
static double
binomial_raw(double x, double n, double p, double q)
{
    double y = n - x, lc, lf;

    if (p == 0)
        return x == 0 ? 1 : 0;
    if (q == 0)
        return y == 0 ? 1 : 0;
    if (x == 0)
        return n == 0 ? 1 : exp(p < 0.1 ? -deviance(n, n * q) - n * p : n * log(q));
    if (y == 0)
        return exp(q < 0.1 ? -deviance(n, n * p) - n * q : n * log(p));
    if (x < 0 || y < 0)
        return 0;
    lc = stirling_error(n) - stirling_error(x) - stirling_error(y) - deviance(x, n * p) - deviance(y, n * q);
    lf = LN_2PI + log(x) + log1p(-x / n);
    return exp(lc - 0.5 * lf);
}

/* x^a e^-x / Gamma(a+1), a and x real. */
static double
poisson_raw(double a, double x)
{
    if (x == 0)
        return a == 0 ? 1 : 0;
    if (a == 0)
        return exp(-x);
    return exp(-stirling_error(a) - deviance(a, x) - 0.5 * (LN_2PI + log(a)));
}

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
        sum *= poisson_raw(shape, x);
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
        h *= shape * poisson_raw(shape, x);
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

/* I_x(a,b), or its complement, where Y = 1 - X is given apart so that neither end loses digits. */
static double
beta_tail(double x, double y, double a, double b, bool upper)
{
    double factor, value;

    if (!(a > 0) || !(b > 0) || !isfinite(a) || !isfinite(b) || isnan(x) || isnan(y))
        return NAN;
    if (x <= 0 || y >= 1)
        return upper ? 1 : 0;
    if (y <= 0 || x >= 1)
        return upper ? 0 : 1;
    factor = a * b / (a + b) * binomial_raw(a, a + b, x, y);
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
    return beta_tail(x, 1 - x, a, b, false);
}

double
reint_beta_upper(double x, double a, double b)
{
    return beta_tail(x, 1 - x, a, b, true);
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
        double lower = beta_tail(x, y, a, b, false), gap = lower - probability, slope, next;
        if (upper || lower > 0.5) /* work on the tail that has the digits */
            gap = upper ? probability - beta_tail(x, y, a, b, true)
                        : (1 - probability) - beta_tail(x, y, a, b, true);
        if (gap > 0)
            high = u;
        else
            low = u;
        slope = a * b / (a + b) * binomial_raw(a, a + b, x, y); /* dI/du = x^a y^b / B(a,b) */
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
    return beta_tail(df / (df + t2), t2 / (df + t2), df / 2, 0.5, false);
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
    return isinf(a) ? 1 : beta_tail(a / (a + df2), df2 / (a + df2), df1 / 2, df2 / 2, false);
}

double
reint_f_upper(double f, double df1, double df2)
{
    double a = df1 * f;

    if (!(df1 > 0) || !(df2 > 0) || isnan(f))
        return NAN;
    if (f <= 0)
        return 1;
    return isinf(a) ? 0 : beta_tail(a / (a + df2), df2 / (a + df2), df1 / 2, df2 / 2, true);
}

double
reint_f_quantile(double probability, double df1, double df2)
{
    return df2 / df1 * exp(beta_logit_quantile(probability, df1 / 2, df2 / 2, false));
}

/* ---- counts -------------------------------------------------------------------------------------------- */

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
    return x < 0 || x > n || x != floor(x) ? 0 : binomial_raw(x, n, share, 1 - share);
}

double
reint_binomial_lower(double x, double n, double share)
{
    if (!binomial_domain(x, n, share))
        return NAN;
    x = floor(x);
    if (x < 0 || x >= n)
        return x < 0 ? 0 : 1;
    return beta_tail(share, 1 - share, x + 1, n - x, true);
}

double
reint_binomial_upper(double x, double n, double share)
{
    if (!binomial_domain(x, n, share))
        return NAN;
    x = ceil(x);
    if (x <= 0 || x > n)
        return x <= 0 ? 1 : 0;
    return beta_tail(share, 1 - share, x, n - x + 1, false);
}

double
reint_binomial_two_sided(double x, double n, double share)
{
    double limit = reint_binomial_point(x, n, share) * (1 + 1e-7), low, high;

    if (!binomial_domain(x, n, share) || !whole(x) || x > n)
        return NAN;
    /* the mass function rises to its mode and falls: the other side's first outcome is found by halving */
    if (x <= n * share) {
        low = ceil(n * share) - 1;
        high = n + 1;
        while (high - low > 1) { /* the point at `low` is above the limit, at `high` at most the limit */
            double mid = floor((low + high) / 2);
            if (mid >= n * share && mid <= n && reint_binomial_point(mid, n, share) > limit)
                low = mid;
            else
                high = mid;
        }
        return fmin(1,
                    x >= high ? 1 : reint_binomial_lower(x, n, share) + reint_binomial_upper(high, n, share));
    }
    low = -1;
    high = floor(n * share) + 1;
    while (high - low > 1) {
        double mid = floor((low + high) / 2);
        if (mid >= 0 && reint_binomial_point(mid, n, share) > limit)
            high = mid;
        else
            low = mid;
    }
    return fmin(1, x <= low ? 1 : reint_binomial_upper(x, n, share) + reint_binomial_lower(low, n, share));
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
    return binomial_raw(x, white, p, q) * binomial_raw(drawn - x, black, p, q) /
           binomial_raw(drawn, all, p, q);
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
    double low = fmax(0, drawn - black), high = fmin(drawn, white), most, mode, in, out;

    if (!hypergeometric_domain(x, white, black, drawn) || x != floor(x) || x < low || x > high)
        return NAN;
    if (low == high)
        return 1;
    most = reint_hypergeometric_point(x, white, black, drawn) * (1 + 1e-7);
    mode = fmin(high, fmax(low, floor((drawn + 1) * (white + 1) / (white + black + 2))));
    if (reint_hypergeometric_point(mode, white, black, drawn) <= most)
        return 1;
    bool below = x < mode;
    in = mode; /* more probable than X; out is not, or lies outside the support */
    out = below ? high + 1 : low - 1;
    while (fabs(out - in) > 1) {
        double mid = floor(0.5 * (in + out));
        if (reint_hypergeometric_point(mid, white, black, drawn) > most)
            in = mid;
        else
            out = mid;
    }
    if (!below)
        return fmin(1, reint_hypergeometric_upper(x, white, black, drawn) +
                           (out < low ? 0 : reint_hypergeometric_lower(out, white, black, drawn)));
    return fmin(1, reint_hypergeometric_lower(x, white, black, drawn) +
                       (out > high ? 0 : reint_hypergeometric_upper(out, white, black, drawn)));
}
