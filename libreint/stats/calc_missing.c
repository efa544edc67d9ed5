/* calc_missing.c -- pooled analyses and bounds under missing answers for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* A column of numbers by name; NULL and an error when it is not there. */
static const double *
need(const reint_input *in, const char *name, reint_error *err)
{
    const reinti_column *c = reinti_input_column(in, name);

    if (c && !c->label)
        return c->value;
    reinti_fail(err, REINT_INPUT, NULL, 1, "a column of numbers \"%s\" is needed", name);
    return NULL;
}

static reint_status
number_option(const reint_input *in, const char *key, double *value, reint_error *err)
{
    char text[64];

    if (!reinti_input_option(in, key, text, sizeof text) || reinti_parse_decimal(text, strlen(text), value))
        return REINT_OK;
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s= must be a number", key);
}

REINTI_COMPUTE(reinti_calc_rubin)
{
    const double *estimate = need(in, "estimate", err), *se = estimate ? need(in, "se", err) : NULL;
    double df = INFINITY;
    reint_pooled x;
    reint_status status = se ? number_option(in, "df", &df, err) : REINT_INPUT;

    if (status)
        return status;
    status = reint_pool(estimate, se, in->n, df, 0.95, &x);
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.m, "m");
    reinti_emit(out, x.value, "estimate");
    reinti_emit(out, x.se, "se");
    reinti_emit(out, x.within, "within_variance");
    reinti_emit(out, x.between, "between_variance");
    reinti_emit(out, x.df, "df");
    reinti_emit(out, x.lower, "ci95_lower");
    reinti_emit(out, x.upper, "ci95_upper");
    reinti_emit(out, x.missing, "missing_information");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_missing_bounds)
{
    const double *x = need(in, "x", err), *n = x ? need(in, "n", err) : NULL;
    const double *missing = n ? need(in, "missing", err) : NULL;
    double delta = 0, target = 0.5;
    const char *reason = out->reason;
    reint_status status = missing ? number_option(in, "delta", &delta, err) : REINT_INPUT;

    if (!status)
        status = number_option(in, "target", &target, err);
    for (size_t i = 0; i < in->n && !status; i++) {
        reint_bounds b;
        char a[64], c[64], d[64];
        status = reint_missing_bounds(x[i], n[i], missing[i], delta, target, &b);
        if (status)
            return reinti_calc_fail(status, err);
        out->reason = b.undefined ? b.undefined : reason;
        reinti_code_text(NULL, x[i], a, sizeof a);
        reinti_code_text(NULL, n[i], c, sizeof c);
        reinti_code_text(NULL, missing[i], d, sizeof d);
        reinti_emit(out, b.observed, "x=%s;n=%s;missing=%s:observed", a, c, d);
        reinti_emit(out, b.lower, "x=%s;n=%s;missing=%s:lower", a, c, d);
        reinti_emit(out, b.upper, "x=%s;n=%s;missing=%s:upper", a, c, d);
        reinti_emit(out, b.shifted, "x=%s;n=%s;missing=%s:shifted", a, c, d);
        reinti_emit(out, b.flip, "x=%s;n=%s;missing=%s:delta_for_target", a, c, d);
    }
    return status;
}
