/* fuzz_csv.c -- reads the file named (or standard input) as CSV to its end, and touches every byte it is told
 * of. Any input must end in an error or at the end of the file: make tests/fuzz/fuzz_csv && afl-fuzz -i seeds
 * -o found tests/fuzz/fuzz_csv @@ Under AddressSanitizer this finds what reads beyond its field. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "ingest/csv.h"

int
main(int argc, char **argv)
{
    reinti_bytes bytes = { 0 };
    reint_error err = { 0 };
    reinti_csv csv;
    size_t n = 0, sum = 0;

    if (reinti_bytes_read(argc > 1 ? argv[1] : "/dev/stdin", 64 << 20, &bytes, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    if (!reinti_csv_open(&csv, "input", bytes.data, bytes.size, 0, &err)) {
        while (reinti_csv_next(&csv, &err) == REINTI_CSV_RECORD) {
            long line, column;
            for (size_t i = 0; i < csv.n_fields && i <= REINTI_CSV_COLUMNS_LIMIT; i++) {
                for (size_t k = 0; k < csv.field[i].length || k < REINTI_CSV_PADDING; k++)
                    sum += (unsigned char)csv.field[i].text[k];
                reinti_csv_place(&csv, i, &line, &column);
            }
            n++;
        }
        reinti_csv_close(&csv);
    }
    printf("%zu records, %zu\n", n, sum);
    reinti_bytes_free(&bytes);
    return EXIT_SUCCESS;
}
