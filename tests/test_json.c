/* Reports as JSON. */
#include <config.h>

#include "hand_table.h"

/* Brackets pair and no bare control character stands in the text; strings are skipped. */
static void
assert_balanced(const char *text)
{
    char open[64];
    size_t depth = 0;

    for (const char *p = text; *p; p++) {
        if (*p == '"') {
            for (p++; *p && *p != '"'; p++) {
                assert_true((unsigned char)*p >= 0x20);
                p += *p == '\\';
            }
            assert_int_equal(*p, '"');
        } else if (*p == '{' || *p == '[') {
            assert_true(depth < sizeof open);
            open[depth++] = *p == '{' ? '}' : ']';
        } else if (*p == '}' || *p == ']') {
            assert_true(depth > 0);
            assert_int_equal(*p, open[--depth]);
            assert_int_not_equal(p[-1], ',');
        } else {
            assert_true(!(*p == ',' && (p[1] == ',' || p[-1] == '{' || p[-1] == '[')));
        }
    }
    assert_int_equal(depth, 0);
}

static void
the_object_holds_front_tables_cells_and_tests(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.sentence[0] = (reinti_sentence){ "Of 37 people \"some\"\twere unassisted.", "T1" };
    h.report.n_sentences = 1;
    h.report.sentence = h.sentence;
    char *text = hand_write(&h, REINT_JSON, NULL);
    assert_balanced(text);
    assert_non_null(strstr(text, "{\"title\":\"A study\",\"study\":\"Study\""));
    assert_non_null(strstr(text, "\"internal\":true"));
    assert_non_null(
        strstr(text, "\"text\":\"Of 37 people \\\"some\\\"\\u0009were unassisted.\",\"table\":\"T1\""));
    assert_non_null(strstr(text, "{\"count\":{\"value\":12,\"low\":12,\"high\":14,\"text\":\"12–14\"},"
                                 "\"column_share\":{\"value\":0.48,\"low\":0.48,\"high\":0.56,\"base\":25,"
                                 "\"text\":\"48–56%\"}}"));
    assert_non_null(strstr(text, "{\"value\":null,\"base\":12,\"text\":\"3 of 12\"}"));
    assert_non_null(strstr(text, "\"id\":\"fisher_p\",\"label\":\"Fisher\",\"value\":null,"
                                 "\"reason\":\"not a table of two by two\""));
    free(text);
}

static void
an_empty_report_is_an_object_too(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.report = (reint_report){ .language = "en" };
    char *text = hand_write(&h, REINT_JSON, NULL);
    assert_balanced(text);
    assert_string_equal(text,
                        "{\"warnings\":[],\"sentences\":[],\"glossary\":{},\"methods\":[],\"tables\":[]}\n");
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_object_holds_front_tables_cells_and_tests),
        cmocka_unit_test(an_empty_report_is_an_object_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
