/* outline.c -- lays out a form of the field from the forms of a codebook.
 *
 * A submission is one person (at one wave): the forms that are known by these alone are groups at the top.  Any other
 * form is a repeat, in the repeat of the form above it, and asks what its key says beyond that one.  The last part of a
 * key is counted by the form itself where it is a number and one submission holds all records of the person; where a
 * person is seen again at later waves the number goes on, so that it is asked, whatever of the codebook is in the form.
 *
 * Conditions name questions as ${name}, which must be the only one of that name; a question beside the one that asks
 * can be named by its place (../name).  Else the condition is not taken over, and that is told. */
#include <config.h>

#include "xlsform/outline.h"

#include <string.h>

void
reinti_outline_note(reinti_outline *o, const char *code, size_t form, const char *variable, const char *what,
                    const char *why)
{
    const char *name = o->cb->form[form].name;

    reinti_find(o->findings, REINT_NOTE, code, reinti_path_last(o->cb->path), name, 0, 0, "%s%s%s: %s%s%s",
                name, variable ? "." : "", reinti_text_or(variable, ""), reinti_words(what), why ? ": " : "",
                why ? reinti_words(why) : "");
}

/* ---- keys -------------------------------------------------------------------------------------------------- */

static const reinti_variable *
key_part(const reint_codebook *cb, bool wave)
{
    const reinti_variable *found = NULL;

    for (size_t f = 0; f < cb->n_forms; f++) {
        size_t at = wave ? cb->form[f].wave : cb->form[f].person;
        const reinti_variable *v = at == REINTI_NONE ? NULL : &cb->form[f].variable[at];
        if (v && (!found || (!found->label.n && v->label.n)))
            found = v;
    }
    return found;
}

const reinti_variable *
reinti_outline_person(const reint_codebook *cb)
{
    return key_part(cb, false);
}

const reinti_variable *
reinti_outline_wave(const reint_codebook *cb)
{
    return key_part(cb, true);
}

static bool
is_in_key(const reinti_form *form, const char *name)
{
    size_t at = reinti_form_find(form, name);

    return at != REINTI_NONE && at < form->n_key;
}

/* ---- missing reasons --------------------------------------------------------------------------------------- */

/* The choice of LIST that stands for a missing reason: its first code in the data; NULL: it is none. */
static const char *
choice_of(const reinti_list *list, const reinti_missing *m)
{
    if (!strcmp(m->name, "not_asked")) /* the form knows by itself what it did not ask */
        return NULL;
    for (size_t i = 0; i < m->n_raw; i++)
        if (*m->raw[i] && !strchr(m->raw[i], ' '))
            return reinti_list_find(list, m->raw[i]) == REINTI_NONE ? m->raw[i] : NULL;
    return NULL;
}

static void
find_list_missing(reinti_outline *o, size_t l)
{
    const reint_codebook *cb = o->cb;
    reinti_outline_list *list = &o->list[l];

    list->missing = reinti_arena_alloc(o->arena, (cb->n_missing + 1) * sizeof *list->missing);
    list->reason = reinti_arena_alloc(o->arena, (cb->n_missing + 1) * sizeof *list->reason);
    o->no_memory = o->no_memory || !list->missing || !list->reason;
    for (size_t m = 0; !o->no_memory && m < cb->n_missing; m++) {
        const char *choice = choice_of(&cb->list[l], &cb->missing[m]);
        if (!choice)
            continue;
        list->missing[list->n_missing] = choice;
        list->reason[list->n_missing++] = cb->missing[m].name;
    }
}

/* Whether RAW can be typed into a question of the type of V. */
static bool
can_be_typed(const reinti_variable *v, const char *raw)
{
    double number;

    if (v->type == REINTI_INTEGER || v->type == REINTI_DECIMAL || v->type == REINTI_AGE)
        return reinti_parse_decimal(raw, strlen(raw), &number);
    return (v->type == REINTI_TEXT || v->type == REINTI_PERSON) && *raw && !strpbrk(raw, "'\";=");
}

static void
find_missing(reinti_outline *o, const reinti_variable *v, reinti_outline_question *q)
{
    const reint_codebook *cb = o->cb;
    size_t most = 1;

    if (q->must)
        return;
    if (v->type == REINTI_CODE) {
        q->n_missing = o->list[v->list].n_missing;
        q->missing = o->list[v->list].missing;
        q->reason = o->list[v->list].reason;
        return;
    }
    for (size_t i = 0; i < v->n_missing; i++)
        most += v->missing[i].n_raw;
    q->missing = reinti_arena_alloc(o->arena, most * sizeof *q->missing);
    q->reason = reinti_arena_alloc(o->arena, most * sizeof *q->reason);
    o->no_memory = o->no_memory || !q->missing || !q->reason;
    for (size_t i = 0; !o->no_memory && i < v->n_missing; i++)
        for (size_t k = 0; k < v->missing[i].n_raw; k++)
            if (can_be_typed(v, v->missing[i].raw[k])) {
                q->missing[q->n_missing] = v->missing[i].raw[k];
                q->reason[q->n_missing++] = cb->missing[v->missing[i].reason].name;
            }
}

/* ---- forms ------------------------------------------------------------------------------------------------- */

static reint_status
choose_forms(reinti_outline *o, const char *const *form, size_t n, reint_error *err)
{
    const reint_codebook *cb = o->cb;
    size_t chosen = 0;

    for (size_t i = 0; i < n; i++) {
        size_t f = reinti_codebook_find_form(cb, form[i]);
        if (f == REINTI_NONE) {
            reinti_str hint = REINTI_STR_EMPTY;
            const char **names = reinti_arena_alloc(o->arena, (cb->n_forms + 1) * sizeof *names);
            for (size_t k = 0; names && k < cb->n_forms; k++)
                names[k] = cb->form[k].name;
            if (names)
                reinti_did_you_mean(&hint, form[i], names, cb->n_forms);
            reinti_fail(err, REINT_ARGUMENT, reinti_path_last(cb->path), 0, "there is no form \"%.60s\"%s",
                        form[i], hint.text);
            reinti_str_free(&hint);
            return REINT_ARGUMENT;
        }
        o->form[f].chosen = true;
    }
    for (size_t f = 0; f < cb->n_forms; f++) {
        o->form[f].chosen = o->form[f].chosen || !n;
        if (o->form[f].chosen && cb->form[f].person == REINTI_NONE) {
            o->form[f].chosen = false;
            reinti_outline_note(o, "left_out", f, NULL, "left out",
                                REINTI_WORDS("its records are not about a person"));
        }
        chosen += o->form[f].chosen;
        o->wave = o->wave || (o->form[f].chosen && cb->form[f].wave != REINTI_NONE);
    }
    return chosen ? REINT_OK
                  : reinti_fail(err, REINT_ARGUMENT, reinti_path_last(cb->path), 0,
                                "none of these forms is about people: a form of the field needs one that is");
}

static void
place_forms(reinti_outline *o)
{
    const reint_codebook *cb = o->cb;

    for (size_t f = 0; f < cb->n_forms; f++) {
        const reinti_form *form = &cb->form[f];
        o->form[f].holder = REINTI_NONE;
        o->form[f].section =
            form->n_key == (size_t)(form->person != REINTI_NONE) + (form->wave != REINTI_NONE);
    }
    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t up = cb->form[f].parent; up != REINTI_NONE && o->form[f].holder == REINTI_NONE;
             up = cb->form[up].parent)
            if (o->form[up].chosen && !o->form[up].section)
                o->form[f].holder = up;
}

static void
count_name(reinti_outline *o, const char *name)
{
    bool added;
    int64_t at = reinti_map_put(o->names, name, strlen(name), (int64_t)reinti_map_count(o->names), &added);

    if (at == -2)
        o->no_memory = true;
    else
        o->count[at]++;
}

static bool
may_be_empty(const reint_codebook *cb, const reinti_variable *v)
{
    return reinti_variable_missing_reason(cb, v, "", 0) != REINTI_NONE;
}

static bool
has_blank_code(const reinti_list *list)
{
    for (size_t c = 0; c < list->n; c++)
        if (strchr(list->code[c].name, ' '))
            return true;
    return false;
}

/* children_no of the form children: so codebooks that were made of a form call it. */
static bool
is_number_of(const reinti_form *form, const char *name)
{
    size_t n = strlen(form->name);

    return !strncmp(name, form->name, n) && !strcmp(name + n, "_no");
}

static void
place_question(reinti_outline *o, size_t f, size_t variable)
{
    const reinti_form *form = &o->cb->form[f];
    const reinti_variable *v = &form->variable[variable];
    reinti_outline_question *q = &o->form[f].question[variable];

    for (size_t up = o->form[f].holder; v->key && up != REINTI_NONE && !q->inherited; up = o->form[up].holder)
        q->inherited = is_in_key(&o->cb->form[up], v->name);
    q->inherited = q->inherited || variable == form->person || variable == form->wave;
    q->must = v->key || v->required;
    find_missing(o, v, q);
    q->filled = !q->must && !may_be_empty(o->cb, v);
    if (q->inherited)
        return;
    bool all_at_once = !o->cb->n_waves || form->wave != REINTI_NONE;
    q->counted = variable + 1 == form->n_key && v->type == REINTI_INTEGER && all_at_once;
    if (v->type == REINTI_CODE && v->multiple && has_blank_code(&o->cb->list[v->list])) {
        reinti_outline_note(
            o, "left_out", f, v->name, "left out",
            REINTI_WORDS("a code of its list holds a blank, and blanks separate several answers in a form"));
        return;
    }
    if (q->counted &&
        is_number_of(form, v->name)) /* the number of the record: what asks it is the repeat itself */
        return;
    q->asked = true;
    q->place = ++o->n_placed;
    if (v->type == REINTI_CODE) {
        o->list[v->list].used = true;
        o->list[v->list].with_missing = o->list[v->list].with_missing || !q->must;
    }
    count_name(o, v->name);
}

static void
place_form(reinti_outline *o, size_t f)
{
    const reinti_form *form = &o->cb->form[f];
    const char *name =
        o->form[f].section ? reinti_arena_format(o->arena, "%s" REINTI_FORM_GROUP, form->name) : form->name;

    o->no_memory = o->no_memory || !name;
    if (o->no_memory)
        return;
    count_name(o, name);
    for (size_t v = 0; v < form->n; v++)
        place_question(o, f, v);
    for (size_t below = 0; below < o->cb->n_forms; below++)
        if (o->form[below].chosen && o->form[below].holder == f)
            place_form(o, below);
}

/* ---- conditions -------------------------------------------------------------------------------------------- */

/* Whose condition it is, and of which question it becomes part. */
typedef struct asking {
    reinti_outline *o;
    size_t form, self; /* SELF: variable; REINTI_NONE while it is looked for */
    bool is_self;      /* "." may stand for it */
    size_t latest, latest_place;
    reinti_str name;
} asking;

/* The variable NAME as the records of FORM see it: their own, of the forms above, of the person. */
static const reinti_variable *
seen(const reint_codebook *cb, size_t form, const char *name, size_t *of)
{
    for (size_t f = form; f != REINTI_NONE; f = cb->form[f].parent) {
        size_t v = reinti_form_find(&cb->form[f], name);
        *of = f;
        if (v != REINTI_NONE)
            return &cb->form[f].variable[v];
    }
    *of = cb->person_form;
    size_t v = reinti_form_find(&cb->form[*of], name);
    return v == REINTI_NONE ? NULL : &cb->form[*of].variable[v];
}

/* The question that asks what form OF calls V: its own, or that of a form around it. */
static const reinti_outline_question *
question_of(const reinti_outline *o, const reinti_variable *v, size_t *of)
{
    for (size_t f = *of; f != REINTI_NONE; f = o->form[f].holder) {
        size_t at = reinti_form_find(&o->cb->form[f], v->name);
        if (at != REINTI_NONE && !o->form[f].question[at].inherited) {
            *of = f;
            return &o->form[f].question[at];
        }
    }
    return NULL;
}

static bool
refuse(const char **why, const char *reason)
{
    *why = reason;
    return false;
}

static bool
find_question(void *user, const char *name, reinti_xpath_question *out, const char **why)
{
    asking *a = user;
    reinti_outline *o = a->o;
    size_t of;
    const reinti_variable *v = seen(o->cb, a->form, name, &of);

    if (!v)
        return refuse(why, "it looks beyond the record and those above it");
    if (!o->form[of].chosen)
        return refuse(why, "it names a variable of a form that is not asked here");
    const reinti_form *form = &o->cb->form[of];
    bool top = v == &form->variable[form->person == REINTI_NONE ? 0 : form->person] ||
               (form->wave != REINTI_NONE && v == &form->variable[form->wave]);
    const reinti_outline_question *q = top ? NULL : question_of(o, v, &of);
    if (!top && (!q || !q->asked))
        return refuse(why, "it names a variable that is not asked");
    int64_t at = reinti_map_find(o->names, v->name, strlen(v->name));
    bool alone = at >= 0 && o->count[at] == 1, beside = !top && of == a->form;
    if (!alone && !beside)
        return refuse(why, "several questions have the name of one that it looks at");
    if (q && beside && q->place >= a->latest_place) {
        a->latest_place = q->place;
        a->latest = reinti_form_find(&o->cb->form[of], v->name);
    }
    bool self = a->is_self && beside && a->self == reinti_form_find(&o->cb->form[of], v->name);
    const char *text = self ? "." : reinti_arena_format(o->arena, alone ? "${%s}" : "../%s", v->name);
    o->no_memory = o->no_memory || !text;
    *out = (reinti_xpath_question){ .variable = v,
                                    .list = v->type == REINTI_CODE ? &o->cb->list[v->list] : NULL,
                                    .name = reinti_text_or(text, "."),
                                    .n_missing = q ? q->n_missing : 0,
                                    .missing = q ? q->missing : NULL,
                                    .reason = q ? q->reason : NULL };
    return true;
}

const char *
reinti_outline_relevant(reinti_outline *o, size_t form, size_t variable, const char *condition)
{
    asking a = { .o = o, .form = form, .self = variable };
    reinti_str xpath = REINTI_STR_EMPTY;
    const char *why = NULL, *text = NULL;

    if (!reinti_xpath_condition(condition, find_question, &a, &xpath, &why))
        reinti_outline_note(o, "condition_left_out", form, o->cb->form[form].variable[variable].name,
                            "when it is asked is not taken over", why);
    else
        text = reinti_arena_text(o->arena, xpath.text);
    o->no_memory = o->no_memory || xpath.failed || (!text && !why);
    reinti_str_free(&xpath);
    return text;
}

/* Several rules at one question have one message. */
static void
add_message(reinti_outline *o, reinti_outline_question *q, const reinti_label *label)
{
    size_t n = o->cb->n_languages;
    const reinti_label before = q->message;
    const char **text = reinti_arena_alloc(o->arena, (n + 1) * sizeof *text);

    for (size_t l = 0; text && l < n; l++) {
        const char *one = reinti_text_or(reinti_label_text(&before, o->cb->language[l]), "");
        const char *two = reinti_text_or(reinti_label_text(label, o->cb->language[l]), "");
        text[l] = reinti_arena_format(o->arena, "%s%s%s", one, *one && *two ? "; " : "", two);
        o->no_memory = o->no_memory || !text[l];
    }
    o->no_memory = o->no_memory || !text;
    if (text)
        q->message = (reinti_label){ n, (const char **)(uintptr_t)o->cb->language, text };
}

/* A rule stands at the last of its questions, when all the others have their answers. */
static void
place_rule(reinti_outline *o, const reinti_rule *rule)
{
    asking a = { .o = o, .form = rule->form, .self = REINTI_NONE };
    reinti_str xpath = REINTI_STR_EMPTY;
    const char *why = NULL;
    bool good = rule->severity == REINT_ERROR;

    if (!o->form[rule->form].chosen)
        return;
    if (!good)
        why = REINTI_WORDS("a form can only forbid, and the rule warns");
    good = good && reinti_xpath_rule(rule->when, rule->require, find_question, &a, &xpath, &why);
    if (good && !a.latest_place) {
        why = REINTI_WORDS("none of its questions is of its own form");
        good = false;
    }
    reinti_str_clear(&xpath);
    a.self = a.latest;
    a.is_self = true;
    good = good && reinti_xpath_rule(rule->when, rule->require, find_question, &a, &xpath, &why);
    if (good) {
        reinti_outline_question *q = &o->form[rule->form].question[a.self];
        q->constraint = q->constraint ? reinti_arena_format(o->arena, "%s and %s", q->constraint, xpath.text)
                                      : reinti_arena_text(o->arena, xpath.text);
        add_message(o, q, &rule->message);
        o->no_memory = o->no_memory || !q->constraint;
    } else {
        reinti_outline_note(
            o, "rule_left_out", rule->form, NULL,
            reinti_text_or(
                reinti_arena_format(o->arena, reinti_words("rule %.60s is not taken over"), rule->id),
                "a rule is not taken over"),
            why);
    }
    o->no_memory = o->no_memory || xpath.failed;
    reinti_str_free(&xpath);
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

static bool
begin(reinti_outline *o)
{
    const reint_codebook *cb = o->cb;
    size_t names = cb->n_forms + 2;

    o->arena = reinti_arena_create();
    o->names = reinti_map_create();
    if (!o->arena || !o->names)
        return false;
    o->form = reinti_arena_alloc(o->arena, (cb->n_forms + 1) * sizeof *o->form);
    o->list = reinti_arena_alloc(o->arena, (cb->n_lists + 1) * sizeof *o->list);
    for (size_t l = 0; o->list && l < cb->n_lists; l++)
        find_list_missing(o, l);
    for (size_t f = 0; o->form && f < cb->n_forms; f++) {
        o->form[f].question = reinti_arena_alloc(o->arena, (cb->form[f].n + 1) * sizeof *o->form[f].question);
        o->no_memory = o->no_memory || !o->form[f].question;
        names += cb->form[f].n;
    }
    o->count = reinti_arena_alloc(o->arena, names * sizeof *o->count);
    return o->form && o->list && o->count && !o->no_memory;
}

reint_status
reinti_outline_make(reinti_outline *o, const reint_codebook *cb, const char *const *form, size_t n,
                    reint_findings *findings, reint_error *err)
{
    *o = (reinti_outline){ .cb = cb, .findings = findings };
    if (!begin(o))
        return reinti_no_memory(err);
    reint_status status = choose_forms(o, form, n, err);
    if (status)
        return status;
    place_forms(o);
    count_name(o, reinti_outline_person(cb)->name);
    if (o->wave) {
        count_name(o, reinti_outline_wave(cb)->name);
        o->list[cb->wave_list].used = true;
    }
    for (int section = 1; section >= 0; section--)
        for (size_t f = 0; f < cb->n_forms; f++)
            if (o->form[f].chosen && o->form[f].section == section && o->form[f].holder == REINTI_NONE)
                place_form(o, f);
    for (size_t r = 0; r < cb->n_rules && !o->no_memory; r++)
        place_rule(o, &cb->rule[r]);
    return o->no_memory ? reinti_no_memory(err) : REINT_OK;
}

void
reinti_outline_free(reinti_outline *o)
{
    reinti_map_free(o->names);
    reinti_arena_free(o->arena);
}
