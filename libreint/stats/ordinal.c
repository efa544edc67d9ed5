/* ordinal.c -- measures of association for ordered categories and scores of one table.
 *
 * Reads:    counts and scores; empty rows and columns are dropped, the scores of the others kept.
 * Missing:  fewer than two rows or columns: NaN with a reason; t needs more than two cases.
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

/* For every cell the cases concordant and discordant with one in it. */
struct pairs {
    double *c, *d;
};

static void
find_pairs(const reinti_table *t, struct pairs *p)
{
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double c = 0, d = 0;
            for (size_t k = 0; k < t->rows; k++)
                for (size_t l = 0; k != i && l < t->cols; l++) {
                    if (l == j)
                        continue;
                    if ((k < i) == (l < j))
                        c += REINTI_AT(t, k, l);
                    else
                        d += REINTI_AT(t, k, l);
                }
            p->c[i * t->cols + j] = c;
            p->d[i * t->cols + j] = d;
        }
}

static void
by_pairs(const reinti_table *t, const struct pairs *f, reint_ordinal *out)
{
    double n = t->n, p = 0, q = 0, dr = n * n, dc = dr, m, g, v0 = 0, gap, both, root;
    double s_gamma = 0, s_tau = 0, s_col = 0, s_row = 0, s_sym = 0, tau;

    for (size_t k = 0; k < t->rows * t->cols; k++) {
        p += t->count[k] * f->c[k];
        q += t->count[k] * f->d[k];
        v0 += t->count[k] * reinti_square(f->c[k] - f->d[k]);
    }
    for (size_t i = 0; i < t->rows; i++)
        dr -= t->row[i] * t->row[i];
    for (size_t j = 0; j < t->cols; j++)
        dc -= t->col[j] * t->col[j];
    gap = p - q;
    both = dr + dc;
    root = sqrt(dr * dc);
    tau = gap / root;
    v0 = reinti_root(v0 - gap * gap / n);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            size_t k = i * t->cols + j;
            double x = t->count[k], a = f->c[k] - f->d[k], r = t->row[i], c = t->col[j];
            s_gamma += x * reinti_square(q * f->c[k] - p * f->d[k]);
            s_tau += x * reinti_square(2 * root * a + tau * (r * dc + c * dr));
            s_col += x * reinti_square(dr * a - gap * (n - r));
            s_row += x * reinti_square(dc * a - gap * (n - c));
            s_sym += x * reinti_square(both * a - gap * (2 * n - r - c));
        }
    m = (double)(t->rows < t->cols ? t->rows : t->cols);
    g = 2 * m / ((m - 1) * n * n) * v0;
    out->concordant = p;
    out->discordant = q;
    out->gamma =
        (reint_measure){ reinti_ratio(gap, p + q), reinti_ratio(4 * sqrt(s_gamma), reinti_square(p + q)),
                         reinti_ratio(2 * v0, p + q) };
    out->tau_b = (reint_measure){ tau, reinti_root(s_tau - n * n * n * tau * tau * both * both) / (dr * dc),
                                  2 * v0 / root };
    out->tau_c = (reint_measure){ m * gap / (n * n * (m - 1)), g, g };
    out->somers_col = (reint_measure){ gap / dr, 2 / (dr * dr) * sqrt(s_col), 2 / dr * v0 };
    out->somers_row = (reint_measure){ gap / dc, 2 / (dc * dc) * sqrt(s_row), 2 / dc * v0 };
    out->somers_sym = (reint_measure){ 2 * gap / both, 4 / (both * both) * sqrt(s_sym), 4 / both * v0 };
    out->somers_sym_ase1_spss = 2 * out->tau_b.ase1 / both * root;
    if (out->somers_sym_ase1_spss < REINTI_ASE_RESIDUE)
        out->somers_sym_ase1_spss = 0;
}

static double
centre(const double *margin, const double *score, size_t n, double total)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += margin[i] * (score[i] - score[0]);
    return score[0] + sum / total;
}

static reint_measure
correlation(const reinti_table *t, const double *x, const double *y)
{
    double xm = centre(t->row, x, t->rows, t->n), ym = centre(t->col, y, t->cols, t->n);
    double sx = 0, sy = 0, v = 0, w, s1 = 0, s0 = 0;

    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double k = REINTI_AT(t, i, j), a = x[i] - xm, b = y[j] - ym;
            sx += k * a * a;
            sy += k * b * b;
            v += k * a * b;
            s0 += k * a * a * b * b;
        }
    w = sqrt(sx * sy);
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double a = x[i] - xm, b = y[j] - ym;
            s1 += REINTI_AT(t, i, j) * reinti_square(w * a * b - v / (2 * w) * (a * a * sy + b * b * sx));
        }
    return (reint_measure){ v / w, sqrt(s1) / (w * w), reinti_root(s0 - v * v / t->n) / w };
}

static void
correlation_test(double r, double n, double *test, double *p)
{
    if (!(n > 2))
        return;
    *test = 1 - r * r < 1e-14 ? copysign(INFINITY, r) : r * sqrt(n - 2) / sqrt(1 - r * r);
    *p = reint_t_two_sided(*test, n - 2);
}

/* Standard errors of Spearman's rho when the ranks themselves vary with the counts: RR and RC are the ranks
 * less (n+1)/2 (Brown & Benedetti 1977; SAS PROC FREQ). */
static reint_measure
spearman_delta(const reinti_table *t, const double *rr, const double *rc, double rho, double *v, double *z)
{
    double n = t->n, f = n * n * n, g = f, vv = 0, w, mean_v = 0, mean_z = 0, s1 = 0, s0 = 0;

    for (size_t i = 0; i < t->rows; i++)
        f -= t->row[i] * t->row[i] * t->row[i];
    for (size_t j = 0; j < t->cols; j++)
        g -= t->col[j] * t->col[j] * t->col[j];
    w = sqrt(f * g) / 12;
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++)
            vv += REINTI_AT(t, i, j) * rr[i] * rc[j];
    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++) {
            double s = rr[i] * rc[j],
                   wij = -n / (96 * w) * (f * t->col[j] * t->col[j] + g * t->row[i] * t->row[i]);
            size_t at = i * t->cols + j;
            for (size_t l = 0; l < t->cols; l++) {
                s += REINTI_AT(t, i, l) * rc[l] / 2;
                for (size_t k = i + 1; k < t->rows; k++)
                    s += REINTI_AT(t, k, l) * rc[l];
            }
            for (size_t k = 0; k < t->rows; k++) {
                s += REINTI_AT(t, k, j) * rr[k] / 2;
                for (size_t l = j + 1; l < t->cols; l++)
                    s += REINTI_AT(t, k, l) * rr[k];
            }
            v[at] = n * s;
            z[at] = w * v[at] - vv * wij;
            mean_v += t->count[at] * v[at] / n;
            mean_z += t->count[at] * z[at] / n;
        }
    for (size_t k = 0; k < t->rows * t->cols; k++) {
        s1 += t->count[k] * reinti_square(z[k] - mean_z);
        s0 += t->count[k] * reinti_square(v[k] - mean_v);
    }
    return (reint_measure){ rho, sqrt(s1) / (n * w * w), sqrt(s0) / (n * w) };
}

static void
centred_ranks(const double *margin, size_t n, double total, double *out)
{
    double below = 0;

    for (size_t i = 0; i < n; i++) {
        out[i] = below + (margin[i] + 1) / 2 - (total + 1) / 2;
        below += margin[i];
    }
}

/* Correlation ratio of the scores of one side by the groups of the other. */
static double
eta(const reinti_table *t, bool of_rows)
{
    size_t groups = of_rows ? t->cols : t->rows, m = of_rows ? t->rows : t->cols;
    const double *size = of_rows ? t->col : t->row, *margin = of_rows ? t->row : t->col;
    const double *y = of_rows ? t->row_score : t->col_score;
    double mean = centre(margin, y, m, t->n), between = 0, total = 0;

    for (size_t j = 0; j < m; j++)
        total += margin[j] * reinti_square(y[j] - mean);
    for (size_t i = 0; i < groups; i++) {
        double sum = 0;
        for (size_t j = 0; j < m; j++)
            sum += (of_rows ? REINTI_AT(t, j, i) : REINTI_AT(t, i, j)) * (y[j] - mean);
        between += sum * sum / size[i];
    }
    return sqrt(between / total);
}

static void
by_scores(const reinti_table *t, double *room, reint_ordinal *out)
{
    double *rr = room, *rc = rr + t->rows, *v = rc + t->cols, *z = v + t->rows * t->cols;

    out->pearson = reinti_measure_tidy(correlation(t, t->row_score, t->col_score));
    correlation_test(out->pearson.value, t->n, &out->pearson_t, &out->pearson_p);
    centred_ranks(t->row, t->rows, t->n, rr);
    centred_ranks(t->col, t->cols, t->n, rc);
    out->spearman = reinti_measure_tidy(correlation(t, rr, rc));
    correlation_test(out->spearman.value, t->n, &out->spearman_t, &out->spearman_p);
    out->spearman_delta = reinti_measure_tidy(spearman_delta(t, rr, rc, out->spearman.value, v, z));
    out->linear = (t->n - 1) * reinti_square(out->pearson.value);
    out->linear_p = reint_chi2_upper(out->linear, 1);
    out->eta_col = eta(t, false);
    out->eta_row = eta(t, true);
}

reint_status
reint_ordinal_measures(const double *count, size_t n_rows, size_t n_cols, const double *row_score,
                       const double *col_score, reint_ordinal *out)
{
    reinti_table t;
    struct pairs p = { NULL, NULL };
    reint_status status = reinti_table_keep(count, n_rows, n_cols, row_score, col_score, &t);
    size_t cells = t.rows * t.cols;

    *out = (reint_ordinal){ NAN,     NAN,     NOTHING, NOTHING, NOTHING, NOTHING, NOTHING,
                            NOTHING, NOTHING, NOTHING, NOTHING, NAN,     NAN,     NAN,
                            NAN,     NAN,     NAN,     NAN,     NAN,     NAN,     "no valid table" };
    if (status)
        goto done;
    out->undefined = reinti_table_degenerate(&t);
    if (out->undefined)
        goto done;
    p.c = reinti_room(4 * cells + t.rows + t.cols, sizeof *p.c);
    if (!p.c) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    p.d = p.c + cells;
    find_pairs(&t, &p);
    by_pairs(&t, &p, out);
    out->gamma = reinti_measure_tidy(out->gamma);
    out->tau_b = reinti_measure_tidy(out->tau_b);
    out->tau_c = reinti_measure_tidy(out->tau_c);
    out->somers_col = reinti_measure_tidy(out->somers_col);
    out->somers_row = reinti_measure_tidy(out->somers_row);
    out->somers_sym = reinti_measure_tidy(out->somers_sym);
    by_scores(&t, p.d + cells, out);
done:
    free(p.c);
    reinti_table_free(&t);
    return status;
}
