/* dossier.c -- opens a rule set on a study and makes cuts: who stood where, with what verdict, as known at a
 * wave.
 *
 * A case exists where something that is known by then says so: a stage record, a need, an event, or an
 * interview held at that stage.  Circumstances are those told latest; a later record that does not know does
 * not unsay an earlier one. Under `carry: cumulative` the help of earlier stages of the episode counts on
 * (the order is the list of stages').  People outside the rule set's base (relatives, key informants) have no case,
 * whatever is recorded of them; nor has anybody of whom it cannot be told whether they belong to it, nor who may not be
 * counted for want of consent. */
#include <config.h>

#include "assess/dossier.h"

#include <stdlib.h>
#include <string.h>

/* ---- overrides ----------------------------------------------------------------------------------------- */

/* The case that the record KEY of the units' form belongs to. */
static void
place_of_key(const reinti_dossier *d, int64_t key, reinti_case *out)
{
    reint_study *study = reinti_frames_study(d->frames);
    const reinti_ruleset *r = d->r;
    const reinti_form *form = &d->cb->form[r->unit_form];
    const reinti_layout *layout = reinti_store_layout(study, r->unit_form);
    size_t place = r->unit == REINTI_UNIT_INTERVIEW ? form->wave : r->unit_stage;

    *out = (reinti_case){ .person = (uint32_t)reinti_store_key_part(layout, key, form->person), .stage = -1 };
    if (place < form->n_key) {
        size_t code = reinti_store_code_of(study, form->variable[place].list,
                                           reinti_store_key_part(layout, key, place));
        out->stage = code == REINTI_NONE ? -1 : (int16_t)code;
    }
    if (r->unit == REINTI_UNIT_STAGE && r->unit_episode < form->n_key)
        out->episode = (int32_t)reinti_store_key_part(layout, key, r->unit_episode);
}

static const reinti_override *
override_of(const reinti_dossier *d, const reinti_case *c)
{
    const reinti_override *found = NULL;

    for (size_t i = 0; i < d->n_overrides; i++) {
        reinti_case at;
        place_of_key(d, d->override[i].key, &at);
        if (at.person == c->person && at.episode == c->episode && at.stage == c->stage)
            found = &d->override[i];
    }
    return found;
}

/* ---- opening ------------------------------------------------------------------------------------------- */

reint_status
reinti_dossier_open(reinti_frames *frames, const char *ruleset, reinti_dossier **out, reint_error *err)
{
    reint_study *study = reinti_frames_study(frames);
    reinti_dossier *d = calloc(1, sizeof *d);
    reint_status status = REINT_OK;

    *out = NULL;
    if (!d)
        return reinti_no_memory(err);
    d->frames = frames;
    d->cb = reint_study_codebook(study);
    d->arena = reinti_arena_create();
    if (!d->arena)
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_ruleset_open(d->cb, ruleset, d->arena, &d->r, err);
    if (!status)
        status = reinti_engine_create(d->r, &d->engine, err);
    if (!status) {
        d->n_cuts = d->cb->n_waves + 1;
        d->cut = calloc(d->n_cuts, sizeof *d->cut);
        if (!d->cut)
            status = reinti_no_memory(err);
    }
    if (!status)
        status = reinti_store_overrides(study, d->r->unit_form, d->r->id, d->arena, &d->override,
                                        &d->n_overrides, err);
    if (status)
        reinti_dossier_free(d);
    else
        *out = d;
    return status;
}

reint_status
reinti_dossier_open_study(reint_study *study, const char *ruleset, reinti_dossier **out, reint_error *err)
{
    reinti_frames *frames = NULL;
    reint_status status = reinti_frames_open(study, &frames, err);

    *out = NULL;
    if (!status)
        status = reinti_dossier_open(frames, ruleset, out, err);
    if (status)
        reinti_frames_free(frames);
    else
        (*out)->owns_frames = true;
    return status;
}

void
reinti_dossier_free(reinti_dossier *d)
{
    if (!d)
        return;
    for (size_t i = 0; d->cut && i < d->n_cuts; i++) {
        free(d->cut[i].item);
        free(d->cut[i].state);
    }
    free(d->cut);
    free(d->evidence);
    reinti_engine_free(d->engine);
    reinti_arena_free(d->arena);
    if (d->owns_frames)
        reinti_frames_free(d->frames);
    free(d);
}

static void
release(void *what)
{
    reinti_dossier_free(what);
}

reint_status
reinti_dossier_of(reinti_frames *frames, const char *ruleset, reinti_dossier **out, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    reinti_frame *frame = NULL;
    reint_status status =
        reinti_frames_get(frames, cb->person_form == REINTI_NONE ? 0 : cb->person_form, &frame, err);

    *out = NULL;
    if (status)
        return status;
    reinti_arena *arena = reinti_frame_arena(frame);
    const char *name = reinti_arena_format(arena, "dossier %s",
                                           reinti_text_or(ruleset, reinti_text_or(cb->default_ruleset, "")));
    reinti_dossier *const *known = name ? reinti_frame_recall(frame, name) : NULL;
    if (known) {
        *out = *known;
        return REINT_OK;
    }
    reinti_dossier **kept = reinti_arena_alloc(arena, sizeof(reinti_dossier *));
    reinti_dossier *d = NULL;
    status = name && kept ? reinti_dossier_open(frames, ruleset, &d, err) : reinti_no_memory(err);
    if (!status && (status = reinti_frames_keep(frames, d, release, err)))
        reinti_dossier_free(d);
    if (status)
        return status;
    *kept = *out = d;
    return reinti_frame_remember(frame, name, kept, err);
}

/* ---- whom it is about ---------------------------------------------------------------------------------- */

reint_status
reinti_dossier_base(reinti_dossier *d, reint_error *err)
{
    bool has_base = d->r->base && d->cb->person_form != REINTI_NONE;
    const int8_t *in_base = NULL;
    const uint32_t *row;
    reinti_frame *persons;
    size_t n;
    reint_status status = d->based ? REINT_OK : reinti_frames_counted(d->frames, &d->counted, &n, err);

    if (status || d->based)
        return status;
    d->based = true;
    if (!has_base && !d->counted)
        return REINT_OK;
    status = reinti_frames_get(d->frames, d->cb->person_form, &persons, err);
    if (!status)
        status = reinti_frames_person_rows(d->frames, &row, &d->n_persons, err);
    if (!status && has_base)
        status = reinti_frame_condition(persons, d->r->base, &in_base, err);
    if (!status && !(d->about = reinti_arena_alloc(d->arena, d->n_persons + 1)))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < d->n_persons; i++) {
        bool recorded = row[i] != UINT32_MAX, in = has_base ? recorded && in_base[row[i]] == 1 : true;
        bool may = !d->counted || d->counted[i] == 1;
        d->about[i] = in && may;
        d->n_about += recorded && in && may;
        d->n_outside += recorded && !in;
        d->n_no_consent += in && recorded && !may;
    }
    d->based = !status;
    return status;
}

bool
reinti_dossier_is_about(const reinti_dossier *d, uint32_t person)
{
    return !d->about || (person < d->n_persons && d->about[person]);
}

/* The key given may be a name: it is not repeated, but the key nearest to it is told. */
static reint_status
unknown_person(const reinti_dossier *d, const char *key, reint_error *err)
{
    reint_study *study = reinti_frames_study(d->frames);
    size_t n = reinti_store_n_persons(study), k = 0;
    const char **candidate = calloc(n + 1, sizeof *candidate);
    reinti_arena *arena = reinti_arena_create();
    reinti_str hint = REINTI_STR_EMPTY;

    for (size_t i = 1; candidate && arena && i <= n; i++) {
        candidate[k] = reinti_arena_text(arena, reinti_store_person_key(study, (int64_t)i));
        k += candidate[k] != NULL;
    }
    if (k)
        reinti_did_you_mean(&hint, key, candidate, k);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "no respondent of this study has the key given%s",
                    hint.text && !hint.failed ? hint.text : "");
    reinti_str_free(&hint);
    reinti_arena_free(arena);
    free(candidate);
    return status;
}

reint_status
reinti_dossier_person(reinti_dossier *d, const char *key, uint32_t *id, reint_error *err)
{
    int64_t found = reinti_store_person(reinti_frames_study(d->frames), key, strlen(key));
    reint_status status = REINT_OK;

    if (found <= 0)
        return unknown_person(d, key, err);
    *id = (uint32_t)found;
    status = reinti_dossier_base(d, err);
    if (!status && d->counted && *id < d->n_persons && d->counted[*id] != 1)
        return reinti_fail(err, REINT_DATA, NULL, 0,
                           "the person named did not consent to analysis: nothing is said of them");
    if (!status && !reinti_dossier_is_about(d, *id))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "rule set %s is about people with %s only, and the person named is none of them",
                             d->r->id, d->r->base);
    return status;
}

/* ---- cuts ---------------------------------------------------------------------------------------------- */

static bool
same_place(const reinti_evidence *a, const reinti_evidence *b)
{
    return a->person == b->person && a->episode == b->episode && a->stage == b->stage;
}

/* Circumstances and silence, in order of telling. */
static void
read_unit(const reinti_dossier *d, size_t wave, reinti_case *c)
{
    for (size_t k = 0; k < d->r->n_circumstances; k++)
        c->circumstance[k] = (uint8_t)((1u << d->r->circumstance[k].n_values) - 1);
    for (size_t i = 0; i < c->n; i++) {
        const reinti_evidence *e = &d->evidence[c->first + i];
        if (e->kind != REINTI_ABOUT_UNIT || e->known > wave)
            continue;
        c->asked_all |= e->asked_all;
        for (size_t k = 0; k < d->r->n_circumstances; k++)
            if (e->value[k] != (uint8_t)((1u << d->r->circumstance[k].n_values) - 1))
                c->circumstance[k] = e->value[k];
    }
}

static bool
is_known(const reinti_dossier *d, size_t first, size_t n, size_t wave)
{
    for (size_t i = 0; i < n; i++)
        if (d->evidence[first + i].known <= wave)
            return true;
    return false;
}

/* The cases of one person, whose evidence is FIRST .. FIRST + N - 1. */
static reint_status
add_person(reinti_dossier *d, size_t wave, size_t first, size_t n, reinti_cut *cut, size_t *capacity,
           reint_error *err)
{
    size_t floating = 0;

    while (floating < n && d->evidence[first + floating].floating)
        floating++;
    for (size_t i = floating, k; i < n; i += k) {
        for (k = 1; i + k < n && same_place(&d->evidence[first + i], &d->evidence[first + i + k]); k++)
            ;
        if (!is_known(d, first + i, k, wave))
            continue;
        if (!reinti_grow(&cut->item, capacity, cut->n, sizeof *cut->item))
            return reinti_no_memory(err);
        const reinti_evidence *e = &d->evidence[first + i];
        reinti_case *c = &cut->item[cut->n++];
        *c = (reinti_case){ .person = e->person,
                            .episode = e->episode,
                            .stage = e->stage,
                            .first = first + i,
                            .n = k,
                            .floating_first = first,
                            .n_floating = floating };
        read_unit(d, wave, c);
        c->override = override_of(d, c);
    }
    return REINT_OK;
}

/* Help of the stage before, in the same episode, counts on. */
static void
carry_on(const reinti_dossier *d, const reinti_cut *cut, size_t i)
{
    const reinti_case *c = &cut->item[i];
    reinti_state *state = &cut->state[i * d->r->n_services];

    if (!d->r->cumulative || i == 0 || cut->item[i - 1].person != c->person ||
        cut->item[i - 1].episode != c->episode)
        return;
    for (size_t s = 0; s < d->r->n_services; s++) {
        const reinti_state *before = state - d->r->n_services + s;
        state[s].receipt = reinti_receipt_join(before->receipt, state[s].receipt);
        state[s].marks |= before->marks;
        state[s].open_marks |= before->open_marks;
    }
}

static reint_status
make_cut(reinti_dossier *d, size_t wave, reinti_cut *cut, reint_error *err)
{
    size_t capacity = 0, n_services = d->r->n_services;
    reint_status status = REINT_OK;

    for (size_t i = 0, n; !status && i < d->n_evidence; i += n) {
        for (n = 1; i + n < d->n_evidence && d->evidence[i + n].person == d->evidence[i].person; n++)
            ;
        status = add_person(d, wave, i, n, cut, &capacity, err);
    }
    if (status)
        return status;
    cut->state = calloc(cut->n * n_services + 1, sizeof *cut->state);
    if (!cut->state)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < cut->n; i++) {
        reinti_state *state = &cut->state[i * n_services];
        reinti_state_of(d, &cut->item[i], wave, state);
        if (d->r->due_from_entitlements)
            reinti_law_apply(d, &cut->item[i], wave, state);
        carry_on(d, cut, i);
        status = reinti_engine_judge(d->engine, state, n_services, cut->item[i].circumstance,
                                     &cut->item[i].verdict, err);
    }
    return status;
}

reint_status
reinti_dossier_cut(reinti_dossier *d, size_t wave, const reinti_cut **out, reint_error *err)
{
    reinti_cut *cut = &d->cut[wave];
    reint_status status = REINT_OK;

    *out = cut;
    if (cut->made)
        return REINT_OK;
    if (!d->collected) {
        status = reinti_evidence_collect(d, err);
        if (!status && d->r->due_from_entitlements)
            status = reinti_law_open(d, err);
        d->collected = !status;
        if (status) {
            free(d->evidence);
            d->evidence = NULL;
            d->n_evidence = 0;
        }
    }
    if (!status)
        status = make_cut(d, wave, cut, err);
    cut->made = !status;
    if (status) { /* may be asked again: nothing half made is left */
        free(cut->item);
        free(cut->state);
        *cut = (reinti_cut){ 0 };
    }
    return status;
}

/* ---- finding ------------------------------------------------------------------------------------------- */

/* First case that is not before (person, episode, stage). */
static size_t
lower_bound(const reinti_cut *cut, uint32_t person, int32_t episode, int stage)
{
    size_t low = 0, high = cut->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        const reinti_case *c = &cut->item[middle];
        bool before = c->person != person     ? c->person < person
                      : c->episode != episode ? c->episode < episode
                                              : c->stage < stage;
        if (before)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

const reinti_case *
reinti_cut_find(const reinti_cut *cut, uint32_t person, int32_t episode, int stage)
{
    size_t i = lower_bound(cut, person, episode, stage);

    if (i < cut->n && cut->item[i].person == person && cut->item[i].episode == episode &&
        cut->item[i].stage == stage)
        return &cut->item[i];
    return NULL;
}

const reinti_case *
reinti_cut_person(const reinti_cut *cut, uint32_t person, size_t *n)
{
    size_t first = lower_bound(cut, person, INT32_MIN, INT16_MIN), last = first;

    while (last < cut->n && cut->item[last].person == person)
        last++;
    *n = last - first;
    return *n ? &cut->item[first] : NULL;
}
