/* standard.c -- the plan of the standard report, for a study that has none of its own.
 *
 * Made from what the codebook has, not from names of one study: the roles of forms (who was interviewed, at
 * which wave, at which stage; what says of a need, of help, of what is due) are those that its rule sets and
 * packs state.  A few tables are of forms known by name (`named` below).  Tables that a study has nothing for
 * are left out of its report: they are optional. */
#include <config.h>

#include <string.h>

#include "codebook/pack.h"
#include "codebook/ruleset.h"
#include "table/build.h"

enum { MOST_TABLES = 200 };

typedef struct maker {
    const reint_codebook *cb;
    reinti_arena *arena;
    reinti_plan *plan;
    const char *language;
    reint_error *err;
    reint_status status;
    const char *breakdown; /* the person's attribute that others are shown by */
    size_t interview;      /* form keyed by person and wave, or REINTI_NONE */
} maker;

typedef struct request {
    const char *id, *title, *group, *unit, *rows, *columns, *base, *by, *chart;
    const char *const *cells;
    bool hide_empty, no_totals;
} request;

static const char *const share_of_column[] = { "count", "col_pct", NULL };
static const char *const share_of_row[] = { "count", "row_pct", NULL };

/* ---- adding tables ------------------------------------------------------------------------------------- */

static reinti_plan_table *
add(maker *m, const char *id, const char *title, const char *group)
{
    if (m->status || m->plan->n_tables == MOST_TABLES)
        return NULL;
    reinti_plan_table *t = &m->plan->table[m->plan->n_tables++];
    *t = (reinti_plan_table){ .id = id, .title = title, .group = group, .optional = true };
    if (!id)
        m->status = reinti_no_memory(m->err);
    return t;
}

static void
add_cross(maker *m, const request *q)
{
    reinti_plan_table *t = add(m, q->id, q->title, q->group);

    if (!t)
        return;
    t->unit = q->unit;
    t->base = q->base;
    t->chart = q->chart;
    t->hide_empty = q->hide_empty;
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

static const char *
numbered(maker *m, const char *letter, size_t i)
{
    return reinti_arena_format(m->arena, "%s%zu", letter, i);
}

static const char *
label_of(const maker *m, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, m->language);
    return text ? text : otherwise;
}

static const char *say(const maker *m, const char *en, const char *id) REINTI_FORMAT_ARG(2)
    REINTI_FORMAT_ARG(3);

static const char *
say(const maker *m, const char *en, const char *id)
{
    return reinti_say(m->language, en, id);
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
choose_breakdown(maker *m)
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
add_sample(maker *m)
{
    const reinti_form *person = &m->cb->form[m->cb->person_form];
    size_t n = 0;

    for (size_t v = 0; v < person->n; v++) {
        const reinti_variable *x = &person->variable[v];
        if (!is_attribute(x) || (m->breakdown && !strcmp(x->name, m->breakdown) && person->n > 2))
            continue;
        add_cross(m,
                  &(request){ .id = numbered(m, "S", ++n),
                              .group = say(m, "Sample", "Sampel"),
                              .unit = person->name,
                              .rows = x->name,
                              .columns = m->breakdown && strcmp(x->name, m->breakdown) ? m->breakdown : NULL,
                              /* what the base chooses by would have one row only */
                              .base = names(m->cb->base, x->name) ? "" : NULL,
                              .cells = x->multiple ? NULL : share_of_column,
                              .hide_empty = true });
    }
}

/* Every coded variable of the form of that name, by the breakdown. */
static void
add_form(maker *m, const char *name, const char *letter, const char *group)
{
    size_t f = reinti_codebook_find_form(m->cb, name), n = 0;

    if (f == REINTI_NONE)
        return;
    for (size_t v = 0; v < m->cb->form[f].n; v++) {
        const reinti_variable *x = &m->cb->form[f].variable[v];
        if (is_attribute(x))
            add_cross(m, &(request){ .id = numbered(m, letter, ++n),
                                     .group = group,
                                     .unit = name,
                                     .rows = x->name,
                                     .columns = m->breakdown,
                                     .cells = x->multiple ? NULL : share_of_column,
                                     .hide_empty = true });
    }
}

static void
find_interview(maker *m)
{
    m->interview = REINTI_NONE;
    for (size_t f = 0; f < m->cb->n_forms && m->interview == REINTI_NONE; f++) {
        const reinti_form *form = &m->cb->form[f];
        if (form->n_key == 2 && form->person != REINTI_NONE && form->wave != REINTI_NONE)
            m->interview = f;
    }
}

static void
add_waves(maker *m)
{
    const reinti_form *form = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];
    size_t status = form ? reinti_form_find(form, "status") : REINTI_NONE;

    if (form && status != REINTI_NONE && is_attribute(&form->variable[status]))
        add_cross(m, &(request){ .id = "W1",
                                 .title = say(m, "Interviews by wave and result",
                                              "Wawancara menurut gelombang dan hasil"),
                                 .unit = form->name,
                                 .rows = "status",
                                 .columns = form->variable[form->wave].name,
                                 .cells = share_of_column,
                                 .hide_empty = true });
}

/* ---- assistance ---------------------------------------------------------------------------------------- */

/* A number of persons names its summary. */
static const char *
summary_words(const maker *m, const reinti_ruleset *r)
{
    static const struct {
        const char *en, *id;
    } words[] = {
        [REINTI_LATEST] = { "at their latest stage", "pada tahap terakhir" },
        [REINTI_HOME_STAGES] = { "over the stages at home", "selama tahap di rumah" },
        [REINTI_WORST] = { "at their worst stage", "pada tahap terburuk" },
        [REINTI_EVER] = { "ever", "kapan pun" },
    };

    if (r->unit == REINTI_UNIT_INTERVIEW && r->person_summary == REINTI_LATEST)
        return say(m, "at their latest interview", "pada wawancara terakhir");
    return say(m, words[r->person_summary].en, words[r->person_summary].id);
}

static void
add_rulesets(maker *m)
{
    const char *const *ids = NULL;
    size_t n = 0, shown = 0;

    m->status = reinti_ruleset_ids(m->cb, m->arena, &ids, &n, m->err);
    for (size_t i = 0; !m->status && n > 1 && i < n; i++) {
        reinti_ruleset *r = NULL;
        m->status = reinti_ruleset_open(m->cb, ids[i], m->arena, &r, m->err);
        if (!m->status && !r->internal)
            add_cross(m, &(request){
                             .id = numbered(m, "AR", ++shown),
                             .title = reinti_arena_format(m->arena, say(m, "Persons %s: %s", "Orang %s: %s"),
                                                          summary_words(m, r), label_of(m, &r->title, r->id)),
                             .group = say(m, "By rule set", "Menurut aturan"),
                             .rows = r->column,
                             .columns = m->breakdown,
                             .cells = share_of_column });
    }
}

/* Class of persons, interviews and stages. */
static void
add_classes(maker *m, const reinti_ruleset *r)
{
    const reinti_form *unit = &m->cb->form[r->unit_form];
    const reinti_form *interview = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];
    const char *group = say(m, "Assistance", "Bantuan");

    add_cross(m, &(request){ .id = "A1",
                             .title = reinti_arena_format(
                                 m->arena, say(m, "Assistance: persons %s", "Bantuan: orang %s"),
                                 summary_words(m, r)),
                             .group = group,
                             .unit = m->cb->form[m->cb->person_form].name,
                             .rows = "class",
                             .columns = m->breakdown,
                             .cells = share_of_column,
                             .chart = "stacked100" });
    if (interview)
        add_cross(m, &(request){ .id = "A2",
                                 .title = say(m, "Assistance at each interview, as told then",
                                              "Bantuan pada setiap wawancara, menurut cerita saat itu"),
                                 .group = group,
                                 .unit = interview->name,
                                 .rows = "class",
                                 .columns = interview->variable[interview->wave].name,
                                 .cells = share_of_column,
                                 .chart = "stacked100" });
    if (r->unit == REINTI_UNIT_STAGE && r->unit_stage != REINTI_NONE)
        add_cross(m, &(request){ .id = "A3",
                                 .title = say(m, "Assistance at each stage, as known now",
                                              "Bantuan pada setiap tahap, menurut yang diketahui sekarang"),
                                 .group = group,
                                 .unit = unit->name,
                                 .rows = "class",
                                 .columns = unit->variable[r->unit_stage].name,
                                 .cells = share_of_column,
                                 .hide_empty = true });
    add_cross(m, &(request){ .id = "A4",
                             .title = say(m, "Reasons that surely hold, by class",
                                          "Alasan yang pasti berlaku, menurut kelas"),
                             .group = group,
                             .unit = unit->name,
                             .rows = "class_reason",
                             .columns = "class" });
    size_t f = reinti_codebook_find_form(m->cb, "episode");
    size_t form_of = f == REINTI_NONE ? REINTI_NONE : reinti_form_find(&m->cb->form[f], "main_form");
    if (form_of != REINTI_NONE)
        add_cross(
            m, &(request){ .id = "A5",
                           .title = say(m, "Assistance of persons by form of exploitation, an episode each",
                                        "Bantuan menurut bentuk eksploitasi, tiap peristiwa"),
                           .group = group,
                           .unit = "episode",
                           .rows = "class",
                           .columns = "main_form",
                           .cells = share_of_column,
                           .hide_empty = true });
}

/* From each wave to the next: one record a person, so nobody counts twice. */
static void
add_movement(maker *m)
{
    const reinti_form *form = m->interview == REINTI_NONE ? NULL : &m->cb->form[m->interview];

    for (size_t w = 1; form && w < m->cb->n_waves; w++)
        add_cross(m,
                  &(request){ .id = numbered(m, "M", w),
                              .title = reinti_arena_format(
                                  m->arena,
                                  say(m, "Assistance: from the interview before (rows) to \"%s\" (columns)",
                                      "Bantuan: dari wawancara sebelumnya (baris) ke \"%s\" (kolom)"),
                                  label_of(m, &m->cb->wave[w].label, m->cb->wave[w].id)),
                              .group = say(m, "Movement", "Perubahan"),
                              .unit = form->name,
                              .rows = "prev_class",
                              .columns = "class",
                              .base = reinti_arena_format(m->arena, "%s = '%s'",
                                                          form->variable[form->wave].name, m->cb->wave[w].id),
                              .cells = share_of_row });
}

/* What the records that the rule set reads say, service by service. */
static void
add_readings(maker *m, const reinti_readings *readings, const char *letter, const char *title)
{
    for (size_t i = 0; i < readings->n; i++) {
        const reinti_reading *read = &readings->item[i];
        const reinti_form *form = &m->cb->form[read->form];
        add_cross(m, &(request){ .id = numbered(m, letter, i + 1),
                                 .title = title,
                                 .group = say(m, "Needs and help", "Kebutuhan dan bantuan"),
                                 .unit = form->name,
                                 .rows = form->variable[read->service].name,
                                 .columns = form->variable[read->value].name,
                                 .cells = share_of_row,
                                 .hide_empty = true });
    }
}

static void
add_assistance(maker *m)
{
    reinti_ruleset *r = NULL;

    if (m->status || !m->cb->default_ruleset)
        return;
    m->status = reinti_ruleset_open(m->cb, NULL, m->arena, &r, m->err);
    if (m->status)
        return;
    add_classes(m, r);
    add_rulesets(m);
    add_movement(m);
    reinti_plan_table *gap = add(m, "G1", NULL, say(m, "Needs and help", "Kebutuhan dan bantuan"));
    if (gap)
        gap->content = "gap";
    add_readings(m, &r->need, "N", say(m, "Needs by service", "Kebutuhan menurut layanan"));
    add_readings(m, &r->due, "E", say(m, "What is due, by service", "Hak menurut layanan"));
    add_readings(m, &r->support, "H",
                 say(m, "Help by service and what came of it", "Bantuan menurut layanan dan hasil"));
}

/* ---- domains ------------------------------------------------------------------------------------------- */

static void
add_state_pack(maker *m, const reinti_pack *p, size_t i)
{
    const reinti_form *form = &m->cb->form[p->form];
    const char *state = form->variable[p->state_variable].name;

    add_cross(m, &(request){ .id = numbered(m, "D", i + 1),
                             .title = label_of(m, &p->title, p->id),
                             .unit = form->name,
                             .rows = form->variable[p->domain_variable].name,
                             .columns = state,
                             .by = form->wave != REINTI_NONE ? form->variable[form->wave].name : NULL,
                             .cells = share_of_row,
                             .hide_empty = true });
}

static void
add_scored_pack(maker *m, const reinti_pack *p, size_t i)
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
    add_cross(
        m, &(request){ .id = numbered(m, "D", i + 1),
                       .title = label_of(m, &p->title, p->id),
                       .unit = form->name,
                       .rows = "domain",
                       .columns = form->wave != REINTI_NONE ? form->variable[form->wave].name : m->breakdown,
                       .cells = share_of_column });
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
add_domains(maker *m)
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
} named[] = {
    { "R1", "Referrals by service and result", "Rujukan menurut layanan dan hasil", "referral", "service",
      "result" },
    { "R2", "Referrals by where to and result", "Rujukan menurut tujuan dan hasil", "referral", "to",
      "result" },
    { "R3", "Referrals by whom and result", "Rujukan menurut perujuk dan hasil", "referral", "by", "result" },
    { "H9", "Help by kind of provider", "Bantuan menurut jenis penyedia", "support", "provider_kind",
      "outcome" },
    { "C1", "Informal contacts by kind", "Kontak informal menurut jenis", "contact", "kind", NULL },
    { "T1", "What was told, by when it was told", "Yang diceritakan, menurut waktu", "told", "value",
      "source" },
};

static bool
has(const reinti_form *form, const char *variable)
{
    size_t v = variable ? reinti_form_find(form, variable) : REINTI_NONE;
    return v != REINTI_NONE && form->variable[v].type == REINTI_CODE && !form->variable[v].sensitive;
}

static void
add_named(maker *m)
{
    for (size_t i = 0; i < REINTI_LENGTH(named); i++) {
        size_t f = reinti_codebook_find_form(m->cb, named[i].form);
        if (f == REINTI_NONE || !has(&m->cb->form[f], named[i].rows) ||
            (named[i].columns && !has(&m->cb->form[f], named[i].columns)))
            continue;
        add_cross(m, &(request){ .id = named[i].id,
                                 .title = say(m, named[i].en, named[i].indonesian),
                                 .unit = named[i].form,
                                 .rows = named[i].rows,
                                 .columns = named[i].columns,
                                 .cells = named[i].columns ? share_of_row : share_of_column,
                                 .hide_empty = true });
    }
}

reint_status
reinti_plan_standard(const reint_codebook *cb, const char *language, reinti_arena *arena, reinti_plan *out,
                     reint_error *err)
{
    const char *own = language ? language : cb->n_languages ? cb->language[0] : NULL;
    maker m = { .cb = cb, .arena = arena, .plan = out, .language = own, .err = err };

    *out = (reinti_plan){ .name = "", .language = own };
    out->table = reinti_arena_alloc(arena, MOST_TABLES * sizeof *out->table);
    if (!out->table)
        return reinti_no_memory(err);
    choose_breakdown(&m);
    find_interview(&m);
    add_sample(&m);
    add_form(&m, "episode", "P", say(&m, "What happened", "Apa yang terjadi"));
    add_waves(&m);
    add_assistance(&m);
    add_domains(&m);
    add_named(&m);
    reinti_plan_table *t = add(&m, "Q1", NULL, NULL);
    if (t)
        t->content = "missing";
    t = add(&m, "Q2", NULL, NULL);
    if (t)
        t->content = "ingest";
    return m.status;
}
