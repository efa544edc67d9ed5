/* consent.c -- who consents to what, by the form "consent", and who may be counted.
 *
 * Reads:   a coded variable of its key that has the purpose among its codes, another, not of the key, that has the answer,
 *          and the date of the key.
 * Decides: of several records of a person for the purpose the latest.
 * Missing: no record of it means no, and is told apart from one that says so.  Where the codebook requires no consent,
 *          only a recorded "no" to analysis leaves a person out. */
#include <config.h>

#include "frame/internal.h"

#include <stdlib.h>
#include <string.h>

/* A coded variable of FORM whose list has CODE, among FROM .. TO - 1; REINTI_NONE. */
static size_t
coded_with(const reint_codebook *cb, const reinti_form *form, size_t from, size_t to, const char *code)
{
    for (size_t i = from; i < to; i++)
        if (form->variable[i].type == REINTI_CODE && !form->variable[i].multiple &&
            reinti_list_find(&cb->list[form->variable[i].list], code) != REINTI_NONE)
            return i;
    return REINTI_NONE;
}

typedef struct asking {
    reinti_frame *frame;
    const reinti_column *purposes, *answers;
    size_t purpose, answer; /* categories */
    const uint32_t *person;
    size_t date; /* part of the key; n_key: none */
} asking;

static reint_status
read_consents(reinti_frames *f, const asking *a, const int8_t **out, reint_error *err)
{
    size_t n = reinti_store_n_persons(f->study) + 1;
    bool dated = a->date < reinti_frame_of(a->frame)->n_key;
    int8_t *consents = reinti_arena_alloc(a->frame->arena, n);
    int64_t *latest = malloc(n * sizeof *latest);

    if (!consents || !latest) {
        free(latest);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < n; i++) {
        latest[i] = INT64_MIN;
        consents[i] = -1;
    }
    for (size_t i = 0; i < a->frame->n; i++) {
        uint32_t id = a->person[i];
        int64_t day = dated ? reinti_store_key_part(a->frame->layout, a->frame->key[i], a->date) : 0;
        if (reinti_column_category(a->purposes, i) != a->purpose || id >= n || day < latest[id])
            continue;
        latest[id] = day;
        consents[id] = reinti_column_category(a->answers, i) == a->answer;
    }
    free(latest);
    *out = consents;
    return REINT_OK;
}

reint_status
reinti_frames_consents(reinti_frames *f, const char *purpose, const char *answer, const int8_t **out,
                       reint_error *err)
{
    const reint_codebook *cb = f->cb;
    size_t at = reinti_codebook_find_form(cb, "consent");
    const reinti_form *form = at != REINTI_NONE ? &cb->form[at] : NULL;
    size_t p = form ? coded_with(cb, form, 0, form->n_key, purpose) : REINTI_NONE;
    size_t v = form ? coded_with(cb, form, form->n_key, form->n, answer) : REINTI_NONE;
    asking a = { .date = 0 };

    *out = NULL;
    if (p == REINTI_NONE || v == REINTI_NONE || form->person == REINTI_NONE)
        return REINT_OK;
    reint_status status = reinti_frames_get(f, at, &a.frame, err);
    if (status)
        return status;
    const char *name = reinti_arena_format(a.frame->arena, "consents %s %s", purpose, answer);
    if (!name)
        return reinti_no_memory(err);
    if ((*out = reinti_frame_recall(a.frame, name)))
        return REINT_OK;
    status = reinti_frame_column(a.frame, form->variable[p].name, &a.purposes, err);
    if (!status)
        status = reinti_frame_column(a.frame, form->variable[v].name, &a.answers, err);
    if (!status)
        status = reinti_frame_persons(a.frame, &a.person, err);
    a.purpose = reinti_list_find(&cb->list[form->variable[p].list], purpose);
    a.answer = reinti_list_find(&cb->list[form->variable[v].list], answer);
    while (a.date < form->n_key && form->variable[a.date].type != REINTI_DATE)
        a.date++;
    if (!status)
        status = read_consents(f, &a, out, err);
    return status ? status : reinti_frame_remember(a.frame, name, *out, err);
}

/* ---- who may be counted ----------------------------------------------------------------------------------- */

/* Who gave what the codebook requires; who took the consent to analysis back, or did not give it when asked, whatever is
 * required: *ANY of them may not. */
static reint_status
find_counted(reinti_frames *f, int8_t *counted, size_t n, bool *any, reint_error *err)
{
    const reint_codebook *cb = f->cb;
    const int8_t *says = NULL;
    reint_status status = REINT_OK;

    *any = cb->consent_required;
    memset(counted, 1, n);
    if (*any)
        status = reinti_frames_consents(f, cb->consent_purpose, cb->consent_value, &says, err);
    if (!status && *any && !says)
        return reinti_fail(
            err, REINT_STUDY, NULL, 0,
            "consent is required, but no form consent has a purpose \"%s\" in its key and an answer \"%s\"",
            cb->consent_purpose, cb->consent_value);
    for (size_t i = 0; !status && says && i < n; i++)
        counted[i] = says[i] == 1;
    for (size_t k = 0; !status && k < REINTI_CONSENT_NOS; k++) {
        status = reinti_frames_consents(f, REINTI_CONSENT_ANALYSIS, reinti_consent_no[k], &says, err);
        for (size_t i = 0; !status && says && i < n; i++)
            if (says[i] == 1) {
                counted[i] = -1;
                *any = true;
            }
    }
    return status;
}

reint_status
reinti_frames_counted(reinti_frames *f, const int8_t **out, size_t *n, reint_error *err)
{
    *n = reinti_store_n_persons(f->study) + 1;
    if (!f->counted_known) {
        int8_t *counted = reinti_arena_alloc(f->arena, *n);
        bool any = false;
        reint_status status = counted ? find_counted(f, counted, *n, &any, err) : reinti_no_memory(err);
        if (status)
            return status;
        f->counted = any ? counted : NULL;
        f->counted_known = true;
    }
    *out = f->counted;
    return REINT_OK;
}

reint_status
reinti_frame_consent(reinti_frame *frame, const int8_t **consent, size_t *n_left_out, reint_error *err)
{
    const uint32_t *person = NULL;
    const int8_t *counted;
    size_t n;
    reint_status status = reinti_frames_counted(frame->owner, &counted, &n, err);

    *consent = NULL;
    *n_left_out = 0;
    if (status || !counted)
        return status;
    if (!frame->consent) {
        int8_t *may = reinti_arena_alloc(frame->arena, frame->n + 1);
        uint8_t *seen = calloc(n, 1);
        status = may && seen ? reinti_frame_persons(frame, &person, err) : reinti_no_memory(err);
        for (size_t i = 0; !status && i < frame->n; i++) {
            may[i] = person[i] == 0 ? 1 : person[i] < n ? counted[person[i]] : 0;
            if (may[i] != 1 && person[i] < n) {
                frame->n_left_out += !seen[person[i]];
                seen[person[i]] = 1;
            }
        }
        free(seen);
        if (status)
            return status;
        frame->consent = may;
    }
    *consent = frame->consent;
    *n_left_out = frame->n_left_out;
    return REINT_OK;
}
