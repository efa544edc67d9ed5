/* csv.c -- a report in long form: one line a cell, one line a statistic of a whole table (row and column
 * empty).  A line is found by table, layer, variable and code of its row and of its column, statistic: no other has all of
 * them.
 *
 * Shares are 0..1 here, in full precision; the column `text` is what people read.  A cell without a value
 * keeps its line, its value empty and its state and reason told. */
#include <config.h>

#include "write/writer.h"

#include <math.h>
#include <string.h>

void
reinti_put_csv(FILE *stream, const char *text)
{
    if (!text)
        return;
    if (!strpbrk(text, ",\"\r\n") && *text != ' ') {
        fputs(text, stream);
        return;
    }
    fputc('"', stream);
    for (const char *p = text; *p; p++) {
        if (*p == '"')
            fputc('"', stream);
        fputc(*p, stream);
    }
    fputc('"', stream);
}

void
reinti_put_number(FILE *stream, double value)
{
    reinti_str s = REINTI_STR_EMPTY;

    if (!isfinite(value))
        return;
    reinti_format_shortest(&s, value);
    fputs(s.text, stream);
    reinti_str_free(&s);
}

static const char *const states[] = {
    [REINTI_CELL_SHOWN] = "shown",
    [REINTI_CELL_UNDEFINED] = "undefined",
    [REINTI_CELL_NOT_APPLICABLE] = "not_applicable",
    [REINTI_CELL_BELOW_BASE] = "below_base",
    [REINTI_CELL_PRIMARY] = "primary",
    [REINTI_CELL_SECONDARY] = "secondary",
    [REINTI_CELL_ROUNDED] = "rounded",
};

static void
put_fields(FILE *stream, const char *const *field, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        reinti_put_csv(stream, field[i]);
        fputc(',', stream);
    }
}

static void
put_cell(FILE *stream, const reinti_table *t, const reinti_cell *cell, const reinti_stat *stat,
         reinti_str *text)
{
    bool shown = cell->state == REINTI_CELL_SHOWN || cell->state == REINTI_CELL_ROUNDED;
    const double number[] = { cell->value, cell->low, cell->high, cell->base, cell->n };

    for (size_t i = 0; i < REINTI_LENGTH(number); i++) {
        if (shown || (i >= 3 && cell->state < REINTI_CELL_PRIMARY)) /* nothing of a withheld cell */
            reinti_put_number(stream, number[i]);
        fputc(',', stream);
    }
    fprintf(stream, "%s,", cell->state < REINTI_LENGTH(states) ? states[cell->state] : "");
    reinti_str_clear(text);
    reinti_cell_text(text, t, cell, stat);
    reinti_put_csv(stream, text->text);
    fputc(',', stream);
    reinti_put_csv(stream, cell->reason);
    fputc('\n', stream);
}

static void
put_table(FILE *stream, const reinti_table *t, reinti_str *text)
{
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < t->n_rows; r++)
            for (size_t c = 0; c < t->n_columns; c++)
                for (size_t s = 0; s < t->n_stats; s++) {
                    const char *field[] = {
                        t->id,
                        t->title,
                        t->layer[l].code,
                        t->layer[l].label,
                        t->row[r].variable,
                        t->row[r].code,
                        t->row[r].label,
                        t->column[c].variable,
                        t->column[c].code,
                        t->column[c].label,
                        t->stat[s].id,
                        t->stat[s].label,
                    };
                    put_fields(stream, field, REINTI_LENGTH(field));
                    put_cell(stream, t, reinti_table_cell(t, l, r, c, s), &t->stat[s], text);
                }
    for (size_t i = 0; i < t->n_tests; i++) {
        const reinti_test *test = &t->test[i];
        reinti_layer layer = reinti_test_layer(t, test);
        const char *field[] = {
            t->id, t->title, layer.code, layer.label, "", "", "", "", "", "", test->id, test->label,
        };
        put_fields(stream, field, REINTI_LENGTH(field));
        reinti_put_number(stream, test->value);
        fprintf(stream, ",,,,,%s,", isfinite(test->value) ? "shown" : "undefined");
        reinti_str_clear(text);
        reinti_test_text(text, test);
        reinti_put_csv(stream, text->text);
        fputc(',', stream);
        reinti_put_csv(stream, test->reason);
        fputc('\n', stream);
    }
}

reint_status
reinti_write_csv(const reint_report *r, FILE *stream, const reint_write_options *options, reint_error *err)
{
    reinti_str text = REINTI_STR_EMPTY;

    (void)options;
    fputs("table,title,layer,layer_label,row_variable,row,row_label,column_variable,column,column_label,"
          "statistic,statistic_label,value,low,high,base,n,state,text,reason\n",
          stream);
    for (size_t i = 0; i < r->n_tables; i++)
        put_table(stream, r->table[i], &text);
    bool failed = text.failed;
    reinti_str_free(&text);
    return failed ? reinti_no_memory(err) : REINT_OK;
}
