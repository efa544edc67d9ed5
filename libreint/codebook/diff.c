/* diff.c -- compares two codebooks, part by part.
 *
 * The classes of effect follow what a study does with a changed codebook (study/update.c): what it refuses needs a
 * crosswalk, what it checks again is told as that.  Renaming is guessed from labels, and said to be a guess. */
#include <config.h>

#include "codebook/diff_parts.h"

#include <string.h>

#include "codebook/emit.h"

const char *
reint_effect_text(reint_effect effect)
{
    static const char *const texts[] = { "harmless", "re-check", "crosswalk needed" };

    return (unsigned)effect < REINTI_LENGTH(texts) ? texts[effect] : "";
}

void
reinti_diff_tell(reinti_differ *d, reint_effect effect, const char *kind, const char *format, ...)
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

void
reinti_diff_at(reinti_differ *d, const char *format, ...)
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
bool
reinti_diff_share_text(const reinti_label *a, const reinti_label *b)
{
    for (size_t i = 0; i < a->n; i++)
        for (size_t k = 0; k < b->n; k++)
            if (!strcmp(a->language[i], b->language[k]) && !strcmp(a->text[i], b->text[k]))
                return true;
    return false;
}

void
reinti_diff_label(reinti_differ *d, reint_effect effect, const char *what, const reinti_label *a,
                  const reinti_label *b)
{
    const char *before = reinti_text_or(reinti_label_text(a, NULL), ""),
               *after = reinti_text_or(reinti_label_text(b, NULL), "");

    if (same_label(a, b))
        return;
    if (strcmp(before, after))
        reinti_diff_tell(d, effect, "changed", "%s: \"%.200s\" becomes \"%.200s\"", what, before, after);
    else
        reinti_diff_tell(d, effect, "changed", "%s: other texts in some language", what);
}

void
reinti_diff_text(reinti_differ *d, reint_effect effect, const char *what, const char *a, const char *b)
{
    if (reinti_equal(a, b))
        return;
    if (a && b)
        reinti_diff_tell(d, effect, "changed", "%s: \"%.200s\" becomes \"%.200s\"", what, a, b);
    else
        reinti_diff_tell(d, effect, "changed", "%s: %s \"%.200s\"", what, a ? "no longer" : "now", a ? a : b);
}

void
reinti_diff_flag(reinti_differ *d, reint_effect gained, reint_effect lost, const char *what, bool a, bool b)
{
    if (a != b)
        reinti_diff_tell(d, b ? gained : lost, "changed", "%s %s", b ? "now" : "no longer", what);
}

static void
compare_texts(reinti_differ *d, reint_effect effect, const char *what, const char *const *a, size_t n_a,
              const char *const *b, size_t n_b)
{
    bool same = n_a == n_b;

    for (size_t i = 0; same && i < n_a; i++)
        same = !strcmp(a[i], b[i]);
    if (!same)
        reinti_diff_tell(d, effect, "changed", "%s", what);
}

/* ---- the study ----------------------------------------------------------------------------------------- */

static void
compare_study(reinti_differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    reinti_diff_at(d, "study");
    reinti_diff_text(d, REINT_HARMLESS, "id", a->id, b->id);
    reinti_diff_label(d, REINT_HARMLESS, "title", &a->title, &b->title);
    reinti_diff_label(d, REINT_HARMLESS, "population", &a->population, &b->population);
    reinti_diff_label(d, REINT_HARMLESS, "notice", &a->notice, &b->notice);
    compare_texts(d, REINT_HARMLESS, "other languages", a->language, a->n_languages, b->language,
                  b->n_languages);
    reinti_diff_text(d, REINT_RECHECK, "sampling", reinti_sampling_words[a->sampling],
                     reinti_sampling_words[b->sampling]);
    compare_texts(d, REINT_RECHECK, "sampled_on: people were chosen by other things", a->sampled_on,
                  a->n_sampled_on, b->sampled_on, b->n_sampled_on);
    reinti_diff_text(d, REINT_RECHECK, "consent required for", a->consent_purpose, b->consent_purpose);
    reinti_diff_text(d, REINT_RECHECK, "consent", a->consent_value, b->consent_value);
    reinti_diff_text(d, REINT_RECHECK, "base of all tables", a->base, b->base);
    if (a->small_base != b->small_base)
        reinti_diff_tell(d, REINT_RECHECK, "changed", "small_base: %zu becomes %zu", a->small_base,
                         b->small_base);
    reinti_diff_text(d, REINT_RECHECK, "default rule set", a->default_ruleset, b->default_ruleset);
}

static void
compare_waves(reinti_differ *d, const char *what, const reinti_wave *a, size_t n_a, const reinti_wave *b,
              size_t n_b)
{
    size_t k;

    for (size_t i = 0; i < n_b; i++) {
        reinti_diff_at(d, "%s %s", what, b[i].id);
        for (k = 0; k < n_a && strcmp(a[k].id, b[i].id); k++)
            ;
        if (k == n_a) {
            reinti_diff_tell(d, REINT_HARMLESS, "added", "a new %s", what);
            continue;
        }
        reinti_diff_label(d, REINT_HARMLESS, "label", &a[k].label, &b[i].label);
        reinti_diff_text(d, REINT_RECHECK, "from", a[k].from, b[i].from);
        reinti_diff_text(d, REINT_RECHECK, "to", a[k].to, b[i].to);
    }
    for (k = 0; k < n_a; k++) {
        size_t i = 0;
        while (i < n_b && strcmp(a[k].id, b[i].id))
            i++;
        reinti_diff_at(d, "%s %s", what, a[k].id);
        if (i == n_b)
            reinti_diff_tell(d, strcmp(what, "wave") ? REINT_HARMLESS : REINT_CROSSWALK, "removed",
                             "the %s is gone", what);
    }
}

static void
compare_missing(reinti_differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t i = 0; i < b->n_missing; i++) {
        size_t k = reinti_codebook_find_missing(a, b->missing[i].name);
        reinti_diff_at(d, "missing reason %s", b->missing[i].name);
        if (k == REINTI_NONE) {
            reinti_diff_tell(d, REINT_HARMLESS, "added", "a new reason");
            continue;
        }
        reinti_diff_label(d, REINT_HARMLESS, "label", &a->missing[k].label, &b->missing[i].label);
        compare_texts(d, REINT_RECHECK, "other raw codes", a->missing[k].raw, a->missing[k].n_raw,
                      b->missing[i].raw, b->missing[i].n_raw);
    }
    for (size_t k = 0; k < a->n_missing; k++) {
        reinti_diff_at(d, "missing reason %s", a->missing[k].name);
        if (reinti_codebook_find_missing(b, a->missing[k].name) == REINTI_NONE)
            reinti_diff_tell(d, REINT_CROSSWALK, "removed", "the reason is gone");
    }
}

/* ---- lists --------------------------------------------------------------------------------------------- */

static const char *
parent_of(const reinti_list *list, const reinti_code *code)
{
    return code->parent == REINTI_NONE ? NULL : list->code[code->parent].name;
}

static void
compare_code(reinti_differ *d, const reinti_list *la, const reinti_code *a, const reinti_list *lb,
             const reinti_code *b)
{
    reinti_diff_at(d, "list %s, code %s", lb->name, b->name);
    reinti_diff_label(d, REINT_HARMLESS, "label", &a->label, &b->label);
    reinti_diff_text(d, REINT_RECHECK, "parent", parent_of(la, a), parent_of(lb, b));
    reinti_diff_flag(d, REINT_RECHECK, REINT_HARMLESS, "retired", a->retired, b->retired);
    for (size_t i = 0; i < b->n_attributes; i++)
        reinti_diff_text(d, REINT_RECHECK, b->attribute[i].name,
                         reinti_code_attribute(a, b->attribute[i].name), b->attribute[i].value);
    for (size_t i = 0; i < a->n_attributes; i++)
        if (!reinti_code_attribute(b, a->attribute[i].name))
            reinti_diff_text(d, REINT_RECHECK, a->attribute[i].name, a->attribute[i].value, NULL);
}

/* The code of B, new there, that code A of list LA may have become: the same label. */
static const reinti_code *
renamed_code(const reinti_list *la, const reinti_code *a, const reinti_list *lb)
{
    for (size_t c = 0; c < lb->n; c++)
        if (reinti_list_find(la, lb->code[c].name) == REINTI_NONE &&
            reinti_diff_share_text(&a->label, &lb->code[c].label))
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
compare_codes(reinti_differ *d, const reinti_list *a, const reinti_list *b)
{
    for (size_t c = 0; c < b->n; c++) {
        size_t k = reinti_list_find(a, b->code[c].name);
        if (k != REINTI_NONE) {
            compare_code(d, a, &a->code[k], b, &b->code[c]);
        } else if (!is_rename_of_some(a, b, &b->code[c])) {
            reinti_diff_at(d, "list %s, code %s", b->name, b->code[c].name);
            reinti_diff_tell(d, REINT_HARMLESS, "added", "a new code: \"%.200s\"",
                             reinti_text_or(reinti_label_text(&b->code[c].label, NULL), ""));
        }
    }
    for (size_t k = 0; k < a->n; k++) {
        if (reinti_list_find(b, a->code[k].name) != REINTI_NONE)
            continue;
        const reinti_code *other = renamed_code(a, &a->code[k], b);
        reinti_diff_at(d, "list %s, code %s", a->name, a->code[k].name);
        if (other)
            reinti_diff_tell(d, REINT_CROSSWALK, "renamed", "it seems to be %s now, which has the same label",
                             other->name);
        else
            reinti_diff_tell(d, REINT_CROSSWALK, "removed",
                             "the code is gone; keep it and say `retired: true`");
    }
}

static void
compare_lists(reinti_differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t l = 0; l < b->n_lists; l++) {
        size_t k = reinti_codebook_find_list(a, b->list[l].name);
        reinti_diff_at(d, "list %s", b->list[l].name);
        if (reinti_list_is_made(b, l))
            continue;
        if (k == REINTI_NONE)
            reinti_diff_tell(d, REINT_HARMLESS, "added", "a new list of %zu codes", b->list[l].n);
        else
            compare_codes(d, &a->list[k], &b->list[l]);
    }
    for (size_t k = 0; k < a->n_lists; k++) {
        reinti_diff_at(d, "list %s", a->list[k].name);
        if (!reinti_list_is_made(a, k) && reinti_codebook_find_list(b, a->list[k].name) == REINTI_NONE)
            reinti_diff_tell(d, REINT_HARMLESS, "removed",
                             "the list is gone; what used it is told by itself");
    }
}

/* ---- rules and files ----------------------------------------------------------------------------------- */

static void
compare_rules(reinti_differ *d)
{
    const reint_codebook *a = d->old, *b = d->new;

    for (size_t i = 0; i < b->n_rules; i++) {
        size_t k = reinti_codebook_find_rule(a, b->rule[i].id);
        const reinti_rule *new = &b->rule[i], *old = k == REINTI_NONE ? NULL : &a->rule[k];
        reinti_diff_at(d, "rule %s", new->id);
        if (!old) {
            reinti_diff_tell(d, REINT_RECHECK, "added", "a new rule about form %s", b->form[new->form].name);
            continue;
        }
        reinti_diff_text(d, REINT_RECHECK, "form", a->form[old->form].name, b->form[new->form].name);
        reinti_diff_text(d, REINT_RECHECK, "when", old->when, new->when);
        reinti_diff_text(d, REINT_RECHECK, "require", old->require, new->require);
        reinti_diff_text(d, new->severity > old->severity ? REINT_RECHECK : REINT_HARMLESS, "severity",
                         reinti_severity_words[old->severity], reinti_severity_words[new->severity]);
        reinti_diff_label(d, REINT_HARMLESS, "message", &old->message, &new->message);
    }
    for (size_t i = 0; i < a->n_rules; i++) {
        reinti_diff_at(d, "rule %s", a->rule[i].id);
        if (reinti_codebook_find_rule(b, a->rule[i].id) == REINTI_NONE)
            reinti_diff_tell(d, REINT_HARMLESS, "removed", "the rule is gone");
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
compare_files(reinti_differ *d)
{
    for (size_t i = 1; i < d->new->n_files; i++) {
        const reinti_codebook_file *new = &d->new->file[i], *old = find_file(d->old, new);
        reinti_diff_at(d, "%s %s", new->kind, new->name);
        if (!strcmp(new->kind, "list"))
            continue;
        if (!old)
            reinti_diff_tell(d, REINT_RECHECK, "added", "a new file");
        else if (old->size != new->size || memcmp(old->data, new->data, new->size))
            reinti_diff_tell(d, REINT_RECHECK, "changed", "other bytes: results made with it change");
    }
    for (size_t i = 1; i < d->old->n_files; i++) {
        const reinti_codebook_file *old = &d->old->file[i];
        reinti_diff_at(d, "%s %s", old->kind, old->name);
        if (strcmp(old->kind, "list") && !find_file(d->new, old))
            reinti_diff_tell(d, REINT_RECHECK, "removed", "the file is no longer named");
    }
}

reint_status
reint_codebook_diff(const reint_codebook *old, const reint_codebook *new,
                    int (*fn)(const reint_codebook_change *change, void *user), void *user, reint_error *err)
{
    reinti_differ d = { .old = old, .new = new, .fn = fn, .user = user, .where = REINTI_STR_EMPTY };

    compare_study(&d);
    compare_waves(&d, "wave", old->wave, old->n_waves, new->wave, new->n_waves);
    compare_waves(&d, "period", old->period, old->n_periods, new->period, new->n_periods);
    compare_missing(&d);
    compare_lists(&d);
    reinti_diff_forms(&d);
    compare_rules(&d);
    compare_files(&d);
    reinti_str_free(&d.where);
    return d.no_memory ? reinti_no_memory(err) : REINT_OK;
}
