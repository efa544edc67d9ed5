/* calc_rake.c -- raking for the registry: "weights=w margins=sex:1=52,2=48/age:1=30,2=30,3=40". */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

enum { MOST_MARGINS = 16, MOST_CATEGORIES = 64 };

struct plan {
    reint_margin margin[MOST_MARGINS];
    double code[MOST_CATEGORIES], target[MOST_MARGINS][MOST_CATEGORIES];
    size_t *category[MOST_MARGINS];
    size_t n;
};

/* The code that TEXT means in the column: a label, or a number. */
static bool
code_of(const reinti_column *c, const char *text, size_t length, double *out)
{
    for (size_t k = 0; k < c->n_labels; k++)
        if (strlen(c->label[k]) == length && memcmp(c->label[k], text, length) == 0) {
            *out = (double)(k + 1);
            return true;
        }
    return !c->label && reinti_parse_decimal(text, length, out);
}

/* "sex:1=52,2=48": one margin from P, up to '/'; answers where it ends, NULL on a fault. */
static const char *
read_margin(const reint_input *in, const char *p, struct plan *plan, size_t *k, const reinti_column **column)
{
    size_t length = strcspn(p, ":/");
    char name[256];

    if (p[length] != ':' || length >= sizeof name)
        return NULL;
    memcpy(name, p, length);
    name[length] = '\0';
    *column = reinti_input_column(in, name);
    if (!*column)
        return NULL;
    *k = 0;
    for (p += length + 1;; p++) {
        size_t equal = strcspn(p, "=,/"), end;
        if (p[equal] != '=' || *k == MOST_CATEGORIES || !code_of(*column, p, equal, &plan->code[*k]))
            return NULL;
        p += equal + 1;
        end = strcspn(p, ",/");
        if (!reinti_parse_decimal(p, end, &plan->target[plan->n][(*k)++]))
            return NULL;
        p += end;
        if (*p != ',')
            return p;
    }
}

static reint_status
read_plan(const reint_input *in, struct plan *plan, reint_error *err)
{
    char text[4096];
    const char *p = text;

    memset(plan, 0, sizeof *plan);
    if (!reinti_input_option(in, "margins", text, sizeof text) || strlen(text) + 1 == sizeof text)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the targets are needed: margins=sex:1=52,2=48/age:1=30,2=70");
    for (; *p; p += *p == '/') {
        const reinti_column *column;
        size_t k;
        reint_margin *m = &plan->margin[plan->n];
        size_t *category = plan->n < MOST_MARGINS ? reinti_room(in->n, sizeof *category) : NULL;
        if (!category)
            return plan->n < MOST_MARGINS
                       ? reinti_no_memory(err)
                       : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "more than %d margins", MOST_MARGINS);
        plan->category[plan->n] = category;
        p = read_margin(in, p, plan, &k, &column);
        if (!p)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "margin %zu is not a column, ':' and code=target pairs with commas",
                               plan->n + 1);
        for (size_t i = 0; i < in->n; i++) {
            while (category[i] < k && plan->code[category[i]] != column->value[i])
                category[i]++;
            if (category[i] == k)
                return reinti_fail(err, REINT_DATA, NULL, (long)i + 2,
                                   "margin %zu has no target for this case", plan->n + 1);
        }
        *m = (reint_margin){ category, k, plan->target[plan->n] };
        plan->n++;
    }
    return REINT_OK;
}

static reint_status
rake(const reint_input *in, const struct plan *plan, reinti_sink *out, reint_error *err)
{
    char name[64];
    const double *given = NULL;
    double *w, sum = 0, least = INFINITY, most = 0;
    reint_raking x = { .undefined = NULL };
    reint_status status;

    if (reinti_input_option(in, "weights", name, sizeof name) && strcmp(name, "none") != 0) {
        given = reinti_input_values(in, name);
        if (!given)
            return reinti_fail(err, REINT_INPUT, NULL, 1, "weights= names a column that is not there");
    }
    w = reinti_room(in->n, 2 * sizeof *w);
    if (!w)
        return reinti_no_memory(err);
    for (size_t i = 0; i < in->n; i++)
        w[i] = given ? given[i] : 1;
    status = reint_rake(w, in->n, plan->margin, plan->n, 1e-13, 10000, w + in->n, &x);
    if (!status) {
        bool exists = !x.undefined && in->n;
        if (x.undefined)
            out->reason = x.undefined;
        for (size_t i = 0; i < in->n; i++) {
            double new = w[in->n + i];
            sum += new;
            least = fmin(least, new);
            most = fmax(most, new);
            reinti_emit(out, new, "case=%zu:weight", i + 1);
        }
        reinti_emit(out, exists ? sum : NAN, "sum");
        reinti_emit(out, exists ? least : NAN, "min");
        reinti_emit(out, exists ? most : NAN, "max");
        reinti_emit(out, x.deff, "kish_deff");
        reinti_emit(out, x.converged, "converged");
        reinti_emit(out, x.rounds, "rounds");
        reinti_emit(out, x.gap, "gap");
    }
    free(w);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

REINTI_COMPUTE(reinti_calc_rake)
{
    struct plan *plan = reinti_room(1, sizeof *plan);
    reint_status status = plan ? read_plan(in, plan, err) : reinti_no_memory(err);

    if (!status)
        status = rake(in, plan, out, err);
    for (size_t m = 0; plan && m < MOST_MARGINS; m++)
        free(plan->category[m]);
    free(plan);
    return status;
}
