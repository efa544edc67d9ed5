/* follow_change.c -- tables of change: probabilities of moving from state to state, and models of an outcome over the
 * waves with the person as the cluster.
 *
 * Of people chosen on purpose the estimates are shown and nothing that speaks of chance: no errors, limits, p-values
 * (unless the plan says `inference: exploratory`).  A model that the data cannot bear is refused in the table, with the
 * reason in place of the estimates. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

/* ---- probabilities ---------------------------------------------------------------------------------------- */

enum { PAIRS, PROBABILITY, FROM_CHAIN, LOWER, UPPER };

/* Row shares of the counts of pairs that are determined at both waves; NaN where a state is never left. */
static double *
shares_of(reinti_grid *g, const reint_follow_step *s, size_t k)
{
    double *p = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *p);

    for (size_t a = 0; p && a < k; a++) {
        double row = 0;
        for (size_t b = 0; b < k; b++)
            row += s->count[a * (k + 1) + b];
        for (size_t b = 0; b < k; b++)
            p[a * k + b] = row > 0 ? s->count[a * (k + 1) + b] / row : (double)NAN;
    }
    return p;
}

/* What the steps between S's waves, one after the other, would come to if only the last state mattered. */
static double *
chain_of(reinti_grid *g, const reint_follow_transitions *one, const reint_follow_step *s, size_t k)
{
    double *all = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *all),
           *next = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *next);

    for (size_t a = 0; all && a < k; a++)
        all[a * k + a] = 1;
    for (size_t w = s->from; all && w < s->to; w++) {
        const double *p = shares_of(g, &one->step[w], k);
        if (!p || !next)
            return NULL;
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b < k; b++) {
                double sum = 0;
                for (size_t c = 0; c < k;
                     c++) /* a state that nobody reaches needs no probability to leave it */
                    sum += all[a * k + c] == 0 ? 0 : all[a * k + c] * p[c * k + b];
                next[a * k + b] = sum;
            }
        double *swap = all;
        all = next;
        next = swap;
    }
    return all;
}

static void
put_probabilities(reinti_grid *g, size_t layer, const reint_follow_step *s, size_t k, const double *chain,
                  bool limits)
{
    for (size_t a = 0; a < k; a++) {
        double row = 0;
        for (size_t b = 0; b < k; b++)
            row += s->count[a * (k + 1) + b];
        for (size_t b = 0; b < k; b++) {
            double n = s->count[a * (k + 1) + b];
            reint_limits r = { NAN, NAN, NULL };
            size_t stat = FROM_CHAIN;
            reinti_grid_count(g, layer, a, b, PAIRS, n);
            reinti_grid_number(g, layer, a, b, PROBABILITY, row > 0 ? n / row : (double)NAN, row);
            if (reinti_follow_is_pooled(
                    s)) /* of one pair of waves only: not applicable, and the note says so */
                continue;
            if (chain)
                reinti_grid_number(g, layer, a, b, stat++, chain[a * k + b], row);
            if (!limits)
                continue;
            reint_wilson_interval(n, row, 0.95, &r);
            reinti_grid_number(g, layer, a, b, stat++, r.lower, row);
            reinti_grid_number(g, layer, a, b, stat, r.upper, row);
        }
        reinti_grid_count(g, layer, a, k, PAIRS, row);
    }
}

/* Whether the probabilities are the same at every step; under the last pair of waves. */
static reint_status
add_homogeneity(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    size_t k = m->t.k, n = 0;
    double *count = reinti_arena_alloc(g->arena, (m->t.n_steps * k * k + 1) * sizeof *count),
           *pooled = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *pooled);
    reint_transitions r = { .g2 = NAN, .undefined = NULL };

    if (!reinti_grid_asked(g, "homogeneity") || reinti_grid_untested(g))
        return REINT_OK;
    if (!count || !pooled)
        return reinti_no_memory(err);
    for (size_t i = 0; i < m->t.n_steps; i++)
        if (!reinti_follow_is_pooled(&m->t.step[i])) {
            for (size_t a = 0; a < k; a++)
                for (size_t b = 0; b < k; b++)
                    count[(n * k + a) * k + b] = m->t.step[i].count[a * (k + 1) + b];
            n++;
        }
    const char *refused =
        g->follow->n_gaps ? SAY(g, "pairs are taken together by gap", "pasangan digabung menurut jarak")
        : n < 2           ? SAY(g, "one step cannot be compared", "hanya satu langkah")
        : m->t.no_gaps    ? SAY(g, "how long the steps are is not known", "panjang langkah tidak diketahui")
        : m->t.uneven     ? SAY(g, "the steps are of unequal length", "panjang langkah tidak sama")
                          : NULL;
    if (!refused && reint_transition_analysis(count, n, k, pooled, NULL, NULL, NULL, &r) == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    const char *why = refused ? refused : r.undefined;
    size_t layer = n ? n - 1 : 0;
    reinti_grid_test(g, layer, "homogeneity", SAY(g, "Same at every step: G2", "Sama pada tiap langkah: G2"),
                     r.g2, why);
    reinti_grid_test(g, layer, "homogeneity_df", "df", refused ? (double)NAN : r.df, why);
    reinti_grid_test(g, layer, "homogeneity_p", "p", refused ? (double)NAN : r.g2_p, why);
    return REINT_OK;
}

static void
note_probabilities(reinti_grid *g, const reinti_moves *m, bool limits, bool chain)
{
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "The probability is the share of those in the row's state, determined at both waves, who were in "
            "the column's state later; n is exact.",
            "Peluang adalah bagian dari mereka dalam keadaan baris yang kemudian berada dalam keadaan "
            "kolom."));
    if (chain)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "\"From single steps\" multiplies the probabilities of the steps in between: what "
                "would be if only the last state mattered, not the past before it.",
                "\"Dari langkah tunggal\": perkalian peluang tiap langkah."));
    if (limits)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "95% limits by Wilson, of one pair of waves only: where steps are taken together "
                "a person counts several times.",
                "Batas 95% menurut Wilson, hanya untuk satu pasang gelombang."));
    else if (reinti_grid_untested(g))
        reinti_grid_note(g, "%s", reinti_grid_no_limits(g));
    if (g->f->n_waves == 2)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "There are two waves, so one step: of movement over several steps, and of whether "
                "its probabilities stay the same, nothing can be told.",
                "Hanya ada dua gelombang, jadi satu langkah: perpindahan melalui beberapa langkah "
                "tidak dapat diketahui."));
    reinti_follow_note_moves(g, m);
}

reint_status
reinti_follow_probabilities(reinti_grid *g, reint_error *err)
{
    reinti_moves m;
    reint_follow_transitions one = { 0 };
    reint_status status = reinti_follow_read_moves(g, &m, err);
    size_t steps = g->follow->steps ? g->follow->steps : 1, k = m.t.k;
    bool limits = !reinti_grid_untested(g) && !g->follow->n_gaps,
         chain = steps > 1 && !g->follow->n_gaps && m.from == m.to;

    if (!status && chain)
        status = reint_follow_move(g->f, m.from->name, NULL, 1, &one, err);
    if (status)
        return status;
    reinti_follow_add_layers(g, &m);
    reinti_grid_categories(g, m.to, true);
    reinti_grid_categories(g, m.to, false);
    reinti_grid_column(g, "total", SAY(g, "Total", "Jumlah"));
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "probability", "probability", SAY(g, "probability", "peluang"), REINTI_CELL_STATISTIC,
                     3);
    if (chain)
        reinti_grid_stat(g, "from_chain", "from_chain", SAY(g, "from single steps", "dari langkah tunggal"),
                         REINTI_CELL_STATISTIC, 3);
    if (limits) {
        reinti_grid_stat(g, "lower", "lower", SAY(g, "lower", "bawah"), REINTI_CELL_STATISTIC, 3);
        reinti_grid_stat(g, "upper", "upper", SAY(g, "upper", "atas"), REINTI_CELL_STATISTIC, 3);
    }
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < m.t.n_steps; i++) {
        const reint_follow_step *s = &m.t.step[i];
        bool alone = chain && !reinti_follow_is_pooled(s);
        const double *p = alone ? chain_of(g, &one, s, k) : NULL;
        if (alone && !p)
            status = reinti_no_memory(err);
        else
            put_probabilities(g, i, s, k, p, limits);
    }
    if (!status)
        reinti_follow_gap_tests(g, &m);
    if (!status)
        status = add_homogeneity(g, &m, err);
    g->t->column[k].total = true;
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: probabilities of moving from state to state", "%s: peluang berpindah keadaan"),
        reinti_grid_label(g, &m.to->label, m.to->name));
    g->t->row_title = SAY(g, "At the first", "Pada yang pertama");
    g->t->column_title = SAY(g, "At the second", "Pada yang kedua");
    note_probabilities(g, &m, limits, chain);
    return status;
}
