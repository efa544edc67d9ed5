/* telling.c -- the form "told": what people told of late, in which of their statements.
 *
 * Reads:   coded `variable`, `source` and `value`; of the sources the attributes `wave` (told in that interview), `after`
 *          (after it and before the next) and `own: no` (not the person's own statement).
 * Told by: the latest value among a person's own statements up to a place in the order of telling.  The code not_raised
 *          tells nothing and unsays nothing. */
#include <config.h>

#include <string.h>

#include "frame/internal.h"

static const reinti_variable *
coded(const reinti_form *form, const char *name)
{
    size_t at = reinti_form_find(form, name);

    return at != REINTI_NONE && form->variable[at].type == REINTI_CODE && !form->variable[at].multiple
               ? &form->variable[at]
               : NULL;
}

/* ---- sources -------------------------------------------------------------------------------------------- */

static size_t
place_of(const reint_codebook *cb, const reinti_code *source)
{
    const char *wave = reinti_code_attribute(source, "wave"), *after = reinti_code_attribute(source, "after");
    size_t at = wave ? reinti_codebook_find_wave(cb, wave) : REINTI_NONE;

    if (at != REINTI_NONE)
        return 2 * at;
    at = after ? reinti_codebook_find_wave(cb, after) : REINTI_NONE;
    return at != REINTI_NONE ? 2 * at + 1 : 2 * cb->n_waves;
}

const size_t *
reinti_source_places(const reint_codebook *cb, const reinti_list *sources, reinti_arena *arena)
{
    size_t *place = reinti_arena_alloc(arena, (sources->n + 1) * sizeof *place);

    for (size_t s = 0; place && s < sources->n; s++)
        place[s] = reinti_code_is_own(&sources->code[s]) ? place_of(cb, &sources->code[s]) : REINTI_NONE;
    return place;
}

reint_status
reinti_frame_tellers(reinti_frame *frame, reinti_tellers *out, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const reinti_variable *source = coded(reinti_frame_of(frame), "source");

    *out = (reinti_tellers){ 0 };
    if (!source)
        return REINT_OK;
    out->list = &cb->list[source->list];
    out->place = reinti_source_places(cb, out->list, reinti_frame_arena(frame));
    return out->place ? reinti_frame_column(frame, "source", &out->column, err) : reinti_no_memory(err);
}

bool
reinti_tellers_later(const reinti_tellers *s, size_t row, size_t than)
{
    size_t a = reinti_column_category(s->column, row), b = reinti_column_category(s->column, than);

    return s->place[a] != s->place[b] ? s->place[a] > s->place[b] : a != b ? a > b : row > than;
}

bool
reinti_tellers_own(const reinti_tellers *s, size_t row)
{
    size_t k = s->column ? reinti_column_category(s->column, row) : REINTI_NONE;

    return !s->column || k >= s->column->n_valid || s->place[k] != REINTI_NONE;
}

/* ---- the form told -------------------------------------------------------------------------------------- */

static reint_status
open_telling(const reint_codebook *cb, reinti_telling *t, size_t form, reint_error *err)
{
    if (!coded(&cb->form[form], "variable") || !coded(&cb->form[form], "source") ||
        !coded(&cb->form[form], "value"))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "form \"told\" needs coded variables \"variable\", \"source\" and \"value\"");
    reint_status status = reinti_frame_column(t->frame, "variable", &t->variable, err);
    if (!status)
        status = reinti_frame_tellers(t->frame, &t->source, err);
    if (!status)
        status = reinti_frame_column(t->frame, "value", &t->value, err);
    if (!status)
        t->silent = reinti_column_find(t->value, "not_raised");
    return status;
}

reint_status
reinti_frames_telling(reinti_frames *f, const reinti_telling **out, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(f));
    size_t form = reinti_codebook_find_form(cb, "told");
    reinti_frame *frame;

    *out = NULL;
    if (form == REINTI_NONE || cb->form[form].person == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no form \"told\" of persons");
    reint_status status = reinti_frames_get(f, form, &frame, err);
    if (status || (*out = reinti_frame_recall(frame, "telling")))
        return status;
    reinti_telling *t = reinti_arena_alloc(reinti_frame_arena(frame), sizeof *t);
    if (!t)
        return reinti_no_memory(err);
    t->frame = frame;
    status = open_telling(cb, t, form, err);
    if (!status)
        status = reinti_frame_remember(frame, "telling", t, err);
    *out = status ? NULL : t;
    return status;
}

bool
reinti_telling_says(const reinti_telling *t, size_t row, size_t variable, size_t place)
{
    const reinti_tellers *from = &t->source;
    size_t s = reinti_column_category(from->column, row), v = reinti_column_category(t->value, row);

    return reinti_column_category(t->variable, row) == variable && s < from->column->n_valid &&
           v < t->value->n_valid && v != t->silent && from->place[s] != REINTI_NONE &&
           from->place[s] <= place;
}
