/* missing.c -- the table of what is missing: a row for each variable of each form, a column for each reason.
 *
 * Whoever was not asked (routing, a question that the record's questionnaire did not have) is told apart from
 * whoever was asked and gave no answer.  Only records of the default base count.  Text variables and keys
 * have no row: nothing of a text is ever read for a table. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/build.h"

enum { RECORDS, ANSWERED, FIRST_REASON };

typedef struct maker {
    reinti_frames *frames;
    const reint_codebook *cb;
    const reinti_plan_table *plan;
    reinti_table *t;
    const char *language;
    size_t n_columns; /* records, answered, each reason, absent */
    size_t row_capacity, cell_capacity, n_cells;
    double *count; /* [row][column] */
} maker;

static bool
is_shown(const reinti_variable *v)
{
    return !v->key && v->type != REINTI_TEXT && v->type != REINTI_PERSON;
}

static reint_status
add_row(maker *m, const reinti_form *form, const reinti_variable *v, const reinti_column *c,
        const int8_t *rows, bool first, reint_error *err)
{
    reinti_arena *arena = m->t->arena;
    const char *label = reinti_label_text(&v->shown, m->language),
               *group = reinti_label_text(&form->label, m->language);

    if (!reinti_arena_grow(arena, &m->t->row, &m->row_capacity, m->t->n_rows, sizeof *m->t->row))
        return reinti_no_memory(err);
    for (size_t k = 0; k < m->n_columns; k++) {
        if (!reinti_arena_grow(arena, &m->count, &m->cell_capacity, m->n_cells, sizeof *m->count))
            return reinti_no_memory(err);
        m->count[m->n_cells++] = 0;
    }
    double *count = m->count + m->t->n_rows * m->n_columns;
    for (size_t i = 0; i < c->n; i++) {
        size_t k = rows[i] ? reinti_column_category(c, i) : 0;
        count[RECORDS] += rows[i];
        if (rows[i])
            count[k < c->n_valid ? (size_t)ANSWERED : FIRST_REASON + k - c->n_valid]++;
    }
    reinti_entry *e = &m->t->row[m->t->n_rows++];
    *e = (reinti_entry){
        .code = reinti_arena_format(arena, "%s.%s", form->name, v->name),
        .label = reinti_arena_text(arena, label ? label : v->name),
        .group = reinti_arena_text(arena, group ? group : form->name),
        .first_of_group = first,
    };
    return e->code && e->label && e->group ? REINT_OK : reinti_no_memory(err);
}

static reint_status
add_form(maker *m, size_t f, reint_error *err)
{
    const reinti_form *form = &m->cb->form[f];
    bool first = true;
    reinti_left_out left;
    reinti_frame *frame;
    const int8_t *rows;
    reint_status status = reinti_frames_get(m->frames, f, &frame, err);

    if (status || !reinti_frame_n(frame))
        return status;
    status = reinti_base_rows(frame, NULL, false, &rows, &left, err);
    for (size_t v = 0; !status && v < form->n; v++) {
        const reinti_column *c;
        if (!is_shown(&form->variable[v]))
            continue;
        status = reinti_frame_column(frame, form->variable[v].name, &c, err);
        if (!status)
            status = add_row(m, form, &form->variable[v], c, rows, first, err);
        first = false;
    }
    return status;
}

static const char *
column_label(const maker *m, size_t k)
{
    if (k == RECORDS)
        return reinti_say(m->language, "Records", "Catatan");
    if (k == ANSWERED)
        return reinti_say(m->language, "Answered", "Dijawab");
    if (k - FIRST_REASON == m->cb->n_missing)
        return reinti_say(m->language, "No such question", "Tidak ada pertanyaan");
    const reinti_missing *reason = &m->cb->missing[k - FIRST_REASON];
    const char *label = reinti_label_text(&reason->label, m->language);
    return reinti_arena_text(m->t->arena, label ? label : reason->name);
}

static const char *
column_code(const maker *m, size_t k)
{
    if (k < FIRST_REASON)
        return k == RECORDS ? "records" : "answered";
    return k - FIRST_REASON == m->cb->n_missing
               ? "absent"
               : reinti_arena_text(m->t->arena, m->cb->missing[k - FIRST_REASON].name);
}

/* Reasons that nobody has get no column. */
static reint_status
lay_out(maker *m, reint_error *err)
{
    reinti_table *t = m->t;
    size_t *kept = reinti_arena_alloc(t->arena, m->n_columns * sizeof *kept);

    t->column = reinti_arena_alloc(t->arena, m->n_columns * sizeof *t->column);
    t->layer = reinti_arena_alloc(t->arena, sizeof *t->layer);
    t->stat = reinti_arena_alloc(t->arena, sizeof *t->stat);
    t->cell = reinti_arena_alloc(t->arena, (m->n_cells + 1) * sizeof *t->cell);
    if (!kept || !t->column || !t->layer || !t->stat || !t->cell)
        return reinti_no_memory(err);
    for (size_t k = 0; k < m->n_columns; k++) {
        bool any = k < FIRST_REASON;
        for (size_t r = 0; r < t->n_rows; r++)
            any = any || m->count[r * m->n_columns + k] > 0;
        if (!any)
            continue;
        kept[t->n_columns] = k;
        t->column[t->n_columns++] = (reinti_entry){ .code = column_code(m, k),
                                                    .label = column_label(m, k),
                                                    .missing = k >= FIRST_REASON };
    }
    t->n_layers = t->n_stats = 1;
    t->layer[0] = (reinti_layer){ "", "" };
    t->stat[0] = (reinti_stat){ "count", "count", "n", REINTI_CELL_COUNT, 0 };
    for (size_t r = 0; r < t->n_rows; r++)
        for (size_t k = 0; k < t->n_columns; k++) {
            double n = m->count[r * m->n_columns + kept[k]];
            *reinti_table_cell(t, 0, r, k, 0) = (reinti_cell){ .value = n,
                                                               .low = n,
                                                               .high = n,
                                                               .base = n,
                                                               .base_n = n,
                                                               .n = n,
                                                               .weighted = n,
                                                               .kind = REINTI_CELL_COUNT };
        }
    return REINT_OK;
}

reint_status
reinti_table_missing(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                     reinti_table **out, reint_error *err)
{
    maker m = { .frames = frames,
                .cb = reint_study_codebook(reinti_frames_study(frames)),
                .plan = plan,
                .t = reinti_cells_create(),
                .language = language };
    reint_status status = m.t ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    m.n_columns = FIRST_REASON + m.cb->n_missing + 1;
    for (size_t f = 0; !status && f < m.cb->n_forms; f++)
        status = add_form(&m, f, err);
    if (!status)
        status = lay_out(&m, err);
    if (status) {
        reinti_cells_free(m.t);
        return status;
    }
    m.t->language = reinti_arena_text(m.t->arena, language);
    m.t->id = reinti_arena_text(m.t->arena, plan->id);
    m.t->group = reinti_arena_text(m.t->arena, plan->group);
    m.t->title = plan->title
                     ? reinti_arena_text(m.t->arena, plan->title)
                     : reinti_say(language, "What is missing, by variable", "Data kosong menurut variabel");
    m.t->subtitle = m.t->unit = reinti_say(language, "records of each form", "catatan tiap formulir");
    m.t->base = reinti_say(language, "the default base; records = answered + the reasons beside it",
                           "basis baku; catatan = dijawab + alasan di sampingnya");
    m.t->row_title = reinti_say(language, "Variable", "Variabel");
    m.t->column_title = "";
    *out = m.t;
    return REINT_OK;
}
