/* test_condition.c -- comparisons that can never hold are found, and nothing that may be right is. */
#include <config.h>

#include "check.h"

#include "codebook/condition.h"

static const char codebook_text[] =
    "reint: 1\n"
    "study: {id: x, sampling: census}\n"
    "waves: [{id: w1}, {id: w2}]\n"
    "missing: {refused: [97]}\n"
    "lists:\n"
    "  two: {\"01\": One, \"02\": Two}\n"
    "  five: {\"1\": a, \"2\": b, \"3\": c}\n"
    "  yesno: {yes: Yes, no: No}\n"
    "  country: {malaysia: M, bahrain: B}\n"
    "forms:\n"
    "  person: {key: [person], variables: {sex: {list: yesno}, note: {type: text}}}\n"
    "  episode: {key: [person, episode], variables: {episode: {type: integer}, age: {type: age},\n"
    "    dest: {list: country, multiple: true}}}\n"
    "  interview: {key: [person, wave], variables: {q01: {list: two}, q02: {list: five}, date: {type: "
    "date},\n"
    "    money: {type: decimal}}}\n";

static reint_codebook *
codebook(void)
{
    reinti_codebook_file file = { "cb.yaml", "codebook", codebook_text, sizeof codebook_text - 1 };
    reint_codebook *cb = NULL;
    reint_error err;

    if (reinti_codebook_parse(&file, 1, &cb, NULL, &err))
        fail_msg("%s", err.text);
    return cb;
}

/* A class is derived: its codes come from where it is made. */
static size_t
codes(void *user, const char *name, const char *const **code)
{
    static const char *const classes[] = { "assisted", "unassisted" };

    (void)user;
    *code = classes;
    return strcmp(name, "class") ? 0 : 2;
}

static void
what_can_never_hold_is_found(void **state)
{
    static const struct {
        const char *form, *condition, *code, *says; /* CODE NULL: nothing is wrong */
    } cases[] = {
        /* codes and numbers */
        { "interview", "q01 = 1", "code_is_text",
          "q01 is compared with the number 1, but codes are texts: it never holds (write '01')" },
        { "interview", "1 = q01", "code_is_text", "(write '01')" },
        { "interview", "q02 = 1", "code_is_text", "(write '1')" },
        { "interview", "q02 = 9", "code_is_text", "list \"five\" has no code that is spelt so" },
        { "interview", "q02 = -9", "code_is_text", "the number -9" },
        { "interview", "q02 < 3", "code_is_text", "(write '3')" },
        { "interview", "q02 IN (1, '2')", "code_is_text", "(write '1')" },
        { "interview", "q02 BETWEEN 1 AND '2'", "code_is_text", "(write '1')" },
        { "interview", "q02 = '1'", NULL, NULL },
        { "interview", "q02 BETWEEN '1' AND '3'", NULL, NULL },
        { "interview", "q02 + 1 = 2", NULL, NULL }, /* arithmetic makes a number of it */
        { "interview", "CAST(q02 AS INTEGER) = 1", NULL, NULL },
        { "interview", "length(q02) = 1", NULL, NULL },
        /* texts that are no code */
        { "person", "sex = 'yess'", "unknown_code",
          "sex is compared with 'yess', which is no code of list \"yesno\" (did you mean \"yes\"?)" },
        { "person", "sex <> 'nope'", "unknown_code", "'nope'" },
        { "person", "sex IS NOT 'maybe'", "unknown_code", "'maybe'" },
        { "person", "sex NOT IN ('yes', 'noo')", "unknown_code", "did you mean \"no\"" },
        { "person", "\"sex\" = 'x'", "unknown_code", "'x'" },
        { "person", "sex /* '' */ = -- 'no'\n 'x'", "unknown_code", "'x'" },
        { "person", "sex = 'refused'", "unknown_code", "its reason is in sex__why" },
        { "person", "sex = 'yes' OR sex = 'no' AND sex IS NOT NULL", NULL, NULL },
        { "person", "sex || 'x' = 'yesx'", NULL, NULL },
        { "person", "lower(sex) = 'other'", NULL, NULL },
        { "person", "coalesce(sex, 'none') = 'none'", NULL, NULL },
        { "person", "note = 'it''s so'", NULL, NULL },
        { "person", "note = '' AND sex = 'yes'", NULL, NULL },
        { "person", "note = 5", "type_differs", "note is a text and is compared with 5: write it in '...'" },
        /* reasons */
        { "person", "sex__why = 'refused'", NULL, NULL },
        { "person", "sex__why = 'absent'", NULL, NULL },
        { "person", "sex__why = 'refussed'", "unknown_missing", "did you mean \"refused\"" },
        { "person", "sex__why = 97", "type_differs", "the name of a missing reason" },
        /* sets */
        { "episode", "has(dest, 'malaysia')", NULL, NULL },
        { "episode", "has(dest, 'malasia')", "unknown_code", "did you mean \"malaysia\"" },
        { "episode", "HAS(dest, 'it''s')", "unknown_code", "'it's'" },
        { "episode", "dest = 'malaysia;bahrain'", NULL, NULL },
        { "episode", "dest = 'malaysia;bahrein'", "unknown_code", "did you mean \"bahrain\"" },
        /* numbers, ages, dates */
        { "episode", "age < 18 AND episode = 1", NULL, NULL },
        { "episode", "age < '18'", "type_differs",
          "age is a number and is compared with '18': write it without" },
        { "episode", "episode = '1'", "type_differs", "episode is a number" },
        { "interview", "date >= '2014-10'", NULL, NULL },
        { "interview", "date >= 2014", "type_differs", "write one as '2015-03-14'" },
        { "interview", "date > '2014-13-01'", "type_differs", "date is a date" },
        { "interview", "money > 2.5e3", NULL, NULL },
        /* what is derived */
        { "person", "class = 'unasisted'", "unknown_code",
          "class is compared with 'unasisted', which is no category of it (did you mean \"unassisted\"?)" },
        { "person", "class IN ('assisted', 'helped')", "unknown_code", "'helped'" },
        { "person", "class = 1", "code_is_text", "codes are texts: it never holds" },
        { "person", "class", "no_comparison", "class stands alone" },
        { "person", "class = 'unassisted' AND 'assisted' <> class", NULL, NULL },
        { "person", "class__why = 'undetermined' OR other = 'x'", NULL, NULL },
        /* parts that are no comparison, which SQLite takes without a word */
        { "person", "sex = 'yes' OR 'no'", "no_comparison",
          "'no' stands alone and is compared with nothing" },
        { "person", "('no') AND sex = 'yes'", "no_comparison", "x = 'a' OR x = 'b'" },
        { "person", "note = 'x' AND (sex)", "no_comparison", "sex stands alone" },
        { "interview", "date", "no_comparison", "date stands alone" },
        { "person", "sex__why", "no_comparison", "sex__why stands alone" },
        { "interview", "q02 BETWEEN '1' AND '3'", NULL, NULL },
        { "interview", "q02 NOT BETWEEN '1' AND '3' OR q02 = '2'", NULL, NULL },
        { "person", "sex IN ('yes') OR ('yes', 'no') = (sex, sex)", NULL, NULL },
        { "interview", "q02 AND money > 3", NULL, NULL }, /* so may a code that is spelt as one */
        { "episode", "episode AND age > 3", NULL, NULL }, /* a number may say yes or no */
        { "person", "iif(sex = 'yes', 1, 0) OR NOT sex IS NULL", NULL, NULL },
        { "episode", "18 <= age < 30", "chained", "age >= 18 AND age < 30" },
        { "episode", "30 > age > 18", "chained", "write each in full" },
        { "episode", "age < 30 AND episode > 2", NULL, NULL },
        { "episode", "(age < 30) = (episode > 2)", NULL, NULL },
        /* other records */
        { "episode", "sex = 'yesno'", "unknown_code", "'yesno'" }, /* of the person */
        { "interview", "wave = 'w3'", "unknown_code", "did you mean \"w1\"" },
        { "interview", "w1_q02 = '7'", "unknown_code", "w1_q02" },
        { "interview", "prev_q02 = 7", "code_is_text", "prev_q02" },
        { "interview", "w1_date > date", NULL, NULL },
        { "interview", "unknown = 'x'", NULL, NULL }, /* the compiler's business */
    };
    reint_codebook *cb = codebook();
    size_t wrong = 0;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reint_findings *findings = reint_findings_create();
        reinti_condition_check(cb, reinti_codebook_find_form(cb, cases[i].form), cases[i].condition, codes,
                               NULL, "some/cb.yaml", (reinti_place){ 7, 3 }, findings);
        size_t n = reint_findings_count(findings);
        const reint_finding *f = n ? reint_findings_get(findings, 0) : NULL;
        bool good = cases[i].code ? n == 1 && !strcmp(f->code, cases[i].code) &&
                                        strstr(f->text, cases[i].says) && f->severity == REINT_ERROR &&
                                        f->line == 7 && f->column == 3 && !strcmp(f->file, "cb.yaml")
                                  : n == 0;
        if (!good) {
            print_error("%s: %zu findings, %s: %s\n", cases[i].condition, n, f ? f->code : "",
                        f ? f->text : "");
            wrong++;
        }
        reint_findings_free(findings);
    }
    assert_int_equal(wrong, 0);
    reint_codebook_free(cb);
}

/* Broken or endless text is for the compiler to refuse; here it must only do no harm. */
static void
broken_conditions_do_no_harm(void **state)
{
    static const char *const broken[] = { "",           "'",     "\"",          "sex = '",
                                          "sex =",      "= 'x'", "has(",        "has(sex,",
                                          "--",         "/*",    "sex IN (",    "sex IN ('yes',",
                                          "sex IS NOT", "[sex",  "sex BETWEEN", "-",
                                          "- 9",        "(-9",   "\xff\xfe = 1" };
    reint_codebook *cb = codebook();
    reint_findings *findings = reint_findings_create();
    char *lengthy = malloc(200001);

    (void)state;
    for (size_t i = 0; i < sizeof broken / sizeof *broken; i++)
        reinti_condition_check(cb, 0, broken[i], NULL, NULL, "cb.yaml", (reinti_place){ 1, 1 }, findings);
    memset(lengthy, '(', 200000);
    lengthy[200000] = 0;
    reinti_condition_check(cb, 0, lengthy, NULL, NULL, "cb.yaml", (reinti_place){ 1, 1 }, findings);
    assert_int_equal(reint_findings_count(findings), 2); /* a text alone (') and a name alone ([sex) */
    free(lengthy);
    reint_findings_free(findings);
    reint_codebook_free(cb);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_can_never_hold_is_found),
        cmocka_unit_test(broken_conditions_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
