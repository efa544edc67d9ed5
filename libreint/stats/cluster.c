/* cluster.c -- groups of like objects from their distances: joining, cutting, silhouettes.
 *
 * Reads:    a matrix of distances.
 * Missing:  a distance that is not a number is refused; a silhouette of one group does not exist.
 * Sources:  at the declarations in sequence.h. */
#include <config.h>

#include "stats/sequence.h"

#include <stdlib.h>
#include <string.h>

#include "stats/internal.h"

/* ---- joining ------------------------------------------------------------------------------------------- */

struct join {
    size_t n;
    reint_linkage how;
    double *d;       /* n x n, squared for Ward */
    double *size;    /* members; 0: joined to another */
    size_t *nearest; /* nearest later cluster of each */
    long *name;      /* as in MERGE */
};

/* Distance of the cluster of A and B from C. */
static double
update(const struct join *t, size_t a, size_t b, size_t c)
{
    double da = t->d[a * t->n + c], db = t->d[b * t->n + c], dab = t->d[a * t->n + b];
    double na = t->size[a], nb = t->size[b], nc = t->size[c];

    switch (t->how) {
    case REINT_LINKAGE_WARD:
        return ((na + nc) * da + (nb + nc) * db - nc * dab) / (na + nb + nc);
    case REINT_LINKAGE_AVERAGE:
        return (na * da + nb * db) / (na + nb);
    case REINT_LINKAGE_COMPLETE:
        return fmax(da, db);
    case REINT_LINKAGE_SINGLE:
        break;
    }
    return fmin(da, db);
}

static void
find_nearest(struct join *t, size_t a)
{
    size_t best = t->n;

    for (size_t b = a + 1; b < t->n; b++)
        if (t->size[b] > 0 && (best == t->n || t->d[a * t->n + b] < t->d[a * t->n + best]))
            best = b;
    t->nearest[a] = best;
}

/* Joins B to A (A < B); A keeps its place. */
static void
join(struct join *t, size_t a, size_t b)
{
    for (size_t c = 0; c < t->n; c++)
        if (t->size[c] > 0 && c != a && c != b)
            t->d[a * t->n + c] = t->d[c * t->n + a] = update(t, a, b, c);
    t->size[a] += t->size[b];
    t->size[b] = 0;
    for (size_t c = 0; c < t->n; c++) {
        if (t->size[c] == 0)
            continue;
        if (c == a || t->nearest[c] == a || t->nearest[c] == b)
            find_nearest(t, c);
        else if (c < a && t->nearest[c] < t->n && t->d[c * t->n + a] < t->d[c * t->n + t->nearest[c]])
            t->nearest[c] = a;
    }
}

/* As hclust writes it: objects before clusters, earlier before later. */
static void
write_step(struct join *t, size_t step, size_t a, size_t b, long *merge)
{
    long x = t->name[a], y = t->name[b];
    bool swap = x < 0 && y < 0 ? x < y : x > y;

    merge[2 * step] = swap ? y : x;
    merge[2 * step + 1] = swap ? x : y;
    t->name[a] = (long)step + 1;
}

static bool
distances_valid(const double *d, size_t n)
{
    if (!reinti_counts_valid(d, n * n, false))
        return false;
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < i; j++)
            if (d[i * n + j] != d[j * n + i])
                return false;
    return true;
}

reint_status
reint_cluster_join(const double *distance, size_t n, reint_linkage how, long *merge, double *height)
{
    struct join t = { .n = n, .how = how };
    reint_status status = REINT_NO_MEMORY;

    if ((unsigned)how > REINT_LINKAGE_SINGLE || n > 20000 || !distances_valid(distance, n))
        return REINT_ARGUMENT;
    t.d = reinti_room(n * n + n, sizeof *t.d);
    t.nearest = reinti_room(n, sizeof *t.nearest);
    t.name = reinti_room(n, sizeof *t.name);
    if (!t.d || !t.nearest || !t.name)
        goto done;
    status = REINT_OK;
    t.size = t.d + n * n;
    for (size_t i = 0; i < n * n; i++)
        t.d[i] = how == REINT_LINKAGE_WARD ? distance[i] * distance[i] : distance[i];
    for (size_t i = 0; i < n; i++) {
        t.size[i] = 1;
        t.name[i] = -(long)i - 1;
    }
    for (size_t i = 0; i < n; i++)
        find_nearest(&t, i);
    for (size_t step = 0; step + 1 < n; step++) {
        size_t a = n, b;
        for (size_t i = 0; i < n; i++)
            if (t.size[i] > 0 && t.nearest[i] < n &&
                (a == n || t.d[i * n + t.nearest[i]] < t.d[a * n + t.nearest[a]]))
                a = i;
        b = t.nearest[a];
        height[step] = how == REINT_LINKAGE_WARD ? sqrt(t.d[a * n + b]) : t.d[a * n + b];
        write_step(&t, step, a, b, merge);
        join(&t, a, b);
    }
done:
    free(t.d);
    free(t.nearest);
    free(t.name);
    return status;
}

/* ---- cutting ------------------------------------------------------------------------------------------- */

reint_status
reint_cluster_cut(const long *merge, size_t n, size_t k, size_t *cluster)
{
    size_t *root = reinti_room(n, 3 * sizeof *root), *of_step, *number, used = 0;

    if (!root)
        return REINT_NO_MEMORY;
    of_step = root + n; /* the lowest object of the cluster of each step */
    number = of_step + n;
    if (k < 1 || k > n) {
        free(root);
        return REINT_ARGUMENT;
    }
    for (size_t i = 0; i < n; i++)
        root[i] = i;
    for (size_t step = 0; step < n - k; step++) {
        size_t side[2], low, high;
        for (int s = 0; s < 2; s++) {
            long m = merge[2 * step + (size_t)s];
            if (m == 0 || m < -(long)n || m > (long)step) {
                free(root);
                return REINT_ARGUMENT;
            }
            side[s] = m < 0 ? root[(size_t)-m - 1] : of_step[m - 1];
        }
        low = side[0] < side[1] ? side[0] : side[1];
        high = side[0] < side[1] ? side[1] : side[0];
        for (size_t i = 0; i < n; i++)
            if (root[i] == high)
                root[i] = low;
        for (size_t i = 0; i < step; i++)
            if (of_step[i] == high)
                of_step[i] = low;
        of_step[step] = low;
    }
    for (size_t i = 0; i < n; i++) {
        if (root[i] == i)
            number[i] = used++;
        cluster[i] = number[root[i]];
    }
    free(root);
    return REINT_OK;
}

/* ---- silhouettes --------------------------------------------------------------------------------------- */

reint_status
reint_cluster_silhouette(const double *distance, size_t n, const size_t *cluster, size_t k, double *width,
                         double *mean)
{
    double *sum, *size, total = 0;

    *mean = NAN;
    for (size_t i = 0; i < n; i++)
        if (cluster[i] >= k)
            return REINT_ARGUMENT;
    if (!distances_valid(distance, n))
        return REINT_ARGUMENT;
    sum = reinti_room(k, 2 * sizeof *sum);
    if (!sum)
        return REINT_NO_MEMORY;
    size = sum + k;
    for (size_t i = 0; i < n; i++)
        size[cluster[i]]++;
    for (size_t i = 0; i < n; i++) {
        double own, other = INFINITY, s;
        memset(sum, 0, k * sizeof *sum);
        for (size_t j = 0; j < n; j++)
            sum[cluster[j]] += distance[i * n + j];
        own = sum[cluster[i]] / (size[cluster[i]] - 1);
        for (size_t c = 0; c < k; c++)
            if (c != cluster[i] && size[c] > 0)
                other = fmin(other, sum[c] / size[c]);
        s = isinf(other)                                     ? NAN
            : size[cluster[i]] == 1 || fmax(own, other) == 0 ? 0
                                                             : (other - own) / fmax(own, other);
        if (width)
            width[i] = s;
        total += s;
    }
    *mean = n ? total / (double)n : NAN;
    free(sum);
    return REINT_OK;
}

/* ---- medoids ------------------------------------------------------------------------------------------- */

reint_status
reint_cluster_medoids(const double *distance, size_t n, const size_t *cluster, size_t k, size_t *medoid,
                      double *mean)
{
    double *least = reinti_room(k, 2 * sizeof *least), *size;

    if (!least)
        return REINT_NO_MEMORY;
    size = least + k;
    for (size_t c = 0; c < k; c++) {
        medoid[c] = SIZE_MAX;
        least[c] = INFINITY;
    }
    reint_status status = distances_valid(distance, n) ? REINT_OK : REINT_ARGUMENT;
    for (size_t i = 0; i < n && !status; i++)
        if (cluster[i] >= k)
            status = REINT_ARGUMENT;
    for (size_t i = 0; i < n && !status; i++) {
        double sum = 0;
        for (size_t j = 0; j < n; j++)
            sum += cluster[j] == cluster[i] ? distance[i * n + j] : 0;
        size[cluster[i]]++;
        if (sum < least[cluster[i]] * (1 - 1e-12)) { /* a tie is the first one's, whatever rounding says */
            least[cluster[i]] = sum;
            medoid[cluster[i]] = i;
        }
    }
    for (size_t c = 0; c < k && mean; c++)
        mean[c] = size[c] > 1 ? least[c] / (size[c] - 1) : NAN;
    free(least);
    return status;
}
