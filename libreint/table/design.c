/* design.c -- how the sample of a table was drawn: weights, strata, primary units, as stats/survey.h needs them.
 *
 * Reads:   the plan's `design`, the weight; with `assume: clustered_records` the persons are the primary units.
 *          Weights of a sample alone make every record a primary unit.
 * Covers:  every record of the unit, in the base or not: a part of the sample is analysed within the whole design.
 * Missing: a record without a weight has weight 0; one without its stratum, unit or population size cannot be placed,
 *          which is an error with their number. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

static int
by_value(const void *x, const void *y)
{
    double a = *(const double *)x, b = *(const double *)y;

    return a < b ? -1 : a > b;
}

/* Where X stands in the ascending VALUE. */
static size_t
rank_of(const double *value, size_t n, double x)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (value[middle] < x)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Numbers the values of a number from 0, in their order. */
static reint_status
number_numbers(const reinti_column *c, size_t *out, size_t *n, reint_error *err)
{
    double *value = malloc((c->n + 1) * sizeof *value);

    if (!value)
        return reinti_no_memory(err);
    memcpy(value, c->number, c->n * sizeof *value);
    qsort(value, c->n, sizeof *value, by_value);
    *n = 0;
    for (size_t i = 0; i < c->n; i++)
        if (!i || value[i] != value[i - 1])
            value[(*n)++] = value[i];
    for (size_t i = 0; i < c->n; i++)
        out[i] = rank_of(value, *n, c->number[i]);
    free(value);
    return REINT_OK;
}

/* Numbers the values of column NAME from 0 by their order; *N of them. */
static reint_status
number_values(reinti_build *b, const char *name, size_t *out, size_t *n, reint_error *err)
{
    const reinti_column *c = NULL;
    size_t missing = 0;
    reint_status status = reinti_frame_column(b->frame, name, &c, err);

    if (status)
        return status;
    if (c->kind != REINTI_COLUMN_CODED && c->kind != REINTI_COLUMN_NUMBER)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "design: \"%s\" has neither categories nor numbers",
                           name);
    for (size_t i = 0; i < b->n_rows; i++) {
        out[i] = reinti_column_category(c, i);
        missing += out[i] >= c->n_valid || (c->kind == REINTI_COLUMN_NUMBER && isnan(c->number[i]));
    }
    if (missing)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "design: %zu records have no \"%s\"", missing, name);
    *n = c->n_valid;
    return c->kind == REINTI_COLUMN_NUMBER ? number_numbers(c, out, n, err) : REINT_OK;
}

static int
by_pair(const void *x, const void *y)
{
    const size_t *a = x, *b = y; /* stratum, unit, row */

    for (size_t k = 0; k < 2; k++)
        if (a[k] != b[k])
            return a[k] < b[k] ? -1 : 1;
    return 0;
}

/* A unit's number means the unit within its stratum: pairs are numbered anew. */
static reint_status
number_units(const size_t *stratum, size_t *psu, size_t n, size_t *n_psu, reint_error *err)
{
    size_t *pair = malloc((3 * n + 1) * sizeof *pair), used = 0;

    if (!pair)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        pair[3 * i] = stratum ? stratum[i] : 0;
        pair[3 * i + 1] = psu[i];
        pair[3 * i + 2] = i;
    }
    qsort(pair, n, 3 * sizeof *pair, by_pair);
    for (size_t i = 0; i < n; i++) {
        used += i && by_pair(&pair[3 * i], &pair[3 * (i - 1)]);
        psu[pair[3 * i + 2]] = used;
    }
    *n_psu = n ? used + 1 : 0;
    free(pair);
    return REINT_OK;
}

/* Persons as primary units; records about nobody are each their own. */
static reint_status
units_of_persons(reinti_build *b, size_t *psu, reint_error *err)
{
    const uint32_t *person = NULL;
    reint_status status = reinti_frame_persons(b->frame, &person, err);
    size_t own = (size_t)UINT32_MAX + 1;

    for (size_t i = 0; !status && i < b->n_rows; i++)
        psu[i] = person[i] ? person[i] : own++;
    return status;
}

static reint_status
population_sizes(reinti_build *b, const char *name, const size_t *stratum, size_t n_strata, double *out,
                 reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_frame_column(b->frame, name, &c, err);

    if (!status && c->kind != REINTI_COLUMN_NUMBER)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "design: \"%s\" is not a number", name);
    for (size_t k = 0; k < n_strata; k++)
        out[k] = NAN;
    for (size_t i = 0; !status && i < b->n_rows; i++) {
        double *size = &out[stratum ? stratum[i] : 0];
        if (isnan(c->number[i]))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "design: a record has no \"%s\"", name);
        if (!isnan(*size) && *size != c->number[i])
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "design: \"%s\" differs within a stratum", name);
        *size = c->number[i];
    }
    for (size_t k = 0; k < n_strata; k++) /* a stratum without records takes part in nothing */
        out[k] = isnan(out[k]) ? INFINITY : out[k];
    return status;
}

static reint_lonely
lonely_policy(const char *word)
{
    static const char *const words[] = { [REINT_LONELY_FAIL] = "fail",
                                         [REINT_LONELY_ADJUST] = "adjust",
                                         [REINT_LONELY_REMOVE] = "remove",
                                         [REINT_LONELY_CERTAINTY] = "certainty" };

    for (size_t i = 0; word && i < REINTI_LENGTH(words); i++)
        if (!strcmp(words[i], word))
            return (reint_lonely)i;
    return REINT_LONELY_FAIL;
}

static void
note_policy(reinti_build *b, const reint_design *d)
{
    if (b->plan->clustered && !b->plan->design.psu)
        reinti_note(
            b, "%s",
            reinti_say(b->language,
                       "The records of a person are a cluster: standard errors and tests allow "
                       "for it.",
                       "Catatan seseorang adalah satu kelompok: galat baku dan uji memperhitungkannya."));
    if (b->plan->design.strata && d->lonely != REINT_LONELY_FAIL)
        reinti_note(b,
                    reinti_say(b->language, "Strata with a single primary unit: policy \"%s\".",
                               "Strata dengan satu unit primer: kebijakan \"%s\"."),
                    b->plan->design.lonely);
}

reint_status
reinti_design_make(reinti_build *b, reint_error *err)
{
    const reinti_design_plan *plan = &b->plan->design;
    size_t n = b->n_rows;
    reint_status status = REINT_OK;

    b->complex_design = plan->strata || plan->psu || b->plan->clustered;
    if (!b->complex_design && (!b->weight || b->plan->frequencies))
        return REINT_OK;
    reint_design *d = reinti_arena_alloc(b->arena, sizeof *d);
    double *weight = reinti_arena_alloc(b->arena, (n + 1) * sizeof *weight);
    size_t *stratum = plan->strata ? reinti_arena_alloc(b->arena, (n + 1) * sizeof *stratum) : NULL;
    size_t *psu = reinti_arena_alloc(b->arena, (n + 1) * sizeof *psu);
    if (!d || !weight || !psu || (plan->strata && !stratum))
        return reinti_no_memory(err);
    *d = (reint_design){ .n = n, .n_strata = 1, .weight = weight, .lonely = lonely_policy(plan->lonely) };
    for (size_t i = 0; i < n; i++)
        weight[i] = !b->weight ? 1 : b->weight[i] > 0 ? b->weight[i] : 0;
    if (plan->strata)
        status = number_values(b, plan->strata, stratum, &d->n_strata, err);
    if (!status && plan->psu)
        status = number_values(b, plan->psu, psu, &d->n_psu, err);
    else if (!status && b->plan->clustered)
        status = units_of_persons(b, psu, err);
    else if (!status)
        for (size_t i = 0; i < n; i++)
            psu[i] = i;
    if (!status)
        status = number_units(stratum, psu, n, &d->n_psu, err);
    d->stratum = stratum;
    d->psu = psu;
    if (!status && plan->population) {
        double *size = reinti_arena_alloc(b->arena, (d->n_strata + 1) * sizeof *size);
        status = size ? population_sizes(b, plan->population, stratum, d->n_strata, size, err)
                      : reinti_no_memory(err);
        d->population = size;
    }
    if (status)
        return status;
    b->design = d;
    note_policy(b, d);
    return REINT_OK;
}
