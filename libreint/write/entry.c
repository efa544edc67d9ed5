/* entry.c -- a workbook to be filled in: one sheet a form, as ingest reads it.
 *
 * Row 1 has the labels, row 2 the names that ingest reads, with an explanation over each; then come the rows
 * to fill in.  Codes are chosen from lists that stand on a sheet of their own (a list within a validation is
 * cut at 255 characters).  A list stops what it does not hold; a number or a range only asks back where the
 * variable has codes for a missing answer that lie outside, and so does a date, which is kept as it is typed: a cell of
 * dates would make 1905-07-07 of 2014 and 2014-10-01 of 2014-10.  Nothing checks ages.  Ingest checks all of it again. */
#include <config.h>

#include "write/entry.h"

#include "ingest/name_list.h"

#include <float.h>
#include <string.h>

#include "write/write.h"

enum { LABEL_ROW, NAME_ROW, FIRST_ROW };
#define ROWS_DEFAULT 500
#define ROWS_MOST    100000

/* ---- the sheet of all codes -------------------------------------------------------------------------------- */

/* One list: its name, then code and label a row, then the study's codes for a missing answer. */
static void
write_list(reinti_entry *e, size_t list, unsigned column)
{
    const reinti_list *l = &e->cb->list[list];
    unsigned row = 2;

    reinti_sheet_column_look(e->codes, column, 22, REINTI_LOOK_ENTRY_TEXT);
    reinti_sheet_column_look(e->codes, column + 1, 36, REINTI_LOOK_ENTRY_TEXT);
    reinti_sheet_text(e->codes, 0, column, l->name, REINTI_LOOK_HEADING);
    reinti_sheet_text(e->codes, 0, column + 1, reinti_text_or(reinti_label_text(&l->label, e->language), ""),
                      REINTI_LOOK_SUBTITLE);
    for (size_t i = 0; i < l->n; i++) {
        if (l->code[i].retired)
            continue;
        reinti_sheet_text(e->codes, row, column, l->code[i].name, REINTI_LOOK_ENTRY_TEXT);
        reinti_sheet_text(e->codes, row++, column + 1,
                          reinti_text_or(reinti_label_text(&l->code[i].label, e->language), l->code[i].name),
                          REINTI_LOOK_ENTRY_TEXT);
    }
    for (size_t m = 0; m < e->cb->n_missing; m++)
        for (size_t k = 0; k < e->cb->missing[m].n_raw; k++) {
            if (!*e->cb->missing[m].raw[k])
                continue;
            reinti_sheet_text(e->codes, row, column, e->cb->missing[m].raw[k], REINTI_LOOK_ENTRY_TEXT);
            reinti_sheet_text(e->codes, row++, column + 1,
                              reinti_text_or(reinti_label_text(&e->cb->missing[m].label, e->language),
                                             e->cb->missing[m].name),
                              REINTI_LOOK_NOTE);
        }
    e->code_column[list] = column;
    e->code_last[list] = row - 1;
}

static bool
is_used(const reint_codebook *cb, size_t list)
{
    for (size_t f = 0; f < cb->n_forms; f++)
        for (size_t v = 0; v < cb->form[f].n; v++)
            if (cb->form[f].variable[v].type == REINTI_CODE && cb->form[f].variable[v].list == list)
                return true;
    return false;
}

static void
write_codes(reinti_entry *e)
{
    unsigned column = 0;

    for (size_t i = 0; i < e->cb->n_lists; i++)
        if (is_used(e->cb, i)) {
            write_list(e, i, column);
            column += 3;
        }
    reinti_sheet_freeze(e->codes, 2, 0);
    reinti_sheet_print(e->codes, true, 0, 0);
}

/* ---- the sheet of known people ----------------------------------------------------------------------------- */

static void
write_people(const reinti_entry *e)
{
    const reinti_form *form = &e->cb->form[e->cb->person_form];
    unsigned facts = (unsigned)e->n_facts, names = 2 + facts; /* the last column, if there are any */

    reinti_sheet_text(e->people, 0, 0, reinti_entry_text(e->language, REINTI_ENTRY_PEOPLE_TITLE),
                      REINTI_LOOK_TITLE);
    reinti_sheet_text(e->people, NAME_ROW, 0, reinti_entry_label(e, &form->variable[form->person]),
                      REINTI_LOOK_BANNER_STUB);
    for (unsigned k = 0; k < facts; k++)
        reinti_sheet_text(e->people, NAME_ROW, 1 + k, reinti_entry_label(e, &form->variable[e->fact[k]]),
                          REINTI_LOOK_BANNER_STUB);
    reinti_sheet_text(e->people, NAME_ROW, 1 + facts, reinti_entry_text(e->language, REINTI_ENTRY_SEEN),
                      REINTI_LOOK_BANNER_STUB);
    reinti_sheet_width(e->people, 0, 1 + facts, 18);
    if (e->has_names) {
        reinti_sheet_text(e->people, NAME_ROW, names, reinti_entry_text(e->language, REINTI_ENTRY_NAME),
                          REINTI_LOOK_BANNER_STUB);
        reinti_sheet_width(e->people, names, names, 30);
    }
    for (size_t p = 0; p < e->n_people; p++) {
        unsigned row = FIRST_ROW + (unsigned)p;
        reinti_sheet_text(e->people, row, 0, e->person[p].key, REINTI_LOOK_STUB);
        for (unsigned k = 0; k < facts; k++)
            reinti_sheet_text(e->people, row, 1 + k, e->person[p].fact[k], REINTI_LOOK_STUB);
        reinti_sheet_text(e->people, row, 1 + facts, e->person[p].seen, REINTI_LOOK_STUB);
        if (e->has_names)
            reinti_sheet_text(e->people, row, names, reinti_text_or(e->person[p].name, ""), REINTI_LOOK_STUB);
    }
    reinti_sheet_freeze(e->people, FIRST_ROW, 1);
    reinti_sheet_print(e->people, false, 0, NAME_ROW);
}

/* ---- a form ------------------------------------------------------------------------------------------------ */

static const struct {
    reinti_type type;
    unsigned look;
    double width;
} column_looks[] = {
    { REINTI_CODE, REINTI_LOOK_ENTRY_TEXT, 18 },   { REINTI_INTEGER, REINTI_LOOK_STUB, 11 },
    { REINTI_DECIMAL, REINTI_LOOK_STUB, 11 },      { REINTI_DATE, REINTI_LOOK_ENTRY_TEXT, 12 },
    { REINTI_AGE, REINTI_LOOK_ENTRY_TEXT, 10 },    { REINTI_TEXT, REINTI_LOOK_ENTRY_TEXT, 18 },
    { REINTI_PERSON, REINTI_LOOK_ENTRY_TEXT, 12 },
};

static void
check_column(const reinti_entry *e, reinti_sheet *sheet, const reinti_form *form, unsigned column)
{
    const reinti_variable *v = &form->variable[column];
    const char *message = reinti_entry_text(e->language, REINTI_ENTRY_NOT_ALLOWED);
    unsigned last = FIRST_ROW + e->rows - 1;

    if (v->type == REINTI_CODE && !v->multiple)
        reinti_sheet_choose(sheet, FIRST_ROW, last, column, e->codes, 2, e->code_last[v->list],
                            e->code_column[v->list], v->n_missing == 0, message);
    else if (v->type == REINTI_PERSON && e->n_people)
        reinti_sheet_choose(sheet, FIRST_ROW, last, column, e->people, FIRST_ROW,
                            FIRST_ROW + (unsigned)e->n_people - 1, 0, false, message);
    else if (v->type == REINTI_DATE)
        reinti_sheet_date(sheet, FIRST_ROW, last, column, reinti_entry_text(e->language, REINTI_ENTRY_DATE));
    else if (v->type == REINTI_INTEGER || (v->type == REINTI_DECIMAL && (v->has_min || v->has_max)))
        reinti_sheet_limit(sheet, FIRST_ROW, last, column, v->type == REINTI_INTEGER,
                           v->has_min ? v->min : -1e15, v->has_max ? v->max : 1e15, v->n_missing == 0,
                           message);
}

/* Rows that are there beforehand: those who are due, in a form that is known by person and wave alone. */
static void
write_due(const reinti_entry *e, reinti_sheet *sheet, const reinti_form *form)
{
    unsigned row = FIRST_ROW;

    if (e->wave == REINTI_NONE || form->n_key != 2 || form->person == REINTI_NONE ||
        form->wave == REINTI_NONE)
        return;
    for (size_t p = 0; p < e->n_people; p++)
        if (e->person[p].due && row < FIRST_ROW + e->rows) {
            reinti_sheet_text(sheet, row, (unsigned)form->person, e->person[p].key, REINTI_LOOK_ENTRY_GIVEN);
            reinti_sheet_comment(sheet, row, (unsigned)form->person, reinti_text_or(e->person[p].name, ""));
            reinti_sheet_text(sheet, row++, (unsigned)form->wave, e->cb->wave[e->wave].id,
                              REINTI_LOOK_ENTRY_GIVEN);
        }
}

static void
write_form(const reinti_entry *e, reinti_sheet *sheet, const reinti_form *form)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (unsigned c = 0; c < form->n; c++) {
        const reinti_variable *v = &form->variable[c];
        for (size_t k = 0; k < REINTI_LENGTH(column_looks); k++)
            if (column_looks[k].type == v->type)
                reinti_sheet_column_look(sheet, c, column_looks[k].width + (v->multiple ? 8 : 0),
                                         column_looks[k].look);
        reinti_sheet_text(sheet, LABEL_ROW, c, reinti_entry_label(e, v), REINTI_LOOK_BANNER_STUB);
        reinti_sheet_text(sheet, NAME_ROW, c, v->name,
                          REINTI_LOOK_ENTRY_NAME | (v->key || v->required ? REINTI_LOOK_BOLD : 0));
        reinti_str_clear(&text);
        reinti_entry_explain(e, v, &text);
        if (!text.failed)
            reinti_sheet_comment(sheet, NAME_ROW, c, text.text);
        check_column(e, sheet, form, c);
    }
    write_due(e, sheet, form);
    reinti_sheet_height(sheet, LABEL_ROW, 42);
    reinti_sheet_freeze(sheet, FIRST_ROW, (unsigned)form->n_key);
    reinti_sheet_print(sheet, true, LABEL_ROW, NAME_ROW);
    reinti_str_free(&text);
}

/* ---- help -------------------------------------------------------------------------------------------------- */

/* "person, episode, stage": the labels of a form's key */
static void
key_words(const reinti_entry *e, const reinti_form *form, reinti_str *out)
{
    for (size_t k = 0; k < form->n_key; k++)
        reinti_str_format(out, "%s%s", k ? " + " : "", reinti_entry_label(e, &form->variable[k]));
}

static void
write_help(const reinti_entry *e, reinti_sheet *help, reinti_sheet *const *sheet)
{
    const char *text = reinti_entry_text(e->language, REINTI_ENTRY_HELP);
    reinti_str line = REINTI_STR_EMPTY;
    unsigned row = 0;

    reinti_sheet_width(help, 0, 0, 24);
    reinti_sheet_width(help, 1, 1, 34);
    reinti_sheet_width(help, 2, 2, 46);
    reinti_sheet_text(help, row++, 0, reinti_text_or(reint_codebook_title(e->cb, e->language), ""),
                      REINTI_LOOK_TITLE);
    reinti_sheet_text(help, row++, 0, "INTERNAL", REINTI_LOOK_INTERNAL);
    if (e->has_names)
        reinti_sheet_merge(help, row++, 0, 2, reinti_entry_text(e->language, REINTI_ENTRY_NAMES_ARE_PRIVATE),
                           REINTI_LOOK_INTERNAL);
    row++;
    reinti_sheet_text(help, row++, 0, reinti_entry_text(e->language, REINTI_ENTRY_HELP_TITLE),
                      REINTI_LOOK_HEADING);
    while (*text) {
        size_t n = strcspn(text, "\n");
        reinti_str_clear(&line);
        reinti_str_add_n(&line, text, n);
        reinti_sheet_merge(help, row, 0, 2, reinti_text_or(line.text, ""), REINTI_LOOK_TEXT);
        reinti_sheet_height(help, row++, n > 210 ? 42 : n > 105 ? 28 : 15);
        text += n + (text[n] == '\n');
    }
    row++;
    reinti_sheet_text(help, row, 0, reinti_entry_text(e->language, REINTI_ENTRY_FORM),
                      REINTI_LOOK_BANNER_STUB);
    reinti_sheet_blank(help, row, 1, REINTI_LOOK_BANNER_STUB);
    reinti_sheet_text(help, row++, 2, reinti_entry_text(e->language, REINTI_ENTRY_RECORD),
                      REINTI_LOOK_BANNER_STUB);
    for (size_t f = 0; f < e->cb->n_forms; f++) {
        const reinti_form *form = &e->cb->form[f];
        reinti_str_clear(&line);
        key_words(e, form, &line);
        reinti_sheet_link(help, row, 0, sheet[f], 0, reinti_sheet_name(sheet[f]));
        reinti_sheet_text(help, row, 1,
                          reinti_text_or(reinti_label_text(&form->label, e->language), form->name),
                          REINTI_LOOK_TEXT);
        reinti_sheet_text(help, row++, 2, reinti_text_or(line.text, ""), REINTI_LOOK_TEXT);
    }
    reinti_sheet_print(help, false, 1, 0);
    reinti_str_free(&line);
}

/* ---- all of it --------------------------------------------------------------------------------------------- */

static void
fill_book(reinti_entry *e, reinti_book *book, reinti_sheet **sheet)
{
    reinti_sheet *help = reinti_sheet_add(book, reinti_entry_text(e->language, REINTI_ENTRY_HELP_SHEET));

    for (size_t f = 0; f < e->cb->n_forms; f++)
        sheet[f] = reinti_sheet_add(book, e->cb->form[f].name);
    if (e->n_people)
        e->people = reinti_sheet_add(book, reinti_entry_text(e->language, REINTI_ENTRY_PEOPLE_SHEET));
    reinti_sheet *paper = reinti_sheet_add(book, reinti_entry_text(e->language, REINTI_ENTRY_PAPER_SHEET));
    e->codes = reinti_sheet_add(book, reinti_entry_text(e->language, REINTI_ENTRY_CODES_SHEET));
    write_codes(e);
    if (e->n_people)
        write_people(e);
    for (size_t f = 0; f < e->cb->n_forms; f++)
        write_form(e, sheet[f], &e->cb->form[f]);
    write_help(e, help, sheet);
    reinti_entry_paper(e, paper);
}

static reint_status
find_wave(reinti_entry *e, const char *wave, reint_error *err)
{
    e->wave = REINTI_NONE;
    if (!wave)
        return REINT_OK;
    e->wave = reinti_codebook_find_wave(e->cb, wave);
    if (e->wave != REINTI_NONE)
        return REINT_OK;
    reinti_str s = REINTI_STR_EMPTY;
    const char **id = reinti_arena_alloc(e->arena, (e->cb->n_waves + 1) * sizeof *id);
    for (size_t i = 0; id && i < e->cb->n_waves; i++)
        id[i] = e->cb->wave[i].id;
    if (id)
        reinti_did_you_mean(&s, wave, id, e->cb->n_waves);
    reint_status status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "the codebook has no wave '%.40s'%s",
                                      wave, reinti_text_or(s.text, ""));
    reinti_str_free(&s);
    return status;
}

static reint_status
write_book(reinti_entry *e, const char *path, reint_error *err)
{
    reinti_sheet **sheet = reinti_arena_alloc(e->arena, (e->cb->n_forms + 1) * sizeof(reinti_sheet *));
    const char *title = reint_codebook_title(e->cb, e->language);
    reinti_book_options options = { title, "INTERNAL", title, e->language };
    reinti_book *book = NULL;

    e->code_column = reinti_arena_alloc(e->arena, (e->cb->n_lists + 1) * sizeof *e->code_column);
    e->code_last = reinti_arena_alloc(e->arena, (e->cb->n_lists + 1) * sizeof *e->code_last);
    if (!sheet || !e->code_column || !e->code_last)
        return reinti_no_memory(err);
    reint_status status = reinti_book_create(path, &options, &book, err);
    if (status)
        return status;
    fill_book(e, book, sheet);
    return reinti_book_close(book, true, err);
}

/* Gives the known people the names of the team's own list. */
static reint_status
add_names(reinti_entry *e, const char *path, reint_error *err)
{
    reint_name_list *names = NULL;
    reint_status status = reint_name_list_open(e->cb, path, &names, err);

    for (size_t i = 0; !status && i < e->n_people; i++) {
        const char *name = reint_name_list_find(names, e->person[i].key);
        e->person[i].name = name ? reinti_arena_text(e->arena, name) : NULL;
        e->has_names = e->has_names || name;
        if (name && !e->person[i].name)
            status = reinti_no_memory(err);
    }
    if (!status && !e->has_names)
        status = reint_name_list_knows_nobody(names, err);
    reint_name_list_free(names);
    return status;
}

reint_status
reint_write_entry(const reint_codebook *cb, reint_study *study, const reint_entry_options *options,
                  const char *path, reint_error *err)
{
    reinti_entry e = { .cb = cb, .rows = ROWS_DEFAULT, .wave = REINTI_NONE };

    e.arena = reinti_arena_create();
    if (!e.arena)
        return reinti_no_memory(err);
    e.language = options && options->language ? options->language : cb->language[0];
    if (options && options->rows)
        e.rows = options->rows < ROWS_MOST ? options->rows : ROWS_MOST;
    reint_status status = find_wave(&e, options ? options->wave : NULL, err);
    if (!status && study)
        status = reinti_entry_people(&e, study, err);
    if (!status && options && options->names)
        status =
            study ? add_names(&e, options->names, err)
                  : reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                                "names belong to the people whom a study knows, and a codebook knows none");
    if (!status)
        status = write_book(&e, path, err);
    reinti_arena_free(e.arena);
    return status;
}
