/* rules.c -- routing, cross-field and cross-wave rules, plausibility of dates.
 *
 * Routing.  asked_when true: the variable must not be `not_asked`, and an empty cell has the meaning the
 * codebook gives it, or none.  False: it must be `not_asked` or empty, and is stored as not_asked.  Cannot be
 * told: anything goes, and is counted; an empty cell is `not_asked` where what the condition reads was not
 * asked either.  (routing.c)
 *
 * Rules.  `when` false or NULL: not concerned.  `require` false: the row is rejected (error) or remarked upon
 * (warning); NULL: "could not be checked", counted.
 *
 * Plausible.  The `date` of a record of a wave lies within the wave's window, else a warning.
 *
 * What the conditions see is in view.c.  The order of reasons is that of decode.h. */
#include <config.h>

#include "ingest/rules.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/rules_parts.h"

enum { WARNINGS_LISTED = 100 };

/* ---- making ---------------------------------------------------------------------------------------- */

static void
count_conditions(const reinti_decoding *d, size_t *n_routings, size_t *n_rules)
{
    *n_routings = *n_rules = 0;
    for (size_t i = 0; i < d->n; i++)
        *n_routings += d->decoder[i].routed && d->decoder[i].column != REINTI_NONE;
    for (size_t i = 0; i < d->cb->n_rules; i++)
        *n_rules += d->cb->rule[i].form == d->form_index;
}

static reint_status
create_routings(reinti_rules *r, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t i = 0; i < r->d->n && !status; i++) {
        const reinti_decoder *v = &r->d->decoder[i];
        char where[96];
        if (!v->routed || v->column == REINTI_NONE)
            continue;
        snprintf(where, sizeof where, "asked_when of %s", v->variable->name);
        r->routing[r->n_routings].decoder = v;
        status = reinti_condition_create(r->view, v->variable->asked_when, where,
                                         &r->routing[r->n_routings++].condition, err);
    }
    return status;
}

static reint_status
create_rules(reinti_rules *r, reint_error *err)
{
    const reint_codebook *cb = r->d->cb;
    reint_status status = REINT_OK;

    for (size_t i = 0; i < cb->n_rules && !status; i++) {
        const reinti_rule *from = &cb->rule[i];
        reinti_rule_check *to = &r->rule[r->n_rules];
        char where[96];
        if (from->form != r->d->form_index)
            continue;
        r->n_rules++;
        to->rule = from;
        to->has_when = from->when != NULL;
        to->reason = reinti_arena_format(r->arena, "rule:%s", from->id);
        to->message = reinti_label_text(&from->message, cb->n_languages ? cb->language[0] : NULL);
        if (!to->reason)
            return reinti_no_memory(err);
        snprintf(where, sizeof where, "rule %s", from->id);
        if (to->has_when)
            status = reinti_condition_create(r->view, from->when, where, &to->when, err);
        if (!status)
            status = reinti_condition_create(r->view, from->require, where, &to->require, err);
    }
    return status;
}

/* The variable `date` of a form with waves, if any wave has a window. */
static const reinti_decoder *
wave_date(const reinti_decoding *d)
{
    size_t at = reinti_form_find(d->form, "date");

    if (d->wave_component == REINTI_NONE || at == REINTI_NONE)
        return NULL;
    if (d->decoder[at].variable->type != REINTI_DATE || d->decoder[at].variable->key ||
        d->decoder[at].column == REINTI_NONE)
        return NULL;
    for (size_t w = 0; w < d->cb->n_waves; w++)
        if (d->cb->wave[w].from || d->cb->wave[w].to)
            return &d->decoder[at];
    return NULL;
}

reint_status
reinti_rules_create(reinti_decoding *d, reinti_rules **out, reint_error *err)
{
    size_t n_routings, n_rules;
    const reinti_decoder *date = wave_date(d);
    reinti_rules *r;
    reint_status status;

    *out = NULL;
    count_conditions(d, &n_routings, &n_rules);
    if (!n_routings && !n_rules && !date)
        return REINT_OK;
    r = calloc(1, sizeof *r);
    if (!r)
        return reinti_no_memory(err);
    r->d = d;
    r->date = date;
    r->arena = reinti_arena_create();
    r->routing = calloc(n_routings + 1, sizeof *r->routing);
    r->rule = calloc(n_rules + 1, sizeof *r->rule);
    status =
        !r->arena || !r->routing || !r->rule ? reinti_no_memory(err) : reinti_view_create(d, &r->view, err);
    if (!status)
        status = create_routings(r, err);
    if (!status)
        status = create_rules(r, err);
    if (status)
        reinti_rules_free(r);
    else
        *out = r;
    return status;
}

void
reinti_rules_free(reinti_rules *r)
{
    if (!r)
        return;
    for (size_t i = 0; i < r->n_routings; i++)
        reinti_condition_free(&r->routing[i].condition);
    for (size_t i = 0; i < r->n_rules; i++) {
        reinti_condition_free(&r->rule[i].when);
        reinti_condition_free(&r->rule[i].require);
    }
    reinti_view_free(r->view);
    reinti_arena_free(r->arena);
    free(r->routing);
    free(r->rule);
    free(r->active);
    free(r->result);
    free(r->held);
    free(r);
}

bool
reinti_rules_across_waves(const reinti_rules *r)
{
    for (size_t i = 0; i < r->n_routings; i++)
        if (r->routing[i].condition.across_waves)
            return true;
    for (size_t i = 0; i < r->n_rules; i++)
        if (r->rule[i].require.across_waves || (r->rule[i].has_when && r->rule[i].when.across_waves))
            return true;
    return false;
}

void
reinti_rules_watch(reinti_rules *r, reinti_rules_fn fn, void *user)
{
    r->watch = fn;
    r->watch_user = user;
}

bool
reinti_rules_set_file(reinti_rules *r, reinti_rows *file)
{
    return reinti_view_set_file(r->view, file);
}

/* ---- remarks --------------------------------------------------------------------------------------- */

/* About the cell of V (NULL: the row), which LOOK reads again. */
void
reinti_rules_say(reinti_remarks *remarks, const reinti_rules *r, const reinti_rows *rows, size_t row,
                 reinti_csv *look, const reinti_decoder *v, reint_severity severity, const char *reason,
                 const char *code, reinti_tell_fn tell, const void *about)
{
    reinti_remark m = { .severity = severity, .reason = reason, .code = code, .column = 1 };
    const reinti_csv_field *person;

    if (reinti_csv_seek(look, rows->origin[row].record, rows->origin[row].line, NULL) != REINTI_CSV_RECORD) {
        remarks->failed = true; /* it was read before: only memory can lack */
        return;
    }
    m.record = look->record;
    m.length = look->record_length;
    reinti_csv_place(look, SIZE_MAX, &m.row_line, &m.column);
    m.line = m.row_line;
    if (v && v->column < look->n_fields) {
        m.variable = v->variable->name;
        reinti_csv_place(look, v->column, &m.line, &m.column);
    }
    person = reinti_decode_person_field(r->d, look);
    if (person)
        m.person = reinti_store_person(r->d->study, person->text, person->length);
    reinti_remark_add(remarks, &m, tell, about);
}

/* The first variable of the condition that the row itself has, for the place of the remark. */
static const reinti_decoder *
place_of(const reinti_rules *r, const reinti_rule_check *u)
{
    for (size_t k = 0; k < u->require.n_used; k++) {
        const reinti_view_name *name = &r->view->name[u->require.used[k]];
        if (name->via == REINTI_VIEW_OWN && r->d->decoder[name->variable].column != REINTI_NONE)
            return &r->d->decoder[name->variable];
    }
    return NULL;
}

static void
tell_rule(reinti_str *out, const void *about)
{
    const reinti_rule_check *u = about;

    if (u->message)
        reinti_str_format(out, reinti_words("%s (rule %s)"), u->message, u->rule->id);
    else
        reinti_str_format(out, reinti_words("rule %s wants: %s"), u->rule->id, u->rule->require);
}

static void
remark_rule(reinti_rules *r, const reinti_rows *rows, size_t row, reinti_csv *look,
            const reinti_rule_check *u, reinti_remarks *remarks)
{
    reinti_rules_say(remarks, r, rows, row, look, place_of(r, u), u->rule->severity, u->reason, "rule",
                     tell_rule, u);
}

void
reinti_rules_remark(reinti_rules *r, const reinti_rows *rows, size_t row, reinti_csv *look,
                    reinti_remarks *remarks)
{
    remark_rule(r, rows, row, look, &r->rule[r->held[row]], remarks);
}

/* ---- rules ----------------------------------------------------------------------------------------- */

static reint_status
check_rule(reinti_rules *r, reinti_rows *rows, reinti_csv *look, size_t which, reinti_remarks *remarks,
           reint_error *err)
{
    reinti_rule_check *u = &r->rule[which];
    reint_status status = REINT_OK;

    for (size_t row = 0; row < rows->n; row++)
        r->active[row] = rows->state[row] == REINTI_ROW_GOOD;
    if (u->has_when)
        status = reinti_condition_run(&u->when, r->active, r->result, err);
    for (size_t row = 0; row < rows->n && u->has_when && !status; row++)
        r->active[row] = r->active[row] && r->result[row] > 0;
    if (!status)
        status = reinti_condition_run(&u->require, r->active, r->result, err);
    for (size_t row = 0; row < rows->n && !status; row++) {
        if (!r->active[row] || r->result[row] > 0)
            continue;
        if (r->watch) {
            r->watch(r->watch_user, row, NULL, u->rule,
                     r->result[row] < 0 ? REINTI_MISFIT_RULE_NOT_TOLD : REINTI_MISFIT_RULE);
        } else if (r->result[row] < 0) {
            u->n_unknown++;
        } else if (u->rule->severity == REINT_ERROR) {
            rows->state[row] = REINTI_ROW_HELD;
            r->held[row] = (uint16_t)which;
        } else if (u->n_warnings++ < WARNINGS_LISTED) {
            remark_rule(r, rows, row, look, u, remarks);
        }
    }
    return status;
}

/* ---- plausibility ---------------------------------------------------------------------------------- */

struct outside {
    reinti_interval date;
    const reinti_wave *wave;
};

static void
tell_outside(reinti_str *out, const void *about)
{
    const struct outside *o = about;
    reinti_str date = REINTI_STR_EMPTY, window = REINTI_STR_EMPTY;

    reinti_format_date(&date, o->date);
    reinti_format_date(&window, o->wave->window);
    reinti_str_format(out, reinti_words("date is %s, outside the window of wave %s (%s)"), date.text,
                      o->wave->id, window.text);
    out->failed |= date.failed || window.failed;
    reinti_str_free(&date);
    reinti_str_free(&window);
}

static void
check_windows(reinti_rules *r, const reinti_rows *rows, reinti_csv *look, reinti_remarks *remarks)
{
    const reinti_decoding *d = r->d;

    for (size_t row = 0; row < rows->n; row++) {
        const int64_t *slot = reinti_rows_slots(rows, row) + r->date->slot;
        int64_t id = reinti_store_key_part(d->layout, rows->key[row], d->wave_component), low = slot[0],
                high = slot[1];
        size_t wave = reinti_store_code_of(d->study, d->cb->wave_list, id);
        const reinti_wave *w = wave == REINTI_NONE ? NULL : &d->cb->wave[wave];
        if (rows->state[row] != REINTI_ROW_GOOD || !w || (low == REINTI_NULL && high == REINTI_NULL))
            continue;
        if (high == REINTI_NULL)
            high = low;
        if ((low == REINTI_NULL || low <= w->window.high) && high >= w->window.low)
            continue;
        if (r->watch) {
            r->watch(r->watch_user, row, r->date, NULL, REINTI_MISFIT_WINDOW);
            continue;
        }
        if (r->n_windows++ >= WARNINGS_LISTED)
            continue;
        struct outside about = { { low == REINTI_NULL ? REINTI_OPEN_LOW : (int32_t)low, (int32_t)high }, w };
        reinti_rules_say(remarks, r, rows, row, look, r->date, REINT_WARNING, "wave_date", "wave_date",
                         tell_outside, &about);
    }
}

/* ---- a block --------------------------------------------------------------------------------------- */

static bool
make_room(reinti_rules *r, size_t n)
{
    if (n <= r->capacity)
        return true;
    free(r->active);
    free(r->result);
    free(r->held);
    r->active = malloc(n * sizeof *r->active);
    r->result = malloc(n * sizeof *r->result);
    r->held = malloc(n * sizeof *r->held);
    r->capacity = r->active && r->result && r->held ? n : 0;
    return r->capacity == n;
}

reint_status
reinti_rules_check(reinti_rules *r, reinti_rows *rows, reinti_csv *look, reinti_remarks *remarks,
                   reint_error *err)
{
    reint_status status = REINT_OK;

    if (!make_room(r, rows->capacity))
        return reinti_no_memory(err);
    r->view->rows = rows;
    for (size_t i = 0; i < r->n_routings && !status; i++)
        status = reinti_routing_check(r, rows, look, &r->routing[i], remarks, err);
    if (status)
        return status;
    reinti_rows_compact(rows);
    for (size_t i = 0; i < r->n_rules && !status; i++)
        status = check_rule(r, rows, look, i, remarks, err);
    if (!status && r->date)
        check_windows(r, rows, look, remarks);
    return status || !remarks->failed ? status : reinti_no_memory(err);
}

void
reinti_rules_notes(const reinti_rules *r, const char *file, reint_findings *findings)
{
    const char *form = r->d->form->name;

    for (size_t i = 0; i < r->n_routings; i++)
        if (r->routing[i].n_unknown)
            reinti_find(findings, REINT_NOTE, "routing_not_checked", file, form, 0, 0,
                        reinti_words_n("whether %s was to be asked could not be told for %zu row",
                                       "whether %s was to be asked could not be told for %zu rows",
                                       r->routing[i].n_unknown),
                        r->routing[i].decoder->variable->name, r->routing[i].n_unknown);
    for (size_t i = 0; i < r->n_rules; i++) {
        const reinti_rule_check *u = &r->rule[i];
        if (u->n_unknown)
            reinti_find(findings, REINT_NOTE, "rule_not_checked", file, form, 0, 0,
                        reinti_words_n(
                            "rule %s could not be checked for %zu row: something that it needs is missing",
                            "rule %s could not be checked for %zu rows: something that it needs is missing",
                            u->n_unknown),
                        u->rule->id, u->n_unknown);
        if (u->n_warnings > WARNINGS_LISTED)
            reinti_find(findings, REINT_WARNING, "rule", file, form, 0, 0,
                        "rule %s: %zu more rows like these", u->rule->id, u->n_warnings - WARNINGS_LISTED);
    }
    if (r->n_windows > WARNINGS_LISTED)
        reinti_find(findings, REINT_WARNING, "wave_date", file, form, 0, 0,
                    "%zu more dates outside the window of their wave", r->n_windows - WARNINGS_LISTED);
}
