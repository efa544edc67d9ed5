/* repack.h -- parts of a package (a workbook that was written) replaced by others.  Private. */
#ifndef REINTI_REPACK_H
#define REINTI_REPACK_H

#include "base/base.h"

/* Adds to OUT what is to stand in the place of PART; nothing: the part stays as it is. */
typedef void (*reinti_part_fn)(void *user, const char *part, size_t size, reinti_str *out);

typedef struct reinti_repack_rule {
    const char *prefix; /* of the names of the parts that it is for */
    bool stored;        /* what stands there is compressed already */
    reinti_part_fn change;
} reinti_repack_rule;

/* The package in DATA (malloc'ed; freed here) with the parts changed as RULE says, added to OUT: the same order of parts, those that stay byte for
 * byte, new ones with the date of all others.  OUTPUT: DATA is no whole package. */
reint_status reinti_repack(void *data, size_t size, const reinti_repack_rule *rule, size_t n_rules,
                           void *user, reinti_str *out, reint_error *err);

#endif
