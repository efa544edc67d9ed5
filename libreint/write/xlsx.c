/* xlsx.c -- a report as a workbook: cover, plain words, contents, tables, glossary, methods, codebook. */
#include <config.h>

#include <stdlib.h>
#include <string.h>

#include "write/workbook.h"

/* Wider than a page: on one sheet with others it would make all of them small. */
static bool
is_wide(unsigned columns)
{
    return !reinti_sheet_fits_width(reinti_workbook_points(columns));
}

/* Tables of one group share a sheet, but for wide ones; its name is the group's, or the table's id. */
static void
plan_sheets(const reint_report *r, reinti_book *book, const unsigned *width, reinti_sheet **sheet_of_table)
{
    for (size_t i = 0; i < r->n_tables; i++) {
        const reinti_table *t = r->table[i];
        for (size_t k = 0; k < i && t->group && *t->group && !is_wide(width[i]) && !sheet_of_table[i]; k++)
            if (reinti_equal(r->table[k]->group, t->group) && !is_wide(width[k]))
                sheet_of_table[i] = sheet_of_table[k];
        if (!sheet_of_table[i])
            sheet_of_table[i] = reinti_sheet_add(book, t->group && *t->group ? t->group : t->id);
    }
}

static bool
is_alone(const reint_report *r, reinti_sheet *const *sheet_of_table, size_t table)
{
    size_t n = 0;
    for (size_t i = 0; i < r->n_tables; i++)
        n += sheet_of_table[i] == sheet_of_table[table];
    return n == 1;
}

/* Points of the widest table on the sheet of TABLE. */
static double
printed_width(const reint_report *r, const unsigned *width, reinti_sheet *const *sheet_of_table, size_t table)
{
    unsigned most = 1;

    for (size_t i = 0; i < r->n_tables; i++)
        if (sheet_of_table[i] == sheet_of_table[table] && width[i] > most)
            most = width[i];
    return reinti_workbook_points(most);
}

static void
fill_book(const reint_report *r, reinti_book *book, const reinti_drawn *drawn, const unsigned *width,
          reinti_sheet **sheet_of_table, unsigned *row_of_table)
{
    const char *language = r->language;
    reinti_sheet *cover = reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_COVER));
    reinti_sheet *findings =
        r->n_sentences ? reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_FINDINGS)) : NULL;
    reinti_sheet *contents = reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_CONTENTS));

    plan_sheets(r, book, width, sheet_of_table);
    for (size_t i = 0; i < r->n_tables; i++) {
        unsigned row = 0;
        bool first = true;
        for (size_t k = 0; k < i; k++) /* below the tables that are on the sheet already */
            if (sheet_of_table[k] == sheet_of_table[i]) {
                row = row_of_table[r->n_tables + k];
                first = false;
            }
        bool alone = is_alone(r, sheet_of_table, i);
        if (first) {
            reinti_sheet_width(sheet_of_table[i], 0, 0, STUB_WIDTH);
            reinti_sheet_width(sheet_of_table[i], 1, 250, CELL_WIDTH);
            reinti_sheet_print_tables(sheet_of_table[i], printed_width(r, width, sheet_of_table, i));
        }
        row_of_table[i] = row;
        row_of_table[r->n_tables + i] =
            reinti_workbook_table(sheet_of_table[i], r, r->table[i], &drawn[i], row, alone, contents) + 1;
    }
    reinti_workbook_cover(cover, r, findings, contents);
    if (findings)
        reinti_workbook_findings(findings, r, sheet_of_table, row_of_table);
    reinti_workbook_contents(contents, r, sheet_of_table, row_of_table);
    if (r->n_glossary)
        reinti_workbook_glossary(reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_GLOSSARY)), r);
    if (r->n_methods)
        reinti_workbook_methods(reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_METHODS)), r);
    if (r->codebook)
        reinti_workbook_codebook(reinti_sheet_add(book, reinti_word_text(language, REINTI_WORD_CODEBOOK)), r);
}

static char *
footer_of(const reint_report *r)
{
    reinti_str s = REINTI_STR_EMPTY;

    if (r->internal)
        reinti_str_format(&s, "%s – ", reinti_word_text(r->language, REINTI_WORD_INTERNAL));
    reinti_utf8_cut(&s, reinti_text_or(r->title, ""), 60); /* beside the page number */
    char *text = s.failed ? NULL : strdup(s.text);
    reinti_str_free(&s);
    return text;
}

reint_status
reinti_write_xlsx(const reint_report *r, const char *path, reint_error *err)
{
    char *footer = footer_of(r);
    reinti_sheet **sheet_of_table = calloc(r->n_tables + 1, sizeof(reinti_sheet *));
    unsigned *row_of_table =
        calloc(2 * r->n_tables + 1, sizeof *row_of_table);    /* first rows, then rows after */
    unsigned *width = calloc(r->n_tables + 1, sizeof *width); /* in columns */
    reinti_drawn *drawn = reinti_workbook_draw(r);
    reinti_book *book = NULL;
    reint_status status =
        footer && sheet_of_table && row_of_table && width && drawn ? REINT_OK : reinti_no_memory(err);

    if (!status) {
        reinti_book_options options = { reinti_text_or(r->title, ""), reinti_text_or(r->notice, ""), footer,
                                        r->language };
        status = reinti_book_create(path, &options, &book, err);
    }
    if (!status) {
        for (size_t i = 0; i < r->n_tables; i++)
            width[i] = reinti_workbook_width(r->table[i]);
        fill_book(r, book, drawn, width, sheet_of_table, row_of_table);
        status = reinti_book_close(book, true, err);
    }
    reinti_workbook_drawn_free(drawn, r->n_tables);
    free(width);
    free(footer);
    free(sheet_of_table);
    free(row_of_table);
    return status;
}
