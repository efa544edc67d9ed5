/* follow_transitions.c -- tables of movement: from state to state, and what it comes to for each state.
 *
 * A layer a pair of waves; with several pairs a last layer of all of them.  The length of the gaps stands under each.
 * Tests are of one pair of waves only: in all of them together a person counts several times.  They take the persons
 * who are determined at both waves; how many they are is printed. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "stats/stats.h"

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

/* ---- tests ---------------------------------------------------------------------------------------------- */

static void
mcnemar(reinti_grid *g, size_t layer, const double *count, size_t k)
{
    reint_mcnemar r = { .undefined =
                            SAY(g, "McNemar's test is of two states", "Uji McNemar untuk dua keadaan"),
                        .chisq = NAN,
                        .p = NAN,
                        .exact_p = NAN,
                        .mid_p = NAN };

    if (k == 2)
        reint_mcnemar_test(count, 0.95, &r);
    reinti_grid_test(g, layer, "mcnemar", SAY(g, "McNemar's chi-square", "Khi-kuadrat McNemar"), r.chisq,
                     r.undefined);
    reinti_grid_test(g, layer, "mcnemar_p", "p", r.p, r.undefined);
    reinti_grid_test(g, layer, "mcnemar_exact_p", SAY(g, "exact p", "p eksak"), r.exact_p, r.undefined);
    reinti_grid_test(g, layer, "mcnemar_mid_p", SAY(g, "mid-p", "mid-p"), r.mid_p, r.undefined);
}

static void
bowker(reinti_grid *g, size_t layer, const double *count, size_t k)
{
    reint_bowker r;

    reint_bowker_test(count, k, &r);
    reinti_grid_test(g, layer, "bowker", SAY(g, "Bowker's symmetry chi-square", "Khi-kuadrat simetri Bowker"),
                     r.chisq, r.undefined);
    reinti_grid_test(g, layer, "bowker_df", SAY(g, "df", "df"), r.df_nonempty, r.undefined);
    reinti_grid_test(g, layer, "bowker_p", "p", r.p_nonempty, r.undefined);
}

static void
stuart_maxwell(reinti_grid *g, size_t layer, const double *count, size_t k)
{
    reint_margins r;

    reint_margins_test(count, k, &r);
    reinti_grid_test(g, layer, "stuart_maxwell",
                     SAY(g, "Stuart-Maxwell chi-square", "Khi-kuadrat Stuart-Maxwell"), r.chisq, r.undefined);
    reinti_grid_test(g, layer, "stuart_maxwell_df", "df", r.df, r.undefined);
    reinti_grid_test(g, layer, "stuart_maxwell_p", "p", r.p, r.undefined);
}

static const struct {
    const char *word;
    void (*make)(reinti_grid *g, size_t layer, const double *count, size_t k);
} tests[] = { { "mcnemar", mcnemar }, { "bowker", bowker }, { "stuart_maxwell", stuart_maxwell } };

static void
add_gaps(reinti_grid *g, size_t layer, const reint_follow_step *s)
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
        add_gaps(g, i, &m->t.step[i]);
}

static reint_status
add_tests(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    size_t k = m->t.k;
    double *count = reinti_arena_alloc(g->arena, (k * k + 1) * sizeof *count);
    const char *refused = reinti_grid_untested(g);

    if (!count)
        return reinti_no_memory(err);
    if (refused && g->follow->n_tests)
        reinti_grid_note(g, "%s", refused);
    for (size_t layer = 0; layer < m->t.n_steps; layer++) {
        const reint_follow_step *s = &m->t.step[layer];
        double pairs = 0;
        for (size_t a = 0; a < k; a++)
            for (size_t b = 0; b < k; b++)
                pairs += count[a * k + b] = s->count[a * (k + 1) + b];
        reinti_grid_test(g, layer, "pairs",
                         SAY(g, "Pairs determined at both", "Pasangan yang dapat ditentukan"), pairs, NULL);
        reinti_grid_test(g, layer, "stayed", SAY(g, "Stayed", "Tetap"), s->stayed, NULL);
        reinti_grid_test(g, layer, "moved", SAY(g, "Moved (gross change)", "Berpindah (perubahan kotor)"),
                         pairs - s->stayed, NULL);
        reinti_grid_test(g, layer, "net", SAY(g, "Net change", "Perubahan bersih"), s->net, NULL);
        add_gaps(g, layer, s);
        for (size_t i = 0; !refused && !reinti_follow_is_pooled(s) && i < g->follow->n_tests; i++)
            for (size_t n = 0; n < REINTI_LENGTH(tests); n++)
                if (!strcmp(tests[n].word, g->follow->tests[i]))
                    tests[n].make(g, layer, count, k);
    }
    return REINT_OK;
}

/* Cochran's Q over all waves, of those whose state of two is known at every one; under the last pair of waves. */
static reint_status
add_cochran(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    const reint_follow *f = g->f;
    reinti_states s;
    reint_cochran r = { .q = NAN };

    if (!reinti_grid_asked(g, "cochran_q") || reinti_grid_untested(g))
        return REINT_OK;
    size_t layer = m->t.n_steps - 1;
    layer -= layer && !g->follow->n_gaps && reinti_follow_is_pooled(&m->t.step[layer]);
    if (m->t.k != 2 || m->from != m->to) {
        reinti_grid_test(
            g, layer, "cochran_q", SAY(g, "Cochran's Q", "Q Cochran"), NAN,
            SAY(g, "Cochran's Q is of one variable with two states", "Q Cochran untuk dua keadaan"));
        return REINT_OK;
    }
    reint_status status = reinti_follow_states(g->f, m->to->name, &s, err);
    double *x = reinti_arena_alloc(g->arena, (f->n * f->n_waves + 1) * sizeof *x);
    if (status || !x)
        return status ? status : reinti_no_memory(err);
    for (size_t i = 0; i < f->n * f->n_waves; i++)
        x[i] = s.at[i].code < 2 && !reinti_follow_is_reversed(f, i / f->n_waves) ? s.at[i].code : NAN;
    reint_cochran_test(x, f->n, f->n_waves, &r);
    reinti_grid_test(g, layer, "cochran_n", SAY(g, "Persons at every wave", "Orang pada setiap gelombang"),
                     r.n, NULL);
    reinti_grid_test(g, layer, "cochran_q", SAY(g, "Cochran's Q", "Q Cochran"), r.q, r.undefined);
    reinti_grid_test(g, layer, "cochran_df", "df", r.df, r.undefined);
    reinti_grid_test(g, layer, "cochran_p", "p", r.p, r.undefined);
    return REINT_OK;
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
                             reint_follow_wave_id(g->f, s->from), reint_follow_wave_id(g->f, s->to),
                             s->missing);
        if (s->reversed)
            reinti_grid_note(
                g,
                SAY(g, "%s → %s: %zu pairs are dated against the order of the waves and are left out.",
                    "%s → %s: %zu pasangan bertanggal terbalik tidak diikutkan."),
                reint_follow_wave_id(g->f, s->from), reint_follow_wave_id(g->f, s->to), s->reversed);
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

/* ---- the tables ----------------------------------------------------------------------------------------- */

static const char *
variable_label(const reinti_grid *g, const reinti_column *c)
{
    return reinti_grid_label(g, &c->label, c->name);
}

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

reint_status
reinti_follow_transitions(reinti_grid *g, reint_error *err)
{
    reinti_moves m;
    reint_status status = reinti_follow_read_moves(g, &m, err);

    if (status)
        return status;
    bool open = reinti_follow_any_open(&m.t);
    reinti_follow_add_layers(g, &m);
    reinti_follow_add_states(g, m.to, true, open);
    reinti_follow_add_states(g, m.to, false, open);
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "row_share", "row_pct", SAY(g, "% of row", "% baris"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    if (status)
        return status;
    for (size_t i = 0; i < m.t.n_steps; i++)
        reinti_follow_put_step(g, i, &m.t.step[i], m.t.k, open);
    g->t->title = reinti_arena_format(g->arena,
                                      SAY(g, "%s: from one wave (rows) to a later one (columns)",
                                          "%s: dari satu gelombang (baris) ke berikutnya (kolom)"),
                                      variable_label(g, m.to));
    g->t->row_title = SAY(g, "At the first", "Pada yang pertama");
    g->t->column_title = SAY(g, "At the second", "Pada yang kedua");
    g->t->chart.kind = "stacked100";
    g->t->picture.kind = "alluvial";
    g->t->picture.title = reinti_arena_format(
        g->arena, SAY(g, "%s: who moved where", "%s: siapa berpindah ke mana"), variable_label(g, m.to));
    status = add_tests(g, &m, err);
    if (!status)
        status = add_cochran(g, &m, err);
    if (!status && m.t.n_steps > 1 && g->follow->steps <= 1 && !g->follow->n_gaps && m.from == m.to)
        status = reinti_follow_strands(g, &m, err);
    reinti_follow_note_moves(g, &m);
    return status;
}

/* ---- balance: what the movement comes to for each state --------------------------------------------------- */

enum { BEFORE, STAYED, LEFT, ENTERED, AFTER, NET, N_BALANCE };

reint_status
reinti_follow_balance(reinti_grid *g, reint_error *err)
{
    static const struct {
        const char *code, *en, *id;
    } columns[N_BALANCE] = {
        [BEFORE] = { "before", "At the first", "Pada yang pertama" },
        [STAYED] = { "stayed", "Stayed", "Tetap" },
        [LEFT] = { "left", "Left", "Keluar" },
        [ENTERED] = { "entered", "Entered", "Masuk" },
        [AFTER] = { "after", "At the second", "Pada yang kedua" },
        [NET] = { "net", "Net change", "Perubahan bersih" },
    };
    reinti_moves m;
    reint_status status = reinti_follow_read_moves(g, &m, err);

    if (status)
        return status;
    reinti_follow_add_layers(g, &m);
    reinti_grid_categories(g, m.to, true);
    for (size_t c = 0; c < N_BALANCE; c++)
        reinti_grid_column(g, columns[c].code, SAY(g, columns[c].en, columns[c].id));
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < m.t.n_steps; i++)
        for (size_t a = 0; a < m.t.k; a++) {
            const double *count = m.t.step[i].count;
            size_t side = m.t.k + 1;
            double before = 0, after = 0, stayed = count[a * side + a];
            for (size_t b = 0; b < m.t.k; b++) {
                before += count[a * side + b];
                after += count[b * side + a];
            }
            const double value[N_BALANCE] = { before,         stayed, before - stayed,
                                              after - stayed, after,  after - before };
            for (size_t c = 0; c < N_BALANCE; c++)
                reinti_grid_count(g, i, a, c, 0, value[c]);
        }
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: what the movement comes to", "%s: hasil perpindahan"), variable_label(g, m.to));
    g->t->row_title = variable_label(g, m.to);
    if (!status && reinti_follow_any_open(&m.t))
        reinti_grid_note(g, "%s",
                         SAY(g, "Only persons whose state is known at both waves.",
                             "Hanya orang yang keadaannya diketahui pada kedua gelombang."));
    reinti_follow_note_moves(g, &m);
    return status;
}
