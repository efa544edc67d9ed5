/* gap.c -- the table of need, due and received: for each service how many people needed it, to how many it was
 * due, who was offered it, declined and received it, and for how many it was needed and due and never came.
 *
 * Reads:    the facts that the rule set reads (assess/dossier.h), not its classes.
 * Unit:     persons.  A layer for all stages at home together, and one for each stage, as known now or by the wave of the view; rule sets of
 *           interviews have a layer for each wave, as told by then.  Two episodes at one stage are one person.
 * Missing:  what cannot be told is in no number but in "at most", and stands in a column of its own: needed, due
 *           and received nothing of, perhaps.  Where the law is silent it is silent, not "no".
 * Not here: help that is not formal, and the study's own referral: the rule set does not count them. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "assess/dossier.h"
#include "table/build.h"

typedef enum fact { NEEDED, DUE, SILENT, REQUIRED, OFFERED, DECLINED, RECEIVED, GAP, N_FACTS } fact;
enum { PERSONS, FIRST_FACT, OPEN = FIRST_FACT + N_FACTS, N_COLUMNS };

static const struct {
    const char *code, *en, *id;
} columns[N_COLUMNS] = {
    [PERSONS] = { "persons", "People", "Orang" },
    [FIRST_FACT + NEEDED] = { "needed", "Needed", "Dibutuhkan" },
    [FIRST_FACT + DUE] = { "due", "Due by law", "Menjadi hak" },
    [FIRST_FACT + SILENT] = { "needed_silent", "Needed, the law is silent", "Dibutuhkan, hukum diam" },
    [FIRST_FACT + REQUIRED] = { "required", "Needed and due", "Dibutuhkan dan menjadi hak" },
    [FIRST_FACT + OFFERED] = { "offered", "Offered", "Ditawarkan" },
    [FIRST_FACT + DECLINED] = { "declined", "Declined", "Ditolak" },
    [FIRST_FACT + RECEIVED] = { "received", "Received, in part or in full", "Diterima, sebagian atau penuh" },
    [FIRST_FACT +
        GAP] = { "gap", "Needed, due, nothing received", "Dibutuhkan, menjadi hak, tidak diterima" },
    [OPEN] = { "gap_open", "Whether so cannot be told", "Tidak dapat dipastikan" },
};

/* Of one person: facts that surely hold, and that possibly do, as bits. */
typedef struct facts {
    uint16_t sure, possible;
} facts;

typedef struct tally {
    size_t persons;
    size_t *low, *high; /* [service, then any][fact] */
} tally;

typedef struct maker {
    reinti_dossier *d;
    const reint_codebook *cb;
    const reinti_plan_table *plan;
    const char *language;
    reinti_table *t;
    const uint32_t *row_of; /* row of the person frame by person id */
    size_t n_ids, n_services;
    const int8_t *in_base; /* by row of the person frame */
} maker;

/* ---- facts of a state ---------------------------------------------------------------------------------- */

static void
set_fact(facts *f, fact which, bool sure, bool possible)
{
    f->sure |= (uint16_t)(sure ? 1u << which : 0);
    f->possible |= (uint16_t)(possible ? 1u << which : 0);
}

/* Whether a set of values lies within WANTED, and whether it meets it. */
static bool
within(unsigned values, unsigned wanted)
{
    return !(values & ~wanted);
}

static facts
facts_of(const reinti_state *s)
{
    enum {
        NEED = REINTI_NEED_YES | REINTI_NEED_CONTINUING,
        SOME = REINTI_RECEIPT_ANY & ~REINTI_RECEIPT_NONE
    };
    bool needed = within(s->need, NEED), may_need = s->need & NEED;
    bool due = within(s->due, REINTI_DUE_YES), may_be_due = s->due & REINTI_DUE_YES;
    bool silent = within(s->due, REINTI_DUE_SILENT), may_be_silent = s->due & REINTI_DUE_SILENT;
    bool received = within(s->receipt, SOME), may_have = s->receipt & SOME;
    bool nothing = within(s->receipt, REINTI_RECEIPT_NONE), may_lack = s->receipt & REINTI_RECEIPT_NONE;
    unsigned marks = s->marks, may = s->marks | s->open_marks;
    facts f = { 0, 0 };

    /* need, due and receipt are open independently of each other, so that "both" needs no joint enumeration */
    set_fact(&f, NEEDED, needed, may_need);
    set_fact(&f, DUE, due, may_be_due);
    set_fact(&f, SILENT, needed && silent, may_need && may_be_silent);
    set_fact(&f, REQUIRED, needed && due, may_need && may_be_due);
    set_fact(&f, OFFERED, received || marks >> REINTI_MARK_OFFERED & 1,
             may_have || may >> REINTI_MARK_OFFERED & 1);
    set_fact(&f, DECLINED, marks >> REINTI_MARK_DECLINED & 1, may >> REINTI_MARK_DECLINED & 1);
    set_fact(&f, RECEIVED, received, may_have);
    set_fact(&f, GAP, needed && due && nothing, may_need && may_be_due && may_lack);
    return f;
}

/* ---- counting ------------------------------------------------------------------------------------------ */

static bool
tally_make(tally *t, size_t n_services)
{
    t->persons = 0;
    t->low = calloc((n_services + 1) * N_FACTS, sizeof *t->low);
    t->high = calloc((n_services + 1) * N_FACTS, sizeof *t->high);
    return t->low && t->high;
}

static void
tally_free(tally *t)
{
    free(t->low);
    free(t->high);
}

/* One person with the states of all services. */
static void
count_person(tally *t, const reinti_state *state, size_t n_services)
{
    facts any = { 0, 0 };

    t->persons++;
    for (size_t s = 0; s <= n_services; s++) {
        facts f = s < n_services ? facts_of(&state[s]) : any;
        any.sure |= f.sure;
        any.possible |= f.possible;
        for (size_t k = 0; k < N_FACTS; k++) {
            t->low[s * N_FACTS + k] += f.sure >> k & 1;
            t->high[s * N_FACTS + k] += f.possible >> k & 1;
        }
    }
}

static bool
stands_at(const reinti_ruleset *r, const reinti_case *c, size_t stage)
{
    if (stage != REINTI_NONE)
        return c->stage >= 0 && (size_t)c->stage == stage;
    for (size_t i = 0; i < r->n_home_stages; i++)
        if ((int)r->home_stage[i] == c->stage)
            return true;
    return false;
}

/* Everybody with a case at STAGE; REINTI_NONE: at home, all stages joined. */
static reint_status
count_stage(maker *m, size_t stage, tally *out, reint_error *err)
{
    const reinti_ruleset *r = m->d->r;
    size_t wave = r->unit == REINTI_UNIT_INTERVIEW ? stage : reinti_view_wave(m->cb, m->plan->view);
    reinti_state all[REINTI_MAX_SERVICES];
    const reinti_cut *cut = NULL;
    reint_status status = reinti_dossier_cut(m->d, wave, &cut, err);

    for (size_t i = 0, n = 0; !status && i < cut->n; i += n) {
        const reinti_case *c = reinti_cut_person(cut, cut->item[i].person, &n);
        uint32_t row = c->person < m->n_ids ? m->row_of[c->person] : UINT32_MAX;
        bool any = false;
        if (row == UINT32_MAX || !m->in_base[row])
            continue;
        for (size_t k = 0; k < n; k++) {
            const reinti_state *state = &cut->state[(i + k) * m->n_services];
            if (!stands_at(r, &c[k], stage))
                continue;
            for (size_t s = 0; s < m->n_services; s++)
                if (any)
                    reinti_state_merge(&all[s], &state[s]);
                else
                    all[s] = state[s];
            any = true;
        }
        if (any)
            count_person(out, all, m->n_services);
    }
    return status;
}

/* ---- laying out ---------------------------------------------------------------------------------------- */

static void
put(reinti_table *t, size_t layer, size_t row, size_t column, size_t low, size_t high, size_t base)
{
    *reinti_table_cell(t, layer, row, column, 0) = (reinti_cell){ .value = (double)low,
                                                                  .low = (double)low,
                                                                  .high = (double)high,
                                                                  .base = (double)base,
                                                                  .base_n = (double)base,
                                                                  .n = (double)low,
                                                                  .weighted = (double)low,
                                                                  .kind = REINTI_CELL_COUNT };
    t->show_bounds = t->show_bounds || low < high;
}

static void
fill_layer(maker *m, size_t layer, const tally *t)
{
    for (size_t s = 0; s <= m->n_services; s++) {
        const size_t *low = t->low + s * N_FACTS, *high = t->high + s * N_FACTS;
        put(m->t, layer, s, PERSONS, t->persons, t->persons, t->persons);
        for (size_t k = 0; k < N_FACTS; k++)
            put(m->t, layer, s, FIRST_FACT + k, low[k], high[k], t->persons);
        put(m->t, layer, s, OPEN, high[GAP] - low[GAP], high[GAP] - low[GAP], t->persons);
    }
}

static const char *
label_text(const maker *m, const reinti_label *label, const char *otherwise)
{
    const char *text = reinti_label_text(label, m->language);
    return reinti_arena_text(m->t->arena, text ? text : otherwise);
}

static reinti_layer
layer_of(const maker *m, size_t stage)
{
    const reinti_ruleset *r = m->d->r;

    if (stage == REINTI_NONE)
        return (reinti_layer){ "home", reinti_say(m->language, "At home, all stages together",
                                                  "Di rumah, semua tahap") };
    if (r->unit == REINTI_UNIT_INTERVIEW)
        return (reinti_layer){ reinti_arena_format(m->t->arena, "wave=%s", m->cb->wave[stage].id),
                               label_text(m, &m->cb->wave[stage].label, m->cb->wave[stage].id) };
    const reinti_code *code = &m->cb->list[r->stage_list].code[stage];
    return (reinti_layer){ reinti_arena_format(m->t->arena, "stage=%s", code->name),
                           label_text(m, &code->label, code->name) };
}

static bool
make_entries(maker *m)
{
    const reinti_list *services = &m->cb->list[m->d->r->service_list];
    reinti_table *t = m->t;

    t->row = reinti_arena_alloc(t->arena, (m->n_services + 1) * sizeof *t->row);
    t->column = reinti_arena_alloc(t->arena, N_COLUMNS * sizeof *t->column);
    t->stat = reinti_arena_alloc(t->arena, sizeof *t->stat);
    if (!t->row || !t->column || !t->stat)
        return false;
    for (size_t s = 0; s < m->n_services; s++) {
        const reinti_code *code = &services->code[m->d->r->service[s]];
        t->row[t->n_rows++] = (reinti_entry){ .code = reinti_arena_text(t->arena, code->name),
                                              .label = label_text(m, &code->label, code->name) };
    }
    t->row[t->n_rows++] = (reinti_entry){ .code = "any",
                                          .label = reinti_say(m->language, "Any of these", "Salah satunya"),
                                          .total = true };
    for (size_t k = 0; k < N_COLUMNS; k++)
        t->column[t->n_columns++] =
            (reinti_entry){ .code = columns[k].code,
                            .label = reinti_say(m->language, columns[k].en, columns[k].id),
                            .missing = k == OPEN };
    t->stat[0] = (reinti_stat){ "count", "count", "n", REINTI_CELL_COUNT, 0 };
    t->n_stats = 1;
    return true;
}

/* Layers of nobody are left out; without anybody at all the table has none. */
static reint_status
fill(maker *m, reint_error *err)
{
    const reinti_ruleset *r = m->d->r;
    bool interviews = r->unit == REINTI_UNIT_INTERVIEW;
    size_t n_stages = interviews ? m->cb->n_waves : m->cb->list[r->stage_list].n, per_layer;
    reint_status status = make_entries(m) ? REINT_OK : reinti_no_memory(err);

    per_layer = m->t->n_rows * N_COLUMNS;
    m->t->layer = reinti_arena_alloc(m->t->arena, (n_stages + 1) * sizeof *m->t->layer);
    m->t->cell = reinti_arena_alloc(m->t->arena, (n_stages + 1) * per_layer * sizeof *m->t->cell);
    if (!status && (!m->t->layer || !m->t->cell))
        status = reinti_no_memory(err);
    for (size_t i = 0; !status && i <= n_stages; i++) {
        size_t stage = i ? i - 1 : REINTI_NONE;
        tally t;
        if (!i && (interviews || r->n_home_stages < 2))
            continue;
        status = tally_make(&t, m->n_services) ? count_stage(m, stage, &t, err) : reinti_no_memory(err);
        if (!status && t.persons) {
            m->t->layer[m->t->n_layers] = layer_of(m, stage);
            fill_layer(m, m->t->n_layers++, &t);
        }
        tally_free(&t);
    }
    return status;
}

static void
describe(maker *m, size_t n_in_base)
{
    reinti_table *t = m->t;
    const char **note = reinti_arena_alloc(t->arena, (2 + m->plan->n_notes) * sizeof *note);

    t->language = reinti_arena_text(t->arena, m->language);
    t->id = reinti_arena_text(t->arena, m->plan->id);
    t->group = reinti_arena_text(t->arena, m->plan->group);
    t->title = m->plan->title ? reinti_arena_text(t->arena, m->plan->title)
                              : reinti_say(m->language, "Help needed, due and received, by service",
                                           "Bantuan yang dibutuhkan, menjadi hak, dan diterima");
    t->unit = reinti_say(m->language, "persons", "orang");
    t->subtitle = reinti_arena_text(t->arena, t->unit);
    t->base = reinti_arena_format(
        t->arena,
        reinti_say(m->language, "%zu persons; in each layer those of whom anything is recorded there",
                   "%zu orang; di setiap lapisan mereka yang tercatat di sana"),
        n_in_base);
    t->row_title = reinti_say(m->language, "Service", "Layanan");
    t->column_title = "";
    if (!note)
        return;
    note[t->n_notes++] =
        reinti_say(m->language,
                   "Silence is not \"no\": where a service was not asked about it may have been needed or "
                   "received. \"At "
                   "least\" counts those of whom it is certain, \"at most\" those of whom it is possible.",
                   "Diam bukan \"tidak\": layanan yang tidak ditanyakan mungkin dibutuhkan atau diterima. "
                   "Angka terendah "
                   "menghitung yang pasti, angka tertinggi yang mungkin.");
    note[t->n_notes++] = reinti_arena_format(
        t->arena,
        reinti_say(m->language, "What counts as needed, due and received follows the rule set \"%s\".",
                   "Yang dihitung sebagai dibutuhkan, hak, dan diterima mengikuti aturan \"%s\"."),
        m->d->r->id);
    for (size_t i = 0; i < m->plan->n_notes; i++)
        note[t->n_notes++] = reinti_arena_text(t->arena, m->plan->notes[i]);
    t->note = note;
}

reint_status
reinti_table_gap(reinti_frames *frames, const reinti_plan_table *plan, const char *language,
                 reinti_table **out, reint_error *err)
{
    maker m = { .cb = reint_study_codebook(reinti_frames_study(frames)),
                .plan = plan,
                .language = language,
                .t = reinti_cells_create() };
    reinti_left_out left;
    reinti_frame *persons = NULL;
    reint_status status = m.t ? REINT_OK : reinti_no_memory(err);

    *out = NULL;
    if (!status && !plan->ruleset && !m.cb->default_ruleset)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                             "table \"%s\": the codebook names no rule set that says what is needed and due",
                             plan->id);
    if (!status)
        status = reinti_dossier_of(frames, plan->ruleset, &m.d, err);
    if (!status)
        status = reinti_frames_get(frames, m.cb->person_form, &persons, err);
    if (!status)
        status = reinti_base_rows(persons, plan->base && *plan->base ? plan->base : NULL,
                                  plan->everybody || (plan->base && !*plan->base), &m.in_base, &left, err);
    if (!status)
        status = reinti_frames_person_rows(frames, &m.row_of, &m.n_ids, err);
    if (!status) {
        m.n_services = m.d->r->n_services;
        status = fill(&m, err);
    }
    if (!status) {
        describe(&m, left.n_rows);
        *out = m.t;
    } else {
        reinti_cells_free(m.t);
    }
    return status;
}
