/* weighted.c -- moments of one variable under sampling weights.
 *
 * Reads:    values and weights.
 * Missing:  a value that is NaN and a weight that is 0 or NaN drop the case; none left: NaN with a reason.
 * Sources:  at each function in descriptive.h. */
#include <config.h>

#include "stats/descriptive.h"

#include "stats/internal.h"

static double
weight_of(const double *x, const double *w, size_t i)
{
    double weight = w ? w[i] : 1;

    return isnan(x[i]) || isnan(weight) ? 0 : weight;
}

reint_status
reint_weighted_moments(const double *x, const double *w, size_t n, reint_weighted *out)
{
    double sum = 0, sum2 = 0, shift = NAN, first = 0, second = 0;

    *out = (reint_weighted){ 0, 0, NAN, NAN, NAN, NAN, "no case" };
    for (size_t i = 0; i < n; i++)
        if (isinf(x[i]) || (w && (w[i] < 0 || isinf(w[i]))))
            return REINT_ARGUMENT;
    for (size_t i = 0; i < n; i++) {
        double k = weight_of(x, w, i);
        if (!(k > 0))
            continue;
        if (!out->n++) /* sums of differences from the first value keep their digits where x is large */
            shift = x[i];
        sum += k;
        sum2 += k * k;
        first += k * (x[i] - shift);
    }
    out->sum_weights = sum;
    if (!out->n)
        return REINT_OK;
    out->undefined = NULL;
    first /= sum;
    for (size_t i = 0; i < n; i++) {
        double k = weight_of(x, w, i);
        if (k > 0)
            second += k * reinti_square(x[i] - shift - first);
    }
    out->mean = shift + first;
    out->effective_n = sum * sum / sum2;
    out->sd_population = sqrt(second / sum);
    if (out->n > 1)
        out->sd = sqrt(second / sum * (double)out->n / (double)(out->n - 1));
    return REINT_OK;
}
