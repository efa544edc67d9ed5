/* many.c -- many cubes over the same rows, in one pass.
 *
 * What histogram.c could count (one code a row, no weights, no sums, no bounds) is put into bundles (bundle.c);
 * the rest is counted by itself.  All bundles take a block of the rows while it is near the processor.  Counts
 * are integers: the order in which threads take the blocks does not show.
 *
 * Filter: rows that do not pass are numbered from SPARE on, behind every combination; no branch. */
#include <config.h>

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "cube/bundle.h"

/* Fewer rows are counted faster than planned. */
#define LEAST_ROWS ((size_t)1 << 14)
/* Counts of one thread; more bundles take another pass. */
#define MOST_LANES  ((size_t)1 << 24)
#define MAX_THREADS 64
#define SPAN        64 /* as in histogram.c */

/* ---- counting ------------------------------------------------------------------------------------------ */

struct crew {
    const reinti_batch *b;
    size_t first, end; /* bundles of this pass */
    atomic_size_t next;
};

typedef struct worker {
    struct crew *crew;
    uint32_t *lanes;
    uint16_t *pack; /* a block of pack numbers */
    pthread_t thread;
} worker;

static void
number_next8(uint16_t *restrict cell, const uint8_t *restrict raw, uint8_t bias, uint16_t limit)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(cell[i] * limit + (uint8_t)(raw[i] + bias));
}

static void
number_next16(uint16_t *restrict cell, const uint16_t *restrict raw, uint16_t bias, uint16_t limit)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(cell[i] * limit + (uint16_t)(raw[i] + bias));
}

static void
number_filter(uint16_t *restrict cell, const int8_t *restrict filter, uint16_t spare)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = filter[i] == 1 ? cell[i] : spare;
}

static void
add_first8(uint16_t *restrict cell, const uint16_t *restrict number, const uint8_t *restrict raw,
           uint8_t bias, uint16_t stride)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(number[i] + (uint8_t)(raw[i] + bias) * stride);
}

static void
add_first16(uint16_t *restrict cell, const uint16_t *restrict number, const uint16_t *restrict raw,
            uint16_t bias, uint16_t stride)
{
    for (size_t i = 0; i < SPAN; i++)
        cell[i] = (uint16_t)(number[i] + (uint16_t)(raw[i] + bias) * stride);
}

static inline uint16_t
raw_number(const reinti_used_column *c, size_t row)
{
    return c->column->raw8 ? (uint8_t)(c->column->raw8[row] + c->bias)
                           : (uint16_t)(c->column->raw16[row] + c->bias);
}

/* Numbers of the rows FROM .. FROM + N - 1 in P. */
static void
number_pack(const reinti_batch *b, const reinti_pack_of *p, size_t from, size_t n, uint16_t *number)
{
    size_t i = 0;

    memset(number, 0, n * sizeof *number);
    for (; i + SPAN <= n; i += SPAN) {
        for (size_t k = 0; k < p->n; k++) {
            const reinti_used_column *c = &b->column[p->column[k]];
            if (c->column->raw8)
                number_next8(number + i, c->column->raw8 + from + i, (uint8_t)c->bias, (uint16_t)c->limit);
            else
                number_next16(number + i, c->column->raw16 + from + i, (uint16_t)c->bias, (uint16_t)c->limit);
        }
        if (b->filter)
            number_filter(number + i, b->filter + from + i, (uint16_t)p->spare);
    }
    for (; i < n; i++) {
        for (size_t k = 0; k < p->n; k++) {
            const reinti_used_column *c = &b->column[p->column[k]];
            number[i] = (uint16_t)(number[i] * c->limit + raw_number(c, from + i));
        }
        if (b->filter && b->filter[from + i] != 1)
            number[i] = (uint16_t)p->spare;
    }
}

/* Cells of N rows, at most a chunk: NUMBER are their pack numbers. */
static void
number_cells(const reinti_used_column *c, uint16_t stride, size_t from, size_t n, const uint16_t *number,
             uint16_t *cell)
{
    size_t i = 0;

    for (; i + SPAN <= n; i += SPAN)
        if (c->column->raw8)
            add_first8(cell + i, number + i, c->column->raw8 + from + i, (uint8_t)c->bias, stride);
        else
            add_first16(cell + i, number + i, c->column->raw16 + from + i, (uint16_t)c->bias, stride);
    for (; i < n; i++)
        cell[i] = (uint16_t)(number[i] + raw_number(c, from + i) * stride);
}

static void
count_bundle(const reinti_batch *b, const reinti_bundle *of, size_t from, size_t n, const uint16_t *number,
             uint32_t *lane)
{
    const reinti_used_column *first = &b->column[of->column[0]];
    uint16_t cell[REINTI_CHUNK], stride = (uint16_t)b->pack[of->pack].n_raw;
    uint32_t *h0 = lane, *h1 = lane + of->n_cells, *h2 = h0, *h3 = h1;

    if (of->n_lanes == 4) {
        h2 = h1 + of->n_cells;
        h3 = h2 + of->n_cells;
    }
    for (size_t at = 0; at < n; at += REINTI_CHUNK) {
        size_t some = n - at < REINTI_CHUNK ? n - at : REINTI_CHUNK, k = 0;
        number_cells(first, stride, from + at, some, number + at, cell);
        for (; k + 4 <= some; k += 4) {
            h0[cell[k]]++;
            h1[cell[k + 1]]++;
            h2[cell[k + 2]]++;
            h3[cell[k + 3]]++;
        }
        for (; k < some; k++)
            h0[cell[k]]++;
    }
}

/* The bundles of a pass stand in the order of their packs. */
static void
count_block(const worker *w, size_t from, size_t n)
{
    const struct crew *crew = w->crew;
    const reinti_batch *b = crew->b;
    uint32_t *lane = w->lanes;
    size_t numbered = REINTI_NONE;

    for (size_t i = crew->first; i < crew->end; i++) {
        const reinti_bundle *of = &b->bundle[i];
        if (of->pack != numbered)
            number_pack(b, &b->pack[of->pack], from, n, w->pack);
        numbered = of->pack;
        count_bundle(b, of, from, n, w->pack, lane);
        lane += of->n_lanes * of->n_cells;
    }
}

static void *
work(void *argument)
{
    worker *w = argument;
    size_t n_rows = w->crew->b->n_rows, from;

    while ((from = atomic_fetch_add(&w->crew->next, REINTI_BLOCK)) < n_rows)
        count_block(w, from, n_rows - from < REINTI_BLOCK ? n_rows - from : REINTI_BLOCK);
    return NULL;
}

/* ---- the cubes ----------------------------------------------------------------------------------------- */

/* Adds the counts of OF in LANE to the cells of one of its cubes: C, N.  Columns that the cube does not have
 * move nothing. */
static bool
fold(const reinti_batch *b, const reinti_bundle *of, const uint32_t *lane, const reinti_counting *c,
     uint64_t *n)
{
    uint32_t *offset[REINTI_BUNDLE_COLUMNS] = { NULL }, digit[REINTI_BUNDLE_COLUMNS] = { 0 };
    size_t cell = 0;
    bool ready = true;

    for (size_t k = 0; k < of->n && ready; k++) {
        const reinti_used_column *column = &b->column[of->column[k]];
        offset[k] = calloc(column->limit, sizeof **offset);
        ready = offset[k];
        for (size_t d = 0; d < c->n_axes && ready; d++)
            for (uint32_t v = 0; v < column->limit && c->axis[d].column == column->column; v++)
                offset[k][v] += c->axis[d].offset[v];
        cell += ready ? offset[k][0] : 0;
    }
    for (size_t r = 0; r < of->n_raw && ready; r++) {
        uint64_t count = 0;
        for (size_t l = 0; l < of->n_lanes; l++)
            count += lane[l * of->n_cells + r];
        n[cell] += count;
        for (size_t k = of->n; k-- > 0;) { /* the next combination, last column fastest */
            cell -= offset[k][digit[k]];
            if (++digit[k] == b->column[of->column[k]].limit)
                digit[k] = 0;
            cell += offset[k][digit[k]];
            if (digit[k] > 0)
                break;
        }
    }
    for (size_t k = 0; k < of->n; k++)
        free(offset[k]);
    return ready;
}

static bool
gather(const struct crew *crew, const worker *w, size_t n_workers, reinti_cube *cube)
{
    const reinti_batch *b = crew->b;
    size_t at = 0;
    bool ready = true;

    for (size_t i = crew->first; i < crew->end; i++) {
        const reinti_bundle *of = &b->bundle[i];
        size_t size = of->n_lanes * of->n_cells;
        for (size_t t = 1; t < n_workers; t++)
            for (size_t k = 0; k < size; k++)
                w[0].lanes[at + k] += w[t].lanes[at + k];
        for (size_t s = 0; s < b->n_specs && ready; s++)
            if (b->bundle_of[s] == i)
                ready = fold(b, of, w[0].lanes + at, &b->counting[s], cube[s].n);
        at += size;
    }
    return ready;
}

static bool
run_pass(struct crew *crew, size_t n_lanes, unsigned threads, reinti_cube *cube)
{
    size_t n_blocks = (crew->b->n_rows + REINTI_BLOCK - 1) / REINTI_BLOCK, running = 1;
    size_t n = threads ? threads : reinti_processors();
    n = n < n_blocks ? n : n_blocks;
    n = n < MAX_THREADS ? n : MAX_THREADS;
    worker w[MAX_THREADS];
    bool ready = true;

    for (size_t i = 0; i < n; i++) {
        w[i] = (worker){ .crew = crew,
                         .lanes = calloc(n_lanes, sizeof *w->lanes),
                         .pack = malloc(REINTI_BLOCK * sizeof *w->pack) };
        ready = ready && w[i].lanes && w[i].pack;
    }
    if (ready) {
        for (; running < n; running++) /* a thread that cannot be had is done without */
            if (pthread_create(&w[running].thread, NULL, work, &w[running]) != 0)
                break;
        work(&w[0]);
        for (size_t i = 1; i < running; i++)
            pthread_join(w[i].thread, NULL);
        ready = gather(crew, w, n, cube);
    }
    for (size_t i = 0; i < n; i++) {
        free(w[i].lanes);
        free(w[i].pack);
    }
    return ready;
}

/* One pass, or several when the counts of all bundles would take too much memory. */
static bool
run_batch(const reinti_batch *b, unsigned threads, reinti_cube *cube)
{
    bool ready = true;

    for (size_t i = 0, end; i < b->n_bundles && ready; i = end) {
        size_t n_lanes = 0;
        for (end = i; end < b->n_bundles; end++) {
            size_t more = b->bundle[end].n_lanes * b->bundle[end].n_cells;
            if (end > i && n_lanes + more > MOST_LANES)
                break;
            n_lanes += more;
        }
        struct crew crew = { .b = b, .first = i, .end = end };
        ready = run_pass(&crew, n_lanes, threads, cube);
    }
    return ready;
}

/* Marks in DONE what was counted in bundles. */
static bool
count_together(const reinti_cube_spec *spec, const reinti_counting *counting, size_t n, bool *done,
               reinti_cube *cube)
{
    reinti_batch b = {
        .spec = spec, .counting = counting, .n_specs = n, .bundle_of = malloc((n + 1) * sizeof *b.bundle_of)
    };
    bool *tried = calloc(n + 1, sizeof *tried), ready = b.bundle_of && tried;

    for (size_t s = 0; s < n && ready; s++) {
        bool alone = !counting[s].n_raw || spec[s].n_rows < LEAST_ROWS;
        for (size_t before = 0; before < s && !alone; before++) /* this filter had its turn */
            alone = tried[before] && spec[before].filter == spec[s].filter &&
                    spec[before].n_rows == spec[s].n_rows;
        if (alone || done[s])
            continue;
        tried[s] = true;
        ready = reinti_batch_plan(&b, s, done) && run_batch(&b, spec[s].threads, cube);
    }
    free(tried);
    reinti_batch_free(&b);
    return ready;
}

reint_status
reinti_cubes_count(const reinti_cube_spec *spec, size_t n, reinti_cube *out, reint_error *err)
{
    reinti_counting *counting = calloc(n + 1, sizeof *counting);
    reinti_cube *cube = calloc(n + 1, sizeof *cube);
    bool *done = calloc(n + 1, sizeof *done);
    reint_status status = counting && cube && done ? REINT_OK : reinti_no_memory(err);

    for (size_t s = 0; s < n && status == REINT_OK; s++)
        status = reinti_counting_prepare(&counting[s], &spec[s], &cube[s], err);
    if (status == REINT_OK && n > 1 && !count_together(spec, counting, n, done, cube))
        status = reinti_no_memory(err);
    for (size_t s = 0; s < n && status == REINT_OK; s++)
        if (!done[s])
            status = reinti_counting_run(&counting[s], &cube[s], err);
    for (size_t s = 0; s < n && counting; s++)
        reinti_counting_free(&counting[s]);
    for (size_t s = 0; s < n && cube; s++)
        if (status == REINT_OK)
            out[s] = cube[s];
        else
            reinti_cube_free(&cube[s]);
    free(counting);
    free(cube);
    free(done);
    return status;
}
