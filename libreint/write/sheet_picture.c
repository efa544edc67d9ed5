/* sheet_picture.c -- the picture of a table below it, on its sheet.
 *
 * It is a PNG, which every program that opens a workbook can show; what it shows is said in words as well.  A picture that
 * is larger than a page is made smaller until it fits.  Where it cannot be drawn (there is no font) a line says so. */
#include <config.h>

#include "write/workbook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/picture.h"

/* Words behind a picture; programs show or read out the first few hundred. */
#define WORDS_MOST 1000

static char *
words_of(const reinti_picture *page)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_utf8_cut(&s, page->words.text, WORDS_MOST);
    char *text = s.failed ? NULL : strdup(s.text);
    reinti_str_free(&s);
    return text;
}

/* The first row after it. */
static unsigned
insert(reinti_sheet *sheet, const reinti_picture *page, unsigned row, const void *png, size_t size)
{
    double scale = fmin(1, fmin(PICTURE_MOST_WIDTH / page->width, PICTURE_MOST_HEIGHT / page->height));
    char *words = words_of(page);

    if (!words) {
        reinti_sheet_no_memory(sheet);
        return row;
    }
    reinti_sheet_image(sheet, row, 0, png, size, scale, words);
    free(words);
    return row + (unsigned)ceil(page->height * scale / SHEET_ROW_HEIGHT) + 1;
}

unsigned
reinti_workbook_picture(reinti_sheet *sheet, const reint_report *r, const reinti_table *t, unsigned row)
{
    reinti_arena *arena = reinti_arena_create();
    reint_error err = { .status = REINT_OK };
    unsigned char *png = NULL;
    size_t size = 0;
    unsigned end = row;
    reinti_picture page;
    const char *title;

    if (!arena) {
        reinti_sheet_no_memory(sheet);
        return row;
    }
    reint_status status = reinti_picture_page(r, t, arena, &page, &title, &err);
    if (!status)
        status = reinti_png_make(&page, &png, &size, &err);
    if (!status) {
        end = insert(sheet, &page, row, png, size);
    } else if (status == REINT_NO_MEMORY) {
        reinti_sheet_no_memory(sheet);
    } else {
        reinti_sheet_text(sheet, row, 0, err.text, REINTI_LOOK_NOTE);
        end = row + 1;
    }
    free(png);
    reinti_picture_end(&page);
    reinti_arena_free(arena);
    return end;
}
