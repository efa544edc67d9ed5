/* test_examples.c -- the records of the example studies: reproducible, and with the margins that were
 * published.
 *
 * The expected counts are those of the report (NEXUS Institute 2016, tables 1 and 2, section 2.2), written
 * out here a second time; they do not come from the generator's tables. */
#include <config.h>

#include "check.h"

#include <stdbool.h>

#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

enum { MAX_ROWS = 2000, MAX_COLUMNS = 24 };

typedef struct records {
    char *text;
    char *cell[MAX_ROWS][MAX_COLUMNS]; /* row 0: names */
    size_t rows, columns;
} records;

static char *
read_all(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    char *text = malloc(1 << 20);

    if (!f || !text)
        fail_msg("cannot read %s", path);
    *size = fread(text, 1, (1 << 20) - 1, f);
    fclose(f);
    text[*size] = '\0';
    return text;
}

/* The example's files have no quotes and end each line with a newline. */
static void
read_records(const char *name, records *r)
{
    size_t size;

    memset(r, 0, sizeof *r);
    r->text = read_all(source_path(name), &size);
    assert_null(strchr(r->text, '"'));
    for (char *line = r->text; *line && r->rows < MAX_ROWS; r->rows++) {
        char *end = strchr(line, '\n');
        assert_non_null(end);
        *end = '\0';
        size_t c = 0;
        for (char *cell = line; cell && c < MAX_COLUMNS; c++) {
            r->cell[r->rows][c] = cell;
            cell = strchr(cell, ',');
            if (cell)
                *cell++ = '\0';
        }
        if (!r->rows)
            r->columns = c;
        assert_int_equal(c, r->columns);
        line = end + 1;
    }
}

static size_t
column(const records *r, const char *name)
{
    for (size_t c = 0; c < r->columns; c++)
        if (!strcmp(r->cell[0][c], name))
            return c;
    fail_msg("no column %s", name);
    return 0;
}

static const char *
value(const records *r, size_t row, const char *name)
{
    return r->cell[row][column(r, name)];
}

static size_t
row_of(const records *r, const char *person)
{
    for (size_t i = 1; i < r->rows; i++)
        if (!strcmp(r->cell[i][0], person))
            return i;
    fail_msg("no record of %s", person);
    return 0;
}

/* ---- the two forms that hold the margins ------------------------------------------------------------------
 */

static records person, episode;

static int
load(void **state)
{
    (void)state;
    read_records("examples/going-home/person.csv", &person);
    read_records("examples/going-home/episode.csv", &episode);
    return 0;
}

static int
unload(void **state)
{
    (void)state;
    free(person.text);
    free(episode.text);
    return 0;
}

static size_t
count(const records *r, const char *name, const char *code, const char *sex)
{
    size_t n = 0;

    for (size_t i = 1; i < r->rows; i++) {
        size_t p = row_of(&person, r->cell[i][0]);
        n += !strcmp(value(&person, p, "type"), "trafficked") && !strcmp(value(&person, p, "sex"), sex) &&
             !strcmp(value(r, i, name), code);
    }
    return n;
}

typedef struct margin {
    const char *variable, *code;
    size_t male, female;
} margin;

static void
compare(const records *r, const margin *m, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        size_t male = count(r, m[i].variable, m[i].code, "male"),
               female = count(r, m[i].variable, m[i].code, "female");
        if (male != m[i].male || female != m[i].female)
            fail_msg("%s %s: %zu men and %zu women, the report has %zu and %zu", m[i].variable, m[i].code,
                     male, female, m[i].male, m[i].female);
    }
}

static void
table_1_and_the_tables_2_are_those_of_the_report(void **state)
{
    static const margin of_episodes[] = {
        { "main_form", "fishing", 15, 0 },
        { "main_form", "plantation", 6, 0 },
        { "main_form", "factory", 4, 0 },
        { "main_form", "construction", 2, 0 },
        { "main_form", "other_labour", 2, 0 },
        { "main_form", "domestic_work", 0, 31 },
        { "main_form", "sexual", 0, 15 },
        { "marital", "married", 20, 31 },
        { "marital", "single", 9, 4 },
        { "marital", "divorced", 0, 7 },
        { "marital", "widowed", 0, 4 },
        { "children", "0", 9, 6 },
        { "children", "1", 6, 8 },
        { "children", "2", 8, 20 },
        { "children", "3", 6, 6 },
    };
    static const margin of_people[] = {
        { "ethnicity", "sundanese", 7, 31 },       { "ethnicity", "javanese", 18, 8 },
        { "ethnicity", "betawi", 0, 3 },           { "ethnicity", "bugis", 3, 0 },
        { "ethnicity", "did_not_identify", 1, 4 }, { "type", "trafficked", 29, 46 },
    };

    (void)state;
    compare(&episode, of_episodes, sizeof of_episodes / sizeof *of_episodes);
    compare(&person, of_people, sizeof of_people / sizeof *of_people);
    assert_int_equal(episode.rows - 1, 75);
    assert_int_equal(person.rows - 1, 75 + 12 + 123);
}

/* Lowest year that an age as written can mean; the words of the files only. */
static int
youngest(const char *age)
{
    return strstr(age, "child")   ? 13
           : strstr(age, "twent") ? 20
           : strstr(age, "thirt") ? 30
           : strstr(age, "fort")  ? 40
                                  : atoi(age);
}

static void
ages_are_those_of_table_2a(void **state)
{
    static const size_t want[2][4] = { { 1, 15, 12, 1 }, { 9, 18, 16, 3 } };
    size_t got[2][4] = { { 0 } };
    int low = 99, high = 0;

    (void)state;
    for (size_t i = 1; i < episode.rows; i++) {
        int age = youngest(value(&episode, i, "age"));
        bool female = !strcmp(value(&person, row_of(&person, episode.cell[i][0]), "sex"), "female");
        got[female][age < 18 ? 0 : age < 30 ? 1 : age < 40 ? 2 : 3]++;
        low = age < low ? age : low;
        high = age > high ? age : high;
    }
    assert_memory_equal(got, want, sizeof want);
    assert_int_equal(low, 13);
    assert_int_equal(high, 48);
}

static bool
goes_to(const char *destinations, const char *const *countries)
{
    for (; *countries; countries++)
        if (strstr(destinations, *countries))
            return true;
    return false;
}

static void
scope_and_regions_are_those_of_section_2_2(void **state)
{
    static const char *const middle_east[] = {
        "bahrain", "jordan", "oman", "qatar", "saudi_arabia", "syria", "united_arab_emirates", NULL
    };
    static const char *const asia[] = { "brunei", "malaysia", "singapore", "taiwan", NULL };
    static const char *const less_common[] = { "argentina",           "ghana",   "mauritius", "south_africa",
                                               "trinidad_and_tobago", "uruguay", NULL };
    size_t internal = 0, abroad = 0, both = 0, me = 0, as = 0, lc = 0, not_stated = 0, two = 0;

    (void)state;
    for (size_t i = 1; i < episode.rows; i++) {
        const char *scope = value(&episode, i, "scope"), *to = value(&episode, i, "destinations");
        internal += !strcmp(scope, "internal");
        abroad += !strcmp(scope, "abroad");
        both += !strcmp(scope, "internal_then_abroad");
        me += goes_to(to, middle_east);
        as += goes_to(to, asia);
        lc += goes_to(to, less_common);
        not_stated += strcmp(scope, "internal") != 0 && !goes_to(to, middle_east) && !goes_to(to, asia) &&
                      !goes_to(to, less_common);
        two += goes_to(to, middle_east) + goes_to(to, asia) + goes_to(to, less_common) == 2;
    }
    assert_int_equal(internal, 14);
    assert_int_equal(abroad, 58);
    assert_int_equal(both, 3);
    assert_int_equal(me, 22);
    assert_int_equal(as, 23);
    assert_int_equal(lc, 15);
    assert_int_equal(two, 2); /* 61 people, 60 answers: 61 + 2 - 3 */
    assert_int_equal(not_stated, 3);
}

static void
sites_and_informants_are_those_of_section_2_1(void **state)
{
    static const struct {
        const char *code;
        size_t n;
    } kinds[] = {
        { "government", 24 }, { "ngo", 85 }, { "international", 5 }, { "donor_embassy", 4 }, { "academic", 5 }
    };
    size_t central = 0, sulawesi = 0, linked = 0;

    (void)state;
    for (size_t i = 1; i < person.rows; i++)
        if (!strcmp(value(&person, i, "type"), "trafficked")) {
            central += !strcmp(value(&person, i, "site"), "central_java");
            sulawesi += !strcmp(value(&person, i, "site"), "south_sulawesi");
            for (size_t j = 1; j < person.rows; j++)
                if (!strcmp(value(&person, j, "linked_to"), person.cell[i][0])) {
                    linked++;
                    break;
                }
        }
    assert_int_equal(central, 8);
    assert_int_equal(sulawesi, 3);
    assert_int_equal(linked, 10); /* people whose relatives were interviewed */
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        size_t n = 0;
        for (size_t i = 1; i < person.rows; i++)
            n += !strcmp(value(&person, i, "informant_type"), kinds[k].code);
        assert_int_equal(n, kinds[k].n);
    }
}

static void
sexual_violence_is_that_of_section_2_2_and_partly_told_late(void **state)
{
    records told;
    size_t raped = 0, attempted = 0, men = 0, late = 0;

    (void)state;
    read_records("examples/going-home/told.csv", &told);
    for (size_t i = 1; i < episode.rows; i++) {
        const char *v = value(&episode, i, "sexual_violence");
        bool domestic = !strcmp(value(&episode, i, "main_form"), "domestic_work");
        raped += domestic && !strcmp(v, "rape");
        attempted += domestic && !strcmp(v, "attempted");
        men += !strcmp(v, "abuse") &&
               !strcmp(value(&person, row_of(&person, episode.cell[i][0]), "sex"), "male");
        if (!strcmp(v, "rape"))
            for (size_t t = 1; t < told.rows; t++)
                late += !strcmp(told.cell[t][0], episode.cell[i][0]) &&
                        !strcmp(value(&told, t, "source"), "w1") && strcmp(value(&told, t, "value"), "rape");
    }
    free(told.text);
    assert_int_equal(raped, 4);
    assert_int_equal(attempted, 7);
    assert_int_equal(men, 1);
    assert_int_equal(late, 3);
}

static void
twelve_men_had_no_formal_assistance_of_any_kind(void **state)
{
    records support;
    size_t without = 0;

    (void)state;
    read_records("examples/going-home/support.csv", &support);
    for (size_t p = 1; p < person.rows; p++) {
        bool had =
            strcmp(value(&person, p, "type"), "trafficked") || strcmp(value(&person, p, "sex"), "male");
        for (size_t s = 1; s < support.rows; s++)
            had |= !strcmp(support.cell[s][0], person.cell[p][0]) &&
                   !strcmp(value(&support, s, "formal"), "formal") &&
                   !strncmp(value(&support, s, "outcome"), "received", 8);
        without += !had;
    }
    free(support.text);
    assert_int_equal(without, 12);
}

static void
nobody_could_take_the_records_for_those_of_real_people(void **state)
{
    (void)state;
    for (size_t i = 1; i < person.rows; i++)
        assert_int_equal(strncmp(person.cell[i][0], "SYN-", 4), 0);
}

/* ---- reproducible
 * ------------------------------------------------------------------------------------------- */

/* Runs COMMAND, whose only %s is a folder, and compares what it wrote there with the files of EXAMPLE. */
static void
compare_written(const char *command, const char *example, const char *const *names, size_t n)
{
    char folder[] = "test-examples-XXXXXX", line[10000];

    assert_non_null(mkdtemp(folder));
    snprintf(line, sizeof line, "%s %s", command, folder);
    assert_int_equal(system(line), 0);
    for (size_t i = 0; i < n; i++) {
        char made[128], committed[128];
        size_t n_made, n_committed;
        snprintf(made, sizeof made, "%s/%s.csv", folder, names[i]);
        snprintf(committed, sizeof committed, "examples/%s/%s.csv", example, names[i]);
        char *a = read_all(made, &n_made), *b = read_all(source_path(committed), &n_committed);
        bool same = n_made == n_committed && !memcmp(a, b, n_made);
        free(a);
        free(b);
        remove(made);
        if (!same)
            fail_msg("%s differs from what the program writes", committed);
    }
    assert_int_equal(rmdir(folder), 0); /* nothing else was written */
}

static void
the_generator_writes_the_committed_files_byte_by_byte(void **state)
{
    static const char *const names[] = { "coding",   "coding_session", "consent",      "contact", "domain",
                                         "episode",  "interview-w1",   "interview-w2", "need",    "person",
                                         "referral", "stage",          "support",      "told" };

    (void)state;
    compare_written("examples/going-home/generate", "going-home", names, sizeof names / sizeof *names);
}

static void
the_converter_writes_the_committed_records_byte_by_byte(void **state)
{
    static const char *const names[] = { "coding", "coding_session", "domain", "episode",      "interview",
                                         "need",   "person",         "stage",  "stage-closed", "support" };
    char command[9000];

    (void)state;
    snprintf(command, sizeof command, "examples/going-home-cases/convert '%s' '%s'",
             source_path("examples/going-home-cases/cases.csv"),
             source_path("examples/going-home-cases/map.csv"));
    compare_written(command, "going-home-cases", names, sizeof names / sizeof *names);
}

static void
the_converter_stops_at_a_token_that_the_map_does_not_know(void **state)
{
    char folder[] = "test-examples-XXXXXX", path[64], command[9000];

    (void)state;
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/cases", folder);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs("case_no,services_received\nV001,\"S01|a new, odd word\"\n", f);
    fclose(f);
    snprintf(command, sizeof command, "examples/going-home-cases/convert %s '%s' %s 2>%s/said", path,
             source_path("examples/going-home-cases/map.csv"), folder, folder);
    assert_int_not_equal(system(command), 0);
    size_t n;
    snprintf(path, sizeof path, "%s/said", folder);
    char *said = read_all(path, &n);
    assert_non_null(strstr(said, "\"a new, odd word\" of column services_received"));
    free(said);
    snprintf(command, sizeof command, "rm -r %s", folder);
    assert_int_equal(system(command), 0);
}

static void
there_are_69_cases_and_no_hint_which_are_one_person(void **state)
{
    size_t n;
    char *text = read_all(source_path("examples/going-home-cases/cases.csv"), &n);
    size_t lines = 0;

    (void)state;
    for (size_t i = 0; i < n; i++)
        lines += text[i] == '\n';
    bool hint = strstr(text, "possible_same_as");
    free(text);
    assert_int_equal(lines, 70);
    assert_false(hint);
}

static void
the_generator_says_so_when_it_cannot_write(void **state)
{
    (void)state;
    assert_int_not_equal(system("examples/going-home/generate /nonexistent/folder 2>/dev/null"), 0);
    assert_int_not_equal(system("examples/going-home/generate 2>/dev/null"), 0);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(table_1_and_the_tables_2_are_those_of_the_report),
        cmocka_unit_test(ages_are_those_of_table_2a),
        cmocka_unit_test(scope_and_regions_are_those_of_section_2_2),
        cmocka_unit_test(sites_and_informants_are_those_of_section_2_1),
        cmocka_unit_test(sexual_violence_is_that_of_section_2_2_and_partly_told_late),
        cmocka_unit_test(twelve_men_had_no_formal_assistance_of_any_kind),
        cmocka_unit_test(nobody_could_take_the_records_for_those_of_real_people),
        cmocka_unit_test(the_generator_writes_the_committed_files_byte_by_byte),
        cmocka_unit_test(the_converter_writes_the_committed_records_byte_by_byte),
        cmocka_unit_test(the_converter_stops_at_a_token_that_the_map_does_not_know),
        cmocka_unit_test(there_are_69_cases_and_no_hint_which_are_one_person),
        cmocka_unit_test(the_generator_says_so_when_it_cannot_write),
    };
    return cmocka_run_group_tests(tests, load, unload);
}
