/* utf8.c -- is a text UTF-8, how wide is it on a terminal, and where can it be cut.
 *
 * Valid means RFC 3629: no overlong forms, no surrogates, nothing above U+10FFFF.  Widths are those of
 * utf8proc's Unicode tables, never of the locale.  A byte that is no UTF-8 counts as one column and is shown
 * as U+FFFD. */
#include <config.h>

#include "base/base.h"

#include <string.h>
#include <utf8proc.h>

/* Length of the well-formed character at S (N > 0 bytes left), or 0. */
static size_t
character_length(const unsigned char *s, size_t n)
{
    /* first byte FROM..TO, length, and the range of the second byte (RFC 3629, section 4) */
    static const struct {
        unsigned char from, to, length, low, high;
    } forms[] = {
        { 0x00, 0x7F, 1, 0x00, 0x00 }, { 0xC2, 0xDF, 2, 0x80, 0xBF }, { 0xE0, 0xE0, 3, 0xA0, 0xBF },
        { 0xE1, 0xEC, 3, 0x80, 0xBF }, { 0xED, 0xED, 3, 0x80, 0x9F }, { 0xEE, 0xEF, 3, 0x80, 0xBF },
        { 0xF0, 0xF0, 4, 0x90, 0xBF }, { 0xF1, 0xF3, 4, 0x80, 0xBF }, { 0xF4, 0xF4, 4, 0x80, 0x8F },
    };

    for (size_t f = 0; f < REINTI_LENGTH(forms); f++) {
        size_t length = forms[f].length;
        if (s[0] < forms[f].from || s[0] > forms[f].to)
            continue;
        if (length > n || (length > 1 && (s[1] < forms[f].low || s[1] > forms[f].high)))
            return 0;
        for (size_t i = 2; i < length; i++)
            if ((s[i] & 0xC0) != 0x80)
                return 0;
        return length;
    }
    return 0;
}

bool
reinti_utf8_valid(const char *text, size_t n, size_t *bad_at)
{
    const unsigned char *s = (const unsigned char *)text;
    size_t at = 0;

    while (at < n) {
        uint64_t eight;
        size_t length;
        if (n - at >= sizeof eight) { /* nearly all of what we read is ASCII: eight bytes at a time */
            memcpy(&eight, s + at, sizeof eight);
            if (!(eight & UINT64_C(0x8080808080808080))) {
                at += sizeof eight;
                continue;
            }
        }
        length = character_length(s + at, n - at);
        if (!length) {
            if (bad_at)
                *bad_at = at;
            return false;
        }
        at += length;
    }
    return true;
}

/* The next character of *S, which moves on; -1 for a byte that is none. */
static utf8proc_int32_t
next_character(const char **s, size_t *length)
{
    utf8proc_int32_t c;
    utf8proc_ssize_t step = utf8proc_iterate((const utf8proc_uint8_t *)*s, -1, &c);

    *length = step > 0 ? (size_t)step : 1;
    *s += *length;
    return step > 0 ? c : -1;
}

/* As terminals and wcwidth() have it: a combining mark that has room of its own (a vowel sign of Devanagari, say) is one
 * column, which utf8proc takes for none. */
static size_t
character_width(utf8proc_int32_t c)
{
    int width = c < 0 || utf8proc_category(c) == UTF8PROC_CATEGORY_MC ? 1 : utf8proc_charwidth(c);

    return width > 0 ? (size_t)width : 0;
}

size_t
reinti_utf8_width(const char *text)
{
    size_t width = 0, length;

    while (*text)
        width += character_width(next_character(&text, &length));
    return width;
}

static void
add_characters(reinti_str *out, const char *text, const char *end)
{
    while (text < end) {
        const char *from = text;
        size_t length;
        if (next_character(&text, &length) < 0)
            reinti_str_add(out, "\xEF\xBF\xBD");
        else
            reinti_str_add_n(out, from, length);
    }
}

void
reinti_utf8_cut(reinti_str *out, const char *text, size_t width)
{
    const char *at = text,
               *end = text; /* END: after the last whole cluster that leaves a column for the mark */
    utf8proc_int32_t previous = 0, state = 0;
    size_t used = 0;

    if (!width)
        return;
    while (*at) {
        const char *from = at;
        size_t length;
        utf8proc_int32_t c = next_character(&at, &length), shown = c < 0 ? 0xFFFD : c;
        /* an accent stays with its letter: a cut comes only where Unicode sees a new cluster */
        if ((from == text || utf8proc_grapheme_break_stateful(previous, shown, &state)) && used < width)
            end = from;
        used += character_width(c);
        previous = shown;
    }
    if (used <= width) {
        add_characters(out, text, at);
        return;
    }
    add_characters(out, text, end);
    reinti_str_add(out, "\xE2\x80\xA6");
}
