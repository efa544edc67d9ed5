/* entry_people.c -- the people a study knows, in which waves there is a record of them, and who of them is due in one.
 *
 * Waves are looked for in the forms whose key is person and wave.  Who is due is follow/visits.c's to say, as for status
 * and ask.  Everybody known is listed, due or not: this is for the team. */
#include <config.h>

#include "write/entry.h"

#include <string.h>

#include "follow/panel.h"

#define FACTS_MOST 3
#define WAVES_MOST 64

/* Variables of the person form that tell people apart: coded and required, at most three. */
static reint_status
choose_facts(reinti_entry *e, reint_error *err)
{
    const reinti_form *form = &e->cb->form[e->cb->person_form];
    size_t *fact = reinti_arena_alloc(e->arena, FACTS_MOST * sizeof *fact);

    if (!fact)
        return reinti_no_memory(err);
    e->fact = fact;
    for (size_t v = form->n_key; v < form->n && e->n_facts < FACTS_MOST; v++)
        if (form->variable[v].type == REINTI_CODE && !form->variable[v].multiple &&
            form->variable[v].required && !form->variable[v].sensitive)
            fact[e->n_facts++] = v;
    return REINT_OK;
}

/* Marks in SEEN[person id] the waves in which a person has a record. */
static reint_status
mark_waves(const reinti_entry *e, reint_study *study, uint64_t *seen, reint_error *err)
{
    for (size_t f = 0; f < e->cb->n_forms; f++) {
        const reinti_form *form = &e->cb->form[f];
        const reinti_layout *layout = reinti_store_layout(study, f);
        const int64_t *key;
        size_t n;
        if (form->n_key != 2 || form->person == REINTI_NONE || form->wave == REINTI_NONE)
            continue;
        reint_status status = reinti_store_keys(study, f, &key, &n, err);
        if (status)
            return status;
        for (size_t i = 0; i < n; i++) {
            size_t wave = reinti_store_code_of(study, e->cb->wave_list,
                                               reinti_store_key_part(layout, key[i], form->wave));
            if (wave < WAVES_MOST)
                seen[reinti_store_key_part(layout, key[i], form->person)] |= UINT64_C(1) << wave;
        }
    }
    return REINT_OK;
}

static const char *
waves_text(const reinti_entry *e, uint64_t seen)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t w = 0; w < e->cb->n_waves && w < WAVES_MOST; w++)
        if (seen >> w & 1)
            reinti_str_format(&s, "%s%s", s.length ? ", " : "", e->cb->wave[w].id);
    const char *copy = s.failed ? NULL : reinti_arena_text(e->arena, reinti_text_or(s.text, ""));
    reinti_str_free(&s);
    return copy;
}

/* Marks in DUE[row of the person frame] who is due at the wave that was named.  Where nobody can be followed, nobody
 * is. */
static reint_status
mark_due(const reinti_entry *e, reinti_frames *frames, bool *due, reint_error *err)
{
    const reint_follow_options people = { .size = sizeof people, .to_interview = 1 };
    reint_follow_visits_of visits;
    reint_follow *f = NULL;
    reint_status status = e->wave == REINTI_NONE ? REINT_OK : reinti_follow_on(frames, &people, &f, err);

    if (status == REINT_ARGUMENT)
        return REINT_OK;
    if (!status && f)
        status = reint_follow_visits(f, e->cb->wave[e->wave].id, e->language, &visits, err);
    for (size_t i = 0; !status && f && i < visits.n; i++)
        due[f->person_row[i]] = reint_visit_is_due(&visits.visit[i]);
    reint_follow_free(f);
    return status;
}

static reint_status
fact_texts(reinti_entry *e, reinti_frame *frame, size_t row, const char *const **out, reint_error *err)
{
    const reinti_form *form = &e->cb->form[e->cb->person_form];
    const char **text = reinti_arena_alloc(e->arena, FACTS_MOST * sizeof *text);

    if (!text)
        return reinti_no_memory(err);
    for (size_t k = 0; k < e->n_facts; k++) {
        const reinti_column *column;
        reint_status status = reinti_frame_column(frame, form->variable[e->fact[k]].name, &column, err);
        if (status)
            return status;
        const reinti_category *c = &column->category[reinti_column_category(column, row)];
        text[k] =
            reinti_arena_text(e->arena, reinti_text_or(reinti_label_text(&c->label, e->language), c->code));
        if (!text[k])
            return reinti_no_memory(err);
    }
    *out = text;
    return REINT_OK;
}

static reint_status
list_people(reinti_entry *e, reint_study *study, reinti_frame *frame, const uint64_t *seen, reint_error *err)
{
    const int64_t *key = reinti_frame_keys(frame);
    const reinti_layout *layout = reinti_store_layout(study, e->cb->person_form);
    size_t n = reinti_frame_n(frame);
    bool *due = reinti_arena_alloc(e->arena, (n + 1) * sizeof *due);
    reinti_entry_person *person = reinti_arena_alloc(e->arena, (n + 1) * sizeof *person);
    reint_status status =
        person && due ? mark_due(e, reinti_frame_owner(frame), due, err) : reinti_no_memory(err);

    for (size_t i = 0; !status && i < n; i++) {
        int64_t id = reinti_store_key_part(layout, key[i], 0);
        person[i].key = reinti_arena_text(e->arena, reinti_store_person_key(study, id));
        person[i].seen = waves_text(e, seen[id]);
        person[i].due = due[i];
        status = person[i].key && person[i].seen ? fact_texts(e, frame, i, &person[i].fact, err)
                                                 : reinti_no_memory(err);
    }
    e->person = person;
    e->n_people = status ? 0 : n;
    return status;
}

reint_status
reinti_entry_people(reinti_entry *e, reint_study *study, reint_error *err)
{
    reinti_frames *frames = NULL;
    reinti_frame *frame;
    size_t bytes = (reinti_store_n_persons(study) + 1) * sizeof(uint64_t);
    uint64_t *seen = reinti_arena_alloc(e->arena, bytes);

    if (!seen)
        return reinti_no_memory(err);
    memset(seen, 0, bytes);
    reint_status status = choose_facts(e, err);
    if (!status)
        status = mark_waves(e, study, seen, err);
    if (!status)
        status = reinti_frames_open(study, &frames, err);
    if (!status)
        status = reinti_frames_get(frames, e->cb->person_form, &frame, err);
    if (!status)
        status = list_people(e, study, frame, seen, err);
    reinti_frames_free(frames);
    return status;
}
