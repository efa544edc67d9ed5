/* calc_model.c -- logistic regression, estimating equations and matched sets for the registry.
 *
 * The formula "y ~ a + b" names columns of numbers; cases that lack one of them (or the cluster) are left
 * out. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

enum { MOST_TERMS = 64 };

struct frame {
    const reinti_column *y, *term[MOST_TERMS];
    size_t p, n;            /* columns of x, the ones (if any) included; complete cases */
    size_t ones;            /* 1: the first column of x is ones */
    double *x, *answer, *b; /* b: room for 4 p + n */
    size_t *cluster, clusters;
};

static void
frame_free(struct frame *f)
{
    free(f->x);
    free(f->answer);
    free(f->b);
    free(f->cluster);
}

static const reinti_column *
find_name(const reint_input *in, const char *name, size_t length)
{
    for (size_t j = 0; j < in->k; j++)
        if (strlen(in->column[j].name) == length && memcmp(in->column[j].name, name, length) == 0)
            return in->column[j].label ? NULL : &in->column[j];
    return NULL;
}

static reint_status
read_formula(const reint_input *in, struct frame *f, reint_error *err)
{
    const char *tilde = strchr(in->options, '~'), *p, *end;

    if (!tilde)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a formula is needed: y ~ a + b");
    end = tilde;
    while (end > in->options && end[-1] == ' ')
        end--;
    for (p = end; p > in->options && p[-1] != ' ' && p[-1] != ';';)
        p--;
    f->y = find_name(in, p, (size_t)(end - p));
    if (!f->y)
        return reinti_fail(err, REINT_INPUT, NULL, 1, "the answer of the formula is not a column of numbers");
    for (p = tilde + 1; *p && *p != ';';) {
        size_t length;
        p += strspn(p, " +");
        length = strcspn(p, " +;");
        if (!length)
            break;
        if (f->p == MOST_TERMS)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "more than %d terms", MOST_TERMS);
        f->term[f->p] = find_name(in, p, length);
        if (!f->term[f->p++])
            return reinti_fail(err, REINT_INPUT, NULL, 1,
                               "term %zu of the formula is not a column of numbers", f->p);
        p += length;
    }
    f->p += f->ones;
    return REINT_OK;
}

static reint_status
number_clusters(const double *id, const bool *use, size_t n, struct frame *f)
{
    double *code;
    size_t m = 0;
    reint_status status = reinti_distinct(id, use, n, &code, &f->clusters);

    f->cluster = reinti_room(n, sizeof *f->cluster);
    if (!f->cluster)
        status = REINT_NO_MEMORY;
    for (size_t i = 0; i < n && !status; i++)
        if (use[i])
            f->cluster[m++] = reinti_place(code, f->clusters, id[i]);
    free(code);
    return status;
}

static reint_status
frame_read(const reint_input *in, bool ones, struct frame *f, reint_error *err)
{
    const double *id = strcmp(in->layout, "gee") == 0 ? reinti_input_values(in, "id") : NULL;
    bool *use;
    reint_status status;

    memset(f, 0, sizeof *f);
    f->ones = ones;
    status = read_formula(in, f, err);
    if (status)
        return status;
    use = reinti_room(in->n, sizeof *use);
    f->x = reinti_room(in->n * f->p, sizeof *f->x);
    f->answer = reinti_room(in->n, sizeof *f->answer);
    f->b = reinti_room(4 * f->p + in->n, sizeof *f->b);
    if (!use || !f->x || !f->answer || !f->b) {
        free(use);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < in->n; i++) {
        use[i] = !isnan(f->y->value[i]) && (!id || !isnan(id[i]));
        for (size_t a = f->ones; a < f->p; a++)
            use[i] = use[i] && !isnan(f->term[a - f->ones]->value[i]);
        if (!use[i])
            continue;
        f->answer[f->n] = f->y->value[i];
        if (f->ones)
            f->x[f->n * f->p] = 1;
        for (size_t a = f->ones; a < f->p; a++)
            f->x[f->n * f->p + a] = f->term[a - f->ones]->value[i];
        f->n++;
    }
    if (id)
        status = number_clusters(id, use, in->n, f);
    free(use);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static const char *
term_name(const struct frame *f, size_t a)
{
    return a < f->ones ? "(Intercept)" : f->term[a - f->ones]->name;
}

static reint_status
model_fail(reint_status status, reint_error *err)
{
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, REINT_INPUT, NULL, 0,
                           "the answer must be 0 or 1 (gaussian: a number), the terms finite numbers");
    return reinti_calc_fail(status, err);
}

/* ---- logistic regression ------------------------------------------------------------------------------- */

static void
say_coefficients(reinti_sink *out, const struct frame *f, const double *beta, const double *se,
                 const double *robust)
{
    double z = -reint_normal_quantile(0.025);

    for (size_t a = 0; a < f->p; a++) {
        const char *name = term_name(f, a);
        reinti_emit(out, beta[a], "%s:coef", name);
        reinti_emit(out, se[a], "%s:se", name);
        reinti_emit(out, beta[a] / se[a], "%s:z", name);
        reinti_emit(out, reint_normal_two_sided(beta[a] / se[a]), "%s:p", name);
        reinti_emit(out, exp(beta[a]), "%s:or", name);
        reinti_emit(out, exp(beta[a] - z * se[a]), "%s:or_ci95_lower", name);
        reinti_emit(out, exp(beta[a] + z * se[a]), "%s:or_ci95_upper", name);
        if (robust)
            reinti_emit(out, robust[a], "%s:robust_se_hc0", name);
    }
}

REINTI_COMPUTE(reinti_calc_logit)
{
    struct frame f;
    reint_logit x;
    reint_status status = frame_read(in, true, &f, err);

    if (!status) {
        double *beta = f.b, *se = beta + f.p, *robust = se + f.p, *fitted = robust + f.p;
        status = reint_logit_fit(f.x, f.answer, f.n, f.p, 0, beta, se, robust, fitted, &x);
        if (status) {
            status = model_fail(status, err);
        } else {
            double k = (double)f.p, lr = 2 * (x.loglik - x.null_loglik), snell;
            if (x.undefined)
                out->reason = x.undefined;
            snell = 1 - exp(2 * (x.null_loglik - x.loglik) / x.n);
            say_coefficients(out, &f, beta, se, robust);
            reinti_emit(out, x.n, "n");
            reinti_emit(out, x.loglik, "loglik");
            reinti_emit(out, x.null_loglik, "null_loglik");
            reinti_emit(out, -2 * x.loglik, "deviance");
            reinti_emit(out, -2 * x.null_loglik, "null_deviance");
            reinti_emit(out, -2 * x.loglik + 2 * k, "aic");
            reinti_emit(out, lr, "lr_chisq");
            reinti_emit(out, k - 1, "lr_df");
            reinti_emit(out, reint_chi2_upper(lr, k - 1), "lr_p");
            reinti_emit(out, snell, "cox_snell_r2");
            reinti_emit(out, snell / (1 - exp(2 * x.null_loglik / x.n)), "nagelkerke_r2");
            reinti_emit(out, 1 - x.loglik / x.null_loglik, "mcfadden_r2");
            for (size_t i = 0; i < f.n && i < 10; i++)
                reinti_emit(out, fitted[i], "fitted;case=%zu", i + 1);
        }
    }
    frame_free(&f);
    return status;
}

/* 0: the estimates exist, 1: quasi-complete, 2: complete separation; where each coefficient runs. */
REINTI_COMPUTE(reinti_calc_separation)
{
    struct frame f;
    reint_separation x = REINT_OVERLAP;
    size_t apart = 0;
    int *toward = NULL;
    reint_status status = frame_read(in, true, &f, err);

    if (!status) {
        toward = reinti_room(f.p, sizeof *toward);
        status =
            toward ? reint_logit_separation(f.x, f.answer, f.n, f.p, toward, &apart, &x) : REINT_NO_MEMORY;
        if (status)
            status = model_fail(status, err);
    }
    if (!status) {
        if (!f.n)
            out->reason = "no case";
        reinti_emit(out, f.n ? (double)x : NAN, "kind");
        reinti_emit(out, (double)apart, "n_separated");
        reinti_emit(out, (double)f.n, "n");
        for (size_t a = 0; a < f.p; a++)
            reinti_emit(out, f.n ? toward[a] : NAN, "%s:runs_to", term_name(&f, a));
    }
    free(toward);
    frame_free(&f);
    return status;
}

REINTI_COMPUTE(reinti_calc_firth)
{
    struct frame f;
    reint_logit x;
    reint_status status = frame_read(in, true, &f, err);

    if (!status) {
        double *beta = f.b, *se = beta + f.p;
        status = reint_logit_fit(f.x, f.answer, f.n, f.p, 1, beta, se, NULL, NULL, &x);
        if (status) {
            status = model_fail(status, err);
        } else {
            if (x.undefined)
                out->reason = x.undefined;
            say_coefficients(out, &f, beta, se, NULL);
            reinti_emit(out, x.n, "n");
            reinti_emit(out, x.loglik, "penalised_loglik");
        }
    }
    frame_free(&f);
    return status;
}

/* Weights 1/fitted of those who answered (y = 1): sums, extremes, Kish's design effect. */
REINTI_COMPUTE(reinti_calc_attrition_weight)
{
    struct frame f;
    reint_logit x;
    reint_status status = frame_read(in, true, &f, err);

    if (!status) {
        double *beta = f.b, *fitted = beta + f.p, sum = 0, squares = 0, least = INFINITY, most = 0, ones = 0;
        status = reint_logit_fit(f.x, f.answer, f.n, f.p, 0, beta, NULL, NULL, fitted, &x);
        if (status) {
            status = model_fail(status, err);
        } else {
            if (x.undefined)
                out->reason = x.undefined;
            for (size_t i = 0; i < f.n; i++) {
                double w = f.answer[i] == 1 ? 1 / fitted[i] : 0;
                ones += f.answer[i];
                sum += w;
                squares += w * w;
                if (f.answer[i] == 1)
                    least = fmin(least, w);
                most = fmax(most, w);
            }
            reinti_emit(out, sum, "sum_w_responders");
            reinti_emit(out, x.undefined ? NAN : least, "min_w");
            reinti_emit(out, x.undefined ? NAN : most, "max_w");
            reinti_emit(out, ones * squares / (sum * sum), "kish_deff");
            reinti_emit(out, sum * ones / x.n, "sum_w_stabilised");
        }
    }
    frame_free(&f);
    return status;
}

/* ---- estimating equations ------------------------------------------------------------------------------ */

static void
say_gee(reinti_sink *out, const struct frame *f, const reint_gee_term *term, const reint_gee *x)
{
    const char *reason = out->reason;

    for (size_t a = 0; a < f->p; a++) {
        const char *name = term_name(f, a);
        double z = term[a].beta / term[a].robust_se;
        reinti_emit(out, term[a].beta, "%s:coef", name);
        reinti_emit(out, term[a].robust_se, "%s:robust_se", name);
        reinti_emit(out, term[a].naive_se, "%s:naive_se", name);
        reinti_emit(out, z, "%s:wald_z", name);
        reinti_emit(out, reint_normal_two_sided(z), "%s:p", name);
        if (!x->undefined)
            out->reason =
                "one cluster alone determines the coefficient, or there are no more clusters than terms";
        reinti_emit(out, term[a].mancl_derouen_se, "%s:mancl_derouen_se", name);
        reinti_emit(out, reint_t_two_sided(term[a].beta / term[a].mancl_derouen_se, x->df),
                    "%s:p_mancl_derouen_t", name);
        reinti_emit(out, term[a].kauermann_carroll_se, "%s:kauermann_carroll_se", name);
        reinti_emit(out, reint_t_two_sided(term[a].beta / term[a].kauermann_carroll_se, x->df),
                    "%s:p_kauermann_carroll_t", name);
        out->reason = reason;
    }
    reinti_emit(out, x->phi, "scale_phi");
}

static reint_status
gee(const reint_input *in, int gaussian, int exchangeable, reinti_sink *out, reint_error *err)
{
    const reint_gee_model model = { sizeof model, gaussian, exchangeable };
    reint_gee_term *term = NULL;
    struct frame f;
    reint_gee x;
    reint_status status = frame_read(in, true, &f, err);

    if (!status) {
        term = reinti_room(f.p, sizeof *term);
        status = term ? REINT_OK : reinti_no_memory(err);
    }
    if (!status) {
        status = reint_gee_fit(f.x, f.answer, f.cluster, f.n, f.p, &model, term, &x);
        if (status) {
            status = model_fail(status, err);
        } else {
            if (x.undefined)
                out->reason = x.undefined;
            say_gee(out, &f, term, &x);
            if (exchangeable)
                reinti_emit(out, x.alpha, "alpha");
            reinti_emit(out, (double)f.clusters, "n_clusters");
            reinti_emit(out, x.n, "n_obs");
        }
    }
    free(term);
    frame_free(&f);
    return status;
}

REINTI_COMPUTE(reinti_calc_gee_independence)
{
    return gee(in, 0, 0, out, err);
}

REINTI_COMPUTE(reinti_calc_gee_exchangeable)
{
    return gee(in, 0, 1, out, err);
}

REINTI_COMPUTE(reinti_calc_gee_gaussian_independence)
{
    return gee(in, 1, 0, out, err);
}

REINTI_COMPUTE(reinti_calc_gee_gaussian_exchangeable)
{
    return gee(in, 1, 1, out, err);
}

/* ---- matched sets -------------------------------------------------------------------------------------- */

REINTI_COMPUTE(reinti_calc_clogit)
{
    struct frame f;
    reint_clogit x;
    reint_status status = frame_read(in, false, &f, err);

    if (!status && f.p == 0)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the formula has no term");
    if (!status) {
        double *beta = f.b, *se = beta + f.p;
        status = reint_clogit_fit(f.x, f.answer, f.cluster, f.n, f.p, beta, se, &x);
        if (status) {
            status = model_fail(status, err);
        } else {
            double lr = 2 * (x.loglik - x.null_loglik);
            if (x.undefined)
                out->reason = x.undefined;
            say_coefficients(out, &f, beta, se, NULL);
            reinti_emit(out, x.n, "n");
            reinti_emit(out, (double)f.clusters, "n_sets");
            reinti_emit(out, x.informative, "n_informative");
            reinti_emit(out, x.loglik, "loglik");
            reinti_emit(out, x.null_loglik, "null_loglik");
            reinti_emit(out, lr, "lr_chisq");
            reinti_emit(out, (double)f.p, "lr_df");
            reinti_emit(out, reint_chi2_upper(lr, (double)f.p), "lr_p");
        }
    }
    frame_free(&f);
    return status;
}
