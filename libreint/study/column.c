/* column.c -- the columns of a form in memory: compact, in key order. */
#include <config.h>

#include "study/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

size_t
reinti_width_size(reinti_width width)
{
    static const size_t size[] = {
        [REINTI_I8] = 1, [REINTI_I16] = 2, [REINTI_I32] = 4, [REINTI_I64] = 8, [REINTI_F64] = 8
    };
    return size[width];
}

/* The narrowest width that holds all the slot may ever hold. */
reinti_width
reinti_slot_width(const reint_study *s, size_t form, size_t slot)
{
    const reinti_layout *layout = &s->form[form].layout;
    const reinti_variable *v = &layout->form->variable[layout->slot[slot].variable];
    size_t of_variable = slot - layout->first_slot[layout->slot[slot].variable];

    switch (v->type) {
    case REINTI_CODE:
        return v->multiple || s->list[v->list].n_ids > 120 ? REINTI_I16 : REINTI_I8;
    case REINTI_INTEGER:
        if (of_variable)
            return REINTI_I8;
        return v->has_min && v->has_max && v->min > -2147483647 && v->max < 2147483647 ? REINTI_I32
                                                                                       : REINTI_I64;
    case REINTI_DECIMAL:
        return of_variable ? REINTI_I8 : REINTI_F64;
    case REINTI_DATE:
    case REINTI_AGE:
        return of_variable == 3 ? REINTI_I8 : REINTI_I32;
    case REINTI_TEXT:
        return REINTI_I8;
    case REINTI_PERSON:
        return of_variable ? REINTI_I8 : REINTI_I32;
    }
    return REINTI_I64;
}

static bool
is_cached(const reinti_layout *layout, size_t slot)
{
    return layout->slot[slot].storage != REINTI_STORE_TEXT;
}

/* ---- growing
 * -------------------------------------------------------------------------------------------------------------
 */

static bool
room(void *pointer, size_t *capacity, size_t n, size_t size)
{
    return reinti_grow(pointer, capacity, n, size);
}

static void
put(reinti_vector *v, size_t at, int64_t value, bool counts_from_zero)
{
    bool null = value == REINTI_NULL;

    switch (v->width) {
    case REINTI_I8:
        ((int8_t *)v->data)[at] = null ? 0 : (int8_t)value;
        break;
    case REINTI_I16: /* the count of a set, plus one: 0 stays for NULL */
        ((int16_t *)v->data)[at] = null ? 0 : (int16_t)(counts_from_zero && value >= 0 ? value + 1 : value);
        break;
    case REINTI_I32:
        ((int32_t *)v->data)[at] = null ? INT32_MIN : (int32_t)value;
        break;
    case REINTI_I64:
        ((int64_t *)v->data)[at] = value;
        break;
    case REINTI_F64:
        if (null)
            ((double *)v->data)[at] = NAN;
        else
            memcpy((double *)v->data + at, &value, sizeof value);
        break;
    }
}

static bool
is_count(const reinti_layout *layout, size_t slot)
{
    return layout->form->variable[layout->slot[slot].variable].multiple;
}

bool
reinti_columns_append(reint_study *s, size_t f, const reinti_block *b, size_t row)
{
    reinti_form_columns *c = &s->form[f].columns;
    const reinti_layout *layout = &s->form[f].layout;
    const int64_t *slot = b->slot + row * layout->n_slots;

    if (!room(&c->key, &c->key_capacity, c->n, sizeof *c->key) ||
        !room(&c->source, &c->source_capacity, c->n, sizeof *c->source))
        return false;
    c->key[c->n] = b->key[row];
    c->source[c->n] = b->source[row];
    for (size_t i = 0; i < layout->n_slots; i++) {
        reinti_vector *v = &c->slot[i];
        if (!is_cached(layout, i))
            continue;
        if (!room(&v->data, &v->capacity, c->n, reinti_width_size(v->width)))
            return false;
        put(v, c->n, slot[i], is_count(layout, i));
    }
    for (size_t k = 0; k < c->n_sets; k++) {
        reinti_set_columns *set = &c->set[k];
        if (!room(&set->offset, &set->offset_capacity, c->n + 1, sizeof *set->offset))
            return false;
        if (!c->n)
            set->offset[0] = 0;
        for (uint32_t i = b->set[k].offset[row]; i < b->set[k].offset[row + 1]; i++) {
            if (!room(&set->code, &set->code_capacity, set->n_codes, sizeof *set->code))
                return false;
            set->code[set->n_codes++] = b->set[k].code[i];
        }
        set->offset[c->n + 1] = (uint32_t)set->n_codes;
    }
    c->n++;
    return true;
}

void
reinti_columns_drop(reint_study *s, size_t f)
{
    reinti_form_columns *c = &s->form[f].columns;

    if (!c->mapped) {
        free(c->key);
        free(c->source);
        for (size_t i = 0; i < s->form[f].layout.n_slots; i++)
            free(c->slot[i].data);
        for (size_t k = 0; k < c->n_sets; k++) {
            free(c->set[k].offset);
            free(c->set[k].code);
        }
    }
    for (size_t i = 0; i < s->form[f].layout.n_slots; i++)
        c->slot[i] = (reinti_vector){ .width = c->slot[i].width };
    for (size_t k = 0; k < c->n_sets; k++)
        c->set[k] = (reinti_set_columns){ .variable = c->set[k].variable };
    c->key = c->source = NULL;
    c->key_capacity = c->source_capacity = c->n = 0;
    c->complete = c->mapped = false;
}

/* ---- from the tables
 * ------------------------------------------------------------------------------------------------------- */

static reint_status
scan_set(reint_study *s, size_t f, size_t k, reint_error *err)
{
    reinti_form_columns *c = &s->form[f].columns;
    reinti_set_columns *set = &c->set[k];
    sqlite3_stmt *statement;
    size_t row = 0;
    int result;
    reint_status status = reinti_sql_prepare(s, &statement, err,
                                             "SELECT record, code FROM \"%w__%w\" ORDER BY record, position",
                                             s->form[f].table, s->cb->form[f].variable[set->variable].name);

    if (status)
        return status;
    set->offset = calloc(c->n + 1, sizeof *set->offset);
    set->offset_capacity = c->n + 1;
    if (!set->offset)
        status = reinti_no_memory(err);
    while (!status && (result = sqlite3_step(statement)) != SQLITE_DONE) {
        if (result != SQLITE_ROW) {
            status = reinti_sql_fail(s, err, "the records could not be read");
            break;
        }
        int64_t record = sqlite3_column_int64(statement, 0);
        while (row < c->n && c->key[row] < record) /* rows without codes end where they begin */
            set->offset[++row] = (uint32_t)set->n_codes;
        if (row == c->n || c->key[row] != record)
            continue; /* codes of no record: `reint check` tells */
        if (!room(&set->code, &set->code_capacity, set->n_codes, sizeof *set->code)) {
            status = reinti_no_memory(err);
            break;
        }
        set->code[set->n_codes++] = (int16_t)sqlite3_column_int(statement, 1);
    }
    while (!status && row < c->n)
        set->offset[++row] = (uint32_t)set->n_codes;
    sqlite3_finalize(statement);
    return status;
}

static reint_status
scan_rows(reint_study *s, size_t f, sqlite3_stmt *statement, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    reinti_form_columns *c = &s->form[f].columns;
    int result;

    while ((result = sqlite3_step(statement)) == SQLITE_ROW) {
        bool good = room(&c->key, &c->key_capacity, c->n, sizeof *c->key) &&
                    room(&c->source, &c->source_capacity, c->n, sizeof *c->source);
        int at = 2;
        if (!good)
            return reinti_no_memory(err);
        c->key[c->n] = sqlite3_column_int64(statement, 0);
        c->source[c->n] = sqlite3_column_int64(statement, 1);
        for (size_t i = 0; i < layout->n_slots; i++) {
            int64_t value = REINTI_NULL;
            if (!is_cached(layout, i))
                continue;
            if (!room(&c->slot[i].data, &c->slot[i].capacity, c->n, reinti_width_size(c->slot[i].width)))
                return reinti_no_memory(err);
            if (sqlite3_column_type(statement, at) != SQLITE_NULL) {
                value = sqlite3_column_int64(statement, at);
                if (layout->slot[i].storage == REINTI_STORE_REAL) {
                    double real = sqlite3_column_double(statement, at);
                    memcpy(&value, &real, sizeof value);
                }
            }
            put(&c->slot[i], c->n, value, is_count(layout, i));
            at++;
        }
        c->n++;
    }
    return result == SQLITE_DONE ? REINT_OK : reinti_sql_fail(s, err, "the records could not be read");
}

reint_status
reinti_columns_scan(reint_study *s, size_t f, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    reinti_str names = REINTI_STR_EMPTY;
    sqlite3_stmt *statement = NULL;

    reinti_columns_drop(s, f);
    for (size_t i = 0; i < layout->n_slots; i++)
        if (is_cached(layout, i))
            reinti_str_format(&names, ", \"%s\"", layout->slot[i].name);
    reint_status status =
        names.failed ? reinti_no_memory(err)
                     : reinti_sql_prepare(s, &statement, err, "SELECT id, _source%s FROM \"%w\" ORDER BY id",
                                          names.text, s->form[f].table);
    if (!status)
        status = scan_rows(s, f, statement, err);
    sqlite3_finalize(statement);
    for (size_t k = 0; !status && k < s->form[f].columns.n_sets; k++)
        status = scan_set(s, f, k, err);
    reinti_str_free(&names);
    if (status)
        reinti_columns_drop(s, f);
    else
        s->form[f].columns.complete = true;
    return status;
}

/* ---- for the rooms above
 * ------------------------------------------------------------------------------------------------------ */

reint_status
reinti_columns_need(reint_study *s, size_t f, reint_error *err)
{
    if (s->form[f].columns.complete || reinti_cache_load(s, f))
        return REINT_OK;
    return reinti_columns_scan(s, f, err);
}

reint_status
reinti_store_n_rows(reint_study *s, size_t f, size_t *n, reint_error *err)
{
    reint_status status = reinti_columns_need(s, f, err);
    *n = s->form[f].columns.n;
    return status;
}

reint_status
reinti_store_keys(reint_study *s, size_t f, const int64_t **key, size_t *n, reint_error *err)
{
    reint_status status = reinti_columns_need(s, f, err);
    *key = s->form[f].columns.key;
    *n = s->form[f].columns.n;
    return status;
}

reint_status
reinti_store_column(reint_study *s, size_t f, size_t slot, reinti_raw *out, reint_error *err)
{
    reint_status status = reinti_columns_need(s, f, err);
    const reinti_vector *v = &s->form[f].columns.slot[slot];

    *out = (reinti_raw){ v->width, s->form[f].columns.n, v->data };
    return status;
}

reint_status
reinti_store_sources(reint_study *s, size_t f, const int64_t **source, reint_error *err)
{
    reint_status status = reinti_columns_need(s, f, err);
    *source = s->form[f].columns.source;
    return status;
}

reint_status
reinti_store_set(reint_study *s, size_t f, size_t variable, const uint32_t **offset, const int16_t **code,
                 reint_error *err)
{
    static const uint32_t none[1] = { 0 };
    reint_status status = reinti_columns_need(s, f, err);

    for (size_t k = 0; k < s->form[f].columns.n_sets; k++)
        if (s->form[f].columns.set[k].variable == variable) {
            *offset = s->form[f].columns.set[k].offset ? s->form[f].columns.set[k].offset : none;
            *code = s->form[f].columns.set[k].code;
            return status;
        }
    return status ? status
                  : reinti_fail(err, REINT_ARGUMENT, s->path, 0, "that variable is no multiple-response set");
}

reint_status
reinti_store_text(reint_study *s, size_t f, int64_t key, size_t slot, char **out, reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status =
        reinti_sql_prepare(s, &statement, err, "SELECT \"%w\" FROM \"%w\" WHERE id = %lld",
                           s->form[f].layout.slot[slot].name, s->form[f].table, (long long)key);

    *out = NULL;
    if (status)
        return status;
    if (sqlite3_step(statement) == SQLITE_ROW && sqlite3_column_type(statement, 0) == SQLITE_TEXT) {
        *out = strdup((const char *)sqlite3_column_text(statement, 0));
        if (!*out)
            status = reinti_no_memory(err);
    }
    sqlite3_finalize(statement);
    return status;
}
