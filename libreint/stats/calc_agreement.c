/* calc_agreement.c -- raters, judges, and items for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* ---- raters -------------------------------------------------------------------------------------------- */

/* Units by raters (x, NaN = not rated) and units by categories (count); a scale has two categories at least.
 */
struct rated {
    double *x, *count;
    size_t raters, q, seen;
    double *code; /* of the SEEN categories; NULL in the layout of counts */
};

static void
rated_free(struct rated *r)
{
    free(r->x);
    free(r->count);
    free(r->code);
}

static reint_status
count_ratings(const reint_input *in, struct rated *r)
{
    reint_status status = reinti_distinct(r->x, NULL, in->n * r->raters, &r->code, &r->seen);

    if (status)
        return status;
    r->q = r->seen < 2 ? 2 : r->seen;
    r->count = r->q > (size_t)-1 / 8 / (in->n + 1) ? NULL : reinti_room(in->n * r->q, sizeof *r->count);
    if (!r->count)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < in->n * r->raters; i++)
        if (!isnan(r->x[i]))
            r->count[i / r->raters * r->q + reinti_place(r->code, r->seen, r->x[i])]++;
    return REINT_OK;
}

/* Counts become ratings 1..q by as many raters as the unit with most. */
static reint_status
spread_ratings(const reint_input *in, struct rated *r)
{
    double most = 1;

    for (size_t i = 0; i < in->n; i++) {
        double sum = 0;
        for (size_t j = 0; j < r->q; j++)
            sum += r->count[i * r->q + j];
        most = fmax(most, sum);
    }
    if (!reinti_counts_valid(r->count, in->n * r->q, true) || most > 1e6)
        return REINT_ARGUMENT;
    r->raters = (size_t)most;
    r->x = reinti_room(in->n * r->raters, sizeof *r->x);
    if (!r->x)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < in->n; i++) {
        size_t at = 0;
        for (size_t j = 0; j < r->q; j++)
            for (double c = 0; c < r->count[i * r->q + j]; c++)
                r->x[i * r->raters + at++] = (double)(j + 1);
        while (at < r->raters)
            r->x[i * r->raters + at++] = NAN;
    }
    return REINT_OK;
}

static reint_status
rated_read(const reint_input *in, struct rated *r, reint_error *err)
{
    const char **names = NULL;
    reint_status status;

    *r = (struct rated){ NULL, NULL, 0, 0, 0, NULL };
    if (strcmp(in->layout, "ratings") == 0) {
        status = reinti_matrix_read(in, "unit", &r->x, &r->raters, &names);
        if (!status)
            status = count_ratings(in, r);
    } else {
        status = reinti_matrix_read(in, "unit", &r->count, &r->q, &names);
        if (!status)
            status = spread_ratings(in, r);
    }
    free(names);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_krippendorff)
{
    static const char *const name[] = { "nominal", "ordinal", "interval", "ratio" };
    struct rated r;
    reint_alpha a = { NAN, 0, 0, NULL };
    reint_status status = rated_read(in, &r, err);

    for (int m = 0; m < 4 && !status; m++) {
        status = reint_krippendorff(r.x, in->n, r.raters, (reint_metric)m, &a);
        if (status)
            status = reinti_calc_fail(status, err);
        if (a.undefined)
            out->reason = a.undefined;
        if (!status)
            reinti_emit(out, a.alpha, "%s", name[m]);
    }
    if (!status) {
        reinti_emit(out, a.values, "pairable_values");
        reinti_emit(out, a.units, "pairable_units");
    }
    rated_free(&r);
    return status;
}

static reint_status
ratings(const reint_input *in, reint_ratings *x, double **category, size_t *q, reinti_sink *out,
        reint_error *err)
{
    struct rated r;
    reint_status status = rated_read(in, &r, err);

    *category = NULL;
    *q = r.q;
    if (!status) {
        *category = reinti_room(r.q, sizeof **category);
        status = *category ? reint_rating_agreement(r.count, in->n, r.q, *category, x) : REINT_NO_MEMORY;
        if (status)
            status = reinti_calc_fail(status, err);
        else if (x->undefined)
            out->reason = x->undefined;
    }
    rated_free(&r);
    return status;
}

REINTI_COMPUTE(reinti_calc_percent_agreement)
{
    reint_ratings x;
    double *category;
    size_t q;
    reint_status status = ratings(in, &x, &category, &q, out, err);

    out->reason = "no unit is rated twice";
    if (!status)
        reinti_emit(out, x.pairwise, "mean_pairwise");
    free(category);
    return status;
}

REINTI_COMPUTE(reinti_calc_gwet)
{
    reint_ratings x;
    double *category;
    size_t q;
    reint_status status = ratings(in, &x, &category, &q, out, err);

    out->reason = "no unit is rated twice";
    if (!status) {
        reinti_emit(out, x.ac1, "value");
        reinti_emit(out, x.ac1_pe, "pe");
    }
    free(category);
    return status;
}

REINTI_COMPUTE(reinti_calc_fleiss)
{
    reint_ratings x;
    double *category;
    size_t q;
    reint_status status = ratings(in, &x, &category, &q, out, err);

    if (!status) {
        reinti_emit(out, x.kappa, "value");
        reinti_emit(out, x.kappa_po, "p_bar");
        reinti_emit(out, x.kappa_pe, "pe");
        reinti_emit(out, x.se0, "se0");
        reinti_emit(out, x.z, "z");
        reinti_emit(out, x.p, "p");
        reinti_emit(out, x.se_1971, "se0_fleiss1971");
        for (size_t j = 0; j < q; j++)
            reinti_emit(out, category[j], "category_%zu", j + 1);
    }
    free(category);
    return status;
}

/* The pairs of two raters in a square table over all categories seen; malloc'ed. */
static reint_status
pair_table(const reint_input *in, double **out, size_t *q, reint_error *err)
{
    struct rated r;
    reint_status status = rated_read(in, &r, err);

    *out = NULL;
    if (!status && r.raters != 2)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "two raters are needed: see fleiss_kappa");
    if (!status) {
        *q = r.q;
        *out = r.q > 60000 ? NULL : reinti_room(r.q * r.q, sizeof **out);
        if (!*out)
            status = reinti_no_memory(err);
    }
    for (size_t i = 0; i < in->n && !status; i++)
        if (!isnan(r.x[2 * i]) && !isnan(r.x[2 * i + 1]))
            (*out)[reinti_place(r.code, r.seen, r.x[2 * i]) * r.q +
                   reinti_place(r.code, r.seen, r.x[2 * i + 1])]++;
    rated_free(&r);
    return status;
}

REINTI_COMPUTE(reinti_calc_cohen_kappa)
{
    double *t;
    size_t q = 0;
    reint_status status = pair_table(in, &t, &q, err);

    if (!status)
        status = reinti_emit_kappas(t, q, out, err);
    free(t);
    return status;
}

REINTI_COMPUTE(reinti_calc_scott_pi)
{
    double *t;
    size_t q = 0;
    reint_scott x = { .undefined = NULL };
    reint_status status = pair_table(in, &t, &q, err);

    if (!status) {
        status = reint_scott_pi(t, q, &x);
        if (x.undefined)
            out->reason = x.undefined;
        if (!status)
            reinti_emit(out, x.value, "value");
        else
            status = reinti_calc_fail(status, err);
    }
    free(t);
    return status;
}

/* ---- judges and items ---------------------------------------------------------------------------------- */

REINTI_COMPUTE(reinti_calc_icc)
{
    double *m;
    size_t k;
    const char **names;
    reint_icc x;
    reint_status status = reinti_matrix_read(in, "id", &m, &k, &names);

    if (!status)
        status = reint_icc_measures(m, in->n, k, 0.95, &x);
    free(m);
    free(names);
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined || !(x.mse > 0))
        out->reason =
            x.undefined ? x.undefined : "nothing is left but targets and judges: no residual variation";
    reinti_emit(out, x.msr, "MSR");
    reinti_emit(out, x.msw, "MSW");
    reinti_emit(out, x.msc, "MSC");
    reinti_emit(out, x.mse, "MSE");
    for (int i = 0; i < 3; i++) {
        reinti_emit(out, x.single[i], "ICC(%d,1):value", i + 1);
        reinti_emit(out, x.single_lower[i], "ICC(%d,1):ci95_lower", i + 1);
        reinti_emit(out, x.single_upper[i], "ICC(%d,1):ci95_upper", i + 1);
        reinti_emit(out, x.average[i], "ICC(%d,k):value", i + 1);
        reinti_emit(out, x.average_lower[i], "ICC(%d,k):ci95_lower", i + 1);
        reinti_emit(out, x.average_upper[i], "ICC(%d,k):ci95_upper", i + 1);
    }
    reinti_emit(out, x.f1, "F1");
    reinti_emit(out, x.f1_df1, "F1_df1");
    reinti_emit(out, x.f1_df2, "F1_df2");
    reinti_emit(out, x.f1_p, "F1_p");
    reinti_emit(out, x.f3, "F3");
    reinti_emit(out, x.f3_df1, "F3_df1");
    reinti_emit(out, x.f3_df2, "F3_df2");
    reinti_emit(out, x.f3_p, "F3_p");
    return REINT_OK;
}

/* What a statistic says of a scale. */
typedef void (*scale_fn)(reinti_sink *out, const reint_scale *x, const reint_item *item, const char **names,
                         size_t k);

static reint_status
scale(const reint_input *in, scale_fn say, reinti_sink *out, reint_error *err)
{
    double *m;
    size_t k = 0;
    const char **names;
    reint_item *item = NULL;
    reint_scale x = { .undefined = NULL };
    reint_status status = reinti_matrix_read(in, "id", &m, &k, &names);

    if (!status) {
        item = reinti_room(k, sizeof *item);
        status = item ? reint_scale_analysis(m, in->n, k, item, &x) : REINT_NO_MEMORY;
    }
    if (!status) {
        if (x.undefined)
            out->reason = x.undefined;
        say(out, &x, item, names, k);
    }
    free(item);
    free(m);
    free(names);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static void
say_cronbach(reinti_sink *out, const reint_scale *x, const reint_item *item, const char **names, size_t k)
{
    (void)item, (void)names, (void)k;
    reinti_emit(out, x->n, "n");
    reinti_emit(out, x->k, "k");
    reinti_emit(out, x->alpha, "alpha");
    reinti_emit(out, x->alpha_standardised, "alpha_standardised");
    reinti_emit(out, x->mean_r, "mean_interitem_r");
    reinti_emit(out, x->lambda6, "guttman_lambda6");
    reinti_emit(out, x->lower, "feldt_ci95_lower");
    reinti_emit(out, x->upper, "feldt_ci95_upper");
}

static void
say_item_total(reinti_sink *out, const reint_scale *x, const reint_item *item, const char **names, size_t k)
{
    (void)x;
    for (size_t j = 0; j < k; j++) {
        reinti_emit(out, item[j].corrected_r, "%s:corrected_r", names[j]);
        reinti_emit(out, item[j].uncorrected_r, "%s:uncorrected_r", names[j]);
        reinti_emit(out, item[j].alpha_if_deleted, "%s:alpha_if_deleted", names[j]);
        reinti_emit(out, item[j].smc, "%s:smc", names[j]);
    }
}

static void
say_item(reinti_sink *out, const reint_scale *x, const reint_item *item, const char **names, size_t k)
{
    (void)x;
    for (size_t j = 0; j < k; j++) {
        reinti_emit(out, item[j].mean, "%s:mean", names[j]);
        reinti_emit(out, item[j].sd, "%s:sd", names[j]);
    }
}

static void
say_scale(reinti_sink *out, const reint_scale *x, const reint_item *item, const char **names, size_t k)
{
    (void)item, (void)names, (void)k;
    reinti_emit(out, x->mean, "mean");
    reinti_emit(out, x->variance, "variance");
}

REINTI_COMPUTE(reinti_calc_cronbach)
{
    return scale(in, say_cronbach, out, err);
}

REINTI_COMPUTE(reinti_calc_item_total)
{
    return scale(in, say_item_total, out, err);
}

REINTI_COMPUTE(reinti_calc_item)
{
    return scale(in, say_item, out, err);
}

REINTI_COMPUTE(reinti_calc_scale)
{
    return scale(in, say_scale, out, err);
}
