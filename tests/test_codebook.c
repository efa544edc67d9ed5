/* test_codebook.c -- codebooks that are sound: the example of the manual page, the study's own, and what they
 * mean. */
#include <config.h>

#include "check.h"

#include "codebook/keys.h"
#include "codebook/model.h"
#include "manual.h"

/* The example of reint-codebook(5), with room to change it; free(). */
static char *
example(void)
{
    char *page = manual_page("reint-codebook.5"), *text = manual_example(page, "codebook.yaml");

    free(page);
    return text;
}

/* TEXT as a codebook, with the files that the example names. */
static reint_codebook *
parse(const char *text)
{
    static const char *const names[][3] = {
        { "reint-codebook.5", "countries.yaml", "list" },
        { "reint-ruleset.5", "small-rules.yaml", "ruleset" },
        { "reint-ruleset.5", "small-domains.yaml", "pack" },
        { "reint-ruleset.5", "small-scores.yaml", "pack" },
        { "reint-ruleset.5", "small-rights.yaml", "entitlements" },
    };
    reinti_codebook_file file[1 + REINTI_LENGTH(names)] = { { "codebook.yaml", "codebook", text,
                                                              strlen(text) } };
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();

    for (size_t i = 0; i < REINTI_LENGTH(names); i++) {
        char *page = manual_page(names[i][0]), *data = manual_example(page, names[i][1]);
        file[i + 1] = (reinti_codebook_file){ names[i][1], names[i][2], data, strlen(data) };
        free(page);
    }
    if (reinti_codebook_parse(file, REINTI_LENGTH(file), &cb, findings, NULL) ||
        reint_findings_count(findings))
        fail_msg("%s", reint_findings_get(findings, 0)->text);
    for (size_t i = 1; i < REINTI_LENGTH(file); i++)
        free((char *)file[i].data);
    reint_findings_free(findings);
    return cb;
}

static void
the_example_of_the_manual_page_is_a_codebook(void **state)
{
    char *text = example();
    reint_codebook *cb = parse(text);
    const reinti_form *person = &cb->form[0], *episode = &cb->form[reinti_codebook_find_form(cb, "episode")],
                      *interview = &cb->form[reinti_codebook_find_form(cb, "interview")];

    (void)state;
    assert_string_equal(reint_codebook_title(cb, "id"), "Studi kecil");
    assert_int_equal(cb->n_forms, 8);
    assert_int_equal(cb->person_form, 0);
    assert_int_equal(interview->parent, 0);
    assert_int_equal(interview->wave, 1);
    assert_int_equal(interview->variable[1].list, cb->wave_list);
    const reinti_variable *destinations = &episode->variable[reinti_form_find(episode, "destinations")];
    assert_true(destinations->multiple && destinations->ordered && destinations->repeats &&
                destinations->late);
    assert_int_equal(destinations->max_codes, 5);
    assert_int_equal(destinations->separator, '|');
    assert_int_equal(person->n_key, 1);
    assert_int_equal(episode->parent, 0);
    assert_true(cb->consent_required);
    assert_string_equal(cb->consent_value, "given");
    assert_string_equal(cb->default_ruleset, "small-rules");
    assert_int_equal(cb->rule[0].severity, REINT_WARNING);
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
    char *text = example();
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
    char *text = example();
    reint_codebook *cb = parse(text);
    const reinti_variable *sex = &cb->form[0].variable[reinti_form_find(&cb->form[0], "sex")];
    const reinti_form *episode = &cb->form[reinti_codebook_find_form(cb, "episode")];
    const reinti_variable *age = &episode->variable[reinti_form_find(episode, "age")];

    (void)state;
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, sex, "R", 1)].name, "refused");
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, sex, "", 0)].name, "not_stated");
    assert_int_equal(reinti_variable_missing_reason(cb, age, "97", 2), REINTI_NONE);
    assert_string_equal(cb->missing[reinti_variable_missing_reason(cb, age, "", 0)].name, "not_stated");
    assert_true(reinti_codebook_find_missing(cb, "undetermined") != REINTI_NONE);
    reint_codebook_free(cb);
    free(text);
}

/* What tables call VARIABLE of FORM. */
static const char *
shown(const reint_codebook *cb, const char *form, const char *variable, const char *language)
{
    const reinti_form *f = &cb->form[reinti_codebook_find_form(cb, form)];
    return reinti_label_text(&f->variable[reinti_form_find(f, variable)].shown, language);
}

static void
a_key_without_a_label_is_called_as_elsewhere_or_by_what_it_is(void **state)
{
    static const char text[] =
        "reint: 1\nstudy: {id: x, sampling: census, languages: [en, id]}\nwaves: [{id: w1}]\n"
        "lists: {stage: {a: A}, yesno: {yes: Yes}, source: {w1: One}}\n"
        "forms:\n"
        "  person: {key: [person], variables: {sex: {list: yesno}}}\n"
        "  need: {key: [person, wave, stage, source, rank],\n"
        "    variables: {stage: {list: stage}, source: {list: source}, rank: {type: integer}, state: {list: "
        "yesno}}}\n"
        "  path: {key: [person, stage], variables: {stage: {label: Part of the way, list: stage},\n"
        "    sex: {label: Another list, list: stage}, wave: {label: No wave, list: yesno}}}\n";
    reint_codebook *cb = parse(text);

    (void)state;
    assert_string_equal(shown(cb, "need", "wave", "en"), "Wave");
    assert_string_equal(shown(cb, "need", "wave", "id"), "Gelombang");
    assert_string_equal(shown(cb, "need", "source", "en"), "Source");
    assert_string_equal(shown(cb, "need", "stage", "id"),
                        "Part of the way"); /* that of the study goes first */
    assert_string_equal(shown(cb, "need", "person", "id"), "Orang");
    assert_null(shown(cb, "need", "rank", "en"));
    assert_null(shown(cb, "need", "state", "en")); /* no key: nothing is known of it */
    assert_null(shown(cb, "person", "sex", "en")); /* another list: another thing */
    reint_codebook_free(cb);
}

static void
the_digest_is_of_every_byte(void **state)
{
    char *text = example();
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
    if (reint_codebook_open(source_path("codebooks/going-home/codebook.yaml"), &cb, findings, NULL) ||
        reint_findings_count(findings)) /* no warning either: every text is there in both languages */
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
        cmocka_unit_test(a_key_without_a_label_is_called_as_elsewhere_or_by_what_it_is),
        cmocka_unit_test(the_digest_is_of_every_byte),
        cmocka_unit_test(the_codebook_of_going_home_is_sound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
