/* test_frame_condition.c -- conditions: worked out by hand on a few records, by SQL on the study's own views
 * on many. */
#include <config.h>

#include "frame_study.h"

#include <sqlite3.h>

static const char codebook[] =
    "reint: 1\n"
    "study: {id: t, title: T, population: {en: \"Nobody\"}, languages: [en], sampling: purposive, consent: "
    "not_recorded}\n"
    "waves: [{id: \"1\", label: First}, {id: \"2\", label: Second}]\n"
    "missing: {refused: [97], dont_know: [98], not_asked: [99]}\n"
    "lists:\n"
    "  sex: {male: Male, female: Female}\n"
    "  country:\n"
    "    malaysia: {label: Malaysia, region: asia}\n"
    "    taiwan: {label: Taiwan, region: asia}\n"
    "    ghana: {label: Ghana, region: africa}\n"
    "  scale: {\"1\": Never, \"2\": Sometimes, \"3\": Always}\n"
    "forms:\n"
    "  person:\n"
    "    key: [person]\n"
    "    variables:\n"
    "      person: {type: person}\n"
    "      sex: {label: Sex, list: sex}\n"
    "      age: {label: Age, type: age}\n"
    "      left: {label: Left, type: date}\n"
    "      back: {label: Back, type: date}\n"
    "      children: {label: Children, type: integer, min: 0, max: 20}\n"
    "      destinations: {label: Destinations, list: country, multiple: true, ordered: true}\n"
    "      note: {label: Note, type: text}\n"
    "      linked_to: {label: Linked to, type: person}\n"
    "  interview:\n"
    "    key: [person, wave]\n"
    "    variables:\n"
    "      q1: {label: Question 1, list: scale}\n"
    "      q2: {label: Question 2, list: scale}\n"
    "      score: {label: Score, type: decimal}\n"
    "      remark: {label: Remark, type: text}\n";

static const char *const persons[] = {
    "A|female|17|2014-03-05|2015-01-01|0|malaysia;ghana|she said so|B",
    "B|male|16-20|2014|2014-06|!refused|taiwan|!refused|!refused",
    "C|!refused|!dont_know|!refused|~|3|!refused|~|A",
    "E|~|20-29|2013|2014..2015|2||line|~",
};
static const char *const interviews[] = {
    "A|1|1|3|0.5|first", "A|2|3|!refused|~|~", "B|1|2|2|2.5|~", "C|2|!not_asked|1|!refused|last",
    "D|1|3|3|1|lost",
};

static int
setup(void **state)
{
    struct study *s = calloc(1, sizeof *s);

    study_create(s, codebook);
    study_fill(s, "person", persons, REINTI_LENGTH(persons));
    study_fill(s, "interview", interviews, REINTI_LENGTH(interviews));
    study_frames(s);
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

struct row {
    const char *condition, *want;
};

static void
check_rows(reinti_frame *frame, const struct row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        print_message("  %s\n", row[i].condition);
        assert_condition(frame, row[i].condition, row[i].want);
    }
}

static void
values_have_their_types_and_missing_is_null(void **state)
{
    static const struct row rows[] = {
        { "1", "++++" },
        { "NULL", "...." },
        { "sex = 'female'", "+-.." },
        { "sex != 'female'", "-+.." },
        { "sex IS NULL", "--++" },
        { "SEX = 'female' OR \"sex\" = 'male'", "++.." },
        { "sex__why = 'refused'", "..+." },
        { "sex IS NULL AND sex__why IS NULL", "---+" },
        { "children > 1", "-.++" },
        { "children__why = 'refused'", ".+.." },
        { "children / 2 = 1", "-.++" },
        { "has(destinations, 'ghana')", "+-.-" },
        { "destinations = 'malaysia;ghana'", "+-.-" },
        { "destinations = ''", "--.+" },
        { "destinations__why IS NOT NULL", "--+-" },
        { "destinations_region = 'asia;africa'", "+-.-" },
        { "\"destinations.region\" = 'asia'", "-+.-" },
        { "left = '2014-03-05'", "+..-" },
        { "person = 'A'", "+---" },
        { "person IN ('A', 'C') AND sex__why IS NULL", "+---" },
        { "note LIKE '%said%'", "+..-" },
        { "note__why = 'refused'", ".+.." },
        { "linked_to = 'A'", "-.+." },
        { "linked_to__why = 'refused'", ".+.." },
        { "w1_q1 = '1'", "+-.." },
        { "w1_q1 IS NULL", "--++" },
        { "w2_q2__why = 'refused'", "+..." },
        { "w1_q1 < w2_q1", "+..." },
        { "w1_remark = 'first'", "+..." },
        { "w2_remark IS NOT NULL", "--+-" },
        { "w2_remark__why IS NULL", "++++" },
    };

    check_rows(study_frame(*state, "person"), rows, REINTI_LENGTH(rows));
}

static void
parents_and_waves_can_be_named(void **state)
{
    static const struct row rows[] = {
        { "q1 = '3'", "-+-.+" },
        { "sex = 'female' AND wave = '1'", "+---." },
        { "sex IS NULL", "---++" },
        { "prev_q1 = '1'", ".+..." },
        { "q1 > prev_q1", ".+..." },
        { "note IS NOT NULL", "++---" },
        { "note__why = 'refused'", "..+.." },
        { "linked_to = 'B'", "++.-." },
        { "person = 'D'", "----+" },
        { "remark = 'lost'", "-..-+" },
        { "score BETWEEN 0.5 AND 1", "+.-.+" },
        { "score__why IS NULL AND score IS NULL", "-+---" },
        { "prev_remark = 'first'", ".+..." },
        { "prev_person = 'A'", ".+..." },
        { "age < 18", "++..." },
    };

    check_rows(study_frame(*state, "interview"), rows, REINTI_LENGTH(rows));
}

/* A 17, B 16-20, C unknown, E 20-29.  Left: 2014-03-05, 2014, missing, 2013; back: 2015-01-01, June 2014,
 * nothing, 2014 or 2015. */
static void
an_interval_stands_for_all_its_values(void **state)
{
    static const struct row rows[] = {
        { "age < 18", "+..-" },
        { "age < 21", "++.." },
        { "age <= 20", "++.." },
        { "age >= 16", "++.+" },
        { "age = 18", "-..-" },
        { "age != 18", "+..+" },
        { "age BETWEEN 17 AND 19", "+..-" },
        { "age NOT BETWEEN 17 AND 19", "-..+" },
        { "age BETWEEN 16 AND 20", "++.." },
        { "age BETWEEN 22 AND 24", "--.." },
        { "age IN (17, 40)", "+..-" },
        { "age > 40 OR sex = 'male'", "-+.." },
        { "age IS NOT NULL", "++-+" },
        { "age_low >= 16", "++.+" },
        { "age_high < 18", "+-.-" },
        { "age_low = age_high", "+-.-" },
        { "age__why = 'dont_know'", "..+." },
        { "age < 17.5", "+..-" },
        { "left < '2014-07-01'", "+..+" },
        { "left < '2014'", "--.+" },
        { "left >= '2014'", "++.-" },
        { "left BETWEEN '2014-02-01' AND '2014-03-31'", "+..-" },
        { "left < back", "+..+" },
        { "left > back", "-..-" },
        { "left = back", "-..-" },
        { "back > '2015'", "+-.." },
        { "left_low = '2014-01-01'", "-+.-" },
        { "left_high = '2014-12-31'", "-+.-" },
        { "left < '2014-07-01' OR age > 40", "+..+" },
        { "left IS NULL", "--+-" },
    };

    check_rows(study_frame(*state, "person"), rows, REINTI_LENGTH(rows));
}

static void
bad_conditions_are_refused(void **state)
{
    static const char *const cases[][2] = {
        { "sax = 'female'", "sex" },
        { "w1_qq = '1'", "" },
        { "sex =", "" },
        { "", "" },
        { "sex = 'female'; DROP TABLE person", "" },
        { "age < date('now')", "" },
        { "strftime('%s', 'now') > 1", "" },
        { "CURRENT_TIMESTAMP > '2000'", "" },
        { "random() > 1", "" },
        { "sex = (SELECT sql FROM sqlite_master)", "" },
        { "load_extension('x')", "" },
        { "count(*) > 1", "" },
        { "sex_low = 1", "" },
        { "note_low = 1", "" },
    };
    reinti_frame *person = study_frame(*state, "person");

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const int8_t *trit = NULL;
        reint_error err = { 0 };
        reint_status status = reinti_frame_condition(person, cases[i][0], &trit, &err);
        print_message("  %s: %s\n", cases[i][0], err.text);
        assert_int_equal(status, REINT_ARGUMENT);
        assert_null(trit);
        assert_non_null(strstr(err.text, cases[i][1]));
    }
}

static void
a_condition_is_worked_out_once(void **state)
{
    reinti_frame *person = study_frame(*state, "person");
    const int8_t *one = NULL, *two = NULL;

    assert_ok(reinti_frame_condition(person, "sex = 'male'", &one, ERR));
    assert_ok(reinti_frame_condition(person, "sex = 'male'", &two, ERR));
    assert_ptr_equal(one, two);
}

/* ---- many records, against SQL on the views -------------------------------------------------------------
 */

#define MANY 3000

static uint64_t random_state = 11;

static unsigned
draw(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % below);
}

static const char *
pick(const char *const *from, size_t n)
{
    return from[draw((unsigned)n)];
}

/* Exact ages and dates only: the views hold the written text of others. */
static void
fill_many(struct study *s)
{
    static const char *const sex[] = { "male", "female", "!refused", "!not_asked", "~" };
    static const char *const set[] = { "malaysia", "taiwan;ghana", "ghana;malaysia;taiwan",
                                       "",         "!dont_know",   "~" };
    static const char *const scale[] = { "1", "2", "3", "!refused", "!dont_know", "!not_asked", "~" };
    char **person = calloc(MANY, sizeof *person), **interview = calloc(2 * MANY, sizeof *interview);
    size_t n_persons = 0, n_interviews = 0;

    for (size_t i = 0; i < MANY; i++) {
        char text[256];
        if (draw(20)) { /* some have interviews only */
            snprintf(text, sizeof text, "P%04zu|%s|%u|2014-%02u-%02u|~|%u|%s|~|~", i, pick(sex, 5),
                     10 + draw(60), 1 + draw(12), 1 + draw(28), draw(8), pick(set, 6));
            person[n_persons++] = strdup(text);
        }
        for (unsigned wave = 1; wave <= 2; wave++) {
            if (!draw(5))
                continue;
            snprintf(text, sizeof text, "P%04zu|%u|%s|%s|%s|~", i, wave, pick(scale, 7), pick(scale, 7),
                     draw(9) ? "1.25" : "!refused");
            interview[n_interviews++] = strdup(text);
        }
    }
    study_fill(s, "person", (const char *const *)person, n_persons);
    study_fill(s, "interview", (const char *const *)interview, n_interviews);
    for (size_t i = 0; i < n_persons; i++)
        free(person[i]);
    for (size_t i = 0; i < n_interviews; i++)
        free(interview[i]);
    free(person);
    free(interview);
}

static int
setup_many(void **state)
{
    struct study *s = calloc(1, sizeof *s);

    study_create(s, codebook);
    fill_many(s);
    study_frames(s);
    *state = s;
    return 0;
}

/* The study's views, and both_forms: each interview beside its person, if there is one. */
static sqlite3 *
open_views(const struct study *s)
{
    static const char sql[] =
        "CREATE TEMP TABLE persons(person PRIMARY KEY, sex, sex__why, children, destinations, "
        "destinations__why);"
        "INSERT INTO persons SELECT person, sex, sex__why, children, destinations, "
        "destinations__why FROM person;"
        "CREATE TEMP TABLE both_forms AS SELECT * FROM interview LEFT JOIN persons USING (person)";
    sqlite3 *db = NULL;

    assert_int_equal(sqlite3_open_v2(s->path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
        fail_msg("%s", sqlite3_errmsg(db));
    return db;
}

static int64_t
sql_count(sqlite3 *db, const char *sql, const char *condition)
{
    char text[1024];
    sqlite3_stmt *statement = NULL;

    snprintf(text, sizeof text, "%s (%s)", sql, condition);
    if (sqlite3_prepare_v2(db, text, -1, &statement, NULL) != SQLITE_OK)
        fail_msg("%s: %s", text, sqlite3_errmsg(db));
    assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
    int64_t n = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return n;
}

static void
conditions_count_like_sql_on_the_views(void **state)
{
    struct study *s = *state;
    static const char joined[] = "SELECT count(*) FROM both_forms WHERE";
    static const char *const conditions[] = {
        "q1 = '3'",
        "q1 = q2",
        "q1 IS NULL AND q1__why IS NULL",
        "q1__why = 'refused' OR q2__why = 'refused'",
        "q1 != '1' AND sex = 'male'",
        "sex IS NULL",
        "sex__why = 'not_asked' AND wave = '2'",
        "children > 3",
        "children > 3 OR q1 = '2'",
        "children + 0 IN (1, 5) AND NOT (q2 = '1')",
        "score > 1 AND sex = 'female'",
        "score__why = 'refused'",
        "destinations__why = 'dont_know'",
        "q1 IN ('1', '2') AND q2 IN ('2', '3') AND sex = 'female' AND children < 4 AND score IS NOT NULL",
        "person > 'P1500'",
    };
    reinti_frame *interview = study_frame(s, "interview");
    sqlite3 *db = open_views(s);

    for (size_t i = 0; i < REINTI_LENGTH(conditions); i++) {
        const int8_t *trit = NULL;
        int64_t n[3] = { 0 };
        char text[512];
        print_message("  %s\n", conditions[i]);
        assert_ok(reinti_frame_condition(interview, conditions[i], &trit, ERR));
        for (size_t row = 0; row < reinti_frame_n(interview); row++)
            n[trit[row] + 1]++;
        assert_int_equal(n[2], sql_count(db, joined, conditions[i]));
        snprintf(text, sizeof text, "NOT (%s)", conditions[i]);
        assert_int_equal(n[1], sql_count(db, joined, text));
        snprintf(text, sizeof text, "(%s) IS NULL", conditions[i]);
        assert_int_equal(n[0], sql_count(db, joined, text));
    }
    sqlite3_close(db);
}

/* Every row must get the same answer whether rows are worked out one by one or by combinations. */
static void
combinations_and_rows_agree(void **state)
{
    struct study *s = *state;
    static const char *const conditions[] = { "sex = 'male'", "children > 3 AND sex = 'female'", "age < 18",
                                              "has(destinations, 'ghana') AND age BETWEEN 20 AND 40",
                                              "left >= '2014-06-15' OR destinations IS NULL" };
    reinti_frame *person = study_frame(s, "person");

    for (size_t i = 0; i < REINTI_LENGTH(conditions); i++) {
        const int8_t *few = NULL, *each = NULL;
        char text[256];
        /* a person's key has no states: this one goes row by row */
        snprintf(text, sizeof text, "(%s) AND person IS NOT NULL", conditions[i]);
        assert_ok(reinti_frame_condition(person, conditions[i], &few, ERR));
        assert_ok(reinti_frame_condition(person, text, &each, ERR));
        assert_memory_equal(few, each, reinti_frame_n(person));
    }
}

static void
categories_count_like_sql_on_the_views(void **state)
{
    struct study *s = *state;
    static const char *const names[][2] = { { "person", "sex" },
                                            { "person", "destinations" },
                                            { "interview", "q1" },
                                            { "interview", "q2" },
                                            { "interview", "wave" } };
    sqlite3 *db = open_views(s);

    for (size_t i = 0; i < REINTI_LENGTH(names); i++) {
        const reinti_column *c = study_column(study_frame(s, names[i][0]), names[i][1]);
        size_t count[64] = { 0 };
        for (size_t row = 0; row < c->n; row++)
            count[reinti_column_category(c, row)]++;
        for (size_t k = 0; k + 1 < c->n_categories; k++) {
            char sql[128], is[128];
            if (k < c->n_valid && c->kind == REINTI_COLUMN_SET)
                continue;
            if (strcmp(names[i][1], "wave") == 0 && k >= c->n_valid)
                continue;
            snprintf(sql, sizeof sql, "SELECT count(*) FROM %s WHERE", names[i][0]);
            snprintf(is, sizeof is, "%s%s = '%s'", names[i][1], k < c->n_valid ? "" : "__why",
                     c->category[k].code);
            assert_int_equal(count[k], sql_count(db, sql, is));
        }
    }
    sqlite3_close(db);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(values_have_their_types_and_missing_is_null, setup, teardown),
        cmocka_unit_test_setup_teardown(parents_and_waves_can_be_named, setup, teardown),
        cmocka_unit_test_setup_teardown(an_interval_stands_for_all_its_values, setup, teardown),
        cmocka_unit_test_setup_teardown(bad_conditions_are_refused, setup, teardown),
        cmocka_unit_test_setup_teardown(a_condition_is_worked_out_once, setup, teardown),
        cmocka_unit_test_setup_teardown(conditions_count_like_sql_on_the_views, setup_many, teardown),
        cmocka_unit_test_setup_teardown(combinations_and_rows_agree, setup_many, teardown),
        cmocka_unit_test_setup_teardown(categories_count_like_sql_on_the_views, setup_many, teardown),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
