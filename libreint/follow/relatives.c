/* relatives.c -- what a relative told of a person, beside what the person told: agree, differ, told by one only.
 *
 * Reads:   forms with a coded `source` in their key, so that the same thing is recorded once for each who told of it; of the
 *          sources the person's own (not `own: no`) and the one that is asked for.
 * A fact:  a coded variable of one thing: a key of the form without its source.  The person's word is the latest answer among
 *          their own statements, the relative's the answer in their record.  Missing answers are no answers.
 * Whose:   persons of whom the source told anything in the form, and who consent to contact with their family (the latest
 *          record of that purpose).  Who does not, and of whom no consent is recorded, is left out and counted.
 * Kappa:   of the facts that both told of.  Several facts of one person hang together: it describes these records. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/agreement.h"

/* One thing as told by one source. */
typedef struct telling {
    int64_t thing; /* the key without its source */
    uint32_t row, person;
} telling;

/* A form in which the source speaks. */
typedef struct records {
    reinti_frame *frame;
    const reinti_form *form;
    reinti_tellers source;
    size_t other; /* category of the source that is asked for */
    telling *item;
    size_t n; /* by thing */
} records;

typedef struct comparing {
    reint_follow *f;
    const uint32_t *place; /* of persons by id */
    size_t n_ids;
    const int8_t *consent; /* by id */
    bool *spoken_of;       /* by place */
    reint_follow_pair *pair;
    size_t n, capacity;
} comparing;

/* *FOUND: the source OTHER, somebody else's, is in the key of FORM. */
static reint_status
open_form(reint_follow *f, size_t form, const char *other, records *out, bool *found, reint_error *err)
{
    const reinti_form *at = &f->cb->form[form];
    size_t source = reinti_form_find(at, "source");

    *out = (records){ .form = at };
    *found = at->person != REINTI_NONE && source < at->n_key && at->variable[source].type == REINTI_CODE;
    if (*found) {
        const reinti_list *sources = &f->cb->list[at->variable[source].list];
        out->other = reinti_list_find(sources, other);
        *found = out->other != REINTI_NONE && !reinti_code_is_own(&sources->code[out->other]);
    }
    if (!*found)
        return REINT_OK;
    reint_status status = reinti_frames_get(f->frames, form, &out->frame, err);
    return status ? status : reinti_frame_tellers(out->frame, &out->source, err);
}

/* ---- whose records ---------------------------------------------------------------------------------------- */

static int
by_thing(const void *left, const void *right)
{
    const telling *a = left, *b = right;

    return a->thing != b->thing ? (a->thing < b->thing ? -1 : 1) : a->row < b->row ? -1 : a->row > b->row;
}

/* Marks of whom the source speaks; keeps the records of those of them who consent. */
static reint_status
collect(comparing *c, records *r, reint_error *err)
{
    const reinti_layout *layout =
        reinti_store_layout(reinti_frames_study(c->f->frames), reinti_frame_form(r->frame));
    size_t n = reinti_frame_n(r->frame), at = reinti_form_find(r->form, "source");
    int64_t others = ~((((int64_t)1 << layout->key_bits[at]) - 1) << layout->key_shift[at]);
    const int64_t *key = reinti_frame_keys(r->frame);
    bool *here = calloc(c->f->n + 1, sizeof *here);
    const uint32_t *person;
    reint_status status = reinti_frame_persons(r->frame, &person, err);

    r->item = malloc((n + 1) * sizeof *r->item);
    if (!status && (!here || !r->item))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < n; i++)
        if (person[i] < c->n_ids && c->place[person[i]] != UINT32_MAX &&
            reinti_column_category(r->source.column, i) == r->other)
            here[c->place[person[i]]] = c->spoken_of[c->place[person[i]]] = true;
    for (size_t i = 0; !status && i < n; i++)
        if (person[i] < c->n_ids && c->place[person[i]] != UINT32_MAX && here[c->place[person[i]]] &&
            c->consent[person[i]] == 1)
            r->item[r->n++] = (telling){ key[i] & others, (uint32_t)i, person[i] };
    free(here);
    if (r->n > 1)
        qsort(r->item, r->n, sizeof *r->item, by_thing);
    return status;
}

/* ---- one variable ----------------------------------------------------------------------------------------- */

/* What the tellings FIRST .. END - 1 of one thing say: categories of V, or REINTI_NONE. */
static void
read_thing(const records *r, const reinti_column *v, size_t first, size_t end, size_t *own, size_t *other)
{
    size_t latest = REINTI_NONE;

    *own = *other = REINTI_NONE;
    for (size_t i = first; i < end; i++) {
        size_t row = r->item[i].row, s = reinti_column_category(r->source.column, row),
               k = reinti_column_category(v, row);
        if (k >= v->n_valid || s >= r->source.column->n_valid)
            continue;
        if (s == r->other) {
            *other = k;
        } else if (reinti_tellers_own(&r->source, row) &&
                   (latest == REINTI_NONE || reinti_tellers_later(&r->source, row, latest))) {
            latest = row;
            *own = k;
        }
    }
}

static reint_status
compare(const records *r, const reinti_column *v, reint_follow_pair *out, reint_error *err)
{
    double *count = calloc(v->n_valid * v->n_valid + 1, sizeof *count);
    uint32_t last = 0;
    reint_kappa kappa;

    if (!count)
        return reinti_no_memory(err);
    for (size_t i = 0, end; i < r->n; i = end) {
        size_t own, other;
        for (end = i + 1; end < r->n && r->item[end].thing == r->item[i].thing; end++)
            ;
        read_thing(r, v, i, end, &own, &other);
        if (own == REINTI_NONE && other == REINTI_NONE)
            continue;
        out->persons += r->item[i].person != last; /* the person is the first part of the key */
        last = r->item[i].person;
        out->only_person += other == REINTI_NONE;
        out->only_other += own == REINTI_NONE;
        if (own == REINTI_NONE || other == REINTI_NONE)
            continue;
        ++*(own == other ? &out->agree : &out->differ);
        count[own * v->n_valid + other]++;
    }
    reint_status status = reint_kappa_table(count, v->n_valid, REINT_KAPPA_PLAIN, &kappa);
    free(count);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    out->kappa = out->agree + out->differ ? kappa.value : (double)NAN;
    out->undefined =
        isnan(out->kappa) ? reinti_text_or(kappa.undefined, "nobody told of it beside the person") : NULL;
    return REINT_OK;
}

/* Every variable of the form that is one code and not of its key. */
static reint_status
compare_form(comparing *c, records *r, reint_error *err)
{
    reint_status status = collect(c, r, err);

    for (size_t v = r->form->n_key; !status && v < r->form->n; v++) {
        const reinti_variable *variable = &r->form->variable[v];
        const reinti_column *column;
        if (variable->type != REINTI_CODE || variable->multiple)
            continue;
        if (!reinti_arena_grow(c->f->arena, &c->pair, &c->capacity, c->n, sizeof *c->pair))
            return reinti_no_memory(err);
        reint_follow_pair *out = &c->pair[c->n];
        *out = (reint_follow_pair){ .form = r->form->name, .variable = variable->name };
        status = reinti_frame_column(r->frame, variable->name, &column, err);
        if (!status)
            status = compare(r, column, out, err);
        c->n++;
    }
    return status;
}

/* ---- all of them ------------------------------------------------------------------------------------------ */

reint_status
reint_follow_concord(reint_follow *f, const char *source, reint_follow_concordance *out, reint_error *err)
{
    comparing c = { .f = f };
    bool any = false;

    *out = (reint_follow_concordance){ .source = reinti_arena_text(f->arena, source ? source : "relative") };
    reint_status status = reinti_frames_consents(f->frames, "family_contact", "given", &c.consent, err);
    if (!status && !c.consent)
        status = reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "nobody can have consented to contact with the family: no form \"consent\" has the purpose "
            "family_contact in its key and the answer given");
    if (!status)
        status = reinti_follow_places(f, &c.place, &c.n_ids, err);
    c.spoken_of = status ? NULL : reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *c.spoken_of);
    if (!status && (!c.spoken_of || !out->source))
        status = reinti_no_memory(err);
    for (size_t form = 0; !status && form < f->cb->n_forms; form++) {
        records r;
        bool found;
        status = open_form(f, form, out->source, &r, &found, err);
        if (!status && found)
            status = compare_form(&c, &r, err);
        free(r.item);
        any = any || found;
    }
    if (!status && !any)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "no form has a source \"%.60s\" in its key that is somebody else's (own: no)",
                             out->source);
    for (size_t i = 0; !status && i < f->n; i++)
        if (c.spoken_of[i]) {
            int8_t says = c.consent[f->person[i]];
            ++*(says == 1 ? &out->given : says ? &out->not_recorded : &out->not_given);
        }
    out->pair = c.pair;
    out->n = c.n;
    return status;
}
