/* join.c -- rows of one form found from another by key, and columns carried over.
 *
 * Reads:   packed keys, ascending in every frame.
 * Gives:   for each row the row of a parent, or none; for each row its range of children; a parent's column
 * as a column of the child. Cost:    keys that are looked up come almost in order, so each search starts
 * where the last one ended and doubles its steps: linear over all. Missing: without a parent record every
 * value is "absent", a number NaN, an interval open at both ends. */
#include <config.h>

#include "frame/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- keys ---------------------------------------------------------------------------------------------- */

static bool
same_component(const reinti_variable *a, const reinti_variable *b)
{
    return strcmp(a->name, b->name) == 0 && a->type == b->type &&
           (a->type != REINTI_CODE || a->list == b->list);
}

bool
reinti_route_find(const reint_codebook *cb, size_t from, size_t to, bool no_wave, reinti_route *out)
{
    const reinti_form *a = &cb->form[from], *b = &cb->form[to];

    for (size_t i = 0; i < b->n_key; i++) {
        size_t k = 0;
        while (k < a->n_key && !same_component(&a->variable[k], &b->variable[i]))
            k++;
        out->component[i] = k < a->n_key ? k : REINTI_NONE;
        out->fixed[i] = 0;
        if (k == a->n_key && !(no_wave && i == b->wave))
            return false;
    }
    return true;
}

size_t
reinti_gallop(const int64_t *key, size_t n, size_t *cursor, int64_t target)
{
    size_t low, high, step = 1;

    if (n == 0)
        return SIZE_MAX;
    if (*cursor >= n)
        *cursor = n - 1;
    if (key[*cursor] <= target) { /* key[low] <= target < key[high] */
        low = *cursor;
        while (low + step < n && key[low + step] <= target) {
            low += step;
            step *= 2;
        }
        high = low + step < n ? low + step : n;
    } else {
        high = *cursor;
        while (high >= step && key[high - step] > target) {
            high -= step;
            step *= 2;
        }
        if (high < step && key[0] > target) {
            *cursor = 0;
            return SIZE_MAX;
        }
        low = high >= step ? high - step : 0;
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (key[middle] <= target)
            low = middle;
        else
            high = middle;
    }
    *cursor = low;
    return key[low] == target ? low : SIZE_MAX;
}

/* A key of TO put together from a key of FROM; false if a part does not fit (then there is no such record).
 */
static bool
translate(const reinti_layout *from, const reinti_layout *to, const reinti_route *route, int64_t key,
          int64_t *out)
{
    int64_t target = 0;

    for (size_t i = 0; i < to->form->n_key; i++) {
        size_t k = route->component[i];
        int64_t part = route->fixed[i];
        if (k != REINTI_NONE)
            part = key >> from->key_shift[k] & (((int64_t)1 << from->key_bits[k]) - 1);
        if (part >> to->key_bits[i])
            return false;
        target |= part << to->key_shift[i];
    }
    *out = target;
    return true;
}

/* True if TO's key is the beginning of FROM's, part for part: then keys translate by two shifts. */
static bool
is_prefix(const reinti_layout *from, const reinti_layout *to, const reinti_route *route)
{
    for (size_t i = 0; i < to->form->n_key; i++)
        if (route->component[i] != i || from->key_bits[i] != to->key_bits[i] ||
            from->key_shift[i] - from->key_shift[to->form->n_key - 1] !=
                to->key_shift[i] - to->key_shift[to->form->n_key - 1])
            return false;
    return to->form->n_key > 0;
}

reint_status
reinti_locate(reinti_frame *from, reinti_frame *to, const reinti_route *route, const uint32_t **out,
              reint_error *err)
{
    uint32_t *row = reinti_arena_alloc(from->arena, (from->n + 1) * sizeof *row);
    size_t last = reinti_frame_of(to)->n_key - 1, cursor = 0;
    bool prefix = is_prefix(from->layout, to->layout, route);

    if (!row)
        return reinti_no_memory(err);
    if (prefix) { /* a merge of two ascending lists */
        unsigned down = from->layout->key_shift[last], up = to->layout->key_shift[last];
        for (size_t i = 0; i < from->n; i++) {
            int64_t target = from->key[i] >> down << up;
            while (cursor < to->n && to->key[cursor] < target)
                cursor++;
            row[i] = cursor < to->n && to->key[cursor] == target ? (uint32_t)cursor : REINTI_NO_ROW;
        }
    } else {
        for (size_t i = 0; i < from->n; i++) {
            int64_t target;
            size_t at = SIZE_MAX;
            if (translate(from->layout, to->layout, route, from->key[i], &target))
                at = reinti_gallop(to->key, to->n, &cursor, target);
            row[i] = at == SIZE_MAX ? REINTI_NO_ROW : (uint32_t)at;
        }
    }
    *out = row;
    return REINT_OK;
}

/* ---- parents and children ------------------------------------------------------------------------------ */

reint_status
reinti_find_parents(reinti_frame *frame, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t own = reinti_frame_of(frame)->n_key, n = 0;
    size_t *parent = reinti_arena_alloc(frame->arena, (cb->n_forms + 1) * sizeof *parent);
    reinti_route route;

    if (!parent)
        return reinti_no_memory(err);
    for (size_t n_key = own; n_key-- > 1;)
        for (size_t form = 0; form < cb->n_forms; form++)
            if (cb->form[form].n_key == n_key && reinti_route_find(cb, frame->form, form, false, &route))
                parent[n++] = form;
    frame->parent_form = parent;
    frame->n_parents = n;
    return REINT_OK;
}

reint_status
reinti_frame_parent(reinti_frame *frame, size_t form, const uint32_t **row, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    reinti_route route;
    reinti_frame *parent;
    reint_status status;

    if (!frame->parent[form]) {
        if (form == frame->form || !reinti_route_find(cb, frame->form, form, false, &route))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "the key of form %s is no part of that of form %s", cb->form[form].name,
                               reinti_frame_of(frame)->name);
        status = reinti_frames_get(frame->owner, form, &parent, err);
        if (status == REINT_OK)
            status = reinti_locate(frame, parent, &route, &frame->parent[form], err);
        if (status != REINT_OK)
            return status;
    }
    *row = frame->parent[form];
    return REINT_OK;
}

reint_status
reinti_frame_children(reinti_frame *frame, reinti_frame *child, const uint32_t **first, const uint32_t **end,
                      reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t last = reinti_frame_of(frame)->n_key - 1, at = 0;
    reinti_route route;

    if (frame->children[child->form]) {
        *first = frame->children[child->form];
        *end = *first + frame->n;
        return REINT_OK;
    }
    if (frame == child || !reinti_route_find(cb, child->form, frame->form, false, &route) ||
        !is_prefix(child->layout, frame->layout, &route))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the key of form %s does not begin with that of form %s",
                           reinti_frame_of(child)->name, reinti_frame_of(frame)->name);
    uint32_t *range = reinti_arena_alloc(frame->arena, (2 * frame->n + 1) * sizeof *range);
    if (!range)
        return reinti_no_memory(err);
    unsigned down = child->layout->key_shift[last], up = frame->layout->key_shift[last];
    for (size_t i = 0; i < frame->n; i++) {
        while (at < child->n && child->key[at] >> down << up < frame->key[i])
            at++; /* of no record here */
        range[i] = (uint32_t)at;
        while (at < child->n && child->key[at] >> down << up == frame->key[i])
            at++;
        range[frame->n + i] = (uint32_t)at;
    }
    *first = frame->children[child->form] = range;
    *end = range + frame->n;
    return REINT_OK;
}

/* ---- columns carried over ------------------------------------------------------------------------------ */

/* Categories of SOURCE, with "absent" at the end if it has none. */
static bool
with_absent(reinti_frame *frame, const reinti_column *source, reinti_column *c)
{
    size_t n = source->n_categories;

    c->category = source->category;
    c->n_categories = n;
    if (n > source->n_valid && strcmp(source->category[n - 1].code, "absent") == 0)
        return true;
    size_t n_missing;
    const reinti_category *missing = reinti_categories(frame->owner, frame->arena, 0, &n_missing);
    reinti_category *category = reinti_arena_alloc(frame->arena, (n + 1) * sizeof *category);
    if (!missing || !category)
        return false;
    memcpy(category, source->category, n * sizeof *category);
    category[n] = missing[n_missing - 1];
    c->category = category;
    c->n_categories = n + 1;
    return true;
}

static bool
gather_states(reinti_frame *frame, const reinti_column *source, const uint32_t *row, reinti_column *c)
{
    uint8_t *raw8;
    uint16_t *raw16;

    if (!with_absent(frame, source, c) || !reinti_plain(frame, c, &raw8, &raw16))
        return false;
    uint16_t absent = (uint16_t)(c->n_categories - 1);
    if (raw8 && source->raw8) {
        uint8_t category[256];
        for (size_t i = 0; i < 256; i++)
            category[i] = (uint8_t)source->map[i];
        for (size_t i = 0; i < frame->n; i++)
            raw8[i] = row[i] == REINTI_NO_ROW ? (uint8_t)absent : category[source->raw8[row[i]]];
        return true;
    }
    for (size_t i = 0; i < frame->n; i++) {
        size_t value = row[i] == REINTI_NO_ROW ? absent : reinti_column_category(source, row[i]);
        if (raw8)
            raw8[i] = (uint8_t)value;
        else
            raw16[i] = (uint16_t)value;
    }
    return true;
}

static bool
gather_possible(reinti_frame *frame, const reinti_column *source, const uint32_t *row, reinti_column *c)
{
    uint16_t *possible = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *possible);

    if (!possible)
        return false;
    for (size_t i = 0; i < frame->n; i++)
        possible[i] = row[i] == REINTI_NO_ROW ? 0 : source->possible[row[i]];
    c->possible = possible;
    return true;
}

static bool
gather_set(reinti_frame *frame, const reinti_column *source, const uint32_t *row, reinti_column *c)
{
    uint32_t *offset = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *offset);
    uint64_t n = 0;

    if (!offset)
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        if (row[i] != REINTI_NO_ROW)
            n += source->offset[row[i] + 1] - source->offset[row[i]];
        if (n > UINT32_MAX)
            return false;
        offset[i + 1] = (uint32_t)n;
    }
    uint16_t *code = reinti_arena_alloc(frame->arena, ((size_t)n + 1) * sizeof *code);
    if (!code)
        return false;
    for (size_t i = 0; i < frame->n; i++)
        if (row[i] != REINTI_NO_ROW)
            memcpy(code + offset[i], source->code + source->offset[row[i]],
                   (offset[i + 1] - offset[i]) * sizeof *code);
    c->offset = offset;
    c->code = code;
    return true;
}

static bool
gather_number(reinti_frame *frame, const reinti_column *source, const uint32_t *row, reinti_column *c)
{
    double *number = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *number);

    if (!number)
        return false;
    for (size_t i = 0; i < frame->n; i++)
        number[i] = row[i] == REINTI_NO_ROW ? (double)NAN : source->number[row[i]];
    c->number = number;
    return true;
}

static bool
gather_interval(reinti_frame *frame, const reinti_column *source, const uint32_t *row, reinti_column *c)
{
    int32_t *low = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *low);
    int32_t *high = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *high);

    if (!low || !high)
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        low[i] = row[i] == REINTI_NO_ROW ? REINTI_OPEN_LOW : source->low[row[i]];
        high[i] = row[i] == REINTI_NO_ROW ? REINTI_OPEN_HIGH : source->high[row[i]];
    }
    c->low = low;
    c->high = high;
    return true;
}

reint_status
reinti_gather(reinti_frame *frame, const char *name, const reinti_entry *source, const uint32_t *row,
              reinti_entry *out, reint_error *err)
{
    const reinti_column *from = &source->column;
    reinti_column *c = &out->column;
    bool fine;

    *c = (reinti_column){ .name = name,
                          .label = from->label,
                          .kind = from->kind,
                          .n = frame->n,
                          .variable = from->variable,
                          .n_valid = from->n_valid };
    out->list = source->list;
    fine = gather_states(frame, from, row, c);
    if (from->possible)
        fine = fine && gather_possible(frame, from, row, c);
    if (from->kind == REINTI_COLUMN_SET)
        fine = fine && gather_set(frame, from, row, c);
    if (from->number)
        fine = fine && gather_number(frame, from, row, c);
    if (from->kind == REINTI_COLUMN_INTERVAL)
        fine = fine && gather_interval(frame, from, row, c);
    return fine ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_make_joined(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    for (size_t i = 0; i < frame->n_parents; i++) {
        const reinti_entry *source;
        const uint32_t *row;
        reinti_frame *parent;
        reint_status status = reinti_frames_get(frame->owner, frame->parent_form[i], &parent, err);
        if (status == REINT_OK)
            status = reinti_frame_find_here(parent, name, &source, found, err);
        if (status != REINT_OK)
            return status;
        if (!*found)
            continue;
        out->joined = true;
        status = reinti_frame_parent(frame, frame->parent_form[i], &row, err);
        return status == REINT_OK ? reinti_gather(frame, name, source, row, out, err) : status;
    }
    return REINT_OK;
}
