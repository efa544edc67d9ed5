/* codebook.c -- looking things up in a codebook, and giving it back. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "codebook/keys.h"
#include "codebook/model.h"

void
reint_codebook_free(reint_codebook *cb)
{
    if (!cb)
        return;
    for (size_t i = 0; i < cb->n_lists; i++)
        reinti_map_free(cb->list[i].index);
    for (size_t i = 0; i < cb->n_forms; i++)
        reinti_map_free(cb->form[i].index);
    reinti_arena_free(cb->arena);
    free(cb);
}

const char *
reint_codebook_id(const reint_codebook *cb)
{
    return cb->id;
}

const char *
reint_codebook_title(const reint_codebook *cb, const char *language)
{
    return reinti_text_or(reinti_label_text(&cb->title, language), cb->id);
}

size_t
reint_codebook_n_forms(const reint_codebook *cb)
{
    return cb->n_forms;
}

const char *
reint_codebook_form(const reint_codebook *cb, size_t form)
{
    return form < cb->n_forms ? cb->form[form].name : NULL;
}

size_t
reint_codebook_n_variables(const reint_codebook *cb, size_t form)
{
    return form < cb->n_forms ? cb->form[form].n : 0;
}

const char *
reint_codebook_variable(const reint_codebook *cb, size_t form, size_t variable)
{
    return form < cb->n_forms && variable < cb->form[form].n ? cb->form[form].variable[variable].name : NULL;
}

const char *
reint_codebook_digest(const reint_codebook *cb)
{
    return cb->digest;
}

const char *const reinti_consent_no[REINTI_CONSENT_NOS] = { "withdrawn", "not_given" };

size_t
reinti_codebook_find_form(const reint_codebook *cb, const char *name)
{
    for (size_t i = 0; i < cb->n_forms; i++)
        if (!strcmp(cb->form[i].name, name))
            return i;
    return REINTI_NONE;
}

size_t
reinti_codebook_find_list(const reint_codebook *cb, const char *name)
{
    for (size_t i = 0; i < cb->n_lists; i++)
        if (!strcmp(cb->list[i].name, name))
            return i;
    return REINTI_NONE;
}

size_t
reinti_codebook_find_missing(const reint_codebook *cb, const char *name)
{
    for (size_t i = 0; i < cb->n_missing; i++)
        if (!strcmp(cb->missing[i].name, name))
            return i;
    return REINTI_NONE;
}

size_t
reinti_codebook_find_wave(const reint_codebook *cb, const char *id)
{
    for (size_t i = 0; i < cb->n_waves; i++)
        if (!strcmp(cb->wave[i].id, id))
            return i;
    return REINTI_NONE;
}

size_t
reinti_codebook_find_rule(const reint_codebook *cb, const char *id)
{
    for (size_t i = 0; i < cb->n_rules; i++)
        if (!strcmp(cb->rule[i].id, id))
            return i;
    return REINTI_NONE;
}

size_t
reinti_form_find(const reinti_form *form, const char *variable)
{
    int64_t at = reinti_map_find(form->index, variable, strlen(variable));
    return at < 0 ? REINTI_NONE : (size_t)at;
}

size_t
reinti_list_find(const reinti_list *list, const char *code)
{
    int64_t at = reinti_map_find(list->index, code, strlen(code));
    return at < 0 ? REINTI_NONE : (size_t)at;
}

const char *
reinti_code_attribute(const reinti_code *code, const char *name)
{
    for (size_t i = 0; i < code->n_attributes; i++)
        if (!strcmp(code->attribute[i].name, name))
            return code->attribute[i].value;
    return NULL;
}

bool
reinti_code_is_own(const reinti_code *source)
{
    const char *own = reinti_code_attribute(source, "own");

    return !own || strcmp(own, "no") != 0;
}

static bool
is_raw(const char *const *raw, size_t n_raw, const char *text, size_t n)
{
    for (size_t i = 0; i < n_raw; i++)
        if (!strncmp(raw[i], text, n) && !raw[i][n])
            return true;
    return false;
}

size_t
reinti_variable_missing_reason(const reint_codebook *cb, const reinti_variable *v, const char *text, size_t n)
{
    for (size_t i = 0; i < v->n_missing; i++)
        if (is_raw(v->missing[i].raw, v->missing[i].n_raw, text, n))
            return v->missing[i].reason;
    if (v->type == REINTI_CODE)
        for (size_t i = 0; i < cb->n_missing; i++)
            if (is_raw(cb->missing[i].raw, cb->missing[i].n_raw, text, n))
                return i;
    return REINTI_NONE;
}

bool
reinti_form_key_widths(const reinti_form *form, unsigned bits[REINTI_KEY_PARTS])
{
    unsigned used = 0, open = 0;

    if (form->n_key > REINTI_KEY_PARTS)
        return false;
    for (size_t i = 0; i < form->n_key; i++) {
        const reinti_variable *v = &form->variable[i];
        bits[i] = v->type == REINTI_PERSON ? 24
                  : v->type == REINTI_CODE ? (i == form->wave ? 6 : 8)
                  : v->type == REINTI_DATE ? 20
                                           : 0;
        used += bits[i];
        open += !bits[i];
    }
    if (used > 62 || (open && (62 - used) / open < 4))
        return false;
    for (size_t i = 0; i < form->n_key; i++)
        if (!bits[i])
            bits[i] = (62 - used) / open < 20 ? (62 - used) / open : 20;
    return true;
}
