/* sheet_table.c -- one table on a sheet: heads, layers below each other, tests, base, notes, chart, picture.
 *
 * Numbers are numbers with a format, in full precision.  Where unknown facts leave room (a class that is
 * undetermined), the lowest and the highest possible value stand in columns of their own beside the value. An
 * empty cell carries the mark of its reason.  Letters and marks of a statistic stand in a narrow column behind it: a
 * number in a worksheet stays a number. */
#include <config.h>

#include "write/workbook.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/sheet_columns.h"

#define MARKS_WIDTH 4.0

static unsigned
number_look(const reinti_cell *cell, const reinti_stat *stat, double value)
{
    static const unsigned decimal[] = { REINTI_LOOK_INTEGER, REINTI_LOOK_DECIMAL_1, REINTI_LOOK_DECIMAL_2,
                                        REINTI_LOOK_DECIMAL_3 };

    if (stat->kind == REINTI_CELL_SHARE)
        return cell->base > 200 ? REINTI_LOOK_PERCENT_1 : REINTI_LOOK_PERCENT;
    if (stat->kind == REINTI_CELL_COUNT)
        return value == floor(value) ? REINTI_LOOK_INTEGER : REINTI_LOOK_DECIMAL_1;
    return decimal[stat->decimals < 3 ? stat->decimals : 3];
}

static void
write_cell(reinti_sheet *sheet, unsigned row, const reinti_columns *c, size_t column, size_t stat,
           const reinti_cell *cell, bool bold)
{
    const reinti_stat *st = &c->table->stat[stat];
    unsigned at = reinti_columns_place(c, column, stat), beside = reinti_columns_beside(c, column, stat);
    unsigned extra = bold ? REINTI_LOOK_BOLD : 0;
    double value[3];
    unsigned n = 0;

    if (beside & REINTI_LEFT_OUT)
        return;
    value[n++] = cell->value;
    if (beside & REINTI_BESIDE_LOW)
        value[n++] = cell->low;
    if (beside & REINTI_BESIDE_HIGH)
        value[n++] = cell->high;
    if (cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED) {
        for (unsigned i = 0; i < n; i++)
            reinti_sheet_number(sheet, row, at + i, value[i], number_look(cell, st, value[i]) | extra);
        if (!(beside & REINTI_BESIDE_MARKS))
            return;
        reinti_str marks = REINTI_STR_EMPTY;
        reinti_cell_marks(&marks, cell, "");
        reinti_sheet_text(sheet, row, at + n, marks.text, bold ? REINTI_LOOK_STUB_TOTAL : REINTI_LOOK_STUB);
        reinti_str_free(&marks);
        return;
    }
    reinti_str text = REINTI_STR_EMPTY;
    reinti_cell_text(&text, c->table, cell, st); /* "5 of 12", or the mark of the reason */
    reinti_sheet_text(sheet, row, at, text.text, REINTI_LOOK_MARK);
    for (unsigned i = 1; i < n; i++)
        reinti_sheet_text(sheet, row, at + i, "", REINTI_LOOK_MARK);
    reinti_str_free(&text);
}

/* ---- rows
 * -------------------------------------------------------------------------------------------------------- */

/* Of a label LEVELS further in; deeper ones stand where the deepest look is. */
static unsigned
stub_look(unsigned levels)
{
    static const unsigned look[] = { REINTI_LOOK_STUB,   REINTI_LOOK_STUB_1, REINTI_LOOK_STUB_2,
                                     REINTI_LOOK_STUB_3, REINTI_LOOK_STUB_4, REINTI_LOOK_STUB_5,
                                     REINTI_LOOK_STUB_6 };

    return look[levels < REINTI_LENGTH(look) ? levels : REINTI_LENGTH(look) - 1];
}

static unsigned
write_rows(reinti_sheet *sheet, const reinti_columns *c, size_t layer, unsigned row)
{
    const reinti_table *t = c->table;
    const char *group = NULL;

    for (size_t r = 0; r < t->n_rows; r++) {
        const reinti_entry *e = &t->row[r];
        if (e->group && *e->group && (e->first_of_group || !reinti_equal(group, e->group)))
            reinti_sheet_text(sheet, row++, 0, e->group, REINTI_LOOK_STUB_GROUP);
        group = e->group;
        /* outer levels that changed stand above, each once */
        unsigned grouped = group && *group ? 1 : 0, deep = e->depth + e->indent + grouped;
        for (unsigned level = reinti_levels_said(r ? &t->row[r - 1] : NULL, e); level < e->depth; level++)
            reinti_sheet_text(sheet, row++, 0, e->path[level], stub_look(level + grouped));
        reinti_sheet_text(sheet, row, 0, e->label,
                          !e->total  ? stub_look(deep)
                          : e->depth ? stub_look(deep) | REINTI_LOOK_BOLD
                                     : REINTI_LOOK_STUB_TOTAL);
        for (unsigned s = 0; s < c->n_stats; s++) {
            if (c->in_rows)
                reinti_sheet_text(sheet, ++row, 0, t->stat[s].label, stub_look(deep + 1));
            for (size_t k = 0; k < t->n_columns; k++)
                write_cell(sheet, row, c, k, s, reinti_table_cell(t, layer, r, k, s), e->total);
        }
        row++;
    }
    return row;
}

/* Several tests: a line each. */
static unsigned
write_test_lines(reinti_sheet *sheet, const reinti_table *t, size_t layer, unsigned row)
{
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < t->n_tests;) {
        reinti_str_clear(&s);
        i = reinti_test_line(&s, t, layer, i);
        if (s.length)
            reinti_sheet_text(sheet, row++, 0, s.text, REINTI_LOOK_NOTE);
    }
    reinti_str_free(&s);
    return row;
}

/* One test: a line for each of its statistics, as numbers. */
static unsigned
write_tests(reinti_sheet *sheet, const reinti_table *t, size_t layer, unsigned row)
{
    size_t n = 0;

    for (size_t i = 0; i < t->n_tests; i++)
        n += t->test[i].layer == layer && t->test[i].heads && !t->test[i].strata;
    if (n > 1)
        return write_test_lines(sheet, t, layer, row);
    for (size_t i = 0; i < t->n_tests; i++) {
        const reinti_test *test = &t->test[i];
        if (test->layer != layer)
            continue;
        reinti_sheet_text(sheet, row, 0, test->label, REINTI_LOOK_NOTE);
        if (isnan(test->value))
            reinti_sheet_text(sheet, row, 1, reinti_text_or(test->reason, "–"), REINTI_LOOK_NOTE);
        else
            reinti_sheet_number(sheet, row, 1, test->value,
                                reinti_is_probability(test->id)     ? REINTI_LOOK_PROBABILITY
                                : test->value == floor(test->value) ? REINTI_LOOK_INTEGER
                                                                    : REINTI_LOOK_DECIMAL_3);
        row++;
    }
    return row;
}

/* A line of running text over the width of the table, high enough for all of it. */
static void
write_line(reinti_sheet *sheet, unsigned row, const reinti_columns *c, const char *text)
{
    unsigned width = c->line, lines = reinti_text_lines(text, c->characters * 1.05); /* small type */
    unsigned from = reinti_sheet_lines_from(sheet);

    if (lines <= 1) {
        reinti_sheet_text(sheet, row, from, text, REINTI_LOOK_NOTE);
        return;
    }
    reinti_sheet_merge(sheet, row, from, width > 1 ? width - 1 : 0, text, REINTI_LOOK_NOTE_LONG);
    reinti_sheet_height(sheet, row, 12.5 * lines + 2);
}

/* A title longer than a page is wide: in lines over the columns of the table, or those that a page surely has.  Where
 * the first column stands on several pages, the title does, too. */
static void
write_title(reinti_sheet *sheet, unsigned row, const reinti_columns *c, const char *title)
{
    const double letter = 1.6; /* large and bold: so many times as wide as one of text */
    unsigned columns = 1;

    while (columns < c->line || reinti_sheet_fits_width(reinti_workbook_points(columns + 1)))
        columns++;
    unsigned lines = reinti_text_lines(title, (STUB_WIDTH + CELL_WIDTH * (columns - 1.0)) / letter);
    if (lines <= 1 || columns == 1 || reinti_sheet_columns_room(sheet) > 0) {
        reinti_sheet_text(sheet, row, 0, title, REINTI_LOOK_TITLE);
        return;
    }
    reinti_sheet_merge(sheet, row, 0, columns - 1, title, REINTI_LOOK_TITLE_LONG);
    reinti_sheet_height(sheet, row, 18.5 * lines);
}

/* Title, what is counted, the mark INTERNAL, the way back. */
static unsigned
write_titles(reinti_sheet *sheet, const reint_report *r, const reinti_columns *c, unsigned row,
             const reinti_sheet *contents)
{
    const reinti_table *t = c->table;

    write_title(sheet, row++, c, t->title);
    if (t->subtitle && *t->subtitle)
        reinti_sheet_text(sheet, row++, 0, t->subtitle, REINTI_LOOK_SUBTITLE);
    if (r->internal)
        reinti_sheet_text(sheet, row++, 0, reinti_word_text(r->language, REINTI_WORD_INTERNAL_LONG),
                          REINTI_LOOK_INTERNAL);
    reinti_sheet_link(sheet, row++, 0, contents, 0, reinti_word_text(r->language, REINTI_WORD_BACK));
    return row;
}

/* Base, notes, what the marks mean, the report's own line. */
static unsigned
write_foot(reinti_sheet *sheet, const reint_report *r, const reinti_columns *c, unsigned row)
{
    const reinti_table *t = c->table;
    reinti_str line = REINTI_STR_EMPTY;

    if (t->base && *t->base) {
        reinti_str_format(&line, "%s: %s", reinti_word_text(r->language, REINTI_WORD_BASE), t->base);
        write_line(sheet, row++, c, line.text);
    }
    for (size_t i = 0; i < t->n_notes; i++)
        write_line(sheet, row++, c, t->note[i]);
    reinti_str_clear(&line);
    reinti_table_legend(&line, t, c->in_rows);
    if (line.length)
        write_line(sheet, row++, c, line.text);
    if (r->notice && *r->notice)
        write_line(sheet, row++, c, r->notice);
    reinti_str_free(&line);
    return row;
}

/* On a sheet of its own a table's letters and marks need less room than a number. */
static void
narrow_marks(reinti_sheet *sheet, reinti_columns *c)
{
    for (size_t k = 0; !c->in_rows && k < c->table->n_columns; k++)
        for (size_t s = 0; s < c->n_stats; s++) {
            unsigned beside = reinti_columns_beside(c, k, s);
            unsigned at = reinti_columns_place(c, k, s) + 1 + !!(beside & REINTI_BESIDE_LOW) +
                          !!(beside & REINTI_BESIDE_HIGH);
            if (!(beside & REINTI_BESIDE_MARKS))
                continue;
            reinti_sheet_width(sheet, at, at, MARKS_WIDTH);
            c->characters -= CELL_WIDTH - MARKS_WIDTH;
        }
}

/* A table that is wider than a page can be: between its columns, each page with the rows' labels. */
static void
part_columns(reinti_sheet *sheet, reinti_columns *c)
{
    double room = reinti_sheet_columns_room(sheet);
    uint16_t *first = room > 0 ? reinti_columns_part(c, room) : NULL;

    if (first)
        reinti_sheet_part_columns(sheet, first, reinti_workbook_points(c->line) - reinti_workbook_points(1));
    else if (room > 0)
        reinti_sheet_no_memory(sheet);
    free(first);
}

/* On each page of a table that is alone on its sheet and ends with ROW, if it has several: heads of columns would be said of a picture
 * that has the next page for itself. */
static void
repeat_heads(reinti_sheet *sheet, unsigned heads, unsigned end, unsigned row)
{
    if (!reinti_sheet_fits(sheet, row, reinti_sheet_higher(sheet)))
        reinti_sheet_repeat(sheet, heads, end - 1);
}

/* What may be parted by the end of a page: the table, or, where it is longer than a page, its layers. */
typedef struct parts {
    reinti_sheet *sheet;
    size_t n;
    unsigned first[64], end[64];
    double higher[64], before;
} parts;

static void
end_part(parts *p, unsigned row)
{
    double higher = reinti_sheet_higher(p->sheet);

    if (p->n < REINTI_LENGTH(p->end)) {
        p->first[p->n] = p->n ? p->end[p->n - 1] : p->first[0];
        p->higher[p->n] = higher - p->before;
        p->end[p->n++] = row;
    } else { /* so many layers: the last part takes the rest */
        p->end[p->n - 1] = row;
        p->higher[p->n - 1] += higher - p->before;
    }
    p->before = higher;
}

static void
break_pages(const parts *p)
{
    double higher = 0;

    for (size_t i = 0; i < p->n; i++)
        higher += p->higher[i];
    if (p->n == 1 || reinti_sheet_fits(p->sheet, p->end[p->n - 1] - p->first[0], higher)) {
        reinti_sheet_together(p->sheet, p->first[0], p->end[p->n - 1], higher);
        return;
    }
    for (size_t i = 0; i < p->n; i++)
        reinti_sheet_together(p->sheet, p->first[i], p->end[i], p->higher[i]);
}

unsigned
reinti_workbook_table(reinti_sheet *sheet, const reint_report *r, const reinti_table *t,
                      const reinti_drawn *drawn, unsigned row, bool alone, const reinti_sheet *contents)
{
    parts p = { .sheet = sheet, .first = { row }, .before = reinti_sheet_higher(sheet) };
    reinti_columns c;
    unsigned first[REINTI_MOST_SERIES] = { 0 };

    if (!reinti_columns_make(t, &c)) {
        reinti_columns_free(&c);
        reinti_sheet_no_memory(sheet);
        return row + 1;
    }
    row = write_titles(sheet, r, &c, row, contents);
    unsigned heads = row;
    row = reinti_columns_heads(sheet, &c, r->language, row);
    unsigned heads_end = row, label_row = row - (c.sub ? 2 : 1); /* row of the columns' own labels */
    if (alone) {
        narrow_marks(sheet, &c);
        reinti_sheet_freeze(sheet, row, 1);
        part_columns(sheet, &c);
    }
    for (size_t l = 0; l < t->n_layers; l++) {
        if (t->layer[l].label && *t->layer[l].label)
            reinti_sheet_text(sheet, row++, 0, t->layer[l].label, REINTI_LOOK_LAYER);
        if (l < REINTI_MOST_SERIES)
            first[l] = row;
        row = write_rows(sheet, &c, l, row);
        row = write_tests(sheet, t, l, row);
        if (l + 1 < t->n_layers)
            end_part(&p, ++row);
    }
    row = write_foot(sheet, r, &c, row + 1);
    if (alone)
        repeat_heads(sheet, heads, heads_end, row);
    if (t->chart.kind && t->n_rows && t->n_layers && (!t->picture.kind || t->chart.asked)) {
        end_part(&p, row); /* a chart is a part by itself: the end of a page may come before it, not within */
        reinti_columns_chart(sheet, &c, label_row, first, &row);
    }
    end_part(&p, ++row);
    if (t->picture.kind) { /* so is a picture */
        row = reinti_workbook_picture(sheet, drawn, row);
        end_part(&p, row);
    }
    break_pages(&p);
    reinti_columns_free(&c);
    return row;
}
