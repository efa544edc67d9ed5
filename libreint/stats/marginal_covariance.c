/* marginal_covariance.c -- how far the differences of marginal.c vary: from the cases themselves.
 *
 * Linearised values are products of a distance from a share of a code and one from a share of a column, so that the sums
 * of their squares and products follow from how many cases have which two codes and which two columns.  That is one
 * pass over the records, whatever the number of pairs; only where primary units hold several cases are the values of
 * the units themselves needed. */
#include <config.h>

#include "stats/marginal.h"

#include <stdlib.h>

#include "stats/design.h"
#include "stats/internal.h"

#define MOST_WORK 1e10 /* additions: a few seconds */
#define TOO_MUCH  "too many codes and records for a test"

/* The linearised values of case I, of all pairs.  Of groups: the codes' distance from their share in the
 * case's own group, as if the sizes of the groups were given. */
static void
linearise(const reinti_marginal *w, size_t i, double *z)
{
    const reinti_sides *s = &w->s;

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

/* Sums over the cases that chose codes a and b and are in columns g and h, a <= b, g <= h.  0 stands for everybody, the
 * others for place - 1: what a case costs is what it has, not what there is. */
struct moments {
    size_t k, c; /* with everybody */
    double *sum, work;
    size_t *code, *column; /* of one case */
};

static double *
moment(const struct moments *m, size_t a, size_t b, size_t g, size_t h)
{
    size_t low = a < b ? a : b, high = a < b ? b : a, first = g < h ? g : h, second = g < h ? h : g;

    return &m->sum[((low * m->k + high) * m->c + first) * m->c + second];
}

/* The places, from 1, of those of the M that the case has; behind N that are there already. */
static size_t
list(const bool *in, const size_t *place, size_t m, size_t *out, size_t n)
{
    for (size_t j = 0; j < m; j++)
        if (in[place[j]])
            out[n++] = j + 1;
    return n;
}

/* Adds up U, a weight of each case (0: outside).  A case that is in one column needs no pairs of columns. */
static void
add_moments(const reinti_marginal *w, const double *u, struct moments *m)
{
    for (size_t i = 0; i < w->d->n && m->work <= MOST_WORK; i++) {
        if (!(u[i] > 0))
            continue;
        size_t n_code = list(w->row + i * w->n_row, w->s.code, w->s.k, m->code, 1),
               n_column = list(w->col + i * w->n_col, w->s.column, w->s.c, m->column, !w->s.single);
        for (size_t a = 0; a < n_code; a++)
            for (size_t b = a; b < n_code; b++)
                for (size_t g = 0; g < n_column; g++)
                    for (size_t h = g; h < n_column; h++)
                        *moment(m, m->code[a], m->code[b], m->column[g], m->column[h]) += u[i];
        m->work += (double)(n_code * n_code * n_column * n_column) / 4;
    }
}

/* Sums of products become those of products of the distances from the shares: of the codes first, of groups from the
 * share within each. */
static void
centre_codes(const reinti_sides *s, struct moments *m)
{
    for (size_t g = s->single; g < m->c; g++)
        for (size_t h = g; h < (s->single ? g + 1 : m->c); h++)
            for (size_t a = 1; a < m->k; a++)
                for (size_t b = a; b < m->k; b++) {
                    double p = s->p[a - 1], q = s->p[b - 1];
                    if (s->single) {
                        p = s->both[(a - 1) * s->c + g - 1] / s->a[g - 1];
                        q = s->both[(b - 1) * s->c + g - 1] / s->a[g - 1];
                    }
                    *moment(m, a, b, g, h) += p * q * *moment(m, 0, 0, g, h) - p * *moment(m, 0, b, g, h) -
                                              q * *moment(m, 0, a, g, h);
                }
    for (size_t a = 1; s->single && a < m->k; a++)
        for (size_t b = a; b < m->k; b++)
            for (size_t g = 1; g < m->c; g++) {
                *moment(m, a, b, 0, g) = *moment(m, a, b, g, g);
                *moment(m, a, b, 0, 0) += *moment(m, a, b, g, g);
            }
}

/* What the linearised values of pair X have in the middle, and what of it the weights U leave on the average. */
static double
middle_of(const reinti_sides *s, size_t x)
{
    return s->single ? 0 : s->both[x] - s->p[x / s->c] * s->a[x % s->c];
}

/* The sum over cases of U z z' from the moments; OFF: q, the sum of U z but for the middle. */
static void
spread(const reinti_sides *s, struct moments *m, double *off, double *v)
{
    size_t q = s->k * s->c;
    double all = *moment(m, 0, 0, 0, 0);

    for (size_t x = 0; x < q && !s->single; x++) {
        size_t j = x / s->c, g = x % s->c;
        off[x] = *moment(m, 0, j + 1, 0, g + 1) - s->p[j] * *moment(m, 0, 0, 0, g + 1) -
                 s->a[g] * *moment(m, 0, j + 1, 0, 0) + s->p[j] * s->a[g] * all;
    }
    centre_codes(s, m);
    for (size_t x = 0; x < q; x++)
        for (size_t y = 0; y <= x; y++) {
            size_t a = x / s->c + 1, b = y / s->c + 1, g = x % s->c + 1, h = y % s->c + 1;
            double mx = middle_of(s, x), my = middle_of(s, y);
            v[x * q + y] = (!s->single || g == h ? *moment(m, a, b, g, h) : 0) -
                           s->a[g - 1] * *moment(m, a, b, 0, h) - s->a[h - 1] * *moment(m, a, b, 0, g) +
                           s->a[g - 1] * s->a[h - 1] * *moment(m, a, b, 0, 0) - mx * off[y] - my * off[x] +
                           mx * my * all;
            v[y * q + x] = v[x * q + y];
        }
}

/* The same, from the cases' weights U. */
static reint_status
spread_of(const reinti_marginal *w, const double *u, const char **undefined)
{
    const reinti_sides *s = &w->s;
    struct moments m = { .k = s->k + 1, .c = s->c + 1 };
    double *off = reinti_room(s->k * s->c, sizeof *off);
    reint_status status = REINT_NO_MEMORY;

    m.sum = reinti_room(m.k * m.k * m.c * m.c, sizeof *m.sum);
    m.code = reinti_room(m.k + m.c, sizeof *m.code); /* both begin with everybody, 0 */
    if (off && m.sum && m.code) {
        m.column = m.code + m.k;
        add_moments(w, u, &m);
        if (m.work > MOST_WORK)
            *undefined = TOO_MUCH;
        else
            spread(s, &m, off, w->v);
        status = REINT_OK;
    }
    free(off);
    free(m.sum);
    free(m.code);
    return status;
}

/* The covariance of the differences "both - product of the shares" in a sample of which every case is a primary unit:
 * within a stratum the spread of what the cases weigh less that of their mean. */
static reint_status
covariance_of_cases(const reinti_marginal *w, const char **undefined)
{
    const reint_design *d = w->d;
    size_t q = w->s.k * w->s.c, n_strata = d->n_strata;
    double *u = reinti_room(d->n, sizeof *u), *z = reinti_room(q, sizeof *z),
           *mean = reinti_room(n_strata * q, sizeof *mean);
    reinti_stratum *stratum = reinti_room(n_strata, sizeof *stratum);
    reint_status status = u && z && mean && stratum ? REINT_OK : REINT_NO_MEMORY;

    if (!status)
        reinti_design_strata(d, stratum, undefined);
    for (size_t i = 0; !status && i < d->n; i++) {
        size_t h = d->stratum ? d->stratum[i] : 0;
        double weight = d->weight[i] / w->s.sum;
        u[i] = stratum[h].factor * weight * weight;
        if (!(weight > 0) || !stratum[h].centred || (n_strata == 1 && !w->s.single))
            continue; /* over all cases linearised values have the sum 0 */
        linearise(w, i, z);
        for (size_t x = 0; x < q; x++)
            mean[h * q + x] += weight * z[x] / stratum[h].size;
    }
    if (!status && !*undefined)
        status = spread_of(w, u, undefined);
    for (size_t h = 0; !status && !*undefined && h < n_strata; h++)
        for (size_t x = 0; x < q && stratum[h].size > 0; x++)
            for (size_t y = 0; y < q; y++)
                w->v[x * q + y] -= stratum[h].factor * stratum[h].size * mean[h * q + x] * mean[h * q + y];
    free(u);
    free(z);
    free(mean);
    free(stratum);
    return status;
}

/* The same where primary units hold several cases: units in place of cases, with what their cases add up to. */
static reint_status
covariance_of_units(const reinti_marginal *w, const char **undefined)
{
    const reint_design *d = w->d;
    size_t q = w->s.k * w->s.c, room;
    size_t *stratum = reinti_room(d->n_psu, sizeof *stratum), *number = reinti_room(d->n_psu, sizeof *number);
    double *z = reinti_room(q, sizeof *z), *weight = reinti_room(d->n_psu, sizeof *weight), *total = NULL;
    reint_design units = *d; /* those that have a case, numbered as they come */
    reint_status status = REINT_NO_MEMORY;

    if (!__builtin_mul_overflow(d->n_psu, q, &room))
        total = reinti_room(room, sizeof *total);
    if (!stratum || !number || !z || !weight || !total)
        goto done;
    units.n = 0;
    for (size_t i = 0; i < d->n; i++) {
        size_t *known = &number[d->psu[i]], k = *known ? *known - 1 : units.n;
        if (!*known)
            *known = ++units.n;
        stratum[k] = d->stratum ? d->stratum[i] : 0;
        if (!(d->weight[i] > 0))
            continue;
        linearise(w, i, z);
        for (size_t x = 0; x < q; x++)
            total[k * q + x] += z[x] * d->weight[i] / w->s.sum;
    }
    units.n_psu = units.n;
    units.psu = NULL;
    units.weight = weight;
    units.stratum = stratum;
    status = reint_design_covariance(&units, total, q, w->v, undefined);
done:
    free(stratum);
    free(number);
    free(z);
    free(weight);
    free(total);
    return status;
}

/* Whether every case is a primary unit of its own, however they are numbered: 1 or 0; -1 without memory. */
static int
units_are_cases(const reint_design *d)
{
    bool *seen = d->psu && d->n_psu == d->n ? reinti_room(d->n_psu, sizeof *seen) : NULL;
    size_t i = 0;

    if (!d->psu || d->n_psu != d->n)
        return !d->psu;
    if (!seen)
        return -1;
    while (i < d->n && !seen[d->psu[i]])
        seen[d->psu[i++]] = true;
    free(seen);
    return i == d->n;
}

reint_status
reinti_marginal_covariance(const reinti_marginal *w, bool simple, const char **undefined)
{
    size_t q = w->s.k * w->s.c;
    reint_status status = REINT_OK;

    *undefined = NULL;
    if (simple) {
        double *u = reinti_room(w->d->n, sizeof *u);
        for (size_t i = 0; u && i < w->d->n; i++)
            u[i] = w->d->weight[i] / w->s.sum;
        status = u ? spread_of(w, u, undefined) : REINT_NO_MEMORY;
        free(u);
        return status;
    }
    int cases = units_are_cases(w->d);
    if (cases < 0)
        return REINT_NO_MEMORY;
    if (!cases && (double)w->d->n_psu * (double)q * (double)q > MOST_WORK) {
        *undefined = TOO_MUCH;
        return REINT_OK;
    }
    status = cases ? covariance_of_cases(w, undefined) : covariance_of_units(w, undefined);
    for (size_t x = 0; !status && x < q * q; x++)
        w->v[x] *= w->s.n;
    return status;
}
