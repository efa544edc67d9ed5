/* view_value.c -- the values that a condition sees of a record, as SQL values.
 *
 * The same as the frame gives for stored records (frame/binding.c): codes as text, sets joined by ";",
 * numbers, days as ISO text, persons by their key; missing is NULL, its reason is x__why. */
#include <config.h>

#include "ingest/view.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY  2932896   /* 9999-12-31 */

static int64_t
raw_value(const reinti_raw *raw, size_t at, bool is_count)
{
    int64_t value = REINTI_NULL;

    if (!raw->data)
        return REINTI_NULL;
    switch (raw->width) {
    case REINTI_I8:
        value = ((const int8_t *)raw->data)[at];
        return value ? value : REINTI_NULL;
    case REINTI_I16:
        value = ((const int16_t *)raw->data)[at];
        return !value ? REINTI_NULL : is_count && value > 0 ? value - 1 : value;
    case REINTI_I32:
        value = ((const int32_t *)raw->data)[at];
        return value == INT32_MIN ? REINTI_NULL : value;
    case REINTI_I64:
        return ((const int64_t *)raw->data)[at];
    case REINTI_F64:
        if (!isnan(((const double *)raw->data)[at]))
            memcpy(&value, (const double *)raw->data + at, sizeof value);
        return value;
    }
    return value;
}

void
reinti_view_slots(const reinti_view *v, const reinti_view_record *r, size_t i, int64_t slot[4])
{
    const reinti_view_name *name = &v->name[i];
    const reinti_layout *layout = reinti_store_layout(v->d->study, r->form);
    size_t first;

    for (size_t k = 0; k < 4; k++)
        slot[k] = REINTI_NULL;
    if (!r->rows && !r->stored)
        return;
    if (name->v->key) {
        slot[0] = reinti_store_key_part(layout, r->key, name->variable);
        return;
    }
    first = layout->first_slot[name->variable];
    for (size_t k = 0;
         k < 4 && first + k < layout->n_slots && layout->slot[first + k].variable == name->variable; k++)
        slot[k] = r->rows ? reinti_rows_slots(r->rows, r->at)[first + k]
                          : raw_value(&r->stored->slot[first + k], r->at, name->v->multiple);
}

const int16_t *
reinti_view_codes(const reinti_view *v, const reinti_view_record *r, size_t i, size_t *n)
{
    const reinti_view_name *name = &v->name[i];

    *n = 0;
    for (size_t k = 0; r->rows && k < r->rows->n_sets; k++)
        if (r->rows->set[k].variable == name->variable) {
            const reinti_rows_set *set = &r->rows->set[k];
            *n = set->offset[r->at + 1] - set->offset[r->at];
            return set->code + set->offset[r->at];
        }
    if (r->stored && r->stored->offset[name->variable]) {
        const uint32_t *offset = r->stored->offset[name->variable];
        *n = offset[r->at + 1] - offset[r->at];
        return r->stored->code[name->variable] + offset[r->at];
    }
    return NULL;
}

bool
reinti_view_is_interval(const reinti_view *v, size_t i)
{
    const reinti_view_name *name = &v->name[i];

    return (name->v->type == REINTI_DATE || name->v->type == REINTI_AGE) && !name->v->key &&
           name->part == REINTI_VIEW_VALUE;
}

static void
give_text(reinti_expr_value *out, const char *text, size_t n)
{
    if (!text)
        return;
    out->kind = REINTI_EXPR_TEXT;
    out->text = text;
    out->length = n;
}

static void
give_code(const reinti_view *v, const reinti_view_name *name, int64_t id, reinti_expr_value *out)
{
    size_t code = reinti_store_code_of(v->d->study, name->v->list, id);
    const char *text = NULL;

    if (code != REINTI_NONE) {
        const reinti_code *c = &v->d->cb->list[name->v->list].code[code];
        text = name->attribute ? reinti_code_attribute(c, name->attribute) : c->name;
    }
    give_text(out, text, text ? strlen(text) : 0);
}

/* A day as ISO text, a year of age as a number. */
static void
give_end(reinti_view *v, const reinti_view_name *name, int64_t at, reinti_expr_value *out)
{
    int year, month, day;

    if (name->v->type == REINTI_AGE) {
        out->kind = REINTI_EXPR_INTEGER;
        out->integer = at;
        return;
    }
    reinti_date_civil((int32_t)(at < FIRST_DAY  ? FIRST_DAY
                                : at > LAST_DAY ? LAST_DAY
                                                : at),
                      &year, &month, &day);
    reinti_str_format(&v->buffer, "%04d-%02d-%02d", year, month, day);
    give_text(out, v->buffer.text, v->buffer.length);
}

static void
give_set(reinti_view *v, const reinti_view_record *r, size_t i, reinti_expr_value *out)
{
    const reinti_list *list = &v->d->cb->list[v->name[i].v->list];
    size_t n;
    const int16_t *codes = reinti_view_codes(v, r, i, &n);

    for (size_t k = 0; k < n; k++) {
        size_t code = reinti_store_code_of(v->d->study, v->name[i].v->list, codes[k]);
        reinti_str_format(&v->buffer, "%s%s", k ? ";" : "",
                          code == REINTI_NONE ? "?" : list->code[code].name);
    }
    give_text(out, v->buffer.text, v->buffer.length);
}

static void
give_stored_text(reinti_view *v, const reinti_view_record *r, const reinti_view_name *name,
                 reinti_expr_value *out)
{
    size_t slot = reinti_store_layout(v->d->study, r->form)->first_slot[name->variable];
    char *text = NULL;
    reint_error ignored;

    if (r->rows) {
        int64_t at = reinti_rows_slots(r->rows, r->at)[slot];
        if (at != REINTI_NULL)
            give_text(out, r->rows->text[at], r->rows->text_length[at]);
    } else if (!reinti_store_text(v->d->study, r->form, r->key, slot, &text, &ignored) && text) {
        reinti_str_add(&v->buffer, text);
        give_text(out, v->buffer.text, v->buffer.length);
    }
    free(text);
}

static void
give_value(reinti_view *v, const reinti_view_record *r, size_t i, const int64_t slot[4], int64_t at,
           reinti_expr_value *out)
{
    const reinti_view_name *name = &v->name[i];
    const char *text;

    switch (name->v->type) {
    case REINTI_CODE:
        if (name->v->multiple && slot[0] >= 0)
            give_set(v, r, i, out);
        else if (slot[0] > 0)
            give_code(v, name, slot[0], out);
        break;
    case REINTI_INTEGER:
        out->kind = slot[0] == REINTI_NULL ? REINTI_EXPR_NULL : REINTI_EXPR_INTEGER;
        out->integer = slot[0];
        break;
    case REINTI_DECIMAL:
        if (slot[0] == REINTI_NULL)
            break;
        out->kind = REINTI_EXPR_REAL;
        memcpy(&out->real, &slot[0], sizeof out->real);
        break;
    case REINTI_DATE:
    case REINTI_AGE:
        if (slot[0] != REINTI_NULL || slot[1] != REINTI_NULL)
            give_end(v, name, name->v->key ? slot[0] : at, out);
        break;
    case REINTI_TEXT:
        if (!name->v->key) {
            give_stored_text(v, r, name, out);
            break;
        }
        text = reinti_store_word_text(v->d->study, slot[0]);
        give_text(out, text, text ? strlen(text) : 0);
        break;
    case REINTI_PERSON:
        text = slot[0] > 0 ? reinti_store_person_key(v->d->study, slot[0]) : NULL;
        give_text(out, text, text ? strlen(text) : 0);
        break;
    }
}

static void
give_reason(const reinti_view *v, size_t i, const int64_t slot[4], reinti_expr_value *out)
{
    const reinti_variable *variable = v->name[i].v;
    int64_t why = variable->type == REINTI_CODE                                   ? slot[0]
                  : variable->type == REINTI_DATE || variable->type == REINTI_AGE ? slot[3]
                                                                                  : slot[1];

    if (variable->key || why >= 0 || why < -(int64_t)v->d->cb->n_missing)
        return;
    give_text(out, v->d->cb->missing[-why - 1].name, strlen(v->d->cb->missing[-why - 1].name));
}

void
reinti_view_value(reinti_view *v, size_t row, size_t i, int64_t at, reinti_expr_value *out)
{
    reinti_view_record r = reinti_view_find(v, row, i);
    const reinti_view_name *name = &v->name[i];
    int64_t slot[4];

    out->kind = REINTI_EXPR_NULL;
    reinti_str_clear(&v->buffer);
    if (!r.rows && !r.stored)
        return;
    reinti_view_slots(v, &r, i, slot);
    switch (name->part) {
    case REINTI_VIEW_WHY:
        give_reason(v, i, slot, out);
        break;
    case REINTI_VIEW_LOW:
        if (slot[0] != REINTI_NULL)
            give_end(v, name, slot[0], out);
        break;
    case REINTI_VIEW_HIGH:
        if (slot[0] != REINTI_NULL && slot[1] == REINTI_NULL)
            give_end(v, name, slot[0], out);
        else if (slot[1] != REINTI_NULL && slot[1] != REINTI_OPEN_HIGH)
            give_end(v, name, slot[1], out);
        break;
    case REINTI_VIEW_VALUE:
        give_value(v, &r, i, slot, at, out);
    }
}
