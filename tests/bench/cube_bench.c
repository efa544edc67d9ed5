/* cube_bench.c -- what counting costs: nanoseconds a record and table, on the clock and of processor time.
 *     cube_bench [RECORDS [TABLES [THREADS]]]     3000000, 500, as many as there are processors
 * Last the tables of a plan, 50 items by 10 banner columns in one pass.  Invented columns; the numbers counted mean
 * nothing. */
#include <config.h>

#include <stdlib.h>
#include <time.h>

#include "cube/cube.h"

static double
now(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double
used(void)
{
    struct timespec t;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void
report(const char *label, size_t tables, size_t n, double seconds, double processor, uint64_t check)
{
    double each = 1e9 / ((double)n * (double)tables);

    printf("%-38s %5zu tables %7.3f s  %6.3f ns a record and table, %6.3f ns of processor time (%llu)\n",
           label, tables, seconds, seconds * each, processor * each, (unsigned long long)check);
}

static uint64_t random_state = 7;

static unsigned
draw(unsigned below)
{
    random_state = random_state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((random_state >> 33) % below);
}

/* N_VALID codes and three missing reasons, as they come from a study. */
static reinti_column
make_column(size_t n, size_t n_valid)
{
    uint16_t *map = calloc(256, sizeof *map);
    uint8_t *raw = malloc(n);

    if (!map || !raw)
        exit(EXIT_FAILURE);
    for (size_t i = 1; i <= n_valid; i++)
        map[i] = (uint16_t)(i - 1);
    map[0] = (uint16_t)(n_valid + 3);
    for (size_t i = 1; i <= 3; i++)
        map[256 - i] = (uint16_t)(n_valid + i - 1);
    for (size_t i = 0; i < n; i++)
        raw[i] = (uint8_t)(draw(20) ? 1 + draw((unsigned)n_valid) : 253 + draw(3));
    return (reinti_column){ .name = "x",
                            .kind = REINTI_COLUMN_CODED,
                            .n = n,
                            .n_valid = n_valid,
                            .n_categories = n_valid + 4,
                            .raw8 = raw,
                            .map = map,
                            .raw_bias = 3,
                            .raw_limit = (uint32_t)n_valid + 4 };
}

static reinti_column
make_set(size_t n, size_t n_valid)
{
    uint16_t *map = calloc(256, sizeof *map), *code = malloc(3 * n * sizeof *code);
    uint32_t *offset = calloc(n + 1, sizeof *offset);
    uint8_t *raw = calloc(n, 1);

    if (!map || !code || !offset || !raw)
        exit(EXIT_FAILURE);
    for (size_t i = 0; i < n; i++) {
        offset[i + 1] = offset[i] + 1 + draw(3);
        for (uint32_t k = offset[i]; k < offset[i + 1]; k++)
            code[k] = (uint16_t)draw((unsigned)n_valid);
    }
    return (reinti_column){ .name = "set",
                            .kind = REINTI_COLUMN_SET,
                            .n = n,
                            .n_valid = n_valid,
                            .n_categories = n_valid + 4,
                            .raw8 = raw,
                            .map = map,
                            .offset = offset,
                            .code = code,
                            .raw_limit = 1 };
}

/* Every item by every banner column: all at once, and one after the other. */
static int
count_plan(size_t n, const int8_t *filter, unsigned threads)
{
    enum { ITEMS = 50, BANNERS = 10, TABLES = ITEMS * BANNERS };
    static const size_t size[BANNERS] = { 2, 3, 5, 7, 4, 12, 2, 6, 3, 9 };
    static reinti_column item[ITEMS], banner[BANNERS];
    static reinti_cube_spec spec[TABLES];
    static reinti_cube cube[TABLES];
    uint64_t check[2] = { 0 };

    for (size_t i = 0; i < ITEMS; i++)
        item[i] = make_column(n, 5);
    for (size_t b = 0; b < BANNERS; b++)
        banner[b] = make_column(n, size[b]);
    for (size_t t = 0; t < TABLES; t++)
        spec[t] = (reinti_cube_spec){ .n_rows = n,
                                      .filter = filter,
                                      .n_dimensions = 2,
                                      .dimension = { { &item[t / BANNERS] }, { &banner[t % BANNERS] } },
                                      .bounded = REINTI_NONE,
                                      .threads = threads };
    for (int together = 0; together < 2; together++) {
        double start = now(), start_used = used();
        for (size_t t = 0; t < TABLES; t += together ? (size_t)TABLES : 1)
            if ((together ? reinti_cubes_count(spec, TABLES, cube, NULL)
                          : reinti_cube_count(&spec[t], &cube[t], NULL)) != REINT_OK)
                return EXIT_FAILURE;
        double seconds = now() - start, processor = used() - start_used;
        for (size_t t = 0; t < TABLES; t++) {
            for (size_t c = 0; c < cube[t].n_cells; c++)
                check[together] = check[together] * 31 + cube[t].n[c];
            reinti_cube_free(&cube[t]);
        }
        report(together ? "50 items x 10 banners, one pass" : "50 items x 10 banners, one by one", TABLES, n,
               seconds, processor, check[together]);
    }
    return check[0] == check[1] ? EXIT_SUCCESS : EXIT_FAILURE;
}

int
main(int argc, char **argv)
{
    size_t n = argc > 1 ? strtoul(argv[1], NULL, 10) : 3000000,
           tables = argc > 2 ? strtoul(argv[2], NULL, 10) : 500;
    unsigned threads = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 0;
    static const struct {
        const char *label;
        size_t n, size[5];
        bool filter, weight, x, set;
    } cases[] = {
        { "1 dimension", 1, { 8 }, false, false, false, false },
        { "1 dimension, filter", 1, { 8 }, true, false, false, false },
        { "2 dimensions, filter", 2, { 8, 3 }, true, false, false, false },
        { "2 dimensions, 10,000 cells, filter", 2, { 90, 100 }, true, false, false, false },
        { "3 dimensions, filter", 3, { 8, 3, 2 }, true, false, false, false },
        { "4 dimensions, filter", 4, { 7, 8, 3, 2 }, true, false, false, false },
        { "5 dimensions, row by row, filter", 5, { 10, 7, 8, 3, 2 }, true, false, false, false },
        { "2 dimensions, weighted", 2, { 8, 3 }, true, true, false, false },
        { "2 dimensions, weighted sum of x", 2, { 8, 3 }, true, true, true, false },
        { "a set of 17 by 3", 1, { 3 }, true, false, false, true },
    };
    reinti_column column[64], set = make_set(n, 17);
    size_t n_columns = 0;
    int8_t *filter = malloc(n);
    double *weight = malloc(n * sizeof *weight);

    if (!filter || !weight)
        return EXIT_FAILURE;
    for (size_t i = 0; i < n; i++) {
        filter[i] = (int8_t)(draw(10) > 0);
        weight[i] = (25 + draw(376)) / 100.0;
    }
    printf("%zu records\n", n);
    for (size_t i = 0; i < REINTI_LENGTH(cases); i++) {
        reinti_cube_spec spec = {
            .n_rows = n, .n_dimensions = cases[i].n, .bounded = REINTI_NONE, .threads = threads
        };
        bool slow = cases[i].weight || cases[i].x || cases[i].set || cases[i].n > 4;
        size_t repeat = slow ? tables / 10 + 1 : tables;
        uint64_t check = 0;
        for (size_t d = 0; d < cases[i].n; d++) {
            column[n_columns] = make_column(n, cases[i].size[d]);
            spec.dimension[d].column = &column[n_columns++];
        }
        if (cases[i].set)
            spec.dimension[spec.n_dimensions++].column = &set;
        spec.filter = cases[i].filter ? filter : NULL;
        spec.weight = cases[i].weight ? weight : NULL;
        spec.x = cases[i].x ? weight : NULL;
        double start = now(), start_used = used();
        for (size_t t = 0; t < repeat; t++) {
            reinti_cube cube;
            if (reinti_cube_count(&spec, &cube, NULL) != REINT_OK)
                return EXIT_FAILURE;
            check += cube.n[0];
            reinti_cube_free(&cube);
        }
        report(cases[i].label, repeat, n, now() - start, used() - start_used, check);
    }
    return count_plan(n, filter, threads);
}
