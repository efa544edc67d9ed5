/* recode.c -- columns made from one other column: attributes of codes, joined categories, bands.
 *
 * Gives:   a column whose categories are the new ones, then the missing reasons, then "absent", as
 * everywhere. Sets:    each new category once a row, in the order of the first code that leads to it.
 * Missing: a reason stays that reason.  A code without the attribute asked for leaves the value undetermined;
 * in a set it is dropped, and the set is undetermined if nothing is left of it. Open:    an interval that
 * reaches over a cut, and a value with several `possible` categories, keep what is possible; it is settled if
 * all of it falls into one new category. */
#include <config.h>

#include "frame/internal.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A recode by TARGET[valid category of SOURCE]; REINTI_NONE where the code leads nowhere.  OUT has n_valid,
 * n_categories and category. */
static bool
recode_states(reinti_frame *frame, const reinti_column *source, const size_t *target, size_t undetermined,
              reinti_column *c)
{
    uint8_t *raw8;
    uint16_t *raw16;
    uint16_t *to = malloc((source->n_categories + 1) * sizeof *to);
    bool set = source->kind == REINTI_COLUMN_SET;

    if (!to || !reinti_plain(frame, c, &raw8, &raw16)) {
        free(to);
        return false;
    }
    for (size_t i = 0; i < source->n_categories; i++) {
        if (i >= source->n_valid) /* reasons are in the codebook's order in both */
            to[i] = (uint16_t)(i - source->n_valid + c->n_valid < c->n_categories
                                   ? i - source->n_valid + c->n_valid
                                   : c->n_categories - 1);
        else
            to[i] = (uint16_t)(set ? 0 : target[i] != REINTI_NONE ? target[i] : c->n_valid + undetermined);
    }
    for (size_t i = 0; i < frame->n; i++) {
        uint16_t value = to[reinti_column_category(source, i)];
        if (raw8)
            raw8[i] = (uint8_t)value;
        else
            raw16[i] = value;
    }
    free(to);
    return true;
}

static void
set_raw(const reinti_column *c, size_t row, size_t category)
{
    /* the arrays were made here, by reinti_plain, and are not handed out yet */
    if (c->raw8)
        ((uint8_t *)c->raw8)[row] = (uint8_t)category;
    else
        ((uint16_t *)c->raw16)[row] = (uint16_t)category;
}

/* Each new category once, in the order of its first code. */
static bool
recode_set(reinti_frame *frame, const reinti_column *source, const size_t *target, size_t undetermined,
           reinti_column *c)
{
    size_t n_codes = frame->n > 0 ? source->offset[frame->n] : 0;
    uint32_t *offset = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *offset);
    uint16_t *code = reinti_arena_alloc(frame->arena, (n_codes + 1) * sizeof *code);

    if (!offset || !code)
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        uint32_t first = offset[i], n = first;
        for (uint32_t k = source->offset[i]; k < source->offset[i + 1]; k++) {
            size_t to = target[source->code[k]];
            uint32_t before = first;
            while (before < n && code[before] != to)
                before++;
            if (to != REINTI_NONE && before == n)
                code[n++] = (uint16_t)to;
        }
        if (n == first && source->offset[i] < source->offset[i + 1])
            set_raw(c, i, c->n_valid + undetermined);
        offset[i + 1] = n;
    }
    c->offset = offset;
    c->code = code;
    return true;
}

static bool
recode_possible(reinti_frame *frame, const reinti_column *source, const size_t *target, reinti_column *c)
{
    uint16_t *possible;

    if (!source->possible || c->n_valid > REINTI_MOST_POSSIBLE)
        return true;
    possible = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *possible);
    if (!possible)
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        bool settled = true;
        for (size_t v = 0; v < source->n_valid; v++) {
            if (!(source->possible[i] >> v & 1))
                continue;
            if (target[v] == REINTI_NONE)
                settled = false;
            else
                possible[i] |= (uint16_t)(1u << target[v]);
        }
        if (settled && possible[i] && !(possible[i] & (possible[i] - 1))) {
            size_t only = 0;
            while (possible[i] >> only != 1)
                only++;
            set_raw(c, i, only);
        }
    }
    c->possible = possible;
    return true;
}

static reint_status
recode(reinti_frame *frame, const reinti_entry *source, const size_t *target, reinti_entry *out,
       reint_error *err)
{
    size_t undetermined = reinti_codebook_find_missing(frame->owner->cb, "undetermined");
    reinti_column *c = &out->column;

    if (undetermined == REINTI_NONE)
        return reinti_fail(err, REINT_STUDY, NULL, 0, "the codebook has no missing reason \"undetermined\"");
    c->kind = source->column.kind;
    if (!recode_states(frame, &source->column, target, undetermined, c))
        return reinti_no_memory(err);
    if (c->kind == REINTI_COLUMN_SET ? !recode_set(frame, &source->column, target, undetermined, c)
                                     : !recode_possible(frame, &source->column, target, c))
        return reinti_no_memory(err);
    return REINT_OK;
}

/* ---- attributes ---------------------------------------------------------------------------------------- */

static size_t
attribute_list(const reint_codebook *cb, size_t list, const char *attribute)
{
    for (size_t i = 0; i < cb->list[list].n_attribute_lists; i++)
        if (strcmp(cb->list[list].attribute_list[i].name, attribute) == 0)
            return cb->list[list].attribute_list[i].list;
    return REINTI_NONE;
}

static bool
is_attribute(const reint_codebook *cb, const char *name)
{
    for (size_t i = 0; i < cb->n_lists; i++)
        if (attribute_list(cb, i, name) != REINTI_NONE)
            return true;
    return false;
}

static reint_status
recode_by_attribute(reinti_frame *frame, const reinti_entry *source, const char *attribute, size_t list,
                    reinti_entry *out, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const reinti_list *from = &cb->list[source->list];
    const reinti_list_cache *cache = reinti_list_categories(frame->owner, list);
    size_t *target = malloc((from->n + 1) * sizeof *target);

    if (!cache || !target) {
        free(target);
        return reinti_no_memory(err);
    }
    for (size_t i = 0; i < from->n; i++) {
        const char *value = reinti_code_attribute(&from->code[i], attribute);
        target[i] = value ? reinti_list_find(&cb->list[list], value) : REINTI_NONE;
    }
    out->list = list;
    out->column.label = source->column.label;
    out->column.n_valid = cb->list[list].n;
    out->column.n_categories = cache->n_categories;
    out->column.category = cache->category;
    reint_status status = recode(frame, source, target, out, err);
    free(target);
    return status;
}

/* x.region at any dot, x_region at any underscore before the name of an attribute. */
reint_status
reinti_make_attribute(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;

    for (size_t i = strlen(name); i-- > 1;) {
        const reinti_entry *source;
        if ((name[i] != '.' && name[i] != '_') || !is_attribute(cb, name + i + 1))
            continue;
        char *base = reinti_arena_text_n(frame->arena, name, i);
        if (!base)
            return reinti_no_memory(err);
        const reinti_form *form = reinti_frame_of(frame);
        size_t own = reinti_form_find(form, base);
        if (own != REINTI_NONE && form->variable[own].type >= REINTI_TEXT)
            continue;
        reint_status status = reinti_frame_find(frame, base, &source, found, err);
        if (status != REINT_OK)
            return status;
        size_t list = REINTI_NONE;
        if (*found && source->list != REINTI_NONE)
            list = attribute_list(cb, source->list, name + i + 1);
        *found = list != REINTI_NONE;
        if (*found)
            return recode_by_attribute(frame, source, name + i + 1, list, out, err);
    }
    return REINT_OK;
}

/* ---- recodes and bands of a plan ----------------------------------------------------------------------- */

static bool
name_categories(reinti_frame *frame, size_t n, const char *const *code, const reinti_label *label,
                reinti_column *c)
{
    reinti_category *category = reinti_categories(frame->owner, frame->arena, n, &c->n_categories);

    if (!category)
        return false;
    for (size_t i = 0; i < n; i++) {
        category[i].code = reinti_arena_text(frame->arena, code[i]);
        if (!category[i].code)
            return false;
        if (label)
            category[i].label = label[i];
    }
    c->n_valid = n;
    c->category = category;
    return true;
}

static reint_status
find_source(reinti_frame *frame, const char *source, const reinti_entry **out, reint_error *err)
{
    bool found = false;
    reint_status status = reinti_frame_find(frame, source, out, &found, err);

    return status != REINT_OK || found ? status : reinti_frame_unknown(frame, source, err);
}

reint_status
reinti_frame_recode(reinti_frame *frame, const char *name, const char *source, const size_t *group,
                    size_t n_groups, const char *const *code, const reinti_label *label, reint_error *err)
{
    const reinti_entry *from;
    reinti_entry made = { .column.name = name, .list = REINTI_NONE };
    reint_status status = find_source(frame, source, &from, err);

    if (status != REINT_OK)
        return status;
    bool set = from->column.kind == REINTI_COLUMN_SET;
    if (!set && from->column.kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s is a number or a date: cut it into bands",
                           source);
    for (size_t i = 0; i < from->column.n_valid; i++) {
        if (group[i] < n_groups || (set && group[i] == REINTI_NONE))
            continue;
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "%s: category %s of %s is in no group; the rest needs a group of its own", name,
                           from->column.category[i].code, source);
    }
    made.column.label = from->column.label;
    if (!name_categories(frame, n_groups, code, label, &made.column))
        return reinti_no_memory(err);
    status = recode(frame, from, group, &made, err);
    return status == REINT_OK ? reinti_frame_add(frame, &made.column, err) : status;
}

static size_t
band_of(const double *cut, size_t n_cuts, double value)
{
    size_t band = 0;

    while (band < n_cuts && value >= cut[band])
        band++;
    return band;
}

static reint_status
band_rows(reinti_frame *frame, const reinti_column *from, const double *cut, size_t n_cuts, reinti_column *c,
          reint_error *err)
{
    size_t undetermined = reinti_codebook_find_missing(frame->owner->cb, "undetermined");
    uint16_t *possible = NULL;

    if (undetermined == REINTI_NONE)
        return reinti_fail(err, REINT_STUDY, NULL, 0, "the codebook has no missing reason \"undetermined\"");
    for (size_t i = 0; i < frame->n; i++) {
        size_t state = reinti_column_category(from, i), low, high;
        if (state >= from->n_valid) {
            size_t category = state - from->n_valid + c->n_valid;
            set_raw(c, i, category < c->n_categories ? category : c->n_categories - 1);
            continue;
        }
        bool interval = from->kind == REINTI_COLUMN_INTERVAL;
        if (!interval && isnan(from->number[i])) {
            set_raw(c, i, c->n_categories - 1);
            continue;
        }
        low = band_of(cut, n_cuts, interval ? from->low[i] : from->number[i]);
        high = interval ? band_of(cut, n_cuts, from->high[i]) : low;
        set_raw(c, i, low == high ? low : c->n_valid + undetermined);
        if (low == high || c->n_valid > REINTI_MOST_POSSIBLE)
            continue;
        if (!possible && !(possible = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *possible)))
            return reinti_no_memory(err);
        possible[i] = (uint16_t)((1u << (high + 1)) - (1u << low));
    }
    for (size_t i = 0; possible && i < frame->n; i++) /* settled rows have their one bit */
        if (!possible[i] && reinti_column_category(c, i) < c->n_valid)
            possible[i] = (uint16_t)(1u << reinti_column_category(c, i));
    c->possible = possible;
    return REINT_OK;
}

reint_status
reinti_frame_bands(reinti_frame *frame, const char *name, const char *source, const double *cut,
                   size_t n_cuts, const char *const *code, const reinti_label *label, reint_error *err)
{
    const reinti_entry *from;
    reinti_entry made = { .column = { .name = name, .kind = REINTI_COLUMN_CODED }, .list = REINTI_NONE };
    uint8_t *raw8;
    uint16_t *raw16;
    reint_status status = find_source(frame, source, &from, err);

    if (status != REINT_OK)
        return status;
    if (from->column.kind != REINTI_COLUMN_NUMBER && from->column.kind != REINTI_COLUMN_INTERVAL)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "%s is coded: only numbers, ages and dates have bands", source);
    for (size_t i = 0; i < n_cuts; i++)
        if (isnan(cut[i]) || (i > 0 && cut[i] <= cut[i - 1]))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s: the limits of bands must ascend", name);
    made.column.label = from->column.label;
    if (!name_categories(frame, n_cuts + 1, code, label, &made.column) ||
        !reinti_plain(frame, &made.column, &raw8, &raw16))
        return reinti_no_memory(err);
    status = band_rows(frame, &from->column, cut, n_cuts, &made.column, err);
    return status == REINT_OK ? reinti_frame_add(frame, &made.column, err) : status;
}

reint_status
reinti_frame_relabel(reinti_frame *frame, const char *name, const reinti_label *label, reint_error *err)
{
    for (size_t i = 0; i < frame->n_entries; i++)
        if (!strcmp(frame->entry[i]->column.name, name)) {
            frame->entry[i]->column.label = *label;
            return REINT_OK;
        }
    return reinti_frame_unknown(frame, name, err);
}
