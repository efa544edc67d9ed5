/* person.c -- whom the records are about: person ids, and whether the person has a record.
 *
 * Missing: a person is known once their key was seen, even in a rejected row; without an accepted record of
 * their own they belong in no base. */
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
