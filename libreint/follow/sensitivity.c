/* sensitivity.c -- what those without an answer could change: bounds, shifts and the turning point of a share.
 *
 * Reads:    persons interviewed at the first wave who were due at the target wave; a coded variable of its records.
 *           Without an answer are those lost, and those kept who have none (missing or undetermined).
 * Expected: the share of all if those without an answer are like those with one who share their attributes (weights
 *           for attrition), or, without weights, like those with one.  Hence the share expected of those without.
 * Bounds:   nobody, everybody of those without an answer: whatever they would have said lies between, and nothing has
 *           to be assumed.
 * Turning:  the share of those without an answer at which the share of all is the reference; none where even nobody or
 *           everybody would not do. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>

typedef struct counting {
    reint_follow_sensitivity *out;
    double *count, *weighted,
        *first;                /* [group][k]: with an answer; their weights; by state at the first wave */
    double *weight, *at_first; /* [group]: sums of the two */
    double *answered, *lost, *silent;
} counting;

static reint_status
open_groups(reint_follow *f, const char *by, const reinti_column **group, reint_follow_sensitivity *out,
            reint_error *err)
{
    reint_status status = REINT_OK;

    *group = NULL;
    out->n_groups = 1;
    if (!by)
        return REINT_OK;
    status = reinti_frame_column(f->persons, by, group, err);
    if (!status && (*group)->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" makes no groups of persons: it is no code",
                           by);
    if (!status)
        out->n_groups = (*group)->n_valid;
    return status;
}

static bool
make_room(reint_follow *f, counting *c)
{
    size_t groups = c->out->n_groups + 1, cells = groups * (c->out->k + 1);
    double **const wide[] = { &c->count, &c->weighted, &c->first },
                   **const narrow[] = { &c->weight, &c->at_first, &c->answered, &c->lost, &c->silent };

    for (size_t i = 0; i < REINTI_LENGTH(wide); i++)
        if (!(*wide[i] = reinti_arena_alloc(f->arena, cells * sizeof **wide[i])))
            return false;
    for (size_t i = 0; i < REINTI_LENGTH(narrow); i++)
        if (!(*narrow[i] = reinti_arena_alloc(f->arena, groups * sizeof **narrow[i])))
            return false;
    return true;
}

static void
count_person(const reint_follow *f, const reinti_states *s, const double *weight, size_t person, bool kept,
             size_t group, counting *c)
{
    size_t k = c->out->k, first = s->at[person * f->n_waves].code,
           now = s->at[person * f->n_waves + c->out->target].code;

    if (first < k) {
        c->first[group * k + first]++;
        c->at_first[group]++;
    }
    if (!kept || now >= k) {
        ++*(kept ? &c->silent[group] : &c->lost[group]);
        return;
    }
    c->answered[group]++;
    c->count[group * k + now]++;
    if (weight && !isnan(weight[person])) {
        c->weight[group] += weight[person];
        c->weighted[group * k + now] += weight[person];
    }
}

/* Cell AT (code of GROUP) of the results. */
static void
judge(const counting *c, const reint_follow_what_if *q, size_t group, size_t at, reint_follow_possible *p)
{
    double n = c->count[at], answered = c->answered[group], unknown = c->lost[group] + c->silent[group],
           all = answered + unknown;

    p->answered = answered > 0 ? n / answered : (double)NAN;
    p->expected = c->weight[group] > 0 ? c->weighted[at] / c->weight[group] : p->answered;
    p->least = all > 0 ? n / all : (double)NAN;
    p->most = all > 0 ? (n + unknown) / all : (double)NAN;
    p->without = unknown > 0 ? fmin(1, fmax(0, (all * p->expected - n) / unknown)) : (double)NAN;
    p->reference = !isnan(q->reference)     ? q->reference
                   : c->at_first[group] > 0 ? c->first[at] / c->at_first[group]
                                            : (double)NAN;
    double turn = unknown > 0 ? (all * p->reference - n) / unknown : (double)NAN;
    p->turning = turn >= 0 && turn <= 1 ? turn : (double)NAN;
}

double
reint_follow_shifted(const reint_follow_sensitivity *s, size_t group, size_t code, double points)
{
    const reint_follow_possible *p = &s->possible[group * s->k + code];
    double unknown = s->lost[group] + s->silent[group], all = s->answered[group] + unknown;

    if (!(all > 0))
        return NAN;
    if (unknown == 0)
        return p->answered;
    return p->least + unknown / all * fmin(1, fmax(0, p->without + points));
}

reint_status
reint_follow_sensitive(reint_follow *f, const reint_follow_what_if *q, reint_follow_sensitivity *out,
                       reint_error *err)
{
    reint_follow_attrition a = { .weight = NULL };
    const reinti_column *group = NULL;
    counting c = { .out = out };
    reinti_states s;
    uint8_t *fate = NULL;
    reint_follow_possible *possible;

    *out = (reint_follow_sensitivity){ 0 };
    reint_status status = reinti_follow_states(f, q->variable, &s, err);
    if (!status)
        status = open_groups(f, q->by, &group, out, err);
    if (!status)
        status = reinti_follow_fates(f, q->model.wave, &out->target, &fate, err);
    if (!status && q->model.n_variables)
        status = reint_follow_attrit(f, &q->model, &a, err);
    if (status)
        return status;
    out->k = s.column->n_valid;
    out->weighted = a.weight != NULL;
    out->refused = a.refused;
    possible = reinti_arena_alloc(f->arena, (out->n_groups * out->k + 1) * sizeof *possible);
    if (!possible || !make_room(f, &c))
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        size_t in = group ? reinti_column_category(group, f->person_row[i]) : 0;
        out->not_due += fate[i] == REINT_NOT_DUE_YET;
        out->met_later += fate[i] == REINT_NOT_THERE && reinti_follow_is_seen(f, i, out->target);
        if (fate[i] != REINT_KEPT && fate[i] != REINT_LOST)
            continue;
        if (in >= out->n_groups)
            out->no_group++;
        else
            count_person(f, &s, a.weight, i, fate[i] == REINT_KEPT, in, &c);
    }
    for (size_t g = 0; g < out->n_groups; g++)
        for (size_t k = 0; k < out->k; k++)
            judge(&c, q, g, g * out->k + k, &possible[g * out->k + k]);
    out->possible = possible;
    out->answered = c.answered;
    out->lost = c.lost;
    out->silent = c.silent;
    return REINT_OK;
}
