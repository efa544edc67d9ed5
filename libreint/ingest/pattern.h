/* pattern.h -- does a whole value fit a pattern?  Private. */
#ifndef REINTI_PATTERN_H
#define REINTI_PATTERN_H

#include "base/base.h"

typedef struct reinti_pattern reinti_pattern;

/* TEXT is a POSIX extended regular expression for the whole value.  INPUT when it is none. */
reint_status reinti_pattern_create(const char *text, reinti_pattern **out, reint_error *err);
void reinti_pattern_free(reinti_pattern *p);
bool reinti_pattern_fits(reinti_pattern *p, const char *value, size_t n);
/* Whether the quick matcher holds it (for tests). */
bool reinti_pattern_is_quick(const reinti_pattern *p);

#endif
