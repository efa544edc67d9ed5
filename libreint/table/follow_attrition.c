/* follow_attrition.c -- tables of the kept and the lost, of the weights that make the kept stand for all, and those
 * weights for any other table of the plan (`weight: attrition`). */
#include <config.h>

#include "table/follow.h"

#include <math.h>
#include <string.h>

/* The attributes: the table's rows, else those that the plan declares. */
static reint_status
model_of(reinti_grid *g, reint_follow_model *m, reint_error *err)
{
    const reinti_plan_table *plan = g->plan;
    const reinti_follow_weights *w = plan->attrition;

    *m = (reint_follow_model){ .size = sizeof *m, .wave = g->follow->wave, .trim = g->follow->trim };
    if (!plan->rows.n && w) {
        *m = w->model;
        return REINT_OK;
    }
    const char **name = reinti_arena_alloc(g->arena, (plan->rows.n + 1) * sizeof *name);
    if (!name)
        return reinti_no_memory(err);
    for (size_t i = 0; i < plan->rows.n; i++) {
        if (plan->rows.part[i].n > 1)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "attributes stand side by side (+), not nested");
        name[i] = plan->rows.part[i].name[0];
    }
    m->variable = name;
    m->n_variables = plan->rows.n;
    return REINT_OK;
}

static reint_status
add_rows(reinti_grid *g, const reint_follow_attrition *a, reint_error *err)
{
    for (size_t i = 0; i < a->n_rows; i++) {
        const reint_follow_attribute *r = &a->row[i];
        const reinti_column *c = NULL;
        size_t k = 0;
        reint_status status = reinti_frame_column(g->f->persons, r->variable, &c, err);
        if (status)
            return status;
        const char *group = reinti_grid_label(g, &c->label, c->name);
        while (r->code && *r->code && k < c->n_valid && strcmp(c->category[k].code, r->code))
            k++;
        reinti_grid_row(g,
                        reinti_arena_format(g->arena, "%s%s%s", r->variable, r->code && *r->code ? "=" : "",
                                            r->code ? r->code : ""),
                        !r->code    ? SAY(g, "mean", "rata-rata")
                        : !*r->code ? SAY(g, "all categories", "semua kategori")
                                    : reinti_grid_label(g, &c->category[k].label, r->code),
                        group);
    }
    return REINT_OK;
}

static double
total_of(const reint_follow_attrition *a, size_t row, size_t offset)
{
    double sum = 0, x;

    for (size_t i = 0; i < a->n_rows; i++)
        if (a->row[i].code && *a->row[i].code && !strcmp(a->row[i].variable, a->row[row].variable)) {
            memcpy(&x, (const char *)&a->row[i] + offset, sizeof x);
            sum += x;
        }
    return sum;
}

enum { N, SHARE, MEAN, DIFFERENCE };

/* A count and its share, or a mean. */
static void
put_group(reinti_grid *g, const reint_follow_attrition *a, size_t row, size_t column, size_t offset,
          double persons)
{
    const reint_follow_attribute *r = &a->row[row];
    double x;

    memcpy(&x, (const char *)r + offset, sizeof x);
    if (!r->code) {
        reinti_grid_number(g, 0, row, column, MEAN, x, persons);
    } else if (*r->code && isfinite(x)) {
        double total = total_of(a, row, offset);
        reinti_grid_count(g, 0, row, column, N, x);
        reinti_grid_share(g, 0, row, column, SHARE, x, total);
    }
}

static void
add_stats(reinti_grid *g)
{
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of column", "% kolom"), REINTI_CELL_SHARE, 0);
    reinti_grid_stat(g, "mean", "mean", SAY(g, "mean", "rata-rata"), REINTI_CELL_MEAN, 1);
    reinti_grid_stat(g, "difference", "difference", SAY(g, "in sd", "dalam sd"), REINTI_CELL_STATISTIC, 2);
}

#define MEMBER(m) offsetof(reint_follow_attribute, m)

static void
note_kept(reinti_grid *g, const reint_follow_attrition *a)
{
    reinti_grid_note(g,
                     SAY(g,
                         "Kept: %zu interviewed at \"%s\" too. Lost: %zu. Not yet due there: %zu, left out.",
                         "Tetap: %zu diwawancarai juga pada \"%s\". Hilang: %zu. Belum waktunya: %zu."),
                     a->kept, reinti_grid_wave(g, a->target), a->lost, a->not_due);
}

/* The kept and the lost by the plan's model, a row an attribute. */
static reint_status
begin(reinti_grid *g, reint_follow_attrition *a, reint_error *err)
{
    reint_follow_model m;
    reint_status status = model_of(g, &m, err);

    if (!status)
        status = reint_follow_attrit(g->f, &m, a, err);
    return status ? status : add_rows(g, a, err);
}

reint_status
reinti_follow_attrition_table(reinti_grid *g, reint_error *err)
{
    reint_follow_attrition a;
    reint_status status = begin(g, &a, err);

    if (status)
        return status;
    reinti_grid_column(g, "kept", SAY(g, "Kept", "Tetap"));
    reinti_grid_column(g, "lost", SAY(g, "Lost", "Hilang"));
    reinti_grid_column(g, "difference", SAY(g, "Standardised difference", "Selisih baku"));
    add_stats(g);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < a.n_rows; i++) {
        put_group(g, &a, i, 0, MEMBER(kept), (double)a.kept);
        put_group(g, &a, i, 1, MEMBER(lost), (double)a.lost);
        reinti_grid_number(g, 0, i, 2, DIFFERENCE, a.row[i].d, (double)(a.kept + a.lost));
    }
    g->t->picture.kind = "balance";
    g->t->title = SAY(g, "Kept and lost, by what was known at the first wave", "Yang tetap dan yang hilang");
    g->t->row_title = SAY(g, "Attribute", "Ciri");
    note_kept(g, &a);
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "A difference in standard deviations does not grow with the number of people, as a test does; "
            "beyond 0.25 the kept are not like the lost in that respect.",
            "Selisih dalam simpangan baku; di atas 0,25 yang tetap berbeda dari yang hilang."));
    return status;
}

static void
note_weights(reinti_grid *g, const reint_follow_attrition *a)
{
    if (a->refused) {
        if (isnan(a->events_per_parameter))
            reinti_grid_note(g, SAY(g, "There are no weights: %s.", "Tidak ada bobot: %s."), a->refused);
        else
            reinti_grid_note(
                g,
                SAY(g, "There are no weights: %s (parameters %zu; persons kept or lost per parameter %.1f).",
                    "Tidak ada bobot: %s (%zu parameter, masing-masing %.1f orang)."),
                a->refused, a->parameters, a->events_per_parameter);
        return;
    }
    reinti_grid_note_few(g, a->events_per_parameter);
    if (a->firth)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Plain estimates of the model do not exist (an attribute tells the kept from the lost): "
                "Firth's were taken.",
                "Penduga biasa tidak ada (separasi): dipakai penduga Firth."));
    if (a->n_trimmed)
        reinti_grid_note(g, SAY(g, "%zu weights were cut.", "%zu bobot dipotong."), a->n_trimmed);
    if (a->incomplete)
        reinti_grid_note(g,
                         SAY(g, "%zu persons have no weight because an attribute is missing.",
                             "%zu orang tanpa bobot karena ciri tidak diketahui."),
                         a->incomplete);
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "The weights make the kept look like all in these attributes. That those lost are otherwise "
            "like the kept who share them is an assumption, which nothing here can test.",
            "Bobot menyamakan ciri yang tetap dengan semua; selebihnya adalah asumsi yang tidak dapat "
            "diuji."));
}

reint_status
reinti_follow_weights_table(reinti_grid *g, reint_error *err)
{
    reint_follow_attrition a;
    reint_status status = begin(g, &a, err);

    if (status)
        return status;
    reinti_grid_column(g, "all", SAY(g, "All at the first wave", "Semua pada gelombang pertama"));
    reinti_grid_column(g, "kept", SAY(g, "Kept", "Tetap"));
    reinti_grid_column(g, "weighted", SAY(g, "Kept, weighted", "Tetap, dibobot"));
    reinti_grid_column(g, "before", SAY(g, "Difference from all, before", "Selisih sebelum"));
    reinti_grid_column(g, "after", SAY(g, "Difference from all, after", "Selisih sesudah"));
    add_stats(g);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < a.n_rows; i++) {
        double all = (double)(a.kept + a.lost);
        put_group(g, &a, i, 0, MEMBER(baseline), all);
        put_group(g, &a, i, 1, MEMBER(kept), (double)a.kept);
        if (a.weight)
            put_group(g, &a, i, 2, MEMBER(weighted), (double)a.kept);
        reinti_grid_number(g, 0, i, 3, DIFFERENCE, a.row[i].before, all);
        reinti_grid_number(g, 0, i, 4, DIFFERENCE, a.row[i].after, all);
    }
    const char *why = a.refused;
    reinti_grid_test(g, 0, "parameters", SAY(g, "Parameters", "Parameter"), (double)a.parameters, NULL);
    reinti_grid_test(g, 0, "events_per_parameter",
                     SAY(g, "Persons kept or lost per parameter", "Orang per parameter"),
                     a.events_per_parameter, why);
    reinti_grid_test(g, 0, "effective_n", SAY(g, "Effective n", "n efektif"), a.effective_n, why);
    reinti_grid_test(g, 0, "smallest_weight", SAY(g, "Smallest weight", "Bobot terkecil"),
                     a.weight ? a.smallest : NAN, why);
    reinti_grid_test(g, 0, "largest_weight", SAY(g, "Largest weight", "Bobot terbesar"),
                     a.weight ? a.largest : NAN, why);
    g->t->picture.kind = "balance";
    g->t->title = SAY(g, "Weights for attrition: are the kept like all?",
                      "Bobot atrisi: apakah yang tetap seperti semua?");
    g->t->row_title = SAY(g, "Attribute", "Ciri");
    note_kept(g, &a);
    note_weights(g, &a);
    return status;
}

/* ---- for other tables ------------------------------------------------------------------------------------- */

reint_status
reinti_follow_weights_of(reinti_arena *arena, const char *words, const char *wave, double trim,
                         reinti_follow_weights **out, reint_error *err)
{
    reinti_follow_weights *w = *out = reinti_arena_alloc(arena, sizeof *w);

    if (!w)
        return reinti_no_memory(err);
    w->model = (reint_follow_model){ .size = sizeof w->model, .wave = wave, .trim = trim };
    w->words = reinti_text_or(words, "");
    return reinti_words_split(arena, words, &w->model.variable, &w->model.n_variables, err);
}

reint_status
reinti_follow_weigh(reinti_frames *frames, reinti_follow_weights *w, reint_error *err)
{
    const reint_follow_options options = { .size = sizeof options, .seen = w->seen, .waves = w->waves };
    reint_follow *f = NULL;
    reint_follow_attrition a = { 0 };
    reint_status status = reinti_follow_on(frames, &options, &f, err);

    if (!status)
        status = reint_follow_attrit(f, &w->model, &a, err);
    if (!status)
        status = reinti_follow_weight_column(f, &a, err);
    if (!status) {
        w->effective_n = a.effective_n;
        w->largest = a.largest;
        for (size_t i = 0; i < f->n; i++)
            w->kept += !isnan(a.weight[i]);
    }
    reint_follow_free(f);
    return status;
}

/* Every table that is weighted so says with what. */
reint_status
reinti_follow_weight_note(const reinti_follow_weights *w, reinti_table *t, const char *language,
                          reint_error *err)
{
    const char **note = reinti_arena_alloc(t->arena, (t->n_notes + 1) * sizeof *note);
    reinti_str s = REINTI_STR_EMPTY;

    if (!note)
        return reinti_no_memory(err);
    reinti_str_format(
        &s,
        reinti_say(language,
                   "Weighted for attrition by %s: %zu persons stand for all, as if they were %.1f "
                   "(effective n); the largest weight is %.2f.",
                   "Dibobot untuk atrisi menurut %s: %zu orang, n efektif %.1f; bobot terbesar %.2f."),
        w->words, w->kept, w->effective_n, w->largest);
    if (t->n_notes)
        memcpy(note, t->note, t->n_notes * sizeof *note);
    note[t->n_notes] = s.failed ? NULL : reinti_arena_text(t->arena, s.text);
    reinti_str_free(&s);
    if (!note[t->n_notes])
        return reinti_no_memory(err);
    t->note = note;
    t->n_notes++;
    return REINT_OK;
}
