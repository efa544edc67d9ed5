/* example_study.h -- the example studies of people, read into a study: for the tests of their classes and of the numbers
 * in their READMEs. */
#ifndef EXAMPLE_STUDY_H
#define EXAMPLE_STUDY_H

#include "check.h"

#include <stdbool.h>
#include <unistd.h>

#include "assess/provide.h"
#include "frame/frame.h"
#include "ingest/ingest.h"

typedef struct input {
    const char *file, *form;
} input;

typedef struct example {
    char path[64];
    reint_codebook *cb;
    reint_study *study;
    reinti_frames *frames;
    size_t warnings;
} example;

static reint_error err;

static inline void
assert_done(reint_status status, const char *what)
{
    if (status)
        fail_msg("%s: %s:%ld %s", what, err.file, err.line, err.text);
}

static inline void
open_example(example *x, const char *folder, const input *inputs, size_t n)
{
    reint_findings *findings = reint_findings_create();
    char file[256];

    *x = (example){ 0 };
    snprintf(x->path, sizeof x->path, "test-example-%ld.reint", (long)getpid());
    unlink(x->path);
    assert_done(
        reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &x->cb, findings, &err),
        "codebook");
    assert_done(reint_study_create(x->path, x->cb, &x->study, &err), "study");
    for (size_t i = 0; i < n; i++) {
        reint_ingest_options options = { .size = sizeof options, .form = inputs[i].form };
        reint_batch batch = { 0 };
        snprintf(file, sizeof file, "examples/%s/%s", folder, inputs[i].file);
        assert_done(reint_ingest_file(x->study, source_path(file), &options, &batch, findings, &err), file);
        assert_true(batch.read > 0);
        assert_int_equal(batch.rejected, 0);
        assert_int_equal(batch.accepted, batch.read);
    }
    x->warnings = reint_findings_count(findings);
    reint_findings_free(findings);
    assert_done(reinti_frames_open(x->study, &x->frames, &err), "frames");
    assert_done(reinti_assess_provide(x->frames, &err), "classes");
}

static inline void
close_example(example *x)
{
    char cache[80];

    reinti_frames_free(x->frames);
    reint_study_free(x->study);
    reint_codebook_free(x->cb);
    snprintf(cache, sizeof cache, "%s-cache", x->path);
    unlink(x->path);
    unlink(cache);
}

static inline reinti_frame *
frame_of(const example *x, const char *form)
{
    reinti_frame *frame = NULL;

    assert_done(reinti_frames_get(x->frames, reinti_codebook_find_form(x->cb, form), &frame, &err), form);
    return frame;
}

static inline const reinti_column *
column_of(const example *x, const char *form, const char *name)
{
    const reinti_column *c = NULL;

    assert_done(reinti_frame_column(frame_of(x, form), name, &c, &err), name);
    return c;
}

static inline const char *
code_at(const reinti_column *c, size_t row)
{
    return c->category[reinti_column_category(c, row)].code;
}

/* Rows of FORM for which CONDITION holds and NAME has CODE. */
static inline size_t
count(const example *x, const char *form, const char *name, const char *code, const char *condition)
{
    const reinti_column *c = column_of(x, form, name);
    const int8_t *holds = NULL;
    size_t n = 0;

    assert_done(reinti_frame_condition(frame_of(x, form), condition, &holds, &err), condition);
    for (size_t i = 0; i < c->n; i++)
        n += holds[i] == 1 && !strcmp(code_at(c, i), code);
    return n;
}

static const input going_home[] = {
    { "person.csv", "person" },
    { "consent.csv", "consent" },
    { "episode.csv", "episode" },
    { "interview-w1.csv", "interview" },
    { "interview-w2.csv", "interview" },
    { "contact.csv", "contact" },
    { "stage.csv", "stage" },
    { "need.csv", "need" },
    { "support.csv", "support" },
    { "referral.csv", "referral" },
    { "domain.csv", "domain" },
    { "told.csv", "told" },
    { "coding_session.csv", "coding_session" },
    { "coding.csv", "coding" },
};

#define CASES(STAGE)                                                                                         \
    {                                                                                                        \
        { "person.csv", "person" }, { "episode.csv", "episode" }, { "interview.csv", "interview" },          \
            { STAGE, "stage" }, { "need.csv", "need" }, { "support.csv", "support" },                        \
            { "domain.csv", "domain" }, { "coding_session.csv", "coding_session" },                          \
            { "coding.csv", "coding" },                                                                      \
    }

static const input cases[] = CASES("stage.csv"), closed_cases[] = CASES("stage-closed.csv");

/* One of the coder's three classes, or "" for what is none of them. */
static inline const char *
joined(const char *class)
{
    if (!strcmp(class, "unassisted"))
        return "unassisted";
    if (!strcmp(class, "under_assisted"))
        return "under_assisted";
    return strstr(class, "assisted") ? "assisted" : "";
}

#endif
