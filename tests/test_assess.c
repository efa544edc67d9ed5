/* test_assess.c -- the public face: classified units, judgements, explanations in two languages, questions,
 * and what is refused.  The persons and their facts are few enough to say by hand what the sentences must
 * hold. */
#include <config.h>

#include "frame_study.h"

#include "assess/assess.h"

static const char *const persons[] = { "SYN-001|trafficked|female", "SYN-002|trafficked|male",
                                       "SYN-003|trafficked|male", "SYN-004|relative|male" };
static const char *const episodes[] = {
    "SYN-001|1|domestic_work|domestic_work|abroad|~|25",
    "SYN-002|1|plantation|plantation|abroad|~|30",
    "SYN-003|1|plantation|plantation|abroad|~|30",
};
static const char *const interviews[] = {
    "SYN-001|w1|~|~|complete|~|early_home|1",
    "SYN-001|w2|~|~|complete|~|later_home|1",
    "SYN-002|w1|~|~|complete|~|early_home|1",
    "SYN-003|w1|~|~|complete|~|!refused|1",
};
#define STAGE(who, stage, source, asked)                                                                     \
    who "|1|" stage "|" source "|missed_at_entry|practical|no|~|~|~|" asked
static const char *const stages[] = { STAGE("SYN-001", "early_home", "w1", "all"),
                                      STAGE("SYN-001", "later_home", "w2", "all"),
                                      STAGE("SYN-002", "early_home", "w1", "some") };
static const char *const needs[] = {
    "SYN-001|1|early_home|S02|w1|continuing",
    "SYN-001|1|early_home|S05|w1|continuing",
    "SYN-001|1|later_home|S02|w2|met",
    "SYN-002|1|early_home|S02|w1|continuing",
};
static const char *const supports[] = {
    "SYN-001|1|1|early_home|S02|w1|government|formal|~|~|received_full|~|once",
    "SYN-001|2|1|early_home|S03|w1|ngo|formal|~|~|declined",
    "SYN-001|3|1|later_home|S02|w2|government|formal|~|~|received_full|~|repeated",
};

static int
setup(void **state)
{
    struct study *s = calloc(1, sizeof *s);

    snprintf(s->folder, sizeof s->folder, "/tmp/reint-assess-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    assert_ok(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &s->cb, NULL, ERR));
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
#define FILL(form, rows) study_fill_padded(s, form, rows, sizeof(rows) / sizeof *(rows))
    FILL("person", persons);
    FILL("episode", episodes);
    FILL("interview", interviews);
    FILL("stage", stages);
    FILL("need", needs);
    FILL("support", supports);
    *state = s;
    return 0;
}

static int
teardown(void **state)
{
    study_free(*state);
    free(*state);
    return 0;
}

static reint_assessed
unit(const reint_assessment *a, size_t i)
{
    reint_assessed u;

    reint_assessment_get(a, i, &u);
    return u;
}

static void
interviews_are_units_as_told_then(void **state)
{
    struct study *s = *state;
    reint_assessment *a;

    assert_ok(reint_assess(s->study, NULL, NULL, &a, ERR));
    assert_string_equal(reint_assessment_ruleset(a), "nexus-chapter5");
    assert_int_equal(reint_assessment_n(a), 4);
    assert_string_equal(unit(a, 0).person, "SYN-001");
    assert_string_equal(unit(a, 0).wave, "w1");
    assert_string_equal(unit(a, 0).stage, "early_home");
    assert_string_equal(reint_assessment_class_id(a, (size_t)unit(a, 0).final), "under_assisted");
    assert_string_equal(unit(a, 0).row, "N");
    assert_non_null(strstr(reint_assessment_row_note(a, "N", "en"), "not all that was needed"));
    assert_int_equal(unit(a, 2).final, -1); /* 002: not everything was asked */
    assert_string_equal(unit(a, 2).row, "");
    assert_int_equal(unit(a, 3).possible, 0); /* 003 refused to say where he stands */
    assert_string_equal(unit(a, 3).missing, "refused");
    assert_null(reint_assessment_row_note(a, "no such row", "en"));
    reint_assessment_free(a);
}

static void
stages_are_units_as_known_now(void **state)
{
    struct study *s = *state;
    reint_assessment *a;

    assert_ok(reint_assess(s->study, "nexus-tree", "now", &a, ERR));
    assert_int_equal(reint_assessment_n(a), 3);
    assert_string_equal(unit(a, 1).stage, "later_home");
    assert_int_equal(unit(a, 1).episode, 1);
    assert_string_equal(unit(a, 1).wave, "");
    assert_string_equal(reint_assessment_class_id(a, (size_t)unit(a, 1).final), "fully_assisted");
    reint_assessment_free(a);
}

static void
explanations_name_facts_sources_laws_and_what_would_change_the_class(void **state)
{
    struct study *s = *state;
    static const struct {
        const char *language, *part;
    } parts[] = {
        { "en", "SYN-001, Early time at home, as known now:" },
        { "en", "Medical assistance: needed, and the need goes on [First interview, need line 2]; received "
                "in full, once "
                "[First interview, support line 2]; the law gives it (Law 21/2007; " },
        { "en", "Economic opportunities: needed, and the need goes on [First interview, need line 3]; "
                "nothing was received" },
        { "en",
          "Psychological support and counselling: not needed; nothing was received, declined by the person" },
        { "en", "All services were asked about; nothing else was needed or received." },
        { "en", "Class: Under-assisted, since some of what is due was received, but not all that was needed "
                "(row N)." },
        { "en", "It would be Other assisted, undefined if this had been received in full, and more than "
                "once: Medical "
                "assistance and Economic opportunities." },
        { "en", "Second interview, at Later time at home: Other assisted, undefined." },
        { "id", "SYN-001, Masa awal di rumah, sebagaimana diketahui sekarang:" },
        { "id", "Bantuan medis: dibutuhkan, dan kebutuhan berlanjut [Wawancara pertama, need baris 2]" },
        { "id", "Kelas: Kurang dibantu, karena sebagian hak diterima" },
    };

    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        char *text;
        assert_ok(reint_explain(s->study, NULL, "SYN-001", parts[i].language, &text, ERR));
        if (!strstr(text, parts[i].part))
            fail_msg("\"%s\" is not in\n%s", parts[i].part, text);
        free(text);
    }
}

static void
a_person_without_any_stage_is_said_to_have_none(void **state)
{
    struct study *s = *state;
    char *text;

    assert_ok(reint_explain(s->study, NULL, "SYN-004", "en", &text, ERR));
    assert_non_null(strstr(text, "Nothing is recorded that could be classified."));
    free(text);
}

static void
questions_are_about_what_would_settle_and_nothing_else(void **state)
{
    struct study *s = *state;
    char *text;

    assert_ok(reint_ask(s->study, NULL, NULL, "en", &text, ERR));
    assert_non_null(strstr(text, "SYN-002, Early time at home: What formal help came"));
    assert_non_null(strstr(text, "Medical assistance"));
    assert_null(strstr(text, "SYN-001")); /* settled */
    free(text);
    assert_ok(reint_ask(s->study, NULL, "SYN-001", "en", &text, ERR));
    assert_string_equal(text, "");
    free(text);
}

static void
a_judgement_overrides_and_is_told_apart(void **state)
{
    struct study *s = *state;
    reint_assessment *a;
    char *text;

    assert_ok(reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "unassisted", "RS", "told us so", ERR));
    assert_ok(reint_assess(s->study, NULL, NULL, &a, ERR));
    assert_int_equal(unit(a, 2).computed, -1);
    assert_string_equal(reint_assessment_class_id(a, (size_t)unit(a, 2).final), "unassisted");
    assert_true(unit(a, 2).overridden);
    reint_assessment_free(a);
    assert_ok(reint_explain(s->study, NULL, "SYN-002", "en", &text, ERR));
    assert_non_null(strstr(text, "The team's own judgement: Unassisted (told us so; RS)."));
    free(text);
    assert_ok(reint_ask(s->study, NULL, NULL, "en", &text, ERR)); /* judged: nothing to ask */
    assert_string_equal(text, "");
    free(text);
}

static void
what_makes_no_sense_is_refused(void **state)
{
    struct study *s = *state;
    reint_assessment *a;
    reint_scores *scores;
    char *text;

    assert_int_equal(reint_assess(s->study, "nexus-tee", NULL, &a, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "nexus-tree"));
    assert_null(a);
    assert_int_equal(reint_assess(s->study, NULL, "later", &a, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_explain(s->study, NULL, "SYN-999", "en", &text, ERR), REINT_ARGUMENT);
    assert_null(strstr(ERR->text, "SYN-999"));
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "unasisted", "RS", "x", ERR),
                     REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "unassisted"));
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "unassisted", "", "x", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "later_home", "unassisted", "RS", "x", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "nowhere", "unassisted", "RS", "x", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_score(s->study, "no pack", &scores, ERR), REINT_ARGUMENT);
}

static void
states_of_domains_come_without_numbers(void **state)
{
    struct study *s = *state;
    static const char *const domains[] = { "SYN-001|w1|early_home|DOM02|RS|problem" };
    reint_scores *scores;
    double score;
    const char *code;

    FILL("domain", domains);
    assert_ok(reint_score(s->study, NULL, &scores, ERR));
    assert_true(reint_scores_are_states(scores));
    assert_int_equal(reint_scores_n(scores), 4);
    assert_int_equal(reint_scores_n_columns(scores), 10);
    assert_string_equal(reint_scores_column(scores, 1), "d_physical");
    assert_string_equal(reint_scores_key(scores, 0), "SYN-001 w1");
    reint_scores_get(scores, 0, 1, &score, &code);
    assert_true(isnan(score));
    assert_string_equal(code, "problem");
    reint_scores_get(scores, 1, 1, &score, &code);
    assert_string_equal(code, "absent");
    reint_scores_free(scores);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(interviews_are_units_as_told_then),
        TEST(stages_are_units_as_known_now),
        TEST(explanations_name_facts_sources_laws_and_what_would_change_the_class),
        TEST(a_person_without_any_stage_is_said_to_have_none),
        TEST(questions_are_about_what_would_settle_and_nothing_else),
        TEST(a_judgement_overrides_and_is_told_apart),
        TEST(what_makes_no_sense_is_refused),
        TEST(states_of_domains_come_without_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
