/* model.c -- how an outcome changes over the waves: a model of the answers of all waves, the person as the cluster.
 *
 * Reads:    the records of interviews that were held: the outcome, and the declared attributes (a variable of the
 *           record, "wave", "prev_x" for the state before, or of the person).
 * Models:   estimating equations (logit of a code, or a number), or, within persons, conditional logistic regression:
 *           only persons whose answers differ say anything there, and attributes that never change cannot be asked of.
 * Missing:  a record without the outcome or an attribute is left out, and counted apart; nothing is guessed.
 * Refused:  with the reason, never with numbers that look like estimates: too few persons, too few for so many
 *           parameters, an outcome that is always the same, separation, collinear attributes, no convergence. */
#include <config.h>

#include "follow/design.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

enum {
    FEWEST_EVENTS = 5, /* a parameter: Vittinghoff & McCulloch, Am. J. Epidemiol. 165 (2007) 710 */
    FEWEST_PERSONS =
        10 /* below, no correction of the standard errors is known to hold: Li & Redden, Stat. Med. 34
                           (2015) 281 */
};

typedef struct sample {
    const reinti_column *outcome;
    bool coded;
    uint8_t *counts; /* per category of the outcome: it counts as 1 */
    size_t n;
    size_t *row, *person; /* of each record: in the frame, in the panel */
    double *y;
} sample;

/* ---- the outcome ----------------------------------------------------------------------------------------- */

/* The codes that count as 1: those named, else the second of two. */
static reint_status
choose_codes(reint_follow *f, const reint_follow_regression *m, sample *s, reint_error *err)
{
    const reinti_column *c = s->outcome;

    s->counts = reinti_arena_alloc(f->arena, c->n_valid + 1);
    if (!s->counts)
        return reinti_no_memory(err);
    if (!m->n_codes && c->n_valid != 2)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" has %zu codes: say which of them is the event", m->outcome, c->n_valid);
    if (!m->n_codes)
        s->counts[1] = 1;
    for (size_t i = 0; i < m->n_codes; i++) {
        size_t k = reinti_column_find(c, m->code[i]);
        if (k == REINTI_NONE)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" has no code \"%.40s\"", m->outcome,
                               m->code[i]);
        s->counts[k] = 1;
    }
    return REINT_OK;
}

static reint_status
open_outcome(reint_follow *f, const reint_follow_regression *m, sample *s, reint_error *err)
{
    reint_status status = reinti_follow_column(f, m->outcome, &s->outcome, err);

    if (status)
        return status;
    s->coded = s->outcome->kind == REINTI_COLUMN_CODED;
    if (s->outcome->kind == REINTI_COLUMN_SET)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" holds several codes at once: name one of them by a derived column",
                           m->outcome);
    if (!s->coded && (m->n_codes || m->conditional))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is no code: it has no event", m->outcome);
    return s->coded ? choose_codes(f, m, s, err) : REINT_OK;
}

/* Records of interviews that were held and have the outcome, a person after the other. */
static reint_status
read_records(reint_follow *f, sample *s, reint_follow_fit *out, reint_error *err)
{
    const reinti_covariate outcome = { s->outcome, s->coded, s->outcome->n_valid };
    size_t cells = f->n * f->n_waves + 1;

    s->row = reinti_arena_alloc(f->arena, cells * sizeof *s->row);
    s->person = reinti_arena_alloc(f->arena, cells * sizeof *s->person);
    s->y = reinti_arena_alloc(f->arena, cells * sizeof *s->y);
    if (!s->row || !s->person || !s->y)
        return reinti_no_memory(err);
    bool reversed = false;
    for (size_t i = 0; i < f->n * f->n_waves; i++) {
        if (i % f->n_waves == 0) {
            reversed = reinti_follow_is_reversed(f, i / f->n_waves);
            out->reversed += reversed;
        }
        if (f->presence[i] != REINTI_SEEN || reversed)
            continue;
        double y = reinti_covariate_value(&outcome, f->row[i]);
        if (isnan(y)) {
            out->unknown++;
            continue;
        }
        s->row[s->n] = f->row[i];
        s->person[s->n] = i / f->n_waves;
        s->y[s->n++] = s->coded ? s->counts[(size_t)y] : y;
    }
    return REINT_OK;
}

/* ---- the fit --------------------------------------------------------------------------------------------- */

typedef struct cases {
    reinti_design d;
    double *y;
    size_t *cluster;
} cases;

/* Answers and persons of the complete records; what there is to learn from. */
static reint_status
gather(reint_follow *f, const sample *s, cases *c, reint_follow_fit *out, reint_error *err)
{
    size_t last = SIZE_MAX, persons = 0;
    bool zero = false, one = false;

    c->y = reinti_arena_alloc(f->arena, (c->d.n + 1) * sizeof *c->y);
    c->cluster = reinti_arena_alloc(f->arena, (c->d.n + 1) * sizeof *c->cluster);
    if (!c->y || !c->cluster)
        return reinti_no_memory(err);
    for (size_t i = 0; i < c->d.n; i++) {
        size_t at = c->d.at[i];
        if (s->person[at] != last) {
            persons++;
            zero = one = false;
        }
        bool was = zero && one;
        last = s->person[at];
        c->cluster[i] = persons - 1;
        c->y[i] = s->y[at];
        if (!s->coded)
            continue;
        zero = zero || c->y[i] == 0;
        one = one || c->y[i] == 1;
        out->events += c->y[i] == 1;
        out->informative += zero && one && !was;
    }
    out->records = c->d.n;
    out->persons = persons;
    return REINT_OK;
}

/* What the data can bear is decided before anything is estimated. */
static const char *
refuse(const reint_follow_regression *m, const cases *c, reint_follow_fit *out)
{
    double least = m->min_events > 0 ? m->min_events : FEWEST_EVENTS,
           rare = fmin((double)out->events, (double)(out->records - out->events));
    size_t fewest = m->min_persons ? m->min_persons : FEWEST_PERSONS,
           telling = m->conditional ? out->informative : out->persons;

    out->parameters = c->d.p - !m->conditional;
    out->least = least;
    out->fewest = fewest;
    double worth = m->conditional ? (double)out->informative
                   : out->numbers ? (double)out->persons
                                  : fmin(rare, (double)out->persons);
    out->events_per_parameter = out->parameters ? worth / (double)out->parameters : (double)NAN;
    if (!out->records)
        return "no record has the outcome and every attribute";
    if (!out->numbers && rare == 0)
        return "the outcome is always the same";
    if (!out->parameters)
        return "the attributes do not vary";
    if (telling < fewest)
        return m->conditional ? "too few persons whose answers differ" : "too few persons";
    if (out->events_per_parameter < least)
        return "too few persons or answers for so many parameters";
    return NULL;
}

static reint_status
fit_equations(reint_follow *f, const reint_follow_regression *m, const cases *c, reint_follow_term *term,
              reint_follow_fit *out, reint_error *err)
{
    const reint_gee_model model = { sizeof model, out->numbers, m->exchangeable };
    reint_gee_term *t = reinti_arena_alloc(f->arena, (c->d.p + 1) * sizeof *t);
    reint_gee r;

    if (!t)
        return reinti_no_memory(err);
    reint_status status = reint_gee_fit(c->d.x, c->y, c->cluster, c->d.n, c->d.p, &model, t, &r);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    out->refused = status ? "a number of the model is not finite" : r.undefined;
    if (out->refused)
        return REINT_OK;
    out->alpha = r.alpha;
    out->phi = r.phi;
    out->df = r.df;
    for (size_t j = 0; j < c->d.p; j++) {
        term[j].beta = t[j].beta;
        term[j].se[REINT_ERRORS_NAIVE] = t[j].naive_se;
        term[j].se[REINT_ERRORS_ROBUST] = t[j].robust_se;
        term[j].se[REINT_ERRORS_MANCL_DEROUEN] = t[j].mancl_derouen_se;
        term[j].se[REINT_ERRORS_KAUERMANN_CARROLL] = t[j].kauermann_carroll_se;
    }
    return REINT_OK;
}

static reint_status
fit_within(reint_follow *f, const cases *c, reint_follow_term *term, reint_follow_fit *out, reint_error *err)
{
    double *beta = reinti_arena_alloc(f->arena, (c->d.p + 1) * sizeof *beta),
           *se = reinti_arena_alloc(f->arena, (c->d.p + 1) * sizeof *se);
    reint_clogit r;

    if (!beta || !se)
        return reinti_no_memory(err);
    reint_status status = reint_clogit_fit(c->d.x, c->y, c->cluster, c->d.n, c->d.p, beta, se, &r);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    out->refused = status ? "a number of the model is not finite" : r.undefined;
    for (size_t j = 0; !out->refused && j < c->d.p; j++) {
        term[j].beta = beta[j];
        term[j].se[REINT_ERRORS_NAIVE] = se[j];
    }
    return REINT_OK;
}

/* Terms with what they are called; no estimate yet. */
static reint_follow_term *
name_terms(reint_follow *f, const reinti_covariate *a, const reinti_design *d)
{
    reint_follow_term *term = reinti_arena_alloc(f->arena, (d->p + 1) * sizeof *term);

    for (size_t j = 0; term && j < d->p; j++) {
        const reinti_model_term *t = &d->term[j];
        term[j] = (reint_follow_term){ .beta = NAN, .se = { NAN, NAN, NAN, NAN } };
        if (t->attribute == SIZE_MAX)
            continue;
        const reinti_column *c = a[t->attribute].column;
        term[j].variable = c->name;
        if (!a[t->attribute].coded)
            continue;
        term[j].code = c->category[t->category].code;
        term[j].reference = c->category[t->reference].code;
    }
    return term;
}

reint_status
reint_follow_regress(reint_follow *f, const reint_follow_regression *m, reint_follow_fit *out,
                     reint_error *err)
{
    sample s = { 0 };
    cases c = { 0 };
    reinti_covariate *a = NULL;
    reint_follow_term *term = NULL;

    *out = (reint_follow_fit){ .alpha = NAN, .phi = NAN, .df = NAN, .events_per_parameter = NAN };
    reint_status status = open_outcome(f, m, &s, err);
    if (!status)
        status = reinti_covariates_open(f, f->records, m->variable, m->n_variables, &a, err);
    if (!status)
        status = read_records(f, &s, out, err);
    if (!status)
        status = reinti_design_matrix(f, a, m->n_variables, s.row, s.n, !m->conditional, &c.d, err);
    out->numbers = !s.coded;
    out->incomplete = c.d.incomplete;
    if (!status)
        status = gather(f, &s, &c, out, err);
    if (!status && !(term = name_terms(f, a, &c.d)))
        status = reinti_no_memory(err);
    if (status)
        return status;
    out->term = term;
    out->n_terms = c.d.p;
    out->refused = refuse(m, &c, out);
    if (out->refused)
        return REINT_OK;
    return m->conditional ? fit_within(f, &c, term, out, err) : fit_equations(f, m, &c, term, out, err);
}
