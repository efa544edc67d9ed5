/* check.h -- what every test includes first after config.h: cmocka, and comparisons it lacks. */
#ifndef REINT_CHECK_H
#define REINT_CHECK_H

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* cmocka 1.1.5 compares doubles as float and lets NaN equal anything: use these instead.
 * NaN equals only NaN; infinities only themselves; else relative to the larger, absolute below 1. */
static inline int
check_close(double got, double want, double rel)
{
    if (isnan(want))
        return isnan(got);
    if (isinf(want) || isinf(got))
        return got == want;
    return fabs(got - want) <= rel * fmax(1.0, fmax(fabs(got), fabs(want)));
}

#define assert_close(got, want, rel)                                                                         \
    do {                                                                                                     \
        double got_ = (got), want_ = (want);                                                                 \
        if (!check_close(got_, want_, (rel)))                                                                \
            fail_msg("%s is %.17g, want %.17g", #got, got_, want_);                                          \
    } while (0)

/* Path of a file of the source tree, whatever the build folder.  One of eight buffers, used in turn. */
static inline const char *
source_path(const char *name)
{
    const char *root = getenv("REINT_SRCDIR");
    static char path[8][4096];
    static int turn;
    char *p = path[turn++ % 8];
    snprintf(p, 4096, "%s/%s", root ? root : ".", name);
    return p;
}

#endif
