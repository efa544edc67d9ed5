/* fuzz.c -- gives the file named (or standard input) to a reader: any input must end in an error or at its end.
 *     make tests/fuzz/fuzz && afl-fuzz -i tests/fuzz/seeds/csv -o found tests/fuzz/fuzz csv @@
 * Under AddressSanitizer this finds what reads beyond its field.  The seeds of workbooks are packed without compression,
 * so that a changed byte of them is a changed byte of XML. */
#include <config.h>

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "targets.h"

int
main(int argc, char **argv)
{
    reinti_bytes bytes = { 0 };
    reint_error err = { 0 };
    const fuzz_target *target = fuzz_targets;

    while (target->name && (argc < 2 || strcmp(target->name, argv[1])))
        target++;
    if (!target->name) {
        fputs("Usage: fuzz TARGET [FILE], TARGET being one of", stderr);
        for (target = fuzz_targets; target->name; target++)
            fprintf(stderr, " %s", target->name);
        fputs("\n", stderr);
        return EXIT_FAILURE;
    }
    if (reinti_bytes_read(argc > 2 ? argv[2] : "/dev/stdin", 64 << 20, &bytes, &err)) {
        fprintf(stderr, "%s\n", err.text);
        return EXIT_FAILURE;
    }
    size_t sum = target->run(bytes.data, bytes.size);
    reinti_bytes_free(&bytes);
    if (sum == SIZE_MAX)
        abort();
    printf("%zu\n", sum);
    return EXIT_SUCCESS;
}
