/* fill.c -- fills a panel: which persons, at which waves, interviewed or not, on which day.
 *
 * Reads:    the person form (the base), the first form keyed by person and wave, its status and its date.
 * Base:     persons with a record of their own who may be counted (frame/person.c), in the codebook's own
 *           base, for whom the condition holds.  Whoever cannot be told is left out and counted.
 * Held:     `seen` decides.  Without it: a status with the codes complete or partial; a status without such codes,
 *           or none: every record.  A record for which it cannot be told is no interview, and counted.
 * Twice:    the store has one record a person and wave (a second row was rejected when it was read). */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdatomic.h>
#include <string.h>

static size_t
find_form(const reint_codebook *cb)
{
    for (size_t f = 0; f < cb->n_forms; f++)
        if (cb->form[f].n_key == 2 && cb->form[f].person != REINTI_NONE && cb->form[f].wave != REINTI_NONE)
            return f;
    return REINTI_NONE;
}

/* ---- waves ---------------------------------------------------------------------------------------------- */

/* The waves that WORDS names, in the codebook's order whatever the order of the words. */
static reint_status
choose_waves(reint_follow *f, const char *words, reint_error *err)
{
    bool wanted[REINTI_LENGTH(f->wave)] = { false };

    if (f->cb->n_waves > REINTI_LENGTH(f->wave))
        return reinti_fail(err, REINT_STUDY, NULL, 0, "a study has at most %zu waves",
                           REINTI_LENGTH(f->wave));
    for (const char *p = words; p && *p;) {
        size_t n = strcspn(p, ", ");
        char *id = n ? reinti_arena_text_n(f->arena, p, n) : NULL;
        size_t w = id ? reinti_codebook_find_wave(f->cb, id) : REINTI_NONE;
        if (n && !id)
            return reinti_no_memory(err);
        if (n && w == REINTI_NONE)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no wave \"%.40s\"", id);
        if (n)
            wanted[w] = true;
        p += n + (p[n] != '\0');
    }
    for (size_t w = 0; w < f->cb->n_waves; w++)
        if (!words || wanted[w])
            f->wave[f->n_waves++] = w;
    return f->n_waves ? REINT_OK : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "no wave is named");
}

/* ---- held or not ---------------------------------------------------------------------------------------- */

static const char *const held_codes[] = { "complete", "partial" };

/* "status IN ('complete', 'partial')" with the codes that the list has; NULL when it has none. */
static const char *
usual_condition(const reint_follow *f, const char *status, const reinti_list *list)
{
    char text[80];
    size_t n = 0;

    text[0] = '\0';
    for (size_t i = 0; i < REINTI_LENGTH(held_codes); i++)
        if (reinti_list_find(list, held_codes[i]) != REINTI_NONE)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s'%s'", n ? ", " : "", held_codes[i]);
    return n ? reinti_arena_format(f->arena, "%s IN (%s)", status, text) : NULL;
}

static reint_status
open_result(reint_follow *f, const char *seen, reint_error *err)
{
    const reinti_form *form = &f->cb->form[f->form];
    size_t at = reinti_form_find(form, "status");
    const reinti_variable *v = at == REINTI_NONE ? NULL : &form->variable[at];
    reint_status status = REINT_OK;

    if (v && v->type == REINTI_CODE && !v->multiple) {
        status = reinti_frame_column(f->records, v->name, &f->result, err);
        f->seen = usual_condition(f, v->name, &f->cb->list[v->list]);
    }
    if (seen && *seen)
        f->seen = reinti_arena_text(f->arena, seen);
    return status;
}

/* ---- persons -------------------------------------------------------------------------------------------- */

static reint_status
choose_persons(reint_follow *f, const reint_follow_options *o, reint_error *err)
{
    const int8_t *consent = NULL, *general = NULL, *own = NULL;
    const uint32_t *id;
    size_t n = reinti_frame_n(f->persons);
    reint_status status = reinti_frame_consent(f->persons, &consent, &f->no_consent, err);

    if (!status && f->cb->base && !o->everybody)
        status = reinti_frame_condition(f->persons, f->cb->base, &general, err);
    if (!status && o->base && *o->base)
        status = reinti_frame_condition(f->persons, o->base, &own, err);
    if (!status)
        status = reinti_frame_persons(f->persons, &id, err);
    if (status)
        return status;
    f->person = reinti_arena_alloc(f->arena, (n + 1) * sizeof *f->person);
    f->person_row = reinti_arena_alloc(f->arena, (n + 1) * sizeof *f->person_row);
    if (!f->person || !f->person_row)
        return reinti_no_memory(err);
    f->no_consent = o->to_interview ? 0 : f->no_consent;
    for (size_t i = 0; i < n; i++) {
        bool refused = consent && (o->to_interview ? consent[i] < 0 : consent[i] != 1);
        f->no_consent += refused && o->to_interview;
        if (refused || (general && general[i] != 1))
            continue;
        f->cannot_be_told += own && own[i] < 0;
        if (own && own[i] != 1)
            continue;
        f->person[f->n] = id[i];
        f->person_row[f->n++] = (uint32_t)i;
    }
    f->n_base = f->n;
    return REINT_OK;
}

/* ---- records -------------------------------------------------------------------------------------------- */

static uint8_t
presence_of(const reint_follow *f, const int8_t *held, size_t row, size_t not_due)
{
    if (!held || held[row] == 1)
        return REINTI_SEEN;
    if (f->result && reinti_column_category(f->result, row) == not_due)
        return REINTI_NOT_DUE;
    return held[row] < 0 ? REINTI_UNSURE : REINTI_MISSED;
}

typedef struct placing {
    reint_follow *f;
    const reinti_column *wave, *date; /* DATE NULL: none */
    const uint32_t *person, *place;
    const int8_t *held;
    const size_t *at; /* of each wave of the codebook, REINTI_NONE */
    size_t n_ids, not_due;
    atomic_size_t unsure;
} placing;

/* A person has one record a wave: no two rows have the same cell, and threads share the rows. */
static void
place_rows(void *user, size_t from, size_t to)
{
    placing *p = user;
    reint_follow *f = p->f;
    size_t unsure = 0;

    for (size_t r = from; r < to; r++) {
        size_t w = reinti_column_category(p->wave, r);
        uint32_t person = p->person[r] < p->n_ids ? p->place[p->person[r]] : UINT32_MAX;
        if (person == UINT32_MAX || w >= f->cb->n_waves || p->at[w] == REINTI_NONE)
            continue;
        size_t i = person * f->n_waves + p->at[w];
        f->row[i] = (uint32_t)r;
        f->presence[i] = presence_of(f, p->held, r, p->not_due);
        unsure += f->presence[i] == REINTI_UNSURE;
        if (p->date && f->presence[i] == REINTI_SEEN) {
            f->low[i] = p->date->low[r];
            f->high[i] = p->date->high[r];
        }
    }
    p->unsure += unsure;
}

static reint_status
place_records(reint_follow *f, reint_error *err)
{
    const reinti_form *form = &f->cb->form[f->form];
    size_t at[REINTI_LENGTH(f->wave)], cells = f->n * f->n_waves + 1, when = reinti_form_date(form);
    const reinti_column *wave, *date = NULL;
    const uint32_t *person, *place;
    const int8_t *held = NULL;
    size_t n_ids;
    reint_status status = reinti_frame_column(f->records, form->variable[form->wave].name, &wave, err);

    if (!status && when != REINTI_NONE)
        status = reinti_frame_column(f->records, form->variable[when].name, &date, err);
    if (!status && f->seen)
        status = reinti_frame_condition(f->records, f->seen, &held, err);
    if (!status)
        status = reinti_frame_persons(f->records, &person, err);
    if (!status)
        status = reinti_follow_places(f, &place, &n_ids, err);
    if (status)
        return status;
    f->row = reinti_arena_alloc(f->arena, cells * sizeof *f->row);
    f->presence = reinti_arena_alloc(f->arena, cells);
    f->low = reinti_arena_alloc(f->arena, cells * sizeof *f->low);
    f->high = reinti_arena_alloc(f->arena, cells * sizeof *f->high);
    if (!f->row || !f->presence || !f->low || !f->high)
        return reinti_no_memory(err);
    for (size_t i = 0; i + 1 < cells; i++) {
        f->row[i] = REINTI_NO_RECORD;
        f->low[i] = REINTI_OPEN_LOW;
        f->high[i] = REINTI_OPEN_HIGH;
    }
    for (size_t w = 0; w < REINTI_LENGTH(at); w++)
        at[w] = REINTI_NONE;
    for (size_t w = 0; w < f->n_waves; w++)
        at[f->wave[w]] = w;
    size_t not_due = REINTI_NONE;
    for (size_t k = 0; f->result && k < f->result->n_valid; k++)
        if (!strcmp(f->result->category[k].code, "not_due"))
            not_due = k;
    placing p = { f, wave, date, person, place, held, at, n_ids, not_due, 0 };
    reinti_parallel(reinti_frame_n(f->records), place_rows, &p);
    f->unsure = p.unsure;
    return REINT_OK;
}

/* Keeps the persons interviewed at every wave. */
static void
keep_same(reint_follow *f)
{
    size_t n = 0, w = f->n_waves;

    for (size_t i = 0; i < f->n; i++) {
        size_t seen = 0;
        for (size_t k = 0; k < w; k++)
            seen += reinti_follow_is_seen(f, i, k);
        if (seen < w)
            continue;
        f->person[n] = f->person[i];
        f->person_row[n] = f->person_row[i];
        memmove(f->row + n * w, f->row + i * w, w * sizeof *f->row);
        memmove(f->presence + n * w, f->presence + i * w, w);
        memmove(f->low + n * w, f->low + i * w, w * sizeof *f->low);
        memmove(f->high + n * w, f->high + i * w, w * sizeof *f->high);
        n++;
    }
    f->n = n;
}

/* Periods in place of waves: what is said of waves would be passed over in silence. */
static reint_status
without_waves(const reint_follow_options *o, reint_error *err)
{
    const char *what = o->waves ? "waves" : o->seen ? "seen" : o->same_people ? "the same people" : NULL;

    return what ? reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                              "this is not of waves: \"%s\" has no meaning here", what)
                : REINT_OK;
}

/* ---- all of it ------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_fill(reint_follow *f, const reint_follow_options *o, reint_error *err)
{
    reint_status status = o->by_period ? without_waves(o, err) : choose_waves(f, o->waves, err);

    f->form = o->by_period ? REINTI_NONE : find_form(f->cb);
    if (!status && !o->by_period && f->form == REINTI_NONE)
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                        "nobody can be followed: no form of the codebook has person and wave for its key");
    if (!status)
        status = reinti_frames_get(f->frames, f->cb->person_form, &f->persons, err);
    if (!status && !o->by_period)
        status = reinti_frames_get(f->frames, f->form, &f->records, err);
    if (!status && !o->by_period)
        status = open_result(f, o->seen, err);
    if (!status)
        status = choose_persons(f, o, err);
    if (!status && !o->by_period)
        status = place_records(f, err);
    if (!status && o->same_people) {
        f->same_people = true;
        keep_same(f);
    }
    return status;
}
