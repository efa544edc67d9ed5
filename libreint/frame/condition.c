/* condition.c -- conditions over a frame, worked out once a text.
 *
 * Reads:   the columns that the condition names; SQLite evaluates it (study/expr.h).
 * Gives:   1, 0 or -1 (cannot be told) for each row.
 * Cost:    rows that agree in all the columns get one evaluation, if the combinations are few (MAX_CASES) and
 * fewer than the rows: a condition on codes costs a look-up a row.  Otherwise every row is evaluated.
 * Missing: NULL, as SQL has it.  An interval stands for all its values: see frame.h and try_intervals below.
 */
#include <config.h>

#include "codebook/condition.h"
#include "frame/internal.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CASES 65536
/* Values of one variable; more are hardly alike, and the list of them costs more than it saves. */
#define MAX_STATES 4096
/* Combinations of values tried for one case; beyond it the answer is -1. */
#define MAX_TRIES 4096
/* SQLite's limit of columns is 2000. */
#define MAX_NAMES 1500

struct evaluation {
    reinti_frame *frame;
    reinti_expr *expr;
    const char **name;
    size_t n_names;
    reinti_binding *binding;
    size_t n_bindings;
    size_t *of_name;  /* binding of a name, REINTI_NONE */
    size_t *interval; /* bindings that are intervals */
    size_t n_intervals;
    size_t *stride; /* of the states of a binding; NULL: a case is a row */
    size_t n_cases;
    reinti_constants constant; /* that the condition mentions */
    const uint32_t *try_case;  /* the case of a try; NULL: try and case are the same */
    const int64_t *try_value;  /* n_intervals values a try; NULL: the low ends */
    reinti_str buffer;
};

/* ---- names in the text --------------------------------------------------------------------------------- */

static reint_status
add_name(struct evaluation *e, reinti_map *seen, const char *name, size_t *capacity, reint_error *err)
{
    bool added;

    if (reinti_map_put(seen, name, strlen(name), 0, &added) < 0)
        return reinti_no_memory(err);
    if (!added)
        return REINT_OK;
    if (!reinti_arena_grow(e->frame->arena, &e->name, capacity, e->n_names, sizeof *e->name))
        return reinti_no_memory(err);
    e->name[e->n_names++] = name;
    return REINT_OK;
}

/* The names SQLite shall know: those in the text that are columns, then the frame's, for did-you-mean. */
static reint_status
find_names(struct evaluation *e, const char *condition, reint_error *err)
{
    reinti_map *seen = reinti_map_create();
    size_t capacity = 0, n = 0;
    reint_status status = seen ? REINT_OK : reinti_no_memory(err);
    const char *name;

    while (status == REINT_OK && (name = reinti_condition_name(e->frame->arena, &condition))) {
        reinti_binding binding;
        bool found;
        status = reinti_bind(e->frame, name, &binding, &found, err);
        if (status == REINT_OK && found)
            status = add_name(e, seen, name, &capacity, err);
    }
    const char *const *names = status == REINT_OK ? reinti_frame_names(e->frame, &n) : NULL;
    if (status == REINT_OK && !names)
        status = reinti_no_memory(err);
    for (size_t i = 0; i < n && e->n_names < MAX_NAMES && status == REINT_OK; i++)
        status = add_name(e, seen, names[i], &capacity, err);
    reinti_map_free(seen);
    return status;
}

/* ---- cases --------------------------------------------------------------------------------------------- */

/* The state of a binding in a case, or for a case that is a row the row. */
static inline void
locate(const struct evaluation *e, size_t b, size_t at, size_t *row, size_t *category)
{
    const reinti_binding *binding = &e->binding[b];

    *row = at;
    *category = 0;
    if (e->stride) {
        size_t state = at / e->stride[b] % binding->n_states;
        if (reinti_binding_coded(binding)) {
            *category = state;
            return;
        }
        *row = binding->first[state];
    }
    if (binding->column)
        *category = reinti_column_category(binding->column, *row);
}

static void
value(void *user, size_t row, size_t column, reinti_expr_value *out)
{
    struct evaluation *e = user;
    size_t b = column < e->n_names ? e->of_name[column] : REINTI_NONE;
    size_t at = e->try_case ? e->try_case[row] : row, of, category;
    int64_t end = 0;

    out->kind = REINTI_EXPR_NULL;
    if (b == REINTI_NONE)
        return;
    locate(e, b, at, &of, &category);
    if (reinti_binding_interval(&e->binding[b])) {
        end = e->binding[b].column->low[of];
        for (size_t i = 0; e->try_value && i < e->n_intervals; i++)
            if (e->interval[i] == b)
                end = e->try_value[row * e->n_intervals + i];
    }
    reinti_binding_value(&e->binding[b], of, category, end, &e->buffer, out);
}

/* Cases are combinations of states if these are few; *FEW tells. */
static reint_status
find_cases(struct evaluation *e, bool *few, reint_error *err)
{
    size_t n = 1, n_rows = e->frame->n;

    *few = true;
    for (size_t b = 0; b < e->n_bindings && *few; b++) {
        if (!reinti_binding_states(&e->binding[b], n_rows, MAX_STATES))
            return reinti_no_memory(err);
        *few = e->binding[b].n_states > 0;
        e->stride[b] = n;
        n *= *few ? e->binding[b].n_states : 1;
        *few = *few && n <= MAX_CASES && n < n_rows;
    }
    e->n_cases = *few ? n : n_rows;
    if (!*few)
        e->stride = NULL;
    return REINT_OK;
}

/* ---- intervals ----------------------------------------------------------------------------------------- */

struct tries {
    uint32_t *at; /* the case */
    int64_t *value;
    size_t n, capacity;
    int8_t *result;
};

static void
free_tries(struct tries *t)
{
    free(t->at);
    free(t->value);
    free(t->result);
}

/* Runs the tries collected; a case whose tries differ cannot be told. */
static reint_status
run_tries(struct evaluation *e, struct tries *t, int8_t *result, reint_error *err)
{
    e->try_case = t->at;
    e->try_value = t->value;
    reint_status status = reinti_expr_run(e->expr, t->n, value, e, t->result, err);
    e->try_case = NULL;
    e->try_value = NULL;
    for (size_t i = 0; status == REINT_OK && i < t->n; i++)
        if (t->result[i] != result[t->at[i]])
            result[t->at[i]] = -1;
    t->n = 0;
    return status;
}

static int
compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

/* Values of interval I in a case to be tried: its ends, and at and beside every constant and every end of the
 * other intervals that lies between.  Into OUT (room for 3 x (constants + 2 x intervals) + 2); their number.
 */
static size_t
points(const struct evaluation *e, const reinti_interval *interval, size_t i, int64_t *out)
{
    int64_t low = interval[i].low, high = interval[i].high;
    size_t n = 0, kept = 0;

    out[n++] = low;
    out[n++] = high;
    for (size_t k = 0; k < e->constant.n + 2 * e->n_intervals && low < high; k++) {
        size_t other = k < e->constant.n ? i : (k - e->constant.n) / 2;
        int64_t middle = k < e->constant.n              ? e->constant.value[k]
                         : (k - e->constant.n) % 2 == 0 ? interval[other].low
                                                        : interval[other].high;
        if (k >= e->constant.n && other == i)
            continue;
        for (int64_t at = middle - 1; at <= middle + 1; at++)
            if (at > low && at < high)
                out[n++] = at;
    }
    qsort(out, n, sizeof *out, compare);
    for (size_t k = 0; k < n; k++)
        if (kept == 0 || out[kept - 1] != out[k])
            out[kept++] = out[k];
    return kept;
}

/* All combinations of the points of a case's intervals, appended to T; false: too many. */
static bool
add_tries(const struct evaluation *e, size_t at, const int64_t *point, size_t room, const size_t *n_points,
          struct tries *t)
{
    size_t n = 1;

    for (size_t i = 0; i < e->n_intervals; i++) {
        if (n_points[i] > MAX_TRIES / n)
            return false;
        n *= n_points[i];
    }
    for (size_t k = 0; k < n; k++) {
        size_t left = k;
        for (size_t i = 0; i < e->n_intervals; i++) {
            t->value[t->n * e->n_intervals + i] = point[i * room + left % n_points[i]];
            left /= n_points[i];
        }
        t->at[t->n++] = (uint32_t)at;
    }
    return true;
}

/* The ends of every interval in a case; true if one is not exact. */
static bool
ends(const struct evaluation *e, size_t at, reinti_interval *interval)
{
    bool open = false;

    for (size_t i = 0; i < e->n_intervals; i++) {
        const reinti_column *c = e->binding[e->interval[i]].column;
        size_t row, category;
        locate(e, e->interval[i], at, &row, &category);
        interval[i] = (reinti_interval){ 0, 0 }; /* missing: NULL whatever is tried */
        if (category < c->n_valid)
            interval[i] = (reinti_interval){ c->low[row], c->high[row] };
        open |= interval[i].low != interval[i].high;
    }
    return open;
}

/* RESULT has the answers at the low ends.  Tries the other values of the intervals that are not exact. */
static reint_status
try_intervals(struct evaluation *e, int8_t *result, reint_error *err)
{
    size_t n = e->n_intervals, room = 3 * (e->constant.n + 2 * n) + 2;
    struct tries t = { .capacity = 4 * MAX_TRIES };
    reinti_interval *interval = malloc(n * sizeof *interval);
    int64_t *point = malloc(n * room * sizeof *point);
    size_t *n_points = malloc(n * sizeof *n_points);
    reint_status status = REINT_OK;

    t.at = malloc(t.capacity * sizeof *t.at);
    t.value = malloc(t.capacity * n * sizeof *t.value);
    t.result = malloc(t.capacity);
    if (!interval || !point || !n_points || !t.at || !t.value || !t.result)
        status = reinti_no_memory(err);
    for (size_t at = 0; at < e->n_cases && status == REINT_OK; at++) {
        if (!ends(e, at, interval))
            continue;
        for (size_t i = 0; i < n; i++)
            n_points[i] = points(e, interval, i, point + i * room);
        if (t.n + MAX_TRIES > t.capacity)
            status = run_tries(e, &t, result, err);
        if (status == REINT_OK && !add_tries(e, at, point, room, n_points, &t))
            result[at] = -1;
    }
    if (status == REINT_OK && t.n > 0)
        status = run_tries(e, &t, result, err);
    free_tries(&t);
    free(interval);
    free(point);
    free(n_points);
    return status;
}

/* ---- rows ---------------------------------------------------------------------------------------------- */

/* The answers of the cases on their way to the rows; threads share them. */
struct spreading {
    const struct evaluation *e;
    const int8_t *result;
    int8_t *trit;
};

/* Adds the state of BINDING times STRIDE to the case of the rows FROM .. FROM + N - 1. */
static void
number_cases(const reinti_binding *binding, size_t stride, size_t from, size_t n, uint32_t *at)
{
    const reinti_column *c = binding->column;

    if (binding->state) {
        for (size_t i = 0; i < n; i++)
            at[i] += (uint32_t)(binding->state[from + i] * stride);
    } else if (c->raw8) {
        for (size_t i = 0; i < n; i++)
            at[i] += (uint32_t)(c->map[c->raw8[from + i]] * stride);
    } else {
        for (size_t i = 0; i < n; i++)
            at[i] += (uint32_t)(c->map[c->raw16[from + i]] * stride);
    }
}

static void
spread_cases(void *user, size_t from, size_t to)
{
    enum { STRETCH = 1024 };
    const struct spreading *s = user;
    const struct evaluation *e = s->e;
    uint32_t at[STRETCH];

    for (; from < to; from += STRETCH) {
        size_t n = to - from < STRETCH ? to - from : STRETCH;
        memset(at, 0, n * sizeof *at);
        for (size_t b = 0; b < e->n_bindings; b++)
            number_cases(&e->binding[b], e->stride[b], from, n, at);
        for (size_t i = 0; i < n; i++)
            s->trit[from + i] = s->result[at[i]];
    }
}

static void
spread_codes(void *user, size_t from, size_t to)
{
    const struct spreading *s = user;
    const reinti_column *c = s->e->binding[0].column;
    int8_t answer[256];

    for (size_t i = 0; i < 256; i++)
        answer[i] = s->result[c->map[i]];
    for (size_t i = from; i < to; i++)
        s->trit[i] = answer[c->raw8[i]];
}

static void
spread(const struct evaluation *e, const int8_t *result, int8_t *trit)
{
    struct spreading s = { e, result, trit };
    bool codes = e->n_bindings == 1 && !e->binding[0].state && e->binding[0].column->raw8; /* most are so */

    reinti_parallel(e->frame->n, codes ? spread_codes : spread_cases, &s);
}

static reint_status
bind_used(struct evaluation *e, reint_error *err)
{
    reinti_arena *a = e->frame->arena;
    const size_t *used;
    size_t n = reinti_expr_used(e->expr, &used);
    reint_status status = REINT_OK;

    e->binding = reinti_arena_alloc(a, (n + 1) * sizeof *e->binding);
    e->interval = reinti_arena_alloc(a, (n + 1) * sizeof *e->interval);
    e->stride = reinti_arena_alloc(a, (n + 1) * sizeof *e->stride);
    e->of_name = reinti_arena_alloc(a, (e->n_names + 1) * sizeof *e->of_name);
    if (!e->binding || !e->interval || !e->stride || !e->of_name)
        return reinti_no_memory(err);
    for (size_t i = 0; i < e->n_names; i++)
        e->of_name[i] = REINTI_NONE;
    for (size_t i = 0; i < n && status == REINT_OK; i++) {
        bool found;
        status = reinti_bind(e->frame, e->name[used[i]], &e->binding[i], &found, err);
        if (status == REINT_OK && !found)
            status = reinti_frame_unknown(e->frame, e->name[used[i]], err);
        if (status != REINT_OK)
            return status;
        e->of_name[used[i]] = e->n_bindings++;
        if (reinti_binding_interval(&e->binding[i]))
            e->interval[e->n_intervals++] = i;
    }
    return status;
}

static reint_status
evaluate(struct evaluation *e, const char *condition, int8_t *trit, reint_error *err)
{
    bool few = false;
    int8_t *result = NULL;
    reint_status status = find_names(e, condition, err);

    if (status == REINT_OK)
        status = reinti_expr_compile(condition, e->name, e->n_names, &e->expr, err);
    if (status == REINT_OK)
        status = bind_used(e, err);
    if (status == REINT_OK && e->n_intervals > 0 && !reinti_condition_constants(condition, &e->constant))
        status = reinti_no_memory(err);
    if (status == REINT_OK)
        status = find_cases(e, &few, err);
    if (status == REINT_OK && !(result = few ? malloc(e->n_cases + 1) : trit))
        status = reinti_no_memory(err);
    if (status == REINT_OK)
        status = reinti_expr_run(e->expr, e->n_cases, value, e, result, err);
    if (status == REINT_OK && e->n_intervals > 0)
        status = try_intervals(e, result, err);
    if (status == REINT_OK && e->buffer.failed)
        status = reinti_no_memory(err);
    if (status == REINT_OK && few)
        spread(e, result, trit);
    if (few)
        free(result);
    return status;
}

/* The codes of the column NAME, derived or of another wave. */
static size_t
codes_of_column(void *user, const char *name, const char *const **codes)
{
    reinti_frame *frame = user;
    const reinti_column *c;

    if (reinti_frame_column(frame, name, &c, NULL) || c->kind != REINTI_COLUMN_CODED)
        return 0;
    const char **code = reinti_arena_alloc(frame->arena, (c->n_valid + 1) * sizeof *code);
    for (size_t i = 0; code && i < c->n_valid; i++)
        code[i] = c->category[i].code;
    *codes = code;
    return code ? c->n_valid : 0;
}

/* Comparisons that no record can meet are mistakes; SQLite answers them without a word. */
static reint_status
refuse_what_never_holds(reinti_frame *frame, const char *condition, reint_error *err)
{
    const reint_codebook *cb = reint_study_codebook(reinti_frames_study(reinti_frame_owner(frame)));
    reint_findings *findings = reint_findings_create();
    reint_status status = findings ? REINT_OK : reinti_no_memory(err);

    if (!status)
        reinti_condition_check(cb, reinti_frame_form(frame), condition, codes_of_column, frame, "",
                               (reinti_place){ 0 }, findings);
    if (!status && reint_findings_count(findings))
        status = reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%s (in the condition: %s)",
                             reint_findings_get(findings, 0)->text, condition);
    reint_findings_free(findings);
    return status;
}

reint_status
reinti_frame_condition(reinti_frame *frame, const char *condition, const int8_t **trit, reint_error *err)
{
    int64_t at = reinti_map_find(frame->condition, condition, strlen(condition));
    struct evaluation e = { .frame = frame, .buffer = REINTI_STR_EMPTY };
    int8_t *made;
    reint_status status;

    if (at >= 0) {
        *trit = frame->trit[at];
        return REINT_OK;
    }
    made = reinti_arena_alloc(frame->arena, frame->n + 1);
    status = made ? evaluate(&e, condition, made, err) : reinti_no_memory(err);
    if (status == REINT_OK)
        status = refuse_what_never_holds(frame, condition, err);
    for (size_t b = 0; b < e.n_bindings; b++)
        reinti_binding_free(&e.binding[b]);
    reinti_expr_free(e.expr);
    reinti_str_free(&e.buffer);
    free(e.constant.value);
    if (status != REINT_OK)
        return status;
    if (!reinti_grow(&frame->trit, &frame->trit_capacity, frame->n_trits, sizeof *frame->trit) ||
        reinti_map_put(frame->condition, condition, strlen(condition), (int64_t)frame->n_trits, NULL) < 0)
        return reinti_no_memory(err);
    frame->trit[frame->n_trits++] = *trit = made;
    return REINT_OK;
}
