/* follow_relatives.c -- the table of what relatives told beside what the persons told themselves. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/follow.h"

enum { PERSONS, AGREE, DIFFER, ONLY_PERSON, ONLY_OTHER, BOTH, N_COLUMNS };
enum { LEAST_KAPPA = 20 }; /* facts; where the codebook has no small base */

static const struct {
    const char *code, *en, *id;
} columns[N_COLUMNS] = {
    [PERSONS] = { "persons", "People", "Orang" },
    [AGREE] = { "agree", "Agree", "Sama" },
    [DIFFER] = { "differ", "Differ", "Berbeda" },
    [ONLY_PERSON] = { "only_person", "Only the person told", "Hanya orang itu" },
    [ONLY_OTHER] = { "only_other", "Only the other told", "Hanya pihak lain" },
    [BOTH] = { "both", "Both told", "Keduanya" },
};

/* Whether the table is of the variable: of all, unless its rows name some ("state", "need.state"). */
static bool
is_wanted(const reinti_grid *g, const reint_follow_pair *p)
{
    const reinti_parts *rows = &g->plan->rows;
    size_t n = strlen(p->form);

    for (size_t i = 0; i < rows->n; i++) {
        const char *name = rows->part[i].name[0];
        if (!strcmp(name, p->variable) ||
            (!strncmp(name, p->form, n) && name[n] == '.' && !strcmp(name + n + 1, p->variable)))
            return true;
    }
    return !rows->n;
}

static void
add_row(reinti_grid *g, const reint_follow_pair *p)
{
    const reint_codebook *cb = g->f->cb;
    const reinti_form *form = &cb->form[reinti_codebook_find_form(cb, p->form)];
    const reinti_variable *v = &form->variable[reinti_form_find(form, p->variable)];

    reinti_grid_row(g, reinti_arena_format(g->arena, "%s.%s", p->form, p->variable),
                    reinti_grid_label(g, &v->shown, v->name), reinti_grid_label(g, &form->label, form->name));
}

static void
put_row(reinti_grid *g, size_t row, const reint_follow_pair *p)
{
    const size_t n[N_COLUMNS] = {
        [PERSONS] = p->persons,         [AGREE] = p->agree,           [DIFFER] = p->differ,
        [ONLY_PERSON] = p->only_person, [ONLY_OTHER] = p->only_other, [BOTH] = p->agree + p->differ
    };

    for (size_t c = 0; c < N_COLUMNS; c++)
        reinti_grid_count(g, 0, row, c, 0, (double)n[c]);
}

/* Cohen's kappa of each variable, where it was asked for and may be had. */
static void
add_kappas(reinti_grid *g, const reint_follow_concordance *c)
{
    size_t least = g->f->cb->small_base ? g->f->cb->small_base : LEAST_KAPPA;
    const char *untested = reinti_grid_untested(g);

    if (g->follow->n_tests && untested)
        reinti_grid_note(g, "%s", untested);
    for (size_t i = 0; g->follow->n_tests && !untested && i < c->n; i++) {
        const reint_follow_pair *p = &c->pair[i];
        bool few = p->agree + p->differ < least;
        if (!is_wanted(g, p))
            continue;
        reinti_grid_test(g, 0, reinti_arena_format(g->arena, "kappa.%s.%s", p->form, p->variable),
                         reinti_arena_format(g->arena, SAY(g, "Cohen's kappa, %s.%s", "Kappa Cohen, %s.%s"),
                                             p->form, p->variable),
                         few ? (double)NAN : p->kappa,
                         few ? reinti_arena_format(g->arena,
                                                   SAY(g, "fewer than %zu facts told by both",
                                                       "kurang dari %zu fakta dari keduanya"),
                                                   least)
                             : p->undefined);
    }
    if (g->follow->n_tests && !untested)
        reinti_grid_note(
            g, "%s",
            SAY(g,
                "Kappa describes these records: several facts of one person hang together, and nothing "
                "beyond them is concluded.",
                "Kappa hanya menggambarkan catatan ini."));
}

static void
write_notes(reinti_grid *g, const reint_follow_concordance *c)
{
    if (c->not_given + c->not_recorded)
        reinti_grid_note(g,
                         SAY(g,
                             "%zu people are left out although somebody spoke of them: %zu did not consent "
                             "to contact with their "
                             "family or withdrew it, of %zu no consent is recorded.",
                             "%zu orang tidak diikutkan: %zu tidak menyetujui kontak dengan keluarga, %zu "
                             "tanpa catatan persetujuan."),
                         c->not_given + c->not_recorded, c->not_given, c->not_recorded);
    reinti_grid_note(
        g, "%s",
        SAY(g, "Facts, not people: a person has several. Where the two differ, neither is taken to be right.",
            "Fakta, bukan orang. Bila berbeda, tidak ada yang dianggap benar."));
}

reint_status
reinti_follow_relatives_table(reinti_grid *g, reint_error *err)
{
    reint_follow_concordance c;
    reint_status status = reint_follow_concord(g->f, g->follow->source, &c, err);
    size_t n = 0;

    if (status)
        return status;
    for (size_t i = 0; i < c.n; i++)
        if (is_wanted(g, &c.pair[i])) {
            add_row(g, &c.pair[i]);
            n++;
        }
    if (!n)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "no form that the source \"%s\" speaks in has such a coded variable", c.source);
    for (size_t k = 0; k < N_COLUMNS; k++)
        reinti_grid_column(g, columns[k].code, SAY(g, columns[k].en, columns[k].id));
    status = reinti_grid_cells(g, err);
    for (size_t i = 0, row = 0; !status && i < c.n; i++)
        if (is_wanted(g, &c.pair[i]))
            put_row(g, row++, &c.pair[i]);
    if (status)
        return status;
    g->t->title = SAY(g, "What relatives told, beside what the persons told",
                      "Keterangan keluarga dan orang itu sendiri");
    g->t->unit = SAY(g, "facts", "fakta");
    g->t->row_title = SAY(g, "What was told", "Yang diceritakan");
    g->t->base = reinti_arena_format(
        g->arena,
        SAY(g, "%zu of them consent to contact with their family and are spoken of by the source \"%s\"",
            "%zu di antaranya menyetujui kontak dengan keluarga dan diceritakan oleh \"%s\""),
        c.given, c.source);
    add_kappas(g, &c);
    write_notes(g, &c);
    return g->t->base ? REINT_OK : reinti_no_memory(err);
}
