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

#include "stats/network_list.h"

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
    reinti_network_node(w, &w->stage[k->row + 1], key);
}

static void
visit_last(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    (void)key;
    reinti_list_push(w, &k->from->past, value, mass);
}

static void
visit_bound(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    const reinti_node *to = reinti_network_node(w, &w->stage[k->row + 1], key);

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
    reinti_node *to = reinti_network_node(w, &w->stage[k->row + 1], key);
    const reinti_list *past = &k->from->past;
    double need;
    size_t until;

    if (!to)
        return;
    need = w->threshold - value;
    until = reinti_place_of(past, need - to->low); /* from here on extreme whatever follows */
    w->p += mass * reinti_mass_from(past, until);
    for (size_t i = reinti_place_of(past, need - to->high); i < until && !w->failed; i++, w->work++)
        reinti_list_push(w, &to->past, value + past->item[i].value,
                         mass * (past->item[i].mass - reinti_mass_from(past, i + 1)));
    if (to->past.n > 4096 && to->past.n == to->past.capacity) /* about to grow: see whether merging will do */
        reinti_list_merge(w, &to->past);
}

/* Where in PAST, from FROM to UNTIL, it is best to stop to go through its values and to begin to go through those of
 * LAST, of which the ones above what the value there needs are left: about as many of the one as of the other. */
static size_t
find_turn(const reinti_list *past, const reinti_list *last, double need, size_t from, size_t until)
{
    size_t low = from, high = until;

    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (until - middle > last->n - reinti_place_of(last, need - past->item[middle].value))
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
    size_t from = reinti_place_of(past, need - last->item[last->n - 1].value),
           until = reinti_place_of(past, need - last->item[0].value), turn = from, first = last->n;
    double sum = reinti_mass_from(past, until) * last->item[0].mass;

    if (until - from > SHORT_STRETCH)
        turn = find_turn(past, last, need, from, until);
    if (turn > from)
        first = reinti_place_of(last, need - past->item[turn - 1].value);
    if (last->n - first >= turn - from) { /* no fewer than the pasts that they stand for */
        turn = from;
        first = last->n;
    }
    w->work += (double)(until - turn + last->n - first);
    for (size_t i = until; i-- > turn;)
        sum += reinti_mass_of(past, i) *
               reinti_mass_from(last, reinti_place_of(last, need - past->item[i].value));
    double beyond = reinti_mass_from(past, turn);
    for (size_t k = last->n; k-- > first;)
        sum += reinti_mass_of(last, k) *
               (reinti_mass_from(past, reinti_place_of(past, need - last->item[k].value)) - beyond);
    return sum;
}

static void
visit_join(reinti_network *w, const struct walk *k, uint64_t key, double value, double mass)
{
    const reinti_node *to = reinti_network_node(w, &w->stage[k->row + 1], key);

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
        reinti_list_merge(w, &n->past);
        n->low = n->past.n ? n->past.item[0].value : 0;
        n->high = n->past.n ? n->past.item[n->past.n - 1].value : 0;
        reinti_list_ready(w, &n->past);
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
    reinti_list_push(w, &w->stage[0].item[0].past, 0, 1);
    for (size_t s = 0; s < last; s++) {
        for (size_t i = 0; i < w->stage[s].n && !stopped(w); i++) {
            reinti_node *n = &w->stage[s].item[i];
            if (!n->past.n)
                continue;
            reinti_list_merge(w, &n->past);
            reinti_list_ready(w, &n->past);
            if (s + 1 == last || stopped(w))
                continue;
            walk_row(w, s, n, w->row[s], ALL, false, visit_pass);
            reinti_list_free(&n->past);
        }
    }
    join_lists(w, &w->stage[last - 1]);
}
