#include <config.h>

#include "check.h"

#include "base/base.h"

#include <locale.h>

/* ---- growing text -------------------------------------------------------------------------------------- */

static void
a_text_grows_in_every_way(void **state)
{
    reinti_str s = REINTI_STR_EMPTY;

    (void)state;
    assert_string_equal(s.text, "");
    reinti_str_add(&s, "");
    reinti_str_format(&s, "%s", "");
    assert_string_equal(s.text, "");
    reinti_str_add(&s, "ab");
    reinti_str_add_char(&s, 'c');
    reinti_str_add_n(&s, "defgh", 2);
    reinti_str_format(&s, "%03d", 7);
    assert_string_equal(s.text, "abcde007");
    assert_int_equal(s.length, 8);
    for (int i = 0; i < 1000; i++)
        reinti_str_format(&s, "%d,", i);
    assert_int_equal(s.length, strlen(s.text));
    assert_string_equal(s.text + s.length - 8, "998,999,");
    reinti_str_clear(&s);
    assert_string_equal(s.text, "");
    reinti_str_add(&s, "again");
    assert_string_equal(s.text, "again");
    assert_false(s.failed);
    reinti_str_free(&s);
    assert_string_equal(s.text, "");
    reinti_str_free(&s);
}

static void
a_text_that_failed_stays_valid_and_drops_the_rest(void **state)
{
    reinti_str s = REINTI_STR_EMPTY;

    (void)state;
    reinti_str_add(&s, "kept");
    reinti_str_add_n(&s, "x", SIZE_MAX / 2); /* refused before a byte is read */
    assert_true(s.failed);
    reinti_str_add(&s, "dropped");
    reinti_str_format(&s, "%d", 5);
    assert_string_equal(s.text, "kept");
    reinti_str_clear(&s);
    assert_false(s.failed);
    reinti_str_free(&s);
}

static void
null_equals_null_only(void **state)
{
    (void)state;
    assert_true(reinti_equal(NULL, NULL));
    assert_false(reinti_equal(NULL, ""));
    assert_false(reinti_equal("a", NULL));
    assert_true(reinti_equal("a", "a"));
    assert_false(reinti_equal("a", "b"));
    assert_string_equal(reinti_text_or(NULL, "x"), "x");
    assert_string_equal(reinti_text_or("", "x"), "");
}

/* ---- UTF-8 --------------------------------------------------------------------------------------------- */

static void
utf8_is_that_of_rfc_3629(void **state)
{
    static const struct {
        const char *text;
        int bad_at; /* -1: valid */
    } cases[] = {
        { "", -1 },
        { "plain ASCII, longer than eight bytes", -1 },
        { "\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80", -1 },
        { "\xEF\xBF\xBF\xF4\x8F\xBF\xBF\xED\x9F\xBF\xEE\x80\x80", -1 },
        { "abc\x80", 3 },          /* continuation alone */
        { "abcdefgh\xC3", 8 },     /* ends in the middle */
        { "ab\xE2\x82", 2 },       /* the same */
        { "ab\xF0\x9F\x98", 2 },   /* the same */
        { "\xC0\xAF", 0 },         /* overlong "/" */
        { "\xC1\xBF", 0 },         /* overlong */
        { "a\xE0\x80\xAF", 1 },    /* overlong */
        { "a\xE0\x9F\xBF", 1 },    /* overlong, the largest */
        { "\xF0\x8F\xBF\xBF", 0 }, /* overlong, the largest */
        { "\xED\xA0\x80", 0 },     /* surrogate */
        { "\xED\xBF\xBF", 0 },     /* surrogate */
        { "\xF4\x90\x80\x80", 0 }, /* above U+10FFFF */
        { "\xF5\x80\x80\x80", 0 }, /* above U+10FFFF */
        { "\xFF", 0 },             /* never */
        { "\xE2\x28\xA1", 0 },     /* second byte is ASCII */
        { "\xE2\x82\x28", 0 },     /* third byte is */
        { "\xF0\x9F\x98\x28", 0 }, /* fourth byte is */
        { "0123456789abcdef\xFEghijklmnop", 16 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        size_t bad_at = 77;
        bool valid = reinti_utf8_valid(cases[i].text, strlen(cases[i].text), &bad_at);
        if (valid != (cases[i].bad_at < 0) || (!valid && bad_at != (size_t)cases[i].bad_at))
            fail_msg("case %zu: %d at %zu", i, valid, bad_at);
    }
    assert_false(reinti_utf8_valid("\xFF", 1, NULL));
}

static void
width_counts_terminal_columns(void **state)
{
    (void)state;
    assert_int_equal(reinti_utf8_width(""), 0);
    assert_int_equal(reinti_utf8_width("abc"), 3);
    assert_int_equal(reinti_utf8_width("\xC3\xA9t\xC3\xA9"), 3);        /* ete with acutes, precomposed */
    assert_int_equal(reinti_utf8_width("e\xCC\x81te\xCC\x81"), 3);      /* the same with combining accents */
    assert_int_equal(reinti_utf8_width("\xE6\x97\xA5\xE6\x9C\xAC"), 4); /* two wide characters */
    assert_int_equal(reinti_utf8_width("a\xFF"
                                       "b"),
                     3); /* a wrong byte is one column */
    /* wcswidth() of glibc 2.36: Hindi "no", of two letters, a vowel sign with room of its own and one without */
    assert_int_equal(reinti_utf8_width("\xE0\xA4\xA8\xE0\xA4\xB9\xE0\xA5\x80\xE0\xA4\x82"), 3);
}

static void
cut_never_halves_a_character_nor_an_accent(void **state)
{
    static const struct {
        const char *text;
        size_t width;
        const char *want;
    } cases[] = {
        { "abc", 3, "abc" },
        { "abc", 10, "abc" },
        { "abcd", 3, "ab\xE2\x80\xA6" },
        { "abcd", 1, "\xE2\x80\xA6" },
        { "abcd", 0, "" },
        { "", 5, "" },
        { "\xE6\x97\xA5\xE6\x9C\xAC", 4, "\xE6\x97\xA5\xE6\x9C\xAC" },
        { "\xE6\x97\xA5\xE6\x9C\xAC", 3, "\xE6\x97\xA5\xE2\x80\xA6" },
        { "\xE6\x97\xA5\xE6\x9C\xAC", 2, "\xE2\x80\xA6" }, /* half a wide one is none */
        { "ae\xCC\x81"
          "bc",
          3, "ae\xCC\x81\xE2\x80\xA6" }, /* the accent stays with its e */
        { "ae\xCC\x81", 2, "ae\xCC\x81" },
        { "a\xFF"
          "bc",
          3, "a\xEF\xBF\xBD\xE2\x80\xA6" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_str s = REINTI_STR_EMPTY;
        reinti_utf8_cut(&s, cases[i].text, cases[i].width);
        assert_string_equal(s.text, cases[i].want);
        assert_true(reinti_utf8_width(s.text) <= cases[i].width);
        reinti_str_free(&s);
    }
}

/* ---- the nearest word ---------------------------------------------------------------------------------- */

static void
nearest_finds_misspelt_words_and_no_others(void **state)
{
    static const char *const keys[] = { "label",      "list", "required", "type", "multiple",
                                        "min",        "max",  "S01",      "S02",  "missing",
                                        "population", "7",    "ordered",  "Perú", "lable2" };
    static const struct {
        const char *word, *want;
    } cases[] = {
        { "label", "label" },
        { "lable", "label" }, /* a swap counts one */
        { "LABEL", "label" },
        { "requird", "required" },
        { "reqired", "required" },
        { "mulitple", "multiple" },
        { "mn", "min" },
        { "mix", "min" }, /* first of equals: min, max */
        { "S1", "S01" },
        { "S03", "S01" },
        { "8", NULL }, /* nothing in common */
        { "xyz", NULL },
        { "lbl", NULL },
        { "poplaton", "population" },
        { "popultn", NULL },
        { "populasions", "population" },
        { "", NULL },
        { "PERÚ", "Perú" },
        { "Peru", "Perú" },
    };
    char endless[200];

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const char *got = reinti_nearest(cases[i].word, keys, REINTI_LENGTH(keys));
        if (!reinti_equal(got, cases[i].want))
            fail_msg("\"%s\": %s, want %s", cases[i].word, got ? got : "none",
                     cases[i].want ? cases[i].want : "none");
    }
    memset(endless, 'a', sizeof endless);
    endless[sizeof endless - 1] = '\0';
    assert_null(reinti_nearest(endless, keys, REINTI_LENGTH(keys)));
    assert_null(reinti_nearest("label", (const char *const[]){ endless }, 1));
    assert_null(reinti_nearest("label", NULL, 0));
    assert_string_equal(reinti_nearest("lab\xFF"
                                       "l",
                                       keys, REINTI_LENGTH(keys)),
                        "label"); /* no UTF-8: one letter */
}

static void
did_you_mean_asks_or_is_silent(void **state)
{
    static const char *const keys[] = { "label" };
    reinti_str s = REINTI_STR_EMPTY;

    (void)state;
    reinti_did_you_mean(&s, "colour", keys, 1);
    assert_string_equal(s.text, "");
    reinti_did_you_mean(&s, "lable", keys, 1);
    assert_string_equal(s.text, " (did you mean \"label\"?)");
    reinti_str_free(&s);
}

/* ---- numbers from text --------------------------------------------------------------------------------- */

static void
integers_are_read_strictly(void **state)
{
    static const struct {
        const char *text;
        bool zeros, good;
        int64_t want;
    } cases[] = {
        { "0", false, true, 0 },
        { "7", false, true, 7 },
        { "-7", false, true, -7 },
        { "9223372036854775807", false, true, INT64_MAX },
        { "-9223372036854775808", false, true, INT64_MIN },
        { "9223372036854775808", false, false, 0 },
        { "-9223372036854775809", false, false, 0 },
        { "99999999999999999999", false, false, 0 },
        { "010", false, false, 0 },
        { "010", true, true, 10 },
        { "-0", false, false, 0 },
        { "-010", true, true, -10 },
        { "00", true, true, 0 },
        { "", false, false, 0 },
        { "-", true, false, 0 },
        { "+7", false, false, 0 },
        { " 7", false, false, 0 },
        { "7 ", false, false, 0 },
        { "7.0", false, false, 0 },
        { "0x10", true, false, 0 },
        { "1e3", false, false, 0 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        int64_t got = 42;
        bool good = reinti_parse_integer(cases[i].text, strlen(cases[i].text), cases[i].zeros, &got);
        if (good != cases[i].good || got != (good ? cases[i].want : 42))
            fail_msg("\"%s\": %d %lld", cases[i].text, good, (long long)got);
    }
    assert_false(reinti_parse_integer("7\0", 2, false, &(int64_t){ 0 }));
}

static void
decimals_are_read_strictly(void **state)
{
    static const struct {
        const char *text;
        double want; /* NaN: refused */
    } cases[] = {
        { "0", 0 },
        { "007", 7 },
        { "-12.50", -12.5 },
        { ".5", 0.5 },
        { "-.5", -0.5 },
        { "1e3", 1000 },
        { "1.5E-3", 0.0015 },
        { "1e+2", 100 },
        { "0.1", 0.1 },
        { "123456789012345678", 123456789012345680.0 },
        { "1e22", 1e22 },
        { "1e23", 1e23 },
        { "8.5e-323", 8.5e-323 },
        { "1e-400", 0 },
        { "1.7976931348623157e308", 1.7976931348623157e308 },
        { "0e999999999999999999999", 0 },
        { "1e400", NAN },
        { "1e999999999999999999999", NAN },
        { "5.", NAN },
        { "", NAN },
        { "-", NAN },
        { ".", NAN },
        { "e5", NAN },
        { "1e", NAN },
        { "1e+", NAN },
        { "+1", NAN },
        { "1,5", NAN },
        { "1 ", NAN },
        { " 1", NAN },
        { "1.2.3", NAN },
        { "--1", NAN },
        { "0x1p3", NAN },
        { "inf", NAN },
        { "nan", NAN },
        { "1_000", NAN },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        double got = 42;
        bool good = reinti_parse_decimal(cases[i].text, strlen(cases[i].text), &got);
        if (good == isnan(cases[i].want) || got != (good ? cases[i].want : 42))
            fail_msg("\"%s\": %d %.17g", cases[i].text, good, got);
    }
}

/* Halfway between two doubles the last of very many digits decides (1 + 2^-53
 * = 1.00000000000000011102230246251565404 23631668090820312 5 exactly). */
static void
decimals_of_any_length_are_rounded_correctly(void **state)
{
    static const char half[] = "1.00000000000000011102230246251565404236316680908203125";
    char text[3000];
    double value;

    (void)state;
    assert_true(reinti_parse_decimal(half, strlen(half), &value));
    assert_true(value == 1.0); /* a tie goes to the even one */
    memset(text, '0', sizeof text);
    memcpy(text, half, strlen(half));
    text[sizeof text - 1] = '1'; /* a little more than the tie, 2,900 digits later */
    assert_true(reinti_parse_decimal(text, sizeof text, &value));
    assert_true(value == 1.0 + 0x1p-52);
    memset(text, '9', sizeof text);
    assert_false(reinti_parse_decimal(text, sizeof text, &value)); /* 10^3000 */
    text[0] = '.';
    assert_true(reinti_parse_decimal(text, sizeof text, &value));
    assert_true(value == 1.0);
}

static void
decimals_agree_with_strtod(void **state)
{
    uint64_t random = 12345;
    char text[64];

    (void)state;
    for (int i = 0; i < 20000; i++) {
        double got, want;
        random = random * 6364136223846793005u + 1442695040888963407u;
        snprintf(text, sizeof text, "%s%llu.%llue%d", random & 1 ? "-" : "",
                 (unsigned long long)(random >> 40), (unsigned long long)(random >> (random % 50)),
                 (int)(random >> 33) % 300);
        want = strtod(text, NULL); /* the tests run in the C locale */
        if (isinf(want))
            continue;
        assert_true(reinti_parse_decimal(text, strlen(text), &got));
        if (got != want)
            fail_msg("%s: %.17g, want %.17g", text, got, want);
    }
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_text_grows_in_every_way),
        cmocka_unit_test(a_text_that_failed_stays_valid_and_drops_the_rest),
        cmocka_unit_test(null_equals_null_only),
        cmocka_unit_test(utf8_is_that_of_rfc_3629),
        cmocka_unit_test(width_counts_terminal_columns),
        cmocka_unit_test(cut_never_halves_a_character_nor_an_accent),
        cmocka_unit_test(nearest_finds_misspelt_words_and_no_others),
        cmocka_unit_test(did_you_mean_asks_or_is_silent),
        cmocka_unit_test(integers_are_read_strictly),
        cmocka_unit_test(decimals_are_read_strictly),
        cmocka_unit_test(decimals_of_any_length_are_rounded_correctly),
        cmocka_unit_test(decimals_agree_with_strtod),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
