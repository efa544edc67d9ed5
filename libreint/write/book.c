/* book.c -- the checked layer over libxlsxwriter: formats, cells, links, printing. */
#include <config.h>

#include "write/book.h"

#include <ctype.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "write/book_private.h"
#include "write/workbook.h"

/* The look of each kind of cell; one row a look, in the order of the enum. */
static const struct look {
    double size;
    bool bold, italic, wrap, border_bottom, border_top, box, link;
    unsigned indent;
    uint8_t align;        /* 0, LXW_ALIGN_* */
    uint32_t color, fill; /* 0: none */
    const char *number;
} looks[REINTI_LOOKS] = {
    [REINTI_LOOK_TEXT] = { .size = 10, .wrap = true },
    [REINTI_LOOK_COVER] = { .size = 22, .bold = true, .wrap = true, .color = 0x1F3864 },
    [REINTI_LOOK_TITLE] = { .size = 14, .bold = true },
    [REINTI_LOOK_TITLE_LONG] = { .size = 14, .bold = true, .wrap = true },
    [REINTI_LOOK_SUBTITLE] = { .size = 10, .color = 0x555555 },
    [REINTI_LOOK_QUIET] = { .size = 9, .wrap = true, .color = 0x777777 },
    [REINTI_LOOK_HEADING] = { .size = 11, .bold = true, .color = 0x1F3864 },
    [REINTI_LOOK_INTERNAL] = { .size = 10, .bold = true, .color = 0xB00020 },
    [REINTI_LOOK_BANNER] = { .size = 10,
                             .bold = true,
                             .wrap = true,
                             .border_bottom = true,
                             .align = LXW_ALIGN_RIGHT,
                             .fill = 0xF2F2F2 },
    [REINTI_LOOK_BANNER_GROUP] = { .size = 10,
                                   .bold = true,
                                   .wrap = true,
                                   .align = LXW_ALIGN_CENTER,
                                   .fill = 0xE4E9F2 },
    [REINTI_LOOK_BANNER_STUB] = { .size = 10,
                                  .bold = true,
                                  .wrap = true,
                                  .border_bottom = true,
                                  .fill = 0xF2F2F2 },
    [REINTI_LOOK_STUB] = { .size = 10 },
    [REINTI_LOOK_STUB_1] = { .size = 10, .indent = 1 },
    [REINTI_LOOK_STUB_2] = { .size = 10, .indent = 2 },
    [REINTI_LOOK_STUB_3] = { .size = 10, .indent = 3 },
    [REINTI_LOOK_STUB_4] = { .size = 10, .indent = 4 },
    [REINTI_LOOK_STUB_5] = { .size = 10, .indent = 5 },
    [REINTI_LOOK_STUB_6] = { .size = 10, .indent = 6 },
    [REINTI_LOOK_STUB_GROUP] = { .size = 10, .bold = true },
    [REINTI_LOOK_STUB_TOTAL] = { .size = 10, .bold = true, .border_top = true },
    [REINTI_LOOK_LAYER] = { .size = 11, .bold = true, .color = 0x1F3864 },
    [REINTI_LOOK_MARK] = { .size = 10, .color = 0x777777, .align = LXW_ALIGN_RIGHT },
    [REINTI_LOOK_NOTE] = { .size = 9, .color = 0x444444 },
    [REINTI_LOOK_NOTE_LONG] = { .size = 9, .color = 0x444444, .wrap = true },
    [REINTI_LOOK_LINK] = { .size = 10, .wrap = true, .color = 0x0563C1, .link = true },
    [REINTI_LOOK_LABEL] = { .size = 10, .bold = true, .wrap = true },
    [REINTI_LOOK_INTEGER] = { .size = 10, .number = "#,##0" },
    [REINTI_LOOK_DECIMAL_1] = { .size = 10, .number = "#,##0.0" },
    [REINTI_LOOK_DECIMAL_2] = { .size = 10, .number = "#,##0.00" },
    [REINTI_LOOK_DECIMAL_3] = { .size = 10, .number = "0.000" },
    [REINTI_LOOK_PROBABILITY] = { .size = 10, .number = "[<0.001]\"< 0.001\";0.000" },
    [REINTI_LOOK_PERCENT] = { .size = 10, .number = "0%" },
    [REINTI_LOOK_PERCENT_1] = { .size = 10, .number = "0.0%" },
    [REINTI_LOOK_ENTRY_NAME] = { .size = 9, .color = 0x555555, .border_bottom = true, .fill = 0xF2F2F2 },
    [REINTI_LOOK_ENTRY_TEXT] = { .size = 10, .number = "@" },
    [REINTI_LOOK_ENTRY_GIVEN] = { .size = 10, .number = "@", .fill = 0xEEF3E6 },
    [REINTI_LOOK_BOX] = { .size = 10, .wrap = true, .box = true },
};

/* As wide as Calibri in size 11, by which columns are measured; unlike it, it or a font of the very same widths (Liberation Sans)
 * is wherever a workbook is opened. */
#define FONT      "Arial"
#define FONT_SIZE 10

void
reinti_book_note(reinti_book *book, lxw_error result)
{
    if (result && !book->failed)
        book->failed = result;
}

static lxw_format *
make_format(lxw_workbook *book, const struct look *look, bool bold)
{
    lxw_format *f = workbook_add_format(book);

    if (!f)
        return NULL;
    format_set_font_name(f, FONT);
    format_set_font_size(f, look->size);
    format_set_align(f, look->wrap ? LXW_ALIGN_VERTICAL_TOP : LXW_ALIGN_VERTICAL_BOTTOM);
    if (look->bold || bold)
        format_set_bold(f);
    if (look->italic)
        format_set_italic(f);
    if (look->wrap)
        format_set_text_wrap(f);
    if (look->indent)
        format_set_indent(f, (uint8_t)look->indent);
    if (look->align)
        format_set_align(f, look->align);
    if (look->border_bottom)
        format_set_bottom(f, LXW_BORDER_THIN);
    if (look->border_top || bold)
        format_set_top(f, LXW_BORDER_HAIR);
    if (look->box)
        format_set_border(f, LXW_BORDER_THIN);
    if (look->color)
        format_set_font_color(f, look->color);
    if (look->fill)
        format_set_bg_color(f, look->fill);
    if (look->link)
        format_set_underline(f, LXW_UNDERLINE_SINGLE);
    if (look->number)
        format_set_num_format(f, look->number);
    return f;
}

/* A header or footer reads '&' as the start of a code: it is written twice. */
static char *
footer_text(const char *text, const char *language)
{
    reinti_str s = REINTI_STR_EMPTY;

    reinti_str_add(&s, "&L");
    for (; *text && s.length < 180; text++) { /* 255 characters at most */
        if (*text == '&')
            reinti_str_add_char(&s, '&');
        reinti_str_add_char(&s, *text);
    }
    while (s.length && !reinti_utf8_valid(s.text, s.length, NULL))
        s.text[--s.length] = '\0'; /* never half a character */
    reinti_str_format(&s, "&R%s &P %s &N", reinti_word_text(language, REINTI_WORD_PAGE),
                      reinti_word_text(language, REINTI_WORD_PAGE_OF));
    char *copy = s.failed ? NULL : strdup(s.text);
    reinti_str_free(&s);
    return copy;
}

/* The font of cells without a look: the width of a column is so many of its digits. */
static void
set_normal_font(lxw_workbook *book)
{
    lxw_format *normal = STAILQ_FIRST(book->formats);

    format_set_font_name(normal, FONT);
    format_set_font_size(normal, FONT_SIZE);
}

reint_status
reinti_book_create(const char *path, const reinti_book_options *options, reinti_book **out, reint_error *err)
{
    reinti_book *b = calloc(1, sizeof *b);

    *out = NULL;
    if (!b)
        return reinti_no_memory(err);
    reint_status status = reinti_output_begin(&b->out, path, 0600, err);
    if (status) {
        free(b);
        return status;
    }
    b->path = strdup(path);
    b->footer = footer_text(options->footer, options->language);
    b->c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    /* The library opens its file by name: the temporary one, or a device that is written as it is. */
    b->book = workbook_new(b->out.temporary ? b->out.temporary : b->out.path);
    bool made = b->path && b->footer && b->c_locale && b->book;
    if (made)
        set_normal_font(b->book);
    for (int bold = 0; made && bold < 2; bold++)
        for (size_t i = 0; made && i < REINTI_LOOKS; i++)
            made = (b->format[bold][i] = make_format(b->book, &looks[i], bold)) != NULL;
    if (!made) {
        reinti_book_close(b, false, NULL);
        return reinti_no_memory(err);
    }
    /* A fixed date: two runs give the same bytes. */
    lxw_doc_properties properties = { .title = (char *)(uintptr_t)options->title,
                                      .subject = (char *)(uintptr_t)options->subject,
                                      .comments = (char *)(uintptr_t) "Made with reint",
                                      .created = 1420070400 }; /* 2015-01-01 */
    reinti_book_note(b, workbook_set_properties(b->book, &properties));
    *out = b;
    return REINT_OK;
}

reint_status
reinti_book_close(reinti_book *b, bool keep, reint_error *err)
{
    reint_status status = REINT_OK;

    if (!b)
        return REINT_OK;
    for (size_t i = 0; i < b->n && keep; i++)
        if (b->sheet[i]->n_breaks)
            reinti_book_note(b, worksheet_set_h_pagebreaks(b->sheet[i]->sheet, b->sheet[i]->page_break));
    if (b->book && keep && !b->failed && !b->no_memory) {
        locale_t before = uselocale(b->c_locale); /* or a German locale writes 0,5 into the XML */
        reinti_book_note(b, workbook_close(b->book));
        uselocale(before);
    } else if (b->book) {
        lxw_workbook_free(b->book);
    }
    if (b->no_memory)
        status = reinti_no_memory(err);
    else if (b->failed)
        status = reinti_fail(err, REINT_OUTPUT, b->path, 0, "the workbook could not be written: %s",
                             lxw_strerror(b->failed));
    if (keep && !status)
        status = reinti_book_finish_package(b, err);
    if (keep && !status)
        status = reinti_output_commit(&b->out, err);
    reinti_output_abort(&b->out); /* does nothing after a commit */
    if (status == REINT_OUTPUT && err)
        snprintf(err->file, sizeof err->file, "%s", reinti_text_or(b->path, "")); /* not the temporary name */
    for (size_t i = 0; i < b->n; i++) {
        free(b->sheet[i]->page_break);
        free(b->sheet[i]);
    }
    free(b->sheet);
    free(b->image);
    if (b->c_locale)
        freelocale(b->c_locale);
    free(b->path);
    free(b->footer);
    free(b);
    return status;
}

/* ---- sheets
 * ------------------------------------------------------------------------------------------------------ */

static bool
is_used(const reinti_book *b, const char *name)
{
    for (size_t i = 0; i < b->n; i++)
        if (!strcasecmp(b->sheet[i]->name, name))
            return true;
    return false;
}

/* At most LIMIT characters of TEXT; characters that a sheet's name may not hold become blanks. */
static void
clean_name(char *out, const char *text, size_t limit)
{
    size_t characters = 0, n = 0;

    for (const char *p = text; *p; p++) {
        if (((unsigned char)*p & 0xC0) != 0x80 && ++characters > limit)
            break;
        out[n++] = strchr("[]:*?/\\'", *p) || iscntrl((unsigned char)*p) ? ' ' : *p;
    }
    while (n && out[n - 1] == ' ')
        n--;
    out[n] = '\0';
}

reinti_sheet *
reinti_sheet_add(reinti_book *b, const char *name)
{
    if (!b || b->failed || b->no_memory)
        return NULL;
    reinti_sheet *s = calloc(1, sizeof *s);
    if (!s || !reinti_grow(&b->sheet, &b->capacity, b->n, sizeof(reinti_sheet *))) {
        free(s);
        b->no_memory = true;
        return NULL;
    }
    s->book = b;
    clean_name(s->name, *name && reinti_utf8_valid(name, strlen(name), NULL) ? name : "Sheet", NAME_LIMIT);
    for (unsigned k = 2; is_used(b, s->name); k++) {
        char tail[16];
        int length = snprintf(tail, sizeof tail, " (%u)", k);
        clean_name(s->name, name, NAME_LIMIT - (size_t)length);
        strcat(s->name, tail);
    }
    s->sheet = workbook_add_worksheet(b->book, s->name);
    if (!s->sheet) {
        reinti_book_note(b, LXW_ERROR_PARAMETER_VALIDATION);
        free(s);
        return NULL;
    }
    b->sheet[b->n++] = s;
    reinti_book_note(b, worksheet_set_footer(s->sheet, b->footer));
    worksheet_set_paper(s->sheet, 9); /* A4 */
    worksheet_gridlines(s->sheet, LXW_HIDE_ALL_GRIDLINES);
    return s;
}

const char *
reinti_sheet_name(const reinti_sheet *s)
{
    return s ? s->name : "";
}

lxw_format *
reinti_sheet_format(const reinti_sheet *s, unsigned look)
{
    return s->book->format[look & REINTI_LOOK_BOLD ? 1 : 0][look & ~REINTI_LOOK_BOLD];
}

void
reinti_sheet_text(reinti_sheet *s, unsigned row, unsigned column, const char *text, unsigned look)
{
    if (!s || !text)
        return;
    if (!reinti_utf8_valid(text, strlen(text), NULL)) {
        reinti_book_note(s->book, LXW_ERROR_PARAMETER_VALIDATION);
        return;
    }
    if (strlen(text) > TEXT_LIMIT) { /* bytes, so never too long in characters */
        char *cut = strndup(text, TEXT_LIMIT);
        if (!cut) {
            s->book->no_memory = true;
            return;
        }
        for (size_t n = TEXT_LIMIT; n && !reinti_utf8_valid(cut, n, NULL);)
            cut[--n] = '\0';
        reinti_book_note(s->book, worksheet_write_string(s->sheet, row, (lxw_col_t)column, cut,
                                                         reinti_sheet_format(s, look)));
        free(cut);
        return;
    }
    reinti_book_note(s->book, worksheet_write_string(s->sheet, row, (lxw_col_t)column, text,
                                                     reinti_sheet_format(s, look)));
}

void
reinti_sheet_number(reinti_sheet *s, unsigned row, unsigned column, double value, unsigned look)
{
    if (!s)
        return;
    if (isfinite(value))
        reinti_book_note(s->book, worksheet_write_number(s->sheet, row, (lxw_col_t)column, value,
                                                         reinti_sheet_format(s, look)));
    else /* a worksheet has neither: infinity is the text of its sign */
        reinti_sheet_text(s, row, column, isnan(value) ? "–" : value > 0 ? "∞" : "-∞", REINTI_LOOK_MARK);
}

void
reinti_sheet_no_memory(reinti_sheet *s)
{
    if (s)
        s->book->no_memory = true;
}

void
reinti_sheet_blank(reinti_sheet *s, unsigned row, unsigned column, unsigned look)
{
    if (s)
        reinti_book_note(
            s->book, worksheet_write_blank(s->sheet, row, (lxw_col_t)column, reinti_sheet_format(s, look)));
}

void
reinti_sheet_merge(reinti_sheet *s, unsigned row, unsigned from, unsigned to, const char *text, unsigned look)
{
    if (!s)
        return;
    if (from == to)
        reinti_sheet_text(s, row, from, text, look);
    else if (reinti_utf8_valid(text, strlen(text), NULL))
        reinti_book_note(s->book, worksheet_merge_range(s->sheet, row, (lxw_col_t)from, row, (lxw_col_t)to,
                                                        text, reinti_sheet_format(s, look)));
    else
        reinti_book_note(s->book, LXW_ERROR_PARAMETER_VALIDATION);
}

void
reinti_sheet_link(reinti_sheet *s, unsigned row, unsigned column, const reinti_sheet *target,
                  unsigned target_row, const char *text)
{
    char url[5 * NAME_LIMIT + 64];

    if (!s || !target)
        return;
    snprintf(url, sizeof url, "internal:'%s'!A%u", target->name, target_row + 1);
    reinti_book_note(s->book, worksheet_write_url_opt(s->sheet, row, (lxw_col_t)column, url,
                                                      reinti_sheet_format(s, REINTI_LOOK_LINK), text, NULL));
}

void
reinti_sheet_width(reinti_sheet *s, unsigned from, unsigned to, double characters)
{
    if (s)
        reinti_book_note(s->book,
                         worksheet_set_column(s->sheet, (lxw_col_t)from, (lxw_col_t)to, characters, NULL));
}

void
reinti_sheet_height(reinti_sheet *s, unsigned row, double points)
{
    if (!s)
        return;
    reinti_book_note(s->book, worksheet_set_row(s->sheet, row, points, NULL));
    s->higher += points - ROW_HEIGHT;
}

void
reinti_sheet_freeze(reinti_sheet *s, unsigned row, unsigned column)
{
    if (s)
        worksheet_freeze_panes(s->sheet, row, (lxw_col_t)column);
}
