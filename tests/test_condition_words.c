/* test_condition_words.c -- a condition is put into words where that says what it means, and only there. */
#include <config.h>

#include "check.h"

#include "table/build.h"

static const char codebook_text[] =
    "reint: 1\n"
    "study: {id: x, sampling: census, languages: [en, id]}\n"
    "missing: {refused: [97]}\n"
    "waves: [{id: w1, label: {en: First visit, id: Kunjungan pertama}}, {id: w2}]\n"
    "lists:\n"
    "  status: {complete: {en: Complete, id: Lengkap}, partial: {en: In part, id: Sebagian}, away: Away}\n"
    "  yesno: {yes: Yes, no: No}\n"
    "forms:\n"
    "  person: {key: [person], variables: {sex: {label: Sex, list: yesno}, note: {label: Remark, type: "
    "text}}}\n"
    "  interview: {key: [person, wave], variables: {result: {label: {en: Result, id: Hasil}, list: status},\n"
    "    date: {label: Day, type: date}, money: {label: Income, type: decimal}, bare: {list: yesno},\n"
    "    ways: {label: Ways, list: yesno, multiple: true}}}\n";

static const struct {
    const char *condition, *en, *id; /* EN NULL: stands as it is written */
} cases[] = {
    { "result = 'complete'", "Result: Complete", "Hasil: Lengkap" },
    { "result IN ('complete', 'partial')", "Result: Complete or In part", "Hasil: Lengkap atau Sebagian" },
    { "result in ('complete', 'partial', 'away')", "Result: Complete or In part or Away",
      "Hasil: Lengkap atau Sebagian atau Away" },
    { "result <> 'away'", "Result: not Away", "Hasil: bukan Away" },
    { "result NOT IN ('away', 'partial')", "Result: not Away or In part", "Hasil: bukan Away atau Sebagian" },
    { "money >= 1.5 AND money < 20", "Income \u2265 1.5; Income < 20", "Income \u2265 1.5; Income < 20" },
    { "money = 3", "Income: 3", "Income: 3" },
    { "money = -1", "Income: -1", "Income: -1" },
    { "date > '2020-01-31'", "Day > 2020-01-31", "Day > 2020-01-31" },
    { "wave = 'w1' AND result = 'complete'", "Wave: First visit; Result: Complete",
      "Gelombang: Kunjungan pertama; Hasil: Lengkap" },
    { "wave = 'w2'", "Wave: w2", "Gelombang: w2" }, /* the wave has no label, the key has the usual one */
    { "sex = 'yes'", "Sex: Yes", "Sex: Yes" },      /* of the person */
    { "bare = 'no'", "bare: No", "bare: No" },
    { "money BETWEEN 3 AND 5", "Income: 3 to 5", "Income: 3 sampai 5" },
    /* sets, and what is missing */
    { "has(ways, 'yes')", "Ways: with Yes", "Ways: dengan Yes" },
    { "NOT has(ways, 'yes')", "Ways: without Yes", "Ways: tanpa Yes" },
    { "result IS NULL", "Result: without a value", "Hasil: tanpa nilai" },
    { "ways IS NOT NULL AND sex = 'yes'", "Ways: with a value; Sex: Yes", "Ways: dengan nilai; Sex: Yes" },
    { "result__why = 'refused'", "Result: Refused", "Hasil: Menolak menjawab" },
    { "result__why IN ('refused', 'not_asked')", "Result: Refused or Not asked",
      "Hasil: Menolak menjawab atau Tidak ditanyakan" },
    /* AND binds closer than OR */
    { "result = 'complete' OR sex = 'yes'", "Result: Complete, or Sex: Yes",
      "Hasil: Lengkap, atau Sex: Yes" },
    { "(result = 'complete')", "Result: Complete", "Hasil: Lengkap" },
    { "result NOT IN ('away', 'partial') OR sex = 'yes' AND money > 1",
      "Result: not Away or In part, or (Sex: Yes; Income > 1)",
      "Hasil: bukan Away atau Sebagian, atau (Sex: Yes; Income > 1)" },
    { "(result = 'away' OR sex = 'yes') AND (money > 1 AND money < 3)",
      "(Result: Away, or Sex: Yes); (Income > 1; Income < 3)",
      "(Hasil: Away, atau Sex: Yes); (Income > 1; Income < 3)" },
    /* what words could get wrong */
    { "NOT result = 'complete'", NULL, NULL },
    { "NOT (has(ways, 'yes'))", NULL, NULL },
    { "result = 'complete' AND", NULL, NULL },
    { "(result = 'complete'", NULL, NULL },
    { "result IS NOT 'complete'", NULL, NULL },
    { "result__why <> 'refused'", NULL, NULL },
    { "result__why IS NULL", NULL, NULL },
    { "result__why = 'none_such'", NULL, NULL },
    { "money NOT BETWEEN 3 AND 5", NULL, NULL },
    { "result BETWEEN 'complete' AND 'partial'", NULL, NULL },
    { "has(result, 'complete')", NULL, NULL },
    { "has(ways, 'perhaps')", NULL, NULL },
    { "result > 'complete'", NULL, NULL },
    { "result = 'none_such'", NULL, NULL },
    { "result = sex", NULL, NULL },
    { "result IN ()", NULL, NULL },
    { "money + 1 = 2", NULL, NULL },
    { "money - 1 = 2", NULL, NULL },
    { "ways = 'yes'", NULL, NULL }, /* a set is no single code */
    { "nothing = 1", NULL, NULL },
    { "length(note) > 3", NULL, NULL },
    { "", NULL, NULL },
};

static void
a_condition_is_in_words_where_they_say_what_it_means(void **state)
{
    reinti_codebook_file file = { "cb.yaml", "codebook", codebook_text, sizeof codebook_text - 1 };
    reinti_arena *arena = reinti_arena_create();
    reint_codebook *cb = NULL;
    reint_error err;
    (void)state;

    if (reinti_codebook_parse(&file, 1, &cb, NULL, &err))
        fail_msg("%s", err.text);
    size_t form = reinti_codebook_find_form(cb, "interview");
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const char *condition = cases[i].condition, *en = cases[i].en, *id = cases[i].id;
        assert_string_equal(reinti_condition_words(cb, NULL, form, condition, "en", arena),
                            en ? en : condition);
        assert_string_equal(reinti_condition_words(cb, NULL, form, condition, "id", arena),
                            id ? id : condition);
    }
    reint_codebook_free(cb);
    reinti_arena_free(arena);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_condition_is_in_words_where_they_say_what_it_means),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
