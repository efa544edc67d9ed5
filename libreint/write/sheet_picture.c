/* sheet_picture.c -- the picture of a table below it, on its sheet.
 *
 * It is a PNG, which every program that opens a workbook can show; what it shows is said in words as well.  A picture that
 * is larger than a page is made smaller until it fits.  Where it cannot be drawn (there is no font) a line says so.
 * Drawing takes longer than all else in a workbook: all pictures are drawn beforehand, on all processors. */
#include <config.h>

#include "write/workbook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/picture.h"

/* Words behind a picture; programs show or read out the first few hundred. */
#define WORDS_MOST 1000

typedef struct drawing {
    const reint_report *report;
    reinti_drawn *drawn;
} drawing;

static char *
words_of(const reinti_picture *page)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_utf8_cut(&s, page->words.text, WORDS_MOST);
    char *text = s.failed ? NULL : strdup(s.text);
    reinti_str_free(&s);
    return text;
}

static void
draw_one(const reint_report *r, const reinti_table *t, reinti_drawn *d)
{
    reinti_arena *arena = reinti_arena_create();
    reinti_picture page;
    const char *title;

    if (!arena) {
        reinti_no_memory(&d->err);
        return;
    }
    reint_status status = reinti_picture_page(r, t, arena, &page, &title, &d->err);
    if (!status)
        status = reinti_png_make(&page, &d->png, &d->size, &d->err);
    if (!status) {
        d->width = page.width;
        d->height = page.height;
        d->words = words_of(&page);
        if (!d->words)
            reinti_no_memory(&d->err);
    }
    reinti_picture_end(&page);
    reinti_arena_free(arena);
}

static void
draw_some(void *user, size_t from, size_t to)
{
    const drawing *d = user;

    for (size_t i = from; i < to; i++)
        if (d->report->table[i]->picture.kind)
            draw_one(d->report, d->report->table[i], &d->drawn[i]);
}

reinti_drawn *
reinti_workbook_draw(const reint_report *r)
{
    drawing d = { r, calloc(r->n_tables + 1, sizeof *d.drawn) };

    if (d.drawn)
        reinti_parallel_pieces(r->n_tables, 1, draw_some, &d);
    return d.drawn;
}

void
reinti_workbook_drawn_free(reinti_drawn *drawn, size_t n)
{
    for (size_t i = 0; drawn && i < n; i++) {
        free(drawn[i].png);
        free(drawn[i].words);
    }
    free(drawn);
}

unsigned
reinti_workbook_picture(reinti_sheet *sheet, const reinti_drawn *d, unsigned row)
{
    if (d->err.status == REINT_NO_MEMORY) {
        reinti_sheet_no_memory(sheet);
        return row;
    }
    if (d->err.status) {
        reinti_sheet_text(sheet, row, reinti_sheet_lines_from(sheet), d->err.text, REINTI_LOOK_NOTE);
        return row + 1;
    }
    double scale =
        fmin(1, fmin(reinti_sheet_picture_room(sheet) / d->width, PICTURE_MOST_HEIGHT / d->height));
    reinti_sheet_image(sheet, row, reinti_sheet_lines_from(sheet), d->png, d->size, scale, d->words);
    return row + (unsigned)ceil(d->height * scale / SHEET_ROW_HEIGHT) + 1;
}
