/* age.c -- ages as people give them: "17", "16-18", "child", "in her late twenties", "60+".
 *
 * An age is an interval of whole years from 0 to 120, both ends included; what is not known is not invented.
 * Capital letters, blanks beside signs and the dash a word processor makes of a hyphen do not matter.  An age
 * that cannot be (under 0, over 120, "18-16") is told apart from a text that is no age. */
#include <config.h>

#include "base/base.h"

#include <string.h>

enum { OLDEST = 120, LONGEST = 40 };

/* ---- words --------------------------------------------------------------------------------------------- */

static const struct {
    const char *word;
    reinti_interval age;
} words[] = {
    { "child", { 0, 17 } },
    { "adult", { 18, OLDEST } },
    { "teens", { 13, 19 } },
};

static const struct {
    const char *word, *digits;
    int begin;
} decades[] = {
    { "twenties", "20s", 20 }, { "thirties", "30s", 30 }, { "forties", "40s", 40 },
    { "fifties", "50s", 50 },  { "sixties", "60s", 60 },  { "seventies", "70s", 70 },
};

static const struct {
    const char *word;
    int from, to; /* years into the decade */
} parts[] = { { "", 0, 9 }, { "early ", 0, 3 }, { "mid ", 4, 6 }, { "mid-", 4, 6 }, { "late ", 7, 9 } };

/* The rest of TEXT after PREFIX, or NULL. */
static const char *
after(const char *text, const char *prefix)
{
    size_t n = strlen(prefix);

    return strncmp(text, prefix, n) ? NULL : text + n;
}

static bool
parse_decade(const char *text, reinti_interval *out)
{
    for (size_t p = 0; p < REINTI_LENGTH(parts); p++) {
        const char *decade = after(text, parts[p].word);
        for (size_t d = 0; decade && d < REINTI_LENGTH(decades); d++)
            if (!strcmp(decade, decades[d].word) || !strcmp(decade, decades[d].digits)) {
                *out = (reinti_interval){ decades[d].begin + parts[p].from, decades[d].begin + parts[p].to };
                return true;
            }
    }
    return false;
}

static bool
parse_words(const char *text, reinti_interval *out)
{
    static const char *const openings[] = { "in his ", "in her ", "in their " };

    for (size_t i = 0; i < REINTI_LENGTH(words); i++)
        if (!strcmp(text, words[i].word)) {
            *out = words[i].age;
            return true;
        }
    for (size_t i = 0; i < REINTI_LENGTH(openings); i++) {
        const char *rest = after(text, openings[i]);
        if (rest) {
            text = rest;
            break;
        }
    }
    if (!strcmp(text, "teens")) { /* "in her teens", but no "in his child" */
        *out = (reinti_interval){ 13, 19 };
        return true;
    }
    return parse_decade(text, out);
}

/* ---- numbers ------------------------------------------------------------------------------------------- */

/* Moves *TEXT over one to three digits. */
static bool
take_years(const char **text, int *years)
{
    int n = 0;

    for (*years = 0; **text >= '0' && **text <= '9' && n < 3; n++)
        *years = *years * 10 + (*(*text)++ - '0');
    return n > 0;
}

/* "under 18", "<18", "over 60" */
static bool
parse_comparison(const char *text, reinti_interval *out)
{
    static const struct {
        const char *word;
        bool over;
    } comparisons[] = { { "under ", false }, { "<", false }, { "over ", true }, { ">", true } };

    for (size_t i = 0; i < REINTI_LENGTH(comparisons); i++) {
        const char *rest = after(text, comparisons[i].word);
        int years;
        if (!rest || !take_years(&rest, &years) || *rest)
            continue;
        *out =
            comparisons[i].over ? (reinti_interval){ years + 1, OLDEST } : (reinti_interval){ 0, years - 1 };
        return true;
    }
    return false;
}

/* "17", "60+", "16-18", "16..18" */
static bool
parse_numbers(const char *text, reinti_interval *out)
{
    const char *second;

    if (!take_years(&text, &out->low))
        return false;
    out->high = out->low;
    if (!*text)
        return true;
    if (!strcmp(text, "+")) {
        out->high = OLDEST;
        return true;
    }
    second = after(text, "-") ? text + 1 : after(text, "..");
    return second && take_years(&second, &out->high) && !*second;
}

/* ---- the text as it is compared ------------------------------------------------------------------------ */

static bool
is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

/* TEXT in small letters, one blank between words and none beside signs, the long dash as "-"; false if too
 * long. */
static bool
normalise(const char *text, size_t n, char out[LONGEST + 1])
{
    size_t used = 0;
    bool blank = false;

    for (size_t i = 0; i < n; i++) {
        char c = text[i];
        if (c == ' ') {
            blank = used > 0;
            continue;
        }
        if (n - i >= 3 && !memcmp(text + i, "\xE2\x80\x93", 3)) { /* U+2013 */
            c = '-';
            i += 2;
        } else if (c >= 'A' && c <= 'Z') {
            c = (char)(c - 'A' + 'a');
        }
        if (c == '\0' || used + 2 > LONGEST)
            return false;
        if (blank && is_word(c) && is_word(out[used - 1]))
            out[used++] = ' ';
        blank = false;
        out[used++] = c;
    }
    out[used] = '\0';
    return used > 0;
}

reinti_parsed
reinti_parse_age(const char *text, size_t n, reinti_interval *out)
{
    char plain[LONGEST + 1];
    reinti_interval age;

    if (!normalise(text, n, plain))
        return REINTI_MALFORMED;
    if (!parse_words(plain, &age) && !parse_comparison(plain, &age) && !parse_numbers(plain, &age))
        return REINTI_MALFORMED;
    if (age.low > age.high || age.high > OLDEST)
        return REINTI_IMPOSSIBLE;
    *out = age;
    return REINTI_PARSED;
}

void
reinti_format_age(reinti_str *out, reinti_interval age)
{
    int low = age.low > 0 ? age.low : 0, high = age.high < OLDEST ? age.high : OLDEST;

    if (low == high)
        reinti_str_format(out, "%d", low);
    else if (high == OLDEST)
        reinti_str_format(out, "%d+", low);
    else if (low == 0)
        reinti_str_format(out, "<%d", high + 1);
    else
        reinti_str_format(out, "%d-%d", low, high);
}
