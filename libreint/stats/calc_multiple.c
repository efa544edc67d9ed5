/* calc_multiple.c -- multiple-response sets for the registry. */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/stats.h"

/* The options or mentions of an input: every column but id, group and w. */
struct set {
    double *x, *w; /* w NULL: unweighted */
    const char **name;
    size_t k;
    const reinti_column *group;
};

static void
set_free(struct set *s)
{
    free(s->x);
    free(s->w);
    free(s->name);
}

static reint_status
set_read(const reint_input *in, struct set *s, reint_error *err)
{
    const double *w = reinti_input_values(in, "w");

    *s = (struct set){ .group = reinti_input_column(in, "group") };
    s->name = reinti_room(in->k, sizeof *s->name);
    if (!s->name)
        return reinti_no_memory(err);
    for (size_t j = 0; j < in->k; j++)
        if (strcmp(in->column[j].name, "id") && strcmp(in->column[j].name, "group") &&
            strcmp(in->column[j].name, "w"))
            s->name[s->k++] = in->column[j].name;
    s->x = reinti_room(in->n * s->k, sizeof *s->x);
    s->w = w ? reinti_room(in->n, sizeof *s->w) : NULL;
    if (!s->x || (w && !s->w))
        return reinti_no_memory(err);
    for (size_t j = 0; j < s->k; j++) {
        const double *v = reinti_input_values(in, s->name[j]);
        for (size_t i = 0; i < in->n; i++)
            s->x[i * s->k + j] = v[i];
    }
    for (size_t i = 0; w && i < in->n; i++)
        s->w[i] = w[i];
    return REINT_OK;
}

/* What a statistic says of one group: PREFIX is "" or "group=1;". */
typedef void (*say_fn)(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
                       const reint_multiple *m);

static reint_status
say_group(const reint_input *in, const struct set *s, double code, const char *prefix, say_fn say,
          reinti_sink *out)
{
    double *x = reinti_room(in->n * s->k + in->n + s->k, sizeof *x), *w, *count;
    size_t n = 0;
    reint_multiple m;
    reint_status status;

    if (!x)
        return REINT_NO_MEMORY;
    w = x + in->n * s->k;
    count = w + in->n;
    for (size_t i = 0; i < in->n; i++) {
        if (!isnan(code) && s->group->value[i] != code)
            continue;
        memcpy(x + n * s->k, s->x + i * s->k, s->k * sizeof *x);
        w[n++] = s->w ? s->w[i] : 1;
    }
    status = reint_multiple_dichotomies(x, n, s->k, w, count, &m);
    if (!status)
        say(out, prefix, s, count, &m);
    free(x);
    return status;
}

static reint_status
dichotomies(const reint_input *in, say_fn say, reinti_sink *out, reint_error *err)
{
    struct set s;
    double *codes = NULL;
    size_t n = 0;
    char text[64], prefix[80];
    reint_status status = set_read(in, &s, err);

    if (!status) {
        status = say_group(in, &s, NAN, "", say, out);
        if (!status && s.group)
            status = reinti_distinct(s.group->value, NULL, in->n, &codes, &n);
        for (size_t g = 0; g < n && !status; g++) {
            snprintf(prefix, sizeof prefix, "group=%s;",
                     reinti_code_text(s.group, codes[g], text, sizeof text));
            status = say_group(in, &s, codes[g], prefix, say, out);
        }
        if (status)
            status = reinti_calc_fail(status, err);
    }
    free(codes);
    set_free(&s);
    return status;
}

static void
say_count(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
          const reint_multiple *m)
{
    (void)m;
    for (size_t j = 0; j < s->k; j++)
        reinti_emit(out, count[j], "%s%s", prefix, s->name[j]);
}

static void
say_base(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
         const reint_multiple *m)
{
    (void)s;
    (void)count;
    reinti_emit(out, m->cases, "%scases", prefix);
    reinti_emit(out, m->answered, "%sall", prefix);
    reinti_emit(out, m->responses, "%sresponses", prefix);
}

static void
say_pct_cases(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
              const reint_multiple *m)
{
    for (size_t j = 0; j < s->k; j++)
        reinti_emit(out, reinti_ratio(100 * count[j], m->cases), "%s%s", prefix, s->name[j]);
}

static void
say_pct_all(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
            const reint_multiple *m)
{
    for (size_t j = 0; j < s->k; j++)
        reinti_emit(out, reinti_ratio(100 * count[j], m->answered), "%s%s", prefix, s->name[j]);
}

static void
say_pct_responses(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
                  const reint_multiple *m)
{
    for (size_t j = 0; j < s->k; j++)
        reinti_emit(out, reinti_ratio(100 * count[j], m->responses), "%s%s", prefix, s->name[j]);
}

static void
say_mean(reinti_sink *out, const char *prefix, const struct set *s, const double *count,
         const reint_multiple *m)
{
    (void)s;
    (void)count;
    reinti_emit(out, reinti_ratio(m->responses, m->cases), "%sper_case", prefix);
}

/* ---- categories ---------------------------------------------------------------------------------------- */

/* The categories: of the options ("categories 1 2 3"), or all that are named. */
static reint_status
read_categories(const reint_input *in, const struct set *s, double **out, size_t *m)
{
    const char *p = strstr(in->options, "categories");
    size_t n = 0;

    if (!p)
        return reinti_distinct(s->x, NULL, in->n * s->k, out, m);
    *out = reinti_room(strlen(p), sizeof **out);
    if (!*out)
        return REINT_NO_MEMORY;
    for (p += strlen("categories"); *p && *p != ';';) {
        size_t length = strcspn(p, " =,;");
        if (length && !reinti_parse_decimal(p, length, *out + n++))
            return REINT_ARGUMENT;
        p += length;
        p += strspn(p, " =,");
    }
    *m = n;
    return REINT_OK;
}

struct categories {
    double *code, *cases, *responses;
    size_t m;
    reint_multiple all;
};

static reint_status
categories(const reint_input *in, struct categories *c, reint_error *err)
{
    struct set s;
    reint_status status = set_read(in, &s, err);

    *c = (struct categories){ NULL, NULL, NULL, 0, { 0, 0, 0 } };
    if (!status) {
        status = read_categories(in, &s, &c->code, &c->m);
        c->cases = reinti_room(c->m, 2 * sizeof *c->cases);
        if (!c->cases)
            status = REINT_NO_MEMORY;
        if (!status) {
            c->responses = c->cases + c->m;
            status = reint_multiple_categories(s.x, in->n, s.k, s.w, c->code, c->m, c->cases, c->responses,
                                               &c->all);
        }
        if (status)
            status = reinti_calc_fail(status, err);
    }
    set_free(&s);
    return status;
}

/* A count as it is, or in per cent of a base. */
enum base { PLAIN, OF_CASES, OF_RESPONSES };

static reint_status
say_categories(const reint_input *in, reinti_sink *out, bool responses, enum base base, reint_error *err)
{
    struct categories c;
    char text[64];
    reint_status status = categories(in, &c, err);

    for (size_t i = 0; i < c.m && !status; i++) {
        double x = responses ? c.responses[i] : c.cases[i],
               of = base == OF_CASES ? c.all.cases : c.all.responses;
        reinti_emit(out, base == PLAIN ? x : reinti_ratio(100 * x, of), "cat=%s",
                    reinti_code_text(NULL, c.code[i], text, sizeof text));
    }
    free(c.code);
    free(c.cases);
    return status;
}

static bool
is_category(const reint_input *in)
{
    return strcmp(in->layout, "mrset_category") == 0;
}

REINTI_COMPUTE(reinti_calc_mr_count)
{
    return dichotomies(in, say_count, out, err);
}

REINTI_COMPUTE(reinti_calc_mr_count_cases)
{
    return say_categories(in, out, false, PLAIN, err);
}

REINTI_COMPUTE(reinti_calc_mr_count_responses)
{
    return say_categories(in, out, true, PLAIN, err);
}

REINTI_COMPUTE(reinti_calc_mr_base)
{
    struct categories c;
    reint_status status;

    if (!is_category(in))
        return dichotomies(in, say_base, out, err);
    status = categories(in, &c, err);
    if (!status) {
        reinti_emit(out, c.all.cases, "cases");
        reinti_emit(out, c.all.responses, "responses");
    }
    free(c.code);
    free(c.cases);
    return status;
}

REINTI_COMPUTE(reinti_calc_mr_pct_cases)
{
    return is_category(in) ? say_categories(in, out, false, OF_CASES, err)
                           : dichotomies(in, say_pct_cases, out, err);
}

REINTI_COMPUTE(reinti_calc_mr_pct_all)
{
    return dichotomies(in, say_pct_all, out, err);
}

REINTI_COMPUTE(reinti_calc_mr_pct_responses)
{
    return is_category(in) ? say_categories(in, out, true, OF_RESPONSES, err)
                           : dichotomies(in, say_pct_responses, out, err);
}

REINTI_COMPUTE(reinti_calc_mr_mean)
{
    return dichotomies(in, say_mean, out, err);
}
