/* referral.c -- movement of those who reached help through the study's own referral, and of the others.
 *
 * Reads:    the forms "referral" and "support" by conditions, their dates and services.
 * With:     between the two interviews (after the first, on the day of the second at the latest) help was received
 *           through a referral, and the study referred for that service on the day of receipt or before.
 * Open:     what a partial or missing date, or a condition that cannot be told, leaves possible.
 * Without:  all others, those who were referred and received nothing among them.
 * No test:  people were not referred by chance. */
#include <config.h>

#include "follow/panel.h"

#include <string.h>

typedef struct records {
    reinti_frame *frame;
    const reinti_form *form;
    const reinti_column *date, *service;
    const uint32_t *person;
    const int8_t *holds;
    size_t n;
} records;

static reint_status
open_records(reint_follow *f, const char *name, const char *date, const char *condition, records *out,
             reint_error *err)
{
    size_t at = reinti_codebook_find_form(f->cb, name), service;
    const reinti_variable *when;

    if (at == REINTI_NONE || f->cb->form[at].person == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no form \"%s\" of persons", name);
    out->form = &f->cb->form[at];
    when = reinti_follow_variable(out->form, date, REINTI_DATE);
    service = reinti_form_find(out->form, "service");
    if (!when || service == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "form \"%s\" has no %s", name,
                           when ? "variable \"service\"" : "date");
    reint_status status = reinti_frames_get(f->frames, at, &out->frame, err);
    if (!status)
        status = reinti_frame_column(out->frame, when->name, &out->date, err);
    if (!status)
        status = reinti_frame_column(out->frame, "service", &out->service, err);
    if (!status && out->service->kind != REINTI_COLUMN_CODED)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"service\" of form \"%s\" is no code", name);
    if (!status)
        status = reinti_frame_persons(out->frame, &out->person, err);
    if (!status)
        status = reinti_frame_condition(out->frame, condition, &out->holds, err);
    if (!status)
        out->n = reinti_frame_n(out->frame);
    return status;
}

/* 1 surely, -1 possibly, 0 not: the study referred for the service of receipt R by its day. */
static int
was_referred(const records *referral, size_t first, const records *receipt, size_t r)
{
    int found = 0;

    for (size_t i = first; i < referral->n && referral->person[i] == receipt->person[r]; i++) {
        if (!referral->holds[i] ||
            reinti_column_category(referral->service, i) != reinti_column_category(receipt->service, r) ||
            referral->date->low[i] > receipt->date->high[r])
            continue;
        bool sure = referral->holds[i] == 1 && referral->date->high[i] != REINTI_OPEN_HIGH &&
                    receipt->date->low[r] != REINTI_OPEN_LOW &&
                    referral->date->high[i] <= receipt->date->low[r];
        if (sure)
            return 1;
        found = -1;
    }
    return found;
}

/* Whether R lies after the interview A and not after B: 1, -1, 0. */
static int
lies_between(const reint_follow *f, const records *receipt, size_t r, size_t a, size_t b)
{
    int32_t low = receipt->date->low[r], high = receipt->date->high[r];

    if (high <= f->low[a] || low > f->high[b])
        return 0;
    return low != REINTI_OPEN_LOW && high != REINTI_OPEN_HIGH && f->high[a] != REINTI_OPEN_HIGH &&
                   f->low[b] != REINTI_OPEN_LOW && low > f->high[a] && high <= f->low[b]
               ? 1
               : -1;
}

static size_t
first_of(const records *r, uint32_t person)
{
    size_t low = 0, high = r->n; /* records come by person */

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (r->person[middle] < person)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static uint8_t
group_of(const reint_follow *f, const records *referral, const records *receipt, size_t person, size_t a,
         size_t b)
{
    uint32_t id = f->person[person];
    size_t referred = first_of(referral, id);
    uint8_t group = REINT_NOT_REFERRED;

    for (size_t r = first_of(receipt, id); r < receipt->n && receipt->person[r] == id; r++) {
        int between = lies_between(f, receipt, r, person * f->n_waves + a, person * f->n_waves + b);
        int before = receipt->holds[r] && between ? was_referred(referral, referred, receipt, r) : 0;
        if (before == 1 && between == 1 && receipt->holds[r] == 1)
            return REINT_REFERRED;
        if (before)
            group = REINT_REFERRAL_OPEN;
    }
    return group;
}

reint_status
reint_follow_referred(reint_follow *f, const char *variable, const reint_follow_referral *how,
                      reint_follow_transitions *out, reint_error *err)
{
    static const reint_follow_referral usual = {
        "by = 'study'", "through_referral = 'yes' AND outcome IN ('received_part', 'received_full')"
    };
    records referral, receipt;
    reinti_states states;
    size_t n = f->n_waves - 1;

    *out = (reint_follow_transitions){ 0 };
    if (f->n_waves < 2)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "movement is between two waves at least");
    reint_status status =
        open_records(f, "referral", "referred_on", reinti_text_or(how ? how->referral : NULL, usual.referral),
                     &referral, err);
    if (!status)
        status = open_records(f, "support", "started",
                              reinti_text_or(how ? how->receipt : NULL, usual.receipt), &receipt, err);
    if (!status)
        status = reinti_follow_states(f, variable, &states, err);
    if (status)
        return status;
    reint_follow_step *step = reinti_arena_alloc(f->arena, n * REINT_N_REFERRAL_GROUPS * sizeof *step);
    uint8_t *group = reinti_arena_alloc(f->arena, f->n + 1);
    const char **code = reinti_arena_alloc(f->arena, (states.column->n_valid + 1) * sizeof *code);
    if (!step || !group || !code)
        return reinti_no_memory(err);
    for (size_t k = 0; k < states.column->n_valid; k++)
        code[k] = states.column->category[k].code;
    for (size_t w = 0; !status && w < n; w++) {
        for (size_t i = 0; i < f->n; i++)
            group[i] = group_of(f, &referral, &receipt, i, w, w + 1);
        for (uint8_t g = 0; !status && g < REINT_N_REFERRAL_GROUPS; g++)
            status = reinti_follow_count_step(f, &states, &states, NULL, w, w + 1, group, g,
                                              &step[w * REINT_N_REFERRAL_GROUPS + g], err);
    }
    *out = (reint_follow_transitions){
        .k = states.column->n_valid, .code = code, .n_steps = n * REINT_N_REFERRAL_GROUPS, .step = step
    };
    return status;
}
