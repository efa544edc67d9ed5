/* follow_transitions.c -- tables of movement: from state to state, and what it comes to for each state. */
#include <config.h>

#include "table/follow.h"

static const char *
variable_label(const reinti_grid *g, const reinti_column *c)
{
    return reinti_grid_label(g, &c->label, c->name);
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
    status = reinti_follow_move_tests(g, &m, err);
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
