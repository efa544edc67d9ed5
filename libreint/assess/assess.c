/* assess.c -- the public face: classified units, judgements, explanations, questions. */
#include <config.h>

#include "assess/assess.h"

#include <stdlib.h>
#include <string.h>

#include "assess/column.h"
#include "assess/dossier.h"

typedef struct unit_row {
    const char *person, *wave, *stage, *missing;
    size_t told; /* position of the wave */
    long episode;
    const reinti_case *item; /* NULL: no case; `open`: nothing is excluded */
    bool open;
} unit_row;

struct reint_assessment {
    reinti_dossier *d;
    reinti_arena *arena;
    size_t n, n_outside;
    unit_row *row;
    const char **reasons; /* per row, made at once: a handed-out text must not move */
};

/* ---- units --------------------------------------------------------------------------------------------- */

static const char *
place_name(const reinti_dossier *d, size_t list, int code)
{
    return list != REINTI_NONE && code >= 0 ? d->cb->list[list].code[code].name : "";
}

static const char *
person_name(const reint_assessment *a, uint32_t person)
{
    const char *key = reinti_store_person_key(reinti_frames_study(a->d->frames), person);

    return reinti_text_or(reinti_arena_text(a->arena, key), "");
}

/* A row per interview of the form that says where the person stands, as told by then. */
static reint_status
read_interviews(reint_assessment *a, reint_error *err)
{
    reinti_dossier *d = a->d;
    bool units = d->r->unit == REINTI_UNIT_INTERVIEW;
    size_t form_index = units ? d->r->unit_form : d->r->current_form;
    const reinti_form *form = &d->cb->form[form_index];
    reinti_frame *frame = NULL;
    const reinti_column *wave = NULL, *stage = NULL;
    const uint32_t *person = NULL;
    reint_status status = reinti_frames_get(a->d->frames, form_index, &frame, err);

    if (!status)
        status = reinti_frame_persons(frame, &person, err);
    if (!status)
        status = reinti_frame_column(frame, form->variable[form->wave].name, &wave, err);
    if (!status && !units)
        status = reinti_frame_column(frame, form->variable[d->r->current_stage].name, &stage, err);
    if (status)
        return status;
    size_t n = reinti_frame_n(frame);
    a->row = reinti_arena_alloc(a->arena, (n + 1) * sizeof *a->row);
    reinti_row_case *cases = calloc(n + 1, sizeof *cases);
    if (!a->row || !cases) {
        free(cases);
        return reinti_no_memory(err);
    }
    status = reinti_cases_of_interviews(d, frame, cases, err);
    for (size_t i = 0; !status && i < n; i++) {
        if (!reinti_dossier_is_about(d, person[i])) {
            a->n_outside += !d->counted || person[i] >= d->n_persons || d->counted[person[i]] == 1;
            continue;
        }
        unit_row *row = &a->row[a->n++];
        size_t w = reinti_column_category(wave, i), s = stage ? reinti_column_category(stage, i) : 0;
        row->person = person_name(a, person[i]);
        row->wave = wave->category[w].code;
        row->told = w;
        row->stage = stage && s < stage->n_valid ? stage->category[s].code : "";
        row->item = cases[i].item;
        row->open = cases[i].open;
        row->episode = cases[i].item ? cases[i].item->episode : 0;
        row->missing = row->item || row->open                ? ""
                       : cases[i].missing < d->cb->n_missing ? d->cb->missing[cases[i].missing].name
                                                             : "absent";
    }
    free(cases);
    return status;
}

/* Of the interviews of each person, which stand together with waves ascending, the last one with a stage; where none
 * has one, the last. */
static void
keep_latest(reint_assessment *a)
{
    size_t n = 0;

    for (size_t i = 0, k; i < a->n; i += k) {
        size_t latest = i;
        for (k = 1; i + k < a->n && !strcmp(a->row[i + k].person, a->row[i].person); k++)
            ;
        for (size_t j = i; j < i + k; j++) {
            bool classed = a->row[j].item || a->row[j].open;
            bool kept = a->row[latest].item || a->row[latest].open;
            if ((classed && !kept) || (classed == kept && a->row[j].told >= a->row[latest].told))
                latest = j;
        }
        a->row[n++] = a->row[latest];
    }
    a->n = n;
}

/* A row per stage, as known now. */
static reint_status
read_stages(reint_assessment *a, reint_error *err)
{
    reinti_dossier *d = a->d;
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err);

    if (status)
        return status;
    a->n = cut->n;
    a->row = reinti_arena_alloc(a->arena, (a->n + 1) * sizeof *a->row);
    if (!a->row)
        return reinti_no_memory(err);
    for (size_t i = 0; i < a->n; i++) {
        const reinti_case *c = &cut->item[i];
        bool again = i > 0 && cut->item[i - 1].person == c->person;
        a->row[i] = (unit_row){ .person = again ? a->row[i - 1].person : person_name(a, c->person),
                                .wave = "",
                                .stage = place_name(d, d->r->stage_list, c->stage),
                                .missing = "",
                                .episode = c->episode,
                                .item = c };
    }
    return REINT_OK;
}

static reint_status
join_reasons(reint_assessment *a, reint_error *err)
{
    const reinti_ruleset *r = a->d->r;

    a->reasons = reinti_arena_alloc(a->arena, (a->n + 1) * sizeof *a->reasons);
    if (!a->reasons)
        return reinti_no_memory(err);
    for (size_t i = 0; i < a->n; i++) {
        uint32_t sure = a->row[i].item ? a->row[i].item->verdict.sure : 0;
        reinti_str text = REINTI_STR_EMPTY;
        a->reasons[i] = "";
        for (size_t k = 0; k < r->n_reasons; k++)
            if (sure >> k & 1)
                reinti_str_format(&text, "%s%s", text.length ? " " : "", r->reason[k].id);
        if (text.length)
            a->reasons[i] = reinti_arena_text(a->arena, text.text);
        bool failed = text.failed || !a->reasons[i];
        reinti_str_free(&text);
        if (failed)
            return reinti_no_memory(err);
    }
    return REINT_OK;
}

enum { TOLD, LATEST, NOW };

static reint_status
check_view(const reinti_ruleset *r, int view, reint_error *err)
{
    if (view == NOW && r->unit == REINTI_UNIT_INTERVIEW)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "rule set %s classifies interviews: each stands as it was told", r->id);
    if (view != NOW && r->unit == REINTI_UNIT_STAGE && r->current_form == REINTI_NONE)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "rule set %s does not say at which stage an interview was held; ask for the view now", r->id);
    return REINT_OK;
}

reint_status
reint_assess(reint_study *study, const char *ruleset, const char *view_name, reint_assessment **out,
             reint_error *err)
{
    static const char *const views[] = { [TOLD] = "told", [LATEST] = "latest", [NOW] = "now" };
    int view = TOLD;
    reint_assessment *a;
    reint_status status;

    *out = NULL;
    while (view_name && view <= NOW && strcmp(view_name, views[view]))
        view++;
    if (view > NOW)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "there is no view \"%s\"; there are told, latest, now", view_name);
    a = calloc(1, sizeof *a);
    if (!a)
        return reinti_no_memory(err);
    a->arena = reinti_arena_create();
    status = a->arena ? reinti_dossier_open_study(study, ruleset, &a->d, err) : reinti_no_memory(err);
    if (!status)
        status = check_view(a->d->r, view, err);
    if (!status)
        status = view == NOW ? read_stages(a, err) : read_interviews(a, err);
    if (!status && view == LATEST)
        keep_latest(a);
    if (!status)
        status = join_reasons(a, err);
    if (status)
        reint_assessment_free(a);
    else
        *out = a;
    return status;
}

void
reint_assessment_free(reint_assessment *a)
{
    if (!a)
        return;
    reinti_dossier_free(a->d);
    reinti_arena_free(a->arena);
    free(a);
}

/* ---- reading ------------------------------------------------------------------------------------------- */

const char *
reint_assessment_ruleset(const reint_assessment *a)
{
    return a->d->r->id;
}

const char *
reint_assessment_title(const reint_assessment *a, const char *language)
{
    return reinti_text_or(reinti_label_text(&a->d->r->title, language), a->d->r->id);
}

const char *
reint_assessment_note(const reint_assessment *a, const char *language)
{
    return reinti_label_text(&a->d->r->note, language);
}

const char *
reint_assessment_digest(const reint_assessment *a)
{
    return a->d->r->digest;
}

const char *
reint_assessment_base(const reint_assessment *a)
{
    return a->d->r->base;
}

size_t
reint_assessment_n_outside(const reint_assessment *a)
{
    return a->n_outside;
}

size_t
reint_assessment_n_no_consent(const reint_assessment *a)
{
    return a->d->n_no_consent;
}

size_t
reint_assessment_n_classes(const reint_assessment *a)
{
    return a->d->r->n_classes;
}

const char *
reint_assessment_class_id(const reint_assessment *a, size_t class_index)
{
    return a->d->r->class_[class_index].id;
}

const char *
reint_assessment_class_label(const reint_assessment *a, size_t class_index, const char *language)
{
    const reinti_class *c = &a->d->r->class_[class_index];

    return reinti_text_or(reinti_label_text(&c->label, language), c->id);
}

const char *
reint_assessment_row_note(const reint_assessment *a, const char *row, const char *language)
{
    for (size_t i = 0; i < a->d->r->n_decisions; i++)
        if (!strcmp(a->d->r->decision[i].id, row))
            return reinti_label_text(&a->d->r->decision[i].note, language);
    return NULL;
}

const char *
reint_assessment_reason_label(const reint_assessment *a, const char *reason, const char *language)
{
    for (size_t i = 0; i < a->d->r->n_reasons; i++)
        if (!strcmp(a->d->r->reason[i].id, reason))
            return reinti_label_text(&a->d->r->reason[i].label, language);
    return NULL;
}

size_t
reint_assessment_n(const reint_assessment *a)
{
    return a->n;
}

static int
only_class(unsigned bits)
{
    int k = 0;

    if (!bits)
        return REINT_NO_CLASS;
    if (bits & (bits - 1))
        return REINT_UNDETERMINED;
    while (!(bits >> k & 1))
        k++;
    return k;
}

void
reint_assessment_get(const reint_assessment *a, size_t i, reint_assessed *out)
{
    const unit_row *row = &a->row[i];
    const reinti_ruleset *r = a->d->r;
    unsigned all = (1u << r->n_classes) - 1;
    unsigned computed = row->item ? row->item->verdict.possible : row->open ? all : 0;
    unsigned final = row->item ? reinti_case_possible(a->d, row->item, true) : computed;
    size_t decision = row->item ? row->item->verdict.row : REINTI_NONE;

    *out = (reint_assessed){
        .person = row->person,
        .wave = row->wave,
        .stage = row->stage,
        .episode = row->episode,
        .possible = final,
        .computed = only_class(computed),
        .final = only_class(final),
        .overridden = row->item && row->item->override,
        .missing = row->missing,
        .reasons = a->reasons[i],
        .row = decision == REINTI_NONE || only_class(computed) < 0 ? "" : r->decision[decision].id,
    };
}

/* ---- judgement ----------------------------------------------------------------------------------------- */

/* The first record of the units' form that stands for the case; 0 if there is none, -1 if EPISODE must be
 * named. */
static reint_status
find_record(reinti_dossier *d, uint32_t person, long episode, int stage, int64_t *key, reint_error *err)
{
    reinti_frame *frame = NULL;
    long found_episode = -1;
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err); /* collects the evidence */

    *key = 0;
    if (!status)
        status = reinti_frames_get(d->frames, d->r->unit_form, &frame, err);
    for (size_t i = 0; !status && i < d->n_evidence; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->kind != REINTI_ABOUT_UNIT || e->person != person || e->stage != stage ||
            (episode > 0 && e->episode != episode))
            continue;
        if (found_episode >= 0 && e->episode != found_episode)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "the person was at this stage in several episodes: name one");
        if (found_episode < 0)
            *key = reinti_frame_keys(frame)[e->row];
        found_episode = e->episode;
    }
    if (!status && !*key)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no such record to judge");
    return status;
}

static reint_status
check_judgement(const reinti_dossier *d, const char *stage, const char *class_id, const char *who,
                const char *why, int *place, reint_error *err)
{
    size_t list = d->r->unit == REINTI_UNIT_INTERVIEW ? d->cb->wave_list : d->r->stage_list, k = 0;
    size_t code = stage ? reinti_list_find(&d->cb->list[list], stage) : REINTI_NONE;

    *place = (int)code;
    if (!who || !*who || !why || !*why)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a judgement needs initials and a reason");
    if (code == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no %s \"%s\"", d->cb->list[list].name,
                           reinti_text_or(stage, ""));
    while (k < d->r->n_classes && strcmp(d->r->class_[k].id, class_id))
        k++;
    if (k < d->r->n_classes)
        return REINT_OK;
    reinti_str known = REINTI_STR_EMPTY;
    for (k = 0; k < d->r->n_classes; k++)
        reinti_str_format(&known, "%s%s", k ? ", " : "", d->r->class_[k].id);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "rule set %s has no class \"%s\"; it has %s", d->r->id,
                    class_id, known.text);
    reinti_str_free(&known);
    return status;
}

reint_status
reint_judge(reint_study *study, const char *ruleset, const char *person, long episode, const char *stage,
            const char *class_id, const char *who, const char *why, reint_error *err)
{
    reinti_dossier *d = NULL;
    uint32_t id = 0;
    int place = -1;
    int64_t key = 0;
    reint_status status = reinti_dossier_open_study(study, ruleset, &d, err);

    if (!status)
        status = reinti_dossier_person(d, person, &id, err);
    if (!status)
        status = check_judgement(d, stage, class_id, who, why, &place, err);
    if (!status)
        status = find_record(d, id, episode, place, &key, err);
    if (!status) {
        reinti_override o = { key, d->r->id, class_id, why, who };
        status = reinti_store_begin(study, who, why, err);
        if (!status) {
            status = reinti_store_override(study, d->r->unit_form, &o, err);
            if (!status)
                status = reinti_store_commit(study, err);
            if (status)
                reinti_store_rollback(study);
        }
    }
    reinti_dossier_free(d);
    return status;
}

/* ---- sentences ----------------------------------------------------------------------------------------- */

reint_status
reint_assess_person(reint_study *study, const char *ruleset, const char *person, reint_error *err)
{
    reinti_dossier *d = NULL;
    uint32_t id = 0;
    reint_status status = reinti_dossier_open_study(study, ruleset, &d, err);

    if (!status)
        status = reinti_dossier_person(d, person, &id, err);
    reinti_dossier_free(d);
    return status;
}

reint_status
reint_explain(reint_study *study, const char *ruleset, const char *person, const char *language, char **text,
              reint_error *err)
{
    reinti_dossier *d = NULL;
    reinti_str out = REINTI_STR_EMPTY;
    uint32_t id = 0;
    reint_status status = reinti_dossier_open_study(study, ruleset, &d, err);

    *text = NULL;
    if (!status)
        status = reinti_dossier_person(d, person, &id, err);
    if (!status)
        status = reinti_explain(d, id, language, &out, err);
    if (!status) {
        *text = malloc(out.length + 1);
        if (*text)
            memcpy(*text, out.text, out.length + 1);
        else
            status = reinti_no_memory(err);
    }
    reinti_str_free(&out);
    reinti_dossier_free(d);
    return status;
}
