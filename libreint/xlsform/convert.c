/* convert.c -- a form as a codebook in YAML.
 *
 * The questionnaire is one form, known by the person (and the wave, where a question tells it); each repeat is a
 * form of its own below it, known by its number within the submission.  What cannot be taken over is told as
 * notes, and stands as comments at the top, so that whoever opens the codebook sees what is left to do. */
#include <config.h>

#include "xlsform/convert.h"

#include <stdlib.h>
#include <string.h>

#include "codebook/model.h"
#include "xlsform/converter.h"
#include "xlsform/make.h"

void
reinti_converter_note(reinti_converter *c, const reinti_item *item, const char *code, const char *what,
                      const char *why)
{
    reinti_findings_sheet(c->findings, "survey");
    reinti_find(c->findings, REINT_NOTE, code, c->form->file, NULL, item->row, 0,
                "question \"%.60s\": %s%s%s", item->name, reinti_words(what), why ? ": " : "",
                why ? reinti_words(why) : "");
    reinti_findings_sheet(c->findings, NULL);
}

void
reinti_converter_note_condition(reinti_converter *c, const reinti_item *item, const char *code,
                                const char *what, const char *why, const char *condition)
{
    reinti_str all = REINTI_STR_EMPTY;

    reinti_str_format(&all, "%s%s", why ? reinti_words(why) : "", why ? ": " : "");
    for (; *condition; condition++) /* a line break would end the comment in which it stands */
        reinti_str_add_char(&all, (unsigned char)*condition < 0x20 ? ' ' : *condition);
    reinti_converter_note(c, item, code, what, all.text);
    reinti_str_free(&all);
}

/* ---- scalars ----------------------------------------------------------------------------------------------- */

void
reinti_converter_quote(reinti_str *out, const char *text)
{
    reinti_str_add_char(out, '"');
    for (; *text; text++) {
        unsigned char c = (unsigned char)*text;
        if (c == '"' || c == '\\')
            reinti_str_add_char(out, '\\');
        reinti_str_add_char(out, c < 0x20 || c == 0x7f ? ' ' : *text);
    }
    reinti_str_add_char(out, '"');
}

void
reinti_converter_label(const reinti_converter *c, reinti_str *out, const reinti_label *label,
                       const char *otherwise)
{
    const char *first = c->form->n_languages ? c->form->language[0] : NULL;

    if (!label->n || (!first && label->n)) {
        reinti_converter_quote(out, label->n ? label->text[0] : otherwise);
        return;
    }
    reinti_str_add_char(out, '{');
    for (size_t i = 0; i < label->n; i++) {
        const char *language = *label->language[i] ? label->language[i] : first;
        bool twice = false;
        for (size_t k = 0; k < label->n; k++)
            twice = twice || (k != i && !*label->language[i] && !strcmp(label->language[k], language));
        if (twice)
            continue;
        reinti_str_format(out, "%s%s: ", out->text[out->length - 1] == '{' ? "" : ", ", language);
        reinti_converter_quote(out, label->text[i]);
    }
    reinti_str_add_char(out, '}');
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

static void
check_choice(reinti_converter *w, const reinti_choices *list, const reinti_choice *choice)
{
    bool several = false;

    for (size_t i = 0; i < w->form->n; i++)
        several = several ||
                  (w->form->item[i].list != REINTI_NO_LIST && &w->form->list[w->form->item[i].list] == list &&
                   w->form->item[i].kind != REINTI_ITEM_ONE);
    reinti_findings_sheet(w->findings, "choices");
    if (!reinti_is_code(choice->name))
        reinti_find(w->findings, REINT_ERROR, "bad_choice", w->form->file, NULL, choice->row, 0,
                    "the choice \"%.60s\" cannot be a code: at most 64 bytes, none of ; , | > ' \"",
                    choice->name);
    else if (several && strchr(choice->name, ' '))
        reinti_find(
            w->findings, REINT_ERROR, "blank_in_choice", w->form->file, NULL, choice->row, 0,
            "the choice \"%.60s\" holds a blank, and blanks separate the answers of a question with several "
            "answers: rename it in the form",
            choice->name);
    reinti_findings_sheet(w->findings, NULL);
}

/* A list "wave" is made from the waves by itself. */
static bool
is_wave_list(const reinti_xlsform *form, size_t list)
{
    return form->wave != REINTI_TOP && form->item[form->wave].list == list &&
           !strcmp(form->list[list].list, "wave");
}

static void
add_lists(reinti_converter *w)
{
    static const reinti_label other = { 0, NULL, NULL };
    bool begun = false;

    for (size_t i = 0; i < w->form->n_lists; i++) {
        const reinti_choices *list = &w->form->list[i];
        bool has_other = false;
        if (!list->used || is_wave_list(w->form, i))
            continue;
        if (!begun)
            reinti_str_add(&w->yaml, "lists:\n");
        begun = true;
        reinti_str_format(&w->yaml, "  %s:\n", list->list);
        for (size_t k = 0; k < list->n; k++) {
            if (list->choice[k].missing)
                continue;
            check_choice(w, list, &list->choice[k]);
            has_other = has_other || !strcmp(list->choice[k].name, "other");
            reinti_str_add(&w->yaml, "    ");
            reinti_converter_quote(&w->yaml, list->choice[k].name);
            reinti_str_add(&w->yaml, ": ");
            reinti_converter_label(w, &w->yaml, &list->choice[k].label, list->choice[k].name);
            reinti_str_add_char(&w->yaml, '\n');
        }
        if (list->or_other && !has_other) {
            reinti_str_add(&w->yaml, "    \"other\": ");
            reinti_converter_label(w, &w->yaml, &other, "Other");
            reinti_str_add_char(&w->yaml, '\n');
        }
    }
}

/* ---- conditions -------------------------------------------------------------------------------------------- */

/* The conditions of an item and of the groups around it, up to its repeat, joined.  False: one is beyond SQL. */
static bool
routing(reinti_converter *w, size_t item, reinti_str *sql)
{
    const reinti_xlsform *form = w->form;

    for (size_t at = item; at != REINTI_TOP && (at == item || form->item[at].kind != REINTI_ITEM_REPEAT);
         at = form->item[at].parent) {
        reinti_str one = REINTI_STR_EMPTY;
        const char *why = NULL;
        if (!*form->item[at].relevant)
            continue;
        if (!reinti_xlsform_condition(form, at, form->item[at].relevant, NULL, &one, &why)) {
            reinti_converter_note_condition(w, &form->item[item], "condition_left_out",
                                            at == item
                                                ? REINTI_WORDS("when it is asked is not taken over")
                                                : REINTI_WORDS("when its group is asked is not taken over"),
                                            why, form->item[at].relevant);
            reinti_str_free(&one);
            return false;
        }
        if (sql->length) {
            reinti_str_add(sql, " AND ");
            reinti_str_format(sql, "(%s)", one.text);
        } else {
            bool alone = form->item[at].parent == REINTI_TOP || !strstr(one.text, " OR ");
            reinti_str_format(sql, alone ? "%s" : "(%s)", one.text);
        }
        reinti_str_free(&one);
    }
    return sql->length > 0;
}

/* ---- variables --------------------------------------------------------------------------------------------- */

static const struct {
    reinti_item_kind kind;
    const char *type;
} types[] = {
    { REINTI_ITEM_INTEGER, "integer" }, { REINTI_ITEM_DECIMAL, "decimal" }, { REINTI_ITEM_DATE, "date" },
    { REINTI_ITEM_MOMENT, "date" },     { REINTI_ITEM_TEXT, "text" },       { REINTI_ITEM_CALCULATE, "text" },
};

/* Whether one of its answers stands for a missing reason. */
static bool
may_be_missing(const reinti_xlsform *form, const reinti_item *item)
{
    bool may = *item->answers != '\0';

    for (size_t k = 0; item->list != REINTI_NO_LIST && k < form->list[item->list].n; k++)
        may = may || form->list[item->list].choice[k].missing;
    return may;
}

static void
add_variable(reinti_converter *w, size_t i, const char *form_name)
{
    const reinti_item *item = &w->form->item[i];
    reinti_str asked = REINTI_STR_EMPTY;

    reinti_str_format(&w->yaml, "      %s: {label: ", item->variable);
    reinti_converter_label(w, &w->yaml, &item->label, item->name);
    if (item->list != REINTI_NO_LIST)
        reinti_str_format(&w->yaml, ", list: %s", w->form->list[item->list].list);
    if (item->kind == REINTI_ITEM_MULTIPLE || item->kind == REINTI_ITEM_RANK)
        reinti_str_format(&w->yaml, ", multiple: true, separator: \" \"%s",
                          item->kind == REINTI_ITEM_RANK ? ", ordered: true" : "");
    for (size_t k = 0; k < REINTI_LENGTH(types); k++)
        if (item->list == REINTI_NO_LIST && types[k].kind == item->kind)
            reinti_str_format(&w->yaml, ", type: %s", types[k].type);
    reinti_converter_hint(w, item);
    bool needed = reinti_converter_constraint(w, i, form_name);
    bool required = item->is_required && (needed || !may_be_missing(w->form, item));
    bool routed = routing(w, i, &asked);
    if (routed) {
        reinti_str_add(&w->yaml, ", asked_when: ");
        reinti_converter_quote(&w->yaml, asked.text);
    }
    if (required)
        reinti_str_add(&w->yaml, ", required: true");
    else if (!item->is_required && *item->required && strcmp(item->required, "no") &&
             strcmp(item->required, "false") && strcmp(item->required, "False") &&
             strcmp(item->required, "false()"))
        reinti_converter_note_condition(
            w, item, "required_left_out",
            REINTI_WORDS("when an answer is required depends on others, which is not taken over"), NULL,
            item->required);
    reinti_converter_missing(w, item, required);
    reinti_str_add(&w->yaml, "}\n");
    if (item->or_other) {
        reinti_str_format(&w->yaml, "      %s_other: {label: ", item->variable);
        reinti_converter_label(w, &w->yaml, &item->label, item->name);
        if (item->kind == REINTI_ITEM_ONE)
            reinti_str_format(&w->yaml, ", type: text, asked_when: \"%s = 'other'\"", item->variable);
        else
            reinti_str_format(&w->yaml, ", type: text, asked_when: \"has(%s, 'other')\"", item->variable);
        reinti_str_add(&w->yaml, ", missing: {not_stated: [\"\"]}}\n");
    }
    if (item->kind == REINTI_ITEM_CALCULATE)
        reinti_converter_note(w, item, "computed",
                              REINTI_WORDS("it is computed in the form; here it is a text: give it its type"),
                              NULL);
    else if (item->kind == REINTI_ITEM_TEXT)
        reinti_converter_note(w, item, "free_text",
                              REINTI_WORDS("a free text may hold names: keep it only if it is needed"), NULL);
    reinti_str_free(&asked);
}

/* ---- forms ------------------------------------------------------------------------------------------------- */

/* What the number of a record within its repeat is called: as the form counts it, else children_no. */
static const char *
number_of(const reinti_converter *w, size_t repeat)
{
    const reinti_xlsform *form = w->form;

    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].kind == REINTI_ITEM_NUMBER && form->item[i].repeat == repeat &&
            form->item[i].variable)
            return form->item[i].variable;
    const char *name = reinti_arena_format(form->arena, "%s_no", form->item[repeat].variable);
    w->form->no_memory = w->form->no_memory || !name;
    return reinti_text_or(name, "");
}

/* "person, wave, child_no": the key of a repeat's form, the repeats around it first. */
static void
add_key(const reinti_converter *w, size_t holder, reinti_str *out)
{
    bool repeat = holder != REINTI_TOP && w->form->item[holder].kind == REINTI_ITEM_REPEAT;

    if (!repeat) {
        bool person = w->form->wave == REINTI_TOP || !strcmp(reinti_xlsform_form(w->form, holder), "person");
        reinti_str_add(out, person ? "person" : "person, wave");
        return;
    }
    add_key(w, w->form->item[holder].repeat, out);
    reinti_str_format(out, ", %s", number_of(w, holder));
}

static void
add_variables(reinti_converter *w, size_t holder)
{
    const reinti_xlsform *form = w->form;

    for (size_t i = 0; i < form->n; i++) {
        const reinti_item *item = &form->item[i];
        if (reinti_xlsform_holder(item) != holder || item->kind <= REINTI_ITEM_REPEAT ||
            item->kind == REINTI_ITEM_NUMBER || i == form->person || i == form->wave)
            continue;
        if (item->why_not)
            reinti_converter_note(w, item, "left_out", REINTI_WORDS("left out"), item->why_not);
        if (item->variable)
            add_variable(w, i, reinti_xlsform_form(form, holder));
    }
}

/* The respondent: as the question that tells the id says. */
static void
add_person(reinti_converter *w)
{
    static const reinti_label none = { 0, NULL, NULL };
    const reinti_item *item = w->form->person == REINTI_TOP ? NULL : &w->form->item[w->form->person];

    reinti_str_add(&w->yaml, "      person: {label: ");
    reinti_converter_label(w, &w->yaml, item ? &item->label : &none, "Respondent");
    reinti_str_add(&w->yaml, ", type: person");
    if (item && item->kind == REINTI_ITEM_TEXT)
        reinti_converter_constraint(w, w->form->person, "person");
    reinti_str_add(&w->yaml, "}\n");
}

static void
add_form(reinti_converter *w, size_t holder)
{
    static const reinti_label none = { 0, NULL, NULL };
    const reinti_xlsform *form = w->form;
    size_t said = holder == REINTI_TOP ? form->top : holder;
    const reinti_item *item = said == REINTI_TOP ? NULL : &form->item[said];
    bool repeat = item && item->kind == REINTI_ITEM_REPEAT;

    reinti_str_format(&w->yaml, "  %s:\n    label: ", reinti_xlsform_form(form, holder));
    reinti_converter_label(w, &w->yaml, item ? &item->label : &none, item ? item->name : form->title);
    reinti_str_add(&w->yaml, "\n    key: [");
    add_key(w, holder, &w->yaml);
    reinti_str_add(&w->yaml, "]\n    variables:\n");
    if (repeat)
        reinti_str_format(&w->yaml, "      %s: {label: \"Number\", type: integer, min: 1, max: %d}\n",
                          number_of(w, holder), reinti_xlsform_depth(form, holder) > 3 ? 255 : 999);
    else if (!strcmp(reinti_xlsform_form(form, holder), "person"))
        add_person(w);
    add_variables(w, holder);
    if (repeat && *item->relevant)
        reinti_converter_note(w, item, "condition_left_out",
                              REINTI_WORDS("when the repeat is asked is not taken over"),
                              REINTI_WORDS("a record that is not there needs no condition"));
}

static bool
has_variables(const reinti_xlsform *form, size_t holder)
{
    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].kind > REINTI_ITEM_REPEAT && form->item[i].variable && i != form->person &&
            i != form->wave && reinti_xlsform_holder(&form->item[i]) == holder)
            return true;
    return false;
}

/* The person's form first, then groups NAME_form, the rest of the questionnaire, repeats. */
static void
add_forms(reinti_converter *w)
{
    const reinti_xlsform *form = w->form;
    size_t persons = REINTI_TOP, sections = 0;

    for (size_t i = 0; i < form->n; i++) {
        bool section =
            form->item[i].kind == REINTI_ITEM_GROUP && form->item[i].variable && has_variables(form, i);
        sections += section;
        if (section && !strcmp(reinti_xlsform_form(form, i), "person"))
            persons = i;
    }
    if (form->wave != REINTI_TOP && persons != REINTI_TOP) {
        add_form(w, persons);
    } else if (form->wave != REINTI_TOP) {
        reinti_str_add(&w->yaml, "  person:\n    label: \"Respondent\"\n    key: [person]\n    variables:\n");
        add_person(w);
    }
    bool other = sections > (persons != REINTI_TOP); /* a group holds what is asked at every wave */
    if (form->wave == REINTI_TOP || has_variables(form, REINTI_TOP) || !other)
        add_form(w, REINTI_TOP);
    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].kind == REINTI_ITEM_GROUP && form->item[i].variable && i != persons &&
            i != form->top && has_variables(form, i))
            add_form(w, i);
    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].kind == REINTI_ITEM_REPEAT)
            add_form(w, i);
}

static void
add_waves(reinti_converter *w)
{
    const reinti_choices *list = &w->form->list[w->form->item[w->form->wave].list];

    reinti_str_add(&w->yaml, "waves:\n");
    for (size_t i = 0; i < list->n; i++) {
        reinti_str_add(&w->yaml, "  - {id: ");
        reinti_converter_quote(&w->yaml, list->choice[i].name);
        reinti_str_add(&w->yaml, ", label: ");
        reinti_converter_label(w, &w->yaml, &list->choice[i].label, list->choice[i].name);
        reinti_str_add(&w->yaml, "}\n");
    }
}

/* Every note as a comment; the file's own are all of those from FIRST. */
static void
add_notes(reinti_converter *w, size_t first, reinti_str *out)
{
    bool begun = false;

    for (size_t i = first; i < reint_findings_count(w->findings); i++) {
        const reint_finding *f = reint_findings_get(w->findings, i);
        if (!strcmp(f->code, "free_text"))
            continue;
        reinti_str_format(out, "%s#   %s", begun ? "" : "# To be settled by hand:\n",
                          reinti_text_or(f->sheet, "survey"));
        if (f->line)
            reinti_str_format(out, ", row %ld", f->line);
        reinti_str_format(out, ": %s\n", f->text);
        begun = true;
    }
}

static void
add_study(reinti_converter *w)
{
    static const reinti_label none = { 0, NULL, NULL };
    const reinti_xlsform *form = w->form;

    bool is_id = form->id[strspn(form->id, "abcdefghijklmnopqrstuvwxyz0123456789-_")] == '\0';
    reinti_str_format(&w->yaml, "reint: 1\nstudy:\n  id: %s\n  title: ",
                      is_id && form->id[0] >= 'a' ? form->id
                                                  : reinti_xlsform_plain(w->form, form->id, "form"));
    reinti_converter_label(w, &w->yaml, &none, form->title);
    if (form->n_languages) {
        reinti_str_add(&w->yaml, "\n  languages: [");
        for (size_t i = 0; i < form->n_languages; i++)
            reinti_str_format(&w->yaml, "%s%s", i ? ", " : "", form->language[i]);
        reinti_str_add(&w->yaml, "]");
    }
    reinti_str_add(
        &w->yaml,
        "\n  sampling: purposive            # how people were chosen: purposive, probability, census\n"
        "  consent: not_recorded\n");
    if (w->form->wave != REINTI_TOP)
        add_waves(w);
    reinti_converter_study_missing(w);
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

static reint_status
write_codebook(reinti_converter *w, size_t first, char **text, reint_error *err)
{
    reinti_str all = REINTI_STR_EMPTY;
    size_t errors = reint_findings_count_severity(w->findings, REINT_ERROR);

    reinti_converter_circles(w);
    add_study(w);
    add_lists(w);
    reinti_str_add(&w->yaml, "forms:\n");
    add_forms(w);
    if (w->rules.length)
        reinti_str_format(&w->yaml, "rules:\n%s", w->rules.text);
    if (reint_findings_count_severity(w->findings, REINT_ERROR) > errors)
        return reinti_fail_findings(err, REINT_INPUT, w->findings, first);
    reinti_str_format(&all, "# The form %s as a codebook.\n", w->form->file);
    add_notes(w, first, &all);
    reinti_str_add(&all, reinti_text_or(w->yaml.text, ""));
    if (all.failed || w->yaml.failed || w->rules.failed || w->form->no_memory) {
        reinti_str_free(&all);
        return reinti_no_memory(err);
    }
    *text = all.text;
    return REINT_OK;
}

reint_status
reinti_xlsform_write_codebook(reinti_xlsform *form, size_t first, char **text, reint_error *err)
{
    reinti_converter w = {
        .form = form, .yaml = REINTI_STR_EMPTY, .rules = REINTI_STR_EMPTY, .findings = form->findings
    };

    *text = NULL;
    reint_status status = write_codebook(&w, first, text, err);
    reinti_str_free(&w.yaml);
    reinti_str_free(&w.rules);
    return status;
}

static reint_status
convert(const char *path, const reint_xlsform_options *options, char **text, reint_findings *findings,
        reint_error *err)
{
    reinti_xlsform form;
    size_t first = reint_findings_count(findings);
    reint_status status = reinti_xlsform_open(&form, path, options, findings, err);

    *text = NULL;
    if (!status)
        status = reinti_xlsform_write_codebook(&form, first, text, err);
    reinti_xlsform_free(&form);
    return status;
}

/* Comments in English, for a file is the same whoever makes it, and notes in the reader's language. */
reint_status
reint_xlsform_codebook(const char *path, const reint_xlsform_options *options, char **text,
                       reint_findings *findings, reint_error *err)
{
    reint_status status = convert(path, options, text, findings, err);
    reinti_english english;

    if (status || !reinti_words_translate())
        return status;
    free(*text);
    *text = NULL;
    reint_findings *again = reint_findings_create();
    if (!again)
        return reinti_no_memory(err);
    reinti_english_begin(&english);
    status = convert(path, options, text, again, err);
    reinti_english_end(&english);
    reint_findings_free(again);
    return status;
}
