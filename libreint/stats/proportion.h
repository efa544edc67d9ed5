/* proportion.h -- shares and their intervals.  Public, installed as reint/stats/proportion.h.
 *
 * X of N, 0 <= X <= N; fractions (weighted or effective counts) are allowed.  CONFIDENCE is 0..1, such as
 * 0.95. N = 0: no share exists, the limits are NaN.  ARGUMENT: X or N outside their domain, or CONFIDENCE. */
#ifndef REINT_STATS_PROPORTION_H
#define REINT_STATS_PROPORTION_H

#include <stddef.h>

#include "base/error.h"

typedef struct reint_limits {
    double lower, upper;
    const char *undefined; /* NULL when defined */
} reint_limits;

/* Wilson's score interval, within 0..1; exactly 0 at X = 0 and 1 at X = N.
 * Wilson, JASA 22 (1927) 209.  R: prop.test(x, n, correct = FALSE)$conf.int. */
reint_status reint_wilson_interval(double x, double n, double confidence, reint_limits *out);

#endif
