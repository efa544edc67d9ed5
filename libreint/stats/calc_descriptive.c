/* calc_descriptive.c -- one variable for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

static const double probabilities[] = { 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95 };
static const char *const probability_names[] = { "0.05", "0.1", "0.25", "0.5", "0.75", "0.9", "0.95" };

/* The weights by what the options say of column w. */
enum weighting { UNWEIGHTED, FREQUENCY, SAMPLING };

static reint_status
weighting(const reint_input *in, enum weighting *out, reint_error *err)
{
    char text[32] = "";
    bool given = reinti_input_option(in, "weights", text, sizeof text);

    *out = strcmp(text, "frequency") == 0 ? FREQUENCY : strcmp(text, "sampling") == 0 ? SAMPLING : UNWEIGHTED;
    if (given && *out == UNWEIGHTED && strcmp(text, "none") != 0)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "weights= must be none, frequency or sampling");
    if (!given && reinti_input_column(in, "w"))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "say what the column w is: weights=frequency, weights=sampling or weights=none");
    if (*out != UNWEIGHTED && !reinti_input_column(in, "w"))
        return reinti_fail(err, REINT_INPUT, NULL, 1, "weights need a column w");
    return REINT_OK;
}

static reint_status
describe(const reint_input *in, reint_descriptive *d, reinti_sink *out, reint_error *err)
{
    enum weighting how;
    reint_status status = weighting(in, &how, err);

    if (status)
        return status;
    if (how == SAMPLING)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "sampling weights: see weighted_mean, weighted_sd");
    status = reint_describe(reinti_input_values(in, "x"),
                            how == FREQUENCY ? reinti_input_values(in, "w") : NULL, in->n, 0.95, d);
    if (d->undefined)
        out->reason = d->undefined;
    if (status == REINT_ARGUMENT && how == FREQUENCY)
        return reinti_fail(err, REINT_INPUT, NULL, 0, "frequency weights are whole numbers, x finite");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_n)
{
    reint_status status;

    if (strcmp(in->layout, "descriptive") != 0) {
        reinti_counted t;
        status = reinti_counted_read(in, NULL, false, &t, err);
        if (status)
            return status;
        reinti_emit(out, t.valid, "valid");
        reinti_emit(out, t.missing, "missing");
        reinti_counted_free(&t);
    } else {
        const double *x = reinti_input_values(in, "x"), *w = NULL;
        double valid = 0, missing = 0, weighted = 0;
        enum weighting how;
        status = weighting(in, &how, err);
        if (status)
            return status;
        if (how != UNWEIGHTED)
            w = reinti_input_values(in, "w");
        for (size_t i = 0; i < in->n; i++) {
            double weight = w ? w[i] : 1;
            missing += isnan(x[i]);
            valid += !isnan(x[i]) && weight > 0;
            weighted += !isnan(x[i]) && weight > 0 ? weight : 0;
        }
        reinti_emit(out, valid, "valid");
        reinti_emit(out, missing, "missing");
        reinti_emit(out, weighted, "weighted");
    }
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_mean)
{
    reint_descriptive d;
    reint_status status = describe(in, &d, out, err);

    if (status)
        return status;
    reinti_emit(out, d.mean, "value");
    reinti_emit(out, d.se, "se");
    reinti_emit(out, d.lower, "ci95_lower");
    reinti_emit(out, d.upper, "ci95_upper");
    return REINT_OK;
}

/* Statistics of one or two numbers of the description. */
#define ONE(name, member, label)                                                                             \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        reint_descriptive d;                                                                                 \
        reint_status status = describe(in, &d, out, err);                                                    \
        if (!status)                                                                                         \
            reinti_emit(out, d.member, label);                                                               \
        return status;                                                                                       \
    }
#define TWO(name, a, label_a, b, label_b)                                                                    \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        reint_descriptive d;                                                                                 \
        reint_status status = describe(in, &d, out, err);                                                    \
        if (status)                                                                                          \
            return status;                                                                                   \
        reinti_emit(out, d.a, label_a);                                                                      \
        reinti_emit(out, d.b, label_b);                                                                      \
        return REINT_OK;                                                                                     \
    }
ONE(reinti_calc_sd, sd, "value")
ONE(reinti_calc_variance, variance, "value")
ONE(reinti_calc_min, min, "value")
ONE(reinti_calc_max, max, "value")
ONE(reinti_calc_sum, sum, "value")
ONE(reinti_calc_median, median, "value")
ONE(reinti_calc_geometric_mean, geometric_mean, "value")
ONE(reinti_calc_iqr, iqr, "value")
ONE(reinti_calc_cv, cv, "value")
TWO(reinti_calc_skewness, skewness, "value", skewness_se, "se")
TWO(reinti_calc_kurtosis, kurtosis, "value", kurtosis_se, "se")
TWO(reinti_calc_mad, mad, "raw", mad_normal, "normal_consistent")
TWO(reinti_calc_trimmed_mean, trimmed_10, "10pct", trimmed_20, "20pct")
TWO(reinti_calc_hinges, hinge_lower, "lower", hinge_upper, "upper")

static reint_status
emit_quantiles(const reint_input *in, int type, reinti_sink *out, reint_error *err)
{
    double q[REINTI_LENGTH(probabilities)];
    reint_descriptive d;
    enum weighting how;
    reint_status status = describe(in, &d, out, err);

    if (!status)
        status = weighting(in, &how, err);
    if (status)
        return status;
    status =
        reint_quantiles(reinti_input_values(in, "x"), how == FREQUENCY ? reinti_input_values(in, "w") : NULL,
                        in->n, type, probabilities, REINTI_LENGTH(q), q);
    if (status)
        return reinti_calc_fail(status, err);
    for (size_t i = 0; i < REINTI_LENGTH(q); i++)
        reinti_emit(out, q[i], "p=%s", probability_names[i]);
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_quantile_type6)
{
    return emit_quantiles(in, 6, out, err);
}

REINTI_COMPUTE(reinti_calc_quantile_type7)
{
    return emit_quantiles(in, 7, out, err);
}

/* ---- sampling weights ---------------------------------------------------------------------------------- */

static reint_status
weighted(const reint_input *in, reint_weighted *x, reinti_sink *out, reint_error *err)
{
    enum weighting how;
    reint_status status = weighting(in, &how, err);

    if (status)
        return status;
    if (how != SAMPLING)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "this statistic needs weights=sampling and a column w");
    status = reint_weighted_moments(reinti_input_values(in, "x"), reinti_input_values(in, "w"), in->n, x);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_weighted_mean)
{
    reint_weighted x;
    reint_status status = weighted(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.mean, "value");
    return status;
}

REINTI_COMPUTE(reinti_calc_weighted_sd)
{
    reint_weighted x;
    reint_status status = weighted(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.sd_population, "population");
    reinti_emit(out, x.sd, "n_minus_1");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_kish)
{
    reint_weighted x;
    reint_status status = weighted(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.effective_n, "value");
    return status;
}

REINTI_COMPUTE(reinti_calc_weighted_quantile)
{
    double q[REINTI_LENGTH(probabilities)];
    reint_weighted x;
    reint_status status = weighted(in, &x, out, err);

    if (status)
        return status;
    status = reint_weighted_quantiles(reinti_input_values(in, "x"), reinti_input_values(in, "w"), in->n,
                                      probabilities, REINTI_LENGTH(q), q);
    if (status)
        return reinti_calc_fail(status, err);
    for (size_t i = 0; i < REINTI_LENGTH(q); i++)
        reinti_emit(out, q[i], "p=%s", probability_names[i]);
    return REINT_OK;
}
