/* diff.c -- compares two codebooks, part by part.
 *
 * The classes of effect follow what a study does with a changed codebook (study/update.c): what it refuses needs a
 * crosswalk, what it checks again is told as that.  Renaming is guessed from labels, and said to be a guess. */
#include <config.h>

#include "codebook/diff.h"

#include <string.h>

#include "codebook/emit.h"

typedef struct differ {
    const reint_codebook *old, *new;
    int (*fn)(const reint_codebook_change *change, void *user);
    void *user;
    reinti_str where;
    bool stopped, no_memory;
} differ;

const char *
reint_effect_text(reint_effect effect)
{
    static const char *const texts[] = { "harmless", "re-check", "crosswalk needed" };

    return (unsigned)effect < REINTI_LENGTH(texts) ? texts[effect] : "";
}

static void tell(differ *d, reint_effect effect, const char *kind, const char *format, ...)
    REINTI_PRINTF(4, 5);

static void
tell(differ *d, reint_effect effect, const char *kind, const char *format, ...)
{
    char text[1024];
    va_list ap;

    if (d->stopped)
        return;
    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    d->no_memory = d->no_memory || d->where.failed;
    d->stopped = d->fn(&(reint_codebook_change){ effect, kind, d->where.text, text }, d->user) != 0;
}

static void at(differ *d, const char *format, ...) REINTI_PRINTF(2, 3);

static void
at(differ *d, const char *format, ...)
{
    char text[300];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof text, format, ap);
    va_end(ap);
    reinti_str_clear(&d->where);
    reinti_str_add(&d->where, text);
}

/* ---- texts --------------------------------------------------------------------------------------------- */

static bool
same_label(const reinti_label *a, const reinti_label *b)
{
    if (a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (strcmp(a->language[i], b->language[i]) || strcmp(a->text[i], b->text[i]))
            return false;
    return true;
}

/* Both say the same in some language. */
static bool
share_text(const reinti_label *a, const reinti_label *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (!strcmp(a->language[i], b->language[k]) && !strcmp(a->text[i], b->text[k]))
                return true;
    return false;
}

static void
compare_label(differ *d, reint_effect effect, const char *what, const reinti_label *a, const reinti_label *b)
{
    const char *before = reinti_text_or(reinti_label_text(a, NULL), ""),
               *after = reinti_text_or(reinti_label_text(b, NULL), "");

    if (same_label(a, b))
        return;
    if (strcmp(before, after))
        tell(d, effect, "changed", "%s: \"%.200s\" becomes \"%.200s\"", what, before, after);
    else
        tell(d, effect, "changed", "%s: other texts in some language", what);
}

static void
compare_text(differ *d, reint_effect effect, const char *what, const char *a, const char *b)
{
    if (reinti_equal(a, b))
        return;
    if (a && b)
        tell(d, effect, "changed", "%s: \"%.200s\" becomes \"%.200s\"", what, a, b);
    else
        tell(d, effect, "changed", "%s: %s \"%.200s\"", what, a ? "no longer" : "now", a ? a : b);
}

static void
compare_flag(differ *d, reint_effect gained, reint_effect lost, const char *what, bool a, bool b)
{
    if (a != b)
        tell(d, b ? gained : lost, "changed", "%s %s", b ? "now" : "no longer", what);
}

static void
compare_texts(differ *d, reint_effect effect, const char *what, const char *const *a, size_t n_a,
              const char *const *b, size_t n_b)
{
    bool same = n_a == n_b;

    for (size_t i = 0; same && i < n_a; i++)
        same = !strcmp(a[i], b[i]);
    if (!same)
        tell(d, effect, "changed", "%s", what);
}

/* ---- the study ----------------------------------------------------------------------------------------- */

static void
compare_study(differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    at(d, "study");
    compare_text(d, REINT_HARMLESS, "id", a->id, b->id);
    compare_label(d, REINT_HARMLESS, "title", &a->title, &b->title);
    compare_label(d, REINT_HARMLESS, "population", &a->population, &b->population);
    compare_label(d, REINT_HARMLESS, "notice", &a->notice, &b->notice);
    compare_texts(d, REINT_HARMLESS, "other languages", a->language, a->n_languages, b->language,
                  b->n_languages);
    compare_text(d, REINT_RECHECK, "sampling", reinti_sampling_words[a->sampling],
                 reinti_sampling_words[b->sampling]);
    compare_texts(d, REINT_RECHECK, "sampled_on: people were chosen by other things", a->sampled_on,
                  a->n_sampled_on, b->sampled_on, b->n_sampled_on);
    compare_text(d, REINT_RECHECK, "consent required for", a->consent_purpose, b->consent_purpose);
    compare_text(d, REINT_RECHECK, "consent", a->consent_value, b->consent_value);
    compare_text(d, REINT_RECHECK, "base of all tables", a->base, b->base);
    if (a->small_base != b->small_base)
        tell(d, REINT_RECHECK, "changed", "small_base: %zu becomes %zu", a->small_base, b->small_base);
    compare_text(d, REINT_RECHECK, "default rule set", a->default_ruleset, b->default_ruleset);
}

static void
compare_waves(differ *d, const char *what, const reinti_wave *a, size_t n_a, const reinti_wave *b, size_t n_b)
{
    size_t k;

    for (size_t i = 0; i < n_b; i++) {
        at(d, "%s %s", what, b[i].id);
        for (k = 0; k < n_a && strcmp(a[k].id, b[i].id); k++)
            ;
        if (k == n_a) {
            tell(d, REINT_HARMLESS, "added", "a new %s", what);
            continue;
        }
        compare_label(d, REINT_HARMLESS, "label", &a[k].label, &b[i].label);
        compare_text(d, REINT_RECHECK, "from", a[k].from, b[i].from);
        compare_text(d, REINT_RECHECK, "to", a[k].to, b[i].to);
    }
    for (k = 0; k < n_a; k++) {
        size_t i = 0;
        while (i < n_b && strcmp(a[k].id, b[i].id))
            i++;
        at(d, "%s %s", what, a[k].id);
        if (i == n_b)
            tell(d, strcmp(what, "wave") ? REINT_HARMLESS : REINT_CROSSWALK, "removed", "the %s is gone",
                 what);
    }
}

static void
compare_missing(differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t i = 0; i < b->n_missing; i++) {
        size_t k = reinti_codebook_find_missing(a, b->missing[i].name);
        at(d, "missing reason %s", b->missing[i].name);
        if (k == REINTI_NONE) {
            tell(d, REINT_HARMLESS, "added", "a new reason");
            continue;
        }
        compare_label(d, REINT_HARMLESS, "label", &a->missing[k].label, &b->missing[i].label);
        compare_texts(d, REINT_RECHECK, "other raw codes", a->missing[k].raw, a->missing[k].n_raw,
                      b->missing[i].raw, b->missing[i].n_raw);
    }
    for (size_t k = 0; k < a->n_missing; k++) {
        at(d, "missing reason %s", a->missing[k].name);
        if (reinti_codebook_find_missing(b, a->missing[k].name) == REINTI_NONE)
            tell(d, REINT_CROSSWALK, "removed", "the reason is gone");
    }
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static const char *
parent_of(const reinti_list *list, const reinti_code *code)
{
    return code->parent == REINTI_NONE ? NULL : list->code[code->parent].name;
}

static void
compare_code(differ *d, const reinti_list *la, const reinti_code *a, const reinti_list *lb,
             const reinti_code *b)
{
    at(d, "list %s, code %s", lb->name, b->name);
    compare_label(d, REINT_HARMLESS, "label", &a->label, &b->label);
    compare_text(d, REINT_RECHECK, "parent", parent_of(la, a), parent_of(lb, b));
    compare_flag(d, REINT_RECHECK, REINT_HARMLESS, "retired", a->retired, b->retired);
    for (size_t i = 0; i < b->n_attributes; i++)
        compare_text(d, REINT_RECHECK, b->attribute[i].name, reinti_code_attribute(a, b->attribute[i].name),
                     b->attribute[i].value);
    for (size_t i = 0; i < a->n_attributes; i++)
        if (!reinti_code_attribute(b, a->attribute[i].name))
            compare_text(d, REINT_RECHECK, a->attribute[i].name, a->attribute[i].value, NULL);
}

/* The code of B, new there, that code A of list LA may have become: the same label. */
static const reinti_code *
renamed_code(const reinti_list *la, const reinti_code *a, const reinti_list *lb)
{
    for (size_t c = 0; c < lb->n; c++)
        if (reinti_list_find(la, lb->code[c].name) == REINTI_NONE &&
            share_text(&a->label, &lb->code[c].label))
            return &lb->code[c];
    return NULL;
}

static bool
is_rename_of_some(const reinti_list *la, const reinti_list *lb, const reinti_code *b)
{
    for (size_t c = 0; c < la->n; c++)
        if (reinti_list_find(lb, la->code[c].name) == REINTI_NONE && renamed_code(la, &la->code[c], lb) == b)
            return true;
    return false;
}

static void
compare_codes(differ *d, const reinti_list *a, const reinti_list *b)
{
    for (size_t c = 0; c < b->n; c++) {
        size_t k = reinti_list_find(a, b->code[c].name);
        if (k != REINTI_NONE) {
            compare_code(d, a, &a->code[k], b, &b->code[c]);
        } else if (!is_rename_of_some(a, b, &b->code[c])) {
            at(d, "list %s, code %s", b->name, b->code[c].name);
            tell(d, REINT_HARMLESS, "added", "a new code: \"%.200s\"",
                 reinti_text_or(reinti_label_text(&b->code[c].label, NULL), ""));
        }
    }
    for (size_t k = 0; k < a->n; k++) {
        if (reinti_list_find(b, a->code[k].name) != REINTI_NONE)
            continue;
        const reinti_code *other = renamed_code(a, &a->code[k], b);
        at(d, "list %s, code %s", a->name, a->code[k].name);
        if (other)
            tell(d, REINT_CROSSWALK, "renamed", "it seems to be %s now, which has the same label",
                 other->name);
        else
            tell(d, REINT_CROSSWALK, "removed", "the code is gone; keep it and say `retired: true`");
    }
}

static void
compare_lists(differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t l = 0; l < b->n_lists; l++) {
        size_t k = reinti_codebook_find_list(a, b->list[l].name);
        at(d, "list %s", b->list[l].name);
        if (reinti_list_is_made(b, l))
            continue;
        if (k == REINTI_NONE)
            tell(d, REINT_HARMLESS, "added", "a new list of %zu codes", b->list[l].n);
        else
            compare_codes(d, &a->list[k], &b->list[l]);
    }
    for (size_t k = 0; k < a->n_lists; k++) {
        at(d, "list %s", a->list[k].name);
        if (!reinti_list_is_made(a, k) && reinti_codebook_find_list(b, a->list[k].name) == REINTI_NONE)
            tell(d, REINT_HARMLESS, "removed", "the list is gone; what used it is told by itself");
    }
}

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
compare_range(differ *d, const reinti_variable *a, const reinti_variable *b)
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
        tell(d, tighter ? REINT_RECHECK : REINT_HARMLESS, "changed", "range: %s..%s becomes %s..%s%s",
             text[0].text, text[1].text, text[2].text, text[3].text, tighter ? ", which is narrower" : "");
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
compare_made(differ *d, const char *what, const reinti_variable *a, const reinti_variable *b,
             void (*make)(const reint_codebook *cb, const reinti_variable *v, reinti_str *out))
{
    reinti_str before = REINTI_STR_EMPTY, after = REINTI_STR_EMPTY;

    make(d->old, a, &before);
    make(d->new, b, &after);
    compare_text(d, REINT_RECHECK, what, before.text, after.text);
    reinti_str_free(&before);
    reinti_str_free(&after);
}

static void
compare_variable(differ *d, const reinti_form *form, const reinti_variable *a, const reinti_variable *b)
{
    at(d, "form %s, variable %s", form->name, b->name);
    compare_text(d, REINT_CROSSWALK, "type", reinti_type_words[a->type], reinti_type_words[b->type]);
    compare_text(d, REINT_CROSSWALK, "list", list_name(d->old, a), list_name(d->new, b));
    compare_flag(d, REINT_CROSSWALK, REINT_CROSSWALK, "a multiple-response set", a->multiple, b->multiple);
    compare_label(d, REINT_HARMLESS, "label", &a->label, &b->label);
    compare_label(d, REINT_RECHECK, "question, which may ask for something else", &a->question, &b->question);
    compare_label(d, REINT_HARMLESS, "note", &a->note, &b->note);
    compare_flag(d, REINT_RECHECK, REINT_HARMLESS, "required", a->required, b->required);
    if (a->type == b->type)
        compare_range(d, a, b);
    compare_text(d, REINT_RECHECK, "pattern", a->pattern, b->pattern);
    compare_text(d, REINT_RECHECK, "routing (asked_when)", a->asked_when, b->asked_when);
    compare_made(d, "missing codes", a, b, missing_text);
    compare_made(d, "asked in waves", a, b, waves_text);
    if (a->multiple && b->multiple) {
        compare_flag(d, REINT_RECHECK, REINT_RECHECK, "ordered", a->ordered, b->ordered);
        compare_flag(d, REINT_HARMLESS, REINT_RECHECK, "with repeats", a->repeats, b->repeats);
        if (a->separator != b->separator)
            tell(d, REINT_RECHECK, "changed", "separator: \"%c\" becomes \"%c\"", a->separator, b->separator);
        if (a->min_codes != b->min_codes || a->max_codes != b->max_codes)
            tell(d, REINT_RECHECK, "changed", "codes: %zu to %zu becomes %zu to %zu (0: no limit)",
                 a->min_codes, a->max_codes, b->min_codes, b->max_codes);
    }
    compare_flag(d, REINT_HARMLESS, REINT_HARMLESS, "may be disclosed late", a->late, b->late);
    compare_flag(d, REINT_HARMLESS, REINT_RECHECK, "sensitive", a->sensitive, b->sensitive);
}

/* ---- forms --------------------------------------------------------------------------------------------- */

/* The variable, new in B, that V of form A may have become: same kind, same label. */
static const reinti_variable *
renamed_variable(const differ *d, const reinti_form *a, const reinti_variable *v, const reinti_form *b)
{
    for (size_t i = b->n_key; i < b->n; i++)
        if (reinti_form_find(a, b->variable[i].name) == REINTI_NONE &&
            same_kind(d->old, v, d->new, &b->variable[i]) && share_text(&v->label, &b->variable[i].label))
            return &b->variable[i];
    return NULL;
}

static bool
is_renamed_variable(const differ *d, const reinti_form *a, const reinti_form *b, const reinti_variable *v)
{
    for (size_t i = a->n_key; i < a->n; i++)
        if (reinti_form_find(b, a->variable[i].name) == REINTI_NONE &&
            renamed_variable(d, a, &a->variable[i], b) == v)
            return true;
    return false;
}

static void
compare_variables(differ *d, const reinti_form *a, const reinti_form *b)
{
    for (size_t v = 0; v < b->n; v++) {
        const reinti_variable *new = &b->variable[v];
        size_t k = reinti_form_find(a, new->name);
        if (k != REINTI_NONE) {
            compare_variable(d, b, &a->variable[k], new);
        } else if (!new->key && !is_renamed_variable(d, a, b, new)) {
            at(d, "form %s, variable %s", b->name, new->name);
            tell(d, new->required ? REINT_RECHECK : REINT_HARMLESS, "added", "a new variable%s",
                 new->required ? ", required: stored records do not have it"
                               : "; stored records have no answer to it");
        }
    }
    for (size_t v = a->n_key; v < a->n; v++) {
        if (reinti_form_find(b, a->variable[v].name) != REINTI_NONE)
            continue;
        const reinti_variable *other = renamed_variable(d, a, &a->variable[v], b);
        at(d, "form %s, variable %s", a->name, a->variable[v].name);
        if (other)
            tell(d, REINT_CROSSWALK, "renamed", "it seems to be %s now, which has the same label and kind",
                 other->name);
        else
            tell(d, REINT_CROSSWALK, "removed",
                 "the variable is gone; keep it, even if it is no longer asked");
    }
}

static bool
same_key(const differ *d, const reinti_form *a, const reinti_form *b)
{
    bool same = a->n_key == b->n_key;

    for (size_t i = 0; same && i < a->n_key; i++)
        same = !strcmp(a->variable[i].name, b->variable[i].name) &&
               same_kind(d->old, &a->variable[i], d->new, &b->variable[i]);
    return same;
}

static void
compare_forms(differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t f = 0; f < b->n_forms; f++) {
        size_t k = reinti_codebook_find_form(a, b->form[f].name);
        at(d, "form %s", b->form[f].name);
        if (k == REINTI_NONE) {
            tell(d, REINT_HARMLESS, "added", "a new form of %zu variables", b->form[f].n);
            continue;
        }
        compare_label(d, REINT_HARMLESS, "label", &a->form[k].label, &b->form[f].label);
        if (!same_key(d, &a->form[k], &b->form[f]))
            tell(d, REINT_CROSSWALK, "changed", "another key");
        compare_flag(d, REINT_RECHECK, REINT_RECHECK, "counted as persons", a->form[k].persons,
                     b->form[f].persons);
        compare_variables(d, &a->form[k], &b->form[f]);
    }
    for (size_t k = 0; k < a->n_forms; k++) {
        at(d, "form %s", a->form[k].name);
        if (reinti_codebook_find_form(b, a->form[k].name) == REINTI_NONE)
            tell(d, REINT_CROSSWALK, "removed", "the form is gone");
    }
}

/* ---- rules and files ----------------------------------------------------------------------------------- */

static const reinti_rule *
find_rule(const reint_codebook *cb, const char *id)
{
    for (size_t i = 0; i < cb->n_rules; i++)
        if (!strcmp(cb->rule[i].id, id))
            return &cb->rule[i];
    return NULL;
}

static void
compare_rules(differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t i = 0; i < b->n_rules; i++) {
        const reinti_rule *new = &b->rule[i], *old = find_rule(a, new->id);
        at(d, "rule %s", new->id);
        if (!old) {
            tell(d, REINT_RECHECK, "added", "a new rule about form %s", b->form[new->form].name);
            continue;
        }
        compare_text(d, REINT_RECHECK, "form", a->form[old->form].name, b->form[new->form].name);
        compare_text(d, REINT_RECHECK, "when", old->when, new->when);
        compare_text(d, REINT_RECHECK, "require", old->require, new->require);
        compare_text(d, new->severity > old->severity ? REINT_RECHECK : REINT_HARMLESS, "severity",
                     reinti_severity_words[old->severity], reinti_severity_words[new->severity]);
        compare_label(d, REINT_HARMLESS, "message", &old->message, &new->message);
    }
    for (size_t i = 0; i < a->n_rules; i++) {
        at(d, "rule %s", a->rule[i].id);
        if (!find_rule(b, a->rule[i].id))
            tell(d, REINT_HARMLESS, "removed", "the rule is gone");
    }
}

static const reinti_codebook_file *
find_file(const reint_codebook *cb, const reinti_codebook_file *like)
{
    for (size_t i = 1; i < cb->n_files; i++)
        if (!strcmp(cb->file[i].name, like->name) && !strcmp(cb->file[i].kind, like->kind))
            return &cb->file[i];
    return NULL;
}

/* Rule sets, packs and entitlements; what is in lists of other files was compared code by code. */
static void
compare_files(differ *d)
{
    for (size_t i = 1; i < d->new->n_files; i++) {
        const reinti_codebook_file *new = &d->new->file[i], *old = find_file(d->old, new);
        at(d, "%s %s", new->kind, new->name);
        if (!strcmp(new->kind, "list"))
            continue;
        if (!old)
            tell(d, REINT_RECHECK, "added", "a new file");
        else if (old->size != new->size || memcmp(old->data, new->data, new->size))
            tell(d, REINT_RECHECK, "changed", "other bytes: results made with it change");
    }
    for (size_t i = 1; i < d->old->n_files; i++) {
        const reinti_codebook_file *old = &d->old->file[i];
        at(d, "%s %s", old->kind, old->name);
        if (strcmp(old->kind, "list") && !find_file(d->new, old))
            tell(d, REINT_RECHECK, "removed", "the file is no longer named");
    }
}

reint_status
reint_codebook_diff(const reint_codebook *old, const reint_codebook *new,
                    int (*fn)(const reint_codebook_change *change, void *user), void *user, reint_error *err)
{
    differ d = { .old = old, .new = new, .fn = fn, .user = user, .where = REINTI_STR_EMPTY };

    compare_study(&d);
    compare_waves(&d, "wave", old->wave, old->n_waves, new->wave, new->n_waves);
    compare_waves(&d, "period", old->period, old->n_periods, new->period, new->n_periods);
    compare_missing(&d);
    compare_lists(&d);
    compare_forms(&d);
    compare_rules(&d);
    compare_files(&d);
    reinti_str_free(&d.where);
    return d.no_memory ? reinti_no_memory(err) : REINT_OK;
}
