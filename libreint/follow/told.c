/* told.c -- facts that people may tell of late: as told then, and as known now.
 *
 * Reads:    the form "told" (person, fact, source, value) and two attributes of its sources: `wave` (an interview) or
 *           `after` (a conversation after that interview).
 * Told by a wave: the latest value among the sources up to it.  A value not_raised tells nothing and unsays nothing.
 * Known now: the latest of all.  An early "no" was no proof, and a later yes is no new event.
 * Others:   sources with `own: no` (a relative, a provider) are left out and counted; they belong beside the person's
 *           own statements, not among them. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

typedef struct telling {
    const reinti_form *form;
    reinti_frame *frame;
    const reinti_column *variable, *source, *value;
    const uint32_t *person;
    size_t silent;   /* category not_raised, or REINTI_NONE */
    size_t *rank;    /* per source: order of telling; REINTI_NONE = not the person's own */
    size_t *by_wave; /* per source: first wave of the analysis by which it is told; n_waves = only now */
} telling;

static const reinti_variable *
coded(const reinti_form *form, const char *name)
{
    size_t at = reinti_form_find(form, name);

    return at != REINTI_NONE && form->variable[at].type == REINTI_CODE && !form->variable[at].multiple
               ? &form->variable[at]
               : NULL;
}

/* The wave that attribute NAME of CODE names, among all of the codebook's. */
static size_t
wave_of(const reint_follow *f, const reinti_code *code, const char *name)
{
    const char *id = reinti_code_attribute(code, name);

    return id ? reinti_codebook_find_wave(f->cb, id) : REINTI_NONE;
}

static reint_status
order_sources(reint_follow *f, const reinti_list *list, telling *t, reint_error *err)
{
    t->rank = reinti_arena_alloc(f->arena, (list->n + 1) * sizeof *t->rank);
    t->by_wave = reinti_arena_alloc(f->arena, (list->n + 1) * sizeof *t->by_wave);
    if (!t->rank || !t->by_wave)
        return reinti_no_memory(err);
    for (size_t s = 0; s < list->n; s++) {
        const char *own = reinti_code_attribute(&list->code[s], "own");
        size_t at = wave_of(f, &list->code[s], "wave"), after = wave_of(f, &list->code[s], "after");
        /* positions: interview w is 2 w, what follows it 2 w + 1; unplaced comes last */
        size_t place = at != REINTI_NONE ? 2 * at : after != REINTI_NONE ? 2 * after + 1 : 2 * f->cb->n_waves;
        t->rank[s] = own && !strcmp(own, "no") ? REINTI_NONE : place * (list->n + 1) + s;
        t->by_wave[s] = f->n_waves;
        for (size_t w = f->n_waves; w-- > 0;)
            if (place <= 2 * f->wave[w])
                t->by_wave[s] = w;
    }
    return REINT_OK;
}

static reint_status
open_telling(reint_follow *f, telling *t, reint_error *err)
{
    size_t at = reinti_codebook_find_form(f->cb, "told");

    if (at == REINTI_NONE || f->cb->form[at].person == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no form \"told\" of persons");
    t->form = &f->cb->form[at];
    if (!coded(t->form, "variable") || !coded(t->form, "source") || !coded(t->form, "value"))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "form \"told\" needs coded variables \"variable\", \"source\" and \"value\"");
    reint_status status = reinti_frames_get(f->frames, at, &t->frame, err);
    if (!status)
        status = reinti_frame_column(t->frame, "variable", &t->variable, err);
    if (!status)
        status = reinti_frame_column(t->frame, "source", &t->source, err);
    if (!status)
        status = reinti_frame_column(t->frame, "value", &t->value, err);
    if (!status)
        status = reinti_frame_persons(t->frame, &t->person, err);
    if (!status)
        status = order_sources(f, &f->cb->list[coded(t->form, "source")->list], t, err);
    t->silent = REINTI_NONE;
    for (size_t k = 0; !status && k < t->value->n_valid; k++)
        if (!strcmp(t->value->category[k].code, "not_raised"))
            t->silent = k;
    return status;
}

/* Records FIRST .. END - 1 are one person's.  The value told latest by WAVE (n_waves: ever), or REINTI_NONE. */
static size_t
latest_value(const telling *t, size_t first, size_t end, size_t variable, size_t wave)
{
    size_t value = REINTI_NONE, latest = 0;

    for (size_t r = first; r < end; r++) {
        size_t s = reinti_column_category(t->source, r), v = reinti_column_category(t->value, r);
        if (reinti_column_category(t->variable, r) != variable || s >= t->source->n_valid ||
            v >= t->value->n_valid || v == t->silent || t->rank[s] == REINTI_NONE || t->by_wave[s] > wave)
            continue;
        if (value == REINTI_NONE || t->rank[s] >= latest) {
            latest = t->rank[s];
            value = v;
        }
    }
    return value;
}

/* The source in which VALUE was told first. */
static size_t
first_source(const telling *t, size_t first, size_t end, size_t variable, size_t value)
{
    size_t source = REINTI_NONE;

    for (size_t r = first; r < end; r++) {
        size_t s = reinti_column_category(t->source, r);
        if (reinti_column_category(t->variable, r) == variable &&
            reinti_column_category(t->value, r) == value && s < t->source->n_valid &&
            t->rank[s] != REINTI_NONE && (source == REINTI_NONE || t->rank[s] < t->rank[source]))
            source = s;
    }
    return source;
}

typedef struct fact_counts {
    size_t *known, *silent, *first;
} fact_counts;

static void
count_person(const reint_follow *f, const telling *t, size_t first, size_t end, size_t variable,
             fact_counts *c)
{
    size_t columns = f->n_waves + 1, k = t->value->n_valid;

    for (size_t w = 0; w < columns; w++) {
        size_t value = latest_value(t, first, end, variable, w);
        if (value == REINTI_NONE)
            c->silent[w]++;
        else
            c->known[value * columns + w]++;
    }
    size_t now = latest_value(t, first, end, variable, f->n_waves);
    if (now != REINTI_NONE)
        c->first[first_source(t, first, end, variable, now) * k + now]++;
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
count_fact(reint_follow *f, const telling *t, const uint32_t *place, size_t n_ids, size_t variable,
           reint_follow_fact *out, reint_error *err)
{
    size_t columns = f->n_waves + 1, k = t->value->n_valid, n = reinti_frame_n(t->frame), met = 0;
    fact_counts c = { reinti_arena_alloc(f->arena, (k * columns + 1) * sizeof(size_t)),
                      reinti_arena_alloc(f->arena, columns * sizeof(size_t)),
                      reinti_arena_alloc(f->arena, (t->source->n_valid * k + 1) * sizeof(size_t)) };

    *out = (reint_follow_fact){ .variable = t->variable->category[variable].code,
                                .k = k,
                                .code = codes_of(f, t->value),
                                .known = c.known,
                                .silent = c.silent,
                                .n_sources = t->source->n_valid,
                                .source = codes_of(f, t->source),
                                .first = c.first };
    if (!c.known || !c.silent || !c.first || !out->code || !out->source)
        return reinti_no_memory(err);
    for (size_t r = 0, end; r < n; r = end) {
        for (end = r + 1; end < n && t->person[end] == t->person[r]; end++)
            ;
        if (t->person[r] >= n_ids || place[t->person[r]] == UINT32_MAX)
            continue;
        count_person(f, t, r, end, variable, &c);
        met++;
    }
    for (size_t w = 0; w < columns; w++) /* persons without any record */
        c.silent[w] += f->n - met;
    return REINT_OK;
}

reint_status
reint_follow_told(reint_follow *f, reint_follow_facts *out, reint_error *err)
{
    telling t = { 0 };
    const uint32_t *place;
    size_t n_ids;
    reint_status status = open_telling(f, &t, err);

    *out = (reint_follow_facts){ 0 };
    if (!status)
        status = reinti_follow_places(f, &place, &n_ids, err);
    if (status)
        return status;
    reint_follow_fact *fact = reinti_arena_alloc(f->arena, (t.variable->n_valid + 1) * sizeof *fact);
    if (!fact)
        return reinti_no_memory(err);
    for (size_t r = 0, n = reinti_frame_n(t.frame); r < n; r++) {
        size_t s = reinti_column_category(t.source, r);
        out->n_others += s < t.source->n_valid && t.rank[s] == REINTI_NONE && t.person[r] < n_ids &&
                         place[t.person[r]] != UINT32_MAX;
    }
    for (size_t v = 0; !status && v < t.variable->n_valid; v++)
        status = count_fact(f, &t, place, n_ids, v, &fact[v], err);
    out->n = t.variable->n_valid;
    out->fact = fact;
    return status;
}
