/* exact.c -- exact test of an r x c table.
 *
 * Reads:    whole counts; empty rows and columns are dropped, the table is turned so that it has no more
 *           columns than rows.
 * How:      a network over the rows (network.c); a 2 x 2 table simply by all its tables.
 * Missing:  fewer than two rows or columns: NaN.  More steps than allowed: NaN with a reason, never a guess.
 */
#include <config.h>

#include "stats/exact.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/network.h"
#include "stats/tail.h"
#include "stats/tail_count.h"

#define USUAL_WORK 1.2e8

double
reinti_exact_term(reint_exact_kind kind, double x, double expected)
{
    switch (kind) {
    case REINT_EXACT_PROBABILITY:
        return reinti_log_gamma(x + 1);
    case REINT_EXACT_PEARSON:
        return x * x / expected;
    default:
        return x > 0 ? 2 * x * log(x / expected) : 0;
    }
}

double
reinti_exact_threshold(const reinti_table *t, reint_exact_kind kind)
{
    double sum = 0;

    for (size_t i = 0; i < t->rows; i++)
        for (size_t j = 0; j < t->cols; j++)
            sum += reinti_exact_term(kind, REINTI_AT(t, i, j), t->row[i] * t->col[j] / t->n);
    if (kind == REINT_EXACT_PROBABILITY)
        return sum - 1e-7; /* a relative slack of 1e-7 on the probability */
    if (kind == REINT_EXACT_PEARSON)
        return (sum - t->n) * (1 - 1e-7) - 1e-10 + t->n;
    return sum * (1 - 1e-7) - 1e-10;
}

const char *
reinti_exact_degenerate(const reinti_table *t)
{
    const char *reason = reinti_table_degenerate(t);

    return reason                                                   ? reason
           : reinti_counts_valid(t->count, t->rows * t->cols, true) ? NULL
                                                                    : "the counts are not whole numbers";
}

/* log of the ways to fill a row of X in K columns. */
static double
ways(double x, double k)
{
    return reinti_log_gamma(x + k) - reinti_log_gamma(x + 1) - reinti_log_gamma(k);
}

/* The order in which the rows are filled.  What costs is the row before the last two, once for every way to fill those
 * before it and once for every way to fill the last two; two rows of one size have half as many ways that differ.  All
 * choices of these three are weighed; the others stand in ascending order, few ways where the network is narrow. */
static void
order_rows(const double *row, size_t n, size_t cols, int *order)
{
    int up[REINTI_MOST_CASES];
    double all = 0, k = (double)cols, least = INFINITY;
    size_t middle = n, a = n, b = n, at = 0;

    for (size_t i = 0; i < n; i++) {
        size_t j = i;
        for (; j > 0 && row[up[j - 1]] > row[i]; j--)
            up[j] = up[j - 1];
        up[j] = (int)i;
        all += ways(row[i], k);
    }
    for (size_t x = 0; n > 2 && x < n; x++)
        for (size_t y = x + 1; y < n; y++)
            for (size_t m = 0; m < n; m++) {
                double last = ways(row[up[x]], k) + ways(row[up[y]], k), mid = ways(row[up[m]], k),
                       before = all - last - mid;
                if (m == x || m == y)
                    continue;
                for (size_t i = 1; i < n; i++) /* equal ones that stay together */
                    if (row[up[i]] == row[up[i - 1]] && i != x && i != y && i != m && i - 1 != x &&
                        i - 1 != y && i - 1 != m)
                        before -= log(2);
                last -= row[up[x]] == row[up[y]] ? log(2) : 0;
                double cost = mid + fmax(before, last) + log1p(exp(-fabs(before - last)));
                if (cost < least - 1e-9) {
                    least = cost;
                    middle = m;
                    a = x;
                    b = y;
                }
            }
    for (size_t i = 0; i < n; i++)
        if (i != middle && i != a && i != b)
            order[at++] = up[i];
    for (size_t i = 0; n > 2 && i < 3; i++)
        order[at++] = up[(const size_t[]){ middle, a, b }[i]];
}

/* Fills the tables of terms and binomial coefficients, the row and column margins and the first node. */
static bool
prepare(reinti_network *w, const reinti_table *t, reint_exact_kind kind)
{
    bool turn = t->cols > t->rows;
    const double *row = turn ? t->col : t->row, *col = turn ? t->row : t->col;
    int first[REINTI_MOST_COLUMNS] = { 0 }, order[REINTI_MOST_CASES], place[REINTI_MOST_COLUMNS];
    double nodes = 1;

    w->rows = turn ? t->cols : t->rows;
    w->cols = turn ? t->rows : t->cols;
    w->n = (size_t)t->n;
    w->stage = reinti_room(w->rows, sizeof *w->stage);
    w->term = reinti_room(w->rows * w->cols * (w->n + 1), sizeof *w->term);
    w->choose = reinti_room((w->n + 1) * (w->n + 1), sizeof *w->choose);
    if (!w->stage || !w->term || !w->choose)
        return false;
    order_rows(row, w->rows, w->cols, order);
    for (size_t j = 0; j < w->cols; j++) {
        size_t k = j;
        for (; k > 0 && col[place[k - 1]] < col[j]; k--)
            place[k] = place[k - 1];
        place[k] = (int)j;
    }
    for (size_t j = 0; j < w->cols; j++) {
        first[j] = (int)col[place[j]];
        w->group[j] = kind == REINT_EXACT_PROBABILITY ? 0 : first[j];
        w->radix[j] = (uint64_t)nodes; /* at most (n/c + 1)^c for c columns: checked below */
        nodes *= first[0] + 1;
        if (nodes > 9e18)
            return true; /* the caller sees no stage 0 and gives up */
    }
    w->n_keys = nodes * (double)w->rows <= REINTI_MOST_KEYS ? (uint64_t)nodes : 0;
    w->largest = first[0];
    for (size_t i = 0; i < w->rows; i++) {
        w->row[i] = (int)row[order[i]];
        for (size_t j = 0; j < w->cols; j++)
            for (size_t x = 0; x <= w->n; x++)
                w->term[(i * w->cols + j) * (w->n + 1) + x] =
                    reinti_exact_term(kind, (double)x, row[order[i]] * col[place[j]] / t->n);
    }
    for (size_t a = 0; a <= w->n; a++)
        for (size_t b = 0; b <= a; b++)
            w->choose[a * (w->n + 1) + b] = b == 0 || b == a ? 1
                                                             : w->choose[(a - 1) * (w->n + 1) + b - 1] +
                                                                   w->choose[(a - 1) * (w->n + 1) + b];
    return reinti_network_begin(w, first);
}

struct aim {
    const reinti_table *t;
    reint_exact_kind kind;
    double threshold;
};

/* Whether the 2 x 2 table of the margins with A in its first cell reaches the threshold. */
static bool
reaches(const void *aim, double a)
{
    const struct aim *m = aim;
    const double *row = m->t->row, *col = m->t->col;
    double x[4] = { a, row[0] - a, col[0] - a, col[1] - row[0] + a }, sum = 0;

    for (size_t k = 0; k < 4; k++)
        sum += reinti_exact_term(m->kind, x[k], row[k / 2] * col[k % 2] / m->t->n);
    return sum >= m->threshold;
}

/* A 2 x 2 table of any size: the statistic is convex in the first cell, so what reaches the threshold are two tails. */
static double
two_by_two(const reinti_table *t, reint_exact_kind kind, double threshold)
{
    double white = t->col[0], black = t->col[1], drawn = t->row[0], low = fmax(0, drawn - black),
           high = fmin(drawn, white), p = 0;
    double least =
        kind == REINT_EXACT_PROBABILITY ? (drawn + 1) * (white + 1) / (t->n + 2) : drawn * white / t->n;
    double middle = fmin(high, fmax(low, floor(least)));
    struct aim aim = { t, kind, threshold };

    for (int side = 0; side < 2; side++) {
        double in = side ? middle + 1 : middle, out = side ? high + 1 : low - 1;
        if (side && in > high)
            break;
        out = reaches(&aim, in) ? in : reinti_first_extreme(in, out, reaches, &aim);
        p += side ? reint_hypergeometric_upper(out, white, black, drawn)
                  : reint_hypergeometric_lower(out, white, black, drawn);
    }
    return fmin(1, p);
}

reint_status
reint_exact_test(const double *count, size_t n_rows, size_t n_cols, reint_exact_kind kind, double work,
                 reint_exact *out)
{
    reinti_table t;
    reinti_network *w = NULL;
    reint_status status = reinti_table_keep(count, n_rows, n_cols, NULL, NULL, &t);

    *out = (reint_exact){ NAN, 0, "no valid table", 0 };
    if (status)
        goto done;
    out->undefined = reinti_exact_degenerate(&t);
    if (out->undefined)
        goto done;
    if (t.rows == 2 && t.cols == 2) {
        out->p = two_by_two(&t, kind, reinti_exact_threshold(&t, kind));
        goto done;
    }
    out->undefined = "too many tables for an exact answer: use a simulation";
    out->too_large = 1;
    if (t.n > REINTI_MOST_CASES || (t.rows > REINTI_MOST_COLUMNS && t.cols > REINTI_MOST_COLUMNS))
        goto done;
    status = REINT_NO_MEMORY;
    w = reinti_room(1, sizeof *w);
    if (!w)
        goto done;
    w->limit = work > 0 ? work : USUAL_WORK;
    w->threshold = reinti_exact_threshold(&t, kind);
    if (!prepare(w, &t, kind))
        goto done;
    if (w->stage[0].n)
        reinti_network_run(w);
    if (w->failed)
        goto done;
    status = REINT_OK;
    out->work = w->work;
    if (w->stage[0].n && w->work <= w->limit) {
        out->p = fmin(1, w->p);
        out->undefined = NULL;
        out->too_large = 0;
    }
done:
    if (w)
        reinti_network_free(w);
    reinti_table_free(&t);
    return status;
}
