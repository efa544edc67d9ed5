/* frames.c -- opens frames, finds columns by name, keeps what was made.
 *
 * Reads:    the study through study/store.h, nothing before it is asked for.
 * Decides:  which of several columns a name means (the order of makers below, stated in frame.h).
 * Missing:  an unknown name is an error with the nearest known one; a column that is made from itself as
 * well. */
#include <config.h>

#include "frame/internal.h"

#include <stdlib.h>
#include <string.h>

/* A class may need a band that needs an item that needs a join: far fewer than this. */
#define MAX_DEPTH 32

reint_status
reinti_frames_open(reint_study *study, reinti_frames **out, reint_error *err)
{
    reinti_frames *f = calloc(1, sizeof *f);

    *out = NULL;
    if (!f)
        return reinti_no_memory(err);
    f->study = study;
    f->cb = reint_study_codebook(study);
    f->arena = reinti_arena_create();
    if (f->arena) {
        f->frame = reinti_arena_alloc(f->arena, f->cb->n_forms * sizeof *f->frame + 1);
        f->list = reinti_arena_alloc(f->arena, f->cb->n_lists * sizeof *f->list + 1);
    }
    if (!f->arena || !f->frame || !f->list) {
        reinti_frames_free(f);
        return reinti_no_memory(err);
    }
    *out = f;
    return REINT_OK;
}

static void
frame_free(reinti_frame *frame)
{
    if (!frame)
        return;
    reinti_map_free(frame->index);
    reinti_map_free(frame->condition);
    reinti_map_free(frame->remembered);
    free(frame->entry);
    free(frame->trit);
    reinti_arena_free(frame->arena);
    free(frame);
}

void
reinti_frames_free(reinti_frames *f)
{
    if (!f)
        return;
    while (f->n_kept > 0) {
        reinti_kept *kept = &f->kept[--f->n_kept];
        kept->release(kept->what);
    }
    for (size_t i = 0; f->frame && i < f->cb->n_forms; i++)
        frame_free(f->frame[i]);
    free(f->kept);
    free(f->provider);
    reinti_arena_free(f->arena);
    free(f);
}

reint_study *
reinti_frames_study(const reinti_frames *f)
{
    return f->study;
}

reint_status
reinti_frames_provide(reinti_frames *f, reinti_provider_fn fn, reinti_provider_names_fn names, void *user,
                      reint_error *err)
{
    if (!reinti_grow(&f->provider, &f->capacity, f->n_providers, sizeof *f->provider))
        return reinti_no_memory(err);
    f->provider[f->n_providers++] = (reinti_provider){ fn, names, user };
    return REINT_OK;
}

reint_status
reinti_frames_keep(reinti_frames *f, void *what, void (*release)(void *), reint_error *err)
{
    if (!reinti_grow(&f->kept, &f->kept_capacity, f->n_kept, sizeof *f->kept))
        return reinti_no_memory(err);
    f->kept[f->n_kept++] = (reinti_kept){ what, release };
    return REINT_OK;
}

reinti_category *
reinti_frame_categories(reinti_frame *frame, size_t n_valid, size_t *n_categories)
{
    return reinti_categories(frame->owner, frame->arena, n_valid, n_categories);
}

reint_status
reinti_frames_get(reinti_frames *f, size_t form, reinti_frame **out, reint_error *err)
{
    reinti_frame *frame = f->frame[form];
    reint_status status;

    if (frame) {
        *out = frame;
        return REINT_OK;
    }
    frame = calloc(1, sizeof *frame);
    if (!frame)
        return reinti_no_memory(err);
    frame->owner = f;
    frame->form = form;
    frame->layout = reinti_store_layout(f->study, form);
    frame->arena = reinti_arena_create();
    frame->index = reinti_map_create();
    frame->condition = reinti_map_create();
    frame->remembered = reinti_map_create();
    if (frame->arena) {
        frame->parent = reinti_arena_alloc(frame->arena, f->cb->n_forms * sizeof *frame->parent);
        frame->children = reinti_arena_alloc(frame->arena, f->cb->n_forms * sizeof *frame->children);
    }
    if (!frame->arena || !frame->index || !frame->condition || !frame->remembered || !frame->parent ||
        !frame->children)
        status = reinti_no_memory(err);
    else
        status = reinti_store_keys(f->study, form, &frame->key, &frame->n, err);
    if (status == REINT_OK && frame->n >= REINTI_NO_ROW)
        status = reinti_fail(err, REINT_STUDY, NULL, 0, "form %s has %zu records, more than can be analysed",
                             f->cb->form[form].name, frame->n);
    if (status == REINT_OK)
        status = reinti_find_parents(frame, err);
    if (status != REINT_OK) {
        frame_free(frame);
        return status;
    }
    *out = f->frame[form] = frame;
    return REINT_OK;
}

reinti_frames *
reinti_frame_owner(const reinti_frame *frame)
{
    return frame->owner;
}

reinti_arena *
reinti_frame_arena(const reinti_frame *frame)
{
    return frame->arena;
}

size_t
reinti_frame_form(const reinti_frame *frame)
{
    return frame->form;
}

size_t
reinti_frame_n(const reinti_frame *frame)
{
    return frame->n;
}

const int64_t *
reinti_frame_keys(const reinti_frame *frame)
{
    return frame->key;
}

const void *
reinti_frame_recall(const reinti_frame *frame, const char *name)
{
    int64_t at = reinti_map_find(frame->remembered, name, strlen(name));

    return at < 0 ? NULL : frame->memory[at];
}

reint_status
reinti_frame_remember(reinti_frame *frame, const char *name, const void *what, reint_error *err)
{
    if (!reinti_arena_grow(frame->arena, &frame->memory, &frame->memory_capacity, frame->n_memories,
                           sizeof *frame->memory) ||
        reinti_map_put(frame->remembered, name, strlen(name), (int64_t)frame->n_memories, NULL) < 0)
        return reinti_no_memory(err);
    frame->memory[frame->n_memories++] = what;
    return REINT_OK;
}

/* ---- columns by name ----------------------------------------------------------------------------------- */

reint_status
reinti_frame_put(reinti_frame *frame, const reinti_entry *entry, const reinti_entry **out, reint_error *err)
{
    reinti_entry *kept = reinti_arena_alloc(frame->arena, sizeof *kept);
    const char *name = entry->column.name;

    if (!kept || !reinti_grow(&frame->entry, &frame->capacity, frame->n_entries, sizeof *frame->entry) ||
        reinti_map_put(frame->index, name, strlen(name), (int64_t)frame->n_entries, NULL) < 0)
        return reinti_no_memory(err);
    *kept = *entry;
    frame->entry[frame->n_entries++] = kept;
    if (out)
        *out = kept;
    return REINT_OK;
}

static reint_status
make_provided(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    reinti_frames *f = frame->owner;

    for (size_t i = 0; i < f->n_providers && !*found; i++) {
        memset(&out->column, 0, sizeof out->column);
        reint_status status = f->provider[i].fn(f->provider[i].user, frame, name, &out->column, found, err);
        if (status != REINT_OK)
            return status;
    }
    out->list = REINTI_NONE;
    return REINT_OK;
}

/* First match wins. */
static const reinti_maker_fn makers[] = {
    reinti_make_own,  reinti_make_attribute, reinti_make_wave, reinti_make_period,
    reinti_make_told, reinti_make_aligned,   make_provided,    reinti_make_joined,
};
#define ALL_MAKERS  REINTI_LENGTH(makers)
#define MAKERS_HERE (REINTI_LENGTH(makers) - 1)

static reint_status
find(reinti_frame *frame, const char *name, size_t n_makers, const reinti_entry **out, bool *found,
     reint_error *err)
{
    int64_t at = reinti_map_find(frame->index, name, strlen(name));
    reint_status status = REINT_OK;
    reinti_entry made = { .list = REINTI_NONE };

    *found = false;
    if (at >= 0) {
        *found = n_makers == ALL_MAKERS || !frame->entry[at]->joined;
        *out = frame->entry[at];
        return REINT_OK;
    }
    if (frame->owner->depth >= MAX_DEPTH)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "column %s is made from itself", name);
    frame->owner->depth++;
    for (size_t i = 0; i < n_makers && status == REINT_OK && !*found; i++)
        status = makers[i](frame, name, &made, found, err);
    frame->owner->depth--;
    if (status != REINT_OK || !*found)
        return status;
    if (made.column.n != frame->n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "column %s was made with %zu rows for %zu records",
                           name, made.column.n, frame->n);
    made.column.name = reinti_arena_text(frame->arena, name);
    return made.column.name ? reinti_frame_put(frame, &made, out, err) : reinti_no_memory(err);
}

reint_status
reinti_frame_find(reinti_frame *frame, const char *name, const reinti_entry **out, bool *found,
                  reint_error *err)
{
    return find(frame, name, ALL_MAKERS, out, found, err);
}

reint_status
reinti_frame_find_here(reinti_frame *frame, const char *name, const reinti_entry **out, bool *found,
                       reint_error *err)
{
    return find(frame, name, MAKERS_HERE, out, found, err);
}

reint_status
reinti_frame_column(reinti_frame *frame, const char *name, const reinti_column **out, reint_error *err)
{
    const reinti_entry *entry = NULL;
    bool found = false;
    reint_status status = reinti_frame_find(frame, name, &entry, &found, err);

    if (status != REINT_OK)
        return status;
    if (!found)
        return reinti_frame_unknown(frame, name, err);
    *out = &entry->column;
    return REINT_OK;
}

bool
reinti_frame_keeps(const reinti_frame *frame, const reinti_column *column)
{
    size_t i = 0;

    while (i < frame->n_entries && &frame->entry[i]->column != column)
        i++;
    return i < frame->n_entries;
}

reint_status
reinti_frame_add(reinti_frame *frame, const reinti_column *column, reint_error *err)
{
    const reinti_entry *entry;
    bool found = false;
    reinti_entry added = { .column = *column, .list = REINTI_NONE };
    reint_status status;

    if (column->n != frame->n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "column %s has %zu rows for %zu records",
                           column->name, column->n, frame->n);
    if (reinti_form_find(reinti_frame_of(frame), column->name) != REINTI_NONE)
        found = true; /* a text variable is no column, but its name is taken */
    else if ((status = reinti_frame_find(frame, column->name, &entry, &found, err)) != REINT_OK)
        return status;
    if (found)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "there is a column %s already: name the new one otherwise", column->name);
    added.column.name = reinti_arena_text(frame->arena, column->name);
    return added.column.name ? reinti_frame_put(frame, &added, NULL, err) : reinti_no_memory(err);
}

/* ---- names --------------------------------------------------------------------------------------------- */

static bool
add_name(reinti_frame *frame, reinti_map *seen, const char ***names, size_t *capacity, size_t *n,
         const char *name)
{
    bool added = false;

    if (reinti_map_put(seen, name, strlen(name), 0, &added) < 0)
        return false;
    if (!added)
        return true;
    if (!reinti_arena_grow(frame->arena, names, capacity, *n, sizeof **names))
        return false;
    (*names)[(*n)++] = name;
    return true;
}

static bool
add_form_names(reinti_frame *frame, size_t form, reinti_map *seen, const char ***names, size_t *capacity,
               size_t *n)
{
    const reinti_frames *f = frame->owner;
    const reinti_form *of = &f->cb->form[form];
    bool fine = true;

    for (size_t v = 0; v < of->n && fine; v++)
        fine = add_name(frame, seen, names, capacity, n, of->variable[v].name);
    for (size_t p = 0; p < f->n_providers && fine; p++) {
        const char *const *provided = NULL;
        size_t n_provided =
            f->provider[p].names ? f->provider[p].names(f->provider[p].user, form, &provided) : 0;
        for (size_t i = 0; i < n_provided && fine; i++)
            fine = add_name(frame, seen, names, capacity, n, provided[i]);
    }
    return fine;
}

const char *const *
reinti_frame_names(reinti_frame *frame, size_t *n)
{
    reinti_map *seen = reinti_map_create();
    const char **names = NULL;
    size_t capacity = 0;
    bool fine = seen;

    *n = 0;
    fine = fine && add_form_names(frame, frame->form, seen, &names, &capacity, n);
    for (size_t i = 0; i < frame->n_entries && fine; i++)
        fine = add_name(frame, seen, &names, &capacity, n, frame->entry[i]->column.name);
    for (size_t i = 0; i < frame->n_parents && fine; i++)
        fine = add_form_names(frame, frame->parent_form[i], seen, &names, &capacity, n);
    reinti_map_free(seen);
    return fine ? names : NULL;
}

reint_status
reinti_frame_provided(reinti_frame *frame, const char *const **name, size_t *n, reint_error *err)
{
    const reinti_frames *f = frame->owner;
    reinti_map *seen = reinti_map_create();
    const char **names = NULL;
    size_t capacity = 0;
    bool fine = seen;

    *n = 0;
    for (size_t p = 0; p < f->n_providers && fine; p++) {
        const char *const *provided = NULL;
        size_t n_provided =
            f->provider[p].names ? f->provider[p].names(f->provider[p].user, frame->form, &provided) : 0;
        for (size_t i = 0; i < n_provided && fine; i++)
            fine = add_name(frame, seen, &names, &capacity, n, provided[i]);
    }
    reinti_map_free(seen);
    *name = names;
    return fine ? REINT_OK : reinti_no_memory(err);
}

/* What follows "prev_" or a wave's prefix in NAME, to be compared by itself: all names with it would be too
 * many. */
static size_t
prefix_length(const reinti_frame *frame, const char *name)
{
    const reint_codebook *cb = frame->owner->cb;

    if (reinti_frame_of(frame)->wave != REINTI_NONE)
        return strncmp(name, "prev_", 5) == 0 ? 5 : 0;
    for (size_t w = 0; w < cb->n_waves; w++) {
        const char *base = reinti_after_wave(name, cb->wave[w].id);
        if (base)
            return (size_t)(base - name);
    }
    return 0;
}

reint_status
reinti_frame_unknown(reinti_frame *frame, const char *name, reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n, skip = prefix_length(frame, name), form = frame->form;
    reinti_frame *asked = frame;

    if (skip > 0 && reinti_frame_of(frame)->wave == REINTI_NONE) {
        form = reinti_wave_form(frame, 0);
        if (form != REINTI_NONE && reinti_frames_get(frame->owner, form, &asked, NULL) != REINT_OK)
            asked = frame;
    }
    const char *const *names = reinti_frame_names(asked, &n);
    const char *near = names ? reinti_nearest(name + skip, names, n) : NULL;

    if (near && strcmp(near, name + skip) != 0)
        reinti_str_format(&hint, " (did you mean \"%.*s%s\"?)", (int)skip, name, near);
    reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no column \"%s\" on form %s%s",
                                      name, reinti_frame_of(frame)->name, hint.text);
    reinti_str_free(&hint);
    return status;
}
