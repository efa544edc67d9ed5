/* sheet_heads.c -- the column heads of a table on a sheet: groups, outer levels, labels, statistics. */
#include <config.h>

#include "write/sheet_columns.h"

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

unsigned
reinti_columns_heads(reinti_sheet *sheet, const reinti_columns *c, const char *language, unsigned row)
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
            uint8_t beside = reinti_columns_beside(c, i, s);
            if (beside & REINTI_LEFT_OUT)
                continue;
            unsigned at = reinti_columns_place(c, i, s),
                     own = reinti_text_lines(t->stat[s].label, CELL_WIDTH - 1);
            lines = own > lines ? own : lines;
            reinti_sheet_text(sheet, row, at, t->stat[s].label, REINTI_LOOK_BANNER);
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
