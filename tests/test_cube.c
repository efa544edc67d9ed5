/* test_cube.c -- counting, against a count that goes row by row and knows no fast path. */
#include <config.h>

#include "check.h"

#include "cube/ahead.h"

#define ROWS 200001 /* four blocks, the last one short, and a rest that fills no chunk or vector */

struct fixture {
    reinti_column column[10];
    int8_t *filter;
    double *weight, *x;
};

static uint64_t random_state = 42;

static unsigned
draw(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % below);
}

static uint16_t *
map_of(size_t width)
{
    return calloc(width, sizeof(uint16_t));
}

/* A column of permanent ids: 1..N_VALID for codes in reversed order, -1, -2 for reasons, 0 for absent. */
static reinti_column
coded(const char *name, size_t n_valid, bool wide, bool says_limit)
{
    size_t width = wide ? 65536 : 256;
    uint16_t *map = map_of(width), *raw16 = calloc(ROWS, sizeof *raw16);
    uint8_t *raw8 = calloc(ROWS, sizeof *raw8);

    for (size_t i = 1; i <= n_valid; i++)
        map[i] = (uint16_t)(n_valid - i);
    map[0] = (uint16_t)(n_valid + 2);
    map[width - 1] = (uint16_t)n_valid;
    map[width - 2] = (uint16_t)(n_valid + 1);
    for (size_t i = 0; i < ROWS; i++) {
        raw16[i] = (uint16_t)((int)draw((unsigned)n_valid + 3) - 2);
        raw8[i] = (uint8_t)raw16[i];
    }
    reinti_column column = { .name = name,
                             .kind = REINTI_COLUMN_CODED,
                             .n = ROWS,
                             .n_valid = n_valid,
                             .n_categories = n_valid + 3,
                             .raw8 = wide ? NULL : raw8,
                             .raw16 = wide ? raw16 : NULL,
                             .map = map,
                             .raw_bias = says_limit ? 2 : 0,
                             .raw_limit = says_limit ? (uint32_t)n_valid + 3 : 0 };
    free(wide ? (void *)raw8 : (void *)raw16);
    return column;
}

/* Category codes as they stand, 0 .. N_VALID - 1, then "undetermined" where several are possible. */
static reinti_column
open_class(size_t n_valid)
{
    uint16_t *map = map_of(256), *possible = calloc(ROWS, sizeof *possible);
    uint8_t *raw = calloc(ROWS, 1);

    for (size_t i = 0; i <= n_valid; i++)
        map[i] = (uint16_t)i;
    for (size_t i = 0; i < ROWS; i++) {
        unsigned bits = draw(3) ? 1u << draw((unsigned)n_valid) : draw(1u << n_valid);
        possible[i] = (uint16_t)bits;
        raw[i] = (uint8_t)n_valid;
        if (bits && !(bits & (bits - 1)))
            for (raw[i] = 0; bits >> raw[i] != 1;)
                raw[i]++;
    }
    return (reinti_column){ .name = "class",
                            .kind = REINTI_COLUMN_CODED,
                            .n = ROWS,
                            .n_valid = n_valid,
                            .n_categories = n_valid + 1,
                            .raw8 = raw,
                            .map = map,
                            .possible = possible };
}

/* A set: state 0 answered, 1.. missing; up to four codes, some twice, some answers empty. */
static reinti_column
set(const char *name, size_t n_valid)
{
    uint16_t *map = map_of(256), *code = calloc(ROWS * 4, sizeof *code);
    uint32_t *offset = calloc(ROWS + 1, sizeof *offset);
    uint8_t *raw = calloc(ROWS, 1);

    map[1] = (uint16_t)n_valid;
    map[2] = (uint16_t)(n_valid + 1);
    for (size_t i = 0; i < ROWS; i++) {
        unsigned n = draw(5);
        raw[i] = draw(4) ? 0 : (uint8_t)(1 + draw(2));
        offset[i + 1] = offset[i];
        for (unsigned k = 0; raw[i] == 0 && k < n; k++)
            code[offset[i + 1]++] = (uint16_t)draw((unsigned)n_valid);
    }
    return (reinti_column){ .name = name,
                            .kind = REINTI_COLUMN_SET,
                            .n = ROWS,
                            .n_valid = n_valid,
                            .n_categories = n_valid + 2,
                            .raw8 = raw,
                            .map = map,
                            .offset = offset,
                            .code = code };
}

static int
setup(void **state)
{
    struct fixture *f = calloc(1, sizeof *f);

    f->column[0] = coded("sex", 2, false, true);
    f->column[1] = coded("form", 7, false, true);
    f->column[2] = coded("district", 400, true, true);
    f->column[3] = coded("wave", 3, false, false);
    f->column[4] = coded("service", 100, false, true);
    f->column[5] = set("destinations", 17);
    f->column[6] = set("reasons", 4);
    f->column[7] = open_class(3);
    f->column[8] = coded("village", 300, true, false);
    f->column[9] = (reinti_column){ .name = "age", .kind = REINTI_COLUMN_INTERVAL, .n = ROWS };
    f->filter = malloc(ROWS);
    f->weight = malloc(ROWS * sizeof *f->weight);
    f->x = malloc(ROWS * sizeof *f->x);
    for (size_t i = 0; i < ROWS; i++) {
        f->filter[i] = (int8_t)((int)draw(3) - 1);
        f->weight[i] = draw(50) ? (25 + draw(376)) / 100.0 : NAN;
        f->x[i] = draw(20) ? 1e6 + draw(10000) / 7.0 : NAN;
    }
    *state = f;
    return 0;
}

static int
teardown(void **state)
{
    struct fixture *f = *state;

    for (size_t i = 0; i < REINTI_LENGTH(f->column); i++) {
        free((void *)f->column[i].raw8);
        free((void *)f->column[i].raw16);
        free((void *)f->column[i].map);
        free((void *)f->column[i].possible);
        free((void *)f->column[i].offset);
        free((void *)f->column[i].code);
    }
    free(f->filter);
    free(f->weight);
    free(f->x);
    free(f);
    return 0;
}

/* ---- the oracle ---------------------------------------------------------------------------------------- */

struct naive {
    size_t n_cells;
    uint64_t *n, *nx, *low, *high, left_out;
    long double *w, *w2, *wx, *wx2, *sw, *low_w, *high_w;
};

static bool
row_has(const reinti_column *c, size_t row, size_t category, const size_t *replaced)
{
    size_t own = reinti_column_category(c, row);

    if (c->kind == REINTI_COLUMN_CODED)
        return category == (replaced ? *replaced : own);
    if (category == c->n_categories)
        return true;
    if (own >= c->n_valid)
        return category == own;
    for (uint32_t k = c->offset[row]; k < c->offset[row + 1]; k++)
        if (c->code[k] == category)
            return true;
    return false;
}

/* Asks of every cell whether the row is in it. */
static void
naive_row(const reinti_cube_spec *spec, const reinti_cube *cube, struct naive *naive, size_t row,
          const size_t *replaced, int what)
{
    size_t category[8] = { 0 };
    double w = spec->weight ? spec->weight[row] : 1, x = spec->x ? spec->x[row] : NAN;

    for (size_t cell = 0; cell < naive->n_cells; cell++) {
        bool in = true;
        for (size_t d = 0, left = naive->n_cells, at = cell; d < spec->n_dimensions; d++) {
            left /= cube->size[d];
            category[d] = at / left;
            at %= left;
        }
        for (size_t d = 0; in && d < spec->n_dimensions; d++)
            in = row_has(spec->dimension[d].column, row, category[d], d == spec->bounded ? replaced : NULL);
        if (!in)
            continue;
        if (what == 0) {
            naive->n[cell]++;
            naive->w[cell] += w;
            naive->w2[cell] += w * w;
            naive->nx[cell] += !isnan(x);
            naive->wx[cell] += isnan(x) ? 0 : w * x;
            naive->wx2[cell] += isnan(x) ? 0 : w * x * x;
            naive->sw[cell] += isnan(x) ? 0 : w;
        }
        if (what & 1) {
            naive->low[cell]++;
            naive->low_w[cell] += w;
        }
        if (what & 2) {
            naive->high[cell]++;
            naive->high_w[cell] += w;
        }
    }
}

static struct naive
naive_count(const reinti_cube_spec *spec, const reinti_cube *cube)
{
    size_t n = cube->n_cells;
    struct naive naive = { n,
                           calloc(n, 8),
                           calloc(n, 8),
                           calloc(n, 8),
                           calloc(n, 8),
                           0,
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)),
                           calloc(n, sizeof(long double)) };

    for (size_t row = 0; row < spec->n_rows; row++) {
        if (spec->filter && spec->filter[row] != 1)
            continue;
        if (spec->weight && isnan(spec->weight[row])) {
            naive.left_out++;
            continue;
        }
        naive_row(spec, cube, &naive, row, NULL, 0);
        if (spec->bounded == REINTI_NONE)
            continue;
        naive_row(spec, cube, &naive, row, NULL, 3);
        const reinti_column *c = spec->dimension[spec->bounded].column;
        unsigned bits = c->possible ? c->possible[row] : 0;
        for (size_t v = 0; (bits & (bits - 1)) && v < c->n_valid; v++)
            if (bits >> v & 1)
                naive_row(spec, cube, &naive, row, &v, 2);
    }
    return naive;
}

static void
free_naive(struct naive *n)
{
    free(n->n);
    free(n->nx);
    free(n->low);
    free(n->high);
    free(n->w);
    free(n->w2);
    free(n->wx);
    free(n->wx2);
    free(n->sw);
    free(n->low_w);
    free(n->high_w);
}

static void
assert_sums(const char *what, const double *got, const long double *want, size_t n, bool wanted)
{
    assert_int_equal(got != NULL, wanted);
    for (size_t i = 0; wanted && i < n; i++)
        if (!check_close(got[i], (double)want[i], 1e-15))
            fail_msg("%s of cell %zu is %.17g, want %.17g", what, i, got[i], (double)want[i]);
}

static void
assert_counts(const char *what, const uint64_t *got, const uint64_t *want, size_t n, bool wanted)
{
    assert_int_equal(got != NULL, wanted);
    for (size_t i = 0; wanted && i < n; i++)
        if (got[i] != want[i])
            fail_msg("%s of cell %zu is %llu, want %llu", what, i, (unsigned long long)got[i],
                     (unsigned long long)want[i]);
}

static void
assert_cube(const reinti_cube_spec *spec)
{
    reinti_cube cube;
    bool bounds = spec->bounded != REINTI_NONE;

    assert_int_equal(reinti_cube_count(spec, &cube, NULL), REINT_OK);
    struct naive want = naive_count(spec, &cube);
    assert_counts("n", cube.n, want.n, want.n_cells, true);
    assert_counts("nx", cube.nx, want.nx, want.n_cells, spec->x);
    assert_counts("low", cube.low, want.low, want.n_cells, bounds);
    assert_counts("high", cube.high, want.high, want.n_cells, bounds);
    assert_sums("w", cube.w, want.w, want.n_cells, spec->weight);
    assert_sums("w2", cube.w2, want.w2, want.n_cells, spec->weight);
    assert_sums("wx", cube.wx, want.wx, want.n_cells, spec->x);
    assert_sums("wx2", cube.wx2, want.wx2, want.n_cells, spec->x);
    assert_sums("sw", cube.sw, want.sw, want.n_cells, spec->x);
    assert_sums("low_w", cube.low_w, want.low_w, want.n_cells, bounds && spec->weight);
    assert_sums("high_w", cube.high_w, want.high_w, want.n_cells, bounds && spec->weight);
    assert_int_equal(cube.left_out, want.left_out);
    free_naive(&want);
    reinti_cube_free(&cube);
}

static reinti_cube_spec
spec_of(const struct fixture *f, size_t n, const int *column)
{
    reinti_cube_spec spec = { .n_rows = ROWS, .n_dimensions = n, .bounded = REINTI_NONE };

    for (size_t d = 0; d < n; d++)
        spec.dimension[d].column = &f->column[column[d]];
    return spec;
}

/* ---- tests --------------------------------------------------------------------------------------------- */

static void
cells_equal_a_naive_count(void **state)
{
    const struct fixture *f = *state;
    static const struct {
        const char *label;
        size_t n, rows;
        int column[5];
        bool filter, weight, x;
        int bounded;
        unsigned threads;
    } cases[] = {
        { "no dimension: the total", 0, ROWS, { 0 }, true, true, true, -1, 2 },
        { "no dimension, no filter", 0, ROWS, { 0 }, false, false, false, -1, 1 },
        { "one", 1, ROWS, { 1 }, false, false, false, -1, 2 },
        { "one, filter", 1, ROWS, { 1 }, true, false, false, -1, 1 },
        { "one of 16 bits", 1, ROWS, { 2 }, true, false, false, -1, 2 },
        { "two", 2, ROWS, { 0, 1 }, true, false, false, -1, 3 },
        { "two, one does not say its limit", 2, ROWS, { 3, 0 }, true, false, false, -1, 2 },
        { "three", 3, ROWS, { 0, 3, 1 }, true, false, false, -1, 2 },
        { "four", 4, 30000, { 0, 3, 1, 0 }, true, false, false, -1, 2 },
        { "five", 5, 3000, { 0, 0, 3, 1, 0 }, true, false, false, -1, 2 },
        { "16 bits first, 8 second", 2, 20000, { 2, 0 }, true, false, false, -1, 2 },
        { "8 bits first, 16 second", 2, 20000, { 0, 2 }, false, false, false, -1, 2 },
        { "16 bits, negative ids, limit unknown", 2, 20000, { 0, 8 }, false, false, false, -1, 2 },
        { "too many raw combinations for a histogram", 2, 500, { 4, 8 }, true, false, false, -1, 2 },
        { "weighted", 2, ROWS, { 0, 1 }, true, true, false, -1, 2 },
        { "a variable summed", 2, ROWS, { 0, 1 }, true, false, true, -1, 2 },
        { "a variable summed with weights", 1, ROWS, { 1 }, true, true, true, -1, 2 },
        { "a set", 1, 100000, { 5 }, true, false, false, -1, 2 },
        { "a set by sex, weighted", 2, 50000, { 5, 0 }, true, true, true, -1, 2 },
        { "two sets", 2, 70000, { 5, 6 }, true, false, false, -1, 2 },
        { "the same set twice", 2, 70000, { 6, 6 }, false, false, false, -1, 1 },
        { "set, coded, set", 3, 3000, { 6, 0, 5 }, true, true, true, -1, 2 },
        { "bounds", 1, ROWS, { 7 }, true, false, false, 0, 2 },
        { "bounds of the second dimension, weighted", 2, 70000, { 0, 7 }, true, true, true, 1, 2 },
        { "bounds beside a set", 3, 20000, { 7, 6, 0 }, true, true, false, 0, 2 },
        { "bounds of a column without unknowns", 1, ROWS, { 0 }, true, false, false, 0, 2 },
        { "no rows", 2, 0, { 0, 1 }, false, false, false, -1, 2 },
        { "one row", 2, 1, { 0, 1 }, false, true, true, -1, 2 },
    };

    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_cube_spec spec = spec_of(f, cases[i].n, cases[i].column);
        reinti_column cut[8];
        print_message("  %s\n", cases[i].label);
        for (size_t d = 0; d < spec.n_dimensions; d++) {
            cut[d] = *spec.dimension[d].column;
            cut[d].n = cases[i].rows;
            spec.dimension[d].column = &cut[d];
        }
        spec.n_rows = cases[i].rows;
        spec.filter = cases[i].filter ? f->filter : NULL;
        spec.weight = cases[i].weight ? f->weight : NULL;
        spec.x = cases[i].x ? f->x : NULL;
        spec.bounded = cases[i].bounded < 0 ? REINTI_NONE : (size_t)cases[i].bounded;
        spec.threads = cases[i].threads;
        assert_cube(&spec);
    }
}

/* Bundles of every make: banners in common, none, one column within another, the same table twice, a column
 * twice in a table, two filters, and tables that only histogram.c or rows.c can count. */
static void
many_cubes_equal_one_after_the_other(void **state)
{
    const struct fixture *f = *state;
    static const int tables[][4] = {
        /* columns, -1 ends them */
        { 0, 1, -1 },    { 0, 3, -1 }, { 1, 3, -1 }, { 0, -1 },       { 0, 1, -1 }, { 2, -1 },
        { 2, 0, -1 },    { 3, 3, -1 }, { -1 },       { 0, 1, 3, -1 }, { 4, 8, -1 }, { 5, 0, -1 },
        { 1, 0, -1 },    { 8, -1 },    { 9, 0, -1 }, { 9, 1, -1 },    { 9, 3, -1 }, { 0, 9, -1 },
        { 9, 1, 3, -1 }, { 7, 0, -1 }, { 4, -1 },
    };
    enum { N = sizeof tables / sizeof *tables };
    static const size_t rows[] = { ROWS, 65536, 20000, 70, 0 };

    for (size_t k = 0; k < REINTI_LENGTH(rows) * 2; k++) {
        reinti_cube_spec spec[3 * N];
        reinti_cube cube[3 * N], alone;
        reinti_column cut[10];
        for (size_t i = 0; i < REINTI_LENGTH(cut); i++) {
            cut[i] = f->column[i < 9 ? i : 1]; /* the last one: another column of the same values */
            cut[i].n = rows[k / 2];
        }
        for (size_t i = 0; i < 3 * N; i++) {
            spec[i] = (reinti_cube_spec){ .n_rows = rows[k / 2],
                                          .filter = i % 3 ? f->filter : NULL,
                                          .weight = i % 3 == 2 && i % 2 ? f->weight : NULL,
                                          .bounded = REINTI_NONE,
                                          .threads = k % 2 ? 3 : 1 };
            for (const int *c = tables[i / 3]; *c >= 0; c++)
                spec[i].dimension[spec[i].n_dimensions++].column = &cut[*c];
        }
        assert_int_equal(reinti_cubes_count(spec, 3 * N, cube, NULL), REINT_OK);
        for (size_t i = 0; i < 3 * N; i++) {
            assert_int_equal(reinti_cube_count(&spec[i], &alone, NULL), REINT_OK);
            assert_int_equal(cube[i].n_cells, alone.n_cells);
            assert_memory_equal(cube[i].n, alone.n, alone.n_cells * sizeof *alone.n);
            assert_int_equal(!cube[i].w, !alone.w);
            if (alone.w)
                assert_memory_equal(cube[i].w, alone.w, alone.n_cells * sizeof *alone.w);
            assert_int_equal(cube[i].left_out, alone.left_out);
            reinti_cube_free(&alone);
            reinti_cube_free(&cube[i]);
        }
    }
}

static void
many_cubes_are_refused_as_one_would_be(void **state)
{
    const struct fixture *f = *state;
    static const int good[] = { 0, 1 };
    reinti_cube_spec spec[2] = { spec_of(f, 2, good), spec_of(f, 2, good) };
    reinti_cube cube[2];
    reint_error err;

    spec[1].n_rows = ROWS - 1;
    assert_int_equal(reinti_cubes_count(spec, 2, cube, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "rows"));
    assert_int_equal(reinti_cubes_count(spec, 0, cube, &err), REINT_OK);
}

static void
cubes_counted_ahead_are_found_by_what_was_asked(void **state)
{
    const struct fixture *f = *state;
    static const int tables[][2] = { { 0, 1 }, { 0, 3 }, { 1, 0 }, { 0, 1 } };
    reinti_cube_spec spec[4], weighted, set, other, few;
    reinti_ahead *ahead = reinti_ahead_create();
    reinti_cube alone;

    assert_non_null(ahead);
    for (size_t i = 0; i < 4; i++) {
        spec[i] = spec_of(f, 2, tables[i]);
        spec[i].filter = f->filter;
        assert_null(reinti_ahead_find(ahead, &spec[i]));
        assert_int_equal(reinti_ahead_ask(ahead, &spec[i], NULL), REINT_OK);
    }
    weighted = set = other = few = spec[0];
    weighted.weight = f->weight;
    set.dimension[0].column = &f->column[5];
    other.filter = NULL;
    few.n_rows = 1000;
    assert_int_equal(reinti_ahead_ask(ahead, &weighted, NULL), REINT_OK);
    assert_int_equal(reinti_ahead_ask(ahead, &set, NULL), REINT_OK);
    assert_int_equal(reinti_ahead_ask(ahead, &few, NULL), REINT_OK);
    assert_int_equal(reinti_ahead_count(ahead, NULL), REINT_OK);
    for (size_t i = 0; i < 4; i++) {
        const reinti_cube *cube = reinti_ahead_find(ahead, &spec[i]);
        assert_non_null(cube);
        assert_int_equal(reinti_cube_count(&spec[i], &alone, NULL), REINT_OK);
        assert_memory_equal(cube->n, alone.n, alone.n_cells * sizeof *alone.n);
        reinti_cube_free(&alone);
    }
    assert_ptr_equal(reinti_ahead_find(ahead, &spec[0]), reinti_ahead_find(ahead, &spec[3]));
    assert_null(reinti_ahead_find(ahead, &weighted));
    assert_null(reinti_ahead_find(ahead, &set));
    assert_null(reinti_ahead_find(ahead, &other));
    assert_null(reinti_ahead_find(ahead, &few));
    reinti_ahead_free(ahead);
}

static void
sums_do_not_depend_on_the_number_of_threads(void **state)
{
    const struct fixture *f = *state;
    reinti_cube_spec spec = spec_of(f, 2, (int[]){ 5, 1 });
    reinti_cube one, many;

    spec.weight = f->weight;
    spec.x = f->x;
    spec.threads = 1;
    assert_int_equal(reinti_cube_count(&spec, &one, NULL), REINT_OK);
    for (spec.threads = 2; spec.threads < 8; spec.threads++) {
        assert_int_equal(reinti_cube_count(&spec, &many, NULL), REINT_OK);
        assert_memory_equal(one.n, many.n, one.n_cells * sizeof *one.n);
        assert_memory_equal(one.nx, many.nx, one.n_cells * sizeof *one.nx);
        assert_memory_equal(one.w, many.w, one.n_cells * sizeof *one.w);
        assert_memory_equal(one.w2, many.w2, one.n_cells * sizeof *one.w2);
        assert_memory_equal(one.wx, many.wx, one.n_cells * sizeof *one.wx);
        assert_memory_equal(one.wx2, many.wx2, one.n_cells * sizeof *one.wx2);
        reinti_cube_free(&many);
    }
    reinti_cube_free(&one);
}

/* 1 + 1e16 - 1e16 is 0 in plain doubles. */
static void
sums_keep_what_rounding_loses(void **state)
{
    double x[] = { 1, 1e16, 1, -1e16 };
    reinti_cube_spec spec = { .n_rows = 4, .x = x, .bounded = REINTI_NONE, .threads = 1 };
    reinti_cube cube;

    (void)state;
    assert_int_equal(reinti_cube_count(&spec, &cube, NULL), REINT_OK);
    assert_true(cube.wx[0] == 2);
    assert_true(cube.sw[0] == 4);
    reinti_cube_free(&cube);
}

static void
a_cell_is_found_by_its_categories(void **state)
{
    const struct fixture *f = *state;
    reinti_cube_spec spec = spec_of(f, 3, (int[]){ 0, 5, 1 });
    reinti_cube cube;

    assert_int_equal(reinti_cube_count(&spec, &cube, NULL), REINT_OK);
    assert_int_equal(cube.size[0], 5);
    assert_int_equal(cube.size[1], 20); /* 17 codes, two reasons, cases */
    assert_int_equal(cube.size[2], 10);
    assert_int_equal(cube.n_cells, 1000);
    assert_int_equal(reinti_cube_at(&cube, (size_t[]){ 0, 0, 0 }), 0);
    assert_int_equal(reinti_cube_at(&cube, (size_t[]){ 2, 19, 3 }), 2 * 200 + 190 + 3);
    assert_int_equal(reinti_cube_at(&cube, (size_t[]){ 4, 19, 9 }), 999);
    reinti_cube_free(&cube);
    reinti_cube_free(NULL);
}

/* 403 x 10 x 103 x 303 x 403 x 5 x 403 categories; six rows are in few of them. */
static void
of_too_many_cells_those_are_counted_that_somebody_is_in(void **state)
{
    enum { IN = 6 };
    const struct fixture *f = *state;
    reinti_cube_spec spec = spec_of(f, 7, (int[]){ 2, 1, 4, 8, 2, 0, 2 });
    int8_t *filter = calloc(ROWS, 1);
    size_t row[IN], total = 0;
    reinti_cube cube;

    for (size_t i = 0; i < IN; i++)
        filter[row[i] = i * 1000] = 1;
    spec.filter = filter;
    assert_int_equal(reinti_cube_count(&spec, &cube, NULL), REINT_OK);
    assert_true(cube.n_cells <= 279936); /* 6^7 */
    for (size_t i = 0; i < IN; i++) {
        size_t category[7], same = 0;
        for (size_t d = 0; d < 7; d++)
            category[d] = reinti_column_category(spec.dimension[d].column, row[i]);
        for (size_t k = 0; k < IN; k++) {
            bool in = true;
            for (size_t d = 0; d < 7; d++)
                in = in && reinti_column_category(spec.dimension[d].column, row[k]) == category[d];
            same += in;
        }
        assert_int_equal(cube.n[reinti_cube_at(&cube, category)], same);
    }
    for (size_t i = 0; i < cube.n_cells; i++)
        total += cube.n[i];
    assert_int_equal(total, IN);
    size_t nowhere[7] = { 0 }, k = 0;
    for (bool in = true; in; k++) { /* a district that none of them is in */
        in = false;
        for (size_t i = 0; i < IN; i++)
            in = in || reinti_column_category(spec.dimension[0].column, row[i]) == k;
    }
    nowhere[0] = k - 1;
    assert_int_equal(reinti_cube_at(&cube, nowhere), REINTI_NONE);
    reinti_cube_free(&cube);
    free(filter);
}

static void
what_cannot_be_counted_is_refused(void **state)
{
    const struct fixture *f = *state;
    reinti_cube cube = { .n_cells = 77 };
    reint_error err;
    reinti_cube_spec spec = spec_of(f, 5, (int[]){ 2, 2, 2, 2, 2 });

    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "10629803362243 cells")); /* 403^5 */
    spec.n_dimensions = REINTI_MOST_DIMENSIONS + 1;
    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    spec = spec_of(f, 1, (int[]){ 9 });
    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "age is a number or a date"));
    spec = spec_of(f, 1, (int[]){ 0 });
    spec.n_rows = 10;
    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    assert_non_null(strstr(err.text, "another form"));
    spec = spec_of(f, 1, (int[]){ 5 });
    spec.bounded = 0; /* a set has no bounds */
    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    spec = spec_of(f, 1, (int[]){ 0 });
    spec.bounded = 1;
    assert_int_equal(reinti_cube_count(&spec, &cube, &err), REINT_ARGUMENT);
    assert_int_equal(cube.n_cells, 77); /* untouched */
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cells_equal_a_naive_count),
        cmocka_unit_test(many_cubes_equal_one_after_the_other),
        cmocka_unit_test(many_cubes_are_refused_as_one_would_be),
        cmocka_unit_test(cubes_counted_ahead_are_found_by_what_was_asked),
        cmocka_unit_test(sums_do_not_depend_on_the_number_of_threads),
        cmocka_unit_test(sums_keep_what_rounding_loses),
        cmocka_unit_test(a_cell_is_found_by_its_categories),
        cmocka_unit_test(of_too_many_cells_those_are_counted_that_somebody_is_in),
        cmocka_unit_test(what_cannot_be_counted_is_refused),
    };

    return cmocka_run_group_tests(tests, setup, teardown);
}
