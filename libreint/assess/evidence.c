/* evidence.c -- collects what single records say of services and units.
 *
 * Reads:    the forms that the rule set names, column by column.
 * Gives:    evidence sorted by person, place and order of telling.
 * Source:   a source with `own: no` (a relative, a provider) is left out: a class rests on the person's own
 * word. `wave: w` is known from w on, `after: w` from the wave after w on (only now, if w is the last); a
 * source with neither, or a missing one, from the first wave on. Missing:  a record of unknown episode
 * belongs to the person's only one, if there is only one; what is still not placed may stand at any of the
 * person's stages and is taken so.  A record whose service is not known says nothing. */
#include <config.h>

#include "assess/dossier.h"

#include <stdlib.h>
#include <string.h>

/* What a source means for the time of telling. */
typedef struct source {
    bool own;
    uint8_t known;
    uint16_t told;
} source;

typedef struct collector {
    reinti_dossier *d;
    size_t capacity;
    source *source; /* per code of the list of sources at hand */
    size_t source_list;
} collector;

static reinti_evidence *
add(collector *c, reint_error *err)
{
    reinti_dossier *d = c->d;

    if (!reinti_grow(&d->evidence, &c->capacity, d->n_evidence, sizeof *d->evidence)) {
        reinti_no_memory(err);
        return NULL;
    }
    reinti_evidence *e = &d->evidence[d->n_evidence++];
    memset(e, 0, sizeof *e);
    return e;
}

/* ---- sources ------------------------------------------------------------------------------------------- */

static source
source_of_code(const reint_codebook *cb, const reinti_code *code, size_t position)
{
    const char *wave = reinti_code_attribute(code, "wave");
    const char *after = reinti_code_attribute(code, "after");
    source s = { reinti_code_is_own(code), 0, 0 };
    size_t w = wave ? reinti_codebook_find_wave(cb, wave) : REINTI_NONE;
    size_t a = after ? reinti_codebook_find_wave(cb, after) : REINTI_NONE;

    if (w != REINTI_NONE) {
        s.known = (uint8_t)w;
        s.told = (uint16_t)(2 * w + 1);
    } else if (a != REINTI_NONE) {
        s.known = (uint8_t)(a + 1);
        s.told = (uint16_t)(2 * a + 2);
    }
    s.told =
        (uint16_t)(s.told * 256 + (position & 255)); /* among sources of one time: the order of the list */
    return s;
}

static reint_status
read_sources(collector *c, size_t list, reint_error *err)
{
    const reinti_list *l = &c->d->cb->list[list];

    if (c->source && c->source_list == list)
        return REINT_OK;
    c->source = reinti_arena_alloc(c->d->arena, (l->n + 1) * sizeof *c->source);
    if (!c->source)
        return reinti_no_memory(err);
    for (size_t i = 0; i < l->n; i++)
        c->source[i] = source_of_code(c->d->cb, &l->code[i], i);
    c->source_list = list;
    return REINT_OK;
}

/* ---- columns of a form --------------------------------------------------------------------------------- */

/* Where the records of a form stand. */
typedef struct places {
    reinti_frame *frame;
    const uint32_t *person;
    const reinti_column *stage, *episode, *wave, *source; /* NULL: the form has none */
    const int8_t *counts;                                 /* trits of `when`; NULL: all */
    bool episodes;                                        /* the units have episodes */
} places;

static reint_status
column_of(reinti_frame *frame, const reinti_form *form, size_t variable, const reinti_column **out,
          reint_error *err)
{
    *out = NULL;
    return variable == REINTI_NONE ? REINT_OK
                                   : reinti_frame_column(frame, form->variable[variable].name, out, err);
}

static reint_status
open_places(collector *c, size_t form_index, size_t stage, size_t episode, size_t source_variable,
            const char *when, places *p, reint_error *err)
{
    const reinti_form *form = &c->d->cb->form[form_index];
    bool interviews = c->d->r->unit == REINTI_UNIT_INTERVIEW;
    reint_status status = reinti_frames_get(c->d->frames, form_index, &p->frame, err);

    p->counts = NULL;
    p->episodes = !interviews && c->d->r->unit_episode != REINTI_NONE;
    if (!status)
        status = reinti_frame_persons(p->frame, &p->person, err);
    if (!status)
        status = column_of(p->frame, form, interviews ? REINTI_NONE : stage, &p->stage, err);
    if (!status)
        status = column_of(p->frame, form, p->episodes ? episode : REINTI_NONE, &p->episode, err);
    if (!status)
        status = column_of(p->frame, form, form->wave, &p->wave, err);
    if (!status)
        status = column_of(p->frame, form, source_variable, &p->source, err);
    if (!status && p->source && p->source->kind == REINTI_COLUMN_CODED && p->source->variable)
        status = read_sources(c, p->source->variable->list, err);
    else
        p->source = NULL;
    if (!status && when)
        status = reinti_frame_condition(p->frame, when, &p->counts, err);
    return status;
}

/* Position of a coded value, or -1 when it is missing. */
static int
code_at(const reinti_column *c, size_t row)
{
    size_t category = reinti_column_category(c, row);

    return category < c->n_valid ? (int)category : -1;
}

/* Fills in where ROW stands; false if it is nobody's own statement, or of somebody whom the rule set is not about. */
static bool
place(const collector *c, const places *p, size_t row, reinti_evidence *e)
{
    int source_code = p->source ? code_at(p->source, row) : -1, wave = p->wave ? code_at(p->wave, row) : -1;

    e->person = p->person[row];
    e->row = (uint32_t)row;
    if (!reinti_dossier_is_about(c->d, e->person))
        return false;
    if (source_code >= 0) {
        if (!c->source[source_code].own)
            return false;
        e->known = c->source[source_code].known;
        e->told = c->source[source_code].told;
    } else if (wave >= 0) {
        e->known = (uint8_t)wave;
        e->told = (uint16_t)((2 * wave + 1) * 256);
    }
    if (c->d->r->unit == REINTI_UNIT_INTERVIEW) {
        e->stage = (int16_t)wave;
        return wave >= 0;
    }
    e->stage = p->stage ? (int16_t)code_at(p->stage, row) : -1;
    e->episode = 0;
    if (p->episodes) {
        size_t category = p->episode ? reinti_column_category(p->episode, row) : 1;
        e->episode = p->episode && category == 0 ? (int32_t)p->episode->number[row] : -1;
    }
    return e->person != 0;
}

/* ---- what records say ---------------------------------------------------------------------------------- */

/* PART and FULL become "once" where the record says how often. */
static uint8_t
receipt_of(const reinti_reading *r, const reinti_column *often, uint8_t mask, size_t row)
{
    static const uint8_t once[2] = { REINTI_RECEIPT_PART_ONCE, REINTI_RECEIPT_FULL_ONCE };
    static const uint8_t more[2] = { REINTI_RECEIPT_PART, REINTI_RECEIPT_FULL };

    if (!often)
        return mask;
    uint8_t how = r->often_mask[reinti_column_category(often, row)], out = mask & REINTI_RECEIPT_NONE;
    for (int i = 0; i < 2; i++)
        if (mask & more[i])
            out |= (uint8_t)((how & 1 ? once[i] : 0) | (how & 2 ? more[i] : 0));
    return out;
}

static reint_status
collect_reading(collector *c, const reinti_reading *r, reinti_evidence_kind kind, size_t index,
                reint_error *err)
{
    const reinti_form *form = &c->d->cb->form[r->form];
    const reinti_column *service = NULL, *value = NULL, *often = NULL;
    places p = { 0 };
    reint_status status = open_places(c, r->form, r->stage, r->episode, r->source, r->when, &p, err);

    if (!status)
        status = column_of(p.frame, form, r->service, &service, err);
    if (!status)
        status = column_of(p.frame, form, r->value, &value, err);
    if (!status)
        status = column_of(p.frame, form, r->often, &often, err);
    for (size_t row = 0; !status && row < reinti_frame_n(p.frame); row++) {
        int code = code_at(service, row);
        uint8_t s = code < 0 ? 255 : c->d->r->service_of[code];
        if (s == 255 || (p.counts && p.counts[row] == 0))
            continue;
        reinti_evidence *e = add(c, err);
        if (!e)
            return REINT_NO_MEMORY;
        if (!place(c, &p, row, e)) {
            c->d->n_evidence--;
            continue;
        }
        size_t category = reinti_column_category(value, row);
        e->kind = (uint8_t)kind;
        e->index = (uint8_t)index;
        e->service = s;
        e->maybe = p.counts && p.counts[row] < 0;
        e->mask = r->mask[category];
        if (kind == REINTI_ABOUT_SUPPORT) {
            e->mask = receipt_of(r, often, e->mask, row);
            e->marks = r->marks[category];
            e->open_marks = r->open_marks[category];
        }
    }
    return status;
}

/* Values of a circumstance that ROW leaves open. */
static uint8_t
circumstance_at(const reinti_circumstance *k, const reinti_column *c, size_t row)
{
    size_t category = reinti_column_category(c, row);
    uint8_t mask = 0;

    if (c->kind != REINTI_COLUMN_SET || category >= c->n_valid)
        return k->mask[category];
    for (uint32_t i = c->offset[row]; i < c->offset[row + 1]; i++)
        mask |= k->mask[c->code[i]];
    if (!mask)
        return k->none;
    return mask & (uint8_t)(~mask + 1); /* the first value that one of the codes has */
}

static reint_status
collect_units(collector *c, reint_error *err)
{
    const reinti_ruleset *r = c->d->r;
    const reinti_form *form = &c->d->cb->form[r->unit_form];
    const reinti_column *asked = NULL, *fact[REINTI_MAX_CIRCUMSTANCES] = { NULL };
    places p = { 0 };
    reint_status status =
        open_places(c, r->unit_form, r->unit_stage, r->unit_episode, r->unit_source, NULL, &p, err);

    if (!status)
        status = column_of(p.frame, form, r->asked, &asked, err);
    for (size_t k = 0; !status && k < r->n_circumstances; k++)
        status = column_of(p.frame, form, r->circumstance[k].variable, &fact[k], err);
    for (size_t row = 0; !status && row < reinti_frame_n(p.frame); row++) {
        reinti_evidence *e = add(c, err);
        if (!e)
            return REINT_NO_MEMORY;
        if (!place(c, &p, row, e)) {
            c->d->n_evidence--;
            continue;
        }
        e->kind = REINTI_ABOUT_UNIT;
        e->service = 255;
        e->asked_all = asked && r->asked_all[reinti_column_category(asked, row)];
        for (size_t k = 0; k < r->n_circumstances; k++)
            e->value[k] = circumstance_at(&r->circumstance[k], fact[k], row);
    }
    return status;
}

/* Interviews: the person is at a stage, even if nothing else is recorded of it. */
static reint_status
collect_standings(collector *c, reint_error *err)
{
    const reinti_ruleset *r = c->d->r;
    places p = { 0 };
    reint_status status;

    if (r->current_form == REINTI_NONE)
        return REINT_OK;
    status =
        open_places(c, r->current_form, r->current_stage, r->current_episode, REINTI_NONE, NULL, &p, err);
    for (size_t row = 0; !status && row < reinti_frame_n(p.frame); row++) {
        if (code_at(p.stage, row) < 0)
            continue;
        reinti_evidence *e = add(c, err);
        if (!e)
            return REINT_NO_MEMORY;
        if (!place(c, &p, row, e)) {
            c->d->n_evidence--;
            continue;
        }
        e->kind = REINTI_STANDING;
        e->service = 255;
    }
    return status;
}

/* ---- order --------------------------------------------------------------------------------------------- */

#define COMPARE(a, b)                                                                                        \
    if ((a) != (b))                                                                                          \
    return (a) < (b) ? -1 : 1

static int
in_order(const void *left, const void *right)
{
    const reinti_evidence *a = left, *b = right;

    COMPARE(a->person, b->person);
    COMPARE(b->floating, a->floating);
    COMPARE(a->episode, b->episode);
    COMPARE(a->stage, b->stage);
    COMPARE(a->told, b->told);
    COMPARE(a->kind, b->kind);
    COMPARE(a->index, b->index);
    COMPARE(a->row, b->row);
    return 0;
}

/* The evidence of one person: unknown episodes that can only be one are filled in. */
static void
settle_episodes(reinti_evidence *e, size_t n)
{
    int32_t low = INT32_MAX, high = -1;

    for (size_t i = 0; i < n; i++)
        if (e[i].episode >= 0) {
            low = e[i].episode < low ? e[i].episode : low;
            high = e[i].episode > high ? e[i].episode : high;
        }
    for (size_t i = 0; i < n; i++)
        if (e[i].episode < 0 && high >= 0 && (low == high || e[i].kind == REINTI_STANDING))
            e[i].episode = high; /* an interview speaks of the latest episode unless it says otherwise */
}

static void
sort(reinti_dossier *d)
{
    if (d->n_evidence > 1)
        qsort(d->evidence, d->n_evidence, sizeof *d->evidence, in_order);
    for (size_t i = 0, n; i < d->n_evidence; i += n) {
        for (n = 1; i + n < d->n_evidence && d->evidence[i + n].person == d->evidence[i].person; n++)
            ;
        settle_episodes(&d->evidence[i], n);
    }
    for (size_t i = 0; i < d->n_evidence; i++) {
        reinti_evidence *e = &d->evidence[i];
        e->floating = e->episode < 0 || e->stage < 0;
        d->n_unplaced += e->floating && e->kind != REINTI_STANDING;
    }
    if (d->n_evidence > 1)
        qsort(d->evidence, d->n_evidence, sizeof *d->evidence, in_order);
}

reint_status
reinti_evidence_collect(reinti_dossier *d, reint_error *err)
{
    collector c = { .d = d };
    const struct {
        const reinti_readings *readings;
        reinti_evidence_kind kind;
    } sources[] = { { &d->r->need, REINTI_ABOUT_NEED },
                    { &d->r->due, REINTI_ABOUT_DUE },
                    { &d->r->support, REINTI_ABOUT_SUPPORT } };
    reint_status status = reinti_dossier_base(d, err);

    if (!status)
        status = collect_units(&c, err);
    for (size_t k = 0; k < REINTI_LENGTH(sources); k++)
        for (size_t i = 0; !status && i < sources[k].readings->n; i++)
            status = collect_reading(&c, &sources[k].readings->item[i], sources[k].kind, i, err);
    if (!status)
        status = collect_standings(&c, err);
    if (!status)
        sort(d);
    return status;
}
