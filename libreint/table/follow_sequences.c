/* follow_sequences.c -- tables of sequences of states: who was in which state when, the sequences, groups of like ones. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

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

static void
add_wave_entropy(reinti_grid *g, const reint_follow_sequences *s)
{
    for (size_t w = 0; w < g->f->n_waves; w++) {
        const char *id = reinti_arena_format(g->arena, "entropy.%s", reint_follow_wave_id(g->f, w)),
                   *label = reinti_arena_format(g->arena,
                                                SAY(g, "Entropy of the states, %s", "Entropi keadaan, %s"),
                                                reinti_grid_wave(g, w));
        if (id && label)
            reinti_grid_test(g, 0, id, label, s->wave_entropy[w],
                             SAY(g, "nobody was seen", "tidak ada orang"));
        else
            g->failed = true;
    }
}

/* The most frequent state wave by wave. */
static void
note_modal(reinti_grid *g, const reint_follow_sequences *s, const reinti_column *c)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t w = 0; w < g->f->n_waves; w++) {
        size_t k = s->modal[w];
        reinti_str_format(&text, "%s%s: %s", w ? "; " : "", reinti_grid_wave(g, w),
                          k < s->k
                              ? reinti_grid_label(g, &c->category[k].label, c->category[k].code)
                              : SAY(g, "none, or several alike", "tidak ada, atau beberapa sama banyak"));
    }
    if (text.failed)
        g->failed = true;
    else
        reinti_grid_note(g, SAY(g, "The most frequent state: %s.", "Keadaan tersering: %s."), text.text);
    reinti_str_free(&text);
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
    add_wave_entropy(g, &s);
    note_modal(g, &s, c);
    reinti_grid_note_reversed(g, s.reversed);
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: who was in which state when", "%s: keadaan pada tiap gelombang"),
        reinti_grid_label(g, &c->label, c->name));
    g->t->row_title = reinti_grid_label(g, &c->label, c->name);
    g->t->chart.kind = "stacked100";
    g->t->picture.kind = "states";
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "Different people are behind the waves. The means are of the persons with two states and more "
            "and "
            "no gap between the first and the last: of others nobody knows whether they changed.",
            "Orang yang berbeda berada di balik tiap gelombang."));
    return REINT_OK;
}

/* The sequence of codes PATH as a person reads it. */
static const char *
sequence_label(reinti_grid *g, const reinti_column *c, const char *path)
{
    const char **text = reinti_arena_alloc(g->arena, (2 * c->n_valid + 1) * sizeof *text);

    g->failed = g->failed || !text;
    for (size_t k = 0; text && k < c->n_valid; k++) {
        text[k] = c->category[k].code;
        text[c->n_valid + k] = reinti_grid_label(g, &c->category[k].label, c->category[k].code);
    }
    return text ? reinti_grid_path(g, path, text, text + c->n_valid, c->n_valid, "–") : "";
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
    g->t->picture = (reinti_table_picture){
        .kind = "index", .personal = true, .n_states = n + 1, .n_waves = waves, .state = state, .wave = wave
    };
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
        reinti_grid_row(g, s.sequence[i].path, sequence_label(g, c, s.sequence[i].path), NULL);
    status = reinti_grid_paths(g, s.sequence, s.n_sequences, s.n, "persons", SAY(g, "Persons", "Orang"), err);
    if (status)
        return status;
    g->t->title =
        reinti_arena_format(g->arena, SAY(g, "%s: sequences over the waves", "%s: urutan antar gelombang"),
                            reinti_grid_label(g, &c->label, c->name));
    reinti_grid_note_reversed(g, s.reversed);
    status = picture_sequences(g, c, err);
    g->t->row_title = SAY(g, "Wave by wave; –: not seen or not told", "Per gelombang; –: tidak ada");
    return status;
}

/* ---- groups of sequences ---------------------------------------------------------------------------------- */

static void
note_clusters(reinti_grid *g, const reint_follow_clusters *c)
{
    reinti_grid_note_reversed(g, c->reversed);
    if (c->refused) {
        reinti_grid_note(
            g,
            SAY(g,
                "Nobody is grouped: %s (%zu persons, %zu different sequences; at least %zu persons are "
                "needed: a handful can always be grouped, and it would say nothing).",
                "Tidak dikelompokkan: %s (%zu orang, %zu urutan; perlu sedikitnya %zu orang)."),
            c->refused, c->n, c->distinct, c->fewest);
        return;
    }
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "Optimal matching with costs from the rates of transition, insertion and deletion 1; Ward's "
            "clustering. Each group is named by the sequence that is nearest to all of it. The silhouette "
            "tells "
            "how far apart groups are, from -1 to 1: below 0.25 there are none to speak of.",
            "Optimal matching dengan biaya dari laju perpindahan; pengelompokan Ward."));
    if (c->distinct < 2 * c->n_groups)
        reinti_grid_note(
            g,
            SAY(g,
                "There are only %zu different sequences: so many groups do little more than list "
                "them.",
                "Hanya ada %zu urutan berbeda: kelompok sebanyak ini sekadar mendaftarnya."),
            c->distinct);
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "Groups are a way to describe these people, not kinds of people: with other costs there "
            "would be others.",
            "Kelompok adalah cara menggambarkan orang ini, bukan jenis orang."));
}

reint_status
reinti_follow_clusters_table(reinti_grid *g, reint_error *err)
{
    reint_status status = REINT_OK;
    const reint_follow_clustering how = { .size = sizeof how,
                                          .variable = reinti_grid_variable(g, err, &status),
                                          .groups = g->follow->groups,
                                          .min_persons = g->follow->min_persons };
    reint_follow_clusters c;
    const reinti_column *column = NULL;

    if (!status)
        status = reint_follow_cluster(g->f, &how, &c, err);
    if (!status)
        status = reinti_frame_column(g->f->records, how.variable, &column, err);
    if (status)
        return status;
    for (size_t i = 0; i < c.n_groups; i++)
        reinti_grid_row(g, reinti_arena_format(g->arena, "g%zu", i + 1),
                        sequence_label(g, column, c.group[i].medoid), NULL);
    reinti_grid_row(g, "total", SAY(g, "Total", "Jumlah"), NULL);
    reinti_grid_column(g, "persons", SAY(g, "Persons", "Orang"));
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of column", "% kolom"), REINTI_CELL_SHARE, 0);
    reinti_grid_stat(g, "silhouette", "silhouette", SAY(g, "silhouette", "siluet"), REINTI_CELL_STATISTIC, 2);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    g->t->row[c.n_groups].total = true;
    for (size_t i = 0; i <= c.n_groups; i++) {
        double n = (double)(i < c.n_groups ? c.group[i].n : c.n);
        reinti_grid_count(g, 0, i, 0, 0, n);
        reinti_grid_share(g, 0, i, 0, 1, n, (double)c.n);
        reinti_grid_number(g, 0, i, 0, 2, i < c.n_groups ? c.group[i].width : c.silhouette[c.n_groups], n);
    }
    for (size_t k = 2; k < REINTI_LENGTH(c.silhouette); k++)
        if (!isnan(c.silhouette[k]))
            reinti_grid_test(
                g, 0, reinti_arena_format(g->arena, "silhouette.%zu", k),
                reinti_arena_format(g->arena, SAY(g, "Silhouette of %zu groups", "Siluet %zu kelompok"), k),
                c.silhouette[k], NULL);
    reinti_grid_test(g, 0, "gapped",
                     SAY(g, "Persons left out: a state is missing", "Tidak ikut: keadaan kurang"),
                     (double)c.gapped, NULL);
    g->t->title =
        reinti_arena_format(g->arena, SAY(g, "%s: groups of like sequences", "%s: kelompok urutan serupa"),
                            reinti_grid_label(g, &column->label, column->name));
    g->t->row_title = SAY(g, "Group, by the sequence in its middle", "Kelompok");
    note_clusters(g, &c);
    return REINT_OK;
}
