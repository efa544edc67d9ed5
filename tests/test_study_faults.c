/* test_study_faults.c -- faults that the study file once had, so that they do not come back.  Each test fails when the
 * line that mended its fault is taken out. */
#include <config.h>

#include "check.h"

#include "ingest/recheck.h"
#include "ingest_study.h"

static const char codebook[] =
    "reint: 1\n"
    "study: {id: small, sampling: purposive}\n"
    "waves: [{id: w1}, {id: w2}]\n"
    "missing: {refused: [97], not_stated: [\"\"]}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  place: {a: A, b: B, c: C}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      sex: {list: sex}\n"
    "      places: {list: place, multiple: true, ordered: true, separator: \"+\"}\n"
    "      age: {type: age, missing: {not_stated: [\"\"]}}\n"
    "      note: {type: text, missing: {not_stated: [\"\"]}}\n"
    "  a:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      b_x: {list: sex}\n"
    "      n: {type: integer, missing: {not_stated: [\"\"]}}\n"
    "  a_b:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      x: {list: sex}\n"
    "      n: {type: integer, missing: {not_stated: [\"\"]}}\n";

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

static const reint_ingest_options person = { .size = sizeof person, .form = "person" }, correct = {
    .size = sizeof correct, .form = "person", .correct = 1, .who = "AB", .why = "second look"
};

static void
reopen(test_study *t, int write)
{
    reint_study_free(t->study);
    t->study = NULL;
    if (reint_study_open(t->path, write, &t->study, &t->err))
        fail_msg("%s", t->err.text);
}

/* Another program's SQL; the study is closed meanwhile. */
static void
outside(test_study *t, const char *sql)
{
    sqlite3 *db;
    char *message = NULL;

    reint_study_free(t->study);
    t->study = NULL;
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &message))
        fail_msg("%s", message);
    sqlite3_close(db);
    reopen(t, 1);
}

static int
first_sex(test_study *t)
{
    reinti_raw raw;

    assert_int_equal(reinti_store_column(t->study, 0, 0, &raw, &t->err), REINT_OK);
    return ((const int8_t *)raw.data)[0];
}

/* ---- the cache ------------------------------------------------------------------------------------------------ */

static void
copy(const char *from, const char *to)
{
    char byte[4096];
    size_t n;
    FILE *in = fopen(from, "rb"), *out = fopen(to, "wb");

    assert_non_null(in);
    assert_non_null(out);
    while ((n = fread(byte, 1, sizeof byte, in)) > 0)
        assert_int_equal(fwrite(byte, 1, n, out), n);
    fclose(in);
    assert_int_equal(fclose(out), 0);
}

static void
the_cache_of_another_study_is_not_taken(void **state)
{
    test_study *t = *state, *other;

    other = test_study_create(codebook);
    /* both files are of the same size, codebook, number of records and change counter */
    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\nA-2,male\n", &person), REINT_OK);
    assert_int_equal(test_ingest(other, "p.csv", "person,sex\nA-1,female\nA-2,male\n", &person), REINT_OK);
    reopen(t, 0);
    reopen(other, 0);
    assert_int_equal(first_sex(t), 1);
    assert_int_equal(first_sex(other), 2);
    reint_study_free(t->study);
    t->study = NULL;
    reint_study_free(other->study);
    other->study = NULL;
    copy(other->cache, t->cache);
    assert_int_equal(reint_study_open(t->path, 0, &t->study, &t->err), REINT_OK);
    assert_int_equal(first_sex(t), 1);
    test_study_free(other);
}

static void
columns_of_different_moments_are_not_mixed(void **state)
{
    test_study *t = *state;
    reint_study *first;
    reinti_raw raw;

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\n", &person), REINT_OK);
    reopen(t, 0);
    unlink(t->cache); /* read from the tables */
    first = t->study;
    assert_int_equal(reint_study_open(t->path, 1, &t->study, &t->err), REINT_OK);
    assert_int_equal(test_ingest(t, "q.csv", "person,sex\nA-0,female\n", &person), REINT_OK);
    assert_int_equal(reinti_store_column(first, 0, 0, &raw, &t->err), REINT_STUDY);
    assert_non_null(strstr(t->err.text, "changed the study while it was open"));
    reint_study_free(first);
}

/* ---- dictionaries --------------------------------------------------------------------------------------------- */

static void
half_a_dictionary_is_none(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\nA-2,male\nA-3,male\n", &person),
                     REINT_OK);
    outside(
        t,
        "UPDATE reint_person SET id = 5000000000 WHERE key = 'A-3'"); /* no id of ours: reading stops there */
    assert_int_equal(reinti_store_person(t->study, "A-1", 3), 0);
    assert_int_not_equal(test_ingest(t, "q.csv", "person,sex\nA-1,female\n", &person), REINT_OK);
    assert_query(t, "SELECT count(*), count(DISTINCT key) FROM reint_person", "3|3");
}

static void
ids_stay_what_they_are_around_gaps_and_doubles(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\nA-2,male\n", &person), REINT_OK);
    outside(t, "UPDATE reint_person SET id = 4 WHERE key = 'A-2'; UPDATE f_person SET _id = 4 WHERE _id = 2;"
               "INSERT INTO reint_person VALUES (5, 'A-1')");
    assert_int_equal(reinti_store_person(t->study, "A-1", 3), 1);
    assert_int_equal(reinti_store_person(t->study, "A-2", 3), 4);
    assert_null(reinti_store_person_key(t->study, 2));
    assert_int_equal(test_ingest(t, "q.csv", "person,sex\nA-3,female\n", &person), REINT_OK);
    assert_int_equal(reinti_store_person(t->study, "A-3", 3), 6);
    assert_query(t, "SELECT person, sex FROM person ORDER BY person", "A-1|male/A-2|male/A-3|female");
}

/* ---- corrections ---------------------------------------------------------------------------------------------- */

static void
a_correction_leaves_alone_what_its_file_does_not_have(void **state)
{
    test_study *t = *state;

    assert_int_equal(
        test_ingest(t, "p.csv", "person,sex,places,age,note\nA-1,male,a+b,17,said so\n", &person), REINT_OK);
    assert_int_equal(test_ingest(t, "q.csv", "person,sex\nA-1,female\n", &correct), REINT_OK);
    assert_int_equal(t->batch.changed, 1);
    assert_query(t, "SELECT person, sex, places, age, note FROM person", "A-1|female|a+b|17|said so");
    assert_query(t, "SELECT variable, who, why FROM reint_history", "sex|AB|second look");
    reopen(t, 0);
    assert_int_equal(reint_study_check(t->study, t->findings, &t->err), REINT_OK);
}

static void
the_history_of_a_set_holds_the_whole_answer(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "p.csv", "person,places\nA-1,a+b\n", &person), REINT_OK);
    assert_int_equal(test_ingest(t, "q.csv", "person,places\nA-1,b+c\n", &correct), REINT_OK);
    assert_query(t, "SELECT before, after FROM reint_history WHERE variable = 'places'", "a+b|b+c");
    assert_int_equal(test_ingest(t, "r.csv", "person,places\nA-1,97\n", &correct), REINT_OK);
    assert_query(
        t, "SELECT before, after FROM reint_history WHERE variable = 'places' AND typeof(before) = 'text'",
        "a+b|b+c/b+c|refused");
    assert_query(t, "SELECT count(*) FROM f_person__places", "0");
}

/* ---- forms ---------------------------------------------------------------------------------------------------- */

static void
triggers_of_forms_with_like_names_are_kept_apart(void **state)
{
    test_study *t = *state;
    reint_ingest_options a = { .size = sizeof a, .form = "a" }, a_b = { .size = sizeof a_b, .form = "a_b" };

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\n", &person), REINT_OK);
    assert_int_equal(test_ingest(t, "a.csv", "person,wave,b_x,n\nA-1,w1,male,1\n", &a), REINT_OK);
    assert_int_equal(test_ingest(t, "b.csv", "person,wave,x,n\nA-1,w1,male,2\n", &a_b), REINT_OK);
    outside(t, "UPDATE f_a SET n = 11, b_x = 2; UPDATE f_a_b SET n = 12, x = 2; DELETE FROM f_a");
    assert_query(t, "SELECT form, variable, before FROM reint_history ORDER BY form, variable, before",
                 "a|(record)|b_x=2, n=11/a|b_x|1/a|n|1/a_b|n|2/a_b|x|1");
}

static void
a_form_may_have_more_columns_than_a_word_has_bits(void **state)
{
    reinti_str text = REINTI_STR_EMPTY, header = REINTI_STR_EMPTY, row = REINTI_STR_EMPTY;
    test_study *t;

    (void)state;
    reinti_str_add(&text,
                   "reint: 1\nstudy: {id: wide, sampling: purposive}\nmissing: {not_stated: [\"\"]}\nforms:\n"
                   "  person:\n    key: [person]\n    variables:\n");
    reinti_str_add(&header, "person");
    reinti_str_add(&row, "A-1");
    for (int i = 0; i < 200; i++) {
        reinti_str_format(&text, "      q%d: {type: integer, missing: {not_stated: [\"\"]}}\n", i);
        reinti_str_format(&header, ",q%d", i);
        reinti_str_format(&row, ",%d", 1000 + i);
    }
    reinti_str_format(&header, "\n%s\n", row.text);
    t = test_study_create(text.text);
    assert_non_null(t);
    assert_int_equal(test_ingest(t, "p.csv", header.text, &person), REINT_OK);
    assert_query(t, "SELECT q0, q62, q63, q64, q127, q128, q199 FROM person",
                 "1000|1062|1063|1064|1127|1128|1199");
    test_study_free(t);
    reinti_str_free(&text);
    reinti_str_free(&header);
    reinti_str_free(&row);
}

static void
views_show_sets_and_open_intervals_whatever_the_separator(void **state)
{
    test_study *t = *state;

    assert_int_equal(test_ingest(t, "p.csv", "person,places,age\nA-1,c+a,under 18\nA-2,b,18+\n", &person),
                     REINT_OK);
    assert_query(t, "SELECT person, places FROM person ORDER BY person", "A-1|c+a/A-2|b");
    assert_query(t, "SELECT count(*) FROM person WHERE age IS NULL AND age__why IS NULL", "0");
}

/* ---- codebooks ------------------------------------------------------------------------------------------------ */

static reint_codebook *
changed_codebook(const char *from, const char *to)
{
    const char *at = strstr(codebook, from);
    reinti_str changed = REINTI_STR_EMPTY;
    reint_codebook *cb = NULL;
    reint_error err = { .status = REINT_OK };

    assert_non_null(at);
    reinti_str_add_n(&changed, codebook, (size_t)(at - codebook));
    reinti_str_add(&changed, to);
    reinti_str_add(&changed, at + strlen(from));
    reinti_codebook_file file = { "test.yaml", "codebook", changed.text, changed.length };
    if (reinti_codebook_parse(&file, 1, &cb, NULL, &err))
        fail_msg("%s", err.text);
    reinti_str_free(&changed);
    return cb;
}

static void
a_refused_codebook_leaves_the_study_as_it_was(void **state)
{
    test_study *t = *state;
    const reint_codebook *before = reint_study_codebook(t->study);
    reint_codebook *cb = changed_codebook("note: {type: text", "note: {type: integer");

    assert_int_equal(test_ingest(t, "p.csv", "person,sex,note\nA-1,male,x\n", &person), REINT_OK);
    assert_int_equal(reint_study_update_codebook(t->study, cb, t->findings, &t->err), REINT_DATA);
    assert_ptr_equal(reint_study_codebook(t->study), before);
    assert_int_equal(test_ingest(t, "q.csv", "person,sex,note\nA-2,female,y\n", &person), REINT_OK);
    assert_query(t, "SELECT person, note FROM person ORDER BY person", "A-1|x/A-2|y");
    assert_query(t, "SELECT max(version) FROM reint_codebook", "1");
    reint_codebook_free(cb);
    cb = changed_codebook("b: B, ", ""); /* refused when it is in use already: a record holds the code */
    assert_int_equal(test_ingest(t, "r.csv", "person,places\nA-3,b+a\n", &person), REINT_OK);
    assert_int_equal(reint_study_update_codebook(t->study, cb, t->findings, &t->err), REINT_DATA);
    assert_ptr_equal(reint_study_codebook(t->study), before);
    assert_int_equal(test_ingest(t, "s.csv", "person,places\nA-4,b\n", &person), REINT_OK);
    assert_query(t, "SELECT person, places FROM person WHERE places <> '' ORDER BY person", "A-3|b+a/A-4|b");
    reint_codebook_free(cb);
}

static void
a_new_codebook_does_not_hide_edits_from_outside(void **state)
{
    test_study *t = *state;
    reint_codebook *cb = changed_codebook("c: C}", "c: C, d: D}");

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,male\n", &person), REINT_OK);
    outside(t, "DROP TRIGGER h_person__sex; UPDATE f_person SET sex = 2");
    assert_int_equal(reint_study_update_codebook(t->study, cb, t->findings, &t->err), REINT_OK);
    reint_findings_free(t->findings);
    t->findings = reint_findings_create();
    assert_int_equal(reint_study_check(t->study, t->findings, &t->err), REINT_DATA);
    assert_string_equal(reint_findings_get(t->findings, 0)->code, "changed_outside");
    reint_codebook_free(cb);
}

static void
a_missing_reason_can_be_added(void **state)
{
    test_study *t = *state;
    reint_codebook *cb = changed_codebook("missing: {refused: [97],", "missing: {lost: [98], refused: [97],");

    assert_int_equal(test_ingest(t, "p.csv", "person,sex\nA-1,97\n", &person), REINT_OK);
    assert_int_equal(reint_study_update_codebook(t->study, cb, t->findings, &t->err), REINT_OK);
    assert_int_equal(test_ingest(t, "q.csv", "person,sex\nA-2,98\nA-3,97\n", &person), REINT_OK);
    reopen(t, 0);
    assert_query(t, "SELECT person, sex__why FROM person ORDER BY person",
                 "A-1|refused/A-2|lost/A-3|refused");
    reint_codebook_free(cb);
}

static void
a_study_that_was_never_finished_is_refused(void **state)
{
    test_study *t = *state;
    sqlite3 *db;

    reint_study_free(t->study);
    t->study = NULL;
    assert_int_equal(sqlite3_open(t->path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 0", NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(reint_study_open(t->path, 0, &t->study, &t->err), REINT_STUDY);
    assert_non_null(strstr(t->err.text, "never finished"));
}

/* ---- blocks --------------------------------------------------------------------------------------------------- */

/* Keys of all kinds of order, twice and thrice, over several blocks: what is stored is what a plain reader would keep. */
static void
rows_in_any_order_are_stored_once_each(void **state)
{
    enum { PERSONS = 3000, ROWS = 9000 };
    static char place[PERSONS + 1][8];
    test_study *t = *state;
    reinti_str text = REINTI_STR_EMPTY;
    uint64_t random = 7;
    size_t n_first = 0;

    reinti_str_add(&text, "person,places,note\n");
    for (int i = 0; i < ROWS; i++) {
        random = random * UINT64_C(6364136223846793005) + 1442695040888963407u;
        int p = 1 + (int)(random >> 33) % PERSONS;
        static const char *const answer[] = { "a", "b+a", "c+b+a", "97" };
        const char *places = answer[(random >> 20) % 4];
        if (!*place[p])
            snprintf(place[p], sizeof place[p], "%s", places), n_first++;
        reinti_str_format(&text, "A-%d,%s,n%d\n", p, places, i);
    }
    assert_int_equal(test_ingest(t, "p.csv", text.text, &person), REINT_DATA);
    assert_int_equal(t->batch.accepted, n_first);
    assert_int_equal(t->batch.rejected, ROWS - n_first);
    char *got = test_query(t, "SELECT person, coalesce(places, '97') FROM person ORDER BY person");
    for (char *row = strtok(got, "/"); row; row = strtok(NULL, "/")) {
        char *bar = strchr(row, '|');
        assert_string_equal(bar + 1, place[atoi(row + 2)]);
    }
    free(got);
    reint_findings_free(t->findings);
    t->findings = reint_findings_create();
    assert_int_equal(reint_study_check(t->study, t->findings, &t->err), REINT_OK);
    reopen(t, 0);
    assert_int_equal(reint_study_check(t->study, t->findings, &t->err), REINT_OK);
    reinti_str_free(&text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_cache_of_another_study_is_not_taken),
        TEST(columns_of_different_moments_are_not_mixed),
        TEST(half_a_dictionary_is_none),
        TEST(ids_stay_what_they_are_around_gaps_and_doubles),
        TEST(a_correction_leaves_alone_what_its_file_does_not_have),
        TEST(the_history_of_a_set_holds_the_whole_answer),
        TEST(triggers_of_forms_with_like_names_are_kept_apart),
        cmocka_unit_test(a_form_may_have_more_columns_than_a_word_has_bits),
        TEST(views_show_sets_and_open_intervals_whatever_the_separator),
        TEST(a_refused_codebook_leaves_the_study_as_it_was),
        TEST(a_new_codebook_does_not_hide_edits_from_outside),
        TEST(a_missing_reason_can_be_added),
        TEST(a_study_that_was_never_finished_is_refused),
        TEST(rows_in_any_order_are_stored_once_each),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
