/* registry.h -- every statistic by its name: what `reint calc` and the oracle runner share.
 * Public, installed as reint/stats/registry.h.
 *
 * An input is a CSV text (header, comma, '.', empty = missing) read in one of the layouts:
 *   table             row,col,count: the cells of a table; rows and columns in ascending order of their
 *                     codes, which also are the scores; a combination not given is 0
 *   micro             row,col: one record a line, pairs with a missing value are dropped
 *   square_table      as table; row = first, col = second occasion, the same categories on both sides
 *   stratified_table  stratum,row,col,count
 *   trend             score,x,n;  proportions  x,n;  two_proportions  x1,n1,x2,n2
 *   wide              an id, then one column an occasion, item or judge
 *   long              id,time,state;  survival  time,status,group (status 1 = event, 0 = censored)
 *   interval          left,right: the event came after left, at right at the latest; left empty: from the
 *                     beginning, right empty: not yet; perhaps group
 *   gee, glm          a model frame, the formula in the options: "y ~ age + smoke"; gee: cluster (or matched
 *                     set) = column id
 *   survey            one record a line; "strata=.. psu=.. weights=.. fpc=.. lonely.psu=.." in the
 *                     options
 *   ratings           unit, then one column a rater;  rating_counts  unit, then one column a category
 *   descriptive       x, or x,w with "weights=frequency" or "weights=sampling" in the options
 *   mrset_dichotomy   id, one column an option (1 = chosen), perhaps group, perhaps w
 *   mrset_category    id, one column a mention; "categories 1 2 3" in the options
 *   records           one record a line, columns as the statistic and its options name them */
#ifndef REINT_STATS_REGISTRY_H
#define REINT_STATS_REGISTRY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/error.h"

typedef struct reint_statistic {
    const char *key;       /* "cramer_v" */
    const char *layouts;   /* separated by blanks; the first that fits an input is used */
    const char *summary;   /* what it measures, its range */
    const char *undefined; /* when there is no value */
    const char *source;    /* paper or book */
    const char *r;         /* the R call that gives the same numbers */
} reint_statistic;

size_t reint_statistic_count(void);
const reint_statistic *reint_statistic_get(size_t i);         /* in the order of the manual */
const reint_statistic *reint_statistic_find(const char *key); /* NULL when there is none */

/* How a statistic is computed: the manual reint-methods(7) is printed from this and the entry above. */
typedef struct reint_method {
    const char *section, *section_text; /* NULL but for the first statistic of a section */
    const char *key;
    const char *formula;
    const char *conditions;  /* when to use it; "" when there is nothing to say */
    const char *differences; /* where other programs give another number; "" */
    const char *cases;       /* of tests/oracle that compare it with R: "group: case case; group: ..." */
    size_t n_values;         /* compared there */
} reint_method;
size_t reint_method_count(void);
bool reint_method_get(size_t i, reint_method *out); /* in the order of the manual; false when there is none */
bool reint_method_find(const char *key, reint_method *out);

typedef struct reint_input reint_input;

/* LAYOUT: a name above, or NULL to take the first layout of STATISTIC whose columns are all there.  OPTIONS
 * may be NULL.  INPUT: not a CSV text, a column of the layout is missing or holds text where numbers are
 * needed. */
reint_status reint_input_read(const char *text, size_t size, const char *layout,
                              const reint_statistic *statistic, const char *options, reint_input **out,
                              reint_error *err);
void reint_input_free(reint_input *in);
const char *reint_input_layout(const reint_input *in);

/* Takes one number: PARAMETER is valid during the call; VALUE is NaN where UNDEFINED (else NULL) says why. */
typedef void (*reint_value_fn)(const char *parameter, double value, const char *undefined, void *user);

/* ARGUMENT: the statistic does not take the layout of the input, or a value lies outside its domain. */
reint_status reint_statistic_compute(const reint_statistic *statistic, const reint_input *in,
                                     reint_value_fn fn, void *user, reint_error *err);

#endif
