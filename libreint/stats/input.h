/* input.h -- the columns of a CSV text, for the statistics of the registry.  Private to stats/. */
#ifndef REINTI_STATS_INPUT_H
#define REINTI_STATS_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "stats/registry.h"

/* A CSV text cut into cells: quotes undone, rows of equal length.  Cells point into the block. */
typedef struct reinti_grid {
    size_t rows, cols; /* the header is row 0 */
    char **cell;
    char *text;
} reinti_grid;
reint_status reinti_grid_read(const char *text, size_t size, reinti_grid *out, reint_error *err);
void reinti_grid_free(reinti_grid *g);

typedef struct reinti_column {
    const char *name;
    double *value;      /* NaN = missing; of a text column the place of the text in `label`, from 1 */
    const char **label; /* NULL when every value is a number; else the distinct texts, sorted by bytes */
    size_t n_labels;
} reinti_column;

struct reint_input {
    const char *layout;
    char *options; /* never NULL */
    size_t n, k;   /* records, columns */
    reinti_column *column;
    reinti_grid grid; /* owns names and labels */
    void *values;
};

/* NULL when there is no such column. */
const reinti_column *reinti_input_column(const reint_input *in, const char *name);
/* The values of a column that the layout guarantees. */
const double *reinti_input_values(const reint_input *in, const char *name);
/* The value of KEY=value in the options, up to a blank, ';' or '(', into BUF; false when absent. */
bool reinti_input_option(const reint_input *in, const char *key, char *buf, size_t size);

/* A code for people: the label of a text column, else the shortest usual number.  BUF of 64 is enough for
 * numbers; longer labels are cut. */
const char *reinti_code_text(const reinti_column *c, double code, char *buf, size_t size);

/* The distinct values of X that are not NaN, ascending; malloc'ed.  KEEP (may be NULL) masks records. */
reint_status reinti_distinct(const double *x, const bool *keep, size_t n, double **out, size_t *n_out);
/* The place of X in the ascending array, or N. */
size_t reinti_place(const double *sorted, size_t n, double x);

/* Where numbers go. */
typedef struct reinti_sink {
    reint_value_fn fn;
    void *user;
    const char *reason; /* given with every NaN; a compute function may sharpen it for a while */
} reinti_sink;
void reinti_emit(reinti_sink *s, double value, const char *format, ...)
#if defined __GNUC__
    __attribute__((format(printf, 3, 4)))
#endif
    ;

typedef reint_status (*reinti_compute)(const reint_input *in, reinti_sink *out, reint_error *err);

#endif
