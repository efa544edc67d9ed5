/* sensitivity.c -- what those without an answer could change: bounds, shifts and the turning point of a share.
 *
 * Reads:    persons interviewed at the first wave who were due at the target wave; a coded variable of its records.
 *           Without an answer are those lost, and those kept who have none (missing or undetermined).
 * Base:     kept whose record is in it; of those lost whoever is not surely outside of it.  Where that cannot be told
 *           they stay among the others: the bounds are then as wide as they can be, whichever of them belong to it.
 * Expected: the share of all if those without an answer are like those with one who share their attributes (weights
 *           for attrition), or, without weights, like those with one.  Hence the share expected of those without.
 * Bounds:   nobody, everybody of those without an answer: whatever they would have said lies between, and nothing has
 *           to be assumed.  An undetermined answer can only become one of the codes that are still possible.
 * Turning:  the share of those without an answer at which the share of all is the reference; none where even nobody or
 *           everybody would not do. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>

typedef struct counting {
    reint_follow_sensitivity *out;
    double *count, *weighted,
        *first;                /* [group][k]: with an answer; weighted for attrition; at the first wave */
    double *closed;            /* [group][k]: undetermined, and surely not this code */
    double *weight, *at_first; /* [group]: sums of the two */
    double *answered, *lost, *silent;
} counting;

static bool
make_room(reint_follow *f, counting *c)
{
    size_t groups = c->out->n_groups + 1, cells = groups * (c->out->k + 1);
    double **const wide[] = { &c->count, &c->weighted, &c->first, &c->closed },
                   **const narrow[] = { &c->weight, &c->at_first, &c->answered, &c->lost, &c->silent };

    for (size_t i = 0; i < REINTI_LENGTH(wide); i++)
        if (!(*wide[i] = reinti_arena_alloc(f->arena, cells * sizeof **wide[i])))
            return false;
    for (size_t i = 0; i < REINTI_LENGTH(narrow); i++)
        if (!(*narrow[i] = reinti_arena_alloc(f->arena, groups * sizeof **narrow[i])))
            return false;
    return true;
}

/* WEIGHT of a person who is KEPT or lost; ATTRITION: the weight of the model, NaN without one. */
static void
count_person(const reint_follow *f, const reinti_states *s, double weight, double attrition, size_t person,
             bool kept, size_t group, counting *c)
{
    size_t k = c->out->k, first = s->at[person * f->n_waves].code;
    const reinti_state_at *now = &s->at[person * f->n_waves + c->out->target];

    if (first < k) {
        c->first[group * k + first] += weight;
        c->at_first[group] += weight;
    }
    if (!kept || now->code >= k) {
        *(kept ? &c->silent[group] : &c->lost[group]) += weight;
        for (size_t i = 0; kept && now->possible && i < k; i++)
            c->closed[group * k + i] += now->possible >> i & 1 ? 0 : weight;
        return;
    }
    c->answered[group] += weight;
    c->count[group * k + now->code] += weight;
    if (!isnan(attrition)) {
        c->weight[group] += attrition * weight;
        c->weighted[group * k + now->code] += attrition * weight;
    }
}

/* Cell AT (code of GROUP) of the results. */
static void
judge(const counting *c, double reference, size_t group, size_t at, reint_follow_possible *p)
{
    double n = c->count[at], answered = c->answered[group], unknown = c->lost[group] + c->silent[group],
           all = answered + unknown, could = unknown - c->closed[at];

    p->answered = answered > 0 ? n / answered : (double)NAN;
    p->expected = c->weight[group] > 0 ? c->weighted[at] / c->weight[group] : p->answered;
    p->least = all > 0 ? n / all : (double)NAN;
    p->most = all > 0 ? (n + could) / all : (double)NAN;
    p->without = unknown > 0 && !isnan(p->expected)
                     ? fmin(could / unknown, fmax(0, (all * p->expected - n) / unknown))
                     : (double)NAN;
    p->reference = !isnan(reference)        ? reference
                   : c->at_first[group] > 0 ? c->first[at] / c->at_first[group]
                                            : (double)NAN;
    double turn = unknown > 0 ? (all * p->reference - n) / unknown : (double)NAN;
    p->turning = turn >= 0 && turn <= could / unknown ? turn : (double)NAN;
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
    if (isnan(p->without)) /* nobody answered: of no share that is expected there is no more or less */
        return NAN;
    return fmin(p->most, p->least + unknown / all * fmin(1, fmax(0, p->without + points)));
}

/* A person who is kept or lost: in which group and with which weight, or why not at all. */
static void
place_person(const reint_follow *f, const reinti_what_if *q, const double *attrition, size_t person,
             bool kept, counting *c)
{
    size_t group = q->group ? q->group[person] : 0;
    double weight = q->weight ? q->weight[person] : 1;

    if (group >= q->n_groups)
        c->out->no_group++;
    else if (!(weight >= 0))
        c->out->no_weight++;
    else {
        c->out->unsure += q->base && q->base[person] < 0;
        count_person(f, q->states, weight, attrition ? attrition[person] : (double)NAN, person, kept, group,
                     c);
    }
}

reint_status
reinti_follow_what_if(reint_follow *f, const reinti_what_if *q, reint_follow_sensitivity *out,
                      reint_error *err)
{
    reint_follow_attrition a = { .weight = NULL };
    counting c = { .out = out };
    uint8_t *fate = NULL;
    reint_follow_possible *possible;

    *out = (reint_follow_sensitivity){ .n_groups = q->n_groups, .k = q->states->column->n_valid };
    reint_status status = reinti_follow_fates(f, q->model->wave, &out->target, &fate, err);
    if (!status && q->model->n_variables)
        status = reint_follow_attrit(f, q->model, &a, err);
    if (status)
        return status;
    out->weighted = a.weight != NULL;
    out->refused = a.refused;
    possible = reinti_arena_alloc(f->arena, (out->n_groups * out->k + 1) * sizeof *possible);
    if (!possible || !make_room(f, &c))
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        if (q->base && !q->base[i])
            continue;
        out->not_due += fate[i] == REINT_NOT_DUE_YET;
        out->met_later += fate[i] == REINT_NOT_THERE && reinti_follow_is_seen(f, i, out->target);
        if (fate[i] == REINT_KEPT || fate[i] == REINT_LOST)
            place_person(f, q, a.weight, i, fate[i] == REINT_KEPT, &c);
    }
    for (size_t g = 0; g < out->n_groups; g++)
        for (size_t k = 0; k < out->k; k++)
            judge(&c, q->reference, g, g * out->k + k, &possible[g * out->k + k]);
    out->possible = possible;
    out->answered = c.answered;
    out->lost = c.lost;
    out->silent = c.silent;
    return REINT_OK;
}

reint_status
reint_follow_sensitive(reint_follow *f, const reint_follow_what_if *q, reint_follow_sensitivity *out,
                       reint_error *err)
{
    reinti_states s;
    const reinti_column *by = NULL;
    size_t *group = NULL;
    reint_status status = reinti_follow_states(f, q->variable, &s, err);

    *out = (reint_follow_sensitivity){ 0 };
    if (!status && q->by)
        status = reinti_frame_column(f->persons, q->by, &by, err);
    if (!status && by && by->kind != REINTI_COLUMN_CODED)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" makes no groups of persons: it is no code",
                             q->by);
    if (status)
        return status;
    if (by && !(group = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *group)))
        return reinti_no_memory(err);
    for (size_t i = 0; by && i < f->n; i++)
        group[i] = reinti_column_category(by, f->person_row[i]);
    const reinti_what_if of_all = { .states = &s,
                                    .model = &q->model,
                                    .group = group,
                                    .n_groups = by ? by->n_valid : 1,
                                    .reference = q->reference };
    return reinti_follow_what_if(f, &of_all, out, err);
}
