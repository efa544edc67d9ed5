/* check_codebook.c -- what can be said of a codebook only with the rooms above it at hand.
 *
 * Conditions are compiled by SQLite over the names that their form has, and looked through for comparisons that can
 * never hold.  Decision tables are tabulated as they will be used: a combination of facts that matches no row is an
 * error, a row or reason that no combination reaches is a warning at its line. */
#include <config.h>

#include "run/check.h"

#include <string.h>

#include "assess/engine.h"
#include "codebook/condition.h"
#include "codebook/entitlement.h"
#include "codebook/spread.h"
#include "study/expr.h"

typedef struct checker {
    const reint_codebook *cb;
    reinti_arena *arena;
    reint_findings *findings;
} checker;

/* ---- conditions ---------------------------------------------------------------------------------------- */

/* The names that a condition on records of FORM may use, each once: its own variables, its parents', and
 * those of other waves. */
static size_t
names_for(const reint_codebook *cb, size_t form, reinti_arena *arena, const char *const **out)
{
    reinti_map *seen = reinti_map_create();
    const char **name = NULL;
    size_t n = 0, capacity = 0;

    for (size_t f = 0; f < cb->n_forms; f++) {
        bool own = f == form;
        for (size_t at = form; at != REINTI_NONE && !own; at = cb->form[at].parent)
            own = at == f;
        own = own || f == cb->person_form;
        for (size_t v = 0; v < cb->form[f].n; v++) {
            const char *variable = cb->form[f].variable[v].name;
            size_t n_prefixed = cb->form[f].wave == REINTI_NONE ? 0 : cb->n_waves + 1;
            for (size_t p = 0; p <= n_prefixed; p++) {
                if (!p && !own)
                    continue;
                const char *one = !p ? variable
                                  : p <= cb->n_waves
                                      ? reinti_arena_format(arena, "%s_%s", cb->wave[p - 1].id, variable)
                                      : reinti_arena_format(arena, "prev_%s", variable);
                bool added = false;
                if (one && seen && reinti_map_put(seen, one, strlen(one), 0, &added) >= 0 && added &&
                    reinti_arena_grow(arena, &name, &capacity, n, sizeof *name))
                    name[n++] = one;
            }
        }
    }
    reinti_map_free(seen);
    *out = name;
    return n;
}

/* CONDITION (NULL: none) over the records of FORM, written in FILE at AT. */
static void
check_condition(const checker *c, const char *file, size_t form, const char *condition, reinti_place at)
{
    const char *const *name = NULL;
    reinti_expr *e = NULL;
    reint_error err = { .status = REINT_OK };
    size_t n = condition && form != REINTI_NONE ? names_for(c->cb, form, c->arena, &name) : 0;

    if (!condition || form == REINTI_NONE)
        return;
    if (reinti_expr_compile(condition, name, n, &e, &err))
        reinti_find(c->findings, REINT_ERROR, "bad_condition", reinti_path_last(file), c->cb->form[form].name,
                    at.line, at.column, "%s", err.text);
    else
        reinti_condition_check(c->cb, form, condition, NULL, NULL, file, at, c->findings);
    reinti_expr_free(e);
}

static void
check_own_conditions(const checker *c)
{
    const reint_codebook *cb = c->cb;
    const char *file = cb->file[0].name;

    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++)
            check_condition(c, file, f, cb->form[f].variable[v].asked_when, cb->form[f].variable[v].asked_at);
    for (size_t r = 0; r < cb->n_rules; r++) {
        check_condition(c, file, cb->rule[r].form, cb->rule[r].when, cb->rule[r].when_at);
        check_condition(c, file, cb->rule[r].form, cb->rule[r].require, cb->rule[r].require_at);
    }
    check_condition(c, file, cb->person_form, cb->base, cb->base_at);
}

/* Who belongs to a population is asked of the units' records. */
static void
check_entitlements(const checker *c, const reinti_entitlements *e, size_t form)
{
    for (size_t i = 0; i < e->n_populations; i++)
        check_condition(c, e->file, form, e->population[i].when, e->population[i].at);
    for (size_t i = 0; i < e->n_conditions; i++)
        check_condition(c, e->file, form, e->condition[i].when, e->condition[i].at);
}

/* ---- rule sets ----------------------------------------------------------------------------------------- */

static reint_status
check_decisions(const checker *c, const reinti_ruleset *r, reint_error *err)
{
    const char *file = reinti_path_last(r->file);
    reint_error own = { .status = REINT_OK };
    reinti_engine *e = NULL;
    reint_status status = reinti_engine_create(r, &e, &own);

    if (status == REINT_INPUT) {
        reinti_place last = { 0, 0 };
        if (r->n_decisions)
            last = r->decision[r->n_decisions - 1].at;
        reinti_find(c->findings, REINT_ERROR, "incomplete_table", file, NULL, last.line, last.column, "%s",
                    own.text);
        return REINT_OK;
    }
    if (status) {
        if (err)
            *err = own;
        return status;
    }
    for (size_t i = 0; i < r->n_decisions; i++)
        if (!reinti_engine_reaches_row(e, i))
            reinti_find(c->findings, REINT_WARNING, "unreachable_row", file, NULL, r->decision[i].at.line,
                        r->decision[i].at.column,
                        "row \"%s\" is never reached: the rows before it take every case it is for, or its "
                        "condition can never hold",
                        r->decision[i].id);
    for (size_t i = 0; i < r->n_reasons; i++)
        if (!reinti_engine_reaches_reason(e, i))
            reinti_find(c->findings, REINT_WARNING, "unreachable_reason", file, NULL, r->reason[i].at.line,
                        r->reason[i].at.column,
                        "reason \"%s\" can never hold for the classes that it is a reason for",
                        r->reason[i].id);
    reinti_engine_free(e);
    return REINT_OK;
}

static void
check_ruleset_conditions(const checker *c, const reinti_ruleset *r)
{
    const reinti_readings *readings[] = { &r->need, &r->due, &r->support };

    for (size_t k = 0; k < REINTI_LENGTH(readings); k++)
        for (size_t j = 0; j < readings[k]->n; j++)
            check_condition(c, r->file, readings[k]->item[j].form, readings[k]->item[j].when,
                            readings[k]->item[j].at);
    if (r->base != c->cb->base)
        check_condition(c, r->file, c->cb->person_form, r->base, r->base_at);
}

/* Rule sets, and the entitlements over each form of units that rests on them. */
static reint_status
check_rulesets(const checker *c, reint_error *err)
{
    const reint_codebook *cb = c->cb;
    reinti_entitlements *rights = NULL;
    bool *seen = reinti_arena_alloc(c->arena, cb->n_forms);
    reint_status status = seen ? REINT_OK : reinti_no_memory(err);

    if (!status)
        status = reinti_entitlements_open(cb, c->arena, &rights, err);
    for (size_t i = 0; !status && i < cb->n_rulesets; i++) {
        reinti_ruleset *r = NULL;
        status = reinti_ruleset_open(cb, cb->ruleset[i], c->arena, &r, err);
        if (status)
            continue;
        check_ruleset_conditions(c, r);
        status = check_decisions(c, r, err);
        if (rights && r->due_from_entitlements && !seen[r->unit_form])
            check_entitlements(c, rights, r->unit_form);
        seen[r->unit_form] |= r->due_from_entitlements;
    }
    return status;
}

reint_status
reinti_check_codebook(const char *path, reint_findings *findings, reint_error *err)
{
    reint_codebook *cb = NULL;
    reint_status status = reint_codebook_open(path, &cb, findings, err);

    if (status)
        return status;
    reint_findings *found = reint_findings_create();
    size_t errors = reint_findings_count_severity(findings, REINT_ERROR),
           from = reint_findings_count(findings);
    checker c = { cb, reinti_arena_create(), found };
    if (c.arena && found)
        check_own_conditions(&c);
    status = c.arena && found ? check_rulesets(&c, err) : reinti_no_memory(err);
    if (found) /* of a spreadsheet at its cells */
        reinti_spread_tell(cb->origin, cb->n_origins, cb->file[0].name, found, findings);
    if (!status && reint_findings_count_severity(findings, REINT_ERROR) > errors)
        status = reinti_fail_findings(err, REINT_INPUT, findings, from);
    reint_findings_free(found);
    reinti_arena_free(c.arena);
    reint_codebook_free(cb);
    return status;
}
