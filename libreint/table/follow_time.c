/* follow_time.c -- tables of the time to an event: the curve at round times, and exactly.
 *
 * Where all times are exact: Kaplan-Meier, Greenwood's limits, median and restricted mean, log-rank between groups.
 * Where an event is known by an interval only: Turnbull, and between the ends of an interval both ends of the curve;
 * no limits and no test.  A curve stops where nobody is watched any more.  Limits are inference: not of people chosen on
 * purpose unless the plan says so. */
#include <config.h>

#include "table/follow_curves.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/picture.h"

enum { AT_RISK, HAD, WITHOUT, LOWER, UPPER };
#define MOST_MARKS 2000

/* ---- values of a curve ----------------------------------------------------------------------------------- */

/* The share without the event after TIME, and its ends where only an interval is known. */
static void
height_at(const reinti_curves *c, size_t group, double time, double *value, double *low, double *high)
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
point_at(const reinti_curves *c, size_t group, double time)
{
    const reint_km *km = &c->km[group];
    const reint_km_point *at = NULL;

    for (size_t i = 0; i < km->n_points && km->point[i].time <= time; i++)
        at = &km->point[i];
    return at;
}

static void
put_row(reinti_grid *g, const reinti_curves *c, size_t group, size_t row, double time)
{
    double n = (double)c->n[group], at_risk = 0, had = 0, value, low, high;

    for (size_t i = 0; i < c->n[group]; i++) {
        double end = isfinite(c->right[group][i]) ? c->right[group][i] : c->left[group][i];
        at_risk += end > time || (end == time && !isfinite(c->right[group][i]));
        had += isfinite(c->right[group][i]) && c->right[group][i] <= time;
    }
    reinti_grid_count(g, group, row, 0, AT_RISK, at_risk);
    reinti_grid_count(g, group, row, 0, HAD, had);
    if (!n || time > reinti_curves_longest(c, group)) /* nobody is watched: the curve has ended */
        return;
    height_at(c, group, time, &value, &low, &high);
    reinti_grid_number(g, group, row, 0, WITHOUT, value, n);
    if (low < high) {
        reinti_cell *cell = reinti_table_cell(g->t, group, row, 0, WITHOUT);
        cell->low = low;
        cell->high = high;
        g->t->show_bounds = true;
    }
    if (c->t.intervals)
        return;
    const reint_km_point *p = point_at(c, group, time);
    reinti_grid_number(g, group, row, 0, c->limits ? UPPER + 1 : LOWER, p ? p->nelson_aalen : 0, n);
    if (c->limits) {
        reint_survival_limits(value, p ? p->se : 0, c->kind, 0.95, &low, &high);
        reinti_grid_number(g, group, row, 0, LOWER, low, n);
        reinti_grid_number(g, group, row, 0, UPPER, high, n);
    }
}

/* ---- numbers under the curve ------------------------------------------------------------------------------ */

/* The mean time without the event within a horizon: the plan's, else as far as every group is watched. */
static void
add_mean(reinti_grid *g, const reinti_curves *c, size_t k)
{
    const double *status = reinti_curves_status(g, c, k);
    double tau = NAN;
    reint_rmean mean = { .value = NAN, .lower = NAN, .upper = NAN };

    if (!status) {
        g->failed = true;
        return;
    }
    for (size_t i = 0; i < c->n_groups; i++)
        if (c->n[i])
            tau = isnan(tau) ? reinti_curves_longest(c, i) : fmin(tau, reinti_curves_longest(c, i));
    tau = g->follow->horizon > 0 ? g->follow->horizon : tau;
    if (tau > 0)
        reint_restricted_mean(c->left[k], status, c->n[k], tau, 0.95, &mean);
    else
        mean.undefined = SAY(g, "nobody is watched for any time", "tidak ada waktu pengamatan");
    reinti_grid_test(g, k, "rmean", SAY(g, "Mean months without it, restricted", "Rata-rata bulan, terbatas"),
                     mean.value, mean.undefined);
    reinti_grid_test(g, k, "rmean_tau", SAY(g, "... within (months)", "... dalam (bulan)"), tau,
                     mean.undefined);
    if (!c->limits)
        return;
    reinti_grid_test(g, k, "rmean_lower", SAY(g, "... lower limit", "... batas bawah"), mean.lower,
                     mean.undefined);
    reinti_grid_test(g, k, "rmean_upper", SAY(g, "... upper limit", "... batas atas"), mean.upper,
                     mean.undefined);
}

static void
add_numbers(reinti_grid *g, const reinti_curves *c, size_t k)
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
    add_mean(g, c, k);
}

static reint_status
add_logrank(reinti_grid *g, const reinti_curves *c, reint_error *err)
{
    const char *refused = c->t.intervals
                              ? SAY(g, "The groups are not tested: times are known by intervals only.",
                                    "Kelompok tidak diuji: waktu hanya diketahui sebagai rentang.")
                              : reinti_grid_untested(g);
    reint_logrank r = { .chisq = NAN };

    if (!reinti_grid_asked(g, "logrank"))
        return REINT_OK;
    if (refused || c->t.n_groups < 2) {
        reinti_grid_note(g, "%s",
                         refused ? refused : SAY(g, "One group cannot be compared.", "Hanya satu kelompok."));
        return REINT_OK;
    }
    double *status = reinti_arena_alloc(g->arena, (c->t.n + 1) * sizeof *status);
    if (!status)
        return reinti_no_memory(err);
    for (size_t i = 0; i < c->t.n; i++) /* of all groups together */
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
note_estimate(reinti_grid *g, const reinti_curves *c)
{
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
}

/* ---- tables ----------------------------------------------------------------------------------------------- */

static void
add_stats(reinti_grid *g, const reinti_curves *c)
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
    if (!c->t.intervals)
        reinti_grid_stat(g, "cumulative_hazard", "cumulative_hazard",
                         SAY(g, "cumulative hazard", "bahaya kumulatif"), REINTI_CELL_STATISTIC, 3);
}

static int
by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* In order, each once; answers how many there are. */
static size_t
sort_times(double *time, size_t k)
{
    size_t n = 0;

    qsort(time, k, sizeof *time, by_value);
    for (size_t i = 0; i < k; i++)
        if (!n || time[i] > time[n - 1])
            time[n++] = time[i];
    return n;
}

/* Every time at which one of the curves falls, in order, after 0; *N of them. */
static const double *
exact_times(reinti_grid *g, const reinti_curves *c, size_t *n)
{
    size_t room = 2, k = 0;

    for (size_t i = 0; i < c->n_groups; i++)
        room += c->t.intervals ? 2 * c->turnbull[i].n_steps : c->km[i].n_points;
    double *time = reinti_arena_alloc(g->arena, room * sizeof *time);
    *n = 0;
    if (!time)
        return NULL;
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
    *n = sort_times(time, k);
    return time;
}

/* Times of a picture: where a curve falls, and from where on that is not known (a hair behind the beginning of the interval);
 * the ticks of its axis; where somebody is not watched any longer, unless they are too many to be told apart; the end of each
 * curve.  Rows behind it are empty. */
static const double *
picture_times(reinti_grid *g, const reinti_curves *c, size_t *n)
{
    size_t room = 64, k = 0;
    const double *exact = exact_times(g, c, &k);
    double most = 0;

    for (size_t i = 0; i < c->n_groups; i++) {
        room += 1 + (c->t.intervals ? c->turnbull[i].n_steps : 0);
        most = fmax(most, reinti_curves_longest(c, i));
    }
    double *time = reinti_arena_alloc(g->arena, (room + k + c->t.n) * sizeof *time),
           tick = reinti_month_ticks(most);
    if (!exact || !time)
        return NULL;
    memcpy(time, exact, k * sizeof *time);
    for (double months = tick; months <= most; months += tick)
        time[k++] = months;
    for (size_t i = 0; i < c->n_groups; i++) {
        time[k++] = reinti_curves_longest(c, i);
        for (size_t j = 0; c->t.intervals && j < c->turnbull[i].n_steps; j++) {
            double left = c->turnbull[i].step[j].left, right = c->turnbull[i].step[j].right;
            if (isfinite(right) && left < right)
                time[k++] = left + (right - left) * 1e-6;
        }
    }
    for (size_t i = 0; c->t.n <= MOST_MARKS && i < c->t.n; i++)
        if (!isfinite(c->t.right[i]))
            time[k++] = c->t.left[i];
    *n = sort_times(time, k);
    return time;
}

/* Rows at N times, of every curve. */
static reint_status
fill(reinti_grid *g, const reinti_curves *c, const double *time, size_t n, reint_error *err)
{
    if (!time)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        reinti_grid_row(g, reinti_follow_months(g, time[i]), reinti_follow_months(g, time[i]), NULL);
    add_stats(g, c);
    reint_status status = reinti_grid_cells(g, err);
    for (size_t k = 0; !status && k < c->n_groups; k++) {
        for (size_t i = 0; i < n; i++)
            put_row(g, c, k, i, time[i]);
        add_numbers(g, c, k);
    }
    g->t->row_title = SAY(g, "Months", "Bulan");
    return status;
}

/* Beside the table: that of the whole curve, from which the picture is drawn. */
static reint_status
add_whole(reinti_grid *g, const reinti_curves *c, reint_error *err)
{
    reinti_table *t = reinti_arena_alloc(g->arena, sizeof *t);
    reinti_grid whole = {
        .t = t, .arena = g->arena, .plan = g->plan, .follow = g->follow, .language = g->language, .f = g->f
    };
    size_t n = 0;

    if (!t)
        return reinti_no_memory(err);
    *t = (reinti_table){ .arena = g->arena,
                         .id = g->t->id,
                         .language = g->t->language,
                         .n_layers = g->t->n_layers,
                         .layer = g->t->layer };
    const double *time = picture_times(g, c, &n);
    reint_status status = fill(&whole, c, time, n, err);
    g->failed = g->failed || whole.failed;
    g->t->picture.of = t;
    return status;
}

static reint_status
make(reinti_grid *g, bool exact, reint_error *err)
{
    reinti_curves c;
    size_t n = 0;
    reint_status status = reinti_curves_read(g, &c, err);

    if (!status) {
        const double *time = exact ? exact_times(g, &c, &n) : reinti_curves_round_times(g, &c, &n);
        status = fill(g, &c, time, n, err);
    }
    if (!status)
        status = add_whole(g, &c, err);
    if (!status)
        status = add_logrank(g, &c, err);
    if (!status) {
        g->t->title = reinti_arena_format(
            g->arena, SAY(g, "Time to the event: %s", "Waktu sampai kejadian: %s"), reinti_curves_event(g));
        g->t->chart.kind = exact ? NULL : "line";
        g->t->chart.stat = WITHOUT;
        g->t->chart.most = 1;
        g->t->picture.kind = "curve";
        note_estimate(g, &c);
        reinti_curves_note(g, &c);
    }
    reinti_curves_free(&c);
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
