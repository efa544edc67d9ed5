/* axis_maker.h -- the entries of an axis while they are made.  Private to axis.c and axis_rest.c. */
#ifndef REINTI_AXIS_MAKER_H
#define REINTI_AXIS_MAKER_H

#include "table/build.h"

typedef struct reinti_axis_maker {
    reinti_build *b;
    reinti_axis *axis;
    size_t entry_capacity, key_capacity;
    bool is_rows, failed;
    reint_status status; /* of columns made on the way */
    reint_error *err;
} reinti_axis_maker;

/* Where the recursion through the levels stands. */
typedef struct reinti_axis_place {
    size_t shown;
    const reinti_column *column[REINTI_MOST_DIMENSIONS];
    uint16_t category[REINTI_MOST_DIMENSIONS];
    const char *code[REINTI_MOST_DIMENSIONS], *label[REINTI_MOST_DIMENSIONS];
} reinti_axis_place;

/* axis.c.  Labels outlive plan and frames. */
const char *reinti_axis_label(const reinti_build *b, const reinti_column *c, size_t category);
/* The label above the entries of a shown part; NULL when there is no other part. */
const char *reinti_axis_group(const reinti_axis_maker *m, size_t shown);
/* The part that counts these columns, made when there is none. */
size_t reinti_axis_part_of(reinti_axis_maker *m, size_t shown, const reinti_column *const *column);
void reinti_axis_add(reinti_axis_maker *m, reinti_entry entry, reinti_key key);

/* axis_rest.c.  Who is in no category of the one column of part P: answered and none of the codes, cannot be told, and
 * the missing reasons that the plan shows. */
void reinti_axis_add_none(reinti_axis_maker *m, size_t p);
void reinti_axis_add_undetermined(reinti_axis_maker *m, size_t p);
void reinti_axis_add_missing(reinti_axis_maker *m, size_t p);

#endif
