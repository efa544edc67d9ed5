/* test_ingest_rules.c -- routing, cross-field and cross-wave rules on the way in. */
#include <config.h>

#include "check.h"

#include "ingest_study.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: small, sampling: purposive}\n"
    "waves: [{id: w1}, {id: w2}, {id: w3}]\n"
    "missing: {refused: [97], not_asked: [99], not_stated: [\"\"]}\n"
    "lists:\n"
    "  type: {victim: V, family: F}\n"
    "  sex: {male: Male, female: Female}\n"
    "  yesno: {yes: Yes, no: No}\n"
    "  country: {oman: {label: Oman, region: asia}, ghana: {label: Ghana, region: africa}}\n"
    "  status: {complete: C, refusal: R}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person, pattern: \"S[0-9]+\"}\n"
    "      type: {list: type}\n"
    "      sex: {list: sex}\n"
    "      origin: {list: country, asked_when: \"type = 'victim'\"}\n"
    "      children: {type: integer, min: 0, max: 20, asked_when: \"type = 'victim'\", missing: {refused: "
    "[97], not_asked: "
    "[99]}}\n"
    "      second: {list: yesno, asked_when: \"origin = 'oman'\"}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      date: {type: date, missing: {not_stated: [\"\"]}}\n"
    "      status: {list: status}\n"
    "      age: {type: age, missing: {not_stated: [\"\"]}}\n"
    "      places: {list: country, multiple: true}\n"
    "      violence: {list: yesno, asked_when: \"sex = 'female'\"}\n"
    "      note: {type: text, missing: {not_stated: [\"\"]}}\n"
    "rules:\n"
    "  - {id: R1, form: interview, when: \"status = 'complete'\", require: \"date IS NOT NULL\", severity: "
    "error, message: "
    "{en: A held interview has a date}}\n"
    "  - {id: R2, form: interview, require: \"prev_date IS NULL OR date IS NULL OR date > prev_date\", "
    "severity: error}\n"
    "  - {id: R3, form: interview, require: \"age >= 18\", severity: warning, message: An adult is "
    "expected}\n"
    "  - {id: R4, form: interview, when: \"has(places, 'ghana')\", require: \"w1_status = 'complete'\", "
    "severity: error}\n"
    "  - {id: R5, form: interview, require: \"note IS NULL OR length(note) < 9\", severity: error}\n"
    "  - {id: R6, form: person, when: '\"origin.region\" = ''africa''', require: \"sex = 'male'\", severity: "
    "error}\n";

static int
setup(void **state)
{
    test_study *t = test_study_create(codebook);

    *state = t;
    return t && test_ingest(t, "person.csv",
                            "person,type,sex,origin,children,second\nS1,victim,male,oman,1,yes\n"
                            "S2,victim,female,ghana,2,\nS3,family,female,,,\n",
                            NULL) == REINT_DATA
               ? 0
               : -1;
}

static int
teardown(void **state)
{
    test_study_free(*state);
    return 0;
}

static void
a_region_rule_names_an_attribute_of_a_code(void **state)
{
    test_study *t = *state; /* S2, from Ghana and female, stopped by R6 */

    assert_query(t, "SELECT person FROM person", "S1/S3");
}

static void
what_is_routed_past_is_not_asked_and_what_is_asked_is_answered(void **state)
{
    test_study *t = *state;

    assert_query(t, "SELECT person, origin__why, children__why, second__why FROM person WHERE person = 'S3'",
                 "S3|not_asked|not_asked|not_asked"); /* second depends on what was not asked */
    assert_int_equal(test_ingest(t, "more.csv",
                                 "person,type,sex,origin,children,second\n"
                                 "S4,family,male,oman,99,99\n" /* answered, though routed past */
                                 "S5,victim,male,99,1,99\n"    /* not asked, though it had to be */
                                 "S6,victim,male,oman,,no\n"   /* empty has no meaning here */
                                 "S7,victim,male,,1,99\n"      /* empty is not_stated */
                                 "S8,family,male,99,99,99\n"
                                 "S9,family,male,97,99,99\n"    /* another reason than not asked */
                                 "S1,family,male,oman,99,99\n", /* routing goes before duplicate */
                                 NULL),
                     REINT_DATA);
    assert_findings(
        t, "2:16 routing origin is answered, though routed past: it is asked when type = 'victim'\n"
           "3:16 routing origin is not asked, though it had to be: it is asked when type = 'victim'\n"
           "4:21 routing children is empty, though it had to be asked: it is asked when type = 'victim'\n"
           "7:16 routing origin is answered, though routed past: it is asked when type = 'victim'\n"
           "8:16 routing origin is answered, though routed past: it is asked when type = 'victim'\n"
           "0:0 routing_not_checked whether second was to be asked could not be told for 1 row\n");
}

static void
routing_sees_the_parent_record(void **state)
{
    test_study *t = *state;

    assert_int_equal(
        test_ingest(t, "interview.csv",
                    "person,wave,date,status,age,places,violence,note\n"
                    "S1,w1,2014-03-01,complete,20,oman,,\nS3,w1,2014-03-01,complete,20,oman,yes,\n"
                    "S1,w2,2015-03-01,complete,20,oman,yes,\nS3,w2,2015-03-01,complete,20,oman,,\n",
                    NULL),
        REINT_DATA);
    assert_findings(
        t, "4:35 routing violence is answered, though routed past: it is asked when sex = 'female'\n");
    assert_query(t, "SELECT person, wave, violence, violence__why FROM interview",
                 "S1|w1|-|not_asked/S3|w1|yes|-/S3|w2|-|not_stated");
}

static void
rules_reject_warn_or_cannot_be_checked(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "interview.csv",
                                 "person,wave,date,status,age,places,violence,note\n"
                                 "S1,w1,,complete,20,oman,,\n"                   /* R1 */
                                 "S1,w2,,refusal,17,oman,,\n"                    /* R3 warns */
                                 "S1,w3,,refusal,,oman,,\n"                      /* R3: nothing known */
                                 "S3,w1,,refusal,16-19,oman,yes,\n"              /* R3: cannot be told */
                                 "S3,w2,,refusal,18-19,oman,yes,\n"              /* every value is good */
                                 "S3,w3,,refusal,60+,oman,yes,very long note\n", /* R5 */
                                 NULL),
                     REINT_DATA);
    assert_findings(
        t, "2:7 rule A held interview has a date (rule R1)\n"
           "3:16 rule An adult is expected (rule R3)\n"
           "7:29 rule rule R5 wants: note IS NULL OR length(note) < 9\n"
           "0:0 rule_not_checked rule R3 could not be checked for 2 rows: something that it needs is "
           "missing\n");
    assert_query(
        t,
        "SELECT reason, variable FROM reint_rejected r JOIN reint_batch b ON b.id = r.batch WHERE b.form = "
        "'interview' ORDER BY line",
        "rule:R1|date/rule:R5|note");
    assert_int_equal(t->batch.accepted, 4);
}

static void
a_row_that_a_rule_rejects_still_holds_its_key(void **state)
{
    test_study *t = *state;
    const char *text = "person,wave,date,status,age,places,violence,note\n"
                       "S1,w1,,complete,20,oman,,\nS1,w1,2014-03-01,complete,20,oman,,\nS1,w2,2015-03-01,"
                       "complete,20,oman,,\n";
    reint_ingest_options correct = { .size = sizeof correct, .correct = 1 };

    for (int i = 0; i < 2; i++) { /* taken back, or never inserted: the same to see */
        assert_int_equal(test_ingest(t, i ? "b/interview.csv" : "interview.csv", text, i ? &correct : NULL),
                         REINT_DATA);
        assert_findings(t, "2:7 rule A held interview has a date (rule R1)\n"
                           "3:1 duplicate_key there is already a record with this key: S1 w1\n");
        assert_query(t, "SELECT person, wave FROM interview", "S1|w2");
    }
}

static void
rules_across_waves_see_the_file_in_any_order_and_what_is_stored(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "one.csv",
                                 "person,wave,date,status,age,places,violence,note\n"
                                 "S1,w2,2014-02-01,complete,20,oman,,\nS1,w1,2014-03-01,complete,20,oman,,\n"
                                 "S3,w1,2014-03-01,complete,20,oman,yes,\n",
                                 NULL),
                     REINT_DATA);
    assert_findings(t, "2:7 rule rule R2 wants: prev_date IS NULL OR date IS NULL OR date > prev_date\n");
    assert_int_equal(test_ingest(t, "two.csv",
                                 "person,wave,date,status,age,places,violence,note\n"
                                 "S3,w3,2014-02-28,complete,20,oman,yes,\nS1,w2,2014-03,complete,20,ghana,,\n"
                                 "S1,w3,2014-05,complete,20,ghana,,\n",
                                 NULL),
                     REINT_DATA);
    /* S3 w3 comes before the stored w1; S1 w2 in March 2014 may or may not come after the first of March */
    assert_findings(t,
                    "2:7 rule rule R2 wants: prev_date IS NULL OR date IS NULL OR date > prev_date\n"
                    "0:0 rule_not_checked rule R2 could not be checked for 1 row: something that it needs is "
                    "missing\n");
    assert_query(t, "SELECT person, wave FROM interview", "S1|w1/S1|w2/S1|w3/S3|w1");
    assert_int_equal(
        test_ingest(
            t, "three.csv",
            "person,wave,date,status,age,places,violence,note\nS3,w2,2016,refusal,20,oman;ghana,yes,\n",
            NULL),
        REINT_OK); /* R4: w1 was complete */
}

static void
a_correction_that_a_rule_rejects_changes_nothing(void **state)
{
    test_study *t = *state;
    reint_ingest_options correct = { .size = sizeof correct, .correct = 1 };

    assert_int_equal(
        test_ingest(t, "interview.csv",
                    "person,wave,date,status,age,places,violence,note\nS1,w1,2014-03-01,complete,20,oman,,\n",
                    NULL),
        REINT_OK);
    assert_int_equal(
        test_ingest(t, "interview.csv",
                    "person,wave,date,status,age,places,violence,note\nS1,w1,,complete,21,oman,,\n",
                    &correct),
        REINT_DATA);
    assert_int_equal(t->batch.rejected, 1);
    assert_query(t, "SELECT date, age FROM interview", "2014-03-01|20");
    assert_query(t, "SELECT count(*) FROM reint_history", "0");
}

static void
a_bad_condition_is_an_error_of_the_codebook(void **state)
{
    (void)state;
    test_study *t = test_study_create(
        "reint: 1\nstudy: {id: s, sampling: purposive}\nlists: {sex: {male: M, female: F}}\n"
        "forms: {person: {key: [person], variables: {sex: {list: sex}}}}\n"
        "rules: [{id: R1, form: person, require: \"sexx = 'male'\", severity: error}]\n");
    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nA,male\n", NULL), REINT_STUDY);
    assert_non_null(strstr(t->err.text, "rule R1"));
    assert_non_null(strstr(t->err.text, "sex"));
    assert_query(t, "SELECT count(*) FROM reint_person", "0");
    test_study_free(t);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(a_region_rule_names_an_attribute_of_a_code),
        TEST(what_is_routed_past_is_not_asked_and_what_is_asked_is_answered),
        TEST(routing_sees_the_parent_record),
        TEST(rules_reject_warn_or_cannot_be_checked),
        TEST(a_row_that_a_rule_rejects_still_holds_its_key),
        TEST(rules_across_waves_see_the_file_in_any_order_and_what_is_stored),
        TEST(a_correction_that_a_rule_rejects_changes_nothing),
        cmocka_unit_test(a_bad_condition_is_an_error_of_the_codebook),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
