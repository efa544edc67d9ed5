/* network.c -- the network over the rows of a table by which an exact test is summed.
 *
 * The rows are filled one after another.  A node of stage s is what is left of the column margins after s
 * rows; columns that the statistic cannot tell apart are sorted, so that few nodes remain.  From node to node
 * go the values that the statistic may have taken so far with their probabilities; equal ones are merged.  A
 * value that is extreme, or is not, whatever follows (by the largest and smallest sum of the rows to come)
 * leaves the network at once.  The last two rows are a sorted list at each node, met by the values of the row
 * before them with two fingers. Source:   Mehta & Patel, JASA 78 (1983) 427. */
#include <config.h>

#include "stats/network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/base.h"
#include "stats/internal.h"

/* Values this near are the same but for rounding; far below the slack of ties. */
#define MERGE_SLACK 1e-11

/* ---- lists and nodes ----------------------------------------------------------------------------------- */

static void
push(reinti_network *w, reinti_list *l, double value, double mass)
{
    if (!reinti_grow(&l->item, &l->capacity, l->n, sizeof *l->item)) {
        w->failed = true;
        return;
    }
    l->item[l->n++] = (reinti_atom){ value, mass };
}

/* One pass of a natural merge sort: neighbouring ascending runs of FROM become one in TO.  Answers the runs
 * left. */
static size_t
merge_runs(const reinti_atom *from, reinti_atom *to, size_t n)
{
    size_t runs = 0;

    for (size_t a = 0; a < n; runs++) {
        size_t b = a + 1, c, i, j, k = a;
        while (b < n && from[b - 1].value <= from[b].value)
            b++;
        c = b < n ? b + 1 : b;
        while (c < n && from[c - 1].value <= from[c].value)
            c++;
        for (i = a, j = b; i < b || j < c; k++)
            to[k] = j == c || (i < b && from[i].value <= from[j].value) ? from[i++] : from[j++];
        a = c;
    }
    return runs;
}

/* Sorts, and adds up what has the same value.  A list is made of ascending runs, one a visit: merging them
 * takes a fraction of the time of a general sort. */
static void
merge(reinti_network *w, reinti_list *l)
{
    size_t k = 0;

    if (!l->n)
        return;
    if (w->spare_size < l->n) {
        size_t size = l->capacity;
        reinti_atom *spare = realloc(w->spare, size * sizeof *spare);
        if (!spare) {
            w->failed = true;
            return;
        }
        w->spare = spare;
        w->spare_size = size;
    }
    for (size_t runs = 2; runs > 1;) {
        reinti_atom *sorted = w->spare;
        size_t capacity = w->spare_size;
        runs = merge_runs(l->item, sorted, l->n);
        w->spare = l->item; /* the two change places */
        w->spare_size = l->capacity;
        l->item = sorted;
        l->capacity = capacity;
    }
    for (size_t i = 1; i < l->n; i++) {
        if (l->item[i].value - l->item[k].value <= MERGE_SLACK * (1 + fabs(l->item[k].value)))
            l->item[k].mass += l->item[i].mass;
        else
            l->item[++k] = l->item[i];
    }
    l->n = k + 1;
}

/* Sorts what is left within groups of columns that are alike, and numbers it. */
static uint64_t
canonical(const reinti_network *w, int *left)
{
    uint64_t key = 0;

    for (size_t j = 1; j < w->cols; j++)
        for (size_t k = j; k > 0 && w->group[k] == w->group[k - 1] && left[k] > left[k - 1]; k--) {
            int x = left[k];
            left[k] = left[k - 1];
            left[k - 1] = x;
        }
    for (size_t j = 0; j < w->cols; j++)
        key += w->radix[j] * (uint64_t)left[j];
    return key;
}

static size_t
slot_of(const reinti_stage *s, uint64_t key)
{
    size_t at = (size_t)((key * UINT64_C(0x9E3779B97F4A7C15)) >> 20) & (s->n_slots - 1);

    while (s->slot[at] && s->item[s->slot[at] - 1].key != key)
        at = (at + 1) & (s->n_slots - 1);
    return at;
}

static bool
widen(reinti_stage *s)
{
    reinti_stage wider = *s;

    wider.n_slots = s->n_slots ? 2 * s->n_slots : 256;
    wider.slot = reinti_room(wider.n_slots, sizeof *wider.slot);
    if (!wider.slot)
        return false;
    for (size_t i = 0; i < s->n; i++)
        wider.slot[slot_of(&wider, s->item[i].key)] = (uint32_t)i + 1;
    free(s->slot);
    *s = wider;
    return true;
}

/* The reinti_node of LEFT (made canonical) at reinti_stage S, added if new; NULL without memory. */
static reinti_node *
find_node(reinti_network *w, reinti_stage *s, int *left)
{
    uint64_t key = canonical(w, left);
    size_t at;

    if (2 * s->n >= s->n_slots && !widen(s))
        return NULL;
    at = slot_of(s, key);
    if (!s->slot[at]) {
        if (s->n >= UINT32_MAX - 1 || !reinti_grow(&s->item, &s->capacity, s->n, sizeof *s->item))
            return NULL;
        s->item[s->n] = (reinti_node){ .key = key };
        memcpy(s->item[s->n].left, left, sizeof s->item[s->n].left);
        s->slot[at] = (uint32_t)++s->n;
    }
    return &s->item[s->slot[at] - 1];
}

/* The first place of the ascending reinti_list from which on the value is at least LEAST. */
static size_t
first_from(const reinti_list *l, double least)
{
    size_t low = 0, high = l->n;

    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (l->item[mid].value < least)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

/* ---- one row in every way ------------------------------------------------------------------------------ */

struct walk;
typedef void (*visit_fn)(reinti_network *w, struct walk *k, int *left, double value, double mass);
struct walk {
    size_t row;    /* reinti_stage to be filled */
    bool last_two; /* the next row takes all that is left */
    reinti_node *from;
    visit_fn visit;
    int left[REINTI_MOST_COLUMNS];
    int beyond[REINTI_MOST_COLUMNS + 1]; /* what the columns from j on can take */
};

static void
fill_row(reinti_network *w, struct walk *k, size_t j, int rest, double value, double mass)
{
    int most = k->from->left[j] < rest ? k->from->left[j] : rest;
    int least = rest > k->beyond[j + 1] ? rest - k->beyond[j + 1] : 0;
    const double *term = w->term + (k->row * w->cols + j) * (w->n + 1), *next = term + w->cols * (w->n + 1);
    const double *choose = w->choose + (size_t)k->from->left[j] * (w->n + 1);

    for (int x = least; x <= most; x++) {
        int left = k->from->left[j] - x;
        double v = value + term[x] + (k->last_two ? next[left] : 0), m = mass * choose[x];
        k->left[j] = left;
        if (j + 1 < w->cols) {
            fill_row(w, k, j + 1, rest - x, v, m);
        } else {
            int copy[REINTI_MOST_COLUMNS];
            memcpy(copy, k->left, sizeof copy);
            w->work++;
            k->visit(w, k, copy, v, m);
        }
        if (w->failed || w->work > w->limit)
            return;
    }
}

static void
walk_row(reinti_network *w, size_t row, reinti_node *from, bool last_two, visit_fn visit)
{
    struct walk k = { .row = row, .last_two = last_two, .from = from, .visit = visit };
    int all = 0;

    for (size_t j = w->cols; j-- > 0;)
        k.beyond[j] = all += from->left[j];
    fill_row(w, &k, 0, w->row[row], 0, 1 / w->choose[(size_t)all * (w->n + 1) + (size_t)w->row[row]]);
}

static void
visit_new(reinti_network *w, struct walk *k, int *left, double value, double mass)
{
    (void)value;
    (void)mass;
    if (!find_node(w, &w->stage[k->row + 1], left))
        w->failed = true;
}

static void
visit_last(reinti_network *w, struct walk *k, int *left, double value, double mass)
{
    (void)left;
    push(w, &k->from->past, value, mass);
}

static void
visit_bound(reinti_network *w, struct walk *k, int *left, double value, double mass)
{
    const reinti_node *to = find_node(w, &w->stage[k->row + 1], left);

    (void)mass;
    if (!to) {
        w->failed = true;
        return;
    }
    k->from->low = fmin(k->from->low, value + to->low);
    k->from->high = fmax(k->from->high, value + to->high);
}

static void
visit_pass(reinti_network *w, struct walk *k, int *left, double value, double mass)
{
    reinti_node *to = find_node(w, &w->stage[k->row + 1], left);
    const reinti_list *past = &k->from->past;
    double need;
    size_t until;

    if (!to) {
        w->failed = true;
        return;
    }
    need = w->threshold - value;
    until = first_from(past, need - to->low); /* from here on extreme whatever follows */
    w->p += mass * w->above[until];
    for (size_t i = first_from(past, need - to->high); i < until && !w->failed; i++, w->work++)
        push(w, &to->past, value + past->item[i].value, mass * past->item[i].mass);
    if (to->past.n > 4096 && to->past.n == to->past.capacity) /* about to grow: see whether merging will do */
        merge(w, &to->past);
}

/* Pasts in ascending order need ever smaller values of the last two rows: one finger in each list, over the
 * pasts that the last rows can decide; those above count whole.  Masses of the last rows are sums from the
 * largest down, as is ABOVE of the pasts. */
static void
visit_join(reinti_network *w, struct walk *k, int *left, double value, double mass)
{
    const reinti_node *to = find_node(w, &w->stage[k->row + 1], left);
    const reinti_list *past = &k->from->past;
    size_t from, until, at;
    double need = w->threshold - value, sum;

    if (!to) {
        w->failed = true;
        return;
    }
    from = first_from(past, need - to->high);
    until = first_from(past, need - to->low);
    sum = w->above[until];
    at = from < until ? first_from(&to->past, need - past->item[from].value) : 0;
    for (size_t i = from; i < until; i++) {
        while (at > 0 && to->past.item[at - 1].value >= need - past->item[i].value)
            at--;
        if (at < to->past.n)
            sum += past->item[i].mass * to->past.item[at].mass;
    }
    w->p += mass * sum;
    w->work += (double)(until - from);
}

static bool
sum_above(reinti_network *w, const reinti_list *past)
{
    double *above =
        past->n < SIZE_MAX / sizeof *above ? realloc(w->above, (past->n + 1) * sizeof *above) : NULL;

    if (!above)
        return false;
    w->above = above;
    above[past->n] = 0;
    for (size_t i = past->n; i-- > 0;)
        above[i] = above[i + 1] + past->item[i].mass;
    return true;
}

/* ---- the network --------------------------------------------------------------------------------------- */

static bool
stopped(const reinti_network *w)
{
    return w->failed || w->work > w->limit;
}

/* The reinti_list of the last two rows at every reinti_node of the reinti_stage before them, summed from
 * above. */
static void
list_last_rows(reinti_network *w)
{
    reinti_stage *s = &w->stage[w->rows - 2];

    for (size_t i = 0; i < s->n && !stopped(w); i++) {
        reinti_node *n = &s->item[i];
        walk_row(w, w->rows - 2, n, true, visit_last);
        merge(w, &n->past);
        n->low = n->past.n ? n->past.item[0].value : 0;
        n->high = n->past.n ? n->past.item[n->past.n - 1].value : 0;
        for (size_t k = n->past.n; k-- > 1;)
            n->past.item[k - 1].mass += n->past.item[k].mass;
    }
}

void
reinti_network_run(reinti_network *w)
{
    size_t last = w->rows - 2; /* the reinti_stage whose nodes hold the last two rows */

    for (size_t s = 0; s < last; s++)
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node from = w->stage[s].item[i];
            walk_row(w, s, &from, false, visit_new);
        }
    list_last_rows(w);
    for (size_t s = last; s-- > 1;)
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node *n = &w->stage[s].item[i];
            n->low = INFINITY;
            n->high = -INFINITY;
            walk_row(w, s, n, false, visit_bound);
        }
    if (stopped(w))
        return;
    if (last == 0) {
        const reinti_list *l = &w->stage[0].item[0].past;
        size_t at = 0;
        while (at < l->n && l->item[at].value < w->threshold)
            at++;
        w->p = at < l->n ? l->item[at].mass : 0;
        return;
    }
    push(w, &w->stage[0].item[0].past, 0, 1);
    for (size_t s = 0; s < last; s++)
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node *n = &w->stage[s].item[i];
            if (!n->past.n)
                continue;
            merge(w, &n->past);
            if (!sum_above(w, &n->past))
                w->failed = true;
            walk_row(w, s, n, false, s + 1 < last ? visit_pass : visit_join);
            free(n->past.item);
            n->past = (reinti_list){ NULL, 0, 0 };
        }
}

bool
reinti_network_begin(reinti_network *w, int *left)
{
    return find_node(w, &w->stage[0], left) != NULL;
}

void
reinti_network_free(reinti_network *w)
{
    for (size_t s = 0; w->stage && s < w->rows; s++) {
        for (size_t i = 0; i < w->stage[s].n; i++)
            free(w->stage[s].item[i].past.item);
        free(w->stage[s].item);
        free(w->stage[s].slot);
    }
    free(w->stage);
    free(w->above);
    free(w->spare);
    free(w->term);
    free(w->choose);
    free(w);
}
