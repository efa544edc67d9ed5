/* follow_report.c -- what `reint follow` asks for: the tables of one question, as a report. */
#include <config.h>

#include <string.h>

#include "table/follow.h"

const char *const reint_follow_words[] = { "participation", "timeline", "transitions", "referral",  "paths",
                                           "domains",       "told",     "time",        "attrition", "numbers",
                                           "sequences",     "periods",  NULL };

static const struct {
    const char *word, *content;
} contents[] = {
    { "participation", "follow-flow" },
    { "participation", "follow-patterns" },
    { "participation", "follow-intervals" },
    { "participation", "follow-losses" },
    { "timeline", "follow-timeline" },
    { "transitions", "follow-transitions" },
    { "transitions", "follow-balance" },
    { "referral", "follow-referral" },
    { "paths", "follow-paths" },
    { "paths", "follow-ever" },
    { "paths", "follow-overlap" },
    { "domains", "follow-domains" },
    { "told", "follow-told" },
    { "told", "follow-disclosed" },
    { "time", "follow-time" },
    { "time", "follow-curve" },
    { "attrition", "follow-attrition" },
    { "attrition", "follow-weights" },
    { "numbers", "follow-paired" },
    { "sequences", "follow-states" },
    { "sequences", "follow-sequences" },
    { "periods", "follow-periods" },
};

static reint_status
unknown_word(const char *word, reint_error *err)
{
    reinti_str hint = REINTI_STR_EMPTY;
    size_t n = 0;

    while (reint_follow_words[n])
        n++;
    reinti_did_you_mean(&hint, word, reint_follow_words, n);
    reint_status status =
        reinti_fail(err, REINT_ARGUMENT, NULL, 0, "people are not followed by \"%.40s\"%s", word, hint.text);
    reinti_str_free(&hint);
    return status;
}

/* Words of "mcnemar,bowker" in ARENA. */
static reint_status
split_tests(const char *text, reinti_arena *arena, reinti_follow_plan *follow, reint_error *err)
{
    const char **word = reinti_arena_alloc(arena, (strlen(text) / 2 + 2) * sizeof *word);

    if (!word)
        return reinti_no_memory(err);
    while (*text) {
        size_t length = strcspn(text, ", ");
        if (length) {
            char *one = reinti_arena_text_n(arena, text, length);
            if (!one)
                return reinti_no_memory(err);
            size_t k = 0;
            while (reinti_follow_test_words[k] && strcmp(reinti_follow_test_words[k], one))
                k++;
            if (!reinti_follow_test_words[k])
                return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                   "there is no test \"%.40s\" of people over time", one);
            word[follow->n_tests++] = one;
        }
        text += length + (text[length] != '\0');
    }
    follow->tests = word;
    return REINT_OK;
}

reint_status
reint_follow_report(reint_study *study, const reint_follow_request *given, reint_report **out,
                    reint_error *err)
{
    reinti_arena *arena = reinti_arena_create();
    reint_follow_request q = { .size = sizeof q };
    reinti_plan_table table[REINTI_LENGTH(contents)] = { 0 };
    size_t n = 0;

    /* a caller built with an older header knows fewer members */
    memcpy(&q, given, given->size && given->size < sizeof q ? given->size : sizeof q);
    *out = NULL;
    if (!arena)
        return reinti_no_memory(err);
    reinti_follow_plan follow = { .same_people = q.same_people != 0,
                                  .seen = q.seen,
                                  .waves = q.waves,
                                  .steps = q.steps,
                                  .pack = q.pack,
                                  .event = q.event,
                                  .form = q.form,
                                  .date = q.date,
                                  .origin = q.origin,
                                  .by = q.by,
                                  .wave = q.wave,
                                  .trim = q.trim };
    reinti_plan_table model = {
        .base = q.base, .exploratory = q.exploratory != 0, .everybody = q.everybody != 0, .follow = &follow
    };
    reint_status status = q.tests ? split_tests(q.tests, arena, &follow, err) : REINT_OK;
    if (!q.variable && !strcmp(reinti_text_or(q.what, ""), "transitions"))
        q.variable = "class";                             /* by its name the rule set's is found */
    if (!strcmp(reinti_text_or(q.what, ""), "periods")) { /* of the records of a form, not of a variable */
        follow.form = q.variable ? q.variable : q.form;
        q.variable = NULL;
    }
    if (!status && q.variable)
        status = reinti_parts_parse(arena, q.variable, NULL, &model.rows, err);
    if (!status && q.later)
        status = reinti_parts_parse(arena, q.later, NULL, &model.columns, err);
    for (size_t i = 0; !status && i < REINTI_LENGTH(contents); i++)
        if (!strcmp(contents[i].word, reinti_text_or(q.what, ""))) {
            table[n] = model;
            table[n].content = contents[i].content;
            table[n++].id = contents[i].content;
        }
    if (!status && !n)
        status = unknown_word(reinti_text_or(q.what, ""), err);
    if (status) {
        reinti_arena_free(arena);
        return status;
    }
    reinti_plan plan = { .language = q.language, .ruleset = q.ruleset, .n_tables = n, .table = table };
    return reinti_report_make(study, &plan, arena, false, out, NULL, err);
}
