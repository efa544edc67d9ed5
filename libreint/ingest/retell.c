/* retell.c -- the message of a rejected row in the language of messages, from the English that the study keeps.
 *
 * What a study keeps does not depend on the language of who read the file (reject.c).  Its texts are made of the phrases
 * below, one after the other, with names, values and codes between them: the phrases are found again by their English,
 * and said in the language of now; what is no phrase, and what stands in quotes, stays as it is.  A text of another
 * version of the program, whose phrases are not found, is shown as it was kept.  tests/test_words.sh holds that a row
 * reads here as it did when its file was read. */
#include <config.h>

#include "ingest/ingest.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"

enum { CAPTURES = 4 };

typedef enum where {
    ANYWHERE, /* but within quotes */
    CLAUSE,   /* where the text or one of its clauses begins, which is with the name of a variable */
    ITEM,     /* the same, or where something of a list begins */
    BOUND,    /* after a number */
    WHOLE     /* it is all of the text */
} where;

/* The more special stands first.  What is counted has its plural beside it. */
static const struct phrase {
    where where;
    const char *one, *many;
} phrases[] = {
    { WHOLE, REINTI_WORDS("rule %s wants: %s"), NULL },
    { WHOLE, REINTI_WORDS("%s (rule %s)"), NULL },
    { WHOLE, REINTI_WORDS("%s %s: it is asked when %s"), NULL },
    { WHOLE, "%zu field; the header has %zu", "%zu fields; the header has %zu" },
    { WHOLE, REINTI_WORDS("a cell stands right of the last column that the header names"), NULL },
    { WHOLE, REINTI_WORDS("is not asked, though it had to be"), NULL },
    { WHOLE, REINTI_WORDS("is empty, though it had to be asked"), NULL },
    { WHOLE, REINTI_WORDS("must be given"), NULL },
    { WHOLE, REINTI_WORDS("is answered, though routed past"), NULL },
    { WHOLE, REINTI_WORDS("no value"), NULL },
    { ITEM, REINTI_WORDS("there is already a record with this key"), NULL },
    { CLAUSE, REINTI_WORDS("%s is not as the codebook allows: "), NULL },
    { CLAUSE,
      REINTI_WORDS("%s holds an error value of the spreadsheet, or a formula whose value was never stored; "
                   "type the answer in its place"),
      NULL },
    { CLAUSE, REINTI_WORDS("%s is empty, to which the codebook gives no meaning; it allows "), NULL },
    { CLAUSE, REINTI_WORDS("%s is answered, but is not asked in this wave"), NULL },
    { CLAUSE, REINTI_WORDS("%s is missing (%s), but must be given"), NULL },
    { CLAUSE, REINTI_WORDS("%s is "), NULL },
    { ITEM, REINTI_WORDS("whole numbers"), NULL },
    { ITEM, REINTI_WORDS("numbers with a decimal point"), NULL },
    { ITEM, REINTI_WORDS("2015-03-14, 2015-03, 2015, 2014-10..2015-02, before 2015"), NULL },
    { ITEM, REINTI_WORDS("17, 16-18, under 18, 60+, child, teens, early twenties"), NULL },
    { ITEM, REINTI_WORDS("any text"), NULL },
    { ITEM, REINTI_WORDS("keys of respondents"), NULL },
    { ITEM, REINTI_WORDS("an empty cell"), NULL },
    { ITEM, REINTI_WORDS("the pattern \"%s\""), NULL },
    { ITEM, REINTI_WORDS("within "), NULL },
    { BOUND, REINTI_WORDS(" to "), NULL },
    { BOUND, REINTI_WORDS(" and more"), NULL },
    { BOUND, REINTI_WORDS(" and less"), NULL },
    { ANYWHERE, REINTI_WORDS(" (did you mean \"%s\"?)"), NULL },
    { ANYWHERE, REINTI_WORDS(" and %zu more codes"), NULL },
    { ANYWHERE, REINTI_WORDS(" is no code"), NULL },
    { ANYWHERE, REINTI_WORDS(" is not known: no record of this person was seen"), NULL },
    { ANYWHERE, REINTI_WORDS(", a code that is no longer in use"), NULL },
    { ANYWHERE, REINTI_WORDS("; a missing code stands alone: "), NULL },
    { ANYWHERE, REINTI_WORDS("; the codebook allows "), NULL },
    { ANYWHERE, REINTI_WORDS("; %zu codes, at most %zu are allowed"), NULL },
    { ANYWHERE, "; %zu code, at least %zu are needed", "; %zu codes, at least %zu are needed" },
    { ANYWHERE, REINTI_WORDS("; a code stands twice"), NULL },
    { ANYWHERE, REINTI_WORDS("; there is no such day"), NULL },
    { ANYWHERE, REINTI_WORDS("; dates are written "), NULL },
    { ANYWHERE, REINTI_WORDS("; and %zu more at least"), NULL },
    { ANYWHERE, REINTI_WORDS("; and %zu more"), NULL },
    { ANYWHERE, REINTI_WORDS("; also: "), NULL },
};

/* What stood in the place of a conversion: N bytes of the text. */
struct capture {
    const char *text;
    size_t n;
};

/* ---- found in the text ----------------------------------------------------------------------------------- */

static bool
is_name(char c)
{
    return isalnum((unsigned char)c) || c == '_';
}

/* The end of a conversion "%s", "%zu", "%2$s", which begins at FORMAT. */
static const char *
conversion_end(const char *format)
{
    return format + 1 + strcspn(format + 1, "su") + 1;
}

/* How much of TEXT a conversion takes: a number; at the beginning of a clause a name; else what stands before the
 * LITERAL that follows in the format (N bytes; none: all of it).  No quote and no clause ends within. */
static size_t
capture_length(const struct phrase *p, const char *text, bool number, bool first, const char *literal,
               size_t n)
{
    size_t length = 0;

    if (number) {
        while (isdigit((unsigned char)text[length]))
            length++;
    } else if (first && p->where == CLAUSE) {
        while (is_name(text[length]))
            length++;
    } else if (!n) {
        length = strlen(text);
    } else {
        while (text[length] && strncmp(text + length, literal, n)) {
            if (text[length] == '"' || (text[length] == ';' && p->where != WHOLE))
                return 0;
            length++;
        }
        if (!text[length])
            return 0;
    }
    return length;
}

/* How many bytes of TEXT the phrase in its FORM (one, many) takes; 0: it does not stand there. */
static size_t
match(const struct phrase *p, const char *form, const char *text, struct capture *capture)
{
    const char *at = text;
    size_t k = 0;

    for (const char *f = form; *f;) {
        if (*f != '%') {
            if (*f++ != *at++)
                return 0;
            continue;
        }
        const char *end = conversion_end(f);
        size_t n = capture_length(p, at, end[-1] == 'u', f == form, end, strcspn(end, "%"));
        if (!n || k == CAPTURES)
            return 0;
        capture[k++] = (struct capture){ at, n };
        at += n;
        f = end;
    }
    return p->where == WHOLE && *at ? 0 : (size_t)(at - text);
}

static bool
may_stand(where w, const char *text, const char *at, bool after_phrase)
{
    size_t before = (size_t)(at - text);
    bool clause = !before || (before >= 2 && at[-1] == ' ' && (at[-2] == ';' || at[-2] == ':'));

    switch (w) {
    case WHOLE:
        return !before;
    case CLAUSE:
        return clause;
    case ITEM:
        return clause || after_phrase || (before >= 2 && at[-1] == ' ' && at[-2] == ',');
    case BOUND:
        return before && isdigit((unsigned char)at[-1]);
    default:
        return true;
    }
}

/* ---- said again ------------------------------------------------------------------------------------------ */

/* A captured part is a phrase itself ("no value"), or stays. */
static void
add_capture(reinti_str *out, const struct capture *c)
{
    for (size_t i = 0; i < REINTI_LENGTH(phrases); i++)
        if (phrases[i].where == WHOLE && strlen(phrases[i].one) == c->n &&
            !memcmp(phrases[i].one, c->text, c->n)) {
            reinti_str_add(out, reinti_words(phrases[i].one));
            return;
        }
    reinti_str_add_n(out, c->text, c->n);
}

/* FORMAT, a translation, with what was captured: by turn, or by number where it says "%2$s". */
static void
add_filled(reinti_str *out, const char *format, const struct capture *capture)
{
    size_t turn = 0;

    while (*format) {
        size_t n = strcspn(format, "%");
        reinti_str_add_n(out, format, n);
        format += n;
        if (!*format)
            break;
        size_t k = isdigit((unsigned char)format[1]) && format[2] == '$' ? (size_t)(format[1] - '1') : turn++;
        if (k < CAPTURES)
            add_capture(out, &capture[k]);
        format = conversion_end(format);
    }
}

static const char *
translation(const struct phrase *p, const struct capture *count)
{
    int64_t n = 0;

    if (!p->many)
        return reinti_words(p->one);
    reinti_parse_integer(count->text, count->n, true, &n);
    return reinti_words_n(p->one, p->many, (size_t)n);
}

/* Says the phrase that stands at AT in TEXT and answers its length there; 0: none does. */
static size_t
retell_phrase(reinti_str *out, const char *text, const char *at, bool after_phrase)
{
    for (size_t i = 0; i < REINTI_LENGTH(phrases); i++) {
        const struct phrase *p = &phrases[i];
        struct capture capture[CAPTURES] = { { "", 0 } };
        if (!may_stand(p->where, text, at, after_phrase))
            continue;
        size_t n = match(p, p->one, at, capture);
        if (!n && p->many)
            n = match(p, p->many, at, capture);
        if (n) {
            add_filled(out, translation(p, &capture[0]), capture);
            return n;
        }
    }
    return 0;
}

/* All of TEXT: phrases said again, the rest as it is. */
static void
retell(reinti_str *out, const char *text)
{
    bool after_phrase = false;

    for (const char *at = text; *at;) {
        size_t n = retell_phrase(out, text, at, after_phrase);
        after_phrase = n > 0;
        if (!n) {
            const char *quote = *at == '"' ? strchr(at + 1, '"') : NULL;
            n = quote ? (size_t)(quote - at) + 1 : 1;
            reinti_str_add_n(out, at, n);
        }
        at += n;
    }
}

char *
reint_rejected_text(const reint_rejected *row)
{
    reinti_str out = REINTI_STR_EMPTY;

    if (reinti_words_translate())
        retell(&out, row->text);
    else
        reinti_str_add(&out, row->text);
    if (out.failed) {
        reinti_str_free(&out);
        return NULL;
    }
    return out.capacity ? out.text : calloc(1, 1); /* nothing was ever added: the static empty text */
}
