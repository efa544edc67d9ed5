/* test_xlsform.c -- forms of KoboToolbox and ODK as codebooks.
 *
 * The forms under tests/data/xlsform are other people's (PROVENANCE.md there); the numbers of repeats, lists and
 * choices were counted with python3-openpyxl. */
#include <config.h>

#include "check.h"

#include <unistd.h>

#include "codebook/model.h"
#include "reint.h"
#include "xlsform/xlsform.h"

/* ---- conditions -------------------------------------------------------------------------------------------- */

/* Questions of a form: one select_one, one select_multiple, a number, a text, a number in a repeat, one left
 * out. */
static reinti_item items[] = {
    { .kind = REINTI_ITEM_ONE,
      .name = "sex",
      .variable = "sex",
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_MULTIPLE,
      .name = "needs",
      .variable = "needs",
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_INTEGER,
      .name = "Age",
      .variable = "age",
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_TEXT,
      .name = "why",
      .variable = "why",
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_REPEAT,
      .name = "child",
      .variable = "child",
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_INTEGER,
      .name = "c_age",
      .variable = "c_age",
      .parent = 4,
      .repeat = 4,
      .section = REINTI_TOP },
    { .kind = REINTI_ITEM_TEXT,
      .name = "name",
      .variable = NULL,
      .parent = REINTI_TOP,
      .repeat = REINTI_TOP,
      .section = REINTI_TOP },
};
static const reinti_xlsform form = {
    .n = REINTI_LENGTH(items), .item = items, .person = REINTI_TOP, .wave = REINTI_TOP
};

static void
conditions_of_a_form_become_conditions_of_a_codebook(void **state)
{
    static const struct {
        const char *xpath, *sql;
    } cases[] = {
        { "${sex} = 'female'", "sex = 'female'" },
        { "${ sex }=\"it's\"", "sex = 'it''s'" },
        { "${sex} = 1", "sex = '1'" },
        { "${Age} > '17'", "age > 17" },
        { "18 <= ${Age}", "18 <= age" },
        { "${sex} != 'male'", "sex IS NOT 'male'" }, /* holds for an empty answer, as in the form */
        { "${why} = ''", "why IS NULL" },
        { "'' != ${why}", "why IS NOT NULL" },
        { "selected(${needs}, 'work')", "has(needs, 'work')" },
        { "selected(${sex}, 'male')", "sex = 'male'" },
        { "not(selected(${needs}, 'work')) and (${Age} >= 18 or ${sex}='female')",
          "NOT (has(needs, 'work')) AND (age >= 18 OR sex = 'female')" },
        { "true()", "1" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str sql = REINTI_STR_EMPTY;
        const char *why = NULL;
        if (!reinti_xlsform_condition(&form, 3, cases[i].xpath, NULL, &sql, &why))
            fail_msg("%s: %s", cases[i].xpath, why);
        assert_string_equal(sql.text, cases[i].sql);
        reinti_str_free(&sql);
    }
}

static void
a_condition_that_says_more_than_sql_is_refused_whole_with_the_reason(void **state)
{
    static const struct {
        const char *xpath, *why;
    } cases[] = {
        { "string-length(${needs}) > 1", "computes more" },
        { "${Age} > today()", "the day on which the form is filled in" },
        { "if(${Age} > 3, 'a', 'b') = 'a'", "neither numbers nor conditions" },
        { "${needs} = 'work'", "several answers" },
        { "${nobody} = 1", "does not have" },
        { "${name} = 'x'", "left out" },
        { "${c_age} > 3", "repeat" },
        { "${Age} > 'old'", "number with a text" },
        { "${Age}", "value and no condition" },
        { "${sex", "closing bracket" },
        { "${sex} = 'a", "closing quote" },
        { "(${sex} = 'a'", "not closed" },
        { "1 = 1", "two constants" },
        { ". > 3", "computes more" }, /* no question stands for it here */
        { "", "computes more" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str sql = REINTI_STR_EMPTY;
        const char *why = NULL;
        if (reinti_xlsform_condition(&form, 3, cases[i].xpath, NULL, &sql, &why))
            fail_msg("%s became %s", cases[i].xpath, sql.text);
        assert_int_equal(sql.length, 0);
        if (!why || !strstr(why, cases[i].why))
            fail_msg("%s: %s, not %s", cases[i].xpath, why ? why : "no reason", cases[i].why);
    }
}

static void
a_repeat_sees_the_questions_around_it_and_its_own(void **state)
{
    reinti_str sql = REINTI_STR_EMPTY;
    const char *why = NULL;

    (void)state;
    assert_true(reinti_xlsform_condition(&form, 5, "${Age} > ${c_age}", NULL, &sql, &why));
    assert_string_equal(sql.text, "age > c_age");
    reinti_str_free(&sql);
}

static void
brackets_a_thousand_deep_are_refused_and_not_followed(void **state)
{
    char deep[4096];
    reinti_str sql = REINTI_STR_EMPTY;
    const char *why = NULL;

    (void)state;
    memset(deep, '(', 2000);
    strcpy(deep + 2000, "${Age} > 3");
    assert_false(reinti_xlsform_condition(&form, 3, deep, NULL, &sql, &why));
    assert_non_null(strstr(why, "deep"));
    strcpy(deep, "");
    for (int i = 0; i < 600; i++)
        strcat(deep, "not(");
    assert_false(reinti_xlsform_condition(&form, 3, deep, NULL, &sql, &why));
}

static void
a_part_of_a_constraint_that_is_a_limit_is_known_as_one(void **state)
{
    static const struct {
        const char *xpath, *self;
        bool day;
        const char *limit; /* NULL: none */
        bool high;
    } cases[] = {
        { ". >= 0", ".", false, "0", false },
        { ".<=9.5", ".", false, "9.5", true },
        { ". >= date('2014-01-31')", ".", true, "2014-01-31", false },
        { "count-selected(.) <= 3", "count-selected(.)", false, "3", true },
        { ". > 0", ".", false, NULL, false },
        { ". >= today()", ".", false, NULL, false },
        { ". >= today()", ".", true, NULL, false },
        { ". >= date('2014-02-30')", ".", true, NULL, false },
        { "${x} >= 1", ".", false, NULL, false },
        { "", ".", false, NULL, false },
        { ".", ".", false, NULL, false },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        bool high = false;
        size_t n = 0;
        const char *limit = reinti_xlsform_limit(cases[i].xpath, cases[i].self, cases[i].day, &high, &n);
        assert_true(!limit == !cases[i].limit);
        if (limit &&
            (strlen(cases[i].limit) != n || memcmp(limit, cases[i].limit, n) || high != cases[i].high))
            fail_msg("%s: %.*s", cases[i].xpath, (int)n, limit);
    }
}

/* ---- whole forms ------------------------------------------------------------------------------------------- */

/* The codebook made from FILE, read back; freed by the caller. */
static reint_codebook *
codebook_of(const char *file, const reint_xlsform_options *options, char **text)
{
    char path[] = "/tmp/reint-xlsform-XXXXXX", name[256];
    reint_findings *findings = reint_findings_create();
    reint_error err = { .status = REINT_OK };
    reint_codebook *cb = NULL;

    snprintf(name, sizeof name, "tests/data/xlsform/%s", file);
    if (reint_xlsform_codebook(source_path(name), options, text, findings, &err))
        fail_msg("%s: %s", file, err.text);
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, *text, strlen(*text)), strlen(*text));
    close(fd);
    if (reint_codebook_open(path, &cb, findings, &err))
        fail_msg("%s: %s", file, err.text);
    assert_int_equal(reint_findings_count_severity(findings, REINT_ERROR), 0);
    unlink(path);
    reint_findings_free(findings);
    return cb;
}

static void
every_sample_form_becomes_a_sound_codebook_with_all_its_lists(void **state)
{
    static const struct {
        const char *file;
        size_t repeats, lists, choices; /* used ones; "other" of or_other counted */
    } samples[] = {
        { "childrens_survey_sw.xlsx", 3, 3, 8 },
        { "transportation.xlsx", 0, 2, 14 },
        { "nested_repeats.xlsx", 2, 2, 6 },
        { "or_other.xlsx", 0, 1, 6 },
        { "htcds_xlsform.xlsx", 0, 11, 331 },
        { "kobo/grouped_repeatable__form.xlsx", 1, 0, 0 },
        { "kobo/grouped_translated__form.xlsx", 0, 3, 8 },
        { "kobo/or_other__form.xlsx", 0, 1, 5 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(samples); i++) {
        char *text;
        reint_codebook *cb = codebook_of(samples[i].file, NULL, &text);
        size_t lists = 0, choices = 0;
        for (size_t k = 0; k < cb->n_lists; k++)
            if (k != cb->wave_list) {
                lists++;
                choices += cb->list[k].n;
            }
        assert_int_equal(cb->n_forms, 1 + samples[i].repeats);
        assert_int_equal(lists, samples[i].lists);
        if (choices != samples[i].choices)
            fail_msg("%s: %zu choices, not %zu", samples[i].file, choices, samples[i].choices);
        reint_codebook_free(cb);
        free(text);
    }
}

static void
labels_are_kept_in_every_language_and_trimmed(void **state)
{
    char *text;
    reint_codebook *cb = codebook_of("childrens_survey_sw.xlsx", NULL, &text);
    const reinti_list *colors = &cb->list[reinti_codebook_find_list(cb, "favorite_colors")];

    (void)state;
    assert_string_equal(reinti_label_text(&colors->code[0].label, "en"), "Red");
    assert_string_equal(reinti_label_text(&colors->code[0].label, "sw"), "Nyekundu");
    reint_codebook_free(cb);
    free(text);
    cb = codebook_of("htcds_xlsform.xlsx", NULL, &text); /* its labels end in a no-break space */
    const reinti_list *gender = &cb->list[reinti_codebook_find_list(cb, "gender")];
    assert_string_equal(reinti_label_text(&gender->code[0].label, "en"), "Feminine");
    reint_codebook_free(cb);
    free(text);
}

static void
what_points_at_a_person_is_left_out_and_told(void **state)
{
    static const char *const gone[] = { "prs_first_name", "prs_homephone", "prs_email", "prs_mailingstreet" };
    char *text;
    reint_codebook *cb = codebook_of("htcds_xlsform.xlsx", NULL, &text);
    const reinti_form *person = &cb->form[cb->person_form];

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(gone); i++)
        assert_int_equal(reinti_form_find(person, gone[i]), REINTI_NONE);
    assert_int_not_equal(reinti_form_find(person, "vic_methodofrecruitment"), REINTI_NONE);
    assert_non_null(strstr(text, "prs_First_Name"));
    reint_codebook_free(cb);
    free(text);
}

static void
repeats_within_repeats_are_forms_known_by_their_numbers(void **state)
{
    char *text;
    reint_codebook *cb = codebook_of("childrens_survey_sw.xlsx", NULL, &text);
    const reinti_form *characters = &cb->form[reinti_codebook_find_form(cb, "characters")];

    (void)state;
    assert_int_equal(characters->n_key, 4);
    assert_string_equal(characters->variable[1].name, "children_no");
    assert_string_equal(characters->variable[3].name, "characters_no");
    assert_int_equal(characters->parent, reinti_codebook_find_form(cb, "cartoons"));
    reint_codebook_free(cb);
    free(text);
}

static void
a_loop_asks_its_question_once_for_every_choice(void **state)
{
    char *text;
    reint_codebook *cb = codebook_of("transportation.xlsx", NULL, &text);
    const reinti_form *person = &cb->form[cb->person_form];
    size_t v = reinti_form_find(person, "boat_canoe_frequency_to_referral_facility");

    (void)state;
    assert_int_not_equal(v, REINTI_NONE);
    assert_string_equal(reinti_label_text(&person->variable[v].label, "en"),
                        "Is boat/canoe available daily or weekly?");
    assert_string_equal(person->variable[v].asked_when,
                        "has(available_transportation_types_to_referral_facility, 'boat_canoe')");
    reint_codebook_free(cb);
    free(text);
}

static void
a_question_that_is_not_there_or_cannot_be_the_wave_is_refused(void **state)
{
    reint_error err = { .status = REINT_OK };
    reint_xlsform_options options = { .size = sizeof options, .person = "ag" };
    const char *path = source_path("tests/data/xlsform/childrens_survey_sw.xlsx");
    reint_findings *findings = reint_findings_create();
    char *text = NULL;

    (void)state;
    assert_int_equal(reint_xlsform_codebook(path, &options, &text, findings, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "did you mean"));
    options = (reint_xlsform_options){ .size = sizeof options, .wave = "age" };
    assert_int_equal(reint_xlsform_codebook(path, &options, &text, findings, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "select_one"));
    assert_null(text);
    path = source_path("tests/data/xlsform/kobo/grouped_repeatable__export_xml.xlsx"); /* no form */
    assert_int_equal(reint_xlsform_codebook(path, NULL, &text, findings, &err), REINT_INPUT);
    assert_non_null(strstr(err.text, "survey"));
    reint_findings_free(findings);
}

static void
the_shipped_codebook_of_htcds_is_what_its_form_gives(void **state)
{
    char *text;
    reint_codebook *cb = codebook_of("htcds_xlsform.xlsx", NULL, &text);
    reinti_bytes shipped = { 0 };
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reinti_bytes_read(source_path("codebooks/htcds/codebook.yaml"), 0, &shipped, &err),
                     REINT_OK);
    const char *body = shipped.data;
    for (int line = 0; line < 3; line++) /* where it comes from */
        body = strchr(body, '\n') + 1;
    assert_int_equal(shipped.size - (size_t)(body - shipped.data), strlen(text));
    assert_memory_equal(body, text, strlen(text));
    reinti_bytes_free(&shipped);
    reint_codebook_free(cb);
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(conditions_of_a_form_become_conditions_of_a_codebook),
        cmocka_unit_test(a_condition_that_says_more_than_sql_is_refused_whole_with_the_reason),
        cmocka_unit_test(a_repeat_sees_the_questions_around_it_and_its_own),
        cmocka_unit_test(brackets_a_thousand_deep_are_refused_and_not_followed),
        cmocka_unit_test(a_part_of_a_constraint_that_is_a_limit_is_known_as_one),
        cmocka_unit_test(every_sample_form_becomes_a_sound_codebook_with_all_its_lists),
        cmocka_unit_test(labels_are_kept_in_every_language_and_trimmed),
        cmocka_unit_test(what_points_at_a_person_is_left_out_and_told),
        cmocka_unit_test(repeats_within_repeats_are_forms_known_by_their_numbers),
        cmocka_unit_test(a_loop_asks_its_question_once_for_every_choice),
        cmocka_unit_test(the_shipped_codebook_of_htcds_is_what_its_form_gives),
        cmocka_unit_test(a_question_that_is_not_there_or_cannot_be_the_wave_is_refused),
    };

    return cmocka_run_group_tests_name("xlsform", tests, NULL, NULL);
}
