/* layout.c -- rows and columns of a finished table put in another order, left out, or computed from others.
 *
 * Everything is done on cells: no number is counted anew.  A computed cell of cells that have no value has none
 * either; its bounds are those of its parts, taken as independent. */
#include <config.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "table/build.h"

/* ---- choosing rows and columns ------------------------------------------------------------------------- */

/* The table with the rows ROW[0..n_rows) and columns COLUMN[0..n_columns) only, in that order. */
static reint_status
choose(reinti_build *b, const size_t *row, size_t n_rows, const size_t *column, size_t n_columns,
       reint_error *err)
{
    reinti_table *t = b->table;
    size_t n = t->n_layers * n_rows * n_columns * t->n_stats, at = 0;
    reinti_cell *cell = reinti_arena_alloc(b->arena, (n + 1) * sizeof *cell);
    reinti_entry *rows = reinti_arena_alloc(b->arena, (n_rows + 1) * sizeof *rows),
                 *columns = reinti_arena_alloc(b->arena, (n_columns + 1) * sizeof *columns);

    if (!cell || !rows || !columns)
        return reinti_no_memory(err);
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t r = 0; r < n_rows; r++)
            for (size_t c = 0; c < n_columns; c++)
                for (size_t s = 0; s < t->n_stats; s++)
                    cell[at++] = *reinti_table_cell(t, l, row[r], column[c], s);
    for (size_t r = 0; r < n_rows; r++)
        rows[r] = t->row[row[r]];
    for (size_t c = 0; c < n_columns; c++)
        columns[c] = t->column[column[c]];
    for (size_t i = 0; i < n_rows; i++)
        rows[i].first_of_group = !i || !reinti_equal(rows[i].group, rows[i - 1].group);
    for (size_t i = 0; i < n_columns; i++)
        columns[i].first_of_group = !i || !reinti_equal(columns[i].group, columns[i - 1].group);
    t->cell = cell;
    t->row = rows;
    t->n_rows = n_rows;
    t->column = columns;
    t->n_columns = n_columns;
    return REINT_OK;
}

static size_t *
every(reinti_build *b, size_t n)
{
    size_t *index = reinti_arena_alloc(b->arena, (n + 1) * sizeof *index);

    for (size_t i = 0; index && i < n; i++)
        index[i] = i;
    return index;
}

/* ---- empty rows and columns ---------------------------------------------------------------------------- */

static bool
is_filled(const reinti_table *t, size_t row, size_t column)
{
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t s = 0; s < t->n_stats; s++) {
            const reinti_cell *cell = reinti_table_cell(t, l, row, column, s);
            if (cell->n > 0 || cell->high > 0)
                return true;
        }
    return false;
}

static reint_status
hide_empty(reinti_build *b, reint_error *err)
{
    const reinti_table *t = b->table;
    size_t *row = every(b, t->n_rows), *column = every(b, t->n_columns), n_rows = 0, n_columns = 0;

    if (!row || !column)
        return reinti_no_memory(err);
    for (size_t r = 0; r < t->n_rows; r++) {
        bool any = !b->plan->hide_empty_rows;
        for (size_t c = 0; !any && c < t->n_columns; c++)
            any = is_filled(t, r, c);
        if (any)
            row[n_rows++] = r;
    }
    for (size_t c = 0; c < t->n_columns; c++) {
        bool any = !b->plan->hide_empty_columns;
        for (size_t r = 0; !any && r < t->n_rows; r++)
            any = is_filled(t, r, c);
        if (any)
            column[n_columns++] = c;
    }
    if (n_rows == t->n_rows && n_columns == t->n_columns)
        return REINT_OK;
    return choose(b, row, n_rows, column, n_columns, err);
}

/* ---- sorting ------------------------------------------------------------------------------------------- */

/* A run of rows that may change places: the same group, the same outer levels, no total and nothing missing. */
static bool
same_run(const reinti_entry *a, const reinti_entry *b)
{
    if (a->total || a->missing || b->total || b->missing || a->depth != b->depth ||
        !reinti_equal(a->group, b->group))
        return false;
    for (unsigned d = 0; d < a->depth; d++)
        if (!reinti_equal(a->path[d], b->path[d]))
            return false;
    return true;
}

static size_t
find_entry(const reinti_entry *entry, size_t n, const char *code)
{
    for (size_t i = 0; i < n; i++)
        if (!strcmp(entry[i].code, code))
            return i;
    return REINTI_NONE;
}

/* Rows FROM..TO of ROW by VALUE, insertion by insertion: equal ones keep their order.  The members of a net move
 * with it: blocks begin where the indent is 0. */
static void
sort_run(const reinti_table *t, size_t *row, size_t from, size_t to, const double *value, bool ascending,
         size_t *scratch)
{
    for (size_t i = from; i < to;) {
        size_t end = i + 1, at = i, length;
        while (end < to && t->row[row[end]].indent > t->row[row[i]].indent)
            end++;
        length = end - i;
        double v = value[row[i]];
        /* go back over whole blocks that come after this one */
        while (at > from) {
            size_t before = at - 1;
            while (before > from && t->row[row[before]].indent > t->row[row[i]].indent)
                before--;
            double w = value[row[before]];
            bool later = isnan(w) ? !isnan(v) : ascending ? w > v : w < v;
            if (!later)
                break;
            at = before;
        }
        memcpy(scratch, row + i, length * sizeof *row);
        memmove(row + at + length, row + at, (i - at) * sizeof *row);
        memcpy(row + at, scratch, length * sizeof *row);
        i = end;
    }
}

reint_status
reinti_sort_place(const reinti_build *b, size_t *column, size_t *stat, reint_error *err)
{
    const reinti_table *t = b->table;
    size_t c = find_entry(t->column, t->n_columns, b->plan->sort_column), s = 0;

    while (s < t->n_stats && strcmp(b->of[s].word, b->plan->sort_stat) &&
           strcmp(t->stat[s].cells_id, b->plan->sort_stat))
        s++;
    if (c == REINTI_NONE && !strcmp(b->plan->sort_column, "total") && t->n_columns)
        c = t->n_columns - 1; /* no total is shown: the last column */
    if (s == t->n_stats)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "sort: the table has no cell statistic \"%s\"",
                           b->plan->sort_stat);
    if (c == REINTI_NONE)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "sort: the table has no column \"%s\"",
                           b->plan->sort_column);
    *column = c;
    *stat = s;
    return REINT_OK;
}

/* By the first layer; rows without a value last. */
static reint_status
sort_rows(reinti_build *b, reint_error *err)
{
    const reinti_table *t = b->table;
    size_t c, s;
    size_t *row = every(b, t->n_rows), *column = every(b, t->n_columns), *scratch = every(b, t->n_rows);
    double *value = reinti_arena_alloc(b->arena, (t->n_rows + 1) * sizeof *value);

    if (!row || !column || !scratch || !value)
        return reinti_no_memory(err);
    reint_status status = reinti_sort_place(b, &c, &s, err);
    if (status)
        return status;
    for (size_t r = 0; r < t->n_rows; r++)
        value[r] = t->n_layers ? reinti_table_cell(t, 0, r, c, s)->value : NAN;
    for (size_t from = 0, to; from < t->n_rows; from = to) {
        to = from + 1;
        while (to < t->n_rows && same_run(&t->row[from], &t->row[to]))
            to++;
        sort_run(t, row, from, to, value, b->plan->sort_ascending, scratch);
        for (size_t i = from; i < to; i++) /* members among themselves */
            if (t->row[row[i]].indent && (i == from || !t->row[row[i - 1]].indent)) {
                size_t end = i;
                while (end < to && t->row[row[end]].indent)
                    end++;
                sort_run(t, row, i, end, value, b->plan->sort_ascending, scratch);
                i = end - 1;
            }
    }
    return choose(b, row, t->n_rows, column, t->n_columns, err);
}

/* ---- computed ------------------------------------------------------------------------------------------ */

static void
compute_cell(const reinti_computed *k, const reinti_cell *const *of, reinti_cell *out)
{
    *out = *of[0];
    out->letters = NULL;
    out->flag = 0;
    for (size_t i = 1; i < k->n; i++) {
        out->n += of[i]->n;
        out->base_n = fmin(out->base_n, of[i]->base_n);
        if (of[i]->state != REINTI_CELL_SHOWN && out->state == REINTI_CELL_SHOWN) {
            out->state = of[i]->state;
            out->reason = of[i]->reason;
        }
    }
    out->whole = 0;
    for (size_t i = 1; i < k->n; i++) {
        double a = out->value, low = out->low, high = out->high;
        const reinti_cell *b = of[i];
        switch (k->how) {
        case REINTI_SUM:
            out->value = a + b->value;
            out->low = low + b->low;
            out->high = high + b->high;
            break;
        case REINTI_DIFFERENCE:
            out->value = a - b->value;
            out->low = low - b->high;
            out->high = high - b->low;
            break;
        case REINTI_RATIO:
            out->value = b->value != 0 ? a / b->value : NAN;
            out->low = b->high != 0 ? low / b->high : NAN;
            out->high = b->low != 0 ? high / b->low : NAN;
            break;
        }
    }
    if (k->how != REINTI_SUM)
        out->kind = REINTI_CELL_STATISTIC; /* printed with its sign, never as "5 of 12" */
    if (out->state == REINTI_CELL_BELOW_BASE)
        out->state = REINTI_CELL_UNDEFINED;
    if (out->state == REINTI_CELL_SHOWN && !isfinite(out->value)) {
        out->state = REINTI_CELL_UNDEFINED;
        out->reason = "there is nothing to divide by";
    }
    if (out->state == REINTI_CELL_SHOWN && !(isfinite(out->low) && isfinite(out->high)))
        out->low = out->high = out->value;
    if (out->state != REINTI_CELL_SHOWN)
        out->value = out->low = out->high = NAN;
}

/* Where nothing is said: of columns, unless only the rows have all the codes. */
static bool
is_of_rows(const reinti_table *t, const reinti_computed *k)
{
    bool rows = true, columns = true;

    for (size_t i = 0; i < k->n; i++) {
        rows = rows && find_entry(t->row, t->n_rows, k->of[i]) != REINTI_NONE;
        columns = columns && find_entry(t->column, t->n_columns, k->of[i]) != REINTI_NONE;
    }
    return k->any_side ? rows && !columns : k->of_rows;
}

reint_status
reinti_computed_parts(const reinti_build *b, const reinti_computed *k, bool *of_rows, size_t *at,
                      reint_error *err)
{
    const reinti_table *t = b->table;

    *of_rows = is_of_rows(t, k);
    for (size_t i = 0; i < k->n; i++) {
        at[i] = find_entry(*of_rows ? t->row : t->column, *of_rows ? t->n_rows : t->n_columns, k->of[i]);
        if (at[i] == REINTI_NONE)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               *of_rows ? "the table has no row \"%s\" (computed \"%s\")"
                                        : "the table has no column \"%s\" (computed \"%s\")",
                               k->of[i], k->code);
    }
    return REINT_OK;
}

/* One more row or column at the end, its cells computed. */
static reint_status
add_computed(reinti_build *b, const reinti_computed *k, reint_error *err)
{
    reinti_table *t = b->table;
    bool of_rows;
    size_t *at = reinti_arena_alloc(b->arena, k->n * sizeof *at);
    size_t *row = every(b, t->n_rows + 1), *column = every(b, t->n_columns + 1);
    const reinti_cell **of = reinti_arena_alloc(b->arena, k->n * sizeof(reinti_cell *));
    const char *label = reinti_label_text(&k->label, b->language);

    if (!at || !row || !column || !of)
        return reinti_no_memory(err);
    reint_status status = reinti_computed_parts(b, k, &of_rows, at, err);
    if (status)
        return status;
    row[t->n_rows] = column[t->n_columns] = 0; /* a place, filled below */
    status = choose(b, row, t->n_rows + of_rows, column, t->n_columns + !of_rows, err);
    if (status)
        return status;
    reinti_entry *entry = of_rows ? &t->row[t->n_rows - 1] : &t->column[t->n_columns - 1];
    *entry = (reinti_entry){ .code = reinti_arena_text(b->arena, k->code),
                             .label = reinti_arena_text(b->arena, label ? label : k->code),
                             .first_of_group = true,
                             .computed = true };
    for (size_t l = 0; l < t->n_layers; l++)
        for (size_t i = 0; i < (of_rows ? t->n_columns : t->n_rows); i++)
            for (size_t s = 0; s < t->n_stats; s++) {
                for (size_t j = 0; j < k->n; j++)
                    of[j] =
                        of_rows ? reinti_table_cell(t, l, at[j], i, s) : reinti_table_cell(t, l, i, at[j], s);
                compute_cell(k, of,
                             of_rows ? reinti_table_cell(t, l, t->n_rows - 1, i, s)
                                     : reinti_table_cell(t, l, i, t->n_columns - 1, s));
            }
    return entry->code && entry->label ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_table_arrange(reinti_build *b, reint_error *err)
{
    const reinti_plan_table *t = b->plan;
    reint_status status = REINT_OK;

    for (size_t i = 0; !status && i < t->n_computed; i++)
        status = add_computed(b, &t->computed[i], err);
    if (!status && (t->hide_empty_rows || t->hide_empty_columns))
        status = hide_empty(b, err);
    if (!status && t->sort_stat)
        status = sort_rows(b, err);
    return status;
}

/* ---- codes as they are written ------------------------------------------------------------------------- */

static bool
rename_entries(const char *from, const char *to, reinti_entry *entry, size_t n)
{
    bool found = false;

    for (size_t i = 0; i < n; i++)
        if (!strcmp(from, entry[i].code)) {
            entry[i].code = to;
            found = true;
        }
    return found;
}

reint_status
reinti_rename_code(const reinti_plan_table *t, size_t k, reinti_arena *arena, reinti_table *table,
                   reint_error *err)
{
    const char *to = reinti_arena_text(arena, t->new_code[k]);

    if (!to)
        return reinti_no_memory(err);
    bool rows = rename_entries(t->renamed[k], to, table->row, table->n_rows),
         columns = rename_entries(t->renamed[k], to, table->column, table->n_columns);
    return rows || columns || t->hide_empty_rows || t->hide_empty_columns
               ? REINT_OK
               : reinti_fail(err, REINT_ARGUMENT, NULL, 0, "rename: no row or column has the code \"%s\"",
                             t->renamed[k]);
}
