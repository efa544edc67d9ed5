/* export_answer.c -- the answer to a question of a form in the current row of an export: of its column, of the columns of
 * its choices, or of both. */
#include <config.h>

#include "ingest/export_make.h"

#include <string.h>
#include <strings.h>

void
reinti_export_field(reinti_str *out, const char *text, size_t n)
{
    bool quoted = false;

    for (size_t i = 0; i < n; i++)
        quoted = quoted || strchr(",\"\r\n", text[i]);
    if (!quoted) {
        reinti_str_add_n(out, text, n);
        return;
    }
    reinti_str_add_char(out, '"');
    for (size_t i = 0; i < n; i++) {
        if (text[i] == '"')
            reinti_str_add_char(out, '"');
        reinti_str_add_char(out, text[i]);
    }
    reinti_str_add_char(out, '"');
}

const char *
reinti_export_cell(const reinti_export_table *t, size_t c, size_t *n)
{
    *n = 0;
    if (c == SIZE_MAX || c >= t->csv.n_fields)
        return "";
    const char *text = t->csv.field[c].text;
    size_t length = t->csv.field[c].length;
    while (length && (*text == ' ' || *text == '\t'))
        text++, length--;
    while (length && (text[length - 1] == ' ' || text[length - 1] == '\t'))
        length--;
    if (length == 3 && !strncasecmp(text, "n/a", 3))
        return "";
    *n = length;
    return text;
}

/* ---- answers ----------------------------------------------------------------------------------------------- */

static bool
is_marked(const char *text, size_t n)
{
    return (n == 1 && *text == '1') || (n == 4 && !strncasecmp(text, "true", 4)) ||
           (n == 3 && !strncasecmp(text, "yes", 3)) || (n == 3 && !memcmp(text, "1.0", 3));
}

static void
add_code(reinti_str *out, char separator, const char *code, size_t n)
{
    if (out->length)
        reinti_str_add_char(out, separator);
    reinti_str_add_n(out, code, n);
}

/* A summary of labels, the longest that fits first: "Roman Catholic None".  What is left over is kept as it is, so
 * that the row is rejected and not read wrongly. */
static void
split_summary(const reinti_choices *list, const char *text, size_t n, char separator, reinti_str *out)
{

    for (size_t at = 0; at < n;) {
        size_t best = 0;
        const char *name = NULL;
        for (size_t end = n; end > at && !name; end--) {
            if (end < n && text[end] != ' ')
                continue;
            name = reinti_export_choice(list, text + at, end - at);
            best = end;
        }
        if (!name) {
            const char *blank = memchr(text + at, ' ', n - at); /* a field ends with no NUL */
            best = blank ? (size_t)(blank - text) : n;
        }
        add_code(out, separator, name ? name : text + at, name ? strlen(name) : best - at);
        at = best + (best < n);
    }
}

static void
add_set(const reinti_maker *m, size_t item, reinti_str *out)
{
    const char separator =
        m->variable[item] && m->variable[item]->multiple ? m->variable[item]->separator : ' ';
    const reinti_export_table *t = m->table;
    const reinti_choices *list = &m->form->list[m->form->item[item].list];
    size_t summary = m->answer[item], n;
    const char *text = reinti_export_cell(t, summary, &n);
    reinti_str codes = REINTI_STR_EMPTY;

    if (summary != SIZE_MAX && !n)
        return; /* no answer, whatever the columns of the choices say */
    for (size_t c = 0; c < t->n; c++) {
        size_t length;
        if (t->role[c].role != REINTI_ROLE_CHOICE || t->role[c].item != item)
            continue;
        const char *mark = reinti_export_cell(t, c, &length);
        if (is_marked(mark, length)) {
            const char *code = t->role[c].choice < list->n ? list->choice[t->role[c].choice].name : "other";
            add_code(&codes, separator, code, strlen(code));
        }
    }
    if (!codes.length) /* no columns of choices, or none of what was answered */
        split_summary(list, text, n, separator, &codes);
    reinti_export_field(out, reinti_text_or(codes.text, ""), codes.length);
    out->failed = out->failed || codes.failed;
    reinti_str_free(&codes);
}

void
reinti_export_answer(const reinti_maker *m, size_t item, reinti_str *out)
{
    const reinti_item *it = &m->form->item[item];
    size_t n;
    const char *text, *name;

    if (it->kind == REINTI_ITEM_MULTIPLE || it->kind == REINTI_ITEM_RANK) {
        add_set(m, item, out);
        return;
    }
    text = reinti_export_cell(m->table, m->answer[item], &n);
    if (it->kind == REINTI_ITEM_ONE && n && (name = reinti_export_choice(&m->form->list[it->list], text, n)))
        reinti_export_field(out, name, strlen(name));
    else if (it->kind == REINTI_ITEM_MOMENT && n > 10 && text[4] == '-')
        reinti_export_field(out, text, 10); /* the day */
    else
        reinti_export_field(out, text, n);
}
