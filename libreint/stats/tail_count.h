/* tail_count.h -- where a tail of counts begins.  Private to stats/. */
#ifndef REINTI_STATS_TAIL_COUNT_H
#define REINTI_STATS_TAIL_COUNT_H

#include <stdbool.h>

/* Of the whole numbers from IN, which is not extreme, to OUT, which is or lies outside the support, on either side: the
 * one nearest to IN that is extreme.  EXTREME must not turn back on the way; it is never asked of the two ends. */
double reinti_first_extreme(double in, double out, bool (*extreme)(const void *of, double x), const void *of);

#endif
