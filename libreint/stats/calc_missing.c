/* calc_missing.c -- pooled analyses and bounds under missing answers for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdio.h>
#include <stdlib.h>
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

/* Pools M analyses of one number; PREFIX "term=...:" or "". */
static reint_status
say_pooled(const double *estimate, const double *se, size_t m, double df, const char *prefix,
           reinti_sink *out)
{
    const char *reason = out->reason;
    reint_pooled x;
    reint_status status = reint_pool(estimate, se, m, df, 0.95, &x);

    if (status)
        return status;
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.m, "%sm", prefix);
    reinti_emit(out, x.value, "%sestimate", prefix);
    reinti_emit(out, x.se, "%sse", prefix);
    reinti_emit(out, x.within, "%swithin_variance", prefix);
    reinti_emit(out, x.between, "%sbetween_variance", prefix);
    reinti_emit(out, x.df, "%sdf", prefix);
    reinti_emit(out, x.lower, "%sci95_lower", prefix);
    reinti_emit(out, x.upper, "%sci95_upper", prefix);
    reinti_emit(out, x.missing, "%smissing_information", prefix);
    out->reason = reason;
    return REINT_OK;
}

/* With a column "term" each term is pooled by itself: the coefficients of one model fitted to every imputed set. */
REINTI_COMPUTE(reinti_calc_rubin)
{
    const double *estimate = need(in, "estimate", err), *se = estimate ? need(in, "se", err) : NULL;
    const reinti_column *term = reinti_input_column(in, "term");
    double df = INFINITY, *code = NULL, *room = NULL;
    size_t n_terms = 0;
    reint_status status = se ? number_option(in, "df", &df, err) : REINT_INPUT;

    if (status)
        return status;
    if (!term) {
        status = say_pooled(estimate, se, in->n, df, "", out);
        return status ? reinti_calc_fail(status, err) : REINT_OK;
    }
    status = reinti_distinct(term->value, NULL, in->n, &code, &n_terms);
    room = reinti_room(in->n, 2 * sizeof *room);
    if (!room)
        status = REINT_NO_MEMORY;
    for (size_t t = 0; t < n_terms && !status; t++) {
        char name[64], prefix[80];
        size_t m = 0;
        for (size_t i = 0; i < in->n; i++)
            if (term->value[i] == code[t]) {
                room[m] = estimate[i];
                room[in->n + m++] = se[i];
            }
        snprintf(prefix, sizeof prefix, "term=%s:", reinti_code_text(term, code[t], name, sizeof name));
        status = say_pooled(room, room + in->n, m, df, prefix, out);
    }
    free(code);
    free(room);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_missing_bounds)
{
    const double *x = need(in, "x", err), *n = x ? need(in, "n", err) : NULL;
    const double *missing = n ? need(in, "missing", err) : NULL;
    double delta = 0, target = 0.5;
    reint_status status = missing ? number_option(in, "delta", &delta, err) : REINT_INPUT;

    if (!status)
        status = number_option(in, "target", &target, err);
    for (size_t i = 0; i < in->n && !status; i++) {
        reint_bounds b;
        char a[64], c[64], d[64];
        status = reint_missing_bounds(x[i], n[i], missing[i], delta, target, &b);
        if (status)
            return reinti_calc_fail(status, err);
        out->reason = b.undefined       ? b.undefined
                      : missing[i] == 0 ? "nobody is missing"
                                        : "no share of the missing reaches the target";
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
