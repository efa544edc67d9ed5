/* internal.c -- shared by the statistics: room, checks of counts, tables without their empty rows and
 * columns. */
#include <config.h>

#include "stats/internal.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

double
reinti_divergence(double o, double e)
{
    double x = (o - e) / e, power = x * x, sum = 0;

    if (o <= 0)
        return e;
    if (fabs(x) > 0.02)
        return o * log(o / e) - (o - e);
    for (int k = 2; k < 12; k++, power *= -x) /* (1+x) log(1+x) - x */
        sum += power / (k * (k - 1));
    return e * sum;
}

double
reinti_log_gamma(double x)
{
    int sign;

    return lgamma_r(x, &sign);
}

void *
reinti_room(size_t n, size_t size)
{
    if (size && n > SIZE_MAX / size)
        return NULL;
    return calloc(n ? n : 1, size ? size : 1);
}

bool
reinti_counts_valid(const double *count, size_t n, bool whole)
{
    for (size_t i = 0; i < n; i++)
        if (!(count[i] >= 0) || !isfinite(count[i]) ||
            (whole && (count[i] != floor(count[i]) || count[i] >= 9007199254740992.0)))
            return false;
    return true;
}

static double
line_sum(const double *first, size_t n, size_t step)
{
    double sum = 0;

    for (size_t i = 0; i < n; i++)
        sum += first[i * step];
    return sum;
}

reint_status
reinti_table_keep(const double *count, size_t n_rows, size_t n_cols, const double *row_score,
                  const double *col_score, reinti_table *t)
{
    size_t cells, k = 0;
    double *p;

    memset(t, 0, sizeof *t);
    if (n_cols && n_rows > SIZE_MAX / 16 / n_cols)
        return REINT_NO_MEMORY;
    cells = n_rows * n_cols;
    if (!reinti_counts_valid(count, cells, false))
        return REINT_ARGUMENT;
    for (size_t i = 0; row_score && i < n_rows; i++)
        if (!isfinite(row_score[i]))
            return REINT_ARGUMENT;
    for (size_t j = 0; col_score && j < n_cols; j++)
        if (!isfinite(col_score[j]))
            return REINT_ARGUMENT;
    p = t->block = reinti_room(cells + 2 * (n_rows + n_cols), sizeof *p);
    if (!p)
        return REINT_NO_MEMORY;
    t->count = p;
    t->row = t->count + cells;
    t->col = t->row + n_rows;
    t->row_score = t->col + n_cols;
    t->col_score = t->row_score + n_rows;
    for (size_t j = 0; j < n_cols; j++) {
        double sum = line_sum(count + j, n_rows, n_cols);
        if (sum > 0) {
            t->col[t->cols] = sum;
            t->col_score[t->cols++] = col_score ? col_score[j] : (double)(j + 1);
        }
    }
    for (size_t i = 0; i < n_rows; i++) {
        double sum = line_sum(count + i * n_cols, n_cols, 1);
        if (!(sum > 0))
            continue;
        t->row[t->rows] = sum;
        t->row_score[t->rows++] = row_score ? row_score[i] : (double)(i + 1);
        t->n += sum;
        for (size_t j = 0; j < n_cols; j++)
            if (line_sum(count + j, n_rows, n_cols) > 0)
                t->count[k++] = count[i * n_cols + j];
    }
    return REINT_OK;
}

void
reinti_table_free(reinti_table *t)
{
    free(t->block);
    memset(t, 0, sizeof *t);
}

const char *
reinti_table_degenerate(const reinti_table *t)
{
    if (!(t->n > 0))
        return "no case";
    if (t->rows < 2)
        return "fewer than two rows are used";
    if (t->cols < 2)
        return "fewer than two columns are used";
    return NULL;
}
