/* test_readme.c -- the numbers of the READMEs: each is counted in the records, by a condition of its own, and the sentence
 * that states it must stand in the file with just that number.
 *
 * Numbers of the report's tables and of ages are compared with the report in test_examples.c; here it is seen that the
 * README gives the same ones. */
#include <config.h>

#include "example_study.h"

#include <stdarg.h>

#include "base/base.h"

enum { MOST_PERSONS = 1024 };

/* ---- what stands there ------------------------------------------------------------------------------------ */

static reinti_str readme;

/* Line ends and repeated blanks as one blank: a sentence may break anywhere. */
static void
read_readme(const char *name)
{
    reinti_bytes bytes = { 0 };
    bool blank = false;

    assert_done(reinti_bytes_read(source_path(name), 0, &bytes, &err), name);
    readme = (reinti_str)REINTI_STR_EMPTY;
    for (size_t i = 0; i < bytes.size; i++) {
        char c = ((const char *)bytes.data)[i];
        if (c != ' ' && c != '\n')
            reinti_str_add_char(&readme, c);
        else if (!blank)
            reinti_str_add_char(&readme, ' ');
        blank = c == ' ' || c == '\n';
    }
    assert_false(readme.failed);
    reinti_bytes_free(&bytes);
}

static void says(const char *format, ...) __attribute__((format(printf, 1, 2)));

static void
says(const char *format, ...)
{
    char text[600];
    va_list args;

    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    if (!strstr(readme.text, text))
        fail_msg("the README does not say: %s", text);
}

/* ---- what the records say ---------------------------------------------------------------------------------- */

/* Records of FORM for which CONDITION holds. */
static size_t
records(const example *x, const char *form, const char *condition)
{
    const int8_t *holds = NULL;
    size_t n = 0;

    assert_done(reinti_frame_condition(frame_of(x, form), condition, &holds, &err), condition);
    for (size_t i = 0; i < reinti_frame_n(frame_of(x, form)); i++)
        n += holds[i] == 1;
    return n;
}

typedef struct people {
    bool in[MOST_PERSONS]; /* by id */
} people;

/* Whoever has such a record. */
static people
whoever(const example *x, const char *form, const char *condition)
{
    const int8_t *holds = NULL;
    const uint32_t *person = NULL;
    people p = { { false } };

    assert_done(reinti_frame_condition(frame_of(x, form), condition, &holds, &err), condition);
    assert_done(reinti_frame_persons(frame_of(x, form), &person, &err), form);
    for (size_t i = 0; i < reinti_frame_n(frame_of(x, form)); i++)
        if (holds[i] == 1) {
            assert_true(person[i] < MOST_PERSONS);
            p.in[person[i]] = true;
        }
    return p;
}

/* Who is in A and is, or is not, in B. */
static size_t
both(const people *a, bool is, const people *b)
{
    size_t n = 0;

    for (size_t i = 0; i < MOST_PERSONS; i++)
        n += a->in[i] && b->in[i] == is;
    return n;
}

static size_t
all(const people *a)
{
    return both(a, true, a);
}

/* ---- going-home --------------------------------------------------------------------------------------------- */

static int
open_going_home(void **state)
{
    static example x;

    open_example(&x, "going-home", going_home, sizeof going_home / sizeof *going_home);
    read_readme("examples/going-home/README.md");
    *state = &x;
    return 0;
}

static int
close_both(void **state)
{
    reinti_str_free(&readme);
    close_example(*state);
    return 0;
}

#define TRAFFICKED "type = 'trafficked'"
#define MEN        TRAFFICKED " AND sex = 'male'"

static void
who_was_interviewed_and_where_they_had_been(void **state)
{
    const example *x = *state;
    size_t linked = 0;
    people relatives = whoever(x, "person", "type = 'relative'");

    says("| interviewed | %zu trafficked people (%zu men, %zu women);", records(x, "person", TRAFFICKED),
         records(x, "person", MEN), records(x, "person", TRAFFICKED " AND sex = 'female'"));
    for (size_t i = 1; i <= 75; i++) { /* keys of trafficked people are SYN-001 .. SYN-075 */
        char condition[80];
        snprintf(condition, sizeof condition, "linked_to = 'SYN-%03zu'", i);
        linked += records(x, "person", condition) > 0;
    }
    says("relatives of %zu of them;", linked);
    says("forms by scope, %zu relatives of the ten.", all(&relatives));
    assert_int_equal(linked, 10);
    says("%zu key informants: government %zu, NGO %zu, international %zu, donors and embassies %zu, "
         "academics %zu; "
         "%zu of these twice |",
         records(x, "person", "type = 'key_informant'"),
         records(x, "person", "informant_type = 'government'"),
         records(x, "person", "informant_type = 'ngo'"),
         records(x, "person", "informant_type = 'international'"),
         records(x, "person", "informant_type = 'donor_embassy'"),
         records(x, "person", "informant_type = 'academic'"),
         records(x, "interview", "wave = 'w2' AND type = 'key_informant' AND status = 'complete'"));
#define FORM(code, sex) records(x, "episode", "main_form = '" code "' AND sex = '" sex "'")
    says("| men: fishing %zu, plantation %zu, factory %zu, construction %zu, other %zu; women: domestic work "
         "%zu, "
         "sexual exploitation %zu |",
         FORM("fishing", "male"), FORM("plantation", "male"), FORM("factory", "male"),
         FORM("construction", "male"), FORM("other_labour", "male"), FORM("domestic_work", "female"),
         FORM("sexual", "female"));
    says("| where | %zu within Indonesia, %zu abroad, %zu both |",
         records(x, "episode", "scope = 'internal'"), records(x, "episode", "scope = 'abroad'"),
         records(x, "episode", "scope = 'internal_then_abroad'"));
#define WENT(region) "scope <> 'internal' AND has(destinations_region, '" region "')"
    size_t abroad = records(x, "episode", "scope <> 'internal'"),
           east = records(x, "episode", WENT("middle_east")), asia = records(x, "episode", WENT("asia")),
           less = records(x, "episode", WENT("less_common")),
           two = records(x, "episode", WENT("middle_east") " AND " WENT("asia")) +
                 records(x, "episode", WENT("middle_east") " AND " WENT("less_common")) +
                 records(x, "episode", WENT("asia") " AND " WENT("less_common"));
    says("| regions, of the %zu who went abroad | Middle East %zu, Asia %zu, less common %zu: %zu answers |",
         abroad, east, asia, less, east + asia + less);
    says("That makes %zu answers of %zu people;", east + asia + less, abroad);
    says("Two people name destinations in two regions and three name none.");
    assert_int_equal(two, 2);
    assert_int_equal(abroad + two - (east + asia + less), 3);
    says("Regions sum to %zu, people abroad to %zu or %zu", east + asia + less,
         records(x, "episode", "scope = 'abroad'"), abroad);
    size_t central = records(x, "person", TRAFFICKED " AND site = 'central_java'"),
           sulawesi = records(x, "person", TRAFFICKED " AND site = 'south_sulawesi'"),
           west = records(x, "person", TRAFFICKED " AND site NOT IN ('central_java', 'south_sulawesi')");
    says("| sites | Jakarta and West Java %zu, Central Java %zu, South Sulawesi %zu |", west, central,
         sulawesi);
    says("The split of the %zu over Jakarta", west);
    says("| screened on entering Indonesia | nobody |");
    assert_int_equal(records(x, "episode", "screened_on_entry = 'yes'"), 0);
    says("for the %zu the question does not apply (`99`)",
         records(x, "episode", "screened_on_entry__why = 'not_asked'"));
}

static void
violence_and_when_it_was_told(void **state)
{
    const example *x = *state;
    people raped = whoever(x, "episode", "main_form = 'domestic_work' AND sexual_violence = 'rape'");
    people others = whoever(x, "episode", "main_form = 'domestic_work' AND sexual_violence = 'attempted'");
    people any =
        whoever(x, "episode", "main_form = 'domestic_work' AND sexual_violence IN ('rape', 'attempted')");
    people early = whoever(x, "told", "source = 'w1' AND value IN ('rape', 'attempted')");

    says("of %zu domestic workers | %zu raped, %zu more attempted rape or harassment; %zu man abused |",
         records(x, "episode", "main_form = 'domestic_work'"), all(&raped), all(&others),
         records(x, "episode", MEN " AND sexual_violence = 'abuse'"));
    says("Of the eleven domestic workers with sexual violence five told of it in the first interview and six "
         "later "
         "(three of the four who were raped among them).");
    assert_int_equal(all(&any), 11);
    assert_int_equal(both(&any, true, &early), 5);
    assert_int_equal(both(&any, false, &early), 6);
    assert_int_equal(all(&raped), 4);
    assert_int_equal(both(&raped, false, &early), 3);
}

/* "assisted" of any kind by the rule set of the README */
#define HELPED "class_nexus_chapter5 IN ('under_assisted', 'other_assisted')"

static void
classes_and_who_was_met_again(void **state)
{
    const example *x = *state;
    size_t none = records(x, "person", TRAFFICKED " AND class_nexus_chapter5 = 'unassisted'"),
           under = records(x, "person", TRAFFICKED " AND class_nexus_chapter5 = 'under_assisted'");
    people men = whoever(x, "person", MEN);
    people helped = whoever(x, "support", "formal = 'formal' AND outcome LIKE 'received%'");

    says("unassisted is %zu of %zu,", none, records(x, "person", TRAFFICKED));
    says("under-assisted is %zu**", under);
    says("the remaining %zu are the report's unnamed fifth",
         records(x, "person", TRAFFICKED " AND class_nexus_chapter5 = 'other_assisted'"));
    says("%zu of the %zu are men (published), and so are %zu of the %zu,",
         records(x, "person", MEN " AND class_nexus_chapter5 = 'unassisted'"), none,
         records(x, "person", MEN " AND class_nexus_chapter5 = 'under_assisted'"), under);
    says("| formal assistance, men | %zu of %zu none at all; none of the others in full |",
         both(&men, false, &helped), all(&men));
    assert_int_equal(records(x, "person", MEN " AND class_nexus_tree = 'fully_assisted'"), 0);
#define AGAIN(status) records(x, "interview", TRAFFICKED " AND wave = 'w2' AND status = '" status "'")
    says("Here %zu of 75 (%zu complete, %zu partial); %zu lost, %zu away, %zu refused, %zu not yet due, %zu "
         "not safe.",
         AGAIN("complete") + AGAIN("partial"), AGAIN("complete"), AGAIN("partial"), AGAIN("lost"),
         AGAIN("away"), AGAIN("refused"), AGAIN("not_due"), AGAIN("unsafe"));
}

/* The four movements and the others. */
static void
what_happens_between_the_waves(void **state)
{
    const example *x = *state;
    people unassisted = whoever(x, "interview", "wave = 'w1' AND class_nexus_chapter5 = 'unassisted'");
    people later = whoever(x, "interview", "wave = 'w2' AND " HELPED);
    people declined_first = whoever(x, "stage", "source = 'w1' AND identification = 'declined'");
    people abroad = whoever(x, "stage", "identification = 'identified_abroad'");
    people declined =
        whoever(x, "stage", "stage IN ('early_home', 'later_home') AND identification = 'declined'");
    people referred = whoever(x, "referral", "by = 'study' AND result = 'completed'");
    people moved = { { false } };

    for (size_t i = 0; i < MOST_PERSONS; i++)
        moved.in[i] = unassisted.in[i] && later.in[i];
    says("then found and helped at home (%zu);", both(&moved, false, &declined_first));
    says("helped abroad, then declining at home (%zu);", both(&abroad, true, &declined));
    says("declining at first, seeking help later (%zu);", both(&moved, true, &declined_first));
    says("with the referral completed before the help began (%zu).", all(&referred));
    says(
        "Also a setback (%zu), help that grew (%zu), and two whose class cannot be told by the first "
        "interview",
        records(x, "interview", "wave = 'w2' AND class = 'under_assisted' AND prev_class = 'other_assisted'"),
        records(x, "interview",
                "wave = 'w2' AND class = 'other_assisted' AND prev_class = 'under_assisted'"));
    assert_int_equal(records(x, "interview", "wave = 'w1' AND class_nexus_chapter5__why = 'undetermined'"),
                     2);
}

/* Where the report contradicts itself: the numbers are those of test_examples.c. */
static void
what_the_readme_takes_from_the_report(void **state)
{
    const example *x = *state;

    says("The youngest is 13 here, the oldest 48.");
    says("18 in Table 2a, 19 of \"20-29\" by the text (16 and 3); of 40-49: 3 against 2. Domestic workers "
         "are 15 and 3.");
    says("the boy in construction was 16 (same paragraph): he is 16.");
    assert_int_equal(records(x, "episode", "main_form = 'construction' AND age = 16"), 1);
    says("Nine girls, but four single women (Tables 2a and 2b): five girls had been married.");
    assert_int_equal(records(x, "episode", "sex = 'female' AND marital = 'single'"), 4);
}

/* ---- going-home-cases ---------------------------------------------------------------------------------------- */

static int
open_cases(void **state)
{
    static example x;

    open_example(&x, "going-home-cases", cases, sizeof cases / sizeof *cases);
    read_readme("examples/going-home-cases/README.md");
    *state = &x;
    return 0;
}

static int
open_closed_cases(void **state)
{
    static example x;

    open_example(&x, "going-home-cases", closed_cases, sizeof closed_cases / sizeof *closed_cases);
    read_readme("examples/going-home-cases/README.md");
    *state = &x;
    return 0;
}

static const char *const rulesets[] = { "nexus_chapter5", "nexus_tree", "strict" }, *const names[] = {
    "nexus-chapter5", "nexus-tree", "strict"
};

typedef struct verdicts {
    size_t agree, stated, implied, open, other, left_open, settled;
    reinti_str others, settled_ids; /* "V029 V030 " */
} verdicts;

static void
add_id(const example *x, size_t row, reinti_str *out)
{
    const uint32_t *person = NULL;

    assert_done(reinti_frame_persons(frame_of(x, "stage"), &person, &err), "stage");
    const char *key = reinti_store_person_key(x->study, person[row]); /* "GH-V029": the case V029 */
    assert_int_equal(strncmp(key, "GH-", 3), 0);
    reinti_str_format(out, "%s ", key + 3);
}

static verdicts
compare(const example *x, const char *ruleset)
{
    char name[64];
    snprintf(name, sizeof name, "class_%s", ruleset);
    const reinti_column *coder = column_of(x, "stage", "team_class"), *class = column_of(x, "stage", name),
                        *certainty = column_of(x, "stage", "team_certainty");
    verdicts v = { .others = REINTI_STR_EMPTY, .settled_ids = REINTI_STR_EMPTY };

    for (size_t i = 0; i < coder->n; i++) {
        bool told = strcmp(code_at(class, i), "undetermined") != 0, possible = false;
        if (reinti_column_category(coder, i) >= coder->n_valid) {
            v.left_open += !told;
            v.settled += told;
            if (told)
                add_id(x, i, &v.settled_ids);
            continue;
        }
        for (size_t k = 0; k < class->n_valid; k++)
            possible |=
                (class->possible[i] >> k & 1) && !strcmp(joined(class->category[k].code), code_at(coder, i));
        if (told && possible) {
            v.agree++;
            ++*(strcmp(code_at(certainty, i), "implied") ? &v.stated : &v.implied);
        } else if (!told && possible) {
            v.open++;
        } else {
            v.other++;
            add_id(x, i, &v.others);
        }
    }
    return v;
}

static void
says_verdicts(const example *x)
{
    for (size_t r = 0; r < REINTI_LENGTH(rulesets); r++) {
        verdicts v = compare(x, rulesets[r]);
        says("| `%s` | %zu (%zu, %zu) | %zu | %zu |", names[r], v.agree, v.stated, v.implied, v.open,
             v.other);
        reinti_str_free(&v.others);
        reinti_str_free(&v.settled_ids);
    }
}

#define CODER(class) records(x, "stage", "team_class = '" class "'")
#define SURE(how)    records(x, "stage", "team_class IS NOT NULL AND team_certainty = '" how "'")

static void
what_the_coder_and_the_toolkit_say_when_silence_is_unknown(void **state)
{
    const example *x = *state;
    size_t coded = records(x, "stage", "team_class IS NOT NULL"), cases_told = records(x, "stage", "1");

    says("holds the %zu descriptions", cases_told);
    says("The coder gave a class to %zu of the %zu cases (%zu stated by the report, %zu implied): %zu "
         "unassisted, "
         "%zu under-assisted, %zu assisted.",
         coded, cases_told, SURE("stated"), SURE("implied"), CODER("unassisted"), CODER("under_assisted"),
         CODER("assisted"));
    says_verdicts(x);
    for (size_t r = 0; r < REINTI_LENGTH(rulesets); r++) {
        verdicts v = compare(x, rulesets[r]);
        says("Of the %zu cases that the coder left open, the toolkit leaves %zu open when silence is "
             "unknown, under "
             "each rule set. It settles three as unassisted (V071, V079, V083)",
             v.left_open + v.settled, v.left_open);
        assert_string_equal(v.settled_ids.text, "V071 V079 V083 ");
        reinti_str_free(&v.others);
        reinti_str_free(&v.settled_ids);
    }
}

/* Whom the README explains under "Another class". */
static void
what_they_say_when_silence_is_no(void **state)
{
    const example *x = *state;
    static const char *const ids[] = { "V029 V030 V032 V058 V075 V102 V107 ", "V058 V075 V102 V107 ", NULL };
    const char *section = strstr(readme.text, "**Another class, when silence is \"no\".**");
    verdicts strict = compare(x, "strict");

    assert_non_null(section);
    says_verdicts(x);
    for (size_t r = 0; ids[r]; r++) {
        verdicts v = compare(x, rulesets[r]);
        assert_string_equal(v.others.text, ids[r]);
        reinti_str_free(&v.others);
        reinti_str_free(&v.settled_ids);
    }
    /* everybody in it is explained, and nobody else */
    for (const char *id = strstr(strict.others.text, "V"); id; id = strstr(id + 1, "V")) {
        char one[5];
        snprintf(one, sizeof one, "%.4s", id);
        assert_non_null(strstr(section, one));
    }
    says("Under `strict` alone: V027, V067, V096, V114 received");
    for (const char *id = strstr(section, "V"); id; id = strstr(id + 1, "V")) {
        char one[6];
        snprintf(one, sizeof one, "%.4s ", id);
        if (id[1] >= '0' && id[1] <= '9' && !strstr(ids[0], one))
            assert_non_null(strstr(strict.others.text, one));
    }
    reinti_str_free(&strict.others);
    reinti_str_free(&strict.settled_ids);
}

/* ---- the main README ------------------------------------------------------------------------------------------ */

static size_t
lines(const char *name)
{
    reinti_bytes bytes = { 0 };
    size_t n = 0;

    assert_done(reinti_bytes_read(source_path(name), 0, &bytes, &err), name);
    for (size_t i = 0; i < bytes.size; i++)
        n += ((const char *)bytes.data)[i] == '\n';
    reinti_bytes_free(&bytes);
    return n;
}

static void
the_main_readme_counts_the_studies_as_they_are(void **state)
{
    (void)state;
    read_readme("README.md");
    says("(NEXUS Institute 2016, Indonesia: 75 trafficked people, repeat interviews)");
    says("follows %zu real people of a public data set over five visits",
         lines("examples/panel/person.csv") - 1);
    assert_int_equal(lines("examples/panel/visit.csv") - 1, 5 * (lines("examples/panel/person.csv") - 1));
    reinti_str_free(&readme);
}

int
main(void)
{
    const struct CMUnitTest study[] = {
        cmocka_unit_test(who_was_interviewed_and_where_they_had_been),
        cmocka_unit_test(violence_and_when_it_was_told),
        cmocka_unit_test(classes_and_who_was_met_again),
        cmocka_unit_test(what_happens_between_the_waves),
        cmocka_unit_test(what_the_readme_takes_from_the_report),
    };
    const struct CMUnitTest open_reading[] = {
        cmocka_unit_test(what_the_coder_and_the_toolkit_say_when_silence_is_unknown),
    };
    const struct CMUnitTest closed_reading[] = {
        cmocka_unit_test(what_they_say_when_silence_is_no),
    };
    const struct CMUnitTest own[] = {
        cmocka_unit_test(the_main_readme_counts_the_studies_as_they_are),
    };

    return cmocka_run_group_tests(study, open_going_home, close_both) +
           cmocka_run_group_tests(open_reading, open_cases, close_both) +
           cmocka_run_group_tests(closed_reading, open_closed_cases, close_both) +
           cmocka_run_group_tests(own, NULL, NULL);
}
