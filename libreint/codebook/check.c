/* check.c -- what can be judged only when the whole codebook is read: the form of persons, parents, widths of
 * keys and tables, raw codes that would mean two things, and whether consent and rule set name what is there.
 */
#include <config.h>

#include <string.h>

#include "codebook/keys.h"
#include "codebook/parser.h"
#include "codebook/ruleset.h"

/* Where form F was declared, for messages. */
static const reinti_yaml *
place(const reinti_yaml *forms, size_t f)
{
    return forms && f < forms->n ? forms->key[f] : NULL;
}

/* ---- parents ------------------------------------------------------------------------------------------- */

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

/* The form with the longest key that is part of this form's key and shorter; the first one among equals. */
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

/* ---- room for keys and tables -------------------------------------------------------------------------- */

static void
check_key(reinti_parser *p, const reinti_yaml *node, const reinti_form *form)
{
    unsigned bits[REINTI_KEY_PARTS];

    if (!form->n_key)
        return;
    if (!reinti_form_key_widths(form, bits)) {
        reinti_yaml_find(
            p->file, node, REINT_ERROR, "wide_key",
            "the key of form \"%s\" does not fit into 62 bits: a person takes 24, a list 8, a wave "
            "6, a date 20, a number or text at least 4",
            form->name);
        return;
    }
    for (size_t i = 0; i < form->n_key; i++) {
        const reinti_variable *v = &form->variable[i];
        double most = (double)((UINT64_C(1) << bits[i]) - 1);
        size_t n = v->type == REINTI_CODE && v->list != REINTI_NONE ? p->cb->list[v->list].n : 0;
        if ((double)n > most)
            reinti_yaml_find(p->file, node, REINT_ERROR, "long_key_list",
                             "list \"%s\" is too long for the key of form \"%s\": at most %.0f codes",
                             p->cb->list[v->list].name, form->name, most);
        if (v->type == REINTI_INTEGER && ((v->has_max && v->max > most) || (v->has_min && v->min < 0)))
            reinti_yaml_find(
                p->file, node, REINT_ERROR, "wide_number",
                "\"%s\" in the key of form \"%s\" can be a number from 0 to %.0f, not %.0f to %.0f", v->name,
                form->name, most, v->has_min ? v->min : 0, v->has_max ? v->max : most);
    }
}

/* A table has a column for the record, one for its source, and one to four a variable (study/store.h). */
static void
check_columns(reinti_parser *p, const reinti_yaml *node, const reinti_form *form)
{
    static const size_t columns[] = {
        [REINTI_CODE] = 1, [REINTI_INTEGER] = 2, [REINTI_DECIMAL] = 2, [REINTI_DATE] = 4,
        [REINTI_AGE] = 4,  [REINTI_TEXT] = 2,    [REINTI_PERSON] = 2,
    };
    size_t n = 2;

    for (size_t v = form->n_key; v < form->n; v++)
        n += columns[form->variable[v].type];
    if (n > REINTI_MOST_COLUMNS)
        reinti_yaml_find(
            p->file, node, REINT_ERROR, "wide_form",
            "form \"%s\" has too many variables: they take %zu columns (a coded variable 1, a date or "
            "age 4, any other 2), at most %d are possible; split it into two forms with the same key",
            form->name, n, REINTI_MOST_COLUMNS);
}

/* ---- missing codes of the whole study ------------------------------------------------------------------ */

/* They hold for every coded variable, so they must not be codes of its list: said once a list. */
static void
check_list_missing(reinti_parser *p, size_t l)
{
    const reint_codebook *cb = p->cb;
    const reinti_yaml *codes = p->place[l].codes;
    reinti_yaml_file *before = p->file;

    p->file = p->place[l].file;
    for (size_t m = 0; m < cb->n_missing; m++)
        for (size_t i = 0; i < cb->missing[m].n_raw; i++) {
            size_t code = reinti_list_find(&cb->list[l], cb->missing[m].raw[i]);
            if (code != REINTI_NONE)
                reinti_yaml_find(p->file, codes ? codes->key[code] : NULL, REINT_ERROR, "missing_is_value",
                                 "\"%s\" is a code of list \"%s\" and means %s in the whole study",
                                 cb->missing[m].raw[i], cb->list[l].name, cb->missing[m].name);
        }
    p->file = before;
}

static void
check_missing(reinti_parser *p)
{
    const reint_codebook *cb = p->cb;
    unsigned char *used = reinti_parser_alloc(p, cb->n_lists, 1);

    for (size_t f = 0; used && f < cb->n_forms; f++)
        for (size_t v = cb->form[f].n_key; v < cb->form[f].n; v++) {
            const reinti_variable *variable = &cb->form[f].variable[v];
            if (variable->type == REINTI_CODE && variable->list != REINTI_NONE)
                used[variable->list] = 1;
        }
    for (size_t l = 0; used && l < cb->n_lists; l++)
        if (used[l])
            check_list_missing(p, l);
}

void
reinti_check_forms(reinti_parser *p, const reinti_yaml *forms)
{
    reint_codebook *cb = p->cb;

    find_parents(cb);
    check_key_types(p, forms);
    cb->person_form = REINTI_NONE;
    for (size_t f = 0; f < cb->n_forms; f++) {
        const reinti_form *form = &cb->form[f];
        if (form->n_key == 1 && form->person == 0 && cb->person_form == REINTI_NONE)
            cb->person_form = f;
        check_key(p, place(forms, f), form);
        check_columns(p, place(forms, f), form);
    }
    check_missing(p);
    if (cb->n_forms && cb->person_form == REINTI_NONE)
        reinti_yaml_find(p->file, forms, REINT_ERROR, "no_person_form",
                         "there is no form whose key is [%s]: a study has one record for each respondent",
                         p->person);
}

/* ---- what the section `study` names -------------------------------------------------------------------- */

/* Required consent is looked up in the form `consent`: the purpose in a coded variable of its key, the answer
 * in one that is not in its key (frame/person.c). */
static bool
has_code(const reint_codebook *cb, const reinti_form *form, size_t from, size_t to, const char *code)
{
    for (size_t v = from; v < to; v++) {
        const reinti_variable *variable = &form->variable[v];
        if (variable->type == REINTI_CODE && !variable->multiple && variable->list != REINTI_NONE &&
            reinti_list_find(&cb->list[variable->list], code) != REINTI_NONE)
            return true;
    }
    return false;
}

/* What people were chosen by: a variable of some form, or `assistance` for the class. */
static void
check_sampled_on(reinti_parser *p)
{
    const reint_codebook *cb = p->cb;
    const reinti_yaml *node = reinti_yaml_get(p->study, "sampled_on");

    for (size_t i = 0; i < cb->n_sampled_on; i++) {
        size_t f = 0;
        while (f < cb->n_forms && reinti_form_find(&cb->form[f], cb->sampled_on[i]) == REINTI_NONE)
            f++;
        if (f < cb->n_forms || !strcmp(cb->sampled_on[i], "assistance"))
            continue;
        const reinti_form *persons = cb->person_form == REINTI_NONE ? NULL : &cb->form[cb->person_form];
        reinti_unknown(p, reinti_yaml_item_at(node, i), "unknown_variable", "variable", cb->sampled_on[i],
                       reinti_name_of_variable, persons, persons ? persons->n : 0);
    }
}

static void
check_consent(reinti_parser *p)
{
    const reint_codebook *cb = p->cb;
    const reinti_yaml *require = reinti_yaml_get(reinti_yaml_get(p->study, "consent"), "require");
    size_t at = reinti_codebook_find_form(cb, "consent");
    const reinti_form *form = at != REINTI_NONE ? &cb->form[at] : NULL;

    if (!cb->consent_required || !cb->consent_value)
        return;
    if (!form || form->person == REINTI_NONE)
        reinti_yaml_find(p->file, require, REINT_ERROR, "no_consent_form",
                         "consent is required, but there is no form \"consent\" with %s in its key",
                         p->person);
    else if (!has_code(cb, form, 0, form->n_key, cb->consent_purpose))
        reinti_yaml_find(p->file, require->key[0], REINT_ERROR, "unknown_purpose",
                         "no coded variable in the key of form \"consent\" has the code \"%s\"",
                         cb->consent_purpose);
    else if (!has_code(cb, form, form->n_key, form->n, cb->consent_value))
        reinti_yaml_find(p->file, require->item[0], REINT_ERROR, "unknown_consent",
                         "no coded variable of form \"consent\" has the code \"%s\"", cb->consent_value);
}

/* The default rule set: the one that is named, else the first.  A study's own copy was checked when it was
 * made and names files that need not be read for that. */
static void
choose_ruleset(reinti_parser *p)
{
    reint_codebook *cb = p->cb;
    const char *const *id = cb->ruleset;
    const reinti_yaml *node = reinti_yaml_get(p->study, "ruleset");
    size_t n = cb->n_rulesets, k = 0;

    if (cb->default_ruleset && !cb->path[0])
        return;
    if (!cb->default_ruleset) {
        cb->default_ruleset = n && id[0][0] ? id[0] : NULL;
        return;
    }
    while (k < n && strcmp(id[k], cb->default_ruleset))
        k++;
    if (k == n)
        reinti_unknown(p, node, "unknown_ruleset", "rule set", cb->default_ruleset, reinti_name_at, id, n);
}

void
reinti_check_study(reinti_parser *p)
{
    check_sampled_on(p);
    check_consent(p);
    choose_ruleset(p);
}
