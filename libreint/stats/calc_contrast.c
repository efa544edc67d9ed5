/* calc_contrast.c -- groups compared, and answers with several codes, for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/sample.h"
#include "stats/stats.h"

static void
say_contrast(reinti_sink *out, const char *name, const reint_contrast *c)
{
    const char *reason = out->reason;

    if (c->undefined)
        out->reason = c->undefined;
    reinti_emit(out, c->difference, "%s:difference", name);
    reinti_emit(out, c->se, "%s:se", name);
    reinti_emit(out, c->t, "%s:t", name);
    reinti_emit(out, c->df, "%s:df", name);
    reinti_emit(out, c->p, "%s:p", name);
    out->reason = reason;
}

/* ---- Welch ---------------------------------------------------------------------------------------------- */

static void
moments(const double *x, const double *group, size_t n, double code, reint_weighted *out)
{
    double *own = reinti_room(n, sizeof *own);
    size_t m = 0;

    *out = (reint_weighted){ .n = 0, .mean = NAN, .sd = NAN };
    for (size_t i = 0; own && i < n; i++)
        if (group[i] == code && !isnan(x[i]))
            own[m++] = x[i];
    if (own)
        reint_weighted_moments(own, NULL, m, out);
    free(own);
}

/* Every pair of groups: the first less the second. */
REINTI_COMPUTE(reinti_calc_welch_t)
{
    const double *x = reinti_input_values(in, "x"), *group = reinti_input_values(in, "group");
    const reinti_column *column = reinti_input_column(in, "group");
    double *code = NULL;
    size_t n = 0;
    char a[64], b[64], name[160];

    if (!x || !group)
        return reinti_fail(err, REINT_INPUT, NULL, 1, "columns \"x\" and \"group\" are needed");
    reint_status status = reinti_distinct(group, NULL, in->n, &code, &n);
    for (size_t i = 0; i < n && !status; i++)
        for (size_t k = i + 1; k < n && !status; k++) {
            reint_weighted one, two;
            reint_contrast c;
            moments(x, group, in->n, code[i], &one);
            moments(x, group, in->n, code[k], &two);
            status = reint_two_means(one.n, one.mean, one.sd, two.n, two.mean, two.sd, &c);
            snprintf(name, sizeof name, "%s-%s", reinti_code_text(column, code[i], a, sizeof a),
                     reinti_code_text(column, code[k], b, sizeof b));
            if (!status)
                say_contrast(out, name, &c);
        }
    free(code);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* ---- a sample ------------------------------------------------------------------------------------------- */

/* X in the two groups of G: the second less the first, as svyglm has it. */
static reint_status
compare_groups(const reinti_sample *s, const reinti_column *x, const reinti_column *g, const double *code,
               reinti_sink *out)
{
    bool *one = reinti_room(s->in->n, sizeof *one), *two = reinti_room(s->in->n, sizeof *two);
    reint_status status = one && two ? REINT_OK : REINT_NO_MEMORY;
    char name[256];

    for (size_t i = 0; !status && i < s->in->n; i++) {
        one[i] = g->value[i] == code[0];
        two[i] = g->value[i] == code[1];
    }
    if (!status) {
        reint_contrast c;
        status = reint_survey_difference(&s->d, x->value, two, one, &c);
        snprintf(name, sizeof name, "%s~%s", x->name, g->name);
        if (!status)
            say_contrast(out, name, &c);
    }
    free(one);
    free(two);
    return status;
}

REINTI_COMPUTE(reinti_calc_svyttest)
{
    reinti_sample s;
    reint_status status = reinti_sample_read(in, &s, err);

    for (size_t g = 0; g < s.n_variables && !status; g++) {
        double *code = NULL;
        size_t n = 0;
        status = reinti_distinct(s.variable[g]->value, NULL, in->n, &code, &n);
        for (size_t x = 0; x < s.n_variables && !status && n == 2; x++)
            if (x != g)
                status = compare_groups(&s, s.variable[x], s.variable[g], code, out);
        free(code);
        if (status)
            status = reinti_calc_fail(status, err);
    }
    reinti_sample_free(&s);
    return status;
}

/* ---- answers with several codes ------------------------------------------------------------------------- */

/* The options against the groups; a case without an option answered or a group is in neither. */
static reint_status
test_options(const reint_input *in, const double *const *option, size_t k, const double *group,
             reint_marginal *out)
{
    const double *w = reinti_input_values(in, "w");
    double *code = NULL, *weight = reinti_room(in->n, sizeof *weight);
    size_t c = 0;
    reint_status status = weight ? reinti_distinct(group, NULL, in->n, &code, &c) : REINT_NO_MEMORY;
    bool *row = status ? NULL : reinti_room(in->n * k, sizeof *row),
         *col = status ? NULL : reinti_room(in->n * c, sizeof *col);

    if (!row || !col)
        status = REINT_NO_MEMORY;
    for (size_t i = 0; !status && i < in->n; i++) {
        bool answered = false;
        for (size_t j = 0; j < k; j++) {
            answered = answered || !isnan(option[j][i]);
            row[i * k + j] = option[j][i] == 1;
        }
        for (size_t g = 0; g < c; g++)
            col[i * c + g] = group[i] == code[g];
        weight[i] = answered && !isnan(group[i]) ? (w ? w[i] : 1) : 0;
    }
    if (!status) {
        reint_design d = { .n = in->n, .n_strata = 1, .n_psu = in->n, .weight = weight };
        status = reint_survey_marginal(&d, true, row, k, col, c, true, out);
    }
    free(code);
    free(weight);
    free(row);
    free(col);
    return status;
}

REINTI_COMPUTE(reinti_calc_mr_independence)
{
    const double **option = reinti_room(in->k, sizeof *option), *group = reinti_input_values(in, "group");
    const char *reason = out->reason;
    size_t k = 0;
    reint_marginal r;

    if (!option)
        return reinti_no_memory(err);
    for (size_t j = 0; j < in->k; j++)
        if (strcmp(in->column[j].name, "id") && strcmp(in->column[j].name, "group") &&
            strcmp(in->column[j].name, "w"))
            option[k++] = reinti_input_values(in, in->column[j].name);
    reint_status status = group ? test_options(in, option, k, group, &r) : REINT_OK;
    free(option);
    if (!group)
        return reinti_fail(err, REINT_INPUT, NULL, 1, "a column \"group\" is needed");
    if (status)
        return reinti_calc_fail(status, err);
    if (r.undefined)
        out->reason = r.undefined;
    reinti_emit(out, r.chisq, "chisq");
    reinti_emit(out, r.df, "df");
    reinti_emit(out, r.first_p, "first_order_p");
    reinti_emit(out, r.adjusted, "second_order_chisq");
    reinti_emit(out, r.adjusted_df, "second_order_df");
    reinti_emit(out, r.p, "second_order_p");
    out->reason = reason;
    return REINT_OK;
}
