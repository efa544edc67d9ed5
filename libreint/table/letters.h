/* letters.h -- comparisons of the columns of a table, between letters.c (made) and letters_write.c (settled).
 * Private to table/. */
#ifndef REINTI_LETTERS_H
#define REINTI_LETTERS_H

#include "table/build.h"

/* One comparison, waiting for the others of its family. */
typedef struct reinti_comparison {
    size_t family; /* of the table's own */
    double z, p;
    char *a, *b;               /* letters of the cells; of a cell against the rest B is NULL */
    size_t column_a, column_b; /* names */
} reinti_comparison;

struct reinti_comparisons {
    reinti_letters_plan rule;
    const char *language;
    const char *test, *reason; /* what was made; why some was not, NULL = nothing to tell */
    const char *left_out;      /* columns below the smallest base; "" = none */
    bool of_shares, of_means;
    size_t n, capacity, n_families;
    reinti_comparison *pair;
};

#endif
