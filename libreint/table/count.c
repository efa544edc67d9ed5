/* count.c -- counts a table's cubes and turns them into cells.
 *
 * One cube for each pair of a row part and a column part, layers in front.  A total, a base or "cases" is a
 * sum of cells of the same cube: each dimension contributes a few categories with a factor (the respondents
 * of a set are its "cases" less those who did not answer), so that no number is counted twice in different
 * ways.
 *
 * Where a class is undetermined for some, they stay in the base: a share is of everybody, its lowest value
 * counts those who surely belong, its highest those who possibly do. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "stats/stats.h"
#include "table/build.h"

typedef enum field {
    FIELD_N,
    FIELD_W,
    FIELD_W2,
    FIELD_NX,
    FIELD_WX,
    FIELD_WX2,
    FIELD_SW,
    FIELD_LOW,
    FIELD_HIGH
} field;

static double
cell_at(const reinti_cube *c, size_t at, field f)
{
    switch (f) {
    case FIELD_N:
        return (double)c->n[at];
    case FIELD_W:
        return c->w ? c->w[at] : (double)c->n[at];
    case FIELD_W2:
        return c->w2 ? c->w2[at] : (double)c->n[at];
    case FIELD_NX:
        return c->nx ? (double)c->nx[at] : 0;
    case FIELD_WX:
        return c->wx ? c->wx[at] : 0;
    case FIELD_WX2:
        return c->wx2 ? c->wx2[at] : 0;
    case FIELD_SW:
        return c->sw ? c->sw[at] : 0;
    case FIELD_LOW:
        return c->low_w ? c->low_w[at] : c->low ? (double)c->low[at] : 0;
    case FIELD_HIGH:
        return c->high_w ? c->high_w[at] : c->high ? (double)c->high[at] : 0;
    }
    return NAN;
}

size_t
reinti_undetermined(const reinti_column *c)
{
    for (size_t k = c->n_valid; c->possible && k < c->n_categories; k++)
        if (!strcmp(c->category[k].code, "undetermined"))
            return k;
    return REINTI_NONE;
}

/* The sum of F over the categories that KEY stands for, from dimension D on. */
static double
sum_from(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key, size_t d,
         size_t offset, field f)
{
    double sum = 0;

    if (d == cube->n_dimensions)
        return cell_at(cube, offset, f);
    const reinti_column *c = column[d];
    size_t stride = 1, from = key[d], to = from + 1;
    for (size_t i = d + 1; i < cube->n_dimensions; i++)
        stride *= cube->size[i];
    switch (key[d]) {
    case REINTI_ALL:
        if (c->kind == REINTI_COLUMN_SET)
            goto cases;
        from = 0;
        to = c->n_valid;
        if (reinti_undetermined(c) != REINTI_NONE)
            sum = sum_from(cube, column, key, d + 1, offset + reinti_undetermined(c) * stride, f);
        break;
    case REINTI_CASES:
    cases: /* everybody who answered, with or without a code */
        sum = sum_from(cube, column, key, d + 1, offset + c->n_categories * stride, f);
        for (size_t k = c->n_valid; k < c->n_categories; k++)
            sum -= sum_from(cube, column, key, d + 1, offset + k * stride, f);
        return sum;
    case REINTI_RESPONSES:
        from = 0;
        to = c->n_valid;
        break;
    case REINTI_MISSING:
        from = c->n_valid;
        to = c->n_categories;
        break;
    case REINTI_ANY:
        if (c->kind == REINTI_COLUMN_SET)
            return sum_from(cube, column, key, d + 1, offset + c->n_categories * stride, f);
        from = 0;
        to = c->n_categories;
        break;
    }
    for (size_t k = from; k < to; k++)
        sum += sum_from(cube, column, key, d + 1, offset + k * stride, f);
    return sum;
}

double
reinti_cube_sum_n(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, FIELD_N);
}

double
reinti_cube_sum_w2(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, FIELD_W2);
}

double
reinti_cube_sum_w(const reinti_cube *cube, const reinti_column *const *column, const uint16_t *key)
{
    return sum_from(cube, column, key, 0, 0, FIELD_W);
}

/* ---- one cell
 * -------------------------------------------------------------------------------------------------------- */

typedef struct pair { /* a row part against a column part */
    reinti_build *b;
    const reinti_cube *cube;
    const reinti_column *column[8];
    size_t n_by, n_rows, n_columns; /* dimensions of each kind, in this order */
    size_t bounded;                 /* dimension, or REINTI_NONE */
} pair;

static double
sum(const pair *p, const uint16_t *key, field f)
{
    return sum_from(p->cube, p->column, key, 0, 0, f);
}

/* KEY with rows, columns or both widened to everybody. */
static void
widen(const pair *p, const uint16_t *key, bool rows, bool columns, bool responses, uint16_t *out)
{
    size_t n = p->n_by + p->n_rows + p->n_columns;

    memcpy(out, key, n * sizeof *out);
    for (size_t d = p->n_by; d < n; d++) {
        bool is_row = d < p->n_by + p->n_rows;
        if ((is_row && rows) || (!is_row && columns))
            out[d] = p->column[d]->kind == REINTI_COLUMN_SET && responses ? REINTI_RESPONSES : REINTI_ALL;
    }
}

static bool
is_whole(const pair *p, const uint16_t *key, bool rows, bool columns)
{
    size_t from = p->n_by + (rows ? 0 : p->n_rows), to = p->n_by + p->n_rows + (columns ? p->n_columns : 0);

    for (size_t d = from; d < to; d++)
        if (key[d] != REINTI_ALL && key[d] != REINTI_CASES)
            return false;
    return true;
}

static bool
has_missing(const pair *p, const uint16_t *key)
{
    for (size_t d = p->n_by; d < p->n_by + p->n_rows + p->n_columns; d++) {
        const reinti_column *c = p->column[d];
        if (key[d] == REINTI_MISSING || key[d] == REINTI_RESPONSES ||
            (key[d] >= c->n_valid && key[d] < c->n_categories && key[d] != reinti_undetermined(c)))
            return true;
    }
    return false;
}

/* Lowest and highest count; equal to the count unless the cell is of one class of a column with undetermined
 * rows. */
static void
bounds(const pair *p, const uint16_t *key, double count, double *low, double *high)
{
    *low = *high = count;
    if (p->bounded == REINTI_NONE || key[p->bounded] >= p->column[p->bounded]->n_valid)
        return;
    *low = sum(p, key, FIELD_LOW);
    *high = sum(p, key, FIELD_HIGH);
}

static void
fill_share(const pair *p, const uint16_t *key, bool rows, bool columns, bool responses, double count,
           double low, double high, reinti_cell *cell)
{
    uint16_t wide[8];

    cell->kind = REINTI_CELL_SHARE;
    if (has_missing(p, key)) {
        cell->state = REINTI_CELL_NOT_APPLICABLE;
        cell->reason = "missing values are in no share";
        return;
    }
    widen(p, key, rows, columns, responses, wide);
    cell->base = sum(p, wide, FIELD_W);
    cell->whole = !responses && is_whole(p, key, rows, columns);
    if (!(cell->base > 0)) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = "a share of nobody";
        return;
    }
    cell->value = count / cell->base;
    cell->low = low / cell->base;
    cell->high = high / cell->base;
    cell->base_n = sum(p, wide, FIELD_N);
    cell->base_w2 = sum(p, wide, FIELD_W2);
    double effective = cell->base_w2 > 0 ? cell->base * cell->base / cell->base_w2 : 0;
    cell->se = effective > 0 ? sqrt(fmax(0, cell->value * (1 - cell->value)) / effective) : 0;
    if (cell->base_n < (double)p->b->cb->small_base) {
        cell->state = REINTI_CELL_BELOW_BASE;
        cell->reason = "the base is too small for a share";
    }
}

static void
fill_mean(const pair *p, const uint16_t *key, const char *stat, reinti_cell *cell)
{
    double n = sum(p, key, FIELD_NX), sw = sum(p, key, FIELD_SW), wx = sum(p, key, FIELD_WX);

    cell->kind = strcmp(stat, "n") ? REINTI_CELL_MEAN : REINTI_CELL_COUNT;
    cell->base = sw;
    cell->n = n;
    if (!strcmp(stat, "n")) {
        cell->value = cell->low = cell->high = n;
        return;
    }
    /* sd: with n - 1 of the cases or, for frequency weights, of the sum of the weights */
    double mean = wx / sw, squares = sum(p, key, FIELD_WX2) - wx * mean;
    double of = p->b->weight && !p->b->plan->frequencies ? sw * (n - 1) / n : sw - 1;
    bool sd = !strcmp(stat, "sd");
    if (!(sw > 0) || (sd && !(of > 0))) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = sd ? "a spread needs two values" : "a mean of nobody";
        return;
    }
    double spread = of > 0 ? sqrt(squares > 0 ? squares / of : 0) : NAN, w2 = sum(p, key, FIELD_W2);
    cell->value = sd ? spread : mean;
    cell->base_n = n;
    cell->se =
        !sd && of > 0 && w2 > 0 ? spread * sqrt(w2) / sum(p, key, FIELD_W) : 0; /* Kish's effective n */
    cell->low = cell->high = cell->value;
}

static void
fill_cell(const pair *p, const uint16_t *key, const char *stat, reinti_cell *cell)
{
    static const struct {
        const char *id;
        bool rows, columns, responses;
    } shares[] = { { "col_pct", true, false, false },   { "valid_pct", true, false, false },
                   { "pct_cases", true, false, false }, { "row_pct", false, true, false },
                   { "total_pct", true, true, false },  { "pct_responses", true, false, true } };
    double count = sum(p, key, FIELD_W), w2 = sum(p, key, FIELD_W2), low, high;

    *cell = (reinti_cell){
        .value = NAN, .low = NAN, .high = NAN, .base = NAN, .n = sum(p, key, FIELD_N), .weighted = count
    };
    cell->effective = w2 > 0 ? count * count / w2 : 0;
    if (reinti_is_of_values(stat)) /* needs the values: values.c */
        return;
    if (!strcmp(stat, "mean") || !strcmp(stat, "sd") || !strcmp(stat, "n")) {
        fill_mean(p, key, stat, cell);
        return;
    }
    if (!strcmp(stat, "unweighted_n") || !strcmp(stat, "effective_n")) {
        cell->kind = REINTI_CELL_COUNT;
        cell->value = cell->low = cell->high = *stat == 'u' ? cell->n : cell->effective;
        return;
    }
    bounds(p, key, count, &low, &high);
    for (size_t i = 0; i < REINTI_LENGTH(shares); i++)
        if (!strcmp(shares[i].id, stat)) {
            fill_share(p, key, shares[i].rows, shares[i].columns, shares[i].responses, count, low, high,
                       cell);
            return;
        }
    cell->kind = REINTI_CELL_COUNT;
    cell->value = count;
    cell->low = low;
    cell->high = high;
}

/* ---- a pair of parts
 * ---------------------------------------------------------------------------------------------------- */

/* Every cell whose row and column are counted by these two parts. */
static void
fill_pair(const pair *p, size_t first_layer, size_t row_part, size_t column_part)
{
    const reinti_build *b = p->b;
    uint16_t key[8];

    for (size_t l = 0; l < b->layers_per_item; l++) {
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            if (b->rows.key[r].part != row_part)
                continue;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (b->columns.key[c].part != column_part)
                    continue;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                for (size_t s = 0; s < b->table->n_stats; s++) {
                    reinti_cell *cell = reinti_table_cell(b->table, first_layer + l, r, c, s);
                    fill_cell(p, key, b->table->stat[s].cells_id, cell);
                    if (cell->low < cell->high)
                        b->table->show_bounds = true;
                }
            }
        }
    }
}

/* Entries that a test is of: the plan's own first part, valid categories only. */
static bool
is_tested(const reinti_axis *axis, size_t i)
{
    const reinti_entry *e = &axis->entry[i];

    return !axis->key[i].part && !e->total && !e->missing && !e->net;
}

static reint_status
test_pair(const pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;
    uint16_t key[8];
    double *count = reinti_arena_alloc(b->arena, (b->rows.n * b->columns.n + 1) * sizeof *count);

    if (!count)
        return reinti_no_memory(err);
    for (size_t l = 0; !status && l < b->layers_per_item; l++) {
        size_t n = 0, n_rows = 0, n_columns = 0;
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            if (!is_tested(&b->rows, r))
                continue;
            n_rows++;
            n_columns = 0;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (!is_tested(&b->columns, c))
                    continue;
                n_columns++;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                count[n++] = sum(p, key, FIELD_W);
            }
        }
        status = reinti_tests_add(b, first_layer + l, count, n_rows, n_columns, err);
    }
    return status;
}

/* Two columns of a 2 x 2 table, or of 2 x C: a code of a set chosen or not against CHOSEN of all of MARGIN. */
static void
test_code(const double *chosen, const double *margin, size_t n, double *chisq, double *df, double *p,
          size_t *made)
{
    double count[2 * 256];
    reint_chisq r;

    if (n > 256)
        return;
    for (size_t c = 0; c < n; c++) {
        count[c] = chosen[c];
        count[n + c] = margin[c] - chosen[c];
    }
    if (reint_chisq_test(count, 2, n, &r) || r.undefined)
        return;
    (*made)++;
    if (!(r.p >= *p)) {
        *p = r.p;
        *chisq = r.chisq;
        *df = r.df;
    }
}

/* Each code of a set against the columns; where the columns are a set, too, each pair of codes. */
static reint_status
test_sets(const pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    double *chosen = reinti_arena_alloc(b->arena, (b->columns.n + 2) * sizeof *chosen),
           *margin = reinti_arena_alloc(b->arena, (b->columns.n + 2) * sizeof *margin);
    uint16_t key[8], wide[8];

    if (!chosen || !margin)
        return reinti_no_memory(err);
    for (size_t l = 0; l < b->layers_per_item; l++) {
        double chisq = NAN, df = NAN, least = NAN;
        size_t made = 0;
        for (size_t d = 0; d < p->n_by; d++)
            key[d] = (uint16_t)b->layer_category[l * b->n_by + d];
        for (size_t r = 0; r < b->rows.n; r++) {
            size_t n = 0;
            if (!is_tested(&b->rows, r))
                continue;
            memcpy(key + p->n_by, b->rows.key[r].category, p->n_rows * sizeof *key);
            for (size_t c = 0; c < b->columns.n; c++) {
                if (!is_tested(&b->columns, c))
                    continue;
                memcpy(key + p->n_by + p->n_rows, b->columns.key[c].category, p->n_columns * sizeof *key);
                chosen[n] = sum(p, key, FIELD_W);
                widen(p, key, true, false, false, wide);
                margin[n++] = sum(p, wide, FIELD_W);
                if (!b->columns.sets)
                    continue;
                /* in the column or not, in the row or not */
                double in[2] = { chosen[n - 1], 0 }, all[2] = { margin[n - 1], 0 };
                widen(p, key, false, true, false, wide);
                in[1] = sum(p, wide, FIELD_W) - in[0];
                widen(p, key, true, true, false, wide);
                all[1] = sum(p, wide, FIELD_W) - all[0];
                test_code(in, all, 2, &chisq, &df, &least, &made);
            }
            if (!b->columns.sets)
                test_code(chosen, margin, n, &chisq, &df, &least, &made);
        }
        reinti_tests_add_overlapping(b, first_layer + l, chisq, df, least, made);
    }
    return b->failed ? reinti_no_memory(err) : REINT_OK;
}

static reint_status
add_tests(const pair *p, size_t first_layer, reint_error *err)
{
    reinti_build *b = p->b;
    reint_status status = REINT_OK;

    if (b->design) {
        for (size_t l = 0; !status && l < b->layers_per_item; l++)
            status = reinti_tests_add_survey(b, first_layer + l, err);
        return status;
    }
    return b->rows.sets || b->columns.sets ? test_sets(p, first_layer, err) : test_pair(p, first_layer, err);
}

/* Only what lives as long as the frame can be asked for ahead. */
static reint_status
ask_ahead(reinti_build *b, const reinti_cube_spec *spec, reint_error *err)
{
    for (size_t d = 0; d < spec->n_dimensions; d++)
        if (!reinti_frame_keeps(b->frame, spec->dimension[d].column))
            return REINT_OK;
    return reinti_ahead_ask(b->ahead, spec, err);
}

static reint_status
count_pair(reinti_build *b, size_t item, size_t row_part, size_t column_part, reint_error *err)
{
    const reinti_axis_part *rows = &b->rows.part[row_part], *columns = &b->columns.part[column_part];
    pair p = { .b = b, .n_by = b->n_by, .n_rows = rows->n, .n_columns = columns->n, .bounded = REINTI_NONE };
    reinti_cube_spec spec = {
        .n_rows = b->n_rows, .filter = b->filter, .weight = b->weight, .x = b->x, .bounded = REINTI_NONE
    };
    reinti_cube cube = { 0 };
    size_t n = 0;

    if (p.n_by + p.n_rows + p.n_columns > REINTI_LENGTH(spec.dimension))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "more than %zu variables make one part of the table",
                           REINTI_LENGTH(spec.dimension));
    for (size_t d = 0; d < p.n_by; d++)
        p.column[n++] = b->by[d];
    for (size_t d = 0; d < p.n_rows; d++)
        p.column[n++] = rows->column[d];
    for (size_t d = 0; d < p.n_columns; d++)
        p.column[n++] = columns->column[d];
    for (size_t d = 0; d < n; d++) {
        spec.dimension[d].column = p.column[d];
        if (d >= p.n_by && p.column[d]->possible && p.bounded == REINTI_NONE)
            p.bounded = spec.bounded = d;
    }
    spec.n_dimensions = n;
    if (b->asking)
        return ask_ahead(b, &spec, err);
    const reinti_cube *ready = b->ahead ? reinti_ahead_find(b->ahead, &spec) : NULL;
    reint_status status = ready ? REINT_OK : reinti_cube_count(&spec, &cube, err);
    if (status)
        return status;
    p.cube = ready ? ready : &cube;
    size_t first_layer = item * b->layers_per_item;
    fill_pair(&p, first_layer, row_part, column_part);
    status = reinti_values_fill(b, first_layer, row_part, column_part, err);
    if (!status && !row_part && !column_part) {
        if (b->plan->n_tests && !reinti_tests_refused(b))
            status = add_tests(&p, first_layer, err);
        if (!item) {
            reinti_str line = REINTI_STR_EMPTY;
            reinti_base_line(b, p.cube, &line);
            b->table->base = reinti_arena_text(b->arena, line.text);
            reinti_str_free(&line);
            if (p.cube->left_out)
                reinti_note(b,
                            reinti_say(b->language, "%llu records without a weight are left out.",
                                       "%llu catatan tanpa bobot tidak diikutkan."),
                            (unsigned long long)p.cube->left_out);
        }
    }
    reinti_cube_free(&cube);
    return status;
}

reint_status
reinti_count_item(reinti_build *b, size_t item, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t r = 0; !status && r < b->rows.n_parts; r++)
        for (size_t c = 0; !status && c < b->columns.n_parts; c++)
            status = count_pair(b, item, r, c, err);
    return status;
}
