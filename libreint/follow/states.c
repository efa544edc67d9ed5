/* states.c -- the value of a coded variable of each person at each wave, and how two variables correspond.
 *
 * Missing:  no interview, or a missing answer for whatever reason but "undetermined": no state.  Undetermined keeps
 *           the codes that are still possible.
 * Refused:  variables that are no single code; two variables with different lists, unless one is a derived column:
 *           its author then said how the codes correspond.  That two lists have a code of the same name says nothing
 *           of their meaning. */
#include <config.h>

#include "follow/panel.h"

#include <string.h>

typedef struct reading {
    const reint_follow *f;
    const reinti_column *c;
    reinti_state_at *at;
} reading;

static void
read_states(void *user, size_t from, size_t to)
{
    const reading *r = user;
    const reinti_column *c = r->c;

    for (size_t i = from; i < to; i++) {
        reinti_state_at s = { REINTI_STATE_NONE, 0 };
        uint32_t row = r->f->row[i];
        size_t k = r->f->presence[i] == REINTI_SEEN ? reinti_column_category(c, row) : SIZE_MAX;
        if (k < c->n_valid) {
            s.code = (uint16_t)k;
        } else if (k != SIZE_MAX && c->possible && c->possible[row]) {
            s.code = (uint16_t)c->n_valid;
            s.possible = c->possible[row];
        }
        r->at[i] = s;
    }
}

/* Whether code K of LIST changed between the waves of the analysis. */
static bool
is_crossed(const reint_follow *f, const reinti_list *list, size_t k)
{
    reinti_change change[REINTI_MOST_CHANGES];
    size_t n_said, n = reinti_code_changes(f->cb, list, k, change, &n_said);
    bool crossed = false;

    for (size_t c = 0; c < n; c++)
        crossed = crossed || (f->wave[0] < change[c].wave && f->wave[f->n_waves - 1] >= change[c].wave);
    return crossed;
}

reint_status
reinti_follow_column(reint_follow *f, const char *variable, const reinti_column **out, reint_error *err)
{
    size_t at = reinti_form_find(&f->cb->form[f->form], variable);

    if (!reinti_frame_changes(f->records, variable))
        return reinti_frame_column(f->records, variable, out, err);
    const reinti_list *list = &f->cb->list[f->cb->form[f->form].variable[at].list];
    for (size_t k = 0; k < list->n; k++) {
        if (!is_crossed(f, list, k))
            continue;
        const char *name = reinti_arena_format(f->arena, "%s.aligned", variable);
        return name ? reinti_frame_column(f->records, name, out, err) : reinti_no_memory(err);
    }
    return reinti_frame_column(f->records, variable, out, err);
}

reint_status
reinti_follow_states(reint_follow *f, const char *variable, reinti_states *out, reint_error *err)
{
    const reinti_column *c = NULL;
    reint_status status = reinti_follow_column(f, variable, &c, err);

    if (status)
        return status;
    if (c->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           c->kind == REINTI_COLUMN_SET
                               ? "\"%s\" holds several codes at once: a person has no one state in it"
                               : "\"%s\" is no code: cut it into bands to follow it",
                           variable);
    out->column = c;
    out->at = reinti_arena_alloc(f->arena, (f->n * f->n_waves + 1) * sizeof *out->at);
    if (!out->at)
        return reinti_no_memory(err);
    reading r = { f, c, out->at };
    reinti_parallel(f->n * f->n_waves, read_states, &r);
    return REINT_OK;
}

reint_status
reinti_states_align(reint_follow *f, const reinti_column *a, const reinti_column *b, size_t *map,
                    reint_error *err)
{
    (void)f;
    if (a != b && a->variable && b->variable && a->variable->list != b->variable->list)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "\"%s\" and \"%s\" have different lists: what their codes mean may have changed; say how "
            "they correspond by a derived column of the plan (derive: groups) with the codes of the "
            "other",
            a->name, b->name);
    for (size_t k = 0; k < a->n_valid; k++) {
        map[k] = reinti_column_find(b, a->category[k].code);
        if (map[k] == REINTI_NONE)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "code \"%.40s\" of \"%s\" is none of \"%s\": they cannot be compared",
                               a->category[k].code, a->name, b->name);
    }
    return REINT_OK;
}
