/* rake.c -- weights fitted to given margins, one margin after the other until all hold.
 *
 * Reads:    starting weights, the category of every case in each margin, the targets.
 * Missing:  a category wanted that has no case can never be met: NaN with a reason; a category with
 *           cases whose target is 0 takes weight 0.
 * Source:   Deming & Stephan, Ann. Math. Stat. 11 (1940) 427. */
#include <config.h>

#include "stats/survey.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"

static void
sum_categories(const reint_margin *m, const double *w, size_t n, double *sum)
{
    memset(sum, 0, m->k * sizeof *sum);
    for (size_t i = 0; i < n; i++)
        sum[m->category[i]] += w[i];
}

/* NULL, or why the targets cannot be met; SUM has room for the largest margin. */
static const char *
impossible(const double *w, size_t n, const reint_margin *margin, size_t n_margins, double *sum)
{
    double first = 0;

    for (size_t m = 0; m < n_margins; m++) {
        double total = 0;
        sum_categories(&margin[m], w, n, sum);
        for (size_t c = 0; c < margin[m].k; c++) {
            total += margin[m].target[c];
            if (margin[m].target[c] > 0 && !(sum[c] > 0))
                return "a category with a target has no case";
        }
        if (m == 0)
            first = total;
        if (!(fabs(total - first) <= 1e-6 * first) || !(first > 0))
            return "the targets of the margins do not add up to the same total";
    }
    return n_margins ? NULL : "no margin";
}

/* Scales the weights to margin M; answers the largest relative gap before. */
static double
fit_margin(const reint_margin *m, double *w, size_t n, double *sum)
{
    double gap = 0;

    sum_categories(m, w, n, sum);
    for (size_t c = 0; c < m->k; c++) {
        if (m->target[c] > 0)
            gap = fmax(gap, fabs(sum[c] - m->target[c]) / m->target[c]);
        sum[c] = sum[c] > 0 ? m->target[c] / sum[c] : 0;
    }
    for (size_t i = 0; i < n; i++)
        w[i] *= sum[m->category[i]];
    return gap;
}

static double
kish_effect(const double *w, size_t n)
{
    double sum = 0, squares = 0, used = 0;

    for (size_t i = 0; i < n; i++) {
        sum += w[i];
        squares += w[i] * w[i];
        used += w[i] > 0;
    }
    return used * squares / (sum * sum);
}

reint_status
reint_rake(const double *w, size_t n, const reint_margin *margin, size_t n_margins, double tolerance,
           size_t most, double *out, reint_raking *result)
{
    size_t largest = 0;
    double *sum, gap = INFINITY;

    *result = (reint_raking){ NAN, 0, NAN, NAN, "no valid weights" };
    for (size_t i = 0; i < n; i++)
        out[i] = NAN;
    if (!reinti_counts_valid(w, n, false) || !(tolerance > 0))
        return REINT_ARGUMENT;
    for (size_t m = 0; m < n_margins; m++) {
        if (!reinti_counts_valid(margin[m].target, margin[m].k, false))
            return REINT_ARGUMENT;
        for (size_t i = 0; i < n; i++)
            if (margin[m].category[i] >= margin[m].k)
                return REINT_ARGUMENT;
        largest = margin[m].k > largest ? margin[m].k : largest;
    }
    sum = reinti_room(largest, sizeof *sum);
    if (!sum)
        return REINT_NO_MEMORY;
    result->undefined = impossible(w, n, margin, n_margins, sum);
    if (!result->undefined) {
        memcpy(out, w, n * sizeof *out);
        /* the gap of a round is what the margins before the last had lost through the later ones */
        while (result->rounds < (double)most && gap > tolerance) {
            gap = 0;
            for (size_t m = 0; m < n_margins; m++)
                gap = fmax(gap, fit_margin(&margin[m], out, n, sum));
            result->rounds++;
        }
        result->gap = gap;
        result->converged = gap <= tolerance;
        result->deff = kish_effect(out, n);
    }
    free(sum);
    return REINT_OK;
}
