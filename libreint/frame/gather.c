/* gather.c -- columns carried over from the rows of one frame to those of another.
 *
 * Gives:   a parent's column, or one of another wave, as a column of the frame.
 * Missing: without a record there every value is "absent", a number NaN, an interval open at both ends. */
#include <config.h>

#include "frame/internal.h"

#include <math.h>
#include <string.h>

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

/* Every value is taken over row by row: threads share the rows. */
typedef struct gathering {
    const reinti_column *source;
    const uint32_t *row;
    uint8_t *raw8;
    uint16_t *raw16, *possible, *code;
    double *number;
    int32_t *low, *high;
    const uint32_t *offset;
    uint16_t absent;
} gathering;

static void
take_states(const gathering *g, size_t from, size_t to)
{
    const reinti_column *source = g->source;
    const uint32_t *row = g->row;

    if (g->raw8 && source->raw8) {
        uint8_t category[256];
        for (size_t i = 0; i < 256; i++)
            category[i] = (uint8_t)source->map[i];
        for (size_t i = from; i < to; i++)
            g->raw8[i] = row[i] == REINTI_NO_ROW ? (uint8_t)g->absent : category[source->raw8[row[i]]];
        return;
    }
    for (size_t i = from; i < to; i++) {
        size_t value = row[i] == REINTI_NO_ROW ? g->absent : reinti_column_category(source, row[i]);
        if (g->raw8)
            g->raw8[i] = (uint8_t)value;
        else
            g->raw16[i] = (uint16_t)value;
    }
}

static void
take_rows(void *user, size_t from, size_t to)
{
    const gathering *g = user;
    const reinti_column *source = g->source;
    const uint32_t *row = g->row;

    take_states(g, from, to);
    if (g->possible)
        for (size_t i = from; i < to; i++)
            g->possible[i] = row[i] == REINTI_NO_ROW ? 0 : source->possible[row[i]];
    if (g->number)
        for (size_t i = from; i < to; i++)
            g->number[i] = row[i] == REINTI_NO_ROW ? (double)NAN : source->number[row[i]];
    if (g->low)
        for (size_t i = from; i < to; i++) {
            g->low[i] = row[i] == REINTI_NO_ROW ? REINTI_OPEN_LOW : source->low[row[i]];
            g->high[i] = row[i] == REINTI_NO_ROW ? REINTI_OPEN_HIGH : source->high[row[i]];
        }
    if (g->code)
        for (size_t i = from; i < to; i++)
            if (row[i] != REINTI_NO_ROW)
                memcpy(g->code + g->offset[i], source->code + source->offset[row[i]],
                       (g->offset[i + 1] - g->offset[i]) * sizeof *g->code);
}

/* Where each row's codes begin, and room for them.  False: no memory, or more codes than can be numbered. */
static bool
place_codes(reinti_frame *frame, gathering *g)
{
    const reinti_column *source = g->source;
    uint32_t *offset = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *offset);
    uint64_t n = 0;

    for (size_t i = 0; offset && i < frame->n; i++) {
        if (g->row[i] != REINTI_NO_ROW)
            n += source->offset[g->row[i] + 1] - source->offset[g->row[i]];
        if (n > UINT32_MAX)
            return false;
        offset[i + 1] = (uint32_t)n;
    }
    g->offset = offset;
    g->code = reinti_arena_alloc(frame->arena, ((size_t)n + 1) * sizeof *g->code);
    return offset && g->code;
}

static bool
make_room(reinti_frame *frame, reinti_column *c, gathering *g)
{
    const reinti_column *source = g->source;
    reinti_arena *a = frame->arena;
    size_t n = frame->n + 1;

    if (!with_absent(frame, source, c) || !reinti_plain(frame, c, &g->raw8, &g->raw16))
        return false;
    g->absent = (uint16_t)(c->n_categories - 1);
    if (source->possible && !(c->possible = g->possible = reinti_arena_alloc(a, n * sizeof *g->possible)))
        return false;
    if (source->number && !(c->number = g->number = reinti_arena_alloc(a, n * sizeof *g->number)))
        return false;
    if (source->kind == REINTI_COLUMN_INTERVAL) {
        c->low = g->low = reinti_arena_alloc(a, n * sizeof *g->low);
        c->high = g->high = reinti_arena_alloc(a, n * sizeof *g->high);
        if (!g->low || !g->high)
            return false;
    }
    if (source->kind == REINTI_COLUMN_SET && !place_codes(frame, g))
        return false;
    c->offset = g->offset;
    c->code = g->code;
    return true;
}

reint_status
reinti_gather(reinti_frame *frame, const char *name, const reinti_entry *source, const uint32_t *row,
              reinti_entry *out, reint_error *err)
{
    const reinti_column *from = &source->column;
    gathering g = { .source = from, .row = row };

    out->column = (reinti_column){ .name = name,
                                   .label = from->label,
                                   .kind = from->kind,
                                   .n = frame->n,
                                   .variable = from->variable,
                                   .n_valid = from->n_valid };
    out->list = source->list;
    if (!make_room(frame, &out->column, &g))
        return reinti_no_memory(err);
    reinti_parallel(frame->n, take_rows, &g);
    return REINT_OK;
}

reint_status
reinti_make_joined(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    if (!strcmp(name, "period")) /* when the parent happened is not when this did */
        return REINT_OK;
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
