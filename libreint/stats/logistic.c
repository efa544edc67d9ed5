/* logistic.c -- logistic regression by Newton's method, plain and with Firth's penalty.
 *
 * Reads:    a model matrix and answers of 0 and 1.
 * Missing:  estimates that do not exist (separation, told from the data before the fit: separation.c), a constant
 *           answer, collinear columns: NaN with a reason.
 * Sources:  at the declaration in model.h. */
#include <config.h>

#include "stats/model.h"

#include <float.h>
#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"
#include "stats/linear.h"
#include "stats/separation.h"

enum { MOST_STEPS = 200 };

/* Everything at one BETA. */
struct fit {
    const double *x, *y;
    size_t n, p;
    bool firth;
    double *mu, *information, *inverse, *room, *score, *step, *trial;
    double loglik;
};

static double
logistic(double eta)
{
    return eta >= 0 ? 1 / (1 + exp(-eta)) : exp(eta) / (1 + exp(eta));
}

static double
log_determinant(double *spd, size_t p, double *room)
{
    double sum = 0;

    memcpy(room, spd, p * p * sizeof *room);
    if (!reinti_solve_spd(room, NULL, p, 0, 1e-14)) /* leaves the Cholesky factor */
        return -INFINITY;
    for (size_t a = 0; a < p; a++)
        sum += 2 * log(room[a * p + a]);
    return sum;
}

/* Probabilities, information matrix and (penalised) log-likelihood. */
static void
evaluate(struct fit *f, const double *beta)
{
    size_t p = f->p;

    f->loglik = 0;
    memset(f->information, 0, p * p * sizeof *f->information);
    for (size_t i = 0; i < f->n; i++) {
        const double *x = f->x + i * p;
        double eta = 0, v;
        for (size_t a = 0; a < p; a++)
            eta += x[a] * beta[a];
        f->mu[i] = logistic(eta);
        v = f->mu[i] * logistic(-eta);
        /* log mu = -log(1 + exp(-eta)), without a difference of near numbers */
        f->loglik -= f->y[i] == 1 ? (eta > 0 ? log1p(exp(-eta)) : -eta + log1p(exp(eta)))
                                  : (eta < 0 ? log1p(exp(eta)) : eta + log1p(exp(-eta)));
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b <= a; b++)
                f->information[a * p + b] += v * x[a] * x[b];
    }
    for (size_t a = 0; a < p; a++)
        for (size_t b = 0; b < a; b++)
            f->information[b * p + a] = f->information[a * p + b];
    if (f->firth)
        f->loglik += 0.5 * log_determinant(f->information, p, f->room);
}

static bool
invert(struct fit *f)
{
    memcpy(f->inverse, f->information, f->p * f->p * sizeof *f->inverse);
    return reinti_invert_spd(f->inverse, f->p, f->room, 1e-12);
}

static double
leverage(const struct fit *f, size_t i)
{
    const double *x = f->x + i * f->p;
    double h = 0;

    for (size_t a = 0; a < f->p; a++)
        for (size_t b = 0; b < f->p; b++)
            h += x[a] * f->inverse[a * f->p + b] * x[b];
    return h * f->mu[i] * (1 - f->mu[i]);
}

/* The Newton step from the last evaluation; false when the information is singular. */
static bool
find_step(struct fit *f)
{
    size_t p = f->p;

    if (!invert(f))
        return false;
    memset(f->score, 0, p * sizeof *f->score);
    for (size_t i = 0; i < f->n; i++) {
        double r = f->y[i] - f->mu[i];
        if (f->firth)
            r += leverage(f, i) * (0.5 - f->mu[i]);
        for (size_t a = 0; a < p; a++)
            f->score[a] += f->x[i * p + a] * r;
    }
    for (size_t a = 0; a < p; a++) {
        f->step[a] = 0;
        for (size_t b = 0; b < p; b++)
            f->step[a] += f->inverse[a * p + b] * f->score[b];
    }
    return true;
}

/* Newton steps, halved while they do not raise the likelihood.  Firth's step uses the plain information and
 * so converges linearly: more steps, the same end. */
static const char *
iterate(struct fit *f, double *beta, double *steps)
{
    evaluate(f, beta);
    for (int k = 0; k < MOST_STEPS; k++) {
        double before = f->loglik, size = 0, factor = 1;
        if (!find_step(f))
            return k ? "numbers beyond a double" : "the columns are collinear";
        for (int halving = 0; halving < 30; halving++, factor /= 2) {
            for (size_t a = 0; a < f->p; a++)
                f->trial[a] = beta[a] + factor * f->step[a];
            evaluate(f, f->trial);
            if (f->loglik >= before - 1e-10 * fabs(before))
                break;
        }
        for (size_t a = 0; a < f->p; a++)
            size = fmax(size, fabs(f->trial[a] - beta[a]) / (1 + fabs(beta[a])));
        memcpy(beta, f->trial, f->p * sizeof *beta);
        *steps = k + 1;
        if (size < 1e-14 || (k > 8 && size < 1e-13))
            return invert(f) ? NULL : "the columns are collinear";
    }
    return "no convergence";
}

static void
standard_errors(struct fit *f, double *se, double *robust)
{
    size_t p = f->p;
    double *meat = f->information; /* no longer needed */

    for (size_t a = 0; se && a < p; a++)
        se[a] = sqrt(f->inverse[a * p + a]);
    if (!robust)
        return;
    memset(meat, 0, p * p * sizeof *meat);
    for (size_t i = 0; i < f->n; i++)
        for (size_t a = 0; a < p; a++)
            for (size_t b = 0; b < p; b++)
                meat[a * p + b] += f->x[i * p + a] * f->x[i * p + b] * reinti_square(f->y[i] - f->mu[i]);
    for (size_t a = 0; a < p; a++) {
        double sum = 0;
        for (size_t b = 0; b < p; b++)
            for (size_t c = 0; c < p; c++)
                sum += f->inverse[a * p + b] * meat[b * p + c] * f->inverse[c * p + a];
        robust[a] = sqrt(sum);
    }
}

static void
all_nan(double *x, size_t n)
{
    for (size_t i = 0; x && i < n; i++)
        x[i] = NAN;
}

/* NULL, or why there is nothing to fit. */
static const char *
degenerate(const double *y, size_t n, double *null_loglik)
{
    double ones = 0, share;

    for (size_t i = 0; i < n; i++)
        ones += y[i];
    share = ones / (double)n;
    if (!n || ones == 0 || ones == (double)n)
        return n ? "the answer does not vary" : "no case";
    *null_loglik = ones * log(share) + ((double)n - ones) * log(1 - share);
    return NULL;
}

bool
reinti_binary_valid(const double *x, const double *y, size_t n, size_t p)
{
    for (size_t i = 0; i < n; i++)
        if (y[i] != 0 && y[i] != 1)
            return false;
    for (size_t i = 0; i < n * p; i++)
        if (!isfinite(x[i]))
            return false;
    return true;
}

reint_status
reint_logit_fit(const double *x, const double *y, size_t n, size_t p, int firth, double *beta, double *se,
                double *robust_se, double *fitted, reint_logit *out)
{
    struct fit f = { .x = x, .y = y, .n = n, .p = p, .firth = firth != 0 };

    *out = (reint_logit){ (double)n, NAN, NAN, 0, NULL, REINT_OVERLAP };
    all_nan(beta, p);
    all_nan(se, p);
    all_nan(robust_se, p);
    all_nan(fitted, n);
    if (!reinti_binary_valid(x, y, n, p))
        return REINT_ARGUMENT;
    out->undefined = degenerate(y, n, &out->null_loglik);
    if (out->undefined || p == 0)
        return REINT_OK;
    if (reint_logit_separation(x, y, n, p, NULL, NULL, &out->separation))
        return REINT_NO_MEMORY;
    if (!firth)
        out->undefined = reinti_separation_reason(out->separation);
    if (out->undefined)
        return REINT_OK;
    f.mu = reinti_room(n + 3 * p * p + 4 * p, sizeof *f.mu);
    if (!f.mu)
        return REINT_NO_MEMORY;
    f.information = f.mu + n;
    f.inverse = f.information + p * p;
    f.room = f.inverse + p * p;
    f.score = f.room + p * p;
    f.step = f.score + p;
    f.trial = f.step + p;
    memset(beta, 0, p * sizeof *beta);
    out->undefined = iterate(&f, beta, &out->iterations);
    if (out->undefined) {
        all_nan(beta, p);
    } else {
        out->loglik = f.loglik;
        for (size_t i = 0; fitted && i < n; i++)
            fitted[i] = f.mu[i];
        standard_errors(&f, se, robust_se);
    }
    free(f.mu);
    return REINT_OK;
}
