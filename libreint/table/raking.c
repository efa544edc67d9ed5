/* raking.c -- weights that a plan fits to known margins: `raking` of reint-plan(5).
 *
 * Reads:    the records of the base; a weight to begin with (none: all alike); for each variable what its
 *           categories should come to.
 * Gives:    a number of the unit that tables are weighted by.  Whether the fit converged, the rounds, what is
 *           left of a gap and what the weights cost (design effect) stand under every table that is weighted
 *           so.
 * Missing:  a record without one of the variables or the first weight has no weight, and is counted.  A
 *           category that has records and no target, targets that do not add up: an error. Standard errors
 *           take the weights as given. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess/column.h"
#include "table/build.h"
#include "table/plan_parse.h"

#define TOLERANCE 1e-10 /* of a target, relative */

/* ---- the plan ------------------------------------------------------------------------------------------ */

static void
bind_margin(reinti_yaml_file *file, const char *variable, const reinti_yaml *node, reinti_margin_plan *out)
{
    *out = (reinti_margin_plan){ .variable = variable };
    if (!reinti_yaml_is_map(file, node, "a margin"))
        return;
    out->code = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *out->code);
    out->target = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *out->target);
    for (size_t i = 0; out->code && out->target && i < node->n; i++) {
        out->code[i] = node->key[i]->text;
        if (reinti_yaml_decimal(file, node->item[i], "a target", &out->target[i]) && out->target[i] < 0)
            reinti_yaml_find(file, node->item[i], REINT_ERROR, "out_of_range", "a target is at least 0");
        out->n++;
    }
}

void
reinti_plan_raking(reinti_yaml_file *file, const reinti_yaml *node, reinti_plan *plan)
{
    static const char *const keys[] = { "unit", "from", "margins", "rounds", NULL };

    if (!node || !reinti_yaml_is_map(file, node, "raking"))
        return;
    plan->raking = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *plan->raking);
    for (size_t i = 0; plan->raking && i < node->n; i++) {
        const reinti_yaml *item = node->item[i];
        reinti_raking_plan *r = &plan->raking[plan->n_raking];
        size_t errors = reint_findings_count_severity(file->findings, REINT_ERROR);
        int64_t rounds = 1000;
        if (!reinti_yaml_keys(file, item, "raking", keys))
            continue;
        *r = (reinti_raking_plan){ .name = node->key[i]->text, .node = item };
        r->unit = reinti_plan_text(file, item, "unit");
        r->from = reinti_plan_text(file, item, "from");
        reinti_yaml_integer(file, reinti_yaml_get(item, "rounds"), "rounds", 1, 1000000, &rounds);
        r->rounds = (size_t)rounds;
        const reinti_yaml *margins = reinti_yaml_need(file, item, "margins");
        if (!margins || !reinti_yaml_is_map(file, margins, "margins"))
            continue;
        if (!margins->n)
            reinti_yaml_find(file, margins, REINT_ERROR, "empty", "raking needs a margin");
        r->margin = reinti_arena_alloc(file->arena, (margins->n + 1) * sizeof *r->margin);
        for (size_t m = 0; r->margin && m < margins->n; m++)
            bind_margin(file, margins->key[m]->text, margins->item[m], &r->margin[r->n_margins++]);
        plan->n_raking += reint_findings_count_severity(file->findings, REINT_ERROR) == errors;
    }
}

/* ---- the fit ------------------------------------------------------------------------------------------- */

typedef struct fitter {
    const reinti_raking_plan *plan;
    reinti_frame *frame;
    const double *first; /* NULL: all alike */
    const reinti_column **column;
    reint_margin *margin;
    size_t n, *row; /* records that take part */
    double *w, *out;
} fitter;

/* What each category of C should come to: 0 where nothing is said. */
static reint_status
find_targets(const reinti_raking_plan *plan, const reinti_margin_plan *m, const reinti_column *c,
             double *target, bool *said, reint_error *err)
{
    for (size_t i = 0; i < m->n; i++) {
        size_t k = reinti_column_find(c, m->code[i]);
        if (k == REINTI_NONE)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": \"%s\" is no code of \"%s\"",
                               plan->name, m->code[i], m->variable);
        target[k] = m->target[i];
        said[k] = true;
    }
    return REINT_OK;
}

static reint_status
fit_columns(fitter *f, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t m = 0; !status && m < f->plan->n_margins; m++) {
        const char *name = f->plan->margin[m].variable;
        status = reinti_frame_column(f->frame, name, &f->column[m], err);
        if (!status && f->column[m]->kind != REINTI_COLUMN_CODED)
            status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": \"%s\" has no single category",
                                 f->plan->name, name);
    }
    if (!status && f->plan->from) {
        const reinti_column *c = NULL;
        status = reinti_frame_column(f->frame, f->plan->from, &c, err);
        if (!status && c->kind != REINTI_COLUMN_NUMBER)
            status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": \"%s\" is not a number",
                                 f->plan->name, f->plan->from);
        f->first = status ? NULL : c->number;
    }
    return status;
}

/* Records of the base with all variables and a weight to begin with. */
static reint_status
choose_records(fitter *f, reint_error *err)
{
    const int8_t *base = NULL;
    reinti_left_out left;
    reint_status status = reinti_base_rows(f->frame, NULL, false, &base, &left, err);

    for (size_t i = 0; !status && i < reinti_frame_n(f->frame); i++) {
        bool in = base[i] == 1 && !(f->first && !(f->first[i] > 0));
        if (base[i] == 1 && f->first && f->first[i] < 0)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": the weight \"%s\" is negative",
                               f->plan->name, f->plan->from);
        for (size_t m = 0; in && m < f->plan->n_margins; m++)
            in = reinti_column_category(f->column[m], i) < f->column[m]->n_valid;
        if (!in)
            continue;
        f->w[f->n] = f->first ? f->first[i] : 1;
        f->row[f->n++] = i;
    }
    return status;
}

static reint_status
make_margins(fitter *f, reinti_arena *arena, reint_error *err)
{
    for (size_t m = 0; m < f->plan->n_margins; m++) {
        const reinti_column *c = f->column[m];
        size_t *category = reinti_arena_alloc(arena, (f->n + 1) * sizeof *category);
        double *target = reinti_arena_alloc(arena, (c->n_valid + 1) * sizeof *target);
        bool *said = reinti_arena_alloc(arena, c->n_valid + 1);
        if (!category || !target || !said)
            return reinti_no_memory(err);
        reint_status status = find_targets(f->plan, &f->plan->margin[m], c, target, said, err);
        for (size_t i = 0; !status && i < f->n; i++) {
            category[i] = reinti_column_category(c, f->row[i]);
            if (!said[category[i]])
                status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                     "raking \"%s\": \"%s\" of \"%s\" has records and no target",
                                     f->plan->name, c->category[category[i]].code, c->name);
        }
        if (status)
            return status;
        f->margin[m] = (reint_margin){ category, c->n_valid, target };
    }
    return REINT_OK;
}

/* The weights as a number of the frame. */
static reint_status
add_weight(const fitter *f, reint_error *err)
{
    static const char *language[] = { "" };
    reinti_arena *arena = reinti_frame_arena(f->frame);
    const char **text = reinti_arena_alloc(arena, sizeof *text),
               *name = reinti_arena_text(arena, f->plan->name);
    double *number = reinti_arena_alloc(arena, (reinti_frame_n(f->frame) + 1) * sizeof *number);
    reinti_column c = { .name = name };
    reinti_category *category;
    uint8_t *raw;

    if (!text || !name || !number || !reinti_column_make(f->frame, &c, 1, &raw, &category))
        return reinti_no_memory(err);
    text[0] = name;
    c.label = (reinti_label){ 1, language, text };
    category[0] = (reinti_category){ "weight", c.label };
    for (size_t i = 0; i < c.n; i++) {
        number[i] = NAN;
        raw[i] = 1; /* the first missing reason: it is not looked at */
    }
    for (size_t i = 0; i < f->n; i++) {
        number[f->row[i]] = f->out[i];
        raw[f->row[i]] = 0;
    }
    c.kind = REINTI_COLUMN_NUMBER;
    c.number = number;
    return reinti_frame_add(f->frame, &c, err);
}

static reint_status
fit(fitter *f, reinti_raking_plan *plan, reint_error *err)
{
    reinti_arena *arena = reinti_frame_arena(f->frame);
    size_t n = reinti_frame_n(f->frame) + 1;

    f->column = reinti_arena_alloc(arena, (plan->n_margins + 1) * sizeof(reinti_column *));
    f->margin = reinti_arena_alloc(arena, (plan->n_margins + 1) * sizeof *f->margin);
    f->row = reinti_arena_alloc(arena, n * sizeof *f->row);
    f->w = reinti_arena_alloc(arena, n * sizeof *f->w);
    f->out = reinti_arena_alloc(arena, n * sizeof *f->out);
    if (!f->column || !f->margin || !f->row || !f->w || !f->out)
        return reinti_no_memory(err);
    reint_status status = fit_columns(f, err);
    if (!status)
        status = choose_records(f, err);
    if (!status)
        status = make_margins(f, arena, err);
    if (status)
        return status;
    status =
        reint_rake(f->w, f->n, f->margin, plan->n_margins, TOLERANCE, plan->rounds, f->out, &plan->result);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    if (status || plan->result.undefined)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": %s", plan->name,
                           status ? "the weights or targets are no numbers of at least 0"
                                  : plan->result.undefined);
    plan->n = f->n;
    return add_weight(f, err);
}

reint_status
reinti_rake(reinti_frames *frames, reinti_raking_plan *plan, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    size_t form = plan->unit ? reinti_codebook_find_form(cb, plan->unit) : cb->person_form;
    fitter f = { .plan = plan };

    if (form == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "raking \"%s\": there is no form \"%s\"", plan->name,
                           plan->unit);
    reint_status status = reinti_frames_get(frames, form, &f.frame, err);
    return status ? status : fit(&f, plan, err);
}

/* "Weights "raked", fitted to sex and region: converged in 5 rounds; ..." */
reint_status
reinti_raking_note(const reinti_raking_plan *plan, reinti_table *t, const char *language, reint_error *err)
{
    const reint_raking *r = &plan->result;
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_format(&s,
                      reinti_say(language, "Weights \"%s\" fitted to ", "Bobot \"%s\" disesuaikan dengan "),
                      plan->name);
    for (size_t m = 0; m < plan->n_margins; m++)
        reinti_str_format(&s, "%s%s", m ? ", " : "", plan->margin[m].variable);
    if (r->converged > 0)
        reinti_str_format(
            &s, reinti_say(language, ": converged in %.0f rounds", ": konvergen dalam %.0f putaran"),
            r->rounds);
    else
        reinti_str_format(
            &s,
            reinti_say(language, ": NOT converged after %.0f rounds, the largest gap is %.2g%% of its target",
                       ": TIDAK konvergen setelah %.0f putaran, selisih terbesar %.2g%%"),
            r->rounds, 100 * r->gap);
    reinti_str_format(&s,
                      reinti_say(language, "; %zu records have one; design effect of the weights %.2f.",
                                 "; %zu catatan berbobot; efek rancangan bobot %.2f."),
                      plan->n, r->deff);
    if (s.failed) {
        reinti_str_free(&s);
        return reinti_no_memory(err);
    }
    reinti_table_note(t, s.text);
    reinti_str_free(&s);
    return REINT_OK;
}
