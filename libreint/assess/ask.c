/* ask.c -- which unknown facts would settle a class: the next interview's questions.
 *
 * A fact is worth asking if some answer to it alone leaves fewer classes possible.  If no single fact does,
 * only several together can settle the class: then every open fact of a needed or possibly needed service is
 * asked.  Facts of one kind are put into one question.  What the law makes depend on unknown conditions is
 * asked by the conditions' labels.
 *
 * Questions are about stages as known now: what was told at an earlier interview stays as it was told, and no answer of
 * today can settle it.  (Rule sets of interviews: about the interviews themselves, to be asked again.)  A stage that the
 * team judged itself is not asked about.  The coverage counts what was looked at and what was not. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "assess/assess.h"
#include "assess/sentence.h"

struct reint_questions {
    reinti_arena *arena;
    const char *ruleset, *unit, *base;
    reint_ask_coverage covers;
    size_t n_places;
    const char **place;
    size_t n, capacity;
    reint_question *item;
};

typedef struct asking {
    reinti_dossier *d;
    const char *language;
    reint_questions *out;
    const reinti_case *c;
    const reinti_state *state;
    reint_question head; /* who, where, which classes: the same for all questions of a case */
    bool failed;
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

/* Adds a question; SERVICE: N positions among the rule set's services. */
static void
add(asking *a, const char *about, const char *text, const size_t *service, size_t n)
{
    const reinti_list *list = &a->d->cb->list[a->d->r->service_list];
    reint_questions *q = a->out;
    reinti_str codes = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&codes, "%s%s", i ? " " : "", list->code[a->d->r->service[service[i]]].name);
    if (!reinti_arena_grow(q->arena, &q->item, &q->capacity, q->n, sizeof *q->item)) {
        a->failed = true;
    } else {
        reint_question *one = &q->item[q->n++];
        *one = a->head;
        one->about = about;
        one->services = n ? reinti_arena_text(q->arena, codes.text) : "";
        one->text = reinti_arena_text(q->arena, text);
        a->failed = a->failed || codes.failed || !one->services || !one->text;
    }
    reinti_str_free(&codes);
}

static void
put(asking *a, reinti_phrase phrase, const char *about, const char *const *label, size_t n,
    const size_t *service, size_t n_services, const char *of)
{
    reinti_str list = REINTI_STR_EMPTY, text = REINTI_STR_EMPTY;

    reinti_phrase_list(&list, label, n, a->language,
                       phrase == REINTI_ASK_CIRCUMSTANCE ? REINTI_SAY_OR : REINTI_SAY_AND);
    reinti_phrase_say(&text, phrase, a->language, list.text, of, NULL);
    a->failed = a->failed || list.failed || text.failed;
    if (!a->failed)
        add(a, about, text.text, service, n_services);
    reinti_str_free(&list);
    reinti_str_free(&text);
}

static void
put_services(asking *a, reinti_phrase phrase, const char *about, const size_t *service, size_t n)
{
    const char *label[REINTI_MAX_SERVICES];

    for (size_t i = 0; i < n; i++)
        label[i] = reinti_service_label(a->d, service[i], a->language);
    if (n)
        put(a, phrase, about, label, n, service, n, NULL);
}

/* The conditions that keep open whether SERVICE is due. */
static bool
put_due(asking *a, size_t service)
{
    const reinti_law *law = &a->d->law;
    const char *label[32];
    size_t n = 0;

    if (!law->table)
        return false;
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
    if (n)
        put(a, REINTI_ASK_DUE, "due", label, n, &service, 1,
            reinti_service_label(a->d, service, a->language));
    return n > 0;
}

/* EVERYTHING: open facts of services that are or may be needed, whether one of them alone settles anything or not. */
static reint_status
ask_services(asking *a, bool everything, bool *asked, reint_error *err)
{
    size_t receipt[REINTI_MAX_SERVICES], need[REINTI_MAX_SERVICES], goes_on[REINTI_MAX_SERVICES];
    size_t n_receipt = 0, n_need = 0, n_goes_on = 0, n_due = 0, due[REINTI_MAX_SERVICES];
    reint_status status = REINT_OK;

    for (size_t s = 0; !status && s < a->d->r->n_services; s++) {
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
                receipt[n_receipt++] = s;
            else if (which == DUE)
                due[n_due++] = s;
            else if (state->need & REINTI_NEED_NO)
                need[n_need++] = s;
            else
                goes_on[n_goes_on++] = s;
        }
    }
    if (status)
        return status;
    put_services(a, REINTI_ASK_RECEIPT, "receipt", receipt, n_receipt);
    put_services(a, REINTI_ASK_NEED, "need", need, n_need);
    put_services(a, REINTI_ASK_GOES_ON, "goes_on", goes_on, n_goes_on);
    *asked = n_receipt + n_need + n_goes_on > 0;
    for (size_t i = 0; i < n_due; i++)
        *asked |= put_due(a, due[i]);
    return REINT_OK;
}

/* Circumstances that the decision table itself asks for. */
static reint_status
ask_circumstances(asking *a, bool *asked, reint_error *err)
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
            put(a, REINTI_ASK_CIRCUMSTANCE, "circumstance", &label, 1, NULL, 0, NULL);
        *asked |= worth;
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

/* ---- one stage ----------------------------------------------------------------------------------------- */

static reint_status
ask_case(asking *a, reint_error *err)
{
    bool asked = false, circumstances = false;
    reint_status status = REINT_OK;

    if (is_blank(a)) {
        asked = true;
        put(a, REINTI_ASK_ALL, "everything", NULL, 0, NULL, 0, NULL);
    } else {
        status = ask_services(a, false, &asked, err);
    }
    if (!status)
        status = ask_circumstances(a, &circumstances, err);
    if (!status && !asked && !circumstances)
        status = ask_services(a, true, &asked, err);
    return status;
}

/* Who, where and what is open. */
static bool
fill_head(asking *a)
{
    const reinti_dossier *d = a->d;
    reinti_arena *arena = a->out->arena;
    bool interviews = d->r->unit == REINTI_UNIT_INTERVIEW;
    size_t list = interviews ? d->cb->wave_list : d->r->stage_list;
    reinti_str classes = REINTI_STR_EMPTY;

    reinti_phrase_classes(d, a->c->verdict.possible, a->language, &classes);
    a->head = (reint_question){
        .person = reinti_arena_text(
            arena, reinti_text_or(reinti_store_person_key(reinti_frames_study(d->frames), a->c->person), "")),
        .stage = reinti_arena_text(arena, d->cb->list[list].code[a->c->stage].name),
        .stage_label = reinti_arena_text(arena, reinti_stage_label(d, a->c, a->language)),
        .episode = a->c->episode,
        .possible = a->c->verdict.possible,
        .classes = classes.failed ? NULL : reinti_arena_text(arena, classes.text),
    };
    reinti_str_free(&classes);
    return a->head.person && a->head.stage && a->head.stage_label && a->head.classes;
}

/* ---- whom and what --------------------------------------------------------------------------------------- */

/* Asked of everybody, only the stage where the person stood at the latest interview matters for the next one; a person
 * without any is asked about all.  Rule sets of interviews: the latest one. */
static bool
is_current(const reinti_dossier *d, const reinti_cut *cut, const reinti_case *c)
{
    const reinti_evidence *latest = NULL;

    if (d->r->unit == REINTI_UNIT_INTERVIEW)
        return c + 1 == cut->item + cut->n || c[1].person != c->person;
    for (size_t i = c->floating_first; i < d->n_evidence && d->evidence[i].person == c->person; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->kind == REINTI_STANDING && !e->floating && (!latest || e->known >= latest->known))
            latest = e;
    }
    return !latest || (latest->episode == c->episode && latest->stage == c->stage);
}

/* Counts the case; true if it is to be asked about. */
static bool
is_open(reint_ask_coverage *covers, const reinti_case *c, bool looked_at)
{
    bool open = !c->override && reinti_single(c->verdict.possible) < 0;

    if (!looked_at) {
        covers->others++;
        covers->others_open += open;
        return false;
    }
    covers->units++;
    covers->judged += c->override != NULL;
    covers->settled += !c->override && !open;
    covers->open += open;
    return open;
}

static reint_status
ask_all(reinti_dossier *d, const reint_ask_request *request, uint32_t person, int stage, reint_questions *q,
        reint_error *err)
{
    const reinti_cut *cut = NULL;
    uint32_t last = 0, last_open = 0, last_placed = 0;
    size_t placed = 0;
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err);

    q->covers.no_consent = d->n_no_consent;
    q->covers.outside = person ? 0 : d->n_outside;
    for (size_t i = 0; !status && i < cut->n; i++) {
        const reinti_case *c = &cut->item[i];
        if (person && c->person != person)
            continue;
        placed += c->person != last_placed;
        last_placed = c->person;
        bool looked_at = stage >= 0 ? c->stage == stage : person || request->all || is_current(d, cut, c);
        q->covers.people += looked_at && c->person != last;
        last = looked_at ? c->person : last;
        if (!is_open(&q->covers, c, looked_at))
            continue;
        q->covers.people_open += c->person != last_open;
        last_open = c->person;
        asking a = { .d = d,
                     .language = request->language,
                     .out = q,
                     .c = c,
                     .state = &cut->state[i * d->r->n_services] };
        status = fill_head(&a) ? ask_case(&a, err) : reinti_no_memory(err);
        if (!status && a.failed)
            status = reinti_no_memory(err);
    }
    q->covers.unplaced = !person && d->n_about > placed ? d->n_about - placed : 0;
    return status;
}

static reint_status
list_places(const reinti_dossier *d, reint_questions *q, reint_error *err)
{
    size_t list = d->r->unit == REINTI_UNIT_INTERVIEW ? d->cb->wave_list : d->r->stage_list;
    const reinti_list *l = &d->cb->list[list];

    q->place = reinti_arena_alloc(q->arena, (l->n + 1) * sizeof *q->place);
    if (!q->place)
        return reinti_no_memory(err);
    for (q->n_places = 0; q->n_places < l->n; q->n_places++) {
        q->place[q->n_places] = reinti_arena_text(q->arena, l->code[q->n_places].name);
        if (!q->place[q->n_places])
            return reinti_no_memory(err);
    }
    return REINT_OK;
}

static reint_status
find_place(const reinti_dossier *d, const char *name, int *place, reint_error *err)
{
    size_t list = d->r->unit == REINTI_UNIT_INTERVIEW ? d->cb->wave_list : d->r->stage_list;
    const reinti_list *l = &d->cb->list[list];
    size_t code = name ? reinti_list_find(l, name) : REINTI_NONE;
    reinti_str known = REINTI_STR_EMPTY;

    *place = code == REINTI_NONE ? -1 : (int)code;
    if (!name || code != REINTI_NONE)
        return REINT_OK;
    for (size_t i = 0; i < l->n; i++)
        reinti_str_format(&known, "%s%s", i ? ", " : "", l->code[i].name);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no %s \"%s\"; there are %s",
                    list == d->cb->wave_list ? "wave" : "stage", name, reinti_text_or(known.text, ""));
    reinti_str_free(&known);
    return status;
}

reint_status
reint_ask(reint_study *study, const reint_ask_request *given, reint_questions **out, reint_error *err)
{
    reint_ask_request request = { .size = sizeof request };
    reint_questions *q = calloc(1, sizeof *q);
    reinti_dossier *d = NULL;
    uint32_t person = 0;
    int stage = -1;
    reint_status status;

    *out = NULL;
    if (!q || !(q->arena = reinti_arena_create())) {
        reint_questions_free(q);
        return reinti_no_memory(err);
    }
    if (given) /* a caller built with an older header knows fewer members */
        memcpy(&request, given, given->size && given->size < sizeof request ? given->size : sizeof request);
    status = reinti_dossier_open_study(study, request.ruleset, &d, err);
    if (!status && request.person)
        status = reinti_dossier_person(d, request.person, &person, err);
    if (!status)
        status = find_place(d, request.stage, &stage, err);
    if (!status && (!(q->ruleset = reinti_arena_text(q->arena, d->r->id)) ||
                    (d->r->base && !(q->base = reinti_arena_text(q->arena, d->r->base)))))
        status = reinti_no_memory(err);
    if (!status)
        q->unit = d->r->unit == REINTI_UNIT_INTERVIEW ? "interview" : "stage";
    if (!status)
        status = list_places(d, q, err);
    if (!status)
        status = ask_all(d, &request, person, stage, q, err);
    reinti_dossier_free(d);
    if (status)
        reint_questions_free(q);
    else
        *out = q;
    return status;
}

/* ---- reading --------------------------------------------------------------------------------------------- */

void
reint_questions_free(reint_questions *q)
{
    if (!q)
        return;
    reinti_arena_free(q->arena);
    free(q);
}

const char *
reint_questions_ruleset(const reint_questions *q)
{
    return q->ruleset;
}

const char *
reint_questions_unit(const reint_questions *q)
{
    return q->unit;
}

void
reint_questions_coverage(const reint_questions *q, reint_ask_coverage *out)
{
    *out = q->covers;
}

const char *
reint_questions_base(const reint_questions *q)
{
    return q->base;
}

size_t
reint_questions_n_places(const reint_questions *q)
{
    return q->n_places;
}

const char *
reint_questions_place(const reint_questions *q, size_t i)
{
    return q->place[i];
}

size_t
reint_questions_n(const reint_questions *q)
{
    return q->n;
}

void
reint_questions_get(const reint_questions *q, size_t i, reint_question *out)
{
    *out = q->item[i];
}
