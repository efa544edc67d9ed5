/* score.c -- scores and bands of domains and composites as columns of a frame.
 *
 * Domain:    see scorer.c.
 * Composite: the weighted mean of the domains that have a score, if these are as many as its minimum.
 * Missing:   a score that cannot be made is "undetermined"; where the record has none of the items it is
 *            "absent".
 *
 * Rows are independent of each other and are shared among threads.  A composite is made straight from the
 * items: columns of its domains, eight bytes a row each, would be most of the memory of a table. */
#include <config.h>

#include "assess/score.h"

#include <math.h>
#include <string.h>

#include "assess/column.h"
#include "assess/scorer.h"

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

/* ---- domains ------------------------------------------------------------------------------------------- */

/* Either NUMBER or bands; RAW in both. */
typedef struct domain_task {
    const reinti_scorer *scorer;
    double *number; /* NULL: bands */
    uint8_t *raw;
    const uint8_t *by_place; /* what RAW is at a place */
    uint8_t code[3];         /* by reinti_scored; that of SCORED is a number's */
} domain_task;

static void
fill_by_place(const domain_task *t, size_t from, size_t n)
{
    uint16_t place[REINTI_SCORE_BLOCK];

    reinti_scorer_places(t->scorer, from, n, place);
    for (size_t i = 0; i < n; i++)
        t->raw[from + i] = t->by_place[place[i]];
    if (t->number)
        for (size_t i = 0; i < n; i++)
            t->number[from + i] = t->scorer->score[place[i]];
}

static void
fill_domain(void *user, size_t from, size_t to)
{
    const domain_task *t = user;

    if (t->scorer->n_places) {
        for (; from < to; from += REINTI_SCORE_BLOCK)
            fill_by_place(t, from, to - from < REINTI_SCORE_BLOCK ? to - from : REINTI_SCORE_BLOCK);
        return;
    }
    for (size_t i = from; i < to; i++) {
        double score;
        reinti_scored scored = reinti_scorer_row(t->scorer, i, &score);
        bool band = scored == REINTI_SCORED && !t->number;
        t->raw[i] = band ? (uint8_t)reinti_score_band_of(t->scorer->pack, score) : t->code[scored];
        if (t->number)
            t->number[i] = score;
    }
}

static reint_status
run_domain(domain_task *t, reinti_frame *frame, size_t n_valid, reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    const reinti_scorer *s = t->scorer;
    uint8_t *by_place = reinti_arena_alloc(reinti_frame_arena(frame), s->n_places + 1);

    if (!by_place)
        return reinti_no_memory(err);
    t->code[REINTI_SCORED] = 0;
    t->code[REINTI_NO_SCORE_MADE] = (uint8_t)reinti_column_undetermined(cb, n_valid);
    t->code[REINTI_NO_RECORD] = (uint8_t)reinti_column_absent(cb, n_valid);
    for (size_t p = 0; p < s->n_places; p++)
        by_place[p] = s->scored[p] == REINTI_SCORED && !t->number ? s->band[p] : t->code[s->scored[p]];
    t->by_place = by_place;
    reinti_parallel(reinti_frame_n(frame), fill_domain, t);
    return REINT_OK;
}

reint_status
reinti_score_domain(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame,
                    reinti_column *out, reint_error *err)
{
    reinti_scorer scorer;
    domain_task t = { .scorer = &scorer };
    reint_status status = reinti_scorer_open(k, domain, frame, &scorer, err);

    if (status)
        return status;
    if (!make_number(frame, out, &t.raw, &t.number))
        return reinti_no_memory(err);
    out->label = domain->label;
    return run_domain(&t, frame, 1, err);
}

reint_status
reinti_score_band(const reinti_pack *k, const reinti_domain *domain, reinti_frame *frame, reinti_column *out,
                  reint_error *err)
{
    reinti_scorer scorer;
    domain_task t = { .scorer = &scorer };
    reint_status status = reinti_scorer_open(k, domain, frame, &scorer, err);

    if (status)
        return status;
    if (!make_bands(k, frame, out, &t.raw))
        return reinti_no_memory(err);
    out->label = domain->label;
    return run_domain(&t, frame, k->n_bands, err);
}

/* ---- composites ---------------------------------------------------------------------------------------- */

/* What a domain adds to a row, by its place. */
typedef struct addend {
    double sum, weight;
    uint32_t scored; /* 1: there is a score; 1 << GONE: the record has none of the items */
} addend;
enum { GONE = 16 };

typedef struct composite_task {
    const reinti_composite *composite;
    const reinti_scorer *scorer; /* per domain; NULL: from the columns */
    addend *const *addend;       /* per domain, by place */
    const reinti_column *const *column;
    double *number;
    uint8_t *raw, undetermined, absent;
} composite_task;

typedef struct row_sum {
    double sum, weights;
    uint32_t scored;
} row_sum;

static void
add_places(const composite_task *t, size_t from, size_t n, row_sum *row)
{
    uint16_t place[REINTI_SCORE_BLOCK];

    for (size_t d = 0; d < t->composite->n_domains; d++) {
        const addend *by_place = t->addend[d];
        reinti_scorer_places(&t->scorer[d], from, n, place);
        for (size_t i = 0; i < n; i++) {
            const addend *more = &by_place[place[i]];
            row[i].sum += more->sum;
            row[i].weights += more->weight;
            row[i].scored += more->scored;
        }
    }
}

static void
add_columns(const composite_task *t, size_t from, size_t n, row_sum *row)
{
    for (size_t d = 0; d < t->composite->n_domains; d++)
        for (size_t i = 0; i < n; i++) {
            double x = t->column[d]->number[from + i];
            if (isnan(x)) {
                row[i].scored += (uint32_t)(t->column[d]->raw8[from + i] == t->absent) << GONE;
                continue;
            }
            row[i].scored++;
            row[i].sum += t->composite->weight[d] * x;
            row[i].weights += t->composite->weight[d];
        }
}

static void
fill_composite(void *user, size_t from, size_t to)
{
    const composite_task *t = user;
    row_sum row[REINTI_SCORE_BLOCK];

    for (; from < to; from += REINTI_SCORE_BLOCK) {
        size_t n = to - from < REINTI_SCORE_BLOCK ? to - from : REINTI_SCORE_BLOCK;
        memset(row, 0, n * sizeof *row);
        if (t->scorer)
            add_places(t, from, n, row);
        else
            add_columns(t, from, n, row);
        for (size_t i = 0; i < n; i++) {
            size_t scored = row[i].scored & ((1u << GONE) - 1), gone = row[i].scored >> GONE;
            bool enough = scored >= t->composite->minimum && row[i].weights > 0;
            t->number[from + i] = enough ? row[i].sum / row[i].weights : (double)NAN;
            t->raw[from + i] = enough ? 0 : gone == t->composite->n_domains ? t->absent : t->undetermined;
        }
    }
}

/* Straight from the items, if every domain's rows have places. */
static reint_status
open_scorers(const reinti_pack *k, reinti_frame *frame, composite_task *t, reint_error *err)
{
    reinti_arena *a = reinti_frame_arena(frame);
    const reinti_composite *c = t->composite;
    reinti_scorer *scorer = reinti_arena_alloc(a, (c->n_domains + 1) * sizeof *scorer);
    addend **by_place = reinti_arena_alloc(a, (c->n_domains + 1) * sizeof *by_place);
    bool all = true;

    if (!scorer || !by_place)
        return reinti_no_memory(err);
    for (size_t d = 0; d < c->n_domains; d++) {
        reint_status status = reinti_scorer_open(k, &k->domain[c->domain[d]], frame, &scorer[d], err);
        if (status)
            return status;
        all = all && scorer[d].n_places;
        by_place[d] = reinti_arena_alloc(a, (scorer[d].n_places + 1) * sizeof **by_place);
        if (!by_place[d])
            return reinti_no_memory(err);
        for (size_t p = 0; p < scorer[d].n_places; p++)
            if (scorer[d].scored[p] == REINTI_SCORED)
                by_place[d][p] = (addend){ c->weight[d] * scorer[d].score[p], c->weight[d], 1 };
            else
                by_place[d][p].scored = (uint32_t)(scorer[d].scored[p] == REINTI_NO_RECORD) << GONE;
    }
    t->scorer = all ? scorer : NULL;
    t->addend = by_place;
    return REINT_OK;
}

reint_status
reinti_score_composite(const reinti_pack *k, const reinti_composite *c, reinti_frame *frame,
                       reinti_column *out, reint_error *err)
{
    const reint_codebook *cb = codebook_of(frame);
    const reinti_column **column =
        reinti_arena_alloc(reinti_frame_arena(frame), (c->n_domains + 1) * sizeof *column);
    composite_task t = { .composite = c,
                         .column = column,
                         .undetermined = (uint8_t)reinti_column_undetermined(cb, 1),
                         .absent = (uint8_t)reinti_column_absent(cb, 1) };

    if (!column || !make_number(frame, out, &t.raw, &t.number))
        return reinti_no_memory(err);
    out->label = c->label;
    reint_status status = open_scorers(k, frame, &t, err);
    for (size_t d = 0; !status && !t.scorer && d < c->n_domains; d++)
        status = reinti_frame_column(frame, k->domain[c->domain[d]].id, &column[d], err);
    if (!status)
        reinti_parallel(out->n, fill_composite, &t);
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
        raw[i] =
            (uint8_t)(category == 0 ? reinti_score_band_of(k, score->number[i]) : k->n_bands + category - 1);
    }
    return REINT_OK;
}
