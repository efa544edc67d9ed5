/* condition.h -- what a condition says: comparisons that cannot mean it.  Private. */
#ifndef REINTI_CODEBOOK_CONDITION_H
#define REINTI_CODEBOOK_CONDITION_H

#include "codebook/model.h"

/* Finds in CONDITION, SQL over records of FORM, every variable that is compared with something it can never
 * be: a text that is no code of its list, a code with a number (`q01 = 1` where the codes are texts), a number
 * with a text, a date with what is no date.  SQLite answers such a comparison without a word; each is an error
 * at FILE and PLACE here, with did-you-mean.  So is a text that is compared with nothing.
 * CODES (NULL: none are known) gives the codes of a NAME that is no variable of the codebook, such as a class; 0: NAME has
 * none. */
typedef size_t (*reinti_codes_fn)(void *user, const char *name, const char *const **codes);
void reinti_condition_check(const reint_codebook *cb, size_t form, const char *condition,
                            reinti_codes_fn codes, void *user, const char *file, reinti_place place,
                            reint_findings *findings);

/* The variable NAME, N bytes, of FORM, its parents or the form of persons; NULL if there is none. */
const reinti_variable *reinti_variable_near(const reint_codebook *cb, size_t form, const char *name,
                                            size_t n);

#endif
