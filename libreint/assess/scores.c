/* scores.c -- the public face of packs: the scores or states of all records. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess/assess.h"
#include "assess/provide.h"
#include "codebook/pack.h"

typedef struct shown {
    const char *name;
    reinti_label label;
    const reinti_column *value, *code; /* VALUE NULL: states; CODE NULL: no bands */
} shown;

struct reint_scores {
    reinti_frames *frames;
    reinti_arena *arena;
    const reinti_pack *pack;
    size_t form;
    reinti_frame *frame;
    size_t n_rows, n_columns, n_no_consent;
    uint32_t *row; /* of the frame */
    shown *column;
    reinti_str key;
};

static reint_status
find_pack(const reint_codebook *cb, const char *id, reinti_arena *arena, const reinti_pack **out,
          reint_error *err)
{
    reinti_pack **pack = NULL;
    size_t n = 0;
    reinti_str known = REINTI_STR_EMPTY;
    reint_status status = reinti_packs_open(cb, arena, &pack, &n, err);

    *out = NULL;
    for (size_t i = 0; !status && i < n && !*out; i++)
        if (!id || !strcmp(pack[i]->id, id))
            *out = pack[i];
    if (status || *out)
        return status;
    if (!n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook names no pack of domains");
    for (size_t i = 0; i < n; i++)
        reinti_str_format(&known, "%s%s", i ? ", " : "", pack[i]->id);
    status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no pack \"%s\"; it has %s", id,
                         known.text);
    reinti_str_free(&known);
    return status;
}

/* The form whose records have the columns: the pack's own, for states the one of person and wave above it. */
static size_t
form_of(const reint_codebook *cb, const reinti_pack *k)
{
    for (size_t i = 0; k->states && i < cb->n_forms; i++)
        if (i != k->form && cb->form[i].n_key == 2 && cb->form[i].person == 0 && cb->form[i].wave == 1)
            return i;
    return k->states ? REINTI_NONE : k->form;
}

static reint_status
add_column(reint_scores *s, const char *id, reinti_label label, bool bands, reint_error *err)
{
    shown *c = &s->column[s->n_columns];
    char *band = reinti_arena_format(s->arena, "%s_band", id);
    reint_status status = band
                              ? reinti_frame_column(s->frame, id, s->pack->states ? &c->code : &c->value, err)
                              : reinti_no_memory(err);

    c->name = id;
    c->label = label;
    if (!status && bands)
        status = reinti_frame_column(s->frame, band, &c->code, err);
    s->n_columns += !status;
    return status;
}

/* Records of people outside the codebook's base have none of these domains; those of people who did not consent to
 * analysis are left out. */
static reint_status
choose_rows(reint_scores *s, const reint_codebook *cb, reint_error *err)
{
    const uint32_t *person = NULL, *row_of = NULL;
    const int8_t *in_base = NULL, *consent = NULL;
    reinti_frame *persons = NULL;
    size_t n = reinti_frame_n(s->frame), n_ids = 0;
    reint_status status = reinti_frame_persons(s->frame, &person, err);

    if (!status)
        status = reinti_frame_consent(s->frame, &consent, &s->n_no_consent, err);
    if (!status && cb->base && cb->person_form != REINTI_NONE) {
        status = reinti_frames_get(s->frames, cb->person_form, &persons, err);
        if (!status)
            status = reinti_frames_person_rows(s->frames, &row_of, &n_ids, err);
        if (!status)
            status = reinti_frame_condition(persons, cb->base, &in_base, err);
    }
    if (!status && !(s->row = reinti_arena_alloc(s->arena, (n + 1) * sizeof *s->row)))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < n; i++) {
        uint32_t at = in_base && person[i] < n_ids ? row_of[person[i]] : UINT32_MAX;
        if ((!consent || consent[i] == 1) && (!in_base || (at != UINT32_MAX && in_base[at] == 1)))
            s->row[s->n_rows++] = (uint32_t)i;
    }
    return status;
}

static reint_status
open_scores(reint_scores *s, reint_study *study, const char *pack, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(study);
    reint_status status = find_pack(cb, pack, s->arena, &s->pack, err);

    if (status)
        return status;
    s->form = form_of(cb, s->pack);
    if (s->form == REINTI_NONE)
        return reinti_fail(err, REINT_INPUT, s->pack->file, 0, "the codebook has no form of person and wave");
    status = reinti_frames_open(study, &s->frames, err);
    if (!status)
        status = reinti_assess_provide(s->frames, err);
    if (!status)
        status = reinti_frames_get(s->frames, s->form, &s->frame, err);
    if (!status)
        status = choose_rows(s, cb, err);
    s->column =
        reinti_arena_alloc(s->arena, (s->pack->n_domains + s->pack->n_composites + 1) * sizeof *s->column);
    if (!status && !s->column)
        status = reinti_no_memory(err);
    bool bands = s->pack->n_bands > 0;
    for (size_t i = 0; !status && i < s->pack->n_domains; i++)
        status = add_column(s, s->pack->domain[i].id, s->pack->domain[i].label, bands, err);
    for (size_t i = 0; !status && i < s->pack->n_composites; i++)
        status = add_column(s, s->pack->composite[i].id, s->pack->composite[i].label, bands, err);
    return status;
}

reint_status
reint_score(reint_study *study, const char *pack, reint_scores **out, reint_error *err)
{
    reint_scores *s = calloc(1, sizeof *s);
    reint_status status;

    *out = NULL;
    if (!s)
        return reinti_no_memory(err);
    s->key = (reinti_str)REINTI_STR_EMPTY;
    s->arena = reinti_arena_create();
    status = s->arena ? open_scores(s, study, pack, err) : reinti_no_memory(err);
    if (status)
        reint_scores_free(s);
    else
        *out = s;
    return status;
}

void
reint_scores_free(reint_scores *s)
{
    if (!s)
        return;
    reinti_frames_free(s->frames);
    reinti_arena_free(s->arena);
    reinti_str_free(&s->key);
    free(s);
}

const char *
reint_scores_title(const reint_scores *s, const char *language)
{
    return reinti_text_or(reinti_label_text(&s->pack->title, language), s->pack->id);
}

int
reint_scores_invented(const reint_scores *s)
{
    return s->pack->invented;
}

int
reint_scores_are_states(const reint_scores *s)
{
    return s->pack->states;
}

size_t
reint_scores_n(const reint_scores *s)
{
    return s->n_rows;
}

size_t
reint_scores_n_no_consent(const reint_scores *s)
{
    return s->n_no_consent;
}

size_t
reint_scores_n_columns(const reint_scores *s)
{
    return s->n_columns;
}

const char *
reint_scores_column(const reint_scores *s, size_t column)
{
    return s->column[column].name;
}

const char *
reint_scores_label(const reint_scores *s, size_t column, const char *language)
{
    return reinti_text_or(reinti_label_text(&s->column[column].label, language), s->column[column].name);
}

const char *
reint_scores_key(const reint_scores *s, size_t i)
{
    reinti_str *key = &((reint_scores *)s)->key; /* room for the text handed out last */

    reinti_str_clear(key);
    reinti_store_key_text(reinti_frames_study(s->frames), s->form, reinti_frame_keys(s->frame)[s->row[i]],
                          key);
    return key->text;
}

void
reint_scores_get(const reint_scores *s, size_t i, size_t column, double *score, const char **code)
{
    const shown *c = &s->column[column];
    const reinti_column *why = c->code ? c->code : c->value;
    size_t row = s->row[i], category = reinti_column_category(why, row);

    *score = c->value && reinti_column_category(c->value, row) == 0 ? c->value->number[row] : NAN;
    *code = !c->code && category == 0 ? "" : why->category[category].code;
}
