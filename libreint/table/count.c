/* count.c -- counts a table's cubes and turns them into cells.
 *
 * One cube for each pair of a row part and a column part, layers in front; a cell is a sum over it (pair.c).
 *
 * Where a class is undetermined for some, they stay in the base: a share is of everybody, its lowest value
 * counts those who surely belong, its highest those who possibly do. */
#include <config.h>

#include <math.h>
#include <string.h>

#include "table/pair.h"

/* ---- one cell
 * -------------------------------------------------------------------------------------------------------- */

static bool
is_whole(const reinti_pair *p, const uint16_t *key, bool rows, bool columns)
{
    size_t from = p->n_by + (rows ? 0 : p->n_rows), to = p->n_by + p->n_rows + (columns ? p->n_columns : 0);

    for (size_t d = from; d < to; d++)
        if (key[d] != REINTI_ALL && key[d] != REINTI_CASES)
            return false;
    return true;
}

static bool
has_missing(const reinti_pair *p, const uint16_t *key)
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
bounds(const reinti_pair *p, const uint16_t *key, double count, double *low, double *high)
{
    *low = *high = count;
    if (p->bounded == REINTI_NONE || key[p->bounded] >= p->column[p->bounded]->n_valid)
        return;
    *low = reinti_pair_sum(p, key, REINTI_FIELD_LOW);
    *high = reinti_pair_sum(p, key, REINTI_FIELD_HIGH);
}

static void
fill_share(const reinti_pair *p, const uint16_t *key, bool rows, bool columns, bool responses, double count,
           double low, double high, reinti_cell *cell)
{
    uint16_t wide[REINTI_MOST_DIMENSIONS];

    cell->kind = REINTI_CELL_SHARE;
    if (has_missing(p, key)) {
        cell->state = REINTI_CELL_NOT_APPLICABLE;
        cell->reason = "missing values are in no share";
        return;
    }
    reinti_pair_widen(p, key, rows, columns, responses, wide);
    reinti_base_sums base = reinti_pair_base(p, wide);
    cell->base = base.w;
    cell->whole = !responses && is_whole(p, key, rows, columns);
    if (!(cell->base > 0)) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = "a share of nobody";
        return;
    }
    cell->value = count / cell->base;
    cell->low = low / cell->base;
    cell->high = high / cell->base;
    cell->base_n = base.n;
    cell->base_w2 = base.w2;
    double effective = cell->base_w2 > 0 ? cell->base * cell->base / cell->base_w2 : 0;
    cell->se = effective > 0 ? sqrt(fmax(0, cell->value * (1 - cell->value)) / effective) : 0;
    if (cell->base_n < (double)p->b->cb->small_base) {
        cell->state = REINTI_CELL_BELOW_BASE;
        cell->reason = "the base is too small for a share";
    }
}

static void
fill_mean(const reinti_pair *p, const uint16_t *key, const char *stat, reinti_cell *cell)
{
    double n = reinti_pair_sum(p, key, REINTI_FIELD_NX), sw = reinti_pair_sum(p, key, REINTI_FIELD_SW),
           wx = reinti_pair_sum(p, key, REINTI_FIELD_WX);

    cell->kind = strcmp(stat, "n") ? REINTI_CELL_MEAN : REINTI_CELL_COUNT;
    cell->base = sw;
    cell->n = n;
    if (!strcmp(stat, "n")) {
        cell->value = cell->low = cell->high = n;
        return;
    }
    /* sd: with n - 1 of the cases or, for frequency weights, of the sum of the weights */
    double mean = wx / sw, squares = reinti_pair_sum(p, key, REINTI_FIELD_WX2) - wx * mean;
    double of = p->b->weight && !p->b->plan->frequencies ? sw * (n - 1) / n : sw - 1;
    bool sd = !strcmp(stat, "sd");
    if (!(sw > 0) || (sd && !(of > 0))) {
        cell->state = REINTI_CELL_UNDEFINED;
        cell->reason = sd ? "a spread needs two values" : "a mean of nobody";
        return;
    }
    double spread = of > 0 ? sqrt(squares > 0 ? squares / of : 0) : NAN,
           w2 = reinti_pair_sum(p, key, REINTI_FIELD_W2);
    cell->value = sd ? spread : mean;
    cell->base_n = n;
    cell->se = !sd && of > 0 && w2 > 0 ? spread * sqrt(w2) / reinti_pair_sum(p, key, REINTI_FIELD_W)
                                       : 0; /* Kish's effective n */
    cell->low = cell->high = cell->value;
}

static void
fill_cell(const reinti_pair *p, const uint16_t *key, const char *stat, reinti_cell *cell)
{
    static const struct {
        const char *id;
        bool rows, columns, responses;
    } shares[] = { { "col_pct", true, false, false },   { "valid_pct", true, false, false },
                   { "pct_cases", true, false, false }, { "row_pct", false, true, false },
                   { "total_pct", true, true, false },  { "pct_responses", true, false, true } };
    double count = reinti_pair_sum(p, key, REINTI_FIELD_W), w2 = reinti_pair_sum(p, key, REINTI_FIELD_W2),
           low, high;

    *cell = (reinti_cell){ .value = NAN,
                           .low = NAN,
                           .high = NAN,
                           .base = NAN,
                           .n = reinti_pair_sum(p, key, REINTI_FIELD_N),
                           .weighted = count };
    cell->effective = w2 > 0 ? count * count / w2 : 0;
    if (reinti_is_of_values(stat) || reinti_is_limit(stat)) /* of the records: values.c, limits.c */
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

/* Every cell whose row and column are counted by these two parts, of the number MEASURE; with the first, or where there is none,
 * what is of counts. */
static void
fill_pair(const reinti_pair *p, size_t first_layer, size_t row_part, size_t column_part, size_t measure)
{
    const reinti_build *b = p->b;
    uint16_t key[REINTI_MOST_DIMENSIONS];

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
                    if (b->of[s].measure != measure && (measure || b->of[s].measure != REINTI_NONE))
                        continue;
                    fill_cell(p, key, b->of[s].word, cell);
                    if (cell->low < cell->high)
                        b->table->show_bounds = true;
                }
            }
        }
    }
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

/* Under the table: who was asked, who answered; of each number how many have it, and why the others do not. */
static void
tell_base(reinti_build *b, const reinti_cube *cube, size_t measure)
{
    reinti_str line = REINTI_STR_EMPTY;

    if (!measure)
        reinti_base_line(b, cube, &line);
    else
        reinti_str_add(&line, b->table->base);
    if (b->n_measures)
        reinti_base_measure(b, cube, measure, &line);
    b->table->base = reinti_arena_text(b->arena, line.text);
    reinti_str_free(&line);
    if (!measure && cube->left_out)
        reinti_note(b,
                    reinti_say(b->language, "%llu records without a weight are left out.",
                               "%llu catatan tanpa bobot tidak diikutkan."),
                    (unsigned long long)cube->left_out);
}

/* The cells of a pair, of one number (all that there is where no number is measured); with the first what is of counts. */
static reint_status
count_measure(reinti_pair *p, const reinti_cube_spec *spec, size_t item, size_t measure, reint_error *err)
{
    reinti_build *b = p->b;
    size_t first_layer = item * b->layers_per_item;
    reinti_cube cube = { 0 };
    const reinti_cube *ready = b->ahead ? reinti_ahead_find(b->ahead, spec) : NULL;
    reint_status status = ready ? REINT_OK : reinti_cube_count(spec, &cube, err);

    if (status)
        return status;
    reinti_bases bases = { .at = reinti_map_create() };
    p->cube = ready ? ready : &cube;
    p->bases = &bases;
    fill_pair(p, first_layer, p->row_part, p->column_part, measure);
    p->bases = NULL;
    reinti_bases_free(&bases);
    status = reinti_values_fill(b, first_layer, p->row_part, p->column_part, measure, err);
    bool own = p->row_part < b->rows.n_shown && p->column_part < b->columns.n_shown;
    if (!status && !measure && own && b->plan->n_tests && !reinti_tests_refused(b))
        status = reinti_pair_tests(p, first_layer, err);
    if (!status && !p->row_part && !p->column_part && !item)
        tell_base(b, p->cube, measure);
    reinti_cube_free(&cube);
    return status;
}

static reint_status
count_pair(reinti_build *b, size_t item, size_t row_part, size_t column_part, reint_error *err)
{
    const reinti_axis_part *rows = &b->rows.part[row_part], *columns = &b->columns.part[column_part];
    reinti_pair p = { .b = b,
                      .n_by = b->n_by,
                      .n_rows = rows->n,
                      .n_columns = columns->n,
                      .row_part = row_part,
                      .column_part = column_part,
                      .bounded = REINTI_NONE };
    reinti_cube_spec spec = {
        .n_rows = b->n_rows, .filter = b->filter, .weight = b->weight, .bounded = REINTI_NONE
    };
    size_t n = 0;

    if (p.n_by + p.n_rows + p.n_columns > REINTI_MOST_DIMENSIONS)
        return reinti_fail(
            err, REINT_ARGUMENT, NULL, 0,
            "more than %d variables make one part of the table: of more, no table could have all cells",
            REINTI_MOST_DIMENSIONS);
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
    reint_status status = REINT_OK;
    for (size_t m = 0; !status && (!m || m < b->n_measures); m++) {
        b->x = spec.x = b->n_measures ? b->measure[m]->number : NULL;
        status = count_measure(&p, &spec, item, m, err);
    }
    return status;
}

reint_status
reinti_count_item(reinti_build *b, size_t item, reint_error *err)
{
    reint_status status = REINT_OK;

    for (size_t r = 0; !status && r < b->rows.n_parts; r++)
        for (size_t c = 0; !status && c < b->columns.n_parts; c++)
            status = count_pair(b, item, r, c, err);
    return status || b->asking ? status : reinti_limits_fill(b, item * b->layers_per_item, err);
}
