/* sample.c -- reads the design and the variables of a complex sample from the columns of an input.
 *
 * Reads:    the columns that the options name.
 * Missing:  a case without weight, stratum or sampling unit has no place in the design: an error, not a
 *           guess. */
#include <config.h>

#include "stats/sample.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/calc.h"
#include "stats/internal.h"

void
reinti_sample_free(reinti_sample *s)
{
    free(s->weight);
    free(s->population);
    free(s->x);
    free(s->stratum);
    free(s->psu);
    free(s->domain);
}

enum { STRATA, PSU, WEIGHTS, FPC };

static reint_status
read_names(reinti_sample *s, reint_error *err)
{
    static const char *const key[] = { "strata", "psu", "weights", "fpc" };
    static const char *const policy[] = { "fail", "adjust", "remove", "certainty" };
    char text[64];

    for (int k = 0; k < 4; k++) {
        if (!reinti_input_option(s->in, key[k], s->design[k], sizeof s->design[k]) ||
            strcmp(s->design[k], "none") == 0)
            s->design[k][0] = '\0';
        if (s->design[k][0] && !reinti_input_column(s->in, s->design[k]))
            return reinti_fail(err, REINT_INPUT, NULL, 1, "%s= names a column that is not there", key[k]);
    }
    if (!reinti_input_option(s->in, "lonely.psu", text, sizeof text))
        return REINT_OK;
    for (int k = 0; k < 4; k++)
        if (strcmp(text, policy[k]) == 0) {
            s->d.lonely = (reint_lonely)k;
            return REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "lonely.psu= must be fail, adjust, remove or certainty");
}

/* Numbers the values of X from 0; NaN: ARGUMENT. */
static reint_status
number(const double *x, size_t n, size_t *out, size_t *k)
{
    double *code;
    reint_status status = reinti_distinct(x, NULL, n, &code, k);

    for (size_t i = 0; i < n && !status; i++) {
        out[i] = reinti_place(code, *k, x[i]);
        if (out[i] == *k)
            status = REINT_ARGUMENT;
    }
    free(code);
    return status;
}

/* The PSUs of a stratum are its own, whatever their numbers. */
static reint_status
number_psus(reinti_sample *s, const double *psu)
{
    size_t k = 0;
    reint_status status = number(psu, s->in->n, s->psu, &k);

    for (size_t i = 0; i < s->in->n && !status; i++)
        s->x[i] = (double)s->stratum[i] * (double)k + (double)s->psu[i];
    if (!status)
        status = number(s->x, s->in->n, s->psu, &s->d.n_psu);
    s->d.psu = s->psu;
    return status;
}

static reint_status
read_population(reinti_sample *s, const double *fpc)
{
    size_t n = s->in->n, strata = s->d.n_strata;
    double *size = reinti_room(strata, sizeof *size);
    bool *seen = reinti_room(s->d.n_psu, sizeof *seen);
    reint_status status = size && seen ? REINT_OK : REINT_NO_MEMORY;

    for (size_t i = 0; i < n && !status; i++) {
        size_t h = s->stratum[i], k = s->d.psu ? s->psu[i] : i;
        size[h] += !seen[k];
        seen[k] = true;
        if (!(fpc[i] > 0) || (s->population[h] != 0 && s->population[h] != fpc[i]))
            status = REINT_ARGUMENT;
        s->population[h] = fpc[i];
    }
    for (size_t h = 0; h < strata && !status; h++) {
        if (s->population[h] <= 1)
            s->population[h] = size[h] / s->population[h];
        if (s->population[h] < size[h])
            status = REINT_ARGUMENT;
    }
    s->d.population = s->population;
    free(seen);
    free(size);
    return status;
}

static bool
named(const char *list, const char *name)
{
    size_t n = strlen(name);

    for (const char *p = list; *p; p += strspn(p, ",")) {
        size_t m = strcspn(p, ",");
        if (m == n && memcmp(p, name, n) == 0)
            return true;
        p += m;
    }
    return false;
}

static void
pick_variables(reinti_sample *s)
{
    char list[1024];
    bool picked = reinti_input_option(s->in, "variables", list, sizeof list);

    for (size_t j = 0; j < s->in->k && s->n_variables < REINTI_LENGTH(s->variable); j++) {
        const char *name = s->in->column[j].name;
        bool of_design = strcmp(name, "domain") == 0;
        for (int k = PSU; k <= FPC; k++)
            of_design = of_design || strcmp(name, s->design[k]) == 0;
        if (picked ? named(list, name) : !of_design)
            s->variable[s->n_variables++] = &s->in->column[j];
    }
}

reint_status
reinti_sample_read(const reint_input *in, reinti_sample *s, reint_error *err)
{
    const double *domain = reinti_input_values(in, "domain");
    size_t n = in->n;
    reint_status status;

    memset(s, 0, sizeof *s);
    s->in = in;
    status = read_names(s, err);
    if (status)
        return status;
    s->weight = reinti_room(n, sizeof *s->weight);
    s->x = reinti_room(n, 2 * sizeof *s->x);
    s->stratum = reinti_room(n, sizeof *s->stratum);
    s->psu = reinti_room(n, sizeof *s->psu);
    s->domain = reinti_room(n, sizeof *s->domain);
    if (!s->weight || !s->x || !s->stratum || !s->psu || !s->domain)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        s->weight[i] = s->design[WEIGHTS][0] ? reinti_input_values(in, s->design[WEIGHTS])[i] : 1;
        s->domain[i] = !domain || domain[i] == 1;
        if (!(s->weight[i] >= 0) || isinf(s->weight[i]))
            return reinti_fail(err, REINT_ARGUMENT, NULL, (long)i + 2,
                               "a weight is missing, negative or infinite");
    }
    s->d = (reint_design){ n, 1, n, s->weight, s->stratum, NULL, NULL, s->d.lonely };
    if (s->design[STRATA][0])
        status = number(reinti_input_values(in, s->design[STRATA]), n, s->stratum, &s->d.n_strata);
    if (!status && s->design[PSU][0])
        status = number_psus(s, reinti_input_values(in, s->design[PSU]));
    s->population = reinti_room(s->d.n_strata, sizeof *s->population);
    if (!status && !s->population)
        status = REINT_NO_MEMORY;
    if (!status && s->design[FPC][0])
        status = read_population(s, reinti_input_values(in, s->design[FPC]));
    if (status == REINT_ARGUMENT)
        return reinti_fail(
            err, status, NULL, 0,
            "the design: a stratum or sampling unit is missing, or fpc is smaller than the sample or "
            "differs within a stratum");
    if (status)
        return reinti_calc_fail(status, err);
    pick_variables(s);
    return REINT_OK;
}
