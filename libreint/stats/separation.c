/* separation.c -- whether the estimates of a logistic model exist, and which of them run away.
 *
 * Reads:    rows a: an estimate is finite unless some direction d has a'd >= 0 for every row, and more for one
 *           (Albert & Anderson).  For answers a is x or -x, for matched sets every event less every other.
 * How:      the shortest vector of the form s + sum lambda a, lambda >= 0, s the sum of the rows, is 0 where there
 *           is no such direction and is one otherwise (Farkas): non-negative least squares of p numbers, in
 *           coordinates in which the columns are orthonormal, so that no unit of a column matters.  Rows that it
 *           tells apart are set aside and the others looked at again: all gone is complete separation.
 * Missing:  collinear columns: no answer.
 * Sources:  at the declaration in model.h; Lawson & Hanson, Solving Least Squares Problems (1974) ch. 23. */
#include <config.h>

#include "stats/separation.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"

/* Rows have length 1, and so has their mean at most: what is nearer to 0 than this is rounding. */
#define NOTHING      1e-8
#define AGAINST      1e-8
#define ON_THE_PLANE 1e-6

typedef struct cone {
    size_t n, p;
    double *row;           /* n x p, of length 1 (or 0); those set aside are behind the first n */
    double *triangle;      /* p x p: columns = orthonormal columns x triangle */
    double *d, *s;         /* p: the shortest vector so far; the mean of the rows */
    size_t *passive, m;    /* rows with lambda > 0 */
    double *lambda, *next; /* of these */
    double *basis, *part;  /* p x p: orthonormal rows that reach the passive ones; how they do */
} cone;

/* ---- coordinates ---------------------------------------------------------------------------------------- */

static double
dot(const double *a, const double *b, size_t p)
{
    double sum = 0;

    for (size_t k = 0; k < p; k++)
        sum += a[k] * b[k];
    return sum;
}

/* Makes the columns orthonormal, twice for what rounding leaves (Gram & Schmidt).  False: they are collinear. */
static bool
orthonormalise(cone *c)
{
    size_t p = c->p;

    for (size_t j = 0; j < p; j++) {
        double before = 0, length = 0;
        for (size_t i = 0; i < c->n; i++)
            before += reinti_square(c->row[i * p + j]);
        for (int pass = 0; pass < 2; pass++)
            for (size_t k = 0; k < j; k++) {
                double sum = 0;
                for (size_t i = 0; i < c->n; i++)
                    sum += c->row[i * p + k] * c->row[i * p + j];
                for (size_t i = 0; i < c->n; i++)
                    c->row[i * p + j] -= sum * c->row[i * p + k];
                c->triangle[k * p + j] += sum;
            }
        for (size_t i = 0; i < c->n; i++)
            length += reinti_square(c->row[i * p + j]);
        if (!(length > 1e-20 * before))
            return false;
        c->triangle[j * p + j] = sqrt(length);
        for (size_t i = 0; i < c->n; i++)
            c->row[i * p + j] /= sqrt(length);
    }
    return true;
}

/* Rows of length 1; one of zeros says nothing and goes. */
static void
scale_rows(cone *c)
{
    size_t kept = 0;

    for (size_t i = 0; i < c->n; i++) {
        double length = sqrt(dot(c->row + i * c->p, c->row + i * c->p, c->p));
        for (size_t k = 0; k < c->p && length > 0; k++)
            c->row[kept * c->p + k] = c->row[i * c->p + k] / length;
        kept += length > 0;
    }
    c->n = kept;
}

/* ---- the shortest vector -------------------------------------------------------------------------------- */

/* Takes from V (p) what lies in the first M orthonormal rows of BASIS; twice, for what rounding leaves.  PART (m):
 * how much of each, may be NULL. */
static void
take_out(const double *basis, size_t m, size_t p, double *v, double *part)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < m; k++) {
            double x = dot(basis + k * p, v, p);
            for (size_t a = 0; a < p; a++)
                v[a] -= x * basis[k * p + a];
            if (part)
                part[k] += x;
        }
}

/* NEXT: the lambdas of the passive rows without the bound; D: what they leave of S.  False: a row depends on the
 * others. */
static bool
solve_passive(cone *c)
{
    size_t m = c->m, p = c->p;

    memset(c->part, 0, p * p * sizeof *c->part);
    for (size_t i = 0; i < m; i++) {
        double *v = c->basis + i * p;
        memcpy(v, c->row + c->passive[i] * p, p * sizeof *v);
        take_out(c->basis, i, p, v, c->part + i * p);
        double length = sqrt(dot(v, v, p));
        if (!(length > 1e-11))
            return false;
        c->part[i * p + i] = length;
        for (size_t a = 0; a < p; a++)
            v[a] /= length;
    }
    memcpy(c->d, c->s, p * sizeof *c->d);
    memset(c->next, 0, p * sizeof *c->next);
    take_out(c->basis, m, p, c->d, c->next);
    for (size_t i = m; i-- > 0;) { /* row i is the sum over k <= i of part[i][k] basis[k] */
        c->next[i] = -c->next[i];
        for (size_t k = i + 1; k < m; k++)
            c->next[i] -= c->part[k * p + i] * c->next[k];
        c->next[i] /= c->part[i * p + i];
    }
    return true;
}

/* From LAMBDA towards NEXT until the first is 0; those at 0 leave.  True: NEXT was reached. */
static bool
step(cone *c)
{
    double factor = 1;
    size_t kept = 0, first = c->m;

    for (size_t i = 0; i < c->m; i++)
        if (c->next[i] <= 0 && c->lambda[i] / (c->lambda[i] - c->next[i]) < factor) {
            factor = c->lambda[i] / (c->lambda[i] - c->next[i]);
            first = i;
        }
    for (size_t i = 0; i < c->m; i++) {
        double x = c->lambda[i] + factor * (c->next[i] - c->lambda[i]);
        if (i == first || (first < c->m && x <= 0))
            continue;
        c->passive[kept] = c->passive[i];
        c->lambda[kept++] = x;
    }
    bool reached = kept == c->m;
    c->m = kept;
    return reached;
}

/* The row that D is most against, or n. */
static size_t
worst_row(const cone *c, double length)
{
    double worst = -AGAINST * length;
    size_t at = c->n;

    for (size_t i = 0; i < c->n; i++) {
        double x = dot(c->row + i * c->p, c->d, c->p);
        if (x < worst) {
            worst = x;
            at = i;
        }
    }
    return at;
}

/* D becomes a direction that no row is against, true; or there is none but 0, false. */
static bool
find_direction(cone *c)
{
    memset(c->s, 0, c->p * sizeof *c->s);
    for (size_t i = 0; i < c->n; i++)
        for (size_t k = 0; k < c->p; k++)
            c->s[k] += c->row[i * c->p + k] / (double)c->n;
    memcpy(c->d, c->s, c->p * sizeof *c->d);
    c->m = 0;
    for (size_t turns = 0; turns < 100 * (c->p + 1); turns++) {
        double length = sqrt(dot(c->d, c->d, c->p));
        size_t at = length > NOTHING ? worst_row(c, length) : c->n;
        if (at == c->n || c->m == c->p)
            return at == c->n && length > NOTHING;
        c->passive[c->m] = at;
        c->lambda[c->m++] = 0;
        do {
            if (!solve_passive(c))
                return false;
        } while (!step(c));
    }
    return false; /* rounding goes in circles: what it found so far is as good as 0 */
}

/* ---- which rows, which coefficients ----------------------------------------------------------------------- */

/* Rows beyond the plane go behind the others.  The number that did. */
static size_t
set_aside(cone *c)
{
    double length = sqrt(dot(c->d, c->d, c->p));
    size_t kept = 0, before = c->n;

    for (size_t i = 0; i < c->n; i++) {
        if (dot(c->row + i * c->p, c->d, c->p) > ON_THE_PLANE * length)
            continue;
        memmove(c->row + kept++ * c->p, c->row + i * c->p, c->p * sizeof *c->row);
    }
    c->n = kept;
    return before - kept;
}

/* D in the coordinates of the model: triangle x b = d.  The first direction that moves a coefficient decides. */
static void
note_terms(cone *c, const double *scale, int *toward)
{
    double largest = 0;

    for (size_t j = c->p; j-- > 0;) {
        for (size_t k = j + 1; k < c->p; k++)
            c->d[j] -= c->triangle[j * c->p + k] * c->d[k];
        c->d[j] /= c->triangle[j * c->p + j];
    }
    for (size_t j = 0; j < c->p; j++)
        largest = fmax(largest, fabs(c->d[j]) * scale[j]);
    for (size_t j = 0; j < c->p; j++)
        if (!toward[j] && fabs(c->d[j]) * scale[j] > ON_THE_PLANE * largest)
            toward[j] = c->d[j] > 0 ? 1 : -1;
}

static bool
make_room(cone *c, double **scale)
{
    size_t n = c->n, p = c->p;

    if (p > 1000000 || n > SIZE_MAX / 16 / (p + 1))
        return false;
    c->row = reinti_room(n * p + 3 * p * p + 5 * p, sizeof *c->row);
    c->passive = reinti_room(p, sizeof *c->passive);
    if (!c->row || !c->passive)
        return false;
    c->triangle = c->row + n * p;
    c->basis = c->triangle + p * p;
    c->part = c->basis + p * p;
    c->d = c->part + p * p;
    c->s = c->d + p;
    c->lambda = c->s + p;
    c->next = c->lambda + p;
    *scale = c->next + p;
    return true;
}

reint_status
reinti_separate(const double *row, size_t n, size_t p, int *toward, size_t *apart, reint_separation *out)
{
    cone c = { .n = n, .p = p };
    double *scale;
    reint_status status = REINT_NO_MEMORY;

    *out = REINT_OVERLAP;
    *apart = 0;
    memset(toward, 0, p * sizeof *toward);
    if (!n || !p)
        return REINT_OK;
    if (make_room(&c, &scale)) {
        memcpy(c.row, row, n * p * sizeof *row);
        for (size_t i = 0; i < n * p; i++)
            scale[i % p] = fmax(scale[i % p], fabs(row[i]));
        status = REINT_OK;
        bool independent = orthonormalise(&c);
        scale_rows(&c);
        for (size_t more; independent && c.n && find_direction(&c) && (more = set_aside(&c)); *apart += more)
            note_terms(&c, scale, toward);
        *out = *apart == 0 ? REINT_OVERLAP : *apart < n ? REINT_QUASI_SEPARATION : REINT_SEPARATION;
    }
    free(c.row);
    free(c.passive);
    return status;
}

const char *
reinti_separation_reason(reint_separation s)
{
    static const char *const reason[] = {
        NULL,
        "the estimates do not exist: the answers are separated but for some on the border (quasi-complete "
        "separation)",
        "the estimates do not exist: the answers are separated without error (complete separation)"
    };

    return reason[s];
}

reint_status
reint_logit_separation(const double *x, const double *y, size_t n, size_t p, int *toward, size_t *n_separated,
                       reint_separation *out)
{
    double *row;
    size_t apart;
    reint_status status;

    *out = REINT_OVERLAP;
    if (!reinti_binary_valid(x, y, n, p))
        return REINT_ARGUMENT;
    row = reinti_room(n * p, sizeof *row);
    int *kept = reinti_room(p, sizeof *kept);
    status = row && kept ? REINT_OK : REINT_NO_MEMORY;
    for (size_t i = 0; i < n * p && !status; i++)
        row[i] = y[i / p] == 1 ? x[i] : -x[i];
    if (!status)
        status = reinti_separate(row, n, p, kept, &apart, out);
    if (toward && !status)
        memcpy(toward, kept, p * sizeof *toward);
    if (n_separated && !status)
        *n_separated = apart;
    free(row);
    free(kept);
    return status;
}
