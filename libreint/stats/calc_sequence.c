/* calc_sequence.c -- sequences of states for the registry: distribution, measures, distances, groups, and changes
 * by the length of the gap.
 *
 * An occasion is a time of the input, in ascending order; a person without a state at one has a gap there.  The
 * possible states are those that occur, or 1..K of the option "states=1..K". */
#include <config.h>

#include "stats/calc.h"

#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"
#include "stats/sequence.h"
#include "stats/survival.h"

enum { MOST_PERSONS = 2000 }; /* with distances of every pair: 32 MB */

struct panel {
    double *id, *time, *state; /* ascending, distinct */
    size_t n, t, k;
    size_t *seq; /* n x t */
};

static void
panel_free(struct panel *x)
{
    free(x->id);
    free(x->time);
    free(x->state);
    free(x->seq);
}

static reint_status
place_states(const reint_input *in, struct panel *x)
{
    const double *id = reinti_input_values(in, "id"), *time = reinti_input_values(in, "time");
    const double *state = reinti_input_values(in, "state");

    for (size_t i = 0; i < x->n * x->t; i++)
        x->seq[i] = REINT_SEQUENCE_GAP;
    for (size_t i = 0; i < in->n; i++) {
        size_t *at;
        if (isnan(id[i]) || isnan(time[i]) || isnan(state[i]))
            continue;
        at = &x->seq[reinti_place(x->id, x->n, id[i]) * x->t + reinti_place(x->time, x->t, time[i])];
        if (*at != REINT_SEQUENCE_GAP)
            return REINT_ARGUMENT;
        *at = reinti_place(x->state, x->k, state[i]);
        if (*at == x->k)
            return REINT_ARGUMENT;
    }
    return REINT_OK;
}

static reint_status
panel_read(const reint_input *in, struct panel *x, reint_error *err)
{
    size_t cells;
    reint_status status;

    memset(x, 0, sizeof *x);
    status = reinti_states_read(in, &x->state, &x->k);
    if (!status)
        status = reinti_distinct(reinti_input_values(in, "id"), NULL, in->n, &x->id, &x->n);
    if (!status)
        status = reinti_distinct(reinti_input_values(in, "time"), NULL, in->n, &x->time, &x->t);
    if (!status) {
        bool fits = !__builtin_mul_overflow(x->n, x->t, &cells) && cells < SIZE_MAX / 64;
        x->seq = fits ? reinti_room(cells, sizeof *x->seq) : NULL;
        status = x->seq ? place_states(in, x) : REINT_NO_MEMORY;
    }
    if (status == REINT_ARGUMENT)
        return reinti_fail(err, REINT_INPUT, NULL, 0,
                           "a person twice at one time, or a state that is not among the states");
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

static const char *
state_text(const reint_input *in, const struct panel *x, size_t s, char *buf, size_t size)
{
    return reinti_code_text(reinti_input_column(in, "state"), x->state[s], buf, size);
}

static const char *
id_text(const reint_input *in, const struct panel *x, size_t i, char *buf, size_t size)
{
    return reinti_code_text(reinti_input_column(in, "id"), x->id[i], buf, size);
}

/* ---- distribution -------------------------------------------------------------------------------------- */

static void
say_occasion(const reint_input *in, const struct panel *x, size_t t, double *count, reinti_sink *out)
{
    double n = 0, most = 0, entropy = 0;
    char time[64], state[64];

    memset(count, 0, x->k * sizeof *count);
    for (size_t i = 0; i < x->n; i++)
        if (x->seq[i * x->t + t] != REINT_SEQUENCE_GAP) {
            count[x->seq[i * x->t + t]]++;
            n++;
        }
    for (size_t s = 0; s < x->k; s++) {
        most = fmax(most, count[s]);
        if (count[s] > 0)
            entropy -= count[s] / n * log(count[s] / n);
    }
    reinti_code_text(NULL, x->time[t], time, sizeof time);
    reinti_emit(out, n, "time=%s:n", time);
    for (size_t s = 0; s < x->k; s++) {
        state_text(in, x, s, state, sizeof state);
        reinti_emit(out, count[s], "time=%s;state=%s:count", time, state);
        reinti_emit(out, reinti_ratio(count[s], n), "time=%s;state=%s:share", time, state);
        reinti_emit(out, n > 0 ? count[s] == most : NAN, "time=%s;state=%s:modal", time, state);
    }
    reinti_emit(out, n > 0 && x->k > 1 ? entropy / log((double)x->k) : NAN, "time=%s:entropy", time);
}

REINTI_COMPUTE(reinti_calc_state_distribution)
{
    struct panel x;
    double *count = NULL;
    reint_status status = panel_read(in, &x, err);

    if (!status) {
        count = reinti_room(x.k, sizeof *count);
        status = count ? REINT_OK : reinti_no_memory(err);
    }
    for (size_t t = 0; t < x.t && !status; t++)
        say_occasion(in, &x, t, count, out);
    free(count);
    panel_free(&x);
    return status;
}

/* ---- measures ------------------------------------------------------------------------------------------ */

/* The mean of each measure is over the persons that have it; the number of them stands beside it. */
REINTI_COMPUTE(reinti_calc_sequence)
{
    static const char *const name[] = { "length", "transitions", "entropy", "complexity", "turbulence" };
    struct panel x;
    double sum[5] = { 0 }, n[5] = { 0 };
    const char *reason = out->reason;
    char id[64];
    reint_status status = panel_read(in, &x, err);

    for (size_t i = 0; i < x.n && !status; i++) {
        reint_sequence m;
        status = reint_sequence_measure(x.seq + i * x.t, x.t, x.k, &m);
        if (status) {
            status = reinti_calc_fail(status, err);
            break;
        }
        const double value[] = { m.length, m.transitions, m.entropy, m.complexity, m.turbulence };
        if (m.undefined)
            out->reason = m.undefined;
        id_text(in, &x, i, id, sizeof id);
        for (size_t k = 0; k < REINTI_LENGTH(name); k++) {
            reinti_emit(out, value[k], "id=%s:%s", id, name[k]);
            sum[k] += isnan(value[k]) ? 0 : value[k];
            n[k] += !isnan(value[k]);
        }
        out->reason = reason;
    }
    for (size_t k = 0; k < REINTI_LENGTH(name) && !status; k++) {
        reinti_emit(out, n[k], "n_%s", name[k]);
        reinti_emit(out, reinti_ratio(sum[k], n[k]), "mean_%s", name[k]);
    }
    panel_free(&x);
    return status;
}

/* ---- distances and groups ------------------------------------------------------------------------------ */

/* COST from the option sub=constant (2, or cost=) or trate: shares of the changes between successive states seen. */
static reint_status
read_costs(const reint_input *in, const struct panel *x, double *cost, reint_error *err)
{
    char text[64] = "constant", number[64];
    size_t kk = x->k * x->k;
    double *p, constant = 2;
    reint_status status;

    reinti_input_option(in, "sub", text, sizeof text);
    if (reinti_input_option(in, "cost", number, sizeof number) &&
        (!reinti_parse_decimal(number, strlen(number), &constant) || !(constant >= 0)))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "cost= must be a number of 0 or more");
    for (size_t i = 0; i < kk; i++)
        cost[i] = i / x->k == i % x->k ? 0 : constant;
    if (!strcmp(text, "constant"))
        return REINT_OK;
    if (strcmp(text, "trate") != 0)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "sub= is constant or trate");
    p = reinti_room(kk, sizeof *p);
    if (!p)
        return reinti_no_memory(err);
    for (size_t i = 0; i < x->n; i++)
        for (size_t t = 0; t + 1 < x->t; t++) {
            size_t a = x->seq[i * x->t + t], b = x->seq[i * x->t + t + 1];
            if (a != REINT_SEQUENCE_GAP && b != REINT_SEQUENCE_GAP)
                p[a * x->k + b]++;
        }
    for (size_t a = 0; a < x->k; a++) {
        double n = 0;
        for (size_t b = 0; b < x->k; b++)
            n += p[a * x->k + b];
        for (size_t b = 0; b < x->k; b++)
            p[a * x->k + b] = reinti_ratio(p[a * x->k + b], n);
    }
    status = reint_sequence_costs(p, x->k, cost);
    free(p);
    return status ? reinti_calc_fail(status, err) : REINT_OK;
}

/* Occasions of person I from the first to the last state seen. */
static const size_t *
seen(const struct panel *x, size_t i, size_t *n)
{
    const size_t *s = x->seq + i * x->t;

    *n = x->t;
    while (*n && s[0] == REINT_SEQUENCE_GAP) {
        s++;
        --*n;
    }
    while (*n && s[*n - 1] == REINT_SEQUENCE_GAP)
        --*n;
    return s;
}

/* The distances of all pairs; those of a person never seen or with a gap within are NaN. */
static reint_status
distances(const reint_input *in, const struct panel *x, double **out, reint_error *err)
{
    double *d = NULL, *cost = NULL, indel = 1;
    char text[64];
    reint_status status = REINT_OK;

    *out = NULL;
    if (x->n > MOST_PERSONS)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "more than %d persons", MOST_PERSONS);
    if (reinti_input_option(in, "indel", text, sizeof text) &&
        !reinti_parse_decimal(text, strlen(text), &indel))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "indel= must be a cost above 0");
    d = reinti_room(x->n * x->n, sizeof *d);
    cost = reinti_room(x->k * x->k, sizeof *cost);
    status = d && cost ? read_costs(in, x, cost, err) : reinti_no_memory(err);
    for (size_t i = 0; i < x->n && !status; i++)
        for (size_t j = i; j < x->n && !status; j++) {
            size_t na, nb;
            const size_t *a = seen(x, i, &na), *b = seen(x, j, &nb);
            status = reint_sequence_distance(a, na, b, nb, cost, x->k, indel, &d[i * x->n + j]);
            if (status)
                status = reinti_calc_fail(status, err);
            if (!na || !nb)
                d[i * x->n + j] = NAN;
            d[j * x->n + i] = d[i * x->n + j];
        }
    free(cost);
    if (status)
        free(d);
    else
        *out = d;
    return status;
}

REINTI_COMPUTE(reinti_calc_seq_distance)
{
    struct panel x;
    double *d = NULL;
    char a[64], b[64];
    reint_status status = panel_read(in, &x, err);

    if (!status)
        status = distances(in, &x, &d, err);
    for (size_t i = 0; i < x.n && !status; i++)
        for (size_t j = i + 1; j < x.n; j++)
            reinti_emit(out, d[i * x.n + j], "id=%s;id=%s", id_text(in, &x, i, a, sizeof a),
                        id_text(in, &x, j, b, sizeof b));
    free(d);
    panel_free(&x);
    return status;
}

/* Leaves the persons that have distances: KEPT (room for n) their places, D m x m; answers m. */
static size_t
complete(double *d, size_t n, size_t *kept)
{
    size_t m = 0;

    for (size_t i = 0; i < n; i++)
        if (!isnan(d[i * n + i]))
            kept[m++] = i;
    for (size_t i = 0; i < m; i++)
        for (size_t j = 0; j < m; j++)
            d[i * m + j] = d[kept[i] * n + kept[j]];
    return m;
}

static reint_status
read_grouping(const reint_input *in, size_t *k, reint_linkage *how, reint_error *err)
{
    static const char *const name[] = { "ward", "average", "complete", "single" };
    char text[64];
    double value = 2;

    if (reinti_input_option(in, "k", text, sizeof text) &&
        (!reinti_parse_decimal(text, strlen(text), &value) || !(value >= 1 && value <= MOST_PERSONS) ||
         value != floor(value)))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "k= is the number of groups");
    *k = (size_t)value;
    *how = REINT_LINKAGE_WARD;
    if (!reinti_input_option(in, "method", text, sizeof text))
        return REINT_OK;
    for (int i = 0; i < 4; i++)
        if (!strcmp(name[i], text)) {
            *how = (reint_linkage)i;
            return REINT_OK;
        }
    return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "method= is ward, average, complete or single");
}

struct grouping {
    size_t *kept, *cluster, *medoid, m;
    long *merge;
    double *d, *height, *width, *mean, silhouette;
};

/* What stands for each group: its medoid, and its most frequent state at every time. */
static reint_status
say_representatives(const reint_input *in, const struct panel *x, const struct grouping *g, size_t k,
                    reinti_sink *out)
{
    size_t *seq = reinti_room(g->m * x->t, sizeof *seq), *modal = reinti_room(x->t, sizeof *modal);
    double *share = reinti_room(x->t, sizeof *share);
    reint_status status = seq && modal && share ? REINT_OK : REINT_NO_MEMORY;
    const char *reason = out->reason;
    char text[64], state[64];

    for (size_t c = 0; c < k && !status; c++) {
        size_t n = 0;
        for (size_t i = 0; i < g->m; i++)
            if (g->cluster[i] == c)
                memcpy(seq + n++ * x->t, x->seq + g->kept[i] * x->t, x->t * sizeof *seq);
        status = reint_sequence_modal(seq, n, x->t, x->k, modal, share);
        reinti_emit(out, (double)n, "group=%zu:n", c + 1);
        id_text(in, x, g->kept[g->medoid[c]], text, sizeof text);
        reinti_emit(out, 1, "group=%zu;id=%s:medoid", c + 1, text);
        out->reason = "a group of one";
        reinti_emit(out, g->mean[c], "group=%zu:medoid_distance", c + 1);
        out->reason = "nobody of the group was seen";
        for (size_t t = 0; t < x->t && !status; t++) {
            reinti_code_text(NULL, x->time[t], text, sizeof text);
            if (modal[t] != REINT_SEQUENCE_GAP)
                reinti_emit(out, 1, "group=%zu;time=%s;state=%s:modal", c + 1, text,
                            state_text(in, x, modal[t], state, sizeof state));
            reinti_emit(out, share[t], "group=%zu;time=%s:modal_share", c + 1, text);
        }
        out->reason = reason;
    }
    free(seq);
    free(modal);
    free(share);
    return status;
}

static void
say_groups(const reint_input *in, const struct panel *x, const struct grouping *g, reinti_sink *out)
{
    char id[64];

    for (size_t i = 0; i < g->m; i++) {
        id_text(in, x, g->kept[i], id, sizeof id);
        reinti_emit(out, (double)g->cluster[i] + 1, "id=%s:group", id);
        reinti_emit(out, g->width[i], "id=%s:silhouette", id);
    }
    for (size_t i = 0; i + 1 < g->m; i++)
        reinti_emit(out, g->height[i], "step=%zu:height", i + 1);
    reinti_emit(out, g->silhouette, "silhouette");
    reinti_emit(out, (double)g->m, "n");
    reinti_emit(out, (double)(x->n - g->m), "left_out");
}

REINTI_COMPUTE(reinti_calc_seq_cluster)
{
    struct panel x;
    struct grouping g = { .m = 0 };
    size_t k = 2;
    reint_linkage how = REINT_LINKAGE_WARD;
    reint_status status = panel_read(in, &x, err);

    if (!status)
        status = read_grouping(in, &k, &how, err);
    if (!status)
        status = distances(in, &x, &g.d, err);
    if (!status) {
        g.kept = reinti_room(x.n, 3 * sizeof *g.kept);
        g.merge = reinti_room(x.n, 2 * sizeof *g.merge);
        g.height = reinti_room(x.n, 3 * sizeof *g.height);
        status = g.kept && g.merge && g.height ? REINT_OK : reinti_no_memory(err);
    }
    if (!status) {
        g.cluster = g.kept + x.n;
        g.medoid = g.cluster + x.n;
        g.width = g.height + x.n;
        g.mean = g.width + x.n;
        g.m = complete(g.d, x.n, g.kept);
        if (g.m < k)
            status =
                reinti_fail(err, REINT_ARGUMENT, NULL, 0, "fewer persons with a whole sequence than groups");
    }
    if (!status) {
        status = reint_cluster_join(g.d, g.m, how, g.merge, g.height);
        if (!status)
            status = reint_cluster_cut(g.merge, g.m, k, g.cluster);
        if (!status)
            status = reint_cluster_silhouette(g.d, g.m, g.cluster, k, g.width, &g.silhouette);
        if (!status)
            status = reint_cluster_medoids(g.d, g.m, g.cluster, k, g.medoid, g.mean);
        if (!status) {
            say_groups(in, &x, &g, out);
            status = say_representatives(in, &x, &g, k, out);
        }
        if (status)
            status = reinti_calc_fail(status, err);
    }
    free(g.kept);
    free(g.merge);
    free(g.height);
    free(g.d);
    panel_free(&x);
    return status;
}

/* ---- changes by gap ------------------------------------------------------------------------------------ */

/* Successive states seen of a person, apart by the difference of their times: never pooled over gaps. */
REINTI_COMPUTE(reinti_calc_transition_by_gap)
{
    struct panel x;
    double *gap = NULL, *count = NULL, *length = NULL;
    size_t n_gaps = 0, m = 0;
    char g[64], a[64], b[64];
    reint_status status = panel_read(in, &x, err);

    if (!status) {
        gap = reinti_room(x.n * x.t, sizeof *gap); /* of the change that begins at each place, NaN: none */
        status = gap ? REINT_OK : reinti_no_memory(err);
    }
    for (size_t i = 0; i < x.n * x.t && !status; i++) {
        size_t next = i + 1, end = (i / x.t + 1) * x.t;
        while (next < end && x.seq[next] == REINT_SEQUENCE_GAP)
            next++;
        gap[i] = x.seq[i] == REINT_SEQUENCE_GAP || next == end ? NAN : x.time[next % x.t] - x.time[i % x.t];
    }
    if (!status) {
        status = reinti_distinct(gap, NULL, x.n * x.t, &length, &n_gaps);
        count = status ? NULL : reinti_room(n_gaps, x.k * x.k * sizeof *count);
        if (!count)
            status = reinti_no_memory(err);
    }
    for (size_t i = 0; i < x.n * x.t && !status; i++) {
        size_t next = i + 1;
        if (isnan(gap[i]))
            continue;
        while (x.seq[next] == REINT_SEQUENCE_GAP)
            next++;
        m = reinti_place(length, n_gaps, gap[i]);
        count[(m * x.k + x.seq[i]) * x.k + x.seq[next]]++;
    }
    for (size_t i = 0; i < n_gaps * x.k * x.k && !status; i++) {
        size_t row = i / x.k;
        double n = 0;
        for (size_t s = 0; s < x.k; s++)
            n += count[row * x.k + s];
        reinti_code_text(NULL, length[row / x.k], g, sizeof g);
        state_text(in, &x, row % x.k, a, sizeof a);
        state_text(in, &x, i % x.k, b, sizeof b);
        reinti_emit(out, count[i], "gap=%s;from=%s;to=%s:count", g, a, b);
        reinti_emit(out, reinti_ratio(count[i], n), "gap=%s;from=%s;to=%s:share", g, a, b);
    }
    if (!status)
        reinti_emit(out, (double)n_gaps, "n_gap_lengths");
    free(gap);
    free(count);
    free(length);
    panel_free(&x);
    return status;
}
