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
                                               "follow-probabilities",
                                               "follow-model",
                                               "follow-paths",
                                               "follow-ever",
                                               "follow-overlap",
                                               "follow-referral",
                                               "follow-domains",
                                               "follow-domain-states",
                                               "follow-profile",
                                               "follow-told",
                                               "follow-disclosed",
                                               "follow-time",
                                               "follow-curve",
                                               "follow-lifetable",
                                               "follow-attrition",
                                               "follow-weights",
                                               "follow-sensitivity",
                                               "follow-paired",
                                               "follow-states",
                                               "follow-sequences",
                                               "follow-clusters",
                                               "follow-periods",
                                               "follow-relatives",
                                               NULL };

static const char *const people_words[] = { "all", "same", NULL };
const char *const reinti_follow_test_words[] = { "mcnemar",  "bowker",    "stuart_maxwell",
                                                 "logrank",  "cochran_q", "paired_t",
                                                 "wilcoxon", "friedman",  "homogeneity",
                                                 "kappa",    NULL };
const char *const reinti_follow_limit_words[] = {
    [REINT_LIMIT_LOG] = "log", [REINT_LIMIT_PLAIN] = "plain", [REINT_LIMIT_LOG_LOG] = "log-log", NULL
};
const char *const reinti_follow_model_words[] = { "gee", "conditional", NULL };
const char *const reinti_follow_correlation_words[] = { "independence", "exchangeable", NULL };
const char *const reinti_follow_error_words[] = { "robust", "mancl_derouen", "kauermann_carroll", NULL };

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

/* What is needed to fit anything: at least 1. */
static void
bind_least(reinti_yaml_file *file, const reinti_yaml *node, const char *key, double *out)
{
    const reinti_yaml *least = reinti_yaml_get(node, key);

    if (least && reinti_yaml_decimal(file, least, key, out) && !(*out >= 1))
        reinti_yaml_find(file, least, REINT_ERROR, "out_of_range", "%s is at least 1", key);
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
    bind_least(file, node, "min_events", &w->model.min_events);
    w->words = reinti_text_or(join(file, w->model.variable, w->model.n_variables, ", "), "");
    return w;
}

/* Months above 0 (from 0 on, if FROM_ZERO) that rise. */
static size_t
bind_months(reinti_yaml_file *file, const reinti_yaml *node, const char *what, bool from_zero,
            const double **out)
{
    size_t n = 0;

    if (!node || !reinti_yaml_is_list(file, node, what))
        return 0;
    double *month = reinti_arena_alloc(file->arena, (node->n + 1) * sizeof *month);
    for (size_t i = 0; month && i < node->n; i++) {
        if (!reinti_yaml_decimal(file, node->item[i], what, &month[n]))
            continue;
        if (from_zero && i == 0 ? month[n] != 0 : !(month[n] > (n ? month[n - 1] : 0)))
            reinti_yaml_find(file, node->item[i], REINT_ERROR, "out_of_range",
                             from_zero ? "%s are months that begin with 0 and rise"
                                       : "%s are months above 0 that rise",
                             what);
        n++;
    }
    *out = month;
    return month ? n : 0;
}

static void
bind_time(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out)
{
    const reinti_yaml *limits = reinti_yaml_get(node, "limits"), *horizon = reinti_yaml_get(node, "horizon");

    out->event = reinti_yaml_text(file, reinti_yaml_get(node, "event"), "event");
    out->form = reinti_yaml_text(file, reinti_yaml_get(node, "form"), "form");
    out->date = reinti_yaml_text(file, reinti_yaml_get(node, "date"), "date");
    out->origin = reinti_yaml_text(file, reinti_yaml_get(node, "origin"), "origin");
    out->by = reinti_yaml_text(file, reinti_yaml_get(node, "by"), "by");
    out->n_gaps = bind_months(file, reinti_yaml_get(node, "gaps"), "gaps", false, &out->gaps);
    out->n_breaks = bind_months(file, reinti_yaml_get(node, "breaks"), "breaks", true, &out->breaks);
    int word = limits ? reinti_yaml_word(file, limits, "limits", reinti_follow_limit_words) : 0;
    out->limits = word > 0 ? (reint_survival_limit)word : REINT_LIMIT_LOG;
    if (horizon && reinti_yaml_decimal(file, horizon, "horizon", &out->horizon) && !(out->horizon > 0))
        reinti_yaml_find(file, horizon, REINT_ERROR, "out_of_range", "horizon is in months, above 0");
}

static void
bind_model(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out)
{
    const reinti_yaml *model = reinti_yaml_get(node, "model"),
                      *correlation = reinti_yaml_get(node, "correlation"),
                      *errors = reinti_yaml_get(node, "errors"),
                      *reference = reinti_yaml_get(node, "reference");
    int64_t persons = 0, groups = 0;

    out->conditional = model && reinti_yaml_word(file, model, "model", reinti_follow_model_words) == 1;
    out->exchangeable = correlation && reinti_yaml_word(file, correlation, "correlation",
                                                        reinti_follow_correlation_words) == 1;
    int word = errors ? reinti_yaml_word(file, errors, "errors", reinti_follow_error_words) : -1;
    out->errors = word >= 0 ? REINT_ERRORS_ROBUST + (size_t)word : 0;
    out->n_on = reinti_yaml_texts(file, reinti_yaml_get(node, "on"), "on", &out->on);
    out->n_codes = reinti_yaml_texts(file, reinti_yaml_get(node, "codes"), "codes", &out->codes);
    bind_least(file, node, "min_events", &out->min_events);
    if (reinti_yaml_get(node, "min_persons") &&
        reinti_yaml_integer(file, reinti_yaml_get(node, "min_persons"), "min_persons", 1, 1000000, &persons))
        out->min_persons = (size_t)persons;
    if (reinti_yaml_get(node, "groups") &&
        reinti_yaml_integer(file, reinti_yaml_get(node, "groups"), "groups", 2, REINT_FOLLOW_MOST_GROUPS,
                            &groups))
        out->groups = (size_t)groups;
    out->has_reference = reference && reinti_yaml_decimal(file, reference, "reference", &out->reference);
    if (out->has_reference && !(out->reference >= 0 && out->reference <= 1))
        reinti_yaml_find(file, reference, REINT_ERROR, "out_of_range", "reference is a share from 0 to 1");
}

void
reinti_follow_plan_bind(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out)
{
    static const char *const keys[] = {
        "people",     "seen",        "waves",   "steps",     "tests",       "referral", "receipt", "pack",
        "event",      "form",        "date",    "origin",    "by",          "wave",     "trim",    "gaps",
        "breaks",     "limits",      "horizon", "model",     "correlation", "errors",   "on",      "codes",
        "min_events", "min_persons", "groups",  "reference", "source",      "person",   NULL
    };
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
    bind_time(file, node, out);
    bind_model(file, node, out);
    out->wave = reinti_yaml_text(file, reinti_yaml_get(node, "wave"), "wave");
    bind_trim(file, reinti_yaml_get(node, "trim"), &out->trim);
    out->pack = reinti_yaml_text(file, reinti_yaml_get(node, "pack"), "pack");
    out->source = reinti_yaml_text(file, reinti_yaml_get(node, "source"), "source");
    out->person = reinti_yaml_text(file, reinti_yaml_get(node, "person"), "person");
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
            reinti_yaml_find(
                file, tests, REINT_ERROR, "unknown_word",
                "\"%s\" is no test of people over time; there are mcnemar, bowker, "
                "stuart_maxwell, cochran_q, paired_t, wilcoxon, friedman, homogeneity, logrank, kappa",
                out->tests[i]);
    }
}
