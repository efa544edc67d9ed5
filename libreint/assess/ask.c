/* ask.c -- which unknown facts would settle a class: the next interview's questions.
 *
 * A fact is worth asking if some answer to it alone leaves fewer classes possible.  If no single fact does,
 * only several together can settle the class: then every open fact of a needed or possibly needed service is
 * asked.  Facts of one kind are put into one question.  What the law makes depend on unknown conditions is
 * asked by the conditions' labels. */
#include <config.h>

#include <string.h>

#include "assess/sentence.h"

typedef struct asking {
    reinti_dossier *d;
    const char *language;
    reinti_str *out;
    const reinti_case *c;
    const reinti_state *state;
    const char *head;
} asking;

enum { NEED, DUE, RECEIPT };

static uint8_t
values_of(const reinti_state *s, int which)
{
    return which == NEED ? s->need : which == DUE ? s->due : s->receipt;
}

static void
set_value(reinti_state *s, int which, uint8_t value)
{
    *(which == NEED ? &s->need : which == DUE ? &s->due : &s->receipt) = value;
}

/* Could an answer about WHICH of SERVICE leave fewer classes? */
static reint_status
tells(asking *a, size_t service, int which, bool *out, reint_error *err)
{
    reinti_state state[REINTI_MAX_SERVICES];
    size_t n = a->d->r->n_services;
    reinti_verdict v;
    reint_status status = REINT_OK;

    memcpy(state, a->state, n * sizeof *state);
    uint8_t mask = values_of(&state[service], which);
    *out = false;
    if (!(mask & (mask - 1)))
        return REINT_OK; /* known */
    for (unsigned bit = 1; !status && bit <= mask && !*out; bit <<= 1) {
        if (!(mask & bit))
            continue;
        set_value(&state[service], which, (uint8_t)bit);
        status = reinti_engine_judge(a->d->engine, state, n, a->c->circumstance, &v, err);
        *out = !status && v.possible != a->c->verdict.possible;
    }
    return status;
}

static void
put(asking *a, reinti_phrase phrase, const char *const *item, size_t n, const char *about)
{
    reinti_str list = REINTI_STR_EMPTY;

    if (!n)
        return;
    reinti_phrase_list(&list, item, n, a->language,
                       phrase == REINTI_ASK_CIRCUMSTANCE ? REINTI_SAY_OR : REINTI_SAY_AND);
    reinti_str_format(a->out, "%s: ", a->head);
    reinti_phrase_say(a->out, phrase, a->language, list.text, about, NULL);
    reinti_str_add_char(a->out, '\n');
    reinti_str_free(&list);
}

/* The conditions that keep open whether SERVICE is due. */
static void
put_due(asking *a, size_t service)
{
    const reinti_law *law = &a->d->law;
    const char *label[32];
    size_t n = 0;

    if (!law->table)
        return;
    for (size_t i = 0; i < law->table->n; i++) {
        if (!law->answers[service][i])
            continue;
        const char *open[16];
        size_t k =
            reinti_law_open_facts(a->d, a->c, a->d->cb->n_waves, i, a->language, open, REINTI_LENGTH(open));
        for (size_t j = 0; j < k && n < REINTI_LENGTH(label); j++) {
            size_t seen = 0;
            while (seen < n && strcmp(label[seen], open[j]))
                seen++;
            if (seen == n)
                label[n++] = open[j];
        }
    }
    put(a, REINTI_ASK_DUE, label, n, reinti_service_label(a->d, service, a->language));
}

static reint_status
ask_services(asking *a, bool everything, bool *asked, reint_error *err)
{
    const char *receipt[REINTI_MAX_SERVICES], *need[REINTI_MAX_SERVICES], *goes_on[REINTI_MAX_SERVICES];
    size_t n_receipt = 0, n_need = 0, n_goes_on = 0, n_due = 0, due[REINTI_MAX_SERVICES];
    reint_status status = REINT_OK;

    for (size_t s = 0; !status && s < a->d->r->n_services; s++) {
        const char *label = reinti_service_label(a->d, s, a->language);
        const reinti_state *state = &a->state[s];
        bool worth = false;
        for (int which = NEED; !status && which <= RECEIPT; which++) {
            uint8_t mask = values_of(state, which);
            status = tells(a, s, which, &worth, err);
            if (everything && (mask & (mask - 1)) && (state->need != REINTI_NEED_NO || which == RECEIPT))
                worth = true;
            if (status || !worth)
                continue;
            if (which == RECEIPT)
                receipt[n_receipt++] = label;
            else if (which == DUE)
                due[n_due++] = s;
            else if (state->need & REINTI_NEED_NO)
                need[n_need++] = label;
            else
                goes_on[n_goes_on++] = label;
        }
    }
    if (status)
        return status;
    put(a, REINTI_ASK_RECEIPT, receipt, n_receipt, NULL);
    put(a, REINTI_ASK_NEED, need, n_need, NULL);
    put(a, REINTI_ASK_GOES_ON, goes_on, n_goes_on, NULL);
    for (size_t i = 0; i < n_due; i++)
        put_due(a, due[i]);
    *asked = n_receipt + n_need + n_goes_on + n_due > 0;
    return REINT_OK;
}

/* Circumstances that the decision table itself asks for. */
static reint_status
ask_circumstances(asking *a, reint_error *err)
{
    const reinti_ruleset *r = a->d->r;
    reint_status status = REINT_OK;

    for (size_t k = 0; !status && k < r->n_circumstances; k++) {
        uint8_t mask = a->c->circumstance[k], value[REINTI_MAX_CIRCUMSTANCES];
        const reinti_circumstance *fact = &r->circumstance[k];
        bool worth = false;
        if (!(mask & (mask - 1)))
            continue;
        memcpy(value, a->c->circumstance, sizeof value);
        for (size_t v = 0; !status && v < fact->n_values; v++) {
            reinti_verdict verdict;
            if (!(mask >> v & 1))
                continue;
            value[k] = (uint8_t)(1u << v);
            status = reinti_engine_judge(a->d->engine, a->state, r->n_services, value, &verdict, err);
            worth |= !status && verdict.possible != a->c->verdict.possible;
        }
        const char *label = reinti_text_or(reinti_label_text(&fact->label, a->language), fact->id);
        if (worth)
            put(a, REINTI_ASK_CIRCUMSTANCE, &label, 1, NULL);
    }
    return status;
}

/* Nothing at all is known of any service: one open question instead of a list of everything. */
static bool
is_blank(const asking *a)
{
    for (size_t s = 0; s < a->d->r->n_services; s++)
        if (a->state[s].need != REINTI_NEED_ANY || a->state[s].receipt != REINTI_RECEIPT_ANY)
            return false;
    return true;
}

/* Asked of everybody, only the stage where the person stood at the latest interview matters for the next one;
 * a person without any is asked about all. */
static bool
is_current(const reinti_dossier *d, const reinti_case *c)
{
    const reinti_evidence *latest = NULL;

    for (size_t i = 0; i < d->n_evidence; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->person == c->person && e->kind == REINTI_STANDING && !e->floating &&
            (!latest || e->known >= latest->known))
            latest = e;
    }
    return !latest || (latest->episode == c->episode && latest->stage == c->stage);
}

reint_status
reinti_ask(reinti_dossier *d, uint32_t person, const char *language, reinti_str *out, reint_error *err)
{
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err);

    for (size_t i = 0; !status && i < cut->n; i++) {
        const reinti_case *c = &cut->item[i];
        reinti_str head = REINTI_STR_EMPTY;
        bool asked = false;
        if (reinti_single(c->verdict.possible) >= 0 || c->override ||
            (person ? c->person != person : !is_current(d, c)))
            continue;
        reinti_str_format(
            &head, "%s, %s",
            reinti_text_or(reinti_store_person_key(reinti_frames_study(d->frames), c->person), ""),
            reinti_stage_label(d, c, language));
        asking a = { d, language, out, c, &cut->state[i * d->r->n_services], head.text };
        if (is_blank(&a)) {
            asked = true;
            reinti_str_format(out, "%s: ", a.head);
            reinti_phrase_say(out, REINTI_ASK_ALL, language, NULL, NULL, NULL);
            reinti_str_add_char(out, '\n');
        } else {
            status = ask_services(&a, false, &asked, err);
        }
        if (!status)
            status = ask_circumstances(&a, err);
        if (!status && !asked)
            status = ask_services(&a, true, &asked, err);
        reinti_str_free(&head);
    }
    if (!status && out->failed)
        status = reinti_no_memory(err);
    return status;
}
