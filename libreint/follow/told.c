/* told.c -- facts that people may tell of late: as told then, and as known now.
 *
 * Reads:    the form "told" (frame/telling.c).
 * Told by a wave: the latest value among the sources up to it.
 * Known now: the latest of all.  An early "no" was no proof, and a later yes is no new event.
 * Others:   sources with `own: no` (a relative, a provider) are left out and counted; they belong beside the person's
 *           own statements, not among them. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

#define EVER (SIZE_MAX - 1)

/* Records FIRST .. END - 1 are one person's.  The one that told latest of VARIABLE up to PLACE, or REINTI_NONE. */
static size_t
latest_record(const reinti_telling *t, size_t first, size_t end, size_t variable, size_t place)
{
    size_t latest = REINTI_NONE;

    for (size_t r = first; r < end; r++)
        if (reinti_telling_says(t, r, variable, place) &&
            (latest == REINTI_NONE || reinti_tellers_later(&t->source, r, latest)))
            latest = r;
    return latest;
}

/* The source in which VALUE was told first. */
static size_t
first_source(const reinti_telling *t, size_t first, size_t end, size_t variable, size_t value)
{
    size_t earliest = REINTI_NONE;

    for (size_t r = first; r < end; r++)
        if (reinti_telling_says(t, r, variable, EVER) && reinti_column_category(t->value, r) == value &&
            (earliest == REINTI_NONE || reinti_tellers_later(&t->source, earliest, r)))
            earliest = r;
    return reinti_column_category(t->source.column, earliest);
}

typedef struct fact_counts {
    size_t *known, *silent, *first;
} fact_counts;

static void
count_person(const reint_follow *f, const reinti_telling *t, size_t first, size_t end, size_t variable,
             fact_counts *c)
{
    size_t columns = f->n_waves + 1, k = t->value->n_valid;

    for (size_t w = 0; w < columns; w++) {
        size_t row = latest_record(t, first, end, variable, w < f->n_waves ? 2 * f->wave[w] : EVER);
        size_t value = row == REINTI_NONE ? REINTI_NONE : reinti_column_category(t->value, row);
        if (value == REINTI_NONE)
            c->silent[w]++;
        else
            c->known[value * columns + w]++;
        if (w == f->n_waves && value != REINTI_NONE)
            c->first[first_source(t, first, end, variable, value) * k + value]++;
    }
}

static const char *const *
codes_of(reint_follow *f, const reinti_column *c)
{
    const char **code = reinti_arena_alloc(f->arena, (c->n_valid + 1) * sizeof *code);

    for (size_t k = 0; code && k < c->n_valid; k++)
        code[k] = c->category[k].code;
    return code;
}

static reint_status
count_fact(reint_follow *f, const reinti_telling *t, const uint32_t *person, const uint32_t *place,
           size_t n_ids, size_t variable, reint_follow_fact *out, reint_error *err)
{
    size_t columns = f->n_waves + 1, k = t->value->n_valid, n = reinti_frame_n(t->frame), met = 0;
    fact_counts c = { reinti_arena_alloc(f->arena, (k * columns + 1) * sizeof(size_t)),
                      reinti_arena_alloc(f->arena, columns * sizeof(size_t)),
                      reinti_arena_alloc(f->arena, (t->source.column->n_valid * k + 1) * sizeof(size_t)) };

    *out = (reint_follow_fact){ .variable = t->variable->category[variable].code,
                                .k = k,
                                .code = codes_of(f, t->value),
                                .known = c.known,
                                .silent = c.silent,
                                .n_sources = t->source.column->n_valid,
                                .source = codes_of(f, t->source.column),
                                .first = c.first };
    if (!c.known || !c.silent || !c.first || !out->code || !out->source)
        return reinti_no_memory(err);
    for (size_t r = 0, end; r < n; r = end) {
        for (end = r + 1; end < n && person[end] == person[r]; end++)
            ;
        if (person[r] >= n_ids || place[person[r]] == UINT32_MAX)
            continue;
        count_person(f, t, r, end, variable, &c);
        met++;
    }
    for (size_t w = 0; w < columns; w++) /* persons without any record */
        c.silent[w] += f->n - met;
    return REINT_OK;
}

/* What was told, by whom each record tells, and where the followed person of an id stands. */
static reint_status
open_tellings(reint_follow *f, const reinti_telling **t, const uint32_t **person, const uint32_t **place,
              size_t *n_ids, reint_error *err)
{
    reint_status status = reinti_frames_telling(f->frames, t, err);

    if (!status)
        status = reinti_frame_persons((*t)->frame, person, err);
    return status ? status : reinti_follow_places(f, place, n_ids, err);
}

reint_status
reint_follow_told(reint_follow *f, reint_follow_facts *out, reint_error *err)
{
    const reinti_telling *t = NULL;
    const uint32_t *place, *person;
    size_t n_ids;
    reint_status status = open_tellings(f, &t, &person, &place, &n_ids, err);

    *out = (reint_follow_facts){ 0 };
    if (status)
        return status;
    reint_follow_fact *fact = reinti_arena_alloc(f->arena, (t->variable->n_valid + 1) * sizeof *fact);
    if (!fact)
        return reinti_no_memory(err);
    for (size_t r = 0, n = reinti_frame_n(t->frame); r < n; r++)
        out->n_others +=
            !reinti_tellers_own(&t->source, r) && person[r] < n_ids && place[person[r]] != UINT32_MAX;
    for (size_t v = 0; !status && v < t->variable->n_valid; v++)
        status = count_fact(f, t, person, place, n_ids, v, &fact[v], err);
    out->n = t->variable->n_valid;
    out->fact = fact;
    return status;
}

/* ---- person by person ------------------------------------------------------------------------------------- */

reint_status
reint_follow_tell_last(reint_follow *f, reint_follow_last_told *out, reint_error *err)
{
    const reinti_telling *t = NULL;
    const uint32_t *place, *person;
    size_t n_ids;
    reint_status status = open_tellings(f, &t, &person, &place, &n_ids, err);

    *out = (reint_follow_last_told){ 0 };
    if (status)
        return status;
    size_t n = reinti_frame_n(t->frame), k = t->variable->n_valid;
    const char **value = reinti_arena_alloc(f->arena, (f->n * k + 1) * sizeof *value);
    out->variable = codes_of(f, t->variable);
    if (!value || !out->variable)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n * k; i++)
        value[i] = "";
    for (size_t r = 0, end; r < n; r = end) {
        for (end = r + 1; end < n && person[end] == person[r]; end++)
            ;
        for (size_t v = 0; v < k && person[r] < n_ids && place[person[r]] != UINT32_MAX; v++) {
            size_t row = latest_record(t, r, end, v, EVER);
            if (row != REINTI_NONE)
                value[place[person[r]] * k + v] =
                    t->value->variable->sensitive
                        ? "told"
                        : t->value->category[reinti_column_category(t->value, row)].code;
        }
    }
    out->n = k;
    out->value = value;
    return REINT_OK;
}
