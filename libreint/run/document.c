/* document.c -- writes a document as Markdown, HTML or sheets.  The text of a cell or paragraph is data: whatever
 * the format would read as markup is escaped. */
#include <config.h>

#include "run/document.h"

#include <stdlib.h>
#include <string.h>

/* ---- Markdown ------------------------------------------------------------------------------------------ */

static void
markdown_text(reinti_str *out, const char *text)
{
    for (; *text; text++) {
        if (strchr("\\`*_{}[]<>#|~", *text))
            reinti_str_add_char(out, '\\');
        reinti_str_add_char(out, *text == '\n' ? ' ' : *text);
    }
}

static void
markdown_heading(void *to, int level, const char *text)
{
    reinti_str *out = to;

    reinti_str_add(out, out->length ? "\n" : "");
    for (int i = 0; i < level; i++)
        reinti_str_add_char(out, '#');
    reinti_str_add_char(out, ' ');
    markdown_text(out, text);
    reinti_str_add_char(out, '\n');
}

static void
markdown_paragraph(void *to, const char *text)
{
    reinti_str_add(to, "\n");
    markdown_text(to, text);
    reinti_str_add(to, "\n");
}

static void
markdown_row(void *to, const char *const *cell, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        reinti_str_add(to, "| ");
        markdown_text(to, cell[i] + (cell[i][0] == '#'));
        reinti_str_add_char(to, ' ');
    }
    reinti_str_add(to, "|\n");
}

static void
markdown_table(void *to, const char *const *head, size_t n)
{
    reinti_str_add(to, "\n");
    markdown_row(to, head, n);
    for (size_t i = 0; i < n; i++)
        reinti_str_add(to, "| --- ");
    reinti_str_add(to, "|\n");
}

static void
markdown_end(void *to)
{
    (void)to;
}

reinti_document
reinti_document_markdown(reinti_str *out)
{
    return (reinti_document){ out,          markdown_heading, markdown_paragraph, markdown_table,
                              markdown_row, markdown_end };
}

/* ---- HTML ---------------------------------------------------------------------------------------------- */

static void
html_text(reinti_str *out, const char *text)
{
    for (; *text; text++)
        switch (*text) {
        case '&':
            reinti_str_add(out, "&amp;");
            break;
        case '<':
            reinti_str_add(out, "&lt;");
            break;
        case '>':
            reinti_str_add(out, "&gt;");
            break;
        case '"':
            reinti_str_add(out, "&quot;");
            break;
        default:
            reinti_str_add_char(out, *text);
        }
}

static void
html_element(reinti_str *out, const char *open, const char *text, const char *close)
{
    reinti_str_add(out, open);
    html_text(out, text);
    reinti_str_add(out, close);
}

static void
html_heading(void *to, int level, const char *text)
{
    static const char *const open[] = { "<h1>", "<h2>", "<h3>" }, *const close[] = { "</h1>\n", "</h2>\n",
                                                                                     "</h3>\n" };

    html_element(to, open[level - 1], text, close[level - 1]);
}

static void
html_paragraph(void *to, const char *text)
{
    html_element(to, "<p>", text, "</p>\n");
}

static void
html_table(void *to, const char *const *head, size_t n)
{
    reinti_str_add(to, "<table>\n<thead><tr>");
    for (size_t i = 0; i < n; i++)
        html_element(to, "<th scope=\"col\">", head[i], "</th>");
    reinti_str_add(to, "</tr></thead>\n<tbody>\n");
}

static void
html_row(void *to, const char *const *cell, size_t n)
{
    reinti_str_add(to, "<tr>");
    for (size_t i = 0; i < n; i++) {
        bool number = cell[i][0] == '#';
        html_element(to, number ? "<td class=\"n\">" : "<td>", cell[i] + number, "</td>");
    }
    reinti_str_add(to, "</tr>\n");
}

static void
html_end(void *to)
{
    reinti_str_add(to, "</tbody>\n</table>\n");
}

void
reinti_document_html_begin(reinti_str *out, const char *title, const char *language)
{
    reinti_str_add(out, "<!DOCTYPE html>\n<html lang=\"");
    html_text(out, language && *language ? language : "en");
    reinti_str_add(out, "\">\n<head>\n<meta charset=\"utf-8\">\n<title>");
    html_text(out, title);
    reinti_str_add(
        out,
        "</title>\n<style>\n"
        "body { font: 15px/1.4 sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em; color: #222 }\n"
        "h2 { border-bottom: 1px solid #999; margin-top: 2em }\n"
        "table { border-collapse: collapse; margin: 1em 0 }\n"
        "th, td { border: 1px solid #ccc; padding: 0.2em 0.5em; text-align: left; vertical-align: top }\n"
        "th { background: #eee }\n.n { text-align: right }\n"
        "@media print { h2 { page-break-after: avoid } tr { page-break-inside: avoid } }\n"
        "</style>\n</head>\n<body>\n");
}

void
reinti_document_html_end(reinti_str *out)
{
    reinti_str_add(out, "</body>\n</html>\n");
}

reinti_document
reinti_document_html(reinti_str *out)
{
    return (reinti_document){ out, html_heading, html_paragraph, html_table, html_row, html_end };
}

/* ---- sheets -------------------------------------------------------------------------------------------- */

static void
need_sheet(reinti_document_sheets *s, const char *name)
{
    if (s->sheet)
        return;
    s->sheet = reinti_sheet_add(s->book, name);
    s->row = 0;
    reinti_sheet_width(s->sheet, 0, 0, 24);
    reinti_sheet_width(s->sheet, 1, 1, 44);
    reinti_sheet_width(s->sheet, 2, 9, 22);
    reinti_sheet_print(s->sheet, true, 1, 0);
}

static void
sheets_heading(void *to, int level, const char *text)
{
    reinti_document_sheets *s = to;

    if (level < 3)
        s->sheet = NULL;
    need_sheet(s, level == 1 ? "Codebook" : text);
    s->row += level == 3 && s->row ? 1 : 0;
    reinti_sheet_text(s->sheet, s->row++, 0, text,
                      level == 1   ? REINTI_LOOK_TITLE
                      : level == 2 ? REINTI_LOOK_TITLE
                                   : REINTI_LOOK_HEADING);
}

static void
sheets_paragraph(void *to, const char *text)
{
    reinti_document_sheets *s = to;

    need_sheet(s, "Codebook");
    reinti_sheet_text(s->sheet, s->row++, 0, text, REINTI_LOOK_SUBTITLE);
}

static void
sheets_table(void *to, const char *const *head, size_t n)
{
    reinti_document_sheets *s = to;

    need_sheet(s, "Codebook");
    for (size_t i = 0; i < n; i++)
        reinti_sheet_text(s->sheet, s->row, (unsigned)i, head[i], REINTI_LOOK_BANNER);
    s->row++;
}

static void
sheets_row(void *to, const char *const *cell, size_t n)
{
    reinti_document_sheets *s = to;
    double number;

    for (size_t i = 0; i < n; i++)
        if (cell[i][0] == '#' && reinti_parse_decimal(cell[i] + 1, strlen(cell[i] + 1), &number))
            reinti_sheet_number(s->sheet, s->row, (unsigned)i, number, REINTI_LOOK_INTEGER);
        else
            reinti_sheet_text(s->sheet, s->row, (unsigned)i, cell[i], REINTI_LOOK_TEXT);
    s->row++;
}

static void
sheets_end(void *to)
{
    ((reinti_document_sheets *)to)->row++;
}

reinti_document
reinti_document_workbook(reinti_document_sheets *sheets)
{
    return (
        reinti_document){ sheets, sheets_heading, sheets_paragraph, sheets_table, sheets_row, sheets_end };
}
