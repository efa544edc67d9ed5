/* sheet_text.c -- the pages of a workbook that are not tables: cover, findings, contents, glossary, methods,
 * codebook. */
#include <config.h>

#include "write/workbook.h"

#include <math.h>
#include <string.h>

#define TEXT_WIDTH  92.0 /* characters of the column that holds running text */
#define LABEL_WIDTH 26.0 /* of the column before it that holds labels */

/* Running text in COLUMN, the row high enough for it. */
static void
put_paragraph(reinti_sheet *sheet, unsigned row, unsigned column, const char *text, double width,
              unsigned look)
{
    unsigned lines = reinti_text_lines(text, width);

    reinti_sheet_text(sheet, row, column, text, look);
    if (lines > 1)
        reinti_sheet_height(sheet, row, 2 + 13.5 * lines);
}

static void
put_pair(reinti_sheet *sheet, unsigned *row, const char *label, const char *text)
{
    if (!text || !*text)
        return;
    unsigned left = reinti_text_lines(label, LABEL_WIDTH - 2), right = reinti_text_lines(text, TEXT_WIDTH);
    reinti_sheet_text(sheet, *row, 0, label, REINTI_LOOK_LABEL);
    reinti_sheet_text(sheet, *row, 1, text, REINTI_LOOK_TEXT);
    if (left > 1 || right > 1)
        reinti_sheet_height(sheet, *row, 2 + 13.5 * (left > right ? left : right));
    ++*row;
}

/* TITLE NULL: the report's own, large. */
static unsigned
begin_page(reinti_sheet *sheet, const reint_report *r, const char *title, double left)
{
    const double cover_letter =
        2.1; /* a letter of the cover's title is so many times as wide as one of text */
    unsigned row = 0;

    reinti_sheet_width(sheet, 0, 0, left);
    reinti_sheet_width(sheet, 1, 1, TEXT_WIDTH);
    reinti_sheet_print(sheet, false, 1, 0);
    if (title) {
        reinti_sheet_text(sheet, row++, 0, title, REINTI_LOOK_TITLE);
    } else {
        unsigned lines = reinti_text_lines(reinti_text_or(r->title, ""), (left + TEXT_WIDTH) / cover_letter);
        reinti_sheet_merge(sheet, row, 0, 1, reinti_text_or(r->title, ""), REINTI_LOOK_COVER);
        reinti_sheet_height(sheet, row++, 8 + 28.0 * lines);
    }
    if (r->internal)
        reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_INTERNAL_LONG),
                          REINTI_LOOK_INTERNAL);
    if (r->notice && *r->notice)
        reinti_sheet_text(sheet, row++, 0, r->notice, REINTI_LOOK_SUBTITLE);
    return row + 1;
}

void
reinti_workbook_cover(reinti_sheet *sheet, const reint_report *r, const reinti_sheet *findings,
                      const reinti_sheet *contents)
{
    const struct {
        reinti_word word;
        const char *text;
    } pair[] = {
        { REINTI_WORD_STUDY, r->study },       { REINTI_WORD_POPULATION, r->population },
        { REINTI_WORD_SAMPLING, r->sampling }, { REINTI_WORD_DATA, r->data_as_of },
        { REINTI_WORD_RULESETS, r->rulesets }, { REINTI_WORD_DIGEST, r->codebook_digest },
    };
    unsigned row = begin_page(sheet, r, NULL, LABEL_WIDTH);

    for (size_t i = 0; i < REINTI_LENGTH(pair); i++)
        put_pair(sheet, &row, reinti_word_text(r->language, pair[i].word), pair[i].text);
    row++;
    if (findings)
        reinti_sheet_link(sheet, row++, 1, findings, 0, reinti_word_text(r->language, REINTI_WORD_FINDINGS));
    reinti_sheet_link(sheet, row++, 1, contents, 0, reinti_word_text(r->language, REINTI_WORD_CONTENTS));
    if (r->n_warnings) {
        row++;
        reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_WARNINGS),
                          REINTI_LOOK_HEADING);
        for (size_t i = 0; i < r->n_warnings; i++)
            put_paragraph(sheet, row++, 1, r->warning[i], TEXT_WIDTH, REINTI_LOOK_TEXT);
    }
}

static size_t
table_of(const reint_report *r, const char *id)
{
    for (size_t i = 0; id && i < r->n_tables; i++)
        if (reinti_equal(r->table[i]->id, id))
            return i;
    return r->n_tables;
}

void
reinti_workbook_findings(reinti_sheet *sheet, const reint_report *r, reinti_sheet *const *sheet_of_table,
                         const unsigned *row_of_table)
{
    reinti_str link = REINTI_STR_EMPTY;
    unsigned row = begin_page(sheet, r, reinti_word_text(r->language, REINTI_WORD_FINDINGS), 22);

    for (size_t i = 0; i < r->n_sentences; i++, row++) {
        size_t t = table_of(r, r->sentence[i].table);
        if (t < r->n_tables) {
            reinti_str_clear(&link);
            reinti_str_format(&link, "%s %s", reinti_word_text(r->language, REINTI_WORD_FROM_TABLE),
                              r->table[t]->id);
            reinti_sheet_link(sheet, row, 0, sheet_of_table[t], row_of_table[t], link.text);
        }
        put_paragraph(sheet, row, 1, r->sentence[i].text, TEXT_WIDTH, REINTI_LOOK_TEXT);
    }
    reinti_str_free(&link);
}

/* Of T: it stands under no name. */
static bool
has_no_group(const reinti_table *t)
{
    return !t->group || !*t->group;
}

/* What the table is called in plans, and its title. */
static void
put_title(reinti_sheet *sheet, unsigned *row, const reinti_table *t, reinti_sheet *target,
          unsigned target_row)
{
    unsigned lines = reinti_text_lines(t->title, TEXT_WIDTH);

    reinti_sheet_text(sheet, *row, 0, t->id, REINTI_LOOK_QUIET);
    reinti_sheet_link(sheet, *row, 1, target, target_row, t->title);
    if (lines > 1)
        reinti_sheet_height(sheet, *row, 2 + 13.5 * lines);
    (*row)++;
}

/* A title a line, under the name of its sheet where several tables share one: all of a group together, wherever a plan has
 * them. */
void
reinti_workbook_contents(reinti_sheet *sheet, const reint_report *r, reinti_sheet *const *sheet_of_table,
                         const unsigned *row_of_table)
{
    unsigned row = begin_page(sheet, r, reinti_word_text(r->language, REINTI_WORD_CONTENTS), LABEL_WIDTH);
    const char *group = NULL;

    for (size_t i = 0; i < r->n_tables; i++) {
        const reinti_table *t = r->table[i];
        bool alone = has_no_group(t), listed = false;
        for (size_t k = 0; k < i && !alone; k++)
            listed = listed || reinti_equal(r->table[k]->group, t->group);
        if (listed)
            continue;
        row += i > 0 && (!alone || group);
        group = alone ? NULL : t->group;
        if (alone) {
            put_title(sheet, &row, t, sheet_of_table[i], row_of_table[i]);
            continue;
        }
        reinti_sheet_text(sheet, row++, 0, group, REINTI_LOOK_HEADING);
        for (size_t k = i; k < r->n_tables; k++)
            if (reinti_equal(r->table[k]->group, group))
                put_title(sheet, &row, r->table[k], sheet_of_table[k], row_of_table[k]);
    }
}

void
reinti_workbook_glossary(reinti_sheet *sheet, const reint_report *r)
{
    unsigned row = begin_page(sheet, r, reinti_word_text(r->language, REINTI_WORD_GLOSSARY), LABEL_WIDTH);

    for (size_t i = 0; i < r->n_glossary; i++)
        put_pair(sheet, &row, r->glossary[i].term, r->glossary[i].meaning);
}

void
reinti_workbook_methods(reinti_sheet *sheet, const reint_report *r)
{
    unsigned row = begin_page(sheet, r, reinti_word_text(r->language, REINTI_WORD_METHODS), 4);

    for (size_t i = 0; i < r->n_methods; i++)
        put_paragraph(sheet, row++, 1, r->method[i], TEXT_WIDTH, REINTI_LOOK_TEXT);
}

/* ---- codebook
 * ---------------------------------------------------------------------------------------------------- */

static const char *const type_words[] = {
    [REINTI_CODE] = "code",         [REINTI_INTEGER] = "whole number",
    [REINTI_DECIMAL] = "number",    [REINTI_DATE] = "date",
    [REINTI_AGE] = "age",           [REINTI_TEXT] = "text",
    [REINTI_PERSON] = "respondent",
};

static void
put_codes(reinti_sheet *sheet, unsigned *row, const reint_report *r, const reinti_list *list)
{
    for (size_t i = 0; i < list->n; i++) {
        const char *label = reinti_label_text(&list->code[i].label, r->language);
        reinti_sheet_text(sheet, *row, 3, list->code[i].name, REINTI_LOOK_STUB);
        reinti_sheet_text(sheet, (*row)++, 4, label ? label : "", REINTI_LOOK_STUB);
    }
}

/* The lists are written once each, below the variables that use them. */
void
reinti_workbook_codebook(reinti_sheet *sheet, const reint_report *r)
{
    static const double width[] = { 18, 26, 46, 22, 46 };
    const reint_codebook *cb = r->codebook;
    const reinti_word head[] = { REINTI_WORD_FORM, REINTI_WORD_VARIABLE, REINTI_WORD_LABEL,
                                 REINTI_WORD_TYPE };
    unsigned row = 0;

    for (unsigned i = 0; i < REINTI_LENGTH(width); i++)
        reinti_sheet_width(sheet, i, i, width[i]);
    reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_CODEBOOK),
                      REINTI_LOOK_TITLE);
    if (r->internal)
        reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_INTERNAL_LONG),
                          REINTI_LOOK_INTERNAL);
    unsigned heads = row;
    for (unsigned i = 0; i < REINTI_LENGTH(head); i++)
        reinti_sheet_text(sheet, row, i, reinti_word_text(r->language, head[i]), REINTI_LOOK_LABEL);
    row++;
    reinti_sheet_freeze(sheet, row, 0);
    reinti_sheet_print(sheet, true, heads, heads);
    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++) {
            const reinti_variable *variable = &cb->form[f].variable[v];
            const char *label = reinti_label_text(&variable->shown, r->language);
            reinti_sheet_text(sheet, row, 0, cb->form[f].name, REINTI_LOOK_STUB);
            reinti_sheet_text(sheet, row, 1, variable->name, REINTI_LOOK_STUB);
            put_paragraph(sheet, row, 2, label ? label : "", width[2], REINTI_LOOK_TEXT);
            reinti_sheet_text(sheet, row++, 3, type_words[variable->type], REINTI_LOOK_STUB);
            if (variable->type == REINTI_CODE)
                reinti_sheet_text(sheet, row - 1, 4, cb->list[variable->list].name, REINTI_LOOK_STUB);
        }
    for (size_t l = 0; l < cb->n_lists; l++) {
        row++;
        reinti_sheet_text(sheet, row, 0, cb->list[l].name, REINTI_LOOK_HEADING);
        reinti_sheet_text(sheet, row++, 3, reinti_word_text(r->language, REINTI_WORD_CODE),
                          REINTI_LOOK_LABEL);
        put_codes(sheet, &row, r, &cb->list[l]);
    }
    row++;
    reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_MISSING),
                      REINTI_LOOK_HEADING);
    for (size_t m = 0; m < cb->n_missing; m++) {
        const char *label = reinti_label_text(&cb->missing[m].label, r->language);
        reinti_sheet_text(sheet, row, 3, cb->missing[m].name, REINTI_LOOK_STUB);
        reinti_sheet_text(sheet, row++, 4, label ? label : "", REINTI_LOOK_STUB);
    }
}
