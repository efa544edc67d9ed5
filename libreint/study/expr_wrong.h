/* expr_wrong.h -- what is wrong with a condition, in the words of who writes it.  Private to study/. */
#ifndef REINTI_EXPR_WRONG_H
#define REINTI_EXPR_WRONG_H

#include <sqlite3.h>

#include "study/expr.h"

/* Before SQLite reads CONDITION: OK where quotes, comments and parentheses close inside it and it has no semicolon, so that
 * what else stands around it in our statement cannot be reached; else ARGUMENT with what does not close. */
reint_status reinti_expr_open(const char *condition, reint_error *err);

/* ARGUMENT with the reason why DB has just not read the statement around CONDITION.  REFUSED: what the authorizer said no to,
 * or "".  NAMES are the variables and FUNCTIONS the functions there are. */
reint_status reinti_expr_wrong(sqlite3 *db, const char *condition, const char *refused,
                               const char *const *names, size_t n_names, const char *const *functions,
                               size_t n_functions, reint_error *err);

#endif
