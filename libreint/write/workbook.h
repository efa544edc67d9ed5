/* workbook.h -- the parts of a report's workbook.  Private to write/. */
#ifndef REINTI_WORKBOOK_H
#define REINTI_WORKBOOK_H

#include "table/cells.h"
#include "write/book.h"

/* Fixed words of the workbook in the report's language. */
typedef enum reinti_word {
    REINTI_WORD_COVER,
    REINTI_WORD_CONTENTS,
    REINTI_WORD_FINDINGS,
    REINTI_WORD_GLOSSARY,
    REINTI_WORD_METHODS,
    REINTI_WORD_CODEBOOK,
    REINTI_WORD_STUDY,
    REINTI_WORD_POPULATION,
    REINTI_WORD_SAMPLING,
    REINTI_WORD_DATA,
    REINTI_WORD_RULESETS,
    REINTI_WORD_DIGEST,
    REINTI_WORD_WARNINGS,
    REINTI_WORD_INTERNAL,
    REINTI_WORD_INTERNAL_LONG,
    REINTI_WORD_PERSONAL,
    REINTI_WORD_TABLE,
    REINTI_WORD_TITLE,
    REINTI_WORD_SHEET,
    REINTI_WORD_BASE,
    REINTI_WORD_TESTS,
    REINTI_WORD_AT_LEAST,
    REINTI_WORD_AT_MOST,
    REINTI_WORD_FROM_TABLE,
    REINTI_WORD_FORM,
    REINTI_WORD_VARIABLE,
    REINTI_WORD_LABEL,
    REINTI_WORD_TYPE,
    REINTI_WORD_CODE,
    REINTI_WORD_MISSING,
    REINTI_WORD_BACK,
    REINTI_WORD_PAGE,
    REINTI_WORD_PAGE_OF,
    REINTI_WORD_CHART,
    REINTI_WORDS
} reinti_word;
const char *reinti_word_text(const char *language, reinti_word word);

/* The pictures of all tables of R, one element a table (empty where it has none); NULL: no memory.  On all processors. */
typedef struct reinti_drawn {
    unsigned char *png;
    size_t size;
    double width, height; /* points */
    char *words;          /* what it shows */
    reint_error err;      /* why there is none */
} reinti_drawn;
reinti_drawn *reinti_workbook_draw(const reint_report *r);
void reinti_workbook_drawn_free(reinti_drawn *drawn, size_t n);
/* Places the picture at row ROW of SHEET; answers the first free row. */
unsigned reinti_workbook_picture(reinti_sheet *sheet, const reinti_drawn *drawn, unsigned row);

/* Writes T from row ROW of SHEET (its column heads, layers, tests, base and notes, chart, picture); answers
 * the first free row. ALONE: the only table of its sheet, so that panes are frozen and heads repeated on every printed
 * page of it.  DRAWN: its picture. */
unsigned reinti_workbook_table(reinti_sheet *sheet, const reint_report *r, const reinti_table *t,
                               const reinti_drawn *drawn, unsigned row, bool alone,
                               const reinti_sheet *contents);
/* Characters that the row labels and each further column of a sheet of tables take. */
#define STUB_WIDTH 44.0
#define CELL_WIDTH 11.0
/* Widest number of columns that a table takes. */
unsigned reinti_workbook_width(const reinti_table *t);
/* Points of a table of so many; a column of N characters is 7 N + 5 pixels wide. */
double reinti_workbook_points(unsigned columns);

/* The pages before and after the tables. */
/* FINDINGS may be NULL. */
void reinti_workbook_cover(reinti_sheet *sheet, const reint_report *r, const reinti_sheet *findings,
                           const reinti_sheet *contents);
void reinti_workbook_findings(reinti_sheet *sheet, const reint_report *r, reinti_sheet *const *sheet_of_table,
                              const unsigned *row_of_table);
void reinti_workbook_contents(reinti_sheet *sheet, const reint_report *r, reinti_sheet *const *sheet_of_table,
                              const unsigned *row_of_table);
void reinti_workbook_glossary(reinti_sheet *sheet, const reint_report *r);
void reinti_workbook_methods(reinti_sheet *sheet, const reint_report *r);
void reinti_workbook_codebook(reinti_sheet *sheet, const reint_report *r);

/* The whole workbook under PATH, which appears complete and readable by its owner only, or not at all. */
reint_status reinti_write_xlsx(const reint_report *r, const char *path, reint_error *err);

#endif
