/* expr.h -- conditions.  A condition (`when`, `require`, `base`, `filter`, asked_when, entitlement) is an SQL
 * expression over named columns, evaluated by SQLite on a read-only virtual table in a private in-memory
 * connection behind an authorizer: that table and pure functions only, no clock, no random numbers, no
 * sub-queries (of its own table neither), no aggregates: a record is judged by itself, in time that grows with
 * the length of the condition and of its texts only.
 *
 * Result per row: 1 true, 0 false, -1 NULL (cannot be told).  Extra functions: has(set, 'code').
 * Expressions that use only coded columns are evaluated once per combination of codes (frame/ decides). */
#ifndef REINTI_EXPR_H
#define REINTI_EXPR_H

#include "base/base.h"

typedef struct reinti_expr reinti_expr;

typedef enum reinti_expr_kind {
    REINTI_EXPR_NULL,
    REINTI_EXPR_INTEGER,
    REINTI_EXPR_REAL,
    REINTI_EXPR_TEXT
} reinti_expr_kind;
typedef struct reinti_expr_value {
    reinti_expr_kind kind;
    int64_t integer;
    double real;
    const char *text; /* must live until the next call of the function */
    size_t length;
} reinti_expr_value;
/* COLUMN is an index into the names given to _compile. */
typedef void (*reinti_expr_fn)(void *user, size_t row, size_t column, reinti_expr_value *out);

/* NAMES are all columns there are; ARGUMENT with SQLite's message (and did-you-mean) for a bad condition. */
reint_status reinti_expr_compile(const char *condition, const char *const *names, size_t n_names,
                                 reinti_expr **out, reint_error *err);
void reinti_expr_free(reinti_expr *e);
/* Columns that the condition reads. */
size_t reinti_expr_used(const reinti_expr *e, const size_t **columns);
reint_status reinti_expr_run(reinti_expr *e, size_t n_rows, reinti_expr_fn value, void *user, int8_t *result,
                             reint_error *err);

#endif
