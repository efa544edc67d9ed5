/* text_heads.c -- the heads of a table as text: labels wrapped, the last lines beside each other. */
#include <config.h>

#include <string.h>

#include "write/text_layout.h"

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

/* Line K of MOST of LABEL in WIDTH. */
static void
put_label_line(reinti_layout *l, reinti_str *lines, const char *label, size_t width, size_t k, size_t most,
               bool right)
{
    size_t skip = most - reinti_layout_lines(lines, label, width);
    const char *p = lines->text;

    for (size_t i = skip; i < k; i++)
        p += strcspn(p, "\n") + 1;
    reinti_layout_field(l, p, k < skip ? 0 : strcspn(p, "\n"), width, right);
}

/* The column that ends what the label of column C at LEVEL spans. */
static size_t
span_end(const reinti_layout *l, size_t c, size_t to, unsigned level)
{
    size_t end = c + 1;

    while (end < to && same_head(&l->t->column[c], &l->t->column[end], level))
        end++;
    return end;
}

/* Labels that span several columns, wrapped, the last lines beside each other. */
static void
put_spans(reinti_layout *l, size_t from, size_t to, unsigned level)
{
    reinti_str lines = REINTI_STR_EMPTY;
    size_t most = 0;

    for (size_t c = from, end; c < to; c = end) {
        const char *label = head_at(&l->t->column[c], level);
        end = span_end(l, c, to, level);
        most = reinti_larger(most,
                             *label ? reinti_layout_lines(&lines, label, reinti_layout_span(l, c, end)) : 0);
    }
    for (size_t k = 0; k < most; k++) {
        reinti_layout_pad(l, l->stub);
        for (size_t c = from, end; c < to; c = end) {
            end = span_end(l, c, to, level);
            reinti_layout_pad(l, REINTI_TEXT_GAP);
            put_label_line(l, &lines, head_at(&l->t->column[c], level), reinti_layout_span(l, c, end), k,
                           most, end == c + 1);
        }
        reinti_layout_end_line(l, REINTI_BOLD);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

/* The names of the rows and of the columns, wrapped, the last lines beside each other. */
static void
put_labels(reinti_layout *l, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    const char *title = reinti_text_or(t->row_title, "");
    reinti_str lines = REINTI_STR_EMPTY;
    size_t most = reinti_larger(1, reinti_layout_lines(&lines, title, l->stub));

    for (size_t c = from; c < to; c++)
        most = reinti_larger(most, reinti_layout_lines(&lines, t->column[c].label, l->column[c]));
    for (size_t k = 0; k < most; k++) {
        put_label_line(l, &lines, title, l->stub, k, most, false);
        for (size_t c = from; c < to; c++) {
            reinti_layout_pad(l, REINTI_TEXT_GAP);
            put_label_line(l, &lines, t->column[c].label, l->column[c], k, most, true);
        }
        reinti_layout_end_line(l, REINTI_BOLD);
    }
    l->page->failed = l->page->failed || lines.failed;
    reinti_str_free(&lines);
}

void
reinti_layout_heads(reinti_layout *l, size_t from, size_t to)
{
    const reinti_table *t = l->t;
    unsigned deepest = 0;

    for (size_t c = from; c < to; c++)
        deepest = t->column[c].depth > deepest ? t->column[c].depth : deepest;
    for (unsigned level = 0; level <= deepest; level++)
        put_spans(l, from, to, level);
    put_labels(l, from, to);
    if (l->n_stats > 1) {
        reinti_layout_pad(l, l->stub);
        for (size_t c = from; c < to; c++)
            for (size_t s = 0; s < l->n_stats; s++) {
                if (!l->number[c * l->n_stats + s])
                    continue;
                reinti_layout_pad(l, REINTI_TEXT_GAP);
                reinti_layout_field(l, t->stat[s].label, strlen(t->stat[s].label),
                                    l->number[c * l->n_stats + s], true);
            }
        reinti_layout_end_line(l, REINTI_DIM);
    }
    reinti_page_rule(l->page, l->stub + REINTI_TEXT_GAP + reinti_layout_span(l, from, to));
}
