/* test_table_judge.c -- tests of tables, families of p-values, letters, precision, samples drawn by a design. */
#include <config.h>

#include "table_study.h"

/* ---- tests --------------------------------------------------------------------------------------------- */

static void
tests_are_those_of_R(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, tests: [chi2, gamma]");

    assert_close(test_value(r, "chi2"), 20.5311355311355, 1e-13);
    assert_close(test_value(r, "df"), 3, 0);
    assert_close(test_value(r, "p"), 1.31720938658849e-04, 1e-12);
    assert_close(test_value(r, "cramers_v"), 0.640798494554029, 1e-13);
    assert_close(test_value(r, "n"), 50, 0);
    assert_false(has_test(r, "exact_p")); /* one expected count of eight below 5 is not many */
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: exact");
    assert_close(test_value(r, "exact_p"), 8.31432888739238e-05, 1e-10);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: fisher, base: \"work IN ('fishing', 'other')\"");
    assert_close(test_value(r, "fisher_p"), NAN, 0); /* 4 x 2: two rows are empty, and the plan shows them */
    reint_report_free(r);
    r = make(*state, "rows: places.1, columns: places.2, tests: bowker");
    assert_close(test_value(r, "bowker"), 3.809523809523809, 1e-12);
    assert_close(test_value(r, "df"), 6, 0);
    assert_close(test_value(r, "p"), 0.702434617124119, 1e-12);
    reint_report_free(r);
}

static void
the_exact_p_stands_beside_a_sparse_chi_square(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, base: \"region = 'south'\", tests: chi2");

    assert_true(test_value(r, "n_expected_lt5") > 1);
    assert_true(has_test(r, "exact_p"));
    for (size_t i = 0; i < r->table[0]->n_tests; i++)
        assert_int_equal(r->table[0]->test[i].beside, i >= 5);
    reint_report_free(r);
}

static void
families_of_tests_are_adjusted_and_counted(void **state)
{
    reint_report *r = NULL;

    assert_int_equal(try_plan(*state,
                              "reint: 1\nplan: {adjust: {method: holm, family: plan}}\ntables:\n"
                              " - {id: a, rows: work, columns: sex, tests: chi2}\n"
                              " - {id: b, rows: region, columns: sex, tests: chi2}\n",
                              &r),
                     REINT_OK);
    assert_close(test_value(r, "p_holm"), 2.63441877317698e-04, 1e-12);
    assert_true(has_note(r, "adjusted by Holm over 2 tests"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: chi2, adjust: bonferroni");
    assert_close(test_value(r, "p_bonferroni"), 1.31720938658849e-04, 1e-12);
    reint_report_free(r);
}

static void
sets_are_tested_with_what_their_codes_have_in_common(void **state)
{
    reint_report *r = make(*state, "rows: places, columns: sex, tests: [chi2, fisher]");

    /* as MRCV::MI.test(type = "rs2"); chi2_max of oman, p 4 x 0.299 */
    assert_close(test_value(r, "chi2_codes"), 2.113502698228414, 1e-13);
    assert_close(test_value(r, "df"), 3.743519905740744, 1e-12);
    assert_close(test_value(r, "p"), 0.702904154843071, 1e-12);
    assert_close(test_value(r, "p_first_order"), 0.714892121921534, 1e-12);
    assert_close(test_value(r, "chi2_max"), 1.077631578947368, 1e-12);
    assert_close(test_value(r, "tests"), 4, 0);
    assert_close(test_value(r, "p_codes"), 1, 0);
    assert_close(test_value(r, "n"), value(r, "cases", "total", "count"), 0);
    assert_close(test_value(r, "fisher"), NAN, 0);
    for (size_t i = 0; i < r->table[0]->n_tests; i++) /* one p is the table's; the others stand beside it */
        assert_int_equal(r->table[0]->test[i].beside, i >= 4 && i < 8);
    reint_report_free(r);
    r = make(*state, "rows: places, columns: work, tests: chi2");
    assert_close(test_value(r, "chi2_codes"), 11.479951802477888, 1e-13);
    assert_close(test_value(r, "df"), 10.780948285574372, 1e-12);
    assert_close(test_value(r, "p"), 0.483026978013195, 1e-12);
    assert_close(test_value(r, "p_first_order"), 0.488294821217311, 1e-12);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: places, tests: chi2"); /* the same question */
    assert_close(test_value(r, "p"), 0.483026978013195, 1e-12);
    reint_report_free(r);
}

/* Two p are below what a number can hold: the larger chi-square is told, whichever code comes first.
 * R: chisq.test(xtabs(income ~ has(places, c) + interaction(work, region)), correct = FALSE), the largest of the codes c. */
static void
the_largest_chi_square_is_told_where_every_p_is_0(void **state)
{
    reint_report *r =
        make(*state,
             "rows: places, columns: work > region, weight: income, assume: frequency_weights, tests: chi2");

    assert_close(test_value(r, "chi2_max"), 3125.84076747543, 1e-12);
    assert_close(test_value(r, "p_codes"), 0, 0);
    reint_report_free(r);
}

/* R: svyciprop of a share that is 1 has no limits (logit of 1), svymean's deff is 0/0. */
static void
a_share_of_all_has_no_limits_whatever_the_weights(void **state)
{
    reint_report *r = make(
        *state, "rows: work, columns: sex, cells: [col_pct, pct_se, pct_low, pct_high, deff], weight: w");
    const reinti_table *t = r->table[0];

    for (size_t c = 0; c < t->n_columns; c++) {
        assert_close(reinti_table_cell(t, 0, t->n_rows - 1, c, 0)->value, 1, 0);
        assert_close(reinti_table_cell(t, 0, t->n_rows - 1, c, 1)->value, 0, 0);
        for (size_t s = 2; s < 5; s++)
            assert_int_equal(reinti_table_cell(t, 0, t->n_rows - 1, c, s)->state, REINTI_CELL_UNDEFINED);
    }
    reinti_str legend = REINTI_STR_EMPTY;
    reinti_table_legend(&legend, t, false);
    assert_non_null(strstr(legend.text, "– undefined: the share is 0 or 1"));
    reinti_str_free(&legend);
    reint_report_free(r);
}

static void
sets_are_tested_against_sets(void **state)
{
    reint_report *r = make(*state, "rows: places, columns: places, tests: chi2");

    /* as MRCV::SPMI.test(type = "rs2") */
    assert_close(test_value(r, "chi2_codes"), 219.520805997838, 1e-13);
    assert_close(test_value(r, "df"), 8.83039162275399, 1e-12);
    assert_close(test_value(r, "p"), 6.14714280055311e-22, 1e-8);
    assert_close(test_value(r, "p_first_order"), 8.72348164514073e-38, 1e-8);
    assert_close(test_value(r, "tests"), 16, 0);
    reint_report_free(r);
}

static void
sets_are_tested_as_often_as_their_frequencies_say(void **state)
{
    reint_report *r =
        make(*state, "rows: places, columns: sex, weight: times, assume: frequency_weights, tests: chi2");

    assert_close(test_value(r, "chi2_codes"), 6.628605271309723, 1e-13);
    assert_close(test_value(r, "df"), 3.782148151418718, 1e-12);
    assert_close(test_value(r, "p"), 0.160483431532192, 1e-12);
    assert_close(test_value(r, "p_first_order"), 0.156865435768818, 1e-12);
    reint_report_free(r);
}

static void
sets_are_tested_within_a_design(void **state)
{
    reint_report *r = make(
        *state, "rows: places, columns: sex, weight: w, design: {strata: region, psu: village}, tests: chi2");

    assert_close(test_value(r, "chi2_codes"), 3.741888681187260, 1e-12);
    assert_close(test_value(r, "p_first_order"), 0.336254229770456, 1e-12);
    assert_close(test_value(r, "df"), 2.096532780669694, 1e-12);
    assert_close(test_value(r, "ddf"), 8.386131122678774, 1e-12);
    assert_close(test_value(r, "p"), 0.368155961357016, 1e-12);
    assert_false(has_test(r, "p_codes"));
    reint_report_free(r);
    r = make(*state, "rows: places, columns: work, weight: w, tests: chi2");
    assert_close(test_value(r, "chi2_codes"), 11.943592326338079, 1e-12);
    assert_close(test_value(r, "ddf"), 305.613383329414148, 1e-11);
    assert_close(test_value(r, "p"), 0.516600537567552, 1e-12);
    reint_report_free(r);
}

static void
every_stub_is_tested_against_every_break(void **state)
{
    reint_report *r =
        make(*state, "rows: \"work + places\", columns: \"sex + work\", tests: chi2, adjust: {method: "
                     "bonferroni, family: banner}");

    assert_close(test_value(r, "work:sex.chi2"), 20.5311355311355, 1e-13);
    assert_close(test_value(r, "work:sex.p_bonferroni"), 2 * 1.31720938658849e-04, 1e-12);
    assert_close(test_value(r, "places:sex.p"), 0.702904154843071, 1e-12);
    assert_close(test_value(r, "places:sex.p_bonferroni"), 1, 0);
    assert_close(test_value(r, "places:work.p"), 0.483026978013195, 1e-12);
    assert_close(test_value(r, "places:work.p_bonferroni"), 0.483026978013195,
                 1e-12); /* alone in its break */
    assert_false(has_test(r, "work:work.chi2"));
    assert_string_equal(r->table[0]->test[0].label, "Work by Sex: Chi-square");
    assert_true(has_note(r, "within each break of the banner (3 tests; 3 here)"));
    reint_report_free(r);
    r = make(*state, "rows: \"work + region\", columns: sex, tests: chi2");
    assert_true(has_note(r, "2 tests; their p-values are not adjusted"));
    reint_report_free(r);
}

static void
samples_are_tested_by_their_design(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, weight: w, tests: chi2");

    assert_close(test_value(r, "rao_scott_f"), 9.85592219631676, 1e-11);
    assert_close(test_value(r, "ndf"), 2.82503503097531, 1e-11);
    assert_close(test_value(r, "p"), 9.91051134973199e-06, 1e-9);
    reint_report_free(r);
    r = make(
        *state,
        "rows: work, columns: sex, weight: w, tests: [chi2, fisher], design: {strata: region, psu: village}");
    assert_close(test_value(r, "rao_scott_f"), 8.91701015902178, 1e-11);
    assert_close(test_value(r, "ndf"), 2.13294971570663, 1e-11);
    assert_close(test_value(r, "ddf"), 8.53179886282651, 1e-11);
    assert_close(test_value(r, "p"), 0.00759093992381864, 1e-10);
    assert_close(test_value(r, "fisher"), NAN, 0);
    reint_report_free(r);
}

static void
finite_populations_and_parts_of_a_sample_are_those_of_survey(void **state)
{
#define FPC "weight: w, design: {strata: region, psu: village, population: units}"
    reint_report *r = make(*state, "rows: work, columns: sex, tests: chi2, " FPC);

    assert_close(test_value(r, "rao_scott_f"), 10.6145794736483481, 1e-12);
    assert_close(test_value(r, "ndf"), 2.0778594903129357, 1e-12);
    assert_close(test_value(r, "ddf"), 8.3114379612517428, 1e-12);
    assert_close(test_value(r, "p"), 0.0049267845067984, 1e-11);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, tests: chi2, base: \"income > 200\", " FPC);
    assert_close(test_value(r, "rao_scott_f"), 6.4780605346143512, 1e-12);
    assert_close(test_value(r, "ddf"), 9.9301320460114191, 1e-12);
    assert_close(test_value(r, "p"), 0.0127460453716102, 1e-11);
    reint_report_free(r);
    r = make(*state, "rows: sex, mean: income, cells: se, " FPC);
    assert_close(value(r, "male", "total", "se"), 15.3987907072659, 1e-12);
    assert_close(value(r, "female", "total", "se"), 8.37524460995843, 1e-12);
    reint_report_free(r);
#undef FPC
}

static void
strata_of_one_unit_go_by_the_policy(void **state)
{
    static const struct {
        const char *policy;
        double se;
    } cases[] = { { "adjust", 21.4790313694359 },
                  { "remove", 21.1483402881473 },
                  { "certainty", 21.1483402881473 },
                  { "fail", NAN } };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        char keys[200];
        print_message("  %s\n", cases[i].policy);
        snprintf(keys, sizeof keys,
                 "rows: sex, mean: income, cells: se, weight: w, design: {strata: pair, lonely_psu: %s}",
                 cases[i].policy);
        reint_report *r = make(*state, keys);
        assert_close(value(r, "male", "total", "se"), cases[i].se, 1e-12);
        assert_int_equal(has_note(r, "Strata with a single primary unit: policy"), !isnan(cases[i].se));
        if (isnan(cases[i].se))
            assert_non_null(
                strstr(reinti_table_cell(r->table[0], 0, 0, 0, 0)->reason, "single sampling unit"));
        reint_report_free(r);
    }
    reint_report *r = make(
        *state,
        "rows: work, columns: sex, tests: chi2, weight: w, design: {strata: pair}, letters: {min_base: 5}");
    assert_close(test_value(r, "rao_scott_f"), NAN, 0);
    assert_non_null(strstr(r->table[0]->test[0].reason, "declare what to do"));
    assert_true(has_note(r, "Some could not be compared: a stratum has a single sampling unit"));
    reint_report_free(r);
}

static void
weights_that_are_frequencies_are_tested_as_people(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, weight: times, assume: frequency_weights, tests: chi2");

    assert_close(test_value(r, "chi2"), 47.8169120443337, 1e-13);
    assert_close(test_value(r, "p"), 2.32934382623520e-10, 1e-11);
    assert_close(test_value(r, "n"), 101, 0);
    reint_report_free(r);
}

static void
repeated_records_are_refused_clustered_or_assumed_independent(void **state)
{
    reint_report *r = make(*state, "unit: interview, rows: agrees, columns: wave, tests: chi2");

    assert_int_equal(r->table[0]->n_tests, 0);
    assert_true(has_note(r, "the same person can be in the table several times"));
    reint_report_free(r);
    r = make(*state,
             "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: independent_records");
    assert_true(has_test(r, "chi2"));
    assert_true(has_note(r, "Records are taken as independent"));
    reint_report_free(r);
    r = make(*state, "unit: interview, rows: agrees, columns: wave, tests: chi2, assume: clustered_records");
    assert_true(has_test(r, "rao_scott_f"));
    assert_true(has_note(r, "The records of a person are a cluster"));
    reint_report_free(r);
    /* nobody twice: nothing to refuse */
    r = make(*state, "unit: interview, rows: agrees, columns: helped, base: \"wave = 'w1'\", tests: chi2");
    assert_true(has_test(r, "chi2"));
    reint_report_free(r);
}

static void
people_chosen_on_purpose_are_not_tested(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, tests: chi2, letters: true");

    assert_int_equal(r->table[0]->n_tests, 0);
    assert_true(has_note(r, "people were chosen on purpose"));
    for (size_t i = 0; i < 10; i++)
        assert_null(r->table[0]->cell[i].letters);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, cells: [col_pct, pct_low]");
    assert_int_equal(at(r, 0, "fishing", "male", "pct_low")->state, REINTI_CELL_UNDEFINED);
    assert_non_null(strstr(at(r, 0, "fishing", "male", "pct_low")->reason, "chosen on purpose"));
    assert_true(has_note(r, "chosen on purpose")); /* said under the table, and there only */
    reinti_str legend = REINTI_STR_EMPTY;
    reinti_table_legend(&legend, r->table[0], false);
    assert_string_equal(legend.text, "– undefined");
    reinti_str_free(&legend);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 2}, inference: exploratory");
    assert_true(has_note(r, "Exploratory inference"));
    reint_report_free(r);
    r = make(*state, "rows: sex, columns: work, tests: chi2, inference: exploratory");
    assert_true(has_test(r, "chi2"));
    assert_true(has_note(r, "Exploratory inference"));
    assert_true(has_note(r, "People were chosen by sex")); /* its shares were chosen */
    size_t n_notes = r->table[0]->n_notes;
    assert_close(value(r, "total", "total", "count"), (double)(r->table[0]->test[4].value), 0);
    reint_report_free(r);
    r = make(*state, "rows: sex > work > sex, columns: work, tests: chi2, inference: exploratory");
    assert_int_equal(r->table[0]->n_notes, n_notes); /* not once more for sex again */
    reint_report_free(r);
}

/* ---- letters, precision -------------------------------------------------------------------------------- */

static void
letters_mark_the_higher_share(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: none}");

    /* prop.test: fishing 7.6e-06, other 0.035, farm 0.30, factory 0.15 */
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "B");
    assert_null(at(r, 0, "fishing", "female", "col_pct")->letters);
    assert_string_equal(at(r, 0, "other", "female", "col_pct")->letters, "a");
    assert_null(at(r, 0, "farm", "female", "col_pct")->letters);
    assert_string_equal(r->table[0]->column[0].label, "Male (A)");
    assert_string_equal(r->table[0]->column[2].label, "Total");
    assert_true(has_note(r, "4 tests (z), not adjusted"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: bonferroni, family: table}");
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "B");
    assert_null(at(r, 0, "other", "female", "col_pct")->letters); /* 4 x 0.035 */
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 25}");
    assert_null(at(r, 0, "fishing", "male", "col_pct")->letters);
    assert_true(has_note(r, "Not compared where the base is below 25: Male (A)"));
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, letters: {min_base: 10, adjust: none, against: rest}");
    assert_string_equal(at(r, 0, "fishing", "male", "col_pct")->letters, "++");
    assert_string_equal(at(r, 0, "fishing", "female", "col_pct")->letters, "--");
    assert_string_equal(at(r, 0, "other", "female", "col_pct")->letters, "+");
    reint_report_free(r);
}

/* The comparison of the cell (ROW, COLUMN) has this p: a letter at a level just above it, none just below. */
static void
assert_p(const table_study *x, const char *keys, const char *stat, const char *row, const char *column,
         double p)
{
    for (int side = -1; side <= 1; side += 2) {
        char text[400];
        snprintf(text, sizeof text, "%s, letters: {levels: [%.18f], min_base: 2, adjust: none%s}", keys,
                 p * (1 + side * 1e-7), strstr(keys, "rest") ? ", against: rest" : "");
        reint_report *r = make(x, text);
        bool marked = at(r, 0, row, column, stat)->letters != NULL;
        if (marked != (side > 0))
            fail_msg("%s: %s %s: p is not %g", keys, row, column, p);
        reint_report_free(r);
    }
}

static void
letters_of_means_are_those_of_Welch(void **state)
{
    const char *by_sex = "rows: region, columns: sex, mean: income, cells: [mean]";

    assert_p(*state, by_sex, "mean", "total", "male", 0.00122581298235085);
    /* pairwise.t.test(pool.sd = FALSE): fishing against other; the fishers earn less */
    const char *by_work = "rows: region, columns: work, mean: income, cells: [mean]";
    reint_report *r =
        make(*state, "rows: region, columns: work, mean: income, cells: [mean], letters: {levels: [0.041, "
                     "0.039], min_base: 2, adjust: none}");
    assert_true(has_note(r, "A letter marks means higher than in the column that it names"));
    assert_true(has_note(r, "tests (Welch t), not adjusted"));
    const char *higher =
        value(r, "total", "fishing", "mean") > value(r, "total", "other", "mean") ? "fishing" : "other";
    assert_string_equal(at(r, 0, "total", higher, "mean")->letters, *higher == 'f' ? "d" : "a");
    reint_report_free(r);
    assert_p(*state, by_work, "mean", "total", higher, 0.0400693400724276);
    /* holm over the six pairs of the row: 6 x 0.040 */
    r = make(
        *state,
        "rows: region, columns: work, mean: income, cells: [mean], letters: {levels: [0.241], min_base: 2}");
    assert_non_null(at(r, 0, "total", higher, "mean")->letters);
    reint_report_free(r);
    r = make(
        *state,
        "rows: region, columns: work, mean: income, cells: [mean], letters: {levels: [0.24], min_base: 2}");
    assert_null(at(r, 0, "total", higher, "mean")->letters);
    reint_report_free(r);
    /* as many people as the weights say */
    assert_p(
        *state,
        "rows: region, columns: sex, mean: income, cells: [mean], weight: times, assume: frequency_weights",
        "mean", "total", "male", 5.18787254016422e-06);
}

static void
letters_of_a_sample_follow_its_design(void **state)
{
#define DESIGN "weight: w, design: {strata: region, psu: village}"
    static const struct {
        const char *row, *higher;
        double weights, design;
    } cases[] = { { "fishing", "male", 1.32069762012457e-05, 0.00682776504557597 },
                  { "factory", "female", 0.0527600723714238, 0.268166756276496 },
                  { "farm", "female", NAN, 0.432601111063285 },
                  { "other", "female", 0.00205170450437428, 0.0418073813029278 } };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        if (!isnan(cases[i].weights))
            assert_p(*state, "rows: work, columns: sex, weight: w", "col_pct", cases[i].row, cases[i].higher,
                     cases[i].weights);
        assert_p(*state, "rows: work, columns: sex, " DESIGN, "col_pct", cases[i].row, cases[i].higher,
                 cases[i].design);
    }
    const char *means = "rows: region, columns: sex, mean: income, cells: [mean], " DESIGN;
    assert_p(*state, means, "mean", "total", "male", 0.00399046893575892);
    assert_p(*state, "rows: region, columns: sex, mean: income, cells: [mean], weight: w", "mean", "total",
             "male", 9.09199121863949e-05);
    /* a cell against the rest of its row: svyttest(I(sex == 'male') ~ I(work == ...)) */
    const char *rest = "rows: sex, columns: work, title: rest, " DESIGN;
    assert_p(*state, rest, "col_pct", "male", "fishing", 0.00522342688372429);
    assert_p(*state, rest, "col_pct", "male", "factory", 0.17060268381715);
    assert_p(*state, rest, "col_pct", "male", "other", 0.0164725912861728);
    reint_report *r = make(*state, "rows: work, columns: sex, letters: {min_base: 5}, " DESIGN);
    assert_true(has_note(r, "4 tests (design-based t), adjusted by Holm within the row"));
    reint_report_free(r);
#undef DESIGN
}

static void
columns_that_overlap_are_compared_by_their_people(void **state)
{
    reint_report *r = make(*state, "rows: sex, columns: places, letters: {min_base: 2, adjust: none}");

    assert_true(has_note(r, "20 tests (z)")); /* two rows, ten pairs of four places and none of them */
    reint_report_free(r);
    r = make(*state, "rows: sex, columns: places, letters: {min_base: 2, adjust: none, against: rest}");
    assert_true(has_note(r, "10 tests (linearised t)"));
    reint_report_free(r);
    r = make(*state,
             "rows: sex, columns: places, mean: income, cells: [mean], letters: {min_base: 2, adjust: none}");
    assert_true(has_note(r, "(linearised t)"));
    reint_report_free(r);
    /* two nets that share the factory workers: from each person's part in the difference */
#define TWO_NETS                                                                                             \
    "columns: work, nets: {work: {one: {codes: [fishing, factory], members: hidden}, two: {codes: "          \
    "[factory, farm, "                                                                                       \
    "other], members: hidden}}}"
    assert_p(*state, "rows: region, mean: income, cells: [mean], " TWO_NETS, "mean", "total", "one",
             0.225634059841463);
    assert_p(*state, "rows: sex, title: rest, " TWO_NETS, "col_pct", "male", "one", 0.0047612212714137);
#undef TWO_NETS
}

static void
letters_are_adjusted_over_their_family(void **state)
{
    static const struct {
        const char *family, *words;
        size_t n; /* comparisons that a p is multiplied with */
    } cases[] = { { "row", "8 tests (z), adjusted by Bonferroni within the row", 1 },
                  { "banner", "8 tests (z), adjusted by Bonferroni over all rows of a break", 4 },
                  { "table", "8 tests (z), adjusted by Bonferroni over the whole table", 8 } };
    const double p = 0.0352050033169284; /* prop.test: other, men against women */

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++)
        for (int side = -1; side <= 1; side += 2) {
            char keys[300];
            snprintf(keys, sizeof keys,
                     "rows: work, columns: \"sex + region\", letters: {min_base: 5, adjust: bonferroni, "
                     "family: %s, "
                     "levels: [%.15f]}",
                     cases[i].family, p * (double)cases[i].n * (1 + side * 1e-7));
            reint_report *r = make(*state, keys);
            print_message("  %s\n", cases[i].family);
            assert_true(has_note(r, cases[i].words));
            assert_int_equal(at(r, 0, "other", "female", "col_pct")->letters != NULL, side > 0);
            reint_report_free(r);
        }
    /* of the plan: 8 of one table, 4 of the other, whose rows are sorted before the letters are there */
    for (int side = -1; side <= 1; side += 2) {
        char text[500];
        reint_report *r = NULL;
        snprintf(text, sizeof text,
                 "reint: 1\nplan: {letters: {min_base: 5, adjust: bonferroni, family: plan, levels: "
                 "[%.15f]}}\ntables:\n"
                 " - {id: a, rows: work, columns: sex, sort: {by: count, order: ascending}}\n"
                 " - {id: b, rows: work, columns: \"sex + region\"}\n",
                 p * 12 * (1 + side * 1e-7));
        assert_int_equal(try_plan(*state, text, &r), REINT_OK);
        assert_int_equal(at(r, 0, "other", "female", "col_pct")->letters != NULL, side > 0);
        assert_true(has_note(r, "4 tests (z), adjusted by Bonferroni over all tables of the plan (12)"));
        reint_report_free(r);
    }
}

static void
breaks_of_a_banner_are_compared_within_themselves(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: \"sex + region\", letters: {min_base: 5, adjust: none}");

    assert_true(has_note(r, "8 tests")); /* four rows, one pair in each of two breaks */
    reint_report_free(r);
}

static void
what_is_less_precise_than_the_plan_wants_is_marked(void **state)
{
    reint_report *r = make(*state, "rows: work, columns: sex, precision: {min_n: 25}");

    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 1); /* 20 men */
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->flag, 0);  /* 30 women */
    assert_true(has_note(r, "a base below 25"));
    reint_report_free(r);
    /* sqrt(.6 .4/20) / .6 = .18 and sqrt(.1 .9/20) / .1 = .67 */
    r = make(*state, "rows: work, columns: sex, precision: {max_rse: 0.3}");
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 0);
    assert_int_equal(at(r, 0, "factory", "male", "col_pct")->flag, 1);
    reint_report_free(r);
    /* 2 x 1.96 x sqrt(.6 .4/20) = .43; sqrt(1/30 29/30 /30): .13 */
    r = make(*state, "rows: work, columns: sex, precision: {max_width: 0.2}");
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 1);
    assert_int_equal(at(r, 0, "fishing", "female", "col_pct")->flag, 0);
    reint_report_free(r);
}

static void
limits_of_shares_and_means_are_those_of_R(void **state)
{
    reint_report *r =
        make(*state, "rows: work, columns: sex, cells: [col_pct, pct_se, pct_low, pct_high, deff], missing: "
                     "each");

    assert_close(value(r, "fishing", "male", "pct_se"), 0.112390297389803, 1e-13);
    assert_close(value(r, "fishing", "male", "pct_low"), 0.386581500762253, 1e-13); /* Wilson */
    assert_close(value(r, "fishing", "male", "pct_high"), 0.781193467627183, 1e-13);
    assert_close(value(r, "fishing", "male", "deff"), 1, 0);
    assert_int_equal(at(r, 0, "refused", "male", "pct_low")->state, REINTI_CELL_NOT_APPLICABLE);
    reint_report_free(r);
    r = make(*state, "rows: places, cells: [pct_cases, pct_low]");
    assert_true(value(r, "ghana", "total", "pct_low") < value(r, "ghana", "total", "pct_cases"));
    assert_int_equal(at(r, 0, "responses", "total", "pct_low")->state, REINTI_CELL_NOT_APPLICABLE);
    reint_report_free(r);
    r = make(*state, "rows: sex, mean: income, cells: [mean, mean_low, mean_high]");
    assert_close(value(r, "male", "total", "mean_low"), 274.561121242600, 1e-13); /* t.test */
    assert_close(value(r, "male", "total", "mean_high"), 374.391259709781, 1e-13);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, cells: [pct_se, pct_low, pct_high], weight: times, assume: "
                     "frequency_weights");
    assert_close(value(r, "fishing", "male", "pct_se"), 0.0778175613675492, 1e-13);
    assert_close(value(r, "fishing", "male", "pct_low"), 0.4841814855954855, 1e-13);
    reint_report_free(r);
#define DESIGN "weight: w, design: {strata: region, psu: village}"
    r = make(*state, "rows: work, columns: sex, cells: [pct_se, pct_low, pct_high, deff], " DESIGN);
    assert_close(value(r, "fishing", "male", "pct_se"), 0.0674259356189482, 1e-12); /* svymean, svyciprop */
    assert_close(value(r, "fishing", "male", "pct_low"), 0.4381475290039277, 1e-9);
    assert_close(value(r, "fishing", "male", "pct_high"), 0.7973299090351951, 1e-9);
    assert_close(value(r, "fishing", "male", "deff"), 0.3733705264544740, 1e-12); /* deff = "replace" */
    assert_close(value(r, "farm", "male", "pct_low"), 0.0733147036797936, 1e-9);
    assert_close(value(r, "farm", "male", "deff"), 1.0313276597948859, 1e-12);
    reint_report_free(r);
    r = make(*state, "rows: sex, mean: income, cells: [mean_low, mean_high, deff], " DESIGN);
    assert_close(value(r, "male", "total", "mean_low"), 280.304515250496308, 1e-11);
    assert_close(value(r, "male", "total", "mean_high"), 374.640441796910579, 1e-11);
    assert_close(value(r, "male", "total", "deff"), 0.622129251335933, 1e-12);
    reint_report_free(r);
#undef DESIGN
    r = make(*state, "rows: sex, mean: income, base: \"person = 'P02'\", cells: [mean, mean_low, deff]");
    assert_int_equal(at(r, 0, "male", "total", "mean_low")->state, REINTI_CELL_UNDEFINED);
    assert_string_equal(at(r, 0, "female", "total", "mean_low")->reason, "a statistic of nobody");
    reint_report_free(r);
}

static void
a_grid_is_judged_item_by_item(void **state)
{
    /* two items, the same design: each layer has the marks and limits of its own variable */
    reint_report *
        r = make(*state, "unit: interview, rows: item, columns: wave, grid: {item: [agrees, helped]}, cells: "
                         "[count, col_pct, pct_se], assume: independent_records, letters: {min_base: 1}"),
       *one = make(*state,
                   "unit: interview, rows: agrees, columns: wave, cells: [count, col_pct, pct_se], assume: "
                   "independent_records"),
       *two = make(*state,
                   "unit: interview, rows: helped, columns: wave, cells: [count, col_pct, pct_se], assume: "
                   "independent_records");

    assert_close(at(r, 0, "yes", "total", "pct_se")->value, value(one, "yes", "total", "pct_se"), 0);
    assert_close(at(r, 1, "yes", "total", "pct_se")->value, value(two, "yes", "total", "pct_se"), 0);
    assert_true(value(one, "yes", "total", "pct_se") != value(two, "yes", "total", "pct_se"));
    reint_report_free(r);
    reint_report_free(one);
    reint_report_free(two);
    r = make(*state, "unit: interview, rows: item, columns: wave, grid: {item: [agrees, helped]}, assume: "
                     "clustered_records, precision: {max_rse: 0.01}");
    one =
        make(*state,
             "unit: interview, rows: agrees, columns: wave, assume: clustered_records, precision: {max_rse: "
             "0.01}");
    assert_true(value(one, "yes", "total", "col_pct") > 0);
    assert_close(at(r, 0, "yes", "total", "col_pct")->se, at(one, 0, "yes", "total", "col_pct")->se, 0);
    reint_report_free(r);
    reint_report_free(one);
}

static void
marks_of_precision_follow_the_design(void **state)
{
    /* svyby: share and relative standard error of fishing 0.637, 0.106 (men), 0.029, 0.978 (women); farm 0.395, 0.212 */
    reint_report *r =
        make(*state, "rows: work, columns: sex, weight: w, design: {strata: region, psu: village}, "
                     "precision: {max_rse: 0.2115}");

    assert_close(value(r, "fishing", "male", "col_pct"), 0.6365688487584651, 1e-12);
    assert_int_equal(at(r, 0, "fishing", "male", "col_pct")->flag, 0);
    assert_int_equal(at(r, 0, "fishing", "female", "col_pct")->flag, 1);
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->flag, 1);
    assert_close(at(r, 0, "farm", "female", "col_pct")->se / value(r, "farm", "female", "col_pct"),
                 0.211968516067500, 1e-12);
    assert_close(at(r, 0, "other", "male", "col_pct")->se / value(r, "other", "male", "col_pct"),
                 0.833959956167151, 1e-12);
    reint_report_free(r);
    r = make(*state, "rows: work, columns: sex, weight: w, design: {strata: region, psu: village}, "
                     "precision: {max_rse: 0.2125}");
    assert_int_equal(at(r, 0, "farm", "female", "col_pct")->flag, 0);
    reint_report_free(r);
    r = make(*state,
             "rows: work, columns: sex, precision: {min_n: 2}"); /* the standard is printed in any case */
    assert_true(has_note(r, "a base below 2 (0 values)"));
    reint_report_free(r);
}

int
main(void)
{
    const struct CMUnitTest random_sample[] = {
        cmocka_unit_test(tests_are_those_of_R),
        cmocka_unit_test(the_exact_p_stands_beside_a_sparse_chi_square),
        cmocka_unit_test(families_of_tests_are_adjusted_and_counted),
        cmocka_unit_test(sets_are_tested_with_what_their_codes_have_in_common),
        cmocka_unit_test(the_largest_chi_square_is_told_where_every_p_is_0),
        cmocka_unit_test(a_share_of_all_has_no_limits_whatever_the_weights),
        cmocka_unit_test(sets_are_tested_against_sets),
        cmocka_unit_test(sets_are_tested_as_often_as_their_frequencies_say),
        cmocka_unit_test(sets_are_tested_within_a_design),
        cmocka_unit_test(every_stub_is_tested_against_every_break),
        cmocka_unit_test(samples_are_tested_by_their_design),
        cmocka_unit_test(finite_populations_and_parts_of_a_sample_are_those_of_survey),
        cmocka_unit_test(strata_of_one_unit_go_by_the_policy),
        cmocka_unit_test(weights_that_are_frequencies_are_tested_as_people),
        cmocka_unit_test(repeated_records_are_refused_clustered_or_assumed_independent),
        cmocka_unit_test(letters_mark_the_higher_share),
        cmocka_unit_test(letters_of_means_are_those_of_Welch),
        cmocka_unit_test(letters_of_a_sample_follow_its_design),
        cmocka_unit_test(columns_that_overlap_are_compared_by_their_people),
        cmocka_unit_test(letters_are_adjusted_over_their_family),
        cmocka_unit_test(breaks_of_a_banner_are_compared_within_themselves),
        cmocka_unit_test(what_is_less_precise_than_the_plan_wants_is_marked),
        cmocka_unit_test(limits_of_shares_and_means_are_those_of_R),
        cmocka_unit_test(a_grid_is_judged_item_by_item),
        cmocka_unit_test(marks_of_precision_follow_the_design),
    };
    const struct CMUnitTest purposive_sample[] = {
        cmocka_unit_test(people_chosen_on_purpose_are_not_tested),
    };
    int failed = cmocka_run_group_tests(random_sample, setup, teardown);
    failed += cmocka_run_group_tests(purposive_sample, setup_purposive, teardown);

    reint_findings_free(findings);
    return failed;
}
