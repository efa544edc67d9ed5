/* tabulate.c -- reports: all tables of a plan, or the one that `reint tab` asks for. */
#include <config.h>

#include <string.h>

#include "assess/provide.h"
#include "table/build.h"
#include "table/follow.h"

reint_status
reint_report_set_notice(reint_report *r, const char *notice, reint_error *err)
{
    r->notice = reinti_arena_text(r->arena, notice);
    return r->notice || !notice ? REINT_OK : reinti_no_memory(err);
}

/* ---- columns that the plan makes
 * ---------------------------------------------------------------------------------------- */

static reint_status
derive_groups(reinti_frame *frame, const reinti_derived *d, const char *name, reinti_arena *arena,
              reint_error *err)
{
    const reinti_column *source = NULL;
    reint_status status = reinti_frame_column(frame, name, &source, err);
    size_t *group;

    if (status)
        return status;
    group = reinti_arena_alloc(arena, (source->n_categories + 1) * sizeof *group);
    if (!group)
        return reinti_no_memory(err);
    for (size_t k = 0; k < source->n_categories; k++)
        group[k] = REINTI_NONE;
    for (size_t g = 0; g < d->n_groups; g++)
        for (size_t i = 0; i < d->n_members[g]; i++) {
            size_t k = 0;
            while (k < source->n_valid && strcmp(source->category[k].code, d->member[g][i]))
                k++;
            if (k == source->n_valid)
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                   "\"%s\" is no code of \"%s\" (derived column \"%s\")", d->member[g][i],
                                   d->source, d->name);
            group[k] = g;
        }
    return reinti_frame_recode(frame, d->name, name, group, d->n_groups, d->code, d->group_label, err);
}

/* A derived column stands on the frame of its unit, else on the one of the first form that has its source;
 * children see it as they see any variable of a parent. */
static reint_status
derive_one(reinti_frames *frames, const reinti_plan *plan, const reinti_derived *d, reinti_arena *arena,
           reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    size_t form = d->unit ? reinti_codebook_find_form(cb, d->unit) : REINTI_NONE;
    const char *source = d->source;
    reinti_frame *frame;

    for (size_t f = 0; !d->unit && form == REINTI_NONE && f < cb->n_forms; f++)
        if (reinti_form_find(&cb->form[f], d->source) != REINTI_NONE)
            form = f;
    if (form == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "derived column \"%s\": there is no %s \"%s\"",
                           d->name, d->unit ? "form" : "variable", d->unit ? d->unit : d->source);
    reint_status status = reinti_frames_get(frames, form, &frame, err);
    if (!status)
        status = reinti_rename_source(cb, arena, plan->ruleset, &source, err);
    if (!status)
        status = d->n_members ? derive_groups(frame, d, source, arena, err)
                              : reinti_frame_bands(frame, d->name, source, d->cut, d->n_cuts, d->code,
                                                   d->group_label, err);
    if (!status && d->label.n)
        status = reinti_frame_relabel(frame, d->name, &d->label, err);
    return status;
}

static reint_status found(const reinti_plan *plan, reinti_arena *arena, const reinti_yaml *node,
                          reint_findings *findings, reint_status status, reint_error *err);

static reint_status
derive(reinti_frames *frames, const reinti_plan *plan, reinti_arena *arena, reint_findings *findings,
       reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < plan->n_derived; i++)
        status = found(plan, arena, plan->derived[i].node, findings,
                       derive_one(frames, plan, &plan->derived[i], arena, err), err);
    return status;
}

/* ---- reports
 * ------------------------------------------------------------------------------------------------------------------
 */

static bool
is_empty(const reinti_table *t)
{
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats;

    for (size_t i = 0; i < n; i++)
        if (t->cell[i].n > 0)
            return false;
    return true;
}

static bool
rename_entries(reint_report *r, const char *from, const char *to, reinti_entry *entry, size_t n)
{
    bool found = false;

    for (size_t i = 0; i < n; i++)
        if (!strcmp(from, entry[i].code)) {
            entry[i].code = reinti_arena_text(r->arena, to);
            found = true;
        }
    return found;
}

/* Codes of rows and columns as the plan wants them written.  A code that nothing has is a mistake, unless empty rows
 * may have been left out. */
static reint_status
rename_codes(reint_report *r, const reinti_plan_table *t, reinti_table *table, reint_error *err)
{
    for (size_t k = 0; k < t->n_renamed; k++) {
        bool rows = rename_entries(r, t->renamed[k], t->new_code[k], table->row, table->n_rows);
        bool columns = rename_entries(r, t->renamed[k], t->new_code[k], table->column, table->n_columns);
        if (!rows && !columns && !t->hide_empty_rows && !t->hide_empty_columns)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "table \"%s\": rename: no row or column has the code \"%s\"", t->id,
                               t->renamed[k]);
    }
    return REINT_OK;
}

static const struct {
    const char *word; /* NULL: a cross-table */
    reint_status (*make)(reinti_frames *frames, const reinti_plan_table *t, const char *language,
                         reinti_table **out, reint_error *err);
} contents[] = { { "ingest", reinti_table_ingest },
                 { "missing", reinti_table_missing },
                 { "gap", reinti_table_gap } };

static reint_status
make_table(reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t, const char *language,
           reinti_table **out, reint_error *err)
{
    if (!t->content)
        return reinti_table_build(frames, ahead, t, language, out, err);
    if (!strncmp(t->content, "follow-", 7))
        return reinti_table_follow(frames, t, language, out, err);
    for (size_t i = 0; i < REINTI_LENGTH(contents); i++)
        if (!strcmp(contents[i].word, t->content))
            return contents[i].make(frames, t, language, out, err);
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no content \"%s\"", t->content);
}

static reint_status
add_table(reint_report *r, reinti_frames *frames, reinti_ahead *ahead, const reinti_plan_table *t,
          reint_error *err)
{
    reinti_table *table = NULL;
    reinti_plan_table own = *t; /* with `class` as the rule set's column */
    reint_status status = reinti_rename_classes(r->codebook, r->arena, &own, err);

    if (!status)
        status = make_table(frames, ahead, &own, r->language, &table, err);

    if (t->optional && (status == REINT_ARGUMENT || (!status && is_empty(table)))) {
        reinti_cells_free(table); /* the study has no such column, or nobody in it */
        return REINT_OK;
    }
    if (!status)
        status = rename_codes(r, t, table, err);
    if (!status && t->attrition && t->weight && !strcmp(t->weight, "attrition"))
        status = reinti_follow_weight_note(t->attrition, table, r->language, err);
    if (!status)
        r->table[r->n_tables++] = table;
    else
        reinti_cells_free(table);
    return status;
}

/* All that the tables count of large forms is counted in one pass. */
static reint_status
count_ahead(reint_report *r, reinti_frames *frames, const reinti_plan *plan, reinti_ahead **out,
            reint_error *err)
{
    reinti_ahead *ahead = *out = reinti_ahead_create();
    reint_status status = ahead ? REINT_OK : reinti_no_memory(err);

    for (size_t i = 0; !status && i < plan->n_tables; i++) {
        reinti_plan_table own = plan->table[i];
        if (own.content || reinti_rename_classes(r->codebook, r->arena, &own, NULL))
            continue; /* what is wrong is found when the table is made */
        status = reinti_table_ask(frames, ahead, &own, r->language, err);
    }
    return status ? status : reinti_ahead_count(ahead, err);
}

/* What is wrong with one table of a plan's file is found, and the next one is tried: all is reported in one run. */
static reint_status
found(const reinti_plan *plan, reinti_arena *arena, const reinti_yaml *node, reint_findings *findings,
      reint_status status, reint_error *err)
{
    if (status != REINT_ARGUMENT || !plan->name || !findings || !err)
        return status;
    reinti_plan_find(plan, arena, findings, node, err);
    *err = (reint_error){ .status = REINT_OK };
    return REINT_OK;
}

/* p-values of all tables that the plan takes as one family. */
static reint_status
adjust_family(reint_report *r, const reinti_plan *plan, reint_error *err)
{
    reinti_table **t = reinti_arena_alloc(r->arena, (r->n_tables + 1) * sizeof(reinti_table *));
    reinti_adjust how = REINTI_ADJUST_NONE;
    size_t n = 0;

    if (!t)
        return reinti_no_memory(err);
    for (size_t i = 0; i < plan->n_tables; i++) {
        const reinti_plan_table *p = &plan->table[i];
        for (size_t k = 0; p->adjust && p->adjust_family == REINTI_FAMILY_PLAN && k < r->n_tables; k++)
            if (!strcmp(r->table[k]->id, p->id)) {
                t[n++] = r->table[k];
                how = p->adjust;
            }
    }
    return reinti_tests_adjust(t, n, how, r->language, err);
}

/* The weights for attrition, if a table of the plan asks for them. */
static reint_status
make_weights(reinti_frames *frames, const reinti_plan *plan, reint_error *err)
{
    bool asked = false;

    for (size_t i = 0; i < plan->n_tables; i++)
        asked = asked || (plan->table[i].weight && !strcmp(plan->table[i].weight, "attrition"));
    return asked && plan->attrition ? reinti_follow_weigh(frames, plan->attrition, err) : REINT_OK;
}

/* The report takes over the plan's ARENA, in which its texts stand; it is freed when no report comes of it. */
reint_status
reinti_report_make(reint_study *study, const reinti_plan *plan, reinti_arena *arena, bool front,
                   reint_report **out, reint_findings *findings, reint_error *err)
{
    reint_report *r = reinti_arena_alloc(arena, sizeof *r);
    size_t before = findings ? reint_findings_count(findings) : 0;
    reinti_frames *frames = NULL;
    reinti_ahead *ahead = NULL;
    reint_status status;

    *out = NULL;
    if (!r || !(r->table = reinti_arena_alloc(arena, (plan->n_tables + 1) * sizeof(reinti_table *)))) {
        reinti_arena_free(arena);
        return reinti_no_memory(err);
    }
    r->arena = arena;
    r->codebook = reint_study_codebook(study);
    r->internal = true; /* releases are made by protect/ only */
    r->language = reinti_arena_text(r->arena, plan->language             ? plan->language
                                              : r->codebook->n_languages ? r->codebook->language[0]
                                                                         : NULL);
    r->study = reinti_arena_text(r->arena, reint_codebook_title(r->codebook, r->language));
    r->notice = reinti_arena_text(r->arena, reinti_label_text(&r->codebook->notice, r->language));
    r->title = plan->title ? reinti_arena_text(r->arena, plan->title) : r->study;
    status = reinti_frames_open(study, &frames, err);
    if (!status)
        status = reinti_assess_provide(frames, err);
    if (!status && plan->n_derived)
        status = derive(frames, plan, r->arena, findings, err);
    if (!status)
        status = make_weights(frames, plan, err);
    if (!status)
        status = count_ahead(r, frames, plan, &ahead, err);
    for (size_t i = 0; !status && i < plan->n_tables; i++)
        status = found(plan, r->arena, plan->table[i].node, findings,
                       add_table(r, frames, ahead, &plan->table[i], err), err);
    if (!status && findings && reint_findings_count(findings) > before)
        status = reinti_fail_findings(err, REINT_INPUT, findings, before);
    if (!status)
        status = adjust_family(r, plan, err);
    if (!status && front)
        status = reinti_report_front(r, frames, plan, err);
    reinti_ahead_free(ahead);
    reinti_frames_free(frames);
    if (status) {
        reint_report_free(r);
        return status;
    }
    *out = r;
    return REINT_OK;
}

reint_status
reint_tables(reint_study *study, const char *path, const char *language, reint_report **out,
             reint_findings *findings, reint_error *err)
{
    reint_findings *own = findings ? NULL : reint_findings_create();
    reinti_arena *arena = reinti_arena_create();
    reinti_plan plan = { .language = language };
    reint_status status = arena && (findings || own) ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (!status && path)
        status = reinti_plan_read(path, arena, &plan, findings ? findings : own, err);
    else if (!status)
        status = reinti_plan_standard(reint_study_codebook(study), language, arena, &plan, err);
    if (!status)
        status = reinti_report_make(study, &plan, arena, true, out, findings ? findings : own, err);
    else
        reinti_arena_free(arena);
    if (status && err && path && !err->file[0])
        snprintf(err->file, sizeof err->file, "%s", reinti_path_last(path));
    reint_findings_free(own);
    return status;
}

/* ---- one table
 * -------------------------------------------------------------------------------------------------------------
 */

/* Words of "count,col_pct" as an array in ARENA. */
static size_t
split(reinti_arena *arena, const char *text, const char *const **out)
{
    const char **word = reinti_arena_alloc(arena, (strlen(text) / 2 + 2) * sizeof *word);
    size_t n = 0;

    while (word && *text) {
        size_t length = strcspn(text, ", ");
        if (length)
            word[n++] = reinti_arena_text_n(arena, text, length);
        text += length + (text[length] != '\0');
    }
    *out = word;
    return word ? n : 0;
}

static reint_status
one_of(const char *const *word, size_t n, const char *const *allowed, const char *what, reint_error *err)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (allowed[k] && strcmp(allowed[k], word[i]))
            k++;
        if (!allowed[k]) {
            reinti_str hint = REINTI_STR_EMPTY;
            reinti_did_you_mean(&hint, word[i], allowed, k);
            reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there is no %s \"%s\"%s", what,
                                              word[i], hint.text);
            reinti_str_free(&hint);
            return status;
        }
    }
    return REINT_OK;
}

/* A word as its position in WORDS, which ends with NULL. */
static reint_status
position(const char *word, const char *const *words, const char *what, size_t *out, reint_error *err)
{
    reint_status status = one_of(&word, 1, words, what, err);

    for (*out = 0; !status && strcmp(words[*out], word);)
        ++*out;
    return status;
}

/* Rows, columns, layers. */
static reint_status
request_parts(const reint_table_request *q, reinti_arena *arena, reinti_plan_table *t, reint_error *err)
{
    const char *const *by = NULL;
    reint_status status = REINT_OK;

    if (!(q->rows && *q->rows))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a table needs a variable for its rows");
    status = reinti_parts_parse(arena, q->rows, NULL, &t->rows, err);
    if (!status && q->columns && *q->columns)
        status = reinti_parts_parse(arena, q->columns, NULL, &t->columns, err);
    if (status || !q->by)
        return status;
    t->by.n = split(arena, q->by, &by);
    if (t->by.n > REINTI_MAX_DEPTH)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "at most %d variables make layers",
                           REINTI_MAX_DEPTH);
    for (size_t i = 0; i < t->by.n; i++)
        t->by.name[i] = by[i];
    return REINT_OK;
}

/* Statistics, tests, families, letters. */
static reint_status
request_words(const reint_table_request *q, reinti_arena *arena, reinti_plan_table *t, reint_error *err)
{
    static const char *const adjusts[] = { "none", "holm", "bonferroni", "bh", NULL };
    size_t adjust = REINTI_ADJUST_NONE;
    reint_status status = REINT_OK;

    if (q->cells) {
        t->n_cells = split(arena, q->cells, &t->cells);
        status = one_of(t->cells, t->n_cells, reinti_cell_words, "cell statistic", err);
    }
    if (!status && q->tests) {
        t->n_tests = split(arena, q->tests, &t->tests);
        status = one_of(t->tests, t->n_tests, reinti_test_names(arena), "test", err);
    }
    if (!status && q->in_base)
        t->n_counted = split(arena, q->in_base, &t->counted);
    if (!status && q->sort) {
        status = one_of(&q->sort, 1, reinti_cell_words, "cell statistic", err);
        t->sort_stat = q->sort;
        t->sort_column = "total";
    }
    if (!status && q->adjust)
        status = position(q->adjust, adjusts, "way to adjust p-values", &adjust, err);
    t->adjust = (reinti_adjust)adjust;
    t->adjust_family = REINTI_FAMILY_TABLE;
    t->letters = (reinti_letters_plan){ .on = q->letters != 0,
                                        .level = { 0.05, 0.01 },
                                        .min_base = q->min_base > 0 ? q->min_base : 30,
                                        .adjust = q->adjust ? (reinti_adjust)adjust : REINTI_ADJUST_HOLM };
    if (!status && !t->columns.n && (q->letters || t->n_tests))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s a variable for the columns",
                             t->n_tests ? "a test needs" : "letters need");
    return status;
}

reint_status
reint_tabulate(reint_study *study, const reint_table_request *given, reint_report **out, reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reint_table_request request = { .size = sizeof request };
    const reint_table_request *q = &request;

    /* a caller built with an older header knows fewer members */
    memcpy(&request, given, given->size && given->size < sizeof request ? given->size : sizeof request);
    reinti_plan_table t = { .id = "tab",
                            .unit = q->unit,
                            .base = q->base,
                            .weight = q->weight,
                            .ruleset = q->ruleset,
                            .title = q->title,
                            .mean = q->mean,
                            .exploratory = q->exploratory != 0,
                            .independent = q->independent != 0,
                            .clustered = q->clustered != 0,
                            .frequencies = q->frequencies != 0,
                            .everybody = q->everybody != 0,
                            .design = { .strata = q->strata, .psu = q->psu, .lonely = "fail" },
                            .total_row = true,
                            .subtotal_rows = q->subtotals != 0,
                            .subtotal_columns = q->subtotals != 0,
                            .hide_empty_rows = q->hide_empty != 0,
                            .hide_empty_columns = q->hide_empty != 0,
                            .missing = q->missing ? REINTI_MISSING_EACH : REINTI_MISSING_HIDDEN };
    reinti_plan plan = { .language = q->language, .ruleset = q->ruleset, .n_tables = 1, .table = &t };
    reint_status status = arena ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (!status)
        status = request_parts(q, arena, &t, err);
    if (!status)
        status = request_words(q, arena, &t, err);
    t.total_column = t.columns.n > 0;
    if (!status)
        status = reinti_report_make(study, &plan, arena, false, out, NULL, err);
    else
        reinti_arena_free(arena);
    return status;
}
