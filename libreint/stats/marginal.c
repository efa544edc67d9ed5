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

#include "stats/survey.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/tail.h"

#define MOST_WORK 1e10 /* additions: a few seconds */

/* Codes and columns that take part, and what they have in common. */
struct sides {
    size_t k, c;
    size_t *code, *column; /* their places in what was given */
    double n, sum;         /* cases with a weight; sum of the weights */
    double *p, *a;         /* shares of the codes, of the columns */
    double *both;          /* k x c: share of the cases that are in both */
    bool single;           /* a case is in one column */
};

struct work {
    const reint_design *d;
    const bool *row, *col;
    size_t n_row, n_col;
    struct sides s;
    double *z, *v; /* linearised values; their covariance, q x q */
};

/* The places of those of the M whose share lies between 0 and 1; for columns of which a case is in one, above
 * 0. */
static size_t
keep(const bool *in, const struct work *w, size_t m, size_t *place, double *share)
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
count_both(struct work *w)
{
    struct sides *s = &w->s;

    for (size_t i = 0; i < w->d->n; i++)
        for (size_t j = 0; w->d->weight[i] > 0 && j < s->k; j++)
            for (size_t g = 0; w->row[i * w->n_row + s->code[j]] && g < s->c; g++)
                if (w->col[i * w->n_col + s->column[g]])
                    s->both[j * s->c + g] += w->d->weight[i] / s->sum;
}

/* The linearised values of case I, of all pairs.  Of groups: the codes' distance from their share in the
 * case's own group, as if the sizes of the groups were given. */
static void
linearise(const struct work *w, size_t i, double *z)
{
    const struct sides *s = &w->s;

    for (size_t j = 0; j < s->k; j++) {
        double chosen = w->row[i * w->n_row + s->code[j]], centre = s->p[j];
        for (size_t g = 0; s->single && g < s->c; g++)
            if (w->col[i * w->n_col + s->column[g]])
                centre = s->both[j * s->c + g] / s->a[g];
        for (size_t g = 0; g < s->c; g++) {
            double in = w->col[i * w->n_col + s->column[g]];
            double y = s->single ? 0 : s->both[j * s->c + g] - s->p[j] * s->a[g];
            z[j * s->c + g] = (chosen - centre) * (in - s->a[g]) - y;
        }
    }
}

/* n times the covariance of the differences "both - product of the shares". */
static reint_status
covariance(struct work *w, bool simple, const char **undefined)
{
    size_t q = w->s.k * w->s.c;
    reint_status status = REINT_OK;

    *undefined = NULL;
    for (size_t i = 0; i < w->d->n; i++) {
        double *z = simple ? w->z : w->z + i * q, weight = w->d->weight[i];
        if (!(weight > 0))
            continue;
        linearise(w, i, z);
        for (size_t x = 0; simple && x < q; x++)
            for (size_t y = 0; y <= x; y++)
                w->v[x * q + y] += weight * z[x] * z[y] / w->s.sum;
        for (size_t x = 0; !simple && x < q; x++)
            z[x] *= weight / w->s.sum;
    }
    for (size_t x = 0; simple && x < q; x++) /* the other half */
        for (size_t y = x + 1; y < q; y++)
            w->v[x * q + y] = w->v[y * q + x];
    if (!simple)
        status = reint_design_covariance(w->d, w->z, q, w->v, undefined);
    for (size_t x = 0; !simple && !status && x < q * q; x++)
        w->v[x] *= w->s.n;
    return status;
}

static void
judge(const struct work *w, bool simple, reint_marginal *out)
{
    const struct sides *s = &w->s;
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

static bool
is_valid(const reint_design *d, const bool *col, size_t n_col, bool single)
{
    if (!reinti_counts_valid(d->weight, d->n, false))
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
    struct work w = { .d = d, .row = row, .col = col, .n_row = n_row, .n_col = n_col };
    struct sides *s = &w.s;
    size_t q, room, cells;
    reint_status status = REINT_OK;

    *out = (reint_marginal){ NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NULL };
    if (!is_valid(d, col, n_col, single) || __builtin_mul_overflow(n_row, n_col, &cells))
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
    if ((double)d->n * (double)q * (double)q > MOST_WORK) {
        out->undefined = "too many codes and records for a test";
        goto done;
    }
    if (__builtin_mul_overflow(simple ? 1 : d->n, q, &room))
        status = REINT_NO_MEMORY;
    w.z = status ? NULL : reinti_room(room, sizeof *w.z);
    w.v = status ? NULL : reinti_room(q * q, sizeof *w.v);
    if (!w.z || !w.v)
        status = REINT_NO_MEMORY;
    if (!status) {
        count_both(&w);
        status = covariance(&w, simple, &out->undefined);
    }
    if (!status && !out->undefined)
        judge(&w, simple, out);
done:
    free(s->code);
    free(s->p);
    free(w.z);
    free(w.v);
    return status;
}
