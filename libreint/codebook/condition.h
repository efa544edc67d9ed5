/* condition.h -- comparisons in a condition that cannot mean what they say.  Private. */
#ifndef REINTI_CODEBOOK_CONDITION_H
#define REINTI_CODEBOOK_CONDITION_H

#include "codebook/model.h"

/* Finds in CONDITION, SQL over records of FORM, every variable that is compared with something it can never
 * be: a text that is no code of its list, a code with a number (`q01 = 1` where the codes are texts), a number
 * with a text, a date with what is no date.  SQLite answers such a comparison without a word; each is an error
 * at FILE and PLACE here, with did-you-mean. */
void reinti_condition_check(const reint_codebook *cb, size_t form, const char *condition, const char *file,
                            reinti_place place, reint_findings *findings);

#endif
