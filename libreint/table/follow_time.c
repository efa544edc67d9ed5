/* follow_time.c -- tables of the time to an event: the curve at round times, and exactly.
 *
 * Where all times are exact: Kaplan-Meier, Greenwood's limits, median and restricted mean, log-rank between groups.
 * Where an event is known by an interval only: Turnbull, and between the ends of an interval both ends of the curve;
 * no limits and no test.  A curve stops where nobody is watched any more.  Limits are inference: not of people chosen on
 * purpose unless the plan says so. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

enum { AT_RISK, HAD, WITHOUT, LOWER, UPPER };

typedef struct curves {
    reint_follow_times t;
    size_t n_groups;
    const char **label;
    size_t *n, *events;     /* per group */
    double **left, **right; /* per group */
    reint_km *km;
    reint_turnbull *turnbull;
    const char *undefined; /* per all: no case */
    bool limits;
} curves;

static void
free_curves(curves *c)
{
    for (size_t g = 0; g < c->n_groups; g++) {
        if (c->km)
            reint_km_free(&c->km[g]);
        if (c->turnbull)
            reint_turnbull_free(&c->turnbull[g]);
    }
}

static reint_status
split_groups(reinti_grid *g, curves *c, reint_error *err)
{
    size_t k = c->n_groups;

    c->label = reinti_arena_alloc(g->arena, k * sizeof *c->label);
    c->n = reinti_arena_alloc(g->arena, k * sizeof *c->n);
    c->events = reinti_arena_alloc(g->arena, k * sizeof *c->events);
    c->left = reinti_arena_alloc(g->arena, k * sizeof *c->left);
    c->right = reinti_arena_alloc(g->arena, k * sizeof *c->right);
    c->km = reinti_arena_alloc(g->arena, k * sizeof *c->km);
    c->turnbull = reinti_arena_alloc(g->arena, k * sizeof *c->turnbull);
    if (!c->label || !c->n || !c->events || !c->left || !c->right || !c->km || !c->turnbull)
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

static reint_status
estimate(reinti_grid *g, curves *c, reint_error *err)
{
    double *status = reinti_arena_alloc(g->arena, (c->t.n + 1) * sizeof *status);
    reint_status done = status ? REINT_OK : reinti_no_memory(err);

    for (size_t k = 0; !done && k < c->n_groups; k++) {
        if (c->t.intervals) {
            done = reint_turnbull_estimate(c->left[k], c->right[k], c->n[k], &c->turnbull[k]);
            continue;
        }
        for (size_t i = 0; i < c->n[k]; i++)
            status[i] = isfinite(c->right[k][i]);
        done = reint_km_estimate(c->left[k], status, c->n[k], 0.95, &c->km[k]);
    }
    return done && err && !err->status ? reinti_fail(err, done, NULL, 0, "the curve cannot be estimated")
                                       : done;
}

static reint_status
read_curves(reinti_grid *g, curves *c, reint_error *err)
{
    const reinti_follow_plan *p = g->follow;
    const reint_follow_event q = { sizeof q, p->event, p->form, p->date, p->origin, p->by };
    reint_status status = reint_follow_time(g->f, &q, &c->t, err);
    const reinti_column *group = NULL;

    if (status)
        return status;
    c->n_groups = c->t.n_groups ? c->t.n_groups : 1;
    c->limits = !c->t.intervals && !reinti_grid_untested(g);
    status = split_groups(g, c, err);
    if (!status && c->t.n_groups)
        status = reinti_frame_column(g->f->persons, p->by, &group, err);
    for (size_t k = 0; !status && k < c->n_groups; k++) {
        c->label[k] = group ? reinti_grid_label(g, &group->category[k].label, group->category[k].code) : "";
        reinti_grid_layer(g, group ? group->category[k].code : "", c->label[k]);
    }
    return status ? status : estimate(g, c, err);
}

/* ---- values of a curve ----------------------------------------------------------------------------------- */

static double
longest(const curves *c, size_t group)
{
    double most = 0;

    for (size_t i = 0; i < c->n[group]; i++)
        most = fmax(most, isfinite(c->right[group][i]) ? c->right[group][i] : c->left[group][i]);
    return most;
}

/* The share without the event after TIME, and its ends where only an interval is known. */
static void
height_at(const curves *c, size_t group, double time, double *value, double *low, double *high)
{
    *value = *low = *high = 1;
    if (!c->t.intervals) {
        const reint_km *km = &c->km[group];
        for (size_t i = 0; i < km->n_points && km->point[i].time <= time; i++)
            *value = *low = *high = km->point[i].surv;
        return;
    }
    const reint_turnbull *t = &c->turnbull[group];
    double before = 1;
    for (size_t i = 0; i < t->n_steps; i++) {
        if (t->step[i].left < time && time < t->step[i].right) { /* within: somewhere between both ends */
            *high = before;
            *low = t->step[i].surv;
            *value = *high;
            return;
        }
        if (t->step[i].right > time)
            break;
        before = t->step[i].surv;
    }
    *value = *low = *high = before;
}

static const reint_km_point *
point_at(const curves *c, size_t group, double time)
{
    const reint_km *km = &c->km[group];
    const reint_km_point *at = NULL;

    for (size_t i = 0; i < km->n_points && km->point[i].time <= time; i++)
        at = &km->point[i];
    return at;
}

static void
put_row(reinti_grid *g, const curves *c, size_t group, size_t row, double time)
{
    double n = (double)c->n[group], at_risk = 0, had = 0, value, low, high;

    for (size_t i = 0; i < c->n[group]; i++) {
        double end = isfinite(c->right[group][i]) ? c->right[group][i] : c->left[group][i];
        at_risk += end > time || (end == time && !isfinite(c->right[group][i]));
        had += isfinite(c->right[group][i]) && c->right[group][i] <= time;
    }
    reinti_grid_count(g, group, row, 0, AT_RISK, at_risk);
    reinti_grid_count(g, group, row, 0, HAD, had);
    if (!n || time > longest(c, group)) /* nobody is watched: the curve has ended */
        return;
    height_at(c, group, time, &value, &low, &high);
    reinti_grid_number(g, group, row, 0, WITHOUT, value, n);
    if (low < high) {
        reinti_cell *cell = reinti_table_cell(g->t, group, row, 0, WITHOUT);
        cell->low = low;
        cell->high = high;
        g->t->show_bounds = true;
    }
    if (c->limits) {
        const reint_km_point *p = point_at(c, group, time);
        reinti_grid_number(g, group, row, 0, LOWER, p ? p->log_lower : 1, n);
        reinti_grid_number(g, group, row, 0, UPPER, p ? p->log_upper : 1, n);
    }
}

/* ---- numbers under the curve ------------------------------------------------------------------------------ */

static void
add_numbers(reinti_grid *g, const curves *c, size_t k)
{
    const char *reached = SAY(g, "not reached", "tidak tercapai");

    reinti_grid_test(g, k, "persons", SAY(g, "Persons", "Orang"), (double)c->n[k], NULL);
    reinti_grid_test(g, k, "events", SAY(g, "with the event", "dengan kejadian"), (double)c->events[k], NULL);
    if (c->t.intervals) {
        const reint_turnbull *t = &c->turnbull[k];
        reinti_grid_test(g, k, "median_from", SAY(g, "Median, after (months)", "Median, setelah (bulan)"),
                         t->median_left, t->undefined ? t->undefined : reached);
        reinti_grid_test(g, k, "median_to", SAY(g, "Median, by (months)", "Median, sampai (bulan)"),
                         t->median_right, t->undefined ? t->undefined : reached);
        return;
    }
    const reint_km *km = &c->km[k];
    reinti_grid_test(g, k, "median", SAY(g, "Median (months)", "Median (bulan)"), km->quantile[1],
                     km->undefined ? km->undefined : reached);
    reinti_grid_test(g, k, "quartile", SAY(g, "First quarter by (months)", "Seperempat pertama (bulan)"),
                     km->quantile[0], km->undefined ? km->undefined : reached);
    double *status = reinti_arena_alloc(g->arena, (c->n[k] + 1) * sizeof *status), tau = NAN;
    reint_rmean mean = { .value = NAN };
    if (!status) {
        g->failed = true;
        return;
    }
    for (size_t i = 0; i < c->n[k]; i++)
        status[i] = isfinite(c->right[k][i]);
    for (size_t i = 0; i < c->n_groups; i++) /* as far as every group is watched */
        if (c->n[i])
            tau = isnan(tau) ? longest(c, i) : fmin(tau, longest(c, i));
    reint_restricted_mean(c->left[k], status, c->n[k], tau, 0.95, &mean);
    reinti_grid_test(g, k, "rmean", SAY(g, "Mean months without it, restricted", "Rata-rata bulan, terbatas"),
                     mean.value, mean.undefined);
    reinti_grid_test(g, k, "rmean_tau", SAY(g, "... within (months)", "... dalam (bulan)"), tau,
                     mean.undefined);
}

static reint_status
add_logrank(reinti_grid *g, const curves *c, reint_error *err)
{
    const char *refused = c->t.intervals
                              ? SAY(g, "The groups are not tested: times are known by intervals only.",
                                    "Kelompok tidak diuji: waktu hanya diketahui sebagai rentang.")
                              : reinti_grid_untested(g);
    bool asked = false;
    reint_logrank r = { .chisq = NAN };

    for (size_t i = 0; i < g->follow->n_tests; i++)
        asked = asked || !strcmp(g->follow->tests[i], "logrank");
    if (!asked)
        return REINT_OK;
    if (refused || c->t.n_groups < 2) {
        reinti_grid_note(g, "%s",
                         refused ? refused : SAY(g, "One group cannot be compared.", "Hanya satu kelompok."));
        return REINT_OK;
    }
    double *status = reinti_arena_alloc(g->arena, (c->t.n + 1) * sizeof *status);
    if (!status)
        return reinti_no_memory(err);
    for (size_t i = 0; i < c->t.n; i++)
        status[i] = isfinite(c->t.right[i]);
    reint_logrank_test(c->t.left, status, c->t.group, c->t.n, c->n_groups, REINT_LOGRANK, NULL, NULL, &r);
    size_t last = c->n_groups - 1;
    reinti_grid_test(g, last, "logrank", SAY(g, "Log-rank chi-square, all groups", "Khi-kuadrat log-rank"),
                     r.chisq, r.undefined);
    reinti_grid_test(g, last, "logrank_df", "df", r.df, r.undefined);
    reinti_grid_test(g, last, "logrank_p", "p", r.p, r.undefined);
    return REINT_OK;
}

static void
note_left_out(reinti_grid *g, size_t n, const char *why)
{
    if (n)
        reinti_grid_note(g, SAY(g, "%zu persons are left out: %s.", "%zu orang tidak diikutkan: %s."), n,
                         why);
}

static void
add_notes(reinti_grid *g, const curves *c)
{
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
    if (c->t.intervals)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "For some the event is known by an interval only (between two interviews, or a partial "
                "date): Turnbull's estimate. Between the ends of an interval the curve is not known, and "
                "both heights are given.",
                "Bagi sebagian, kejadian hanya diketahui dalam rentang: penduga Turnbull."));
    else
        reinti_grid_note(g, "%s",
                         SAY(g, "Kaplan-Meier: who is not watched any longer counts until then.",
                             "Kaplan-Meier: yang tidak lagi diamati dihitung sampai saat itu."));
    if (c->limits)
        reinti_grid_note(g, "%s",
                         SAY(g, "95% limits by Greenwood's formula, on the log scale.",
                             "Batas 95% dengan rumus Greenwood, skala log."));
    else if (!c->t.intervals)
        reinti_grid_note(g, "%s",
                         SAY(g,
                             "No limits are given: people were chosen on purpose (a plan can say `inference: "
                             "exploratory`).",
                             "Batas tidak diberikan: orang dipilih secara sengaja."));
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static void
add_stats(reinti_grid *g, const curves *c)
{
    reinti_grid_column(g, "months", SAY(g, "After so many months", "Setelah sekian bulan"));
    reinti_grid_stat(g, "at_risk", "at_risk", SAY(g, "still watched", "masih diamati"), REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "had", "had", SAY(g, "had it by then", "sudah mengalami"), REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "without", "without", SAY(g, "share without it", "bagian tanpa kejadian"),
                     REINTI_CELL_STATISTIC, 3);
    if (c->limits) {
        reinti_grid_stat(g, "lower", "lower", SAY(g, "lower", "bawah"), REINTI_CELL_STATISTIC, 3);
        reinti_grid_stat(g, "upper", "upper", SAY(g, "upper", "atas"), REINTI_CELL_STATISTIC, 3);
    }
}

static void
add_time(reinti_grid *g, double months)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_format_fixed(&s, months, months == floor(months) ? 0 : 2);
    g->failed = g->failed || s.failed;
    reinti_grid_row(g, s.text, s.text, NULL);
    reinti_str_free(&s);
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Round times for a curve to read, or every time at which one of the curves falls; *N of them. */
static double *
choose_times(reinti_grid *g, const curves *c, bool exact, size_t *n)
{
    static const double widths[] = { 1, 2, 3, 6, 12, 24, 60, 120 };
    double most = 0;
    size_t w = 0, room = 2, k = 0;

    for (size_t i = 0; i < c->n_groups; i++) {
        most = fmax(most, longest(c, i));
        room += c->t.intervals ? 2 * c->turnbull[i].n_steps : c->km[i].n_points;
    }
    while (w + 1 < REINTI_LENGTH(widths) && most / widths[w] > 24)
        w++;
    if (!exact)
        room = (size_t)(most / widths[w]) + 2;
    double *time = reinti_arena_alloc(g->arena, room * sizeof *time);
    *n = 0;
    if (!time)
        return NULL;
    if (!exact) {
        for (; *n < room - 1; ++*n)
            time[*n] = widths[w] * (double)*n;
        return time;
    }
    time[k++] = 0;
    for (size_t i = 0; i < c->n_groups; i++)
        for (size_t j = 0; j < (c->t.intervals ? c->turnbull[i].n_steps : c->km[i].n_points); j++) {
            if (!c->t.intervals) {
                time[k++] = c->km[i].point[j].time;
                continue;
            }
            time[k++] = c->turnbull[i].step[j].left;
            if (isfinite(c->turnbull[i].step[j].right))
                time[k++] = c->turnbull[i].step[j].right;
        }
    qsort(time, k, sizeof *time, by_value);
    for (size_t i = 0; i < k; i++)
        if (!*n || time[i] > time[*n - 1])
            time[(*n)++] = time[i];
    return time;
}

static reint_status
make(reinti_grid *g, bool exact, reint_error *err)
{
    curves c = { .limits = false };
    double *time = NULL;
    size_t n = 0;
    reint_status status = read_curves(g, &c, err);

    if (!status && !(time = choose_times(g, &c, exact, &n)))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i < n; i++)
        add_time(g, time[i]);
    if (!status) {
        add_stats(g, &c);
        status = reinti_grid_cells(g, err);
    }
    for (size_t k = 0; !status && k < c.n_groups; k++) {
        for (size_t i = 0; i < n; i++)
            put_row(g, &c, k, i, time[i]);
        add_numbers(g, &c, k);
    }
    if (!status)
        status = add_logrank(g, &c, err);
    if (!status) {
        const char *what = g->follow->event ? g->follow->event : g->follow->form;
        g->t->title = reinti_arena_format(
            g->arena, SAY(g, "Time to the event: %s", "Waktu sampai kejadian: %s"),
            !strcmp(what, "loss") ? SAY(g, "not interviewed any more", "tidak diwawancarai lagi") : what);
        g->t->row_title = SAY(g, "Months", "Bulan");
        g->t->chart.kind = exact ? NULL : "line";
        g->t->chart.stat = WITHOUT;
        add_notes(g, &c);
    }
    free_curves(&c);
    return status;
}

reint_status
reinti_follow_time_table(reinti_grid *g, reint_error *err)
{
    return make(g, false, err);
}

reint_status
reinti_follow_curve(reinti_grid *g, reint_error *err)
{
    return make(g, true, err);
}
