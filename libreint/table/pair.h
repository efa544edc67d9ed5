/* pair.h -- a part of the stub against a part of the banner: their cube, and what its sums say.  Private to table/. */
#ifndef REINTI_PAIR_H
#define REINTI_PAIR_H

#include "table/build.h"

typedef enum reinti_field {
    REINTI_FIELD_N,
    REINTI_FIELD_W,
    REINTI_FIELD_W2,
    REINTI_FIELD_NX,
    REINTI_FIELD_WX,
    REINTI_FIELD_WX2,
    REINTI_FIELD_SW,
    REINTI_FIELD_LOW,
    REINTI_FIELD_HIGH
} reinti_field;

typedef struct reinti_pair {
    reinti_build *b;
    const reinti_cube *cube;
    const reinti_column *column[REINTI_MOST_DIMENSIONS];
    size_t n_by, n_rows, n_columns; /* dimensions of each kind, in this order */
    size_t row_part, column_part;
    size_t bounded; /* dimension, or REINTI_NONE */
    struct reinti_bases *bases;
} reinti_pair;

/* What shares are of: rows, weights, squared weights.  All cells of a column have the same, and a sum over all rows is long
 * where they are nested: it is made once. */
typedef struct reinti_base_sums {
    double n, w, w2;
} reinti_base_sums;
typedef struct reinti_bases {
    reinti_map *at; /* key -> place in sums */
    reinti_base_sums *sums;
    size_t n, capacity;
} reinti_bases;
/* The sums of KEY; P->bases keep them (NULL: nothing does). */
reinti_base_sums reinti_pair_base(const reinti_pair *p, const uint16_t *key);
void reinti_bases_free(reinti_bases *bases);

/* The sum of F over the categories that KEY stands for. */
double reinti_pair_sum(const reinti_pair *p, const uint16_t *key, reinti_field f);
/* KEY with rows, columns or both widened to everybody. */
void reinti_pair_widen(const reinti_pair *p, const uint16_t *key, bool rows, bool columns, bool responses,
                       uint16_t *out);
/* pair_tests.c: the tests that the plan asks for, of all layers from FIRST_LAYER on. */
reint_status reinti_pair_tests(const reinti_pair *p, size_t first_layer, reint_error *err);
/* Whether entry I of AXIS takes part in the tests of PART: a valid category of the plan's own. */
bool reinti_is_tested(const reinti_axis *axis, size_t part, size_t i);
/* record_tests.c: Rao-Scott tests; tests of answers with several codes. */
reint_status reinti_tests_add_survey(const reinti_pair *p, size_t layer, reint_error *err);
bool reinti_pair_has_set(const reinti_pair *p);
reint_status reinti_tests_add_sets(const reinti_pair *p, size_t layer, reint_error *err);

/* Position of ROW among the categories of PART's columns, or REINTI_NONE if one is missing. */
size_t reinti_joint_category(const reinti_axis_part *part, size_t row);
/* strata_tests.c: the tests of the plan that are over strata, of all layers from FIRST_LAYER on. */
reint_status reinti_tests_add_strata(const reinti_pair *p, size_t first_layer, reint_error *err);

#endif
