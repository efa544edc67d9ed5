/* provide.c -- gives classes and scores to frames by name. */
#include <config.h>

#include "assess/provide.h"

#include <stdlib.h>
#include <string.h>

#include "assess/column.h"
#include "assess/score.h"

typedef struct provider {
    reinti_frames *frames;
    const reint_codebook *cb;
    reinti_arena *arena;
    size_t n_rulesets, n_packs;
    const char **column; /* class_<id> */
    reinti_pack **pack;
    bool packs_open;
    const char *const **names; /* per form; made when asked for */
    size_t *n_names;
} provider;

static void
provider_free(void *what)
{
    provider *p = what;

    reinti_arena_free(p->arena);
    free(p);
}

static const struct {
    const char *suffix;
    enum { ON_ROWS = 1, ON_PERSONS = 2 } where;
    reinti_shows shows;
    int summary; /* -1: the rule set's own; -2: none, whether there was help */
} shapes[] = {
    { "", ON_ROWS | ON_PERSONS, REINTI_SHOWS_FINAL, -1 },
    { "_computed", ON_ROWS | ON_PERSONS, REINTI_SHOWS_COMPUTED, -1 },
    { "_group", ON_ROWS, REINTI_SHOWS_GROUP, -1 },
    { "_reason", ON_ROWS, REINTI_SHOWS_REASON, -1 },
    { "_latest", ON_PERSONS, REINTI_SHOWS_FINAL, REINTI_LATEST },
    { "_home", ON_PERSONS, REINTI_SHOWS_FINAL, REINTI_HOME_STAGES },
    { "_worst", ON_PERSONS, REINTI_SHOWS_FINAL, REINTI_WORST },
    { "_ever", ON_PERSONS, REINTI_SHOWS_FINAL, REINTI_EVER },
    { "_help", ON_PERSONS, REINTI_SHOWS_FINAL, -2 },
};

static const char told[] = "_told"; /* behind any of them: in the view that follows, see below */

static size_t
shape_of(const char *suffix)
{
    const char *view = strstr(suffix, told);
    size_t n = view ? (size_t)(view - suffix) : strlen(suffix);

    for (size_t i = 0; i < REINTI_LENGTH(shapes); i++)
        if (strlen(shapes[i].suffix) == n && !strncmp(shapes[i].suffix, suffix, n))
            return i;
    return REINTI_NONE;
}

/* "class_told": as told by the record's own interview or source; "class_told_w1": as told by wave w1; else as known now.
 * False: there is no such wave. */
static bool
view_of(const reint_codebook *cb, const char *name, size_t *view)
{
    const char *at = strstr(name, told);

    *view = at ? REINTI_AS_TOLD : cb->n_waves;
    if (!at || !at[strlen(told)])
        return true;
    *view = at[strlen(told)] == '_' ? reinti_codebook_find_wave(cb, at + strlen(told) + 1) : REINTI_NONE;
    return *view != REINTI_NONE;
}

bool
reinti_is_class_name(const char *name)
{
    return !strncmp(name, "class", 5) && shape_of(name + 5) != REINTI_NONE;
}

/* Which rule set and shape NAME means; the longest column name first, so that a rule set "tree_home" hides no
 * shape. */
static bool
parse_name(const provider *p, const char *name, size_t *ruleset, size_t *shape)
{
    size_t best = 0;

    *shape = REINTI_NONE;
    for (size_t i = 0; i < p->n_rulesets; i++) {
        size_t n = strlen(p->column[i]);
        if (n > best && !strncmp(name, p->column[i], n) && shape_of(name + n) != REINTI_NONE) {
            best = n;
            *ruleset = i;
            *shape = shape_of(name + n);
        }
    }
    if (*shape != REINTI_NONE || strncmp(name, "class", 5) != 0 || shape_of(name + 5) == REINTI_NONE)
        return *shape != REINTI_NONE;
    for (size_t i = 0; i < p->n_rulesets; i++)
        if (!p->cb->default_ruleset || !strcmp(p->cb->ruleset[i], p->cb->default_ruleset)) {
            *ruleset = i;
            *shape = shape_of(name + 5);
            return true;
        }
    return false;
}

/* ---- classes ------------------------------------------------------------------------------------------- */

static reint_status
provide_class(provider *p, reinti_frame *frame, size_t ruleset, size_t shape, size_t view, reinti_column *out,
              bool *found, reint_error *err)
{
    size_t form = reinti_frame_form(frame);
    reinti_dossier *d = NULL;
    reint_status status = reinti_dossier_of(p->frames, p->cb->ruleset[ruleset], &d, err);

    if (status)
        return status;
    if (form == p->cb->person_form) {
        *found = shapes[shape].where & ON_PERSONS;
        if (shapes[shape].summary == -2 && view == p->cb->n_waves)
            return reinti_help_column(d, frame, out, err);
        reinti_summary summary =
            shapes[shape].summary < 0 ? d->r->person_summary : (reinti_summary)shapes[shape].summary;
        bool then = view == REINTI_AS_TOLD && summary == REINTI_LATEST; /* by the latest interview, as ever */
        if (view != p->cb->n_waves && !then)
            return reinti_fail(
                err, REINT_ARGUMENT, NULL, 0,
                "a person's class sums up several interviews: it cannot be seen as told by one of them; "
                "take the class at that interview, such as w1_class");
        if (summary == REINTI_HOME_STAGES && !d->r->n_home_stages)
            *found = false;
        return *found ? reinti_class_summary(d, frame, summary, shapes[shape].shows != REINTI_SHOWS_COMPUTED,
                                             out, err)
                      : REINT_OK;
    }
    bool units = form == d->r->unit_form, interviews = form == d->r->current_form;
    if (!(shapes[shape].where & ON_ROWS) || (!units && !interviews))
        return REINT_OK;
    *found = true;
    if (units && view == p->cb->n_waves &&
        (shapes[shape].shows == REINTI_SHOWS_FINAL || shapes[shape].shows == REINTI_SHOWS_COMPUTED)) {
        bool done = false;
        status = reinti_class_fast(d, frame, out, &done, err);
        if (status || done)
            return status;
    }
    reinti_row_case *cases = calloc(reinti_frame_n(frame) + 1, sizeof *cases);
    if (!cases)
        return reinti_no_memory(err);
    status = interviews ? reinti_cases_of_interviews(d, frame, cases, err)
                        : reinti_cases_of_units(d, frame, view, cases, err);
    if (!status)
        status = reinti_class_column(d, frame, cases, shapes[shape].shows, out, err);
    free(cases);
    return status;
}

/* ---- packs --------------------------------------------------------------------------------------------- */

static reint_status
open_packs(provider *p, reint_error *err)
{
    if (p->packs_open)
        return REINT_OK;
    reint_status status = reinti_packs_open(p->cb, p->arena, &p->pack, &p->n_packs, err);
    p->packs_open = !status;
    return status;
}

/* The form keyed by person and wave, which the records of a state pack lie under. */
static bool
is_state_form(const reint_codebook *cb, const reinti_pack *k, size_t form_index)
{
    const reinti_form *form = &cb->form[form_index], *records = &cb->form[k->form];

    return form->n_key == 2 && form->person == 0 && form->wave == 1 && records->person == 0 &&
           records->wave == 1 && form_index != k->form;
}

/* Is NAME that of ID with SUFFIX? */
static bool
named(const char *name, const char *id, const char *suffix)
{
    size_t n = strlen(id);

    return !strncmp(name, id, n) && !strcmp(name + n, suffix);
}

static reint_status
provide_of_pack(const reinti_pack *k, reinti_frame *frame, const char *name, reinti_column *out, bool *found,
                reint_error *err)
{
    for (size_t i = 0; i < k->n_domains; i++) {
        const reinti_domain *d = &k->domain[i];
        bool plain = named(name, d->id, "");
        *found = plain || named(name, d->id, k->states ? "_change" : "_band");
        if (!*found)
            continue;
        if (k->states)
            return plain ? reinti_domain_state(k, d, frame, out, err)
                         : reinti_domain_change(k, d, frame, out, err);
        return plain ? reinti_score_domain(k, d, frame, out, err) : reinti_score_band(k, d, frame, out, err);
    }
    for (size_t i = 0; i < k->n_composites; i++) {
        const reinti_composite *c = &k->composite[i];
        bool plain = named(name, c->id, "");
        *found = plain || named(name, c->id, "_band");
        if (*found)
            return plain ? reinti_score_composite(k, c, frame, out, err)
                         : reinti_score_composite_band(k, c, frame, out, err);
    }
    return REINT_OK;
}

static reint_status
provide(void *user, reinti_frame *frame, const char *name, reinti_column *column, bool *found,
        reint_error *err)
{
    provider *p = user;
    size_t ruleset, shape, view, form = reinti_frame_form(frame);
    reint_status status;

    *found = false;
    if (parse_name(p, name, &ruleset, &shape) && view_of(p->cb, name, &view)) {
        status = provide_class(p, frame, ruleset, shape, view, column, found, err);
        column->name = status ? NULL : reinti_arena_text(reinti_frame_arena(frame), name);
        return status;
    }
    status = open_packs(p, err);
    for (size_t i = 0; !status && !*found && i < p->n_packs; i++)
        if (p->pack[i]->states ? is_state_form(p->cb, p->pack[i], form) : p->pack[i]->form == form)
            status = provide_of_pack(p->pack[i], frame, name, column, found, err);
    if (!status && *found && !(column->name = reinti_arena_text(reinti_frame_arena(frame), name)))
        status = reinti_no_memory(err);
    return status;
}

/* ---- names --------------------------------------------------------------------------------------------- */

typedef struct name_list {
    provider *p;
    const char **name;
    size_t n, capacity;
} name_list;

static void
add_name(name_list *l, const char *id, const char *suffix)
{
    char *text = reinti_arena_format(l->p->arena, "%s%s", id, suffix);

    if (text && reinti_arena_grow(l->p->arena, &l->name, &l->capacity, l->n, sizeof *l->name))
        l->name[l->n++] = text;
}

static void
add_class_names(name_list *l, size_t form, size_t ruleset)
{
    provider *p = l->p;
    reinti_dossier *d = NULL;

    if (reinti_dossier_of(p->frames, p->cb->ruleset[ruleset], &d,
                          NULL)) /* a broken rule set offers nothing; who asks for its column is told why */
        return;
    bool persons = form == p->cb->person_form, rows = form == d->r->unit_form || form == d->r->current_form;
    bool standard = p->cb->default_ruleset && !strcmp(p->cb->ruleset[ruleset], p->cb->default_ruleset);
    for (size_t i = 0; i < REINTI_LENGTH(shapes); i++) {
        if (!(persons && (shapes[i].where & ON_PERSONS)) && !(rows && (shapes[i].where & ON_ROWS)))
            continue;
        if (standard)
            add_name(l, "class", shapes[i].suffix);
        add_name(l, p->column[ruleset], shapes[i].suffix);
    }
}

static void
add_pack_names(name_list *l, size_t form)
{
    provider *p = l->p;

    if (open_packs(p, NULL))
        return;
    for (size_t i = 0; i < p->n_packs; i++) {
        const reinti_pack *k = p->pack[i];
        if (k->states ? !is_state_form(p->cb, k, form) : k->form != form)
            continue;
        for (size_t d = 0; d < k->n_domains; d++) {
            add_name(l, k->domain[d].id, "");
            add_name(l, k->domain[d].id, k->states ? "_change" : "_band");
        }
        for (size_t c = 0; c < k->n_composites; c++) {
            add_name(l, k->composite[c].id, "");
            add_name(l, k->composite[c].id, "_band");
        }
    }
}

static size_t
provide_names(void *user, size_t form, const char *const **names)
{
    provider *p = user;
    name_list l = { .p = p };

    if (!p->names[form]) {
        for (size_t i = 0; i < p->n_rulesets; i++)
            add_class_names(&l, form, i);
        add_pack_names(&l, form);
        p->names[form] = (const char *const *)l.name;
        p->n_names[form] = l.n;
    }
    *names = p->names[form];
    return p->n_names[form];
}

/* ---- registering --------------------------------------------------------------------------------------- */

reint_status
reinti_assess_provide(reinti_frames *frames, reint_error *err)
{
    provider *p = calloc(1, sizeof *p);
    reint_status status = REINT_OK;

    if (!p)
        return reinti_no_memory(err);
    p->frames = frames;
    p->cb = reint_study_codebook(reinti_frames_study(frames));
    p->n_rulesets = p->cb->n_rulesets;
    p->arena = reinti_arena_create();
    if (!p->arena)
        status = reinti_no_memory(err);
    if (!status) {
        p->column = reinti_arena_alloc(p->arena, (p->n_rulesets + 1) * sizeof *p->column);
        p->names = reinti_arena_alloc(p->arena, (p->cb->n_forms + 1) * sizeof *p->names);
        p->n_names = reinti_arena_alloc(p->arena, (p->cb->n_forms + 1) * sizeof *p->n_names);
        if (!p->column || !p->names || !p->n_names)
            status = reinti_no_memory(err);
    }
    for (size_t i = 0; !status && i < p->n_rulesets; i++)
        if (!(p->column[i] = reinti_ruleset_column(p->cb->ruleset[i], p->arena)))
            status = reinti_no_memory(err);
    if (!status)
        status = reinti_frames_keep(frames, p, provider_free, err);
    if (status) {
        provider_free(p);
        return status;
    }
    return reinti_frames_provide(frames, provide, provide_names, p, err);
}
