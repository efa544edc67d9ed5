/* linear.c -- Cholesky, elimination and Jacobi rotations for the small systems of stats/.
 *
 * A singular matrix is an answer (false), never an error handler. */
#include <config.h>

#include "stats/linear.h"

#include <math.h>
#include <string.h>

bool
reinti_solve_spd(double *a, double *b, size_t n, size_t m, double tolerance)
{
    for (size_t j = 0; j < n; j++) {
        double diagonal = a[j * n + j], pivot = diagonal;
        for (size_t k = 0; k < j; k++)
            pivot -= a[j * n + k] * a[j * n + k];
        if (!(pivot > tolerance * fabs(diagonal)) || !(diagonal > 0))
            return false;
        a[j * n + j] = sqrt(pivot);
        for (size_t i = j + 1; i < n; i++) {
            double sum = a[i * n + j];
            for (size_t k = 0; k < j; k++)
                sum -= a[i * n + k] * a[j * n + k];
            a[i * n + j] = sum / a[j * n + j];
        }
    }
    for (size_t c = 0; c < m; c++) {
        for (size_t i = 0; i < n; i++) {
            for (size_t k = 0; k < i; k++)
                b[i * m + c] -= a[i * n + k] * b[k * m + c];
            b[i * m + c] /= a[i * n + i];
        }
        for (size_t i = n; i-- > 0;) {
            for (size_t k = i + 1; k < n; k++)
                b[i * m + c] -= a[k * n + i] * b[k * m + c];
            b[i * m + c] /= a[i * n + i];
        }
    }
    return true;
}

bool
reinti_invert_spd(double *a, size_t n, double *room, double tolerance)
{
    memset(room, 0, n * n * sizeof *room);
    for (size_t i = 0; i < n; i++)
        room[i * n + i] = 1;
    if (!reinti_solve_spd(a, room, n, n, tolerance))
        return false;
    for (size_t i = 0; i < n; i++) /* exactly symmetric again */
        for (size_t j = 0; j < n; j++)
            a[i * n + j] = 0.5 * (room[i * n + j] + room[j * n + i]);
    return true;
}

static void
swap_rows(double *a, size_t width, size_t i, size_t j)
{
    for (size_t k = 0; k < width && i != j; k++) {
        double x = a[i * width + k];
        a[i * width + k] = a[j * width + k];
        a[j * width + k] = x;
    }
}

bool
reinti_solve(double *a, double *b, size_t n, size_t m)
{
    double largest = 0;

    for (size_t i = 0; i < n * n; i++)
        largest = fmax(largest, fabs(a[i]));
    for (size_t j = 0; j < n; j++) {
        size_t at = j;
        for (size_t i = j + 1; i < n; i++)
            if (fabs(a[i * n + j]) > fabs(a[at * n + j]))
                at = i;
        if (!(fabs(a[at * n + j]) > 1e-13 * largest))
            return false;
        swap_rows(a, n, at, j);
        swap_rows(b, m, at, j);
        for (size_t i = j + 1; i < n; i++) {
            double f = a[i * n + j] / a[j * n + j];
            for (size_t k = j; k < n; k++)
                a[i * n + k] -= f * a[j * n + k];
            for (size_t k = 0; k < m; k++)
                b[i * m + k] -= f * b[j * m + k];
        }
    }
    for (size_t c = 0; c < m; c++)
        for (size_t i = n; i-- > 0;) {
            for (size_t k = i + 1; k < n; k++)
                b[i * m + c] -= a[i * n + k] * b[k * m + c];
            b[i * m + c] /= a[i * n + i];
        }
    return true;
}

/* Rotates rows and columns P and Q so that a[p][q] becomes 0; the columns of VECTOR (may be NULL) with them. */
static void
rotate(double *a, double *vector, size_t n, size_t p, size_t q)
{
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = copysign(1, theta) / (fabs(theta) + sqrt(theta * theta + 1)), c = 1 / sqrt(t * t + 1),
           s = t * c;

    for (size_t k = 0; k < n; k++) {
        double x = a[k * n + p], y = a[k * n + q];
        a[k * n + p] = c * x - s * y;
        a[k * n + q] = s * x + c * y;
    }
    for (size_t k = 0; k < n; k++) {
        double x = a[p * n + k], y = a[q * n + k];
        a[p * n + k] = c * x - s * y;
        a[q * n + k] = s * x + c * y;
    }
    for (size_t k = 0; vector && k < n; k++) {
        double x = vector[k * n + p], y = vector[k * n + q];
        vector[k * n + p] = c * x - s * y;
        vector[k * n + q] = s * x + c * y;
    }
}

void
reinti_eigen(double *a, size_t n, double *value, double *vector)
{
    for (size_t i = 0; vector && i < n * n; i++)
        vector[i] = i / n == i % n;
    for (int sweep = 0; sweep < 100; sweep++) {
        double off = 0, all = 0;
        for (size_t i = 0; i < n * n; i++)
            *(i / n == i % n ? &all : &off) += a[i] * a[i];
        if (!(off > 1e-32 * all))
            break;
        for (size_t p = 0; p < n; p++)
            for (size_t q = p + 1; q < n; q++)
                if (a[p * n + q] != 0)
                    rotate(a, vector, n, p, q);
    }
    for (size_t i = 0; i < n; i++)
        value[i] = a[i * n + i];
}

void
reinti_eigenvalues(double *a, size_t n, double *value)
{
    reinti_eigen(a, n, value, NULL);
}
