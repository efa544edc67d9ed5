/* calc_letters.c -- column letters, cells against the rest and families of p-values for the registry.
 *
 * Options: alpha=0.05,0.01 min_base=30 adjust=none|bonferroni|holm|bh family=row|table.  A column w of the
 * micro layout is a sampling weight. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/letters.h"
#include "stats/proportion.h"

/* ---- options ------------------------------------------------------------------------------------------- */

static reint_status
word_option(const reint_input *in, const char *key, const char *const *words, int *value, reint_error *err)
{
    char text[64];

    if (!reinti_input_option(in, key, text, sizeof text))
        return REINT_OK;
    for (int i = 0; words[i]; i++)
        if (!strcmp(words[i], text)) {
            *value = i;
            return REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s= is one of %s, %s ...", key, words[0], words[1]);
}

static bool
number(const char *text, size_t n, double *value)
{
    return reinti_parse_decimal(text, n, value) && isfinite(*value) && *value >= 0;
}

static reint_status
read_rule(const reint_input *in, reint_letters_rule *rule, reint_error *err)
{
    static const char *const adjust[] = { "none", "bonferroni", "holm", "bh", NULL };
    static const char *const family[] = { "row", "table", NULL };
    int how = REINT_LETTERS_HOLM, together = REINT_FAMILY_ROW;
    char text[64];
    reint_status status;

    *rule = reint_letters_rule_usual();
    if (reinti_input_option(in, "alpha", text, sizeof text)) {
        size_t n = strcspn(text, ",");
        rule->alpha[1] = 0;
        if (!number(text, n, &rule->alpha[0]) ||
            (text[n] && !number(text + n + 1, strlen(text + n + 1), &rule->alpha[1])))
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "alpha= is one or two levels: 0.05,0.01");
    }
    if (reinti_input_option(in, "min_base", text, sizeof text) &&
        !number(text, strlen(text), &rule->min_base))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "min_base= must be a number of cases");
    status = word_option(in, "adjust", adjust, &how, err);
    if (!status)
        status = word_option(in, "family", family, &together, err);
    rule->adjust = (reint_letters_adjust)how;
    rule->family = (reint_letters_family)together;
    return status;
}

/* ---- the table ----------------------------------------------------------------------------------------- */

struct table {
    reinti_counted t; /* codes; counts of cases */
    double *count, *w, *w2, *n;
};

static void
table_free(struct table *x)
{
    reinti_counted_free(&x->t);
    free(x->count);
}

static void
add_weighted(const reint_input *in, const double *weight, struct table *x)
{
    const double *row = reinti_input_values(in, "row"), *col = reinti_input_values(in, "col");

    for (size_t i = 0; i < in->n; i++) {
        size_t r, c;
        if (isnan(row[i]) || isnan(col[i]) || isnan(weight[i]))
            continue;
        r = reinti_place(x->t.row_code, x->t.rows, row[i]);
        c = reinti_place(x->t.col_code, x->t.cols, col[i]);
        x->count[r * x->t.cols + c] += weight[i];
        x->w[c] += weight[i];
        x->w2[c] += weight[i] * weight[i];
        x->n[c]++;
    }
}

static reint_status
table_read(const reint_input *in, struct table *x, reint_shares *s, reint_error *err)
{
    const reinti_column *weight = strcmp(in->layout, "micro") ? NULL : reinti_input_column(in, "w");
    reint_status status = reinti_counted_read(in, NULL, false, &x->t, err);
    size_t cells;

    x->count = NULL;
    if (status)
        return status;
    if (weight && weight->label)
        return reinti_fail(err, REINT_INPUT, NULL, 1, "the column w must hold numbers");
    cells = x->t.rows * x->t.cols; /* counted_read made such an array */
    x->count = reinti_room(cells + 3 * x->t.cols, sizeof *x->count);
    if (!x->count)
        return reinti_no_memory(err);
    x->w = x->count + cells;
    x->w2 = x->w + x->t.cols;
    x->n = x->w2 + x->t.cols;
    if (weight) {
        add_weighted(in, weight->value, x);
    } else {
        memcpy(x->count, x->t.count, cells * sizeof *x->count);
        for (size_t i = 0; i < cells; i++)
            x->w[i % x->t.cols] += x->t.count[i];
    }
    *s = (reint_shares){ .rows = x->t.rows,
                         .cols = x->t.cols,
                         .count = x->count,
                         .w = x->w,
                         .w2 = weight ? x->w2 : NULL,
                         .n = weight ? x->n : NULL };
    return REINT_OK;
}

static void
say_pair(reinti_sink *out, const reint_letters_pair *p, const char *where)
{
    const char *reason = out->reason;

    if (p->undefined)
        out->reason = p->undefined;
    reinti_emit(out, p->z, "%s:z", where);
    reinti_emit(out, p->p, "%s:p", where);
    reinti_emit(out, p->p_adjusted, "%s:p_adjusted", where);
    reinti_emit(out, p->undefined ? NAN : p->level, "%s:level", where);
    out->reason = reason;
}

static void
say_pairs(reinti_sink *out, const reinti_counted *t, const reint_letters *l)
{
    char r[64], a[64], b[64], where[256];

    for (size_t i = 0; i < t->rows; i++)
        for (size_t x = 0; x < t->cols; x++)
            for (size_t y = x + 1; y < t->cols; y++) {
                reint_letters_pair p = reint_letters_pair_at(l, i, x, y);
                reinti_code_text(t->row, t->row_code[i], r, sizeof r);
                reinti_code_text(t->col, t->col_code[x], a, sizeof a);
                reinti_code_text(t->col, t->col_code[y], b, sizeof b);
                snprintf(where, sizeof where, "row=%s;col=%s-%s", r, a, b);
                say_pair(out, &p, where);
            }
    reinti_emit(out, (double)reint_letters_n_tests(l), "n_tests");
}

REINTI_COMPUTE(reinti_calc_column_letters)
{
    struct table x = { .count = NULL };
    reint_shares s = { .rows = 0 };
    reint_letters_rule rule;
    reint_letters *l = NULL;
    reint_status status = read_rule(in, &rule, err);

    if (!status)
        status = table_read(in, &x, &s, err);
    if (!status && x.t.cols > 1000)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "more than 1000 columns");
    if (!status)
        status = reint_letters_compare(&s, &rule, &l, err);
    if (!status)
        say_pairs(out, &x.t, l);
    reint_letters_free(l);
    table_free(&x);
    return status;
}

REINTI_COMPUTE(reinti_calc_cell_vs_rest)
{
    struct table x = { .count = NULL };
    reint_shares s = { .rows = 0 };
    reint_letters_rule rule;
    reint_letters_pair *pair = NULL;
    size_t n_tests = 0;
    reint_status status = read_rule(in, &rule, err);

    if (!status)
        status = table_read(in, &x, &s, err);
    if (!status) {
        pair = reinti_room(s.rows * s.cols, sizeof *pair);
        status = pair ? reint_cells_against_rest(&s, &rule, pair, &n_tests, err) : reinti_no_memory(err);
    }
    for (size_t i = 0; !status && i < s.rows * s.cols; i++) {
        char r[64], c[64], where[160];
        reinti_code_text(x.t.row, x.t.row_code[i / s.cols], r, sizeof r);
        reinti_code_text(x.t.col, x.t.col_code[i % s.cols], c, sizeof c);
        snprintf(where, sizeof where, "row=%s;col=%s", r, c);
        say_pair(out, &pair[i], where);
    }
    if (!status)
        reinti_emit(out, (double)n_tests, "n_tests");
    free(pair);
    table_free(&x);
    return status;
}

/* ---- a family of p-values ------------------------------------------------------------------------------ */

REINTI_COMPUTE(reinti_calc_adjust_p)
{
    static const char *const name[] = {
        [REINT_BONFERRONI] = "bonferroni", [REINT_HOLM] = "holm", [REINT_BENJAMINI_HOCHBERG] = "bh"
    };
    const reinti_column *c = reinti_input_column(in, "p");
    double *q, tests = 0;
    reint_status status = REINT_OK;

    if (!c || c->label)
        return reinti_fail(err, REINT_INPUT, NULL, 1, "a column of numbers \"p\" is needed");
    q = reinti_room(in->n, sizeof *q);
    if (!q)
        return reinti_no_memory(err);
    for (int how = REINT_BONFERRONI; how <= REINT_BENJAMINI_HOCHBERG && !status; how++) {
        status = reint_adjust_p(c->value, in->n, (reint_adjustment)how, q);
        for (size_t i = 0; i < in->n && !status; i++)
            reinti_emit(out, q[i], "test=%zu:%s", i + 1, name[how]);
    }
    for (size_t i = 0; i < in->n; i++)
        tests += !isnan(c->value[i]);
    if (!status)
        reinti_emit(out, tests, "n_tests");
    free(q);
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, REINT_INPUT, NULL, 0, "a p-value lies outside 0..1");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}
