/* value.c -- what a stored value is as text: numbers, and what their number format makes of them.
 *
 * A spreadsheet stores a date as a number of days and a time of day as a part of one; only the cell's number
 * format tells.  Decided here: the kind a format code stands for, and the text of a number of that kind.
 *   days    from 1899-12-30 (which makes day 1 1900-01-01 as far as Excel's own 1900-02-29, day 60, does:
 *           days before it are one more), or from 1904-01-01.  Day 60 is given as "1900-02-29", which no
 *           check takes for a date.
 *   zeros   a whole number under a format of zeros only ("0000") is shown, and read, with leading zeros.
 *   percent the stored value: 0.5 for 50 %.
 * Times are rounded to seconds; seconds are left out when they are 0.
 * Sources: ECMA-376 part 1, 18.8.30 (numFmt) and 18.17.4 (dates and times). */
#include <config.h>

#include "sheet/internal.h"

#include <math.h>
#include <string.h>

enum { SECONDS = 86400, LEAP_1900 = 60, LAST_DAY = 2958465 /* 9999-12-31 */ };

/* ---- format codes -------------------------------------------------------------------------------------- */

/* Behind what begins at P and is no part of the pattern: "quoted", \x, _x, *x, [colour].  P itself when it
 * is. */
static const char *
skip_literal(const char *p, const char *end, bool *elapsed)
{
    const char *q;

    switch (*p) {
    case '"':
        q = memchr(p + 1, '"', (size_t)(end - p - 1));
        return q ? q + 1 : end;
    case '\\':
    case '_':
    case '*':
        return p + 1 < end ? p + 2 : end;
    case '[':
        q = memchr(p, ']', (size_t)(end - p));
        if (q && strspn(p + 1, "hHmMsS") == (size_t)(q - p - 1) && q > p + 1)
            *elapsed = true;
        return q ? q + 1 : end;
    default:
        return p;
    }
}

reinti_sheet_style
reinti_style_of_code(const char *code, size_t n)
{
    const char *p = code, *end = code + n;
    bool day = false, month = false, clock = false, elapsed = false, percent = false, other = false;
    size_t zeros = 0;
    reinti_sheet_style style = { .kind = REINTI_SHEET_NUMBER };

    while (p < end && *p != ';') { /* the section of positive numbers */
        const char *next = skip_literal(p, end, &elapsed);
        if (next != p) {
            other = true;
            p = next;
            continue;
        }
        if (end - p >= 7 && !strncmp(p, "General", 7)) {
            other = true;
            p += 7;
            continue;
        }
        day |= strchr("dDyY", *p) != NULL;
        month |= *p == 'm' || *p == 'M';
        clock |= strchr("hHsS", *p) != NULL;
        percent |= *p == '%';
        zeros += *p == '0';
        other |= *p != '0';
        p++;
    }
    if (day || (month && !clock && !elapsed)) {
        style.kind = REINTI_SHEET_DATE;
        style.clock = clock || elapsed;
    } else if (clock || elapsed) {
        style.kind = REINTI_SHEET_TIME;
        style.clock = true;
        style.elapsed = elapsed;
    } else if (percent) {
        style.kind = REINTI_SHEET_PERCENT;
    } else if (!other && zeros > 1 && zeros < 32) {
        style.pad = (uint8_t)zeros;
    }
    return style;
}

/* The formats that a file need not spell out (ECMA-376 part 1, 18.8.30, those of the East included). */
reinti_sheet_style
reinti_style_of_id(unsigned id)
{
    static const struct {
        unsigned from, to;
        reinti_sheet_style style;
    } known[] = {
        { 9, 10, { .kind = REINTI_SHEET_PERCENT } },
        { 14, 17, { .kind = REINTI_SHEET_DATE } },
        { 18, 21, { .kind = REINTI_SHEET_TIME, .clock = true } },
        { 22, 22, { .kind = REINTI_SHEET_DATE, .clock = true } },
        { 27, 31, { .kind = REINTI_SHEET_DATE } },
        { 32, 35, { .kind = REINTI_SHEET_TIME, .clock = true } },
        { 36, 36, { .kind = REINTI_SHEET_DATE } },
        { 45, 45, { .kind = REINTI_SHEET_TIME, .clock = true } },
        { 46, 46, { .kind = REINTI_SHEET_TIME, .clock = true, .elapsed = true } },
        { 47, 47, { .kind = REINTI_SHEET_TIME, .clock = true } },
        { 50, 58, { .kind = REINTI_SHEET_DATE } },
    };

    for (size_t i = 0; i < REINTI_LENGTH(known); i++)
        if (id >= known[i].from && id <= known[i].to)
            return known[i].style;
    return (reinti_sheet_style){ .kind = REINTI_SHEET_NUMBER };
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

static void
add_clock(reinti_str *out, int64_t seconds)
{
    reinti_str_format(out, "%02lld:%02lld", (long long)(seconds / 3600), (long long)(seconds / 60 % 60));
    if (seconds % 60)
        reinti_str_format(out, ":%02lld", (long long)(seconds % 60));
}

/* Day DAY of the file's calendar, "2015-03-14". */
static void
add_day(reinti_str *out, int64_t day, bool from_1904)
{
    int year, month, of_month;
    int32_t days;

    if (!from_1904 && day == LEAP_1900) {
        reinti_str_add(out, "1900-02-29");
        return;
    }
    days = from_1904 ? reinti_date_days(1904, 1, 1) + (int32_t)day
                     : reinti_date_days(1899, 12, 30) + (int32_t)day + (day < LEAP_1900);
    reinti_date_civil(days, &year, &month, &of_month);
    reinti_str_format(out, "%04d-%02d-%02d", year, month, of_month);
}

static reinti_sheet_kind
add_time(reinti_str *out, double x, reinti_sheet_style style, bool from_1904)
{
    double whole = floor(x);
    int64_t day = (int64_t)whole, seconds = (int64_t)floor((x - whole) * SECONDS + 0.5);

    if (seconds == SECONDS) {
        seconds = 0;
        day++;
    }
    if (style.kind == REINTI_SHEET_TIME && (style.elapsed || day == 0)) {
        add_clock(out, day * SECONDS + seconds);
        return REINTI_SHEET_TIME;
    }
    if (style.kind == REINTI_SHEET_DATE && !style.clock)
        day = (int64_t)whole;
    add_day(out, day, from_1904);
    if (style.clock && seconds) {
        reinti_str_add_char(out, ' ');
        add_clock(out, seconds);
    }
    return REINTI_SHEET_DATE;
}

/* Digits only, so few that a double holds them: they are their own shortest text. */
static bool
is_plain(const char *text, size_t n)
{
    if (!n || n > 15 || (text[0] == '0' && n > 1))
        return false;
    for (size_t i = 0; i < n; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static void
add_padded(reinti_str *out, const char *text, size_t n, unsigned pad)
{
    for (; pad > n; pad--)
        reinti_str_add_char(out, '0');
    reinti_str_add_n(out, text, n);
}

reinti_sheet_kind
reinti_value_text(reinti_str *out, const char *text, size_t n, reinti_sheet_style style, bool from_1904)
{
    bool is_time = style.kind == REINTI_SHEET_DATE || style.kind == REINTI_SHEET_TIME;
    double x;

    if (!is_time && is_plain(text, n)) {
        add_padded(out, text, n, style.pad);
        return style.kind;
    }
    if (!reinti_parse_decimal(text, n, &x) || !isfinite(x))
        return REINTI_SHEET_EMPTY;
    if (is_time && x >= 0 && x < LAST_DAY + 1)
        return add_time(out, x, style, from_1904);
    if (style.pad && x >= 0 && x == floor(x) && x < 1e15) {
        reinti_str_format(out, "%0*.0f", (int)style.pad, x);
        return style.kind;
    }
    reinti_format_shortest(out, x);
    return is_time ? REINTI_SHEET_NUMBER : style.kind;
}

/* ---- ISO 8601 ------------------------------------------------------------------------------------------ */

static bool
is_digits(const char *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (p[i] < '0' || p[i] > '9')
            return false;
    return true;
}

void
reinti_value_iso_date(reinti_str *out, const char *text, size_t n)
{
    bool day = n >= 10 && is_digits(text, 4) && text[4] == '-' && is_digits(text + 5, 2) && text[7] == '-' &&
               is_digits(text + 8, 2);
    bool clock = day && n >= 16 && text[10] == 'T' && is_digits(text + 11, 2) && text[13] == ':' &&
                 is_digits(text + 14, 2);

    if (!day || (n > 10 && !clock)) {
        reinti_str_add_n(out, text, n);
        return;
    }
    reinti_str_add_n(out, text, 10);
    if (!clock)
        return;
    bool seconds = n >= 19 && text[16] == ':' && is_digits(text + 17, 2) && memcmp(text + 17, "00", 2);
    if (seconds || memcmp(text + 11, "00:00", 5)) {
        reinti_str_add_char(out, ' ');
        reinti_str_add_n(out, text + 11, seconds ? 8 : 5);
    }
}

void
reinti_value_duration(reinti_str *out, const char *text, size_t n)
{
    int64_t seconds = 0, number = 0;
    const char *p = text, *end = text + n;

    if (n < 3 || p[0] != 'P' || p[1] != 'T') {
        reinti_str_add_n(out, text, n);
        return;
    }
    for (p += 2; p < end; p++) {
        if (*p >= '0' && *p <= '9') {
            if (number > 100000000)
                break;
            number = number * 10 + (*p - '0');
            continue;
        }
        seconds += number * (*p == 'H' ? 3600 : *p == 'M' ? 60 : 1);
        number = 0;
        if (*p == 'S' || *p == '.' || *p == ',')
            break;
    }
    add_clock(out, seconds);
}
