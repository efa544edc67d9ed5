/* view_names.c -- the names that a condition on a form may use, and what each stands for.
 *
 * The same as on the frame of that form: x of the form itself, then of the nearest form whose key is part of
 * its key; prev_x, and w1_x of the form in another wave (or, for a form without waves, of the form that has
 * them); each also as x__why and, for dates and ages, x_low and x_high; x.attribute for codes.  The first
 * meaning of a name wins. */
#include <config.h>

#include "ingest/view_names.h"

#include <stdlib.h>
#include <string.h>

typedef struct collector {
    reinti_view *v;
    reinti_map *seen;
    size_t capacity, text_capacity;
    bool failed;
} collector;

static void
add_name(collector *c, const char *name, const reinti_view_name *what)
{
    bool added = false;

    if (!name || reinti_map_put(c->seen, name, strlen(name), 0, &added) < 0 ||
        (added &&
         (!reinti_arena_grow(c->v->arena, &c->v->name, &c->capacity, c->v->n_names, sizeof *c->v->name) ||
          !reinti_arena_grow(c->v->arena, &c->v->text, &c->text_capacity, c->v->n_names,
                             sizeof *c->v->text)))) {
        c->failed = true;
        return;
    }
    if (!added)
        return;
    c->v->name[c->v->n_names] = *what;
    c->v->name[c->v->n_names].name = name;
    c->v->text[c->v->n_names++] = name;
}

static void
add_variable(collector *c, const char *prefix, reinti_view_name what)
{
    static const struct {
        const char *end;
        reinti_view_part part;
    } parts[] = { { "", REINTI_VIEW_VALUE },
                  { "__why", REINTI_VIEW_WHY },
                  { "_low", REINTI_VIEW_LOW },
                  { "_high", REINTI_VIEW_HIGH } };
    const reinti_variable *v = what.v;
    bool interval = (v->type == REINTI_DATE || v->type == REINTI_AGE) && !v->key;

    for (size_t i = 0; i < REINTI_LENGTH(parts); i++) {
        if (i > 1 && !interval)
            break;
        what.part = parts[i].part;
        add_name(c, reinti_arena_format(c->v->arena, "%s%s%s", prefix, v->name, parts[i].end), &what);
    }
    if (v->type != REINTI_CODE || v->multiple)
        return;
    what.part = REINTI_VIEW_VALUE;
    for (size_t i = 0; i < c->v->d->cb->list[v->list].n_attribute_lists; i++) {
        what.attribute = c->v->d->cb->list[v->list].attribute_list[i].name;
        add_name(c, reinti_arena_format(c->v->arena, "%s%s.%s", prefix, v->name, what.attribute), &what);
    }
}

static void
add_form(collector *c, const char *prefix, size_t form, reinti_view_via via, size_t wave)
{
    const reinti_form *f = &c->v->d->cb->form[form];

    for (size_t i = 0; i < f->n; i++)
        add_variable(c, prefix,
                     (reinti_view_name){
                         .form = form, .variable = i, .v = &f->variable[i], .via = via, .wave = wave });
}

/* Every component of FORM's key is one of OWN, but for its wave where WAVE_MAY_LACK. */
static bool
key_can_be_made(const reinti_form *own, const reinti_form *form, bool wave_may_lack)
{
    for (size_t c = 0; c < form->n_key; c++) {
        size_t at = reinti_form_find(own, form->variable[c].name);
        if ((at == REINTI_NONE || at >= own->n_key) && !(wave_may_lack && c == form->wave))
            return false;
    }
    return true;
}

static void
add_parents(collector *c)
{
    const reint_codebook *cb = c->v->d->cb;
    const reinti_form *own = c->v->d->form;

    for (size_t n = own->n_key; n-- > 0;) /* the nearest have most in common */
        for (size_t f = 0; f < cb->n_forms; f++)
            if (cb->form[f].n_key == n && n < own->n_key && key_can_be_made(own, &cb->form[f], false))
                add_form(c, "", f, REINTI_VIEW_KEY, 0);
}

/* "w1_"; an id that begins with a digit has a w before it. */
static const char *
wave_prefix(collector *c, const char *id)
{
    return reinti_arena_format(c->v->arena, "%s%s_", *id >= '0' && *id <= '9' ? "w" : "", id);
}

static void
add_waves(collector *c)
{
    const reint_codebook *cb = c->v->d->cb;
    const reinti_form *own = c->v->d->form;

    if (own->wave != REINTI_NONE)
        add_form(c, "prev_", c->v->d->form_index, REINTI_VIEW_PREVIOUS, 0);
    for (size_t w = 0; w < cb->n_waves; w++) {
        const char *prefix = wave_prefix(c, cb->wave[w].id);
        if (!prefix) {
            c->failed = true;
            return;
        }
        if (own->wave != REINTI_NONE)
            add_form(c, prefix, c->v->d->form_index, REINTI_VIEW_WAVE, w);
        for (size_t f = 0; own->wave == REINTI_NONE && f < cb->n_forms; f++)
            if (cb->form[f].wave != REINTI_NONE && cb->form[f].n_key == own->n_key + 1 &&
                key_can_be_made(own, &cb->form[f], true))
                add_form(c, prefix, f, REINTI_VIEW_WAVE, w);
    }
}

bool
reinti_view_names(reinti_view *v)
{
    collector c = { .v = v, .seen = reinti_map_create() };

    if (!c.seen)
        return false;
    add_form(&c, "", v->d->form_index, REINTI_VIEW_OWN, 0);
    add_parents(&c);
    add_waves(&c);
    reinti_map_free(c.seen);
    return !c.failed;
}
