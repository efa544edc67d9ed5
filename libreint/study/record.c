/* record.c -- one stored record: found by its key in words, read whole.
 *
 * The words are those in which messages name a record ("SYN-014 w2"): one a component of the key, in its order.  Where
 * there are more words than components, the first text among the components takes the surplus, blanks included. */
#include <config.h>

#include <string.h>

#include "study/internal.h"

/* ---- from words to a key ------------------------------------------------------------------------------------------ */

static size_t
count_words(const char *text)
{
    size_t n = 0;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        n++;
        text += strcspn(text, " ");
    }
    return n;
}

/* The next N words of *TEXT as one. */
static size_t
take_words(const char **text, size_t n, const char **word)
{
    const char *end;

    *text += strspn(*text, " ");
    *word = end = *text;
    for (size_t i = 0; i < n; i++) {
        end += strspn(end, " ");
        end += strcspn(end, " ");
    }
    *text = end;
    return (size_t)(end - *word);
}

/* What WORD is as a component of a key; 0 when no record has it. */
static int64_t
component(reint_study *s, const reinti_variable *v, const char *word, size_t n)
{
    reinti_interval day;
    char name[128];
    int64_t number;
    size_t code;

    switch (v->type) {
    case REINTI_PERSON:
        return reinti_store_person(s, word, n);
    case REINTI_TEXT:
        return reinti_store_word(s, word, n, false);
    case REINTI_CODE:
        if (n >= sizeof name)
            return 0;
        memcpy(name, word, n);
        name[n] = '\0';
        code = reinti_list_find(&s->cb->list[v->list], name);
        return code == REINTI_NONE ? 0 : reinti_store_code_id(s, v->list, code);
    case REINTI_DATE:
        return reinti_parse_date(word, n, &day) == REINTI_PARSED && day.low == day.high ? day.low : 0;
    default:
        return reinti_parse_integer(word, n, false, &number) ? number : 0;
    }
}

reint_status
reinti_store_find_record(reint_study *s, size_t f, const char *words, int64_t *key, reint_error *err)
{
    const reinti_layout *layout = &s->form[f].layout;
    const reinti_form *form = layout->form;
    size_t n = count_words(words), surplus = n > form->n_key ? n - form->n_key : 0;
    reinti_str names = REINTI_STR_EMPTY;
    bool found = n >= form->n_key;
    const char *at = words;
    reint_status status;

    *key = 0;
    for (size_t k = 0; found && k < form->n_key; k++) {
        const reinti_variable *v = &form->variable[k];
        bool takes = surplus && v->type == REINTI_TEXT;
        const char *word;
        size_t length = take_words(&at, 1 + (takes ? surplus : 0), &word);
        int64_t part = component(s, v, word, length);
        surplus = takes ? 0 : surplus;
        found = part > 0 && part < (int64_t)1 << layout->key_bits[k];
        *key |= found ? part << layout->key_shift[k] : 0;
    }
    if (found && !surplus)
        return REINT_OK;
    for (size_t k = 0; k < form->n_key; k++)
        reinti_str_format(&names, "%s%s", k ? " " : "", form->variable[k].name);
    status =
        n < form->n_key || surplus
            ? reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                          reinti_words_n("the key of form %s has %zu part: \"%s\"",
                                         "the key of form %s has %zu parts: \"%s\"", form->n_key),
                          form->name, form->n_key, names.text)
            : reinti_fail(err, REINT_DATA, s->path, 0, "form %s has no record with this key", form->name);
    reinti_str_free(&names);
    return status;
}

/* ---- reading ------------------------------------------------------------------------------------------------------ */

reint_status
reinti_store_read(reint_study *s, size_t f, int64_t key, reinti_scan **scan, const reinti_block **record,
                  reint_error *err)
{
    reint_status status = reinti_read_begin(s, err);

    *scan = NULL;
    if (status)
        return status;
    status = reinti_scan_open(s, f, true, scan, err);
    if (!status) {
        reinti_scan_range(*scan, key, key);
        status = reinti_scan_next(*scan, record, err);
        reinti_scan_reset(*scan);
    }
    reinti_read_end(s);
    if (!status && (*record)->n_rows != 1)
        status = reinti_fail(err, REINT_DATA, s->path, 0, "form %s has no record with this key",
                             s->cb->form[f].name);
    if (status) {
        reinti_scan_free(*scan);
        *scan = NULL;
    }
    return status;
}
