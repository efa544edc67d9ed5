/* test_codebook_errors.c -- what is wrong in a codebook is said at its place, all of it in one run. */
#include <config.h>

#include "check.h"

#include "codebook/model.h"

#define HEAD   "reint: 1\nstudy: {id: x, sampling: purposive}\n"
#define PERSON "forms:\n  person:\n    key: [person]\n    variables:\n"

static const struct {
    const char *text, *code, *part; /* the finding and a part of its text */
    long line;
} cases[] = {
    { "study: {id: x, sampling: purposive}\nforms: {person: {key: [person]}}\n", "missing_key", "reint", 0 },
    { "reint: 1\nstudy: {id: x}\nforms: {person: {key: [person]}}\n", "missing_key", "sampling", 2 },
    { "reint: 1\nstudy: {id: x, sampling: random}\nforms: {person: {key: [person]}}\n", "unknown_word",
      "purposive", 2 },
    { HEAD "form: {person: {key: [person]}}\n", "unknown_key", "forms", 3 },
    { HEAD "lists: {sex: {m: M}}\n" PERSON "      s: {list: sax}\n", "unknown_list", "did you mean \"sex\"",
      8 },
    { HEAD PERSON "      s: {}\n", "no_type", "neither a type nor a list", 7 },
    { HEAD PERSON "      s: {type: integr}\n", "unknown_word", "integer", 7 },
    { HEAD PERSON "      S: {type: text}\n", "bad_name", "cannot name a variable", 7 },
    { HEAD PERSON "      a__b: {type: text}\n", "bad_name", "cannot name a variable", 7 },
    { HEAD "lists: {sex: {m: M}}\n" PERSON "      s: {type: text, list: sex}\n", "type_and_list", "not both",
      8 },
    { HEAD PERSON "      n: {type: integer, min: 9, max: 3}\n", "bad_range", "min is above max", 7 },
    { HEAD PERSON "      n: {type: text, min: 9}\n", "no_range", "numbers, dates and ages", 7 },
    { HEAD PERSON "      n: {type: integer, missing: {refuse: [97]}}\n", "unknown_missing",
      "missing reason \"refuse\"", 7 },
    { HEAD PERSON "      n: {type: integer, min: 0, max: 99, missing: {not_stated: [97]}}\n",
      "missing_is_value", "both a value", 7 },
    { HEAD "missing: {refused: [m]}\nlists: {sex: {m: M}}\n" PERSON "      s: {list: sex}\n",
      "missing_is_value", "means refused in the whole study", 9 },
    { HEAD "missing: {refused: [9], dont_know: [9]}\n" PERSON "      n: {type: text}\n", "ambiguous_missing",
      "means both", 3 },
    { HEAD "lists: {t: {a: {parent: b}, b: {parent: a}}}\n" PERSON "      s: {list: t}\n", "circle", "circle",
      3 },
    { HEAD "lists: {t: {a: {parent: c}}}\n" PERSON "      s: {list: t}\n", "unknown_parent",
      "no code of this list \"c\"", 3 },
    { HEAD "lists: {t: {'a;b': A}}\n" PERSON "      s: {list: t}\n", "bad_code", "cannot be a code", 3 },
    { HEAD "lists: {t: {}}\n" PERSON "      n: {type: text}\n", "empty_list", "no codes", 3 },
    { HEAD PERSON "      s: {type: text, ordered: true}\n", "not_multiple", "multiple", 7 },
    { HEAD PERSON "      s: {type: text, multiple: true}\n", "not_coded", "only a variable with a list", 7 },
    { HEAD PERSON "      s: {type: text, pattern: '('}\n", "bad_pattern", "regular expression", 7 },
    { HEAD "waves: [{id: a}, {id: a}]\n" PERSON "      n: {type: text}\n", "duplicate_id", "twice", 3 },
    { HEAD "waves: [{id: a, from: 2015-13}]\n" PERSON "      n: {type: text}\n", "bad_date", "2015-13", 3 },
    { HEAD "waves: [{id: a, from: 2016, to: 2015}]\n" PERSON "      n: {type: text}\n", "bad_window",
      "before it begins", 3 },
    { HEAD "forms: {visit: {key: [nr], variables: {nr: {type: integer}}}}\n", "no_person_form",
      "key is [person]", 0 },
    { HEAD "forms: {person: {key: [person]}, v: {key: [person, nr]}}\n", "unknown_key_variable",
      "\"nr\" is not declared", 3 },
    { HEAD "forms: {person: {key: [person]}, v: {key: [person, a, b, c, d, e], variables: {a: {type: date}, "
           "b: {type: date}, c: {type: "
           "integer}, d: {type: integer}, e: {type: integer}}}}\n",
      "wide_key", "62 bits", 3 },
    { HEAD PERSON "      n: {type: text}\nrules: [{id: R, form: persn, require: n}]\n", "unknown_form",
      "did you mean \"person\"", 8 },
    { HEAD PERSON "      n: {type: text}\nrulesets: [none.yaml]\n", "unreadable", "none.yaml", 8 },
    { HEAD PERSON "      n: {type: text, waves: [w9]}\n", "unknown_wave", "no wave \"w9\"", 7 },
};

static void
every_kind_of_error_is_found_at_its_place(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        reinti_codebook_file file = { "cb.yaml", "codebook", cases[i].text, strlen(cases[i].text) };
        reint_codebook *cb = NULL;
        reint_findings *findings = reint_findings_create();
        reint_error err = { .status = REINT_OK };
        bool found = false;
        reinti_str seen = REINTI_STR_EMPTY;

        assert_int_equal(reinti_codebook_parse(&file, 1, &cb, findings, &err), REINT_INPUT);
        assert_null(cb);
        assert_string_not_equal(err.text, "");
        for (size_t k = 0; k < reint_findings_count(findings); k++) {
            const reint_finding *f = reint_findings_get(findings, k);
            reinti_str_format(&seen, "\n  %ld %s: %s", f->line, f->code, f->text);
            found = found || (!strcmp(f->code, cases[i].code) && strstr(f->text, cases[i].part) &&
                              (!cases[i].line || f->line == cases[i].line));
        }
        if (!found)
            fail_msg("case %zu wants %s \"%s\" at line %ld; found:%s", i, cases[i].code, cases[i].part,
                     cases[i].line, seen.text);
        reinti_str_free(&seen);
        reint_findings_free(findings);
    }
}

static void
all_errors_come_in_one_run(void **state)
{
    static const char text[] = HEAD "colour: red\nlists: {sex: {m: M, m: N}}\n" PERSON
                                    "      S: {type: text}\n      s: {list: sax}\n";
    reinti_codebook_file file = { "cb.yaml", "codebook", text, sizeof text - 1 };
    reint_codebook *cb = NULL;
    reint_findings *findings = reint_findings_create();

    (void)state;
    assert_int_equal(reinti_codebook_parse(&file, 1, &cb, findings, NULL), REINT_INPUT);
    assert_true(reint_findings_count_severity(findings, REINT_ERROR) >= 1);
    reint_findings_free(findings);
}

static void
a_file_that_is_not_there_is_said(void **state)
{
    reint_codebook *cb = NULL;
    reint_error err = { .status = REINT_OK };

    (void)state;
    assert_int_equal(reint_codebook_open("/nonexistent/codebook.yaml", &cb, NULL, &err), REINT_INPUT);
    assert_non_null(strstr(err.text, "No such file"));
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_of_error_is_found_at_its_place),
        cmocka_unit_test(all_errors_come_in_one_run),
        cmocka_unit_test(a_file_that_is_not_there_is_said),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
