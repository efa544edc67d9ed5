/* column.c -- the columns of a form in memory: compact, in key order.
 *
 * They are complete or not there at all.  They grow while a file is read into a form in key order, come from
 * the cache, or are read from the tables.  A value that does not fit its slot's width cannot have come
 * through ingest: it is refused rather than cut. */
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

static bool
is_count(const reinti_layout *layout, size_t slot)
{
    return layout->form->variable[layout->slot[slot].variable].multiple;
}

/* ---- growing ------------------------------------------------------------------------------------------- */

/* Room for N elements; half as much again when it is not enough. */
static bool
reserve(void *pointer, size_t *capacity, size_t n, size_t size)
{
    void **array = pointer;
    size_t larger = *capacity + *capacity / 2;

    if (n <= *capacity && *array)
        return true;
    larger = larger < n ? n : larger;
    larger = larger < 64 ? 64 : larger;
    void *moved = larger > SIZE_MAX / size ? NULL : realloc(*array, larger * size);
    if (!moved)
        return false;
    *array = moved;
    *capacity = larger;
    return true;
}

typedef struct strided { /* one slot of some rows of a block */
    const int64_t *value;
    size_t stride;
    const uint32_t *order;
    size_t from, n;
} strided;

#define PUT_ROWS(type, null, shift)                                                                          \
    for (size_t i = 0; i < in.n; i++) {                                                                      \
        size_t row = in.order ? in.order[in.from + i] : in.from + i;                                         \
        int64_t value = in.value[row * in.stride];                                                           \
        int64_t kept = value == REINTI_NULL ? (null) : value + ((shift) && value >= 0);                      \
        ((type *)v->data)[at + i] = (type)kept;                                                              \
        misfit |= (type)kept != kept;                                                                        \
    }

/* False: a value that the slot's width does not hold (another program wrote it). */
static bool
put_rows(reinti_vector *v, size_t at, strided in, bool count)
{
    bool misfit = false;

    switch (v->width) {
    case REINTI_I8:
        PUT_ROWS(int8_t, 0, false)
        break;
    case REINTI_I16: /* the count of a set, plus one: 0 stays for NULL */
        PUT_ROWS(int16_t, 0, count)
        break;
    case REINTI_I32:
        PUT_ROWS(int32_t, INT32_MIN, false)
        break;
    case REINTI_I64:
        PUT_ROWS(int64_t, INT64_MIN, false)
        break;
    case REINTI_F64:
        for (size_t i = 0; i < in.n; i++) {
            size_t row = in.order ? in.order[in.from + i] : in.from + i;
            double real = NAN;
            if (in.value[row * in.stride] != REINTI_NULL)
                memcpy(&real, &in.value[row * in.stride], sizeof real);
            ((double *)v->data)[at + i] = real;
        }
        break;
    }
    return !misfit;
}

static bool
append_set(reinti_set_columns *set, size_t n_before, const reinti_block_set *in, const uint32_t *order,
           size_t n)
{
    if (!reserve(&set->offset, &set->offset_capacity, n_before + n + 1, sizeof *set->offset))
        return false;
    if (!n_before)
        set->offset[0] = 0;
    for (size_t i = 0; i < n; i++) {
        size_t row = order ? order[i] : i, codes = in->offset[row + 1] - in->offset[row];
        if (set->n_codes + codes > UINT32_MAX ||
            !reserve(&set->code, &set->code_capacity, set->n_codes + codes, sizeof *set->code))
            return false;
        if (codes)
            memcpy(set->code + set->n_codes, in->code + in->offset[row], codes * sizeof *set->code);
        set->n_codes += codes;
        set->offset[n_before + i + 1] = (uint32_t)set->n_codes;
    }
    return true;
}

static bool
make_room(reinti_form_columns *c, const reinti_layout *layout, size_t n)
{
    if (!reserve(&c->key, &c->key_capacity, c->n + n, sizeof *c->key))
        return false;
    for (size_t i = 0; i < layout->n_slots; i++)
        if (is_cached(layout, i) &&
            !reserve(&c->slot[i].data, &c->slot[i].capacity, c->n + n, reinti_width_size(c->slot[i].width)))
            return false;
    return true;
}

reinti_append
reinti_columns_append(reint_study *s, size_t f, const reinti_block *b, const uint32_t *order, size_t n)
{
    enum { TILE = 64 }; /* rows that stay near the processor while slot after slot is taken out of them */
    reinti_form_columns *c = &s->form[f].columns;
    const reinti_layout *layout = &s->form[f].layout;
    bool fits = true;

    if (!make_room(c, layout, n))
        return REINTI_APPEND_MEMORY;
    for (size_t k = 0; k < c->n_sets; k++)
        if (!append_set(&c->set[k], c->n, &b->set[k], order, n))
            return REINTI_APPEND_MEMORY;
    for (size_t i = 0; i < n; i++)
        c->key[c->n + i] = b->key[order ? order[i] : i];
    for (size_t from = 0; from < n; from += TILE) {
        size_t rows = n - from < TILE ? n - from : TILE;
        for (size_t i = 0; i < layout->n_slots; i++)
            if (is_cached(layout, i))
                fits &= put_rows(&c->slot[i], c->n + from,
                                 (strided){ b->slot + i, layout->n_slots, order, from, rows },
                                 is_count(layout, i));
    }
    c->n += n;
    return fits ? REINTI_APPENDED : REINTI_APPEND_MISFIT;
}

void
reinti_columns_drop(reint_study *s, size_t f)
{
    reinti_form_columns *c = &s->form[f].columns;

    if (!c->mapped) {
        free(c->key);
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
    free(c->source);
    c->key = c->source = NULL;
    c->key_capacity = c->n = 0;
    c->complete = c->mapped = false;
}

/* ---- from the tables ----------------------------------------------------------------------------------- */

static reint_status
scan_columns(reint_study *s, size_t f, reint_error *err)
{
    reinti_scan *scan = NULL;
    const reinti_block *b = NULL;
    reint_status status = reinti_scan_open(s, f, false, &scan, err);

    reinti_columns_drop(s, f);
    if (!status)
        reinti_scan_range(scan, INT64_MIN, INT64_MAX);
    while (!status && !(status = reinti_scan_next(scan, &b, err)) && b->n_rows) {
        reinti_append appended = reinti_columns_append(s, f, b, NULL, b->n_rows);
        if (appended == REINTI_APPEND_MEMORY)
            status = reinti_no_memory(err);
        else if (appended == REINTI_APPEND_MISFIT)
            status = reinti_fail(err, REINT_STUDY, s->path, 0,
                                 "form \"%s\" holds values that no code has; another program wrote them. "
                                 "See reint check",
                                 s->cb->form[f].name);
    }
    reinti_scan_free(scan);
    if (status)
        reinti_columns_drop(s, f);
    else
        s->form[f].columns.complete = true;
    return status;
}

/* The columns of form F in memory: they are there, or in the cache, or come from the tables. */
static reint_status
need(reint_study *s, size_t f, reint_error *err)
{
    if (s->form[f].columns.complete)
        return REINT_OK;
    reint_status status = reinti_read_begin(s, err);
    if (status)
        return status;
    if (!reinti_cache_load(s, f))
        status = scan_columns(s, f, err);
    reinti_read_end(s);
    return status;
}

/* The same, and one of them at hand: KIND and INDEX as in reinti_cache_fetch.  What turns out to be damaged in
 * the cache is read from the tables; what was handed out before stays where it is mapped. */
static reint_status
need_part(reint_study *s, size_t f, int32_t kind, size_t index, reint_error *err)
{
    reint_status status = need(s, f, err);

    if (status || !s->form[f].columns.mapped || reinti_cache_fetch(s, f, kind, index))
        return status;
    status = reinti_read_begin(s, err);
    if (status)
        return status;
    status = scan_columns(s, f, err);
    reinti_read_end(s);
    return status;
}

static reint_status
need_sources(reint_study *s, size_t f, reint_error *err)
{
    reinti_form_columns *c = &s->form[f].columns;
    sqlite3_stmt *statement = NULL;
    size_t n = 0;
    int result = SQLITE_DONE;
    reint_status status = reinti_read_begin(s, err);

    if (status)
        return status;
    c->source = malloc((c->n + 1) * sizeof *c->source);
    status = c->source ? reinti_sql_prepare(s, &statement, err, "SELECT _source FROM \"%w\" ORDER BY _id",
                                            s->form[f].table)
                       : reinti_no_memory(err);
    while (!status && (result = sqlite3_step(statement)) == SQLITE_ROW && n < c->n)
        c->source[n++] = sqlite3_column_int64(statement, 0);
    if (!status && (result != SQLITE_DONE || n != c->n))
        status = reinti_sql_fail(s, err, "the records could not be read");
    sqlite3_finalize(statement);
    reinti_read_end(s);
    if (status) {
        free(c->source);
        c->source = NULL;
    }
    return status;
}

/* ---- for the rooms above
 * ------------------------------------------------------------------------------------------------------ */

reint_status
reinti_store_n_rows(reint_study *s, size_t f, size_t *n, reint_error *err)
{
    reint_status status = need(s, f, err);
    *n = s->form[f].columns.n;
    return status;
}

reint_status
reinti_store_keys(reint_study *s, size_t f, const int64_t **key, size_t *n, reint_error *err)
{
    reint_status status = need_part(s, f, REINTI_PART_KEY, 0, err);
    *key = s->form[f].columns.key;
    *n = s->form[f].columns.n;
    return status;
}

reint_status
reinti_store_column(reint_study *s, size_t f, size_t slot, reinti_raw *out, reint_error *err)
{
    bool cached = is_cached(&s->form[f].layout, slot);
    reint_status status = cached ? need_part(s, f, (int32_t)slot, 0, err) : need(s, f, err);
    const reinti_vector *v = &s->form[f].columns.slot[slot];

    *out = (reinti_raw){ v->width, s->form[f].columns.n, v->data };
    return status;
}

reint_status
reinti_store_sources(reint_study *s, size_t f, const int64_t **source, reint_error *err)
{
    reint_status status = need(s, f, err);

    if (!status && !s->form[f].columns.source)
        status = need_sources(s, f, err);
    *source = s->form[f].columns.source;
    return status;
}

reint_status
reinti_store_set(reint_study *s, size_t f, size_t variable, const uint32_t **offset, const int16_t **code,
                 reint_error *err)
{
    static const uint32_t none[1] = { 0 };
    reint_status status;

    for (size_t k = 0; k < s->form[f].columns.n_sets; k++)
        if (s->form[f].columns.set[k].variable == variable) {
            status = need_part(s, f, REINTI_PART_OFFSET, k, err);
            *offset = s->form[f].columns.set[k].offset ? s->form[f].columns.set[k].offset : none;
            *code = s->form[f].columns.set[k].code;
            return status;
        }
    return reinti_fail(err, REINT_ARGUMENT, s->path, 0, "that variable is no multiple-response set");
}

reint_status
reinti_store_text(reint_study *s, size_t f, int64_t key, size_t slot, char **out, reint_error *err)
{
    sqlite3_stmt *statement;
    reint_status status =
        reinti_sql_prepare(s, &statement, err, "SELECT \"%w\" FROM \"%w\" WHERE _id = %lld",
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
