/* text_table.c -- one table as text.
 *
 * Columns that do not fit beside each other go into further blocks, each with the stub.  Statistics stand side by side, or under
 * each other where the table asks for it. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "write/text_layout.h"
#include "write/workbook.h"

/* ---- lines --------------------------------------------------------------------------------------------- */

void
reinti_layout_pad(reinti_layout *l, size_t n)
{
    while (n--)
        reinti_str_add_char(&l->line, ' ');
}

void
reinti_layout_field(reinti_layout *l, const char *text, size_t n, size_t width, bool right)
{
    reinti_str_clear(&l->text);
    reinti_str_add_n(&l->text, text, n);
    size_t wide = reinti_utf8_width(l->text.text);
    if (wide > width) {
        reinti_utf8_cut(&l->line, l->text.text, width);
        return;
    }
    if (right)
        reinti_layout_pad(l, width - wide);
    reinti_str_add(&l->line, l->text.text);
    if (!right)
        reinti_layout_pad(l, width - wide);
}

void
reinti_layout_end_line(reinti_layout *l, reinti_tone tone)
{
    reinti_page_line(l->page, l->line.text, tone);
    reinti_str_clear(&l->line);
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

static void
put_numbers(reinti_layout *l, size_t layer, size_t row, size_t from, size_t to, size_t first_stat)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t c = from; c < to; c++)
        for (size_t s = 0; s < l->n_stats; s++) {
            size_t stat = first_stat + s;
            if (l->n_stats > 1 && !l->number[c * l->n_stats + s])
                continue;
            reinti_str_clear(&text);
            reinti_cell_text(&text, l->t, reinti_table_cell(l->t, layer, row, c, stat), &l->t->stat[stat]);
            reinti_layout_pad(l, REINTI_TEXT_GAP);
            reinti_layout_field(l, text.text, text.length, l->number[c * l->n_stats + s], true);
        }
    l->page->failed = l->page->failed || text.failed;
    reinti_str_free(&text);
}

static void
put_stub_line(reinti_layout *l, const char *label, size_t indent)
{
    reinti_layout_pad(l, indent);
    reinti_layout_field(l, label, strlen(label), l->page->width > indent ? l->page->width - indent : 1,
                        false);
    reinti_layout_end_line(l, REINTI_PLAIN);
}

/* The label wrapped into the stub; the numbers stand beside its last line. */
static void
put_row(reinti_layout *l, size_t layer, size_t row, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    const reinti_entry *e = &t->row[row];
    size_t indent = reinti_layout_indent(e) < l->stub / 2 ? reinti_layout_indent(e) : l->stub / 2;
    reinti_tone tone = e->total || e->net ? REINTI_BOLD : e->missing ? REINTI_DIM : REINTI_PLAIN;
    reinti_str lines = REINTI_STR_EMPTY;
    bool first = true;

    if (reinti_layout_lines(&lines, e->label, l->stub - indent - (indent + 2 < l->stub ? 2 : 0)) == 1 ||
        reinti_utf8_width(e->label) <= l->stub - indent)
        reinti_layout_lines(&lines, e->label, l->stub - indent);
    for (const char *p = lines.text; *p; first = false) {
        size_t n = strcspn(p, "\n"), in = indent + (first ? 0 : 2);
        reinti_layout_pad(l, in);
        reinti_layout_field(l, p, n, l->stub - in, false);
        p += n + 1;
        if (!*p && !l->in_rows)
            put_numbers(l, layer, row, from, to, 0);
        reinti_layout_end_line(l, tone);
    }
    for (size_t s = 0; l->in_rows && s < t->n_stats; s++) {
        reinti_layout_pad(l, indent + 2);
        reinti_layout_field(l, t->stat[s].label, strlen(t->stat[s].label),
                            l->stub > indent + 2 ? l->stub - indent - 2 : 0, false);
        put_numbers(l, layer, row, from, to, s);
        reinti_layout_end_line(l, tone);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

static void
put_rows(reinti_layout *l, size_t layer, size_t from, size_t to)
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
put_tests(reinti_layout *l, size_t layer)
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
put_block(reinti_layout *l, size_t from, size_t to, bool last)
{
    const reinti_table *t = l->t;

    reinti_layout_heads(l, from, to);
    for (size_t a = 0; a < t->n_layers; a++) {
        if (t->layer[a].label && *t->layer[a].label)
            reinti_page_text(l->page, t->layer[a].label, 2, REINTI_BOLD);
        put_rows(l, a, from, to);
        if (last)
            put_tests(l, a);
        if (a + 1 < t->n_layers)
            reinti_page_blank(l->page);
    }
    reinti_page_rule(l->page, l->stub + REINTI_TEXT_GAP + reinti_layout_span(l, from, to));
}

static void
put_blocks(reinti_layout *l)
{
    for (size_t from = 0; from < l->t->n_columns;) {
        size_t to = from + 1, used = l->stub + REINTI_TEXT_GAP + l->column[from];
        while (to < l->t->n_columns && used + REINTI_TEXT_GAP + l->column[to] <= l->page->width)
            used += REINTI_TEXT_GAP + l->column[to++];
        if (from)
            reinti_page_blank(l->page);
        put_block(l, from, to, to == l->t->n_columns);
        from = to;
    }
}

static void
put_foot(reinti_layout *l, const reint_report *r)
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
    reinti_table_legend(&s, t, l->in_rows);
    reinti_page_text(l->page, s.text, 2, REINTI_DIM);
    l->page->failed = l->page->failed || s.failed;
    reinti_str_free(&s);
}

void
reinti_page_table(reinti_page *page, const reint_report *r, const reinti_table *t)
{
    reinti_layout l = { .page = page, .t = t, .line = REINTI_STR_EMPTY, .text = REINTI_STR_EMPTY };

    reinti_str_format(&l.line, "%s%s%s", t->id, *t->id && *t->title ? ". " : "", t->title);
    reinti_page_text(page, l.line.text, 2, REINTI_BOLD);
    reinti_str_clear(&l.line);
    reinti_page_text(page, t->subtitle, 0, REINTI_DIM);
    l.number = calloc(t->n_columns * (t->n_stats + 1) + 1, sizeof *l.number);
    l.column = calloc(t->n_columns + 1, sizeof *l.column);
    if (l.number && l.column) {
        if (!reinti_layout_measure(&l, t->stats_in_rows))
            reinti_layout_measure(&l, true);
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
