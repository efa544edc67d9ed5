/* ingest.c -- the table of what was read: per form, rows read, accepted and rejected by reason. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

typedef struct counts {
    const reint_codebook *cb;
    int64_t *read, *accepted; /* per form */
    size_t form;
    reinti_map *reasons; /* reason -> column, in the order found */
    int64_t *rejected;   /* [form][MAX_REASONS] */
} counts;

enum { MAX_REASONS = 64 };

static int
add_batch(const reint_batch *batch, void *user)
{
    counts *c = user;
    size_t f = reinti_codebook_find_form(c->cb, batch->form);

    if (f != REINTI_NONE) {
        c->read[f] += batch->read;
        c->accepted[f] += batch->accepted + batch->changed + batch->unchanged;
    }
    return 0;
}

static int
add_reason(const char *reason, int64_t n, void *user)
{
    counts *c = user;
    bool added;
    int64_t at =
        reinti_map_put(c->reasons, reason, strlen(reason), (int64_t)reinti_map_count(c->reasons), &added);

    if (at >= 0 && at < MAX_REASONS)
        c->rejected[c->form * MAX_REASONS + (size_t)at] += n;
    return 0;
}

static void
put(reinti_table *t, size_t row, size_t column, int64_t n)
{
    *reinti_table_cell(t, 0, row, column, 0) = (reinti_cell){ .value = (double)n,
                                                              .low = (double)n,
                                                              .high = (double)n,
                                                              .base = NAN,
                                                              .n = (double)n,
                                                              .weighted = (double)n,
                                                              .kind = REINTI_CELL_COUNT };
}

/* Reasons that the plan names (missing: {reason: code}) come first and always; others follow as they occur.
 */
static void
name_reasons(counts *c, const reinti_plan_table *plan)
{
    for (size_t i = 0; i < plan->n_missing; i++)
        reinti_map_put(c->reasons, plan->missing_reason[i], strlen(plan->missing_reason[i]), (int64_t)i,
                       NULL);
}

static const char *
reason_code(const reinti_plan_table *plan, size_t i, const char *reason)
{
    return i < plan->n_missing ? plan->missing_code[i] : reason;
}

static reint_status
lay_out(reinti_table *t, const counts *c, const reinti_plan_table *plan, const char *language,
        reint_error *err)
{
    size_t n_reasons =
               reinti_map_count(c->reasons) < MAX_REASONS ? reinti_map_count(c->reasons) : MAX_REASONS,
           row = 0;

    t->row = reinti_arena_alloc(t->arena, (c->cb->n_forms + 1) * sizeof *t->row);
    t->column = reinti_arena_alloc(t->arena, (n_reasons + 3) * sizeof *t->column);
    t->layer = reinti_arena_alloc(t->arena, sizeof *t->layer);
    t->stat = reinti_arena_alloc(t->arena, sizeof *t->stat);
    t->cell = reinti_arena_alloc(t->arena, (c->cb->n_forms + 1) * (n_reasons + 3) * sizeof *t->cell);
    if (!t->row || !t->column || !t->layer || !t->stat || !t->cell)
        return reinti_no_memory(err);
    t->n_layers = t->n_stats = 1;
    t->layer[0] = (reinti_layer){ "", "" };
    t->stat[0] = (reinti_stat){ "count", "count", "n", REINTI_CELL_COUNT, 0 };
    t->column[t->n_columns++] =
        (reinti_entry){ .code = "read", .label = reinti_say(language, "Read", "Dibaca") };
    t->column[t->n_columns++] =
        (reinti_entry){ .code = "accepted", .label = reinti_say(language, "Accepted", "Diterima") };
    for (size_t i = 0; i < n_reasons; i++) {
        const char *reason = reinti_arena_text(t->arena, reinti_map_key(c->reasons, i, NULL, NULL));
        const char *shown = reinti_arena_text(t->arena, reason_code(plan, i, reason)); /* outlives the plan */
        t->column[t->n_columns++] = (reinti_entry){ .code = shown, .label = shown };
    }
    for (size_t f = 0; f < c->cb->n_forms; f++)
        t->n_rows += c->read[f] > 0;
    for (size_t f = 0; f < c->cb->n_forms; f++) {
        if (!c->read[f])
            continue;
        const char *label = reinti_label_text(&c->cb->form[f].label, language);
        t->row[row] =
            (reinti_entry){ .code = reinti_arena_text(t->arena, c->cb->form[f].name),
                            .label = reinti_arena_text(t->arena, label ? label : c->cb->form[f].name) };
        put(t, row, 0, c->read[f]);
        put(t, row, 1, c->accepted[f]);
        for (size_t i = 0; i < n_reasons; i++)
            put(t, row, 2 + i, c->rejected[f * MAX_REASONS + i]);
        row++;
    }
    return REINT_OK;
}

reint_status
reinti_table_ingest(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                    reinti_table **out, reint_error *err)
{
    reint_study *study = reinti_frames_study(frames);
    reinti_table *t = reinti_cells_create();
    counts c = { .cb = reint_study_codebook(study), .reasons = reinti_map_create() };
    reint_status status = REINT_OK;

    *out = NULL;
    c.read = calloc(c.cb->n_forms + 1, sizeof *c.read);
    c.accepted = calloc(c.cb->n_forms + 1, sizeof *c.accepted);
    c.rejected = calloc((c.cb->n_forms + 1) * MAX_REASONS, sizeof *c.rejected);
    if (!t || !c.reasons || !c.read || !c.accepted || !c.rejected)
        status = reinti_no_memory(err);
    if (!status) {
        name_reasons(&c, plan);
        status = reint_study_batches(study, add_batch, &c, err);
    }
    for (c.form = 0; !status && c.form < c.cb->n_forms; c.form++)
        status = reinti_store_reject_counts(study, c.form, add_reason, &c, err);
    if (!status)
        status = lay_out(t, &c, plan, language, err);
    if (!status) {
        t->id = reinti_arena_text(t->arena, plan->id);
        t->group = reinti_arena_text(t->arena, plan->group);
        t->title = plan->title ? reinti_arena_text(t->arena, plan->title)
                               : reinti_say(language, "What was read", "Apa yang dibaca");
        t->unit = reinti_say(language, "rows of the input files", "baris berkas masukan");
        t->subtitle = t->unit;
        t->base = reinti_say(language, "every row that was read; read = accepted + rejected",
                             "setiap baris yang dibaca; dibaca = diterima + ditolak");
        t->row_title = reinti_say(language, "Form", "Formulir");
        t->column_title = "";
        *out = t;
    } else {
        reinti_cells_free(t);
    }
    reinti_map_free(c.reasons);
    free(c.read);
    free(c.accepted);
    free(c.rejected);
    return status;
}
