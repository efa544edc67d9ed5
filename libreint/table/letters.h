/* letters.h -- comparisons of the columns of a table: between letters.c, letters_sums.c and letters_records.c (made) and
 * letters_write.c (settled).
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

/* A table at work. */
typedef struct reinti_comparer {
    reinti_build *b;
    struct reinti_comparisons *out;
    const reint_design *design; /* of comparisons by records */
    size_t stat, layer;
    bool of_means, overlap, by_records; /* by records: sums are not enough */
    size_t n_columns, n_groups;         /* of what is compared */
    size_t *column, *group;
    size_t n_rows, *row;
    char **letters; /* per column, of the row at work */
    double *count, *w, *w2, *n, *shared;
    double *x;       /* by records: the value in the row at work */
    bool *in, *rest; /* by records: [column][record] who is in it; who is in the others of its break */
    bool *left_out;  /* per column of the table */
} reinti_comparer;

/* Of a row, whose families begin at FIRST, in the break GROUP. */
size_t reinti_letters_family(const reinti_comparer *k, size_t first, size_t group);
/* Columns A and B of ROW were compared; B REINTI_NONE: A against the rest of the row.  P NaN: they were not. */
void reinti_letters_add(reinti_comparer *k, size_t row, size_t a, size_t b, double z, double p,
                        size_t family);
/* The rows of one part of the stub (SHOWN). */
reint_status reinti_letters_by_sums(reinti_comparer *k, size_t shown, reint_error *err);
reint_status reinti_letters_by_records(reinti_comparer *k, reint_error *err);
reint_status reinti_letters_prepare_records(reinti_comparer *k, reint_error *err);

#endif
