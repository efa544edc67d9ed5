/* visits.c -- one wave, person by person: who was interviewed, who is still to be, who was not and why.
 *
 * Reads:    the panel (panel.h) and the result that the record of the wave gives.
 * Due:      no record of this wave yet, whether interviewed before or not; or a record that says it is not yet time,
 *           kept apart.  The one definition, for status, ask and the workbook to be filled in (write/entry_people.c).
 * Declined: would be due, but the latest consent to being interviewed again says no.  Without such a consent on record
 *           a person is due: silence is not "no".
 * Missed:   a record says that the interview was not held; its result is the reason (lost, refused, away ...).  Whether
 *           to try again is the team's decision: nothing here calls a person lost for good.
 * Missing:  a record of which it cannot be told whether it was held is "unsure", neither due nor seen. */
#include <config.h>

#include "follow/panel.h"

#include <string.h>

/* The wave at work: the latest one of which there is any record; before any, the first. */
static size_t
wave_at_work(const reint_follow *f)
{
    for (size_t w = f->n_waves; w-- > 0;)
        for (size_t i = 0; i < f->n; i++)
            if (f->row[i * f->n_waves + w] != REINTI_NO_RECORD)
                return w;
    return 0;
}

static reint_status
find_wave(const reint_follow *f, const char *wave, size_t *out, reint_error *err)
{
    reinti_str known = REINTI_STR_EMPTY;

    *out = wave ? reinti_follow_find_wave(f, wave) : wave_at_work(f);
    if (*out < f->n_waves)
        return REINT_OK;
    for (size_t w = 0; w < f->n_waves; w++)
        reinti_str_format(&known, "%s%s", w ? ", " : "", f->cb->wave[f->wave[w]].id);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no wave \"%.40s\"; there are %s", wave,
                    reinti_text_or(known.text, ""));
    reinti_str_free(&known);
    return status;
}

static const char *
date_text(reint_follow *f, size_t cell)
{
    reinti_str text = REINTI_STR_EMPTY;
    const char *out;

    if (f->low[cell] == REINTI_OPEN_LOW || f->high[cell] == REINTI_OPEN_HIGH)
        return "";
    reinti_format_date(&text, (reinti_interval){ f->low[cell], f->high[cell] });
    out = text.failed ? NULL : reinti_arena_text(f->arena, text.text);
    reinti_str_free(&text);
    return out;
}

/* By row of the panel: 1 who said no to being interviewed again by their latest consent to that. */
static reint_status
find_declined(reint_follow *f, uint8_t **out, reint_error *err)
{
    uint8_t *declined = reinti_arena_alloc(f->arena, f->n + 1);
    const int8_t *says = NULL;
    reint_status status = declined ? REINT_OK : reinti_no_memory(err);

    if (declined)
        memset(declined, 0, f->n + 1);
    for (size_t k = 0; !status && k < REINTI_CONSENT_NOS; k++) {
        status = reinti_frames_consents(f->frames, REINTI_CONSENT_REPEAT, reinti_consent_no[k], &says, err);
        for (size_t i = 0; !status && says && i < f->n; i++)
            declined[i] |= says[f->person[i]] == 1;
    }
    *out = declined;
    return status;
}

static bool
fill_visit(reint_follow *f, size_t i, size_t w, const char *language, bool declined, reint_follow_visit *v)
{
    static const int state[] = { [REINTI_ABSENT] = REINT_VISIT_DUE,
                                 [REINTI_SEEN] = REINT_VISIT_SEEN,
                                 [REINTI_MISSED] = REINT_VISIT_MISSED,
                                 [REINTI_NOT_DUE] = REINT_VISIT_NOT_DUE,
                                 [REINTI_UNSURE] = REINT_VISIT_UNSURE };
    size_t cell = i * f->n_waves + w;
    const char *key = reinti_store_person_key(reinti_frames_study(f->frames), f->person[i]);

    *v = (reint_follow_visit){ .person = reinti_arena_text(f->arena, reinti_text_or(key, "")),
                               .state = state[f->presence[cell]],
                               .why = "",
                               .why_label = "",
                               .last_wave = "",
                               .last_date = "",
                               .declined = declined };
    if (declined && reint_visit_is_due(v))
        v->state = REINT_VISIT_DECLINED;
    for (size_t k = w; k-- > 0 && !*v->last_wave;)
        if (reinti_follow_is_seen(f, i, k)) {
            v->last_wave = f->cb->wave[f->wave[k]].id;
            v->last_date = date_text(f, i * f->n_waves + k);
        }
    if (f->result && f->row[cell] != REINTI_NO_RECORD) {
        const reinti_category *c = &f->result->category[reinti_column_category(f->result, f->row[cell])];
        v->why = c->code;
        v->why_label = reinti_text_or(reinti_label_text(&c->label, language), c->code);
    }
    return v->person && v->last_date;
}

int
reint_visit_is_due(const reint_follow_visit *visit)
{
    return visit->state == REINT_VISIT_DUE || visit->state == REINT_VISIT_NOT_DUE;
}

reint_status
reint_follow_visits(reint_follow *f, const char *wave, const char *language, reint_follow_visits_of *out,
                    reint_error *err)
{
    size_t w = 0;
    reint_status status = find_wave(f, wave, &w, err);
    uint8_t *declined = NULL;

    if (!status)
        status = find_declined(f, &declined, err);
    if (status)
        return status;
    reint_follow_visit *v = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *v);
    for (size_t i = 0; v && i < f->n; i++)
        if (!fill_visit(f, i, w, language, declined[i], &v[i]))
            v = NULL;
    if (!v)
        return reinti_no_memory(err);
    *out = (reint_follow_visits_of){
        .wave = f->cb->wave[f->wave[w]].id,
        .label = reinti_text_or(reinti_label_text(&f->cb->wave[f->wave[w]].label, language),
                                f->cb->wave[f->wave[w]].id),
        .next_wave = w + 1 < f->n_waves ? f->cb->wave[f->wave[w + 1]].id : "",
        .n = f->n,
        .visit = v,
        .no_consent = f->no_consent,
    };
    return REINT_OK;
}
