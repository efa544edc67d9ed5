/* contrast.c -- two groups of a sample compared: means by linearisation within the whole design, and two
 * independent means by Welch.
 *
 * Reads:    the design and one variable; or the moments of two samples.
 * Missing:  a group without a case, no degrees of freedom, no variance: NaN with a reason; a stratum with one
 *           PSU is treated by the declared policy.
 * Sources:  at the declarations in survey.h. */
#include <config.h>

#include "stats/survey.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

static reint_contrast
not_compared(const char *why)
{
    return (reint_contrast){ NAN, NAN, NAN, NAN, NAN, why };
}

/* t and its p from difference, standard error and degrees of freedom. */
static void
judge(reint_contrast *out)
{
    if (!(out->df > 0))
        *out = not_compared("no degrees of freedom");
    else if (!(out->se > 0))
        *out = not_compared("no variance");
    if (out->undefined)
        return;
    out->t = out->difference / out->se;
    out->p = reint_t_two_sided(out->t, out->df);
}

/* Sums of the weights, and the means, of the cases of a group. */
struct group {
    const bool *in;
    double sum, mean;
};

static void
average(const reint_design *d, const double *x, struct group *g)
{
    double sum = 0;

    for (size_t i = 0; i < d->n; i++)
        if (g->in[i] && !isnan(x[i])) {
            g->sum += d->weight[i];
            sum += d->weight[i] * x[i];
        }
    g->mean = reinti_ratio(sum, g->sum);
}

static double
deviation(const struct group *g, size_t i, double x)
{
    return g->in[i] ? (x - g->mean) / g->sum : 0;
}

reint_status
reint_survey_difference(const reint_design *d, const double *x, const bool *a, const bool *b,
                        reint_contrast *out)
{
    struct group one = { .in = a }, two = { .in = b };
    double *z = reinti_room(d->n, sizeof *z), variance = NAN;
    bool *either = reinti_room(d->n, sizeof *either);
    const char *undefined = NULL;
    reint_status status = z && either ? REINT_OK : REINT_NO_MEMORY;

    *out = not_compared("a group without a case");
    for (size_t i = 0; !status && i < d->n; i++)
        if (isinf(x[i]) || !(d->weight[i] >= 0))
            status = REINT_ARGUMENT;
    if (!status) {
        average(d, x, &one);
        average(d, x, &two);
    }
    if (!status && one.sum > 0 && two.sum > 0) {
        for (size_t i = 0; i < d->n; i++) {
            either[i] = (a[i] || b[i]) && !isnan(x[i]);
            z[i] = either[i] ? d->weight[i] * (deviation(&one, i, x[i]) - deviation(&two, i, x[i])) : 0;
        }
        status = reint_design_covariance(d, z, 1, &variance, &undefined);
        *out = (reint_contrast){ .difference = one.mean - two.mean,
                                 .se = sqrt(variance),
                                 .df = reint_design_df(d, either) - 1,
                                 .t = NAN,
                                 .p = NAN };
        if (undefined)
            *out = not_compared(undefined);
        else
            judge(out);
    }
    free(z);
    free(either);
    return status;
}

reint_status
reint_two_means(double n1, double mean1, double sd1, double n2, double mean2, double sd2, reint_contrast *out)
{
    double v1 = sd1 * sd1 / n1, v2 = sd2 * sd2 / n2;

    *out = not_compared("a group of fewer than two cases");
    if (!(n1 >= 0) || !(n2 >= 0))
        return REINT_ARGUMENT;
    if (n1 < 2 || n2 < 2)
        return REINT_OK;
    if (!(sd1 >= 0 && sd2 >= 0) || !isfinite(mean1) || !isfinite(mean2))
        return REINT_ARGUMENT;
    *out = (reint_contrast){ .difference = mean1 - mean2, .se = sqrt(v1 + v2), .t = NAN, .p = NAN };
    out->df = out->se > 0 ? reinti_square(v1 + v2) / (v1 * v1 / (n1 - 1) + v2 * v2 / (n2 - 1)) : n1 + n2 - 2;
    judge(out);
    return REINT_OK;
}
