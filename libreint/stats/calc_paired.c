/* calc_paired.c -- two or more answers of the same persons for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* ---- square tables ------------------------------------------------------------------------------------- */

static reint_status
mcnemar(const reint_input *in, reint_mcnemar *x, reinti_sink *out, reint_error *err)
{
    static const double none[4] = { 0, 0, 0, 0 };
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, true, &t, err);

    if (status)
        return status;
    if (t.rows > 2) {
        reinti_counted_free(&t);
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the table has more than two categories: see bowker");
    }
    status = reint_mcnemar_test(t.rows == 2 ? t.count : none, 0.95, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_mcnemar)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.b, "b");
    reinti_emit(out, x.c, "c");
    reinti_emit(out, x.chisq, "chisq");
    reinti_emit(out, x.p, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_mcnemar_cc)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.chisq_cc, "chisq");
    reinti_emit(out, x.p_cc, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_mcnemar_exact)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.exact_p, "p");
    return status;
}

REINTI_COMPUTE(reinti_calc_mcnemar_midp)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.mid_p, "p");
    reinti_emit(out, x.mid_p_fagerland, "p_fagerland");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_paired_difference)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.difference, "p1_minus_p2");
    reinti_emit(out, x.se, "se");
    reinti_emit(out, x.lower, "wald_ci95_lower");
    reinti_emit(out, x.upper, "wald_ci95_upper");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_paired_odds_ratio)
{
    reint_mcnemar x;
    reint_status status = mcnemar(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.odds_ratio, "value");
    reinti_emit(out, x.odds_lower, "exact_ci95_lower");
    reinti_emit(out, x.odds_upper, "exact_ci95_upper");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_bowker)
{
    reinti_counted t;
    reint_bowker x;
    reint_status status = reinti_counted_read(in, NULL, true, &t, err);

    if (status)
        return status;
    status = reint_bowker_test(t.count, t.rows, &x);
    reinti_counted_free(&t);
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.chisq, "chisq");
    reinti_emit(out, x.df_full, "df_full");
    reinti_emit(out, x.p_full, "p_full");
    reinti_emit(out, x.df_nonempty, "df_nonempty");
    reinti_emit(out, x.p_nonempty, "p_nonempty");
    return REINT_OK;
}

static reint_status
margins(const reint_input *in, reint_margins *x, reinti_sink *out, reint_error *err)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, true, &t, err);

    if (status)
        return status;
    status = reint_margins_test(t.count, t.rows, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_stuart_maxwell)
{
    reint_margins x;
    reint_status status = margins(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.chisq, "chisq");
    reinti_emit(out, x.df, "df");
    reinti_emit(out, x.p, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_bhapkar)
{
    reint_margins x;
    reint_status status = margins(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.bhapkar, "chisq");
    reinti_emit(out, x.bhapkar_df, "df");
    reinti_emit(out, x.bhapkar_p, "p");
    return REINT_OK;
}

/* ---- persons in rows ----------------------------------------------------------------------------------- */

reint_status
reinti_matrix_read(const reint_input *in, const char *skip, double **out, size_t *k, const char ***names)
{
    const char **name = reinti_room(in->k, sizeof *name);
    double *x;
    size_t m = 0;

    *out = NULL;
    *names = NULL;
    for (size_t j = 0; name && j < in->k; j++)
        if (strcmp(in->column[j].name, skip) != 0)
            name[m++] = in->column[j].name;
    x = name ? reinti_room(in->n * m, sizeof *x) : NULL;
    if (!x) {
        free(name);
        return REINT_NO_MEMORY;
    }
    for (size_t j = 0; j < m; j++) {
        const double *v = reinti_input_values(in, name[j]);
        for (size_t i = 0; i < in->n; i++)
            x[i * m + j] = v[i];
    }
    *out = x;
    *k = m;
    *names = name;
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_cochran)
{
    double *m;
    size_t k;
    const char **names;
    reint_cochran x;
    reint_status status = reinti_matrix_read(in, "id", &m, &k, &names);

    if (!status)
        status = reint_cochran_test(m, in->n, k, &x);
    free(m);
    free(names);
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, status, NULL, 0, "Cochran's Q needs answers of 0 and 1");
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.n, "n");
    reinti_emit(out, x.q, "q");
    reinti_emit(out, x.df, "df");
    reinti_emit(out, x.p, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_friedman)
{
    double *m, *rank = NULL;
    size_t k = 0;
    const char **names;
    reint_friedman x = { .undefined = NULL };
    reint_status status = reinti_matrix_read(in, "id", &m, &k, &names);

    if (!status) {
        rank = reinti_room(k, sizeof *rank);
        status = rank ? reint_friedman_test(m, in->n, k, rank, &x) : REINT_NO_MEMORY;
    }
    if (!status) {
        if (x.undefined)
            out->reason = x.undefined;
        reinti_emit(out, x.n, "n");
        reinti_emit(out, x.chisq, "chisq");
        reinti_emit(out, x.df, "df");
        reinti_emit(out, x.p, "p");
        reinti_emit(out, x.chisq_uncorrected, "chisq_no_tie_correction");
        reinti_emit(out, x.kendall_w, "kendall_w");
        reinti_emit(out, x.f, "iman_davenport_f");
        reinti_emit(out, x.f_p, "iman_davenport_p");
        for (size_t j = 0; j < k; j++)
            reinti_emit(out, rank[j], "mean_rank_%s", names[j]);
    }
    free(rank);
    free(m);
    free(names);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* Columns x and y, or the first two after the id. */
static reint_status
two_columns(const reint_input *in, const double **x, const double **y, reint_error *err)
{
    size_t found = 0;
    const double *column[2] = { NULL, NULL };

    for (size_t j = 0; j < in->k && found < 2; j++)
        if (strcmp(in->column[j].name, "id") != 0)
            column[found++] = in->column[j].value;
    *x = reinti_input_values(in, "x");
    *y = reinti_input_values(in, "y");
    if (!*x || !*y) {
        *x = column[0];
        *y = column[1];
    }
    return *x && *y ? REINT_OK : reinti_fail(err, REINT_INPUT, NULL, 1, "two columns beside id are needed");
}

REINTI_COMPUTE(reinti_calc_paired_t)
{
    const double *a, *b;
    reint_paired_t x;
    reint_status status = two_columns(in, &a, &b, err);

    if (status)
        return status;
    status = reint_paired_t_test(a, b, in->n, 0.95, &x);
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.n, "n");
    reinti_emit(out, x.mean, "mean");
    reinti_emit(out, x.sd, "sd");
    reinti_emit(out, x.se, "se");
    reinti_emit(out, x.t, "t");
    reinti_emit(out, x.df, "df");
    reinti_emit(out, x.p, "p");
    reinti_emit(out, x.lower, "ci95_lower");
    reinti_emit(out, x.upper, "ci95_upper");
    reinti_emit(out, x.cohen_dz, "cohen_dz");
    return REINT_OK;
}

static reint_status
wilcoxon(const reint_input *in, reint_wilcoxon *x, reinti_sink *out, reint_error *err)
{
    const double *a, *b;
    reint_status status = two_columns(in, &a, &b, err);

    if (status)
        return status;
    status = reint_wilcoxon_test(a, b, in->n, x);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_wilcoxon)
{
    reint_wilcoxon x;
    reint_status status = wilcoxon(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.n, "n_nonzero");
    reinti_emit(out, x.w_plus, "w_plus");
    reinti_emit(out, x.w_minus, "w_minus");
    reinti_emit(out, x.z, "z");
    reinti_emit(out, x.p, "p");
    reinti_emit(out, x.z_cc, "z_cc");
    reinti_emit(out, x.p_cc, "p_cc");
    reinti_emit(out, x.exact_p, "exact_p");
    reinti_emit(out, x.exact_less, "exact_p_less");
    reinti_emit(out, x.exact_greater, "exact_p_greater");
    reinti_emit(out, x.exact_point, "exact_point_p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_pratt)
{
    reint_wilcoxon x;
    reint_status status = wilcoxon(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.pratt_w_plus, "w_plus");
    reinti_emit(out, x.pratt_z, "z");
    reinti_emit(out, x.pratt_p, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_sign_test)
{
    reint_wilcoxon x;
    reint_status status = wilcoxon(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.n_positive, "n_pos");
    reinti_emit(out, x.n_negative, "n_neg");
    reinti_emit(out, x.sign_p, "exact_p");
    return REINT_OK;
}
