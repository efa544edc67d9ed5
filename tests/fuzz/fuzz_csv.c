/* fuzz_csv.c -- reads the file named (or standard input) as CSV to its end, and touches every byte it is told
 * of. Any input must end in an error or at the end of the file:
 *     make tests/fuzz/fuzz_csv && afl-fuzz -i tests/fuzz/seeds/csv -o found tests/fuzz/fuzz_csv @@
 * Under AddressSanitizer this finds what reads beyond its field. */
#include <config.h>

#include <stdio.h>
#include <stdlib.h>

#include "targets.h"

int
main(int argc, char **argv)
{
    reinti_bytes bytes = { 0 };
    reint_error err = { 0 };

    if (reinti_bytes_read(argc > 1 ? argv[1] : "/dev/stdin", 64 << 20, &bytes, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    printf("%zu\n", fuzz_csv(bytes.data, bytes.size));
    reinti_bytes_free(&bytes);
    return EXIT_SUCCESS;
}
