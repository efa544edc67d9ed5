/* crosstabs_bench.c -- 500 cross-tables of 50 items by 10 banner columns over one set of records, as a plan has them.
 *
 *     crosstabs_bench make RECORDS FILE                   columns of categories, one byte a value, column after column
 *     crosstabs_bench count RECORDS FILE CELLS [THREADS]  counts them in one pass, then tests each table; writes the cells
 *     crosstabs_bench sets RECORDS                        tests answers with several codes: a line a kind of test
 *
 * Prints a line "count SECONDS PROCESSOR-SECONDS" and a line "test SECONDS ...": reading and writing are not timed.
 * Invented columns; the numbers mean nothing.  peers/crosstabs.R and .py count the same file; crosstabs.sh compares. */
#include <config.h>

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "cube/cube.h"
#include "stats/stats.h"

enum { ITEMS = 50, BANNERS = 10, COLUMNS = ITEMS + BANNERS, TABLES = ITEMS * BANNERS, REASONS = 3 };

/* Valid categories of each column; three reasons why a value is missing come after them. */
static size_t
valid_categories(size_t column)
{
    static const size_t banner[BANNERS] = { 2, 3, 5, 7, 4, 12, 2, 6, 3, 9 };

    return column < ITEMS ? 5 : banner[column - ITEMS];
}

static double
clock_of(clockid_t which)
{
    struct timespec t;

    clock_gettime(which, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t state = 7;

static unsigned
draw(unsigned below)
{
    state = state * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)((state >> 33) % below);
}

/* A value in twenty is missing; the others lean to the first categories, and to those of the record before. */
static int
make(size_t n, const char *path)
{
    FILE *f = fopen(path, "wb");
    unsigned char *column = malloc(n + 1);
    bool ok = f && column;

    for (size_t c = 0; c < COLUMNS && ok; c++) {
        unsigned k = (unsigned)valid_categories(c);
        for (size_t i = 0; i < n; i++) {
            unsigned a = draw(k), b = draw(k);
            column[i] = (unsigned char)(draw(20) ? (a < b ? a : b) : k + draw(REASONS));
        }
        ok = fwrite(column, 1, n, f) == n;
    }
    free(column);
    return (f && fclose(f)) || !ok ? EXIT_FAILURE : EXIT_SUCCESS;
}

static bool
read_columns(size_t n, const char *path, reinti_column *column)
{
    FILE *f = fopen(path, "rb");
    bool ok = f != NULL;

    for (size_t c = 0; c < COLUMNS && ok; c++) {
        uint8_t *raw = malloc(n + 1);
        uint16_t *map = calloc(256, sizeof *map);
        size_t k = valid_categories(c);
        ok = raw && map && fread(raw, 1, n, f) == n;
        for (size_t v = 0; ok && v < k + REASONS; v++)
            map[v] = (uint16_t)v;
        column[c] = (reinti_column){ .name = "x",
                                     .kind = REINTI_COLUMN_CODED,
                                     .n = n,
                                     .n_valid = k,
                                     .n_categories = k + REASONS + 1,
                                     .raw8 = raw,
                                     .map = map,
                                     .raw_limit = (uint32_t)(k + REASONS) };
    }
    if (f)
        fclose(f);
    return ok;
}

static bool
write_cells(const char *path, const reinti_cube *cube)
{
    FILE *f = fopen(path, "w");

    if (!f)
        return false;
    for (size_t t = 0; t < TABLES; t++)
        for (size_t c = 0; c < cube[t].n_cells; c++)
            if (cube[t].n[c])
                fprintf(f, "%zu,%zu,%zu,%zu,%llu\n", t / BANNERS, t % BANNERS, c / cube[t].size[1],
                        c % cube[t].size[1], (unsigned long long)cube[t].n[c]);
    return !fclose(f);
}

/* Chi-square of the valid categories of every table. */
static double
test_all(const reinti_cube *cube)
{
    double sum = 0, count[16 * 16];

    for (size_t t = 0; t < TABLES; t++) {
        size_t rows = valid_categories(t / BANNERS), cols = valid_categories(ITEMS + t % BANNERS);
        reint_chisq x;
        for (size_t i = 0; i < rows; i++)
            for (size_t j = 0; j < cols; j++)
                count[i * cols + j] = (double)cube[t].n[i * cube[t].size[1] + j];
        if (!reint_chisq_test(count, rows, cols, &x) && !x.undefined)
            sum += x.chisq;
    }
    return sum;
}

static int
count(size_t n, const char *data, const char *cells, unsigned threads)
{
    static reinti_column column[COLUMNS];
    static reinti_cube_spec spec[TABLES];
    static reinti_cube cube[TABLES];
    double wall, processor, chisq;

    if (!read_columns(n, data, column))
        return EXIT_FAILURE;
    for (size_t t = 0; t < TABLES; t++)
        spec[t] =
            (reinti_cube_spec){ .n_rows = n,
                                .n_dimensions = 2,
                                .dimension = { { &column[t / BANNERS] }, { &column[ITEMS + t % BANNERS] } },
                                .bounded = REINTI_NONE,
                                .threads = threads };
    wall = clock_of(CLOCK_MONOTONIC);
    processor = clock_of(CLOCK_PROCESS_CPUTIME_ID);
    if (reinti_cubes_count(spec, TABLES, cube, NULL))
        return EXIT_FAILURE;
    printf("count %.4f %.4f\n", clock_of(CLOCK_MONOTONIC) - wall,
           clock_of(CLOCK_PROCESS_CPUTIME_ID) - processor);
    wall = clock_of(CLOCK_MONOTONIC);
    chisq = test_all(cube);
    printf("test %.6f %.17g\n", clock_of(CLOCK_MONOTONIC) - wall, chisq);
    return write_cells(cells, cube) ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- sets ---------------------------------------------------------------------------------------------- */

enum { CODES = 10, GROUPS = 6, STRATA = 5 };

/* Who chose which codes (three of ten, on the average) and is in which group, or chose which codes of another set. */
static void
draw_sets(size_t n, bool *code, bool *column, bool single)
{
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < CODES; j++)
            code[i * CODES + j] = draw(10) < 1 + j / 2;
        unsigned group = draw(GROUPS);
        for (size_t g = 0; g < GROUPS; g++)
            column[i * GROUPS + g] = single ? g == group : draw(3) == 0;
    }
}

/* Seconds of the test that allows for what the codes have in common, of N records and of a third of them. */
static bool
time_sets(size_t n, const char *name, bool single, bool weighted)
{
    bool *code = malloc(n * CODES), *column = malloc(n * GROUPS), ok = code && column;
    double *weight = malloc(n * sizeof *weight), seconds[2] = { 0, 0 };
    size_t *stratum = malloc(n * sizeof *stratum);

    ok = ok && weight && stratum;
    for (size_t i = 0; ok && i < n; i++) {
        weight[i] = weighted ? (1 + draw(100)) / 50. : 1;
        stratum[i] = draw(STRATA);
    }
    if (ok)
        draw_sets(n, code, column, single);
    for (size_t k = 0; ok && k < 2; k++) {
        size_t part = k ? n : n / 3;
        reint_design d = {
            .n = part, .n_strata = STRATA, .n_psu = part, .weight = weight, .stratum = stratum
        };
        reint_marginal r;
        seconds[k] = clock_of(CLOCK_MONOTONIC);
        ok = !reint_survey_marginal(&d, !weighted, code, CODES, column, GROUPS, single, &r) && !r.undefined;
        seconds[k] = clock_of(CLOCK_MONOTONIC) - seconds[k];
    }
    if (ok)
        printf("%-28s %zu records %.3f s (%.0f ns each), a third of them %.3f s\n", name, n, seconds[1],
               1e9 * seconds[1] / (double)n, seconds[0]);
    free(code);
    free(column);
    free(weight);
    free(stratum);
    return ok;
}

int
main(int argc, char **argv)
{
    size_t n = argc > 2 ? strtoul(argv[2], NULL, 10) : 0;

    if (argc == 4 && n && !strcmp(argv[1], "make"))
        return make(n, argv[3]);
    if (argc >= 5 && n && !strcmp(argv[1], "count"))
        return count(n, argv[3], argv[4], argc > 5 ? (unsigned)strtoul(argv[5], NULL, 10) : 0);
    if (argc == 3 && n >= 3 && !strcmp(argv[1], "sets"))
        return time_sets(n, "set by groups", true, false) &&
                       time_sets(n, "set by groups, weighted", true, true) &&
                       time_sets(n, "set by set", false, false) &&
                       time_sets(n, "set by set, weighted", false, true)
                   ? EXIT_SUCCESS
                   : EXIT_FAILURE;
    fprintf(stderr, "usage: crosstabs_bench make RECORDS FILE | count RECORDS FILE CELLS [THREADS] | "
                    "sets RECORDS\n");
    return 2;
}
