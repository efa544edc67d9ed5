/* follow.c -- from a plan entry `content: follow-...` to a table: opens the panel, calls the maker, lays out cells.
 *
 * The base line names the base: all available, or the same people; what was left out stands in the notes. */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

#include "table/build.h"

/* ---- grid ----------------------------------------------------------------------------------------------- */

static const char *
keep(reinti_grid *g, const char *text)
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
    (*entry)[*n] = (reinti_entry){
        .code = keep(g, code), .label = keep(g, label), .group = keep(g, group), .first_of_group = first
    };
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
        g->t->layer[g->t->n_layers++] = (reinti_layer){ keep(g, code), keep(g, label) };
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
    *reinti_table_cell(g->t, layer, row, column, stat) = (reinti_cell){ .value = share,
                                                                        .low = share,
                                                                        .high = share,
                                                                        .base = base,
                                                                        .base_n = base,
                                                                        .n = n,
                                                                        .weighted = n,
                                                                        .effective = base,
                                                                        .kind = REINTI_CELL_SHARE,
                                                                        .state = (uint8_t)state };
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
                           .state = isfinite(value) ? REINTI_CELL_SHOWN : REINTI_CELL_UNDEFINED };
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
    char text[800];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!reinti_arena_grow(g->arena, &g->t->note, &g->note_capacity, g->t->n_notes, sizeof *g->t->note))
        g->failed = true;
    else
        g->t->note[g->t->n_notes++] = keep(g, text);
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

/* ---- one table ------------------------------------------------------------------------------------------ */

static const struct {
    const char *word;
    reint_status (*make)(reinti_grid *g, reint_error *err);
} makers[] = {
    { "follow-flow", reinti_follow_flow },
    { "follow-patterns", reinti_follow_patterns },
    { "follow-intervals", reinti_follow_intervals },
    { "follow-losses", reinti_follow_losses },
    { "follow-timeline", reinti_follow_timeline },
    { "follow-transitions", reinti_follow_transitions },
    { "follow-balance", reinti_follow_balance },
    { "follow-probabilities", reinti_follow_probabilities },
    { "follow-model", reinti_follow_model_table },
    { "follow-paths", reinti_follow_paths_table },
    { "follow-ever", reinti_follow_ever },
    { "follow-overlap", reinti_follow_overlap },
    { "follow-referral", reinti_follow_referral },
    { "follow-domains", reinti_follow_domains_table },
    { "follow-domain-states", reinti_follow_domain_states },
    { "follow-profile", reinti_follow_profile },
    { "follow-told", reinti_follow_told_table },
    { "follow-disclosed", reinti_follow_disclosed },
    { "follow-time", reinti_follow_time_table },
    { "follow-curve", reinti_follow_curve },
    { "follow-lifetable", reinti_follow_lifetable },
    { "follow-attrition", reinti_follow_attrition_table },
    { "follow-weights", reinti_follow_weights_table },
    { "follow-sensitivity", reinti_follow_sensitivity_table },
    { "follow-paired", reinti_follow_paired },
    { "follow-states", reinti_follow_states_table },
    { "follow-sequences", reinti_follow_sequences_table },
    { "follow-clusters", reinti_follow_clusters_table },
    { "follow-periods", reinti_follow_periods_table },
    { "follow-relatives", reinti_follow_relatives_table },
};

/* Contents that look at persons and their records, not at waves. */
static bool
is_without_waves(const char *content)
{
    return !strcmp(content, "follow-periods") || !strcmp(content, "follow-relatives");
}

/* "the same people: 52 of 75 persons, interviewed at w1 and w2 (status IN ('complete', 'partial'))", and what the maker
 * says of it besides.  No table of people over time is without it. */
static void
write_base(reinti_grid *g)
{
    const reint_follow *f = g->f;
    const char *own = g->t->base;
    reinti_str s = REINTI_STR_EMPTY;

    if (!f->n_waves)
        reinti_str_format(&s, SAY(g, "all available: %zu persons", "semua yang ada: %zu orang"), f->n);
    else if (f->same_people)
        reinti_str_format(&s,
                          SAY(g, "the same people: %zu of %zu persons, interviewed at every one of ",
                              "orang yang sama: %zu dari %zu orang, diwawancarai pada setiap "),
                          f->n, f->n_base);
    else
        reinti_str_format(&s,
                          SAY(g, "all available: %zu persons, whoever was interviewed among ",
                              "semua yang ada: %zu orang, siapa pun yang diwawancarai pada "),
                          f->n);
    for (size_t w = 0; w < f->n_waves; w++)
        reinti_str_format(&s, "%s%s", w ? ", " : "", f->cb->wave[f->wave[w]].id);
    if (f->seen)
        reinti_str_format(&s, " (%s)", f->seen);
    if (g->plan->base && *g->plan->base)
        reinti_str_format(&s, "; %s", g->plan->base);
    if (own)
        reinti_str_format(&s, "; %s", own);
    g->t->base = s.failed ? NULL : keep(g, s.text);
    g->failed = g->failed || s.failed;
    reinti_str_free(&s);
}

static void
write_left_out(reinti_grid *g)
{
    const reint_follow *f = g->f;

    if (f->no_consent)
        reinti_grid_note(g, REINTI_NO_CONSENT(g->language, f->no_consent), f->no_consent);
    if (f->cannot_be_told)
        reinti_grid_note(g,
                         SAY(g, "%zu people are left out because the base condition cannot be told for them.",
                             "%zu orang tidak diikutkan karena kondisi basis tidak diketahui."),
                         f->cannot_be_told);
    if (f->unsure)
        reinti_grid_note(g,
                         SAY(g,
                             "Whether %zu interviews were held cannot be told: they are taken as not held.",
                             "%zu wawancara tidak diketahui terlaksana atau tidak: dianggap tidak."),
                         f->unsure);
}

/* Contents that are of the class where no rows are named. */
static bool
is_of_class(const char *content)
{
    static const char *const words[] = { "follow-transitions", "follow-balance", "follow-probabilities",
                                         "follow-referral",    "follow-paths",   "follow-ever" };

    for (size_t i = 0; i < REINTI_LENGTH(words); i++)
        if (!strcmp(words[i], content))
            return true;
    return false;
}

/* What people chosen on purpose cannot say: of what they were chosen by, and of a table with tests. */
static void
write_chosen(reinti_grid *g)
{
    const reint_codebook *cb = g->f->cb;
    const reinti_parts *rows = &g->plan->rows;
    const char *on = !rows->n && is_of_class(g->plan->content) ? reinti_chosen_by(cb, "class") : NULL;

    for (size_t p = 0; p < rows->n; p++)
        for (size_t d = 0; d < rows->part[p].n && !on; d++)
            on = reinti_chosen_by(cb, rows->part[p].name[d]);
    if (on)
        reinti_grid_note(g, REINTI_CHOSEN_BY(g->language), on);
    if (g->plan->exploratory && cb->sampling == REINTI_PURPOSIVE)
        reinti_grid_note(g, "%s", reinti_exploratory_note(g->language));
}

/* Tables of the plan's `attrition` are of its waves. */
static bool
is_of_weights(const char *content)
{
    return !strcmp(content, "follow-weights") || !strcmp(content, "follow-sensitivity");
}

static reint_status
make(reinti_grid *g, reinti_frames *frames, reint_error *err)
{
    const reinti_plan_table *plan = g->plan;
    const reinti_follow_weights *w = is_of_weights(plan->content) ? plan->attrition : NULL;
    const reint_follow_options options = { .size = sizeof options,
                                           .base = g->follow->of_table ? NULL : plan->base,
                                           .seen = reinti_text_or(g->follow->seen, w ? w->seen : NULL),
                                           .waves = reinti_text_or(g->follow->waves, w ? w->waves : NULL),
                                           .everybody = plan->everybody || (plan->base && !*plan->base),
                                           .same_people = g->follow->same_people,
                                           .by_period = is_without_waves(plan->content) };
    size_t k = 0;
    reint_status status = reinti_follow_shared(frames, &options, &g->f, err);

    while (k < REINTI_LENGTH(makers) && strcmp(makers[k].word, plan->content))
        k++;
    if (!status && k == REINTI_LENGTH(makers))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no content \"%s\"", plan->content);
    g->t->language = keep(g, g->language);
    g->t->id = keep(g, plan->id);
    g->t->group = keep(g, plan->group);
    g->t->row_title = g->t->column_title = "";
    if (!status)
        status = makers[k].make(g, err);
    if (status)
        return status;
    if (plan->title) {
        g->t->title = keep(g, plan->title);
        g->t->picture.title = NULL;
    }
    if (!g->t->unit)
        g->t->unit = SAY(g, "persons", "orang");
    g->t->subtitle = plan->subtitle ? keep(g, plan->subtitle) : g->t->unit;
    write_base(g);
    write_left_out(g);
    write_chosen(g);
    for (size_t i = 0; i < plan->n_notes; i++)
        reinti_grid_note(g, "%s", plan->notes[i]);
    if (plan->chart)
        g->t->chart = (reinti_chart){ .kind = keep(g, plan->chart), .stat = g->t->chart.stat, .asked = true };
    if (plan->no_picture)
        g->t->picture.kind = NULL;
    return g->failed ? reinti_no_memory(err) : REINT_OK;
}

reint_status
reinti_table_follow(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                    reinti_table **out, reint_error *err)
{
    static const reinti_follow_plan nothing;
    reinti_grid g = { .t = reinti_cells_create(),
                      .plan = plan,
                      .follow = plan->follow ? plan->follow : &nothing,
                      .language = language };

    *out = NULL;
    if (!g.t)
        return reinti_no_memory(err);
    g.arena = g.t->arena;
    reint_status status = make(&g, frames, err);
    if (status)
        reinti_cells_free(g.t);
    else
        *out = g.t;
    return status;
}
