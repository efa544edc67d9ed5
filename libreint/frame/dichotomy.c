/* dichotomy.c -- a set of answers from variables that were asked one by one, each with yes or no.
 *
 * Gives:   a set whose codes are the variables that have one of the codes that mean "chosen".
 * Missing: whoever has an answer to one of them has answered the set, with none of its codes where nothing was chosen;
 *          who has an answer to none is missing for the reason of the first. */
#include <config.h>

#include "frame/internal.h"

/* The variables, and which of their categories mean that they are chosen: [variable][category]. */
typedef struct dichotomies {
    size_t n, width;
    const reinti_column **column;
    bool *chosen;
} dichotomies;

static reint_status
find_chosen(const char *name, const char *source, const char *const *chosen, size_t n_chosen,
            const dichotomies *d, size_t at, reint_error *err)
{
    const reinti_column *c = d->column[at];
    bool found = false;

    if (c->kind != REINTI_COLUMN_CODED)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s: %s is not coded, with one answer a record",
                           name, source);
    for (size_t k = 0; k < n_chosen; k++) {
        size_t category = reinti_column_find(c, chosen[k]);
        if (category == REINTI_NONE)
            continue;
        d->chosen[at * d->width + category] = true;
        found = true;
    }
    return found ? REINT_OK
                 : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s: \"%s\" is no code of \"%s\"", name,
                               chosen[0], source);
}

/* State of the answer and codes of every row.  C has its categories. */
static bool
fill_rows(reinti_frame *frame, const dichotomies *d, reinti_column *c)
{
    uint8_t *raw8;
    uint16_t *raw16;
    uint32_t *offset = reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *offset);
    uint16_t *code = reinti_arena_alloc(frame->arena, (frame->n * d->n + 1) * sizeof *code);

    if (!offset || !code || !reinti_plain(frame, c, &raw8, &raw16))
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        const reinti_column *first = d->column[0];
        size_t reason = reinti_column_category(first, i) - first->n_valid + c->n_valid;
        bool answered = false;
        offset[i + 1] = offset[i];
        for (size_t k = 0; k < d->n; k++) {
            size_t category = reinti_column_category(d->column[k], i);
            answered = answered || category < d->column[k]->n_valid;
            if (category < d->column[k]->n_valid && d->chosen[k * d->width + category])
                code[offset[i + 1]++] = (uint16_t)k;
        }
        size_t state = answered ? 0 : reason < c->n_categories ? reason : c->n_categories - 1;
        if (raw8)
            raw8[i] = (uint8_t)state;
        else
            raw16[i] = (uint16_t)state;
    }
    c->offset = offset;
    c->code = code;
    return true;
}

/* The codes of the set are the variables, with their labels. */
static bool
name_codes(reinti_frame *frame, const dichotomies *d, const char *const *source, reinti_column *c)
{
    reinti_category *category = reinti_categories(frame->owner, frame->arena, d->n, &c->n_categories);

    for (size_t k = 0; category && k < d->n; k++) {
        category[k] = (reinti_category){ reinti_arena_text(frame->arena, source[k]), d->column[k]->label };
        if (!category[k].code)
            return false;
    }
    c->n_valid = d->n;
    c->category = category;
    return category != NULL;
}

reint_status
reinti_frame_dichotomies(reinti_frame *frame, const char *name, const char *const *source, size_t n,
                         const char *const *chosen, size_t n_chosen, reint_error *err)
{
    reinti_column made = { .name = name, .kind = REINTI_COLUMN_SET };
    dichotomies d = { .n = n, .width = 1 };
    reint_status status = REINT_OK;

    d.column = reinti_arena_alloc(frame->arena, (n + 1) * sizeof *d.column);
    if (!d.column)
        return reinti_no_memory(err);
    for (size_t k = 0; !status && k < n; k++) {
        status = reinti_frame_column(frame, source[k], &d.column[k], err);
        if (!status && d.column[k]->n_valid > d.width)
            d.width = d.column[k]->n_valid;
    }
    if (status)
        return status;
    d.chosen = reinti_arena_alloc(frame->arena, n * d.width + 1);
    if (!d.chosen)
        return reinti_no_memory(err);
    for (size_t k = 0; !status && k < n; k++)
        status = find_chosen(name, source[k], chosen, n_chosen, &d, k, err);
    if (status)
        return status;
    if (!name_codes(frame, &d, source, &made) || !fill_rows(frame, &d, &made))
        return reinti_no_memory(err);
    return reinti_frame_add(frame, &made, err);
}
