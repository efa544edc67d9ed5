/* build.h -- one table on its way from plan to cells.  Private to table/. */
#ifndef REINTI_BUILD_H
#define REINTI_BUILD_H

#include "cube/cube.h"
#include "frame/frame.h"
#include "table/cells.h"
#include "table/plan.h"

/* A part of stub or banner with its columns. */
typedef struct reinti_axis_part {
    size_t n;
    const reinti_column *column[REINTI_MAX_DEPTH];
    size_t first_entry, n_entries; /* in the table's rows or columns */
} reinti_axis_part;

/* What an entry counts: a category in each dimension of its part; REINTI_ALL is every valid one (a total), REINTI_CASES the
 * respondents of a set, REINTI_RESPONSES its codes, REINTI_MISSING every missing reason together. */
enum { REINTI_ALL = 0xFFFF, REINTI_CASES = 0xFFFE, REINTI_RESPONSES = 0xFFFD, REINTI_MISSING = 0xFFFC };
typedef struct reinti_key {
    uint16_t category[REINTI_MAX_DEPTH];
    size_t part;
} reinti_key;

typedef struct reinti_axis {
    size_t n_parts;
    reinti_axis_part *part;
    size_t n;
    reinti_entry *entry;
    reinti_key *key;
    bool sets; /* a part has a multiple-response set */
} reinti_axis;

typedef struct reinti_build {
    reinti_frames *frames;
    reinti_frame *frame;
    const reint_codebook *cb;
    const reinti_plan_table *plan;
    const char *language;
    reinti_table *table;
    reinti_arena *arena;           /* the table's */
    int8_t *filter;
    size_t n_rows, n_in_base, n_no_consent;
    const double *weight, *x;
    reinti_axis rows, columns;
    size_t n_by;
    const reinti_column *by[REINTI_MAX_DEPTH];
    size_t *layer_category;        /* per layer n_by categories */
    size_t layers_per_item;
} reinti_build;

/* axis.c: entries of rows or columns; ITEM replaces the grid's name. */
reint_status reinti_axis_make(reinti_build *b, const reinti_parts *parts, const char *item, bool is_rows, reinti_axis *out,
                              reint_error *err);
/* count.c: fills the cells of all layers of grid item ITEM (0 when there is no grid). */
reint_status reinti_count_item(reinti_build *b, size_t item, reint_error *err);
/* base.c: "asked 84, answered 79: 3 refused, 2 not stated"; from the cube of first row and column part. */
void reinti_base_line(reinti_build *b, const reinti_cube *cube, reinti_str *out);
/* tests.c */
reint_status reinti_tests_add(reinti_build *b, size_t layer, const double *count, size_t n_rows, size_t n_columns,
                              reint_error *err);
/* A note that tests were asked for and are not made, with the reason; NULL: they are made. */
const char *reinti_tests_refused(const reinti_build *b);
void reinti_note(reinti_build *b, const char *format, ...) REINTI_PRINTF(2, 3);

/* build.c */
reint_status reinti_table_build(reinti_frames *frames, const reinti_plan *plan, const reinti_plan_table *t, const char *language,
                                reinti_table **out, reint_error *err);
/* Words for people in the language of the output. */
const char *reinti_say(const char *language, const char *en, const char *id);

#endif
