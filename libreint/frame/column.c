/* column.c -- columns of a form's own variables, from the slots of the study.
 *
 * Reads:    slots of the store: permanent ids of codes, numbers, intervals, reasons.
 * Gives:    columns whose categories are in the order of the codebook.  Coded slots are not copied: a map of
 *           256 (or 65536) entries turns what is stored into a category.
 * Missing:  every reason keeps its own category; nothing stored at all is "absent".
 * Damage:   a stored code that the codebook does not know is an error (the file was changed by another
 *           program).
 * Not here: numbers, dates and ages (number.c). */
#include <config.h>

#include <stdatomic.h>
#include <string.h>

#include "frame/internal.h"

static const char *absent_languages[] = { "en", "id" };
static const char *absent_texts[] = { "No such question or record", "Tidak ada pertanyaan atau catatan" };
static const reinti_label absent_label = { 2, absent_languages, absent_texts };

reinti_category *
reinti_categories(reinti_frames *f, reinti_arena *a, size_t n_valid, size_t *n_categories)
{
    size_t n_missing = f->cb->n_missing;
    reinti_category *category = reinti_arena_alloc(a, (n_valid + n_missing + 1) * sizeof *category);

    if (!category)
        return NULL;
    for (size_t i = 0; i < n_missing; i++)
        category[n_valid + i] = (reinti_category){ f->cb->missing[i].name, f->cb->missing[i].label };
    category[n_valid + n_missing] = (reinti_category){ "absent", absent_label };
    *n_categories = n_valid + n_missing + 1;
    return category;
}

void
reinti_map_missing(const reinti_frames *f, uint16_t *map, size_t width, size_t n_valid)
{
    map[0] = (uint16_t)(n_valid + f->cb->n_missing);
    for (size_t i = 0; i < f->cb->n_missing; i++)
        map[width - 1 - i] = (uint16_t)(n_valid + i);
}

const reinti_list_cache *
reinti_list_categories(reinti_frames *f, size_t list)
{
    reinti_list_cache *cache = &f->list[list];
    const reinti_list *of = &f->cb->list[list];
    reinti_category *category;

    if (cache->category)
        return cache;
    category = reinti_categories(f, f->arena, of->n, &cache->n_categories);
    if (!category)
        return NULL;
    for (size_t i = 0; i < of->n; i++) {
        int64_t id = reinti_store_code_id(f->study, list, i);
        category[i] = (reinti_category){ of->code[i].name, of->code[i].label };
        if (id > 0 && id > cache->max_id)
            cache->max_id = (uint32_t)id;
    }
    cache->category = category;
    return cache;
}

/* The map of a list for raw values of WIDTH bits.  Ids are below 128 or 32768 there: the rest are reasons.
 * KEY: components of a key have no reasons, so all of the byte is ids. */
static const uint16_t *
list_map(reinti_frames *f, size_t list, size_t width)
{
    reinti_list_cache *cache = &f->list[list];
    const uint16_t **kept = width == 8 ? &cache->map8 : &cache->map16;
    size_t n = (size_t)1 << width;

    if (*kept)
        return *kept; /* cppcheck-suppress identicalInnerCondition ; that is the value, not a condition */
    uint16_t *map = reinti_arena_alloc(f->arena, n * sizeof *map);
    if (!map)
        return NULL;
    for (size_t i = 0; i < n; i++)
        map[i] = (uint16_t)(cache->n_categories - 1);
    reinti_map_missing(f, map, n, f->cb->list[list].n);
    for (size_t i = 0; i < f->cb->list[list].n; i++) {
        int64_t id = reinti_store_code_id(f->study, list, i);
        if (id > 0 && (uint64_t)id < n / 2)
            map[id] = (uint16_t)i;
    }
    *kept = map;
    return map;
}

reint_status
reinti_column_damaged(const reinti_frame *frame, const reinti_variable *v, reint_error *err)
{
    return reinti_fail(
        err, REINT_STUDY, NULL, 0,
        "%s of form %s holds a value that the codebook does not know: run reint check on the study", v->name,
        reinti_frame_of(frame)->name);
}

/* Spans of a fixed length are vectorised. */
#define SPAN 64

static bool
within8(const uint8_t *raw, size_t n, uint32_t bias, uint32_t limit)
{
    uint8_t most[SPAN] = { 0 }, b = (uint8_t)bias;
    size_t i = 0;

    for (; i + SPAN <= n; i += SPAN)
        for (size_t k = 0; k < SPAN; k++) {
            uint8_t value = (uint8_t)(raw[i + k] + b);
            most[k] = value > most[k] ? value : most[k];
        }
    for (size_t k = 0; i < n; i++, k++) {
        uint8_t value = (uint8_t)(raw[i] + b);
        most[k] = value > most[k] ? value : most[k];
    }
    for (size_t k = 0; k < SPAN; k++)
        if (most[k] >= limit)
            return false;
    return true;
}

static bool
within16(const uint16_t *raw, size_t n, uint32_t bias, uint32_t limit)
{
    uint16_t most = 0;

    for (size_t i = 0; i < n; i++) {
        uint16_t value = (uint16_t)(raw[i] + bias);
        most = value > most ? value : most;
    }
    return n == 0 || most < limit;
}

bool
reinti_column_within(const reinti_column *c)
{
    return c->raw8 ? within8(c->raw8, c->n, c->raw_bias, c->raw_limit)
                   : within16(c->raw16, c->n, c->raw_bias, c->raw_limit);
}

bool
reinti_plain(reinti_frame *frame, reinti_column *c, uint8_t **raw8, uint16_t **raw16)
{
    bool narrow = c->n_categories <= 256;
    size_t width = narrow ? 256 : 65536;
    uint16_t *map = reinti_arena_alloc(frame->arena, width * sizeof *map);

    *raw8 = narrow ? reinti_arena_alloc(frame->arena, frame->n + 1) : NULL;
    *raw16 = narrow ? NULL : reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof **raw16);
    if (!map || (!*raw8 && !*raw16) || c->n_categories > 65536)
        return false;
    for (size_t i = 0; i < width; i++)
        map[i] = (uint16_t)(i < c->n_categories ? i : c->n_categories - 1);
    c->n = frame->n;
    c->map = map;
    c->raw8 = *raw8;
    c->raw16 = *raw16;
    c->raw_bias = 0;
    c->raw_limit = (uint32_t)c->n_categories;
    return true;
}

/* ---- kinds of variables -------------------------------------------------------------------------------- */

typedef struct key_codes {
    const reinti_frame *frame;
    size_t at; /* component of the key */
    const uint16_t *category;
    uint8_t *raw8;
    uint16_t *raw16;
    atomic_bool damaged; /* an id that no code has */
} key_codes;

static void
take_codes(void *user, size_t from, size_t to)
{
    key_codes *k = user;
    const int64_t *key = k->frame->key;
    unsigned shift = k->frame->layout->key_shift[k->at];
    int64_t mask = (((int64_t)1 << k->frame->layout->key_bits[k->at]) - 1) & 0xff;
    uint16_t most = 0;

    for (size_t i = from; i < to; i++) {
        uint16_t value = k->category[key[i] >> shift & mask];
        most = value > most ? value : most;
        if (k->raw8)
            k->raw8[i] = (uint8_t)value;
        else
            k->raw16[i] = value;
    }
    if (most == UINT16_MAX)
        k->damaged = true;
}

/* Key components of a list or the wave: a byte for the category, since the list may use all 8 bits of the
 * key. */
static reint_status
key_code(reinti_frame *frame, size_t at, size_t list, reinti_entry *out, reint_error *err)
{
    reinti_frames *f = frame->owner;
    const reinti_list_cache *cache = reinti_list_categories(f, list);
    reinti_column *c = &out->column;
    uint16_t category[256];
    uint8_t *raw8;
    uint16_t *raw16;

    if (!cache)
        return reinti_no_memory(err);
    c->kind = REINTI_COLUMN_CODED;
    c->n_valid = f->cb->list[list].n;
    c->n_categories = cache->n_categories;
    c->category = cache->category;
    out->list = list;
    if (!reinti_plain(frame, c, &raw8, &raw16))
        return reinti_no_memory(err);
    for (size_t id = 0; id < REINTI_LENGTH(category); id++) {
        size_t code = reinti_store_code_of(f->study, list, (int64_t)id);
        category[id] = code < c->n_valid ? (uint16_t)code : UINT16_MAX;
    }
    key_codes k = { .frame = frame, .at = at, .category = category, .raw8 = raw8, .raw16 = raw16 };
    reinti_parallel(frame->n, take_codes, &k);
    return k.damaged ? reinti_column_damaged(frame, &reinti_frame_of(frame)->variable[at], err) : REINT_OK;
}

static reint_status
own_coded(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err)
{
    reinti_frames *f = frame->owner;
    const reinti_variable *v = &reinti_frame_of(frame)->variable[variable];
    const reinti_list_cache *cache = reinti_list_categories(f, v->list);
    reinti_column *c = &out->column;
    reinti_raw raw;
    reint_status status;

    status = reinti_store_column(f->study, frame->form, frame->layout->first_slot[variable], &raw, err);
    if (status != REINT_OK)
        return status;
    if (!cache)
        return reinti_no_memory(err);
    if (raw.width != REINTI_I8 && raw.width != REINTI_I16)
        return reinti_column_damaged(frame, v, err);
    c->kind = v->multiple ? REINTI_COLUMN_SET : REINTI_COLUMN_CODED;
    c->n = raw.n;
    c->n_valid = f->cb->list[v->list].n;
    c->n_categories = cache->n_categories;
    c->category = cache->category;
    c->raw8 = raw.width == REINTI_I8 ? raw.data : NULL;
    c->raw16 = raw.width == REINTI_I16 ? raw.data : NULL;
    out->list = v->list;
    if (v->multiple)
        return REINT_OK;
    c->map = list_map(f, v->list, raw.width == REINTI_I8 ? 8 : 16);
    if (!c->map)
        return reinti_no_memory(err);
    c->raw_bias = (uint32_t)f->cb->n_missing;
    c->raw_limit = (uint32_t)f->cb->n_missing + cache->max_id + 1;
    if (!reinti_column_within(c))
        return reinti_column_damaged(frame, v, err);
    return REINT_OK;
}

/* A set is stored as its number of codes plus one, or as its reason; the codes are beside it. */
static reint_status
own_set(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err)
{
    reinti_frames *f = frame->owner;
    const reinti_variable *v = &reinti_frame_of(frame)->variable[variable];
    reinti_column *c = &out->column;
    const int16_t *id;
    reint_status status = own_coded(frame, variable, out, err);

    if (status == REINT_OK)
        status = reinti_store_set(f->study, frame->form, variable, &c->offset, &id, err);
    if (status != REINT_OK)
        return status;
    size_t width = c->raw8 ? 256 : 65536, n_codes = frame->n > 0 ? c->offset[frame->n] : 0;
    uint16_t *map = reinti_arena_alloc(frame->arena, width * sizeof *map);
    uint16_t *code = reinti_arena_alloc(frame->arena, (n_codes + 1) * sizeof *code);
    uint16_t *category = reinti_arena_alloc(frame->arena, 65536 * sizeof *category);
    if (!map || !code || !category)
        return reinti_no_memory(err);
    reinti_map_missing(f, map, width, c->n_valid); /* every number of codes is category 0: answered */
    uint32_t most = 0;
    for (size_t i = 0; i < frame->n; i++)
        most = c->offset[i + 1] - c->offset[i] > most ? c->offset[i + 1] - c->offset[i] : most;
    c->map = map;
    c->raw_bias = (uint32_t)f->cb->n_missing;
    c->raw_limit = (uint32_t)f->cb->n_missing + most + 2;
    if (!reinti_column_within(c))
        return reinti_column_damaged(frame, v, err);
    memset(category, 0xff, 65536 * sizeof *category);
    for (size_t i = 0; i < c->n_valid; i++) {
        int64_t stored = reinti_store_code_id(f->study, v->list, i);
        if (stored > 0 && stored < 32768)
            category[stored] = (uint16_t)i;
    }
    for (size_t i = 0; i < n_codes; i++) {
        code[i] = category[(uint16_t)id[i]];
        if (code[i] >= c->n_valid)
            return reinti_column_damaged(frame, v, err);
    }
    c->code = code;
    return REINT_OK;
}

reint_status
reinti_make_own(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    const reinti_form *form = reinti_frame_of(frame);
    size_t variable = reinti_form_find(form, name);

    if (variable == REINTI_NONE)
        return REINT_OK;
    const reinti_variable *v = &form->variable[variable];
    bool key = variable < form->n_key;
    *found = true;
    out->list = REINTI_NONE;
    out->column.label = v->shown;
    out->column.variable = v;
    if (key && variable == form->wave)
        return key_code(frame, variable, frame->owner->cb->wave_list, out, err);
    switch (v->type) {
    case REINTI_CODE:
        return key ? key_code(frame, variable, v->list, out, err)
                   : (v->multiple ? own_set : own_coded)(frame, variable, out, err);
    case REINTI_INTEGER:
    case REINTI_DECIMAL:
        return (key ? reinti_key_number : reinti_own_number)(frame, variable, out, err);
    case REINTI_DATE:
    case REINTI_AGE:
        return (key ? reinti_key_date : reinti_own_interval)(frame, variable, out, err);
    case REINTI_TEXT:
    case REINTI_PERSON:
        break;
    }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                       "%s is text: it can stand in a condition, but not be counted or summed", name);
}

size_t
reinti_column_find(const reinti_column *c, const char *code)
{
    for (size_t k = 0; k < c->n_valid; k++)
        if (!strcmp(c->category[k].code, code))
            return k;
    return REINTI_NONE;
}
