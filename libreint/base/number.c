/* number.c -- the one rounding function of the house, and numbers as text.
 *
 * Rounding works on the decimal that a reader sees, not on the binary fraction behind it: the shortest
 * decimal that reads back as the number is rounded, half away from zero.  2.675 lies a little below 2.675 in
 * binary; whoever checks a table with a pencil expects 2.68 and gets it.  The digits come from printf("%e")
 * with every byte that is no digit skipped, and are read back by reinti_parse_decimal: no locale has a say.
 */
#include <config.h>

#include "base/base.h"

#include <math.h>
#include <string.h>

enum { MOST_DIGITS = 17 }; /* a double never needs more to read back */

/* 0.DIGITS * 10^POINT; no digit 0 at either end; zero has no digits. */
typedef struct shortest {
    char digit[MOST_DIGITS + 2];
    int n;
    int point;
    bool negative;
} shortest;

/* Digits and exponent of X (finite) to N significant digits. */
static void
digits_of(double x, int n, shortest *out)
{
    char text[64];
    const char *at = text;
    int exponent = 0;
    bool negative;

    snprintf(text, sizeof text, "%.*e", n - 1, fabs(x));
    out->n = 0;
    for (; *at && *at != 'e'; at++)
        if (*at >= '0' && *at <= '9' && out->n < MOST_DIGITS)
            out->digit[out->n++] = *at;
    at += *at == 'e';
    negative = *at == '-';
    for (; *at; at++)
        if (*at >= '0' && *at <= '9')
            exponent = exponent * 10 + (*at - '0');
    while (out->n && out->digit[out->n - 1] == '0')
        out->n--;
    out->point = (negative ? -exponent : exponent) + 1;
}

static double
value_of(const shortest *s)
{
    char text[MOST_DIGITS + 32];
    double value = 0;
    int length;

    if (!s->n)
        return 0;
    length = snprintf(text, sizeof text, "%.*se%d", s->n, s->digit, s->point - s->n);
    if (!reinti_parse_decimal(text, (size_t)length, &value))
        value = INFINITY; /* the digits of a finite number, rounded up past the largest one */
    return s->negative ? -value : value;
}

static shortest
shortest_of(double x)
{
    shortest s = { .negative = x < 0 };

    if (x == 0)
        return s;
    /* 15 digits always survive the way through a double, so fewer than 15 show as zeros at the end; not so
     * below the smallest normal number, where precision ends earlier */
    for (int n = fabs(x) < 0x1p-1022 ? 1 : 15; n <= MOST_DIGITS; n++) {
        digits_of(x, n, &s);
        if (n == MOST_DIGITS || value_of(&s) == x)
            break;
    }
    return s;
}

/* Rounds S to DIGITS decimals, half away from zero. */
static void
round_digits(shortest *s, int digits)
{
    int keep = s->point + digits; /* how many digits stay */
    bool up;

    if (keep >= s->n)
        return;
    if (keep < 0) {
        s->n = 0;
        return;
    }
    up = s->digit[keep] >= '5';
    s->n = keep;
    if (up) {
        while (s->n && s->digit[s->n - 1] == '9')
            s->n--;
        if (s->n) {
            s->digit[s->n - 1]++;
        } else { /* 9.99 -> 10 */
            s->digit[s->n++] = '1';
            s->point++;
        }
    }
    while (s->n && s->digit[s->n - 1] == '0')
        s->n--;
}

double
reinti_round(double x, int digits)
{
    shortest s;

    if (!isfinite(x) || (digits >= 0 && fabs(x) < 0x1p53 && x == trunc(x)))
        return x == 0 ? 0 : x;
    s = shortest_of(x);
    round_digits(&s, digits);
    return value_of(&s); /* -0.04 becomes 0, never -0 */
}

static bool
add_special(reinti_str *out, double x)
{
    if (isfinite(x))
        return false;
    reinti_str_add(out, isnan(x) ? "nan" : x < 0 ? "-inf" : "inf");
    return true;
}

/* The digit for 10^PLACE. */
static char
digit_at(const shortest *s, int place)
{
    int i = s->point - 1 - place;

    return i >= 0 && i < s->n ? s->digit[i] : '0';
}

static void
add_plain(reinti_str *out, const shortest *s, int digits)
{
    if (s->negative && s->n)
        reinti_str_add_char(out, '-');
    for (int place = s->n && s->point > 0 ? s->point - 1 : 0; place >= 0; place--)
        reinti_str_add_char(out, digit_at(s, place));
    if (digits > 0)
        reinti_str_add_char(out, '.');
    for (int place = -1; place >= -digits; place--)
        reinti_str_add_char(out, digit_at(s, place));
}

void
reinti_format_fixed(reinti_str *out, double x, int digits)
{
    shortest s;

    if (add_special(out, x))
        return;
    s = shortest_of(x);
    round_digits(&s, digits);
    add_plain(out, &s, digits);
}

void
reinti_format_shortest(reinti_str *out, double x)
{
    shortest s;

    if (add_special(out, x))
        return;
    if (fabs(x) < 0x1p53 && x == trunc(x)) {
        reinti_str_format(out, "%lld", (long long)x);
        return;
    }
    s = shortest_of(x);
    if (s.point >= -4 && s.point <= MOST_DIGITS) {
        add_plain(out, &s, s.n > s.point ? s.n - s.point : 0);
        return;
    }
    if (s.negative)
        reinti_str_add_char(out, '-');
    reinti_str_add_char(out, s.digit[0]);
    if (s.n > 1) {
        reinti_str_add_char(out, '.');
        reinti_str_add_n(out, s.digit + 1, (size_t)s.n - 1);
    }
    reinti_str_format(out, "e%d", s.point - 1);
}
