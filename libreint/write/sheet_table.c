/* sheet_table.c -- one table on a sheet: heads, layers below each other, tests, base, notes, chart.
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

/* ---- column heads
 * ------------------------------------------------------------------------------------------------ */

/* Label of ENTRY at LEVEL (0 = outermost); the entry's own label is its last level. */
static const char *
label_at(const reinti_entry *e, unsigned level)
{
    return level < e->depth ? e->path[level] : level == e->depth ? e->label : "";
}

/* Entries FROM.. that share the labels of levels 0..LEVEL and the group: how many. */
static size_t
run_length(const reinti_table *t, size_t from, unsigned level)
{
    size_t n = 1;

    for (; from + n < t->n_columns; n++) {
        const reinti_entry *a = &t->column[from], *b = &t->column[from + n];
        if (b->first_of_group || !reinti_equal(a->group, b->group))
            break;
        for (unsigned l = 0; l <= level; l++)
            if (!reinti_equal(label_at(a, l), label_at(b, l)))
                return n;
    }
    return n;
}

static bool
has_groups(const reinti_table *t)
{
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->column[i].group && *t->column[i].group)
            return true;
    return false;
}

static unsigned
deepest(const reinti_table *t)
{
    unsigned depth = 0;
    for (size_t i = 0; i < t->n_columns; i++)
        depth = t->column[i].depth > depth ? t->column[i].depth : depth;
    return depth;
}

/* *LINES grows to what the text takes over its columns. */
static void
head_run(reinti_sheet *sheet, unsigned row, const reinti_columns *c, size_t from, size_t n, const char *text,
         unsigned look, unsigned *lines)
{
    unsigned first = reinti_columns_place(c, from, 0), last = c->first[from + n] - 1;
    unsigned own = reinti_text_lines(reinti_text_or(text, ""), (CELL_WIDTH - 1) * (last - first + 1));

    reinti_sheet_merge(sheet, row, first, last, text ? text : "", look);
    *lines = own > *lines ? own : *lines;
}

static void
set_head_height(reinti_sheet *sheet, unsigned row, unsigned lines)
{
    if (lines > 1)
        reinti_sheet_height(sheet, row, 2 + 13.5 * lines);
}

/* The rows of the column heads; answers the first row after them. */
static unsigned
write_heads(reinti_sheet *sheet, const reinti_columns *c, const char *language, unsigned row)
{
    const reinti_table *t = c->table;
    unsigned lines = 1;

    if (has_groups(t)) {
        reinti_sheet_blank(sheet, row, 0, REINTI_LOOK_BANNER_GROUP);
        for (size_t i = 0; i < t->n_columns;) {
            size_t n = 1;
            while (i + n < t->n_columns && !t->column[i + n].first_of_group &&
                   reinti_equal(t->column[i].group, t->column[i + n].group))
                n++;
            head_run(sheet, row, c, i, n, t->column[i].group, REINTI_LOOK_BANNER_GROUP, &lines);
            i += n;
        }
        set_head_height(sheet, row++, lines);
    }
    for (unsigned level = 0; level < deepest(t); level++) {
        lines = 1;
        reinti_sheet_blank(sheet, row, 0, REINTI_LOOK_BANNER_GROUP);
        for (size_t i = 0; i < t->n_columns;) {
            size_t n = run_length(t, i, level);
            head_run(sheet, row, c, i, n, t->column[i].depth > level ? label_at(&t->column[i], level) : "",
                     REINTI_LOOK_BANNER_GROUP, &lines);
            i += n;
        }
        set_head_height(sheet, row++, lines);
    }
    bool sub = c->sub;
    reinti_sheet_text(sheet, row, 0, sub ? "" : reinti_text_or(t->row_title, ""),
                      sub ? REINTI_LOOK_BANNER_GROUP : REINTI_LOOK_BANNER_STUB);
    lines = sub ? 1 : reinti_text_lines(reinti_text_or(t->row_title, ""), STUB_WIDTH - 2);
    for (size_t i = 0; i < t->n_columns; i++)
        head_run(sheet, row, c, i, 1, t->column[i].label, sub ? REINTI_LOOK_BANNER_GROUP : REINTI_LOOK_BANNER,
                 &lines);
    set_head_height(sheet, row++, lines);
    if (!sub)
        return row;
    reinti_sheet_text(sheet, row, 0, reinti_text_or(t->row_title, ""), REINTI_LOOK_BANNER_STUB);
    lines = reinti_text_lines(reinti_text_or(t->row_title, ""), STUB_WIDTH - 2);
    for (size_t i = 0; i < t->n_columns; i++)
        for (unsigned s = 0; s < c->n_stats; s++) {
            unsigned at = reinti_columns_place(c, i, s),
                     own = reinti_text_lines(t->stat[s].label, CELL_WIDTH - 1);
            lines = own > lines ? own : lines;
            reinti_sheet_text(sheet, row, at, t->stat[s].label, REINTI_LOOK_BANNER);
            uint8_t beside = reinti_columns_beside(c, i, s);
            if (beside & REINTI_BESIDE_LOW)
                reinti_sheet_text(sheet, row, ++at, reinti_word_text(language, REINTI_WORD_AT_LEAST),
                                  REINTI_LOOK_BANNER);
            if (beside & REINTI_BESIDE_HIGH)
                reinti_sheet_text(sheet, row, ++at, reinti_word_text(language, REINTI_WORD_AT_MOST),
                                  REINTI_LOOK_BANNER);
            if (beside & REINTI_BESIDE_MARKS)
                reinti_sheet_blank(sheet, row, ++at, REINTI_LOOK_BANNER);
        }
    set_head_height(sheet, row, lines);
    return row + 1;
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

/* ---- chart
 * ---------------------------------------------------------------------------------------------------------
 */

enum { MOST_SERIES = 8 };

/* Rows of the table that a chart shows: the first run of entries that are neither totals nor missing. */
static size_t
chart_rows(const reinti_table *t)
{
    size_t n = 0;

    while (n < t->n_rows && !t->row[n].total && !t->row[n].missing && t->row[n].depth == 0 &&
           reinti_equal(t->row[n].group, t->row[0].group))
        n++;
    return n;
}

/* A curve has an end: the last of the rows of LAYER in which it is shown. */
static size_t
curve_rows(const reinti_table *t, size_t layer, size_t stat, size_t n_rows)
{
    size_t n = 0;

    while (n < n_rows && reinti_table_cell(t, layer, n, 0, stat)->state == REINTI_CELL_SHOWN)
        n++;
    return n;
}

/* Curves of a table with one column: one a layer, under the layer's name. */
static size_t
chart_curves(const reinti_columns *c, unsigned head_row, const unsigned *first, size_t stat, size_t n_rows,
             reinti_chart_series *series)
{
    const reinti_table *t = c->table;
    size_t n = 0;

    for (size_t l = 0; l < t->n_layers && n < MOST_SERIES; l++) {
        size_t rows = curve_rows(t, l, stat, n_rows);
        unsigned at = reinti_columns_place(c, 0, stat);
        bool named = t->layer[l].label && *t->layer[l].label;
        if (rows > 1)
            series[n++] = (reinti_chart_series){ first[l], first[l] + (unsigned)rows - 1,   0,
                                                 at,       named ? first[l] - 1 : head_row, named ? 0 : at };
    }
    return n;
}

/* FIRST: the first row of each layer, MOST_SERIES of them. */
static void
write_chart(reinti_sheet *sheet, const reinti_columns *c, unsigned head_row, const unsigned *first,
            unsigned *row)
{
    const reinti_table *t = c->table;
    reinti_chart_series series[MOST_SERIES];
    size_t n_rows = chart_rows(t), n = 0, stat = t->chart.stat < c->n_stats ? t->chart.stat : 0;
    unsigned from = first[0] + (t->row[0].group && *t->row[0].group ? 1 : 0),
             to = from + (unsigned)n_rows - 1;
    bool curves = !strcmp(t->chart.kind, "line") && t->n_columns == 1 && from == first[0];

    if (n_rows < 2)
        return;
    if (curves)
        n = chart_curves(c, head_row, first, stat, n_rows, series);
    for (size_t k = 0; !curves && k < t->n_columns && n < MOST_SERIES; k++) {
        unsigned at = reinti_columns_place(c, k, stat);
        if (!t->column[k].total && !t->column[k].missing)
            series[n++] = (reinti_chart_series){ from, to, 0, at, head_row, at };
    }
    if (!n && !curves && t->n_columns) { /* nothing but a total: that is the one series */
        unsigned at = reinti_columns_place(c, 0, stat);
        series[n++] = (reinti_chart_series){ from, to, 0, at, head_row, at };
    }
    if (!n)
        return;
    reinti_str words = REINTI_STR_EMPTY;
    reinti_str_format(&words, "Chart of the table above: %s", t->title);
    reinti_sheet_chart(sheet, *row + 1, reinti_sheet_lines_from(sheet), t->chart.kind, t->title, words.text,
                       t->stat[stat].kind == REINTI_CELL_SHARE, t->chart.most, series, n);
    reinti_str_free(&words);
    *row += 20; /* height of a chart in rows */
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

/* Title, what is counted, the mark INTERNAL, the way back. */
static unsigned
write_titles(reinti_sheet *sheet, const reint_report *r, const reinti_table *t, unsigned row,
             const reinti_sheet *contents)
{
    reinti_sheet_text(sheet, row++, 0, t->title, REINTI_LOOK_TITLE);
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
    reinti_table_legend(&line, t);
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
    unsigned first[MOST_SERIES] = { 0 };

    if (!reinti_columns_make(t, &c)) {
        reinti_columns_free(&c);
        reinti_sheet_no_memory(sheet);
        return row + 1;
    }
    row = write_titles(sheet, r, t, row, contents);
    unsigned heads = row;
    row = write_heads(sheet, &c, r->language, row);
    unsigned label_row = row - (c.sub ? 2 : 1); /* row of the columns' own labels */
    if (alone) {
        narrow_marks(sheet, &c);
        reinti_sheet_freeze(sheet, row, 1);
        reinti_sheet_repeat(sheet, heads, row - 1);
        part_columns(sheet, &c);
    }
    for (size_t l = 0; l < t->n_layers; l++) {
        if (t->layer[l].label && *t->layer[l].label)
            reinti_sheet_text(sheet, row++, 0, t->layer[l].label, REINTI_LOOK_LAYER);
        if (l < MOST_SERIES)
            first[l] = row;
        row = write_rows(sheet, &c, l, row);
        row = write_tests(sheet, t, l, row);
        if (l + 1 < t->n_layers)
            end_part(&p, ++row);
    }
    row = write_foot(sheet, r, &c, row + 1);
    if (t->chart.kind && t->n_rows && t->n_layers && (!t->picture.kind || t->chart.asked)) {
        end_part(&p, row); /* a chart is a part by itself: the end of a page may come before it, not within */
        write_chart(sheet, &c, label_row, first, &row);
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
