/* period.c -- the grant or calendar period in which something happened: `x.period` of a date x (also `x_period`), and
 * `period` of the date of the form itself.
 *
 * Gives:   the codebook's periods in their order, then "outside": in none of them.
 * `period`: of the variable "date", else of the form's first date.  A parent's is not carried over to its children:
 *          when the episode began is not when the need arose.  `started.period` says which date is meant, and is.
 * Open:    a partial date that reaches over a boundary is undetermined; up to 16 categories keep what is possible.
 * Missing: a missing date keeps its reason. */
#include <config.h>

#include <string.h>

#include "frame/internal.h"

static const char word[] = "period";

/* The date that NAME is the period of, or NULL. */
static const char *
date_of(const reinti_frame *frame, const char *name)
{
    if (!strcmp(name, word)) {
        size_t date = reinti_form_date(reinti_frame_of(frame));
        return date == REINTI_NONE ? NULL : reinti_frame_of(frame)->variable[date].name;
    }
    return reinti_before_suffix(frame, name, word);
}

static bool
name_periods(reinti_frame *frame, const reinti_label *date, reinti_column *c)
{
    static const char *languages[] = { "en", "id" }, *texts[] = { "In no period", "Di luar semua periode" };
    static const reinti_label outside = { 2, languages, texts };
    const reint_codebook *cb = frame->owner->cb;
    size_t n = cb->n_periods;
    reinti_category *category = reinti_categories(frame->owner, frame->arena, n + 1, &c->n_categories);
    const char **text = reinti_arena_alloc(frame->arena, (date->n + 1) * sizeof *text);

    if (!category || !text)
        return false;
    for (size_t i = 0; i < n; i++)
        category[i] = (reinti_category){ cb->period[i].id, cb->period[i].label };
    category[n] = (reinti_category){ REINTI_NO_PERIOD, outside };
    for (size_t i = 0; i < date->n; i++) {
        bool id = date->language[i] && !strcmp(date->language[i], "id");
        if (!(text[i] = reinti_arena_format(frame->arena, id ? "%s: periode" : "%s: period", date->text[i])))
            return false;
    }
    c->label = (reinti_label){ date->n, date->language, text };
    c->n_valid = n + 1;
    c->category = category;
    return true;
}

/* The one category of BITS, or OTHERWISE when there are several. */
static size_t
only_category(uint64_t bits, size_t otherwise)
{
    size_t k = 0;

    if (bits & (bits - 1))
        return otherwise;
    while (bits >> k > 1)
        k++;
    return k;
}

/* At most 63 periods and 100 reasons: raw values are bytes. */
static bool
place_rows(reinti_frame *frame, const reinti_column *date, reinti_column *c)
{
    const reint_codebook *cb = frame->owner->cb;
    size_t undetermined = c->n_valid + reinti_codebook_find_missing(cb, "undetermined");
    bool few = c->n_valid <= REINTI_MOST_POSSIBLE;
    uint16_t *raw16,
        *possible = few ? reinti_arena_alloc(frame->arena, (frame->n + 1) * sizeof *possible) : NULL;
    uint8_t *raw8;

    if (!reinti_plain(frame, c, &raw8, &raw16) || !raw8 || (few && !possible))
        return false;
    for (size_t i = 0; i < frame->n; i++) {
        size_t category = reinti_column_category(date, i);
        bool outside;
        if (category >= date->n_valid) {
            raw8[i] = (uint8_t)(category - date->n_valid + c->n_valid);
            continue;
        }
        uint64_t bits = reinti_periods_of(cb, (reinti_interval){ date->low[i], date->high[i] }, &outside);
        bits |= (uint64_t)outside << cb->n_periods;
        raw8[i] = (uint8_t)only_category(bits, undetermined);
        if (few)
            possible[i] = (uint16_t)bits;
    }
    c->possible = possible;
    return true;
}

reint_status
reinti_make_period(reinti_frame *frame, const char *name, reinti_entry *out, bool *found, reint_error *err)
{
    const reinti_form *form = reinti_frame_of(frame);
    const char *date = frame->owner->cb->n_periods ? date_of(frame, name) : NULL;
    size_t own = date ? reinti_form_find(form, date) : REINTI_NONE;
    const reinti_entry *source = NULL;
    bool known = false;

    if (!date || (own != REINTI_NONE && form->variable[own].type != REINTI_DATE))
        return REINT_OK;
    reint_status status = reinti_frame_find(frame, date, &source, &known, err);
    if (status || !known || !source->column.variable || source->column.variable->type != REINTI_DATE)
        return status;
    *found = true;
    out->column.kind = REINTI_COLUMN_CODED;
    out->column.n = frame->n;
    return name_periods(frame, &source->column.label, &out->column) &&
                   place_rows(frame, &source->column, &out->column)
               ? REINT_OK
               : reinti_no_memory(err);
}
