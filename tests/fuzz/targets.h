/* targets.h -- the fuzz targets; tests/test_fuzz.c replays the seeds and some thousand mutations of them, fuzz.c takes
 * a file. */
#ifndef REINT_FUZZ_TARGETS_H
#define REINT_FUZZ_TARGETS_H

#include <stddef.h>

typedef struct fuzz_target {
    const char *name; /* its seeds are in seeds/NAME */
    /* A sum over every byte it was told of, so that reading beyond one is found by the sanitizer; 0: the input was
     * refused.  SIZE_MAX: what must hold of every input does not hold of this one. */
    size_t (*run)(const char *data, size_t size);
    size_t n; /* mutations that the test tries */
} fuzz_target;

extern const fuzz_target fuzz_targets[]; /* ends with a name of NULL */

#endif
