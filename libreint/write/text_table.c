/* text_table.c -- one table as text.
 *
 * The stub takes what its labels need, at most two fifths of the page; a column takes what its numbers, its
 * statistics' names and the longest word of its label need.  Columns that do not fit beside each other go
 * into further blocks, each with the stub.  Statistics stand side by side, or under each other where the
 * table asks for it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/textual.h"
#include "write/workbook.h"

#define GAP              2  /* blanks between columns */
#define MOST_LABEL_LINES 4  /* a column is widened until its label fits in so many lines */
#define WIDEST_LABEL     18 /* but not beyond this */

typedef struct layout {
    reinti_page *page;
    const reinti_table *t;
    size_t stub;
    bool in_rows;   /* statistics under each other */
    size_t n_stats; /* side by side; 1 when they stand in rows */
    size_t *
        number; /* [column][stat]: width of the numbers; 0 beside others: it applies to no row and is left out */
    size_t *column; /* [column]: width of all of it */
    reinti_str line, text;
} layout;

static size_t
larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* ---- widths -------------------------------------------------------------------------------------------- */

static size_t
longest_word(const char *text)
{
    reinti_str word = REINTI_STR_EMPTY;
    size_t widest = 0;

    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        size_t n = strcspn(text, " ");
        reinti_str_clear(&word);
        reinti_str_add_n(&word, text, n);
        widest = larger(widest, reinti_utf8_width(word.text));
        text += n;
    }
    reinti_str_free(&word);
    return widest;
}

static size_t
count_lines(const char *lines)
{
    size_t n = 0;
    for (; *lines; lines++)
        n += *lines == '\n';
    return n;
}

static size_t
label_width(layout *l, const char *label, size_t at_least)
{
    size_t width = larger(at_least, longest_word(label));

    width = larger(at_least, width < WIDEST_LABEL ? width : WIDEST_LABEL);
    for (; width < WIDEST_LABEL; width++) {
        reinti_str_clear(&l->text);
        reinti_wrap(&l->text, label, width);
        if (count_lines(l->text.text) <= MOST_LABEL_LINES)
            break;
    }
    return width;
}

static size_t
cell_width(layout *l, size_t layer, size_t row, size_t column, size_t stat)
{
    reinti_str_clear(&l->text);
    reinti_cell_text(&l->text, l->t, reinti_table_cell(l->t, layer, row, column, stat), &l->t->stat[stat]);
    return reinti_utf8_width(l->text.text);
}

static bool
applies(const reinti_table *t, size_t column, size_t stat)
{
    for (size_t a = 0; a < t->n_layers; a++)
        for (size_t r = 0; r < t->n_rows; r++)
            if (reinti_table_cell(t, a, r, column, stat)->state != REINTI_CELL_NOT_APPLICABLE)
                return true;
    return false;
}

/* The first of the column's statistics that has anything to show. */
static size_t
first_shown(const layout *l, size_t c)
{
    size_t s = 0;

    while (s < l->n_stats && !l->number[c * l->n_stats + s])
        s++;
    return s < l->n_stats ? s : 0;
}

static void
measure_column(layout *l, size_t c)
{
    const reinti_table *t = l->t;
    size_t total = 0;
    bool any = false;

    for (size_t s = 0; s < l->n_stats; s++) {
        size_t *width = &l->number[c * l->n_stats + s];
        bool last = s + 1 == l->n_stats;
        if (l->n_stats > 1 && !applies(t, c, s) && (any || !last))
            continue;
        if (l->n_stats > 1)
            *width = reinti_utf8_width(t->stat[s].label);
        for (size_t a = 0; a < t->n_layers; a++)
            for (size_t r = 0; r < t->n_rows; r++)
                for (size_t k = s; k < t->n_stats; k += l->n_stats)
                    *width = larger(*width, cell_width(l, a, r, c, k));
        total += *width + (any ? GAP : 0);
        any = true;
    }
    l->column[c] = label_width(l, t->column[c].label, total);
    l->number[c * l->n_stats + first_shown(l, c)] += l->column[c] - total; /* spare room */
}

static size_t
indent_of(const reinti_entry *e)
{
    return 2 * (e->depth + e->indent + (e->group && *e->group && !e->total ? 1 : 0));
}

static void
measure_stub(layout *l)
{
    const reinti_table *t = l->t;
    size_t wish = reinti_utf8_width(reinti_text_or(t->row_title, "")), most = 2 * l->page->width / 5;

    for (size_t r = 0; r < t->n_rows; r++) {
        const reinti_entry *e = &t->row[r];
        wish = larger(wish, indent_of(e) + reinti_utf8_width(e->label));
        if (e->group)
            wish = larger(wish, reinti_utf8_width(e->group));
        for (unsigned k = 0; k < e->depth; k++)
            wish = larger(wish, 2 * (k + 1) + reinti_utf8_width(e->path[k]));
    }
    for (size_t s = 0; l->in_rows && s < t->n_stats; s++)
        wish = larger(wish, 6 + reinti_utf8_width(t->stat[s].label));
    l->stub = wish < most ? larger(wish, 8) : most;
}

/* False when a column is too wide for the page with its statistics side by side. */
static bool
measure(layout *l, bool in_rows)
{
    bool fits = true;

    l->in_rows = in_rows;
    l->n_stats = in_rows || !l->t->n_stats ? 1 : l->t->n_stats;
    memset(l->number, 0, l->t->n_columns * l->n_stats * sizeof *l->number);
    measure_stub(l);
    for (size_t c = 0; c < l->t->n_columns; c++) {
        measure_column(l, c);
        fits = fits && l->stub + GAP + l->column[c] <= l->page->width;
    }
    return fits;
}

/* ---- lines --------------------------------------------------------------------------------------------- */

static void
pad(layout *l, size_t n)
{
    while (n--)
        reinti_str_add_char(&l->line, ' ');
}

/* TEXT in a field of WIDTH, cut if need be. */
static void
put_field(layout *l, const char *text, size_t n, size_t width, bool right)
{
    reinti_str_clear(&l->text);
    reinti_str_add_n(&l->text, text, n);
    size_t wide = reinti_utf8_width(l->text.text);
    if (wide > width) {
        reinti_utf8_cut(&l->line, l->text.text, width);
        return;
    }
    if (right)
        pad(l, width - wide);
    reinti_str_add(&l->line, l->text.text);
    if (!right)
        pad(l, width - wide);
}

static void
end_line(layout *l, reinti_tone tone)
{
    reinti_page_line(l->page, l->line.text, tone);
    reinti_str_clear(&l->line);
}

static size_t
span_width(const layout *l, size_t from, size_t to)
{
    size_t width = 0;
    for (size_t c = from; c < to; c++)
        width += l->column[c] + (c > from ? GAP : 0);
    return width;
}

/* ---- heads --------------------------------------------------------------------------------------------- */

/* Label of E at LEVEL above its own: 0 is the group, then the outer levels of its path. */
static const char *
head_at(const reinti_entry *e, unsigned level)
{
    if (level == 0)
        return reinti_text_or(e->group, "");
    return level <= e->depth ? e->path[level - 1] : "";
}

static bool
same_head(const reinti_entry *a, const reinti_entry *b, unsigned level)
{
    if (b->first_of_group)
        return false;
    for (unsigned k = 0; k <= level; k++)
        if (strcmp(head_at(a, k), head_at(b, k)))
            return false;
    return true;
}

static size_t
lines_of(reinti_str *lines, const char *label, size_t width)
{
    reinti_str_clear(lines);
    reinti_wrap(lines, label, width);
    return count_lines(lines->text);
}

/* Line K of MOST of LABEL in WIDTH. */
static void
put_label_line(layout *l, reinti_str *lines, const char *label, size_t width, size_t k, size_t most,
               bool right)
{
    size_t skip = most - lines_of(lines, label, width);
    const char *p = lines->text;

    for (size_t i = skip; i < k; i++)
        p += strcspn(p, "\n") + 1;
    put_field(l, p, k < skip ? 0 : strcspn(p, "\n"), width, right);
}

/* The column that ends what the label of column C at LEVEL spans. */
static size_t
span_end(const layout *l, size_t c, size_t to, unsigned level)
{
    size_t end = c + 1;

    while (end < to && same_head(&l->t->column[c], &l->t->column[end], level))
        end++;
    return end;
}

/* Labels that span several columns, wrapped, the last lines beside each other. */
static void
put_spans(layout *l, size_t from, size_t to, unsigned level)
{
    reinti_str lines = REINTI_STR_EMPTY;
    size_t most = 0;

    for (size_t c = from, end; c < to; c = end) {
        const char *label = head_at(&l->t->column[c], level);
        end = span_end(l, c, to, level);
        most = larger(most, *label ? lines_of(&lines, label, span_width(l, c, end)) : 0);
    }
    for (size_t k = 0; k < most; k++) {
        pad(l, l->stub);
        for (size_t c = from, end; c < to; c = end) {
            end = span_end(l, c, to, level);
            pad(l, GAP);
            put_label_line(l, &lines, head_at(&l->t->column[c], level), span_width(l, c, end), k, most,
                           end == c + 1);
        }
        end_line(l, REINTI_BOLD);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

/* The names of the rows and of the columns, wrapped, the last lines beside each other. */
static void
put_labels(layout *l, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    const char *title = reinti_text_or(t->row_title, "");
    reinti_str lines = REINTI_STR_EMPTY;
    size_t most = larger(1, lines_of(&lines, title, l->stub));

    for (size_t c = from; c < to; c++)
        most = larger(most, lines_of(&lines, t->column[c].label, l->column[c]));
    for (size_t k = 0; k < most; k++) {
        put_label_line(l, &lines, title, l->stub, k, most, false);
        for (size_t c = from; c < to; c++) {
            pad(l, GAP);
            put_label_line(l, &lines, t->column[c].label, l->column[c], k, most, true);
        }
        end_line(l, REINTI_BOLD);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

static void
put_heads(layout *l, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    unsigned deepest = 0;

    for (size_t c = from; c < to; c++)
        deepest = t->column[c].depth > deepest ? t->column[c].depth : deepest;
    for (unsigned level = 0; level <= deepest; level++)
        put_spans(l, from, to, level);
    put_labels(l, from, to);
    if (l->n_stats > 1) {
        pad(l, l->stub);
        for (size_t c = from; c < to; c++)
            for (size_t s = 0; s < l->n_stats; s++) {
                if (!l->number[c * l->n_stats + s])
                    continue;
                pad(l, GAP);
                put_field(l, t->stat[s].label, strlen(t->stat[s].label), l->number[c * l->n_stats + s], true);
            }
        end_line(l, REINTI_DIM);
    }
    reinti_page_rule(l->page, l->stub + GAP + span_width(l, from, to));
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void
put_numbers(layout *l, size_t layer, size_t row, size_t from, size_t to, size_t first_stat)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t c = from; c < to; c++)
        for (size_t s = 0; s < l->n_stats; s++) {
            size_t stat = first_stat + s;
            if (l->n_stats > 1 && !l->number[c * l->n_stats + s])
                continue;
            reinti_str_clear(&text);
            reinti_cell_text(&text, l->t, reinti_table_cell(l->t, layer, row, c, stat), &l->t->stat[stat]);
            pad(l, GAP);
            put_field(l, text.text, text.length, l->number[c * l->n_stats + s], true);
        }
    l->page->failed = l->page->failed || text.failed;
    reinti_str_free(&text);
}

static void
put_stub_line(layout *l, const char *label, size_t indent)
{
    pad(l, indent);
    put_field(l, label, strlen(label), l->page->width > indent ? l->page->width - indent : 1, false);
    end_line(l, REINTI_PLAIN);
}

/* The label wrapped into the stub; the numbers stand beside its last line. */
static void
put_row(layout *l, size_t layer, size_t row, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    const reinti_entry *e = &t->row[row];
    size_t indent = indent_of(e) < l->stub / 2 ? indent_of(e) : l->stub / 2;
    reinti_tone tone = e->total || e->net ? REINTI_BOLD : e->missing ? REINTI_DIM : REINTI_PLAIN;
    reinti_str lines = REINTI_STR_EMPTY;
    bool first = true;

    reinti_wrap(&lines, e->label, l->stub - indent - (indent + 2 < l->stub ? 2 : 0));
    if (count_lines(lines.text) == 1 || reinti_utf8_width(e->label) <= l->stub - indent) {
        reinti_str_clear(&lines);
        reinti_wrap(&lines, e->label, l->stub - indent);
    }
    for (const char *p = lines.text; *p; first = false) {
        size_t n = strcspn(p, "\n"), in = indent + (first ? 0 : 2);
        pad(l, in);
        put_field(l, p, n, l->stub - in, false);
        p += n + 1;
        if (!*p && !l->in_rows)
            put_numbers(l, layer, row, from, to, 0);
        end_line(l, tone);
    }
    for (size_t s = 0; l->in_rows && s < t->n_stats; s++) {
        pad(l, indent + 2);
        put_field(l, t->stat[s].label, strlen(t->stat[s].label),
                  l->stub > indent + 2 ? l->stub - indent - 2 : 0, false);
        put_numbers(l, layer, row, from, to, s);
        end_line(l, tone);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

static void
put_rows(layout *l, size_t layer, size_t from, size_t to)
{
    const reinti_table *t = l->t;

    for (size_t r = 0; r < t->n_rows; r++) {
        const reinti_entry *e = &t->row[r], *before = r ? &t->row[r - 1] : NULL;
        bool new_group = !before || e->first_of_group || !reinti_equal(before->group, e->group);
        if (new_group && e->group && *e->group)
            put_stub_line(l, e->group, 0);
        for (unsigned k = reinti_levels_said(before, e); k < e->depth; k++)
            put_stub_line(l, e->path[k], 2 * (k + (e->group && *e->group ? 1 : 0)));
        put_row(l, layer, r, from, to);
    }
}

static void
put_tests(layout *l, size_t layer)
{
    const reinti_table *t = l->t;
    reinti_str s = REINTI_STR_EMPTY;

    for (size_t i = 0; i < t->n_tests;) {
        reinti_str_clear(&s);
        i = reinti_test_line(&s, t, layer, i);
        reinti_page_text(l->page, s.text, 2, REINTI_PLAIN);
    }
    l->page->failed = l->page->failed || s.failed;
    reinti_str_free(&s);
}

static void
put_block(layout *l, size_t from, size_t to, bool last)
{
    const reinti_table *t = l->t;

    put_heads(l, from, to);
    for (size_t a = 0; a < t->n_layers; a++) {
        if (t->layer[a].label && *t->layer[a].label)
            reinti_page_text(l->page, t->layer[a].label, 2, REINTI_BOLD);
        put_rows(l, a, from, to);
        if (last)
            put_tests(l, a);
        if (a + 1 < t->n_layers)
            reinti_page_blank(l->page);
    }
    reinti_page_rule(l->page, l->stub + GAP + span_width(l, from, to));
}

static void
put_blocks(layout *l)
{
    for (size_t from = 0; from < l->t->n_columns;) {
        size_t to = from + 1, used = l->stub + GAP + l->column[from];
        while (to < l->t->n_columns && used + GAP + l->column[to] <= l->page->width)
            used += GAP + l->column[to++];
        if (from)
            reinti_page_blank(l->page);
        put_block(l, from, to, to == l->t->n_columns);
        from = to;
    }
}

static void
put_foot(layout *l, const reint_report *r)
{
    const reinti_table *t = l->t;
    reinti_str s = REINTI_STR_EMPTY;

    (void)r;
    if (t->base && *t->base) {
        reinti_str_format(&s, "%s: %s", reinti_word_text(l->page->language, REINTI_WORD_BASE), t->base);
        reinti_page_text(l->page, s.text, 2, REINTI_PLAIN);
    }
    for (size_t i = 0; i < t->n_notes; i++)
        reinti_page_text(l->page, t->note[i], 2, REINTI_PLAIN);
    reinti_str_clear(&s);
    reinti_table_legend(&s, t);
    reinti_page_text(l->page, s.text, 2, REINTI_DIM);
    l->page->failed = l->page->failed || s.failed;
    reinti_str_free(&s);
}

void
reinti_page_table(reinti_page *page, const reint_report *r, const reinti_table *t)
{
    layout l = { .page = page, .t = t, .line = REINTI_STR_EMPTY, .text = REINTI_STR_EMPTY };

    reinti_str_format(&l.line, "%s%s%s", t->id, *t->id && *t->title ? ". " : "", t->title);
    reinti_page_text(page, l.line.text, 2, REINTI_BOLD);
    reinti_str_clear(&l.line);
    reinti_page_text(page, t->subtitle, 0, REINTI_DIM);
    l.number = calloc(t->n_columns * (t->n_stats + 1) + 1, sizeof *l.number);
    l.column = calloc(t->n_columns + 1, sizeof *l.column);
    if (l.number && l.column) {
        if (!measure(&l, t->stats_in_rows))
            measure(&l, true);
        put_blocks(&l);
    } else {
        page->failed = true;
    }
    put_foot(&l, r);
    page->failed = page->failed || l.line.failed || l.text.failed;
    free(l.number);
    free(l.column);
    reinti_str_free(&l.line);
    reinti_str_free(&l.text);
}
