/* codebook_doc.c -- a codebook as a document for people, with counts when there is a study.
 *
 * Reads:    the codebook; of a study the columns of each form, for people who consent to analysis.
 * Gives:    study, waves, missing reasons, each form with its variables and answers, code lists, rules, rule sets.
 * Missing:  counts of sensitive variables are left out, and said to be.  It is not a release: small counts stand. */
#include <config.h>

#include "run/codebook_work.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/emit.h"
#include "codebook/ruleset.h"
#include "frame/frame.h"
#include "run/document.h"

typedef struct writer {
    const reint_codebook *cb;
    reinti_frames *frames; /* NULL: no study */
    const char *language;
    reinti_document d;
    reinti_arena *arena; /* of one form at a time */
    reint_status status;
    reint_error *err;
} writer;

static const char *
text_of(const writer *w, const reinti_label *label)
{
    return reinti_text_or(reinti_label_text(label, w->language), "");
}

/* A text made for one cell; "" and no_memory when it cannot be. */
static const char *
keep(writer *w, reinti_str *s)
{
    const char *copy = s->failed ? NULL : reinti_arena_text(w->arena, s->text);

    reinti_str_free(s);
    if (!copy && !w->status)
        w->status = reinti_no_memory(w->err);
    return reinti_text_or(copy, "");
}

static const char *
number(writer *w, size_t n)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_format(&s, "#%zu", n);
    return keep(w, &s);
}

/* ---- the study ----------------------------------------------------------------------------------------- */

static void
pair(writer *w, const char *name, const char *value)
{
    const char *cell[] = { name, value };

    if (value && *value)
        w->d.row(w->d.to, cell, 2);
}

static const char *
joined(writer *w, const char *const *text, size_t n)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? ", " : "", text[i]);
    return keep(w, &s);
}

static void
write_study(writer *w)
{
    static const char *const head[] = { "", "Study" };
    const reint_codebook *cb = w->cb;

    w->d.heading(w->d.to, 1, reint_codebook_title(cb, w->language));
    if (w->frames)
        w->d.paragraph(w->d.to, "INTERNAL: small counts are not suppressed. Not for publication.");
    w->d.table(w->d.to, head, 2);
    pair(w, "Id", cb->id);
    pair(w, "Population", text_of(w, &cb->population));
    pair(w, "Notice", text_of(w, &cb->notice));
    pair(w, "Languages", cb->language[0][0] ? joined(w, cb->language, cb->n_languages) : NULL);
    pair(w, "Sampling", reinti_sampling_words[cb->sampling]);
    pair(w, "Sampled on", joined(w, cb->sampled_on, cb->n_sampled_on));
    pair(w, "Consent required",
         cb->consent_required ? joined(w, (const char *const[]){ cb->consent_purpose, cb->consent_value }, 2)
                              : NULL);
    pair(w, "Base of tables", cb->base);
    pair(w, "Digest", cb->digest);
    w->d.end(w->d.to);
}

static void
write_waves(writer *w, const char *what, const reinti_wave *wave, size_t n)
{
    static const char *const head[] = { "Id", "Label", "From", "To" };

    if (!n)
        return;
    w->d.heading(w->d.to, 2, what);
    w->d.table(w->d.to, head, 4);
    for (size_t i = 0; i < n; i++) {
        const char *cell[] = { wave[i].id, text_of(w, &wave[i].label), reinti_text_or(wave[i].from, ""),
                               reinti_text_or(wave[i].to, "") };
        w->d.row(w->d.to, cell, 4);
    }
    w->d.end(w->d.to);
}

static const char *
raw_codes(writer *w, const char *const *raw, size_t n)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < n; i++)
        reinti_str_format(&s, "%s%s", i ? ", " : "", raw[i][0] ? raw[i] : "(empty cell)");
    return keep(w, &s);
}

static void
write_missing(writer *w)
{
    static const char *const head[] = { "Reason", "Label", "Raw codes in coded variables" };

    w->d.heading(w->d.to, 2, "Missing reasons");
    w->d.table(w->d.to, head, 3);
    for (size_t i = 0; i < w->cb->n_missing; i++) {
        const reinti_missing *m = &w->cb->missing[i];
        const char *cell[] = { m->name, text_of(w, &m->label), raw_codes(w, m->raw, m->n_raw) };
        w->d.row(w->d.to, cell, 3);
    }
    w->d.end(w->d.to);
}

/* ---- forms --------------------------------------------------------------------------------------------- */

static const char *
allowed(writer *w, const reinti_variable *v)
{
    reinti_str s = REINTI_STR_EMPTY;

    if (v->type == REINTI_CODE)
        reinti_str_format(&s, "%s%s",
                          v->multiple ? v->ordered ? "codes in order of " : "codes of " : "a code of ",
                          w->cb->list[v->list].name);
    else
        reinti_str_add(&s, reinti_type_words[v->type]);
    if (v->has_min || v->has_max) {
        reinti_str_add(&s, ", ");
        if (v->has_min)
            reinti_emit_limit(v, false, &s);
        reinti_str_add(&s, " to ");
        if (v->has_max)
            reinti_emit_limit(v, true, &s);
    }
    if (v->pattern)
        reinti_str_format(&s, ", %s", v->pattern);
    return keep(w, &s);
}

/* What else there is to know of a variable. */
static const char *
remarks(writer *w, const reinti_variable *v)
{
    reinti_str s = REINTI_STR_EMPTY;
    const char *note = text_of(w, &v->note), *question = text_of(w, &v->question);

    if (v->key)
        reinti_str_add(&s, "key. ");
    else if (v->required)
        reinti_str_add(&s, "required. ");
    if (v->asked_when)
        reinti_str_format(&s, "asked when %s. ", v->asked_when);
    for (size_t i = 0; i < v->n_waves; i++)
        reinti_str_format(&s, "%s%s%s", i ? ", " : "asked in ", w->cb->wave[v->wave[i]].id,
                          i + 1 == v->n_waves ? ". " : "");
    for (size_t i = 0; i < v->n_missing; i++)
        reinti_str_format(&s, "%s: %s. ", w->cb->missing[v->missing[i].reason].name,
                          raw_codes(w, v->missing[i].raw, v->missing[i].n_raw));
    if (*question)
        reinti_str_format(&s, "\"%s\" ", question);
    if (*note)
        reinti_str_format(&s, "%s ", note);
    if (v->late)
        reinti_str_add(&s, "may be told late. ");
    if (v->sensitive)
        reinti_str_add(&s, "sensitive: counts are left out. ");
    return keep(w, &s);
}

static const char *
plural(size_t n)
{
    return n == 1 ? "" : "s";
}

/* Which rows count: people known and consenting. */
typedef struct rows {
    reinti_frame *frame;
    const int8_t *recorded, *consent;
    size_t n, kept;
} rows;

static bool
counts(const rows *r, size_t i)
{
    return (!r->recorded || r->recorded[i]) && (!r->consent || r->consent[i] == 1);
}

static bool
open_rows(writer *w, size_t form, rows *r)
{
    size_t left_out;

    *r = (rows){ .frame = NULL };
    w->status = reinti_frames_get(w->frames, form, &r->frame, w->err);
    if (!w->status)
        w->status = reinti_frame_recorded(r->frame, &r->recorded, w->err);
    if (!w->status)
        w->status = reinti_frame_consent(r->frame, &r->consent, &left_out, w->err);
    if (w->status)
        return false;
    r->n = reinti_frame_n(r->frame);
    for (size_t i = 0; i < r->n; i++)
        r->kept += counts(r, i);
    return true;
}

/* Answers by category of C: codes, then missing reasons, then absent.  NULL: no memory. */
static size_t *
count_column(writer *w, const rows *r, const reinti_column *c)
{
    size_t *n = reinti_arena_alloc(w->arena, (c->n_categories + 1) * sizeof *n);

    if (!n)
        w->status = reinti_no_memory(w->err);
    for (size_t i = 0; n && i < r->n; i++) {
        if (!counts(r, i))
            continue;
        size_t state = reinti_column_category(c, i);
        if (c->kind == REINTI_COLUMN_SET && state < c->n_valid)
            for (size_t k = c->offset[i]; k < c->offset[i + 1]; k++)
                n[c->code[k]]++;
        else
            n[state]++;
    }
    return n;
}

/* One table a variable: every code, and every reason that occurs. */
static void
write_answers(writer *w, const rows *r, const reinti_variable *v)
{
    const char *const head[] = { v->name, text_of(w, &v->label), "Records" };
    const reinti_column *c = NULL;

    w->status = reinti_frame_column(r->frame, v->name, &c, w->err);
    size_t *n = w->status ? NULL : count_column(w, r, c);
    if (!n)
        return;
    w->d.table(w->d.to, head, 3);
    bool number_like = c->kind == REINTI_COLUMN_NUMBER || c->kind == REINTI_COLUMN_INTERVAL;
    for (size_t k = 0; k < c->n_categories; k++) {
        const char *code = c->category ? c->category[k].code : "",
                   *label = c->category ? text_of(w, &c->category[k].label) : "";
        if (number_like && k < c->n_valid) {
            code = "";
            label = "a value";
        }
        const char *cell[] = { code, label, number(w, n[k]) };
        if (k < c->n_valid || n[k])
            w->d.row(w->d.to, cell, 3);
    }
    w->d.end(w->d.to);
}

static void
write_form(writer *w, size_t f)
{
    static const char *const head[] = { "Variable", "Label", "Allowed", "Remarks" };
    const reinti_form *form = &w->cb->form[f];
    const char *label = text_of(w, &form->label);
    reinti_str s = REINTI_STR_EMPTY;
    rows r;

    reinti_str_format(&s, "%s%s%s", form->name, *label ? ": " : "", label);
    w->d.heading(w->d.to, 2, keep(w, &s));
    if (w->frames && open_rows(w, f, &r)) {
        reinti_str t = REINTI_STR_EMPTY;
        reinti_str_format(&t, "%zu record%s", r.kept, plural(r.kept));
        if (r.kept < r.n)
            reinti_str_format(&t, "; %zu more of people who are not known or do not consent", r.n - r.kept);
        w->d.paragraph(w->d.to, keep(w, &t));
    }
    w->d.table(w->d.to, head, 4);
    for (size_t v = 0; !w->status && v < form->n; v++) {
        const reinti_variable *one = &form->variable[v];
        const char *cell[] = { one->name, text_of(w, &one->label), allowed(w, one), remarks(w, one) };
        w->d.row(w->d.to, cell, 4);
    }
    w->d.end(w->d.to);
    for (size_t v = form->n_key; w->frames && !w->status && v < form->n; v++) {
        const reinti_variable *one = &form->variable[v];
        if (!one->sensitive && one->type != REINTI_TEXT && one->type != REINTI_PERSON)
            write_answers(w, &r, one);
    }
}

/* ---- lists, rules -------------------------------------------------------------------------------------- */

static void
write_list(writer *w, const reinti_list *list)
{
    static const char *const head[] = { "Code", "Label", "Below", "Remarks" };

    w->d.heading(w->d.to, 3, list->name);
    w->d.table(w->d.to, head, 4);
    for (size_t c = 0; c < list->n; c++) {
        const reinti_code *code = &list->code[c];
        reinti_str s = REINTI_STR_EMPTY;
        reinti_str_add(&s, code->retired ? "retired. " : "");
        for (size_t a = 0; a < code->n_attributes; a++)
            reinti_str_format(&s, "%s: %s. ", code->attribute[a].name, code->attribute[a].value);
        const char *cell[] = { code->name, text_of(w, &code->label),
                               code->parent == REINTI_NONE ? "" : list->code[code->parent].name,
                               keep(w, &s) };
        w->d.row(w->d.to, cell, 4);
    }
    w->d.end(w->d.to);
}

static void
write_lists(writer *w)
{
    w->d.heading(w->d.to, 2, "Code lists");
    for (size_t l = 0; l < w->cb->n_lists; l++)
        if (!reinti_list_is_made(w->cb, l))
            write_list(w, &w->cb->list[l]);
}

static void
write_rules(writer *w)
{
    static const char *const head[] = { "Rule", "Form", "When", "Must hold", "Severity", "Message" };

    if (!w->cb->n_rules)
        return;
    w->d.heading(w->d.to, 2, "Rules");
    w->d.table(w->d.to, head, 6);
    for (size_t i = 0; i < w->cb->n_rules; i++) {
        const reinti_rule *r = &w->cb->rule[i];
        const char *cell[] = { r->id,      w->cb->form[r->form].name,          reinti_text_or(r->when, ""),
                               r->require, reinti_severity_words[r->severity], text_of(w, &r->message) };
        w->d.row(w->d.to, cell, 6);
    }
    w->d.end(w->d.to);
}

static void
write_ruleset(writer *w, const reinti_ruleset *r)
{
    static const char *const classes[] = { "Class", "Label", "Meaning" }, *const rules[] = { "Row", "Class",
                                                                                             "Why" };

    w->d.heading(w->d.to, 3, text_of(w, &r->title));
    w->d.paragraph(w->d.to, r->id);
    if (r->citation)
        w->d.paragraph(w->d.to, r->citation);
    if (*text_of(w, &r->note))
        w->d.paragraph(w->d.to, text_of(w, &r->note));
    w->d.table(w->d.to, classes, 3);
    for (size_t i = 0; i < r->n_classes; i++) {
        const char *cell[] = { r->class_[i].id, text_of(w, &r->class_[i].label),
                               text_of(w, &r->class_[i].note) };
        w->d.row(w->d.to, cell, 3);
    }
    w->d.end(w->d.to);
    w->d.table(w->d.to, rules, 3);
    for (size_t i = 0; i < r->n_decisions; i++) {
        const char *cell[] = { r->decision[i].id, r->class_[r->decision[i].class_index].id,
                               text_of(w, &r->decision[i].note) };
        w->d.row(w->d.to, cell, 3);
    }
    w->d.end(w->d.to);
}

static void
write_rulesets(writer *w)
{
    if (w->cb->n_rulesets)
        w->d.heading(w->d.to, 2, "Rule sets");
    for (size_t i = 0; !w->status && i < w->cb->n_rulesets; i++) {
        reinti_ruleset *r = NULL;
        w->status = reinti_ruleset_open(w->cb, w->cb->ruleset[i], w->arena, &r, w->err);
        if (!w->status)
            write_ruleset(w, r);
    }
}

/* ---- all of it ----------------------------------------------------------------------------------------- */

static reint_status
write_document(const reint_codebook *cb, reint_study *study, const char *language, reinti_document d,
               reint_error *err)
{
    writer w = { .cb = cb, .language = language ? language : cb->language[0], .d = d, .err = err };

    w.arena = reinti_arena_create();
    if (!w.arena)
        return reinti_no_memory(err);
    if (study)
        w.status = reinti_frames_open(study, &w.frames, err);
    if (!w.status) {
        write_study(&w);
        write_waves(&w, "Waves", cb->wave, cb->n_waves);
        write_waves(&w, "Periods", cb->period, cb->n_periods);
        write_missing(&w);
    }
    for (size_t f = 0; !w.status && f < cb->n_forms; f++)
        write_form(&w, f);
    if (!w.status)
        write_lists(&w);
    if (!w.status)
        write_rules(&w);
    if (!w.status)
        write_rulesets(&w);
    reinti_frames_free(w.frames);
    reinti_arena_free(w.arena);
    return w.status;
}

reint_status
reint_codebook_document(const reint_codebook *cb, reint_study *study, const char *language,
                        reint_document_format format, char **text, reint_error *err)
{
    reinti_str out = REINTI_STR_EMPTY;
    bool html = format == REINT_DOCUMENT_HTML;
    const char *shown = language ? language : cb->language[0];

    *text = NULL;
    if (html)
        reinti_document_html_begin(&out, reint_codebook_title(cb, shown), shown);
    reint_status status = write_document(
        cb, study, language, html ? reinti_document_html(&out) : reinti_document_markdown(&out), err);
    if (html)
        reinti_document_html_end(&out);
    if (!status && !out.failed)
        *text = strdup(out.text);
    reinti_str_free(&out);
    return status ? status : *text ? REINT_OK : reinti_no_memory(err);
}

reint_status
reint_codebook_document_book(const reint_codebook *cb, reint_study *study, const char *language,
                             const char *path, reint_error *err)
{
    reinti_book_options options = { reint_codebook_title(cb, language), "Codebook",
                                    study ? "INTERNAL" : reint_codebook_id(cb), language };
    reinti_document_sheets sheets = { .book = NULL };
    reint_status status = reinti_book_create(path, &options, &sheets.book, err);

    if (status)
        return status;
    status = write_document(cb, study, language, reinti_document_workbook(&sheets), err);
    reint_status closed = reinti_book_close(sheets.book, !status, status ? NULL : err);
    return status ? status : closed;
}
