/* draft_judge.c -- guesses what the columns of a table are: keys, types, code lists, values that say why one is
 * missing.
 *
 * The respondent is the column that alone tells the rows of some file apart (the first such column of the first such
 * file); where none does, the column with most values of a pair that does.  A guess that is wrong is to be seen at
 * once, so each is told; nothing is kept secretly. */
#include <config.h>

#include "run/draft.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "codebook/parser.h"

/* ---- words --------------------------------------------------------------------------------------------- */

/* Whether one of WORDS stands in the variable's name, between underscores. */
static bool
has_word(const char *name, const char *const *words)
{
    for (; *words; words++) {
        size_t n = strlen(*words);
        for (const char *at = name; (at = strstr(at, *words)); at++)
            if ((at == name || at[-1] == '_') && (!at[n] || at[n] == '_'))
                return true;
    }
    return false;
}

static const char *const person_words[] = { "name",      "nama",     "surname",   "nickname", "phone",
                                            "telephone", "mobile",   "telp",      "hp",       "email",
                                            "address",   "alamat",   "passport",  "nik",      "ktp",
                                            "gps",       "latitude", "longitude", "whatsapp", "facebook",
                                            NULL };
static const char *const wave_words[] = { "wave",    "round", "visit",     "gelombang",
                                          "putaran", "ronde", "kunjungan", NULL };

bool
reinti_draft_is_wave(const char *name)
{
    return has_word(name, wave_words);
}

bool
reinti_draft_points_at_person(const char *name)
{
    return has_word(name, person_words);
}

void
reinti_draft_fold(const char *text, reinti_str *out)
{
    /* U+00C0 .. U+00FF, as in the names of villages; what has no plain letter stays */
    static const char latin[] = "aaaaaa?ceeeeiiii?nooooo?ouuuuy??aaaaaa?ceeeeiiii?nooooo?ouuuuy?y";

    reinti_str_clear(out);
    for (const unsigned char *c = (const unsigned char *)text; *c; c++) {
        char plain = *c == 0xC3 && (c[1] & 0xC0) == 0x80 ? latin[c[1] & 0x3F] : '?';
        if (plain != '?')
            reinti_str_add_char(out, plain), c++;
        else if (isalnum(*c) || *c >= 0x80)
            reinti_str_add_char(out, (char)tolower(*c));
    }
}

static const struct {
    const char *folded, *reason;
} missing_words[] = {
    { "na", "not_stated" },
    { "null", "not_stated" },
    { "missing", "not_stated" },
    { "notstated", "not_stated" },
    { "blank", "not_stated" },
    { "", "not_stated" },
    { "unknown", "dont_know" },
    { "dontknow", "dont_know" },
    { "doesnotknow", "dont_know" },
    { "dk", "dont_know" },
    { "tidaktahu", "dont_know" },
    { "refused", "refused" },
    { "refusal", "refused" },
    { "menolak", "refused" },
    { "notapplicable", "not_applicable" },
    { "tidakberlaku", "not_applicable" },
    { "notasked", "not_asked" },
    { "tidakditanyakan", "not_asked" },
};

static const struct {
    int64_t code;
    const char *reason;
} missing_codes[] = {
    { 97, "refused" },        { 997, "refused" },        { 9997, "refused" },   { -7, "refused" },
    { -97, "refused" },       { 98, "dont_know" },       { 998, "dont_know" },  { 9998, "dont_know" },
    { -8, "dont_know" },      { -98, "dont_know" },      { 99, "not_stated" },  { 999, "not_stated" },
    { 9999, "not_stated" },   { -9, "not_stated" },      { -99, "not_stated" }, { -1, "not_stated" },
    { 88, "not_applicable" }, { 888, "not_applicable" },
};

/* ---- missing codes ------------------------------------------------------------------------------------- */

static bool
is_number(const char *text, double *x)
{
    return reinti_parse_decimal(text, strlen(text), x);
}

/* Numbers far from all others that mean a reason by habit: 97 among ages up to 60 is none, among 1 to 5 it is. */
static void
judge_missing_numbers(reinti_draft_column *c)
{
    double high = -1e300, low = 1e300, x;

    for (size_t i = 0; i < c->n_values; i++) {
        bool habit = false;
        for (size_t k = 0; k < REINTI_LENGTH(missing_codes); k++)
            habit = habit || (is_number(c->value[i].text, &x) && x == (double)missing_codes[k].code);
        if (is_number(c->value[i].text, &x) && !habit) {
            high = x > high ? x : high;
            low = x < low ? x : low;
        }
    }
    if (high < low && c->n_decimal < c->n_filled)
        high = low = 0; /* among words: yes, no, 99 */
    for (size_t i = 0; high >= low && i < c->n_values; i++)
        for (size_t k = 0; k < REINTI_LENGTH(missing_codes); k++)
            if (is_number(c->value[i].text, &x) && x == (double)missing_codes[k].code &&
                (x < 0 ? low >= 0 : x > 2 * high + 10))
                c->value[i].reason = missing_codes[k].reason;
}

static void
judge_missing(reinti_draft_column *c)
{
    reinti_str folded = REINTI_STR_EMPTY;

    for (size_t i = 0; i < c->n_values; i++) {
        reinti_draft_fold(c->value[i].text, &folded);
        for (size_t k = 0; k < REINTI_LENGTH(missing_words); k++)
            if (!strcmp(folded.text, missing_words[k].folded))
                c->value[i].reason = missing_words[k].reason;
    }
    reinti_str_free(&folded);
    if (!c->many)
        judge_missing_numbers(c);
}

/* ---- types --------------------------------------------------------------------------------------------- */

/* Filled cells that hold a value, not a reason. */
static size_t
n_real(const reinti_draft_column *c)
{
    size_t n = c->n_filled;

    for (size_t i = 0; i < c->n_values; i++)
        n -= c->value[i].reason ? c->value[i].n : 0;
    return n;
}

static size_t
n_codes(const reinti_draft_column *c)
{
    size_t n = 0;

    for (size_t i = 0; i < c->n_values; i++)
        n += !c->value[i].reason;
    return n;
}

/* How many of the real values are numbers, whole numbers. */
static void
count_numbers(const reinti_draft_column *c, size_t *decimal, size_t *integer)
{
    int64_t whole;
    double x;

    *decimal = c->n_decimal;
    *integer = c->n_integer;
    for (size_t i = 0; i < c->n_values; i++)
        if (c->value[i].reason && is_number(c->value[i].text, &x)) {
            *decimal -= c->value[i].n;
            *integer -= reinti_parse_integer(c->value[i].text, strlen(c->value[i].text), false, &whole)
                            ? c->value[i].n
                            : 0;
        }
}

/* The least and greatest real number, where all values are known. */
static void
narrow_range(reinti_draft_column *c)
{
    bool first = true;
    double x;

    for (size_t i = 0; !c->many && i < c->n_values; i++)
        if (!c->value[i].reason && is_number(c->value[i].text, &x)) {
            c->low = first || x < c->low ? x : c->low;
            c->high = first || x > c->high ? x : c->high;
            first = false;
        }
}

static bool
all_codes(const reinti_draft_column *c)
{
    for (size_t i = 0; i < c->n_values; i++)
        if (!c->value[i].reason && !reinti_is_code(c->value[i].text))
            return false;
    return true;
}

/* "a;b" in some cells, and few different parts: a set. */
static bool
is_set(const reinti_draft_column *c, char separator)
{
    size_t with = 0, words = 0;

    for (size_t i = 0; i < c->n_values; i++) {
        const char *text = c->value[i].text;
        with += strchr(text, separator) != NULL;
        for (const char *at = text; at; at = strchr(at, separator), at += at != NULL) {
            char part[80];
            snprintf(part, sizeof part, "%.*s", (int)strcspn(at, (const char[]){ separator, 0 }), at);
            if (!reinti_is_code(part) || strlen(part) > 40)
                return false;
            words++;
        }
    }
    return with && words <= 4 * c->n_values;
}

/* Whole numbers from 1 to 9 that repeat are codes of answers more often than they are counts. */
static bool
looks_coded(const reinti_draft_column *c, size_t integers)
{
    size_t codes = n_codes(c), real = n_real(c);

    if (c->many || !codes || !all_codes(c))
        return false;
    if (integers == real)
        return codes <= 7 && c->low >= 1 && c->high <= 9 && real >= 3 * codes;
    return real >= 2 * codes || codes <= 2;
}

static void
judge_type(reinti_draft_column *c)
{
    size_t decimals, integers, real = n_real(c);

    count_numbers(c, &decimals, &integers);
    narrow_range(c);
    c->type = REINTI_TEXT;
    c->only_errors = c->n_errors && !c->n_filled;
    c->left_out = reinti_draft_points_at_person(c->name) || c->only_errors ||
                  !*c->head; /* nothing can name such a column */
    if (!real || c->left_out)
        return;
    for (const char *s = ";|"; *s && decimals < real && !c->many; s++)
        if (is_set(c, *s)) {
            c->type = REINTI_CODE;
            c->multiple = true;
            c->separator = *s;
            return;
        }
    size_t dates = c->n_date + c->n_slashed;
    if (dates && dates + (dates < real ? c->n_years : 0) == real)
        c->type = REINTI_DATE;
    else if (decimals == real && integers < real)
        c->type = REINTI_DECIMAL;
    else if (looks_coded(c, integers))
        c->type = REINTI_CODE;
    else if (integers == real)
        c->type = REINTI_INTEGER;
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static size_t
find_list(reinti_draft *d, const char *name)
{
    for (size_t i = 0; i < d->n_lists; i++)
        if (!strcmp(d->list[i].name, name))
            return i;
    if (!reinti_arena_grow(d->arena, &d->list, &d->list_capacity, d->n_lists, sizeof *d->list)) {
        d->no_memory = true;
        return REINTI_NONE;
    }
    d->list[d->n_lists] = (reinti_draft_list){ .name = name };
    return d->n_lists++;
}

static void
add_code(reinti_draft *d, reinti_draft_list *list, const char *text, size_t n)
{
    for (size_t i = 0; i < list->n; i++)
        if (strlen(list->code[i]) == n && !memcmp(list->code[i], text, n))
            return;
    char *copy = reinti_arena_text_n(d->arena, text, n);
    if (!copy || !reinti_arena_grow(d->arena, &list->code, &list->capacity, list->n, sizeof *list->code)) {
        d->no_memory = true;
        return;
    }
    list->code[list->n++] = copy;
}

/* Columns of one name share a list, whichever file they are in. */
static void
judge_list(reinti_draft *d, reinti_draft_column *c)
{
    const char separator[2] = { c->separator, 0 };
    const char *name = c->name; /* the list of waves has the name of its variable */

    if (!strcmp(name, reinti_text_or(d->wave, "wave")))
        name = reinti_text_or(reinti_arena_format(d->arena, "%s_code", name), name);
    c->list = find_list(d, name);
    for (size_t i = 0; c->list != REINTI_NONE && i < c->n_values; i++) {
        const char *at = c->value[i].text;
        if (c->value[i].reason)
            continue;
        if (!c->multiple)
            add_code(d, &d->list[c->list], at, strlen(at));
        for (; c->multiple && at; at = strchr(at, c->separator), at += at != NULL)
            if (strcspn(at, separator))
                add_code(d, &d->list[c->list], at, strcspn(at, separator));
    }
}

static int
by_number(const void *a, const void *b)
{
    double x = 0, y = 0;

    is_number(*(const char *const *)a, &x);
    is_number(*(const char *const *)b, &y);
    return (x > y) - (x < y);
}

/* Codes that are numbers stand in their order, others as they came. */
static void
sort_lists(reinti_draft *d)
{
    double x;

    for (size_t l = 0; l < d->n_lists; l++) {
        size_t i = 0;
        while (i < d->list[l].n && is_number(d->list[l].code[i], &x))
            i++;
        if (i && i == d->list[l].n)
            qsort(d->list[l].code, d->list[l].n, sizeof *d->list[l].code, by_number);
    }
}

/* ---- keys ---------------------------------------------------------------------------------------------- */

static void
choose_person(reinti_draft *d)
{
    for (size_t f = 0; f < d->n_forms && !d->person; f++)
        if (d->form[f].n_key == 1)
            d->person = d->form[f].column[d->form[f].key[0]].name;
    for (size_t f = 0; f < d->n_forms && !d->person; f++)
        if (d->form[f].n_key == 2) {
            const reinti_draft_column *a = &d->form[f].column[d->form[f].key[0]],
                                      *b = &d->form[f].column[d->form[f].key[1]];
            bool second = reinti_draft_is_wave(a->name) ||
                          (b->n_values > a->n_values && !reinti_draft_is_wave(b->name));
            d->person = second ? b->name : a->name;
        }
    for (size_t f = 0; f < d->n_forms && !d->person; f++)
        for (size_t i = 0; i < d->form[f].n && !d->person; i++)
            if (!reinti_draft_points_at_person(d->form[f].column[i].name) &&
                !reinti_draft_is_wave(d->form[f].column[i].name))
                d->person = d->form[f].column[i].name;
    d->person = reinti_text_or(d->person, "person");
}

static size_t
find_column(const reinti_draft_form *f, const char *name)
{
    for (size_t i = 0; i < f->n; i++)
        if (!strcmp(f->column[i].name, name))
            return i;
    return REINTI_NONE;
}

/* The respondent comes first; another single column that tells rows apart is a key beside it. */
static void
order_key(reinti_draft *d, reinti_draft_form *f)
{
    size_t person = find_column(f, d->person);

    if (person == REINTI_NONE || f->column[person].n_empty)
        return; /* not about persons, or not always: it keeps its own key */
    if (f->n_key == 1 && f->key[0] != person) {
        f->key[1] = f->key[0];
        f->key[0] = person;
        f->n_key = 2;
    } else if (f->n_key == 2 && f->key[1] == person) {
        f->key[1] = f->key[0];
        f->key[0] = person;
    } else if (!f->n_key) {
        f->key[0] = person;
        f->n_key = 1;
    }
}

/* The second part of a key: the wave, a whole number, a code or a text. */
static void
judge_second(reinti_draft *d, reinti_draft_column *c)
{
    c->key = true;
    c->left_out = false;
    if (has_word(c->name, wave_words) && !c->many && c->n_values <= 60 && all_codes(c) &&
        (!d->wave || !strcmp(d->wave, c->name))) {
        d->wave = c->name;
        c->type = REINTI_CODE;
        c->multiple = false;
        return;
    }
    if (c->type == REINTI_DECIMAL || c->multiple ||
        (c->type == REINTI_INTEGER && (c->low < 0 || c->high > 1000000)))
        c->type = REINTI_TEXT;
    c->multiple = false;
}

/* A key variable is the same thing in every form: where the guesses differ it is a text. */
static void
agree_on_keys(reinti_draft *d)
{
    for (size_t f = 0; f < d->n_forms; f++)
        for (size_t g = 0; g < d->n_forms; g++)
            for (size_t k = 0; k < d->form[f].n_key; k++) {
                reinti_draft_column *a = &d->form[f].column[d->form[f].key[k]];
                size_t other = find_column(&d->form[g], a->name);
                reinti_draft_column *b = other == REINTI_NONE ? NULL : &d->form[g].column[other];
                if (b && b->key && a->type != b->type)
                    a->type = b->type = REINTI_TEXT;
            }
}

void
reinti_draft_judge(reinti_draft *d)
{
    choose_person(d);
    for (size_t f = 0; f < d->n_forms; f++) {
        reinti_draft_form *form = &d->form[f];
        order_key(d, form);
        for (size_t i = 0; i < form->n; i++) {
            judge_missing(&form->column[i]);
            judge_type(&form->column[i]);
        }
        for (size_t k = 0; k < form->n_key; k++) {
            reinti_draft_column *c = &form->column[form->key[k]];
            for (size_t i = 0; i < c->n_values; i++)
                c->value[i].reason = NULL; /* a key is never missing */
            judge_type(c);
            judge_second(d, c);
            if (!strcmp(c->name, d->person))
                c->type = REINTI_PERSON;
        }
    }
    agree_on_keys(d);
    for (size_t f = 0; f < d->n_forms; f++)
        for (size_t i = 0; i < d->form[f].n; i++) {
            reinti_draft_column *c = &d->form[f].column[i];
            if (c->type == REINTI_CODE && !c->left_out && !(c->key && d->wave && !strcmp(c->name, d->wave)))
                judge_list(d, c);
        }
    sort_lists(d);
}
