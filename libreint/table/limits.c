/* limits.c -- standard errors, 95% limits and design effects of shares of columns and of means, as statistics of cells.
 *
 * pct_se      standard error of col_pct               pct_low, pct_high    its limits
 * mean_low, mean_high   limits of the mean, by t      deff                 design effect of the mean, or of col_pct
 *
 * A simple sample: variance with n - 1; the limits of a share are Wilson's.  Weights of a sample, strata, clusters:
 * linearised within the whole design, limits of a share on the logit scale (R: svyciprop); the design effect is the
 * variance over that of a simple sample with replacement (R: svymean(deff = "replace")).
 * Missing:  where no test would be made there are no limits either, with the reason; nobody, a spread of one value, a
 *           share of 0 or 1 by the design: undefined. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

typedef enum limit { SE, LOW, HIGH, DEFF, NONE } limit;

static const struct {
    const char *id;
    limit what;
    bool of_mean, of_share;
} words[] = { { "pct_se", SE, false, true },      { "pct_low", LOW, false, true },
              { "pct_high", HIGH, false, true },  { "mean_low", LOW, true, false },
              { "mean_high", HIGH, true, false }, { "deff", DEFF, true, true } };

static size_t
find_word(const char *id)
{
    size_t k = 0;

    while (k < REINTI_LENGTH(words) && strcmp(words[k].id, id))
        k++;
    return k;
}

bool
reinti_is_limit(const char *stat)
{
    return find_word(stat) < REINTI_LENGTH(words);
}

/* What is known of the share or mean behind a cell. */
typedef struct estimate {
    double n, value, se, low, high, deff;
    const char *undefined;
} estimate;

static void
estimate_simple(const reinti_build *b, const double *x, const bool *domain, bool of_mean, estimate *out)
{
    reinti_moments m = reinti_moments_of(b, x, domain);
    reint_limits wilson;

    out->n = m.n;
    out->value = m.mean;
    if (!(m.n > 1)) {
        out->undefined = "a spread needs two values";
        return;
    }
    out->se = m.sd / sqrt(m.n);
    out->deff = 1;
    double half = reint_t_quantile(0.975, m.n - 1) * out->se;
    out->low = m.mean - half;
    out->high = m.mean + half;
    if (!of_mean && !reint_wilson_interval(m.mean * m.n, m.n, 0.95, &wilson)) {
        out->low = wilson.lower;
        out->high = wilson.upper;
    }
}

static reint_status
estimate_design(const reinti_build *b, double *x, const bool *domain, bool of_mean, estimate *out)
{
    reint_survey r;
    reint_status status = reint_survey_mean(b->design, x, domain, &r);

    for (size_t i = 0; !status && i < b->n_rows; i++) {
        if (!domain[i])
            x[i] = NAN;
        out->n += !isnan(x[i]);
    }
    if (status)
        return status;
    *out = (estimate){ out->n, r.value, r.se, r.lower, r.upper, r.deff_replace, r.undefined };
    if (!of_mean && !r.undefined)
        status =
            reint_survey_share(b->design, x, REINT_SHARE_LOGIT, 0.95, &out->low, &out->high, &out->undefined);
    return status;
}

static void
put(const reinti_build *b, reinti_cell *cell, limit what, bool of_mean, const estimate *e,
    const char *refused)
{
    double value = what == SE ? e->se : what == LOW ? e->low : what == HIGH ? e->high : e->deff;

    cell->kind = what == DEFF ? REINTI_CELL_STATISTIC : of_mean ? REINTI_CELL_MEAN : REINTI_CELL_SHARE;
    cell->base = cell->base_n = e->n;
    cell->state = REINTI_CELL_SHOWN;
    cell->reason = refused                                        ? refused
                   : !(e->n > 0)                                  ? "a statistic of nobody"
                   : !of_mean && e->n < (double)b->cb->small_base ? "the base is too small for a share"
                   : !isfinite(value) ? reinti_text_or(e->undefined, "it has no variance")
                                      : NULL;
    if (cell->reason) {
        cell->state = REINTI_CELL_UNDEFINED;
        value = NAN;
    }
    cell->value = cell->low = cell->high = value;
}

typedef struct filler {
    reinti_build *b;
    double *x;
    bool *domain;
    const char *refused;
    /* the estimate last made, of the cell at work; several statistics of a cell are of the same one */
    bool known, of_mean;
    const double *number;
    estimate e;
} filler;

/* Missing values, and the answers of a set: there are more of them than people. */
static bool
is_in_no_share(const reinti_build *b, size_t row)
{
    const reinti_key *key = &b->rows.key[row];

    for (size_t d = 0; d < b->rows.part[key->part].n; d++)
        if (key->category[d] == REINTI_RESPONSES)
            return true;
    return b->rows.entry[row].missing;
}

static reint_status
fill_cell(filler *f, size_t layer, size_t row, size_t column, size_t stat)
{
    reinti_build *b = f->b;
    size_t k = find_word(b->of[stat].word);
    reinti_measure_of(b, stat);
    bool of_mean = words[k].of_mean && (!words[k].of_share || b->x);
    reint_status status = REINT_OK;

    if (!of_mean && is_in_no_share(b, row)) {
        *reinti_table_cell(b->table, layer, row, column, stat) =
            (reinti_cell){ .kind = REINTI_CELL_SHARE,
                           .value = NAN,
                           .low = NAN,
                           .high = NAN,
                           .state = REINTI_CELL_NOT_APPLICABLE,
                           .reason = "it is in no share" };
        return REINT_OK;
    }
    if (!f->known || f->of_mean != of_mean || (of_mean && f->number != b->x)) {
        f->known = true;
        f->of_mean = of_mean;
        f->number = b->x;
        f->e = (estimate){ 0, NAN, NAN, NAN, NAN, NAN, NULL };
        reinti_mark_records(b, layer, row, column, of_mean ? "mean" : "col_pct", f->x, f->domain);
        if (b->design)
            status = estimate_design(b, f->x, f->domain, of_mean, &f->e);
        else
            estimate_simple(b, f->x, f->domain, of_mean, &f->e);
    }
    put(b, reinti_table_cell(b->table, layer, row, column, stat), words[k].what, of_mean, &f->e, f->refused);
    return status;
}

/* The layers of one item, while its columns are those of the table. */
reint_status
reinti_limits_fill(reinti_build *b, size_t first_layer, reint_error *err)
{
    const reinti_table *t = b->table;
    filler f = { .b = b };
    bool any = false;
    reint_status status = REINT_OK;

    for (size_t s = 0; s < t->n_stats; s++)
        any = any || reinti_is_limit(b->of[s].word);
    if (!any)
        return REINT_OK;
    f.refused = reinti_tests_refused(b);
    f.x = malloc((b->n_rows + 1) * sizeof *f.x);
    f.domain = malloc(b->n_rows + 1);
    if (!f.x || !f.domain)
        status = REINT_NO_MEMORY;
    for (size_t l = first_layer; !status && l < first_layer + b->layers_per_item; l++)
        for (size_t r = 0; r < t->n_rows; r++)
            for (size_t c = 0; c < t->n_columns; c++) {
                f.known = false;
                for (size_t s = 0; !status && s < t->n_stats; s++)
                    if (reinti_is_limit(b->of[s].word))
                        status = fill_cell(&f, l, r, c, s);
            }
    free(f.x);
    free(f.domain);
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    return status ? reinti_fail(err, status, NULL, 0, "cells: the limits cannot be computed") : REINT_OK;
}
