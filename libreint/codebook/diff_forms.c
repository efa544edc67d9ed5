/* diff_forms.c -- compares the forms and variables of two codebooks. */
#include <config.h>

#include "codebook/diff_parts.h"

#include <string.h>

#include "codebook/emit.h"

/* ---- variables ----------------------------------------------------------------------------------------- */

static const char *
list_name(const reint_codebook *cb, const reinti_variable *v)
{
    return v->type == REINTI_CODE ? cb->list[v->list].name : NULL;
}

static bool
same_kind(const reint_codebook *ca, const reinti_variable *a, const reint_codebook *cb,
          const reinti_variable *b)
{
    return a->type == b->type && a->multiple == b->multiple &&
           reinti_equal(list_name(ca, a), list_name(cb, b));
}

/* A wider range is harmless; one end that is tighter is not. */
static void
compare_range(reinti_differ *d, const reinti_variable *a, const reinti_variable *b)
{
    bool tighter =
        (b->has_min && (!a->has_min || b->min > a->min)) || (b->has_max && (!a->has_max || b->max < a->max));
    bool same = a->has_min == b->has_min && a->has_max == b->has_max && (!a->has_min || a->min == b->min) &&
                (!a->has_max || a->max == b->max);
    reinti_str text[4] = { REINTI_STR_EMPTY, REINTI_STR_EMPTY, REINTI_STR_EMPTY, REINTI_STR_EMPTY };
    const reinti_variable *v[2] = { a, b };

    for (size_t i = 0; i < 2; i++) {
        if (v[i]->has_min)
            reinti_emit_limit(v[i], false, &text[2 * i]);
        if (v[i]->has_max)
            reinti_emit_limit(v[i], true, &text[2 * i + 1]);
    }
    if (!same)
        reinti_diff_tell(d, tighter ? REINT_RECHECK : REINT_HARMLESS, "changed",
                         "range: %s..%s becomes %s..%s%s", text[0].text, text[1].text, text[2].text,
                         text[3].text, tighter ? ", which is narrower" : "");
    for (size_t i = 0; i < 4; i++)
        reinti_str_free(&text[i]);
}

/* Raw missing codes as one text, to compare. */
static void
missing_text(const reint_codebook *cb, const reinti_variable *v, reinti_str *out)
{
    for (size_t m = 0; m < cb->n_missing; m++)
        for (size_t i = 0; i < v->n_missing; i++) {
            if (v->missing[i].reason != m)
                continue;
            reinti_str_format(out, "%s%s:", out->length ? "; " : "", cb->missing[m].name);
            for (size_t k = 0; k < v->missing[i].n_raw; k++)
                reinti_str_format(out, " %s",
                                  v->missing[i].raw[k][0] ? v->missing[i].raw[k] : "(empty cell)");
        }
}

static void
waves_text(const reint_codebook *cb, const reinti_variable *v, reinti_str *out)
{
    for (size_t i = 0; i < v->n_waves; i++)
        reinti_str_format(out, "%s%s", i ? ", " : "", cb->wave[v->wave[i]].id);
    reinti_str_add(out, v->n_waves ? "" : "all");
}

static void
compare_made(reinti_differ *d, const char *what, const reinti_variable *a, const reinti_variable *b,
             void (*make)(const reint_codebook *cb, const reinti_variable *v, reinti_str *out))
{
    reinti_str before = REINTI_STR_EMPTY, after = REINTI_STR_EMPTY;

    make(d->old, a, &before);
    make(d->new, b, &after);
    reinti_diff_text(d, REINT_RECHECK, what, before.text, after.text);
    reinti_str_free(&before);
    reinti_str_free(&after);
}

static void
compare_variable(reinti_differ *d, const reinti_form *form, const reinti_variable *a,
                 const reinti_variable *b)
{
    reinti_diff_at(d, "form %s, variable %s", form->name, b->name);
    reinti_diff_text(d, REINT_CROSSWALK, "type", reinti_type_words[a->type], reinti_type_words[b->type]);
    reinti_diff_text(d, REINT_CROSSWALK, "list", list_name(d->old, a), list_name(d->new, b));
    reinti_diff_flag(d, REINT_CROSSWALK, REINT_CROSSWALK, "a multiple-response set", a->multiple,
                     b->multiple);
    reinti_diff_label(d, REINT_HARMLESS, "label", &a->label, &b->label);
    reinti_diff_label(d, REINT_RECHECK, "question, which may ask for something else", &a->question,
                      &b->question);
    reinti_diff_label(d, REINT_HARMLESS, "note", &a->note, &b->note);
    reinti_diff_flag(d, REINT_RECHECK, REINT_HARMLESS, "required", a->required, b->required);
    if (a->type == b->type)
        compare_range(d, a, b);
    reinti_diff_text(d, REINT_RECHECK, "pattern", a->pattern, b->pattern);
    reinti_diff_text(d, REINT_RECHECK, "routing (asked_when)", a->asked_when, b->asked_when);
    compare_made(d, "missing codes", a, b, missing_text);
    compare_made(d, "asked in waves", a, b, waves_text);
    if (a->multiple && b->multiple) {
        reinti_diff_flag(d, REINT_RECHECK, REINT_RECHECK, "ordered", a->ordered, b->ordered);
        reinti_diff_flag(d, REINT_HARMLESS, REINT_RECHECK, "with repeats", a->repeats, b->repeats);
        if (a->separator != b->separator)
            reinti_diff_tell(d, REINT_RECHECK, "changed", "separator: \"%c\" becomes \"%c\"", a->separator,
                             b->separator);
        if (a->min_codes != b->min_codes || a->max_codes != b->max_codes)
            reinti_diff_tell(d, REINT_RECHECK, "changed",
                             "codes: %zu to %zu becomes %zu to %zu (0: no limit)", a->min_codes, a->max_codes,
                             b->min_codes, b->max_codes);
    }
    reinti_diff_flag(d, REINT_HARMLESS, REINT_HARMLESS, "may be disclosed late", a->late, b->late);
    reinti_diff_flag(d, REINT_HARMLESS, REINT_RECHECK, "sensitive", a->sensitive, b->sensitive);
}

/* ---- forms --------------------------------------------------------------------------------------------- */

/* The variable, new in B, that V of form A may have become: same kind, same label. */
static const reinti_variable *
renamed_variable(const reinti_differ *d, const reinti_form *a, const reinti_variable *v, const reinti_form *b)
{
    for (size_t i = b->n_key; i < b->n; i++)
        if (reinti_form_find(a, b->variable[i].name) == REINTI_NONE &&
            same_kind(d->old, v, d->new, &b->variable[i]) &&
            reinti_diff_share_text(&v->label, &b->variable[i].label))
            return &b->variable[i];
    return NULL;
}

static bool
is_renamed_variable(const reinti_differ *d, const reinti_form *a, const reinti_form *b,
                    const reinti_variable *v)
{
    for (size_t i = a->n_key; i < a->n; i++)
        if (reinti_form_find(b, a->variable[i].name) == REINTI_NONE &&
            renamed_variable(d, a, &a->variable[i], b) == v)
            return true;
    return false;
}

static void
compare_variables(reinti_differ *d, const reinti_form *a, const reinti_form *b)
{
    for (size_t v = 0; v < b->n; v++) {
        const reinti_variable *new = &b->variable[v];
        size_t k = reinti_form_find(a, new->name);
        if (k != REINTI_NONE) {
            compare_variable(d, b, &a->variable[k], new);
        } else if (!new->key && !is_renamed_variable(d, a, b, new)) {
            reinti_diff_at(d, "form %s, variable %s", b->name, new->name);
            reinti_diff_tell(d, new->required ? REINT_RECHECK : REINT_HARMLESS, "added", "a new variable%s",
                             new->required ? ", required: stored records do not have it"
                                           : "; stored records have no answer to it");
        }
    }
    for (size_t v = a->n_key; v < a->n; v++) {
        if (reinti_form_find(b, a->variable[v].name) != REINTI_NONE)
            continue;
        const reinti_variable *other = renamed_variable(d, a, &a->variable[v], b);
        reinti_diff_at(d, "form %s, variable %s", a->name, a->variable[v].name);
        if (other)
            reinti_diff_tell(d, REINT_CROSSWALK, "renamed",
                             "it seems to be %s now, which has the same label and kind", other->name);
        else
            reinti_diff_tell(d, REINT_CROSSWALK, "removed",
                             "the variable is gone; keep it, even if it is no longer asked");
    }
}

static bool
same_key(const reinti_differ *d, const reinti_form *a, const reinti_form *b)
{
    bool same = a->n_key == b->n_key;

    for (size_t i = 0; same && i < a->n_key; i++)
        same = !strcmp(a->variable[i].name, b->variable[i].name) &&
               same_kind(d->old, &a->variable[i], d->new, &b->variable[i]);
    return same;
}

void
reinti_diff_forms(reinti_differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t f = 0; f < b->n_forms; f++) {
        size_t k = reinti_codebook_find_form(a, b->form[f].name);
        reinti_diff_at(d, "form %s", b->form[f].name);
        if (k == REINTI_NONE) {
            reinti_diff_tell(d, REINT_HARMLESS, "added", "a new form of %zu variables", b->form[f].n);
            continue;
        }
        reinti_diff_label(d, REINT_HARMLESS, "label", &a->form[k].label, &b->form[f].label);
        if (!same_key(d, &a->form[k], &b->form[f]))
            reinti_diff_tell(d, REINT_CROSSWALK, "changed", "another key");
        reinti_diff_flag(d, REINT_RECHECK, REINT_RECHECK, "counted as persons", a->form[k].persons,
                         b->form[f].persons);
        compare_variables(d, &a->form[k], &b->form[f]);
    }
    for (size_t k = 0; k < a->n_forms; k++) {
        reinti_diff_at(d, "form %s", a->form[k].name);
        if (reinti_codebook_find_form(b, a->form[k].name) == REINTI_NONE)
            reinti_diff_tell(d, REINT_CROSSWALK, "removed", "the form is gone");
    }
}
