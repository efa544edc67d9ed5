/* follow_report.c -- what `reint follow` asks for: the tables of one question, as a report. */
#include <config.h>

#include <string.h>

#include "table/follow.h"

const char *const reint_follow_words[] = { "participation", "timeline", "transitions", "change",  "model",
                                           "referral",      "paths",    "domains",     "told",    "time",
                                           "attrition",     "numbers",  "sequences",   "periods", "relatives",
                                           "person",        "clusters", NULL };

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
    { "change", "follow-probabilities" },
    { "model", "follow-model" },
    { "referral", "follow-referral" },
    { "paths", "follow-paths" },
    { "paths", "follow-ever" },
    { "paths", "follow-overlap" },
    { "domains", "follow-domains" },
    { "domains", "follow-domain-states" },
    { "person", "follow-profile" },
    { "told", "follow-told" },
    { "told", "follow-disclosed" },
    { "time", "follow-time" },
    { "time", "follow-curve" },
    { "time", "follow-lifetable" },
    { "attrition", "follow-attrition" },
    { "attrition", "follow-weights" },
    { "attrition", "follow-sensitivity" },
    { "numbers", "follow-paired" },
    { "sequences", "follow-states" },
    { "sequences", "follow-sequences" },
    { "clusters", "follow-clusters" },
    { "periods", "follow-periods" },
    { "relatives", "follow-relatives" },
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

static reint_status
read_months(const char *text, const char *what, reinti_arena *arena, const double **out, size_t *n,
            reint_error *err)
{
    const char *const *word = NULL;
    reint_status status = reinti_words_split(arena, text, &word, n, err);
    double *month = status ? NULL : reinti_arena_alloc(arena, (*n + 1) * sizeof *month);

    if (!status && !month)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < *n; i++)
        if (!reinti_parse_decimal(word[i], strlen(word[i]), &month[i]) || month[i] < 0 ||
            (i && month[i] <= month[i - 1]))
            status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s are months that rise, such as 6,12", what);
    *out = month;
    return status;
}

/* What Q says of FOLLOW in words. */
static reint_status
read_words(const reint_follow_request *q, reinti_arena *arena, reinti_follow_plan *follow, reint_error *err)
{
    size_t limits = 0, model = 0, correlation = 0, errors = 0;
    reint_status status =
        reinti_words_read(arena, q->tests, reinti_follow_test_words, "test of people over time",
                          &follow->tests, &follow->n_tests, err);

    if (!status)
        status = reinti_words_split(arena, q->on, &follow->on, &follow->n_on, err);
    if (!status)
        status = reinti_words_split(arena, q->codes, &follow->codes, &follow->n_codes, err);
    if (!status)
        status = read_months(q->gaps, "gaps", arena, &follow->gaps, &follow->n_gaps, err);
    if (!status)
        status = read_months(q->breaks, "breaks", arena, &follow->breaks, &follow->n_breaks, err);
    if (!status && follow->n_breaks && follow->breaks[0] != 0)
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "breaks begin with 0");
    if (!status)
        status = reinti_words_place(q->limits, reinti_follow_limit_words, "kind of limits", &limits, err);
    if (!status)
        status = reinti_words_place(q->model, reinti_follow_model_words, "model", &model, err);
    if (!status)
        status = reinti_words_place(q->correlation, reinti_follow_correlation_words, "correlation",
                                    &correlation, err);
    if (!status)
        status = reinti_words_place(q->errors, reinti_follow_error_words, "kind of errors", &errors, err);
    follow->limits = (reint_survival_limit)limits;
    follow->conditional = model == 1;
    follow->exchangeable = correlation == 1;
    follow->errors = q->errors ? REINT_ERRORS_ROBUST + errors : 0;
    return status;
}

/* The table of what the lost could change: of the variable asked for, weighted by the attributes that are compared. */
static reint_status
make_sensitivity(const reint_follow_request *q, reinti_arena *arena, reinti_plan_table *t, reint_error *err)
{
    reint_status status = reinti_follow_weights_of(arena, q->variable, q->wave, q->trim, &t->attrition, err);

    return status ? status : reinti_parts_parse(arena, q->sensitivity, NULL, &t->rows, err);
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
                                  .source = q.source,
                                  .person = q.person,
                                  .event = q.event,
                                  .form = q.form,
                                  .date = q.date,
                                  .origin = q.origin,
                                  .by = q.by,
                                  .wave = q.wave,
                                  .trim = q.trim,
                                  .horizon = q.horizon,
                                  .groups = q.groups };
    reinti_plan_table model = { .view = q.view,
                                .base = q.base,
                                .exploratory = q.exploratory != 0,
                                .everybody = q.everybody != 0,
                                .follow = &follow };
    reint_status status = read_words(&q, arena, &follow, err);
    if (!q.variable &&
        (!strcmp(reinti_text_or(q.what, ""), "transitions") || !strcmp(reinti_text_or(q.what, ""), "change")))
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
            bool sensitive = !strcmp(contents[i].content, "follow-sensitivity");
            if (sensitive && !q.sensitivity)
                continue;
            table[n] = model;
            /* there is none of events that are known by intervals only, and none of scores */
            table[n].optional = !strcmp(contents[i].content, "follow-lifetable") ||
                                !strcmp(contents[i].content, "follow-domain-states");
            table[n].no_picture =
                !strcmp(contents[i].content, "follow-curve"); /* the same as that of round times */
            if (sensitive)
                status = make_sensitivity(&q, arena, &table[n], err);
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
