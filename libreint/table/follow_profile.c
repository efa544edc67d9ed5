/* follow_profile.c -- the states of the domains at each wave: of everybody, or of one person.
 *
 * A group of rows a domain: its states, undetermined where raters disagree about anybody, and how many have a record.
 * Of one person the class stands first, and each count is 1 or 0.  Scored packs have no states and are refused. */
#include <config.h>

#include "table/follow.h"

#include <string.h>

/* Persons FROM .. TO - 1 of the panel. */
typedef struct range {
    size_t from, to;
} range;

typedef struct part {
    const char *name, *label;
    reinti_states s;
    bool open; /* undetermined of somebody */
} part;

static reint_status
read_part(reinti_grid *g, const char *name, const char *label, const range *who, part *out, reint_error *err)
{
    reint_status status = reinti_follow_states(g->f, name, &out->s, err);
    size_t waves = g->f->n_waves;

    out->name = name;
    out->label = label;
    for (size_t i = who->from * waves; !status && i < who->to * waves; i++)
        out->open = out->open || out->s.at[i].code == out->s.column->n_valid;
    return status;
}

/* The class, of one person, and the domains. */
static reint_status
read_parts(reinti_grid *g, const reinti_pack *pack, const range *who, bool one, part **out, size_t *n,
           reint_error *err)
{
    const reinti_column *c = NULL;
    part *p = *out = reinti_arena_alloc(g->arena, (pack->n_domains + 1) * sizeof *p);
    reint_status status = p ? REINT_OK : reinti_no_memory(err);

    *n = 0;
    if (!status && one && g->f->cb->default_ruleset && !reinti_frame_column(g->f->records, "class", &c, NULL))
        status = read_part(g, "class", reinti_grid_label(g, &c->label, "class"), who, &p[(*n)++], err);
    for (size_t d = 0; !status && d < pack->n_domains; d++)
        status =
            read_part(g, pack->domain[d].id, reinti_grid_label(g, &pack->domain[d].label, pack->domain[d].id),
                      who, &p[(*n)++], err);
    return status;
}

static void
add_rows(reinti_grid *g, const part *p)
{
    const reinti_column *c = p->s.column;

    for (size_t k = 0; k < c->n_valid; k++)
        reinti_grid_row(g, reinti_arena_format(g->arena, "%s.%s", p->name, c->category[k].code),
                        reinti_grid_label(g, &c->category[k].label, c->category[k].code), p->label);
    if (p->open)
        reinti_grid_row(g, reinti_arena_format(g->arena, "%s.undetermined", p->name),
                        SAY(g, "Undetermined", "Tidak dapat ditentukan"), p->label);
    reinti_grid_row(g, reinti_arena_format(g->arena, "%s.total", p->name), SAY(g, "Recorded", "Tercatat"),
                    p->label);
    if (g->failed)
        return;
    g->t->row[g->t->n_rows - 1].total = true;
    if (p->open)
        g->t->row[g->t->n_rows - 2].missing = true;
}

/* From row FIRST on; answers the row after. */
static size_t
put_part(reinti_grid *g, const part *p, const range *who, size_t first)
{
    size_t waves = g->f->n_waves, k = p->s.column->n_valid + p->open;

    for (size_t w = 0; w < waves; w++) {
        double total = 0;
        for (size_t s = 0; s <= k; s++) {
            double n = 0;
            for (size_t i = who->from; s < k && i < who->to; i++)
                n += p->s.at[i * waves + w].code == s;
            total += n;
            n = s < k ? n : total;
            reinti_grid_count(g, 0, first + s, w, 0, n);
        }
        for (size_t s = 0; s <= k; s++)
            reinti_grid_share(g, 0, first + s, w, 1, reinti_table_cell(g->t, 0, first + s, w, 0)->value,
                              total);
    }
    return first + k + 1;
}

static reint_status
make(reinti_grid *g, const reinti_pack *pack, const range *who, bool one, reint_error *err)
{
    part *p = NULL;
    size_t n = 0, row = 0;
    reint_status status = read_parts(g, pack, who, one, &p, &n, err);

    if (status)
        return status;
    for (size_t i = 0; i < n; i++)
        add_rows(g, &p[i]);
    for (size_t w = 0; w < g->f->n_waves; w++)
        reinti_grid_column(g, reint_follow_wave_id(g->f, w), reinti_grid_wave(g, w));
    reinti_grid_stat(g, "count", "count", "n", REINTI_CELL_COUNT, 0);
    reinti_grid_stat(g, "column_share", "col_pct", SAY(g, "% of recorded", "% dari yang tercatat"),
                     REINTI_CELL_SHARE, 0);
    status = reinti_grid_cells(g, err);
    for (size_t i = 0; !status && i < n; i++)
        row = put_part(g, &p[i], who, row);
    g->t->row_title = SAY(g, "Domain and state", "Bidang dan keadaan");
    if (pack->invented)
        reinti_grid_note(g, "%s",
                         SAY(g, "The pack is an invented example, nobody's instrument.",
                             "Paket ini contoh rekaan, bukan instrumen siapa pun."));
    return status;
}

static reint_status
states_pack(reinti_grid *g, const reinti_pack **out, reint_error *err)
{
    reint_status status = reinti_follow_pack(g->f, g->follow->pack, out, err);

    if (!status && !(*out)->states)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "pack \"%s\" has scores and no states: follow its numbers", (*out)->id);
    return status;
}

reint_status
reinti_follow_domain_states(reinti_grid *g, reint_error *err)
{
    const reinti_pack *pack = NULL;
    const range all = { 0, g->f->n };
    reint_status status = states_pack(g, &pack, err);

    if (!status)
        status = make(g, pack, &all, false, err);
    if (status)
        return status;
    g->t->title =
        reinti_arena_format(g->arena, SAY(g, "%s: from wave to wave", "%s: dari gelombang ke gelombang"),
                            reinti_grid_label(g, &pack->title, pack->id));
    g->t->picture.kind = "multiples";
    reinti_grid_note(g, "%s",
                     SAY(g, "Different people are behind the waves.",
                         "Orang yang berbeda berada di balik tiap gelombang."));
    return REINT_OK;
}

reint_status
reinti_follow_profile(reinti_grid *g, reint_error *err)
{
    const reinti_pack *pack = NULL;
    range one = { 0, 0 };
    reint_status status = states_pack(g, &pack, err);

    if (!status && !g->follow->person)
        status =
            reinti_fail(err, REINT_ARGUMENT, NULL, 0, "a profile is of one person: follow: {person: KEY}");
    if (!status)
        status = reinti_follow_find(g->f, g->follow->person, &one.from, err);
    one.to = one.from + 1;
    if (!status)
        status = make(g, pack, &one, true, err);
    if (status)
        return status;
    g->t->title = reinti_arena_format(
        g->arena, SAY(g, "%s: from wave to wave", "%s: dari gelombang ke gelombang"), g->follow->person);
    g->t->unit = SAY(g, "one person: never for release", "satu orang: tidak untuk dirilis");
    g->t->base = SAY(g, "one person", "satu orang");
    g->t->picture.kind = "profile";
    g->t->picture.personal = true;
    return REINT_OK;
}
