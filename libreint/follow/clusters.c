/* clusters.c -- groups of persons whose sequences of states are alike: optimal matching and Ward's clustering.
 *
 * Reads:    persons with a state at every wave: a sequence that is cut short would be near to others only because it is
 *           short.  The others are counted.
 * Costs:    2 - p(a to b) - p(b to a) of the transitions of these persons; insertion and deletion 1.
 * Refused:  too few persons (a handful can always be grouped, and says nothing), fewer than three different sequences, so
 *           many persons that their distances do not fit. */
#include <config.h>

#include "follow/panel.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "stats/stats.h"

enum { FEWEST_PERSONS = 50, MOST_PERSONS = 2000, LOOKED_AT = 6 };

typedef struct people {
    size_t n, k, waves;
    size_t *state;     /* [n][waves] */
    size_t *sequence;  /* [n]: which of the different ones */
    size_t n_distinct; /* the first of each: */
    size_t *first;
    double *distance; /* n x n */
} people;

static reint_status
take_people(reint_follow *f, const reinti_states *s, people *p, reint_follow_clusters *out, reint_error *err)
{
    p->waves = f->n_waves;
    p->k = s->column->n_valid;
    p->state = reinti_arena_alloc(f->arena, (f->n * p->waves + 1) * sizeof *p->state);
    p->sequence = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *p->sequence);
    p->first = reinti_arena_alloc(f->arena, (f->n + 1) * sizeof *p->first);
    if (!p->state || !p->sequence || !p->first)
        return reinti_no_memory(err);
    for (size_t i = 0; i < f->n; i++) {
        size_t *state = p->state + p->n * p->waves, known = 0;
        for (size_t w = 0; w < p->waves; w++) {
            state[w] = s->at[i * p->waves + w].code;
            known += state[w] < p->k;
        }
        if (known && reinti_follow_is_reversed(f, i)) {
            out->reversed++;
            continue;
        }
        p->n += known == p->waves;
        out->gapped += known && known < p->waves;
    }
    out->n = p->n;
    return REINT_OK;
}

static void
find_distinct(people *p)
{
    for (size_t i = 0; i < p->n; i++) {
        size_t at = 0, size = p->waves * sizeof *p->state;
        while (at < p->n_distinct &&
               memcmp(p->state + p->first[at] * p->waves, p->state + i * p->waves, size))
            at++;
        if (at == p->n_distinct)
            p->first[p->n_distinct++] = i;
        p->sequence[i] = at;
    }
}

/* Substitution costs from the rates of all transitions. */
static reint_status
find_costs(reint_follow *f, const people *p, double **cost, reint_error *err)
{
    size_t cells = p->k * p->k + 1;
    double *count = reinti_arena_alloc(f->arena, cells * sizeof *count),
           *pooled = reinti_arena_alloc(f->arena, cells * sizeof *pooled),
           *rate = reinti_arena_alloc(f->arena, cells * sizeof *rate);
    reint_transitions r;

    *cost = reinti_arena_alloc(f->arena, cells * sizeof **cost);
    if (!count || !pooled || !rate || !*cost)
        return reinti_no_memory(err);
    for (size_t i = 0; i < p->n; i++)
        for (size_t w = 0; w + 1 < p->waves; w++)
            count[p->state[i * p->waves + w] * p->k + p->state[i * p->waves + w + 1]]++;
    if (reint_transition_analysis(count, 1, p->k, pooled, rate, NULL, NULL, &r) ||
        reint_sequence_costs(rate, p->k, *cost))
        return reinti_no_memory(err);
    return REINT_OK;
}

/* Distances of the different sequences, then of all persons. */
static reint_status
find_distances(reint_follow *f, people *p, reint_error *err)
{
    size_t u = p->n_distinct;
    double *cost = NULL, *small = reinti_arena_alloc(f->arena, (u * u + 1) * sizeof *small);
    reint_status status = small ? find_costs(f, p, &cost, err) : reinti_no_memory(err);

    for (size_t a = 0; !status && a < u; a++)
        for (size_t b = a + 1; !status && b < u; b++) {
            double d;
            if (reint_sequence_distance(p->state + p->first[a] * p->waves, p->waves,
                                        p->state + p->first[b] * p->waves, p->waves, cost, p->k, 1, &d))
                status = reinti_no_memory(err);
            small[a * u + b] = small[b * u + a] = d;
        }
    p->distance = status ? NULL : malloc((p->n * p->n + 1) * sizeof *p->distance);
    if (!status && !p->distance)
        return reinti_no_memory(err);
    for (size_t i = 0; !status && i < p->n; i++)
        for (size_t k = 0; k < p->n; k++)
            p->distance[i * p->n + k] = small[p->sequence[i] * u + p->sequence[k]];
    return status;
}

/* ---- groups ---------------------------------------------------------------------------------------------- */

static int
by_size(const void *a, const void *b)
{
    const reint_follow_group *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n ? 1 : -1) : strcmp(x->medoid, y->medoid);
}

static const char *
write_path(reint_follow *f, const reinti_column *c, const people *p, size_t person)
{
    reinti_str text = REINTI_STR_EMPTY;

    for (size_t w = 0; w < p->waves; w++)
        reinti_str_format(&text, "%s%s", w ? ">" : "", c->category[p->state[person * p->waves + w]].code);
    char *path = text.failed ? NULL : reinti_arena_text(f->arena, text.text);
    reinti_str_free(&text);
    return path;
}

static reint_status
describe(reint_follow *f, const reinti_column *c, const people *p, const size_t *cluster, const double *width,
         reint_follow_clusters *out, reint_error *err)
{
    reint_follow_group *group = reinti_arena_alloc(f->arena, (out->n_groups + 1) * sizeof *group);
    size_t *medoid = reinti_arena_alloc(f->arena, (out->n_groups + 1) * sizeof *medoid);

    if (!group || !medoid || reint_cluster_medoids(p->distance, p->n, cluster, out->n_groups, medoid, NULL))
        return reinti_no_memory(err);
    for (size_t i = 0; i < p->n; i++) {
        group[cluster[i]].n++;
        group[cluster[i]].width += width[i];
    }
    for (size_t g = 0; g < out->n_groups; g++) {
        group[g].width /= (double)group[g].n;
        group[g].medoid = write_path(f, c, p, medoid[g]);
        if (!group[g].medoid)
            return reinti_no_memory(err);
    }
    qsort(group, out->n_groups, sizeof *group, by_size);
    out->group = group;
    return REINT_OK;
}

/* The silhouette of each number of groups that is looked at; the largest wins, the fewest groups of several alike. */
static reint_status
choose_groups(const people *p, const long *merge, size_t wanted, size_t *cluster, double *width,
              reint_follow_clusters *out, reint_error *err)
{
    size_t most = wanted ? wanted : LOOKED_AT, best = 0;

    most = most < p->n_distinct ? most : p->n_distinct - 1;
    for (size_t k = wanted && most == wanted ? wanted : 2; k <= most; k++) {
        if (reint_cluster_cut(merge, p->n, k, cluster) ||
            reint_cluster_silhouette(p->distance, p->n, cluster, k, width, &out->silhouette[k]))
            return reinti_no_memory(err);
        if (!best || out->silhouette[k] > out->silhouette[best])
            best = k;
    }
    out->n_groups = best;
    if (reint_cluster_cut(merge, p->n, best, cluster) ||
        reint_cluster_silhouette(p->distance, p->n, cluster, best, width, &out->silhouette[best]))
        return reinti_no_memory(err);
    return REINT_OK;
}

static reint_status
group_people(reint_follow *f, const reinti_column *c, people *p, size_t wanted, reint_follow_clusters *out,
             reint_error *err)
{
    long *merge = reinti_arena_alloc(f->arena, (2 * p->n + 1) * sizeof *merge);
    double *height = reinti_arena_alloc(f->arena, (p->n + 1) * sizeof *height),
           *width = reinti_arena_alloc(f->arena, (p->n + 1) * sizeof *width);
    size_t *cluster = reinti_arena_alloc(f->arena, (p->n + 1) * sizeof *cluster);

    if (!merge || !height || !width || !cluster)
        return reinti_no_memory(err);
    reint_status status = find_distances(f, p, err);
    if (!status && reint_cluster_join(p->distance, p->n, REINT_LINKAGE_WARD, merge, height))
        status = reinti_no_memory(err);
    if (!status)
        status = choose_groups(p, merge, wanted, cluster, width, out, err);
    if (!status)
        status = describe(f, c, p, cluster, width, out, err);
    free(p->distance);
    return status;
}

reint_status
reint_follow_cluster(reint_follow *f, const reint_follow_clustering *how, reint_follow_clusters *out,
                     reint_error *err)
{
    reinti_states s;
    people p = { 0 };

    *out = (reint_follow_clusters){ .fewest = how->min_persons ? how->min_persons : FEWEST_PERSONS };
    for (size_t k = 0; k < REINTI_LENGTH(out->silhouette); k++)
        out->silhouette[k] = NAN;
    if (how->groups == 1 || how->groups > REINT_FOLLOW_MOST_GROUPS)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "there are 2 to %d groups",
                           REINT_FOLLOW_MOST_GROUPS);
    reint_status status = reinti_follow_states(f, how->variable, &s, err);
    if (!status)
        status = take_people(f, &s, &p, out, err);
    if (status)
        return status;
    if (p.n <= MOST_PERSONS)
        find_distinct(&p);
    out->distinct = p.n_distinct;
    if (p.n < out->fewest)
        out->refused = "too few persons with a state at every wave";
    else if (p.n > MOST_PERSONS)
        out->refused = "too many persons: all distances between them do not fit";
    else if (p.n_distinct < 3)
        out->refused = "fewer than three different sequences";
    else if (how->groups >= p.n_distinct)
        out->refused = "fewer different sequences than groups";
    return out->refused ? REINT_OK : group_people(f, s.column, &p, how->groups, out, err);
}
