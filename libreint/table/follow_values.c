/* follow_values.c -- tables of numbers at two waves and more, and of sequences of states.
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
    if (reinti_grid_asked(g, "paired_t")) {
        reint_paired_t t;
        reint_paired_t_test(y, x, n, 0.95, &t);
        reinti_grid_test(g, layer, "paired_t", SAY(g, "Paired t", "t berpasangan"), t.t, t.undefined);
        reinti_grid_test(g, layer, "paired_t_df", "df", t.df, t.undefined);
        reinti_grid_test(g, layer, "paired_t_p", "p", t.p, t.undefined);
        reinti_grid_test(g, layer, "difference_lower", SAY(g, "difference, lower", "selisih, bawah"), t.lower,
                         t.undefined);
        reinti_grid_test(g, layer, "difference_upper", SAY(g, "upper", "atas"), t.upper, t.undefined);
    }
    if (reinti_grid_asked(g, "wilcoxon")) {
        reint_wilcoxon w;
        reint_wilcoxon_test(y, x, n, &w);
        reinti_grid_test(g, layer, "wilcoxon_w", SAY(g, "Wilcoxon W+", "Wilcoxon W+"), w.w_plus, w.undefined);
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
    if (!rank)
        return reinti_no_memory(err);
    reint_friedman_test(value, f->n, f->n_waves, rank, &r);
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

/* ---- sequences -------------------------------------------------------------------------------------------- */

static reint_status
read_sequences(reinti_grid *g, reint_follow_sequences *s, const reinti_column **c, reint_error *err)
{
    reint_status status = REINT_OK;
    const char *variable = reinti_grid_variable(g, err, &status);

    if (!status)
        status = reint_follow_sequence(g->f, variable, s, err);
    if (!status)
        status = reinti_frame_column(g->f->records, variable, c, err);
    return status;
}

/* Shares of the states at each wave; the entropy of these shares; the mean of the persons' own measures. */
reint_status
reinti_follow_states_table(reinti_grid *g, reint_error *err)
{
    reint_follow_sequences s;
    const reinti_column *c = NULL;
    reint_status status = read_sequences(g, &s, &c, err);
    size_t waves = g->f->n_waves;

    if (status)
        return status;
    reinti_grid_categories(g, c, true);
    reinti_grid_row(g, "total", SAY(g, "Total", "Jumlah"), NULL);
    for (size_t w = 0; w < waves; w++)
        reinti_grid_column(g, reint_follow_wave_id(g->f, w), reinti_grid_wave(g, w));
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of column", "% kolom"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    g->t->row[s.k].total = true;
    for (size_t w = 0; w < waves; w++) {
        double total = 0;
        for (size_t k = 0; k < s.k; k++)
            total += (double)s.count[k * waves + w];
        for (size_t k = 0; k <= s.k; k++) {
            double n = k < s.k ? (double)s.count[k * waves + w] : total;
            reinti_grid_count(g, 0, k, w, 0, n);
            reinti_grid_share(g, 0, k, w, 1, n, total);
        }
    }
    const char *none = SAY(g, "nobody was seen often enough", "tidak ada yang cukup sering ditemui");
    reinti_grid_test(g, 0, "persons", SAY(g, "Persons with any state", "Orang dengan keadaan"), (double)s.n,
                     NULL);
    reinti_grid_test(g, 0, "whole",
                     SAY(g, "of two states and more, without a gap", "dua keadaan atau lebih, tanpa celah"),
                     (double)s.whole, NULL);
    reinti_grid_test(g, 0, "transitions", SAY(g, "Mean changes", "Rata-rata perubahan"), s.transitions, none);
    reinti_grid_test(g, 0, "entropy", SAY(g, "Mean entropy of a person", "Rata-rata entropi"), s.entropy,
                     none);
    reinti_grid_test(g, 0, "complexity", SAY(g, "Mean complexity", "Rata-rata kompleksitas"), s.complexity,
                     none);
    reinti_grid_test(g, 0, "turbulence", SAY(g, "Mean turbulence", "Rata-rata turbulensi"), s.turbulence,
                     none);
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: who was in which state when", "%s: keadaan pada tiap gelombang"),
        reinti_grid_label(g, &c->label, c->name));
    g->t->row_title = reinti_grid_label(g, &c->label, c->name);
    g->t->chart.kind = "stacked100";
    g->t->picture.kind = "states";
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "Different people are behind the waves. Measures of a person need no gap between the first and "
            "the last state.",
            "Orang yang berbeda berada di balik tiap gelombang."));
    return REINT_OK;
}

/* What the codes of the rows are, for their picture. */
static reint_status
picture_sequences(reinti_grid *g, const reinti_column *c, reint_error *err)
{
    size_t n = c->n_valid, waves = g->f->n_waves;
    const char *gap = SAY(g, "Not seen or not told", "Tidak ditemui atau tidak diketahui");
    reinti_entry *state = reinti_arena_alloc(g->arena, (n + 1) * sizeof *state);
    const char **wave = reinti_arena_alloc(g->arena, waves * sizeof *wave);

    if (!state || !wave)
        return reinti_no_memory(err);
    for (size_t k = 0; k < n; k++)
        state[k] =
            (reinti_entry){ .code = reinti_arena_text(g->arena, c->category[k].code),
                            .label = reinti_grid_label(g, &c->category[k].label, c->category[k].code) };
    for (size_t k = 0; k < n; k++)
        if (!state[k].code)
            return reinti_no_memory(err);
    state[n] = (reinti_entry){ .code = "-", .label = gap, .missing = true };
    for (size_t w = 0; w < waves; w++)
        wave[w] = reinti_grid_wave(g, w);
    g->t->picture = (reinti_table_picture){ "index", NULL, true, n + 1, waves, state, wave };
    return REINT_OK;
}

reint_status
reinti_follow_sequences_table(reinti_grid *g, reint_error *err)
{
    reint_follow_sequences s;
    const reinti_column *c = NULL;
    reint_status status = read_sequences(g, &s, &c, err);

    if (status)
        return status;
    for (size_t i = 0; i < s.n_sequences; i++)
        reinti_grid_row(g, s.sequence[i].path, s.sequence[i].path, NULL);
    status = reinti_grid_paths(g, s.sequence, s.n_sequences, s.n, "persons", SAY(g, "Persons", "Orang"), err);
    if (status)
        return status;
    g->t->title =
        reinti_arena_format(g->arena, SAY(g, "%s: sequences over the waves", "%s: urutan antar gelombang"),
                            reinti_grid_label(g, &c->label, c->name));
    status = picture_sequences(g, c, err);
    g->t->row_title = SAY(g, "Codes wave by wave; - not seen or not told", "Kode per gelombang; - tidak ada");
    return status;
}
