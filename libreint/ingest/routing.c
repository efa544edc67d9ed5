/* routing.c -- was a question that had to be asked answered, and one that had to be left out left out?
 *
 * The rule is at the head of rules.c.  An empty cell of a variable with a routing condition waited for this
 * (decode.c): here it gets its reason. */
#include <config.h>

#include "ingest/rules_parts.h"

static int64_t *
why_slot(const reinti_rows *rows, size_t row, const reinti_decoder *v)
{
    return reinti_decode_why(v, reinti_rows_slots(rows, row) + v->slot);
}

static bool
has_value(const reinti_rows *rows, size_t row, const reinti_decoder *v)
{
    int64_t why = *why_slot(rows, row, v);

    return v->variable->type == REINTI_CODE ? why >= 0 : why == REINTI_NULL;
}

/* A cell that the wave rules out (decode.c) holds nothing at all. */
static bool
is_absent(const reinti_rows *rows, size_t row, const reinti_decoder *v)
{
    const int64_t *slot = reinti_rows_slots(rows, row) + v->slot, *why = why_slot(rows, row, v);

    for (; slot <= why; slot++)
        if (*slot != REINTI_NULL)
            return false;
    return true;
}

static int64_t
meaning_of_empty(const reinti_decoder *v)
{
    const reinti_code_entry *e = reinti_codes_find_short(&v->codes, "", 0);

    return e ? e->id : REINTI_EMPTY;
}

struct misrouted {
    const reinti_variable *variable;
    reinti_misfit what;
};

static void
tell_misrouted(reinti_str *out, const void *about)
{
    static const char *const words[] = {
        [REINTI_MISFIT_NOT_ASKED] = REINTI_WORDS("is not asked, though it had to be"),
        [REINTI_MISFIT_EMPTY] = REINTI_WORDS("is empty, though it had to be asked"),
        [REINTI_MISFIT_REQUIRED] = REINTI_WORDS("must be given"),
        [REINTI_MISFIT_PAST] = REINTI_WORDS("is answered, though routed past"),
    };
    const struct misrouted *m = about;

    reinti_str_format(out, reinti_words("%s %s: it is asked when %s"), m->variable->name,
                      reinti_words(words[m->what]), m->variable->asked_when);
}

static void
reject_routing(reinti_rules *r, reinti_rows *rows, size_t row, reinti_csv *look, const reinti_decoder *v,
               reinti_misfit what, reinti_remarks *remarks)
{
    reinti_fault fault = what == REINTI_MISFIT_REQUIRED ? REINTI_FAULT_REQUIRED : REINTI_FAULT_ROUTING;
    struct misrouted about = { v->variable, what };

    if (r->watch) {
        r->watch(r->watch_user, row, v, NULL, what);
        return;
    }
    reinti_rules_say(remarks, r, rows, row, look, v, REINT_ERROR, reinti_fault_reason(fault),
                     reinti_fault_code(fault), tell_misrouted, &about);
    rows->state[row] = REINTI_ROW_DROPPED;
}

static void
settle_asked(reinti_rules *r, reinti_rows *rows, size_t row, reinti_csv *look, const reinti_decoder *v,
             reinti_remarks *remarks)
{
    int64_t *why = why_slot(rows, row, v), empty = meaning_of_empty(v);

    if (*why == r->d->not_asked && !has_value(rows, row, v)) {
        reject_routing(r, rows, row, look, v, REINTI_MISFIT_NOT_ASKED, remarks);
        return;
    }
    if (*why != REINTI_EMPTY)
        return;
    if (empty == REINTI_EMPTY || empty == r->d->not_asked)
        reject_routing(r, rows, row, look, v, REINTI_MISFIT_EMPTY, remarks);
    else if (v->variable->required)
        reject_routing(r, rows, row, look, v, REINTI_MISFIT_REQUIRED, remarks);
    else
        *why = empty;
}

static void
settle_past(reinti_rules *r, reinti_rows *rows, size_t row, reinti_csv *look, const reinti_decoder *v,
            reinti_remarks *remarks)
{
    int64_t *why = why_slot(rows, row, v);

    if (*why == REINTI_EMPTY)
        *why = r->d->not_asked;
    else if (*why != r->d->not_asked || has_value(rows, row, v))
        reject_routing(r, rows, row, look, v, REINTI_MISFIT_PAST, remarks);
}

/* What the condition reads was itself routed past: so is this. */
static bool
follows_not_asked(const reinti_rules *r, const reinti_rows *rows, size_t row, const reinti_routing *u)
{
    for (size_t k = 0; k < u->condition.n_used; k++) {
        const reinti_view_name *name = &r->view->name[u->condition.used[k]];
        const reinti_decoder *v = &r->d->decoder[name->variable];
        if (name->via == REINTI_VIEW_OWN && !name->v->key && !has_value(rows, row, v) &&
            *why_slot(rows, row, v) == r->d->not_asked)
            return true;
    }
    return false;
}

/* Whether the question was asked cannot be told: nothing is refused. */
static void
settle_unknown(reinti_rules *r, reinti_rows *rows, size_t row, reinti_routing *u)
{
    int64_t *why = why_slot(rows, row, u->decoder), empty = meaning_of_empty(u->decoder);
    bool follows = follows_not_asked(r, rows, row, u);

    u->n_unknown += !follows;
    if (r->watch && !follows)
        r->watch(r->watch_user, row, u->decoder, NULL, REINTI_MISFIT_NOT_TOLD);
    if (*why == REINTI_EMPTY)
        *why = follows ? r->d->not_asked : empty != REINTI_EMPTY ? empty : r->d->not_stated;
}

reint_status
reinti_routing_check(reinti_rules *r, reinti_rows *rows, reinti_csv *look, reinti_routing *u,
                     reinti_remarks *remarks, reint_error *err)
{
    reint_status status;

    for (size_t row = 0; row < rows->n; row++)
        r->active[row] = rows->state[row] == REINTI_ROW_GOOD && !is_absent(rows, row, u->decoder);
    status = reinti_condition_run(&u->condition, r->active, r->result, err);
    for (size_t row = 0; row < rows->n && !status; row++) {
        if (!r->active[row])
            continue;
        if (r->result[row] > 0)
            settle_asked(r, rows, row, look, u->decoder, remarks);
        else if (r->result[row] == 0)
            settle_past(r, rows, row, look, u->decoder, remarks);
        else
            settle_unknown(r, rows, row, u);
    }
    return status;
}
