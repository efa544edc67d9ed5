/* follow_curves.c -- curves of the time to an event: who is in which group, and the estimate of each.
 *
 * Where all times are exact: Kaplan-Meier.  Where an event is known by an interval only: Turnbull, without limits.  Limits
 * are inference: not of people chosen on purpose unless the plan says so. */
#include <config.h>

#include "table/follow_curves.h"

#include <math.h>
#include <string.h>

enum { FEW = 10 };

void
reinti_curves_free(reinti_curves *c)
{
    for (size_t g = 0; g < c->n_groups; g++) {
        if (c->km)
            reint_km_free(&c->km[g]);
        if (c->turnbull)
            reint_turnbull_free(&c->turnbull[g]);
    }
}

static reint_status
split_groups(reinti_grid *g, reinti_curves *c, reint_error *err)
{
    size_t k = c->n_groups;

    c->n = reinti_arena_alloc(g->arena, k * sizeof *c->n);
    c->events = reinti_arena_alloc(g->arena, k * sizeof *c->events);
    c->left = reinti_arena_alloc(g->arena, k * sizeof *c->left);
    c->right = reinti_arena_alloc(g->arena, k * sizeof *c->right);
    c->km = reinti_arena_alloc(g->arena, k * sizeof *c->km);
    c->turnbull = reinti_arena_alloc(g->arena, k * sizeof *c->turnbull);
    if (!c->n || !c->events || !c->left || !c->right || !c->km || !c->turnbull)
        return reinti_no_memory(err);
    for (size_t i = 0; i < k; i++) {
        c->left[i] = reinti_arena_alloc(g->arena, (c->t.n + 1) * sizeof **c->left);
        c->right[i] = reinti_arena_alloc(g->arena, (c->t.n + 1) * sizeof **c->right);
        if (!c->left[i] || !c->right[i])
            return reinti_no_memory(err);
    }
    for (size_t i = 0; i < c->t.n; i++) {
        size_t group = c->t.group[i], at = c->n[group]++;
        c->left[group][at] = c->t.left[i];
        c->right[group][at] = c->t.right[i];
        c->events[group] += isfinite(c->t.right[i]);
    }
    return REINT_OK;
}

const double *
reinti_curves_status(reinti_grid *g, const reinti_curves *c, size_t group)
{
    double *status = reinti_arena_alloc(g->arena, (c->n[group] + 1) * sizeof *status);

    for (size_t i = 0; status && i < c->n[group]; i++)
        status[i] = isfinite(c->right[group][i]);
    return status;
}

static reint_status
estimate(reinti_grid *g, reinti_curves *c, reint_error *err)
{
    reint_status done = REINT_OK;

    for (size_t k = 0; !done && k < c->n_groups; k++) {
        if (c->t.intervals) {
            done = reint_turnbull_estimate(c->left[k], c->right[k], c->n[k], &c->turnbull[k]);
            continue;
        }
        const double *status = reinti_curves_status(g, c, k);
        if (!status)
            return reinti_no_memory(err);
        done = reint_km_estimate(c->left[k], status, c->n[k], 0.95, &c->km[k]);
    }
    return done && err && !err->status ? reinti_fail(err, done, NULL, 0, "the curve cannot be estimated")
                                       : done;
}

reint_status
reinti_curves_read(reinti_grid *g, reinti_curves *c, reint_error *err)
{
    const reinti_follow_plan *p = g->follow;
    const reint_follow_event q = { sizeof q, p->event, p->form, p->date, p->origin, p->by };
    const reinti_column *group = NULL;

    *c = (reinti_curves){ .kind = p->limits };
    reint_status status = reint_follow_time(g->f, &q, &c->t, err);
    if (status)
        return status;
    c->n_groups = c->t.n_groups ? c->t.n_groups : 1;
    c->limits = !c->t.intervals && !reinti_grid_untested(g);
    status = split_groups(g, c, err);
    if (!status && c->t.n_groups)
        status = reinti_frame_column(g->f->persons, p->by, &group, err);
    for (size_t k = 0; !status && k < c->n_groups; k++)
        reinti_grid_layer(g, group ? group->category[k].code : "",
                          group ? reinti_grid_label(g, &group->category[k].label, group->category[k].code)
                                : "");
    return status ? status : estimate(g, c, err);
}

double
reinti_curves_longest(const reinti_curves *c, size_t group)
{
    double most = 0;

    for (size_t i = 0; i < c->n[group]; i++)
        most = fmax(most, isfinite(c->right[group][i]) ? c->right[group][i] : c->left[group][i]);
    return most;
}

const double *
reinti_curves_round_times(reinti_grid *g, const reinti_curves *c, size_t *n)
{
    static const double widths[] = { 1, 2, 3, 6, 12, 24, 60, 120 };
    double most = 0;
    size_t w = 0;

    for (size_t i = 0; i < c->n_groups; i++)
        most = fmax(most, reinti_curves_longest(c, i));
    while (w + 1 < REINTI_LENGTH(widths) && most / widths[w] > 24)
        w++;
    *n = (size_t)(most / widths[w]) + 1;
    double *time = reinti_arena_alloc(g->arena, *n * sizeof *time);
    for (size_t i = 0; time && i < *n; i++)
        time[i] = widths[w] * (double)i;
    return time;
}

const char *
reinti_curves_event(const reinti_grid *g)
{
    const reint_codebook *cb = g->f->cb;
    const char *event = g->follow->event, *own = g->follow->form;
    size_t form = own ? reinti_codebook_find_form(cb, own) : g->f->form;

    if (event && !strcmp(event, "loss"))
        return SAY(g, "not interviewed any more", "tidak diwawancarai lagi");
    const char *label = own ? reinti_grid_label(g, &cb->form[form].label, own) : "",
               *words =
                   event ? reinti_condition_words(cb, g->f->frames, form, event, g->language, g->arena) : "";
    return reinti_arena_format(g->arena, "%s%s%s", label, *label && *words ? "; " : "", words);
}

/* ---- notes ------------------------------------------------------------------------------------------------ */

static void
note_left_out(reinti_grid *g, size_t n, const char *why)
{
    if (n)
        reinti_grid_note(g, SAY(g, "%zu persons are left out: %s.", "%zu orang tidak diikutkan: %s."), n,
                         why);
}

/* The months after which fewer than FEW of GROUP are still watched; 0: they are fewer from the beginning. */
static double
few_after(const reinti_curves *c, size_t group)
{
    double longest[FEW] = { 0 }; /* falling */

    for (size_t i = 0; i < c->n[group]; i++) {
        double x = isfinite(c->right[group][i]) ? c->right[group][i] : c->left[group][i];
        for (size_t k = 0; k < FEW; k++)
            if (x > longest[k]) {
                double shorter = longest[k];
                longest[k] = x;
                x = shorter;
            }
    }
    return longest[FEW - 1];
}

/* Where the curve hangs on single persons. */
static void
note_few(reinti_grid *g, const reinti_curves *c)
{
    reinti_str where = REINTI_STR_EMPTY;

    for (size_t k = 0; k < c->n_groups; k++) {
        double months = few_after(c, k);
        const char *group = c->n_groups > 1 ? g->t->layer[k].label : "";
        reinti_str_format(&where, "%s%s%s", where.length ? "; " : "", group, *group ? " " : "");
        if (months > 0)
            reinti_str_format(&where, SAY(g, "after %.1f months", "setelah %.1f bulan"), months);
        else
            reinti_str_add(&where, SAY(g, "from the beginning", "sejak awal"));
    }
    g->failed = g->failed || where.failed;
    reinti_grid_note(g,
                     SAY(g, "A single person moves the curve far where fewer than %d are still watched: %s.",
                         "Satu orang banyak menggeser kurva bila kurang dari %d masih diamati: %s."),
                     FEW, reinti_text_or(where.text, ""));
    reinti_str_free(&where);
}

/* Limits of those groups in which it happened to nobody. */
static void
note_no_width(reinti_grid *g, const reinti_curves *c)
{
    bool none = false;

    for (size_t k = 0; k < c->n_groups; k++)
        none = none || (c->n[k] && !c->events[k]);
    if (none)
        reinti_grid_note(g, "%s",
                         SAY(g,
                             "Where nobody has had it the formula gives limits without any width: that is no "
                             "certainty.",
                             "Bila belum ada kejadian, batas tanpa lebar bukan kepastian."));
}

void
reinti_curves_note(reinti_grid *g, const reinti_curves *c)
{
    note_few(g, c);
    note_left_out(g, c->t.already, SAY(g, "had it before the time begins", "sudah mengalaminya sebelumnya"));
    note_left_out(
        g, c->t.no_origin,
        SAY(g, "there is no date at which their time begins or ends", "tidak ada tanggal awal atau akhir"));
    note_left_out(
        g, c->t.untold,
        SAY(g, "whether and when it happened cannot be told", "tidak diketahui apakah dan kapan terjadi"));
    note_left_out(
        g, c->t.reversed,
        SAY(g, "their interviews are dated against the order of the waves", "tanggal wawancaranya terbalik"));
    note_left_out(g, c->t.no_group, SAY(g, "their group is not known", "kelompoknya tidak diketahui"));
    if (c->limits) {
        reinti_grid_note(g,
                         SAY(g, "95%% limits by Greenwood's formula, on the %s scale.",
                             "Batas 95%% dengan rumus Greenwood, skala %s."),
                         reinti_follow_limit_words[c->kind]);
        note_no_width(g, c);
    } else if (!c->t.intervals)
        reinti_grid_note(g, "%s", reinti_grid_no_limits(g));
}
