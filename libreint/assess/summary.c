/* summary.c -- one class a person, out of the classes of stages and interviews.
 *
 *   latest       of the latest interview at which a current stage was told (interviews as units: of the
 * latest one) home_stages  of all home stages together, as known now: a service needed or received at any of
 * them counts once worst        the last of the rule set's classes (they run from best to worst) among all
 * cases, as known now ever         a set: every class that some case is settled in A person without any case
 * is absent. */
#include <config.h>

#include "assess/column.h"

#include <stdlib.h>
#include <string.h>

/* Interviews as units: their own class column, of which the last row of a person holds. */
static reint_status
latest_interview(reinti_dossier *d, const uint32_t *row_of, size_t n_ids, bool final, uint16_t *possible,
                 reint_error *err)
{
    reinti_frame *frame = NULL;
    const uint32_t *person = NULL;
    const reinti_column *column = NULL;
    reint_status status = reinti_frames_get(d->frames, d->r->unit_form, &frame, err);
    char *name = reinti_arena_format(d->arena, "%s%s", d->r->column, final ? "" : "_computed");

    if (!status && !name)
        status = reinti_no_memory(err);
    if (!status)
        status = reinti_frame_column(frame, name, &column, err);
    if (!status)
        status = reinti_frame_persons(frame, &person, err);
    for (size_t i = 0; !status && i < reinti_frame_n(frame); i++) { /* in the order of keys: waves ascend */
        size_t category = reinti_column_category(column, i);
        uint16_t bits = category < column->n_valid ? (uint16_t)(1u << category)
                        : column->possible         ? column->possible[i]
                                                   : 0;
        if (bits && person[i] < n_ids && row_of[person[i]] != UINT32_MAX)
            possible[row_of[person[i]]] = bits;
    }
    return status;
}

/* The stage at the latest interview at which one was told. */
static reint_status
latest_possible(reinti_dossier *d, const uint32_t *row_of, size_t n_ids, bool final, uint16_t *possible,
                reint_error *err)
{
    const reinti_cut *cut = NULL;
    int16_t *wave = calloc(n_ids + 1, sizeof *wave);
    reint_status status = wave ? reinti_dossier_cut(d, d->cb->n_waves, &cut, err) : reinti_no_memory(err);

    for (size_t i = 0; !status && i < d->n_evidence; i++) {
        const reinti_evidence *e = &d->evidence[i];
        if (e->kind != REINTI_STANDING || e->person >= n_ids || row_of[e->person] == UINT32_MAX ||
            e->known + 1 < wave[e->person])
            continue;
        wave[e->person] = (int16_t)(e->known + 1);
        status = reinti_dossier_cut(d, e->known, &cut, err);
        const reinti_case *c =
            status || e->floating ? NULL : reinti_cut_find(cut, e->person, e->episode, e->stage);
        possible[row_of[e->person]] =
            c ? reinti_case_possible(d, c, final) : (uint16_t)((1u << d->r->n_classes) - 1);
    }
    free(wave);
    return status;
}

static bool
is_home(const reinti_ruleset *r, int stage)
{
    for (size_t i = 0; i < r->n_home_stages; i++)
        if ((int)r->home_stage[i] == stage)
            return true;
    return false;
}

/* All home stages of a person judged as one. */
static reint_status
home_possible(reinti_dossier *d, const reinti_cut *cut, const reinti_case *c, size_t n, uint16_t *possible,
              reint_error *err)
{
    reinti_state all[REINTI_MAX_SERVICES];
    uint8_t circumstance[REINTI_MAX_CIRCUMSTANCES];
    size_t n_services = d->r->n_services, n_home = 0;
    reinti_verdict v;

    for (size_t i = 0; i < n; i++) {
        const reinti_state *state = &cut->state[(size_t)(&c[i] - cut->item) * n_services];
        if (!is_home(d->r, c[i].stage))
            continue;
        if (n_home++ == 0)
            memcpy(all, state, n_services * sizeof *all);
        else
            for (size_t s = 0; s < n_services; s++)
                reinti_state_merge(&all[s], &state[s]);
        memcpy(circumstance, c[i].circumstance, sizeof circumstance); /* where the person stands last */
    }
    if (!n_home)
        return REINT_OK;
    reint_status status = reinti_engine_judge(d->engine, all, n_services, circumstance, &v, err);
    *possible = status ? 0 : v.possible;
    return status;
}

/* Class W can be the worst if some case may be W and every other may be W or better. */
static uint16_t
worst_possible(const reinti_dossier *d, const reinti_case *c, size_t n, bool final)
{
    uint16_t any = 0, least = 0;
    size_t floor = 0;

    for (size_t i = 0; i < n; i++) {
        uint16_t bits = reinti_case_possible(d, &c[i], final);
        size_t best = 0;
        while (best < d->r->n_classes && !(bits >> best & 1))
            best++;
        floor = best > floor ? best : floor;
        any |= bits;
    }
    least = (uint16_t)(UINT16_MAX << floor);
    return n ? any & least : 0;
}

static uint16_t
ever_settled(const reinti_dossier *d, const reinti_case *c, size_t n, bool final)
{
    uint16_t out = 0;

    for (size_t i = 0; i < n; i++) {
        uint16_t bits = reinti_case_possible(d, &c[i], final);
        out |= bits & (bits - 1) ? 0 : bits;
    }
    return out;
}

static reint_status
possible_of_persons(reinti_dossier *d, const uint32_t *row_of, size_t n_ids, reinti_summary summary,
                    bool final, uint16_t *possible, bool *present, reint_error *err)
{
    const reinti_cut *cut = NULL;

    if (summary == REINTI_LATEST && d->r->unit == REINTI_UNIT_INTERVIEW)
        return latest_interview(d, row_of, n_ids, final, possible, err);
    if (summary == REINTI_LATEST)
        return latest_possible(d, row_of, n_ids, final, possible, err);
    reint_status status = reinti_dossier_cut(d, d->cb->n_waves, &cut, err);
    for (size_t i = 0, n; !status && i < cut->n; i += n) {
        const reinti_case *c = reinti_cut_person(cut, cut->item[i].person, &n);
        uint32_t row = c->person < n_ids ? row_of[c->person] : UINT32_MAX;
        if (row == UINT32_MAX)
            continue;
        present[row] = true;
        if (summary == REINTI_HOME_STAGES)
            status = home_possible(d, cut, c, n, &possible[row], err);
        else
            possible[row] =
                summary == REINTI_WORST ? worst_possible(d, c, n, final) : ever_settled(d, c, n, final);
    }
    return status;
}

static reint_status
set_of_classes(reinti_dossier *d, reinti_frame *frame, const uint16_t *possible, const bool *present,
               uint8_t *raw, reinti_column *out, reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    uint32_t *offset = reinti_arena_alloc(a, (out->n + 1) * sizeof *offset);
    uint16_t *code = reinti_arena_alloc(a, (out->n * d->r->n_classes + 1) * sizeof *code);
    uint32_t total = 0;

    if (!offset || !code)
        return reinti_no_memory(err);
    for (size_t i = 0; i < out->n; i++) {
        offset[i] = total;
        raw[i] = (uint8_t)(possible[i]  ? 0
                           : present[i] ? reinti_column_undetermined(d->cb, d->r->n_classes)
                                        : reinti_column_absent(d->cb, d->r->n_classes));
        for (size_t k = 0; k < d->r->n_classes; k++)
            if (possible[i] >> k & 1)
                code[total++] = (uint16_t)k;
    }
    offset[out->n] = total;
    out->kind = REINTI_COLUMN_SET;
    out->offset = offset;
    out->code = code;
    return REINT_OK;
}

reint_status
reinti_class_summary(reinti_dossier *d, reinti_frame *frame, reinti_summary summary, bool final,
                     reinti_column *out, reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    size_t n = reinti_frame_n(frame), n_ids = 0, n_classes = d->r->n_classes;
    uint16_t *possible = reinti_arena_alloc(a, (n + 1) * sizeof *possible);
    bool *present = reinti_arena_alloc(a, (n + 1) * sizeof *present);
    const uint32_t *row_of = NULL;
    uint8_t *raw;
    reinti_category *category;

    if (!possible || !present || !reinti_column_make(frame, out, n_classes, &raw, &category))
        return reinti_no_memory(err);
    for (size_t k = 0; k < n_classes; k++)
        category[k] = (reinti_category){ d->r->class_[k].id, d->r->class_[k].label };
    reint_status status = reinti_frames_person_rows(d->frames, &row_of, &n_ids, err);
    if (!status)
        status = possible_of_persons(d, row_of, n_ids, summary, final, possible, present, err);
    if (status)
        return status;
    out->label = d->r->title;
    if (summary == REINTI_EVER)
        return set_of_classes(d, frame, possible, present, raw, out, err);
    out->kind = REINTI_COLUMN_CODED;
    out->possible = possible;
    for (size_t i = 0; i < n; i++) {
        raw[i] = (uint8_t)(possible[i] ? reinti_column_undetermined(d->cb, n_classes)
                                       : reinti_column_absent(d->cb, n_classes));
        for (size_t k = 0; k < n_classes; k++)
            if (possible[i] == 1u << k)
                raw[i] = (uint8_t)k;
    }
    return REINT_OK;
}
