/* named_sheet.h -- a sheet that is written by the names of its columns.  Private to run/. */
#ifndef REINTI_NAMED_SHEET_H
#define REINTI_NAMED_SHEET_H

#include "write/book.h"

enum { REINTI_NAMED_COLUMNS_MOST = 300 };

/* Its columns are named when they are first used. */
typedef struct reinti_named_sheet {
    reinti_sheet *sheet;
    unsigned row; /* at work; 0 is that of the names */
    size_t n;
    char *head[REINTI_NAMED_COLUMNS_MOST];
    bool failed;
} reinti_named_sheet;

/* HEADS, ended by NULL, are columns whether they are used or not. */
void reinti_named_sheet_begin(reinti_named_sheet *s, reinti_book *book, const char *name,
                              const char *const *heads);
/* The column HEAD, named now if it is new; n, and `failed`: there is no room for it. */
size_t reinti_named_sheet_column(reinti_named_sheet *s, const char *head);
/* TEXT (NULL: nothing) into the column HEAD of the row at work, as it stands. */
void reinti_named_sheet_put(reinti_named_sheet *s, const char *head, const char *text);
bool reinti_named_sheet_end(reinti_named_sheet *s); /* false: something was lost */

#endif
