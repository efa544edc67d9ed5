/* draft_wide.c -- tables that have several records in one row: "medical w1", "medical w2", "housing w1", "housing w2".
 *
 * Where all the heads that have a separator are the combinations of two sets of words, two by two at least, the form
 * gets a record for each combination: its key is told by the words, its value by the cell.  What else stands in the row
 * stays a form of its own.  `reint ingest --propose-map` finds the same combinations again, as `unpivot`. */
#include <config.h>

#include "run/draft.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_WORDS = 60 };

typedef struct words {
    size_t n;
    const char *word[MOST_WORDS];
} words;

/* The columns of F that are combinations. */
typedef struct cross {
    char separator;
    words a, b;
    size_t n;
    bool *wide; /* by column */
} cross;

static bool
add_word(words *w, const char *word)
{
    for (size_t i = 0; i < w->n; i++)
        if (!strcmp(w->word[i], word))
            return true;
    if (w->n == MOST_WORDS || !reinti_is_code(word))
        return false;
    w->word[w->n++] = word;
    return true;
}

/* HEAD in two at its last separator; false: it has none inside. */
static bool
split(reinti_draft *d, const char *head, char separator, const char **a, const char **b)
{
    size_t n = strlen(head);

    while (n && head[n - 1] == ' ')
        n--;
    size_t at = n;
    while (at && head[at - 1] != separator)
        at--;
    if (at < 2 || at == n)
        return false;
    *a = reinti_arena_text_n(d->arena, head, at - 1);
    *b = reinti_arena_text_n(d->arena, head + at, n - at);
    d->no_memory = d->no_memory || !*a || !*b;
    return !d->no_memory;
}

/* Every combination stands once: as many columns as there are, and no head twice (names differ). */
static bool
find_cross(reinti_draft *d, const reinti_draft_form *f, char separator, cross *c)
{
    const char *a, *b;

    *c = (cross){ .separator = separator };
    c->wide = reinti_arena_alloc(d->arena, (f->n + 1) * sizeof *c->wide);
    d->no_memory = d->no_memory || !c->wide;
    for (size_t i = 0; !d->no_memory && i < f->n; i++) {
        bool key = false;
        for (size_t k = 0; k < f->n_key; k++)
            key = key || f->key[k] == i;
        if (key || !split(d, f->column[i].head, separator, &a, &b))
            continue;
        if (!add_word(&c->a, a) || !add_word(&c->b, b))
            return false;
        c->wide[i] = true;
        c->n++;
    }
    for (size_t i = 0; !d->no_memory && i < f->n; i++)
        for (size_t k = 0; k < i; k++)
            if (c->wide[i] && c->wide[k] && !strcmp(f->column[i].head, f->column[k].head))
                return false;
    return !d->no_memory && c->a.n > 1 && c->b.n > 1 && c->n == c->a.n * c->b.n;
}

/* What the variable of the words W is called: as the wave of a file that has the same words in cells, else OTHERWISE. */
static const char *
name_words(const reinti_draft *d, const words *w, const char *otherwise)
{
    for (size_t f = 0; f < d->n_forms; f++)
        for (size_t i = 0; i < d->form[f].n; i++) {
            const reinti_draft_column *c = &d->form[f].column[i];
            size_t found = 0;
            for (size_t k = 0; k < c->n_values; k++)
                for (size_t j = 0; j < w->n; j++)
                    found += !strcmp(c->value[k].text, w->word[j]);
            if (reinti_draft_is_wave(c->name) && !c->many && found == w->n)
                return c->name;
        }
    return otherwise;
}

/* Words as w1, wave2, t3, 1: one letter or a word for waves, and a number. */
static bool
are_waves(const words *w)
{
    for (size_t i = 0; i < w->n; i++) {
        const char *word = w->word[i];
        size_t letters = strcspn(word, "0123456789");
        char name[MOST_WORDS];
        snprintf(name, sizeof name, "%.*s", (int)letters, word);
        if (letters == strlen(word) || strspn(word + letters, "0123456789") != strlen(word + letters) ||
            (letters > 1 && !reinti_draft_is_wave(name)))
            return false;
    }
    return true;
}

static void
fill_words(reinti_draft_column *c, const char *name, const words *w, size_t n)
{
    *c = (reinti_draft_column){ .head = name, .name = name, .n_filled = n * w->n };
    for (size_t i = 0; i < w->n && i < REINTI_DRAFT_CODES; i++)
        c->value[c->n_values++] = (reinti_draft_value){ w->word[i], n, NULL };
}

static void
merge_values(reinti_draft_column *into, const reinti_draft_column *c)
{
    for (size_t i = 0; i < c->n_values; i++) {
        size_t k = 0;
        while (k < into->n_values && strcmp(into->value[k].text, c->value[i].text))
            k++;
        if (k == REINTI_DRAFT_CODES) {
            into->many = true;
            return;
        }
        if (k == into->n_values)
            into->value[into->n_values++] = (reinti_draft_value){ c->value[i].text, 0, NULL };
        into->value[k].n += c->value[i].n;
    }
    into->many = into->many || c->many;
}

/* Empty cells make no record: the value is never missing for that. */
static void
merge_column(reinti_draft_column *into, const reinti_draft_column *c)
{
    if (c->n_decimal) {
        into->low = !into->n_decimal || c->low < into->low ? c->low : into->low;
        into->high = !into->n_decimal || c->high > into->high ? c->high : into->high;
    }
    if (c->n_date) {
        into->first = !into->n_date || c->first < into->first ? c->first : into->first;
        into->last = !into->n_date || c->last > into->last ? c->last : into->last;
    }
    into->n_filled += c->n_filled;
    into->n_blanks += c->n_blanks;
    into->n_errors += c->n_errors;
    into->error = into->error ? into->error : c->error;
    into->n_integer += c->n_integer;
    into->n_decimal += c->n_decimal;
    into->n_date += c->n_date;
    into->n_slashed += c->n_slashed;
    into->n_years += c->n_years;
    into->day_first = into->day_first || c->day_first;
    into->month_first = into->month_first || c->month_first;
    merge_values(into, c);
}

/* The long form of F: its key, the two sets of words, the value. */
static bool
make_long(reinti_draft *d, const reinti_draft_form *f, const cross *c, reinti_draft_form *out)
{
    bool waves = are_waves(&c->b);
    const char *a = name_words(d, &c->a, "item");
    const char *b = name_words(d, &c->b, waves ? "wave" : "part");

    *out = *f;
    out->n = f->n_key + 3;
    out->column = reinti_arena_alloc(d->arena, out->n * sizeof *out->column);
    out->unpivot = reinti_arena_format(d->arena, "{%s}%c{%s}", a, c->separator, b);
    if (!out->column || !out->unpivot)
        return false;
    for (size_t k = 0; k < f->n_key; k++) {
        out->column[k] = f->column[f->key[k]];
        out->key[k] = k;
    }
    fill_words(&out->column[f->n_key], a, &c->a, f->n_rows);
    fill_words(&out->column[f->n_key + 1], b, &c->b, f->n_rows);
    out->key[f->n_key] = f->n_key;
    out->key[f->n_key + 1] = f->n_key + 1;
    out->n_key = f->n_key + 2;
    out->column[out->n - 1] = (reinti_draft_column){ .head = "value", .name = "value" };
    out->wide = reinti_arena_alloc(d->arena, (c->n + 1) * sizeof *out->wide);
    for (size_t i = 0; out->wide && i < f->n; i++)
        if (c->wide[i]) {
            merge_column(&out->column[out->n - 1], &f->column[i]);
            out->wide[out->n_wide++] = f->column[i].address;
        }
    return out->wide != NULL;
}

static void
widen(reinti_draft *d, size_t at)
{
    static const char separators[] = " _-.";
    cross c = { .n = 0 };
    reinti_draft_form made;
    const char *s = separators;

    if (!d->form[at].n_key || d->form[at].n_key > REINTI_LENGTH(made.key) - 2)
        return;
    while (*s && !find_cross(d, &d->form[at], *s, &c))
        s++;
    if (!*s || d->no_memory)
        return;
    bool rest = d->form[at].n > c.n + d->form[at].n_key;
    if (!make_long(d, &d->form[at], &c, &made) ||
        (rest && !reinti_arena_grow(d->arena, &d->form, &d->form_capacity, d->n_forms, sizeof *d->form))) {
        d->no_memory = true;
        return;
    }
    if (!rest) {
        d->form[at] = made;
        return;
    }
    reinti_draft_form *f = &d->form[at];
    made.name = reinti_text_or(reinti_arena_format(d->arena, "%.40s_long", f->name), f->name);
    d->form[d->n_forms++] = made;
    size_t n = 0, key[REINTI_LENGTH(f->key)] = { 0 };
    for (size_t i = 0; i < f->n; i++) {
        for (size_t k = 0; k < f->n_key; k++)
            if (f->key[k] == i)
                key[k] = n;
        if (!c.wide[i])
            f->column[n++] = f->column[i];
    }
    memcpy(f->key, key, f->n_key * sizeof *key);
    f->n = n;
}

void
reinti_draft_widen(reinti_draft *d)
{
    for (size_t f = 0, n = d->n_forms; f < n && !d->no_memory; f++)
        widen(d, f);
}
