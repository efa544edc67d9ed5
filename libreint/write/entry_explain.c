/* entry_explain.c -- what a column of a workbook to be filled in may hold, in words. */
#include <config.h>

#include "write/entry.h"

#include <string.h>

#define CODES_SHOWN 14

const char *
reinti_entry_label(const reinti_entry *e, const reinti_variable *v)
{
    const char *label = reinti_label_text(&v->shown, e->language);

    return label && *label ? label : v->name;
}

static void
add_code(reinti_str *out, const char *code, const char *label)
{
    reinti_str_format(out, "  %s", code);
    if (label && *label && strcmp(label, code))
        reinti_str_format(out, " = %s", label);
    reinti_str_add_char(out, '\n');
}

static void
explain_codes(const reinti_entry *e, const reinti_variable *v, reinti_str *out)
{
    const reinti_list *list = &e->cb->list[v->list];
    size_t shown = 0;

    if (v->multiple) {
        reinti_str_format(out, "%s %c", reinti_entry_text(e->language, REINTI_ENTRY_SEVERAL), v->separator);
        reinti_str_add_char(out, '\n');
        if (v->ordered)
            reinti_str_format(out, "%s\n", reinti_entry_text(e->language, REINTI_ENTRY_IN_ORDER));
    }
    reinti_str_format(out, "%s\n", reinti_entry_text(e->language, REINTI_ENTRY_CODES));
    for (size_t i = 0; i < list->n; i++) {
        if (list->code[i].retired)
            continue;
        if (++shown > CODES_SHOWN) {
            reinti_str_format(out, "  %s\n", reinti_entry_text(e->language, REINTI_ENTRY_MORE_CODES));
            break;
        }
        add_code(out, list->code[i].name, reinti_label_text(&list->code[i].label, e->language));
    }
}

/* "from 0 to 20": dates as dates, else numbers; an open end is said as "..." */
static void
explain_range(const reinti_entry *e, const reinti_variable *v, reinti_str *out)
{
    reinti_str low = REINTI_STR_EMPTY, high = REINTI_STR_EMPTY;
    const char *format = reinti_entry_text(e->language, REINTI_ENTRY_FROM_TO);

    if (!v->has_min && !v->has_max)
        return;
    for (int end = 0; end < 2; end++) {
        reinti_str *s = end ? &high : &low;
        double value = end ? v->max : v->min;
        if (!(end ? v->has_max : v->has_min))
            reinti_str_add(s, "...");
        else if (v->type == REINTI_DATE)
            reinti_format_date(s, (reinti_interval){ (int32_t)value, (int32_t)value });
        else
            reinti_format_shortest(s, value);
    }
    reinti_str_add_char(out, ' ');
    const char *first = strstr(format, "%s"), *second = first ? strstr(first + 2, "%s") : NULL;
    if (first && second) { /* never a format from a table into printf */
        reinti_str_add_n(out, format, (size_t)(first - format));
        reinti_str_add(out, reinti_text_or(low.text, ""));
        reinti_str_add_n(out, first + 2, (size_t)(second - first - 2));
        reinti_str_add(out, reinti_text_or(high.text, ""));
        reinti_str_add(out, second + 2);
    }
    if (low.failed || high.failed)
        out->failed = true;
    reinti_str_free(&low);
    reinti_str_free(&high);
}

static void
explain_missing_codes(const reinti_entry *e, size_t reason, const char *const *raw, size_t n, bool *begun,
                      reinti_str *out)
{
    const reinti_missing *m = &e->cb->missing[reason];

    for (size_t i = 0; i < n; i++) {
        if (!*begun)
            reinti_str_format(out, "%s\n", reinti_entry_text(e->language, REINTI_ENTRY_MISSING));
        *begun = true;
        add_code(out, *raw[i] ? raw[i] : reinti_entry_text(e->language, REINTI_ENTRY_EMPTY),
                 reinti_text_or(reinti_label_text(&m->label, e->language), m->name));
    }
}

static void
explain_missing(const reinti_entry *e, const reinti_variable *v, reinti_str *out)
{
    bool begun = false;

    if (v->key || v->required)
        return;
    for (size_t i = 0; i < v->n_missing; i++)
        explain_missing_codes(e, v->missing[i].reason, v->missing[i].raw, v->missing[i].n_raw, &begun, out);
    for (size_t i = 0; v->type == REINTI_CODE && i < e->cb->n_missing; i++)
        explain_missing_codes(e, i, e->cb->missing[i].raw, e->cb->missing[i].n_raw, &begun, out);
}

static const struct {
    reinti_type type;
    reinti_entry_word word;
} type_words[] = {
    { REINTI_INTEGER, REINTI_ENTRY_WHOLE_NUMBER },
    { REINTI_DECIMAL, REINTI_ENTRY_NUMBER },
    { REINTI_DATE, REINTI_ENTRY_DATE },
    { REINTI_AGE, REINTI_ENTRY_AGE },
    { REINTI_TEXT, REINTI_ENTRY_TEXT },
    { REINTI_PERSON, REINTI_ENTRY_PERSON },
};

static void
add_line(reinti_str *out, const char *text)
{
    if (text && *text)
        reinti_str_format(out, "%s\n", text);
}

void
reinti_entry_explain(const reinti_entry *e, const reinti_variable *v, reinti_str *out)
{
    add_line(out, reinti_entry_label(e, v));
    add_line(out, reinti_label_text(&v->question, e->language));
    add_line(out, reinti_label_text(&v->note, e->language));
    if (v->type == REINTI_CODE)
        explain_codes(e, v, out);
    for (size_t i = 0; i < REINTI_LENGTH(type_words); i++)
        if (type_words[i].type == v->type) {
            reinti_str_add(out, reinti_entry_text(e->language, type_words[i].word));
            explain_range(e, v, out);
            reinti_str_add_char(out, '\n');
        }
    if (v->pattern)
        reinti_str_format(out, "%s %s\n", reinti_entry_text(e->language, REINTI_ENTRY_PATTERN), v->pattern);
    if (v->asked_when)
        reinti_str_format(out, "%s: %s\n", reinti_entry_text(e->language, REINTI_ENTRY_ONLY_WHEN),
                          v->asked_when);
    if (v->key)
        add_line(out, reinti_entry_text(e->language, REINTI_ENTRY_KEY));
    else if (v->required)
        add_line(out, reinti_entry_text(e->language, REINTI_ENTRY_REQUIRED));
    explain_missing(e, v, out);
}
