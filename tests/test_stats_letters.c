/* Column letters: what is written, what is left out, overlap and groups.  The z and p of plain and weighted tables
 * are compared with R by the oracle (tests/oracle/more/letters.R, which also made the numbers here). */
#include <config.h>

#include "check.h"

#include "stats/letters.h"

static reint_letters *
compare(const reint_shares *s, const reint_letters_rule *rule)
{
    reint_letters *l = NULL;
    reint_error err;

    assert_int_equal(reint_letters_compare(s, rule, &l, &err), REINT_OK);
    return l;
}

static const char *
text_of(const reint_letters *l, size_t row, size_t col)
{
    static char buf[64];

    assert_in_range(reint_letters_text(l, row, col, buf, sizeof buf), 0, sizeof buf - 1);
    return buf;
}

/* 50 of 100, 30 of 100, 48 of 100; R: p of 1-2 is 0.0039, of 2-3 0.0093, of 1-3 0.78 (prop.test). */
static void
small_letters_at_five_per_cent_and_capitals_at_one(void **state)
{
    const double count[] = { 50, 30, 48, 50, 70, 52 }, w[] = { 100, 100, 100 };
    const reint_shares s = { .rows = 2, .cols = 3, .count = count, .w = w };
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters *l;

    (void)state;
    rule.adjust = REINT_LETTERS_PLAIN;
    l = compare(&s, &rule);
    assert_string_equal(text_of(l, 0, 0), "B");
    assert_string_equal(text_of(l, 0, 1), "");
    assert_string_equal(text_of(l, 0, 2), "B");
    assert_string_equal(text_of(l, 1, 1), "AC");
    assert_int_equal(reint_letters_n_tests(l), 6);
    assert_close(reint_letters_pair_at(l, 0, 0, 1).z, -reint_letters_pair_at(l, 0, 1, 0).z, 1e-15);
    reint_letters_free(l);
    rule.adjust = REINT_LETTERS_BONFERRONI; /* 3 tests a row: 0.0117 and 0.028 pass the first level only */
    l = compare(&s, &rule);
    assert_string_equal(text_of(l, 0, 0), "b");
    assert_string_equal(text_of(l, 0, 2), "b");
    reint_letters_free(l);
}

static void
a_column_below_the_smallest_base_is_left_out_and_says_so(void **state)
{
    const double count[] = { 50, 10, 2 }, w[] = { 100, 100, 29 }, n[] = { 100, 100, 12 };
    reint_shares s = { .rows = 1, .cols = 3, .count = count, .w = w, .n = n };
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters *l = compare(&s, &rule);

    (void)state;
    assert_string_equal(text_of(l, 0, 0), "B");
    assert_string_equal(reint_letters_left_out(l, 2), "below the smallest base");
    assert_null(reint_letters_left_out(l, 0));
    assert_int_equal(reint_letters_n_tests(l), 1);
    assert_close(reint_letters_pair_at(l, 0, 0, 2).p, NAN, 0);
    assert_non_null(reint_letters_pair_at(l, 0, 0, 2).undefined);
    reint_letters_free(l);
    rule.min_base = 12;
    l = compare(&s, &rule);
    assert_int_equal(reint_letters_n_tests(l), 3);
    reint_letters_free(l);
}

static void
shares_of_0_and_1_and_empty_columns_are_not_tested(void **state)
{
    const double count[] = { 40, 0, 100, 0 }, w[] = { 100, 100, 100, 0 };
    const reint_shares s = { .rows = 1, .cols = 4, .count = count, .w = w };
    const reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters *l = compare(&s, &rule);

    (void)state;
    assert_int_equal(reint_letters_n_tests(l), 0);
    assert_string_equal(text_of(l, 0, 2), "");
    assert_string_equal(reint_letters_pair_at(l, 0, 0, 1).undefined, "a share of 0 or 1");
    assert_string_equal(reint_letters_left_out(l, 3), "an empty base");
    reint_letters_free(l);
}

static void
columns_are_compared_within_their_group_which_is_the_family(void **state)
{
    /* two breaks of a banner, interleaved: group 0 = columns A and C, group 1 = B and D */
    const double count[] = { 50, 10, 30, 50 }, w[] = { 100, 100, 100, 100 };
    const size_t group[] = { 0, 1, 0, 1 };
    const reint_shares s = { .rows = 1, .cols = 4, .count = count, .w = w, .group = group };
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters *l = compare(&s, &rule);

    (void)state;
    assert_int_equal(reint_letters_n_tests(l), 2);
    assert_string_equal(text_of(l, 0, 0), "C");
    assert_string_equal(text_of(l, 0, 3), "B");
    /* one test a family: nothing to adjust */
    assert_close(reint_letters_pair_at(l, 0, 0, 2).p_adjusted, reint_letters_pair_at(l, 0, 0, 2).p, 1e-15);
    reint_letters_free(l);
    rule.family = REINT_FAMILY_TABLE;
    l = compare(&s, &rule);
    assert_close(reint_letters_pair_at(l, 0, 0, 2).p_adjusted, reint_letters_pair_at(l, 0, 0, 2).p, 1e-12);
    assert_close(reint_letters_pair_at(l, 0, 1, 3).p_adjusted, 2 * reint_letters_pair_at(l, 0, 1, 3).p,
                 1e-12);
    reint_letters_free(l);
}

/* 60 persons, 40 in each of two options, 20 in both (letters.R computes z from the persons). */
static void
persons_in_two_columns_shrink_the_variance(void **state)
{
    const double count[] = { 28, 17 }, w[] = { 40, 40 }, shared[] = { 40, 20, 20, 40 },
                 same[] = { 40, 40, 40, 40 };
    reint_shares s = { .rows = 1, .cols = 2, .count = count, .w = w, .shared = shared };
    const reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters *l = compare(&s, &rule);

    (void)state;
    assert_close(reint_letters_pair_at(l, 0, 0, 1).z, 3.5060039207142202, 1e-12);
    assert_close(reint_letters_pair_at(l, 0, 0, 1).p, 0.00045488851921347682, 1e-12);
    reint_letters_free(l);
    s.shared = same;
    l = compare(&s, &rule);
    assert_string_equal(reint_letters_pair_at(l, 0, 0, 1).undefined,
                        "no variance: the columns hold the same cases");
    reint_letters_free(l);
}

static void
names_go_on_after_z_and_are_then_apart(void **state)
{
    static const struct {
        size_t col;
        const char *name;
    } cases[] = { { 0, "A" },   { 25, "Z" },   { 26, "AA" },  { 51, "AZ" },
                  { 52, "BA" }, { 701, "ZZ" }, { 702, "AAA" } };
    double count[28], w[28];
    reint_letters_rule rule = reint_letters_rule_usual();
    const reint_shares s = { .rows = 1, .cols = 28, .count = count, .w = w };
    reint_letters *l;
    char buf[16], small[4];

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_string_equal(reint_letters_name(cases[i].col, 1, buf, sizeof buf), cases[i].name);
    for (size_t i = 0; i < 28; i++) {
        count[i] = i == 1 || i == 27 ? 10 : 50;
        w[i] = 100;
    }
    rule.adjust = REINT_LETTERS_PLAIN;
    l = compare(&s, &rule);
    assert_string_equal(text_of(l, 0, 0), "B AB");
    assert_int_equal(reint_letters_text(l, 0, 0, small, sizeof small), 4); /* the room that is needed */
    assert_string_equal(small, "B ");
    reint_letters_free(l);
}

static void
a_cell_is_compared_with_the_rest_of_its_group(void **state)
{
    /* R: prop.test(c(50, 40), c(100, 200), correct = FALSE)$statistic = 28.571 */
    const double count[] = { 50, 20, 20 }, w[] = { 100, 100, 100 };
    const reint_shares s = { .rows = 1, .cols = 3, .count = count, .w = w };
    reint_letters_rule rule = reint_letters_rule_usual();
    reint_letters_pair p[3];
    size_t n;
    double both = 90.0 / 300;

    (void)state;
    assert_int_equal(reint_cells_against_rest(&s, &rule, p, &n, NULL), REINT_OK);
    assert_int_equal(n, 3);
    assert_close(p[0].z, 0.3 / sqrt(both * (1 - both) * (1 / 100.0 + 1 / 200.0)), 1e-12);
    assert_int_equal(p[0].level, 2);
    assert_int_equal(p[1].level, -1); /* 20 of 100 against 70 of 200: p 0.0076, Holm 0.0152 */
}

static void
what_is_no_table_of_shares_is_refused(void **state)
{
    const double count[] = { 50, 101 }, negative[] = { -1, 1 }, w[] = { 100, 100 }, nan[] = { NAN, 1 },
                 infinite[] = { INFINITY, 1 }, huge[] = { 1e300, 1e300 };
    const double *bad[] = { count, negative, nan, infinite, huge };
    reint_letters_rule rule = reint_letters_rule_usual(), odd = rule;
    reint_shares s = { .rows = 1, .cols = 2, .w = w };
    reint_letters *l = (void *)&s;
    reint_letters_pair p[2];
    size_t n;
    reint_error err;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        s.count = bad[i];
        assert_int_equal(reint_letters_compare(&s, &rule, &l, &err), REINT_ARGUMENT);
        assert_null(l);
        assert_true(err.text[0]);
        assert_int_equal(reint_cells_against_rest(&s, &rule, p, &n, NULL), REINT_ARGUMENT);
    }
    s.count = w;
    odd.alpha[0] = 1.5;
    assert_int_equal(reint_letters_compare(&s, &odd, &l, NULL), REINT_ARGUMENT);
    odd = rule;
    odd.size = 4;
    assert_int_equal(reint_letters_compare(&s, &odd, &l, NULL), REINT_ARGUMENT);
    s.cols = 0; /* no column, no test */
    assert_int_equal(reint_letters_compare(&s, &rule, &l, NULL), REINT_OK);
    assert_int_equal(reint_letters_n_tests(l), 0);
    reint_letters_free(l);
    reint_letters_free(NULL);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_letters_at_five_per_cent_and_capitals_at_one),
        cmocka_unit_test(a_column_below_the_smallest_base_is_left_out_and_says_so),
        cmocka_unit_test(shares_of_0_and_1_and_empty_columns_are_not_tested),
        cmocka_unit_test(columns_are_compared_within_their_group_which_is_the_family),
        cmocka_unit_test(persons_in_two_columns_shrink_the_variance),
        cmocka_unit_test(names_go_on_after_z_and_are_then_apart),
        cmocka_unit_test(a_cell_is_compared_with_the_rest_of_its_group),
        cmocka_unit_test(what_is_no_table_of_shares_is_refused),
    };

    return cmocka_run_group_tests_name("letters", tests, NULL, NULL);
}
