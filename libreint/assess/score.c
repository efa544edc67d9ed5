/* score.c -- scores of domains and composites from a pack.
 *
 * Domain:    the weighted mean of the answered items' values (a reversed item gives low + high - value), then
 *            (mean - subtract) * times.  Unanswered items: dropped, their weight with them
 * (drop_and_reweight); counted with a fixed value (fixed); or no score at all (no_score).  Fewer answered
 * items than the minimum: no score. Composite: the weighted mean of the domains that have a score, if these
 * are as many as its minimum. Missing:   a score that cannot be made is "undetermined"; where the record has
 * none of the items it is "absent".
 *
 * Millions of rows: with equal weights and small whole values a domain is one packed sum a row (values,
 * answers, items that the record does not have), and score and band are look-ups by it. */
#include <config.h>

#include "assess/score.h"

#include <math.h>
#include <string.h>

#include "assess/column.h"

enum { BLOCK = 1024, MAX_ITEMS = 100, MAX_TABLE = 1 << 18, ABSENT_SHIFT = 24, ANSWERED_SHIFT = 16 };

/* One item's column and what its answers are worth. */
typedef struct answers {
    const reinti_item *item;
    const reinti_column *column;
    const double *value; /* coded: per category, reversed already; NaN = no answer */
} answers;

static reint_status
open_items(const reinti_domain *domain, reinti_frame *frame, const reint_codebook *cb, answers *out,
           reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    const reinti_form *form = &cb->form[reinti_frame_form(frame)];
    reint_status status = REINT_OK;

    if (domain->n_items > MAX_ITEMS)
        return reinti_fail(err, REINT_INPUT, NULL, 0, "domain %s has more than %d items", domain->id,
                           MAX_ITEMS);
    for (size_t i = 0; !status && i < domain->n_items; i++) {
        const reinti_item *item = &domain->item[i];
        out[i].item = item;
        status = reinti_frame_column(frame, form->variable[item->variable].name, &out[i].column, err);
        if (status || !item->coded)
            continue;
        double *value = reinti_arena_alloc(a, out[i].column->n_categories * sizeof *value);
        if (!value)
            return reinti_no_memory(err);
        for (size_t c = 0; c < out[i].column->n_categories; c++) {
            value[c] = c < out[i].column->n_valid ? item->value[c] : NAN;
            if (item->reversed)
                value[c] = item->low + item->high - value[c];
        }
        out[i].value = value;
    }
    return status;
}

/* ---- row by row ---------------------------------------------------------------------------------------- */

typedef enum outcome { SCORED, UNDETERMINED, ABSENT } outcome;

static outcome
score_row(const reinti_pack *k, const reinti_domain *domain, const answers *items, size_t row, double *score)
{
    double sum = 0, weights = 0;
    size_t answered = 0, absent = 0;

    for (size_t i = 0; i < domain->n_items; i++) {
        const answers *it = &items[i];
        size_t category = reinti_column_category(it->column, row);
        double value = NAN;
        if (it->item->coded)
            value = it->value[category];
        else if (category == 0)
            value = it->item->reversed ? it->item->low + it->item->high - it->column->number[row]
                                       : it->column->number[row];
        absent += category + 1 == it->column->n_categories;
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
    if (absent == domain->n_items)
        return ABSENT;
    if (answered < domain->minimum || (k->missing_rule == REINTI_NO_SCORE && answered < domain->n_items))
        return UNDETERMINED;
    *score = (sum / weights - k->subtract) * k->times;
    return SCORED;
}

static size_t
band_of(const reinti_pack *k, double score)
{
    size_t b = 0;

    while (b + 1 < k->n_bands && !(score < k->band[b].below))
        b++;
    return b;
}

/* ---- by look-up ---------------------------------------------------------------------------------------- */

typedef struct lookup {
    size_t n_items, n_sums;  /* sums 0 .. n_sums - 1 */
    uint32_t (*packed)[256]; /* per item and raw value: value + answered << 16 + absent << 24 */
    const uint8_t **raw;
    double *score; /* by answered * n_sums + sum; NaN = none */
    uint8_t *band;
} lookup;

/* Values that can be summed as small integers? */
static bool
is_countable(const reinti_pack *k, const reinti_domain *domain, const answers *items)
{
    double most = 0;

    if (k->missing_rule == REINTI_FIXED || domain->n_items > 60)
        return false;
    for (size_t i = 0; i < domain->n_items; i++) {
        const answers *it = &items[i];
        double high = 0;
        if (!it->item->coded || !it->column->raw8 || it->column->kind != REINTI_COLUMN_CODED ||
            it->item->weight != domain->item[0].weight)
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
    return most < 60000 && (double)(domain->n_items + 1) * (most + 1) <= MAX_TABLE;
}

static bool
tabulate(const reinti_pack *k, const reinti_domain *domain, const answers *items, reinti_arena *a, lookup *t)
{
    size_t n = domain->n_items, most = 0;

    t->n_items = n;
    t->packed = reinti_arena_alloc(a, n * sizeof *t->packed);
    t->raw = reinti_arena_alloc(a, n * sizeof *t->raw);
    if (!t->packed || !t->raw)
        return false;
    for (size_t i = 0; i < n; i++) {
        double high = 0;
        t->raw[i] = items[i].column->raw8;
        for (size_t c = 0; c < items[i].column->n_valid; c++)
            high = items[i].value[c] > high ? items[i].value[c] : high; /* NaN is never more */
        most += (size_t)high;
        for (size_t r = 0; r < 256; r++) {
            size_t c = items[i].column->map[r];
            double value = c < items[i].column->n_categories ? items[i].value[c] : NAN;
            t->packed[i][r] = isnan(value)
                                  ? (uint32_t)(c + 1 == items[i].column->n_categories) << ABSENT_SHIFT
                                  : (uint32_t)value + (UINT32_C(1) << ANSWERED_SHIFT);
        }
    }
    t->n_sums = most + 1;
    t->score = reinti_arena_alloc(a, (n + 1) * t->n_sums * sizeof *t->score);
    t->band = reinti_arena_alloc(a, (n + 1) * t->n_sums);
    if (!t->score || !t->band)
        return false;
    for (size_t answered = 0; answered <= n; answered++)
        for (size_t sum = 0; sum < t->n_sums; sum++) {
            bool scored = answered > 0 && answered >= domain->minimum &&
                          (k->missing_rule == REINTI_REWEIGHT || answered == n);
            double score = scored ? ((double)sum / (double)answered - k->subtract) * k->times : NAN;
            t->score[answered * t->n_sums + sum] = score;
            t->band[answered * t->n_sums + sum] = (uint8_t)(scored ? band_of(k, score) : 255);
        }
    return true;
}

/* Packed sums of the rows FROM .. FROM + N - 1. */
static void
add_up(const lookup *t, size_t from, size_t n, uint32_t *sum)
{
    memset(sum, 0, n * sizeof *sum);
    for (size_t i = 0; i < t->n_items; i++) {
        const uint8_t *raw = t->raw[i] + from;
        const uint32_t *packed = t->packed[i];
        for (size_t r = 0; r < n; r++)
            sum[r] += packed[raw[r]];
    }
}

static inline size_t
place_of(const lookup *t, uint32_t sum)
{
    return (sum >> ANSWERED_SHIFT & 255) * t->n_sums + (sum & 0xffff);
}

/* ---- columns ------------------------------------------------------------------------------------------- */

static const char *const answered_language[] = { "en", "id" };
static const char *const answered_text[] = { "Score", "Skor" };

/* A number column: raw 0 is valid, else the category of the reason. */
static bool
make_number(reinti_frame *frame, reinti_column *c, uint8_t **raw, double **number)
{
    reinti_category *category;

    *number = reinti_arena_alloc(reinti_frame_arena(frame), (reinti_frame_n(frame) + 1) * sizeof **number);
    if (!*number || !reinti_column_make(frame, c, 1, raw, &category))
        return false;
    category[0] =
        (reinti_category){ "score", { 2, (const char **)answered_language, (const char **)answered_text } };
    c->kind = REINTI_COLUMN_NUMBER;
    c->number = *number;
    return true;
}

static bool
make_bands(const reinti_pack *k, reinti_frame *frame, reinti_column *c, uint8_t **raw)
{
    reinti_category *category;

    if (!reinti_column_make(frame, c, k->n_bands, raw, &category))
        return false;
    for (size_t b = 0; b < k->n_bands; b++)
        category[b] = (reinti_category){ k->band[b].id, k->band[b].label };
    c->kind = REINTI_COLUMN_CODED;
    return true;
}

static const reint_codebook *
codebook_of(const reinti_frame *frame)
{
    return reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)));
}

reint_status
reinti_score_domain(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                    reinti_column *out, reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    size_t n = reinti_frame_n(frame);
    uint8_t code[3] = { 0, (uint8_t)reinti_column_undetermined(cb, 1), (uint8_t)reinti_column_absent(cb, 1) };
    answers items[MAX_ITEMS] = { { NULL, NULL, NULL } };
    uint32_t sum[BLOCK];
    lookup t = { 0 };
    uint8_t *raw;
    double *number;
    reint_status status = open_items(domain, frame, cb, items, err);

    if (status)
        return status;
    if (!make_number(frame, out, &raw, &number))
        return reinti_no_memory(err);
    out->label = domain->label;
    if (!is_countable(k, domain, items)) {
        for (size_t i = 0; i < n; i++) {
            number[i] = NAN;
            raw[i] = code[score_row(k, domain, items, i, &number[i])];
        }
        return REINT_OK;
    }
    if (!tabulate(k, domain, items, reinti_frame_arena(frame), &t))
        return reinti_no_memory(err);
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t m = n - from < BLOCK ? n - from : BLOCK;
        add_up(&t, from, m, sum);
        for (size_t i = 0; i < m; i++) {
            double score = t.score[place_of(&t, sum[i])];
            number[from + i] = score;
            raw[from + i] = code[score == score                        ? SCORED
                                 : sum[i] >> ABSENT_SHIFT == t.n_items ? ABSENT
                                                                       : UNDETERMINED];
        }
    }
    return REINT_OK;
}

reint_status
reinti_score_band(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame, reinti_column *out,
                  reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    size_t n = reinti_frame_n(frame);
    uint8_t undetermined = (uint8_t)reinti_column_undetermined(cb, k->n_bands);
    uint8_t absent = (uint8_t)reinti_column_absent(cb, k->n_bands);
    answers items[MAX_ITEMS] = { { NULL, NULL, NULL } };
    uint32_t sum[BLOCK];
    lookup t = { 0 };
    uint8_t *raw;
    reint_status status = open_items(domain, frame, cb, items, err);

    if (status)
        return status;
    if (!make_bands(k, frame, out, &raw))
        return reinti_no_memory(err);
    out->label = domain->label;
    if (!is_countable(k, domain, items)) {
        for (size_t i = 0; i < n; i++) {
            double score = NAN;
            outcome o = score_row(k, domain, items, i, &score);
            raw[i] = o == SCORED ? (uint8_t)band_of(k, score) : o == ABSENT ? absent : undetermined;
        }
        return REINT_OK;
    }
    if (!tabulate(k, domain, items, reinti_frame_arena(frame), &t))
        return reinti_no_memory(err);
    for (size_t from = 0; from < n; from += BLOCK) {
        size_t m = n - from < BLOCK ? n - from : BLOCK;
        add_up(&t, from, m, sum);
        for (size_t i = 0; i < m; i++) {
            uint8_t band = t.band[place_of(&t, sum[i])];
            raw[from + i] = band != 255 ? band : sum[i] >> ABSENT_SHIFT == t.n_items ? absent : undetermined;
        }
    }
    return REINT_OK;
}

/* ---- composites ---------------------------------------------------------------------------------------- */

reint_status
reinti_score_composite(const reinti_pack *k, const reinti_composite *c, reinti_frame *frame,
                       reinti_column *out, reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    reinti_arena *a = reinti_frame_arena(frame);
    size_t n = reinti_frame_n(frame);
    uint8_t undetermined = (uint8_t)reinti_column_undetermined(cb, 1),
            absent = (uint8_t)reinti_column_absent(cb, 1);
    const double **score = reinti_arena_alloc(a, (c->n_domains + 1) * sizeof *score);
    const reinti_column **column = reinti_arena_alloc(a, (c->n_domains + 1) * sizeof *column);
    uint8_t *raw;
    double *number;
    reint_status status = REINT_OK;

    if (!score || !column || !make_number(frame, out, &raw, &number))
        return reinti_no_memory(err);
    for (size_t d = 0; !status && d < c->n_domains; d++) {
        status = reinti_frame_column(frame, k->domain[c->domain[d]].id, &column[d], err);
        if (!status)
            score[d] = column[d]->number;
    }
    for (size_t i = 0; !status && i < n; i++) {
        double sum = 0, weights = 0;
        size_t scored = 0, gone = 0;
        for (size_t d = 0; d < c->n_domains; d++) {
            double x = score[d][i];
            if (x != x) {
                gone += column[d]->raw8[i] == absent;
                continue;
            }
            scored++;
            sum += c->weight[d] * x;
            weights += c->weight[d];
        }
        bool enough = scored >= c->minimum && weights > 0;
        number[i] = enough ? sum / weights : NAN;
        raw[i] = enough ? 0 : gone == c->n_domains ? absent : undetermined;
    }
    out->label = c->label;
    return status;
}

reint_status
reinti_score_composite_band(const reinti_pack *k, const reinti_composite *c, reinti_frame *frame,
                            reinti_column *out, reint_error *err)
{
    const reinti_column *score = NULL;
    uint8_t *raw;
    reint_status status = reinti_frame_column(frame, c->id, &score, err);

    if (status)
        return status;
    if (!make_bands(k, frame, out, &raw))
        return reinti_no_memory(err);
    out->label = c->label;
    for (size_t i = 0; i < out->n; i++) {
        size_t category = reinti_column_category(score, i);
        raw[i] = (uint8_t)(category == 0 ? band_of(k, score->number[i]) : k->n_bands + category - 1);
    }
    return REINT_OK;
}
