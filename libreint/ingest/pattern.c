/* pattern.c -- does a whole value fit a pattern?
 *
 * Patterns of keys are nearly always letters, classes and counts, "R[0-9]{7}" or "[A-Z]{2,4}-[A-Z]?[0-9]{3}".
 * Those run as bits: one set of bytes a position, and of each value byte the positions it may stand at (an
 * automaton of at most 64 positions, without backtracking).  Whatever else an extended regular expression may
 * say goes to regexec(), which takes about a microsecond a value, in the locale C.UTF-8 whatever the caller's
 * locale is. */
#include <config.h>

#include "ingest/pattern.h"

#include <locale.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_POSITIONS = 63 };

struct reinti_pattern {
    bool quick;
    /* position I takes a byte B when fits[B] has bit I; bit n_positions is the end */
    unsigned n_positions;
    uint64_t fits[256];
    uint64_t optional; /* positions that may be left out */
    uint64_t repeated; /* positions that may stand again */
    regex_t regex;
    bool compiled;
    locale_t locale;
    char *buffer;
    size_t size;
};

/* ---- the quick form -------------------------------------------------------------------------------- */

typedef struct byte_set {
    bool has[256];
} byte_set;

/* "[A-Z0-9_]" from S on, which points behind '['; answers the place behind ']', or NULL for anything else. */
static const char *
read_class(const char *s, byte_set *set)
{
    bool negated = *s == '^', first = true;

    memset(set, 0, sizeof *set);
    s += negated;
    for (; *s && (*s != ']' || first); first = false) {
        unsigned char low = (unsigned char)*s++, high = low;
        if (low >= 0x80 || (low == '[' && (*s == ':' || *s == '.' || *s == '=')))
            return NULL;
        if (*s == '-' && s[1] && s[1] != ']') {
            high = (unsigned char)s[1];
            s += 2;
            if (high >= 0x80 || high < low || high == '[')
                return NULL;
        }
        for (unsigned c = low; c <= high; c++)
            set->has[c] = true;
    }
    return *s == ']' && !negated ? s + 1 : NULL;
}

/* One letter or class. */
static const char *
read_atom(const char *s, byte_set *set)
{
    memset(set, 0, sizeof *set);
    if (*s == '[')
        return read_class(s + 1, set);
    if (*s == '\\') {
        s++;
        if (!*s || !strchr(".[]\\*^$+?{}()|/-", *s))
            return NULL;
    } else if (strchr(".*^$+?{}()|", *s)) {
        return NULL;
    }
    if ((unsigned char)*s >= 0x80)
        return NULL;
    set->has[(unsigned char)*s] = true;
    return s + 1;
}

/* What stands behind an atom: at least *LOW, at most *HIGH times (0: any number). */
static const char *
read_count(const char *s, unsigned *low, unsigned *high)
{
    char *end;

    *low = *high = 1;
    if (*s == '?' || *s == '*' || *s == '+') {
        *low = *s == '+';
        *high = *s == '?';
        return strchr("?*+{", s[1]) && s[1] ? NULL : s + 1;
    }
    if (*s != '{')
        return s;
    if (s[1] < '0' || s[1] > '9')
        return NULL;
    *low = *high = (unsigned)strtoul(s + 1, &end, 10);
    if (*end == ',') {
        s = end + 1;
        if (*s < '0' || *s > '9')
            return NULL;
        *high = (unsigned)strtoul(s, &end, 10);
    }
    if (*end != '}' || *low > *high || !*high || *high > MAX_POSITIONS || (end[1] && strchr("?*+{", end[1])))
        return NULL;
    return end + 1;
}

static bool
add_positions(reinti_pattern *p, const byte_set *set, unsigned low, unsigned high)
{
    unsigned n = high ? high : low ? low : 1;

    if (p->n_positions + n > MAX_POSITIONS)
        return false;
    for (unsigned i = 0; i < n; i++) {
        uint64_t bit = UINT64_C(1) << p->n_positions++;
        for (unsigned c = 0; c < 256; c++)
            if (set->has[c])
                p->fits[c] |= bit;
        if (i >= low)
            p->optional |= bit;
        if (!high && i + 1 == n)
            p->repeated |= bit;
    }
    return true;
}

static bool
compile_quick(reinti_pattern *p, const char *text)
{
    byte_set set;
    unsigned low, high;

    if (*text == '^')
        text++;
    while (*text && !(text[0] == '$' && !text[1])) {
        text = read_atom(text, &set);
        if (text)
            text = read_count(text, &low, &high);
        if (!text || !add_positions(p, &set, low, high))
            return false;
    }
    return true;
}

/* All positions that can be reached from STATE without a further byte. */
static inline uint64_t
skip_optional(const reinti_pattern *p, uint64_t state)
{
    for (;;) {
        uint64_t more = (state & p->optional) << 1 & ~state;
        if (!more)
            return state;
        state |= more;
    }
}

static bool
fits_quickly(const reinti_pattern *p, const char *value, size_t n)
{
    uint64_t state = skip_optional(p, 1);

    for (size_t i = 0; i < n && state; i++) {
        uint64_t here = state & p->fits[(unsigned char)value[i]];
        state = here << 1 | (here & p->repeated);
        if (p->optional)
            state = skip_optional(p, state);
    }
    return state >> p->n_positions & 1;
}

/* ---- the general form ------------------------------------------------------------------------------ */

static reint_status
compile_regex(reinti_pattern *p, const char *text, reint_error *err)
{
    size_t n = strlen(text);
    char *whole = malloc(n + 5);
    locale_t before;
    int code;

    p->locale = newlocale(LC_ALL_MASK, "C.UTF-8", (locale_t)0);
    if (!p->locale)
        p->locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    if (!whole || !p->locale) {
        free(whole);
        return reinti_no_memory(err);
    }
    snprintf(whole, n + 5, "^(%s)$", text);
    before = uselocale(p->locale);
    code = regcomp(&p->regex, whole, REG_EXTENDED | REG_NOSUB);
    uselocale(before);
    free(whole);
    if (code) {
        char why[128];
        regerror(code, &p->regex, why, sizeof why);
        return reinti_fail(err, REINT_INPUT, NULL, 0, "the pattern \"%s\" is no regular expression: %s", text,
                           why);
    }
    p->compiled = true;
    return REINT_OK;
}

static bool
fits_regex(reinti_pattern *p, const char *value, size_t n)
{
    locale_t before;
    bool fits;

    if (n + 1 > p->size) {
        char *more = realloc(p->buffer, 2 * n + 64);
        if (!more)
            return false;
        p->buffer = more;
        p->size = 2 * n + 64;
    }
    memcpy(p->buffer, value, n);
    p->buffer[n] = '\0';
    before = uselocale(p->locale);
    fits = !regexec(&p->regex, p->buffer, 0, NULL, 0);
    uselocale(before);
    return fits;
}

/* ---------------------------------------------------------------------------------------------------------
 */

reint_status
reinti_pattern_create(const char *text, reinti_pattern **out, reint_error *err)
{
    reinti_pattern *p = calloc(1, sizeof *p);
    reint_status status;

    *out = NULL;
    if (!p)
        return reinti_no_memory(err);
    p->quick = compile_quick(p, text);
    if (!p->quick) {
        status = compile_regex(p, text, err);
        if (status) {
            reinti_pattern_free(p);
            return status;
        }
    }
    *out = p;
    return REINT_OK;
}

void
reinti_pattern_free(reinti_pattern *p)
{
    if (!p)
        return;
    if (p->compiled)
        regfree(&p->regex);
    if (p->locale)
        freelocale(p->locale);
    free(p->buffer);
    free(p);
}

bool
reinti_pattern_fits(reinti_pattern *p, const char *value, size_t n)
{
    return p->quick ? fits_quickly(p, value, n) : fits_regex(p, value, n);
}

bool
reinti_pattern_is_quick(const reinti_pattern *p)
{
    return p->quick;
}
