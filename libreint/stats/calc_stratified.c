/* calc_stratified.c -- tables in strata for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/stats.h"

/* Stratum after stratum over the same rows and columns; count malloc'ed. */
struct strata {
    double *count;
    size_t k, rows, cols;
};

static reint_status
strata_read(const reint_input *in, struct strata *s, reint_error *err)
{
    const double *stratum = reinti_input_values(in, "stratum"), *row = reinti_input_values(in, "row");
    const double *col = reinti_input_values(in, "col"), *w = reinti_input_values(in, "count");
    double *a = NULL, *b = NULL, *c = NULL;
    reint_status status = reinti_distinct(stratum, NULL, in->n, &a, &s->k);

    s->count = NULL;
    if (!status)
        status = reinti_distinct(row, NULL, in->n, &b, &s->rows);
    if (!status)
        status = reinti_distinct(col, NULL, in->n, &c, &s->cols);
    if (!status && s->k && s->rows && s->cols > (size_t)-1 / s->k / s->rows)
        status = REINT_NO_MEMORY;
    if (!status) {
        s->count = reinti_room(s->k * s->rows * s->cols, sizeof *s->count);
        status = s->count ? REINT_OK : REINT_NO_MEMORY;
    }
    for (size_t i = 0; i < in->n && !status; i++) {
        if (isnan(stratum[i]) || isnan(row[i]) || isnan(col[i]))
            continue;
        if (!(w[i] >= 0))
            status = REINT_ARGUMENT;
        else
            s->count[(reinti_place(a, s->k, stratum[i]) * s->rows + reinti_place(b, s->rows, row[i])) *
                         s->cols +
                     reinti_place(c, s->cols, col[i])] += w[i];
    }
    free(a);
    free(b);
    free(c);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static reint_status
stratified(const reint_input *in, reint_stratified *x, reinti_sink *out, reint_error *err)
{
    struct strata s;
    reint_status status = strata_read(in, &s, err);

    if (!status) {
        bool fits = s.rows == 2 && s.cols == 2;
        status = reint_stratified_2x2(s.count, fits ? s.k : 0, 0.95, x);
        if (x->undefined)
            out->reason = fits ? x->undefined : "not 2 x 2 tables";
        if (status)
            status = reinti_calc_fail(status, err);
    }
    free(s.count);
    return status;
}

static void
emit_ratio(reinti_sink *out, const reint_estimate *e)
{
    reinti_emit(out, e->value, "value");
    reinti_emit(out, e->se, "log_se");
    reinti_emit(out, e->lower, "ci95_lower");
    reinti_emit(out, e->upper, "ci95_upper");
}

REINTI_COMPUTE(reinti_calc_mh_common_or)
{
    reint_stratified x;
    reint_status status = stratified(in, &x, out, err);

    if (!status)
        emit_ratio(out, &x.odds_ratio);
    return status;
}

REINTI_COMPUTE(reinti_calc_mh_common_rr)
{
    reint_stratified x;
    reint_status status = stratified(in, &x, out, err);

    if (!status)
        emit_ratio(out, &x.risk_ratio);
    return status;
}

REINTI_COMPUTE(reinti_calc_cmh)
{
    reint_stratified x;
    reint_status status = stratified(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.cmh, "chisq");
    reinti_emit(out, x.cmh_p, "p");
    reinti_emit(out, x.cmh_cc, "chisq_cc");
    reinti_emit(out, x.cmh_cc_p, "p_cc");
    reinti_emit(out, x.cochran, "cochran_chisq");
    reinti_emit(out, x.cochran_p, "cochran_p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_breslow_day)
{
    reint_stratified x;
    reint_status status = stratified(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.breslow_day, "chisq");
    reinti_emit(out, x.breslow_day_df, "df");
    reinti_emit(out, x.breslow_day_p, "p");
    reinti_emit(out, x.tarone, "tarone_chisq");
    reinti_emit(out, x.tarone_p, "tarone_p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_woolf)
{
    reint_stratified x;
    reint_status status = stratified(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.woolf, "chisq");
    reinti_emit(out, x.woolf_df, "df");
    reinti_emit(out, x.woolf_p, "p");
    return REINT_OK;
}

static reint_status
cmh_tests(const reint_input *in, reint_cmh *x, reinti_sink *out, reint_error *err)
{
    struct strata s;
    reint_status status = strata_read(in, &s, err);

    if (!status) {
        status = reint_cmh_tests(s.count, s.k, s.rows, s.cols, x);
        if (x->undefined)
            out->reason = x->undefined;
        if (status)
            status = reinti_calc_fail(status, err);
    }
    free(s.count);
    return status;
}

#define CMH(name, member)                                                                                    \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        reint_cmh x;                                                                                         \
        reint_status status = cmh_tests(in, &x, out, err);                                                   \
        if (status)                                                                                          \
            return status;                                                                                   \
        reinti_emit(out, x.member, "chisq");                                                                 \
        reinti_emit(out, x.member##_df, "df");                                                               \
        reinti_emit(out, x.member##_p, "p");                                                                 \
        return REINT_OK;                                                                                     \
    }
CMH(reinti_calc_cmh_general, general)
CMH(reinti_calc_cmh_row_mean, row_mean)
CMH(reinti_calc_cmh_correlation, correlation)
