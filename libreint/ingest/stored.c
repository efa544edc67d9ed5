/* stored.c -- a stored record as the row of a file that it could have come from: the text of each of its cells.
 *
 * Used where stored records go once more through the checks of the loader (correct.c, recheck.c).  A value that no file
 * could say (a reason without a raw code, a retired code) and one that the record's instrument did not ask for have no
 * text, which the caller is told. */
#include <config.h>

#include "ingest/stored.h"

#include <string.h>

const char *
reinti_stored_reason(const reint_codebook *cb, const reinti_variable *v, size_t reason)
{
    for (size_t m = 0; m < v->n_missing; m++)
        if (v->missing[m].reason == reason && v->missing[m].n_raw)
            return v->missing[m].raw[0];
    if (v->type == REINTI_CODE && reason < cb->n_missing && cb->missing[reason].n_raw)
        return cb->missing[reason].raw[0];
    return v->asked_when ? "" : NULL; /* an empty cell: the routing says why */
}

/* ---- values --------------------------------------------------------------------------------------------- */

static bool
add_code(const reinti_stored *s, const reinti_variable *v, int64_t id, reinti_str *cell)
{
    size_t code = reinti_store_code_of(s->study, v->list, id);

    if (code == REINTI_NONE || s->cb->list[v->list].code[code].retired) /* no file may say it any more */
        return false;
    reinti_str_add(cell, s->cb->list[v->list].code[code].name);
    return true;
}

static bool
add_set(const reinti_stored *s, size_t row, size_t variable, reinti_str *cell)
{
    const reinti_variable *v = &s->form->variable[variable];
    const reinti_block_set *set = s->block->set;

    while (set->variable != variable)
        set++;
    for (uint32_t i = set->offset[row]; i < set->offset[row + 1]; i++) {
        if (i > set->offset[row])
            reinti_str_add_char(cell, v->separator);
        if (!add_code(s, v, set->code[i], cell))
            return false;
    }
    return set->offset[row] < set->offset[row + 1];
}

static void
add_text(const reinti_stored *s, int64_t text, reinti_str *cell)
{
    reinti_str_add_n(cell, s->block->text[text], s->block->text_length[text]);
}

static bool
add_interval(const reinti_stored *s, const reinti_variable *v, const int64_t *slot, reinti_str *cell)
{
    reinti_interval i = { REINTI_OPEN_LOW, 0 };

    if (slot[2] != REINTI_NULL) { /* as it was written */
        add_text(s, slot[2], cell);
        return true;
    }
    if (slot[0] == REINTI_NULL && slot[1] == REINTI_NULL)
        return false;
    if (slot[0] != REINTI_NULL)
        i.low = (int32_t)slot[0];
    i.high = (int32_t)(slot[1] == REINTI_NULL ? slot[0] : slot[1]);
    (v->type == REINTI_DATE ? reinti_format_date : reinti_format_age)(cell, i);
    return true;
}

static bool
add_person(const reinti_stored *s, int64_t id, reinti_str *cell)
{
    const char *key = reinti_store_person_key(s->study, id);

    reinti_str_add(cell, reinti_text_or(key, ""));
    return key != NULL;
}

static bool
add_value(const reinti_stored *s, size_t row, size_t variable, const int64_t *slot, reinti_str *cell)
{
    const reinti_variable *v = &s->form->variable[variable];
    double x;

    switch (v->type) {
    case REINTI_CODE:
        return v->multiple ? add_set(s, row, variable, cell) : add_code(s, v, slot[0], cell);
    case REINTI_DATE:
    case REINTI_AGE:
        return add_interval(s, v, slot, cell);
    case REINTI_TEXT:
        add_text(s, slot[0], cell);
        return true;
    case REINTI_DECIMAL:
        memcpy(&x, &slot[0], sizeof x);
        reinti_format_shortest(cell, x);
        return true;
    case REINTI_PERSON:
        return add_person(s, slot[0], cell);
    default:
        reinti_str_format(cell, "%lld", (long long)slot[0]);
        return true;
    }
}

static bool
add_key(const reinti_stored *s, size_t row, size_t component, reinti_str *cell)
{
    const reinti_variable *v = &s->form->variable[component];
    int64_t part = reinti_store_key_part(s->layout, s->block->key[row], component);

    switch (v->type) {
    case REINTI_PERSON:
        return add_person(s, part, cell);
    case REINTI_TEXT:
        reinti_str_add(cell, reinti_text_or(reinti_store_word_text(s->study, part), ""));
        return true;
    case REINTI_CODE:
        return add_code(s, v, part, cell);
    case REINTI_DATE:
        reinti_format_date(cell, (reinti_interval){ (int32_t)part, (int32_t)part });
        return true;
    default:
        reinti_str_format(cell, "%lld", (long long)part);
        return true;
    }
}

/* ---- a cell --------------------------------------------------------------------------------------------- */

/* The first of the variable's slots in the record, and *N of them. */
static const int64_t *
slots_of(const reinti_stored *s, size_t row, size_t variable, size_t *n)
{
    size_t first = s->layout->first_slot[variable];

    *n = 0;
    while (first + *n < s->layout->n_slots && s->layout->slot[first + *n].variable == variable)
        ++*n;
    return s->block->slot + row * s->layout->n_slots + first;
}

int64_t
reinti_stored_why(const reinti_stored *s, size_t row, size_t variable)
{
    size_t n;
    const int64_t *slot;

    if (s->form->variable[variable].key)
        return REINTI_NULL;
    slot = slots_of(s, row, variable, &n);
    if (s->form->variable[variable].type == REINTI_CODE) /* in the place of the value itself */
        return slot[0] < 0 ? slot[0] : REINTI_NULL;
    return slot[n - 1];
}

reinti_stored_state
reinti_stored_cell(const reinti_stored *s, size_t row, size_t variable, reinti_str *cell)
{
    const reinti_variable *v = &s->form->variable[variable];
    const int64_t *slot;
    int64_t why;
    size_t n;
    bool any = false;

    reinti_str_clear(cell);
    if (v->key)
        return add_key(s, row, variable, cell) ? REINTI_STORED_SAID : REINTI_STORED_UNSAID;
    slot = slots_of(s, row, variable, &n);
    for (size_t i = 0; i < n; i++)
        any |= slot[i] != REINTI_NULL;
    if (!any)
        return REINTI_STORED_ABSENT;
    why = reinti_stored_why(s, row, variable);
    if (why != REINTI_NULL) {
        const char *raw = reinti_stored_reason(s->cb, v, (size_t)(-why - 1));
        reinti_str_add(cell, reinti_text_or(raw, ""));
        return raw ? REINTI_STORED_SAID : REINTI_STORED_UNSAID;
    }
    return add_value(s, row, variable, slot, cell) ? REINTI_STORED_SAID : REINTI_STORED_UNSAID;
}
