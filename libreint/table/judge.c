/* judge.c -- how far a table's numbers can be trusted: letters where columns differ (letters.c), and marks at values
 * that are less precise than the plan wants.
 *
 * Marks:   "*" at a share or mean of too few cases, with too large a standard error or too wide an interval.  The
 *          standard error is that of the sample's design, where one is declared. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

/* ---- standard errors of a design ----------------------------------------------------------------------- */

/* What a share is of: everybody in its column, its row, or all. */
static const struct {
    const char *id;
    bool any_row, any_column;
} shares[] = { { "col_pct", true, false },
               { "valid_pct", true, false },
               { "pct_cases", true, false },
               { "row_pct", false, true },
               { "total_pct", true, true } };

typedef struct measurer {
    reinti_build *b;
    double *x;
    bool *domain;
} measurer;

/* The cell's share or mean, linearised within the whole design; false where STAT is neither. */
static bool
measure(measurer *m, size_t layer, size_t row, size_t column, const char *stat, reint_survey *out)
{
    const reinti_build *b = m->b;
    bool mean = !strcmp(stat, "mean");
    size_t k = 0;

    while (k < REINTI_LENGTH(shares) && strcmp(shares[k].id, stat))
        k++;
    if (!mean && k == REINTI_LENGTH(shares))
        return false;
    for (size_t i = 0; i < b->n_rows; i++) {
        bool in_row = reinti_entry_holds(&b->rows, row, false, i),
             in_column = reinti_entry_holds(&b->columns, column, false, i);
        m->x[i] = mean ? b->x[i] : in_row && in_column;
        m->domain[i] =
            reinti_layer_holds(b, layer, i) &&
            (in_row || (!mean && shares[k].any_row && reinti_entry_holds(&b->rows, row, true, i))) &&
            (in_column ||
             (!mean && shares[k].any_column && reinti_entry_holds(&b->columns, column, true, i)));
    }
    return reint_survey_mean(b->design, m->x, m->domain, out) == REINT_OK;
}

/* Standard errors and half widths of the design in place of those of a simple sample. */
static reint_status
measure_all(reinti_build *b, double *half, reint_error *err)
{
    reinti_table *t = b->table;
    measurer m = { b, malloc((b->n_rows + 1) * sizeof *m.x), malloc(b->n_rows + 1) };
    reint_status status = m.x && m.domain ? REINT_OK : reinti_no_memory(err);
    size_t at = 0;

    for (size_t l = 0; !status && l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++)
            for (size_t c = 0; c < t->n_columns; c++)
                for (size_t s = 0; s < t->n_stats; s++, at++) {
                    reinti_cell *cell = reinti_table_cell(t, l, r, c, s);
                    reint_survey e;
                    if (cell->state != REINTI_CELL_SHOWN || cell->whole ||
                        !measure(&m, l, r, c, t->stat[s].cells_id, &e))
                        continue;
                    cell->se = e.se;
                    half[at] = (e.upper - e.lower) / 2;
                }
    free(m.x);
    free(m.domain);
    return status;
}

/* ---- marks --------------------------------------------------------------------------------------------- */

#define NORMAL_975 1.959963984540054

static void
note_imprecise(reinti_build *b, size_t marked)
{
    const reinti_precision_plan *p = &b->plan->precision;
    const struct {
        double limit;
        const char *en, *id;
    } limits[] = { { p->min_n, " a base below ", " basis di bawah " },
                   { p->max_rse, " a relative standard error above ", " galat baku relatif di atas " },
                   { p->max_width, " a 95% interval wider than ", " selang 95% lebih lebar dari " } };
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_add(&s,
                   reinti_say(b->language, "* marks what is imprecise:", "* menandai yang kurang tepat:"));
    for (size_t i = 0, told = 0; i < REINTI_LENGTH(limits); i++)
        if (limits[i].limit > 0) {
            reinti_str_add(&s, told++ ? "," : "");
            reinti_str_add(&s, reinti_say(b->language, limits[i].en, limits[i].id));
            reinti_format_shortest(&s, limits[i].limit);
        }
    reinti_str_format(&s, reinti_say(b->language, " (%zu values).", " (%zu nilai)."), marked);
    reinti_note(b, "%s", s.text);
    reinti_str_free(&s);
}

/* A standard error that is not known is not small. */
static bool
is_imprecise(const reinti_precision_plan *p, const reinti_cell *c, double half, bool share)
{
    return (p->min_n > 0 && c->base_n < p->min_n) ||
           (p->max_rse > 0 && c->value != 0 && !(c->se / fabs(c->value) <= p->max_rse)) ||
           (p->max_width > 0 && share && !(2 * half <= p->max_width));
}

static reint_status
mark_imprecise(reinti_build *b, reint_error *err)
{
    reinti_table *t = b->table;
    size_t n = t->n_layers * t->n_rows * t->n_columns * t->n_stats, marked = 0;
    double *half = b->design ? malloc((n + 1) * sizeof *half) : NULL;
    reint_status status = REINT_OK;

    if (b->design && !half)
        return reinti_no_memory(err);
    for (size_t i = 0; half && i < n; i++)
        half[i] = NORMAL_975 * t->cell[i].se;
    if (half)
        status = measure_all(b, half, err);
    for (size_t i = 0; !status && i < n; i++) {
        reinti_cell *c = &t->cell[i];
        reinti_cell_kind kind = t->stat[i % t->n_stats].kind;
        bool share = kind == REINTI_CELL_SHARE;
        if ((!share && kind != REINTI_CELL_MEAN) || c->whole || c->state != REINTI_CELL_SHOWN)
            continue;
        c->flag = is_imprecise(&b->plan->precision, c, half ? half[i] : NORMAL_975 * c->se, share);
        marked += c->flag;
    }
    free(half);
    if (!status && marked)
        note_imprecise(b, marked);
    return status;
}

reint_status
reinti_table_judge(reinti_build *b, reint_error *err)
{
    reint_status status = b->plan->precision.on ? mark_imprecise(b, err) : REINT_OK;

    if (status || !b->plan->letters.on)
        return status;
    const char *refused = reinti_tests_refused(b);
    if (!refused)
        return reinti_letters_compare(b, err);
    if (!b->plan->n_tests) /* else the tests' note says so */
        reinti_note(b, "%s", refused);
    return REINT_OK;
}
