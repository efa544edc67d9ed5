/* build.c -- one table: unit, base, columns, layers, cells, notes. */
#include <config.h>

#include "table/build.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_CELLS  20000000
#define MOST_LAYERS 100000

/* ---- unit and base
 * --------------------------------------------------------------------------------------------------- */

/* Without a unit: the person form if it has all that is named, else the first form that has. */
reint_status
reinti_table_frame(reinti_build *b, reint_error *err)
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

reint_status
reinti_table_filter(reinti_build *b, reint_error *err)
{
    const char *base = b->plan->base, *words = base;
    reinti_left_out left;
    reint_status status = reinti_base_rows(b->frame, base && *base ? base : NULL,
                                           b->plan->everybody || (base && !*base), &b->filter, &left, err);

    if (status)
        return status;
    b->n_rows = reinti_frame_n(b->frame);
    b->n_in_base = left.n_rows;
    if (base && *base && (!b->n_in_base || left.cannot_be_told))
        words = reinti_condition_words(b->cb, b->frames, reinti_frame_form(b->frame), base, b->language,
                                       b->arena);
    if (left.no_consent)
        reinti_note(b, REINTI_NO_CONSENT(b->language, left.no_consent), left.no_consent);
    if (left.not_recorded)
        reinti_note(b,
                    reinti_say(b->language,
                               "%zu records are left out because the record of their person was rejected.",
                               "%zu catatan tidak diikutkan karena catatan orangnya ditolak."),
                    left.not_recorded);
    if (base && *base && !b->n_in_base)
        reinti_note(b,
                    reinti_say(b->language,
                               "Nobody is in the table: the base condition holds for no record (%s).",
                               "Tabel ini kosong: kondisi basis tidak berlaku untuk satu catatan pun (%s)."),
                    words);
    if (left.cannot_be_told)
        reinti_note(
            b,
            reinti_say(b->language,
                       "%zu records are left out because the base condition cannot be told for them (%s).",
                       "%zu catatan tidak diikutkan karena kondisi basis tidak diketahui (%s)."),
            left.cannot_be_told, words);
    return REINT_OK;
}

/* ---- layers
 * ---------------------------------------------------------------------------------------------------------------
 */

reint_status
reinti_layer_column(reinti_build *b, const char *name, const reinti_column **out, reint_error *err)
{
    reint_status status = reinti_table_column(b, name, false, out, err);

    if (!status && (*out)->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "\"%s\" cannot make layers: it has no single category", name);
    return status;
}

reint_status
reinti_table_layers(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    size_t n = 1, items = t->grid_name ? t->n_grid : 1;

    b->n_by = t->by.n;
    for (size_t d = 0; d < b->n_by; d++) {
        reint_status status = reinti_layer_column(b, t->by.name[d], &b->by[d], err);
        if (status)
            return status;
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

/* ---- the table
 * -------------------------------------------------------------------------------------------------------------
 */

/* A weight of less than nothing has no meaning; a missing one leaves its record out, and is counted. */
reint_status
reinti_table_weights(const reinti_build *b, reint_error *err)
{
    size_t n = 0;

    for (size_t i = 0; b->weight && i < b->n_rows; i++)
        n += b->filter[i] == 1 && b->weight[i] < 0;
    return n ? reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the weight \"%s\" is negative in %zu records",
                           b->plan->weight, n)
             : REINT_OK;
}

/* Whoever has the weight 0 stays in the base, and in the lineage; in no number. */
static void
note_no_weight(reinti_build *b)
{
    size_t n = 0;

    for (size_t i = 0; b->weight && i < b->n_rows; i++)
        n += b->filter[i] == 1 && b->weight[i] == 0;
    if (n)
        reinti_note(
            b,
            reinti_say(b->language, "%zu records have the weight 0: they are in the base and in no number.",
                       "%zu catatan berbobot 0: termasuk dalam basis, tetapi tidak dalam angka apa pun."),
            n);
}

reint_status
reinti_number_column(reinti_build *b, const char *name, const reinti_column **out, reint_error *err)
{
    reint_status status = reinti_frame_column(b->frame, name, out, err);

    if (!status && (*out)->kind != REINTI_COLUMN_NUMBER)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is not a number", name);
    return status;
}

reint_status
reinti_table_numbers(reinti_build *b, reint_error *err)
{
    size_t n = b->n_measures = b->plan->n_measures;
    const reinti_column *weight = NULL;
    reint_status status = b->plan->weight ? reinti_number_column(b, b->plan->weight, &weight, err) : REINT_OK;

    b->measure = reinti_arena_alloc(b->arena, (n + 1) * sizeof(reinti_column *));
    if (!b->measure)
        return reinti_no_memory(err);
    if (!status && weight)
        b->weight = weight->number;
    for (size_t i = 0; !status && i < n; i++)
        status = reinti_number_column(b, b->plan->measure[i].name, &b->measure[i], err);
    return status;
}

void
reinti_measure_of(reinti_build *b, size_t stat)
{
    size_t measure = b->of[stat].measure;

    b->x = measure == REINTI_NONE ? NULL : b->measure[measure]->number;
}

static reint_status
too_large(double n, reint_error *err)
{
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the table would have %.0f cells; at most %d are made",
                       n, MOST_CELLS);
}

reint_status
reinti_table_axes(reinti_build *b, size_t i, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    const char *item = t->grid_name ? t->grid[i] : NULL;
    reint_status status = reinti_axis_find(b, &t->rows, item, true, &b->rows, err);

    b->item = i;
    if (!status)
        status = reinti_axis_find(b, &t->columns, item, false, &b->columns, err);
    if (status)
        return status;
    double n = (double)b->table->n_layers * reinti_axis_size(&b->rows) * reinti_axis_size(&b->columns);
    if (n > MOST_CELLS)
        return too_large(n, err);
    status = reinti_axis_fill(b, true, &b->rows, err);
    return status ? status : reinti_axis_fill(b, false, &b->columns, err);
}

reint_status
reinti_axes_of_layer(reinti_build *b, size_t layer, reint_error *err)
{
    size_t item = layer / b->layers_per_item;

    return item == b->item ? REINT_OK : reinti_table_axes(b, item, err);
}

reint_status
reinti_table_size(reinti_build *b, size_t *cells, reint_error *err)
{
    reinti_table *out = b->table;

    out->n_rows = b->rows.n;
    out->row = b->rows.entry;
    out->n_columns = b->columns.n;
    out->column = b->columns.entry;
    reint_status status = reinti_describe_stats(b, err);
    double n = (double)out->n_layers * (double)out->n_rows * (double)out->n_columns * (double)out->n_stats;
    *cells = n <= MOST_CELLS ? (size_t)n : 0;
    return !status && n > MOST_CELLS ? too_large(n, err) : status;
}

static reint_status
fill(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    reinti_table *out = b->table;
    size_t items = t->grid_name ? t->n_grid : 1;
    reint_status status = reinti_table_layers(b, err);

    for (size_t i = 0; !status && i < items; i++) {
        status = reinti_table_axes(b, i, err);
        if (!status && !i) {
            size_t n;
            status = reinti_table_size(b, &n, err);
            if (!status && !(out->cell = reinti_arena_alloc(b->arena, (n + 1) * sizeof *out->cell)))
                status = reinti_no_memory(err);
        } else if (!status && (b->rows.n != out->n_rows || b->columns.n != out->n_columns)) {
            status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                 "the variables of a grid share a list; \"%s\" has another than \"%s\"",
                                 t->grid[i], t->grid[0]);
        }
        if (!status)
            status = reinti_count_item(b, i, err);
    }
    return status;
}

reint_status
reinti_table_reason(const reinti_build *b, const char *name, reint_error *err)
{
    const char **known = reinti_arena_alloc(b->arena, (b->cb->n_missing + 1) * sizeof *known);
    reinti_str hint = REINTI_STR_EMPTY;

    if (reinti_codebook_find_missing(b->cb, name) != REINTI_NONE || !strcmp(name, "absent"))
        return REINT_OK;
    for (size_t i = 0; known && i < b->cb->n_missing; i++)
        known[i] = b->cb->missing[i].name;
    reinti_did_you_mean(&hint, name, known, known ? b->cb->n_missing : 0);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no missing reason \"%s\"%s", name, hint.text);
    reinti_str_free(&hint);
    return status;
}

static reint_status
check_reasons(const reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < t->n_missing; i++)
        status = reinti_table_reason(b, t->missing_reason[i], err);
    for (size_t i = 0; !status && i < t->n_counted; i++)
        status = reinti_table_reason(b, t->counted[i], err);
    return status;
}

/* The rows, and the numbers beside them. */
static reint_status
begin(reinti_build *b, reint_error *err)
{
    reint_status status = reinti_table_frame(b, err);

    if (!status)
        status = reinti_table_filter(b, err);
    if (!status)
        status = reinti_table_across(b, err);
    if (!status)
        status = reinti_table_numbers(b, err);
    if (!status)
        status = reinti_table_weights(b, err);
    if (!status)
        note_no_weight(b);
    return status;
}

void
reinti_table_named(const reinti_plan_table *t, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;

    if (err->file[0] || !t->id)
        return;
    reinti_str_format(&text, reinti_words("table \"%s\": %s"), t->id, err->text);
    if (!text.failed)
        reinti_fail(err, err->status, NULL, err->line, "%s", text.text);
    reinti_str_free(&text);
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

    if (status || t->weight || t->n_measures) { /* sums are not counted together */
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
        status = check_reasons(&b, err);
    if (!status)
        status = reinti_design_make(&b, err);
    if (!status)
        status = fill(&b, err);
    if (!status) {
        table->language = reinti_arena_text(b.arena, language);
        reinti_describe_titles(&b);
        status = reinti_table_judge(&b, err);
        if (!status && table->compared && t->letters.family != REINTI_FAMILY_PLAN)
            status = reinti_letters_settle(&table, 1, err);
        reinti_describe_notes(&b);
    }
    if (!status)
        status = reinti_table_arrange(&b, err);
    if (!status && !(t->adjust && t->adjust_family == REINTI_FAMILY_PLAN))
        status = reinti_tests_adjust(&table, 1, t->adjust, t->adjust_family, language, err);
    if (!status) {
        table->stats_in_rows = t->stats_in_rows;
        table->chart.kind = reinti_arena_text(b.arena, t->chart);
        for (size_t s = 0; s < table->n_stats; s++)
            if (table->stat[s].kind == REINTI_CELL_SHARE && t->chart && strcmp(t->chart, "stacked100"))
                table->chart.stat = s;
        if (b.cb->small_base && b.n_in_base < b.cb->small_base) /* shares would all be marks */
            table->chart.stat = 0;
    }
    if (status) {
        reinti_cells_free(table);
        return status;
    }
    *out = table;
    return REINT_OK;
}
