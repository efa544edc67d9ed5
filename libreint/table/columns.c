/* columns.c -- columns that a table makes for itself out of a frame's: the N-th code of an ordered set, missing
 * reasons that count in the base, membership in a net.
 *
 * Missing: a reason stays that reason, unless the plan puts it into the base; an answer with fewer codes has no
 * N-th one, which is "absent": nobody was asked for it.
 * Open:    a value of which several categories are possible is in a net if all of them are. */
#include <config.h>

#include "table/build.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* A copy of C whose rows are to be given anew: raw values are categories. */
static reinti_column *
blank_column(reinti_build *b, const reinti_column *c, uint16_t **raw)
{
    reinti_column *out = reinti_arena_alloc(b->arena, sizeof *out);
    uint16_t *map = reinti_arena_alloc(b->arena, 65536 * sizeof *map);

    *raw = reinti_arena_alloc(b->arena, (c->n + 1) * sizeof **raw);
    if (!out || !map || !*raw)
        return NULL;
    for (size_t i = 0; i < 65536; i++)
        map[i] = (uint16_t)i;
    *out = *c;
    out->raw8 = NULL;
    out->raw16 = *raw;
    out->map = map;
    out->raw_bias = out->raw_limit = 0;
    out->possible = NULL;
    return out;
}

/* Categories of a column with N valid ones in front, to be filled in, then the reasons and "absent" of C. */
static reinti_category *
categories(reinti_build *b, const reinti_column *c, size_t n, reinti_column *out)
{
    size_t n_missing = c->n_categories - c->n_valid;
    reinti_category *category = reinti_arena_alloc(b->arena, (n + n_missing) * sizeof *category);

    if (!category)
        return NULL;
    memcpy(category + n, c->category + c->n_valid, n_missing * sizeof *category);
    out->category = category;
    out->n_valid = n;
    out->n_categories = n + n_missing;
    return category;
}

/* ---- the N-th of a set --------------------------------------------------------------------------------- */

/* "destinations.2": the set's name and 2; false for any other name. */
static bool
parse_nth(reinti_build *b, const char *name, const char **set, size_t *nth)
{
    const char *dot = strrchr(name, '.');
    int64_t n;

    if (!dot || !reinti_parse_integer(dot + 1, strlen(dot + 1), false, &n) || n < 1 || n > 1000)
        return false;
    *set = reinti_arena_text_n(b->arena, name, (size_t)(dot - name));
    *nth = (size_t)n;
    return *set != NULL;
}

/* "Destinations in order, 2", in every language; without memory the label of the set. */
static reinti_label
numbered_label(reinti_build *b, const reinti_label *label, size_t nth)
{
    reinti_label out = *label;
    const char **text = reinti_arena_alloc(b->arena, (label->n + 1) * sizeof *text);

    for (size_t i = 0; text && i < label->n; i++)
        if (!(text[i] = reinti_arena_format(b->arena, "%s, %zu", label->text[i], nth)))
            return out;
    if (text)
        out.text = text;
    return out;
}

static reint_status
nth_column(reinti_build *b, const char *name, const char *set, size_t nth, const reinti_column **out,
           reint_error *err)
{
    const reinti_column *c = NULL;
    uint16_t *raw;
    reint_status status = reinti_frame_column(b->frame, set, &c, err);

    if (!status && c->kind != REINTI_COLUMN_SET)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" has one answer, and no number %zu", set,
                           nth);
    if (!status && c->variable && !c->variable->ordered)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "the codes of \"%s\" are in no order (codebook: ordered), so that none is number %zu", set, nth);
    if (status)
        return status;
    reinti_column *made = blank_column(b, c, &raw);
    if (!made || !(made->name = reinti_arena_text(b->arena, name)))
        return reinti_no_memory(err);
    for (size_t i = 0; i < c->n; i++) {
        size_t state = reinti_column_category(c, i);
        uint32_t at = c->offset[i] + (uint32_t)nth - 1;
        raw[i] = state >= c->n_valid     ? (uint16_t)state
                 : at < c->offset[i + 1] ? c->code[at]
                                         : (uint16_t)(c->n_categories - 1);
    }
    made->kind = REINTI_COLUMN_CODED;
    made->offset = NULL;
    made->code = NULL;
    made->label = numbered_label(b, &c->label, nth);
    *out = made;
    return REINT_OK;
}

/* ---- reasons in the base ------------------------------------------------------------------------------- */

static bool
is_counted(const reinti_build *b, const char *reason)
{
    for (size_t i = 0; i < b->plan->n_counted; i++)
        if (!strcmp(b->plan->counted[i], reason))
            return true;
    return false;
}

/* Those of a set have their one code in place of a reason. */
static bool
recode_set(reinti_build *b, const reinti_column *c, const uint16_t *to, uint16_t *raw, reinti_column *out)
{
    uint32_t *offset = reinti_arena_alloc(b->arena, (c->n + 1) * sizeof *offset), n = 0;
    uint16_t *code = reinti_arena_alloc(b->arena, (c->offset[c->n] + c->n + 1) * sizeof *code);

    if (!offset || !code)
        return false;
    for (size_t i = 0; i < c->n; i++) {
        size_t state = reinti_column_category(c, i);
        offset[i] = n;
        raw[i] = to[state];
        for (uint32_t k = c->offset[i]; k < c->offset[i + 1]; k++)
            code[n++] = c->code[k];
        if (state >= c->n_valid && to[state] < out->n_valid) {
            code[n++] = to[state];
            raw[i] = 0;
        }
    }
    offset[c->n] = n;
    out->offset = offset;
    out->code = code;
    return true;
}

static reint_status
count_reasons(reinti_build *b, const reinti_column *c, const reinti_column **out, reint_error *err)
{
    uint16_t *raw, *to = reinti_arena_alloc(b->arena, c->n_categories * sizeof *to);
    reinti_column *made = blank_column(b, c, &raw);
    size_t n = c->n_valid, k = n;

    if (!made || !to)
        return reinti_no_memory(err);
    for (size_t i = c->n_valid; i < c->n_categories; i++)
        n += is_counted(b, c->category[i].code);
    reinti_category *category = categories(b, c, n, made);
    if (!category)
        return reinti_no_memory(err);
    memcpy(category, c->category, c->n_valid * sizeof *category);
    for (size_t i = 0; i < c->n_categories; i++) {
        to[i] = (uint16_t)(i < c->n_valid ? i : i + n - c->n_valid);
        if (i >= c->n_valid && is_counted(b, c->category[i].code)) {
            category[k] = c->category[i];
            to[i] = (uint16_t)k++;
        }
    }
    if (c->kind == REINTI_COLUMN_SET) {
        if (!recode_set(b, c, to, raw, made))
            return reinti_no_memory(err);
        *out = made;
        return REINT_OK;
    }
    uint16_t *possible =
        c->possible && n <= 16 ? reinti_arena_alloc(b->arena, (c->n + 1) * sizeof *possible) : NULL;
    for (size_t i = 0; i < c->n; i++) {
        raw[i] = to[reinti_column_category(c, i)];
        if (possible)
            possible[i] = c->possible[i] ? c->possible[i] : raw[i] < n ? (uint16_t)(1u << raw[i]) : 0;
    }
    made->possible = possible;
    *out = made;
    return REINT_OK;
}

/* ---- as a table has it --------------------------------------------------------------------------------- */

reint_status
reinti_table_column(reinti_build *b, const char *name, bool of_rows, const reinti_column **out,
                    reint_error *err)
{
    const reinti_column *c = NULL;
    const char *set = NULL;
    size_t nth = 0;
    reint_error unknown = { .status = REINT_OK };
    reint_status status = reinti_frame_column(b->frame, name, &c, &unknown);

    if (status && parse_nth(b, name, &set, &nth))
        status = nth_column(b, name, set, nth, &c, err);
    else if (status && err)
        *err = unknown;
    if (!status && of_rows && b->plan->n_counted &&
        (c->kind == REINTI_COLUMN_CODED || c->kind == REINTI_COLUMN_SET))
        status = count_reasons(b, c, &c, err);
    if (!status)
        *out = c;
    return status;
}

/* ---- nets ---------------------------------------------------------------------------------------------- */

static bool
any_member(const reinti_column *c, size_t row, const bool *in)
{
    for (uint32_t k = c->offset[row]; k < c->offset[row + 1]; k++)
        if (in[c->code[k]])
            return true;
    return false;
}

/* In (1), out (2) or both, of the categories that are possible. */
static uint16_t
possible_sides(const reinti_column *c, size_t row, const bool *in)
{
    uint16_t sides = 0;

    for (size_t k = 0; k < c->n_valid; k++)
        if (c->possible[row] >> k & 1)
            sides |= in[k] ? 1 : 2;
    return sides;
}

static reint_status
no_code(const reinti_build *b, const reinti_net *net, const reinti_column *c, const char *code,
        reint_error *err)
{
    const char **codes = reinti_arena_alloc(b->arena, (c->n_valid + 1) * sizeof *codes);
    reinti_str hint = REINTI_STR_EMPTY;

    for (size_t k = 0; codes && k < c->n_valid; k++)
        codes[k] = c->category[k].code;
    reinti_did_you_mean(&hint, code, codes, codes ? c->n_valid : 0);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "\"%s\" is no code of \"%s\"%s (net \"%s\")", code, c->name,
                    hint.text, net->code);
    reinti_str_free(&hint);
    return status;
}

static reint_status
mark_members(reinti_build *b, const reinti_column *c, const reinti_net *net, bool *in, reint_error *err)
{
    for (size_t k = 0; !net && k < c->n_valid; k++)
        in[k] = true;
    for (size_t i = 0; net && i < net->n_members; i++) {
        size_t k = reinti_column_find(c, net->member[i]);
        if (k == REINTI_NONE)
            return no_code(b, net, c, net->member[i], err);
        in[k] = true;
    }
    return REINT_OK;
}

reint_status
reinti_net_column(reinti_build *b, const reinti_column *c, const reinti_net *net, const reinti_column **out,
                  reint_error *err)
{
    uint16_t *raw, *possible = NULL;
    reinti_column *made = blank_column(b, c, &raw);
    bool *in = reinti_arena_alloc(b->arena, c->n_categories + 1);
    reinti_category *category = made ? categories(b, c, 2, made) : NULL;

    if (c->possible)
        possible = reinti_arena_alloc(b->arena, (c->n + 1) * sizeof *possible);
    if (!made || !in || !category || (c->possible && !possible))
        return reinti_no_memory(err);
    category[0].code = "in";
    category[1].code = "out";
    reint_status status = mark_members(b, c, net, in, err);
    if (status)
        return status;
    for (size_t i = 0; i < c->n; i++) {
        size_t state = reinti_column_category(c, i);
        uint16_t sides = possible ? possible_sides(c, i, in) : 0;
        if (sides) {
            possible[i] = sides;
            raw[i] = sides == 1 ? 0 : sides == 2 ? 1 : (uint16_t)(state - c->n_valid + 2);
        } else if (state >= c->n_valid) {
            raw[i] = (uint16_t)(state - c->n_valid + 2);
        } else {
            raw[i] = (c->kind == REINTI_COLUMN_SET ? any_member(c, i, in) : in[state]) ? 0 : 1;
        }
    }
    made->kind = REINTI_COLUMN_CODED;
    made->offset = NULL;
    made->code = NULL;
    made->possible = possible;
    *out = made;
    return REINT_OK;
}
