/* Reports in long form. */
#include <config.h>

#include "hand_table.h"
#include "write/writer.h"

static void
every_cell_has_a_line_with_codes_labels_and_state(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    char *text = hand_write(&h, REINT_CSV, NULL);
    size_t lines = 0;
    for (const char *p = text; *p; p++)
        lines += *p == '\n';
    assert_int_equal(lines, 1 + 12 + 2);
    assert_non_null(
        strstr(text, "table,title,layer,layer_label,row_variable,row,row_label,column_variable,column,"
                     "column_label,statistic,statistic_label,value,low,high,base,n,state,text,reason\n"));
    assert_non_null(
        strstr(text, "T1,Assistance by sex,wave=w1,First interview,,unassisted,Unassisted,,female,Female,"
                     "column_share,Column %,0.48,0.48,0.56,25,12,shown,48–56%,\n"));
    assert_non_null(strstr(text, ",male,Male,column_share,Column %,,,,12,3,below_base,3 of 12,\n"));
    assert_non_null(strstr(text, "undefined,–,nothing to divide by\n"));
    assert_non_null(strstr(text, ",,,,,,,chi2,Chi-square,1.5,,,,,shown,1.50,\n"));
    assert_non_null(strstr(text, ",fisher_p,Fisher,,,,,,undefined,not a table of two by two,"));
    free(text);
}

static void
nothing_of_a_withheld_cell_is_written(void **state)
{
    hand h;
    (void)state;
    hand_make(&h);
    h.cell[2].state = REINTI_CELL_PRIMARY;
    h.cell[2].value = 71;
    h.cell[2].n = 72;
    h.cell[2].base = 73;
    char *text = hand_write(&h, REINT_CSV, NULL);
    assert_non_null(strstr(text, "count,n,,,,,,primary,x,\n"));
    assert_null(strstr(text, "71"));
    assert_null(strstr(text, "72"));
    assert_null(strstr(text, "73"));
    free(text);
}

static void
fields_are_quoted_where_they_must_be(void **state)
{
    static const struct {
        const char *text, *want;
    } cases[] = {
        { "plain", "plain" },
        { "a,b", "\"a,b\"" },
        { "say \"x\"", "\"say \"\"x\"\"\"" },
        { "two\nlines", "\"two\nlines\"" },
        { "", "" },
        { NULL, "" },
        { " x", "\" x\"" },
    };
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char *text = NULL;
        size_t size = 0;
        FILE *stream = open_memstream(&text, &size);
        reinti_put_csv(stream, cases[i].text);
        fclose(stream);
        assert_string_equal(text, cases[i].want);
        free(text);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_cell_has_a_line_with_codes_labels_and_state),
        cmocka_unit_test(nothing_of_a_withheld_cell_is_written),
        cmocka_unit_test(fields_are_quoted_where_they_must_be),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
