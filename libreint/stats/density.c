/* density.c -- densities of the binomial and the Poisson distribution with real parameters.
 *
 * Loader's saddle-point form keeps full relative accuracy where a difference of lgamma() would lose it
 * (n = 1e6).
 * Source:  C. Loader, Fast and accurate computation of binomial probabilities (2000). */
#include <config.h>

#include "stats/density.h"

#include <math.h>

#include "stats/internal.h"

#define LN_SQRT_2PI 0.918938533204672741780329736406
#define LN_2PI      1.837877066409345483560659472811

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

double
reinti_binomial_density(double x, double n, double p, double q)
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

double
reinti_poisson_density(double a, double x)
{
    if (x == 0)
        return a == 0 ? 1 : 0;
    if (a == 0)
        return exp(-x);
    return exp(-stirling_error(a) - deviance(a, x) - 0.5 * (LN_2PI + log(a)));
}
