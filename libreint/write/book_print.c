/* book_print.c -- how a sheet is printed: page, scale, where pages end. */
#include <config.h>

#include "write/book_private.h"

#include <math.h>
#include <string.h>

/* A4 in landscape within our margins, in points. */
#define PAGE_WIDTH  755.0
#define PAGE_HEIGHT 480.0 /* and a line or two less: programs make rows a little higher than they are told */
/* Where our font is not there, columns become wider by up to a third. */
#define FONT_ROOM   0.73
#define BREAKS_MOST 1000 /* that a worksheet can hold: 1023 */

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

void
reinti_sheet_print_tables(reinti_sheet *s, double width)
{
    bool fits = width <= PAGE_WIDTH * FONT_ROOM;

    if (!s)
        return;
    worksheet_set_landscape(s->sheet);
    worksheet_set_margins(s->sheet, 0.6, 0.6, 0.6, 0.7);
    if (!fits)
        worksheet_fit_to_pages(s->sheet, 1, 0);
    s->page =
        fits ? PAGE_HEIGHT : PAGE_HEIGHT * fmax(1, width / PAGE_WIDTH); /* as if all columns were as meant */
}

void
reinti_sheet_repeat(reinti_sheet *s, unsigned from, unsigned to)
{
    if (s)
        reinti_book_note(s->book, worksheet_repeat_rows(s->sheet, from, to));
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

void
reinti_sheet_together(reinti_sheet *s, unsigned first, unsigned end, double higher)
{
    if (!s || s->page <= 0)
        return;
    double height = ROW_HEIGHT * (end - first) + higher;
    if (first && s->at + height > s->page && s->n_breaks < BREAKS_MOST) {
        if (!reinti_grow(&s->page_break, &s->breaks_capacity, s->n_breaks + 1, sizeof *s->page_break)) {
            s->book->no_memory = true;
            return;
        }
        s->page_break[s->n_breaks++] = first;
        s->page_break[s->n_breaks] = 0;
        s->at = 0;
    }
    /* after what is longer than a page nobody knows how much of the last one is left: what follows begins a new one */
    s->at = fmin(s->at + height, s->page);
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
