/* grid.c -- cuts a CSV text into cells.
 *
 * Reads:    fields parted by commas, rows by LF or CRLF, quotes doubled inside quotes, a byte order mark
 *           skipped.  A line without any character is skipped, except in a text of one column: there it
 *           is a missing value.
 * Gives:    a rectangle of texts, the header in row 0.
 * Errors:   a quote that never closes or is followed by text, a row of another length than the header:
 *           INPUT with the line.  No cell is ever printed. */
#include <config.h>

#include "stats/input.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"

struct cutter {
    char *p, *end;
    long line;
    const char *fault;
};

/* Ends the field in place; *last tells whether it closes its row. */
static char *
cut_field(struct cutter *c, bool *last)
{
    char *start = c->p, *out = c->p, *in = c->p;

    if (in < c->end && *in == '"') {
        for (in++;; in++) {
            if (in == c->end) {
                c->fault = "a quote is opened and never closed";
                return start;
            }
            if (*in == '"') {
                if (in + 1 < c->end && in[1] == '"')
                    in++;
                else
                    break;
            }
            c->line += *in == '\n';
            *out++ = *in;
        }
        in++;
        if (in < c->end && *in == '\r')
            in++;
        if (in < c->end && *in != ',' && *in != '\n') {
            c->fault = "text follows a closing quote";
            return start;
        }
    } else {
        while (in < c->end && *in != ',' && *in != '\n')
            in++;
        out = in > start && in[-1] == '\r' && (in == c->end || *in == '\n') ? in - 1 : in;
    }
    *last = in == c->end || *in == '\n'; /* a comma, even the text's last byte, opens another field */
    c->p = in == c->end ? in : in + 1;
    *out = '\0'; /* never before `in`: the text has room for one byte more */
    return start;
}

static reint_status
grid_fail(reinti_grid *g, reint_error *err, long line, const char *text)
{
    reinti_grid_free(g);
    return reinti_fail(err, REINT_INPUT, NULL, line, "%s", text);
}

reint_status
reinti_grid_read(const char *text, size_t size, reinti_grid *out, reint_error *err)
{
    reinti_grid g = { 0, 0, NULL, NULL };
    struct cutter c = { NULL, NULL, 1, NULL };
    size_t n = 0, capacity = 0;

    if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (memchr(text, '\0', size))
        return grid_fail(&g, err, 0, "the text holds a NUL byte");
    g.text = reinti_room(size + 1, 1);
    if (!g.text)
        return reinti_no_memory(err);
    memcpy(g.text, text, size);
    c.p = g.text;
    c.end = g.text + size;
    while (c.p < c.end) {
        size_t in_row = 0;
        bool last = false;
        /* a line without anything is skipped; of a single column it is a missing value */
        if (g.cols != 1 && (*c.p == '\n' || (*c.p == '\r' && c.p + 1 < c.end && c.p[1] == '\n'))) {
            c.p += *c.p == '\r' ? 2 : 1;
            c.line++;
            continue;
        }
        for (; !last; in_row++) {
            bool comma_ends =
                in_row > 0 && c.p == c.end; /* "a,b," without a line end: one empty field more */
            if (!reinti_grow(&g.cell, &capacity, n, sizeof *g.cell)) {
                reinti_grid_free(&g);
                return reinti_no_memory(err);
            }
            g.cell[n++] = comma_ends ? c.end : cut_field(&c, &last);
            last = last || comma_ends;
            if (c.fault)
                return grid_fail(&g, err, c.line, c.fault);
        }
        if (!g.rows)
            g.cols = in_row;
        if (in_row != g.cols)
            return grid_fail(&g, err, c.line, "the row has not as many fields as the header");
        g.rows++;
        c.line++;
    }
    if (!g.rows)
        return grid_fail(&g, err, 0, "the text is empty: a header is needed");
    *out = g;
    return REINT_OK;
}

void
reinti_grid_free(reinti_grid *g)
{
    free(g->cell);
    free(g->text);
    *g = (reinti_grid){ 0, 0, NULL, NULL };
}
