/* Tables as text: layout, widths, blocks, what stands below. */
#include <config.h>

#include "hand_table.h"
#include "write/textual.h"

static void
a_table_is_laid_out_with_what_must_be_said_of_it(void **state)
{
    static const char want[] =
        "T1. Assistance by sex\n"
        "Counted: persons\n"
        "                                Sex\n"
        "Class                                    Female          Male\n"
        "                                    n  Column %   n  Column %\n"
        "─────────────────────────────────────────────────────────────\n"
        "First interview\n"
        "Unassisted                      12–14    48–56%   3   3 of 12\n"
        "Assisted, \"in part\" or in full  11–13    44–52%   9   9 of 12\n"
        "Total                              25         .  12         –\n"
        "Chi-square 1.50; Fisher: undefined, not a table of two by two\n"
        "─────────────────────────────────────────────────────────────\n"
        "Base: 37 persons, all answered\n"
        "Sex was chosen, not found.\n"
        "– undefined: nothing to divide by; . does not apply; \"5 of 12\": too few for a\n"
        "  percentage\n"
        "Consent was not recorded.\n"
        "Invented records\n"
        "INTERNAL: small cells are not suppressed. Not for publication.\n";
    hand h;
    (void)state;
    hand_make(&h);
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_string_equal(text, want);
    free(text);
}

static void
assert_narrow(const char *text, size_t width)
{
    reinti_str line = REINTI_STR_EMPTY;

    for (const char *p = text; *p; p += strcspn(p, "\n") + 1) {
        reinti_str_clear(&line);
        reinti_str_add_n(&line, p, strcspn(p, "\n"));
        if (reinti_utf8_width(line.text) > width)
            fail_msg("wider than %zu: %s", width, line.text);
    }
    reinti_str_free(&line);
}

static size_t
times(const char *text, const char *what)
{
    size_t n = 0;
    for (const char *p = strstr(text, what); p; p = strstr(p + 1, what))
        n++;
    return n;
}

static void
no_line_is_wider_than_the_page(void **state)
{
    static const unsigned widths[] = { 24, 40, 60, 80, 132 };
    hand h;
    (void)state;
    hand_make(&h);
    h.row[1].label =
        "接受了部分或全部援助的人, kept in a very long label with manyverylongwordswithoutanyblank";
    for (size_t i = 0; i < REINTI_LENGTH(widths); i++) {
        reint_write_options o = { .size = sizeof o, .width = widths[i] };
        char *text = hand_write(&h, REINT_TEXT, &o);
        assert_narrow(text, widths[i]);
        free(text);
    }
}

static void
a_wide_banner_is_split_into_blocks_each_with_the_stub(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    reint_write_options o = { .size = sizeof o, .width = 38 };
    char *text = hand_write(&h, REINT_TEXT, &o);
    assert_int_equal(times(text, "Unassisted"), 2);
    assert_int_equal(times(text, "Female"), 1);
    assert_int_equal(times(text, "Chi-square"), 1);
    free(text);
}

static void
statistics_can_stand_under_each_other(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.table.stats_in_rows = true;
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_int_equal(times(text, "  Column %"), 3);
    free(text);
}

static void
a_long_name_over_narrow_columns_is_wrapped(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    for (size_t c = 0; c < h.table.n_columns; c++)
        h.column[c].group = "Informal divorce and talak included, wherever it was said";
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_non_null(strstr(text, "\n                                Informal divorce and talak\n"
                                 "                                included, wherever it was\n"
                                 "                                said\n"));
    assert_null(strstr(text, "…"));
    free(text);
}

static void
a_statistic_that_no_row_of_a_column_has_is_left_out(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    for (size_t i = 1; i < REINTI_LENGTH(h.cell); i += 4)
        h.cell[i] =
            (reinti_cell){ .value = NAN, .kind = REINTI_CELL_SHARE, .state = REINTI_CELL_NOT_APPLICABLE };
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_int_equal(times(text, "Column %"), 1);
    assert_non_null(strstr(text, "Unassisted                       12–14   3   3 of 12\n"));
    free(text);
}

static void
a_long_name_of_the_rows_is_wrapped(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.table.row_title = "Class of the assistance that was received at home";
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_non_null(strstr(text, "Class of the assistance that was"));
    assert_non_null(strstr(text, "\nreceived at home "));
    assert_null(strstr(text, "…"));
    free(text);
}

static void
outer_levels_and_groups_stand_once_above_their_rows(void **state)
{
    static const char *const women[] = { "Women" };
    hand h;
    (void)state;
    hand_make(&h);
    for (size_t i = 0; i < 2; i++) {
        h.row[i].depth = 1;
        h.row[i].path = women;
        h.row[i].group = "Sex > Class";
        h.row[i].first_of_group = i == 0;
    }
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_int_equal(times(text, "Sex > Class\n"), 1);
    assert_int_equal(times(text, "\n  Women\n"), 1);
    assert_int_equal(times(text, "\n    Unassisted "), 1);
    free(text);
}

static void
an_outer_level_under_another_one_is_said_anew(void **state)
{
    static const char *const women[] = { "Women", "North" }, *const men[] = { "Men", "North" };
    hand h;
    (void)state;
    hand_make(&h);
    for (size_t i = 0; i < 2; i++) {
        h.row[i].depth = 2;
        h.row[i].path = i ? men : women;
    }
    char *text = hand_write(&h, REINT_TEXT, NULL);
    assert_int_equal(times(text, "\nWomen\n  North\n"), 1);
    assert_int_equal(times(text, "\nMen\n  North\n"), 1);
    free(text);
}

static void
ascii_and_colour_are_a_matter_of_choice(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    reint_write_options o = { .size = sizeof o, .ascii = 1 };
    char *text = hand_write(&h, REINT_TEXT, &o);
    assert_null(strstr(text, "─"));
    assert_non_null(strstr(text, "-----"));
    assert_null(strstr(text, "\033"));
    free(text);
    o = (reint_write_options){ .size = sizeof o, .color = 1 };
    text = hand_write(&h, REINT_TEXT, &o);
    assert_non_null(strstr(text, "\033[1m"));
    free(text);
}

static void
a_report_has_its_front_its_tables_and_its_methods(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.sentence[0] = (reinti_sentence){ "Of 37 people 12 to 14 women were unassisted.", "T1" };
    h.report.n_sentences = 1;
    h.report.sentence = h.sentence;
    h.term[0] = (struct reinti_term){ "Unassisted", "does not mean failed" };
    h.report.n_glossary = 1;
    h.report.glossary = h.term;
    h.method[0] = "Counted by hand.";
    h.report.n_methods = 1;
    h.report.method = h.method;
    char *text = hand_write(&h, REINT_TEXT, NULL);
    const char *order[] = { "A study",         "INTERNAL",       "Consent was",
                            "Of 37 people",    "T1. Assistance", "Unassisted: does not mean failed",
                            "Counted by hand." };
    const char *at = text;
    for (size_t i = 0; i < REINTI_LENGTH(order); i++) {
        at = strstr(at, order[i]);
        if (!at)
            fail_msg("\"%s\" is missing or too early in\n%s", order[i], text);
    }
    free(text);
}

static void
words_are_wrapped_by_what_a_terminal_shows(void **state)
{
    static const struct {
        const char *text, *want;
        size_t width;
    } cases[] = {
        { "one two three", "one two\nthree\n", 8 },
        { "", "\n", 8 },
        { "unbreakable", "unbre…\n", 6 },
        { "a unbreakable b", "a\nunbre…\nb\n", 6 },
        { "é é é", "é é\né\n", 3 },
        { "日本 日本", "日本\n日本\n", 5 },
    };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str s = REINTI_STR_EMPTY;
        reinti_wrap(&s, cases[i].text, cases[i].width);
        assert_string_equal(s.text, cases[i].want);
        reinti_str_free(&s);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_table_is_laid_out_with_what_must_be_said_of_it),
        cmocka_unit_test(no_line_is_wider_than_the_page),
        cmocka_unit_test(a_wide_banner_is_split_into_blocks_each_with_the_stub),
        cmocka_unit_test(statistics_can_stand_under_each_other),
        cmocka_unit_test(a_long_name_over_narrow_columns_is_wrapped),
        cmocka_unit_test(a_statistic_that_no_row_of_a_column_has_is_left_out),
        cmocka_unit_test(a_long_name_of_the_rows_is_wrapped),
        cmocka_unit_test(outer_levels_and_groups_stand_once_above_their_rows),
        cmocka_unit_test(an_outer_level_under_another_one_is_said_anew),
        cmocka_unit_test(ascii_and_colour_are_a_matter_of_choice),
        cmocka_unit_test(a_report_has_its_front_its_tables_and_its_methods),
        cmocka_unit_test(words_are_wrapped_by_what_a_terminal_shows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
