/* follow_values.c -- tables of numbers at two waves and more.
 *
 * Tests take the persons who have a number at both waves (all waves: Friedman); how many they are is printed. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

/* ---- pairs of numbers ------------------------------------------------------------------------------------- */

/* Numbers at waves A and B of those who have both, in their order of time. */
static size_t
take_pairs(const reint_follow *f, const double *value, size_t a, size_t b, double *x, double *y,
           size_t *reversed)
{
    size_t n = 0;

    for (size_t i = 0; i < f->n; i++) {
        bool back = false;
        double first = value[i * f->n_waves + a], second = value[i * f->n_waves + b];
        if (isnan(first) || isnan(second))
            continue;
        reinti_follow_gap(f, i, a, b, &back);
        *reversed += back;
        x[n] = first;
        y[n] = second;
        n += !back;
    }
    return n;
}

static void
put_moments(reinti_grid *g, size_t layer, size_t row, const double *x, size_t n)
{
    reint_weighted w;

    reint_weighted_moments(x, NULL, n, &w);
    reinti_grid_count(g, layer, row, 0, 0, (double)n);
    reinti_grid_number(g, layer, row, 0, 1, w.mean, (double)n);
    reinti_grid_number(g, layer, row, 0, 2, w.sd, (double)n);
}

static void
test_pair(reinti_grid *g, size_t layer, const double *x, const double *y, size_t n)
{
    const char *t_label = SAY(g, "Paired t", "t berpasangan"),
               *w_label = SAY(g, "Wilcoxon W+", "Wilcoxon W+"),
               *nobody = SAY(g, "no pair", "tidak ada pasangan");

    if (reinti_grid_asked(g, "paired_t") && !n) {
        reinti_grid_test(g, layer, "paired_t", t_label, NAN, nobody);
    } else if (reinti_grid_asked(g, "paired_t")) {
        reint_paired_t t;
        reint_paired_t_test(y, x, n, 0.95, &t);
        /* equal differences: limits without any width would look like certainty */
        double lower = t.undefined ? (double)NAN : t.lower, upper = t.undefined ? (double)NAN : t.upper;
        reinti_grid_test(g, layer, "paired_t", t_label, t.t, t.undefined);
        reinti_grid_test(g, layer, "paired_t_df", "df", t.df, t.undefined);
        reinti_grid_test(g, layer, "paired_t_p", "p", t.p, t.undefined);
        reinti_grid_test(g, layer, "difference_lower", SAY(g, "difference, lower", "selisih, bawah"), lower,
                         t.undefined);
        reinti_grid_test(g, layer, "difference_upper", SAY(g, "upper", "atas"), upper, t.undefined);
    }
    if (reinti_grid_asked(g, "wilcoxon") && !n) {
        reinti_grid_test(g, layer, "wilcoxon_w", w_label, NAN, nobody);
    } else if (reinti_grid_asked(g, "wilcoxon")) {
        reint_wilcoxon w;
        reint_wilcoxon_test(y, x, n, &w);
        reinti_grid_test(g, layer, "wilcoxon_w", w_label, w.w_plus, w.undefined);
        reinti_grid_test(g, layer, "wilcoxon_exact_p", SAY(g, "exact p", "p eksak"), w.exact_p, w.undefined);
        reinti_grid_test(g, layer, "wilcoxon_p", "p", w.p, w.undefined);
    }
}

/* Everybody with a number at every wave. */
static reint_status
test_all(reinti_grid *g, size_t layer, const double *value, reint_error *err)
{
    const reint_follow *f = g->f;
    double *rank = reinti_arena_alloc(g->arena, f->n_waves * sizeof *rank);
    reint_friedman r;

    if (!reinti_grid_asked(g, "friedman") || reinti_grid_untested(g))
        return REINT_OK;
    double *x = reinti_arena_alloc(g->arena, (f->n * f->n_waves + 1) * sizeof *x);
    if (!rank || !x)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n * f->n_waves; i++)
        x[i] = reinti_follow_is_reversed(f, i / f->n_waves) ? (double)NAN : value[i];
    reint_friedman_test(x, f->n, f->n_waves, rank, &r);
    reinti_grid_test(g, layer, "friedman_n", SAY(g, "Persons at every wave", "Orang pada setiap gelombang"),
                     r.n, NULL);
    reinti_grid_test(g, layer, "friedman", SAY(g, "Friedman's chi-square", "Khi-kuadrat Friedman"), r.chisq,
                     r.undefined);
    reinti_grid_test(g, layer, "friedman_df", "df", r.df, r.undefined);
    reinti_grid_test(g, layer, "friedman_p", "p", r.p, r.undefined);
    reinti_grid_test(g, layer, "kendall_w", SAY(g, "Kendall's W", "W Kendall"), r.kendall_w, r.undefined);
    return REINT_OK;
}

static reint_status
add_pair_layers(reinti_grid *g, size_t steps, reint_error *err)
{
    if (steps >= g->f->n_waves)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%zu waves are no two that are %zu apart",
                           g->f->n_waves, steps);
    for (size_t w = 0; w + steps < g->f->n_waves; w++) {
        char code[160], label[400];
        snprintf(code, sizeof code, "%s>%s", reint_follow_wave_id(g->f, w),
                 reint_follow_wave_id(g->f, w + steps));
        snprintf(label, sizeof label, "%.190s → %.190s", reinti_grid_wave(g, w),
                 reinti_grid_wave(g, w + steps));
        reinti_grid_layer(g, code, label);
    }
    return REINT_OK;
}

reint_status
reinti_follow_paired(reinti_grid *g, reint_error *err)
{
    reint_follow *f = g->f;
    size_t steps = g->follow->steps ? g->follow->steps : 1, reversed = 0;
    reint_status status = REINT_OK;
    const char *variable = reinti_grid_variable(g, err, &status);
    const double *value = NULL;
    const reinti_column *c = NULL;

    if (!status)
        status = reint_follow_values(f, variable, &value, err);
    if (!status)
        status = reinti_frame_column(f->records, variable, &c, err);
    if (!status)
        status = add_pair_layers(g, steps, err);
    if (status)
        return status;
    reinti_grid_row(g, "first", SAY(g, "At the first", "Pada yang pertama"), NULL);
    reinti_grid_row(g, "second", SAY(g, "At the second", "Pada yang kedua"), NULL);
    reinti_grid_row(g, "difference", SAY(g, "Difference, second less first", "Selisih"), NULL);
    reinti_grid_column(g, "value", reinti_grid_label(g, &c->label, c->name));
    reinti_grid_stat(g, "n", "n", SAY(g, "pairs", "pasangan"), REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "mean", "mean", SAY(g, "mean", "rata-rata"), REINTI_CELL_MEAN, 2);
    reinti_grid_stat(g, "sd", "sd", SAY(g, "sd", "simpangan baku"), REINTI_CELL_MEAN, 2);
    status = reinti_grid_cells(g, err);
    double *x = reinti_arena_alloc(g->arena, (f->n + 1) * sizeof *x),
           *y = reinti_arena_alloc(g->arena, (f->n + 1) * sizeof *y),
           *d = reinti_arena_alloc(g->arena, (f->n + 1) * sizeof *d);
    if (!status && (!x || !y || !d))
        status = reinti_no_memory(err);
    for (size_t w = 0; !status && w + steps < f->n_waves; w++) {
        size_t n = take_pairs(f, value, w, w + steps, x, y, &reversed);
        for (size_t i = 0; i < n; i++)
            d[i] = y[i] - x[i];
        put_moments(g, w, 0, x, n);
        put_moments(g, w, 1, y, n);
        put_moments(g, w, 2, d, n);
        if (!reinti_grid_untested(g))
            test_pair(g, w, x, y, n);
    }
    if (!status)
        status = test_all(g, g->t->n_layers - 1, value, err);
    g->t->title =
        reinti_arena_format(g->arena, SAY(g, "%s: the same persons at two waves", "%s: orang yang sama"),
                            reinti_grid_label(g, &c->label, c->name));
    g->t->row_title = "";
    if (g->follow->n_tests && reinti_grid_untested(g))
        reinti_grid_note(g, "%s", reinti_grid_untested(g));
    if (reversed)
        reinti_grid_note(g,
                         SAY(g, "%zu pairs are dated against the order of the waves and are left out.",
                             "%zu pasangan bertanggal terbalik tidak diikutkan."),
                         reversed);
    return status;
}
