/* spread_sheet.c -- a sheet of a codebook's workbook in memory: named columns, rows of texts. */
#include <config.h>

#include "codebook/spread_read.h"

#include <stdarg.h>
#include <string.h>

enum { MOST_ROWS = 60000, MOST_COLUMNS = 400 };

void
reinti_spread_find(reinti_spread_reader *r, const reinti_spread_grid *g, long row, long column,
                   const char *code, const char *format, ...)
{
    char text[400];
    va_list ap;

    va_start(ap, format);
    vsnprintf(text, sizeof text, reinti_words(format), ap);
    va_end(ap);
    r->failed = true;
    reinti_findings_sheet(r->findings, g->sheet);
    reinti_find(r->findings, REINT_ERROR, code, r->file, NULL, row, column, "%s", text);
    reinti_findings_sheet(r->findings, NULL);
}

static void *
room(reinti_spread_reader *r, size_t n, size_t size)
{
    void *p = n <= PTRDIFF_MAX / size ? reinti_arena_alloc(r->out->arena, n ? n * size : 1) : NULL;

    if (!p)
        r->no_memory = true;
    return p;
}

static bool
on_head(reinti_spread_reader *r, const reinti_sheet_row *row)
{
    reinti_spread_grid *g = r->g;

    g->head = room(r, row->n, sizeof *g->head);
    g->place = room(r, row->n, sizeof *g->place);
    if (!g->head || !g->place)
        return false;
    if (row->n > MOST_COLUMNS) {
        reinti_spread_find(r, g, row->number, 0, "too_many", "more than %d columns", MOST_COLUMNS);
        return false;
    }
    for (size_t i = 0; i < row->n; i++) {
        g->head[i] = reinti_arena_text_n(r->out->arena, row->cell[i].text, row->cell[i].length);
        g->place[i] = row->cell[i].column;
        r->no_memory = r->no_memory || !g->head[i];
        for (size_t k = 0; k < i && g->head[i]; k++)
            if (!strcmp(g->head[k], g->head[i]))
                reinti_spread_find(r, g, row->number, (long)g->place[i] + 1, "duplicate_column",
                                   "the column \"%.60s\" is there twice", g->head[i]);
    }
    g->n_columns = row->n;
    return !r->no_memory;
}

static bool
on_row(const reinti_sheet_row *row, void *user)
{
    reinti_spread_reader *r = user;
    reinti_spread_grid *g = r->g;

    if (!g->head)
        return on_head(r, row);
    if (g->n == MOST_ROWS) {
        reinti_spread_find(r, g, row->number, 0, "too_many", "more than %d rows", MOST_ROWS);
        return false;
    }
    const char **text = room(r, g->n_columns, sizeof *text);
    if (!text || !reinti_arena_grow(r->out->arena, &g->row, &g->capacity, g->n, sizeof *g->row)) {
        r->no_memory = true;
        return false;
    }
    for (size_t i = 0, k = 0; i < row->n; i++) {
        while (k < g->n_columns && g->place[k] < row->cell[i].column)
            k++;
        if (k == g->n_columns || g->place[k] != row->cell[i].column) {
            reinti_spread_find(r, g, row->number, (long)row->cell[i].column + 1, "no_head",
                               "this column has no name in the first row");
            continue;
        }
        if (row->cell[i].kind == REINTI_SHEET_ERROR)
            reinti_spread_find(r, g, row->number, (long)row->cell[i].column + 1, "error_value",
                               "the cell holds an error");
        text[k] = reinti_arena_text_n(r->out->arena, row->cell[i].text, row->cell[i].length);
        r->no_memory = r->no_memory || !text[k];
    }
    g->row[g->n++] = (reinti_spread_row){ row->number, text };
    return !r->no_memory;
}

/* An empty grid where the workbook has no such sheet. */
reint_status
reinti_spread_sheet(reinti_spread_reader *r, reinti_workbook *w, const char *name, reinti_spread_grid *g,
                    reint_error *err)
{
    size_t at = reinti_workbook_find(w, name);

    *g = (reinti_spread_grid){ .sheet = name };
    r->g = g;
    return at == REINTI_NO_SHEET ? REINT_OK : reinti_sheet_read(w, at, on_row, r, NULL, err);
}

size_t
reinti_spread_column(const reinti_spread_grid *g, const char *name)
{
    for (size_t i = 0; i < g->n_columns; i++)
        if (!strcmp(g->head[i], name))
            return i;
    return SIZE_MAX;
}

const char *
reinti_spread_text(const reinti_spread_grid *g, size_t row, size_t column)
{
    return column < g->n_columns ? g->row[row].text[column] : NULL;
}

/* A head that is none of NAMES, of none of PREFIXES followed by "::", is a slip. */
void
reinti_spread_heads(reinti_spread_reader *r, const reinti_spread_grid *g, const char *const *names,
                    const char *const *prefixes)
{
    for (size_t i = 0; i < g->n_columns; i++) {
        const char *head = g->head[i];
        bool known = false;
        size_t n = 0;
        reinti_str hint = REINTI_STR_EMPTY;
        for (; names[n]; n++)
            known = known || !strcmp(names[n], head);
        for (size_t k = 0; prefixes[k]; k++) {
            size_t length = strlen(prefixes[k]);
            known = known || (!strncmp(head, prefixes[k], length) &&
                              (!head[length] || !strncmp(head + length, "::", 2)));
        }
        if (!known) {
            reinti_did_you_mean(&hint, head, names, n);
            reinti_spread_find(r, g, 1, (long)g->place[i] + 1, "unknown_column", "unknown column \"%.60s\"%s",
                               head, hint.text);
        }
        reinti_str_free(&hint);
    }
}
