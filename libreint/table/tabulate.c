/* tabulate.c -- reports: all tables of a plan, or the one that `reint tab` asks for. */
#include <config.h>

#include <string.h>

#include "assess/provide.h"
#include "table/build.h"
#include "table/follow.h"
#include "table/misfit.h"

reint_status
reint_report_set_notice(reint_report *r, const char *notice, reint_error *err)
{
    r->notice = reinti_arena_text(r->arena, notice);
    return r->notice || !notice ? REINT_OK : reinti_no_memory(err);
}

/* ---- columns that the plan makes
 * ---------------------------------------------------------------------------------------- */

static reint_status
derive_groups(reinti_frame *frame, const reinti_derived *d, const char *name, reinti_arena *arena,
              reint_error *err)
{
    const reinti_column *source = NULL;
    reint_status status = reinti_frame_column(frame, name, &source, err);
    size_t *group;

    if (status)
        return status;
    group = reinti_arena_alloc(arena, (source->n_categories + 1) * sizeof *group);
    if (!group)
        return reinti_no_memory(err);
    for (size_t k = 0; k < source->n_categories; k++)
        group[k] = REINTI_NONE;
    for (size_t g = 0; g < d->n_groups; g++)
        for (size_t i = 0; i < d->n_members[g]; i++) {
            size_t k = reinti_column_find(source, d->member[g][i]);
            if (k == REINTI_NONE)
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                   "\"%s\" is no code of \"%s\" (derived column \"%s\")", d->member[g][i],
                                   d->source, d->name);
            group[k] = g;
        }
    return reinti_frame_recode(frame, d->name, name, group, d->n_groups, d->code, d->group_label, err);
}

/* A derived column stands on the frame of its unit, else on the one of the first form that has its source;
 * children see it as they see any variable of a parent. */
static reint_status
derive_one(reinti_frames *frames, const reinti_plan *plan, const reinti_derived *d, reinti_arena *arena,
           reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    size_t form = d->unit ? reinti_codebook_find_form(cb, d->unit) : REINTI_NONE;
    const char *source = d->source;
    reinti_frame *frame;

    for (size_t f = 0; !d->unit && form == REINTI_NONE && f < cb->n_forms; f++)
        if (reinti_form_find(&cb->form[f], d->source) != REINTI_NONE)
            form = f;
    if (form == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "derived column \"%s\": there is no %s \"%s\"",
                           d->name, d->unit ? "form" : "variable", d->unit ? d->unit : d->source);
    reint_status status = reinti_frames_get(frames, form, &frame, err);
    if (!status)
        status = reinti_rename_source(cb, arena, plan->ruleset, &source, err);
    if (!status && d->n_set)
        status = reinti_frame_dichotomies(frame, d->name, d->set, d->n_set, d->chosen, d->n_chosen, err);
    else if (!status)
        status = d->n_members ? derive_groups(frame, d, source, arena, err)
                              : reinti_frame_bands(frame, d->name, source, d->cut, d->n_cuts, d->code,
                                                   d->group_label, err);
    if (!status && d->label.n)
        status = reinti_frame_relabel(frame, d->name, &d->label, err);
    return status;
}

static reint_status
derive(reinti_frames *frames, const reinti_plan *plan, reinti_misfits *misfits, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < plan->n_derived; i++) {
        const reinti_derived *d = &plan->derived[i];
        status =
            reinti_misfit(misfits, d->node, d->name, derive_one(frames, plan, d, misfits->arena, err), err);
    }
    return status;
}

/* ---- reports
 * ------------------------------------------------------------------------------------------------------------------
 */

static bool
is_empty(const reinti_table *t)
{
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;

    for (size_t i = 0; i < n; i++)
        if (t->cell[i].n > 0)
            return false;
    return true;
}

static const struct {
    const char *word; /* NULL: a cross-table */
    reint_status (*make)(reinti_frames *frames, const reinti_plan_table *t, const char *language,
                         reinti_table **out, reint_error *err);
} contents[] = { { "ingest", reinti_table_ingest },
                 { "missing", reinti_table_missing },
                 { "gap", reinti_table_gap } };

static reint_status
make_table(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t, const char *language,
           reinti_table **out, reint_error *err)
{
    if (!t->content)
        return reinti_table_build(frames, ahead, t, language, out, err);
    if (!strncmp(t->content, "follow-", 7))
        return reinti_table_follow(frames, t, language, out, err);
    for (size_t i = 0; i < REINTI_LENGTH(contents); i++)
        if (!strcmp(contents[i].word, t->content))
            return contents[i].make(frames, t, language, out, err);
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no content \"%s\"", t->content);
}

/* `class` as the rule set's column, late variables and classes as the view has them. */
static reint_status
name_columns(reint_report *r, reinti_plan_table *t, reint_error *err)
{
    reint_status status = reinti_view_apply(r->codebook, r->arena, t, err);

    return status ? status : reinti_rename_classes(r->codebook, r->arena, t, err);
}

static reint_status
add_table(reint_report *r, reinti_frames *frames, reinti_ahead *ahead, const reinti_plan *plan,
          const reinti_plan_table *t, reint_error *err)
{
    reinti_table *table = NULL;
    reinti_plan_table own = *t;
    reint_status status = name_columns(r, &own, err);

    if (!status)
        status = make_table(frames, ahead, &own, r->language, &table, err);
    if (!status)
        status = reinti_view_tell(r->codebook, t, r->language, table, err);
    if (t->optional && (status == REINT_ARGUMENT || (!status && is_empty(table)))) {
        reinti_cells_free(table); /* the study has no such column, or nobody in it */
        return REINT_OK;
    }
    for (size_t k = 0; !status && k < t->n_renamed; k++)
        status = reinti_rename_code(t, k, r->arena, table, err);
    if (!status && t->attrition && t->weight && !strcmp(t->weight, "attrition"))
        status = reinti_follow_weight_note(t->attrition, table, r->language, err);
    for (size_t i = 0; !status && t->weight && i < plan->n_raking; i++)
        if (!strcmp(t->weight, plan->raking[i].name))
            status = reinti_raking_note(&plan->raking[i], table, r->language, err);
    if (!status)
        r->table[r->n_tables++] = table;
    else
        reinti_cells_free(table);
    return status;
}

/* All that the tables count of large forms is counted in one pass. */
static reint_status
count_ahead(reint_report *r, reinti_frames *frames, const reinti_plan *plan, reinti_ahead **out,
            reint_error *err)
{
    reinti_ahead *ahead = *out = reinti_ahead_create();
    reint_status status = ahead ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; !status && i < plan->n_tables; i++) {
        reinti_plan_table own = plan->table[i];
        if (own.content || name_columns(r, &own, NULL))
            continue; /* what is wrong is found when the table is made */
        status = reinti_table_ask(frames, ahead, &own, r->language, err);
    }
    return status ? status : reinti_ahead_count(ahead, err);
}

static const reinti_plan_table *
plan_of(const reinti_plan *plan, const reinti_table *t)
{
    for (size_t i = 0; i < plan->n_tables; i++)
        if (!strcmp(plan->table[i].id, t->id))
            return &plan->table[i];
    return NULL;
}

/* p-values, and letters, of all tables that the plan takes as one family: those adjusted in the same way. */
static reint_status
adjust_families(reint_report *r, const reinti_plan *plan, reint_error *err)
{
    reinti_table **t = reinti_arena_alloc(r->arena, (r->n_tables + 1) * sizeof(reinti_table *));
    reint_status status = t ? REINT_OK : reinti_no_memory(err);

    for (reinti_adjust how = REINTI_ADJUST_NONE; !status && how <= REINTI_ADJUST_BH; how++) {
        size_t n = 0;
        for (size_t i = 0; i < r->n_tables; i++) {
            const reinti_plan_table *p = plan_of(plan, r->table[i]);
            if (p && how && p->adjust == how && p->adjust_family == REINTI_FAMILY_PLAN)
                t[n++] = r->table[i];
        }
        status = reinti_tests_adjust(t, n, how, REINTI_FAMILY_PLAN, r->language, err);
        n = 0;
        for (size_t i = 0; i < r->n_tables; i++)
            if (r->table[i]->compared && reinti_letters_rule(r->table[i]).adjust == how &&
                reinti_letters_rule(r->table[i]).family == REINTI_FAMILY_PLAN)
                t[n++] = r->table[i];
        if (!status)
            status = reinti_letters_settle(t, n, err);
    }
    return status;
}

static bool
is_weight(const reinti_plan *plan, const char *name)
{
    for (size_t i = 0; i < plan->n_tables; i++)
        if (plan->table[i].weight && !strcmp(plan->table[i].weight, name))
            return true;
    return false;
}

/* The weights for attrition and those fitted to margins, where a table of the plan asks for them; the first may be what
 * the others begin with. */
static reint_status
make_weights(reinti_frames *frames, const reinti_plan *plan, reinti_misfits *misfits, reint_error *err)
{
    bool attrition = is_weight(plan, "attrition");
    reint_status status = REINT_OK;

    for (size_t i = 0; i < plan->n_raking; i++)
        attrition = attrition || (plan->raking[i].from && !strcmp(plan->raking[i].from, "attrition") &&
                                  is_weight(plan, plan->raking[i].name));
    if (attrition && plan->attrition)
        status = reinti_misfit(misfits, reinti_yaml_get(plan->root, "attrition"), "attrition",
                               reinti_follow_weigh(frames, plan->attrition, err), err);
    for (size_t i = 0; !status && i < plan->n_raking; i++) {
        reinti_raking_plan *raking = &plan->raking[i];
        if (is_weight(plan, raking->name))
            status =
                reinti_misfit(misfits, raking->node, raking->name, reinti_rake(frames, raking, err), err);
    }
    return status;
}

/* The columns and weights that the plan makes. */
static reint_status
open_frames(reint_study *study, const reinti_plan *plan, reinti_misfits *misfits, reinti_frames **out,
            reint_error *err)
{
    reint_status status = reinti_frames_open(study, out, err);

    if (!status)
        status = reinti_assess_provide(*out, err);
    if (!status)
        status = derive(*out, plan, misfits, err);
    return status ? status : make_weights(*out, plan, misfits, err);
}

/* A plan whose form is wrong is not made; what of it can be read is looked at all the same. */
static void
tell_misfits(reint_study *study, const reinti_plan *plan, const char *language, reinti_arena *arena,
             reint_findings *findings)
{
    reinti_misfits misfits = { .plan = plan, .arena = arena, .findings = findings };
    reint_error err = { .status = REINT_OK };
    reinti_frames *frames = NULL;

    reinti_misfits_declared(&misfits);
    reint_status status = open_frames(study, plan, &misfits, &frames, &err);
    for (size_t i = 0; !status && i < plan->n_tables; i++)
        status = reinti_misfits_of_table(&misfits, frames, &plan->table[i], language, REINT_OK, &err);
    reinti_frames_free(frames);
}

/* The report takes over the plan's ARENA, in which its texts stand; it is freed when no report comes of it. */
reint_status
reinti_report_make(reint_study *study, const reinti_plan *plan, reinti_arena *arena, bool front,
                   reint_report **out, reint_findings *findings, reint_error *err)
{
    reint_report *r = reinti_arena_alloc(arena, sizeof *r);
    size_t before = findings ? reint_findings_count(findings) : 0;
    reinti_misfits misfits = { .plan = plan, .arena = arena, .findings = findings };
    reinti_frames *frames = NULL;
    reinti_ahead *ahead = NULL;
    reint_status status;

    *out = NULL;
    if (!r || !(r->table = reinti_arena_alloc(arena, (plan->n_tables + 1) * sizeof(reinti_table *)))) {
        reinti_arena_free(arena);
        return reinti_no_memory(err);
    }
    r->arena = arena;
    r->codebook = reint_study_codebook(study);
    r->internal = true; /* releases are made by protect/ only */
    r->language = reinti_arena_text(r->arena, plan->language             ? plan->language
                                              : r->codebook->n_languages ? r->codebook->language[0]
                                                                         : NULL);
    r->study = reinti_arena_text(r->arena, reint_codebook_title(r->codebook, r->language));
    r->notice = reinti_arena_text(r->arena, reinti_label_text(&r->codebook->notice, r->language));
    r->title = plan->title ? reinti_arena_text(r->arena, plan->title) : r->study;
    status = open_frames(study, plan, &misfits, &frames, err);
    if (!status)
        status = count_ahead(r, frames, plan, &ahead, err);
    for (size_t i = 0; !status && i < plan->n_tables; i++) {
        const reinti_plan_table *t = &plan->table[i];
        status = add_table(r, frames, ahead, plan, t, err);
        if (status)
            status = reinti_misfits_of_table(&misfits, frames, t, r->language, status, err);
        if (status && err)
            reinti_table_named(t, err);
    }
    if (!status && findings && reint_findings_count(findings) > before)
        status = reinti_fail_findings(err, REINT_INPUT, findings, before);
    if (!status)
        status = adjust_families(r, plan, err);
    if (!status && front)
        status = reinti_report_front(r, frames, plan, err);
    reinti_ahead_free(ahead);
    reinti_frames_free(frames);
    if (status) {
        reint_report_free(r);
        return status;
    }
    *out = r;
    return REINT_OK;
}

reint_status
reint_tables(reint_study *study, const char *path, const char *language, reint_report **out,
             reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_arena *arena = reinti_arena_create();
    reinti_plan plan = { .language = language };
    reint_status status = arena && (findings || own) ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    reint_findings *all = findings ? findings : own;
    size_t before = all ? reint_findings_count(all) : 0;
    if (!status && path) {
        status = reinti_plan_read(path, arena, &plan, all, err);
        if (status == REINT_INPUT && plan.n_tables) {
            tell_misfits(study, &plan, reinti_text_or(plan.language, "en"), arena, all);
            status = reinti_fail_findings(err, REINT_INPUT, all, before);
        }
    } else if (!status)
        status = reinti_plan_standard(reint_study_codebook(study), language, arena, &plan, err);
    if (!status)
        status = reinti_report_make(study, &plan, arena, true, out, all, err);
    else
        reinti_arena_free(arena);
    if (status && err && path && !err->file[0])
        snprintf(err->file, sizeof err->file, "%s", reinti_path_last(path));
    reint_findings_free(own);
    return status;
}
