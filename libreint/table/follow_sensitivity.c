/* follow_sensitivity.c -- the table of what those without an answer could change, for a reader who is no statistician.
 *
 * From what is known (the share of those with an answer) to what has to be assumed: the share of all if those without
 * one are alike; if none, or all of them are so; if they are so many points worse or better; and the turning point. */
#include <config.h>

#include "table/follow.h"

#include <math.h>

/* What is assumed of those without an answer: a row each. */
typedef enum row_kind { ANSWERED, EXPECTED, LEAST, MOST, SHIFT, REFERENCE, TURNING } row_kind;
typedef struct what_if {
    row_kind kind;
    double points; /* of a SHIFT */
    const char *code, *en, *id;
} what_if;

static const what_if rows[] = {
    { ANSWERED, 0, "answered", "Of those with an answer", "Dari yang menjawab" },
    { EXPECTED, 0, "expected", "Of all, if the others are like them", "Dari semua, bila yang lain serupa" },
    { LEAST, 0, "least", "Of all, if none of the others is so",
      "Dari semua, bila tidak seorang pun dari yang lain" },
    { MOST, 0, "most", "Of all, if all of the others are so", "Dari semua, bila semua yang lain" },
    { SHIFT, -0.3, "minus30", "30 points below what is expected of them", "30 poin lebih rendah" },
    { SHIFT, -0.2, "minus20", "20 points below", "20 poin lebih rendah" },
    { SHIFT, -0.1, "minus10", "10 points below", "10 poin lebih rendah" },
    { SHIFT, 0.1, "plus10", "10 points above", "10 poin lebih tinggi" },
    { SHIFT, 0.2, "plus20", "20 points above", "20 poin lebih tinggi" },
    { SHIFT, 0.3, "plus30", "30 points above", "30 poin lebih tinggi" },
    { REFERENCE, 0, "reference", "Held against this share", "Dibandingkan dengan bagian ini" },
    { TURNING, 0, "turning", "Of all it would be that, if of the others it were",
      "Akan sama bila di antara yang lain" },
};

static const char *
group_of(const reinti_grid *g, row_kind kind)
{
    return kind == SHIFT
               ? SAY(g, "Of all, if the share of the others is", "Dari semua, bila bagian yang lain")
           : kind > SHIFT     ? SAY(g, "Turning point", "Titik balik")
           : kind == ANSWERED ? SAY(g, "What was answered", "Yang dijawab")
                              : SAY(g, "What nobody knows of the others", "Yang tidak diketahui");
}

static double
value_of(const reint_follow_sensitivity *s, size_t group, size_t code, const what_if *w)
{
    const reint_follow_possible *p = &s->possible[group * s->k + code];

    switch (w->kind) {
    case ANSWERED:
        return p->answered;
    case EXPECTED:
        return p->expected;
    case LEAST:
        return p->least;
    case MOST:
        return p->most;
    case SHIFT:
        return reint_follow_shifted(s, group, code, w->points);
    case REFERENCE:
        return p->reference;
    case TURNING:
        return p->turning;
    }
    return NAN;
}

/* GROUP of S in LAYER; its codes stand from COLUMN on. */
static void
put_group(reinti_grid *g, const reint_follow_sensitivity *s, size_t group, size_t layer, size_t column)
{
    double others = s->lost[group] + s->silent[group], all = s->answered[group] + others;

    for (size_t r = 0; r < REINTI_LENGTH(rows); r++) {
        double base = rows[r].kind == ANSWERED ? s->answered[group] : rows[r].kind == TURNING ? others : all;
        for (size_t k = 0; k < s->k; k++) {
            double share = value_of(s, group, k, &rows[r]);
            if (isnan(share))
                reinti_grid_number(g, layer, r, column + k, 0, share, base);
            else
                reinti_grid_share(g, layer, r, column + k, 0, share * base, base);
            if (rows[r].kind == TURNING && isnan(share) && others > 0)
                reinti_table_cell(g->t, layer, r, column + k, 0)->reason =
                    SAY(g, "no share of the others would do", "tidak ada bagian yang cukup");
        }
    }
}

/* How many they are: of several variables, each by its name. */
static void
put_numbers(reinti_grid *g, const reint_follow_sensitivity *s, size_t group, size_t layer,
            const char *variable)
{
    const struct {
        const char *id, *label;
        double n;
    } line[] = {
        { "persons", SAY(g, "All: met first and due again", "Semua: perlu ditemui lagi"),
          s->answered[group] + s->lost[group] + s->silent[group] },
        { "answered", SAY(g, "with an answer", "menjawab"), s->answered[group] },
        { "lost", SAY(g, "without: not interviewed", "tanpa: tidak diwawancarai"), s->lost[group] },
        { "silent", SAY(g, "without: interviewed, no answer", "tanpa: tidak menjawab"), s->silent[group] },
    };

    for (size_t i = 0; i < REINTI_LENGTH(line); i++) {
        const char *label =
            variable ? reinti_arena_format(g->arena, "%s, %s", variable, line[i].label) : line[i].label;
        g->failed = g->failed || !label;
        reinti_grid_test(g, layer, line[i].id, label, line[i].n, NULL);
    }
}

static void
add_notes(reinti_grid *g, const reint_follow_sensitivity *s)
{
    const char *wave = reinti_grid_wave(g, s->target);
    double others = 0;

    for (size_t k = 0; k < s->n_groups; k++)
        others += s->lost[k] + s->silent[k];
    if (!(others > 0))
        reinti_grid_note(
            g,
            SAY(g, "Everybody who was met first and was due at \"%s\" has an answer: nothing was lost.",
                "Semua yang perlu ditemui lagi pada \"%s\" menjawab."),
            wave);
    else
        reinti_grid_note(
            g,
            SAY(g,
                "Some who were met first have no answer at \"%s\": nobody knows what they would have said. "
                "Whatever it is, the share of all lies between the rows \"none\" and \"all of the others\". "
                "How "
                "far apart these two are is what was lost with them.",
                "Sebagian tidak memiliki jawaban pada \"%s\"; bagian dari semua terletak di antara kedua "
                "baris "
                "batas."),
            wave);
    reinti_grid_note(
        g, "%s",
        s->weighted
            ? SAY(g,
                  "\"Like them\": like those with an answer who share the attributes of the weights for "
                  "attrition. The rows of points move away from that.",
                  "\"Serupa\": seperti yang menjawab dengan ciri yang sama (bobot atrisi).")
            : SAY(g,
                  "\"Like them\": like those with an answer, in no way different. The rows of points move "
                  "away "
                  "from that.",
                  "\"Serupa\": seperti yang menjawab."));
    if (s->refused)
        reinti_grid_note(g, SAY(g, "There are no weights for attrition: %s.", "Tidak ada bobot atrisi: %s."),
                         s->refused);
    reinti_grid_note(
        g, "%s",
        !g->follow->has_reference
            ? SAY(g,
                  "Turning point: the share of all is held against that at the first wave. It tells how "
                  "those "
                  "without an answer would have to be for nothing to have changed; a dash: no share of them "
                  "could do that. If it is far from what you would believe of them, the change does not hang "
                  "on who was lost.",
                  "Titik balik: dibandingkan dengan gelombang pertama; tanda pisah: tidak mungkin.")
            : SAY(g,
                  "Turning point: how those without an answer would have to be for the share of all to be "
                  "the "
                  "one it is held against; a dash: no share of them could do that.",
                  "Titik balik: dibandingkan dengan bagian yang disebut; tanda pisah: tidak mungkin."));
    if (s->not_due)
        reinti_grid_note(g,
                         SAY(g, "%zu persons are not yet due there and are left out.",
                             "%zu orang belum waktunya dan tidak diikutkan."),
                         s->not_due);
    if (s->met_later)
        reinti_grid_note(g,
                         SAY(g, "%zu persons were met later for the first time and are left out.",
                             "%zu orang baru ditemui kemudian dan tidak diikutkan."),
                         s->met_later);
    if (s->no_group)
        reinti_grid_note(g,
                         SAY(g, "%zu persons are left out: their group is not known.",
                             "%zu orang tidak diikutkan: kelompoknya tidak diketahui."),
                         s->no_group);
    if (s->no_weight)
        reinti_grid_note(g,
                         SAY(g, "%zu persons are left out: they have no weight.",
                             "%zu orang tidak diikutkan: tidak memiliki bobot."),
                         s->no_weight);
    if (s->unsure)
        reinti_grid_note(
            g,
            SAY(g,
                "Whether %zu of the others would be in the base of the table cannot be told, because it asks "
                "for what only an interview tells: they are taken to be, and the bounds hold either way.",
                "Untuk %zu dari yang lain tidak diketahui apakah termasuk basis tabel: dianggap termasuk."),
            s->unsure);
}

/* The codes of all variables, side by side; of several each is named by its variable. */
static void
add_columns(reinti_grid *g, const reinti_declared *d)
{
    for (size_t v = 0; v < d->n_variables; v++) {
        const reinti_column *c = d->states[v].column;
        const char *variable = reinti_grid_label(g, &c->label, c->name);
        size_t first = g->t->n_columns;
        reinti_grid_categories(g, c, false);
        for (size_t k = 0; d->n_variables > 1 && !g->failed && k < c->n_valid; k++) {
            reinti_entry *e = &g->t->column[first + k];
            e->code = reinti_arena_format(g->arena, "%s=%s", c->name, e->code);
            e->group = variable;
            e->first_of_group = !k;
            g->failed = g->failed || !e->code;
        }
    }
}

static void
add_layers(reinti_grid *g, const reinti_declared *d)
{
    for (size_t i = 0; i < d->n_slices; i++)
        for (size_t k = 0; k < d->slice[i].n_groups; k++) {
            const reinti_layer *l = &d->slice[i].layer[k];
            const char *id = d->by_wave ? reint_follow_wave_id(g->f, d->slice[i].wave) : "",
                       *wave = d->by_wave ? reinti_grid_wave(g, d->slice[i].wave) : "";
            const char *code =
                           reinti_arena_format(g->arena, "%s%s%s", id, *id && *l->code ? "|" : "", l->code),
                       *label = reinti_arena_format(g->arena, "%s%s%s", wave, *wave && *l->label ? " · " : "",
                                                    l->label);
            g->failed = g->failed || !code || !label;
            reinti_grid_layer(g, code, label);
        }
}

/* One slice of the persons and one variable. */
static reint_status
ask(const reinti_grid *g, const reinti_declared *d, size_t slice, size_t variable,
    reint_follow_sensitivity *out, reint_error *err)
{
    const reinti_slice *s = &d->slice[slice];
    reint_follow_model model = { .size = sizeof model };

    if (g->plan->attrition)
        model = g->plan->attrition->model;
    model.wave = reint_follow_wave_id(g->f, s->wave);
    const reinti_what_if q = { .states = &d->states[variable],
                               .model = &model,
                               .group = s->group,
                               .n_groups = s->n_groups,
                               .base = s->base,
                               .weight = d->weight,
                               .reference = g->follow->has_reference ? g->follow->reference : (double)NAN };
    return reinti_follow_what_if(g->f, &q, out, err);
}

/* All slices and variables; the notes are of the last slice: those of others differ in numbers only. */
static reint_status
put_all(reinti_grid *g, const reinti_declared *d, reint_error *err)
{
    reint_follow_sensitivity s = { 0 };
    reint_status status = REINT_OK;
    size_t layer = 0;

    for (size_t i = 0; !status && i < d->n_slices; layer += d->slice[i++].n_groups)
        for (size_t v = 0, column = 0; !status && v < d->n_variables; v++, column += s.k) {
            const reinti_column *c = d->states[v].column;
            status = ask(g, d, i, v, &s, err);
            for (size_t k = 0; !status && k < s.n_groups; k++) {
                put_group(g, &s, k, layer + k, column);
                put_numbers(g, &s, k, layer + k,
                            d->n_variables > 1 ? reinti_grid_label(g, &c->label, c->name) : NULL);
            }
        }
    if (!status)
        add_notes(g, &s);
    return status;
}

/* Whose shares they are: the label of the variable, or of all of them. */
static const char *
title_of(reinti_grid *g, const reinti_declared *d)
{
    reinti_str names = REINTI_STR_EMPTY;

    for (size_t v = 0; v < d->n_variables; v++)
        reinti_str_format(&names, "%s%s", v ? ", " : "",
                          reinti_grid_label(g, &d->states[v].column->label, d->states[v].column->name));
    const char *title = names.failed
                            ? NULL
                            : reinti_arena_format(g->arena,
                                                  SAY(g, "%s: what those without an answer could change",
                                                      "%s: pengaruh yang tidak menjawab"),
                                                  reinti_text_or(names.text, ""));
    reinti_str_free(&names);
    g->failed = g->failed || !title;
    return title;
}

reint_status
reinti_follow_sensitivity_table(reinti_grid *g, reint_error *err)
{
    reinti_declared d;
    reint_status status = reinti_follow_declare(g, &d, err);

    if (status)
        return status;
    add_layers(g, &d);
    for (size_t r = 0; r < REINTI_LENGTH(rows); r++)
        reinti_grid_row(g, rows[r].code, SAY(g, rows[r].en, rows[r].id), group_of(g, rows[r].kind));
    add_columns(g, &d);
    reinti_grid_stat(g, "share", "share", SAY(g, "share", "bagian"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    g->t->title = title_of(g, &d);
    g->t->row_title = SAY(g, "If the others ...", "Bila yang lain ...");
    if (d.several)
        reinti_grid_note(g,
                         SAY(g, "The table has records of other waves, too: this is of \"%s\".",
                             "Tabel juga memuat gelombang lain: ini tentang \"%s\"."),
                         reinti_grid_wave(g, d.slice[0].wave));
    return status ? status : put_all(g, &d, err);
}

void
reinti_follow_sensitivity_of(reinti_yaml_file *file, const reinti_plan_table *t, reinti_plan_table *out)
{
    reinti_follow_plan *follow = reinti_arena_alloc(file->arena, sizeof *follow);
    bool nested = !t->rows.n;

    for (size_t p = 0; p < t->rows.n; p++)
        nested = nested || t->rows.part[p].n > 1;
    if (nested || t->n_measures || t->grid_name || t->content)
        reinti_yaml_find(file, reinti_yaml_get(t->node, "sensitivity"), REINT_ERROR, "contradiction",
                         "sensitivity is of a table of coded variables as rows, side by side (a + b)");
    if (follow && t->follow)
        *follow = (reinti_follow_plan){ .seen = t->follow->seen,
                                        .waves = t->follow->waves,
                                        .wave = t->follow->wave,
                                        .has_reference = t->follow->has_reference,
                                        .reference = t->follow->reference };
    if (follow)
        follow->of_table = true;
    *out = (reinti_plan_table){ .id = reinti_arena_format(file->arena, "%s_sensitivity", t->id),
                                .group = t->group,
                                .content = "follow-sensitivity",
                                .unit = t->unit,
                                .base = t->base,
                                .view = t->view,
                                .weight = t->weight,
                                .rows = t->rows,
                                .columns = t->columns,
                                .by = t->by,
                                .ruleset = t->ruleset,
                                .everybody = t->everybody,
                                .attrition = t->attrition,
                                .follow = follow,
                                .node = t->node };
}
