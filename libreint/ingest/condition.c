/* condition.c -- one condition over the rows of a block.
 *
 * Rows that agree in every stored value that the condition reads get one evaluation, remembered for the rest
 * of the file: a rule over codes costs a look-up a row.  A date or age that is an interval stands for every
 * value of it: the condition is tried at its ends, and where its text or another interval names a value in
 * between, around that value too; if the answers differ, it cannot be told. */
#include <config.h>

#include "ingest/condition.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_KNOWN = 65536, MOST_TRIES = 512, MOST_INTERVALS = 4, MOST_CANDIDATES = 64 };

/* ---- making ---------------------------------------------------------------------------------------- */

static bool
is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* Whole numbers and days that stand in TEXT. */
static bool
find_constants(reinti_condition *c, const char *text)
{
    size_t capacity = 0;

    for (const char *p = text; *p;) {
        const char *from = p;
        reinti_interval day;
        int64_t number;
        while (is_digit(*p) || (p > from && *p == '-' && is_digit(p[1])))
            p++;
        if (p == from) {
            p++;
            continue;
        }
        if (p - from >= 7 && reinti_parse_date(from, (size_t)(p - from), &day) == REINTI_PARSED)
            number = day.low;
        else if (!reinti_parse_integer(from, (size_t)(p - from), true, &number))
            continue;
        if (!reinti_grow(&c->constant, &capacity, c->n_constants, sizeof *c->constant))
            return false;
        c->constant[c->n_constants++] = number;
    }
    return true;
}

reint_status
reinti_condition_create(reinti_view *view, const char *text, const char *where, reinti_condition *out,
                        reint_error *err)
{
    reint_error why = { .status = REINT_OK };
    reint_status status =
        reinti_expr_compile(text, (const char *const *)view->text, view->n_names, &out->expr, &why);

    out->view = view;
    if (status == REINT_NO_MEMORY)
        return reinti_no_memory(err);
    if (status)
        return reinti_fail(err, REINT_STUDY, reint_study_path(view->d->study), 0, "codebook, %s: %s", where,
                           why.text);
    out->known = reinti_map_create();
    if (!out->known || !find_constants(out, text)) {
        reinti_condition_free(out);
        return reinti_no_memory(err);
    }
    out->n_used = reinti_expr_used(out->expr, &out->used);
    out->plain = true;
    for (size_t k = 0; k < out->n_used && !status; k++) {
        const reinti_view_name *name = &view->name[out->used[k]];
        out->plain &= name->v->type != REINTI_TEXT && name->v->type != REINTI_PERSON;
        out->across_waves |= name->form == view->d->form_index && name->via != REINTI_VIEW_OWN;
        status = reinti_view_load(view, out->used[k], err);
    }
    if (status)
        reinti_condition_free(out);
    return status;
}

void
reinti_condition_free(reinti_condition *c)
{
    reinti_expr_free(c->expr);
    reinti_map_free(c->known);
    free(c->constant);
    free(c->answer);
    memset(c, 0, sizeof *c);
}

/* ---- rows that agree ------------------------------------------------------------------------------- */

/* Everything the answer depends on, as bytes. */
static void
row_bytes(reinti_condition *c, size_t row, reinti_str *bytes)
{
    reinti_str_clear(bytes);
    for (size_t k = 0; k < c->n_used; k++) {
        size_t i = c->used[k], n;
        reinti_view_record r = reinti_view_find(c->view, row, i);
        const reinti_view_name *name = &c->view->name[i];
        const int16_t *codes;
        int64_t slot[4];
        reinti_view_slots(c->view, &r, i, slot);
        slot[2] = 0; /* how a date was written makes no difference */
        reinti_str_add_n(bytes, (const char *)slot, sizeof slot);
        if (!name->v->multiple)
            continue;
        codes = reinti_view_codes(c->view, &r, i, &n);
        if (n)
            reinti_str_add_n(bytes, (const char *)codes, n * sizeof *codes);
    }
}

/* ---- trying intervals ------------------------------------------------------------------------------ */

typedef struct tries {
    reinti_condition *c;
    size_t n_intervals, interval[MOST_INTERVALS]; /* positions in used[] */
    size_t n, capacity, value_capacity;
    size_t *row;    /* per try */
    int64_t *value; /* n_intervals per try */
    bool too_many, failed;
} tries;

static void
interval_ends(reinti_condition *c, size_t row, size_t i, int64_t *low, int64_t *high)
{
    reinti_view_record r = reinti_view_find(c->view, row, i);
    int64_t slot[4];

    reinti_view_slots(c->view, &r, i, slot);
    *low = slot[0] == REINTI_NULL ? REINTI_OPEN_LOW : slot[0];
    *high = slot[1] == REINTI_NULL ? slot[0] : slot[1];
    if (slot[0] == REINTI_NULL && slot[1] == REINTI_NULL)
        *low = *high = 0; /* missing: one try, whose value is not used */
}

static void
add_candidate(int64_t *candidate, size_t *n, int64_t x, int64_t low, int64_t high)
{
    if (x < low || x > high || *n == MOST_CANDIDATES)
        return;
    for (size_t k = 0; k < *n; k++)
        if (candidate[k] == x)
            return;
    candidate[(*n)++] = x;
}

/* Values of interval K of the row between which the answer could change. */
static size_t
candidates(tries *t, size_t row, size_t k, int64_t *candidate)
{
    int64_t low, high, other[2];
    size_t n = 0;

    interval_ends(t->c, row, t->c->used[t->interval[k]], &low, &high);
    add_candidate(candidate, &n, low, low, high);
    add_candidate(candidate, &n, high, low, high);
    if (low == high)
        return n;
    for (size_t i = 0; i < t->c->n_constants; i++)
        for (int64_t step = -1; step <= 1; step++)
            add_candidate(candidate, &n, t->c->constant[i] + step, low, high);
    for (size_t m = 0; m < t->n_intervals; m++) {
        interval_ends(t->c, row, t->c->used[t->interval[m]], &other[0], &other[1]);
        for (size_t end = 0; end < 2 && m != k; end++)
            for (int64_t step = -1; step <= 1; step++)
                add_candidate(candidate, &n, other[end] + step, low, high);
    }
    return n;
}

static bool
add_try(tries *t, size_t row, const int64_t *value)
{
    if (!reinti_grow(&t->row, &t->capacity, t->n, sizeof *t->row)) {
        t->failed = true;
        return false;
    }
    while (t->value_capacity < (t->n + 1) * t->n_intervals)
        if (!reinti_grow(&t->value, &t->value_capacity, t->value_capacity, sizeof *t->value)) {
            t->failed = true;
            return false;
        }
    t->row[t->n] = row;
    if (t->n_intervals)
        memcpy(t->value + t->n * t->n_intervals, value, t->n_intervals * sizeof *value);
    t->n++;
    return true;
}

/* All combinations of the candidates of ROW; none when there would be too many. */
static void
add_row(tries *t, size_t row)
{
    int64_t candidate[MOST_INTERVALS][MOST_CANDIDATES], value[MOST_INTERVALS] = { 0 };
    size_t n[MOST_INTERVALS], at[MOST_INTERVALS] = { 0 }, total = 1;

    for (size_t k = 0; k < t->n_intervals; k++) {
        n[k] = candidates(t, row, k, candidate[k]);
        total *= n[k];
        if (total > MOST_TRIES)
            return;
    }
    for (size_t i = 0; i < total; i++) {
        for (size_t k = 0; k < t->n_intervals; k++)
            value[k] = candidate[k][at[k]];
        if (!add_try(t, row, value))
            return;
        for (size_t k = 0; k < t->n_intervals && ++at[k] == n[k]; k++)
            at[k] = 0;
    }
}

static void
try_value(void *user, size_t i, size_t column, reinti_expr_value *out)
{
    const tries *t = user;
    int64_t at = 0;

    for (size_t k = 0; k < t->n_intervals; k++)
        if (t->c->used[t->interval[k]] == column)
            at = t->value[i * t->n_intervals + k];
    reinti_view_value(t->c->view, t->row[i], column, at, out);
}

/* The answer for each of the rows ROW[0..n): what all its tries agree on. */
static reint_status
answer_rows(reinti_condition *c, const size_t *row, size_t n, int8_t *answer, reint_error *err)
{
    tries t = { .c = c };
    int8_t *result = NULL;
    size_t *first = malloc((n + 1) * sizeof *first);
    bool told = true;
    reint_status status = REINT_OK;

    for (size_t k = 0; k < c->n_used; k++) {
        if (!reinti_view_is_interval(c->view, c->used[k]))
            continue;
        told &= t.n_intervals < MOST_INTERVALS;
        if (told)
            t.interval[t.n_intervals++] = k;
    }
    for (size_t i = 0; first && i < n; i++) {
        first[i] = t.n;
        if (told)
            add_row(&t, row[i]);
    }
    if (first)
        first[n] = t.n;
    result = malloc(t.n ? t.n : 1);
    if (!first || !result || t.failed)
        status = reinti_no_memory(err);
    if (!status && t.n)
        status = reinti_expr_run(c->expr, t.n, try_value, &t, result, err);
    for (size_t i = 0; i < n && !status; i++) {
        answer[i] = first[i] < first[i + 1] ? result[first[i]] : -1;
        for (size_t k = first[i]; k < first[i + 1]; k++)
            if (result[k] != answer[i])
                answer[i] = -1;
    }
    free(first);
    free(result);
    free(t.row);
    free(t.value);
    return status;
}

/* ---- a block --------------------------------------------------------------------------------------- */

/* Which answer each row has; rows of answers not known yet go to PENDING. */
static bool
look_up(reinti_condition *c, const bool *active, uint32_t *which, size_t *pending, size_t *n_pending)
{
    reinti_str bytes = REINTI_STR_EMPTY;
    size_t n_known = c->n_answers;
    bool fine = true;

    for (size_t row = 0; row < c->view->rows->n && fine; row++) {
        int64_t at = -1;
        bool added = true;
        if (!active[row])
            continue;
        if (c->plain) {
            row_bytes(c, row, &bytes);
            at = reinti_map_put(c->known, bytes.text, bytes.length, (int64_t)(n_known + *n_pending), &added);
            fine = at >= 0 && !bytes.failed;
        } else {
            at = (int64_t)(n_known + *n_pending);
        }
        if (added)
            pending[(*n_pending)++] = row;
        which[row] = (uint32_t)at;
    }
    reinti_str_free(&bytes);
    return fine;
}

static bool
forget(reinti_condition *c)
{
    reinti_map_free(c->known);
    c->known = reinti_map_create();
    c->n_answers = 0;
    return c->known != NULL;
}

reint_status
reinti_condition_run(reinti_condition *c, const bool *active, int8_t *result, reint_error *err)
{
    size_t n = c->view->rows->n, n_pending = 0;
    size_t *pending = malloc((n + 1) * sizeof *pending);
    uint32_t *which = malloc((n + 1) * sizeof *which);
    reint_status status = REINT_OK;

    if (!pending || !which || ((c->n_answers > MOST_KNOWN || !c->plain) && !forget(c)) ||
        !look_up(c, active, which, pending, &n_pending))
        status = reinti_no_memory(err);
    while (!status && c->capacity < c->n_answers + n_pending)
        if (!reinti_grow(&c->answer, &c->capacity, c->capacity, sizeof *c->answer))
            status = reinti_no_memory(err);
    if (!status && n_pending)
        status = answer_rows(c, pending, n_pending, c->answer + c->n_answers, err);
    if (!status)
        c->n_answers += n_pending;
    for (size_t row = 0; row < n && !status; row++)
        if (active[row])
            result[row] = c->answer[which[row]];
    free(pending);
    free(which);
    return status;
}
