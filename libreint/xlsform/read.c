/* read.c -- the sheets of an XLSForm: heads, rows, choices and settings (the questions: survey.c).
 *
 * Sheet names and heads are matched without regard to case, blanks around them, and the many spellings that
 * forms of fifteen years have.  Rows without a type are remarks.  A head that stands twice, a group that is not
 * closed, a question without a name and a list that is nowhere are errors, each at its cell, all in one run. */
#include <config.h>

#include "xlsform/make.h"
#include "xlsform/reader.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#define CHOICES_MOST 200000

/* Spellings of heads, in small letters, blanks and colons as they are. */
static const struct {
    const char *head;
    reinti_form_column_kind kind;
} heads[] = {
    { "type", REINTI_FORM_TYPE },
    { "name", REINTI_FORM_NAME },
    { "value", REINTI_FORM_NAME },
    { "tag", REINTI_FORM_NAME },
    { "list_name", REINTI_FORM_LIST },
    { "list name", REINTI_FORM_LIST },
    { "label", REINTI_FORM_LABEL },
    { "caption", REINTI_FORM_LABEL },
    { "hint", REINTI_FORM_HINT },
    { "relevant", REINTI_FORM_RELEVANT },
    { "relevance", REINTI_FORM_RELEVANT },
    { "bind:relevant", REINTI_FORM_RELEVANT },
    { "bind::relevant", REINTI_FORM_RELEVANT },
    { "constraint", REINTI_FORM_CONSTRAINT },
    { "bind:constraint", REINTI_FORM_CONSTRAINT },
    { "bind::constraint", REINTI_FORM_CONSTRAINT },
    { "constraint_message", REINTI_FORM_MESSAGE },
    { "constraint message", REINTI_FORM_MESSAGE },
    { "constraining_message", REINTI_FORM_MESSAGE },
    { "bind:jr:constraintmsg", REINTI_FORM_MESSAGE },
    { "required", REINTI_FORM_REQUIRED },
    { "bind:required", REINTI_FORM_REQUIRED },
    { "bind::required", REINTI_FORM_REQUIRED },
    { "form_title", REINTI_FORM_TITLE },
    { "set_form_title", REINTI_FORM_TITLE },
    { "title", REINTI_FORM_TITLE },
    { "form_id", REINTI_FORM_ID },
    { "set_form_id", REINTI_FORM_ID },
    { "id_string", REINTI_FORM_ID },
    { "version", REINTI_FORM_VERSION },
    { "default_language", REINTI_FORM_DEFAULT_LANGUAGE },
    { "default language", REINTI_FORM_DEFAULT_LANGUAGE },
    { "allow_choice_duplicates", REINTI_FORM_DUPLICATES },
    { "allow choice duplicates", REINTI_FORM_DUPLICATES },
    { REINTI_FORM_MISSING, REINTI_FORM_ANSWERS },
    { "calculation", REINTI_FORM_CALCULATION },
    { "calculate", REINTI_FORM_CALCULATION },
    { "bind:calculate", REINTI_FORM_CALCULATION },
    { "bind::calculate", REINTI_FORM_CALCULATION },
    { "choice_filter", REINTI_FORM_FILTER },
    { "choice filter", REINTI_FORM_FILTER },
    { "default", REINTI_FORM_FILLED },
    { "repeat_count", REINTI_FORM_REPEATS },
    { "count", REINTI_FORM_REPEATS },
    { "jr:count", REINTI_FORM_REPEATS },
    { "jr::count", REINTI_FORM_REPEATS },
    { "appearance", REINTI_FORM_SHOWN },
    { "control:appearance", REINTI_FORM_SHOWN },
    { "control::appearance", REINTI_FORM_SHOWN },
    { "media", REINTI_FORM_SHOWN }, /* media::image */
    { "image", REINTI_FORM_SHOWN },
    { "audio", REINTI_FORM_SHOWN },
    { "video", REINTI_FORM_SHOWN },
    { "big-image", REINTI_FORM_SHOWN },
    { "guidance_hint", REINTI_FORM_SHOWN },
    { "required_message", REINTI_FORM_SHOWN },
    { "requiredmsg", REINTI_FORM_SHOWN },
    { "read_only", REINTI_FORM_SHOWN },
    { "readonly", REINTI_FORM_SHOWN },
    { "parameters", REINTI_FORM_SHOWN },
    { "style", REINTI_FORM_SHOWN },
    { "instance_name", REINTI_FORM_SHOWN },
    { "public_key", REINTI_FORM_SHOWN },
    { "submission_url", REINTI_FORM_SHOWN },
    { "auto_send", REINTI_FORM_SHOWN },
    { "auto_delete", REINTI_FORM_SHOWN },
};

static const char *
copy_trimmed(reinti_xlsform *form, const char *text, size_t n)
{
    while (n && (isspace((unsigned char)*text) || (n > 1 && !memcmp(text, "\xC2\xA0", 2)))) {
        size_t skip = isspace((unsigned char)*text) ? 1 : 2;
        text += skip;
        n -= skip;
    }
    while (n && (isspace((unsigned char)text[n - 1]) || (n > 1 && !memcmp(text + n - 2, "\xC2\xA0", 2))))
        n -= isspace((unsigned char)text[n - 1]) ? 1 : 2;
    char *copy = reinti_arena_text_n(form->arena, text, n);
    if (!copy)
        form->no_memory = true;
    return copy ? copy : "";
}

void
reinti_reader_find(reinti_reader *r, reint_severity severity, const char *code, uint32_t at,
                   const char *format, ...)
{
    char text[256];
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text, sizeof text, reinti_words(format), arguments);
    va_end(arguments);
    reinti_findings_sheet(r->form->findings, r->sheet);
    reinti_find(r->form->findings, severity, code, r->form->file, NULL, r->number, (long)at + 1, "%s", text);
    reinti_findings_sheet(r->form->findings, NULL);
}

void
reinti_xlsform_add_label(reinti_xlsform *form, reinti_label *label, const char *language, const char *text)
{
    size_t n = label->n;
    const char **languages = reinti_arena_alloc(form->arena, (n + 1) * sizeof *languages);
    const char **texts = reinti_arena_alloc(form->arena, (n + 1) * sizeof *texts);

    if (!languages || !texts) {
        form->no_memory = true;
        return;
    }
    for (size_t i = 0; i < n; i++) {
        languages[i] = label->language[i];
        texts[i] = label->text[i];
    }
    languages[n] = language;
    texts[n] = text;
    *label = (reinti_label){ n + 1, languages, texts };
}

size_t
reinti_xlsform_list(const reinti_xlsform *form, const char *name, size_t n)
{
    for (size_t i = 0; i < form->n_lists; i++)
        if (strlen(form->list[i].name) == n && !memcmp(form->list[i].name, name, n))
            return i;
    return REINTI_NO_LIST;
}

bool
reinti_xlsform_yes(const char *text)
{
    static const char *const yes[] = { "yes", "true", "true()", "1" };
    bool is = false;

    for (size_t i = 0; i < REINTI_LENGTH(yes); i++)
        is = is || !strcasecmp(text, yes[i]);
    return is;
}

/* ---- heads ------------------------------------------------------------------------------------------------- */

static void
add_language(reinti_xlsform *form, const char *code)
{
    for (size_t i = 0; i < form->n_languages; i++)
        if (!strcmp(form->language[i], code))
            return;
    if (!reinti_arena_grow(form->arena, &form->language, &form->language_capacity, form->n_languages,
                           sizeof *form->language))
        form->no_memory = true;
    else
        form->language[form->n_languages++] = code;
}

/* "label::English (en)" is the label in a language, "bind:relevant" one head. */
static reinti_form_column
column_of_head(reinti_reader *r, const char *head)
{
    reinti_form_column c = { REINTI_FORM_OTHER, "" };
    char small[80];
    size_t n = 0;

    for (; head[n] && n + 1 < sizeof small; n++)
        small[n] = (char)tolower((unsigned char)head[n]);
    small[n] = '\0';
    for (size_t i = 0; i < REINTI_LENGTH(heads); i++)
        if (!strcmp(small, heads[i].head))
            return (reinti_form_column){ heads[i].kind, "" };
    char *colon = strchr(small, ':');
    if (!colon)
        return c;
    size_t after = strspn(colon, ": ");
    *colon = '\0';
    for (size_t i = 0; i < REINTI_LENGTH(heads); i++)
        if (!strcmp(small, heads[i].head) && heads[i].kind == REINTI_FORM_SHOWN)
            c.kind = REINTI_FORM_SHOWN;
        else if (!strcmp(small, heads[i].head) &&
                 (heads[i].kind == REINTI_FORM_LABEL || heads[i].kind == REINTI_FORM_HINT ||
                  heads[i].kind == REINTI_FORM_MESSAGE)) {
            const char *code = reinti_xlsform_language(r->form, head + (colon - small) + after);
            c = (reinti_form_column){ heads[i].kind, code };
            add_language(r->form, code);
        }
    return c;
}

static void
read_head(reinti_reader *r, const reinti_sheet_row *row)
{
    for (size_t i = 0; i < row->n && row->cell[i].column < COLUMNS_MOST; i++) {
        const char *head = copy_trimmed(r->form, row->cell[i].text, row->cell[i].length);
        reinti_form_column c = column_of_head(r, head);
        for (uint32_t k = 0; k < row->cell[i].column; k++)
            if (c.kind != REINTI_FORM_OTHER && c.kind != REINTI_FORM_SHOWN && r->column[k].kind == c.kind &&
                !strcmp(r->column[k].language, c.language))
                reinti_reader_find(r, REINT_ERROR, "duplicate_column", row->cell[i].column,
                                   "the column \"%.60s\" stands twice", head);
        r->column[row->cell[i].column] = c;
        /* $kuid and _xpath are notes of KoboToolbox to itself */
        if (c.kind == REINTI_FORM_OTHER && *head && *head != '$' && *head != '_')
            reinti_reader_find(r, REINT_NOTE, "column_left_out", row->cell[i].column,
                               "the column \"%.60s\" is not taken over", head);
    }
    r->have_head = true;
}

static bool
on_row(const reinti_sheet_row *row, void *user)
{
    reinti_reader *r = user;

    r->number = row->number;
    if (!r->have_head) {
        read_head(r, row);
        return !r->form->no_memory;
    }
    for (size_t k = 0; k < REINTI_FORM_KINDS; k++)
        r->text[k] = "";
    memset(r->at, 0, sizeof r->at);
    r->label = r->hint = r->message = (reinti_label){ 0, NULL, NULL };
    for (size_t i = 0; i < row->n && row->cell[i].column < COLUMNS_MOST; i++) {
        const reinti_form_column *c = &r->column[row->cell[i].column];
        if (c->kind == REINTI_FORM_OTHER)
            continue;
        const char *text = copy_trimmed(r->form, row->cell[i].text, row->cell[i].length);
        reinti_label *label = c->kind == REINTI_FORM_LABEL     ? &r->label
                              : c->kind == REINTI_FORM_HINT    ? &r->hint
                              : c->kind == REINTI_FORM_MESSAGE ? &r->message
                                                               : NULL;
        if (label && *text)
            reinti_xlsform_add_label(r->form, label, c->language, text);
        r->text[c->kind] = text;
        r->at[c->kind] = row->cell[i].column;
    }
    r->row(r);
    return !r->form->no_memory;
}

/* ---- choices and settings ---------------------------------------------------------------------------------- */

/* A choice that its list has already.  Cascading lists repeat theirs on purpose, and say so in the settings; without
 * that no program takes the form.  In a codebook a code is one thing, with one label. */
static void
repeat_choice(reinti_reader *r, reinti_choices *list, const char *name)
{
    if (r->form->allow_duplicates) {
        list->repeated_row = list->n_repeated++ ? list->repeated_row : r->number;
        return;
    }
    reinti_reader_find(r, REINT_WARNING, "repeated_choice", r->at[REINTI_FORM_NAME],
                       "the choice \"%.60s\" stands twice in its list, and the settings do not allow it "
                       "(allow_choice_duplicates): the first one's label is taken",
                       name);
}

static void
choices_row(reinti_reader *r)
{
    reinti_xlsform *form = r->form;
    const char *list_name = r->text[REINTI_FORM_LIST], *name = r->text[REINTI_FORM_NAME];

    if (!*list_name)
        return;
    if (!*name) {
        reinti_reader_find(r, REINT_ERROR, "no_name", r->at[REINTI_FORM_LIST],
                           "a choice of list \"%.60s\" has no name", list_name);
        return;
    }
    size_t k = reinti_xlsform_list(form, list_name, strlen(list_name));
    if (k == REINTI_NO_LIST) {
        if (!reinti_arena_grow(form->arena, &form->list, &form->list_capacity, form->n_lists,
                               sizeof *form->list)) {
            form->no_memory = true;
            return;
        }
        k = form->n_lists++;
        form->list[k] = (reinti_choices){ .name = list_name };
    }
    reinti_choices *list = &form->list[k];
    bool added = false;
    if (form->n_choices >= CHOICES_MOST || (!list->index && !(list->index = reinti_map_create())) ||
        reinti_map_put(list->index, name, strlen(name), (int64_t)list->n, &added) == -2 ||
        !reinti_arena_grow(form->arena, &list->choice, &list->capacity, list->n, sizeof *list->choice)) {
        form->no_memory = true;
        return;
    }
    if (!added) {
        repeat_choice(r, list, name);
        return;
    }
    form->n_choices++;
    list->choice[list->n++] =
        (reinti_choice){ .name = name,
                         .label = r->label,
                         .missing = *r->text[REINTI_FORM_ANSWERS] ? r->text[REINTI_FORM_ANSWERS] : NULL,
                         .row = r->number };
}

/* The lists that repeat choices because the form allows it, each once. */
static void
tell_repeated(reinti_xlsform *form)
{
    reinti_findings_sheet(form->findings, "choices");
    for (size_t i = 0; i < form->n_lists; i++)
        if (form->list[i].n_repeated)
            reinti_find(
                form->findings, REINT_NOTE, "repeated_choice", form->file, NULL, form->list[i].repeated_row,
                0,
                "%zu choices of the list \"%.60s\" stand in it more than once, as the form allows: the code "
                "list has each once, with its first label",
                form->list[i].n_repeated, form->list[i].name);
    reinti_findings_sheet(form->findings, NULL);
}

static void
settings_row(reinti_reader *r)
{
    if (*r->text[REINTI_FORM_TITLE])
        r->form->title = r->text[REINTI_FORM_TITLE];
    if (*r->text[REINTI_FORM_ID])
        r->form->id = r->text[REINTI_FORM_ID];
    if (*r->text[REINTI_FORM_VERSION])
        r->form->version = r->text[REINTI_FORM_VERSION];
    if (*r->text[REINTI_FORM_DEFAULT_LANGUAGE])
        r->form->default_language = reinti_xlsform_language(r->form, r->text[REINTI_FORM_DEFAULT_LANGUAGE]);
    r->form->allow_duplicates =
        r->form->allow_duplicates || reinti_xlsform_yes(r->text[REINTI_FORM_DUPLICATES]);
}

static reint_status
read_sheet(reinti_workbook *w, reinti_xlsform *form, const char *name, void (*row)(reinti_reader *r),
           bool needed, reint_error *err)
{
    size_t sheet = reinti_workbook_find(w, name);

    if (sheet == REINTI_NO_SHEET && needed)
        return reinti_fail(
            err, REINT_INPUT, form->file, 0,
            "the workbook has no sheet \"%s\": it is no XLSForm (a form of KoboToolbox or ODK has the "
            "sheets survey and choices)",
            name);
    if (sheet == REINTI_NO_SHEET)
        return REINT_OK;
    reinti_reader *r = reinti_arena_alloc(form->arena, sizeof *r);
    if (!r)
        return reinti_no_memory(err);
    r->form = form;
    r->sheet = reinti_workbook_sheet(w, sheet);
    r->row = row;
    reint_status status = reinti_sheet_read(w, sheet, on_row, r, NULL, err);
    if (!status && form->no_memory)
        status = reinti_no_memory(err);
    for (size_t d = 0; !status && d < r->depth; d++) {
        r->number = form->item[r->around[d]].row;
        reinti_reader_find(r, REINT_ERROR, "not_closed", 0, "the group or repeat \"%.60s\" is never ended",
                           form->item[r->around[d]].name);
    }
    return status;
}

/* The default language is the codebook's first, and that of labels without one. */
static void
settle_language(reinti_xlsform *form)
{
    const char *language = form->default_language;
    bool plain = false;

    if (!language)
        return;
    for (size_t i = 0; i < form->n && !plain; i++)
        for (size_t l = 0; l < form->item[i].label.n; l++)
            plain = plain || !*form->item[i].label.language[l];
    size_t at = 0;
    while (at < form->n_languages && strcmp(form->language[at], language))
        at++;
    if (at == form->n_languages && !plain) {
        reinti_findings_sheet(form->findings, "settings");
        reinti_find(
            form->findings, REINT_WARNING, "no_language", form->file, NULL, 0, 0,
            "the default language \"%.10s\" is that of no label: the first one that has labels is taken",
            language);
        reinti_findings_sheet(form->findings, NULL);
        return;
    }
    if (at == form->n_languages)
        add_language(form, language);
    if (form->no_memory)
        return;
    for (; at; at--)
        form->language[at] = form->language[at - 1];
    form->language[0] = language;
}

reint_status
reinti_xlsform_read(reinti_workbook *w, reinti_xlsform *form, reint_error *err)
{
    size_t before = reint_findings_count_severity(form->findings, REINT_ERROR);
    size_t first = reint_findings_count(form->findings);

    form->title = form->id = form->version = "";
    reint_status status = read_sheet(w, form, "settings", settings_row, false, err);
    if (!status)
        status = read_sheet(w, form, "choices", choices_row, false, err);
    if (!status)
        status = read_sheet(w, form, "survey", reinti_survey_row, true, err);
    if (!status) {
        settle_language(form);
        tell_repeated(form);
    }
    if (!status && form->no_memory)
        status = reinti_no_memory(err);
    if (!status && reint_findings_count_severity(form->findings, REINT_ERROR) > before)
        status = reinti_fail_findings(err, REINT_INPUT, form->findings, first);
    return status;
}
