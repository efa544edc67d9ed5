/* view.c -- the records that a condition sees of a row that is on its way into the study.
 *
 * The block being checked; records of other forms and of earlier batches, from the study's columns; for
 * prev_x and w1_x the rows of this file first (it may hold several waves in any order), then the study.
 *
 * Where there is no such record every value is NULL.  The values are in view_value.c. */
#include <config.h>

#include "ingest/view.h"

#include <stdlib.h>
#include <string.h>

#include "ingest/view_names.h"

/* ---- making ---------------------------------------------------------------------------------------- */

reint_status
reinti_view_create(reinti_decoding *d, reinti_view **out, reint_error *err)
{
    reinti_view *v = calloc(1, sizeof *v);

    *out = NULL;
    if (!v)
        return reinti_no_memory(err);
    v->d = d;
    v->buffer = (reinti_str)REINTI_STR_EMPTY;
    v->arena = reinti_arena_create();
    v->stored = calloc(d->cb->n_forms, sizeof *v->stored);
    if (!v->arena || !v->stored || !reinti_view_names(v)) {
        reinti_view_free(v);
        return reinti_no_memory(err);
    }
    *out = v;
    return REINT_OK;
}

static void
free_stored(reinti_view_stored *s, const reinti_layout *layout)
{
    for (size_t i = 0; s->copied && s->slot && i < layout->n_slots; i++)
        free((void *)(uintptr_t)s->slot[i].data);
    for (size_t i = 0; s->copied && s->offset && i < layout->form->n; i++) {
        free((void *)(uintptr_t)s->offset[i]);
        free((void *)(uintptr_t)s->code[i]);
    }
    if (s->copied)
        free((void *)(uintptr_t)s->key);
    free(s->slot);
    free(s->offset);
    free(s->code);
}

void
reinti_view_free(reinti_view *v)
{
    if (!v)
        return;
    for (size_t f = 0; v->stored && f < v->d->cb->n_forms; f++)
        free_stored(&v->stored[f], reinti_store_layout(v->d->study, f));
    free(v->stored);
    free(v->file_order);
    reinti_arena_free(v->arena);
    reinti_str_free(&v->buffer);
    free(v);
}

/* ---- stored records -------------------------------------------------------------------------------- */

/* The form of the file is written to while we look: its columns are copied, the others are the study's. */
static const void *
keep(const reinti_view_stored *s, const void *data, size_t size)
{
    void *copy;

    if (!s->copied || !data)
        return data;
    copy = malloc(size ? size : 1);
    if (copy)
        memcpy(copy, data, size);
    return copy;
}

static reint_status
load_form(reinti_view *v, size_t form, reint_error *err)
{
    reinti_view_stored *s = &v->stored[form];
    const reinti_layout *layout = reinti_store_layout(v->d->study, form);
    const int64_t *key;
    reint_status status;

    if (s->loaded)
        return REINT_OK;
    s->copied = form == v->d->form_index;
    s->slot = calloc(layout->n_slots ? layout->n_slots : 1, sizeof *s->slot);
    s->offset = calloc(layout->form->n, sizeof *s->offset);
    s->code = calloc(layout->form->n, sizeof *s->code);
    if (!s->slot || !s->offset || !s->code)
        return reinti_no_memory(err);
    status = reinti_store_keys(v->d->study, form, &key, &s->n, err);
    if (status)
        return status;
    s->key = keep(s, key, s->n * sizeof *key);
    if (s->n && !s->key)
        return reinti_no_memory(err);
    s->loaded = true;
    return REINT_OK;
}

static reint_status
load_slots(reinti_view *v, size_t form, size_t variable, reint_error *err)
{
    static const size_t size[] = {
        [REINTI_I8] = 1, [REINTI_I16] = 2, [REINTI_I32] = 4, [REINTI_I64] = 8, [REINTI_F64] = 8
    };
    reinti_view_stored *s = &v->stored[form];
    const reinti_layout *layout = reinti_store_layout(v->d->study, form);
    size_t first = layout->first_slot[variable];

    for (size_t i = first; i < layout->n_slots && layout->slot[i].variable == variable; i++) {
        reint_status status;
        if (layout->slot[i].storage == REINTI_STORE_TEXT || s->slot[i].data)
            continue;
        status = reinti_store_column(v->d->study, form, i, &s->slot[i], err);
        if (status)
            return status;
        s->slot[i].data = keep(s, s->slot[i].data, s->n * size[s->slot[i].width]);
        if (s->n && !s->slot[i].data)
            return reinti_no_memory(err);
    }
    return REINT_OK;
}

static reint_status
load_set(reinti_view *v, size_t form, size_t variable, reint_error *err)
{
    reinti_view_stored *s = &v->stored[form];
    const uint32_t *offset;
    const int16_t *code;
    reint_status status = reinti_store_set(v->d->study, form, variable, &offset, &code, err);

    if (status || s->offset[variable] || !s->n)
        return status;
    s->code[variable] = keep(s, code, offset[s->n] * sizeof *code);
    s->offset[variable] = keep(s, offset, (s->n + 1) * sizeof *offset);
    return s->offset[variable] && (s->code[variable] || !offset[s->n]) ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_view_load(reinti_view *v, size_t i, reint_error *err)
{
    const reinti_view_name *name = &v->name[i];
    reint_status status;

    if (name->via == REINTI_VIEW_OWN)
        return REINT_OK;
    status = load_form(v, name->form, err);
    if (!status && !name->v->key)
        status = load_slots(v, name->form, name->variable, err);
    if (!status && name->v->multiple)
        status = load_set(v, name->form, name->variable, err);
    return status;
}

/* ---- finding a record ------------------------------------------------------------------------------ */

static size_t
find_key(const int64_t *key, size_t n, int64_t wanted)
{
    size_t low = 0, high = n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (key[middle] < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < n && key[low] == wanted ? low : REINTI_NONE;
}

/* The first row of this file with the key. */
static size_t
find_in_file(const reinti_view *v, int64_t wanted)
{
    size_t low = 0, high = v->file->n;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (v->file_order[middle].key < wanted)
            low = middle + 1;
        else
            high = middle;
    }
    return low < v->file->n && v->file_order[low].key == wanted ? v->file_order[low].row : REINTI_NONE;
}

static int
by_key(const void *a, const void *b)
{
    const reinti_view_order *x = a, *y = b;

    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

bool
reinti_view_set_file(reinti_view *v, reinti_rows *file)
{
    v->file = file;
    v->file_order = malloc((file->n ? file->n : 1) * sizeof *v->file_order);
    if (!v->file_order)
        return false;
    for (size_t i = 0; i < file->n; i++)
        v->file_order[i] = (reinti_view_order){ file->key[i], i };
    qsort(v->file_order, file->n, sizeof *v->file_order, by_key);
    return true;
}

static reinti_view_record
find_record(reinti_view *v, size_t form, int64_t key)
{
    reinti_view_record r = { .form = form, .key = key };

    if (form == v->d->form_index && v->file) {
        r.at = find_in_file(v, key);
        if (r.at != REINTI_NONE) {
            r.rows = v->file;
            return r;
        }
    }
    r.at = find_key(v->stored[form].key, v->stored[form].n, key);
    if (r.at != REINTI_NONE)
        r.stored = &v->stored[form];
    return r;
}

/* The key of FORM made of the components of KEY that have the same names; the wave from WAVE_ID if not 0. */
static int64_t
key_of_form(const reinti_view *v, size_t form, int64_t key, int64_t wave_id)
{
    const reinti_layout *own = v->d->layout, *other = reinti_store_layout(v->d->study, form);
    int64_t made = 0;

    for (size_t c = 0; c < other->form->n_key; c++) {
        size_t from = reinti_form_find(own->form, other->form->variable[c].name);
        int64_t part = c == other->form->wave && wave_id ? wave_id : reinti_store_key_part(own, key, from);
        made |= part << other->key_shift[c];
    }
    return made;
}

static reinti_view_record
find_previous(reinti_view *v, size_t form, int64_t key)
{
    const reinti_decoding *d = v->d;
    size_t wave = reinti_store_code_of(d->study, d->cb->wave_list,
                                       reinti_store_key_part(d->layout, key, d->wave_component));
    reinti_view_record r = { .form = form };

    while (wave != REINTI_NONE && wave-- > 0) {
        int64_t id = reinti_store_code_id(d->study, d->cb->wave_list, wave);
        r = find_record(v, form, key_of_form(v, form, key, id));
        if (r.rows || r.stored)
            break;
    }
    return r;
}

reinti_view_record
reinti_view_find(reinti_view *v, size_t row, size_t i)
{
    const reinti_view_name *name = &v->name[i];
    int64_t key = v->rows->key[row];

    switch (name->via) {
    case REINTI_VIEW_OWN:
        return (reinti_view_record){ .rows = v->rows, .at = row, .form = name->form, .key = key };
    case REINTI_VIEW_PREVIOUS:
        return find_previous(v, name->form, key);
    case REINTI_VIEW_WAVE:
        return find_record(v, name->form,
                           key_of_form(v, name->form, key,
                                       reinti_store_code_id(v->d->study, v->d->cb->wave_list, name->wave)));
    default:
        return find_record(v, name->form, key_of_form(v, name->form, key, 0));
    }
}
