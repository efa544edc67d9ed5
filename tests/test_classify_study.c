/* test_classify_study.c -- classes on a stored study, by the codebook and the rule sets of Going Home:
 * silence, sources, times of telling, what counts as help, entitlements, and summaries.  Every expected class
 * is worked out by hand in the comment beside it, from the text at the head of the rule sets. */
#include <config.h>

#include "frame_study.h"

#include <sys/stat.h>

#include "assess/assess.h"
#include "assess/provide.h"

#define NOTHING "~|~|~|~|~|~|~"

/* person|wave|date|instrument|status|place|current_stage|current_episode|residence|... */
#define INTERVIEW(who, wave, stage) who "|" wave "|~|~|complete|~|" stage "|1|" NOTHING
/* person|episode|main_form|forms|scope|destinations|age|marital|children|harms|sexual_violence|started|ended|...
 */
#define EPISODE(who, form, scope, age) who "|1|" form "|" form "|" scope "|~|" age "|~|~|~|~|~|~|~|~"
/* person|type|sex|site|ethnicity|education|origin|work_before|informant_type|linked_to|kinship */
#define PERSON(who, sex) who "|trafficked|" sex "|~|~|~|!not_stated|~|~|~|~"
/* person|episode|stage|source|identification|barriers|knew_rights|populations|setting|channel|asked|team_class|..
 */
#define STAGE(who, stage, source, identified, barriers, knew, asked)                                         \
    who "|1|" stage "|" source "|" identified "|" barriers "|" knew "|victim_of_trafficking|~|~|" asked "|~" \
        "|~|~"
#define NEED(who, stage, service, source, state) who "|1|" stage "|" service "|" source "|" state
/* person|event|episode|stage|service|source|provider_kind|formal|specific|through_referral|outcome|decline_reason|
 * frequency|duration|started|ended|amount_idr|explained */
#define SUPPORT(who, event, stage, service, source, provider, formal, outcome, often)                        \
    who "|" event "|1|" stage "|" service "|" source "|" provider "|" formal "|~|~|" outcome "|~|" often     \
        "|~|~|~|~|~"

static const char *const persons[] = {
    PERSON("SYN-001", "female"), PERSON("SYN-002", "male"),   PERSON("SYN-003", "male"),
    PERSON("SYN-004", "female"), PERSON("SYN-005", "female"), PERSON("SYN-006", "female"),
    PERSON("SYN-007", "female"), PERSON("SYN-008", "female"), PERSON("SYN-009", "female"),
};
static const char *const episodes[] = {
    EPISODE("SYN-001", "domestic_work", "abroad", "25"),
    EPISODE("SYN-002", "fishing", "abroad", "30"),
    EPISODE("SYN-003", "fishing", "abroad", "30"),
    EPISODE("SYN-004", "domestic_work", "abroad", "25"),
    EPISODE("SYN-005", "domestic_work", "abroad", "25"),
    EPISODE("SYN-006", "domestic_work", "abroad", "25"),
    EPISODE("SYN-007", "domestic_work", "abroad", "25"),
    EPISODE("SYN-008", "sexual", "internal", "17"),
    EPISODE("SYN-009", "domestic_work", "abroad", "16-20"),
};
static const char *const interviews[] = {
    INTERVIEW("SYN-001", "w1", "early_home"), INTERVIEW("SYN-001", "w2", "later_home"),
    INTERVIEW("SYN-002", "w1", "early_home"), INTERVIEW("SYN-002", "w2", "!refused"),
    INTERVIEW("SYN-003", "w1", "early_home"), INTERVIEW("SYN-004", "w1", "early_home"),
    INTERVIEW("SYN-005", "w1", "early_home"), INTERVIEW("SYN-005", "w2", "early_home"),
    INTERVIEW("SYN-006", "w1", "early_home"), INTERVIEW("SYN-007", "w1", "early_home"),
    INTERVIEW("SYN-008", "w1", "early_home"), INTERVIEW("SYN-009", "w1", "early_home"),
};
static const char *const stages[] = {
    STAGE("SYN-001", "early_home", "w1", "identified_on_return", "none", "yes", "all"),
    STAGE("SYN-001", "later_home", "w2", "identified_on_return", "none", "yes", "all"),
    STAGE("SYN-002", "early_home", "w1", "missed_at_entry", "administrative;practical", "no", "all"),
    STAGE("SYN-003", "early_home", "w1", "!not_stated", "!not_stated", "~", "some"),
    STAGE("SYN-004", "early_home", "w1", "not_identified", "none", "yes", "all"),
    STAGE("SYN-005", "early_home", "w1", "not_identified", "none", "yes", "all"),
    STAGE("SYN-006", "early_home", "w1", "identified", "none", "yes", "all"),
    STAGE("SYN-006", "early_home", "relative", "not_identified", "none", "yes", "all"),
    STAGE("SYN-007", "early_home", "w1", "tkib", "none", "yes", "all"),
    STAGE("SYN-008", "early_home", "w1", "identified", "none", "yes", "all"),
    STAGE("SYN-009", "early_home", "w1", "identified", "none", "yes", "all"),
};
static const char *const needs[] = {
    NEED("SYN-001", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-001", "early_home", "S05", "w1", "continuing"),
    NEED("SYN-001", "later_home", "S02", "w2", "met"),
    NEED("SYN-002", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-003", "early_home", "S05", "w1", "continuing"),
    NEED("SYN-005", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-006", "early_home", "S02", "w1", "met"),
    NEED("SYN-007", "early_home", "S02", "w1", "continuing"),
    NEED("SYN-008", "early_home", "S08", "w1", "continuing"),
    NEED("SYN-008", "early_home", "S03", "w1", "met"),
    NEED("SYN-009", "early_home", "S04", "w1", "continuing"),
};
static const char *const supports[] = {
    SUPPORT("SYN-001", "1", "early_home", "S02", "w1", "government", "formal", "received_full", "once"),
    SUPPORT("SYN-001", "2", "later_home", "S02", "w2", "government", "formal", "received_full", "repeated"),
    SUPPORT("SYN-004", "1", "early_home", "S05", "w1", "family", "informal", "received_full", "repeated"),
    SUPPORT("SYN-005", "1", "early_home", "S02", "c1", "ngo", "formal", "received_part", "repeated"),
    SUPPORT("SYN-006", "1", "early_home", "S02", "relative", "ngo", "formal", "received_full", "repeated"),
    SUPPORT("SYN-006", "2", "early_home", "S02", "w1", "ngo", "formal", "declined", "~"),
    SUPPORT("SYN-007", "1", "early_home", "S02", "w1", "!dont_know", "!dont_know", "received_full",
            "repeated"),
    SUPPORT("SYN-008", "1", "early_home", "S03", "w1", "ngo", "formal", "received_full", "repeated"),
    SUPPORT("SYN-009", "1", "early_home", "S04", "w1", "ngo", "formal", "promised", "~"),
};

static void
open_going_home(struct study *s)
{
    *s = (struct study){ 0 };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-assess-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    assert_ok(reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &s->cb, NULL, ERR));
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
}

static int
setup(void **state)
{
    struct study *s = calloc(1, sizeof *s);

    open_going_home(s);
#define FILL(form, rows) study_fill_padded(s, form, rows, sizeof(rows) / sizeof *(rows))
    FILL("person", persons);
    FILL("episode", episodes);
    FILL("interview", interviews);
    FILL("stage", stages);
    FILL("need", needs);
    FILL("support", supports);
    study_frames(s);
    assert_ok(reinti_assess_provide(s->frames, ERR));
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

/* "a|b" for an undetermined row with the classes that are possible. */
static const char *
possible_text(const reinti_column *c, size_t row)
{
    static char text[256];
    size_t n = 0;

    if (!c->possible || strcmp(study_value(c, row), "!undetermined") != 0)
        return study_value(c, row);
    text[0] = '\0';
    for (size_t k = 0; k < c->n_valid; k++)
        if (c->possible[row] >> k & 1)
            n += (size_t)snprintf(text + n, sizeof text - n, "%s%s", n ? "|" : "", c->category[k].code);
    return text;
}

static void
check_column(struct study *s, const char *form, const char *name, const char *const *want, size_t n)
{
    reinti_frame *frame = study_frame(s, form);
    const reinti_column *c = study_column(frame, name);
    bool good = true;

    assert_int_equal(reinti_frame_n(frame), n);
    for (size_t i = 0; i < n; i++)
        if (strcmp(possible_text(c, i), want[i]) != 0) {
            print_error("%s.%s row %zu is %s, want %s\n", form, name, i, possible_text(c, i), want[i]);
            good = false;
        }
    assert_true(good);
}
#define CHECK(form, name, ...)                                                                               \
    do {                                                                                                     \
        static const char *const want_[] = { __VA_ARGS__ };                                                  \
        check_column(s, form, name, want_, sizeof want_ / sizeof *want_);                                    \
    } while (0)

static void
interviews_have_the_class_of_the_stage_as_told_by_then(void **state)
{
    struct study *s = *state;

    CHECK(
        "interview", "class", "under_assisted", /* 001 w1: medical care came once, and the need goes on;
                                                   livelihood: nothing; both are due */
        "other_assisted",                       /* 001 w2: all that was needed and due was received */
        "unassisted", /* 002 w1: medical care is due to a victim (Law 21/2007), nothing came */
        "!refused",   /* 002 w2: the stage was not told */
        "other_assisted|under_assisted|unassisted", /* 003: not all services were asked about */
        "nothing_due",                              /* 004: needs nothing; the family's help does not count */
        "unassisted",                               /* 005 w1: nothing told yet */
        "under_assisted", /* 005 w2: contact c1 told of partial help at the same stage */
        "unassisted",     /* 006: the relative's word is not the person's; what was offered was declined */
        "other_assisted|unassisted", /* 007: whether the help was formal is not known */
        "other_assisted", /* 008: counselling is due and came; family mediation is not in any law */
        "unassisted"); /* 009: a promise is not receipt (16-20: training is due as a child or as a migrant) */
}

static void
default_and_named_columns_are_the_same_and_other_rule_sets_differ(void **state)
{
    struct study *s = *state;

    CHECK("interview", "class_nexus_chapter5", "under_assisted", "other_assisted", "unassisted", "!refused",
          "other_assisted|under_assisted|unassisted", "nothing_due", "unassisted", "under_assisted",
          "unassisted", "other_assisted|unassisted", "other_assisted", "unassisted");
    CHECK("interview", "class_nexus_tree", "under_assisted", "fully_assisted", "unassisted", "!refused",
          "fully_assisted|partially_assisted|under_assisted|unassisted", "unassisted", "unassisted",
          "under_assisted", "unassisted", "fully_assisted|unassisted",
          "partially_assisted", /* 008: family mediation is missing, and the law is silent on it */
          "unassisted");
    CHECK("interview", "class_strict", "under_assisted", "assisted", "unassisted", "!refused",
          "assisted|under_assisted|unassisted", "no_need", "unassisted",
          "unassisted", /* 005 w2: partial help alone is not receipt */
          "unassisted", "assisted|unassisted", "under_assisted", "unassisted");
    CHECK("interview", "class_group", "assisted", "assisted", "unassisted", "!refused", "assisted|unassisted",
          "nothing_due", "unassisted", "assisted", "unassisted", "assisted|unassisted", "assisted",
          "unassisted");
}

static void
stages_have_the_class_as_known_now(void **state)
{
    struct study *s = *state;

    CHECK("stage", "class", "under_assisted", "other_assisted", "unassisted",
          "other_assisted|under_assisted|unassisted", "nothing_due",
          "under_assisted",        /* 005: what was told later counts for the stage it happened at */
          "unassisted", "!absent", /* 006: the relative's record is no unit of its own */
          "other_assisted|unassisted", "other_assisted", "unassisted");
}

static void
reasons_are_those_that_surely_hold(void **state)
{
    struct study *s = *state;

    CHECK("interview", "class_reason", "!not_asked", "!not_asked",
          "not_identified;not_offered;barrier;no_information", "!refused", "!undetermined",
          "not_needed", /* of the class nothing_due in this rule set */
          "not_identified;not_offered", "!not_asked",
          "declined", /* offered, and declined: not "was not offered" */
          "!undetermined", "!not_asked",
          "not_accepted"); /* promised: an offer that was neither declined nor received */
}

static void
persons_have_a_summary_and_its_variants(void **state)
{
    struct study *s = *state;

    CHECK("person", "class", "other_assisted",
          "unassisted", /* 002: the interview without a stage does not count; the one before does */
          "other_assisted|under_assisted|unassisted", "nothing_due", "under_assisted", "unassisted",
          "other_assisted|unassisted", "other_assisted", "unassisted");
    CHECK("person", "class_home", "under_assisted", /* 001: medical care was repeated in the end; livelihood
                                                       was needed and never came */
          "unassisted", "other_assisted|under_assisted|unassisted", "nothing_due", "under_assisted",
          "unassisted", "other_assisted|unassisted", "other_assisted", "unassisted");
    CHECK("person", "class_worst", "under_assisted", "unassisted", "other_assisted|under_assisted|unassisted",
          "nothing_due", "under_assisted", "unassisted", "other_assisted|unassisted", "other_assisted",
          "unassisted");
    CHECK("person", "class_ever", "other_assisted;under_assisted", "unassisted", "!undetermined",
          "nothing_due", "under_assisted", "unassisted", "!undetermined", "other_assisted", "unassisted");
    CHECK("person", "w1_class", "under_assisted", "unassisted", "other_assisted|under_assisted|unassisted",
          "nothing_due", "unassisted", "unassisted", "other_assisted|unassisted", "other_assisted",
          "unassisted");
}

static void
a_condition_may_use_a_class(void **state)
{
    struct study *s = *state;
    const int8_t *trit;

    assert_ok(reinti_frame_condition(study_frame(s, "person"), "class = 'unassisted' AND sex = 'male'", &trit,
                                     ERR));
    assert_int_equal(trit[1], 1);
    assert_int_equal(trit[3], 0);
}

static void
an_unknown_class_column_is_named_with_the_nearest(void **state)
{
    struct study *s = *state;
    const reinti_column *c;

    assert_int_equal(reinti_frame_column(study_frame(s, "interview"), "class_nexus_three", &c, ERR),
                     REINT_ARGUMENT);
    assert_non_null(strstr(ERR->text, "class_nexus_tree"));
    /* a need has no class of its own, but its person has one */
    assert_ok(reinti_frame_column(study_frame(s, "need"), "class_home", &c, ERR));
    assert_int_equal(reinti_frame_column(study_frame(s, "stage"), "class_stricter", &c, ERR), REINT_ARGUMENT);
}

/* ---- overrides ----------------------------------------------------------------------------------------- */

static void
an_override_replaces_the_computed_class_and_no_other(void **state)
{
    struct study *s = *state;
    reinti_frame *frame = study_frame(s, "stage");
    reinti_override o = { reinti_frame_keys(frame)[3], "nexus-chapter5", "unassisted",
                          "told us so on the way out", "RS" };

    assert_ok(reinti_store_begin(s->study, "RS", "judged", ERR));
    assert_ok(reinti_store_override(s->study, reinti_codebook_find_form(s->cb, "stage"), &o, ERR));
    assert_ok(reinti_store_commit(s->study, ERR));
    reinti_frames_free(s->frames);
    study_frames(s);
    assert_ok(reinti_assess_provide(s->frames, ERR));
    frame = study_frame(s, "stage");
    assert_string_equal(possible_text(study_column(frame, "class"), 3), "unassisted");
    assert_string_equal(possible_text(study_column(frame, "class_computed"), 3),
                        "other_assisted|under_assisted|unassisted");
    assert_string_equal(possible_text(study_column(frame, "class_nexus_tree"), 3),
                        "fully_assisted|partially_assisted|under_assisted|unassisted");
    assert_string_equal(possible_text(study_column(study_frame(s, "interview"), "class"), 4), "unassisted");
}

/* ---- carry ---------------------------------------------------------------------------------------------- */

/* The codebook of Going Home with nexus-tree under `carry: cumulative`, beside the others as they are. */
static void
open_cumulative(struct study *s)
{
    static const char *const name[] = { "codebook.yaml",    "nexus-chapter5.yaml", "nexus-tree.yaml",
                                        "strict.yaml",      "domains.yaml",        "challenges.yaml",
                                        "entitlements.yaml" };
    char folder[80], path[160], from[128];

    *s = (struct study){ 0 };
    snprintf(s->folder, sizeof s->folder, "/tmp/reint-assess-XXXXXX");
    assert_non_null(mkdtemp(s->folder));
    snprintf(s->path, sizeof s->path, "%s/t.reint", s->folder);
    snprintf(folder, sizeof folder, "%s-cb", s->folder);
    assert_int_equal(mkdir(folder, 0700), 0);
    for (size_t i = 0; i < REINTI_LENGTH(name); i++) {
        reinti_bytes bytes;
        snprintf(from, sizeof from, "codebooks/going-home/%s", name[i]);
        assert_ok(reinti_bytes_read(source_path(from), 0, &bytes, ERR));
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        FILE *f = fopen(path, "w");
        assert_non_null(f);
        const char *carry = strcmp(name[i], "nexus-tree.yaml") ? NULL : strstr(bytes.data, "carry: none");
        if (carry) {
            fwrite(bytes.data, 1, (size_t)(carry - bytes.data), f);
            fputs("carry: cumulative", f);
            carry += strlen("carry: none");
            fwrite(carry, 1, bytes.size - (size_t)(carry - bytes.data), f);
        } else {
            assert_true(strcmp(name[i], "nexus-tree.yaml") != 0);
            fwrite(bytes.data, 1, bytes.size, f);
        }
        assert_int_equal(fclose(f), 0);
        reinti_bytes_free(&bytes);
    }
    snprintf(path, sizeof path, "%s/codebook.yaml", folder);
    assert_ok(reint_codebook_open(path, &s->cb, NULL, ERR));
    for (size_t i = 0; i < REINTI_LENGTH(name); i++) {
        snprintf(path, sizeof path, "%s/%s", folder, name[i]);
        unlink(path);
    }
    rmdir(folder);
    assert_ok(reint_study_create(s->path, s->cb, &s->study, ERR));
}

static void
help_of_earlier_stages_of_the_same_episode_counts_on_where_the_rule_set_says_so(void **state)
{
    struct study s;
    static const char *const who[] = { PERSON("SYN-001", "female"), PERSON("SYN-002", "female"),
                                       PERSON("SYN-003", "female"), PERSON("SYN-004", "female") };
    static const char *const trafficked[] = {
        EPISODE("SYN-001", "domestic_work", "abroad", "25"),
        EPISODE("SYN-002", "domestic_work", "abroad", "25"),
        EPISODE("SYN-003", "domestic_work", "abroad", "25"),
        EPISODE("SYN-004", "domestic_work", "abroad", "25"),
        "SYN-004|2|domestic_work|domestic_work|abroad|~|28|~|~|~|~|~|~|~|~",
    };
    static const char *const where[] = {
        STAGE("SYN-001", "early_home", "w1", "identified", "none", "yes", "all"),
        STAGE("SYN-001", "later_home", "w1", "identified", "none", "yes", "all"),
        STAGE("SYN-002", "early_home", "w1", "identified", "none", "yes", "some"),
        STAGE("SYN-002", "later_home", "w1", "identified", "none", "yes", "all"),
        STAGE("SYN-003", "early_home", "w1", "identified", "none", "yes", "all"),
        STAGE("SYN-003", "later_home", "w1", "identified", "none", "yes", "all"),
        STAGE("SYN-004", "early_home", "w1", "identified", "none", "yes", "all"),
        "SYN-004|2|later_home|w1|identified|none|yes|victim_of_trafficking|~|~|all|~|~|~",
    };
    static const char *const wanted[] = { NEED("SYN-001", "early_home", "S02", "w1", "met"),
                                          NEED("SYN-001", "later_home", "S02", "w1", "met"),
                                          NEED("SYN-002", "later_home", "S02", "w1", "met"),
                                          NEED("SYN-003", "later_home", "S02", "w1", "continuing"),
                                          "SYN-004|2|later_home|S02|w1|met" };
    static const char *const came[] = {
        SUPPORT("SYN-001", "1", "early_home", "S02", "w1", "ngo", "formal", "received_full", "repeated"),
        SUPPORT("SYN-003", "1", "early_home", "S02", "w1", "ngo", "formal", "received_part", "repeated"),
        SUPPORT("SYN-004", "1", "early_home", "S02", "w1", "ngo", "formal", "received_full", "repeated"),
    };

    (void)state;
    open_cumulative(&s);
    study_fill_padded(&s, "person", who, REINTI_LENGTH(who));
    study_fill_padded(&s, "episode", trafficked, REINTI_LENGTH(trafficked));
    study_fill_padded(&s, "stage", where, REINTI_LENGTH(where));
    study_fill_padded(&s, "need", wanted, REINTI_LENGTH(wanted));
    study_fill_padded(&s, "support", came, REINTI_LENGTH(came));
    study_frames(&s);
    assert_ok(reinti_assess_provide(s.frames, ERR));
#define CHECK_OF(name, ...)                                                                                  \
    do {                                                                                                     \
        static const char *const want_[] = { __VA_ARGS__ };                                                  \
        check_column(&s, "stage", name, want_, sizeof want_ / sizeof *want_);                                \
    } while (0)
    CHECK_OF("class_nexus_tree", "fully_assisted", "fully_assisted", /* 001: what came before still helps */
             "fully_assisted|partially_assisted|under_assisted|unassisted",
             /* 002: medical care may have come before, in full, in part or not; or something else may have */
             "fully_assisted|under_assisted|unassisted",
             "fully_assisted",                         /* 003: help in part, without a need */
             "under_assisted",                         /* 003: part of what is due came before */
             "fully_assisted", "unassisted");          /* 004: help of another episode does not */
    CHECK_OF("class_strict", "assisted", "unassisted", /* carry: none, each stage by itself */
             "no_need|assisted|under_assisted|unassisted", "unassisted", "no_need", "unassisted", "assisted",
             "unassisted");
    study_free(&s);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(interviews_have_the_class_of_the_stage_as_told_by_then),
        TEST(default_and_named_columns_are_the_same_and_other_rule_sets_differ),
        TEST(stages_have_the_class_as_known_now),
        TEST(reasons_are_those_that_surely_hold),
        TEST(persons_have_a_summary_and_its_variants),
        TEST(a_condition_may_use_a_class),
        TEST(an_unknown_class_column_is_named_with_the_nearest),
        TEST(an_override_replaces_the_computed_class_and_no_other),
        cmocka_unit_test(help_of_earlier_stages_of_the_same_episode_counts_on_where_the_rule_set_says_so),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
