/* check.h -- the parts of `reint check`.  Private to run/. */
#ifndef REINTI_CHECK_H
#define REINTI_CHECK_H

#include "base/base.h"

/* Reads the codebook at PATH and all its files, then what its own parser cannot judge: conditions, and whether
 * the decision tables of its rule sets are complete.  INPUT if anything is an error. */
reint_status reinti_check_codebook(const char *path, reint_findings *findings, reint_error *err);

#endif
