/* nominal.c -- lambda, Goodman and Kruskal's tau and the uncertainty coefficient of one table.
 *
 * Reads:    counts; empty rows and columns are dropped.
 * Missing:  fewer than two rows or columns: NaN with a reason; a lambda whose denominator is 0: NaN.
 * Sources:  at the declaration in crosstab.h. */
#include <config.h>

#include "stats/crosstab.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/tail.h"

#define NOTHING                                                                                              \
    {                                                                                                        \
        NAN, NAN, NAN                                                                                        \
    }

/* What prediction knows of one direction: the first largest cell of every line, the largest margin. */
struct modes {
    size_t *of_row, *of_col; /* place of the first maximum of each row, each column */
    size_t row, col;         /* the largest margins */
    double sum_row, sum_col; /* of the maxima of rows, of columns */
    bool ties;
};

static size_t
first_most(const double *x, size_t n, size_t step, bool *ties)
{
    size_t at = 0, equal = 0;

    for (size_t i = 1; i < n; i++)
        if (x[i * step] > x[at * step])
            at = i;
    for (size_t i = 0; i < n; i++)
        equal += x[i * step] == x[at * step];
    *ties = *ties || equal > 1;
    return at;
}

static void
find_modes(const reinti_table *t, struct modes *m)
{
    for (size_t i = 0; i < t->rows; i++) {
        m->of_row[i] = first_most(t->count + i * t->cols, t->cols, 1, &m->ties);
        m->sum_row += REINTI_AT(t, i, m->of_row[i]);
    }
    for (size_t j = 0; j < t->cols; j++) {
        m->of_col[j] = first_most(t->count + j, t->rows, t->cols, &m->ties);
        m->sum_col += REINTI_AT(t, m->of_col[j], j);
    }
    m->row = first_most(t->row, t->rows, 1, &m->ties);
    m->col = first_most(t->col, t->cols, 1, &m->ties);
}

/* Lambda with parts COL (predict the column) and ROW (predict the row), each 0 or 1. */
static reint_measure
lambda(const reinti_table *t, const struct modes *m, int col, int row)
{
    double gain = col * (m->sum_row - t->col[m->col]) + row * (m->sum_col - t->row[m->row]);
    double room = col * (t->n - t->col[m->col]) + row * (t->n - t->row[m->row]);
    double value = reinti_ratio(gain, room), s1 = 0, s0 = 0, both = col + row;

    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double hit = col * (m->of_row[i] == j) + row * (m->of_col[j] == i);
            double base = col * (m->col == j) + row * (m->row == i);
            s1 += REINTI_AT(t, i, j) * reinti_square(hit - base + value * base);
            s0 += REINTI_AT(t, i, j) * reinti_square(hit - base);
        }
    return (reint_measure){ value, reinti_ratio(reinti_root(s1 - both * both * t->n * value * value), room),
                            reinti_ratio(reinti_root(s0 - gain * gain / t->n), room) };
}

/* Goodman-Kruskal tau; TURN exchanges rows and columns. */
static reint_measure
tau(const reinti_table *t, bool turn)
{
    size_t rows = turn ? t->cols : t->rows, cols = turn ? t->rows : t->cols;
    const double *r = turn ? t->col : t->row, *c = turn ? t->row : t->col;
    double n = t->n, explained = 0, gain = 0, c2 = 0, value, d, variance = 0;

    for (size_t i = 0; i < rows; i++)
        for (size_t j = 0; j < cols; j++) {
            double x = turn ? REINTI_AT(t, j, i) : REINTI_AT(t, i, j);
            explained += x * x / r[i];
            gain += reinti_square(x - r[i] * c[j] / n) / r[i]; /* explained - c2 / n, without cancellation */
        }
    for (size_t j = 0; j < cols; j++)
        c2 += c[j] * c[j];
    d = n * n - c2;
    value = n * gain / d;
    for (size_t i = 0; i < rows; i++) {
        double row2 = 0;
        for (size_t j = 0; j < cols; j++)
            row2 += reinti_square(turn ? REINTI_AT(t, j, i) : REINTI_AT(t, i, j));
        for (size_t j = 0; j < cols; j++) {
            double x = turn ? REINTI_AT(t, j, i) : REINTI_AT(t, i, j);
            double dn = explained + n * (2 * x / r[i] - row2 / (r[i] * r[i])) - 2 * c[j],
                   dd = 2 * n - 2 * c[j];
            variance += x * reinti_square((dn - value * dd) / d);
        }
    }
    return (reint_measure){ value, reinti_root(variance), NAN };
}

static double
entropy(const double *x, size_t n, double total)
{
    double h = 0;

    for (size_t i = 0; i < n; i++)
        if (x[i] > 0)
            h -= x[i] / total * log(x[i] / total);
    return h;
}

static void
uncertainty(const reinti_table *t, reint_nominal *out)
{
    double n = t->n, hr = entropy(t->row, t->rows, n), hc = entropy(t->col, t->cols, n);
    double hrc = entropy(t->count, t->rows * t->cols, n), shared = 0; /* hr + hc - hrc */
    double sc = 0, sr = 0, ss = 0, p = 0, m;

    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double x = REINTI_AT(t, i, j), r = t->row[i], c = t->col[j];
            shared += reinti_divergence(x, r * c / n) / n;
            if (!(x > 0))
                continue;
            sc += x * reinti_square(hc * log(x / r) + (hr - hrc) * log(c / n));
            sr += x * reinti_square(hr * log(x / c) + (hc - hrc) * log(r / n));
            ss += x * reinti_square(hrc * log(r * c / (n * n)) - (hr + hc) * log(x / n));
            p += x * reinti_square(log(r * c / (n * x)));
        }
    m = reinti_root(p - n * shared * shared);
    out->uncertainty_col = (reint_measure){ shared / hc, sqrt(sc) / (n * hc * hc), m / (n * hc) };
    out->uncertainty_row = (reint_measure){ shared / hr, sqrt(sr) / (n * hr * hr), m / (n * hr) };
    out->uncertainty_sym =
        (reint_measure){ 2 * shared / (hr + hc), 2 * sqrt(ss) / (n * reinti_square(hr + hc)),
                         2 * m / (n * (hr + hc)) };
}

reint_status
reint_nominal_measures(const double *count, size_t n_rows, size_t n_cols, reint_nominal *out)
{
    reinti_table t;
    struct modes m = { NULL, NULL, 0, 0, 0, 0, false };
    reint_status status = reinti_table_keep(count, n_rows, n_cols, NULL, NULL, &t);

    *out = (reint_nominal){ NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,         NOTHING,
                            NAN,     NAN,     NAN,     NAN,     NAN,     NAN,     "no valid table" };
    if (status)
        goto done;
    out->undefined = reinti_table_degenerate(&t);
    if (out->undefined)
        goto done;
    m.of_row = reinti_room(t.rows + t.cols, sizeof *m.of_row);
    if (!m.of_row) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    m.of_col = m.of_row + t.rows;
    find_modes(&t, &m);
    out->lambda_sym = reinti_measure_tidy(lambda(&t, &m, 1, 1));
    out->lambda_col = reinti_measure_tidy(lambda(&t, &m, 1, 0));
    out->lambda_row = reinti_measure_tidy(lambda(&t, &m, 0, 1));
    out->lambda_ties = m.ties;
    reint_measure tau_col = tau(&t, false), tau_row = tau(&t, true);
    out->tau_col = reinti_measure_tidy(tau_col);
    out->tau_row = reinti_measure_tidy(tau_row);
    out->df = (double)(t.rows - 1) * (double)(t.cols - 1);
    out->tau_col_chisq = (t.n - 1) * (double)(t.cols - 1) * tau_col.value;
    out->tau_row_chisq = (t.n - 1) * (double)(t.rows - 1) * tau_row.value;
    out->tau_col_p = reint_chi2_upper(out->tau_col_chisq, out->df);
    out->tau_row_p = reint_chi2_upper(out->tau_row_chisq, out->df);
    uncertainty(&t, out);
    out->uncertainty_sym = reinti_measure_tidy(out->uncertainty_sym);
    out->uncertainty_col = reinti_measure_tidy(out->uncertainty_col);
    out->uncertainty_row = reinti_measure_tidy(out->uncertainty_row);
done:
    free(m.of_row);
    reinti_table_free(&t);
    return status;
}
