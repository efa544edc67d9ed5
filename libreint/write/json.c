/* json.c -- a report as one JSON object: what stands around the tables, then each table with its cells.
 *
 * Cells are listed by layer, row and column, each an object with one member a statistic; a number that does
 * not exist is null, and its state says why.  Shares are 0..1. */
#include <config.h>

#include "write/writer.h"

#include <math.h>

typedef struct json {
    FILE *stream;
    bool comma; /* something stands before the next member */
} json;

static void
put_text(json *j, const char *text)
{
    if (!text) {
        fputs("null", j->stream);
        return;
    }
    fputc('"', j->stream);
    for (const unsigned char *p = (const unsigned char *)text; *p; p++)
        if (*p == '"' || *p == '\\')
            fprintf(j->stream, "\\%c", *p);
        else if (*p < 0x20 || *p == 0x7f)
            fprintf(j->stream, "\\u%04x", *p);
        else
            fputc(*p, j->stream);
    fputc('"', j->stream);
}

static void
put_value(json *j, double value)
{
    if (isfinite(value))
        reinti_put_number(j->stream, value);
    else
        fputs("null", j->stream);
}

static void
key(json *j, const char *name)
{
    fputs(j->comma ? "," : "", j->stream);
    put_text(j, name);
    fputc(':', j->stream);
    j->comma = true;
}

static void
open_with(json *j, char c)
{
    fputc(c, j->stream);
    j->comma = false;
}

static void
close_with(json *j, char c)
{
    fputc(c, j->stream);
    j->comma = true;
}

static void
item(json *j)
{
    fputs(j->comma ? "," : "", j->stream);
    j->comma = true;
}

static void
member(json *j, const char *name, const char *text)
{
    if (!text)
        return;
    key(j, name);
    put_text(j, text);
}

static void
flag(json *j, const char *name, bool value)
{
    if (!value)
        return;
    key(j, name);
    fputs("true", j->stream);
}

static void
texts(json *j, const char *name, const char *const *text, size_t n)
{
    key(j, name);
    open_with(j, '[');
    for (size_t i = 0; i < n; i++) {
        item(j);
        put_text(j, text[i]);
    }
    close_with(j, ']');
}

static void
put_entries(json *j, const char *name, const reinti_entry *entry, size_t n)
{
    key(j, name);
    open_with(j, '[');
    for (size_t i = 0; i < n; i++) {
        item(j);
        open_with(j, '{');
        member(j, "code", entry[i].code);
        member(j, "variable", entry[i].variable);
        member(j, "label", entry[i].label);
        member(j, "group", entry[i].group);
        if (entry[i].depth)
            texts(j, "path", entry[i].path, entry[i].depth);
        flag(j, "total", entry[i].total);
        flag(j, "net", entry[i].net);
        flag(j, "missing", entry[i].missing);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void
put_statistics(json *j, const reinti_table *t)
{
    key(j, "statistics");
    open_with(j, '[');
    for (size_t s = 0; s < t->n_stats; s++) {
        item(j);
        open_with(j, '{');
        member(j, "id", t->stat[s].id);
        member(j, "label", t->stat[s].label);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void
put_cell(json *j, const reinti_table *t, const reinti_cell *cell, const reinti_stat *stat, reinti_str *text)
{
    bool shown = cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED;

    open_with(j, '{');
    key(j, "value");
    put_value(j, shown ? cell->value : (double)NAN);
    if (shown && isfinite(cell->low) && cell->low < cell->high) {
        key(j, "low");
        put_value(j, cell->low);
        key(j, "high");
        put_value(j, cell->high);
    }
    if (cell->state < REINTI_CELL_PRIMARY && stat->kind != REINTI_CELL_COUNT) {
        key(j, "base");
        put_value(j, cell->base);
    }
    reinti_str_clear(text);
    reinti_cell_text(text, t, cell, stat);
    member(j, "text", text->text);
    member(j, "reason", cell->reason);
    close_with(j, '}');
}

static void
put_cells(json *j, const reinti_table *t, reinti_str *text)
{
    const reinti_cell *cell = t->cell;

    key(j, "cells"); /* [layer][row][column] */
    open_with(j, '[');
    for (size_t l = 0; l < t->n_layers; l++) {
        item(j);
        open_with(j, '[');
        for (size_t r = 0; r < t->n_rows; r++) {
            item(j);
            open_with(j, '[');
            for (size_t c = 0; c < t->n_columns; c++) {
                item(j);
                open_with(j, '{');
                for (size_t s = 0; s < t->n_stats; s++, cell++) {
                    key(j, t->stat[s].id);
                    put_cell(j, t, cell, &t->stat[s], text);
                }
                close_with(j, '}');
            }
            close_with(j, ']');
        }
        close_with(j, ']');
    }
    close_with(j, ']');
}

static void
put_tests(json *j, const reinti_table *t)
{
    key(j, "tests");
    open_with(j, '[');
    for (size_t i = 0; i < t->n_tests; i++) {
        item(j);
        open_with(j, '{');
        key(j, "layer");
        if (t->test[i].over)
            fputs("null", j->stream);
        else
            fprintf(j->stream, "%zu", t->test[i].layer);
        member(j, "id", t->test[i].id);
        member(j, "label", t->test[i].label);
        key(j, "value");
        put_value(j, t->test[i].value);
        member(j, "reason", t->test[i].reason);
        close_with(j, '}');
    }
    close_with(j, ']');
}

static void
put_table(json *j, const reinti_table *t, reinti_str *text)
{
    item(j);
    fputc('\n', j->stream);
    open_with(j, '{');
    member(j, "id", t->id);
    member(j, "title", t->title);
    member(j, "subtitle", t->subtitle);
    member(j, "unit", t->unit);
    member(j, "base", t->base);
    member(j, "row_title", t->row_title);
    member(j, "column_title", t->column_title);
    key(j, "layers");
    open_with(j, '[');
    for (size_t l = 0; l < t->n_layers; l++) {
        item(j);
        open_with(j, '{');
        member(j, "code", t->layer[l].code);
        member(j, "label", t->layer[l].label);
        close_with(j, '}');
    }
    close_with(j, ']');
    put_entries(j, "rows", t->row, t->n_rows);
    put_entries(j, "columns", t->column, t->n_columns);
    put_statistics(j, t);
    put_cells(j, t, text);
    put_tests(j, t);
    texts(j, "notes", t->note, t->n_notes);
    close_with(j, '}');
}

static void
put_front(json *j, const reint_report *r)
{
    member(j, "title", r->title);
    member(j, "study", r->study);
    member(j, "population", r->population);
    member(j, "sampling", r->sampling);
    member(j, "notice", r->notice);
    member(j, "codebook_sha256", r->codebook_digest);
    member(j, "rulesets", r->rulesets);
    member(j, "data_as_of", r->data_as_of);
    flag(j, "internal", r->internal);
    texts(j, "warnings", r->warning, r->n_warnings);
    key(j, "sentences");
    open_with(j, '[');
    for (size_t i = 0; i < r->n_sentences; i++) {
        item(j);
        open_with(j, '{');
        member(j, "text", r->sentence[i].text);
        member(j, "table", r->sentence[i].table);
        close_with(j, '}');
    }
    close_with(j, ']');
    key(j, "glossary");
    open_with(j, '{');
    for (size_t i = 0; i < r->n_glossary; i++)
        member(j, r->glossary[i].term, r->glossary[i].meaning);
    close_with(j, '}');
    texts(j, "methods", r->method, r->n_methods);
}

reint_status
reinti_write_json(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    json j = { stream, false };
    reinti_str text = REINTI_STR_EMPTY;

    (void)options;
    open_with(&j, '{');
    put_front(&j, r);
    key(&j, "tables");
    open_with(&j, '[');
    for (size_t i = 0; i < r->n_tables; i++)
        put_table(&j, r->table[i], &text);
    close_with(&j, ']');
    fputs("}\n", stream);
    bool failed = text.failed;
    reinti_str_free(&text);
    return failed ? reinti_no_memory(err) : REINT_OK;
}
