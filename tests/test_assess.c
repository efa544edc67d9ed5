/* test_assess.c -- the public face: classified units, judgements, explanations in two languages, questions,
 * and what is refused.  The persons and their facts are few enough to say by hand what the sentences must
 * hold. */
#include <config.h>

#include "frame_study.h"

#include "assess/assess.h"
#include "assess/provide.h"

static const char *const persons[] = { "SYN-001|trafficked|female", "SYN-002|trafficked|male",
                                       "SYN-003|trafficked|male", "SYN-004|relative|male",
                                       "SYN-005|trafficked|male" };
static const char *const episodes[] = {
    "SYN-001|1|domestic_work|domestic_work|abroad|~|25",
    "SYN-002|1|plantation|plantation|abroad|~|30",
    "SYN-003|1|plantation|plantation|abroad|~|30",
};
static const char *const interviews[] = {
    "SYN-001|w1|~|~|complete|~|early_home|1",      "SYN-001|w2|~|~|complete|~|later_home|1",
    "SYN-002|w1|~|~|complete|~|early_home|1",      "SYN-003|w1|~|~|complete|~|!refused|1",
    "SYN-004|w1|~|~|complete|~|early_home|1", /* a relative: asked, and yet of no class */
    "SYN-004|w2|~|~|complete|~|!not_applicable|~",
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
    assert_int_equal(reint_assessment_n_outside(a), 2); /* the relative's */
    assert_string_equal(reint_assessment_base(a), "type = 'trafficked'");
    assert_string_equal(unit(a, 0).person, "SYN-001");
    assert_string_equal(unit(a, 0).wave, "w1");
    assert_string_equal(unit(a, 0).stage, "early_home");
    assert_string_equal(reint_assessment_class_id(a, (size_t)unit(a, 0).final), "under_assisted");
    assert_string_equal(unit(a, 0).row, "N");
    assert_non_null(strstr(reint_assessment_row_note(a, "N", "en"), "not all that was needed"));
    assert_int_equal(unit(a, 2).final, REINT_UNDETERMINED); /* 002: not everything was asked */
    assert_string_equal(unit(a, 2).row, "");
    assert_int_equal(unit(a, 3).possible, 0); /* 003 refused to say where he stands */
    assert_int_equal(unit(a, 3).final, REINT_NO_CLASS);
    assert_string_equal(unit(a, 3).missing, "refused");
    assert_null(reint_assessment_row_note(a, "no such row", "en"));
    reint_assessment_free(a);
}

static void
each_person_stands_once_at_the_latest_interview(void **state)
{
    struct study *s = *state;
    reint_assessment *a;

    assert_ok(reint_assess(s->study, NULL, "latest", &a, ERR));
    assert_int_equal(reint_assessment_n(a), 3); /* nobody interviewed 005 */
    assert_string_equal(unit(a, 0).person, "SYN-001");
    assert_string_equal(unit(a, 0).wave, "w2");
    assert_string_equal(unit(a, 1).person, "SYN-002");
    assert_int_equal(unit(a, 1).final, REINT_UNDETERMINED);
    assert_int_equal(unit(a, 2).final, REINT_NO_CLASS);
    reint_assessment_free(a);
}

static void
the_latest_interview_with_a_stage_holds_not_a_later_one_without(void **state)
{
    struct study *s = *state;
    static const char *const later[] = { "SYN-002|w2|~|~|lost|~|!not_applicable|~" };
    reint_assessment *a;

    FILL("interview", later);
    assert_ok(reint_assess(s->study, NULL, "latest", &a, ERR));
    assert_string_equal(unit(a, 1).person, "SYN-002");
    assert_string_equal(unit(a, 1).wave, "w1");
    assert_string_equal(unit(a, 1).stage, "early_home");
    reint_assessment_free(a);
}

/* The same by the columns that tables see. */
static void
people_whom_the_rule_set_is_not_about_are_in_no_class_of_any_frame(void **state)
{
    struct study *s = *state;
    static const char *const names[] = { "class", "class_nexus_tree", "class_strict_computed", "class_group",
                                         "class_reason" };

    assert_ok(reinti_frames_open(s->study, &s->frames, ERR));
    assert_ok(reinti_assess_provide(s->frames, ERR));
    reinti_frame *interview = study_frame(s, "interview"), *person = study_frame(s, "person");
    for (size_t i = 0; i < REINTI_LENGTH(names); i++) {
        const reinti_column *c = study_column(interview, names[i]);
        assert_string_equal(c->category[reinti_column_category(c, 4)].code, "absent");
        assert_string_equal(c->category[reinti_column_category(c, 5)].code, "not_applicable");
        if (c->possible)
            assert_int_equal(c->possible[4], 0);
    }
    for (const char *const *name = (const char *const[]){ "class", "class_worst", "class_home", "class_ever",
                                                          "class_nexus_tree", NULL };
         *name; name++) {
        const reinti_column *c = study_column(person, *name);
        assert_string_equal(c->category[reinti_column_category(c, 3)].code, "absent");
    }
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

    assert_ok(reint_explain(s->study, NULL, "SYN-005", "en", &text, ERR));
    assert_non_null(strstr(text, "Nothing is recorded that could be classified."));
    free(text);
    assert_ok(reint_explain(s->study, NULL, "SYN-005", "id", &text, ERR));
    assert_non_null(strstr(text, "Tidak ada catatan yang dapat diklasifikasi."));
    free(text);
}

/* ---- questions ------------------------------------------------------------------------------------------ */

static reint_questions *
ask(struct study *s, const char *person, const char *stage, int all)
{
    reint_ask_request request = {
        .size = sizeof request, .person = person, .stage = stage, .all = all, .language = "en"
    };
    reint_questions *q = NULL;

    assert_ok(reint_ask(s->study, &request, &q, ERR));
    return q;
}

static reint_ask_coverage
coverage(const reint_questions *q)
{
    reint_ask_coverage c;

    reint_questions_coverage(q, &c);
    return c;
}

static void
questions_are_about_what_would_settle_and_nothing_else(void **state)
{
    struct study *s = *state;
    reint_questions *q = ask(s, NULL, NULL, 0);
    reint_question one;

    assert_int_equal(reint_questions_n(q), 1);
    reint_questions_get(q, 0, &one);
    assert_string_equal(one.person, "SYN-002"); /* 001 is settled */
    assert_string_equal(one.stage, "early_home");
    assert_string_equal(one.stage_label, "Early time at home");
    assert_int_equal(one.episode, 1);
    assert_string_equal(one.about, "receipt");
    assert_int_equal(strncmp(one.services, "S01 S02 ", 8), 0);
    assert_int_equal(strncmp(one.text, "What formal help came", 21), 0);
    assert_non_null(strstr(one.text, "Medical assistance"));
    assert_string_equal(one.classes, "Other assisted, undefined; Under-assisted; or Unassisted");
    assert_int_equal(one.possible, 0xe);
    reint_questions_free(q);
    q = ask(s, "SYN-001", NULL, 0);
    assert_int_equal(reint_questions_n(q), 0);
    reint_questions_free(q);
}

/* 001 is settled at both stages, 002 stands at an open one; 003 refused to say, 004 is a relative. */
static void
coverage_says_what_was_looked_at_and_what_was_not(void **state)
{
    struct study *s = *state;
    static const char *const more[] = { STAGE("SYN-001", "return", "w1", "some") };
    static const struct {
        const char *person, *stage;
        int all;
        reint_ask_coverage want;
    } cases[] = {
        { NULL,
          NULL,
          0,
          { .units = 2,
            .settled = 1,
            .open = 1,
            .people = 2,
            .people_open = 1,
            .others = 2,
            .others_open = 1,
            .outside = 1,
            .unplaced = 2 } },
        { NULL,
          NULL,
          1,
          { .units = 4,
            .settled = 2,
            .open = 2,
            .people = 2,
            .people_open = 2,
            .outside = 1,
            .unplaced = 2 } },
        { NULL,
          "early_home",
          0,
          { .units = 2,
            .settled = 1,
            .open = 1,
            .people = 2,
            .people_open = 1,
            .others = 2,
            .others_open = 1,
            .outside = 1,
            .unplaced = 2 } },
        { "SYN-001", NULL, 0, { .units = 3, .settled = 2, .open = 1, .people = 1, .people_open = 1 } },
        { "SYN-001",
          "later_home",
          0,
          { .units = 1, .settled = 1, .people = 1, .others = 2, .others_open = 1 } },
        { "SYN-005", NULL, 0, { .units = 0 } },
    };

    /* SYN-004 is a relative; of SYN-003, who refused, and of SYN-005 no stage was told */
    FILL("stage", more);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reint_questions *q = ask(s, cases[i].person, cases[i].stage, cases[i].all);
        reint_ask_coverage got = coverage(q);
        print_message("  case %zu\n", i);
        assert_memory_equal(&got, &cases[i].want, sizeof got);
        assert_int_equal(reint_questions_n(q) > 0, got.open > 0);
        assert_string_equal(reint_questions_unit(q), "stage");
        assert_string_equal(reint_questions_ruleset(q), "nexus-chapter5");
        reint_questions_free(q);
    }
}

static void
a_stage_of_which_nothing_is_known_is_one_open_question(void **state)
{
    struct study *s = *state;
    static const char *const more[] = { "SYN-005|w1|~|~|complete|~|later_home|1" };

    FILL("interview", more);
    reint_questions *q = ask(s, "SYN-005", NULL, 0);
    reint_question one;
    assert_int_equal(reint_questions_n(q), 1);
    reint_questions_get(q, 0, &one);
    assert_string_equal(one.about, "everything");
    assert_string_equal(one.services, "");
    reint_questions_free(q);
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
    reint_questions *q = ask(s, NULL, NULL, 0); /* judged: nothing to ask */
    assert_int_equal(reint_questions_n(q), 0);
    assert_int_equal(coverage(q).judged, 1);
    assert_int_equal(coverage(q).open, 0);
    reint_questions_free(q);
    assert_ok(
        reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "under_assisted", "RS", "second look", ERR));
    assert_ok(reint_assess(s->study, NULL, NULL, &a, ERR));
    assert_string_equal(reint_assessment_class_id(a, (size_t)unit(a, 2).final), "under_assisted");
    reint_assessment_free(a);
    assert_ok(reint_assess(s->study, "strict", NULL, &a, ERR)); /* it is of one rule set */
    assert_false(unit(a, 2).overridden);
    reint_assessment_free(a);
}

static void
what_makes_no_sense_is_refused(void **state)
{
    struct study *s = *state;
    reint_assessment *a;
    reint_scores *scores;
    reint_questions *q;
    char *text;
#define ASK(...)                                                                                             \
    {                                                                                                        \
        .size = sizeof(reint_ask_request), __VA_ARGS__                                                       \
    }
    static const struct {
        reint_ask_request request;
        const char *part;
    } requests[] = { { ASK(.ruleset = "stict"), "did you mean" },
                     { ASK(.person = "SYN-999"), "no respondent" },
                     { ASK(.person = "SYN-004"), "none of them" },
                     { ASK(.stage = "home"), "early_home" } };

    assert_int_equal(reint_assess(s->study, "nexus-tee", NULL, &a, ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "nexus-tree"));
    assert_null(a);
    assert_int_equal(reint_assess(s->study, NULL, "later", &a, ERR), REINT_ARGUMENT);
    assert_int_equal(reint_explain(s->study, NULL, "SYN-999", "en", &text, ERR), REINT_ARGUMENT);
    assert_null(strstr(ERR->text, "SYN-999"));
    assert_null(text);
    assert_int_equal(reint_assess_person(s->study, NULL, "SYN-0O1", ERR), REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "did you mean \"SYN-001\"?"));
    assert_int_equal(reint_assess_person(s->study, NULL, "Somebody Else", ERR), REINT_ARGUMENT);
    assert_string_equal(ERR->text, "no respondent of this study has the key given");
    assert_int_equal(reint_assess_person(s->study, NULL, "SYN-004", ERR), REINT_ARGUMENT);
    assert_ok(reint_assess_person(s->study, NULL, "SYN-005", ERR));
    assert_int_equal(reint_explain(s->study, NULL, "SYN-004", "en", &text, ERR),
                     REINT_ARGUMENT); /* a relative */
    assert_non_null(strstr(ERR->text, "type = 'trafficked'"));
    for (size_t i = 0; i < REINTI_LENGTH(requests); i++) {
        assert_int_equal(reint_ask(s->study, &requests[i].request, &q, ERR), REINT_ARGUMENT);
        assert_null(q);
        assert_non_null(strstr(ERR->text, requests[i].part));
    }
    assert_int_equal(reint_judge(s->study, NULL, "SYN-999", 0, "early_home", "unassisted", "RS", "x", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_judge(s->study, NULL, "SYN-004", 0, "early_home", "unassisted", "RS", "x", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "unassisted", "RS", "", ERR),
                     REINT_ARGUMENT);
    assert_int_equal(reint_judge(s->study, NULL, "SYN-002", 0, "early_home", "unassisted", "RS", NULL, ERR),
                     REINT_ARGUMENT);
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
    assert_int_equal(reint_scores_n(scores), 4); /* none of the relative */
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
        TEST(each_person_stands_once_at_the_latest_interview),
        TEST(the_latest_interview_with_a_stage_holds_not_a_later_one_without),
        TEST(people_whom_the_rule_set_is_not_about_are_in_no_class_of_any_frame),
        TEST(stages_are_units_as_known_now),
        TEST(explanations_name_facts_sources_laws_and_what_would_change_the_class),
        TEST(a_person_without_any_stage_is_said_to_have_none),
        TEST(questions_are_about_what_would_settle_and_nothing_else),
        TEST(coverage_says_what_was_looked_at_and_what_was_not),
        TEST(a_stage_of_which_nothing_is_known_is_one_open_question),
        TEST(a_judgement_overrides_and_is_told_apart),
        TEST(what_makes_no_sense_is_refused),
        TEST(states_of_domains_come_without_numbers),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
