/* fuzz_sheet.c -- reads the file named (or standard input) as a workbook, every sheet of it, and touches every
 * byte it is told of.  Any input must end in an error or at the end of the file.
 *     make tests/fuzz/fuzz_sheet && afl-fuzz -i tests/fuzz/seeds/sheet -o found tests/fuzz/fuzz_sheet @@
 * The seeds are packed without compression, so that a changed byte of them is a changed byte of XML. */
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
    printf("%zu\n", fuzz_sheet(bytes.data, bytes.size));
    reinti_bytes_free(&bytes);
    return EXIT_SUCCESS;
}
