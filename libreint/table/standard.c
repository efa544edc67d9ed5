/* standard.c -- the plan of the standard report, for a study that has none of its own.
 *
 * Made from what the codebook has, not from names of one study: the roles of forms (who was interviewed, at
 * which wave, at which stage; what says of a need, of help, of what is due) are those that its rule sets and
 * packs state.  A few tables are of forms known by name (`named` below).  Tables that a study has nothing for
 * are left out of its report: they are optional. */
#include <config.h>

#include <string.h>

#include "codebook/pack.h"
#include "table/standard.h"

enum { MOST_TABLES = 200 };

const char *const reinti_share_of_column[] = { "count", "col_pct", NULL };
const char *const reinti_share_of_row[] = { "count", "row_pct", NULL };

/* ---- adding tables ------------------------------------------------------------------------------------- */

reinti_plan_table *
reinti_standard_add(reinti_standard *m, const char *id, const char *title, const char *group)
{
    if (m->status || m->plan->n_tables == MOST_TABLES)
        return NULL;
    reinti_plan_table *t = &m->plan->table[m->plan->n_tables++];
    *t = (reinti_plan_table){ .id = id, .title = title, .group = group, .optional = true };
    if (!id)
        m->status = reinti_no_memory(m->err);
    return t;
}

void
reinti_standard_cross(reinti_standard *m, const reinti_request *q)
{
    reinti_plan_table *t = reinti_standard_add(m, q->id, q->title, q->group);

    if (!t)
        return;
    t->unit = q->unit;
    t->base = q->base;
    t->chart = q->chart;
    t->hide_empty_rows = q->hide_empty;
    t->total_row = !q->no_totals;
    t->total_column = q->columns && !q->no_totals;
    t->cells = q->cells;
    while (q->cells && q->cells[t->n_cells])
        t->n_cells++;
    m->status = reinti_parts_parse(m->arena, q->rows, NULL, &t->rows, m->err);
    if (!m->status && q->columns)
        m->status = reinti_parts_parse(m->arena, q->columns, NULL, &t->columns, m->err);
    if (q->by)
        t->by = (reinti_part){ .n = 1, .name = { q->by } };
}

const char *
reinti_standard_numbered(reinti_standard *m, const char *letter, size_t i)
{
    return reinti_arena_format(m->arena, "%s%zu", letter, i);
}

/* ---- who was interviewed ------------------------------------------------------------------------------- */

static bool
is_attribute(const reinti_variable *v)
{
    return v->type == REINTI_CODE && !v->key && !v->sensitive;
}

/* Whether CONDITION names the variable: as a whole word. */
static bool
names(const char *condition, const char *variable)
{
    static const char word[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t n = strlen(variable);

    for (const char *p = condition; p && *p; p++)
        if (!strncmp(p, variable, n) && !(p[n] && strchr(word, p[n])) &&
            (p == condition || !strchr(word, p[-1])))
            return true;
    return false;
}

static void
choose_breakdown(reinti_standard *m)
{
    const reinti_form *person = &m->cb->form[m->cb->person_form];
    const char *first = NULL;

    for (size_t v = 0; v < person->n; v++) {
        const reinti_variable *x = &person->variable[v];
        if (!is_attribute(x) || x->multiple)
            continue;
        if (!strcmp(x->name, "sex") || !strcmp(m->cb->list[x->list].name, "sex")) {
            m->breakdown = x->name;
            return;
        }
        if (!first && !names(m->cb->base, x->name))
            first = x->name;
    }
    m->breakdown = first;
}

static void
add_sample(reinti_standard *m)
{
    const reinti_form *person = &m->cb->form[m->cb->person_form];
    size_t n = 0;

    for (size_t v = 0; v < person->n; v++) {
        const reinti_variable *x = &person->variable[v];
        if (!is_attribute(x) || (m->breakdown && !strcmp(x->name, m->breakdown) && person->n > 2))
            continue;
        reinti_standard_cross(
            m,
            &(reinti_request){ .id = reinti_standard_numbered(m, "S", ++n),
                               .group = reinti_standard_say(m, "Sample", "Sampel"),
                               .unit = person->name,
                               .rows = x->name,
                               .columns = m->breakdown && strcmp(x->name, m->breakdown) ? m->breakdown : NULL,
                               /* what the base chooses by would have one row only */
                               .base = names(m->cb->base, x->name) ? "" : NULL,
                               .cells = x->multiple ? NULL : reinti_share_of_column,
                               .hide_empty = true });
    }
}

/* Every coded variable of the form of that name, by the breakdown. */
static void
add_form(reinti_standard *m, const char *name, const char *letter, const char *group)
{
    size_t f = reinti_codebook_find_form(m->cb, name), n = 0;

    if (f == REINTI_NONE)
        return;
    for (size_t v = 0; v < m->cb->form[f].n; v++) {
        const reinti_variable *x = &m->cb->form[f].variable[v];
        if (is_attribute(x))
            reinti_standard_cross(m, &(reinti_request){ .id = reinti_standard_numbered(m, letter, ++n),
                                                        .group = group,
                                                        .unit = name,
                                                        .rows = x->name,
                                                        .columns = m->breakdown,
                                                        .cells = x->multiple ? NULL : reinti_share_of_column,
                                                        .hide_empty = true });
    }
}

static void
find_interview(reinti_standard *m)
{
    m->interview = REINTI_NONE;
    for (size_t f = 0; f < m->cb->n_forms && m->interview == REINTI_NONE; f++) {
        const reinti_form *form = &m->cb->form[f];
        if (form->n_key == 2 && form->person != REINTI_NONE && form->wave != REINTI_NONE)
            m->interview = f;
    }
}

static void
add_waves(reinti_standard *m)
{
    const reinti_form *form = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];
    size_t status = form ? reinti_form_find(form, "status") : REINTI_NONE;

    if (form && status != REINTI_NONE && is_attribute(&form->variable[status]))
        reinti_standard_cross(
            m, &(reinti_request){ .id = "W1",
                                  .title = reinti_standard_say(m, "Interviews by wave and result",
                                                               "Wawancara menurut gelombang dan hasil"),
                                  .unit = form->name,
                                  .rows = "status",
                                  .columns = form->variable[form->wave].name,
                                  .cells = reinti_share_of_column,
                                  .hide_empty = true });
}

/* ---- domains ------------------------------------------------------------------------------------------- */

static void
add_state_pack(reinti_standard *m, const reinti_pack *p, size_t i)
{
    const reinti_form *form = &m->cb->form[p->form];
    const char *state = form->variable[p->state_variable].name;

    reinti_standard_cross(
        m, &(reinti_request){ .id = reinti_standard_numbered(m, "D", i + 1),
                              .title = reinti_standard_label(m, &p->title, p->id),
                              .unit = form->name,
                              .rows = form->variable[p->domain_variable].name,
                              .columns = state,
                              .by = form->wave != REINTI_NONE ? form->variable[form->wave].name : NULL,
                              .cells = reinti_share_of_row,
                              .hide_empty = true });
}

static void
add_scored_pack(reinti_standard *m, const reinti_pack *p, size_t i)
{
    const reinti_form *form = &m->cb->form[p->form];

    if (!p->n_bands || !p->n_domains)
        return;
    const char **band = reinti_arena_alloc(m->arena, p->n_domains * sizeof *band);
    const char **code = reinti_arena_alloc(m->arena, p->n_domains * sizeof *code);
    for (size_t d = 0; band && code && d < p->n_domains; d++) {
        band[d] = reinti_arena_format(m->arena, "%s_band", p->domain[d].id);
        code[d] = p->domain[d].id;
    }
    reinti_standard_cross(m, &(reinti_request){ .id = reinti_standard_numbered(m, "D", i + 1),
                                                .title = reinti_standard_label(m, &p->title, p->id),
                                                .unit = form->name,
                                                .rows = "domain",
                                                .columns = form->wave != REINTI_NONE
                                                               ? form->variable[form->wave].name
                                                               : m->breakdown,
                                                .cells = reinti_share_of_column });
    if (m->status || !band || !code)
        return;
    reinti_plan_table *t = &m->plan->table[m->plan->n_tables - 1];
    t->grid_name = "domain";
    t->grid = band;
    t->grid_code = code;
    t->n_grid = p->n_domains;
    t->missing = REINTI_MISSING_TOGETHER;
}

static void
add_domains(reinti_standard *m)
{
    reinti_pack **pack = NULL;
    size_t n = 0;

    if (!m->status)
        m->status = reinti_packs_open(m->cb, m->arena, &pack, &n, m->err);
    for (size_t i = 0; !m->status && i < n; i++)
        if (pack[i]->states)
            add_state_pack(m, pack[i], i);
        else
            add_scored_pack(m, pack[i], i);
}

/* ---- forms known by name ------------------------------------------------------------------------------- */

static const struct {
    const char *id, *en, *indonesian, *form, *rows, *columns;
    const char *base; /* NULL: the study's own; else of whom this holds, everybody */
} named[] = {
    { "R1", "Referrals by service and result", "Rujukan menurut layanan dan hasil", "referral", "service",
      "result", NULL },
    { "R2", "Referrals by where to and result", "Rujukan menurut tujuan dan hasil", "referral", "to",
      "result", NULL },
    { "R3", "Referrals by whom and result", "Rujukan menurut perujuk dan hasil", "referral", "by", "result",
      NULL },
    { "H9", "Help by kind of provider", "Bantuan menurut jenis penyedia", "support", "provider_kind",
      "outcome", NULL },
    { "C1", "Informal contacts by kind", "Kontak informal menurut jenis", "contact", "kind", NULL, NULL },
    { "T1", "What was told, by when it was told", "Yang diceritakan, menurut waktu", "told", "value",
      "source", NULL },
    { "K1", "Key informants by place and kind", "Informan kunci menurut tempat dan jenis", "person", "site",
      "informant_type", "informant_type IS NOT NULL" },
};

static bool
has(const reinti_form *form, const char *variable)
{
    size_t v = variable ? reinti_form_find(form, variable) : REINTI_NONE;
    return v != REINTI_NONE && form->variable[v].type == REINTI_CODE && !form->variable[v].sensitive;
}

static void
add_named(reinti_standard *m)
{
    for (size_t i = 0; i < REINTI_LENGTH(named); i++) {
        size_t f = reinti_codebook_find_form(m->cb, named[i].form);
        if (f == REINTI_NONE || !has(&m->cb->form[f], named[i].rows) ||
            (named[i].columns && !has(&m->cb->form[f], named[i].columns)))
            continue;
        reinti_standard_cross(
            m, &(reinti_request){ .id = named[i].id,
                                  .title = reinti_standard_say(m, named[i].en, named[i].indonesian),
                                  .unit = named[i].form,
                                  .rows = named[i].rows,
                                  .columns = named[i].columns,
                                  .base = named[i].base,
                                  .cells = named[i].columns ? reinti_share_of_row : reinti_share_of_column,
                                  .hide_empty = true });
        if (!m->status && named[i].base)
            m->plan->table[m->plan->n_tables - 1].everybody = true;
    }
}

reint_status
reinti_plan_standard(const reint_codebook *cb, const char *language, reinti_arena *arena, reinti_plan *out,
                     reint_error *err)
{
    const char *own = language ? language : cb->n_languages ? cb->language[0] : NULL;
    reinti_standard m = { .cb = cb, .arena = arena, .plan = out, .language = own, .err = err };

    *out = (reinti_plan){ .name = "", .language = own };
    out->table = reinti_arena_alloc(arena, MOST_TABLES * sizeof *out->table);
    if (!out->table)
        return reinti_no_memory(err);
    choose_breakdown(&m);
    find_interview(&m);
    add_sample(&m);
    add_form(&m, "episode", "P", reinti_standard_say(&m, "What happened", "Apa yang terjadi"));
    add_waves(&m);
    reinti_standard_assistance(&m);
    add_domains(&m);
    add_named(&m);
    reinti_plan_table *t = reinti_standard_add(&m, "Q1", NULL, NULL);
    if (t)
        t->content = "missing";
    t = reinti_standard_add(&m, "Q2", NULL, NULL);
    if (t)
        t->content = "ingest";
    return m.status;
}
