/* clogit.c -- conditional logistic regression: pairs and other matched sets, exactly.
 *
 * Reads:    a model matrix without ones, answers of 0 and 1, the set of each.
 * Missing:  no set with both answers, columns that do not vary within sets, separation: NaN with a reason.
 * Sources:  at the declaration in model.h. */
#include <config.h>

#include "stats/model.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/separation.h"

enum { MOST_STEPS = 100 };

struct fit {
    const double *x, *y;
    size_t p, n_sets, largest;
    size_t *order, *start;
    double *b, *db, *ddb; /* sums over subsets of 0..d cases, and their derivatives */
    double *eta, *score, *information, *inverse, *room, *step, *trial;
    double loglik, informative;
};

static void
sort_cases(struct fit *f, const size_t *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        f->start[set[i] + 1]++;
    for (size_t c = 0; c < f->n_sets; c++) {
        f->largest = f->start[c + 1] > f->largest ? f->start[c + 1] : f->largest;
        f->start[c + 1] += f->start[c];
    }
    for (size_t i = 0; i < n; i++)
        f->order[f->start[set[i]]++] = i;
    for (size_t c = f->n_sets; c > 0; c--)
        f->start[c] = f->start[c - 1];
    f->start[0] = 0;
}

/* Case X with weight W may now be among the chosen: every sum gains the sums of one case less. */
static void
choose(struct fit *f, const double *x, double w, size_t d)
{
    size_t p = f->p;

    for (size_t j = d; j > 0; j--) {
        const double less = f->b[j - 1], *dless = f->db + (j - 1) * p, *ddless = f->ddb + (j - 1) * p * p;
        double *db = f->db + j * p, *ddb = f->ddb + j * p * p;
        for (size_t a = 0; a < p; a++)
            for (size_t c = 0; c <= a; c++)
                ddb[a * p + c] +=
                    w * (ddless[a * p + c] + x[a] * dless[c] + dless[a] * x[c] + x[a] * x[c] * less);
        for (size_t a = 0; a < p; a++)
            db[a] += w * (dless[a] + x[a] * less);
        f->b[j] += w * less;
    }
}

/* Set C adds to likelihood, score and information. */
static void
add_set(struct fit *f, size_t c, const double *beta)
{
    size_t p = f->p, d = 0, from = f->start[c], to = f->start[c + 1];
    double most = -INFINITY;
    const double *db, *ddb;

    for (size_t j = from; j < to; j++) {
        const double *x = f->x + f->order[j] * p;
        double eta = 0;
        for (size_t a = 0; a < p; a++)
            eta += x[a] * beta[a];
        f->eta[j - from] = eta;
        most = fmax(most, eta);
        d += f->y[f->order[j]] == 1;
    }
    if (d == 0 || d == to - from)
        return;
    f->informative++;
    memset(f->b, 0, (d + 1) * sizeof *f->b);
    memset(f->db, 0, (d + 1) * p * sizeof *f->db);
    memset(f->ddb, 0, (d + 1) * p * p * sizeof *f->ddb);
    f->b[0] = 1;
    for (size_t j = from; j < to; j++) {
        const double *x = f->x + f->order[j] * p;
        choose(f, x, exp(f->eta[j - from] - most), d);
        if (f->y[f->order[j]] != 1)
            continue;
        f->loglik += f->eta[j - from] - most;
        for (size_t a = 0; a < p; a++)
            f->score[a] += x[a];
    }
    f->loglik -= log(f->b[d]);
    db = f->db + d * p;
    ddb = f->ddb + d * p * p;
    for (size_t a = 0; a < p; a++) {
        f->score[a] -= db[a] / f->b[d];
        for (size_t k = 0; k <= a; k++)
            f->information[a * p + k] += ddb[a * p + k] / f->b[d] - db[a] / f->b[d] * (db[k] / f->b[d]);
    }
}

static void
evaluate(struct fit *f, const double *beta)
{
    size_t p = f->p;

    f->loglik = f->informative = 0;
    memset(f->score, 0, p * sizeof *f->score);
    memset(f->information, 0, p * p * sizeof *f->information);
    for (size_t c = 0; c < f->n_sets; c++)
        add_set(f, c, beta);
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < a; b++)
            f->information[b * p + a] = f->information[a * p + b];
}

/* What is known before any step, or why there can be none. */
static const char *
begin(struct fit *f, const double *beta, reint_clogit *out)
{
    evaluate(f, beta);
    out->null_loglik = f->loglik;
    out->informative = f->informative;
    if (f->informative == 0)
        return "no set has both answers";
    return isfinite(f->loglik) ? NULL : "a set is too large";
}

/* Every answer 1 less every answer 0 of its set: a row each, ROW NULL to count them only. */
static size_t
contrasts(const struct fit *f, double *row)
{
    size_t n = 0, p = f->p;

    for (size_t c = 0; c < f->n_sets; c++)
        for (size_t i = f->start[c]; i < f->start[c + 1]; i++)
            for (size_t j = f->start[c]; j < f->start[c + 1]; j++) {
                if (f->y[f->order[i]] != 1 || f->y[f->order[j]] != 0)
                    continue;
                for (size_t a = 0; row && a < p; a++)
                    row[n * p + a] = f->x[f->order[i] * p + a] - f->x[f->order[j] * p + a];
                n++;
            }
    return n;
}

static reint_status
find_separation(const struct fit *f, reint_clogit *out)
{
    size_t n = contrasts(f, NULL), apart;
    double *row = reinti_room(n, f->p * sizeof *row);
    int *toward = reinti_room(f->p, sizeof *toward);
    reint_status status = REINT_NO_MEMORY;

    if (row && toward) {
        contrasts(f, row);
        status = reinti_separate(row, n, f->p, toward, &apart, &out->separation);
    }
    free(row);
    free(toward);
    return status;
}

static const char *
iterate(struct fit *f, double *beta, reint_clogit *out)
{
    size_t p = f->p;

    for (int k = 0; k < MOST_STEPS; k++) {
        double before = f->loglik, size = 0, factor = 1;
        memcpy(f->inverse, f->information, p * p * sizeof *f->inverse);
        if (!reinti_invert_spd(f->inverse, p, f->room, 1e-12))
            return k ? "numbers beyond a double"
                     : "the columns do not vary within the sets, or are collinear there";
        for (size_t a = 0; a < p; a++) {
            f->step[a] = 0;
            for (size_t b = 0; b < p; b++)
                f->step[a] += f->inverse[a * p + b] * f->score[b];
        }
        for (int halving = 0; halving < 30; halving++, factor /= 2) {
            for (size_t a = 0; a < p; a++)
                f->trial[a] = beta[a] + factor * f->step[a];
            evaluate(f, f->trial);
            if (f->loglik >= before - 1e-10 * fabs(before))
                break;
        }
        for (size_t a = 0; a < p; a++)
            size = fmax(size, fabs(f->trial[a] - beta[a]) / (1 + fabs(beta[a])));
        memcpy(beta, f->trial, p * sizeof *beta);
        out->iterations = k + 1;
        if (size < 1e-14 || (k > 8 && size < 1e-13)) {
            memcpy(f->inverse, f->information, p * p * sizeof *f->inverse);
            return reinti_invert_spd(f->inverse, p, f->room, 1e-12) ? NULL : "numbers beyond a double";
        }
    }
    return "no convergence";
}

static bool
room(struct fit *f, size_t n)
{
    size_t p = f->p, d = f->largest + 1, cells;

    if (__builtin_mul_overflow(d, 1 + p + p * p, &cells))
        return false;
    f->b = reinti_room(cells, sizeof *f->b);
    f->eta = reinti_room(n + 3 * p + 3 * p * p, sizeof *f->eta);
    if (!f->b || !f->eta)
        return false;
    f->db = f->b + d;
    f->ddb = f->db + d * p;
    f->score = f->eta + n;
    f->step = f->score + p;
    f->trial = f->step + p;
    f->information = f->trial + p;
    f->inverse = f->information + p * p;
    f->room = f->inverse + p * p;
    return true;
}

reint_status
reint_clogit_fit(const double *x, const double *y, const size_t *set, size_t n, size_t p, double *beta,
                 double *se, reint_clogit *out)
{
    struct fit f = { .x = x, .y = y, .p = p };
    reint_status status = REINT_NO_MEMORY;

    *out = (reint_clogit){ (double)n, 0, 0, NAN, NAN, 0, "no case", REINT_OVERLAP };
    for (size_t a = 0; a < p; a++)
        beta[a] = se[a] = NAN;
    if (!reinti_binary_valid(x, y, n, p))
        return REINT_ARGUMENT;
    if (n == 0 || p == 0)
        return REINT_OK;
    for (size_t i = 0; i < n; i++)
        f.n_sets = set[i] >= f.n_sets ? set[i] + 1 : f.n_sets;
    out->sets = (double)f.n_sets;
    f.order = reinti_room(n + f.n_sets + 1, sizeof *f.order);
    if (!f.order)
        goto done;
    f.start = f.order + n;
    sort_cases(&f, set, n);
    if (!room(&f, n))
        goto done;
    status = REINT_OK;
    memset(f.trial, 0, p * sizeof *f.trial);
    memset(beta, 0, p * sizeof *beta);
    out->undefined = begin(&f, beta, out);
    if (!out->undefined)
        status = find_separation(&f, out);
    if (!out->undefined)
        out->undefined = reinti_separation_reason(out->separation);
    if (!out->undefined && !status)
        out->undefined = iterate(&f, beta, out);
    for (size_t a = 0; a < p; a++)
        if (out->undefined)
            beta[a] = NAN;
        else
            se[a] = sqrt(f.inverse[a * p + a]);
    if (!out->undefined)
        out->loglik = f.loglik;
done:
    free(f.order);
    free(f.b);
    free(f.eta);
    return status;
}
