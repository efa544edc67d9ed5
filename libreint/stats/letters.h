/* letters.h -- which columns of a table differ: letters, and a cell against the rest of its row.  Public,
 * installed as reint/stats/letters.h.
 *
 * How a table calls it (weights, overlapping columns and banners are optional):
 *
 *     reint_shares s = { .rows = 3, .cols = 2, .count = count, .w = base, .w2 = base_w2, .n = persons };
 *     reint_letters_rule rule = reint_letters_rule_usual();       0.05 and 0.01, base 30, Holm within the row
 *     reint_letters *l;
 *     status = reint_letters_compare(&s, &rule, &l, err);
 *     reint_letters_text(l, row, col, buf, sizeof buf);           "bD": higher than b (5 %) and D (1 %)
 *     reint_letters_left_out(l, col);                             NULL, or why the column was not compared
 *     reint_letters_n_tests(l);                                   tests made, to be printed
 *     reint_letters_free(l);
 *
 * The cube's sums are all that is needed: sum of w of each cell, and sum of w, of w^2 and number of persons of
 * each base.  A column where a test of independence is not allowed (unit, purposive sample) is the caller's
 * affair: this file knows numbers only.
 *
 * Status: OK; ARGUMENT, an input outside its domain; NO_MEMORY. */
#ifndef REINT_STATS_LETTERS_H
#define REINT_STATS_LETTERS_H

#include <stddef.h>

#include "base/error.h"

/* Shares COUNT / W of COLS columns in ROWS rows.
 *   count    rows x cols, row-major: sum of the weights of the base's cases that are in the row, 0 .. w
 *   w        cols: sum of the weights of the base of the column
 *   w2       cols: sum of their squares; NULL: no weights, w2 = w.  The effective base is w^2/w2
 *   n        cols: cases of the base, for the smallest base; NULL: w
 *   group    cols: columns are compared with those of the same group (one break of a banner); NULL: all
 *   shared   cols x cols: sum of w^2 of the cases that stand in both columns (multiple response); NULL: none
 * Strata and clusters are not known here: a complex sample wants the Rao-Scott tests of survey.h. */
typedef struct reint_shares {
    size_t rows, cols;
    const double *count, *w, *w2, *n;
    const size_t *group;
    const double *shared;
} reint_shares;

/* Tests whose p-values are adjusted together: none, those of a row and group, all of the table. */
typedef enum reint_letters_family { REINT_FAMILY_ROW, REINT_FAMILY_TABLE } reint_letters_family;

typedef enum reint_letters_adjust {
    REINT_LETTERS_PLAIN,
    REINT_LETTERS_BONFERRONI,
    REINT_LETTERS_HOLM,
    REINT_LETTERS_BH
} reint_letters_adjust;

typedef struct reint_letters_rule {
    size_t size;     /* sizeof(reint_letters_rule) */
    double alpha[2]; /* small letter at p <= alpha[0], capital at p <= alpha[1]; 0: that level is not used */
    double min_base; /* columns with fewer cases are not compared */
    reint_letters_adjust adjust;
    reint_letters_family family;
} reint_letters_rule;
/* Levels 0.05 and 0.01, smallest base 30, Holm within the row. */
reint_letters_rule reint_letters_rule_usual(void);

/* Every pair of columns of a group, in every row: z of the two shares,
 *
 *     z = (p_a - p_b) / sqrt(p (1-p) (w2_a/w_a^2 + w2_b/w_b^2 - 2 shared_ab/(w_a w_b))),
 *
 * p the mean of both shares by effective base: without weights and overlap the pooled z of two proportions, with
 * overlap its variance less the covariance that cases in both columns make.
 * A pair is not tested when a base is empty or below MIN_BASE, a share is 0 or 1 (as SPSS CTABLES), or no
 * variance is left (the same cases in both); it does not count in the family.
 * R: prop.test(x, n, correct = FALSE), statistic = z^2; p.adjust. */
typedef struct reint_letters reint_letters;
reint_status reint_letters_compare(const reint_shares *s, const reint_letters_rule *rule, reint_letters **out,
                                   reint_error *err);
void reint_letters_free(reint_letters *l); /* NULL is fine */

/* One comparison.  LEVEL 0 no difference, 1 at alpha[0], 2 at alpha[1]; the sign is that of z: positive, A is
 * higher.  NaN and a reason where it was not made. */
typedef struct reint_letters_pair {
    double z, p, p_adjusted;
    int level;
    const char *undefined;
} reint_letters_pair;
/* Columns A and B of ROW, in either order. */
reint_letters_pair reint_letters_pair_at(const reint_letters *l, size_t row, size_t a, size_t b);

/* The letters of the columns that COL is higher than, in the order of the columns: "aD"; "" when none; with more
 * than 26 columns of a table separated by blanks ("b ac").  Answers the length that is needed, as snprintf. */
size_t reint_letters_text(const reint_letters *l, size_t row, size_t col, char *buf, size_t size);
/* The name of a column: "A" .. "Z", "AA", "AB" ...; small for the first level.  BUF of 16 is enough. */
const char *reint_letters_name(size_t col, int capital, char *buf, size_t size);
/* NULL, or why COL was compared with none: "an empty base", "below the smallest base". */
const char *reint_letters_left_out(const reint_letters *l, size_t col);
size_t reint_letters_n_tests(const reint_letters *l);

/* A cell against its complement: the share of COL in ROW against that of the other columns of its group taken
 * together (for columns that share cases: the persons outside COL must be given as a column of their own).
 * The same z and conditions; the family is the rows x cols cells, or the row's. Room for rows x cols. */
reint_status reint_cells_against_rest(const reint_shares *s, const reint_letters_rule *rule,
                                      reint_letters_pair *out, size_t *n_tests, reint_error *err);

#endif
