/* build.c -- one table: unit, base, columns, layers, cells, notes. */
#include <config.h>

#include "table/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS  20000000
#define MOST_LAYERS 100000

const char *
reinti_say(const char *language, const char *en, const char *id)
{
    return language && !strcmp(language, "id") ? id : en;
}

void
reinti_note(reinti_build *b, const char *format, ...)
{
    reinti_table *t = b->table;
    char text[600];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const char **note = reinti_arena_alloc(b->arena, (t->n_notes + 1) * sizeof *note);
    if (!note)
        return;
    if (t->n_notes)
        memcpy(note, t->note, t->n_notes * sizeof *note);
    note[t->n_notes] = reinti_arena_text(b->arena, text);
    t->note = note;
    t->n_notes += note[t->n_notes] != NULL;
}

/* ---- unit and base
 * --------------------------------------------------------------------------------------------------- */

/* Without a unit: the person form if it has all that is named, else the first form that has. */
static reint_status
choose_frame(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    size_t form = b->cb->person_form;
    const char *first = t->rows.n ? t->rows.part[0].name[0] : NULL;
    const reinti_column *column;

    if (t->unit) {
        form = reinti_codebook_find_form(b->cb, t->unit);
        if (form == REINTI_NONE) {
            const char **names = reinti_arena_alloc(b->arena, (b->cb->n_forms + 1) * sizeof *names);
            reinti_str hint = REINTI_STR_EMPTY;
            for (size_t f = 0; names && f < b->cb->n_forms; f++)
                names[f] = b->cb->form[f].name;
            reinti_did_you_mean(&hint, t->unit, names, names ? b->cb->n_forms : 0);
            reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                              "there is no form \"%s\"%s to be the unit of table \"%s\"",
                                              t->unit, hint.text, t->id);
            reinti_str_free(&hint);
            return status;
        }
        return reinti_frames_get(b->frames, form, &b->frame, err);
    }
    reint_status status = reinti_frames_get(b->frames, form, &b->frame, err);
    if (!status && first && reinti_frame_column(b->frame, first, &column, NULL))
        for (size_t f = 0; f < b->cb->n_forms; f++) {
            char name[80];
            snprintf(name, sizeof name, "%.*s", (int)strcspn(first, "."), first);
            if (reinti_form_find(&b->cb->form[f], name) != REINTI_NONE)
                return reinti_frames_get(b->frames, f, &b->frame, err);
        }
    return status;
}

/* 1 for every row that is in the table's base. */
static reint_status
make_filter(reinti_build *b, reint_error *err)
{
    const char *base = b->plan->base;
    reinti_left_out left;
    reint_status status = reinti_base_rows(b->frame, base && *base ? base : NULL,
                                           b->plan->everybody || (base && !*base), &b->filter, &left, err);

    if (status)
        return status;
    b->n_rows = reinti_frame_n(b->frame);
    b->n_in_base = left.n_rows;
    if (left.no_consent)
        reinti_note(b,
                    reinti_say(b->language, "%zu people who did not consent to analysis are left out.",
                               "%zu orang yang tidak menyetujui analisis tidak diikutkan."),
                    left.no_consent);
    if (left.not_recorded)
        reinti_note(b,
                    reinti_say(b->language,
                               "%zu records are left out because the record of their person was rejected.",
                               "%zu catatan tidak diikutkan karena catatan orangnya ditolak."),
                    left.not_recorded);
    if (left.cannot_be_told)
        reinti_note(
            b,
            reinti_say(b->language,
                       "%zu records are left out because the base condition cannot be told for them (%s).",
                       "%zu catatan tidak diikutkan karena kondisi basis tidak diketahui (%s)."),
            left.cannot_be_told, base);
    return REINT_OK;
}

/* ---- layers
 * ---------------------------------------------------------------------------------------------------------------
 */

static reint_status
make_layers(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    size_t n = 1, items = t->grid_name ? t->n_grid : 1;

    b->n_by = t->by.n;
    for (size_t d = 0; d < b->n_by; d++) {
        reint_status status = reinti_table_column(b, t->by.name[d], false, &b->by[d], err);
        if (status)
            return status;
        if (b->by[d]->kind != REINTI_COLUMN_CODED)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "\"%s\" cannot make layers: it has no single category", t->by.name[d]);
        if (b->by[d]->n_valid && n > SIZE_MAX / 1024 / b->by[d]->n_valid)
            n = SIZE_MAX / 1024; /* refused below */
        else
            n *= b->by[d]->n_valid;
    }
    if (n * items > MOST_LAYERS)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the table would have %zu layers; at most %d are made", n * items, MOST_LAYERS);
    b->layers_per_item = n;
    b->table->n_layers = n * items;
    b->table->layer = reinti_arena_alloc(b->arena, (n * items + 1) * sizeof *b->table->layer);
    b->layer_category = reinti_arena_alloc(b->arena, (n * b->n_by + 1) * sizeof *b->layer_category);
    if (!b->table->layer || !b->layer_category)
        return reinti_no_memory(err);
    for (size_t l = 0; l < n; l++)
        for (size_t d = b->n_by, rest = l; d-- > 0; rest /= b->by[d]->n_valid)
            b->layer_category[l * b->n_by + d] = rest % b->by[d]->n_valid;
    for (size_t i = 0; i < items; i++)
        for (size_t l = 0; l < n; l++) {
            reinti_str code = REINTI_STR_EMPTY, label = REINTI_STR_EMPTY;
            if (t->grid_name) {
                const reinti_column *c = NULL;
                reint_status status = reinti_table_column(b, t->grid[i], true, &c, err);
                if (status)
                    return status;
                const char *text = reinti_label_text(&c->label, b->language);
                reinti_str_format(&code, "%s=%s", t->grid_name, t->grid_code[i]);
                reinti_str_add(&label, text ? text : t->grid_code[i]);
            }
            for (size_t d = 0; d < b->n_by; d++) {
                const reinti_category *category = &b->by[d]->category[b->layer_category[l * b->n_by + d]];
                const char *text = reinti_label_text(&category->label, b->language);
                reinti_str_format(&code, "%s%s=%s", code.length ? "|" : "", b->by[d]->name, category->code);
                reinti_str_format(&label, "%s%s", label.length ? " · " : "", text ? text : category->code);
            }
            b->table->layer[i * n + l] = (reinti_layer){ reinti_arena_text(b->arena, code.text),
                                                         reinti_arena_text(b->arena, label.text) };
            reinti_str_free(&code);
            reinti_str_free(&label);
        }
    return REINT_OK;
}

/* ---- statistics, words
 * -------------------------------------------------------------------------------------------------- */

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
};

static reint_status
make_stats(reinti_build *b, reint_error *err)
{
    static const char *const plain[] = { "count", "col_pct" }, *const of_set[] = { "count", "pct_cases" },
                             *const of_mean[] = { "n", "mean", "sd" };
    const reinti_plan_table *t = b->plan;
    const char *const *word = t->cells;
    size_t n = t->n_cells;

    if (!n) {
        word = t->mean ? of_mean : b->rows.sets ? of_set : plain;
        n = t->mean ? 3 : 2;
    }
    b->table->stat = reinti_arena_alloc(b->arena, (n + 1) * sizeof *b->table->stat);
    if (!b->table->stat)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < REINTI_LENGTH(stats) && strcmp(stats[k].word, word[i]))
            k++;
        if (k == REINTI_LENGTH(stats))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no cell statistic \"%s\"", word[i]);
        if (!t->mean && (stats[k].kind == REINTI_CELL_MEAN || !strcmp(word[i], "n")))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "table \"%s\" shows \"%s\" but names no variable (mean: ...)", t->id, word[i]);
        b->table->stat[b->table->n_stats++] =
            (reinti_stat){ .id = stats[k].id,
                           .cells_id = stats[k].word,
                           .kind = stats[k].kind,
                           .decimals = stats[k].decimals,
                           .label = reinti_say(b->language, stats[k].en, stats[k].indonesian) };
    }
    return REINT_OK;
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

static void
make_titles(reinti_build *b)
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

static void
add_notes(reinti_build *b)
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
    if (t->n_tests) {
        const char *refused = reinti_tests_refused(b);
        if (refused)
            reinti_note(b, "%s", refused);
        else if (b->cb->sampling == REINTI_PURPOSIVE)
            reinti_note(b, "%s",
                        reinti_say(b->language,
                                   "Exploratory inference: people were chosen on purpose, so p-values "
                                   "describe this table and "
                                   "nothing beyond it.",
                                   "Inferensi eksploratif: nilai p hanya menggambarkan tabel ini."));
        if (!refused && t->independent)
            reinti_note(b, "%s",
                        reinti_say(b->language,
                                   "Records are taken as independent, although a person may have several.",
                                   "Catatan dianggap saling bebas."));
    }
    for (size_t i = 0; i < b->cb->n_sampled_on; i++)
        for (size_t p = 0; p < b->rows.n_shown; p++)
            for (size_t d = 0; d < b->rows.part[p].n; d++) {
                const char *name = b->rows.part[p].column[d]->name, *on = b->cb->sampled_on[i];
                if (!strcmp(name, on) || (!strcmp(on, "assistance") && !strncmp(name, "class", 5)))
                    reinti_note(b,
                                reinti_say(b->language,
                                           "People were chosen by %s: its shares were chosen, not found.",
                                           "Orang dipilih menurut %s: proporsinya dipilih, bukan ditemukan."),
                                on);
            }
}

/* ---- the table
 * -------------------------------------------------------------------------------------------------------------
 */

static reint_status
number_column(reinti_build *b, const char *name, const double **out, reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_frame_column(b->frame, name, &c, err);

    if (!status && c->kind != REINTI_COLUMN_NUMBER)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is not a number", name);
    if (!status)
        *out = c->number;
    return status;
}

/* The product, or SIZE_MAX where it is larger than that. */
static size_t
cells_of(size_t layers, size_t rows, size_t columns, size_t n_stats)
{
    size_t n = layers;
    const size_t factor[] = { rows, columns, n_stats };

    for (size_t i = 0; i < REINTI_LENGTH(factor); i++) {
        if (factor[i] && n > SIZE_MAX / factor[i])
            return SIZE_MAX;
        n *= factor[i];
    }
    return n;
}

static reint_status
fill(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    reinti_table *out = b->table;
    size_t items = t->grid_name ? t->n_grid : 1;
    reint_status status = make_layers(b, err);

    for (size_t i = 0; !status && i < items; i++) {
        const char *item = t->grid_name ? t->grid[i] : NULL;
        status = reinti_axis_make(b, &t->rows, item, true, &b->rows, err);
        if (!status)
            status = reinti_axis_make(b, &t->columns, item, false, &b->columns, err);
        if (!status && !i) {
            out->n_rows = b->rows.n;
            out->row = b->rows.entry;
            out->n_columns = b->columns.n;
            out->column = b->columns.entry;
            status = make_stats(b, err);
            size_t n = cells_of(out->n_layers, out->n_rows, out->n_columns, out->n_stats);
            if (!status && n > MOST_CELLS)
                status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                     "the table would have %zu cells; at most %zu are made", n,
                                     (size_t)MOST_CELLS);
            if (!status && !(out->cell = reinti_arena_alloc(b->arena, (n + 1) * sizeof *out->cell)))
                status = reinti_no_memory(err);
        } else if (!status && (b->rows.n != out->n_rows || b->columns.n != out->n_columns)) {
            status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                 "the variables of a grid share a list; \"%s\" has another than \"%s\"", item,
                                 t->grid[0]);
        }
        if (!status)
            status = reinti_count_item(b, i, err);
    }
    return status;
}

/* Reasons that the plan names are reasons of the codebook. */
static reint_status
check_reasons(const reinti_build *b, const char *const *name, size_t n, reint_error *err)
{
    const char **known = reinti_arena_alloc(b->arena, (b->cb->n_missing + 1) * sizeof *known);

    for (size_t i = 0; known && i < b->cb->n_missing; i++)
        known[i] = b->cb->missing[i].name;
    for (size_t i = 0; i < n; i++) {
        reinti_str hint = REINTI_STR_EMPTY;
        if (reinti_codebook_find_missing(b->cb, name[i]) != REINTI_NONE || !strcmp(name[i], "absent"))
            continue;
        reinti_did_you_mean(&hint, name[i], known, known ? b->cb->n_missing : 0);
        reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no missing reason \"%s\"%s",
                                          name[i], hint.text);
        reinti_str_free(&hint);
        return status;
    }
    return known ? REINT_OK : reinti_no_memory(err);
}

/* The rows, and the numbers beside them. */
static reint_status
begin(reinti_build *b, reint_error *err)
{
    reint_status status = choose_frame(b, err);

    if (!status)
        status = make_filter(b, err);
    if (!status && b->plan->weight)
        status = number_column(b, b->plan->weight, &b->weight, err);
    if (!status && b->plan->mean)
        status = number_column(b, b->plan->mean, &b->x, err);
    return status;
}

reint_status
reinti_table_ask(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t, const char *language,
                 reint_error *err)
{
    reinti_build b = { .frames = frames,
                       .cb = reint_study_codebook(reinti_frames_study(frames)),
                       .plan = t,
                       .language = language,
                       .ahead = ahead,
                       .asking = true,
                       .table = reinti_cells_create() };
    reint_status status = b.table ? REINT_OK : reinti_no_memory(err);

    if (status || t->weight || t->mean) { /* sums are not counted together */
        reinti_cells_free(b.table);
        return status;
    }
    b.arena = b.table->arena;
    status = begin(&b, err);
    if (!status && b.n_rows >= REINTI_AHEAD_ROWS)
        status = fill(&b, err);
    reinti_cells_free(b.table);
    return status == REINT_ARGUMENT ? REINT_OK : status;
}

reint_status
reinti_table_build(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t,
                   const char *language, reinti_table **out, reint_error *err)
{
    reinti_table *table = reinti_cells_create();
    reinti_build b = { .frames = frames,
                       .cb = reint_study_codebook(reinti_frames_study(frames)),
                       .plan = t,
                       .language = language,
                       .ahead = ahead,
                       .table = table };
    const char *label;

    *out = NULL;
    if (!table)
        return reinti_no_memory(err);
    b.arena = table->arena;
    reint_status status = begin(&b, err);
    if (!status) {
        const reinti_form *form = &b.cb->form[reinti_frame_form(b.frame)];
        label = reinti_label_text(&form->label, language);
        table->id = reinti_arena_text(b.arena, t->id);
        table->group = reinti_arena_text(b.arena, t->group);
        table->unit = reinti_arena_format(
            b.arena, reinti_say(language, "records of \"%s\"", "catatan \"%s\""), label ? label : form->name);
        if (reinti_frame_form(b.frame) == b.cb->person_form)
            table->unit = reinti_say(language, "persons", "orang");
    }
    if (!status)
        status = check_reasons(&b, t->missing_reason, t->n_missing, err);
    if (!status)
        status = check_reasons(&b, t->counted, t->n_counted, err);
    if (!status)
        status = reinti_design_make(&b, err);
    if (!status)
        status = fill(&b, err);
    if (!status) {
        table->language = reinti_arena_text(b.arena, language);
        make_titles(&b);
        status = reinti_table_judge(&b, err);
        add_notes(&b);
    }
    if (!status)
        status = reinti_table_arrange(&b, err);
    if (!status && t->adjust && t->adjust_family == REINTI_FAMILY_TABLE)
        status = reinti_tests_adjust(&table, 1, t->adjust, language, err);
    if (!status) {
        table->stats_in_rows = t->stats_in_rows;
        table->chart.kind = reinti_arena_text(b.arena, t->chart);
        for (size_t s = 0; s < table->n_stats; s++)
            if (table->stat[s].kind == REINTI_CELL_SHARE && t->chart && strcmp(t->chart, "stacked100"))
                table->chart.stat = s;
        if (b.cb->small_base && b.n_in_base < b.cb->small_base) /* shares would all be marks */
            table->chart.stat = 0;
    } else if (err && !err->file[0] && t->id) {
        char text[sizeof err->text];
        snprintf(text, sizeof text, "table \"%.60s\": %.420s", t->id, err->text);
        memcpy(err->text, text, sizeof text);
    }
    if (status) {
        reinti_cells_free(table);
        return status;
    }
    *out = table;
    return REINT_OK;
}
