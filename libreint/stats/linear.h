/* linear.h -- small dense linear algebra.  Private to stats/.  Matrices are row-major. */
#ifndef REINTI_STATS_LINEAR_H
#define REINTI_STATS_LINEAR_H

#include <stdbool.h>
#include <stddef.h>

/* Solves A X = B for symmetric positive definite A (N x N, overwritten), B (N x M) becomes X.  False when a
 * pivot falls below TOLERANCE times its diagonal: A is singular to that precision. */
bool reinti_solve_spd(double *a, double *b, size_t n, size_t m, double tolerance);
/* A becomes its inverse; false when singular.  ROOM holds N x N. */
bool reinti_invert_spd(double *a, size_t n, double *room, double tolerance);
/* Solves A X = B for any A by elimination with partial pivoting; false when singular. */
bool reinti_solve(double *a, double *b, size_t n, size_t m);
/* Eigenvalues of symmetric A (overwritten) into VALUE, by Jacobi rotations. */
void reinti_eigenvalues(double *a, size_t n, double *value);
/* The same, and in the columns of VECTOR (N x N) the orthonormal eigenvectors. */
void reinti_eigen(double *a, size_t n, double *value, double *vector);

#endif
