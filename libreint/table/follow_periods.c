/* follow_periods.c -- the table of persons by grant or calendar periods: facts, persons, new, continuing, cumulative; and
 * under them what lies in no period or cannot be placed, so that every fact stands somewhere. */
#include <config.h>

#include <string.h>

#include "table/follow.h"

enum { FACTS, PERSONS, NEW, CONTINUING, CUMULATIVE, N_COLUMNS };

static const struct {
    const char *code, *en, *id;
} columns[N_COLUMNS] = {
    [FACTS] = { "facts", "Facts", "Fakta" },
    [PERSONS] = { "persons", "People", "Orang" },
    [NEW] = { "new", "New", "Baru" },
    [CONTINUING] = { "continuing", "Continuing", "Berlanjut" },
    [CUMULATIVE] = { "cumulative", "Up to now", "Hingga kini" },
};

static const struct {
    int kind;
    const char *code, *en, *id;
} rest[] = {
    { REINT_FACT_OUTSIDE, REINTI_NO_PERIOD, "In no period", "Di luar semua periode" },
    { REINT_FACT_UNPLACED, "unplaced", "Unplaced: the date fits several",
      "Tidak tertempatkan: tanggal tidak pasti" },
    { REINT_FACT_UNDATED, "undated", "Without a date", "Tanpa tanggal" },
    { REINT_FACT_UNTOLD, "untold", "Whether it counts cannot be told", "Tidak diketahui apakah dihitung" },
};

static void
add_layers(reinti_grid *g, const reint_follow_periods *p, const reinti_column *group)
{
    for (size_t k = 0; group && k < p->n_groups; k++)
        reinti_grid_layer(g, reinti_arena_format(g->arena, "%s=%s", group->name, p->code[k]),
                          reinti_grid_label(g, &group->category[k].label, p->code[k]));
}

static void
put_period(reinti_grid *g, size_t layer, size_t row, const reint_follow_period *p)
{
    const reint_follow_bounds number[N_COLUMNS] = { [FACTS] = p->facts,
                                                    [PERSONS] = p->persons,
                                                    [NEW] = p->first,
                                                    [CONTINUING] = p->continuing,
                                                    [CUMULATIVE] = p->cumulative };

    for (size_t c = 0; c < N_COLUMNS; c++)
        reinti_grid_bounds(g, layer, row, c, 0, (double)number[c].low, (double)number[c].low,
                           (double)number[c].high);
}

static void
put_layer(reinti_grid *g, size_t layer, const reint_follow_periods *p)
{
    const reint_follow_placed *placed = p->placed + layer * REINT_N_FACT_KINDS;

    for (size_t i = 0; i < p->n_periods; i++)
        put_period(g, layer, i, &p->period[layer * p->n_periods + i]);
    for (size_t i = 0; i < REINTI_LENGTH(rest); i++) {
        reinti_grid_count(g, layer, p->n_periods + i, FACTS, 0, (double)placed[rest[i].kind].facts);
        reinti_grid_count(g, layer, p->n_periods + i, PERSONS, 0, (double)placed[rest[i].kind].persons);
    }
}

/* "records of "Support" by the date "Start"; outcome = ..." */
static reint_status
write_base(reinti_grid *g, reint_error *err)
{
    const char *event = g->follow->event;
    size_t i = reinti_codebook_find_form(g->f->cb, g->follow->form);
    const reinti_form *form = &g->f->cb->form[i];
    size_t at = g->follow->date ? reinti_form_find(form, g->follow->date) : reinti_form_date(form);

    g->t->base = reinti_arena_format(
        g->arena,
        SAY(g, "records of \"%s\" by the date \"%s\"%s%s", "catatan \"%s\" menurut tanggal \"%s\"%s%s"),
        reinti_grid_label(g, &form->label, form->name),
        reinti_grid_label(g, &form->variable[at].shown, form->variable[at].name), event ? "; " : "",
        event ? reinti_condition_words(g->f->cb, g->f->frames, i, event, g->language, g->arena) : "");
    return g->t->base ? REINT_OK : reinti_no_memory(err);
}

static void
write_notes(reinti_grid *g, const reint_follow_periods *p)
{
    reinti_grid_note(
        g, "%s",
        SAY(g,
            "A person counts once in each number. New: with nothing in an earlier period; continuing: with "
            "something in an earlier one, too; up to now: in this period or an earlier one. What "
            "happened outside the periods makes nobody continue.",
            "Setiap orang dihitung sekali. Baru: tidak ada di periode sebelumnya; berlanjut: ada juga di "
            "periode sebelumnya; hingga kini: pada periode ini atau sebelumnya."));
    if (g->t->show_bounds)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Dates that are partial or missing leave room: the lowest number has only what surely lies "
                "in the "
                "period, the highest whatever may.",
                "Tanggal yang tidak lengkap memberi rentang: terendah yang pasti, tertinggi yang mungkin."));
    if (p->no_group)
        reinti_grid_note(
            g,
            SAY(g, "%zu people without a group are left out.", "%zu orang tanpa kelompok tidak diikutkan."),
            p->no_group);
    if (p->n_others)
        reinti_grid_note(
            g,
            SAY(g, "%zu records of what others told are left out: these are the persons' own words.",
                "%zu catatan dari orang lain tidak diikutkan."),
            p->n_others);
}

reint_status
reinti_follow_periods_table(reinti_grid *g, reint_error *err)
{
    const reint_follow_happened q = { .size = sizeof q,
                                      .form = g->follow->form,
                                      .date = g->follow->date,
                                      .condition = g->follow->event,
                                      .group = g->follow->by };
    const reint_codebook *cb = g->f->cb;
    const reinti_column *group = NULL;
    reint_follow_periods p;
    reint_status status = reint_follow_by_period(g->f, &q, &p, err);

    if (!status && q.group)
        status = reinti_frame_column(g->f->persons, q.group, &group, err);
    if (status)
        return status;
    add_layers(g, &p, group);
    for (size_t i = 0; i < p.n_periods; i++)
        reinti_grid_row(g, cb->period[i].id, reinti_grid_label(g, &cb->period[i].label, cb->period[i].id),
                        NULL);
    for (size_t i = 0; i < REINTI_LENGTH(rest); i++)
        reinti_grid_row(g, rest[i].code, SAY(g, rest[i].en, rest[i].id), NULL);
    for (size_t c = 0; c < N_COLUMNS; c++)
        reinti_grid_column(g, columns[c].code, SAY(g, columns[c].en, columns[c].id));
    status = reinti_grid_cells(g, err);
    for (size_t k = 0; !status && k < p.n_groups; k++)
        put_layer(g, k, &p);
    if (!status)
        status = write_base(g, err);
    for (size_t i = 0; !status && i < REINTI_LENGTH(rest); i++)
        g->t->row[p.n_periods + i].missing = true;
    g->t->title = SAY(g, "By period: who is new, who continues, how many so far",
                      "Menurut periode: yang baru, yang berlanjut, jumlah hingga kini");
    g->t->row_title = SAY(g, "Period", "Periode");
    write_notes(g, &p);
    return status;
}
