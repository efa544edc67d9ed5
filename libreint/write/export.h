/* export.h -- the records of a study for another program.  Public, installed as reint/write/export.h. */
#ifndef REINT_EXPORT_H
#define REINT_EXPORT_H

#include "base/error.h"
#include "study/study.h"

typedef struct reint_export_options {
    size_t size;
    const char *language; /* of labels; NULL: the codebook's first */
    const char *ruleset;  /* whose facts are written; NULL: the codebook's default */
    int texts;            /* free text, too: it may name people */
} reint_export_options;

/* Writes FOLDER (made with mode 0700 where it is not there) for R; every file is 0600 and says INTERNAL in its name:
 *
 *   <id>-INTERNAL-<form>.csv       a record a line: the key, then of each variable x its value (codes; the codes of
 *                                  a set joined by ";" in the order of the answer) and x__missing, why there is
 *                                  none; dates and ages also x_low and x_high (open ends: -Inf, Inf).  in_base: 1 if
 *                                  the codebook's base holds the record.  Then the derived columns of the form (classes,
 *                                  scores), with x__possible: what may be, where that cannot be told
 *   <id>-INTERNAL-variables.csv    what each column is;  -codes.csv, -attributes.csv  the lists;  -missing.csv reasons
 *   <id>-INTERNAL-facts.csv        what the rule set reads of each person, stage (or wave) and service: need, due,
 *                                  receipt and marks, each the set of values that are possible
 *   <id>-INTERNAL-read.R           read_study(): data frames with factors, missing reasons, sets as logical
 *                                  matrices; no package is needed; tagged(): tagged missing values, with haven
 *
 * Records of persons without consent to analysis, or whose own record was never accepted, are left out and counted in
 * FINDINGS (may be NULL).  Takes time linear in the records.
 * ARGUMENT: no such rule set; OUTPUT: FOLDER is no folder, or a file cannot be written. */
reint_status reint_export_r(reint_study *study, const char *folder, const reint_export_options *options,
                            reint_findings *findings, reint_error *err);

#endif
