/* test_crosswalk.c -- codes whose meaning changed between waves: same, recoded, split, not comparable, and not said; worked
 * out by hand on three invented persons. */
#include <config.h>

#include "frame_study.h"

#include "follow/panel.h"
#include "table/cells.h"

/* From the second wave on "casual" means by the day, "farm" one's own land only, "shop" was merely reworded. */
#define CODEBOOK(casual)                                                                                     \
    "reint: 1\n"                                                                                             \
    "study: {id: t, title: T, sampling: census, small_base: 5}\n"                                            \
    "waves: [{id: w1}, {id: w2}, {id: w3}]\n"                                                                \
    "missing: {refused: [97], not_stated: [\"\"]}\n"                                                         \
    "lists:\n"                                                                                               \
    "  work:\n"                                                                                              \
    "    none: None\n"                                                                                       \
    "    casual: {label: By the day, changed: w2" casual "}\n"                                               \
    "    farm: {label: Own land, changed: w2, before: \"farm; hired\"}\n"                                    \
    "    hired: On others' land\n"                                                                           \
    "    shop: {label: A shop, changed: w2, before: same}\n"                                                 \
    "    jobs: Several jobs\n"                                                                               \
    "forms:\n"                                                                                               \
    "  person: {key: [person], variables: {person: {type: person}}}\n"                                       \
    "  interview:\n"                                                                                         \
    "    key: [person, wave]\n"                                                                              \
    "    variables: {work: {label: Work, list: work}}\n"

static const char recoded[] = CODEBOOK(", before: jobs"),
                  not_comparable[] = CODEBOOK(", before: not_comparable"), not_said[] = CODEBOOK("");
static const char *const persons[] = { "A", "B", "C" };
static const char *const interviews[] = { "A|w1|casual", "A|w2|casual", "A|w3|none",
                                          "B|w1|farm",   "B|w2|hired",  "B|w3|farm",
                                          "C|w1|shop",   "C|w2|shop",   "C|w3|!refused" };

static void
open_study(struct study *s, const char *codebook)
{
    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "interview", interviews, REINTI_LENGTH(interviews));
    study_frames(s);
}

static const char *
code_at(struct study *s, const char *form, const char *column, size_t row)
{
    const reinti_column *c = study_column(study_frame(s, form), column);
    return c->category[reinti_column_category(c, row)].code;
}

static void
what_was_recorded_before_is_read_in_the_codes_of_today(void **state)
{
    static const char *const want[] = { "jobs", "casual", "none", "undetermined", "hired",
                                        "farm", "shop",   "shop", "refused" };
    struct study s;
    (void)state;

    open_study(&s, recoded);
    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        assert_string_equal(code_at(&s, "interview", "work.aligned", i), want[i]);
        assert_string_equal(code_at(&s, "interview", "work_aligned", i), want[i]);
    }
    const reinti_column *c = study_column(study_frame(&s, "interview"), "work.aligned");
    assert_int_equal(c->possible[3], 1 << 2 | 1 << 3); /* farm or hired */
    assert_int_equal(c->possible[0], 1 << 5);
    assert_int_equal(c->possible[8], 0);
    /* columns that carry one wave to another are in the codes of today; the record itself stays as it was written */
    assert_string_equal(code_at(&s, "person", "w1_work", 0), "jobs");
    assert_string_equal(code_at(&s, "interview", "prev_work", 1), "jobs");
    assert_string_equal(code_at(&s, "interview", "work", 0), "casual");
    study_free(&s);
}

/* "farm" split at the second wave into own and others' land, and both became "land" at the third; "casual" was narrowed
 * twice; of "shop" nobody said what it meant before the third.  Worked out by hand. */
static void
changes_follow_one_another_over_the_waves(void **state)
{
    static const char chain[] =
        "reint: 1\n"
        "study: {id: t, title: T, sampling: census, small_base: 5}\n"
        "waves: [{id: w1}, {id: w2}, {id: w3}]\n"
        "missing: {refused: [97], not_stated: [\"\"]}\n"
        "lists:\n"
        "  work:\n"
        "    none: None\n"
        "    casual: {label: By the hour, changed: \"w2; w3\", before: \"casual; jobs | jobs\"}\n"
        "    farm: {label: Own land, changed: \"w2; w3\", before: \"farm; hired | land\"}\n"
        "    hired: {label: On others' land, changed: w3, before: land}\n"
        "    land: On the land\n"
        "    jobs: Several jobs\n"
        "    shop: {label: A shop, changed: \"w2; w3\", before: same | not_comparable}\n"
        "forms:\n"
        "  person: {key: [person], variables: {person: {type: person}}}\n"
        "  interview:\n"
        "    key: [person, wave]\n"
        "    variables: {work: {label: Work, list: work}}\n";
    static const char *const rows[] = { "A|w1|farm",   "A|w2|hired",  "A|w3|land",
                                        "B|w1|casual", "B|w2|casual", "B|w3|casual",
                                        "C|w1|none",   "C|w2|farm",   "C|w3|jobs" };
    static const char *const want[] = { "land",   "land", "land", "jobs", "jobs",
                                        "casual", "none", "land", "jobs" };
    static const char *const shops[] = { "A|w2|shop", "A|w3|none" };
    struct study s;
    const reinti_column *c = NULL;
    (void)state;

    study_create(&s, chain);
    study_fill(&s, "person", persons, REINTI_LENGTH(persons));
    study_fill(&s, "interview", rows, REINTI_LENGTH(rows));
    study_frames(&s);
    for (size_t i = 0; i < REINTI_LENGTH(want); i++)
        assert_string_equal(code_at(&s, "interview", "work.aligned", i), want[i]);
    study_free(&s);
    study_create(&s, chain);
    study_fill(&s, "person", persons, REINTI_LENGTH(persons));
    study_fill(&s, "interview", shops, REINTI_LENGTH(shops));
    study_frames(&s);
    assert_int_equal(reinti_frame_column(study_frame(&s, "interview"), "work.aligned", &c, ERR),
                     REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text,
                           "code \"shop\" of \"work\" changed its meaning at wave \"w3\", and what it meant "
                           "before is not comparable"));
    study_free(&s);
}

static void
people_are_followed_over_a_change_by_its_crosswalk(void **state)
{
    struct study s;
    reint_follow_transitions t;
    reint_follow *f = NULL;
    (void)state;

    open_study(&s, recoded);
    const reint_follow_options options = { .size = sizeof options, .waves = "w1,w2" };
    assert_ok(reinti_follow_on(s.frames, &options, &f, ERR));
    assert_ok(reint_follow_move(f, "work", NULL, 1, &t, ERR));
    const reint_follow_step *step = &t.step[0];
    assert_int_equal(step->n, 3);
    size_t k = t.k;
    assert_close(step->count[5 * (k + 1) + 1], 1,
                 0); /* A: from several jobs to by the day: moved, though the code is the same */
    assert_close(step->low[3 * k + 3], 0, 0); /* B: from one's own or others' land to others' */
    assert_close(step->high[3 * k + 3], 1, 0);
    assert_close(step->high[2 * k + 3], 1, 0);
    assert_close(step->count[4 * (k + 1) + 4], 1, 0); /* C */
    assert_close(step->stayed_low, 1, 0);
    assert_close(step->stayed_high, 2, 0);
    reint_follow_free(f);
    study_free(&s);
}

static void
what_cannot_be_compared_is_refused_and_one_side_is_not(void **state)
{
    static const struct {
        const char *codebook, *says;
    } cases[] = { { not_comparable,
                    "changed its meaning at wave \"w2\", and what it meant before is not comparable" },
                  { not_said, "the codebook does not say what it meant before" } };
    (void)state;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_follow_request q = { .size = sizeof q, .what = "transitions", .variable = "work" };
        reint_report *r = NULL;
        struct study s;
        open_study(&s, cases[i].codebook);
        assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
        if (!strstr(ERR->text, cases[i].says))
            fail_msg("\"%s\" is not in: %s", cases[i].says, ERR->text);
        q.what = "sequences";
        assert_int_equal(reint_follow_report(s.study, &q, &r, ERR), REINT_ARGUMENT);
        q.waves = "w2,w3"; /* after the change */
        assert_ok(reint_follow_report(s.study, &q, &r, ERR));
        reint_report_free(r);
        const reinti_column *c = NULL;
        assert_int_equal(reinti_frame_column(study_frame(&s, "person"), "w1_work", &c, ERR), REINT_ARGUMENT);
        study_free(&s);
    }
}

static void
a_table_does_not_mix_two_meanings_under_one_label(void **state)
{
    static const struct {
        reint_table_request q;
        bool refused;
    } cases[] = {
        { { .unit = "interview", .rows = "work", .columns = "wave" }, true },
        { { .unit = "interview", .rows = "wave", .columns = "work" }, true },
        { { .unit = "interview", .rows = "wave", .by = "work" }, true },
        { { .unit = "interview", .rows = "work" }, true }, /* pooled */
        { { .unit = "interview", .rows = "work.aligned", .columns = "wave" }, false },
        { { .unit = "interview", .rows = "work", .base = "wave = 'w1'" }, false },
        { { .unit = "interview", .rows = "work", .base = "wave <> 'w1'" }, false },
        { { .unit = "interview", .rows = "work", .base = "person = 'C'" }, false }, /* only reworded */
        { { .unit = "person", .rows = "w1_work", .columns = "w2_work" }, false },
    };
    struct study s;
    (void)state;

    open_study(&s, recoded);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_table_request q = cases[i].q;
        reint_report *r = NULL;
        q.size = sizeof q;
        reint_status status = reint_tabulate(s.study, &q, &r, ERR);
        if (status != (cases[i].refused ? REINT_ARGUMENT : REINT_OK))
            fail_msg("table %zu: %d, %s", i, status, ERR->text);
        if (cases[i].refused && !strstr(ERR->text, "take \"work.aligned\", or keep to one side (base)"))
            fail_msg("table %zu: %s", i, ERR->text);
        reint_report_free(r);
    }
    study_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_recorded_before_is_read_in_the_codes_of_today),
        cmocka_unit_test(changes_follow_one_another_over_the_waves),
        cmocka_unit_test(people_are_followed_over_a_change_by_its_crosswalk),
        cmocka_unit_test(what_cannot_be_compared_is_refused_and_one_side_is_not),
        cmocka_unit_test(a_table_does_not_mix_two_meanings_under_one_label),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
