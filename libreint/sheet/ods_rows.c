/* ods_rows.c -- the rows of a sheet of an .ods.
 *
 * A cell's value is that of its attributes (a date is a date here and no number); what it shows counts for
 * texts and error values only, and for whole numbers shown with leading zeros.  Comments inside cells, tracked
 * changes, and tables inside drawings are left out.
 *
 * Rows and cells may be said to stand there many times over.  Empty ones cost nothing; others are limited
 * (REINTI_REPEATS_LIMIT): a few bytes must not become a billion cells.
 * Source: OpenDocument 1.3 part 3, 9.1, 19.385, 19.675, 19.679. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

static const char content[] = "content.xml";

typedef struct reading {
    reinti_row *row;
    size_t wanted, seen; /* which sheet */
    bool in_spreadsheet, in_table;
    unsigned spreadsheet_depth, table_depth;
    unsigned skip; /* depth of an element whose content is no cell's; 0: none */
    long next_row, row_times;
    uint32_t next_column, column_of_columns;
    size_t repeated;

    bool in_row, in_cell, has_formula;
    int64_t cell_times;
    reinti_sheet_kind kind;
    unsigned paragraph; /* depth; 0: none */
    size_t n_paragraphs;
    reinti_str value, shown;
    bool has_value;
} reading;

static int64_t
times(const reinti_attributes *a, const char *name)
{
    int64_t n = reinti_attribute_number(a, name, INT32_MAX, 1);

    return n < 1 ? 1 : n;
}

static void
start_row(reading *r, const reinti_attributes *a)
{
    bool hidden =
        reinti_attribute_is(a, "visibility", "collapse") || reinti_attribute_is(a, "visibility", "filter");
    int64_t n = times(a, "number-rows-repeated");

    r->in_row = true;
    r->row_times = (long)n;
    r->next_column = 0;
    reinti_row_begin(r->row, r->next_row, hidden);
}

/* The value that the attributes of a cell give, by its type. */
static void
take_value(reading *r, const reinti_attributes *a)
{
    static const struct {
        const char *type, *attribute;
        reinti_sheet_kind kind;
    } types[] = {
        { "float", "value", REINTI_SHEET_NUMBER },      { "percentage", "value", REINTI_SHEET_PERCENT },
        { "currency", "value", REINTI_SHEET_NUMBER },   { "date", "date-value", REINTI_SHEET_DATE },
        { "time", "time-value", REINTI_SHEET_TIME },    { "boolean", "boolean-value", REINTI_SHEET_BOOLEAN },
        { "string", "string-value", REINTI_SHEET_TEXT }
    };
    size_t n, n_type;
    /* two attributes of one local name: office:value-type, and calcext:value-type which also tells errors */
    bool error = false;
    const char *type = NULL;

    n_type = 0;
    for (int i = 0; i < a->n; i++) {
        const xmlChar **at = a->at + 5 * i;
        size_t length = (size_t)(at[4] - at[3]);
        if (strcmp((const char *)at[0], "value-type"))
            continue;
        if (length == 5 && !memcmp(at[3], "error", 5)) {
            error = true;
        } else {
            type = (const char *)at[3];
            n_type = length;
        }
    }
    r->kind = REINTI_SHEET_EMPTY;
    r->has_value = false;
    for (size_t i = 0; type && i < REINTI_LENGTH(types); i++) {
        if (strlen(types[i].type) != n_type || memcmp(types[i].type, type, n_type))
            continue;
        const char *value = reinti_attribute(a, types[i].attribute, &n);
        r->kind = types[i].kind;
        if (value) {
            r->has_value = true;
            reinti_str_add_n(&r->value, value, n);
        }
    }
    if (error)
        r->kind = REINTI_SHEET_ERROR;
}

static void
add_merge(reading *r, const reinti_attributes *a)
{
    int64_t columns = times(a, "number-columns-spanned"), rows = times(a, "number-rows-spanned");

    if ((columns > 1 || rows > 1) && columns <= REINTI_SHEET_COLUMNS && rows <= REINTI_SHEET_ROWS)
        reinti_facts_merge(r->row->facts,
                           (reinti_sheet_merge){ r->next_row, r->next_row + (long)rows - 1, r->next_column,
                                                 r->next_column + (uint32_t)columns - 1 });
}

static void
start_cell(reading *r, const reinti_attributes *a)
{
    size_t n;

    r->in_cell = true;
    r->cell_times = times(a, "number-columns-repeated");
    r->has_formula = reinti_attribute(a, "formula", &n) != NULL;
    r->n_paragraphs = 0;
    r->paragraph = 0;
    reinti_str_clear(&r->value);
    reinti_str_clear(&r->shown);
    take_value(r, a);
    add_merge(r, a);
}

static void
add_hidden_columns(reading *r, const reinti_attributes *a)
{
    int64_t n = times(a, "number-columns-repeated");
    bool hidden =
        reinti_attribute_is(a, "visibility", "collapse") || reinti_attribute_is(a, "visibility", "filter");

    for (int64_t i = 0; i < n && r->column_of_columns < REINTI_SHEET_COLUMNS; i++, r->column_of_columns++)
        if (hidden && r->row->facts)
            r->row->facts->hidden_column[r->column_of_columns / 8] |=
                (uint8_t)(1U << r->column_of_columns % 8);
}

/* Inside a cell: its paragraphs, with the blanks that are written as elements. */
static void
start_in_cell(reinti_xml *x, reading *r, const char *name, const reinti_attributes *a)
{
    if (!r->paragraph) {
        if (!strcmp(name, "p")) {
            if (r->n_paragraphs++)
                reinti_str_add_char(&r->shown, '\n');
            r->paragraph = x->depth;
        } else { /* a comment, a drawing, a table inside */
            r->skip = x->depth;
        }
        return;
    }
    if (!strcmp(name, "s")) {
        int64_t n = reinti_attribute_number(a, "c", REINTI_SHEET_CELL_LIMIT, 1);
        for (; n > 0 && r->shown.length <= REINTI_SHEET_CELL_LIMIT; n--)
            reinti_str_add_char(&r->shown, ' ');
    } else if (!strcmp(name, "tab")) {
        reinti_str_add_char(&r->shown, '\t');
    } else if (!strcmp(name, "line-break")) {
        reinti_str_add_char(&r->shown, '\n');
    } else if (!strcmp(name, "annotation") || !strcmp(name, "note") || !strcmp(name, "ruby-text")) {
        r->skip = x->depth;
    }
}

static bool
is_cell(const char *name)
{
    return !strcmp(name, "table-cell") || !strcmp(name, "covered-table-cell");
}

/* Inside the wanted table: what groups rows is gone through, what is neither is left out. */
static void
start_in_table(reinti_xml *x, reading *r, const char *name, const reinti_attributes *a)
{
    static const char *const groups[] = { "table-row-group",    "table-rows",    "table-header-rows",
                                          "table-column-group", "table-columns", "table-header-columns" };

    if (r->in_row) {
        if (is_cell(name))
            start_cell(r, a);
        else
            r->skip = x->depth;
        return;
    }
    if (!strcmp(name, "table-row")) {
        start_row(r, a);
    } else if (!strcmp(name, "table-column")) {
        add_hidden_columns(r, a);
    } else {
        for (size_t i = 0; i < REINTI_LENGTH(groups); i++)
            if (!strcmp(name, groups[i]))
                return;
        r->skip = x->depth;
    }
}

static void
start(reinti_xml *x, const char *name, const reinti_attributes *a)
{
    reading *r = x->user;

    r->row->x = x;
    if (r->skip)
        return;
    if (r->in_cell) {
        start_in_cell(x, r, name, a);
    } else if (r->in_table) {
        start_in_table(x, r, name, a);
    } else if (r->in_spreadsheet) {
        if (strcmp(name, "table"))
            r->skip = x->depth;
        else if (r->seen++ == r->wanted)
            r->in_table = true;
        else
            r->skip = x->depth;
        r->table_depth = x->depth;
    } else if (!strcmp(name, "spreadsheet")) {
        r->in_spreadsheet = true;
        r->spreadsheet_depth = x->depth;
    }
}

static void
text(reinti_xml *x, const char *text, size_t n)
{
    reading *r = x->user;

    if (r->in_cell && r->paragraph && !r->skip && r->shown.length <= REINTI_SHEET_CELL_LIMIT)
        reinti_str_add_n(&r->shown, text, n);
}

/* A whole number that is shown with leading zeros: an identifier, and the zeros are part of it. */
static bool
shows_leading_zeros(const reading *r)
{
    int64_t shown, value;

    return r->shown.length > 1 && r->shown.length < 32 && r->shown.text[0] == '0' &&
           reinti_parse_integer(r->shown.text, r->shown.length, true, &shown) &&
           reinti_parse_integer(r->value.text, r->value.length, true, &value) && shown == value;
}

/* The text of a cell by its kind, in r->shown or a word of ours. */
static const char *
cell_text(reinti_xml *x, reading *r, size_t *n)
{
    static const reinti_sheet_style general = { .kind = REINTI_SHEET_NUMBER };
    static const char no_value[] = "#NO-VALUE!";

    switch (r->kind) {
    case REINTI_SHEET_NUMBER:
    case REINTI_SHEET_PERCENT:
        if (shows_leading_zeros(r))
            break;
        reinti_str_clear(&r->shown);
        if (reinti_value_text(&r->shown, r->value.text, r->value.length, general, false) ==
            REINTI_SHEET_EMPTY) {
            reinti_xml_fail_cell(x, r->row->number, r->next_column,
                                 "the cell's number cannot be read; the file is damaged");
            return NULL;
        }
        break;
    case REINTI_SHEET_DATE:
        reinti_str_clear(&r->shown);
        reinti_value_iso_date(&r->shown, r->value.text, r->value.length);
        break;
    case REINTI_SHEET_TIME:
        reinti_str_clear(&r->shown);
        reinti_value_duration(&r->shown, r->value.text, r->value.length);
        break;
    case REINTI_SHEET_BOOLEAN:
        reinti_str_clear(&r->shown);
        reinti_str_add(&r->shown,
                       r->value.length == 4 && !memcmp(r->value.text, "true", 4) ? "true" : "false");
        break;
    case REINTI_SHEET_TEXT:
        if (r->has_value) {
            *n = r->value.length;
            return r->value.text;
        }
        break;
    case REINTI_SHEET_ERROR:
        break;
    default: /* no type: nothing but a formula that was never computed makes it a cell */
        if (!r->has_formula || r->shown.length)
            break;
        r->kind = REINTI_SHEET_ERROR;
        *n = sizeof no_value - 1;
        return no_value;
    }
    if (r->kind == REINTI_SHEET_EMPTY && r->shown.length)
        r->kind = REINTI_SHEET_TEXT;
    *n = r->shown.length;
    return r->shown.text;
}

/* Cells that stand there only since another is said to be there several times. */
static bool
count_repeated(reinti_xml *x, reading *r, uint32_t column, size_t n)
{
    r->repeated += n;
    if (r->repeated <= REINTI_REPEATS_LIMIT)
        return true;
    reinti_xml_fail_cell(x, r->row->number, column,
                         "the sheet becomes more than %d cells by repetition; it is refused",
                         REINTI_REPEATS_LIMIT);
    return false;
}

static void
end_cell(reinti_xml *x, reading *r)
{
    size_t n = 0;
    const char *text;

    r->in_cell = false;
    if (r->value.failed || r->shown.failed) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    text = cell_text(x, r, &n);
    if (!text || x->stopped)
        return;
    if (r->shown.failed) {
        reinti_xml_fail(x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    if (n && r->cell_times > 1 && r->cell_times <= REINTI_SHEET_COLUMNS &&
        !count_repeated(x, r, r->next_column, (size_t)r->cell_times - 1))
        return;
    if (n) {
        for (int64_t i = 0; i < r->cell_times; i++)
            if (!reinti_row_add(r->row, r->next_column + (uint32_t)i, r->kind, text, n, false))
                return;
    }
    /* empty cells may be said to fill a row of any length */
    r->next_column = r->cell_times > REINTI_SHEET_COLUMNS - (int64_t)r->next_column
                         ? REINTI_SHEET_COLUMNS
                         : r->next_column + (uint32_t)r->cell_times;
}

static void
end_row(reinti_xml *x, reading *r)
{
    r->in_row = false;
    if (r->row->n && r->row_times > 1 && r->row_times <= REINTI_SHEET_ROWS &&
        !count_repeated(x, r, r->row->cell[0].column, r->row->n * (size_t)(r->row_times - 1)))
        return;
    reinti_row_end(r->row, r->row_times);
    r->next_row = r->row_times > REINTI_SHEET_ROWS ? REINTI_SHEET_ROWS + 1 : r->next_row + r->row_times;
    if (r->next_row > REINTI_SHEET_ROWS + 1)
        r->next_row = REINTI_SHEET_ROWS + 1;
}

static void
end(reinti_xml *x, const char *name)
{
    reading *r = x->user;

    if (r->skip) {
        if (x->depth == r->skip)
            r->skip = 0;
        return;
    }
    if (r->in_cell) {
        if (r->paragraph == x->depth)
            r->paragraph = 0;
        else if (!r->paragraph && is_cell(name))
            end_cell(x, r);
    } else if (r->in_row && !strcmp(name, "table-row")) {
        end_row(x, r);
    } else if (r->in_table && x->depth == r->table_depth) {
        r->in_table = false;
        reinti_xml_stop(x); /* what follows is other sheets */
    } else if (r->in_spreadsheet && x->depth == r->spreadsheet_depth) {
        r->in_spreadsheet = false;
    }
}

reint_status
reinti_ods_read(reinti_workbook *w, size_t sheet, reinti_row *row, reint_error *err)
{
    static const reinti_xml_handler handler = { start, end, text };
    reading r = {
        .row = row, .wanted = sheet, .next_row = 1, .value = REINTI_STR_EMPTY, .shown = REINTI_STR_EMPTY
    };
    reint_status status =
        reinti_xml_parse(w, content, w->sheet[sheet].name, REINTI_PART_LARGE, &handler, &r, err);

    reinti_str_free(&r.value);
    reinti_str_free(&r.shown);
    return status;
}
