/* check.c -- what can be judged only when the whole codebook is read: the form of persons, parents, widths of
 * keys, and raw codes that would mean two things. */
#include <config.h>

#include <string.h>

#include "codebook/keys.h"
#include "codebook/parser.h"

/* Where form F was declared, for messages. */
static const reinti_yaml *
place(const reinti_yaml *forms, size_t f)
{
    return forms && f < forms->n ? forms->key[f] : NULL;
}

static bool
key_is_part_of(const reinti_form *small, const reinti_form *large)
{
    for (size_t i = 0; i < small->n_key; i++) {
        size_t k = 0;
        while (k < large->n_key && strcmp(small->variable[i].name, large->variable[k].name))
            k++;
        if (k == large->n_key)
            return false;
    }
    return true;
}

static void
find_parents(reint_codebook *cb)
{
    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t g = 0; g < cb->n_forms; g++) {
            reinti_form *form = &cb->form[f];
            const reinti_form *other = &cb->form[g];
            if (g != f && other->n_key && other->n_key < form->n_key && key_is_part_of(other, form) &&
                (form->parent == REINTI_NONE || other->n_key > cb->form[form->parent].n_key))
                form->parent = g;
        }
}

/* The same name in two keys must be the same thing, or records would join by chance. */
static void
check_key_types(reinti_parser *p, const reinti_yaml *forms)
{
    reint_codebook *cb = p->cb;

    for (size_t f = 0; f < cb->n_forms; f++) {
        const reinti_form *form = &cb->form[f];
        if (form->parent == REINTI_NONE)
            continue;
        const reinti_form *parent = &cb->form[form->parent];
        for (size_t i = 0; i < parent->n_key; i++) {
            const reinti_variable *a = &parent->variable[i],
                                  *b = &form->variable[reinti_form_find(form, a->name)];
            if (a->type != b->type || (a->type == REINTI_CODE && a->list != b->list))
                reinti_yaml_find(p->file, place(forms, f), REINT_ERROR, "key_differs",
                                 "key variable \"%s\" is not of the same type as in form \"%s\"", a->name,
                                 parent->name);
        }
    }
}

static bool
in_range(const reinti_variable *v, double value)
{
    return (!v->has_min || value >= v->min) && (!v->has_max || value <= v->max);
}

/* Whether raw TEXT would also be a good value of V. */
static bool
is_value(const reint_codebook *cb, const reinti_variable *v, const char *text)
{
    reinti_interval interval;
    int64_t integer;
    double decimal;
    size_t n = strlen(text);

    switch (v->type) {
    case REINTI_CODE:
        return reinti_list_find(&cb->list[v->list], text) != REINTI_NONE;
    case REINTI_INTEGER:
        return reinti_parse_integer(text, n, false, &integer) && in_range(v, (double)integer);
    case REINTI_DECIMAL:
        return reinti_parse_decimal(text, n, &decimal) && in_range(v, decimal);
    case REINTI_DATE:
        return reinti_parse_date(text, n, &interval) == REINTI_PARSED && in_range(v, interval.low);
    case REINTI_AGE:
        return reinti_parse_age(text, n, &interval) == REINTI_PARSED && in_range(v, interval.low);
    case REINTI_TEXT:
    case REINTI_PERSON:
        break;
    }
    return false;
}

static void
check_missing(reinti_parser *p, size_t f, const reinti_variable *v)
{
    const reint_codebook *cb = p->cb;

    for (size_t m = 0; m < v->n_missing; m++)
        for (size_t i = 0; i < v->missing[m].n_raw; i++)
            if (is_value(cb, v, v->missing[m].raw[i]))
                reinti_find(p->file->findings, REINT_ERROR, "missing_is_value", p->file->name,
                            cb->form[f].name, v->line, 0,
                            "\"%s\" of variable \"%s\" is both a value and the missing reason %s",
                            v->missing[m].raw[i], v->name, cb->missing[v->missing[m].reason].name);
    if (v->type != REINTI_CODE)
        return;
    for (size_t m = 0; m < cb->n_missing; m++)
        for (size_t i = 0; i < cb->missing[m].n_raw; i++)
            if (is_value(cb, v, cb->missing[m].raw[i]))
                reinti_find(
                    p->file->findings, REINT_ERROR, "missing_is_value", p->file->name, cb->form[f].name,
                    v->line, 0,
                    "\"%s\" is a code of list \"%s\" (variable \"%s\") and means %s in the whole study",
                    cb->missing[m].raw[i], cb->list[v->list].name, v->name, cb->missing[m].name);
}

void
reinti_check_forms(reinti_parser *p, const reinti_yaml *forms)
{
    reint_codebook *cb = p->cb;
    unsigned bits[REINTI_KEY_PARTS];

    find_parents(cb);
    check_key_types(p, forms);
    cb->person_form = REINTI_NONE;
    for (size_t f = 0; f < cb->n_forms; f++) {
        const reinti_form *form = &cb->form[f];
        if (form->n_key == 1 && form->person == 0)
            cb->person_form = f;
        if (form->n_key && !reinti_form_key_widths(form, bits))
            reinti_yaml_find(p->file, place(forms, f), REINT_ERROR, "wide_key",
                             "the key of form \"%s\" does not fit into 62 bits: a person takes 24, a list 8, "
                             "a wave 6, a date 20, "
                             "a number or text at least 4",
                             form->name);
        for (size_t v = 0; v < form->n; v++) {
            const reinti_variable *variable = &form->variable[v];
            if (variable->key && variable->type == REINTI_CODE &&
                cb->list[variable->list].n > (v == form->wave ? 63u : 255u))
                reinti_yaml_find(p->file, place(forms, f), REINT_ERROR, "long_key_list",
                                 "list \"%s\" is too long for the key of form \"%s\": at most %u codes",
                                 cb->list[variable->list].name, form->name, v == form->wave ? 63u : 255u);
            if (variable->type == REINTI_CODE && cb->list[variable->list].n > 30000)
                reinti_yaml_find(p->file, place(forms, f), REINT_ERROR, "long_list",
                                 "a list has at most 30000 codes");
            check_missing(p, f, variable);
        }
    }
    if (cb->n_forms && cb->person_form == REINTI_NONE)
        reinti_yaml_find(p->file, forms, REINT_ERROR, "no_person_form",
                         "there is no form whose key is [%s]: a study has one record for each respondent",
                         p->person);
}
