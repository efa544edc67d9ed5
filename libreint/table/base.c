/* base.c -- who is in a table: the rows that count, and the line that says so: asked, answered, and why the
 * others are not.
 *
 * A base holds records of persons whose own record was accepted and, where the codebook asks for it, who
 * consent.  The codebook's own base is a condition on persons: it is asked of the person, whatever the unit,
 * so that a variable of the unit's form with the same name does not change its meaning. */
#include <config.h>

#include <math.h>
#include <stdatomic.h>
#include <string.h>

#include "table/build.h"

static reint_status
own_base(reinti_frame *frame, reinti_arena *arena, const int8_t **out, reint_error *err)
{
    reinti_frames *frames = reinti_frame_owner(frame);
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(frames));
    const uint32_t *person, *row_of;
    const int8_t *of_person;
    size_t n_persons, n = reinti_frame_n(frame);
    reinti_frame *persons;
    int8_t *own;
    reint_status status = reinti_frames_get(frames, cb->person_form, &persons, err);

    if (!status)
        status = reinti_frame_condition(persons, cb->base, &of_person, err);
    if (!status && persons == frame) {
        *out = of_person;
        return REINT_OK;
    }
    if (!status)
        status = reinti_frames_person_rows(frames, &row_of, &n_persons, err);
    if (!status)
        status = reinti_frame_persons(frame, &person, err);
    if (status)
        return status;
    own = reinti_arena_alloc(arena, n + 1);
    if (!own)
        return reinti_no_memory(err);
    for (size_t i = 0; i < n; i++) {
        uint32_t row = person[i] < n_persons ? row_of[person[i]] : UINT32_MAX;
        own[i] = row == UINT32_MAX ? 0 : of_person[row];
    }
    *out = own;
    return REINT_OK;
}

/* What decides about the rows; a NULL part decides nothing.  Threads share the rows. */
typedef struct deciding {
    const int8_t *recorded, *consent, *general, *own;
    int8_t *rows;
    atomic_size_t not_recorded, cannot_be_told, n_rows;
} deciding;

static void
keep_where(int8_t *rows, const int8_t *part, size_t from, size_t to)
{
    for (size_t i = from; part && i < to; i++)
        rows[i] &= part[i] == 1;
}

static void
decide(void *user, size_t from, size_t to)
{
    deciding *d = user;
    size_t not_recorded = 0, cannot_be_told = 0, n_rows = 0;

    memset(d->rows + from, 1, to - from);
    keep_where(d->rows, d->recorded, from, to);
    for (size_t i = from; d->recorded && i < to; i++)
        not_recorded += d->recorded[i] != 1;
    keep_where(d->rows, d->consent, from, to);
    keep_where(d->rows, d->general, from, to);
    for (size_t i = from; d->own && i < to; i++)
        cannot_be_told += d->rows[i] == 1 && d->own[i] < 0;
    keep_where(d->rows, d->own, from, to);
    for (size_t i = from; i < to; i++)
        n_rows += (size_t)d->rows[i];
    d->not_recorded += not_recorded;
    d->cannot_be_told += cannot_be_told;
    d->n_rows += n_rows;
}

typedef struct base {
    const int8_t *rows;
    reinti_left_out left;
} base;

static reint_status
make_base(reinti_frame *frame, const char *condition, bool everybody, base *out, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)));
    const reinti_form *form = &cb->form[reinti_frame_form(frame)];
    reinti_arena *arena = reinti_frame_arena(frame);
    size_t n = reinti_frame_n(frame);
    deciding d = { .rows = reinti_arena_alloc(arena, n + 1) };
    reint_status status = d.rows ? REINT_OK : reinti_no_memory(err);

    if (!status && form->person != REINTI_NONE) {
        status = reinti_frame_recorded(frame, &d.recorded, err);
        if (!status)
            status = reinti_frame_consent(frame, &d.consent, &out->left.no_consent, err);
        if (!status && cb->base && !everybody)
            status = own_base(frame, arena, &d.general, err);
    }
    if (!status && condition)
        status = reinti_frame_condition(frame, condition, &d.own, err);
    if (status)
        return status;
    reinti_parallel(n, decide, &d);
    out->rows = d.rows;
    out->left.not_recorded = d.not_recorded;
    out->left.cannot_be_told = d.cannot_be_told;
    out->left.n_rows = d.n_rows;
    return REINT_OK;
}

/* Most tables of a plan share their base: it is worked out once and kept with the frame. */
reint_status
reinti_base_rows(reinti_frame *frame, const char *condition, bool everybody, const int8_t **out,
                 reinti_left_out *left, reint_error *err)
{
    const char *name =
        reinti_arena_format(reinti_frame_arena(frame), "base %s%s%s", everybody ? "of everybody" : "",
                            condition ? " where " : "", condition ? condition : "");
    const base *known = name ? reinti_frame_recall(frame, name) : NULL;
    reint_status status = name ? REINT_OK : reinti_no_memory(err);

    if (!status && !known) {
        base *made = reinti_arena_alloc(reinti_frame_arena(frame), sizeof *made);
        status = made ? make_base(frame, condition, everybody, made, err) : reinti_no_memory(err);
        if (!status)
            status = reinti_frame_remember(frame, name, made, err);
        known = made;
    }
    if (status)
        return status;
    *out = known->rows;
    *left = known->left;
    return REINT_OK;
}

/* ---- the line ------------------------------------------------------------------------------------------ */

/* Rows; of weights that are frequencies, how many there were. */
static double
count_of(const reinti_build *b, const reinti_cube *cube, const reinti_column *const *column,
         const uint16_t *key)
{
    return b->weight && b->plan->frequencies ? reinti_cube_sum_w(cube, column, key)
                                             : reinti_cube_sum_n(cube, column, key);
}

static void
add_count(reinti_str *out, double n)
{
    reinti_format_fixed(out, n, n == floor(n) ? 0 : 1);
}

/* Inside a sentence: "Does not know" is "does not know"; what is not a Latin capital before a small letter stays. */
static void
add_reason(reinti_str *out, const char *label)
{
    char first = *label;

    if (first >= 'A' && first <= 'Z' && label[1] >= 'a' && label[1] <= 'z') {
        reinti_str_add_char(out, (char)(first - 'A' + 'a'));
        label++;
    }
    reinti_str_add(out, label);
}

/* The dimensions of the cube of the first parts; how many. */
static size_t
first_columns(const reinti_build *b, const reinti_column **column)
{
    const reinti_axis_part *rows = &b->rows.part[0], *columns = &b->columns.part[0];
    size_t n = 0;

    for (size_t d = 0; d < b->n_by; d++)
        column[n++] = b->by[d];
    for (size_t d = 0; d < rows->n; d++)
        column[n++] = rows->column[d];
    for (size_t d = 0; d < columns->n; d++)
        column[n++] = columns->column[d];
    return n;
}

/* Rows of the base, what makes one of them, and by the reason of the first variable that is missing; not_asked and
 * absent were never asked. */
void
reinti_base_line(reinti_build *b, const reinti_cube *cube, reinti_str *out)
{
    const reinti_column *column[REINTI_MOST_DIMENSIONS];
    uint16_t key[REINTI_MOST_DIMENSIONS];
    size_t n = first_columns(b, column), n_reasons = b->cb->n_missing + 1;
    double *lost = reinti_arena_alloc(b->arena, n_reasons * sizeof *lost), total, asked, answered;

    if (!lost)
        return;
    for (size_t d = 0; d < n; d++)
        key[d] = REINTI_ANY;
    total = asked = answered = count_of(b, cube, column, key);
    for (size_t d = 0; d < n; d++) {
        for (size_t k = column[d]->n_valid; k < column[d]->n_categories; k++) {
            size_t reason = reinti_codebook_find_missing(b->cb, column[d]->category[k].code);
            if (k == reinti_undetermined(column[d])) /* stays in the base */
                continue;
            key[d] = (uint16_t)k;
            double here = count_of(b, cube, column, key);
            lost[reason == REINTI_NONE ? n_reasons - 1 : reason] += here;
            answered -= here;
        }
        key[d] = REINTI_ALL;
    }
    asked -= lost[n_reasons - 1];
    size_t not_asked = reinti_codebook_find_missing(b->cb, "not_asked");
    if (not_asked != REINTI_NONE)
        asked -= lost[not_asked];
    add_count(out, total);
    reinti_str_format(out, " %s", b->table->unit);
    if (b->plan->base && *b->plan->base)
        reinti_str_format(out, " (%s)",
                          reinti_condition_words(b->cb, b->frames, reinti_frame_form(b->frame), b->plan->base,
                                                 b->language, b->arena));
    reinti_str_format(out, "; %s ", reinti_say(b->language, "asked", "ditanya"));
    add_count(out, asked);
    reinti_str_format(out, ", %s ", reinti_say(b->language, "answered", "menjawab"));
    add_count(out, answered);
    bool first = true;
    for (size_t r = 0; r + 1 < n_reasons; r++)
        if (lost[r] > 0 && r != not_asked) {
            const char *label = reinti_label_text(&b->cb->missing[r].label, b->language);
            reinti_str_add(out, first ? ": " : ", ");
            add_count(out, lost[r]);
            reinti_str_add_char(out, ' ');
            add_reason(out, label ? label : b->cb->missing[r].name);
            first = false;
        }
    if (b->weight && !b->plan->frequencies) {
        reinti_str_format(out, "; %s ", reinti_say(b->language, "weighted", "tertimbang"));
        for (size_t d = 0; d < n; d++)
            key[d] = REINTI_ALL;
        double w = reinti_cube_sum_w(cube, column, key), w2 = reinti_cube_sum_w2(cube, column, key);
        reinti_format_fixed(out, w, 1);
        if (w2 > 0) {
            reinti_str_format(out, ", %s ", reinti_say(b->language, "effective", "efektif"));
            reinti_format_fixed(out, w * w / w2, 1);
        }
    }
}

/* How many of the rows of the cube have no number X, by the category that says why; those where it says nothing
 * (a number that could not be worked out) at [0]. */
static void
count_without(const reinti_build *b, const reinti_column *const *column, size_t n, const reinti_column *x,
              double *lost)
{
    for (size_t i = 0; i < b->n_rows; i++) {
        bool counted = b->filter[i] == 1 && isnan(x->number[i]) && !(b->weight && isnan(b->weight[i])) &&
                       reinti_row_matches(column, NULL, n, i);
        size_t why = counted && x->map ? reinti_column_category(x, i) : 0;
        if (counted)
            lost[why < x->n_valid ? 0 : why] += b->weight && b->plan->frequencies ? b->weight[i] : 1;
    }
}

void
reinti_base_measure(reinti_build *b, const reinti_cube *cube, size_t measure, reinti_str *out)
{
    const reinti_column *column[REINTI_MOST_DIMENSIONS], *x = b->measure[measure];
    uint16_t key[REINTI_MOST_DIMENSIONS];
    size_t n = first_columns(b, column);
    const char *label = reinti_label_text(&x->label, b->language), *between = ": ";
    double *lost = reinti_arena_alloc(b->arena, (x->n_categories + 1) * sizeof *lost);

    if (!lost)
        return;
    for (size_t d = 0; d < n; d++)
        key[d] = REINTI_ALL;
    reinti_str_format(out, "; %s: ", label ? label : x->name);
    add_count(out, b->weight && b->plan->frequencies ? reinti_cube_sum_sw(cube, column, key)
                                                     : reinti_cube_sum_nx(cube, column, key));
    reinti_str_format(out, " %s", reinti_say(b->language, "with a value", "dengan nilai"));
    count_without(b, column, n, x, lost);
    for (size_t k = 0; k < x->n_categories; k++) {
        size_t why = (k + 1) % x->n_categories; /* the reasons, then what has none */
        const char *text = why ? reinti_label_text(&x->category[why].label, b->language) : NULL;
        if (!(lost[why] > 0))
            continue;
        reinti_str_add(out, between);
        between = ", ";
        add_count(out, lost[why]);
        reinti_str_add_char(out, ' ');
        if (why)
            add_reason(out, text ? text : x->category[why].code);
        else
            reinti_str_add(out, reinti_say(b->language, "undefined", "tidak terdefinisi"));
    }
}
