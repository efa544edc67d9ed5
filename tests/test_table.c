/* test_table.c -- the builder of tables: counts, shares, layout, bases, several answers, numbers. */
#include <config.h>

#include "table_study.h"

/* ---- counts, shares ------------------------------------------------------------------------------------ */

static void
counts_are_those_of_the_file(void **state)
{
    static const char *const works[] = { "fishing", "factory", "farm", "other" }, *const sexes[] = {
        "male", "female"
    };
    const table_study *x = *state;
    reint_report *r = make(x, "rows: work, columns: sex");
    size_t total = 0;

    for (size_t i = 0; i < REINTI_LENGTH(works); i++)
        for (size_t k = 0; k < REINTI_LENGTH(sexes); k++) {
            size_t n = lines(x, sexes[k], works[i], NULL);
            assert_close(value(r, works[i], sexes[k], "count"), (double)n, 0);
            total += n;
        }
    assert_close(value(r, "total", "total", "count"), (double)total, 0);
    assert_rows(r, "fishing factory farm other total");
    assert_columns(r, "male female total");
    reint_report_free(r);
}

static void
shares_are_of_the_base_that_they_name(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, cells: [count, col_pct, row_pct, total_pct]");

    /* 12 of 20 men, 12 of 13 fishers, 12 of 50 */
    assert_close(value(r, "fishing", "male", "col_pct"), 12.0 / 20, 1e-15);
    assert_close(value(r, "fishing", "male", "row_pct"), 12.0 / 13, 1e-15);
    assert_close(value(r, "fishing", "male", "total_pct"), 12.0 / 50, 1e-15);
    assert_close(value(r, "total", "male", "col_pct"), 1, 0);
    assert_int_equal(at(r, 0, "total", "male", "col_pct")->whole, 1);
    reint_report_free(r);
}

static void
a_share_of_fewer_than_the_small_base_is_not_shown(void **state)
{
    reint_report *r = make(*state, "rows: sex, columns: work, base: \"region = 'south' AND sex = 'male'\"");
    const reinti_cell *c = at(r, 0, "male", "other", "col_pct");

    assert_true(c->base_n < 5);
    assert_int_equal(c->state, c->base_n > 0 ? REINTI_CELL_BELOW_BASE : REINTI_CELL_UNDEFINED);
    reint_report_free(r);
}

static void
a_share_of_nobody_is_undefined_and_not_zero(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"sex = 'male'\"");

    assert_close(value(r, "farm", "female", "count"), 0, 0);
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->state, REINTI_CELL_UNDEFINED);
    assert_close(value(r, "farm", "female", "col_pct"), NAN, 0);
    reint_report_free(r);
}

/* ---- layout -------------------------------------------------------------------------------------------- */

static void
nested_rows_have_paths_codes_and_subtotals(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: \"sex > region\", subtotals: rows");
    const reinti_table *t = r->table[0];

    assert_rows(r, "male>north male>south male>total female>north female>south female>total total");
    assert_string_equal(t->row[0].path[0], "Male");
    assert_int_equal(t->row[0].depth, 1);
    assert_true(t->row[2].total);
    assert_close(value(r, "male>total", "total", "count"), (double)lines(x, "male", NULL, NULL), 0);
    assert_close(value(r, "male>north", "total", "count") + value(r, "male>south", "total", "count"),
                 value(r, "male>total", "total", "count"), 0);
    reint_report_free(r);
    r = make(x, "rows: \"sex > region\", subtotals: rows, totals: first");
    assert_rows(r, "total male>total male>north male>south female>total female>north female>south");
    reint_report_free(r);
    r = make(x, "rows: region, columns: \"sex > work\", subtotals: columns, totals: none");
    assert_columns(r,
                   "male>fishing male>factory male>farm male>other male>total female>fishing female>factory "
                   "female>farm female>other female>total");
    reint_report_free(r);
}

/* Eleven dimensions, whose categories with all missing reasons are 862 million cells. */
static void
variables_nest_as_deep_as_there_are_cells(void **state)
{
    reint_report *deep = make(*state,
                              "rows: \"sex > work > region > sex > work > region > sex > work > region\", "
                              "columns: \"sex > region\", cells: [count], hide_empty: both"),
                 *flat =
                     make(*state, "rows: \"sex > work > region\", columns: \"sex > region\", cells: [count]");
    const reinti_table *t = flat->table[0];
    double sum = 0;

    for (size_t i = 0; i < t->n_rows; i++) {
        char code[200];
        double n = value(flat, t->row[i].code, "total", "count");
        snprintf(code, sizeof code, "%s>%s>%s", t->row[i].code, t->row[i].code, t->row[i].code);
        if (t->row[i].total || !(n > 0))
            continue;
        sum += n;
        print_message("  %s\n", code);
        assert_close(value(deep, code, "total", "count"), n, 0);
        assert_close(value(deep, code,
                           strstr(code, "north")    ? strstr(code, "female") ? "female>north" : "male>north"
                           : strstr(code, "female") ? "female>south"
                                                    : "male>south",
                           "count"),
                     n, 0);
    }
    assert_close(value(deep, "total", "total", "count"), sum, 0);
    reint_report_free(deep);
    reint_report_free(flat);
}

static void
variable_and_code_find_one_row_and_one_column(void **state)
{
    reint_report *r =
        make(*state, "rows: \"sex + work > sex + sex > work\", columns: \"region + sex + work\", "
                     "subtotals: both, nets: {work: {land: [factory, farm]}}, "
                     "computed: {total: {difference: [north, south]}}");
    const reinti_table *t = r->table[0];
    const struct {
        const reinti_entry *entry;
        size_t n;
    } side[] = { { t->row, t->n_rows }, { t->column, t->n_columns } };

    for (size_t s = 0; s < 2; s++)
        for (size_t i = 0; i < side[s].n; i++)
            for (size_t k = 0; k < i; k++) {
                const reinti_entry *a = &side[s].entry[i], *b = &side[s].entry[k];
                assert_false(reinti_equal(a->code, b->code) && reinti_equal(a->variable, b->variable));
            }
    assert_string_equal(t->row[0].variable, "sex");
    assert_string_equal(t->row[t->n_rows - 1].variable, "sex>work");
    assert_string_equal(t->row[t->n_rows - 1].code, "total");
    assert_null(t->column[t->n_columns - 1].variable); /* computed */
    reint_report_free(r);
}

static void
stacked_parts_have_groups_and_bases_of_their_own(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: \"work + region\", columns: \"sex + region\"");

    assert_rows(r, "fishing factory farm other total north south total");
    assert_columns(r, "male female north south total");
    assert_string_equal(r->table[0]->row[0].group, "Work");
    assert_true(r->table[0]->row[0].first_of_group && r->table[0]->row[5].first_of_group);
    assert_close(at(r, 0, "fishing", "male", "col_pct")->base, 20, 0);
    assert_close(at(r, 0, "north", "male", "col_pct")->base, 24, 0); /* everybody has a region */
    reint_report_free(r);
}

static void
layers_part_the_table(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, by: region");

    assert_int_equal(r->table[0]->n_layers, 2);
    assert_string_equal(r->table[0]->layer[0].code, "region=north");
    assert_close(at(r, 0, "total", "total", "count")->value + at(r, 1, "total", "total", "count")->value, 50,
                 0);
    reint_report_free(r);
}

static void
nets_count_people_once_and_may_overlap(void **state)
{
    const table_study *x = *state;
    reint_report *r =
        make(x, "rows: work, columns: sex, nets: {work: {land: [factory, farm], hands: {label: By hand, "
                "codes: [fishing, land]}, odd: {codes: [other, farm], members: hidden}}}");
    const reinti_table *t = r->table[0];

    assert_rows(r, "land factory farm hands fishing odd total");
    assert_true(t->row[0].net);
    assert_int_equal(t->row[1].indent, 1);
    assert_string_equal(t->row[3].label, "By hand");
    assert_close(value(r, "land", "female", "count"), 8 + 10, 0);
    assert_close(value(r, "hands", "female", "count"), 1 + 8 + 10, 0);
    assert_close(value(r, "odd", "female", "count"), 11 + 10, 0);
    assert_close(value(r, "hands", "female", "col_pct"), 19.0 / 30,
                 1e-15); /* the base is that of its members */
    assert_close(value(r, "total", "female", "count"), 30, 0);
    reint_report_free(r);
    /* of a set: named in either, not the sum of both */
    size_t either = 0;
    for (size_t i = 0; i < x->n; i++)
        either += strstr(x->line[i], "malaysia") || strstr(x->line[i], "taiwan");
    r = make(x, "rows: places, nets: {places: {asia: [malaysia, taiwan]}}");
    assert_close(value(r, "asia", "total", "count"), (double)either, 0);
    assert_true(value(r, "malaysia", "total", "count") + value(r, "taiwan", "total", "count") >
                (double)either);
    assert_close(at(r, 0, "asia", "total", "pct_cases")->base, at(r, 0, "ghana", "total", "pct_cases")->base,
                 0);
    reint_report_free(r);
}

static void
nets_stand_within_nested_variables(void **state)
{
    reint_report *r =
        make(*state, "rows: \"sex > work\", nets: {work: {land: {codes: [factory, farm], members: hidden}}}");

    assert_rows(r, "male>land male>fishing male>other female>land female>fishing female>other total");
    assert_close(value(r, "male>land", "total", "count"), 2 + 4, 0);
    assert_close(value(r, "female>land", "total", "count"), 8 + 10, 0);
    reint_report_free(r);
}

static void
computed_columns_and_rows_are_made_of_cells(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, computed: {gap: {label: Men less women, difference: [male, "
                     "female]}, odds: {ratio: [male, female]}, land: {on: rows, sum: [factory, farm]}}");
    const reinti_cell *c = at(r, 0, "fishing", "gap", "col_pct");

    assert_columns(r, "male female total gap odds");
    assert_rows(r, "fishing factory farm other total land");
    assert_close(value(r, "fishing", "gap", "count"), 11, 0);
    assert_close(c->value, 12.0 / 20 - 1.0 / 30, 1e-15);
    assert_close(value(r, "other", "odds", "count"), 2.0 / 11, 1e-15);
    assert_close(value(r, "land", "female", "count"), 18, 0);
    assert_close(value(r, "land", "gap", "count"), 6 - 18, 0);
    reint_report_free(r);
}

static void
rows_are_sorted_within_their_place(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, sort: count"); /* 13 10 14 13 */

    assert_rows(r, "farm fishing other factory total");
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, sort: {by: col_pct, column: female, order: ascending}");
    assert_rows(r, "fishing factory farm other total");
    reint_report_free(r);
    r = make(*state,
             "rows: work, sort: count, nets: {work: {land: [factory, farm]}}"); /* 24: 10 14; 13; 13 */
    assert_rows(r, "land farm factory fishing other total");
    reint_report_free(r);
    r = make(*state, "rows: \"sex > work\", sort: count");
    assert_rows(r, "male>fishing male>farm male>factory male>other female>other female>farm female>factory "
                   "female>fishing total");
    reint_report_free(r);
}

static void
empty_rows_and_columns_can_be_left_out(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"sex = 'male' AND work <> 'farm'\"");

    assert_rows(r, "fishing factory farm other total");
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, base: \"sex = 'male' AND work <> 'farm'\", hide_empty: rows");
    assert_rows(r, "fishing factory other total");
    assert_columns(r, "male female total");
    assert_close(value(r, "fishing", "male", "count"), 12, 0);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, base: \"sex = 'male'\", hide_empty: columns");
    assert_rows(r, "fishing factory farm other total");
    assert_columns(r, "male total");
    reint_report_free(r);
}

static void
grids_make_a_layer_of_each_variable(void **state)
{
    reint_report *r =
        make(*state, "unit: interview, rows: item, columns: wave, grid: {item: {a: agrees, h: helped}}, "
                     "missing: each");

    assert_int_equal(r->table[0]->n_layers, 2);
    assert_string_equal(r->table[0]->layer[1].code, "item=h");
    assert_rows(
        r,
        "no yes refused not_asked total"); /* refused in one, not_asked in the other: the same rows in both */
    assert_close(at(r, 0, "yes", "w1", "count")->value, 3, 0);
    assert_close(at(r, 1, "yes", "w1", "count")->value, 2, 0);
    assert_close(at(r, 1, "not_asked", "w1", "count")->value, 1, 0);
    assert_close(at(r, 0, "not_asked", "w1", "count")->value, 0, 0);
    reint_report_free(r);
}

/* The option shown: what each item has of the records in which it was asked and answered.  Counted by hand in `interviews`:
 * agrees is yes in 5 of 9 (one refused), helped in 4 of 8 (one not asked, one not applicable). */
static void
each_item_of_a_grid_has_the_base_of_those_who_were_shown_it(void **state)
{
    reint_report *r = make(*state, "unit: interview, rows: item, columns: wave, cells: [count, col_pct], "
                                   "grid: {item: {a: agrees, h: helped}}");

    assert_close(at(r, 0, "yes", "total", "col_pct")->value, 5.0 / 9, 1e-12);
    assert_close(at(r, 0, "yes", "total", "col_pct")->base, 9, 0);
    assert_close(at(r, 1, "yes", "total", "col_pct")->value, 4.0 / 8, 1e-12);
    assert_close(at(r, 1, "yes", "total", "col_pct")->base, 8, 0);
    reint_report_free(r);
}

static void
codes_can_be_renamed_and_a_name_that_nothing_has_is_an_error(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, rename: {fishing: sea, total: all}");

    assert_rows(r, "sea factory farm other all");
    assert_columns(r, "male female all");
    reint_report_free(r);
    assert_int_equal(try_plan(*state, "reint: 1\ntables: [{id: t, rows: work, rename: {fishes: sea}}]\n", &r),
                     REINT_INPUT);
    assert_non_null(strstr(study_error.text, "fishes"));
}

/* ---- bases --------------------------------------------------------------------------------------------- */

static void
the_base_tells_who_was_asked_and_why_others_did_not_answer(void **state)
{
    reint_report *r = make(*state, "rows: work");

    assert_string_equal(r->table[0]->base, "60 persons; asked 60, answered 50: 7 refused, 3 does not know");
    reint_report_free(r);
    r = make(*state, "rows: work, weight: w");
    assert_non_null(strstr(r->table[0]->base, "; weighted 66.8, effective 39.9"));
    reint_report_free(r);
    r = make(*state, "unit: interview, rows: helped");
    assert_string_equal(r->table[0]->base, "10 records of \"interview\"; asked 8, answered 8");
    reint_report_free(r);
}

static void
reasons_can_be_in_the_base(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, in_base: [dont_know], missing: each");

    assert_rows(r, "fishing factory farm other dont_know refused total");
    assert_false(r->table[0]->row[4].missing);
    assert_close(value(r, "dont_know", "female", "count"), 3, 0);
    assert_close(value(r, "fishing", "female", "col_pct"), 1.0 / 33, 1e-15);
    assert_int_equal(at(r, 0, "refused", "female", "col_pct")->state, REINTI_CELL_NOT_APPLICABLE);
    assert_string_equal(r->table[0]->base, "60 persons; asked 60, answered 53: 7 refused");
    reint_report_free(r);
    /* of a set: who gave no places is one more answer */
    size_t unknown = lines(*state, NULL, NULL, "!not_stated");
    r = make(*state, "rows: places, in_base: [not_stated]");
    assert_close(value(r, "not_stated", "total", "count"), (double)unknown, 0);
    assert_close(value(r, "cases", "total", "count"), 60, 0);
    reint_report_free(r);
}

static void
missing_values_have_the_rows_that_the_plan_wants(void **state)
{
    static const struct {
        const char *missing, *rows;
    } cases[] = {
        { "hidden", "fishing factory farm other total" },
        { "each", "fishing factory farm other refused dont_know total" }, /* not_asked does not occur */
        { "together", "fishing factory farm other missing total" },
        { "{refused: nein, not_asked: na}", "fishing factory farm other nein na total" },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char keys[200];
        snprintf(keys, sizeof keys, "rows: work, missing: %s", cases[i].missing);
        reint_report *r = make(*state, keys);
        assert_rows(r, cases[i].rows);
        assert_close(value(r, "total", "total", "count"), 50, 0); /* missing is in no total */
        reint_report_free(r);
    }
}

static void
a_condition_that_cannot_be_told_leaves_records_out_and_says_so(void **state)
{
    reint_report *r = make(*state, "rows: sex, base: \"work <> 'fishing'\"");

    assert_close(value(r, "total", "total", "count"), 37, 0);
    assert_true(has_note(r, "10 records are left out because the base condition cannot be told"));
    reint_report_free(r);
}

static void
the_codebooks_own_base_holds_unless_everybody_is_asked_for(void **state)
{
    reint_report *r = make(*state, "rows: region");

    assert_close(value(r, "total", "total", "count"), 40, 0); /* two thirds live in the north */
    assert_close(value(r, "south", "total", "count"), 0, 0);
    reint_report_free(r);
    r = make(*state, "rows: region, everybody: true");
    assert_close(value(r, "south", "total", "count"), 20, 0);
    reint_report_free(r);
    r = make(*state, "rows: region, base: \"\"");
    assert_close(value(r, "south", "total", "count"), 20, 0);
    reint_report_free(r);
}

/* ---- several answers ----------------------------------------------------------------------------------- */

static void
sets_count_cases_and_responses(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places, columns: sex, cells: [count, pct_cases, pct_responses]");
    size_t responses = 0, cases = 60 - lines(x, NULL, NULL, "!not_stated");
    static const char *const codes[] = { "malaysia", "taiwan", "oman", "ghana" };

    assert_rows(r, "malaysia taiwan oman ghana none cases responses");
    for (size_t i = 0; i < REINTI_LENGTH(codes); i++) {
        size_t n = lines(x, NULL, NULL, codes[i]);
        assert_close(value(r, codes[i], "total", "count"), (double)n, 0);
        assert_close(value(r, codes[i], "total", "pct_cases"), (double)n / (double)cases, 1e-15);
        responses += n;
    }
    assert_close(value(r, "cases", "total", "count"), (double)cases, 0);
    assert_close(value(r, "responses", "total", "count"), (double)responses, 0);
    assert_close(value(r, "ghana", "total", "pct_responses"),
                 (double)lines(x, NULL, NULL, "ghana") / (double)responses, 1e-15);
    /* answered with none of the codes: apart from those who did not answer */
    assert_close(value(r, "none", "total", "count"), (double)lines(x, NULL, NULL, ""), 0);
    reint_report_free(r);
}

static void
sets_cross_with_sets(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places, columns: places, totals: none");
    size_t both = 0;

    for (size_t i = 0; i < x->n; i++)
        both += strstr(x->line[i], "oman") && strstr(x->line[i], "taiwan");
    assert_close(value(r, "oman", "taiwan", "count"), (double)both, 0);
    assert_close(value(r, "taiwan", "oman", "count"), (double)both, 0);
    assert_close(value(r, "oman", "oman", "count"), (double)lines(x, NULL, NULL, "oman"), 0);
    assert_close(value(r, "oman", "taiwan", "pct_cases"),
                 (double)both / (double)lines(x, NULL, NULL, "taiwan"), 1e-15);
    reint_report_free(r);
}

static void
ordered_sets_have_a_first_and_a_second(void **state)
{
    const table_study *x = *state;
    reint_report *r = make(x, "rows: places.1, columns: places.2");
    size_t n = 0, first = 0;

    for (size_t i = 0; i < x->n; i++) {
        const char *last = strrchr(x->line[i], '|') + 1;
        n += !strncmp(last, "ghana;taiwan", 12);
        first += !strncmp(last, "ghana", 5) && strchr(last, ';');
    }
    assert_close(value(r, "ghana", "taiwan", "count"), (double)n, 0);
    assert_close(value(r, "ghana", "total", "count"), (double)first, 0); /* those with a second one */
    assert_string_equal(r->table[0]->row_title, "Places, 1");
    reint_report_free(r);
    assert_int_equal(try_plan(x, "reint: 1\ntables: [{id: t, rows: sex.2}]\n", &r), REINT_INPUT);
    assert_non_null(strstr(study_error.text, "has one answer"));
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void
statistics_of_a_number_are_those_of_R(void **state)
{
    static const struct {
        const char *stat;
        double male, female;
    } want[] = {
        { "n", 21, 33 },
        { "mean", 324.4761904761905, 226.4545454545455 },
        { "sd", 109.6565634367679, 80.9734103383214 },
        { "se", 23.9290239237008, 14.0956614664339 },
        { "median", 299, 223 },
        { "q25", 236, 172 },
    };
    reint_report *r = make(*state, "rows: sex, mean: income, cells: [n, mean, sd, se, median, q25]");

    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        print_message("  %s\n", want[i].stat);
        assert_close(value(r, "male", "total", want[i].stat), want[i].male, 1e-13);
        assert_close(value(r, "female", "total", want[i].stat), want[i].female, 1e-13);
    }
    reint_report_free(r);
}

static void
weighted_statistics_are_those_of_survey(void **state)
{
    reint_report *r = make(*state, "rows: sex, mean: income, weight: w, cells: [mean, sd, se]");

    assert_close(value(r, "male", "total", "mean"), 327.4724785237034, 1e-13);
    assert_close(value(r, "male", "total", "sd"), 98.702321865637, 1e-12);
    assert_close(value(r, "male", "total", "se"), 21.6883286831567, 1e-12);
    assert_close(value(r, "female", "total", "mean"), 216.5441110613525, 1e-13);
    assert_close(value(r, "female", "total", "sd"), 78.389704483195, 1e-12);
    reint_report_free(r);
    r = make(*state,
             "rows: sex, mean: income, weight: w, cells: [mean, se], design: {strata: region, psu: village}");
    assert_close(value(r, "male", "total", "se"), 16.988617273543, 1e-12);
    assert_close(value(r, "female", "total", "se"), 9.34928138780166, 1e-12);
    reint_report_free(r);
}

/* 21 and 33 people have an income, 24 and 36 a village, one woman and one man a debt. */
static void
several_numbers_have_statistics_of_their_own_in_a_cell(void **state)
{
    static const struct {
        const char *stat;
        double male, female;
    } want[] = {
        { "income.n", 21, 33 },
        { "income.mean", 324.4761904761905, 226.4545454545455 },
        { "income.sd", 109.6565634367679, 80.9734103383214 },
        { "income.median", 299, 223 },
        { "village.n", 24, 36 },
        { "village.mean", 6.833333333333333, 6.833333333333333 },
        { "village.sd", 4.390371546787422, 4.358898943540674 },
        { "village.median", 5.5, 5.5 },
    };
    reint_report *r = make(*state, "rows: sex, mean: [income, village], cells: [count, n, mean, sd, median]");
    const reinti_table *t = r->table[0];

    for (size_t i = 0; i < REINTI_LENGTH(want); i++) {
        print_message("  %s\n", want[i].stat);
        assert_string_equal(t->stat[i + 1].id, want[i].stat);
        assert_close(value(r, "male", "total", want[i].stat), want[i].male, 1e-13);
        assert_close(value(r, "female", "total", want[i].stat), want[i].female, 1e-13);
    }
    assert_close(value(r, "male", "total", "count"), 24, 0);
    assert_string_equal(t->stat[2].label, "Income: mean");
    assert_non_null(strstr(t->base, "; Income: 54 with a value: 6 refused; Village: 60 with a value"));
    reint_report_free(r);
}

/* Counted by hand: cut -d'|' -f2,7 tests/data/table-study.psv | sort | uniq -c */
static void
the_base_says_why_the_one_number_of_a_table_is_missing(void **state)
{
    reint_report *r = make(*state, "rows: sex, mean: income, cells: mean");

    assert_non_null(strstr(r->table[0]->base, "; Income: 54 with a value: 6 refused"));
    reint_report_free(r);
    r = make(*state, "rows: sex, mean: income, cells: mean, base: \"sex = 'female'\"");
    assert_non_null(strstr(r->table[0]->base, "; Income: 33 with a value: 3 refused"));
    reint_report_free(r);
    r = make(*state, "rows: sex, mean: debt, cells: mean");
    assert_non_null(strstr(r->table[0]->base, "; Debt: 2 with a value: 58 "));
    reint_report_free(r);
}

static void
each_number_is_weighted_limited_and_compared_by_itself(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, weight: w, mean: {income: [mean, se], village: [q75, mean, se]}, "
                     "cells: [unweighted_n, count]");

    assert_int_equal(r->table[0]->n_stats, 7);
    assert_close(value(r, "male", "total", "unweighted_n"), 24, 0);
    assert_close(value(r, "male", "total", "income.mean"), 327.4724785237034, 1e-13);
    assert_close(value(r, "male", "total", "income.se"), 21.6883286831567, 1e-12);
    assert_close(value(r, "male", "total", "village.mean"), 6.555460507556315, 1e-13);
    assert_close(value(r, "male", "total", "village.se"), 0.932274801334015, 1e-12);
    assert_close(value(r, "female", "total", "village.mean"), 7.177898702385935, 1e-13);
    assert_close(value(r, "female", "total", "village.se"), 0.812875347394445, 1e-12);
    reint_report_free(r);
    /* R: t.test(income ~ sex) p 0.0012, t.test(village ~ sex) p 1; t of income by hand at 20 degrees */
    r = make(*state,
             "rows: region, columns: sex, mean: [income, village], cells: [mean, mean_low], cells_in: rows, "
             "letters: {min_base: 2, adjust: none}, sort: income.mean");
    assert_true(r->table[0]->stats_in_rows);
    assert_string_equal(at(r, 0, "total", "male", "income.mean")->letters, "B");
    assert_null(at(r, 0, "total", "male", "village.mean")->letters &&
                        *at(r, 0, "total", "male", "village.mean")->letters
                    ? "B"
                    : NULL);
    assert_close(value(r, "total", "male", "income.mean_low"),
                 324.4761904761905 - 2.085963447265837 * 109.6565634367679 / sqrt(21),
                 1e-11); /* qt(0.975, 20) */
    assert_true(value(r, "total", "male", "village.mean_low") < 6.84);
    assert_true(value(r, r->table[0]->row[0].code, "total", "income.mean") >=
                value(r, r->table[0]->row[1].code, "total", "income.mean"));
    reint_report_free(r);
}

static void
a_spread_of_one_value_is_undefined(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, mean: income, base: \"person = 'P02'\", cells: [n, sd, se, median]");

    assert_close(value(r, "male", "total", "median"), 546, 0);
    assert_int_equal(at(r, 0, "male", "total", "sd")->state, REINTI_CELL_UNDEFINED);
    assert_int_equal(at(r, 0, "male", "total", "se")->state, REINTI_CELL_UNDEFINED);
    assert_int_equal(at(r, 0, "female", "total", "median")->state, REINTI_CELL_UNDEFINED);
    assert_close(value(r, "female", "total", "n"), 0, 0);
    reint_report_free(r);
}

static void
weighted_quantiles_are_those_of_survey(void **state)
{
    reint_report *r = make(*state, "rows: sex, mean: income, weight: w, cells: [q25, median, q90]");

    /* svyquantile(qrule = "math") */
    assert_close(value(r, "male", "total", "q25"), 236, 0);
    assert_close(value(r, "male", "total", "median"), 304, 0);
    assert_close(value(r, "male", "total", "q90"), 467, 0);
    assert_close(value(r, "female", "total", "q25"), 170, 0);
    assert_close(value(r, "female", "total", "median"), 202, 0);
    assert_close(value(r, "female", "total", "q90"), 331, 0);
    reint_report_free(r);
}

static void
weights_that_are_frequencies_count_people(void **state)
{
    reint_report *r =
        make(*state, "rows: sex, mean: income, weight: times, assume: frequency_weights, cells: [n, mean, "
                     "sd, se, median]");

    assert_close(value(r, "male", "total", "n"), 43, 0);
    assert_close(value(r, "male", "total", "mean"), 330.302325581395, 1e-14);
    assert_close(value(r, "male", "total", "sd"), 107.824269483734, 1e-14);
    assert_close(value(r, "male", "total", "se"), 16.443046943427, 1e-13);
    assert_close(value(r, "male", "total", "median"), 299, 0);
    assert_close(value(r, "female", "total", "sd"), 75.67255093516383, 1e-14);
    reint_report_free(r);
    r = make(
        *state,
        "rows: work, columns: sex, weight: times, assume: frequency_weights, cells: [count, unweighted_n, "
        "effective_n, col_pct]");
    assert_close(value(r, "total", "total", "count"), 101, 0);
    assert_close(value(r, "total", "total", "effective_n"), 101, 1e-12);
    assert_close(at(r, 0, "fishing", "male", "col_pct")->base_n, value(r, "total", "male", "count"), 0);
    assert_non_null(strstr(r->table[0]->base, "answered 101: ")); /* 120 people, not 60 records */
    assert_null(strstr(r->table[0]->base, "weighted"));
    reint_report_free(r);
}

static void
weights_are_raked_to_known_margins(void **state)
{
#define MARGINS "margins: {sex: {male: 52, female: 48}, region: {north: 60, south: 40}}"
    reint_report *r = make_with(*state, "raking: {raked: {from: w, " MARGINS "}}\n",
                                "rows: work, columns: sex, weight: raked");

    /* survey::rake */
    assert_close(value(r, "fishing", "male", "count"), 25.17351855708857, 1e-9);
    assert_close(value(r, "farm", "male", "count"), 10.24149986603642, 1e-9);
    assert_close(value(r, "farm", "female", "count"), 12.98225838580816, 1e-9);
    assert_close(value(r, "other", "female", "count"), 14.87681531016002, 1e-9);
    assert_true(has_note(r, "Weights \"raked\" fitted to sex, region: converged in "));
    assert_true(has_note(r, "60 records have one; design effect of the weights 1.33"));
    reint_report_free(r);
    r = make_with(*state, "raking: {raked: {" MARGINS "}}\n", "rows: sex, columns: region, weight: raked");
    assert_close(value(r, "male", "total", "count"), 52, 1e-9);
    assert_close(value(r, "total", "south", "count"), 40, 1e-9);
    reint_report_free(r);
    r = make_with(*state, "raking: {raked: {from: w, rounds: 1, " MARGINS "}}\n", "rows: sex, weight: raked");
    assert_true(has_note(r, "NOT converged after 1 rounds, the largest gap is "));
    reint_report_free(r);
    /* whoever lacks a margin's variable has no weight */
    r = make_with(*state, "raking: {raked: {margins: {work: {fishing: 1, factory: 1, farm: 1, other: 1}}}}\n",
                  "rows: sex, weight: raked");
    assert_close(value(r, "total", "total", "count"), 4, 1e-9);
    assert_true(has_note(r, "10 records without a weight are left out"));
    reint_report_free(r);
    /* a weight of persons weights their records, too */
    r = make_with(*state, "raking: {raked: {from: w, " MARGINS "}}\n",
                  "unit: interview, rows: agrees, weight: raked");
    assert_true(value(r, "total", "total", "count") > 0);
    reint_report_free(r);
#undef MARGINS
}

static void
weighted_counts_are_sums_of_weights(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, weight: w, cells: [count, unweighted_n, effective_n]");

    assert_close(value(r, "fishing", "male", "count"), 16.92, 1e-12);
    assert_close(value(r, "other", "female", "count"), 15.62, 1e-12);
    assert_close(value(r, "fishing", "male", "unweighted_n"), 12, 0);
    assert_close(value(r, "total", "total", "effective_n"), 39.8503030973372, 1e-12);
    reint_report_free(r);
}

int
main(void)
{
    const struct CMUnitTest random_sample[] = {
        cmocka_unit_test(counts_are_those_of_the_file),
        cmocka_unit_test(shares_are_of_the_base_that_they_name),
        cmocka_unit_test(a_share_of_fewer_than_the_small_base_is_not_shown),
        cmocka_unit_test(a_share_of_nobody_is_undefined_and_not_zero),
        cmocka_unit_test(nested_rows_have_paths_codes_and_subtotals),
        cmocka_unit_test(variables_nest_as_deep_as_there_are_cells),
        cmocka_unit_test(variable_and_code_find_one_row_and_one_column),
        cmocka_unit_test(stacked_parts_have_groups_and_bases_of_their_own),
        cmocka_unit_test(layers_part_the_table),
        cmocka_unit_test(nets_count_people_once_and_may_overlap),
        cmocka_unit_test(nets_stand_within_nested_variables),
        cmocka_unit_test(computed_columns_and_rows_are_made_of_cells),
        cmocka_unit_test(rows_are_sorted_within_their_place),
        cmocka_unit_test(empty_rows_and_columns_can_be_left_out),
        cmocka_unit_test(grids_make_a_layer_of_each_variable),
        cmocka_unit_test(each_item_of_a_grid_has_the_base_of_those_who_were_shown_it),
        cmocka_unit_test(codes_can_be_renamed_and_a_name_that_nothing_has_is_an_error),
        cmocka_unit_test(the_base_tells_who_was_asked_and_why_others_did_not_answer),
        cmocka_unit_test(reasons_can_be_in_the_base),
        cmocka_unit_test(missing_values_have_the_rows_that_the_plan_wants),
        cmocka_unit_test(a_condition_that_cannot_be_told_leaves_records_out_and_says_so),
        cmocka_unit_test(sets_count_cases_and_responses),
        cmocka_unit_test(sets_cross_with_sets),
        cmocka_unit_test(ordered_sets_have_a_first_and_a_second),
        cmocka_unit_test(statistics_of_a_number_are_those_of_R),
        cmocka_unit_test(weighted_statistics_are_those_of_survey),
        cmocka_unit_test(several_numbers_have_statistics_of_their_own_in_a_cell),
        cmocka_unit_test(the_base_says_why_the_one_number_of_a_table_is_missing),
        cmocka_unit_test(each_number_is_weighted_limited_and_compared_by_itself),
        cmocka_unit_test(a_spread_of_one_value_is_undefined),
        cmocka_unit_test(weighted_quantiles_are_those_of_survey),
        cmocka_unit_test(weights_that_are_frequencies_count_people),
        cmocka_unit_test(weighted_counts_are_sums_of_weights),
        cmocka_unit_test(weights_are_raked_to_known_margins),
    };
    const struct CMUnitTest purposive_sample[] = {
        cmocka_unit_test(the_codebooks_own_base_holds_unless_everybody_is_asked_for),
    };
    int failed = cmocka_run_group_tests(random_sample, setup, teardown);
    failed += cmocka_run_group_tests(purposive_sample, setup_purposive, teardown);

    reint_findings_free(findings);
    return failed;
}
