/* calc_duration.c -- restricted means, life tables and interval-censored curves for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

enum { MOST_BREAKS = 10000 };

/* The records of one group (or all: CODE NaN) of two columns; X and Y have room for n. */
static size_t
pick(const reint_input *in, const char *first, const char *second, double code, double *x, double *y)
{
    const reinti_column *g = reinti_input_column(in, "group");
    const double *a = reinti_input_values(in, first), *b = reinti_input_values(in, second);
    size_t n = 0;

    for (size_t i = 0; i < in->n; i++)
        if (isnan(code) || g->value[i] == code) {
            x[n] = a[i];
            y[n++] = b[i];
        }
    return n;
}

/* What is done with the records of one group; LABEL names it. */
typedef reint_status (*group_fn)(const reint_input *in, const char *label, const double *x, const double *y,
                                 size_t n, reinti_sink *out);

/* All together as group "all", then every group of its own where the input has groups. */
static reint_status
each_group(const reint_input *in, const char *first, const char *second, group_fn fn, reinti_sink *out)
{
    const reinti_column *g = reinti_input_column(in, "group");
    const char *reason = out->reason;
    double *code = NULL, *x = reinti_room(in->n, 2 * sizeof *x);
    size_t groups = 0;
    char label[64] = "all";
    reint_status status = x ? REINT_OK : REINT_NO_MEMORY;

    if (!status && g)
        status = reinti_distinct(g->value, NULL, in->n, &code, &groups);
    if (!status)
        status = fn(in, label, x, x + in->n, pick(in, first, second, NAN, x, x + in->n), out);
    for (size_t i = 0; i < groups && !status; i++) {
        out->reason = reason;
        status = fn(in, reinti_code_text(g, code[i], label, sizeof label), x, x + in->n,
                    pick(in, first, second, code[i], x, x + in->n), out);
    }
    out->reason = reason;
    free(code);
    free(x);
    return status;
}

/* ---- restricted mean ----------------------------------------------------------------------------------- */

static reint_status
number_option(const reint_input *in, const char *key, double *value)
{
    char text[64];

    if (!reinti_input_option(in, key, text, sizeof text))
        return REINT_OK;
    return reinti_parse_decimal(text, strlen(text), value) && isfinite(*value) && *value > 0 ? REINT_OK
                                                                                             : REINT_ARGUMENT;
}

static reint_status
say_rmean(const reint_input *in, const char *label, const double *time, const double *event, size_t n,
          reinti_sink *out)
{
    double tau = NAN;
    reint_rmean r;
    reint_status status = number_option(in, "tau", &tau);

    if (!status)
        status = reint_restricted_mean(time, event, n, tau, 0.95, &r);
    if (status)
        return status;
    if (r.undefined)
        out->reason = r.undefined;
    reinti_emit(out, r.tau, "group=%s:tau", label);
    reinti_emit(out, r.value, "group=%s:rmean", label);
    reinti_emit(out, r.se, "group=%s:se", label);
    reinti_emit(out, r.lower, "group=%s:ci95_lower", label);
    reinti_emit(out, r.upper, "group=%s:ci95_upper", label);
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_rmean)
{
    reint_status status = each_group(in, "time", "status", say_rmean, out);

    if (status == REINT_ARGUMENT)
        return reinti_fail(err, status, NULL, 0, "times >= 0, status 0 or 1, tau= a number above 0");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* ---- life table ---------------------------------------------------------------------------------------- */

/* "breaks=0,30,90" as they stand, or every "width=30" up to the largest time. */
static reint_status
read_breaks(const reint_input *in, double **out, size_t *n)
{
    const double *time = reinti_input_values(in, "time");
    double last = 0, width = 1;
    char text[1024];
    size_t most = 2;
    reint_status status = number_option(in, "width", &width);

    *n = 0;
    for (size_t i = 0; i < in->n; i++)
        last = fmax(last, time[i]);
    if (status || !isfinite(last))
        return REINT_ARGUMENT;
    if (reinti_input_option(in, "breaks", text, sizeof text)) {
        for (const char *p = text; *p; p++)
            most += *p == ',';
    } else {
        if (last / width > MOST_BREAKS)
            return REINT_ARGUMENT;
        most += (size_t)(last / width);
        text[0] = '\0';
    }
    *out = reinti_room(most, sizeof **out);
    if (!*out)
        return REINT_NO_MEMORY;
    for (const char *p = text; *p;) {
        size_t length = strcspn(p, ",");
        if (!reinti_parse_decimal(p, length, &(*out)[(*n)++]))
            return REINT_ARGUMENT;
        p += length + (p[length] == ',');
    }
    while (!text[0] && *n < most && (double)*n * width <= last) {
        (*out)[*n] = (double)*n * width;
        ++*n;
    }
    return REINT_OK;
}

static void
say_row(reinti_sink *out, const char *label, const reint_life_row *r)
{
    const char *reason = out->reason;
    char start[64];

    reinti_code_text(NULL, r->start, start, sizeof start);
    reinti_emit(out, r->entering, "group=%s;start=%s:entering", label, start);
    reinti_emit(out, r->withdrawn, "group=%s;start=%s:withdrawn", label, start);
    reinti_emit(out, r->exposed, "group=%s;start=%s:exposed", label, start);
    reinti_emit(out, r->events, "group=%s;start=%s:events", label, start);
    out->reason = "nobody is exposed in the interval, or before it";
    reinti_emit(out, r->q, "group=%s;start=%s:q", label, start);
    reinti_emit(out, r->surv, "group=%s;start=%s:surv", label, start);
    reinti_emit(out, r->se, "group=%s;start=%s:se", label, start);
    out->reason = isinf(r->end) ? "the interval is open" : "no event, or nobody exposed, in the interval";
    reinti_emit(out, r->density, "group=%s;start=%s:density", label, start);
    reinti_emit(out, r->density_se, "group=%s;start=%s:density_se", label, start);
    reinti_emit(out, r->hazard, "group=%s;start=%s:hazard", label, start);
    reinti_emit(out, r->hazard_se, "group=%s;start=%s:hazard_se", label, start);
    out->reason = reason;
}

static reint_status
say_life_table(const reint_input *in, const char *label, const double *time, const double *event, size_t n,
               reinti_sink *out)
{
    double *breaks = NULL;
    reint_life_row *row = NULL;
    size_t k;
    reint_status status = read_breaks(in, &breaks, &k);

    if (!status) {
        row = reinti_room(k, sizeof *row);
        status = row ? reint_life_table(time, event, n, breaks, k, row) : REINT_NO_MEMORY;
    }
    for (size_t i = 0; i < k && !status; i++)
        say_row(out, label, &row[i]);
    free(breaks);
    free(row);
    return status;
}

REINTI_COMPUTE(reinti_calc_life_table)
{
    reint_status status = each_group(in, "time", "status", say_life_table, out);

    if (status == REINT_ARGUMENT)
        return reinti_fail(err, status, NULL, 0,
                           "times >= 0, status 0 or 1; width= above 0 (at most %d intervals) or breaks=0,... "
                           "ascending",
                           MOST_BREAKS);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* ---- intervals ----------------------------------------------------------------------------------------- */

static reint_status
say_turnbull(const reint_input *in, const char *label, const double *left, const double *right, size_t n,
             reinti_sink *out)
{
    reint_turnbull t;
    reint_status status = reint_turnbull_estimate(left, right, n, &t);
    char from[64], to[64];

    (void)in;
    if (status)
        return status;
    if (t.undefined)
        out->reason = t.undefined;
    for (size_t i = 0; i < t.n_steps; i++) {
        reinti_code_text(NULL, t.step[i].left, from, sizeof from);
        snprintf(to, sizeof to, "Inf");
        if (isfinite(t.step[i].right))
            reinti_code_text(NULL, t.step[i].right, to, sizeof to);
        reinti_emit(out, t.step[i].mass, "group=%s;left=%s;right=%s:mass", label, from, to);
        reinti_emit(out, t.step[i].surv, "group=%s;left=%s;right=%s:surv", label, from, to);
    }
    reinti_emit(out, t.median_left, "group=%s:median_left", label);
    reinti_emit(out, t.median_right, "group=%s:median_right", label);
    reinti_emit(out, t.loglik, "group=%s:loglik", label);
    reinti_emit(out, t.n, "group=%s:n", label);
    reinti_emit(out, t.n_events, "group=%s:n_events", label);
    reint_turnbull_free(&t);
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_turnbull)
{
    reint_status status = each_group(in, "left", "right", say_turnbull, out);

    if (status == REINT_ARGUMENT)
        return reinti_fail(err, REINT_INPUT, NULL, 0, "0 <= left <= right is needed");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}
