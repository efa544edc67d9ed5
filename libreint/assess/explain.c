/* explain.c -- why a person is in a class, in sentences with their sources.
 *
 * One paragraph a case, as known now: what is known of each service and who told it, what the law gives, what
 * is not known, the class with the row of the table that held, the reasons, and the least that would change
 * it.  Then how the class stood at each interview, as told by then. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "assess/column.h"
#include "assess/sentence.h"

typedef struct telling {
    reinti_dossier *d;
    const reinti_cut *cut;
    size_t wave;
    const char *language;
    reinti_sources sources;
    reinti_str *out;
} telling;

/* ---- one service --------------------------------------------------------------------------------------- */

static reinti_phrase
need_phrase(uint8_t need)
{
    switch (need) {
    case REINTI_NEED_NO:
        return REINTI_SAY_NEEDED_NO;
    case REINTI_NEED_YES:
        return REINTI_SAY_NEEDED_YES;
    case REINTI_NEED_CONTINUING:
        return REINTI_SAY_NEEDED_ON;
    case REINTI_NEED_YES | REINTI_NEED_CONTINUING:
        return REINTI_SAY_NEEDED_PERHAPS_ON;
    default:
        return REINTI_SAY_NEED_UNKNOWN;
    }
}

static reinti_phrase
receipt_phrase(uint8_t receipt)
{
    switch (receipt) {
    case REINTI_RECEIPT_NONE:
        return REINTI_SAY_RECEIVED_NONE;
    case REINTI_RECEIPT_PART_ONCE:
        return REINTI_SAY_RECEIVED_PART_ONCE;
    case REINTI_RECEIPT_PART:
        return REINTI_SAY_RECEIVED_PART;
    case REINTI_RECEIPT_FULL_ONCE:
        return REINTI_SAY_RECEIVED_FULL_ONCE;
    case REINTI_RECEIPT_FULL:
        return REINTI_SAY_RECEIVED_FULL;
    default:
        return REINTI_SAY_RECEIPT_UNKNOWN;
    }
}

/* " [First interview, need.csv line 3; ...]": the sources of one kind of fact of a service. */
static reint_status
add_sources(telling *t, const reinti_case *c, reinti_evidence_kind kind, size_t service, reint_error *err)
{
    size_t n = 0;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < c->n + c->n_floating; i++) {
        const reinti_evidence *e = &t->d->evidence[i < c->n ? c->first + i : c->floating_first + i - c->n];
        bool here = i < c->n ||
                    ((e->episode < 0 || e->episode == c->episode) && (e->stage < 0 || e->stage == c->stage));
        if (e->kind != kind || e->service != service || e->known > t->wave || !here)
            continue;
        reinti_str_add(t->out, n++ ? "; " : " [");
        status = reinti_phrase_source(t->d, &t->sources, e, t->language, t->out, err);
    }
    if (n)
        reinti_str_add_char(t->out, ']');
    return status;
}

static bool
has_evidence(const telling *t, const reinti_case *c, size_t service)
{
    for (size_t i = 0; i < c->n + c->n_floating; i++) {
        const reinti_evidence *e = &t->d->evidence[i < c->n ? c->first + i : c->floating_first + i - c->n];
        if (e->service == service && e->known <= t->wave &&
            (i < c->n ||
             ((e->episode < 0 || e->episode == c->episode) && (e->stage < 0 || e->stage == c->stage))))
            return true;
    }
    return false;
}

static void
say_marks(telling *t, const reinti_state *s)
{
    for (int m = 0; m < REINTI_N_MARKS; m++) {
        bool received = !(s->receipt & REINTI_RECEIPT_NONE); /* what was received was offered */
        if (!(s->marks >> m & 1) || (m == REINTI_MARK_OFFERED && (received || (s->marks & ~1))))
            continue;
        reinti_str_add(t->out, ", ");
        reinti_phrase_say(t->out, (reinti_phrase)(REINTI_SAY_OFFERED + m), t->language, NULL, NULL, NULL);
    }
}

static void
say_due(telling *t, const reinti_case *c, const reinti_state *s, size_t service)
{
    reinti_str laws = REINTI_STR_EMPTY;
    reinti_phrase phrase = s->due == REINTI_DUE_NO       ? REINTI_SAY_NOT_DUE
                           : s->due == REINTI_DUE_SILENT ? REINTI_SAY_SILENT
                           : s->due == REINTI_DUE_YES    ? REINTI_SAY_DUE
                                                         : REINTI_SAY_DUE_UNKNOWN;

    if (!t->d->r->due_from_entitlements && !t->d->r->due.n)
        return;
    reinti_str_add(t->out, "; ");
    if (phrase == REINTI_SAY_DUE && t->d->r->due_from_entitlements)
        reinti_law_grounds(t->d, c, t->wave, service, &laws);
    reinti_phrase_say(t->out, phrase, t->language, laws.length ? laws.text : "-", NULL, NULL);
    reinti_str_free(&laws);
}

static reint_status
say_service(telling *t, const reinti_case *c, const reinti_state *s, size_t service, reint_error *err)
{
    reint_status status;

    reinti_str_format(t->out, "  %s: ", reinti_service_label(t->d, service, t->language));
    reinti_phrase_say(t->out, need_phrase(s->need), t->language, NULL, NULL, NULL);
    status = add_sources(t, c, REINTI_ABOUT_NEED, service, err);
    if (status)
        return status;
    reinti_str_add(t->out, "; ");
    reinti_phrase_say(t->out, receipt_phrase(s->receipt), t->language, NULL, NULL, NULL);
    say_marks(t, s);
    status = add_sources(t, c, REINTI_ABOUT_SUPPORT, service, err);
    if (!status && s->need != REINTI_NEED_NO)
        say_due(t, c, s, service);
    reinti_str_add(t->out, ".\n");
    return status;
}

static reint_status
say_services(telling *t, const reinti_case *c, const reinti_state *state, reint_error *err)
{
    const char *unknown[REINTI_MAX_SERVICES];
    size_t n = 0;
    reint_status status = REINT_OK;
    reinti_str list = REINTI_STR_EMPTY;

    for (size_t s = 0; !status && s < t->d->r->n_services; s++) {
        if (has_evidence(t, c, s))
            status = say_service(t, c, &state[s], s, err);
        else if (state[s].receipt != REINTI_RECEIPT_NONE || state[s].need != REINTI_NEED_NO)
            unknown[n++] = reinti_service_label(t->d, s, t->language);
    }
    reinti_str_add(t->out, "  ");
    if (n == t->d->r->n_services) {
        reinti_phrase_say(t->out, REINTI_SAY_NOTHING_KNOWN, t->language, NULL, NULL, NULL);
    } else if (n) {
        reinti_phrase_list(&list, unknown, n, t->language, REINTI_SAY_AND);
        reinti_phrase_say(t->out, REINTI_SAY_NOT_ASKED, t->language, list.text, NULL, NULL);
    } else {
        reinti_phrase_say(t->out, REINTI_SAY_NOTHING_ELSE, t->language, NULL, NULL, NULL);
    }
    reinti_str_add_char(t->out, '\n');
    reinti_str_free(&list);
    return status;
}

/* ---- the class ----------------------------------------------------------------------------------------- */

static void
say_reasons(telling *t, const reinti_case *c)
{
    const char *label[REINTI_MAX_REASONS];
    size_t n = 0;
    reinti_str list = REINTI_STR_EMPTY;

    for (size_t k = 0; k < t->d->r->n_reasons; k++)
        if (c->verdict.sure >> k & 1)
            label[n++] = reinti_text_or(reinti_label_text(&t->d->r->reason[k].label, t->language),
                                        t->d->r->reason[k].id);
    if (!n)
        return;
    reinti_phrase_list(&list, label, n, t->language, REINTI_SAY_AND);
    reinti_str_add(t->out, "  ");
    reinti_phrase_say(t->out, REINTI_SAY_REASONS, t->language, list.text, NULL, NULL);
    reinti_str_add_char(t->out, '\n');
    reinti_str_free(&list);
}

static void
say_class(telling *t, const reinti_case *c)
{
    int settled = reinti_single(c->verdict.possible);
    const char *why = NULL;
    reinti_str classes = REINTI_STR_EMPTY;

    reinti_str_add(t->out, "  ");
    if (settled < 0) {
        reinti_phrase_classes(t->d, c->verdict.possible, t->language, &classes);
        reinti_phrase_say(t->out, REINTI_SAY_UNDETERMINED, t->language, classes.text, NULL, NULL);
    } else {
        const reinti_decision *row =
            c->verdict.row == REINTI_NONE ? NULL : &t->d->r->decision[c->verdict.row];
        why = row ? reinti_label_text(&row->note, t->language) : NULL;
        reinti_phrase_say(t->out, why ? REINTI_SAY_CLASS_BECAUSE : REINTI_SAY_CLASS, t->language,
                          reinti_class_label(t->d, settled, t->language), why, row ? row->id : NULL);
    }
    reinti_str_add_char(t->out, '\n');
    if (c->override) {
        int judged = reinti_single(reinti_case_possible(t->d, c, true));
        reinti_str_add(t->out, "  ");
        reinti_phrase_say(t->out, REINTI_SAY_JUDGED, t->language,
                          judged < 0 ? c->override->class_id : reinti_class_label(t->d, judged, t->language),
                          c->override->reason, c->override->who);
        reinti_str_add_char(t->out, '\n');
    }
    reinti_str_free(&classes);
}

/* The fewest needs whose full help would change a settled class: all that fall short, then each left out that
 * can be. */
static reint_status
say_would_be(telling *t, const reinti_case *c, const reinti_state *state, reint_error *err)
{
    size_t n = t->d->r->n_services, n_changed = 0;
    reinti_state changed[REINTI_MAX_SERVICES];
    const char *label[REINTI_MAX_SERVICES];
    reinti_verdict v;
    reinti_str list = REINTI_STR_EMPTY;

    if (reinti_single(c->verdict.possible) < 0)
        return REINT_OK;
    memcpy(changed, state, n * sizeof *changed);
    for (size_t s = 0; s < n; s++)
        if (!(state[s].need & REINTI_NEED_NO))
            changed[s].receipt = REINTI_RECEIPT_FULL;
    reint_status status = reinti_engine_judge(t->d->engine, changed, n, c->circumstance, &v, err);
    int other = status ? -1 : reinti_single(v.possible);
    if (status || other < 0 || v.possible == c->verdict.possible)
        return status;
    for (size_t s = 0; !status && s < n; s++) {
        uint8_t kept = changed[s].receipt;
        changed[s].receipt = state[s].receipt;
        if (kept == changed[s].receipt)
            continue;
        status = reinti_engine_judge(t->d->engine, changed, n, c->circumstance, &v, err);
        if (status || reinti_single(v.possible) == other)
            continue; /* it makes no difference */
        changed[s].receipt = kept;
        label[n_changed++] = reinti_service_label(t->d, s, t->language);
    }
    reinti_phrase_list(&list, label, n_changed, t->language, REINTI_SAY_AND);
    reinti_str_add(t->out, "  ");
    reinti_phrase_say(t->out, REINTI_SAY_WOULD_BE, t->language, reinti_class_label(t->d, other, t->language),
                      list.text, NULL);
    reinti_str_add_char(t->out, '\n');
    reinti_str_free(&list);
    return status;
}

/* ---- cases --------------------------------------------------------------------------------------------- */

/* "SYN-014, Early time at home, as known now" */
static void
say_head(telling *t, const reinti_case *c, const char *person)
{
    char number[16];

    reinti_str_format(t->out, "%s, %s", person, reinti_stage_label(t->d, c, t->language));
    if (c->episode > 1) {
        snprintf(number, sizeof number, "%d", (int)c->episode);
        reinti_str_add(t->out, ", ");
        reinti_phrase_say(t->out, REINTI_SAY_EPISODE, t->language, number, NULL, NULL);
    }
    reinti_str_add(t->out, ", ");
    reinti_phrase_say(t->out, REINTI_SAY_AS_KNOWN_NOW, t->language, NULL, NULL, NULL);
    reinti_str_add(t->out, ":\n");
}

/* How the class stood at each interview. */
static reint_status
say_interviews(telling *t, uint32_t person, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < t->d->n_evidence; i++) {
        const reinti_evidence *e = &t->d->evidence[i];
        const reinti_cut *cut = NULL;
        reinti_str classes = REINTI_STR_EMPTY;
        if (e->person != person || e->kind != REINTI_STANDING || e->floating || e->known >= t->d->cb->n_waves)
            continue;
        status = reinti_dossier_cut(t->d, e->known, &cut, err);
        const reinti_case *c = status ? NULL : reinti_cut_find(cut, person, e->episode, e->stage);
        if (!c)
            continue;
        reinti_phrase_classes(t->d, reinti_case_possible(t->d, c, true), t->language, &classes);
        reinti_phrase_say(t->out, REINTI_SAY_TOLD_HEAD, t->language,
                          reinti_text_or(reinti_label_text(&t->d->cb->wave[e->known].label, t->language),
                                         t->d->cb->wave[e->known].id),
                          reinti_stage_label(t->d, c, t->language), classes.text);
        reinti_str_add_char(t->out, '\n');
        reinti_str_free(&classes);
    }
    return status;
}

static reint_status
say_person(telling *t, uint32_t person, reint_error *err)
{
    const char *key = reinti_store_person_key(reinti_frames_study(t->d->frames), person);
    size_t n = 0;
    reint_status status = REINT_OK;
    const reinti_case *c = reinti_cut_person(t->cut, person, &n);

    reinti_phrase_say(t->out, REINTI_SAY_RULESET, t->language,
                      reinti_text_or(reinti_label_text(&t->d->r->title, t->language), t->d->r->id), NULL,
                      NULL);
    const char *note = reinti_label_text(&t->d->r->note, t->language);
    if (note)
        reinti_str_format(t->out, " %s", note);
    reinti_str_add_char(t->out, '\n');
    if (!n) {
        reinti_str_format(t->out, "%s: ", reinti_text_or(key, ""));
        reinti_phrase_say(t->out, REINTI_SAY_NO_UNIT, t->language, NULL, NULL, NULL);
        reinti_str_add_char(t->out, '\n');
    }
    for (size_t i = 0; !status && i < n; i++) {
        const reinti_state *state = &t->cut->state[(size_t)(&c[i] - t->cut->item) * t->d->r->n_services];
        say_head(t, &c[i], reinti_text_or(key, ""));
        status = say_services(t, &c[i], state, err);
        if (status)
            break;
        say_class(t, &c[i]);
        say_reasons(t, &c[i]);
        status = say_would_be(t, &c[i], state, err);
    }
    return status ? status : say_interviews(t, person, err);
}

reint_status
reinti_explain(reinti_dossier *d, uint32_t person, const char *language, reinti_str *out, reint_error *err)
{
    telling t = { .d = d, .wave = d->cb->n_waves, .language = language, .out = out };
    reint_status status = reinti_sources_read(reinti_frames_study(d->frames), d->arena, &t.sources, err);

    if (!status)
        status = reinti_dossier_cut(d, t.wave, &t.cut, err);
    if (!status)
        status = say_person(&t, person, err);
    if (!status && out->failed)
        status = reinti_no_memory(err);
    return status;
}
