/* named_sheet.c -- a sheet that is written by the names of its columns. */
#include <config.h>

#include "run/named_sheet.h"

#include <stdlib.h>
#include <string.h>

size_t
reinti_named_sheet_column(reinti_named_sheet *s, const char *head)
{
    size_t i = 0;

    while (i < s->n && strcmp(s->head[i], head))
        i++;
    if (i < s->n)
        return i;
    s->head[i] = s->n < REINTI_NAMED_COLUMNS_MOST - 1 ? strdup(head) : NULL;
    if (!s->head[i]) {
        s->failed = true;
        return s->n;
    }
    reinti_sheet_text(s->sheet, 0, (unsigned)s->n++, head, REINTI_LOOK_BANNER);
    return i;
}

void
reinti_named_sheet_begin(reinti_named_sheet *s, reinti_book *book, const char *name, const char *const *heads)
{
    *s = (reinti_named_sheet){ .sheet = reinti_sheet_add(book, name) };
    for (; *heads; heads++)
        reinti_named_sheet_column(s, *heads);
    reinti_sheet_freeze(s->sheet, 1, 1);
    reinti_sheet_width(s->sheet, 0, 30, 18);
}

void
reinti_named_sheet_put(reinti_named_sheet *s, const char *head, const char *text)
{
    size_t i = text ? reinti_named_sheet_column(s, head) : s->n;

    if (i < s->n)
        reinti_sheet_text(s->sheet, s->row, (unsigned)i, text, REINTI_LOOK_TEXT);
}

bool
reinti_named_sheet_end(reinti_named_sheet *s)
{
    for (size_t i = 0; i < s->n; i++)
        free(s->head[i]);
    s->n = 0;
    return !s->failed;
}
