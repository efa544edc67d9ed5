/* string.c -- growing texts, comparison, the nearest of some words, strict reading of numbers.
 *
 * Numbers are read from the text alone: neither the locale nor a library's idea of "a number" (hexadecimal,
 * infinity, blanks, octal) has a say. */
#include <config.h>

#include "base/base.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* ---- growing text -------------------------------------------------------------------------------------- */

void
reinti_str_free(reinti_str *s)
{
    if (s->capacity)
        free(s->text);
    *s = (reinti_str)REINTI_STR_EMPTY;
}

void
reinti_str_clear(reinti_str *s)
{
    if (s->capacity)
        s->text[0] = '\0';
    s->length = 0;
    s->failed = false;
}

/* Room for N more bytes and the NUL; false once anything has failed. */
static bool
reserve(reinti_str *s, size_t n)
{
    size_t capacity = s->capacity;
    char *text;

    if (s->failed)
        return false;
    if (n < s->capacity - s->length && s->capacity)
        return true;
    if (n >= PTRDIFF_MAX / 2 - s->length) {
        s->failed = true;
        return false;
    }
    if (!capacity)
        capacity = 64;
    while (capacity <= s->length + n)
        capacity *= 2;
    text = realloc(s->capacity ? s->text : NULL, capacity);
    if (!text) {
        s->failed = true;
        return false;
    }
    text[s->length] = '\0';
    s->text = text;
    s->capacity = capacity;
    return true;
}

void
reinti_str_add_n(reinti_str *s, const char *text, size_t n)
{
    if (!n || !reserve(s, n))
        return;
    memcpy(s->text + s->length, text, n);
    s->length += n;
    s->text[s->length] = '\0';
}

void
reinti_str_add(reinti_str *s, const char *text)
{
    reinti_str_add_n(s, text, strlen(text));
}

void
reinti_str_add_char(reinti_str *s, char c)
{
    reinti_str_add_n(s, &c, 1);
}

void
reinti_str_format(reinti_str *s, const char *format, ...)
{
    va_list ap;
    int n;

    va_start(ap, format);
    n = vsnprintf(NULL, 0, format, ap);
    va_end(ap);
    if (n < 0) {
        s->failed = true;
        return;
    }
    if (!n || !reserve(s, (size_t)n))
        return;
    va_start(ap, format);
    vsnprintf(s->text + s->length, (size_t)n + 1, format, ap);
    va_end(ap);
    s->length += (size_t)n;
}

bool
reinti_equal(const char *a, const char *b)
{
    return a == b || (a && b && !strcmp(a, b));
}

const char *
reinti_text_or(const char *text, const char *otherwise)
{
    return text ? text : otherwise;
}

/* ---- the nearest word ---------------------------------------------------------------------------------- */

enum { LONGEST_WORD = 64 }; /* letters; nobody mistypes a word longer than this and wants it guessed */

/* The letters of TEXT in lower case; their number, or LONGEST_WORD + 1 when there are more. */
static size_t
folded_letters(const char *text, utf8proc_int32_t letter[LONGEST_WORD])
{
    const utf8proc_uint8_t *at = (const utf8proc_uint8_t *)text;
    size_t n = 0;

    while (*at) {
        utf8proc_int32_t c;
        utf8proc_ssize_t step = utf8proc_iterate(at, -1, &c);
        if (n == LONGEST_WORD)
            return LONGEST_WORD + 1;
        if (step <= 0) { /* not UTF-8: the byte stands for itself, outside of all letters */
            c = 0x110000 + *at;
            step = 1;
        } else {
            c = utf8proc_tolower(c);
        }
        letter[n++] = c;
        at += step;
    }
    return n;
}

static size_t
smallest(size_t a, size_t b, size_t c)
{
    size_t least = a < b ? a : b;

    return least < c ? least : c;
}

/* Optimal string alignment: insertions, deletions, substitutions and swaps of neighbours, each place once. */
static size_t
alignment_distance(const utf8proc_int32_t *a, size_t n_a, const utf8proc_int32_t *b, size_t n_b)
{
    size_t row[3][LONGEST_WORD + 1], *before = row[0], *above = row[1], *here = row[2];

    for (size_t j = 0; j <= n_b; j++)
        above[j] = j;
    for (size_t i = 1; i <= n_a; i++) {
        size_t *spare = before;
        here[0] = i;
        for (size_t j = 1; j <= n_b; j++) {
            here[j] = smallest(above[j] + 1, here[j - 1] + 1, above[j - 1] + (a[i - 1] != b[j - 1]));
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && before[j - 2] + 1 < here[j])
                here[j] = before[j - 2] + 1;
        }
        before = above;
        above = here;
        here = spare;
    }
    return above[n_b];
}

const char *
reinti_nearest(const char *word, const char *const *candidates, size_t n)
{
    utf8proc_int32_t letter[LONGEST_WORD], other[LONGEST_WORD];
    size_t n_letters = folded_letters(word, letter);
    size_t limit = n_letters <= 4 ? 1 : n_letters <= 8 ? 2 : 3;
    const char *nearest = NULL;

    if (n_letters > LONGEST_WORD)
        return NULL;
    for (size_t i = 0; i < n; i++) {
        size_t n_other = folded_letters(candidates[i], other), distance;
        if (n_other > LONGEST_WORD || n_other > n_letters + limit || n_letters > n_other + limit)
            continue;
        distance = alignment_distance(letter, n_letters, other, n_other);
        /* a word changed in every letter ("7" for "8") is no misspelling of the other */
        if (distance > limit || (distance && (distance >= n_letters || distance >= n_other)))
            continue;
        nearest = candidates[i];
        if (!distance)
            break;
        limit = distance - 1; /* only a nearer one may take its place */
    }
    return nearest;
}

void
reinti_did_you_mean(reinti_str *out, const char *word, const char *const *candidates, size_t n)
{
    const char *nearest = reinti_nearest(word, candidates, n);

    if (nearest)
        reinti_str_format(out, reinti_words(" (did you mean \"%s\"?)"), nearest);
}

/* ---- numbers from text --------------------------------------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

bool
reinti_parse_integer(const char *text, size_t n, bool allow_zeros, int64_t *out)
{
    bool negative = n && text[0] == '-';
    size_t at = negative;
    int64_t value = 0;

    if (at == n)
        return false;
    if (!allow_zeros && text[at] == '0' && (n > 1))
        return false; /* "07" and "-0" */
    for (; at < n; at++) {
        if (!is_digit(text[at]) || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_sub_overflow(value, text[at] - '0', &value)) /* downwards: INT64_MIN fits */
            return false;
    }
    if (!negative && value == INT64_MIN)
        return false;
    *out = negative ? value : -value;
    return true;
}

/* More significant digits than any double can tell apart from a tie (767), and some. */
enum { MOST_DIGITS = 800, EXPONENT_CAP = 100000 };

/* The significant digits of a decimal text, and the power of ten they are to be multiplied by. */
typedef struct decimal {
    char digit[MOST_DIGITS + 1];
    size_t n;
    long exponent;
    bool more; /* a digit other than 0 did not fit */
} decimal;

static void
take_digit(decimal *d, char c, bool fraction)
{
    if (d->n == 0 && c == '0') {
        d->exponent -= fraction;
    } else if (d->n < MOST_DIGITS) {
        d->digit[d->n++] = c;
        d->exponent -= fraction;
    } else {
        d->more = d->more || c != '0';
        d->exponent += !fraction;
    }
}

/* "e5", "E-7" at TEXT[AT]: adds it to D; the place after it, or 0 when it is malformed. */
static size_t
take_exponent(decimal *d, const char *text, size_t at, size_t n)
{
    bool negative;
    long exponent = 0;

    at++;
    negative = at < n && text[at] == '-';
    if (at < n && (text[at] == '-' || text[at] == '+'))
        at++;
    if (at == n || !is_digit(text[at]))
        return 0;
    for (; at < n && is_digit(text[at]); at++)
        if (exponent < EXPONENT_CAP)
            exponent = exponent * 10 + (text[at] - '0');
    d->exponent += negative ? -exponent : exponent;
    return at;
}

/* The digits are handed to strtod as an integer with an exponent: without a point no locale has a say. */
static double
decimal_value(decimal *d)
{
    static const double power[] = { 1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                    1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22 };
    char text[MOST_DIGITS + 32];
    long exponent = d->exponent;

    if (!d->n)
        return 0;
    if (d->n <= 15 && exponent >= -22 && exponent <= 22) { /* both exact: one rounding, thus correct */
        double whole = 0;
        for (size_t i = 0; i < d->n; i++)
            whole = whole * 10 + (d->digit[i] - '0');
        return exponent < 0 ? whole / power[-exponent] : whole * power[exponent];
    }
    if (d->more) { /* only that it lies above the digits kept matters, not by how much */
        d->digit[d->n++] = '1';
        exponent--;
    }
    snprintf(text, sizeof text, "%.*se%ld", (int)d->n, d->digit, exponent);
    return strtod(text, NULL);
}

bool
reinti_parse_decimal(const char *text, size_t n, double *out)
{
    bool negative = n && text[0] == '-', any = false;
    size_t at = negative;
    decimal d;
    double value;

    d.n = 0;
    d.exponent = 0;
    d.more = false;
    for (; at < n && is_digit(text[at]); at++, any = true)
        take_digit(&d, text[at], false);
    if (at < n && text[at] == '.') {
        if (++at == n || !is_digit(text[at]))
            return false; /* "5." is more likely half a number than a number */
        for (; at < n && is_digit(text[at]); at++, any = true)
            take_digit(&d, text[at], true);
    }
    if (any && at < n && (text[at] == 'e' || text[at] == 'E') && !(at = take_exponent(&d, text, at, n)))
        return false;
    if (!any || at < n)
        return false;
    value = decimal_value(&d);
    if (value > 1.7976931348623157e308)
        return false;                               /* too large for a number is not infinity */
    *out = negative && value != 0 ? -value : value; /* "-0" is 0: no second zero goes through the house */
    return true;
}
