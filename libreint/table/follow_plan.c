/* follow_plan.c -- what a plan says under `follow:`, and the words of `content` that are of people over time. */
#include <config.h>

#include "table/follow.h"

const char *const reinti_follow_contents[] = { "follow-flow",
                                               "follow-patterns",
                                               "follow-intervals",
                                               "follow-losses",
                                               "follow-timeline",
                                               "follow-transitions",
                                               "follow-balance",
                                               "follow-paths",
                                               "follow-ever",
                                               "follow-overlap",
                                               "follow-referral",
                                               "follow-domains",
                                               "follow-told",
                                               "follow-disclosed",
                                               "follow-time",
                                               "follow-curve",
                                               "follow-attrition",
                                               "follow-weights",
                                               "follow-paired",
                                               "follow-states",
                                               "follow-sequences",
                                               "follow-periods",
                                               NULL };

static const char *const people_words[] = { "all", "same", NULL };
const char *const reinti_follow_test_words[] = { "mcnemar",  "bowker",    "stuart_maxwell",
                                                 "logrank",  "cochran_q", "paired_t",
                                                 "wilcoxon", "friedman",  NULL };

/* A quantile. */
static void
bind_trim(reinti_yaml_file *file, const reinti_yaml *node, double *out)
{
    double x;

    if (!node || !reinti_yaml_decimal(file, node, "trim", &x))
        return;
    if (x > 0.5 && x < 1)
        *out = x;
    else
        reinti_yaml_find(file, node, REINT_ERROR, "out_of_range", "trim is a quantile above 0.5 and below 1");
}

static const char *
join(reinti_yaml_file *file, const char *const *text, size_t n, const char *between)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? between : "", text[i]);
    const char *joined = n && !s.failed ? reinti_arena_text(file->arena, s.text) : NULL;
    reinti_str_free(&s);
    return joined;
}

reinti_follow_weights *
reinti_follow_weights_bind(reinti_yaml_file *file, const reinti_yaml *node)
{
    static const char *const keys[] = { "variables", "wave", "waves", "seen", "trim", "min_events", NULL };
    reinti_follow_weights *w = node ? reinti_arena_alloc(file->arena, sizeof *w) : NULL;
    const char *const *wave = NULL;

    if (!w || !reinti_yaml_keys(file, node, "attrition", keys))
        return NULL;
    w->model.size = sizeof w->model;
    w->model.n_variables =
        reinti_yaml_texts(file, reinti_yaml_need(file, node, "variables"), "variables", &w->model.variable);
    w->model.wave = reinti_yaml_text(file, reinti_yaml_get(node, "wave"), "wave");
    w->seen = reinti_yaml_text(file, reinti_yaml_get(node, "seen"), "seen");
    size_t n = reinti_yaml_texts(file, reinti_yaml_get(node, "waves"), "waves", &wave);
    w->waves = join(file, wave, n, ",");
    bind_trim(file, reinti_yaml_get(node, "trim"), &w->model.trim);
    const reinti_yaml *least = reinti_yaml_get(node, "min_events");
    if (least && reinti_yaml_decimal(file, least, "min_events", &w->model.min_events) &&
        w->model.min_events < 1)
        reinti_yaml_find(file, least, REINT_ERROR, "out_of_range", "min_events is at least 1");
    w->words = reinti_text_or(join(file, w->model.variable, w->model.n_variables, ", "), "");
    return w;
}

void
reinti_follow_plan_bind(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out)
{
    static const char *const keys[] = { "people",  "seen", "waves", "steps", "tests", "referral",
                                        "receipt", "pack", "event", "form",  "date",  "origin",
                                        "by",      "wave", "trim",  NULL };
    const reinti_yaml *people, *tests;
    int64_t steps = 1;

    *out = (reinti_follow_plan){ 0 };
    if (!node || !reinti_yaml_keys(file, node, "follow", keys))
        return;
    people = reinti_yaml_get(node, "people");
    out->same_people = people && reinti_yaml_word(file, people, "people", people_words) == 1;
    out->seen = reinti_yaml_text(file, reinti_yaml_get(node, "seen"), "seen");
    out->referral = reinti_yaml_text(file, reinti_yaml_get(node, "referral"), "referral");
    out->receipt = reinti_yaml_text(file, reinti_yaml_get(node, "receipt"), "receipt");
    out->event = reinti_yaml_text(file, reinti_yaml_get(node, "event"), "event");
    out->form = reinti_yaml_text(file, reinti_yaml_get(node, "form"), "form");
    out->date = reinti_yaml_text(file, reinti_yaml_get(node, "date"), "date");
    out->origin = reinti_yaml_text(file, reinti_yaml_get(node, "origin"), "origin");
    out->by = reinti_yaml_text(file, reinti_yaml_get(node, "by"), "by");
    out->wave = reinti_yaml_text(file, reinti_yaml_get(node, "wave"), "wave");
    bind_trim(file, reinti_yaml_get(node, "trim"), &out->trim);
    out->pack = reinti_yaml_text(file, reinti_yaml_get(node, "pack"), "pack");
    if (reinti_yaml_get(node, "steps") &&
        reinti_yaml_integer(file, reinti_yaml_get(node, "steps"), "steps", 1, 63, &steps))
        out->steps = (size_t)steps;
    const char *const *wave = NULL;
    size_t n = reinti_yaml_texts(file, reinti_yaml_get(node, "waves"), "waves", &wave);
    out->waves = join(file, wave, n, ",");
    tests = reinti_yaml_get(node, "tests");
    out->n_tests = reinti_yaml_texts(file, tests, "tests", &out->tests);
    for (size_t i = 0; i < out->n_tests; i++) {
        size_t k = 0;
        while (reinti_follow_test_words[k] && !reinti_equal(reinti_follow_test_words[k], out->tests[i]))
            k++;
        if (!reinti_follow_test_words[k])
            reinti_yaml_find(file, tests, REINT_ERROR, "unknown_word",
                             "\"%s\" is no test of people over time; there are mcnemar, bowker, "
                             "stuart_maxwell, cochran_q, paired_t, wilcoxon, friedman, logrank",
                             out->tests[i]);
    }
}
