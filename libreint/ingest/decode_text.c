/* decode_text.c -- what is said about a wrong cell: which variable, what stands there, what the codebook
 * allows.
 *
 * A value is shown only for lists, numbers and dates, and 40 characters of it at most.  Texts and keys of
 * persons are never shown: a name that was typed into the wrong column must not be printed. */
#include <config.h>

#include "ingest/decode.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { VALUE_WIDTH = 40, CODES_SHOWN = 12 };

static bool
value_may_be_shown(const reinti_variable *v)
{
    return v->type != REINTI_TEXT && v->type != REINTI_PERSON;
}

/* N bytes of TEXT as one quoted line. */
static void
add_value(reinti_str *out, const char *text, size_t n)
{
    char *copy = malloc(n + 1);

    if (!copy) {
        out->failed = true;
        return;
    }
    for (size_t i = 0; i < n; i++)
        copy[i] = (unsigned char)text[i] < 0x20 || text[i] == 0x7F ? '?' : text[i];
    copy[n] = '\0';
    reinti_str_add_char(out, '"');
    reinti_utf8_cut(out, copy, VALUE_WIDTH);
    reinti_str_add_char(out, '"');
    free(copy);
}

/* ---- what is allowed ------------------------------------------------------------------------------- */

static void
add_item(reinti_str *out, size_t *n_items)
{
    reinti_str_add(out, (*n_items)++ ? ", " : "");
}

/* How many codes from I on are the whole numbers I, I + 1, ... in the order of the list. */
static size_t
run_length(const reinti_codes *codes, size_t i)
{
    int64_t first, next;
    size_t n = 1;

    if (!reinti_parse_integer(codes->added[i].text, codes->added[i].length, false, &first))
        return 1;
    while (i + n < codes->n && codes->added[i + n].id > 0 &&
           reinti_parse_integer(codes->added[i + n].text, codes->added[i + n].length, false, &next) &&
           next == first + (int64_t)n)
        n++;
    return n;
}

static void
add_codes(const reinti_codes *codes, reinti_str *out, size_t *n_items)
{
    size_t shown = 0, left = 0;

    for (size_t i = 0, n; i < codes->n; i += n) {
        n = 1;
        if (codes->added[i].id < 0)
            continue;
        if (shown >= CODES_SHOWN) {
            left++;
            continue;
        }
        n = run_length(codes, i);
        add_item(out, n_items);
        if (n < 3) {
            n = 1;
            reinti_str_add(out, codes->added[i].text);
        } else {
            reinti_str_format(out, "%s-%s", codes->added[i].text, codes->added[i + n - 1].text);
        }
        shown++;
    }
    if (left)
        reinti_str_format(out, reinti_words(" and %zu more codes"), left);
}

static void
add_bound(reinti_str *out, const reinti_variable *v, double x)
{
    reinti_interval day = { (int32_t)x, (int32_t)x };

    if (v->type == REINTI_DATE)
        reinti_format_date(out, day);
    else
        reinti_format_shortest(out, x);
}

static void
add_range(const reinti_decoder *v, reinti_str *out, size_t *n_items)
{
    const reinti_variable *variable = v->variable;
    bool has_min = variable->has_min, has_max = variable->has_max;
    double min = variable->min, max = variable->max;

    if (variable->type == REINTI_INTEGER && variable->key) { /* a key holds no more */
        has_min = has_max = true;
        min = (double)v->low;
        max = (double)v->high;
    }
    add_item(out, n_items);
    if (variable->type == REINTI_DATE || variable->type == REINTI_AGE)
        reinti_str_add(out, reinti_words("within "));
    if (has_min && has_max) {
        add_bound(out, variable, min);
        reinti_str_add(out, reinti_words(" to "));
        add_bound(out, variable, max);
    } else {
        add_bound(out, variable, has_min ? min : max);
        reinti_str_add(out, has_min ? reinti_words(" and more") : reinti_words(" and less"));
    }
}

static void
add_missing(const reinti_decoding *d, const reinti_decoder *v, reinti_str *out, size_t *n_items)
{
    for (size_t i = 0; i < v->codes.n; i++) {
        const reinti_code_entry *e = &v->codes.added[i];
        if (e->id >= 0)
            continue;
        add_item(out, n_items);
        reinti_str_format(out, "%s (%s)", e->length ? e->text : reinti_words("an empty cell"),
                          d->cb->missing[-e->id - 1].name);
    }
}

/* How a value of the type is written, where it is not plain. */
static const char *const spelling[] = {
    [REINTI_CODE] = NULL,
    [REINTI_INTEGER] = REINTI_WORDS("whole numbers"),
    [REINTI_DECIMAL] = REINTI_WORDS("numbers with a decimal point"),
    [REINTI_DATE] = REINTI_WORDS("2015-03-14, 2015-03, 2015, 2014-10..2015-02, before 2015"),
    [REINTI_AGE] = REINTI_WORDS("17, 16-18, under 18, 60+, child, teens, early twenties"),
    [REINTI_TEXT] = REINTI_WORDS("any text"),
    [REINTI_PERSON] = REINTI_WORDS("keys of respondents"),
};

static void
add_values(const reinti_decoder *v, reinti_str *out, size_t *n_items)
{
    const reinti_variable *variable = v->variable;
    bool number = variable->type == REINTI_INTEGER || variable->type == REINTI_DECIMAL;
    bool ranged = variable->has_min || variable->has_max || (variable->key && number);

    if (variable->type == REINTI_CODE) {
        add_codes(&v->codes, out, n_items);
        return;
    }
    if (v->pattern_text) {
        add_item(out, n_items);
        reinti_str_format(out, reinti_words("the pattern \"%s\""), v->pattern_text);
        return;
    }
    if (!number || !ranged) {
        add_item(out, n_items);
        reinti_str_add(out, variable->key && variable->type == REINTI_DATE
                                ? "2015-03-14"
                                : reinti_words(spelling[variable->type]));
    }
    if (ranged)
        add_range(v, out, n_items);
}

void
reinti_decode_allowed(const reinti_decoding *d, const reinti_decoder *v, reinti_str *out)
{
    size_t n = 0;

    add_values(v, out, &n);
    add_missing(d, v, out, &n);
}

/* ---- what is wrong --------------------------------------------------------------------------------- */

static const reinti_code *
retired_code(const reinti_decoding *d, const reinti_variable *v, const char *text, size_t n)
{
    const reinti_list *list = &d->cb->list[v->list];
    int64_t at = reinti_map_find(list->index, text, n);

    return at >= 0 && list->code[at].retired ? &list->code[at] : NULL;
}

/* The nearest code, for a misspelt one. */
static void
add_nearest(const reinti_decoder *v, const char *text, size_t n, reinti_str *out)
{
    const char **names = malloc((v->codes.n ? v->codes.n : 1) * sizeof *names);
    char word[64];
    size_t n_names = 0;

    if (names && n < sizeof word) {
        memcpy(word, text, n);
        word[n] = '\0';
        for (size_t i = 0; i < v->codes.n; i++)
            if (v->codes.added[i].id > 0 && v->codes.added[i].length > 2) /* of short codes all are near */
                names[n_names++] = v->codes.added[i].text;
        reinti_did_you_mean(out, word, names, n_names);
    }
    free(names);
}

/* Which code of a set is wrong, or what of the whole. */
static void
set_message(const reinti_decoding *d, const reinti_decoder *v, const reinti_csv_field *f, reinti_str *out)
{
    const char *p = f->text, *end = f->text + f->length;
    const reinti_variable *variable = v->variable;
    size_t n = 0;

    for (;; p++) {
        const char *stop = memchr(p, variable->separator, (size_t)(end - p)), *to = stop ? stop : end;
        const reinti_code_entry *e;
        while (n && p < to && *p == ' ')
            p++;
        e = reinti_codes_find_short(&v->codes, p, (size_t)(to - p));
        if (e && e->id < 0) {
            reinti_str_add(out, reinti_words("; a missing code stands alone: "));
            add_value(out, p, (size_t)(to - p));
            return;
        }
        if (!e) {
            reinti_str_add(out, "; ");
            add_value(out, p, (size_t)(to - p));
            reinti_str_add(out, reinti_words(" is no code"));
            add_nearest(v, p, (size_t)(to - p), out);
            reinti_str_add(out, reinti_words("; the codebook allows "));
            reinti_decode_allowed(d, v, out);
            return;
        }
        n++;
        if (!stop)
            break;
        p = stop;
    }
    if (variable->max_codes && n > variable->max_codes)
        reinti_str_format(out, reinti_words("; %zu codes, at most %zu are allowed"), n, variable->max_codes);
    else if (n < variable->min_codes)
        reinti_str_format(
            out,
            reinti_words_n("; %zu code, at least %zu are needed", "; %zu codes, at least %zu are needed", n),
            n, variable->min_codes);
    else
        reinti_str_add(out, reinti_words("; a code stands twice"));
}

static void
illegal_message(const reinti_decoding *d, const reinti_decoder *v, const reinti_csv_field *f, reinti_str *out)
{
    const reinti_variable *variable = v->variable;

    if (!value_may_be_shown(variable)) {
        reinti_str_format(out, reinti_words("%s is not as the codebook allows: "), variable->name);
        reinti_decode_allowed(d, v, out);
        return;
    }
    reinti_str_format(out, reinti_words("%s is "), variable->name);
    add_value(out, f->text, f->length);
    if (variable->type == REINTI_CODE && variable->multiple) {
        set_message(d, v, f, out);
        return;
    }
    if (variable->type == REINTI_CODE && retired_code(d, variable, f->text, f->length)) {
        reinti_str_add(out, reinti_words(", a code that is no longer in use"));
    } else if (variable->type == REINTI_CODE) {
        add_nearest(v, f->text, f->length, out);
    }
    reinti_str_add(out, reinti_words("; the codebook allows "));
    reinti_decode_allowed(d, v, out);
}

static void
date_message(const reinti_decoding *d, const reinti_decoder *v, const reinti_csv_field *f, reinti_str *out)
{
    reinti_interval i;

    reinti_str_format(out, reinti_words("%s is "), v->variable->name);
    add_value(out, f->text, f->length);
    if (reinti_parse_date(f->text, f->length, &i) == REINTI_IMPOSSIBLE) {
        reinti_str_add(out, reinti_words("; there is no such day"));
        return;
    }
    reinti_str_add(out, reinti_words("; dates are written "));
    reinti_decode_allowed(d, v, out);
}

/* A well-formed key is a pseudonym and may be shown; without a pattern anything is well formed, a name too.
 */
static void
person_message(const reinti_decoder *v, const reinti_csv_field *f, reinti_str *out)
{
    reinti_str_add(out, v->variable->name);
    if (v->pattern) {
        reinti_str_add_char(out, ' ');
        add_value(out, f->text, f->length);
    }
    reinti_str_add(out, reinti_words(" is not known: no record of this person was seen"));
}

static void
required_message(const reinti_decoding *d, const reinti_decoder *v, const reinti_csv_field *f,
                 reinti_str *out)
{
    const reinti_code_entry *e = reinti_codes_find(&v->codes, f->text, f->length);

    reinti_str_format(out, reinti_words("%s is missing (%s), but must be given"), v->variable->name,
                      e && e->id < 0 ? d->cb->missing[-e->id - 1].name : reinti_words("no value"));
}

void
reinti_decode_message(const reinti_decoding *d, const reinti_decoder *v, reinti_fault fault,
                      const reinti_csv_field *f, reinti_str *out)
{
    switch (fault) {
    case REINTI_FAULT_VALUE:
        reinti_str_format(
            out,
            reinti_words(
                "%s holds an error value of the spreadsheet, or a formula whose value was never stored; "
                "type the answer in its place"),
            v->variable->name);
        break;
    case REINTI_FAULT_EMPTY:
    case REINTI_FAULT_EMPTY_DATE:
        reinti_str_format(out,
                          reinti_words("%s is empty, to which the codebook gives no meaning; it allows "),
                          v->variable->name);
        reinti_decode_allowed(d, v, out);
        break;
    case REINTI_FAULT_DATE:
        date_message(d, v, f, out);
        break;
    case REINTI_FAULT_PERSON:
        person_message(v, f, out);
        break;
    case REINTI_FAULT_REQUIRED:
        required_message(d, v, f, out);
        break;
    case REINTI_FAULT_ROUTING: /* here: because of the wave; rules.c tells the other case */
        reinti_str_format(out, reinti_words("%s is answered, but is not asked in this wave"),
                          v->variable->name);
        break;
    default:
        illegal_message(d, v, f, out);
    }
}
