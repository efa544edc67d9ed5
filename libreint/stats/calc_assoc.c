/* calc_assoc.c -- measures of association, exact tests, risks and kappa of a table for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* ---- measures with standard errors --------------------------------------------------------------------- */

/* FULL: also ase0, the approximate t and its p. */
static void
emit_measure(reinti_sink *out, const char *prefix, reint_measure m, bool with_p)
{
    double t = reinti_ratio(m.value, m.ase0);
    const char *reason = out->reason;

    reinti_emit(out, m.value, "%svalue", prefix);
    reinti_emit(out, m.ase1, "%sase1", prefix);
    reinti_emit(out, m.ase0, "%sase0", prefix);
    if (m.ase0 == 0)
        out->reason = "its standard error is 0";
    reinti_emit(out, t, "%st_approx", prefix);
    if (with_p)
        reinti_emit(out, reint_normal_two_sided(t), "%sp_approx", prefix);
    out->reason = reason;
}

static reint_status
nominal(const reint_input *in, reint_nominal *x, reinti_sink *out, reint_error *err)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);

    if (status)
        return status;
    status = reint_nominal_measures(t.count, t.rows, t.cols, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_lambda)
{
    reint_nominal x;
    reint_status status = nominal(in, &x, out, err);

    if (status)
        return status;
    emit_measure(out, "sym:", x.lambda_sym, true);
    emit_measure(out, "col_dep:", x.lambda_col, true);
    emit_measure(out, "row_dep:", x.lambda_row, true);
    reinti_emit(out, x.lambda_ties, "ties_in_maxima");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_gk_tau)
{
    reint_nominal x;
    reint_status status = nominal(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.tau_col.value, "col_dep:value");
    reinti_emit(out, x.tau_col.ase1, "col_dep:ase1");
    reinti_emit(out, x.tau_col_chisq, "col_dep:chisq");
    reinti_emit(out, x.tau_col_p, "col_dep:p");
    reinti_emit(out, x.tau_row.value, "row_dep:value");
    reinti_emit(out, x.tau_row.ase1, "row_dep:ase1");
    reinti_emit(out, x.tau_row_chisq, "row_dep:chisq");
    reinti_emit(out, x.tau_row_p, "row_dep:p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_uncertainty)
{
    reint_nominal x;
    reint_status status = nominal(in, &x, out, err);

    if (status)
        return status;
    emit_measure(out, "sym:", x.uncertainty_sym, false);
    emit_measure(out, "col_dep:", x.uncertainty_col, false);
    emit_measure(out, "row_dep:", x.uncertainty_row, false);
    return REINT_OK;
}

static reint_status
ordinal(const reint_input *in, reint_ordinal *x, reinti_sink *out, reint_error *err)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);

    if (status)
        return status;
    status = reint_ordinal_measures(t.count, t.rows, t.cols, t.row_code, t.col_code, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_linear)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.linear, "value");
    reinti_emit(out, isnan(x.linear) ? NAN : 1, "df");
    reinti_emit(out, x.linear_p, "p");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_concordance)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.concordant, "P");
    reinti_emit(out, x.discordant, "Q");
    return REINT_OK;
}

#define MEASURE(name, member)                                                                                \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        reint_ordinal x;                                                                                     \
        reint_status status = ordinal(in, &x, out, err);                                                     \
        if (!status)                                                                                         \
            emit_measure(out, "", x.member, true);                                                           \
        return status;                                                                                       \
    }
MEASURE(reinti_calc_gamma, gamma)
MEASURE(reinti_calc_tau_b, tau_b)
MEASURE(reinti_calc_tau_c, tau_c)

REINTI_COMPUTE(reinti_calc_somers)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (status)
        return status;
    emit_measure(out, "sym:", x.somers_sym, true);
    reinti_emit(out, x.somers_sym_ase1_spss, "sym:ase1_spss");
    emit_measure(out, "col_dep:", x.somers_col, true);
    emit_measure(out, "row_dep:", x.somers_row, true);
    return REINT_OK;
}

static void
emit_correlation(reinti_sink *out, reint_measure m, double t, double p)
{
    reinti_emit(out, m.value, "value");
    reinti_emit(out, m.ase1, "ase1");
    reinti_emit(out, m.ase0, "ase0");
    reinti_emit(out, t, "t");
    reinti_emit(out, p, "t_p");
}

REINTI_COMPUTE(reinti_calc_pearson_r)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (!status)
        emit_correlation(out, x.pearson, x.pearson_t, x.pearson_p);
    return status;
}

REINTI_COMPUTE(reinti_calc_spearman)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (status)
        return status;
    emit_correlation(out, x.spearman, x.spearman_t, x.spearman_p);
    reinti_emit(out, x.spearman_delta.ase1, "ase1_delta");
    reinti_emit(out, x.spearman_delta.ase0, "ase0_delta");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_eta)
{
    reint_ordinal x;
    reint_status status = ordinal(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.eta_col, "col_dep");
    reinti_emit(out, x.eta_row, "row_dep");
    return REINT_OK;
}

/* ---- exact tests --------------------------------------------------------------------------------------- */

REINTI_COMPUTE(reinti_calc_fisher)
{
    reinti_counted t;
    reinti_table kept;
    reint_fisher f = { .undefined = "not a 2 x 2 table" };
    double none[4] = { 0, 0, 0, 0 };
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);

    if (status)
        return status;
    status = reinti_table_keep(t.count, t.rows, t.cols, NULL, NULL, &kept);
    if (!status) /* 2 x 2 once the empty rows and columns are gone; else the test of nothing gives the NaNs */
        status = reint_fisher_test(kept.rows == 2 && kept.cols == 2 ? kept.count : none, 0.95, &f);
    if (f.undefined)
        out->reason = kept.rows == 2 && kept.cols == 2 ? f.undefined : "not a 2 x 2 table";
    reinti_table_free(&kept);
    reinti_counted_free(&t);
    if (status)
        return reinti_calc_fail(status, err);
    reinti_emit(out, f.p_two_sided, "p_two_sided");
    reinti_emit(out, f.p_less, "p_less");
    reinti_emit(out, f.p_greater, "p_greater");
    reinti_emit(out, f.p_observed, "p_observed_table");
    reinti_emit(out, f.odds_ratio, "conditional_or");
    reinti_emit(out, f.lower, "or_ci95_lower");
    reinti_emit(out, f.upper, "or_ci95_upper");
    reinti_emit(out, f.one_sided_lower, "or_onesided95_lower");
    reinti_emit(out, f.one_sided_upper, "or_onesided95_upper");
    return REINT_OK;
}

/* The number of draws and the seed: options. */
static reint_status
read_draws(const reint_input *in, double *draws, double *seed, reint_error *err)
{
    char text[64];

    *draws = 10000;
    *seed = 1;
    if (reinti_input_option(in, "draws", text, sizeof text))
        *draws = strtod(text, NULL);
    if (reinti_input_option(in, "seed", text, sizeof text))
        *seed = strtod(text, NULL);
    if (!(*draws >= 1 && *draws <= 1e8) || !(*seed >= 0 && *seed < 0x1p53) || *seed != floor(*seed))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "draws= must be 1 to 1e8, seed= a whole number");
    return REINT_OK;
}

/* Where the tables are too many to be gone through the exact p stays undefined, and simulated ones stand beside it. */
REINTI_COMPUTE(reinti_calc_exact_rxc)
{
    static const char *const name[] = { "freeman_halton", "pearson", "g2" };
    const char *reason = out->reason;
    reinti_counted t;
    double draws, seed;
    bool simulated = false;
    reint_status status = read_draws(in, &draws, &seed, err);

    if (!status)
        status = reinti_counted_read(in, NULL, false, &t, err);
    if (status)
        return status;
    for (int k = 0; k < 3 && !status; k++) {
        reint_exact x;
        reint_simulated s;
        status = reint_exact_test(t.count, t.rows, t.cols, (reint_exact_kind)k, 0, &x);
        out->reason = x.undefined ? x.undefined : reason;
        if (!status)
            reinti_emit(out, x.p, "%s_p", name[k]);
        if (status || !x.too_large)
            continue;
        simulated = true;
        status = reint_simulated_test(t.count, t.rows, t.cols, (reint_exact_kind)k, (size_t)draws,
                                      (uint64_t)seed, &s);
        out->reason = s.undefined ? s.undefined : reason;
        reinti_emit(out, s.p, "%s_simulated_p", name[k]);
        reinti_emit(out, s.lower, "%s_simulated_ci99_lower", name[k]);
        reinti_emit(out, s.upper, "%s_simulated_ci99_upper", name[k]);
    }
    reinti_counted_free(&t);
    if (status)
        return reinti_calc_fail(status, err);
    if (simulated) {
        reinti_emit(out, draws, "draws");
        reinti_emit(out, seed, "seed");
    }
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_monte_carlo)
{
    reinti_counted t;
    reint_simulated x;
    double draws, seed;
    reint_status status = read_draws(in, &draws, &seed, err);

    if (!status)
        status = reinti_counted_read(in, NULL, false, &t, err);
    if (status)
        return status;
    status =
        reint_simulated_test(t.count, t.rows, t.cols, REINT_EXACT_PEARSON, (size_t)draws, (uint64_t)seed, &x);
    reinti_counted_free(&t);
    if (status)
        return reinti_calc_fail(status, err);
    if (x.undefined)
        out->reason = x.undefined;
    reinti_emit(out, x.p, "p");
    reinti_emit(out, x.lower, "ci99_lower");
    reinti_emit(out, x.upper, "ci99_upper");
    reinti_emit(out, x.draws, "draws");
    reinti_emit(out, seed, "seed");
    return REINT_OK;
}

/* ---- 2 x 2 risks and kappa ----------------------------------------------------------------------------- */

static reint_status
risk(const reint_input *in, reint_risk *x, reinti_sink *out, reint_error *err)
{
    static const double none[4] = { 0, 0, 0, 0 };
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);
    bool fits = t.rows == 2 && t.cols == 2;

    if (status)
        return status;
    status = reint_risk_measures(fits ? t.count : none, 0.95, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = fits ? x->undefined : "not a 2 x 2 table";
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static void
emit_ratio(reinti_sink *out, const char *prefix, const reint_estimate *e)
{
    reinti_emit(out, e->value, "%svalue", prefix);
    if (!isnan(e->value))
        out->reason = "a count is 0";
    reinti_emit(out, e->se, "%slog_se", prefix);
    reinti_emit(out, e->lower, "%sci95_lower", prefix);
    reinti_emit(out, e->upper, "%sci95_upper", prefix);
}

REINTI_COMPUTE(reinti_calc_odds_ratio)
{
    reint_risk x;
    reint_status status = risk(in, &x, out, err);

    if (!status)
        emit_ratio(out, "", &x.odds_ratio);
    return status;
}

REINTI_COMPUTE(reinti_calc_haldane)
{
    reint_risk x;
    reint_status status = risk(in, &x, out, err);

    if (!status)
        emit_ratio(out, "", &x.haldane);
    return status;
}

REINTI_COMPUTE(reinti_calc_risk_ratio)
{
    reint_risk x;
    reint_status status = risk(in, &x, out, err);

    if (status)
        return status;
    emit_ratio(out, "col1:", &x.ratio[0]);
    emit_ratio(out, "col2:", &x.ratio[1]);
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_risk_difference)
{
    reint_risk x;
    reint_status status = risk(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.difference.value, "value");
    reinti_emit(out, x.difference.se, "se");
    reinti_emit(out, x.difference.lower, "wald_ci95_lower");
    reinti_emit(out, x.difference.upper, "wald_ci95_upper");
    reinti_emit(out, x.newcombe_lower, "newcombe_ci95_lower");
    reinti_emit(out, x.newcombe_upper, "newcombe_ci95_upper");
    return REINT_OK;
}

reint_status
reinti_emit_kappas(const double *count, size_t k, reinti_sink *out, reint_error *err)
{
    static const char *const name[] = { "unweighted", "linear", "quadratic" };

    for (int w = 0; w < 3; w++) {
        reint_kappa x;
        const char *reason = out->reason;
        reint_status status = reint_kappa_table(count, k, (reint_kappa_weights)w, &x);
        if (status)
            return reinti_calc_fail(status, err);
        if (x.undefined)
            out->reason = x.undefined;
        reinti_emit(out, x.po, "%s:po", name[w]);
        reinti_emit(out, x.pe, "%s:pe", name[w]);
        reinti_emit(out, x.value, "%s:value", name[w]);
        reinti_emit(out, x.ase1, "%s:ase1", name[w]);
        reinti_emit(out, x.ase0, "%s:ase0", name[w]);
        if (x.ase0 == 0)
            out->reason = "its standard error is 0";
        reinti_emit(out, x.z, "%s:z", name[w]);
        out->reason = reason;
    }
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_kappa)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, true, &t, err);

    if (status)
        return status;
    status = reinti_emit_kappas(t.count, t.rows, out, err);
    reinti_counted_free(&t);
    return status;
}
