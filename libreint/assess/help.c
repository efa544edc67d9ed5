/* help.c -- whether a person had any formal help by the last interview, as the rule set counts help.
 *
 * Reads:    what was told by the person's latest interview, of the stages at home (rule sets of interviews, or
 *           without home stages: of all cases).
 * Gives:    two categories, `no_formal_help` and `formal_help`.
 * Missing:  a service that was not asked about, a record that may not count: both categories stay possible.
 *           Without any case of that kind it is open, too: nothing was told, which is no "no".  A person of whom
 *           nothing at all is recorded is absent.
 * Not here: what was needed or due.  "No formal help" is less than "unassisted": help that nobody owed is help. */
#include <config.h>

#include "assess/column.h"

#include <stdlib.h>
#include <string.h>

enum { NO_HELP, HELP, N_KINDS };

static bool
counts_here(const reinti_ruleset *r, const reinti_case *c)
{
    if (!r->n_home_stages || r->unit == REINTI_UNIT_INTERVIEW)
        return true;
    for (size_t i = 0; i < r->n_home_stages; i++)
        if ((int)r->home_stage[i] == c->stage)
            return true;
    return false;
}

/* Which of the two is possible for one case. */
static uint16_t
help_of(const reinti_state *state, size_t n_services)
{
    bool sure = false, possible = false;

    for (size_t s = 0; s < n_services; s++) {
        sure = sure || !(state[s].receipt & REINTI_RECEIPT_NONE);
        possible = possible || (state[s].receipt & (REINTI_RECEIPT_ANY & ~REINTI_RECEIPT_NONE));
    }
    return (uint16_t)((sure ? 0 : 1u << NO_HELP) | (possible ? 1u << HELP : 0));
}

/* Help at one stage or another: none only if none at each. */
static uint16_t
join(uint16_t a, uint16_t b)
{
    bool none = (a & b) >> NO_HELP & 1, some = (a | b) >> HELP & 1;

    return (uint16_t)((none ? 1u << NO_HELP : 0) | (some ? 1u << HELP : 0));
}

/* The wave of each person's latest interview, by person id; -1: none is recorded. */
static reint_status
latest_waves(reinti_dossier *d, size_t n_ids, int16_t *wave, reint_error *err)
{
    size_t form = d->r->unit == REINTI_UNIT_INTERVIEW ? d->r->unit_form : d->r->current_form;
    const reinti_column *c = NULL;
    const uint32_t *person = NULL;
    reinti_frame *frame = NULL;

    for (size_t i = 0; i < n_ids; i++)
        wave[i] = -1;
    if (form == REINTI_NONE || d->cb->form[form].wave == REINTI_NONE)
        return REINT_OK;
    reint_status status = reinti_frames_get(d->frames, form, &frame, err);
    if (!status)
        status = reinti_frame_column(frame, d->cb->form[form].variable[d->cb->form[form].wave].name, &c, err);
    if (!status)
        status = reinti_frame_persons(frame, &person, err);
    for (size_t i = 0; !status && i < reinti_frame_n(frame); i++) {
        size_t k = reinti_column_category(c, i);
        if (k < c->n_valid && person[i] < n_ids && (int)k > wave[person[i]])
            wave[person[i]] = (int16_t)k;
    }
    return status;
}

static reint_status
possible_help(reinti_dossier *d, const uint32_t *row_of, size_t n_ids, uint16_t *possible, reint_error *err)
{
    int16_t *wave = malloc((n_ids + 1) * sizeof *wave);
    reint_status status = wave ? latest_waves(d, n_ids, wave, err) : reinti_no_memory(err);

    for (uint32_t person = 1; !status && person < n_ids; person++) {
        const reinti_cut *cut = NULL;
        size_t n = 0;
        bool any = false;
        if (row_of[person] == UINT32_MAX)
            continue;
        status = reinti_dossier_cut(d, wave[person] < 0 ? d->cb->n_waves : (size_t)wave[person], &cut, err);
        const reinti_case *c = status ? NULL : reinti_cut_person(cut, person, &n);
        for (size_t i = 0; i < n; i++) {
            if (!counts_here(d->r, &c[i]))
                continue;
            const reinti_state *state = &cut->state[(size_t)(&c[i] - cut->item) * d->r->n_services];
            uint16_t here = help_of(state, d->r->n_services);
            possible[row_of[person]] = any ? join(possible[row_of[person]], here) : here;
            any = true;
        }
        if (!any && (n || wave[person] >= 0))
            possible[row_of[person]] = 1u << NO_HELP | 1u << HELP;
    }
    free(wave);
    return status;
}

reint_status
reinti_help_column(reinti_dossier *d, reinti_frame *persons, reinti_column *out, reint_error *err)
{
    static const char *language[] = { "en", "id" };
    static const char *text[N_KINDS][2] = {
        [NO_HELP] = { "No formal help", "Tanpa bantuan formal" },
        [HELP] = { "Formal help", "Mendapat bantuan formal" },
    };
    static const char *const code[N_KINDS] = { [NO_HELP] = "no_formal_help", [HELP] = "formal_help" };
    static const char *title[] = { "Formal help at home by the last interview",
                                   "Bantuan formal di rumah hingga wawancara terakhir" };
    reinti_arena *a = reinti_frame_arena(persons);
    size_t n = reinti_frame_n(persons), n_ids = 0;
    uint16_t *possible = reinti_arena_alloc(a, (n + 1) * sizeof *possible);
    const uint32_t *row_of = NULL;
    uint8_t *raw;
    reinti_category *category;

    if (!possible || !reinti_column_make(persons, out, N_KINDS, &raw, &category))
        return reinti_no_memory(err);
    for (size_t k = 0; k < N_KINDS; k++)
        category[k] = (reinti_category){ code[k], { 2, language, text[k] } };
    reint_status status = reinti_frames_person_rows(d->frames, &row_of, &n_ids, err);
    if (!status)
        status = possible_help(d, row_of, n_ids, possible, err);
    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        raw[i] = (uint8_t)(possible[i] == 1u << NO_HELP ? (size_t)NO_HELP
                           : possible[i] == 1u << HELP  ? (size_t)HELP
                           : possible[i]                ? reinti_column_undetermined(d->cb, N_KINDS)
                                                        : reinti_column_absent(d->cb, N_KINDS));
    out->kind = REINTI_COLUMN_CODED;
    out->label = (reinti_label){ 2, language, title };
    out->possible = possible;
    return REINT_OK;
}
