/* book_entry.c -- sheets to be filled in: cells' looks, drop-down lists, limits, explanations. */
#include <config.h>

#include "write/book_private.h"

#include <string.h>

#define MESSAGE_LIMIT 255 /* bytes of a message, so never too long in characters */

void
reinti_sheet_column_look(reinti_sheet *s, unsigned column, double width, unsigned look)
{
    if (s)
        reinti_book_note(s->book, worksheet_set_column(s->sheet, (lxw_col_t)column, (lxw_col_t)column, width,
                                                       reinti_sheet_format(s, look)));
}

void
reinti_sheet_comment(reinti_sheet *s, unsigned row, unsigned column, const char *text)
{
    if (!s || !*text)
        return;
    size_t lines = 1;
    for (const char *p = text; *p; p++)
        lines += *p == '\n';
    lxw_comment_options options = { .author = (char *)(uintptr_t) "reint",
                                    .width = 320,
                                    .height = (uint16_t)(24 + 17 * (lines > 40 ? 40 : lines)) };
    reinti_book_note(s->book, worksheet_write_comment_opt(s->sheet, row, (lxw_col_t)column, text, &options));
}

/* MESSAGE cut to what a validation can hold, never within a character. */
static void
cut_message(char *out, const char *message)
{
    size_t n = strlen(message);

    if (n > MESSAGE_LIMIT)
        n = MESSAGE_LIMIT;
    while (n && !reinti_utf8_valid(message, n, NULL))
        n--;
    memcpy(out, message, n);
    out[n] = '\0';
}

static void
validate(reinti_sheet *s, unsigned first, unsigned last, unsigned column, lxw_data_validation *rule,
         bool strict, const char *message)
{
    char text[MESSAGE_LIMIT + 1];

    cut_message(text, message);
    rule->error_message = text;
    rule->error_title = (char *)(uintptr_t) "reint";
    rule->error_type = strict ? LXW_VALIDATION_ERROR_TYPE_STOP : LXW_VALIDATION_ERROR_TYPE_WARNING;
    reinti_book_note(s->book, worksheet_data_validation_range(s->sheet, first, (lxw_col_t)column, last,
                                                              (lxw_col_t)column, rule));
}

void
reinti_sheet_choose(reinti_sheet *s, unsigned first, unsigned last, unsigned column,
                    const reinti_sheet *source, unsigned source_first, unsigned source_last,
                    unsigned source_column, bool strict, const char *message)
{
    char top[16], bottom[16], formula[2 * NAME_LIMIT * 4 + 64];

    if (!s || !source)
        return;
    lxw_rowcol_to_cell_abs(top, source_first, (lxw_col_t)source_column, 1, 1);
    lxw_rowcol_to_cell_abs(bottom, source_last, (lxw_col_t)source_column, 1, 1);
    snprintf(formula, sizeof formula, "='%s'!%s:%s", source->name, top, bottom);
    lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_LIST_FORMULA,
                                 .value_formula = formula,
                                 .ignore_blank = LXW_VALIDATION_ON };
    validate(s, first, last, column, &rule, strict, message);
}

/* The formula is about the first cell, and moves with the others: "@" stands for it.  A cell that holds a number was
 * pasted as a date or is a year. */
void
reinti_sheet_date(reinti_sheet *s, unsigned first, unsigned last, unsigned column, const char *message)
{
    static const char test[] =
        "=OR(ISNUMBER(@),AND(OR(LEFT(@,2)=\"19\",LEFT(@,2)=\"20\"),ISNUMBER(FIND(MID(@,3,1),\"0123456789\")),"
        "OR(LEN(@)=4,MID(@,5,1)=\"-\",MID(@,5,2)=\"..\")),LEFT(@,7)=\"before \",LEFT(@,6)=\"after \")";
    char cell[16], formula[255 + 1];
    size_t n = 0;

    if (!s)
        return;
    lxw_rowcol_to_cell(cell, first, (lxw_col_t)column);
    for (const char *p = test; *p; p++)
        n += (size_t)snprintf(formula + n, sizeof formula - n, "%.*s", *p == '@' ? 16 : 1,
                              *p == '@' ? cell : p);
    lxw_data_validation rule = { .validate = LXW_VALIDATION_TYPE_CUSTOM_FORMULA,
                                 .value_formula = formula,
                                 .ignore_blank = LXW_VALIDATION_ON };
    validate(s, first, last, column, &rule, false, message);
}

void
reinti_sheet_limit(reinti_sheet *s, unsigned first, unsigned last, unsigned column, bool whole, double low,
                   double high, bool strict, const char *message)
{
    if (!s)
        return;
    lxw_data_validation rule = { .validate =
                                     whole ? LXW_VALIDATION_TYPE_INTEGER : LXW_VALIDATION_TYPE_DECIMAL,
                                 .criteria = LXW_VALIDATION_CRITERIA_BETWEEN,
                                 .minimum_number = low,
                                 .maximum_number = high,
                                 .ignore_blank = LXW_VALIDATION_ON };
    validate(s, first, last, column, &rule, strict, message);
}
