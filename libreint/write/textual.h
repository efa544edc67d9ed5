/* textual.h -- text of a given width: words wrapped, columns aligned by what a terminal shows.  Private to
 * write/. */
#ifndef REINTI_TEXTUAL_H
#define REINTI_TEXTUAL_H

#include <stdio.h>

#include "table/cells.h"
#include "write/write.h"

typedef struct reinti_page {
    FILE *stream;
    size_t width;
    bool color, ascii;
    const char *language;
    bool failed; /* memory ran out: some text is missing */
} reinti_page;

typedef enum reinti_tone { REINTI_PLAIN, REINTI_BOLD, REINTI_DIM } reinti_tone;

/* TEXT in lines of at most WIDTH columns, ended by '\n' each; a longer word is cut.  At least one line. */
void reinti_wrap(reinti_str *out, const char *text, size_t width);
/* TEXT, wrapped; lines after the first are indented by HANG. */
void reinti_page_text(reinti_page *page, const char *text, size_t hang, reinti_tone tone);
void reinti_page_blank(reinti_page *page);
void reinti_page_rule(reinti_page *page, size_t width);
/* One finished line, blanks at its end dropped. */
void reinti_page_line(reinti_page *page, const char *line, reinti_tone tone);

/* One table: heads, layers, tests, base, notes, legend; in several blocks when its banner is too wide. */
void reinti_page_table(reinti_page *page, const reint_report *r, const reinti_table *t);

#endif
