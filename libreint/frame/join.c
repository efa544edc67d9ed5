/* join.c -- rows of one form found from another by key.
 *
 * Reads:   packed keys, ascending in every frame.
 * Gives:   for each row the row of a parent, or none; for each row its range of children.
 * Cost:    keys that are looked up come almost in order, so each search starts where the last one ended and
 *          doubles its steps: linear over all.  Threads begin their piece of the rows with a search.
 * Missing: no parent record: REINTI_NO_ROW. */
#include <config.h>

#include "frame/internal.h"

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
        for (; step < 4 && low + 1 < n && key[low + 1] <= target; step++) /* mostly it is one of the next */
            low++;
        for (step = 1; low + step < n && key[low + step] <= target;) {
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

typedef struct location {
    const reinti_frame *from, *to;
    const reinti_route *route;
    bool prefix;
    uint32_t *row;
} location;

/* First place in the ascending KEY that is not below TARGET. */
static size_t
lower_bound(const int64_t *key, size_t n, int64_t target)
{
    size_t low = 0;

    while (n > 0) {
        size_t half = n / 2;
        if (key[low + half] < target) {
            low += half + 1;
            n -= half + 1;
        } else {
            n = half;
        }
    }
    return low;
}

/* A merge of two ascending lists. */
static void
merge_rows(const location *l, size_t from, size_t to)
{
    size_t last = reinti_frame_of(l->to)->n_key - 1;
    unsigned down = l->from->layout->key_shift[last], up = l->to->layout->key_shift[last];
    const int64_t *key = l->to->key, *of = l->from->key;
    size_t n = l->to->n, at = from < to ? lower_bound(key, n, of[from] >> down << up) : 0;

    for (size_t i = from; i < to; i++) {
        int64_t target = of[i] >> down << up;
        while (at < n && key[at] < target)
            at++;
        l->row[i] = at < n && key[at] == target ? (uint32_t)at : REINTI_NO_ROW;
    }
}

static void
locate_rows(void *user, size_t from, size_t to)
{
    const location *l = user;
    size_t cursor = 0;

    if (l->prefix) {
        merge_rows(l, from, to);
        return;
    }
    for (size_t i = from; i < to; i++) {
        int64_t target;
        size_t at = SIZE_MAX;
        if (translate(l->from->layout, l->to->layout, l->route, l->from->key[i], &target))
            at = reinti_gallop(l->to->key, l->to->n, &cursor, target);
        l->row[i] = at == SIZE_MAX ? REINTI_NO_ROW : (uint32_t)at;
    }
}

reint_status
reinti_locate(reinti_frame *from, reinti_frame *to, const reinti_route *route, const uint32_t **out,
              reint_error *err)
{
    uint32_t *row = reinti_arena_alloc(from->arena, (from->n + 1) * sizeof *row);
    location l = { from, to, route, is_prefix(from->layout, to->layout, route), row };

    if (!row)
        return reinti_no_memory(err);
    reinti_parallel(from->n, locate_rows, &l);
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
reinti_frame_brood(reinti_frame *frame, reinti_frame *child, reinti_brood *out, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t last = reinti_frame_of(frame)->n_key - 1;
    reinti_route route;

    if (frame == child || !reinti_route_find(cb, child->form, frame->form, false, &route) ||
        !is_prefix(child->layout, frame->layout, &route))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the key of form %s does not begin with that of form %s",
                           reinti_frame_of(child)->name, reinti_frame_of(frame)->name);
    *out = (reinti_brood){
        frame->key, child->key, child->n, child->layout->key_shift[last], frame->layout->key_shift[last],
        SIZE_MAX
    };
    return REINT_OK;
}

void
reinti_brood_next(reinti_brood *b, size_t from, size_t n, uint32_t *first, uint32_t *end)
{
    const int64_t *parent = b->parent + from, *child = b->child;
    size_t at = b->at, n_children = b->n_children;

    if (at == SIZE_MAX) /* a piece of the rows begins */
        at = n > 0 ? lower_bound(child, n_children, parent[0] >> b->up << b->down) : 0;
    for (size_t i = 0; i < n; i++) {
        while (at < n_children && child[at] >> b->down << b->up < parent[i])
            at++; /* of no record here */
        first[i] = (uint32_t)at;
        while (at < n_children && child[at] >> b->down << b->up == parent[i])
            at++;
        end[i] = (uint32_t)at;
    }
    b->at = at;
}

typedef struct broods {
    const reinti_brood *brood;
    uint32_t *first, *end;
} broods;

static void
range_children(void *user, size_t from, size_t to)
{
    const broods *r = user;
    reinti_brood brood = *r->brood;

    reinti_brood_next(&brood, from, to - from, r->first + from, r->end + from);
}

reint_status
reinti_frame_children(reinti_frame *frame, reinti_frame *child, const uint32_t **first, const uint32_t **end,
                      reint_error *err)
{
    const uint32_t *known = frame->children[child->form];
    reinti_brood brood;

    if (!known) {
        reint_status status = reinti_frame_brood(frame, child, &brood, err);
        uint32_t *range =
            status ? NULL : reinti_arena_alloc(frame->arena, (2 * frame->n + 1) * sizeof *range);
        if (status || !range)
            return status ? status : reinti_no_memory(err);
        broods r = { &brood, range, range + frame->n };
        reinti_parallel(frame->n, range_children, &r);
        known = frame->children[child->form] = range;
    }
    *first = known;
    *end = known + frame->n;
    return REINT_OK;
}
