/* row.c -- a row being made of its cells, and what is kept of a sheet beside its rows.
 *
 * Cells come from left to right; one that does not, or stands beyond the last column that there can be, makes
 * the file a broken one.  A row's memory serves the next row: a sheet of any length needs that of its longest
 * row. */
#include <config.h>

#include "sheet/internal.h"

#include <stdlib.h>
#include <string.h>

void
reinti_row_free(reinti_row *r)
{
    free(r->cell);
    free(r->at);
    reinti_str_free(&r->text);
}

void
reinti_row_begin(reinti_row *r, long number, bool hidden)
{
    r->number = number;
    r->hidden = hidden;
    r->n = 0;
    reinti_str_clear(&r->text);
}

bool
reinti_row_add(reinti_row *r, uint32_t column, reinti_sheet_kind kind, const char *text, size_t n,
               bool lasting)
{
    if (column >= REINTI_SHEET_COLUMNS) {
        reinti_xml_fail_cell(r->x, r->number, REINTI_SHEET_COLUMNS - 1,
                             "a cell stands beyond the last column that a sheet can have");
        return false;
    }
    if (r->n && r->cell[r->n - 1].column >= column) {
        reinti_xml_fail_cell(r->x, r->number, column,
                             "the cells of the row are out of order; the file is damaged");
        return false;
    }
    if (n > REINTI_SHEET_CELL_LIMIT) {
        reinti_xml_fail_cell(r->x, r->number, column, "the cell holds more than %d MiB of text",
                             REINTI_SHEET_CELL_LIMIT >> 20);
        return false;
    }
    if (!reinti_grow(&r->cell, &r->capacity, r->n, sizeof *r->cell) ||
        !reinti_grow(&r->at, &r->at_capacity, r->n, sizeof *r->at)) {
        reinti_xml_fail(r->x, REINT_NO_MEMORY, "%s", "");
        return false;
    }
    r->at[r->n] = lasting ? SIZE_MAX : r->text.length;
    r->cell[r->n++] = (reinti_sheet_cell){ column, kind, text, n };
    if (!lasting)
        reinti_str_add_n(&r->text, text, n);
    return true;
}

void
reinti_row_end(reinti_row *r, long times)
{
    reinti_sheet_row row = { r->number, r->hidden, r->n, r->cell };
    long number = r->number;

    r->number = 0;
    if (!r->n)
        return;
    if (r->text.failed) {
        reinti_xml_fail(r->x, REINT_NO_MEMORY, "%s", "");
        return;
    }
    for (size_t i = 0; i < r->n; i++)
        if (r->at[i] != SIZE_MAX)
            r->cell[i].text = r->text.text + r->at[i];
    if (number + times - 1 > REINTI_SHEET_ROWS) {
        reinti_xml_fail_cell(r->x, REINTI_SHEET_ROWS, row.cell[0].column,
                             "the sheet has cells beyond row %d, the last one that there can be",
                             REINTI_SHEET_ROWS);
        return;
    }
    if (r->facts && r->hidden) {
        if (!r->facts->n_hidden_rows)
            r->facts->first_hidden_row = number;
        r->facts->n_hidden_rows += (size_t)times;
    }
    for (; times > 0; times--, row.number++)
        if (!r->fn(&row, r->user)) {
            reinti_xml_stop(r->x);
            return;
        }
}

/* ---- facts --------------------------------------------------------------------------------------------- */

bool
reinti_facts_create(reinti_sheet_facts *facts)
{
    facts->hidden_column = calloc(REINTI_SHEET_COLUMNS / 8, 1);
    facts->merge = malloc(REINTI_SHEET_MERGES_KEPT * sizeof *facts->merge);
    return facts->hidden_column && facts->merge;
}

bool
reinti_facts_merge(reinti_sheet_facts *facts, reinti_sheet_merge merge)
{
    if (facts && facts->n_merges++ < REINTI_SHEET_MERGES_KEPT)
        facts->merge[facts->n_merges - 1] = merge;
    return true;
}

void
reinti_sheet_facts_free(reinti_sheet_facts *facts)
{
    free(facts->hidden_column);
    free(facts->merge);
    memset(facts, 0, sizeof *facts);
}

/* ---- names of cells ------------------------------------------------------------------------------------ */

bool
reinti_cell_place(const char *text, size_t n, long *row, uint32_t *column)
{
    size_t i = 0;
    long number = 0;
    uint32_t c = 0;

    for (; i < n && text[i] >= 'A' && text[i] <= 'Z'; i++) {
        if (c > REINTI_SHEET_COLUMNS)
            return false;
        c = c * 26 + (uint32_t)(text[i] - 'A' + 1);
    }
    if (!i || !c)
        return false;
    for (; i < n; i++) {
        if (text[i] < '0' || text[i] > '9' || number > REINTI_SHEET_ROWS)
            return false;
        number = number * 10 + (text[i] - '0');
    }
    *row = number;
    *column = c - 1;
    return true;
}
