/* repeated.c -- three or more answers of the same persons: Cochran's Q, Friedman's test, mid-ranks.
 *
 * Reads:    n x k answers, a person a row.
 * Missing:  a person with a missing answer is left out (listwise); nobody left or nobody changes: NaN.
 * Sources:  at each function in paired.h. */
#include <config.h>

#include "stats/paired.h"

#include <stdlib.h>

#include "stats/internal.h"
#include "stats/rank.h"
#include "stats/tail.h"

static int
by_x(const void *a, const void *b)
{
    double x = ((const reinti_place_of *)a)->x, y = ((const reinti_place_of *)b)->x;

    return (x > y) - (x < y);
}

double
reinti_mid_ranks(const double *x, size_t n, double *rank, reinti_place_of *room)
{
    double ties = 0;

    for (size_t i = 0; i < n; i++)
        room[i] = (reinti_place_of){ x[i], i };
    qsort(room, n, sizeof *room, by_x);
    for (size_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && room[j].x == room[i].x; j++)
            ;
        for (size_t k = i; k < j; k++)
            rank[room[k].at] = (double)(i + 1 + j) / 2;
        ties += (double)(j - i) * ((double)(j - i) * (double)(j - i) - 1);
    }
    return ties;
}

static bool
complete(const double *row, size_t k)
{
    for (size_t j = 0; j < k; j++)
        if (isnan(row[j]))
            return false;
    return true;
}

reint_status
reint_cochran_test(const double *x, size_t n, size_t k, reint_cochran *out)
{
    double *sum = reinti_room(k, sizeof *sum), all = 0, rows2 = 0, cols2 = 0, kk = (double)k;

    *out = (reint_cochran){ 0, NAN, kk - 1, NAN, "nobody changed" };
    if (!sum)
        return REINT_NO_MEMORY;
    for (size_t i = 0; i < n; i++) {
        double row = 0;
        if (!complete(x + i * k, k))
            continue;
        for (size_t j = 0; j < k; j++) {
            double v = x[i * k + j];
            if (v != 0 && v != 1) {
                free(sum);
                return REINT_ARGUMENT;
            }
            sum[j] += v;
            row += v;
        }
        all += row;
        rows2 += row * row;
        out->n++;
    }
    for (size_t j = 0; j < k; j++)
        cols2 += sum[j] * sum[j];
    free(sum);
    out->q = reinti_ratio((kk - 1) * (kk * cols2 - all * all), kk * all - rows2);
    if (!isnan(out->q)) {
        out->undefined = NULL;
        out->p = reint_chi2_upper(out->q, kk - 1);
    }
    return REINT_OK;
}

reint_status
reint_friedman_test(const double *x, size_t n, size_t k, double *mean_rank, reint_friedman *out)
{
    double *rank = reinti_room(k, sizeof *rank), ties = 0, squares = 0, kk = (double)k, m = 0;
    reinti_place_of *room = reinti_room(k, sizeof *room);
    reint_status status = rank && room ? REINT_OK : REINT_NO_MEMORY;

    *out = (reint_friedman){ 0, NAN, kk - 1, NAN, NAN, NAN, NAN, NAN, "no person varies" };
    for (size_t j = 0; j < k; j++)
        mean_rank[j] = NAN;
    if (status)
        goto done;
    for (size_t i = 0; i < n; i++) {
        if (!complete(x + i * k, k))
            continue;
        ties += reinti_mid_ranks(x + i * k, k, rank, room);
        for (size_t j = 0; j < k; j++)
            mean_rank[j] = (m > 0 ? mean_rank[j] : 0) + rank[j];
        m++;
    }
    out->n = m;
    if (!(m > 0) || k < 2)
        goto done;
    for (size_t j = 0; j < k; j++) {
        squares += mean_rank[j] * mean_rank[j];
        mean_rank[j] /= m;
    }
    out->chisq_uncorrected = 12 / (m * kk * (kk + 1)) * squares - 3 * m * (kk + 1);
    out->chisq = reinti_ratio(out->chisq_uncorrected, 1 - ties / (m * kk * (kk * kk - 1)));
    if (isnan(out->chisq))
        goto done;
    out->undefined = NULL;
    out->p = reint_chi2_upper(out->chisq, kk - 1);
    out->kendall_w = out->chisq / (m * (kk - 1));
    out->f = reinti_ratio((m - 1) * out->chisq, m * (kk - 1) - out->chisq);
    out->f_p = reint_f_upper(out->f, kk - 1, (kk - 1) * (m - 1));
done:
    free(room);
    free(rank);
    return status;
}
