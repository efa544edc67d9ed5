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

/* ---- lists ---------------------------------------------------------------------------------------------- */

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

/* ---- looking up ---------------------------------------------------------------------------------------- */

/* Steps of the index a value. */
#define STEPS 8

static inline size_t
bucket_of(const reinti_list *l, double value)
{
    return (size_t)((value - l->item[0].value) * l->scale);
}

/* Makes an ascending list ready: masses become sums from the largest value down, and an index in equal steps tells
 * where to begin to look.  A mass is then a difference of two sums, as exact as they are, beside which it stands in
 * the result. */
static void
prepare_list(reinti_network *w, reinti_list *l)
{
    size_t at = 0, n_buckets = STEPS * l->n + 1;

    if (!l->n)
        return;
    for (size_t k = l->n; k-- > 1;)
        l->item[k - 1].mass += l->item[k].mass;
    l->scale = l->n > 1 ? STEPS * (double)l->n / (l->item[l->n - 1].value - l->item[0].value) : 0;
    l->start = l->n < UINT32_MAX / STEPS ? reinti_room(n_buckets, sizeof *l->start) : NULL;
    if (!l->start) {
        w->failed = true;
        return;
    }
    for (size_t b = 0; b < n_buckets; b++) {
        while (at < l->n && bucket_of(l, l->item[at].value) < b)
            at++;
        l->start[b] = (uint32_t)at;
    }
}

static double
mass_from(const reinti_list *l, size_t i)
{
    return i < l->n ? l->item[i].mass : 0;
}

/* The first place from which on the values are at least LEAST, n if there is none.  Steps of the index are as many as
 * values: what is left to look through is short. */
static inline size_t
place_of(const reinti_list *l, double least)
{
    size_t at;

    if (!(least > l->item[0].value))
        return 0;
    if (least > l->item[l->n - 1].value)
        return l->n;
    for (at = l->start[bucket_of(l, least)]; l->item[at].value < least; at++)
        ;
    return at;
}

static void
free_list(reinti_list *l)
{
    free(l->item);
    free(l->start);
    *l = (reinti_list){ .n = 0 };
}

/* ---- nodes ---------------------------------------------------------------------------------------------- */

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

/* What is left by its number. */
static void
spell(const reinti_network *w, uint64_t key, int *left)
{
    for (size_t j = w->cols; j-- > 0; key %= w->radix[j])
        left[j] = (int)(key / w->radix[j]);
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

/* The node of LEFT (made canonical) at stage S, added if new: its index, SIZE_MAX without memory. */
static size_t
place_node(reinti_network *w, reinti_stage *s, int *left)
{
    uint64_t key = canonical(w, left);
    size_t at;

    if (2 * s->n >= s->n_slots && !widen(s))
        return SIZE_MAX;
    at = slot_of(s, key);
    if (!s->slot[at]) {
        if (s->n >= UINT32_MAX - 1 || !reinti_grow(&s->item, &s->capacity, s->n, sizeof *s->item))
            return SIZE_MAX;
        s->item[s->n] = (reinti_node){ .key = key };
        memcpy(s->item[s->n].left, left, sizeof s->item[s->n].left);
        s->slot[at] = (uint32_t)++s->n;
    }
    return s->slot[at] - 1;
}

/* The node of KEY, canonical or not, at stage S, added if new; NULL, and failed, without memory.  Millions of ways
 * lead to thousands of nodes: where they fit, the keys that were met are kept with their nodes. */
static reinti_node *
find_node(reinti_network *w, reinti_stage *s, uint64_t key)
{
    int left[REINTI_MOST_COLUMNS] = { 0 };
    size_t at;

    if (s->met && s->met[key])
        return &s->item[s->met[key] - 1];
    if (!s->met && w->n_keys)
        s->met = reinti_room((size_t)w->n_keys, sizeof *s->met);
    spell(w, key, left);
    at = w->n_keys && !s->met ? SIZE_MAX : place_node(w, s, left);
    if (at == SIZE_MAX) {
        w->failed = true;
        return NULL;
    }
    if (s->met)
        s->met[key] = (uint32_t)at + 1;
    return &s->item[at];
}

/* ---- one row in every way ------------------------------------------------------------------------------ */

#define ALL (-1)

struct walk;
typedef void (*visit_fn)(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass);
struct walk {
    size_t row;    /* stage to be filled */
    int first;     /* what is to be left of the first column, or ALL */
    bool last_two; /* the next row takes all that is left */
    reinti_node *from;
    visit_fn visit;
    int beyond[REINTI_MOST_COLUMNS + 1]; /* what the columns from j on can take */
};

/* X cases of column J: value, mass and what is left change. */
static inline void
put_cases(const reinti_network *w, const struct walk *k, size_t j, int x, uint64_t *key, double *value,
          double *mass)
{
    size_t at = (k->row * w->cols + j) * (w->n + 1), left = (size_t)k->from->left[j];

    *key -= w->radix[j] * (uint64_t)x;
    *value += w->term[at + (size_t)x];
    if (k->last_two)
        *value += w->term[at + w->cols * (w->n + 1) + left - (size_t)x];
    *mass *= w->choose[left * (w->n + 1) + (size_t)x];
}

/* Columns from J on, REST to be put there; KEY numbers what is left so far.  The last column takes what the others
 * leave. */
static void
fill_row(reinti_network *w, const struct walk *k, size_t j, int rest, uint64_t key, double value, double mass)
{
    int here = k->from->left[j], most = here < rest ? here : rest,
        least = rest > k->beyond[j + 1] ? rest - k->beyond[j + 1] : 0;

    if (j == 0 && k->first != ALL) {
        least = least > here - k->first ? least : here - k->first;
        most = most < here - k->first ? most : here - k->first;
    }
    for (int x = least; x <= most; x++) {
        uint64_t after = key;
        double v = value, m = mass;
        put_cases(w, k, j, x, &after, &v, &m);
        if (j + 2 < w->cols) {
            fill_row(w, k, j + 1, rest - x, after, v, m);
        } else {
            put_cases(w, k, j + 1, rest - x, &after, &v, &m);
            w->work++;
            k->visit(w, k, after, v, m);
        }
        if (w->failed || w->work > w->limit)
            return;
    }
}

/* Every way to put CASES into ROW; or those that leave so much of the FIRST column. */
static void
walk_row(reinti_network *w, size_t row, reinti_node *from, int cases, int first, bool last_two,
         visit_fn visit)
{
    struct walk k = { .row = row, .first = first, .last_two = last_two, .from = from, .visit = visit };
    int all = 0;

    for (size_t j = w->cols; j-- > 0;)
        k.beyond[j] = all += from->left[j];
    fill_row(w, &k, 0, cases, from->key, 0, 1 / w->choose[(size_t)all * (w->n + 1) + (size_t)cases]);
}

static void
visit_new(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    (void)value;
    (void)mass;
    find_node(w, &w->stage[k->row + 1], key);
}

static void
visit_last(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    (void)key;
    push(w, &k->from->past, value, mass);
}

static void
visit_bound(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    const reinti_node *to = find_node(w, &w->stage[k->row + 1], key);

    (void)mass;
    if (!to)
        return;
    if (value + to->low < k->from->low)
        k->from->low = value + to->low;
    if (value + to->high > k->from->high)
        k->from->high = value + to->high;
}

static void
visit_pass(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    reinti_node *to = find_node(w, &w->stage[k->row + 1], key);
    const reinti_list *past = &k->from->past;
    double need;
    size_t until;

    if (!to)
        return;
    need = w->threshold - value;
    until = place_of(past, need - to->low); /* from here on extreme whatever follows */
    w->p += mass * mass_from(past, until);
    for (size_t i = place_of(past, need - to->high); i < until && !w->failed; i++, w->work++)
        push(w, &to->past, value + past->item[i].value, mass * (past->item[i].mass - mass_from(past, i + 1)));
    if (to->past.n > 4096 && to->past.n == to->past.capacity) /* about to grow: see whether merging will do */
        merge(w, &to->past);
}

/* The mass of the item at I itself. */
static inline double
mass_of(const reinti_list *l, size_t i)
{
    return l->item[i].mass - mass_from(l, i + 1);
}

/* Where in PAST, from FROM to UNTIL, it is best to stop to go through its values and to begin to go through those of
 * LAST, of which the ones above what the value there needs are left: about as many of the one as of the other. */
static size_t
find_turn(const reinti_list *past, const reinti_list *last, double need, size_t from, size_t until)
{
    size_t low = from, high = until;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (until - middle > last->n - place_of(last, need - past->item[middle].value))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Shorter stretches are gone through at once. */
enum { SHORT_STRETCH = 16 };

/* Mass of the pairs of a past and two last rows that reach NEED together.  Pasts from UNTIL on do whatever the last two
 * rows are, those below FROM do not.  Of the others there are few large ones and many small ones, and so it is with the
 * last rows: the large ones of the pasts look up the last rows that they need; the large ones of the last rows look up
 * the other pasts. */
static double
join(reinti_network *w, const reinti_list *past, const reinti_list *last, double need)
{
    size_t from = place_of(past, need - last->item[last->n - 1].value),
           until = place_of(past, need - last->item[0].value), turn = from, first = last->n;
    double sum = mass_from(past, until) * last->item[0].mass;

    if (until - from > SHORT_STRETCH)
        turn = find_turn(past, last, need, from, until);
    if (turn > from)
        first = place_of(last, need - past->item[turn - 1].value);
    if (last->n - first >= turn - from) { /* no fewer than the pasts that they stand for */
        turn = from;
        first = last->n;
    }
    w->work += (double)(until - turn + last->n - first);
    for (size_t i = until; i-- > turn;)
        sum += mass_of(past, i) * mass_from(last, place_of(last, need - past->item[i].value));
    double beyond = mass_from(past, turn);
    for (size_t k = last->n; k-- > first;)
        sum += mass_of(last, k) * (mass_from(past, place_of(past, need - last->item[k].value)) - beyond);
    return sum;
}

static void
visit_join(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    const reinti_node *to = find_node(w, &w->stage[k->row + 1], key);

    if (to)
        w->p += mass * join(w, &k->from->past, &to->past, w->threshold - value);
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
        walk_row(w, w->rows - 2, n, w->row[w->rows - 2], ALL, true, visit_last);
        merge(w, &n->past);
        n->low = n->past.n ? n->past.item[0].value : 0;
        n->high = n->past.n ? n->past.item[n->past.n - 1].value : 0;
        prepare_list(w, &n->past);
    }
}

/* The lists of the last rows are more than a processor keeps near, and each is met from many nodes: those with the same
 * left of the first column are met together. */
static void
join_lists(reinti_network *w, reinti_stage *s)
{
    for (int first = 0; first <= w->largest && !stopped(w); first++)
        for (size_t i = 0; i < s->n && !stopped(w); i++)
            if (s->item[i].past.n)
                walk_row(w, w->rows - 3, &s->item[i], w->row[w->rows - 3], first, false, visit_join);
}

void
reinti_network_run(reinti_network *w)
{
    size_t last = w->rows - 2; /* the reinti_stage whose nodes hold the last two rows */
    int cases = 0;

    for (size_t s = 0; s < last && !stopped(w); s++) /* whatever leaves the right number can be reached */
        walk_row(w, s, &w->stage[0].item[0], cases += w->row[s], ALL, false, visit_new);
    list_last_rows(w);
    for (size_t s = last; s-- > 1;)
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node *n = &w->stage[s].item[i];
            n->low = INFINITY;
            n->high = -INFINITY;
            walk_row(w, s, n, w->row[s], ALL, false, visit_bound);
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
    for (size_t s = 0; s < last; s++) {
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node *n = &w->stage[s].item[i];
            if (!n->past.n)
                continue;
            merge(w, &n->past);
            prepare_list(w, &n->past);
            if (s + 1 == last || stopped(w))
                continue;
            walk_row(w, s, n, w->row[s], ALL, false, visit_pass);
            free_list(&n->past);
        }
    }
    join_lists(w, &w->stage[last - 1]);
}

bool
reinti_network_begin(reinti_network *w, int *left)
{
    return place_node(w, &w->stage[0], left) != SIZE_MAX;
}

void
reinti_network_free(reinti_network *w)
{
    for (size_t s = 0; w->stage && s < w->rows; s++) {
        for (size_t i = 0; i < w->stage[s].n; i++)
            free_list(&w->stage[s].item[i].past);
        free(w->stage[s].item);
        free(w->stage[s].slot);
        free(w->stage[s].met);
    }
    free(w->stage);
    free(w->spare);
    free(w->term);
    free(w->choose);
    free(w);
}
