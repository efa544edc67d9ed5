/* entry_paper.c -- the interview on paper: every question with boxes to tick, for one person.
 *
 * A form with one record a person (or a person and wave) is a list of questions.  A form with many records is
 * a ruled table: if one part of its key is a code list that has nothing to do with when or by whom it was told,
 * each code has a line of its own, so that nothing is left unasked; else there are empty lines. */
#include <config.h>

#include "write/entry.h"

#include <string.h>

#define COLUMNS        6u /* of the page */
#define EMPTY_LINES    6u
#define CODES_ON_PAPER 24 /* a longer list is a line to write on */
#define LINES_OF_CODES 24 /* a table has a line a code up to here */

static bool
is_context(const reinti_form *form, size_t variable)
{
    return variable == form->person || variable == form->wave;
}

/* "□ male Male   □ female Female" */
static void
boxes(const reinti_entry *e, const reinti_variable *v, reinti_str *out)
{
    const reinti_list *list = &e->cb->list[v->list];

    for (size_t i = 0; i < list->n; i++)
        if (!list->code[i].retired)
            reinti_str_format(
                out, "%s\u25a1\u00a0%s", out->length ? "   " : "",
                reinti_text_or(reinti_label_text(&list->code[i].label, e->language), list->code[i].name));
}

/* Height of a row whose text takes so many lines of CHARACTERS each. */
static double
height_of(const char *text, size_t characters)
{
    size_t width = reinti_utf8_width(text);

    return 15.0 * (double)(1 + width / characters);
}

static unsigned
question(const reinti_entry *e, reinti_sheet *sheet, const reinti_variable *v, unsigned row)
{
    reinti_str text = REINTI_STR_EMPTY;
    const char *asked = reinti_label_text(&v->question, e->language);
    double left = height_of(reinti_text_or(asked, reinti_entry_label(e, v)), 34), right = 18;

    reinti_sheet_merge(sheet, row, 0, 1, reinti_text_or(asked, reinti_entry_label(e, v)), REINTI_LOOK_BOX);
    if (v->type == REINTI_CODE && e->cb->list[v->list].n <= CODES_ON_PAPER)
        boxes(e, v, &text);
    else if (v->type == REINTI_TEXT)
        right = 36;
    if (text.length)
        right = height_of(text.text, 70);
    reinti_sheet_merge(sheet, row, 2, COLUMNS - 1, reinti_text_or(text.text, ""), REINTI_LOOK_BOX);
    reinti_sheet_height(sheet, row, left > right ? left : right);
    reinti_str_free(&text);
    return row + 1;
}

/* The part of the key whose codes are asked one by one: the only list in it that no other form of several
 * records uses to say when (its name is also a form's) or from whom it was told. */
static size_t
asked_one_by_one(const reinti_entry *e, const reinti_form *form)
{
    size_t found = REINTI_NONE;

    for (size_t k = 0; k < form->n_key; k++) {
        const reinti_variable *v = &form->variable[k];
        if (v->type != REINTI_CODE || v->multiple || is_context(form, k) ||
            e->cb->list[v->list].n > LINES_OF_CODES)
            continue;
        size_t other = reinti_codebook_find_form(e->cb, v->name);
        if ((other != REINTI_NONE && &e->cb->form[other] != form) || !strcmp(v->name, "source"))
            continue;
        if (found != REINTI_NONE)
            return REINTI_NONE;
        found = k;
    }
    return found;
}

static void
ruled_line(reinti_sheet *sheet, unsigned row, const char *first, unsigned columns)
{
    reinti_sheet_text(sheet, row, 0, first, REINTI_LOOK_BOX);
    for (unsigned c = 1; c < columns; c++)
        reinti_sheet_blank(sheet, row, c, REINTI_LOOK_BOX);
    reinti_sheet_height(sheet, row, 18);
}

/* The variables of a table: the code that is asked one by one (or the first part of the key), the rest of the key, what
 * must be filled in, the others.  Answers how many; OUT has room for all of the form. */
static unsigned
table_columns(const reinti_form *form, size_t lines, const reinti_variable **out)
{
    unsigned n = 0;

    if (lines != REINTI_NONE)
        out[n++] = &form->variable[lines];
    for (int round = 0; round < 3; round++)
        for (size_t i = 0; i < form->n; i++) {
            const reinti_variable *v = &form->variable[i];
            if (i != lines && !is_context(form, i) && (v->key ? 0 : v->required ? 1 : 2) == round)
                out[n++] = v;
        }
    return n;
}

/* As many of the columns as the page is wide: the first one and those from FROM up to END. */
static unsigned
ruled_block(const reinti_entry *e, reinti_sheet *sheet, const reinti_list *list,
            const reinti_variable *const *column, unsigned from, unsigned end, unsigned row)
{
    unsigned lines = 1, n = 1 + end - from;

    for (unsigned c = 0; c < n; c++) {
        const char *head = reinti_entry_label(e, column[c ? from + c - 1 : 0]);
        unsigned needed = reinti_text_lines(head, c ? 11 : 23);
        lines = needed > lines ? needed : lines;
        reinti_sheet_text(sheet, row, c, head, REINTI_LOOK_BANNER_STUB);
    }
    reinti_sheet_height(sheet, row++, 4 + 13 * lines);
    for (unsigned i = 0; !list && i < EMPTY_LINES; i++)
        ruled_line(sheet, row++, "", n);
    for (size_t i = 0; list && i < list->n; i++)
        if (!list->code[i].retired)
            ruled_line(
                sheet, row++,
                reinti_text_or(reinti_label_text(&list->code[i].label, e->language), list->code[i].name), n);
    return row;
}

/* A form with more variables than the page has columns is several tables with the same lines. */
static unsigned
ruled_table(const reinti_entry *e, reinti_sheet *sheet, const reinti_form *form, unsigned row)
{
    size_t lines = asked_one_by_one(e, form);
    const reinti_list *list = lines == REINTI_NONE ? NULL : &e->cb->list[form->variable[lines].list];
    const reinti_variable **column = reinti_arena_alloc(e->arena, (form->n + 1) * sizeof *column);

    if (!column) {
        reinti_sheet_no_memory(sheet);
        return row;
    }
    unsigned n = table_columns(form, lines, column), from = 1;
    do {
        unsigned end = n - from > COLUMNS - 1 ? from + COLUMNS - 1 : n;
        row = ruled_block(e, sheet, list, column, from, end, row + (from > 1));
        from = end;
    } while (from < n);
    return row;
}

void
reinti_entry_paper(const reinti_entry *e, reinti_sheet *sheet)
{
    unsigned row = 0;

    reinti_sheet_width(sheet, 0, 0, 24);
    reinti_sheet_width(sheet, 1, COLUMNS - 1, 12);
    reinti_sheet_merge(sheet, row++, 0, COLUMNS - 1, reinti_entry_text(e->language, REINTI_ENTRY_PAPER_TITLE),
                       REINTI_LOOK_TITLE);
    reinti_sheet_merge(sheet, row++, 0, COLUMNS - 1,
                       reinti_entry_text(e->language, REINTI_ENTRY_PAPER_NO_NAME), REINTI_LOOK_INTERNAL);
    reinti_sheet_text(sheet, row, 0, reinti_entry_text(e->language, REINTI_ENTRY_PAPER_PERSON),
                      REINTI_LOOK_BOX);
    reinti_sheet_merge(sheet, row, 1, 2, "", REINTI_LOOK_BOX);
    reinti_sheet_text(sheet, row, 3, reinti_entry_text(e->language, REINTI_ENTRY_PAPER_WAVE),
                      REINTI_LOOK_BOX);
    reinti_sheet_merge(sheet, row, 4, COLUMNS - 1, e->wave == REINTI_NONE ? "" : e->cb->wave[e->wave].id,
                       REINTI_LOOK_BOX);
    reinti_sheet_height(sheet, row++, 22);
    for (size_t f = 0; f < e->cb->n_forms; f++) {
        const reinti_form *form = &e->cb->form[f];
        bool one = true;
        if (!form->persons || form->person == REINTI_NONE)
            continue;
        for (size_t k = 0; k < form->n_key; k++)
            one = one && is_context(form, k);
        row++;
        reinti_sheet_merge(sheet, row++, 0, COLUMNS - 1,
                           reinti_text_or(reinti_label_text(&form->label, e->language), form->name),
                           REINTI_LOOK_HEADING);
        if (!one)
            row = ruled_table(e, sheet, form, row);
        else
            for (size_t v = form->n_key; v < form->n; v++)
                row = question(e, sheet, &form->variable[v], row);
    }
    reinti_sheet_print(sheet, false, 1, 0);
}
