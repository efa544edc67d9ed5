/* calc_survey.c -- complex samples for the registry.
 *
 * The design is read by sample.c.  As categories are analysed the variables with at most 20 codes. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/sample.h"
#include "stats/stats.h"

enum { MOST_CODES = 20 };

/* ---- numbers ------------------------------------------------------------------------------------------- */

typedef reint_status (*estimate_fn)(const reint_design *d, const double *x, const bool *domain,
                                    reint_survey *out);

/* What is said of an estimate. */
enum say { SE = 0, LIMITS = 1, DEFF = 2, DEFF_REPLACE = 4, DF = 8 };

static void
say_estimate(reinti_sink *out, const char *name, const reint_survey *e, unsigned what)
{
    const char *reason = out->reason;

    if (e->undefined)
        out->reason = e->undefined;
    reinti_emit(out, e->value, "%s:estimate", name);
    reinti_emit(out, e->se, "%s:se", name);
    if (what & LIMITS) {
        reinti_emit(out, e->lower, "%s:ci95_t_lower", name);
        reinti_emit(out, e->upper, "%s:ci95_t_upper", name);
    }
    if (!isnan(e->se))
        out->reason = "the variable does not vary";
    if (what & DEFF)
        reinti_emit(out, e->deff, "%s:deff", name);
    if (what & DEFF_REPLACE)
        reinti_emit(out, e->deff_replace, "%s:deff_replace", name);
    if (what & DF)
        reinti_emit(out, e->df, "%s:degf", name);
    out->reason = reason;
}

static reint_status
numbers(const reint_input *in, reinti_sink *out, estimate_fn fn, bool domain, unsigned what, reint_error *err)
{
    reinti_sample s;
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t j = 0; j < s.n_variables && !status; j++) {
        reint_survey e;
        status = fn(&s.d, s.variable[j]->value, domain ? s.domain : NULL, &e);
        if (status)
            status = reinti_calc_fail(status, err);
        else
            say_estimate(out, s.variable[j]->name, &e, what);
    }
    reinti_sample_free(&s);
    return status;
}

REINTI_COMPUTE(reinti_calc_svymean)
{
    return numbers(in, out, reint_survey_mean, false, LIMITS | DEFF | DEFF_REPLACE, err);
}

REINTI_COMPUTE(reinti_calc_svytotal)
{
    return numbers(in, out, reint_survey_total, false, LIMITS | DEFF, err);
}

REINTI_COMPUTE(reinti_calc_svyvar)
{
    return numbers(in, out, reint_survey_variance, false, SE, err);
}

REINTI_COMPUTE(reinti_calc_svymean_domain)
{
    return numbers(in, out, reint_survey_mean, true, LIMITS | DF, err);
}

REINTI_COMPUTE(reinti_calc_svytotal_domain)
{
    return numbers(in, out, reint_survey_total, true, LIMITS | DF, err);
}

REINTI_COMPUTE(reinti_calc_svyratio)
{
    reinti_sample s;
    char name[256];
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t a = 0; a < s.n_variables && !status; a++)
        for (size_t b = 0; b < s.n_variables && !status; b++) {
            reint_survey e;
            if (a == b)
                continue;
            status = reint_survey_ratio(&s.d, s.variable[a]->value, s.variable[b]->value, NULL, &e);
            snprintf(name, sizeof name, "%s/%s", s.variable[a]->name, s.variable[b]->name);
            if (status)
                status = reinti_calc_fail(status, err);
            else
                say_estimate(out, name, &e, SE);
        }
    reinti_sample_free(&s);
    return status;
}

REINTI_COMPUTE(reinti_calc_svyquantile)
{
    static const double p[] = { 0.25, 0.5, 0.75 };
    reinti_sample s;
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t j = 0; j < s.n_variables && !status; j++) {
        double q[3];
        status = reint_weighted_quantiles(s.variable[j]->value, s.weight, in->n, p, 3, q);
        for (int k = 0; k < 3 && !status; k++)
            reinti_emit(out, q[k], "%s:q%d", s.variable[j]->name, 25 * (k + 1));
        if (status)
            status = reinti_calc_fail(status, err);
    }
    reinti_sample_free(&s);
    return status;
}

REINTI_COMPUTE(reinti_calc_svydesign)
{
    reinti_sample s;
    double sum = 0, df;
    reint_status status = reinti_sample_read(in, &s, err);

    if (!status) {
        df = reint_design_df(&s.d, NULL);
        if (isnan(df))
            status = reinti_no_memory(err);
    }
    if (!status) {
        for (size_t i = 0; i < in->n; i++)
            sum += s.weight[i];
        reinti_emit(out, (double)in->n, "n");
        reinti_emit(out, df, "degf");
        reinti_emit(out, sum, "sum_weights");
    }
    reinti_sample_free(&s);
    return status;
}

/* ---- categories ---------------------------------------------------------------------------------------- */

/* Calls SAY for every code of every variable with few codes; X of the sample is the 0/1 indicator. */
typedef reint_status (*category_fn)(reinti_sample *s, const char *name, const bool *domain, const void *how,
                                    reinti_sink *out);

static reint_status
categories(const reint_input *in, reinti_sink *out, category_fn say, const void *how, reint_error *err)
{
    reinti_sample s;
    char name[256], text[64];
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t j = 0; j < s.n_variables && !status; j++) {
        const reinti_column *v = s.variable[j];
        double *code;
        size_t k;
        status = reinti_distinct(v->value, NULL, in->n, &code, &k);
        for (size_t c = 0; c < k && k <= MOST_CODES && !status; c++) {
            for (size_t i = 0; i < in->n; i++)
                s.x[i] = isnan(v->value[i]) ? NAN : v->value[i] == code[c];
            snprintf(name, sizeof name, "%s=%s", v->name, reinti_code_text(v, code[c], text, sizeof text));
            status = say(&s, name, NULL, how, out);
        }
        free(code);
        if (status)
            status = reinti_calc_fail(status, err);
    }
    reinti_sample_free(&s);
    return status;
}

static reint_status
say_category(reinti_sample *s, const char *name, const bool *domain, const void *how, reinti_sink *out)
{
    bool total = *(const bool *)how;
    estimate_fn fn = total ? reint_survey_total : reint_survey_mean;
    reint_survey e = { .undefined = NULL };
    reint_status status = fn(&s->d, s->x, domain, &e);

    if (!status)
        say_estimate(out, name, &e, total ? LIMITS : LIMITS | DEFF);
    return status;
}

REINTI_COMPUTE(reinti_calc_svyprop)
{
    static const bool total = false;

    return categories(in, out, say_category, &total, err);
}

REINTI_COMPUTE(reinti_calc_svytotal_category)
{
    static const bool total = true;

    return categories(in, out, say_category, &total, err);
}

static reint_status
say_limits(reinti_sample *s, const char *name, const bool *domain, const void *how, reinti_sink *out)
{
    double lower, upper;
    const char *reason = out->reason, *undefined;
    reint_status status =
        reint_survey_share(&s->d, s->x, *(const reint_share_method *)how, 0.95, &lower, &upper, &undefined);

    (void)domain;
    if (undefined)
        out->reason = undefined;
    if (!status) {
        reinti_emit(out, lower, "%s:lower", name);
        reinti_emit(out, upper, "%s:upper", name);
    }
    out->reason = reason;
    return status;
}

#define SHARE(name, how)                                                                                     \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        static const reint_share_method method = how;                                                        \
        return categories(in, out, say_limits, &method, err);                                                \
    }
SHARE(reinti_calc_svyciprop_mean, REINT_SHARE_MEAN)
SHARE(reinti_calc_svyciprop_asin, REINT_SHARE_ASIN)
SHARE(reinti_calc_svyciprop_logit, REINT_SHARE_LOGIT)
SHARE(reinti_calc_svyciprop_xlogit, REINT_SHARE_LOGIT)
SHARE(reinti_calc_svyciprop_beta, REINT_SHARE_BETA)
SHARE(reinti_calc_svyciprop_likelihood, REINT_SHARE_LIKELIHOOD)

REINTI_COMPUTE(reinti_calc_svyby_mean)
{
    reinti_sample s;
    char name[256], text[64];
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t b = 0; b < s.n_variables && !status; b++) {
        const reinti_column *by = s.variable[b];
        double *code;
        size_t k;
        status = reinti_distinct(by->value, NULL, in->n, &code, &k);
        for (size_t c = 0; c < k && k <= MOST_CODES && !status; c++) {
            for (size_t i = 0; i < in->n; i++)
                s.domain[i] = by->value[i] == code[c];
            for (size_t j = 0; j < s.n_variables && !status; j++) {
                reint_survey e;
                if (j == b)
                    continue;
                status = reint_survey_mean(&s.d, s.variable[j]->value, s.domain, &e);
                snprintf(name, sizeof name, "%s|%s=%s", s.variable[j]->name, by->name,
                         reinti_code_text(by, code[c], text, sizeof text));
                if (!status)
                    say_estimate(out, name, &e, SE);
            }
        }
        free(code);
        if (status)
            status = reinti_calc_fail(status, err);
    }
    reinti_sample_free(&s);
    return status;
}

/* ---- two categories ------------------------------------------------------------------------------------ */

/* The complete cases of two variables with their codes numbered. */
struct crossing {
    const reinti_column *a, *b;
    double *row_code, *col_code;
    size_t rows, cols, *row, *col;
    char name[256];
};

typedef reint_status (*crossing_fn)(const reinti_sample *s, const struct crossing *c, int which,
                                    reinti_sink *out);

static reint_status
cross(reinti_sample *s, struct crossing *c, crossing_fn say, int which, reinti_sink *out)
{
    size_t n = s->in->n;
    reint_status status = reinti_distinct(c->a->value, NULL, n, &c->row_code, &c->rows);

    c->col_code = NULL;
    if (!status)
        status = reinti_distinct(c->b->value, NULL, n, &c->col_code, &c->cols);
    for (size_t i = 0; i < n && !status; i++) {
        c->row[i] = reinti_place(c->row_code, c->rows, c->a->value[i]);
        c->col[i] = reinti_place(c->col_code, c->cols, c->b->value[i]);
    }
    if (!status && c->rows <= MOST_CODES && c->cols <= MOST_CODES)
        status = say(s, c, which, out);
    free(c->row_code);
    free(c->col_code);
    return status;
}

/* Every pair of variables with few codes. */
static reint_status
crossings(const reint_input *in, reinti_sink *out, crossing_fn say, int which, reint_error *err)
{
    reinti_sample s;
    struct crossing c;
    reint_status status = reinti_sample_read(in, &s, err);

    c.row = reinti_room(in->n, 2 * sizeof *c.row);
    c.col = c.row ? c.row + in->n : NULL;
    if (!status && !c.row)
        status = reinti_no_memory(err);
    for (size_t a = 0; a < s.n_variables && !status; a++)
        for (size_t b = 0; b < s.n_variables && !status; b++) {
            if (a == b)
                continue;
            c.a = s.variable[a];
            c.b = s.variable[b];
            snprintf(c.name, sizeof c.name, "%s*%s", c.a->name, c.b->name);
            status = cross(&s, &c, say, which, out);
            if (status)
                status = reinti_calc_fail(status, err);
        }
    free(c.row);
    reinti_sample_free(&s);
    return status;
}

static reint_status
say_table(const reinti_sample *s, const struct crossing *c, int which, reinti_sink *out)
{
    char a[64], b[64];

    (void)which;
    for (size_t i = 0; i < c->rows; i++)
        for (size_t j = 0; j < c->cols; j++) {
            double sum = 0;
            for (size_t k = 0; k < s->in->n; k++)
                sum += c->row[k] == i && c->col[k] == j ? s->weight[k] : 0;
            reinti_emit(out, sum, "%s;row=%s;col=%s", c->name,
                        reinti_code_text(c->a, c->row_code[i], a, sizeof a),
                        reinti_code_text(c->b, c->col_code[j], b, sizeof b));
        }
    return REINT_OK;
}

enum { F, CHISQ, WALD, ADJUSTED };

static reint_status
say_chisq(const reinti_sample *s, const struct crossing *c, int which, reinti_sink *out)
{
    reint_survey_test x;
    const char *reason = out->reason;
    reint_status status;

    for (size_t i = 0; i < s->in->n; i++)
        if (c->row[i] == c->rows || c->col[i] == c->cols) {
            out->reason = "a case lacks a value: leave such cases out";
            reinti_emit(out, NAN, "%s:statistic", c->name);
            out->reason = reason;
            return REINT_OK;
        }
    status = reint_survey_chisq(&s->d, c->row, c->col, c->rows, c->cols, &x);
    if (status)
        return status;
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out,
                which == F       ? x.f
                : which == CHISQ ? x.chisq
                : which == WALD  ? x.wald
                                 : x.adjusted,
                "%s:statistic", c->name);
    if (which == CHISQ) {
        reinti_emit(out, x.chisq_df, "%s:df", c->name);
    } else {
        reinti_emit(out, which == F ? x.f_ndf : x.wald_ndf, "%s:ndf", c->name);
        reinti_emit(out,
                    which == F      ? x.f_ddf
                    : which == WALD ? x.wald_ddf
                                    : x.adjusted_ddf,
                    "%s:ddf", c->name);
    }
    reinti_emit(out,
                which == F       ? x.f_p
                : which == CHISQ ? x.chisq_p
                : which == WALD  ? x.wald_p
                                 : x.adjusted_p,
                "%s:p", c->name);
    out->reason = reason;
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_svytable)
{
    return crossings(in, out, say_table, 0, err);
}

REINTI_COMPUTE(reinti_calc_svychisq_f)
{
    return crossings(in, out, say_chisq, F, err);
}

REINTI_COMPUTE(reinti_calc_svychisq_chisq)
{
    return crossings(in, out, say_chisq, CHISQ, err);
}

REINTI_COMPUTE(reinti_calc_svychisq_wald)
{
    return crossings(in, out, say_chisq, WALD, err);
}

REINTI_COMPUTE(reinti_calc_svychisq_adjwald)
{
    return crossings(in, out, say_chisq, ADJUSTED, err);
}
