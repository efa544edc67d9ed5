/* follow_grid.c -- the small grid that tables of people over time are laid out on: rows, columns and statistics, then cells. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

const char *
reinti_grid_keep(reinti_grid *g, const char *text)
{
    const char *copy = reinti_arena_text(g->arena, text);
    g->failed = g->failed || (text && !copy);
    return copy;
}

static void
add_entry(reinti_grid *g, reinti_entry **entry, size_t *capacity, size_t *n, const char *code,
          const char *label, const char *group)
{
    if (!reinti_arena_grow(g->arena, entry, capacity, *n, sizeof **entry)) {
        g->failed = true;
        return;
    }
    bool first = group && (!*n || !reinti_equal((*entry)[*n - 1].group, group));
    (*entry)[*n] = (reinti_entry){ .code = reinti_grid_keep(g, code),
                                   .label = reinti_grid_keep(g, label),
                                   .group = reinti_grid_keep(g, group),
                                   .first_of_group = first };
    ++*n;
}

void
reinti_grid_row(reinti_grid *g, const char *code, const char *label, const char *group)
{
    add_entry(g, &g->t->row, &g->row_capacity, &g->t->n_rows, code, label, group);
}

void
reinti_grid_column(reinti_grid *g, const char *code, const char *label)
{
    add_entry(g, &g->t->column, &g->column_capacity, &g->t->n_columns, code, label, NULL);
}

void
reinti_grid_categories(reinti_grid *g, const reinti_column *c, bool rows)
{
    for (size_t k = 0; k < c->n_valid; k++) {
        const char *label = reinti_grid_label(g, &c->category[k].label, c->category[k].code);
        if (rows)
            reinti_grid_row(g, c->category[k].code, label, NULL);
        else
            reinti_grid_column(g, c->category[k].code, label);
    }
}

void
reinti_grid_stat(reinti_grid *g, const char *id, const char *cells_id, const char *label,
                 reinti_cell_kind kind, unsigned decimals)
{
    if (!reinti_arena_grow(g->arena, &g->t->stat, &g->stat_capacity, g->t->n_stats, sizeof *g->t->stat))
        g->failed = true;
    else
        g->t->stat[g->t->n_stats++] = (reinti_stat){ id, cells_id, label, kind, decimals };
}

void
reinti_grid_layer(reinti_grid *g, const char *code, const char *label)
{
    if (!reinti_arena_grow(g->arena, &g->t->layer, &g->layer_capacity, g->t->n_layers, sizeof *g->t->layer))
        g->failed = true;
    else
        g->t->layer[g->t->n_layers++] =
            (reinti_layer){ reinti_grid_keep(g, code), reinti_grid_keep(g, label) };
}

reint_status
reinti_grid_cells(reinti_grid *g, reint_error *err)
{
    reinti_table *t = g->t;

    if (!t->n_layers)
        reinti_grid_layer(g, "", "");
    if (!t->n_stats)
        reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    if (g->failed)
        return reinti_no_memory(err);
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;
    if (n > 20000000)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "table \"%s\" would have %zu cells", t->id, n);
    t->cell = reinti_arena_alloc(g->arena, (n + 1) * sizeof *t->cell);
    if (!t->cell)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++)
        t->cell[i] = (reinti_cell){ .value = NAN,
                                    .low = NAN,
                                    .high = NAN,
                                    .kind = (uint8_t)t->stat[i % t->n_stats].kind,
                                    .state = REINTI_CELL_NOT_APPLICABLE };
    return REINT_OK;
}

void
reinti_grid_bounds(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n, double low,
                   double high)
{
    *reinti_table_cell(g->t, layer, row, column, stat) = (reinti_cell){ .value = n,
                                                                        .low = low,
                                                                        .high = high,
                                                                        .base = n,
                                                                        .base_n = n,
                                                                        .n = n,
                                                                        .weighted = n,
                                                                        .effective = n,
                                                                        .kind = REINTI_CELL_COUNT };
    g->t->show_bounds = g->t->show_bounds || low < high;
}

void
reinti_grid_count(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n)
{
    reinti_grid_bounds(g, layer, row, column, stat, n, n, n);
}

void
reinti_grid_share(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double n, double base)
{
    const reint_codebook *cb = g->f->cb;
    double share = base > 0 ? n / base : NAN;
    reinti_cell_state state = base > 0 ? REINTI_CELL_SHOWN : REINTI_CELL_UNDEFINED;

    if (base > 0 && cb->small_base && base < (double)cb->small_base)
        state = REINTI_CELL_BELOW_BASE;
    *reinti_table_cell(g->t, layer, row, column, stat) =
        (reinti_cell){ .value = share,
                       .low = share,
                       .high = share,
                       .base = base,
                       .base_n = base,
                       .n = n,
                       .weighted = n,
                       .effective = base,
                       .kind = REINTI_CELL_SHARE,
                       .state = (uint8_t)state,
                       .reason = base > 0 ? NULL : "a share of nobody" };
}

void
reinti_grid_number(reinti_grid *g, size_t layer, size_t row, size_t column, size_t stat, double value,
                   double n)
{
    reinti_cell *cell = reinti_table_cell(g->t, layer, row, column, stat);

    *cell = (reinti_cell){ .value = value,
                           .low = value,
                           .high = value,
                           .base = n,
                           .base_n = n,
                           .n = n,
                           .weighted = n,
                           .effective = n,
                           .kind = (uint8_t)g->t->stat[stat].kind,
                           .state = isfinite(value) ? REINTI_CELL_SHOWN : REINTI_CELL_UNDEFINED,
                           .reason = isfinite(value) || n > 0 ? NULL : "a statistic of nobody" };
}

void
reinti_grid_test(reinti_grid *g, size_t layer, const char *id, const char *label, double value,
                 const char *reason)
{
    if (!reinti_arena_grow(g->arena, &g->t->test, &g->test_capacity, g->t->n_tests, sizeof *g->t->test))
        g->failed = true;
    else
        g->t->test[g->t->n_tests++] =
            (reinti_test){ .layer = layer,
                           .id = id,
                           .label = label,
                           .value = isfinite(value) ? value : (double)NAN,
                           .reason = isfinite(value) ? NULL : reinti_text_or(reason, "undefined") };
}

void
reinti_grid_note(reinti_grid *g, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *text = reinti_arena_vformat(g->arena, format, args);
    va_end(args);
    if (!text ||
        !reinti_arena_grow(g->arena, &g->t->note, &g->note_capacity, g->t->n_notes, sizeof *g->t->note))
        g->failed = true;
    else
        g->t->note[g->t->n_notes++] = text;
}

void
reinti_grid_note_reversed(reinti_grid *g, size_t n)
{
    if (n)
        reinti_grid_note(g,
                         SAY(g,
                             "%zu persons are left out: their interviews are dated against the order of the "
                             "waves.",
                             "%zu orang tidak diikutkan: tanggal wawancaranya terbalik."),
                         n);
}

/* Peduzzi and others (1996), J Clin Epidemiol 49, 1373: below 10 estimates are biased, and their errors wrong. */
void
reinti_grid_note_few(reinti_grid *g, double per_parameter)
{
    if (per_parameter < 10)
        reinti_grid_note(
            g,
            SAY(g,
                "Only %.1f persons or events for each parameter: with fewer than 10 estimates can be far "
                "off, and each "
                "hangs on few people.",
                "Hanya %.1f untuk setiap parameter: bila kurang dari 10, penduga dapat jauh meleset."),
            per_parameter);
}

const char *
reinti_grid_path(reinti_grid *g, const char *path, const char *const *code, const char *const *label,
                 size_t n, const char *otherwise)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (const char *at = path; *at;) {
        size_t length = strcspn(at, ">"), k = 0;
        while (k < n && (strlen(code[k]) != length || strncmp(code[k], at, length)))
            k++;
        reinti_str_format(&s, "%s%s", at > path ? " → " : "", k < n ? label[k] : otherwise);
        at += length + (at[length] == '>');
    }
    const char *text = s.failed ? NULL : reinti_grid_keep(g, reinti_text_or(s.text, ""));
    g->failed = g->failed || !text;
    reinti_str_free(&s);
    return text ? text : "";
}

reint_status
reinti_grid_paths(reinti_grid *g, const reint_follow_path *path, size_t n, size_t total, const char *code,
                  const char *label, reint_error *err)
{
    reinti_grid_row(g, "total", SAY(g, "Total", "Jumlah"), NULL);
    reinti_grid_column(g, code, label);
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of column", "% kolom"), REINTI_CELL_SHARE, 0);
    reint_status status = reinti_grid_cells(g, err);
    if (status)
        return status;
    g->t->row[n].total = true;
    for (size_t i = 0; i <= n; i++) {
        double of = (double)(i < n ? path[i].n : total);
        reinti_grid_count(g, 0, i, 0, 0, of);
        reinti_grid_share(g, 0, i, 0, 1, of, (double)total);
    }
    return REINT_OK;
}

const char *
reinti_grid_label(const reinti_grid *g, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, g->language);
    const char *copy =
        reinti_arena_text(g->arena, text ? text : otherwise); /* outlives frames and rule sets */
    return copy ? copy : "";
}

const char *
reinti_grid_wave(const reinti_grid *g, size_t wave)
{
    const reinti_wave *w = &g->f->cb->wave[g->f->wave[wave]];
    return reinti_grid_label(g, &w->label, w->id);
}

const char *
reinti_grid_untested(const reinti_grid *g)
{
    if (g->f->cb->sampling == REINTI_PURPOSIVE && !g->plan->exploratory)
        return SAY(g,
                   "Tests were asked for and are not made: people were chosen on purpose, so chance has no "
                   "part in who "
                   "is in the table (a plan can say `inference: exploratory`).",
                   "Uji diminta tetapi tidak dilakukan: orang dipilih secara sengaja.");
    return NULL;
}

const char *
reinti_grid_no_limits(const reinti_grid *g)
{
    return SAY(
        g, "No limits are given: people were chosen on purpose (a plan can say `inference: exploratory`).",
        "Batas tidak diberikan: orang dipilih secara sengaja.");
}

bool
reinti_grid_asked(const reinti_grid *g, const char *test)
{
    for (size_t i = 0; i < g->follow->n_tests; i++)
        if (!strcmp(g->follow->tests[i], test))
            return true;
    return false;
}

const char *
reinti_grid_variable(const reinti_grid *g, reint_error *err, reint_status *status)
{
    const reinti_parts *rows = &g->plan->rows;

    if (rows->n == 1 && rows->part[0].n == 1)
        return rows->part[0].name[0];
    *status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "one variable is followed at a time: name it as the rows");
    return NULL;
}
