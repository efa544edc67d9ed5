#include <config.h>

#include "check.h"

#include "base/base.h"

#include <float.h>
#include <locale.h>

/* Worked out by hand: the decimal as written, rounded half away from zero. */
static const struct {
    double x;
    int digits;
    double rounded;
    const char *fixed;
} rounding[] = {
    { 0.125, 2, 0.13, "0.13" },
    { 2.675, 2, 2.68, "2.68" }, /* binary: 2.67499999999999982236431605997495353221893310546875 */
    { 1.005, 2, 1.01, "1.01" }, /* binary: 1.00499999999999989... */
    { 0.15, 1, 0.2, "0.2" },
    { 0.25, 1, 0.3, "0.3" },
    { 0.35, 1, 0.4, "0.4" },
    { 0.45, 1, 0.5, "0.5" },
    { -0.45, 1, -0.5, "-0.5" },
    { 0.449999999999999, 1, 0.4, "0.4" },
    { 0.5, 0, 1, "1" },
    { -0.5, 0, -1, "-1" },
    { 1.5, 0, 2, "2" },
    { 2.5, 0, 3, "3" },
    { 0.49999999999999994, 0, 0, "0" }, /* floor(x + 0.5) says 1 */
    { -0.04, 1, 0, "0.0" },
    { 0.05, 1, 0.1, "0.1" },
    { 0.0049, 2, 0, "0.00" },
    { 9.995, 2, 10, "10.00" },
    { 99.95, 1, 100, "100.0" },
    { 0.999, 2, 1, "1.00" },
    { 1234.5, 3, 1234.5, "1234.500" },
    { 33.333333333333336, 1, 33.3, "33.3" },
    { 66.66666666666667, 1, 66.7, "66.7" },
    { 56.25, 1, 56.3, "56.3" },
    { 1e15 + 0.5, 0, 1e15 + 1, "1000000000000001" },
    { 9007199254740993.0, 2, 9007199254740992.0, "9007199254740992.00" },
    { 0.1, 15, 0.1, "0.100000000000000" },
    { 1e-15, 15, 1e-15, "0.000000000000001" },
    { 5e-16, 15, 1e-15, "0.000000000000001" },
    { 4e-16, 15, 0, "0.000000000000000" },
    { 0, 2, 0, "0.00" },
    { 1e21, 1, 1e21, "1000000000000000000000.0" },
    { 1250, -2, 1300, "1300" },
    { 1249, -2, 1200, "1200" },
    { -50, -2, -100, "-100" },
    { 49, -2, 0, "0" },
    { 5e14, -15, 1e15, "1000000000000000" },
    { DBL_MAX, 2, DBL_MAX, NULL },
    { DBL_MIN, 5, 0, "0.00000" },
    { 5e-324, 2, 0, "0.00" },
};

static void
rounding_is_half_away_from_zero_on_the_decimal(void **state)
{
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(rounding); i++) {
        for (int sign = 1; sign >= -1; sign -= 2) {
            double got = reinti_round(sign * rounding[i].x, rounding[i].digits);
            if (got != sign * rounding[i].rounded || (got == 0 && signbit(got)))
                fail_msg("round(%.17g, %d) is %.17g, want %.17g", sign * rounding[i].x, rounding[i].digits,
                         got, sign * rounding[i].rounded);
        }
    }
    assert_true(isnan(reinti_round(NAN, 2)));
    assert_true(reinti_round(INFINITY, 2) == INFINITY);
    assert_true(reinti_round(-INFINITY, -2) == -INFINITY);
    assert_false(signbit(reinti_round(-0.0, 1)));
}

static void
fixed_text_is_the_rounded_number(void **state)
{
    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(rounding); i++) {
        reinti_str s = REINTI_STR_EMPTY;
        if (!rounding[i].fixed)
            continue;
        reinti_format_fixed(&s, rounding[i].x, rounding[i].digits);
        assert_string_equal(s.text, rounding[i].fixed);
        reinti_str_free(&s);
    }
}

/* k/1000 rounded to two places, against whole numbers: (k + 5) / 10 is exact arithmetic. */
static void
every_third_decimal_rounds_as_whole_numbers_do(void **state)
{
    (void)state;
    for (int k = 0; k < 20000; k++) {
        int hundredths = (k + 5) / 10;
        reinti_str s = REINTI_STR_EMPTY;
        char want[32];
        snprintf(want, sizeof want, "%d.%02d", hundredths / 100, hundredths % 100);
        reinti_format_fixed(&s, k / 1000.0, 2);
        assert_string_equal(s.text, want);
        if (reinti_round(k / 1000.0, 2) != hundredths / 100.0)
            fail_msg("%d/1000", k);
        reinti_str_free(&s);
    }
}

static void
shortest_text_reads_back(void **state)
{
    static const struct {
        double x;
        const char *want;
    } cases[] = {
        { 0, "0" },
        { -0.0, "0" },
        { 7, "7" },
        { -12, "-12" },
        { 9007199254740991.0, "9007199254740991" },
        { 0.1, "0.1" },
        { 0.1 + 0.2, "0.30000000000000004" },
        { 1.0 / 3, "0.3333333333333333" },
        { 2.0 / 3, "0.6666666666666666" },
        { 100.5, "100.5" },
        { 12345.678, "12345.678" },
        { 0.00001, "0.00001" },
        { 0.000001, "1e-6" },
        { -1.5e-10, "-1.5e-10" },
        { 1e16, "10000000000000000" },
        { 1e17, "1e17" },
        { 1.25e300, "1.25e300" },
        { DBL_MAX, "1.7976931348623157e308" },
        { DBL_MIN, "2.2250738585072014e-308" },
        { 5e-324, "5e-324" },
        { NAN, "nan" },
        { INFINITY, "inf" },
        { -INFINITY, "-inf" },
    };
    uint64_t random = 99;

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str s = REINTI_STR_EMPTY;
        reinti_format_shortest(&s, cases[i].x);
        assert_string_equal(s.text, cases[i].want);
        reinti_str_free(&s);
    }
    for (int i = 0; i < 20000; i++) { /* any bits at all */
        reinti_str s = REINTI_STR_EMPTY;
        double x, back;
        random = random * 6364136223846793005u + 1442695040888963407u;
        memcpy(&x, &random, sizeof x);
        if (!isfinite(x))
            continue;
        reinti_format_shortest(&s, x);
        assert_true(reinti_parse_decimal(s.text, s.length, &back));
        if (back != x)
            fail_msg("%s is not %.17g", s.text, x);
        reinti_str_free(&s);
    }
}

/* With a decimal comma in LC_NUMERIC everything stays as it is.  Skipped where no such locale is installed.
 */
static void
no_locale_has_a_say(void **state)
{
    static const char *const names[] = { "de_DE.UTF-8", "id_ID.UTF-8", "fr_FR.UTF-8", "de_DE",
                                         "ps_AF.UTF-8" };
    reinti_str s = REINTI_STR_EMPTY;
    const char *found = NULL;
    double x = 0;

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(names) && !found; i++)
        found = setlocale(LC_NUMERIC, names[i]);
    if (!found)
        skip();
    reinti_format_fixed(&s, 1234.5678, 2);
    reinti_str_add(&s, " ");
    reinti_format_shortest(&s, 0.30000000000000004);
    assert_true(reinti_parse_decimal("0.30000000000000004", 19, &x));
    assert_true(reinti_round(2.675, 2) == 268 / 100.0);
    setlocale(LC_NUMERIC, "C");
    assert_string_equal(s.text, "1234.57 0.30000000000000004");
    assert_true(x == 0.1 + 0.2);
    reinti_str_free(&s);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rounding_is_half_away_from_zero_on_the_decimal),
        cmocka_unit_test(fixed_text_is_the_rounded_number),
        cmocka_unit_test(every_third_decimal_rounds_as_whole_numbers_do),
        cmocka_unit_test(shortest_text_reads_back),
        cmocka_unit_test(no_locale_has_a_say),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
