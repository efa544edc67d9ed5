#include <config.h>

#include "check.h"

#include "base/base.h"

/* ---- the calendar -------------------------------------------------------------------------------------- */

static void
known_days_have_their_numbers(void **state)
{
    /* GNU date: date -u -d 2015-03-14 +%s, divided by 86400 */
    static const struct {
        int year, month, day;
        int32_t days;
    } cases[] = {
        { 1970, 1, 1, 0 },     { 1969, 12, 31, -1 },      { 2000, 2, 29, 11016 },
        { 2000, 3, 1, 11017 }, { 2015, 3, 14, 16508 },    { 1900, 3, 1, -25508 },
        { 1, 1, 1, -719162 },  { 9999, 12, 31, 2932896 }, { 1582, 10, 15, -141427 },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++)
        assert_int_equal(reinti_date_days(cases[i].year, cases[i].month, cases[i].day), cases[i].days);
}

static void
every_day_of_the_calendar_follows_the_one_before(void **state)
{
    static const int length[2][12] = { { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 },
                                       { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 } };
    int32_t days = -719162; /* 0001-01-01 */

    (void)state;
    for (int year = 1; year <= 9999; year++) {
        bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= length[leap][month - 1]; day++, days++) {
                int y, m, d;
                reinti_date_civil(days, &y, &m, &d);
                if (y != year || m != month || d != day || reinti_date_days(year, month, day) != days ||
                    !reinti_date_valid(year, month, day))
                    fail_msg("%04d-%02d-%02d: day %ld is %04d-%02d-%02d", year, month, day, (long)days, y, m,
                             d);
            }
            assert_false(reinti_date_valid(year, month, length[leap][month - 1] + 1));
        }
    }
}

static void
days_that_never_were_are_not_valid(void **state)
{
    (void)state;
    assert_false(reinti_date_valid(2015, 2, 29));
    assert_false(reinti_date_valid(1900, 2, 29));
    assert_true(reinti_date_valid(2000, 2, 29));
    assert_true(reinti_date_valid(2016, 2, 29));
    assert_false(reinti_date_valid(2015, 0, 1));
    assert_false(reinti_date_valid(2015, 13, 1));
    assert_false(reinti_date_valid(2015, 4, 31));
    assert_false(reinti_date_valid(2015, 1, 0));
    assert_false(reinti_date_valid(0, 1, 1));
    assert_false(reinti_date_valid(10000, 1, 1));
}

/* ---- dates as told ------------------------------------------------------------------------------------- */

static void
dates_are_read_as_intervals_and_written_back(void **state)
{
    static const struct {
        const char *text;
        int low[3], high[3]; /* year 0: open */
        const char *written;
    } cases[] = {
        { "2015-03-14", { 2015, 3, 14 }, { 2015, 3, 14 }, NULL },
        { "2015-03", { 2015, 3, 1 }, { 2015, 3, 31 }, NULL },
        { "2015-02", { 2015, 2, 1 }, { 2015, 2, 28 }, NULL },
        { "2016-02", { 2016, 2, 1 }, { 2016, 2, 29 }, NULL },
        { "2015", { 2015, 1, 1 }, { 2015, 12, 31 }, NULL },
        { "2014..2015", { 2014, 1, 1 }, { 2015, 12, 31 }, NULL },
        { "2014 .. 2015", { 2014, 1, 1 }, { 2015, 12, 31 }, "2014..2015" },
        { "2014-10..2015-02", { 2014, 10, 1 }, { 2015, 2, 28 }, NULL },
        { "2014-10-01..2015-02-28", { 2014, 10, 1 }, { 2015, 2, 28 }, "2014-10..2015-02" },
        { "2014-10-05..2015-02", { 2014, 10, 5 }, { 2015, 2, 28 }, "2014-10-05..2015-02-28" },
        { "2014..2015-06", { 2014, 1, 1 }, { 2015, 6, 30 }, "2014-01..2015-06" },
        { "2014..2014", { 2014, 1, 1 }, { 2014, 12, 31 }, "2014" },
        { "2014-01-01..2014-12-31", { 2014, 1, 1 }, { 2014, 12, 31 }, "2014" },
        { "2014-03-02..2014-03-02", { 2014, 3, 2 }, { 2014, 3, 2 }, "2014-03-02" },
        { "before 2015", { 0 }, { 2014, 12, 31 }, NULL },
        { "Before  2015-02", { 0 }, { 2015, 1, 31 }, "before 2015-02" },
        { "before 2015-02-10", { 0 }, { 2015, 2, 9 }, NULL },
        { "after 2015-02", { 2015, 3, 1 }, { 0 }, NULL },
        { "after 2015", { 2016, 1, 1 }, { 0 }, NULL },
        { "AFTER 2016-02-28", { 2016, 2, 29 }, { 0 }, "after 2016-02-28" },
        { "0001-01-01", { 1, 1, 1 }, { 1, 1, 1 }, NULL },
        { "9999", { 9999, 1, 1 }, { 9999, 12, 31 }, NULL },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        const int *low = cases[i].low, *high = cases[i].high;
        reinti_interval got = { 7, 7 }, back = { 8, 8 };
        reinti_str s = REINTI_STR_EMPTY;

        assert_int_equal(reinti_parse_date(cases[i].text, strlen(cases[i].text), &got), REINTI_PARSED);
        assert_int_equal(got.low, low[0] ? reinti_date_days(low[0], low[1], low[2]) : REINTI_OPEN_LOW);
        assert_int_equal(got.high, high[0] ? reinti_date_days(high[0], high[1], high[2]) : REINTI_OPEN_HIGH);
        reinti_format_date(&s, got);
        assert_string_equal(s.text, cases[i].written ? cases[i].written : cases[i].text);
        assert_int_equal(reinti_parse_date(s.text, s.length, &back), REINTI_PARSED);
        assert_memory_equal(&back, &got, sizeof got);
        reinti_str_free(&s);
    }
}

static void
spans_of_every_length_read_back(void **state)
{
    (void)state;
    for (int32_t low = reinti_date_days(2015, 12, 1); low <= reinti_date_days(2016, 3, 2); low++)
        for (int32_t high = low; high < low + 800; high += 1 + (high - low) / 40) {
            reinti_interval back, date = { low, high };
            reinti_str s = REINTI_STR_EMPTY;
            reinti_format_date(&s, date);
            if (reinti_parse_date(s.text, s.length, &back) != REINTI_PARSED || back.low != low ||
                back.high != high)
                fail_msg("%s does not read back", s.text);
            reinti_str_free(&s);
        }
}

static void
a_date_open_at_both_ends_has_no_text(void **state)
{
    reinti_str s = REINTI_STR_EMPTY;

    (void)state;
    reinti_format_date(&s, (reinti_interval){ REINTI_OPEN_LOW, REINTI_OPEN_HIGH });
    assert_string_equal(s.text, "");
    reinti_str_free(&s);
}

static void
impossible_and_malformed_dates_are_told_apart(void **state)
{
    static const char *const impossible[] = {
        "2015-02-29",       "1900-02-29",        "2015-13",       "2015-00",    "2015-04-31",
        "2015-01-00",       "2015-01-32",        "0000",          "2015..2014", "2015-03..2015-02",
        "2015-02-29..2016", "before 2015-02-30", "after 2015-13",
    };
    static const char *const malformed[] = {
        "",
        "15",
        "15-03-14",
        "2015-3-14",
        "2015-03-4",
        "2015/03/14",
        "14.03.2015",
        "2015-",
        "2015-03-",
        "2015-03-14 ",
        " 2015",
        "20150314",
        "2015-03-14T00:00",
        "..2015",
        "2015..",
        "2014...2015",
        "2014..15",
        "before",
        "before ",
        "before2015",
        "after 15",
        "before 2014..2015",
        "2014-2015",
        "-2015",
        "+2015",
        "2015-0a",
        "201",
        "20155",
        "twenty",
        "2015-02-29..x",
        "two thousand and fifteen, or so it seems to her",
    };
    reinti_interval out = { 1, 2 };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(impossible); i++)
        if (reinti_parse_date(impossible[i], strlen(impossible[i]), &out) != REINTI_IMPOSSIBLE)
            fail_msg("%s", impossible[i]);
    for (size_t i = 0; i < REINTI_LENGTH(malformed); i++)
        if (reinti_parse_date(malformed[i], strlen(malformed[i]), &out) != REINTI_MALFORMED)
            fail_msg("%s", malformed[i]);
    assert_int_equal(reinti_parse_date("2015\0-3", 7, &out), REINTI_MALFORMED);
    assert_int_equal(out.low, 1); /* untouched throughout */
    assert_int_equal(out.high, 2);
}

/* ---- ages ---------------------------------------------------------------------------------------------- */

static void
ages_are_read_as_intervals_and_written_back(void **state)
{
    static const struct {
        const char *text;
        int low, high;
        const char *written;
    } cases[] = {
        { "17", 17, 17, "17" },
        { "0", 0, 0, "0" },
        { "007", 7, 7, "7" },
        { "120", 120, 120, "120" },
        { "16-18", 16, 18, "16-18" },
        { "16..18", 16, 18, "16-18" },
        { "16 - 18", 16, 18, "16-18" },
        { "16\xE2\x80\x93"
          "18",
          16, 18, "16-18" },
        { "0-5", 0, 5, "<6" },
        { "under 18", 0, 17, "<18" },
        { "Under  18", 0, 17, "<18" },
        { "<18", 0, 17, "<18" },
        { "< 18", 0, 17, "<18" },
        { "over 60", 61, 120, "61+" },
        { ">60", 61, 120, "61+" },
        { "60+", 60, 120, "60+" },
        { "60 +", 60, 120, "60+" },
        { "child", 0, 17, "<18" },
        { "Child", 0, 17, "<18" },
        { "adult", 18, 120, "18+" },
        { "teens", 13, 19, "13-19" },
        { "in her teens", 13, 19, "13-19" },
        { "twenties", 20, 29, "20-29" },
        { "20s", 20, 29, "20-29" },
        { "early twenties", 20, 23, "20-23" },
        { "mid twenties", 24, 26, "24-26" },
        { "mid-twenties", 24, 26, "24-26" },
        { "late twenties", 27, 29, "27-29" },
        { "late 30s", 37, 39, "37-39" },
        { "In Her Twenties", 20, 29, "20-29" },
        { "in his early forties", 40, 43, "40-43" },
        { "in their late seventies", 77, 79, "77-79" },
        { "fifties", 50, 59, "50-59" },
        { "mid sixties", 64, 66, "64-66" },
        { " 17 ", 17, 17, "17" },
    };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_interval got = { -7, -7 }, back = { -8, -8 };
        reinti_str s = REINTI_STR_EMPTY;
        reinti_parsed parsed = reinti_parse_age(cases[i].text, strlen(cases[i].text), &got);
        if (parsed != REINTI_PARSED || got.low != cases[i].low || got.high != cases[i].high)
            fail_msg("\"%s\": %d, %d..%d", cases[i].text, parsed, (int)got.low, (int)got.high);
        reinti_format_age(&s, got);
        assert_string_equal(s.text, cases[i].written);
        assert_int_equal(reinti_parse_age(s.text, s.length, &back), REINTI_PARSED);
        assert_memory_equal(&back, &got, sizeof got);
        reinti_str_free(&s);
    }
}

static void
every_span_of_ages_reads_back(void **state)
{
    (void)state;
    for (int low = 0; low <= 120; low++)
        for (int high = low; high <= 120; high++) {
            reinti_interval back;
            reinti_str s = REINTI_STR_EMPTY;
            reinti_format_age(&s, (reinti_interval){ low, high });
            if (reinti_parse_age(s.text, s.length, &back) != REINTI_PARSED || back.low != low ||
                back.high != high)
                fail_msg("%s does not read back as %d..%d", s.text, low, high);
            reinti_str_free(&s);
        }
}

static void
impossible_and_malformed_ages_are_told_apart(void **state)
{
    static const char *const impossible[] = { "18-16", "121",      "999",    "under 0",
                                              "<0",    "over 120", "16-130", "121+" };
    static const char *const malformed[] = {
        "",
        " ",
        "old",
        "-5",
        "17 years",
        "1000",
        "16-",
        "-18",
        "16-17-18",
        "16.5",
        "16...18",
        "in her",
        "in her 17",
        "her twenties",
        "early",
        "early teens",
        "eighties",
        "young",
        "under",
        "<",
        "+60",
        "60++",
        "in her child",
        "mid child",
        "20 s",
        "1 7",
        "children",
        "under eighteen",
        "an age that takes more than forty characters to tell",
    };
    reinti_interval out = { 1, 2 };

    (void)state;
    for (size_t i = 0; i < REINTI_LENGTH(impossible); i++)
        if (reinti_parse_age(impossible[i], strlen(impossible[i]), &out) != REINTI_IMPOSSIBLE)
            fail_msg("%s", impossible[i]);
    for (size_t i = 0; i < REINTI_LENGTH(malformed); i++)
        if (reinti_parse_age(malformed[i], strlen(malformed[i]), &out) != REINTI_MALFORMED)
            fail_msg("%s", malformed[i]);
    assert_int_equal(reinti_parse_age("17\0", 3, &out), REINTI_MALFORMED);
    assert_int_equal(out.low, 1);
    assert_int_equal(out.high, 2);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(every_day_of_the_calendar_follows_the_one_before),
        cmocka_unit_test(days_that_never_were_are_not_valid),
        cmocka_unit_test(dates_are_read_as_intervals_and_written_back),
        cmocka_unit_test(spans_of_every_length_read_back),
        cmocka_unit_test(a_date_open_at_both_ends_has_no_text),
        cmocka_unit_test(impossible_and_malformed_dates_are_told_apart),
        cmocka_unit_test(ages_are_read_as_intervals_and_written_back),
        cmocka_unit_test(every_span_of_ages_reads_back),
        cmocka_unit_test(impossible_and_malformed_ages_are_told_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
