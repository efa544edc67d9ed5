/* book_print.c -- how a sheet is printed: page, scale, where pages end. */
#include <config.h>

#include "write/book_private.h"

#include <math.h>
#include <string.h>

/* A4 in landscape within our margins, in points. */
#define PAGE_WIDTH  755.0
#define PAGE_HEIGHT 480.0 /* and a line or two less: programs make rows a little higher than they are told */
/* Where our font is not there, columns become wider by up to a third. */
#define FONT_ROOM 0.73
/* So small that it can still be read: what is wider takes several pages beside each other. */
#define LEAST_SCALE 0.65
/* A page ends between columns: a picture has the whole ones that surely fit. */
#define PICTURE_WIDTH 535.0
#define LAST_ROWS     10u  /* of a long table, that are not parted */
#define BREAKS_MOST   1000 /* that a worksheet can hold: 1023 */

void
reinti_sheet_print(reinti_sheet *s, bool landscape, unsigned from, unsigned to)
{
    if (!s)
        return;
    if (landscape)
        worksheet_set_landscape(s->sheet);
    worksheet_fit_to_pages(s->sheet, 1, 0);
    worksheet_set_margins(s->sheet, 0.6, 0.6, 0.6, 0.7);
    if (from <= to)
        reinti_book_note(s->book, worksheet_repeat_rows(s->sheet, from, to));
}

bool
reinti_sheet_fits_width(double width)
{
    return width <= PAGE_WIDTH * FONT_ROOM;
}

void
reinti_sheet_print_tables(reinti_sheet *s, double width)
{
    bool fits = reinti_sheet_fits_width(width);

    if (!s)
        return;
    worksheet_set_landscape(s->sheet);
    worksheet_set_margins(s->sheet, 0.6, 0.6, 0.6, 0.7);
    s->picture = PICTURE_WIDTH;
    s->page =
        fits ? PAGE_HEIGHT : PAGE_HEIGHT * fmax(1, width / PAGE_WIDTH); /* as if all columns were as meant */
    if (!fits && width * LEAST_SCALE > PAGE_WIDTH * FONT_ROOM) {
        worksheet_set_print_scale(s->sheet, (uint16_t)lround(100 * LEAST_SCALE));
        s->columns = PAGE_WIDTH * FONT_ROOM / LEAST_SCALE;
        s->page = PAGE_HEIGHT / LEAST_SCALE;
    } else if (!fits) {
        worksheet_fit_to_pages(s->sheet, 1, 0);
        s->picture = PAGE_WIDTH;
    }
}

double
reinti_sheet_columns_room(const reinti_sheet *s)
{
    return s ? s->columns : 0;
}

unsigned
reinti_sheet_lines_from(const reinti_sheet *s)
{
    return s ? s->lines_from : 0;
}

double
reinti_sheet_picture_room(const reinti_sheet *s)
{
    return s ? s->picture : PICTURE_WIDTH;
}

void
reinti_sheet_part_columns(reinti_sheet *s, const uint16_t *first, double room)
{
    if (!s || !first[0])
        return;
    s->lines_from = 1;
    s->picture = fmin(s->picture, room);
    reinti_book_note(s->book, worksheet_repeat_columns(s->sheet, 0, 0));
    reinti_book_note(s->book, worksheet_set_v_pagebreaks(s->sheet, (lxw_col_t *)(uintptr_t)first));
}

void
reinti_sheet_repeat(reinti_sheet *s, unsigned from, unsigned to)
{
    if (!s)
        return;
    reinti_book_note(s->book, worksheet_repeat_rows(s->sheet, from, to));
    s->repeated = 1.5 * ROW_HEIGHT * (to - from + 1); /* heads are higher than other rows */
}

double
reinti_sheet_higher(const reinti_sheet *s)
{
    return s ? s->higher : 0;
}

bool
reinti_sheet_fits(const reinti_sheet *s, unsigned rows, double higher)
{
    return !s || s->page <= 0 || ROW_HEIGHT * rows + higher <= s->page;
}

/* ROW begins a page. */
static void
add_break(reinti_sheet *s, unsigned row)
{
    if (s->n_breaks >= BREAKS_MOST)
        return;
    if (!reinti_grow(&s->page_break, &s->breaks_capacity, s->n_breaks + 1, sizeof *s->page_break)) {
        s->book->no_memory = true;
        return;
    }
    s->page_break[s->n_breaks++] = row;
    s->page_break[s->n_breaks] = 0;
    s->at = 0;
}

void
reinti_sheet_together(reinti_sheet *s, unsigned first, unsigned end, double higher)
{
    if (!s || s->page <= 0 || end <= first)
        return;
    double height = ROW_HEIGHT * (end - first) + higher, row = height / (end - first);
    if (first && s->at + height > s->page)
        add_break(s, first);
    if (height <= s->page) {
        s->at += height;
        return;
    }
    /* longer than a page: divided so that the last rows, which hold the total and what it says below, stay together */
    unsigned most = (unsigned)fmax((s->page - s->repeated) / row, 2 * LAST_ROWS), at = first;
    while (end - at > most) {
        at = end - at - most < LAST_ROWS ? end - LAST_ROWS : at + most;
        add_break(s, at);
    }
    s->at = row * (end - at);
}

unsigned
reinti_text_lines(const char *text, double characters)
{
    unsigned lines = 1;
    double at = 0;

    while (*text) {
        char word[256];
        size_t n = strcspn(text, " \n"), kept = n < sizeof word ? n : sizeof word - 1;
        memcpy(word, text, kept);
        word[kept] = '\0';
        double width = (double)reinti_utf8_width(word);
        if (at > 0 && at + 1 + width > characters) {
            lines++;
            at = 0;
        }
        at += (at > 0) + width;
        while (at > characters) { /* a word longer than the line */
            lines++;
            at -= characters;
        }
        text += n;
        if (*text == '\n') {
            lines++;
            at = 0;
        }
        text += *text != '\0';
    }
    return lines;
}
