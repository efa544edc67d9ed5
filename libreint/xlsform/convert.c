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
#include "xlsform/xlsform.h"

typedef struct writer {
    reinti_xlsform *form;
    reinti_str yaml, rules;
    reint_findings *findings;
} writer;

static void
note(writer *w, const reinti_item *item, const char *code, const char *what, const char *why)
{
    reinti_findings_sheet(w->findings, "survey");
    reinti_find(w->findings, REINT_NOTE, code, w->form->file, NULL, item->row, 0,
                "question \"%.60s\": %s%s%s", item->name, what, why ? ": " : "", why ? why : "");
    reinti_findings_sheet(w->findings, NULL);
}

/* ---- scalars ----------------------------------------------------------------------------------------------- */

/* A double-quoted scalar; line breaks and other controls become blanks. */
static void
add_quoted(reinti_str *out, const char *text)
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

/* A map of languages, or one text for all of them where the form has none. */
static void
add_label(const writer *w, reinti_str *out, const reinti_label *label, const char *otherwise)
{
    const char *first = w->form->n_languages ? w->form->language[0] : NULL;

    if (!label->n || (!first && label->n)) {
        add_quoted(out, label->n ? label->text[0] : otherwise);
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
        add_quoted(out, label->text[i]);
    }
    reinti_str_add_char(out, '}');
}

/* ---- lists ------------------------------------------------------------------------------------------------- */

static void
check_choice(writer *w, const reinti_choices *list, const reinti_choice *choice)
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

static void
add_lists(writer *w)
{
    static const reinti_label other = { 0, NULL, NULL };
    bool begun = false;

    for (size_t i = 0; i < w->form->n_lists; i++) {
        const reinti_choices *list = &w->form->list[i];
        bool has_other = false;
        if (!list->used)
            continue;
        if (!begun)
            reinti_str_add(&w->yaml, "lists:\n");
        begun = true;
        reinti_str_format(&w->yaml, "  %s:\n", list->list);
        for (size_t k = 0; k < list->n; k++) {
            check_choice(w, list, &list->choice[k]);
            has_other = has_other || !strcmp(list->choice[k].name, "other");
            reinti_str_add(&w->yaml, "    ");
            add_quoted(&w->yaml, list->choice[k].name);
            reinti_str_add(&w->yaml, ": ");
            add_label(w, &w->yaml, &list->choice[k].label, list->choice[k].name);
            reinti_str_add_char(&w->yaml, '\n');
        }
        if (list->or_other && !has_other) {
            reinti_str_add(&w->yaml, "    \"other\": ");
            add_label(w, &w->yaml, &other, "Other");
            reinti_str_add_char(&w->yaml, '\n');
        }
    }
}

/* ---- conditions -------------------------------------------------------------------------------------------- */

/* The conditions of an item and of the groups around it, up to its repeat, joined.  False: one is beyond SQL. */
static bool
routing(writer *w, size_t item, reinti_str *sql)
{
    const reinti_xlsform *form = w->form;

    for (size_t at = item; at != REINTI_TOP && (at == item || form->item[at].kind != REINTI_ITEM_REPEAT);
         at = form->item[at].parent) {
        reinti_str one = REINTI_STR_EMPTY;
        const char *why = NULL;
        if (!*form->item[at].relevant)
            continue;
        if (!reinti_xlsform_condition(form, at, form->item[at].relevant, NULL, &one, &why)) {
            note(w, &form->item[item], "condition_left_out",
                 at == item ? "when it is asked is not taken over"
                            : "when its group is asked is not taken over",
                 why);
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

/* `regex(., '[0-9]{3}')` alone: its pattern, if POSIX has the same. */
static const char *
pattern_of(writer *w, const char *xpath)
{
    const char *p = xpath + strspn(xpath, " ");
    reinti_str out = REINTI_STR_EMPTY;

    if (strncmp(p, "regex(", 6))
        return NULL;
    p += 6 + strspn(p + 6, " ");
    if (*p++ != '.')
        return NULL;
    p += strspn(p, " ,");
    char quote = *p++;
    const char *end = quote == '\'' || quote == '"' ? strchr(p, quote) : NULL;
    if (!end || strspn(end + 1, " )") != strlen(end + 1))
        return NULL;
    for (; p < end; p++) {
        if (*p == '\\' && p[1] == 'd')
            reinti_str_add(&out, "[0-9]"), p++;
        else if (*p == '\\' && strchr(".[]()*+?{}|^$\\/-", p[1]))
            reinti_str_add_n(&out, p++, 2);
        else if (*p == '\\' || (*p == '(' && p[1] == '?'))
            break;
        else
            reinti_str_add_char(&out, *p);
    }
    const char *pattern = p == end && !out.failed ? reinti_arena_text(w->form->arena, out.text) : NULL;
    reinti_str_free(&out);
    return pattern;
}

/* A constraint as range, pattern or rule. */
static void
add_constraint(writer *w, size_t i, const char *form_name)
{
    const reinti_item *item = &w->form->item[i];
    reinti_str sql = REINTI_STR_EMPTY;
    double low, high;
    bool has_low, has_high;
    const char *why = NULL, *pattern;

    if (!*item->constraint)
        return;
    bool number = item->kind == REINTI_ITEM_INTEGER || item->kind == REINTI_ITEM_DECIMAL;
    if (number && reinti_xlsform_range(item->constraint, &low, &has_low, &high, &has_high)) {
        for (int end = 0; end < 2; end++)
            if (end ? has_high : has_low) {
                reinti_str_add(&w->yaml, end ? ", max: " : ", min: ");
                reinti_format_shortest(&w->yaml, end ? high : low);
            }
    } else if (item->kind == REINTI_ITEM_TEXT && (pattern = pattern_of(w, item->constraint))) {
        reinti_str_add(&w->yaml, ", pattern: ");
        add_quoted(&w->yaml, pattern);
    } else if (reinti_xlsform_condition(w->form, i, item->constraint, item->variable, &sql, &why)) {
        reinti_str_format(&w->rules,
                          "  - {id: C%ld, form: %s, when: \"%s IS NOT NULL\", require: ", item->row,
                          form_name, item->variable);
        add_quoted(&w->rules, sql.text);
        reinti_str_add(&w->rules, ", severity: error, message: ");
        add_label(w, &w->rules, item->message.n ? &item->message : &item->label, item->name);
        reinti_str_add(&w->rules, "}\n");
    } else {
        note(w, item, "constraint_left_out", "its constraint is not taken over", why);
    }
    reinti_str_free(&sql);
}

/* ---- variables --------------------------------------------------------------------------------------------- */

static const struct {
    reinti_item_kind kind;
    const char *type;
} types[] = {
    { REINTI_ITEM_INTEGER, "integer" }, { REINTI_ITEM_DECIMAL, "decimal" }, { REINTI_ITEM_DATE, "date" },
    { REINTI_ITEM_MOMENT, "date" },     { REINTI_ITEM_TEXT, "text" },       { REINTI_ITEM_CALCULATE, "text" },
};

static void
add_variable(writer *w, size_t i, const char *form_name)
{
    const reinti_item *item = &w->form->item[i];
    reinti_str asked = REINTI_STR_EMPTY;

    reinti_str_format(&w->yaml, "      %s: {label: ", item->variable);
    add_label(w, &w->yaml, &item->label, item->name);
    if (item->list != REINTI_NO_LIST)
        reinti_str_format(&w->yaml, ", list: %s", w->form->list[item->list].list);
    if (item->kind == REINTI_ITEM_MULTIPLE || item->kind == REINTI_ITEM_RANK)
        reinti_str_format(&w->yaml, ", multiple: true, separator: \" \"%s",
                          item->kind == REINTI_ITEM_RANK ? ", ordered: true" : "");
    for (size_t k = 0; k < REINTI_LENGTH(types); k++)
        if (item->list == REINTI_NO_LIST && types[k].kind == item->kind)
            reinti_str_format(&w->yaml, ", type: %s", types[k].type);
    add_constraint(w, i, form_name);
    bool routed = routing(w, i, &asked);
    if (routed) {
        reinti_str_add(&w->yaml, ", asked_when: ");
        add_quoted(&w->yaml, asked.text);
    }
    if (item->is_required)
        reinti_str_add(&w->yaml, ", required: true");
    else if (*item->required && strcmp(item->required, "no") && strcmp(item->required, "false") &&
             strcmp(item->required, "False") && strcmp(item->required, "false()"))
        note(w, item, "required_left_out",
             "when an answer is required depends on others, which is not taken over", NULL);
    if (item->list == REINTI_NO_LIST && !item->is_required)
        reinti_str_add(&w->yaml, ", missing: {not_stated: [\"\"]}");
    reinti_str_add(&w->yaml, "}\n");
    if (item->or_other) {
        reinti_str_format(&w->yaml, "      %s_other: {label: ", item->variable);
        add_label(w, &w->yaml, &item->label, item->name);
        if (item->kind == REINTI_ITEM_ONE)
            reinti_str_format(&w->yaml, ", type: text, asked_when: \"%s = 'other'\"", item->variable);
        else
            reinti_str_format(&w->yaml, ", type: text, asked_when: \"has(%s, 'other')\"", item->variable);
        reinti_str_add(&w->yaml, ", missing: {not_stated: [\"\"]}}\n");
    }
    if (item->kind == REINTI_ITEM_CALCULATE)
        note(w, item, "computed", "it is computed in the form; here it is a text: give it its type", NULL);
    else if (item->kind == REINTI_ITEM_TEXT)
        note(w, item, "free_text", "a free text may hold names: keep it only if it is needed", NULL);
    reinti_str_free(&asked);
}

/* ---- forms ------------------------------------------------------------------------------------------------- */

/* "person, wave, child_no": the key of a repeat's form, the repeats around it first. */
static void
add_key(const writer *w, size_t repeat, reinti_str *out)
{
    if (repeat == REINTI_TOP) {
        reinti_str_add(out, w->form->wave == REINTI_TOP ? "person" : "person, wave");
        return;
    }
    add_key(w, w->form->item[repeat].repeat, out);
    reinti_str_format(out, ", %s_no", w->form->item[repeat].variable);
}

static void
add_form(writer *w, size_t repeat)
{
    static const reinti_label none = { 0, NULL, NULL };
    const reinti_xlsform *form = w->form;
    const char *name = reinti_xlsform_form(form, repeat);

    reinti_str_format(&w->yaml, "  %s:\n    label: ", name);
    if (repeat == REINTI_TOP)
        add_label(w, &w->yaml, &none, form->title);
    else
        add_label(w, &w->yaml, &form->item[repeat].label, form->item[repeat].name);
    reinti_str_add(&w->yaml, "\n    key: [");
    add_key(w, repeat, &w->yaml);
    reinti_str_add(&w->yaml, "]\n    variables:\n");
    if (repeat != REINTI_TOP)
        reinti_str_format(&w->yaml, "      %s_no: {label: \"Number\", type: integer, min: 1, max: %d}\n",
                          form->item[repeat].variable, reinti_xlsform_depth(form, repeat) > 3 ? 255 : 999);
    else if (w->form->wave == REINTI_TOP)
        reinti_str_add(&w->yaml, "      person: {label: \"Respondent\", type: person}\n");
    for (size_t i = 0; i < form->n; i++) {
        const reinti_item *item = &form->item[i];
        if (item->repeat != repeat || item->kind == REINTI_ITEM_REPEAT || i == w->form->person ||
            i == w->form->wave)
            continue;
        if (item->why_not)
            note(w, item, "left_out", "left out", item->why_not);
        if (item->variable)
            add_variable(w, i, name);
    }
    if (repeat != REINTI_TOP && *form->item[repeat].relevant)
        note(w, &form->item[repeat], "condition_left_out", "when the repeat is asked is not taken over",
             "a record that is not there needs no condition");
}

static void
add_waves(writer *w)
{
    const reinti_choices *list = &w->form->list[w->form->item[w->form->wave].list];

    reinti_str_add(&w->yaml, "waves:\n");
    for (size_t i = 0; i < list->n; i++) {
        reinti_str_add(&w->yaml, "  - {id: ");
        add_quoted(&w->yaml, list->choice[i].name);
        reinti_str_add(&w->yaml, ", label: ");
        add_label(w, &w->yaml, &list->choice[i].label, list->choice[i].name);
        reinti_str_add(&w->yaml, "}\n");
    }
}

/* Every note as a comment; the file's own are all of those from FIRST. */
static void
add_notes(writer *w, size_t first, reinti_str *out)
{
    bool begun = false;

    for (size_t i = first; i < reint_findings_count(w->findings); i++) {
        const reint_finding *f = reint_findings_get(w->findings, i);
        if (!strcmp(f->code, "free_text"))
            continue;
        reinti_str_format(out, "%s#   row %ld: %s\n", begun ? "" : "# To be settled by hand:\n", f->line,
                          f->text);
        begun = true;
    }
}

static void
add_study(writer *w)
{
    static const reinti_label none = { 0, NULL, NULL };
    const reinti_xlsform *form = w->form;

    reinti_str_format(
        &w->yaml, "reint: 1\nstudy:\n  id: %s\n  title: ", reinti_xlsform_plain(w->form, form->id, "form"));
    add_label(w, &w->yaml, &none, form->title);
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
    reinti_str_add(&w->yaml, "missing:\n  not_asked: {codes: []}\n  not_stated: {codes: [\"\"]}\n");
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

static reint_status
write_codebook(writer *w, char **text, reint_error *err)
{
    reinti_xlsform *form = w->form;
    reinti_str all = REINTI_STR_EMPTY;
    size_t first = reint_findings_count(w->findings);
    size_t errors = reint_findings_count_severity(w->findings, REINT_ERROR);

    add_study(w);
    add_lists(w);
    reinti_str_add(&w->yaml, "forms:\n");
    if (w->form->wave != REINTI_TOP)
        reinti_str_add(&w->yaml, "  person:\n    label: \"Respondent\"\n    key: [person]\n    variables:\n"
                                 "      person: {label: \"Respondent\", type: person}\n");
    add_form(w, REINTI_TOP);
    for (size_t i = 0; i < form->n; i++)
        if (form->item[i].kind == REINTI_ITEM_REPEAT)
            add_form(w, i);
    if (w->rules.length)
        reinti_str_format(&w->yaml, "rules:\n%s", w->rules.text);
    if (reint_findings_count_severity(w->findings, REINT_ERROR) > errors)
        return reinti_fail_findings(err, REINT_INPUT, w->findings, first);
    reinti_str_format(&all, "# The form %s as a codebook.\n", form->file);
    add_notes(w, first, &all);
    reinti_str_add(&all, reinti_text_or(w->yaml.text, ""));
    if (all.failed || w->yaml.failed || w->rules.failed || form->no_memory) {
        reinti_str_free(&all);
        return reinti_no_memory(err);
    }
    *text = all.text;
    return REINT_OK;
}

reint_status
reint_xlsform_codebook(const char *path, const reint_xlsform_options *options, char **text,
                       reint_findings *findings, reint_error *err)
{
    reinti_xlsform form;
    writer w = { .form = &form, .findings = findings };

    *text = NULL;
    reint_status status = reinti_xlsform_open(&form, path, options, findings, err);
    if (!status)
        status = write_codebook(&w, text, err);
    reinti_str_free(&w.yaml);
    reinti_str_free(&w.rules);
    reinti_xlsform_free(&form);
    return status;
}
