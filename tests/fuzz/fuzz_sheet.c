/* fuzz_sheet.c -- reads the file named (or standard input) as a workbook, every sheet of it, and touches every
 * byte it is told of.  Any input must end in an error or at the end of the file.
 *     make tests/fuzz/fuzz_sheet && afl-fuzz -i tests/fuzz/seeds/sheet -o found tests/fuzz/fuzz_sheet @@
 * With --csv before the file: what each sheet becomes is printed, for a look or a comparison. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sheet/sheet.h"

static size_t
read_sheet(reinti_workbook *w, size_t i, bool print)
{
    reinti_flat_options options = { .header_row = 0 };
    reinti_flat flat;
    reint_error err = { 0 };
    size_t sum = 0;

    if (reinti_sheet_flatten(w, i, &options, &flat, &err)) {
        char text[1024];
        reint_error_format(&err, text, sizeof text);
        fprintf(stderr, "%s\n", text);
        return 0;
    }
    for (size_t k = 0; k < flat.bytes.size; k++)
        sum += (unsigned char)flat.bytes.data[k];
    for (size_t k = 0; k < flat.n_columns; k++)
        sum += flat.without_data[k];
    if (print) {
        printf("# %s%s\n", reinti_workbook_sheet(w, i), reinti_workbook_hidden(w, i) ? " (hidden)" : "");
        fwrite(flat.bytes.data, 1, flat.bytes.size, stdout);
    }
    reinti_flat_free(&flat);
    return sum;
}

int
main(int argc, char **argv)
{
    bool print = argc > 2 && !strcmp(argv[1], "--csv");
    const char *file = argc > 1 ? argv[argc - 1] : "/dev/stdin";
    reinti_bytes bytes = { 0 };
    reint_error err = { 0 };
    reinti_workbook *w = NULL;
    size_t sum = 0;

    if (reinti_bytes_read(file, 256 << 20, &bytes, &err) ||
        reinti_workbook_open("input", bytes.data, bytes.size, &w, &err)) {
        fprintf(stderr, "%s\n", err.text);
        reinti_bytes_free(&bytes);
        return EXIT_FAILURE;
    }
    for (size_t i = 0; i < reinti_workbook_n(w); i++)
        sum += read_sheet(w, i, print);
    fprintf(stderr, "%zu sheets, %zu\n", reinti_workbook_n(w), sum);
    reinti_workbook_free(w);
    reinti_bytes_free(&bytes);
    return EXIT_SUCCESS;
}
