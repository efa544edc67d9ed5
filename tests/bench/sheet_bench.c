/* sheet_bench.c -- makes a large workbook, and reads one the way `reint ingest` does, down to the CSV that the
 * loader takes.
 *     sheet_bench make FILE.xlsx [ROWS [COLUMNS]]     100000, 45
 *     sheet_bench read FILE                           first sheet: "rows cells texts numbers sum bytes"
 * Invented values: keys with leading zeros, dates, codes, numbers with decimals, texts that repeat and texts that
 * do not, empty cells.  compare with peers/sheet.py and peers/sheet.R, which print the same line. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <xlsxwriter.h>

#include "sheet/sheet.h"

static uint64_t random_state = 7;

static unsigned
draw(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % below);
}

static void
write_cell(lxw_worksheet *sheet, lxw_format *date, lxw_row_t row, lxw_col_t col)
{
    static const char *const words[] = { "yes", "no", "does not know", "refused", "partly" };
    char text[32];

    switch (col == 0 ? 0 : 1 + col % 6) {
    case 0:
        snprintf(text, sizeof text, "%07u", row);
        worksheet_write_string(sheet, row, col, text, NULL);
        break;
    case 1:
        worksheet_write_number(sheet, row, col, 40000 + draw(4000), date);
        break;
    case 2:
    case 3:
        worksheet_write_number(sheet, row, col, 1 + draw(5), NULL);
        break;
    case 4:
        worksheet_write_number(sheet, row, col, draw(100000) / 100.0, NULL);
        break;
    case 5:
        worksheet_write_string(sheet, row, col, words[draw(5)], NULL);
        break;
    default:
        if (draw(4))
            worksheet_write_number(sheet, row, col, draw(100), NULL);
    }
}

static int
make(const char *file, unsigned rows, unsigned columns)
{
    lxw_workbook_options options = { .constant_memory = LXW_FALSE };
    lxw_workbook *book = workbook_new_opt(file, &options);
    lxw_worksheet *sheet = book ? workbook_add_worksheet(book, "interview") : NULL;
    lxw_format *date = sheet ? workbook_add_format(book) : NULL;
    char name[16];

    if (!date)
        return EXIT_FAILURE;
    format_set_num_format(date, "yyyy-mm-dd");
    for (unsigned c = 0; c < columns; c++) {
        snprintf(name, sizeof name, c ? "q%02u" : "person", c);
        worksheet_write_string(sheet, 0, (lxw_col_t)c, name, NULL);
    }
    for (unsigned r = 1; r <= rows; r++)
        for (unsigned c = 0; c < columns; c++)
            write_cell(sheet, date, r, (lxw_col_t)c);
    return workbook_close(book) ? EXIT_FAILURE : EXIT_SUCCESS;
}

typedef struct totals {
    size_t rows, cells, texts, numbers, dates, bytes;
    double sum;
} totals;

static bool
count_row(const reinti_sheet_row *row, void *user)
{
    totals *t = user;

    t->rows++;
    t->cells += row->n;
    for (size_t i = 0; i < row->n; i++) {
        double x;
        switch (row->cell[i].kind) {
        case REINTI_SHEET_TEXT:
            t->texts++;
            t->bytes += row->cell[i].length;
            break;
        case REINTI_SHEET_DATE:
            t->dates++;
            break;
        default:
            t->numbers++;
            if (reinti_parse_decimal(row->cell[i].text, row->cell[i].length, &x))
                t->sum += x;
        }
    }
    return true;
}

static int
read_file(const char *file, bool flat_only)
{
    reinti_flat_options options = { .folder = "." };
    reinti_bytes bytes;
    reinti_workbook *w = NULL;
    reinti_flat flat = { 0 };
    reint_error err = { 0 };
    totals t = { 0 };
    reint_status status = reinti_bytes_read(file, 0, &bytes, &err);

    if (!status)
        status = reinti_workbook_open(file, bytes.data, bytes.size, &w, &err);
    if (!status && flat_only)
        status = reinti_sheet_flatten(w, 0, &options, &flat, &err);
    else if (!status)
        status = reinti_sheet_read(w, 0, count_row, &t, NULL, &err);
    if (status)
        fprintf(stderr, "%s\n", err.text);
    else if (flat_only)
        printf("%zu bytes of CSV\n", flat.bytes.size);
    else
        printf("rows %zu cells %zu texts %zu text_bytes %zu dates %zu numbers %zu sum %.2f\n", t.rows,
               t.cells, t.texts, t.bytes, t.dates, t.numbers, t.sum);
    reinti_flat_free(&flat);
    reinti_workbook_free(w);
    reinti_bytes_free(&bytes);
    return status ? EXIT_FAILURE : EXIT_SUCCESS;
}

int
main(int argc, char **argv)
{
    if (argc > 2 && !strcmp(argv[1], "make"))
        return make(argv[2], argc > 3 ? (unsigned)atoi(argv[3]) : 100000,
                    argc > 4 ? (unsigned)atoi(argv[4]) : 45);
    if (argc == 3 && (!strcmp(argv[1], "read") || !strcmp(argv[1], "flatten")))
        return read_file(argv[2], argv[1][0] == 'f');
    fprintf(stderr, "usage: sheet_bench make FILE [ROWS [COLUMNS]] | read FILE | flatten FILE\n");
    return 2;
}
