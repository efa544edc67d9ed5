/* told.c -- variables that may be disclosed late (`late: true`), as they were told then.
 *
 * Reads:   the form "told" (telling.c).
 * Columns: x.told     x as told by the interview, or in the source, that the record itself belongs to
 *          x.told_w1  x as told by wave w1
 *          x.told_now the latest that was ever told
 *          (with "_" before "told" too, as SQL likes it) for a coded variable x of the frame or of a parent that is marked
 *          `late`.  What is told has a code of x's list, or names one by its attribute `means`.
 * Missing: nothing told by then is "not stated", whatever is known now: silence was no answer.  Where nothing was ever told
 *          of it and x itself is missing, x's reason stays.  A record whose own place in time is unknown (a relative's) is
 *          undetermined. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "frame/internal.h"

enum { BY_RECORD = -1 };

typedef struct late {
    const char *name; /* of the variable */
    int64_t by;       /* place in the order of telling, or BY_RECORD: that of each record */
    const reinti_variable *variable;
    size_t home; /* the form that has it */
    const reinti_telling *telling;
    size_t fact;                  /* category of the variable of the form "told" */
    const size_t *code;           /* of the variable, by what is told; REINTI_NONE */
    const uint32_t *home_row;     /* of each row; NULL: itself */
    const uint32_t *first, *next; /* records of the form "told" by row of the home */
    const size_t *place;          /* of each row; NULL: BY for all */
} late;

/* What NAME asks for: false when it is not of the kind. */
static bool
parse_name(reinti_frame *frame, const char *name, late *l)
{
    const reint_codebook *cb = frame->owner->cb;

    for (const char *p = strstr(name, "told"); p; p = strstr(p + 1, "told")) {
        const char *rest = p + strlen("told");
        size_t w = cb->n_waves;
        if (p < name + 2 || !strchr("._", p[-1]) || (*rest && *rest != '_'))
            continue;
        if (*rest && strcmp(rest, "_now") && (w = reinti_codebook_find_wave(cb, rest + 1)) == REINTI_NONE)
            continue;
        l->by = *rest ? 2 * (int64_t)w : BY_RECORD;
        l->name = reinti_arena_text_n(frame->arena, name, (size_t)(p - name) - 1);
        return l->name != NULL;
    }
    return false;
}

/* The late variable, of the frame's form or the nearest parent that has it. */
static bool
find_home(const reinti_frame *frame, late *l)
{
    const reint_codebook *cb = frame->owner->cb;

    for (size_t i = 0; i <= frame->n_parents; i++) {
        size_t form = i ? frame->parent_form[i - 1] : frame->form,
               v = reinti_form_find(&cb->form[form], l->name);
        if (v == REINTI_NONE)
            continue;
        l->home = form;
        l->variable = &cb->form[form].variable[v];
        return l->variable->late;
    }
    return false;
}

static reint_status
cannot(const late *l, const char *why, const char *what, reint_error *err)
{
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" cannot be seen as it was told: %s%s", l->name,
                       why, what);
}

/* What is told, as codes of the variable. */
static reint_status
match_codes(reinti_frame *frame, late *l, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const reinti_telling *t = l->telling;
    const reinti_list *told = &cb->list[t->value->variable->list], *own = &cb->list[l->variable->list];
    size_t *code = reinti_arena_alloc(frame->arena, (told->n + 1) * sizeof *code);

    if (!code)
        return reinti_no_memory(err);
    for (size_t k = 0; k < told->n; k++)
        code[k] = reinti_list_find(
            own, reinti_text_or(reinti_code_attribute(&told->code[k], "means"), told->code[k].name));
    l->code = code;
    l->fact = reinti_column_find(t->variable, l->name);
    if (l->fact != REINTI_NONE)
        return REINT_OK;
    return cannot(l, "it is no code of \"variable\" of the form \"told\"", "", err);
}

/* The records of the form "told" about each record of the home, as chains. */
static reint_status
chain_records(reinti_frame *frame, late *l, reint_error *err)
{
    reinti_frames *f = frame->owner;
    const reinti_telling *t = l->telling;
    const uint32_t *row = NULL;
    reinti_frame *home;
    reinti_route route;

    if (!reinti_route_find(f->cb, t->frame->form, l->home, false, &route))
        return cannot(l, "the key of the form \"told\" has not all of that of ", f->cb->form[l->home].name,
                      err);
    reint_status status = reinti_frames_get(f, l->home, &home, err);
    if (!status)
        status = reinti_frame_parent(t->frame, l->home, &row, err);
    if (!status && home != frame)
        status = reinti_frame_parent(frame, l->home, &l->home_row, err);
    if (status)
        return status;
    uint32_t *first = reinti_arena_alloc(frame->arena, (home->n + 1) * sizeof *first),
             *next = reinti_arena_alloc(frame->arena, (t->frame->n + 1) * sizeof *next);
    if (!first || !next)
        return reinti_no_memory(err);
    memset(first, 0xFF, (home->n + 1) * sizeof *first); /* REINTI_NO_ROW */
    for (size_t r = 0; r < t->frame->n; r++)
        if (row[r] != REINTI_NO_ROW && reinti_column_category(t->variable, r) == l->fact) {
            next[r] = first[row[r]];
            first[row[r]] = (uint32_t)r;
        }
    l->first = first;
    l->next = next;
    return REINT_OK;
}

/* Where each record stands in the order of telling: by its wave, else by its source; REINTI_NONE: unknown. */
static reint_status
place_records(reinti_frame *frame, late *l, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const reinti_form *form = reinti_frame_of(frame);
    size_t source = reinti_form_find(form, "source"), at = form->wave != REINTI_NONE ? form->wave : source;
    const reinti_variable *v = at != REINTI_NONE ? &form->variable[at] : NULL;
    size_t *place = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *place);
    const reinti_entry *entry = NULL;
    const size_t *of_source = NULL;
    bool found = false;

    if (!v || v->type != REINTI_CODE || v->multiple)
        return cannot(l, "say by which wave (view: w1), since there is no wave and no source in records of ",
                      form->name, err);
    if (at != form->wave)
        of_source = reinti_source_places(cb, &cb->list[v->list], frame->arena);
    if (!place || (at != form->wave && !of_source))
        return reinti_no_memory(err);
    reint_status status = reinti_frame_find(frame, v->name, &entry, &found, err);
    for (size_t i = 0; !status && i < frame->n; i++) {
        size_t k = reinti_column_category(&entry->column, i);
        place[i] = k >= entry->column.n_valid ? REINTI_NONE : of_source ? of_source[k] : 2 * k;
    }
    l->place = place;
    return status;
}

static reint_status
open_late(reinti_frame *frame, late *l, reint_error *err)
{
    if (l->variable->type != REINTI_CODE || l->variable->multiple)
        return cannot(l, "it is not one code", "", err);
    reint_status status = reinti_frames_telling(frame->owner, &l->telling, err);
    if (!status)
        status = match_codes(frame, l, err);
    if (!status)
        status = chain_records(frame, l, err);
    return status || l->by != BY_RECORD ? status : place_records(frame, l, err);
}

/* The category of row I; REINTI_NONE: what was told is no code of the variable, in *ROW. */
static size_t
category_at(const reinti_frame *frame, const late *l, const reinti_column *known, size_t i, size_t *row)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t limit = l->place ? l->place[i] : (size_t)l->by, n = cb->list[l->variable->list].n;
    uint32_t home = l->home_row ? l->home_row[i] : (uint32_t)i;
    bool ever = false;

    if (home == REINTI_NO_ROW)
        return n + cb->n_missing;
    if (limit == REINTI_NONE)
        return n + reinti_codebook_find_missing(cb, "undetermined");
    *row = REINTI_NO_ROW;
    for (uint32_t r = l->first[home]; r != REINTI_NO_ROW; r = l->next[r]) {
        ever = ever || reinti_telling_says(l->telling, r, l->fact, SIZE_MAX - 1);
        if (reinti_telling_says(l->telling, r, l->fact, limit) &&
            (*row == REINTI_NO_ROW || reinti_tellers_later(&l->telling->source, r, *row)))
            *row = r;
    }
    if (*row != REINTI_NO_ROW)
        return l->code[reinti_column_category(l->telling->value, *row)];
    size_t now = reinti_column_category(known, i);
    return !ever && now >= known->n_valid ? now - known->n_valid + n
                                          : n + reinti_codebook_find_missing(cb, "not_stated");
}

reint_status
reinti_make_told(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    late l = { 0 };
    const reinti_entry *known = NULL;
    uint8_t *raw8;
    uint16_t *raw16;
    bool there = false;

    if (!parse_name(frame, name, &l) || !find_home(frame, &l))
        return REINT_OK;
    reint_status status = open_late(frame, &l, err);
    if (!status)
        status = reinti_frame_find(frame, l.name, &known, &there, err);
    if (status)
        return status;
    const reinti_list_cache *cache = reinti_list_categories(frame->owner, l.variable->list);
    if (!cache)
        return reinti_no_memory(err);
    *found = true;
    out->list = l.variable->list;
    out->column = (reinti_column){ .label = known->column.label,
                                   .kind = REINTI_COLUMN_CODED,
                                   .variable = l.variable,
                                   .n_valid = frame->owner->cb->list[l.variable->list].n,
                                   .n_categories = cache->n_categories,
                                   .category = cache->category };
    if (!reinti_plain(frame, &out->column, &raw8, &raw16))
        return reinti_no_memory(err);
    for (size_t i = 0, row = 0; i < frame->n; i++) {
        size_t category = category_at(frame, &l, &known->column, i, &row);
        if (category == REINTI_NONE)
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "what was told of \"%s\", \"%s\", is none of its codes: give that code the attribute means",
                l.name, l.telling->value->category[reinti_column_category(l.telling->value, row)].code);
        if (raw8)
            raw8[i] = (uint8_t)category;
        else
            raw16[i] = (uint16_t)category;
    }
    return REINT_OK;
}
