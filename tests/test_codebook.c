/* test_codebook.c -- codebooks that are sound: the example of the manual page, the study's own, and what they
 * mean. */
#include <config.h>

#include "check.h"

#include "codebook/keys.h"
#include "codebook/model.h"

/* The example of reint-codebook(5), as it would be typed. */
static char *
manual_example(void)
{
    reinti_bytes page;
    reinti_str text = REINTI_STR_EMPTY;

    assert_int_equal(reinti_bytes_read(source_path("man/reint-codebook.5"), 0, &page, NULL), REINT_OK);
    char *copy = strndup(page.data, page.size);
    char *from = strstr(strstr(copy, ".SH EXAMPLE"), ".nf\n") + 4, *to = strstr(from, ".fi\n");
    for (char *p = from; p < to; p++)
        if (!(p[0] == '\\' && p[1] == '-'))
            reinti_str_add_char(&text, *p);
    char *example = strdup(text.text);
    reinti_str_free(&text);
    free(copy);
    reinti_bytes_free(&page);
    return example;
}

static reint_codebook *
parse(const char *text)
{
    reinti_codebook_file file = { "cb.yaml", "codebook", text, strlen(text) };
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();

    if (reinti_codebook_parse(&file, 1, &cb, findings, NULL) || reint_findings_count(findings))
        fail_msg("%s", reint_findings_get(findings, 0)->text);
    reint_findings_free(findings);
    return cb;
}

static void
the_example_of_the_manual_page_is_a_codebook(void **state)
{
    char *text = manual_example();
    reint_codebook *cb = parse(text);
    const reinti_form *person = &cb->form[0], *interview = &cb->form[1];

    (void)state;
    assert_string_equal(reint_codebook_title(cb, "id"), "Studi kecil");
    assert_int_equal(cb->n_forms, 2);
    assert_int_equal(cb->person_form, 0);
    assert_int_equal(interview->parent, 0);
    assert_int_equal(interview->wave, 1);
    assert_int_equal(interview->variable[1].list, cb->wave_list);
    const reinti_variable *destinations = &person->variable[reinti_form_find(person, "destinations")];
    assert_true(destinations->multiple && destinations->ordered);
    assert_int_equal(destinations->max_codes, 3);
    assert_int_equal(cb->wave[0].window.low, reinti_date_days(2014, 10, 1));
    assert_int_equal(cb->wave[0].window.high, reinti_date_days(2015, 8, 31));
    assert_int_equal(cb->wave[1].window.high, REINTI_OPEN_HIGH);
    assert_int_equal(cb->n_rules, 1);
    reint_codebook_free(cb);
    free(text);
}

static void
attributes_name_their_list(void **state)
{
    char *text = manual_example();
    reint_codebook *cb = parse(text);
    const reinti_list *country = &cb->list[reinti_codebook_find_list(cb, "country")];

    (void)state;
    assert_int_equal(country->n_attribute_lists, 1);
    assert_string_equal(country->attribute_list[0].name, "region");
    assert_string_equal(cb->list[country->attribute_list[0].list].name, "region");
    assert_string_equal(reinti_code_attribute(&country->code[1], "region"), "middle_east");
    reint_codebook_free(cb);
    free(text);
}

static void
raw_codes_mean_their_reason_in_coded_variables_only(void **state)
{
    char *text = manual_example();
    reint_codebook *cb = parse(text);
    const reinti_variable *sex = &cb->form[0].variable[reinti_form_find(&cb->form[0], "sex")];
    const reinti_variable *age = &cb->form[0].variable[reinti_form_find(&cb->form[0], "age")];

    (void)state;
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, sex, "R", 1)].name, "refused");
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, sex, "", 0)].name, "not_stated");
    assert_int_equal(reinti_variable_missing_reason(cb, age, "97", 2), REINTI_NONE);
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, age, "", 0)].name, "not_stated");
    assert_true(reinti_codebook_find_missing(cb, "undetermined") != REINTI_NONE);
    reint_codebook_free(cb);
    free(text);
}

static void
the_digest_is_of_every_byte(void **state)
{
    char *text = manual_example();
    reint_codebook *a = parse(text), *b = parse(text);

    (void)state;
    assert_string_equal(reint_codebook_digest(a), reint_codebook_digest(b));
    reint_codebook_free(b);
    *strstr(text, "A small study") = 'O';
    b = parse(text);
    assert_string_not_equal(reint_codebook_digest(a), reint_codebook_digest(b));
    reint_codebook_free(a);
    reint_codebook_free(b);
    free(text);
}

static void
the_codebook_of_going_home_is_sound(void **state)
{
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();
    static const char *const forms[] = { "person", "consent", "episode",       "interview", "contact",
                                         "stage",  "need",    "support",       "referral",  "domain",
                                         "told",   "coding",  "coding_session" };

    (void)state;
    if (reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, findings, NULL))
        fail_msg("%s", reint_findings_get(findings, 0)->text);
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (reinti_codebook_find_form(cb, forms[i]) == REINTI_NONE)
            fail_msg("there is no form %s", forms[i]);
    for (size_t f = 0; f < cb->n_forms; f++) {
        unsigned bits[REINTI_KEY_PARTS], sum = 0;
        assert_true(reinti_form_key_widths(&cb->form[f], bits));
        for (size_t k = 0; k < cb->form[f].n_key; k++)
            sum += bits[k];
        assert_true(sum <= 62);
    }
    reint_codebook_free(cb);
    reint_findings_free(findings);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_example_of_the_manual_page_is_a_codebook),
        cmocka_unit_test(attributes_name_their_list),
        cmocka_unit_test(raw_codes_mean_their_reason_in_coded_variables_only),
        cmocka_unit_test(the_digest_is_of_every_byte),
        cmocka_unit_test(the_codebook_of_going_home_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
