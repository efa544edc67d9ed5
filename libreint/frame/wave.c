/* wave.c -- columns across waves: w1_x and prev_x.
 *
 * Reads:   the records of other waves with the same key.
 * Gives:   x as it was in a named wave (on a frame without waves), or in the latest earlier wave that has a
 * record (on a frame with them).  "Earlier" is the order of the waves in the codebook, not that of their ids.
 * Missing: no record of that wave, or none before: "absent". */
#include <config.h>

#include "frame/internal.h"

#include <string.h>

/* "First interview: Status" in every language of LABEL. */
static bool
prefixed_label(reinti_arena *a, const reinti_label *prefix, const reinti_label *label, reinti_label *out)
{
    const char **text = reinti_arena_alloc(a, (label->n + 1) * sizeof *text);

    if (!text)
        return false;
    for (size_t i = 0; i < label->n; i++) {
        const char *before = reinti_label_text(prefix, label->language[i]);
        text[i] = before ? reinti_arena_format(a, "%s: %s", before, label->text[i]) : label->text[i];
        if (!text[i])
            return false;
    }
    *out = (reinti_label){ label->n, label->language, text };
    return true;
}

static reint_status
carry(reinti_frame *frame, const char *name, const reinti_entry *source, const uint32_t *row,
      const reinti_label *prefix, reinti_entry *out, reint_error *err)
{
    reint_status status = reinti_gather(frame, name, source, row, out, err);

    if (status == REINT_OK &&
        !prefixed_label(frame->arena, prefix, &source->column.label, &out->column.label))
        status = reinti_no_memory(err);
    return status;
}

/* For each row the row of the same key in the latest wave before, in FRAME->previous. */
static reint_status
find_previous(reinti_frame *frame, reint_error *err)
{
    const reinti_frames *f = frame->owner;
    size_t at = reinti_frame_of(frame)->wave, n_waves = f->cb->n_waves, cursor = 0;
    unsigned shift = frame->layout->key_shift[at];
    int64_t mask = (((int64_t)1 << frame->layout->key_bits[at]) - 1) << shift, id[64];
    uint32_t *previous = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *previous);

    if (!previous)
        return reinti_no_memory(err);
    if (n_waves > REINTI_LENGTH(id))
        return reinti_fail(err, REINT_STUDY, NULL, 0, "a study has at most %zu waves", REINTI_LENGTH(id));
    for (size_t w = 0; w < n_waves; w++)
        id[w] = reinti_store_code_id(f->study, f->cb->wave_list, w);
    for (size_t i = 0; i < frame->n; i++) {
        size_t wave = 0;
        previous[i] = REINTI_NO_ROW;
        while (wave < n_waves && id[wave] != (frame->key[i] & mask) >> shift)
            wave++;
        while (wave < n_waves && wave-- > 0) {
            size_t row = SIZE_MAX;
            if (id[wave] > 0)
                row =
                    reinti_gallop(frame->key, frame->n, &cursor, (frame->key[i] & ~mask) | id[wave] << shift);
            if (row != SIZE_MAX) {
                previous[i] = (uint32_t)row;
                break;
            }
        }
    }
    frame->previous = previous;
    return REINT_OK;
}

static reint_status
make_previous(reinti_frame *frame, const char *name, const char *base, reinti_entry *out, bool *found,
              reint_error *err)
{
    static const char *languages[] = { "en", "id" }, *texts[] = { "Previous wave", "Gelombang sebelumnya" };
    static const reinti_label prefix = { 2, languages, texts };
    const reinti_entry *source;
    reint_status status = reinti_frame_changes(frame, base)
                              ? reinti_frame_find_across(frame, base, &source, found, err)
                              : reinti_frame_find(frame, base, &source, found, err);

    if (status != REINT_OK || !*found)
        return status;
    if (!frame->previous)
        status = find_previous(frame, err);
    return status == REINT_OK ? carry(frame, name, source, frame->previous, &prefix, out, err) : status;
}

const char *
reinti_after_wave(const char *name, const char *id)
{
    size_t n = strlen(id);

    if (id[0] >= '0' && id[0] <= '9') {
        if (name[0] != 'w')
            return NULL;
        name++;
    }
    return strncmp(name, id, n) == 0 && name[n] == '_' && name[n + 1] ? name + n + 1 : NULL;
}

size_t
reinti_wave_form(const reinti_frame *frame, size_t from)
{
    const reint_codebook *cb = frame->owner->cb;
    reinti_route route;

    for (size_t form = from; form < cb->n_forms; form++)
        if (cb->form[form].wave != REINTI_NONE && cb->form[form].n_key == reinti_frame_of(frame)->n_key + 1 &&
            reinti_route_find(cb, frame->form, form, true, &route))
            return form;
    return REINTI_NONE;
}

/* For each row of FRAME the row of FROM, a form with the wave besides, in WAVE.  Found once. */
static reint_status
locate_wave(reinti_frame *frame, reinti_frame *from, size_t wave, const uint32_t **row, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t at = from->form * cb->n_waves + wave;
    reinti_route route;

    if (!frame->of_wave)
        frame->of_wave = reinti_arena_alloc(frame->arena, cb->n_forms * cb->n_waves * sizeof *frame->of_wave);
    if (!frame->of_wave)
        return reinti_no_memory(err);
    if (!frame->of_wave[at]) {
        if (!reinti_route_find(cb, frame->form, from->form, true, &route))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the keys of forms %s and %s do not match",
                               reinti_frame_of(frame)->name, reinti_frame_of(from)->name);
        route.fixed[reinti_frame_of(from)->wave] =
            reinti_store_code_id(frame->owner->study, cb->wave_list, wave);
        reint_status status = reinti_locate(frame, from, &route, &frame->of_wave[at], err);
        if (status != REINT_OK)
            return status;
    }
    *row = frame->of_wave[at];
    return REINT_OK;
}

static reint_status
make_of_wave(reinti_frame *frame, const char *name, const char *base, size_t wave, reinti_entry *out,
             bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t form = reinti_wave_form(frame, 0);

    for (; form != REINTI_NONE && !*found; form = reinti_wave_form(frame, form + 1)) {
        const reinti_entry *source;
        const uint32_t *row;
        reinti_frame *from;
        reint_status status = reinti_frames_get(frame->owner, form, &from, err);
        if (status == REINT_OK)
            status = reinti_frame_find_across(from, base, &source, found, err);
        if (status != REINT_OK)
            return status;
        if (!*found)
            continue;
        status = locate_wave(frame, from, wave, &row, err);
        return status == REINT_OK ? carry(frame, name, source, row, &cb->wave[wave].label, out, err) : status;
    }
    return REINT_OK;
}

reint_status
reinti_make_wave(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    reint_status status = REINT_OK;

    if (reinti_frame_of(frame)->wave != REINTI_NONE)
        return strncmp(name, "prev_", 5) == 0 && name[5]
                   ? make_previous(frame, name, name + 5, out, found, err)
                   : REINT_OK;
    for (size_t w = 0; w < cb->n_waves && status == REINT_OK && !*found; w++) {
        const char *base = reinti_after_wave(name, cb->wave[w].id);
        if (base)
            status = make_of_wave(frame, name, base, w, out, found, err);
    }
    return status;
}

/* Text and person variables of other waves, for conditions: not carried over, but read from where they stand.
 */
reint_status
reinti_wave_text(reinti_frame *frame, const char *name, reinti_frame **home, size_t *variable,
                 const uint32_t **row, bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const reinti_form *form = reinti_frame_of(frame);
    reint_status status = REINT_OK;

    if (form->wave != REINTI_NONE) {
        *variable = strncmp(name, "prev_", 5) == 0 ? reinti_form_find(form, name + 5) : REINTI_NONE;
        *found = *variable != REINTI_NONE && form->variable[*variable].type >= REINTI_TEXT;
        if (*found && !frame->previous)
            status = find_previous(frame, err);
        *home = frame;
        *row = frame->previous;
        return status;
    }
    for (size_t w = 0; w < cb->n_waves; w++) {
        const char *base = reinti_after_wave(name, cb->wave[w].id);
        size_t other = base ? reinti_wave_form(frame, 0) : REINTI_NONE;
        for (; other != REINTI_NONE && !*found; other = reinti_wave_form(frame, other + 1)) {
            *variable = reinti_form_find(&cb->form[other], base);
            *found = *variable != REINTI_NONE && cb->form[other].variable[*variable].type >= REINTI_TEXT;
            if (!*found)
                continue;
            status = reinti_frames_get(frame->owner, other, home, err);
            return status == REINT_OK ? locate_wave(frame, *home, w, row, err) : status;
        }
    }
    return status;
}
