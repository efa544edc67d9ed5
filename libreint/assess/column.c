/* column.c -- verdicts as columns of frames.
 *
 * A settled case is its class; an undetermined one is the missing reason "undetermined", with the classes
 * still possible as bits.  An interview whose current stage is missing is missing for the same reason; a
 * person without any case is absent, and so is one whom the rule set is not about.  An override replaces the computed class and settles it. */
#include <config.h>

#include "assess/column.h"

#include <string.h>

size_t
reinti_column_undetermined(const reint_codebook *cb, size_t n_valid)
{
    return n_valid + reinti_codebook_find_missing(cb, "undetermined");
}

size_t
reinti_column_absent(const reint_codebook *cb, size_t n_valid)
{
    return n_valid + cb->n_missing;
}

bool
reinti_column_make(reinti_frame *frame, reinti_column *c, size_t n_valid, uint8_t **raw,
                   reinti_category **category)
{
    reinti_arena *a = reinti_frame_arena(frame);
    uint16_t *map = reinti_arena_alloc(a, 256 * sizeof *map);

    c->n = reinti_frame_n(frame);
    c->n_valid = n_valid;
    *raw = reinti_arena_alloc(a, c->n + 1);
    *category = reinti_frame_categories(frame, n_valid, &c->n_categories);
    if (!map || !*raw || !*category || c->n_categories > 256)
        return false;
    for (size_t i = 0; i < 256; i++) /* beyond the categories nothing is ever stored */
        map[i] = (uint16_t)(i < c->n_categories ? i : c->n_categories - 1);
    c->raw8 = *raw;
    c->map = map;
    c->category = *category;
    c->raw_limit = (uint32_t)c->n_categories;
    return true;
}

/* ---- cases of rows ------------------------------------------------------------------------------------- */

/* Interviews of a rule set of stages: the person's stage at the interview, as told by that wave. */
static reint_status
cases_of_standings(reinti_dossier *d, reinti_frame *frame, reinti_row_case *out, reint_error *err)
{
    const reinti_form *form = &d->cb->form[d->r->current_form];
    const reinti_column *stage = NULL;
    const uint32_t *person = NULL;
    const reinti_cut *cut = NULL;
    reint_status status = reinti_frame_column(frame, form->variable[d->r->current_stage].name, &stage, err);

    if (!status)
        status = reinti_frame_persons(frame, &person, err);
    if (!status)
        status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err); /* evidence is there now */
    for (size_t i = 0; !status && i < reinti_frame_n(frame); i++) {
        size_t category = reinti_column_category(stage, i);
        bool told = category < stage->n_valid, about = reinti_dossier_is_about(d, person[i]);
        size_t missing = !told ? category - stage->n_valid : about ? 0 : d->cb->n_missing;
        out[i] = (reinti_row_case){ NULL, (uint16_t)missing, told && about };
    }
    for (size_t i = 0; !status && i < d->n_evidence; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->kind != REINTI_STANDING || e->floating)
            continue; /* no episode is known at all: nothing is excluded */
        status = reinti_dossier_cut(d, e->known, &cut, err);
        if (!status)
            out[e->row].item = reinti_cut_find(cut, e->person, e->episode, e->stage);
    }
    return status;
}

reint_status
reinti_cases_of_units(reinti_dossier *d, reinti_frame *frame, size_t view, reinti_row_case *out,
                      reint_error *err)
{
    bool interviews = d->r->unit == REINTI_UNIT_INTERVIEW;
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err);

    for (size_t i = 0; !status && i < reinti_frame_n(frame); i++)
        out[i] = (reinti_row_case){ NULL, (uint16_t)d->cb->n_missing, false };
    for (size_t i = 0; !status && i < d->n_evidence; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->kind != REINTI_ABOUT_UNIT || e->floating)
            continue;
        size_t wave = interviews               ? (size_t)e->stage /* as told by that interview */
                      : view == REINTI_AS_TOLD ? e->known
                                               : view;
        status = reinti_dossier_cut(d, wave, &cut, err);
        if (!status)
            out[e->row].item = reinti_cut_find(cut, e->person, e->episode, e->stage);
    }
    return status;
}

reint_status
reinti_cases_of_interviews(reinti_dossier *d, reinti_frame *frame, reinti_row_case *out, reint_error *err)
{
    return d->r->unit == REINTI_UNIT_INTERVIEW ? reinti_cases_of_units(d, frame, d->cb->n_waves, out, err)
                                               : cases_of_standings(d, frame, out, err);
}

uint16_t
reinti_case_possible(const reinti_dossier *d, const reinti_case *c, bool final)
{
    for (size_t k = 0; final && c->override && k < d->r->n_classes; k++)
        if (!strcmp(d->r->class_[k].id, c->override->class_id))
            return (uint16_t)(1u << k);
    return c->verdict.possible;
}

/* ---- classes ------------------------------------------------------------------------------------------- */

/* Groups in order of first use; a class without one is its own.  GROUP_OF: per class. */
static size_t
groups_of(const reinti_ruleset *r, size_t *group_of, const char **id)
{
    size_t n = 0;

    for (size_t k = 0; k < r->n_classes; k++) {
        const char *name = reinti_text_or(r->class_[k].group, r->class_[k].id);
        size_t g = 0;
        while (g < n && strcmp(id[g], name))
            g++;
        if (g == n)
            id[n++] = name;
        group_of[k] = g;
    }
    return n;
}

/* A group is labelled by the class of its name, else by the name. */
static reinti_label
group_label(const reinti_ruleset *r, const char *id, reinti_arena *a)
{
    reinti_label label = { 0, NULL, NULL };

    for (size_t k = 0; k < r->n_classes; k++)
        if (!strcmp(r->class_[k].id, id))
            return r->class_[k].label;
    label.language = reinti_arena_alloc(a, sizeof *label.language);
    label.text = reinti_arena_alloc(a, sizeof *label.text);
    char *text = reinti_arena_text(a, id);
    if (!label.language || !label.text || !text)
        return label;
    for (char *c = text; *c; c++)
        if (*c == '_')
            *c = ' ';
    if (*text >= 'a' && *text <= 'z')
        *text = (char)(*text - 'a' + 'A');
    label.n = 1;
    label.language[0] = "";
    label.text[0] = text;
    return label;
}

static uint16_t
in_groups(uint16_t classes, const size_t *group_of, size_t n)
{
    uint16_t out = 0;

    for (size_t k = 0; k < n; k++)
        if (classes >> k & 1)
            out |= (uint16_t)(1u << group_of[k]);
    return out;
}

static int
only_bit(uint16_t bits)
{
    int k = 0;

    if (!bits || (bits & (bits - 1)))
        return -1;
    while (!(bits >> k & 1))
        k++;
    return k;
}

static reint_status
reason_column(reinti_dossier *d, reinti_frame *frame, const reinti_row_case *cases, reinti_column *out,
              reint_error *err)
{
    const reinti_ruleset *r = d->r;
    reinti_arena *a = reinti_frame_arena(frame);
    size_t n = reinti_frame_n(frame), total = 0;
    size_t undetermined = reinti_column_undetermined(d->cb, r->n_reasons);
    size_t not_asked = r->n_reasons + reinti_codebook_find_missing(d->cb, "not_asked");
    uint32_t has_reasons = 0; /* classes that any reason is for */
    uint8_t *raw;
    reinti_category *category;

    if (!reinti_column_make(frame, out, r->n_reasons, &raw, &category))
        return reinti_no_memory(err);
    for (size_t k = 0; k < r->n_reasons; k++) {
        category[k] = (reinti_category){ r->reason[k].id, r->reason[k].label };
        has_reasons |= r->reason[k].classes;
    }
    out->kind = REINTI_COLUMN_SET;
    uint32_t *offset = reinti_arena_alloc(a, (n + 1) * sizeof *offset);
    uint16_t *code = reinti_arena_alloc(a, (n * r->n_reasons + 1) * sizeof *code);
    if (!offset || !code)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        const reinti_case *c = cases[i].item;
        offset[i] = (uint32_t)total;
        if (!c) {
            raw[i] = (uint8_t)(cases[i].open ? undetermined : r->n_reasons + cases[i].missing);
            continue;
        }
        int settled = only_bit(c->verdict.possible);
        if (settled >= 0 && !(has_reasons >> settled & 1))
            raw[i] = (uint8_t)not_asked;
        else if (settled < 0 || (!c->verdict.sure && c->verdict.maybe))
            raw[i] = (uint8_t)undetermined;
        else
            for (size_t k = 0; k < r->n_reasons; k++)
                if (c->verdict.sure >> k & 1)
                    code[total++] = (uint16_t)k;
    }
    offset[n] = (uint32_t)total;
    out->offset = offset;
    out->code = code;
    return REINT_OK;
}

reint_status
reinti_class_column(reinti_dossier *d, reinti_frame *frame, const reinti_row_case *cases, reinti_shows shows,
                    reinti_column *out, reint_error *err)
{
    const reinti_ruleset *r = d->r;
    size_t n = reinti_frame_n(frame), group_of[REINTI_MAX_CLASSES], n_valid = r->n_classes;
    const char *group[REINTI_MAX_CLASSES];
    reinti_arena *a = reinti_frame_arena(frame);
    uint16_t *possible = reinti_arena_alloc(a, (n + 1) * sizeof *possible);
    uint8_t *raw;
    reinti_category *category;

    if (shows == REINTI_SHOWS_REASON)
        return reason_column(d, frame, cases, out, err);
    if (shows == REINTI_SHOWS_GROUP)
        n_valid = groups_of(r, group_of, group);
    if (!possible || !reinti_column_make(frame, out, n_valid, &raw, &category))
        return reinti_no_memory(err);
    for (size_t k = 0; k < n_valid; k++)
        category[k] = shows == REINTI_SHOWS_GROUP ? (reinti_category){ group[k], group_label(r, group[k], a) }
                                                  : (reinti_category){ r->class_[k].id, r->class_[k].label };
    for (size_t i = 0; i < n; i++) {
        const reinti_case *c = cases[i].item;
        if (!c && !cases[i].open) {
            raw[i] = (uint8_t)(n_valid + cases[i].missing);
            continue;
        }
        uint16_t bits = c ? reinti_case_possible(d, c, shows != REINTI_SHOWS_COMPUTED)
                          : (uint16_t)((1u << r->n_classes) - 1);
        possible[i] = shows == REINTI_SHOWS_GROUP ? in_groups(bits, group_of, r->n_classes) : bits;
        int settled = only_bit(possible[i]);
        raw[i] = (uint8_t)(settled >= 0 ? (size_t)settled : reinti_column_undetermined(d->cb, n_valid));
    }
    out->kind = REINTI_COLUMN_CODED;
    out->label = r->title;
    out->possible = possible;
    return REINT_OK;
}
