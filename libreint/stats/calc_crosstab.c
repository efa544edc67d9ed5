/* calc_crosstab.c -- cells and chi-square statistics of a table for the registry.
 *
 * Percentages, expected counts and residuals use the table as given; tests drop empty rows and columns. */
#include <config.h>

#include "stats/calc.h"

#include "stats/internal.h"
#include "stats/stats.h"

/* ---- cells --------------------------------------------------------------------------------------------- */

/* A number of one cell from its count X, the margins R and C and the total N. */
typedef double (*cell_fn)(double x, double r, double c, double n);

static double
cell_count(double x, double r, double c, double n)
{
    (void)r, (void)c, (void)n;
    return x;
}

static double
cell_row_pct(double x, double r, double c, double n)
{
    (void)c, (void)n;
    return reinti_ratio(100 * x, r);
}

static double
cell_col_pct(double x, double r, double c, double n)
{
    (void)r, (void)n;
    return reinti_ratio(100 * x, c);
}

static double
cell_total_pct(double x, double r, double c, double n)
{
    (void)r, (void)c;
    return reinti_ratio(100 * x, n);
}

static double
cell_expected(double x, double r, double c, double n)
{
    (void)x;
    return reinti_ratio(r * c, n);
}

static double
cell_residual(double x, double r, double c, double n)
{
    return x - reinti_ratio(r * c, n);
}

static double
cell_std_residual(double x, double r, double c, double n)
{
    double e = reinti_ratio(r * c, n);

    return reinti_ratio(x - e, sqrt(e));
}

static double
cell_adj_residual(double x, double r, double c, double n)
{
    double e = reinti_ratio(r * c, n);

    return reinti_ratio(x - e, sqrt(e * (1 - r / n) * (1 - c / n)));
}

static reint_status
cells(const reint_input *in, reinti_sink *out, cell_fn fn, bool totals, reint_error *err)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);
    char a[64], b[64];

    if (status)
        return status;
    for (size_t i = 0; i < t.rows; i++)
        for (size_t j = 0; j < t.cols; j++) {
            double r = 0, c = 0;
            for (size_t k = 0; k < t.cols; k++)
                r += t.count[i * t.cols + k];
            for (size_t k = 0; k < t.rows; k++)
                c += t.count[k * t.cols + j];
            reinti_code_text(t.row, t.row_code[i], a, sizeof a);
            reinti_code_text(t.col, t.col_code[j], b, sizeof b);
            reinti_emit(out, fn(t.count[i * t.cols + j], r, c, t.valid), "row=%s;col=%s", a, b);
            if (totals && j == 0)
                reinti_emit(out, r, "row=%s;col=total", a);
            if (totals && i == 0)
                reinti_emit(out, c, "row=total;col=%s", b);
        }
    reinti_counted_free(&t);
    return REINT_OK;
}

#define CELLS(name, fn, totals)                                                                              \
    REINTI_COMPUTE(name)                                                                                     \
    {                                                                                                        \
        return cells(in, out, fn, totals, err);                                                              \
    }
CELLS(reinti_calc_count, cell_count, true)
CELLS(reinti_calc_row_pct, cell_row_pct, false)
CELLS(reinti_calc_col_pct, cell_col_pct, false)
CELLS(reinti_calc_total_pct, cell_total_pct, false)
CELLS(reinti_calc_expected, cell_expected, false)
CELLS(reinti_calc_residual, cell_residual, false)
CELLS(reinti_calc_std_residual, cell_std_residual, false)
CELLS(reinti_calc_adj_residual, cell_adj_residual, false)

/* ---- chi-square ---------------------------------------------------------------------------------------- */

static reint_status
chisq(const reint_input *in, reint_chisq *x, reinti_sink *out, reint_error *err)
{
    reinti_counted t;
    reint_status status = reinti_counted_read(in, NULL, false, &t, err);

    if (status)
        return status;
    status = reint_chisq_test(t.count, t.rows, t.cols, x);
    reinti_counted_free(&t);
    if (x->undefined)
        out->reason = x->undefined;
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static void
emit_test(reinti_sink *out, double value, double df, double p)
{
    reinti_emit(out, value, "value");
    reinti_emit(out, df, "df");
    reinti_emit(out, p, "p");
}

REINTI_COMPUTE(reinti_calc_chisq)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        emit_test(out, x.chisq, x.df, x.p);
    return status;
}

REINTI_COMPUTE(reinti_calc_yates)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        emit_test(out, x.yates, isnan(x.yates) ? NAN : 1, x.yates_p);
    return status;
}

REINTI_COMPUTE(reinti_calc_g2)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        emit_test(out, x.g2, x.df, x.g2_p);
    return status;
}

REINTI_COMPUTE(reinti_calc_min_expected)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.min_expected, "value");
    return status;
}

REINTI_COMPUTE(reinti_calc_n_expected_lt5)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.n_expected_below_5, "value");
    return status;
}

REINTI_COMPUTE(reinti_calc_phi)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.phi, "value");
    reinti_emit(out, x.phi_signed, "signed");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_cramer_v)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (status)
        return status;
    reinti_emit(out, x.cramers_v, "value");
    reinti_emit(out, x.cramers_v_corrected, "bias_corrected");
    return REINT_OK;
}

REINTI_COMPUTE(reinti_calc_contingency)
{
    reint_chisq x;
    reint_status status = chisq(in, &x, out, err);

    if (!status)
        reinti_emit(out, x.contingency, "value");
    return status;
}
