/* due.c -- what is due to a person at a stage, from the table of entitlements.
 *
 * Reads:    the conditions of populations and rows over the frame of the units (so a stage sees its episode
 * and person). Gives:    per service yes, no, silent, or what is open: yes if some row that answers the
 * service is met by the person and binds at the stage; open if one may be; else no; silent where no row of
 * the table speaks of the service. Missing:  NULL in a condition is "cannot be told".  Of several sources of
 * one stage the one told latest that can be told counts.  A stage without a record of its own cannot be told
 * at all. */
#include <config.h>

#include "assess/dossier.h"

#include <string.h>

static reint_status
evaluate(reinti_dossier *d, reinti_frame *frame, const char *when, const char *what, const char *id,
         const int8_t **out, reint_error *err)
{
    reint_error own = { .status = REINT_OK };
    reint_status status = when ? reinti_frame_condition(frame, when, out, &own) : REINT_OK;

    if (status)
        return reinti_fail(err, status == REINT_ARGUMENT ? REINT_INPUT : status, d->law.table->file, 0,
                           "%s %s: %s", what, id, own.text);
    return REINT_OK;
}

/* "AND stage IN ('arrival')": where ROW binds. */
static void
add_stages(const reinti_dossier *d, const reinti_entitlement *row, reinti_str *sql)
{
    const reinti_ruleset *r = d->r;

    if (!row->n_stages)
        return;
    if (r->unit == REINTI_UNIT_INTERVIEW) { /* no stage: whether it binds cannot be told */
        reinti_str_add(sql, " AND NULL");
        return;
    }
    reinti_str_format(sql, " AND \"%s\" IN (", d->cb->form[r->unit_form].variable[r->unit_stage].name);
    for (size_t i = 0; i < row->n_stages; i++) {
        reinti_str_add(sql, i ? ", '" : "'");
        for (const char *c = d->cb->list[r->stage_list].code[row->stage[i]].name; *c; c++)
            reinti_str_add(sql, *c == '\'' ? "''" : (const char[]){ *c, '\0' });
        reinti_str_add_char(sql, '\'');
    }
    reinti_str_add_char(sql, ')');
}

static bool
same_terms(const reinti_entitlement *a, const reinti_entitlement *b)
{
    return a->population == b->population && a->n_conditions == b->n_conditions &&
           a->n_stages == b->n_stages &&
           (!a->n_conditions ||
            !memcmp(a->condition, b->condition, a->n_conditions * sizeof *a->condition)) &&
           (!a->n_stages || !memcmp(a->stage, b->stage, a->n_stages * sizeof *a->stage));
}

/* All rows that give SERVICE as one condition; rows on the same terms once. */
static void
disjunction(const reinti_dossier *d, size_t service, reinti_str *sql)
{
    static const char *const assumed[] = { "NULL", "0", "1" };
    const reinti_entitlements *table = d->law.table;

    reinti_str_add_char(sql, '0');
    for (size_t i = 0; i < table->n; i++) {
        const reinti_entitlement *row = &table->row[i];
        bool again = false;
        for (size_t j = 0; j < i && !again; j++)
            again = d->law.answers[service][j] && table->row[j].entitled != REINTI_NOT_ENTITLED &&
                    same_terms(row, &table->row[j]);
        if (again || !d->law.answers[service][i] || row->entitled == REINTI_NOT_ENTITLED)
            continue;
        reinti_str_format(sql, " OR ((%s)", table->population[row->population].when);
        for (size_t k = 0; k < row->n_conditions; k++) {
            const reinti_legal_condition *c = &table->condition[row->condition[k]];
            reinti_str_format(sql, " AND (%s)", c->when ? c->when : assumed[c->assumed + 1]);
        }
        add_stages(d, row, sql);
        reinti_str_add_char(sql, ')');
    }
}

static reint_status
evaluate_any(reinti_dossier *d, reinti_frame *frame, size_t service, reint_error *err)
{
    reinti_str sql = REINTI_STR_EMPTY;
    reint_status status = REINT_OK;

    if (!d->law.speaks[service])
        return REINT_OK;
    disjunction(d, service, &sql);
    if (sql.failed)
        status = reinti_no_memory(err);
    else
        status = evaluate(d, frame, sql.text, "service",
                          d->cb->list[d->r->service_list].code[d->r->service[service]].name,
                          &d->law.any[service], err);
    reinti_str_free(&sql);
    return status;
}

reint_status
reinti_law_open(reinti_dossier *d, reint_error *err)
{
    reinti_law *law = &d->law;
    reinti_entitlements *table = NULL;
    reinti_frame *frame = NULL;
    reint_status status = reinti_entitlements_open(d->cb, d->arena, &table, err);

    if (status || !table)
        return status ? status
                      : reinti_fail(err, REINT_INPUT, d->r->file, 0, "the codebook names no entitlements");
    if (table->service_list != d->r->service_list)
        return reinti_fail(err, REINT_INPUT, table->file, 0,
                           "the services are of another list than the rule set's");
    law->table = table;
    law->population = reinti_arena_alloc(d->arena, (table->n_populations + 1) * sizeof *law->population);
    law->condition = reinti_arena_alloc(d->arena, (table->n_conditions + 1) * sizeof *law->condition);
    law->speaks = reinti_arena_alloc(d->arena, d->r->n_services + 1);
    law->answers = reinti_arena_alloc(d->arena, (d->r->n_services + 1) * sizeof *law->answers);
    law->any = reinti_arena_alloc(d->arena, (d->r->n_services + 1) * sizeof *law->any);
    if (!law->population || !law->condition || !law->speaks || !law->answers || !law->any)
        return reinti_no_memory(err);
    for (size_t s = 0; s < d->r->n_services; s++)
        if (!(law->answers[s] = reinti_arena_alloc(d->arena, table->n + 1)))
            return reinti_no_memory(err);
    for (size_t i = 0; i < table->n; i++)
        for (size_t k = 0; k < table->row[i].n_services; k++) {
            uint8_t s = d->r->service_of[table->row[i].service[k]];
            if (s != 255)
                law->speaks[s] = law->answers[s][i] = 1;
        }
    status = reinti_frames_get(d->frames, d->r->unit_form, &frame, err);
    for (size_t i = 0; !status && i < table->n_populations; i++)
        status = evaluate(d, frame, table->population[i].when, "population", table->population[i].id,
                          &law->population[i], err);
    for (size_t i = 0; !status && i < table->n_conditions; i++)
        status = evaluate(d, frame, table->condition[i].when, "condition", table->condition[i].id,
                          &law->condition[i], err);
    for (size_t i = 0; !status && i < d->r->n_services; i++)
        status = evaluate_any(d, frame, i, err);
    return status;
}

/* A condition for a case: from the latest of its own records that can tell. */
static int
trit_of(const reinti_dossier *d, const reinti_case *c, size_t wave, const int8_t *trit)
{
    int found = -1;

    for (size_t i = 0; i < c->n; i++) {
        const reinti_evidence *e = &d->evidence[c->first + i];
        if (e->kind == REINTI_ABOUT_UNIT && e->known <= wave && trit[e->row] >= 0)
            found = trit[e->row]; /* in order of telling */
    }
    return found;
}

enum { MAX_CONDITIONS = 256 };

/* Conditions of a case, worked out when first asked for. */
typedef struct answers {
    const reinti_dossier *d;
    const reinti_case *c;
    size_t wave;
    int8_t population[MAX_CONDITIONS], condition[MAX_CONDITIONS]; /* 2: not asked yet */
} answers;

static int
population_met(answers *a, size_t i)
{
    if (i >= MAX_CONDITIONS)
        return trit_of(a->d, a->c, a->wave, a->d->law.population[i]);
    if (a->population[i] == 2)
        a->population[i] = (int8_t)trit_of(a->d, a->c, a->wave, a->d->law.population[i]);
    return a->population[i];
}

static int
condition_met(answers *a, size_t i)
{
    const reinti_law *law = &a->d->law;

    if (!law->condition[i])
        return law->table->condition[i].assumed;
    if (i >= MAX_CONDITIONS)
        return trit_of(a->d, a->c, a->wave, law->condition[i]);
    if (a->condition[i] == 2)
        a->condition[i] = (int8_t)trit_of(a->d, a->c, a->wave, law->condition[i]);
    return a->condition[i];
}

/* 1 if the row gives to the case, 0 if not, -1 if it may. */
static int
gives(answers *a, const reinti_entitlement *row)
{
    int all;
    bool binds = row->n_stages == 0;

    if (row->entitled == REINTI_NOT_ENTITLED)
        return 0;
    for (size_t i = 0; i < row->n_stages; i++)
        binds |= a->d->r->unit == REINTI_UNIT_STAGE && (int)row->stage[i] == a->c->stage;
    if (!binds && a->d->r->unit == REINTI_UNIT_STAGE)
        return 0;
    all = binds ? 1 : -1; /* interviews have no stage: whether the row binds cannot be told */
    int in = population_met(a, row->population);
    if (in == 0)
        return 0;
    all = in < 0 ? -1 : all;
    for (size_t i = 0; i < row->n_conditions; i++) {
        int met = condition_met(a, row->condition[i]);
        if (met == 0)
            return 0;
        all = met < 0 ? -1 : all;
    }
    return all;
}

static void
ask(answers *a, const reinti_dossier *d, const reinti_case *c, size_t wave)
{
    a->d = d;
    a->c = c;
    a->wave = wave;
    memset(a->population, 2, sizeof a->population);
    memset(a->condition, 2, sizeof a->condition);
}

void
reinti_law_apply(const reinti_dossier *d, const reinti_case *c, size_t wave, reinti_state *state)
{
    const reinti_law *law = &d->law;
    answers a;

    ask(&a, d, c, wave);
    for (size_t s = 0; s < d->r->n_services; s++) {
        bool yes = false, maybe = false;
        for (size_t i = 0; i < law->table->n && !yes && law->speaks[s]; i++) {
            if (!law->answers[s][i])
                continue;
            int g = gives(&a, &law->table->row[i]);
            yes |= g > 0;
            maybe |= g < 0;
        }
        if (!yes && maybe) {
            int any = trit_of(d, c, wave, law->any[s]);
            yes = any > 0;
            maybe = any < 0;
        }
        state[s].due = !law->speaks[s] ? REINTI_DUE_SILENT
                       : yes           ? REINTI_DUE_YES
                       : maybe         ? REINTI_DUE_YES | REINTI_DUE_NO
                                       : REINTI_DUE_NO;
    }
}

/* Laws of the rows that give SERVICE for certain (LEAST 1) or may (LEAST -1); their number. */
static size_t
add_laws(answers *a, size_t service, int least, reinti_str *out)
{
    const reinti_law *law = &a->d->law;
    const char *seen[64];
    size_t n = 0;

    for (size_t i = 0; i < law->table->n && n < REINTI_LENGTH(seen); i++) {
        const reinti_entitlement *row = &law->table->row[i];
        size_t k = 0;
        int g = law->answers[service][i] && row->law ? gives(a, row) : 0;
        if (g == 0 || g < least)
            continue;
        while (k < n && strcmp(seen[k], row->law))
            k++;
        if (k < n)
            continue;
        reinti_str_format(out, "%s%s", n ? "; " : "", row->law);
        seen[n++] = row->law;
    }
    return n;
}

void
reinti_law_grounds(const reinti_dossier *d, const reinti_case *c, size_t wave, size_t service,
                   reinti_str *out)
{
    answers a;

    if (!d->law.table)
        return;
    ask(&a, d, c, wave);
    if (!add_laws(&a, service, 1, out)) /* due for certain, by one of several that are not certain alone */
        add_laws(&a, service, -1, out);
}

size_t
reinti_law_open_facts(const reinti_dossier *d, const reinti_case *c, size_t wave, size_t row,
                      const char *language, const char **out, size_t room)
{
    const reinti_entitlements *table = d->law.table;
    const reinti_entitlement *r = &table->row[row];
    size_t n = 0;
    answers a;

    ask(&a, d, c, wave);
    if (gives(&a, r) >= 0)
        return 0;
    if (population_met(&a, r->population) < 0 && n < room)
        out[n++] = reinti_text_or(reinti_label_text(&table->population[r->population].label, language),
                                  table->population[r->population].id);
    for (size_t i = 0; i < r->n_conditions && n < room; i++) {
        const reinti_legal_condition *condition = &table->condition[r->condition[i]];
        if (condition_met(&a, r->condition[i]) < 0)
            out[n++] = reinti_text_or(reinti_label_text(&condition->label, language), condition->id);
    }
    return n;
}
