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

static void
put_group(reinti_grid *g, const reint_follow_sensitivity *s, size_t group)
{
    double others = s->lost[group] + s->silent[group], all = s->answered[group] + others;

    for (size_t r = 0; r < REINTI_LENGTH(rows); r++) {
        double base = rows[r].kind == ANSWERED ? s->answered[group] : rows[r].kind == TURNING ? others : all;
        for (size_t k = 0; k < s->k; k++) {
            double share = value_of(s, group, k, &rows[r]);
            if (isnan(share))
                reinti_grid_number(g, group, r, k, 0, share, base);
            else
                reinti_grid_share(g, group, r, k, 0, share * base, base);
            if (rows[r].kind == TURNING && isnan(share) && others > 0)
                reinti_table_cell(g->t, group, r, k, 0)->reason =
                    SAY(g, "no share of the others would do", "tidak ada bagian yang cukup");
        }
    }
    reinti_grid_test(g, group, "persons", SAY(g, "All: met first and due again", "Semua: perlu ditemui lagi"),
                     all, NULL);
    reinti_grid_test(g, group, "answered", SAY(g, "with an answer", "menjawab"), s->answered[group], NULL);
    reinti_grid_test(g, group, "lost", SAY(g, "without: not interviewed", "tanpa: tidak diwawancarai"),
                     s->lost[group], NULL);
    reinti_grid_test(g, group, "silent", SAY(g, "without: interviewed, no answer", "tanpa: tidak menjawab"),
                     s->silent[group], NULL);
}

static void
add_notes(reinti_grid *g, const reint_follow_sensitivity *s)
{
    const char *wave = reinti_grid_wave(g, s->target);

    reinti_grid_note(
        g,
        SAY(g,
            "Some who were met first have no answer at \"%s\": nobody knows what they would have said. "
            "Whatever it is, the share of all lies between the rows \"none\" and \"all of the others\". How "
            "far apart these two are is what was lost with them.",
            "Sebagian tidak memiliki jawaban pada \"%s\"; bagian dari semua terletak di antara kedua baris "
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
}

static reint_status
read_what_if(reinti_grid *g, reint_follow_what_if *q, reint_error *err)
{
    const reinti_follow_weights *w = g->plan->attrition;
    const reinti_parts *columns = &g->plan->columns;
    reint_status status = REINT_OK;

    *q = (reint_follow_what_if){ .size = sizeof *q,
                                 .by = g->follow->by,
                                 .reference = g->follow->has_reference ? g->follow->reference : (double)NAN };
    q->variable = reinti_grid_variable(g, err, &status);
    if (w)
        q->model = w->model;
    if (g->follow->wave)
        q->model.wave = g->follow->wave;
    if (status || !columns->n)
        return status;
    if (columns->n > 1 || columns->part[0].n > 1)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "one variable makes the groups");
    q->by = columns->part[0].name[0];
    return REINT_OK;
}

reint_status
reinti_follow_sensitivity_table(reinti_grid *g, reint_error *err)
{
    reint_follow_what_if q;
    reint_follow_sensitivity s;
    const reinti_column *c = NULL, *by = NULL;
    reint_status status = read_what_if(g, &q, err);

    if (!status)
        status = reint_follow_sensitive(g->f, &q, &s, err);
    if (!status)
        status = reinti_follow_column(g->f, q.variable, &c, err);
    if (!status && q.by)
        status = reinti_frame_column(g->f->persons, q.by, &by, err);
    if (status)
        return status;
    for (size_t k = 0; k < s.n_groups; k++)
        reinti_grid_layer(g, by ? by->category[k].code : "",
                          by ? reinti_grid_label(g, &by->category[k].label, by->category[k].code) : "");
    for (size_t r = 0; r < REINTI_LENGTH(rows); r++)
        reinti_grid_row(g, rows[r].code, SAY(g, rows[r].en, rows[r].id), group_of(g, rows[r].kind));
    reinti_grid_categories(g, c, false);
    reinti_grid_stat(g, "share", "share", SAY(g, "share", "bagian"), REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    for (size_t k = 0; !status && k < s.n_groups; k++)
        put_group(g, &s, k);
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: what those without an answer could change", "%s: pengaruh yang tidak menjawab"),
        reinti_grid_label(g, &c->label, c->name));
    g->t->row_title = SAY(g, "If the others ...", "Bila yang lain ...");
    add_notes(g, &s);
    return status;
}

void
reinti_follow_sensitivity_of(reinti_yaml_file *file, const reinti_plan_table *t, reinti_plan_table *out)
{
    reinti_follow_plan *follow = reinti_arena_alloc(file->arena, sizeof *follow);
    const char *name = t->rows.n == 1 && t->rows.part[0].n == 1 ? t->rows.part[0].name[0] : NULL;

    if (!name || t->columns.n > 1 || (t->columns.n && t->columns.part[0].n > 1) || t->mean || t->grid_name)
        reinti_yaml_find(
            file, reinti_yaml_get(t->node, "sensitivity"), REINT_ERROR, "contradiction",
            "sensitivity is of a table of one coded variable as rows, with one of the persons, or "
            "none, as columns");
    if (follow && t->follow)
        *follow = (reinti_follow_plan){ .seen = t->follow->seen,
                                        .waves = t->follow->waves,
                                        .wave = t->follow->wave,
                                        .has_reference = t->follow->has_reference,
                                        .reference = t->follow->reference };
    *out = (reinti_plan_table){ .id = reinti_arena_format(file->arena, "%s_sensitivity", t->id),
                                .group = t->group,
                                .content = "follow-sensitivity",
                                .rows = t->rows,
                                .columns = t->columns,
                                .ruleset = t->ruleset,
                                .everybody = t->everybody,
                                .attrition = t->attrition,
                                .follow = follow,
                                .node = t->node };
}
