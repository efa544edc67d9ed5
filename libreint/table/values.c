/* values.c -- statistics of a number that no sum can give: standard errors, medians, quantiles, extremes.
 *
 * Reads:   the values of the rows behind each cell, and their weights.
 * Weights: unweighted and frequency weights (`assume: frequency_weights`): sd with n - 1, quantiles of type 7 as R
 *          has them.  Sampling weights: sd and se as the package survey has them for a sample without strata and
 *          clusters, or for the plan's design; quantiles are the smallest value whose share of the weights
 *          reaches p.
 * Missing: a row without the number or without a weight is in none of them.  A statistic of nobody, a spread of
 *          one value: undefined, with the reason. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

static const struct {
    const char *id;
    double p; /* of a quantile; -1: none */
} stats[] = {
    { "se", -1 },    { "min", -1 },   { "max", -1 },   { "median", 0.5 }, { "q05", 0.05 },
    { "q10", 0.10 }, { "q25", 0.25 }, { "q75", 0.75 }, { "q90", 0.90 },   { "q95", 0.95 },
};

static size_t
find_stat(const char *id)
{
    for (size_t i = 0; i < REINTI_LENGTH(stats); i++)
        if (!strcmp(stats[i].id, id))
            return i;
    return REINTI_NONE;
}

bool
reinti_is_of_values(const char *stat)
{
    return find_stat(stat) != REINTI_NONE;
}

/* ---- rows of a cell ------------------------------------------------------------------------------------ */

static bool
holds_code(const reinti_column *c, size_t row, size_t code)
{
    for (uint32_t k = c->offset[row]; k < c->offset[row + 1]; k++)
        if (c->code[k] == code)
            return true;
    return false;
}

bool
reinti_row_matches(const reinti_column *const *column, const uint16_t *key, size_t n, size_t row)
{
    for (size_t d = 0; d < n; d++) {
        const reinti_column *c = column[d];
        size_t category = reinti_column_category(c, row);
        bool valid = category < c->n_valid, in;
        switch (key ? key[d] : REINTI_ALL) {
        case REINTI_ALL:
        case REINTI_CASES:
        case REINTI_RESPONSES:
            in = valid || category == reinti_undetermined(c);
            break;
        case REINTI_MISSING:
            in = !valid;
            break;
        case REINTI_ANY:
            in = true;
            break;
        default:
            in = c->kind == REINTI_COLUMN_SET && key[d] < c->n_valid ? valid && holds_code(c, row, key[d])
                                                                     : category == key[d];
        }
        if (!in)
            return false;
    }
    return true;
}

/* ---- one cell ------------------------------------------------------------------------------------------ */

typedef struct values {
    size_t n;
    double *x, *w; /* w NULL: unweighted */
    bool frequencies;
} values;

/* se of a mean of the rows in DOMAIN, by the plan's design, NaN with a REASON; or of a simple random sample. */
static double
standard_error(reinti_build *b, const values *v, const bool *domain, double sd, const char **reason)
{
    reint_survey r;

    if (b->design) {
        if (reint_survey_mean(b->design, b->x, domain, &r) || r.undefined) {
            *reason = reinti_text_or(r.undefined, *reason);
            return NAN;
        }
        return r.se;
    }
    if (!v->w)
        return sd / sqrt((double)v->n);
    double sum = 0; /* frequency weights: so many cases */
    for (size_t i = 0; i < v->n; i++)
        sum += v->w[i];
    return sd / sqrt(sum);
}

static double
spread(const values *v)
{
    reint_weighted r;

    if (!v->frequencies || !v->w) {
        reint_weighted_moments(v->x, v->w, v->n, &r);
        return r.sd;
    }
    double sum = 0, mean = 0, squares = 0;
    for (size_t i = 0; i < v->n; i++) {
        sum += v->w[i];
        mean += v->w[i] * v->x[i];
    }
    mean /= sum;
    for (size_t i = 0; i < v->n; i++)
        squares += v->w[i] * (v->x[i] - mean) * (v->x[i] - mean);
    return sum > 1 ? sqrt(squares / (sum - 1)) : NAN;
}

static double
quantile(const values *v, double p)
{
    double q = NAN;

    if (v->w && v->frequencies)
        reint_quantiles(v->x, v->w, v->n, 7, &p, 1, &q);
    else if (v->w)
        reint_weighted_quantiles(v->x, v->w, v->n, &p, 1, &q);
    else
        reint_quantiles(v->x, NULL, v->n, 7, &p, 1, &q);
    return q;
}

static double
extreme(const values *v, bool largest)
{
    double x = v->n ? v->x[0] : NAN;

    for (size_t i = 1; i < v->n; i++)
        x = largest ? fmax(x, v->x[i]) : fmin(x, v->x[i]);
    return x;
}

static void
fill_cell(reinti_build *b, const values *v, const bool *domain, size_t stat, reinti_cell *cell)
{
    const char *reason = "a spread needs two values";

    cell->kind = REINTI_CELL_MEAN;
    cell->n = cell->base = cell->base_n = (double)v->n;
    cell->value = NAN;
    if (!v->n) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = "a statistic of nobody";
        return;
    }
    if (stats[stat].p >= 0)
        cell->value = quantile(v, stats[stat].p);
    else if (!strcmp(stats[stat].id, "se"))
        cell->value = standard_error(b, v, domain, spread(v), &reason);
    else
        cell->value = extreme(v, stats[stat].id[1] == 'a');
    if (!isfinite(cell->value)) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = reason;
    }
    cell->low = cell->high = cell->value;
}

/* ---- all cells of two parts ---------------------------------------------------------------------------- */

typedef struct filler {
    reinti_build *b;
    const reinti_column *column[REINTI_MOST_DIMENSIONS];
    size_t n;
    values v;
    bool *domain;
} filler;

static void
collect(filler *f, const uint16_t *key)
{
    const reinti_build *b = f->b;

    f->v.n = 0;
    for (size_t i = 0; i < b->n_rows; i++) {
        f->domain[i] = b->filter[i] == 1 && !isnan(b->x[i]) && (!b->weight || b->weight[i] > 0) &&
                       reinti_row_matches(f->column, key, f->n, i);
        if (!f->domain[i])
            continue;
        f->v.x[f->v.n] = b->x[i];
        if (f->v.w)
            f->v.w[f->v.n] = b->weight[i];
        f->v.n++;
    }
}

static void
fill_layer(filler *f, size_t layer, size_t row_part, size_t column_part, size_t measure, uint16_t *key)
{
    reinti_build *b = f->b;
    size_t n_rows = b->rows.part[row_part].n, n_columns = b->columns.part[column_part].n;

    for (size_t r = 0; r < b->rows.n; r++)
        for (size_t c = 0; c < b->columns.n; c++) {
            if (b->rows.key[r].part != row_part || b->columns.key[c].part != column_part)
                continue;
            memcpy(key + b->n_by, b->rows.key[r].category, n_rows * sizeof *key);
            memcpy(key + b->n_by + n_rows, b->columns.key[c].category, n_columns * sizeof *key);
            collect(f, key);
            for (size_t s = 0; s < b->table->n_stats; s++) {
                size_t stat = find_stat(b->of[s].word);
                if (stat != REINTI_NONE && b->of[s].measure == measure)
                    fill_cell(b, &f->v, f->domain, stat, reinti_table_cell(b->table, layer, r, c, s));
            }
        }
}

reint_status
reinti_values_fill(reinti_build *b, size_t first_layer, size_t row_part, size_t column_part, size_t measure,
                   reint_error *err)
{
    const reinti_axis_part *rows = &b->rows.part[row_part], *columns = &b->columns.part[column_part];
    filler f = { .b = b, .v = { .frequencies = b->plan->frequencies } };
    bool any = false;
    uint16_t key[REINTI_MOST_DIMENSIONS];

    for (size_t s = 0; s < b->table->n_stats; s++)
        any = any || (b->of[s].measure == measure && reinti_is_of_values(b->of[s].word));
    if (!any || !b->x)
        return REINT_OK;
    for (size_t d = 0; d < b->n_by; d++)
        f.column[f.n++] = b->by[d];
    for (size_t d = 0; d < rows->n; d++)
        f.column[f.n++] = rows->column[d];
    for (size_t d = 0; d < columns->n; d++)
        f.column[f.n++] = columns->column[d];
    f.v.x = malloc((b->n_rows + 1) * sizeof *f.v.x);
    f.v.w = b->weight ? malloc((b->n_rows + 1) * sizeof *f.v.w) : NULL;
    f.domain = malloc(b->n_rows + 1);
    bool made = f.v.x && f.domain && (!b->weight || f.v.w);
    for (size_t l = 0; made && l < b->layers_per_item; l++) {
        for (size_t d = 0; d < b->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        fill_layer(&f, first_layer + l, row_part, column_part, measure, key);
    }
    free(f.v.x);
    free(f.v.w);
    free(f.domain);
    return made ? REINT_OK : reinti_no_memory(err);
}
