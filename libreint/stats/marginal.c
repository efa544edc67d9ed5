/* marginal.c -- independence of answers with several codes: of a set from groups, or from another set.
 *
 * Reads:    which codes each case chose, which columns it is in, weights, the design.
 * Gives:    the sum of the Pearson chi-squares of all pairs of a code and a column, with its p: the codes of
 *           a case are not independent, so that the sum is no chi-square; Rao & Scott's corrections take the
 *           eigenvalues of its generalised design effects from the cases themselves, whatever the codes have
 *           to do with each other.
 * Missing:  a code that nobody or everybody chose and an empty column take no part; nothing left: NaN with a
 *           reason.
 * Sources:  at the declaration in survey.h. */
#include <config.h>

#include "stats/marginal.h"

#include <stdlib.h>

#include "stats/design.h"
#include "stats/internal.h"
#include "stats/tail.h"

#define MOST_PAIRS 2.5e7 /* numbers of a covariance */

/* The places of those of the M whose share lies between 0 and 1; for columns of which a case is in one, above
 * 0. */
static size_t
keep(const bool *in, const reinti_marginal *w, size_t m, size_t *place, double *share)
{
    size_t n = 0;

    for (size_t j = 0; j < m; j++) {
        double sum = 0;
        for (size_t i = 0; i < w->d->n; i++)
            sum += in[i * m + j] ? w->d->weight[i] : 0;
        if (!(sum > 0) || sum >= w->s.sum)
            continue;
        place[n] = j;
        share[n++] = sum / w->s.sum;
    }
    return n;
}

static void
count_both(reinti_marginal *w)
{
    reinti_sides *s = &w->s;

    for (size_t i = 0; i < w->d->n; i++)
        for (size_t j = 0; w->d->weight[i] > 0 && j < s->k; j++)
            for (size_t g = 0; w->row[i * w->n_row + s->code[j]] && g < s->c; g++)
                if (w->col[i * w->n_col + s->column[g]])
                    s->both[j * s->c + g] += w->d->weight[i] / s->sum;
}

static void
judge(const reinti_marginal *w, bool simple, reint_marginal *out)
{
    const reinti_sides *s = &w->s;
    size_t q = s->k * s->c;
    double trace = 0, squares = 0, chisq = 0;

#define SCALE(x)                                                                                             \
    (1 / (s->p[(x) / s->c] * (1 - s->p[(x) / s->c]) * s->a[(x) % s->c] *                                     \
          (s->single ? 1 : 1 - s->a[(x) % s->c])))
    for (size_t x = 0; x < q; x++) {
        double y = s->both[x] - s->p[x / s->c] * s->a[x % s->c];
        chisq += s->n * y * y * SCALE(x);
        trace += w->v[x * q + x] * SCALE(x);
        for (size_t k = 0; k < q; k++)
            squares += SCALE(x) * SCALE(k) * w->v[x * q + k] * w->v[x * q + k];
    }
#undef SCALE
    out->chisq = chisq;
    out->df = (double)(s->k * (s->single ? s->c - 1 : s->c));
    if (simple) /* what it is where nothing depends on anything: each chi-square has its own df */
        trace = out->df;
    out->deff = trace / out->df;
    out->first_p = reint_chi2_upper(chisq / out->deff, out->df);
    if (!(squares > 0)) {
        out->undefined = "no variance";
        return;
    }
    out->adjusted_df = trace * trace / squares;
    if (simple) {
        out->adjusted = chisq * trace / squares;
        out->p = reint_chi2_upper(out->adjusted, out->adjusted_df);
        return;
    }
    out->adjusted = chisq / trace;
    out->ddf = out->adjusted_df * reint_design_df(w->d, NULL);
    out->p = reint_f_upper(out->adjusted, out->adjusted_df, out->ddf);
}

/* ---- the test ------------------------------------------------------------------------------------------ */

static bool
is_valid(const reint_design *d, bool simple, const bool *col, size_t n_col, bool single)
{
    if (!(simple ? reinti_counts_valid(d->weight, d->n, false) : reinti_design_valid(d)))
        return false;
    for (size_t i = 0; single && i < d->n; i++) {
        size_t in = 0;
        for (size_t g = 0; g < n_col; g++)
            in += col[i * n_col + g];
        if (d->weight[i] > 0 && in != 1)
            return false;
    }
    return true;
}

reint_status
reint_survey_marginal(const reint_design *d, bool simple, const bool *row, size_t n_row, const bool *col,
                      size_t n_col, bool single, reint_marginal *out)
{
    reinti_marginal w = { .d = d, .row = row, .col = col, .n_row = n_row, .n_col = n_col };
    reinti_sides *s = &w.s;
    size_t q, cells;
    reint_status status = REINT_OK;

    *out = (reint_marginal){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL };
    if (!is_valid(d, simple, col, n_col, single) || __builtin_mul_overflow(n_row, n_col, &cells))
        return REINT_ARGUMENT;
    s->single = single;
    s->code = reinti_room(n_row + n_col, sizeof *s->code);
    s->p = reinti_room(n_row + n_col + cells, sizeof *s->p);
    if (!s->code || !s->p) {
        status = REINT_NO_MEMORY;
        goto done;
    }
    s->column = s->code + n_row;
    s->a = s->p + n_row;
    s->both = s->a + n_col;
    for (size_t i = 0; i < d->n; i++) {
        s->sum += d->weight[i];
        s->n += simple ? d->weight[i] : d->weight[i] > 0;
    }
    s->k = keep(row, &w, n_row, s->code, s->p);
    s->c = keep(col, &w, n_col, s->column, s->a);
    q = s->k * s->c;
    if (!s->k || s->c < (single ? 2u : 1u)) {
        out->undefined = "no code that some chose and others did not, or fewer than two groups";
        goto done;
    }
    if ((double)q * (double)q > MOST_PAIRS) {
        out->undefined = "too many codes for a test";
        goto done;
    }
    w.v = reinti_room(q * q, sizeof *w.v);
    if (!w.v)
        status = REINT_NO_MEMORY;
    if (!status) {
        count_both(&w);
        status = reinti_marginal_covariance(&w, simple, &out->undefined);
    }
    if (!status && !out->undefined)
        judge(&w, simple, out);
done:
    free(s->code);
    free(s->p);
    free(w.v);
    return status;
}
