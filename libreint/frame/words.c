/* words.c -- what stands in the text of a condition: the names it may mean, the numbers and dates it mentions.
 *
 * This is no parser: SQLite reads the condition.  A word that is no name is not found among the columns, and a
 * constant too many only makes one value more that is tried. */
#include <config.h>

#include "frame/internal.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

static bool
is_word(char c)
{
    return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The next identifier at *AT, lower-case, without quotes; NULL at the end.  Texts in single quotes are passed
 * over. */
char *
reinti_condition_name(reinti_arena *a, const char **at)
{
    const char *s = *at;

    while (*s) {
        const char *start = s;
        char quote = *s == '[' ? ']' : *s;
        if (*s == '\'' || *s == '"' || *s == '`' || *s == '[') {
            bool text = *s == '\'';
            for (s++; *s && *s != quote;)
                s++;
            size_t n = (size_t)(s - start - 1);
            s += *s != '\0';
            if (text || n == 0)
                continue;
            *at = s;
            return reinti_arena_text_n(a, start + 1, n);
        }
        if (!is_word(*s) || isdigit((unsigned char)*s)) {
            while (is_word(*s)) /* a number, and what sticks to it */
                s++;
            s += s == start;
            continue;
        }
        while (is_word(*s))
            s++;
        *at = s;
        char *name = reinti_arena_text_n(a, start, (size_t)(s - start));
        for (char *c = name; c && *c; c++)
            *c = (char)tolower((unsigned char)*c);
        return name;
    }
    *at = s;
    return NULL;
}

static bool
add_constant(reinti_constants *c, int64_t value)
{
    if (!reinti_grow(&c->value, &c->capacity, c->n, sizeof *c->value))
        return false;
    c->value[c->n++] = value;
    return true;
}

/* Numbers and dates in the text: between two of them a comparison with a date or an age cannot change. */
bool
reinti_condition_constants(const char *s, reinti_constants *out)
{
    bool fine = true;

    while (*s && fine) {
        if (*s == '\'') {
            const char *start = ++s;
            reinti_interval date;
            while (*s && *s != '\'')
                s++;
            if (reinti_parse_date(start, (size_t)(s - start), &date) == REINTI_PARSED)
                fine = add_constant(out, date.low) && add_constant(out, date.high);
            s += *s != '\0';
        } else if (isdigit((unsigned char)*s)) {
            fine = add_constant(out, (int64_t)strtod(s, NULL));
            while (is_word(*s) || *s == '.')
                s++;
        } else if (is_word(*s)) {
            while (is_word(*s))
                s++;
        } else {
            s++;
        }
    }
    return fine;
}
