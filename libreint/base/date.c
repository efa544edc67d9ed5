/* date.c -- days of the calendar, and dates as people know them: a day, a month, a year, a span, before or
 * after.
 *
 * One calendar only, the proleptic Gregorian one, years 1 to 9999, always with four digits: "3/4/15" is
 * several different days and is therefore none.  A date is an interval of days; what is not known is not
 * invented.  A date that cannot be (29 February 2015, a span that ends before it begins) is told apart from a
 * text that is no date. */
#include <config.h>

#include "base/base.h"

#include <string.h>

enum { FIRST_YEAR = 1, LAST_YEAR = 9999, LONGEST = 40 };

static bool
is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int
days_in_month(int year, int month)
{
    static const int days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };

    return days[month - 1] + (month == 2 && is_leap(year));
}

bool
reinti_date_valid(int year, int month, int day)
{
    return year >= FIRST_YEAR && year <= LAST_YEAR && month >= 1 && month <= 12 && day >= 1 &&
           day <= days_in_month(year, month);
}

/* Years are counted from 1 March, so that the day a leap year adds is its last one, and in cycles of 400
 * years (146097 days), after which the calendar repeats. */
int32_t
reinti_date_days(int year, int month, int day)
{
    int y = month <= 2 ? year - 1 : year;
    int cycle = (y >= 0 ? y : y - 399) / 400;
    int year_of_cycle = y - cycle * 400;
    int day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    int day_of_cycle = year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;

    return cycle * 146097 + day_of_cycle - 719468; /* 1970-01-01 is day 719468 after 0000-03-01 */
}

void
reinti_date_civil(int32_t days, int *year, int *month, int *day)
{
    int64_t since = (int64_t)days + 719468;
    int cycle = (int)((since >= 0 ? since : since - 146096) / 146097);
    int day_of_cycle = (int)(since - (int64_t)cycle * 146097);
    int year_of_cycle =
        (day_of_cycle - day_of_cycle / 1460 + day_of_cycle / 36524 - day_of_cycle / 146096) / 365;
    int day_of_year = day_of_cycle - (365 * year_of_cycle + year_of_cycle / 4 - year_of_cycle / 100);
    int march_month = (5 * day_of_year + 2) / 153;

    *day = day_of_year - (153 * march_month + 2) / 5 + 1;
    *month = march_month < 10 ? march_month + 3 : march_month - 9;
    *year = year_of_cycle + cycle * 400 + (*month <= 2);
}

/* ---- from text ----------------------------------------------------------------------------------------- */

/* Exactly N digits at TEXT. */
static bool
take_digits(const char *text, size_t n, int *out)
{
    *out = 0;
    for (size_t i = 0; i < n; i++) {
        if (text[i] < '0' || text[i] > '9')
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return true;
}

/* "2015", "2015-03" or "2015-03-14": its first and last day. */
static reinti_parsed
parse_one(const char *text, size_t n, reinti_interval *out)
{
    int year, month = 1, day = 1, last_month, last_day;

    if (n != 4 && n != 7 && n != 10)
        return REINTI_MALFORMED;
    if (!take_digits(text, 4, &year) || (n >= 7 && (text[4] != '-' || !take_digits(text + 5, 2, &month))) ||
        (n == 10 && (text[7] != '-' || !take_digits(text + 8, 2, &day))))
        return REINTI_MALFORMED;
    if (!reinti_date_valid(year, month, day))
        return REINTI_IMPOSSIBLE;
    last_month = n == 4 ? 12 : month;
    last_day = n == 10 ? day : days_in_month(year, last_month);
    out->low = reinti_date_days(year, month, day);
    out->high = reinti_date_days(year, last_month, last_day);
    return REINTI_PARSED;
}

/* "FROM..TO" with DOTS at its middle, blanks around them allowed. */
static reinti_parsed
parse_span(const char *text, size_t n, const char *dots, reinti_interval *out)
{
    const char *end_of_first = dots, *second = dots + 2, *end = text + n;
    reinti_interval from = { 0, 0 }, to = { 0, 0 };
    reinti_parsed a, b;

    while (end_of_first > text && end_of_first[-1] == ' ')
        end_of_first--;
    while (second < end && *second == ' ')
        second++;
    a = parse_one(text, (size_t)(end_of_first - text), &from);
    b = parse_one(second, (size_t)(end - second), &to);
    if (a == REINTI_MALFORMED || b == REINTI_MALFORMED)
        return REINTI_MALFORMED;
    if (a == REINTI_IMPOSSIBLE || b == REINTI_IMPOSSIBLE || from.low > to.high)
        return REINTI_IMPOSSIBLE;
    *out = (reinti_interval){ from.low, to.high };
    return REINTI_PARSED;
}

/* Whether TEXT begins with WORD (small letters) and blanks after it; *SKIP is then where the rest begins. */
static bool
begins_with(const char *text, size_t n, const char *word, size_t *skip)
{
    size_t length = strlen(word), at = length;

    if (n <= length)
        return false;
    for (size_t i = 0; i < length; i++)
        if ((text[i] >= 'A' && text[i] <= 'Z' ? text[i] - 'A' + 'a' : text[i]) != word[i])
            return false;
    while (at < n && text[at] == ' ')
        at++;
    *skip = at;
    return at > length;
}

reinti_parsed
reinti_parse_date(const char *text, size_t n, reinti_interval *out)
{
    reinti_interval one;
    reinti_parsed parsed;
    size_t skip;

    if (n > LONGEST)
        return REINTI_MALFORMED;
    for (size_t i = 1; i + 2 < n; i++)
        if (text[i] == '.' && text[i + 1] == '.')
            return parse_span(text, n, text + i, out);
    if (begins_with(text, n, "before", &skip)) {
        parsed = parse_one(text + skip, n - skip, &one);
        if (parsed == REINTI_PARSED)
            *out = (reinti_interval){ REINTI_OPEN_LOW, one.low - 1 };
        return parsed;
    }
    if (begins_with(text, n, "after", &skip)) {
        parsed = parse_one(text + skip, n - skip, &one);
        if (parsed == REINTI_PARSED)
            *out = (reinti_interval){ one.high + 1, REINTI_OPEN_HIGH };
        return parsed;
    }
    return parse_one(text, n, out);
}

/* ---- to text ------------------------------------------------------------------------------------------- */

enum { DAY, MONTH, YEAR };

/* The coarsest unit that begins on this day. */
static int
unit_begun(int32_t days)
{
    int year, month, day;

    reinti_date_civil(days, &year, &month, &day);
    return day != 1 ? DAY : month != 1 ? MONTH : YEAR;
}

/* The coarsest unit that ends on this day. */
static int
unit_ended(int32_t days)
{
    return unit_begun(days + 1);
}

static void
add_date(reinti_str *out, int32_t days, int unit)
{
    int year, month, day;

    reinti_date_civil(days, &year, &month, &day);
    reinti_str_format(out, "%04d", year);
    if (unit <= MONTH)
        reinti_str_format(out, "-%02d", month);
    if (unit == DAY)
        reinti_str_format(out, "-%02d", day);
}

static void
add_span(reinti_str *out, reinti_interval date)
{
    int begun = unit_begun(date.low), ended = unit_ended(date.high), unit = begun < ended ? begun : ended;
    reinti_str high = REINTI_STR_EMPTY;
    size_t from = out->length;

    add_date(out, date.low, unit);
    add_date(&high, date.high, unit);
    if (high.failed)
        out->failed = true;
    else if (out->failed || strcmp(out->text + from, high.text))
        reinti_str_format(out, "..%s", high.text);
    reinti_str_free(&high);
}

void
reinti_format_date(reinti_str *out, reinti_interval date)
{
    if (date.low == REINTI_OPEN_LOW && date.high == REINTI_OPEN_HIGH)
        return; /* nothing is known: no text */
    if (date.low == REINTI_OPEN_LOW) {
        reinti_str_add(out, "before ");
        add_date(out, date.high + 1, unit_ended(date.high));
    } else if (date.high == REINTI_OPEN_HIGH) {
        reinti_str_add(out, "after ");
        add_date(out, date.low - 1, unit_begun(date.low));
    } else {
        add_span(out, date);
    }
}
