/* calc_proportion.c -- shares, their differences, column comparisons and trend for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/stats.h"

/* ---- one share a line ---------------------------------------------------------------------------------- */

typedef reint_status (*interval_fn)(double x, double n, double confidence, reint_limits *out);

/* Parameter "x=81;n=263;conf=0.95:lower". */
static reint_status
intervals(const reint_input *in, reinti_sink *out, interval_fn fn, reint_error *err)
{
    static const struct {
        double value;
        const char *text;
    } confidence[] = { { 0.9, "0.9" }, { 0.95, "0.95" }, { 0.99, "0.99" } };
    const double *x = reinti_input_values(in, "x"), *n = reinti_input_values(in, "n");
    const char *reason = out->reason;
    char a[64], b[64];

    for (size_t i = 0; i < in->n; i++)
        for (int k = 0; k < 3; k++) {
            reint_limits l;
            reint_status status = fn(x[i], n[i], confidence[k].value, &l);
            if (status)
                return reinti_calc_fail(status, err);
            out->reason = l.undefined ? l.undefined : reason;
            reinti_code_text(NULL, x[i], a, sizeof a);
            reinti_code_text(NULL, n[i], b, sizeof b);
            reinti_emit(out, l.lower, "x=%s;n=%s;conf=%s:lower", a, b, confidence[k].text);
            reinti_emit(out, l.upper, "x=%s;n=%s;conf=%s:upper", a, b, confidence[k].text);
        }
    return REINT_OK;
}

#define INTERVAL(name, fn)                                                                                   \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        return intervals(in, out, fn, err);                                                                  \
    }
INTERVAL(reinti_calc_wald, reint_wald_interval)
INTERVAL(reinti_calc_wilson, reint_wilson_interval)
INTERVAL(reinti_calc_wilson_cc, reint_wilson_cc_interval)
INTERVAL(reinti_calc_clopper_pearson, reint_clopper_pearson_interval)
INTERVAL(reinti_calc_agresti_coull, reint_agresti_coull_interval)
INTERVAL(reinti_calc_jeffreys, reint_jeffreys_interval)
INTERVAL(reinti_calc_jeffreys_bcd, reint_jeffreys_bcd_interval)

REINTI_COMPUTE(reinti_calc_proportion)
{
    const double *x = reinti_input_values(in, "x"), *n = reinti_input_values(in, "n");
    char a[64], b[64];

    for (size_t i = 0; i < in->n; i++) {
        if (!(x[i] >= 0 && x[i] <= n[i]))
            return reinti_calc_fail(REINT_ARGUMENT, err);
        reinti_code_text(NULL, x[i], a, sizeof a);
        reinti_code_text(NULL, n[i], b, sizeof b);
        reinti_emit(out, reinti_ratio(x[i], n[i]), "x=%s;n=%s;conf=0.95:estimate", a, b);
    }
    return REINT_OK;
}

/* ---- two shares a line --------------------------------------------------------------------------------- */

struct two {
    double x1, n1, x2, n2;
};
/* Two numbers of two shares, the names of which are given with the function. */
typedef reint_status (*two_fn)(const struct two *t, double value[2], const char **undefined);

static reint_status
twos(const reint_input *in, reinti_sink *out, two_fn fn, const char *first, const char *second,
     reint_error *err)
{
    const double *x1 = reinti_input_values(in, "x1"), *n1 = reinti_input_values(in, "n1");
    const double *x2 = reinti_input_values(in, "x2"), *n2 = reinti_input_values(in, "n2");
    const char *reason = out->reason;
    char a[64], b[64], c[64], d[64];

    for (size_t i = 0; i < in->n; i++) {
        struct two t = { x1[i], n1[i], x2[i], n2[i] };
        double value[2] = { NAN, NAN };
        const char *undefined = NULL;
        reint_status status = fn(&t, value, &undefined);
        if (status)
            return reinti_calc_fail(status, err);
        out->reason = undefined ? undefined : reason;
        reinti_code_text(NULL, t.x1, a, sizeof a);
        reinti_code_text(NULL, t.n1, b, sizeof b);
        reinti_code_text(NULL, t.x2, c, sizeof c);
        reinti_code_text(NULL, t.n2, d, sizeof d);
        reinti_emit(out, value[0], "%s/%s-%s/%s:%s", a, b, c, d, first);
        if (second)
            reinti_emit(out, value[1], "%s/%s-%s/%s:%s", a, b, c, d, second);
    }
    return REINT_OK;
}

static reint_status
take_limits(reint_status status, const reint_limits *l, double value[2], const char **undefined)
{
    value[0] = l->lower;
    value[1] = l->upper;
    *undefined = l->undefined;
    return status;
}

static reint_status
two_difference(const struct two *t, double value[2], const char **undefined)
{
    value[0] = reinti_ratio(t->x1, t->n1) - reinti_ratio(t->x2, t->n2);
    *undefined = "an empty sample";
    return t->x1 >= 0 && t->x1 <= t->n1 && t->x2 >= 0 && t->x2 <= t->n2 ? REINT_OK : REINT_ARGUMENT;
}

static reint_status
two_wald(const struct two *t, double value[2], const char **undefined)
{
    reint_limits l;
    reint_status status = reint_wald_difference(t->x1, t->n1, t->x2, t->n2, 0.95, &l);

    return take_limits(status, &l, value, undefined);
}

static reint_status
two_newcombe(const struct two *t, double value[2], const char **undefined)
{
    reint_limits l;
    reint_status status = reint_newcombe_difference(t->x1, t->n1, t->x2, t->n2, 0.95, 0, &l);

    return take_limits(status, &l, value, undefined);
}

static reint_status
two_newcombe_cc(const struct two *t, double value[2], const char **undefined)
{
    reint_limits l;
    reint_status status = reint_newcombe_difference(t->x1, t->n1, t->x2, t->n2, 0.95, 1, &l);

    return take_limits(status, &l, value, undefined);
}

static reint_status
two_agresti_caffo(const struct two *t, double value[2], const char **undefined)
{
    reint_limits l;
    reint_status status = reint_agresti_caffo_difference(t->x1, t->n1, t->x2, t->n2, 0.95, &l);

    return take_limits(status, &l, value, undefined);
}

static reint_status
two_z(const struct two *t, double value[2], const char **undefined)
{
    reint_z z;
    reint_status status = reint_two_proportions(t->x1, t->n1, t->x2, t->n2, 1, &z);

    value[0] = z.z;
    value[1] = z.p;
    *undefined = z.undefined;
    return status;
}

static reint_status
two_z_unpooled(const struct two *t, double value[2], const char **undefined)
{
    reint_z z;
    reint_status status = reint_two_proportions(t->x1, t->n1, t->x2, t->n2, 0, &z);

    value[0] = z.z;
    value[1] = z.p;
    *undefined = z.undefined;
    return status;
}

#define TWO(name, fn, first, second)                                                                         \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        return twos(in, out, fn, first, second, err);                                                        \
    }
TWO(reinti_calc_difference, two_difference, "estimate", NULL)
TWO(reinti_calc_wald_diff, two_wald, "lower", "upper")
TWO(reinti_calc_newcombe_diff, two_newcombe, "lower", "upper")
TWO(reinti_calc_newcombe_cc_diff, two_newcombe_cc, "lower", "upper")
TWO(reinti_calc_agresti_caffo_diff, two_agresti_caffo, "lower", "upper")
TWO(reinti_calc_two_prop_z, two_z, "z", "p")
TWO(reinti_calc_two_prop_z_unpooled, two_z_unpooled, "z", "p")

/* ---- columns of a table, trend ------------------------------------------------------------------------- */

/* All pairs of columns within row I, with the p-values adjusted in that family. */
static reint_status
compare_row(const reinti_counted *t, size_t i, double *room, reinti_sink *out)
{
    size_t pairs = t->cols * (t->cols - 1) / 2, k = 0;
    double *p = room, *bonferroni = p + pairs, *holm = bonferroni + pairs, *bh = holm + pairs,
           *z = bh + pairs;
    char r[64], a[64], b[64];
    const char *reason = out->reason;
    reint_status status = REINT_OK;

    for (size_t x = 0; x < t->cols; x++)
        for (size_t y = x + 1; y < t->cols && !status; y++, k++) {
            reint_z one;
            status = reint_column_pair(t->count, t->rows, t->cols, i, x, y, &one);
            z[k] = one.z;
            p[k] = one.p;
        }
    if (!status)
        status = reint_adjust_p(p, pairs, REINT_BONFERRONI, bonferroni);
    if (!status)
        status = reint_adjust_p(p, pairs, REINT_HOLM, holm);
    if (!status)
        status = reint_adjust_p(p, pairs, REINT_BENJAMINI_HOCHBERG, bh);
    k = 0;
    reinti_code_text(t->row, t->row_code[i], r, sizeof r);
    for (size_t x = 0; x < t->cols; x++)
        for (size_t y = x + 1; y < t->cols && !status; y++, k++) {
            reinti_code_text(t->col, t->col_code[x], a, sizeof a);
            reinti_code_text(t->col, t->col_code[y], b, sizeof b);
            reinti_emit(out, z[k], "row=%s;col=%s-%s:z", r, a, b);
            reinti_emit(out, p[k], "row=%s;col=%s-%s:p", r, a, b);
            reinti_emit(out, bonferroni[k], "row=%s;col=%s-%s:p_bonferroni", r, a, b);
            reinti_emit(out, holm[k], "row=%s;col=%s-%s:p_holm", r, a, b);
            reinti_emit(out, bh[k], "row=%s;col=%s-%s:p_bh", r, a, b);
            reinti_emit(out, isnan(p[k]) ? NAN : fmin(1, p[k] * (double)pairs),
                        "row=%s;col=%s-%s:p_bonferroni_all_pairs", r, a, b);
        }
    out->reason = reason;
    return status;
}

REINTI_COMPUTE(reinti_calc_col_prop_z)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);
    double *room;

    if (status)
        return status;
    if (t.cols > 1000) {
        reinti_counted_free(&t);
        return reinti_calc_fail(REINT_ARGUMENT, err);
    }
    room = reinti_room(t.cols * t.cols * 3, sizeof *room);
    status = room ? REINT_OK : REINT_NO_MEMORY;
    for (size_t i = 0; i < t.rows && t.cols > 1 && !status; i++)
        status = compare_row(&t, i, room, out);
    free(room);
    reinti_counted_free(&t);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_trend)
{
    reint_trend x;
    reint_status status = reint_trend_test(reinti_input_values(in, "score"), reinti_input_values(in, "x"),
                                           reinti_input_values(in, "n"), in->n, &x);

    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.z, "z");
    reinti_emit(out, x.z * x.z, "chisq");
    reinti_emit(out, x.p, "p_two_sided");
    reinti_emit(out, x.p_increasing, "p_increasing");
    reinti_emit(out, x.p_decreasing, "p_decreasing");
    reinti_emit(out, x.z_permutation, "z_n_minus_1");
    reinti_emit(out, x.p_permutation, "p_n_minus_1");
    return REINT_OK;
}
