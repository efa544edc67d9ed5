/* follow_moves.c -- what tables of movement share: a layer a pair of waves (with several a last one of all of them, or one a
 * band of gaps), states as rows and columns, cells of counts and shares, the gaps under each layer, notes. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

reint_status
reinti_follow_read_moves(reinti_grid *g, reinti_moves *m, reint_error *err)
{
    const reinti_plan_table *plan = g->plan;
    const char *variable = plan->rows.n ? plan->rows.part[0].name[0] : "class",
               *second = plan->columns.n ? plan->columns.part[0].name[0] : NULL;

    if (plan->rows.n > 1 || (plan->rows.n && plan->rows.part[0].n > 1) || plan->columns.n > 1)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "one variable is followed at a time");
    reint_status status =
        reint_follow_move_by_gap(g->f, variable, second, g->follow->steps ? g->follow->steps : 1,
                                 g->follow->gaps, g->follow->n_gaps, &m->t, err);
    if (!status)
        status = reinti_frame_column(g->f->records, variable, &m->from, err);
    if (!status)
        status = reinti_frame_column(g->f->records, second ? second : variable, &m->to, err);
    return status;
}

bool
reinti_follow_is_pooled(const reint_follow_step *s)
{
    return s->from == SIZE_MAX;
}

static const char *
keep_and_free(reinti_grid *g, reinti_str *s)
{
    char *copy = s->failed ? NULL : reinti_arena_text(g->arena, s->text);

    g->failed = g->failed || !copy;
    reinti_str_free(s);
    return copy ? copy : "";
}

const char *
reinti_follow_months(reinti_grid *g, double months)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_format_fixed(&s, months, months == floor(months) ? 0 : 2);
    return keep_and_free(g, &s);
}

/* Months as the plan has them: "7.5". */
static const char *
edge_of_band(reinti_grid *g, double months)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_format_shortest(&s, months);
    return keep_and_free(g, &s);
}

/* "6 to below 12 months apart". */
static void
add_band(reinti_grid *g, const reint_follow_step *s)
{
    const char *from = edge_of_band(g, s->band_low);

    if (isinf(s->band_high)) {
        reinti_grid_layer(
            g, reinti_arena_format(g->arena, "%s-", from),
            reinti_arena_format(g->arena, SAY(g, "%s months apart and more", "Berjarak %s bulan dan lebih"),
                                from));
        return;
    }
    const char *to = edge_of_band(g, s->band_high);
    reinti_grid_layer(
        g, reinti_arena_format(g->arena, "%s-%s", from, to),
        reinti_arena_format(g->arena,
                            SAY(g, "%s to below %s months apart", "Berjarak %s sampai di bawah %s bulan"),
                            from, to));
}

void
reinti_follow_add_layers(reinti_grid *g, const reinti_moves *m)
{
    for (size_t i = 0; i < m->t.n_steps; i++) {
        const reint_follow_step *s = &m->t.step[i];
        char code[160], label[400];
        if (!isnan(s->band_low)) {
            add_band(g, s);
            continue;
        }
        if (reinti_follow_is_pooled(s)) {
            reinti_grid_layer(g, "all",
                              SAY(g, "All steps together, a person once a step",
                                  "Semua langkah, seorang sekali per langkah"));
            continue;
        }
        snprintf(code, sizeof code, "%s>%s", reint_follow_wave_id(g->f, s->from),
                 reint_follow_wave_id(g->f, s->to));
        snprintf(label, sizeof label, "%.190s → %.190s", reinti_grid_wave(g, s->from),
                 reinti_grid_wave(g, s->to));
        reinti_grid_layer(g, code, label);
    }
}

/* ---- states and cells ------------------------------------------------------------------------------------- */

bool
reinti_follow_any_open(const reint_follow_transitions *t)
{
    size_t k = t->k;

    for (size_t i = 0; i < t->n_steps; i++)
        for (size_t a = 0; a <= k; a++)
            if (t->step[i].count[a * (k + 1) + k] > 0 || t->step[i].count[k * (k + 1) + a] > 0)
                return true;
    return false;
}

void
reinti_follow_put_step(reinti_grid *g, size_t layer, const reint_follow_step *s, size_t k, bool open)
{
    size_t side = k + open; /* states, and "undetermined" where there is one */
    double sum = 0;

    for (size_t a = 0; a < side; a++) {
        double row = 0;
        for (size_t b = 0; b < side; b++)
            row += s->count[a * (k + 1) + b];
        sum += row;
        for (size_t b = 0; b < side; b++) {
            double n = s->count[a * (k + 1) + b];
            reinti_grid_share(g, layer, a, b, 1, n, row);
            if (a >= k || b >= k) {
                reinti_grid_count(g, layer, a, b, 0, n);
                continue;
            }
            reinti_grid_bounds(g, layer, a, b, 0, n, s->low[a * k + b], s->high[a * k + b]);
            reinti_cell *share = reinti_table_cell(g->t, layer, a, b, 1);
            if (isfinite(share->value) && isfinite(s->share_low[a * k + b])) {
                share->low = s->share_low[a * k + b];
                share->high = s->share_high[a * k + b];
            }
        }
        reinti_grid_count(g, layer, a, side, 0, row);
        reinti_grid_share(g, layer, a, side, 1, row, row);
        reinti_table_cell(g->t, layer, a, side, 1)->whole = 1;
    }
    for (size_t b = 0; b < side; b++) {
        double column = 0;
        for (size_t a = 0; a < side; a++)
            column += s->count[a * (k + 1) + b];
        reinti_grid_count(g, layer, side, b, 0, column);
        reinti_grid_share(g, layer, side, b, 1, column, sum);
    }
    reinti_grid_count(g, layer, side, side, 0, sum);
    reinti_grid_share(g, layer, side, side, 1, sum, sum);
    reinti_table_cell(g->t, layer, side, side, 1)->whole = 1;
}

void
reinti_follow_add_states(reinti_grid *g, const reinti_column *c, bool rows, bool open)
{
    const char *undetermined = SAY(g, "Undetermined", "Tidak dapat ditentukan"),
               *total = SAY(g, "Total", "Jumlah");

    reinti_grid_categories(g, c, rows);
    if (rows) {
        if (open)
            reinti_grid_row(g, "undetermined", undetermined, NULL);
        reinti_grid_row(g, "total", total, NULL);
    } else {
        if (open)
            reinti_grid_column(g, "undetermined", undetermined);
        reinti_grid_column(g, "total", total);
    }
    if (g->failed)
        return;
    reinti_entry *entry = rows ? g->t->row : g->t->column;
    size_t n = rows ? g->t->n_rows : g->t->n_columns;
    entry[n - 1].total = true;
    if (open)
        entry[n - 2].missing = true;
}

/* ---- gaps ------------------------------------------------------------------------------------------------- */

void
reinti_follow_add_gaps(reinti_grid *g, size_t layer, const reint_follow_step *s)
{
    const char *undated = SAY(g, "no dates", "tanpa tanggal");
    reinti_grid_test(g, layer, "gap_min", SAY(g, "Gap, shortest (months)", "Jeda terpendek (bulan)"),
                     s->gap_min, undated);
    reinti_grid_test(g, layer, "gap_median", SAY(g, "Gap, median (months)", "Jeda median (bulan)"),
                     s->gap_median, undated);
    reinti_grid_test(g, layer, "gap_max", SAY(g, "Gap, longest (months)", "Jeda terpanjang (bulan)"),
                     s->gap_max, undated);
}

void
reinti_follow_gap_tests(reinti_grid *g, const reinti_moves *m)
{
    for (size_t i = 0; i < m->t.n_steps; i++)
        reinti_follow_add_gaps(g, i, &m->t.step[i]);
}

/* ---- notes ---------------------------------------------------------------------------------------------- */

/* Pairs by how far apart they are, whichever waves they come from. */
static void
note_bands(reinti_grid *g, const reinti_moves *m)
{
    size_t missing = 0, reversed = 0;

    for (size_t i = 0; i < m->t.n_steps; i++) {
        missing += m->t.step[i].missing;
        reversed += m->t.step[i].reversed;
    }
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "Pairs of interviews by how far apart they were, whichever waves they are of: a person "
            "counts once a pair, and nothing is tested.",
            "Pasangan wawancara menurut jaraknya; tidak diuji."));
    if (m->t.undated)
        reinti_grid_note(g,
                         SAY(g, "%zu pairs are left out: a date is missing.",
                             "%zu pasangan tanpa tanggal tidak diikutkan."),
                         m->t.undated);
    if (missing)
        reinti_grid_note(g,
                         SAY(g, "%zu pairs have no state at one of the two and are left out.",
                             "%zu pasangan tanpa keadaan tidak diikutkan."),
                         missing);
    if (reversed)
        reinti_grid_note(g,
                         SAY(g, "%zu pairs are dated against the order of the waves and are left out.",
                             "%zu pasangan bertanggal terbalik tidak diikutkan."),
                         reversed);
}

void
reinti_follow_note_moves(reinti_grid *g, const reinti_moves *m)
{
    bool pooled = m->t.n_steps && reinti_follow_is_pooled(&m->t.step[m->t.n_steps - 1]);

    if (g->follow->n_gaps) {
        note_bands(g, m);
        pooled = false;
    }
    for (size_t i = 0; i + pooled < m->t.n_steps && !g->follow->n_gaps; i++) {
        const reint_follow_step *s = &m->t.step[i];
        if (s->missing)
            reinti_grid_note(g,
                             SAY(g, "%s → %s: %zu pairs have no state at one of the two and are left out.",
                                 "%s → %s: %zu pasangan tanpa keadaan tidak diikutkan."),
                             reinti_grid_wave(g, s->from), reinti_grid_wave(g, s->to), s->missing);
        if (s->reversed)
            reinti_grid_note(
                g,
                SAY(g, "%s → %s: %zu pairs are dated against the order of the waves and are left out.",
                    "%s → %s: %zu pasangan bertanggal terbalik tidak diikutkan."),
                reinti_grid_wave(g, s->from), reinti_grid_wave(g, s->to), s->reversed);
    }
    if (pooled)
        reinti_grid_note(g, "%s",
                         SAY(g, "All steps together: a person counts once a step, and nothing is tested.",
                             "Semua langkah: seorang dihitung sekali per langkah, dan tidak diuji."));
    if (pooled && m->t.uneven)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "The steps are of unequal length (see the gaps): together they are of no one length of "
                "time.",
                "Jeda antar gelombang tidak sama: gabungannya tidak mewakili satu jangka waktu."));
    if (pooled && m->t.no_gaps)
        reinti_grid_note(
            g, "%s",
            SAY(g, "Of some steps no two dates are known: whether all are of one length cannot be told.",
                "Sebagian langkah tanpa tanggal: panjangnya tidak diketahui."));
    if (g->t->show_bounds)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Where the state cannot be told from what was recorded, \"at least\" counts who surely "
                "moved so and \"at most\" who possibly did.",
                "Bila keadaan tidak dapat ditentukan, angka terendah dan tertinggi ditunjukkan."));
}
