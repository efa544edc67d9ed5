/* describe.c -- the words of a table: its statistics, titles and notes. */
#include <config.h>

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "table/build.h"

const char *
reinti_say(const char *language, const char *en, const char *id)
{
    return language && !strcmp(language, "id") ? id : en;
}

void
reinti_note(reinti_build *b, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    const char *text = reinti_arena_vformat(b->arena, format, args);
    va_end(args);
    if (text)
        reinti_table_note(b->table, text);
}

const char *
reinti_exploratory_note(const char *language)
{
    return reinti_say(
        language,
        "Exploratory inference: people were chosen on purpose, so p-values describe this table and "
        "nothing beyond it.",
        "Inferensi eksploratif: nilai p hanya menggambarkan tabel ini.");
}

const char *
reinti_chosen_by(const reint_codebook *cb, const char *name)
{
    for (size_t i = 0; i < cb->n_waves; i++) /* w1_class is class */
        name = reinti_text_or(reinti_after_wave(name, cb->wave[i].id), name);
    for (size_t i = 0; i < cb->n_sampled_on; i++) {
        const char *on = cb->sampled_on[i];
        if (!strcmp(name, on) || (!strcmp(on, "assistance") && !strncmp(name, "class", 5)))
            return on;
    }
    return NULL;
}

/* ---- statistics ---------------------------------------------------------------------------------------- */

static const struct {
    const char *word, *id, *en, *indonesian;
    reinti_cell_kind kind;
    unsigned decimals;
} stats[] = {
    { "count", "count", "n", "n", REINTI_CELL_COUNT, 0 },
    { "row_pct", "row_share", "% of row", "% baris", REINTI_CELL_SHARE, 0 },
    { "col_pct", "column_share", "% of column", "% kolom", REINTI_CELL_SHARE, 0 },
    { "total_pct", "total_share", "% of total", "% total", REINTI_CELL_SHARE, 0 },
    { "valid_pct", "valid_share", "% of answers", "% jawaban", REINTI_CELL_SHARE, 0 },
    { "pct_cases", "cases_share", "% of cases", "% kasus", REINTI_CELL_SHARE, 0 },
    { "pct_responses", "responses_share", "% of responses", "% respons", REINTI_CELL_SHARE, 0 },
    { "n", "n", "n", "n", REINTI_CELL_COUNT, 0 },
    { "mean", "mean", "mean", "rata-rata", REINTI_CELL_MEAN, 1 },
    { "sd", "sd", "sd", "simpangan baku", REINTI_CELL_MEAN, 1 },
    { "se", "se", "se", "galat baku", REINTI_CELL_MEAN, 2 },
    { "median", "median", "median", "median", REINTI_CELL_MEAN, 1 },
    { "min", "min", "lowest", "terendah", REINTI_CELL_MEAN, 1 },
    { "max", "max", "highest", "tertinggi", REINTI_CELL_MEAN, 1 },
    { "q05", "q05", "5% quantile", "kuantil 5%", REINTI_CELL_MEAN, 1 },
    { "q10", "q10", "10% quantile", "kuantil 10%", REINTI_CELL_MEAN, 1 },
    { "q25", "q25", "25% quantile", "kuantil 25%", REINTI_CELL_MEAN, 1 },
    { "q75", "q75", "75% quantile", "kuantil 75%", REINTI_CELL_MEAN, 1 },
    { "q90", "q90", "90% quantile", "kuantil 90%", REINTI_CELL_MEAN, 1 },
    { "q95", "q95", "95% quantile", "kuantil 95%", REINTI_CELL_MEAN, 1 },
    { "unweighted_n", "unweighted_n", "unweighted n", "n tak berbobot", REINTI_CELL_COUNT, 0 },
    { "weighted_n", "weighted_n", "weighted n", "n berbobot", REINTI_CELL_COUNT, 0 },
    { "effective_n", "effective_n", "effective n", "n efektif", REINTI_CELL_COUNT, 0 },
    { "pct_se", "column_share_se", "se of %", "galat baku %", REINTI_CELL_SHARE, 0 },
    { "pct_low", "column_share_low", "% from", "% dari", REINTI_CELL_SHARE, 0 },
    { "pct_high", "column_share_high", "% to", "% sampai", REINTI_CELL_SHARE, 0 },
    { "mean_low", "mean_low", "mean from", "rata-rata dari", REINTI_CELL_MEAN, 1 },
    { "mean_high", "mean_high", "mean to", "rata-rata sampai", REINTI_CELL_MEAN, 1 },
    { "deff", "deff", "design effect", "efek rancangan", REINTI_CELL_STATISTIC, 2 },
};

static size_t
find_stat(const char *word)
{
    size_t k = 0;

    while (k < REINTI_LENGTH(stats) && strcmp(stats[k].word, word))
        k++;
    return k;
}

bool
reinti_is_of_number(const char *word)
{
    size_t k = find_stat(word);

    return !strcmp(word, "n") || (k < REINTI_LENGTH(stats) && stats[k].kind == REINTI_CELL_MEAN);
}

/* The statistic WORD of the number MEASURE (REINTI_NONE: of counts).  Of several numbers it is called by its own: "age.mean". */
static reint_status
add_stat(reinti_build *b, const char *word, size_t measure, reint_error *err)
{
    reinti_table *t = b->table;
    size_t k = find_stat(word);

    if (k == REINTI_LENGTH(stats))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no cell statistic \"%s\"", word);
    if (measure == REINTI_NONE && reinti_is_of_number(word))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "table \"%s\" shows \"%s\" but names no variable (mean: ...)", b->plan->id, word);
    reinti_stat stat = { .id = stats[k].id,
                         .cells_id = stats[k].word,
                         .kind = stats[k].kind,
                         .decimals = stats[k].decimals,
                         .label = reinti_say(b->language, stats[k].en, stats[k].indonesian) };
    if (measure != REINTI_NONE && b->n_measures > 1) {
        const reinti_column *x = b->measure[measure];
        const char *label = x ? reinti_label_text(&x->label, b->language) : NULL,
                   *name = b->plan->measure[measure].name;
        stat.label = reinti_arena_format(b->arena, "%s: %s", label ? label : name, stat.label);
        stat.id = reinti_arena_format(b->arena, "%s.%s", name, stat.id);
        stat.cells_id = reinti_arena_format(b->arena, "%s.%s", name, stat.cells_id);
    }
    b->of[t->n_stats] = (struct reinti_stat_of){ stats[k].word, measure };
    t->stat[t->n_stats++] = stat;
    return stat.label && stat.id && stat.cells_id ? REINT_OK : reinti_no_memory(err);
}

/* WORD[0 .. N) of each number, number by number. */
static reint_status
add_of_numbers(reinti_build *b, const char *const *word, size_t n, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t m = 0; m < b->n_measures; m++)
        for (size_t i = 0; !status && i < n; i++)
            status = add_stat(b, word[i], m, err);
    return status;
}

/* The cells that the plan names, in its order: what stands together of numbers is said of one after the other. */
static reint_status
add_stats(reinti_build *b, const char *const *word, size_t n, bool own, reint_error *err)
{
    bool numbers = b->n_measures && !own;
    reint_status status = REINT_OK;

    for (size_t i = 0, end; !status && i < n; i = end) {
        for (end = i; numbers && end < n && (reinti_is_of_number(word[end]) || !strcmp(word[end], "deff"));
             end++)
            ;
        if (end > i)
            status = add_of_numbers(b, word + i, end - i, err);
        else
            status = add_stat(b, word[end++], REINTI_NONE, err);
    }
    return status;
}

reint_status
reinti_describe_stats(reinti_build *b, reint_error *err)
{
    static const char *const plain[] = { "count", "col_pct" }, *const of_set[] = { "count", "pct_cases" },
                             *const of_mean[] = { "n", "mean", "sd" };
    const reinti_plan_table *t = b->plan;
    bool own = t->n_measures && t->measure[0].n_cells;
    const char *const *word = t->cells;
    size_t n = t->n_cells, room;

    if (!n && !own) {
        word = t->n_measures ? of_mean : b->rows.sets ? of_set : plain;
        n = t->n_measures ? 3 : 2;
    }
    room = n * (b->n_measures + 1);
    for (size_t m = 0; m < b->n_measures; m++)
        room += t->measure[m].n_cells;
    b->table->stat = reinti_arena_alloc(b->arena, (room + 1) * sizeof *b->table->stat);
    b->of = reinti_arena_alloc(b->arena, (room + 1) * sizeof *b->of);
    if (!b->table->stat || !b->of)
        return reinti_no_memory(err);
    reint_status status = add_stats(b, word, n, own, err);
    for (size_t m = 0; own && m < b->n_measures; m++)
        for (size_t i = 0; !status && i < t->measure[m].n_cells; i++)
            status = add_stat(b, t->measure[m].cells[i], m, err);
    return status;
}

/* "Sex, Form of exploitation": the variables of one side. */
static const char *
axis_title(reinti_build *b, const reinti_axis *axis)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t p = 0; p < axis->n_shown; p++)
        for (size_t d = 0; d < axis->part[p].n; d++) {
            const reinti_column *c = axis->part[p].column[d];
            const char *label = reinti_label_text(&c->label, b->language);
            reinti_str_format(&s, "%s%s", d ? " > " : p ? ", " : "", label ? label : c->name);
        }
    const char *text = reinti_arena_text(b->arena, s.text);
    reinti_str_free(&s);
    return text;
}

void
reinti_describe_titles(reinti_build *b)
{
    const reinti_plan_table *t = b->plan;
    reinti_table *out = b->table;

    out->row_title = axis_title(b, &b->rows);
    out->column_title = axis_title(b, &b->columns);
    if (t->grid_name) /* the first item's label would stand for all */
        out->row_title = reinti_arena_text(b->arena, t->grid_name);
    out->title = t->title ? reinti_arena_text(b->arena, t->title)
                 : *out->column_title
                     ? reinti_arena_format(b->arena, reinti_say(b->language, "%s by %s", "%s menurut %s"),
                                           out->row_title, out->column_title)
                     : out->row_title;
    out->subtitle =
        t->subtitle ? reinti_arena_text(b->arena, t->subtitle)
        : b->weight
            ? reinti_arena_format(b->arena,
                                  reinti_say(b->language, "%s, weighted by %s", "%s, dibobot dengan %s"),
                                  out->unit, t->weight)
            : reinti_arena_text(b->arena, out->unit);
}

/* Whether the table says anything beyond the people in it: tests, letters, limits. */
static bool
infers(const reinti_build *b)
{
    bool any = b->plan->n_tests || b->plan->letters.on;

    for (size_t s = 0; s < b->table->n_stats; s++)
        any = any || reinti_is_limit(b->of[s].word);
    return any;
}

void
reinti_describe_notes(reinti_build *b)
{
    const reinti_plan_table *t = b->plan;

    for (size_t i = 0; i < t->n_notes; i++)
        reinti_note(b, "%s", t->notes[i]);
    if (b->table->show_bounds)
        reinti_note(b, "%s",
                    reinti_say(b->language,
                               "For some the class cannot be told from what was recorded. They are in the "
                               "base; \"at least\" counts those "
                               "who surely belong, \"at most\" those who possibly do.",
                               "Bagi sebagian orang, kelas tidak dapat ditentukan. Mereka tetap dalam basis; "
                               "angka terendah dan tertinggi "
                               "ditunjukkan."));
    if (infers(b)) {
        const char *refused = reinti_tests_refused(b);
        if (refused)
            reinti_note(b, "%s", refused);
        else if (b->cb->sampling == REINTI_PURPOSIVE)
            reinti_note(b, "%s", reinti_exploratory_note(b->language));
        if (!refused && t->independent)
            reinti_note(b, "%s",
                        reinti_say(b->language,
                                   "Records are taken as independent, although a person may have several.",
                                   "Catatan dianggap saling bebas."));
    }
    for (size_t p = 0; p < b->rows.n_shown; p++)
        for (size_t d = 0; d < b->rows.part[p].n; d++) {
            const char *on = reinti_chosen_by(b->cb, b->rows.part[p].column[d]->name);
            if (on)
                reinti_note(b, REINTI_CHOSEN_BY(b->language), on);
        }
}
