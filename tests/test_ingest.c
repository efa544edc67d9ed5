/* test_ingest.c -- files of every kind of right and wrong into a small study. */
#include <config.h>

#include "check.h"

#include "ingest/codes.h"
#include "ingest/pattern.h"
#include "ingest_study.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: small, sampling: purposive}\n"
    "waves: [{id: w1, from: 2014-01, to: 2014-12}, {id: w2}]\n"
    "missing: {refused: [97], not_stated: [\"\"], not_applicable: {}}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  country: {oman: Oman, qatar: Qatar, malaysia: Malaysia, ghana: {label: Ghana, retired: true}}\n"
    "  answer: {\"1\": a, \"2\": b, \"3\": c, \"4\": d, \"5\": e}\n"
    "  service: {medical: Medical, housing: Housing}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person, pattern: \"SYN-[0-9]{3}\"}\n"
    "      sex: {list: sex, required: true}\n"
    "      places: {list: country, multiple: true, max_codes: 2}\n"
    "      path: {list: country, multiple: true, ordered: true, repeats: true}\n"
    "      children: {type: integer, min: 0, max: 20, missing: {not_stated: [-1]}}\n"
    "      weight: {type: decimal, min: 0.25, max: 4, missing: {not_stated: [\"\"]}}\n"
    "      age: {type: age, missing: {not_stated: [\"\"]}}\n"
    "      note: {type: text, missing: {not_stated: [\"\"]}}\n"
    "      linked_to: {type: person, missing: {not_applicable: [\"\"]}}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      date: {type: date}\n"
    "      q1: {list: answer}\n"
    "      q2: {list: answer, waves: [w2]}\n"
    "  coding:\n"
    "    key: [person, rater, day]\n"
    "    variables:\n"
    "      rater: {type: text}\n"
    "      day: {type: date}\n"
    "      code: {list: service}\n";

static int
setup(void **state)
{
    *state = test_study_create(codebook);
    return *state ? 0 : -1;
}

static int
teardown(void **state)
{
    test_study_free(*state);
    return 0;
}

static void
give_persons(test_study *t)
{
    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nSYN-001,male\nSYN-002,female\n", NULL),
                     REINT_OK);
}

/* ---- good files ------------------------------------------------------------------------------------ */

static void
values_of_every_type_are_stored_and_seen_by_any_sqlite_program(void **state)
{
    test_study *t = *state;

    assert_int_equal(
        test_ingest(t, "in/person.csv",
                    "linked_to,note,age,weight,children,path,places,sex,person\r\n"
                    ",\"said \"\"no\"\"\nonce\",17,0.25,3,oman;qatar;oman,qatar; oman,male,SYN-001\r\n"
                    "SYN-001,,\"in her twenties\",,-1,,97,female,SYN-002\r\n",
                    NULL),
        REINT_OK);
    assert_findings(t, "");
    assert_int_equal(t->batch.read, 2);
    assert_int_equal(t->batch.accepted, 2);
    assert_string_equal(t->batch.input, "person.csv");
    assert_string_equal(t->batch.form, "person");
    assert_int_equal(strlen(t->batch.sha256), 64);
    assert_query(t, "SELECT person, sex, children, children__why, weight, weight__why FROM person",
                 "SYN-001|male|3|-|0.25|-/SYN-002|female|-|not_stated|-|not_stated");
    assert_query(t, "SELECT age, age__high, age__written FROM f_person", "17|-|-/20|29|in her twenties");
    assert_query(t, "SELECT note, linked_to FROM person", "said \"no\"\nonce|-/-|SYN-001");
    /* a set without order stands in the order of the list, one with order as it was told */
    assert_query(t, "SELECT record >= 0, position, code FROM f_person__places", "1|1|1/1|2|2");
    assert_query(t, "SELECT position, code FROM f_person__path", "1|1/2|2/3|1");
    assert_query(t, "SELECT places, path FROM f_person", "2|3/-1|-2");
}

static void
a_form_is_found_by_file_name_by_columns_or_by_option(void **state)
{
    test_study *t = *state;
    reint_ingest_options options = { .size = sizeof options, .form = "person" };
    const char *text = "person,sex\nSYN-001,male\n";

    assert_int_equal(test_ingest(t, "people 2014.csv", text, NULL), REINT_OK);
    assert_string_equal(t->batch.form, "person");
    assert_int_equal(test_ingest(t, "interview.csv", "person,sex\nSYN-002,male\n", NULL), REINT_INPUT);
    assert_int_equal(test_ingest(t, "interview.csv", "person,sex\nSYN-002,male\n", &options), REINT_OK);
    options.form = "persons";
    assert_int_equal(test_ingest(t, "x.csv", text, &options), REINT_ARGUMENT);
    assert_string_equal(t->err.text, "the codebook has no form \"persons\" (did you mean \"person\"?)");
    assert_int_equal(test_ingest(t, "x.csv", "a,b\n1,2\n", NULL), REINT_INPUT);
    assert_string_equal(t->err.text, "neither name nor columns tell a form; say which form the file holds");
}

static void
columns_can_be_renamed_and_left_out(void **state)
{
    test_study *t = *state;
    const char *rename[][2] = { { "resp no", "person" }, { NULL, NULL } };
    const char *ignore[] = { "typist", NULL };
    reint_ingest_options options = {
        .size = sizeof options, .form = "person", .rename = (const char *const(*)[2])rename, .ignore = ignore
    };

    assert_int_equal(test_ingest(t, "x.csv",
                                 "resp no;typist; sex ;reint_reason;reint_line\nSYN-001;Ann;male;rule:R1;7\n",
                                 &options),
                     REINT_OK);
    assert_query(t, "SELECT person, sex FROM person", "SYN-001|male");
}

static void
windows_1252_is_read_on_request(void **state)
{
    test_study *t = *state;
    reint_ingest_options options = { .size = sizeof options, .encoding = "windows-1252" };
    const char *text = "person,sex,note\nSYN-001,male,caf\xE9 \x80\n";

    assert_int_equal(test_ingest(t, "person.csv", text, NULL), REINT_INPUT);
    assert_int_equal(t->err.line, 2);
    assert_int_equal(t->err.column, 17);
    assert_int_equal(test_ingest(t, "person.csv", text, &options), REINT_OK);
    assert_query(t, "SELECT note FROM person", "caf\xC3\xA9 \xE2\x82\xAC");
    options.encoding = "latin-7";
    assert_int_equal(test_ingest(t, "person.csv", text, &options), REINT_ARGUMENT);
}

static void
keys_hold_texts_and_days(void **state)
{
    test_study *t = *state;

    give_persons(t);
    assert_int_equal(
        test_ingest(
            t, "coding.csv",
            "person,rater,day,code\nSYN-001,AB,2015-01-02,medical\nSYN-001,CD,2015-01-02,housing\n"
            "SYN-001,AB,2015-01-03,medical\nSYN-001,AB,2015-01-02,housing\nSYN-001,AB,2015-01,housing\n",
            NULL),
        REINT_DATA);
    assert_query(t, "SELECT rater, day, code FROM coding ORDER BY 1, 2",
                 "AB|2015-01-02|medical/AB|2015-01-03|medical/CD|2015-01-02|housing");
    assert_findings(t, "5:1 duplicate_key there is already a record with this key\n"
                       "6:12 bad_date day is \"2015-01\"; dates are written 2015-03-14\n");
}

/* ---- wrong rows ------------------------------------------------------------------------------------ */

static void
every_wrong_cell_rejects_its_row_with_what_is_allowed(void **state)
{
    test_study *t = *state;
    static const struct {
        const char *row, *want;
    } cases[] = {
        { "X1,male,,,,,,",
          "2:1 illegal_code person is not as the codebook allows: the pattern \"SYN-[0-9]{3}\"\n" },
        { "SYN-003,Male,,,,,,",
          "2:9 illegal_code sex is \"Male\" (did you mean \"male\"?); the codebook allows male, "
          "female, 97 (refused), an empty cell (not_stated)\n" },
        { "SYN-003,97,,,,,,", "2:9 missing_required sex is missing (refused), but must be given\n" },
        { "SYN-003,,,,,,,", "2:9 missing_required sex is missing (not_stated), but must be given\n" },
        { "SYN-003,male,oman;atlantis,,,,,", "2:14 illegal_code places is \"oman;atlantis\"; \"atlantis\" is "
                                             "no code; the codebook allows oman, qatar, "
                                             "malaysia, 97 (refused), an empty cell (not_stated)\n" },
        { "SYN-003,male,oman;oman,,,,,", "2:14 illegal_code places is \"oman;oman\"; a code stands twice\n" },
        { "SYN-003,male,oman;97,,,,,",
          "2:14 illegal_code places is \"oman;97\"; a missing code stands alone: \"97\"\n" },
        { "SYN-003,male,oman;qatar;malaysia,,,,,",
          "2:14 illegal_code places is \"oman;qatar;malaysia\"; 3 codes, at most 2 are allowed\n" },
        { "SYN-003,male,,21,,,,",
          "2:15 illegal_code children is \"21\"; the codebook allows 0 to 20, -1 (not_stated)\n" },
        { "SYN-003,male,,03,,,,",
          "2:15 illegal_code children is \"03\"; the codebook allows 0 to 20, -1 (not_stated)\n" },
        { "SYN-003,male,,\" 3\",,,,",
          "2:15 illegal_code children is \" 3\"; the codebook allows 0 to 20, -1 (not_stated)\n" },
        { "SYN-003,male,,,,,,",
          "2:15 empty_cell children is empty, to which the codebook gives no meaning; it allows 0 "
          "to 20, -1 (not_stated)\n" },
        { "SYN-003,male,,3,4.01,,,", "2:17 illegal_code weight is \"4.01\"; the codebook allows 0.25 to 4, "
                                     "an empty cell (not_stated)\n" },
        { "SYN-003,male,,3,nan,,,", "2:17 illegal_code weight is \"nan\"; the codebook allows 0.25 to 4, an "
                                    "empty cell (not_stated)\n" },
        { "SYN-003,male,,3,,old,,",
          "2:18 illegal_code age is \"old\"; the codebook allows 17, 16-18, under 18, 60+, "
          "child, teens, early twenties, an empty cell (not_stated)\n" },
        { "SYN-003,male,,3,,,,SYN-999",
          "2:20 unknown_person linked_to \"SYN-999\" is not known: no record of this person was seen\n" },
        { "SYN-003,male,ghana,3,,,,", "2:14 illegal_code places is \"ghana\"; \"ghana\" is no code; the "
                                      "codebook allows oman, qatar, malaysia, 97 "
                                      "(refused), an empty cell (not_stated)\n" },
        { "SYN-003,male", "2:1 wrong_field_count 2 fields; the header has 8\n" },
        { "SYN-003,male,,3,,,,,9", "2:1 wrong_field_count 9 fields; the header has 8\n" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char text[512];
        print_message("  %s\n", cases[i].row);
        snprintf(text, sizeof text, "person,sex,places,children,weight,age,note,linked_to\n%s\n",
                 cases[i].row);
        assert_int_equal(test_ingest(t, "person.csv", text, NULL), REINT_DATA);
        if (i == 0 || strstr(cases[i].want, "required") == NULL) {
            char *got = test_findings(t), *also = strstr(got, "; also: ");
            if (also)
                strcpy(also, "\n");
            assert_string_equal(got, cases[i].want);
            free(got);
        }
        assert_int_equal(t->batch.rejected, 1);
    }
    assert_query(t, "SELECT count(*) FROM person", "0");
}

static void
a_row_counts_once_for_its_first_reason_and_tells_all(void **state)
{
    test_study *t = *state;

    give_persons(t);
    assert_int_equal(test_ingest(t, "interview.csv",
                                 "person,wave,date,q1\nSYN-009,w1,2015-02-29,6\nSYN-009,w1,2015-02-29,5\n"
                                 "SYN-009,w1,2014-03-01,5\nSYN-001,w3,,\n",
                                 NULL),
                     REINT_DATA);
    assert_findings(
        t, "2:23 illegal_code q1 is \"6\"; the codebook allows 1-5, 97 (refused), an empty cell "
           "(not_stated); also: person "
           "\"SYN-009\" is not known: no record of this person was seen; date is \"2015-02-29\"; "
           "there is no such day\n"
           "3:12 bad_date date is \"2015-02-29\"; there is no such day; also: person \"SYN-009\" is "
           "not known: no record "
           "of this person was seen\n"
           "4:1 unknown_person person \"SYN-009\" is not known: no record of this person was seen\n"
           "5:9 illegal_code wave is \"w3\"; the codebook allows w1, w2; also: date is empty, to "
           "which the codebook gives "
           "no meaning; it allows 2015-03-14, 2015-03, 2015, 2014-10..2015-02, before 2015\n"
           "0:0 persons_first 1 row names a respondent who is not known; the file of the form person "
           "comes first, in the same call or an earlier one\n");
    assert_query(t, "SELECT line, reason, row FROM reint_rejected ORDER BY line",
                 "2|illegal_code|SYN-009,w1,2015-02-29,6/3|bad_date|SYN-009,w1,2015-02-29,5/"
                 "4|unknown_person|SYN-009,w1,2014-03-01,5/5|illegal_code|SYN-001,w3,,");
}

static void
values_of_texts_and_persons_are_never_shown(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "person.csv",
                                 "person,sex,note,linked_to\nSiti Aminah,male,,\nSYN-001,male,a\x01 Siti,\n"
                                 "SYN-002,male,,Siti Aminah\n",
                                 NULL),
                     REINT_DATA);
    char *got = test_findings(t);
    assert_null(strstr(got, "Siti"));
    free(got);
    assert_int_equal(t->batch.rejected, 3);
    assert_query(t, "SELECT count(*) FROM reint_rejected WHERE text LIKE '%Siti%'", "0");
}

static void
the_person_of_a_rejected_row_is_known(void **state)
{
    test_study *t = *state;

    assert_int_equal(
        test_ingest(t, "person.csv",
                    "person,sex,linked_to\nSYN-001,male,SYN-003\nSYN-002,x,\nSYN-003,male,\nX,male,\n", NULL),
        REINT_DATA);
    assert_int_equal(t->batch.accepted, 2); /* the link to a later row is good */
    assert_int_equal(test_ingest(t, "interview.csv", "person,wave,date,q1\nSYN-002,w1,2014-03-01,1\n", NULL),
                     REINT_OK);
}

static void
duplicates_within_a_file_and_across_files_keep_the_first(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "person.csv",
                                 "person,sex\nSYN-001,male\nSYN-001,female\nSYN-002,x\nSYN-002,male\n", NULL),
                     REINT_DATA);
    assert_findings(
        t, "3:1 duplicate_key there is already a record with this key: SYN-001\n"
           "4:9 illegal_code sex is \"x\"; the codebook allows male, female, 97 (refused), an empty cell "
           "(not_stated)\n");
    assert_int_equal(test_ingest(t, "more.csv", "person,sex\nSYN-001,female\nSYN-003,male\n", NULL),
                     REINT_DATA);
    assert_int_equal(t->batch.accepted, 1);
    assert_query(t, "SELECT person, sex FROM person", "SYN-001|male/SYN-002|male/SYN-003|male");
    assert_query(t, "SELECT count(*) FROM reint_rejected WHERE variable = 'person'", "2");
}

static void
variables_of_other_waves_must_be_empty(void **state)
{
    test_study *t = *state;

    give_persons(t);
    assert_int_equal(
        test_ingest(t, "interview.csv",
                    "person,wave,date,q1,q2\nSYN-001,w1,2014-03-01,1,\nSYN-001,w2,2015-03-01,1,2\n"
                    "SYN-002,w1,2014-03-01,1,2\nSYN-002,w2,2015-03-01,1,\n",
                    NULL),
        REINT_DATA);
    assert_findings(t, "4:25 routing q2 is answered, but is not asked in this wave\n");
    assert_query(t, "SELECT q2 FROM f_interview ORDER BY _id", "-/2/-2");
}

static void
a_date_outside_the_window_of_its_wave_is_a_warning(void **state)
{
    test_study *t = *state;

    give_persons(t);
    assert_int_equal(
        test_ingest(t, "interview.csv",
                    "person,wave,date,q1\nSYN-001,w1,2015-03-01,1\nSYN-002,w1,2014,1\nSYN-002,w2,2019,1\n",
                    NULL),
        REINT_OK);
    assert_int_equal(t->batch.accepted, 3);
    assert_findings(t, "2:12 wave_date date is 2015-03-01, outside the window of wave w1 (2014)\n");
    assert_int_equal(test_n_rejected(t), 0);
}

/* ---- files wrong in form --------------------------------------------------------------------------- */

static void
a_file_wrong_in_form_stores_nothing(void **state)
{
    test_study *t = *state;
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "", "!the file is empty; its first line must name the columns" },
        { "\n\n", "!the file is empty; its first line must name the columns" },
        { ",,\n,,\n", "!the file is empty; its first line must name the columns" },
        { "person,sexx\nSYN-001,male\n",
          "1:8 unknown_column form person has no variable \"sexx\" (did you mean \"sex\"?); rename the "
          "column or leave "
          "it out\n1:0 missing_column there is no column \"sex\", a required variable of form person\n" },
        { "sex,sex,sex\nmale,male,male\n", "1:5 duplicate_column \"sex\" stands twice, in columns 1 and "
                                           "2\n1:9 duplicate_column \"sex\" stands twice, in "
                                           "columns 1 and 3\n1:0 missing_key_column there is no column "
                                           "\"person\", part of the key of form person\n" },
        { "person,,sex\nSYN-001,,male\n", "1:8 unnamed_column column 2 has no name\n" },
        { "Siti,male\nAni,female\n", "1:0 no_header the first line names no variable of form person (person, "
                                     "sex, places, path, children, weight, "
                                     "age, note, ...); is it a record, or is the separator not ','? For "
                                     "other people's columns --propose-map writes a first map\n" },
        { "person,sex\nSYN-001,\"male\n", "!a field's quote is never closed (opened in line 2)" },
        { "person,sex\nSYN-001,male\nSYN-002,\"male\"x\n",
          "!text after the closing quote of a field; a quote inside a field is written twice (opened in line "
          "3)" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        print_message("  case %zu\n", i);
        assert_int_equal(test_ingest(t, "person.csv", cases[i].text, NULL), REINT_INPUT);
        assert_int_equal(t->err.status, REINT_INPUT);
        if (cases[i].want[0] == '!')
            assert_string_equal(t->err.text, cases[i].want + 1);
        else
            assert_findings(t, cases[i].want);
        assert_int_equal(t->batch.read, 0);
    }
    assert_int_equal(test_ingest_n(t, "person.csv", "person,sex\nSYN-001,\0\n", 21, NULL), REINT_INPUT);
    assert_query(t, "SELECT count(*) FROM person", "0");
    assert_query(t, "SELECT count(*) FROM reint_batch", "0");
    assert_query(t, "SELECT count(*) FROM reint_person", "0");
}

static void
a_header_alone_is_a_file_of_no_records(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "person.csv", "person,sex\r\n", NULL), REINT_OK);
    assert_findings(t, "0:0 no_records there is a header and no record yet\n");
    assert_int_equal(t->batch.read, 0);
}

static void
lines_without_text_are_counted_and_left_out(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nSYN-001,male\n\n,\nSYN-002,male\n,\n\n", NULL),
                     REINT_OK);
    assert_int_equal(t->batch.read, 2);
    assert_findings(t, "3:0 blank_lines 2 lines without text between records were left out\n");
}

static void
a_missing_file_is_reported_by_name(void **state)
{
    test_study *t = *state;

    assert_int_equal(reint_ingest_file(t->study, "/nowhere/person.csv", NULL, &t->batch, NULL, &t->err),
                     REINT_INPUT);
    assert_non_null(strstr(t->err.file, "/nowhere/person.csv"));
    assert_int_equal(reint_ingest_file(t->study, "/nowhere/person.csv", NULL, NULL, NULL, NULL), REINT_INPUT);
}

/* ---- again, and corrections ------------------------------------------------------------------------ */

static void
the_same_file_is_not_read_again(void **state)
{
    test_study *t = *state;
    const char *text = "person,sex\nSYN-001,male\nSYN-002,male\n";

    assert_int_equal(test_ingest(t, "person.csv", text, NULL), REINT_OK);
    assert_int_equal(test_ingest(t, "folder/person.csv", text, NULL), REINT_OK);
    assert_int_equal(t->batch.id, 1);
    assert_int_equal(t->batch.accepted, 2);
    assert_findings(t,
                    "0:0 unchanged_input the file is the one that was read before; it was not read again\n");
    assert_query(t, "SELECT count(*) FROM reint_batch", "1");
}

static void
rejected_rows_of_the_same_file_are_tried_once_more(void **state)
{
    test_study *t = *state;
    const char *text =
        "person,wave,date,q1\nSYN-001,w1,2014-03-01,1\nSYN-003,w1,2014-03-01,2\nSYN-001,w1,2014-03-01,3\n";

    give_persons(t);
    assert_int_equal(test_ingest(t, "interview.csv", text, NULL), REINT_DATA);
    assert_int_equal(t->batch.rejected, 2);
    assert_int_equal(test_ingest(t, "late.csv", "person,sex\nSYN-003,male\n", NULL), REINT_OK);
    assert_int_equal(test_ingest(t, "interview.csv", text, NULL), REINT_DATA);
    assert_int_equal(t->batch.accepted, 1);
    assert_int_equal(t->batch.unchanged, 1);
    assert_int_equal(t->batch.rejected, 1);
    assert_int_equal(test_n_rejected(t), 1); /* those of the first time are settled */
}

static void
a_replacement_corrects_with_history_and_lists_what_it_lacks(void **state)
{
    test_study *t = *state;
    reint_ingest_options options = {
        .size = sizeof options, .correct = 1, .who = "AB", .why = "double entry"
    };

    assert_int_equal(test_ingest(t, "person.csv",
                                 "person,sex,children\nSYN-001,male,1\nSYN-002,male,2\nSYN-003,male,3\n",
                                 NULL),
                     REINT_OK);
    assert_int_equal(
        test_ingest(t, "person.csv", "person,sex,children\nSYN-001,male,4\nSYN-002,male,2\n", NULL),
        REINT_DATA);
    assert_int_equal(t->batch.rejected, 2);
    assert_non_null(strstr(reint_findings_get(t->findings, 2)->text, "read it as a correction"));
    assert_int_equal(
        test_ingest(t, "person.csv",
                    "person,sex,children\nSYN-001,male,4\nSYN-002,male,2\nSYN-001,male,5\nSYN-004,male,9\n",
                    &options),
        REINT_DATA);
    assert_int_equal(t->batch.changed, 1);
    assert_int_equal(t->batch.unchanged, 1);
    assert_int_equal(t->batch.accepted, 1);
    assert_int_equal(t->batch.rejected, 1);
    assert_findings(
        t, "4:1 duplicate_key there is already a record with this key: SYN-001\n"
           "0:0 missing_row no good row for the record SYN-003, from line 4 of an earlier file; it stays as "
           "it was\n");
    assert_query(t, "SELECT children FROM person ORDER BY person", "4/2/3/9");
    assert_query(t, "SELECT who, why FROM reint_history", "AB|double entry");
}

static void
strict_takes_all_or_nothing_and_a_dry_run_nothing(void **state)
{
    test_study *t = *state;
    reint_ingest_options strict = { .size = sizeof strict, .strict = 1 };
    reint_ingest_options dry = { .size = sizeof dry, .dry_run = 1 };
    const char *text = "person,sex\nSYN-001,male\nSYN-002,x\nSYN-003,male\n";

    assert_int_equal(test_ingest(t, "person.csv", text, &strict), REINT_DATA);
    assert_int_equal(t->batch.read, 3);
    assert_int_equal(t->batch.rejected, 3);
    assert_int_equal(reint_findings_count_severity(t->findings, REINT_ERROR), 1);
    assert_int_equal(test_ingest(t, "person.csv", text, &dry), REINT_DATA);
    assert_int_equal(t->batch.accepted, 2);
    assert_int_equal(t->batch.rejected, 1);
    assert_query(t, "SELECT count(*) FROM person", "0");
    assert_query(t, "SELECT count(*) FROM reint_batch", "0");
    assert_query(t, "SELECT count(*) FROM reint_person", "0");
    assert_int_equal(test_ingest(t, "person.csv", text, NULL), REINT_DATA); /* and the study works on */
    assert_int_equal(t->batch.accepted, 2);
}

static int
stop_at_once(size_t done, size_t total, void *user)
{
    (void)total;
    ++*(int *)user;
    return done > 0;
}

static void
a_rehearsal_sees_its_own_files_and_keeps_nothing(void **state)
{
    test_study *t = *state;
    size_t n;

    assert_int_equal(reint_study_rehearse(t->study, &t->err), REINT_OK);
    give_persons(t);
    assert_int_equal(test_ingest(t, "interview.csv", "person,wave,date,q1\nSYN-001,w1,2014-05,1\n", NULL),
                     REINT_OK);
    /* a file that is taken back within it leaves the others */
    assert_int_equal(test_ingest(t, "interview.csv", "person,wave,date,q1\nSYN-001,w1,\"2014", NULL),
                     REINT_INPUT);
    assert_int_equal(
        test_ingest(t, "again.csv", "person,sex\nSYN-001,male\n",
                    &(reint_ingest_options){ .size = sizeof(reint_ingest_options), .form = "person" }),
        REINT_DATA);
    assert_int_equal(reinti_store_n_rows(t->study, 0, &n, &t->err), REINT_OK);
    assert_int_equal(n, 2);
    assert_query(t, "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM reint_batch)", "0|0");
    reint_study_free(t->study);
    t->study = NULL;
    assert_query(t, "SELECT (SELECT count(*) FROM person), (SELECT count(*) FROM reint_batch)", "0|0");
    assert_int_equal(access(t->cache, F_OK), -1);
    assert_int_equal(reint_study_open(t->path, 1, &t->study, &t->err), REINT_OK);
    give_persons(t);
    assert_query(t, "SELECT count(*) FROM person", "2");
}

static void
a_study_in_memory_takes_files_like_any_other(void **state)
{
    test_study *t = *state;
    reint_study *file = t->study;
    size_t n = 0;

    assert_int_equal(reint_study_create(NULL, t->cb, &t->study, &t->err), REINT_OK);
    give_persons(t);
    assert_int_equal(test_ingest(t, "interview.csv",
                                 "person,wave,date,q1\nSYN-001,w1,2014-05,1\nSYN-003,w1,2014,1\n", NULL),
                     REINT_DATA);
    assert_int_equal(reinti_store_n_rows(t->study, 1, &n, &t->err), REINT_OK);
    assert_int_equal(n, 1);
    assert_int_equal(test_n_rejected(t), 1);
    reint_study_free(t->study);
    t->study = file;
}

static void
cancelling_rolls_back(void **state)
{
    test_study *t = *state;
    int calls = 0;
    reint_ingest_options options = { .size = sizeof options, .progress = stop_at_once, .user = &calls };

    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nSYN-001,male\n", &options), REINT_CANCELLED);
    assert_int_equal(calls, 2); /* at 0 and at the end of the only block */
    assert_query(t, "SELECT count(*) FROM person", "0");
    give_persons(t);
}

static void
a_study_opened_for_reading_takes_nothing(void **state)
{
    test_study *t = *state;

    reint_study_free(t->study);
    assert_int_equal(reint_study_open(t->path, 0, &t->study, &t->err), REINT_OK);
    assert_int_equal(test_ingest(t, "person.csv", "person,sex\nSYN-001,male\n", NULL), REINT_STUDY);
}

/* ---- anything at all ------------------------------------------------------------------------------- */

static uint64_t
next_random(uint64_t *x)
{
    *x ^= *x << 13;
    *x ^= *x >> 7;
    *x ^= *x << 17;
    return *x;
}

static void
mutated_files_never_crash_and_their_sum_holds(void **state)
{
    test_study *t = *state;
    static const char good[] =
        "person,sex,places,path,children,weight,age,note,linked_to\n"
        "SYN-001,male,oman;qatar,oman,3,0.25,17,\"a \"\"b\"\", c\",\n"
        "SYN-002,female,97,,-1,,teens,,SYN-001\nSYN-003,male,,malaysia;oman;malaysia,0,4,16-18,x,\n"
        "SYN-004,female,oman,,20,1.5,,\"two\nlines\",SYN-002\n";
    static const char *const pieces[] = { "\"",         "\n",
                                          "\r",         ",",
                                          ";",          "\0",
                                          "97",         "\xC3",
                                          "SYN-001",    "9999999999999999999",
                                          "1e999",      "-",
                                          "2015-02-29", "\xEF\xBB\xBF",
                                          "\"\"",       " " };
    reint_ingest_options options = { .size = sizeof options, .dry_run = 1, .form = "person" };
    uint64_t seed = 2463534242u;

    for (size_t round = 0; round < 1500; round++) {
        char *text = malloc(sizeof good + 256);
        size_t n = sizeof good - 1, changes = 1 + next_random(&seed) % 4;
        reint_status status;
        memcpy(text, good, n);
        for (size_t c = 0; c < changes; c++) {
            size_t at = next_random(&seed) % (n + 1), which = next_random(&seed) % REINTI_LENGTH(pieces);
            size_t length = *pieces[which] ? strlen(pieces[which]) : 1, cut = next_random(&seed) % 3;
            if (cut > n - at)
                cut = n - at;
            memmove(text + at + length, text + at + cut, n - at - cut);
            memcpy(text + at, pieces[which], length);
            n = n + length - cut;
        }
        text = realloc(text, n); /* reading one byte too far is found by the sanitizer */
        status = test_ingest_n(t, "person.csv", text, n, &options);
        if (status != REINT_OK && status != REINT_DATA && status != REINT_INPUT)
            fail_msg("round %zu: status %d, %s", round, status, t->err.text);
        if ((status == REINT_DATA) != (t->batch.rejected > 0))
            fail_msg("round %zu: status %d with %d rejected rows", round, status, (int)t->batch.rejected);
        assert_int_equal(reint_findings_count_severity(t->findings, REINT_ERROR),
                         status == REINT_INPUT ? reint_findings_count_severity(t->findings, REINT_ERROR)
                                               : (size_t)t->batch.rejected);
        free(text);
    }
    give_persons(t);
}

static void
a_file_of_many_blocks_is_taken_whole_and_in_order(void **state)
{
    test_study *t = *state;
    reinti_str text = REINTI_STR_EMPTY;
    char want[64];

    reinti_str_add(&text, "person,sex,note\n");
    for (int i = 0; i < 1000; i++)
        reinti_str_format(&text, "SYN-%03d,male,n%d\n", i, i);
    for (int i = 0; i < 20000; i++) /* far more wrong rows than good ones */
        reinti_str_format(&text, "SYN-%03d,%s,\n", i % 1000, i % 2 ? "male" : "x");
    assert_int_equal(test_ingest_n(t, "person.csv", text.text, text.length, NULL), REINT_DATA);
    assert_int_equal(t->batch.read, 21000);
    assert_int_equal(t->batch.accepted, 1000);
    assert_int_equal(t->batch.rejected, 20000);
    for (size_t i = 0; i < 20000; i++)
        assert_int_equal(reint_findings_get(t->findings, i)->line, 1002 + (long)i);
    snprintf(want, sizeof want, "n0|n999|1000");
    assert_query(t, "SELECT min(note), max(note), count(DISTINCT note) FROM person", "n0|n999|1000");
    reinti_str_free(&text);
}

/* ---- parts ----------------------------------------------------------------------------------------- */

static void
patterns_fit_as_regexec_says(void **state)
{
    (void)state;
    static const struct {
        const char *pattern;
        bool quick;
        const char *fits[4], *fails[4];
    } cases[] = {
        { "R[0-9]{7}", true, { "R0000001" }, { "R000001", "R00000011", "r0000001", "" } },
        { "[A-Z]{2,4}-[A-Z]?[0-9]{3}",
          true,
          { "SYN-001", "AB-X001", "ABCD-123" },
          { "A-001", "ABCDE-001", "AB-XX001" } },
        { "a*b+c", true, { "bc", "aabbc", "abc" }, { "ac", "aab", "c" } },
        { "^x\\.y$", true, { "x.y" }, { "xzy", "x.yy" } },
        { "[]a-]+", true, { "]a-" }, { "b", "" } },
        { "(ab|cd)", false, { "ab", "cd" }, { "abcd", "a" } },
        { "[^x]", false, { "a", "\xC3\xA9" }, { "x", "aa" } },
        { "a|b", false, { "a", "b" }, { "ab", "" } },
    };
    reint_error err;
    reinti_pattern *p;

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        print_message("  %s\n", cases[i].pattern);
        assert_int_equal(reinti_pattern_create(cases[i].pattern, &p, &err), REINT_OK);
        assert_int_equal(reinti_pattern_is_quick(p), cases[i].quick);
        for (size_t k = 0; k < 4; k++) {
            if (cases[i].fits[k])
                assert_true(reinti_pattern_fits(p, cases[i].fits[k], strlen(cases[i].fits[k])));
            if (cases[i].fails[k])
                assert_false(reinti_pattern_fits(p, cases[i].fails[k], strlen(cases[i].fails[k])));
        }
        reinti_pattern_free(p);
    }
    assert_int_equal(reinti_pattern_create("(a", &p, &err), REINT_INPUT);
    assert_null(p);
}

static void
codes_of_any_length_are_found_and_nothing_else(void **state)
{
    (void)state;
    reinti_codes c = { 0 };
    char text[300][40];

    assert_true(reinti_codes_add(&c, "", -4, 0));
    for (int i = 0; i < 300; i++) {
        int n = snprintf(text[i], sizeof text[i], "%d", i);
        memset(text[i] + n, 'x', (size_t)(i % 30));
        text[i][n + i % 30] = '\0';
        assert_true(reinti_codes_add(&c, text[i], i + 1, 0));
    }
    assert_true(reinti_codes_add(&c, "0", 999, 0)); /* the first meaning stays */
    assert_true(reinti_codes_build(&c));
    for (int i = 0; i < 300; i++) {
        char padded[64] = { 0 };
        strcpy(padded, text[i]);
        assert_int_equal(reinti_codes_find(&c, padded, strlen(padded))->id, i + 1);
        assert_int_equal(reinti_codes_find_short(&c, text[i], strlen(text[i]))->id, i + 1);
        strcat(padded, "y");
        assert_null(reinti_codes_find(&c, padded, strlen(padded)));
    }
    assert_int_equal(reinti_codes_find_short(&c, "", 0)->id, -4);
    reinti_codes_free(&c);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)
    const struct CMUnitTest tests[] = {
        TEST(values_of_every_type_are_stored_and_seen_by_any_sqlite_program),
        TEST(a_form_is_found_by_file_name_by_columns_or_by_option),
        TEST(columns_can_be_renamed_and_left_out),
        TEST(windows_1252_is_read_on_request),
        TEST(keys_hold_texts_and_days),
        TEST(every_wrong_cell_rejects_its_row_with_what_is_allowed),
        TEST(a_row_counts_once_for_its_first_reason_and_tells_all),
        TEST(values_of_texts_and_persons_are_never_shown),
        TEST(the_person_of_a_rejected_row_is_known),
        TEST(duplicates_within_a_file_and_across_files_keep_the_first),
        TEST(variables_of_other_waves_must_be_empty),
        TEST(a_date_outside_the_window_of_its_wave_is_a_warning),
        TEST(a_file_wrong_in_form_stores_nothing),
        TEST(a_header_alone_is_a_file_of_no_records),
        TEST(lines_without_text_are_counted_and_left_out),
        TEST(a_missing_file_is_reported_by_name),
        TEST(the_same_file_is_not_read_again),
        TEST(rejected_rows_of_the_same_file_are_tried_once_more),
        TEST(a_replacement_corrects_with_history_and_lists_what_it_lacks),
        TEST(strict_takes_all_or_nothing_and_a_dry_run_nothing),
        TEST(a_rehearsal_sees_its_own_files_and_keeps_nothing),
        TEST(a_study_in_memory_takes_files_like_any_other),
        TEST(cancelling_rolls_back),
        TEST(a_study_opened_for_reading_takes_nothing),
        TEST(mutated_files_never_crash_and_their_sum_holds),
        TEST(a_file_of_many_blocks_is_taken_whole_and_in_order),
        cmocka_unit_test(patterns_fit_as_regexec_says),
        cmocka_unit_test(codes_of_any_length_are_found_and_nothing_else),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
