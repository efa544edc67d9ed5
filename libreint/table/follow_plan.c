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
                                               NULL };

static const char *const people_words[] = { "all", "same", NULL };
const char *const reinti_follow_test_words[] = { "mcnemar", "bowker", "stuart_maxwell", "logrank", NULL };

void
reinti_follow_plan_bind(reinti_yaml_file *file, const reinti_yaml *node, reinti_follow_plan *out)
{
    static const char *const keys[] = { "people",   "seen",    "waves", "steps", "tests",
                                        "referral", "receipt", "pack",  NULL };
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
    out->pack = reinti_yaml_text(file, reinti_yaml_get(node, "pack"), "pack");
    if (reinti_yaml_get(node, "steps") &&
        reinti_yaml_integer(file, reinti_yaml_get(node, "steps"), "steps", 1, 63, &steps))
        out->steps = (size_t)steps;
    const char *const *wave = NULL;
    size_t n = reinti_yaml_texts(file, reinti_yaml_get(node, "waves"), "waves", &wave);
    reinti_str s = REINTI_STR_EMPTY;
    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? "," : "", wave[i]);
    out->waves = n && !s.failed ? reinti_arena_text(file->arena, s.text) : NULL;
    reinti_str_free(&s);
    tests = reinti_yaml_get(node, "tests");
    out->n_tests = reinti_yaml_texts(file, tests, "tests", &out->tests);
    for (size_t i = 0; i < out->n_tests; i++) {
        size_t k = 0;
        while (reinti_follow_test_words[k] && !reinti_equal(reinti_follow_test_words[k], out->tests[i]))
            k++;
        if (!reinti_follow_test_words[k])
            reinti_yaml_find(
                file, tests, REINT_ERROR, "unknown_word",
                "\"%s\" is no test of people over time; there are mcnemar, bowker, stuart_maxwell, logrank",
                out->tests[i]);
    }
}
