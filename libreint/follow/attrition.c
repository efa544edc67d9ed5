/* attrition.c -- who stayed and who was lost, attribute by attribute; and weights that make the kept stand for all.
 *
 * Reads:    persons interviewed at the first wave of the analysis; kept are those interviewed at the target wave.  Who was
 *           not yet due there is neither, and counted.
 * Weights:  1/p of a logistic model of being kept by the declared attributes, scaled to the number of the kept.  A model
 *           with too few events a parameter is refused; where plain estimates do not exist (separation) Firth's do.
 *           Weights above a quantile can be cut to it.
 * Missing:  whoever lacks an attribute has no weight, and is counted; nobody's attribute is guessed.
 * Trust:    that those lost are like those kept who share their attributes cannot be tested. */
#include <config.h>

#include "follow/design.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess/column.h"
#include "stats/stats.h"

enum { FEWEST_EVENTS = 5 }; /* a parameter: Vittinghoff & McCulloch, Am. J. Epidemiol. 165 (2007) 710 */

typedef struct sample {
    const reint_follow *f;
    size_t n_attributes;
    reinti_covariate *attribute;
    uint8_t **used; /* per attribute and category: somebody kept or lost has it */
    uint8_t *group; /* per person: REINT_KEPT ... */
    double *weight; /* per person, NaN where there is none; NULL before the model */
} sample;

/* ---- values --------------------------------------------------------------------------------------------- */

static double
value_of(const sample *s, const reinti_covariate *a, size_t person)
{
    return reinti_covariate_value(a, s->f->person_row[person]);
}

static reint_status
open_attributes(reint_follow *f, const reint_follow_model *m, sample *s, reint_error *err)
{
    s->f = f;
    s->n_attributes = m->n_variables;
    reint_status status =
        reinti_covariates_open(f, f->persons, m->variable, m->n_variables, &s->attribute, err);
    if (status)
        return status;
    s->used = reinti_arena_alloc(f->arena, (m->n_variables + 1) * sizeof *s->used);
    for (size_t i = 0; s->used && i < m->n_variables; i++)
        if (!(s->used[i] = reinti_arena_alloc(f->arena, s->attribute[i].k + 1)))
            return reinti_no_memory(err);
    return s->used ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_follow_fates(reint_follow *f, const char *wave, size_t *target, uint8_t **fate, reint_error *err)
{
    *target = f->n_waves - 1;
    if (f->n_waves < 2)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "attrition is between two waves at least");
    if (wave) {
        *target = reinti_follow_find_wave(f, wave);
        if (*target == 0 || *target == f->n_waves)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%.40s\" is no later wave of the analysis",
                               wave);
    }
    *fate = reinti_arena_alloc(f->arena, f->n + 1);
    if (!*fate)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        uint8_t now = f->presence[i * f->n_waves + *target];
        (*fate)[i] = !reinti_follow_is_seen(f, i, 0) ? REINT_NOT_THERE
                     : now == REINTI_SEEN            ? REINT_KEPT
                     : now == REINTI_NOT_DUE         ? REINT_NOT_DUE_YET
                                                     : REINT_LOST;
    }
    return REINT_OK;
}

static reint_status
group_persons(reint_follow *f, const reint_follow_model *m, sample *s, reint_follow_attrition *out,
              reint_error *err)
{
    reint_status status = reinti_follow_fates(f, m->wave, &out->target, &s->group, err);

    for (size_t i = 0; !status && i < f->n; i++) {
        out->kept += s->group[i] == REINT_KEPT;
        out->lost += s->group[i] == REINT_LOST;
        out->not_due += s->group[i] == REINT_NOT_DUE_YET;
        for (size_t k = 0; s->group[i] <= REINT_LOST && k < s->n_attributes; k++) {
            double value = value_of(s, &s->attribute[k], i);
            if (s->attribute[k].coded && !isnan(value))
                s->used[k][(size_t)value] = 1;
        }
    }
    return status;
}

/* ---- differences ---------------------------------------------------------------------------------------- */

/* Counts of A's categories, or the mean, among the persons of GROUP (REINT_BASELINE: kept and lost). */
static bool
is_of(const sample *s, size_t person, int group)
{
    return group == REINT_BASELINE ? s->group[person] <= REINT_LOST : s->group[person] == group;
}

static void
count_categories(const sample *s, const reinti_covariate *a, int group, const double *weight, double *count)
{
    for (size_t i = 0; i < s->f->n; i++) {
        double value = value_of(s, a, i), w = weight ? weight[i] : 1;
        if (is_of(s, i, group) && !isnan(value) && !isnan(w))
            count[(size_t)value] += w;
    }
}

/* Group 1 against group 0 (weighted): d of each category and, last, of all of them. */
static reint_status
compare_coded(reint_follow *f, const sample *s, const reinti_covariate *a, int one, const double *weight,
              int other, double *count1, double *d, reint_error *err)
{
    double *count0 = reinti_arena_alloc(f->arena, (a->k + 1) * sizeof *count0), total1 = 0, total0 = 0;
    const char *why;

    if (!count0)
        return reinti_no_memory(err);
    count_categories(s, a, one, weight, count1);
    count_categories(s, a, other, NULL, count0);
    for (size_t k = 0; k < a->k; k++) {
        total1 += count1[k];
        total0 += count0[k];
    }
    for (size_t k = 0; k < a->k; k++)
        reint_standardised_shares((const double[]){ total1 - count1[k], count1[k] },
                                  (const double[]){ total0 - count0[k], count0[k] }, 2, &d[k], &why);
    reint_standardised_shares(count1, count0, a->k, &d[a->k], &why);
    return REINT_OK;
}

static reint_status
compare_number(reint_follow *f, const sample *s, const reinti_covariate *a, int one, const double *weight,
               int other, reint_balance *out, reint_error *err)
{
    double *x = reinti_arena_alloc(f->arena, (2 * f->n + 1) * sizeof *x),
           *group = reinti_arena_alloc(f->arena, (2 * f->n + 1) * sizeof *group),
           *w = reinti_arena_alloc(f->arena, (2 * f->n + 1) * sizeof *w);
    size_t n = 0;

    if (!x || !group || !w)
        return reinti_no_memory(err);
    for (int side = 0; side < 2; side++)
        for (size_t i = 0; i < f->n; i++)
            if (is_of(s, i, side ? one : other)) {
                x[n] = value_of(s, a, i);
                w[n] = side && weight ? weight[i] : 1;
                group[n] = side;
                n += !isnan(w[n]);
            }
    reint_standardised_difference(x, group, w, n, out);
    return REINT_OK;
}

/* Rows of one attribute: its categories and all of them together, or the number. */
static reint_status
compare(reint_follow *f, const sample *s, size_t at, reint_follow_attribute *row, size_t *n, reint_error *err)
{
    const reinti_covariate *a = &s->attribute[at];
    reint_balance lost = { .d = NAN }, kept = { .d = NAN };
    reint_status status;

    if (!a->coded) {
        reint_follow_attribute *r = &row[(*n)++];
        *r = (reint_follow_attribute){ .variable = a->column->name, .after = NAN };
        status = compare_number(f, s, a, REINT_KEPT, NULL, REINT_LOST, &lost, err);
        if (!status)
            status = compare_number(f, s, a, REINT_KEPT, NULL, REINT_BASELINE, &kept, err);
        *r = (reint_follow_attribute){ a->column->name, NULL,   lost.mean1, lost.mean0, kept.mean0, NAN,
                                       lost.d,          kept.d, NAN };
        if (!status && s->weight) {
            status = compare_number(f, s, a, REINT_KEPT, s->weight, REINT_BASELINE, &kept, err);
            r->weighted = kept.mean1;
            r->after = kept.d;
        }
        return status;
    }
    double *room = reinti_arena_alloc(f->arena, 7 * (a->k + 1) * sizeof *room);
    if (!room)
        return reinti_no_memory(err);
    double *count_kept = room, *count_lost = room + a->k + 1, *count_all = room + 2 * (a->k + 1),
           *weighted = room + 3 * (a->k + 1), *d = room + 4 * (a->k + 1), *before = room + 5 * (a->k + 1),
           *after = room + 6 * (a->k + 1);
    count_categories(s, a, REINT_LOST, NULL, count_lost);
    count_categories(s, a, REINT_BASELINE, NULL, count_all);
    status = compare_coded(f, s, a, REINT_KEPT, NULL, REINT_LOST, count_kept, d, err);
    if (!status) {
        double *again = reinti_arena_alloc(f->arena, (a->k + 1) * sizeof *again);
        status = again ? compare_coded(f, s, a, REINT_KEPT, NULL, REINT_BASELINE, again, before, err)
                       : reinti_no_memory(err);
    }
    if (!status && s->weight)
        status = compare_coded(f, s, a, REINT_KEPT, s->weight, REINT_BASELINE, weighted, after, err);
    for (size_t k = 0; !status && k <= a->k; k++) {
        if (k < a->k && !s->used[at][k])
            continue;
        bool all = k == a->k;
        row[(*n)++] = (reint_follow_attribute){ a->column->name,
                                                all ? "" : a->column->category[k].code,
                                                all ? NAN : count_kept[k],
                                                all ? NAN : count_lost[k],
                                                all ? NAN : count_all[k],
                                                all || !s->weight ? (double)NAN : weighted[k],
                                                d[k],
                                                before[k],
                                                s->weight ? after[k] : (double)NAN };
    }
    return status;
}

/* ---- the model ------------------------------------------------------------------------------------------ */

typedef struct model_data {
    reinti_design d;
    size_t *person; /* of each row */
    double *y;
} model_data;

/* The kept and the lost with every attribute. */
static reint_status
take_rows(reint_follow *f, const sample *s, model_data *m, reint_follow_attrition *out, reint_error *err)
{
    size_t *row = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *row), n = 0;

    m->person = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *m->person);
    m->y = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *m->y);
    if (!row || !m->person || !m->y)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++)
        if (s->group[i] <= REINT_LOST) {
            row[n] = f->person_row[i];
            m->person[n++] = i;
        }
    reint_status status = reinti_design_matrix(f, s->attribute, s->n_attributes, row, n, true, &m->d, err);
    for (size_t i = 0; !status && i < m->d.n; i++) { /* in their order: AT rises */
        m->person[i] = m->person[m->d.at[i]];
        m->y[i] = s->group[m->person[i]] == REINT_KEPT;
    }
    out->incomplete = m->d.incomplete;
    return status;
}

static const char *
fit(reint_follow *f, const model_data *m, double *fitted, reint_follow_attrition *out, bool *no_memory)
{
    const reinti_design *d = &m->d;
    double *beta = reinti_arena_alloc(f->arena, d->p * sizeof *beta);
    reint_logit r = { .undefined = NULL };

    reint_status status =
        beta ? reint_logit_fit(d->x, m->y, d->n, d->p, 0, beta, NULL, NULL, fitted, &r) : REINT_NO_MEMORY;
    out->firth = !status && r.separation != REINT_OVERLAP;
    if (out->firth)
        status = reint_logit_fit(d->x, m->y, d->n, d->p, 1, beta, NULL, NULL, fitted, &r);
    *no_memory = status == REINT_NO_MEMORY;
    return *no_memory ? NULL : r.undefined;
}

/* 1/p of the kept, cut at the quantile TRIM, scaled to their number. */
static reint_status
weigh(reint_follow *f, const reint_follow_model *m, const model_data *d, const double *fitted, sample *s,
      reint_follow_attrition *out, reint_error *err)
{
    size_t n_rows = d->d.n;
    double *kept = reinti_arena_alloc(f->arena, (n_rows + 1) * sizeof *kept),
           *weight = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *weight), most = INFINITY, sum = 0;
    reint_weighted w;
    size_t n = 0;

    if (!kept || !weight)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++)
        weight[i] = NAN;
    for (size_t i = 0; i < n_rows; i++)
        if (d->y[i] > 0)
            kept[n++] = 1 / fitted[i];
    if (m->trim > 0 && m->trim < 1)
        reint_quantiles(kept, NULL, n, 7, &m->trim, 1, &most);
    for (size_t i = 0; i < n; i++) {
        out->n_trimmed += kept[i] > most;
        sum += fmin(kept[i], most);
    }
    out->smallest = INFINITY;
    for (size_t i = 0, k = 0; i < n_rows; i++)
        if (d->y[i] > 0) {
            double x = fmin(kept[k], most) * (double)n / sum;
            weight[d->person[i]] = kept[k++] = x;
            out->largest = fmax(out->largest, x);
            out->smallest = fmin(out->smallest, x);
        }
    reint_weighted_moments(kept, kept, n, &w);
    out->effective_n = w.effective_n;
    s->weight = weight;
    out->weight = weight;
    return REINT_OK;
}

static reint_status
model(reint_follow *f, const reint_follow_model *m, sample *s, reint_follow_attrition *out, reint_error *err)
{
    model_data d = { 0 };
    bool no_memory = false;
    double least = m->min_events > 0 ? m->min_events : FEWEST_EVENTS, kept = 0;
    reint_status status = take_rows(f, s, &d, out, err);
    double *fitted = status ? NULL : reinti_arena_alloc(f->arena, (d.d.n + 1) * sizeof *fitted);

    if (status)
        return status;
    if (!fitted)
        return reinti_no_memory(err);
    for (size_t i = 0; i < d.d.n; i++)
        kept += d.y[i];
    out->parameters = d.d.p - 1;
    out->events_per_parameter =
        d.d.p > 1 ? fmin(kept, (double)d.d.n - kept) / (double)(d.d.p - 1) : (double)NAN;
    if (kept == 0 || kept == (double)d.d.n)
        out->refused = kept == 0 ? "everyone was lost" : "nobody was lost";
    else if (d.d.p < 2)
        out->refused = "the attributes do not vary";
    else if (out->events_per_parameter < least)
        out->refused = "too few persons kept or lost for so many parameters";
    else
        out->refused = fit(f, &d, fitted, out, &no_memory);
    if (no_memory)
        return reinti_no_memory(err);
    return out->refused ? REINT_OK : weigh(f, m, &d, fitted, s, out, err);
}

reint_status
reint_follow_attrit(reint_follow *f, const reint_follow_model *m, reint_follow_attrition *out,
                    reint_error *err)
{
    sample s = { 0 };
    size_t rows = 1, n = 0;

    *out = (reint_follow_attrition){ .effective_n = NAN };
    reint_status status = open_attributes(f, m, &s, err);
    if (!status)
        status = group_persons(f, m, &s, out, err);
    if (!status)
        status = model(f, m, &s, out, err);
    if (status)
        return status;
    for (size_t i = 0; i < s.n_attributes; i++)
        rows += s.attribute[i].k + 1;
    reint_follow_attribute *row = reinti_arena_alloc(f->arena, rows * sizeof *row);
    if (!row)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < s.n_attributes; i++)
        status = compare(f, &s, i, row, &n, err);
    out->row = row;
    out->n_rows = n;
    return status;
}

/* ---- the column "attrition" ------------------------------------------------------------------------------ */

reint_status
reinti_follow_weight_column(reint_follow *f, const reint_follow_attrition *a, reint_error *err)
{
    static const char *language[] = { "en", "id" }, *text[] = { "Weight for attrition", "Bobot atrisi" };
    reinti_column c = { .name = "attrition", .label = { 2, language, text } };
    reinti_category *category;
    uint8_t *raw;

    if (!a->weight)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "there are no weights for attrition: %s (%.1f a parameter)", a->refused,
                           a->events_per_parameter);
    double *number =
        reinti_arena_alloc(reinti_frame_arena(f->persons), (reinti_frame_n(f->persons) + 1) * sizeof *number);
    if (!number || !reinti_column_make(f->persons, &c, 1, &raw, &category))
        return reinti_no_memory(err);
    category[0] = (reinti_category){ "weight", { 2, language, text } };
    for (size_t i = 0; i < c.n; i++) {
        number[i] = NAN;
        raw[i] = (uint8_t)reinti_column_undetermined(f->cb, 1);
    }
    for (size_t i = 0; i < f->n; i++)
        if (!isnan(a->weight[i])) {
            number[f->person_row[i]] = a->weight[i];
            raw[f->person_row[i]] = 0;
        }
    c.kind = REINTI_COLUMN_NUMBER;
    c.number = number;
    return reinti_frame_add(f->persons, &c, err);
}
