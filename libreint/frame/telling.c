/* telling.c -- the form "told": what people told of late, in which of their statements.
 *
 * Reads:   coded `variable`, `source` and `value`; of the sources the attributes `wave` (told in that interview), `after`
 *          (after it and before the next) and `own: no` (not the person's own statement).
 * Told by: the latest value among a person's own statements up to a place in the order of telling.  The code not_raised
 *          tells nothing and unsays nothing. */
#include <config.h>

#include <string.h>

#include "frame/frame.h"

static const reinti_variable *
coded(const reinti_form *form, const char *name)
{
    size_t at = reinti_form_find(form, name);

    return at != REINTI_NONE && form->variable[at].type == REINTI_CODE && !form->variable[at].multiple
               ? &form->variable[at]
               : NULL;
}

/* Interview w is at 2 w, what follows it at 2 w + 1; what has no place comes last. */
size_t
reinti_source_place(const reint_codebook *cb, const reinti_code *source)
{
    const char *wave = reinti_code_attribute(source, "wave"), *after = reinti_code_attribute(source, "after");
    size_t at = wave ? reinti_codebook_find_wave(cb, wave) : REINTI_NONE;

    if (at != REINTI_NONE)
        return 2 * at;
    at = after ? reinti_codebook_find_wave(cb, after) : REINTI_NONE;
    return at != REINTI_NONE ? 2 * at + 1 : 2 * cb->n_waves;
}

static reint_status
open_telling(const reint_codebook *cb, reinti_telling *t, size_t form, reint_error *err)
{
    const reinti_variable *source = coded(&cb->form[form], "source");
    const reinti_list *list;

    if (!coded(&cb->form[form], "variable") || !source || !coded(&cb->form[form], "value"))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "form \"told\" needs coded variables \"variable\", \"source\" and \"value\"");
    list = &cb->list[source->list];
    reint_status status = reinti_frame_column(t->frame, "variable", &t->variable, err);
    if (!status)
        status = reinti_frame_column(t->frame, "source", &t->source, err);
    if (!status)
        status = reinti_frame_column(t->frame, "value", &t->value, err);
    if (status)
        return status;
    t->place = reinti_arena_alloc(reinti_frame_arena(t->frame), (list->n + 1) * sizeof *t->place);
    if (!t->place)
        return reinti_no_memory(err);
    t->sources = list;
    for (size_t s = 0; s < list->n; s++)
        t->place[s] =
            reinti_code_is_own(&list->code[s]) ? reinti_source_place(cb, &list->code[s]) : REINTI_NONE;
    t->silent = reinti_column_find(t->value, "not_raised");
    return REINT_OK;
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
reinti_telling_later(const reinti_telling *t, size_t row, size_t than)
{
    size_t s = reinti_column_category(t->source, row), before = reinti_column_category(t->source, than);

    return t->place[s] != t->place[before] ? t->place[s] > t->place[before]
           : s != before                   ? s > before
                                           : row > than;
}

bool
reinti_telling_says(const reinti_telling *t, size_t row, size_t variable, size_t place)
{
    size_t s = reinti_column_category(t->source, row), v = reinti_column_category(t->value, row);

    return reinti_column_category(t->variable, row) == variable && s < t->source->n_valid &&
           v < t->value->n_valid && v != t->silent && t->place[s] != REINTI_NONE && t->place[s] <= place;
}
