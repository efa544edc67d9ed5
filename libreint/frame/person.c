/* person.c -- whom the records are about: person ids, whether the person has a record, whether they consent.
 *
 * Missing: a person is known once their key was seen, even in a rejected row; without an accepted record of
 * their own they belong in no base.  Where the codebook requires consent, no record of it means no; of
 * several records for the purpose the latest decides. */
#include <config.h>

#include "frame/internal.h"

#include <stdlib.h>
#include <string.h>

reint_status
reinti_frame_persons(reinti_frame *frame, const uint32_t **person, reint_error *err)
{
    const reinti_form *form = reinti_frame_of(frame);

    if (!frame->person) {
        uint32_t *id = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *id);
        if (!id)
            return reinti_no_memory(err);
        if (form->persons && form->person != REINTI_NONE) {
            unsigned shift = frame->layout->key_shift[form->person];
            int64_t mask = ((int64_t)1 << frame->layout->key_bits[form->person]) - 1;
            for (size_t i = 0; i < frame->n; i++)
                id[i] = (uint32_t)(frame->key[i] >> shift & mask);
        }
        frame->person = id;
    }
    *person = frame->person;
    return REINT_OK;
}

reint_status
reinti_frames_person_rows(reinti_frames *f, const uint32_t **row, size_t *n, reint_error *err)
{
    size_t n_ids = reinti_store_n_persons(f->study) + 1;
    reinti_frame *persons;
    reint_status status;

    *n = n_ids;
    if (f->person_row) {
        *row = f->person_row;
        return REINT_OK;
    }
    status = reinti_frames_get(f, f->cb->person_form, &persons, err);
    if (status != REINT_OK)
        return status;
    uint32_t *found = reinti_arena_alloc(f->arena, n_ids * sizeof *found);
    if (!found)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n_ids; i++)
        found[i] = REINTI_NO_ROW;
    for (size_t i = 0; i < persons->n; i++) {
        uint64_t id = (uint64_t)reinti_store_key_part(persons->layout, persons->key[i], 0);
        if (id < n_ids)
            found[id] = (uint32_t)i;
    }
    *row = f->person_row = found;
    return REINT_OK;
}

/* Where the person form is a parent its rows are found already, mostly for some of its variables. */
static reint_status
recorded_by_parent(reinti_frame *frame, int8_t *has, bool *done, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const uint32_t *row;
    reinti_route route;

    *done = reinti_frame_of(frame)->persons && cb->form[cb->person_form].n_key == 1 &&
            frame->form != cb->person_form &&
            reinti_route_find(cb, frame->form, cb->person_form, false, &route) &&
            route.component[0] == reinti_frame_of(frame)->person;
    if (!*done)
        return REINT_OK;
    reint_status status = reinti_frame_parent(frame, cb->person_form, &row, err);
    for (size_t i = 0; status == REINT_OK && i < frame->n; i++)
        has[i] = row[i] != REINTI_NO_ROW;
    return status;
}

reint_status
reinti_frame_recorded(reinti_frame *frame, const int8_t **recorded, reint_error *err)
{
    const uint32_t *person, *row;
    size_t n;

    if (!frame->recorded) {
        int8_t *has = reinti_arena_alloc(frame->arena, frame->n + 1);
        bool done = false;
        reint_status status = has ? recorded_by_parent(frame, has, &done, err) : reinti_no_memory(err);
        if (status == REINT_OK && !done)
            status = reinti_frame_persons(frame, &person, err);
        if (status == REINT_OK && !done)
            status = reinti_frames_person_rows(frame->owner, &row, &n, err);
        if (status != REINT_OK)
            return status;
        for (size_t i = 0; !done && i < frame->n; i++)
            has[i] = person[i] == 0 || (person[i] < n && row[person[i]] != REINTI_NO_ROW);
        frame->recorded = has;
    }
    *recorded = frame->recorded;
    return REINT_OK;
}

/* ---- consent ------------------------------------------------------------------------------------------- */

/* A coded variable of FORM whose list has CODE, among FROM .. TO - 1; REINTI_NONE. */
static size_t
coded_with(const reint_codebook *cb, const reinti_form *form, size_t from, size_t to, const char *code)
{
    for (size_t i = from; i < to; i++)
        if (form->variable[i].type == REINTI_CODE && !form->variable[i].multiple &&
            reinti_list_find(&cb->list[form->variable[i].list], code) != REINTI_NONE)
            return i;
    return REINTI_NONE;
}

static reint_status
find_consents(reinti_frames *f, reint_error *err)
{
    const reint_codebook *cb = f->cb;
    size_t at = reinti_codebook_find_form(cb, "consent"), n = reinti_store_n_persons(f->study) + 1;
    const reinti_form *form = at != REINTI_NONE ? &cb->form[at] : NULL;
    size_t purpose = form ? coded_with(cb, form, 0, form->n_key, cb->consent_purpose) : REINTI_NONE;
    size_t answer = form ? coded_with(cb, form, form->n_key, form->n, cb->consent_value) : REINTI_NONE;
    const reinti_column *purposes, *answers;
    const uint32_t *person;
    reinti_frame *frame;
    reint_status status;

    if (purpose == REINTI_NONE || answer == REINTI_NONE || form->person == REINTI_NONE)
        return reinti_fail(
            err, REINT_STUDY, NULL, 0,
            "consent is required, but no form consent has a purpose \"%s\" in its key and an answer \"%s\"",
            cb->consent_purpose, cb->consent_value);
    status = reinti_frames_get(f, at, &frame, err);
    if (status == REINT_OK)
        status = reinti_frame_column(frame, form->variable[purpose].name, &purposes, err);
    if (status == REINT_OK)
        status = reinti_frame_column(frame, form->variable[answer].name, &answers, err);
    if (status == REINT_OK)
        status = reinti_frame_persons(frame, &person, err);
    if (status != REINT_OK)
        return status;
    size_t wanted = reinti_list_find(&cb->list[form->variable[purpose].list], cb->consent_purpose);
    size_t given = reinti_list_find(&cb->list[form->variable[answer].list], cb->consent_value);
    size_t date = 0;
    while (date < form->n_key && form->variable[date].type != REINTI_DATE)
        date++;
    int8_t *consents = reinti_arena_alloc(f->arena, n);
    int64_t *latest = malloc(n * sizeof *latest);
    if (!consents || !latest) {
        free(latest);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < n; i++)
        latest[i] = INT64_MIN;
    for (size_t i = 0; i < frame->n; i++) {
        int64_t day = date < form->n_key ? reinti_store_key_part(frame->layout, frame->key[i], date) : 0;
        if (reinti_column_category(purposes, i) != wanted || person[i] >= n || day < latest[person[i]])
            continue;
        latest[person[i]] = day;
        consents[person[i]] = reinti_column_category(answers, i) == given;
    }
    free(latest);
    f->consents = consents;
    return REINT_OK;
}

reint_status
reinti_frame_consent(reinti_frame *frame, const int8_t **consent, size_t *n_left_out, reint_error *err)
{
    reinti_frames *f = frame->owner;
    size_t n = reinti_store_n_persons(f->study) + 1;
    const uint32_t *person;
    reint_status status = REINT_OK;

    *consent = NULL;
    *n_left_out = 0;
    if (!f->cb->consent_required)
        return REINT_OK;
    if (!f->consents)
        status = find_consents(f, err);
    if (status == REINT_OK && !frame->consent) {
        int8_t *given = reinti_arena_alloc(frame->arena, frame->n + 1);
        uint8_t *seen = calloc(n, 1);
        status = given && seen ? reinti_frame_persons(frame, &person, err) : reinti_no_memory(err);
        for (size_t i = 0; status == REINT_OK && i < frame->n; i++) {
            given[i] = person[i] == 0 || (person[i] < n && f->consents[person[i]] == 1);
            if (!given[i] && person[i] < n) {
                frame->n_left_out += !seen[person[i]];
                seen[person[i]] = 1;
            }
        }
        free(seen);
        if (status == REINT_OK)
            frame->consent = given;
    }
    if (status != REINT_OK)
        return status;
    *consent = frame->consent;
    *n_left_out = frame->n_left_out;
    return REINT_OK;
}
