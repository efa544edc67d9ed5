/* cube.c -- prepares a count, shares the rows among threads and adds up what they found.
 *
 * Reads:   columns, filter, weights of one frame.
 * Gives:   a dense cube of sums.
 * Order:   integers add up to the same whatever the order.  Sums of doubles do not, so the rows are cut into
 * blocks whose length depends on the data alone, each block is summed by itself (compensated), and the blocks
 * are added in their order: the result is the same to the last bit with any number of threads. Missing: see
 * rows.c.  A cube of more than 2^27 cells is cut to the categories that occur; if that is too large, too, it is refused,
 * not counted partly. */
#include <config.h>

#include "cube/cube.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "cube/count.h"

#define MAX_THREADS 64
/* A thread has a cube of its own: large ones are not worth it. */
#define MAX_THREAD_CELLS ((size_t)1 << 21)

struct crew {
    const reinti_counting *counting;
    size_t n_blocks, block_rows;
    pthread_mutex_t lock;
    pthread_cond_t turn_changed;
    size_t next; /* block to be counted next */
    size_t turn; /* block to be added next */
    reinti_sum *total[REINTI_N_SUMS];
};

struct worker {
    struct crew *crew;
    reinti_partial partial;
    pthread_t thread;
};

static size_t
axis_size(const reinti_column *column)
{
    return column->n_categories + (column->kind == REINTI_COLUMN_SET);
}

/* One more than the largest raw value of a column that does not say it. */
static uint32_t
find_limit(const reinti_column *column)
{
    uint32_t most = 0;

    if (column->raw8)
        for (size_t i = 0; i < column->n; i++)
            most = column->raw8[i] > most ? column->raw8[i] : most;
    else
        for (size_t i = 0; i < column->n; i++)
            most = column->raw16[i] > most ? column->raw16[i] : most;
    return most + 1;
}

/* PLACE: of each category, of a column that is cut to those that occur; else NULL. */
static bool
prepare_axis(reinti_axis *axis, const reinti_column *column, size_t stride, const size_t *place)
{
    uint32_t width = column->raw8 ? 0xff : 0xffff;
    size_t unit = column->kind == REINTI_COLUMN_SET ? 1 : stride;

    axis->column = column;
    axis->stride = stride;
    axis->bias = column->raw_limit ? column->raw_bias : 0;
    axis->limit = !column->n ? 1 : column->raw_limit ? column->raw_limit : find_limit(column);
    axis->offset = malloc(axis->limit * sizeof *axis->offset);
    if (!axis->offset)
        return false;
    axis->offset[0] = 0; /* of a column without rows neither the width nor the map is known */
    for (uint32_t i = 0; i < axis->limit && column->n; i++) {
        size_t category = column->map[(i - axis->bias) & width];
        category = category < column->n_categories ? category : 0;
        if (place)
            category = place[category] == REINTI_NONE ? 0 : place[category]; /* 0: no row has it */
        axis->offset[i] = (uint32_t)(category * unit);
    }
    return true;
}

/* Raw combinations, if counting by them is possible and worth folding; else 0. */
static size_t
histogram_cells(const reinti_counting *c)
{
    const reinti_cube_spec *spec = c->spec;
    size_t n = 1, most = spec->n_rows > 4096 ? spec->n_rows : 4096;

    if (spec->weight || spec->x || spec->bounded != REINTI_NONE)
        return 0;
    for (size_t d = 0; d < c->n_axes; d++) {
        if (c->axis[d].column->kind != REINTI_COLUMN_CODED)
            return 0;
        n *= c->axis[d].limit;
        if (n > UINT16_MAX || n > most)
            return 0;
    }
    return n;
}

static reint_status
check_spec(const reinti_cube_spec *spec, reint_error *err)
{
    if (spec->n_dimensions > REINTI_MOST_DIMENSIONS)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "a table has %zu dimensions; at most %d can be counted", spec->n_dimensions,
                           REINTI_MOST_DIMENSIONS);
    if (spec->n_rows >= UINT32_MAX)
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "%zu records are more than can be counted",
                           spec->n_rows);
    for (size_t d = 0; d < spec->n_dimensions; d++) {
        const reinti_column *column = spec->dimension[d].column;
        if (column->kind != REINTI_COLUMN_CODED && column->kind != REINTI_COLUMN_SET)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "%s is a number or a date: cut it into bands to count by it", column->name);
        if (column->n != spec->n_rows)
            return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                               "%s has %zu rows, not %zu: it is of another form", column->name, column->n,
                               spec->n_rows);
    }
    if (spec->bounded != REINTI_NONE && (spec->bounded >= spec->n_dimensions ||
                                         spec->dimension[spec->bounded].column->kind != REINTI_COLUMN_CODED))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0, "bounds need a dimension with one category a row");
    return REINT_OK;
}

/* The product of the sizes; a double holds it whatever it is. */
static double
product(const reinti_cube *cube)
{
    double n = 1;

    for (size_t d = 0; d < cube->n_dimensions; d++)
        n *= (double)cube->size[d];
    return n;
}

/* Dimension D has the categories that a row of the filter is in, and no others.  What is not one category a row (a set, bounds)
 * stays as it is. */
static bool
cut(const reinti_cube_spec *spec, reinti_cube *cube, size_t d)
{
    const reinti_column *column = spec->dimension[d].column;
    size_t n = 0, *place;

    if (column->kind != REINTI_COLUMN_CODED || d == spec->bounded)
        return true;
    place = cube->place[d] = malloc((column->n_categories + 1) * sizeof *place);
    if (!place)
        return false;
    for (size_t k = 0; k < column->n_categories; k++)
        place[k] = REINTI_NONE;
    for (size_t i = 0; i < spec->n_rows; i++)
        if (!spec->filter || spec->filter[i] == 1)
            place[reinti_column_category(column, i)] = 0;
    for (size_t k = 0; k < column->n_categories; k++)
        if (place[k] == 0)
            place[k] = n++;
    cube->size[d] = n ? n : 1;
    return true;
}

static reint_status
prepare(reinti_counting *c, const reinti_cube_spec *spec, reinti_cube *cube, reint_error *err)
{
    cube->n_dimensions = spec->n_dimensions;
    for (size_t d = 0; d < spec->n_dimensions; d++)
        cube->size[d] = axis_size(spec->dimension[d].column);
    if (product(cube) > (double)REINTI_CUBE_CELLS)
        for (size_t d = 0; d < spec->n_dimensions; d++)
            if (!cut(spec, cube, d))
                return reinti_no_memory(err);
    if (!(product(cube) <= (double)REINTI_CUBE_CELLS && product(cube) > 0))
        return reinti_fail(err, REINT_ARGUMENT, NULL, 0,
                           "the table would have %.0f cells; at most %zu are counted", product(cube),
                           REINTI_CUBE_CELLS);
    size_t n = cube->n_cells = c->n_cells = (size_t)product(cube);
    c->spec = spec;
    for (size_t d = 0; d < spec->n_dimensions; d++) {
        n /= cube->size[d];
        c->n_axes = d + 1;
        if (!prepare_axis(&c->axis[d], spec->dimension[d].column, n, cube->place[d]))
            return reinti_no_memory(err);
    }
    c->n_raw = histogram_cells(c);
    c->n_lanes = c->n_raw <= 2048 ? 4 : 1;
    c->sums[REINTI_SUM_W] = c->sums[REINTI_SUM_W2] = spec->weight;
    c->sums[REINTI_SUM_WX] = c->sums[REINTI_SUM_WX2] = c->sums[REINTI_SUM_SW] = spec->x;
    c->sums[REINTI_SUM_LOW_W] = c->sums[REINTI_SUM_HIGH_W] = spec->weight && spec->bounded != REINTI_NONE;
    return REINT_OK;
}

static double **
cube_sum(reinti_cube *cube, size_t kind)
{
    double **const member[REINTI_N_SUMS] = {
        [REINTI_SUM_W] = &cube->w,           [REINTI_SUM_W2] = &cube->w2, [REINTI_SUM_WX] = &cube->wx,
        [REINTI_SUM_WX2] = &cube->wx2,       [REINTI_SUM_SW] = &cube->sw, [REINTI_SUM_LOW_W] = &cube->low_w,
        [REINTI_SUM_HIGH_W] = &cube->high_w,
    };

    return member[kind];
}

static bool
allocate_counts(const reinti_counting *c, uint64_t **n, uint64_t **nx, uint64_t **low, uint64_t **high)
{
    bool x = c->spec->x, bounds = c->spec->bounded != REINTI_NONE;

    *n = calloc(c->n_cells, sizeof **n);
    *nx = x ? calloc(c->n_cells, sizeof **nx) : NULL;
    *low = bounds ? calloc(c->n_cells, sizeof **low) : NULL;
    *high = bounds ? calloc(c->n_cells, sizeof **high) : NULL;
    return *n && (!x || *nx) && (!bounds || (*low && *high));
}

static bool
allocate_cube(const reinti_counting *c, reinti_cube *cube)
{
    if (!allocate_counts(c, &cube->n, &cube->nx, &cube->low, &cube->high))
        return false;
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        if (c->sums[k] && !(*cube_sum(cube, k) = calloc(c->n_cells, sizeof(double))))
            return false;
    return true;
}

/* The first worker counts into the cube itself. */
static bool
allocate_partial(const reinti_counting *c, reinti_cube *cube, bool first, reinti_partial *p)
{
    if (first) {
        p->n = cube->n;
        p->nx = cube->nx;
        p->low = cube->low;
        p->high = cube->high;
    }
    if (c->n_raw > 0)
        return (p->lane = calloc(c->n_lanes * (c->n_raw + 1), sizeof *p->lane));
    if (!first && !allocate_counts(c, &p->n, &p->nx, &p->low, &p->high))
        return false;
    p->cell = malloc(REINTI_CHUNK * sizeof *p->cell);
    p->row = malloc(REINTI_CHUNK * sizeof *p->row);
    if (!p->cell || !p->row)
        return false;
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        if (c->sums[k] && !(p->sum[k] = calloc(c->n_cells, sizeof *p->sum[k])))
            return false;
    return true;
}

static void
free_partial(reinti_partial *p, bool first)
{
    if (!first) {
        free(p->n);
        free(p->nx);
        free(p->low);
        free(p->high);
    }
    free(p->lane);
    free(p->cell);
    free(p->row);
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        free(p->sum[k]);
}

/* Takes the sums of one block over into the total and clears them for the next. */
static void
add_block(struct crew *crew, reinti_partial *p)
{
    for (size_t k = 0; k < REINTI_N_SUMS; k++) {
        reinti_sum *total = crew->total[k], *sum = p->sum[k];
        for (size_t i = 0; sum && i < crew->counting->n_cells; i++) {
            reinti_sum_add(&total[i], sum[i].value);
            total[i].carry += sum[i].carry;
            sum[i] = (reinti_sum){ 0 };
        }
    }
}

static void *
work(void *argument)
{
    struct worker *worker = argument;
    struct crew *crew = worker->crew;
    const reinti_counting *c = crew->counting;
    bool ordered = c->spec->weight || c->spec->x;

    pthread_mutex_lock(&crew->lock);
    while (crew->next < crew->n_blocks) {
        size_t block = crew->next++, from = block * crew->block_rows, to = from + crew->block_rows;
        pthread_mutex_unlock(&crew->lock);
        if (to > c->spec->n_rows)
            to = c->spec->n_rows;
        if (c->n_raw > 0)
            reinti_count_histogram(c, &worker->partial, from, to);
        else
            reinti_count_rows(c, &worker->partial, from, to);
        pthread_mutex_lock(&crew->lock);
        if (!ordered)
            continue;
        while (crew->turn != block)
            pthread_cond_wait(&crew->turn_changed, &crew->lock);
        add_block(crew, &worker->partial);
        crew->turn++;
        pthread_cond_broadcast(&crew->turn_changed);
    }
    pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static size_t
n_workers(const reinti_counting *c, size_t n_blocks)
{
    size_t n = c->spec->threads ? c->spec->threads : reinti_processors();

    if (n > MAX_THREADS)
        n = MAX_THREADS;
    if (n > n_blocks)
        n = n_blocks > 0 ? n_blocks : 1;
    return c->n_cells > MAX_THREAD_CELLS ? 1 : n;
}

static void
add_counts(uint64_t *total, const uint64_t *part, size_t n)
{
    for (size_t i = 0; part && i < n; i++)
        total[i] += part[i];
}

static void
gather(const reinti_counting *c, const struct worker *worker, size_t n, struct crew *crew, reinti_cube *cube)
{
    for (size_t i = 0; i < n; i++) {
        const reinti_partial *p = &worker[i].partial;
        cube->left_out += p->left_out;
        if (c->n_raw > 0)
            reinti_count_fold(c, p, cube->n);
        if (i == 0)
            continue;
        add_counts(cube->n, p->n, c->n_cells);
        add_counts(cube->nx, p->nx, c->n_cells);
        add_counts(cube->low, p->low, c->n_cells);
        add_counts(cube->high, p->high, c->n_cells);
    }
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        for (size_t i = 0; crew->total[k] && i < c->n_cells; i++)
            (*cube_sum(cube, k))[i] = crew->total[k][i].value + crew->total[k][i].carry;
}

/* Blocks are at least four times as long as a cube is large, so that adding a block costs little per row. */
reint_status
reinti_counting_run(const reinti_counting *c, reinti_cube *cube, reint_error *err)
{
    size_t block_rows = c->n_cells > REINTI_BLOCK / 4 ? 4 * c->n_cells : REINTI_BLOCK;
    struct crew crew = { .counting = c,
                         .block_rows = block_rows,
                         .n_blocks = (c->spec->n_rows + block_rows - 1) / block_rows,
                         .lock = PTHREAD_MUTEX_INITIALIZER,
                         .turn_changed = PTHREAD_COND_INITIALIZER };
    size_t n = n_workers(c, crew.n_blocks), running = 0;
    struct worker *worker = calloc(n, sizeof *worker);
    bool ready = worker;

    for (size_t k = 0; ready && k < REINTI_N_SUMS; k++)
        ready = !c->sums[k] || (crew.total[k] = calloc(c->n_cells, sizeof *crew.total[k]));
    for (size_t i = 0; ready && i < n; i++) {
        worker[i].crew = &crew;
        ready = allocate_partial(c, cube, i == 0, &worker[i].partial);
    }
    if (ready) {
        for (running = 1; running < n; running++) /* a thread that cannot be had is done without */
            if (pthread_create(&worker[running].thread, NULL, work, &worker[running]) != 0)
                break;
        work(&worker[0]);
        for (size_t i = 1; i < running; i++)
            pthread_join(worker[i].thread, NULL);
        gather(c, worker, n, &crew, cube);
    }
    for (size_t i = 0; worker && i < n; i++)
        free_partial(&worker[i].partial, i == 0);
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        free(crew.total[k]);
    free(worker);
    pthread_cond_destroy(&crew.turn_changed);
    pthread_mutex_destroy(&crew.lock);
    return ready ? REINT_OK : reinti_no_memory(err);
}

reint_status
reinti_counting_prepare(reinti_counting *c, const reinti_cube_spec *spec, reinti_cube *cube, reint_error *err)
{
    reint_status status = check_spec(spec, err);

    *c = (reinti_counting){ 0 };
    *cube = (reinti_cube){ 0 };
    if (status == REINT_OK)
        status = prepare(c, spec, cube, err);
    if (status == REINT_OK && !allocate_cube(c, cube))
        status = reinti_no_memory(err);
    if (status != REINT_OK)
        reinti_cube_free(cube);
    return status;
}

void
reinti_counting_free(reinti_counting *c)
{
    for (size_t d = 0; d < c->n_axes; d++)
        free(c->axis[d].offset);
    c->n_axes = 0;
}

reint_status
reinti_cube_count(const reinti_cube_spec *spec, reinti_cube *out, reint_error *err)
{
    reinti_counting c;
    reinti_cube cube;
    reint_status status = reinti_counting_prepare(&c, spec, &cube, err);

    if (status == REINT_OK) {
        status = reinti_counting_run(&c, &cube, err);
        if (status == REINT_OK)
            *out = cube;
        else
            reinti_cube_free(&cube);
    }
    reinti_counting_free(&c);
    return status;
}

void
reinti_cube_free(reinti_cube *cube)
{
    if (!cube)
        return;
    free(cube->n);
    free(cube->nx);
    free(cube->low);
    free(cube->high);
    for (size_t k = 0; k < REINTI_N_SUMS; k++)
        free(*cube_sum(cube, k));
    for (size_t d = 0; d < REINTI_MOST_DIMENSIONS; d++)
        free(cube->place[d]);
    *cube = (reinti_cube){ 0 };
}

size_t
reinti_cube_at(const reinti_cube *cube, const size_t *category)
{
    size_t at = 0;

    for (size_t d = 0; d < cube->n_dimensions; d++) {
        size_t place = cube->place[d] ? cube->place[d][category[d]] : category[d];
        if (place == REINTI_NONE)
            return REINTI_NONE;
        at = at * cube->size[d] + place;
    }
    return at;
}
