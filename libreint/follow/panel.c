/* panel.c -- the life of a panel, and what can be asked of it; fill.c fills it. */
#include <config.h>

#include "follow/panel.h"

#include <stdlib.h>
#include <string.h>

#include "assess/provide.h"

const reinti_variable *
reinti_follow_variable(const reinti_form *form, const char *name, reinti_type type)
{
    size_t named = reinti_form_find(form, name);

    if (named != REINTI_NONE && form->variable[named].type == type)
        return &form->variable[named];
    for (size_t v = 0; v < form->n; v++)
        if (form->variable[v].type == type)
            return &form->variable[v];
    return NULL;
}

bool
reinti_follow_is_reversed(const reint_follow *f, size_t person)
{
    bool any = false;

    for (size_t a = 0; a < f->n_waves; a++)
        for (size_t b = a + 1; b < f->n_waves; b++) {
            bool back = false;
            if (reinti_follow_is_seen(f, person, a) && reinti_follow_is_seen(f, person, b))
                reinti_follow_gap(f, person, a, b, &back);
            any = any || back;
        }
    return any;
}

size_t
reinti_follow_find_wave(const reint_follow *f, const char *id)
{
    size_t w = 0;

    while (w < f->n_waves && strcmp(f->cb->wave[f->wave[w]].id, id))
        w++;
    return w;
}

reint_status
reinti_follow_places(reint_follow *f, const uint32_t **out, size_t *n_ids, reint_error *err)
{
    size_t n = reinti_store_n_persons(reinti_frames_study(f->frames)) + 1;
    uint32_t *place = reinti_arena_alloc(f->arena, n * sizeof *place);

    if (!place)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        place[i] = UINT32_MAX;
    for (size_t i = 0; i < f->n; i++)
        if (f->person[i] < n)
            place[f->person[i]] = (uint32_t)i;
    *out = place;
    *n_ids = n;
    return REINT_OK;
}

/* ---- life ----------------------------------------------------------------------------------------------- */

reint_status
reinti_follow_on(reinti_frames *frames, const reint_follow_options *given, reint_follow **out,
                 reint_error *err)
{
    reint_follow_options options = { .size = sizeof options };
    reint_follow *f = calloc(1, sizeof *f);

    *out = NULL;
    if (given) /* a caller built with an older header knows fewer members */
        memcpy(&options, given, given->size && given->size < sizeof options ? given->size : sizeof options);
    if (f)
        f->arena = reinti_arena_create();
    if (!f || !f->arena) {
        free(f);
        return reinti_no_memory(err);
    }
    f->frames = frames;
    f->cb = reint_study_codebook(reinti_frames_study(frames));
    reint_status status = reinti_follow_fill(f, &options, err);
    if (status)
        reint_follow_free(f);
    else
        *out = f;
    return status;
}

static void
release(void *f)
{
    reint_follow_free(f);
}

reint_status
reinti_follow_shared(reinti_frames *frames, const reint_follow_options *o, reint_follow **out,
                     reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    reinti_frame *persons = NULL;
    reint_status status = reinti_frames_get(frames, cb->person_form, &persons, err);

    *out = NULL;
    if (status)
        return status;
    const char *name =
        reinti_arena_format(reinti_frame_arena(persons), "follow %d %d %d %d |%s|%s|%s|", o->everybody,
                            o->same_people, o->by_period, o->to_interview, reinti_text_or(o->waves, ""),
                            reinti_text_or(o->seen, ""), reinti_text_or(o->base, ""));
    if (!name)
        return reinti_no_memory(err);
    const reint_follow *const *known = reinti_frame_recall(persons, name);
    if (known) {
        *out = (reint_follow *)*known;
        return REINT_OK;
    }
    reint_follow **kept = reinti_arena_alloc(reinti_frame_arena(persons), sizeof(reint_follow *));
    reint_follow *f = NULL;
    status = kept ? reinti_follow_on(frames, o, &f, err) : reinti_no_memory(err);
    if (!status && (status = reinti_frames_keep(frames, f, release, err)))
        reint_follow_free(f);
    if (status)
        return status;
    *kept = *out = f;
    return reinti_frame_remember(persons, name, kept, err);
}

reint_status
reint_follow_open(reint_study *study, const reint_follow_options *options, reint_follow **out,
                  reint_error *err)
{
    reinti_frames *frames = NULL;
    reint_status status = reinti_frames_open(study, &frames, err);

    *out = NULL;
    if (!status)
        status = reinti_assess_provide(frames, err);
    if (!status)
        status = reinti_follow_on(frames, options, out, err);
    if (status)
        reinti_frames_free(frames);
    else
        (*out)->owns_frames = true;
    return status;
}

void
reint_follow_free(reint_follow *f)
{
    if (!f)
        return;
    if (f->owns_frames)
        reinti_frames_free(f->frames);
    reinti_arena_free(f->arena);
    free(f);
}

size_t
reint_follow_n_persons(const reint_follow *f)
{
    return f->n;
}

size_t
reint_follow_n_waves(const reint_follow *f)
{
    return f->n_waves;
}

const char *
reint_follow_wave_id(const reint_follow *f, size_t wave)
{
    return wave < f->n_waves ? f->cb->wave[f->wave[wave]].id : NULL;
}

int
reint_follow_seen(const reint_follow *f, size_t person, size_t wave)
{
    return person < f->n && wave < f->n_waves && reinti_follow_is_seen(f, person, wave);
}
