/* scorer.c -- scores of a domain's rows, a block at a time.
 *
 * Score:    the weighted mean of the answered items' values (a reversed item gives low + high - value), then
 *           (mean - subtract) * times.  Unanswered items: dropped, their weight with them
 *           (drop_and_reweight); counted with a fixed value (fixed); or no score at all (no_score).  Fewer
 *           answered items than the minimum: no score.
 * Missing:  a score that cannot be made is "undetermined"; where the record has none of the items "absent".
 *
 * Rows that hold the same codes have the same score: every score that can occur has a place in a small table.
 * Where the combinations of a domain's raw values are few they are numbered, many rows at a time, and a table
 * gives the place of each.  With equal weights and small whole values the place follows from one packed sum a
 * row (values, answers, items that the record does not have).  Else every row is worked out. */
#include <config.h>

#include "assess/scorer.h"

#include <math.h>
#include <string.h>

enum { MAX_ITEMS = 100, MAX_TABLE = 60000, MAX_JOINT = 1 << 14, ABSENT_SHIFT = 24, ANSWERED_SHIFT = 16 };

/* Loops of a fixed length that is a multiple of every vector: compilers vectorise them at -O2. */
#define SPAN 64

/* One item's column and what its answers are worth. */
struct reinti_answers {
    const reinti_item *item;
    const reinti_column *column;
    const double *value; /* coded: per category, reversed already; NaN = no answer */
};

static reint_status
open_items(reinti_scorer *s, reinti_frame *frame, reint_error *err)
{
    const reinti_domain *domain = s->domain;
    reinti_arena *a = reinti_frame_arena(frame);
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)));
    const reinti_form *form = &cb->form[reinti_frame_form(frame)];
    reint_status status = REINT_OK;

    if (domain->n_items > MAX_ITEMS)
        return reinti_fail(err, REINT_INPUT, NULL, 0, "domain %s has more than %d items", domain->id,
                           MAX_ITEMS);
    s->item = reinti_arena_alloc(a, (domain->n_items + 1) * sizeof *s->item);
    if (!s->item)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < domain->n_items; i++) {
        const reinti_item *item = &domain->item[i];
        reinti_answers *out = &s->item[i];
        out->item = item;
        status = reinti_frame_column(frame, form->variable[item->variable].name, &out->column, err);
        if (status || !item->coded)
            continue;
        double *value = reinti_arena_alloc(a, out->column->n_categories * sizeof *value);
        if (!value)
            return reinti_no_memory(err);
        for (size_t c = 0; c < out->column->n_categories; c++) {
            value[c] = c < out->column->n_valid ? item->value[c] : NAN;
            if (item->reversed)
                value[c] = item->low + item->high - value[c];
        }
        out->value = value;
    }
    return status;
}

/* ---- one row ------------------------------------------------------------------------------------------- */

/* CATEGORY of each item; ROW only for items that are numbers. */
static reinti_scored
score_of(const reinti_scorer *s, const size_t *category, size_t row, double *score)
{
    const reinti_pack *k = s->pack;
    double sum = 0, weights = 0;
    size_t answered = 0, absent = 0, n = s->domain->n_items;

    *score = NAN;
    for (size_t i = 0; i < n; i++) {
        const reinti_answers *it = &s->item[i];
        double value = NAN;
        if (it->item->coded)
            value = it->value[category[i]];
        else if (category[i] == 0)
            value = it->item->reversed ? it->item->low + it->item->high - it->column->number[row]
                                       : it->column->number[row];
        absent += category[i] + 1 == it->column->n_categories;
        if (isnan(value)) {
            if (k->missing_rule == REINTI_FIXED) {
                sum += it->item->weight * k->missing_value;
                weights += it->item->weight;
            }
            continue;
        }
        answered++;
        sum += it->item->weight * value;
        weights += it->item->weight;
    }
    if (absent == n)
        return REINTI_NO_RECORD;
    if (answered < s->domain->minimum || (k->missing_rule == REINTI_NO_SCORE && answered < n))
        return REINTI_NO_SCORE_MADE;
    *score = (sum / weights - k->subtract) * k->times;
    return REINTI_SCORED;
}

size_t
reinti_score_band_of(const reinti_pack *k, double score)
{
    size_t b = 0;

    while (b + 1 < k->n_bands && !(score < k->band[b].below))
        b++;
    return b;
}

/* ---- places -------------------------------------------------------------------------------------------- */

/* Values that can be summed as small integers? */
static bool
is_countable(const reinti_scorer *s)
{
    double most = 0;

    if (s->pack->missing_rule == REINTI_FIXED || s->domain->n_items > 60)
        return false;
    for (size_t i = 0; i < s->domain->n_items; i++) {
        const reinti_answers *it = &s->item[i];
        double high = 0;
        if (!it->item->coded || !it->column->raw8 || it->column->kind != REINTI_COLUMN_CODED ||
            it->item->weight != s->domain->item[0].weight)
            return false;
        for (size_t c = 0; c < it->column->n_valid; c++) {
            if (isnan(it->value[c]))
                continue;
            if (it->value[c] < 0 || it->value[c] > 1000 || it->value[c] != floor(it->value[c]))
                return false;
            high = fmax(high, it->value[c]);
        }
        most += high;
    }
    return (double)(s->domain->n_items + 1) * (most + 1) < MAX_TABLE;
}

static bool
make_places(reinti_scorer *s, size_t n, reinti_arena *a)
{
    s->n_places = n;
    s->score = reinti_arena_alloc(a, n * sizeof *s->score);
    s->scored = reinti_arena_alloc(a, n);
    s->band = reinti_arena_alloc(a, n);
    return s->score && s->scored && s->band;
}

static void
set_place(reinti_scorer *s, size_t place, reinti_scored scored, double score)
{
    s->score[place] = scored == REINTI_SCORED ? score : NAN;
    s->scored[place] = (uint8_t)scored;
    s->band[place] = scored == REINTI_SCORED ? (uint8_t)reinti_score_band_of(s->pack, score) : 0;
}

static bool
tabulate_sums(reinti_scorer *s, reinti_arena *a)
{
    size_t n = s->domain->n_items, most = 0;

    s->packed = reinti_arena_alloc(a, n * sizeof *s->packed);
    if (!s->packed)
        return false;
    for (size_t i = 0; i < n; i++) {
        const reinti_answers *it = &s->item[i];
        double high = 0;
        for (size_t c = 0; c < it->column->n_valid; c++)
            high = it->value[c] > high ? it->value[c] : high; /* NaN is never more */
        most += (size_t)high;
        for (size_t r = 0; r < 256; r++) {
            size_t c = it->column->map[r];
            double value = c < it->column->n_categories ? it->value[c] : NAN;
            s->packed[i][r] = isnan(value) ? (uint32_t)(c + 1 == it->column->n_categories) << ABSENT_SHIFT
                                           : (uint32_t)value + (UINT32_C(1) << ANSWERED_SHIFT);
        }
    }
    s->n_sums = most + 1;
    if (!make_places(s, (n + 1) * s->n_sums + 1, a))
        return false;
    for (size_t answered = 0; answered <= n; answered++)
        for (size_t sum = 0; sum < s->n_sums; sum++) {
            bool scored = answered > 0 && answered >= s->domain->minimum &&
                          (s->pack->missing_rule == REINTI_REWEIGHT || answered == n);
            set_place(s, answered * s->n_sums + sum, scored ? REINTI_SCORED : REINTI_NO_SCORE_MADE,
                      ((double)sum / (double)answered - s->pack->subtract) * s->pack->times);
        }
    set_place(s, s->n_places - 1, REINTI_NO_RECORD, NAN);
    return true;
}

static inline uint16_t
place_of_sum(const reinti_scorer *s, uint32_t sum)
{
    if (sum >> ABSENT_SHIFT == s->domain->n_items)
        return (uint16_t)(s->n_places - 1);
    return (uint16_t)((sum >> ANSWERED_SHIFT & 255) * s->n_sums + (sum & 0xffff));
}

/* Combinations of raw values, if they are few; else 0. */
static size_t
count_joint(const reinti_scorer *s)
{
    size_t n = 1;

    for (size_t i = 0; i < s->domain->n_items; i++) {
        const reinti_column *c = s->item[i].column;
        if (!s->item[i].item->coded || !c->raw8 || c->kind != REINTI_COLUMN_CODED || !c->raw_limit)
            return 0;
        n *= c->raw_limit;
        if (n > MAX_JOINT)
            return 0;
    }
    return n;
}

/* The place of every combination: by its sum where sums have places, else one of its own. */
static bool
tabulate_joint(reinti_scorer *s, size_t n_joint, reinti_arena *a)
{
    size_t n = s->domain->n_items, category[MAX_ITEMS];

    s->place = reinti_arena_alloc(a, n_joint * sizeof *s->place);
    if (!s->place || (!s->packed && !make_places(s, n_joint, a)))
        return false;
    for (size_t joint = 0; joint < n_joint; joint++) {
        size_t rest = joint;
        uint32_t sum = 0;
        for (size_t i = n; i-- > 0;) {
            const reinti_column *c = s->item[i].column;
            uint8_t raw = (uint8_t)(rest % c->raw_limit - c->raw_bias);
            rest /= c->raw_limit;
            category[i] = c->map[raw];
            if (s->packed)
                sum += s->packed[i][raw];
        }
        s->place[joint] = s->packed ? place_of_sum(s, sum) : (uint16_t)joint;
        if (!s->packed) {
            double score;
            reinti_scored scored = score_of(s, category, 0, &score);
            set_place(s, joint, scored, score);
        }
    }
    return true;
}

/* ---- blocks of rows ------------------------------------------------------------------------------------ */

static void
number_span(uint16_t *restrict joint, const uint8_t *restrict raw, uint16_t limit, uint8_t bias)
{
    for (size_t i = 0; i < SPAN; i++)
        joint[i] = (uint16_t)(joint[i] * limit + (uint8_t)(raw[i] + bias));
}

static void
number_joint(const reinti_scorer *s, size_t from, size_t n, uint16_t *joint)
{
    memset(joint, 0, n * sizeof *joint);
    for (size_t i = 0; i < s->domain->n_items; i++) {
        const uint8_t *raw = s->item[i].column->raw8 + from;
        uint8_t bias = (uint8_t)s->item[i].column->raw_bias;
        uint16_t limit = (uint16_t)s->item[i].column->raw_limit;
        size_t r = 0;
        for (; r + SPAN <= n; r += SPAN)
            number_span(joint + r, raw + r, limit, bias);
        for (; r < n; r++)
            joint[r] = (uint16_t)(joint[r] * limit + (uint8_t)(raw[r] + bias));
    }
}

void
reinti_scorer_places(const reinti_scorer *s, size_t from, size_t n, uint16_t *place)
{
    uint32_t sum[REINTI_SCORE_BLOCK];

    if (s->place) {
        number_joint(s, from, n, place);
        for (size_t r = 0; r < n; r++)
            place[r] = s->place[place[r]];
        return;
    }
    memset(sum, 0, n * sizeof *sum);
    for (size_t i = 0; i < s->domain->n_items; i++) {
        const uint8_t *raw = s->item[i].column->raw8 + from;
        const uint32_t *packed = s->packed[i];
        for (size_t r = 0; r < n; r++)
            sum[r] += packed[raw[r]];
    }
    for (size_t r = 0; r < n; r++)
        place[r] = place_of_sum(s, sum[r]);
}

reinti_scored
reinti_scorer_row(const reinti_scorer *s, size_t row, double *score)
{
    size_t category[MAX_ITEMS];

    for (size_t i = 0; i < s->domain->n_items; i++)
        category[i] = reinti_column_category(s->item[i].column, row);
    return score_of(s, category, row, score);
}

static reint_status
open_scorer(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame, reinti_scorer *out,
            reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);

    *out = (reinti_scorer){ .pack = k, .domain = domain };
    reint_status status = open_items(out, frame, err);
    if (status)
        return status;
    size_t n_joint = count_joint(out);
    if (is_countable(out) && !tabulate_sums(out, a))
        return reinti_no_memory(err);
    if (n_joint && n_joint < reinti_frame_n(frame) && !tabulate_joint(out, n_joint, a))
        return reinti_no_memory(err);
    return REINT_OK;
}

/* Score, band and composites of a domain share its scorer. */
reint_status
reinti_scorer_open(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame, reinti_scorer *out,
                   reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    const char *name = reinti_arena_format(a, "scorer %s %s", k->id, domain->id);
    const reinti_scorer *known = name ? reinti_frame_recall(frame, name) : NULL;
    reint_status status = name ? REINT_OK : reinti_no_memory(err);

    if (!status && !known) {
        reinti_scorer *made = reinti_arena_alloc(a, sizeof *made);
        status = made ? open_scorer(k, domain, frame, made, err) : reinti_no_memory(err);
        if (!status)
            status = reinti_frame_remember(frame, name, made, err);
        known = made;
    }
    if (!status)
        *out = *known;
    return status;
}
