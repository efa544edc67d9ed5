/* binding.c -- what a name in a condition stands for, and its value at a row.
 *
 * Reads:   columns of the frame; text and person variables straight from the study.
 * Gives:   codes as text, sets as codes joined by ";", numbers, exact dates as ISO text, persons by their
 * key. Missing: NULL; x__why has the reason, NULL where nothing was asked.  x_low and x_high are NULL at an
 * open end. States:  rows with the same value share a state, so that a condition can be worked out once a
 * state. */
#include <config.h>

#include "frame/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Days that ISO text of four-digit years can say and compare. */
#define FIRST_DAY (-719162) /* 0001-01-01 */
#define LAST_DAY  2932896   /* 9999-12-31 */

bool
reinti_binding_coded(const reinti_binding *b)
{
    return b->part == REINTI_PART_WHY ||
           (b->part == REINTI_PART_VALUE && b->column->kind == REINTI_COLUMN_CODED);
}

bool
reinti_binding_interval(const reinti_binding *b)
{
    return b->part == REINTI_PART_VALUE && b->column->kind == REINTI_COLUMN_INTERVAL;
}

/* Where the text or person variable NAME stands: in this form, a parent or another wave. */
static reint_status
find_text(reinti_frame *frame, const char *name, reinti_binding *out, bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;

    for (size_t i = 0; i <= frame->n_parents; i++) {
        size_t form = i == 0 ? frame->form : frame->parent_form[i - 1];
        out->variable = reinti_form_find(&cb->form[form], name);
        if (out->variable == REINTI_NONE)
            continue;
        *found = cb->form[form].variable[out->variable].type >= REINTI_TEXT;
        if (!*found)
            return REINT_OK; /* a column */
        reint_status status = reinti_frames_get(frame->owner, form, &out->home, err);
        return status == REINT_OK && i > 0 ? reinti_frame_parent(frame, form, &out->row, err) : status;
    }
    return reinti_wave_text(frame, name, &out->home, &out->variable, &out->row, found, err);
}

/* The reason of a text or person variable; a key is never missing. */
static reint_status
bind_text_why(reinti_frame *frame, const char *name, reinti_binding *out, reint_error *err)
{
    reinti_entry *why = reinti_arena_alloc(frame->arena, sizeof *why);
    reint_status status = why ? reinti_why_column(out->home, out->variable, why, err) : reinti_no_memory(err);

    if (status == REINT_OK && out->row) {
        reinti_entry near = *why;
        status = reinti_gather(frame, name, &near, out->row, why, err);
    }
    if (status == REINT_OK)
        out->column = &why->column;
    return status;
}

static reint_status
bind_text(reinti_frame *frame, const char *name, reinti_part part, reinti_binding *out, bool *found,
          reint_error *err)
{
    reint_status status = find_text(frame, name, out, found, err);

    if (status != REINT_OK || !*found)
        return status;
    const reinti_variable *v = &reinti_frame_of(out->home)->variable[out->variable];
    bool key = out->variable < reinti_frame_of(out->home)->n_key;
    out->part = part != REINTI_PART_VALUE ? part
                : v->type == REINTI_TEXT  ? REINTI_PART_TEXT
                                          : REINTI_PART_PERSON;
    if (part == REINTI_PART_WHY) {
        *found = !key;
        return key ? REINT_OK : bind_text_why(frame, name, out, err);
    }
    if (v->type == REINTI_PERSON && !key)
        status = reinti_store_column(frame->owner->study, out->home->form,
                                     out->home->layout->first_slot[out->variable], &out->raw, err);
    return status;
}

static void
bind_column(const reinti_entry *entry, reinti_part part, reinti_binding *out)
{
    const reinti_variable *v = entry->column.variable;

    out->part = part;
    out->column = &entry->column;
    out->date = !v || v->type == REINTI_DATE;
    out->integer = v && v->type == REINTI_INTEGER;
}

static reint_status
bind_part(reinti_frame *frame, const char *name, reinti_part part, reinti_binding *out, bool *found,
          reint_error *err)
{
    const reinti_entry *entry;
    bool ends = part == REINTI_PART_LOW || part == REINTI_PART_HIGH;
    reint_status status;

    if (ends) {
        reinti_binding text = { 0 };
        bool is_text = false;
        status = find_text(frame, name, &text, &is_text, err);
        if (status != REINT_OK || is_text)
            return status;
    } else {
        status = bind_text(frame, name, part, out, found, err);
    }
    size_t own = reinti_form_find(reinti_frame_of(frame), name);
    if (status != REINT_OK || *found ||
        (own != REINTI_NONE && reinti_frame_of(frame)->variable[own].type >= REINTI_TEXT))
        return status;
    status = reinti_frame_find(frame, name, &entry, found, err);
    if (status != REINT_OK || !*found)
        return status;
    *found = !ends || entry->column.kind == REINTI_COLUMN_INTERVAL;
    if (*found)
        bind_column(entry, part, out);
    return REINT_OK;
}

reint_status
reinti_bind(reinti_frame *frame, const char *name, reinti_binding *out, bool *found, reint_error *err)
{
    static const struct {
        const char *end;
        reinti_part part;
    } parts[] = {
        { "", REINTI_PART_VALUE },
        { "__why", REINTI_PART_WHY },
        { "_low", REINTI_PART_LOW },
        { "_high", REINTI_PART_HIGH },
    };
    size_t n = strlen(name);
    reint_status status = REINT_OK;

    *found = false;
    for (size_t i = 0; i < REINTI_LENGTH(parts) && status == REINT_OK && !*found; i++) {
        size_t end = strlen(parts[i].end);
        if (n <= end || strcmp(name + n - end, parts[i].end) != 0)
            continue;
        char *base = reinti_arena_text_n(frame->arena, name, n - end);
        if (!base)
            return reinti_no_memory(err);
        *out = (reinti_binding){ .name = name };
        status = bind_part(frame, base, parts[i].part, out, found, err);
    }
    return status;
}

void
reinti_binding_free(reinti_binding *b)
{
    free(b->state);
    free(b->first);
    b->state = NULL;
    b->first = NULL;
}

/* ---- states -------------------------------------------------------------------------------------------- */

/* What makes the value of ROW, as bytes: the category and the number, the ends or the codes. */
static size_t
value_bytes(const reinti_column *c, size_t row, unsigned char *bytes, const void **other)
{
    uint16_t category = (uint16_t)reinti_column_category(c, row);
    size_t n = 0;

    *other = bytes;
    if (category >= c->n_valid) {
        memcpy(bytes, &category, sizeof category);
        return sizeof category;
    }
    switch (c->kind) {
    case REINTI_COLUMN_SET: /* answered: an odd length cannot be had, so no clash with a reason's two bytes */
        n = (c->offset[row + 1] - c->offset[row]) * sizeof *c->code;
        if (n + 1 > 64)
            return 0;
        memcpy(bytes, c->code + c->offset[row], n);
        bytes[n] = 0;
        return n + 1;
    case REINTI_COLUMN_NUMBER:
        memcpy(bytes, &c->number[row], sizeof *c->number);
        return sizeof *c->number;
    case REINTI_COLUMN_INTERVAL:
        memcpy(bytes, &c->low[row], sizeof *c->low);
        memcpy(bytes + sizeof *c->low, &c->high[row], sizeof *c->high);
        return sizeof *c->low + sizeof *c->high;
    case REINTI_COLUMN_CODED:
        break;
    }
    memcpy(bytes, &category, sizeof category);
    return sizeof category;
}

bool
reinti_binding_states(reinti_binding *b, size_t n_rows, size_t most)
{
    unsigned char before[64], bytes[64];
    size_t n_before = 0;
    int64_t state = 0;

    b->n_states = 0;
    if (!b->column || b->part == REINTI_PART_TEXT || b->part == REINTI_PART_PERSON)
        return true;
    if (reinti_binding_coded(b)) {
        b->n_states = b->column->n_categories;
        return true;
    }
    reinti_map *map = reinti_map_create();
    b->state = malloc((n_rows + 1) * sizeof *b->state);
    b->first = malloc((most + 1) * sizeof *b->first);
    bool fine = map && b->state && b->first, few = true;
    for (size_t i = 0; i < n_rows && fine && few; i++) {
        const void *value;
        size_t n = value_bytes(b->column, i, bytes, &value);
        if (n == 0) {
            few = false;
        } else if (i == 0 || n != n_before ||
                   memcmp(value, before, n) != 0) { /* neighbours are often alike */
            bool added;
            state = reinti_map_put(map, value, n, (int64_t)b->n_states, &added);
            fine = state >= 0;
            few = !added || b->n_states < most;
            if (added && few)
                b->first[b->n_states++] = (uint32_t)i;
            memcpy(before, value, n);
            n_before = n;
        }
        if (fine && few)
            b->state[i] = (uint16_t)state;
    }
    reinti_map_free(map);
    if (!fine || !few) {
        reinti_binding_free(b);
        b->n_states = 0;
    }
    return fine;
}

/* ---- values -------------------------------------------------------------------------------------------- */

static void
text_value(reinti_expr_value *out, const char *text, size_t n)
{
    out->kind = REINTI_EXPR_TEXT;
    out->text = text;
    out->length = n;
}

static void
end_value(const reinti_binding *b, int64_t at, reinti_str *buffer, reinti_expr_value *out)
{
    if (!b->date) {
        out->kind = REINTI_EXPR_INTEGER;
        out->integer = at;
        return;
    }
    int year, month, day;
    reinti_date_civil((int32_t)(at < FIRST_DAY  ? FIRST_DAY
                                : at > LAST_DAY ? LAST_DAY
                                                : at),
                      &year, &month, &day);
    reinti_str_format(buffer, "%04d-%02d-%02d", year, month, day);
    text_value(out, buffer->text, buffer->length);
}

static void
set_value(const reinti_column *c, size_t row, reinti_str *buffer, reinti_expr_value *out)
{
    for (uint32_t k = c->offset[row]; k < c->offset[row + 1]; k++) {
        if (k > c->offset[row])
            reinti_str_add_char(buffer, ';');
        reinti_str_add(buffer, c->category[c->code[k]].code);
    }
    text_value(out, buffer->text, buffer->length);
}

/* Text and person variables; a failure to read is a missing value here and shows again where the text is
 * read. */
static void
study_value(const reinti_binding *b, size_t row, reinti_str *buffer, reinti_expr_value *out)
{
    size_t at = b->row ? b->row[row] : row;
    reinti_frame *home = b->home;
    reint_study *study = home->owner->study;
    const char *text = NULL;
    int64_t id = 0;

    if (at == REINTI_NO_ROW)
        return;
    bool key = b->variable < reinti_frame_of(home)->n_key;
    if (key)
        id = reinti_store_key_part(home->layout, home->key[at], b->variable);
    if (b->part == REINTI_PART_PERSON) {
        if (!key && b->raw.width == REINTI_I32)
            id = ((const int32_t *)b->raw.data)[at];
        else if (!key && b->raw.width == REINTI_I64)
            id = ((const int64_t *)b->raw.data)[at];
        else if (!key && b->raw.width == REINTI_I16)
            id = ((const int16_t *)b->raw.data)[at];
        else if (!key && b->raw.width == REINTI_I8)
            id = ((const int8_t *)b->raw.data)[at];
        text = id > 0 ? reinti_store_person_key(study, id) : NULL;
    } else if (key) {
        text = reinti_store_word_text(study, id);
    } else {
        char *read = NULL;
        reint_error ignored;
        if (reinti_store_text(study, home->form, home->key[at], home->layout->first_slot[b->variable], &read,
                              &ignored) == REINT_OK &&
            read) {
            reinti_str_add(buffer, read);
            text = buffer->text;
        }
        free(read);
    }
    if (text)
        text_value(out, text, strlen(text));
}

void
reinti_binding_value(const reinti_binding *b, size_t row, size_t category, int64_t at, reinti_str *buffer,
                     reinti_expr_value *out)
{
    const reinti_column *c = b->column;

    reinti_str_clear(buffer);
    out->kind = REINTI_EXPR_NULL;
    if (b->part == REINTI_PART_TEXT || b->part == REINTI_PART_PERSON) {
        study_value(b, row, buffer, out);
        return;
    }
    bool valid = category < c->n_valid;
    if (b->part == REINTI_PART_WHY) {
        if (!valid && category + 1 < c->n_categories)
            text_value(out, c->category[category].code, strlen(c->category[category].code));
        return;
    }
    if (!valid)
        return;
    if (b->part == REINTI_PART_LOW) {
        if (c->low[row] != REINTI_OPEN_LOW)
            end_value(b, c->low[row], buffer, out);
        return;
    }
    if (b->part == REINTI_PART_HIGH) {
        if (c->high[row] != REINTI_OPEN_HIGH)
            end_value(b, c->high[row], buffer, out);
        return;
    }
    switch (c->kind) {
    case REINTI_COLUMN_CODED:
        text_value(out, c->category[category].code, strlen(c->category[category].code));
        break;
    case REINTI_COLUMN_SET:
        set_value(c, row, buffer, out);
        break;
    case REINTI_COLUMN_NUMBER:
        if (!c->number || isnan(c->number[row]))
            break;
        out->kind = b->integer ? REINTI_EXPR_INTEGER : REINTI_EXPR_REAL;
        out->integer = b->integer ? (int64_t)c->number[row] : 0;
        out->real = c->number[row];
        break;
    case REINTI_COLUMN_INTERVAL:
        end_value(b, at, buffer, out);
        break;
    }
}
