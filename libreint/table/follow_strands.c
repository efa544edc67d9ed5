/* follow_strands.c -- everybody at every wave, for the picture of a movement over three waves and more.
 *
 * The table of movement has, for each pair of waves, those interviewed at both: its pairs are of different people.  The picture
 * is of all people of the base, once at each wave: who was not interviewed, or has no value there, is in one of three more
 * states: not yet (interviewed later or never), missed (in between, or seen without a value), lost (never again).  A layer a
 * pair of successive waves, so that the second side of each is the first of the next. */
#include <config.h>

#include "table/follow.h"

#include <stdlib.h>
#include <string.h>

enum { NOT_YET, MISSED, LOST, N_AWAY };

/* The state of PERSON at WAVE: a code, K undetermined, or K + 1 and on one of those away. */
static size_t
state_of(const reint_follow *f, const reinti_states *s, size_t k, size_t person, size_t wave)
{
    uint16_t code = s->at[person * f->n_waves + wave].code;
    bool before = false, later = false;

    if (code != REINTI_STATE_NONE)
        return code;
    if (reinti_follow_is_seen(f, person, wave))
        return k + 1 + MISSED;
    for (size_t w = 0; w < f->n_waves; w++) {
        before = before || (w < wave && reinti_follow_is_seen(f, person, w));
        later = later || (w > wave && reinti_follow_is_seen(f, person, w));
    }
    bool due = f->presence[person * f->n_waves + wave] != REINTI_NOT_DUE;
    return k + 1 + (!before || (!due && !later) ? NOT_YET : later ? MISSED : LOST);
}

/* COUNT[step][from][to], of sides of SIDE states. */
static void
count_all(const reint_follow *f, const reinti_states *s, size_t k, size_t side, double *count)
{
    for (size_t p = 0; p < f->n; p++) {
        size_t from = state_of(f, s, k, p, 0);
        for (size_t w = 0; w + 1 < f->n_waves; w++) {
            size_t to = state_of(f, s, k, p, w + 1);
            count[(w * side + from) * side + to]++;
            from = to;
        }
    }
}

static bool
is_used(const reint_follow *f, size_t side, const double *count, size_t state)
{
    for (size_t w = 0; w + 1 < f->n_waves; w++)
        for (size_t k = 0; k < side; k++)
            if (count[(w * side + state) * side + k] > 0 || count[(w * side + k) * side + state] > 0)
                return true;
    return false;
}

static void
add_states(reinti_grid *g, const reinti_column *c, const bool *used, bool rows)
{
    static const struct {
        const char *code, *en, *id;
    } away[N_AWAY] = {
        [NOT_YET] = { "-not_yet", "Not interviewed yet", "Belum diwawancarai" },
        [MISSED] = { "-missed", "Missed, or no answer", "Terlewat, atau tanpa jawaban" },
        [LOST] = { "-lost", "Lost", "Hilang kontak" },
    };

    for (size_t i = 0; i < c->n_valid + 1 + N_AWAY; i++) {
        const char *code, *label;
        if (!used[i])
            continue;
        if (i < c->n_valid) {
            code = c->category[i].code;
            label = reinti_grid_label(g, &c->category[i].label, code);
        } else if (i == c->n_valid) {
            code = "undetermined";
            label = SAY(g, "Undetermined", "Tidak dapat ditentukan");
        } else {
            code = away[i - c->n_valid - 1].code;
            label = SAY(g, away[i - c->n_valid - 1].en, away[i - c->n_valid - 1].id);
        }
        if (rows)
            reinti_grid_row(g, code, label, NULL);
        else
            reinti_grid_column(g, code, label);
        if (!g->failed && i == c->n_valid)
            *(rows ? &g->t->row[g->t->n_rows - 1].missing : &g->t->column[g->t->n_columns - 1].missing) =
                true;
    }
    if (rows)
        reinti_grid_row(g, "total", SAY(g, "Total", "Jumlah"), NULL);
    else
        reinti_grid_column(g, "total", SAY(g, "Total", "Jumlah"));
}

static void
put_step(reinti_grid *g, size_t step, size_t side, const double *count, const bool *used)
{
    size_t n = g->t->n_rows - 1, row = 0;
    double all = 0, *sum = reinti_arena_alloc(g->arena, (n + 1) * sizeof *sum);

    if (!sum) {
        g->failed = true;
        return;
    }
    for (size_t a = 0; a < side; a++) {
        double of_row = 0;
        size_t column = 0;
        if (!used[a])
            continue;
        for (size_t b = 0; b < side; b++) {
            double persons = count[(step * side + a) * side + b];
            if (!used[b])
                continue;
            reinti_grid_count(g, step, row, column, 0, persons);
            sum[column++] += persons;
            of_row += persons;
        }
        reinti_grid_count(g, step, row++, n, 0, of_row);
        all += of_row;
    }
    for (size_t b = 0; b < n; b++)
        reinti_grid_count(g, step, n, b, 0, sum[b]);
    reinti_grid_count(g, step, n, n, 0, all);
}

reint_status
reinti_follow_strands(reinti_grid *g, const reinti_moves *m, reint_error *err)
{
    const reint_follow *f = g->f;
    reinti_table *t = reinti_arena_alloc(g->arena, sizeof *t);
    reinti_grid all = {
        .t = t, .arena = g->arena, .plan = g->plan, .follow = g->follow, .language = g->language, .f = g->f
    };
    reinti_states s;
    size_t side = m->from->n_valid + 1 + N_AWAY;
    double *count = reinti_arena_alloc(g->arena, f->n_waves * side * side * sizeof *count);
    bool *used = reinti_arena_alloc(g->arena, side * sizeof *used);
    const char **wave = reinti_arena_alloc(g->arena, f->n_waves * sizeof *wave);
    reint_status status = t && count && used && wave ? reinti_follow_states(g->f, m->from->name, &s, err)
                                                     : reinti_no_memory(err);

    if (status)
        return status;
    *t = (reinti_table){ .arena = g->arena,
                         .id = g->t->id,
                         .language = g->t->language,
                         .unit = SAY(g, "persons", "orang"),
                         .n_layers = f->n_waves - 1,
                         .layer = g->t->layer };
    for (size_t w = 0; w < f->n_waves; w++)
        wave[w] = reinti_grid_wave(g, w);
    t->picture.wave = wave;
    t->picture.n_waves = f->n_waves;
    count_all(f, &s, m->from->n_valid, side, count);
    for (size_t i = 0; i < side; i++)
        used[i] = is_used(f, side, count, i);
    add_states(&all, m->from, used, true);
    add_states(&all, m->from, used, false);
    status = reinti_grid_cells(&all, err);
    if (!status)
        t->row[t->n_rows - 1].total = t->column[t->n_columns - 1].total = true;
    for (size_t w = 0; !status && w + 1 < f->n_waves; w++)
        put_step(&all, w, side, count, used);
    g->failed = g->failed || all.failed;
    if (!status && !g->failed)
        g->t->picture.of = t;
    return status;
}
