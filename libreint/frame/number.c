/* number.c -- columns of numbers, dates and ages, from the slots of the study.
 *
 * Reads:   the value, or the two ends of an interval, and the reason beside it.
 * Gives:   doubles, or low and high.  What is stored in the width it is used in is used where it is mapped:
 *          doubles, and dates that are all exact.
 * Missing: NaN, or an interval open at both ends; the state of a row is VALID, ABSENT or the reason. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "frame/internal.h"

enum { ABSENT = 0, VALID = 1 }; /* raw states of numbers and intervals; reasons are -1, -2 .. */

static const char *answered_languages[] = { "en", "id" };
static const char *answered_texts[] = { "Answered", "Dijawab" };
static const reinti_label answered_label = { 2, answered_languages, answered_texts };

/* States of numbers and intervals: VALID, ABSENT, reasons. */
static bool
prepare_states(reinti_frame *frame, reinti_column *c)
{
    reinti_frames *f = frame->owner;
    uint16_t *map = reinti_arena_alloc(frame->arena, 256 * sizeof *map);
    reinti_category *category = reinti_categories(f, frame->arena, 1, &c->n_categories);

    if (!map || !category)
        return false;
    category[0] = (reinti_category){ "answered", answered_label };
    for (size_t i = 0; i < 256; i++)
        map[i] = (uint16_t)(c->n_categories - 1);
    reinti_map_missing(f, map, 256, 1);
    map[VALID] = 0;
    c->n = frame->n;
    c->n_valid = 1;
    c->category = category;
    c->map = map;
    c->raw_bias = (uint32_t)f->cb->n_missing;
    c->raw_limit = (uint32_t)f->cb->n_missing + 2;
    return true;
}

/* ---- parts of the key ---------------------------------------------------------------------------------- */

reint_status
reinti_key_number(reinti_frame *frame, size_t at, reinti_entry *out, reint_error *err)
{
    double *number = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *number);
    uint8_t *raw = reinti_arena_alloc(frame->arena, frame->n + 1);

    out->column.kind = REINTI_COLUMN_NUMBER;
    if (!number || !raw || !prepare_states(frame, &out->column))
        return reinti_no_memory(err);
    for (size_t i = 0; i < frame->n; i++)
        number[i] = (double)reinti_store_key_part(frame->layout, frame->key[i], at);
    memset(raw, VALID, frame->n);
    out->column.number = number;
    out->column.raw8 = raw;
    return REINT_OK;
}

reint_status
reinti_key_date(reinti_frame *frame, size_t at, reinti_entry *out, reint_error *err)
{
    int32_t *low = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *low);
    uint8_t *raw = reinti_arena_alloc(frame->arena, frame->n + 1);

    out->column.kind = REINTI_COLUMN_INTERVAL;
    if (!low || !raw || !prepare_states(frame, &out->column))
        return reinti_no_memory(err);
    for (size_t i = 0; i < frame->n; i++)
        low[i] = (int32_t)reinti_store_key_part(frame->layout, frame->key[i], at);
    memset(raw, VALID, frame->n);
    out->column.low = out->column.high = low;
    out->column.raw8 = raw;
    return REINT_OK;
}

/* ---- slots --------------------------------------------------------------------------------------------- */

static int64_t
raw_at(const reinti_raw *raw, size_t i)
{
    switch (raw->width) {
    case REINTI_I8:
        return ((const int8_t *)raw->data)[i];
    case REINTI_I16:
        return ((const int16_t *)raw->data)[i];
    case REINTI_I32:
        return ((const int32_t *)raw->data)[i];
    case REINTI_I64:
        return ((const int64_t *)raw->data)[i];
    case REINTI_F64:
        break;
    }
    return 0;
}

static bool
raw_is_null(const reinti_raw *raw, size_t i)
{
    switch (raw->width) {
    case REINTI_I8:
    case REINTI_I16:
        return raw_at(raw, i) == 0;
    case REINTI_I32:
        return ((const int32_t *)raw->data)[i] == INT32_MIN;
    case REINTI_I64:
        return ((const int64_t *)raw->data)[i] == INT64_MIN;
    case REINTI_F64:
        return isnan(((const double *)raw->data)[i]);
    }
    return true;
}

/* The reason in WHY at I: 0 where there is none. */
static inline uint8_t
why_at(const reinti_raw *why, size_t i)
{
    if (why->width == REINTI_I8)
        return (uint8_t)((const int8_t *)why->data)[i];
    return raw_is_null(why, i) ? 0 : (uint8_t)raw_at(why, i);
}

/* The rows of a variable's slots on their way into a column; threads share them. */
typedef struct slots {
    reinti_raw first, last, why; /* a number has no last */
    uint8_t *raw;
    double *number; /* NULL: used as it is stored */
    int32_t *low, *high;
} slots;

static void
take_numbers(void *user, size_t from, size_t to)
{
    const slots *s = user;

    for (size_t i = from; i < to; i++) {
        bool null = raw_is_null(&s->first, i);
        uint8_t reason = why_at(&s->why, i);
        s->raw[i] = !null ? VALID : reason ? reason : ABSENT;
        if (s->number)
            s->number[i] = null ? (double)NAN : (double)raw_at(&s->first, i);
    }
}

static reint_status
finish(reinti_frame *frame, size_t variable, const slots *s, reinti_column *c, reint_error *err)
{
    c->raw8 = s->raw;
    return reinti_column_within(c)
               ? REINT_OK
               : reinti_column_damaged(frame, &reinti_frame_of(frame)->variable[variable], err);
}

reint_status
reinti_own_number(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err)
{
    size_t slot = frame->layout->first_slot[variable];
    slots s = { .raw = NULL };
    reint_status status = reinti_store_column(frame->owner->study, frame->form, slot, &s.first, err);

    if (status == REINT_OK)
        status = reinti_store_column(frame->owner->study, frame->form, slot + 1, &s.why, err);
    if (status != REINT_OK)
        return status;
    s.raw = reinti_arena_alloc(frame->arena, frame->n + 1);
    if (s.first.width != REINTI_F64) /* doubles are used as they are stored: NaN is missing there too */
        s.number = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *s.number);
    if (!s.raw || (!s.number && s.first.width != REINTI_F64) || !prepare_states(frame, &out->column))
        return reinti_no_memory(err);
    reinti_parallel(frame->n, take_numbers, &s);
    out->column.kind = REINTI_COLUMN_NUMBER;
    out->column.number = s.number ? s.number : s.first.data;
    return finish(frame, variable, &s, &out->column, err);
}

static void
take_intervals(void *user, size_t from, size_t to)
{
    const slots *s = user;

    for (size_t i = from; i < to; i++) {
        bool open = raw_is_null(&s->first, i), exact = raw_is_null(&s->last, i);
        uint8_t reason = why_at(&s->why, i);
        s->raw[i] = !open || !exact ? VALID : reason ? reason : ABSENT;
        s->low[i] = open ? REINTI_OPEN_LOW : (int32_t)raw_at(&s->first, i);
        s->high[i] = !exact ? (int32_t)raw_at(&s->last, i) : open ? REINTI_OPEN_HIGH : s->low[i];
    }
}

/* Every row has a value, and no row has another end? */
static bool
all_exact(const slots *s, size_t n)
{
    const int32_t *first = s->first.data, *last = s->last.data;
    size_t i = 0;

    if (s->first.width != REINTI_I32 || s->last.width != REINTI_I32)
        return false;
    while (i < n && first[i] != INT32_MIN && last[i] == INT32_MIN)
        i++;
    return i == n;
}

/* Slots: low, high (NULL when exact), as written, why.  Low may be NULL for an open beginning: then high is
 * there. */
reint_status
reinti_own_interval(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err)
{
    size_t slot = frame->layout->first_slot[variable];
    reint_study *study = frame->owner->study;
    reinti_column *c = &out->column;
    slots s = { .raw = NULL };
    reint_status status = reinti_store_column(study, frame->form, slot, &s.first, err);

    if (status == REINT_OK)
        status = reinti_store_column(study, frame->form, slot + 1, &s.last, err);
    if (status == REINT_OK)
        status = reinti_store_column(study, frame->form, slot + 3, &s.why, err);
    if (status != REINT_OK)
        return status;
    c->kind = REINTI_COLUMN_INTERVAL;
    s.raw = reinti_arena_alloc(frame->arena, frame->n + 1);
    if (!s.raw || !prepare_states(frame, c))
        return reinti_no_memory(err);
    if (all_exact(&s, frame->n)) {
        memset(s.raw, VALID, frame->n);
        c->low = c->high = s.first.data;
        c->raw8 = s.raw;
        return REINT_OK;
    }
    c->low = s.low = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *s.low);
    c->high = s.high = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *s.high);
    if (!s.low || !s.high)
        return reinti_no_memory(err);
    reinti_parallel(frame->n, take_intervals, &s);
    return finish(frame, variable, &s, c, err);
}

reint_status
reinti_why_column(reinti_frame *frame, size_t variable, reinti_entry *out, reint_error *err)
{
    slots s = { .raw = NULL };
    reint_status status = reinti_store_column(frame->owner->study, frame->form,
                                              frame->layout->first_slot[variable] + 1, &s.why, err);

    if (status != REINT_OK)
        return status;
    s.raw = reinti_arena_alloc(frame->arena, frame->n + 1);
    if (!s.raw || !prepare_states(frame, &out->column))
        return reinti_no_memory(err);
    for (size_t i = 0; i < frame->n; i++) {
        uint8_t reason = why_at(&s.why, i);
        s.raw[i] = reason ? reason : VALID;
    }
    out->column.kind = REINTI_COLUMN_NUMBER;
    return finish(frame, variable, &s, &out->column, err);
}
