/* domain.c -- states of domains as recorded: problem, success, mixed, not discussed, by wave, and the change.
 *
 * Reads:    the records of a domain at a person's wave; of several stages the latest in the order of their
 * list. Gives:    the state; if raters disagree "undetermined", with their states as possible.  No record:
 * absent. Change:   better, same, worse against the wave before that has a record, by the pack's direction; a
 * state that the direction does not name (not discussed) cannot be compared: undetermined.  A domain may fall
 * back. */
#include <config.h>

#include "assess/column.h"
#include "assess/score.h"

static const reint_codebook *
codebook_of(const reinti_frame *frame)
{
    return reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)));
}

typedef struct records {
    const uint32_t *first, *end;
    const reinti_column *domain, *state, *stage; /* stage may be NULL */
} records;

static reint_status
open_records(const reinti_pack *k, reinti_frame *frame, records *r, reint_error *err)
{
    const reinti_form *form = &codebook_of(frame)->form[k->form];
    reinti_frame *child = NULL;
    reint_status status = reinti_frames_get(reinti_frame_owner(frame), k->form, &child, err);

    if (!status)
        status = reinti_frame_children(frame, child, &r->first, &r->end, err);
    if (!status)
        status = reinti_frame_column(child, form->variable[k->domain_variable].name, &r->domain, err);
    if (!status)
        status = reinti_frame_column(child, form->variable[k->state_variable].name, &r->state, err);
    if (!status && k->stage_variable != REINTI_NONE)
        status = reinti_frame_column(child, form->variable[k->stage_variable].name, &r->stage, err);
    return status;
}

/* The states that the raters gave at the latest stage, as bits; *REASON a missing one. */
static uint16_t
states_at(const reinti_domain *domain, const records *r, uint32_t first, uint32_t last, size_t *reason)
{
    uint16_t states = 0;
    size_t latest = 0;

    *reason = REINTI_NONE;
    for (uint32_t row = first; row < last; row++) {
        if (reinti_column_category(r->domain, row) != domain->code)
            continue;
        size_t stage = r->stage ? reinti_column_category(r->stage, row) : 0;
        size_t state = reinti_column_category(r->state, row);
        if (stage < latest)
            continue;
        if (stage > latest) {
            states = 0;
            *reason = REINTI_NONE;
            latest = stage;
        }
        if (state < r->state->n_valid)
            states |= (uint16_t)(1u << state);
        else
            *reason = state - r->state->n_valid;
    }
    return states;
}

reint_status
reinti_domain_state(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                    reinti_column *out, reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    records r = { 0 };
    reint_status status = open_records(k, frame, &r, err);
    uint16_t *possible;
    uint8_t *raw;
    reinti_category *category;

    if (status)
        return status;
    size_t n = r.state->n_valid;
    if (n > REINTI_MAX_CLASSES)
        return reinti_fail(err, REINT_INPUT, k->file, 0, "a domain has at most %d states",
                           REINTI_MAX_CLASSES);
    possible = reinti_arena_alloc(reinti_frame_arena(frame), (reinti_frame_n(frame) + 1) * sizeof *possible);
    if (!possible || !reinti_column_make(frame, out, n, &raw, &category))
        return reinti_no_memory(err);
    for (size_t c = 0; c < n; c++)
        category[c] = r.state->category[c];
    for (size_t i = 0; i < out->n; i++) {
        size_t reason;
        uint16_t states = states_at(domain, &r, r.first[i], r.end[i], &reason);
        possible[i] = states;
        if (!states)
            raw[i] = (uint8_t)(reason == REINTI_NONE ? reinti_column_absent(cb, n) : n + reason);
        else
            raw[i] = (uint8_t)reinti_column_undetermined(cb, n);
        for (size_t c = 0; c < n; c++)
            if (states == 1u << c)
                raw[i] = (uint8_t)c;
    }
    out->kind = REINTI_COLUMN_CODED;
    out->label = domain->label;
    out->possible = possible;
    return REINT_OK;
}

reint_status
reinti_domain_change(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                     reinti_column *out, reint_error *err)
{
    static const char *language[] = { "en", "id" };
    static const char *text[3][2] = { { "Worse", "Memburuk" }, { "Same", "Sama" }, { "Better", "Membaik" } };
    static const char *const code[3] = { "worse", "same", "better" };
    const reint_codebook *cb = codebook_of(frame);
    const reinti_column *now = NULL, *before = NULL;
    char *name = reinti_arena_format(reinti_frame_arena(frame), "prev_%s", domain->id);
    reint_status status = name ? reinti_frame_column(frame, domain->id, &now, err) : reinti_no_memory(err);
    uint8_t *raw;
    reinti_category *category;

    if (!status)
        status = reinti_frame_column(frame, name, &before, err);
    if (status)
        return status;
    if (!reinti_column_make(frame, out, 3, &raw, &category))
        return reinti_no_memory(err);
    for (size_t c = 0; c < 3; c++)
        category[c] = (reinti_category){ code[c], { 2, language, text[c] } };
    for (size_t i = 0; i < out->n; i++) {
        size_t a = reinti_column_category(before, i), b = reinti_column_category(now, i);
        if (a + 1 == before->n_categories || b + 1 == now->n_categories)
            raw[i] = (uint8_t)reinti_column_absent(cb, 3); /* nothing to compare with */
        else if (a >= before->n_valid || b >= now->n_valid || k->rank[a] == INT8_MIN ||
                 k->rank[b] == INT8_MIN)
            raw[i] = (uint8_t)reinti_column_undetermined(cb, 3);
        else
            raw[i] = (uint8_t)(1 + (k->rank[b] > k->rank[a]) - (k->rank[b] < k->rank[a]));
    }
    out->kind = REINTI_COLUMN_CODED;
    out->label = domain->label;
    return REINT_OK;
}
