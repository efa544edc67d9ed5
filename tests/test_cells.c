/* The text of cells, their marks, and the writer for comparison with other tools. */
#include <config.h>

#include "hand_table.h"

static void
assert_text(const reinti_table *t, reinti_cell cell, reinti_cell_kind kind, unsigned decimals,
            const char *want)
{
    reinti_stat stat = { "s", "s", "s", kind, decimals };
    reinti_str s = REINTI_STR_EMPTY;

    reinti_cell_text(&s, t, &cell, &stat);
    assert_string_equal(s.text, want);
    reinti_str_free(&s);
}

static reinti_cell
value(double v)
{
    return (reinti_cell){ .value = v, .low = v, .high = v };
}

static void
counts_are_whole_and_weighted_counts_have_one_decimal(void **state)
{
    reinti_table t = { 0 };
    (void)state;
    assert_text(&t, value(31), REINTI_CELL_COUNT, 0, "31");
    assert_text(&t, value(272.94), REINTI_CELL_COUNT, 0, "272.9");
    assert_text(&t, value(0), REINTI_CELL_COUNT, 0, "0");
}

static void
shares_have_a_decimal_only_above_a_base_of_200(void **state)
{
    reinti_table t = { 0 };
    (void)state;
    assert_text(&t, hand_share(29, 200), REINTI_CELL_SHARE, 0, "15%"); /* 14.5: half away from zero */
    assert_text(&t, hand_share(29, 201), REINTI_CELL_SHARE, 0, "14.4%");
    assert_text(&t, hand_share(1, 20), REINTI_CELL_SHARE, 0, "5%");
}

static void
shares_of_few_are_counts(void **state)
{
    reinti_table t = { 0 };
    (void)state;
    assert_text(&t, hand_share(5, 12), REINTI_CELL_SHARE, 0, "5 of 12");
    t.language = "id";
    assert_text(&t, hand_share(5, 12), REINTI_CELL_SHARE, 0, "5 dari 12");
}

static void
open_numbers_are_ranges_where_the_table_shows_them(void **state)
{
    reinti_table t = { 0 };
    reinti_cell c = value(12), share = hand_share(12, 25);
    (void)state;
    c.high = 15;
    share.high = 15.0 / 25;
    assert_text(&t, c, REINTI_CELL_COUNT, 0, "12");
    t.show_bounds = true;
    assert_text(&t, c, REINTI_CELL_COUNT, 0, "12–15");
    assert_text(&t, share, REINTI_CELL_SHARE, 0, "48–60%");
    share.high = share.low + 1e-6; /* rounds to the same */
    assert_text(&t, share, REINTI_CELL_SHARE, 0, "48%");
}

static void
cells_without_a_value_have_a_mark(void **state)
{
    static const struct {
        reinti_cell_state state;
        const char *mark;
    } cases[] = {
        { REINTI_CELL_UNDEFINED, "–" }, { REINTI_CELL_NOT_APPLICABLE, "." }, { REINTI_CELL_PRIMARY, "x" },
        { REINTI_CELL_SECONDARY, "x" }, { REINTI_CELL_BELOW_BASE, "(n)" },
    };
    reinti_table t = { 0 };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_cell c = value(NAN);
        c.state = (uint8_t)cases[i].state;
        assert_string_equal(reinti_cell_mark(&c), cases[i].mark);
        assert_text(&t, c, REINTI_CELL_MEAN, 2, cases[i].mark);
    }
    assert_text(&t, value(NAN), REINTI_CELL_MEAN, 2, "–");
    assert_text(&t, value(48.561), REINTI_CELL_MEAN, 2, "48.56");
}

static void
the_legend_names_the_marks_that_are_used_once_each(void **state)
{
    hand h;
    reinti_str s = REINTI_STR_EMPTY;
    (void)state;
    hand_make(&h);
    reinti_table_legend(&s, &h.table, false);
    assert_string_equal(s.text, "– undefined: nothing to divide by; . does not apply; "
                                "\"5 of 12\": too few for a percentage");
    reinti_str_clear(&s);
    for (size_t i = 0; i < 12; i++)
        h.cell[i].state = i ? REINTI_CELL_SECONDARY : REINTI_CELL_PRIMARY;
    reinti_table_legend(&s, &h.table, false);
    assert_string_equal(s.text, "x withheld to protect people");
    reinti_str_free(&s);
}

static void
the_legend_tells_each_reason_once_and_in_the_language_of_the_table(void **state)
{
    hand h;
    reinti_str s = REINTI_STR_EMPTY;
    (void)state;
    hand_make(&h);
    for (size_t i = 0; i < 12; i++) {
        h.cell[i].state = i ? REINTI_CELL_UNDEFINED : REINTI_CELL_SHOWN;
        h.cell[i].reason = i < 4 ? "the share is 0 or 1" : i < 8 ? "a share of nobody" : h.note[0];
    }
    h.cell[11].reason = NULL;
    reinti_table_legend(&s, &h.table, false);
    assert_string_equal(s.text, "– undefined: the share is 0 or 1, a share of nobody");
    reinti_str_clear(&s);
    h.table.language = "id";
    reinti_table_legend(&s, &h.table, false);
    assert_string_equal(s.text, "– tidak terdefinisi: bagiannya 0 atau 1, bagian dari nol orang");
    reinti_str_clear(&s);
    for (size_t i = 0; i < 12; i++) { /* shown as a mark, whatever the state says */
        h.cell[i] = hand_count(NAN);
        h.cell[i].state = REINTI_CELL_SHOWN;
    }
    reinti_table_legend(&s, &h.table, false);
    assert_string_equal(s.text, "– tidak terdefinisi");
    reinti_str_free(&s);
}

static void
tests_are_told_with_the_digits_that_matter(void **state)
{
    static const struct {
        const char *id;
        double value;
        const char *want;
    } cases[] = {
        { "chi2", 63.1131829, "63.11" },
        { "df", 4, "4" },
        { "p", 6.4e-13, "< 0.001" },
        { "p", 0.1287, "0.129" },
        { "fisher_p", 0, "< 0.001" },
        { "cramers_v", 0.08297, "0.08" },
        { "chi2", NAN, "why not" },
        { "p_holm", 0.0402, "0.040" },
        { "gamma.p_approx", 0.0402, "0.040" },
        { "exact_p_holm", 0, "< 0.001" },
    };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str s = REINTI_STR_EMPTY;
        reinti_test test = {
            .id = cases[i].id, .label = cases[i].id, .value = cases[i].value, .reason = "why not"
        };
        reinti_test_text(&s, &test);
        assert_string_equal(s.text, cases[i].want);
        reinti_str_free(&s);
    }
}

static void
the_cells_format_has_codes_and_full_values_of_what_is_shown(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.cell[1].value = 1.0 / 3;
    char *text = hand_write(&h, REINT_CELLS, NULL);
    assert_string_equal(text, "table,layer,row,col,stat,value\n"
                              "T1,wave=w1,unassisted,female,count,12\n"
                              "T1,wave=w1,unassisted,female,col_pct,33.33333333333333\n"
                              "T1,wave=w1,unassisted,male,count,3\n"
                              "T1,wave=w1,assisted,female,count,11\n"
                              "T1,wave=w1,assisted,female,col_pct,44\n"
                              "T1,wave=w1,assisted,male,count,9\n"
                              "T1,wave=w1,total,female,count,25\n"
                              "T1,wave=w1,total,male,count,12\n"
                              "T1,wave=w1,,,chi2,1.5\n");
    free(text);
}

static void
formats_are_known_by_the_ending_of_the_path(void **state)
{
    static const struct {
        const char *path;
        reint_format format;
    } cases[] = { { "a/b.xlsx", REINT_XLSX },
                  { "b.csv", REINT_CSV },
                  { "b.x.json", REINT_JSON },
                  { "b.txt", REINT_TEXT } };
    reint_format format = REINT_CELLS;
    reint_error err = { 0 };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        assert_int_equal(reint_format_of_path(cases[i].path, &format, NULL), REINT_OK);
        assert_int_equal(format, cases[i].format);
    }
    assert_int_equal(reint_format_of_path("out.d/table", &format, &err), REINT_ARGUMENT);
    assert_int_equal(reint_format_of_path("table.pdf", &format, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, ".xlsx"));
}

static void
a_file_in_a_missing_folder_is_an_output_error(void **state)
{
    hand h;
    reint_error err = { 0 };
    (void)state;
    hand_make(&h);
    assert_int_equal(reint_write_file(&h.report, REINT_CSV, "/nonexistent/folder/x.csv", NULL, &err),
                     REINT_OUTPUT);
    assert_int_equal(err.status, REINT_OUTPUT);
}

static void
a_full_disk_is_an_output_error(void **state)
{
    hand h;
    FILE *full = fopen("/dev/full", "w");
    (void)state;
    if (!full)
        skip();
    hand_make(&h);
    assert_int_equal(reint_write_stream(&h.report, REINT_JSON, full, NULL, NULL), REINT_OUTPUT);
    fclose(full);
}

static void
a_workbook_can_go_to_a_stream(void **state)
{
    hand h;
    char *text = NULL;
    size_t size = 0;
    (void)state;
    hand_make(&h);
    FILE *stream = open_memstream(&text, &size);
    assert_int_equal(reint_write_stream(&h.report, REINT_XLSX, stream, NULL, NULL), REINT_OK);
    fclose(stream);
    assert_true(size > 1000);
    assert_memory_equal(text, "PK", 2); /* a zip archive */
    free(text);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(counts_are_whole_and_weighted_counts_have_one_decimal),
        cmocka_unit_test(shares_have_a_decimal_only_above_a_base_of_200),
        cmocka_unit_test(shares_of_few_are_counts),
        cmocka_unit_test(open_numbers_are_ranges_where_the_table_shows_them),
        cmocka_unit_test(cells_without_a_value_have_a_mark),
        cmocka_unit_test(the_legend_names_the_marks_that_are_used_once_each),
        cmocka_unit_test(the_legend_tells_each_reason_once_and_in_the_language_of_the_table),
        cmocka_unit_test(tests_are_told_with_the_digits_that_matter),
        cmocka_unit_test(the_cells_format_has_codes_and_full_values_of_what_is_shown),
        cmocka_unit_test(formats_are_known_by_the_ending_of_the_path),
        cmocka_unit_test(a_file_in_a_missing_folder_is_an_output_error),
        cmocka_unit_test(a_full_disk_is_an_output_error),
        cmocka_unit_test(a_workbook_can_go_to_a_stream),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
