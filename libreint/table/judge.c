/* judge.c -- how far a table's numbers can be trusted: letters where columns differ (letters.c), and marks at
 * values that are less precise than the plan wants.
 *
 * Marks:   "*" at a share or mean of too few cases, with too large a standard error or too wide an interval.
 *          The standard error is that of the sample's design, where one is declared. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

/* ---- standard errors of a design ----------------------------------------------------------------------- */

/* Standard errors and half widths of the design in place of those of a simple sample. */
static reint_status
measure_all(reinti_build *b, double *half, reint_error *err)
{
    reinti_table *t = b->table;
    double *x = malloc((b->n_rows + 1) * sizeof *x);
    bool *domain = malloc(b->n_rows + 1);
    reint_status status = x && domain ? REINT_OK : reinti_no_memory(err);
    size_t at = 0;

    for (size_t l = 0; !status && l < t->n_layers; l++) {
        status = reinti_axes_of_layer(b, l, err);
        for (size_t r = 0; !status && r < t->n_rows; r++)
            for (size_t c = 0; c < t->n_columns; c++)
                for (size_t s = 0; s < t->n_stats; s++, at++) {
                    reinti_cell *cell = reinti_table_cell(t, l, r, c, s);
                    reint_survey e;
                    reinti_measure_of(b, s);
                    if (cell->state != REINTI_CELL_SHOWN || cell->whole ||
                        !reinti_mark_records(b, l, r, c, b->of[s].word, x, domain) ||
                        reint_survey_mean(b->design, x, domain, &e))
                        continue;
                    cell->se = e.se;
                    half[at] = (e.upper - e.lower) / 2;
                }
    }
    free(x);
    free(domain);
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
    if (!status) /* the standard stands there although all values meet it */
        note_imprecise(b, marked);
    return status;
}

reint_status
reinti_table_judge(reinti_build *b, reint_error *err)
{
    reint_status status = b->plan->precision.on ? mark_imprecise(b, err) : REINT_OK;

    if (status || !b->plan->letters.on)
        return status;
    return reinti_tests_refused(b) ? REINT_OK : reinti_letters_compare(b, err); /* the reason is a note */
}
