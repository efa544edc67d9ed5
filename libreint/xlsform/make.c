/* make.c -- a form of KoboToolbox or ODK made of a codebook: survey, choices, settings, row by row (outline.c laid it
 * out).
 *
 * The form asks what the codebook keeps, in the codebook's languages, with its ranges, patterns, rules and routing.
 * Missing reasons are choices at the end of their list, or the numbers that the codebook reads as such; the column
 * `missing` says which they are, so that nobody counts a refusal.  What a form cannot hold is told as a note each. */
#include <config.h>

#include "xlsform/make.h"

#include <string.h>

#include "codebook/emit.h"
#include "xlsform/outline.h"
#include "xlsform/xlsform.h"

typedef struct maker {
    reinti_outline o;
    const reinti_form_sink *sink;
    const char **suffix; /* by language: "::English (en)", or "" */
    bool failed;
} maker;

/* ---- cells ------------------------------------------------------------------------------------------------- */

static void
put(maker *m, const char *head, const char *text)
{
    if (text && *text)
        m->sink->cell(m->sink->user, head, text);
}

/* The label in every language of the codebook, so that no screen is without one; OTHERWISE where there is none. */
static void
put_label(maker *m, const char *head, const reinti_label *label, const char *otherwise, const char *behind)
{
    const reint_codebook *cb = m->o.cb;

    for (size_t l = 0; l < cb->n_languages; l++) {
        const char *text = reinti_text_or(reinti_label_text(label, cb->language[l]), otherwise);
        const char *name = reinti_arena_format(m->o.arena, "%s%s", head, m->suffix[l]);
        const char *whole = reinti_arena_format(m->o.arena, "%s%s%s", reinti_text_or(text, ""),
                                                text && *text && *behind ? " " : "", behind);
        m->failed = m->failed || !name || !whole;
        if (name)
            put(m, name, whole);
    }
}

/* The heads in the order in which people look for them. */
static void
begin_sheet(maker *m, const char *name, const char *const *heads)
{
    m->sink->sheet(m->sink->user, name);
    for (; *heads; heads++) {
        bool label =
            !strcmp(*heads, "label") || !strcmp(*heads, "hint") || !strcmp(*heads, "constraint_message");
        for (size_t l = 0; l < (label ? m->o.cb->n_languages : 1); l++) {
            const char *head = reinti_arena_format(m->o.arena, "%s%s", *heads, label ? m->suffix[l] : "");
            m->failed = m->failed || !head;
            if (head)
                m->sink->cell(m->sink->user, head, "");
        }
    }
}

static void
begin_row(maker *m, const char *type, const char *name)
{
    m->sink->row(m->sink->user);
    put(m, "type", type);
    put(m, "name", name);
}

/* ---- constraints ------------------------------------------------------------------------------------------- */

static void
add_part(reinti_str *out, const char *part)
{
    if (part && *part)
        reinti_str_format(out, "%s%s", out->length ? " and " : "", part);
}

static void
add_limit(const reinti_variable *v, bool high, reinti_str *out)
{
    reinti_str limit = REINTI_STR_EMPTY, part = REINTI_STR_EMPTY;

    reinti_emit_limit(v, high, &limit);
    reinti_str_format(&part, v->type == REINTI_DATE ? ". %s date('%s')" : ". %s %s",
                      high ? "<=" : ">=", limit.text);
    add_part(out, part.text);
    out->failed = out->failed || limit.failed || part.failed;
    reinti_str_free(&limit);
    reinti_str_free(&part);
}

/* The pattern as regex(): false where the two dialects differ. */
static bool
add_pattern(const char *pattern, reinti_str *out)
{
    reinti_str text = REINTI_STR_EMPTY;
    bool good = !strstr(pattern, "[:") && !strstr(pattern, "[.") && !strstr(pattern, "[=") &&
                reinti_xpath_text(&text, pattern);

    if (good) {
        reinti_str_format(out, "%sregex(., %s)", out->length ? " and " : "", text.text);
        out->failed = out->failed || text.failed;
    }
    reinti_str_free(&text);
    return good;
}

/* Range, pattern, number of answers, rules; then what stands for a missing reason is let through or kept out. */
static void
write_constraint(maker *m, size_t form, const reinti_variable *v, const reinti_outline_question *q,
                 reinti_str *out)
{
    bool coded = v->type == REINTI_CODE;

    if (coded)
        reinti_missing_guard(v->multiple, q->must, m->o.list[v->list].missing,
                             m->o.list[v->list].with_missing ? m->o.list[v->list].n_missing : 0, out);
    if (v->has_min)
        add_limit(v, false, out);
    if (v->has_max)
        add_limit(v, true, out);
    if (v->pattern && !add_pattern(v->pattern, out))
        reinti_outline_note(&m->o, "pattern_left_out", form, v->name, "its pattern is not taken over",
                            REINTI_WORDS("forms have another dialect of patterns"));
    if (v->multiple && v->min_codes)
        reinti_str_format(out, "%scount-selected(.) >= %zu", out->length ? " and " : "", v->min_codes);
    if (v->multiple && v->max_codes)
        reinti_str_format(out, "%scount-selected(.) <= %zu", out->length ? " and " : "", v->max_codes);
    add_part(out, q->constraint);
    if (coded || !out->length)
        return;
    reinti_str whole = REINTI_STR_EMPTY;
    for (size_t i = 0; i < q->n_missing; i++) {
        if (!i)
            reinti_str_format(&whole, "(%s)", out->text);
        reinti_str_add(&whole, " or . = ");
        if (v->type == REINTI_TEXT || v->type == REINTI_PERSON)
            reinti_xpath_text(&whole, q->missing[i]);
        else
            reinti_str_add(&whole, q->missing[i]);
    }
    if (whole.length) {
        reinti_str_clear(out);
        reinti_str_add(out, whole.text);
    }
    out->failed = out->failed || whole.failed;
    reinti_str_free(&whole);
}

/* "0 - 20" needs no language; else the message of the rule. */
static void
put_message(maker *m, const reinti_variable *v, const reinti_outline_question *q)
{
    reinti_str range = REINTI_STR_EMPTY;

    if (v->has_min)
        reinti_emit_limit(v, false, &range);
    if (v->has_min || v->has_max)
        reinti_str_add(&range, " - ");
    if (v->has_max)
        reinti_emit_limit(v, true, &range);
    if (q->message.n || range.length)
        put_label(m, "constraint_message", &q->message, "", range.text);
    m->failed = m->failed || range.failed;
    reinti_str_free(&range);
}

/* The note, and what to type where there is no answer: "[97 = Refused]". */
static void
put_hint(maker *m, const reinti_variable *v, const reinti_outline_question *q)
{
    const reint_codebook *cb = m->o.cb;

    for (size_t l = 0; l < cb->n_languages; l++) {
        reinti_str text = REINTI_STR_EMPTY;
        const char *head = reinti_arena_format(m->o.arena, "hint%s", m->suffix[l]);
        reinti_str_add(&text, reinti_text_or(reinti_label_text(&v->note, cb->language[l]), ""));
        for (size_t i = 0; v->type != REINTI_CODE && i < q->n_missing; i++) {
            const reinti_missing *reason = &cb->missing[reinti_codebook_find_missing(cb, q->reason[i])];
            reinti_str_format(
                &text, "%s%s = %s",
                i             ? "; "
                : text.length ? " ["
                              : "[",
                q->missing[i],
                reinti_text_or(reinti_label_text(&reason->label, cb->language[l]), reason->name));
        }
        if (v->type != REINTI_CODE && q->n_missing)
            reinti_str_add_char(&text, ']');
        m->failed = m->failed || text.failed || !head;
        if (head)
            put(m, head, text.text);
        reinti_str_free(&text);
    }
}

/* What an answer, or none (""), means that is none: "refused=97; not_stated=". */
static void
put_missing(maker *m, const reinti_variable *v, const reinti_outline_question *q)
{
    const reint_codebook *cb = m->o.cb;
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t i = 0; v->type != REINTI_CODE && i < q->n_missing; i++)
        reinti_str_format(&text, "%s%s=%s", text.length ? "; " : "", q->reason[i], q->missing[i]);
    for (size_t i = 0; !q->must && i < v->n_missing; i++)
        for (size_t k = 0; k < v->missing[i].n_raw; k++)
            if (!*v->missing[i].raw[k])
                reinti_str_format(&text, "%s%s=", text.length ? "; " : "",
                                  cb->missing[v->missing[i].reason].name);
    put(m, REINTI_FORM_MISSING, text.text);
    m->failed = m->failed || text.failed;
    reinti_str_free(&text);
}

/* ---- questions --------------------------------------------------------------------------------------------- */

static const char *const types[] = {
    [REINTI_INTEGER] = "integer", [REINTI_DECIMAL] = "decimal", [REINTI_DATE] = "date",
    [REINTI_AGE] = "integer",     [REINTI_TEXT] = "text",       [REINTI_PERSON] = "text",
};

/* What of a variable has no place in a form. */
static void
tell_lost(maker *m, size_t form, const reinti_variable *v)
{
    reinti_outline *o = &m->o;

    if (v->type == REINTI_DATE && !v->key)
        reinti_outline_note(
            o, "whole_days", form, v->name, "asked as a whole day",
            REINTI_WORDS("a date that is known by its year only is left empty and corrected later"));
    if (v->type == REINTI_AGE)
        reinti_outline_note(o, "whole_years", form, v->name, "asked as a number",
                            REINTI_WORDS("an age that is known roughly is left empty and corrected later"));
    if (v->type == REINTI_PERSON)
        reinti_outline_note(o, "plain_id", form, v->name, "asked as a text",
                            REINTI_WORDS("a form cannot tell who is known"));
    if (v->ordered)
        reinti_outline_note(o, "order_lost", form, v->name, "the order of the answers may be lost",
                            REINTI_WORDS("some programs store them in the order of the list"));
    if (v->repeats)
        reinti_outline_note(o, "order_lost", form, v->name, "an answer can be chosen once only", NULL);
    if (v->question.n && v->label.n)
        reinti_outline_note(o, "label_left_out", form, v->name, "its question stands as the label",
                            REINTI_WORDS("a form has no short label beside it"));
    if (v->late || v->sensitive)
        reinti_outline_note(o, "kept_in_codebook", form, v->name,
                            v->late && v->sensitive ? REINTI_WORDS("late and sensitive")
                            : v->late               ? REINTI_WORDS("late")
                                                    : REINTI_WORDS("sensitive"),
                            REINTI_WORDS("stays in the codebook only"));
}

/* The waves in which it is asked, and its own condition. */
static void
put_relevant(maker *m, size_t form, size_t variable)
{
    const reint_codebook *cb = m->o.cb;
    const reinti_variable *v = &cb->form[form].variable[variable];
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t i = 0; m->o.wave && i < v->n_waves; i++)
        reinti_str_format(&text, "%s${%s} = '%s'", i ? " or " : "", reinti_outline_wave(cb)->name,
                          cb->wave[v->wave[i]].id);
    const char *own = v->asked_when ? reinti_outline_relevant(&m->o, form, variable, v->asked_when) : NULL;
    const char *whole = text.length && own ? reinti_arena_format(m->o.arena, "(%s) and (%s)", text.text, own)
                        : own              ? own
                                           : text.text;
    put(m, "relevant", whole);
    m->failed = m->failed || text.failed || !whole;
    reinti_str_free(&text);
}

static void
write_question(maker *m, size_t form, size_t variable)
{
    const reinti_variable *v = &m->o.cb->form[form].variable[variable];
    const reinti_outline_question *q = &m->o.form[form].question[variable];
    reinti_str constraint = REINTI_STR_EMPTY, type = REINTI_STR_EMPTY;

    if (!q->asked)
        return;
    if (q->counted) {
        begin_row(m, "calculate", v->name);
        put(m, "calculation", "position(..)");
        return;
    }
    if (v->type == REINTI_CODE)
        reinti_str_format(&type, "select_%s %s", v->multiple ? "multiple" : "one",
                          m->o.cb->list[v->list].name);
    else
        reinti_str_add(&type, types[v->type]);
    begin_row(m, type.text, v->name);
    put_label(m, "label", v->question.n ? &v->question : &v->label, v->name, "");
    put_hint(m, v, q);
    put(m, "required", q->must || q->filled ? "yes" : "");
    put_relevant(m, form, variable);
    write_constraint(m, form, v, q, &constraint);
    put(m, "constraint", constraint.text);
    if (constraint.length)
        put_message(m, v, q);
    put_missing(m, v, q);
    tell_lost(m, form, v);
    m->failed = m->failed || constraint.failed || type.failed;
    reinti_str_free(&constraint);
    reinti_str_free(&type);
}

static void
write_form(maker *m, size_t f)
{
    const reint_codebook *cb = m->o.cb;
    const reinti_form *form = &cb->form[f];
    bool section = m->o.form[f].section, any = !section;
    const char *name =
        section ? reinti_arena_format(m->o.arena, "%s" REINTI_FORM_GROUP, form->name) : form->name;

    for (size_t v = 0; v < form->n; v++)
        any = any || m->o.form[f].question[v].asked;
    m->failed = m->failed || !name;
    if (!any || !name)
        return;
    begin_row(m, section ? "begin_group" : "begin_repeat", name);
    put_label(m, "label", &form->label, form->name, "");
    for (size_t v = 0; v < form->n; v++)
        write_question(m, f, v);
    for (size_t below = 0; below < cb->n_forms; below++)
        if (m->o.form[below].chosen && m->o.form[below].holder == f)
            write_form(m, below);
    begin_row(m, section ? "end_group" : "end_repeat", name);
}

/* Who it is, and when: every submission tells. */
static void
write_head(maker *m)
{
    const reint_codebook *cb = m->o.cb;
    const reinti_variable *person = reinti_outline_person(cb), *wave = reinti_outline_wave(cb);
    reinti_str pattern = REINTI_STR_EMPTY;

    begin_row(m, "text", person->name);
    put_label(m, "label", &person->label, person->name, "");
    put(m, "required", "yes");
    if (person->pattern && add_pattern(person->pattern, &pattern))
        put(m, "constraint", pattern.text);
    m->failed = m->failed || pattern.failed;
    reinti_str_free(&pattern);
    if (!m->o.wave)
        return;
    reinti_str_format(&pattern, "select_one %s", cb->list[cb->wave_list].name);
    begin_row(m, pattern.text, wave->name);
    m->failed = m->failed || pattern.failed;
    reinti_str_free(&pattern);
    put_label(m, "label", &wave->label, wave->name, "");
    put(m, "required", "yes");
}

static void
write_survey(maker *m)
{
    static const char *const heads[] = { "type",        "name",
                                         "label",       "hint",
                                         "required",    "relevant",
                                         "constraint",  "constraint_message",
                                         "calculation", REINTI_FORM_MISSING,
                                         NULL };
    const reint_codebook *cb = m->o.cb;

    begin_sheet(m, "survey", heads);
    write_head(m);
    for (int section = 1; section >= 0; section--)
        for (size_t f = 0; f < cb->n_forms; f++)
            if (m->o.form[f].chosen && m->o.form[f].section == section && m->o.form[f].holder == REINTI_NONE)
                write_form(m, f);
}

/* ---- choices and settings ---------------------------------------------------------------------------------- */

static void
write_list(maker *m, size_t l)
{
    const reint_codebook *cb = m->o.cb;
    const reinti_list *list = &cb->list[l];
    const reinti_outline_list *of = &m->o.list[l];
    size_t retired = 0, more = 0;

    for (size_t c = 0; c < list->n; c++) {
        const reinti_code *code = &list->code[c];
        retired += code->retired;
        more += code->n_attributes || code->parent != REINTI_NONE;
        if (code->retired)
            continue;
        m->sink->row(m->sink->user);
        put(m, "list_name", list->name);
        put(m, "name", code->name);
        put_label(m, "label", &code->label, code->name, "");
    }
    for (size_t i = 0; of->with_missing && i < of->n_missing; i++) {
        m->sink->row(m->sink->user);
        put(m, "list_name", list->name);
        put(m, "name", of->missing[i]);
        put_label(m, "label", &cb->missing[reinti_codebook_find_missing(cb, of->reason[i])].label,
                  of->reason[i], "");
        put(m, REINTI_FORM_MISSING, of->reason[i]);
    }
    if (retired || more)
        reinti_find(m->o.findings, REINT_NOTE, "kept_in_codebook", reinti_path_last(cb->path), NULL,
                    list->line, 0, "list %s: %s only", list->name,
                    retired && more ? "retired codes, parents and attributes of codes stay in the codebook"
                    : retired       ? "retired codes stay in the codebook"
                                    : "parents and attributes of codes stay in the codebook");
}

static void
write_choices(maker *m)
{
    static const char *const heads[] = { "list_name", "name", "label", REINTI_FORM_MISSING, NULL };

    begin_sheet(m, "choices", heads);
    for (size_t l = 0; l < m->o.cb->n_lists; l++)
        if (m->o.list[l].used)
            write_list(m, l);
}

/* The version is that of the codebook, so that two forms of one version ask the same. */
static void
write_settings(maker *m)
{
    static const char *const heads[] = { "form_title", "form_id", "version", "default_language", NULL };
    const reint_codebook *cb = m->o.cb;
    char version[13] = "";

    memcpy(version, cb->digest, strnlen(cb->digest, sizeof version - 1));
    begin_sheet(m, "settings", heads);
    m->sink->row(m->sink->user);
    put(m, "form_title", reinti_text_or(reinti_label_text(&cb->title, NULL), cb->id));
    put(m, "form_id", cb->id);
    put(m, "version", version);
    put(m, "default_language", *m->suffix[0] ? m->suffix[0] + 2 : "");
}

static bool
name_languages(maker *m)
{
    const reint_codebook *cb = m->o.cb;

    m->suffix = reinti_arena_alloc(m->o.arena, (cb->n_languages + 1) * sizeof *m->suffix);
    for (size_t l = 0; m->suffix && l < cb->n_languages; l++) {
        reinti_str name = REINTI_STR_EMPTY;
        if (*cb->language[l]) {
            reinti_str_add(&name, "::");
            reinti_xlsform_language_name(cb->language[l], &name);
        }
        m->suffix[l] = reinti_arena_text(m->o.arena, name.text);
        m->failed = m->failed || name.failed || !m->suffix[l];
        reinti_str_free(&name);
    }
    return m->suffix && !m->failed;
}

reint_status
reinti_xlsform_make(const reint_codebook *cb, const char *const *form, size_t n, const reinti_form_sink *sink,
                    reint_findings *findings, reint_error *err)
{
    maker m = { .sink = sink };
    reint_status status = reinti_outline_make(&m.o, cb, form, n, findings, err);

    if (!status && !name_languages(&m))
        status = reinti_no_memory(err);
    if (!status) {
        write_survey(&m);
        write_choices(&m);
        write_settings(&m);
        if (m.failed || m.o.no_memory)
            status = reinti_no_memory(err);
    }
    reinti_outline_free(&m.o);
    return status;
}
