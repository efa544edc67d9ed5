/* crosswalk.c -- a coded variable across waves in the codes of today: x.aligned, also x_aligned.
 *
 * Reads:   of x's list the codes that changed their meaning (codebook/crosswalk.c), of each record its wave.
 * Gives:   records before the change have the code that `before` names; of several the value is undetermined, and the bounds
 *          keep them where the list has 16 codes or fewer.
 * Refused: a record whose code meant something then that no code means today, or of which nobody said what it meant.
 * Used by: w1_x and prev_x, and whoever follows people over waves on both sides of a change. */
#include <config.h>

#include <string.h>

#include "frame/internal.h"

typedef struct crossing {
    const reinti_list *list;
    const reinti_meant *meant; /* [code][wave] */
    size_t n_waves;
    const reinti_column *wave, *source;
    const char *name;
    size_t undetermined;
} crossing;

const char *
reinti_before_suffix(const reinti_frame *frame, const char *name, const char *suffix)
{
    size_t n = strlen(name), length = strlen(suffix);

    if (n < length + 2 || strcmp(name + n - length, suffix) || !strchr("._", name[n - length - 1]))
        return NULL;
    return reinti_arena_text_n(frame->arena, name, n - length - 1);
}

bool
reinti_frame_changes(const reinti_frame *frame, const char *variable)
{
    const reinti_form *form = reinti_frame_of(frame);
    size_t at = reinti_form_find(form, variable);

    return form->wave != REINTI_NONE && at != REINTI_NONE && form->variable[at].type == REINTI_CODE &&
           !form->variable[at].multiple &&
           reinti_list_changes(&frame->owner->cb->list[form->variable[at].list]);
}

/* The category of row I today, its possible ones in *BITS; REINTI_NONE: it has none, by *MEANT. */
static size_t
category_today(const crossing *x, size_t i, size_t *bits, const reinti_meant **meant)
{
    size_t k = reinti_column_category(x->source, i), w = reinti_column_category(x->wave, i);

    *bits = 0;
    if (k >= x->list->n)
        return k;
    if (w >= x->n_waves) { /* of no wave: as it is written */
        *bits = k < 16 ? (size_t)1 << k : 0;
        return k;
    }
    *meant = &x->meant[k * x->n_waves + w];
    for (size_t m = 0; m < (*meant)->n; m++)
        *bits |= (*meant)->code[m] < 16 ? (size_t)1 << (*meant)->code[m] : 0;
    return (*meant)->n == 1 ? (*meant)->code[0] : (*meant)->n ? x->undetermined : REINTI_NONE;
}

static reint_status
cannot_cross(const reinti_frame *frame, const crossing *x, const reinti_meant *meant, reint_error *err)
{
    return reinti_fail(
        err, REINT_ARGUMENT, NULL, 0,
        "code \"%s\" of \"%s\" changed its meaning at wave \"%s\", and %s: waves on both sides of it "
        "cannot be compared",
        x->list->code[meant->lost].name, x->name, frame->owner->cb->wave[meant->wave].id,
        meant->said ? "what it meant before is not comparable"
                    : "the codebook does not say what it meant before (before: same, a code of today, "
                      "several, or not_comparable)");
}

static reint_status
cross_rows(reinti_frame *frame, const crossing *x, reinti_column *c, reint_error *err)
{
    bool few = x->list->n <= REINTI_MOST_POSSIBLE;
    uint16_t *raw16,
        *possible = few ? reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *possible) : NULL;
    uint8_t *raw8;

    if (!reinti_plain(frame, c, &raw8, &raw16) || (few && !possible))
        return reinti_no_memory(err);
    for (size_t i = 0; i < frame->n; i++) {
        const reinti_meant *meant = NULL;
        size_t bits, k = category_today(x, i, &bits, &meant);
        if (k == REINTI_NONE)
            return cannot_cross(frame, x, meant, err);
        if (raw8)
            raw8[i] = (uint8_t)k;
        else
            raw16[i] = (uint16_t)k;
        if (few)
            possible[i] = (uint16_t)bits;
    }
    c->possible = possible;
    return REINT_OK;
}

reint_status
reinti_make_aligned(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    const reint_codebook *cb = frame->owner->cb;
    const char *base = reinti_before_suffix(frame, name, "aligned");
    const reinti_entry *source = NULL, *wave = NULL;
    bool there = false;

    if (!base || !reinti_frame_changes(frame, base))
        return REINT_OK;
    reint_status status = reinti_frame_find(frame, base, &source, &there, err);
    if (!status)
        status = reinti_frame_find(frame, reinti_frame_of(frame)->variable[reinti_frame_of(frame)->wave].name,
                                   &wave, &there, err);
    if (status)
        return status;
    crossing x = { .list = &cb->list[source->list],
                   .n_waves = cb->n_waves,
                   .wave = &wave->column,
                   .source = &source->column,
                   .name = base };
    x.undetermined = x.list->n + reinti_codebook_find_missing(cb, "undetermined");
    x.meant = reinti_crosswalk(cb, x.list, frame->arena);
    if (!x.meant)
        return reinti_no_memory(err);
    *found = true;
    out->list = source->list;
    out->column = (reinti_column){ .label = source->column.label,
                                   .kind = REINTI_COLUMN_CODED,
                                   .variable = source->column.variable,
                                   .n_valid = source->column.n_valid,
                                   .n_categories = source->column.n_categories,
                                   .category = source->column.category };
    return cross_rows(frame, &x, &out->column, err);
}

reint_status
reinti_frame_find_across(reinti_frame *frame, const char *name, const reinti_entry **out, bool *found,
                         reint_error *err)
{
    if (!reinti_frame_changes(frame, name))
        return reinti_frame_find_here(frame, name, out, found, err);
    const char *aligned = reinti_arena_format(frame->arena, "%s.aligned", name);
    return aligned ? reinti_frame_find_here(frame, aligned, out, found, err) : reinti_no_memory(err);
}
