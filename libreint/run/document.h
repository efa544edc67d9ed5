/* document.h -- a page of headings, texts and tables, and the ways to write it.  Private to run/. */
#ifndef REINTI_DOCUMENT_H
#define REINTI_DOCUMENT_H

#include "base/base.h"
#include "write/book.h"

/* Where a document goes: each function of a way gets its own TO. */
typedef struct reinti_document {
    void *to;
    void (*heading)(void *to, int level, const char *text); /* 1: the title, once, first */
    void (*paragraph)(void *to, const char *text);
    /* A table: its heads, then rows of as many cells; a cell that begins with # is a number. */
    void (*table)(void *to, const char *const *head, size_t n);
    void (*row)(void *to, const char *const *cell, size_t n);
    void (*end)(void *to);
} reinti_document;

/* Both write into OUT; HTML is a whole page without anything from elsewhere. */
reinti_document reinti_document_markdown(reinti_str *out);
reinti_document reinti_document_html(reinti_str *out);
void reinti_document_html_begin(reinti_str *out, const char *title, const char *language);
void reinti_document_html_end(reinti_str *out);

/* One sheet for each heading of level 2. */
typedef struct reinti_document_sheets {
    reinti_book *book;
    reinti_sheet *sheet;
    unsigned row;

} reinti_document_sheets;
reinti_document reinti_document_workbook(reinti_document_sheets *sheets);

#endif
